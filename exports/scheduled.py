"""Files made by the clock: anew only when the data have changed since the last time, and mailed if that is asked.

``python -m exports KIND ... --when-changed [--mail ADDRESS]``, from a systemd timer or cron (docs/OPERATIONS.md). What
was known the last time is kept beside the file, as ``NAME.state``.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from charts.words import caption
from data import settings
from data.parameters import address, of_language
from data.selection import to_address
from data.tables import Tables, described, to_csv
from data.view import View
from exports.media_types import media_type
from story import about

MAILERS = ("sendmail", "/usr/sbin/sendmail", "/usr/lib/sendmail")  # what every mailer of Unix is called by
PATIENCE = 120  # seconds for the mailer to take a message
UNCHANGED = 3  # the exit status where nothing was to be done


class MailError(RuntimeError):
    """A message could not be handed over: what the mailer said, "" where there is none."""


def data_mark(tables: Tables, asked: object) -> str:
    """Return what changes with the data and with what is asked for: a digest of every table's content and of that.

    Raises ``BrokenTableError`` for a broken table.
    """
    told = hashlib.sha256(f"{asked!r}\n".encode())
    for resource in described(tables.folder):
        told.update(f"{resource['name']}\n".encode() + to_csv(tables[resource["name"]]))
    return told.hexdigest()


def is_due(out: Path, mark: str) -> bool:
    """Whether a file is to be made: it is not there, or was not made (and mailed) from what ``mark`` stands for."""
    try:
        return not out.exists() or _state(out).read_text("utf-8") != mark
    except (OSError, UnicodeDecodeError):
        return True


def keep(out: Path, mark: str) -> None:
    """Keep from what a file was made. Raises ``OSError``."""
    write(_state(out), mark.encode())


def _state(out: Path) -> Path:
    return out.with_name(f"{out.name}.state")


def forget(out: Path) -> None:
    """Forget from what a file was made: until ``keep`` it is due. Raises ``OSError``."""
    _state(out).unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: who reads meanwhile has the old one. Raises ``OSError``."""
    path = path.resolve()
    made = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # Nobody may read it who may not read the old one, and no link that lies in its place is followed.
        made.touch(path.stat().st_mode & 0o777 if path.exists() else 0o666, exist_ok=False)
        made.write_bytes(content)
        if path.exists():
            shutil.copymode(path, made)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def mail(to: Sequence[str], view: View, content: bytes, name: str) -> None:
    """Hand a message with a file over to the system's mailer. Raises ``MailError``."""
    mailer = next((path for one in MAILERS if (path := shutil.which(one))), None)
    if mailer is None:
        raise MailError
    try:
        subprocess.run(  # noqa: S603
            [mailer, "-i", "--", *to], input=bytes(message(to, view, content, name)), check=True, timeout=PATIENCE,
            capture_output=True,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        raise MailError(error.stderr.decode(errors="replace").strip() or str(error)) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MailError(str(error)) from error


def message(to: Sequence[str], view: View, content: bytes, name: str) -> EmailMessage:
    """Return the message: what the file is and of what, how new the data are, where to see more."""
    words = view.words
    made = EmailMessage(policy=SMTP)
    made["To"] = ", ".join(to)
    date = words.date(view.tables.date)
    made["Subject"] = words("mail.subject", title=words("app.title"), caption=caption(view), date=date)
    made["Auto-Submitted"] = "auto-generated"
    lines = [words("mail.text", file=name, caption=caption(view), date=date), _address(view), str(about.foot(view))]
    made.set_content("\n\n".join(line for line in lines if line) + "\n")
    main, _, sub = media_type(name).partition("/")
    made.add_attachment(content, maintype=main, subtype=sub.partition(";")[0], filename=name)
    return made


def _address(view: View) -> str:
    """Return where the selection is seen; "" where the dashboard's own address is not set."""
    own = settings.own_address()
    return address(f"{own}/", {**to_address(view.selection, view.tables), **of_language(view.words)}) if own else ""

"""What an editor had in the form when its session ended: a file of the session's own, until it is stored or a day old.

A session ends with the server, and with its page: closed, or loaded anew.

It is no part of the store: in no backup, and gone where it cannot be written. It says too under which token something
was being stored, so that the journal tells afterwards whether it was.
"""

import hashlib
import json
import logging
import os
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data.rounds.checking import personal
from data.rounds.reading.sheet import Draft
from data.rounds.reading.table import Line
from data.rounds.store.where import address, file_of

RUN = uuid.uuid4().hex  # of this process: what it wrote itself is in its sessions
LONGEST = 24 * 3600  # seconds

log = logging.getLogger("dashboard")


@dataclass(frozen=True)
class Pending:
    """A form as it stood: the draft, the reason, which round it corrects ("" for none) as of which version.

    ``token`` is that of the proposal that was being stored, "" before that.
    """

    written: Draft
    reason: str = ""
    correcting: str = ""
    seen: int = 0
    token: str = ""


def keep(who: str, session: str, pending: Pending) -> None:
    """Keep what stands in the form of an editor's session, in the place of what it kept; without a word if it fails."""
    try:
        file = _file(who, session)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = file.with_name(f"{file.name}.{uuid.uuid4().hex}")
        new.touch(mode=0o600)
        new.write_text(json.dumps({"run": RUN, "session": session, **_without_people(asdict(pending))}), "utf-8")
        new.replace(file)
    except OSError as error:
        log.debug("what stands in a form could not be kept: %s", error)


def left(who: str, session: str, is_live: Callable[[str], bool]) -> Pending | None:
    """Return what an editor entered last in a session that has ended, a day ago at the most; it is now ``session``'s.

    ``is_live`` tells whether a session of this server has not ended.
    """
    try:
        for file in _folder().glob(f"{_start()}*"):
            if file.stat().st_mtime < time.time() - LONGEST:
                file.unlink(missing_ok=True)
        for file in sorted(_folder().glob(f"{_file(who).name}*"), key=lambda file: -file.stat().st_mtime):
            kept = json.loads(file.read_text("utf-8"))
            if kept.pop("run") != RUN or not is_live(kept["session"]):
                del kept["session"]
                file.replace(_file(who, session))
                return _pending(kept)
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.debug("what stood in a form could not be read: %s", error)
    return None


def drop(who: str, session: str) -> None:
    """Forget what an editor had in the form of a session."""
    try:
        _file(who, session).unlink(missing_ok=True)
    except OSError as error:
        log.debug("what stood in a form could not be removed: %s", error)


def drop_all() -> None:
    """Forget what all editors had in their forms: it may have what was erased."""
    for file in _folder().glob(f"{_start()}*"):
        file.unlink(missing_ok=True)


def _without_people(kept: Any) -> Any:
    """Return what is kept without personal data, which is not to lie on a disk: no round is stored with it either."""
    if isinstance(kept, dict):
        return {name: _without_people(value) for name, value in kept.items()}
    if isinstance(kept, list | tuple):
        return [_without_people(value) for value in kept]
    return personal.without(kept) if isinstance(kept, str) and personal.is_in(kept) else kept


def _pending(kept: dict[str, Any]) -> Pending:
    written: dict[str, Any] = kept.pop("written")
    lines = tuple(
        Line(**{**line, "guessed": {name: tuple(pair) for name, pair in line["guessed"].items()}})
        for line in written["lines"]
    )
    listed = {name: tuple(written.get(name, ())) for name in ("skipped", "unread", "unread_sheets")}
    return Pending(Draft(**{**written, **listed, "lines": lines}), **kept)


def _folder() -> Path:
    """Return where the files stand: beside the database's file, or in a folder of this user's own."""
    if file := file_of(address()):
        return file.parent
    folder = Path(tempfile.gettempdir()) / f"ikm-drafts-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid() or folder.is_symlink():
        raise PermissionError(folder)
    return folder


def _start() -> str:
    file = file_of(address())
    return f"{file.name if file else 'rounds'}-draft-"


def _file(who: str, session: str = "") -> Path:
    """Return the file of a session; without one, how the names of all of an editor begin."""
    name, of = (hashlib.sha256(text.encode()).hexdigest()[:24] for text in (who, session))
    return _folder() / f"{_start()}{name}-{of if session else ''}"

"""Makes files in a process of its own, so that no page waits for it: ``python -m exports.worker`` is that process.

It is started when a file is asked for, and ended by ``exports/jobs.py`` when none has been for a while. It is told what
to make over a connection that is its standard input, and ends when that does.
"""

import logging
import os
import subprocess
import sys
import traceback
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from data.selection import Selection
from data.tables import BrokenTableError, Tables
from locales import Words

ROOT = Path(__file__).parent.parent
NICE = 5  # readers' pages come first
PROGRESS, DONE, BROKEN, FAILED = "progress", "done", "broken", "failed"  # what the process answers

Asked = tuple[str, Selection, str]  # an outlet's key, what is selected, and the language


class FileError(RuntimeError):
    """A file could not be made; what the process said of it is noted."""


class EndedError(RuntimeError):
    """The process has ended, or does not answer."""


class Worker:
    """The process, seen from the server. Used by one thread."""

    def __init__(self) -> None:
        """Start the process."""
        self._end, theirs = Pipe()
        command = [sys.executable, "-m", "exports.worker"]
        with theirs:
            self._process = subprocess.Popen(command, cwd=ROOT, stdin=theirs.fileno())  # noqa: S603
        self._number = -1  # of the tables that it holds

    def ask(self, asked: Asked, tables: Tables) -> None:
        """Begin a file; the tables are sent only if the process does not hold them."""
        parts = (tables.folder, tables.frames, tables.problems, tables.state, tables.latest)
        self._send((asked, None if tables.number == self._number else parts))
        self._number = tables.number

    def _send(self, message: object) -> None:
        try:
            self._end.send(message)
        except OSError as error:
            raise EndedError("the process that makes files has ended") from error

    def told(self, seconds: float) -> tuple[str, Any]:
        """Return what the process says next, with what goes with it.

        Raises ``EndedError`` if it has ended or says nothing for so many seconds.
        """
        try:
            if self._end.poll(seconds):
                answer: tuple[str, Any] = self._end.recv()
                return answer
        except (EOFError, OSError) as error:
            raise EndedError("the process that makes files has ended") from error
        raise EndedError(f"a file was not made within {seconds:.0f} s")

    def end(self) -> None:
        """End the process."""
        self._end.close()
        self._process.kill()
        self._process.wait()


def _serve(end: Connection) -> None:
    """Make what is asked for until the other end closes."""
    from exports.outlets import OUTLETS

    outlets = {outlet.key: outlet for outlet in OUTLETS}
    tables: Tables | None = None
    while True:
        (key, selection, language), parts = end.recv()
        if parts:
            tables = Tables(*parts)

        def progress(done: float, name: str) -> None:
            end.send((PROGRESS, (done, name)))

        try:
            end.send((DONE, outlets[key].build(tables, selection, Words(language), progress)))  # type: ignore[arg-type]
        except BrokenTableError as broken:
            end.send((BROKEN, broken.problems))
        except OSError:
            return  # nobody listens any longer
        except Exception as error:
            end.send((FAILED, (repr(error), traceback.format_exc())))


if __name__ == "__main__":
    logging.getLogger("dashboard").addHandler(logging.NullHandler())  # what fails is said by the server
    with suppress(OSError):  # a service may be kept from it
        os.nice(NICE)
    with suppress(EOFError, OSError):
        _serve(Connection(os.dup(0)))

"""Makes files in a process of its own, so that no page waits for it: ``python -m exports.worker`` is that process.

It is started when a file is asked for, and ended by ``exports/jobs.py`` when none has been for a while. It is told what
to make over a connection that is its standard input, and ends when that does.
"""

import datetime as dt
import logging
import os
import subprocess
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from charts.chart import Chart
from data.selection import Selection
from data.tables import BrokenTableError, Tables
from data.view import View
from exports.outlets import Outlet
from locales import Words

ROOT = Path(__file__).parent.parent
NICE = 5  # readers' pages come first
PROGRESS, DONE, BROKEN, FAILED = "progress", "done", "broken", "failed"  # what the process answers


@dataclass(frozen=True)
class FileAsked:
    """An outlet's file: what is selected, and the language."""

    outlet: Outlet
    selection: Selection
    language: str

    def log_text(self) -> str:
        """Return what the log calls it."""
        return f"the file {self.outlet.key} was made"


@dataclass(frozen=True)
class FigureAsked:
    """A chart as a file of a form, made of the tables of a day (see ``exports.figure``)."""

    chart: Chart
    form: str
    made: dt.date
    below: tuple[str, ...] = ()
    scale: float = 2
    clear: bool = False
    dark: bool = False

    def log_text(self) -> str:
        """Return what the log calls it."""
        return f"the figure {self.chart.key}.{self.form} was made"

    def file(self) -> bytes:
        """Return the file, made here."""
        from exports.figure import figure_file

        return figure_file(self.chart, self.form, self.made, self.below, self.scale, self.clear, self.dark)


@dataclass(frozen=True)
class CardAsked:
    """The picture beside a link: headline, what is selected, what stands at its foot, and a chart."""

    headline: str
    caption: str
    foot: str
    chart: Chart

    def log_text(self) -> str:
        """Return what the log calls it."""
        return f"the preview with {self.chart.key} was made"


Asked = FileAsked | FigureAsked | CardAsked


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

    def ask(self, asked: Asked, tables: Tables | None) -> None:
        """Begin a file. The tables that it is made of, if any, are sent only if the process does not hold them."""
        parts = None
        if tables and tables.number != self._number:
            parts = (tables.folder, tables.frames, tables.problems, tables.state, tables.latest)
            self._number = tables.number
        try:
            self._end.send((asked, parts))
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
    tables: Tables | None = None
    while True:
        asked, parts = end.recv()
        if parts:
            tables = Tables(*parts)
        try:
            end.send((DONE, _made(asked, tables, end)))
        except BrokenTableError as broken:
            end.send((BROKEN, broken.problems))
        except OSError:
            return  # nobody listens any longer
        except Exception as error:
            end.send((FAILED, (repr(error), traceback.format_exc())))


def _made(asked: Asked, tables: Tables | None, end: Connection) -> bytes:
    if isinstance(asked, FigureAsked):
        return asked.file()
    if isinstance(asked, CardAsked):
        from render import card

        return card.png(asked.headline, asked.caption, asked.foot, asked.chart)
    from exports.build import build

    if tables is None:
        raise ValueError("a file is made of tables")
    view = View(tables, asked.selection, Words(asked.language))
    return build(asked.outlet, view, lambda done, name: end.send((PROGRESS, (done, name))))


def main() -> None:
    """Serve the process that started this one."""
    logging.getLogger("dashboard").addHandler(logging.NullHandler())  # what fails is said by the server
    with suppress(OSError):  # a service may be kept from it
        os.nice(NICE)
    with suppress(EOFError, OSError):
        _serve(Connection(os.dup(0)))


if __name__ == "__main__":
    from exports import worker  # what is asked for is of that module's kinds, not of this one's

    worker.main()

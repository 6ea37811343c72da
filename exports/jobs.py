"""Who asks for a file waits in line: one file is made at a time, and one that several ask for is made once."""

import atexit
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from cachetools import LRUCache

from data.tables import BrokenTableError, Tables
from data.view import View
from exports import worker
from exports.outlets import Outlet
from exports.worker import Asked, CardAsked, FigureAsked, FileAsked, FileError, Worker

IDLE = 60.0  # seconds that the process waits for the next file: it takes some 250 MB
LONGEST = 120.0  # seconds that a file, or a part of the bundle, may take
EVERY = 0.5  # seconds between two looks whether who waits is still there
MOST = 40  # files that may wait
KEPT = 24  # files that stay in memory for the next reader

log = logging.getLogger("dashboard")

Key = tuple[Asked, int]  # what is asked for, and the number of the tables that it is made of; 0 for a figure
Waits = Callable[[int, float, str], None]  # how many files come before, the share that is done, and what comes next


class FullError(RuntimeError):
    """As many files are waiting as may wait."""


@dataclass(eq=False)
class Job:
    """A file that waits or is being made, for everybody who asked for it."""

    key: Key
    tables: Tables | None
    ended: threading.Event = field(default_factory=threading.Event)
    is_begun: bool = False
    progress: tuple[float, str] = (0.0, "")  # the share that is done, and what comes next
    waiting: int = 0  # readers
    content: bytes = b""
    error: Exception | None = None

    def result(self) -> bytes:
        """Return the file of a job that has ended. Raises what it failed with."""
        if self.error:
            raise self.error
        return self.content


class Queue:
    """The line, and the thread that works it off. That and the process that makes files are there while needed."""

    def __init__(self, idle: float = IDLE) -> None:
        """Begin with nobody waiting; after ``idle`` seconds without a job the process ends."""
        self._idle = idle
        self._jobs: dict[Key, Job] = {}  # in the order in which they were asked for; the first is being made
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._worker: Worker | None = None

    @contextmanager
    def asked(self, asked: Asked, tables: Tables | None) -> Iterator[Job]:
        """Ask for a file, and wait with the job that is yielded.

        Who leaves before it was begun takes it out of the line, if nobody else waits for it.
        Raises ``FullError`` if too many are waiting.
        """
        key = asked, tables.number if tables else 0
        with self._changed:
            if key not in self._jobs:
                if len(self._jobs) > MOST:
                    raise FullError
                self._jobs[key] = Job(key, tables)
            job = self._jobs[key]
            job.waiting += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="files", daemon=True)
                self._thread.start()
            self._changed.notify()
        try:
            yield job
        finally:
            with self._changed:
                job.waiting -= 1
                if not job.waiting and not job.is_begun and not job.ended.is_set():
                    self._jobs.pop(key, None)

    def before(self, job: Job) -> int:
        """Return how many files are made before a job; 0 if it is being made or has been."""
        with self._changed:
            keys = list(self._jobs)
            return keys.index(job.key) if job.key in self._jobs and not job.is_begun else 0

    def _work(self) -> None:
        while job := self._next():
            begun = time.monotonic()
            try:
                job.content = self._make(job)
                log.info("%s in %.1f s", job.key[0].log_text(), time.monotonic() - begun)
            except (BrokenTableError, FileError) as error:
                job.error = error
            except Exception as error:
                job.error = error
                self.end()  # the next file gets a new one
            with self._changed:
                self._jobs.pop(job.key, None)
            job.ended.set()

    def _next(self) -> Job | None:
        """Return the job that is to be made now, or None, with the process ended, if nobody has asked for a while."""
        until = time.monotonic() + self._idle
        with self._changed:
            while not self._jobs:
                if not self._changed.wait(until - time.monotonic()) and time.monotonic() >= until:
                    self._thread = None
                    self.end()
                    return None
            job = next(iter(self._jobs.values()))
            job.is_begun = True
            return job

    def _make(self, job: Job) -> bytes:
        self._worker = self._worker or Worker()
        self._worker.ask(job.key[0], job.tables)
        while True:
            kind, answer = self._worker.told(LONGEST)
            match kind:
                case worker.PROGRESS:
                    job.progress = answer
                case worker.DONE:
                    return bytes(answer)
                case worker.BROKEN:
                    raise BrokenTableError(answer)
                case _:
                    error = FileError(answer[0])
                    error.add_note(answer[1])
                    raise error

    def end(self) -> None:
        """End the process that makes files."""
        if ending := self._worker:
            self._worker = None
            with suppress(OSError):
                ending.end()


line, figures = Queue(), Queue()  # a figure is quickly made: nobody waits for decks with it
atexit.register(line.end)
atexit.register(figures.end)


_files: LRUCache[Key, bytes] = LRUCache(KEPT)
_lock = threading.Lock()


def _key(view: View, outlet: Outlet) -> tuple[FileAsked, int]:
    return FileAsked(outlet, view.selection, view.words.language), view.tables.number


def is_made(view: View, outlet: Outlet) -> bool:
    """Whether the file is there already, so that ``made`` takes no time."""
    with _lock:
        return _key(view, outlet) in _files


def made(view: View, outlet: Outlet, waits: Waits = lambda _before, _done, _name: None) -> bytes:
    """Return the file of an outlet. It is made once for everybody who asks for the same, by a process aside.

    ``waits`` is called twice a second until then. Raises what the file failed with: ``BrokenTableError``,
    ``FullError`` if too many files are waiting, or anything else.
    """
    key = _key(view, outlet)
    with _lock:
        if key in _files:
            return bytes(_files[key])
    content = _result(line, key[0], view.tables, lambda job: waits(line.before(job), *job.progress))
    with _lock:
        _files[key] = content
    return content


def figure(asked: FigureAsked | CardAsked, waits: Callable[[], object] = lambda: None) -> bytes:
    """Return a chart as a file, or the picture beside a link, made aside.

    While its pixels are painted nothing else runs in the same process.

    ``waits`` is called twice a second until then.
    Raises ``FullError`` if too many are waiting, ``FileError`` or ``EndedError`` if it fails, and what ``waits`` does.
    """
    return _result(figures, asked, None, lambda _job: waits())


def _result(queue: Queue, asked: Asked, tables: Tables | None, waits: Callable[[Job], object]) -> bytes:
    with queue.asked(asked, tables) as job:
        while not job.ended.wait(EVERY):
            waits(job)
        return job.result()

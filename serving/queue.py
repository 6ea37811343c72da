"""A queue of pages that are being drawn: one at a time, each once however many wait for it, and only so many at all.

Drawing a page that nobody has asked for yet costs a second of one core. What readers have asked for before is not in
this queue: it is answered from memory meanwhile.
"""

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import RLock

MOST, MOST_OF_ONE = 24, 8  # that wait at once: of all, of one client


class FullError(Exception):
    """So many wait already that whoever asks is asked to come again."""


class Queue[T]:
    """Makes one thing after the other in a thread of its own. What is made is handed on and not kept here."""

    def __init__(self, name: str) -> None:
        """Begin empty; ``name`` is the thread's."""
        self._worker = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting: dict[Hashable, tuple[Future[T], str]] = {}  # with who asked first
        self._lock = RLock()

    def join(self, key: Hashable, make: Callable[[], T], client: str = "", is_guess: bool = False) -> Future[T]:
        """Return what will be made under a key: the same for all who ask before it is there.

        Raises ``FullError`` where too many wait, in all or for one client ("" is the server itself, which may always),
        and for what is only a guess of what a reader will ask for, where anything waits.
        """
        with self._lock:
            if key in self._waiting:
                return self._waiting[key][0]
            of_one = sum(who == client for _, who in self._waiting.values())
            most = 1 if is_guess else MOST
            if client and (len(self._waiting) >= most or of_one >= MOST_OF_ONE):
                raise FullError
            future = self._worker.submit(make)
            self._waiting[key] = future, client
        future.add_done_callback(lambda _: self._leave(key))
        return future

    def cancel(self) -> None:
        """Make no more of what waits: the server ends."""
        with self._lock:
            waiting = [future for future, _ in self._waiting.values()]
        for future in waiting:
            future.cancel()

    def _leave(self, key: Hashable) -> None:
        with self._lock:
            self._waiting.pop(key, None)

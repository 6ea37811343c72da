"""Work that may hang for ever, such as reading a file of a dead mount: whoever asks waits for it but so long."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread


class Patient[T]:
    """Does the same work whenever it is asked to, in a thread of its own, one at a time."""

    def __init__(self, work: Callable[[], T]) -> None:
        """Begin with nothing; ``work`` is what may hang."""
        self._work = work
        self._under_way: Future[T] | None = None
        self._begun = 0.0
        self._lock = Lock()

    def result(self, patience: float) -> T | None:
        """Return what the work returns, or None where it is not done so many seconds after it began.

        Raises what the work raises. Nothing is begun while something hangs: then the answer is None at once.
        """
        with self._lock:
            if self._under_way is None or self._under_way.done():
                self._under_way, self._begun = Future(), time.monotonic()
                Thread(target=self._do, args=(self._under_way,), name="patient", daemon=True).start()
            under_way, left = self._under_way, self._begun + patience - time.monotonic()
        try:
            return under_way.result(max(left, 0.0))
        except TimeoutError:
            if under_way.done():  # it is what the work raised
                raise
            return None

    def _do(self, future: Future[T]) -> None:
        try:
            future.set_result(self._work())
        except BaseException as error:  # whoever waits is told
            future.set_exception(error)

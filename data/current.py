"""The tables in use: those of the folder, with every round that was added or corrected since.

While the store of rounds cannot be read, the last tables that were read from it are served, or the packaged ones,
with a problem that says so. Nobody waits for a store that is known to fail: it is asked aside.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from data.patience import Patient
from data.problem import Problem
from data.rounds.store import where
from data.rounds.store.errors import StoreError
from data.tables import Tables, packaged

STORE = "store_"  # how the reasons of its problems begin
REST = 2.0  # seconds until a store that failed is asked again
GRACE = 0.25  # seconds that a reader waits for a store that failed: one that is back answers in time

log = logging.getLogger("dashboard")


class _Store:
    """What is known of the store at one address, over one folder of tables."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.tables: Tables | None = None  # the last that were read with it
        self.failure: StoreError | None = None  # what it fails with since; None while it answers
        self.asked = 0.0  # when it was last asked, by the clock that only goes forward
        self._asking = Patient(self.ask)

    def ask(self) -> Tables | None:
        """Return the tables as they are now, or keep what the store failed with."""
        self.asked = time.monotonic()
        try:
            with _foreseen():
                fresh = _with_entries()
        except StoreError as error:
            self._fail(error)
            return None
        if self.failure:
            log.warning("the rounds can be read again")
        self.tables, self.failure = fresh, None
        return fresh

    def ask_aside(self) -> None:
        """Ask again, if it is time and nobody else is asking, and wait for the answer but shortly."""
        if time.monotonic() - self.asked >= REST:
            self._asking.result(GRACE)

    def _fail(self, error: StoreError) -> None:
        # The first failure of its kind is logged; its reference stays on the pages until the store is back.
        if not self.failure or self.failure.reason != error.reason:
            message = "the rounds cannot be read: %s, reference %s"
            log.error(message, error.reason, error.reference, exc_info=error, extra={"reference": error.reference})
            self.failure = error
        self.asked = time.monotonic()


def current() -> Tables:
    """Return the checked tables in use. They are made again only when a file or the journal has changed."""
    tables = packaged()
    store = _store(where.address(), tables.folder)
    if where.is_empty() and not (store.tables and store.tables.state):
        return tables
    if not store.failure and (fresh := store.ask()):
        return fresh
    store.ask_aside()
    failure, last = store.failure, store.tables or tables
    return _without_store(last, failure.reason, failure.reference) if failure else last


@lru_cache(maxsize=8)
def _store(_address: str, _folder: Path) -> _Store:
    return _Store()


def _with_entries() -> Tables:
    from data.rounds.store.journal import journal  # a server without added rounds need not load a database

    if where.is_empty():  # there was one: its file is gone
        raise StoreError("unreachable")
    return _merged(packaged(), where.address(), *journal().newest())


@lru_cache(maxsize=2)  # what is computed from tables is kept with them
def _merged(tables: Tables, _address: str, state: int, _digest: str) -> Tables:
    from data.rounds.store.journal import journal
    from data.rounds.store.merge import merged

    return merged(tables, journal().entries(state)) if state else tables


@contextmanager
def _foreseen() -> Iterator[None]:
    """Count entries that can't be made into tables as damaged: whatever is in the store, a reader gets a page."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        raise StoreError("corrupt") from error


@lru_cache(maxsize=2)
def _without_store(tables: Tables, reason: str, reference: str) -> Tables:
    from data.rounds.store.journal import journal

    problem = Problem(f"{STORE}{reason}", file=journal().name).filled(reference=reference)
    return replace(tables, problems=(*tables.problems, problem))


def is_stored(tables: Tables) -> bool:
    """Whether the store of rounds could be read for these tables."""
    return of_tables(tables.problems) == tables.problems


def of_tables(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems that are of tables, not of the store of rounds."""
    return tuple(problem for problem in problems if not problem.reason.startswith(STORE))

"""The tables in use: those of the folder, with every round that was added or corrected since.

While the store of rounds cannot be read, the last tables that were read from it are served, or the packaged ones,
with a problem that says so.
"""

import time
from dataclasses import replace
from functools import lru_cache
from threading import Lock

from data.rounds import where
from data.rounds.errors import StoreError
from data.tables import Problem, Tables, packaged

STORE = "store_"  # how the reasons of its problems begin
REST = 2.0  # seconds until a store that failed is asked again: nobody waits for it on every run

_lock = Lock()
_failed: dict[str, tuple[float, str]] = {}  # by address: when it failed, and why
_last: dict[str, Tables] = {}  # by address: the last tables that were read with it


def current() -> Tables:
    """Return the checked tables in use. They are made again only when a file or the journal has changed."""
    tables = packaged()
    if where.is_empty():
        return tables
    address = where.address()
    failed = _failed.get(address)
    if failed and time.monotonic() - failed[0] < REST:
        return _without_store(_last.get(address, tables), failed[1])
    from data.rounds.journal import journal  # a server without added rounds need not load a database

    try:
        found = _merged(tables, address, journal().state())
    except StoreError as error:
        with _lock:
            _failed[address] = (time.monotonic(), error.reason)
        return _without_store(_last.get(address, tables), error.reason)
    with _lock:
        _failed.pop(address, None)
        _last[address] = found
    return found


@lru_cache(maxsize=8)
def _merged(tables: Tables, _address: str, state: int) -> Tables:
    from data.rounds.journal import journal
    from data.rounds.merge import merged

    return merged(tables, journal().entries(state)) if state else tables


@lru_cache(maxsize=8)
def _without_store(tables: Tables, reason: str) -> Tables:
    from data.rounds.journal import journal

    return replace(tables, problems=(*tables.problems, Problem(journal().name, f"{STORE}{reason}")))


def is_stored(tables: Tables) -> bool:
    """Whether the store of rounds could be read for these tables."""
    return not any(problem.reason.startswith(STORE) for problem in tables.problems)

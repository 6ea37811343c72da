"""How the journal's database is opened, how long it is waited for, and what its errors mean.

A reader waits for SQLite as long as a disk takes, for PostgreSQL two seconds for an answer and two for a connection.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.rounds.store.errors import StoreError
from data.rounds.store.where import file_of

PATIENCE = 10  # seconds that one writer waits for another
AGAIN = 0.02  # seconds until a file that another server is making is asked for again
LEAST = 100_000  # bytes that SQLite needs beside its file
READING = 2.0  # seconds that a reader waits for an answer, and for a connection
WRITING = PATIENCE + 5.0  # seconds that a writer waits for an answer


@lru_cache(maxsize=8)
def engine(address: str) -> sa.Engine:
    """Return what opens the database at an address. Raises ``StoreError`` if there can't be one."""
    try:
        with translated(None):
            return _sqlite(address) if file_of(address) else _served(address)
    except ValueError as error:  # what should be an address is none
        raise StoreError("unreachable") from error


@lru_cache(maxsize=8)
def resting(address: str) -> sa.Engine:
    """Return what reads a SQLite file that nobody writes to, without any file beside it and without locks."""
    file = file_of(address)
    uri = f"{Path(str(file)).as_uri()}?mode=ro&immutable=1"
    return sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=sa.pool.NullPool)


def rests(file: Path) -> bool:
    """Whether all that was stored is in the SQLite file itself, nothing in the log beside it."""
    log = file.with_name(f"{file.name}-wal")
    try:
        return not log.exists() or log.stat().st_size == 0
    except OSError:
        return False


def _sqlite(address: str) -> sa.Engine:
    # Whatever fails is logged, and must not carry what was to be stored.
    # No pool: a connection that is kept would go on writing to a file that was deleted or replaced.
    made = sa.create_engine(
        address, connect_args={"timeout": PATIENCE}, poolclass=sa.pool.NullPool, hide_parameters=True
    )
    sa.event.listen(made, "connect", _set_up_sqlite)
    sa.event.listen(made, "begin", _begin_sqlite)
    return made


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says
    connection.execute("PRAGMA synchronous=FULL")  # what was acknowledged outlives a power cut


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")


def keep_log(connection: sa.Connection) -> None:
    """Let a SQLite file keep its log beside it (WAL), where readers and the writer do not wait for each other.

    The file remembers. Of several servers that ask this of a new file at once, SQLite turns all but one away without
    any waiting, whatever the timeout: they ask again.
    """
    opened: Any = connection.connection.driver_connection
    until = time.monotonic() + PATIENCE
    while True:
        try:
            opened.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(AGAIN)
        else:
            return


def _served(address: str) -> sa.Engine:
    """Return the engine of a database with a server; PostgreSQL's is not waited for without end."""
    url = sa.make_url(address)
    if url.get_backend_name() != "postgresql":
        return sa.create_engine(url, pool_pre_ping=True, pool_timeout=PATIENCE, hide_parameters=True)
    made = sa.create_engine(
        url, pool_pre_ping=True, pool_size=4, max_overflow=8, pool_timeout=PATIENCE, hide_parameters=True,
        connect_args={"connect_timeout": int(READING), "options": f"-c lock_timeout={PATIENCE}s"},
    )  # fmt: skip
    sa.event.listen(made, "do_connect", _connect_bounded)
    return made


def _connect_bounded(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> object:
    from data.rounds.store.postgres import Bounded  # whoever keeps the rounds in SQLite need not load it

    opened = Bounded.connect(*arguments, **options)
    opened.limit = READING
    return opened


@contextmanager
def patient(connection: sa.Connection) -> Iterator[None]:
    """Wait for this connection's server as long as a writer does, who may have to wait for another writer."""
    opened: Any = connection.connection.driver_connection
    if not hasattr(opened, "limit"):
        yield
        return
    opened.limit = WRITING
    try:
        yield
    finally:
        opened.limit = READING


OWNS = (
    "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class"
    " WHERE relname IN ('entries', 'audit') AND relkind = 'r' AND pg_table_is_visible(oid)"
)


def scrub(address: str) -> None:
    """Rewrite the files of a database, without what was there before rows were changed, and empty SQLite's log.

    PostgreSQL's planner keeps samples of the columns: they are taken anew. Its own log is not the dashboard's to empty.
    Raises ``StoreError``, also where the tables are somebody else's: PostgreSQL would pass them over with a warning.
    """
    with engine(address).connect().execution_options(isolation_level="AUTOCOMMIT") as connection, patient(connection):
        if connection.dialect.name == "postgresql":
            if not connection.scalar(sa.text(OWNS)):
                raise StoreError("read_only")
            connection.exec_driver_sql("VACUUM (FULL, ANALYZE) entries, audit")
            return
        opened: Any = connection.connection.driver_connection  # outside of any transaction
        opened.execute("VACUUM")
        if opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise StoreError("busy")  # somebody is still reading what was there


def require_whole(connection: sa.Connection) -> None:
    """Raise ``StoreError`` if a SQLite file is damaged, also where nothing reads at the moment."""
    if connection.dialect.name == "sqlite" and connection.scalar(sa.text("PRAGMA quick_check(1)")) != "ok":
        raise StoreError("corrupt")


# What databases say, by their codes: their sentences may be in any language. Anything else is unreachable.
_SQLITE = {
    sqlite3.SQLITE_FULL: "full", sqlite3.SQLITE_READONLY: "read_only", sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CORRUPT: "corrupt", sqlite3.SQLITE_NOTADB: "corrupt", sqlite3.SQLITE_FORMAT: "corrupt",
    sqlite3.SQLITE_BUSY: "busy", sqlite3.SQLITE_LOCKED: "busy",
}  # fmt: skip
_POSTGRESQL = {
    "53100": "full", "25006": "read_only", "42501": "read_only", "XX001": "corrupt", "XX002": "corrupt",
    "55P03": "busy", "57014": "busy", "53300": "busy", "40P01": "busy",
}  # fmt: skip


@contextmanager
def translated(file: Path | None) -> Iterator[None]:
    """Turn whatever a database raises into ``StoreError``; ``file`` is that of SQLite."""
    try:
        yield
    except sa.exc.TimeoutError as error:  # every connection is in use
        raise StoreError("busy") from error
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        raise StoreError(_reason(getattr(error, "orig", error), file)) from error
    except (sa.exc.SQLAlchemyError, OSError, ImportError, UnicodeError) as error:
        raise StoreError("unreachable") from error


def _reason(error: object, file: Path | None) -> str:
    if not isinstance(error, sqlite3.Error):
        return _POSTGRESQL.get(str(getattr(error, "sqlstate", "")), "unreachable")
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_IOERR_SHORT_READ or "decode" in str(error):  # a file that ends early, text that is none
        return "corrupt"
    if code & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR) and file:
        return _of_disk(file)
    return _SQLITE.get(code & 0xFF, "unreachable")


def _of_disk(file: Path) -> str:
    """Return why a file beside the SQLite file can't be made or grow."""
    try:
        if not os.access(file.parent, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
            return "read_only"
        return "full" if shutil.disk_usage(file.parent).free < LEAST else "unreachable"
    except OSError:
        return "unreachable"

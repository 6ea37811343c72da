"""The journal of rounds: entries that add or correct a round, one after the other, never changed and never deleted.

It is kept by SQLite in one file (environment variable IKM_STORE), or wherever DATABASE_URL says, in PostgreSQL for
instance. What can go wrong with a database is raised as ``StoreError``, with a reason that the catalogues know.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from data.rounds.errors import StoreError
from data.rounds.where import address, file_of

Rows = dict[str, list[dict[str, Any]]]  # the rows of one round, by table

HEAD = "0001"  # the newest migration
LOCK = 8_107_2022  # the key of PostgreSQL's lock for migrations
PATIENCE = 10  # seconds that one writer waits for another

metadata = sa.MetaData()
ENTRIES = sa.Table(
    "entries",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("round", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.UniqueConstraint("round", "version"),
    sqlite_autoincrement=True,
)
AUDIT = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("round", sa.Text, nullable=False),
    sa.Column("entry", sa.Integer),
    sa.Column("outcome", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True)
class Entry:
    """One entry of the journal.

    ``content`` has the rows that the round consists of from then on; without rows, the round is what was packaged,
    or gone if it was not packaged. ``version`` counts the entries of a round from 1.
    """

    id: int
    at: dt.datetime
    who: str
    action: str
    round: str
    version: int
    source: str
    reason: str
    content: Rows = field(hash=False)
    token: str = ""


@dataclass(frozen=True)
class Proposal:
    """What an editor wants to store: the rows of a round, and the version of the round that the editor saw.

    ``token`` makes it one: stored again, after an answer was lost, it is the entry that is there already.
    """

    round: str
    action: str
    rows: Rows = field(hash=False)
    seen: int
    source: str
    token: str = field(default_factory=lambda: uuid.uuid4().hex)


class ConflictError(Exception):
    """Somebody stored another version of the same round first; ``entry`` is theirs. Nothing was stored."""

    def __init__(self, entry: Entry) -> None:
        """Keep the other entry for whoever shows it."""
        super().__init__(entry.round)
        self.entry = entry


class Journal:
    """The entries in one database. One object serves all threads of a process."""

    def __init__(self, url: str) -> None:
        """Take the database's address; nothing is opened yet."""
        self.url = sa.make_url(url)
        self.file = file_of(url)
        self._ready = False

    @property
    def name(self) -> str:
        """What to call the store before readers: its file, or the kind of database."""
        return self.file.name if self.file else self.url.get_backend_name()

    def state(self) -> int:
        """Return the number of the newest entry, 0 if there is none. Raises ``StoreError``."""
        if self._absent():
            return 0
        with self._transaction() as connection:
            return int(connection.scalar(sa.select(sa.func.max(ENTRIES.c.id))) or 0)

    def entries(self, upto: int | None = None) -> tuple[Entry, ...]:
        """Return the entries in order, up to and with number ``upto``. Raises ``StoreError``."""
        if self._absent():
            return ()
        asked = sa.select(ENTRIES).order_by(ENTRIES.c.id)
        with self._transaction() as connection:
            return tuple(
                _entry(row) for row in connection.execute(asked if upto is None else asked.where(ENTRIES.c.id <= upto))
            )

    def store(self, proposals: Sequence[Proposal], who: str, reason: str) -> tuple[Entry, ...]:
        """Store all of the proposals, or none, and return their entries.

        Raises ``ConflictError`` if somebody stored one of the rounds since the editor saw it, and ``StoreError``.
        """
        try:
            with self._transaction(write=True) as connection:
                return tuple(_append(connection, proposal, who, reason) for proposal in proposals)
        except ConflictError as conflict:
            self.note(who, "store", conflict.entry.round, "conflict")
            raise

    def note(self, who: str, action: str, code: str, outcome: str) -> None:
        """Write a line into the audit log about something that stored no entry. Raises ``StoreError``."""
        with self._transaction(write=True) as connection:
            _audit(connection, who, action, code, None, outcome)

    def adopt(self, entries: Sequence[dict[str, Any]], audit: Sequence[dict[str, Any]]) -> int:
        """Append the entries and the audit log of a backup, as far as they go on where this journal ends.

        Returns how many entries were new. Raises ``ValueError`` if this journal says something else.
        """
        for row in entries:
            _entry(row)
        with self._transaction(write=True) as connection:
            here = _rows_of(connection, ENTRIES)
            if here[: len(entries)] != list(entries[: len(here)]):
                raise ValueError(self.name)
            new = entries[len(here) :]
            for row in new:
                connection.execute(ENTRIES.insert().values(row))
            known = {_line(row) for row in _rows_of(connection, AUDIT)}
            for row in audit:
                if _line(row) not in known:
                    connection.execute(AUDIT.insert().values({k: v for k, v in row.items() if k != "id"}))
            if new and connection.dialect.name == "postgresql":
                # Rows that brought their numbers did not count the sequence up.
                sequence = sa.func.pg_get_serial_sequence("entries", "id")
                connection.execute(sa.select(sa.func.setval(sequence, new[-1]["id"])))
            return len(new)

    def raw(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return the entries and the audit log as the database has them, oldest first. Raises ``StoreError``."""
        if self._absent():
            return [], []
        with self._transaction() as connection:
            return _rows_of(connection, ENTRIES), _rows_of(connection, AUDIT)

    def prepare(self) -> None:
        """Bring the database to the newest form; safe when several servers start at once. Raises ``StoreError``."""
        if self.file:
            try:
                self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise StoreError("read_only" if isinstance(error, PermissionError) else "unreachable") from error
        with _translated(), self._engine.connect() as connection:
            if self._version(connection) == HEAD:
                self._ready = True
                return
            connection.rollback()
            with connection.execution_options(write=True).begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
                from data.rounds.migrations import upgrade

                upgrade(connection)
        self._ready = True

    def _absent(self) -> bool:
        """Whether there is no store yet: reading makes none."""
        return self.file is not None and not self.file.exists()

    @staticmethod
    def _version(connection: sa.Connection) -> str | None:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        if found and found > HEAD:
            raise StoreError("newer")  # written by a later version: not to be touched by this one
        return found

    @contextmanager
    def _transaction(self, write: bool = False) -> Iterator[sa.Connection]:
        """Open a transaction; one that writes waits for its turn first, so entries are numbered as they come."""
        if not self._ready:
            self.prepare()
        try:
            with _translated(), self._engine.connect().execution_options(write=write) as connection, connection.begin():
                if write and connection.dialect.name == "postgresql":
                    connection.execute(sa.text("LOCK TABLE entries IN SHARE ROW EXCLUSIVE MODE"))
                yield connection
        except StoreError:
            self._ready = False  # another database may stand there next time
            raise

    @property
    def _engine(self) -> sa.Engine:
        return _engine(self.url)


@lru_cache(maxsize=8)
def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(
            url, pool_pre_ping=True, pool_size=4, max_overflow=8, pool_timeout=PATIENCE,
            connect_args={"connect_timeout": 3, "options": f"-c lock_timeout={PATIENCE}s -c statement_timeout=30s"},
        )  # fmt: skip
    engine = sa.create_engine(url, connect_args={"timeout": PATIENCE})
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says
    connection.execute("PRAGMA synchronous=FULL")  # what was acknowledged outlives a power cut
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")


# What databases say, in their own words, of what has a reason of its own; anything else is unreachable.
_SAID = {
    "full": ("disk is full", "no space left", "disk full"),
    "read_only": ("readonly", "read-only", "permission denied"),
    "corrupt": ("malformed", "not a database", "corrupt"),
    "busy": ("locked", "lock timeout", "timeout expired"),
}


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what a database raises into ``StoreError``."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        said = str(error).lower()
        reason = next((r for r, words in _SAID.items() if any(w in said for w in words)), "unreachable")
        raise StoreError(reason) from error


def _append(connection: sa.Connection, proposal: Proposal, who: str, reason: str) -> Entry:
    stored = connection.execute(sa.select(ENTRIES).where(ENTRIES.c.token == proposal.token)).first()
    if stored:
        return _entry(stored)
    newest = connection.execute(
        sa.select(ENTRIES).where(ENTRIES.c.round == proposal.round).order_by(ENTRIES.c.version.desc()).limit(1)
    ).first()
    if newest and newest.version != proposal.seen:
        raise ConflictError(_entry(newest))
    content = json.dumps(proposal.rows, ensure_ascii=False, sort_keys=True)
    row = {
        "at": _now(), "who": who, "action": proposal.action, "round": proposal.round, "version": proposal.seen + 1,
        "source": proposal.source, "reason": reason, "content": content, "digest": _digest(content),
        "token": proposal.token,
    }  # fmt: skip
    made = connection.execute(ENTRIES.insert().values(row).returning(ENTRIES.c.id)).scalar_one()
    _audit(connection, who, proposal.action, proposal.round, made, "stored")
    return _entry({"id": made, **row})


def _audit(connection: sa.Connection, who: str, action: str, code: str, entry: int | None, outcome: str) -> None:
    connection.execute(
        AUDIT.insert().values(at=_now(), who=who, action=action, round=code, entry=entry, outcome=outcome)
    )


def _entry(row: Any) -> Entry:
    """Return an entry from its row; raises ``StoreError`` if its content is not what was stored."""
    said = dict(row) if isinstance(row, dict) else dict(row._mapping)
    if said.pop("digest") != _digest(said["content"]):
        raise StoreError("corrupt")
    return Entry(**{**said, "at": dt.datetime.fromisoformat(said["at"]), "content": json.loads(said["content"])})


def _rows_of(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(sa.select(table).order_by(table.c.id))]


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return a line of the audit log without its number, to know it again elsewhere."""
    return tuple(row[k] for k in ("at", "who", "action", "round", "entry", "outcome"))


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


@lru_cache(maxsize=8)
def _journal(url: str) -> Journal:
    return Journal(url)


def journal() -> Journal:
    """Return the journal in use."""
    return _journal(address())

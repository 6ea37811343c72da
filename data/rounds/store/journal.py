"""The journal of rounds: entries that add or correct a round, one after the other, never changed and never deleted.

One thing alone changes an entry: a text with personal data that is erased from all of them (``erasing.py``). It is kept
by SQLite in one file (environment variable IKM_STORE), or wherever DATABASE_URL says, in PostgreSQL for instance. What
can go wrong with a database is raised as ``StoreError``, with a reason that the catalogues know.
"""

import datetime as dt
import errno
import hashlib
import json
import logging
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.rounds.store import database
from data.rounds.store.erasing import ERASED, Eraser, erased_by
from data.rounds.store.errors import StoreError
from data.rounds.store.where import address, file_of

Rows = dict[str, list[dict[str, Any]]]  # the rows of one round, by table

HEAD = "0001"  # the newest migration
LOCK = 8_107_2022  # the key of PostgreSQL's lock for migrations

log = logging.getLogger("dashboard")
metadata = sa.MetaData()


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


ENTRIES = sa.Table(
    "entries",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    *_texts("at", "who", "action", "round"),
    sa.Column("version", sa.Integer, nullable=False),
    *_texts("source", "reason", "content", "digest"),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.UniqueConstraint("round", "version"),
    sqlite_autoincrement=True,
)
AUDIT = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    *_texts("at", "who", "action", "round"),
    sa.Column("entry", sa.Integer),
    *_texts("outcome"),
    sqlite_autoincrement=True,
)

NONE = 0, ""  # the newest entry of a journal without entries
SEALED = [column.name for column in ENTRIES.c if column.name not in ("id", "digest")]


@dataclass(frozen=True)
class Entry:
    """One entry of the journal.

    ``content`` has the rows that the round consists of from then on; without rows, the round is what was packaged,
    or gone if it was not packaged. ``version`` counts the entries of a round from 1. ``erased`` are the numbers of the
    entries from which a text was erased with this one.
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
    erased: tuple[int, ...] = ()


@dataclass(frozen=True)
class Adopted:
    """What a backup brought: how many entries are ``new``; ``erased`` were taken over from it without a text that was
    erased since; ``older`` of its own hold a text that was erased here since, and were not taken.
    """

    new: int
    erased: int = 0
    older: int = 0


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


class OtherJournalError(Exception):
    """What is to be brought back does not go on where the journal here ends. Nothing was stored."""


class ConflictError(Exception):
    """Somebody stored another version of the same round first; ``entry`` is theirs. Nothing was stored."""

    def __init__(self, entry: Entry) -> None:
        """Keep the other entry for whoever shows it."""
        super().__init__(entry.round)
        self.entry = entry


class Journal:
    """The entries in one database. One object serves all threads of a process.

    Whatever goes wrong with the database is raised as ``StoreError``, by every function.
    """

    def __init__(self, address: str) -> None:
        """Take the database's address; nothing is opened yet."""
        self.address = address
        self.file = file_of(address)
        self._ready: object = None  # the database that has the newest form

    @property
    def name(self) -> str:
        """What to call the store before readers: its file, or the kind of database."""
        return self.file.name if self.file else self.address.partition(":")[0].partition("+")[0]

    def state(self) -> int:
        """Return the number of the newest entry, 0 if there is none."""
        return self.newest()[0]

    def newest(self) -> tuple[int, str]:
        """Return the number and the digest of the newest entry: another journal has another digest."""
        return self._read(_newest, NONE)

    def entries(self, upto: int | None = None) -> tuple[Entry, ...]:
        """Return the entries in order, up to and with number ``upto``."""
        asked = sa.select(ENTRIES).order_by(ENTRIES.c.id)
        asked = asked if upto is None else asked.where(ENTRIES.c.id <= upto)
        return self._read(lambda connection: tuple(entry_of(row._mapping) for row in connection.execute(asked)), ())

    def raw(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return the entries and the audit log as the database has them, oldest first."""
        nothing: tuple[list[dict[str, Any]], list[dict[str, Any]]] = [], []
        return self._read(lambda connection: (_rows_of(connection, ENTRIES), _rows_of(connection, AUDIT)), nothing)

    def store(self, proposals: Sequence[Proposal], who: str, reason: str) -> tuple[Entry, ...]:
        """Store all of the proposals, or none, and return their entries.

        Raises ``ConflictError`` if somebody stored one of the rounds since the editor saw it.
        """
        try:
            with self._transaction(write=True) as connection:
                return tuple(_append(connection, proposal, who, reason) for proposal in proposals)
        except ConflictError as conflict:
            self._note(who, conflict.entry.round)
            raise

    def _note(self, who: str, code: str) -> None:
        """Write into the audit log that somebody was refused; that it can't be written must not hide why."""
        try:
            with self._transaction(write=True) as connection:
                _audit(connection, who, "store", code, None, "conflict")
        except StoreError as error:
            log.warning("a conflict could not be noted: %s, reference %s", error.reason, error.reference)

    def erase(
        self, eraser: Eraser, who: str, reason: str, require_sound: Callable[[Sequence[Entry]], object]
    ) -> tuple[Entry, ...]:
        """Take a text out of every entry; return the entries that say so, one for each round that had it.

        ``require_sound`` raises what is wrong with the entries as they will be: then nothing is changed. What the
        database's own files still have of the text is for ``scrub``.
        """
        with self._transaction(write=True) as connection:
            rows = _rows_of(connection, ENTRIES)
            before = {row["id"]: entry_of(row) for row in rows}
            sealed: dict[str, list[dict[str, Any]]] = {}
            for row in eraser.changed(rows):
                row["digest"] = _digest(row)
                _replace(connection, row)
                code = before[row["id"]].round
                connection.execute(AUDIT.update().where(AUDIT.c.round == code).values(round=row["round"]))
                _audit(connection, who, "erase", row["round"], row["id"], "erased")
                sealed.setdefault(row["round"], []).append({"entry": row["id"], "digest": row["digest"]})
            entries = []
            for code, ones in sealed.items():
                newest = entry_of(_newest_of(connection, code))
                proposal = Proposal(code, "erase", {**newest.content, ERASED: ones}, newest.version, newest.source)
                entries.append(_append(connection, proposal, who, reason))
            require_sound([entry_of(row) for row in _rows_of(connection, ENTRIES)])
            return tuple(entries)

    def scrub(self) -> None:
        """Rewrite the database's files, so that nothing is left in them of what rows had before. May be repeated."""
        if not self.file or self.file.exists():
            with database.translated(self.file):
                database.scrub(self.address)

    def adopt(self, entries: Sequence[dict[str, Any]], audit: Sequence[dict[str, Any]]) -> Adopted:
        """Append the entries and the audit log of a backup, as far as they go on where this journal ends.

        An entry that had a text erased in the later of both, the backup or the journal here, is as it is there.
        Raises ``OtherJournalError`` if this journal says something else.
        """
        with self._transaction(write=True) as connection:
            here = _rows_of(connection, ENTRIES)
            new, later = list(entries[len(here) :]), list(here[len(entries) :])
            erased = {number for row in (*new, *later) for number in erased_by(row)}
            others = [(mine, theirs) for mine, theirs in zip(here, entries, strict=False) if mine != theirs]
            if any(mine["id"] not in erased or _unerased(mine) != _unerased(theirs) for mine, theirs in others):
                raise OtherJournalError
            for _, theirs in others if new else ():
                _replace(connection, theirs)
            if new:
                connection.execute(ENTRIES.insert(), new)
            known = {_line(row) for row in _rows_of(connection, AUDIT)}
            lines = [{k: v for k, v in row.items() if k != "id"} for row in audit if _line(row) not in known]
            if lines:
                connection.execute(AUDIT.insert(), lines)
        if new and others:
            self.scrub()
        return Adopted(len(new), len(others) if new else 0, 0 if new else len(others))

    def prepare(self) -> None:
        """Bring the database to the newest form; safe when several servers start at once."""
        if self.file:
            self._make_folder(self.file.parent)
        with self._opened(write=False) as connection:
            database.require_whole(connection)
            if self._version(connection) != HEAD:
                connection.rollback()
                self._upgrade(connection)
        self._ready = self._identity()

    @staticmethod
    def _make_folder(folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            is_closed = error.errno in (errno.EROFS, errno.EACCES, errno.EPERM)
            raise StoreError("read_only" if is_closed else "unreachable") from error

    @staticmethod
    def _upgrade(connection: sa.Connection) -> None:
        if connection.dialect.name == "sqlite":
            database.keep_log(connection)  # outside of any transaction
        with database.patient(connection), connection.execution_options(write=True).begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            from data.rounds.store.migrations import upgrade

            upgrade(connection)

    @staticmethod
    def _version(connection: sa.Connection) -> str | None:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        if revision and revision > HEAD:
            raise StoreError("newer")  # written by a later version: not to be touched by this one
        return revision

    def _identity(self) -> object:
        """Return what tells this database from another at the same address; None where there is none."""
        if not self.file:
            return self.address
        try:
            status = self.file.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _read[T](self, ask: Callable[[sa.Connection], T], nothing: T) -> T:
        """Ask the database; ``nothing`` is the answer where there is no store yet, as reading makes none."""
        if self.file and not self.file.exists():
            return nothing
        try:
            with self._transaction() as connection:
                return ask(connection)
        except StoreError as error:
            if error.reason in ("corrupt", "newer", "busy") or not self.file or not database.rests(self.file):
                raise
        # SQLite needs a file beside its own even to read. Where none can be made, on a full disk or one that is
        # read-only, nobody writes either, and the file can be read by itself.
        with database.translated(self.file), database.resting(self.address).connect() as connection:
            if self._version(connection) != HEAD:
                raise StoreError("unreachable")
            return ask(connection)

    @contextmanager
    def _transaction(self, write: bool = False) -> Iterator[sa.Connection]:
        """Open a transaction; one that writes waits for its turn first, so entries are numbered as they come."""
        if self._ready is None or self._ready != self._identity():
            self.prepare()
        try:
            with self._opened(write) as connection, connection.begin():
                if write and connection.dialect.name == "postgresql":
                    connection.execute(sa.text("LOCK TABLE entries IN SHARE ROW EXCLUSIVE MODE"))
                yield connection
        except StoreError:
            self._ready = None  # another database may stand there next time
            raise

    @contextmanager
    def _opened(self, write: bool) -> Iterator[sa.Connection]:
        with (
            database.translated(self.file),
            database.engine(self.address).connect().execution_options(write=write) as connection,
            database.patient(connection) if write else nullcontext(),
        ):
            yield connection


def _append(connection: sa.Connection, proposal: Proposal, who: str, reason: str) -> Entry:
    stored = connection.execute(sa.select(ENTRIES).where(ENTRIES.c.token == proposal.token)).first()
    if stored:
        return entry_of(stored._mapping)
    newest = _newest_of(connection, proposal.round)
    if newest and newest["version"] != proposal.seen:
        raise ConflictError(entry_of(newest))
    # Numbered here, one writer at a time: a sequence would leave gaps after a crash.
    row: dict[str, Any] = {
        "id": _newest(connection)[0] + 1, "at": _now(), "who": who, "action": proposal.action,
        "round": proposal.round, "version": newest["version"] + 1 if newest else 1, "source": proposal.source,
        "reason": reason, "content": json.dumps(proposal.rows, ensure_ascii=False, sort_keys=True),
        "token": proposal.token,
    }  # fmt: skip
    row["digest"] = _digest(row)
    connection.execute(ENTRIES.insert().values(row))
    _audit(connection, who, proposal.action, proposal.round, row["id"], "stored")
    return entry_of(row)


def _newest_of(connection: sa.Connection, code: str) -> Mapping[Any, Any]:
    """Return the newest entry of a round, as the database has it; empty if there is none."""
    asked = sa.select(ENTRIES).where(ENTRIES.c.round == code).order_by(ENTRIES.c.version.desc()).limit(1)
    row = connection.execute(asked).first()
    return row._mapping if row else {}


def _replace(connection: sa.Connection, row: Mapping[str, Any]) -> None:
    """Put an entry in the place of the one with its number: only where a text was erased."""
    connection.execute(ENTRIES.update().where(ENTRIES.c.id == row["id"]).values(row))


def _audit(connection: sa.Connection, who: str, action: str, code: str, entry: int | None, outcome: str) -> None:
    connection.execute(
        AUDIT.insert().values(at=_now(), who=who, action=action, round=code, entry=entry, outcome=outcome)
    )


def entry_of(row: Mapping[Any, Any]) -> Entry:
    """Return an entry from its row; raises ``StoreError`` if it is not what was stored."""
    content = dict(row)
    try:
        if content.pop("digest") != _digest(content):
            raise StoreError("corrupt")
        rows = json.loads(content["content"])
        erased = tuple(int(one["entry"]) for one in rows.pop(ERASED, ()))
        return Entry(**{**content, "at": dt.datetime.fromisoformat(content["at"]), "content": rows, "erased": erased})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StoreError("corrupt") from error


def _newest(connection: sa.Connection) -> tuple[int, str]:
    asked = sa.select(ENTRIES.c.id, ENTRIES.c.digest).order_by(ENTRIES.c.id.desc()).limit(1)
    row = connection.execute(asked).first()
    return (row.id, row.digest) if row else NONE


def _rows_of(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(sa.select(table).order_by(table.c.id))]


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return a line of the audit log without its number, to know it again elsewhere."""
    return tuple(row[k] for k in ("at", "who", "action", "round", "entry", "outcome"))


def _unerased(row: Mapping[str, Any]) -> list[Any]:
    """Return what erasing a text leaves as it was."""
    return [row[name] for name in ("id", "at", "who", "action", "version", "token")]


def _digest(row: Mapping[str, Any]) -> str:
    """Return the digest of everything that an entry says; its number and its digest are not in it."""
    text = json.dumps([row[name] for name in SEALED], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


@lru_cache(maxsize=8)
def _journal(url: str) -> Journal:
    return Journal(url)


def journal() -> Journal:
    """Return the journal in use."""
    return _journal(address())

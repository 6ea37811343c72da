"""What is done with the journal: storing a draft, withdrawing a round, restoring an earlier state, comparing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from data.current import current, is_stored
from data.rounds.checking.draft import Checked
from data.rounds.store import where
from data.rounds.store.journal import Entry, Proposal, Rows, journal
from data.rounds.store.merge import checked, merged, newest, with_rounds
from data.tables import BrokenTableError, Tables, packaged, regency_participants


def version(code: str, state: int | None = None) -> int:
    """Return how many entries a round has, as seen after the entry number ``state``. Raises ``StoreError``.

    It is what an editor saw of the round who was shown the tables of that state.
    """
    return max((entry.version for entry in journal().entries(state) if entry.round == code), default=0)


def tables_at(state: int) -> Tables:
    """Return the tables as they were after the entry number ``state``; 0 is as packaged. Raises ``StoreError``."""
    now = current()
    if state == now.state and is_stored(now):
        return now  # with all that was computed from them
    return _earlier(packaged(), where.address(), *journal().newest(), state) if state else packaged()


@lru_cache(maxsize=2)  # of a journal nothing changes but its end
def _earlier(tables: Tables, _address: str, _newest: int, _digest: str, state: int) -> Tables:
    return merged(tables, journal().entries(state))


def with_draft(found: Checked, tables: Tables) -> Tables:
    """Return the tables as they will be with a checked draft. Raises ``BrokenTableError`` where they are unsound."""
    after = with_rounds(tables, {found.code: found.rows})
    if problems := checked(after):
        raise BrokenTableError(problems)
    return after


def proposal(found: Checked, correcting: str, seen: int) -> Proposal:
    """Return what a checked draft asks the journal to store."""
    source = found.rows["sources"][0]
    action = "correct" if correcting else "add"
    return Proposal(found.code, action, found.rows, seen, f"{source['publisher']}: {source['title']}")


def store(proposals: Sequence[Proposal], who: str, reason: str) -> tuple[Entry, ...]:
    """Store proposals, all or none. Raises ``BrokenTableError``, ``ConflictError`` and ``StoreError``."""
    contents = {p.round: p.rows for p in proposals if p.rows}
    if contents and (problems := checked(with_rounds(current(), contents))):
        raise BrokenTableError(problems)
    return journal().store(proposals, who, reason)


def withdrawing(code: str) -> Proposal:
    """Return what takes a round's entries out of effect: an added round goes, a packaged one is as it was."""
    return Proposal(code, "withdraw", {}, version(code), "")


def restoring(state: int) -> list[Proposal]:
    """Return what brings every round back to what it was after the entry number ``state``: a new entry for each."""
    entries = journal().entries()
    now, then = newest(entries), newest(entry for entry in entries if entry.id <= state)
    proposals = []
    for code, entry in now.items():
        before = then.get(code)
        rows: Rows = before.content if before else {}
        if rows != entry.content:
            proposals.append(Proposal(code, "restore", rows, entry.version, before.source if before else ""))
    return proposals


@dataclass(frozen=True)
class Difference:
    """One value that differs between two states: of a round, of a regency in it, or of one of its trainings.

    ``column`` is a column of the table it stands in. ``before`` or ``after`` is None where the row is not there, and
    "" where it is but nothing is stated.
    """

    round: str
    column: str
    before: str | None
    after: str | None
    regency: str = ""
    activity: str = ""


_Rows = list[dict[str, Any]]
# What tells the rows of a round apart in each table, and the columns that are compared; none named: all of them.
COMPARED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "rounds": ((), ()),
    "participation": (("regency",), ("participants",)),
    "trainings": (("regency", "activity"), ("participants",)),
    "partial_rounds": (("regency",), ("date", "participants")),
}


def differences(before: Tables, after: Tables) -> list[Difference]:
    """Return everything about the rounds that differs between two states of the tables."""
    every = [tables[name]["round"] for tables in (before, after) for name in ("rounds", "partial_rounds")]
    codes = sorted({str(code) for part in every for code in part})
    rows = {name: (_by_round(before, name), _by_round(after, name)) for name in COMPARED}
    return [difference for code in codes for difference in _of_round(before, after, rows, code)]


def _of_round(
    before: Tables, after: Tables, rows: Mapping[str, Sequence[Mapping[str, _Rows]]], code: str
) -> Iterator[Difference]:
    sides = (_source_title(before, code), _source_title(after, code))
    if sides[0] != sides[1]:
        yield Difference(code, "source", *sides)
    for name, (keys, some) in COMPARED.items():
        columns = some or [c for c in after[name].columns if c not in ("round", "source", "second_source")]
        one, other = (_values(by_round.get(code, []), keys, columns) for by_round in rows[name])
        for key, column in dict.fromkeys([*one, *other]):
            was, now = one.get((key, column)), other.get((key, column))
            if was != now and (was or now or name != "rounds"):
                yield Difference(code, column, was, now, **dict(zip(keys, key, strict=False)))


def _by_round(tables: Tables, name: str) -> dict[str, _Rows]:
    """Return a table's rows by round; of participation with the counts that follow from its classes too."""
    frame = tables[name]
    if name == "participation":
        frame = frame.assign(participants=regency_participants(frame, tables["trainings"]))
    found: dict[str, _Rows] = defaultdict(list)
    for row in frame.to_dict("records"):
        found[str(row["round"])].append({str(column): value for column, value in row.items()})
    return found


def _source_title(tables: Tables, code: str) -> str | None:
    rounds = tables["rounds"]
    keys = rounds[rounds["round"] == code].source
    rows = tables["sources"]
    return next((str(short) for short in rows[rows.source.isin(keys)].short), None)


def _values(rows: _Rows, keys: tuple[str, ...], columns: Sequence[str]) -> dict[tuple[tuple[str, ...], str], str]:
    """Return the texts of a round's rows by key and column; rows with the same key are numbered."""
    values: dict[tuple[tuple[str, ...], str], str] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        key = tuple(str(row[k]) for k in keys)
        seen[key] += 1
        for column in columns:
            values[(*key, str(seen[key])), column] = "" if pd.isna(row[column]) else str(row[column])
    return values

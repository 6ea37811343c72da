"""What is done with the journal: storing a draft, withdrawing one, restoring an earlier state, comparing."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from data.current import current, is_stored
from data.participation import approximate_regencies, regency_participants
from data.rounds.checking.draft import Checked
from data.rounds.store import pending, where
from data.rounds.store.erasing import MADE_OF_TEXTS, Eraser
from data.rounds.store.errors import NotScrubbedError, StoreError
from data.rounds.store.journal import Entry, Proposal, Rows, journal
from data.rounds.store.merge import checked, merged, newest, with_rounds
from data.rounds.store.scope import OF_INDICATORS, OF_ROUNDS, OWNED, is_indicator, key_in, of_indicator
from data.tables import BESIDE, BrokenTableError, Tables, packaged


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


def with_draft(entered: Checked, tables: Tables) -> Tables:
    """Return the tables as they will be with a checked draft. Raises ``BrokenTableError`` where they are unsound."""
    return with_contents({entered.code: entered.rows}, tables)


def with_contents(contents: dict[str, Rows], tables: Tables) -> Tables:
    """Return the tables as they will be with the rows of some entries, by code. Raises ``BrokenTableError``."""
    return _sound(with_rounds(tables, contents))


def _sound(tables: Tables) -> Tables:
    if problems := checked(tables):
        raise BrokenTableError(problems)
    return tables


def proposal(entered: Checked, correcting: str, seen: int) -> Proposal:
    """Return what a checked draft asks the journal to store."""
    source = entered.rows["sources"][0]
    action = "correct" if correcting else "add"
    return Proposal(entered.code, action, entered.rows, seen, f"{source['publisher']}: {source['title']}")


def store(proposals: Sequence[Proposal], who: str, reason: str) -> tuple[Entry, ...]:
    """Store proposals, all or none. Raises ``BrokenTableError``, ``ConflictError`` and ``StoreError``."""
    contents = {p.round: p.rows for p in proposals if p.rows}
    if contents:
        with_contents(contents, current())
    return journal().store(proposals, who, reason)


def withdrawing(code: str) -> Proposal:
    """Return what takes the entries of one out of effect: what was added goes, what was packaged is as it was."""
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


def eraser(text: str) -> Eraser:
    """Return what takes a text out of every entry. Raises ``ValueError`` if it is too short."""
    frames = packaged().frames
    return Eraser(text, (key for name, column in MADE_OF_TEXTS.items() for key in frames[name][column]))


def erase(asked: Eraser, who: str, reason: str) -> tuple[Entry, ...]:
    """Take a text out of every entry and every state; return the entries that say so, none if it is nowhere.

    Raises ``BrokenTableError`` where the tables would be unsound, then nothing is changed; ``StoreError`` and, where
    only what the database's files still have of it could not be cleaned, ``NotScrubbedError``: to be asked for again.
    """
    entries = journal().erase(asked, who, reason, lambda entries: _sound(merged(packaged(), entries)))
    try:
        pending.drop_all()
        journal().scrub()
    except OSError as error:
        raise NotScrubbedError("unreachable") from error
    except StoreError as error:
        raise NotScrubbedError(error.reason) from error
    _earlier.cache_clear()
    return entries


def withdrawn(entries: Sequence[Entry]) -> frozenset[int]:
    """Return the numbers of the entries that were taken out of effect, whose texts are no longer the readers'."""
    last = {entry.round: entry.id for entry in entries if not entry.content}
    return frozenset(entry.id for entry in entries if entry.content and entry.id < last.get(entry.round, 0))


def states_for_readers(entries: Sequence[Entry]) -> list[int]:
    """Return the states, by number, that have nothing of an entry that was withdrawn since."""
    hidden, states = withdrawn(entries), [0]
    now: dict[str, int] = {}
    for entry in entries:
        now[entry.round] = entry.id
        if hidden.isdisjoint(now.values()):
            states.append(entry.id)
    return states


@dataclass(frozen=True)
class Difference:
    """One value that differs between two states: of a round, of a regency in it, or of one of its trainings; or of an
    indicator, or of one of its observations (``round`` is the code of the indicator's entries, ``regency`` the area).

    ``column`` is a column of the table it stands in. ``before`` or ``after`` is None where the row is not there, and
    "" where it is but nothing is stated.
    """

    round: str
    column: str
    before: str | None
    after: str | None
    regency: str = ""
    activity: str = ""
    period: str = ""


_Rows = list[dict[str, Any]]
OF_PART = ("participants_basis", "venue", "budget", "budget_source")
MAY_BE_EMPTY = {*BESIDE, *OF_PART}  # that a row is new says nothing of them where they are empty
# What tells the rows of a round, or of an indicator, apart in each table, and the columns that are compared; none
# named: all of them.
COMPARED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "rounds": ((), ()),
    "participation": (("regency",), ("participants", "participants_basis", *BESIDE)),
    "trainings": (("regency", "activity"), ("participants", "participants_basis", *BESIDE)),
    "partial_rounds": (("regency",), ("date", "participants", *OF_PART)),
    "indicators": ((), ()),
    "observations": (("area", "period"), ("value", "basis", "obs_status", "quality", "wording", "source")),
}
FIELDS = {"area": "regency"}  # where a difference keeps a key that is called otherwise there
NOT_COMPARED = {"round", "indicator", "position", "source", "second_source"}


def differences(before: Tables, after: Tables) -> list[Difference]:
    """Return everything about the rounds and the indicators that differs between two states of the tables."""
    changed = []
    for owned, first in ((OF_ROUNDS, ("rounds", "partial_rounds")), (OF_INDICATORS, ("indicators",))):
        names = [name for name in owned if before.frames.get(name) is not after.frames.get(name)]
        if not names:
            continue
        rows = {name: (_by_owner(before, name), _by_owner(after, name)) for name in owned}
        codes = sorted({code for name in first for side in rows[name] for code in side})
        changed += [difference for code in codes for difference in _of_one(before, after, rows, code)]
    return changed


def _of_one(
    before: Tables, after: Tables, rows: Mapping[str, Sequence[Mapping[str, _Rows]]], code: str
) -> Iterator[Difference]:
    """Yield what differs of a round, or of an indicator: of a new observation its value."""
    sides = (_source_title(before, code), _source_title(after, code))
    if sides[0] != sides[1]:
        yield Difference(code, "source", *sides)
    for name in rows:
        keys, some = COMPARED[name]
        columns = some or [c for c in after.frames[name].columns if c not in NOT_COMPARED]
        one, other = (_values(by_owner.get(code, []), keys, columns) for by_owner in rows[name])
        for key, column in dict.fromkeys([*one, *other]):
            was, now = one.get((key, column)), other.get((key, column))
            if was == now or not (was or now or (keys and column not in MAY_BE_EMPTY)):
                continue
            is_beside = name == "observations" and column != "value"
            if not is_beside or (was is not None and now is not None):
                place = dict(zip((FIELDS.get(k, k) for k in keys), key, strict=False))
                yield Difference(code, column, was, now, **place)


def _by_owner(tables: Tables, name: str) -> dict[str, _Rows]:
    """Return a table's rows by the code of their round's or indicator's entries; of participation with the counts
    that follow from its classes too.
    """
    # An indicator that has problems is compared too: they are of its own figures.
    frame = tables.frames[name] if name in OF_INDICATORS and name in tables.frames else tables[name]
    if name == "participation":
        about = approximate_regencies(frame, tables["trainings"]).map({True: "approximate", False: None})
        people = regency_participants(frame, tables["trainings"])
        frame = frame.assign(participants=people, participants_basis=about)
    owned: dict[str, _Rows] = defaultdict(list)
    for row in frame.to_dict("records"):
        owner = str(row[OWNED[name]])
        code = of_indicator(owner) if name in OF_INDICATORS else owner
        owned[code].append({str(column): value for column, value in row.items()})
    return owned


def _source_title(tables: Tables, code: str) -> str | None:
    name = "indicators" if is_indicator(code) else "rounds"
    frame = tables.frames[name] if name in tables.frames else tables[name]
    keys = frame[frame[OWNED[name]] == key_in(code, name)].source
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
            values[(*key, str(seen[key])), column] = _text(row[column])
    return values


def _text(value: Any) -> str:
    return "" if pd.isna(value) else f"{value:.15g}" if isinstance(value, float) else str(value)

"""Check observations as a whole: every problem with its place and what to do, or the entries that store them.

What a single value may be, ``data.observation_checks`` says, as it does of the packaged tables. Nothing is taken for 0
that is not stated, and a total is never stored as one of its parts.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data import observations
from data.observation_checks import observations_fit
from data.observing import describing, values
from data.observing.areas import TOTAL, Areas
from data.observing.describing import Described, Review
from data.observing.reading import Cell, Written
from data.problem import Problem
from data.rounds.reading.grid import FORMULA, quoted
from data.rounds.store import scope
from data.rounds.store.journal import Proposal, Rows
from data.tables import Tables, records

CHOICES = {"basis": ("stated", "computed", "estimated"), "quality": observations.QUALITIES,
           "wording": ("more_than", "up_to", "about"), "obs_status": ("A", "B", "E", "F", "P", "U")}  # fmt: skip
MOST = 1e15  # beyond it a number in a spreadsheet has no exact units
SIGNS = {",": ",", ".": ".", "koma": ",", "comma": ",", "titik": ".", "point": "."}


@dataclass(frozen=True)
class Checked:
    """What came of a check: problems; or by the code of each entry its rows, as long as there are no problems.

    ``missing`` counts the cells with a mark for what is not known, ``totals`` has the rows of totals that were left
    out.
    """

    problems: tuple[Problem, ...]
    contents: dict[str, Rows] = field(hash=False)
    missing: int = 0
    totals: tuple[int, ...] = ()

    def proposals(self, tables: Tables, seen: Mapping[str, int]) -> list[Proposal]:
        """Return what asks the journal to store it; ``seen`` are the versions that its editor saw, by code."""
        known = {scope.of_indicator(key) for key in observations.definitions(tables)}
        return [
            Proposal(code, "correct" if code in known else "add", rows, seen.get(code, 0), _source_of(rows))
            for code, rows in self.contents.items()
        ]


def _source_of(rows: Rows) -> str:
    return next((f"{row['publisher']}: {row['title']}" for row in rows["sources"]), "")


@dataclass(frozen=True)
class _Value:
    """A cell that could be read: a row of the table ``observations``, and where it stands."""

    cell: Cell
    row: dict[str, Any] = field(hash=False)


def check(written: Written, tables: Tables, areas: Areas, version: Callable[[str], int]) -> Checked:
    """Check everything; ``version`` counts the entries that there are with a code."""
    review = Review(written, tables, areas, version)
    review.issues += [Problem("no_period", at=at).filled(found=quoted(head)) for at, head in written.unnamed]
    if not written.cells and not review.issues:
        review.note("no_values")
    describing.describe(review)
    marks = _marks(review)
    stated = [cell for cell in written.cells if not values.is_missing(cell["value"])]
    every = [value for cell in stated if (value := _value(cell, review, marks))]
    read, totals = _without_totals(every, review)
    _hold_totals(read, totals, review)
    _hold_shares(read, review)
    _hold_twice(read, review)
    _hold_rules(read, review)
    if written.cells and not read and not review.issues:
        review.note("no_values")
    contents = {} if review.issues else _contents(read, review)
    rows = tuple(sorted({value.cell.row for value in totals}))
    problems = sorted(dict.fromkeys(review.issues), key=lambda f: (f.row or 0, f.at))
    return Checked(tuple(problems), contents, len(written.cells) - len(stated), rows)


# --- One cell ------------------------------------------------------------------------------------------------


def _marks(review: Review) -> dict[str, str]:
    """Return the sign before decimals of each indicator's numbers: the one that they use, or that is given."""
    given = review.written.facts.get("decimal_mark", "").lower()
    if given and given not in SIGNS:
        review.note("decimal_mark", found=quoted(given))
    marks = {}
    for text, one in review.about.items():
        cells = [c for c in review.written.cells if review.indicator(c) == text and not c.is_number]
        used = values.decimal_marks(cell["value"] for cell in cells)
        unclear = [c for c in cells if values.ONE_GROUP.fullmatch(values.bare(c["value"])[0])]
        if given not in SIGNS and not one.is_whole and len(used) != 1 and unclear:
            review.note("unclear_number", "value", unclear[0], found=quoted(unclear[0]["value"]))
        marks[text] = SIGNS.get(given) or (next(iter(used)) if len(used) == 1 else ",")
    return marks


def _value(cell: Cell, review: Review, marks: Mapping[str, str]) -> _Value | None:
    """Return a cell as a row, or None, with every problem of it noted."""
    name = review.indicator(cell)
    one = review.about.get(name)
    if one is None:
        return None  # noted once for all of its cells
    before = len(review.issues)
    area = _area(cell, review)
    period, is_provisional = _period(cell, review)
    number, has_star = _number(cell, one, marks[name], review)
    if cell["unit"] and describing.unit(cell["unit"]) != one.row["unit"]:
        review.note("other_unit", "unit", cell, fix=one.row["unit"], found=quoted(cell["unit"]), stated=one.row["unit"])
    chosen = {column: _choice(cell, column, review) for column in CHOICES}
    source, copy = (_source(cell, column, one, review) for column in ("source", "copy"))
    if len(review.issues) > before:
        return None
    status = "P" if is_provisional or has_star else chosen["obs_status"] or "A"
    row = {"indicator": one.key, "area": area, "period": period, "value": number, **chosen, "obs_status": status}
    row |= {"basis": chosen["basis"] or "stated", "quality": chosen["quality"] or one.quality}
    return _Value(cell, {**row, "source": source or one.source.get("source"), "copy": copy or None})


def _area(cell: Cell, review: Review) -> str:
    text = cell["area"]
    code, guess = review.areas.code(text)
    if cell["code"] and review.areas.kinds.get(code) == "regency" and review.areas.is_of_other(cell["code"], code):
        review.note("other_code", "area", cell, found=quoted(text), code=quoted(cell["code"]))
    if not code:
        review.note("unknown_area" if text else "no_area", "area", cell, fix=guess, found=quoted(text))
    return code


def _period(cell: Cell, review: Review) -> tuple[str, bool]:
    text = review.period(cell)
    period = values.period(text)
    if not period:
        review.note("unknown_period" if text else "which_period", "period", cell, found=quoted(text))
    elif int(period[:4]) > dt.datetime.now(dt.UTC).year:
        review.note("future_period", "period", cell, found=quoted(text))
    return period, values.bare(text)[1]


def _number(cell: Cell, one: Described, mark: str, review: Review) -> tuple[float | None, bool]:
    text, has_star = values.bare(cell["value"])
    if cell.doubt:
        review.note(cell.doubt, "value", cell, found=quoted(cell["value"]))
    if cell["value"] == FORMULA:
        review.note("formula", "value", cell)
        return None, False
    if cell.is_number and abs(float(text)) < MOST:
        return float(text), has_star
    bare = text.removesuffix("%").rstrip() if one.row["unit"] == "percent" else text
    number = values.number(bare, mark, one.is_whole)
    if number is None or abs(number) >= MOST:
        review.note("not_a_number", "value", cell, found=quoted(cell["value"]))
    return number, has_star


def _choice(cell: Cell, column: str, review: Review) -> str | None:
    """Return the key of what a column offers, from the key or its words; None where nothing is said."""
    text = cell[column]
    if not text:
        return None
    chosen = describing.chosen(column, text, CHOICES[column])
    if not chosen:
        review.note("no_choice", column, cell, found=quoted(text), listed=", ".join(CHOICES[column]))
    return chosen


def _source(cell: Cell, column: str, one: Described, review: Review) -> str:
    """Return the key of a source that a row names: one that is there, for what it says of others stands above."""
    key = cell[column]
    if key and key not in set(review.tables["sources"].source):
        review.note("unknown_source", column, cell, found=quoted(key))
    elif not key and column == "source" and not one.source:
        review.note("missing_fact", "source_publisher")
    return key


# --- All of them together ------------------------------------------------------------------------------------


def _without_totals(every: list[_Value], review: Review) -> tuple[list[_Value], list[_Value]]:
    """Part the totals from the values: rows that say so, and those of the area above where it takes no values."""
    totals, read = [v for v in every if v.row["area"] == TOTAL], [v for v in every if v.row["area"] != TOTAL]
    allowed = {one.key: str(one.row["areas"]).split() for one in review.about.values()}
    parents = {review.areas.parents[v.row["area"]] for v in read}
    above = [
        v for v in read
        if v.row["area"] in parents and review.areas.kinds[v.row["area"]] not in allowed[v.row["indicator"]]
    ]  # fmt: skip
    totals += above
    for total in totals:
        if not total.cell.is_edge:
            review.note("total_among", "area", total.cell, found=quoted(total.cell["area"]))
    return [v for v in read if v not in above], [v for v in totals if v.cell.is_edge]


def _hold_totals(read: list[_Value], totals: list[_Value], review: Review) -> None:
    """Hold each total against the sum of its parts, where these can be added: they are all there, or all of the table.

    Where parts are missing, what cannot be negative is never less than the sum of those that are there.
    """
    parents, by_key = review.areas.parents, {one.key: one for one in review.about.values()}
    listed = Counter(
        (review.about[name].key, values.period(review.period(cell)))
        for cell in review.written.cells if not cell.is_edge and (name := review.indicator(cell)) in review.about
    )  # fmt: skip
    for total in totals:
        one, period = by_key[total.row["indicator"]], total.row["period"]
        parts = {
            v.row["area"]: v.row["value"] for v in read
            if v.row["period"] == period and v.row["indicator"] == one.key
            and parents[v.row["area"]] == (total.row["area"] if total.row["area"] != TOTAL else one.parent)
        }  # fmt: skip
        expected = observations.areas_of(review.tables, one.level)
        expected = expected[expected.figures_since.isna() | (expected.figures_since <= period[:4])]
        whole = set(expected[expected.parent.isin({parents[a] for a in parts})].area)
        room = 0.5 * 10.0 ** -int(one.row["decimals"]) * (len(parts) + 1) if not one.is_whole else 0.0
        added = sum(parts.values())
        gap = added - total.row["value"]
        is_of_table = total.row["area"] == TOTAL and listed[one.key, period] == len(parts)
        is_less = one.row["minimum"] == 0 and gap > 0
        is_held = whole == set(parts) or is_of_table or is_less
        if one.row["measure"] != "rate" and parts and is_held and abs(gap) > room + 1e-9:
            review.note("total_differs", "value", total.cell, found=quoted(total.cell["value"]), sum=f"{added:.15g}")


def _hold_shares(read: list[_Value], review: Review) -> None:
    """Ask about percentages that are all below 1: cells formatted as percent hold 0.25 where 25% is shown."""
    for one in review.about.values():
        mine = [v for v in read if v.row["indicator"] == one.key and v.cell.is_number and v.row["value"]]
        if one.row["unit"] == "percent" and mine and all(abs(v.row["value"]) <= 1 for v in mine):
            review.note("share", "value", mine[0].cell, found=quoted(mine[0].cell["value"]))


def _hold_twice(read: list[_Value], review: Review) -> None:
    first: dict[tuple[str, str, str], Cell] = {}
    for value in read:
        place = (value.row["indicator"], value.row["area"], value.row["period"])
        cell, before = value.cell, first.setdefault(place, value.cell)
        if before is not cell:
            other: dict[str, Any] = {"other": quoted(before["value"]), "row": before.row, "at": before.at["value"]}
            review.note("twice", "value", cell, found=quoted(cell["value"]), **other)


def _hold_rules(read: list[_Value], review: Review) -> None:
    """Hold the values against what the table of indicators says of theirs."""
    if not read:
        return
    rows = pd.DataFrame([value.row for value in read]).astype({"value": "Float64"})
    by_key = {one.key: one.row for one in review.about.values()}
    definitions = describing.frame(list(by_key.values()), review.tables)
    for problem in observations_fit({"observations": rows, "indicators": definitions, "areas": review.tables["areas"]}):
        if problem.file != "observations.csv" or problem.row is None or problem.reason == "computed_already":
            continue  # of the indicator itself: said once
        cell = read[problem.row - 2].cell
        column = problem.field if problem.field in cell.at else "value"
        review.note(problem.reason, column or "value", cell, **dict(problem.details))


def _contents(read: list[_Value], review: Review) -> dict[str, Rows]:
    """Return the rows of each entry: all that is known of the indicator, with what is new in its place."""
    contents = {}
    stored = review.tables.frames["observations"]
    for one in review.about.values():
        new = {(v.row["area"], v.row["period"]): v.row for v in read if v.row["indicator"] == one.key}
        before = records(stored[stored.indicator == one.key])
        kept = [row for row in before if (row["area"], row["period"]) not in new]
        rows = sorted([*kept, *new.values()], key=lambda row: (row["area"], row["period"]))
        contents[scope.of_indicator(one.key)] = {
            "indicators": [one.row], "observations": rows, "sources": _sources(one, rows, review.tables),
        }  # fmt: skip
    return contents


def _sources(one: Described, rows: list[dict[str, Any]], tables: Tables) -> list[dict[str, Any]]:
    """Return every source that an entry needs, the new one first: one that came with an earlier entry goes with it."""
    used = {row.get(column) for row in (one.row, *rows) for column in ("source", "copy")}
    known, mine = tables["sources"], one.source.get("source")
    there = records(known[known.source.isin(used) & (known.source != mine)])
    return [one.source, *there] if mine in used else there

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
from data.observing.describing import Described
from data.observing.reading import Cell, Written
from data.problem import Problem
from data.rounds.reading.grid import FORMULA, quoted
from data.rounds.store import scope
from data.rounds.store.journal import Proposal, Rows
from data.tables import Tables

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
    issues = [Problem("no_period", details=(("found", quoted(head)),), at=at) for at, head in written.unnamed]
    if not written.cells and not issues:
        issues.append(Problem("no_values"))
    about = describing.described(written, tables, areas, version, issues)
    marks = _marks(written, about, issues)
    read: list[_Value] = []
    totals: list[_Value] = []
    missing = 0
    for cell in written.cells:
        if values.is_missing(cell["value"]):
            missing += 1
            continue
        value = _value(cell, written, about, areas, marks, issues)
        if value and value.row["area"] == TOTAL:
            totals.append(value)
        elif value:
            read.append(value)
    read, totals = _without_totals(read, totals, about, areas, issues)
    _hold_totals(written, read, totals, about, areas, tables, issues)
    _hold_shares(read, about, issues)
    _hold_twice(read, issues)
    _hold_rules(read, about, tables, issues)
    if written.cells and not read and not issues:
        issues.append(Problem("no_values"))
    contents = {} if issues else _contents(read, about, tables)
    rows = tuple(sorted({value.cell.row for value in totals}))
    return Checked(tuple(sorted(dict.fromkeys(issues), key=lambda f: (f.row or 0, f.at))), contents, missing, rows)


# --- One cell ------------------------------------------------------------------------------------------------


def _marks(written: Written, about: Mapping[str, Described], issues: list[Problem]) -> dict[str, str]:
    """Return the sign before decimals of each indicator's numbers: the one that they use, or that is given."""
    given = written.facts.get("decimal_mark", "").lower()
    if given and given not in SIGNS:
        issues.append(Problem("decimal_mark", details=(("found", quoted(given)),)))
    marks = {}
    for text, one in about.items():
        cells = [c for c in written.cells if describing.of_cell(c, written) == text and not c.is_number]
        used = values.decimal_marks(cell["value"] for cell in cells)
        unclear = [c for c in cells if values.ONE_GROUP.fullmatch(values.bare(c["value"])[0])]
        if given not in SIGNS and not one.is_whole and len(used) != 1 and unclear:
            details = (("found", quoted(unclear[0]["value"])),)
            issues.append(
                Problem("unclear_number", "value", details=details, row=unclear[0].row, at=unclear[0].at["value"])
            )
        marks[text] = SIGNS.get(given) or (next(iter(used)) if len(used) == 1 else ",")
    return marks


def _value(
    cell: Cell, written: Written, about: Mapping[str, Described], areas: Areas, marks: Mapping[str, str],
    issues: list[Problem],
) -> _Value | None:  # fmt: skip
    """Return a cell as a row, or None, with every problem of it noted."""
    mine: list[Problem] = []
    name = describing.of_cell(cell, written)
    one = about.get(name)
    if one is None:
        return None  # noted once for all of its cells
    area = _area(cell, areas, mine)
    period, is_provisional = _period(cell["period"] or written.facts.get("period", ""), cell, mine)
    number, has_star = _number(cell, one, marks[name], mine)
    if cell["unit"] and describing.unit(cell["unit"]) != one.row["unit"]:
        details = (("found", quoted(cell["unit"])), ("stated", one.row["unit"]))
        mine.append(_at(cell, "unit", "other_unit", one.row["unit"], details))
    chosen = {column: _choice(cell, column, mine) for column in CHOICES}
    source = _source(cell, "source", one, mine)
    copy = _source(cell, "copy", one, mine)
    issues += mine
    if mine:
        return None
    status = "P" if is_provisional or has_star else chosen["obs_status"] or "A"
    row = {"indicator": one.key, "area": area, "period": period, "value": number, **chosen, "obs_status": status}
    row |= {"basis": chosen["basis"] or "stated", "quality": chosen["quality"] or one.quality}
    return _Value(cell, {**row, "source": source or one.source.get("source"), "copy": copy or None})


def _at(
    cell: Cell, column: str, reason: str, fix: str = "", details: tuple[tuple[str, str], ...] = ()
) -> Problem:  # fmt: skip
    return Problem(reason, column, fix=fix, details=details, row=cell.row, at=cell.at.get(column, ""))


def _area(cell: Cell, areas: Areas, issues: list[Problem]) -> str:
    text = cell["area"]
    code, guess = areas.code(text)
    if cell["code"] and areas.kinds.get(code) == "regency" and areas.is_of_other(cell["code"], code):
        details = (("found", quoted(text)), ("code", quoted(cell["code"])))
        issues.append(_at(cell, "area", "other_code", details=details))
    if not code:
        issues.append(_at(cell, "area", "unknown_area" if text else "no_area", guess, (("found", quoted(text)),)))
    return code


def _period(text: str, cell: Cell, issues: list[Problem]) -> tuple[str, bool]:
    period = values.period(text)
    if not period:
        reason = "unknown_period" if text else "which_period"
        issues.append(_at(cell, "period", reason, details=(("found", quoted(text)),)))
    elif int(period[:4]) > dt.datetime.now(dt.UTC).year:
        issues.append(_at(cell, "period", "future_period", details=(("found", quoted(text)),)))
    return period, values.bare(text)[1]


def _number(cell: Cell, one: Described, mark: str, issues: list[Problem]) -> tuple[float | None, bool]:
    text, has_star = values.bare(cell["value"])
    if cell.doubt:
        issues.append(_at(cell, "value", cell.doubt, details=(("found", quoted(cell["value"])),)))
    if cell["value"] == FORMULA:
        issues.append(_at(cell, "value", "formula"))
        return None, False
    if cell.is_number and abs(float(text)) < MOST:
        return float(text), has_star
    bare = text.removesuffix("%").rstrip() if one.row["unit"] == "percent" else text
    number = values.number(bare, mark, one.is_whole)
    if number is None or abs(number) >= MOST:
        issues.append(_at(cell, "value", "not_a_number", details=(("found", quoted(cell["value"])),)))
    return number, has_star


def _choice(cell: Cell, column: str, issues: list[Problem]) -> str | None:
    """Return the key of what a column offers, from the key or its words; None where nothing is said."""
    text = cell[column]
    if not text:
        return None
    chosen = describing.chosen(column, text, CHOICES[column])
    if not chosen:
        details = (("found", quoted(text)), ("listed", ", ".join(CHOICES[column])))
        issues.append(_at(cell, column, "no_choice", details=details))
    return chosen


def _source(cell: Cell, column: str, one: Described, issues: list[Problem]) -> str:
    """Return the key of a source that a row names: one that is there, for what it says of others stands above."""
    key = cell[column]
    if key and key not in one.sources:
        issues.append(_at(cell, column, "unknown_source", details=(("found", quoted(key)),)))
    elif not key and column == "source" and not one.source:
        issues.append(Problem("missing_fact", "source_publisher"))
    return key


# --- All of them together ------------------------------------------------------------------------------------


def _without_totals(
    read: list[_Value], totals: list[_Value], about: Mapping[str, Described], areas: Areas, issues: list[Problem]
) -> tuple[list[_Value], list[_Value]]:  # fmt: skip
    """Part the totals from the values: rows that say so, and those of the area above where it takes no values."""
    allowed = {one.key: str(one.row["areas"]).split() for one in about.values()}
    parents = {areas.parents[v.row["area"]] for v in read}
    above = [
        v for v in read
        if v.row["area"] in parents and areas.kinds[v.row["area"]] not in allowed[v.row["indicator"]]
    ]  # fmt: skip
    totals = [*totals, *above]
    issues += [
        _at(v.cell, "area", "total_among", details=(("found", quoted(v.cell["area"])),))
        for v in totals if not v.cell.is_edge
    ]  # fmt: skip
    return [v for v in read if v not in above], [v for v in totals if v.cell.is_edge]


def _hold_totals(
    written: Written, read: list[_Value], totals: list[_Value], about: Mapping[str, Described], areas: Areas,
    tables: Tables, issues: list[Problem],
) -> None:  # fmt: skip
    """Hold each total against the sum of its parts, where these can be added: they are all there, or all of the table.

    Where parts are missing, what cannot be negative is never less than the sum of those that are there.
    """
    of = {one.key: one for one in about.values()}
    listed = Counter(
        (about[name].key, values.period(cell["period"] or written.facts.get("period", "")))
        for cell in written.cells if not cell.is_edge and (name := describing.of_cell(cell, written)) in about
    )  # fmt: skip
    for total in totals:
        one, period = of[total.row["indicator"]], total.row["period"]
        parts = {
            v.row["area"]: v.row["value"] for v in read
            if v.row["period"] == period and v.row["indicator"] == one.key
            and areas.parents[v.row["area"]] == (total.row["area"] if total.row["area"] != TOTAL else one.parent)
        }  # fmt: skip
        expected = observations.areas_of(tables, one.level)
        expected = expected[expected.figures_since.isna() | (expected.figures_since <= period[:4])]
        whole = set(expected[expected.parent.isin({areas.parents[a] for a in parts})].area)
        room = 0.5 * 10.0 ** -int(one.row["decimals"]) * (len(parts) + 1) if not one.is_whole else 0.0
        gap = sum(parts.values()) - total.row["value"]
        is_of_table = total.row["area"] == TOTAL and listed[one.key, period] == len(parts)
        is_less = one.row["minimum"] == 0 and gap > 0
        is_held = whole == set(parts) or is_of_table or is_less
        if one.row["measure"] != "rate" and parts and is_held and abs(gap) > room + 1e-9:
            details = (("found", quoted(total.cell["value"])), ("sum", f"{sum(parts.values()):.15g}"))
            issues.append(_at(total.cell, "value", "total_differs", details=details))


def _hold_shares(read: list[_Value], about: Mapping[str, Described], issues: list[Problem]) -> None:
    """Ask about percentages that are all below 1: cells formatted as percent hold 0.25 where 25% is shown."""
    for one in about.values():
        of = [v for v in read if v.row["indicator"] == one.key and v.cell.is_number and v.row["value"]]
        if one.row["unit"] == "percent" and of and all(abs(v.row["value"]) <= 1 for v in of):
            issues.append(_at(of[0].cell, "value", "share", details=(("found", quoted(of[0].cell["value"])),)))


def _hold_twice(read: list[_Value], issues: list[Problem]) -> None:
    first: dict[tuple[str, str, str], Cell] = {}
    for value in read:
        place = (value.row["indicator"], value.row["area"], value.row["period"])
        before = first.setdefault(place, value.cell)
        if before is not value.cell:
            details = (("found", quoted(value.cell["value"])), ("other", quoted(before["value"])),
                       ("row", str(before.row)), ("at", before.at["value"]))  # fmt: skip
            issues.append(_at(value.cell, "value", "twice", details=details))


def _hold_rules(
    read: list[_Value], about: Mapping[str, Described], tables: Tables, issues: list[Problem]
) -> None:  # fmt: skip
    """Hold the values against what the table of indicators says of theirs."""
    if not read:
        return
    of = {one.key: one for one in about.values()}
    rows = pd.DataFrame([value.row for value in read]).astype({"value": "Float64"})
    definitions = describing.frame([one.row for one in of.values()], tables)
    for problem in observations_fit({"observations": rows, "indicators": definitions, "areas": tables["areas"]}):
        if problem.file != "observations.csv" or problem.row is None or problem.reason == "computed_already":
            continue  # of the indicator itself: said once
        cell = read[problem.row - 2].cell
        column = problem.field if problem.field in cell.at else "value"
        issues.append(_at(cell, column or "value", problem.reason, details=problem.details))


def _contents(read: list[_Value], about: Mapping[str, Described], tables: Tables) -> dict[str, Rows]:
    """Return the rows of each entry: all that is known of the indicator, with what is new in its place."""
    contents = {}
    stored = tables.frames["observations"]
    for one in about.values():
        new = {(v.row["area"], v.row["period"]): v.row for v in read if v.row["indicator"] == one.key}
        before = stored[stored.indicator == one.key].astype(object)
        kept = [
            {str(c): None if pd.isna(v) else v for c, v in row.items()}
            for row in before.to_dict("records") if (row["area"], row["period"]) not in new
        ]  # fmt: skip
        rows = sorted([*kept, *new.values()], key=lambda row: (row["area"], row["period"]))
        contents[scope.of_indicator(one.key)] = {
            "indicators": [one.row], "observations": rows, "sources": _sources(one, rows, tables),
        }  # fmt: skip
    return contents


def _sources(one: Described, rows: list[dict[str, Any]], tables: Tables) -> list[dict[str, Any]]:
    """Return every source that an entry needs, the new one first: one that came with an earlier entry goes with it."""
    used = {row.get(column) for row in (one.row, *rows) for column in ("source", "copy")}
    known = tables["sources"]
    there = [
        {str(column): None if pd.isna(value) else value for column, value in row.items()}
        for row in known[known.source.isin(used)].to_dict("records") if row["source"] != one.source.get("source")
    ]  # fmt: skip
    return [one.source, *there] if one.source.get("source") in used else there

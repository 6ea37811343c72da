"""Workbooks with several sheets, and sheets that are of one regency as a whole: by name, by a title above the table."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from data.rounds.reading import head, labels
from data.rounds.reading.grid import (
    MOST_LISTED,
    Choice,
    Grid,
    UnclearFileError,
    UnreadableFileError,
    answered,
    clean,
    folded,
    letters,
    quoted,
)
from data.rounds.reading.head import LISTED
from data.rounds.reading.table import Line

FEWEST_LABELS, MOST_OF_FORM = 3, 3  # labels of one person on a form, and cells of its rows: a label, a colon, a value


def chosen(grids: Sequence[Grid], answers: Mapping[str, str]) -> Sequence[Grid]:
    """Return the sheets that are read; which of several that is asked, but where each is a regency's own.

    The answer ``sheet`` is its number from 1, or "all". Raises ``UnclearFileError``.
    """
    filled = [grid for grid in grids if _is_filled(grid)]
    if len(filled) < 2:
        return filled or grids
    regencies = {labels.regency(grid.title) for grid in filled if labels.is_regency(grid.title)}
    if len(regencies) == len(filled):
        return filled
    choices = [Choice(str(n), "sheet", (("title", quoted(grid.title)),)) for n, grid in enumerate(filled, 1)]
    named = [grid for grid in filled if labels.is_regency(grid.title)]
    if len(named) == len(regencies) > 1:  # beside them a sheet that sums them up
        listed = ", ".join(f"“{quoted(grid.title)}”" for grid in named[:MOST_LISTED])
        choices.append(Choice("regencies", "sheets_of_regencies", (("listed", listed),)))
    choices.append(Choice("all", "all_sheets"))
    answer = answered(answers, "sheet", choices, "sheets")
    return named if answer == "regencies" else filled if answer == "all" else [filled[int(answer) - 1]]


def beside(grid: Grid) -> list[Grid]:
    """Return a sheet on which tables with the same heads stand beside each other as a sheet for each of them.

    Each goes by what stands above it alone, else by its columns.
    """
    at = head.head_row(grid)
    row = [folded(text) for text in grid.rows[at]] if at is not None else []
    first = next((i for i, text in enumerate(row) if text and row.count(text) > 1), None)
    left = (t for cells in grid.rows[at or 0 :] for t in cells[:first])
    if at is None or first is None or any(t and not (labels.is_number(t) or t.isdigit()) for t in left):
        return [grid]
    starts = [i for i, text in enumerate(row) if text == row[first]]
    spans = [range(a, b) for a, b in zip(starts, [*starts[1:], len(row)], strict=True)]
    if len({tuple(row[i] for i in span if row[i]) for span in spans}) > 1 or labels.counts(row[first]):
        return [grid]
    parts = []
    for span in spans:
        rows = [
            [text if i in span or (n < at and not any(cells[spans[1][0] :])) else "" for i, text in enumerate(cells)]
            for n, cells in enumerate(grid.rows)
        ]
        above = [text for n in range(at) if any(grid.rows[n][spans[1][0] :]) for text in rows[n] if text]
        parts.append(replace(grid, title=above[-1] if above else f"{letters(span[0])}–{letters(span[-1])}", rows=rows))
    return parts


def below(grid: Grid) -> list[Grid]:
    """Return a sheet on which tables with heads of their own stand below each other as a sheet for each of them.

    Each goes by what stands right above its head, else by its rows, and has what stands above all of them. As it is
    where one of them cannot be read alone, or the sheet's own name says what all are of.

    Raises ``UnreadableFileError`` where only their titles tell them apart, and one cannot be read alone.
    """
    flat = head.flat(grid)
    at = head.head_row(flat)
    if at is None or labels.is_regency(grid.title):
        return [grid]
    others = (
        i
        for i, row in enumerate(flat.rows)
        if abs(i - at) > 1 and (head.heads_table(row) if row != flat.rows[at] else _is_of_another(flat, i))
    )
    heads = sorted([at, *others])
    if len(heads) < 2 or any(i + 1 == j for i, j in pairwise(heads)):
        return [grid]
    alone = [sum(map(bool, row)) < 2 for row in grid.rows]  # a title, or nothing
    starts = [next((n + 1 for n in range(i - 1, -1, -1) if not alone[n]), 0) for i in heads]
    parts = []
    for start, at, until in zip(starts, heads, [*starts[1:], len(grid.rows)], strict=True):
        title = next((text for row in reversed(grid.rows[start:at]) for text in row if text), f"{start + 1}–{until}")
        own = {*range(heads[0] - 1), *range(start, until)} if start else {*range(until)}
        rows = [row if i in own else [""] * len(row) for i, row in enumerate(grid.rows)]
        parts.append(replace(grid, title=title, rows=rows))
    if all(map(_is_filled, map(head.flat, parts))):
        return parts
    if again := next((i for i in heads[1:] if flat.rows[i] == flat.rows[heads[0]]), None):
        raise UnreadableFileError("second_table", row=str(again + 1))  # read as one, all would be of the first title
    return [grid]


def _is_of_another(grid: Grid, at: int) -> bool:
    """Whether the title of a head that stands again names a regency, among other words, as no column does."""
    title = next((row for row in reversed(grid.rows[:at]) if any(row)), [])
    text = " ".join(filter(None, title))
    of_people = any(map(labels.names_person, grid.rows[at]))  # whose addresses say less than the title
    is_named = not of_people and any(labels.column(head)[0] == "regency" for head in grid.rows[at])
    names_one = bool(labels.labelled([title], "regency") or labels.hinted(text, set()))
    return names_one and not is_named and not labels.is_regency(labels.NUMBERED.sub("", text))


def is_form(grid: Grid) -> bool:
    """Whether a sheet is a form that one person filled in: labels of what is said of people stand below each other."""
    at, kinds = head.head_row(grid), set[str]()
    if at is not None and sum(map(bool, grid.rows[at])) > MOST_OF_FORM:
        return False
    for row in grid.rows[: head.HEAD_WITHIN]:
        label = next(filter(None, row), "").partition(":")[0]
        kinds.add(labels.of_person(LISTED.sub("", label)) if sum(map(bool, row)) <= MOST_OF_FORM else "")
    return len(kinds - {""}) >= FEWEST_LABELS


def repeated(grids: Sequence[Grid]) -> set[str]:
    """Return the titles of the sheets that list people of others again, as lists of attendance of each day do."""
    people = list[tuple[str, set[str]]]()  # several may have the same title
    for grid in grids:
        at = head.head_row(grid)
        column = head.person_column(grid.rows[at]) if at is not None else None
        if at is not None and column is not None:
            people.append((clean(grid.title), {folded(row[column]) for row in grid.rows[at + 1 :]} - {""}))
    times = Counter(name for _, names in people for name in names)
    return {title for title, names in people if 2 * sum(times[name] > 1 for name in names) > len(names)}


def _is_filled(grid: Grid) -> bool:
    """Whether there is more than a head on a sheet."""
    at = head.head_row(grid)
    return at is not None and any(sum(map(bool, row)) > 1 for row in grid.rows[at + 1 :])


def is_list(grid: Grid) -> bool:
    """Whether a sheet holds rows of several cells, which may be a table that was not taken for one."""
    return sum(sum(map(bool, row)) > 1 for row in grid.rows) > 1


def goes_on(grid: Grid, places: Mapping[str, str]) -> bool:
    """Whether a sheet without a head has rows of a table's trainings, in the columns that it has them in."""
    at = {letters(i): i for i in range(len(grid.rows[0]) if grid.rows else 0)}
    i, j = (at.get(places.get(name, "")) for name in ("regency", "activity"))
    both = ((row[i], row[j]) for row in grid.rows if i is not None and j is not None and labels.has_digit(row))
    return any(labels.is_regency(of) and name[:1].isalpha() and not labels.is_regency(name) for of, name in both)


def of_regency(grid: Grid, at: int, lines: Sequence[Line], answers: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the lines with the regency that the whole sheet is of, where none of them names one.

    A sheet's name or a labelled cell says it; another title is only a hint, to be proposed. Where they say different
    things, that is asked (answer ``regency``), and so is what a letterhead alone says (answer ``office``).
    """
    if not lines or any(line["regency"] for line in lines):
        return tuple(lines)
    stated = labels.labelled(grid.rows[:at], "regency")
    named = {labels.regency(text): text for text in stated if labels.is_regency(text)}
    # Who reports is not who took part, but where the table names districts.
    is_of_districts = any(map(labels.names_district, grid.rows[at]))
    hints, offices = (
        {labels.regency(text): text for row in grid.rows[:at] for cell in row for text in labels.hinted(cell, aside)}
        for aside in (set[str]() if is_of_districts else labels.OFFICE | labels.VENUE, labels.STREET)
    )
    if labels.is_regency(grid.title):
        named.setdefault(code := labels.regency(grid.title), grid.title)
        named |= {} if code in hints else {other: text.title() for other, text in hints.items() if other not in named}
    if len(named) > 1 and answers.get("regency") not in named:
        choices = [Choice(code, "regency", (("name", quoted(text)),)) for code, text in named.items()]
        raise UnclearFileError("regency", "regency", choices)
    if named:
        text = named.get(answers.get("regency", ""), next(iter(named.values())))
        return tuple(replace(line, texts={"regency": text, **line.texts}) for line in lines)
    if not hints and len(offices) == 1:
        (text,) = offices.values()
        name = quoted(text.title())
        choices = [Choice("same", "office_same", (("name", name),)), Choice("apart", "old_names_apart")]
        own = {"regency": text} if answered(answers, "office", choices, name=name) == "same" else {}
        return tuple(replace(line, texts={**own, **line.texts}) for line in lines)
    if not hints and any(labels.place(text) in ("venue", "place") for text in grid.rows[at]):
        raise UnreadableFileError("no_origin")
    if len(hints) != 1:
        return tuple(lines)
    (text,) = hints.values()
    return tuple(replace(line, guessed={"regency": (text, ""), **line.guessed}) for line in lines)


def _regency(line: Line, takes_proposed: bool) -> str:
    return line["regency"] or (line.guessed.get("regency", ("", ""))[0].title() if takes_proposed else "")


def joined(facts: Sequence[dict[str, str]], lines: Sequence[Sequence[Line]], again: Sequence[bool]) -> dict[str, str]:
    """Return the facts of several sheets that together are a round: those on which they agree, their totals added.

    ``again`` says of each whether it lists people of others again. Raises ``UnreadableFileError`` where they are of
    several years, or say the same of the same training.
    """
    years = {one["year"] for one in facts if one.get("year")}
    if len(years) > 1:
        raise UnreadableFileError("several_years", years=", ".join(sorted(years)[:5]))
    named = [
        {
            (labels.regency(regency), labels.BEFORE.sub("", folded(line["activity"]))): (regency, line["activity"])
            for line in mine if (regency := _regency(line, is_again)) and line["activity"]
        }
        for mine, is_again in zip(lines, again, strict=True)
    ]  # fmt: skip
    pairs = Counter(pair for mine in named for pair in mine)
    twice = [next(mine[pair] for mine in named if pair in mine) for pair, n in pairs.items() if n > 1]
    # What one sheet says of a regency in all, another one says activity by activity.
    in_all = {labels.regency(line["regency"]) for mine in lines for line in mine if not line["activity"]}
    if twice := twice or [pair for mine in named for (code, _), pair in mine.items() if code in in_all]:
        sheets = "; ".join(f"{regency} – {activity}" for regency, activity in twice[:3])
        raise UnreadableFileError("several_sheets", sheets=sheets)
    agreed = {
        name: text for one in facts for name, text in one.items()
        if name not in ("trainings", "total") and all(other.get(name, text) == text for other in facts)
    }  # fmt: skip
    totals = [one.get("total", "") for one in facts]
    if all(re.fullmatch(r"\d{1,6}", total, re.ASCII) for total in totals):
        agreed["total"] = str(sum(map(int, totals)))
    return agreed

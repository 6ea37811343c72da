"""Where a table states sums, they are held against what they sum up; which of the two holds is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from data.rounds.reading import labels
from data.rounds.reading.grid import MOST_LISTED, Choice, Grid, Row, UnreadableFileError, answered, folded, letters
from data.rounds.reading.head import Head
from data.rounds.reading.labels import BOTH, TICKS
from data.rounds.reading.questions import MOST_TRAININGS, classes_of
from data.rounds.reading.wide import added, number

SEXES = ("men", "women")


def held(grid: Grid, head: Head, rows: list[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows by the sums that hold: the answer ``sums`` is "cells" or "stated".

    It is "marks" where small numbers only mark which trainings a regency had, beside its participants.

    Raises ``UnclearFileError`` where the two differ, and refuses a wide table whose cells are said to be wrong.
    """
    if _are_ticks(head, rows):
        return _marked(rows)
    _refuse_carried(head, rows)
    of_classes = _of_classes(grid, head, rows)
    differing = [*_of_sexes(head, rows), *_of_wide(head, rows), *of_classes]
    if not differing:
        return rows
    marks = ["marks"] if _may_mark(head, rows) else []
    listed = "; ".join(differing[:MOST_LISTED])
    choices = [Choice("cells", "by_cells"), *(Choice(name, "by_marks") for name in marks), Choice("stated", "by_sums")]
    answer = answered(answers, "sums", choices, listed=listed)
    if answer == "marks":
        return _marked(rows)
    if answer == "stated":
        if head.wide or of_classes:
            raise UnreadableFileError("sums_stated", listed=listed)
        return [_without_sexes(head, row) for row in rows]
    if not head.pair:
        return rows
    return [_by_sexes(row) for row in rows]


def _refuse_carried(head: Head, rows: Iterable[Row]) -> None:
    """Refuse a table into which a sum is carried that its own rows are not: a page of it is missing."""
    above = 0
    for row in rows:
        columns = head.adds or (head.wide.columns if head.wide else ())
        counts = [number(row.whole[i]) or 0 for i in columns]
        people = number(row.texts.get("participants", "")) or sum(counts)
        if row.kind == "training":
            above += people
        elif row.kind == "subtotal" and people != above and labels.is_carried(next(filter(None, row.whole))):
            raise UnreadableFileError("carried", row=str(row.number + 1), n=str(people), added=str(above))


def _marked(rows: Iterable[Row]) -> list[Row]:
    return [replace(row, texts={**row.texts, "marks": "1"}) if row.kind == "training" else row for row in rows]


def _are_ticks(head: Head, rows: Iterable[Row]) -> bool:
    """Whether the cells of a wide table only tick which trainings each regency had."""
    if not head.wide or head.wide.kind != "activity":
        return False
    cells = {row.whole[i].lower() for row in rows if row.kind == "training" for i in head.wide.columns}
    return bool(cells & TICKS) and cells <= TICKS | {"", "-", "–"}


def _may_mark(head: Head, rows: Iterable[Row]) -> bool:
    """Whether the cells of each regency may number its trainings, and the stated sum its participants."""
    wide = head.wide
    if not wide or wide.kind != "activity" or wide.total is None or "regency" not in head.columns:
        return False
    trainings = [row for row in rows if row.kind == "training"]
    counts = [number(row.whole[i]) for row in trainings for i in wide.columns]
    stated = [number(row.whole[wide.total]) for row in trainings]
    return all(n is not None and n <= MOST_TRAININGS for n in counts) and all(n and n > MOST_TRAININGS for n in stated)


def _men_and_women(row: Row) -> int | None:
    """Return the men and women of a training together; None where it does not say how many there are."""
    texts = [row.texts.get(name, "") for name in SEXES]
    return added(texts) if row.kind == "training" and any(texts) else None


def _by_sexes(row: Row) -> Row:
    people = _men_and_women(row)
    return row if people is None else replace(row, texts={**row.texts, "participants": str(people)})


def _without_sexes(head: Head, row: Row) -> Row:
    """Return a row without its men and women where another total of it holds."""
    if not _of_sexes(head, [row]):
        return row
    return replace(row, texts={name: text for name, text in row.texts.items() if name not in SEXES})


def _of_sexes(head: Head, rows: Iterable[Row]) -> list[str]:
    """Return where men and women do not add up to both."""
    if not head.pair:
        return []
    differing = []
    for row in rows:
        both, people = number(row.texts.get("participants", "")), _men_and_women(row)
        if both and people is not None and people != both:
            differing.append(_place(row.number, head.columns["participants"], both, people))
    return differing


def _of_wide(head: Head, rows: Sequence[Row]) -> list[str]:
    """Return where the counts of a row or column of a wide table do not add up to the total beside or below them."""
    wide = head.wide
    if not wide:
        return []
    trainings = [row for row in rows if row.kind == "training"]
    names = {i: name for name, at in wide.cells for i in at}

    def people(row: Row, i: int) -> int | None:
        n = number(row.whole[i])
        return n and n * (classes_of(head, row, names[i]) if head.is_of_each_class else 1)

    last = next((row for row in reversed(rows) if row.kind == "total"), None)
    sums = [(row, wide.total, [people(row, i) for i in wide.columns]) for row in trainings if wide.total is not None]
    sums += [(last, i, [people(row, i) for row in trainings]) for i in wide.columns if last]
    differing = []
    for row, i, counts in sums:
        stated, total = number(row.whole[i]) if row.whole[i] else None, sum(n or 0 for n in counts)
        if stated is not None and None not in counts and stated != total:
            differing.append(_place(row.number, i, stated, total))
    return differing


def _of_classes(grid: Grid, head: Head, rows: Iterable[Row]) -> list[str]:
    """Return where the classes of a row times their participants are not the sum that stands beside them."""
    used = {*head.columns.values(), *head.adds, head.classes, *(head.pair or ())}
    beside = [i for i, text in enumerate(grid.rows[head.row]) if folded(text) in BOTH and i not in used]
    if head.wide or not head.is_of_each_class or len(beside) != 1:
        return []
    differing = []
    for row in (row for row in rows if row.kind == "training"):
        each, stated = number(row.texts.get("participants", "")), number(row.whole[beside[0]])
        if each and stated and each * classes_of(head, row) != stated:
            differing.append(_place(row.number, beside[0], stated, each * classes_of(head, row)))
    return differing


def _place(row: int, column: int, stated: int, total: int) -> str:
    return f"{letters(column)}{row + 1}: {stated} ≠ {total}"

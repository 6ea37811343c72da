"""Ditto marks: what stands above, written out; whether a number stands above again is asked."""

import re
from collections.abc import Mapping
from dataclasses import replace

from data.rounds.reading import labels
from data.rounds.reading.grid import MOST_LISTED, Choice, Grid, answered
from data.rounds.reading.head import Head
from data.rounds.reading.labels import COUNTS
from data.tables import BESIDE

DITTO = re.compile(r"""[-–—\s]*(?:["”“″〃]|''|,,|‟|s\.?\s?d\.?\s?a\.?|idem|ibid\.?|same)[-–—\s]*""", re.IGNORECASE)
Mark = tuple[int, int, int]  # row and column of a mark, and the row (all from 0) of what it repeats


def written_out(grid: Grid, head: Head, answers: Mapping[str, str]) -> Grid:
    """Return the sheet with what stands above in the place of every ditto mark below the head.

    Below a number of people it may say as many again, or that all of them are counted together: the answer ``ditto``
    is "again", "together" (as if the cells were merged) or "open" (not stated). Raises ``UnclearFileError``.
    """
    rows, marks = [list(row) for row in grid.rows], list[Mark]()
    above = dict[int, int]()  # the row that a mark in a column repeats
    for at, row in enumerate(rows[head.below :], head.below):
        first = next(filter(None, row), "")
        for i, text in enumerate(row):
            if text and i in above and DITTO.fullmatch(text):
                row[i] = rows[above[i]][i]
                marks.append((at, i, above[i]))
            elif text and not (labels.is_total(first) or labels.is_subtotal(first)):
                above[i] = at
    counts = [mark for mark in marks if mark[1] in _counting(head) and rows[mark[0]][mark[1]][:1].isdigit()]
    read = replace(grid, rows=rows)
    answer = _asked(grid, head, counts, answers) if counts else "again"
    if answer == "open":
        for at, i, _ in counts:
            rows[at][i] = ""
    return replace(read, tall={**grid.tall, **_merged(counts)}) if answer == "together" else read


def _counting(head: Head) -> set[int]:
    """Return the columns that count people, or classes."""
    named = {i for name, i in head.columns.items() if name in (*COUNTS, *BESIDE)}
    others = {*head.adds, *(head.pair or ()), *(head.wide.columns if head.wide else ())}
    return named | others | ({head.classes} if head.classes is not None else set())


def _asked(grid: Grid, head: Head, marks: list[Mark], answers: Mapping[str, str]) -> str:
    values = ["again", *(["together"] if not head.wide else []), "open"]
    listed = "; ".join(f"{grid.named(at, [i])} = {grid.named(above, [i])}" for at, i, above in marks[:MOST_LISTED])
    return answered(answers, "ditto", [Choice(value, f"ditto_{value}") for value in values], listed=listed)


def _merged(marks: list[Mark]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the places of numbers with marks below them as those of merged cells: the first and last row of each."""
    last = {(above, i): at for at, i, above in marks}
    return {(at, i): (above, end) for (above, i), end in last.items() for at in range(above, end + 1)}

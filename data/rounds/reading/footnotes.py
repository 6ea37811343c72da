"""Notes below a table that a mark in a row leads to: what they say is shown with what they are about."""

import re
from dataclasses import replace

from data.rounds.reading.grid import Grid

SIGN = r"\*{1,3}|†|‡|[¹²³⁴-⁹]{1,2}"
NOTE = re.compile(rf"\s*(?:({SIGN})\s*\)?|([a-d\d])\))\s*[:.=-]?\s*([^\W\d_].*|\d.*[^\W\d_].*)", re.DOTALL)
MARKED = re.compile(
    rf"(.*[^\s*†‡¹²³⁴-⁹)])\s*(?:({SIGN})\s*\)?|(?<=\d)\s+([a-d\d])\)|(?<=[^\W\d_])\s*(\d)\))", re.DOTALL
)


def shown(grid: Grid, first: int, below: int) -> Grid:
    """Return a sheet with the notes on its rows (from ``below`` on): behind a number, else as a comment on its row.

    A note on one of its heads (from ``first`` on) names it, so that it says what it is about.
    """
    notes, places = dict[str, str](), dict[str, tuple[int, int]]()
    for at, row in enumerate(grid.rows[below:], below):
        (i, text), *others = [(i, text) for i, text in enumerate(row) if text] or [(0, "")]
        if not others and (own := _note(text, _mark_of(grid, at, i), {*grid.marks.values()})):
            notes.setdefault(*own)
            places.setdefault(own[0], (at, i))
    if not notes:
        return grid
    rows, comments = list(grid.rows), dict(grid.comments)
    heads = ((text, _mark(grid, at, i)) for at in range(first, below) for i, text in enumerate(grid.rows[at]))
    for text, mark in heads:
        if mark in places:
            n, j = places[mark]
            rows[n] = [f"{text}: {notes[mark]}" if k == j else t for k, t in enumerate(rows[n])]
    _put(grid, below, notes, places, rows, comments)
    return replace(grid, rows=rows, comments=comments)


def _put(
    grid: Grid, below: int, notes: dict[str, str], places: dict[str, tuple[int, int]], rows: list[list[str]],
    comments: dict[int, str],
) -> None:  # fmt: skip
    """Put the notes on marked cells behind them, if these are numbers, else among the comments on their rows.

    Where they stand they lose their mark: they are of these rows alone.
    """
    for at, row in enumerate(grid.rows[below:], below):
        for i, text in enumerate(row if sum(map(bool, row)) > 1 else ()):
            if not (note := notes.get(mark := _mark(grid, at, i), "")):
                continue
            n, j = places[mark]
            rows[n] = [note if k == j and mark in t else t for k, t in enumerate(rows[n])]
            if text[0].isdigit():
                marked = f"{text} {mark})" if _mark_of(grid, at, i) else text
                rows[at] = [f"{marked} : {note}" if j == i else t for j, t in enumerate(rows[at])]
            else:
                comments[at] = f"{comments.get(at, '')} {note}".strip()


def _mark(grid: Grid, at: int, column: int) -> str:
    """Return the mark of a cell that leads to a note, raised or behind its text; "" if it has none."""
    match = MARKED.fullmatch(grid.rows[at][column])
    return _mark_of(grid, at, column) or (next(filter(None, match.groups()[1:]), "") if match else "")


def _mark_of(grid: Grid, at: int, column: int) -> str:
    """Return the raised mark in a cell; "" if it has none."""
    return grid.marks.get((at, column), "").rstrip(")")


def _note(text: str, raised: str, marks: set[str]) -> tuple[str, str] | None:
    """Return the mark that leads to a note, and what it says; None if a text is none. Its mark may be raised, too."""
    if raised:
        return raised, text
    if match := NOTE.fullmatch(text):
        return match[1] or match[2], match[3]
    first, _, rest = text.partition(" ")
    return (first, rest) if first in marks and rest else None

"""Notes below a table that a mark in a row leads to: what they say is shown with what they are about."""

import re
from dataclasses import replace

from data.rounds.reading.grid import Grid

SIGN = r"\*{1,3}|†|‡|[¹²³⁴-⁹]{1,2}"
NOTE = re.compile(rf"\s*(?:({SIGN})\s*\)?|([a-d\d])\))\s*[:.=-]?\s*([^\W\d_].*|\d.*[^\W\d_].*)", re.DOTALL)
MARKED = re.compile(
    rf"(.*[^\s*†‡¹²³⁴-⁹)])\s*(?:({SIGN})\s*\)?|(?<=\d)\s+([a-d\d])\)|(?<=[^\W\d_])\s*(\d)\))", re.DOTALL
)


def shown(grid: Grid, below: int) -> Grid:
    """Return a sheet with the notes on its rows (from ``below`` on): behind a number, else as a comment on its row."""
    notes = dict[str, str]()
    for at, row in enumerate(grid.rows[below:], below):
        (i, text), *others = [(i, text) for i, text in enumerate(row) if text] or [(0, "")]
        if not others and (own := _note(text, _mark_of(grid, at, i), {*grid.marks.values()})):
            notes.setdefault(*own)
    if not notes:
        return grid
    rows, comments = list(grid.rows), dict(grid.comments)
    for at, row in enumerate(grid.rows[below:], below):
        for i, text in enumerate(row if sum(map(bool, row)) > 1 else ()):
            mark = _mark_of(grid, at, i)
            match = MARKED.fullmatch(text) if not mark else None
            mark = mark or (next(filter(None, match.groups()[1:]), "") if match else "")
            if not (note := notes.get(mark, "")):
                continue
            if text[0].isdigit():
                marked = text if match else f"{text} {mark})"
                rows[at] = [f"{marked} : {note}" if j == i else t for j, t in enumerate(rows[at])]
            else:
                comments[at] = f"{comments.get(at, '')} {note}".strip()
    return replace(grid, rows=rows, comments=comments)


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

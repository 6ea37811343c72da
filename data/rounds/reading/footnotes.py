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
    for row in grid.rows[below:]:
        if sum(map(bool, row)) == 1 and (match := NOTE.fullmatch(next(filter(None, row)))):
            notes.setdefault(match[1] or match[2], match[3])
    if not notes:
        return grid
    rows, comments = list(grid.rows), dict(grid.comments)
    for at, row in enumerate(grid.rows[below:], below):
        for i, text in enumerate(row):
            match = MARKED.fullmatch(text) if sum(map(bool, row)) > 1 else None
            note = notes.get(next(filter(None, match.groups()[1:]), "")) if match else None
            if not note:
                continue
            if text[0].isdigit():
                rows[at] = [f"{t} : {note}" if j == i else t for j, t in enumerate(rows[at])]
            else:
                comments[at] = f"{comments.get(at, '')} {note}".strip()
    return replace(grid, rows=rows, comments=comments)

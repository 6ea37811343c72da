"""The numbers of a chart as a typed table: what every table, CSV, workbook and native chart of it is made from.

Texts are plain (never escaped) and in the reader's language. Numbers stay numbers: ``Number.text`` is the one place
that forms them for people, and whoever writes a file takes ``value`` and the rest as they are.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from data.indicators import Basis, Mark
from locales import UNSURE, Words


@dataclass(frozen=True)
class Number:
    """One number with all that its form depends on.

    ``value`` is None where no source says it: never 0. A percentage is 65 for 65 %. It is shown with at most
    ``decimals`` decimals. ``instead`` is what people read in its place, already in words: "9 of 11" for 9, "did not
    take part" for 0 or for None; without it None reads as "not available", or by its ``mark`` as "not stated".
    ``formula`` says how a workbook computes it (see ``Table``). A ``mark`` says that it is at least, or at most, so
    much: part of it is not known.
    """

    value: float | None
    basis: Basis = "stated"
    decimals: int = 0
    percent: bool = False
    instead: str = ""
    formula: str = ""
    mark: Mark = ""

    @property
    def is_estimate(self) -> bool:
        """Whether it is a number that carries the sign ≈: an estimate, or approximate in its source."""
        return self.value is not None and self.basis in UNSURE

    @property
    def is_whole(self) -> bool:
        """Whether it is no estimate and all of it is known: it is drawn filled."""
        return not self.is_estimate and not self.mark

    def text(self, words: Words) -> str:
        """Return the number as people read it, plain: an estimate carries its sign."""
        if self.instead:
            return self.instead
        if self.value is None and self.mark:
            return words("not_stated")
        form = words.percent if self.percent else words.number
        shown = form(self.value, self.decimals)
        return words.marked(shown, self.basis, self.mark) if self.value is not None else shown


OUTSIDE = ("http://", "https://")  # with what an address outside begins


class Linked(str):
    """A text of which parts lead somewhere: each part with its address, "" where it leads nowhere.

    Story and charts know no addresses but those outside: inside it is the name of a page or of a row, which an outlet
    turns into its own. ``anchor`` is the name by which others lead to this text. Who knows nothing of links has a text.
    """

    __slots__ = ("anchor", "parts")
    parts: tuple[tuple[str, str], ...]
    anchor: str

    def __new__(cls, parts: Iterable[tuple[str, str]], anchor: str = "") -> Self:
        """Join the parts."""
        listed = tuple(parts)
        made = super().__new__(cls, "".join(text for text, _ in listed))
        made.parts, made.anchor = listed, anchor
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[tuple[str, str], ...], str]]:
        """Let another process make its own."""
        return type(self), (self.parts, self.anchor)

    @property
    def outside(self) -> str:
        """The first address outside that the text has; "" for none."""
        return next((of for _, of in self.parts if of.startswith(OUTSIDE)), "")

    def addressed(self, to: Callable[[str], str]) -> Self:
        """Return the text with the address of each name inside; one outside stays."""
        parts = ((text, of if not of or of.startswith(OUTSIDE) else to(of)) for text, of in self.parts)
        return type(self)(parts, self.anchor)


Cell = str | Number | float | dt.date | None  # a float stands as it is kept; None: nothing to say, an empty cell


@dataclass(frozen=True)
class Column:
    """One column, its cells from top to bottom.

    ``key`` names it in formulas and for the plot that draws it; ``unit`` is the unit in words, "" where the label or
    the cells say it. ``total`` stands below the column in a workbook. ``note`` explains it (how it is computed).
    ``role`` colours its head and ``roles`` its cells (see ``charts.style.colour``). A ``detail`` is left out
    beside the figure and kept in files: codes, bases, what a rate was computed from.
    """

    key: str
    label: str
    cells: tuple[Cell, ...]
    unit: str = ""
    total: Number | None = None
    note: str = ""
    role: str = ""
    roles: tuple[str, ...] = ()
    detail: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers and no text."""
        return any(isinstance(c, Number) for c in self.cells) and not any(isinstance(c, str) for c in self.cells)

    @property
    def is_set_right(self) -> bool:
        """Whether people read a number in it: where each number is unknown, or said in words, it reads as text."""
        numbers = [c for c in self.cells if isinstance(c, Number)]
        return self.is_numeric and any(c.value is not None and (c.value or not c.instead) for c in numbers)

    @property
    def head(self) -> str:
        """The label with its unit, for files."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True)
class Table:
    """Columns of one length.

    A formula, of a number or of a total, names columns by their keys; a workbook puts cells in their place:
    ``[key]`` is the cell in the same row, ``[key:first]`` the first one, ``[key:before]`` the one above,
    ``[key:total]`` the total, and ``[key:all]`` the whole column: ``[people]/[people:total]``, ``SUM([people:all])``.
    """

    columns: tuple[Column, ...] = ()

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for columns of different lengths."""
        if len({len(column.cells) for column in self.columns}) > 1:
            raise ValueError([(column.key, len(column.cells)) for column in self.columns])

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that stand beside the figure."""
        return tuple(column for column in self.columns if not column.detail)

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells of the shown columns, row by row."""
        return tuple(zip(*(column.cells for column in self.shown), strict=True))

    def __getitem__(self, key: str) -> Column:
        """Return a column by its key; raises ``KeyError``."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def texts(self, words: Words) -> tuple[tuple[str, ...], ...]:
        """Return what stands beside the figure as plain text; the first row is the header."""
        head = tuple(column.label for column in self.shown)
        return (head, *(tuple(text(cell, words) for cell in row) for row in self.rows)) if head else ()


def text(cell: Cell, words: Words) -> str:
    """Return a cell as people read it, plain."""
    match cell:
        case None:
            return ""
        case Number():
            return cell.text(words)
        case dt.date():
            return words.date(cell)
    return str(cell)


def total(key: str, cells: Sequence[Cell], basis: Basis = "computed", decimals: int = 0) -> Number:
    """Return the sum of a column, missing ones left out, with its formula.

    It is at least so much where one of them is, or where one is not stated; not stated where none is.
    """
    numbers = [cell for cell in cells if isinstance(cell, Number)]
    known = [number.value for number in numbers if number.value is not None]
    lacks = any(number.mark for number in numbers)
    if lacks and not known:
        return Number(None, basis, decimals, mark="not_stated")
    return Number(math.fsum(known), basis, decimals, formula=f"SUM([{key}:all])", mark="at_least" if lacks else "")

"""The numbers of a chart as a typed table: what every table, CSV, workbook and native chart of it is made from.

Texts are plain (never escaped) and in the reader's language. Numbers stay numbers: ``Number.text`` is the one place
that forms them for people, and whoever writes a file takes ``value`` and the rest as they are.
"""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from data.indicators import Basis, Mark
from locales import UNSURE, Words, borne


@dataclass(frozen=True)
class Number:
    """One number with all that its form depends on.

    ``value`` is None where no source says it: never 0. A percentage is 65 for 65 %. It is shown with
    ``decimals`` decimals, as all beside it are, so far as it bears them. ``instead`` is what people read in its
    place, already in words: "9 of 11" for 9, "did not take part" for 0 or for None; without it None reads as "not
    available", or by its ``mark`` as "not stated".
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

    @property
    def shown_decimals(self) -> int:
        """How many decimals it is shown with: an estimate bears fewer."""
        return borne(self.value, self.basis, self.decimals)

    def computed(self, formula: str) -> Self:
        """Return the number as a workbook computes it; one that is missing has no formula."""
        return self if self.value is None else replace(self, formula=formula)

    def in_sentence(self, words: Words) -> str:
        """Return the number as a sentence has it: a word says that an estimate is a bound."""
        return self.text(words, in_sentence=True)

    def text(self, words: Words, in_sentence: bool = False) -> str:
        """Return the number as people read it, plain: an estimate or a bound carries its sign, one at most."""
        if self.instead:
            return self.instead
        if self.value is None and self.mark:
            return words("not_stated")
        form = words.percent if self.percent else words.number
        shown = form(self.value, self.shown_decimals)
        return words.marked(shown, self.basis, self.mark, in_sentence) if self.value is not None else shown


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


class Dated(str):
    """A text that says when; ``begins`` is that day, month, year or moment as ISO 8601 has it, for who sorts."""

    __slots__ = ("begins",)
    begins: str

    def __new__(cls, shown: str, begins: str) -> Self:
        """Keep both."""
        made = super().__new__(cls, shown)
        made.begins = begins
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Let another process make its own."""
        return type(self), (str(self), self.begins)


NOTHING = "–"  # in the place of a text that does not apply
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

    @classmethod
    def of(cls, labels: Mapping[str, str], rows: Iterable[Sequence[Cell]]) -> Self:
        """Return rows of cells as a table, whose columns are called so, by their keys."""
        listed = [tuple(row) for row in rows]
        columns = zip(*listed, strict=True) if listed else ((),) * len(labels)
        return cls(tuple(Column(*label, cells) for label, cells in zip(labels.items(), columns, strict=True)))

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.columns[0].cells) if self.columns else 0

    def arranged(self, words: Words, by: str = "", search: str = "") -> Self:
        """Return the rows that have all the words of ``search``, or words that begin so, sorted ``by`` a column.

        That is its key, with "-" before it for the largest first; rows stay in their order where they are alike, and
        where there is no such column. What is not known comes last, in both directions.
        """
        if not (by or search):
            return self
        rows = list(range(self.height))
        if search:
            rows = [n for n, row in enumerate(self.rows) if has_words(" ".join(text(c, words) for c in row), search)]
        column = next((one for one in self.shown if one.key == by.removeprefix("-")), None)
        if column:
            cells = column.cells
            rows.sort(key=lambda n: _rank(cells[n], words), reverse=by.startswith("-"))
            rows.sort(key=lambda n: not is_known(cells[n], words))
        return self.of_rows(rows)

    def of_rows(self, rows: Sequence[int]) -> Self:
        """Return a table of those rows alone, in that order."""

        def picked[T](cells: tuple[T, ...]) -> tuple[T, ...]:
            return tuple(cells[n] for n in rows) if cells else ()

        columns = (replace(one, cells=picked(one.cells), roles=picked(one.roles)) for one in self.columns)
        return replace(self, columns=tuple(columns))

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


def is_known(cell: Cell, words: Words) -> bool:
    """Whether a cell says something: no dash, nor that it is not available or not stated."""
    if isinstance(cell, Number):
        return cell.value is not None
    return text(cell, words) not in ("", NOTHING, words("missing"), words("not_stated"))


def _rank(cell: Cell, words: Words) -> tuple[int, float, str]:
    """Return by what a cell is sorted: numbers by their value, dates by when, texts as a dictionary has them."""
    match cell:
        case Number():
            return 0, cell.value or 0, ""
        case float():
            return 0, cell, ""
        case Dated():
            return 1, 0, cell.begins
        case dt.date():
            return 1, 0, cell.isoformat()
    plain = unicodedata.normalize("NFKD", text(cell, words)).casefold()
    return 2, 0, "".join(letter for letter in plain if not unicodedata.combining(letter))


def has_words(shown: str, search: str) -> bool:
    """Whether a text has every word that is searched, or words that begin so.

    A number is found as it is printed, never within another: "Aru" is not in "baru", 20 is in no 1.220.
    """
    return all(beginning(part).search(shown.lower()) for part in search.lower().split())


def beginning(part: str) -> re.Pattern[str]:
    """Return what finds a word that begins so, in small letters."""
    return re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(part)}")


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

"""The table beside a chart as HTML, and a chart's numbers as CSV."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from charts.chart import Chart, drawn_once
from charts.table import Cell, Column, Number, Table, text
from data.csv_file import csv_file
from locales import Words
from render import links

SHORT, LONG = 14, 25  # letters of the longest cell of a column that does not wrap, and of one that needs room
PHONE_LETTERS = 44  # in one line of a table on a phone, two between columns included


@dataclass(frozen=True)
class Sorting:
    """By what a table is sorted (see ``charts.table.Table.arranged``), and where the head of a column leads."""

    by: str
    address: Callable[[Column], str]

    def direction(self, column: Column) -> str:
        """Return how a column is sorted, as ``aria-sort`` says it; "" where the table is not sorted by it."""
        return {column.key: "ascending", f"-{column.key}": "descending"}.get(self.by, "")


def of_chart(chart: Chart, sorting: Sorting | None = None) -> Markup:
    """Return what stands beside a chart as HTML."""
    by = sorting.by if sorting else ""
    body = _body(chart.table.arranged(chart.words, by), chart.words) if by else _unsorted(chart)
    return _with_heads(body, chart.words, chart.text.subtitle, sorting)


def html(
    table: Table,
    words: Words,
    caption: str,
    sorting: Sorting | None = None,
    led: Callable[[str], str] = lambda cell: cell,
) -> Markup:
    """Return a table as HTML; with a ``sorting`` its heads are links. ``led`` says where its texts lead in this outlet.

    On a phone each row of a wide table stands by itself, every cell under its column's name (text.css): the roles
    say that it stays a table.
    """
    return _with_heads(_body(table, words, led), words, caption, sorting)


@dataclass(frozen=True)
class _Body:
    """A table without its heads: its columns, what text.css calls each of them, and its rows as HTML."""

    columns: tuple[Column, ...]
    kinds: list[str]
    is_wide: bool
    lines: Markup


def _body(table: Table, words: Words, led: Callable[[str], str] = lambda cell: cell) -> _Body:
    columns = table.shown
    kinds = list[str]()
    for column in columns:  # numbers that no source says stand as those before them
        follows = column.is_numeric and kinds[-1:] == ["number"]
        kinds.append("number" if column.is_set_right or follows else "text")
    rows = [[led(cell) if isinstance(cell, str) else text(cell, words) for cell in row] for row in table.rows]
    kinds = [f"{kind}{_length(row[i] for row in rows)}" for i, kind in enumerate(kinds)]
    labels = [column.label for column in columns]
    lines = Markup("").join(Markup('<tr role="row">{}</tr>').format(_cells(labels, row, kinds)) for row in rows)
    return _Body(columns, kinds, not _fits_a_phone([labels, *rows]), lines)


@drawn_once
def _unsorted(chart: Chart) -> _Body:
    """Return a chart's table as nobody has sorted it: the live page has it with every choice."""
    return _body(chart.table, chart.words)


def _with_heads(body: _Body, words: Words, caption: str, sorting: Sorting | None) -> Markup:
    heads = (_sortable(column, kind, sorting) for column, kind in zip(body.columns, body.kinds, strict=True))
    return Markup(
        '<div class="table{}" tabindex="0" role="region" aria-label="{}"><table role="table"><caption>{}</caption>'
        '<thead role="rowgroup"{}><tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table></div>'
    ).format(
        " wide" if body.is_wide else "", caption, caption,
        Markup(' data-label="{}"').format(words("table.sort")) if sorting else "", Markup("").join(heads), body.lines,
    )  # fmt: skip


def _length(cells: Iterable[str]) -> str:
    """Return how text.css calls a column of cells that never wrap, and one of cells that need some room."""
    longest = max(map(len, cells), default=0)
    return " short" if longest <= SHORT else " long" if longest >= LONG else ""


def _sortable(column: Column, kind: str, sorting: Sorting | None) -> Markup:
    """Return the head of a column."""
    label, direction = escape(column.label), sorting.direction(column) if sorting else ""
    if sorting:
        label = Markup('<a class="sort" href="{}">{}</a>').format(sorting.address(column), label)
    sorted_ = Markup(' aria-sort="{}"').format(direction) if direction else ""
    return Markup('<th scope="col" role="columnheader" class="{}"{}>{}</th>').format(kind, sorted_, label)


def _cells(head: Sequence[str], row: Sequence[str], kinds: Sequence[str]) -> Markup:
    """Return the cells of one row; each knows its column's name, for where the header is out of sight."""
    first = Markup('<th scope="row" role="rowheader" class="{}" data-label="{}"{}>{}</th>')
    other = Markup('<td role="cell" class="{}" data-label="{}"{}>{}</td>')
    cells = zip(kinds, head, map(links.anchor, row), map(links.markup, row), strict=True)
    return Markup("").join((first if i == 0 else other).format(*cell) for i, cell in enumerate(cells))


def _fits_a_phone(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the longest words of all columns fit beside each other on a phone."""
    longest = [max(len(word) for cell in column for word in f"{cell} -".split()) for column in zip(*rows, strict=True)]
    return sum(longest) + 2 * len(longest) <= PHONE_LETTERS


def csv(chart: Chart) -> bytes:
    """Return a chart's numbers as CSV, with codes, units, bases, what is measured, and sources.

    A number that no source says is an empty cell, and the row says so in words.
    """
    words, columns = chart.words, chart.table.columns
    absent = [_absence(row, words) for row in zip(*(column.cells for column in columns), strict=True)]
    same = ((words("table.measured"), chart.text.subtitle), (words("table.source"), chart.text.sources))
    listed = [
        *([_head(column), *(_plain(cell, words) for cell in column.cells)] for column in columns),
        *([[words("table.absent"), *absent]] if any(absent) else []),
        *([head, *[text] * len(absent)] for head, text in same),
    ]
    return csv_file(zip(*listed, strict=True), words)


def _absence(row: Sequence[Cell], words: Words) -> str:
    """Return what people read where a row's first number is missing; "" where it is there, or another cell says so."""
    first = next((cell for cell in row if isinstance(cell, Number)), None)
    if first is None or first.value is not None:
        return ""
    reason = first.text(words)
    return "" if reason in row else reason


def _head(column: Column) -> str:
    percent = any(isinstance(cell, Number) and cell.percent for cell in column.cells)
    return f"{column.label} (%)" if percent else column.head


def _plain(cell: Cell, words: Words) -> str | Decimal | None:
    """Return a number with its decimals, anything else as a text."""
    if isinstance(cell, Number):
        return None if cell.value is None else Decimal(f"{cell.value:.{cell.decimals}f}")
    return text(cell, words)

"""The table beside a chart as HTML, and a chart's numbers as CSV."""

import csv as csv_writer
import io
import re
from collections.abc import Sequence

from markupsafe import Markup

from charts.chart import Chart
from charts.table import Cell, Column, Number, text
from locales import DECIMAL, SEPARATOR, Words
from render import links

PHONE_LETTERS = 44  # in one line of a table on a phone, two between columns included
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def of_chart(chart: Chart) -> Markup:
    """Return what stands beside a chart as HTML."""
    shown = chart.table.shown
    rows = [[text(cell, chart.words) for cell in row] for row in chart.table.rows]
    return html([c.label for c in shown], rows, [c.is_set_right for c in shown], chart.text.subtitle)


def of_texts(rows: Sequence[Sequence[str]], caption: str) -> Markup:
    """Return rows of plain text as HTML, the first of them the header; numbers stand on the right."""
    head, *body = rows
    return html(head, body, [_is_number_column([row[i] for row in body]) for i in range(len(head))], caption)


def _is_number_column(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers, dashes, or words in place of a number; a text that begins with one is neither."""
    numbers = [re.fullmatch(r"((≥|≤) )?(≈ )?−?[\d.,]+ ?%?", cell) for cell in cells]
    others = [cell for cell, number in zip(cells, numbers, strict=True) if not number]
    return any(numbers) and not any(re.match(r"[≥≤≈−\d]", cell) for cell in others)


def html(head: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], caption: str) -> Markup:
    """Return rows of plain text as an HTML table. ``numeric`` says which columns hold numbers.

    On a phone each row of a wide table stands by itself, every cell under its column's name (text.css): the roles
    say that it stays a table.
    """
    kinds = ["number" if is_number else "text" for is_number in numeric]
    heads = Markup("").join(
        Markup('<th scope="col" role="columnheader" class="{}">{}</th>').format(kind, cell)
        for cell, kind in zip(head, kinds, strict=True)
    )
    lines = Markup("").join(Markup('<tr role="row">{}</tr>').format(_cells(head, row, kinds)) for row in rows)
    return Markup(
        '<div class="table{}" tabindex="0" role="region" aria-label="{}"><table role="table"><caption>{}</caption>'
        '<thead role="rowgroup"><tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table></div>'
    ).format("" if _fits_a_phone([head, *rows]) else " wide", caption, caption, heads, lines)


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
    """Return a chart's numbers as CSV (UTF-8 with its mark), with codes, units, bases, what is measured, and sources.

    Columns and decimals are set apart as spreadsheet programs of the language expect it. A number that no source says
    is an empty cell, and the row says so in words. Texts never start as a formula does.
    """
    written, words = io.StringIO(), chart.words
    writer = csv_writer.writer(written, delimiter=SEPARATOR[words.language], lineterminator="\n")
    columns = chart.table.columns
    rows = list(zip(*(column.cells for column in columns), strict=True))
    absent = [_absence(row, words) for row in rows]
    named = [(words("table.absent"), absent)] if any(absent) else []
    same = ((words("table.measured"), chart.text.subtitle), (words("table.source"), chart.text.sources))
    named += [(head, [text] * len(rows)) for head, text in same]
    writer.writerow([harmless(head) for head in (*map(_head, columns), *(head for head, _ in named))])
    for n, row in enumerate(rows):
        more = [harmless(texts[n]) for _, texts in named]
        writer.writerow([*(_plain(cell, words) for cell in row), *more])
    return written.getvalue().encode("utf-8-sig")


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


def _plain(cell: Cell, words: Words) -> str:
    if isinstance(cell, Number):
        text_of_it = "" if cell.value is None else f"{cell.value:.{cell.decimals}f}"
        return text_of_it.replace(".", DECIMAL[words.language])
    return harmless(text(cell, words))


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text

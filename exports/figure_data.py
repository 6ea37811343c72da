"""The numbers of one figure as CSV and XLSX: the table that stands beside it, with numbers as numbers."""

import csv as csv_writer
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from babel.numbers import NumberFormatError, get_group_symbol, parse_decimal

from charts.style import about
from exports.drawingml import plain
from exports.sheets import WHOLE, Book, Column, Page
from locales import Words
from story.lists import harmless


@dataclass(frozen=True)
class _Shown:
    """A number as the figure's table shows it: its value, decimals, and what stands around it."""

    value: float
    decimals: int = 0
    grouped: bool = True
    percent: bool = False
    estimated: bool = False


def csv(fig: go.Figure, words: Words) -> bytes:
    """Return a figure's numbers as CSV (UTF-8 with its mark, decimal points); absent numbers are empty cells.

    A column with estimates is followed by one that says which they are. Texts never start as a formula does.
    """
    text = io.StringIO()
    writer = csv_writer.writer(text, lineterminator="\n")
    head: list[str] = []
    listed: list[list[str | float]] = []
    for title, cells in _columns(fig, words):
        percent = any(isinstance(cell, _Shown) and cell.percent for cell in cells)
        head.append(harmless(f"{title} (%)" if percent else title))
        listed.append([_plain_number(c) if isinstance(c, _Shown) else harmless(c or "") for c in cells])
        marks = [isinstance(cell, _Shown) and cell.estimated for cell in cells]
        if any(marks):
            head.append(words("figure_data.basis", what=title))
            listed.append([words("basis.estimated") if mark else "" for mark in marks])
    writer.writerows([head, *zip(*listed, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def xlsx(fig: go.Figure, words: Words, made: dt.date) -> bytes:
    """Return a figure's numbers as a workbook of one sheet, with its finding and its source.

    ``made`` is the day that the file says it was made.
    """
    said = about(fig)
    title, subtitle = plain(said.title), plain(said.subtitle)
    book = Book(words, title, subtitle, [said.sources], made)
    page = Page(book, book.name(words("figure_data.sheet")))
    page.heading(title, subtitle)
    page.sheet.freeze_panes(page.row + 1, 0)
    place = page.table([_sheet_column(title, cells) for title, cells in _columns(fig, words)])
    page.row = place.last + 2
    page.small(f"{words('source.label')} {said.sources}")
    page.close()
    return book.close()


def _columns(fig: go.Figure, words: Words) -> list[tuple[str, list[_Shown | str | None]]]:
    """Return title and cells of each column of a figure's table. What is not a number in a column of them is None."""
    head, *rows = about(fig).table or (("",),)
    found: list[tuple[str, list[_Shown | str | None]]] = []
    absent = {words("missing"), words("table.none"), "–", ""}
    for x, title in enumerate(head):
        cells = [row[x] for row in rows]
        numbers = [_read(cell, words) for cell in cells]
        are_numbers = any(numbers) and all(n or cell in absent for n, cell in zip(numbers, cells, strict=True))
        found.append((title, list(numbers if are_numbers else cells)))
    return found


def _read(text: str, words: Words) -> _Shown | None:
    """Return the number that a text shows in the reader's language; None if it shows something else."""
    sign = words("estimate", n="")
    digits = text.removeprefix(sign.strip()).strip().removesuffix("%").strip()
    try:
        value = float(parse_decimal(digits, locale=words.locale, strict=True))
    except NumberFormatError:
        return None
    group = get_group_symbol(words.locale)
    decimals = len(digits.replace(group, "").partition("," if group == "." else ".")[2])
    return _Shown(value, decimals, group in digits or value < 1000, "%" in text, text.startswith(sign.strip()))


def _plain_number(shown: _Shown) -> str:
    return f"{shown.value:.{shown.decimals}f}"


def _sheet_column(title: str, cells: Sequence[_Shown | str | None]) -> Column:
    numbers = [cell for cell in cells if isinstance(cell, _Shown)]
    if not numbers:
        return Column(title, [cell if isinstance(cell, str) else None for cell in cells])
    decimals = max(number.decimals for number in numbers)
    whole = WHOLE if all(number.grouped for number in numbers) else "0"
    percent = any(number.percent for number in numbers)
    form = whole + f".{'0' * decimals}" * bool(decimals) + "%" * percent
    values = [(c.value / 100 if percent else c.value) if isinstance(c, _Shown) else None for c in cells]
    return Column(title, values, number=form, estimated=[isinstance(c, _Shown) and c.estimated for c in cells])

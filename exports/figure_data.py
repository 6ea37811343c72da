"""The numbers of one chart as a workbook of one sheet."""

import datetime as dt

from charts import table
from charts.chart import Chart
from charts.table import Number
from exports.sheets import Book, Cell, Column, Page


def xlsx(chart: Chart, made: dt.date) -> bytes:
    """Return a chart's numbers as a workbook of one sheet, with its headline and its source.

    ``made`` is the day that the file says it was made.
    """
    text, words = chart.text, chart.words
    book = Book(words, text.headline, text.subtitle, [text.sources], made)
    page = Page(book, book.name(words("figure_data.sheet")))
    page.heading(text.headline, text.subtitle)
    page.sheet.freeze_panes(page.row + 1, 0)
    place = page.table([column_of(column) for column in chart.table.columns])
    page.row = place.last + 2
    page.small(f"{words('source.label')} {text.sources}")
    page.close()
    return book.close()


def column_of(column: table.Column) -> Column:
    """Return a chart's column as a sheet has it."""
    numbers = [cell for cell in column.cells if isinstance(cell, Number)]
    forms = [_form(cell) if isinstance(cell, Number) else "" for cell in column.cells]
    marks = [isinstance(cell, Number) and cell.is_estimate for cell in column.cells]
    cells = [_cell(cell) for cell in column.cells]
    return Column(column.head, cells, number=forms if numbers else "", estimated=marks, note=column.note)


def _form(number: Number) -> str:
    return "#,##0" + f".{'0' * number.decimals}" * bool(number.decimals) + "%" * number.percent


def _cell(cell: table.Cell) -> Cell:
    if not isinstance(cell, Number):
        return cell
    return cell.value / 100 if cell.percent and cell.value is not None else cell.value

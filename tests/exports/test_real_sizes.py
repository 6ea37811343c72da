"""With a hundred rounds, names of 200 letters, fifty regencies deck and workbook are whole: no cut, no tiny type."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from data.selection import Selection
from data.tables import Tables
from data.view import View
from exports.deck import deck
from exports.workbook import workbook
from locales import Words
from render.office import EMU, width, wrapped
from render.plotly import SEPARATOR
from render.pptx import BAR_LINE, BAR_TYPE, WIDEST
from tests.invented import fifty, long_names, long_regencies, many_rounds

SMALLEST = 900  # hundredths of a point


@pytest.mark.slow
@pytest.mark.parametrize("made", [long_names, many_rounds, fifty, long_regencies])
def test_no_slide_has_small_type_or_a_shape_beyond_its_edges(made: Callable[[], Tables]) -> None:
    show = Presentation(io.BytesIO(deck(View(made(), Selection("all"), Words("id")))))
    for slide in show.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= show.slide_width - shape.width, shape.name
            assert 0 <= shape.top <= show.slide_height - shape.height, shape.name
        for holder in (shape for shape in slide.shapes if shape.has_chart):
            plot = holder.chart.plots[0]
            names = [name.partition(SEPARATOR)[0] for name in plot.categories]
            lines = max(holder.height / EMU / max(len(names), 1) // (BAR_TYPE * BAR_LINE), 1)
            assert [name for name in names if width(name, BAR_TYPE) > WIDEST * holder.width / EMU * lines] == []
        charts = [shape.chart.part._element for shape in slide.shapes if shape.has_chart]
        sizes = {int(size) for one in (slide._element, *charts) for size in one.xpath(".//@sz") if size.isdigit()}
        assert min(sizes, default=SMALLEST) >= SMALLEST


@pytest.mark.slow
@pytest.mark.parametrize("made", [long_names, many_rounds, fifty, long_regencies])
def test_every_cell_of_words_has_room_in_its_row(made: Callable[[], Tables]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(View(made(), Selection("all"), Words("id")))))
    assert len({name.lower() for name in book.sheetnames}) == len(book.sheetnames)
    assert max(map(len, book.sheetnames)) <= 31
    for sheet in book:
        for cell, room in _words_of(sheet):
            assert cell.font.sz * 100 >= SMALLEST
            lines = wrapped(cell.value, cell.font.sz, room, bool(cell.font.b))
            height = sheet.row_dimensions[cell.row].height or 15
            assert len(lines) * cell.font.sz * 1.2 <= height + 1, (sheet.title, cell.coordinate)


def test_a_word_longer_than_a_line_is_broken() -> None:
    lines = wrapped(f"Dari {'panjang' * 30}: 5", 20, 300)
    assert "".join(lines).replace(" ", "") == f"Dari{'panjang' * 30}:5"
    assert max(width(line, 20) for line in lines) <= 300
    assert wrapped("", 20, 300) == [""]


def _words_of(sheet: Any) -> Iterator[tuple[Any, float]]:
    """Yield the cells whose words are wrapped, with the width that they have, in points."""
    merged = {(one.min_row, one.min_col): one.max_col for one in sheet.merged_cells.ranges}
    widths = {c: d.width for d in sheet.column_dimensions.values() for c in range(d.min, d.max + 1)}
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and not cell.value.startswith("=") and cell.alignment.wrap_text:
                last = merged.get((cell.row, cell.column), cell.column)
                columns = range(cell.column, last + 1)
                yield cell, sum(widths.get(c, 8.43) * 7 + 5 for c in columns) * 0.75

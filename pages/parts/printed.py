"""What the pages print, sentence by sentence and row by row, each with its page and the heading above it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from charts.chart import Chart
from charts.plots import Bars, MapPlot
from charts.table import text as of_cell
from data.tables import BrokenTableError
from data.view import View, cached
from pages import MENU, described
from pages.parts.page import Block, Figure, Heading, Listing, Numbers, Paragraph, TableBlock, leaves, text


@dataclass(frozen=True)
class Printed:
    """A text on a page, and the heading above it with its anchor."""

    page: str
    anchor: str
    heading: str
    text: str


@cached(8)
def everything(view: View) -> tuple[Printed, ...]:
    """Return all that the pages with figures print of a selection; what has problems is left out."""
    return tuple(printed for page in MENU["explore"] for printed in _page(view, page))


def _page(view: View, key: str) -> Iterator[Printed]:
    page = described(key)
    place, heading = key, ""
    try:
        heading = text(page.headline.text, view)
        yield Printed(key, place, heading, f"{heading}. {text(page.headline.lead, view)}")
        for block in leaves(page.blocks, view):
            if isinstance(block, Heading):
                place, heading = block.anchor, text(block.text, view)
            elif isinstance(block, Figure):
                chart = block.build(view)
                place, heading = (chart.key if block.has_title else place), chart.text.headline
                yield from (Printed(key, place, heading, line) for line in _figure(chart))
            else:
                yield from (Printed(key, place, heading, line) for line in _lines(block, view))
    except BrokenTableError:
        return  # the page itself says what is wrong


def _figure(chart: Chart) -> Iterator[str]:
    yield f"{chart.text.headline}. {chart.text.subtitle}"
    yield from _rows(chart.rows)
    match chart.plot:
        case Bars(rows=rows, series=series):
            for n, row in enumerate(rows):
                cells = [row.name, *(one.values[n] for one in series), row.note]
                yield " · ".join(of_cell(cell, chart.words) for cell in cells)
        case MapPlot(labels=labels, key=key):
            yield from ("".join(run.text for line in label.lines for run in line) for label in labels)
            yield from (entry.text for entry in key.entries) if key else ()


def _rows(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield a table's rows, each cell after the other."""
    yield from (" · ".join(map(str, row)) for row in list(rows)[1:])


def _lines(block: Block, view: View) -> Iterator[str]:
    match block:
        case Paragraph():
            yield text(block.text, view)
        case Listing():
            yield from block.items(view)
        case Numbers():
            for compute in block.numbers:
                number = compute(view)
                yield f"{number.label}: {number.value}; {number.note}"
        case TableBlock():
            yield from _rows(block.table(view).texts(view.words))

"""What pages and slides print, sentence by sentence and row by row, each with its page and the heading above it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from charts.chart import Chart
from charts.plots import Bars, MapPlot
from charts.table import text as of_cell
from charts.words import caption
from data.selection import Selection, regency_codes, round_codes
from data.tables import BrokenTableError
from data.view import View, cached
from pages import MENU, described
from pages.parts.page import Block, Figure, Heading, Listing, Numbers, Paragraph, TableBlock, leaves, text, title
from story.slides import tell

PAGES = (*MENU["explore"], *MENU["about"])
# Of other selections that are gone through: the newest rounds, and regencies in them.
MOST_ROUNDS, MOST_REGENCIES = 5, 60
LISTED = "numbers"  # the section of Sources that searches, and lists what it finds


@dataclass(frozen=True)
class PageText:
    """A text on a page, and the heading above it with its anchor."""

    page: str
    anchor: str
    heading: str
    text: str
    slide: int = 0  # its number, from 1
    selection: Selection | None = None  # of which it is, if that is another one than the reader's


@cached(8)
def everything(view: View) -> tuple[PageText, ...]:
    """Return all that pages print of a selection, then what slides alone say; what has problems is left out.

    The page Sources lists its numbers itself: of it, only what it says of them in words is here.
    """
    of_pages = [one for page in PAGES for one in _page(view, page) if one.anchor != LISTED]
    known = {one.text for one in of_pages}
    return (*of_pages, *(one for one in _slides(view) if one.text not in known))


@cached(2, by_selection=False)
def of_others(view: View) -> tuple[PageText, ...]:
    """Return what is printed of other selections: all of a round, and of a regency the first page; each text once."""
    rounds = [view.of(Selection(code)) for code in reversed(round_codes(view.tables))][:MOST_ROUNDS]
    regencies = (
        of_round.of(Selection(of_round.selection.round, code))
        for of_round in rounds
        for code in regency_codes(view.tables)
    )
    texts = dict[tuple[str, str], PageText]()
    for other in (*rounds, *islice(regencies, MOST_REGENCIES)):
        named = caption(other)
        for one in _page(other, PAGES[0]) if other.selection.regency else everything(other):
            own = replace(one, heading=f"{one.heading} ({named})", selection=other.selection)
            texts.setdefault((one.page, one.text), own)
    return tuple(texts.values())


def _page(view: View, key: str) -> Iterator[PageText]:
    page = described(key)
    place, heading = key, ""
    try:
        heading = text(page.headline.text, view)
        yield PageText(key, place, heading, f"{heading}. {text(page.headline.lead, view)}")
        for block in leaves(page.blocks, view):
            if isinstance(block, Heading):
                place, heading = block.anchor, text(block.text, view)
            elif isinstance(block, Figure):
                chart = block.build(view)
                own = title(block, chart, view)
                place, heading = (chart.key if own else place), own or chart.text.headline
                yield from (PageText(key, place, heading, line) for line in _figure(chart))
            else:
                yield from (PageText(key, place, heading, line) for line in _lines(block, view))
    except BrokenTableError:
        return  # the page itself says what is wrong


def _slides(view: View) -> Iterator[PageText]:
    """Yield what is on the slides, and what the speaker says with them; /present has each below its key."""
    try:
        slides = tell(view).slides
    except BrokenTableError:
        return
    for n, slide in enumerate(slides, 1):
        rows = [" · ".join(row) for row in slide.table]
        answers = [f"{question.asked} {question.answer}" for question in slide.questions]
        anchor = slide.key if n > 1 else "present"
        lines = (*(_figure(slide.chart) if slide.chart else ()), *rows, slide.say, *answers)
        yield from (PageText("present", anchor, slide.title, line, n) for line in lines)


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
            table = block.table(view)
            yield from _rows(table.of_rows(range(table.height)[: block.most]).texts(view.words))

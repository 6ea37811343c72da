"""What is in a file before it is made: how many slides, pages or sheets, how large it is about, and a picture of it."""

import io
from collections.abc import Callable

from PIL import Image

from charts.plots import BigNumbers
from data.tables import described
from data.view import View
from exports.outlets import OUTLETS, Outlet

COVER = (728, 386)  # px: of the picture of a file's first slides or pages
GAP = 8  # px between them
GROUND = "#e4e8ec"  # behind sheets of paper
SHOWN = 4  # slides
PPI = 60.0  # of the pages of the brief


def summary(view: View, outlet: Outlet) -> str:
    """Return how many slides, pages or sheets a file has, and about how large it is."""
    words = view.words
    size = words("contents.size", size=words.number(outlet.size, 1))
    counts: dict[str, Callable[[], str]] = {
        "deck": lambda: words.count("contents.slides", _slides(view)),
        "brief": lambda: words.count("contents.pages", _pages()),
        "workbook": lambda: words.count("contents.sheets", _sheets(view)),
        "data": lambda: words.count("contents.tables", len(described(view.tables.folder))),
        "bundle": lambda: words.count("contents.files", len(OUTLETS)),
    }
    return " · ".join((counts[outlet.key](), size) if outlet.key in counts else (size,))


def _slides(view: View) -> int:
    from exports.deck import parts
    from story.slides import tell

    return sum(len(list(parts(slide, view.words))) for slide in tell(view).slides)


def _pages() -> int:
    from exports.brief import PAGES

    return int(PAGES[0][-1])


def _sheets(view: View) -> int:
    from exports.workbook import sheets

    return sheets(view)


def deck_cover(view: View) -> bytes:
    """Return a picture of the first slides that have a figure."""
    from render import card
    from story.slides import tell

    story = tell(view)
    figures = [(one, one.chart) for one in story.slides if one.chart and not isinstance(one.chart.plot, BigNumbers)]
    wide = COVER[0] // 2  # painting takes most of the time: no more of it than is shown
    return _grid([card.painted(one.title, one.reading, story.title, chart, wide) for one, chart in figures[:SHOWN]], 2)


def brief_cover(view: View) -> bytes:
    """Return a picture of the brief's pages."""
    from exports.brief import pictures

    return _grid([Image.open(io.BytesIO(page)) for page in pictures(view, PPI)], columns=2)


def _grid(pictures: list[Image.Image], columns: int) -> bytes:
    """Return pictures of one shape side by side, in a picture of the size of ``COVER``."""
    rows = -(-len(pictures) // columns)
    most = ((COVER[0] - GAP * (columns + 1)) / columns, (COVER[1] - GAP * (rows + 1)) / rows)
    scale = min(most[0] / pictures[0].width, most[1] / pictures[0].height)
    size = (round(pictures[0].width * scale), round(pictures[0].height * scale))
    sheet = Image.new("RGB", COVER, GROUND)
    left = (COVER[0] - columns * size[0] - (columns - 1) * GAP) // 2
    for n, picture in enumerate(pictures):
        place = (left + n % columns * (size[0] + GAP), GAP + n // columns * (size[1] + GAP))
        sheet.paste(picture.convert("RGB").resize(size, Image.Resampling.LANCZOS), place)
    content = io.BytesIO()
    sheet.quantize(128).save(content, "PNG", optimize=True)
    return content.getvalue()

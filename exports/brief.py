"""The brief: the selection on two A4 pages, as a tagged PDF (PDF/UA-1) with vector figures and its fonts in it.

The first page has the finding, the large numbers and the map; the second who received what by name, who is not named
yet, the national line and the sources. Figures beside the map and below the table stand there where they have room.
"""

import datetime as dt
import itertools
import json
from pathlib import Path
from typing import Any

import typst

from charts import style
from charts.figures import FIGURES
from charts.plots import Bars, Matrix
from data.view import View
from locales import Words
from render import image, plotly
from story import brief as told
from story import overview
from story.slides import Slide, Story, tell

LAYOUT = Path(__file__).with_suffix(".typ")
FULL_WIDTH, HALF_WIDTH = 780, 370  # px of a figure across the page, and across half of it
TIGHT = 0.9  # of the height that rows have on paper elsewhere
# The figures that stand on each page beside what is always there: the first of the pairs that has room, or none.
BESIDE: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("participants", "rates"), ()),
    (("unreached", "rounds"), ("rounds", "national_shares"), ()),
)
TYPE = (10.0, 9.5, 9.0, 8.5, 8.0)  # points: the largest with which all has room is taken
SMALLER = (7.0, 6.0, 5.0, 4.0)  # where names are so long that not even one row of the table has
PAGES = [[1, 2]]  # on which the two parts of the brief end


def brief(view: View) -> bytes:
    """Return the selection as a PDF file of two pages; the same bytes for the same tables and selection."""
    story = tell(view)
    made = dt.datetime.combine(story.date, dt.time(), dt.UTC)
    compiler = _fitting(_content(view, story), _beside(story), view.words)
    compiled = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    assert isinstance(compiled, bytes)
    return compiled


def pictures(view: View, ppi: float) -> list[bytes]:
    """Return the pages of the brief as PNG images, of so many px to the inch."""
    story = tell(view)
    pages = _fitting(_content(view, story), _beside(story), view.words).compile(format="png", ppi=ppi)
    return [pages] if isinstance(pages, bytes) else [page for page in pages or () if isinstance(page, bytes)]


def _fitting(content: dict[str, Any], drawn: dict[str, Any], words: Words) -> typst.Compiler:
    """Return the layout with all that has room on two pages: the table of who received what, then the figures.

    Where the table is too long in the smallest type, it has fewer rows and says how many more there are.
    """
    table = content["who"]["table"]
    fewer = [len(table) >> times for times in range(1, len(table).bit_length() - 1)]
    forms = [(size, len(table)) for size in TYPE]
    forms += [(TYPE[-1], rows) for rows in fewer] + [(size, min(2, len(table))) for size in SMALLER]
    fits = ((size, rows) for size, rows in forms if _fits(_compiler(content, size, _cut(table, rows, words), [[], []])))
    size, rows = next(fits, forms[-1])
    for one, other in itertools.product(*BESIDE):
        figures = [[drawn[key] for key in pair if key in drawn] for pair in (one, other)]
        compiler = _compiler(content, size, _cut(table, rows, words), figures)
        if _fits(compiler):
            break
    return compiler


def _cut(table: list[list[str]], rows: int, words: Words) -> list[list[str]]:
    """Return the first rows of a table, and how many more there are."""
    if rows >= len(table):
        return table
    return [*table[:rows], ["…", "", "", words.count("brief.more", len(table) - rows)]]


def _compiler(content: dict[str, Any], size: float, table: list[list[str]], figures: list[Any]) -> typst.Compiler:
    inputs = {**content, "size": size, "figures": figures, "who": {**content["who"], "table": table}}
    fonts = [str(image.FONTS)]
    return typst.Compiler(
        str(LAYOUT), font_paths=fonts, ignore_system_fonts=True, sys_inputs={"brief": json.dumps(inputs)}
    )


def _fits(compiler: typst.Compiler) -> bool:
    return bool(json.loads(compiler.query("<ends>", field="value")) == PAGES)


def _content(view: View, story: Story) -> dict[str, Any]:
    """Return all that the layout says."""
    words = view.words
    slides = {slide.key: slide for slide in story.slides}
    sentences = (overview.lead(view), overview.change_line(view))
    return {
        "title": story.title,
        "subtitle": story.subtitle,
        "caption": story.caption,
        "author": words("app.title"),
        "keywords": list(story.sources),
        "language": words.language,
        "date": words.date(story.date),
        "year": story.date.year,
        "month": story.date.month,
        "day": story.date.day,
        "accent": style.ACCENT,
        "ink": style.INK,
        "source-label": words("source.label"),
        "lead": " ".join(text for text in sentences if text),
        "numbers": [[n.label, n.value, n.note] for n in overview.key_numbers(view)],
        "map": _finding(slides["map"], FULL_WIDTH),
        "who": {"title": words("brief.who"), "table": told.who_and_what(view), "sources": told.sources(view)},
        "absent": {"title": words("brief.absent"), "text": overview.not_named(view)},
        "national": {
            "title": words("brief.national"),
            "text": overview.national_line(view),
            "sources": slides["national_shares"].sources,
        },
        "sources": {
            "title": slides["sources"].title,
            "table": slides["sources"].table,
            "closing": slides["sources"].sources,
        },
    }


def _beside(story: Story) -> dict[str, dict[str, Any]]:
    """Return the findings that stand beside others, by their keys; a story may lack some, or say no more in them."""
    keys = {key for pairs in BESIDE for pair in pairs for key in pair}
    more = (slide for slide in story.slides if slide.key in keys and slide.title != story.subtitle)
    return {slide.key: _finding(slide, HALF_WIDTH) for slide in more}


def _finding(slide: Slide, width: int) -> dict[str, Any]:
    assert slide.chart is not None
    plot, paper = slide.chart.plot, FIGURES[slide.chart.key].paper
    paper *= TIGHT if isinstance(plot, Bars | Matrix) else 1
    height = None if plot.aspect else round(plotly.height(slide.chart) * paper)
    return {
        "title": slide.title,
        "reading": slide.reading,
        "sources": slide.sources,
        "alt": slide.alt,
        "svg": image.svg(slide.chart, width, height),
    }

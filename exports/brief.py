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
TYPE = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.0, 4.0)  # points: the first with which all has room is taken
PAGES = [[1, 2]]  # on which the two parts of the brief end


def brief(view: View) -> bytes:
    """Return the selection as a PDF file of two pages; the same bytes for the same tables and selection."""
    story = tell(view)
    content, drawn = _content(view, story), _beside(story)
    made = dt.datetime.combine(story.date, dt.time(), dt.UTC)
    for size, one, other in itertools.product(TYPE, BESIDE[0], BESIDE[1]):
        figures = [[drawn[key] for key in pair if key in drawn] for pair in (one, other)]
        said = json.dumps({**content, "size": size, "figures": figures})
        compiler = typst.Compiler(
            str(LAYOUT), font_paths=[str(image.FONTS)], ignore_system_fonts=True, sys_inputs={"brief": said}
        )
        if json.loads(compiler.query("<ends>", field="value")) == PAGES:
            break
    compiled = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    assert isinstance(compiled, bytes)
    return compiled


def _content(view: View, story: Story) -> dict[str, Any]:
    """Return all that the layout says."""
    words = view.words
    slides = {slide.key: slide for slide in story.slides}
    sentences = (overview.reading(view), overview.change_line(view))
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

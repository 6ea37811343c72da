"""The brief: the selection on two A4 pages, as a tagged PDF (PDF/UA-1) with vector figures and its fonts in it.

The first page has the headline, the large numbers and the map; then comes who received what by name, who is not named
yet, figures as far as they have room, the national line and the sources.
"""

import bisect
import datetime as dt
import itertools
import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from charts import absence, province, style
from charts.figures import FIGURES
from charts.plots import Bars, MapPlot, Matrix
from charts.table import Linked
from charts.words import sentences
from data.view import View
from locales import Words
from render import image, plotly
from story import brief as told
from story import overview
from story.first_numbers import OPENING
from story.slides import Slide, Story, tell

LAYOUT = Path(__file__).with_suffix(".typ")
FULL_WIDTH, HALF_WIDTH = 600, plotly.NARROWEST  # px across the page and across half of it: letters have 9 pt
TIGHT = 0.9  # of the height that rows have on paper elsewhere
# The figures beside what is always there: of each line the first of the pairs that has room, or none.
BESIDE: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("participants", "rates"), ()),
    (("unreached", "rounds"), ("rounds", "national_shares"), ()),
)
TYPE = (10.0, 9.5, 9.0)  # points: the largest with which all has room is taken; nothing is smaller than the last
TABLES = ("who", "sources")
FEWEST = 12  # rows of a table that is not shortened any more
LINE = 80  # letters that take one line of a note on a source
LETTERS = (400, 120, 50)  # of a cell, where not even so few rows have room; a paragraph has as many times more
PARAGRAPH = 8
type Form = tuple[float, dict[str, Any]]  # in which type, and what is said
PAGES = [[1, 2]]  # on which the two parts of the brief end
FORGETS = 11  # compilations after which Typst forgets what none of them needed; one of nothing takes a few µs
NOTHING = typst.Compiler(ignore_system_fonts=True)
_forgetting = Lock()


def brief(view: View) -> bytes:
    """Return the selection as a PDF file of two pages; the same bytes for the same tables and selection."""
    story = tell(view)
    made = dt.datetime.combine(story.date, dt.time(), dt.UTC)
    compiled = _laid_out(view, story).compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    assert isinstance(compiled, bytes)
    return compiled


def pictures(view: View, ppi: float) -> list[bytes]:
    """Return the pages of the brief as PNG images, of so many px to the inch."""
    pages = _laid_out(view, tell(view)).compile(format="png", ppi=ppi)
    return [pages] if isinstance(pages, bytes) else [page for page in pages or () if isinstance(page, bytes)]


def _laid_out(view: View, story: Story) -> typst.Compiler:
    """Return the layout with all that has room on two pages: what is always there, then the figures."""
    fullest, drawn = _fullest(_content(view, story), view.words), _beside(story)
    shorter = (TYPE[-1], _with_short_notes(fullest[1]))
    for one, other in itertools.product(*BESIDE):
        figures = [[drawn[key] for key in pair if key in drawn] for pair in (one, other)]
        for size, form in (fullest, shorter):
            compiler = _compiler(form, size, figures)
            if _fits(compiler):
                return compiler
    return compiler


def _fullest(content: dict[str, Any], words: Words) -> Form:
    """Return the fullest form that has room on two pages without figures; the shortest where none has."""

    def fits(form: Form) -> bool:
        return _fits(_compiler(form[1], form[0], [[], []]))

    for forms in _forms(content, words):
        if fits(forms[0]):
            return forms[0]
        if fits(forms[-1]):
            return forms[bisect.bisect_left(forms, True, key=fits)]
    return forms[-1]


def _forms(content: dict[str, Any], words: Words) -> Iterator[list[Form]]:
    """Yield what the brief may say and in which type, each time from the fullest to the shortest.

    That is all of it in smaller type; then, with short notes on the sources, tables of fewer rows, the longer first;
    then those with shorter texts.
    """
    yield [(size, content) for size in TYPE]
    for letters in (0, *LETTERS):
        shown = _with_short_notes(_shorter(content, letters) if letters else content)
        rows = {name: len(shown[name]["table"]) for name in TABLES}
        forms: list[Form] = []
        while True:
            cut = {name: {**shown[name], "table": _cut(shown[name]["table"], rows[name], words)} for name in TABLES}
            forms.append((TYPE[-1], {**shown, **cut}))
            longest = max(TABLES, key=rows.__getitem__)
            if rows[longest] <= FEWEST:
                break
            rows[longest] = max(FEWEST, rows[longest] * 2 // 3)
        yield forms


def _shorter(content: dict[str, Any], letters: int) -> dict[str, Any]:
    """Return the content with cells of at most so many letters, and paragraphs in proportion."""
    shown: dict[str, Any] = _shortened(content, letters * PARAGRAPH)
    cut = {name: {**shown[name], "table": _shortened(shown[name]["table"], letters)} for name in TABLES}
    return {**shown, **cut}


def _with_short_notes(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content with a line or two for each source; the page Sources has all that is noted."""
    table = [[_first_sentences(cell, LINE) for cell in row] for row in content["sources"]["table"]]
    return {**content, "sources": {**content["sources"], "table": table}}


def _first_sentences(text: str, letters: int) -> str:
    """Return as many sentences as have room; the first, or its part before a colon, may take twice as much."""
    ends, parts = ([stop.start() for stop in re.finditer(rf"{mark}(?: |$)", text)] for mark in ("[.;]", ":"))
    first = [end for marks in (ends, parts) for end in marks[:1] if end < 2 * letters]
    fitting = [end for end in ends if end < letters] or first[:1]
    return f"{text[: fitting[-1]]}." if fitting else str(_shortened(text, letters))


def _cut(table: list[list[str]], rows: int, words: Words) -> list[list[str]]:
    """Return the first rows of a table, and how many more there are."""
    if rows >= len(table):
        return table
    return [*table[:rows], ["…", *[""] * (len(table[0]) - 2), words.count("brief.more", len(table) - rows)]]


def _shortened(shown: Any, letters: int) -> Any:
    """Return what is shown with no text longer than so many letters: cut off between words where there are any."""
    if isinstance(shown, dict):
        return {key: one if key in ("svg", "alt", "links") else _shortened(one, letters) for key, one in shown.items()}
    if isinstance(shown, list | tuple):
        return [_shortened(one, letters) for one in shown]
    if not isinstance(shown, str) or len(shown) <= letters:
        return shown
    short = textwrap.shorten(shown, letters, placeholder=" …")
    return short if len(short) > letters // 2 else f"{shown[: letters - 1]}…"


def _compiler(content: dict[str, Any], size: float, figures: list[Any]) -> typst.Compiler:
    inputs = {**content, "size": size, "least": TYPE[-1], "figures": figures}
    fonts = [str(image.FONTS)]
    return typst.Compiler(
        str(LAYOUT), font_paths=fonts, ignore_system_fonts=True, sys_inputs={"brief": json.dumps(inputs)}
    )


def _fits(compiler: typst.Compiler) -> bool:
    """Return whether all has room. Typst keeps tens of MB of every form that is tried, until so many others came."""
    fits = bool(json.loads(compiler.query("<ends>", field="value")) == PAGES)
    with _forgetting:  # a compiler serves one at a time
        for _ in range(FORGETS):
            NOTHING.compile(b"", format="svg")
    return fits


def _content(view: View, story: Story) -> dict[str, Any]:
    """Return all that the layout says."""
    words = view.words
    slides = {slide.key: slide for slide in story.slides}
    cells = (cell for row in slides["sources"].table for cell in row)
    return {
        "title": story.title,
        "subtitle": story.subtitle,
        "caption": story.caption,
        "author": words("app.title"),
        "keywords": list(story.sources),
        "language": words.language,
        "date": words("about.updated", date=words.date(story.date)).rstrip("."),
        "year": story.date.year,
        "month": story.date.month,
        "day": story.date.day,
        "accent": style.ACCENT,
        "ink": style.INK,
        "source-label": words("source.label"),
        "lead": sentences(overview.lead(view), overview.change_line(view)),
        "numbers": [[n.label, n.value, n.note] for n in (number(view) for number in OPENING)],
        "map": _figure(slides["map"], FULL_WIDTH),
        "who": {"title": words("brief.who"), "table": told.who_and_what(view), "sources": told.sources(view)},
        "absent": {"title": words("brief.absent"), "text": overview.not_named(absence.telling(view))},
        "national": {
            "title": words("overview.national"),
            "text": overview.national_line(view),
            "sources": slides["national_shares"].sources,
        },
        "sources": {
            "title": slides["sources"].title,
            "table": slides["sources"].table,
            "links": {cell: cell.outside for cell in cells if isinstance(cell, Linked) and cell.outside},
            "closing": slides["sources"].sources,
        },
    }


def _beside(story: Story) -> dict[str, dict[str, Any]]:
    """Return the figures that stand beside others, by their keys; a story may lack some, or say no more in them."""
    keys = {key for pairs in BESIDE for pair in pairs for key in pair}
    more = (slide for slide in story.slides if slide.key in keys and slide.title != story.subtitle)
    return {slide.key: _figure(slide, HALF_WIDTH) for slide in more}


def _figure(slide: Slide, width: int) -> dict[str, Any]:
    assert slide.chart is not None
    chart, plot, paper = slide.chart, slide.chart.plot, FIGURES[slide.chart.key].paper
    if isinstance(plot, MapPlot):  # whose names are as large on this width of paper as on a slide
        chart = replace(chart, plot=province.on_slide(plot))
    paper *= TIGHT if isinstance(plot, Bars | Matrix) else 1
    height = None if plot.aspect else plotly.height(chart, paper)
    texts = {"title": slide.title, "reading": slide.reading, "sources": slide.sources, "alt": slide.alt}
    return {**texts, "svg": image.svg(chart, width, height)}

"""The page ``/about``: what the numbers are, how new, who keeps them, what the words mean, how to cite, the licence.

It is a document of its own, which needs no live page. Its blocks are those of any page.
"""

from contextlib import suppress
from pathlib import Path

import jinja2

from data.current import current
from data.rounds.store.errors import StoreError
from data.rounds.store.journal import Entry, journal
from data.view import View
from locales import LANGUAGES, asked_for
from pages.parts.page import Block, Heading, Headline, Listing, Page, Paragraph, TableBlock
from serving.blocks import Drawing
from serving.controls import Place
from story import about

HERE = Path(__file__).parent
TEXT_STYLES = HERE.parent / "pages" / "parts" / "text.css"

_layout = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
)


def revised(view: View) -> list[list[str]]:
    """Return what was revised, header first; the header alone where the store does not answer."""
    entries: tuple[Entry, ...] = ()
    if view.tables.state:
        with suppress(StoreError):
            entries = tuple(journal().entries())
    return about.revised(view, entries)


BLOCKS: tuple[Block, ...] = (
    Heading("about.heading.dates", "dates"),
    Listing(about.dates),
    Heading("about.heading.revised", "revised"),
    TableBlock(revised, "about.revised", "about.revised.none"),
    Heading("about.heading.keeper", "keeper"),
    Listing(about.responsible),
    Heading("about.heading.glossary", "glossary"),
    TableBlock(about.glossary, "about.glossary"),
    Heading("about.heading.access", "accessibility"),
    Paragraph("about.access"),
    Paragraph("about.access.limits"),
    Heading("about.heading.cite", "cite"),
    Paragraph(about.citation),
    Heading("about.heading.licence", "licence"),
    Paragraph("about.licence"),
)
PAGE = Page("about", Headline("about.title", lead="about.lead", of_selection=False), BLOCKS)


def page(language: str) -> str:
    """Return the page in the language that is asked for."""
    view = View(current(), words=asked_for(language))
    content = Drawing(Place(PAGE.key, view, {})).page(PAGE)
    return _layout.get_template("about.html.j2").render(
        words=view.words, content=content, css=TEXT_STYLES.read_text("utf-8"), languages=LANGUAGES
    )

"""About: what the numbers are, how new, who keeps them, what the words mean, how to cite, the licence."""

from contextlib import suppress
from typing import TYPE_CHECKING

from charts.table import Linked, Table
from data.parameters import LANGUAGE
from data.rounds.store.errors import StoreError
from data.view import View
from pages.parts.page import Heading, Headline, Listing, Page, Paragraph, TableBlock
from story import about

if TYPE_CHECKING:
    from data.rounds.store.journal import Entry


def revised(view: View) -> Table:
    """Return what was revised; nothing where the store does not answer."""
    entries: tuple[Entry, ...] = ()
    if view.tables.state:
        from data.rounds.store.journal import journal  # a server without added rounds need not load a database

        with suppress(StoreError):
            entries = tuple(journal().entries())
    return about.revised(view, entries)


def addresses(view: View) -> Linked:
    """Return the way to all that programs can ask for."""
    return Linked(((view.words("api.title"), f"./v1/?{LANGUAGE}={view.words.language}"),))


def _heading(key: str) -> Heading:
    """Return the heading of a matter to which every page's foot leads."""
    return Heading(f"about.heading.{key}", about.PLACES[key])


PAGE = Page(
    "about",
    Headline("about.title", lead="about.lead", of_selection=False),
    (
        Heading("about.heading.dates", "dates"),
        Listing(about.dates),
        _heading("revised"),
        TableBlock(revised, "about.revised", "about.revised.none", key="revised"),
        _heading("keeper"),
        Listing(about.responsible),
        _heading("glossary"),
        TableBlock(about.glossary, "about.glossary", key="glossary"),
        _heading("access"),
        Paragraph("about.access"),
        Paragraph("about.access.limits"),
        _heading("cite"),
        Paragraph(about.citation),
        _heading("licence"),
        Paragraph("about.licence"),
        Paragraph(addresses, "served"),
        Paragraph("about.unserved", "unserved"),
    ),
    has_filters=False,
)

if __name__ == "__main__":
    from pages.parts import live

    live.show(PAGE)

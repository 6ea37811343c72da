"""About: what the numbers are, how new, who keeps them, what the words mean, how to cite, the licence."""

from contextlib import suppress

from charts.table import Linked, Table
from data.parameters import LANGUAGE
from data.rounds.store.errors import StoreError
from data.rounds.store.journal import Entry, journal
from data.view import View
from pages.parts.page import Heading, Headline, Listing, Page, Paragraph, TableBlock
from story import about


def revised(view: View) -> Table:
    """Return what was revised; nothing where the store does not answer."""
    entries: tuple[Entry, ...] = ()
    if view.tables.state:
        with suppress(StoreError):
            entries = tuple(journal().entries())
    return about.revised(view, entries)


def addresses(view: View) -> Linked:
    """Return the way to all that programs can ask for."""
    return Linked(((view.words("api.title"), f"./v1/?{LANGUAGE}={view.words.language}"),))


PAGE = Page(
    "about",
    Headline("about.title", lead="about.lead", of_selection=False),
    (
        Heading("about.heading.dates", "dates"),
        Listing(about.dates),
        Heading("about.heading.revised", "revised"),
        TableBlock(revised, "about.revised", "about.revised.none", key="revised"),
        Heading("about.heading.keeper", "keeper"),
        Listing(about.responsible),
        Heading("about.heading.glossary", "glossary"),
        TableBlock(about.glossary, "about.glossary", key="glossary"),
        Heading("about.heading.access", "accessibility"),
        Paragraph("about.access"),
        Paragraph("about.access.limits"),
        Heading("about.heading.cite", "cite"),
        Paragraph(about.citation),
        Heading("about.heading.licence", "licence"),
        Paragraph("about.licence"),
        Paragraph(addresses, "served"),
        Paragraph("about.unserved", "unserved"),
    ),
)

if __name__ == "__main__":
    from pages.parts import live

    live.show(PAGE)

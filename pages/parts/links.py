"""Where texts lead: to a page, or to a place on it, in the reader's language and with what is selected; to sources."""

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from charts.table import Linked, Table
from data.parameters import address, of_language
from data.selection import to_address
from data.view import View
from pages import path_of
from render.links import markup
from story import sources
from story.overview import KeyNumber

SOURCES = "sources"  # the page on which each source has its row


def to(view: View, page: str, anchor: str = "", slide: int = 0) -> str:
    """Return the address of a page, from any other, and of a place on it, or of a slide."""
    given = {**to_address(view.selection, view.tables), **of_language(view.words), "slide": f"{slide or ''}"}
    return address(f"./{path_of(page)}", given) + (f"#{anchor}" if anchor else "")


def of_sources(view: View, text: str) -> Linked:
    """Return a source line in which each source leads to its row."""
    return sources.linked(view, text).addressed(lambda row: to(view, SOURCES, row))


def of_column(view: View, table: Table) -> Table:
    """Return a table in which each source that its column of sources names leads to its row."""
    led = (
        replace(column, cells=tuple(of_sources(view, cell) if isinstance(cell, str) else cell for cell in column.cells))
        if column.key == "source"
        else column
        for column in table.columns
    )
    return Table(tuple(led))


def origin(view: View, number: KeyNumber, led: Callable[[str], str] = lambda text: text) -> Markup:
    """Return where a large number comes from, which a reader unfolds; of no sources an empty place as high.

    ``led`` turns the links to the sources into an outlet's own.
    """
    if not number.sources:
        return Markup('<div class="origin"></div>')
    fold = Markup('<details class="origin"><summary aria-label="{}: {}">{}</summary>{}</details>')
    label = view.words("source.label").rstrip(": ")
    return fold.format(label, number.label, label, markup(led(of_sources(view, number.sources))))

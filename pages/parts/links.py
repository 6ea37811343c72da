"""Where texts lead: to a page, or to a place on it, in the reader's language and with what is selected."""

from urllib.parse import urlencode

from charts.table import Linked
from data.parameters import of_language
from data.selection import to_address
from data.view import View
from pages import path_of
from story import sources

SOURCES = "sources"  # the page on which each source has its row


def to(view: View, page: str, anchor: str = "", slide: int = 0) -> str:
    """Return the address of a page, from any other, and of a place on it, or of a slide."""
    of_slide = {"slide": slide} if slide else {}
    query = urlencode({**to_address(view.selection, view.tables), **of_language(view.words), **of_slide})
    return f"./{path_of(page)}" + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")


def of_sources(view: View, text: str) -> Linked:
    """Return a source line in which each source leads to its row."""
    return sources.linked(view, text).addressed(lambda row: to(view, SOURCES, row))

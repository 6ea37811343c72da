"""Where each figure stands: the page of the menu that shows it."""

from contextlib import suppress

from charts.figures import FIGURES
from data import comparison
from data.selection import Selection, regency_codes
from data.tables import BrokenTableError, Tables, cached_on_tables
from data.view import View
from pages import FIRST, PAGES, described
from pages.parts.page import figures


def page_of(key: str, tables: Tables) -> str:
    """Return the page that shows a figure: the first one where none does."""
    return pages_of_figures(tables).get(key, FIRST)


@cached_on_tables(1)
def pages_of_figures(tables: Tables) -> dict[str, str]:
    """Return the page that shows each figure, by the figure's key: the first of the menu that does.

    What covers the window, Present, shows all of them: it is nobody's place.
    """
    places: dict[str, str] = {}
    registered = {figure.build: figure.key for figure in FIGURES.values()}
    views = [View(tables), View(tables, Selection(regency=regency_codes(tables)[0]))]
    with suppress(BrokenTableError):
        one_of_level = {one.level: key for key, one in comparison.offered(tables).items()}
        views += [View(tables).comparing(indicator=key) for key in one_of_level.values()]
    for page in (page for page in PAGES if not described(page).covers_window):
        for view in views if described(page).compares else views[:2]:
            with suppress(BrokenTableError):
                for figure in figures(described(page).blocks, view):
                    places.setdefault(registered.get(figure.build) or figure.build(view).key, page)
    return places

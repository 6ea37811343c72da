"""What a figure says of itself once it has left the dashboard: its signs, its boundaries, its day and its address."""

from urllib.parse import urlencode

from charts.chart import Chart
from charts.plots import MapPlot
from charts.words import caption, regency_name
from data import comparison, settings
from data.parameters import of_language
from data.selection import to_address
from data.view import View
from exports import places
from geo import wording
from pages import FIRST, described, path_of

SIGNS = {"≈": "sign.estimate", "≥": "sign.at_least", "≤": "sign.at_most"}


def below(view: View, chart: Chart, page: str = "") -> tuple[str, ...]:
    """Return what stands below a figure's sources, a paragraph each.

    That is what each sign in it means that its subtitle leaves open, the licence of a map's boundaries, how old the
    tables are, and the address that shows the figure again. ``page`` is the address of the page that it was taken from,
    without its parameters.
    """
    words = view.words
    licence = wording.licence(words) if isinstance(chart.plot, MapPlot) else ""
    title, date = words("app.title"), words.date(view.tables.date)
    made = words("imprint", title=title, date=date, where=_where(view, chart.key, page))
    return tuple(part for part in (signs(chart, chart.text.subtitle), licence, made) if part)


def signs(chart: Chart, reading: str) -> str:
    """Return what each sign in a figure means that what is read beside it leaves open."""
    shown = _shown(chart)
    return " ".join(chart.words(key) for sign, key in SIGNS.items() if sign in shown and f"{sign}:" not in reading)


def _where(view: View, key: str, page: str) -> str:
    """Return where a figure is found: its address or, where none is known that works elsewhere, page and selection."""
    words = view.words
    if page or settings.ADDRESS.get():
        return words("imprint.address", address=address(view, key, page))
    name = places.page_of(key, view.tables) or FIRST
    selection = regency_name(view) if described(name).compares else caption(view)  # rounds change no indicator
    page = words(f"page.{name}")
    if not selection:
        return words("imprint.page.alone", page=page)
    return words("imprint.page", page=page, selection=selection)


def address(view: View, key: str, page: str = "") -> str:
    """Return the address that shows a figure again: its round is named even where that is the one shown anyway.

    Without a ``page`` it is that of the page on which the figure stands, beginning with the dashboard's own address, if
    that is set (``IKM_ADDRESS``).
    """
    return f"{page or _page_of(view, key)}?{urlencode(parameters(view), safe=',')}#{key}"


def parameters(view: View, **more: str) -> dict[str, str]:
    """Return what an address says of a view, and ``more``: its round is named even where that is the usual one."""
    chosen = {"round": view.selection.round, **to_address(view.selection, view.tables)}
    return {**chosen, **comparison.to_address(view.comparison), **more, **of_language(view.words)}


def _page_of(view: View, key: str) -> str:
    page = places.page_of(key, view.tables)
    return f"{settings.own_address()}/{path_of(page)}"


def _shown(chart: Chart) -> str:
    """Return all that people read in a figure, one after the other."""
    return " ".join([chart.text.headline, chart.text.alt, *(cell for row in chart.rows for cell in row)])

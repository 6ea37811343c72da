"""What makes the file of each outlet.

The modules behind it are heavy to import, so each is imported when it is first used.
"""

from collections.abc import Callable

from charts.words import caption
from data.archive import zipped
from data.view import View
from exports.outlets import OUTLETS, Outlet

Progress = Callable[[float, str], None]  # the share that is done, 0 to 1, and what comes next


def build(outlet: Outlet, view: View, progress: Progress = lambda _done, _name: None) -> bytes:
    """Return the file of an outlet, or of one of the covers. Raises what it fails with."""
    return _BUILDS[outlet.key](view, outlet, progress)


def _deck(view: View, _outlet: Outlet, _progress: Progress) -> bytes:
    from exports.deck import deck

    return deck(view)


def _brief(view: View, _outlet: Outlet, _progress: Progress) -> bytes:
    from exports.brief import brief

    return brief(view)


def _workbook(view: View, _outlet: Outlet, _progress: Progress) -> bytes:
    from exports.workbook import workbook

    return workbook(view)


def _page(view: View, outlet: Outlet, _progress: Progress) -> bytes:
    from exports.page import STORY, page

    return page(view, outlet.key == "page_light", outlet.pages or STORY)


def _data(view: View, _outlet: Outlet, _progress: Progress) -> bytes:
    from exports.package import data_package

    return data_package(view.tables)


def _geojson(_view: View, _outlet: Outlet, _progress: Progress) -> bytes:
    from exports.package import boundaries_geojson

    return boundaries_geojson()


def _geopackage(_view: View, _outlet: Outlet, _progress: Progress) -> bytes:
    from exports.package import boundaries_gpkg

    return boundaries_gpkg()


def _deck_cover(view: View, _outlet: Outlet, _progress: Progress) -> bytes:
    from exports.contents import deck_cover

    return deck_cover(view)


def _brief_cover(view: View, _outlet: Outlet, _progress: Progress) -> bytes:
    from exports.contents import brief_cover

    return brief_cover(view)


def _bundle(view: View, _outlet: Outlet, progress: Progress) -> bytes:
    """Return everything as one ZIP file, with a readme that names the selection and each file."""
    from exports import imprint
    from exports.figure import figure_file
    from story.slides import tell

    words = view.words
    outlets = [outlet for outlet in OUTLETS.values() if outlet.key != "bundle"]
    slides = enumerate(tell(view).slides, 1)
    charts = [(f"{n:02}-{slide.key}", slide.title, slide.chart) for n, slide in slides if slide.chart]
    steps = len(outlets) + len(charts)
    made: dict[str, bytes] = {}
    lines = [words("story.title"), caption(view), ""]
    for done, outlet in enumerate(outlets):
        name = outlet.name(view)
        progress(done / steps, name)
        made[name] = build(outlet, view, progress)
        lines.append(f"{name}: {words(f'outlet.{outlet.key}')}")
    for done, (key, title, chart) in enumerate(charts, len(outlets)):
        name = f"{words('bundle.figures')}/{key}"
        progress(done / steps, name)
        below = imprint.below(view, chart)
        for form in ("svg", "png"):
            made[f"{name}.{form}"] = figure_file(chart, form, view.tables.date, below)
        lines.append(f"{name}: {title}")
    readme = "\n".join([*lines, "", words("page.made", date=words.date(view.tables.date)), ""])
    return zipped({words("bundle.readme"): readme.encode(), **made})


_BUILDS: dict[str, Callable[[View, Outlet, Progress], bytes]] = {
    "deck": _deck,
    "brief": _brief,
    "workbook": _workbook,
    "page": _page,
    "page_light": _page,
    "data": _data,
    "boundaries": _geojson,
    "boundaries_gpkg": _geopackage,
    "bundle": _bundle,
    "deck_cover": _deck_cover,
    "brief_cover": _brief_cover,
}

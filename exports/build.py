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
    match outlet.key:
        case "deck":
            from exports.deck import deck

            return deck(view)
        case "brief":
            from exports.brief import brief

            return brief(view)
        case "workbook":
            from exports.workbook import workbook

            return workbook(view)
        case "page" | "page_light":
            from exports.page import STORY, page

            return page(view, outlet.key == "page_light", outlet.pages or STORY)
        case "data":
            from exports.package import data_package

            return data_package(view.tables)
        case "boundaries" | "boundaries_gpkg":
            from exports import package

            return package.boundaries_geojson() if outlet.ending == "geojson" else package.boundaries_gpkg()
        case "deck_cover" | "brief_cover":
            from exports import contents

            return contents.deck_cover(view) if outlet.key == "deck_cover" else contents.brief_cover(view)
        case "bundle":
            return _bundle(view, progress)
    raise KeyError(outlet.key)


def _bundle(view: View, progress: Progress) -> bytes:
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

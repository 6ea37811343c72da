"""Every outlet of the story in one list: what the page Take away and the command line offer.

An outlet turns the tables, a selection and a language into one file. The modules behind it are heavy to
import, so each is imported when it is first used.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from cachetools import LRUCache

from charts.words import caption
from data.archive import zipped
from data.selection import Selection
from data.view import View
from exports import files, jobs
from exports.media_types import media_type
from exports.worker import FileAsked
from locales import Words

Progress = Callable[[float, str], None]  # the share that is done, 0 to 1, and what comes next
Waits = Callable[[int, float, str], None]  # how many files come before; then as Progress
Build = Callable[[View, Progress], bytes]


@dataclass(frozen=True)
class Outlet:
    """One kind of file. ``key`` names its words (``outlet.<key>``), ``build`` makes its bytes: ``size`` MB or about.

    ``pages`` of the menu are in it, where they were chosen.
    """

    key: str
    ending: str
    build: Build
    size: float = 0.0
    pages: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """What kind of file it is, for a browser."""
        return media_type(self.ending)

    def name(self, view: View) -> str:
        """Return the name of the file for a selection and language."""
        return files.name(view, "-".join((view.words(f"file.{self.key}"), *self.pages)), self.ending)


def _deck(view: View, _progress: Progress) -> bytes:
    from exports.deck import deck

    return deck(view)


def _brief(view: View, _progress: Progress) -> bytes:
    from exports.brief import brief

    return brief(view)


def _workbook(view: View, _progress: Progress) -> bytes:
    from exports.workbook import workbook

    return workbook(view)


def _page(view: View, _progress: Progress) -> bytes:
    from exports.page import page

    return page(view)


def _light_page(view: View, _progress: Progress) -> bytes:
    from exports.page import page

    return page(view, light=True)


def with_pages(outlet: Outlet, pages: tuple[str, ...]) -> Outlet:
    """Return an outlet of ``OF_PAGES`` for chosen pages of the menu; as it is for none."""

    def build(view: View, _progress: Progress) -> bytes:
        from exports.page import page

        return page(view, outlet.key == "page_light", pages)

    return replace(outlet, build=build, pages=pages) if pages else outlet


def _data(view: View, _progress: Progress) -> bytes:
    from exports.package import data_package

    return data_package(view.tables)


def _geojson(_view: View, _progress: Progress) -> bytes:
    from exports.package import boundaries_geojson

    return boundaries_geojson()


def _geopackage(_view: View, _progress: Progress) -> bytes:
    from exports.package import boundaries_gpkg

    return boundaries_gpkg()


def bundle(view: View, progress: Progress) -> bytes:
    """Return everything as one ZIP file, with a readme that names the selection and each file."""
    words = view.words
    from exports import imprint
    from exports.figure import figure_file
    from story.slides import tell

    outlets = [outlet for outlet in OUTLETS if outlet.build is not bundle]
    slides = enumerate(tell(view).slides, 1)
    charts = [(f"{n:02}-{slide.key}", slide.title, slide.chart) for n, slide in slides if slide.chart]
    steps = len(outlets) + len(charts)
    made: dict[str, bytes] = {}
    lines = [words("story.title"), caption(view), ""]
    for done, outlet in enumerate(outlets):
        name = outlet.name(view)
        progress(done / steps, name)
        made[name] = outlet.build(view, progress)
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


OF_PAGES = ("page", "page_light")
KEPT = 24  # files that stay in memory for the next reader
EVERY = 0.5  # seconds between two words to a reader who waits
OUTLETS = (
    Outlet("deck", "pptx", _deck, 0.3),
    Outlet("brief", "pdf", _brief, 0.1),
    Outlet("workbook", "xlsx", _workbook, 0.3),
    Outlet("page", "html", _page, 3.4),
    Outlet("page_light", "html", _light_page, 0.9),
    Outlet("data", "zip", _data, 0.3),
    Outlet("boundaries", "geojson", _geojson, 0.3),
    Outlet("boundaries_gpkg", "gpkg", _geopackage, 0.4),
    Outlet("bundle", "zip", bundle, 4.3),
)


_files: LRUCache[tuple[str, tuple[str, ...], int, Selection, Words], bytes] = LRUCache(KEPT)
_lock = Lock()


def is_made(view: View, outlet: Outlet) -> bool:
    """Whether the file is there already, so that ``made`` takes no time."""
    with _lock:
        return (outlet.key, outlet.pages, view.tables.number, view.selection, view.words) in _files


def made(
    view: View,
    outlet: Outlet,
    waits: Waits = lambda _before, _done, _name: None,
) -> bytes:
    """Return the file of an outlet. It is made once for everybody who asks for the same, by a process aside.

    ``waits`` is called twice a second until then. Raises what the file failed with: ``BrokenTableError``,
    ``jobs.FullError`` if too many files are waiting, or anything else.
    """
    key = (outlet.key, outlet.pages, view.tables.number, view.selection, view.words)
    with _lock:
        if key in _files:
            return bytes(_files[key])
    with jobs.line.asked(FileAsked(outlet.key, view.selection, view.words.language, outlet.pages), view.tables) as job:
        while not job.ended.wait(EVERY):
            waits(jobs.line.before(job), *job.progress)
        content = job.result()
    with _lock:
        _files[key] = content
    return content

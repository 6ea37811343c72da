"""Every outlet of the story in one list: what the page Take away, the server and the command line offer.

What makes the file of each stands in ``exports/build.py``; ``exports/jobs.py`` has it made aside.
"""

from dataclasses import dataclass

from data.view import View
from exports import files
from exports.media_types import media_type


@dataclass(frozen=True)
class Outlet:
    """One kind of file: ``key`` names its words (``outlet.<key>``) and what makes it, its ``size`` is MB or about.

    ``pages`` of the menu are in it, where they were chosen. No selection and no language changes one ``of_all``.
    """

    key: str
    ending: str
    size: float = 0.0
    pages: tuple[str, ...] = ()
    of_all: bool = False

    @property
    def media_type(self) -> str:
        """What kind of file it is, for a browser."""
        return media_type(self.ending)

    def name(self, view: View) -> str:
        """Return the name of the file for a selection and language, where these change what is in it."""
        if self.of_all:
            return files.of_all(view, view.words(f"file.{self.key}"), self.ending)
        return files.name(view, "-".join((view.words(f"file.{self.key}"), *self.pages)), self.ending)


_ALL = (
    Outlet("deck", "pptx", 0.3),
    Outlet("brief", "pdf", 0.1),
    Outlet("workbook", "xlsx", 0.3),
    Outlet("page", "html", 3.4),
    Outlet("page_light", "html", 0.9),
    Outlet("data", "zip", 0.3, of_all=True),
    Outlet("boundaries", "geojson", 0.3, of_all=True),
    Outlet("boundaries_gpkg", "gpkg", 0.4, of_all=True),
    Outlet("bundle", "zip", 4.3),
)
OUTLETS = {outlet.key: outlet for outlet in _ALL}
OF_PAGES = ("page", "page_light")  # those of which pages of the menu may be chosen
COVERS = {"deck": Outlet("deck_cover", "png"), "brief": Outlet("brief_cover", "png")}  # pictures of what is in them

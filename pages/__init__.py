"""The pages, one file each, in folders that are the groups of the menu. Each file describes its page as ``PAGE``."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pages.parts.page import Page

MENU = {
    "explore": ("overview", "trainings", "regencies", "indicators", "national"),
    "share": ("present", "takeaway"),
    "about": ("sources", "rounds", "about"),
}
PAGES = tuple(page for pages in MENU.values() for page in pages)
FIRST = "overview"  # the page that answers at "/"


def path_of(page: str) -> str:
    """Return the path of a page below the dashboard's address."""
    return "" if page == FIRST else page


def chosen(asked: str) -> tuple[str, ...]:
    """Return the pages of a list with commas between, each once, in its order; ``ValueError`` for unknown ones."""
    named = set(asked.split(",")) if asked else set[str]()
    if unknown := named - set(PAGES):
        raise ValueError(", ".join(sorted(unknown)))
    return tuple(page for page in PAGES if page in named)


def described(key: str) -> "Page":
    """Return the description of a page of the menu. Raises ``StopIteration`` for any other."""
    group = next(group for group, keys in MENU.items() if key in keys)
    page: Page = import_module(f"pages.{group}.{key}").PAGE
    return page


def language_script(language: str) -> str:
    """Return the one script that a page carries in itself: the server's security policy knows it by its hash."""
    return f"document.documentElement.lang = '{language}';"

"""A page is described once: the first view, the live page, and a page drawn whole say the same in the same order."""

import html
import itertools
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from locales import LANGUAGES, Words
from pages import MENU, described
from pages.parts.page import Page, text
from serving.blocks import Drawing
from tests.conftest import ROOT, others_slow

TABLES = load(PACKAGED)
KEYS = [key for keys in MENU.values() for key in keys]
SELECTIONS = (
    Selection("2022"),
    Selection("all", "81.71"),
    Selection("2022", "81.02"),
    Selection("2023", group="repair"),
)
TITLED = re.compile(r"<h[12][^>]*>(.*?)</h[12]>")


def drawn(key: str, view: View, is_whole: bool) -> str:
    return Drawing(view, lambda _other: "./", is_whole).page(described(key))


def titles(page: str) -> list[str]:
    return [html.unescape(title) for title in TITLED.findall(page)]


def test_the_menu_has_every_page_and_each_is_described() -> None:
    files = {path.relative_to(ROOT / "pages") for path in (ROOT / "pages").glob("*/[!_]*.py")}
    pages = {path for path in files if path.parts[0] != "parts"}
    assert pages == {Path(group) / f"{key}.py" for group, keys in MENU.items() for key in keys}
    for key in KEYS:
        assert isinstance(described(key), Page)
        assert described(key).key == key


@pytest.mark.integration
@pytest.mark.parametrize(
    ("key", "selection", "language"), others_slow(itertools.product(KEYS, SELECTIONS, LANGUAGES), 7)
)
def test_the_first_view_is_the_beginning_of_the_page(key: str, selection: Selection, language: str) -> None:
    view = View(TABLES, selection, Words(language))
    first, whole = drawn(key, view, False), drawn(key, view, True)
    assert titles(first)[0] == text(described(key).headline.text, view)
    assert titles(whole)[: len(titles(first))] == titles(first)
    assert first.count('role="img"') <= 1, "it ends with the first figure"
    if key in ("overview", "trainings", "regencies", "national"):
        assert 'role="img"' in first or "<h2" in first


@pytest.mark.integration
@pytest.mark.parametrize("key", others_slow((key for key in KEYS if key != "present"), 2))
def test_the_live_page_says_what_the_page_drawn_whole_says(key: str) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    app.query_params.update({"round": "2022", "regency": "81.07"})
    app.run()
    (group,) = (group for group, keys in MENU.items() if key in keys)
    app.switch_page(f"pages/{group}/{key}.py").run()
    live = [re.sub(r"\\(.)", r"\1", html.unescape(title.value)) for title in (*app.title, *app.header)]
    whole = drawn(key, View(TABLES, Selection("2022", "81.07")), True)
    files = [html.unescape(item) for item in re.findall("<li>(.*?)</li>", whole)] if key == "takeaway" else []
    assert sorted(live) == sorted([*titles(whole), *files])
    tables = [e.proto.body for e in app.get("html") if '<table role="table">' in e.proto.body]
    of_figures = whole.count('role="img"')
    if key != "rounds":  # whose history only the live page has
        assert len(tables) == whole.count('<table role="table">') + of_figures

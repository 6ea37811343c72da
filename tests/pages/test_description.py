"""A page is described once: the live page and the prerendered one say the same, and none leaves out a block."""

import html
import itertools
import re
from dataclasses import replace
from pathlib import Path
from typing import assert_never

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from charts.chart import Chart
from charts.indicator_map import indicator_map
from charts.table import Linked
from data.problem import Problem
from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from exports import contents
from exports.blocks import InFile, places
from exports.outlets import OUTLETS
from exports.page import page as exported
from locales import LANGUAGES, Words
from pages import MENU, described
from pages.parts import links
from pages.parts.page import (
    AddressChoice,
    AddressControls,
    Block,
    Columns,
    Controls,
    Depending,
    Download,
    Figure,
    Files,
    Folded,
    Heading,
    Listing,
    Live,
    Numbers,
    Page,
    Paragraph,
    Part,
    TableBlock,
    leaves,
    text,
    title,
)
from serving import prerender
from serving.api import FILES
from serving.blocks import Drawing
from serving.controls import Place, read
from story import regencies
from tests.conftest import ROOT, others_slow

TABLES = load(PACKAGED)
KEYS = [key for keys in MENU.values() for key in keys]
SELECTIONS = (
    Selection("2022"),
    Selection("all", "81.71"),
    Selection("2022", "81.02"),
    Selection("2023", group="repair"),
)
TITLED = re.compile(r"<h[123][^>]*>(.*?)</h[123]>")


def drawn(key: str, view: View, **asked: str) -> str:
    return Drawing(Place(key, view, asked)).page(described(key))


def titles(page: str) -> list[str]:
    return [html.unescape(title) for title in TITLED.findall(page)]


@pytest.mark.integration
@pytest.mark.parametrize("key", [key for key in KEYS if not described(key).has_filters])
def test_a_page_without_filters_says_the_same_whatever_is_selected(key: str) -> None:
    views = [View(TABLES, selection, Words("id")) for selection in SELECTIONS[:3]]
    page = described(key)
    assert len({InFile(view, "", places([page], view, [""]), False, {}).page(page) for view in views}) == 1
    made = prerender.view(key, {"regency": "81.07"}).page
    assert ('class="filters"' in made, 'class="filters"' in prerender.view("overview", {}).page) == (False, True)
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    app.query_params["regency"] = "81.07"
    app.run()
    assert "regency_choice" in app.session_state
    app.switch_page(f"pages/about/{key}.py").run()
    assert not app.exception
    assert not [box for box in app.selectbox if box.key == "regency_choice"]


def test_the_menu_has_every_page_and_each_is_described() -> None:
    files = {path.relative_to(ROOT / "pages") for path in (ROOT / "pages").glob("*/[!_]*.py")}
    pages = {path for path in files if path.parts[0] != "parts"}
    assert pages == {Path(group) / f"{key}.py" for group, keys in MENU.items() for key in keys}
    for key in KEYS:
        assert isinstance(described(key), Page)
        assert described(key).key == key


def marks(block: Block, view: View) -> list[str]:
    """Return what a page that has a block must hold."""
    match block:
        case Heading() | Paragraph():
            return [str(escape(text(block.text, view)))]
        case Listing():
            return [str(escape(item)) for item in block.items(view)]
        case Numbers():
            return [f"<dd>{compute(view).value}</dd>" for compute in block.numbers]
        case Figure():
            chart = block.build(view)
            shape = f'<div class="shape shape-{chart.key}" role="img"'
            return [shape, str(escape(chart.text.sources))] if len(chart.rows) > 1 else []
        case TableBlock():
            rows = block.arranged(block.table(view), view, "", "")[0].texts(view.words)
            return [str(escape(cell)) for row in rows for cell in row] if len(rows) > 1 else []
        case Download():
            return [f'download="{block.file_name(view)}"']
        case Files():
            held = [str(escape(contents.summary(view, outlet))) for outlet in OUTLETS.values()]
            return [*held, *(f"./v1/files/{name}" for name in FILES)]
        case AddressControls() | Controls():
            offered = [one for one in block.controls if not isinstance(one, AddressChoice) or one.options(view)]
            return [f'name="{control.key}"' for control in offered]
        case Depending() | Part() | Folded() | Columns() | Live():
            return []
        case _:
            assert_never(block)


@pytest.mark.integration
@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("selection", "language"), others_slow(itertools.product(SELECTIONS, LANGUAGES)))
def test_the_prerendered_page_has_every_block_of_its_description(key: str, selection: Selection, language: str) -> None:
    view = View(TABLES, selection, Words(language))
    page = drawn(key, view).replace("\u00a0", " ")
    assert titles(page)[0] == text(described(key).headline.text, view)
    page += re.sub(r"</?a\b[^>]*>", "", page)  # sources lead to their rows
    for block in leaves(described(key).blocks, view):
        if isinstance(block, Paragraph) and block.kind == "unserved":  # that this server is missing
            continue
        for mark in marks(block, view):
            assert mark.replace("\u00a0", " ") in page, block


def in_file(block: Block, view: View) -> list[str]:
    """Return what a file of a page that has a block must hold."""
    match block:
        case Figure():
            chart = block.build(view)
            return [str(escape(chart.text.alt)), str(escape(chart.text.sources))] if len(chart.rows) > 1 else []
        case Files():
            return [str(escape(contents.summary(view, outlet))) for outlet in OUTLETS.values()]
        case AddressControls() | Controls():
            return []
    return marks(block, view)


@pytest.mark.integration
@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("selection", others_slow(SELECTIONS))
def test_the_file_of_a_page_has_every_block_of_its_description(key: str, selection: Selection) -> None:
    view = View(TABLES, selection)
    page = exported(view, light=True, pages=(key,)).decode().replace("\u00a0", " ").replace("\u2060", "")
    page += re.sub(r"</?a\b[^>]*>", "", page)  # sources lead to their rows
    for language in LANGUAGES:
        told = View(TABLES, selection, Words(language))
        assert f"<h1>{escape(text(described(key).headline.text, told))}</h1>" in page
        for block in leaves(described(key).blocks, told, in_file=True):
            for mark in in_file(block, told):
                assert mark.replace("\u00a0", " ") in page, block
    names = re.findall(r'\bid="([^"]*)"', page[: page.index("</main>")])
    assert len(names) == len(set(names)), [one for one in names if names.count(one) > 1]
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(names), "every link inside leads somewhere"
    assert 'href="./' not in page, "no link leads to what is not in the file"


@pytest.mark.usefixtures("undrawn")
def test_a_choice_of_the_pages_own_controls_is_in_its_address() -> None:
    view = View(TABLES, Selection("2022"))
    for key, name, value, usual in (
        ("trainings", "search", "kayu", ""),
        ("trainings", "sort", "trainings.-participants", "'"),
        ("regencies", "sort", "by_round.2022", ""),
        ("sources", "search_sources", "bps", " "),
        ("national", "goal", "250", "100"),
        ("overview", "distances", "true", "false"),
    ):
        known = list(described(key).parameters(view))
        assert read({name: value}, known, view) == {name: value}
        assert read({name: usual}, known, view) == {}
        assert drawn(key, view, **{name: value}) != drawn(key, view)
    known = list(described("national").parameters(view))
    assert read({"goal": "1e9", "per_round": "0", "per_year": "٣"}, known, view) == {}, "what is no number is not taken"


@pytest.mark.integration
@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("key", others_slow((key for key in KEYS if key != "present"), 2))
def test_the_live_page_says_what_the_page_drawn_whole_says(key: str) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    app.query_params.update({"round": "2022", "regency": "81.07"})
    app.run()
    (group,) = (group for group, keys in MENU.items() if key in keys)
    app.switch_page(f"pages/{group}/{key}.py").run()
    live = [re.sub(r"\\(.)", r"\1", html.unescape(title.value)) for title in (*app.title, *app.header)]
    whole = drawn(key, View(TABLES, Selection("2022", "81.07")))
    assert sorted(live) == sorted(titles(whole))
    tables = [e.proto.body for e in app.get("html") if '<table role="table">' in e.proto.body]
    if key != "rounds":  # whose history only the live page has
        assert len(tables) == whole.count('<table role="table">')


@pytest.mark.parametrize("is_empty", [False, True])
def test_a_broken_table_takes_no_headline_of_a_figure_of_others(is_empty: bool) -> None:
    def build(view: View) -> Chart:
        chart = indicator_map(view)
        return replace(chart, table=chart.table.of_rows(range(0))) if is_empty else chart

    view = View(replace(TABLES, problems=(Problem("missing_file", file="participation.csv"),)))
    chart = build(view)
    assert (len(chart.rows) == 1) == is_empty
    assert title(Figure(build), chart, view) == chart.text.headline


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_others_trained_names_its_source_and_leads_there(language: str) -> None:
    """A profile said that some 50 people were trained by others, and nowhere where that is from."""
    for code in TABLES["other_trainings"].regency.unique():
        view = View(TABLES, Selection("2022", str(code)), Words(language))
        for cell in links.of_column(view, regencies.by_others(view, str(code)))["source"].cells:
            assert isinstance(cell, Linked)
            assert "#source-" in cell.parts[0][1], cell

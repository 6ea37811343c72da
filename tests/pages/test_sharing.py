"""A figure is passed on by links that lead somewhere without a script: to its page, its picture, itself, and its code."""

import html
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.datastructures import Headers, QueryParams

from charts.figures import FIGURES
from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from locales import LANGUAGES, Words
from pages import described
from pages.parts import sharing
from serving import embed, resources
from serving.blocks import Drawing
from serving.controls import Place
from tests.conftest import ROOT, NewReader
from tests.harness.servers import App, running

TABLES = load(PACKAGED)


@pytest.mark.integration
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_passed_on_is_what_is_seen(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_ADDRESS", "https://bimtek.example/")
    monkeypatch.setattr(resources.jobs, "figure", lambda *_: b"a picture")
    view = View(TABLES, Selection("2023", "81.71"), Words(language))
    shown = sharing.html(view, FIGURES["rank"](view), "./regencies#rank")
    addresses = {kind: html.unescape(to) for to, kind in re.findall(r'<a href="([^"]+)"(?: data-act="(\w+)")?', shown)}
    assert addresses["copy"] == addresses["send"] == "./regencies#rank"
    picture, alone = urlsplit(addresses["picture"]), urlsplit(addresses[""])
    for one in (picture, alone):
        asked = {"round": ["2023"], "regency": ["81.71"], **({} if view.words.is_default else {"lang": [language]})}
        assert parse_qs(one.query).items() >= asked.items()
    name = picture.path.removeprefix("./v1/")
    assert resources.response(name, QueryParams(picture.query), Headers()).status_code == 200
    assert embed.response("rank", QueryParams(alone.query), Headers()).status_code == 200
    code = html.unescape(shown.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0])
    assert f'src="https://bimtek.example/embed/rank?{html.escape(alone.query)}"' in code


def test_a_headline_is_text_in_the_code_too() -> None:
    view = View(TABLES)
    chart = FIGURES["rank"](view)
    named = replace(chart, text=replace(chart.text, headline='<b>"A & B"</b>'))
    code = sharing.html(view, named, "./").partition("<textarea")[2]
    assert "<b>" not in code
    assert "<b>" not in html.unescape(code)


@pytest.mark.integration
def test_every_figure_that_has_files_is_passed_on_from_where_it_stands() -> None:
    drawn = Drawing(Place("regencies", View(TABLES, Selection("2022", "81.07")))).page(described("regencies"))
    menus = re.findall(r'<details id="take-(\w+)" class="menu">', drawn)
    assert menus
    for key in menus:
        assert f'href="./regencies?regency=81.07&amp;round=2022#{key}" data-act="copy" data-figure="{key}"' in drawn


def test_each_act_of_the_menu_has_a_script() -> None:
    view = View(TABLES)
    acts = set(re.findall(r'data-act="(\w+)"', sharing.html(view, FIGURES["rank"](view), "./")))
    script = (ROOT / "serving" / "share.js").read_text("utf-8")
    assert acts == set(re.findall(r"(?m)^    (\w+): \(", script))


@pytest.mark.slow
def test_streamlit_alone_promises_no_address_that_it_has_not(reader: NewReader) -> None:
    plain = App("plain", ROOT, "dashboard.py", ("--server.headless", "true", "--browser.gatherUsageStats", "false"))
    with running(plain) as server:
        page = reader().page
        page.goto(f"{server.address}/about")
        page.locator(".unserved").wait_for()
        assert not page.locator(".served").is_visible()
        assert "server.py" in page.locator(".unserved").inner_text()


def test_the_servers_page_leads_to_its_addresses() -> None:
    drawn = Drawing(Place("about", View(TABLES))).page(described("about"))
    assert 'class="served"><a href="./v1/' in drawn
    assert "unserved" not in drawn
    assert Words()("about.unserved") not in drawn, "the server is there"

"""With a hundred rounds, names of 200 letters, fifty regencies each page is whole: nothing is wider than the window."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route

from data.tables import Tables
from data.view import View
from pages import MENU
from serving import controls, prerender
from serving.controls import Place
from tests.conftest import others_slow
from tests.invented import PACKAGED_TABLES, fifty, long_names, many_rounds

PAGES = [page for pages in MENU.values() for page in pages]
# What is wider than the window, but for what scrolls in a box of its own.
WIDER = """() => [...document.querySelectorAll('body *')].filter(one => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility() && box.width && box.right > document.documentElement.clientWidth + 1
        && !one.closest('.table, nav, .filters .choices, svg, .visually-hidden, select');
}).map(one => `${one.tagName}.${one.className} ${one.textContent.slice(0, 60)}`)"""


@pytest.fixture(params=[many_rounds, long_names, fifty])
def at_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Tables:
    tables: Tables = request.param()
    monkeypatch.setattr(prerender, "current", lambda: tables)
    return tables


def test_many_rounds_are_a_list_and_few_stand_beside_each_other() -> None:
    for tables, is_list in ((many_rounds(), True), (PACKAGED_TABLES, False)):
        place = Place("overview", View(tables))
        assert ('<select name="round"' in controls.filters(place)) == is_list
        assert bool(prerender._content(place)["rounds"]) != is_list


@pytest.mark.integration
@pytest.mark.parametrize("page", others_slow(PAGES))
def test_no_page_is_wider_than_the_window(at_size: Tables, browser: Browser, page: str) -> None:
    html = prerender.view(page, {"round": "all"}).page

    def answer(route: Route) -> None:
        is_page = urlsplit(route.request.url).path == f"/{page}"
        route.fulfill(status=200 if is_page else 404, body=html if is_page else "", content_type="text/html")

    with browser.new_page() as opened:
        opened.route("**/*", answer)
        opened.goto(f"http://127.0.0.1/{page}")
        for width in (360, 1366):
            opened.set_viewport_size({"width": width, "height": 800})
            assert opened.evaluate(WIDER) == [], width


# Marks that begin a line, short cells of two lines, and letters smaller than 9 px.
UNTIDY = """() => [
    ...[...document.querySelectorAll('a.sort')].filter(one => one.getClientRects().length).filter(one => {
        const range = document.createRange(), words = one.firstChild;
        range.setStart(words, words.length - 1); range.setEnd(words, words.length);
        return [...one.getClientRects()].pop().bottom > range.getBoundingClientRect().bottom + 4;
    }),
    ...[...document.querySelectorAll('td.short')].filter(one => {
        const range = document.createRange(); range.selectNodeContents(one);
        return innerWidth > 1000 && range.getClientRects().length > 1;
    }),
    ...[...document.querySelectorAll('.shape svg text')].filter(one => one.checkVisibility()).filter(one =>
        parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a < 9),
].map(one => one.textContent)"""


@pytest.mark.integration
@pytest.mark.parametrize("page", ["regencies", "trainings", "indicators"])
def test_tables_and_drawings_are_legible_on_a_small_projector(browser: Browser, page: str) -> None:
    html = prerender.view(page, {"round": "all"}).page
    with browser.new_page(viewport={"width": 1024, "height": 768}) as opened:
        opened.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))
        opened.goto(f"http://127.0.0.1/{page}")
        assert opened.evaluate(UNTIDY) == []

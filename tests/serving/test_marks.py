"""The list below a phone's map: each number on the map is a line of it, and a line selects what it names."""

import html
import re

import pytest

from charts.map import participants_map
from charts.phone import on_phone
from charts.plots import MapPlot
from data.selection import Selection
from data.view import View
from locales import LANGUAGES, Words
from serving import prerender
from tests.harness.tables import TABLES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["2022", "all"])
def test_the_numbers_on_the_map_are_those_of_the_lines(code: str, language: str) -> None:
    plot = participants_map(View(TABLES, Selection(code), Words(language))).plot
    assert isinstance(plot, MapPlot)
    numbers = {label.code: label.lines[0][0].text for label in on_phone(plot, Words(language)).labels if label.code}
    assert numbers == {one.code: str(n) for n, one in enumerate(plot.listed, 1)}
    assert len(numbers) == 11
    assert [bool(one.value) for one in plot.listed] == sorted((bool(one.value) for one in plot.listed), reverse=True)


@pytest.mark.integration
def test_a_line_selects_and_that_of_the_selected_takes_it_back() -> None:
    page = prerender.view("overview", {"round": "all", "regency": "81.07", "lang": "en"}).page
    lines = re.findall(r'<li><a href="([^"]+)" data-code="([\d.]+)"([^>]*)>(.*?)</a></li>', page)
    assert len(lines) == 11
    for address, code, current, text in lines:
        is_selected = code == "81.07"
        assert ("aria-current" in current) == is_selected
        assert (f"regency={code}" in address) == (not is_selected)
        assert "round=all" in html.unescape(address)
        assert not is_selected or text == "Kepulauan Aru <strong>≥\u00a080</strong>"

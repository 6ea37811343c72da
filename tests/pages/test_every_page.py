"""Every page in both languages with the usual, an empty and narrower selections; on paper too."""

import itertools
import re

import pytest
from streamlit.testing.v1 import AppTest

from charts.regency import regency_map
from data.selection import regency_codes
from data.tables import Tables
from data.view import View
from locales import LANGUAGES, Words
from pages import MENU
from tests.conftest import ROOT, NewReader, others_slow
from tests.pages.test_browser import OVERLAPS

FILES = [f"pages/{folder}/{name}.py" for folder, names in MENU.items() for name in names]
SELECTIONS = {
    "usual": {}, "all": {"round": "all"}, "one": {"regency": "81.07"}, "empty": {"regency": "81.02"},
    "group": {"group": "seafood"}, "narrow": {"round": "2023", "regency": "81.71", "group": "repair"},
}  # fmt: skip
# Words of the other language that a page must not show.
FOREIGN = {"id": ("Source:", "participants", "not available", "Show as table"), "en": ("Sumber:", "peserta", "tidak tersedia")}  # fmt: skip


@pytest.mark.integration
@pytest.mark.parametrize(("selection", "language"), others_slow(itertools.product(SELECTIONS, LANGUAGES)))
def test_every_page_answers_every_selection(selection: str, language: str) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    app.query_params.update({"lang": language, **SELECTIONS[selection]})
    app.run()
    for file in FILES:
        app.switch_page(file).run()
        assert not app.exception, file
        page = "\n".join([*(t.value for t in (*app.title, *app.header)), *(h.proto.body for h in app.get("html"))])
        assert 'role="alert"' not in page, (file, page[-800:])
        assert not app.error, file
        if "present" not in file:
            assert len(app.title) == 1, file
        if "sources" not in file and "rounds" not in file:  # these quote titles and tables as they are
            read = re.sub(r"<style>.*?</style>|(?:href|data-\w+)=\"[^\"]*\"", "", page)  # what programs read
            assert not [word for word in FOREIGN[language] if word in read], file


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_regencys_map_can_be_shown_as_a_table(tables: Tables, language: str) -> None:
    for code in regency_codes(tables)[1:]:
        rows = regency_map(View(tables, words=Words(language)), code).rows
        assert len(rows) == 4
        assert all(all(row) for row in rows)


@pytest.mark.parametrize(
    ("page_name", "figures"),
    others_slow([("", 4), ("trainings", 1), ("regencies", 2), ("national", 4), ("indicators", 4)]),
)
def test_on_paper_stands_the_page_without_its_controls(
    dashboard: str, reader: NewReader, page_name: str, figures: int
) -> None:
    page = reader(1100).open(f"{dashboard}/{page_name}?regency=81.07", figures)
    page.emulate_media(media="print")
    for control in (".st-key-top_bar", ".st-key-filters", "[data-testid=stPopover]", "[data-testid=stSelectbox]"):
        assert not [e for e in page.locator(control).all() if e.is_visible()], control
    assert page.locator("h1").is_visible()
    page.locator("[data-testid=stPlotlyChart] .main-svg").first.wait_for()


@pytest.mark.parametrize("width", others_slow([390, 1440, 1920]))
def test_no_label_overlaps_on_the_other_pages(dashboard: str, reader: NewReader, width: int) -> None:
    window = reader(width, 900)
    window.open(f"{dashboard}/about", 0)  # which has no figures to draw
    for address, key, figures in (
        ("trainings?round=all", "mix", 1), ("national?round=2023&lang=en", "national_shares", 4),
        ("regencies?round=all&lang=en", "rank", 2),
    ):  # fmt: skip
        page = window.go(f"/{address}", figures)
        assert page.locator(f".st-key-{key}").count() == 1
        assert page.evaluate(OVERLAPS, key) == [], (address, width)
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), (address, width)

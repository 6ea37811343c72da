"""What a phone shows: nothing is cut off, nothing needs to be pushed sideways."""

import pytest
from playwright.sync_api import Page, expect

from locales import LANGUAGES, Words
from pages import MENU
from tests.conftest import NewContext, NewReader, location, others_slow, still
from tests.harness.browser import small_targets
from tests.pages.test_present import presented

WIDTH = 390
PAGES = [name for names in MENU.values() for name in names]
PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"

CUT = """() => [...document.querySelectorAll('.table')]
    .filter(t => t.scrollWidth > t.clientWidth + 1).map(t => t.getAttribute('aria-label'))"""


@pytest.mark.parametrize("language", others_slow(LANGUAGES))
def test_every_table_fits(dashboard: str, reader: NewReader, language: str) -> None:
    window = reader(WIDTH, 844)
    page = window.open(f"{dashboard}/about?lang={language}", 0)  # which has no figures to draw
    expect(page.locator(".st-key-menu [aria-current=page]")).to_be_in_viewport(ratio=0.9)  # the last of a long row
    for page_name in ("trainings", "regencies", "national", "sources"):
        page = window.go(f"/{page_name}?regency=81.03&lang={language}", 0)
        assert page.title().startswith(Words(language)(f"page.{page_name}"))
        assert page.locator(".table").count()
        assert page.evaluate(CUT) == [], page_name
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), page_name
        assert small_targets(page) == [], page_name


def test_a_row_of_a_wide_table_names_its_cells_and_stays_a_table(dashboard: str, reader: NewReader) -> None:
    page = reader(WIDTH, 844).open(f"{dashboard}/trainings", 1)
    cell = page.get_by_role("table").last.get_by_role("row").nth(1).get_by_role("cell", name="≈ 20")
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"Peserta"'
    cells = page.locator(".table.wide tbody :is(th, td)")
    assert {*cells.evaluate_all("cells => cells.map(cell => getComputedStyle(cell).paddingLeft)")} == {"0px"}


@pytest.mark.slow
def test_no_choice_is_cut_off(dashboard: str, reader: NewReader) -> None:
    page = reader(WIDTH, 844).open(f"{dashboard}/takeaway?lang=en&group=garden", 0)
    for box in page.locator(".st-key-filters input[role=combobox]").all():
        assert box.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), box.input_value()
    assert page.get_by_role("button", name="Clear").is_visible()
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Clear").wait_for(state="hidden")  # nothing to clear, nothing to press
    boxes = page.locator(".st-key-filters input[role=combobox]")
    assert boxes.evaluate_all("boxes => boxes.every(e => e.scrollWidth <= e.clientWidth + 1)")
    assert len({*boxes.evaluate_all("boxes => boxes.map(e => e.getBoundingClientRect().top)")}) == 1  # in one row


@pytest.mark.parametrize("names", others_slow([["overview", "rounds"], PAGES]), ids=["few", "all"])
def test_no_page_is_wider_than_the_window_before_the_live_page_is_there(
    dashboard: str, context: NewContext, names: list[str]
) -> None:
    page = context(WIDTH, 844).new_page()
    page.route("**/static/js/index.*.js", lambda route: route.abort())
    for page_name in names:
        page.goto(f"{dashboard}/{page_name.replace('overview', '')}?round=2023")
        assert page.evaluate("() => document.querySelector('#first').scrollWidth <= innerWidth"), page_name
        assert small_targets(page) == [], page_name


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(683, 384), (844, 390)])  # a laptop zoomed twice, a phone held across
def test_a_low_window_has_the_headline_in_the_first_view(
    dashboard: str, context: NewContext, reader: NewReader, width: int, height: int
) -> None:
    address = f"{dashboard}/?regency=81.07&group=crafts"
    still_to_come = context(width, height).new_page()
    still_to_come.route("**/static/js/index.*.js", lambda route: route.abort())
    still_to_come.goto(address)
    for headline in (still_to_come.locator("#first h1"), reader(width, height).open(address).locator("#root h1")):
        box = headline.bounding_box()
        assert box
        assert box["y"] + box["height"] < height


@pytest.mark.parametrize(("width", "height"), [(360, 800), (1024, 768)])
def test_a_regency_s_first_lines_are_in_the_first_view(
    dashboard: str, context: NewContext, width: int, height: int
) -> None:
    page = context(width, height, java_script_enabled=False).new_page()  # or the live page may have taken its place
    page.goto(f"{dashboard}/regencies?regency=81.07&lang=en")
    box = page.locator("#first p.lead").first.bounding_box()
    assert box
    assert box["y"] + box["height"] < height


@pytest.mark.slow
def test_a_large_number_in_words_takes_a_second_line(dashboard: str, reader: NewReader) -> None:
    page = reader(360, 800).open(f"{dashboard}/?round=2023-2&regency=81.07")
    values = page.get_by_test_id("stMetricValue")
    assert "jumlah tidak disebut" in values.first.inner_text()
    assert values.evaluate_all("all => all.map(e => e.scrollWidth <= e.clientWidth)") == [True] * values.count()


def shown_in_full(page: Page) -> bool:
    """Whether the slide's drawing lies inside the window from left to right."""
    box = page.locator(".stage .slide:visible .figure > svg").bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= WIDTH


def test_the_presenter_shows_whole_figures(dashboard: str, reader: NewReader) -> None:
    window = reader(WIDTH, 844, user_agent=PHONE)
    page = presented(window, f"{dashboard}/present?round=all&slide=2")
    for words in ("≥ 80", "≥ 80 · ≥ 13%", "Maluku Barat Daya", "≈ 20"):
        assert shown_in_full(page)
        text = page.locator(".stage .slide:visible text", has_text=words).first.bounding_box()
        assert text is not None
        assert text["x"] + text["width"] <= WIDTH
        page.keyboard.press("ArrowRight")


def test_a_choice_is_answered_while_the_live_page_is_still_to_come(dashboard: str, context: NewContext) -> None:
    page = context(WIDTH, 844, has_touch=True, is_mobile=True).new_page()
    page.route("**/static/js/index.*.js", lambda route: route.abort())
    page.goto(f"{dashboard}/?lang=en")
    headline, changed = page.locator("#first h1"), page.locator("#changed")
    usual = headline.inner_text()
    page.locator("#first select[name=regency]").select_option("81.07")
    expect(headline).not_to_have_text(usual)
    assert "regency=81.07" in location(page)
    expect(changed).to_have_text(headline.inner_text())
    expect(changed, "what is in the window is not shown twice").not_to_have_class("shown")
    chosen = headline.inner_text()
    page.locator("#first .marks [data-code='81.71']").tap()
    expect(headline).not_to_have_text(chosen)
    expect(page.locator("#changed.shown")).to_have_text(headline.inner_text())
    expect(page.locator("#changed.shown")).to_be_in_viewport()


def test_the_first_tap_on_a_mark_selects_it(dashboard: str, reader: NewReader) -> None:
    window = reader(390, 844, has_touch=True, is_mobile=True)
    page = window.open(f"{dashboard}/trainings", figures=1)
    mark = page.locator("[data-testid=stPlotlyChart] .points path").first
    mark.evaluate("mark => mark.scrollIntoView({ block: 'start' })")
    still(page)
    box = mark.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**regency=**")
    shown = page.locator("#changed.shown")
    expect(shown, "the headline that changed is out of the window").to_be_in_viewport()
    expect(shown).to_have_text(page.locator("#root h1").inner_text())
    still(page)
    assert "regency=" in location(page), "the clicks that a browser makes of a tap do not take it back"

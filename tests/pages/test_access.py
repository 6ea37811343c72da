"""Whoever presses keys, hears the page, has colours or letters of their own, or a screen of 320 px."""

import pytest
from playwright.sync_api import Browser, Page

from locales import LANGUAGES, Words
from tests.conftest import MORE_FLAGS, NewContext, NewReader, Reader, others_slow
from tests.harness.browser import CHROMIUM, FLAGS

CURRENT = "() => [...document.querySelectorAll('.st-key-menu a[aria-current=page]')].map(link => link.innerText)"
NAMES = """() => [...document.querySelectorAll('button, summary')].filter(e => e.getClientRects().length)
    .map(e => e.getAttribute('aria-label')).filter(Boolean)"""
CHOSEN = """() => ['true', 'false'].map(is => getComputedStyle(
    document.querySelector(`[role=radio][aria-checked=${is}]`)).backgroundColor)"""
# Every size that the letters have had since the page began.
SIZES = """globalThis.sizes = new Set(); (function look() {
    if (document.documentElement) sizes.add(getComputedStyle(document.documentElement).fontSize);
    requestAnimationFrame(look);
})()"""
TOPS = "links => links.map(link => link.getBoundingClientRect().top)"
ENGLISH = ("Open", "Link to heading", "Skip to main content", "No results")


def labels(page: Page) -> list[str]:
    return list(page.evaluate(NAMES))


def the_first_key_leads_past_the_menu(page: Page, words: Words) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == words("access.skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.locator(".st-key-menu a").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("language", others_slow(LANGUAGES))
def test_the_first_key_landmarks_the_current_page_and_names(dashboard: str, reader: NewReader, language: str) -> None:
    words, window = Words(language), reader()
    page = window.open(f"{dashboard}/?lang={language}")
    the_first_key_leads_past_the_menu(page, words)
    page.get_by_role("navigation", name=words("access.menu"), exact=True).wait_for()
    assert page.evaluate(CURRENT) == [words("page.overview")]
    named = [name for name in labels(page) if name.startswith(words("take.figure"))]
    assert len(named) == len(set(named)) == 4
    if language == "id":
        assert not set(labels(page)) & {*ENGLISH}
    page.locator(".st-key-menu").get_by_role("link", name=words("page.trainings")).click()
    window.settle(1)
    page.wait_for_function(f"() => ({CURRENT})().join() === {words('page.trainings')!r}")


@pytest.mark.slow
def test_with_colours_of_ones_own_the_chosen_stands_out(dashboard: str, context: NewContext) -> None:
    window = Reader(context(forced_colors="active", locale="id-ID"))
    page = window.open(dashboard)
    chosen, other = page.evaluate(CHOSEN)
    assert chosen != other
    switch = page.locator("[data-testid=stCheckbox] label > div").first
    knob, ground = (
        part.evaluate("e => getComputedStyle(e).backgroundColor") for part in (switch.locator("div"), switch)
    )
    assert knob != ground, "a switch is seen, and whether it is on"
    coast = page.locator(".st-key-shape_map .js-line").first
    assert coast.evaluate("e => getComputedStyle(e).strokeOpacity") == "1"


def test_letters_are_as_large_as_the_browser_has_them(dashboard: str, browser: Browser) -> None:
    larger = browser.browser_type.launch(
        executable_path=str(CHROMIUM), args=[*FLAGS, *MORE_FLAGS, "--blink-settings=defaultFontSize=20"]
    )
    try:
        phone = larger.new_context(viewport={"width": 390, "height": 844}, locale="id-ID")
        phone.add_init_script(SIZES)
        page = Reader(phone).open(dashboard)
        assert page.evaluate("[...sizes]") == ["20px"], "from the first view on, also while Streamlit's styles come"
        toggle = page.locator("[data-testid=stCheckbox] p").first
        assert toggle.evaluate("text => text.scrollWidth <= text.clientWidth"), "its words break, none is cut"
    finally:
        larger.close()


@pytest.mark.parametrize("language", others_slow(LANGUAGES))
def test_letters_half_as_large_again_leave_the_menu_one_row_and_columns_their_words(
    dashboard: str, browser: Browser, language: str
) -> None:
    larger = browser.browser_type.launch(
        executable_path=str(CHROMIUM), args=[*FLAGS, *MORE_FLAGS, "--blink-settings=defaultFontSize=24"]
    )
    try:
        laptop = larger.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
        page = laptop.new_page()
        page.route("**/static/js/index.*.js", lambda route: route.abort())  # else the live page takes its place
        page.goto(f"{dashboard}/?lang={language}")
        assert len(set(page.locator("#first nav a").evaluate_all(TOPS))) == 1
        live = Reader(laptop).open(f"{dashboard}/?lang={language}")
        assert len(set(live.locator(".st-key-menu a").evaluate_all(TOPS))) == 1
        assert live.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert live.locator("#map").evaluate("heading => heading.clientWidth") > 20 * 24
    finally:
        larger.close()


def test_at_four_times_the_size_nothing_is_pushed_sideways(dashboard: str, reader: NewReader) -> None:
    window = reader(320, 256)
    page = window.open(f"{dashboard}/")
    for name, figures in (("", 4), ("regencies", 1), ("sources", 0)):
        page = window.go(f"/{name}", figures)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

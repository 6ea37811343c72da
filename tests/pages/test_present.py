"""The presenter and the shelf in a real browser: keys, clicker, address, touch, notes, downloads."""

import itertools
import re
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from streamlit.testing.v1 import AppTest

from charts.plots import Bars, Dots
from data.selection import Selection
from data.tables import PACKAGED, Tables, load
from data.view import View
from exports.outlets import OUTLETS
from exports.worker import Asked, FileAsked, Worker
from locales import LANGUAGES, Words
from pages.parts.presenter import SLIDE_WIDTH, slides
from story.slides import tell
from tests.conftest import ROOT, NewReader, Reader, location, others_slow

TABLES = load(PACKAGED)
# Of one selection, since its slides are drawn once for all tests.
CHOSEN, ASKED = Selection("all", "81.07"), "round=all&regency=81.07"
IN_VIEW = """row => {
    const [at, seen] = [row, row.closest(".figure")].map(one => one.getBoundingClientRect());
    return at.top >= seen.top && at.bottom <= seen.bottom + 1;
}"""

# The part of the window's width that a drawing takes.
DRAWN_WIDE = """svg => { const [, , wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
    const box = svg.getBoundingClientRect(); return Math.min(box.width, box.height * wide / high) / innerWidth; }"""


def presented(reader: Reader, address: str) -> Page:
    reader.page.goto(address)
    reader.page.locator(".stage .slide:visible h1").wait_for()
    return reader.page


def at(page: Page) -> tuple[str, int]:
    """The title that is shown, and the slide's number in the address: read at one moment, from the page itself."""
    title, number = page.locator(".stage").evaluate(
        """stage => [stage.querySelector('.slide:not([hidden]) h1').innerText,
        Number(new URL(location.href).searchParams.get('slide'))]"""
    )
    return " ".join(title.replace("\N{WORD JOINER}", "").split()), number  # no line ends at some of its spaces


def axe_finds_no_violation(page: Page) -> None:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_comes_by_every_key(dashboard: str, reader: NewReader, language: str) -> None:
    titles = [slide.title for slide in tell(View(TABLES, CHOSEN, Words(language))).slides]
    window = reader()
    page = presented(window, f"{dashboard}/present?lang={language}&{ASKED}")
    assert at(page) == (titles[0], 1)
    axe_finds_no_violation(page)
    forward = itertools.cycle(["ArrowRight", "PageDown", "ArrowDown", "Enter", " "])
    for i, key in zip(range(1, len(titles)), forward):  # noqa: B905 - the keys go on
        page.keyboard.press(key)
        assert at(page) == (titles[i], i + 1), key
    page.keyboard.press("ArrowRight")
    assert at(page) == (titles[-1], len(titles))
    for key, number in (("PageUp", len(titles) - 1), ("Home", 1), ("End", len(titles)), ("ArrowLeft", len(titles) - 1)):
        page.keyboard.press(key)
        assert at(page)[1] == number
    for digit in "10":
        page.keyboard.press(digit)
    page.keyboard.press("Enter")
    assert at(page) == (titles[9], 10)
    assert "lang=en" in location(page) or language == "id"
    assert "round=all" in location(page)
    assert "regency=81.07" in location(page)
    assert window.foreign == []
    assert [e for e in window.errors if "404" not in e and "main page" not in e] == []


@pytest.mark.slow
def test_a_slide_has_an_address_and_leaving_returns_to_where_one_was(dashboard: str, reader: NewReader) -> None:
    window = reader()
    page = window.open(f"{dashboard}/regencies?round=2023", figures=2)
    page.locator(".st-key-menu").get_by_role("link", name="Presentasi").click()
    page.locator(".stage .slide:visible h1").wait_for()
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    title, number = at(page)
    assert number == 4
    assert at(presented(reader(), location(page))) == (title, 4)  # the link opens the same slide elsewhere
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/regencies\?round=2023$"))
    window.settle(2)
    assert page.locator(".stage").count() == 0


@pytest.mark.slow
def test_notes_black_and_full_screen_buttons_and_focus(dashboard: str, reader: NewReader) -> None:
    page = presented(reader(), f"{dashboard}/present?lang=en&slide=3")
    notes = page.locator(".slide:visible .notes")
    assert not notes.is_visible()
    page.keyboard.press("n")
    story = tell(View(TABLES, Selection(), Words("en")))
    assert story.slides[2].say in notes.inner_text()
    assert story.slides[2].questions[0].answer in notes.inner_text()
    page.keyboard.press("n")
    page.keyboard.press("b")
    assert page.locator(".black").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".black").is_visible()
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")
    page.get_by_role("button", name="Next slide (right arrow)").click()
    assert at(page)[1] == 4
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.getAttribute('aria-label')")
    assert page.locator(".slide:visible .figure").get_attribute("aria-label") == story.slides[3].alt


@pytest.mark.parametrize("language", LANGUAGES)
def test_bars_have_letters_that_a_hall_reads_at_1024_by_768(language: str) -> None:
    story, words = tell(View(TABLES, Selection("all"), Words(language))), Words(language)
    for told, slide in zip(slides(story, words), story.slides, strict=True):
        if slide.chart and isinstance(slide.chart.plot, Bars | Dots):
            letters = [float(size) for size in re.findall(r"font-size: ?([\d.]+)px", str(told["svg"]))]
            assert letters, slide.key
            assert min(letters) * 0.92 * 1024 / SLIDE_WIDTH > 0.025 * 768, slide.key


def test_the_map_of_one_regency_has_letters_that_a_hall_reads() -> None:
    story, words = tell(View(TABLES, Selection("2022", "81.07"), Words("id"))), Words("id")
    drawn = next(told for told in slides(story, words) if told["key"] == "regency_map")["svg"]
    high = float(re.findall(r'viewBox="0 0 [\d.]+ ([\d.]+)"', str(drawn))[0])
    letters = [float(size) for size in re.findall(r"font-size: ?([\d.]+)px", str(drawn))]
    assert letters
    assert min(letters) / high * 0.4 > 0.025, "a title of three lines leaves the drawing two fifths of the height"


@pytest.mark.slow
def test_a_table_longer_than_the_screen_is_shown_to_its_end(dashboard: str, reader: NewReader) -> None:
    page = presented(reader(1366, 768), f"{dashboard}/present?round=all")
    page.keyboard.press("End")
    last, end = page.locator(".slide:visible tr").last, at(page)
    assert not last.evaluate(IN_VIEW)
    for _ in range(4):
        page.keyboard.press("PageDown")
    assert last.evaluate(IN_VIEW)
    assert at(page) == end
    assert page.locator(".to-next").is_disabled()
    page.keyboard.press("PageUp")
    assert at(page)[1] == end[1] - 1
    page.locator(".to-next").click()
    assert page.locator(".slide:visible .figure.more").count() == 1, "it says that it goes on"
    assert page.locator(".to-next").is_enabled()


def test_the_speaker_has_a_window_and_whoever_asks_a_list_of_keys(dashboard: str, reader: NewReader) -> None:
    story = tell(View(TABLES, Selection(), Words("en")))
    page = presented(reader(), f"{dashboard}/present?lang=en")
    page.keyboard.press("?")
    assert "full screen" in page.locator(".help").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator(".help").is_visible()
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    aside = opened.value
    aside.locator("h1", has_text=story.slides[0].title).wait_for()
    aside.locator(".next", has_text=story.slides[1].title).wait_for()
    aside.wait_for_function(
        "() => [...document.fonts].some(face => face.family.includes('Maluku') && face.status === 'loaded')"
    )
    paper = "getComputedStyle(document.querySelector('.next svg')).backgroundColor"
    assert aside.evaluate(paper) == "rgba(0, 0, 0, 0)", "the next slide stands on the window's own dark"
    assert Axe().run(aside).response["violations"] == []
    assert re.fullmatch(r"\d\d\.\d\d · \d\d:\d\d", aside.locator(".time").inner_text())
    aside.keyboard.press("ArrowRight")
    aside.locator("h1", has_text=story.slides[1].title).wait_for()
    assert story.slides[1].say in aside.locator("body").inner_text()
    assert at(page) == (story.slides[1].title, 2)
    page.bring_to_front()
    page.keyboard.press("d")
    assert page.locator(".stage").evaluate("stage => getComputedStyle(stage).backgroundColor") == "rgb(16, 23, 28)"


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(342, 192), (844, 390)])
def test_in_a_low_window_the_buttons_stand_below_the_slide(
    dashboard: str, reader: NewReader, width: int, height: int
) -> None:
    page = presented(reader(width, height), f"{dashboard}/present?{ASKED}&slide=2")
    slide, buttons = (page.locator(of).bounding_box() for of in (".stage .slide:visible", ".stage .controls"))
    assert slide
    assert buttons
    assert slide["y"] + slide["height"] <= buttons["y"]
    assert slide["height"] > height / 2
    assert page.locator(".stage .controls button").evaluate_all("all => Math.min(...all.map(b => b.offsetWidth))") >= 24


SMALLEST = """stage => Math.min(...[...stage.querySelectorAll('.slide:not([hidden]) svg text')].map(
    text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d / innerHeight))"""


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(1024, 768), (1280, 720)])
def test_numbers_have_room_and_maps_and_points_are_read_from_the_last_row(
    dashboard: str, reader: NewReader, width: int, height: int
) -> None:
    page = presented(reader(width, height), f"{dashboard}/present?{ASKED}")
    values = page.locator(".stage .slide:visible .value")
    assert values.evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText)") == []
    for number, slide in enumerate(tell(View(TABLES, CHOSEN, Words("id"))).slides, 1):
        if slide.key == "round_maps":  # broad, with its key under it
            page = presented(reader(width, height), f"{dashboard}/present?{ASKED}&slide={number}")
            assert page.locator(".slide:visible .figure > svg").evaluate(DRAWN_WIDE) > 0.85
        if slide.key in ("map", "indicator_series", "indicator_scatter"):
            page = presented(reader(width, height), f"{dashboard}/present?{ASKED}&slide={number}")
            assert page.locator(".stage").evaluate(SMALLEST) >= 0.025, slide.key


@pytest.mark.parametrize(("width", "height"), others_slow([(1440, 900), (390, 844), (1920, 1080)]))
def test_slides_fit_their_screen(dashboard: str, reader: NewReader, width: int, height: int) -> None:
    page = presented(reader(width, height), f"{dashboard}/present?{ASKED}")
    for _ in tell(View(TABLES, CHOSEN, Words("id"))).slides:
        cut = page.evaluate(
            """() => { const root = document.activeElement.shadowRoot;
            return [...root.querySelectorAll('.slide:not([hidden]) :is(h1, .reading, .sources)')]
              .filter(e => { const b = e.getBoundingClientRect(), w = innerWidth, h = innerHeight;
                return b.left < 0 || b.right > w + 1 || b.top < 0 || (w > 700 && b.bottom > h); })
              .map(e => e.textContent); }"""
        )
        assert cut == []
        page.keyboard.press("ArrowRight")


FILES = [outlet for outlet in OUTLETS.values() if outlet.key != "bundle"]


@pytest.mark.slow
def test_the_shelf_makes_and_gives_every_file(dashboard: str, reader: NewReader, tmp_path: Path) -> None:
    window = reader()
    page = window.open(f"{dashboard}/takeaway?regency=81.07", figures=0)
    axe_finds_no_violation(page)
    for outlet in FILES:
        with page.expect_download() as started:
            page.locator(f".st-key-make_{outlet.key} button:visible").click()
        name = started.value.suggested_filename
        assert name == outlet.name(View(TABLES, Selection("2022", "81.07"), Words("id")))
        started.value.save_as(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000
    assert window.foreign == []
    assert [e for e in window.errors if "404" not in e and "main page" not in e] == []


@pytest.mark.slow
def test_a_figure_is_taken_from_its_menu_without_a_rerun(dashboard: str, reader: NewReader, tmp_path: Path) -> None:
    page = reader().open(f"{dashboard}/?round=2023")
    page.locator(".st-key-take_map button").first.click()
    for ending, start in (("-1x.png", b"\x89PNG"), (".svg", b"<?xml"), (".csv", b"\xef\xbb\xbf"), (".xlsx", b"PK")):
        button = page.locator(f'[class*="st-key-take_map{ending.replace(".", "-")}"] button')
        with page.expect_download() as started:
            button.click()
        file = tmp_path / f"figure{ending}"
        started.value.save_as(file)
        assert file.read_bytes().startswith(start)
        assert started.value.suggested_filename.startswith("peta-peserta-")
    assert zipfile.is_zipfile(tmp_path / "figure.xlsx")


@pytest.mark.slow  # of light pages, it is tried with the slides and the shelf
@pytest.mark.parametrize("page_name", ["present", "takeaway"])
def test_axe_finds_no_violation_on_a_dark_page(dashboard: str, reader: NewReader, page_name: str) -> None:
    window = reader(scheme="dark")
    if page_name == "present":
        page = presented(window, f"{dashboard}/present")
    else:
        page = window.open(f"{dashboard}/takeaway", figures=0)
    axe_finds_no_violation(page)


@pytest.mark.integration
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_file_is_named_and_the_others_stay(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    def fails(worker: Worker, asked: Asked, tables: Tables | None) -> None:
        if isinstance(asked, FileAsked) and asked.outlet.key == "deck":
            raise RuntimeError("secret detail")
        asks(worker, asked, tables)

    asks = Worker.ask
    monkeypatch.setattr(Worker, "ask", fails)
    monkeypatch.setattr("exports.jobs._files", {})
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    app.query_params["lang"] = language
    app.run()
    app.switch_page("pages/share/takeaway.py").run()
    app.button(key="make_deck").click().run()
    words = Words(language)
    (said,) = app.error
    start = words("takeaway.failed", name=words("outlet.deck.name"), reference="|").partition("|")[0]
    assert said.value.startswith(start)
    assert "secret" not in said.value
    app.button(key="make_brief").click().run()
    assert not app.exception
    assert [button.proto.label for button in app.get("download_button")]

"""Every page on paper: whole, from any window, in any theme, also the exported page."""

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page

from charts.mix import training_mix
from data.selection import Selection
from data.view import View
from exports.page import page as exported_page
from locales import Words
from render import plotly
from story.slides import tell
from tests.conftest import NewContext, NewReader, alternating, still
from tests.exports.test_page import opened
from tests.harness.tables import TABLES
from tests.pages.test_present import presented
from tests.paper import EDGE, Sheet, faults, letters, sheets

WINDOWS = {360: 800, 1024: 768, 1366: 768, 1920: 1080}
# Each width in one theme, dark where the window is widest; with IKM_SOAK each in both.
EACH = alternating(WINDOWS, ("light", "dark"))
FIGURES = {"": 4, "trainings": 1, "regencies": 4, "national": 4, "takeaway": 0, "sources": 0, "rounds": 1}
# What stands beside the circles of the matrix where a page is wide: on paper the list below names it.
ONLY_ON_SCREEN = {
    letters(line)
    for note in plotly.figure(training_mix(View(TABLES, Selection("2022"), Words("id")))).layout.annotations
    for line in note.text.split("<br>") * (note.xshift == plotly.NAME_AT)
}
# What each line of each label of each figure says: of those that the window shows, or of those that it hides.
LABELS = """shown => [...document.querySelectorAll('.main-svg text')]
    .filter(label => !!label.getClientRects().length === shown)
    .flatMap(label => label.querySelector('.line') ? [...label.querySelectorAll('.line')] : [label])
    .map(line => line.textContent)"""


def printed(page: Page) -> list[Sheet]:
    return sheets(page.pdf(prefer_css_page_size=True))


def shown(pages: list[Sheet]) -> str:
    return letters("".join(sheet.written() for sheet in pages))


def check(pages: list[Sheet], page: Page) -> None:
    """Nothing is wrong with the pages, no label of a figure is missing, and 65 % are 65 % where they are shown."""
    headings = {text.strip() for text in page.locator("h1:visible, h2:visible").all_inner_texts()}
    assert [(number, fault) for number, sheet in enumerate(pages, 1) for fault in faults(sheet, headings)] == []
    text = shown(pages)
    window = letters(page.locator("main:visible").inner_text())
    # The dashboard's name and the controls, which paper does not have, and labels for other widths count as text too.
    controls = page.locator(".st-key-top_bar:visible, .st-key-filters:visible").all_inner_texts()
    labels = page.evaluate(LABELS, True)
    beside = [label for label in labels if letters(label) in ONLY_ON_SCREEN]
    hidden = letters(" ".join([*controls, *beside, *page.evaluate(LABELS, False)]))
    for label, times in Counter(letters(label) for label in labels if label not in beside).items():
        # A name in a table beside it must not stand in for one that is cut off.
        wanted = window.count(label) - hidden.count(label) if len(label) > 5 else 0
        assert text.count(label) >= max(times, wanted), label
    for switch in page.locator(".stCheckbox").all_inner_texts():
        assert letters(switch) not in text, "a switch does nothing on paper"
    if "65%tenagakerja" in text:
        assert min(bar for sheet in pages for bar in sheet.bars()) == pytest.approx(0.65, abs=0.003)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), EACH)
def test_every_page_prints_whole(dashboard: str, reader: NewReader, width: int, scheme: str) -> None:
    window = reader(width, WINDOWS[width], scheme)
    window.open(f"{dashboard}/?round=2022")
    for name in FIGURES:
        page = window.go(f"/{name}?round=2022", FIGURES[name])
        page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, main.scrollHeight)")
        pages = printed(page)
        check(pages, page)
        assert {(round(sheet.width), round(sheet.height)) for sheet in pages} == {(595, 842)}, "A4"
        assert not page.locator(".main-svg[viewBox]").count(), "the window has its own figures again"


@pytest.mark.slow
def test_a_window_made_narrower_prints_whole_at_once(dashboard: str, reader: NewReader) -> None:
    page = reader(1920, 1080).open(f"{dashboard}/?round=2022")
    page.set_viewport_size({"width": 1024, "height": 768})
    check(printed(page), page)


def test_the_first_view_prints_dark_on_white(dashboard: str, reader: NewReader) -> None:
    window = reader(1920, 1080, "dark", java_script_enabled=False)
    window.page.goto(f"{dashboard}/?round=2022")
    pages = printed(window.page)
    check(pages, window.page)
    assert "KepulauanAru" in shown(pages)


@pytest.mark.slow
def test_the_first_view_prints_a_slide_a_page(dashboard: str, reader: NewReader) -> None:
    window = reader(1366, 768, java_script_enabled=False)
    window.page.goto(f"{dashboard}/present?round=2022")
    titles = [letters(slide.title) for slide in tell(View(TABLES, Selection("2022"), Words("id"))).slides]
    pages = [shown([sheet]) for sheet in printed(window.page)]
    assert [[title for title in titles if title in page] for page in pages[: len(titles)]] == [[one] for one in titles]
    assert not [page for page in pages if letters("Slide berikutnya") in page or letters("Catatan pembicara") in page]


def test_paper_says_from_where_it_is_and_of_which_day(dashboard: str, reader: NewReader) -> None:
    window = reader(1366, 768)
    window.page.goto(f"{dashboard}/sources?lang=en", wait_until="load")
    text = shown(printed(window.page))
    assert letters(f"{dashboard}/sources?lang=en") in text
    assert letters(window.page.evaluate("new Date().toLocaleDateString('en', {dateStyle: 'long'})")) in text


@pytest.mark.parametrize(("name", "width"), [("sources", 1366), ("indicators", 1366), ("trainings", 1366)])
def test_the_first_view_prints_tables_and_tall_figures_whole(
    dashboard: str, reader: NewReader, name: str, width: int
) -> None:
    window = reader(width, WINDOWS[width], java_script_enabled=False)
    window.page.goto(f"{dashboard}/{name}?round=all")
    pages = printed(window.page)
    assert max(line.right / sheet.width for sheet in pages for line in sheet.lines()) < 1 - EDGE / 210, "cut off"
    assert min(sheet.smallest() for sheet in pages) > 7, "a wide drawing had letters of 5 points"
    for figure in window.page.locator(".figure:has(.source):has(h2)").all():
        heading, source = (letters(figure.locator(of).first.inner_text()) for of in ("h2", ".source"))
        assert any(heading in shown([sheet]) and source in shown([sheet]) for sheet in pages), heading


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), EACH)
def test_every_slide_is_a_page(dashboard: str, reader: NewReader, width: int, scheme: str) -> None:
    page = presented(reader(width, WINDOWS[width], scheme), f"{dashboard}/present?round=2022&slide=3")
    pages = printed(page)
    slides = tell(View(TABLES, Selection("2022"), Words("id"))).slides
    assert len(pages) == len(slides)
    for slide, sheet in zip(slides, pages, strict=True):
        assert letters(slide.title) in shown([sheet])
        assert shown([sheet]).endswith(letters(slide.sources)), "the last line is the source"
        assert faults(sheet, set()) == []


@pytest.mark.slow
@pytest.mark.parametrize(("width", "narrowed"), [(1440, 900), (1920, 1920), (390, 390)])
def test_the_exported_page_prints_whole_once_it_was_scrolled(
    context: NewContext, tmp_path: Path, width: int, narrowed: int
) -> None:
    file = tmp_path / "story.html"
    file.write_bytes(exported_page(View(TABLES, Selection("2022"), Words("id"))))
    window, wrong = opened(context, file, width)
    for figure in window.locator(".telling:visible figure").all():
        figure.scroll_into_view_if_needed()
        figure.locator(".live").wait_for(state="attached")
    window.set_viewport_size({"width": narrowed, "height": 900})
    window.wait_for_function(
        "() => [...document.querySelectorAll('.live')].filter(live => live.offsetWidth).every(live =>"
        " Math.abs(live.querySelector('.main-svg').getBoundingClientRect().width - live.parentElement.clientWidth) < 1)"
    )
    pages = printed(window)
    check(pages, window)
    assert "KepulauanAru" in shown(pages)
    assert wrong == []


@pytest.mark.slow
def test_paper_loads_no_font_anew(dashboard: str, reader: NewReader) -> None:
    """On a busy machine it comes too late: names are set wider in another font, and their first letters cut off."""
    page = reader(1366, 768).open(f"{dashboard}/national?round=2022", 4)
    page.evaluate("() => { window.loads = 0; document.fonts.addEventListener('loading', () => window.loads++); }")
    printed(page)
    still(page)
    assert page.evaluate("window.loads") == 0

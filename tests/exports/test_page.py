"""The page, opened from disk in a real browser without any network."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from starlette.datastructures import Headers, QueryParams

from data.selection import Selection
from data.tables import PACKAGED, Tables, load
from data.view import View
from exports.__main__ import main
from exports.page import page
from locales import LANGUAGES, Words
from serving import resources
from story import about
from story.slides import tell
from tests.conftest import IMAGES_ENDED, NewContext, others_slow
from tests.harness.browser import small_targets

TABLES = load(PACKAGED)
MB = 1_000_000


def opened(new: NewContext, file: Path, width: int = 1440, script: bool = True) -> tuple[Page, list[str]]:
    """Open a file in a window that can reach nothing but files; also return what went wrong in it."""
    context = new(width, java_script_enabled=script)
    wrong: list[str] = []
    context.route(re.compile("^(?!file:|data:)"), lambda route: (wrong.append(route.request.url), route.abort()))
    window = context.new_page()
    window.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    window.on("pageerror", lambda e: wrong.append(str(e)))
    window.goto(file.as_uri())
    return window, wrong


@pytest.mark.parametrize("light", others_slow([False, True]), ids=["full", "light"])
@pytest.mark.parametrize("selection", others_slow([Selection(), Selection("all", "81.71")]), ids=str)
def test_page_tells_the_whole_story_in_both_languages(
    context: NewContext, tmp_path: Path, selection: Selection, light: bool
) -> None:
    content = page(View(TABLES, selection, Words("id")), light)
    assert len(content) < (1 if light else 6) * MB
    file = tmp_path / "story.html"
    file.write_bytes(content)
    window, wrong = opened(context, file, script=not light)
    for language in LANGUAGES:
        if language != "id":
            window.locator(".telling:visible nav label").nth(1).click()
        story = tell(View(TABLES, selection, Words(language)))
        assert window.locator(".telling:visible h1").inner_text() == story.subtitle
        headings = [
            " ".join(text.replace("\u2060", "").split())
            for text in window.locator(".telling:visible h2").all_inner_texts()
        ]
        assert headings == [slide.title for slide in story.slides[1:]]
        shown = window.locator(".telling:visible").inner_text()
        assert about.foot(View(TABLES, selection, Words(language))) in shown
        for slide in story.slides[1:]:
            assert slide.reading in shown
            assert slide.sources in shown
        assert window.locator(".telling:visible figure svg.main-svg").count() >= len(story.slides) - 2
    assert wrong == []


@pytest.mark.slow
def test_figures_come_alive_and_keep_their_place(context: NewContext, tmp_path: Path) -> None:
    file = tmp_path / "story.html"
    file.write_bytes(page(View(TABLES, Selection(), Words("en"))))
    window, wrong = opened(context, file, width=700)
    figures = window.locator(".telling:visible figure")
    for i in range(figures.count()):
        figures.nth(i).scroll_into_view_if_needed()
        figures.nth(i).locator(".js-plotly-plot").wait_for()
    assert window.evaluate("document.documentElement.scrollWidth") == 700
    assert window.evaluate("document.documentElement.lang") == "en"
    assert wrong == []


def test_names_with_markup_stay_text(context: NewContext, tmp_path: Path, folder: Path) -> None:
    regencies = folder / "regencies.csv"
    regencies.write_text(regencies.read_text("utf-8").replace("Kepulauan Aru", "<script>alert(1)</script>"), "utf-8")
    file = tmp_path / "story.html"
    file.write_bytes(page(View(load(folder), Selection(), Words("id"))))
    window, wrong = opened(context, file)
    dialogs: list[str] = []
    window.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    window.mouse.wheel(0, 3000)
    window.evaluate(IMAGES_ENDED)
    assert "<script>alert(1)</script>" in window.locator(".telling:visible").inner_text()
    assert dialogs == []
    assert wrong == []


@pytest.mark.integration
def test_page_is_the_same_bytes_for_the_same_selection() -> None:
    made = [page(View(Tables(TABLES.folder, TABLES.frames), Selection(), Words("id")), light=True) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.usefixtures("undrawn")
def test_pages_of_the_menu_are_chosen_by_their_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "two.html"
    assert main(["page", "--light", "--pages", "about,national", "--lang", "en", "--out", str(file)]) == 0
    content = file.read_text("utf-8")
    assert re.findall(r'<article id="([^"]+)"', content) == [
        f"{language}-{key}" for language in sorted(LANGUAGES, key="en".__ne__) for key in ("national", "about")
    ]
    assert 'href="#en-about"' in content, "the foot leads to a page in the file"
    names = re.findall(r'\bid="([^"]*)"', content)
    assert len(names) == len(set(names))
    with pytest.raises(SystemExit) as ended:
        main(["page", "--pages", "about,nowhere", "--out", str(file)])
    assert ended.value.code == 2
    assert "nowhere is none of overview" in capsys.readouterr().err
    answer = resources.response("files/light.html", QueryParams("pages=about,nowhere"), Headers())
    assert (answer.status_code, b'"parameter": "pages"' in answer.body) == (400, True)


@pytest.mark.integration
def test_no_two_parts_of_the_page_share_a_name() -> None:
    content = page(View(TABLES, Selection("2022"), Words("id")), light=True).decode()
    names = re.findall(r'\bid="([^"]*)"', content)
    assert len(names) == len(set(names)) > 20
    assert content.count("<main") == 1
    led = re.findall(r'<a href="#([^"]+)">ANTARA', content)
    assert led
    assert set(led) <= set(names), "each source line leads to its row in the page"
    assert 'href="https://ambon.antaranews.com/berita/127321"' in content


@pytest.mark.slow
@pytest.mark.integration
def test_on_a_phone_the_map_is_whole_and_says_whose_its_numbers_are(context: NewContext, tmp_path: Path) -> None:
    file = tmp_path / "light.html"
    file.write_bytes(page(View(TABLES, Selection("all"), Words("id")), light=True))
    window, _ = opened(context, file, script=False, width=360)
    box = window.locator(".telling:visible figure.map svg.narrow").first.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert "Kepulauan Aru" in window.locator(".telling:visible .on-phone").first.inner_text()
    beside = window.locator(".telling:visible .on-phone .marks").first.bounding_box()
    assert beside
    assert beside["x"] >= box["x"], "its names begin where the map does"
    assert window.evaluate("document.documentElement.scrollWidth") == 360
    sideways = "figures => figures.filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    for width in (360, 1366):
        window.set_viewport_size({"width": width, "height": 768})
        assert window.locator(".telling:visible figure").evaluate_all(sideways) == 0, width
        assert small_targets(window) == [], width
    assert len(file.read_bytes()) < MB

"""Every number that a page prints is found on Sources, and each link leads to a place that is there."""

import html
import random
import re

import pytest
from pypdfium2 import PdfDocument

from charts.table import Linked
from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from exports.brief import brief
from locales import LANGUAGES, Words
from pages import MENU, described
from pages.about import sources as sources_page
from pages.parts import links, page_texts
from pages.parts.page import TableBlock
from serving.blocks import Drawing
from serving.controls import Place
from story import sources
from tests.conftest import others_slow

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("undrawn")]
TABLES = load(PACKAGED)
SELECTIONS = [Selection(), Selection("all"), Selection("2023", "81.71")]
PAGES = [page for group in MENU.values() for page in group if page != "takeaway"]  # whose numbers are of its files
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*%?(?![\w]|[.,]\d)")


def drawn(view: View, page: str) -> str:
    return str(Drawing(Place(page, view)).page(described(page)))


def words_of(page: str) -> str:
    """What a page says to readers: no markup, no drawing, no code that embeds one, no source line (which has numbers of its own)."""
    page = re.sub(
        r"<svg.*?</svg>|<textarea.*?</textarea>|<p class=\"(?:source|footer)\">.*?</p>|<details class=\"origin\">.*?</details>",
        " ",
        page,
        flags=re.DOTALL,
    )
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


def is_listed(view: View, number: str) -> bool:
    if sources.matching(sources.every_number(view), number):
        return True
    return bool(sources.ranked(page_texts.everything(view), number, lambda one: one.text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_fifty_numbers_of_all_pages_are_found_as_they_are_printed(selection: Selection, language: str) -> None:
    view = View(TABLES, selection, Words(language))
    numbers = {number for page in PAGES for number in NUMBER.findall(words_of(drawn(view, page)))}
    assert len(numbers) > 50
    some = random.Random(7).sample(sorted(numbers), 50)
    assert [number for number in some if not is_listed(view, number)] == []


@pytest.mark.parametrize("language", others_slow(LANGUAGES))
@pytest.mark.parametrize("selection", others_slow(SELECTIONS[::-1]), ids=str)
def test_numbers_on_slides_and_in_the_brief_are_found_and_lead_to_their_slide(
    selection: Selection, language: str
) -> None:
    view = View(TABLES, selection, Words(language))
    slides = {number for one in page_texts.everything(view) if one.slide for number in NUMBER.findall(one.text)}
    document = PdfDocument(brief(view))
    brief_says = " ".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    missing = [n for n in sorted(slides | set(NUMBER.findall(brief_says))) if not is_listed(view, n)]
    assert missing == []
    poverty = [one for one in page_texts.everything(view) if one.anchor == "indicator_scatter" and "15,11%" in one.text]
    if language == "id":
        assert [one.page for one in poverty] == ["present"]
        way = links.to(view, "present", poverty[0].anchor, poverty[0].slide)
        assert f"slide={poverty[0].slide}#indicator_scatter" in way


@pytest.mark.parametrize("number", ["1.113.668", "42%", "36%", "2,14%", "1 : 20.000"])
def test_what_a_reader_looked_for_in_vain_is_found(number: str) -> None:
    views = [View(TABLES, Selection(code)) for code in ("2022", "all")]
    assert any(is_listed(view, number) for view in views), number


@pytest.mark.parametrize(("number", "way"), [("1 : 55.000", "?regency=81.07"), ("373.789", "?round=all")])
def test_a_number_of_another_selection_is_found_and_leads_there(number: str, way: str) -> None:
    view = View(TABLES, Selection(), Words("id"))
    assert not is_listed(view, number)
    (block,) = sources_page.matching(view, number)
    assert isinstance(block, TableBlock)
    pages = block.table(view).columns[0].cells
    assert any(way in address for cell in pages if isinstance(cell, Linked) for _, address in cell.parts)


def test_words_are_found_as_words_and_while_they_are_typed() -> None:
    numbers = sources.every_number(View(TABLES))
    matches = sources.matching(numbers, "Aru")
    assert matches
    assert all(re.search(r"\baru\b", " ".join(vars(number).values()).lower()) for number in matches)
    assert sources.matching(numbers, "tanim")
    assert not sources.matching(numbers, "anjung")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_place_that_is_printed_is_on_its_page(language: str) -> None:
    view = View(TABLES, Selection("all"), Words(language))
    pages = {page: drawn(view, page) for page in PAGES}
    for one in page_texts.everything(view):
        assert one.anchor == one.page or f'id="{one.anchor}"' in pages[one.page], one


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_source_line_leads_to_its_row_and_that_outside(language: str) -> None:
    view = View(TABLES, Selection("all", "81.07"), Words(language))
    rows = set(re.findall(r'id="(source-[^"]+)"', drawn(view, "sources")))
    assert len(rows) == len(TABLES["sources"])
    for page in MENU["explore"]:
        lines = re.findall(r'<p class="source">(.*?)</p>|<details class="origin">(.*?)</details>', drawn(view, page))
        led = set(re.findall(r'href="\./sources[^"]*#([^"]+)"', html.unescape(str(lines))))
        assert led, page
        assert led <= rows, page
    listed = {row[0].anchor: row for row in sources.listed(view).rows}  # type: ignore[attr-defined]
    for _, source in TABLES["sources"].dropna(subset="url").iterrows():
        row = listed[sources.row_name(source.source)]
        assert row[1].parts == ((str(row[1]), source.url),)  # type: ignore[attr-defined]
        assert "2026" in row[4], "the day of access"
    assert links.to(view, "overview", "map").startswith("./?round=all&regency=81.07")

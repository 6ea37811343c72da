"""The brief, opened again by two other programs: its pages, words, tags and fonts."""

import io
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pypdfium2
import pytest

from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from exports.brief import brief
from locales import LANGUAGES, Words
from story.slides import tell
from tests.conftest import others_slow

pytestmark = pytest.mark.integration
TABLES = load(PACKAGED)
SELECTIONS = [
    Selection(),
    Selection("all"),
    Selection("2022", "81.07"),
    Selection("2023", "81.02"),
    Selection(group="repair"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("selection", others_slow(SELECTIONS), ids=str)
def test_brief_is_a_tagged_document_of_two_to_four_pages(language: str, selection: Selection) -> None:
    words = Words(language)
    story = tell(View(TABLES, selection, words))
    pdf = pypdf.PdfReader(io.BytesIO(brief(View(TABLES, selection, words))))
    assert 2 <= len(pdf.pages) <= 4
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"].startswith(language)
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in catalogue["/Metadata"].get_data().decode()
    assert story.subtitle in str(pdf.metadata.title)
    assert [entry.title for entry in _flat(pdf.outline)] == [story.subtitle, *(s.title for s in story.slides[1:])]

    text = _text(pdf)
    for slide in story.slides[1:]:
        assert "".join(slide.title.split()) in text, slide.title
        assert "".join(slide.sources.split()) in text, slide.sources


def test_every_figure_has_its_alternative_text_and_every_font_is_inside() -> None:
    words = Words("id")
    pdf = pypdf.PdfReader(io.BytesIO(brief(View(TABLES, Selection(), words))))
    alts = {_alt(obj) for obj in _structure(pdf.trailer["/Root"]["/StructTreeRoot"]) if obj.get("/S") == "/Figure"}
    assert {slide.alt for slide in tell(View(TABLES, Selection(), words)).slides if slide.chart} - alts == {
        tell(View(TABLES, Selection(), words)).slides[0].alt  # the opening's four numbers are text here
    }
    names = {str(font["/BaseFont"]) for page in pdf.pages for font in _fonts(page)}
    assert names
    assert all("MalukuSans" in name for name in names)


def test_pages_are_drawn_and_hold_no_picture() -> None:
    content = brief(View(TABLES, Selection(), Words("en")))
    for page in pypdfium2.PdfDocument(content):
        drawn = page.render(scale=0.5).to_pil().convert("L")
        assert len(drawn.getcolors() or range(256)) > 20
    assert not [image for page in pypdf.PdfReader(io.BytesIO(content)).pages for image in page.images]


@pytest.mark.slow
def test_sixteen_at_once_are_the_same_bytes() -> None:
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda i: brief(View(TABLES, SELECTIONS[i % 2], Words("id"))), range(16)))
    assert len(set(made)) == 2


def _flat(outline: list) -> list:
    return [entry for item in outline for entry in (_flat(item) if isinstance(item, list) else [item])]


def _text(pdf: pypdf.PdfReader) -> str:
    """The words of all pages without spaces: where a line breaks does not matter."""
    return "".join("".join(page.extract_text().split()) for page in pdf.pages)


def _structure(node: object) -> list:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [found for kid in node for found in _structure(kid)]
    if not isinstance(node, dict):
        return []
    return [node, *(_structure(node["/K"]) if "/K" in node else [])]


def _alt(element: dict) -> str:
    return str(element.get("/Alt", ""))


def _fonts(page: pypdf.PageObject) -> list:
    """The fonts of a page and of the drawings on it."""
    resources = page["/Resources"].get_object()
    waiting, fonts = [resources], []
    while waiting:
        here = waiting.pop()
        fonts += [font.get_object() for font in here.get("/Font", {}).values()]
        drawings = [x.get_object() for x in here.get("/XObject", {}).values()]
        waiting += [d["/Resources"].get_object() for d in drawings if "/Resources" in d]
    return fonts

"""The brief, opened again by two other programs: its pages, words, tags and fonts."""

import io
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pypdfium2
import pytest
from pypdfium2 import raw

from charts import absence
from charts.table import Linked
from data.selection import Selection, group_codes, regency_codes, round_codes
from data.tables import Tables
from data.view import View
from exports.brief import brief
from locales import LANGUAGES, Words
from story import overview
from story.brief import who_and_what
from story.slides import tell
from tests.conftest import alternating, others_slow
from tests.file_trial import CASES
from tests.harness.tables import TABLES
from tests.invented import fifty, long_regencies, spread, with_round
from tests.paper import Sheet, sheets

pytestmark = pytest.mark.integration
SELECTIONS = [
    Selection(),
    Selection("all"),
    Selection("2022", "81.07"),
    Selection("2023", "81.02"),
    Selection(group="repair"),
]


@pytest.mark.parametrize("language", others_slow(LANGUAGES))
@pytest.mark.parametrize("selection", others_slow(SELECTIONS), ids=str)
def test_brief_is_a_tagged_document_of_two_pages(language: str, selection: Selection) -> None:
    view = View(TABLES, selection, Words(language))
    story = tell(view)
    content = brief(view)
    pdf = pypdf.PdfReader(io.BytesIO(content))
    assert len(pdf.pages) == 2
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"].startswith(language)
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in catalogue["/Metadata"].get_data().decode()
    assert story.subtitle in str(pdf.metadata.title)
    slides = {slide.key: slide for slide in story.slides}
    outline = [entry.title for entry in _flat(pdf.outline)]
    assert outline[:2] == [story.subtitle, slides["map"].title]
    assert outline[-1] == slides["sources"].title
    links = (note.get_object().get("/A", {}).get("/URI") for page in pdf.pages for note in page.get("/Annots", []))
    outside = {cell.outside for row in slides["sources"].table for cell in row if isinstance(cell, Linked)}
    assert set(filter(None, links)) == outside - {""} != set()
    assert_tells(view, _text(pdf))
    assert_legible(content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_a_figure_passes_the_edge(language: str) -> None:
    for sheet in sheets(brief(View(TABLES, Selection("2022"), Words(language)))):
        edge = sheet.width - 1.9 / 2.54 * 72
        assert [line.text for line in sheet.lines() if line.right > edge + 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_note_is_whole_sentences(language: str) -> None:
    for sheet in sheets(brief(View(TABLES, Selection("all"), Words(language)))):
        assert "…" not in re.split("Everynumbercomesfrom|Setiapangkaberasaldari", sheet.read(), maxsplit=1)[-1]


@pytest.mark.parametrize("language", others_slow(LANGUAGES))
def test_the_first_page_is_full_and_no_line_lies_on_another(language: str) -> None:
    for chosen in (Selection("2022"), Selection("2022", "81.07"), Selection("all", group="repair")):
        pages = sheets(brief(View(TABLES, chosen, Words(language))))
        bottom = pages[0].height - 1.7 / 2.54 * 72
        assert max(line.bottom for line in pages[0].lines() if line.bottom < bottom + 1) > 0.85 * bottom, chosen
        assert [pair for page in pages for pair in _overprinted(page)] == [], chosen


def _overprinted(page: Sheet) -> Iterator[tuple[str, str]]:
    """Yield the pieces of text of which one lies on the other."""
    lines = list(page.lines())
    for n, one in enumerate(lines):
        for other in lines[n + 1 :]:
            across = min(one.right, other.right) - max(one.left, other.left)
            if across > 2 and min(one.bottom, other.bottom) - max(one.top, other.top) > 1:
                yield one.text, other.text


def test_paper_offers_no_choice_of_the_screen() -> None:
    for language in LANGUAGES:
        view = View(TABLES, Selection("2023", "81.72", "seafood"), Words(language))
        hint = "".join(absence.hint(view).split())
        assert hint
        assert hint not in _text(pypdf.PdfReader(io.BytesIO(brief(view))))
        assert all(absence.hint(view) not in slide.reading for slide in tell(view).slides)


def assert_tells(view: View, text: str) -> None:
    """A brief says what was found, who received what by name, who is not named yet, the national line, the sources."""
    slides = {slide.key: slide for slide in tell(view).slides}
    told = [overview.headline(view), overview.lead(view), overview.not_named(view), overview.national_line(view)]
    told += [slides["map"].sources, *(row[0] for row in slides["sources"].table)]
    told += [cell for row in who_and_what(view) for cell in row] if len(who_and_what(view)) > 1 else []
    for words in told:
        assert "".join(words.split()) in text, words


def assert_legible(content: bytes) -> None:
    """No letter is smaller than 9 points, those on figures too."""
    sizes, matrix = set(), raw.FS_MATRIX()
    for text in (sheet.text for sheet in sheets(content)):
        for i in range(text.count_chars()):
            raw.FPDFText_GetMatrix(text, i, matrix)
            sizes.add(round(raw.FPDFText_GetFontSize(text, i) * abs(matrix.d), 1))
    assert min(sizes - {0.0, 1.0}) >= 9, sorted(sizes)


def test_activities_are_told_by_name() -> None:
    rows = who_and_what(View(TABLES, Selection("2023", "81.07"), Words("id")))
    assert [row[1] for row in rows[1:]] == ["2022", "2023 tahap II"]  # of a regency every round
    for activity in ("Anyaman lidi", "Perbaikan telepon seluler", "Reparasi mesin kapal angkutan"):
        assert activity in rows[1][3]
    assert rows[2][2:] == ["jumlah tidak disebut", "tidak dirinci dalam sumber"]
    assert [row[0] for row in who_and_what(View(TABLES, Selection("2022", group="recycling"), Words("id")))[1:]]


LARGE = {name: CASES[name] for name in ("many rounds of long names", "names of 200 letters without a space")}


@pytest.mark.slow
@pytest.mark.parametrize(
    "tables",
    [fifty, *LARGE.values(), long_regencies],
    ids=["fifty regencies", *LARGE, "those of long names"],
)
def test_a_brief_of_more_than_has_room_has_two_pages_and_says_so(tables: Callable[[], Tables]) -> None:
    view = View(tables(), Selection("all"), Words("en"))
    content = brief(view)
    pages = sheets(content)
    assert len(pages) == 2
    assert_legible(content)
    assert re.search(r"\d+morerows?;allofthemareintheworkbook", "".join(page.read() for page in pages))


@pytest.mark.slow
def test_long_names_of_regencies_leave_room_for_what_was_taught() -> None:
    view = View(long_regencies(), Selection("2030"), Words("en"))
    lines = [line.text for sheet in sheets(brief(view)) for line in sheet.lines()]
    assert any(re.search(r"\d+ more rows; all of", line) for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize(("round_", "language"), alternating(round_codes(TABLES), LANGUAGES))
def test_the_brief_of_every_selection_has_two_pages(round_: str, language: str) -> None:
    chosen = [("", ""), *((code, "") for code in regency_codes(TABLES)), *(("", code) for code in group_codes(TABLES))]
    for regency, group in chosen:
        view = View(TABLES, Selection(round_, regency, group), Words(language))
        pages = sheets(brief(view))
        assert len(pages) == 2, (regency, group)
        assert_tells(view, "".join(page.read() for page in pages))


def test_every_figure_has_its_alternative_text_and_every_font_is_inside() -> None:
    words = Words("id")
    pdf = pypdf.PdfReader(io.BytesIO(brief(View(TABLES, Selection(), words))))
    alts = {_alt(obj) for obj in _structure(pdf.trailer["/Root"]["/StructTreeRoot"]) if obj.get("/S") == "/Figure"}
    slides = tell(View(TABLES, Selection(), words)).slides
    assert alts
    assert alts <= {slide.alt for slide in slides}
    assert next(slide.alt for slide in slides if slide.key == "map") in alts
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


def test_no_line_of_a_headline_ends_within_a_word() -> None:
    """The headline of all regencies ended a line at "kabupaten/"."""
    tables = with_round(spread(1155, 11, 5))
    content = brief(View(tables, Selection("2030"), Words("id")))
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "kabupaten/kota" in text
    assert not [line for line in text.splitlines() if line.rstrip().endswith(("/", "-"))]


def test_headings_keep_clear_of_what_stands_above_them() -> None:
    """ "Kabupaten/kota yang tidak disebut" stood tight under the source line above it."""
    view = View(TABLES, Selection("all"), Words("id"))
    titles = [view.words(key) for key in ("brief.who", "brief.absent", "overview.national")]
    gaps = {}
    for sheet in sheets(brief(view)):
        lines = sorted(sheet.lines(), key=lambda line: line.top)
        for line in lines:
            above = [other.bottom for other in lines if other.bottom <= line.top]
            if line.text in titles and above:
                gaps[line.text] = line.top - max(above)
    assert set(gaps) == set(titles)
    assert min(gaps.values()) > 0.85 * max(gaps.values())

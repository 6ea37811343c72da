"""The deck, opened again by python-pptx, openpyxl and LibreOffice: every part native, named, editable and in its place."""

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise, product
from math import hypot
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.presentation import Presentation as Show
from pptx.util import Pt

from charts import absence, style
from charts.indicator_scatter import indicator_scatter
from charts.mix import training_mix
from charts.plots import Bars, Cloud, Matrix
from charts.reach import participants_to_level
from charts.rounds import round_bars
from data.rounds.store.merge import with_rounds
from data.selection import Comparison, Selection, round_codes
from data.view import View
from exports.deck import deck, one_slide, parts
from geo.shapes import INSETS
from locales import LANGUAGES, Words, unbroken
from render import points
from render.office import EMU, width, wrapped
from render.plotly import label
from story.slides import Slide, Story, tell
from tests import conftest
from tests.conftest import ROOT, alternating, office, others_slow
from tests.harness.tables import TABLES
from tests.invented import PACKAGED_TABLES, content, fifty, spread

pytestmark = pytest.mark.integration
SELECTIONS = {
    **conftest.SELECTIONS,
    "repair": Selection("2022", group="repair"),
    "all-ambon": Selection("all", "81.71"),
}
EVERY = [(name, language) for name in SELECTIONS for language in LANGUAGES]
TRIED = others_slow(EVERY, 5)
DRAWN = alternating(SELECTIONS, LANGUAGES)  # what LibreOffice draws, all in one run
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@lru_cache
def made(name: str, language: str) -> bytes:
    return deck(View(TABLES, SELECTIONS[name], Words(language)))


def told(name: str, language: str) -> Story:
    return tell(View(TABLES, SELECTIONS[name], Words(language)))


@lru_cache
def opened(name: str, language: str) -> Show:
    return Presentation(io.BytesIO(made(name, language)))


def slides(name: str, language: str) -> list[Slide]:
    """The slides of a story as the deck has them: a long table is several."""
    return [part for slide in told(name, language).slides for part in parts(slide, Words(language))]


def pairs(name: str, language: str) -> Iterator[tuple[object, Slide]]:
    return zip(opened(name, language).slides, slides(name, language), strict=True)


def holder(page: object, kind: object) -> object:
    return next(h for h in page.placeholders if h.placeholder_format.type == kind)


def every_shape(shapes: object) -> Iterator[object]:
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from every_shape(shape.shapes)


JOINER = "\N{WORD JOINER}"  # keeps "rata-rata" in one line


def ovals(page: object) -> list[object]:
    return [s for s in every_shape(page.shapes) if s.element.find(f"{P}spPr/{A}prstGeom[@prst='ellipse']") is not None]


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_what_is_said_stands_in_its_placeholder(name: str, language: str) -> None:
    words = Words(language)
    for number, (page, slide) in enumerate(pairs(name, language), 1):
        assert page.shapes.title.text_frame.text == unbroken(slide.title)
        assert any(h.text_frame.text.startswith(slide.reading) for h in page.placeholders if h.has_text_frame)
        footer = holder(page, PP_PLACEHOLDER.FOOTER).text_frame.text.replace("\n", " ").replace("  ", " ")
        assert footer == (slide.sources if slide.table else f"{words('source.label')} {slide.sources}")
        field = holder(page, PP_PLACEHOLDER.SLIDE_NUMBER).element.find(f".//{A}fld")
        assert field.get("type") == "slidenum", number
        for placed in page.placeholders:
            assert not placed.has_text_frame or placed.text_frame.text or field in placed.element.iter()


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_notes_hold_what_to_say_and_the_answers(name: str, language: str) -> None:
    words = Words(language)
    for page, slide in pairs(name, language):
        notes = page.notes_slide.notes_text_frame.text
        assert notes.startswith(f"{words('deck.say')}\n{slide.say}")
        assert (words("story.questions") in notes) == bool(slide.questions)
        for question in slide.questions:
            assert f"{question.asked}\n{question.answer}\n{words('source.label')} {question.sources}" in notes
        left = [h for h in page.notes_slide.placeholders if h.placeholder_format.type != PP_PLACEHOLDER.SLIDE_IMAGE]
        assert all(h.text_frame.text for h in left)


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_every_figure_has_its_alternative_text(name: str, language: str) -> None:
    for page, slide in pairs(name, language):
        shapes = [s for s in page.shapes if not (s.is_placeholder and s.has_text_frame)]
        said = [s.element.xpath(".//p:cNvPr")[0] for s in shapes]
        assert [s.get("descr") for s in said if b"decorative" not in ET.tostring(s)] == [slide.alt], (
            "one figure, told once"
        )
        for picture in (s for s in every_shape(page.shapes) if s.shape_type == MSO_SHAPE_TYPE.PICTURE):
            assert b"decorative" in ET.tostring(picture.element.nvPicPr.cNvPr)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_has_its_language_and_none_its_own_font(language: str) -> None:
    tag = {"id": "id-ID", "en": "en-GB"}[language]
    with zipfile.ZipFile(io.BytesIO(made("all-ambon", language))) as parts:
        for path in parts.namelist():
            if re.match(r"ppt/(slides|notesSlides|charts|slideLayouts|slideMasters)/[^/]*\.xml", path):
                tree = ET.fromstring(parts.read(path))
                said = [run.find(f"{A}rPr").get("lang") for kind in ("r", "fld") for run in tree.iter(f"{A}{kind}")]
                assert set(said) <= {tag}, path
                faces = {face.get("typeface") for face in tree.iter(f"{A}latin")}
                assert faces <= {"+mn-lt", "+mj-lt"}, path
        theme = parts.read("ppt/theme/theme1.xml").decode()
    assert theme.count('<a:latin typeface="Arial"/>') == 2
    for colour in (style.ACCENT, *style.GROUPS.values(), style.INK):
        assert colour[1:].upper() in theme


def test_the_master_has_its_own_layouts_and_nothing_left_over() -> None:
    show = opened("all-ambon", "id")
    assert (show.slide_width, show.slide_height) == (Pt(960), Pt(540))
    assert [layout.name for layout in show.slide_layouts] == [
        Words("id")(f"deck.layout.{key}") for key in ("opening", "chart", "wide", "beside", "table")
    ]
    assert {layout.name for layout in show.slide_layouts} == {page.slide_layout.name for page in show.slides}
    said = show.core_properties
    story = told("all-ambon", "id")
    assert (said.title, said.subject, said.language) == (story.title, story.caption, "id-ID")
    assert said.created.date() == said.modified.date() == TABLES.date
    assert "ANTARA" in said.keywords
    with zipfile.ZipFile(io.BytesIO(made("all-ambon", "id"))) as parts:
        assert not [path for path in parts.namelist() if "printerSettings" in path or "thumbnail" in path]


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_every_bar_is_part_of_a_native_chart_with_its_numbers(name: str, language: str) -> None:
    charts, words = 0, Words(language)
    for page, slide in pairs(name, language):
        if slide.chart is None or not isinstance(slide.chart.plot, Bars):
            assert not any(s.has_chart for s in page.shapes)
            continue
        charts += 1
        frame = next(s for s in page.shapes if s.has_chart)
        assert frame.is_placeholder
        plot = frame.chart.plots[0]
        sheet = openpyxl.load_workbook(
            io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob), data_only=True
        ).active
        for column, (ours, series) in enumerate(zip(slide.chart.plot.series, plot.series, strict=True), 2):
            values = [number.value for number in ours.values]
            assert series.name == ours.name == sheet.cell(1, column).value
            assert list(series.values) == values
            assert [sheet.cell(row, column).value for row in range(2, len(values) + 2)] == values
        rows = [sheet.cell(row, 1).value for row in range(2, len(values) + 2)]
        assert rows == list(plot.categories) == [row.name for row in slide.chart.plot.rows]
        texts = [shape for group in page.shapes if group.shape_type == MSO_SHAPE_TYPE.GROUP for shape in group.shapes]
        beside = {
            round((box.top + box.height / 2 - frame.top) / frame.height * len(rows) - 0.5, 3): box for box in texts
        }
        for i, (row, number) in enumerate(zip(slide.chart.plot.rows, slide.chart.plot.series[0].values, strict=True)):
            if number.value is not None:
                assert i not in beside
                continue
            box = beside.pop(i)  # a bar that is not drawn has no label
            assert box.text_frame.text == label(row, number, words)
            assert frame.left < box.left < box.left + box.width <= frame.left + frame.width
        assert not beside
        estimated = all(number.is_estimate for number in slide.chart.plot.series[0].values)
        assert ("≈" in plot.series[0].data_labels.number_format) == bool(estimated)
        assert not plot.series[0].data_labels.number_format_is_linked
    assert charts >= (5 if absence.is_named(View(TABLES, told(name, language).selection, words)) else 3)


def test_bars_keep_their_colours_from_the_theme() -> None:
    page = next(page for page, slide in pairs("aru", "id") if slide.key == "participants")
    chart = next(s for s in page.shapes if s.has_chart).chart
    series = chart.plots[0].series[0]._element
    own = series.find("{*}spPr")
    assert own.find(f".//{A}schemeClr").get("val") == "accent1"
    assert own.find(f".//{A}alpha") is None
    assert len(series.findall("{*}dPt")) == 3, "the others are lighter"
    assert all(point.find(f".//{A}alpha") is not None for point in series.findall("{*}dPt"))


def test_a_share_follows_its_number_in_the_sheet() -> None:
    page = next(page for page, slide in pairs("2022", "id") if slide.key == "participants")
    blob = next(s for s in page.shapes if s.has_chart).chart.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
    assert [cell.value for cell in sheet["C"]] == ["Persentase", *(f"=B{row}/SUM(B$2:B$5)" for row in range(2, 6))]
    page = next(page for page, slide in pairs("2022", "id") if slide.key == "national_shares")
    blob = next(s for s in page.shapes if s.has_chart).chart.part.chart_workbook.xlsx_part.blob
    assert openpyxl.load_workbook(io.BytesIO(blob)).active["C2"].value == "=100-SUM(B2:B2)"


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_every_regency_is_one_named_shape_of_the_map(name: str, language: str) -> None:
    words = Words(language)
    page, slide = next(pair for pair in pairs(name, language) if pair[1].key == "map")
    named = Counter(s.name for s in every_shape(page.shapes) if s.shape_type == MSO_SHAPE_TYPE.FREEFORM)
    assert all(named[regency] == 1 for regency in TABLES["regencies"].name)
    circles = [circle.code for circle in slide.chart.plot.circles]
    names = dict(zip(TABLES["regencies"].code, TABLES["regencies"].name, strict=True))
    drawn = dict.fromkeys(oval.name for oval in ovals(page) if oval.name != words("map.key"))
    assert list(drawn) == [words("deck.name.circle", name=names[code]) for code in circles]
    texts = {s.text_frame.text for s in every_shape(page.shapes) if s.has_text_frame}
    for regency in TABLES["regencies"].name:
        assert any(regency in text for text in texts)


def area(shape: object) -> tuple[int, int, int, int]:
    return shape.left, shape.top, shape.left + shape.width, shape.top + shape.height


def share(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two rectangles share a place."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_names_on_the_map_stand_free_of_each_other_circles_and_insets(name: str, language: str) -> None:
    page, slide = next(pair for pair in pairs(name, language) if pair[1].key == "map")
    group = next(s for s in page.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP)
    texts = [s for s in every_shape(group.shapes) if s.has_text_frame and s.text_frame.text]
    for one, other in combinations(texts, 2):
        assert not share(area(one), area(other)), (one.text_frame.text, other.text_frame.text)
    for one in texts:
        assert area(page.shapes.title)[3] < one.top, one.text_frame.text
        is_name = one.text_frame.paragraphs[0].runs[0].font.bold
        assert one._element.xpath(".//a:rPr/a:effectLst/a:glow") or not is_name, "a halo against the coasts below it"
        for oval in ovals(page):
            x, y, radius = oval.left + oval.width / 2, oval.top + oval.height / 2, oval.width / 2
            left, top, right, bottom = area(one)
            away = hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom))
            assert away >= radius, (one.text_frame.text, oval.name)
    frames = sorted((s for s in every_shape(group.shapes) if not s.name and s.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE),
                    key=lambda s: -s.width)[: len(INSETS)]  # fmt: skip
    assert len(frames) == len(INSETS)
    for frame, one in product(frames, texts):
        left, top, right, bottom = area(one)
        inside = left >= frame.left and right <= area(frame)[2] and top >= frame.top and bottom <= area(frame)[3]
        assert inside or not share(area(frame), area(one)), one.text_frame.text
    assert len(slide.chart.plot.circles) == len([t for t in texts if t.text_frame.paragraphs[0].runs[0].font.bold])


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_type_is_large_enough_for_a_hall(name: str, language: str) -> None:
    """2.5 % of the height of a slide in figures, charts and tables; what does not fit stands on a next slide."""
    for page, slide in pairs(name, language):
        for shape in page.shapes:
            if shape.is_placeholder and shape.has_text_frame:
                continue
            tree = shape.chart.part._element if getattr(shape, "has_chart", False) else shape.element
            sizes = {int(size) for size in tree.xpath(".//@sz") if size.isdigit()}
            assert min(sizes, default=1350) >= 1350, (slide.key, sizes)


def test_land_with_holes_and_many_islands_is_one_freeform() -> None:
    page, _ = next(pair for pair in pairs("2022", "id") if pair[1].key == "map")
    aru = next(s for s in every_shape(page.shapes) if s.name == "Kepulauan Aru")
    assert len(aru.element.findall(f".//{A}path")) == 1
    assert len(aru.element.findall(f".//{A}moveTo")) > 20
    fill = aru.element.find(f"{P}spPr/{A}solidFill/{A}schemeClr")
    assert (fill.get("val"), fill.find(f"{A}alpha").get("val")) == ("accent1", "44000")


def test_markers_are_circles_and_the_field_of_dots_is_one_sharp_picture() -> None:
    page, slide = next(pair for pair in pairs("all", "en") if pair[1].key == "mix")
    assert len(ovals(page)) == len(slide.chart.plot.spots)
    page, _ = next(pair for pair in pairs("all", "en") if pair[1].key == "national_dots")
    pictures = [s for s in every_shape(page.shapes) if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert len(pictures) == 1
    assert pictures[0].image.size[0] / (pictures[0].width / Pt(72)) > 180, "dots to the inch"


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_are_tables(language: str) -> None:
    page, slide = next(pair for pair in pairs("2022", language) if pair[1].key == "sources")
    frame = next(s for s in page.shapes if s.has_table)
    assert frame.is_placeholder
    assert tuple(tuple(cell.text for cell in row.cells) for row in frame.table.rows) == slide.table
    names = [row.cells[0].text_frame.paragraphs[0].runs[0] for row in frame.table.rows]
    assert {run.hyperlink.address for run in names if "ANTARA" in run.text} == {
        "https://ambon.antaranews.com/berita/127321"
    }


@pytest.mark.slow
def test_the_same_bytes_again_and_in_another_process() -> None:
    for name, language in (("2022", "id"), ("all-ambon", "en")):
        assert deck(View(TABLES, SELECTIONS[name], Words(language))) == made(name, language)
    code = (
        "import hashlib; from data.tables import PACKAGED, load; from data.selection import Selection; "
        "from locales import Words; from exports.deck import deck; from data.view import View; "
        "print(hashlib.sha256(deck(View(load(PACKAGED), Selection('2022'), Words('id')))).hexdigest())"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == hashlib.sha256(made("2022", "id")).hexdigest()


@pytest.mark.slow
def test_sixteen_at_once_are_the_same_bytes() -> None:
    with ThreadPoolExecutor(16) as pool:
        found = list(
            pool.map(lambda i: deck(View(TABLES, SELECTIONS[EVERY[i % 4][0]], Words(EVERY[i % 4][1]))), range(16))
        )
    assert found == [made(*EVERY[i % 4]) for i in range(16)]


@dataclass(frozen=True)
class Word:
    """A word as LibreOffice drew it, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[Word]]]:
    """The words of each page of each deck, as LibreOffice draws them; also of a deck in which a number was changed."""
    folder = tmp_path_factory.mktemp("drawn")
    for name, language in DRAWN:
        (folder / f"{name}-{language}.pptx").write_bytes(made(name, language))
    (folder / "edited.pptx").write_bytes(edited())
    files = sorted(folder.glob("*.pptx"))
    office(folder, "pdf", *files)
    return {file.stem: words_of(file.with_suffix(".pdf")) for file in files}


def edited() -> bytes:
    """The deck of 2022 with one number changed, as an editor of the chart's data changes it."""
    show = Presentation(io.BytesIO(made("2022", "id")))
    page = next(
        page for page, slide in zip(show.slides, slides("2022", "id"), strict=True) if slide.key == "participants"
    )
    chart = next(s for s in page.shapes if s.has_chart).chart
    chart._chartSpace.xpath(".//c:val//c:pt[@idx='0']/c:v")[0].text = "123"
    packed = io.BytesIO()
    show.save(packed)
    return packed.getvalue()


def words_of(pdf: Path) -> list[list[Word]]:
    tool = ROOT / ".venv" / "bin" / "pdftotext"
    read = subprocess.run([str(tool), "-bbox-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    html = "{http://www.w3.org/1999/xhtml}"
    edges = ("xMin", "yMin", "xMax", "yMax")
    return [
        [
            Word((word.text or "").replace(JOINER, ""), *(float(word.get(edge)) for edge in edges))
            for word in page.iter(f"{html}word")
        ]
        for page in ET.fromstring(read.stdout).iter(f"{html}page")
    ]


@pytest.mark.parametrize(("name", "language"), DRAWN)
def test_drawn_pages_carry_their_titles(drawn: dict[str, list[list[Word]]], name: str, language: str) -> None:
    pages = drawn[f"{name}-{language}"]
    for number, (page, slide) in enumerate(zip(pages, slides(name, language), strict=True), 1):
        there = Counter(word.text for word in page)
        assert not Counter(slide.title.split()) - there, slide.title
        assert there[str(number)] >= 1


@pytest.mark.parametrize(("name", "language"), DRAWN)
def test_no_word_leaves_the_page_or_meets_another(drawn: dict[str, list[list[Word]]], name: str, language: str) -> None:
    for page, slide in zip(drawn[f"{name}-{language}"], slides(name, language), strict=True):
        for word in page:
            inside = word.left >= 40 and word.right <= 922 and word.top >= 20 and word.bottom <= 530
            assert inside, (slide.key, word)
        for one, other in combinations(page, 2):
            assert not meet(one, other), (slide.key, one, other)


def meet(one: Word, other: Word) -> bool:
    """Whether two words are drawn over each other; lines stand closer than the boxes of their letters."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0.5 and down > 0.25 * min(one.bottom - one.top, other.bottom - other.top)


@pytest.mark.parametrize(("name", "language"), DRAWN)
def test_no_text_runs_over_its_box(drawn: dict[str, list[list[Word]]], name: str, language: str) -> None:
    for words, (page, slide) in zip(drawn[f"{name}-{language}"], pairs(name, language), strict=True):
        for shape in every_shape(page.shapes):
            text = shape.text_frame.text.replace(JOINER, "") if shape.has_text_frame else ""
            if not text or "‹" in text:
                continue
            box = tuple(n / Pt(1) for n in (shape.left, shape.top, shape.width, shape.height))
            inside = Counter(word.text for word in words if lies_in(word, box))
            assert not Counter(text.split()) - inside, (slide.key, text)


def lies_in(word: Word, box: tuple[float, ...]) -> bool:
    """Whether a word lies in a shape's box, in points: a word's own box is half as high again as its letters."""
    left, top, width, height = box
    spare = (word.bottom - word.top) * 0.2
    across = left - 2 <= word.left and word.right <= left + width + 2
    return across and top <= word.top + spare and word.bottom - spare <= top + height


def test_a_number_changed_in_a_chart_changes_its_label(drawn: dict[str, list[list[Word]]]) -> None:
    where = next(i for i, slide in enumerate(slides("2022", "id")) if slide.key == "participants")
    assert "80" in [word.text for word in drawn["2022-id"][where]]
    after = [word.text for word in drawn["edited"][where]]
    assert "123" in after


def test_labels_read_as_the_figures_do(drawn: dict[str, list[list[Word]]]) -> None:
    for name, language in DRAWN:
        for words, slide in zip(drawn[f"{name}-{language}"], slides(name, language), strict=True):
            if slide.chart is None or not isinstance(slide.chart.plot, Bars):
                continue
            there = " ".join(word.text for word in words)
            bars = slide.chart.plot
            for row, number in zip(bars.rows, bars.series[0].values, strict=True):
                text = label(row, number, slide.chart.words)
                assert re.sub(r"(\d)\.0\b", r"\1", text) in there.replace(",0 ", " ").replace(".0 ", " "), slide.key


def test_every_round_of_many_has_its_name_and_bars_have_room() -> None:
    held = {f"2030-{n}" if n > 1 else "2030": spread(20 + n, 2) for n in range(1, 13)}
    tables = with_rounds(PACKAGED_TABLES, {code: content(code, places) for code, places in held.items()})
    chart = round_bars(View(tables, Selection("all"), Words("en")))
    assert "Only the latest 8 rounds" in chart.text.subtitle
    with zipfile.ZipFile(io.BytesIO(one_slide(chart, tables.date))) as packed:
        (native,) = (packed.read(n).decode() for n in packed.namelist() if re.match(r"ppt/charts/chart[^/]*xml", n))
    assert '<c:tickLblSkip val="1"/>' in native
    (wide,) = re.findall(r'<c:w val="([\d.]+)"', native)
    assert float(wide) > 0.3, "what is known in part has no bar, and takes no room from bars"


@pytest.mark.parametrize(("language", "others"), [("id", "dan {} lainnya"), ("en", "and {} others")])
def test_of_fifty_regencies_a_slide_shows_as_many_bars_as_have_room(language: str, others: str) -> None:
    tables = fifty()
    chart = participants_to_level(View(tables, Selection("all"), Words(language)))
    assert isinstance(chart.plot, Bars)
    assert len(chart.plot.rows) > 40
    page = Presentation(io.BytesIO(one_slide(chart, tables.date))).slides[0]
    drawn = next(shape for shape in page.shapes if shape.has_chart)
    names = [*drawn.chart.plots[0].categories]
    assert names[:-1] == [row.name for row in chart.plot.rows[: len(names) - 1]]
    assert names[-1] == others.format(len(chart.plot.rows) - len(names) + 1)
    assert Pt(18) * len(names) < drawn.height


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_of_a_matrix_is_cut_off(language: str) -> None:
    for selection in (Selection(code, group=group) for code in round_codes(TABLES) for group in ("", "repair")):
        chart = training_mix(View(TABLES, selection, Words(language)))
        (page,) = Presentation(io.BytesIO(one_slide(chart, TABLES.date))).slides
        texts = [shape.text_frame.text for shape in every_shape(page.shapes) if shape.has_text_frame]
        assert not [text for text in texts if "…" in text], selection


@pytest.mark.parametrize(("language", "others"), [("id", "dan {} lainnya"), ("en", "and {} others")])
def test_of_fifty_regencies_a_matrix_shows_as_many_rows_as_have_room(language: str, others: str) -> None:
    tables = fifty()
    chart = training_mix(View(tables, Selection("all"), Words(language)))
    assert isinstance(chart.plot, Matrix)
    assert len(chart.plot.rows) == 50
    page = Presentation(io.BytesIO(one_slide(chart, tables.date))).slides[0]
    (group,) = (shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    drawn = [shape for shape in group.shapes if shape.has_text_frame and shape.text_frame.text]
    assert min(run.font.size for shape in drawn for p in shape.text_frame.paragraphs for run in p.runs) >= Pt(9)
    names = {row.name: row for row in chart.plot.rows}
    shown = sorted((s for s in drawn if s.text_frame.text.split(" · ")[0] in names), key=lambda s: s.top)
    assert 10 < len(shown) < 50
    assert others.format(50 - len(shown)) in [shape.text_frame.text for shape in drawn]
    assert all(low.top >= high.top + high.height for high, low in pairwise(shown))


def test_names_between_two_axes_stand_near_their_points_with_many_rounds() -> None:
    """On a slide they are as wide as their letters; a name far from its point reads as another's."""
    held = {
        f"{2030 + i // 4}" + (f"-{i % 4 + 1}" if i % 4 else ""): spread(20 + 13 * (i % 17), 1 + i % 11)
        for i in range(100)
    }
    tables = with_rounds(PACKAGED_TABLES, {code: content(code, places) for code, places in held.items()})
    plot = indicator_scatter(View(tables, Selection("all"), Words("id"), Comparison("poverty_rate"))).plot
    assert isinstance(plot, Cloud)
    drawn = points.scene(plot, Words("id"), 300, 800)
    names = [text for text in drawn.texts if text.lines[0] in {fellow.name for fellow in plot.fellows}]
    assert len(names) == len(plot.fellows)
    assert [text.lines for text in names if abs(text.shift[1]) > 2 * points.LINE] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("selection", [Selection("all"), Selection("2022", "81.07")])
def test_no_word_of_a_title_stands_alone_in_its_last_line(language: str, selection: Selection) -> None:
    show = Presentation(io.BytesIO(deck(View(TABLES, selection, Words(language)))))
    titles = [slide.shapes.title for slide in show.slides if slide.shapes.title is not None]
    assert titles
    for number, title in enumerate(titles):
        of_layout = 28.0 if number else 36.0  # the opening has a layout of its own
        size = next((run.font.size.pt for run in title.text_frame.paragraphs[0].runs if run.font.size), of_layout)
        inset = int(title.text_frame._txBody.bodyPr.get("rIns", 0))  # the layout's own is 0
        room = (title.width - inset) / EMU
        lengths = [width(line, size, bold=True) for line in wrapped(title.text_frame.text, size, room, bold=True)]
        assert len(lengths) == 1 or lengths[-1] >= 0.3 * max(lengths), title.text_frame.text

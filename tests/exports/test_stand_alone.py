"""What leaves the dashboard says by itself what it shows, from where it is, how sure it is, and where it is shown."""

import csv as csv_reader
import html
import io
import re
from collections.abc import Iterable
from pathlib import Path

import pptx
import pypdf
import pytest
from PIL import Image, ImageFont
from pptx.enum.shapes import MSO_SHAPE_TYPE

from charts.absence import of_regency
from charts.chart import Chart
from charts.figures import FIGURES
from charts.plots import MapPlot
from charts.table import Number
from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from exports import deck, imprint
from exports.__main__ import main
from exports.figure import figure_file
from locales import SEPARATOR, Words
from render import framed, image
from render.table import csv
from tests.conftest import others_slow

TABLES = load(PACKAGED)
ARU, ALL = Selection("2022", "81.07"), Selection("all")
PAGE = "https://dasbor.example/regencies"
VIEWS = [
    *(("all", "81.07", "en"), ("2022", "81.07", "id"), ("all", "", "en")),
    *(("2022", "", "en"), ("2023", "", "id"), ("2023-2", "", "en"), ("all", "81.01", "id"), ("all", "81.71", "en")),
]


def view_of(code: str, regency: str, language: str) -> View:
    return View(TABLES, Selection(code, regency), Words(language))


def read(svg: str) -> str:
    """Return all that a picture says, its lines joined by spaces."""
    texts = re.findall("<text.*?</text>", svg, re.DOTALL)
    return " ".join(" ".join(html.unescape(re.sub("<[^>]*>", " ", text)).split()) for text in texts)


@pytest.mark.integration
@pytest.mark.parametrize("key", ["mix", "rates_map", "indicator_rank"])
def test_a_picture_stands_alone(key: str) -> None:
    assert_stands_alone(view_of("all", "81.07", "en"), [key])


@pytest.mark.slow
@pytest.mark.parametrize(("code", "regency", "language"), VIEWS)
def test_a_picture_of_every_figure_stands_alone(code: str, regency: str, language: str) -> None:
    view = view_of(code, regency, language)
    assert_stands_alone(view, [key for key, build in FIGURES.items() if regency or not build.needs_regency])


def assert_stands_alone(view: View, keys: Iterable[str]) -> None:
    for key in keys:
        chart = FIGURES[key](view)
        drawn, high = image.whole(chart, imprint.below(view, chart, PAGE))
        says = read(drawn)
        for text in (chart.text.headline, chart.text.subtitle, chart.text.sources, view.words.date(TABLES.date)):
            assert " ".join(text.split()) in says, (chart.key, text)
        assert f"{PAGE}?round={view.selection.round}" in says
        assert f"#{chart.key}" in says
        for sign in imprint.SIGNS:  # in the subtitle, or else below the sources
            assert sign not in read(image.svg(chart)) or says.count(f"{sign}:") == 1, (chart.key, sign)
        if isinstance(chart.plot, MapPlot):
            assert "ODbL 1.0" in says
            assert view.words("boundaries.indicative").partition(":")[0].split(" from ")[0] in says
        assert_fits(drawn, high)


def assert_fits(drawn: str, high: int) -> None:
    """No word around a drawing leaves the picture."""
    faces = {name: str(image.FONTS / f"MalukuSans-{name}.ttf") for name in ("Bold", "Regular")}
    around = re.findall(rf'<text x="{framed.MARGIN}" y="([\d.]+)" style="([^"]*)">(.*?)</text>', drawn)
    assert len(around) >= 4
    for y, style, line in around:
        size = int(re.search(r"font-size: (\d+)px", style)[1])
        font = ImageFont.truetype(faces["Bold" if "bold" in style else "Regular"], size)
        assert float(y) < high
        assert font.getlength(html.unescape(line)) <= framed.inside(image.WIDTH)


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("id", "Halaman dasbor: Kabupaten/kota; pilihan: 2022 · Kepulauan Aru."),
        ("en", "Page of the dashboard: Regencies; selection: 2022 · Kepulauan Aru."),
    ],
)
def test_without_an_address_a_picture_names_the_page_and_the_selection(language: str, found: str) -> None:
    view = view_of("2022", "81.07", language)
    *_, made = imprint.below(view, FIGURES["regency_map"](view))
    assert made.endswith(found)
    assert "?" not in made


@pytest.mark.parametrize(("regency", "where"), [("", "Indikator."), ("81.07", "Indikator; pilihan: Kepulauan Aru.")])
def test_a_picture_of_an_indicator_names_no_rounds(regency: str, where: str) -> None:
    view = view_of("2022", regency, "id")
    for key in ("indicator_rank", "indicator_map", "indicator_series"):
        assert imprint.below(view, FIGURES[key](view))[-1].endswith(f"Halaman dasbor: {where}")


def test_the_address_of_a_picture_shows_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    view = view_of("2022", "81.07", "en")
    assert imprint.address(view, "map", PAGE) == f"{PAGE}?round=2022&regency=81.07&lang=en#map"
    assert imprint.address(View(TABLES, ALL, Words("id")), "map") == "/?round=all#map"
    monkeypatch.setenv("IKM_ADDRESS", "https://bimtek.example")
    assert imprint.address(View(TABLES, ALL, Words("id")), "map") == "https://bimtek.example/?round=all#map"
    assert imprint.address(view, "rates") == "https://bimtek.example/regencies?round=2022&regency=81.07&lang=en#rates"
    assert imprint.address(view, "map", PAGE).startswith(f"{PAGE}?")


@pytest.mark.integration
def test_a_picture_says_in_its_file_what_it_shows() -> None:
    view = view_of("all", "", "id")
    chart = FIGURES["rates_map"](view)
    for below in ((), imprint.below(view, chart)):
        said = Image.open(io.BytesIO(image.png(chart, scale=0.5, below=below))).info
        assert (said["Title"], said["Source"]) == (chart.text.headline, chart.text.sources)
        assert said["Description"].startswith(chart.text.subtitle)
    assert "ODbL 1.0" in said["Comment"]


@pytest.mark.integration
@pytest.mark.parametrize("key", ["participants", "rates_map"])
def test_a_pdf_of_a_figure_can_be_searched_and_read_aloud(key: str) -> None:
    view = view_of("all", "", "en")
    chart = FIGURES[key](view)
    below = imprint.below(view, chart)
    file = pypdf.PdfReader(io.BytesIO(figure_file(chart, "pdf", TABLES.date, below)))
    says = " ".join(file.pages[0].extract_text().split())
    for text in (chart.text.headline, "Kepulauan Aru", chart.text.sources, *below):
        assert text in says
    assert file.metadata is not None
    assert file.metadata.title == chart.text.headline
    assert file.root_object["/Lang"] == "en"
    assert file.root_object["/MarkInfo"]["/Marked"]


def test_plain_and_clear_are_options(tmp_path: Path) -> None:
    heights = {}
    for ending in ("png", "svg"):
        for plain in ([], ["--plain"]):
            file = tmp_path / f"bars.{ending}"
            assert main(["image", "--figure", "participants", "--scale", "1", "--out", str(file), *plain]) == 0
            content = file.read_bytes()
            heights[ending, bool(plain)] = (
                Image.open(file).height if ending == "png" else int(re.search(rb'height="(\d+)"', content)[1])
            )
    assert heights["png", True] == heights["svg", True] < heights["png", False] == heights["svg", False]
    chart = FIGURES["participants"](view_of("2022", "", "id"))
    clear = Image.open(io.BytesIO(image.png(chart, scale=1, clear=True, below=("x",))))
    assert clear.getpixel((0, 0))[3] == 0


def test_a_sign_that_is_not_shown_is_not_explained() -> None:
    def said(chart: Chart, view: View) -> str:
        return " ".join(imprint.below(view, chart))

    view = view_of("2022", "", "id")
    assert "≈" not in said(FIGURES["participants"](view), view)
    assert "ODbL" not in said(FIGURES["participants"](view), view)


@pytest.mark.parametrize("key", ["participants", "rates"])
def test_a_figure_that_has_nothing_to_show_says_so_in_every_form(key: str) -> None:
    view = View(TABLES, Selection("2023", group="recycling"), Words("en"))
    chart = FIGURES[key](view)
    for form in ("pptx", "xlsx", "csv"):
        assert figure_file(chart, form, TABLES.date), form
    (slide,) = pptx.Presentation(io.BytesIO(deck.one_slide(chart, TABLES.date))).slides
    assert slide.shapes.title.text_frame.text == chart.text.headline
    assert all(shape.text_frame.text for shape in slide.placeholders), "no place that asks for content"
    assert "zl" not in image.svg(chart), "no line where there is nothing"


@pytest.mark.parametrize("key", others_slow(FIGURES))
def test_a_figure_is_one_slide(key: str) -> None:
    view = view_of("all", "81.07", "en")
    chart = FIGURES[key](view)
    below = imprint.below(view, chart)
    content = deck.one_slide(chart, TABLES.date, below)
    (slide,) = pptx.Presentation(io.BytesIO(content)).slides
    texts = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    for text in (chart.text.headline, chart.text.subtitle, chart.text.sources, below[-1]):
        assert "".join(text.split()) in "".join(texts.split())
    assert all(text in slide.notes_slide.notes_text_frame.text for text in (chart.text.alt, *below))
    assert imprint.signs(chart, texts) == "", "every sign is explained"
    assert ("ODbL 1.0" in texts) == isinstance(chart.plot, MapPlot)
    kinds = {shape.shape_type for shape in slide.shapes}
    assert kinds & {MSO_SHAPE_TYPE.GROUP, MSO_SHAPE_TYPE.CHART, MSO_SHAPE_TYPE.PLACEHOLDER}
    assert deck.one_slide(chart, TABLES.date, below) == content, "the same bytes"


@pytest.mark.parametrize("asked", [("all", "", "id"), ("2023-2", "", "en"), ("all", "81.07", "id")])
def test_every_empty_cell_of_a_file_says_why(asked: tuple[str, str, str]) -> None:
    view = view_of(*asked)
    for key, build in FIGURES.items():
        if build.needs_regency and not asked[1]:
            continue
        table = build(view).table
        _, *rows = csv_reader.reader(io.StringIO(csv(build(view)).decode("utf-8-sig")), delimiter=SEPARATOR[asked[2]])
        for row, cells in zip(rows, zip(*(column.cells for column in table.columns), strict=True), strict=True):
            empty = {cell.text(view.words) for cell in cells if isinstance(cell, Number) and cell.value is None}
            why = {view.words("table.none"), of_regency(view.of(Selection("all")), row[1], "-")}
            unnamed = {view.words("missing")} if why & set(row) else set()
            assert empty - unnamed <= set(row), (key, row)

"""The workbooks, opened again by openpyxl and LibreOffice: real numbers, formulas that hold, nothing that can run."""

import csv
import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from charts.figures import FIGURES
from charts.participants import participants_bars
from charts.plots import Bars, Matrix
from charts.rank import regency_rank
from charts.table import Cell, Column, Number
from charts.words import in_line
from data import indicators
from data.selection import Selection
from data.tables import Tables, load
from data.view import View
from exports.workbook import workbook
from locales import DECIMAL, LANGUAGES, SEPARATOR, Words
from render import table, xlsx
from story import sources
from story.slides import tell
from tests import conftest
from tests.conftest import alternating, office, others_slow
from tests.harness.tables import TABLES

pytestmark = pytest.mark.integration
SELECTIONS = {**conftest.SELECTIONS, "all-ambon-repair": Selection("all", "81.71", "repair")}
EVERY = [(name, language) for name in SELECTIONS for language in LANGUAGES]
TRIED = others_slow(EVERY, 5)
COMPUTED = alternating(SELECTIONS, LANGUAGES)  # what LibreOffice computes
HOSTILE = "=HYPERLINK(1)<script>"


@lru_cache
def made(name: str, language: str) -> bytes:
    return workbook(View(TABLES, SELECTIONS[name], Words(language)))


@lru_cache
def opened(name: str, language: str, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(made(name, language)), data_only=values)


def assert_is_printed_legibly(sheet: Worksheet) -> None:
    """Type of ten points is made no smaller than eight on an upright page, nine on others, which then go on beside."""
    turned = sheet.page_setup.orientation == "landscape"
    wide = sum((one.width * 7 + 5) * (one.max - one.min + 1) for one in sheet.column_dimensions.values())
    paper = (11.69 if turned else 8.27) - sheet.page_margins.left - sheet.page_margins.right
    if sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage:
        assert sheet.page_setup.fitToHeight == 0
        assert paper * 96 / wide > (0.88 if turned else 0.78), sheet.title
    else:
        assert (sheet.page_setup.scale or 100) >= 90, sheet.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_leads_to_where_it_stands(language: str) -> None:
    words, urls = Words(language), set(TABLES["sources"].url.dropna())
    book, listed = opened("all", language), sources.tables_in_use(View(TABLES, words=words))
    titles = {name: title for name, title, _ in listed}
    for sheet in (book.worksheets[-1], book[words("workbook.data", title=titles["sources"])]):
        leads = {cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink is not None}
        assert urls <= leads, sheet.title


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_a_cover_a_sheet_per_finding_and_table_and_the_sources(name: str, language: str) -> None:
    words, book = Words(language), opened(name, language)
    slides = [s for s in tell(View(TABLES, SELECTIONS[name], words)).slides if s.chart]
    assert book.sheetnames[0] == words("workbook.cover")
    assert book.sheetnames[1 : len(slides) + 1] == [words(f"workbook.sheet.{s.key}") for s in slides]
    assert book.sheetnames[-2:] == [words("workbook.columns"), words("workbook.sources")]
    assert len(book.sheetnames) == 1 + len(slides) + len(TABLES.frames) + 2
    linked = {
        cell.hyperlink.location.split("'")[1] for (cell,) in book.worksheets[0]["A1:A60"] if cell.hyperlink is not None
    }
    assert linked == set(book.sheetnames[1:])
    listed = {cell.value for (cell,) in book.worksheets[0]["A1:A60"]}
    titles = [words("workbook.data", title=title) for _, title, _ in sources.tables_in_use(View(TABLES, words=words))]
    assert language != "id" or any(len(title) > xlsx.SHEET_NAME for title in titles)
    assert set(titles) <= listed, "the name of a sheet is cut, not its title on the cover"
    said = book.properties
    assert (said.title, said.creator) == (words("story.title"), words("app.title"))
    for sheet in book.worksheets:
        assert sheet.print_area, sheet.title
        assert_is_printed_legibly(sheet)
        assert sheet.page_setup.paperSize == 9
    for sheet in book.worksheets[len(slides) + 1 :]:
        assert sheet.freeze_panes, sheet.title
        assert sheet.print_title_rows, sheet.title


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_data_are_tables_of_excel_and_figures_lead_to_the_rows_of_their_sources(name: str, language: str) -> None:
    words, book = Words(language), opened(name, language)
    slides = [s for s in tell(View(TABLES, SELECTIONS[name], words)).slides if s.chart]
    tables = {key: (sheet, sheet.tables[key]) for sheet in book.worksheets for key in sheet.tables}
    assert set(tables) == set(TABLES.frames)
    for key, (sheet, one) in tables.items():
        heads, *rows = sheet[one.ref]
        assert [cell.value for cell in heads] == [column.name for column in one.tableColumns], key
        assert (len(rows), one.autoFilter.ref) == (max(len(TABLES.frames[key]), 1), one.ref), key
    for slide, sheet in zip(slides, book.worksheets[1:], strict=False):
        links = [cell for (cell, *_) in sheet.iter_rows(min_row=2) if cell.hyperlink is not None]
        assert links, slide.key
        for cell in links:
            target, at = cell.hyperlink.location.rsplit("!", 1)
            assert in_line(book[target.strip("'")][at].value) == cell.value
            assert cell.value in slide.chart.text.sources


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_findings_are_drawn_natively_where_they_are_bars(name: str, language: str) -> None:
    words, book = Words(language), opened(name, language)
    for slide in tell(View(TABLES, SELECTIONS[name], words)).slides:
        if slide.chart is None:
            continue
        sheet = book[words(f"workbook.sheet.{slide.key}")]
        assert sheet["A2"].value == slide.title
        assert len(sheet._charts) == int(isinstance(slide.chart.plot, Bars | Matrix))
        assert not sheet._images


def test_the_cells_hold_what_the_tables_hold() -> None:
    book = opened("2022", "en")
    sheet = book["Data – Participation"]
    rows = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[0]]
    participation = TABLES["participation"]
    assert [row[1] for row in rows] == list(participation.regency)
    assert [row[2] for row in rows[:4]] == [40, 40, 60, 80]
    unstated = [row[2] for row in rows if row[0] == "2023"]
    assert unstated == [None] * len(unstated) != [], "what the source does not state is empty, not 0"
    rounds = book["Data – Training rounds"]
    assert any(getattr(cell, "is_date", False) for row in rounds.iter_rows() for cell in row)
    heads = [cell for cell in sheet[5] if cell.value]
    assert all(cell.comment for cell in heads)


def test_estimates_are_marked_and_numbers_all_the_same() -> None:
    sheet = opened("2022", "id")["Jenis pelatihan"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == 20)
    assert "≈" in cell.number_format
    assert cell.font.italic


@pytest.mark.parametrize(("name", "language"), TRIED)
def test_sheets_hold_the_numbers_of_their_charts(name: str, language: str) -> None:
    words, book = Words(language), opened(name, language, values=True)
    for slide in tell(View(TABLES, SELECTIONS[name], words)).slides:
        if slide.chart is None:
            continue
        rows = [list(row) for row in book[words(f"workbook.sheet.{slide.key}")].iter_rows(values_only=True)]
        for shown in slide.chart.sheets:
            start = next(
                y for y, row in enumerate(rows) if row[: len(shown.columns)] == [c.head for c in shown.columns]
            )
            for x, column in enumerate(shown.columns):
                written = [row[x] for row in rows[start + 1 : start + 1 + len(column.cells)]]
                assert written == [pytest.approx(in_a_cell(cell)) for cell in column.cells], (slide.key, column.key)
                if column.total is not None:
                    total = rows[start + 1 + len(column.cells)][x]
                    assert total == pytest.approx(in_a_cell(column.total)), (slide.key, column.key)


def in_a_cell(cell: Cell) -> Cell:
    if not isinstance(cell, Number) or cell.value is None:
        return None if isinstance(cell, Number) else cell
    return cell.value / 100 if cell.percent else cell.value


def test_the_total_of_all_rounds_is_their_participants() -> None:
    view = View(TABLES, SELECTIONS["all"], Words("id"))
    total = participants_bars(view).table["people"].total
    assert total is not None
    assert total.value == indicators.participants(view).value


def test_a_formula_names_columns_by_their_keys() -> None:
    columns = [Column("name", "", ("a", "b")), Column("people", "", (Number(1.0), Number(2.0)))]
    place = xlsx.Place(columns, 4, 5, 6)
    assert place.formula("[people]/[people:total]", 5) == "=B6/B$8"
    assert place.formula("SUM([people:all])+[people:first]-[people:before]", 6) == "=SUM(B$6:B$7)+B$6-B6"


@pytest.mark.slow
def test_libreoffice_computes_the_same_from_the_formulas(tmp_path: Path) -> None:
    """The values that the file brings along are taken out first, so that nothing but the formulas is left."""
    (tmp_path / "bare").mkdir()
    bare = []
    for name, language in COMPUTED:
        path = tmp_path / "bare" / f"{name}-{language}.xlsx"
        with zipfile.ZipFile(io.BytesIO(made(name, language))) as packed, zipfile.ZipFile(path, "w") as stripped:
            for info in packed.infolist():
                content = packed.read(info)
                if info.filename.startswith("xl/worksheets/sheet"):
                    content = re.sub(rb"</f><v>[^<]*</v>", b"</f>", content)
                stripped.writestr(info.filename, content)
        bare.append(path)
    office(tmp_path, "xlsx", *bare)
    formulas = 0
    for (name, language), path in zip(COMPUTED, bare, strict=True):
        computed = openpyxl.load_workbook(tmp_path / path.name, data_only=True)
        for sheet in opened(name, language).worksheets:
            known = opened(name, language, values=True)[sheet.title]
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        formulas += 1
                        there = computed[sheet.title][cell.coordinate].value
                        assert there == pytest.approx(known[cell.coordinate].value), (sheet.title, cell.coordinate)
    assert formulas > 50 * len(COMPUTED)


def test_no_text_can_run_as_a_formula(folder: Path) -> None:
    for file, column in (("regencies", "Kepulauan Aru"), ("activities", "Anyaman lidi")):
        path = folder / f"{file}.csv"
        text = path.read_text("utf-8")
        assert column in text
        path.write_text(text.replace(column, HOSTILE), "utf-8")
    hostile = load(folder)
    content = workbook(View(hostile, Selection("2022"), Words("id")))
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value == HOSTILE]
    assert len(found) >= 4
    assert all(cell.data_type in ("s", "inlineStr") for cell in found)
    ours = re.compile(r"=[A-Z0-9.,:$()*/+%\-]+")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or ours.fullmatch(cell.value), cell.value
    rows = rows_of(csv_of("map", hostile, Selection("2022")), "id")
    assert f"'{HOSTILE}" in [row[0] for row in rows]


def csv_of(key: str, tables: Tables, selection: Selection, language: str = "id") -> str:
    words = Words(language)
    return table.csv(FIGURES[key](View(tables, selection, words))).decode("utf-8-sig")


def rows_of(content: str, language: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content), delimiter=SEPARATOR[language]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_of_a_figure_are_numbers_in_either_language(language: str) -> None:
    rows = rows_of(csv_of("participants", TABLES, Selection("2022"), language), language)
    words = Words(language)
    assert rows[1][:5] == [
        "Kepulauan Aru",
        "81.07",
        "80",
        {"id": "36,4", "en": "36.4"}[language],
        words("basis.stated"),
    ]
    assert rows[0][-2:] == [words("table.measured"), words("table.source")]
    text = FIGURES["participants"](View(TABLES, Selection("2022"), words)).text
    assert {tuple(row[-2:]) for row in rows[1:]} == {(text.subtitle, text.sources)}
    assert rows[0][3].endswith("(%)")
    received = rows_of(csv_of("rank", TABLES, Selection("2022"), language), language)
    assert received[1][:3] == ["Kota Ambon", "81.71", "130"]  # 40 in 2022 and 90 in 2023
    ranked = table.csv(regency_rank(View(TABLES, words=words), "population", "", "")).decode("utf-8-sig")
    assert rows_of(ranked, language)[1][:3] == ["Maluku Tengah", "81.01", "432361"]
    mix = rows_of(csv_of("mix", TABLES, Selection("2022"), language), language)
    assert mix[1][-5:-2] == ["20", "1–39", words("basis.estimated")]
    absent = rows_of(csv_of("map", TABLES, Selection("2022"), language), language)
    assert ["Maluku Tengah", "81.01", "", "96", words("table.none")] in [row[:5] for row in absent]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_number_of_any_figure_says_why_in_its_row(language: str) -> None:
    words = Words(language)
    for key, build in FIGURES.items():
        for selection in (Selection("2022", "81.07"), Selection("2023-2", "81.07"), Selection("all", "81.01")):
            chart = build(View(TABLES, selection, words))
            numbers = [column.cells for column in chart.table.columns if column.is_numeric]
            rows = rows_of(table.csv(chart).decode("utf-8-sig"), language)[1:]
            for row, first in zip(rows, numbers[0] if numbers else (), strict=False):
                if first is not None and first.value is None:
                    assert first.text(words) in row, (key, selection)
                elif first is not None:
                    assert f"{first.value:.{first.decimals}f}".replace(".", DECIMAL[language]) in row, (key, row)


@pytest.mark.parametrize("key", [key for key in FIGURES if FIGURES[key].has_numbers])
def test_every_figure_gives_a_workbook_of_its_numbers(key: str) -> None:
    for language in LANGUAGES:
        words = Words(language)
        fig = FIGURES[key](View(TABLES, Selection("2022", "81.07"), words))
        content = xlsx.numbers(fig, TABLES.date)
        assert xlsx.numbers(fig, TABLES.date) == content
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert any(isinstance(cell.value, int | float) for row in sheet.iter_rows() for cell in row)
        assert str(sheet.cell(sheet.max_row, 1).value).startswith(words("source.label").rstrip(":"))


@pytest.mark.slow
def test_the_same_bytes_and_sixteen_at_once() -> None:
    with ThreadPoolExecutor(16) as pool:
        found = list(
            pool.map(lambda i: workbook(View(TABLES, SELECTIONS[EVERY[i % 4][0]], Words(EVERY[i % 4][1]))), range(16))
        )
    assert found == [made(*EVERY[i % 4]) for i in range(16)]

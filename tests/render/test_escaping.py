"""Names with marks of markup come out as they are in every outlet: escaped by the renderer that needs it, and once."""

import csv
import html
import io
from functools import cache

import openpyxl
import pypdf
import pytest
from pptx import Presentation

from charts.figures import FIGURES
from charts.map import participants_map
from charts.participants import participants_bars
from data.selection import Selection
from data.tables import PACKAGED, Tables, load
from data.view import View
from exports.brief import brief
from exports.deck import deck
from exports.page import page
from exports.workbook import workbook
from locales import Words
from pages.parts import presenter
from render import plotly, table
from serving import prerender
from serving.controls import Place
from story.slides import tell
from tests.conftest import others_slow

NAME = "Aru <b>& \"Kei\" &amp; 'Tual'</b>"


@cache
def view() -> View:
    tables = load(PACKAGED)
    rows = tables["regencies"].copy()
    rows.loc[rows.code == "81.07", "name"] = NAME
    return View(Tables(tables.folder, {**tables.frames, "regencies": rows}), Selection(), Words("en"))


def test_a_chart_holds_names_as_they_are() -> None:
    chart = participants_bars(view())
    assert NAME in chart.text.headline
    assert NAME in chart.text.alt
    assert chart.table["regency"].cells[0] == NAME


@pytest.mark.parametrize("key", [key for key in FIGURES if not FIGURES[key].needs_regency])
def test_plotly_shows_markup_and_obeys_none(key: str) -> None:
    chart = FIGURES[key](view())
    drawn = str(plotly.figure(chart).to_plotly_json())
    assert "<b>& " not in drawn
    assert ("&lt;b&gt;&amp; " in drawn) == ("<b>& " in str(chart.plot)), "a drawing names whom its plot names"


def test_the_table_beside_a_chart() -> None:
    shown = str(table.of_chart(participants_map(view())))
    assert NAME not in shown
    assert "&lt;b&gt;&amp; &#34;Kei&#34; &amp;amp; &#39;Tual&#39;&lt;/b&gt;" in shown, "escaped once"


def test_numbers_as_csv() -> None:
    rows = list(csv.reader(io.StringIO(table.csv(participants_bars(view())).decode("utf-8-sig"))))
    assert rows[1][0] == NAME


@pytest.mark.integration
@pytest.mark.parametrize("light", others_slow([True, False]))
def test_the_page(light: bool) -> None:
    made = page(view(), light=light).decode()
    shown = made[made.index("<body>") : made.index('<script type="application/json"') if not light else None]
    if not light:
        shown = shown[: shown.index("<script>")]
    (headline, *_) = [slide.title for slide in tell(view()).slides if NAME in slide.title]
    assert NAME not in shown
    assert headline in html.unescape(shown).replace("\u00a0", " ")


@pytest.mark.integration
def test_the_first_view() -> None:
    shown = prerender._content(Place("overview", view()))
    assert NAME in html.unescape(str(shown["content"]))
    made = prerender._page("overview", view().words, shown)
    assert NAME not in made
    assert NAME in html.unescape(made)


@pytest.mark.integration
def test_the_presenter() -> None:
    slides = presenter.slides(tell(view()), view().words)
    assert any(NAME in slide["title"] for slide in slides)
    assert not any(NAME in slide["svg"] for slide in slides)


@pytest.mark.integration
def test_the_deck() -> None:
    show = Presentation(io.BytesIO(deck(view())))
    texts = [shape.text_frame.text for slide in show.slides for shape in slide.shapes if shape.has_text_frame]
    assert any(NAME in text for text in texts)
    names = [c for s in show.slides for f in s.shapes if f.has_chart for c in f.chart.plots[0].categories]
    assert NAME in names


@pytest.mark.integration
def test_the_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(view())))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert NAME in cells
    assert any(isinstance(cell, str) and NAME in cell and cell != NAME for cell in cells), "in a headline"


@pytest.mark.integration
def test_the_brief() -> None:
    pages = pypdf.PdfReader(io.BytesIO(brief(view()))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "<b>& " in text.replace("“", '"')
    assert "&lt;" not in text

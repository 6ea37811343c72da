"""A round whose texts are hostile: stored, shown on every page as text, in every file as text; and hostile uploads."""

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import fromstring

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page
from pptx import Presentation

from charts.figures import FIGURES
from data.rounds import changes
from data.rounds.checking.draft import check, draft_of
from data.rounds.reading import sheet
from data.rounds.reading.sheet import Draft
from data.rounds.store import backup
from data.rounds.store.journal import journal
from data.selection import ALL_ROUNDS, Selection
from data.tables import PACKAGED, Tables, load
from data.view import View
from exports import template
from exports.build import build
from exports.jobs import made
from exports.outlets import OUTLETS
from locales import LANGUAGES, SEPARATOR, Words
from render import image, table, xlsx
from serving.routes import addresses
from story import trainings
from tests.conftest import IMAGES_ENDED, NewReader, Reader, alternating, others_slow, running_dashboard
from tests.drafts import GOOD, changed
from tests.hostile import FILES, bomb
from tests.pages.test_rounds import fill, noted, send

CODE = "2031"
SCRIPT = "<script>window.ran = 1</script>"
IMAGE = '<img src=x onerror="window.ran = 2">'
MARKDOWN = "**tebal** [x](javascript:alert(1)) `kode` $x^2$ :material/home: :red[x]"
FORMAT = "{braces} {0} %s %(x)s %{x} ${x}"
NAMES = [  # Indonesian and English name of each new activity
    ('=HYPERLINK("http://127.0.0.1:9/","x")', "@SUM(1+1)"),
    (f"{SCRIPT} sabun", f"{IMAGE} soap"),
    (f"{MARKDOWN} a", f"{FORMAT} b"),
    ("+cmd|' /c calc'!A0", "-2+3 </text></svg><script>window.ran = 3</script> \" ' &amp; <br> #set text"),
]  # fmt: skip
REASON = f"{SCRIPT} {IMAGE} =1+1 {FORMAT} \u202e\u200f"
INJECTED = 'img[src="x"], [onerror], a[href^="javascript"]'
ADDRESS = re.compile(r"https?://[^\s<>\"']+")
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def hostile_draft() -> Draft:
    draft = GOOD
    for i, (name_id, name_en) in enumerate(NAMES):
        draft = changed(i, draft, activity=name_id, activity_en=name_en, group="crafts", division="20")
    texts = {
        "partners_id": f"=1+1 {SCRIPT} & {FORMAT}", "partners_en": f"@x {IMAGE} {MARKDOWN}",
        "source_title": f"=cmd|'/c calc'!A0 </script></title>{SCRIPT}", "source_publisher": f"@Dinas {IMAGE}",
        "source_url": "https://example.id/?a=1&b=%3Cscript%3E",
    }  # fmt: skip
    facts = {**draft.facts, **texts, "year": CODE, "start_date": f"{CODE}-05-14", "source_date": f"{CODE}-06-03"}
    return replace(draft, facts={**facts, "training_kind": "kelas"})


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Tables]]:
    """A journal with the hostile round, and the tables in use then."""
    store = tmp_path_factory.mktemp("hostile") / "rounds.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IKM_STORE", str(store))
        patch.delenv("DATABASE_URL", raising=False)
        found = check(hostile_draft(), load(PACKAGED))
        assert found.problems == ()
        (entry,) = changes.store([changes.proposal(found, "", 0)], "editor@ikm.example", REASON)
        yield store, changes.tables_at(entry.id)


SELECTIONS = [Selection(CODE), Selection(ALL_ROUNDS, "81.72")]


@lru_cache
def made_of(key: str, language: str, selection: Selection, tables: Tables) -> bytes:
    return made(View(tables, selection, Words(language)), OUTLETS[key])


def cells_of(content: bytes, language: str) -> list[str]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=SEPARATOR[language])
    return [cell for row in rows for cell in row]


def is_harmless(cell: str) -> bool:
    """Whether no spreadsheet program takes a cell for a formula: a number below zero is none."""
    return not FORMULA.match(cell) or re.fullmatch(r"-\d+([.,]\d+)?", cell) is not None


def no_formula(content: bytes) -> None:
    """Hold a workbook to the formulas of its own: sums and shares of its own cells."""
    ours = re.compile(r"=[A-Z0-9.,:$()*/+%\-]+")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            assert "externalLink" not in name
            if name.endswith(".rels"):
                leads_out = [r for r in fromstring(packed.read(name)) if r.get("TargetMode")]
                assert all(ADDRESS.fullmatch(r.get("Target", "")) for r in leads_out), name
    for page in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or (ours.fullmatch(cell.value) and "HYPERLINK" not in cell.value), (
                    cell.value
                )


@pytest.mark.slow
@pytest.mark.parametrize(("selection", "language"), alternating(SELECTIONS, LANGUAGES))
def test_workbook_and_numbers_have_no_formula_but_their_own(
    stored: tuple[Path, Tables], language: str, selection: Selection
) -> None:
    _, tables = stored
    words = Words(language)
    content = made_of("workbook", language, selection, tables)
    no_formula(content)
    texts = {
        cell.value for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row
    }
    assert NAMES[0][language == "en"] in texts
    for key in FIGURES:
        if FIGURES[key].needs_regency and not selection.regency:
            continue
        fig = FIGURES[key](View(tables, selection, words))
        no_formula(xlsx.numbers(fig, tables.date))
        assert all(is_harmless(cell) for cell in cells_of(table.csv(fig), language)), key
    view = View(tables, selection, words)
    listed = trainings.training_csv(view, trainings.trainings(view))
    assert all(is_harmless(cell) for cell in cells_of(listed, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_have_no_formula(stored: tuple[Path, Tables], language: str) -> None:
    _, tables = stored
    words = Words(language)
    written = draft_of(tables, CODE, words)
    no_formula(template.xlsx_form(View(tables, words=words), written))
    content = template.csv_form(written, words)
    assert all(
        is_harmless(cell)
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=SEPARATOR[language])
        for cell in row
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_form_of_the_hostile_round_is_read_back(stored: tuple[Path, Tables], language: str) -> None:
    _, tables = stored
    words = Words(language)
    written = draft_of(tables, CODE, words)
    for content in (template.xlsx_form(View(tables, words=words), written), template.csv_form(written, words)):
        again = sheet.read("form", content)
        assert again.facts == written.facts
        assert [line.texts for line in again.lines] == [line.texts for line in written.lines]
        assert check(again, tables, CODE).problems == ()


@pytest.mark.integration
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_deck_and_brief_show_the_texts(stored: tuple[Path, Tables], language: str) -> None:
    _, tables = stored
    deck = Presentation(io.BytesIO(made_of("deck", language, SELECTIONS[0], tables)))
    said = "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert "<img" in said or "<script>" in said
    with zipfile.ZipFile(io.BytesIO(made_of("deck", language, SELECTIONS[0], tables))) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                fromstring(packed.read(name))
                assert b"javascript:" not in packed.read(name) or b'Target="javascript' not in packed.read(name)
            if name.endswith(".xlsx"):
                no_formula(packed.read(name))
    brief = pypdf.PdfReader(io.BytesIO(made_of("brief", language, SELECTIONS[0], tables)))
    said = "\n".join(page.extract_text() for page in brief.pages)
    assert "<script>" in said or "<img" in said
    assert not any(b"/JavaScript" in bytes(str(page.get("/Annots")), "utf-8") for page in brief.pages)


@pytest.mark.integration
@pytest.mark.parametrize(("key", "language"), others_slow(itertools.product(FIGURES, LANGUAGES), 5))
def test_every_figure_is_drawn_with_the_texts_as_text(stored: tuple[Path, Tables], key: str, language: str) -> None:
    _, tables = stored
    root = fromstring(image.svg(FIGURES[key](View(tables, SELECTIONS[1], Words(language)))))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "img", "foreignObject", "a"}
    hrefs = [value for e in root.iter() for name, value in e.attrib.items() if name.endswith("href")]
    assert all(href.startswith(("#", "data:image/")) and "script" not in href for href in hrefs)
    assert not any(name.lower().startswith("on") for element in root.iter() for name in element.attrib)


@pytest.mark.integration
def test_the_data_and_the_backup_are_whole(stored: tuple[Path, Tables], tmp_path: Path) -> None:
    _, tables = stored
    with zipfile.ZipFile(io.BytesIO(made_of("data", "id", SELECTIONS[0], tables))) as packed:
        packed.extractall(tmp_path)
    again = load(tmp_path)
    assert again.problems == ()
    assert again["activities"].name_id.tolist()[-4:] == [name for name, _ in NAMES]
    assert backup.package(tables)
    (entry,) = journal().entries()
    assert entry.content["trainings"]


@pytest.mark.slow
def test_everything_at_once(stored: tuple[Path, Tables]) -> None:
    _, tables = stored
    content = build(OUTLETS["bundle"], View(tables, SELECTIONS[0], Words("en")))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        assert all(not name.startswith(("/", "..")) and "\\" not in name for name in packed.namelist())


# --- On the pages ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(stored: tuple[Path, Tables]) -> Iterator[str]:
    settings = {"IKM_STORE": str(stored[0]), "IKM_LOCAL_EDITOR": "1", "STREAMLIT_SERVER_ADDRESS": "127.0.0.1"}
    with running_dashboard(**settings) as address:
        yield address


def nothing_ran(window: Reader) -> None:
    page = window.page
    assert page.evaluate("() => window.ran") is None
    assert page.locator(INJECTED).count() == 0
    assert page.evaluate("() => [...document.scripts].filter(s => s.text.includes('window.ran')).length") == 0
    assert window.foreign == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_shows_the_texts_as_text(desk: str, reader: NewReader, language: str) -> None:
    """Every page in one of the languages, by turns."""
    window = reader()
    dialogs: list[str] = []
    window.page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    said, pages = "", [*addresses()][LANGUAGES.index(language) :: len(LANGUAGES)]
    query = f"?round={CODE}&regency=81.72&lang={language}"
    window.open(f"{desk}/sources", figures=0)
    for path in pages:
        window.go(f"{path}{query}", figures=0)
        nothing_ran(window)
        said += window.page.locator("body").inner_text()
    first = reader()
    first.page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    first.page.route("**/static/js/**", lambda route: route.abort())  # the first view stays
    for path in pages:
        first.page.goto(f"{desk}{path}{query}")
        assert first.page.locator("#first h1").count() == 1, path
        nothing_ran(first)
    assert dialogs == []
    for text in (NAMES[0][language == "en"], NAMES[1][language == "en"], "window.ran = 1"):
        assert text in said
    assert [e for e in window.errors if "404" not in e and "main page" not in e] == []


@pytest.mark.slow
@pytest.mark.parametrize("key", ["page", "page_light"])
@pytest.mark.parametrize("language", others_slow(LANGUAGES))
def test_the_page_to_take_away_runs_nothing(
    stored: tuple[Path, Tables], reader: NewReader, tmp_path: Path, key: str, language: str
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(made_of(key, language, SELECTIONS[0], stored[1]))
    window = reader()
    window.page.context.unroute_all()
    window.page.goto(file.as_uri())
    window.page.evaluate(IMAGES_ENDED)
    assert window.page.evaluate("() => window.ran") is None
    assert window.page.locator(INJECTED).count() == 0
    window.page.evaluate("() => document.querySelectorAll('script').forEach(s => s.remove())")
    assert "window.ran" in (window.page.locator("body").text_content() or "")


# --- Uploads -----------------------------------------------------------------------------------------------

WORST = {
    "bom.xlsx": (bomb, "upload.too_much_inside"),
    "makro.xlsx": (FILES["macros"].make, "upload.macros"),
    "entitas.xlsx": (FILES["a thousand million laughs"].make, "upload.entities"),
    "terkunci.xlsx": (FILES["a file with a password"].make, "upload.password"),
    "baris.csv": (FILES["a million short rows of CSV"].make, "upload.too_many_rows"),
    "<img src=x onerror=window.ran=4>.csv": (FILES["null bytes in CSV"].make, "upload.binary"),
}  # fmt: skip


def answered(page: Page, name: str, content: bytes) -> str:
    send(page, name, content)
    page.locator(".note.problem", has_text=name[-12:]).wait_for()
    return noted(page, "problem")


@pytest.mark.slow  # file by file, `test_uploads.py` shows it
def test_the_worst_files_are_refused_what_was_there_stays_and_the_session_goes_on(desk: str, reader: NewReader) -> None:
    window = reader()
    page = window.open(f"{desk}/rounds", figures=0)
    words = Words("id")
    fill(page, "fact_year", "2025")
    for name, (make, key) in WORST.items():
        assert answered(page, name, make()) == f"{name}: {words(key, most='2000')}"
        assert page.locator('[class*="st-key-fact_year"] input').input_value() == "2025"
        nothing_ran(window)
        window.settle(0)
    send(page, "baik.csv", FILES["a million commas"].make()[:400].split(b"\r\n,")[0])
    page.locator('[class*="st-key-fact_year"] input').wait_for()
    page.wait_for_function(
        "() => [...document.querySelectorAll('input')].some(i => i.value === 'Disperindag Provinsi Maluku')"
    )
    fill(page, "fact_days", "4")
    page.locator(".st-key-preview_map").wait_for()
    nothing_ran(window)

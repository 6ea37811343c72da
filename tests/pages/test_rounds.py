"""The page Rounds as an editor uses it, in a real browser; and what readers see of it."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as Late
from streamlit.testing.v1 import AppTest

from data.rounds.reading import sheet
from data.rounds.store.journal import Journal
from data.rounds.store.where import SQLITE
from locales import LANGUAGES, Words
from tests.conftest import ROOT, NewReader, others_slow, running_dashboard, until
from tests.harness.servers import DASHBOARD, running
from tests.recaps import xlsx
from tests.services import new_database, running_cluster

WORDS = Words("id")
ROUND_2024 = """Tahun;2024
Tanggal mulai;14 Mei 2024
Jumlah peserta seluruhnya;130
Jumlah kegiatan atau kelas;4
Judul sumber;Laporan akhir bimtek 2024
Penerbit sumber;Disperindag Provinsi Maluku
Kabupaten/kota;Kegiatan;Peserta
Kota Tual;Anyaman;20
;Servis AC;30
Maluku Tenggara;Tenun modern;40
;Olahan hasil laut;40
"""
AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard at which whoever sits at this machine may write, with a store of its own."""
    store = tmp_path_factory.mktemp("store") / "rounds.sqlite"
    with running_dashboard(IKM_STORE=str(store), IKM_LOCAL_EDITOR="1", STREAMLIT_SERVER_ADDRESS="127.0.0.1") as address:
        yield address


def send(page: Page, name: str, content: bytes) -> None:
    box = page.locator(".st-key-upload input[type=file]")
    expect(box).to_have_count(1)  # what a new run replaces stays until it has ended
    box.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def fill(page: Page, key: str, text: str) -> None:
    box = page.locator(f'[class*="st-key-{key}"] input')
    expect(box).to_have_count(1)  # what a new run replaces stays until it has ended
    box.fill(text)
    box.press("Enter")


def noted(page: Page, kind: str) -> str:
    note = page.locator(f".note.{kind}")
    note.wait_for()
    # What is below the note is drawn after it: until then a click would mean what was there before.
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    return note.inner_text()


def store(page: Page, reason: str) -> None:
    page.locator(".st-key-preview_map").wait_for()
    fill(page, "reason", reason)
    page.locator(".st-key-store button:enabled").click()


def choose(page: Page, key: str, option: str) -> None:
    """Choose from a list; one that opens while a stored round draws the page again is closed by that."""
    for _ in range(10):
        page.locator(f".st-key-{key} input").first.click()
        with suppress(Late):
            page.get_by_role("option", name=option, exact=True).click(timeout=3_000)
            return
    raise AssertionError(f"{option} can't be chosen")


@pytest.mark.parametrize(
    ("year", "is_whole"), others_slow([("2024", False), ("2027", True)]), ids=["adds", "corrects and restores too"]
)
def test_an_officer_adds_corrects_and_restores_a_round(desk: str, reader: NewReader, year: str, is_whole: bool) -> None:
    window = reader()
    form = ROUND_2024.replace("2024", year)
    page = window.open(f"{desk}/rounds", figures=0)
    assert "127.0.0.1" not in page.locator(".st-key-editor").inner_text()
    expect(page.locator(".st-key-upload button").first).to_have_text(re.compile("Pilih berkas$"))
    send(page, "laporan.csv", form.replace("Kota Tual", "Kota Tuall").replace(";130", ";129").encode())
    problems = page.locator(".st-key-problems")
    problems.wait_for()
    axe_finds_no_violation(page)
    assert "“Kota Tuall”" in problems.inner_text()
    assert "baris 8" in problems.inner_text()
    assert "130" in problems.inner_text()  # the total that is wrong is named at once
    for fix in ("“Kota Tuall” → “Kota Tual”", "“129” → “130”"):  # each is confirmed by itself
        page.locator('[class*="st-key-fix_one"] button', has_text=fix).click()
        page.locator('[class*="st-key-fix_one"] button', has_text=fix).wait_for(state="detached")
    preview = page.locator(".st-key-preview_map")
    preview.wait_for()
    assert not preview.locator("[data-testid=stPlotlyChart]").count()  # nobody looks at it yet
    preview.locator("summary").click()
    expect(preview.locator("[data-testid=stPlotlyChart]")).to_be_visible()
    store(page, "Laporan masuk 3 Juni")
    assert year in noted(page, "done")
    # Every page obeys at once, in another session too.
    other = reader().open(f"{desk}/?round={year}")
    assert other.locator("h1").inner_text().startswith("130 wirausaha baru IKM asal 2 dari 11")
    assert f"Laporan akhir bimtek {year}" in other.locator("body").inner_text()
    if is_whole:
        corrects_and_restores(page, reader, desk, year)
    assert window.foreign == []
    assert [e for e in window.errors if "404" not in e and "main page" not in e] == []


def corrects_and_restores(page: Page, reader: NewReader, desk: str, year: str) -> None:
    choose(page, "correcting", WORDS("rounds.correct", round=year))
    page.wait_for_function(
        "title => [...document.querySelectorAll('input')].some(i => i.value === title)",
        arg=f"Laporan akhir bimtek {year}",
    )
    fill(page, "fact_days", "4")
    store(page, "Lama pelatihan terlewat")
    page.wait_for_function("() => document.body.innerText.includes('Lama pelatihan terlewat')")

    choose(page, "state", WORDS("rounds.state.packaged"))
    fill(page, "restore_reason", "Salah putaran")
    page.locator(".st-key-restore button:enabled").click()
    page.wait_for_function("() => document.body.innerText.includes('Salah putaran')")
    assert year not in reader().open(f"{desk}/").locator(".st-key-filters").inner_text()
    history = page.locator(".table", has_text="Lama pelatihan terlewat").inner_text()
    for text in ("Laporan masuk 3 Juni", "ditambahkan", "dikoreksi", "dipulihkan"):
        assert text in history


@pytest.mark.slow
def test_the_second_of_two_editors_is_told_and_loses_nothing(desk: str, reader: NewReader) -> None:
    pages = [reader().open(f"{desk}/rounds", figures=0) for _ in range(2)]
    for page, days in zip(pages, ("5", "6"), strict=True):
        choose(page, "correcting", WORDS("rounds.correct", round="2023"))
        page.wait_for_function("() => [...document.querySelectorAll('input')].some(i => i.value.startsWith('Mercy'))")
        fill(page, "fact_days", days)
        page.locator(".st-key-preview_map").wait_for()
    store(pages[0], "lima hari")
    noted(pages[0], "done")
    store(pages[1], "enam hari")
    assert noted(pages[1], "problem") == WORDS("rounds.conflict", about=WORDS("rounds.round", round="2023"))
    assert pages[1].locator('[class*="st-key-fact_days"] input').input_value() == "6"
    pages[1].locator(".st-key-store button:enabled").click()  # told of it, the editor may still mean it
    noted(pages[1], "done")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_of_a_list_of_people_is_left_on_the_disk(reader: NewReader, tmp_path: Path, kind: str) -> None:
    """In no file of the store, of forms, caches, the log, nor in temporary ones: before storing and after; nor in a backup."""
    secrets = ("8171010101900099", "081234567890", "Siti Rahanyamtel", "Jl. Rahasia")
    people = [["Tahun", "2041"], ["Jumlah peserta seluruhnya", "5"], ["Jumlah kegiatan atau kelas", "1"],
              ["Judul sumber", "Daftar hadir"], ["Penerbit sumber", "Disperindag"],
              ["No", "Nama", "NIK", "No HP", "Alamat", "Kabupaten/kota", "Kegiatan"]]  # fmt: skip
    people += [[str(n), f"{secrets[2]} {n}", f"{secrets[0][:-2]}{n:02}", secrets[1], f"{secrets[3]} {n}", "Kota Tual", "Anyaman"]
               for n in range(1, 6)]  # fmt: skip
    settings = {"IKM_STORE": str(tmp_path / "store" / "rounds.sqlite")}
    for name in ("store", "cache", "tmp"):
        (tmp_path / name).mkdir()
    with ExitStack() as open_things:
        folders = [tmp_path]
        if kind == "postgresql":
            cluster = open_things.enter_context(running_cluster())
            settings = {"DATABASE_URL": new_database(cluster.url)}
            folders.append(cluster.folder)
        server = open_things.enter_context(running(
            DASHBOARD, **settings, IKM_CACHE=str(tmp_path / "cache"), TMPDIR=str(tmp_path / "tmp"),
            IKM_LOCAL_EDITOR="1", STREAMLIT_SERVER_ADDRESS="127.0.0.1", STREAMLIT_LOGGER_LEVEL="debug",
        ))  # fmt: skip
        rounds = Journal(settings.get("DATABASE_URL", f"{SQLITE}{settings.get('IKM_STORE')}"))

        def all_is_clean() -> None:
            while True:  # a file may get its name while it is looked for: then all are read again
                with suppress(FileNotFoundError):
                    contents = {p.name: p.read_bytes() for folder in folders for p in folder.rglob("*") if p.is_file()}
                    break
            assert len(contents) > 1
            contents["log"] = server.said().encode()
            parts = (secrets[0][:-2], *secrets[1:])
            assert [
                (name, text) for name, content in contents.items() for text in parts if text.encode() in content
            ] == []

        page = reader().open(f"{server.address}/rounds", figures=0)
        send(page, "daftar.xlsx", xlsx(people))
        page.locator(".st-key-upload, .stRadio").get_by_text(WORDS("choice.persons", n=5)).first.click()
        page.wait_for_function("() => [...document.querySelectorAll('input')].some(box => box.value === '2041')")
        until(page, lambda: any(tmp_path.rglob("*-draft-*")), "the form was not kept")
        all_is_clean()
        store(page, "daftar hadir")
        until(page, lambda: bool(rounds.entries()), "not stored")
        (entry,) = rounds.entries()
        assert sum(row["participants"] for row in entry.content["trainings"]) == 5, "what is counted is stored"
        backup = json.dumps(rounds.raw(), default=str)  # all that a backup has beside the packaged tables
        assert [text for text in (secrets[0][:-2], *secrets[1:]) if text in backup] == []
        all_is_clean()


@pytest.mark.slow  # the files themselves are read in `tests/data/rounds`
@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_come_in_both_languages_and_are_read_again(
    desk: str, reader: NewReader, tmp_path: Path, language: str
) -> None:
    page = reader().open(f"{desk}/rounds?lang={language}", figures=0)
    for key in ("xlsx", "csv", "example"):
        with page.expect_download() as started:
            page.locator(f".st-key-template_{key} button").click()
        file = tmp_path / started.value.suggested_filename
        started.value.save_as(file)
        draft = sheet.read(file.name, file.read_bytes())
        assert bool(draft.lines) == (key == "example")
    (file,) = tmp_path.glob("*.xlsx")
    book = openpyxl.load_workbook(file)
    assert len(book.worksheets[0].data_validations.dataValidation) == 6
    assert Words(language)("sheet.example") in book.sheetnames


def axe_finds_no_violation(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE}}).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []


@pytest.mark.slow  # of the light page in Indonesian, it is tried where an officer adds a round
def test_axe_finds_no_violation_on_a_dark_page_in_english(desk: str, reader: NewReader) -> None:
    page = reader(scheme="dark").open(f"{desk}/rounds?lang=en", figures=0)
    send(page, "laporan.csv", ROUND_2024.replace("Kota Tual", "Kota Tuall").replace("2024", "2026").encode())
    page.locator(".st-key-problems").wait_for()
    axe_finds_no_violation(page)


@pytest.mark.integration
@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_see_rounds_and_history_but_no_desk(language: str) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    app.query_params["lang"] = language
    app.run()
    app.switch_page("pages/about/rounds.py").run()
    words = Words(language)
    assert not app.exception
    assert app.title[0].value == words("rounds.title")
    said = "\n".join(e.proto.body for e in app.get("html"))
    assert words("editor.off").partition(".")[0] in said
    assert not re.search(r"\.toml|\.md\b|make run|IKM_|OpenID", said), "no word of configuration"
    assert re.search(r"ANTARA Ambon.*potretmaluku", said, re.DOTALL)
    assert not app.get("file_uploader")
    assert not [b for b in app.button if b.key in ("store", "restore")]

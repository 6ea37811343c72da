"""Indicators and their observations are added and corrected as rounds are: read, checked as a whole, and kept in the
journal with every state.
"""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from data import observations
from data.current import current
from data.observing import checking, reading, template
from data.observing import values as written_values
from data.observing.areas import Areas
from data.observing.problems import sentence
from data.rounds import changes
from data.rounds.__main__ import main
from data.rounds.reading.grid import UnreadableFileError
from data.rounds.store import scope
from data.rounds.store.journal import Entry, Proposal, Rows, journal
from data.rounds.store.merge import checked, with_rounds
from data.selection import Comparison, Selection
from data.tables import BrokenTableError, packaged
from data.view import View
from locales import LANGUAGES, Words
from story import rounds
from story.indicators import headline
from tests.charts.test_indicator_figures import BUILDERS, RAW
from tests.conftest import ROOT
from tests.entries import SOURCE, proposal

KEY = "ikm_of_office"
CODE = scope.of_indicator(KEY)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("IKM_STORE", str(tmp_path / "store" / "rounds.sqlite"))


def rows(values: dict[tuple[str, str], float], key: str = KEY, **more: Any) -> Rows:
    """Return the rows of an indicator with so much in each area and period."""
    about = {
        "indicator": key, "position": 1, "topic": "ikm", "name_id": f"IKM {key}", "name_en": f"Small {key}",
        "definition_id": "Menurut dinas.", "definition_en": "By the office.", "unit": "unit", "decimals": 0,
        "measure": "count", "concept": "IKM", "areas": "regency", "frequency": "A", "collection": "administrative",
        "minimum": 0, "source": f"s-{key}", "last_updated": "2026-11-27", **more,
    }  # fmt: skip
    of = {"basis": "stated", "obs_status": "A", "quality": "high", "source": f"s-{key}"}
    return {
        "indicators": [about],
        "observations": [
            {"indicator": key, "area": area, "period": period, "value": value, **of}
            for (area, period), value in values.items()
        ],
        "sources": [{"source": f"s-{key}", **SOURCE}],
    }


def stored(content: Rows, seen: int = 0, key: str = KEY) -> Entry:
    (entry,) = changes.store([Proposal(scope.of_indicator(key), "add", content, seen, "Dinas")], "amir", "uji")
    return entry


def values() -> dict[tuple[str, str], float]:
    return {place: one.value for place, one in observations.cells(current(), KEY).items()}


def test_an_indicator_is_added_corrected_withdrawn_and_restored(store: None) -> None:
    first = {("81.01", "2024"): 812.0, ("81.71", "2024"): 1500.0}
    stored(rows(first))
    assert values() == first
    stored(rows({**first, ("81.71", "2024"): 1501.0}), seen=1)
    assert values()["81.71", "2024"] == 1501
    changes.store([changes.withdrawing(CODE)], "amir", "salah")
    assert KEY not in observations.definitions(current())
    changes.store(changes.restoring(1), "amir", "kembali")
    assert values() == first
    assert [(e.round, e.version) for e in journal().entries()] == [(CODE, n) for n in (1, 2, 3, 4)]


def test_a_packaged_indicator_keeps_its_place_and_new_ones_come_last(store: None) -> None:
    was = list(observations.definitions(packaged()))
    stored(rows({("81.01", "2024"): 1}, "poverty_rate"), key="poverty_rate")
    for key in ("b_new", "a_new"):
        stored(rows({("81.01", "2024"): 1}, key), key=key)
    assert list(observations.definitions(current())) == [*was, "b_new", "a_new"]
    assert len(observations.cells(current(), "poverty_rate")) == 1, "an entry has the whole of an indicator"
    assert checked(current()) == ()


def test_rounds_and_indicators_leave_each_other_alone(store: None) -> None:
    changes.store([proposal("2024", 130)], "amir", "uji")
    stored(rows({("81.01", "2024"): 1}))
    assert {"2022", "2024"} <= set(current()["rounds"]["round"])
    changes.store([changes.withdrawing("2024")], "amir", "uji")
    assert values() == {("81.01", "2024"): 1}


def test_an_unsound_indicator_is_not_stored_and_one_that_became_so_takes_down_its_own_figures_only(store: None) -> None:
    unsound = rows({("81.01", "2024"): -5, ("81", "2024"): 7})
    with pytest.raises(BrokenTableError) as broken:
        stored(unsound)
    assert {problem.reason for problem in broken.value.problems} == {"minimum", "wrong_area"}
    assert journal().entries() == ()
    tables = with_rounds(packaged(), {CODE: unsound, scope.of_indicator("fine"): rows({("81.01", "2024"): 3}, "fine")})
    with pytest.raises(BrokenTableError):
        observations.cells(tables, KEY)
    assert observations.cells(tables, "fine")["81.01", "2024"].value == 3
    assert observations.cells(tables, "poverty_rate") == observations.cells(packaged(), "poverty_rate")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_names_the_indicator_and_what_differs(store: None, language: str) -> None:
    words = Words(language)
    before = current()
    stored(rows({("81.01", "2024"): 812}))
    entry = changes.store([changes.withdrawing(CODE)], "amir", "salah")[0]
    name = words("rounds.indicator", name={"id": f"IKM {KEY}", "en": f"Small {KEY}"}[language])
    assert {line[2] for line in rounds.history(journal().entries(), words, True).rows} == {name}
    assert name in rounds.stored([journal().entries()[0]], words)
    assert rounds.state_name(entry, words)
    different = changes.differences(before, changes.tables_at(1))
    told = {(d.regency, d.period, d.column): (d.before, d.after) for d in different}
    assert told["81.01", "2024", "value"] == (None, "812")
    assert told["", "", "unit"] == (None, "unit")
    after = changes.tables_at(1)
    assert all(d.round == CODE for d in different)
    lines = rounds.differences(View(after, words=words), different).texts(words)
    assert {line[0] for line in lines[1:]} == {name}
    assert any(line[1].startswith("Maluku Tengah · 2024") and line[3] == "812" for line in lines)


# --- What an office sends ------------------------------------------------------------------------------------

OFFICE = """Jumlah Unit Usaha IKM Menurut Kabupaten/Kota di Provinsi Maluku, 2022–2024;;;;
;;;;
No;Kabupaten/Kota;2022;2023;2024*
(1);(2);(3);(4);(5)
1;Kepulauan Tanimbar;812;1.020;1.100
2;Maluku Tenggara;455;–;501
3;Maluku Tengah;1.204;1.250;1.300
4;Buru;300;310;...
5;Kep. Aru;210;215;220
6;SBB;640;655;690
7;Seram Bagian Timur;333;340;345
8;Maluku Barat Daya;150;155;160
9;Buru Selatan;120;122;130
10;Ambon;2.510;2.600;2.750
11;Kota Tual;280;285;290
;Maluku;7.014;6.952;7.486
Catatan: *) Angka sementara;;;;
Sumber: Disperindag Provinsi Maluku;;;;
"""
NEW = {"indicator": "IKM menurut dinas", "definition_id": "Unit usaha yang didata.", "unit": "unit", "concept": "IKM"}
SOURCED = {"source_title": "Laporan", "source_publisher": "Dinas"}


def read(text: str | bytes, **facts: str) -> tuple[reading.Written, checking.Checked]:
    areas = Areas(packaged())
    content = text.encode() if isinstance(text, str) else text
    written = reading.read("berkas.csv", content, areas, facts)
    return written, checking.check(written, packaged(), areas, lambda code: 0)


def observed(found: checking.Checked, key: str) -> dict[tuple[str, str], float]:
    rows = found.contents[scope.of_indicator(key)]["observations"]
    return {(row["area"], row["period"]): row["value"] for row in rows}


def test_a_table_of_an_office_goes_in_without_retyping() -> None:
    _, found = read(OFFICE, **NEW)
    assert found.problems == ()
    (code,) = found.contents
    content = found.contents[code]
    got = observed(found, "ikm_menurut_dinas")
    assert len(got) == 31
    assert (got["81.03", "2023"], got["81.71", "2024"], got["81.06", "2022"]) == (1020, 2750, 640)
    assert ("81.02", "2023") not in got, "a dash is missing, never 0"
    assert ("81.04", "2024") not in got, "and so are three dots"
    assert not {area for area, _ in got} & {"81", "ID"}, "the total is none of the regencies"
    assert (found.missing, found.totals) == (2, (16,))
    assert {row["obs_status"] for row in content["observations"] if row["period"] == "2024"} == {"P"}
    (source,) = content["sources"]
    assert source["publisher"] == "Disperindag Provinsi Maluku"
    assert source["title"].startswith("Jumlah Unit Usaha IKM")
    (about,) = content["indicators"]
    assert (about["areas"], about["frequency"], about["measure"], about["decimals"]) == ("regency", "A", "count", 0)
    after = with_rounds(packaged(), found.contents)
    assert checked(after) == ()
    assert observations.value(after, "ikm_menurut_dinas", "81", "2022").value == 7014


def test_a_table_of_provinces_in_two_heads_corrects_what_there_is() -> None:
    text = "Jumlah perusahaan menurut provinsi (Unit);;\n38 Provinsi;Jumlah Perusahaan;\n;2024;2025\n"
    text += "ACEH;79 000;80 100\nKEP. BANGKA BELITUNG;12 345;...\nDI YOGYAKARTA;1 000;1 001\nMALUKU;43 495;33 419\n"
    _, found = read(f"{text}INDONESIA;4 413 445;4 461 888\nSumber: BPS;;\n", indicator="imk_establishments")
    assert found.problems == ()
    got = observed(found, "imk_establishments")
    assert (got["81", "2025"], got["81", "2024"], got["81", "2013"]) == (33419, 43495, 35872), "others stay"
    assert (got["11", "2024"], got["19", "2024"], got["34", "2025"]) == (79000, 12345, 1001)
    assert len(got) == 414, "nothing of the other cells went"


def test_the_packages_own_rows_and_a_title_with_the_year_are_read() -> None:
    head = "indicator,area,period,value,basis,obs_status,quality,wording,source,copy\n"
    _, found = read(f"{head}poverty_rate,81.71,2025,5.01,stated,A,high,,bps-poverty,\n")
    assert (found.problems, observed(found, "poverty_rate")["81.71", "2025"]) == ((), 5.01)
    _, found = read("IKM tahun 2024\n\nKabupaten,Unit usaha\nBuru,12\nKota Tual,7\n", **NEW, **SOURCED)
    assert observed(found, "ikm_menurut_dinas") == {("81.04", "2024"): 12, ("81.72", "2024"): 7}


def test_an_earlier_name_is_read_and_told() -> None:
    areas = Areas(packaged())
    assert areas.code("Maluku Tenggara Barat") == ("81.03", "")
    assert areas.renamed == {"Maluku Tenggara Barat": "81.03"}
    assert areas.code("SBB") == ("81.06", "")
    assert areas.code("Masohi")[0] == "", "a seat is no regency"


BAD = """Persentase penduduk miskin;;;
Kabupaten/Kota;2024;2025;2204
Maluku Tengah;17,5;101;1
Maluku Tengarra;16,2;16,1;1
Maluku;15,1;15,2;1
Buru;-3;abc;1
Buru;4,5;;1
Kota Ambon;5,25;5,1;1
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_is_named_with_place_and_fix_and_nothing_is_stored(language: str) -> None:
    written, found = read(BAD, indicator="poverty_rate", unit="orang")
    assert found.contents == {}
    assert {(f.reason, f.row or 0, f.at) for f in found.problems} == {
        ("missing_fact", 0, ""), ("other_unit", 0, ""), ("no_period", 0, "D"), ("maximum", 3, "C"),
        ("unknown_area", 4, "A"), ("total_among", 5, "A"), ("minimum", 6, "B"), ("not_a_number", 6, "C"),
        ("twice", 7, "B"),
    }  # fmt: skip
    words = Words(language)
    said = [sentence(problem, written, words) for problem in found.problems]
    assert all("{" not in text and len(text) > 20 for text in said)
    assert any("Maluku Tenggara" in text for text in said), "what is meant is proposed"


@pytest.mark.parametrize(
    ("text", "facts", "reason"),
    [
        ("Kab;2024\nBuru;12\nKota Tual;7,5\n", NEW, "not_whole"),
        (OFFICE.replace("7.014", "7.041"), NEW, "total_differs"),
        ("Kab;2999\nBuru;12\nKota Tual;7\n", NEW, "which_period"),
        ("Kab;2098\nBuru;12\nKota Tual;7\n", NEW, "future_period"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {**NEW, "unit": "bushels"}, "no_choice"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {"indicator": "IKM lain"}, "new_indicator"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {"indicator": "population"}, "elsewhere"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {"indicator": "imk_micro_share"}, "computed"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {"indicator": "grdp"}, "wrong_period"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {"indicator": "imk_workers"}, "wrong_area"),
        ("Kab;2024\nBuru;12.345\nKota Tual;7\n", {"indicator": "grdp_per_head"}, "unclear_number"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {**NEW, "definition_id": "Hubungi 0812-3456-7890"}, "personal"),
        ("Wilayah;Tahun;Nilai\nBuru;2024;1\nMaluku;2024;2\n", NEW, "total_among"),
        ("Kab;2024\nBuru;–\nKota Tual;...\n", NEW, "no_values"),
        ("Kab;Peringkat\nBuru;2\nKota Tual;1\n", {**NEW, "period": "2024"}, "no_values"),
        ("Kab;2024;202A\nBuru;12;1\nKota Tual;7;1\n", NEW, "no_period"),
        ("Kab;2024\nBuru;12\n;7\nKota Tual;7\n", NEW, "no_area"),
        ("Kab;2024\n;7\nBuru;12\nKota Tual;7\n", NEW, "no_area"),
        ("Kode;Kab;2024\n81.01;Buru;12\n81.72;Kota Tual;7\n", NEW, "other_code"),
        ("Jumlah usaha industri mikro dan kecil;\nKab;2024\nBuru;12\nKota Tual;7\n", NEW, "other_concept"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {**NEW, "indicator": "UMKM binaan"}, "other_concept"),
        ("Kab;2024\nBuru;1501)\nKota Tual;7\n", NEW, "not_a_number"),
        ("Kab;2024\nBuru;–12\nKota Tual;7\n", NEW, "minimum"),
        (f"Kab;2024\nBuru;{10**20}\nKota Tual;7\n", NEW, "not_a_number"),
        ("Kab;2024\nBuru;12\nKota Tual;7\nJumlah;20\n", NEW, "total_differs"),
        ("Kab;2024\nBuru;12\nKota Tual;...\nMaluku;11\n", NEW, "total_differs"),
        ("Penduduk (ribu jiwa)\nKab;2024\nBuru;12\nKota Tual;7\n", {**NEW, "unit": "person"}, "other_scale"),
        ("Prov;2024\nMaluku;12\nAceh;7\n", {"indicator": "imk_workers", "concept": "IKM"}, "other_concept"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {**NEW, "collection": "tebakan"}, "no_choice"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {**NEW, "quality": "bagus"}, "no_choice"),
        ("Kab;2024\nBuru;12\nKota Tual;7\n", {**NEW, "indicator": "数字"}, "key_taken"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(text: str, facts: dict[str, str], reason: str) -> None:
    written, found = read(text, **{**SOURCED, **facts})
    assert reason in {problem.reason for problem in found.problems}
    assert found.contents == {}
    assert all(sentence(problem, written, Words(language)) for problem in found.problems for language in LANGUAGES)


def test_a_total_of_which_parts_are_missing_and_footnotes_of_statistical_tables_are_no_problem() -> None:
    _, found = read("Kab;2024\nBuru;12\nKota Tual;...\nJumlah;20\n", **NEW, **SOURCED)
    assert found.problems == ()
    marked = "Kab;2023;20241)\nBuru;12,5*);13,5r)\nKota Tual;14,5 r;15,5**)\nAmbon1);16,5¹⁾;17,5 a)\n"
    _, found = read(marked, **{**NEW, "unit": "percent"}, **SOURCED)
    assert found.problems == ()
    assert sorted(observed(found, "ikm_menurut_dinas").values()) == [12.5, 13.5, 14.5, 15.5, 16.5, 17.5]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Kode BPS;Kab;2024\n8101;Kepulauan Tanimbar;12\n8171;Kota Ambon;7\n", {}),
        ("Kab;2023;2024\n;(1);(2)\nBuru;12;13\nKota Tual;7;8\n", {}),
        ("Kab;2023;2024\n1;2;3\nBuru;12;13\nKota Tual;7;8\n", {}),
        ("IKM dan UMKM binaan\nKab;2024\nBuru;12\nKota Tual;7\n", {}),
        ("Miskin (ribu jiwa) dan (persen)\nKab;2024\nBuru;12\nKota Tual;7\n", {"unit": "percent"}),
    ],
)
def test_codes_that_agree_numbered_columns_and_titles_of_several_concepts_are_no_problem(
    text: str, facts: dict[str, str]
) -> None:
    _, found = read(text, **{**NEW, **facts}, **SOURCED)
    assert found.problems == ()
    assert len(observed(found, "ikm_menurut_dinas")) in (2, 4)


def _sheet(change: Callable[[Any], object], rows: Sequence[Sequence[object]]) -> bytes:
    book, packed = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    change(book.worksheets[0])
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("change", "reason", "places"),
    [
        (lambda s: setattr(s.row_dimensions[3], "hidden", True), "hidden", {(3, "B"), (3, "C")}),
        (lambda s: setattr(s.column_dimensions["C"], "hidden", True), "hidden", {(2, "C"), (3, "C")}),
        (lambda s: setattr(s["B2"], "font", Font(strike=True)), "struck", {(2, "B")}),
        (lambda s: s.merge_cells("B2:B3"), "merged", {(2, "B"), (3, "B")}),
        (lambda s: s.merge_cells("B3:C3"), "merged", {(3, "B")}),
    ],
)
def test_what_is_hidden_struck_out_or_merged_is_no_value(
    change: Callable[[Any], object], reason: str, places: set[tuple[int, str]]
) -> None:
    rows = [["Kabupaten", 2023, 2024], ["Buru", 2, 3], ["Kota Tual", 4, 5]]
    _, found = read(_sheet(change, rows), **NEW, **SOURCED)
    assert {(f.reason, f.row, f.at) for f in found.problems} == {(reason, *place) for place in places}
    assert found.contents == {}


def test_cells_formatted_as_percent_are_asked_about() -> None:
    rows = [["Kabupaten", 2024], ["Buru", 0.25], ["Kota Tual", 0.5]]
    _, found = read(_sheet(lambda s: None, rows), **{**NEW, "unit": "percent"}, **SOURCED)
    assert [f.reason for f in found.problems] == ["share"]
    _, found = read("Kab;2024\nBuru;0,25\nKota Tual;0,5\n", **{**NEW, "unit": "percent"}, **SOURCED)
    assert found.problems == (), "a text is as it is written"


def test_two_long_names_do_not_share_a_key_and_a_definition_can_be_corrected(store: None) -> None:
    name = "Industri kecil dan menengah yang didata dinas perindustrian menurut "
    areas = Areas(packaged())
    text = b"Kab;2024\nBuru;12\nKota Tual;7\n"

    def again(**facts: str) -> checking.Checked:
        written = reading.read("a.csv", text, areas, {**NEW, **SOURCED, **facts})
        return checking.check(written, current(), areas, changes.version)

    changes.store(again(indicator=f"{name}izin").proposals(current(), {}), "amir", "uji")
    assert [f.reason for f in again(indicator=f"{name}cabang").problems] == ["key_taken"]
    (rows,) = again(indicator=f"{name}izin", definition_id="Yang berizin.").contents.values()
    assert rows["indicators"][0]["definition_id"] == "Yang berizin."


@pytest.mark.parametrize("text", ["Kabupaten;2024\n", "Tahun;Buru;Ambon\n2024;1;2\n"])
def test_a_file_without_a_table_of_areas_is_told_what_is_looked_for(text: str) -> None:
    with pytest.raises(UnreadableFileError) as unreadable:
        read(text, **NEW)
    assert unreadable.value.reason == "no_observations"


@pytest.mark.parametrize(
    ("text", "mark", "is_whole", "number"),
    [
        ("12.345", ",", True, 12345), ("12,345", ",", True, 12345), ("1.234.567", ",", True, 1234567),
        ("12.345,67", ",", False, 12345.67), ("31.63", ".", False, 31.63), ("12 345", ",", True, 12345),
        ("-0,5", ",", False, -0.5), ("12a", ",", False, None), ("1.23.4", ",", False, None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written(text: str, mark: str, is_whole: bool, number: float | None) -> None:
    assert written_values.number(text, mark, is_whole) == number


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024", "2024"), ("Tahun 2024*", "2024"), ("2024.0", "2024"), ("Triwulan II 2026", "2026-Q2"),
        ("2026 Q1", "2026-Q1"), ("2026-Q3", "2026-Q3"), ("Maret 2024", "2024-03"), ("2024-10", "2024-10"),
        ("24", ""), ("2204", ""), ("Jumlah", ""), ("12.345", ""),
    ],
)  # fmt: skip
def test_periods_are_read_as_they_are_written(text: str, period: str) -> None:
    assert written_values.period(text) == period


def test_the_form_has_no_formula() -> None:
    tables, words = packaged(), Words("id")
    hostile = replace(tables, frames={**tables.frames, "areas": tables["areas"].assign(name_id="=1+1", name_en="=1+1")})
    book = openpyxl.load_workbook(io.BytesIO(template.form(".xlsx", hostile, "poverty_rate", words)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}, "texts"
    assert b"\r\n'=1+1" in template.form(".csv", hostile, "poverty_rate", words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_read_back_and_knows_a_number_from_a_text(language: str) -> None:
    words = Words(language)
    book = openpyxl.load_workbook(io.BytesIO(template.form(".xlsx", packaged(), "poverty_rate", words)))
    sheet = book.worksheets[0]
    filled = {"observing.fact.source_title": "Laporan", "observing.fact.source_publisher": "BPS"}
    filled = {words(key): text for key, text in filled.items()}
    for row in sheet.iter_rows():
        if row[0].value in filled:
            row[1].value = filled[row[0].value]
        if row[0].value == "Buru":
            row[1].value, row[2].value = 2024, 12.345
        if row[0].value == "Kota Tual":
            row[1].value, row[2].value = 2024, "7,25"
    packed = io.BytesIO()
    book.save(packed)
    _, found = read(packed.getvalue())
    got = observed(found, "poverty_rate")
    assert (got["81.04", "2024"], got["81.72", "2024"]) == (12.345, 7.25)


@pytest.mark.parametrize("language", LANGUAGES)
def test_editors_are_told_nothing_of_the_command_line(language: str) -> None:
    catalogue = (ROOT / "locales" / f"{language}.po").read_text("utf-8")
    said = re.findall(
        r'msgid "((?:upload|choice|observing\.(?:fix|problem|note))\.[^"]*)"\nmsgstr "([^"]*)"', catalogue
    )
    assert len(said) > 100
    assert [key for key, text in said if " --" in text or "(--" in text] == []


@pytest.mark.integration
def test_the_command_line_checks_stores_and_names_what_it_did(
    store: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, form = tmp_path / "ikm.csv", tmp_path / "form.csv"
    file.write_text(OFFICE, "utf-8")
    facts = [part for name, text in NEW.items() for part in ("--fact", f"{name}={text}")]
    words = Words("id")
    assert main(["observe", str(file), "--check"]) == 1, "it needs to know of what it is"
    told = capsys.readouterr().err
    assert words("observing.fact.indicator") in told
    assert "--fact" in told
    assert "indicator" in told, "it is named as it is written there"
    assert main(["observe", str(file), *facts, "--check"]) == 0
    assert journal().entries() == ()
    assert main(["observe", str(file), *facts, "--reason", "data 2024", "--who", "amir"]) == 0
    name = words("rounds.indicator", name=NEW["indicator"])
    assert name in capsys.readouterr().out
    assert observations.value(current(), "ikm_menurut_dinas", "81.71", "2024").value == 2750
    assert main(["observe", str(file), "--fact", "indicator=ikm_menurut_dinas", "--reason", "lagi"]) == 1
    assert words("observing.unchanged", about=name) in capsys.readouterr().err
    more = tmp_path / "more.csv"
    more.write_text("Kab;2025\nBuru;320\nKota Tual;295\nSumber: Laporan lain;\n", "utf-8")
    assert main(["observe", str(more), "--fact", "indicator=ikm_menurut_dinas", "--reason", "2025"]) == 0
    assert observations.value(current(), "ikm_menurut_dinas", "81.71", "2024").value == 2750, "its source stays too"
    assert observations.value(current(), "ikm_menurut_dinas", "81.04", "2025").value == 320
    assert checked(current()) == ()
    assert main(["template", str(form), "--indicator", "ikm_menurut_dinas"]) == 0
    assert main(["template", str(form)]) == 1, "no file is written over"
    assert main(["template", str(tmp_path / "form.docx")]) == 1, "it would be no document"
    assert main(["history"]) == 0
    assert "indicator:ikm_menurut_dinas" in capsys.readouterr().out
    assert main(["withdraw", "indicator:ikm_menurut_dinas", "--reason", "uji"]) == 0
    assert "ikm_menurut_dinas" not in observations.definitions(current())
    assert main(["withdraw", "indicator:ikm_menurut_dinas", "--reason", "lagi"]) == 1, "it is withdrawn already"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_brought_in_has_every_figure_and_is_mixed_with_no_other_concept(language: str) -> None:
    _, found = read(OFFICE, **NEW)
    tables = with_rounds(packaged(), found.contents)
    key = "ikm_menurut_dinas"
    for chosen in (Comparison(key), Comparison(key, "2022"), Comparison(key, "2024", areas=("81.01", "81.71"))):
        view = View(tables, Selection("2022"), Words(language), chosen)
        for build in BUILDERS:
            text = build(view).text
            assert NEW["indicator"] in f"{text.headline} {text.subtitle} {text.alt}"
            assert not RAW.search(f"{text.headline} {text.subtitle} {text.sources}")
        assert not RAW.search(headline(view))
    of = observations.definitions(tables)
    assert observations.are_mixed(of[key], of["imk_establishments"])

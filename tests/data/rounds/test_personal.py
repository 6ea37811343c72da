"""Personal data in free texts is recognised by its form, and texts are proposed without it."""

from dataclasses import replace

import pytest

from data.rounds.checking import draft, personal
from tests.drafts import FACTS, GOOD, TABLES, changed

WITH = {
    "Disperindag Maluku (CP Peserta 99, HP 0812-0000-0099, NIK 8171010101900099)": "Disperindag Maluku",
    "Dinas Perindustrian, NIK 8171010101900099": "Dinas Perindustrian",
    "Dinas Perindustrian, 817101 010190 0099": "Dinas Perindustrian",
    "81.71.01.010190.0099 Dinas": "Dinas",
    "8171–0101–0190–0099 Dinas": "Dinas",
    "8171_0101_0190_0099": "",
    "8171:0101:0190:0099": "",
    "NIP. 19700101 199503 1 001": "",
    "hubungi 0812 0000 0001": "hubungi",
    "hubungi +62 812-0000-0001, Dinas": "hubungi, Dinas",
    "WA: 08120000001": "",
    "surel contoh.orang@example.org": "",
    "hubungi (0812) 00000001": "hubungi",
    "Dinas, telepon 0911000001": "Dinas",
    "https://wa.me/6281200000001": "",
    "surel contoh.orang [at] example.org": "",
    "Dinas, NPWP 00.000.000.0-000.000": "Dinas",
    "Bimtek a.n. Peserta Satu": "Bimtek",
    "Bimtek a/n Peserta Satu": "Bimtek",
    "Bimtek, kontak: Peserta Satu": "Bimtek",
    "Bimtek an. Peserta Satu, Tual": "Bimtek, Tual",
    "Dinas, Ibu Contoh Satu": "Dinas",
    "Dinas (Pak Contoh)": "Dinas",
    "Bpk. CONTOH SATU, Dinas": "Dinas",
    "Laporan Drs. Contoh Satu, M.Si (Kabid IKM)": "Laporan (Kabid IKM)",
    "Laporan Contoh Satu, S.E., M.M": "Laporan",
    "Laporan bimtek, dibuat oleh Contoh S., NIP 197001011995031001": "Laporan bimtek",
    "Dinas, tel. 0812-0000-0001": "Dinas",
}
WITHOUT = [
    "Disperindag Provinsi Maluku", "Laporan 14-05-2024 sampai 16-05-2024", "a.n. Kepala Dinas Perindustrian", "an. Bupati Buru",
    "SK Nomor 530/1234/2024", "Peraturan Menteri Nomor 5 Tahun 2017", "Telp. (0911)", "2022 2023 2024 2025", "Anyaman daun lontar",
    "Pelatihan Ibu Rumah Tangga", "Ibu Kota", "Bapak Gubernur Maluku", "Yth. Bapak/Ibu", "kesehatan ibu dan anak",
    "Jl. Ir. Soekarno 3", "Laporan, disusun oleh Bidang IKM", "dibuat oleh PPTK", "Dinas, SE Nomor 3",
    "3 kelas @ 15.000", "Kontak dagang", "kontak: Dinas Perindustrian", "https://example.org/081200000001",
]  # fmt: skip


@pytest.mark.parametrize(("text", "rest"), WITH.items())
def test_personal_data_is_recognised_and_taken_out(text: str, rest: str) -> None:
    assert personal.is_in(text)
    assert personal.without(text) == rest
    assert not personal.is_in(personal.without(text))


@pytest.mark.parametrize("text", WITHOUT)
def test_offices_dates_and_numbers_of_letters_are_none(text: str) -> None:
    assert not personal.is_in(text)


@pytest.mark.parametrize("name", draft.FREE)
def test_no_round_is_stored_with_personal_data_in_a_fact(name: str) -> None:
    text = f"{FACTS.get(name, 'Dinas')} (CP Peserta 9, 0812-0000-0009)"
    asked = draft.check(replace(GOOD, facts={**GOOD.facts, name: text}), TABLES)
    assert [(f.reason, f.field, f.fix) for f in asked.problems] == [("personal", name, FACTS.get(name, "Dinas"))]
    assert not asked.problems[0].is_plain  # who knows the text confirms it
    assert not asked.rows


@pytest.mark.parametrize(
    ("address", "is_one"),
    [("https://wa.me/6281200000001", True), ("https://example.org/?to=satu@example.org", True),
     ("https://example.org/posts/8171010101900099", False)],
)  # fmt: skip
def test_the_address_of_a_source_is_no_persons(address: str, is_one: bool) -> None:
    asked = draft.check(replace(GOOD, facts={**GOOD.facts, "source_url": address}), TABLES)
    assert [(p.reason, p.field) for p in asked.problems] == [("personal", "source_url")] * is_one


def test_no_round_is_stored_with_personal_data_in_an_activity() -> None:
    written = changed(
        0, activity="Olahan sagu (instruktur Peserta 98, 0812-0000-0098)", group="Olahan hasil kebun", division="10"
    )
    (problem,) = draft.check(written, TABLES).problems
    assert (problem.reason, problem.field, problem.line, problem.fix) == ("personal", "activity", 0, "Olahan sagu")


@pytest.mark.parametrize(
    "text", ["Contoh Satu (0812-0000-0099)", "Contoh Satu, NIK 8171010101900099", "Rumah Ibu Contoh Satu, Jl. Contoh 5"]
)
def test_what_is_left_of_a_persons_name_or_address_is_not_proposed(text: str) -> None:
    asked = draft.check(replace(GOOD, facts={**GOOD.facts, "partners_id": text}), TABLES)
    assert [(p.reason, p.field, p.fix) for p in asked.problems] == [("personal", "partners_id", "")]


@pytest.mark.parametrize("name", ["partners_id", "source_title", "source_publisher"])
def test_a_partner_or_source_that_may_be_a_person_is_not_taken_from_a_file(name: str) -> None:
    """It was stored without a word."""
    for text in ("Contoh Satu", "Contoh Dua Tiga, S.Sos., M.Si."):
        read = draft.leniently(replace(GOOD, facts={**GOOD.facts, name: text}, unread=()), TABLES, {})
        assert (name in read.facts, read.unread) == (False, (text,))
    for text in ("Dinas Perindustrian", "Politeknik Negeri Ambon", "Bappeda", "Laporan Akhir", "PT Contoh Satu"):
        assert draft.leniently(replace(GOOD, facts={**GOOD.facts, name: text}), TABLES, {}).facts[name] == text

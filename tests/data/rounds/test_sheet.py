"""What offices send, file by file, and what is read from it; what could be read in two ways is refused."""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, GradientFill, PatternFill

from data.rounds.checking.draft import check, draft_of, leniently
from data.rounds.checking.problems import not_read
from data.rounds.checking.values import as_count
from data.rounds.reading import labels, sheet
from data.rounds.reading.grid import FORMULA, UnclearFileError, UnreadableFileError
from data.rounds.reading.sheet import Draft
from data.tables import Tables
from data.view import View
from exports import template
from locales import LANGUAGES, Words
from tests.recaps import FACTS, HEAD, LINES, Row, Shape, text, with_parts, xlsx

DAY = dt.datetime.fromisoformat("2024-05-14")  # as spreadsheets have it: without a zone


@dataclass(frozen=True)
class Recap:
    """A file, and the lines that must come out: regency, activity, participants, participants of the regency."""

    rows: Sequence[Row]
    lines: Sequence[tuple[str, str, str, str]]
    merged: Sequence[str] = ()
    facts: dict[str, str] | None = None
    skipped: tuple[int, ...] | None = None


USUAL = [("Kota Tual", "Anyaman", "20", ""), ("Kota Tual", "Servis AC", "30", "")]
SHARED = [("Kota Tual", "Anyaman", "", "50"), ("Kota Tual", "Servis AC", "", "50")]
RECAPS = {
    "the table alone": Recap([HEAD, ["Kota Tual", "Anyaman", 20], ["Kota Tual", "Servis AC", 30]], USUAL),
    "titles, a number column, the head in row 5": Recap(
        [
            ["REKAPITULASI PESERTA BIMBINGAN TEKNIS"], ["WIRAUSAHA BARU IKM TAHUN 2024"], [], ["Tanggal", ": 14 - 17 Mei 2024"],
            ["No", "Kab/Kota", "Jenis Kegiatan", "Jumlah\nPeserta", "Ket."],
            [1, "Kota Tual", "Anyaman", 20, None], [2, "Kota Tual", "Servis AC", 30, "susulan"],
        ],
        USUAL, ["A1:E1", "A2:E2"], {"start_date": "14 - 17 Mei 2024"},
    ),
    "the columns numbered below the head": Recap(
        [["No", *HEAD], ["(1)", "(2)", "(3)", "(4)"], [1, "Kota Tual", "Anyaman", 20], [2, "Kota Tual", "Servis AC", 30]], USUAL,
    ),
    "the regency merged over its rows": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 20], [None, "Servis AC", 30], ["Buru", "Anyaman", 7]],
        [*USUAL, ("Buru", "Anyaman", "7", "")], ["A2:A3"],
    ),
    "the regency once, blank below": Recap([HEAD, ["Kota Tual", "Anyaman", 20], [None, "Servis AC", 30]], USUAL),
    "regency and its count merged": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 50], [None, "Servis AC", None]], SHARED, ["A2:A3", "C2:C3"],
    ),
    "counts of both kinds, the regency's merged": Recap(
        [[*HEAD, "Jumlah peserta daerah"], ["Kota Tual", "Anyaman", 20, 50], [None, "Servis AC", 30, None]],
        [("Kota Tual", "Anyaman", "20", "50"), ("Kota Tual", "Servis AC", "30", "50")], ["A2:A3", "D2:D3"],
    ),
    "classes beside participants below each regency, people alone are counted": Recap(
        [["Kegiatan", "Kota Tual", None, "Buru", None], [None, "Jml Kelas", "Orang", "Jml Kelas", "Orang"], ["Anyaman", 1, 25, 1, 20]],
        [("Kota Tual", "Anyaman", "25", ""), ("Buru", "Anyaman", "20", "")],
    ),
    "days beside participants below each regency": Recap(
        [["Kegiatan", "Kota Tual", None, "Buru", None], [None, "Hari", "Orang", "Hari", "Orang"], ["Anyaman", 3, 25, 4, 20]],
        [("Kota Tual", "Anyaman", "25", ""), ("Buru", "Anyaman", "20", "")],
    ),
    "a year behind the head of the activities": Recap(
        [["Kab/Kota", "Bimtek 2024", "Peserta"], ["Kota Tual", "Membatik", 20], ["Buru", "Servis AC", 7]],
        [("Kota Tual", "Membatik", "20", ""), ("Buru", "Servis AC", "7", "")],
    ),
    "a merged count for some of a regency's activities is counted with the others of its regency": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 50], ["Kota Tual", "Servis AC", None], ["Kota Tual", "Daur ulang limbah", 7]],
        [("Kota Tual", "Anyaman", "", "57"), ("Kota Tual", "Servis AC", "", "57"), ("Kota Tual", "Daur ulang limbah", "7", "57")],
        ["C2:C3"],
    ),
    "a count merged over two regencies counts for neither": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 50], ["Buru", "Servis AC", None]],
        [("Kota Tual", "Anyaman", "", ""), ("Buru", "Servis AC", "", "")], ["C2:C3"],
    ),
    "every cell of a row merged with the one below it is one training": Recap(
        [[*HEAD, "Narasumber"], ["Kota Tual", "Anyaman", 20, "Ibu A"], [None, None, None, "Bapak B"], ["Kota Tual", "Servis AC", 30]],
        USUAL, ["A2:A3", "B2:B3", "C2:C3"],
    ),
    "regencies as headings": Recap(
        [["No", *HEAD], ["A.", "Kota Tual"], [1, None, "Anyaman", 20], [2, None, "Servis AC", 30], ["B.", "Buru"], [1, None, "Anyaman", 7]],
        [*USUAL, ("Buru", "Anyaman", "7", "")],
    ),
    "regencies as headings in the first column, merged": Recap(
        [["No", *HEAD], ["I. Kota Tual"], [1, None, "Anyaman", 20], [2, None, "Servis AC", 30]], USUAL, ["A2:D2"],
    ),
    "regencies as headings with their counts": Recap(
        [HEAD, ["Kota Tual", None, 50], [None, "Anyaman", None], [None, "Servis AC", None], ["Buru", "Anyaman", 7]],
        [("Kota Tual", "Anyaman", "", "50"), ("Kota Tual", "Servis AC", "", ""), ("Buru", "Anyaman", "7", "")],
    ),
    "regencies as headings, no column for them": Recap(
        [["No", "Kegiatan", "Peserta"], ["I", "Kota Tual"], [1, "Anyaman", 20], [2, "Servis AC", 30]], USUAL,
    ),
    "several activities in a cell, line by line": Recap([HEAD, ["Kota Tual", "Anyaman\nServis AC", 50]], SHARED),
    "several activities in a cell, numbered": Recap([HEAD, ["Kota Tual", "1. Anyaman 2. Servis AC", 50]], SHARED),
    "several activities in a cell, by semicolon": Recap([HEAD, ["Kota Tual", "Anyaman; Servis AC", "50 orang"]],
        [("Kota Tual", "Anyaman", "", "50 orang"), ("Kota Tual", "Servis AC", "", "50 orang")]),
    "several activities in a cell, each with its count": Recap([HEAD, ["Kota Tual", "- Anyaman\n- Servis AC", "20\n30"]], USUAL),
    "several activities in one cell are counted with the others of their regency": Recap(
        [HEAD, ["Kota Tual", "Anyaman; Servis AC", 50], ["Tual", "Daur ulang limbah", 7]],
        [("Kota Tual", "Anyaman", "", "57"), ("Kota Tual", "Servis AC", "", "57"), ("Tual", "Daur ulang limbah", "7", "57")],
    ),
    "a name wrapped in its cell is one activity": Recap(
        [HEAD, ["Kota Tual", "Pengolahan pangan\nberbasis hasil laut", 20]],
        [("Kota Tual", "Pengolahan pangan berbasis hasil laut", "20", "")],
    ),
    "men, women and both": Recap(
        [["Kab/Kota", "Kegiatan", "Peserta", None, None], [None, None, "L", "P", "Jumlah"],
         ["Kota Tual", "Anyaman", 5, 15, 20], ["Kota Tual", "Servis AC", 30, 0, 30]],
        USUAL, ["A1:A2", "B1:B2", "C1:E1"],
    ),
    "men, women and both, as columns of their own": Recap(
        [["Kab/Kota", "Kegiatan", "L", "P", "Jumlah"], ["Kota Tual", "Anyaman", 5, 15, 20], ["Kota Tual", "Servis AC", 30, 0, 30]], USUAL,
    ),
    "subtotals, a total, a signature": Recap(
        [["No", *HEAD], [1, "Kota Tual", "Anyaman", 20], [2, None, "Servis AC", 30], ["Jumlah Kota Tual", None, None, 50],
         [3, "Buru", "Anyaman", 7], ["Jumlah Buru", None, None, 7], ["TOTAL", None, None, 57], [],
         [None, None, "Tual, 5 Juni 2024"], [None, None, "Kepala Dinas Perindustrian"], [], [None, None, "NIP. 19700101 199503 1 001"]],
        [("Kota Tual", "Anyaman", "20", "50"), ("Kota Tual", "Servis AC", "30", "50"), ("Buru", "Anyaman", "7", "7")],
        facts={"total": "57"}, skipped=(4, 6, 9, 10, 12),
    ),
    "a bare Jumlah below each regency ends none of them": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 20], [None, "Servis AC", 30], ["Jumlah", None, 50], ["Buru", "Anyaman", 7], ["Jumlah", None, 7]],
        [("Kota Tual", "Anyaman", "20", "50"), ("Kota Tual", "Servis AC", "30", "50"), ("Buru", "Anyaman", "7", "7")], facts={},
    ),
    "a bare Jumlah below each regency, then one for all": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 20], ["Jumlah", None, 20], ["Buru", "Anyaman", 7], ["Jumlah", None, 7], ["Jumlah", None, 27]],
        [("Kota Tual", "Anyaman", "20", "20"), ("Buru", "Anyaman", "7", "7")], facts={"total": "27"},
    ),
    "a subtotal, and only the total for the last regency": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 20], ["Jumlah Kota Tual", None, 20], ["Buru", "Anyaman", 7], ["Jumlah", None, 27]],
        [("Kota Tual", "Anyaman", "20", "20"), ("Buru", "Anyaman", "7", "")], facts={"total": "27"},
    ),
    "a signature without a total": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 20], ["Kota Tual", "Servis AC", 30], [], [None, "Mengetahui,"], [None, "Drs. A. Latuconsina"]], USUAL,
        skipped=(5, 6),
    ),
    "activities that begin as totals do": Recap(
        [HEAD, ["Kota Tual", "Total quality management", 20], [None, "Jumlah takaran resep", 30], ["Buru", "Anyaman", 7], [None, "Jumlah Kab. Buru", 7]],
        [("Kota Tual", "Total quality management", "20", ""), ("Kota Tual", "Jumlah takaran resep", "30", ""), ("Buru", "Anyaman", "7", "7")],
    ),
    "the head again on the next page": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 20], HEAD, ["Kota Tual", "Servis AC", 30]], USUAL,
    ),
    "codes that became numbers": Recap(
        [["Kode", "Kegiatan", "Peserta"], [81.07, "Anyaman", 20], [81.1, "Anyaman", 5]],
        [("81.07", "Anyaman", "20", ""), ("81.1", "Anyaman", "5", "")],
    ),
    "the regency's name beside its code, and the hotel": Recap(
        [["Kode", "Tempat", *HEAD], [81.72, "Hotel Vilia", "Kota Tual", "Anyaman", 20], [81.72, "Hotel Vilia", "Kota Tual", "Servis AC", 30]],
        [("81.72 Kota Tual", "Anyaman", "20", ""), ("81.72 Kota Tual", "Servis AC", "30", "")],
    ),
    "the name once, its code in every row": Recap(
        [["Kode Wilayah", *HEAD], [8172, "Kota Tual", "Anyaman", 20], [8172, None, "Servis AC", 30], [8104, None, "Anyaman", 7]],
        [("8172 Kota Tual", "Anyaman", "20", ""), ("8172 Kota Tual", "Servis AC", "30", ""), ("8104", "Anyaman", "7", "")],
    ),
    "origin and venue that are the same": Recap(
        [["Asal peserta", "Lokasi", *HEAD[1:]], ["Kota Tual", "Kota Tual", "Anyaman", 20], ["Kota Tual", "Kota Tual", "Servis AC", 30]], USUAL,
    ),
    "a column that says whence people come": Recap([["Kab/Kota Asal", *HEAD[1:]], *LINES[:2]], USUAL),
    "money and counts of other things are no participants": Recap(
        [[*HEAD[:2], "Jumlah (Rp)", "Jumlah (kegiatan)", "Peserta"], ["Kota Tual", "Anyaman", 5000, 1, 20], ["Kota Tual", "Servis AC", 9000, 1, 30]], USUAL,
    ),
    "a formula counts by the value that it had": Recap([HEAD, ["Kota Tual", "Anyaman", "=10+10"]], [("Kota Tual", "Anyaman", FORMULA, "")]),
    "facts beside their labels, after a colon, two in a row, below the table": Recap(
        [["Tahun", ":", 2024, "Lama (hari)", ":", "4 hari"], ["Tanggal Pelaksanaan : Selasa, 14 Mei 2024"],
         ["Jumlah Peserta", "50 orang"], HEAD, *[r[:3] for r in LINES[:2]], [], ["Sumber : Laporan akhir bimtek"]],
        USUAL, facts={"year": "2024", "days": "4 hari", "start_date": "Selasa, 14 Mei 2024", "total": "50 orang", "source_title": "Laporan akhir bimtek"},
    ),
    "a column of the year": Recap(
        [["Tahun", *HEAD], [2024, *LINES[0]], [2024, *LINES[1]]], USUAL, facts={"year": "2024"},
    ),
    "a real date": Recap([["Tanggal", DAY], HEAD, *LINES[:2]], USUAL, facts={"start_date": "2024-05-14"}),
    "regencies as columns": Recap(
        [["No", "Jenis Kegiatan", "Kota Ambon", "Tual", "Kab. Buru", "Jumlah Peserta"], [1, "Anyaman", 20, 15, "-", 35], [2, "Servis AC", 20, None, 7, 27],
         ["Jumlah", None, 40, 15, 7, 62]],
        [("Kota Ambon", "Anyaman", "20", ""), ("Tual", "Anyaman", "15", ""), ("Kota Ambon", "Servis AC", "20", ""), ("Kab. Buru", "Servis AC", "7", "")],
        facts={"total": "62"},
    ),
    "regencies below one head, each by men and women": Recap(
        [["Kegiatan", "Kabupaten/Kota", None, None, None], [None, "Kota Tual", None, "Buru", None], [None, "L", "P", "L", "P"], ["Anyaman", 5, 15, 3, 4]],
        [("Kota Tual", "Anyaman", "20", ""), ("Buru", "Anyaman", "7", "")], ["A1:A3", "B1:E1", "B2:C2", "D2:E2"],
    ),
    "activities as columns, one of them new": Recap(
        [["No", "Kab/Kota", "Anyaman", "Batik tulis", "Bimtek Servis AC", "Jumlah"], [1, "Kota Tual", 20, 3, 30, 53], [2, "Buru", 7, None, None, 7]],
        [("Kota Tual", "Anyaman", "20", ""), ("Kota Tual", "Batik tulis", "3", ""), ("Kota Tual", "Bimtek Servis AC", "30", ""), ("Buru", "Anyaman", "7", "")],
    ),
    "activities below people": Recap(
        [["Kab/Kota", "Jumlah Peserta", None, None], [None, "Anyaman", "Servis AC", "Jumlah"], ["Kota Tual", 20, 30, 50], ["Jumlah", 20, 30, 50]], USUAL,
        facts={"total": "50"},
    ),
    "a count that is none is kept for the check": Recap(
        [["Kegiatan", "Tual", "Buru"], ["Anyaman", "sekitar dua puluh", 4]], [("Tual", "Anyaman", "sekitar dua puluh", ""), ("Buru", "Anyaman", "4", "")],
    ),
    "classes by activity are no people": Recap(
        [["Kab/Kota", "Jumlah Kelas", None, "Jumlah Peserta"], [None, "Anyaman", "Servis AC", None], ["Kota Tual", 1, 2, 45]], [("Kota Tual", "", "45", "")],
    ),
    "activities below one head": Recap(
        [["Kab/Kota", "Jenis Bimtek", None], [None, "Anyaman", "Servis AC"], ["Kota Tual", 20, 30]], USUAL, ["A1:A2", "B1:C1"],
    ),
    "quarters as columns": Recap(
        [[*HEAD[:2], "TW I", "TW II", "Total"], ["Kota Tual", "Anyaman", 20, None, 20], ["Kota Tual", "Servis AC", None, 30, 30]], USUAL,
    ),
    "a head that is written in two rows": Recap(
        [["Kabupaten/", "Jenis", "Jumlah"], ["Kota", "Kegiatan", "Peserta"], ["Kota Tual", "Anyaman", 20], ["Kota Tual", "Servis AC", 30]], USUAL,
    ),
    "numbering in the column of regencies": Recap(
        [["No", *HEAD], ["I", "KOTA TUAL"], [None, "1.", "Anyaman", 20], [None, "2.", "Servis AC", 30], ["II", "KAB. BURU"], [None, "a)", "Anyaman", 7]],
        [("KOTA TUAL", "Anyaman", "20", ""), ("KOTA TUAL", "Servis AC", "30", ""), ("KAB. BURU", "Anyaman", "7", "")],
    ),
    "regencies without any training, and the province": Recap(
        [["No", *HEAD], [1, "Kota Tual", "Anyaman", 20], [2, "Buru", "-", "-"], [3, "Kepulauan Aru", "Nihil", 0], [4, "Kota Tual", "Servis AC", 30], [None, "MALUKU", None, 50]],
        USUAL, facts={"total": "50"}, skipped=(3, 4),
    ),
    "notes between the rows": Recap(
        [["No", *HEAD], [1, "Kota Tual", "Anyaman", 20], [None, "Catatan: kelas pagi"], [2, "Kota Tual", "Servis AC", 30]], USUAL, skipped=(3,),
    ),
    "ditto marks": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 20], ['"', "Servis AC", 30], ["sda", "- ” -", 15]], [*USUAL, ("Kota Tual", "Servis AC", "15", "")],
    ),
    "the regency above the table": Recap(
        [["REKAP BIMTEK 2024"], ["KABUPATEN/KOTA", ": KOTA TUAL"], ["No", "Jenis Bimtek", "Jumlah Peserta"], [1, "Anyaman", 20], [2, "Servis AC", 30], ["Jumlah", None, 50]],
        [("KOTA TUAL", "Anyaman", "20", ""), ("KOTA TUAL", "Servis AC", "30", "")], facts={"total": "50"},
    ),
    "activities first, each written once": Recap(
        [["No", "Bimtek yang diikuti", "Kab/Kota", "Peserta"], [1, "Anyaman", "Kota Tual", 20], [None, None, "Buru", 7], [2, "Servis AC", "Kota Tual", 30]],
        [USUAL[0], ("Buru", "Anyaman", "7", ""), USUAL[1]],
    ),
    "activities as headings, no column for them": Recap(
        [["No", "Kab/Kota", "Peserta"], ["A", "Bimtek Anyaman"], [1, "Kota Tual", 20], ["B", "Bimtek Servis AC"], [1, "Kota Tual", 30]],
        [("Kota Tual", "Bimtek Anyaman", "20", ""), ("Kota Tual", "Bimtek Servis AC", "30", "")],
    ),
    "men and women below their training, among the activities": Recap(
        [["Kab/Kota", "Kegiatan / Jenis Kelamin", "Peserta"], ["Kota Tual", "Anyaman", 20], [None, "- Laki-laki", 8], [None, "- Perempuan", 12],
         [None, "Servis AC", None], [None, "a. Laki-laki", 25], [None, "b. Perempuan", 5]], USUAL,
    ),
    "codes as columns": Recap(
        [["Kegiatan", 8171, 81.72, "Jumlah"], ["Anyaman", None, 20, 20], ["Servis AC", 30, None, 30]],
        [("81.72", "Anyaman", "20", ""), ("8171", "Servis AC", "30", "")],
    ),
    "regencies below men and women": Recap(
        [["Kegiatan", "Laki-laki", None, "Perempuan", None], [None, "Tual", "Buru", "Tual", "Buru"], ["Anyaman", 8, 3, 12, 4]],
        [("Tual", "Anyaman", "20", ""), ("Buru", "Anyaman", "7", "")], ["A1:A2", "B1:C1", "D1:E1"],
    ),
    "an activity with the sum of its regencies below it": Recap(
        [["No", "Kegiatan", "Kab/Kota", "Peserta"], ["A", "Anyaman", None, 27], [1, None, "Kota Tual", 20], [2, None, "Buru", 7],
         ["B", "Servis AC", None, 30], [1, None, "Kota Tual", 30]], [USUAL[0], ("Buru", "Anyaman", "7", ""), USUAL[1]],
    ),
    "trainings that are ticked": Recap(
        [["Kab/Kota", "Anyaman", "Servis AC", "Jumlah Peserta"], ["Kota Tual", "√", "√", 50], ["Buru", "-", "√", 7]],
        [*SHARED, ("Buru", "Servis AC", "", "7")],
    ),
    "the head again in another language, and Roman numbers below it": Recap(
        [["No", *HEAD], ["No", "Regency", "Activity", "Participants"], ["I", "II", "III", "IV"], [1, *LINES[0]], [2, *LINES[1]]], USUAL,
    ),
    "what other years had, below a table of activities": Recap(
        [["Kab/Kota", "Anyaman", "Servis AC", "Jumlah"], ["Kota Tual", 20, 30, 50], ["Maluku 2024", 20, 30, 50], ["2023", 9, 9, 18]], USUAL,
        facts={"total": "50"},
    ),
    "a name of two words on two lines": Recap([HEAD, ["Kota\nTual", "Servis\nAC", "'30"]], [("Kota\nTual", "Servis AC", "30", "")]),
    "columns of the open-data portals": Recap(
        [["id", "kode_provinsi", "bps_kode_kabupaten_kota", "bps_nama_kabupaten_kota", "jenis_pelatihan", "jumlah_peserta", "tahun"],
         [1, 81, 8172, "KOTA TUAL", "Anyaman", 20, 2024]], [("8172 KOTA TUAL", "Anyaman", "20", "")], facts={"year": "2024"},
    ),
    "a new activity among those above their regencies": Recap(
        [["No", "Kab/Kota", "Peserta"], ["A", "Anyaman"], [1, "Kota Tual", 20], ["B", "Batik tulis"], [1, "Buru", 7]],
        [USUAL[0], ("Buru", "Batik tulis", "7", "")],
    ),
    "classes, the people of each, and their sum": Recap(
        [[*HEAD[:2], "Jml Kelas", "Peserta/Kelas", "Jumlah Peserta"], ["Kota Tual", "Anyaman", 1, 20, 20], ["Buru", "Servis AC", 2, 15, 30]],
        [USUAL[0], ("Buru", "Servis AC", "15", ""), ("Buru", "Servis AC", "15", "")],
    ),
    "each activity with its people, in one cell": Recap(
        [["No", "Kab/Kota", "Jenis Bimtek dan Jumlah Peserta"], [1, "Kota Tual", "1. Anyaman (20 orang)\n2. Servis AC: 30 org"]], USUAL,
    ),
    "activities in a column that nobody knows": Recap(
        [["Kab/Kota", "Jenis", "Peserta"], ["Kota Tual", "Anyaman", 20], ["Kota Tual", "Servis AC", 30]], USUAL,
    ),
    "a table for each regency, one below the other": Recap(
        [["A. Kota Tual"], HEAD[1:], ["Anyaman", 20], ["Servis AC", 30], ["B. Buru"], HEAD[1:], ["Anyaman", 7]],
        [*USUAL, ("Buru", "Anyaman", "7", "")],
    ),
    "sums that have no name": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 20], [None, "Servis AC", 30], [None, None, 50], ["Buru", "Anyaman", 7], [None, None, 7], [None, None, 57]],
        [("Kota Tual", "Anyaman", "20", "50"), ("Kota Tual", "Servis AC", "30", "50"), ("Buru", "Anyaman", "7", "7")], facts={"total": "57"},
    ),
    "a regency's sum below it, without a word": Recap(
        [HEAD, ["Kota Tual", "Anyaman", 20], ["Kota Tual", "Servis AC", 30], ["Kota Tual", None, 50], ["Buru", "Anyaman", 7]],
        [("Kota Tual", "Anyaman", "20", "50"), ("Kota Tual", "Servis AC", "30", "50"), ("Buru", "Anyaman", "7", "")],
    ),
    "a pivot table": Recap(
        [["Sum of Jumlah Peserta", "Column Labels"], ["Row Labels", "Anyaman", "Servis AC", "Grand Total"], ["Kota Tual", 20, 30, 50], ["Grand Total", 20, 30, 50]],
        USUAL, facts={"total": "50"},
    ),
    "a pivot table, row by row": Recap(
        [["Kab/Kota", "Kegiatan", "Sum of Peserta"], ["Kota Tual", "Anyaman", 20], ["Kota Tual", "Servis AC", 30], ["Kota Tual Total", None, 50], ["Grand Total", None, 50]],
        [("Kota Tual", "Anyaman", "20", "50"), ("Kota Tual", "Servis AC", "30", "50")], facts={"total": "50"},
    ),
    "heads in two languages": Recap(
        [["Tabel 6.1.3"], ["Kabupaten/Kota\nRegency/Municipality", "Anyaman\nWeaving", "Servis AC\nAC service", "Jumlah\nTotal"], ["(1)", "(2)", "(3)", "(4)"],
         ["Kota/Municipality"], ["2 Tual", 20, 30, 50], ["Maluku", 20, 30, 50]],
        [("2 Tual", "Anyaman", "20", ""), ("2 Tual", "Servis AC", "30", "")], facts={"total": "50"},
    ),
    "batches that are numbered one after the other": Recap(
        [[*HEAD[:2], "Angkatan", "Peserta"], ["Kota Tual", "Anyaman", 1, 20], ["Kota Tual", "Anyaman", 2, 15]],
        [USUAL[0], ("Kota Tual", "Anyaman", "15", "")],
    ),
    "regencies and their activities in one column": Recap(
        [["No", "Kab/Kota / Kegiatan", "Peserta"], [1, "Kota Tual", 50], ["a", "Anyaman", 20], ["b", "Servis AC", 30], [2, "Buru", 7], ["a", "Batik tulis", 7]],
        [("Kota Tual", "Anyaman", "20", "50"), ("Kota Tual", "Servis AC", "30", ""), ("Buru", "Batik tulis", "7", "7")],
    ),
    "a total in a sentence below": Recap(
        [HEAD, *[r[:3] for r in LINES[:2]], ["Jumlah peserta seluruhnya adalah 50 (lima puluh) orang"]], USUAL, facts={"total": "50"},
    ),
    "signatures beside each other": Recap(
        [HEAD, *[r[:3] for r in LINES[:2]], [], ["Mengetahui,", None, "Tual, 5 Juni 2024"], ["Kepala", None, "PPTK"], [], ["A. B.", None, "C. D."]], USUAL,
    ),
    "an activity with a remark on a line of its own": Recap([HEAD, ["Kota Tual", "Servis AC\n(dasar)", 30]], [("Kota Tual", "Servis AC (dasar)", "30", "")]),
    "codes and names as columns": Recap(
        [["Kegiatan", "81.71 Kota Ambon", "8172 Kota Tual"], ["Anyaman", 20, None], ["Servis AC", None, 30]],
        [("81.71 Kota Ambon", "Anyaman", "20", ""), ("8172 Kota Tual", "Servis AC", "30", "")],
    ),
    "regencies as columns, in English": Recap(
        [["Activity", "Tual City", "Central Maluku Regency"], ["Anyaman", 20, 15]],
        [("Tual City", "Anyaman", "20", ""), ("Central Maluku Regency", "Anyaman", "15", "")],
    ),
    "several activities with their people in one cell": Recap(
        [["Kab/Kota", "Kegiatan dan jumlah peserta"], ["Kota Tual", "Anyaman (20 orang), Servis AC (30 orang)"]], USUAL,
    ),
    "a unit that is short for people": Recap(
        [["Kab/Kota", "Kegiatan", "Peserta", "Satuan"], ["Kota Tual", "Anyaman", 20, "OR"], ["Kota Tual", "Servis AC", 30, "OR"]], USUAL,
    ),
    "an English recap": Recap(
        [["Year", 2024], ["Regency or city", "Activity", "Number of participants"], ["Kota Tual", "Anyaman", 20], ["Kota Tual", "Servis AC", 30], ["Total", None, 50]],
        USUAL, facts={"year": "2024", "total": "50"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("recap", RECAPS.values(), ids=list(RECAPS))
def test_a_recap_is_read_as_it_is_meant(recap: Recap) -> None:
    found = sheet.read("rekap.xlsx", xlsx(recap.rows, recap.merged))
    columns = ("regency", "activity", "participants", "regency_participants")
    assert [tuple(line[column] for column in columns) for line in found.lines] == list(recap.lines)
    assert all(not line.guessed for line in found.lines)
    if recap.facts is not None:
        assert found.facts == recap.facts
    if recap.skipped is not None:
        assert found.skipped == recap.skipped


ORIGINS = [
    "Asal Peserta", "Asal", "Kab/Kota Asal", "Kabupaten/Kota (asal peserta)", "Domisili", "Domisili Peserta", "Daerah Asal",
    "Kabupaten/Kota Peserta", "Wilayah Peserta", "Tempat Tinggal", "Lokasi Usaha", "Alamat", "Place of origin", "Kabupaten/Kota",
]  # fmt: skip
VENUES = [
    "Lokasi", "Tempat", "Lokasi Pelatihan", "Tempat Kegiatan", "Tempat Pelaksanaan", "Lokasi Bimtek", "Kab/Kota Pelaksanaan",
    "Kabupaten/Kota (tempat kegiatan)", "Lokus", "Kota Penyelenggara", "Tempat Penyelenggaraan", "Training location", "Venue",
]  # fmt: skip


@pytest.mark.parametrize("head", VENUES)
def test_a_place_of_training_alone_is_asked_about(head: str) -> None:
    rows = [[head, *HEAD[1:]], ["Kota Ambon", "Anyaman", 20], ["Kab. Buru", "Servis AC", 30]]
    for content in (xlsx(rows), text(rows).encode()):
        with pytest.raises(UnclearFileError) as asked:
            sheet.read("rekap", content)
        assert (asked.value.reason, [c.value for c in asked.value.choices]) == ("venue", ["A", "none"])
        assert dict(asked.value.choices[0].details)["sample"] == "Kota Ambon, Kab. Buru"
        found = sheet.read("rekap", content, {"place": "A"})
        assert [line["regency"] for line in found.lines] == ["Kota Ambon", "Kab. Buru"]
        with pytest.raises(UnreadableFileError) as refused:
            sheet.read("rekap", content, {"place": "none"})
        assert refused.value.reason == "no_origin"


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("venue", VENUES[::3])
def test_origin_and_place_of_training_are_told_apart_by_whoever_knows(origin: str, venue: str) -> None:
    rows = [
        ["No", venue, *HEAD[1:], origin],
        [1, "Kota Ambon", "Anyaman", 20, "Kab. Buru"],
        [2, "Kota Ambon", "Anyaman", 9, "Malteng"],
    ]
    for content in (xlsx(rows), text(rows).encode()):
        with pytest.raises(UnclearFileError) as asked:
            sheet.read("rekap", content)
        assert (asked.value.reason, [c.value for c in asked.value.choices]) == ("place", ["B", "E", "none"])
        assert [line["regency"] for line in sheet.read("x", content, {"place": "E"}).lines] == ["Kab. Buru", "Malteng"]
        assert [line["regency"] for line in sheet.read("x", content, {"place": "B"}).lines] == ["Kota Ambon"] * 2


OTHER_ORIGINS = {  # what a column beside that of the town of training is called, and says
    "a head that nobody knows": ("Utusan", ["Kab. Buru", "Malteng"]),
    "a head of another meaning": ("Instansi", ["Kabupaten Buru", "Kab. Maluku Tengah"]),
    "an English head": ("From", ["Buru", "Maluku Tengah"]),
    "towns": ("Asal peserta", ["Namlea", "Masohi"]),
    "districts": ("Domisili", ["Kec. Waeapo, Buru", "Kec. Amahai, Malteng"]),
    "several regencies": ("Asal", ["Buru dan Buru Selatan", "Malteng, SBB"]),
    "a remark": ("Keterangan", ["Peserta dari Kab. Buru", "peserta asal Maluku Tengah"]),
    "a remark beside others": ("Ket.", ["Dari Kab. Buru", ""]),
}


@pytest.mark.parametrize(("head", "cells"), OTHER_ORIGINS.values(), ids=list(OTHER_ORIGINS))
@pytest.mark.parametrize("town", ["Kabupaten/Kota", "Kota", "Kode"])
def test_where_people_come_from_is_asked_whatever_the_column_is_called(town: str, head: str, cells: list[str]) -> None:
    where = "81.71" if town == "Kode" else "Kota Ambon"
    rows = [[town, head, *HEAD[1:]], *([where, text, "Anyaman", 20 + i] for i, text in enumerate(cells))]
    for content in (xlsx(rows), text(rows).encode()):
        if town == "Kode" and head == "Asal peserta":  # code and name in one: the check finds that they do not agree
            assert [line["regency"] for line in sheet.read("x", content).lines] == [f"81.71 {cell}" for cell in cells]
            continue
        with pytest.raises(UnclearFileError) as asked:
            sheet.read("x", content)
        assert (asked.value.reason, [c.value for c in asked.value.choices]) == ("place", ["A", "B", "none"])
        assert [line["regency"] for line in sheet.read("x", content, {"place": "A"}).lines] == [where, where]


TWO_ROWS = {  # heads of two rows, what of them is merged, and the columns that may be meant
    "town and origin below one head": (
        [["No", "Kabupaten/Kota", None, *HEAD[1:]], [None, "Tempat", "Asal"]], ["A1:A2", "B1:C1", "D1:D2", "E1:E2"], ["B", "C"],
    ),
    "two places, each split": (
        [["No", "Lokasi pelatihan", "", *HEAD[1:], "Asal peserta", ""], [None, "Kab/Kota", "Hotel", None, None, "Kab/Kota", "Kecamatan"]],
        ["A1:A2", "B1:C1", "D1:D2", "E1:E2", "F1:G1"], ["B", "F"],
    ),
    "a town below a head that says what it is": (
        [["No", "Pelaksanaan", None, *HEAD[1:]], [None, "Kab/Kota", "Tanggal"]], ["A1:A2", "B1:C1", "D1:D2", "E1:E2"], ["B"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("heads", "merged", "asked"), TWO_ROWS.values(), ids=list(TWO_ROWS))
def test_a_head_of_two_rows_says_what_a_place_is(heads: list[Row], merged: list[str], asked: list[str]) -> None:
    body: list[Row] = []
    for i, regency in enumerate(["Kab. Buru", "Malteng"]):
        beside = regency if heads[1][2] == "Asal" else "5 Mei"
        body.append([i + 1, "Kota Ambon", beside, LINES[i][1], 20, regency, "Kec. Amahai"][: len(heads[0])])
    with pytest.raises(UnclearFileError) as question:
        sheet.read("x", xlsx([*heads, *body], merged))
    assert [c.value for c in question.value.choices] == [*asked, "none"]
    read = sheet.read("x", xlsx([*heads, *body], merged), {"place": asked[-1]})
    assert [(line["regency"], line["participants"]) for line in read.lines] == [
        (body[0]["ABCDEFG".index(asked[-1])], "20"), (body[1]["ABCDEFG".index(asked[-1])], "20"),
    ]  # fmt: skip


CODE_HEADS = {  # heads of two lists of codes, the column that is read, and whose it is
    "the second says whose": (["Kode Daerah", "Kode BPS"], "8103", "bps"),
    "the first says whose": (["Kode BPS", "Kode Daerah"], "8101", "bps"),
    "the ministry's": (["Kode", "Kode Kemendagri"], "8103", "kemendagri"),
    "neither": (["Kode", "Kode Wilayah"], "8101", ""),
    "one for both": (["Kode BPS/Kemendagri", "Biaya"], "8101", ""),
    "in English": (["BPS code", "Cost"], "8101", "bps"),
}


@pytest.mark.parametrize(("heads", "code", "system"), CODE_HEADS.values(), ids=list(CODE_HEADS))
def test_whose_codes_they_are_is_said_by_their_own_head(heads: list[str], code: str, system: str) -> None:
    other = 8103 if heads[1].startswith("Kode") else 8150  # no regency's code: money, say
    read = sheet.read("x", xlsx([[*heads, *HEAD[1:]], [8101, other, "Anyaman", 20]]))
    assert ([line["regency"] for line in read.lines], read.system) == ([code], system)


def test_every_question_is_asked_in_both_languages() -> None:
    for language in LANGUAGES:
        words = Words(language)
        for reason in ("venue", "place", "codes"):
            assert words.has(f"upload.{reason}")
        for choice in ("venue_column", "place_column", "no_origin", "codes_bps", "codes_kemendagri"):
            assert words.has(f"choice.{choice}")


GUESSED = {
    "a column that only says Jumlah": ([*HEAD[:2], "Jumlah"], ["Kota Tual", "Anyaman", 20], "20", "Jumlah"),
    "a column that only says Realisasi": ([*HEAD[:2], "Realisasi", "% capaian"], ["Kota Tual", "Anyaman", 20, 80], "20", "Realisasi"),
    "men and women, each with a share": ([*HEAD[:2], "L", "%", "P", "%"], ["Kota Tual", "Anyaman", 5, 25, 15, 75], "5 + 15", "L + P"),
    "men and women, nowhere both": ([*HEAD[:2], "L", "P"], ["Kota Tual", "Anyaman", 5, 15], "5 + 15", "L + P"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "row", "count", "label"), GUESSED.values(), ids=list(GUESSED))
def test_what_only_may_be_a_count_is_proposed(head: Row, row: Row, count: str, label: str) -> None:
    (line,) = sheet.read("rekap.xlsx", xlsx([head, row])).lines
    assert line["participants"] == ""
    assert line.guessed == {"participants": (count, label)}


H = HEAD[:2]
COUNT = {"persons": "count"}
HEADS = [*H, "Peserta"]


def two_rows(*counts: int) -> list[Row]:
    return [[*names, n] for names, n in zip((("Kota Tual", "Anyaman"), ("Buru", "Servis AC")), counts, strict=True)]


# What is in a file, the question, the answers that there are, and what is read with some of them: activity and count.
ASKED: dict[str, tuple[Sequence[Row], Sequence[str], str, list[str], dict[str, list[tuple[str, str]]]]] = {
    "target and realised": (
        [[*H, "Target", "Realisasi", "%"], ["Kota Tual", "Anyaman", 25, 20, 80]], [], "count", ["C", "D"],
        {"D": [("Anyaman", "20")], "C": [("Anyaman", "25")]},
    ),
    "participants and realised": (
        [[*H, "Peserta", "Realisasi"], ["Kota Tual", "Anyaman", 25, 20]], [], "count", ["C", "D"], {"D": [("Anyaman", "20")]},
    ),
    "those registered and those who came": (
        [[*H, "Peserta terdaftar", "Peserta hadir"], ["Kota Tual", "Anyaman", 25, 20]], [], "count", ["C", "D"], {"D": [("Anyaman", "20")]},
    ),
    "target, and nothing realised yet": (
        [[*H, "Target peserta", "Realisasi"], ["Kota Tual", "Anyaman", 25, None]], [], "count", ["C", "D"], {"D": [("Anyaman", "")]},
    ),
    "target and realised below one head, not merged": (
        [[*H, "Jumlah peserta", None, "Ket"], [None, None, "TARGET", "REALISASI"], ["Kota Tual", "Anyaman", 25, 20]], ["C1:D1"],
        "count", ["C", "D"], {"D": [("Anyaman", "20")]},
    ),
    "target and realised, each by men and women": (
        [[*H, "Target", None, None, "Realisasi", None, None], [None, None, "L", "P", "Jml", "L", "P", "Jml"],
         ["Kota Tual", "Anyaman", 10, 15, 25, 5, 15, 20]], ["C1:E1", "F1:H1"], "count", ["E", "H"], {"H": [("Anyaman", "20")]},
    ),
    "years as columns, and their sum": (
        [[*H, "2022", 2023, "Tahun 2024", "Jumlah"], ["Kota Tual", "Anyaman", 20, 15, 25, 60], ["Buru", "Servis AC", 10, 20, "-", 30]],
        [], "count", ["C", "D", "E"], {"E": [("Anyaman", "25")], "D": [("Anyaman", "15"), ("Servis AC", "20")]},
    ),
    "years as heads over people and budget": (
        [[*H, "2023", None, "2024", None], [None, None, *["Peserta", "Anggaran"] * 2], ["Kota Tual", "Anyaman", 15, 100, 25, 200]],
        ["A1:A2", "B1:B2", "C1:D1", "E1:F1"], "count", ["C", "E"], {"E": [("Anyaman", "25")]},
    ),
    "years in short over men and women": (
        [[*H, "Th. 2023", None, "Th. 2024", None], [None, None, *["L", "P"] * 2], ["Kota Tual", "Anyaman", 2, 18, 5, 15]],
        ["C1:D1", "E1:F1"], "count", ["C", "E"], {"E": [("Anyaman", "")]},
    ),
    "a target with its unit below it, beside men and women": (
        [[*H, "Target", "Realisasi", None, None], [None, None, "(org)", "L", "P", "Jml"], ["Kota Tual", "Anyaman", 20, 3, 15, 18]],
        ["A1:A2", "B1:B2", "D1:F1"], "count", ["C", "F"], {"F": [("Anyaman", "18")]},
    ),
    "people beside money": (
        [[*H, "Keuangan (Rp)", None, "Fisik (orang)", None], [None, None, "Pagu", "Realisasi", "Target", "Realisasi"],
         ["Kota Tual", "Anyaman", 80000000, 79000000, 20, 19]], ["C1:D1", "E1:F1"], "count", ["E", "F"], {"F": [("Anyaman", "19")]},
    ),
    "numbers of quarters below their name": (
        [[*H, "Triwulan", None, None, None, "Jumlah (orang)"], [None, None, "I", "II", "III", "IV", None], ["Kota Tual", "Anyaman", None, 20, None, 15, 35]],
        ["C1:F1"], "periods", ["row", "each"], {"each": [("Anyaman", "20"), ("Anyaman", "15")]},
    ),
    "years below one head": (
        [[*H, "Peserta", None], [None, None, 2023, 2024], ["Kota Tual", "Anyaman", 15, 25]], ["A1:A2", "B1:B2", "C1:D1"],
        "count", ["C", "D"], {"D": [("Anyaman", "25")]},
    ),
    "target and realised as rows": (
        [[*H, "Uraian", "Peserta"], ["Kota Tual", "Anyaman", "Target", 25], ["Kota Tual", "Anyaman", "Realisasi", 20]], [],
        "rows", ["target", "realisasi"], {"realisasi": [("Anyaman", "20")]},
    ),
    "target and realised as rows, the names written once": (
        [[*H, "Uraian", "Peserta"], ["Kota Tual", "Anyaman", "Target", 25], [None, None, "Realisasi", 20], [None, "Servis AC", "Target", 9],
         [None, None, "Realisasi", 8]], [], "rows", ["target", "realisasi"], {"realisasi": [("Anyaman", "20"), ("Servis AC", "8")]},
    ),
    "what was called off, by a remark": (
        [[*HEAD, "Ket."], ["Kota Tual", "Anyaman", 20, "Terlaksana"], ["Kota Tual", "Servis AC", 30, "BATAL (efisiensi)"], ["Buru", "Anyaman", 7, "ditunda"]],
        [], "called_off", ["leave_out", "count"],
        {"leave_out": [("Anyaman", "20")], "count": [("Anyaman", "20"), ("Servis AC", "30"), ("Anyaman", "7")]},
    ),
    "a total that is each row's": (
        [[*H, "Total Peserta"], ["Kota Tual", "Anyaman", 20], ["Kota Tual", "Servis AC", 20], ["Buru", "Anyaman", 20]], [],
        "total", ["row", "regency"], {"row": [("Anyaman", "20"), ("Servis AC", "20"), ("Anyaman", "20")], "regency": [("Anyaman", ""), ("Servis AC", ""), ("Anyaman", "")]},
    ),
    "classes and a count of either": (
        [[*H, "Jumlah kelas", "Jumlah peserta"], ["Kota Tual", "Anyaman", 2, 30]], [], "classes", ["each", "all"],
        {"each": [("Anyaman", "30")] * 2, "all": [("Anyaman", "")] * 2},
    ),
    "batches, or the number of one": (
        [[*H, "Angkatan", "Peserta per Angkatan"], ["Kota Tual", "Anyaman", 2, 20], ["Buru", "Servis AC", 1, 20]], [], "classes", ["each", "all", "one"],
        {"each": [("Anyaman", "20"), ("Anyaman", "20"), ("Servis AC", "20")], "one": [("Anyaman", "20"), ("Servis AC", "20")]},
    ),
    "people and their classes in one cell": (
        [HEAD, ["Kota Tual", "Anyaman", "20 orang (2 kelas)"], ["Buru", "Servis AC", "15 orang"]], [], "classes", ["each", "all"],
        {"each": [("Anyaman", "20"), ("Anyaman", "20"), ("Servis AC", "15 orang")], "all": [("Anyaman", ""), ("Anyaman", ""), ("Servis AC", "15 orang")]},
    ),
    "a sum in a cell": (
        [HEAD, ["Kota Tual", "Anyaman", "20+5"], ["Buru", "Servis AC", 15]], [], "cells", ["sum", "each"],
        {"sum": [("Anyaman", "25"), ("Servis AC", "15")], "each": [("Anyaman", "20"), ("Anyaman", "5"), ("Servis AC", "15")]},
    ),
    "classes times people, and men and women, in cells": (
        [HEAD, ["Kota Tual", "Anyaman", "2 kelas x 20 orang"], ["Buru", "Servis AC", "8 L / 12 P"], ["Buru", "Anyaman", "L: 3, P: 4"],
         ["Buru", "Servis AC", "L: 8 / P: 12 (20)"], ["Tual", "Anyaman", "20 orang terdiri dari 8 (L) dan 12 (P)"]], [],
        "cells", ["sum", "each"], {"sum": [("Anyaman", "40"), ("Servis AC", "20"), ("Anyaman", "7"), ("Servis AC", "20"), ("Anyaman", "20")]},
    ),
    "cumulative counts": (
        [[*H, "s.d. Juni", "s/d Desember"], ["Kota Tual", "Anyaman", 20, 45], ["Buru", "Servis AC", None, 15]], [], "count", ["C", "D"],
        {"D": [("Anyaman", "45"), ("Servis AC", "15")]},
    ),
    "cumulative counts, from January on": (
        [[*H, "Januari - Juni", "Jan s.d. Des 2024"], ["Kota Tual", "Anyaman", 20, 45]], [], "count", ["C", "D"], {"D": [("Anyaman", "45")]},
    ),
    "cumulative counts below one head": (
        [[*H, "Jumlah peserta", None], [None, None, "s.d. Juni", "s.d. Desember"], ["Kota Tual", "Anyaman", 20, 45]], ["A1:A2", "B1:B2", "C1:D1"],
        "count", ["C", "D"], {"D": [("Anyaman", "45")]},
    ),
    "halves of a year are no cumulative counts": (
        [[*H, "Januari - Juni", "Juli - Desember"], ["Kota Tual", "Anyaman", 20, 25]], [], "periods", ["row", "each"], {"row": [("Anyaman", "45")]},
    ),
    "men and women in one cell": (
        [[*H, "L/P"], ["Kota Tual", "Anyaman", "8/12"]], [], "cells", ["sum", "each"], {"sum": [("Anyaman", "20")]},
    ),
    "trainings that are marked, beside the participants of the regency": (
        [["Kab/Kota", "Anyaman", "Servis AC", "Jumlah Peserta"], ["Kota Tual", 1, 2, 40], ["Buru", 1, None, 15]], [],
        "sums", ["cells", "marks", "stated"], {"marks": [("Anyaman", ""), ("Servis AC", ""), ("Servis AC", ""), ("Anyaman", "")]},
    ),
    "funds below the participants": (
        [[*HEAD, None], [None, None, "APBN", "DAK"], ["Kota Tual", "Anyaman", 10, 10], ["Buru", "Servis AC", 30, 0]], [],
        "count", ["C", "D", "sum", "none"], {"sum": [("Anyaman", ""), ("Servis AC", "")], "C": [("Anyaman", "10"), ("Servis AC", "30")]},
    ),
    "batches below the participants": (
        [[*H, "Peserta Angkatan", None], [None, None, "I", "II"], ["Kota Tual", "Anyaman", 20, 15]], ["A1:A2", "B1:B2", "C1:D1"],
        "periods", ["row", "each"], {"each": [("Anyaman", "20"), ("Anyaman", "15")]},
    ),
    "people in a column of remarks": (
        [[*H, "Keterangan"], ["Kota Tual", "Anyaman", "20 orang"], ["Buru", "Servis AC", "7 org"]], [], "count", ["C", "none"],
        {"C": [("Anyaman", "20 orang"), ("Servis AC", "7 org")]},
    ),
    "this month's, and those until then": (
        [[*H, "s/d bulan lalu", "bulan ini", "s/d bulan ini"], ["Kota Tual", "Anyaman", 10, 20, 30]], [], "count", ["C", "D", "E"],
        {"E": [("Anyaman", "30")], "D": [("Anyaman", "20")]},
    ),
    "activities behind each other in a cell": (
        [HEAD, ["Kota Tual", "Anyaman, Servis AC dan Batik", 50], ["Buru", "Tenun", 7]], [], "lists", ["each", "one"],
        {"each": [("Anyaman", ""), ("Servis AC", ""), ("Batik", ""), ("Tenun", "7")], "one": [("Anyaman, Servis AC dan Batik", "50"), ("Tenun", "7")]},
    ),
    "a status that nobody knows": (
        [[*HEAD, "Status"], [*LINES[0], "Selesai"], [*LINES[1], "Baru diusulkan 2025"]], [], "called_off", ["leave_out", "count"],
        {"leave_out": [("Anyaman", "20")]},
    ),
    "classes and participants below each activity": (
        [["Kab/Kota", "Anyaman", None, "Servis AC", None], [None, "Kelas", "Peserta", "Kelas", "Peserta"], ["Kota Tual", 1, 20, 2, 40]],
        ["A1:A2", "B1:C1", "D1:E1"], "classes", ["each", "all"],
        {"each": [("Anyaman", "20"), ("Servis AC", "40"), ("Servis AC", "40")], "all": [("Anyaman", "20"), ("Servis AC", ""), ("Servis AC", "")]},
    ),
    "two counts below each activity, one of which nobody knows": (
        [["Kab/Kota", "Anyaman", None, "Servis AC", None], [None, "Dilatih", "Tersertifikasi", "Dilatih", "Tersertifikasi"], ["Kota Tual", 20, 15, 18, 10]],
        [], "count", ["dilatih", "tersertifikasi"], {"dilatih": [("Anyaman", "20"), ("Servis AC", "18")]},
    ),
    "units beside people, in the cell of the count": (
        [HEAD, ["Kota Tual", "Anyaman", "20 orang"], ["Kota Tual", "Mesin jahit", "2 paket"]], [], "units", ["leave_out", "count"],
        {"leave_out": [("Anyaman", "20 orang")]},
    ),
    "each training in a column": (
        [["REKAP"], ["Kab/Kota", "Kota Tual", "Buru"], ["Kegiatan", "Anyaman", "Servis AC"], ["Peserta", 20, 7]], [], "turn", ["turn", "keep"],
        {"turn": [("Anyaman", "20"), ("Servis AC", "7")]},
    ),
    "a note on a cell that corrects it": (
        [[*HEAD, "Ket"], [*LINES[0], "dikoreksi menjadi 22"]], [], "remarks", ["hold", "type"], {"hold": [("Anyaman", "20")]},
    ),
    "months in short": (
        [[*H, "Peb", "Mrt", "Bln 4"], ["Kota Tual", "Anyaman", 20, None, 15], ["Buru", "Servis AC", None, 7, None]], [], "periods", ["row", "each"],
        {"row": [("Anyaman", "35"), ("Servis AC", "7")]},
    ),
    "batches as columns": (
        [[*H, "Angkatan I", "Angkatan II"], ["Kota Tual", "Anyaman", 20, 15]], [], "periods", ["row", "each"],
        {"each": [("Anyaman", "20"), ("Anyaman", "15")], "row": [("Anyaman", "35")]},
    ),
    "each day's participants": (
        [[*H, "Hari 1", "Hari 2"], ["Kota Tual", "Anyaman", 20, 18]], [], "count", ["C", "D", "sum", "none"], {"C": [("Anyaman", "20")]},
    ),
    "numbers of nobody knows what": (
        [[*H, "WUB", "Peralatan", "Anggaran (Rp)", "Ket"], ["Kota Tual", "Anyaman", 20, 2, 5000, None]], [], "count", ["C", "D", "sum", "none"],
        {"C": [("Anyaman", "20")], "none": [("Anyaman", "")]},
    ),
    "a list of people who came": (
        [["No", "Nama", "NIK", *H, "No HP", "Hadir"],
         [1, "Peserta 1", "8171010101900001", "Kota Tual", "Anyaman", "0812-0000-0001", 1], [2, "Peserta 2", "8171010101900002", None, "Anyaman", "0812-0000-0002", 1],
         [3, "Peserta 3", "8171010101900003", "Kota Tual", "Servis AC", "0812-0000-0003", 1], [4, "Peserta 4", "8171010101900004", "Kota Tual", "Servis AC", "-", 0],
         ["JUMLAH", None, None, None, None, None, 3]], [],
        "persons", ["count", "trainings"], {"count": [("Anyaman", "2"), ("Servis AC", "1")]},
    ),
    "sections by year": (
        [["REKAP BIMTEK"], ["No", *HEAD], ["A", "TAHUN 2023"], [1, "Kota Tual", "Anyaman", 20], ["B", "TAHUN 2024"], [1, "Buru", "Servis AC", 7],
         ["Jumlah", None, None, 27]], [], "part", ["1", "2"], {"1": [("Anyaman", "20")], "2": [("Servis AC", "7")]},
    ),
    "two recaps, one below the other": (
        [["REKAP TAHAP I TAHUN 2023"], HEAD, ["Kota Tual", "Anyaman", 20], ["Jumlah", None, 20], [],
         ["REKAP TAHAP II TAHUN 2024"], HEAD, ["Buru", "Servis AC", 7], ["Jumlah", None, 7]],
        [], "part", ["1", "2"], {"1": [("Anyaman", "20")], "2": [("Servis AC", "7")]},
    ),
    "stages of one year": (
        [["REKAP TAHUN 2024"], HEAD, ["Tahap I"], ["Kota Tual", "Anyaman", 20], ["Tahap II"], ["Buru", "Servis AC", 7]],
        [], "part", ["1", "2", "all"], {"2": [("Servis AC", "7")], "all": [("Anyaman", "20"), ("Servis AC", "7")]},
    ),
    "a second table below a total": (
        [HEAD, ["Kota Tual", "Anyaman", 20], ["Jumlah", None, 20], HEAD, ["Buru", "Servis AC", 7], ["Jumlah", None, 7]],
        [], "part", ["1", "2", "all"], {"1": [("Anyaman", "20")]},
    ),
    "three rows of a head": (
        [["Kab/Kota", "Kegiatan", "Jumlah peserta", *[None] * 5], [None, None, "Target", None, None, "Realisasi", None, None],
         [None, None, *["L", "P", "Jml"] * 2], ["Kota Tual", "Anyaman", 10, 15, 25, 5, 15, 20]], ["A1:A3", "B1:B3", "C1:H1", "C2:E2", "F2:H2"],
        "count", ["E", "H"], {"H": [("Anyaman", "20")], "E": [("Anyaman", "25")]},
    ),
    "target and realised, each with all regencies": (
        [["Kegiatan", "Target", None, "Realisasi", None], [None, "Tual", "Buru", "Tual", "Buru"], ["Anyaman", 10, 8, 5, 6]], [],
        "count", ["B", "D"], {"D": [("Anyaman", "5"), ("Anyaman", "6")]},
    ),
    "months of two years": (
        [[*H, "2023", None, "2024", None], [None, None, "Jan", "Feb", "Jan", "Feb"], ["Tual", "Anyaman", 1, None, None, 4]], [],
        "count", ["C", "E"], {"E": [("Anyaman", "4")]},
    ),
    "nobody came": (
        [HEAD, ["Kota Tual", "Anyaman", 20], ["Buru", "Servis AC", 0]], [], "called_off", ["leave_out", "count"], {"leave_out": [("Anyaman", "20")]},
    ),
    "men, women and both in rows of their own": (
        [[*H, "Uraian", "Peserta"], ["Tual", "Anyaman", "Laki-laki", 5], [None, None, "Perempuan", 6]], [], "sexes", ["add", "apart"], {"add": [("Anyaman", "11")]},
    ),
    "the province's column states something else": (
        [["Kegiatan", "Tual", "Buru", "Maluku"], ["Anyaman", 3, 4, 8]], [], "sums", ["cells", "stated"], {"cells": [("Anyaman", "3"), ("Anyaman", "4")]},
    ),
    "a column of years": (
        [["Tahun", *HEAD], [2023, "Kota Tual", "Anyaman", 20], [2024, "Kota Tual", "Servis AC", 30], [None, "Buru", "Anyaman", 7]], [],
        "year", ["2023", "2024"], {"2024": [("Servis AC", "30"), ("Anyaman", "7")], "2023": [("Anyaman", "20")]},
    ),
    "men and women in rows of their own": (
        [[*H, "Jenis kelamin", "Peserta"], ["Kota Tual", "Anyaman", "L", 5], [None, None, "P", 15], ["Buru", "Servis AC", "L", 7]], [],
        "sexes", ["add", "apart"], {"add": [("Anyaman", "20"), ("Servis AC", "7")]},
    ),
    "men and women in rows, regencies as columns": (
        [["Kegiatan", "L/P", "Tual", "Buru"], ["Anyaman", "L", 8, "-"], [None, "P", 12, 7], ["Servis AC", "L", None, 3], [None, "P", None, 4]], [],
        "sexes", ["add", "apart"], {"add": [("Anyaman", "20"), ("Anyaman", "7"), ("Servis AC", "7")]},
    ),
    "a table of another kind below": (
        [["No", *HEAD], [1, *LINES[0]], ["Jumlah", None, None, 20], ["No", "Uraian", "Pagu", "Sisa"], [1, "Honor", 500, 7]], [],
        "other_table", ["leave_out", "needed"], {"leave_out": [("Anyaman", "20")]},
    ),
    "a list of instructors below": (
        [HEAD, LINES[0], [], ["Nama", "Keahlian", "Asal"], ["A. B.", "AC", "Tual"]], [], "other_table", ["leave_out", "needed"],
        {"leave_out": [("Anyaman", "20")]},
    ),
    "men and women that are not all": (
        [[*H, "L", "P", "Jumlah"], ["Kota Tual", "Anyaman", 5, 15, 21], ["Kota Tual", "Servis AC", 3, 7, 10]], [],
        "sums", ["cells", "stated"], {"cells": [("Anyaman", "20"), ("Servis AC", "10")], "stated": [("Anyaman", "21"), ("Servis AC", "10")]},
    ),
    "months as columns, with a training of two months": (
        [[*H, "Jumlah peserta", None, None], [None, None, "Jan", "Agustus", "Jml"], ["Kota Tual", "Anyaman", 5, 15, 20], ["Buru", "Servis AC", "-", 7, 7],
         ["JUMLAH", None, 5, 22, 27]], ["A1:A2", "B1:B2", "C1:E1"],
        "periods", ["row", "each"], {"row": [("Anyaman", "20"), ("Servis AC", "7")], "each": [("Anyaman", "5"), ("Anyaman", "15"), ("Servis AC", "7")]},
    ),
    "regencies as columns, whose totals are others": (
        [["Kegiatan", "Kota Ambon", "Kota Tual", "Jumlah"], ["Anyaman", 20, 15, 36], ["Servis AC", 20, None, 20]], [],
        "sums", ["cells", "stated"], {"cells": [("Anyaman", "20"), ("Anyaman", "15"), ("Servis AC", "20")]},
    ),
    "ditto marks below a number": (
        [HEAD, ["Kota Tual", "Anyaman", 20], ["sda", "Servis AC", '"'], ["Buru", "Anyaman", 15], ["Buru", "Servis AC", "idem"]], [],
        "ditto", ["again", "together", "open"],
        {"again": [("Anyaman", "20"), ("Servis AC", "20"), ("Anyaman", "15"), ("Servis AC", "15")],
         "together": [("Anyaman", ""), ("Servis AC", ""), ("Anyaman", ""), ("Servis AC", "")],
         "open": [("Anyaman", "20"), ("Servis AC", ""), ("Anyaman", "15"), ("Servis AC", "")]},
    ),
    "the same training twice, with the same number": (
        [["No", *HEAD, "Ket."], [1, "Kota Tual", "Anyaman", 20, "susulan"], [2, None, "anyaman", 20], [3, "Buru", "Anyaman", 20]], [],
        "repeated", ["each", "once"], {"once": [("Anyaman", "20"), ("Anyaman", "20")], "each": [("Anyaman", "20"), ("anyaman", "20"), ("Anyaman", "20")]},
    ),
    "those who passed, and those who did not": (
        [[*H, "Lulus", "Tidak Lulus"], ["Kota Tual", "Anyaman", 18, 2], ["Buru", "Servis AC", 25, 5]], [], "count", ["C", "sum"],
        {"sum": [("Anyaman", ""), ("Servis AC", "")]},
    ),
    "those who passed, and those who did not, below one head": (
        [[*HEAD, None], [None, None, "Kompeten", "Belum Kompeten"], ["Kota Tual", "Anyaman", 18, 2], ["Buru", "Servis AC", 25, 5]],
        ["A1:A2", "B1:B2", "C1:D1"], "count", ["C", "sum"], {"sum": [("Anyaman", ""), ("Servis AC", "")]},
    ),
    "those who came of a number": (
        [HEAD, ["Kota Tual", "Anyaman", "20 dari 25"], ["Buru", "Servis AC", "7 (target 9)"]], [], "of_target", ["target", "other"],
        {"target": [("Anyaman", "20"), ("Servis AC", "7")], "other": [("Anyaman", "20 dari 25"), ("Servis AC", "7 (target 9)")]},
    ),
    "target and realised in one cell": (
        [[*H, "Target/Realisasi"], ["Kota Tual", "Anyaman", "25/20"]], [], "of_target", ["target", "other"], {"target": [("Anyaman", "20")]},
    ),
    "a number, and the men and women of it": (
        [HEAD, ["Kota Tual", "Anyaman", "20 (8L/12P)"], ["Buru", "Servis AC", "7 (3L/5P)"]], [], "cells", ["sum", "each"],
        {"sum": [("Anyaman", "20"), ("Servis AC", "7 (3L/5P)")]},
    ),
    "a number, and others of whom nobody knows": (
        [HEAD, ["Kota Tual", "Anyaman", "20 (semula 25)"], LINES[1]], [], "cell2", ["20", "25", "none"],
        {"25": [("Anyaman", "25"), ("Servis AC", "30")], "none": [("Anyaman", "20 (semula 25)"), ("Servis AC", "30")]},
    ),
    "a remark that counts others": (
        [[*HEAD, "Ket."], [*LINES[0], "hadir 12 orang"], [*LINES[1], "30 orang"]], [], "remarks", ["hold", "type"],
        {"hold": [("Anyaman", "20"), ("Servis AC", "30")], "type": [("Anyaman", "hadir 12 orang"), ("Servis AC", "30")]},
    ),
    "a note that says what the counts are of": (
        [HEAD, LINES[0], ["Catatan: angka di atas merupakan target"]], [], "remarks", ["hold", "type"],
        {"hold": [("Anyaman", "20")], "type": [("Anyaman", "Catatan: angka di atas merupakan target")]},
    ),
    "a training held with another regency's": (
        [[*HEAD, "Ket."], [*LINES[0], "gabung dengan Malra"], [*LINES[1], None]], [], "called_off", ["leave_out", "count"],
        {"leave_out": [("Servis AC", "30")]},
    ),
    "participants of two regencies together": (
        [[*HEAD, "Ket."], [*LINES[0], "Peserta gabungan Kota Tual dan Malra"], [*LINES[1], None]], [], "called_off", ["leave_out", "count"],
        {"leave_out": [("Servis AC", "30")]},
    ),
    "months of two years in a column": (
        [["Bulan", *HEAD], ["Nov 2023", *LINES[0]], ["Feb 2024", *LINES[1]]], [], "year", ["2023", "2024"], {"2024": [("Servis AC", "30")]},
    ),
    "a column of years that is called TA": (
        [["TA", *HEAD], [2023, "Kota Tual", "Anyaman", 20], [2024, "Kota Tual", "Servis AC", 30]], [], "year", ["2023", "2024"],
        {"2024": [("Servis AC", "30")]},
    ),
    "dates of two years": (
        [["Tanggal", *HEAD], ["12/11/2023", *LINES[0]], ["3/2/2024", *LINES[1]]], [], "year", ["2023", "2024"], {"2024": [("Servis AC", "30")]},
    ),
    "those who passed beside those who took part": (
        [[*HEAD, "Lulus"], ["Kota Tual", "Anyaman", 20, 18]], [], "count", ["C", "D"], {"C": [("Anyaman", "20")]},
    ),
    "quarters, each by men and women": (
        [[*H, "TW I", None, "TW II", None], [None, None, "P", "L", "P", "L"], ["Kota Tual", "Anyaman", 12, 8, 1, 2]], ["C1:D1", "E1:F1", "A1:A2", "B1:B2"],
        "periods", ["row", "each"], {"row": [("Anyaman", "23")]},
    ),
    "people by regency, no activity anywhere": (
        [["Kab/Kota", "Jumlah Peserta"], ["Kota Tual", 20], ["Buru", 15], ["Jumlah", 35]], [], "activities", ["total", "part", "missing"],
        {"total": [("", "20"), ("", "15")], "part": [("", "20"), ("", "15")]},
    ),
    "people by regency, the activity in the title": (
        [["PESERTA BIMTEK ANYAMAN"], ["Kab/Kota", "Peserta"], ["Kota Tual", 20], ["Buru", 15]], [], "activities", ["title", "total", "part", "missing"],
        {"title": [("Anyaman", "20"), ("Anyaman", "15")]},
    ),
    "quarters below a head that says they are cumulative": (
        [[*H, "Peserta (kumulatif)", None], [None, None, "TW I", "TW II"], ["Kota Tual", "Anyaman", 5, 20]], ["A1:A2", "B1:B2", "C1:D1"],
        "count", ["C", "D", "sum"], {"D": [("Anyaman", "20")]},
    ),
    "quarters above a note that says so": (
        [[*H, "TW I", "TW II"], ["Kota Tual", "Anyaman", 5, 20], ["Buru", "Servis AC", None, 7], [], ["*) angka kumulatif"]], [],
        "count", ["C", "D", "sum"], {"D": [("Anyaman", "20"), ("Servis AC", "7")]},
    ),
    "a note below that counts are cumulative": (
        [HEAD, LINES[0], ["Catatan: angka kumulatif s.d. Juni 2024"]], [], "cumulative", ["round", "more"], {"round": [("Anyaman", "20")]},
    ),
    "dates of two years, written in two digits": (
        [["Pelaksanaan", *HEAD], ["12/11/23", *LINES[0]], ["3 Feb '24", *LINES[1]]], [], "year", ["2023", "2024"], {"2024": [("Servis AC", "30")]},
    ),
    "years, each by men and women": (
        [[*H, "2023", None, "2024", None], [None, None, "L", "P", "L", "P"], ["Kota Tual", "Anyaman", 5, 6, 8, 12]], ["C1:D1", "E1:F1", "A1:A2", "B1:B2"],
        "count", ["C", "E"], {"E": [("Anyaman", "")]},
    ),
    "classes times people, with the product, below a head of both": (
        [[*H, "Jumlah kelas x peserta"], ["Kota Tual", "Anyaman", "2 kls x 20 org = 40"]], [], "count", ["C", "none"], {"none": [("Anyaman", "")]},
    ),
    "what will take place": (
        [[*HEAD, "Ket."], [*LINES[0], None], [*LINES[1], "akan dilaksanakan Desember"]], [], "called_off", ["leave_out", "count"],
        {"leave_out": [("Anyaman", "20")]},
    ),
    "how far each has come": (
        [[*HEAD, "Progres"], [*LINES[0], "100%"], [*LINES[1], "0%"]], [], "called_off", ["leave_out", "count"], {"leave_out": [("Anyaman", "20")]},
    ),
    "people of each group": (
        [[*H, "Rombel", "Peserta/Rombel"], ["Kota Tual", "Anyaman", 2, 20]], [], "classes", ["each", "all", "one"], {"each": [("Anyaman", "20")] * 2},
    ),
    "years of rows, regencies as columns": (
        [["Tahun", "Kegiatan", "Tual", "Buru"], [2023, "Anyaman", 20, 15], [2024, "Servis AC", 5, 6]], [], "year", ["2023", "2024"],
        {"2024": [("Servis AC", "5"), ("Servis AC", "6")]},
    ),
    "how often, beside participants": (
        [[*H, "Frekuensi", "Peserta"], ["Kota Tual", "Anyaman", 2, 20], ["Buru", "Servis AC", 1, 7]], [], "classes", ["each", "all", "one"],
        {"each": [("Anyaman", "20"), ("Anyaman", "20"), ("Servis AC", "7")], "one": [("Anyaman", "20"), ("Servis AC", "7")]},
    ),
    "rows of other provinces": (
        [["Provinsi", *HEAD], ["Maluku", *LINES[0]], [None, *LINES[1]], ["Maluku Utara", "Ternate", "Anyaman", 9], ["Jumlah", None, None, 59]], [],
        "province", ["leave_out", "needed"], {"leave_out": [("Anyaman", "20"), ("Servis AC", "30")]},
    ),
    "what was planned and what came of it, each in two columns": (
        [[*H, "Rencana", None, "Realisasi"], [None, None, "Anggaran", "Peserta", "Anggaran", "Peserta"], [*LINES[0][:2], 7, 25, 6, 20]],
        ["A1:A2", "B1:B2", "C1:D1", "E1:F1"], "count", ["D", "F"], {"F": [("Anyaman", "20")]},
    ),
    "tables beside each other": (
        [["2023", None, None, None, "2024"], [*HEAD, None, *HEAD], [*LINES[0], None, *LINES[1]]], [], "sheet", ["1", "2", "all"],
        {"2": [("Servis AC", "30")]},
    ),
    "who was paid to be there, in the sum": (
        [[*H, "IKM", "Pendamping", "Jumlah"], [*LINES[0][:2], 20, 2, 22], [*LINES[1][:2], 30, 1, 31]], [], "count", ["C", "D", "E", "none"],
        {"C": [("Anyaman", "20"), ("Servis AC", "30")]},
    ),
    "who applied, and a head that nobody knows": (
        [[*H, "Terdaftar", "Aktif", "Mengundurkan diri"], [*LINES[0][:2], 22, 20, 2], [*LINES[1][:2], 30, 30, 0]], [], "count", ["C", "E", "D"],
        {"D": [("Anyaman", "20"), ("Servis AC", "30")]},
    ),
    "regencies over half years": (
        [["Kegiatan", "Tual", None, "Buru"], [None, "Sem I", "Sem II", "Sem I", "Sem II"], ["Anyaman", 8, 12, 5, 2]], [], "count", ["B", "C", "sum"],
        {"sum": [("Anyaman", "20"), ("Anyaman", "7")], "C": [("Anyaman", "12"), ("Anyaman", "2")]},
    ),
    "people and days below each other": (
        [[*H, "Uraian", "Nilai"], [*LINES[0][:2], "Peserta", 20], [None, None, "Hari", 5], [*LINES[1][:2], "Peserta", 30], [None, None, "Hari", 3]],
        [], "count", ["D", "none"], {},
    ),
    "a title that names a plan of work": (
        [["RENCANA KERJA (RENJA) TAHUN 2025"], [], HEAD, ["Kota Tual", "Anyaman", 20]], [], "people", ["all", "others"], {"all": [("Anyaman", "20")]},
    ),
    "what was paid, behind what there was to pay": (
        [["Kab/Kota", "Kegiatan", "Pagu (Rp juta)", "Realisasi", "Keluaran"], ["Kota Tual", "Anyaman", 85, 84, 20]], [],
        "count", ["E", "none"], {"E": [("Anyaman", "20")]},
    ),
    "enterprises that grow are people, too": (
        [["Kab/Kota", "Kegiatan", "WUB", "IKM Naik Kelas"], ["Kota Tual", "Anyaman", 15, 5]], [], "count", ["C", "D", "sum", "none"], {"C": [("Anyaman", "15")]},
    ),
    "a second table with a head of its own below": (
        [HEAD, LINES[0], ["Jumlah", None, 20], [], ["Susulan"], ["Kegiatan", "Kabupaten/kota", "L", "P"], ["Anyaman", "Buru", 3, 4]], [],
        "sheet", ["1", "2", "all"], {"1": [("Anyaman", "20")], "2": [("Anyaman", "")], "all": [("Anyaman", "20"), ("Anyaman", "")]},
    ),
    "sums by regency above the table": (
        [["Kabupaten", "Peserta"], ["Buru", 7], [], ["Kegiatan", "Kabupaten/kota", "Peserta"], ["Anyaman", "Buru", 7]], [],
        "sheet", ["1", "2", "all"], {"2": [("Anyaman", "7")]},
    ),
    "a breakdown of another kind below": (
        [HEAD, LINES[0], ["Jumlah", None, 20], [], ["Kelompok", "Peserta"], ["Kerajinan", 20]], [], "other_table", ["leave_out", "needed"],
        {"leave_out": [("Anyaman", "20")]},
    ),
    "T and R in rows": (
        [[*H, "T/R", "Peserta"], ["Kota Tual", "Anyaman", "T", 30], [None, None, "R", 28]], [], "rows", ["t", "r"], {"r": [("Anyaman", "28")]},
    ),
    "what is carried over from the year before": (
        [[*H, "Luncuran 2023", "Tahun 2024", "Jumlah"], ["Kota Tual", "Anyaman", 5, 20, 25]], [], "count", ["C", "D"], {"D": [("Anyaman", "20")]},
    ),
    "a quarter beside what came until its end": (
        [[*H, "Triwulan II", "s.d. Triwulan II"], ["Kota Tual", "Anyaman", 10, 30]], [], "count", ["C", "D"], {"C": [("Anyaman", "10")]},
    ),
    "years below each regency": (
        [["Kegiatan", "Tual", None, "Buru", None], [None, 2023, 2024, 2023, 2024], ["Anyaman", 10, 20, 5, None]], ["B1:C1", "D1:E1"],
        "count", ["2023", "2024"], {"2024": [("Anyaman", "20")], "2023": [("Anyaman", "10"), ("Anyaman", "5")]},
    ),
    "cells in another unit than people": (
        [["Indikator", "Satuan", "Tual", "Buru"], ["Jumlah kegiatan bimtek anyaman", "Kegiatan", 2, 1], ["Jumlah peserta bimtek anyaman", "Orang", 20, 15]],
        [], "units", ["leave_out", "count"], {"leave_out": [("Jumlah peserta bimtek anyaman", "20"), ("Jumlah peserta bimtek anyaman", "15")]},
    ),
    "a title of several years": (
        [["Peserta bimtek 2020 s.d. 2024"], HEAD, LINES[0]], [], "cumulative", ["round", "more"], {"round": [("Anyaman", "20")]},
    ),
    "a title that names a plan": (
        [["TARGET PESERTA BIMTEK TAHUN 2025"], [], HEAD, ["Kota Tual", "Anyaman", 20]], [], "people", ["all", "others"], {"all": [("Anyaman", "20")]},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "merged", "key", "values", "read"), ASKED.values(), ids=list(ASKED))
def test_what_can_be_meant_in_two_ways_is_asked(
    rows: Sequence[Row], merged: Sequence[str], key: str, values: list[str], read: dict[str, list[tuple[str, str]]]
) -> None:
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("rekap.xlsx", xlsx(rows, merged))
    assert (asked.value.key, [choice.value for choice in asked.value.choices]) == (key, values)
    for language in LANGUAGES:
        words = Words(language)
        said = [words(f"upload.{asked.value.reason}", **asked.value.details)]
        said += [words(f"choice.{choice.reason}", **dict(choice.details)) for choice in asked.value.choices]
        assert all("upload." not in text and "choice." not in text and "{" not in text for text in said)
    for answer, lines in read.items():
        found = sheet.read("rekap.xlsx", xlsx(rows, merged), {key: answer})
        assert [(line["activity"], line["participants"]) for line in found.lines] == lines
    with pytest.raises(UnclearFileError):
        sheet.read("rekap.xlsx", xlsx(rows, merged), {key: "sesuatu yang lain"})


def test_what_the_answer_brings_with_it() -> None:
    years = ASKED["years as columns, and their sum"][0]
    assert sheet.read("x", xlsx(years), {"count": "D"}).facts["year"] == "2023"
    sections = xlsx(ASKED["sections by year"][0])
    assert sheet.read("x", sections, {"part": "2"}).facts == {"year": "2024"}  # the total below is of both
    recaps = xlsx(ASKED["two recaps, one below the other"][0])
    assert sheet.read("x", recaps, {"part": "1"}).facts == {"year": "2023", "total": "20"}
    assert sheet.read("x", recaps, {"part": "2"}).facts == {"year": "2024", "total": "7"}
    totals = ASKED["a total that is each row's"][0]
    assert [line["regency_participants"] for line in sheet.read("x", xlsx(totals), {"total": "regency"}).lines] == [
        "20"
    ] * 3
    classes = ASKED["classes and a count of either"][0]
    assert [line["regency_participants"] for line in sheet.read("x", xlsx(classes), {"classes": "all"}).lines] == [
        "30"
    ] * 2
    people = xlsx(ASKED["people by regency, no activity anywhere"][0])
    for answer, known in (("total", "jumlah seluruhnya"), ("part", "sebagian")):
        assert sheet.read("x", people, {"activities": answer}).facts["known"] == known
    with pytest.raises(UnreadableFileError) as missing:
        sheet.read("x", people, {"activities": "missing"})
    assert missing.value.reason == "no_activities"
    marked = ASKED["trainings that are marked, beside the participants of the regency"][0]
    lines = sheet.read("x", xlsx(marked), {"sums": "marks"}).lines
    assert [line["regency_participants"] for line in lines] == ["40", "40", "40", "15"]
    ditto = xlsx(ASKED["ditto marks below a number"][0])
    lines = sheet.read("x", ditto, {"ditto": "together"}).lines
    assert [line["regency_participants"] for line in lines] == ["20", "20", "15", "15"]
    plan = ASKED["a title that names a plan"][0]
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", xlsx(plan), {"people": "others"})
    assert refused.value.reason == "no_people"


def test_a_name_below_participants_is_a_person() -> None:
    rows = [["No", "Peserta", *H], [1, "A. Latu", "Kota Tual", "Anyaman"], [2, "Siti Rahan", "Kota Tual", "Anyaman"]]
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", xlsx(rows))
    assert asked.value.key == "persons"
    (line,) = sheet.read("x", xlsx(rows), {"persons": "count"}).lines
    assert line.texts == {"regency": "Kota Tual", "activity": "Anyaman", "participants": "2"}


def test_people_who_each_go_by_one_name_are_asked_about_and_not_shown() -> None:
    rows: list[Row] = [[*H, "Peserta"], *([*LINES[0][:2], name] for name in ("Ina", "Ona", "Ani"))]
    assert "Ina" not in str(asked_of(xlsx(rows), {}).details)
    (line,) = sheet.read("x", xlsx(rows), COUNT).lines
    assert line["participants"] == "3"


@pytest.mark.parametrize("state", ["Dalam proses", "belum", "refocusing", "dialihkan ke Kota Ambon", "dihapus"])
def test_what_has_not_taken_place_is_asked_about(state: str) -> None:
    rows = [[*HEAD, "Status"], [*LINES[0], "selesai"], [*LINES[1], state]]
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", xlsx(rows))
    assert asked.value.key == "called_off"
    assert [line["participants"] for line in sheet.read("x", xlsx(rows), {"called_off": "leave_out"}).lines] == ["20"]


@pytest.mark.parametrize("remark", ["Diundur ke Juli 2024, sudah terlaksana", "2 peserta batal hadir"])
def test_what_took_place_after_all_is_asked_about_apart(remark: str) -> None:
    rows = [[*HEAD, "Ket."], [*LINES[0], remark], [*LINES[1], "BATAL"]]
    answers = {"called_off": "leave_out", "moved": "count", "remarks": "hold"}
    assert [line["participants"] for line in sheet.read("x", xlsx(rows), answers).lines] == ["20"]


def test_one_of_the_columns_below_a_head_is_not_proposed_as_what_it_counts() -> None:
    rows = [[*H, "Kelompok 1", None, "Kelompok 2", None], [None, None, *["L", "P"] * 2], [*LINES[0][:2], 2, 18, 5, 15]]
    (line,) = sheet.read("x", xlsx(rows, ["C1:D1", "E1:F1"])).lines
    assert line["participants"] == ""


def test_target_and_realised_of_each_quarter_are_told_apart() -> None:
    rows = [
        [*H, "TW I", None, "TW II", None],
        [None, None, "T", "R", "T", "R"],
        ["Kota Tual", "Anyaman", 25, 20, 15, 12],
    ]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]
    (line,) = sheet.read("x", xlsx(rows, merged), {"count": "r", "periods": "row"}).lines
    assert line["participants"] == "32"


def test_a_row_that_numbers_columns_may_say_which_are_added() -> None:
    rows = [["No", *H, "L", "P", "Jumlah"], ["1", "2", "3", "4", "5", "6=4+5"], [1, "Kota Tual", "Anyaman", 8, 12, 20]]
    (line,) = sheet.read("x", xlsx(rows)).lines
    assert (line["men"], line["women"], line["participants"]) == ("8", "12", "20")


def test_a_count_that_cannot_be_read_is_not_left_out_with_its_row() -> None:
    rows = [["Kab/Kota", "Peserta"], ["Kota Tual", 1.25], ["Buru", 950], ["Kota Ambon", "nihil"]]
    lines = sheet.read("x", xlsx(rows), {"activities": "total"}).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [("Kota Tual", "1.25"), ("Buru", "950")]


AMONG = {
    "in a column": [[*HEAD, "Termasuk perempuan"], [*LINES[0], 15]],
    "in a column with a dash": [[*HEAD, "- Perempuan"], [*LINES[0], 15]],
    "in the row below": [HEAD, LINES[0], ["di antaranya: Perempuan", None, 15], LINES[2]],
}


def test_a_column_of_women_alone_is_of_the_participants_unless_there_are_more_of_them() -> None:
    rows: list[Row] = [["Regency", "Training", "Participants", "Women"], ["Kota Tual", "Anyaman", 20, 15]]
    (line,) = sheet.read("a.xlsx", xlsx(rows)).lines
    assert (line["participants"], line["women"]) == ("20", "15")
    (line,) = sheet.read("a.xlsx", xlsx([*rows[:1], [*rows[1][:3], 25]])).lines
    assert (line["participants"], line["women"]) == ("20", "")


@pytest.mark.parametrize("heads", [("L", "TL"), ("L", "BL"), ("P", "Hari"), ("L", None)])
def test_one_letter_alone_is_of_neither_sex(heads: tuple[str, str | None]) -> None:
    """ "L" beside "TL" is who passed: they were read as men."""
    (line,) = sheet.read("a.xlsx", xlsx([[*HEAD, *heads], [*LINES[0], 18, 2]]), {"count": "C"}).lines
    assert (line["participants"], line["men"], line["women"]) == ("20", "", "")


@pytest.mark.parametrize("rows", AMONG.values(), ids=list(AMONG))
def test_the_women_whom_participants_include_leave_the_men(rows: list[Row]) -> None:
    line = sheet.read("x", xlsx(rows)).lines[0]
    assert (line["participants"], line["men"], line["women"]) == ("20", "5", "15")


def test_an_activity_with_its_place_behind_it_is_proposed_with_that_regency(tables: Tables) -> None:
    rows = [
        ["No", "Uraian", "Peserta"],
        [1, "Bimtek Anyaman bagi IKM di Kab. Buru", 20],
        [2, "Servis AC, Kota Tual, Kec. Dullah", 18],
    ]
    found = sheet.read("x", xlsx(rows), {"lists": "one"})
    assert [line.guessed["regency"][0] for line in found.lines] == ["kab buru", "kota tual"]
    fixes = {(p.line, p.field): p.fix for p in check(found, tables).problems}
    assert [fixes[0, "activity"], fixes[1, "activity"]] == ["Anyaman", "Servis AC"]
    assert [fixes[0, "regency"], fixes[1, "regency"]] == ["Buru", "Kota Tual"]


def test_an_activity_with_two_places_behind_it_is_proposed_with_neither() -> None:
    rows = [
        ["No", "Uraian", "Peserta"],
        [1, "Anyaman di Kab. Buru dan Kota Tual", 40],
        [2, "Servis AC di Kota Tual", 18],
    ]
    first, second = sheet.read("x", xlsx([*rows, [3, "Anyaman di Kab. Buru", 7]]), {"lists": "one"}).lines[:2]
    assert ("regency" in first.guessed, second.guessed["regency"][0]) == (False, "kota tual")


def test_a_short_form_that_nobody_knows_is_asked_once(tables: Tables) -> None:
    found = sheet.read("x", xlsx([HEAD, ["BR", "Anyaman", 20], ["BR", "Servis AC", 7]]))
    with pytest.raises(UnclearFileError) as asked:
        leniently(found, tables, {})
    assert [choice.value for choice in asked.value.choices] == ["81.04", "81.09", "apart"]
    lines = leniently(found, tables, {asked.value.key: "81.04"}).lines
    assert [line["regency"] for line in lines] == ["81.04 Buru"] * 2
    assert leniently(found, tables, {asked.value.key: "apart"}).lines[0]["regency"] == "BR"


def test_what_is_counted_in_another_unit_is_no_people() -> None:
    rows = [[*H, "Volume", "Satuan"], ["Kota Tual", "Anyaman", 20, "orang"], ["Buru", "Servis AC", 2, "paket"]]
    one, other = sheet.read("x", xlsx(rows), {"units": "count"}).lines
    assert one.guessed == {"participants": ("20", "Volume")}
    assert (other["participants"], other.guessed) == ("", {})
    (alone,) = sheet.read("x", xlsx(rows), {"units": "leave_out"}).lines
    assert alone["regency"] == "Kota Tual"
    (days,) = sheet.read("x", xlsx([[*H, "Orang-hari"], ["Kota Tual", "Anyaman", 60]])).lines
    assert (days["participants"], days.guessed) == ("", {})


def test_a_sum_that_goes_on_on_the_next_page_is_no_training() -> None:
    rows = [HEAD, LINES[0], ["Dipindahkan", None, 20], HEAD, ["Pindahan", None, 20], ["Buru", "Servis AC", 10]]
    assert [line["participants"] for line in sheet.read("x", xlsx(rows)).lines] == ["20", "10"]


def test_the_name_of_a_sheet_may_say_the_year() -> None:
    assert sheet.read("x", xlsx([HEAD, LINES[0]], title="Rekap 2023")).guessed == {"year": "2023"}

    def second(book: openpyxl.Workbook) -> None:
        page = book.create_sheet("2024")
        for row in (HEAD, LINES[2]):
            page.append(list(row))

    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", xlsx([HEAD, LINES[0]], title="2023", shape=second), {"sheet": "all"})
    assert refused.value.reason == "several_years"


def strike_out(book: openpyxl.Workbook) -> None:
    page = book.active
    for cell in page[3]:
        cell.font = Font(strike=True)
    page["C2"] = CellRichText(
        TextBlock(InlineFont(strike=True), "25"),
        TextBlock(InlineFont(), "20"),
        TextBlock(InlineFont(vertAlign="superscript"), "1)"),
    )
    page["A2"] = CellRichText("Kota Tual", TextBlock(InlineFont(vertAlign="superscript"), "*"))


def test_what_is_struck_out_and_marks_of_footnotes_are_no_digits() -> None:
    content = xlsx([HEAD, *LINES[:2]], shape=strike_out)
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", content)
    assert asked.value.key == "called_off"
    assert asked.value.details["rows"].startswith("3 ")
    (line,) = sheet.read("x", content, {"called_off": "leave_out"}).lines
    assert (line["regency"], line["participants"]) == ("Kota Tual", "20")
    assert len(sheet.read("x", content, {"called_off": "count"}).lines) == 2


def test_the_year_of_a_law_is_not_that_of_the_round() -> None:
    rows = [["Berdasarkan Peraturan Menteri Perindustrian Nomor 5 Tahun 2017"], HEAD, *LINES]
    assert sheet.read("x", xlsx(rows)).guessed == {}
    assert sheet.read("x", xlsx([["REKAP BIMTEK TAHUN 2024"], *rows])).guessed == {"year": "2024"}


def test_the_same_title_on_the_next_page_begins_nothing_new() -> None:
    rows = [["REKAP BIMTEK"], HEAD, LINES[0], ["REKAP BIMTEK"], HEAD, LINES[1]]
    assert [line["participants"] for line in sheet.read("x", xlsx(rows)).lines] == ["20", "30"]


NOT_ASKED = {
    "how many, in English, and how many women": [
        ["District", "Training", "No. of participants", "Female"], ["Kota Tual", "Anyaman", 20, 12],
    ],
    "people in short": [[*H, "Jml Org"], ["Kota Tual", "Anyaman", 20]],
    "hundreds of people in a title": [["Ratusan orang ikut bimtek"], [*H, "Peserta", "Anggaran (ribu)"], ["Kota Tual", "Anyaman", 20, 5]],
    "a remark that a target was met": [[*HEAD, "Ket."], ["Kota Tual", "Anyaman", 20, "Target tercapai"]],
    "a fact that is a target group": [["Sasaran", "Wirausaha baru"], HEAD, ["Kota Tual", "Anyaman", 20]],
    "a title of target and realised": [["REKAP TARGET DAN REALISASI BIMTEK"], HEAD, ["Kota Tual", "Anyaman", 20]],
    "the place is the regency, written shorter": [[*HEAD, "Tempat kegiatan"], ["Kota Tual", "Anyaman", 20, "Tual"]],
    "the place is a hotel": [[*HEAD, "Lokasi"], ["Kota Tual", "Anyaman", 20, "Hotel Dragon"]],
    "the head says whence people come": [["Asal peserta", *HEAD[1:], "Keterangan"], ["Kota Tual", "Anyaman", 20, "Kota Ambon"]],
    "where somebody was born": [[*HEAD, "Tempat lahir"], ["Kota Tual", "Anyaman", 20, "Ambon"]],
    "a remark that repeats it": [[*HEAD, "Ket."], ["Kota Tual", "Anyaman", 20, "Peserta dari Tual"]],
    "a district of it": [[*HEAD, "Kecamatan"], ["Kota Tual", "Anyaman", 20, "Dullah Utara"]],
    "all classes are one": [[*H, "Jumlah kelas", "Jumlah peserta"], ["Kota Tual", "Anyaman", 1, 20]],
    "each regency once": [[*H, "Total peserta"], ["Kota Tual", "Anyaman", 20]],
    "one year alone": [["TAHUN 2024"], HEAD, ["Kota Tual", "Anyaman", 20], ["Jumlah", None, 20]],
    "who taught it": [[*HEAD, "Nama instruktur"], ["Kota Tual", "Anyaman", 20, "Ibu A"]],
    "heads that are broken": [["Kabupa-\nten/Kota", "Kegi- atan", "Laki-\nlaki", "Pe- serta"], ["Kota Tual", "Anyaman", 8, 20]],
    "two counts that say the same": [[*HEAD, "Jumlah Orang"], ["Kota Tual", "Anyaman", 20, 20]],
    "a target that was met by all": [[*H, "Target", "Realisasi"], ["Kota Tual", "Anyaman", 20, 20]],
    "an outcome that says the same in words": [[*HEAD, "Output"], ["Kota Tual", "Anyaman", 20, "20 peserta terlatih"]],
    "a sum of all activities": [HEAD, ["Kota Tual", "Anyaman", 20], [None, "Semua kegiatan", 20]],
    "a sum of all activities above them": [HEAD, ["Kota Tual", "Semua kegiatan", 20], [None, "Anyaman", 20]],
    "sums of all regencies": [HEAD, ["Kota Tual", "Anyaman", 20], ["Semua kab/kota", "Anyaman", 20], ["Jumlah", None, 20]],
}  # fmt: skip


@pytest.mark.parametrize("rows", NOT_ASKED.values(), ids=list(NOT_ASKED))
def test_nobody_is_asked_about_what_is_clear(rows: Sequence[Row]) -> None:
    (line,) = sheet.read("x", xlsx(rows)).lines
    assert (line["regency"], line["activity"]) == ("Kota Tual", "Anyaman")
    assert "20" in (line["participants"], line["regency_participants"])


def test_nothing_of_a_person_is_kept() -> None:
    rows = ASKED["a list of people who came"][0]
    found = sheet.read("x", xlsx(rows), {"persons": "count"})
    assert "Peserta 1" not in repr(found)
    assert "81710101" not in repr(found)
    assert "0812" not in repr(found)
    assert [(line["regency"], line["participants"]) for line in found.lines] == [("Kota Tual", "2"), ("Kota Tual", "1")]


def test_classes_that_differ_or_are_stated_are_no_repetition() -> None:
    twice = [[*HEAD, "Angkatan"], [*LINES[0], "I"], [*LINES[0], "II"]]
    assert len(sheet.read("x", xlsx(twice)).lines) == 2
    stated = [["Jumlah kelas", 2], HEAD, LINES[0], LINES[0]]
    assert len(sheet.read("x", xlsx(stated)).lines) == 2


PEOPLE = [
    ["No", "Nama", "NIK", *HEAD[:2]],
    *([n + 1, f"Peserta {n}", f"81710101019000{n:02}", *LINES[0][:2]] for n in range(4)),
    [5, "Peserta Dua", "8171 0101 0190 0002", *LINES[0][:2]],
    [6, "Peserta 2", "8171010101900002", *LINES[2][:2]],
]


@pytest.mark.parametrize(("answer", "activity"), [("above", "Anyaman"), ("missing", "")])
def test_whether_an_activity_holds_for_the_rows_below_it_is_asked_where_no_number_says_so(
    answer: str, activity: str
) -> None:
    rows = [["Bimtek yang diikuti", "Kab/Kota", "Peserta"], ["Anyaman", "Kota Tual", 20], [None, "Buru", 7]]
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", xlsx(rows))
    assert (asked.value.key, asked.value.details) == ("activity_above", {"rows": "3"})
    assert [line["activity"] for line in sheet.read("x", xlsx(rows), {"activity_above": answer}).lines] == [
        "Anyaman",
        activity,
    ]


@pytest.mark.parametrize(("answer", "counts"), [("once", ["4", "1"]), ("each", ["5", "1"])])
def test_a_person_listed_twice_for_one_training_is_asked_about_and_not_shown(answer: str, counts: list[str]) -> None:
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", xlsx(PEOPLE), {"persons": "count"})
    assert (asked.value.key, asked.value.details) == ("twice", {"rows": "4 = 6"})
    draft = sheet.read("x", xlsx(PEOPLE), {"persons": "count", "twice": answer})
    assert [line["participants"] for line in draft.lines] == counts
    assert draft.skipped == ((6,) if answer == "once" else ())
    assert "8171" not in repr(draft)
    without = [row[:2] + row[3:] for row in [*PEOPLE, PEOPLE[1]]]
    assert asked_of(xlsx(without), {"persons": "count"}).details == {"rows": "2 = 8"}


HERE = [[n, f"Orang {n}", "L" if n < 3 else "P", f"Jl. Raya {n}", "0812-3456-7890"] for n in range(5)]


@pytest.mark.parametrize(
    ("above", "answers", "activity"),
    [
        (["Nama Kegiatan", ": Bimtek Anyaman"], {}, "Bimtek Anyaman"),
        (["DAFTAR HADIR PESERTA BIMTEK ANYAMAN TAHUN 2024"], {"activities": "title"}, "Anyaman"),
        (["DAFTAR PESERTA PELATIHAN MEMBUAT SIRUP PALA DI TUAL"], {"activities": "title"}, "Membuat sirup pala"),
    ],
)
def test_an_attendance_list_says_above_it_what_it_is_of(above: Row, answers: dict[str, str], activity: str) -> None:
    rows = [above, ["Kabupaten/Kota : Kota Tual"], ["No", "Nama", "L/P", "Alamat", "No. HP"], *HERE]
    draft = sheet.read("x", xlsx(rows), {"persons": "count", **answers})
    (line,) = draft.lines
    assert line.texts == {
        "regency": "Kota Tual", "activity": activity, "participants": "5", "men": "3", "women": "2",
    }  # fmt: skip
    assert not {"Orang", "Jl.", "0812"} & set(repr(draft).split())


def test_people_below_their_regency() -> None:
    rows = [["BIMTEK ANYAMAN"], ["No", "Nama"], ["KOTA TUAL"], [1, "A B"], [2, "C D"], ["KAB. BURU"], [1, "E F"]]
    lines = sheet.read("x", xlsx(rows), {"persons": "count", "activities": "title"}).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [("KOTA TUAL", "2"), ("KAB. BURU", "1")]


def test_letters_of_classes_are_no_activities() -> None:
    rows = [
        ["Bimtek Anyaman"],
        ["Kab/Kota: Kota Tual"],
        ["No", "Nama", "Kelas"],
        [1, "A B", "A"],
        [2, "C D", "B"],
        [3, "E F", "II"],
    ]
    (line,) = sheet.read("x", xlsx(rows), {"persons": "count", "activities": "title"}).lines
    assert (line["activity"], line["participants"]) == ("Anyaman", "3")


def test_sums_of_men_and_of_women_below_a_list_are_none_of_a_regency() -> None:
    rows = [
        ["No", "Nama", "L/P", *H],
        [1, "A B", "P", *LINES[0][:2]],
        [2, "C D", "L", *LINES[0][:2]],
        [None, "Jumlah L", 1],
        [None, "Jumlah P", 1],
    ]
    (line,) = sheet.read("x", xlsx(rows), {"persons": "count"}).lines
    assert line["regency_participants"] == ""


def test_a_title_of_the_participants_is_no_regency() -> None:
    rows = [
        ["Bimtek Anyaman"],
        ["Kab/Kota: Kota Tual"],
        ["No", "Nama"],
        ["A. PESERTA"],
        [1, "A B"],
        ["B. PANITIA"],
        [1, "C D"],
    ]
    (line,) = sheet.read("x", xlsx(rows), {"persons": "count", "activities": "title", "absent": "leave_out"}).lines
    assert (line["regency"], line["participants"]) == ("Kota Tual", "1")


def test_a_list_of_people_for_each_activity_one_below_the_other() -> None:
    rows = [["DAFTAR PESERTA KELAS ANYAMAN"], ["No", "Nama", "Kab/Kota"], [1, "A B", "Kota Tual"], [2, "C D", "Kota Tual"], [],
            ["DAFTAR PESERTA KELAS SERVIS AC"], ["No", "Nama", "Kab/Kota"], [1, "E F", "Buru"], [2, "G H", "Buru"]]  # fmt: skip
    lines = sheet.read("x", xlsx(rows), {"persons": "count", "part": "all"}).lines
    assert [(line["regency"], line["activity"], line["participants"]) for line in lines] == [
        ("Kota Tual", "Anyaman", "2"), ("Buru", "Servis AC", "2"),
    ]  # fmt: skip


def test_whoever_did_not_come_is_asked_about_and_addresses_only_say_a_regency() -> None:
    places = ["Jl. A No. 1, Kota Tual", "Desa B, Kab. Buru", "Jl. C 7"]
    rows = [["Nama", "Alamat", "Pelatihan", "Ket"]]
    rows += [[f"Orang {n}", places[n % 3], "Anyaman", "alpa" if n == 4 else None] for n in range(6)]
    assert asked_of(xlsx(rows), {"persons": "count"}).details == {"rows": "6 “alpa”"}
    draft = sheet.read("x", xlsx(rows), {"persons": "count", "absent": "leave_out"})
    assert [(line["regency"], line["participants"]) for line in draft.lines] == [
        ("kota tual", "2"), ("kab buru", "1"), ("?", "2"),
    ]  # fmt: skip
    assert sheet.read("x", xlsx(rows), {"persons": "count", "absent": "count"}).lines[1]["participants"] == "2"
    assert "Jl." not in repr(draft)


WITHOUT = {  # what a list of people has beside them, and the row (from 1) of who did not take part
    "roles": (["Jabatan"], [["Peserta"], ["Narasumber pusat"], ["Peserta"]], "3 “Narasumber pusat”"),
    "marks": (["Pagi", "Siang"], [["✓", None], ["v", "v"], ["-", None]], "4 “–”"),
    "crosses": (["Hari 1"], [["x"], ["-"], ["x"]], "3 “Hari 1: –”"),
    "reasons": (["Ket"], [[None], ["Berhalangan"], ["Menggantikan no. 1"]], "3 “Berhalangan”"),
    "other reasons": (
        ["Ket"],
        [[None], [None], ["tidak dapat hadir karena hujan"]],
        "4 “tidak dapat hadir karena hujan”",
    ),
    "one column": (["Hadir"], [["√"], [None], ["√"]], "3 “Hadir: –”"),
    "one of two columns": (["Hadir", "Tidak Hadir"], [["√", None], [None, "√"], ["√", None]], "3 “Tidak Hadir”"),
    "only who was away": (["Sakit", "Izin"], [[None, None], [None, "v"], [None, None]], "3 “Izin”"),
    "letters": (["H1", "H2"], [["H", "S"], ["A", "A"], ["I", "H"]], "3 “A”"),
    "words": (["H1", "H2"], [["Hadir", "Sakit"], ["Alpa", "Alpa"], ["Izin", "Hadir"]], "3 “Alpa”"),
    "days": (["Jumlah hadir (hari)", "Tidak hadir"], [[3, 0], [0, 3], [2, 1]], "3 “Jumlah hadir (hari): 0”"),
}
WITHOUT |= {
    "marks of attendance before other ticks": (["Konfirmasi", "Hadir"], [["v", "v"], ["v", "–"], ["v", "v"]], "3 “Hadir: –”"),
    "days before what was handed out": (["Hari 1", "Hari 2", "Konsumsi"], [["v", "v", "v"], [None, None, "v"], [None, "v", None]], "3 “–”"),
    "days in numbers": (["H1", "H2"], [[1, 0], [0, 0], [0, 1]], "3 “–”"),
    "signatures": (["TTD"], [["1. ttd"], ["2. ....."], ["ttd"]], "3 “TTD: 2. .....”"),
    "shares of days": (["Kehadiran"], [["100%"], ["0%"], ["50%"]], "3 “Kehadiran: 0”"),
    "parts of days": (["Kehadiran"], [["3/3"], ["0/3"], ["2/3"]], "3 “Kehadiran: 0”"),
    "words of attendance": (["Kehadiran"], [["Hadir"], ["Tidak bisa"], ["Hadir penuh"]], "3 “Kehadiran: Tidak bisa”"),
    "weekdays": (["Senin", "Selasa", "Snack"], [["v", "v", "v"], [None, None, "v"], ["v", None, "v"]], "3 “–”"),
    "times": (["Check-in"], [["08:00"], [None], ["08:10"]], "3 “Check-in: –”"),
    "reasons in other words": (["Ket"], [[None], ["Sakit (opname)"], [None]], "3 “Sakit (opname)”"),
    "somebody who came for another": (["Ket"], [[None], ["tidak hadir, diganti Abdul Kau"], [None]], "3 “tidak hadir”"),
}  # fmt: skip
WITHOUT |= {
    "shares of days as numbers": (["% Kehadiran"], [[1], [0], [0.67]], "3 “% Kehadiran: 0”"),
    "how somebody came": (["Kehadiran"], [["Offline"], ["Tidak"], ["Online"]], "3 “Kehadiran: Tidak”"),
    "ticks of a font of signs": (["Hadir"], [["ü"], ["û"], ["ü"]], "3 “Hadir: û”"),
    "times of coming and going": (["Jam Datang", "Jam Pulang"], [["08.00", "16.00"], ["-", "-"], ["08.10", None]], "3 “–”"),
    "yes and no": (["Ya", "Tidak"], [["v", None], [None, "v"], ["v", None]], "3 “Tidak”"),
    "who was away, as a number": (["Tidak Hadir"], [[0], [1], [0]], "3 “Tidak Hadir”"),
    "days on which they were away": (["Absen (hari)"], [[0], [3], [0]], "3 “Absen (hari): 3”"),
    "dated weekdays": (["Senin 3 Juni", "Snack"], [["v", "v"], [None, "v"], ["v", "v"]], "3 “Senin 3 Juni: –”"),
    "roles in groups": (["Kelompok"], [["Peserta"], ["Panitia"], ["Peserta"]], "3 “Panitia”"),
    "a role as somebody's work": (["Pekerjaan"], [["Petani"], ["Panitia"], ["Nelayan"]], "3 “panitia”"),
    "what somebody did not get": (["Sertifikat"], [["Ada"], ["Tidak dapat (tidak hadir)"], ["Ada"]], "3 “tidak hadir”"),
    "who was not chosen": (["Seleksi"], [["Diterima"], ["Tidak diterima"], [None]], "3 “Tidak diterima”"),
}  # fmt: skip
MARKED = {
    "numbers of classes": (["Kelas"], ["I", "V", "I"]),
    "what somebody owns": (["Halal"], ["v", None, "v"]),
    "how businesses fare": (["Status Usaha"], ["Berjalan", "Proses", None]),
    "what is not owned yet": (["NIB"], ["ada", "belum", "proses"]),
    "what they wish": (["Kesan dan Pesan"], ["Narasumber sangat baik", None, "Panitia baik, tidak membosankan"]),
    "vaccination": (["Vaksin"], ["Sudah", "Belum", "Sudah"]),
    "who is married": (["Status"], ["Sudah menikah", "Janda", "Belum menikah"]),
    "posts elsewhere": (["Pekerjaan"], ["Staf desa", "Petani", None]),
    "work as a trainer elsewhere": (["Pekerjaan"], ["Instruktur senam", "Petani", None]),
    "what was attended before": (["Apakah sudah pernah ikut bimtek?"], ["Tidak", "Ya", "Belum"]),
    "what all share": (["Ket"], ["WUB tenun", "WUB tenun", "WUB tenun"]),
    "remarks on anything else": (["Keterangan"], ["IKM Melati", "KTP belum ada", "Terlambat 1 jam"]),
    "usual remarks": (["Keterangan"], ["Lunas", None, "Hadir tepat waktu"]),
    "lines to sign on": (["TTD"], ["1. .....", None, "3. ....."]),
}


@pytest.mark.parametrize(("heads", "cells", "rows"), WITHOUT.values(), ids=list(WITHOUT))
def test_who_was_no_participant_is_asked_about(heads: Row, cells: list[Row], rows: str) -> None:
    people = [[f"Orang {n}", *LINES[0][:2], *mine] for n, mine in enumerate(cells)]
    content = xlsx([["Nama", *H, *heads], *people, [None, *LINES[0][:2]]])  # the last row was only made ready
    assert asked_of(content, {"persons": "count"}).details == {"rows": rows}
    (line,) = sheet.read("x", content, {"persons": "count", "absent": "leave_out"}).lines
    assert line["participants"] == "2"
    (line,) = sheet.read("x", content, {"persons": "count", "absent": "count"}).lines
    assert line["participants"] == "3"


@pytest.mark.parametrize(("heads", "cells"), MARKED.values(), ids=list(MARKED))
def test_other_marks_say_of_nobody_that_they_were_away(heads: Row, cells: Row) -> None:
    rows = [["Nama", *H, *heads], *([f"Orang {n}", *LINES[0][:2], cell] for n, cell in enumerate(cells))]
    (line,) = sheet.read("x", xlsx(rows), {"persons": "count"}).lines
    assert line["participants"] == "3"


@pytest.mark.parametrize(
    ("head", "cells", "rows"),
    [
        ("Ket", [None, "belum dikonfirmasi", None], "3 “belum dikonfirmasi”"),
        ("Ket", [None, "Sopir Abdul Kau", None], "3 “sopir”"),
        ("Ket", [None, "TH", "TH"], "3, 4 “TH”"),
        (None, [None, "TH", "TH"], "3, 4 “TH”"),
        ("Peran", ["Peserta", "Mentor", "Peserta"], "3 “Mentor”"),
        ("Hasil", ["LULUS", "TL", "LULUS"], "3 “TL”"),
        ("MS/TMS", ["MS", "TMS", "MS"], "3 “TMS”"),
        ("Verifikasi", ["Sesuai", "Tidak sesuai", "Sesuai"], "3 “Tidak sesuai”"),
        ("Status", ["Aktif", "Nonaktif", "Aktif"], "3 “Nonaktif”"),
        ("Kolom 5", ["Peserta", "Tamu", "peserta"], "3 “Tamu”"),
        ("Status Kepesertaan", ["Aktif", "Tidak aktif", "Aktif"], "3 “Tidak aktif”"),
        ("Ket", [None, "dobel", None], "3 “dobel”"),
        ("Ket", [None, "sudah terdaftar di no 1", None], "3 “sudah terdaftar di no 1”"),
        ("Ket", [None, "ikut tahun depan", None], "3 “ikut tahun depan”"),
        ("Ket", [None, "Tidak ada kabar", None], "3 “Tidak ada kabar”"),
        ("Ket", ["OK", "X", "OK"], "3 “X”"),
        ("Konfirmasi kehadiran", ["Ya, saya hadir", "Mungkin", "Ya, saya hadir"], "3 “Mungkin”"),
        ("Kehadiran", ["Hadir", "Hadir (diwakili)", "Hadir"], "3 “Hadir (diwakili)”"),
        *(
            ("Ket", [None, text, None], f"3 “{text}”")
            for text in ("mangkir", "hanya hari 1", "DO", "FALSE", "0", "sudah pernah ikut", "kurang syarat")
        ),
        ("Ket", [None, "Dicoret", None], "3"),
        ("Jabatan", [None, "Penyuluh", None], "3"),
        ("Jabatan", [None, "Anak peserta", None], "3 “Anak peserta”"),
        ("Jabatan", ["Pengrajin", "Kepala Dinas", "Kabid Industri"], "3 “dinas”; 4 “kabid”"),
        ("Bersedia hadir?", ["Ya", "Ragu-ragu", "Ya"], "3 “Ragu-ragu”"),
        ("Bersedia hadir?", ["Bisa", "Tidak bisa", "Bisa"], "3 “Tidak bisa”"),
        ("Bersedia hadir?", ["Hadir", "Belum tahu", "Hadir"], "3 “Belum tahu”"),
    ],
)
def test_what_else_is_remarked_of_some_people_is_asked_about(head: str | None, cells: Row, rows: str) -> None:
    """Whoever had a remark that nobody knew was counted without a question."""
    people: list[Row] = [[f"Orang {n}", *LINES[0][:2], cell] for n, cell in enumerate(cells)]
    content = xlsx([["Nama", *H, head], *people])
    asked = asked_of(content, COUNT)
    assert (asked.key, asked.details["rows"]) == ("noted", rows)
    (line,) = sheet.read("x", content, {**COUNT, "noted": "count"}).lines
    assert line["participants"] == "3"
    (line,) = sheet.read("x", content, {**COUNT, "noted": "leave_out"}).lines
    assert line["participants"] == ("1" if {*rows} & {*",;"} else "2")
    with pytest.raises(UnreadableFileError, match="noted_mixed"):
        sheet.read("x", content, {**COUNT, "noted": "mixed"})


@pytest.mark.parametrize(
    "text",
    [
        "hijab",
        "Vegetarian",
        "IKM Melati",
        "NIB ada",
        "pemula",
        "Ketua",
        "datang hari ke 2",
        "pulang cepat",
        "Kepala Bidang Usaha",
    ],
)
def test_what_only_some_have_and_says_nothing_of_their_part_is_not_asked_about(text: str) -> None:
    people: list[Row] = [[f"Orang {n}", *LINES[0][:2], cell] for n, cell in enumerate([None, text, None])]
    for head in ("Ket", "Jabatan"):
        (line,) = sheet.read("x", xlsx([["Nama", *H, head], *people]), COUNT).lines
        assert line["participants"] == "3"


@pytest.mark.parametrize("name", ["C D (alm.)", "C D - mundur", "C D *)", "Perwakilan Kelompok Melati", "Utusan KUB"])
def test_what_stands_behind_a_name_or_in_its_place_is_asked_about(name: str) -> None:
    content = xlsx([["Nama", *H], ["A B", *LINES[0][:2]], [name, *LINES[0][:2]]])
    assert (asked := asked_of(content, COUNT)).key in ("noted", "absent")
    assert asked.details["rows"].startswith("3 “")


def test_what_is_noted_on_a_name_is_asked_about() -> None:
    def noted(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["A3"].comment = Comment("tidak hadir", "x")

    content = xlsx([["Nama", *H], ["A B", *LINES[0][:2]], ["C D", *LINES[0][:2]]], shape=noted)
    assert asked_of(content, COUNT).details == {"rows": "3 “tidak hadir”"}


@pytest.mark.parametrize("titles", [("Senin", "Selasa"), ("IKM Melati", "IKM Mawar")])
def test_titles_of_days_and_businesses_are_not_asked_about(titles: tuple[str, str]) -> None:
    rows: list[Row] = [
        IN_TUAL,
        ["No", "Nama", "L/P"],
        [titles[0]],
        [1, "A B", "P"],
        [2, "C D", "L"],
        [titles[1]],
        [1, "E F", "L"],
    ]
    lines = sheet.read("x", xlsx(rows), {**COUNT, "activities": "title", "part": "all"}).lines
    assert sum(int(line["participants"]) for line in lines) == 3


@pytest.mark.parametrize("title", ["TIM PELAKSANA", "Disperindag", "Unsur Dinas"])
def test_a_title_that_nobody_knows_is_asked_about(title: str) -> None:
    rows: list[Row] = [["Bimtek Anyaman Kota Tual 2024"], ["No", "Nama"], ["PESERTA"], [1, "A B"], [2, "C D"], [title], [1, "E F"]]  # fmt: skip
    content, answers = xlsx(rows), {**COUNT, "activities": "title"}
    assert asked_of(content, answers).details == {"rows": f"7 “{title}”"}
    (line,) = sheet.read("x", content, {**answers, "noted": "leave_out"}).lines
    assert line["participants"] == "2"
    (line,) = sheet.read("x", xlsx([*rows[:5], ["Kelompok II"], rows[6]]), answers).lines
    assert line["participants"] == "3"


@pytest.mark.parametrize(
    ("heads", "cells", "mark"),
    [
        (["H1", "H2"], [["Y", "N"], ["N", "N"], ["N", "Y"]], "y"),
        (["Hari 1"], [["P"], ["A"], ["P"]], "p"),
        (["Absen"], [["v"], [None], ["v"]], "v"),
        (["Hadir"], [[True], [False], [True]], "true"),
    ],
)
def test_which_mark_says_that_somebody_was_there_is_asked(heads: Row, cells: list[Row], mark: str) -> None:
    content = xlsx([["Nama", *H, *heads], *([f"Orang {n}", *LINES[0][:2], *mine] for n, mine in enumerate(cells))])
    asked = asked_of(content, COUNT)
    choice = next(choice for choice in asked.choices if ("found", mark) in choice.details)
    assert asked.key == "marks"
    for answers, count in (({"marks": choice.value, "absent": "leave_out"}, "2"), ({"marks": "all"}, "3")):
        (line,) = sheet.read("x", content, {**COUNT, **answers}).lines
        assert line["participants"] == count


@pytest.mark.parametrize("marks", ["YN", "CB", "KG", "RQ", "FE", "ZW", "UJ"])
def test_marks_that_are_as_many_are_offered_in_one_order(marks: str) -> None:
    """An answer is the number of a mark: it may be read again by another process, whose sets have another order."""
    rows = [[f"Orang {n}", *LINES[0][:2], mark] for n, mark in enumerate(marks * 2)]
    asked = asked_of(xlsx([["Nama", *H, "H1"], *rows]), COUNT)
    assert [dict(choice.details)["found"] for choice in asked.choices[:2]] == sorted(marks.lower())


def test_which_mark_says_so_is_asked_of_each_sheet() -> None:
    """The first mark of one sheet is not that of another."""

    def second(book: openpyxl.Workbook) -> None:
        own = book.create_sheet("B")
        for row in (["Nama", *H, "H1"], *([f"Orang {n}", *LINES[2][:2], mark] for n, mark in enumerate("YNNN"))):
            own.append(row)

    content = xlsx(
        [["Nama", *H, "H1"], *([f"Orang {n}", *LINES[0][:2], mark] for n, mark in enumerate("YYN"))], shape=second
    )
    answers = {"sheet": "all", "persons": "count", "absent": "leave_out", "2.absent": "leave_out"}
    for key in ("marks", "2.marks"):
        asked = asked_of(content, answers)
        assert asked.key == key
        answers[key] = next(choice.value for choice in asked.choices if ("found", "y") in choice.details)
    assert [line["participants"] for line in sheet.read("x", content, answers).lines] == ["2", "1"]


def test_what_is_written_once_in_a_list_of_people_holds_below() -> None:
    rows = [["Nama", *H], ["A B", *LINES[0][:2]], ["C D"], ["E F", *LINES[2][:2]], ["G H"], ["I J"]]
    lines = sheet.read("x", xlsx(rows), {"persons": "count"}).lines
    assert [(line["regency"], line["activity"], line["participants"]) for line in lines] == [
        ("Kota Tual", "Anyaman", "2"), ("Maluku Tenggara", "Tenun modern", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize("row", [["dst"], ["s/d"], [None, "dst."], ["...", "…"], [40, "dan seterusnya"]])
def test_a_list_of_people_that_is_cut_short_is_refused(row: Row) -> None:
    rows = [["No", "Nama", *H, "TTD"], [1, "A B", *LINES[0][:2], "...."]]
    with pytest.raises(UnreadableFileError, match="abridged"):
        sheet.read("x", xlsx([*rows, row, [9, "E F", *LINES[0][:2]]]), {"persons": "count"})
    (line,) = sheet.read("x", xlsx([*rows, [2, None, None, None, "...."], row[:1]]), {"persons": "count"}).lines
    assert line["participants"] == "1"


def test_a_list_of_people_whose_numbering_jumps_is_asked_about() -> None:
    people = [["A B", *LINES[0][:2]], ["C D", *LINES[0][:2]], ["E F", *LINES[0][:2]], ["G H", *LINES[0][:2]]]

    def of(*numbers: int) -> bytes:
        return xlsx([["No", "Nama", *H], *([n, *person] for n, person in zip(numbers, people, strict=True))])

    assert asked_of(of(1, 2, 18, 19), {"persons": "count"}).key == "jump"
    with pytest.raises(UnreadableFileError, match="abridged"):
        sheet.read("x", of(1, 2, 18, 19), {"persons": "count", "jump": "leaves_out"})
    answers = {"persons": "count"}
    it_jumps, it_begins_anew, it_goes_on = of(1, 2, 18, 19), of(1, 2, 1, 2), of(7, 8, 9, 10)
    for content, more in ((it_jumps, {"jump": "count"}), (it_begins_anew, {}), (it_goes_on, {})):
        (line,) = sheet.read("x", content, answers | more).lines
        assert line["participants"] == "4"


BROKEN_DOWN: dict[str, tuple[list[Row], dict[str, list[tuple[str, str]]]]] = {
    "by schooling": (
        [[*H, "Pendidikan", "Peserta"], ["Kota Tual", "Anyaman", "SMA", 14], ["Kota Tual", "Anyaman", "S1", 6],
         ["Kota Tual", "Anyaman", "Jumlah", 20], ["Buru", "Servis AC", "Semua", 9]],
        {"sums": [("Anyaman", "20"), ("Servis AC", "9")], "parts": [("Anyaman", "14"), ("Anyaman", "6"), ("Servis AC", "9")]},
    ),
    "by class, names in every row": (
        [[*H, "Angkatan", "Peserta"], ["Kota Tual", "Anyaman", "I", 20], ["Kota Tual", "Anyaman", "II", 15],
         ["Kota Tual", "Anyaman", "Jumlah", 35]],
        {"sums": [("Anyaman", "35")], "parts": [("Anyaman", "20"), ("Anyaman", "15")]},
    ),
    "by month, the sum is another": (
        [[*H, "Bulan", "Peserta"], ["Kota Tual", "Anyaman", "Mei", 14], ["Kota Tual", "Anyaman", "Juni", 6],
         ["Kota Tual", "Anyaman", "Tahunan", 21]],
        {"sums": [("Anyaman", "21")], "parts": [("Anyaman", "14"), ("Anyaman", "6")]},
    ),
    "regencies beside each other": (
        [["Kegiatan", "Uraian", "Kota Tual", "Buru"], ["Anyaman", "Lulus", 18, 5], ["Anyaman", "Tidak lulus", 2, 1],
         ["Anyaman", "Jumlah", 20, 6]],
        {"sums": [("Anyaman", "20"), ("Anyaman", "6")]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN_DOWN.values(), ids=list(BROKEN_DOWN))
def test_a_sum_among_the_groups_of_a_training_is_not_counted_with_them(
    case: tuple[list[Row], dict[str, list[tuple[str, str]]]],
) -> None:
    rows, read = case
    assert asked_of(xlsx(rows), {}).key == "breakdown"
    for answer, trainings in read.items():
        lines = sheet.read("x", xlsx(rows), {"breakdown": answer}).lines
        assert [(line["activity"], line["participants"]) for line in lines] == trainings


SECTIONS: dict[str, tuple[list[Row], list[str], dict[str, list[str]]]] = {
    "planned and held": ([["Target"], *two_rows(30, 25), ["Realisasi"], *two_rows(28, 20)], ["1", "2"], {"2": ["28", "20"]}),
    "not held": ([*two_rows(28, 20), ["Belum dilaksanakan"], *two_rows(9, 8)], ["1", "2"], {"1": ["28", "20"]}),
    "heads again": (
        [["Target"], HEADS, *two_rows(30, 25), [], ["Realisasi"], HEADS, *two_rows(28, 20)], ["1", "2"], {"2": ["28", "20"]},
    ),
    "men and women": (
        [["Laki-laki"], *two_rows(14, 3), ["Perempuan"], *two_rows(6, 12)], ["1", "2", "all"],
        {"all": ["20", "15"], "2": ["6", "12"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SECTIONS.values(), ids=list(SECTIONS))
def test_sections_of_what_was_planned_held_or_called_off_are_asked_about(
    case: tuple[list[Row], list[str], dict[str, list[str]]],
) -> None:
    rows, choices, read = case
    content = xlsx([["Bimtek 2024"], *rows] if HEADS in rows else [["Bimtek 2024"], HEADS, *rows])
    question = asked_of(content, {})
    assert (question.key, [choice.value for choice in question.choices]) == ("part", choices)
    for answer, counts in read.items():
        lines = sheet.read("x", content, {"part": answer, "sexes": "add"}).lines
        assert [line["participants"] for line in lines] == counts
    if "all" not in choices and ["Target"] in rows:
        with pytest.raises(UnreadableFileError, match="no_people"):
            sheet.read("x", content, {"part": "1"})


@pytest.mark.parametrize(
    "title",
    ["RENCANA TW IV", "B. PAMERAN", "Cadangan", "Kegiatan yang akan datang", "Revisi", "Non Bimtek", "Panitia"],
)
def test_a_row_among_others_of_which_nobody_knows_what_it_says_may_begin_a_section(title: str) -> None:
    """What is below it was counted, whatever it is."""
    rows = [["No", *HEAD], [1, *LINES[0]], [title], [2, *LINES[1]]]
    assert [dict(choice.details).get("title") for choice in asked_of(xlsx(rows), {}).choices] == ["–", title, None]
    (line,) = sheet.read("x", xlsx(rows), {"part": "1"}).lines
    assert line["participants"] == "20"
    assert len(sheet.read("x", xlsx(rows), {"part": "all"}).lines) == 2
    for known in ("Bidang Pangan", "Dana APBD", "Kec. Dullah", "Wilayah Pulau Kei", "Juni"):
        assert len(sheet.read("x", xlsx([*rows[:2], [known], rows[3]])).lines) == 2


def test_rows_of_a_plan_leave_those_that_say_nothing_to_be_read() -> None:
    rows = [[*HEADS, "Ket"], [*two_rows(30, 20)[0], "target"], two_rows(30, 20)[1]]
    assert [choice.value for choice in asked_of(xlsx(rows), {}).choices] == ["target", "blank"]
    (line,) = sheet.read("x", xlsx(rows), {"rows": "blank"}).lines
    assert line["participants"] == "20"


def test_lists_whose_titles_say_what_they_are_of_are_read_one_by_one() -> None:
    def of(first: int) -> bytes:
        people, titles = (
            [[n, f"Orang {name}"] for n, name in enumerate("ABCDE", 1)],
            (["Kota Ambon – Servis AC"], ["Kota Tual – Anyaman"]),
        )
        return xlsx(
            [["2024"], titles[0], ["No", "Nama"], *people[:first], [], titles[1], ["No", "Nama"], *people[first:]]
        )

    lines = sheet.read("x", of(2), {"sheet": "all", "activities": "title", "persons": "count", "2.jump": "count"}).lines
    assert [(line["activity"], line.guessed["regency"][0], line["participants"]) for line in lines] == [
        ("Servis AC", "kota ambon", "2"), ("Anyaman", "kota tual", "3"),
    ]  # fmt: skip
    with pytest.raises(UnreadableFileError, match="second_table"):  # one person is no list
        sheet.read("x", of(1))


@pytest.mark.parametrize("rows", [
    [[None, "Anyaman", "Servis AC"], ["Kota Tual", 20, None], ["Buru", None, 15]],
    [[None, "Kota Tual", "Buru"], ["Anyaman", 20, None], ["Servis AC", None, 15]],
    [["No", None, "Anyaman", "Servis AC"], [1, "Kota Tual", 20, None], [2, "Buru", None, 15]],
    [[None, "Anyaman", None, "Servis AC", None], [None, "L", "P", "L", "P"], ["Kota Tual", 5, 15], ["Buru", None, None, 9, 6]],
])  # fmt: skip
def test_the_corner_of_a_table_may_be_empty(rows: list[Row]) -> None:
    lines = sheet.read("x", xlsx(rows)).lines
    assert [(line["activity"], line["participants"]) for line in lines] == [("Anyaman", "20"), ("Servis AC", "15")]


def test_money_beside_people_below_one_head_leaves_the_people() -> None:
    rows = [[*H, "Realisasi", None], [None, None, "Rp", "Orang"], ["Kota Tual", "Anyaman", 25_000_000, 20]]
    (line,) = sheet.read("x", xlsx(rows, ["A1:A2", "B1:B2", "C1:D1"])).lines
    assert line.guessed["participants"][0] == "20"


@pytest.mark.parametrize(
    "title", ["DAFTAR CALON PESERTA Bimtek Anyaman 2024", "Daftar Tunggu Bimtek Anyaman", "Pendaftar 2024"]
)
def test_the_title_of_a_list_says_whom_it_lists(title: str) -> None:
    rows = [[title], ["No", "Nama", *H], [1, "A B", *LINES[0][:2]], [2, "C D", *LINES[0][:2]]]
    assert asked_of(xlsx(rows), COUNT).key == "people"
    with pytest.raises(UnreadableFileError, match="no_people"):
        sheet.read("x", xlsx(rows), {**COUNT, "people": "others"})


def test_lists_below_each_other_go_by_their_titles_whatever_the_addresses() -> None:
    head, people = ["No", "Nama", "Alamat"], [[n, f"Orang {name}", "Passo"] for n, name in enumerate("ABCDE", 1)]
    titles = (["Bimtek Servis AC Kota Ambon 2024"], ["Bimtek Anyaman Kota Tual 2024"])
    content = xlsx([titles[0], head, *people[:2], [], titles[1], head, *([n - 2, *of] for n, *of in people[2:])])
    lines = sheet.read("x", content, {"sheet": "all", "activities": "title", **COUNT}).lines
    assert [(line["activity"], line.guessed["regency"][0], line["participants"]) for line in lines] == [
        ("Servis AC", "kota ambon", "2"), ("Anyaman", "kota tual", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize("facts", [
    [["Kegiatan", ":", "Anyaman"], ["Tempat", ":", "Kota Tual"]], [["Kegiatan", ": Anyaman"], ["Tempat", ": Kota Tual"]],
    [["Nama Kegiatan", "Anyaman"], ["Hari/Tanggal", "3 Juni 2024"], ["Tempat", "Aula, Kota Tual"]],
])  # fmt: skip
def test_facts_beside_their_labels_above_a_list_are_no_table(facts: list[Row]) -> None:
    people = [[1, "A B", "P"], [2, "C D", "L"]]
    draft = sheet.read(
        "x", xlsx([["DAFTAR HADIR"], *facts, [], ["No", "Nama", "L/P"], *people]), {**COUNT, "office": "apart"}
    )
    (line,) = draft.lines
    assert (line["activity"], line["regency"], line["participants"]) == ("Anyaman", "", "2")
    assert line.guessed.get("regency", ("", ""))[0] in ("", "kota tual")  # where people met is at most proposed
    assert "Kota Tual" in draft.facts["venue"]


def test_a_remark_of_all_who_came_is_no_sum() -> None:
    rows = [[*HEADS, "Ket"], [*two_rows(20, 15)[0], "semua hadir"], [*two_rows(20, 15)[1], "lancar"]]
    assert [line["participants"] for line in sheet.read("x", xlsx(rows)).lines] == ["20", "15"]


@pytest.mark.parametrize("title", ["Kota Sorong", "Maluku Utara", "Kab. Burru", "LUAR MALUKU"])
def test_people_below_an_unknown_place_are_of_no_regency_above(title: str) -> None:
    rows = [["Bimtek Anyaman 2024"], ["No", "Nama"], ["Kota Ambon"], [1, "A B"], [title], [1, "C D"], [2, "E F"]]
    lines = sheet.read("x", xlsx(rows), {"persons": "count", "activities": "title"}).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [("Kota Ambon", "1"), (title, "2")]


def test_days_of_a_list_are_no_places() -> None:
    rows = [["Bimtek Anyaman Kota Tual"], ["No", "Nama"], ["Hari I"], [1, "A B"], ["Hari II"], [1, "A B"], [2, "C D"]]
    answers = {"persons": "count", "activities": "title", "part": "all"}
    assert asked_of(xlsx(rows), answers).key == "twice"
    (line,) = sheet.read("x", xlsx(rows), {**answers, "twice": "once"}).lines
    assert (line["regency"], line.guessed["regency"][0], line["participants"]) == ("", "kota tual", "2")


def test_every_person_of_a_list_of_two_cells_is_counted() -> None:
    rows = [["Bimtek Anyaman 2024"], ["Nama", "Asal"], *([f"Orang {name}", "Kota Tual"] for name in "ABCDE")]
    (line,) = sheet.read("x", xlsx(rows), {"persons": "count", "activities": "title"}).lines
    assert line["participants"] == "5"


@pytest.mark.parametrize("rows", [
    [["Nama", "A B", "C D"], ["Kabupaten/kota", "Kota Ambon", "Kota Tual"]], [["Peserta", "Kota Ambon", "Kota Tual"]],
])  # fmt: skip
def test_a_list_that_lies_on_its_side_is_asked_about_or_refused(rows: list[Row]) -> None:
    with pytest.raises(UnreadableFileError):
        sheet.read("x", xlsx(rows))


@pytest.mark.parametrize("titles", [("Laki-laki", "Perempuan"), ("A. Peserta laki-laki", "B. Peserta perempuan")])
def test_a_table_of_men_above_one_of_women_has_the_same_trainings(titles: tuple[str, str]) -> None:
    men, women = (
        [[*LINES[n][:2], people] for n, people in zip((0, 2), counts, strict=True)] for counts in ((14, 3), (6, 12))
    )
    content = xlsx([["Bimtek 2024"], [titles[0]], [*H, "Peserta"], *men, [], [titles[1]], [*H, "Peserta"], *women])
    assert asked_of(content, {"part": "all"}).key == "sexes"
    lines = sheet.read("x", content, {"part": "all", "sexes": "add"}).lines
    assert [(line["participants"], line["men"], line["women"]) for line in lines] == [
        ("20", "14", "6"),
        ("15", "3", "12"),
    ]


@pytest.mark.parametrize(("home", "regencies"), [("Dobo", ["kab kepulauan aru"]), ("Tual", ["?", "Tual"])])
def test_villages_of_the_regency_that_the_title_names_are_none_of_their_own(home: str, regencies: list[str]) -> None:
    rows = [["Bimtek Anyaman Kab. Kepulauan Aru 2024"], ["Nama", "Alamat"], ["A B", "Durjela"], ["C D", home]]
    lines = sheet.read("x", xlsx(rows), {"persons": "count", "address": "rows"}).lines
    assert [line["regency"] or line.guessed["regency"][0] for line in lines] == regencies


@pytest.mark.parametrize(
    "remark", ["Sumber Rejeki", "Kepala Bidang Industri", "NIP 1970", "Catatan: menyusul", "Tual, 6 Juni 2001"]
)
@pytest.mark.parametrize("first", [[2], []])
def test_what_stands_beside_somebody_does_not_end_a_list(remark: str, first: Row) -> None:
    """The one beside "Sumber Rejeki", a business, was left out, and so was everybody below."""
    heads, numbers = (["No", "Nama"], [1, 3]) if first else (["Nama"], [])
    below: Row = [None] * len(first)
    rows: list[Row] = [
        ["Bimtek Anyaman Kota Tual 2024"],
        [*heads, "Usaha"],
        [*numbers[:1], "Ina Leka", "Melati"],
        [*first, "Simon Leka", remark],
        [*numbers[1:], "Maria Renuat", "Mawar"],
        [*below, None, "Tual, 6 Mei 2024"],
        [*below, "Mengetahui"],
        [*below, "Ona Latu", "NIP 1970"],
    ]
    (line,) = sheet.read("x", xlsx(rows), {**COUNT, "activities": "title"}).lines
    assert line["participants"] == "3"


IN_TUAL: Row = ["Bimtek Anyaman Kota Tual 2024"]


@pytest.mark.parametrize(
    ("rows", "key", "count"),
    [
        ([["No", "Nama", "JK"], [1, "A B", "P"], [2, "C D", "L"], [None, "Laki-laki", "1 orang"], [None, "Perempuan", "1 orang"]], "", "2"),
        ([["No", "Nama", "JK"], [1, "A B", "P"], [2, "C D", "L"], [None, "L", 1], [None, "P", 1]], "", "2"),
        ([["No", "Nama", "JK"], [1, "A B", "P"], [2, "C D", "L"], [None, "Hadir", "2 orang"], [None, "Tidak hadir", "0"]], "", "2"),
        ([["No", "Nama"], [1, "A B"], [None, "IKM Melati"], [2, "C D"], [None, "IKM Mawar"]], "strays", "2"),
        ([["No", "Nama", "JK"], [1, "A B", "P"], [2, "C D", "L"], [None, "Ketua Panitia", "Pelaksana"]], "strays", "2"),
        ([["No", "Nama", "JK"], [1, "A B", "P"], [2, "C D", "L"], [None, "E F", "P"]], "strays", "2"),
        ([["No", "Nama", "JK"], [1, "A B", "P"], [None, "E F", "P"], [3, "C D", "L"]], "strays", "2"),
        ([["Nama", "JK"], ["A B", "P"], ["C D", "L"], ["Ketua Panitia", None]], "strays", "2"),
        ([["No", "Nama", "JK"], [1, "A B", "P"], [2, "(kosong)", None], [3, "C D", "L"], [4, "Tidak diisi", None]], "", "2"),
        ([["No", "Nama"], [1, "A B"], [2, "....."], [3, "C D"], [4, "......"]], "", "2"),
        ([["No", "Nama"], [1, "A B"], [2, "C D"], [None, "Tim Dinas"], [1, "E F"]], "noted", "2"),
        ([["No", "Nama"], [None, "Angkatan I"], [1, "A B"], [2, "C D"], [None, "Kelompok Melati"], [1, "E F"]], "", "3"),
    ],
)  # fmt: skip
def test_rows_of_a_list_that_may_be_nobody_are_not_counted_unasked(rows: list[Row], key: str, count: str) -> None:
    """Sums of men and women below a list, signatures and second lines of people counted as people."""
    content, answers = xlsx([IN_TUAL, *rows]), {**COUNT, "activities": "title", "part": "all"}
    if key:
        assert asked_of(content, answers).key == key
    (line,) = sheet.read("x", content, {**answers, **({key: "leave_out"} if key else {})}).lines
    assert line["participants"] == count


@pytest.mark.parametrize("row", [["3-20", "(daftar terlampir)"], [3, "2 orang lainnya"], [None, "daftar terlampir"]])
def test_a_row_that_stands_for_many_people_is_refused(row: Row) -> None:
    with pytest.raises(UnreadableFileError, match="abridged"):
        sheet.read("x", xlsx([IN_TUAL, ["No", "Nama"], [1, "A B"], [2, "C D"], row]), {**COUNT, "activities": "title"})


@pytest.mark.parametrize(
    "title",
    [
        "DAFTAR CALON PESERTA",
        "Daftar Usulan Peserta",
        "DAFTAR HADIR PANITIA",
        "Daftar Hadir Tamu",
        "Biodata Instruktur",
        "Perihal: Daftar Calon Peserta",
        "FORMULIR PENDAFTARAN",
        "Hal : Undangan Peserta",
        "PENETAPAN PESERTA",
        "Penerima bantuan alat",
        *(
            f"Daftar {text}"
            for text in ("Penerima Toolkit", "Pemohon", "Hadir Sosialisasi", "IKM Binaan", "Penjaringan")
        ),
        *(f"Daftar Hadir {text}" for text in ("Tim Pelaksana", "Petugas", "Monev")),
        "Database IKM",
        "DATA PELAKU USAHA",
    ],
)
def test_a_list_of_others_is_asked_about(title: str) -> None:
    """The titles of lists of people were not looked at."""
    rows: list[Row] = [[f"{title} {IN_TUAL[0]}"], ["No", "Nama"], [1, "A B"], [2, "C D"]]
    answers = {**COUNT, "activities": "title"}
    assert asked_of(xlsx(rows), answers).key == "people"
    with pytest.raises(UnreadableFileError, match="no_people"):
        sheet.read("x", xlsx(rows), {**answers, "people": "others"})
    assert (
        sheet.read("x", xlsx([["Daftar hadir peserta"], IN_TUAL, *rows[1:]]), answers).lines[0]["participants"] == "2"
    )


@pytest.mark.parametrize("named", [["Melati", None, None, "Mawar"], ["Melati", None, "Mawar", "A B"]])
@pytest.mark.parametrize("head", ["Nama IKM", "NIK", "Nama Pemilik", "Nama WUB"])
def test_people_stand_beside_their_business_that_is_named_once(head: str, named: list[str]) -> None:
    """Whoever had none beside them was left out unasked."""
    rows: list[Row] = [
        IN_TUAL,
        ["No", head, "Nama Peserta"],
        *([n + 1, of, f"C {'DEFG'[n]}"] for n, of in enumerate(named)),
    ]
    (line,) = sheet.read("x", xlsx(rows, merged=["B3:B4"]), {**COUNT, "activities": "title"}).lines
    assert line["participants"] == "4"


@pytest.mark.parametrize(
    "head",
    [
        "Peserta",
        "Peserta Pelatihan",
        "Nama Nelayan",
        "1. Nama Lengkap",
        "Silakan isi nama lengkap Anda",
        "Nama & Gelar",
    ],
)
def test_names_below_other_heads_are_people(head: str) -> None:
    rows: list[Row] = [IN_TUAL, ["No", head, "L/P"], [1, "Ina", "P"], [2, "C D", "L"], [None, "Jumlah", 2]]
    (line,) = sheet.read("x", xlsx(rows), {**COUNT, "activities": "title"}).lines
    assert (line["participants"], line["women"]) == ("2", "1")
    with pytest.raises(UnreadableFileError, match="two_columns"):
        sheet.read("x", xlsx([IN_TUAL, ["No", "Peserta", "Peserta"], [1, "A B", "E F"], [2, "C D", "G H"]]), COUNT)


def test_a_total_of_what_people_were_paid_is_none_of_people() -> None:
    rows: list[Row] = [
        IN_TUAL,
        ["No", "Nama", "Uang Saku"],
        [1, "A B", 150000],
        [2, "C D", 150000],
        [None, "Jumlah", 300000],
    ]
    assert "total" not in sheet.read("x", xlsx(rows), {**COUNT, "activities": "title"}).facts


def test_people_below_the_place_that_they_are_from() -> None:
    """They were of no regency, all in one."""
    rows: list[Row] = [["Bimtek Anyaman 2024"], ["No", "Nama"], ["PESERTA DARI KOTA TUAL"], [1, "A B"], [2, "C D"]]
    rows += [["PESERTA DARI KAB. BURU"], [1, "E F"]]
    lines = sheet.read("x", xlsx(rows), {**COUNT, "activities": "title"}).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [("KOTA TUAL", "2"), ("KAB. BURU", "1")]


def test_days_that_each_signed_with_their_initials() -> None:
    """Those who signed were asked about, and whoever did not was counted."""
    marks = {"A B": "AB", "C D": "CD", "E F": None, "G H": "GH"}
    rows: list[Row] = [["Nama", *H, "3/6", "4/6"], *([n, *LINES[0][:2], mark, None] for n, mark in marks.items())]
    assert asked_of(xlsx(rows), COUNT).details == {"rows": "4 “–”"}


def test_a_sheet_of_others_is_left_out_beside_those_of_the_participants() -> None:
    def shape(book: openpyxl.Workbook) -> None:
        for title, name in (("Kelas B", "E F"), ("Panitia", "G H")):
            added = book.create_sheet(title)
            for row in (rows[0], [1, name, *LINES[1][:2]]):
                added.append(row)

    rows: list[Row] = [["No", "Nama", *H], [1, "A B", *LINES[0][:2]], [2, "C D", *LINES[0][:2]]]
    content, answers = xlsx(rows, title="Kelas A", shape=shape), {**COUNT, "sheet": "all"}
    assert asked_of(content, answers).key == "3.people"
    draft = sheet.read("x", content, {**answers, "3.people": "others"})
    assert ([line["participants"] for line in draft.lines], draft.unread_sheets) == (["2", "1"], ("Panitia",))


def test_several_people_below_participants_are_refused_beside_their_business() -> None:
    rows: list[Row] = [["Nama IKM", "Peserta", *H], ["Melati", "Ina Leka\nOna Latu", *LINES[0][:2]], ["Mawar", "Siti Rahayaan", *LINES[0][:2]]]  # fmt: skip
    with pytest.raises(UnreadableFileError, match="several_people"):
        sheet.read("x", xlsx(rows), COUNT)


@pytest.mark.parametrize("heads", [("Nama IKM", "Peserta 1", "Peserta 2"), ("No", "Nama Ketua", "Nama Anggota")])
def test_rows_that_name_people_in_several_columns_are_refused(heads: tuple[str, ...]) -> None:
    """Only those of one column were counted."""
    content = xlsx([[*heads, *H], ["Melati", "Ina Leka", "Ona Latu", *LINES[0][:2]]])
    with pytest.raises(UnreadableFileError, match="several_people"):
        sheet.read("x", content, COUNT)


def test_rows_that_count_several_men_or_women_are_no_people() -> None:
    content = xlsx(
        [["Nama Penanggung Jawab", *H, "L", "P"], ["A B", *LINES[0][:2], 1, 2], ["C D", *LINES[0][:2], 1, 1]]
    )
    assert [(line["men"], line["women"]) for line in sheet.read("x", content).lines] == [("1", "2"), ("1", "1")]


def test_a_list_of_each_day_in_one_letter_counts_people_once() -> None:
    rows: list[Row] = [IN_TUAL, ["Senin, 3 Juni 2024"], ["No", "Nama"], [1, "A B"], [2, "C D"], ["Selasa, 4 Juni 2024"], ["No", "Nama"], [1, "A B"], [2, "C D"]]  # fmt: skip
    answers = {**COUNT, "activities": "title", "part": "all", "twice": "once"}
    (line,) = sheet.read("x", xlsx(rows), answers).lines
    assert line["participants"] == "2"


def test_the_same_people_below_the_same_title_are_not_counted_twice() -> None:
    rows: list[Row] = [IN_TUAL, ["No", "Nama"], [1, "A B"], [2, "C D"]]
    with pytest.raises(UnreadableFileError, match="several_sheets"):
        sheet.read("x", xlsx([*rows, *rows]), {**COUNT, "activities": "title", "sheet": "all"})


def test_a_note_below_a_list_that_says_who_was_away_is_asked_about() -> None:
    rows: list[Row] = [IN_TUAL, ["No", "Nama"], [1, "A B"], [2, "Ina Leka"]]
    answers = {**COUNT, "activities": "title"}
    for note in (
        "Catatan: Leka berhalangan",
        "Catatan: no. 2 tidak hadir",
        "* No. 2 mengundurkan diri",
        "No. 1 dan 2 adalah panitia",
        "Sdr. Leka berhalangan hadir",
        "Ditambah 2 peserta tanpa nama",
        "Jumlah hadir 1 dari 2",
        "L = 1, P = 2",
        "Yang bertanda * adalah cadangan",
        "NB: yang ditandai * belum konfirmasi",
        "Catatan: 1 peserta mengundurkan diri",
        "Catatan: daftar calon peserta, menunggu persetujuan",
        "Ket.: 1 peserta, 2 pendamping",
    ):
        content = xlsx([*rows, [note]])
        assert asked_of(content, answers).details == {"rows": "5"}
        (line,) = sheet.read("x", content, {**answers, "notes": "count"}).lines
        assert line["participants"] == "2"
        with pytest.raises(UnreadableFileError, match="noted_mixed"):
            sheet.read("x", content, {**answers, "notes": "mixed"})
    assert asked_of(xlsx([*rows, ["Tidak hadir: 1 orang"]]), answers).key == "remarks"


def test_whoever_was_away_on_one_day_is_asked_about_apart() -> None:
    """Whoever was there on the other day could be left out only with those who never came."""
    rows: list[Row] = [IN_TUAL, ["No", "Nama", "H1", "H2", "Ket"], [1, "A B", "v", "v", None], [2, "C D", None, None, "sakit"], [3, "E F", "v", None, "izin hari 2"]]  # fmt: skip
    answers = {**COUNT, "activities": "title"}
    assert asked_of(xlsx(rows), answers).details == {"rows": "4 “sakit”"}
    assert asked_of(xlsx(rows), {**answers, "absent": "leave_out"}).details == {"rows": "5 “izin hari 2”"}
    (line,) = sheet.read("x", xlsx(rows), {**answers, "absent": "leave_out", "noted": "count"}).lines
    assert line["participants"] == "2"


@pytest.mark.parametrize("titles", [("KELAS A", "KELAS B"), ("Desa Ohoi", "Desa Debut"), ("Angkatan I", "Angkatan II")])
def test_people_below_their_class_or_village_need_no_regency(titles: tuple[str, str]) -> None:
    rows: list[Row] = [IN_TUAL, ["No", "Nama", "L/P"], [titles[0]], [1, "A B", "P"], [titles[1]], [1, "C D", "L"]]
    (line,) = sheet.read("x", xlsx(rows), {**COUNT, "activities": "title", "part": "all"}).lines
    assert (line["regency"], line["participants"], line["women"]) == ("", "2", "1")


@pytest.mark.parametrize(("cells", "women"), [(["P", "P", "W"], "1"), (["P", "P", "L"], "2"), (["W", "W", "W"], "3")])
def test_p_may_be_short_for_men(cells: Row, women: str) -> None:
    rows: list[Row] = [["Nama", "JK", *H], *([f"Orang {n}", cell, *LINES[0][:2]] for n, cell in enumerate(cells))]
    (line,) = sheet.read("x", xlsx(rows), COUNT).lines
    assert line["women"] == women


def test_who_filled_in_a_form_twice_is_the_same_person() -> None:
    """Times, marks and the spelling of a telephone told them apart."""
    heads: Row = ["Timestamp", "Nama", *H, "No. HP", "Paraf"]
    one: Row = [dt.datetime(2024, 5, 2, 9), "Ina Leka", *LINES[0][:2], "0812-479-333", "1"]  # noqa: DTZ001
    again: Row = [dt.datetime(2024, 5, 2, 9, 30), "Ina Leka", *LINES[0][:2], "+62 812479333", "2"]  # noqa: DTZ001
    blank: Row = [*again[:4], None, "3"]
    for second in (again, blank):
        assert asked_of(xlsx([heads, one, second]), COUNT).details == {"rows": "2 = 3"}
    (line,) = sheet.read("x", xlsx([heads, one, [*again[:4], "0813-111-222", "2"]]), COUNT).lines
    assert line["participants"] == "2"


def test_names_beside_their_number_are_no_list_of_people() -> None:
    rows: list[Row] = [[*H, "Nama Peserta", "Jumlah"], [*LINES[0][:2], "Ina Leka, Simon Leka, Maria", 3], [*LINES[2][:2], "Ona Latu, Yosep Kau", 2]]  # fmt: skip
    found = sheet.read("x", xlsx(rows), COUNT)
    assert [line["participants"] or line.guessed["participants"][0] for line in found.lines] == ["3", "2"]
    with pytest.raises(UnreadableFileError, match="several_people"):
        sheet.read("x", xlsx([row[:-1] for row in rows]), COUNT)


@pytest.mark.parametrize("head", ["Peserta", "Nama Lengkap dan No. HP", "Nama & Alamat", "Nm. Peserta", "Atas Nama", "Pemilik", "Identitas Peserta"])  # fmt: skip
def test_other_heads_of_lists_of_people(head: str) -> None:
    rows: list[Row] = [[head, *H], ["Ina Leka", *LINES[0][:2]], ["Maria", *LINES[0][:2]], ["Ona Latu", *LINES[0][:2]]]
    draft = sheet.read("x", xlsx(rows), COUNT)
    assert [line["participants"] for line in draft.lines] == ["3"]
    assert "Maria" not in repr(draft)


@pytest.mark.parametrize("total", ["Jumlah: 4 orang (L 1, P 3)", "Total peserta yang hadir 4 orang"])
def test_a_total_in_other_words_is_held_against_a_list(total: str) -> None:
    content = xlsx([IN_TUAL, ["No", "Nama"], [1, "A B"], [2, "C D"], [total]])
    assert sheet.read("x", content, {**COUNT, "activities": "title"}).facts["total"] == "4"


def test_activities_may_stand_among_the_names() -> None:
    rows: list[Row] = [["Peserta Bimtek Kota Tual 2024"], ["No", "Nama"], [None, "Bimtek Anyaman"], [1, "A B"], [2, "C D"], [None, "Bimtek Servis AC"], [1, "E F"]]  # fmt: skip
    lines = sheet.read("x", xlsx(rows), COUNT).lines
    assert [(line["activity"], line["participants"]) for line in lines] == [
        ("Bimtek Anyaman", "2"),
        ("Bimtek Servis AC", "1"),
    ]


LIST = ["No", "Nama", "L/P", *H]
LISTS: dict[str, tuple[Sequence[Row], dict[str, str], list[tuple[str, str, str, str]]]] = {
    "resource persons below a title of their own": (
        [LIST, ["PESERTA"], [1, "A B", "P", *LINES[0][:2]], ["NARASUMBER"], [1, "C D", "L", *LINES[0][:2]], ["B. Panitia"], [1, "E F", "L", *LINES[0][:2]]],
        {"absent": "leave_out"}, [("Kota Tual", "Anyaman", "1", "1")],
    ),
    "titles with letters where others have names": (
        [LIST, ["A", "Narasumber"], [1, "A B", "P", *LINES[0][:2]], ["B", "Peserta"], [1, "C D", "P", *LINES[0][:2]], [2, "E F", "L", *LINES[0][:2]]],
        {"absent": "leave_out"}, [("Kota Tual", "Anyaman", "2", "1")],
    ),
    "titles where others have names": (
        [LIST, [None, "Peserta"], [1, "C D", "P", *LINES[0][:2]], [2, "E F", "L", *LINES[0][:2]], [None, "Panitia"], [1, "A B", "P", *LINES[0][:2]]],
        {"absent": "leave_out"}, [("Kota Tual", "Anyaman", "2", "1")],
    ),
    "women and men below titles with letters": (
        [["No", "Nama", *H], ["A.", "Perempuan"], [1, "A B", *LINES[0][:2]], [2, "C D", *LINES[0][:2]], ["B.", "Laki-laki"], [1, "E F", *LINES[0][:2]]],
        {}, [("Kota Tual", "Anyaman", "3", "2")],
    ),
    "a status of which some took part": (
        [[*LIST, "Status"], *([n, f"Orang {n}", "P", *LINES[0][:2], text] for n, text in enumerate(("Lulus", "Cadangan", "Lulus", "Verifikasi")))],
        {"absent": "leave_out"}, [("Kota Tual", "Anyaman", "2", "2")],
    ),
    "a marital status": (
        [[*LIST, "Status"], [1, "A B", "P", *LINES[0][:2], "Kawin"], [2, "C D", "L", *LINES[0][:2], "Belum kawin"]],
        {}, [("Kota Tual", "Anyaman", "2", "1")],
    ),
    "women and men below titles": (
        [["No", "Nama", *H], ["PEREMPUAN"], [1, "A B", *LINES[0][:2]], [2, "C D", *LINES[0][:2]], ["LAKI-LAKI"], [1, "E F", *LINES[0][:2]]],
        {}, [("Kota Tual", "Anyaman", "3", "2")],
    ),
    "sexes by numbers with their key": (
        [["Ket.: 1 = Laki-laki, 2 = Perempuan"], LIST, [1, "A B", 1, *LINES[0][:2]], [2, "C D", 2, *LINES[0][:2]]],
        {}, [("Kota Tual", "Anyaman", "2", "1")],
    ),
    "sexes by numbers without a key": (
        [["No", "Nama", "JK", *H], [1, "A B", 1, *LINES[0][:2]], [2, "C D", 2, *LINES[0][:2]]],
        {"sex_codes": "none"}, [("Kota Tual", "Anyaman", "2", "")],
    ),
    "activities behind letters, among the names": (
        [["No", "Nama", "Kab/Kota"], ["A.", "Anyaman"], [1, "A B", "Tual"], [2, "C D", "Tual"], ["B.", "Servis AC"], [1, "E F", "Tual"]],
        {}, [("Tual", "Anyaman", "2", ""), ("Tual", "Servis AC", "1", "")],
    ),
    "a class among the names": (
        [LIST, [1, "A B", "P", *LINES[0][:2]], [None, "Angkatan II"], [1, "C D", "P", *LINES[0][:2]], [2, "E F", "L", *LINES[0][:2]]],
        {}, [("Kota Tual", "Anyaman", "3", "2")],
    ),
    "signatures in turns in two columns": (
        [[*LIST, "Tanda Tangan", None], [1, "A B", "P", *LINES[0][:2], "ttd"], [2, "C D", "L", *LINES[0][:2], None, "ttd"], [3, "E F", "P", *LINES[0][:2], "3."]],
        {"absent": "leave_out"}, [("Kota Tual", "Anyaman", "2", "1")],
    ),
    "a venue that is said to be where all are from": (
        [["Bimtek Anyaman"], ["Tempat: Hotel Melati, Kota Tual"], ["No", "Nama", "L/P"], [1, "A B", "P"]],
        {"office": "same"}, [("kota tual", "Anyaman", "1", "1")],
    ),
    "facts right above the head": (
        [["Kegiatan", ":", "Bimtek Anyaman"], ["Kabupaten/Kota", ":", "Kota Tual"], ["No", "Nama", "L/P"], [1, "A B", "P"], [2, "C D", "L"]],
        {}, [("Kota Tual", "Bimtek Anyaman", "2", "1")],
    ),
    "numbers for the sexes, as is answered": (
        [["No", "Nama", "JK", *H], [1, "A B", 1, *LINES[0][:2]], [2, "C D", 2, *LINES[0][:2]], [3, "E F", 2, *LINES[0][:2]]],
        {"sex_codes": "lp"}, [("Kota Tual", "Anyaman", "3", "2")],
    ),
    "who withdrew, and who did not pass": (
        [[*LIST, "Ket"], *([n, f"Orang {n}", "P", *LINES[0][:2], text] for n, text in enumerate(("Lulus", "Mundur", "Lulus", "Tidak lulus")))],
        {"absent": "leave_out", "failed": "count"}, [("Kota Tual", "Anyaman", "3", "3")],
    ),
    "one of a name and a telephone again, with another business": (
        [["Nama", "No HP", "Usaha", *H], ["A B", "0812 1111", "X", *LINES[0][:2]], ["A B", "+62 812-1111", "Y", *LINES[0][:2]]],
        {"twice": "once"}, [("Kota Tual", "Anyaman", "1", "")],
    ),
    "a regency above each head": (
        [["KOTA TUAL"], ["No", "Nama", "Bimtek"], [1, "A B", "Anyaman"], ["KAB. BURU"], ["No", "Nama", "Bimtek"], [1, "C D", "Anyaman"]],
        {}, [("KOTA TUAL", "Anyaman", "1", ""), ("KAB. BURU", "Anyaman", "1", "")],
    ),
    "money to each, with its sum": (
        [["No", "Nama Penerima", "L/P", *H, "No. Rekening", "Jumlah", "Diterima"], [1, "A B", "P", *LINES[0][:2], "0123456789", 450000, 427500],
         [2, "C D", "L", *LINES[0][:2], "0123456780", 450000, 427500], ["JUMLAH", None, None, None, None, None, 900000, 855000]],
        {}, [("Kota Tual", "Anyaman", "2", "1")],
    ),
    "regencies below each other with their numbers": (
        [["No", "Nama", "Bimtek"], ["A. KOTA TUAL (1 orang)"], [1, "A B", "Anyaman"], ["B. Peserta dari Kab. Buru: 1 orang"], [1, "C D", "Anyaman"]],
        {}, [("kota tual", "Anyaman", "1", ""), ("kab buru", "Anyaman", "1", "")],
    ),
    "the number of each below the name": (
        [["No", "Nama / NIK", "L/P", *H], [1, "A B", "P", *LINES[0][:2]], [None, "8171 0101 0190 0001", None, *LINES[0][:2]],
         [2, "C D", "L", *LINES[0][:2]], [None, "0812-3456-7890", None, *LINES[0][:2]]], {}, [("Kota Tual", "Anyaman", "2", "1")],
    ),
    "somebody without a number among those who have one": (
        [["No", "NIK", "Nama", *H], [1, "8171010101900001", "A B", *LINES[0][:2]], [2, "belum ada", "C D", *LINES[0][:2]]],
        {}, [("Kota Tual", "Anyaman", "2", "")],
    ),
    "heads in two languages": (
        [["No", "Nama\nName", "Jenis Kelamin\nSex", *H], [1, "A B", "Perempuan", *LINES[0][:2]], [2, "C D", "Laki-laki", *LINES[0][:2]]],
        {}, [("Kota Tual", "Anyaman", "2", "1")],
    ),
    "who has what is ticked": (
        [[*LIST, "Disabilitas", "NIB"], [1, "A B", "P", *LINES[0][:2], "v", None], [2, "C D", "L", *LINES[0][:2], None, "v"], [3, "E F", "L", *LINES[0][:2], None, None]],
        {}, [("Kota Tual", "Anyaman", "3", "1")],
    ),
    "women ticked alone": (
        [["No", "Nama", "Perempuan", *H], [1, "A B", "v", *LINES[0][:2]], [2, "C D", None, *LINES[0][:2]]], {}, [("Kota Tual", "Anyaman", "2", "")],
    ),
    "somebody whom another one replaced": (
        [[*LIST, "Ket"], [1, "A B", "P", *LINES[0][:2], "diganti"], [2, "C D", "L", *LINES[0][:2], "pengganti no. 1"]],
        {"absent": "leave_out"}, [("Kota Tual", "Anyaman", "1", "0")],
    ),
    "owners of businesses, one on each row": (
        [["NIB", "Nama Pemilik/Penanggung Jawab", "Kab/Kota", "Jumlah Tenaga Kerja L", "Jumlah Tenaga Kerja P", "Fasilitasi Bimtek"],
         ["9120", "A B", "Kota Tual", 2, 3, "Bimtek Anyaman"], ["9121", "C D", "Kota Tual", 1, 5, "Bimtek Anyaman"]],
        {}, [("Kota Tual", "Bimtek Anyaman", "2", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "answers", "lines"), LISTS.values(), ids=list(LISTS))
def test_lists_of_people_are_counted(
    rows: Sequence[Row], answers: dict[str, str], lines: list[tuple[str, str, str, str]]
) -> None:
    found = sheet.read("x", xlsx(rows), {"persons": "count", **answers})
    assert [(e["regency"], e["activity"], e["participants"], e["women"]) for e in found.lines] == lines
    assert "total" not in found.facts
    assert not {"Nama", "NIK"} & {*found.facts}
    if lines[0][3]:
        assert not {"L/P", "JK"} & {*found.unread}  # they were read


@pytest.mark.parametrize(
    ("title", "asks"),
    [
        ("Daftar hadir Bimtek Anyaman, Kota Tual, 2023", "persons"),
        ("BIMBINGAN TEKNIS PEMBUATAN ANYAMAN KOTA TUAL", "persons"),
        ("Daftar hadir Bimtek Anyaman dan Servis AC", "activities"),
        ("Daftar hadir Bimtek Anyaman Rotan", "activities"),
    ],
)
def test_what_the_title_of_a_list_plainly_names_is_taken(title: str, asks: str) -> None:
    content = xlsx([[title], ["No", "Nama"], [1, "A B"], [2, "C D"]])
    assert asked_of(content, {}).key == asks
    if asks == "persons":
        (line,) = sheet.read("x", content, COUNT).lines
        assert line["activity"] == "Anyaman"


def test_addresses_in_other_regencies_than_the_title_s_are_asked_about() -> None:
    """They were taken for where people are from; a village among them was shown."""
    rows: list[Row] = [["Peserta Bimtek Anyaman Kota Tual"], ["Nama", "Alamat"], ["A B", "Tual"], ["C D", "Ohoijang, Kab. Maluku Tenggara"], ["E F", "Taar"]]  # fmt: skip
    asked = asked_of(xlsx(rows), COUNT)
    assert (asked.key, asked.details) == ("address", {"name": "Kota Tual", "rows": "4 “kab maluku tenggara”"})
    (line,) = sheet.read("x", xlsx(rows), {**COUNT, "address": "title"}).lines
    assert (line["regency"], line["participants"]) == ("Kota Tual", "3")
    lines = sheet.read("x", xlsx(rows), {**COUNT, "address": "rows"}).lines
    assert [line["regency"] for line in lines] == ["Tual", "kab maluku tenggara", "?"]


def test_the_year_of_a_list_is_proposed_from_the_times_at_which_it_was_filled_in() -> None:
    rows = [["Timestamp", "Nama", *H], *([dt.datetime(2024, 5, n, 9), f"Orang {n}", *LINES[0][:2]] for n in (2, 3))]  # noqa: DTZ001
    found = sheet.read("x", xlsx(rows), {"persons": "count"})
    assert (found.facts.get("year"), found.guessed) == (None, {"year": "2024"})


def test_a_list_of_people_in_aligned_columns_needs_no_activity() -> None:
    rows = ["No  Nama         L/P  Kabupaten", "1   A Rahayaan   P    Kota Tual", "2   B Renuat     L    Kab. Buru"]
    found = sheet.read("a.txt", "\n".join(["PESERTA BIMTEK ANYAMAN", "", *rows]).encode(), {"persons": "count", "activities": "title"})  # fmt: skip
    assert [(line["regency"], line["women"]) for line in found.lines] == [("Kota Tual", "1"), ("Kab. Buru", "0")]


def test_people_below_a_regency_that_is_merged_over_them_are_all_counted() -> None:
    """But for the first of them they were left out, since no other column of theirs is read."""
    rows = [["BIMTEK ANYAMAN 2024"], ["No", "Nama", "Kecamatan", "Kabupaten"], *([n, f"Orang {n}", "Dullah", "Kota Tual"] for n in range(4))]  # fmt: skip
    found = sheet.read("x", xlsx(rows, ["D3:D6"]), {"persons": "count", "activities": "title"})
    assert [(line["regency"], line["participants"]) for line in found.lines] == [("Kota Tual", "4")]


def test_the_title_of_each_sheet_names_what_its_people_learned() -> None:
    """The answer for all sheets named the title of the first alone."""

    def second(book: openpyxl.Workbook) -> None:
        own = book.create_sheet("B")
        for row in (["BIMTEK SERVIS AC 2024"], ["Nama", "Kab/Kota"], ["A B", "Buru"], ["C D", "Buru"]):
            own.append(row)

    content = xlsx(
        [["BIMTEK ANYAMAN ROTAN 2024"], ["Nama", "Kab/Kota"], ["E F", "Buru"], ["G H", "Buru"]], shape=second
    )
    asked = asked_of(content, {"sheet": "all"})
    assert (asked.key, asked.choices[0].reason) == ("activities", "activities_title_each")
    assert asked_of(content, {"sheet": "1"}).choices[0].reason == "activities_title"
    found = sheet.read("x", content, {"sheet": "all", "activities": "title", "persons": "count"})
    assert [(line["activity"], line["participants"]) for line in found.lines] == [("Anyaman", "2"), ("Servis AC", "2")]


@pytest.mark.parametrize("cell", ["1. Orang Satu\n2. Orang Dua", "Siti Rahayaan\nYosef Leka\nMaria Renuat"])
def test_several_people_in_one_cell_are_not_counted_as_one(cell: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", xlsx([["Nama Peserta", *H], [cell, *LINES[0][:2]]]), {"persons": "count"})
    assert (refused.value.reason, refused.value.details) == ("several_people", {"row": "2"})


@pytest.mark.parametrize(
    "cell",
    [
        "Simon Leka & Ina Leka",
        "Simon Leka dan Ina Leka",
        "Simon Leka / Ina Leka",
        "Ina & Simon Leka",
        "Ina dan Simon",
        "Yosep Rumau dkk",
        "Yosep Rumau (5 org)",
        "Ina Leka; Simon",
        "Ina Leka, Simon Renuat",
        "Maria, Ina, Simon",
        "Kelompok Melati",
        "Keluarga Rumau",
        "Maria & anak",
    ],
)
def test_a_couple_in_one_row_is_not_counted_as_one(cell: str) -> None:
    rows: list[Row] = [["Nama Peserta", *H], [cell, *LINES[0][:2]]]
    with pytest.raises(UnreadableFileError, match="several_people"):
        sheet.read("x", xlsx(rows), {"persons": "count"})
    for alone in ("Ina Leka, S.Pd., M.Si", "Leka, Ina", "Ina Leka, Amd Keb", "INA LEKA, SE", "Ina (Maria) Leka"):
        (line,) = sheet.read("x", xlsx([rows[0], [alone, *LINES[0][:2]]]), COUNT).lines
        assert line["participants"] == "1"
    (line,) = sheet.read("x", xlsx([["Nama Usaha", "Nama", *H], [cell, "Ina Leka", *LINES[0][:2]]]), COUNT).lines
    assert line["participants"] == "1"


@pytest.mark.parametrize(
    "cell", ["Anyaman; Servis AC", "Anyaman, Servis AC", "Anyaman\nServis AC", "Anyaman dan Servis AC"]
)
def test_somebody_with_several_trainings_in_one_cell_is_not_counted(cell: str) -> None:
    """Those of whom it is said so were left out of the number of either training."""
    rows: list[Row] = [["Nama", *H], ["Ina Leka", "Kota Tual", cell], ["Simon Leka", "Kota Tual", "Anyaman"]]
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", xlsx(rows), COUNT)
    assert (refused.value.reason, refused.value.details) == ("several_activities", {"row": "2"})


def test_a_reason_may_stand_behind_what_happened_and_behind_a_name() -> None:
    """Whoever withdrew "since ill" was counted without a question, and so was "Ina Leka (mengundurkan diri)"."""
    head: Row = ["Nama", *H, "Keterangan"]
    rows: list[Row] = [["Ina Leka", "Kota Tual", "Anyaman"], ["Simon Leka (S.Pd)", "Kota Tual", "Anyaman"]]
    for row in (["Maria", *rows[0][1:], "Mengundurkan diri karena sakit"], ["Maria (tidak hadir)", *rows[0][1:]]):
        content = xlsx([head, *rows, row])
        asked = asked_of(content, COUNT)
        assert (asked.key, asked.details["rows"][:1]) == ("absent", "4")
        assert "Maria" not in asked.details["rows"]
        (line,) = sheet.read("x", content, {**COUNT, "absent": "leave_out"}).lines
        assert line["participants"] == "2"


@pytest.mark.parametrize("head", ["Sapaan", "Bapak/Ibu"])
def test_a_form_of_address_says_who_is_a_woman(head: str) -> None:
    rows: list[Row] = [
        ["Sapaan", "Nama", *H],
        *[[s, "Leka", "Kota Tual", "Anyaman"] for s in ("Ibu", "Bapak", "Sdri.")],
    ]
    (line,) = sheet.read("x", xlsx(rows), {**COUNT, "twice": "each"}).lines
    assert (line["women"], line["men"]) == ("2", "1")


def test_the_questions_of_a_form_are_heads() -> None:
    ask = [
        "Tuliskan nama lengkap Bapak/Ibu sesuai KTP (tanpa gelar)", "Dari kabupaten/kota mana Bapak/Ibu berasal?",
        "Pilih pelatihan yang diikuti",
    ]  # fmt: skip
    other = [
        "Nama Lengkap Anda",
        "Silakan pilih kabupaten/kota domisili Bapak/Ibu",
        "Pelatihan apa yang Bapak/Ibu ikuti?",
    ]
    for heads in (ask, other):
        (line,) = sheet.read("x", xlsx([heads, ["Ina Leka", "Kota Tual", "Anyaman"]]), COUNT).lines
        assert (line["regency"], line["activity"], line["participants"]) == ("Kota Tual", "Anyaman", "1")
    wish = xlsx([[*ask[:2], "Pilih pelatihan yang ingin diikuti"], ["Ina Leka", "Kota Tual", "Anyaman"]])
    with pytest.raises(UnreadableFileError, match="wished"):
        sheet.read("x", wish)
    both = [
        [*ask, "Pilih pelatihan lain yang ingin diikuti", "Harapan"],
        ["Ina Leka", "Kota Tual", "Anyaman", "Servis AC", "Baik"],
    ]
    (line,) = sheet.read("x", xlsx(both), COUNT).lines  # what else somebody would like is nobody's concern
    assert line["activity"] == "Anyaman"


FORM = [
    ["FORMULIR PENDAFTARAN BIMTEK"], ["Nama Lengkap", ":", "Peserta Satu"], ["NIK", ":", "8171010101900099"],
    ["Jenis Kelamin", ":", "P"], ["Kabupaten/Kota", ":", "Kota Tual"], ["Pelatihan", ":", "Anyaman"],
]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        xlsx(FORM),
        xlsx([["".join(row)] for row in FORM]),
        ("<table>" + "".join(f"<tr><td>{row[0]}</td><td>{row[-1]}</td></tr>" for row in FORM) + "</table>").encode(),
    ],
)
def test_forms_of_one_person_each_are_refused_by_what_they_are(content: bytes) -> None:
    """They were taken for a table that lies on its side, or for a list, and questions named their people."""
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", content)
    assert (refused.value.reason, refused.value.details) == ("forms", {})


def test_a_recap_beside_its_list_of_people_is_not_added_to_it() -> None:
    """ "Buru" on one sheet and "Kab. Buru" on the other were counted as two."""

    def people(book: openpyxl.Workbook) -> None:
        own = book.create_sheet("Daftar")
        for row in (["Nama", *H], ["A B", "Kab. Buru", "Bimtek Anyaman"], ["C D", "Kab. Buru", "Bimtek Anyaman"]):
            own.append(row)

    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", xlsx([HEAD, ["Buru", "Anyaman", 2]], shape=people), {"sheet": "all", "persons": "count"})
    assert refused.value.reason == "several_sheets"


def test_lists_of_each_day_are_not_added_and_those_of_batches_are() -> None:
    """The same nine people of two days were eighteen."""

    def listed(*names: str) -> list[list[str]]:
        return [
            ["Daftar hadir Bimtek Anyaman Kota Ambon 2024"],
            ["No", "Nama"],
            *([str(n), one] for n, one in enumerate(names, 1)),
        ]

    def read(*names: str) -> sheet.Draft:
        def second(book: openpyxl.Workbook) -> None:
            own = book.create_sheet("Hari 2")
            for row in listed(*names):
                own.append(row)

        answers = {"sheet": "all", "activities": "title", "persons": "count"}
        return sheet.read("x", xlsx(listed("A Latu", "B Rehy", "C Wael"), shape=second), answers)

    with pytest.raises(UnreadableFileError) as refused:
        read("C WAEL", "A Latu")
    assert refused.value.reason == "several_sheets"
    assert "Kota Ambon – Anyaman" in str(refused.value.details)
    assert [line["participants"] for line in read("D Tomu", "E Pati", "A Latu").lines if line["participants"]] == [
        "3",
        "3",
    ]


def asked_of(content: bytes, answers: dict[str, str]) -> UnclearFileError:
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", content, answers)
    return asked.value


TOTALS: list[Row] = [
    ["JUMLAH", None, None, None, 7],
    ["Jumlah peserta: 7 orang"],
    ["Total peserta 7"],
    [None, "TOTAL = 7 ORANG"],
]


@pytest.mark.parametrize("total", TOTALS)
def test_a_total_below_a_list_of_people_is_held_against_them(total: Row) -> None:
    draft = sheet.read("x", xlsx([*PEOPLE, total]), {"persons": "count", "twice": "once"})
    assert draft.facts == {"total": "7"}
    assert sum(int(line["participants"]) for line in draft.lines) == 5


def test_classes_times_people_is_understood() -> None:
    rows = [[*H, "Jumlah Kelas", "Peserta per Kelas"], ["Kota Tual", "Anyaman", 2, 15], ["Buru", "Servis AC", 1, 15]]
    lines = sheet.read("x", xlsx(rows)).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [
        ("Kota Tual", "15"),
        ("Kota Tual", "15"),
        ("Buru", "15"),
    ]


def test_money_and_shares_beside_participants_are_no_question() -> None:
    rows = [
        [*HEAD, "Target anggaran (Rp)", "Realisasi anggaran", "Realisasi (%)", "Tanggal realisasi"],
        ["Kota Tual", "Anyaman", 20, 1, 1, 1, 1],
    ]
    (line,) = sheet.read("x", xlsx(rows)).lines
    assert line["participants"] == "20"


def test_a_total_beside_men_and_women_is_the_row_s() -> None:
    rows = [[*H, "L", "P", "Total Peserta"], ["Kota Tual", "Anyaman", 5, 15, 20], ["Kota Tual", "Servis AC", 3, 7, 10]]
    assert [line["participants"] for line in sheet.read("x", xlsx(rows)).lines] == ["20", "10"]


def test_what_is_not_read_is_named() -> None:
    found = sheet.read("rekap.xlsx", xlsx([["No", *HEAD, "Anggaran (Rp)"], [1, "Kota Tual", "Anyaman", 20, 5_000_000]]))
    assert found.unread == ("Anggaran (Rp)",)


def test_a_sheet_that_is_not_read_is_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx([HEAD, *LINES])))
    tools, notes = book.create_sheet("Alat Buru"), book.create_sheet("Petunjuk")
    for row in (["No", "Alat", "Merek"], [1, "Mesin jahit", "Singer"]):
        tools.append(row)
    notes.append(["Isi lembar pertama."])
    content = io.BytesIO()
    book.save(content)
    found = sheet.read("rekap.xlsx", content.getvalue())
    assert found.unread_sheets == ("Alat Buru",)
    assert not_read(found, Words("id")).endswith("Lembar yang tidak dibaca: “Alat Buru”.")


def test_a_list_of_one_person_is_a_list() -> None:
    """Beside the lists of others a short one was named as not read, and its person was missing."""
    head = ["No", "Nama", "JK", "Pelatihan"]

    def others(book: openpyxl.Workbook) -> None:
        tual = book.create_sheet("Kota Tual")
        for row in (head, [1, "S. Rahayaan", "P", "Anyaman"]):
            tual.append(row)

    rows = [head, [1, "M. Tuhumury", "P", "Anyaman"], [2, "Y. Leka", "L", "Anyaman"]]
    found = sheet.read("a.xlsx", xlsx(rows, title="Kota Ambon", shape=others), {"persons": "count"})
    assert [(line["regency"], line["participants"], line["women"]) for line in found.lines] == [
        ("Kota Ambon", "2", "1"), ("Kota Tual", "1", "1"),
    ]  # fmt: skip
    assert found.unread_sheets == ()


def test_a_comment_of_a_change_is_asked_about() -> None:
    def noted(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["C3"].comment = Comment("revisi", "x")

    assert asked_of(xlsx([HEAD, LINES[0], [*LINES[0][:2], 18]], shape=noted), {}).key == "remarks"


def test_a_row_that_takes_the_place_of_another_is_chosen_wherever_it_stands() -> None:
    rows = [
        [*HEAD, "Tanggal", "Ket"],
        [*LINES[0], "6 Mei", "lama"],
        [*LINES[1], "7 Mei", None],
        [*LINES[0][:2], 18, "9 Mei", "revisi"],
    ]
    assert [line["participants"] for line in sheet.read("x", xlsx(rows), {"same": "2"}).lines] == ["30", "18"]


def test_a_row_that_takes_the_place_of_another_takes_none_of_its_counts() -> None:
    rows: list[Row] = [
        [*HEAD, "L", "P", "Ket"],
        ["Kota Tual", "Anyaman", 20, 5, 15, "semula"],
        ["Kota Tual", "Anyaman", 18, None, None, "menjadi"],
    ]
    (line,) = sheet.read("a.xlsx", xlsx(rows), {"same": "2"}).lines
    assert (line["participants"], line["men"], line["women"]) == ("18", "", "")


@pytest.mark.parametrize("count", ["Peserta", "Jumlah", "Orang"])
def test_no_row_below_merged_names_is_lost_whatever_its_count_is_called(count: str) -> None:
    rows: list[Row] = [
        [*HEAD[:2], "Jenis Kelamin", count],
        ["Kota Tual", "Anyaman", "Laki-laki", 5],
        [None, None, "Perempuan", 15],
        ["Kota Tual", "Servis AC", "Laki-laki", 30],
    ]
    (first, _) = sheet.read("a.xlsx", xlsx(rows, ["A2:A3", "B2:B3"]), {"sexes": "add"}).lines
    assert "20" in (first["participants"], first.guessed.get("participants", ("",))[0])
    assert (first["men"], first["women"]) == ("5", "15")


@pytest.mark.parametrize("remark", ["direlokasi", "dialihkan ke TA 2025", "ke tahun depan", "diundur", "carry over"])
def test_what_was_moved_to_another_year_is_asked_about(remark: str) -> None:
    content = xlsx([[*HEAD, "Ket"], [*LINES[0], remark], [*LINES[1], "3 orang mengundurkan diri"]])
    assert asked_of(content, {"remarks": "hold"}).details["rows"] == f"2 “{remark}”"


def test_counts_of_activities_are_none_of_people() -> None:
    heads = ["Kab/Kota", "Bimtek", "Rencana Keg", "Realisasi Keg", "Rencana Peserta", "Realisasi Peserta"]
    upper = ["Kab/Kota", "Bimtek", "Target", None, "Realisasi", None], [None, None, "Keg", "Org", "Keg", "Org"]
    row = ["Buru", "Anyaman", 2, 40, 1, 38]
    for content, people in ((xlsx([heads, row]), "EF"), (xlsx([*upper, row], ["C1:D1", "E1:F1"]), "DF")):
        assert [choice.value for choice in asked_of(content, {}).choices] == [*people]


def test_a_year_of_which_months_are_still_to_come_is_one_of_the_years() -> None:
    content = xlsx([["Kab/Kota", "Bimtek", "TA 2023", "TA 2024 (s.d. Juni)"], ["Buru", "Anyaman", 20, 15]])
    assert [choice.value for choice in asked_of(content, {}).choices] == ["C", "D"]
    found = sheet.read("x", content, {"count": "D"})
    assert (found.facts["year"], [line["participants"] for line in found.lines]) == ("2024", ["15"])


def test_heads_in_two_languages_on_one_line() -> None:
    heads = [
        "Kabupaten/Kota Regency/Municipality",
        "Kegiatan Activity",
        "Laki-laki Male",
        "Perempuan Female",
        "Jumlah Total",
    ]
    (line,) = sheet.read("x", xlsx([heads, ["1. Buru", "Anyaman", 8, 12, 20]])).lines
    assert line.texts == {"regency": "1. Buru", "activity": "Anyaman", "participants": "20", "men": "8", "women": "12"}


@pytest.mark.parametrize("head", ["Nama Wilayah", "Nama Wil.", "Wil"])
def test_heads_of_regencies_that_offices_shorten(head: str) -> None:
    (line,) = sheet.read("x", xlsx([["Kode Wil.", head, *HEAD[1:]], ["8104", "Buru", *LINES[0][1:]]])).lines
    assert line["regency"] == "8104 Buru"


def test_what_the_lower_row_of_a_head_says_of_times_and_activities() -> None:
    """ "L" and "P" stand below "Peserta" beside them: the whole lower row was taken for a second table, or a row."""
    for heads in (("Waktu", "Mulai", "Selesai"), ("Pelatihan", "Jenis", "Angkatan"), ("Kegiatan", "Nama", "Tanggal")):
        split = ["Kab/Kota", *(["Bimtek"] if heads[0] == "Waktu" else []), heads[0], None, "Peserta", None, None]
        low = [*[None] * (len(split) - 5), *heads[1:], "L", "P", "Jumlah"]
        row = [
            "Buru",
            *(["Anyaman"] if heads[0] == "Waktu" else []),
            "Anyaman",
            "II" if heads[2] == "Angkatan" else "3 Juni 2024",
            8,
            12,
            20,
        ]
        (line,) = sheet.read("x", xlsx([split, low, row])).lines
        assert (line["activity"], line["men"], line["women"]) == ("Anyaman", "8", "12")
        assert "20" in (line["participants"], line.guessed.get("participants", ("",))[0])


def test_rows_from_outside_the_province_are_asked_about_without_a_column_of_provinces() -> None:
    content = xlsx([HEAD, LINES[0], ["Luar Maluku", "Anyaman", 3], ["Maluku Utara", "Servis AC", 9]])
    assert asked_of(content, {}).details["rows"] == "3 “Luar Maluku”; 4 “Maluku Utara”"
    (line,) = sheet.read("x", content, {"province": "leave_out"}).lines
    assert line["regency"] == "Kota Tual"
    with pytest.raises(UnreadableFileError):
        sheet.read("x", content, {"province": "needed"})


@pytest.mark.parametrize("bullet", ["", "- "])
def test_men_and_women_below_their_training_and_regencies_beside_each_other(bullet: str) -> None:
    """No row of such a table was read."""
    parts = [[f"{bullet}Laki-laki", 8, "-"], [f"{bullet}Perempuan", 12, 5]]
    content = xlsx([["Uraian", "Kota Tual", "Buru"], ["Anyaman"], *parts, ["Servis AC"], *parts])
    assert asked_of(content, {}).key == "sexes"
    lines = sheet.read("x", content, {"sexes": "add"}).lines
    assert [(line["activity"], line["regency"], line["participants"]) for line in lines] == [
        ("Anyaman", "Kota Tual", "20"), ("Anyaman", "Buru", "5"),
        ("Servis AC", "Kota Tual", "20"), ("Servis AC", "Buru", "5"),
    ]  # fmt: skip


def test_months_below_a_head_of_months() -> None:
    rows = [["Kab/Kota", "Bimtek", "Bulan", None], [None, None, "Jan", "Feb"], ["Buru", "Anyaman", 20, "-"]]
    (line,) = sheet.read("x", xlsx(rows, ["C1:D1"])).lines
    assert line["participants"] == "20"


@pytest.mark.parametrize("head", ["Kendala", "Peserta difabel"])
def test_nihil_calls_nothing_off_that_has_people(head: str) -> None:
    content = xlsx([[*HEAD, head], [*LINES[0], "Nihil"], ["Buru", "Anyaman", "-", "nihil"]])
    assert asked_of(content, {}).details["rows"] == "3 “nihil”"


def test_months_below_each_other_and_regencies_beside_each_other() -> None:
    rows = [["Bulan", "Kota Tual", "Buru", "Jumlah"], ["Mei", 20, "-", 20], ["Juni", 5, 7, 12], ["Jumlah", 25, 7, 32]]
    lines = sheet.read("x", xlsx(rows), {"activities": "total"}).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [
        ("Kota Tual", "20"), ("Kota Tual", "5"), ("Buru", "7"),
    ]  # fmt: skip


def test_a_column_of_trainings_may_hold_their_people() -> None:
    content = xlsx([["Kab/Kota", "Kegiatan", "Bimtek", "Pameran"], ["Buru", "WUB", 20, 5]])
    assert [choice.value for choice in asked_of(content, {}).choices] == ["C", "D", "sum", "none"]


def test_houses_are_no_regencies() -> None:
    content = xlsx([["Kegiatan", "Tempat", "Peserta"], ["Anyaman", "Hotel Amaris, Ambon", 20]])
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", content)
    assert refused.value.reason == "no_origin"
    (line,) = sheet.read("x", xlsx([["Kegiatan", "Tempat", "Peserta"], ["Anyaman", "Aula", 20]], title="Tual")).lines
    assert line["regency"] == "Tual"


def test_a_count_below_its_head_or_merged_with_empty_rows() -> None:
    low = [["Kab/Kota", "Kegiatan", None], [None, None, "Jumlah"], LINES[0]]
    tall = [["Kab/Kota", "Kegiatan", "Jumlah"], LINES[0], [None, None, None]]
    for content in (xlsx(low), xlsx(low, ["A1:A2", "B1:B2"]), xlsx(tall, ["A2:A3", "B2:B3", "C2:C3"])):
        (line,) = sheet.read("x", content).lines
        assert line.guessed == {"participants": ("20", "Jumlah")}
    shared = xlsx([["Kab/Kota", "Kegiatan", "Jumlah"], LINES[0], [None, "Servis AC", None]], ["A2:A3", "C2:C3"])
    assert [line.guessed for line in sheet.read("x", shared).lines] == [{}, {}]


def test_a_remark_on_some_of_the_participants_is_no_origin_of_all() -> None:
    content = xlsx([[*HEAD, "Ket"], ["Kota Tual", "Anyaman", 20, "termasuk 5 orang dari Kota Ambon"]])
    assert asked_of(content, {}).key == "remarks"
    assert asked_of(xlsx([[*HEAD, "Ket"], ["Kota Tual", "Anyaman", 20, "peserta dari Buru"]]), {}).key == "place"


@pytest.mark.parametrize(
    "remarks", [("", "direvisi"), ("semula", "menjadi"), ("data awal", "hasil revisi"), ("", "Koreksi data")]
)
@pytest.mark.parametrize("merged", [(), ("A2:A3", "B2:B3")])
def test_a_row_that_takes_the_place_of_another_is_asked_about(remarks: tuple[str, str], merged: Sequence[str]) -> None:
    """Both were counted, without a word."""
    own: Row = [None, None] if merged else ["Kota Tual", "Anyaman"]
    rows: list[Row] = [
        [*HEAD, "Ket"],
        ["Kota Tual", "Anyaman", 20, remarks[0]],
        [*own, 18, remarks[1]],
        [*LINES[1], None],
    ]
    content = xlsx(rows, merged)
    assert asked_of(content, {}).key == "same"
    for answer, counts in ((str(sum(map(bool, remarks))), ["18", "30"]), ("each", ["20", "18", "30"])):
        lines = sheet.read("a.xlsx", content, {"same": answer}).lines
        assert [line["participants"] for line in lines] == counts
        assert {line["regency"] for line in lines} == {"Kota Tual"}


MESSAGES = {
    "activities behind their regency": "Rekap 2024\n\nKota Tual : Anyaman 20 org, Servis AC (30 org)\nTotal: 50 orang\nTerima kasih\n",
    "without a sign before the count": "Rekap 2024\n\nKota Tual\n1. Anyaman 20 orang\n•Servis AC 30 orang\nTotal: 50 orang\n",
    "men and women behind the count": "Rekap 2024\n\nKota Tual\n1. Anyaman 20 orang (L 8, P 12)\n2. Servis AC 30 org (L: 30, P: 0)\nTotal: 50 orang\n",
    "numbered regencies below activities": "Rekap 2024\n\nAnyaman\n1. Kota Tual 20 orang\n\nServis AC\n1. Kota Tual 30 orang\nTotal: 50 orang\n",
    "activities below regencies": "*Rekap Bimtek 2024*\n\nKota Tual\n- Anyaman: 20 orang\n• Servis AC (30 org)\n\nTotal: 50 orang\n",
    "numbered, without an empty line": "REKAP TAHUN 2024\n1. Kota Tual\n   a. Anyaman = 20 org\n   b. Servis AC = 30 org\nJumlah = 50 org\n",
    "regencies below activities": "Bimtek 2024\n\n*Bimtek Anyaman*\n- Kota Tual: 20 orang\n*Servis AC*\n- Kota Tual: 30 orang\n\nTotal: 50 orang",
}  # fmt: skip


@pytest.mark.parametrize("message", MESSAGES.values(), ids=list(MESSAGES))
def test_a_message_is_read(message: str) -> None:
    found = sheet.read("pesan.txt", message.encode())
    assert [
        (line["regency"], line["activity"].removeprefix("Bimtek "), line["participants"]) for line in found.lines
    ] == [line[:3] for line in USUAL]
    assert (found.facts["total"], found.guessed["year"]) == ("50", "2024")


AS_WRITTEN = {
    "a copied chat": "[10:32, 3/5/2024] Peserta 9: Kota Tual: Anyaman 20 orang\n[10:33, 3/5/2024] Peserta 9: Kota Tual: Servis AC 30 orang",
    "an exported chat": "03/05/24 10.32 - Peserta 9: Kota Tual: Anyaman 20 orang\n03/05/24 10.33 - Peserta 9: Kota Tual: Servis AC 30 orang",
    "the place in brackets": "Anyaman (Kota Tual): 20 orang\nServis AC (Tual) : 30 orang",
    "the activity in brackets": "- Tual (Anyaman) 20 orang\n- Tual (Servis AC) 30 orang",
    "the place behind it": "Anyaman di Kota Tual 20 orang\nServis AC - Kota Tual - 30 orang",
    "no unit": "Kota Tual : Anyaman : 20\nKota Tual : Servis AC : 30",
    "no unit below activities": "Anyaman\nTual: 20\nServis AC\nTual: 30",
    "words before the count": "Bimtek Anyaman dilaksanakan di Kota Tual dengan peserta sebanyak 20 (dua puluh) orang.\nServis AC di Kota Tual, diikuti oleh 30 orang",
    "no unit, with men and women": "Kota Tual\nAnyaman 20 (L 8, P 12)\nServis AC 30 (L 0, P 30)",
    "no unit in brackets, or behind blanks": "Kota Tual\n1) Anyaman (20)\n2) Servis AC 30",
    "pictures and arrows": "📍 Kota Tual\n✅ Anyaman ➡️ 20 orang 👨 8 👩 12\n✅ Servis AC ➡️ 30 orang",
    "days": "Senin, 3 Juni 2024: Kota Tual: Anyaman 20 orang\nKota Tual: Servis AC 30 orang (tgl 5-7 Juni 2024)",
    "men and women alone": "Kota Tual\nAnyaman: L 8 orang, P 12 orang\nServis AC: L 0 org P 30 org",
    "men and women below": "Kota Tual\nAnyaman: 20 orang\nLaki-laki: 8 orang\nPerempuan: 12 orang\nServis AC\nLaki-laki: 0 orang\nPerempuan: 30 orang",
    "labels": "Kegiatan: Bimtek Anyaman\nTempat: Kota Tual\nTanggal: 3 Mei 2024\nPeserta: 20 orang\n\nKegiatan: Servis AC\nTempat: Kota Tual\nPeserta: 30",
    "men and women behind dashes": "Kota Tual - Anyaman - 20 orang - 8 L - 12 P\nKota Tual : Servis AC : 30 orang (0 L + 30 P)",
    "the activity behind, or first of all": "Tual 20 orang Anyaman\n30 orang Servis AC di Kota Tual\nJadi total 50 orang. Terima kasih",
    "counts in lines of their own": "Kota Tual\nAnyaman\n20 orang\nServis AC\n30 orang",
    "what changes no count": "Kota Tual: Anyaman 20 orang (hadir semua) <Pesan ini diedit>\nKota Tual: Servis AC 30 orang, lengkap",
    "a chat copied from a telephone": "[5/6 10.21] +62 812-0000-0099: Kota Tual: Anyaman 20 orang\n[5/6, 10.22] Peserta 9: Kota Tual: Servis AC 30 orang",
    "numbers in pictures": "1️⃣ Kota Tual – Anyaman – 2️⃣0️⃣ orang\n1️⃣1️⃣ Kota Tual – Servis AC – 30 orang",
    "who came, classes and days": "Kota Tual: Anyaman yang hadir 20 orang\nKota Tual: Servis AC, 1 angkatan, 3 hari, 30 pst",
    "who came, without a unit": "Kota Tual: Anyaman hadir 20\nKota Tual: Servis AC hadir: 30",
    "places and activities without colons": "Shalom\n\nKota Tual Anyaman 20\nServis AC Tual 30\nTuhan berkati",
    "where": "Kota Tual: Anyaman 20 orang di Hotel Suita\nKota Tual: Servis AC 30 orang (Aula Dinas)",
    "how": "Kota Tual: Anyaman 20 orang (luring)\nKota Tual: Servis AC 30 orang, selesai",
    "a list in a letter": "a. Anyaman di Kota Tual sebanyak 20 (dua puluh) orang; dan\nb. Servis AC di Kota Tual sebanyak 30 (tiga puluh) orang.",
    "headings and whole lines": "Kota Tual: Anyaman 20 orang\nKota Tual\n- Servis AC 30 orang",
}  # fmt: skip


@pytest.mark.parametrize("message", AS_WRITTEN.values(), ids=list(AS_WRITTEN))
def test_a_message_is_read_as_people_write_it(message: str) -> None:
    lines = sheet.read("pesan.txt", message.encode()).lines
    assert [
        (line["regency"].removeprefix("Kota "), line["activity"].removeprefix("Bimtek "), line["participants"])
        for line in lines
    ] == [("Tual", *line[1:3]) for line in USUAL]


@pytest.mark.parametrize(
    ("line", "reason", "row"),
    [("Kota Tual: Anyaman 22 orang", "line_again", "4"), ("Update siang ini", "line_heading", "3"),
     ("Yang mendaftar:", "line_heading", "3"), ("> Buru: Anyaman 12 orang", "line_apart", "3"),
     ("Tual harusnya 15", "line_unclear", "3"), ("Buru: Servis AC 18 dari 20 orang", "line_unclear", "3"),
     ("Buru: Servis AC 20 orang, hadir 18 orang", "line_unclear", "3"),
     ("Buru: belum ada laporan", "line_apart", "3"), ("Hari 2", "line_heading", "3"),
     ("yg 20 salah, hrsnya 18", "line_unclear", "3"), ("Kota Ambon (ditunda): Servis AC 15 orang", "line_apart", "3"),
     ("❌ Kota Ambon: Servis AC 15 orang", "line_apart", "3"), ("Kota Ambon: Servis AC 15 orang ⏳", "line_apart", "3"),
     ("☑️ Kota Ambon: Servis AC 15 orang", "line_apart", "3")],
)  # fmt: skip
def test_a_message_that_says_a_training_again_is_not_added_up(line: str, reason: str, row: str) -> None:
    """What was corrected, or came on another day, was added to what it corrected."""
    lines = ["Kota Tual: Anyaman 20 orang", "Buru: Anyaman 10 orang", line, "Kota Tual: Servis AC 30 orang"]
    lines = lines if row == "3" else [*lines[:2], lines[3], line]
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x.txt", "\n".join(lines).encode())
    assert (refused.value.reason, refused.value.details["row"]) == (reason, row)


@pytest.mark.parametrize(
    "line",
    ["Peserta yang mendaftar:", "Minggu depan kami adakan bimtek:", "Panitia bimtek 2024", "Permohonan bimtek 2024",
     "Kami mengusulkan bimtek berikut:", "Mohon dapat dilaksanakan bimtek:", "Jadwal bimtek 2025", "Perlu dilatih tahun 2024",
     "Laporan sementara bimtek 2024", "Peserta hari pertama bimtek 2024", "Program kerja bimtek 2025",
     "Alat bantuan bimtek 2024", "Mohon persetujuan peserta bimtek 2024"],
)  # fmt: skip
def test_what_a_message_says_of_the_future_is_asked_about(line: str) -> None:
    assert asked_of(f"{line}\nKota Tual: Anyaman 20 orang\nBuru: Anyaman 10 orang".encode(), {}).key == "people"


@pytest.mark.parametrize(
    "note",
    ["Ralat: Kota Tual 28", "Catatan: peserta Servis AC yang hadir 28 orang", "yang hadir hanya 12 orang",
     "Semua ini masih calon peserta", "yg hadir cuma separuh", "Data di atas belum final", "Semuanya masih berlangsung",
     "Mohon abaikan laporan di atas", "Sudah termasuk peserta tahun lalu", "Angka masih bisa berubah",
     "Belum termasuk Kab. Buru", "Yg hadir tidak semuanya", "Tapi yg datang kurang", "Separuhnya peserta lama",
     "Catatan: Bimtek Anyaman dibatalkan", "Ket: No. 2 digabung dengan No. 1", "Catatan: angka di atas per angkatan",
     "Keterangan: peserta = peserta + panitia", "NB: peserta di Kota Tual berasal dari Kota Ambon",
     "** angka target", "* per angkatan", "* Target", "Angka rencana", "Kegiatan di Kota Tual dibatalkan.",
     "Dari jumlah tersebut 5 orang mengundurkan diri."],
)  # fmt: skip
def test_a_note_below_a_table_that_counts_others_is_asked_about(note: str) -> None:
    rows = [HEAD, *LINES[:2], [note]]
    assert asked_of(xlsx(rows), {}).key == "remarks"
    for other in (
        "Catatan: Kota Tual 20 orang untuk anyaman",
        "Kota Tual 50 orang",
        "Narasumber 3 orang dari Kota Tual",
        "Peserta sangat antusias, tidak ada kendala",
        "Demikian laporan kami",
        "Data selengkapnya terlampir",
        "Catatan: konsumsi oleh panitia",
        "Catatan: Data per 31 Desember 2024",
        "* data per 31 Desember 2024",
        "*) Kegiatan dibiayai APBD",
    ):
        assert sheet.read("x", xlsx([HEAD, *LINES[:2], [other]])).lines


def test_a_regency_behind_a_part_of_it_is_proposed_and_the_province_behind_it_no_part(tables: Tables) -> None:
    places = ["Ambon, Maluku", "Ambon", "Leihitu, Malteng", "Kec. Leihitu, Malteng", "Tual, Maluku Tenggara"]
    rows = [["No", "Nama", "Asal", "Bimtek"], *([n, f"Orang {n}", text, "Anyaman"] for n, text in enumerate(places, 1))]
    found = sheet.read("x", xlsx(rows), {"persons": "count"})
    lines = [(line["regency"], line["participants"]) for line in found.lines]
    assert lines == [("Ambon", "2"), ("…, Malteng", "2"), ("?", "1")]
    fixes = {p.line: p.fix for p in check(found, tables).problems if p.field == "regency"}
    assert fixes == {1: "Maluku Tengah", 2: ""}
    for place, fix in (
        ("Buru Selatan (Namrole)", "Buru Selatan"),
        ("Kota Ambon, Kec. Sirimau", "Kota Ambon"),
        ("Tual (Maluku Tenggara)", ""),
    ):
        one = sheet.read("x", xlsx([HEAD, [place, "Anyaman", 20], ["Buru", "Anyaman", 10]]))
        assert {p.line: p.fix for p in check(one, tables).problems if p.field == "regency"} == {0: fix}
    counted = sheet.read("x", xlsx([HEAD, ["Leihitu, Malteng", "Anyaman", 20], ["Ambon, Maluku", "Anyaman", 10]]))
    assert {p.line: p.fix for p in check(counted, tables).problems if p.field == "regency"} == {0: "Maluku Tengah"}


def test_how_to_reach_who_signed_is_no_row() -> None:
    rows = [HEAD, *LINES[:2], [], ["Contoh Satu", "Kasi IKM"], ["Telp", "0812-0000-0099"], ["Email", "a@example.org"]]
    found = sheet.read("x", xlsx(rows))
    assert [(line["activity"], line["participants"]) for line in found.lines] == [line[1:3] for line in USUAL]


def test_when_a_message_was_sent_is_no_year_of_the_round() -> None:
    message = (
        "Sent: Monday, January 6, 2025 9:12 AM\nSubject: Rekap\n\nKota Tual: Anyaman 20 orang\nBuru: Anyaman 10 orang"
    )
    assert "year" not in sheet.read("x.txt", message.encode()).guessed


def test_what_a_message_calls_off_is_asked_about() -> None:
    message = b"Rekap\n\nKota Tual\nAnyaman 20 orang (batal)\nServis AC 30 orang\n"
    assert asked_of(message, {}).key == "called_off"
    (line,) = sheet.read("pesan.txt", message, {"called_off": "leave_out"}).lines
    assert (line["activity"], line["participants"]) == ("Servis AC", "30")


def test_several_activities_behind_their_regency_say_who_were_men() -> None:
    message = "1. Kota Tual: Servis AC 20 orang (P 6), Anyaman 15 orang\n2. Buru: Anyaman: 30 orang (12 laki-laki, 18 perempuan)\n"
    lines = [line.texts for line in sheet.read("x.txt", message.encode()).lines]
    assert lines == [
        {"regency": "Kota Tual", "activity": "Servis AC", "participants": "20", "men": "14", "women": "6"},
        {"regency": "Kota Tual", "activity": "Anyaman", "participants": "15"},
        {"regency": "Buru", "activity": "Anyaman", "participants": "30", "men": "12", "women": "18"},
    ]
    (first, _) = sheet.read("x.txt", message.replace("Kota Tual", "Kota Tuall").encode()).lines[1:]
    semicolons = "Kota Tual: Anyaman 20 orang; Servis AC & Kulkas 10 orang\nBuru: Anyaman lidi dan plastik 5 orang"
    assert [(line["activity"], line["participants"]) for line in sheet.read("x.txt", semicolons.encode(), {"lists": "one"}).lines] == [
        ("Anyaman", "20"), ("Servis AC & Kulkas", "10"), ("Anyaman lidi dan plastik", "5"),
    ]  # fmt: skip
    assert first["regency"] == "Kota Tuall"  # whatever it is, its people are not passed over


@pytest.mark.parametrize(
    "line",
    [
        "Kota Tual: Anyaman 20 orang, Tenun modern batal", "Kota Tual: Anyaman 20 orang, panitia 5 orang",
        "Kota Tual: Anyaman 20 orang, hadir 18", "Kota Tual: Anyaman 2 angkatan @ 20 orang", "Anyaman di Ambon 20 orang dari Kota Tual",
        "Kota Tual: Anyaman 20 (dua puluh lima) orang", "Kota Tual: Anyaman sekitar 20 orang", "Kota Tual: Anyaman tambah 5 orang",
        "Kota Tual: Anyaman kurang lebih 20 orang", "Kota Tual: Anyaman lebih dari 20 orang", "Kota Tual: Anyaman pendaftar 20 orang",
        "Kota Tual: Anyaman dua puluh orang", "Kota Tual: laki-laki 14 orang, perempuan 6 orang", "Anyaman: 20 orang", "Anyaman: ± 20 orang", "Anyaman: 20",
        "Kota Tual: Anyaman – Siti Latu 20 orang", "Kota Tual: Anyaman oleh Siti 20 orang", "Anyaman: 36 orang (Buru 20, Tual 15)", "Kota Tual: Anyaman 20 orang (Juli)",
        "Kota Tual: Anyaman 2 kelas 20 orang", "Kota Tual: Anyaman daftar 20 orang hadir 18 orang",
    ],
)  # fmt: skip
def test_a_line_of_a_message_that_counts_people_is_not_passed_over(line: str) -> None:
    message = f"Rekap 2024\nBuru: Anyaman 10 orang\n{line}\nKota Ambon: Servis AC 30 orang\n"
    with pytest.raises(UnreadableFileError, match="line_unclear"):
        sheet.read("x.txt", message.encode())


@pytest.mark.parametrize(
    "line",
    ["Kota Ambon, Kab. Buru: Servis AC masing-masing 20 orang", "Seram: Las Listrik 20 orang",
     "Seksi IKM: Servis AC diikuti masing-masing 20 orang", "Ambon servis AC duapuluh orang", "Ambon Servis AC 8", "ambon 3 kelas, servis ac 20 anyaman 15"],
)  # fmt: skip
@pytest.mark.parametrize("is_first", [True, False])
def test_a_line_that_counts_people_above_or_below_what_a_message_counts_is_no_title(line: str, is_first: bool) -> None:
    counts = ["Kota Tual: Anyaman 15 orang", "Buru: Anyaman 10 orang"]
    lines = ["Laporan bimtek 2024", *([line, *counts] if is_first else [*counts, line])]
    with pytest.raises(UnreadableFileError, match="line_unclear") as refused:
        sheet.read("x.txt", "\n".join(lines).encode())
    assert refused.value.details["row"] == ("2" if is_first else "4")


@pytest.mark.parametrize(
    "closing",
    ["Terima kasih", "Salam", "Demikian disampaikan, atas perhatian Bapak diucapkan terima kasih", "Foto terlampir",
     "Kegiatan berjalan baik, lancar dan aman", "Mohon petunjuk Bapak selanjutnya"],
)  # fmt: skip
def test_a_closing_below_the_only_activity_or_regency_of_a_message_is_none(closing: str) -> None:
    """Such messages were refused by their first count."""
    for message, kind in (
        ("Bimtek Anyaman 2024\n\nKota Tual : 20 orang\nKota Ambon : 15 orang", "regency"),
        ("Kota Tual 2024\n\nAnyaman: 20 orang\nServis AC: 15 orang", "activity"),
    ):
        lines = sheet.read("x.txt", f"{message}\n\n{closing}".encode()).lines
        assert [line["participants"] for line in lines] == ["20", "15"]
        assert len({line[kind] for line in lines}) == 2


def test_a_line_of_a_message_that_says_no_count_is_none_of_its_titles() -> None:
    message = b"Rekap\n\nKota Tual: Anyaman, Tenun modern\nBuru: Servis AC 30 orang\n"
    lines = sheet.read("pesan.txt", message, {"lists": "each"}).lines
    assert [line["regency"] for line in lines] == ["Kota Tual", "Kota Tual", "Buru"]
    assert [line["participants"] for line in lines] == ["", "", "30"]


@pytest.mark.parametrize(
    "line",
    [
        "Kota Ambon BATAL",
        "Kota Ambon menyusul",
        "hadir 18 orang",
        "Rencana Anyaman 15 orang",
        "Ralat: Buru 12 orang",
    ],
)
def test_a_line_of_a_message_about_another_is_none_of_its_trainings(line: str) -> None:
    """What was called off without a count became the activity of the lines below it."""
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x.txt", f"Bimtek Anyaman 2024\nKota Tual 20 orang\n{line}\nBuru 10 orang\n".encode())
    assert (refused.value.reason, refused.value.details["row"]) == ("line_apart", "3")


def test_who_sent_a_line_that_is_not_understood_and_a_telephone_in_it_are_not_shown() -> None:
    message = b"Kota Tual: Anyaman 20 orang (WA 0812-0000-0099)\nBuru: Anyaman 10 orang"
    with pytest.raises(UnreadableFileError, match="line_unclear") as refused:
        sheet.read("x.txt", message)
    assert refused.value.details["found"] == "Kota Tual: Anyaman 20 orang (WA …)"
    chat = b"03/06/24 10.32 - Peserta 9: Kota Tual: Anyaman 20 orang\n03/06/24 10.33 - Peserta 9: Yang Tual 18 ya"
    with pytest.raises(UnreadableFileError, match="line_unclear") as refused:
        sheet.read("x.txt", chat)
    assert refused.value.details["found"] == "Yang Tual 18 ya"


@pytest.mark.parametrize(
    ("message", "trainings"),
    [
        ("Bimtek Anyaman 2024: Ambon 40, Tual 20, Aru 30", [("Ambon", "Anyaman", "40"), ("Tual", "Anyaman", "20"), ("Aru", "Anyaman", "30")]),
        ("Rekap bimtek anyaman\nAmbon 40, Tual 20, total 60", [("Ambon", "Anyaman", "40"), ("Tual", "Anyaman", "20")]),
        ("Bimtek anyaman diikuti 20 orang dari Kota Tual", [("Kota Tual", "anyaman", "20")]),
        ("Selamat siang. Bimtek anyaman di Tual diikuti 20 orang. Bimtek servis AC di Aru, 15 peserta. Terima kasih.",
         [("Tual", "anyaman", "20"), ("Aru", "servis AC", "15")]),
        ("Ada 2 bimtek: anyaman di Tual pada tanggal 3 s.d. 5 Juni 2024 20 orang, servis AC di Aru 15 orang. Total 35 orang",
         [("Tual", "anyaman", "20"), ("Aru", "servis AC", "15")]),
        ("Kota Tual\nAnyaman 20 orang, Servis AC 15 orang\nTotal 2 kelas, 35 orang", [("Kota Tual", "Anyaman", "20"), ("Kota Tual", "Servis AC", "15")]),
        ("*Kota Tual*: Anyaman *20 orang*\nBuru: _Anyaman_ 15 orang", [("Kota Tual", "Anyaman", "20"), ("Buru", "Anyaman", "15")]),
        ("Bimtek Anyaman Kab. Buru\nPeserta 15 orang", [("Kab. Buru", "Anyaman", "15")]),
        ("Nama Kegiatan: Anyaman\nKabupaten/Kota: Buru\nJumlah Peserta: 15 orang", [("Buru", "Anyaman", "15")]),
        ("Kota Tual\nAnyaman angkatan 1: 20 orang\nAnyaman angkatan 2: 18 orang",
         [("Kota Tual", "Anyaman angkatan I", "20"), ("Kota Tual", "Anyaman angkatan II", "18")]),
        ("Kota Tual (Pak Yosef): Anyaman 20 orang (PIC Maria Latu)\nPIC: Maria Latu 0812 0000 0099\nBuru: Anyaman 15 orang",
         [("Kota Tual", "Anyaman", "20"), ("Buru", "Anyaman", "15")]),
    ],
)  # fmt: skip
def test_a_sentence_is_read_whose_every_word_is_known(message: str, trainings: list[tuple[str, ...]]) -> None:
    lines = sheet.read("x.txt", message.encode()).lines
    told = [(line["regency"], line["activity"], line["participants"]) for line in lines]
    assert [(place.replace("81.07 Kepulauan Aru", "Aru"), *of) for place, *of in told] == trainings


@pytest.mark.parametrize(
    "message",
    [
        "Bimtek anyaman di Kota Ambon diikuti 20 orang dari Kota Tual",
        "Bimtek Anyaman: Ambon 40, Tual 20, total 70",
        "Bimtek Anyaman: Ambon 1, Tual 2",
        "Bimtek anyaman Tual 20 orang hadir 15 orang",
        "Bimtek anyaman Tual 20-25 orang",
        "Bimtek anyaman akan diadakan di Tual untuk 20 orang",
        "Bimtek anyaman di Tual 2023 diikuti 20 orang\nBimtek servis AC di Buru 2024 diikuti 15 orang",
        "Rekap 2024\nBimtek anyaman di Tual 20 orang (2025)",
        "Kota Tual 20 orang. Kota Ambon 15 orang. Anyaman.",
        "Bimtek anyaman di Tual 20 orang. Narasumber 2 orang.",
    ],
)
def test_a_sentence_that_may_mean_something_else_is_refused(message: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x.txt", message.encode())
    assert refused.value.reason in ("line_unclear", "no_table_text")


@pytest.mark.parametrize("name", ["PIC Maria Latu", "Pak Budi", "ibu siti latu", "Yosep", "LATU"])
def test_a_line_that_is_refused_shows_no_name(name: str) -> None:
    with pytest.raises(UnreadableFileError, match="line_apart") as refused:
        sheet.read("x.txt", f"Kota Tual: Anyaman 20 orang\nBuru: target 30 orang menurut {name}, 5 Mei".encode())
    assert refused.value.details["row"] == "2"
    shown = refused.value.details["found"]
    assert shown.endswith("… 5 Mei")
    assert name.split()[-1] not in shown


@pytest.mark.parametrize(
    "message",
    [
        "Laporan dari Maria Latu, target 2024\nKota Tual: Anyaman 20 orang\nBuru: Anyaman 15 orang",
        "Kota Tual\nAnyaman: 20 orang (2 panitia: Maria Latu)\nServis AC: 15 orang",
        "Kota Tual Anyaman 20 orang\nBuru Anyaman 15 orang\nCatatan: data Maria Latu belum final",
    ],
)
def test_what_is_asked_of_a_message_shows_no_name(message: str) -> None:
    asked = asked_of(message.encode(), {})
    assert asked.key in ("people", "remarks")
    assert not any(name in str(asked.details) for name in ("Maria", "Latu"))


@pytest.mark.parametrize("above", [[], ["Rekap bimtek 2024"], ["Rekap", "2024"], ["Rekap", "", "Tahun 2024"]])
def test_lines_of_a_message_have_their_own_numbers(above: list[str]) -> None:
    """With one line above, or none, they were one too high."""
    message = [*above, "Kota Tual: Anyaman 20 orang", "Bimtek Anyaman: Ambon 40, Aru 20", "Buruu: Anyaman 15 orang"]
    rows = [line.row for line in sheet.read("x.txt", "\n".join(message).encode()).lines]
    assert rows == [len(above) + n for n in (1, 2, 2, 3)]


def test_a_text_that_is_no_table_is_told_how_a_message_is_written() -> None:
    with pytest.raises(UnreadableFileError, match="no_table_text"):
        sheet.read("x.txt", b"Salam, mohon data kegiatan tahun ini")
    with pytest.raises(UnreadableFileError, match="line_unclear") as refused:
        sheet.read("x.txt", b"Mohon maaf\nKota Ambon 10, Kota Tual 10 lagi")
    assert refused.value.details["row"] == "2"
    (line, _) = sheet.read("x.txt", b"Ambon: Anyaman 20 orang, Servis AC 15 orang").lines  # as the sentence says
    assert (line["regency"], line["activity"], line["participants"]) == ("Ambon", "Anyaman", "20")


def test_rows_of_people_without_a_head_are_not_shown() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x.csv", b"1,Orang Satu,P,Kota Tual,Anyaman\n2,Orang Dua,L,Kota Tual,Anyaman\n")
    assert (refused.value.reason, refused.value.details) == ("no_table", {})


def test_a_message_says_who_were_men_and_in_which_line() -> None:
    message = "Yth. Bapak\nRekap 2024\nKota Tual\nAnyaman 20 orang (L 8, P 12)\nServis AC: 30 orang\n"
    one, other = sheet.read("pesan.txt", message.encode()).lines
    assert [one["men"], one["women"], other["men"]] == ["8", "12", ""]
    assert [one.row, other.row] == [4, 5]


def test_an_outline_in_a_text_file_is_read_as_in_a_workbook() -> None:
    rows = [["No", "Uraian", "Peserta"], ["I", "Kota Tual", 50], [1, "Anyaman", 20], [2, "Servis AC", 30]]
    read = [sheet.read("a", content).lines for content in (xlsx(rows), text(rows).encode())]
    assert read[0] == read[1]
    assert [line["participants"] for line in read[0]] == ["20", "30"]


def test_a_regency_left_out_where_each_is_written_is_proposed() -> None:
    rows = [HEAD, *LINES[:2], [None, "Daur ulang limbah", 7]]
    line = sheet.read("rekap.xlsx", xlsx(rows)).lines[-1]
    assert line["regency"] == ""
    assert line.guessed == {"regency": ("Kota Tual", "")}


def test_a_sheet_that_is_a_regency_s_by_its_name_or_title() -> None:
    rows = [["Kegiatan", "Peserta"], ["Anyaman", 20]]
    (line,) = sheet.read("x", xlsx(rows, title="TUAL")).lines
    assert line["regency"] == "TUAL"
    (line,) = sheet.read("x", xlsx([["PESERTA BIMTEK KABUPATEN BURU SELATAN TAHUN 2024"], *rows])).lines
    assert (line["regency"], line.guessed) == ("", {"regency": ("kabupaten buru selatan", "")})
    letterhead = xlsx([["DINAS PERINDUSTRIAN KOTA AMBON"], ["Jl. Pattimura, Kota Tual"], *rows])
    assert asked_of(letterhead, {}).key == "office"  # who reports need not be who took part
    for answer, regency in (("same", "kota ambon"), ("apart", "")):
        (line,) = sheet.read("x", letterhead, {"office": answer}).lines
        assert (line["regency"], line.guessed) == (regency, {})
    both = xlsx([["Kab/Kota: Kota Ambon"], *rows], title="TUAL")
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", both)
    assert (asked.value.key, [c.value for c in asked.value.choices]) == ("regency", ["81.71", "81.72"])
    (line,) = sheet.read("x", both, {"regency": "81.72"}).lines
    assert line["regency"] == "TUAL"


@pytest.mark.parametrize("slip", ["0", "2", "b", "II"])
def test_a_number_in_the_place_of_a_regency_is_not_the_regency_above(slip: str) -> None:
    for rows in (
        [["Kota Tual", "Anyaman", 20], [slip, "Servis AC", 30]],
        [["Kota Tual"], [None, "Anyaman", 20], [slip], [None, "Servis AC", 30]],
    ):
        lines = sheet.read("x", xlsx([HEAD, *rows])).lines
        assert [line["regency"] for line in lines] == ["Kota Tual", slip]


def test_a_sheet_for_each_regency_is_one_round() -> None:
    def buru(book: openpyxl.Workbook) -> None:
        for row in [["Tahun", 2024], ["Kegiatan", "Peserta"], ["Anyaman", 7], ["Jumlah", 7]]:
            (book["Buru"] if "Buru" in book.sheetnames else book.create_sheet("Buru")).append(row)

    rows = [["Tahun", 2024], ["Kegiatan", "Peserta"], ["Anyaman", 20], ["Servis AC", 30], ["Jumlah", 50]]
    found = sheet.read("x", xlsx(rows, title="Kota Tual", shape=buru))
    assert [(line.sheet, line["regency"], line["participants"], line.row) for line in found.lines] == [
        ("Kota Tual", "Kota Tual", "20", 3), ("Kota Tual", "Kota Tual", "30", 4), ("Buru", "Buru", "7", 3),
    ]  # fmt: skip
    assert found.facts == {"year": "2024", "total": "57"}


def test_sheets_of_regencies_beside_one_that_sums_them_up() -> None:
    def others(book: openpyxl.Workbook) -> None:
        for title, n in (("Tual", 20), ("Kab. Buru", 7)):
            page = book.create_sheet(title)
            for row in (["Kegiatan", "Peserta"], ["Anyaman", n]):
                page.append(row)

    content = xlsx([["Kab/Kota", "Peserta"], ["Tual", 20], ["Buru", 7]], title="REKAP", shape=others)
    assert [choice.value for choice in asked_of(content, {}).choices] == ["1", "2", "3", "regencies", "all"]
    lines = sheet.read("x", content, {"sheet": "regencies"}).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [("Tual", "20"), ("Kab. Buru", "7")]


def test_who_is_left_out_on_one_sheet_is_asked_of_the_other() -> None:
    def other(book: openpyxl.Workbook) -> None:
        page = book.create_sheet("Tual")
        for row in [
            ["Nama", "Kegiatan", "Peran"],
            ["E F", "Anyaman", "Peserta"],
            ["G H", "Anyaman", "Penerima manfaat"],
        ]:
            page.append(row)

    rows = [["Nama", "Kegiatan", "Peran"], ["A B", "Anyaman", "Peserta"], ["C D", "Anyaman", "Tamu"]]
    content, answers = xlsx(rows, title="Ambon", shape=other), {**COUNT, "noted": "leave_out"}
    assert asked_of(content, answers).key == "2.noted"
    lines = sheet.read("x", content, {**answers, "2.noted": "count"}).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [("Ambon", "1"), ("Tual", "2")]


def test_an_answer_of_one_sheets_columns_or_rows_is_none_of_another() -> None:
    def others(book: openpyxl.Workbook) -> None:
        numbered = [
            ["No", "Kegiatan", "Target", "Realisasi"],
            [1, "Tenun modern", 9, 8],
            [2, "Batik tulis", 7, "5 (2 hadir)"],
        ]
        for title, rows in (("Buru", numbered), ("Tual", [*first[:1], ["Servis AC", 6, 4], ["Anyaman", 5, 0]])):
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)

    first = [["Kegiatan", "Target", "Realisasi"], ["Anyaman", 20, 19], ["Servis AC", 10, 0]]
    content, answers = xlsx(first, title="Ambon", shape=others), dict[str, str]()
    said = {"count": "C", "called_off": "leave_out", "2.count": "D", "2.cell3": "5", "3.called_off": "leave_out"}
    for key, answer in said.items():
        unclear = asked_of(content, answers)
        assert unclear.key == key
        title = {"2": "Buru", "3": "Tual"}.get(key[0], "Ambon")
        assert f"“{title}”" in unclear.sentence("x", Words("id"))
        answers[key] = answer
    lines = sheet.read("x", content, answers).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [
        ("Ambon", "19"), ("Buru", "8"), ("Buru", "5"), ("Tual", "4"),
    ]  # fmt: skip


WIDE = ["Kab/Kota", "Batik tulis", None, "Servis AC", None, "Anyaman", None, "Tata boga", None]
NAMED_AT_LAST: dict[str, tuple[Sequence[Row], list[tuple[str, str]]]] = {
    "a sum with its letters apart": (
        [HEAD, ["Kota Tual", "Anyaman", 20], [None, "Servis AC", 30], [None, "J U M L A H", 50]], [("Anyaman", "20"), ("Servis AC", "30")],
    ),
    "a sum that names its activity": (
        [["Kegiatan", "Kab/Kota", "Peserta"], ["Anyaman", "Tual", 20], ["Anyaman", "Buru", 5], ["Jumlah Anyaman", None, 25], ["Servis AC", "Tual", 7]],
        [("Anyaman", "20"), ("Anyaman", "5"), ("Servis AC", "7")],
    ),
    "two columns that are numbered": (
        [["Kota Tual"], ["Kegiatan", "Peserta"], [1, 2], ["Anyaman", 20]], [("Anyaman", "20")],
    ),
    "one activity in a cell, numbered": (
        [["Kab/Kota", "Kegiatan"], ["Tual", "1. ANYAMAN (20 orang)"]], [("ANYAMAN", "20")],
    ),
    "new activities at both ends of a wide table that is split": (
        [WIDE, [None, *["L", "P"] * 4], ["Tual", 1, 2, 3, 4, None, 6, 7, 8]], [("Batik tulis", "3"), ("Servis AC", "7"), ("Anyaman", "6"), ("Tata boga", "15")],
    ),
    "new activities below regencies": (
        [["Uraian", "Tual", None, None, "Buru", None, None], [None, *["Batik tulis", "Servis AC", "Anyaman"] * 2], ["Peserta", 1, 2, 3, 4, 5, 6]],
        [("Batik tulis", "1"), ("Servis AC", "2"), ("Anyaman", "3"), ("Batik tulis", "4"), ("Servis AC", "5"), ("Anyaman", "6")],
    ),
    "a head that stands again, in an outline": (
        [["No", "Kegiatan", "Peserta"], [None, "Kota Tual"], [1, "Anyaman", 20], ["No", "Kegiatan", "Peserta"], [2, "Servis AC", 30], [None, "Kab. Buru"], [1, "Anyaman", 7]],
        [("Anyaman", "20"), ("Servis AC", "30"), ("Anyaman", "7")],
    ),
    "a new activity in the column of the signature": (
        [["Kab/Kota", "Anyaman", "Batik tulis", "Servis AC"], ["Tual", 1, 2, 3], ["Buru", 4, 5, 6], [], [None, None, "Ambon, 30 Desember 2024"], [None, None, "Kepala Dinas"]],
        [("Anyaman", "1"), ("Batik tulis", "2"), ("Servis AC", "3"), ("Anyaman", "4"), ("Batik tulis", "5"), ("Servis AC", "6")],
    ),
    "heads that say whose people they count": (
        [["Kab/Kota", "Jumlah Peserta Anyaman", "Peserta Servis AC"], ["Tual", 1, 2]], [("Anyaman", "1"), ("Servis AC", "2")],
    ),
    "heads that say what they count": (
        [["Kab/Kota", "Anyaman (orang)", "Servis AC (org)", "Jumlah"], ["Tual", 1, 2, 3]], [("Anyaman", "1"), ("Servis AC", "2")],
    ),
    "women among them in the cell": (
        [HEAD, ["Tual", "Anyaman", "20 (12 P)"], ["Buru", "Servis AC", "7 orang (L: 4)"]], [("Anyaman", "20"), ("Servis AC", "7")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "lines"), NAMED_AT_LAST.values(), ids=list(NAMED_AT_LAST))
def test_every_activity_is_read_and_no_sum_is_one(rows: Sequence[Row], lines: list[tuple[str, str]]) -> None:
    assert [(line["activity"], line["participants"]) for line in sheet.read("x", xlsx(rows)).lines] == lines


def test_of_some_in_a_cell_the_others_are_known() -> None:
    rows = [HEAD, ["Tual", "Anyaman", "20 (12 P)"], ["Buru", "Servis AC", "7 orang (L: 4)"]]
    lines = sheet.read("x", xlsx(rows)).lines
    assert [(line["men"], line["women"]) for line in lines] == [("8", "12"), ("4", "3")]


def test_a_training_without_men_is_not_called_off() -> None:
    rows = [
        ["Kab/Kota", "Kegiatan", "JK", "Peserta"],
        ["Tual", "Anyaman", "L", "-"], [None, None, "P", 16], ["Tual", "Servis AC", "L", 0], [None, None, "P", 42],
    ]  # fmt: skip
    assert asked_of(xlsx(rows), {}).key == "sexes"
    lines = sheet.read("x", xlsx(rows), {"sexes": "add"}).lines
    assert [(line["activity"], line["participants"]) for line in lines] == [("Anyaman", "16"), ("Servis AC", "42")]


def test_below_a_row_that_was_called_off_its_activity_holds() -> None:
    head = ["Kegiatan", "Kab/Kota", "Peserta", "Status"]
    rows = [
        head,
        ["Anyaman", "Tual", 30, "Terlaksana"],
        ["Servis AC", "Buru", 9, "Batal"],
        [None, "Tual", 8, "Terlaksana"],
    ]
    lines = sheet.read("x", xlsx(rows), {"called_off": "leave_out", "activity_above": "above"}).lines
    assert [(line["activity"], line["participants"]) for line in lines] == [("Anyaman", "30"), ("Servis AC", "8")]


def test_totals_of_rows_on_several_sheets_are_not_one_total() -> None:
    def other(book: openpyxl.Workbook) -> None:
        for row in ([*HEAD[:2], "Total Peserta"], ["Tual", "Servis AC", 30]):
            book["B"].append(row) if "B" in book.sheetnames else book.create_sheet("B").append(row)

    content = xlsx([[*HEAD[:2], "Total Peserta"], ["Tual", "Anyaman", 30], ["Buru", "Anyaman", 7]], shape=other)
    lines = sheet.read("x", content, {"sheet": "all"}).lines
    assert [(line["participants"], line["regency_participants"]) for line in lines] == [
        ("30", ""),
        ("7", ""),
        ("30", ""),
    ]


def test_years_below_a_head_that_stands_again_are_asked() -> None:
    head = ["Thn Pelaksanaan", *HEAD]
    rows = [head, [2025, "Tual", "Anyaman", 20], [2024, "Tual", "Anyaman", 19], head, [2025, "Buru", "Anyaman", 7]]
    assert [choice.value for choice in asked_of(xlsx(rows), {}).choices] == ["2024", "2025"]
    assert [line["participants"] for line in sheet.read("x", xlsx(rows), {"year": "2025"}).lines] == ["20", "7"]


def test_a_count_that_says_more_below_an_unclear_head_is_not_passed_over() -> None:
    rows = [["Kegiatan: Anyaman"], ["Daerah", "Jumlah"], ["Tual", 29], ["Buru", "19 (12 P)"]]
    draft = sheet.read("x", xlsx(rows))
    assert [(line["regency"], line.guessed["participants"][0]) for line in draft.lines] == [
        ("Tual", "29"), ("Buru", "19 (12 P)"),
    ]  # fmt: skip


@pytest.mark.parametrize("lower", [["Kegiatan", "P", "L"], ["Kegiatan", "Target", "Realisasi"]])
def test_a_second_head_of_counts_begins_another_table(lower: Row) -> None:
    rows = [["Kota Tual"], ["Kegiatan", *lower[:0:-1]], ["Anyaman", 1, 2], lower, ["Servis AC", 4, 3]]
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", xlsx(rows), {"count": "B", "other_table": "needed"})
    assert refused.value.reason == "second_table"
    assert asked_of(xlsx(rows), {"count": "B"}).key == "other_table"


def test_sums_by_regency_are_not_added_to_the_trainings_below_them() -> None:
    rows = [
        ["Kabupaten", "Peserta"],
        ["Buru", 7],
        [],
        ["Kegiatan", "Kabupaten/kota", "Peserta"],
        ["Anyaman", "Buru", 7],
    ]
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", xlsx(rows), {"sheet": "all", "activities": "part"})
    assert refused.value.reason == "several_sheets"


def test_a_note_that_a_number_is_marked_with_is_shown_with_it(tables: Tables) -> None:
    rows = [HEAD, ["Kota Tual", "Anyaman", "20 **)"], ["Buru", "Anyaman", 7], ["**) lima orang mengundurkan diri"]]
    (problem,) = [p for p in check(sheet.read("x", xlsx(rows)), tables).problems if p.field == "participants"]
    assert (problem.reason, problem.fix, problem.is_plain) == ("marked", "20", False)
    assert "lima orang mengundurkan diri" in dict(problem.details)["found"]


def test_a_note_that_a_raised_mark_leads_to_is_shown_with_the_number() -> None:
    def raise_mark(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["C2"] = CellRichText("20", TextBlock(InlineFont(vertAlign="superscript"), "a"))

    rows = [HEAD, LINES[0], ["Buru", "Anyaman", 7]]
    noted = sheet.read("x", xlsx([*rows, ["a termasuk panitia"]], shape=raise_mark))
    assert noted.lines[0]["participants"] == "20 a) : termasuk panitia"
    assert sheet.read("x", xlsx(rows, shape=raise_mark)).lines[0]["participants"] == "20"


@pytest.mark.parametrize(
    ("name", "note", "key"),
    [
        ("Anyaman *)", "*) ditunda ke tahun 2025", "called_off"),
        ("Anyaman 1)", "1) 5 orang dari Kab. Buru Selatan", "remarks"),
    ],
)
def test_a_note_that_a_name_is_marked_with_is_of_its_row(name: str, note: str, key: str) -> None:
    assert asked_of(xlsx([HEAD, ["Kota Tual", name, 20], ["Buru", "Servis AC", 7], [note]]), {}).key == key


def test_a_note_that_the_head_of_the_count_is_marked_with_is_of_all_rows() -> None:
    rows = [[*H, "Peserta*)"], LINES[0], ["Buru", "Servis AC", 7], ["*) termasuk panitia"]]
    assert asked_of(xlsx(rows), {}).key == "remarks"
    assert len(sheet.read("x", xlsx(rows), {"remarks": "hold"}).lines) == 2


def test_a_title_of_several_years_beside_one_of_one_year_is_not_asked_about() -> None:
    assert sheet.read("x", xlsx([["Renstra 2020-2024"], ["Tahun 2024"], HEAD, LINES[0]])).lines


def test_millions_are_money() -> None:
    rows = [
        [*H, "Peserta", "Total Realisasi"],
        ["Kota Tual", "Anyaman", 20, 95500000],
        ["Buru", "Anyaman", 7, "50.000.000"],
    ]
    draft = sheet.read("x", xlsx(rows))
    assert [line["participants"] for line in draft.lines] == ["20", "7"]
    assert not any(
        line.guessed for line in sheet.read("x", xlsx([[*H, "Jumlah"], ["Kota Tual", "Anyaman", 95500000]])).lines
    )


def test_districts_in_the_column_of_their_regency_are_of_the_one_above() -> None:
    rows = [
        HEAD,
        ["Kota Ambon", None, 30],
        ["Kec. Sirimau", "Anyaman", 10],
        ["Kec. Nusaniwe", "Anyaman", 20],
        ["Jumlah", None, 30],
    ]
    lines = sheet.read("x", xlsx(rows)).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [("Kota Ambon", "10"), ("Kota Ambon", "20")]


def test_what_was_moved_and_what_was_called_off_are_asked_about_apart() -> None:
    off = [["Kota Tual", "Anyaman", 20, "Pindah ke Langgur"], ["Buru", "Anyaman", 7, "dialihkan ke TA 2025"]]
    answers = {"called_off": "leave_out", "moved": "count"}
    assert asked_of(xlsx([[*HEAD, "Ket"], *off]), {"called_off": "leave_out"}).key == "moved"
    assert [line["participants"] for line in sheet.read("x", xlsx([[*HEAD, "Ket"], *off]), answers).lines] == ["20"]


def test_a_share_in_a_remark_counts_nobody() -> None:
    assert sheet.read("x", xlsx([[*HEAD, "Ket"], ["Kota Tual", "Anyaman", 20, "Realisasi 100%"]])).lines


def test_the_unit_of_money_stands_below_its_head_where_men_and_women_do() -> None:
    rows = [
        [*H, "Peserta", None, None, "Anggaran"],
        [None, None, "L", "P", "L+P", "(Rp)"],
        ["Kota Tual", "Anyaman", 2, 18, 20, "Rp 85.000.000,-"],
    ]
    (line,) = sheet.read("x", xlsx(rows, ["C1:E1"])).lines
    assert (line["participants"], line["men"], line["women"]) == ("20", "2", "18")


def test_a_title_above_heads_is_none_of_them() -> None:
    rows = [["Rekap peserta menurut asal"], ["Materi", "Ambon", "Tual", "Jml"], ["Anyaman", 20, 15, 35]]
    lines = sheet.read("x", xlsx(rows)).lines
    assert [(line["activity"], line["participants"]) for line in lines] == [("Anyaman", "20"), ("Anyaman", "15")]


def test_the_year_below_names_is_that_of_what_is_read() -> None:
    rows = [["Kegiatan", "Tual", None, "Buru", None], [None, 2023, 2024, 2023, 2024], ["Anyaman", 10, 20, 5, None]]
    assert sheet.read("x", xlsx(rows, ["B1:C1", "D1:E1"]), {"count": "2024"}).facts["year"] == "2024"


def test_which_of_several_sheets_is_asked() -> None:
    content = xlsx(FULL, shape=second_sheet)
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", content)
    assert (asked.value.key, [c.value for c in asked.value.choices]) == ("sheet", ["1", "2", "all"])
    assert [line["participants"] for line in sheet.read("x", content, {"sheet": "2"}).lines] == ["7"]
    assert len(sheet.read("x", content, {"sheet": "all"}).lines) == 5
    twice = xlsx(FULL, shape=lambda book: [book.create_sheet("Rinci").append(list(row)) if "Rinci" not in book.sheetnames else book["Rinci"].append(list(row)) for row in FULL] and None)  # fmt: skip
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", twice, {"sheet": "all"})
    assert refused.value.reason == "several_sheets"  # the same trainings again are not added to themselves


COLUMNS_OF_TEXT = """DINAS PERINDUSTRIAN
Tahun : 2024
No.  Kab/Kota             Jenis Bimtek            Jumlah Peserta
----------------------------------------------------------------
 1.  Kota Tual            Anyaman                             20
                          Servis AC                           30
----------------------------------------------------------------
     Jumlah                                                   50

                                      Tual, 5 Juni 2024
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_columns_of_a_text_stand_below_their_heads(encoding: str) -> None:
    draft = sheet.read("x.txt", COLUMNS_OF_TEXT.encode(encoding))
    assert [(line["regency"], line["activity"], line["participants"]) for line in draft.lines] == [
        ("Kota Tual", "Anyaman", "20"), ("Kota Tual", "Servis AC", "30"),
    ]  # fmt: skip
    assert draft.facts == {"year": "2024", "total": "50"}


def test_counts_that_go_on_from_row_to_row_are_of_no_row() -> None:
    rows = [[*H, "Peserta (kumulatif)"], ["Kota Tual", "Anyaman", 10], ["Kota Tual", "Anyaman", 20]]
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", xlsx(rows), {"count": "C"})
    assert (refused.value.reason, refused.value.details["rows"]) == ("cumulative_rows", "2, 3")
    for language in LANGUAGES:
        assert "2, 3" in Words(language)("upload.cumulative_rows", **refused.value.details)


def test_districts_are_those_of_the_regency_whose_office_reports() -> None:
    rows = [["DINAS PERINDUSTRIAN KAB. BURU"], ["Kecamatan", "Kegiatan", "Peserta"], ["Namlea", "Anyaman", 20]]
    (line,) = sheet.read("x", xlsx(rows)).lines
    assert (line["regency"], line.guessed) == ("", {"regency": ("kab buru", "")})


def test_a_sheet_may_be_called_by_its_activity() -> None:
    (line,) = sheet.read("x", xlsx([["Kab/Kota", "Peserta"], ["Kota Tual", 20]], title="Servis AC")).lines
    assert (line["regency"], line["activity"], line["participants"]) == ("Kota Tual", "Servis AC", "20")


def hide_row(book: openpyxl.Workbook) -> None:
    book.active.row_dimensions[8].hidden = True


def whiten(area: str, paper: str | None = None) -> Shape:
    def shape(book: openpyxl.Workbook) -> None:
        for cell in (cell for row in book.active[area] for cell in row):
            cell.font = Font(color="FFFFFFFF")
            cell.fill = PatternFill("solid", fgColor=paper) if paper else PatternFill()

    return shape


def hide_column(book: openpyxl.Workbook) -> None:
    book.active.column_dimensions["C"].hidden = True


def noted(book: openpyxl.Workbook) -> None:
    book.active["B3"].comment = Comment("angka sementara", "x")


def hide_other_column(book: openpyxl.Workbook) -> None:
    book.active.column_dimensions["F"].hidden = True


def second_sheet(book: openpyxl.Workbook) -> None:
    other = book.create_sheet("Buru")
    for row in (HEAD, ["Buru", "Anyaman", 7]):
        other.append(list(row))


def second_hidden_sheet(book: openpyxl.Workbook) -> None:
    second_sheet(book)
    book["Buru"].sheet_state = "hidden"


def only_hidden_sheet(book: openpyxl.Workbook) -> None:
    second_hidden_sheet(book)
    book.active.delete_rows(1, 50)


def filled_notes(book: openpyxl.Workbook) -> None:
    book.create_sheet("Catatan").append(["Kegiatan berjalan lancar"])


FULL = [*FACTS, [], HEAD, *LINES]
REFUSED: dict[str, tuple[bytes, str]] = {
    "trainings that are wished for": (xlsx([["Nama", *HEAD[:1], "Pelatihan yang diminati"], ["A B", "Kota Tual", "Anyaman"]]), "wished"),
    "regencies in the sums of their activities alone": (
        xlsx([["Kegiatan", "Peserta"], ["Servis AC", 20], ["Anyaman", 15], ["Jumlah Kota Tual", 35], ["Anyaman", 12], ["Jumlah Kab. Buru", 12]]),
        "regencies_below",
    ),
    "regencies below their activities": (
        xlsx([["Bimtek", "Peserta"], ["Servis AC", 20], ["Anyaman", 15], ["Kota Tual", 35], ["Anyaman", 12], ["Buru", 12]]), "regencies_below",
    ),
    "a hidden row": (xlsx(FULL, shape=hide_row), "hidden_rows"),
    "a row in the colour of the paper": (xlsx(FULL, shape=whiten("A8:C8")), "hidden_rows"),
    "a hidden column that is read": (xlsx(FULL, shape=hide_column), "hidden"),
    "a table on a hidden sheet alone": (xlsx(FULL, shape=only_hidden_sheet), "hidden"),
    "two counts of participants": (xlsx([[*HEAD, "Jumlah peserta"], [*LINES[0], 25]]), "two_columns"),
    "a sum from a page that is missing": (xlsx([HEAD, ["Pindahan dari hal. 1", None, 40], LINES[0], ["Jumlah", None, 60]]), "carried"),
    "more of the table below the signature": (
        xlsx([HEAD, LINES[0], [None, "Mengetahui,"], [], HEAD, ["Buru", "Anyaman", 7]]), "second_table",
    ),
    "two years, one above the table": (xlsx([["Tahun", 2023], ["Tahun", *HEAD], [2024, *LINES[1]]]), "several_years"),
    "people in thousands": (xlsx([[*H, "Peserta (ribu orang)"], ["Kota Tual", "Anyaman", 2]]), "scaled"),
    "rows of quarters below a title that says so": (
        xlsx([["Rekap kumulatif"], ["Triwulan", *HEAD], ["I", "Kota Tual", "Anyaman", 5], ["II", "Kota Tual", "Anyaman", 20]]), "cumulative_rows",
    ),
    "a title that says so": (xlsx([["Peserta bimtek dalam ratusan orang"], HEAD, ["Kota Tual", "Anyaman", 2]]), "scaled"),
    "each training in a column, one of them noted on": (
        xlsx([["Kab/Kota", "Kota Tual", "Buru"], ["Kegiatan", "Anyaman", "Servis AC"], ["Peserta", 20, 7]], shape=noted), "sideways",
    ),
    "a list of people": (xlsx([["No", "Nama", "Alamat"], [1, "A. Latuconsina", "Tual"]]), "activities"),
    "a quotation mark that is never closed": (text([*FULL[:-1], ["Buru", '"Anyaman', 7], ["Buru", "Anyaman", 8]]).encode(), "quotes"),
    "a web page without a table of trainings": (b"<html><table><tr><td>Kegiatan</td></tr></table></html>", "no_table"),
    "a comma in a number that parts it": (text([[*HEAD], ["Kota Tual", "Anyaman", "1,250"]], ",").encode(), "ragged"),
    "columns of a text that are not below their heads": (b"Kab/Kota        Kegiatan     L    P   Peserta\nKota Tual    Anyaman  8   20\n", "columns"),
    "people with their trainings beside each other": (
        xlsx([["Nama", "Kab/Kota", "Bimtek 1", "Bimtek 2"], ["A B", "Kota Tual", "Anyaman", "Servis AC"], ["C D", "Buru", "Anyaman"]]),
        "activities_across",
    ),
    "people of whom some had a training that nobody knows": (
        xlsx([["Nama", "L/P", "Kab/Kota", "Anyaman", "Menjahit"], ["A B", "P", "Kota Tual", 1, None], ["C D", "L", "Buru", None, 1]]),
        "activities_across",
    ),
    "people whose trainings are ticked": (
        xlsx([["Nama", "Kab/Kota", "Anyaman", "Servis AC"], ["A B", "Kota Tual", "v", None], ["C D", "Buru", None, "v"]]), "activities_across",
    ),
    "a program's data": (b'[{"kab": "Kota Tual", "kegiatan": "Anyaman"}]', "unknown_kind"),
    "too many columns": (xlsx([[None] * 70 + ["x"], *FULL]), "too_wide"),
    "too many rows": (text([*FULL, *[["Buru", "Anyaman", 1]] * 2000]).encode(), "too_many_rows"),
}  # fmt: skip


RAGGED = (  # of text files: programs cut off what is empty at the end of a line
    "Rekap Tahun 2024\n\nNo\tKab/Kota\tKegiatan\tPeserta\n\t\t\tL\tP\tJumlah\n1\tKota Tual\tAnyaman\t8\t12\t20\n"
    "2\tBuru\tServis AC\n\tJumlah\t\t8\t12\t20\n"
)


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_a_head_of_a_text_file_may_be_longer_in_its_second_row(separator: str) -> None:
    read = sheet.read("a.txt", RAGGED.replace("\t", separator).encode())
    assert [(line["regency"], line["participants"], line["men"], line["women"]) for line in read.lines] == [
        ("Kota Tual", "20", "8", "12"), ("Buru", "", "", ""),
    ]  # fmt: skip
    assert read.facts["total"] == "20"
    with pytest.raises(UnreadableFileError, match="ragged"):
        sheet.read("a.txt", RAGGED.replace("\t20\n", "\t1\t020\n", 1).replace("\t", separator).encode())


def test_a_head_over_men_women_and_both_is_read_with_them() -> None:
    rows: list[Row] = [
        ["No", "Kab/Kota", "Anyaman", None, None, "Servis AC", None, None],
        [None, None, "L", "P", "Jml", "L", "P", "Jml"],
        [1, "Kota Tual", 8, 12, 20, 10, 5, 15],
    ]  # fmt: skip
    read = sheet.read("a.xlsx", xlsx(rows, ["A1:A2", "B1:B2", "C1:E1", "F1:H1"]))
    assert [(line["activity"], line["participants"], line["men"]) for line in read.lines] == [
        ("Anyaman", "20", "8"), ("Servis AC", "15", "10"),
    ]  # fmt: skip
    assert not read.unread


def test_letters_that_number_an_outline_without_a_head_are_no_traceback() -> None:
    rows: list[Row] = [
        ["A", "Anyaman", None],
        [1, "Kota Tual", 20],
        [None, "Kec. Dullah", 20],
        ["B", "Servis AC", None],
    ]
    with pytest.raises(UnreadableFileError, match="no_table"):
        sheet.read("a.xlsx", xlsx([["No", "Uraian", "Peserta"], *rows]))


def test_regencies_below_a_head_that_nobody_knows_are_asked_about() -> None:
    rows = xlsx([["Wilayah Kerja", "Materi", "Jml Peserta"], *LINES])
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("a.xlsx", rows)
    assert (asked.value.key, [c.value for c in asked.value.choices]) == ("place", ["A", "none"])
    assert [line["regency"] for line in sheet.read("a.xlsx", rows, {"place": "A"}).lines] == [row[0] for row in LINES]


def test_the_women_among_the_people_of_a_matrix_are_read() -> None:
    rows = [
        ["Bimtek", "Kota Tual", "Buru", "Jumlah"],
        ["Anyaman", "20 (18 P)", "15 (1 P)", "35 (19 P)"],
        ["Jumlah", "20 (18 P)", "15 (1 P)", "35 (19 P)"],
    ]
    read = sheet.read("a.xlsx", xlsx(rows))
    assert [(line["regency"], line["participants"], line["women"], line["men"]) for line in read.lines] == [
        ("Kota Tual", "20", "18", "2"), ("Buru", "15", "1", "14"),
    ]  # fmt: skip
    assert read.facts["total"] == "35"


def test_regencies_below_a_misspelt_head_are_read() -> None:
    (line,) = sheet.read("a.csv", b"Kabupten/Kota;Bimtek;Peserta\r\nKota Amboin;Servis AC;20\r\n").lines
    assert (line["regency"], line["participants"]) == ("Kota Amboin", "20")


def test_a_number_of_people_below_a_head_of_two_rows_about_money_may_be_meant() -> None:
    rows = [
        ["Kab/Kota", "Kegiatan", "Realisasi Fisik", None],
        [None, None, "Volume", "%"],
        ["Kota Tual", "Anyaman", "20 orang", 100],
    ]
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("a.xlsx", xlsx(rows, ["A1:A2", "B1:B2", "C1:D1"]))
    assert (asked.value.key, [c.value for c in asked.value.choices]) == ("count", ["C", "none"])


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=list(REFUSED))
def test_what_could_be_read_in_two_ways_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("rekap.xlsx", content)
    assert refused.value.reason == reason
    for language in LANGUAGES:
        said = Words(language)(f"upload.{reason}", **refused.value.details)
        assert said != f"upload.{reason}"
        assert "{" not in said


@pytest.mark.parametrize("shape", [hide_other_column, second_hidden_sheet, filled_notes])
def test_what_is_hidden_or_written_elsewhere_does_no_harm(shape: Any) -> None:
    assert lines_of(sheet.read("rekap.xlsx", xlsx(FULL, shape=shape))) == lines_of(sheet.read("x", xlsx(FULL)))


def lines_of(found: Draft) -> list[dict[str, str]]:
    return [line.texts for line in found.lines]


ENCODED = {
    "semicolons": text(FULL).encode(),
    "commas": text(FULL, ",").encode(),
    "tabs": text(FULL, "\t").encode(),
    "a byte order mark": text(FULL).encode("utf-8-sig"),
    "UTF-16": text(FULL, "\t").encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff" + text(FULL).encode("utf-16-be"),
    "the Windows code page": text(FULL).encode("cp1252"),
    "lines of Unix": text(FULL).replace("\r\n", "\n").encode(),
    "lines of old Macs": text(FULL).replace("\r\n", "\r").encode(),
    "a separator that Excel is told": b"sep=;\r\n" + text(FULL).encode(),
    "more commas in the facts than semicolons in the table": text(
        [["Penyelenggara", "A, B, C, D, " * 20], *FULL]
    ).encode(),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=list(ENCODED))
def test_text_files_of_every_kind(content: bytes) -> None:
    found = sheet.read("rekap.csv", content)
    assert lines_of(found) == lines_of(sheet.read("x", xlsx(FULL)))
    assert found.facts["source_publisher"] == "Disperindag Provinsi Maluku"


def test_letters_of_every_encoding_arrive() -> None:
    rows = [["Judul sumber", "Pelatihan “ronde 2” – café"], HEAD, LINES[0]]
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert sheet.read("x.csv", text(rows).encode(encoding)).facts["source_title"] == "Pelatihan “ronde 2” – café"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["2022", "2023", "2023-2"])
def test_a_filled_template_is_read_back_as_it_was(tables: Tables, language: str, code: str) -> None:
    words = Words(language)
    written = draft_of(tables, code, words)
    for name, content in (
        ("a.csv", template.csv_form(written, words)),
        ("a.xlsx", template.xlsx_form(View(tables, words=words), written)),
    ):
        found = sheet.read(name, content)
        assert found.facts == written.facts
        assert lines_of(found) == [line.texts for line in written.lines]
        assert found.unread == found.skipped == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_is_an_empty_draft(tables: Tables, language: str) -> None:
    words = Words(language)
    for content in (template.csv_form(Draft(), words), template.xlsx_form(View(tables, words=words), Draft())):
        found = sheet.read("a", content)
        assert (found.facts, found.lines) == ({}, ())


def test_dates_of_workbooks_that_count_from_1904() -> None:
    def old_mac(book: openpyxl.Workbook) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    content = xlsx([["Tanggal", DAY], HEAD, *LINES], shape=old_mac)
    assert sheet.read("x.xlsx", content).facts["start_date"] == "2024-05-14"


def test_formulas_say_what_they_last_said() -> None:
    content = xlsx([HEAD, ["Kota Tual", "Anyaman", "=SUM(1,19)"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.read("xl/worksheets/sheet1.xml")
    worked_out = part.replace(b"<v />", b"<v>20</v>").replace(b"<v/>", b"<v>20</v>").replace(b"<v></v>", b"<v>20</v>")
    assert worked_out != part
    found = sheet.read("x.xlsx", with_parts(content, {"xl/worksheets/sheet1.xml": worked_out}))
    assert found.lines[0]["participants"] == "20"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.xlsx", "passwd.xlsx"), ("C:\\Users\\x\\rekap.csv", "rekap.csv"), ("a\nb\0c.csv", "a b c.csv"),
        ("\u202excod.slx", "xcod.slx"), ("x" * 10_000, "x" * 100), ("", ""), ("\ud800.csv", ".csv"),
    ],
)  # fmt: skip
def test_a_file_s_name_is_only_shown(name: str, shown: str) -> None:
    assert sheet.read(name, text(FULL).encode()).file == shown


SEXED = [("Anyaman", "20", "8", "12"), ("Servis AC", "3", "1", "2")]
BY_SEX: dict[str, tuple[Sequence[Row], Sequence[str], dict[str, str]]] = {
    "columns of their own": (
        [[*HEAD[:2], "L", "P", "Jumlah"], ["Kota Tual", "Anyaman", 8, 12, 20], ["Buru", "Servis AC", 1, 2, 3]], (), {},
    ),
    "below one of two heads": (
        [[*HEAD[:2], "Target", None, None, "Realisasi", None, None], [None, None, "Jml", "L", "P", "Jml", "L", "P"],
         ["Kota Tual", "Anyaman", 20, 10, 10, 20, 8, 12], ["Buru", "Servis AC", 20, 9, 11, 3, 1, 2]],
        ("A1:A2", "B1:B2", "C1:E1", "F1:H1"), {"count": "F"},
    ),
    "women first": (
        [[*HEAD[:2], "P", "L", "Jumlah"], ["Kota Tual", "Anyaman", 12, 8, 20], ["Buru", "Servis AC", 2, 1, 3]], (), {},
    ),
    "women first, below the participants": (
        [[*HEAD, None, None], [None, None, "Pr", "Lk", "Jml"], ["Kota Tual", "Anyaman", 12, 8, 20],
         ["Buru", "Servis AC", 2, 1, 3]], ("A1:A2", "B1:B2", "C1:E1"), {},
    ),
    "shares between": (
        [[*HEAD, "L", "%", "P", "%"], ["Kota Tual", "Anyaman", 20, 8, 40, 12, 60], ["Buru", "Servis AC", 3, 1, 33, 2, 67]], (), {},
    ),
    "shares between, below the participants": (
        [[*HEAD, None, None, None, None], [None, None, "L", "%", "P", "Persen", "Total"],
         ["Kota Tual", "Anyaman", 8, 40, 12, 60, 20], ["Buru", "Servis AC", 1, 33, 2, 67, 3]], ("A1:A2", "B1:B2", "C1:G1"), {},
    ),
    "one cell, women first": (
        [[*HEAD[:2], "P/L"], ["Kota Tual", "Anyaman", "12/8"], ["Buru", "Servis AC", "2 P, 1 L"]], (), {"cells": "sum"},
    ),
    "rows": (
        [[*HEAD[:2], "L/P", "Jumlah"], ["Kota Tual", "Anyaman", "L", 8], [None, None, "P", 12],
         ["Buru", "Servis AC", "L", 1], [None, None, "P", 2]], (), {"sexes": "add"},
    ),
    "rows, merged besides": (
        [[*HEAD[:2], "L/P", "Jumlah"], ["Kota Tual", "Anyaman", "L", 8], [None, None, "P", 12],
         ["Buru", "Servis AC", "L", 1], [None, None, "P", 2]], ("A2:A3", "B2:B3", "A4:A5", "B4:B5"), {"sexes": "add"},
    ),
    "one cell": (
        [[*HEAD[:2], "L/P"], ["Kota Tual", "Anyaman", "8/12"], ["Buru", "Servis AC", "1/2"]], (), {"cells": "sum"},
    ),
    "below regencies": (
        [["Kegiatan", "Kota Tual", None, "Buru", None], [None, "L", "P", "L", "P"], ["Anyaman", 8, 12, None, None],
         ["Servis AC", None, None, 1, 2]], ("A1:A2", "B1:C1", "D1:E1"), {},
    ),
    "a list of people": (
        [["Nama", "NIK", "JK", *HEAD[:2]],
         *([f"Orang {n}", f"{n:016}", "L" if n < 8 else "P", "Kota Tual", "Anyaman"] for n in range(20)),
         *([f"Orang {n}", f"{n:016}", "P" if n else "L", "Buru", "Servis AC"] for n in range(3))], (), {"persons": "count"},
    ),
    "a list of people with marks": (
        [["Nama", "L", "P", *HEAD[:2]],
         *([f"Orang {n}", int(n < 8), int(n >= 8), "Kota Tual", "Anyaman"] for n in range(20)),
         *([f"Orang {n}", None if n else "v", "v" if n else None, "Buru", "Servis AC"] for n in range(3))], (),
        {"persons": "count"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "merged", "answers"), BY_SEX.values(), ids=list(BY_SEX))
def test_men_and_women_are_kept_beside_those_who_took_part(
    rows: Sequence[Row], merged: Sequence[str], answers: dict[str, str]
) -> None:
    lines = sheet.read("rekap.xlsx", xlsx(rows, merged), answers).lines
    assert [(line["activity"], line["participants"], line["men"], line["women"]) for line in lines] == SEXED
    assert "Orang" not in str(lines)


def test_two_columns_of_men_and_women_wait_for_their_sum() -> None:
    (line,) = sheet.read("a.xlsx", xlsx([[*HEAD[:2], "L", "P"], ["Kota Tual", "Anyaman", 8, 12]])).lines
    assert line.guessed["participants"] == ("8 + 12", "L + P")
    assert (line["participants"], line["men"], line["women"]) == ("", "8", "12")


def test_men_and_women_by_year_and_regency_alone_are_those_who_took_part() -> None:
    rows = [
        ["Bimtek Anyaman"],
        ["Kab/Kota", 2022, None, 2023, None],
        [None, "L", "P", "L", "P"],
        ["Kota Tual", 8, 12, 5, 6],
        ["Buru", 1, 2, 3, 4],
    ]
    lines = sheet.read("a.xlsx", xlsx(rows, ["A2:A3", "B2:C2", "D2:E2"]), {"count": "D", "activities": "title"}).lines
    assert [line.guessed["participants"][0] for line in lines] == ["5 + 6", "3 + 4"]


def test_a_row_with_a_count_of_its_own_is_no_part_of_the_one_above() -> None:
    rows = [[*HEAD[:2], "Jumlah"], ["Kota Tual", "Anyaman", 20], [None, None, 15]]
    lines = sheet.read("a.xlsx", xlsx(rows, ["A2:A3", "B2:B3"])).lines
    assert [line.guessed["participants"][0] for line in lines] == ["20", "15"]


def test_the_heads_of_a_table_and_the_dates_of_its_rows_hint_at_the_year() -> None:
    over = [[*HEAD[:2], "Peserta Tahun 2024", None], [None, None, "L", "P"], ["Kota Tual", "Anyaman", 8, 12]]
    assert sheet.read("x", xlsx(over)).guessed["year"] == "2024"
    dated: list[Row] = [["Tanggal", *HEAD], ["Senin, 13 Mei 2024", *LINES[0]], ["20 – 23 Mei '24", *LINES[1]]]
    assert sheet.read("x", xlsx(dated)).guessed["year"] == "2024"
    assert "year" not in sheet.read("x", xlsx([*dated, ["belum tentu", *LINES[2]]])).guessed


def test_a_row_of_counts_alone_below_a_regency_is_not_taken_for_its_own() -> None:
    rows = [["No", "Kab/Kota", "Anyaman", "Servis AC"], [1, "Kota Tual", 20, 30], [2, None, 5, 6]]
    assert [line["regency"] for line in sheet.read("x", xlsx(rows)).lines] == ["Kota Tual"] * 2 + [""] * 2
    merged = sheet.read("x", xlsx(rows, ["B2:B3"])).lines
    assert [line["regency"] for line in merged] == ["Kota Tual"] * 4


def test_men_and_women_twice_below_one_activity_are_refused() -> None:
    rows = [["Kab/Kota", "Anyaman", "Servis AC"], [None, "L", "P", "L", "P"], ["Kota Tual", 8, 12, 1, 2]]
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", xlsx(rows))
    assert refused.value.reason == "two_columns"


def test_activities_by_year_bring_the_year_that_is_chosen() -> None:
    rows = [
        ["Kab/Kota", 2022, None, 2023],
        [None, "Anyaman", "Servis AC", "Anyaman", "Servis AC"],
        ["Kota Tual", 8, 12, 1, 2],
    ]
    found = sheet.read("x", xlsx(rows, ["A1:A2", "B1:C1", "D1:E1"]), {"count": "D"})
    assert (found.facts["year"], [line["participants"] for line in found.lines]) == ("2023", ["1", "2"])


def test_a_regency_s_own_list_may_count_men_and_women_alone() -> None:
    rows = [["Dinas Perindustrian Kota Tual"], ["No", "Kegiatan", "L", "P", "Jumlah"], [1, "Anyaman", 8, 12, 20]]
    aligned = "Bimtek di Kota Tual\n\nNo  Kegiatan     L    P\n1   Anyaman      8   12\n"
    for content in (xlsx(rows), aligned.encode()):
        lines = sheet.read("x", content, {"office": "same"}).lines
        assert [(line["men"], line["women"]) for line in lines] == [("8", "12")]


def test_or_is_a_unit_of_people() -> None:
    (line,) = sheet.read("x", xlsx([[*HEAD[:2], "Peserta (OR)"], LINES[0]])).lines
    assert (line["participants"], as_count("20 OR")) == ("20", 20)


def test_men_and_women_of_several_trainings_together_are_those_of_none() -> None:
    rows = [[*HEAD, "L", "P"], ["Kota Tual", "Anyaman", 20, 8, 12], [None, "Servis AC", 30, None, None]]
    lines = sheet.read("a.xlsx", xlsx(rows, ["A2:A3", "D2:D3", "E2:E3"])).lines
    assert [(line["participants"], line["men"], line["women"]) for line in lines] == [("20", "", ""), ("30", "", "")]
    rows = [[*HEAD, "L", "P"], ["Kota Tual", "Anyaman\nServis AC", 50, 20, 30]]
    assert not any(line["men"] for line in sheet.read("a.xlsx", xlsx(rows)).lines)


def test_the_other_sum_holds_without_men_and_women() -> None:
    rows = [[*HEAD[:2], "L", "P", "Jumlah"], ["Kota Tual", "Anyaman", 8, 12, 21], ["Buru", "Servis AC", 1, 2, 3]]
    lines = sheet.read("a.xlsx", xlsx(rows), {"sums": "stated"}).lines
    assert [(line["participants"], line["men"]) for line in lines] == [("21", ""), ("3", "1")]


TARGETS: dict[str, tuple[Sequence[Row], dict[str, str]]] = {
    "columns": ([[*HEAD[:2], "Target", "Realisasi"], ["Kota Tual", "Anyaman", 25, 20], ["Buru", "Servis AC", 30, 28]], {"count": "D"}),
    "rows": (
        [[*HEAD[:2], "Uraian", "Peserta"], ["Kota Tual", "Anyaman", "Target", 25], [None, None, "Realisasi", 20],
         ["Buru", "Servis AC", "Target", 30], [None, None, "Realisasi", 28]], {"rows": "realisasi"},
    ),
    "cells": (
        [[*HEAD[:2], "Realisasi/Target"], ["Kota Tual", "Anyaman", "20/25"], ["Buru", "Servis AC", "28/30"]], {"of_target": "target"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "answers"), TARGETS.values(), ids=list(TARGETS))
def test_a_target_is_kept_beside_what_came_of_it(rows: Sequence[Row], answers: dict[str, str]) -> None:
    lines = sheet.read("a.xlsx", xlsx(rows), answers).lines
    assert [(line["participants"], line["target"]) for line in lines] == [("20", "25"), ("28", "30")]


def test_who_applied_is_no_target() -> None:
    rows = [[*HEAD[:2], "Pendaftar", "Hadir"], ["Kota Tual", "Anyaman", 25, 20]]
    (line,) = sheet.read("a.xlsx", xlsx(rows), {"count": "D"}).lines
    assert (line["participants"], line["target"]) == ("20", "")


def test_venue_and_budget_above_the_table_are_facts() -> None:
    rows = [
        ["Tempat", "Hotel Santika, Ambon"],
        ["Pagu Anggaran : Rp 250.000.000,-"],
        ["Sumber Dana", ": APBN"],
        HEAD,
        ["Kota Tual", "Anyaman", 20],
    ]
    draft = sheet.read("a.xlsx", xlsx(rows))
    assert draft.facts == {"venue": "Hotel Santika, Ambon", "budget": "Rp 250.000.000,-", "budget_source": "APBN"}
    assert [line["regency"] for line in draft.lines] == ["Kota Tual"]


DISABLED = ["Kabupaten/kota", "Kegiatan", "L", "P", "Difabel", "Jumlah"]


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        ([DISABLED], []),
        ([[*HEAD[:2], "Peserta", None, None, None], [None, None, *DISABLED[2:]]], ["C1:F1", "A1:A2", "B1:B2"]),
        ([[DISABLED[0], *DISABLED[2:5], "Kegiatan", "Jumlah"]], []),
    ],
)
def test_a_part_that_is_counted_beside_men_and_women_is_no_part_of_their_sum(
    rows: list[Row], merged: list[str]
) -> None:
    def table(both: int) -> bytes:
        counts = [8, 12, 2, both]
        cells = (
            ["Kota Tual", *counts[:3], "Anyaman", both]
            if rows[0][-2] == "Kegiatan"
            else ["Kota Tual", "Anyaman", *counts]
        )
        return xlsx([*rows, cells, ["Buru", *cells[1:-1], both]], merged)

    (line, _) = sheet.read("a.xlsx", table(20)).lines
    assert (line["participants"], line["men"], line["women"]) == ("20", "8", "12")
    assert "Difabel" in sheet.read("a.xlsx", table(20)).unread
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("a.xlsx", table(22))
    assert [choice.value for choice in asked.value.choices] == ["cells", "stated"]
    assert "22 ≠ 20" in asked.value.details["listed"]
    (line, _) = sheet.read("a.xlsx", table(22), {"sums": "stated"}).lines
    assert (line["participants"], line["men"]) == ("22", "")


def test_classes_times_people_are_held_against_the_sum_beside_them() -> None:
    head = [*HEAD[:2], "Kelas", "Peserta per Kelas", "Jumlah"]
    assert len(sheet.read("a.xlsx", xlsx([head, ["Kota Tual", "Anyaman", 2, 20, 40]])).lines) == 2
    wrong = xlsx([head, ["Kota Tual", "Anyaman", 2, 20, 35]])
    with pytest.raises(UnclearFileError, match="sums"):
        sheet.read("a.xlsx", wrong)
    assert [line["participants"] for line in sheet.read("a.xlsx", wrong, {"sums": "cells"}).lines] == ["20", "20"]
    with pytest.raises(UnreadableFileError, match="sums_stated"):
        sheet.read("a.xlsx", wrong, {"sums": "stated"})


TOP = ["No", *HEAD, None, None]
SUB = [None, None, None, "L", "P", "Jml"]


@pytest.mark.parametrize(
    "rows",
    [
        [TOP, SUB, [1, "Kota Tual", "Anyaman", 8, 12, 20], TOP, SUB, [2, "Kota Tual", "Servis AC", 28, 2, 30]],
        [TOP, SUB, [*range(1, 7)], [1, "Kota Tual", "Anyaman", 8, 12, 20], TOP, SUB, [*range(1, 7)],
         [2, "Kota Tual", "Servis AC", 28, 2, 30]],
        [HEAD, [None, None, "(orang)"], *LINES[:2]],
        [["Kabupaten", "Kecamatan", "Kegiatan", "Peserta"], ["Kota Tual", "Dullah", "Anyaman", 12], ["Kota Tual", "Tayando", "Anyaman", 8],
         ["Kota Tual", None, "Anyaman", 20], ["Kota Tual", "Dullah", "Servis AC", 30]],
        [["Kabupaten", "Kecamatan", "Kegiatan", "Peserta"], ["Kota Tual", None, "Anyaman", 20], [None, "Dullah", "Anyaman", 20],
         ["Kota Tual", None, "Servis AC", 30], ["Kota Tual", "Dullah", "Servis AC", 12], ["Kota Tual", "Tayando", "Servis AC", 18]],
    ],
)  # fmt: skip
def test_heads_on_each_page_units_and_sums_of_districts_are_no_trainings(rows: Sequence[Row]) -> None:
    counts: dict[str, int] = {}
    for line in sheet.read("a.xlsx", xlsx(rows)).lines:
        assert line["regency"] == "Kota Tual"
        counts[line["activity"]] = counts.get(line["activity"], 0) + int(line["participants"])
    assert counts == {"Anyaman": 20, "Servis AC": 30}


def test_the_same_number_again_with_a_remark_is_a_training() -> None:
    rows = [[*HEAD[:2], "Ket", "Peserta"], ["Kota Tual", "Anyaman", None, 20], ["Kota Tual", "Anyaman", "susulan", 20]]
    assert len(sheet.read("a.xlsx", xlsx(rows), {"repeated": "each"}).lines) == 2


def test_shares_numbers_of_rows_and_days_are_no_people() -> None:
    (line,) = sheet.read("a.xlsx", xlsx([[*HEAD[:2], "% Peserta"], ["Kota Tual", "Anyaman", 80]])).lines
    assert (line["participants"], line.guessed) == ("", {})
    (line,) = sheet.read("a.xlsx", xlsx([["#", *HEAD[:2]], [1, "Kota Tual", "Anyaman"]])).lines
    assert (line["participants"], line.guessed) == ("", {})


@pytest.mark.parametrize(
    ("name", "rest"), [("Buru", "Selatan"), ("Kab. Maluku Tenggara", "Barat"), ("Seram Bagian", "Timur")]
)
def test_the_name_of_a_regency_may_go_on_in_the_next_row(name: str, rest: str) -> None:
    rows = [HEAD, [name, "Anyaman", 20], [rest, None, None], ["Kota Tual", "Anyaman", 15]]
    lines = sheet.read("x", xlsx(rows)).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [
        (f"{name} {rest}", "20"),
        ("Kota Tual", "15"),
    ]


@pytest.mark.parametrize("above", ["REKAP BIMTEK KAB. BURU TAHUN 2024", "KAB. BURU"])
def test_a_title_of_another_regency_than_the_sheets_name_is_asked_about(above: str) -> None:
    content = xlsx([[above], ["Jenis Bimtek", "Peserta"], ["Anyaman", 15]], title="Ambon")
    assert asked_of(content, {}).key == "regency"
    for answer, regency in (("81.04", "Kab Buru"), ("81.71", "Ambon")):
        assert sheet.read("x", content, {"regency": answer}).lines[0]["regency"] == regency


def test_means_and_extremes_below_a_table_are_no_trainings() -> None:
    rows = [HEAD, *LINES[:2], ["Rata-rata", None, 25], ["Tertinggi", None, 30], ["Jumlah", None, 50]]
    draft = sheet.read("a.xlsx", xlsx(rows))
    assert [line["participants"] for line in draft.lines] == ["20", "30"]
    assert draft.facts["total"] == "50"
    assert draft.skipped == (4, 5)


def test_a_number_that_a_sheet_shows_as_approximate_is_not_taken_as_exact() -> None:
    def shown(book: openpyxl.Workbook) -> None:
        book.active["C2"].number_format = '"± "0'

    lines = sheet.read("a.xlsx", xlsx([HEAD, *LINES[:2]], shape=shown)).lines
    assert [line["participants"] for line in lines] == ["± 20", "30"]


AS_SHOWN = {
    "0%": "2000%", '0"%"': "20%", '0" IKM"': "20 IKM", '"target "0': "target 20", '_-"Rp"* #,##0_-;-"Rp"* #,##0_-': "Rp20", "[$Rp-421]0": "Rp20",
    "0,": "0.02 ribu", '"@"0': "@20", "General\\ \\O\\H": "20 OH", '0" orang (rencana)"': "20 orang (rencana)", '0" orang"': "20", "0\\ \\o\\r\\g": "20",
    "#,##0": "20", "0": "20", "General": "20", "@": "20", "[Red]0.00": "20", '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-': "20", '0".";;': "20",
}  # fmt: skip


@pytest.mark.parametrize(("form", "count"), AS_SHOWN.items())
def test_a_number_is_read_with_the_words_that_its_format_shows(form: str, count: str) -> None:
    def shape(book: openpyxl.Workbook) -> None:
        book.active["C2"].number_format = form

    assert sheet.read("x", xlsx([HEAD, ["Kota Tual", "Anyaman", 20]], shape=shape)).lines[0]["participants"] == count


def test_regencies_and_cities_in_a_column_each_are_read_where_one_of_them_is_filled() -> None:
    rows = [
        ["No", "Kabupaten", "Kota", "Kegiatan", "Peserta"],
        [1, "Buru", None, "Anyaman", 20],
        [2, None, "Kota Ambon", "Anyaman", 15],
    ]
    lines = sheet.read("a.xlsx", xlsx(rows)).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [("Buru", "20"), ("Kota Ambon", "15")]
    rows[1][2] = "Kota Ambon"
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("a.xlsx", xlsx(rows))
    assert asked.value.key == "place"


def test_counts_that_grow_from_quarter_to_quarter_may_be_cumulative() -> None:
    head = ["Kabupaten/Kota", "Kegiatan", "TW I", "TW II", "TW III"]
    rows = [head, ["Kota Tual", "Anyaman", 10, 20, 30], ["Kab. Buru", "Anyaman", 5, 5, 12]]
    with pytest.raises(UnclearFileError, match="grows"):
        sheet.read("a.xlsx", xlsx(rows))
    for answer, counts in (("E", ["30", "12"]), ("sum", ["60", "22"])):
        lines = sheet.read("a.xlsx", xlsx(rows), {"count": answer, "periods": "row"}).lines
        assert [line["participants"] for line in lines] == counts
    rows[2][4] = 4
    assert len(sheet.read("a.xlsx", xlsx(rows), {"periods": "row"}).lines) == 2


@pytest.mark.parametrize(
    "rows",
    [
        [["Kegiatan", "Kabupaten", "Jenis Kelamin", None, "Jumlah"], [None, None, "L", "P"], ["Anyaman", "Kota Tual", 8, 12, 20]],
        [["Kegiatan", "Kabupaten", None, "Jenis Kelamin", None], [None, None, "L", "P", "Jumlah"], ["Anyaman", "Kota Tual", 8, 12, 20]],
        [["Kegiatan", "Kabupaten", "Jumlah", None, "Jenis Kelamin"], [None, None, None, "L", "P"], ["Anyaman", "Kota Tual", 20, 8, 12]],
    ],
)  # fmt: skip
def test_sexes_under_a_head_of_their_own_are_kept(rows: Sequence[Row]) -> None:
    (line,) = sheet.read("a.xlsx", xlsx(rows)).lines
    assert (line["men"], line["women"], line["participants"]) == ("8", "12", "20")


def test_numbers_within_words_of_a_cell_are_read() -> None:
    rows = [HEAD, ["Kota Tual", "Anyaman", "L (8) P (12)"], ["Kota Tual", "Servis AC", "diikuti 30 orang"]]
    first, second = sheet.read("a.xlsx", xlsx(rows), {"cells": "sum"}).lines
    assert (first["men"], first["women"], first["participants"], second["participants"]) == ("8", "12", "20", "30")


def test_what_is_noted_on_a_cell_is_read_with_its_row() -> None:
    def noted(book: openpyxl.Workbook) -> None:
        book.active["C2"].comment = Comment("Batal, tidak jadi", "Dinas")

    with pytest.raises(UnclearFileError) as asked:
        sheet.read("a.xlsx", xlsx([HEAD, *LINES], shape=noted))
    assert asked.value.key == "called_off"


def test_the_title_of_a_sheet_may_say_that_it_is_a_plan() -> None:
    def plan(book: openpyxl.Workbook) -> None:
        book.active.title = "Rencana"

    with pytest.raises(UnclearFileError) as asked:
        sheet.read("a.xlsx", xlsx([HEAD, *LINES], shape=plan))
    assert asked.value.key == "people"


def test_a_list_of_one_person_is_asked_about_too() -> None:
    rows = [["No", "Nama", "Kab/Kota", "Kegiatan"], [1, "Siti", "Kota Tual", "Anyaman"]]
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("a.xlsx", xlsx(rows))
    assert asked.value.key == "persons"


def test_people_in_a_row_that_names_no_training_are_not_left_out() -> None:
    rows = [
        [*HEAD, "Desa"],
        ["Kota Tual", "Anyaman", 12, "Taar"],
        [None, None, 8, "Fiditan"],
        ["Buru", "Tenun", 7, "Lala"],
    ]
    lines = sheet.read("a.xlsx", xlsx(rows)).lines
    assert [(line["activity"], line["participants"]) for line in lines] == [
        ("Anyaman", "12"),
        ("", "8"),
        ("Tenun", "7"),
    ]


OUTLINES = {
    "regencies below their activity, with its sum": [["Uraian", "Peserta"], ["Anyaman", 35], ["Kota Tual", 20], ["Kab. Buru", 15], ["Pelatihan batok", 5], ["Kab. Buru", 5], ["Jumlah", 40]],
    "regencies below their activity": [["No", "Uraian", "Peserta"], ["A", "Anyaman"], [1, "Kota Tual", 20], [2, "Kab. Buru", 15], ["B", "Pelatihan batok"], [1, "Kab. Buru", 5]],
    "regencies over activities": [["No", "Kota Tual", "Kab. Buru", None], [None, "Anyaman", "Anyaman", "Pelatihan batok"], [1, 20, 15, 5]],
}  # fmt: skip


@pytest.mark.parametrize("rows", OUTLINES.values(), ids=list(OUTLINES))
def test_regencies_and_activities_stand_in_one_column_or_over_each_other(rows: Sequence[Row]) -> None:
    lines = sheet.read("a.xlsx", xlsx(rows)).lines
    assert [(line["regency"], line["activity"], line["participants"]) for line in lines] == [
        ("Kota Tual", "Anyaman", "20"), ("Kab. Buru", "Anyaman", "15"), ("Kab. Buru", "Pelatihan batok", "5"),
    ]  # fmt: skip


BELOW = {  # what stands below a regency, and whether it is understood
    "districts and their sum": ([["Kecamatan", "Peserta"], ["Kota Tual", 20], ["Dullah", 12], ["Tayando", 8]], True),
    "districts without their sum": ([["Uraian", "Peserta"], ["Kota Tual"], ["- Kec. Dullah", 12], ["- Kec. Tayando", 8]], True),
    "districts of another sum": ([["Kecamatan", "Peserta"], ["Kota Tual", 21], ["Dullah", 12], ["Tayando", 8]], False),
    "a regency misspelt": ([["Kecamatan", "Peserta"], ["Kota Tual"], ["Dullah", 12], ["Kota Abon", 8]], False),
    "men and women": ([["Kabupaten", "Peserta"], ["Kota Tual", 20], ["Laki-laki", 12], ["Perempuan", 8]], True),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "is_read"), BELOW.values(), ids=list(BELOW))
def test_parts_of_a_regency_below_it_are_added_up_where_that_is_clear(rows: Sequence[Row], is_read: bool) -> None:
    if not is_read:
        with pytest.raises(UnreadableFileError):
            sheet.read("a.xlsx", xlsx(rows), {"activities": "total"})
        return
    (line,) = sheet.read("a.xlsx", xlsx(rows), {"activities": "total"}).lines
    assert (line["regency"], line["participants"]) == ("Kota Tual", "20")


def test_quarters_are_of_no_activity_where_none_is_named() -> None:
    rows = [["Kabupaten", "Angkatan I (Maret)", "Angkatan II (Juni)"], ["Kota Tual", 8, 12], ["Kab. Buru", 5, 2]]
    lines = sheet.read("a.xlsx", xlsx(rows), {"periods": "row", "activities": "total"}).lines
    assert [line["participants"] for line in lines] == ["20", "7"]


def test_rows_that_count_days_are_put_aside() -> None:
    rows = [[*H, "Uraian", "Nilai"], [*LINES[0][:2], "Peserta", 20], [None, None, "Hari", 5]]
    (line,) = sheet.read("a.xlsx", xlsx(rows), {"count": "D", "rows": "peserta"}).lines
    assert (line["activity"], line["participants"]) == ("Anyaman", "20")


KEPT = {  # what is read of a table of one training in Tual with 20 people
    "heads in two languages": [["Kabupaten/Kota\nRegency", "Laki-laki\nMale", "Perempuan\nFemale", "Jumlah\nTotal"], ["72. Tual", 8, 12, 20]],
    "a part of them below": [[*HEAD], [*LINES[0]], [None, "- disabilitas", 2]],
    "how many trainings, beside them": [["Kabupaten/kota", "Anyaman", "Servis AC", "Jumlah kegiatan"], ["Kota Tual", 20, None, 1]],
    "regencies below their activity, counted by something": [["No", "Uraian", "Jumlah (orang)"], ["I", "BIMTEK ANYAMAN"], [1, "Kota Tual", 20]],
    "sexes below regencies": [["Uraian", "Jumlah"], ["Kota Tual", 20], ["Laki-laki", 8], ["Perempuan", 12]],
}  # fmt: skip


@pytest.mark.parametrize("rows", KEPT.values(), ids=list(KEPT))
def test_what_says_more_of_the_same_people_is_no_other_training(rows: Sequence[Row]) -> None:
    found = sheet.read("a.xlsx", xlsx(rows), {"activities": "total"})
    (line,) = found.lines
    assert bool(line["activity"]) == (found.facts.get("known") is None)
    assert (line["participants"] or line.guessed["participants"][0]) == "20"


def test_where_people_live_is_no_regency() -> None:
    people = [[f"Orang {n}", place] for n, place in enumerate(["Taar", "Fiditan", "Ohoijang"])]
    found = sheet.read(
        "a.xlsx", xlsx([["Kota Tual"], ["Nama", "Alamat"], *people]), {"activities": "total", "persons": "count"}
    )
    assert [(line["regency"], line["participants"]) for line in found.lines] == [("", "3")]
    assert "Taar" not in repr(found)


GROUPS: list[Row] = [
    ["Wilayah", "Peserta"], ["Gugus Pulau Ambon-Lease", 60], ["Kota Ambon", 40], ["Maluku Tengah", 20],
    ["Gugus Pulau Buru", 25], ["Buru", 15], ["Buru Selatan", 10], ["Jumlah I + II", 85],
]  # fmt: skip


@pytest.mark.parametrize(
    "rows", [GROUPS, [GROUPS[0], ["PROVINSI MALUKU", 85], *GROUPS[2:4], *GROUPS[5:7]]], ids=["of islands", "on top"]
)
def test_sums_of_groups_of_regencies_and_a_total_on_top_are_no_regencies(rows: Sequence[Row]) -> None:
    found = sheet.read("a.xlsx", xlsx(rows), {"activities": "total"})
    assert [line["participants"] for line in found.lines] == ["40", "20", "15", "10"]
    assert found.facts["total"] == "85"
    assert not any(line["activity"] for line in found.lines)


@pytest.mark.parametrize("remark", ["Peserta sama dengan bimtek anyaman", "20 orang yang sama"])
@pytest.mark.parametrize("beside", [None, "Aula"])
def test_people_who_are_counted_in_another_row_too_are_asked_about(remark: str, beside: str | None) -> None:
    rows = [[*HEAD, "Tempat", "Ket"], [*LINES[0], beside, None], ["Kota Tual", "Servis AC", 20, beside, remark]]
    assert asked_of(xlsx(rows), {}).reason == "remarks"


def test_another_number_in_a_remark_is_asked_about_beside_an_empty_cell() -> None:
    assert asked_of(xlsx([[*HEAD, "Pagu", "Ket"], [*LINES[0], None, "hadir 18 orang"]]), {}).reason == "remarks"


@pytest.mark.parametrize(
    "remark", ["bukan 20 tetapi 18", "hadir 80%", "termasuk 3 panitia", "20 orang termasuk 3 panitia", "18", "yang ikut 18",
               "ada 2 dari Buru", "masih perkiraan", "belum semua hadir", "dua kelas", "L 8 P 13", "18 (hari ke-2)",
               "peserta campuran Tual dan Buru", "angka sasaran", "orang-hari", "per angkatan, 2 angkatan", "sekitar 20", "cek lagi", "20 + 3 panitia",
               "gabungan Tual & Malra", "@ 20 orang", "hadir 2020 orang", "double dengan no. 3", "sama dengan no 3", "ulang", "Nihil", "0"],
)  # fmt: skip
def test_a_remark_that_bears_on_its_count_is_asked_about(remark: str) -> None:
    rows = [["No", *HEAD, "Keterangan"], [1, *LINES[0], remark], [3, *LINES[1], None]]
    assert asked_of(xlsx(rows), {}).reason == "remarks"


@pytest.mark.parametrize(("remark", "key"), [("Cancel", "called_off"), ("Daftar tunggu", "called_off"), ("x2 kelas", "classes"),
                                            ("Pelaksanaan Des 2023", "remarks"), ("Tahun 2023", "remarks"), ("Tahun 2024", "")])  # fmt: skip
def test_a_remark_that_says_what_became_of_a_training_is_asked_about(remark: str, key: str) -> None:
    content = xlsx([["Bimtek 2024"], ["No", *HEAD, "Keterangan"], [1, *LINES[0], remark], [3, *LINES[1], None]])
    if key:
        assert asked_of(content, {}).key == key
    else:
        assert len(sheet.read("x", content).lines) == 2


@pytest.mark.parametrize(
    ("head", "cells", "key"),
    [("Periode", ["s.d. Maret", "s.d. Juni"], "same"), ("Bulan", ["Jan", "s.d. Feb"], "same"),
     ("Status", ["Daftar", "Lulus"], "same"), ("Kelas", ["A", "B", "A+B"], "breakdown")],
)  # fmt: skip
def test_rows_of_a_training_that_count_the_same_people_again_are_asked_about(head: str, cells: Row, key: str) -> None:
    """They were added up."""
    rows = [[*H, head, "Peserta"], *(["Kota Tual", "Anyaman", text, 20 - n] for n, text in enumerate(cells))]
    assert asked_of(xlsx([["Bimtek 2024"], *rows]), {}).key == key


@pytest.mark.parametrize("head", ["Jumlah Peserta/Angkatan", "Peserta per Kelas", "Peserta 2023", "IKM Peserta"])
def test_the_only_count_may_be_of_each_class_of_another_year_or_of_enterprises(head: str) -> None:
    content = xlsx([["Bimtek 2024"], [*H, head], *LINES[:2]])
    assert asked_of(content, {}).details == {"found": head}
    assert len(sheet.read("x", content, {"people": "all"}).lines) == 2


OF_OTHER_PEOPLE = [
    "REKAP PESERTA BIMTEK IKM PENERIMA SERTIFIKAT", "REKAP HASIL SELEKSI BIMTEK IKM", "PROPOSAL BIMTEK IKM", "Draft", "Permintaan",
    "REKAP PESERTA BIMTEK IKM USIA DI BAWAH 30 TAHUN", "PAGU INDIKATIF BIMTEK IKM", "KERANGKA ACUAN KERJA BIMTEK IKM",
    "REKAP KEHADIRAN HARI PERTAMA BIMTEK", "REKAP PESERTA YANG MENGUNDURKAN DIRI", "REKAP PESERTA PAMERAN IKM",
    "REKAP PESERTA MAGANG IKM", "REKAP PESERTA BIMTEK IKM (ORANG-HARI)",
]  # fmt: skip


@pytest.mark.parametrize("title", OF_OTHER_PEOPLE)
def test_a_title_of_a_plan_of_a_part_or_of_other_events_is_asked_about(title: str) -> None:
    assert asked_of(xlsx([[title], HEAD, *LINES]), {}).key == "people"


@pytest.mark.parametrize(
    "remark", ["lancar", "APBN 2022", "dihadiri Bupati", "12-14 Maret 2024", "tanggal 5 dan 6 Mei", "3 hari", "Angkatan 1",
               "SK No. 12 Tahun 2024", "Rp 12.000.000", "pukul 08.00", "sesuai rencana", "tidak ada kendala", "selesai 100%",
               "realisasi anggaran 98%", "L = 8, P = 12", "hadir 20 dari 25", "1 kelas", "Hotel Amaris lt. 2", "30 JP",
               "Hotel 88", "HP 0812 3456 7890", "Telp (0911) 352 123", "Jl. Pattimura 12", "2 narasumber dari Kemenperin", "lihat lampiran 2", "3 s/d 5 Juni", "dengan narasumber dari Jakarta", "ND 45/IKM/VI/2024", "100 persen", "Bulan 5 & 6"],
)  # fmt: skip
def test_a_harmless_remark_beside_a_count_is_no_question(remark: str) -> None:
    assert len(sheet.read("x", xlsx([[*HEAD, "Keterangan"], [*LINES[0], remark], [*LINES[1], None]])).lines) == 2


def test_a_remark_alone_says_how_many_classes_a_row_has() -> None:
    rows = [[*HEAD, "Keterangan"], [*LINES[0], "@ 2 kelas"], [*LINES[1], None]]
    assert asked_of(xlsx(rows), {}).key == "classes"
    lines = sheet.read("x", xlsx(rows), {"classes": "each"}).lines
    assert [line["participants"] for line in lines] == ["20", "20", "30"]


@pytest.mark.parametrize(
    "legend", [["P = Peserta, L = Lulus"], ["Ket: L = Lulus; P = Peserta"], ["Keterangan", "P = Peserta"],
               ["P (Peserta), L (Lulus)"], ["[P=Peserta] [L=Lulus]"]],
)  # fmt: skip
def test_a_legend_says_what_heads_stand_for(legend: Row) -> None:
    """Men and women were added up who were participants, and those of them who passed."""
    rows = [[*HEAD[:2], "P", "L"], [*LINES[0], 18], [*LINES[1], 30], legend, ["L = Lulus"]]
    error = asked_of(xlsx(rows), {})
    assert error.key == "count"
    assert [choice.details[1][1] for choice in error.choices] == ["Peserta", "Lulus"]
    assert [line["participants"] for line in sheet.read("x", xlsx(rows), {"count": "C"}).lines] == ["20", "30"]


def test_a_legend_of_men_and_women_and_one_of_activities() -> None:
    rows = [[*HEAD[:2], "L", "P"], [*LINES[0][:2], 8, 12], ["L = Laki-laki, P = Perempuan"]]
    assert sheet.read("x", xlsx(rows)).lines[0]["men"] == "8"
    rows = [["Kab/Kota", "A", "B"], ["Kota Tual", 8, 12], ["A = Anyaman, B = Servis AC"]]
    assert [line["activity"] for line in sheet.read("x", xlsx(rows)).lines] == ["Anyaman", "Servis AC"]


def test_a_legend_says_what_the_cells_of_a_column_stand_for() -> None:
    rows = [[*HEAD, "Ket"], [*LINES[0], "S"], [*LINES[1], "B"], ["S = Selesai, B = Belum"]]
    assert asked_of(xlsx(rows), {}).details["rows"] == "3 “Belum”"
    rows = [HEAD, ["A", "Anyaman", 20], ["B", "Anyaman", 15], ["A = Kota Tual; B = Kab. Buru"]]
    assert [line["regency"] for line in sheet.read("x", xlsx(rows)).lines] == ["Kota Tual", "Kab. Buru"]


def test_a_total_beside_its_label_is_held_against_the_rows() -> None:
    draft = sheet.read("x", xlsx([HEAD, *LINES[:2], ["Jumlah Peserta", "51 orang"]]))
    assert (draft.facts["total"], draft.places["total"]) == ("51", "B4")


def test_regencies_and_activities_below_no_head_are_known_by_their_names() -> None:
    assert asked_of(xlsx([[None, *HEAD[1:]], *LINES[:2]]), {}).key == "place"
    lines = sheet.read("x", xlsx([[HEAD[0], None, HEAD[2]], *LINES[:2]])).lines
    assert [(line["regency"], line["activity"]) for line in lines] == [tuple(line[:2]) for line in LINES[:2]]


def test_a_comment_that_names_staff_is_asked_about() -> None:
    assert asked_of(xlsx([[*HEAD, "Rincian"], [*LINES[0], "5 orang panitia"]]), {}).reason == "remarks"


@pytest.mark.parametrize("titles", [("Sudah dilaksanakan", "Belum dilaksanakan"), ("Dibatalkan", "Terlaksana")])
def test_a_section_of_what_was_held_or_not_may_be_lettered(titles: tuple[str, str]) -> None:
    rows = [["No", *HEAD], ["A", titles[0]], [1, *LINES[0]], ["B.", titles[1]], [1, *LINES[1]]]
    assert [dict(choice.details)["title"] for choice in asked_of(xlsx(rows), {}).choices] == [*titles]


def test_a_note_that_counts_are_shares_is_asked_about() -> None:
    rows = [[*HEAD[:2], "L", "P"], [*LINES[0][:2], 70, 30], ["Ket: L dan P dalam persen"]]
    assert asked_of(xlsx(rows), {}).key == "people"


@pytest.mark.parametrize(
    "note", ["Angka adalah peserta dikali jumlah hari", "Ket: data termasuk tahun 2023", "Catatan: termasuk panitia"]
)
def test_a_note_that_counts_are_of_more_is_asked_about(note: str) -> None:
    assert asked_of(xlsx([HEAD, *LINES[:2], [note]]), {}).key == "remarks"


def test_rows_of_a_wide_table_that_only_a_stage_tells_apart_are_asked_about() -> None:
    rows = [
        ["Kab/Kota", "Tahap", "Anyaman", "Servis AC"],
        ["Kota Tual", "Seleksi", 40, 30],
        [None, "Pelatihan", 20, 15],
    ]
    assert asked_of(xlsx(rows), {}).key == "same"


def test_all_of_some_training_is_no_sum_of_others() -> None:
    rows = [[*HEAD, "Hasil"], [*LINES[0], "18 lulus, 2 tidak"], [*LINES[1], "semua lulus"]]
    assert len(sheet.read("x", xlsx(rows)).lines) == 2


def test_what_came_in_the_way_of_a_training_bears_on_its_count() -> None:
    assert asked_of(xlsx([[*HEAD, "Kendala"], [*LINES[0], "hanya 15 yang hadir"]]), {}).reason == "remarks"


@pytest.mark.parametrize("merged", [(), ("A2:A3", "C2:C3", "D2:D3", "E2:E3")])
def test_men_and_women_of_several_trainings_together_are_named_as_not_read(merged: Sequence[str]) -> None:
    both = [["Kota Tual", "Anyaman", 40, 12, 28], [None, "Servis AC", None, None, None]]
    rows = both if merged else [["Kota Tual", "Anyaman\nServis AC", 40, 12, 28]]
    draft = sheet.read("x", xlsx([[*HEAD, "L", "P"], *rows], merged))
    assert draft.unread == ("D2 12", "E2 28")
    assert {line["regency_participants"] for line in draft.lines} == {"40"}


def test_men_and_women_of_each_class_are_those_of_each() -> None:
    rows = [[*HEAD, "Kelas", "L", "P"], [*LINES[0], 2, 8, 12]]
    lines = sheet.read("x", xlsx(rows), {"classes": "each"}).lines
    assert [(line["participants"], line["men"], line["women"]) for line in lines] == [("20", "8", "12")] * 2


@pytest.mark.parametrize(
    "head", ["Total Kab/Kota", "Jumlah peserta kabupaten", "Jumlah per Kab/Kota", "Jumlah Peserta Daerah"]
)
def test_the_total_of_a_regency_beside_its_rows_is_read(head: str) -> None:
    lines = sheet.read("x", xlsx([[*HEAD, head], [*LINES[0], 38], [None, *LINES[1][1:], None]])).lines
    assert [line["regency_participants"] for line in lines] == ["38", ""]


def other_sheet(title: str, rows: Sequence[Row]) -> Shape:
    def added(book: openpyxl.Workbook) -> None:
        second = book.create_sheet(title)
        for row in rows:
            second.append(list(row))

    return added


@pytest.mark.parametrize("second", [[["Buru", "Anyaman", 15]], [["Lanjutan"], ["Buru", "Membatik", 15]]])
def test_a_sheet_that_goes_on_without_a_head_is_refused(second: Sequence[Row]) -> None:
    """Its rows were left out, and only the sheet was named."""
    with pytest.raises(UnreadableFileError) as error:
        sheet.read("x", xlsx([HEAD, *LINES], title="Hal 1", shape=other_sheet("Hal 2", second)))
    assert (error.value.reason, error.value.details["at"]) == ("goes_on", "Hal 2")


@pytest.mark.parametrize(
    "other", [[["Kota Tual", 1000000], ["Buru", 500]], [["81.72", "Kota Tual", 1], ["81.04", "Buru", 2]]]
)
def test_a_sheet_of_anything_else_without_a_head_is_none_that_goes_on(other: Sequence[Row]) -> None:
    content = xlsx([HEAD, *LINES], title="Rekap", shape=other_sheet("Pagu", other))
    assert sheet.read("x", content).unread_sheets == ("Pagu",)


def test_a_row_of_two_quarters_together_sums_them_up() -> None:
    rows = [[*HEAD, "TW"], [*LINES[0], "TW I"], [*LINES[0][:2], 10, "TW II"], [*LINES[0][:2], 30, "TW I + TW II"]]
    assert asked_of(xlsx(rows), {}).key == "breakdown"


def test_a_sheet_named_by_a_sex_is_asked_about() -> None:
    content = xlsx([HEAD, *LINES], title="L", shape=other_sheet("P", [HEAD, *LINES]))
    assert asked_of(content, {"sheet": "1"}).key == "people"


def test_men_and_women_in_rows_below_each_other_are_kept_of_regencies_in_columns() -> None:
    rows = [["Kegiatan", "JK", "Kota Ambon", "Kota Tual"], ["Anyaman", "L", 2, 1], [None, "P", 18, 9]]
    lines = sheet.read("a.xlsx", xlsx(rows), {"sexes": "add"}).lines
    assert [(line["participants"], line["men"], line["women"]) for line in lines] == [
        ("20", "2", "18"),
        ("10", "1", "9"),
    ]


NAMED = {  # what is read of the same two trainings
    "heads of a database": [["kab_kota", "nama_pelatihan", "peserta_l", "peserta_p"], ["Kota Tual", "Anyaman", 8, 12], ["Kota Ambon", "Servis AC", 9, 6]],
    "sub-activities below money": [["Sub Kegiatan", "Kab/Kota", "Pagu (Rp)", "Realisasi", None, "Peserta (orang)"], [None, None, None, "Keuangan (Rp)", "Fisik (%)", None], ["Bimtek Anyaman", "Kota Tual", "75.000.000", "73.000.000", 100, 20], ["Bimtek Servis AC", "Kota Ambon", "60.000.000", "60.000.000", 100, 15]],
    "who was sent, in a column that nobody knows": [["Bimtek", "Tempat", "Kontingen", "Peserta"], ["Anyaman", "Hotel Manise", "Kota Tual", 20], ["Servis AC", "BLK", "Kota Ambon", 15]],
    "a name that goes on below": [["Kab/Kota", "Bimtek", "Peserta"], ["Kota", "Anyaman", 20], ["Tual"], ["AMB", "Servis AC", 15]],
}  # fmt: skip


@pytest.mark.parametrize("rows", NAMED.values(), ids=list(NAMED))
def test_heads_and_names_of_other_programs_are_read(rows: Sequence[Row]) -> None:
    checked = sheet.read("a.xlsx", xlsx(rows)).lines
    assert [(labels.regency(line["regency"]), labels.bare_activity(line["activity"])) for line in checked] == [
        ("81.72", "anyaman"), ("81.71", "servis ac"),
    ]  # fmt: skip
    assert [line["participants"] or line.guessed["participants"][0] for line in checked] in (
        ["20", "15"],
        ["8 + 12", "9 + 6"],
    )


def test_codes_and_names_under_heads_in_two_languages_are_those_of_regencies() -> None:
    rows = [["Kode", "Kabupaten/Kota\nRegency", "Peserta\nParticipants"], ["8171", "Ambon", 54], ["81", "Maluku", 54]]
    (line,) = sheet.read("a.xlsx", xlsx(rows), {"activities": "total"}).lines
    assert (line["regency"], line["participants"]) == ("8171 Ambon", "54")


def test_a_year_of_revised_numbers_is_one_to_choose() -> None:
    rows = [["Kabupaten/Kota", "2023r", "2024"], ["Kota Ambon", 30, 54], ["Kab. Buru", 12, 20]]
    found = sheet.read(
        "a.xlsx", xlsx([["Peserta Pelatihan IKM menurut kabupaten/kota"], *rows]), {"count": "B", "activities": "total"}
    )
    assert (found.facts["year"], [line["participants"] for line in found.lines]) == ("2023", ["30", "12"])


def test_rows_that_were_saved_as_one_quoted_cell_each_are_parted() -> None:
    content = "".join(f'"{row}"\r\n' for row in text(FULL).split("\r\n") if row).encode()
    assert lines_of(sheet.read("a.csv", content)) == lines_of(sheet.read("a.csv", text(FULL).encode()))


def test_a_blank_beside_the_women_is_no_count_of_men(tables: Tables) -> None:
    """It was added as 0, with the sums that one button takes."""
    draft = sheet.read(
        "x", xlsx([["Kab/Kota", "Kegiatan", "L", "P"], ["Tual", "Anyaman", None, 12], ["Buru", "Anyaman", 0, 10]])
    )
    assert [(line["men"], line.guessed["participants"][0]) for line in draft.lines] == [("", "12"), ("0", "0 + 10")]
    issues = {
        p.line: p.is_plain
        for p in check(leniently(draft, tables, {}), tables, "", 1).problems
        if p.field == "participants"
    }
    assert issues == {0: False, 1: True}


W = [["Kab/Kota", "Servis AC", "Anyaman"], ["Kota Tual", 30, 20], ["Buru", None, 7]]  # nothing says what is counted
OF_OTHERS: dict[str, list[Row]] = {
    "money": [["Anggaran Bimtek 2024 (juta rupiah)"], *W],
    "money, by a note above": [["Bimtek 2024"], ["Satuan: juta rupiah"], *W],
    "money, by a note below": [["Bimtek 2024"], *W, ["Keterangan: dalam juta rupiah"]],
    "money, beside a head that may count anything": [["(dalam jutaan rupiah)"], [*H, "Jumlah"], LINES[0]],
    "shares of people": [["Persentase peserta bimtek 2024 (%)"], HEAD, LINES[0]],
    "scores": [["Rata-rata nilai post-test"], *W],
    "instructors": [["Jumlah instruktur bimtek 2024"], *W],
    "classes": [["Jumlah kelas pelatihan menurut kabupaten 2024"], ["Pelatihan", "Kota Tual", "Buru"], ["Anyaman", 1, 2], ["Servis AC", 2, 1]],
    "classes, right below the head": [["2024"], ["Pelatihan", "Kota Tual", "Buru"], ["Jumlah Kelas", "", ""], ["Anyaman", 1, 2], ["Servis AC", 2, 1]],
    "trainings": [["Banyaknya pelatihan menurut kabupaten"], *W],
    "needs": [["Kebutuhan bimtek 2024 (orang)"], *W],
    "a waiting list": [["Daftar tunggu peserta bimtek 2024"], HEAD, LINES[0]],
    "women": [["Tabel 1. Rekap peserta perempuan"], HEAD, LINES[0]],
    "women, by a label": [["Bimtek 2024"], ["Jenis kelamin: Perempuan"], HEAD, LINES[0]],
    "women, by a line": [["Bimtek 2024"], ["Perempuan"], HEAD, LINES[0]],
    "who did not pass": [["Rekap peserta yang tidak lulus"], HEAD, LINES[0]],
    "called off": [["Bimtek 2024 (ditunda)"], HEAD, LINES[0]],
    "a target over activities": [["Kab/Kota", "Target", None], [None, "Servis AC", "Anyaman"], *W[1:]],
    "days over activities": [["Kab/Kota", "Hari", None], [None, "Servis AC", "Anyaman"], *W[1:]],
    "money over activities": [["Kab/Kota", "Anggaran (Rp juta)", None], [None, "Servis AC", "Anyaman"], *W[1:]],
    "classes over activities": [["Kab/Kota", "Jumlah Kelas", None], [None, "Servis AC", "Anyaman"], *W[1:]],
    "shares, behind a dash": [["Bimtek 2024 - Persentase kehadiran"], *W],
    "people with disabilities": [["Peserta bimtek penyandang disabilitas 2024"], HEAD, LINES[0]],
    "shares below activities": [["Bimtek 2024"], ["Kab/Kota", "Servis AC (%)", "Anyaman (%)"], *W[1:]],
    "women over quarters": [[*H, "Perempuan", None], [None, None, "TW I", "TW II"], ["Kota Tual", "Anyaman", 20, 7]],
    "a target below each": [["Kab/Kota", "Servis AC", "Anyaman"], [None, "Target", "Target"], *W[1:]],
    "money, by a pivot table": [["Sum of Anggaran", "Column Labels"], ["Row Labels", "Servis AC", "Anyaman"], *W[1:]],
    "the committee over men and women": [[*H, "Panitia", None], [None, None, "L", "P"], ["Kota Tual", "Anyaman", 14, 6]],
    "a target over men, women and both": [[*H, "Target", None, None], [None, None, "L", "P", "Jml"], ["Kota Tual", "Anyaman", 14, 6, 20]],
}  # fmt: skip


@pytest.mark.parametrize("rows", OF_OTHERS.values(), ids=list(OF_OTHERS))
def test_a_table_that_says_that_it_counts_anything_else_is_asked_about(rows: list[Row]) -> None:
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("a.xlsx", xlsx(rows))
    assert (asked.value.key, [choice.value for choice in asked.value.choices]) == ("people", ["all", "others"])
    with pytest.raises(UnreadableFileError, match="no_people"):
        sheet.read("a.xlsx", xlsx(rows), {"people": "others"})


@pytest.mark.parametrize("title", ["Perempuan 2024", "Batal", "Target"])
def test_the_name_of_a_sheet_may_say_so_too(title: str) -> None:
    def named(book: openpyxl.Workbook) -> None:
        book.active.title = title

    with pytest.raises(UnclearFileError, match="people"):
        sheet.read("a.xlsx", xlsx([HEAD, *LINES], shape=named))


OF_TOPICS = [
    "Bimtek 2024", "REKAPITULASI PESERTA BIMTEK WUB IKM TAHUN 2024", "Data peserta pelatihan", "Dana Alokasi Khusus (DAK) 2024",
    "Jumlah peserta menurut jenis kelamin", "Rekap peserta laki-laki dan perempuan", "Bimtek bagi perempuan pelaku IKM",
    "TINGKAT PROVINSI MALUKU 2024", "Tahun Anggaran 2024", "Sumber dana: APBN", "Target dan realisasi 2024", "(orang)",
    "Bimtek peningkatan nilai tambah produk", "Jumlah WUB yang dilatih 2024", "Total peserta: 40 orang", "Bimtek bersertifikat halal",
]  # fmt: skip


@pytest.mark.parametrize("title", OF_TOPICS)
def test_a_title_that_names_the_topic_is_no_question(title: str) -> None:
    assert len(sheet.read("a.xlsx", xlsx([[title], *W])).lines) == 3
    assert len(sheet.read("a.xlsx", xlsx([[title], HEAD, *LINES])).lines) == len(LINES)


OVER_ACTIVITIES = [
    "Jumlah peserta", "Peserta (orang)", "Jenis bimtek", "Nama Kegiatan", "Tahun 2024", "Komoditi", "Realisasi", "WUB",
]  # fmt: skip


def test_heads_over_counts_that_name_people_or_what_is_below_them_are_no_question() -> None:
    for over in OVER_ACTIVITIES:
        rows = [["Kab/Kota", over, None], [None, "Servis AC", "Anyaman"], *W[1:]]
        assert len(sheet.read("a.xlsx", xlsx(rows, merged=["A1:A2", "B1:C1"])).lines) == 3
    for over in ("Jumlah Peserta", "Jenis Kelamin", "Hadir", "Realisasi", "Jumlah WUB"):
        rows = [[*H, over, None], [None, None, "L", "P"], ["Kota Tual", "Anyaman", 14, 6]]
        assert sheet.read("a.xlsx", xlsx(rows)).lines


@pytest.mark.parametrize("merged", [["A1:A2", "B1:B2", "C1:D1"], []], ids=["merged", "as typed"])
def test_a_name_beside_those_in_groups_has_its_own_column(merged: list[str]) -> None:
    for names in (
        ["Kab/Kota", "Servis AC", "Kerajinan", "Anyaman", "Tenun modern", "Kota Tual", "Buru"],
        ["Bimtek", "Kota Ambon", "Kabupaten", "Buru", "Kep. Aru", "Servis AC", "Anyaman"],
    ):
        head = [[*names[:3], None], [None, None, *names[3:5]]]
        rows = [["Jumlah Peserta 2024"], *head, [names[5], 20, 5, None], [names[6], None, None, 8]]
        content = xlsx(rows[1:], merged=merged)
        assert [line["participants"] for line in sheet.read("a.xlsx", content).lines] == ["20", "5", "8"]


OF_EVERYBODY = [
    "Peserta Bimtek", "Peserta IKM", "Jumlah Peserta Bimtek IKM", "Jumlah Peserta Tahun 2024", "Jumlah peserta yang dilatih",
    "Jumlah Perserta",
]  # fmt: skip


@pytest.mark.parametrize("head", OF_EVERYBODY)
def test_the_only_numbers_are_those_of_the_people_whom_their_head_names(head: str) -> None:
    lines = sheet.read("a.xlsx", xlsx([[*HEAD[:2], head], *LINES])).lines
    assert [line["participants"] for line in lines] == [str(n) for *_, n in LINES]


@pytest.mark.parametrize("head", ["Peserta lulus", "Peserta per hari", "Jumlah IKM"])
def test_numbers_of_other_people_are_asked_about(head: str) -> None:
    with pytest.raises(UnclearFileError):
        sheet.read("a.xlsx", xlsx([[*HEAD[:2], head], *LINES]))


@pytest.mark.parametrize(
    "below", ["Terbilang: seratus tiga puluh", "Data per 31 Desember 2024", "Sisa anggaran Rp 20.000"]
)
def test_a_text_below_the_total_is_no_activity(below: str) -> None:
    draft = sheet.read("a.xlsx", xlsx([HEAD, *LINES, ["Jumlah", None, 130], [None, below, None]]))
    assert len(draft.lines) == len(LINES)
    assert draft.facts["total"] == "130"


@pytest.mark.parametrize(
    "column",
    [
        ["Tahapan", "Sosialisasi", "Bimtek"], ["versi", "Sementara", "Final"], ["Posisi Data", "Juni 2024", "Desember 2024"],
        ["Tanggal Lapor", "30 Juni", "31 Desember"], ["Hari/Tanggal", "Senin, 6 Mei 2024", "Selasa, 7 Mei 2024"], ["Hari ke", 1, 2],
        ["Sesi", "Pagi", "Siang"], ["Sumber Data", "Dinas", "Balai"],
    ],
)  # fmt: skip
def test_rows_of_a_training_that_are_no_classes_are_asked_about(column: list[Any]) -> None:
    rows = [
        [*HEAD, column[0]],
        ["Kota Tual", "Anyaman", 12, column[1]],
        ["Kota Tual", "Anyaman", 20, column[2]],
        ["Buru", "Anyaman", 9, "x"],
    ]
    with pytest.raises(UnclearFileError, match="same"):
        sheet.read("a.xlsx", xlsx(rows))
    read = {
        n: [line["participants"] for line in sheet.read("a.xlsx", xlsx(rows), {"same": n}).lines] for n in ("each", "2")
    }
    assert read == {"each": ["12", "20", "9"], "2": ["20", "9"]}
    with pytest.raises(UnreadableFileError, match="same_people"):
        sheet.read("a.xlsx", xlsx(rows), {"same": "none"})


@pytest.mark.parametrize(
    "column",
    [
        ["Angkatan", "I", "II"], ["Tanggal", "3-7 Juni 2024", "1-5 Juli 2024"], ["Tanggal", "6-8 Mei 2024", "9-11 Mei 2024"],
        ["Tempat", "Hotel A", "Hotel B"], ["Sumber Dana", "APBD", "APBN"], ["Bulan", "Mei", "Juni"], ["Kecamatan", "Tual", "Dullah"],
        ["Narasumber", "BPIPI", "Balai"], ["Pagu", 2000000, 3000000], ["Keterangan", "baik", "cukup"],
    ],
)  # fmt: skip
def test_classes_of_a_training_are_no_question(column: list[Any]) -> None:
    rows = [[*HEAD, column[0]], ["Kota Tual", "Anyaman", 12, column[1]], ["Kota Tual", "Anyaman", 20, column[2]]]
    assert len(sheet.read("a.xlsx", xlsx(rows)).lines) == 2


@pytest.mark.parametrize(("sums", "total"), [([71, 81], "152"), ([17, 18], "35"), ([None, 53], "53")])
def test_the_total_of_men_and_women_is_held_against_their_rows(sums: Row, total: str) -> None:
    rows = [[*HEAD[:2], "L", "P"], ["Kota Tual", "Anyaman", 14, 6], ["Buru", "Anyaman", 3, 12], ["Jumlah", None, *sums]]
    assert sheet.read("a.xlsx", xlsx(rows)).facts["total"] == total


@pytest.mark.parametrize(
    "column", [["Pelaksanaan", "Rencana Desember"], ["Tanggal", "Desember (rencana)"], ["Tanggal", "TBA"]]
)
def test_a_plan_where_dates_stand_is_asked_about(column: list[str]) -> None:
    rows = [[*HEAD, column[0]], ["Kota Tual", "Anyaman", 20, "6-10 Mei"], ["Buru", "Anyaman", 15, column[1]]]
    with pytest.raises(UnclearFileError, match="called_off"):
        sheet.read("a.xlsx", xlsx(rows))
    assert len(sheet.read("a.xlsx", xlsx(rows), {"called_off": "leave_out"}).lines) == 1


def test_what_each_class_has_or_was_planned_counts_no_classes() -> None:
    for head in ("Rata-rata per Kelas", "Hari per Kelas", "Kuota Kelas", "Ruang Kelas", "Kelas (JP)"):
        rows = [[*HEAD, head], ["Kota Tual", "Anyaman", 40, 20], ["Buru", "Anyaman", 15, 15]]
        assert len(sheet.read("a.xlsx", xlsx(rows)).lines) == 2
    heads = [*HEAD[:2], "Target Kelas", "Target Peserta", "Realisasi Kelas", "Realisasi Peserta"]
    rows = [heads, ["Kota Tual", "Anyaman", 3, 60, 2, 40], ["Buru", "Anyaman", 4, 80, 3, 45]]
    assert len(sheet.read("a.xlsx", xlsx(rows), {"count": "F", "classes": "all"}).lines) == 5


def test_shares_of_men_and_women_below_their_head_are_no_people() -> None:
    rows = [[*HEAD[:2], "Jenis Kelamin (%)", None], [None, None, "L", "P"], ["Kota Tual", "Anyaman", 70, 30]]
    with pytest.raises(UnclearFileError, match="people"):
        sheet.read("a.xlsx", xlsx(rows, merged=["A1:A2", "B1:B2", "C1:D1"]))


def test_totals_before_the_counts_of_activities_are_held_against_them() -> None:
    head = [["Kab/Kota", "Jumlah Peserta", "di antaranya:", None], [None, None, "Servis AC", "Anyaman"]]
    for total, key in ((45, "sums"), (35, "")):
        content = xlsx(
            [*head, ["Kota Tual", total, 20, 15], ["Buru", 15, None, 15]], merged=["A1:A2", "B1:B2", "C1:D1"]
        )
        if key:
            with pytest.raises(UnclearFileError, match=key):
                sheet.read("a.xlsx", content)
        else:
            assert [line["participants"] for line in sheet.read("a.xlsx", content).lines] == ["20", "15", "15"]


HELD = {
    "ticks": (["Terlaksana"], [["v"], [None]]),
    "words": (["Terlaksana"], [["Ya"], ["Tidak"]]),
    "in other words": (["Pelaksanaan"], [["sudah"], ["belum"]]),
    "in a column of each": (["Terlaksana", "Batal"], [["v", None], [None, "v"]]),
    "in a column of those that were not": (["Tidak terlaksana"], [[None], ["x"]]),
}


@pytest.mark.parametrize(("heads", "ticks"), HELD.values(), ids=list(HELD))
def test_trainings_that_are_ticked_as_not_held_are_asked_about(heads: Row, ticks: Sequence[Row]) -> None:
    content = xlsx([[*HEAD, *heads], *([*line, *tick] for line, tick in zip(LINES, ticks, strict=False))])
    with pytest.raises(UnclearFileError, match="called_off"):
        sheet.read("a.xlsx", content)
    assert [line.row for line in sheet.read("a.xlsx", content, {"called_off": "leave_out"}).lines] == [2]


@pytest.mark.parametrize(
    "column",
    [["Pelaksanaan", "Mei", "Juni"], ["status_disabilitas", "disabilitas", "bukan"], ["Terlaksana", "Ya", "Ya"]],
)
def test_other_columns_of_a_status_are_no_question(column: list[str]) -> None:
    rows = [[*line, text] for line, text in zip([HEAD, *LINES], column, strict=False)]
    assert len(sheet.read("a.xlsx", xlsx(rows)).lines) == 2


def test_men_and_women_below_all_trainings_are_not_those_of_the_last() -> None:
    for last, below in ((None, [17, 18]), (15, [17, 18]), (None, [5])):
        rows = [HEAD, ["Kota Tual", "Anyaman", 20], ["Buru", "Anyaman", last]]
        names = ("Laki-laki", "Perempuan") if len(below) > 1 else ("Di antaranya perempuan",)
        lines = sheet.read(
            "a.xlsx", xlsx([*rows, *([name, None, n] for name, n in zip(names, below, strict=True))])
        ).lines
        assert [(line["participants"], line["women"]) for line in lines] == [("20", ""), (str(last or ""), "")]


TOGETHER: dict[str, tuple[list[Row], list[str], dict[str, list[str]]]] = {
    "classes below activities": (
        [["Kab/Kota", "Servis AC", None, "Anyaman", None], [None, "Angk I", "Angk II", "Angk I", "Angk II"], ["Kota Tual", 20, 18, 15, 10]],
        ["angk-i", "angk-ii", "sum"], {"sum": ["38", "25"], "angk-i": ["20", "15"]},
    ),
    "who passed and who did not below activities": (
        [["Kab/Kota", "Servis AC", None, "Anyaman", None], [None, "Lulus", "Tidak", "Lulus", "Tidak"], ["Kota Tual", 18, 2, 15, None]],
        ["lulus", "tidak", "sum"], {"sum": ["20", "15"]},
    ),
    "activities below funds": (
        [["Kab/Kota", "APBN", None, "APBD", None], [None, "Servis AC", "Anyaman", "Servis AC", "Anyaman"], ["Kota Tual", 20, 18, 15, 10]],
        ["B", "D", "sum"], {"sum": ["35", "28"], "D": ["15", "10"]},
    ),
    "activities below months": (
        [["Kab/Kota", "Jan", None, "Feb", None], [None, "Servis AC", "Anyaman", "Servis AC", "Anyaman"], ["Kota Tual", 20, 18, 15, 10]],
        ["B", "D", "sum"], {"sum": ["35", "28"]},
    ),
    "activities below a target and what came of it": (
        [["Kab/Kota", "Target", None, "Realisasi", None], [None, "Servis AC", "Anyaman", "Servis AC", "Anyaman"], ["Kota Tual", 20, 18, 15, 10]],
        ["B", "D"], {"D": ["15", "10"]},
    ),
    "a target and what came of it below men and women": (
        [[*H, "L", None, "P", None], [None, None, "Target", "Realisasi", "Target", "Realisasi"], ["Kota Tual", "Anyaman", 15, 14, 15, 6]],
        ["C", "D"], {"D": [""]},  # proposed: 14 + 6
    ),
    "up to each of several months": (
        [[*H, "Januari", None, "Februari", None], [None, None, "Bln ini", "s.d. bln ini", "Bln ini", "s.d. bln ini"], ["Kota Tual", "Anyaman", 20, 20, 18, 38]],
        ["bln-ini", "s-d-bln-ini"], {"s-d-bln-ini": ["38"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "choices", "read"), TOGETHER.values(), ids=list(TOGETHER))
def test_parts_of_the_same_people_can_be_counted_together(
    rows: list[Row], choices: list[str], read: dict[str, list[str]]
) -> None:
    content = xlsx([["Bimtek 2024"], *rows])
    with pytest.raises(UnclearFileError, match="count") as asked:
        sheet.read("a.xlsx", content)
    assert [choice.value for choice in asked.value.choices] == choices
    for answer, counts in read.items():
        assert [line["participants"] for line in sheet.read("a.xlsx", content, {"count": answer}).lines] == counts


def test_a_period_that_sums_up_those_before_it_is_not_counted_again() -> None:
    head = [*H, "Jan", "Feb", "Mar", "TW I", "Apr", "TW II", "Semester I"]
    rows: list[Row] = [
        head,
        ["Kota Tual", "Anyaman", 10, None, 10, 20, 1, 1, 21],
        ["Buru", "Anyaman", None, 5, None, 5, None, None, 5],
    ]
    lines = sheet.read("a.xlsx", xlsx(rows), {"periods": "row"}).lines
    assert [as_count(line["participants"]) for line in lines] == [21, 5]
    with pytest.raises(UnreadableFileError, match="two_columns"):
        sheet.read("a.xlsx", xlsx([head, ["Kota Tual", "Anyaman", 10, None, 10, 22, 1, 1, 21]]))
    first = [*H, "TW I", "Jan", "Feb", "Mar", "TW II", "Apr"]
    (line,) = sheet.read(
        "a.xlsx", xlsx([first, ["Kota Tual", "Anyaman", 20, 10, None, 10, 5, 5]]), {"periods": "row"}
    ).lines
    assert as_count(line["participants"]) == 25


@pytest.mark.parametrize(
    "title", ["Bimtek sejak 2020", "Bimtek 5 tahun terakhir", "Bimtek s.d. 2024", "Alumni sampai dengan tahun 2024"]
)
def test_a_title_may_name_several_years_by_one(title: str) -> None:
    with pytest.raises(UnclearFileError, match="spans_years"):
        sheet.read("a.xlsx", xlsx([[title], HEAD, LINES[0]]))
    assert sheet.read("a.xlsx", xlsx([[title], HEAD, LINES[0]]), {"cumulative": "round"}).guessed.get("year", "") == ""
    assert sheet.read("a.xlsx", xlsx([["Bimtek s.d. Desember 2024"], HEAD, LINES[0]])).guessed["year"] == "2024"


def test_how_many_trainings_there_were_is_asked_about_as_classes_are() -> None:
    for rows in (
        [[*H, "Jumlah Kegiatan", "Peserta"], ["Kota Tual", "Anyaman", 3, 60]],
        [[*H, "Angkatan", "Total Peserta"], ["Kota Tual", "Anyaman", 3, 60], ["Buru", "Anyaman", 1, 15]],
        [["Bimtek", "Kota Tual", None, "Buru", None], [None, "Keg", "Psrt", "Keg", "Psrt"], ["Anyaman", 3, 60, 1, 15]],
    ):
        with pytest.raises(UnclearFileError) as asked:
            sheet.read("a.xlsx", xlsx(rows))
        assert asked.value.key == "classes"
    planned = [[*H, "Target Vol", "Realisasi Vol"], ["Kota Tual", "Anyaman", 30, 28]]
    assert sheet.read("a.xlsx", xlsx(planned), {"count": "D"}).lines[0]["participants"] == "28"


def test_a_head_up_to_a_month_says_so_of_rows_of_the_same_training() -> None:
    rows = [["Januari", "Kota Tual", "Anyaman", 20], ["Februari", "Kota Tual", "Anyaman", 35]]
    with pytest.raises(UnreadableFileError, match="cumulative_rows"):
        sheet.read("a.xlsx", xlsx([["Bulan", *H, "Jumlah Peserta s.d. Bulan Ini"], *rows]))


def test_rows_of_others_beside_those_of_men_and_women_are_asked_about() -> None:
    counts = (("Peserta Laki-laki", 14), ("Peserta Perempuan", 6), ("Jumlah Instruktur", 2))
    content = xlsx([[*H, "variabel", "Jumlah"], *(["Kota Tual", "Anyaman", name, n] for name, n in counts)])
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("a.xlsx", content)
    assert [choice.value for choice in asked.value.choices] == ["sexes", "jumlah-instruktur"]
    (line,) = sheet.read("a.xlsx", content, {"rows": "sexes", "sexes": "add"}).lines
    assert (line["men"], line["women"]) == ("14", "6")


def test_rows_of_each_age_of_a_training_may_be_one_training() -> None:
    rows: list[Row] = [
        ["Kab/Kota", "Kegiatan", "Kelompok usia", "Peserta"],
        ["Kota Tual", "Anyaman", "<30", 12],
        ["Kota Tual", "Anyaman", ">30", 8],
    ]
    with pytest.raises(UnclearFileError, match="groups"):
        sheet.read("a.xlsx", xlsx(rows))
    assert [line["participants"] for line in sheet.read("a.xlsx", xlsx(rows), {"sexes": "add"}).lines] == ["20"]
    assert len(sheet.read("a.xlsx", xlsx(rows), {"sexes": "apart"}).lines) == 2
    each = [rows[0], rows[1], ["Buru", *rows[2][1:]]]
    assert len(sheet.read("a.xlsx", xlsx(each)).lines) == 2


def test_a_target_below_men_and_women_is_not_counted_with_what_came_of_it() -> None:
    rows, _, _ = TOGETHER["a target and what came of it below men and women"]
    (line,) = sheet.read("a.xlsx", xlsx(rows), {"count": "D"}).lines
    assert (line["men"], line["women"], line.guessed["participants"][0]) == ("14", "6", "14 + 6")


@pytest.mark.parametrize("corner", ["Bimtek/Daerah", "Kab/Kota \\ Kegiatan", "Kegiatan\nKabupaten"])
def test_a_corner_may_name_both_rows_and_columns(corner: str) -> None:
    by_activity: list[Row] = [[corner, "Kota Tual", "Buru"], ["Anyaman", 20, 7], ["Servis AC", 30, 9]]
    by_regency: list[Row] = [[corner, "Anyaman", "Servis AC"], ["Kota Tual", 20, 30], ["Buru", 7, 9]]
    for rows in (by_activity, by_regency):
        lines = sheet.read("a.xlsx", xlsx(rows)).lines
        counts = {(line["regency"], line["activity"]): line["participants"] for line in lines}
        assert counts == {
            ("Kota Tual", "Anyaman"): "20", ("Kota Tual", "Servis AC"): "30", ("Buru", "Anyaman"): "7", ("Buru", "Servis AC"): "9",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("head", "counts"),
    [("Susulan", [2, 1]), ("Drop out", [3, 1]), ("Riil", [18, 15]), ("Yang datang", [20, 14]), (None, [6, 12])],
)
def test_a_column_of_numbers_that_nobody_knows_may_be_the_count(head: str | None, counts: list[int]) -> None:
    rows = [[*HEAD, head], ["Kota Tual", "Anyaman", 20, counts[0]], ["Kota Ambon", "Servis AC", 15, counts[1]]]
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", xlsx(rows))
    assert (asked.value.key, [choice.value for choice in asked.value.choices]) == ("count", ["C", "D"])
    for answer, column in (("C", [20, 15]), ("D", counts)):
        lines = sheet.read("x", xlsx(rows), {"count": answer}).lines
        assert [line["participants"] for line in lines] == [str(n) for n in column]


@pytest.mark.parametrize(
    "head", ["Jumlah hari", "Biaya", "Kode pos", "Disabilitas", "Usia", "Narasumber", "Jumlah Panitia"]
)
def test_a_column_of_numbers_that_counts_no_people_is_not_asked_about(head: str) -> None:
    rows = [[*HEAD, head], ["Kota Tual", "Anyaman", 20, 5], ["Kota Ambon", "Servis AC", 15, 1]]
    assert sheet.read("x", xlsx(rows)).lines[0]["participants"] == "20"


@pytest.mark.parametrize(
    "rows",
    [
        [["Kegiatan", "Kota Ambon", None, "Kota Tual", None], ["Anyaman", 14, 6, 5, 5], ["Servis AC", 3, 12, 2, 8]],
        [["Kab/Kota", "Servis AC", "Anyaman", None], ["Kota Ambon", 14, 6, 9], ["Kota Tual", 5, 5, 4]],
    ],
)
def test_numbers_beside_those_of_a_wide_table_need_a_head(rows: list[list[object]]) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", xlsx(rows))
    assert refused.value.reason == "headless"


def test_white_letters_on_a_dark_ground_are_seen() -> None:
    def shade(book: openpyxl.Workbook) -> None:
        whiten("A7:C9", paper="FF1F4E78")(book)
        book.active["A8"].fill = GradientFill(stop=("FF000000", "FF1F4E78"))

    assert len(sheet.read("x", xlsx(FULL, shape=shade)).lines) == 4


@pytest.mark.parametrize("head", [["Kab/Kota", "Servis AC", "Anyaman"], ["Kegiatan", "Kota Tual", "Buru"]])
def test_small_numbers_in_every_cell_may_count_trainings(head: Row) -> None:
    names = ["Kota Tual", "Buru"] if head[1] == "Servis AC" else ["Servis AC", "Anyaman"]
    rows = [head, [names[0], 2, 1], [names[1], 1, 3]]
    assert asked_of(xlsx([["Rekap Bimtek"], *rows]), {}).details == {"found": "2, 1, 1, 3"}
    assert len(sheet.read("x", xlsx([["Rekap Bimtek"], *rows]), {"people": "all"}).lines) == 4
    assert len(sheet.read("x", xlsx([["Jumlah peserta bimtek"], *rows])).lines) == 4
    assert len(sheet.read("x", xlsx([["Rekap Bimtek"], head, [names[0], 20, 1]])).lines) == 2


def test_names_in_the_middle_of_their_rows_are_of_no_row_above_or_below() -> None:
    """Those above a name were of the name before it."""
    rows = [*([None, name, n] for n, name in enumerate(("Servis AC", "Anyaman", "Tenun modern") * 2, 11))]
    rows[1][0], rows[4][0] = "Kota Tual", "Buru"
    lines = sheet.read("x", xlsx([HEAD, *rows])).lines
    assert [line["regency"] for line in lines] == ["", "Kota Tual", "", "", "Buru", ""]
    assert not any(line.guessed for line in lines)


@pytest.mark.parametrize(
    "sums", [[["Jumlah", 50], ["Jumlah hadir", 45]], [["Jumlah terdaftar", 50], ["Hadir", 45]],
             [["Total", 50], ["Tidak hadir", 5]], [["Jumlah", 50], ["Realisasi", 20]]],
)  # fmt: skip
def test_a_second_sum_of_those_who_came_is_asked_about(sums: list[Row]) -> None:
    error = asked_of(xlsx([HEAD, *LINES[:2], *([name, None, n] for name, n in sums)]), {})
    assert error.details == {"rows": f"2, 3 “{sums[1][0]} {sums[1][1]}”"}


def test_a_sum_of_those_who_came_that_is_that_of_the_rows_is_no_question() -> None:
    rows = [HEAD, *LINES[:2], ["Jumlah undangan", None, 60], ["Jumlah hadir", None, 50]]
    assert len(sheet.read("x", xlsx(rows)).lines) == 2
    rows = [[*H, "L", "P"], ["Kota Tual", "Anyaman", 8, 12], ["Jumlah", None, 8, 12], ["Jumlah hadir", None, 7, 11]]
    assert asked_of(xlsx(rows), {}).details == {"rows": "2 “Jumlah hadir 18”"}


@pytest.mark.parametrize("text", ["diikuti 18 peserta", "6 Mei di aula, dihadiri oleh 18 orang", "18 peserta hadir"])
def test_another_count_in_a_column_of_texts_is_asked_about(text: str) -> None:
    rows = [[*HEAD, "Hasil"], [*LINES[0], text], [*LINES[1], "18 orang mendapat NIB"]]
    assert asked_of(xlsx(rows), {}).details == {"rows": f"2 “{text}”"}


def test_an_island_is_no_regency() -> None:
    draft = sheet.read("x", xlsx([HEAD, ["P. Buru", "Anyaman", 20]]))
    assert draft.lines[0]["regency"] == "P. Buru"


def test_the_name_of_a_file_may_say_that_it_is_a_plan(tables: Tables) -> None:
    for name in ("Target 2024.xlsx", "rencana_bimtek.xlsx"):
        with pytest.raises(UnclearFileError) as asked:
            sheet.read(name, xlsx([HEAD, *LINES]))
        assert (asked.value.key, asked.value.details) == ("people", {"found": name})
        assert sheet.read(name, xlsx([HEAD, *LINES]), {"people": "all"}).lines
        with pytest.raises(UnreadableFileError, match="no_people"):
            sheet.read(name, xlsx([HEAD, *LINES]), {"people": "others"})
    assert sheet.read("Target dan realisasi.xlsx", xlsx([HEAD, *LINES])).lines


@pytest.mark.parametrize("title", ["Total peserta: 2020 orang", "Sebanyak 2020 peserta bimtek"])
def test_as_many_people_as_a_year_are_none(title: str) -> None:
    assert "year" not in sheet.read("x", xlsx([[title], HEAD, *LINES])).guessed
    rows = [["Kab/Kota", 2023, 2024], ["Kota Tual", 2020, 2024], ["Buru", 2021, 2010]]
    lines = sheet.read("x", xlsx(rows), {"count": "C", "activities": "total"}).lines
    assert [line["participants"] for line in lines] == ["2024", "2010"]


def test_people_of_each_class_may_be_written_so_in_the_cell() -> None:
    rows = [
        [*H, "Kelas", "Peserta"],
        ["Kota Tual", "Anyaman", 2, "setiap kelas @ 20 orang"],
        ["Buru", "Anyaman", 1, "@ 15 orang"],
    ]
    assert [line["participants"] for line in sheet.read("x", xlsx(rows), {"classes": "each"}).lines] == [
        "20",
        "20",
        "15",
    ]


def test_a_table_on_its_side_may_number_its_rows() -> None:
    rows = [["No", "Uraian", "Kota Tual", "Buru"], [1, "Kegiatan", "Anyaman", "Servis AC"], [2, "Peserta", 20, 7]]
    assert asked_of(xlsx([["Rekap"], *rows]), {}).key == "turn"
    lines = sheet.read("x", xlsx([["Rekap"], *rows]), {"turn": "turn"}).lines
    assert [(line["regency"], line["participants"]) for line in lines] == [("Kota Tual", "20"), ("Buru", "7")]


def test_a_note_on_marked_cells_is_of_their_rows_alone() -> None:
    rows = [HEAD, ["Kota Tual*", *LINES[0][1:]], LINES[1], ["* tidak semua peserta dari Tual"]]
    assert asked_of(xlsx(rows), {}).details == {"rows": "2 “tidak semua peserta dari Tual”"}

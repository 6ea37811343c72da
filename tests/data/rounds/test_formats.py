"""Tables in files of other programs: they say the same as the workbook, hide nothing, and refuse what is unclear."""

import io
import struct
import zipfile
from collections.abc import Sequence

import docx
import pytest
from docx.table import Table

from data.rounds.reading import apart, formats, sheet
from data.rounds.reading.sheet import UnclearFileError, UnreadableFileError
from locales import LANGUAGES, Words
from tests.conftest import ROOT

FILES = ROOT / "tests" / "files"
ROWS = [
    ["Kabupaten/Kota", "Kegiatan", "Peserta", "Jumlah peserta daerah"],
    ["Kota Tual", "Anyaman", 20, 50],
    [None, "Servis AC", 30, None],
    ["Buru", "Anyaman", 7, 7],
]
MERGED = [(2, 1, 3, 1), (2, 4, 3, 4)]  # first row, first column, last row, last column
LINES = [("Kota Tual", "Anyaman", "20", "50"), ("Kota Tual", "Servis AC", "30", "50"), ("Buru", "Anyaman", "7", "7")]


def lines_of(content: bytes, answers: dict[str, str] | None = None) -> list[tuple[str, ...]]:
    columns = ("regency", "activity", "participants", "regency_participants")
    return [tuple(line[c] for c in columns) for line in sheet.read("x", content, answers or {}).lines]


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


# --- Files made anew ---------------------------------------------------------------------------------------


def ods(rows: Sequence[Sequence[object]], hidden: Sequence[int] = (), more: str = "") -> bytes:
    written = ""
    for r, row in enumerate(rows, 1):
        cells = ""
        for c, value in enumerate(row, 1):
            span = next(
                (f' table:number-rows-spanned="{b - t + 1}"' for t, le, b, _ in MERGED if (t, le) == (r, c)), ""
            )
            kind = (
                f'office:value-type="float" office:value="{value}"'
                if isinstance(value, int)
                else "office:value-type='string'"
            )
            cells += (
                f"<table:table-cell {kind}{span}><text:p>{value}</text:p></table:table-cell>"
                if value is not None
                else "<table:covered-table-cell/>"
            )
        visibility = ' table:visibility="collapse"' if r in hidden else ""
        written += f"<table:table-row{visibility}>{cells}</table:table-row>"
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet><table:table table:name='Rekap'>{written}{more}"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": b"<manifest/>"})


def html(rows: Sequence[Sequence[object]], row: str = "<tr>") -> bytes:
    written = ""
    for r, cells in enumerate(rows, 1):
        written += row if r == len(rows) else "<tr>"
        for c, value in enumerate(cells, 1):
            span = next((f" rowspan={b - t + 1}" for t, le, b, _ in MERGED if (t, le) == (r, c)), "")
            written += f"<td{span}>{value}</td>" if value is not None else ""
        written += "</tr>"
    return f"<html><head><meta charset=utf-8></head><body><h1>REKAP BIMTEK TAHUN 2024</h1><table>{written}</table></body></html>".encode()


def word(rows: Sequence[Sequence[object]]) -> docx.document.Document:
    document = docx.Document()
    document.add_paragraph("Tahun : 2024")
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                table.cell(r, c).text = str(value)
    for top, left, bottom, right in MERGED:
        table.cell(top - 1, left - 1).merge(table.cell(bottom - 1, right - 1))
    return document


def packed(document: docx.document.Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of a binary workbook: its kind and its length in seven bits a byte, and what is in it."""

    def number(n: int) -> bytes:
        return bytes([n & 0x7F | 0x80, n >> 7]) if n > 0x7F else bytes([n])

    return number(kind) + number(len(data)) + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows: Sequence[Sequence[object]], hidden: Sequence[int] = (), note: str = "") -> bytes:
    """A binary workbook, some of its rows hidden, with a note on the first cell of its second row."""
    page = record(129) + record(148, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + record(145)
    for r, row in enumerate(rows):
        flags = 0x10 if r + 1 in hidden else 0
        page += record(0, struct.pack("<IIHBB", r, 0, 300, 0, flags) + struct.pack("<BI", 0, 0))
        for c, value in enumerate(row):
            begin = struct.pack("<II", c, 0)
            if value is not None:
                page += (
                    record(5, begin + struct.pack("<d", value))
                    if isinstance(value, int)
                    else record(6, begin + wide(str(value)))
                )
    page += record(146) + record(177, struct.pack("<I", len(MERGED)))
    for top, left, bottom, right in MERGED:
        page += record(176, struct.pack("<4I", top - 1, bottom - 1, left - 1, right - 1))
    page += record(178) + record(130)
    book = (
        record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Rekap"))
        + record(144)
        + record(132)
    )
    office = "http://schemas.openxmlformats.org"
    rels = f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" Type="{office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    types = f'<Types xmlns="{office}/package/2006/content-types"/>'
    notes = record(635, struct.pack("<5I", 0, 1, 1, 0, 0) + bytes(16)) + record(637, b"\0" + wide(note)) + record(636)
    to_notes = rels.replace("worksheet", "comments", 1).replace("worksheets/sheet1.bin", "../comments1.bin")
    return zipped(
        {"[Content_Types].xml": types.encode(), "xl/workbook.bin": book, "xl/_rels/workbook.bin.rels": rels.encode(), "xl/worksheets/sheet1.bin": page}
        | ({"xl/worksheets/_rels/sheet1.bin.rels": to_notes.encode(), "xl/comments1.bin": notes} if note else {})
    )  # fmt: skip


# --- What is read ------------------------------------------------------------------------------------------

SAME = {"ods": ods(ROWS), "html": html(ROWS), "docx": packed(word(ROWS)), "xlsb": xlsb(ROWS)}


@pytest.mark.parametrize("content", SAME.values(), ids=list(SAME))
def test_a_table_of_another_program_says_the_same(content: bytes) -> None:
    assert lines_of(content) == LINES


def test_an_old_workbook_says_the_same_and_what_is_struck_out_is_asked() -> None:
    content = (FILES / "recap.xls").read_bytes()
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", content)
    assert asked.value.key == "called_off"
    assert lines_of(content, {"called_off": "leave_out"}) == LINES
    assert sheet.read("x", content, {"called_off": "leave_out"}).facts == {"start_date": "2024-05-14", "total": "57"}


HIDDEN = {
    "xls": (FILES / "recap-hidden.xls").read_bytes(), "ods": ods(ROWS, [4]), "xlsb": xlsb(ROWS, [4]), "html": html(ROWS, "<tr style='display: none'>"),
    "html, a cell": html(ROWS).replace(b"<td>7<", b"<td hidden>7<", 1), "html, its style": html(ROWS).replace(b"<td>7<", b"<td style='display:none'>7<", 1),
}  # fmt: skip


@pytest.mark.parametrize("content", HIDDEN.values(), ids=list(HIDDEN))
def test_hidden_rows_are_refused_in_every_kind(content: bytes) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", content)
    assert refused.value.reason == "hidden_rows"


def test_marks_of_footnotes_and_what_is_struck_out_are_no_digits() -> None:
    document = word(ROWS)
    table: Table = document.tables[0]
    for text, mark in (("1", "superscript"), ("99", "strike")):
        setattr(table.cell(1, 2).paragraphs[0].add_run(text).font, mark, True)
    assert lines_of(packed(document)) == LINES
    rows = [*ROWS[:1], ["Kota Tual", "Anyaman", "20<sup>1)</sup><s>25</s>", 50], *ROWS[2:]]
    assert lines_of(html(rows)) == LINES
    cell = "<text:p>Anyaman<text:note>1</text:note></text:p>"
    more = f'<table:table-row><table:table-cell office:value-type="string"><text:p>Buru</text:p></table:table-cell><table:table-cell office:value-type="string">{cell}</table:table-cell></table:table-row>'
    assert lines_of(ods(ROWS, more=more))[-1][1] == "Anyaman"


@pytest.mark.parametrize("shape", ["<tr style='{}'>", "<tr><td style='{}'>", "<tr><td><span style='{}'>"])
def test_rows_of_a_page_that_their_style_strikes_out_are_asked_about(shape: str) -> None:
    row = shape.format("text-decoration: line-through")
    content = html([["Kabupaten/Kota", "Kegiatan", "Peserta"], ["Buru", "Anyaman", 7], [None, None, None]], row)
    content = content.replace(
        b"</tr></table>",
        b"<td>Buru<td>Servis AC<td>9</tr></table>" if "<td" not in row else b"Buru<td>Servis AC<td>9</tr></table>",
    )
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", content)
    assert asked.value.key == "called_off"


def test_a_note_that_a_raised_mark_leads_to_is_shown_with_the_number() -> None:
    document = word([*ROWS, ["1 termasuk panitia", None, None, None]])
    document.tables[0].cell(1, 2).paragraphs[0].add_run("1").font.superscript = True
    rows = [
        *ROWS[:1],
        ["Kota Tual", "Anyaman", "20<sup>1)</sup>", 50],
        *ROWS[2:],
        ["<sup>1)</sup> termasuk panitia", None, None, None],
    ]
    for content in (packed(document), html(rows)):
        assert lines_of(content)[0][2] == "20 1) : termasuk panitia"


def tracked() -> bytes:
    document = word(ROWS)
    inserted = (
        document.tables[0]
        .cell(1, 2)
        .paragraphs[0]
        ._p.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}ins", {})
    )
    document.tables[0].cell(1, 2).paragraphs[0]._p.append(inserted)
    return packed(document)


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PAGES = {
    "a list, and a table of who signed": b"<html><ul><li>Kota Tual: Anyaman 20 orang</li><li>Buru: Anyaman 7 orang</li></ul>"
    b"<table><tr><td>Contoh Satu</td><td>HP 081200000001</td></tr></table></html>",
    "lines within each other": b"<div>Kota Tual: Anyaman 20 orang<div>Buru: Anyaman 7 orang</div></div>",
    "a table that only sets where another stands": b"<html><table><tr><td><p>Rekap</p><table><tr><td>Kab/Kota</td><td>Kegiatan</td>"
    b"<td>Peserta</td></tr><tr><td>Kota Tual</td><td>Anyaman</td><td>20</td></tr><tr><td>Buru</td><td>Anyaman</td><td>7</td></tr>"
    b"</table></td></tr></table></html>",
}  # fmt: skip


@pytest.mark.parametrize("content", PAGES.values(), ids=list(PAGES))
def test_what_a_mail_says_is_read(content: bytes) -> None:
    assert [line[:3] for line in lines_of(content)] == [("Kota Tual", "Anyaman", "20"), ("Buru", "Anyaman", "7")]


REFUSED = {
    "a workbook with a password": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "password"),
    "an OpenDocument sheet with a password": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"\0\1", "META-INF/manifest.xml": b"<encryption-data/>"}),
        "password",
    ),
    "an old Word document": (COMPOUND + "WordDocument".encode("utf-16-le"), "old_word"),
    "another compound file": (COMPOUND, "unknown_kind"),
    "an XML spreadsheet": (b'<?xml version="1.0"?><Workbook><Worksheet><Table><Row/></Table></Worksheet></Workbook>', "unknown_kind"),
    "an old workbook that is cut off": ((FILES / "recap.xls").read_bytes()[:2000], "unknown_kind"),
    "a damaged old workbook": ((FILES / "recap.xls").read_bytes().replace(b"\x09\x08\x10\x00", bytes(4)), "broken"),
    "several files in one": (zipped({"rekap.xlsx": b"PK"}), "archive"),
    "several files in one of another kind": (b"Rar!\x1a\x07" + bytes(range(256)), "archive"),
    "a picture of a telephone": (b"\0\0\0\x18ftypheic" + bytes(range(256)), "picture"),
    "something else": (bytes(range(256)), "binary"),
    "an OpenDocument text": (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "unknown_kind"),
    "a Word document with open changes": (tracked(), "tracked"),
    "a Word document without a table": (packed(docx.Document()), "no_table"),
    "a web page with tables in its cells": (html([["Kabupaten/Kota", "<table><tr><td>x</td></tr></table>"]]), "nested"),
    "a web page without a table": (b"<html><p>Kegiatan</p></html>", "no_table_text"),
    "entities": (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": b"<a/>",
                         "content.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "broken"),
    "macros": (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>", "META-INF/manifest.xml": b"<a/>",
                       "Basic/script-lc.xml": b""}), "macros"),
    "far more inside than outside": (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": bytes(31_000_000)}), "too_much_inside"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_read_is_refused_with_what_helps(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", content)
    assert refused.value.reason == reason
    for language in LANGUAGES:
        assert Words(language).has(f"upload.{reason}")


def test_a_reader_that_dies_ends_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(UnreadableFileError) as refused:
        sheet.read("x", SAME["ods"])
    assert refused.value.reason == "too_much_inside"


def test_the_reader_is_bounded() -> None:
    assert formats.MOST_MEMORY <= 1 << 30
    assert formats.MOST_SECONDS <= apart.PATIENCE


def test_what_is_noted_on_a_cell_is_no_text_of_it_and_is_asked() -> None:
    cell = "<text:p>batal</text:p></office:annotation></table:table-cell>"
    more = (
        "<table:table-row><table:table-cell><text:p>Kota Tual</text:p></table:table-cell><table:table-cell><text:p>Tenun</text:p>"
        "</table:table-cell><table:table-cell office:value-type='float' office:value='9'><text:p>9</text:p><office:annotation>"
        f"{cell}</table:table-row>"
    )
    head = [["Kabupaten/Kota", "Kegiatan", "Peserta"], ["Buru", "Anyaman", 20]]
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", ods(head, more=more))
    assert (asked.value.key, asked.value.details["rows"]) == ("called_off", "3 “batal”")


@pytest.mark.parametrize(
    ("text", "count"), [("Rp20", "Rp20"), ("20 IKM", "20 IKM"), ("20 orang", "20"), ("20,0", "20")]
)
def test_a_number_of_an_open_document_is_read_with_the_words_that_it_is_shown_with(text: str, count: str) -> None:
    rows = [["Kabupaten/Kota", "Kegiatan", "Peserta"], ["Buru", "Anyaman", 20]]
    content = zipfile.ZipFile(io.BytesIO(ods(rows)))
    parts = {name: content.read(name) for name in content.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(b"<text:p>20<", f"<text:p>{text}<".encode())
    assert sheet.read("x", zipped(parts)).lines[0]["participants"] == count


def test_what_is_noted_in_a_binary_workbook_is_read_with_its_row() -> None:
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", xlsb(ROWS, note="Batal, tidak jadi"))
    assert (asked.value.key, asked.value.details["rows"]) == ("called_off", "2 “Batal, tidak jadi”")


def test_what_is_noted_in_a_word_file_is_read_with_its_row() -> None:
    document = word(ROWS)
    document.add_comment(document.tables[0].cell(3, 1).paragraphs[0].runs, "Batal, tidak jadi", "Dinas")
    with pytest.raises(UnclearFileError) as asked:
        sheet.read("x", packed(document))
    assert asked.value.key == "called_off"


def test_a_message_may_be_a_letter() -> None:
    document = docx.Document()
    for text in (
        "Laporan 2024",
        "1. Kota Tual: Servis AC 20 orang (P 6), Anyaman 15 orang",
        "2. Buru: Anyaman 30 orang",
    ):
        document.add_paragraph(text)
    lines = sheet.read("surat.docx", packed(document)).lines
    assert [(line["regency"], line["activity"], line["participants"], line["women"]) for line in lines] == [
        ("Kota Tual", "Servis AC", "20", "6"), ("Kota Tual", "Anyaman", "15", ""), ("Buru", "Anyaman", "30", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("around", ["<div>{}</div>", "{}<br>", "<ul><li>{}</li></ul>", "<p><span>{}</span></p>"])
def test_what_a_page_says_below_its_table_is_read(around: str) -> None:
    cells = (("Kab/Kota", "Kegiatan", "Peserta"), ("Kota Tual", "Anyaman", 20))
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in cells)
    table = f"<html><body><table>{rows}</table></body></html>".encode()
    with pytest.raises(UnreadableFileError, match="remarks"):
        sheet.read("x.html", table.replace(b"</table>", f"</table>{around.format('Data sementara')}".encode()))
    menu = b"</table><nav>Data sementara</nav><a href=x>Data sementara</a><div hidden>Data sementara</div>"
    assert sheet.read("x.html", table.replace(b"</table>", menu)).lines

"""Files that nobody should send: each with its name, its content, and what must become of it."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
import xlsxwriter

from tests.recaps import FACTS, HEAD, LINES, text, with_parts, xlsx

FULL = [*FACTS, [], HEAD, *LINES]
PLAIN = xlsx(FULL)
SHEET = "xl/worksheets/sheet1.xml"
RIGHT = "right"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@dataclass(frozen=True)
class Hostile:
    """A file; ``expected`` has "right" or the reasons, of refusal or problem, of which it must give one."""

    make: Callable[[], bytes]
    expected: tuple[str, ...]
    name: str = "rekap.xlsx"


def part(name: str = SHEET, content: bytes = PLAIN) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def sheet_with(inside: str, after: str = "", before: str = "") -> bytes:
    """A workbook whose sheet has these rows, written as XML."""
    body = f'<?xml version="1.0"?><worksheet {MAIN}>{before}<sheetData>{inside}</sheetData>{after}</worksheet>'
    return with_parts(PLAIN, {SHEET: body.encode()})


def inline(rows: list[list[str]], first: int = 1) -> str:
    return "".join(
        f'<row r="{n}">' + "".join(f'<c t="inlineStr"><is><t>{v}</t></is></c>' for v in row) + "</row>"
        for n, row in enumerate(rows, first)
    )


def with_text(cell: str, column: int = 1) -> bytes:
    """The usual recap as CSV with one cell of its first training changed."""
    changed = [list(row) for row in FULL]
    changed[7][column] = cell
    return text(changed).encode("utf-8", "surrogatepass")


def in_sheet(old: bytes, new: bytes, content: bytes = PLAIN) -> bytes:
    before = part(content=content)
    assert old in before
    return with_parts(content, {SHEET: before.replace(old, new, 1)})


def bomb(size: int = 400_000_000) -> bytes:
    """A sheet that unpacks to 400 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w") as target:
                if name == SHEET:
                    for _ in range(size // 10_000_000):
                        target.write(b" " * 10_000_000)
                else:
                    target.write(old.read(name))
    return packed.getvalue()


def lying(told: int = 100) -> bytes:
    """A bomb whose directory says that the sheet is small."""
    content = bytearray(bomb(60_000_000))
    real = struct.pack("<I", 60_000_000)
    while (at := content.find(real)) >= 0:
        content[at : at + 4] = struct.pack("<I", told)
    return bytes(content)


def nested() -> bytes:
    return with_parts(PLAIN, {"xl/embeddings/inner.xlsx": bomb(100_000_000)})


def overlapping() -> bytes:
    """Thousands of entries of the directory that all mean the same packed bytes."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = squeezed.compress(b"0" * 20_000_000) + squeezed.flush()
    head = (
        struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, zlib.crc32(b"0" * 20_000_000), len(data), 20_000_000, 15, 0)
        + b"xl/workbook.xml"
    )
    entry = struct.pack(
        "<4s6H3I5H2I",
        b"PK\1\2",
        20,
        20,
        0,
        8,
        0,
        0,
        zlib.crc32(b"0" * 20_000_000),
        len(data),
        20_000_000,
        15,
        0,
        0,
        0,
        0,
        0,
        0,
    )
    directory = (entry + b"xl/workbook.xml") * 3000
    start = len(head) + len(data)
    return head + data + directory + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 3000, 3000, len(directory), start, 0)


def twice(name: str) -> bytes:
    packed = io.BytesIO(PLAIN)
    with zipfile.ZipFile(packed, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(name, part().replace(b">20<", b">90<"))
    return packed.getvalue()


def long_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1_000_001))
    return sheet_with(rows)


def wide_row() -> bytes:
    return sheet_with(inline([["Kabupaten", "Kegiatan", "Peserta"], ["x"] * 16_384]))


def styled(cells: int) -> bytes:
    """Cells that are empty and only have a style, as far as spreadsheets go."""
    rows = "".join(f'<row r="{n}">' + '<c s="1"/>' * 100 + "</row>" for n in range(100, 100 + cells // 100))
    return with_parts(PLAIN, {SHEET: part().replace(b"</sheetData>", rows.encode() + b"</sheetData>")})


def repeated_text() -> bytes:
    """One long text that every cell of a large sheet refers to."""
    shared = f'<sst {MAIN} count="1" uniqueCount="1"><si><t>{"é " * 300_000}</t></si></sst>'
    row = '<c t="s"><v>0</v></c>' * 60
    head = inline([["Kabupaten", "Kegiatan", "Peserta"]])
    body = head + "".join(f'<row r="{n}">{row}</row>' for n in range(2, 2001))
    return with_parts(sheet_with(body), {"xl/sharedStrings.xml": shared.encode()})


def many_texts() -> bytes:
    shared = f"<sst {MAIN}>" + "<si><t>x</t></si>" * 400_000 + "</sst>"
    return with_parts(PLAIN, {"xl/sharedStrings.xml": shared.encode()})


def merges(areas: list[str]) -> bytes:
    return with_parts(PLAIN, {SHEET: part().replace(b"</sheetData>", b"</sheetData><mergeCells>" + "".join(
        f'<mergeCell ref="{a}"/>' for a in areas).encode() + b"</mergeCells>")})  # fmt: skip


def doctype(declared: str, used: str = "&x;") -> bytes:
    body = part().decode().replace("Kota Tual", used)
    body = f'<?xml version="1.0"?><!DOCTYPE worksheet [{declared}]>' + body.partition("?>")[2].lstrip() if body.startswith("<?xml") else (
        f"<!DOCTYPE worksheet [{declared}]>" + body)  # fmt: skip
    return with_parts(PLAIN, {SHEET: body.encode()})


LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)


def wide_encoding() -> bytes:
    body = f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE worksheet [{LAUGHS}]><worksheet {MAIN}><sheetData>&j;</sheetData></worksheet>'
    return with_parts(PLAIN, {SHEET: body.encode("utf-16")})


def external_link() -> bytes:
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    return with_parts(PLAIN, {"xl/externalLinks/externalLink1.xml": link.encode()})


def formula(said: str, value: str = "") -> bytes:
    """The usual recap with a formula in the place of the first count."""
    cell = f"<f>{said}</f>" + (f"<v>{value}</v>" if value else "")
    return in_sheet(b"<v>20</v>", cell.encode())


def written(formula: str = "") -> bytes:
    """The usual recap as another library writes it, with its texts in a list; maybe with a formula as first count."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    page = book.add_worksheet()
    for n, row in enumerate(FULL):
        for i, value in enumerate(row):
            page.write(n, i, value)
    if formula:
        page.write_formula(7, 2, formula)
    book.close()
    return packed.getvalue()


def encrypted() -> bytes:
    content = bytearray(PLAIN)
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = -1
        while (place := content.find(mark, place + 1)) >= 0:
            content[place + at] |= 1
    return bytes(content)


def packed_as(kind: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(packed, "w", kind) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return packed.getvalue()


def deep() -> bytes:
    return sheet_with("<row>" * 200_000 + "</row>" * 200_000)


def attributes() -> bytes:
    said = " ".join(f'a{n}="1"' for n in range(300_000))
    return sheet_with(f"<row {said}></row>")


def cell_of(size: int, letter: str) -> bytes:
    return sheet_with(inline([["Kabupaten", "Kegiatan", "Peserta"], ["Kota Tual", letter * size, "20"]]))


def many_sheets(number: int) -> bytes:
    book = openpyxl.Workbook()
    for n in range(number):
        book.create_sheet(f"Lembar {n}").cell(2000, 60, "x")
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def quotes(rows: int) -> bytes:
    return (text(FULL) + '"' * rows).encode()


ROWS = text(FULL)
FILES: dict[str, Hostile] = {
    "nothing": Hostile(lambda: b"", ("empty",)),
    "only spaces and null bytes": Hostile(lambda: b" \0\r\n\0" * 100, ("empty",)),
    "six megabytes": Hostile(lambda: b"x" * 6_000_000, ("too_large",)),
    "a million rows of CSV": Hostile(lambda: b"Buru;1\n" * 700_000 + b"1;2\n" * 20_000, ("no_table", "no_table_text", "too_many_rows"), "rekap.csv"),
    "a million short rows of CSV": Hostile(lambda: b"1;2\n" * 1_000_000, ("too_many_rows",), "rekap.csv"),
    "a million empty rows of CSV": Hostile(lambda: b"\n" * 4_900_000, ("empty",), "rekap.csv"),
    "a million commas": Hostile(lambda: ROWS.encode() + b"," * 1_000_000, ("people_total", RIGHT, "activity", "no_count", "regency", "too_long", "missing"), "rekap.csv"),
    "a row of a million columns": Hostile(lambda: ROWS.encode() + b"x;" * 1_000_000, ("too_wide",), "rekap.csv"),
    "one line of five megabytes": Hostile(lambda: b"a" * 4_900_000, ("no_table", "no_table_text"), "rekap.csv"),
    "one line of digits": Hostile(lambda: b"a: " + b"1" * 1_000_000, ("no_table_text",), "rekap.txt"),
    "lines of digits in cells": Hostile(lambda: with_text("a: " + "1" * 4_900), ("too_long",), "rekap.csv"),
    "five megabytes of letters with accents": Hostile(lambda: ("é;" * 1_600_000).encode(), ("no_table", "no_table_text", "too_wide"), "rekap.csv"),
    "a cell of five megabytes in CSV": Hostile(lambda: with_text("x" * 4_900_000), ("too_long",), "rekap.csv"),
    "a cell of many lines in CSV": Hostile(lambda: with_text('"' + "a\n" * 2_000_000 + '"'), ("too_long", "activity"), "rekap.csv"),
    "quotation marks without end": Hostile(lambda: quotes(4_000_000), ("quotes", RIGHT, "activity", "too_long", "missing", "regency"), "rekap.csv"),
    "null bytes in CSV": Hostile(lambda: ROWS.replace("Tual", "Tu\0al").encode(), ("binary",), "rekap.csv"),
    "UTF-16 without its mark": Hostile(lambda: ROWS.encode("utf-16-le"), (RIGHT,), "rekap.csv"),
    "UTF-16 cut in a letter": Hostile(lambda: ROWS.encode("utf-16")[:-1], ("encoding",), "rekap.csv"),
    "UTF-32": Hostile(lambda: ROWS.encode("utf-32"), ("binary",), "rekap.csv"),
    "UTF-8 that is broken": Hostile(lambda: ROWS.encode() + b"\xff\xfe\x81", ("encoding",), "rekap.csv"),
    "a program": Hostile(lambda: b"MZ\x90\0" + b"\0" * 500, ("binary", "encoding"), "rekap.exe"),
    "a picture": Hostile(lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 100, ("picture",), "rekap.png"),
    "a PDF": Hostile(lambda: b"%PDF-1.7\n", ("pdf",), "rekap.pdf"),
    "a file with a password": Hostile(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 5000, ("password",), "rekap.xls"),
    "HTML that says it is XLSX": Hostile(lambda: b"<html><script>alert(1)</script>", ("unknown_kind",)),
    "an OpenDocument sheet": Hostile(lambda: with_parts(PLAIN, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "xl/workbook.xml": None}), ("unknown_kind",), "rekap.ods"),
    "a text document": Hostile(lambda: with_parts(PLAIN, {"word/document.xml": b"<x/>", "xl/workbook.xml": None}), ("broken",), "rekap.docx"),
    "a ZIP file of nothing": Hostile(lambda: b"PK\5\6" + b"\0" * 18, ("unknown_kind",)),
    "half a workbook": Hostile(lambda: PLAIN[: len(PLAIN) // 2], ("broken",)),
    "a workbook with a changed byte": Hostile(lambda: PLAIN.replace(b"\x9c", b"\x9d", 1) if b"\x9c" in PLAIN else PLAIN[:-30], ("broken", RIGHT)),
    "encrypted parts": Hostile(encrypted, ("broken",)),
    "packed with bzip2": Hostile(lambda: packed_as(zipfile.ZIP_BZIP2), ("broken",)),
    "packed with LZMA": Hostile(lambda: packed_as(zipfile.ZIP_LZMA), ("broken",)),
    "not packed": Hostile(lambda: packed_as(zipfile.ZIP_STORED), (RIGHT,)),
    "a bomb of 400 MB": Hostile(bomb, ("too_much_inside",)),
    "a bomb that lies about its size": Hostile(lying, ("broken", "too_much_inside", "no_table")),
    "a bomb in a part that nobody reads": Hostile(nested, (RIGHT,)),
    "parts that overlap": Hostile(overlapping, ("broken", "too_much_inside")),
    "twenty thousand parts": Hostile(lambda: with_parts(PLAIN, {f"xl/media/{n}": b"" for n in range(20_000)}), ("too_much_inside",)),
    "the same part twice": Hostile(lambda: twice(SHEET), ("broken",)),
    "the same part twice, in capitals": Hostile(lambda: twice(SHEET.upper()), ("broken",)),
    "parts with names that lead elsewhere": Hostile(lambda: with_parts(PLAIN, {"../../../../tmp/x": b"x", "/etc/passwd": b"x", "C:\\x": b"x"}), (RIGHT,)),
    "a sheet that lies elsewhere": Hostile(lambda: with_parts(PLAIN, {"xl/_rels/workbook.xml.rels": part("xl/_rels/workbook.xml.rels").replace(b"/xl/worksheets/sheet1.xml", b"../../../etc/passwd")}), ("no_table",)),
    "a sheet on another host": Hostile(lambda: with_parts(PLAIN, {"xl/_rels/workbook.xml.rels": part("xl/_rels/workbook.xml.rels").replace(b'Target="/xl/worksheets/sheet1.xml"', b'TargetMode="External" Target="http://127.0.0.1:9/"')}), ("no_table",)),
    "no list of sheets": Hostile(lambda: with_parts(PLAIN, {"xl/_rels/workbook.xml.rels": None}), ("no_table",)),
    "no styles": Hostile(lambda: with_parts(PLAIN, {"xl/styles.xml": None}), (RIGHT,)),
    "macros": Hostile(lambda: with_parts(PLAIN, {"xl/vbaProject.bin": b"Attribute VB_Name"}), ("macros",), "rekap.xlsm"),
    "macros under another name": Hostile(lambda: with_parts(PLAIN, {"xl/VBAPROJECT.BIN": b"x"}), ("macros",)),
    "old macros": Hostile(lambda: with_parts(PLAIN, {"xl/macrosheets/sheet1.xml": b"<x/>"}), ("macros",)),
    "a link to a program": Hostile(external_link, (RIGHT,)),
    "a formula that starts a program": Hostile(lambda: formula("cmd|'/c calc'!A0"), ("formula",)),
    "a formula that starts a program, from a library": Hostile(lambda: written("=cmd|'/c calc'!A0"), ("called_off",)),
    "a formula that asks a host": Hostile(lambda: formula('WEBSERVICE("http://127.0.0.1:9/")', "20"), (RIGHT,)),
    "a formula whose last value is another": Hostile(lambda: formula("10+10", "21"), ("people_total",)),
    "an entity": Hostile(lambda: doctype('<!ENTITY x "Kota Tual">'), ("entities",)),
    "an entity that reads a file": Hostile(lambda: doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'), ("entities",)),
    "an entity from a host": Hostile(lambda: doctype('<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;', "Kota Tual"), ("entities",)),
    "a thousand million laughs": Hostile(lambda: doctype(LAUGHS, "&j;"), ("entities",)),
    "laughs in UTF-16": Hostile(wide_encoding, ("entities",)),
    "laughs in the list of texts": Hostile(lambda: with_parts(PLAIN, {"xl/sharedStrings.xml": f'<!DOCTYPE sst [{LAUGHS}]><sst {MAIN}><si><t>&j;</t></si></sst>'.encode()}), ("entities",)),
    "a document type in a part that nobody reads": Hostile(lambda: with_parts(PLAIN, {"docProps/app.xml": f'<!DOCTYPE x [{LAUGHS}]><x>&j;</x>'.encode()}), (RIGHT,)),
    "XML nested two hundred thousand deep": Hostile(deep, ("no_table", "broken", "too_much_inside")),
    "a row of three hundred thousand attributes": Hostile(attributes, ("no_table", "broken", "too_much_inside")),
    "XML that does not end": Hostile(lambda: with_parts(PLAIN, {SHEET: part()[:-20]}), ("broken",)),
    "text where XML should be": Hostile(lambda: with_parts(PLAIN, {SHEET: b"Kabupaten;Kegiatan"}), ("broken",)),
    "a million rows": Hostile(long_rows, ("too_many_rows", "too_much_inside")),
    "sixteen thousand columns": Hostile(wide_row, ("too_wide",)),
    "a row number beyond any sheet": Hostile(lambda: sheet_with('<row r="99999999999"><c><v>1</v></c></row>'), ("broken",)),
    "a row number below one": Hostile(lambda: sheet_with('<row r="0"><c><v>1</v></c></row>'), ("broken",)),
    "texts in a list": Hostile(written, (RIGHT,)),
    "a text that there is not": Hostile(lambda: in_sheet(b"<v>0</v>", b"<v>99999</v>", written()), ("broken",)),
    "a text before the first": Hostile(lambda: in_sheet(b"<v>0</v>", b"<v>-1</v>", written()), ("broken",)),
    "styles on three hundred thousand empty cells": Hostile(lambda: styled(300_000), (RIGHT,)),
    "styles on a million empty cells": Hostile(lambda: styled(1_000_000), ("too_much_inside",)),
    "one long text in every cell": Hostile(repeated_text, ("too_many_rows", "too_wide", "regency", "missing", "too_long", "repeated")),
    "four hundred thousand texts": Hostile(many_texts, ("too_much_inside",)),
    "a merged cell over the whole sheet": Hostile(lambda: merges(["A1:XFD1048576"]), ("missing", "no_table", "several_years")),
    "a merged cell beside the table": Hostile(lambda: merges(["E1:XFD1048576"]), (RIGHT,)),
    "a hundred thousand merged cells": Hostile(lambda: merges([f"{c}{n}:{c}{n + 1}" for c in "EFGHIJKLMN" for n in range(1, 20_001, 2)]), (RIGHT,)),
    "merged cells that overlap": Hostile(lambda: merges(["A8:A11", "A8:A1048576"]), ("broken",)),
    "a merged cell that is none": Hostile(lambda: merges(["A1:", "ZZZZ1:A2"]), ("broken",)),
    "a cell of five megabytes": Hostile(lambda: cell_of(5_000_000, "x"), ("too_long", "missing")),
    "a cell of a million invisible letters": Hostile(lambda: cell_of(1_000_000, "\u200b"), ("missing", "too_long")),
    "a cell of a million semicolons": Hostile(lambda: cell_of(1_000_000, ";"), ("missing", "too_long", "activity")),
    "a cell of a million brackets": Hostile(lambda: cell_of(1_000_000, "("), ("too_long", "missing")),
    "a hundred sheets": Hostile(lambda: many_sheets(100), ("too_much_inside",)),
    "thirty sheets with one far cell": Hostile(lambda: many_sheets(30), ("no_table",)),
    "a number that is none": Hostile(lambda: in_sheet(b"<v>20</v>", b"<v>nan</v>"), ("number",)),
    "a number without end": Hostile(lambda: in_sheet(b"<v>20</v>", b"<v>inf</v>"), ("number",)),
    "a number of five thousand digits": Hostile(lambda: in_sheet(b"<v>20</v>", b"<v>" + b"9" * 5000 + b"</v>"), ("number", "maximum")),
    "a number with an exponent": Hostile(lambda: in_sheet(b"<v>20</v>", b"<v>2E1</v>"), (RIGHT,)),
    "a number with a huge exponent": Hostile(lambda: in_sheet(b"<v>20</v>", b"<v>2E300</v>"), ("number", "maximum")),
    "a word where a number is": Hostile(lambda: in_sheet(b"<v>20</v>", b"<v>dua puluh</v>"), ("broken",)),
    "a truth value": Hostile(lambda: in_sheet(b't="n"><v>20</v>', b't="b"><v>1</v>'), ("number",)),
    "an error": Hostile(lambda: in_sheet(b't="n"><v>20</v>', b't="e"><v>#REF!</v>'), ("number",)),
    "a date where a count is": Hostile(lambda: in_sheet(b't="n"><v>20</v>', b't="d"><v>2024-05-14</v>'), ("number",)),
    "a kind of cell that there is not": Hostile(lambda: in_sheet(b't="n"><v>20</v>', b't="zzz"><v>20</v>'), (RIGHT, "number")),
}  # fmt: skip

# One cell of the first training, changed; the last column says what must become of it.
CELLS: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "a script as a regency": (0, "<script>alert(1)</script>", ("regency",)),
    "a script as an activity": (1, "<img src=x onerror=alert(1)>", ("activity",)),
    "a formula as an activity": (1, "=HYPERLINK(1)", ("activity",)),
    "a program as an activity": (1, "=cmd|'/c calc'!A0", ("activity",)),
    "a formula as a count": (2, "=10+10", ("number",)),
    "right-to-left marks in a known name": (0, "\u202eKota\u200f Tual\u202c", (RIGHT,)),
    "no-width letters in a known name": (1, "An\u200bya\ufeffman", (RIGHT,)),
    "letters that look like others": (1, "\u0410nyaman", ("activity",)),
    "letters of private use": (1, "Anyaman\ue000", (RIGHT,)),
    "letters that there are not": (1, "Anyaman\U0010ffff", (RIGHT,)),
    "half a letter": (1, "Anyaman\ud800", ("activity", "encoding")),
    "an accent too many": (0, "Kota Túal", (RIGHT,)),
    "ten thousand accents": (0, "Kota Tual" + "\u0301" * 4000, ("too_long", RIGHT)),
    "braces": (1, "{activity} {0} %s %(x)s ${x}", ("activity",)),
    "a path": (0, "../../etc/passwd", ("regency",)),
    "a count below zero": (2, "-20", ("minimum",)),
    "a huge count": (2, "99999999999999999999", ("number", "maximum")),
    "a fraction": (2, "20,5", ("number",)),
    "digits of another script": (2, "٢٠", ("number",)),
    "wide digits": (2, "２０", ("number",)),
    "an apostrophe before a number": (2, "'20", ("right",)),
    "a sum in words": (2, "dua puluh", ("number",)),
    "SQL": (1, "' OR 1=1 -- DROP TABLE entries", ("activity",)),
}

FILE_NAMES = (
    "../../../../tmp/x.xlsx", "C:\\Windows\\system32\\x.xlsx", "a\nb.xlsx", "a\0b.xlsx", "x" * 10_000 + ".xlsx", "<script>alert(1)</script>.xlsx",
    "\u202exslx.exe", "\ud800.xlsx", "", ".", "..", "/", "CON.xlsx", "=cmd|'/c calc'!A0.csv", "{x}%s.xlsx", "rekap.xlsx\r\nSet-Cookie: a=b",
)  # fmt: skip

"""Makes the files that offices send: spreadsheets and CSV files written cell by cell."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

Row = Sequence[Any]

FACTS: list[Row] = [
    ["Tahun", "2024"], ["Jumlah peserta seluruhnya", 130], ["Jumlah kegiatan atau kelas", 4],
    ["Judul sumber", "Laporan akhir bimtek 2024"], ["Penerbit sumber", "Disperindag Provinsi Maluku"],
]  # fmt: skip
HEAD: Row = ["Kabupaten/kota", "Kegiatan", "Peserta"]
LINES: list[Row] = [
    ["Kota Tual", "Anyaman", 20],
    ["Kota Tual", "Servis AC", 30],
    ["Maluku Tenggara", "Tenun modern", 40],
    ["Maluku Tenggara", "Olahan hasil laut", 40],
]
Shape = Callable[[openpyxl.Workbook], None]


def xlsx(rows: Sequence[Row], merged: Sequence[str] = (), title: str = "Sheet1", shape: Shape | None = None) -> bytes:
    """A workbook with one sheet, some of its cells merged; ``shape`` does whatever else is wanted."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    if shape:
        shape(book)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def quoted(rows: Sequence[Row], separator: str = ";") -> str:
    """A CSV file, with quotation marks where they are needed."""
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue()


def text(rows: Sequence[Row], separator: str = ";") -> str:
    """A CSV file, without any quotation."""
    return "".join(separator.join("" if v is None else str(v) for v in row) + "\r\n" for row in rows)


def with_parts(content: bytes, changed: dict[str, bytes | None]) -> bytes:
    """A workbook with some of its parts changed, added, or (None) left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(n for n in changed if n not in old.namelist())]:
            part = changed[name] if name in changed else old.read(name)
            if part is not None:
                new.writestr(name, part)
    return packed.getvalue()

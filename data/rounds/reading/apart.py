"""Reads files of other programs in a process of its own: what it takes is bounded, and it cannot end the server."""

import json
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Lock

from data.rounds.reading import formats
from data.rounds.reading.grid import Grid, UnreadableFileError, require_within, text_of

ROOT = Path(__file__).parents[3]
PATIENCE = 60  # seconds: far longer than the process may compute, for machines that are busy
PARTS = (("xl/workbook.bin", "xlsb"), ("word/document.xml", "docx"), ("content.xml", "ods"))
STREAMS = (("EncryptedPackage", "password"), ("WordDocument", "old_word"), ("Workbook", "xls"), ("Book", "xls"))

_one_at_a_time = Lock()


def kind_of(content: bytes) -> str:
    """Return what kind of another program's file this is, "" if of none. Raises ``UnreadableFileError``."""
    if content[:2] == b"PK":
        return _packed(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        kind = next((kind for name, kind in STREAMS if name.encode("utf-16-le") in content), "unknown_kind")
        if kind != "xls":
            raise UnreadableFileError(kind)
        return kind
    begin = content[:2000].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    is_page = begin.startswith((b"<div", b"<p>", b"<p ")) or b"<html" in begin or b"<tr" in content.lower()
    return "html" if begin.startswith(b"<") and is_page else ""


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            kind = next((kind for part, kind in PARTS if part in names), "")
            if kind == "ods" and b"spreadsheet" not in archive.read("mimetype")[:100]:
                raise UnreadableFileError("unknown_kind")
            return kind
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        return ""  # the reader of workbooks says what is wrong


def grids(kind: str, content: bytes) -> list[Grid]:
    """Return the sheets of a file of a kind. Raises ``UnreadableFileError``."""
    command = [sys.executable, "-m", formats.__name__, kind]
    with _one_at_a_time:
        try:
            done = subprocess.run(  # noqa: S603
                command, input=content, capture_output=True, cwd=ROOT, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise UnreadableFileError("too_much_inside") from error
    if done.returncode:
        raise UnreadableFileError("too_much_inside")
    read = json.loads(done.stdout)
    if "reason" in read:
        raise UnreadableFileError(read["reason"])
    return [_grid(sheet) for sheet in read["sheets"]]


def _grid(sheet: dict[str, list[list[int]]]) -> Grid:
    cells = {(row, column): value for row, column, value in sheet["cells"]}
    require_within(max((row for row, _ in cells), default=0), max((column for _, column in cells), default=0))
    areas = ((top, left, bottom, right) for top, left, bottom, right in sheet["areas"])
    grid = Grid.of(
        str(sheet["title"]), cells, areas, bool(sheet["hidden"]),
        (int(str(row)) for row in sheet["hidden_rows"]), (int(str(column)) for column in sheet["hidden_columns"]),
    )  # fmt: skip
    struck = frozenset((row - 1, column - 1) for row, column in sheet["struck"])
    comments = dict[int, str]()
    for row, text in sheet["comments"]:
        comments[row - 1] = text_of(f"{comments.get(row - 1, '')} {text}")
    return replace(grid, struck=struck, comments=comments)

"""Read what an office sends, a spreadsheet or a CSV file, into a draft of a round: texts with their places.

Nothing in a file is ever run or followed: no macro, formula, link or entity. What is larger than a round can be is
refused before it is unpacked. The table may stand anywhere on a sheet, below titles and facts, above a signature.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from locales import LANGUAGES, Words

HERE = Path(__file__).parent
MOST_BYTES = 5_000_000  # of a file
MOST_UNPACKED = 8_000_000  # bytes of all that an XLSX file unpacks to
MOST_PARTS = 200  # files inside an XLSX file
MOST_ROWS, MOST_COLUMNS = 2_000, 60
MOST_TEXT = 500  # letters that are kept of a cell
HEAD_WITHIN = 60  # rows in which the head of the table is looked for

FACTS = (
    "year", "round", "start_date", "days", "training_kind", "total", "trainings", "participants_per_class",
    "partners_id", "partners_en", "source_title", "source_publisher", "source_date", "source_url",
)  # fmt: skip
COLUMNS = ("regency", "regency_participants", "activity", "participants", "group", "division", "activity_en")
DATES = ("start_date", "source_date")

Cell = str | int | float | bool | dt.datetime | None


class UnreadableFileError(Exception):
    """A file from which no draft can be read; ``reason`` is a key of the catalogues (``upload.<reason>``)."""

    def __init__(self, reason: str, **details: str) -> None:
        """Keep the reason and what its words need."""
        super().__init__(reason)
        self.reason, self.details = reason, details


@dataclass(frozen=True)
class Line:
    """One row of the draft's table: a text for each of ``COLUMNS`` that is known, and the row that it stood in."""

    texts: dict[str, str] = field(hash=False)
    row: int | None = None

    def __getitem__(self, column: str) -> str:
        """Return the text of a column; "" if it has none."""
        return self.texts.get(column, "")


@dataclass(frozen=True)
class Draft:
    """A round as somebody wrote it down: texts, not yet checked.

    ``facts`` has a text for each of ``FACTS`` that is known, ``places`` the cell that each fact and each column
    was found in (column letters for a column), ``skipped`` the rows that hold something but no training.
    """

    facts: dict[str, str] = field(default_factory=dict, hash=False)
    lines: tuple[Line, ...] = ()
    file: str = ""
    sheet: str = ""
    places: dict[str, str] = field(default_factory=dict, hash=False)
    skipped: tuple[int, ...] = ()

    def with_facts(self, facts: dict[str, str]) -> "Draft":
        """Return the draft with some facts in the place of its own."""
        return replace(self, facts={**self.facts, **facts})


def read(name: str, content: bytes) -> Draft:
    """Read a file; its name tells its kind. Raises ``UnreadableFileError``."""
    if len(content) > MOST_BYTES:
        raise UnreadableFileError("too_large", most=str(MOST_BYTES // 1_000_000))
    if not content.strip():
        raise UnreadableFileError("empty")
    shown = clean(re.split(r"[/\\]", name)[-1])[:100]
    if content[:2] == b"PK":
        sheets = _xlsx(content)
    elif content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableFileError("old_excel")
    elif content[:4] in (b"%PDF", b"{\\rt"):
        raise UnreadableFileError("unknown_kind")
    else:
        sheets = [("", _csv(content))]
    drafts = [draft for title, rows in sheets if not _is_reference(title) and (draft := _draft(shown, title, rows))]
    if not drafts:
        raise UnreadableFileError("no_table")
    return max(drafts, key=lambda draft: bool(draft.lines))


# --- From a file to cells ----------------------------------------------------------------------------------


def _xlsx(content: bytes) -> list[tuple[str, list[list[Cell]]]]:
    try:
        formulas = _looked_into(content)
        import openpyxl

        books = [openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)]
        if formulas:
            books.append(openpyxl.load_workbook(io.BytesIO(content), keep_links=False))
        return [
            (sheet.title, list(_cells(sheet, [book[sheet.title] for book in books[1:]])))
            for sheet in books[0].worksheets
        ]
    except UnreadableFileError:
        raise
    except Exception as error:  # whatever a broken file makes a reader of files raise
        raise UnreadableFileError("broken") from error


def _looked_into(content: bytes) -> bool:
    """Refuse an archive that is too large, or no plain workbook, before it is unpacked; say if it has formulas."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        names = {part.filename.lower() for part in parts}
        if any(name.endswith("vbaproject.bin") for name in names):
            raise UnreadableFileError("macros")
        if "xl/workbook.xml" not in names:
            raise UnreadableFileError("unknown_kind")
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise UnreadableFileError("too_much_inside")
        formulas = False
        for part in parts:
            with archive.open(part) as opened:
                inside = opened.read(MOST_UNPACKED + 1)  # a size that an archive states can be a lie
            if len(inside) > max(part.file_size, 0):
                raise UnreadableFileError("too_much_inside")
            if b"<!DOCTYPE" in inside or b"<!ENTITY" in inside:
                raise UnreadableFileError("entities")
            formulas |= part.filename.startswith("xl/worksheets/") and re.search(rb"<f[ >/]", inside) is not None
        return formulas


def _cells(sheet: Any, with_formulas: Sequence[Any]) -> Iterator[list[Cell]]:
    """Yield the rows of a sheet; a merged cell says the same in all of its places."""
    filled = [place for place, cell in sheet._cells.items() if cell.value is not None]
    if not filled:
        return
    last_row, last_column = max(row for row, _ in filled), min(max(column for _, column in filled), MOST_COLUMNS)
    if last_row > MOST_ROWS:
        raise UnreadableFileError("too_many_rows", most=str(MOST_ROWS))
    merged: dict[tuple[int, int], Cell] = {}
    for area in list(sheet.merged_cells.ranges)[:MOST_ROWS]:
        value = sheet.cell(area.min_row, area.min_col).value
        tall = area.max_row > area.min_row
        for number in range(area.min_row, min(area.max_row, last_row) + 1):
            merged[number, area.min_col] = _Shared(value) if tall and value is not None else value
    for number in range(1, last_row + 1):
        row: list[Cell] = []
        for column in range(1, last_column + 1):
            value = merged.get((number, column), sheet.cell(number, column).value)
            if value is None and any(other.cell(number, column).data_type == "f" for other in with_formulas):
                value = FORMULA
            row.append(value)
        yield row


FORMULA = "\u2063="  # stands for a formula that no program has worked out yet


class _Shared(str):
    """The text of a cell that spans several rows: what it counts is counted once for all of them."""

    __slots__ = ()

    def __new__(cls, value: Cell) -> "_Shared":
        """Keep the text of any value."""
        return super().__new__(cls, text_of(value))


def _csv(content: bytes) -> list[list[Cell]]:
    text = _decoded(content)
    sample = "\n".join(text.splitlines()[:40])
    separator = max(";\t,", key=sample.count)
    rows: list[list[Cell]] = []
    csv.field_size_limit(MOST_BYTES)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            rows.append(list(row[:MOST_COLUMNS]))
            if len(rows) > MOST_ROWS:
                raise UnreadableFileError("too_many_rows", most=str(MOST_ROWS))
    except csv.Error as error:
        raise UnreadableFileError("broken") from error
    return rows


def _decoded(content: bytes) -> str:
    """Decode a text file: UTF-8, UTF-16 with its mark, else the western Windows code page."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\0" in content and not wide:
        raise UnreadableFileError("binary")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("encoding")


# --- From cells to a draft ---------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Return a text without what cannot be seen: control and direction marks, doubled spaces."""
    kept = (
        " " if unicodedata.category(c) in ("Zs", "Cc", "Zl", "Zp") else c for c in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Co", "Cs", "Cn")).split())


def text_of(value: Cell) -> str:
    """Return a cell as the text that its reader sees; a line break in it stays one."""
    if value is None:
        return ""
    if isinstance(value, _Shared) or value == FORMULA:
        return str(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    lines = (clean(line) for line in str(value)[:MOST_TEXT].splitlines())
    return "\n".join(line for line in lines if line)


def plain(text: str) -> str:
    """Return a label or name as it is compared: small letters, no accents, no punctuation, nothing in brackets."""
    bare = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", " ", text)).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


@lru_cache(maxsize=1)
def _labels() -> dict[str, dict[str, str]]:
    """Return what each label names, for facts, columns and total rows: the template's words and those of labels.csv."""
    known: dict[str, dict[str, str]] = {"facts": {}, "columns": {}, "total": {}}
    with (HERE / "labels.csv").open(encoding="utf-8") as file:
        named = [(row["field"], row["label"]) for row in csv.DictReader(file)]
    named += [(f, Words(language)(f"sheet.{f}")) for language in LANGUAGES for f in (*FACTS, *COLUMNS)]
    for name, label in named:
        kind = "facts" if name in FACTS else "columns" if name in COLUMNS else "total"
        known[kind][plain(label)] = name
    return known


@lru_cache(maxsize=1)
def _reference_sheets() -> set[str]:
    return {plain(Words(language)(f"sheet.{name}")) for language in LANGUAGES for name in ("example", "codes", "help")}


def _is_reference(title: str) -> bool:
    """Whether a sheet is one of the template's own that only help to fill it in."""
    return plain(title) in _reference_sheets()


def _draft(file: str, sheet: str, cells: list[list[Cell]]) -> Draft | None:
    """Return what a sheet says of a round; None if no row of it looks like the head of the table."""
    rows = [[text_of(value) for value in row] for row in cells]
    found = next(((i, head) for i, row in enumerate(rows[:HEAD_WITHIN]) if (head := _head(row))), None)
    if not found:
        return None
    at, head = found
    below = rows[at + 1] if len(rows) > at + 1 else []
    if _is_second_head(below):
        head = _with_second_head(head, below)
        cells, rows = [*cells[: at + 1], [], *cells[at + 2 :]], [*rows[: at + 1], [], *rows[at + 2 :]]
    facts, places = _facts(rows[:at])
    lines, skipped, total = _lines(cells[at + 1 :], rows[at + 1 :], head, at + 2)
    if total and "total" not in facts:
        facts["total"], places["total"] = total
    places |= {column: _letter(i) for column, i in head.items()}
    return Draft(facts, tuple(lines), file, sheet, places, tuple(skipped))


def _head(row: Sequence[str]) -> dict[str, int] | None:
    """Return which column of a row names which; None unless it is the head of a table of trainings."""
    head: dict[str, int] = {}
    for i, text in enumerate(row):
        column = _labels()["columns"].get(plain(text))
        if column and column not in head:
            head[column] = i
    return head if {"regency", "activity"} <= head.keys() else None


SECOND_HEAD = {"l", "p", "lk", "pr", "laki laki", "perempuan", "pria", "wanita", "male", "female", "m", "f"}
SECOND_TOTAL = {"jumlah", "jml", "total", "l p"}


def _is_second_head(row: Sequence[str]) -> bool:
    """Whether a row splits the head above it into men, women and both."""
    said = {plain(text) for text in row if text}
    return bool(said) and said <= SECOND_HEAD | SECOND_TOTAL


def _with_second_head(head: dict[str, int], row: Sequence[str]) -> dict[str, int]:
    """Return the head with the participants of both; without them if no column counts both."""
    both = next((i for i, text in enumerate(row) if plain(text) in SECOND_TOTAL), None)
    kept = {column: i for column, i in head.items() if column != "participants"}
    return kept if both is None else {**kept, "participants": both}


def _facts(rows: Iterable[Sequence[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the facts above the table: a label with its value beside it, or after a colon in the same cell."""
    facts: dict[str, str] = {}
    places: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        for i, text in enumerate(row):
            label, colon, rest = text.partition(":")
            name = _labels()["facts"].get(plain(label if colon else text))
            beside = next(((j, t) for j, t in enumerate(row[i + 1 :], i + 1) if t.strip(" :")), None)
            value, place = (
                (rest.strip(), i) if rest.strip() else (beside[1].lstrip(": "), beside[0]) if beside else ("", i)
            )
            if name and value and name not in facts and plain(value) not in _labels()["facts"]:
                facts[name], places[name] = value, f"{_letter(place)}{number}"
                break
    return facts, places


def _lines(
    cells: Sequence[Sequence[Cell]], rows: Sequence[Sequence[str]], head: dict[str, int], first: int
) -> tuple[list[Line], list[int], tuple[str, str] | None]:
    """Return the trainings below the head, the rows that were passed over, and the total with its cell."""
    lines: list[Line] = []
    skipped: list[int] = []
    regency = ""
    for number, (values, row) in enumerate(zip(cells, rows, strict=True), first):
        texts = {column: row[i] for column, i in head.items() if i < len(row) and row[i]}
        if not any(row):
            continue
        if _is_total(row):
            total = next((column for column in ("participants", "regency_participants") if column in texts), None)
            skipped += [n for n, later in enumerate(rows[number - first + 1 :], number + 1) if any(later)]
            return lines, skipped, (texts[total], f"{_letter(head[total])}{number}") if total else None
        if _is_subtotal(row):
            skipped.append(number)
            continue
        if "activity" not in texts and not texts.keys() & {"participants", "regency_participants"}:
            if "regency" in texts and len([t for t in row if t]) <= 2:
                regency = texts["regency"]  # a heading for the rows below it
            else:
                skipped.append(number)
            continue
        counts = texts.get("participants")
        if counts and isinstance(values[head["participants"]], _Shared):
            texts["regency_participants"] = texts.get("regency_participants", counts)  # one count for several rows
            del texts["participants"]
        regency = texts.setdefault("regency", regency)
        lines += _split(Line(texts, number))
    return lines, skipped, None


def _is_total(row: Sequence[str]) -> bool:
    first = next((text for text in row if text), "")
    return plain(first) in _labels()["total"]


def _is_subtotal(row: Sequence[str]) -> bool:
    first = plain(next((text for text in row if text), ""))
    return first.startswith(("jumlah ", "subtotal", "sub total", "total "))


def _split(line: Line) -> list[Line]:
    """Return a line for each activity of a cell that lists several; what it counts is then the regency's count."""
    listed = re.split(r"\n|;|·|•|(?:^|\s)\d+[.)]\s", line["activity"])
    activities = [part.strip(" -–,.") for part in listed if part.strip(" -–,.")]
    if len(activities) < 2:
        texts = {**line.texts, "activity": activities[0]} if activities else line.texts
        return [replace(line, texts=texts)]
    shared = {k: v for k, v in line.texts.items() if k != "participants"}
    count = line["regency_participants"] or line["participants"]
    return [
        Line({**shared, "activity": activity, **({"regency_participants": count} if count else {})}, line.row)
        for activity in activities
    ]


def _letter(index: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""The visible cells of an XLSX file, and nothing else of it.

Only the parts that hold cells are opened, each within a limit, and their XML is read as it comes in: no drawing,
link, macro, connection or entity is ever looked at. (OpenPyXL, which reads everything, makes an object of every cell
that is merged or only has a style: one line of XML then takes all the memory there is.)
"""

import datetime as dt
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from data.rounds.reading.grid import (
    FORMULA,
    MOST_COLUMNS,
    Area,
    Cell,
    Grid,
    UnreadableFileError,
    raised,
    require_within,
    shown,
    text_of,
)

MOST_UNPACKED = 8_000_000  # bytes of all parts that are read
MOST_PARTS, MOST_SHEETS, MOST_TEXTS = 1_000, 40, 100_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of a sheet, by the file format
WHITE = "FFFFFF"
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the only ways of packing that spreadsheet programs use
BROKEN = (zipfile.BadZipFile, ParseError, EOFError, KeyError, IndexError, ValueError, OverflowError, RuntimeError,
          NotImplementedError, OSError, zlib.error)  # fmt: skip


def grids(content: bytes) -> list[Grid]:
    """Return the visible sheets of a file. Raises ``UnreadableFileError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return list(_Parts(archive).grids())
    except DefusedXmlException as error:
        raise UnreadableFileError("entities") from error
    except BROKEN as error:
        raise UnreadableFileError("broken") from error


class _Parts:
    """The parts of a file that are read, one after the other."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Refuse what is no plain workbook."""
        self.archive, self.left = archive, MOST_UNPACKED
        parts = archive.infolist()
        names = {part.filename.lower() for part in parts}
        if any(name.endswith(("vbaproject.bin", "macrosheets/sheet1.xml")) for name in names):
            raise UnreadableFileError("macros")
        if "xl/workbook.xml" not in names:
            raise UnreadableFileError("unknown_kind" if "[content_types].xml" in names or not names else "archive")
        if len(parts) > MOST_PARTS:
            raise UnreadableFileError("too_much_inside")
        if len(names) < len(parts) or any(part.compress_type not in PLAIN for part in parts):
            raise UnreadableFileError("broken")

    def grids(self) -> Iterator[Grid]:
        """Yield the sheets that their reader sees."""
        places = {
            e.get("Id"): posixpath.normpath(posixpath.join("xl", e.get("Target", ""))).lstrip("/")
            for e in self._elements("xl/_rels/workbook.xml.rels", "Relationship")
            if e.get("Type", "").endswith("/worksheet") and e.get("TargetMode") != "External"
        }
        sheets, epoch = [], CALENDAR_WINDOWS_1900
        for e in self._elements("xl/workbook.xml", "sheet", "workbookPr"):
            if e.get("date1904") in ("1", "true"):
                epoch = CALENDAR_MAC_1904
            if place := places.get(next((v for k, v in e.items() if _local(k) == "id"), "")):
                sheets.append((e.get("name", ""), place, e.get("state", "visible") != "visible"))
        texts = [_text(e) for e in islice(self._elements("xl/sharedStrings.xml", "si"), MOST_TEXTS + 1)]
        if len(sheets) > MOST_SHEETS or len(texts) > MOST_TEXTS:
            raise UnreadableFileError("too_much_inside")
        book = _Book(texts, *self._styles(), epoch)
        for title, place, hidden in sheets:
            grid = _grid(title, hidden, self._elements(place, "row", "mergeCell", "col"), book)
            yield replace(grid, comments=self._comments(place))

    def _comments(self, sheet: str) -> dict[int, str]:
        """Return what is noted on the cells of a sheet, by row (from 0)."""
        folder, name = posixpath.split(sheet)
        noted = dict[int, str]()
        for part in self._elements(f"{folder}/_rels/{name}.rels", "Relationship"):
            if not part.get("Type", "").endswith("/comments"):
                continue
            place = posixpath.normpath(posixpath.join("/", folder, part.get("Target", ""))).lstrip("/")
            for e in self._elements(place, "comment"):
                row = _area(e.get("ref", ""))[0] - 1
                text = " ".join(t.text or "" for t in e.iter() if _local(t.tag) == "t")
                noted[row] = text_of(f"{noted.get(row, '')} {text}")
        return noted

    def _styles(self) -> tuple[set[str], dict[str, str], set[str], set[str]]:
        """Return the numbers of the styles in which a number is shown as a date, the formats of those that add words
        to it ("± 20", "20 IKM"), and the numbers of those that strike out, and that write in the colour of the ground.
        """
        formats, styles, inside = dict(BUILTIN_FORMATS), list[tuple[int, int, int]](), ""
        fonts, fills = list[tuple[bool, str]](), list[str]()  # whether each strikes out, and its colour
        for e in self._elements("xl/styles.xml", "numFmt", "font", "fill", "cellXfs", "xf", starts="cellXfs"):
            name = _local(e.tag)
            if name == "numFmt":
                formats[int(e.get("numFmtId", "-1"))] = e.get("formatCode", "")
            elif name == "font":
                fonts.append(("strike" in _set(e), _colour(e, "color")))
            elif name == "fill":
                pattern = next((part.get("patternType", _local(part.tag)) for part in e), "none")  # or a gradient
                fills.append({"solid": _colour(e, "fgColor"), "none": WHITE, "patternFill": WHITE}.get(pattern, ""))
            elif name == "cellXfs":
                inside = "" if inside else name
            elif inside:
                styles.append((int(e.get("numFmtId", "0")), int(e.get("fontId", "0")), int(e.get("fillId", "0"))))
        dates = {str(n) for n, (form, *_) in enumerate(styles) if is_date_format(formats.get(form, ""))}
        forms = {str(n): formats.get(form, "") for n, (form, *_) in enumerate(styles)}
        forms = {n: form for n, form in forms.items() if n not in dates and shown(1, form) != 1}
        ground = dict(enumerate(fills))
        looks = {
            str(n): (*font, ground.get(fill)) for n, (_, f, fill) in enumerate(styles) for font in fonts[f : f + 1]
        }
        struck = {n for n, (is_struck, _, _) in looks.items() if is_struck}
        return dates, forms, struck, {n for n, (_, ink, paper) in looks.items() if ink and ink == paper}

    def _elements(self, part: str, *names: str, starts: str = "") -> Iterator[Element]:
        """Yield the elements of a part that have one of some names, ``starts`` at its beginning too; none if absent."""
        if part not in self.archive.namelist():
            return
        with self.archive.open(part) as opened:
            inside = opened.read(self.left + 1)
        self.left -= len(inside)
        if self.left < 0:
            raise UnreadableFileError("too_much_inside")
        for event, e in iterparse(io.BytesIO(inside), events=("start", "end"), forbid_dtd=True):
            name = _local(e.tag)
            if name in names and (event == "end" or name == starts):
                yield e
                if event == "end":
                    e.clear()


class _Struck(str):
    """A text that is struck out as a whole."""

    __slots__ = ()


class _Book:
    """What the cells of all sheets share: texts, styles of dates, formats that add words, styles of what is struck out
    or cannot be seen, and the day that is day 0.
    """

    def __init__(
        self, texts: list[str], dates: set[str], forms: dict[str, str], struck: set[str], unseen: set[str],
        epoch: dt.datetime,
    ) -> None:  # fmt: skip
        self.texts, self.dates, self.forms, self.epoch = texts, dates, forms, epoch
        self.struck, self.unseen = struck, unseen

    def value(self, e: Element) -> Cell:
        """Return the value of a cell; a formula counts by the value that it last had."""
        kind, text, formula = e.get("t", "n"), None, False
        for child in e:
            name = _local(child.tag)
            if name == "v":
                text = child.text
            elif name == "is":
                return _text(child)
            formula |= name == "f"
        if text is None or not text.strip():
            return FORMULA if formula else None
        if kind == "s":
            return self.texts[_whole(text, 0, len(self.texts), least=0)]
        if kind == "b":
            return text.strip() == "1"
        return self._number(text.strip(), e.get("s", "")) if kind == "n" else text

    def _number(self, text: str, style: str) -> Cell:
        number = int(text) if re.fullmatch(r"-?\d{1,15}", text, re.ASCII) else float(text)
        if style in self.dates:
            try:
                return from_excel(number, self.epoch)  # type: ignore[no-any-return]
            except (ValueError, OverflowError):
                pass
        return shown(number, self.forms.get(style, ""))


def _grid(title: str, hidden: bool, elements: Iterator[Element], book: _Book) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    areas: list[Area] = []
    hidden_rows, hidden_columns, struck = set(), set(), set()
    number = 0
    for e in elements:
        match _local(e.tag):
            case "row":
                number = _whole(e.get("r"), number + 1, LAST_ROW)
                for column, cell in _placed(e):
                    if (value := book.value(cell)) is not None and value != "":
                        cells[number, column] = value
                        require_within(number, column)
                        if isinstance(value, _Struck) or cell.get("s", "") in book.struck:
                            struck.add((number - 1, column - 1))
                        if cell.get("s", "") in book.unseen and value not in (0, "0", "-"):
                            hidden_rows.add(number)
                if _is_on(e, "hidden") or e.get("ht") == "0":
                    hidden_rows.add(number)
            case "col":
                if _is_on(e, "hidden") or e.get("width") == "0":
                    first = _whole(e.get("min"), 1, LAST_COLUMN)
                    hidden_columns |= set(range(first, min(_whole(e.get("max"), first, LAST_COLUMN), MOST_COLUMNS) + 1))
            case _:
                areas.append(_area(e.get("ref", "")))
    return replace(Grid.of(title, cells, areas, hidden, hidden_rows, hidden_columns), struck=frozenset(struck))


def _placed(row: Element) -> Iterator[tuple[int, Element]]:
    """Yield the cells of a row with their columns, from 1; a cell that does not say stands right of the one before."""
    column = 0
    for cell in row:
        if _local(cell.tag) == "c":
            letters = re.match(r"[A-Z]{1,3}", cell.get("r", ""))
            column = column_index_from_string(letters[0]) if letters else column + 1
            yield column, cell


def _area(ref: str) -> Area:
    """Return a merged area such as B2:C5 as first row, first column, last row, last column."""
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", ref, re.ASCII)
    if not match:
        raise UnreadableFileError("broken")
    left, right = map(column_index_from_string, (match[1], match[3] or match[1]))
    return int(match[2]), left, int(match[4] or match[2]), right


def _whole(text: str | None, otherwise: int, most: int, least: int = 1) -> int:
    number = int(text) if text else otherwise
    if not least <= number <= most:
        raise UnreadableFileError("broken")
    return number


def _is_on(e: Element, name: str) -> bool:
    return e.get(name, "0") in ("1", "true")


def _text(e: Element) -> str:
    """Return the text of a string, of its runs; not how it is pronounced, no footnote marks, nothing struck out.

    Where all of it is struck out, it is a ``_Struck``.
    """
    shown, struck = list[str](), list[str]()
    for run in e:
        name = _local(run.tag)
        parts = [run] if name == "t" else [t for t in run if _local(t.tag) == "t"] if name == "r" else []
        text = "".join(t.text or "" for t in parts)
        marks = {mark: value for part in run if _local(part.tag) == "rPr" for mark, value in _set(part).items()}
        text = raised(text) if marks.get("vertAlign") == "superscript" else text
        (struck if "strike" in marks else shown).append(text)
    text = "".join(shown)
    return text if text.strip() or not struck else _Struck("".join(struck))


def _set(e: Element) -> dict[str, str]:
    """Return what the elements inside one switch on, with their values: <strike val="0"/> switches nothing on."""
    values = {_local(part.tag): part.get("val", "1") for part in e}
    return {name: value for name, value in values.items() if value not in ("0", "false", "none")}


def _colour(e: Element, kind: str) -> str:
    """Return the colour that an element of a kind inside names; "" if none does."""
    part = next((part for part in e.iter() if _local(part.tag) == kind), None)
    named = part.attrib if part is not None else {}
    if named.get("tint", "0") == "0" and (named.get("theme") == "0" or named.get("indexed") in ("1", "9")):
        return WHITE
    return named.get("rgb", "")[-6:].upper()


def _local(tag: Any) -> str:
    """Return a name without its namespace: programs use two, and their own short forms."""
    return str(tag).rpartition("}")[2]

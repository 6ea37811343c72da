"""Tables in files of other programs: .xls, .xlsb, .ods, .docx and HTML; run as a process of its own, within limits.

``python -m data.rounds.reading.formats KIND`` reads a file from its input and writes its sheets as JSON: cells (row,
column from 1, value), merged areas, what is hidden and what is struck out. No macro, link or formula is looked at.
"""

import datetime as dt
import io
import json
import posixpath
import re
import struct
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from defusedxml.ElementTree import fromstring

from data.rounds.reading.grid import NO_WORDS, UnreadableFileError, raised, shown

MOST_MEMORY, MOST_SECONDS = 1 << 30, 20  # bytes and seconds of processor time of the process
MOST_UNPACKED = 30_000_000  # bytes of all parts
LAST_ROW, LAST_COLUMN = 2_001, 61  # one more than are read: what lies beyond is refused by whoever reads the cells


@dataclass
class Sheet:
    """A sheet as it is handed on; rows and columns count from 1."""

    title: str = ""
    hidden: bool = False
    cells: list[tuple[int, int, str | int | float]] = field(default_factory=list)
    areas: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)  # with the row of the cell that each is on

    def put(self, row: int, column: int, value: Any, is_struck: bool = False) -> None:
        """Keep the value of a cell, unless it is empty."""
        if isinstance(value, dt.datetime | dt.date):
            value = value.isoformat()[:10]
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            value = "" if value is None else str(value)
        if value != "":
            self.cells.append((min(row, LAST_ROW), min(column, LAST_COLUMN), value))
            if is_struck:
                self.struck.append((row, column))


# --- Excel of before 2007 ----------------------------------------------------------------------------------


def xls(content: bytes) -> Iterator[Sheet]:
    """Yield the sheets of an .xls file."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        raise UnreadableFileError("password" if "encrypt" in str(error).lower() else "broken") from error
    for page in book.sheets():
        sheet = Sheet(page.name, page.visibility != 0)
        for row in range(min(page.nrows, LAST_ROW)):
            for column, cell in enumerate(page.row(row)):
                font = book.font_list[book.xf_list[cell.xf_index].font_index]
                runs = page.rich_text_runlist_map.get((row, column), ())
                sheet.put(row + 1, column + 1, _xls_value(book, cell, runs), bool(font.struck_out))
        sheet.areas = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in page.merged_cells]
        sheet.hidden_rows = [row + 1 for row, info in page.rowinfo_map.items() if info.hidden]
        sheet.hidden_columns = [column + 1 for column, info in page.colinfo_map.items() if info.hidden]
        sheet.comments = [(row + 1, note.text) for (row, _), note in page.cell_note_map.items() if row < LAST_ROW]
        yield sheet


def _xls_value(book: Any, cell: Any, runs: Iterable[tuple[int, int]]) -> Any:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return dt.datetime(*xlrd.xldate_as_tuple(cell.value, book.datemode)[:6])  # noqa: DTZ001
        except (ValueError, xlrd.XLDateError):
            return cell.value
    if cell.ctype in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_BOOLEAN):
        return "#" if cell.ctype == xlrd.XL_CELL_ERROR else ""
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return shown(cell.value, book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
    if cell.ctype != xlrd.XL_CELL_TEXT or not runs:
        return cell.value
    marks = [(0, None), *((at, book.font_list[font]) for at, font in runs), (len(cell.value), None)]
    kept = ""
    for (at, font), (until, _) in pairwise(marks):
        part = cell.value[at:until]
        if font is None or not font.struck_out:
            kept += raised(part) if font is not None and font.escapement == 1 else part
    return kept


# --- Binary Excel ------------------------------------------------------------------------------------------

ROW, SHEET, MERGED, NOTE, NOTED = 0, 156, 176, 635, 637  # kinds of records


def xlsb(content: bytes) -> Iterator[Sheet]:
    """Yield the sheets of an .xlsb file."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    shapes = dict(_shapes(content))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for about in book.sheets_metadata:
        sheet = shapes.get(about.name, Sheet())
        sheet.title, sheet.hidden = about.name, about.visible != SheetVisibleEnum.Visible
        for row, values in enumerate(book.get_sheet_by_name(about.name).to_python(skip_empty_area=False), 1):
            for column, value in enumerate(values, 1):
                sheet.put(row, column, value)
        yield sheet


def _shapes(content: bytes) -> Iterator[tuple[str, Sheet]]:
    """Yield what is merged and hidden on each sheet, which the library does not tell."""
    with _unpacked(content) as archive:
        links = fromstring(archive.read("xl/_rels/workbook.bin.rels"), forbid_dtd=True)
        parts = {link.get("Id"): "xl/" + str(link.get("Target")).removeprefix("/xl/") for link in links}
        for kind, record in _records(archive.read("xl/workbook.bin")):
            if kind != SHEET:
                continue
            link, rest = _string(record[8:])
            part, sheet = parts.get(link, ""), Sheet()
            for inner, data in _records(archive.read(part)) if part in archive.namelist() else ():
                if inner == ROW and len(data) > 11 and data[11] & 0x10:
                    sheet.hidden_rows.append(struct.unpack_from("<I", data)[0] + 1)
                elif inner == MERGED:
                    top, bottom, left, right = struct.unpack_from("<4I", data)
                    sheet.areas.append((top + 1, left + 1, bottom + 1, right + 1))
            sheet.comments = [*_notes(archive, part)]
            yield _string(rest)[0], sheet


def _notes(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, str]]:
    """Yield what is noted on the cells of a sheet, with the row of each."""
    folder, name = posixpath.split(part)
    links = f"{folder}/_rels/{name}.rels"
    for link in fromstring(archive.read(links), forbid_dtd=True) if links in archive.namelist() else ():
        place = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        if not link.get("Type", "").endswith("/comments") or place not in archive.namelist():
            continue
        row = 0
        for kind, data in _records(archive.read(place)):
            if kind == NOTE:
                row = struct.unpack_from("<4xI", data)[0] + 1
            elif kind == NOTED:
                yield row, _string(data[1:])[0]


def _string(data: bytes) -> tuple[str, bytes]:
    """Return the text that data begin with, and the rest."""
    (length,) = struct.unpack_from("<I", data)
    return data[4 : 4 + 2 * length].decode("utf-16-le"), data[4 + 2 * length :]


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part: their kind and what is in them."""
    rest = io.BytesIO(data)

    def number(most: int) -> int:
        total = 0
        for n in range(most):
            (byte,) = rest.read(1)
            total |= (byte & 0x7F) << 7 * n
            if not byte & 0x80:
                break
        return total

    while rest.tell() < len(data):
        kind, size = number(2), number(4)
        yield kind, rest.read(size)


# --- OpenDocument ------------------------------------------------------------------------------------------


def ods(content: bytes) -> Iterator[Sheet]:
    """Yield the sheets of an .ods file."""
    with _unpacked(content) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFileError("password")
        root = fromstring(archive.read("content.xml"), forbid_dtd=True)
    styles = {_get(style, "name"): style for style in root.iter() if _tag(style) == "style"}
    for table in (e for e in root.iter() if _tag(e) == "table"):
        hidden = any(_get(part, "display") == "false" for part in styles.get(_get(table, "style-name"), ()))
        sheet, row = Sheet(_get(table, "name"), hidden), 1
        for column, e in _repeated((e for e in table.iter() if _tag(e) == "table-column"), "number-columns-repeated"):
            if _get(e, "visibility") in ("collapse", "filter"):
                sheet.hidden_columns += range(column, min(column + _repeats(e, "number-columns-repeated"), LAST_COLUMN))
        for row, e in _repeated((e for e in table.iter() if _tag(e) == "table-row"), "number-rows-repeated"):
            times = _repeats(e, "number-rows-repeated")
            for n in range(row, min(row + times, LAST_ROW + 1)):
                before = len(sheet.cells)
                _ods_row(sheet, n, e, styles)
                if len(sheet.cells) > before and _get(e, "visibility") in ("collapse", "filter"):
                    sheet.hidden_rows.append(n)
                if len(sheet.cells) == before:
                    break  # an empty row may be repeated a million times
        yield sheet


def _ods_row(sheet: Sheet, row: int, e: Any, styles: dict[str, Any]) -> None:
    cells = (cell for cell in e if _tag(cell) in ("table-cell", "covered-table-cell"))
    for column, cell in _repeated(cells, "number-columns-repeated"):
        if _tag(cell) == "covered-table-cell":
            continue
        down, across = _repeats(cell, "number-rows-spanned"), _repeats(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            sheet.areas.append((row, column, row + down - 1, column + across - 1))
        style = _marks(styles.get(_get(cell, "style-name")))
        value = _ods_value(cell, styles)
        notes = [p for note in cell if _tag(note) == "annotation" for p in note if _tag(p) == "p"]
        sheet.comments += [(row, _ods_text(p, styles)) for p in notes]
        for n in range(column, min(column + _repeats(cell, "number-columns-repeated"), LAST_COLUMN + 1)):
            sheet.put(row, n, value, "struck" in style)
            if value == "":
                break


def _ods_value(cell: Any, styles: dict[str, Any]) -> str | float:
    kind = _get(cell, "value-type")
    text = "\n".join(_ods_text(p, styles) for p in cell if _tag(p) == "p")
    if kind in ("float", "currency") and NO_WORDS.fullmatch(re.sub(r"\d+", "", text)):
        return float(_get(cell, "value"))
    return _get(cell, "date-value")[:10] if kind == "date" else text


def _ods_text(e: Any, styles: dict[str, Any]) -> str:
    """Return the text of a paragraph without what is struck out or leads to a footnote."""
    text = e.text or ""
    for part in e:
        inside = _ods_text(part, styles) if _tag(part) not in ("annotation", "note") else ""
        inside = " " * _repeats(part, "c") if _tag(part) == "s" else inside
        marks = _marks(styles.get(_get(part, "style-name"))) if _tag(part) == "span" else set()
        inside = raised(inside) if "super" in marks else inside
        text += ("" if "struck" in marks else inside) + (part.tail or "")
    return text


def _marks(style: Any) -> set[str]:
    """Return what a style does to its text: "struck", "super"."""
    marks = set()
    for part in style if style is not None else ():
        if _get(part, "text-line-through-style") not in ("", "none"):
            marks.add("struck")
        if _get(part, "text-position").startswith("super") or re.match(r"[1-9]", _get(part, "text-position")):
            marks.add("super")
    return marks


def _repeated(elements: Iterable[Any], times: str) -> Iterator[tuple[int, Any]]:
    """Yield elements with the place of each, from 1."""
    at = 1
    for e in elements:
        yield at, e
        at += _repeats(e, times)


def _repeats(e: Any, name: str) -> int:
    return int(_get(e, name) or 1)


def _tag(e: Any) -> str:
    return str(e.tag).rpartition("}")[2]


def _get(e: Any, name: str) -> str:
    """Return an attribute without its namespace; "" if there is none."""
    return next((str(value) for key, value in e.items() if key.rpartition("}")[2] == name), "")


def _unpacked(content: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = [part.filename.lower() for part in archive.infolist()]
    if any("vbaproject" in name or name.startswith("basic/") for name in names):
        raise UnreadableFileError("macros")
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise UnreadableFileError("too_much_inside")
    return archive


# --- Word --------------------------------------------------------------------------------------------------


def docx(content: bytes) -> Iterator[Sheet]:
    """Yield the tables of a .docx file, with the paragraphs around them, as one sheet."""
    from docx import Document
    from docx.table import Table

    with _unpacked(content) as archive:
        body = archive.read("word/document.xml")
        if re.search(rb"<w:(?:ins|del|moveFrom|moveTo)[ />]", body):
            raise UnreadableFileError("tracked")
        if b"<!DOCTYPE" in body[:2000] or b"<!ENTITY" in body:
            raise UnreadableFileError("entities")
    sheet, row, document = Sheet(), 1, Document(io.BytesIO(content))
    noted = {str(comment.comment_id): comment.text for comment in document.comments}
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            row = _word_table(sheet, row, block, noted)
            continue
        for column, text in enumerate(_run_text(block)[0].split("\t"), 1):
            sheet.put(row, column, text)
        row += 1
    yield sheet


def _word_table(sheet: Sheet, row: int, table: Any, noted: Mapping[str, str]) -> int:
    """Put a table on the sheet from a row on, with what is noted on its cells; return the row below it."""
    places: dict[Any, list[tuple[int, int]]] = {}
    for cells in table.rows:
        for column, cell in enumerate(cells.cells, 1 + cells.grid_cols_before):
            mine = places.setdefault(cell._tc, [])  # merged cells are one element
            mine.append((row, column))
            if len(mine) == 1:
                if cell.tables:
                    raise UnreadableFileError("nested")
                marks = (_get(e, "id") for e in cell._tc.iter() if _tag(e) == "commentReference")
                sheet.comments += [(row, noted.get(mark, "")) for mark in marks]
                parts = [_run_text(paragraph) for paragraph in cell.paragraphs]
                text = "\n".join(text for text, _ in parts)
                sheet.put(row, column, text, bool(text.strip()) and all(off for part, off in parts if part.strip()))
        row += 1
    sheet.areas += [(*mine[0], *mine[-1]) for mine in places.values() if len(mine) > 1]
    return row


def _run_text(paragraph: Any) -> tuple[str, bool]:
    """Return the text of a paragraph, and whether all of it is struck out."""
    shown, struck = "", ""
    for part in paragraph.iter_inner_content():
        for run in getattr(part, "runs", [part]):
            font = run.font
            if font.hidden:
                continue
            if font.strike or font.double_strike:
                struck += run.text
            else:
                shown += raised(run.text) if font.superscript else run.text
    return (shown, False) if shown.strip() or not struck.strip() else (struck, True)


# --- Web pages ---------------------------------------------------------------------------------------------


def html(content: bytes) -> Iterator[Sheet]:
    """Yield the tables of a web page, with the texts around them, as one sheet, and all that it says as another."""
    from lxml.html import HTMLParser, document_fromstring

    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    sheet, row, taken = Sheet(), 1, set[tuple[int, int]]()
    for e in _rows_and_lines(root):
        if isinstance(e, str):
            sheet.put(row, 1, e)
            row += 1
            continue
        column = 1
        for cell in e.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            down, across = (_span(cell.get(name)) for name in ("rowspan", "colspan"))
            text = "" if _is_struck(cell) or _is_struck(e) else _html_text(cell)
            whole = text or _html_text(cell, with_struck=True)
            sheet.put(row, column, whole, not text)
            if down > 1 or across > 1:
                sheet.areas.append((row, column, row + down - 1, column + across - 1))
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
            column += across
        filled = (cell for cell in e.iterchildren("td", "th") if _html_text(cell))
        if any(_is_hidden(part) for part in (e, *filled, *e.iterancestors("table", "tbody"))):
            sheet.hidden_rows.append(row)
        row += 1
    yield sheet
    letter = Sheet()
    for n, line in enumerate(_letter(root).splitlines(), 1):
        letter.put(n, 1, line.strip())
    yield letter


def _rows_and_lines(root: Any) -> Iterator[Any]:
    """Yield the rows of tables and the lines of text around them, in their order, without what leads elsewhere."""
    from lxml.etree import iterwalk

    walk, line = iterwalk(root, events=("start", "end")), ""
    for event, e in walk:
        is_tag, is_start = isinstance(e.tag, str), event == "start"
        if line.strip() and (not is_tag or e.tag in (*BLOCKS, "td", "th")):
            yield " ".join(line.split())
            line = ""
        is_row = is_tag and e.tag == "tr" and is_start and not _is_around_table(e)
        is_unseen = not is_tag or e.tag in (*UNSEEN, *ELSEWHERE) or _is_struck(e) or _is_hidden(e)
        if is_row:
            yield e
        if is_start and (is_row or (is_unseen and next(e.iter("tr"), None) is None)):
            walk.skip_subtree()
        elif is_start:
            line += raised(e.text or "") if e.tag == "sup" else e.text or ""
        line += "" if is_start else e.tail or ""
    yield " ".join(line.split())


def _is_around_table(e: Any) -> bool:
    """Whether a row only sets where a table stands, in its one cell that says anything."""
    if next(e.iter("table"), None) is None:
        return False
    if sum(bool(_html_text(cell).strip()) for cell in e.iterchildren("td", "th")) > 1:
        raise UnreadableFileError("nested")
    return True


def _letter(e: Any) -> str:
    """Return what an element says in lines, those of another letter that it quotes marked as in a text."""
    text = re.sub(r"\s+", " ", e.text or "")
    for part in e:
        is_shown = isinstance(part.tag, str) and not (part.tag in UNSEEN or _is_hidden(part) or _is_struck(part))
        inside = _letter(part) if is_shown else ""
        if part.tag == "blockquote":
            inside = "\n".join(f"> {line}" for line in inside.splitlines() if line.strip())
        around = "\n" if part.tag in BLOCKS else " " if part.tag in ("td", "th") else ""
        text += around + inside + around + re.sub(r"\s+", " ", part.tail or "")
    return text


UNSEEN = {"script", "style", "head"}
ELSEWHERE = {"a", "nav", "header", "footer", "aside", "form", "button", "select"}  # of a page, and none of its table's
BLOCKS = {
    "br", "p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "caption",
}  # fmt: skip


def _span(text: str | None) -> int:
    return max(1, min(int(text), LAST_ROW)) if text and re.fullmatch(r"\d{1,4}", text, re.ASCII) else 1


def _is_hidden(e: Any) -> bool:
    return e.get("hidden") is not None or "display:none" in re.sub(r"\s", "", e.get("style") or "").lower()


def _is_struck(e: Any) -> bool:
    return e.tag in ("s", "del", "strike") or "line-through" in (e.get("style") or "").lower()


def _html_text(e: Any, with_struck: bool = False) -> str:
    """Return the text of an element without what is struck out, hidden, or leads to a footnote."""
    text = re.sub(r"\s+", " ", e.text or "")
    for part in e:
        inside = _html_text(part, with_struck) if isinstance(part.tag, str) else ""
        inside = raised(inside) if part.tag == "sup" else inside
        if (_is_struck(part) and not with_struck) or part.tag in ("script", "style") or _is_hidden(part):
            inside = ""
        lines = "\n" if part.tag in ("br", "p", "div", "li") else ""
        text += (lines + inside if lines else inside) + re.sub(r"\s+", " ", part.tail or "")
    return text.strip(" ") if e.tag in ("td", "th", "p") else text


KINDS = {"xls": xls, "xlsb": xlsb, "ods": ods, "docx": docx, "html": html}


def _limit() -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        _, given = resource.getrlimit(kind)  # what the server was given may be less, and is never raised
        most = most if given == resource.RLIM_INFINITY else min(most, given)
        resource.setrlimit(kind, (most, most))


def main(kind: str) -> dict[str, Any]:
    """Read a file of a kind from the input; return its sheets, or why it cannot be read."""
    _limit()
    try:
        return {"sheets": [vars(sheet) for sheet in KINDS[kind](sys.stdin.buffer.read())]}
    except UnreadableFileError as refused:
        return {"reason": refused.reason}
    except MemoryError:
        return {"reason": "too_much_inside"}
    except Exception:  # whatever a library raises on a broken file
        return {"reason": "broken"}


if __name__ == "__main__":
    json.dump(main(sys.argv[1]), sys.stdout)

"""A chart as native Excel: its tables with formulas, totals, notes and number forms, and what it draws as a chart.

Nothing that is written here can run: texts are written as texts, and the only formulas are those that the numbers of
a chart bring along.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from charts import style
from charts.chart import Chart
from charts.plots import Bars, Matrix, Row, Series
from charts.table import Cell, Column, Linked, Number
from data.archive import settled
from locales import Words
from render.office import FONT, QUIET_INK, SEPARATORS, THEME, number_format, rgba, theme, width, wrapped

TYPE = 10  # points
TITLE_TYPE, SMALL_TYPE = 16, 9
LINE = 1.32  # height of a line, to its size
TINT, RULE = THEME["lt2"], "#d3d9df"
NARROW, WIDE, PADDING = 64, 270, 18  # px of a column, and what its words need besides
ACROSS = 680  # px: the width of a portrait page, of its headings and of its charts
BAR = 34  # px of height a bar in a chart
CHART_EDGE = 24
ROW = 17  # px of an ordinary row
A4, MARGIN, TOP_MARGIN = 9, 0.55, 0.8  # XlsxWriter's key of the paper; inches
PAPER = {turned: (wide - 2 * MARGIN) * 96 for turned, wide in ((False, 8.27), (True, 11.69))}  # px inside the margins
LEAST_SCALE = 0.9  # of its size to which a sheet is made smaller for its paper: no type below nine points
LEAST_UPRIGHT = 0.8  # of an upright sheet's, on which a chart has room below its table
LONGEST_TEXT, LONGEST_PROPERTY, LONGEST_FOOTER = 32_767, 255, 90  # letters, by Excel's rules
SHEET_NAME = 31
LONGEST_ADDRESS = 2000  # letters: a sheet takes about 2,079
DATE, LONGEST_DATE = "d mmmm yyyy", "00 September 0000"
TEXTS_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
REFERENCE = re.compile(r"\[([^\]:]+)(?::(\w+))?\]")  # to a cell, in a formula of ``charts.table``


def numbers(chart: Chart, made: dt.date) -> bytes:
    """Return a chart's numbers as a workbook of one sheet, with its headline and its source.

    ``made`` is the day that the file says it was made.
    """
    text, words = chart.text, chart.words
    book = Book(words, text.headline, text.subtitle, [text.sources], made)
    page = Page(book, book.name(words("figure_data.sheet")))
    page.heading(text.headline, text.subtitle)
    place = page.table([_without_formulas(column) for column in chart.table.columns])
    page.sheet.freeze_panes(place.first, 0)
    page.row += 1
    page.small(f"{words('source.label')} {text.sources}")
    page.close()
    return book.close()


def _without_formulas(column: Column) -> Column:
    cells = (replace(cell, formula="") if isinstance(cell, Number) else cell for cell in column.cells)
    return replace(column, cells=tuple(cells), total=None)


def write(page: "Page", chart: Chart, headline: str) -> None:
    """Fill a sheet with a chart: the headline, its tables, what it draws, how the numbers are made, the source."""
    words = page.book.words
    page.heading(headline, chart.text.subtitle)
    filled = [table for table in chart.sheets if table.columns and table.columns[0].cells]
    for n, table in enumerate(filled):
        has_total = any(column.total is not None for column in table.columns)
        place = page.table(table.columns, words("workbook.total") if has_total else "")
        if n == 0:
            page.chart(place, chart)
        page.row += 1
    columns = (column for table in filled for column in table.columns if column.note)
    for label, note in dict.fromkeys((column.label, column.note) for column in columns):
        page.small(f"{label}: {note}")
    page.small(f"{words('source.label')} {chart.text.sources}")


@dataclass(frozen=True)
class Place:
    """Where a table stands: its columns, the row of its head, its first and last row (from 0)."""

    columns: Sequence[Column]
    head: int
    first: int
    last: int

    def formula(self, text: str, row: int) -> str:
        """Return a formula in which columns are named by their keys (see ``charts.table.Table``) with its cells."""
        places = {column.key: x for x, column in enumerate(self.columns)}

        def cell(reference: re.Match[str]) -> str:
            x, which = places[reference[1]], reference[2]
            if which == "all":
                return ":".join(xl_rowcol_to_cell(end, x, row_abs=True) for end in (self.first, self.last))
            rows = {None: row, "first": self.first, "before": row - 1, "total": self.last + 1}
            return str(xl_rowcol_to_cell(rows[which], x, row_abs=which in ("first", "total")))

        return "=" + REFERENCE.sub(cell, text)


class Book:
    """A workbook that is being written."""

    def __init__(self, words: Words, title: str, subject: str, sources: Sequence[str], made: dt.date) -> None:
        """Start a workbook with its properties; ``made`` is the day that it says it was made."""
        self.words, self.title, self.subject = words, title, subject
        self._packed = io.BytesIO()
        self._formats: dict[str, Any] = {}
        self._names: set[str] = set()
        type_of_all = {"font_name": FONT, "font_size": TYPE}
        self.book = xlsxwriter.Workbook(
            self._packed, {"in_memory": True, **TEXTS_ONLY, "default_format_properties": type_of_all}
        )
        self.book.use_custom_theme(io.StringIO(theme().decode()))
        keywords, day = "; ".join(sources)[:LONGEST_PROPERTY], dt.datetime.combine(made, dt.time())
        about = {"title": title, "subject": subject[:LONGEST_PROPERTY], "author": words("app.title")}
        self.book.set_properties({**about, "keywords": keywords, "created": day})

    def format(self, **look: Any) -> Any:
        """Return the format that is so described; each is made once."""
        key = repr(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(look)
        return self._formats[key]

    def name(self, wanted: str) -> str:
        """Return a name that a sheet may have and no other sheet has."""
        plain = re.sub(r"[\[\]:*?/\\']+", "-", wanted).strip("- ") or "-"
        name, n = plain[:SHEET_NAME], 1
        while name.lower() in self._names:
            n += 1
            name = f"{plain[: SHEET_NAME - len(str(n)) - 1]} {n}"
        self._names.add(name.lower())
        return name

    def close(self) -> bytes:
        """Return the workbook as a file; the same bytes for the same content."""
        self.book.close()
        return settled(self._packed.getvalue())


@dataclass
class Page:
    """A sheet that is being written from top to bottom; ``row`` is the next free one."""

    book: Book
    name: str
    landscape: bool = False
    row: int = 0
    sheet: Any = field(init=False)
    _widths: dict[int, float] = field(default_factory=dict)
    _lines: list[tuple[int, str, float, dict[str, Any]]] = field(default_factory=list)
    _wraps: dict[int, list[tuple[int, str, bool]]] = field(default_factory=dict)  # row -> column, text, bold
    _start: int = 0
    _chart: int = 0  # the row at which it begins

    def __post_init__(self) -> None:
        """Add the sheet to the book, ready to print."""
        self.sheet = sheet = self.book.book.add_worksheet(self.name)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        if self.landscape:
            sheet.set_landscape()
        sheet.set_margins(left=MARGIN, right=MARGIN, top=TOP_MARGIN, bottom=TOP_MARGIN)
        words, small = self.book.words, f"&{SMALL_TYPE} "
        sheet.set_header(f"&L{small}{_marginal(self.book.title)}&R{small}{_marginal(self.book.subject)}")
        pages = words("workbook.page", page="&P", pages="&N")
        sheet.set_footer(f"&L{small}{_marginal(self.name)}&R{small}{pages}")

    def link(self, cover: str) -> None:
        """Write the way back to the sheet that is the cover, for the screen: it is not printed."""
        self.lead(cover, 0, self.book.words("workbook.back", cover=cover))
        self._start = self.row

    def lead(self, target: str, row: int, text: str) -> None:
        """Write a text that leads to a row of another sheet (from 0)."""
        look = self.book.format(font_color=style.ACCENT, font_size=SMALL_TYPE)
        self.sheet.write_url(self.row, 0, f"internal:'{target}'!A{row + 1}", look, text)
        self.row += 1

    def line(self, text: str, size: float = TYPE, **look: Any) -> None:
        """Write a text across the page."""
        self._lines.append((self.row, text, size, look))
        self.row += 1

    def small(self, text: str) -> None:
        """Write what explains, or the source, across the page."""
        self.line(text, SMALL_TYPE, font_color=QUIET_INK)

    def list_object(self, place: Place, name: str) -> None:
        """Make a table one of Excel's own, by whose name formulas refer to it; its rows can be filtered and sorted."""
        heads = [
            {"header": column.head, "header_format": self.book.format(**_head(column))} for column in place.columns
        ]
        edges = place.head, 0, place.last, len(place.columns) - 1
        self.sheet.add_table(*edges, {"name": name, "style": None, "columns": heads})

    def keep_head(self, place: Place) -> None:
        """Keep a table's head in sight on the screen and on every printed page."""
        self.sheet.freeze_panes(place.first, 0)
        self.sheet.repeat_rows(place.head)

    def widths(self, *px: float) -> None:
        """Set the columns' widths for a page without a table that would."""
        self._widths.update(enumerate(px))

    def head(self, *titles: str) -> None:
        """Write the head of a list."""
        look = self.book.format(bold=True, bottom=2, bottom_color=style.ACCENT, bg_color=TINT)
        for x, title in enumerate(titles):
            self.sheet.write_string(self.row, x, title, look)
        self.row += 1

    def pair(self, left: str, right: str, target: str = "") -> None:
        """Write one line of a list; ``target`` is the sheet that its left text leads to."""
        shared: dict[str, Any] = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": RULE}
        look = self.book.format(**shared)
        self._wraps[self.row] = [(0, left, False), (1, right, False)]
        if target:
            linked = self.book.format(**shared, font_color=style.ACCENT)
            self.sheet.write_url(self.row, 0, f"internal:'{target}'!A1", linked, left)
        else:
            self.sheet.write_string(self.row, 0, left, look)
        self.sheet.write_string(self.row, 1, right, look)
        self.row += 1

    def heading(self, title: str, subtitle: str) -> None:
        """Write the headline and what is measured."""
        self.line(title, TITLE_TYPE, bold=True, font_color=style.ACCENT)
        self.line(subtitle, font_color=QUIET_INK)
        self.row += 1

    def table(self, columns: Sequence[Column], total: str = "") -> Place:
        """Write a table; ``total`` names the line below it, if it has one."""
        head = self.row
        place = Place(columns, head, head + 1, head + max(len(columns[0].cells), 1))
        for x, column in enumerate(columns):
            self._head(x, column)
            for i, cell in enumerate(column.cells):
                self._write(place.first + i, x, cell, place, self._body(column, i))
            self._widen(x, column)
            if total:
                look = {"bold": True, "top": 1, "top_color": style.INK, "valign": "top", **self._form(column.total)}
                self._write(place.last + 1, x, column.total if x else total, place, look)
        self.row = place.last + (2 if total else 1)
        return place

    def _head(self, x: int, column: Column) -> None:
        self._wraps.setdefault(self.row, []).append((x, column.head, True))
        self.sheet.write_string(self.row, x, column.head, self.book.format(**_head(column)))
        if column.note:
            self.sheet.write_comment(self.row, x, column.note, {"x_scale": 2, "font_size": SMALL_TYPE})

    def _body(self, column: Column, row: int) -> dict[str, Any]:
        """Return the look of a cell: an estimate is paler and carries its sign."""
        cell = column.cells[row]
        look = {"bottom": 1, "bottom_color": RULE, "valign": "top", **self._form(cell)}
        if isinstance(cell, str):
            look["text_wrap"] = True
        if isinstance(cell, Number) and cell.is_estimate:
            look |= {"italic": True, "font_color": QUIET_INK}
        if column.roles:
            look |= {"left": 5, "left_color": style.colour(column.roles[row]), "indent": 1}
        return look

    def _form(self, cell: Cell) -> dict[str, Any]:
        """Return how a number or a date is set; nothing for a text, or where there is none."""
        language = self.book.words.language
        match cell:
            case None | str() | Number(value=None):
                return {}
            case Number():
                form = number_format(cell, language)
            case dt.date():
                form = SEPARATORS[language] + DATE
            case _:
                form = SEPARATORS[language] + "General"
        return {"num_format": form, "align": "right", "indent": 1}

    def _write(self, row: int, x: int, cell: Cell, place: Place, look: dict[str, Any]) -> None:
        form = self.book.format(**look)
        match cell:
            case None | Number(value=None):
                self.sheet.write_blank(row, x, None, form)
            case str():
                self._wraps.setdefault(row, []).append((x, cell, False))
                if leads := _outside(cell):
                    linked = self.book.format(**look, font_color=style.ACCENT, underline=1)
                    self.sheet.write_url(row, x, leads, linked, cell[:LONGEST_TEXT])
                else:
                    self.sheet.write_string(row, x, cell[:LONGEST_TEXT], form)
            case dt.date():
                self.sheet.write_datetime(row, x, cell, form)
            case Number(formula=""):
                self.sheet.write_number(row, x, _value(cell), form)
            case Number():
                self.sheet.write_formula(row, x, place.formula(cell.formula, row), form, _value(cell))
            case _:
                self.sheet.write_number(row, x, cell, form)

    def _widen(self, x: int, column: Column) -> None:
        """Make room for a column: for its longest text within limits, and for the longest word of its head."""
        widest = max((_px(_shown(cell, self.book.words)) for cell in column.cells), default=0)
        longest_word = max((_px(word, bold=True) for word in column.head.split()), default=0)
        half_head = _px(column.head, bold=True) / 2
        needed = min(max(widest, longest_word, half_head), WIDE) + PADDING + 8 * bool(column.roles)
        self._widths[x] = max(self._widths.get(x, NARROW), needed)

    def _set_print(self, last: int) -> tuple[int, float]:
        """Let a sheet be printed in legible type, if need be on pages beside each other that repeat its first column.

        Return the last column of the first page, to which what runs across it goes, and how wide the page then is.
        """
        across = [sum(px for x, px in self._widths.items() if x <= end) for end in range(last + 1)]
        turned = self.landscape or across[-1] > PAPER[False] / LEAST_UPRIGHT
        if turned:
            self.sheet.set_landscape()
        room = PAPER[turned] / LEAST_SCALE
        if across[-1] <= room or not turned:
            if turned and self._chart:  # whole, on the next page; where pages are fitted, no break holds
                self.sheet.set_print_scale(min(100, int(100 * PAPER[turned] / across[-1])))
                self.sheet.set_h_pagebreaks([self._chart])
            else:
                self.sheet.fit_to_pages(1, 0)
            return last, across[-1]
        self.sheet.set_print_scale(round(LEAST_SCALE * 100))
        self.sheet.set_h_pagebreaks([self._chart] if self._chart else [])
        if across[0] < room / 3:
            self.sheet.repeat_columns(0)
        end = max((x for x, px in enumerate(across) if px <= room), default=0)
        return end, across[end]

    def _set_heights(self) -> None:
        """Make each row as high as its words need: not every program does so by itself."""
        for row, cells in self._wraps.items():
            lines = max(
                len(wrapped(text, TYPE, (self._widths[x] - PADDING / 2) * 0.75, bold)) for x, text, bold in cells
            )
            self.sheet.set_row(row, lines * TYPE * LINE + 3)

    def chart(self, place: Place, chart: Chart) -> None:
        """Draw a chart's bars natively from a table's rows; a matrix as bars of the columns that have a colour."""
        match chart.plot:
            case Bars(series=series, stacked=is_stacked) as plot:
                points = [[_point(one, row, n) for row, n in zip(plot.rows, one.values, strict=True)] for one in series]
            case Matrix():
                coloured = [column for column in place.columns if column.role]
                series = tuple(Series(column.label, column.key, (), column.role) for column in coloured)
                is_stacked, points = True, [[] for _ in series]
            case _:
                return
        if not series:
            return
        drawn = self.book.book.add_chart({"type": "bar", **({"subtype": "percent_stacked"} if is_stacked else {})})
        for one, looks in zip(series, points, strict=True):
            drawn.add_series({**self._series(place, one, is_stacked), **({"points": looks} if any(looks) else {})})
        has_legend = is_stacked or sum(one.labelled for one in series) > 1
        drawn.set_legend({"position": "bottom", "font": _type()} if has_legend else {"none": True})
        drawn.set_title({"none": True})
        drawn.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
        names = {"num_font": _type(), "line": {"none": True}, "major_tick_mark": "none", "label_position": "low"}
        drawn.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}, **names})
        drawn.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
        high = len(place.columns[0].cells) * BAR + CHART_EDGE * (2 if has_legend else 1)
        drawn.set_size({"width": ACROSS, "height": high})
        self.row += 1
        self._chart = self.row
        self.sheet.insert_chart(self.row, 0, drawn, {"description": chart.text.alt, "object_position": 2})
        self.row += -(-high // ROW) + 1

    def _series(self, place: Place, one: Series, is_stacked: bool) -> dict[str, Any]:
        x = next(x for x, column in enumerate(place.columns) if column.key == one.column)
        colour = style.colour(one.role)
        series: dict[str, Any] = {
            "name": one.name,
            "categories": [self.name, place.first, 0, place.last, 0],
            "values": [self.name, place.first, x, place.last, x],
            "fill": _fill(colour),
            "gap": 55,
        }
        if is_stacked:
            series["overlap"] = 100
        if one.labelled:
            ink = style.ink_on(colour) if is_stacked else style.INK
            position = "center" if is_stacked else "outside_end"
            series["data_labels"] = {"value": True, "position": position, "font": _type(ink, True)}
            known = [cell for cell in place.columns[x].cells if isinstance(cell, Number) and cell.value is not None]
            forms = {number_format(number, self.book.words.language) for number in known}
            if len(forms) == 1:  # else each label takes the format of its cell
                series["data_labels"]["num_format"] = forms.pop()
        return series

    def close(self) -> None:
        """Write what runs across the page, now that its columns are known, and say what is printed."""
        across, last = sum(self._widths.values()), max(self._widths, default=0)
        while across < ACROSS and not self.landscape:
            last += 1
            self._widths[last] = NARROW
            across += NARROW
        for x, px in self._widths.items():
            self.sheet.set_column_pixels(x, x, round(px))
        self._set_heights()
        last, across = self._set_print(last)
        for row, text, size, look in self._lines:
            form = self.book.format(font_size=size, text_wrap=True, valign="top", **look)
            if last:
                self.sheet.merge_range(row, 0, row, last, "", form)
            self.sheet.write_string(row, 0, text[:LONGEST_TEXT], form)
            lines = wrapped(text, size, across * 0.75 - 8, bool(look.get("bold")))
            self.sheet.set_row(row, len(lines) * size * LINE + 2)
        self.sheet.print_area(self._start, 0, max(self.row - 1, self._start), last)


def _head(column: Column) -> dict[str, Any]:
    """Return the look of a column's head: in its colour if it has one, on the side of its cells."""
    look: dict[str, Any] = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 2}
    look |= {"bottom_color": style.ACCENT, "bg_color": TINT}
    if column.role:
        colour = style.colour(column.role)
        look |= {"bg_color": colour, "font_color": style.ink_on(colour), "bottom_color": colour}
    if not all(isinstance(cell, str) or cell is None for cell in column.cells):
        look |= {"align": "right", "indent": 1}
    return look


def _value(number: Number) -> float:
    """Return a number as a cell holds it: 0.65 for 65 %."""
    assert number.value is not None
    return number.value / 100 if number.percent else number.value


def _shown(cell: Cell, words: Words) -> str:
    """Return about what a cell looks like."""
    match cell:
        case Number(value=None) | None:
            return ""
        case dt.date():
            return LONGEST_DATE
        case Number():
            return f"≈ {replace(cell, instead='').text(words)}"
    return str(cell)


def _marginal(text: str) -> str:
    """Return a text for the head or foot of a printed page, where & is a command."""
    return (text if len(text) <= LONGEST_FOOTER else f"{text[: LONGEST_FOOTER - 1]}…").replace("&", "&&")


def _outside(cell: str) -> str:
    """Return the address outside that a text has or is; "" for none that a sheet may have."""
    address = cell.outside if isinstance(cell, Linked) else cell
    return address if re.fullmatch(rf"https?://\S{{1,{LONGEST_ADDRESS}}}", address) else ""


def _type(ink: str = style.INK, bold: bool = False) -> dict[str, Any]:
    return {"name": FONT, "size": TYPE, "color": ink, "bold": bold}


def _point(series: Series, row: Row, number: Number) -> dict[str, Any] | None:
    """Return the look of a bar that is not as its series: lit and at least so much, it has a line around it."""
    if row.lit and not number.mark:
        return None
    look = {"fill": _fill(style.colour(series.role, lit=False))}
    return {**look, "border": {"color": style.colour(series.role)}} if number.mark and row.lit else look


def _fill(colour: str) -> dict[str, Any]:
    """Return a colour (#rrggbb or rgba()) as a chart's fill."""
    plain, opacity = rgba(colour)
    return {"color": plain, "transparency": round(100 - 100 * opacity)} if opacity < 1 else {"color": plain}


def _px(text: str, bold: bool = False) -> float:
    return width(text, TYPE, bold) / 0.75

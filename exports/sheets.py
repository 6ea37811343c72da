"""What the workbooks share: pages with a heading, tables of real numbers, native charts, and how they print.

Nothing that is written here can run: texts are written as texts, and the only formulas are those that the tables
of the project bring along.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go
import xlsxwriter

from charts import style
from exports import deck_master, files
from exports.drawingml import QUIET_INK, THEME, Area, Run, width, wrapped
from exports.native_chart import ESTIMATE, LOCALE, BarChart
from locales import Words

TYPE = 10  # points
TITLE_TYPE, SMALL_TYPE = 16, 9
LINE = 1.32  # height of a line, to its size
TINT, RULE = THEME["lt2"], "#d3d9df"
NARROW, WIDE, PADDING = 64, 270, 18  # px of a column, and what its words need besides
ACROSS = 680  # px: the width of a portrait page, of its headings and of its charts
BAR = 34  # px of height a bar in a chart
CHART_EDGE = 24
A4, MARGIN, TOP_MARGIN = 9, 0.55, 0.8  # XlsxWriter's key of the paper; inches
LONGEST_TEXT, LONGEST_PROPERTY, LONGEST_FOOTER = 32_767, 255, 90  # letters, by Excel's rules
SHEET_NAME = 31
WHOLE, PERCENT, DATE = "#,##0", "0.0%", "d mmmm yyyy"


@dataclass(frozen=True)
class Formula:
    """A number with the formula that gives it; its table's rows are {first}, {before}, {row}, {last}, {total}."""

    text: str
    value: float


Cell = str | float | dt.date | Formula | None


@dataclass(frozen=True)
class Column:
    """One column of a table, from top to bottom; None where nothing is known.

    ``number`` is the format of its numbers, for all or for each; ``estimated`` says which rows are estimates and
    ``total_estimated`` whether the total is one, ``colours`` gives a row (or, if there is one only, the head) a
    colour of its own. ``note`` explains the column.
    """

    title: str
    values: Sequence[Cell]
    unit: str = ""
    number: str | Sequence[str] = WHOLE
    estimated: Sequence[bool] = ()
    total: Cell = None
    total_estimated: bool = False
    colours: Sequence[str] = ()
    note: str = ""

    @property
    def head(self) -> str:
        """The title with its unit."""
        return f"{self.title} ({self.unit})" if self.unit else self.title

    def form(self, row: int) -> str:
        """Return the number format of a row."""
        return self.number if isinstance(self.number, str) else self.number[row]


@dataclass(frozen=True)
class Place:
    """Where a table stands: its columns, the row of its head, its first and last row (from 0)."""

    columns: Sequence[Column]
    head: int
    first: int
    last: int


@dataclass(frozen=True)
class Series:
    """One series of a chart: its column, its colour, and the colour of each row where they differ."""

    column: int
    colour: str
    colours: Sequence[str] = ()
    labelled: bool = True


class Book:
    """A workbook that is being written."""

    def __init__(self, words: Words, title: str, subject: str, sources: Sequence[str], made: dt.date) -> None:
        """Start a workbook with its properties; ``made`` is the day that it says it was made."""
        self.words, self.title, self.subject = words, title, subject
        self._packed = io.BytesIO()
        self._looks: dict[str, Any] = {}
        self._names: set[str] = set()
        self.book = xlsxwriter.Workbook(
            self._packed,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": deck_master.FONT, "font_size": TYPE},
            },
        )
        self.book.use_custom_theme(io.StringIO(deck_master.theme().decode()))
        self.book.set_properties(
            {
                "title": title,
                "subject": subject[:LONGEST_PROPERTY],
                "author": words("app.title"),
                "keywords": "; ".join(sources)[:LONGEST_PROPERTY],
                "created": dt.datetime.combine(made, dt.time()),
            }
        )

    def look(self, **said: Any) -> Any:
        """Return the format that is so described; each is made once."""
        key = repr(sorted(said.items()))
        if key not in self._looks:
            self._looks[key] = self.book.add_format(said)
        return self._looks[key]

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
        return files.settled(self._packed.getvalue())


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

    def __post_init__(self) -> None:
        """Add the sheet to the book, ready to print."""
        self.sheet = sheet = self.book.book.add_worksheet(self.name)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        if self.landscape:
            sheet.set_landscape()
        sheet.set_margins(left=MARGIN, right=MARGIN, top=TOP_MARGIN, bottom=TOP_MARGIN)
        sheet.fit_to_pages(1, 0)
        words, small = self.book.words, f"&{SMALL_TYPE} "
        sheet.set_header(f"&L{small}{_marginal(self.book.title)}&R{small}{_marginal(self.book.subject)}")
        pages = words("workbook.page", page="&P", pages="&N")
        sheet.set_footer(f"&L{small}{_marginal(self.name)}&R{small}{pages}")

    def link(self, target: str, text: str) -> None:
        """Write a link to another sheet, for the screen: it is not printed."""
        look = self.book.look(font_color=style.ACCENT, font_size=SMALL_TYPE)
        self.sheet.write_url(self.row, 0, f"internal:'{target}'!A1", look, text)
        self.row += 1
        self._start = self.row

    def line(self, text: str, size: float = TYPE, **look: Any) -> None:
        """Write a text across the page."""
        self._lines.append((self.row, text, size, look))
        self.row += 1

    def small(self, text: str) -> None:
        """Write what explains, or the source, across the page."""
        self.line(text, SMALL_TYPE, font_color=QUIET_INK)

    def keep_head(self, place: Place) -> None:
        """Keep a table's head in sight on the screen and on every printed page."""
        self.sheet.freeze_panes(place.first, 0)
        self.sheet.repeat_rows(place.head)

    def widths(self, *px: float) -> None:
        """Set the columns' widths for a page without a table that would."""
        self._widths.update(enumerate(px))

    def head(self, *titles: str) -> None:
        """Write the head of a list."""
        look = self.book.look(bold=True, bottom=2, bottom_color=style.ACCENT, bg_color=TINT)
        for x, title in enumerate(titles):
            self.sheet.write_string(self.row, x, title, look)
        self.row += 1

    def pair(self, left: str, right: str, target: str = "") -> None:
        """Write one line of a list; ``target`` is the sheet that its left text leads to."""
        said: dict[str, Any] = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": RULE}
        look = self.book.look(**said)
        self._wraps[self.row] = [(0, left, False), (1, right, False)]
        if target:
            linked = self.book.look(**said, font_color=style.ACCENT)
            self.sheet.write_url(self.row, 0, f"internal:'{target}'!A1", linked, left)
        else:
            self.sheet.write_string(self.row, 0, left, look)
        self.sheet.write_string(self.row, 1, right, look)
        self.row += 1

    def heading(self, title: str, subtitle: str) -> None:
        """Write the finding and what is measured."""
        self.line(title, TITLE_TYPE, bold=True, font_color=style.ACCENT)
        self.line(subtitle, font_color=QUIET_INK)
        self.row += 1

    def table(self, columns: Sequence[Column], total: str = "") -> Place:
        """Write a table; ``total`` names the line below it, if it has one."""
        head = self.row
        place = Place(columns, head, head + 1, head + max(len(columns[0].values), 1))
        for x, column in enumerate(columns):
            self._head(x, column)
            for i, value in enumerate(column.values):
                self._write(place.first + i, x, value, place, self._body(column, i))
            self._widen(x, column)
            if total:
                value = total if x == 0 else column.total
                look = {"bold": True, "top": 1, "top_color": style.INK, "valign": "top"}
                if not isinstance(value, str):
                    form = self._form(column.form(0), column.total_estimated)
                    look |= {"num_format": form, "align": "right", "indent": 1}
                self._write(place.last + 1, x, value, place, look)
        self.row = place.last + (2 if total else 1)
        return place

    def _head(self, x: int, column: Column) -> None:
        look: dict[str, Any] = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 2}
        look |= {"bottom_color": style.ACCENT, "bg_color": TINT}
        if len(column.colours) == 1:
            colour = column.colours[0]
            look |= {"bg_color": colour, "font_color": style.ink_on(colour), "bottom_color": colour}
        if not all(isinstance(value, str) or value is None for value in column.values):
            look |= {"align": "right", "indent": 1}
        self._wraps.setdefault(self.row, []).append((x, column.head, True))
        self.sheet.write_string(self.row, x, column.head, self.book.look(**look))
        if column.note:
            self.sheet.write_comment(self.row, x, column.note, {"x_scale": 2, "font_size": SMALL_TYPE})

    def _body(self, column: Column, row: int) -> dict[str, Any]:
        """Return the look of a cell: an estimate is paler and carries its sign."""
        value = column.values[row]
        look: dict[str, Any] = {"bottom": 1, "bottom_color": RULE, "valign": "top"}
        if isinstance(value, str):
            look["text_wrap"] = True
        elif value is not None:
            look |= {"num_format": self._form(column.form(row), any(column.estimated[row : row + 1])), "indent": 1}
            look["align"] = "right"
        if any(column.estimated[row : row + 1]):
            look |= {"italic": True, "font_color": QUIET_INK}
        if len(column.colours) > 1 and column.colours[row]:
            look |= {"left": 5, "left_color": column.colours[row], "indent": 1}
        return look

    def _form(self, number: str, estimated: bool) -> str:
        return LOCALE[self.book.words.language] + ESTIMATE * estimated + number

    def _write(self, row: int, x: int, value: Cell, place: Place, said: dict[str, Any]) -> None:
        look = self.book.look(**said)
        if value is None:
            self.sheet.write_blank(row, x, None, look)
        elif isinstance(value, str):
            self._wraps.setdefault(row, []).append((x, value, False))
            self.sheet.write_string(row, x, value[:LONGEST_TEXT], look)
        elif isinstance(value, dt.date):
            self.sheet.write_datetime(row, x, value, look)
        elif isinstance(value, Formula):
            rows = {"first": place.first + 1, "before": row, "row": row + 1, "last": place.last + 1}
            rows["total"] = place.last + 2
            self.sheet.write_formula(row, x, value.text.format(**rows), look, value.value)
        else:
            self.sheet.write_number(row, x, value, look)

    def _widen(self, x: int, column: Column) -> None:
        """Make room for a column: for its longest text within limits, and for the longest word of its head."""
        texts = [v if isinstance(v, str) else _shown(v, column.form(i)) for i, v in enumerate(column.values)]
        widest = max((_px(text) for text in texts), default=0)
        longest_word = max((_px(word, bold=True) for word in column.head.split()), default=0)
        half_head = _px(column.head, bold=True) / 2
        needed = min(max(widest, longest_word, half_head), WIDE) + PADDING + 8 * (len(column.colours) > 1)
        self._widths[x] = max(self._widths.get(x, NARROW), needed)

    def _set_heights(self) -> None:
        """Make each row as high as its words need: not every program does so by itself."""
        for row, cells in self._wraps.items():
            lines = max(
                len(wrapped([[Run(text, bold, size=TYPE)]], (self._widths[x] - PADDING / 2) * 0.75))
                for x, text, bold in cells
            )
            self.sheet.set_row(row, lines * TYPE * LINE + 3)

    def bars(self, place: Place, series: Sequence[Series], rows: int, alt: str, stacked: bool = False) -> None:
        """Draw the last ``rows`` rows of a table as horizontal bars, from top to bottom as the table has them."""
        if not rows:
            return
        chart = self.book.book.add_chart({"type": "bar", **({"subtype": "percent_stacked"} if stacked else {})})
        first = place.last - rows + 1
        for one in series:
            chart.add_series(self._series(place, one, first, stacked))
        many = sum(one.labelled for one in series) > 1 or stacked
        legend = {"position": "bottom", "font": _type()} if many else {"none": True}
        chart.set_legend(legend)
        chart.set_title({"none": True})
        chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
        names = {"num_font": _type(), "line": {"none": True}, "major_tick_mark": "none", "label_position": "low"}
        chart.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}, **names})
        chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
        high = rows * BAR + CHART_EDGE * (2 if many else 1)
        chart.set_size({"width": ACROSS, "height": high})
        self.row += 1
        self.sheet.insert_chart(self.row, 0, chart, {"description": alt, "object_position": 2})
        self.row += -(-high // 17) + 1

    def _series(self, place: Place, one: Series, first: int, stacked: bool) -> dict[str, Any]:
        column, cells = place.columns[one.column], [self.name, first, one.column, place.last, one.column]
        said = {
            "name": [self.name, place.head, one.column],
            "categories": [self.name, first, 0, place.last, 0],
            "values": cells,
            "fill": _fill(one.colour),
            "gap": 55,
        }
        if any(colour != one.colour for colour in one.colours):
            said["points"] = [{"fill": _fill(colour)} for colour in one.colours]
        if stacked:
            said["overlap"] = 100
        if one.labelled:
            ink = style.ink_on(one.colour) if stacked else style.INK
            labels = {"value": True, "position": "center" if stacked else "outside_end", "font": _type(ink, True)}
            marks = {mark for mark, value in zip(column.estimated, column.values, strict=False) if value is not None}
            if len(marks) < 2:  # else each label takes the format of its cell
                labels["num_format"] = self._form(column.form(0), any(marks))
            said["data_labels"] = labels
        return said

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
        for row, text, size, look in self._lines:
            said = self.book.look(font_size=size, text_wrap=True, valign="top", **look)
            if last:
                self.sheet.merge_range(row, 0, row, last, "", said)
            self.sheet.write_string(row, 0, text[:LONGEST_TEXT], said)
            lines = wrapped([[Run(text, bool(look.get("bold")), size=size)]], across * 0.75 - 8)
            self.sheet.set_row(row, len(lines) * size * LINE + 2)
        self.sheet.print_area(self._start, 0, max(self.row - 1, self._start), last)


def bars_of(fig: go.Figure, columns: Sequence[Column], words: Words) -> tuple[list[Series], int, bool]:
    """Return a figure's bars as series of the columns that are named as they are, how many rows, and if stacked."""
    drawn = BarChart(fig, words.language, Area(0, 0, 1, 1), dt.date.min)
    titles = [column.title for column in columns]
    series = [Series(titles.index(s.name), s.colour, s.colours, s.labelled) for s in drawn.series]
    return series, len(drawn.categories), drawn.stacked


def _marginal(text: str) -> str:
    """Return a text for the head or foot of a printed page, where & is a command."""
    return (text if len(text) <= LONGEST_FOOTER else f"{text[: LONGEST_FOOTER - 1]}…").replace("&", "&&")


def _type(ink: str = style.INK, bold: bool = False) -> dict[str, Any]:
    return {"name": deck_master.FONT, "size": TYPE, "color": ink, "bold": bold}


def _fill(colour: str) -> dict[str, Any]:
    """Return a colour (#rrggbb or rgba()) as a chart's fill."""
    if not colour.startswith("rgba"):
        return {"color": colour}
    *rgb, alpha = colour.removeprefix("rgba(").rstrip(")").split(",")
    return {"color": "#" + "".join(f"{int(c):02x}" for c in rgb), "transparency": round(100 - 100 * float(alpha))}


def _px(text: str, bold: bool = False) -> float:
    return width(text, TYPE, bold) / 0.75


def _shown(value: Cell, form: str) -> str:
    """Return about what a number looks like in its format."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return "00 September 0000"
    number = value.value if isinstance(value, Formula) else float(value)
    decimals = len(form.partition(".")[2].rstrip("%"))
    return f"≈ {number:,.{decimals}f}{'%' * form.endswith('%')}"

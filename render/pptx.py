"""A chart as native PowerPoint: bars as a chart with its data sheet, every other plot as one group of named shapes.

Lengths are points; what a plot gives in px, such as the widths of lines, is of a screen with 96 to the inch.
"""

import copy
import datetime as dt
import io
import itertools
import math
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import resvg_py
import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Pt
from xlsxwriter.utility import xl_col_to_name

from charts import province, style
from charts.chart import Chart
from charts.plots import (
    Bars,
    BigNumbers,
    Circle,
    Cloud,
    Dot,
    Dots,
    Label,
    Land,
    Legend,
    LegendEntry,
    Line,
    MapPlot,
    Matrix,
    Panels,
    Series,
    Stroke,
    UnitField,
)
from charts.table import Number, text
from locales import Words
from render import framed, legend, plotly, points
from render.office import (
    EMU,
    LANGUAGES,
    LINE,
    NAMESPACES,
    QUIET_INK,
    Area,
    colour,
    decorative,
    number_format,
    rgba,
    shortened,
    width,
    wrapped,
)

LANGUAGE_IDS = {code: MSO_LANGUAGE_ID.from_xml(tag) for code, tag in LANGUAGES.items()}
ALIGNED = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
PX = 0.75  # points
# Around what is written on a map. PowerPoint draws it; who knows no such effect leaves it out.
HALO = (
    f'<a:effectLst {NAMESPACES}><a:glow rad="{round(framed.HALO * PX * EMU)}">{colour(style.PAPER)}</a:glow>'
    "</a:effectLst>"
)

# --- Bars ----------------------------------------------------------------------------------------------------

BAR_TYPE = 18.0  # of a chart, for the back of a hall
BAR_LINE = 1.2  # of the type, from one bar to the next
THICKEST = 60.0  # bar
WIDEST, WIDEST_OF_MATRIX = 0.4, 0.5  # of the chart, for the names of the rows
ROOM = 14.0  # between names, bars and labels
SHEET = "Sheet1"  # as python-pptx refers to it
CHART = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
EXTENSION = f'{CHART} xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'


def insert_chart(slide: Any, holder: Any, chart: Chart, made: dt.date) -> None:
    """Fill a chart placeholder of a slide with the bars of a chart; ``made`` is the date of the data sheet.

    A number that is changed in the sheet changes bar and label, and the shares that stand after it. What a screen
    says above the bars is left out: rows and labels say it. What is said in the place of a bar is text over the chart.
    """
    area = Area(*(length / EMU for length in (holder.left, holder.top, holder.width, holder.height)))
    assert isinstance(chart.plot, Bars)
    plot = chart.plot.first(int(area.height // (BAR_TYPE * BAR_LINE)), chart.words)
    lines = max(area.height / max(len(plot.rows), 1) // (BAR_TYPE * BAR_LINE), 1)
    room = (WIDEST * area.width - ROOM) * lines
    plot = replace(
        plot, rows=tuple(replace(row, name=_shortened(_Set(row.name, BAR_TYPE), room).text) for row in plot.rows)
    )
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = [row.name for row in plot.rows]
    for series in plot.series:
        data.add_series(series.name, [number.value for number in series.values])
    kind = XL_CHART_TYPE.BAR_STACKED_100 if plot.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = holder.insert_chart(kind, data)
    describe(frame, chart.text.alt)
    native = frame.chart
    native.part.chart_workbook.update_from_xlsx_blob(_data_sheet(chart, plot, made))
    native.has_title = native.has_legend = False
    native.font.size = Pt(BAR_TYPE)
    _paint(native.font.fill, style.INK)
    _set_axes(native)
    _place(native, chart, plot, area)
    for one, series in zip(native.plots[0].series, plot.series, strict=True):
        _paint(one.format.fill, style.colour(series.role))
        for i, (row, number) in enumerate(zip(plot.rows, series.values, strict=True)):
            ink = style.colour(series.role, row.lit and not number.mark)
            if ink != style.colour(series.role):
                _paint(one.points[i].format.fill, ink)
            if number.mark and row.lit:
                _stroke(one.points[i].format.line, style.colour(series.role), 1.5)
        if series.labelled:
            _label(one, series, chart, plot)
    without = [i for i, row in enumerate(plot.rows) if row.code and plot.series[0].values[i].value is None]
    if without and not plot.stacked:
        _say_instead(slide, chart, plot, area, without)


def _say_instead(slide: Any, chart: Chart, plot: Bars, area: Area, without: Iterable[int]) -> None:
    """Write beside the names of rows without a bar, which have no label, what stands in its place."""
    left, pitch = _room_for_names(plot, area) + CLEAR, area.height / len(plot.rows)
    room, canvas = area.width - left, _Canvas(slide, chart.words)
    for i in without:
        words = _Set(plotly.label(plot.rows[i], plot.series[0].values[i], chart.words), BAR_TYPE)
        words = words if words.width <= room else _shortened(replace(words, size=SMALLEST), room)
        canvas.text([[words]], area.left + left, area.top + pitch * (i + 0.5), "left")
    canvas.close()
    _pass_over(canvas.group)  # the chart's alternative text says it


def describe(shape: Any, alt: str) -> None:
    """Give a shape its text alternative."""
    shape.element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _pass_over(shape: Any) -> None:
    """Let screen readers pass over a shape."""
    shape.element.xpath(".//p:cNvPr")[0].append(parse_xml(decorative()))


def _set_axes(native: Any) -> None:
    """Leave of the axes the names of the rows alone; bars start at 0."""
    rows, values = native.category_axis, native.value_axis
    rows.reverse_order = True
    rows.tick_label_position, rows.major_tick_mark = XL_TICK_LABEL_POSITION.LOW, XL_TICK_MARK.NONE
    rows.format.line.fill.background()
    values.minimum_scale, values.visible = 0, False
    rows._element.xpath("./c:lblOffset")[0].addnext(parse_xml(f'<c:tickLblSkip {CHART} val="1"/>'))  # every name
    rows.has_major_gridlines = values.has_major_gridlines = False


def _place(native: Any, chart: Chart, plot: Bars, area: Area) -> None:
    """Set how thick the bars are, and leave as much room beside them as names and labels need."""
    left = _room_for_names(plot, area)
    labelled = zip(plot.rows, plot.series[0].values, strict=True)
    texts = (plotly.label(row, number, chart.words) for row, number in labelled if number.value is not None)
    right = 0.0 if plot.stacked else max((width(text, BAR_TYPE, bold=True) for text in texts), default=0) + ROOM
    edges = (("x", left / area.width), ("y", 0), ("w", 1 - (left + right) / area.width), ("h", 1))
    layout = "".join(f'<c:{side}Mode val="edge"/>' for side in "xy")
    layout += "".join(f'<c:{side} val="{length:.4f}"/>' for side, length in edges)
    inner = f'<c:manualLayout><c:layoutTarget val="inner"/>{layout}</c:manualLayout>'
    native.element.xpath(".//c:plotArea")[0].insert(0, parse_xml(f"<c:layout {CHART}>{inner}</c:layout>"))
    pitch = area.height / max(len(plot.rows), 1)
    thickness = min((plotly.STACKED_BAR if plot.stacked else plotly.BAR) * pitch, THICKEST)
    native.plots[0].gap_width = round(min(pitch / thickness - 1, 5) * 100)
    native.plots[0].vary_by_categories = False


def _room_for_names(plot: Bars, area: Area) -> float:
    """Return how wide the names of the rows stand beside the bars."""
    return min(max((width(row.name, BAR_TYPE) for row in plot.rows), default=0) + ROOM, WIDEST * area.width)


def _format(number: Number, language: str) -> str:
    return number_format(number, language, '"%"')


def _label(native: Any, series: Series, chart: Chart, plot: Bars) -> None:
    """Label the bars of a series: the number as its format says, then what the sheet's column of notes says."""
    language = chart.words.language
    formats = [_format(number, language) for number in series.values]
    notes = [text(row.note, chart.words) for row in plot.rows] if series is plot.series[0] else [""] * len(plot.rows)
    labels = native.data_labels
    labels.show_value = True
    labels.number_format = min(formats, key=len, default="General")
    labels.position = XL_LABEL_POSITION.INSIDE_END if plot.stacked else XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.bold = Pt(BAR_TYPE), True
    _paint(labels.font.fill, style.ink_on(style.colour(series.role)) if plot.stacked else style.INK)
    every = labels._element
    every.xpath(".//a:bodyPr")[0].set("wrap", "none")
    look = [part for part in every if not part.tag.endswith("showLeaderLines")]
    own = [
        _own_label(look, i, form, note, chart)
        for i, (form, note) in enumerate(zip(formats, notes, strict=True))
        if note or form != labels.number_format
    ]
    for i, label in enumerate(own):
        every.insert(i, label)
    if any(notes):
        every.append(_notes_shown())
        native._element.append(_notes_range(plot, notes))


def _own_label(look: Sequence[Any], row: int, form: str, note: str, chart: Chart) -> Any:
    """Return the label of one bar: as the others, in its own number format, with its note."""
    label = parse_xml(f'<c:dLbl {CHART}><c:idx val="{row}"/></c:dLbl>')
    label.extend([copy.deepcopy(part) for part in look])
    label.xpath("./c:numFmt")[0].set("formatCode", form)
    if note:
        run = f'<a:rPr lang="{LANGUAGES[chart.words.language]}" sz="{round(BAR_TYPE * 100)}" b="1"/>'
        value, of_range = (_field(kind, f"{chart.key} {row} {kind}", run) for kind in ("VALUE", "CELLRANGE"))
        words = f"<a:p>{value}<a:r>{run}<a:t>{plotly.SEPARATOR}</a:t></a:r>{of_range}</a:p>"
        rich = f'<c:rich><a:bodyPr wrap="none"/><a:lstStyle/>{words}</c:rich>'
        label.insert(1, parse_xml(f"<c:tx {CHART} {NAMESPACES}>{rich}</c:tx>"))
        label.append(_notes_shown("<c15:dlblFieldTable/>"))
    return label


def _field(kind: str, name: str, run: str) -> str:
    number = str(uuid.uuid5(uuid.NAMESPACE_OID, name)).upper()
    return f'<a:fld id="{{{number}}}" type="{kind}">{run}<a:pPr/><a:t>[{kind}]</a:t></a:fld>'


def _notes_shown(inner: str = "") -> Any:
    """Return the mark that labels show the sheet's column of notes."""
    uri = 'uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"'
    return parse_xml(f'<c:extLst {EXTENSION}><c:ext {uri}>{inner}<c15:showDataLabelsRange val="1"/></c:ext></c:extLst>')


def _notes_range(plot: Bars, notes: Sequence[str]) -> Any:
    """Return the mark of a series by which its labels know where the notes are."""
    column = xl_col_to_name(len(plot.series) + 1)
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(note)}</c:v></c:pt>' for i, note in enumerate(notes))
    return parse_xml(
        f'<c:extLst {EXTENSION}><c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}"><c15:datalabelsRange>'
        f"<c15:f>{SHEET}!${column}$2:${column}${len(notes) + 1}</c15:f>"
        f'<c15:dlblRangeCache><c:ptCount val="{len(notes)}"/>{points}</c15:dlblRangeCache>'
        "</c15:datalabelsRange></c:ext></c:extLst>"
    )


def _data_sheet(chart: Chart, plot: Bars, made: dt.date) -> bytes:
    """Return the data sheet: a row a bar, a column a series, and one for what the labels say besides."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    book.set_properties({"created": dt.datetime.combine(made, dt.time())})
    sheet = book.add_worksheet(SHEET)
    bold, rows = book.add_format({"bold": True}), len(plot.rows)
    heads = [chart.table.shown[0].label, *(series.name for series in plot.series)]
    has_notes = any(row.note for row in plot.rows)
    for x, head in enumerate([*heads, plot.note] if has_notes else heads):
        sheet.write_string(0, x, head, bold)
    for y, row in enumerate(plot.rows, 1):
        sheet.write_string(y, 0, row.name)
    for x, series in enumerate(plot.series, 1):
        for y, number in enumerate(series.values, 1):
            look = book.add_format({"num_format": _format(number, chart.words.language)})
            if plot.stacked and x == len(plot.series) > 1 and _is_whole(plot, y - 1):
                rest = f"=100-SUM(B{y + 1}:{xl_col_to_name(x - 1)}{y + 1})"
                sheet.write_formula(y, x, rest, look, number.value)
            elif number.value is not None:
                sheet.write_number(y, x, number.value, look)
    known = math.fsum(number.value or 0 for number in plot.series[0].values)
    for y, (row, number) in enumerate(zip(plot.rows, plot.series[0].values, strict=True), 1):
        if plot.shares and isinstance(row.note, Number) and number.value is not None and known:
            look = book.add_format({"num_format": number_format(row.note, chart.words.language)})
            share = f"=B{y + 1}/SUM(B$2:B${rows + 1})"
            sheet.write_formula(y, len(heads), share, look, number.value / known)
        elif row.note:
            sheet.write_string(y, len(heads), text(row.note, chart.words))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(heads), 18)
    book.close()
    return packed.getvalue()


def _is_whole(plot: Bars, row: int) -> bool:
    """Whether the parts of a stacked bar are known and make 100 %."""
    return math.fsum(series.values[row].value or 0 for series in plot.series) == 100


# --- Shapes --------------------------------------------------------------------------------------------------

SMALLEST = 14.0  # type in a figure: readable at the back of a hall
LEGIBLE = 13.5  # 2.5 % of the height of a slide: less only where hundreds of rows or columns leave no room
GAP = 10.0  # between words and what is drawn
CLEAR = 3.0  # between words and a mark
PICTURE = 1680  # px across: 12 to each of 140 dots
NOTHING = ("", 0.0)


@dataclass(frozen=True)
class _Set:
    """Words in one type."""

    text: str
    size: float
    bold: bool = False
    italic: bool = False

    @property
    def width(self) -> float:
        return width(self.text, self.size, self.bold)


_Lines = Sequence[Sequence[_Set]]


def draw(slide: Any, chart: Chart, area: Area, column: Area | None = None) -> None:
    """Add a chart to a slide as one group of shapes with its text alternative, as large as the area allows.

    The key of a map stands at the foot of the ``column`` beside it, if it has one.
    """
    canvas = _Canvas(slide, chart.words)
    match chart.plot:
        case MapPlot() as plot:
            _map(canvas, plot, area, column)
        case Matrix() as plot:
            _matrix(canvas, plot, area)
        case UnitField() as plot:
            fitted = area.fitted(plot.aspect)
            _units(canvas, plot, fitted if column else replace(fitted, left=area.left))  # below words or beside them
        case BigNumbers() as plot:
            _numbers(canvas, plot, area)
        case Dots() as plot:
            _dots(canvas, plot, area)
        case Panels() | Cloud() as plot:
            _scene(canvas, points.scene(plot, chart.words, area.height / ENLARGED, area.width / ENLARGED), area)
        case plot:
            raise TypeError(plot)
    canvas.close()
    describe(canvas.group, chart.text.alt)


class _Canvas:
    """The shapes of one chart, bottom first."""

    def __init__(self, slide: Any, words: Words) -> None:
        self.words, self.figure = words, words("deck.figure")
        self.group = slide.shapes.add_group_shape()
        self.group.name = self.figure
        # After each shape python-pptx measures all of them again: that is done once, when the last is there.
        self.shapes: Any = self.group.shapes
        self.shapes.turbo_add_enabled = True  # else each shape looks for a free number in the whole slide
        self.shapes._recalculate_extents = lambda: None

    def close(self) -> None:
        """Let the group be as large as what is in it."""
        self.group.element.recalculate_extents()

    def shape(self, kind: Any, name: str, area: Area, fill: str, line: tuple[str, float], opacity: float = 1.0) -> Any:
        """Add a shape: its place, its fill, the colour and px of its outline."""
        shape = self.shapes.add_shape(kind, *_emu(area))
        self._look(shape, name, fill, line, opacity)
        return shape

    def disc(
        self, name: str, x: float, y: float, radius: float, fill: str, line: tuple[str, float], opacity: float = 1.0
    ) -> Any:
        """Add a circle around a point."""
        area = Area(x - radius, y - radius, 2 * radius, 2 * radius)
        return self.shape(MSO_SHAPE.OVAL, name, area, fill, line, opacity)

    def line(self, x0: float, y0: float, x1: float, y1: float, ink: str, px: float, is_dashed: bool = False) -> None:
        """Add a straight line."""
        ends = (Pt(end) for end in (x0, y0, x1, y1))
        line = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
        line.name = ""
        _stroke(line.line, ink, px)
        if is_dashed:
            line.line.dash_style = MSO_LINE.ROUND_DOT

    def freeform(self, name: str, rings: Sequence["_Ring"], fill: str, line: tuple[str, float]) -> None:
        """Add one shape of all rings: what lies in two of them is a hole. For n points python-pptx's own takes n²."""
        points = np.concatenate(rings)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        shape = self.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(Area(left, top, right - left, bottom - top)))
        form = shape.element.spPr.prstGeom
        form.addnext(_geometry([(ring - (left, top)) * EMU for ring in rings], shape.width, shape.height))
        form.getparent().remove(form)
        self._look(shape, name, fill, line)

    def picture(self, area: Area, svg: str) -> None:
        """Add a picture; what it shows, the text alternative of the group says."""
        picture = self.shapes.add_picture(io.BytesIO(_painted(svg)), *_emu(area))
        picture.name = self.figure
        describe(picture, "")
        _pass_over(picture)

    def text(
        self, lines: _Lines, x: float, y: float, align: str = "center", valign: str = "middle", ink: str = style.INK,
        has_halo: bool = False,
    ) -> None:  # fmt: skip
        """Add a text box at a point (see ``_area``), its letters with a halo where they may stand over borders."""
        box = self.shapes.add_textbox(*_emu(_area(lines, x, y, align, valign)))
        box.name = " ".join("".join(run.text for run in line) for line in lines)
        self.write(box, lines, ink, align)
        for look in box._element.xpath(".//a:rPr/a:solidFill") if has_halo else ():
            look.addnext(parse_xml(HALO))

    def write(self, shape: Any, lines: _Lines, ink: str, align: str = "center") -> None:
        """Write lines in a shape, in the middle of its height."""
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap, frame.auto_size, frame.vertical_anchor = False, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.MIDDLE
        for i, line in enumerate(lines):
            paragraph = frame.add_paragraph() if i else frame.paragraphs[0]
            paragraph.alignment = ALIGNED[align]
            for one in line:
                run = paragraph.add_run()
                run.text = one.text
                run.font.size, run.font.bold, run.font.italic = Pt(one.size), one.bold or None, one.italic or None
                run.font.language_id = LANGUAGE_IDS[self.words.language]
                _paint(run.font.fill, ink)

    def _look(self, shape: Any, name: str, fill: str, line: tuple[str, float], opacity: float = 1.0) -> None:
        shape.name = name
        _paint(shape.fill, fill, opacity)
        _stroke(shape.line, *line, opacity)


def _emu(area: Area) -> tuple[int, int, int, int]:
    left, top, width, height = (round(length * EMU) for length in (area.left, area.top, area.width, area.height))
    return left, top, width, height


def _paint(fill: Any, ink: str, opacity: float = 1.0) -> None:
    """Fill with a colour (#rrggbb or rgba()), none for ""; python-pptx knows no transparency."""
    if not rgba(ink)[1]:
        fill.background()
        return
    fill.solid()
    fill._xPr.eg_fillProperties.append(parse_xml(colour(ink, opacity)))


def _stroke(line: Any, ink: str, px: float, opacity: float = 1.0) -> None:
    _paint(line.fill, ink if px else "", opacity)
    if ink and px:
        line.width = Pt(max(px * PX, 0.5))


def _set(line: Line, size: float) -> list[_Set]:
    return [_Set(run.text, size, run.bold, run.italic) for run in line]


def _plain(texts: Sequence[str], size: float, bold: bool = False) -> _Lines:
    return [[_Set(text, size, bold)] for text in texts]


def _wide(lines: _Lines) -> float:
    return max((sum(run.width for run in line) for line in lines), default=0.0)


def _high(lines: _Lines) -> float:
    return sum(max((run.size for run in line), default=SMALLEST) * LINE for line in lines)


def _area(lines: _Lines, x: float, y: float, align: str, valign: str) -> Area:
    """Return where words lie whose side ``align`` (and ``valign``) stands at a point."""
    wide, high = _wide(lines), _high(lines)
    left = x - wide * {"left": 0.0, "right": 1.0}.get(align, 0.5)
    return Area(left, y - high * {"top": 0.0, "bottom": 1.0}.get(valign, 0.5), wide, high)


# --- Dots ----------------------------------------------------------------------------------------------------

DOT_TYPES = (14.0, LEGIBLE, 12.0, 11.0, 10.0, 9.0)  # the first with which the rows have room
MOST_COLUMNS = 4  # of dots with type of that size, before it gets smaller
DOT_AIR = 1.4  # the pitch of rows, to their type
HIGHEST_ROW, BETWEEN, BESIDE_DOT = 30.0, 36.0, 6.0
LONGEST_NAME = 0.45  # of a column


def _dots(canvas: _Canvas, plot: Dots, area: Area) -> None:
    """Draw a dot a row, in as many columns as rows of legible type take; all are on one scale."""
    large, small = (math.ceil(len(plot.dots) * size * DOT_AIR / area.height) for size in (LEGIBLE, DOT_TYPES[-1]))
    columns = max(1, large if large <= MOST_COLUMNS else small)
    rows = max(1, math.ceil(len(plot.dots) / columns))
    pitch = min(area.height / rows, HIGHEST_ROW)
    size = next((size for size in DOT_TYPES if size * DOT_AIR <= pitch), DOT_TYPES[-1])
    wide = (area.width - (columns - 1) * BETWEEN) / columns
    names = {dot.code: _shortened(_Set(dot.name, size, dot.chosen), LONGEST_NAME * wide) for dot in plot.dots}
    values = {dot.code: _Set(dot.value.text(canvas.words), size, dot.chosen) for dot in plot.dots}
    radius, start = size * 0.4, max((name.width for name in names.values()), default=0.0) + 2 * BESIDE_DOT
    numbers = [values[dot.code].width for dot in plot.dots if dot.value.value is not None]
    length = wide - start - max(numbers, default=0.0) - 2 * radius - BESIDE_DOT
    longest = max((dot.value.value or 0.0 for dot in plot.dots), default=0.0) or 1.0
    for i, dot in enumerate(plot.dots):
        column, row = divmod(i, rows)
        left, y = area.left + column * (wide + BETWEEN) + start, area.top + (row + 0.5) * pitch
        canvas.text([[names[dot.code]]], left - 2 * BESIDE_DOT, y, "right")
        x = _dot(canvas, dot, (left, y), length / longest, radius)
        canvas.text([[values[dot.code]]], x, y, "left")


def _dot(canvas: _Canvas, dot: Dot, start: tuple[float, float], scale: float, radius: float) -> float:
    """Draw the line to a dot and the dot, nothing where there is no value; return where its words begin."""
    left, y = start
    if dot.value.value is None:
        return left
    x = left + max(dot.value.value, 0.0) * scale + radius
    canvas.line(left, y, x, y, style.GRID, 1.5)
    canvas.disc(dot.name, x, y, radius, style.ACCENT, ("", 0), 1.0 if dot.lit else 0.45)
    return x + radius + BESIDE_DOT


def _shortened(words: _Set, room: float) -> _Set:
    """Return words as they are, or as many of their letters as there is room for."""
    return replace(words, text=shortened(words.text, words.size, room, words.bold))


# --- Matrix --------------------------------------------------------------------------------------------------

FULL = 0.94  # of a row that its largest circle fills
INSIDE = 0.85  # of a circle that its words may fill
LARGEST_MARKER = 1.5  # that circles grow by, from px
ROOMY = {1: 1.2, 2: 1.5, 3: 1.3, 4: 1.3}  # the pitch of rows, to the height of their names, by the lines of these
# Sizes of type, and whether a row's name and note share a line: the first with which the rows have room is taken. With
# the last, as many rows as have room are shown.
TRIES = ((16.0, False), (14.0, False), (14.0, True), (LEGIBLE, True), (12.0, True), (10.0, True), (9.0, True))


@dataclass(frozen=True)
class _Grid:
    """Where the rows and columns of a matrix lie, and the type of its words."""

    area: Area  # of rows and columns alone
    size: float
    rows: Sequence[_Lines]
    heads: Sequence[_Lines]

    @property
    def pitch(self) -> float:
        return self.area.height / max(len(self.rows), 1)

    @property
    def is_roomy(self) -> bool:
        return all(self.pitch >= ROOMY[len(lines)] * _high(lines) for lines in self.rows)

    def x(self, column: int) -> float:
        return self.area.left + (column + 0.5) * self.area.width / max(len(self.heads), 1)

    def y(self, row: int) -> float:
        return self.area.top + (row + 0.5) * self.pitch


def _matrix(canvas: _Canvas, plot: Matrix, area: Area) -> None:
    grids = [_grid(plot, area, size, is_short) for size, is_short in TRIES]
    grid = next((grid for grid in grids if grid.is_roomy), grids[-1])
    if not grid.is_roomy:
        plot = plot.first(int(grid.area.height // (ROOMY[1] * grid.size * LINE)), canvas.words)
        grid = _grid(plot, area, *TRIES[-1])
    left, right = grid.area.left, grid.area.right
    for i in range(len(plot.rows) + 1):
        y = grid.area.top + i * grid.pitch
        canvas.line(left, y, right, y, style.GRID, 1)
    for i, lines in enumerate(grid.rows):
        canvas.text(lines, left - GAP, grid.y(i), "right")
    for i, lines in enumerate(grid.heads):
        canvas.text(lines, grid.x(i), grid.area.top - GAP, valign="bottom")
    _spots(canvas, plot, grid)
    columns = {head.code: i for i, head in enumerate(plot.columns)}
    below, size = grid.area.bottom + CLEAR, min(grid.size, SMALLEST)
    for total in plot.totals:
        *counts, last = (number.text(canvas.words) for number in total.numbers)
        lines = [*_plain(counts, size, bold=True), *_plain([last], size)]
        canvas.text(lines, grid.x(columns[total.column]), below, valign="top")
    if plot.totals:
        canvas.text([_set(line, size) for line in plot.total], left - GAP, below, "right", "top")


def _grid(plot: Matrix, area: Area, size: float, is_short: bool) -> _Grid:
    small = min(size, SMALLEST)
    room = WIDEST_OF_MATRIX * area.width
    rows = [
        _in_room(" · ".join(filter(None, (head.name, head.note))), size, room)
        if is_short
        else [*_in_room(head.name, size, room), *_in_room(head.note, small, room)]
        for head in plot.rows
    ]
    left = max((_wide(lines) for lines in [*rows, *([_set(line, small)] for line in plot.total)]), default=0.0) + GAP
    pitch = (area.width - left) / max(len(plot.columns), 1)
    heads = [_plain(wrapped(head.name, small, pitch - GAP / 2), small) for head in plot.columns]
    top = max(map(_high, heads), default=0.0) + GAP
    below = max((len(total.numbers) for total in plot.totals), default=0) * small * LINE + CLEAR
    return _Grid(
        Area(area.left + left, area.top + top, area.width - left, area.height - top - below), size, rows, heads
    )


def _in_room(text: str, size: float, room: float) -> _Lines:
    """Return a text in two lines at most: who a row is about is shortened only where both are full."""
    first, *rest = wrapped(text, size, room)
    return [[_Set(first, size)], *([[_shortened(_Set(" ".join(rest), size), room)]] if rest else [])] if text else []


def _spots(canvas: _Canvas, plot: Matrix, grid: _Grid) -> None:
    """Add the circles, each with its number inside, or at its right where it has no room for it."""
    rows = {head.code: i for i, head in enumerate(plot.rows)}
    columns = {head.code: i for i, head in enumerate(plot.columns)}
    largest = max((plot.size(spot.value) for spot in plot.spots), default=1.0)
    grow = min(FULL * grid.pitch / largest, LARGEST_MARKER)
    size = min(grid.size, SMALLEST)
    for spot in plot.spots:
        x, y, wide = grid.x(columns[spot.column]), grid.y(rows[spot.row]), plot.size(spot.value) * grow
        lines = _plain([spot.value.text(canvas.words)], size)
        inside = _fitting(lines, wide)
        head = plot.columns[columns[spot.column]]
        ink, opacity = style.colour(head.role), 1.0 if spot.lit else style.DIMMED["scatter"]
        fill = ink if spot.value.is_whole else style.faint(ink)
        shape = canvas.disc(head.whole or head.name, x, y, wide / 2, fill, (ink, 1.6), opacity)
        if inside:
            canvas.write(shape, inside, style.ink_on(ink) if spot.value.is_whole and spot.lit else style.INK)
        else:
            left = min(x + wide / 2 + CLEAR, grid.area.right - _wide(lines))
            canvas.text(lines, left, y, "left")


def _fitting(lines: _Lines, wide: float) -> _Lines | None:
    """Return what is written in a circle, in smaller type if need be; None if that would be too small to read."""
    over = max(_wide(lines) / (INSIDE * wide), _high(lines) / wide, 1.0)
    sized = [[replace(run, size=run.size / over) for run in line] for line in lines]
    return sized if all(run.size >= LEGIBLE for line in sized for run in line) else None


# --- Map -----------------------------------------------------------------------------------------------------

KEY_ROOM = legend.Measure(17.0, 46.0)  # room for the key of a map that has it below
SWATCH, BETWEEN_ENTRIES = (26.0, 14.0), 7.0  # of a map's key: its areas, and from one entry to the next

_Ring = np.ndarray[Any, np.dtype[np.float64]]  # points as rows of x and y


@dataclass(frozen=True)
class _Place:
    """Where the km of a map lie on the slide."""

    plot: MapPlot
    area: Area

    @property
    def scale(self) -> float:
        west, _, east, _ = self.plot.extent
        return self.area.width / (east - west)

    def x(self, km: Any) -> Any:
        return self.area.left + (km - self.plot.extent[0]) * self.scale

    def y(self, km: Any) -> Any:
        return self.area.top + (self.plot.extent[3] - km) * self.scale


def _map(canvas: _Canvas, plot: MapPlot, area: Area, column: Area | None) -> None:
    """Draw a map as large as the area allows; its key stands in the ``column``, below the land if there is none."""
    plot = province.on_slide(plot)
    drawn = plot if column else legend.keyed(plot, KEY_ROOM)
    place = _Place(drawn, area.fitted(drawn.aspect))
    canvas.shape(MSO_SHAPE.RECTANGLE, canvas.words("deck.sea"), place.area, style.SEA, NOTHING)
    _strokes(canvas, place, [stroke for stroke in drawn.strokes if stroke.below])
    for land in plotly.in_order(drawn):
        _land(canvas, place, land)
    for circle in drawn.circles:
        _circle(canvas, place, circle)
    for point in drawn.points:
        at = place.x(point.x), place.y(point.y)
        canvas.disc(point.name, *at, point.size * PX / 2, style.ACCENT, (style.PAPER, 1.5))
    _strokes(canvas, place, [stroke for stroke in drawn.strokes if not stroke.below])
    for label in _names_on_map(place):
        ink = style.INK if label.kind in ("name", "key") else QUIET_INK
        canvas.text(*_words_at(place, label), ink, has_halo=True)
    if column:
        _key(canvas, drawn, column, place.scale)


def _names_on_map(place: _Place) -> list[Label]:
    """Return what is written on a map; where maps stand close side by side, what a narrow one says."""
    wide = plotly.labels(place.plot, "wide")
    areas = (_area(*_words_at(place, label)) for label in wide)
    is_close = any(one.meets(other) for one, other in itertools.combinations(areas, 2))
    return plotly.labels(place.plot, "narrow") if is_close else wide


def _words_at(place: _Place, label: Label) -> tuple[_Lines, float, float, str, str]:
    """Return the words of a label, the point where they stand, and by which sides."""
    right, up = label.shift
    lines = [_set(line, SMALLEST) for line in label.lines]
    return lines, place.x(label.x) + right, place.y(label.y) - up, label.anchor, label.valign


def key_height(chart: Chart, column: Area, area: Area) -> float:
    """Return how high the key of a map is in the column beside the area in which the map is drawn; 0 without a key."""
    if not isinstance(chart.plot, MapPlot):
        return 0.0
    scale = _Place(chart.plot, area.fitted(chart.plot.aspect)).scale
    key = province.on_slide(chart.plot).key
    return sum(high + BETWEEN_ENTRIES for _, _, _, high in _entries(key, column.width, scale))


def _entries(key: Legend, wide: float, scale: float) -> Iterator[tuple[LegendEntry, float, _Lines, float]]:
    """Yield the entries of a key with how wide their marks are, their words in lines, and how high they are."""
    across = max((SWATCH[0], *(2 * legend.outer(entry) * scale for entry in key.entries)))
    for entry in (*([LegendEntry(key.title)] if key.title else []), *key.entries):
        is_title = entry.text == key.title
        start = across + GAP if entry.area or entry.mark or entry.line else 0.0
        lines = _plain(wrapped(entry.text, SMALLEST, wide - start, is_title), SMALLEST, is_title)
        yield entry, start, lines, max(_high(lines), 2 * legend.outer(entry) * scale)


def _key(canvas: _Canvas, plot: MapPlot, column: Area, scale: float) -> None:
    """Write the key at the foot of the column; its circles are as large as those of the map."""
    entries = list(_entries(plot.key, column.width, scale))
    top = column.bottom - sum(high + BETWEEN_ENTRIES for *_, high in entries)
    place = _Place(replace(plot, extent=(0.0, -column.height / scale, column.width / scale, 0.0)), column)
    km = legend.Measure(0.0, 0.0, (SWATCH[0] / scale, SWATCH[1] / scale), 0.0)
    for entry, start, lines, high in entries:
        y = top + high / 2
        lands, circles, _ = legend.drawn(entry, 0.0, (column.top - y) / scale, km)
        for land in lands:
            _land(canvas, place, land)
        for circle in circles:
            _circle(canvas, place, circle)
        if entry.line:
            canvas.line(column.left, y, column.left + SWATCH[0], y, style.ACCENT, 1.2, is_dashed=True)
        canvas.text(lines, column.left + start, y, "left")
        top += high + BETWEEN_ENTRIES


def _circle(canvas: _Canvas, place: _Place, circle: Circle) -> None:
    """Add a count: hollow where its size says nothing, with a dashed ring where it is the least."""
    name = canvas.words("deck.name.circle", name=circle.name) if circle.code else canvas.words("map.key")
    at, (fill, edge, px, opacity) = (place.x(circle.x), place.y(circle.y)), legend.disc(circle)
    canvas.disc(name, *at, circle.radius * place.scale, fill, (edge, px), opacity)
    if circle.mark == "at_least":
        ring = canvas.disc(name, *at, circle.outer * place.scale, "", (style.ACCENT, 1.6))
        ring.line.dash_style = MSO_LINE.ROUND_DOT


def _strokes(canvas: _Canvas, place: _Place, strokes: Sequence[Stroke]) -> None:
    for stroke in strokes:
        x0, x1, y0, y1 = place.x(stroke.x0), place.x(stroke.x1), place.y(stroke.y0), place.y(stroke.y1)
        if stroke.box:
            area = Area(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
            canvas.shape(MSO_SHAPE.RECTANGLE, "", area, "", (style.BORDER, stroke.weight))
        else:
            ink = style.ACCENT if stroke.accent else style.BORDER
            canvas.line(x0, y0, x1, y1, ink, stroke.weight, stroke.accent)


def _land(canvas: _Canvas, place: _Place, land: Land) -> None:
    """Add land as one freeform of all its islands, as far as the map reaches."""
    wholes = (np.column_stack([place.x(x), place.y(y)]) for x, y in (one.astype(float).T for one in land.rings()))
    rings = [ring for whole in wholes if len(whole) > 2 and len(ring := _clipped(whole, place.area)) > 2]
    name = land.name or canvas.words("deck.neighbours" if land.kind == "context" else "map.key")
    line = legend.coast(land.kind)
    if place.plot.selected and land.code == place.plot.selected:
        line = (style.ACCENT, plotly.OUTLINE_WIDTH)
    if rings:
        name = canvas.words("deck.name.inset", name=name) if land.inset else name
        canvas.freeform(name, rings, legend.fill(land.kind, land.tone), line)


def _clipped(ring: _Ring, area: Area) -> _Ring:
    """Return the part of a ring that lies in the area (Sutherland and Hodgman's way): empty if none does."""
    for axis, edge, sign in ((0, area.left, 1), (0, area.right, -1), (1, area.top, 1), (1, area.bottom, -1)):
        if len(ring) == 0:
            return ring
        inside = (ring[:, axis] - edge) * sign >= 0
        if inside.all():
            continue
        before, was_in = np.roll(ring, 1, axis=0), np.roll(inside, 1)
        kept = []
        for here, there, now, was in zip(ring, before, inside, was_in, strict=True):
            if now != was:
                kept.append(there + (here - there) * (edge - there[axis]) / (here[axis] - there[axis]))
            if now:
                kept.append(here)
        ring = np.array(kept)
    return ring


def _geometry(rings: Sequence[_Ring], wide: int, high: int) -> Any:
    """Return rings, in EMU, as the form of a shape."""
    paths = []
    for ring in rings:
        start, *rest = (f'<a:pt x="{x}" y="{y}"/>' for x, y in np.rint(ring).astype(int).tolist())
        lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in rest)
        paths.append(f"<a:moveTo>{start}</a:moveTo>{lines}<a:close/>")
    return parse_xml(
        f'<a:custGeom {NAMESPACES}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{wide}" h="{high}">{"".join(paths)}</a:path></a:pathLst></a:custGeom>'
    )


# --- Units and numbers ---------------------------------------------------------------------------------------

VALUE, LABEL = 44.0, 17.0  # type of big numbers; a value is smaller where it would not fit
NOTE, NOTE_AT = (14.0, 13.5), 0.57  # type of what stands below, as large as it fits, and from where on
INDENT = 0.06  # of a column, from its rule to its words


@lru_cache(maxsize=4)
def _painted(svg: str) -> bytes:
    """Return a drawing as PNG: twenty thousand dots take half a second, and are the same in each language."""
    return bytes(resvg_py.svg_to_bytes(svg, width=PICTURE))


def _units(canvas: _Canvas, plot: UnitField, area: Area) -> None:
    canvas.picture(area, plotly.field_of_dots(plot))
    unit, (x, y, radius) = area.width / plot.columns, plot.lit
    at = area.left + x * unit, area.bottom - y * unit
    canvas.disc(canvas.figure, *at, radius * unit, style.ACCENT, (style.PAPER, 2))


def _numbers(canvas: _Canvas, plot: BigNumbers, area: Area) -> None:
    column = area.width / max(len(plot.numbers), 1)
    room = column * (1 - 1.5 * INDENT)
    largest = max((width(number.value, 1, bold=True) for number in plot.numbers), default=1.0)
    value = min(VALUE, room / largest)
    for i, number in enumerate(plot.numbers):
        x = area.left + i * column
        canvas.line(x, area.top + 0.04 * area.height, x, area.bottom, style.ACCENT, 3)
        left, below = x + INDENT * column, area.top + NOTE_AT * area.height
        for share, lines, ink in (
            (0.145, _plain(wrapped(number.label, LABEL, room), LABEL), style.INK),
            (0.405, _plain([number.value], value, bold=True), style.ACCENT),
        ):
            canvas.text(lines, left, area.top + share * area.height, "left", ink=ink)
        notes = [_plain(wrapped(number.note, size, room), size) for size in NOTE]
        note = next((lines for lines in notes if _high(lines) <= area.bottom - below), notes[-1])
        canvas.text(note, left, below, "left", "top", ink=style.INK)


# --- Points --------------------------------------------------------------------------------------------------

ENLARGED = SMALLEST / style.SMALL_SIZE  # points of a slide to a px of the screen, as type grows


def _scene(canvas: _Canvas, scene: points.Scene, area: Area) -> None:
    """Draw points with their lines and words: sizes and shifts grow as their type does."""
    west, south, east, north = scene.extent

    def x(at: float) -> float:
        return area.left + (at - west) / (east - west) * area.width

    def y(at: float) -> float:
        return area.bottom - (at - south) / (north - south) * area.height

    for x0, y0, x1, y1 in scene.boxes:
        box = Area(x(x0), y(max(y0, y1)), x(x1) - x(x0), abs(y(y1) - y(y0)))
        canvas.shape(MSO_SHAPE.RECTANGLE, "", box, style.faint(style.ACCENT, points.RANGE), NOTHING)
    for rule in scene.rules:
        canvas.line(x(rule.x0), y(rule.y0), x(rule.x1), y(rule.y1), rule.ink, rule.weight)
    for dot in scene.dots:
        canvas.disc(dot.name, x(dot.x), y(dot.y), dot.size * ENLARGED / 2, dot.fill, (dot.edge, 1.6))
    for label in scene.texts:
        right, up = (shift * ENLARGED for shift in label.shift)
        lines = _plain(label.lines, SMALLEST, label.bold)
        ink = QUIET_INK if label.quiet else style.INK
        canvas.text(lines, x(label.x) + right, y(label.y) - up, label.side, label.valign, ink=ink)

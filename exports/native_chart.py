"""A figure's bars as a native chart with its data sheet: a number changed in the sheet changes bar and label."""

import datetime as dt
import io
import math
import uuid
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import plotly.graph_objects as go
import xlsxwriter
from pptx.enum.chart import XL_CHART_TYPE

from charts import style
from exports.drawingml import LANGUAGES, Area, fill, plain, width

TYPE = 18.0  # points of type, for the back of a hall
THICKEST = 60.0  # points of a bar
WIDEST = 0.4  # of the chart, for the names of the rows
ROOM = 14.0  # points between names, bars and labels
ESTIMATE = '"≈ "'  # before the number in a format
LOCALE = {"id": "[$-421]", "en": "[$-809]"}  # the separators of numbers, where the program heeds it
SEPARATOR = " · "  # between a label's number and what else it says
SHEET = "Data"
KIND = XL_CHART_TYPE.BAR_CLUSTERED  # what a placeholder asks for; the chart itself says what it is

NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
EXTENSION = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
SHOWN = "".join(
    f'<c:show{what} val="{int(what == "Val")}"/>'
    for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
)


@dataclass(frozen=True)
class Series:
    """One trace, its rows from top to bottom. ``notes`` are what the labels say after their numbers.

    ``formats`` are the number formats of the rows: an estimate carries its sign.
    """

    name: str
    values: list[float | None]
    colours: list[str]
    labelled: bool
    notes: list[str]
    notes_name: str
    are_shares: bool
    formats: list[str]

    @property
    def number_format(self) -> str:
        """The number format of the series, from which single rows may differ."""
        return min(self.formats, key=len, default="General")

    @property
    def colour(self) -> str:
        """The series' own colour: a full one if any bar has one, since LibreOffice lets bars inherit transparency."""
        return next((c for c in self.colours if c.startswith("#")), (*self.colours, style.ACCENT)[0])

    @property
    def widest_label(self) -> float:
        """How wide its longest label is, about."""
        texts = [f"≈ {value:,.10g}{SEPARATOR * bool(note)}{note}" for value, note in self._rows() if value is not None]
        return max((width(text, TYPE, bold=True) for text in texts), default=0.0) if self.labelled else 0.0

    def _rows(self) -> list[tuple[float | None, str]]:
        return list(zip(self.values, self.notes or [""] * len(self.values), strict=True))


def is_chart(fig: go.Figure) -> bool:
    """Whether the figure is made of bars."""
    return all(isinstance(trace, go.Bar) for trace in fig.data)


class BarChart:
    """What ``ChartPlaceholder.insert_chart`` takes for chart data: the bars of a figure, drawn to fill an area.

    Annotations are left out: rows and labels say natively what a screen writes above the bars. ``made`` is the
    date of the data sheet.
    """

    def __init__(self, fig: go.Figure, language: str, area: Area, made: dt.date) -> None:
        """Read the bars of a figure."""
        self.language, self.area, self.made = language, area, made
        self.key = fig.layout.meta["key"]
        self.stacked = fig.layout.barmode == "stack"
        rows = self._rows(fig)
        said = dict(zip(fig.layout.yaxis.tickvals or (), fig.layout.yaxis.ticktext or (), strict=True))
        self.categories = [plain(said.get(fig.data[0].y[i], fig.data[0].y[i])) for i in rows]
        self.heading = fig.layout.meta["head"]
        self.series = [self._series(trace, rows) for trace in fig.data]
        self.bar_width = fig.data[0].width or 0.8

    @property
    def xlsx_blob(self) -> bytes:
        """The data sheet: a row per bar, a column per series, and one for what its labels say besides."""
        packed = io.BytesIO()
        book = xlsxwriter.Workbook(packed, {"in_memory": True})
        book.set_properties({"created": dt.datetime.combine(self.made, dt.time())})
        sheet = book.add_worksheet(SHEET)
        bold = book.add_format({"bold": True})
        share, guessed = (book.add_format({"num_format": f"{sign}0%"}) for sign in ("", ESTIMATE))
        sheet.write_row(0, 0, [self.heading, *(s.name for s in self.series)], bold)
        sheet.write_column(1, 0, self.categories)
        for column, series in enumerate(self.series, 1):
            looks = {form: book.add_format({"num_format": form}) for form in series.formats}
            for row, (value, form) in enumerate(zip(series.values, series.formats, strict=True), 1):
                if value is not None:
                    self._write(sheet, row, column, value, looks[form])
        for column, series in self._noted():
            sheet.write(0, column, series.notes_name, bold)
            for row, (value, note) in enumerate(zip(series.values, series.notes, strict=True), 1):
                if series.are_shares and value is not None:
                    formula = f"=B{row + 1}/SUM(B$2:B${len(self.categories) + 1})"
                    look = guessed if note.startswith(ESTIMATE.strip('" ')) else share
                    sheet.write_formula(row, column, formula, look, value / math.fsum(v or 0 for v in series.values))
                else:
                    sheet.write(row, column, note)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 2 * len(self.series), 18)
        book.close()
        return packed.getvalue()

    def xml_bytes(self, _kind: Any = None) -> bytes:
        """Return the chart as XML."""
        left = min(max(width(c, TYPE) for c in self.categories) + ROOM, WIDEST * self.area.width)
        right = 0.0 if self.stacked else max(s.widest_label for s in self.series) + ROOM
        place = (("x", left / self.area.width), ("y", 0), ("w", 1 - (left + right) / self.area.width), ("h", 1))
        inner = "".join(f'<c:{side} val="{length:.4f}"/>' for side, length in place)
        modes = "".join(f'<c:{side}Mode val="edge"/>' for side in ("x", "y"))
        pitch = self.area.height / max(len(self.categories), 1)
        gap = pitch / min(self.bar_width * pitch, THICKEST) - 1
        overlap = '<c:overlap val="100"/>' * self.stacked
        axes = '<c:axId val="1"/><c:axId val="2"/>'
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {NAMESPACES}>'
            f'<c:date1904 val="0"/><c:lang val="{LANGUAGES[self.language]}"/><c:roundedCorners val="0"/><c:chart>'
            f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout><c:manualLayout><c:layoutTarget val="inner"/>{modes}'
            f'{inner}</c:manualLayout></c:layout><c:barChart><c:barDir val="bar"/>'
            f'<c:grouping val="{"percentStacked" if self.stacked else "clustered"}"/><c:varyColors val="0"/>'
            f"{''.join(self._series_xml(i, s) for i, s in enumerate(self.series))}"
            f'<c:gapWidth val="{round(min(gap, 5) * 100)}"/>{overlap}{axes}</c:barChart>'
            f'{self._axes_xml()}</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            f"{self._type(style.INK)}</c:chartSpace>"
        ).encode()

    def _rows(self, fig: go.Figure) -> list[int]:
        """Return the indices of the rows from top to bottom."""
        rows = list(range(len(fig.data[0].y)))
        limits = fig.layout.yaxis.range
        return rows if limits and limits[0] > limits[1] else rows[::-1]

    def _series(self, trace: go.Bar, rows: list[int]) -> Series:
        meta = trace.meta or {}
        marks = meta.get("estimated") or [False] * len(trace.x)
        texts = [plain(text) for text in trace.text] if trace.text is not None else []
        labels = [texts[i].partition(SEPARATOR) for i in rows] if texts else []
        values = [None if trace.x[i] is None or math.isnan(trace.x[i]) else float(trace.x[i]) for i in rows]
        colours = trace.marker.color
        return Series(
            trace.name or "",
            values,
            [colours] * len(rows) if isinstance(colours, str) else [colours[i] for i in rows],
            bool(texts),
            [note for _, _, note in labels] if any(note for _, _, note in labels) else [],
            meta.get("note", ""),
            bool(meta.get("shares")),
            self._formats(values, [number for number, _, _ in labels], [bool(marks[i]) for i in rows]),
        )

    def _formats(self, values: list[float | None], shown: list[str], estimated: list[bool]) -> list[str]:
        """Return the number formats that show the values as the figure's labels do, in words where 0 is words."""
        whole = all(value is None or value.is_integer() for value in values)
        number = "#,##0" if whole else "#,##0.0"
        number += '"%"' * bool(shown and all(text.endswith("%") for text in shown))
        in_words = next((text for text in shown if not any(c.isdigit() for c in text)), "")
        signed = (LOCALE[self.language] + ESTIMATE * mark + number for mark in estimated)
        return [f'{form};-{form};"{in_words}"' if in_words else form for form in signed]

    def _noted(self) -> list[tuple[int, Series]]:
        """Return the series whose labels say more than a number, with the column of what they say."""
        return list(enumerate((s for s in self.series if s.notes), len(self.series) + 1))

    def _write(self, sheet: Any, row: int, column: int, value: float, number: Any) -> None:
        last_of_stack = self.stacked and column == len(self.series)
        if last_of_stack and math.fsum(s.values[row - 1] or 0 for s in self.series) == 100:
            sheet.write_formula(row, column, f"=100-SUM(B{row + 1}:{_letter(column - 1)}{row + 1})", number, value)
        else:
            sheet.write_number(row, column, value, number)

    def _series_xml(self, index: int, series: Series) -> str:
        column = index + 1
        plain = '<c:invertIfNegative val="0"/>'
        points = "".join(
            f'<c:dPt><c:idx val="{i}"/>{plain}<c:bubble3D val="0"/><c:spPr>{fill(said)}</c:spPr></c:dPt>'
            for i, said in enumerate(series.colours)
            if said != series.colour
        )
        values = "".join(
            f'<c:pt idx="{i}"{_own_format(series, i)}><c:v>{v:.15g}</c:v></c:pt>'
            for i, v in enumerate(series.values)
            if v is not None
        )
        count = f'<c:ptCount val="{len(self.categories)}"/>'
        numbers = f"<c:formatCode>{escape(series.number_format)}</c:formatCode>{count}{values}"
        return (
            f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
            f"<c:tx>{self._texts(column, [series.name], head=True)}</c:tx>"
            f"<c:spPr>{fill(series.colour)}</c:spPr>{plain}{points}{self._labels(series)}"
            f"<c:cat>{self._texts(0, self.categories)}</c:cat>"
            f"<c:val><c:numRef><c:f>{self._cells(column)}</c:f><c:numCache>{numbers}</c:numCache></c:numRef></c:val>"
            f"{self._notes_range(series)}</c:ser>"
        )

    def _cells(self, column: int) -> str:
        return f"{SHEET}!${_letter(column)}$2:${_letter(column)}${len(self.categories) + 1}"

    def _texts(self, column: int, texts: list[str], head: bool = False) -> str:
        cells = f"{SHEET}!${_letter(column)}$1" if head else self._cells(column)
        return f"<c:strRef><c:f>{cells}</c:f><c:strCache>{_points(texts)}</c:strCache></c:strRef>"

    def _labels(self, series: Series) -> str:
        """Return the labels: the number as its format says, then what the sheet's column of notes says."""
        if not series.labelled:
            return ""
        ink, place = (style.ink_on(series.colour), "inEnd") if self.stacked else (style.INK, "outEnd")
        bare = (
            "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
            f'{self._type(ink, bold=True, wrap="none")}<c:dLblPos val="{place}"/>{SHOWN}'
        )
        own = ""
        for i, form in enumerate(series.formats):
            note = series.notes[i] if series.notes else ""
            if note or form != series.number_format:
                words = f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>{self._noted_label(i)}</c:rich></c:tx>'
                more = _notes_shown("<c15:dlblFieldTable/>")
                look = _number_format(form) + bare
                own += f'<c:dLbl><c:idx val="{i}"/>{words * bool(note)}{look}{more * bool(note)}</c:dLbl>'
        every = _number_format(series.number_format) + bare
        return f"<c:dLbls>{own}{every}{_notes_shown() * bool(series.notes)}</c:dLbls>"

    def _noted_label(self, row: int) -> str:
        run = f'<a:rPr lang="{LANGUAGES[self.language]}" sz="{round(TYPE * 100)}" b="1"/>'

        def kept(kind: str) -> str:
            name = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.key} {row} {kind}")).upper()
            return f'<a:fld id="{{{name}}}" type="{kind}">{run}<a:pPr/><a:t>[{kind}]</a:t></a:fld>'

        return f"<a:p>{kept('VALUE')}<a:r>{run}<a:t>{SEPARATOR}</a:t></a:r>{kept('CELLRANGE')}</a:p>"

    def _notes_range(self, series: Series) -> str:
        if not series.notes:
            return ""
        column = next(column for column, noted in self._noted() if noted is series)
        return (
            f'<c:extLst><c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}" {EXTENSION}><c15:datalabelsRange>'
            f"<c15:f>{self._cells(column)}</c15:f><c15:dlblRangeCache>{_points(series.notes)}</c15:dlblRangeCache>"
            "</c15:datalabelsRange></c:ext></c:extLst>"
        )

    def _type(self, ink: str, bold: bool = False, wrap: str = "square") -> str:
        said = f'<a:defRPr sz="{round(TYPE * 100)}" b="{int(bold)}">{fill(ink)}</a:defRPr>'
        return (
            f'<c:txPr><a:bodyPr wrap="{wrap}"/><a:lstStyle/><a:p><a:pPr>{said}</a:pPr>'
            f'<a:endParaRPr lang="{LANGUAGES[self.language]}"/></a:p></c:txPr>'
        )

    def _axes_xml(self) -> str:
        """Return the axes: names of the rows alone, no lines, no grid; bars start at 0."""
        bare = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        line = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
        return (
            '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
            f'<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>{bare}<c:tickLblPos val="low"/>{line}'
            f'{self._type(style.INK)}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
            '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
            '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
            f'<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="General" sourceLinked="0"/>{bare}'
            '<c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>'
        )


def _own_format(series: Series, row: int) -> str:
    form = series.formats[row]
    return "" if form == series.number_format else f" formatCode={quoteattr(form)}"


def _number_format(form: str) -> str:
    return f'<c:numFmt formatCode={quoteattr(form)} sourceLinked="0"/>'


def _notes_shown(inner: str = "") -> str:
    """Return the mark that labels show the sheet's column of notes."""
    uri = 'uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"'
    return f'<c:extLst><c:ext {uri} {EXTENSION}>{inner}<c15:showDataLabelsRange val="1"/></c:ext></c:extLst>'


def _points(texts: list[str]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(text)}</c:v></c:pt>' for i, text in enumerate(texts))
    return f'<c:ptCount val="{len(texts)}"/>{points}'


def _letter(column: int) -> str:
    return chr(ord("A") + column)

"""A chart as a Plotly figure: for the screen as it is, for pictures in the form that they need.

A figure has no title inside: page, slide and file each set the words in their own type. Texts of a chart are plain;
here they are escaped for Plotly, which obeys some tags. What is drawn is written down as Plotly's JSON has it: to have
each part of it checked takes longer than the rest, and only the screen's is.
"""

import base64
import html
import json
import math
import textwrap
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, singledispatch
from typing import Any
from urllib.parse import quote

import numpy as np
import plotly.graph_objects as go

from charts import style
from charts.chart import Chart, drawn_once
from charts.plots import (
    Bars,
    BigNumbers,
    Circle,
    Cloud,
    Dots,
    Floats,
    Label,
    Land,
    Lines,
    MapPlot,
    Matrix,
    Panels,
    Point,
    Row,
    Series,
    Spot,
    Stroke,
    UnitField,
    Width,
)
from charts.table import Number
from charts.table import text as text_of
from locales import Words
from render import legend, office, points

BAR_ROW, STACK_ROW, MATRIX_ROW, DOT_ROW = 46, 95, 58, 34  # px of height a row
MANY_DOTS, TIGHT_ROW = 16, 21  # where dots are more, their rows are closer
BAR, STACKED_BAR = 0.62, 0.34  # thickness of a bar, in rows; one in a stack has its label on its upper edge
WIDER = (560, 880)  # px of a live matrix from where on the names of its columns have fewer lines
NAMED_FROM = 1036  # px from where on what was taught stands beside its circles
NAME_AT, NAME_LINES = 26, 4  # px of it from a circle's middle, and its lines at most
NARROWEST = 310  # px of a figure: half a page's width
LONGEST_NAME, WIDEST_NAME = 200, 0.4  # px of a row's name where a figure is narrow, and its part of a wide one
HOVER_LETTERS = 60  # in a line of what a pointer is told
LEAST_INSTEAD = 120  # px for what stands in the place of a bar, however long the names are
LEAST_BAR = 40  # px of the longest bar where a figure is narrowest: a shorter one leaves so much for its label
MAP_HEIGHT, FIELD_HEIGHT, NUMBERS_HEIGHT = 620, 360, 300  # px
MATRIX_ROW_WITH_NOTES = 76  # px, where numbers stand below their circles
TOTALS_AT = -0.78  # the middle of the totals, in rows below the last row
MORE_TOTALS = 0.2  # and of a row more above and below it for every line beyond two
TOTALS_OF_MANY_AT, MANY = -1.3, 8  # and where rows are so many that a slide has them close together
NOTE_LETTERS = 22  # in a line of what is said below a row's name: on a phone the columns need the rest
ALL_LETTERS = 80  # on a wide figure it stands in one line
HEAD_SIZE, ROOMY = 11, 90  # px, of a column's name: on a phone a column is 44 px wide; in a roomy one it is larger
LEAST_HEAD = 9  # px, of a name whose longest word would run into the next column's
LINE_HEIGHT = 1.3  # of lines that are broken, to the size of their letters
LETTER, LINE = 6.6, 14.0  # px of a small letter's width and of a line's height, at most
BESIDE = 10  # px between the line of totals and its words
FIELD_WIDTH = 1120  # px
UNIT_SIZE, UNIT_COLOR = 0.68, "#8a949c"  # of a dot in a field: its width in columns
TARGET = 26  # px: the size of the invisible points that a click finds
OUTLINE_WIDTH = 1.8  # px
OUTLINE = {"color": style.ACCENT, "width": OUTLINE_WIDTH}  # of the selected regency
SEPARATOR = " · "  # between a bar's number and what else its label says
VALUE_SIZE, LABEL_SIZE = 44, 17  # px, of big numbers; the values are smaller where they would not fit
VALUE_ROOM = 0.84  # of a column, for its value: on a slide it is as many points wide
NARROW = {" ": 0.28, ".": 0.28, ",": 0.28, ":": 0.34}  # widths of bold letters, to their size
BOLD_LETTER, BOLD_DIGIT = 0.47, 0.56
NUMBER_LETTERS = 26  # in a line of a big number's words
TURN = np.linspace(0, 2 * np.pi, 49)

TEMPLATE = {
    "layout": {
        "font": {"family": style.FONT, "size": style.TEXT_SIZE, "color": style.INK},
        "paper_bgcolor": style.PAPER,
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": [style.ACCENT, *style.GROUPS.values()],
        "hoverlabel": {"font": {"family": style.FONT, "size": style.TEXT_SIZE}},
        "showlegend": False,
    }
}
HIDDEN = {"visible": False, "fixedrange": True}
# Names have the room that they need: to look whether one leaves the figure takes as long as a third of the drawing.
STILL = {"fixedrange": True, "automargin": True, "showgrid": False, "ticklabeloverflow": "allow"}
BARE = {**STILL, "zeroline": False}
LEFT, BELOW = {"xanchor": "left", "align": "left"}, {"layer": "below"}
# Around a row's name, for which Plotly leaves room to the pixel: a browser that sets it a little wider, as on paper,
# would leave its first letter out.
BEFORE, AFTER = " ", "  "

Settings = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """A figure as Plotly's JSON has it."""

    data: list[Settings]
    layout: Settings

    def to_json(self) -> str:
        """Return it as text."""
        return json.dumps({"data": self.data, "layout": self.layout}, ensure_ascii=False)


@dataclass(frozen=True)
class Form:
    """In which form a chart is drawn.

    ``width`` leaves out the labels that are meant for other widths ("any" draws all), ``text`` is how many times as
    large its words are, and without ``paper`` it shows what lies below it. Names between two axes are kept apart for a
    drawing of a ``height`` in px; what stands in the place of a bar is broken into lines that fit ``across``, in px.
    """

    width: Width = "any"
    text: float = 1.0
    paper: bool = True
    height: float = points.CLOUD_HEIGHT
    across: float = NARROWEST


SCREEN = Form()
FILE = Form("wide")


class _Shared(go.Figure):  # type: ignore[misc]  # Plotly has no types
    """A figure that nobody changes: what is sent of it is written down once, not copied for every reader."""

    @cached_property
    def _written(self) -> Settings:
        return dict(super().to_dict())

    def to_dict(self) -> Settings:
        return self._written


@drawn_once
def figure(chart: Chart) -> go.Figure:
    """Return the figure for the screen. It is drawn once and shared, so nobody may change it.

    A matrix has what was taught beside its circles, and the names of its columns several times, for a place of each
    width (``render.screen`` shows those).
    """
    drawn = draw(chart)
    if isinstance(chart.plot, Matrix):
        heads = [head for across in WIDER for head in _heads(chart.plot, across)]
        drawn.layout["annotations"] += [*_beside_circles(chart.plot, NAMED_FROM), *heads]
    # The browser is given each figure twice, at two widths: by this it knows that the data are the same.
    drawn.layout["datarevision"] = zlib.crc32(drawn.to_json().encode())
    return _Shared(drawn.data, drawn.layout)


def draw(chart: Chart, form: Form = SCREEN) -> Drawn:
    """Draw a chart anew, in a form; what comes back may be changed."""
    traces, layout = _parts(chart.plot, chart.words, form)
    settings = {
        "template": TEMPLATE,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "dragmode": False,
        "font": {"size": style.TEXT_SIZE},
        # A figure whose points select something says so: the page would add it, and the browser draw it anew.
        **({"clickmode": "event+select", "hovermode": "closest"} if chart.plot.selects else {}),
        **({} if form.paper else {"paper_bgcolor": "rgba(0,0,0,0)"}),
        **layout,
    }
    drawn = Drawn(traces, settings)
    if form.text != 1:
        _enlarge(drawn, form.text)
    return drawn


def height(chart: Chart, times: float = 1.0) -> int:
    """Return the height in px that a chart has on the screen, if no shape of its own gives it, or ``times`` as much.

    What stands in the places of bars has room however low the rows are.
    """
    layout, plot = draw(chart).layout, chart.plot
    rows = len(plot.rows) if isinstance(plot, Bars) and not plot.stacked else 0
    return max(int(layout["height"] * times), round(rows * _room_instead(layout["annotations"])) if rows else 0)


def _enlarge(drawn: Drawn, times: float) -> None:
    """Make all text larger: the form for a projector."""
    layout = drawn.layout
    layout["font"]["size"] *= times
    for side in "lr":
        layout["margin"][side] *= times
    axes = [(layout[axis], "tickfont") for axis in ("xaxis", "yaxis")]
    notes = [(note, "font") for note in layout.get("annotations", ())]
    traces = [(trace, "textfont") for trace in drawn.data if "textfont" in trace]
    for part, name in (*axes, *notes, *traces):
        font = part.get(name, {})
        part[name] = {**font, "size": font.get("size", style.TEXT_SIZE) * times}


def escape(text: str) -> str:
    """Return a plain text as Plotly shows it: markup in it, and what it takes for a formula of TeX, is never obeyed."""
    return html.escape(text, quote=False).replace("$", "&#36;")


def markup(lines: Lines) -> str:
    """Return lines as Plotly's markup."""
    return "<br>".join("".join(_run(run.text, run.bold, run.italic) for run in line) for line in lines)


def marks(chart: Chart) -> list[tuple[tuple[str, ...], str]]:
    """Return the codes of every mark that a click can select, and the CSS selector of the mark in the browser.

    Where a browser has them follows from the order in which they are drawn here.
    """
    match chart.plot:
        case Bars(rows=rows):
            place = ".barlayer > .trace:nth-child(1) .point:nth-child({}) path"
            return [((row.code,), place.format(i)) for i, row in enumerate(reversed(rows), 1)]
        case Matrix() as plot:
            place = ".scatterlayer > .trace:nth-child({}) .points > path:nth-child({})"
            return [
                ((spot.row, spot.column), place.format(t, i))
                for t, head in enumerate(plot.columns, 1)
                for i, spot in enumerate(_in_column(plot, head.code), 1)
            ]
        case MapPlot() as plot:
            place = ".scatterlayer > .trace:nth-child({}) .js-line"
            return [((land.code,), place.format(i)) for i, land in enumerate(in_order(plot), 1) if land.code]
    return []


def number_on(mark: str) -> str:
    """Return the CSS selector of the number that stands on a matrix's mark (of ``marks``)."""
    return mark.replace(".points > path", ".text > .textpoint") + " text"


def _run(text: str, bold: bool, italic: bool) -> str:
    shown = escape(text)
    shown = f"<b>{shown}</b>" if bold else shown
    return f"<i>{shown}</i>" if italic else shown


@singledispatch
def _parts(plot: object, words: Words, form: Form) -> tuple[list[Settings], Settings]:
    """Return traces and layout of a plot."""
    raise TypeError(plot)


def _scatter(**settings: object) -> Settings:
    return {"type": "scatter", **settings}


def _markers(points: Sequence[Point | points.Dot], **look: object) -> Settings:
    return _scatter(x=[point.x for point in points], y=[point.y for point in points], mode="markers", **look)


def _bar(**settings: object) -> Settings:
    return {"type": "bar", **settings}


def _packed(numbers: Floats) -> Settings:
    """Return many numbers as Plotly takes them in fewest letters."""
    return {"dtype": "f4", "bdata": base64.b64encode(numbers.tobytes()).decode()}


# --- Bars ----------------------------------------------------------------------------------------------------


@_parts.register
def _bars(plot: Bars, words: Words, form: Form) -> tuple[list[Settings], Settings]:
    return _stacked(plot, words) if plot.stacked else _beside(plot, words, form.across / form.text)


def _beside(plot: Bars, words: Words, across: float) -> tuple[list[Settings], Settings]:
    (series,) = plot.series
    bars = list(zip(plot.rows, series.values, strict=True))[::-1]
    rows, values = plot.rows[::-1], [number.value for _, number in bars]
    labels = [label(row, number, words) for row, number in bars]
    trace = _bar(
        name=series.name,
        x=values,
        y=[escape(row.name) for row in rows],
        orientation="h",
        customdata=[row.code for row in rows],
        marker={
            # What is at least so much is open, with a line around it unless it is dimmed.
            "color": [style.colour(series.role, row.lit and not number.mark) for row, number in bars],
            "line": {
                "color": style.colour(series.role),
                "width": [1.5 if n.mark and row.lit else 0 for row, n in bars],
            },
        },
        text=["" if value is None else f" <b>{escape(text)}</b>" for text, value in zip(labels, values, strict=True)],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": style.TEXT_SIZE},
        width=BAR,
        **_whole_names([row.name for row in rows], across),
    )
    longest = max((value for value in values if value is not None), default=0) or 1
    shown = [_in_room(row.name, across) for row in rows]
    room = max(across - _width_of_names(shown), LEAST_INSTEAD)
    names = {**BARE, "ticks": "", "tickvals": trace["y"], "ticktext": [_spaced(escape(name)) for name in shown],
             "tickfont": {"size": style.TEXT_SIZE}}  # fmt: skip
    # A bar that is not drawn has no label of its own.
    instead = [
        _instead(y, text, room) for y, (text, value) in enumerate(zip(labels, values, strict=True)) if value is None
    ]
    return [trace], {
        "height": round(max(BAR_ROW, _room_instead(instead)) * max(len(rows), 1)) + 20,
        "margin": {"l": 0, "r": _room_for_labels(labels, values, longest), "t": 0, "b": 0},
        "xaxis": {**HIDDEN, "range": [0, longest]},
        "yaxis": names,
        "annotations": instead,
    }


def _in_room(name: str, across: float) -> str:
    """Return a row's name as it is, or as much of it as leaves the figure its drawing; table and CSV have it whole."""
    return office.shortened(name, style.TEXT_SIZE, max(LONGEST_NAME, WIDEST_NAME * across))


def _width_of_names(names: Iterable[str]) -> float:
    """Return the px that names of rows need beside what is drawn."""
    return max((office.width(_spaced(name), style.TEXT_SIZE) for name in names), default=0)


def _whole_names(names: Sequence[str], across: float) -> Settings:
    """Return what a pointer over each mark is told: its row's name, where that is not written whole."""
    cut = [_in_room(name, across) != name for name in names]
    if not any(cut):
        return {"hoverinfo": "none"}
    lines = ("<br>".join(map(escape, textwrap.wrap(name, HOVER_LETTERS))) for name in names)
    return {"hovertext": list(lines), "hoverinfo": ["text" if one else "none" for one in cut]}


def _room_for_labels(labels: Sequence[str], values: Sequence[float | None], longest: float) -> int:
    """Return the px right of the longest bar that the labels need, however narrow the figure is."""
    widths = (
        office.width(f"  {text}", style.TEXT_SIZE, bold=True) - LEAST_BAR * (1 - value / longest)
        for text, value in zip(labels, values, strict=True)
        if value is not None
    )
    return math.ceil(max((0.0, *widths)))


def _instead(y: float, text: str, room: float) -> Settings:
    """Return what stands in the place of a bar: if it is wider than the room (px), in smaller type and in lines."""
    is_long = office.width(f" {text}", style.TEXT_SIZE) > room
    font = {"font": {"size": style.SMALL_SIZE}} if is_long else {}
    lines = office.wrapped(text, style.SMALL_SIZE, room - office.width(" ", style.SMALL_SIZE)) if is_long else [text]
    return _note(0, y, "<br>".join(f" {escape(line)}" for line in lines), **LEFT, **font)


def _room_instead(notes: Sequence[Settings]) -> float:
    """Return the px of height that what stands in the place of a bar needs in its row."""
    lines = max((note["text"].count("<br>") + 1 for note in notes), default=0)
    return lines * LINE_HEIGHT * style.SMALL_SIZE


def label(row: Row, number: Number, words: Words) -> str:
    """Return what a bar's label says: its number, and the row's note after it."""
    return SEPARATOR.join(filter(None, (number.text(words), text_of(row.note, words))))


def _stacked(plot: Bars, words: Words) -> tuple[list[Settings], Settings]:
    codes = [row.code for row in plot.rows]
    notes = [
        _note(0, y - STACKED_BAR / 2, markup(row.above), **LEFT, yanchor="bottom")
        for y, row in enumerate(plot.rows)
        if row.above
    ]
    return [_part(series, codes, words) for series in plot.series], {
        "barmode": "stack",
        "height": STACK_ROW * len(codes),
        "xaxis": {**HIDDEN, "range": [0, 100]},
        "yaxis": {
            **HIDDEN,
            "range": [len(codes) - 0.65, -0.62],
            "tickvals": codes,
            "ticktext": [escape(row.name) for row in plot.rows],
        },
        "annotations": notes,
    }


def _part(series: Series, codes: Sequence[str], words: Words) -> Settings:
    return _bar(
        name=series.name,
        y=codes,
        x=[number.value for number in series.values],
        orientation="h",
        marker={"color": style.colour(series.role)},
        width=STACKED_BAR,
        hoverinfo="skip",
        **({"text": [number.text(words) for number in series.values]} if series.labelled else {}),
        textposition="none",
    )


# --- Matrix --------------------------------------------------------------------------------------------------


@_parts.register
def _matrix(plot: Matrix, words: Words, form: Form) -> tuple[list[Settings], Settings]:
    columns, rows = _places(plot)
    noted = [spot for spot in plot.spots if not _is_inked(plot, spot, words)]
    row = MATRIX_ROW if all(_holds(plot, spot, words) for spot in plot.spots) else MATRIX_ROW_WITH_NOTES
    return [_spots(plot, _in_column(plot, head.code), head.role, (columns, rows), words) for head in plot.columns], {
        "height": row * max(len(rows), 1) + 120,
        "margin": {"l": _room_for_total(plot), "r": 0, "t": 0, "b": 0},
        "xaxis": _column_axis(plot, form),
        "yaxis": _row_axis(plot, form),
        "annotations": [
            *(_number(plot, spot, columns[spot.column], rows[spot.row], words) for spot in noted),
            *_totals(plot, columns, words),
            *(_beside_circles(plot, form.across) if _names_activities(form) else ()),
        ],
        "shapes": _rules(len(rows), len(columns)),
    }


def _places(plot: Matrix) -> tuple[dict[str, int], dict[str, int]]:
    """Return where each column stands from the left, and each row from below, by their codes."""
    columns = {head.code: x for x, head in enumerate(plot.columns)}
    return columns, {head.code: y for y, head in enumerate(reversed(plot.rows))}


def _names_activities(form: Form) -> bool:
    """Whether a picture has room for what was taught beside its circles."""
    return form.width == "wide" and form.text == 1 and form.across >= NAMED_FROM


def _beside_circles(plot: Matrix, across: float) -> list[Settings]:
    """Return the first line of what is told of each circle, at its right: nothing where it has no room for that."""
    columns, rows = _places(plot)
    column = _room_in_column(plot, across) + BESIDE
    rooms = [column - 2 * NAME_AT] * (len(columns) - 1) + [column / 2 - NAME_AT]
    places = [(columns[spot.column], rows[spot.row], spot.hover[:1]) for spot in plot.spots]
    lines = (_in_lines(told, rooms[x]) for x, _, told in places)
    texts = ("<br>".join(map(escape, of_spot)) for of_spot in lines)
    return [_small(x, y, text, **LEFT, xshift=NAME_AT) for (x, y, _), text in zip(places, texts, strict=True)]


def _in_lines(told: Lines, room: float) -> list[str]:
    """Return what is told in lines of that room (px), the last ending in "…" if there are more; " " if one has none."""
    lines = _between_words("".join(run.text for line in told for run in line), style.SMALL_SIZE, room)
    if any(office.width(line, style.SMALL_SIZE) > room for line in lines):
        return [" "]
    return lines if len(lines) <= NAME_LINES else [*lines[: NAME_LINES - 1], "…"]


def _in_column(plot: Matrix, code: str) -> list[Spot]:
    return [spot for spot in plot.spots if spot.column == code]


def _holds(plot: Matrix, spot: Spot, words: Words) -> bool:
    """Whether a circle has room for its number."""
    size = plot.size(spot.value)
    return size >= LINE and 0.95 * size >= LETTER * len(spot.value.text(words))


def _is_inked(plot: Matrix, spot: Spot, words: Words) -> bool:
    """Whether a number stands on its circle's own colour: an estimate, or what is dimmed, has but a tone of it."""
    return spot.value.is_whole and spot.lit and _holds(plot, spot, words)


def _number(plot: Matrix, spot: Spot, x: float, y: float, words: Words) -> Settings:
    """Return a number that stands on the page's colour: in its pale circle, or below one without room for it."""
    below = 0 if _holds(plot, spot, words) else -(plot.size(spot.value) / 2 + LINE / 2)
    return _small(x, y, escape(spot.value.text(words)), yshift=below)


def _spots(
    plot: Matrix, spots: Sequence[Spot], role: str, places: tuple[dict[str, int], dict[str, int]], words: Words
) -> Settings:
    """Return the circles of one column, with the numbers that they hold. Those of estimates, and of what is dimmed,
    are left to annotations: they stand on the page's own colour and take the page's text colour.
    """
    colour, (columns, rows) = style.colour(role), places
    held = [_is_inked(plot, spot, words) for spot in spots]
    return _scatter(
        x=[columns[spot.column] for spot in spots],
        y=[rows[spot.row] for spot in spots],
        mode="markers+text",
        name=spots[0].column if spots else "",
        customdata=[[spot.row, spot.column] for spot in spots],
        marker={
            "size": [plot.size(spot.value) for spot in spots],
            "color": [colour if spot.value.is_whole else style.faint(colour) for spot in spots],
            "line": {"color": colour, "width": 1.6},
            "opacity": [1.0 if spot.lit else style.DIMMED["scatter"] for spot in spots],
        },
        text=[escape(spot.value.text(words)) if holds else "" for spot, holds in zip(spots, held, strict=True)],
        textfont={"size": style.SMALL_SIZE, "color": style.ink_on(colour)},
        hovertext=[markup(spot.hover) for spot in spots],
        hoverinfo="text",
        cliponaxis=False,
    )


def _room_in_column(plot: Matrix, across: float) -> float:
    """Return the px that a column has for its name."""
    beside = _width_of_names(_in_room(head.name, across) for head in plot.rows)
    return (across - max(beside, _room_for_total(plot))) / max(len(plot.columns), 1) - BESIDE


def _heads(plot: Matrix, across: float) -> list[Settings]:
    """Return the names of the columns for a figure of that width in px, in as few lines as it has room for."""
    room = _room_in_column(plot, across)
    size = _head_size(room)
    names = _names_of_columns(plot, size, room)
    above = {"yref": "paper", "yanchor": "bottom", "align": "center", "yshift": 3, "font": {"size": size}}
    return [_note(x, 1, name, **above) for x, name in enumerate(names)]


def _names_of_columns(plot: Matrix, size: float, room: float) -> list[str]:
    """Return the names of the columns, broken between words where they are wider than the room (px)."""
    return ["<br>".join(map(escape, _between_words(head.name, size, room))) for head in plot.columns]


def _head_size(room: float) -> float:
    return HEAD_SIZE if room < ROOMY else style.TEXT_SIZE


def _column_axis(plot: Matrix, form: Form) -> Settings:
    """Return the names of the columns, broken between words where a column is narrower."""
    room = _room_in_column(plot, form.across / form.text)
    size = _head_size(room)
    if form.width != "wide":  # on a phone: no word runs into the next column's
        longest = max((office.width(word, 1) for head in plot.columns for word in head.name.split()), default=1)
        size = max(min(size, (room + BESIDE) / longest), LEAST_HEAD)
    return {
        **BARE,
        "tickvals": list(range(len(plot.columns))),
        "ticktext": _names_of_columns(plot, size, room),
        "tickfont": {"size": size},
        "tickangle": 0,
        "range": [-0.5, max(len(plot.columns), 1) - 0.5],
        "side": "top",
    }


def _between_words(text: str, size: float, room: float) -> list[str]:
    """Return a text in lines no wider than the room (px) or than its longest word."""
    return office.wrapped(text, size, max(room, *(math.ceil(office.width(word, size)) for word in text.split()), 0))


def _row_axis(plot: Matrix, form: Form) -> Settings:
    is_roomy = form.width == "wide" and not _names_activities(form)
    letters, across = ALL_LETTERS if is_roomy else NOTE_LETTERS, form.across / form.text
    return {
        **BARE,
        "tickvals": list(range(len(plot.rows))),
        "ticktext": [_row_label(_in_room(head.name, across), head.note, letters) for head in reversed(plot.rows)],
        "tickfont": {"size": style.TEXT_SIZE},
        "ticks": "",
        "range": [_totals_at(plot) - 0.27 - _more_totals(plot), max(len(plot.rows), 1) - 0.5],
    }


def _spaced(name: str) -> str:
    return f"{BEFORE}{name}{AFTER}"


def _row_label(name: str, note: str, letters: int) -> str:
    small = f"<span style='font-size:{style.SMALL_SIZE}px'>{_spaced('{}')}</span>"
    notes = (small.format(escape(line)) for line in _wrapped(note, letters))
    return "<br>".join([_spaced(escape(name)), *notes])


def _rules(rows: int, columns: int) -> list[Settings]:
    """Return the lines between the rows: none runs through a number."""
    line, end = {"color": style.GRID, "width": 1}, max(columns, 1) - 0.5
    return [_shape("line", (-0.5, row - 0.5, end, row - 0.5), line, **BELOW) for row in range(rows + 1)]


def _totals_at(plot: Matrix) -> float:
    return (TOTALS_OF_MANY_AT if len(plot.rows) >= MANY else TOTALS_AT) - _more_totals(plot)


def _more_totals(plot: Matrix) -> float:
    """Return how much of a row lines of totals beyond two need above and below them."""
    return MORE_TOTALS * max(len(plot.total) - 2, 0)


def _totals(plot: Matrix, columns: dict[str, int], words: Words) -> list[Settings]:
    """Return the line below the matrix, and what it says."""
    sums = []
    for total in plot.totals:
        *counts, last = (escape(number.text(words)) for number in total.numbers)
        shown = "<br>".join([*(f"<b>{count}</b>" for count in counts), last])
        sums.append(_small(columns[total.column], _totals_at(plot), shown))
    side = {"xref": "paper", "xanchor": "right", "xshift": -BESIDE, "align": "right"}
    return [*sums, _small(0, _totals_at(plot), markup(plot.total), **side)]


def _room_for_total(plot: Matrix) -> float:
    """Return the px that the words beside the line of totals need; names of rows get more by themselves."""
    longest = max((sum(len(run.text) for run in line) for line in plot.total), default=0)
    return BESIDE + BOLD_LETTER * style.SMALL_SIZE * longest


# --- Map -----------------------------------------------------------------------------------------------------


@_parts.register
def _map(plot: MapPlot, _words: Words, form: Form) -> tuple[list[Settings], Settings]:
    plot = as_drawn(plot, form.width)
    return [
        *(_land(land, plot) for land in in_order(plot)),
        *(_circle(circle, plot) for circle in plot.circles),
        *(_ring(circle) for circle in plot.circles if circle.mark == "at_least"),
        *_points(plot),
        *_targets(plot),
    ], {
        "height": MAP_HEIGHT,
        "plot_bgcolor": style.SEA,
        **_plane(*plot.extent),
        "annotations": [_label(label) for label in labels(plot, form.width)],
        "shapes": [_stroke(stroke) for stroke in plot.strokes],
    }


def _plane(west: float, south: float, east: float, north: float) -> Settings:
    """Return axes that nobody sees, of one scale."""
    axis = {**HIDDEN, "constrain": "domain"}
    return {"xaxis": {**axis, "range": [west, east]}, "yaxis": {**axis, "range": [south, north], "scaleanchor": "x"}}


def as_drawn(plot: MapPlot, width: Width) -> MapPlot:
    """Return a map as it is drawn in a form: with its key below the land, but on a page, which says it in HTML."""
    return plot if width == "any" else legend.keyed(plot, legend.NARROW if width == "narrow" else legend.WIDE)


def in_order(plot: MapPlot) -> list[Land]:
    """Return the land in the order in which it is drawn: the selected outline lies over its neighbours."""
    return sorted(plot.lands, key=lambda land: bool(plot.selected) and land.code == plot.selected)


def labels(plot: MapPlot, width: Width = "any") -> list[Label]:
    """Return what is written on a map of a width, in the order in which it is written."""
    return [label for label in plot.labels if width == "any" or label.width in ("any", width)]


def _land(land: Land, plot: MapPlot) -> Settings:
    ink, weight = legend.coast(land.kind)
    line: Settings = {"color": ink or "rgba(0,0,0,0)", "width": weight}
    hover = plot.hovers.get(land.code, ()) if land.code else ()
    return _scatter(
        x=_packed(land.x),
        y=_packed(land.y),
        mode="lines",
        fill="toself",
        fillcolor=legend.fill(land.kind, land.tone),
        line=(OUTLINE if plot.selected and land.code == plot.selected else line)
        | ({"simplify": False} if plot.is_simplified else {}),
        name="" if land.inset else land.code,
        **_told(hover),
    )


def _told(hover: Lines) -> Settings:
    """Return what a pointer over a filled area is told."""
    return {"text": markup(hover), "hoveron": "fills", "hoverinfo": "text" if hover else "skip"}


def _circle(circle: Circle, plot: MapPlot) -> Settings:
    fill, edge, width, opacity = legend.disc(circle)
    look = {"fillcolor": fill, "opacity": opacity, "line": {"color": edge, "width": width}}
    return _disc((circle.x, circle.y), circle.radius, **look, **_told(plot.hovers.get(circle.code, ())))


def _ring(circle: Circle) -> Settings:
    """Return the dashed ring around a circle that is the least it can be."""
    line = {"color": style.ACCENT, "width": 1.6, "dash": "dot"}
    return _disc((circle.x, circle.y), circle.outer, fillcolor=style.UNKNOWN_LAND, line=line, hoverinfo="skip")


def _disc(centre: tuple[float, float], radius: float, **look: object) -> Settings:
    """Return a filled circle in the units of the axes, so that it grows with the figure."""
    return _scatter(
        x=_packed((centre[0] + radius * np.cos(TURN)).round(2).astype("float32")),
        y=_packed((centre[1] + radius * np.sin(TURN)).round(2).astype("float32")),
        mode="lines",
        fill="toself",
        **look,
    )


def _points(plot: MapPlot) -> Iterable[Settings]:
    if plot.points:
        look = {"color": style.ACCENT, "line": {"color": style.PAPER, "width": 1.5}}
        sizes = [point.size for point in plot.points]
        yield _markers(plot.points, hoverinfo="skip", marker={"size": sizes, **look})


def _targets(plot: MapPlot) -> Iterable[Settings]:
    """Yield the invisible points that a click on land or circle finds: a click on a filled area selects nothing."""
    if plot.targets:
        yield _markers(
            plot.targets,
            customdata=[point.code for point in plot.targets],
            hovertext=[markup(plot.hovers.get(point.code, ())) for point in plot.targets],
            hoverinfo="text",
            marker={"size": TARGET, "opacity": 0},
        )


def _label(label: Label) -> Settings:
    size = style.SMALL_SIZE if label.small else style.TEXT_SIZE + (label.kind == "sea")
    right, up = label.shift
    return _note(
        label.x, label.y, markup(label.lines), xref="x", yref="y", borderpad=0, xanchor=label.anchor,
        align=label.anchor, yanchor=label.valign, xshift=right, yshift=up, font={"size": size},
        opacity=1 if label.kind in ("name", "key") else style.QUIET,
    )  # fmt: skip


def _stroke(stroke: Stroke) -> Settings:
    dash = {"dash": "dot"} if stroke.accent else {}
    line = {"color": style.ACCENT if stroke.accent else style.BORDER, "width": stroke.weight, **dash}
    ends = stroke.x0, stroke.y0, stroke.x1, stroke.y1
    return _shape("rect" if stroke.box else "line", ends, line, layer="below" if stroke.below else "above")


# --- Dots, units, numbers ------------------------------------------------------------------------------------


@_parts.register
def _dots(plot: Dots, words: Words, form: Form) -> tuple[list[Settings], Settings]:
    dots, across = plot.dots[::-1], form.across / form.text
    rows, values = range(len(dots)), [dot.value.value for dot in dots]
    names = [_run(_in_room(dot.name, across), dot.chosen, False) for dot in dots]
    longest = max((value for value in values if value is not None), default=1.0)
    start = -longest * 0.03
    trace = _scatter(
        x=values,
        y=list(rows),
        mode="markers",
        customdata=[dot.code for dot in dots],
        marker={"size": 14, "color": style.ACCENT, "opacity": [1.0 if dot.lit else 0.45 for dot in dots]},
        **_whole_names([dot.name for dot in dots], across),
    )
    # A line leads the eye from each name to its dot and runs through no number. As one shape they are drawn sooner.
    stems = "".join(f"M{start},{y}L{value},{y}" for y, value in enumerate(values) if value is not None)
    line = {"type": "path", "path": stems, "line": {"color": style.GRID, "width": 1.5}, **BELOW}
    return [trace], {
        "height": (DOT_ROW if len(dots) <= MANY_DOTS else TIGHT_ROW) * len(dots) + 20,
        # Each value stands beside its dot, at the start of the line where there is none.
        "annotations": [
            _small(value or 0.0, y, escape(dot.value.text(words)), xanchor="left", xshift=12)
            for y, (value, dot) in enumerate(zip(values, dots, strict=True))
        ],
        "shapes": [line] if stems else [],
        "xaxis": {**HIDDEN, "range": [start, longest * 1.5]},
        "yaxis": {
            **BARE, "tickvals": list(rows), "ticktext": [_spaced(name) for name in names],
            "range": [-0.6, len(dots) - 0.4], "tickfont": {"size": style.TEXT_SIZE},
        },
    }  # fmt: skip


@_parts.register
def _units(plot: UnitField, _words: Words, _form: Form) -> tuple[list[Settings], Settings]:
    x, y, radius = plot.lit
    source = "data:image/svg+xml," + quote(field_of_dots(plot))
    line = {"color": style.PAPER, "width": 2}
    return [_disc((x, y), radius, fillcolor=style.ACCENT, line=line, hoverinfo="skip", name="lit")], {
        "height": FIELD_HEIGHT,
        **_plane(0, 0, plot.columns, plot.rows),
        "images": [
            {
                "source": source, "xref": "x", "yref": "y", "x": 0, "y": plot.rows, "sizex": plot.columns,
                "sizey": plot.rows, "sizing": "stretch", "layer": "below",
            }
        ],
    }  # fmt: skip


def row_lengths(plot: UnitField) -> list[int]:
    """Return how many dots each row of a field has, from top to bottom."""
    full, rest = divmod(plot.count, plot.columns)
    return [plot.columns] * full + [rest] * bool(rest)


def field_of_dots(plot: UnitField) -> str:
    """Return an SVG image of exactly so many dots: a dashed line a row, so that 20,000 weigh little more than one."""
    # A dash of no length with round ends is a dot, one to every unit of the line.
    lines = "".join(f"M.5 {row + 0.5}h{length - 0.8:g}" for row, length in enumerate(row_lengths(plot)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plot.columns} {plot.rows}" '
        f'width="{FIELD_WIDTH}" height="{round(FIELD_WIDTH / plot.aspect)}">'
        f'<path d="{lines}" fill="none" stroke="{UNIT_COLOR}" stroke-width="{UNIT_SIZE}" stroke-linecap="round" '
        'stroke-dasharray="0 1"/></svg>'
    )


@_parts.register
def _numbers(plot: BigNumbers, _words: Words, _form: Form) -> tuple[list[Settings], Settings]:
    notes, largest = [], _largest(plot)
    for i, number in enumerate(plot.numbers):
        parts = ((0.8, number.label, LABEL_SIZE), (0.5, number.value, largest), (0.2, number.note, style.TEXT_SIZE))
        for y, text, size in parts:
            large = size == largest
            lines = [text] if large else _wrapped(text, NUMBER_LETTERS)
            wrapped = "<br>".join(_run(line, large, False) for line in lines)
            font = {"size": size, "color": style.ACCENT if large else style.INK}
            notes.append(_note(i + 0.06, y, wrapped, **LEFT, font=font))
    line = {"color": style.ACCENT, "width": 3}
    return [_scatter(x=[0], y=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip")], {
        "height": NUMBERS_HEIGHT,
        "xaxis": {**HIDDEN, "range": [0, max(len(plot.numbers), 1)]},
        "yaxis": {**HIDDEN, "range": [0, 1]},
        "annotations": notes,
        "shapes": [_shape("line", (i, 0.08, i, 0.92), line) for i in range(len(plot.numbers))],
    }


def _largest(plot: BigNumbers) -> float:
    """Return the size at which every value, in bold type, fits into its column."""
    column = NUMBERS_HEIGHT * plot.aspect / max(len(plot.numbers), 1)
    values = (number.value for number in plot.numbers)
    widths = (sum(NARROW.get(c, BOLD_DIGIT if c.isdigit() else BOLD_LETTER) for c in value) for value in values)
    return min(float(VALUE_SIZE), round(VALUE_ROOM * column / max(widths, default=1), 1))


def _wrapped(text: str, letters: int) -> list[str]:
    """Break a text into lines of at most so many letters, between words."""
    return textwrap.wrap(text, letters, break_long_words=False, break_on_hyphens=False) or [""]


@_parts.register
def _panels(plot: Panels, words: Words, _form: Form) -> tuple[list[Settings], Settings]:
    return _scene(points.scene(plot, words))


@_parts.register
def _cloud(plot: Cloud, words: Words, form: Form) -> tuple[list[Settings], Settings]:
    return _scene(points.scene(plot, words, form.height))


def _scene(scene: points.Scene) -> tuple[list[Settings], Settings]:
    """Return points as markers: what stands between them is lines and words of the layout."""
    west, south, east, north = scene.extent
    trace = _markers(
        scene.dots,
        customdata=[dot.code for dot in scene.dots],
        hovertext=[markup(dot.hover) for dot in scene.dots],
        hoverinfo="text",
        cliponaxis=False,
        marker={
            "size": [dot.size for dot in scene.dots],
            "color": [dot.fill for dot in scene.dots],
            "line": {"color": [dot.edge for dot in scene.dots], "width": 1.6},
            "opacity": 1,
        },
    )
    none, light = {"color": "rgba(0,0,0,0)", "width": 0}, style.faint(style.ACCENT, points.RANGE)
    return [trace], {
        "height": scene.height,
        "hovermode": "closest",
        "xaxis": {**HIDDEN, "range": [west, east]},
        "yaxis": {**HIDDEN, "range": [south, north]},
        "annotations": [_scene_text(text) for text in scene.texts],
        "shapes": [
            *(_shape("rect", box, none, **BELOW, fillcolor=light) for box in scene.boxes),
            *(_shape("line", rule.ends, {"color": rule.ink, "width": rule.weight}, **BELOW) for rule in scene.rules),
        ],
    }


def _scene_text(one: points.Text) -> Settings:
    right, up = one.shift
    text = "<br>".join(_run(line, one.bold, False) for line in one.lines)
    return _small(
        one.x, one.y, text, xanchor=one.side, align=one.side, yanchor=one.valign, xshift=right, yshift=up,
        opacity=style.QUIET if one.quiet else 1,
    )  # fmt: skip


def _note(x: float, y: float, text: str, **look: object) -> Settings:
    return {"x": x, "y": y, "text": text, "showarrow": False, **look}


def _small(x: float, y: float, text: str, **look: object) -> Settings:
    return _note(x, y, text, font={"size": style.SMALL_SIZE}, **look)


def _shape(kind: str, ends: tuple[float, float, float, float], line: Settings, **look: object) -> Settings:
    """Return a "line", or a "rect", between two points."""
    return {"type": kind, **dict(zip(("x0", "y0", "x1", "y1"), ends, strict=True)), "line": line, **look}

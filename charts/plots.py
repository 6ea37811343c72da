"""What charts draw, before anybody draws it: bars, a matrix, a map, dots, a field of units, big numbers, points.

Every kind carries codes, values with their basis, labels in parts, roles of colour, tooltips (``hover``), what a click
selects.
Texts are plain: no markup, nothing escaped. Where type differs inside a text it is made of ``Run``. Colours are roles
that ``charts.style.colour`` turns into colours: "accent" (what it is about), "rest" (what is not), or an activity
group's key. What is not ``lit`` stands back beside what the reader selected.

A renderer (``render.plotly``, ``render.pptx``, ``render.xlsx``) has one function for each kind here.
"""

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from charts.table import Number
from locales import Words


@dataclass(frozen=True)
class Run:
    """A part of a line in one type."""

    text: str
    bold: bool = False
    italic: bool = False


Line = tuple[Run, ...]
Lines = tuple[Line, ...]


def lines(*texts: str, bold: int = 0, italic: bool = False) -> Lines:
    """Return plain texts as lines, of which the first ``bold`` ones are bold; an empty text is no line."""
    return tuple((Run(text, i < bold, italic),) for i, text in enumerate(texts) if text)


# --- Bars ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One row of bars: the code that a click selects, its name, and what is said besides.

    ``note``, a text or a number, stands after the first series' number in the label (a renderer sets " · " between
    them). ``above`` is said above the bar by a drawing that has the room, ``name`` beside it by the others.
    """

    code: str
    name: str
    note: str | Number = ""
    above: Lines = ()
    lit: bool = True


@dataclass(frozen=True)
class Series:
    """The numbers of one colour, a value a row. ``column`` is the key of the table's column that holds them."""

    name: str
    column: str
    values: tuple[Number, ...]
    role: str = "accent"
    labelled: bool = True


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from 0, a row each from top to bottom, labelled directly; stacked to 100 where they are parts.

    ``note`` names what the rows' notes are; ``shares`` says that they are each value's share of the sum, so that a
    native chart can compute them.
    """

    rows: tuple[Row, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    note: str = ""
    shares: bool = False
    selects: tuple[str, ...] = ()
    aspect: float = field(default=0.0, init=False)  # its height follows from its rows

    def first(self, most: int, words: Words) -> "Bars":
        """Return as many rows as there is room for, the last of which says how many others there are."""
        if len(self.rows) <= most:
            return self
        kept = most - 1
        others = Row("", words.count("bars.others", len(self.rows) - kept), lit=False)
        series = (replace(one, values=(*one.values[:kept], Number(None))) for one in self.series)
        return replace(self, rows=(*self.rows[:kept], others), series=tuple(series), shares=False)


# --- Matrix --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """A row or column of a matrix: its code, its name as it stands there, its whole name, and a quiet note."""

    code: str
    name: str
    whole: str = ""
    note: str = ""
    role: str = "accent"


@dataclass(frozen=True)
class Spot:
    """One circle: where it stands, by codes, and its value. An estimate is drawn open."""

    row: str
    column: str
    value: Number
    hover: Lines = ()
    lit: bool = True


@dataclass(frozen=True)
class Total:
    """What stands below a column: lines of numbers, all but the last one bold."""

    column: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Matrix:
    """Circles in rows (from top to bottom) and columns, the area of a circle for its value; below them the totals.

    A circle is ``per_root`` × √value px across, and at least ``smallest``. ``total`` names the lines of the totals. A
    click on a circle selects its row's and its column's code.
    """

    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    spots: tuple[Spot, ...]
    per_root: float
    smallest: float = 0.0
    totals: tuple[Total, ...] = ()
    total: Lines = ()
    selects: tuple[str, ...] = ()
    aspect: float = field(default=0.0, init=False)

    def size(self, number: Number) -> float:
        """Return the diameter of a number's circle in px."""
        return max(self.per_root * math.sqrt(number.value or 0.0), self.smallest)

    def first(self, most: int, words: Words) -> "Matrix":
        """Return as many rows as there is room for, the last of which says how many others there are."""
        if len(self.rows) <= most:
            return self
        kept = self.rows[: max(most - 1, 0)]
        others = Head("", words.count("bars.others", len(self.rows) - len(kept)))
        codes = {head.code for head in kept}
        return replace(self, rows=(*kept, others), spots=tuple(spot for spot in self.spots if spot.row in codes))


# --- Map -----------------------------------------------------------------------------------------------------

Floats = npt.NDArray[np.float32]
Width = Literal["any", "wide", "narrow", "slide"]
Area = Literal["reached", "elsewhere", "other", "context", "class", "unknown"]
Mark = Literal["count", "at_least", "unsized"]


@dataclass(frozen=True, eq=False)
class Land:
    """A filled area: rings in km, nan between them.

    ``kind`` is "reached", "elsewhere" (named, but outside the selection) and "other" among the regencies, "context"
    for the neighbours. On a map of rates it is "class" (``tone`` from 0 for the lowest to 1 for the highest) or
    "unknown". One in the ``inset`` shows again, larger, what lies elsewhere on the map.
    """

    x: Floats
    y: Floats
    kind: Area
    code: str = ""
    name: str = ""
    inset: bool = False
    tone: float = 0.0

    def rings(self) -> Iterator[Floats]:
        """Return its rings, with x and y of their points."""
        return rings(self.x, self.y)


def rings(x: Floats, y: Floats) -> Iterator[Floats]:
    """Yield each ring of those that nan sets apart, with x and y of its points."""
    points, gaps = np.column_stack([x, y]), np.flatnonzero(np.isnan(x))
    for start, end in zip([0, *(gaps + 1)], [*gaps, len(points)], strict=True):
        yield points[start:end]


@dataclass(frozen=True)
class Circle:
    """A count at a place: centre and radius in km.

    ``mark`` says how sure the size is: a "count" is one, "at_least" has a dashed ring around it, and what is not
    stated is "unsized": hollow, of a radius that says nothing.
    """

    code: str
    name: str
    x: float
    y: float
    radius: float
    value: Number
    mark: Mark = "count"

    @property
    def outer(self) -> float:
        """The radius of all that is drawn of it: of the ring, where it has one."""
        return self.radius * 1.15 + 4.0 if self.mark == "at_least" else self.radius


@dataclass(frozen=True)
class LegendEntry:
    """What a colour, a circle or a line stands for: an ``area`` (and ``tone``), a ``mark``, or the dashed ``line``.

    ``radii`` are those of the mark's circles in km, one in the other, the largest first.
    """

    text: str
    area: Area | None = None
    tone: float = 0.0
    mark: Mark | None = None
    radii: tuple[float, ...] = ()
    line: bool = False


@dataclass(frozen=True)
class Legend:
    """The key of a map. It stands below the map: as HTML on a page, as part of the drawing in files."""

    entries: tuple[LegendEntry, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Listed:
    """A line of the list below a map on a phone, which has no room for names (charts/phone.py): the number there is
    the line's.
    """

    code: str
    name: str
    value: str = ""


@dataclass(frozen=True)
class Label:
    """Words on the map: the point in km where the side ``anchor`` (and ``valign``) of them stands.

    ``kind`` says how they look and who gives way: "name" (of what the map is about), "quiet" name, "sea", "place",
    "title", and "key". ``width`` says on which drawings they stand: a narrow screen and a slide, where type is large
    for the map, have other labels than the rest.
    ``shift`` moves them by px, to the right and up.
    """

    lines: Lines
    x: float
    y: float
    kind: Literal["name", "quiet", "sea", "place", "title", "key"] = "name"
    anchor: Literal["left", "center", "right"] = "center"
    valign: Literal["top", "middle", "bottom"] = "middle"
    width: Width = "any"
    small: bool = False
    shift: tuple[float, float] = (0.0, 0.0)
    code: str = ""


@dataclass(frozen=True)
class Stroke:
    """A line (or, as a ``box``, a rectangle) between two points in km, ``weight`` px thick."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    box: bool = False
    below: bool = False  # what is filled
    accent: bool = False  # part of what the map says, dashed; else a thin grey


@dataclass(frozen=True)
class Point:
    """A point in km, such as a capital, ``size`` px across; or one that a click finds and nobody sees."""

    x: float
    y: float
    name: str = ""
    code: str = ""
    size: float = 9.0


@dataclass(frozen=True, eq=False)
class MapPlot:
    """A map on a plane in km: ``extent`` is west, south, east, north. Land lies below circles, points and labels.

    ``listed`` are the regencies that a phone's map numbers, in the order of their numbers. ``hovers`` is what a
    pointer over land, circle or target with a code is told; ``targets`` are the points that a
    click finds; the land of ``selected`` is outlined. ``is_simplified`` land has only the points that are seen: a
    drawing leaves out no others.
    """

    extent: tuple[float, float, float, float]
    lands: tuple[Land, ...]
    circles: tuple[Circle, ...] = ()
    points: tuple[Point, ...] = ()
    labels: tuple[Label, ...] = ()
    listed: tuple[Listed, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    targets: tuple[Point, ...] = ()
    hovers: Mapping[str, Lines] = field(default_factory=dict)
    selected: str = ""
    selects: tuple[str, ...] = ()
    key: Legend = Legend()
    is_simplified: bool = False

    @property
    def aspect(self) -> float:
        """Width ÷ height."""
        west, south, east, north = self.extent
        return (east - west) / (north - south)


# --- Dots, units, numbers ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dot:
    """A row with a dot at its value; without a value only the row's name and what is said instead."""

    code: str
    name: str
    value: Number
    chosen: bool = False  # its name is bold
    lit: bool = True


@dataclass(frozen=True)
class Dots:
    """A dot a row, from top to bottom, on one axis from 0; the number stands beside its dot."""

    dots: tuple[Dot, ...]
    selects: tuple[str, ...] = ()
    aspect: float = field(default=0.0, init=False)


MOST_MARKS, MOST_COLUMNS = 24_000, 140  # 172 rows at most: a field is never much higher than wide
FLATTEST = 2.0  # width ÷ height of a field of few marks
LIT = 74  # the lit dot's radius goes so many times into the width of a field of dots


@dataclass(frozen=True)
class UnitField:
    """A field of small dots, each for ``scale`` of the ``units``, and one in their middle lit.

    It is bounded in number and shape however many units there are: where they are more than ``MOST_MARKS``, a dot
    stands for several, by the finest round scale (2, 5, 10, 20 ...).
    """

    units: int
    selects: tuple[str, ...] = field(default=(), init=False)

    @property
    def scale(self) -> int:
        """How many units a dot stands for."""
        steps = (step * int(10**power) for power in itertools.count() for step in (1, 2, 5))
        return next(scale for scale in steps if self.units <= scale * MOST_MARKS)

    @property
    def count(self) -> int:
        """How many dots there are; a part of a dot's units is a dot."""
        return -(-self.units // self.scale)

    @property
    def columns(self) -> int:
        """How many dots a row has: fewer where there are few, so that the field keeps a shape."""
        return min(MOST_COLUMNS, math.ceil(math.sqrt(FLATTEST * max(self.count, 1))))

    @property
    def rows(self) -> int:
        """How many rows the dots fill."""
        return max(-(-self.count // self.columns), 1)

    @property
    def lit(self) -> tuple[float, float, float]:
        """The centre of the lit dot from the lower left corner, and its radius, in dots."""
        return self.columns // 2 + 0.5, self.rows // 2 + 0.5, max(self.columns / LIT, 0.5)

    @property
    def aspect(self) -> float:
        """Width ÷ height."""
        return self.columns / self.rows


@dataclass(frozen=True)
class BigNumber:
    """A large number: its label above, its value as it is read, a note below."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class BigNumbers:
    """A few large numbers side by side, in columns of one width."""

    numbers: tuple[BigNumber, ...]
    selects: tuple[str, ...] = field(default=(), init=False)
    aspect: float = field(default=3.2, init=False)


# --- Over time, and against each other -----------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """A value at a time, in years: one that is not ``sure`` is drawn open, one that is ``labelled`` with its number."""

    period: str
    at: float
    value: Number
    sure: bool = True
    labelled: bool = False
    hover: Lines = ()


@dataclass(frozen=True)
class Panel:
    """The values of one area over time, under its name."""

    code: str
    name: str
    moments: tuple[Moment, ...]
    lit: bool = True


@dataclass(frozen=True)
class Tick:
    """A place on an axis and what stands there."""

    at: float
    text: str


@dataclass(frozen=True)
class Panels:
    """Points over time from 0, in one panel or in several on the same scale. Nothing joins them: no line says growth.

    ``span`` are the first and last year, ``top`` the largest value; ``gaps`` are the years of which there can be no
    value, with why. One panel alone shows the range between its lowest and highest value. ``open_means`` says what an
    open point is, "" where there is none.
    """

    panels: tuple[Panel, ...]
    span: tuple[float, float]
    top: float
    ticks: tuple[Tick, ...]
    gaps: tuple[Tick, ...] = ()
    open_means: str = ""
    columns: int = 2
    selects: tuple[str, ...] = field(default=(), init=False)
    aspect: float = field(default=0.0, init=False)

    @property
    def is_single(self) -> bool:
        """Whether there is one panel, which has the room to say more."""
        return len(self.panels) == 1

    @property
    def rows(self) -> int:
        """How many rows of panels there are."""
        return max(-(-len(self.panels) // self.across), 1)

    @property
    def across(self) -> int:
        """How many panels stand beside each other."""
        return min(self.columns, max(len(self.panels), 1))

    def place(self, panel: int, at: float, value: float) -> tuple[float, float]:
        """Return where a panel's point stands: every panel is 1 wide and 1 high, the first row from 0 down to -1."""
        row, column = divmod(panel, self.across)
        start, end = self.span
        x = 0.5 if start == end else 0.06 + 0.88 * (at - start) / (end - start)
        return column + x, -row - 1 + self.ground + (self.ceiling - self.ground) * value / (self.top or 1.0)

    @property
    def ground(self) -> float:
        """Where 0 stands in a panel, from its bottom."""
        return 0.12 if self.is_single else 0.2

    @property
    def ceiling(self) -> float:
        """Where the largest value stands in a panel."""
        return 0.86 if self.is_single else 0.68


@dataclass(frozen=True)
class Axis:
    """An axis from 0 to ``end``: what is measured, and its ticks."""

    title: str
    end: float
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Fellow:
    """An area between two axes: both values. Without the first it stands in the strip beside the axes, drawn open."""

    code: str
    name: str
    x: Number
    y: Number
    named: bool = True
    lit: bool = True
    hover: Lines = ()


@dataclass(frozen=True)
class Cloud:
    """Areas by two indicators, each named. ``strip`` says why some have no first value: that is not 0."""

    fellows: tuple[Fellow, ...]
    x: Axis
    y: Axis
    strip: str = ""
    selects: tuple[str, ...] = ()
    aspect: float = field(default=0.0, init=False)

    @property
    def left(self) -> float:
        """Where the drawing begins on the first axis: the strip lies below 0."""
        return (-0.52 if self.strip else -0.12) * self.x.end

    def place(self, fellow: Fellow) -> tuple[float, float]:
        """Return where an area stands."""
        x = self.left * 0.94 if fellow.x.value is None else fellow.x.value
        return x, fellow.y.value or 0.0


Plot = Bars | Matrix | MapPlot | Dots | UnitField | BigNumbers | Panels | Cloud

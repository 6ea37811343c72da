"""A figure as native PowerPoint shapes, each named and editable: areas, circles, lines, words, pictures.

Bars are charts with their numbers instead: see ``exports.native_chart``. An axis needs its range, as every figure
here gives it. Lengths are points; what a figure says in px (type, markers, shifts) is multiplied by ``enlarged``.
"""

import io
import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

import numpy as np
import plotly.graph_objects as go
import resvg_py
from pptx.oxml import parse_xml
from pptx.slide import Slide

from charts import style
from exports.drawingml import (
    EMU,
    LANGUAGES,
    LINE,
    NAMESPACES,
    QUIET_INK,
    Area,
    Run,
    around,
    decorative,
    fill,
    lines_of,
    outline,
    paragraphs,
    wide_of,
    wrapped,
)

SMALLEST = 14.0  # type in a figure: readable at the back of a hall
IN_MARKER = 12.0  # type inside a marker, where nothing larger fits
FULL = 0.94  # of a row that its largest marker fills
ROOMY = 1.25  # the room between rows, to the height of their names, from which they may have two lines
INSIDE = 0.85  # of a marker that its words may fill
LARGEST_MARKER = 1.5  # that markers grow by, from px
FIXED, NAME = 9, 2  # the weights of words that never move, and of names of what took part
CROWDED = (1.0, 0.86, 0.75)  # sizes of type, of which the first is taken that keeps names apart
GAP = 10.0  # between the words of an axis and what is drawn
CLEAR = 3.0  # around words that moved
NEAR = 12.0  # how far words move before the name of a circle changes its side
NAMING = 12.0  # how near a circle its name stands
STEPS = [4.0 * n for n in range(-15, 16)]
SHIFTS = sorted(((x, y) for x in STEPS for y in STEPS), key=lambda s: math.hypot(*s))  # for words in others' way
PICTURE = 1680  # px across: 12 to each of 140 dots
UNIT = EMU // 100  # of a freeform's points: a hundredth of a point

RECTANGLE = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
OVAL = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
STRAIGHT = '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'

Ring = np.ndarray[Any, np.dtype[np.float64]]  # points as rows of x and y
Lines = Sequence[Sequence[Run]]


@dataclass(frozen=True)
class Note:
    """Words with their place; ``weight`` says who gives way: the lighter one moves."""

    lines: Lines
    area: Area
    ink: str
    align: str
    weight: int = 0


@dataclass
class Drawing:
    """The shapes of one figure, bottom first. ``name`` turns a trace's name into the reader's words."""

    slide: Slide
    language: str
    enlarged: float
    name: Callable[[str], str]
    smallest: float = SMALLEST
    parts: list[str] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def add(self, name: str, area: Area, geometry: str, look: str, text: str = "", flip: bool = False) -> None:
        """Add a shape: its place, form, fill and outline, and what is written in it."""
        head = (
            f'<p:nvSpPr><p:cNvPr id="{self._number(area)}" name={quoteattr(name)}/>'
            f"<p:cNvSpPr{' txBox="1"' if text and look == _NOTHING else ''}/><p:nvPr/></p:nvSpPr>"
        )
        place = area.xml().replace("<a:xfrm>", '<a:xfrm flipV="1">' if flip else "<a:xfrm>", 1)
        body = '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></a:bodyPr>'
        words = f"<p:txBody>{body}<a:lstStyle/>{text}</p:txBody>" if text else ""
        self.parts.append(f"<p:sp>{head}<p:spPr>{place}{geometry}{look}</p:spPr>{words}</p:sp>")

    def add_picture(self, name: str, area: Area, png: bytes) -> None:
        """Add a picture; what it shows, the text alternative of the group says."""
        _, r_id = self.slide.part.get_or_add_image_part(io.BytesIO(png))
        self.parts.append(
            f'<p:pic><p:nvPicPr><p:cNvPr id="{self._number(area)}" name={quoteattr(name)}>{decorative()}</p:cNvPr>'
            f"<p:cNvPicPr/><p:nvPr/>"
            f'</p:nvPicPr><p:blipFill><a:blip r:embed="{r_id}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f"<p:spPr>{area.xml()}{RECTANGLE}</p:spPr></p:pic>"
        )

    def add_note(self, note: Note) -> None:
        """Add a text box."""
        text = paragraphs(note.lines, LANGUAGES[self.language], note.ink, note.align)
        self.add(" ".join(_text(line) for line in note.lines), note.area, RECTANGLE, _NOTHING, text)

    def sized(self, lines: Lines, px: float | None) -> Lines:
        """Return lines with their type in points; ``px`` is the size of what says none."""
        base = px or style.TEXT_SIZE
        return [[replace(r, size=max((r.size or base) * self.enlarged, self.smallest)) for r in line] for line in lines]

    def group(self, name: str, alt: str) -> str:
        """Return all shapes as one group with its text alternative."""
        whole = around(self.areas)
        inner = whole.xml().removeprefix("<a:xfrm>").removesuffix("</a:xfrm>")
        inner = inner.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
        return (
            f'<p:grpSp {NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="99" name={quoteattr(name)} descr={quoteattr(alt)}/>'
            f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>{whole.xml(inner=inner)}</p:grpSpPr>"
            f"{''.join(self.parts)}</p:grpSp>"
        )

    def _number(self, area: Area) -> int:
        self.areas.append(area)
        return 99 + len(self.areas)


_NOTHING = "<a:noFill/><a:ln><a:noFill/></a:ln>"


def draw(fig: go.Figure, drawing: Drawing, area: Area, name: str, alt: str) -> None:
    """Add a figure to the drawing's slide as one group of native shapes, as large as the area allows."""
    plot = _Plot(fig, drawing, area)
    if plot.make_room(area) < ROOMY:
        plot = _Plot(fig, drawing, area, " · ")
        drawing.smallest *= min(plot.make_room(area), 1.0)
    plot.ground()
    plot.shapes("below")
    plot.axes()
    for trace in fig.data:
        if trace.fill == "toself":
            plot.land(trace)
        elif "markers" in (trace.mode or "") and trace.marker.opacity != 0:
            plot.markers(trace)
    plot.shapes("above")
    for note in plot.notes_apart(plot.area if fig.layout.yaxis.scaleanchor else area.grown(1)):
        drawing.add_note(note)
    drawing.slide.shapes.element.append(parse_xml(drawing.group(name, alt)))


class _Axis:
    """Where a value lies between the two ends of an axis, 0 to 1; categories stand at 0, 1, 2 and so on."""

    def __init__(self, axis: Any) -> None:
        self.start, self.end = (float(end) for end in axis.range)
        self._categories = {c: i for i, c in enumerate(axis.categoryarray if axis.type == "category" else ())}

    def at(self, value: Any) -> Any:
        if isinstance(value, str):
            value = self._categories[value]
        return (value - self.start) / (self.end - self.start)


class _Plot:
    """What lies between a figure's axes, placed on the slide."""

    def __init__(self, fig: go.Figure, drawing: Drawing, area: Area, joint: str = "") -> None:
        """Place the axes; the names of rows stand on one line if there is a ``joint``."""
        self.fig, self.drawing, self.joint = fig, drawing, joint
        self.circles: list[Area] = []
        self.markers_at: dict[tuple[int, int], float] = {}
        self.x_axis, self.y_axis = _Axis(fig.layout.xaxis), _Axis(fig.layout.yaxis)
        left = max((wide_of(line) + GAP for _, lines in self._ticks("yaxis") for line in lines), default=0.0)
        self.area = Area(area.left + left, area.top, area.width - left, area.height)
        top = max((_high(lines) + GAP for _, lines in self._heads()), default=0.0)
        self.area = replace(self.area, top=area.top + top, height=area.height - top)
        if fig.layout.yaxis.scaleanchor:
            shape = abs((self.x_axis.end - self.x_axis.start) / (self.y_axis.end - self.y_axis.start))
            w, h = min(self.area.width, self.area.height * shape), min(self.area.height, self.area.width / shape)
            self.area = Area(self.area.right - w, self.area.top + (self.area.height - h) / 2, w, h)

    def x(self, value: Any, paper: bool = False) -> Any:
        return self.area.left + (value if paper else self.x_axis.at(value)) * self.area.width

    def y(self, value: Any, paper: bool = False) -> Any:
        return self.area.bottom - (value if paper else self.y_axis.at(value)) * self.area.height

    def make_room(self, area: Area) -> float:
        """Keep the words below the rows in the area; return the room between rows, to the height of their names."""
        if not self.fig.layout.meta["is_matrix"]:
            return math.inf
        below = max((note.area.bottom - area.bottom for note in self.notes()), default=0.0)
        self.area = replace(self.area, height=self.area.height - max(below, 0.0))
        ticks = self._ticks("yaxis")
        rows = sorted({self.y(value) for value, _ in ticks} | {self.y(a.y) for a in self.fig.layout.annotations})
        closest = min((after - before for before, after in itertools.pairwise(rows)), default=area.height)
        return closest / max((_high(lines) for _, lines in ticks), default=SMALLEST)

    def ground(self) -> None:
        """Add the plane and its pictures."""
        look = fill(self.fig.layout.plot_bgcolor or "rgba(0,0,0,0)")
        if look != "<a:noFill/>":
            self.drawing.add(self.drawing.name("sea"), self.area, RECTANGLE, look + outline(None, None))
        for image in self.fig.layout.images:
            left, top = self.x(image.x), self.y(image.y)
            area = Area(left, top, self.x(image.x + image.sizex) - left, self.y(image.y - image.sizey) - top)
            svg = unquote(image.source.removeprefix("data:image/svg+xml,"))
            self.drawing.add_picture(
                self.drawing.name("picture"), area, bytes(resvg_py.svg_to_bytes(svg, width=PICTURE))
            )

    def axes(self) -> None:
        """Add what the axes say, and their grid."""
        grid = self.fig.layout.yaxis.gridcolor
        for value, lines in self._ticks("yaxis"):
            y, high, wide = self.y(value), _high(lines), max(wide_of(line) for line in lines)
            if grid:
                self._line("", self.area.left, y, self.area.right, y, outline(grid, 1))
            area = Area(self.area.left - GAP - wide, y - high / 2, wide, high)
            self.drawing.add_note(Note(lines, area, style.INK, "right"))
        for value, lines in self._heads():
            x, high, wide = self.x(value), _high(lines), max(wide_of(line) for line in lines)
            area = Area(x - wide / 2, self.area.top - GAP - high, wide, high)
            self.drawing.add_note(Note(lines, area, style.INK, "center"))

    def _ticks(self, axis: str) -> list[tuple[Any, Lines]]:
        said = self.fig.layout[axis]
        if said.visible is False or said.ticktext is None:
            return []
        texts = [re.sub(r"\s*<br>\s*", self.joint, t) if self.joint and axis == "yaxis" else t for t in said.ticktext]
        return [
            (value, self.drawing.sized(lines_of(text), said.tickfont.size))
            for value, text in zip(said.tickvals, texts, strict=True)
        ]

    def _heads(self) -> list[tuple[Any, Lines]]:
        """Return the names of the columns, broken where a column on a slide ends and not where one on a screen does."""
        found = self._ticks("xaxis")
        pitch = self.area.width / max(len(found), 1) - GAP
        return [(value, wrapped(lines, pitch)) for value, lines in found]

    def shapes(self, layer: str) -> None:
        """Add the figure's own lines and rectangles."""
        for shape in self.fig.layout.shapes:
            if (shape.layer or "above") != layer:
                continue
            look = outline(shape.line.color, shape.line.width)
            x0, x1, y0, y1 = self.x(shape.x0), self.x(shape.x1), self.y(shape.y0), self.y(shape.y1)
            if shape.type == "line":
                self._line("", x0, y0, x1, y1, look)
            else:
                area = Area(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
                self.drawing.add("", area, RECTANGLE, fill(shape.fillcolor or "rgba(0,0,0,0)") + look)

    def _line(self, name: str, x0: float, y0: float, x1: float, y1: float, look: str) -> None:
        area = Area(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
        self.drawing.add(name, area, STRAIGHT, look, flip=(x1 - x0) * (y1 - y0) < 0)

    def land(self, trace: go.Scatter) -> None:
        """Add a filled trace: one circle, or one freeform of all its rings."""
        points = np.column_stack([self.x(np.asarray(trace.x, float)), self.y(np.asarray(trace.y, float))])
        opacity = 1.0 if trace.opacity is None else trace.opacity
        look = fill(trace.fillcolor, opacity) + outline(
            trace.line.color, trace.line.width, dashed=bool(trace.line.dash)
        )
        name = self.drawing.name(trace.name or "")
        rings = list(_rings(points))
        if len(rings) == 1 and (circle := _circle(rings[0])):
            self.circles.append(circle)
            self.drawing.add(name, circle, OVAL, look)
        elif seen := [ring for r in rings if len(ring := _clipped(r, self.area)) > 2]:
            self.drawing.add(name, *_freeform(seen), look)

    def markers(self, trace: go.Scatter) -> None:
        """Add a circle for each point, with its words inside."""
        marker, many = trace.marker, len(trace.x)
        texts = _each(trace.text if "text" in trace.mode else "", many)
        said = (_each(v, many) for v in (marker.size, marker.color, marker.opacity, marker.line.color))
        grow = self._marker_growth()
        for x, y, text, size, colour, opacity, line in zip(trace.x, trace.y, texts, *said, strict=True):
            if x is None or y is None:
                continue
            wide, shown = size * grow, 1.0 if opacity is None else opacity
            area = Area(self.x(x) - wide / 2, self.y(y) - wide / 2, wide, wide)
            self.markers_at[round(self.x(x)), round(self.y(y))] = wide
            look = fill(colour, shown) + outline(line, marker.line.width, shown)
            lines = self.drawing.sized(lines_of(text), trace.textfont.size)
            inside = _fitting(lines, wide) if text else None
            ink = trace.textfont.color if shown > 0.5 else style.INK
            words = paragraphs(inside, LANGUAGES[self.drawing.language], ink, "center") if inside else ""
            self.drawing.add(self.drawing.name(trace.name or ""), area, OVAL, look, words)
            if text and not inside:
                self.drawing.add_note(_beside_marker(lines, area))

    def _marker_growth(self) -> float:
        """Return what markers grow by from px: where they stand in rows, until the largest fills its row."""
        sizes = [s for t in self.fig.data for s in _each(t.marker.size, 1) if s and t.marker.opacity != 0]
        if not self.fig.layout.meta["is_matrix"] or not sizes:
            return self.drawing.enlarged
        pitch = self.area.height / abs(self.y_axis.end - self.y_axis.start)
        return min(FULL * pitch / float(max(sizes)), LARGEST_MARKER)

    def notes(self) -> list[Note]:
        """Return the annotations with their places."""
        return [self._note(said) for said in self.fig.layout.annotations]

    def notes_apart(self, area: Area) -> list[Note]:
        """Return the annotations clear of each other in an area; where names find no place, in smaller type."""
        drawing, found = self.drawing, list[Note]()
        sizes = drawing.enlarged, drawing.smallest
        for times in CROWDED:
            drawing.enlarged, drawing.smallest = sizes[0] * times, sizes[1] * times
            found = list(_apart(self.notes(), area, self.circles))
            names = (note for note in found if note.weight == NAME)
            if not any(name.area.meets(other.area) for name in names for other in found if other is not name):
                break
        return found

    def _note(self, said: Any) -> Note:
        grow = self.drawing.enlarged
        x, y = self.x(said.x, said.xref == "paper"), self.y(said.y, said.yref == "paper")
        lines = self.drawing.sized(lines_of(said.text), said.font.size)
        if marker := self.markers_at.get((round(x), round(y)), 0.0):
            inside = _fitting(lines, marker)
            if not inside:
                return _beside_marker(lines, Area(x - marker / 2, y - marker / 2, marker, marker))
            lines = inside
        else:
            x, y = x + (said.xshift or 0) * grow, y - (said.yshift or 0) * grow
        wide, high = max(wide_of(line) for line in lines), _high(lines)
        left = x - wide * {"left": 0.0, "right": 1.0}.get(said.xanchor, 0.5)
        top = y - high * {"top": 0.0, "bottom": 1.0}.get(said.yanchor, 0.5)
        ink = said.font.color or (QUIET_INK if (said.opacity or 1) < 1 else style.INK)
        bold = any(run.bold for line in lines for run in line)
        weight = FIXED if marker else bold + (ink != QUIET_INK)
        return Note(lines, Area(left, top, wide, high), ink, said.align or "center", weight)


def _text(line: Sequence[Run]) -> str:
    return "".join(run.text for run in line)


def _high(lines: Lines) -> float:
    return sum(max((run.size for run in line), default=SMALLEST) * LINE for line in lines)


def _fitting(lines: Lines, wide: float) -> Lines | None:
    """Return what is written in a marker, in smaller type if need be; None if that would be too small to read."""
    over = max(*(wide_of(line) / (INSIDE * wide) for line in lines), _high(lines) / wide, 1.0)
    sized = [[replace(run, size=run.size / over) for run in line] for line in lines]
    return sized if all(run.size >= IN_MARKER for line in sized for run in line) else None


def _beside_marker(lines: Lines, marker: Area) -> Note:
    """Return what a marker has no room for, at its right."""
    wide, high = max(wide_of(line) for line in lines), _high(lines)
    place = Area(marker.right + CLEAR, marker.top + (marker.height - high) / 2, wide, high)
    return Note(lines, place, style.INK, "left", FIXED)


def _each(said: Any, many: int) -> list[Any]:
    return list(said) if isinstance(said, list | tuple | np.ndarray) else [said] * many


def _apart(notes: Sequence[Note], area: Area, circles: Sequence[Area]) -> Iterator[Note]:
    """Yield the notes, the lighter ones moved to where they stand clear of the others and of all circles.

    The name of a circle moves to another side of it if it can, everything else as little as possible.
    """
    placed = [circle.grown(-circle.width / 8) for circle in circles]  # words may enter the corners of its square
    near, far = ([shift for shift in SHIFTS if (math.hypot(*shift) <= NEAR) == small] for small in (True, False))
    for note in sorted(notes, key=lambda n: -n.weight):
        left = min(max(note.area.left, area.left), area.right - note.area.width)
        first = replace(note, area=replace(note.area, left=left))
        tries = itertools.chain(_moved(first, near), _beside(first, circles), _moved(first, far))
        found = next((n for n in tries if _is_clear(n, area, placed)), first)
        placed.append(found.area.grown(CLEAR))
        yield found


def _moved(note: Note, shifts: Sequence[tuple[float, float]]) -> Iterator[Note]:
    return (replace(note, area=note.area.moved(*shift)) for shift in shifts)


def _is_clear(note: Note, area: Area, placed: Sequence[Area]) -> bool:
    return note.weight == FIXED or (area.holds(note.area) and not any(note.area.meets(other) for other in placed))


def _beside(note: Note, circles: Sequence[Area]) -> Iterator[Note]:
    """Yield a note on each side of the circle that it names."""
    for circle in circles:
        if note.area.grown(NAMING).meets(circle):
            middle = circle.top + (circle.height - note.area.height) / 2
            yield replace(note, area=replace(note.area, left=circle.right + 2 * CLEAR, top=middle), align="left")
            left = circle.left - 2 * CLEAR - note.area.width
            yield replace(note, area=replace(note.area, left=left, top=middle), align="right")
            return


def _rings(points: Ring) -> Iterator[Ring]:
    """Yield the rings that nan separates."""
    gaps = np.flatnonzero(np.isnan(points[:, 0]))
    for start, end in zip([0, *(gaps + 1)], [*gaps, len(points)], strict=True):
        if end - start > 2:
            yield points[start:end]


def _circle(ring: Ring) -> Area | None:
    """Return where a ring lies, if it is a circle."""
    centre = ring[:-1].mean(axis=0)
    radii = np.hypot(*(ring - centre).T)
    if len(ring) < 25 or np.ptp(radii) > 0.03 * radii.mean():
        return None
    r = float(radii.mean())
    return Area(float(centre[0]) - r, float(centre[1]) - r, 2 * r, 2 * r)


def _clipped(ring: Ring, area: Area) -> Ring:
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


def _freeform(rings: Sequence[Ring]) -> tuple[Area, str]:
    """Return where rings lie, and their form: what lies in two of them is a hole."""
    points = np.concatenate(rings)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    paths = []
    for ring in rings:
        units = np.rint((ring - (left, top)) * 100).astype(int).tolist()
        start, *rest = (f'<a:pt x="{x}" y="{y}"/>' for x, y in units)
        lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in rest)
        paths.append(f"<a:moveTo>{start}</a:moveTo>{lines}<a:close/>")
    area = Area(float(left), float(top), float(right - left), float(bottom - top))
    return area, (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{round(area.width * 100)}" h="{round(area.height * 100)}">{"".join(paths)}</a:path></a:pathLst>'
        "</a:custGeom>"
    )

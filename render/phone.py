"""The drawing of a map of the province that phones show, on the prerendered page and on the live one alike.

It is written here, in the colours of the other drawings: a live page has it with every choice, at once, and a phone is
sent a third of what the drawing engine makes.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np
from markupsafe import Markup

from charts import style
from charts.chart import Chart, drawn_once
from charts.phone import Moved, moved, on_phone
from charts.plots import Circle, Label, Land, MapPlot, Stroke
from render import legend
from render.framed import HALOED
from render.image import tenths
from render.plotly import in_order
from render.simplify import simplified

WIDTH = 360  # px of a drawing that is made for a phone
LAPTOP = 740  # px of the whole map beside its words
LINE = 1.3  # of the size of type, from one line to the next
LOW = 0.35  # of the size of type: from the middle of a line down to where its letters stand
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
COASTS = {"context": "none", "unknown": style.OUTLINE, "class": style.OUTLINE}  # of other land: as borders are
RAISED = {"top": 0.0, "middle": 0.5, "bottom": 1.0}  # of its height, a text stands above its point
DRAWING = Markup(
    '<svg class="narrow" aria-hidden="true" viewBox="0 0 {} {}" font-family="{}">'
    '<rect width="100%" height="100%" fill="{}"/>{}<g class="infolayer" {}>{}</g></svg>'
)
CIRCLE = Markup('<circle{} cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="{}" fill-opacity="{}"/>')
RING = Markup('<circle cx="{}" cy="{}" r="{}" fill="none" stroke="{}" stroke-width="1.6" stroke-dasharray="3"/>')


@drawn_once
def svg(chart: Chart) -> Markup:
    """Return what phones show of a map of the province as SVG as wide as its place; empty of any other chart.

    Its land, circles and numbers say which regency a click on them selects (``data-code``).
    """
    if not isinstance(chart.plot, MapPlot) or not chart.plot.listed:
        return Markup()
    whole = chart.plot if chart.plot.is_simplified else simplified(chart.plot, LAPTOP)
    plot = on_phone(whole, chart.words)
    west, south, east, north = plot.extent
    on = _Paper(west, north, WIDTH / (east - west))
    parts = [
        *(on.line(stroke) for stroke in plot.strokes if stroke.below),
        *(on.land(part, whole.extent) for part in moved(replace(whole, lands=tuple(in_order(whole))))),
        *(part for circle in plot.circles for part in on.circle(circle)),
        *(on.dot(point.x, point.y, point.size / 2) for point in plot.points),
        *(on.line(stroke) for stroke in plot.strokes if not stroke.below),
    ]
    words = Markup("").join(on.text(label) for label in plot.labels)
    height = round((north - south) * on.scale)
    return DRAWING.format(WIDTH, height, style.FONT, style.SEA, Markup("").join(parts), HALOED, words)


class _Paper:
    """Where km stand in px, and what is drawn there."""

    def __init__(self, west: float, north: float, scale: float) -> None:
        self.west, self.north, self.scale = west, north, scale

    def at(self, x: float, y: float) -> tuple[str, str]:
        return f"{(x - self.west) * self.scale:.1f}", f"{(self.north - y) * self.scale:.1f}"

    def land(self, part: Moved, extent: tuple[float, float, float, float]) -> Markup:
        """Return land that was moved, in the px of the whole map: what is packed beside that needs it once."""
        west, _, east, north = extent
        scale = LAPTOP / (east - west)
        left, bottom = part.panel.area[:2]
        zoom = self.scale * part.scale / scale
        x, y = part.panel.corner[0] - self.west, self.north - part.panel.corner[1]
        moves = (x * self.scale - (left - west) * scale * zoom, y * self.scale - (north - bottom) * scale * zoom, zoom)
        paths = (
            Markup('<path{} d="{}" fill="{}" stroke="{}"/>').format(
                _code(land.code), _ways(land, west, north, scale), legend.fill(land.kind, land.tone),
                COASTS.get(land.kind, style.BORDER),
            )
            for land in part.lands
        )  # fmt: skip
        drawn = Markup('<g transform="translate({:.2f} {:.2f})scale({:.4f})" stroke-width=".7">{}</g>')
        return drawn.format(*moves, Markup("").join(paths))

    def circle(self, circle: Circle) -> Iterator[Markup]:
        place, radius = self.at(circle.x, circle.y), f"{circle.radius * self.scale:.1f}"
        yield CIRCLE.format(_code(circle.code), *place, radius, *legend.disc(circle))
        if circle.mark == "at_least":
            yield RING.format(*self.at(circle.x, circle.y), f"{circle.outer * self.scale:.1f}", style.ACCENT)

    def dot(self, x: float, y: float, radius: float) -> Markup:
        drawn = Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="1.5"/>')
        return drawn.format(*self.at(x, y), radius, style.ACCENT, style.PAPER)

    def line(self, line: Stroke) -> Markup:
        (x0, y0), (x1, y1) = self.at(line.x0, line.y0), self.at(line.x1, line.y1)
        way = f"M{x0},{y0}V{y1}H{x1}V{y0}z" if line.box else f"M{x0},{y0}L{x1},{y1}"
        look = (style.ACCENT, Markup(' stroke-dasharray="3"')) if line.accent else (style.BORDER, "")
        return Markup('<path d="{}" fill="none" stroke-width="{}" stroke="{}"{}/>').format(way, line.weight, *look)

    def text(self, label: Label) -> Markup:
        size = style.SMALL_SIZE if label.small else style.TEXT_SIZE
        x, y = self.at(label.x, label.y)
        top = float(y) - label.shift[1] - RAISED[label.valign] * LINE * size * len(label.lines)
        opacity = 1 if label.kind == "name" else style.QUIET
        drawn = Markup('<text{} class="annotation-text" font-size="{}" text-anchor="{}" opacity="{}">{}</text>')
        lines = Markup("").join(
            Markup('<tspan x="{}" y="{}"{}>{}</tspan>').format(
                x,
                f"{top + (n + 0.5) * LINE * size + LOW * size:.1f}",
                Markup(' font-weight="bold"') if line[0].bold else "",
                "".join(run.text for run in line),
            )
            for n, line in enumerate(label.lines)
        )
        return drawn.format(_code(label.code), size, ANCHORS[label.anchor], opacity, lines)


def _ways(land: Land, west: float, north: float, scale: float) -> str:
    """Return rings as a path in tenths of a px, each point from the one before."""
    rings = tuple(ring.astype("float64").tobytes() for ring in land.rings())
    return _way(rings, west, north, scale)


@lru_cache(maxsize=128)  # each choice on the live page has the same outlines: writing them is half of its time
def _way(rings: tuple[bytes, ...], west: float, north: float, scale: float) -> str:
    ways = []
    for x, y in (np.frombuffer(ring).reshape(-1, 2).T for ring in rings):
        px = np.column_stack([(x - west) * scale, (north - y) * scale]).round(2)  # as the drawing engine has them
        points = np.array([[round(10 * round(n, 1)) for n in point] for point in px.tolist()])
        steps = np.diff(points, axis=0)
        moved = " ".join(f"{tenths(dx)},{tenths(dy)}" for dx, dy in steps[np.any(steps != 0, axis=1)])
        ways.append(f"M{tenths(points[0][0])},{tenths(points[0][1])}l{moved}Z")
    return "".join(ways)


def _code(code: str) -> Markup:
    return Markup(' data-code="{}"').format(code) if code else Markup()

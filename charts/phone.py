"""The map of the province on a phone: its parts in panels, larger than it would be in one piece, numbers for names.

The panels and what is enlarged besides are told by ``geo/province.json``. What the numbers mean is listed below the map
(``MapPlot.listed``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from charts import placing
from charts.placing import Spot, Wanted
from charts.plots import Circle, Floats, Label, Land, MapPlot, Point, Stroke, lines
from charts.province import places, scale_bar, scale_label
from geo import shapes
from geo.shapes import Panel
from locales import Words

EDGE = 0.1  # km by which what is cut off at an inset's edge lies beyond it, being rounded
INSIDE = 5.0  # km from a panel's corner to its name


@dataclass(frozen=True)
class Moved:
    """Land of the whole map that lies in a panel's area, which a phone has at its corner, ``scale`` times as large."""

    panel: Panel
    scale: float
    lands: tuple[Land, ...]

    def placed(self) -> Iterator[Land]:
        """Yield it where a phone has it."""
        (west, south, *_), (left, bottom) = self.panel.area, self.panel.corner
        for land in self.lands:
            yield replace(land, x=(land.x - west) * self.scale + left, y=(land.y - south) * self.scale + bottom)


def on_phone(plot: MapPlot, words: Words) -> MapPlot:
    """Return a map of the province as a phone shows it."""
    titles = {panel: _title(panel, words) for panel in shapes.PANELS if panel.key}
    return replace(
        plot,
        extent=shapes.PHONE_EXTENT,
        lands=tuple(land for part in moved(plot) for land in part.placed()),
        circles=tuple(_placed(plot.circles)),
        points=tuple(_placed(plot.points)),
        labels=(
            scale_label(words, shapes.PHONE_SCALE_BAR),
            *_numbers(plot, list(titles.values())),
            *(_put(title, panel) for panel, title in titles.items()),
            *_inset_titles(words),
        ),
        strokes=(*_lines(plot), *_frames(), *scale_bar(shapes.PHONE_SCALE_BAR)),
        targets=(),
    )


def _panel(x: float, y: float) -> Panel | None:
    """Return the panel that a point of the map lies in, if any."""
    return next((panel for panel in shapes.PANELS if panel.holds(x, y)), None)


def _placed[T: (Circle, Point)](things: Iterable[T]) -> Iterator[T]:
    """Yield what stands at a point, in its panel; what no panel has is left out."""
    for one in things:
        if panel := _panel(one.x, one.y):
            x, y = panel.place(one.x, one.y)
            yield replace(one, x=x, y=y)


def moved(plot: MapPlot) -> Iterator[Moved]:
    """Yield the land of a map with each piece (ring) in its panel or inset, without those that none has whole."""
    insets = zip(shapes.INSETS, shapes.PHONE_INSETS, strict=True)
    parts = [
        *((False, Panel(panel.key, panel.area, panel.corner), 1.0) for panel in shapes.PANELS),
        *((True, Panel(one.key, one.frame(), other.corner), other.scale / one.scale) for one, other in insets),
    ]
    for is_inset, panel, scale in parts:
        lands = [(land, _inside(land, panel)) for land in plot.lands if land.inset == is_inset]
        yield Moved(panel, scale, tuple(replace(land, x=x, y=y) for land, (x, y) in lands if len(x)))


def _inside(land: Land, panel: Panel) -> tuple[Floats, Floats]:
    points = np.column_stack([land.x, land.y])
    starts = np.flatnonzero(np.isnan(np.append(np.nan, land.x[:-1])))
    ends = zip(np.fmin.reduceat(points, starts) + EDGE, np.fmax.reduceat(points, starts) - EDGE, strict=True)
    is_held = [panel.holds(*least) and panel.holds(*most) for least, most in ends]
    held = points[np.repeat(is_held, np.diff(starts, append=len(points)))]
    without_last_gap = held[: -1 if len(held) and np.isnan(held[-1, 0]) else None]
    return without_last_gap[:, 0], without_last_gap[:, 1]


def _numbers(plot: MapPlot, titles: list[Label]) -> Iterator[Label]:
    """Yield the number of each line of the list, where it belongs."""
    at = places()
    wanted = [
        Wanted(one.code, (lines(str(n), bold=1),), at[one.code], Spot(*at[one.code]), True, panel.area)
        for n, one in enumerate(plot.listed, 1)
        if one.code in at and (panel := _panel(*at[one.code]))
    ]
    discs = [(circle.x, circle.y, circle.outer) for circle in plot.circles]
    taken = [_covers(title) for title in titles]
    for name, text, spot in placing.placed(wanted, "phone", taken, discs):
        panel = _panel(*name.at)
        assert panel
        yield _put(Label(text, spot.x, spot.y, "name", spot.anchor, spot.valign, small=True, code=name.code), panel)


def _title(panel: Panel, words: Words) -> Label:
    """Return a panel's name, where it stands on the whole map."""
    west, south, east, north = panel.area
    side, height = panel.title
    x, y = west + INSIDE if side == "left" else east - INSIDE, south + INSIDE if height == "bottom" else north - INSIDE
    return Label(lines(words(f"map.panel.{panel.key}")), x, y, "title", side, height, small=True)


def _covers(label: Label) -> placing.Box:
    return placing.box_of(label.lines, label.small, Spot(label.x, label.y, label.anchor, label.valign), "phone")


def _put(label: Label, panel: Panel) -> Label:
    x, y = panel.place(label.x, label.y)
    return replace(label, x=x, y=y)


def _inset_titles(words: Words) -> Iterator[Label]:
    for inset in shapes.PHONE_INSETS:
        west, _, _, north = inset.frame()
        text = words(f"map.panel.{inset.key}", times=words.number(inset.scale, 1))
        yield Label(lines(*text.splitlines()), west, north, "title", "left", "bottom", small=True)


def _lines(plot: MapPlot) -> Iterator[Stroke]:
    """Yield what a map says with lines, as far as one panel has both ends."""
    for line in plot.strokes:
        panel = _panel(line.x0, line.y0)
        if line.accent and panel and panel.holds(line.x1, line.y1):
            (x0, y0), (x1, y1) = panel.place(line.x0, line.y0), panel.place(line.x1, line.y1)
            yield replace(line, x0=x0, y0=y0, x1=x1, y1=y1)


def _frames() -> Iterator[Stroke]:
    for frame in (*(one.frame() for one in shapes.PANELS), *(one.frame() for one in shapes.PHONE_INSETS)):
        yield Stroke(*frame, weight=0.8, box=True, below=True)

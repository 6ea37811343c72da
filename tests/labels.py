"""Where words stand on a map: boxes in km at any width of the drawing, measured in the type that draws them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely

from charts import style
from charts.plots import Label, Land, MapPlot, Width, rings
from render import plotly
from render.engine import _measure

LINE = 1.3  # of the size of type, from one line to the next
# Widths in px of what is drawn: a phone's map ("any"), the narrow form of previews and to screens of 1000 px, the wide one beside the four
# numbers and up to the whole page; labels grow in a hall, on slides and on paper by less than these.
PX: dict[Width, tuple[int, ...]] = {
    "any": (320, 360, 390, 480, 640),
    "narrow": (520, 577, 640, 736, 936),
    "wide": (705, 780, 833, 900, 1000, 1100, 1256, 1616),
}


@dataclass(frozen=True)
class Box:
    """What one label covers, in km."""

    label: Label
    west: float
    south: float
    east: float
    north: float

    @property
    def text(self) -> str:
        return " ".join("".join(run.text for run in line) for line in self.label.lines)

    def meets(self, other: "Box", slack: float = 0.0) -> bool:
        return (
            self.west < other.east - slack and other.west < self.east - slack
            and self.south < other.north - slack and other.south < self.north - slack
        )  # fmt: skip

    def gap(self, x: float, y: float, radius: float) -> float:
        dx, dy = max(self.west - x, 0, x - self.east), max(self.south - y, 0, y - self.north)
        return float(np.hypot(dx, dy) - radius)

    @property
    def area(self) -> shapely.Polygon:
        return shapely.box(self.west, self.south, self.east, self.north)


@lru_cache(maxsize=4096)
def wide(text: str, size: int, bold: bool) -> float:
    return float(_measure(text, str(size), "bold" if bold else "").split(",")[0])


def box(label: Label, plot: MapPlot, px: int) -> Box:
    """Return what a label covers on a drawing of a map that is so many px wide."""
    km = (plot.extent[2] - plot.extent[0]) / px
    size = style.SMALL_SIZE if label.small else style.TEXT_SIZE + (label.kind == "sea")
    across = km * max(sum(wide(run.text, size, run.bold) for run in line) for line in label.lines)
    high = km * LINE * size * len(label.lines)
    x, y = label.x + km * label.shift[0], label.y + km * label.shift[1]
    west = x - {"left": 0.0, "right": across}.get(label.anchor, across / 2)
    south = y - {"bottom": 0.0, "top": high}.get(label.valign, high / 2)
    return Box(label, west, south, west + across, south + high)


def boxes(plot: MapPlot, width: Width, px: int) -> list[Box]:
    return [box(label, plot, px) for label in plotly.labels(plot, width)]


def area_of(land: Land) -> shapely.Geometry:
    """Return land as a geometry in km."""
    return _area(land.x.tobytes(), land.y.tobytes(), str(land.x.dtype))


@lru_cache(maxsize=128)  # every map of the province has the same land
def _area(x: bytes, y: bytes, dtype: str) -> shapely.Geometry:
    of = rings(np.frombuffer(x, dtype), np.frombuffer(y, dtype))
    area = shapely.union_all([shapely.Polygon(ring).buffer(0) for ring in of if len(ring) > 3])
    shapely.prepare(area)
    return area


def grown(of: Box, times: float) -> Box:
    """Return what a label covers if it is shown larger, from the side by which it is held (render/screen.py)."""
    across, high = (of.east - of.west) * (times - 1), (of.north - of.south) * (times - 1) / 2
    west = of.west - across * {"left": 0.0, "right": 1.0}.get(of.label.anchor, 0.5)
    return Box(of.label, west, of.south - high, west + times * (of.east - of.west), of.north + high)

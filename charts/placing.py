"""Where names stand on the map of the province: beside what they name, and never on each other, a circle or other land.

Each name is tried where the map's maker put it by hand (geo/labels.csv), then around its point, near and farther, and
takes the first place that is free; a shorter text is tried where the longer one has none. What is tried is the
smallest drawing: a name is held by a point, so that on a larger one it covers less of the same land.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from charts import style
from charts.plots import Lines
from geo import shapes

# How many px across drawings are whose small type has style.SMALL_SIZE: the smallest that have these names, and the
# largest: what is free there, too, is free on all. A slide has one size.
# A phone's map shows fewer km across.
ENLARGED = (shapes.EXTENT[2] - shapes.EXTENT[0]) / (shapes.PHONE_EXTENT[2] - shapes.PHONE_EXTENT[0])
HALL_PX = 400.0  # the presenter's: with so few its letters are 2.5 % of the screen's height, from the last row
SMALLEST_PX = {"wide": 700.0, "narrow": 520.0, "slide": 510.0, "hall": HALL_PX, "phone": 320.0 * ENLARGED}
LARGEST_PX = {"wide": 1616.0, "narrow": 936.0, "slide": 510.0, "hall": HALL_PX, "phone": 640.0 * ENLARGED}
LINE = {"wide": 1.3, "narrow": 1.3, "slide": 1.17, "hall": 1.3, "phone": 1.3}  # of the type's size, from line to line
NARROW_LETTERS, WIDE_LETTERS = "fijlrtI.,:;·'()/ ", "mwMWO@"
EDGE = 3.0  # km that words keep from the edge of the map, and from each other
NEAR = (4.0, 22.0, 44.0, 70.0)  # km from a circle to its name, the first that is free
CELL = 4.0  # km: the grain in which land is known here
TRIES = 6
MOST = 24  # places that are compared
ON_LAND = 0.02  # of a name's area: as much may touch land that it does not name

Drawing = Literal["wide", "narrow", "slide", "hall", "phone"]
Anchor = Literal["left", "center", "right"]
Held = Literal["top", "middle", "bottom"]
Box = tuple[float, float, float, float]  # west, south, east, north
WAYS: tuple[tuple[float, float, Anchor, Held], ...] = (
    (1.0, 0.0, "left", "middle"), (-1.0, 0.0, "right", "middle"), (0.0, 1.0, "center", "bottom"),
    (0.0, -1.0, "center", "top"), (0.7, 0.7, "left", "bottom"), (0.7, -0.7, "left", "top"),
    (-0.7, 0.7, "right", "bottom"), (-0.7, -0.7, "right", "top"), (0.0, 1.0, "left", "bottom"),
    (0.0, -1.0, "left", "top"), (0.0, 1.0, "right", "bottom"), (0.0, -1.0, "right", "top"),
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Where a name stands: the point in km, and which side of it is there."""

    x: float
    y: float
    anchor: Anchor = "center"
    valign: Held = "middle"

    def covers(self, across: float, high: float) -> Box:
        """Return what words of a size (km) cover there."""
        west = self.x - {"left": 0.0, "right": across}.get(self.anchor, across / 2)
        south = self.y - {"bottom": 0.0, "top": high}.get(self.valign, high / 2)
        return west, south, west + across, south + high


@dataclass(frozen=True)
class Wanted:
    """A name that looks for a place: its texts, the longest first, where it was put by hand, and what it names."""

    code: str
    texts: tuple[Lines, ...]
    at: tuple[float, float]
    by_hand: Spot
    small: bool
    within: Box = shapes.EXTENT  # where it may stand


Disc = tuple[float, float, float]  # x, y, radius
Counted = npt.NDArray[np.int64]

Placed = tuple[Wanted, Lines, Spot]
Fitting = tuple[Lines, Spot, Box]


def placed(wanted: Sequence[Wanted], width: Drawing, taken: Sequence[Box], discs: Sequence[Disc]) -> list[Placed]:
    """Return each name that has a place, with the text and the place that it takes; the first ones choose first.

    Where a name found none, it chooses before all others in another try; the try that shows most
    and moves names least counts.
    ``taken`` is what other words and frames cover, ``discs`` are the circles.
    """
    fitting = {name.code: itertools.tee(_fitting(name, width, taken, discs), 1)[0] for name in wanted}
    order, before, best = list(wanted), list[Wanted](), list[Placed]()
    for _ in range(TRIES):
        tried = list(_in_order(order, fitting))
        if _shown(tried) > _shown(best) or not best:
            best = tried
        well = {name.code for name, text, spot in tried if text == name.texts[0] and spot == name.by_hand}
        short = [name for name in order if name.code not in well]
        before, order = order, [*short, *(name for name in order if name.code in well)]
        if order == before:  # the next try would be the same
            break
    return best


def _shown(names: Sequence[Placed]) -> tuple[int, int, float]:
    """Return how good a try is: how many names, how many letters, how little they were moved."""
    letters = sum(len(run.text) for _, text, _ in names for line in text for run in line)
    moved = sum(math.hypot(spot.x - name.by_hand.x, spot.y - name.by_hand.y) for name, _, spot in names)
    return len(names), letters, -moved


def _fitting(name: Wanted, width: Drawing, taken: Sequence[Box], discs: Sequence[Disc]) -> Iterator[Fitting]:
    """Yield where a name may stand whatever the other names do; a try goes on where the one before it ended."""
    km, finest = ((shapes.EXTENT[2] - shapes.EXTENT[0]) / px[width] for px in (SMALLEST_PX, LARGEST_PX))
    elsewhere = _elsewhere(shapes.regencies(), shapes.context())[name.code]
    radius = next((r for x, y, r in discs if (x, y) == name.at), 0.0)
    smallest, largest = ({text: size(text, name.small, px, width) for text in name.texts} for px in (km, finest))
    for text, spot in _choices(name, radius):
        box = spot.covers(*smallest[text])
        if (
            is_free(box, taken, discs, name.within)
            and _on_other_land(box, elsewhere) <= ON_LAND
            and _on_other_land(spot.covers(*largest[text]), elsewhere) <= ON_LAND
        ):
            yield text, spot, box


def _in_order(wanted: Sequence[Wanted], fitting: Mapping[str, Iterator[Fitting]]) -> Iterator[Placed]:
    covered = list[Box]()
    for name in wanted:
        free = (place for place in copy(fitting[name.code]) if not _meets(place[2], covered))
        if chosen := _clearest(name, free):
            covered.append(chosen[2])
            yield name, *chosen[:2]


def _clearest(name: Wanted, free: Iterator[Fitting]) -> Fitting | None:
    """Return the first place that is nearer to what is named than to any other regency, else the first of all."""
    first, every = None, [shape.label for shape in shapes.regencies()]
    for chosen in itertools.islice(free, MOST):
        first = first or chosen
        is_as_long = chosen[0] in (first[0], *name.texts[:-1])  # its name is not given up for it
        if is_as_long and (chosen[1] == name.by_hand or is_near(chosen[2], name.at, every)):
            return chosen
    return first


def is_near(box: Box, at: tuple[float, float], others: Iterable[tuple[float, float]], times: float = 1.0) -> bool:
    """Whether words that cover a box stand nearer to what they name, so many times, than to any other place."""
    own = _gap(box, *at) * times
    return all(own <= _gap(box, *other) for other in others if other != at)


def _gap(box: Box, x: float, y: float) -> float:
    return math.hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3]))


def box_of(text: Lines, small: bool, spot: Spot, width: Drawing) -> Box:
    """Return what words cover at most, on the smallest drawing."""
    km = (shapes.EXTENT[2] - shapes.EXTENT[0]) / SMALLEST_PX[width]
    return spot.covers(*size(text, small, km, width))


def size(text: Lines, small: bool, km: float, width: Drawing) -> tuple[float, float]:
    """Return how wide and high words are at most, in km; ``km`` is a px."""
    px = style.SMALL_SIZE if small else style.TEXT_SIZE
    across = max(sum(_across(run.text) for run in line) for line in text)
    return across * px * km, LINE[width] * px * len(text) * km


def _across(text: str) -> float:
    """Return how wide bold letters are at most, in sizes of type."""
    return sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return 0.39
    return 0.86 if letter in WIDE_LETTERS else 0.68 if letter.isupper() else 0.57


def _choices(name: Wanted, radius: float) -> Iterator[tuple[Lines, Spot]]:
    """Yield what may be written where: by hand, then near, then farther away; a number without its name only near."""
    spelled = [text for text in name.texts if len(text) > 1 or len(text[0]) > 1 or text == name.texts[0]]
    yield from ((text, name.by_hand) for text in spelled)
    for away in NEAR:
        yield from itertools.product(spelled, _around(name.at, radius, (away,)))
    bare = [text for text in name.texts if text not in spelled]
    yield from itertools.product(bare, _around(name.at, radius, NEAR[:2]))


def _around(at: tuple[float, float], radius: float, distances: Sequence[float]) -> Iterator[Spot]:
    for away in distances:
        for right, up, anchor, valign in WAYS:
            yield Spot(at[0] + right * (radius + away), at[1] + up * (radius + away), anchor, valign)


def is_free(box: Box, taken: Sequence[Box], discs: Sequence[Disc], edges: Box = shapes.EXTENT) -> bool:
    """Whether words that cover a box leave the map, or meet other words or circles: none of that."""
    west, south, east, north = box
    if not (edges[0] + EDGE < west and edges[1] + EDGE < south and east < edges[2] - EDGE and north < edges[3] - EDGE):
        return False
    return not _meets(box, taken) and all(_gap(box, x, y) > radius + 1 for x, y, radius in discs)


def _meets(box: Box, taken: Sequence[Box]) -> bool:
    west, south, east, north = box[0] - EDGE, box[1] - EDGE, box[2] + EDGE, box[3] + EDGE
    return any(west < e and w < east and south < n and s < north for w, s, e, n in taken)


# --- Land ----------------------------------------------------------------------------------------------------


def _on_other_land(box: Box, elsewhere: Counted) -> float:
    """Return which part of a box lies on land that is another regency's, or none of the province's."""
    west, south, _, _ = shapes.EXTENT
    high, across = (int(corners) - 1 for corners in elsewhere.shape)
    left, right = (min(max(int((x - west) / CELL) + more, 0), across) for x, more in ((box[0], 0), (box[2], 1)))
    below, above = (min(max(int((y - south) / CELL) + more, 0), high) for y, more in ((box[1], 0), (box[3], 1)))
    if right <= left or above <= below:
        return 0.0
    at = elsewhere.item
    cells = at(above, right) - at(below, right) - at(above, left) + at(below, left)
    return float(cells) / ((right - left) * (above - below))


@lru_cache(maxsize=2)
def _elsewhere(regencies: tuple[shapes.Shape, ...], context: tuple[shapes.Shape, ...]) -> dict[str, Counted]:
    """Return for each regency, by code, how many cells of land that is not its own lie south-west of each corner."""
    codes = _codes(regencies, context)
    return {
        shape.code: np.pad((codes > 0) & (codes != own), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
        for own, shape in enumerate(regencies, 1)
    }


def _codes(regencies: tuple[shapes.Shape, ...], context: tuple[shapes.Shape, ...]) -> npt.NDArray[np.uint8]:
    """Return whose land each cell is, from the south-west: 0 for the sea, from 1 the regencies, last the neighbours."""
    west, south, east, north = shapes.EXTENT
    xs, ys = np.arange(west + CELL / 2, east, CELL), np.arange(south + CELL / 2, north, CELL)
    cells = np.zeros((len(ys), len(xs)), np.uint8)
    for number, shape in enumerate([*regencies, *context], 1):
        for row, y in enumerate(ys):
            cells[row, _inside(shape, xs, y)] = number
    return cells


def _inside(shape: shapes.Shape, xs: npt.NDArray[np.float64], y: float) -> npt.NDArray[np.bool_]:
    """Tell which points of a line from west to east lie in a shape: those west of an odd number of its edges."""
    low, high = np.minimum(shape.y[:-1], shape.y[1:]), np.maximum(shape.y[:-1], shape.y[1:])
    crossed = np.flatnonzero((low <= y) & (y < high))  # nan, between rings, is never
    start, end = crossed, crossed + 1
    part = (y - shape.y[start]) / (shape.y[end] - shape.y[start])
    crossings = np.sort(shape.x[start] + part * (shape.x[end] - shape.x[start]))
    inside: npt.NDArray[np.bool_] = np.searchsorted(crossings, xs) % 2 == 1
    return inside

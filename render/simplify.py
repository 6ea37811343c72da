"""Outlines of land, simplified: without the points that nobody sees at the size at which they are drawn."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from charts.plots import Floats, Land, MapPlot, rings

SEEN = 0.2  # px that an outline may run beside where it is


def simplified(plot: MapPlot, width: float) -> MapPlot:
    """Return a map for a drawing of so many px, with outlines that run nowhere further aside than is seen."""
    west, _, east, _ = plot.extent
    km = SEEN * (east - west) / width
    return replace(plot, lands=tuple(_simplified(land, km) for land in plot.lands), is_simplified=True)


def _simplified(land: Land, km: float) -> Land:
    kept = _kept(land.x.tobytes(), land.y.tobytes(), land.x.dtype.str, km)
    return replace(land, x=land.x[kept], y=land.y[kept])


@lru_cache(maxsize=1024)  # every map of the province has the same land
def _kept(x: bytes, y: bytes, kind: str, km: float) -> Floats:
    """Return whether each point is kept; what parts two rings (nan) is."""
    whole = (ring.astype("float64") for ring in rings(np.frombuffer(x, kind), np.frombuffer(y, kind)))
    return np.concatenate([kept for ring in whole for kept in (_kept_of_ring(ring, km), [True])][:-1])


def _kept_of_ring(points: Floats, km: float) -> Floats:
    kept = np.zeros(len(points), bool)
    far = int(np.argmax(np.hypot(*(points - points[0]).T)))
    for first, last in ((0, far), (far, len(points) - 1)):
        kept[[first, last, *_bends(points, first, last, km)]] = True
    return kept


def _bends(points: Floats, first: int, last: int, km: float) -> Iterator[int]:
    """Yield the points between two at which a line from one to the other has to bend (Douglas and Peucker)."""
    waiting = [(first, last)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        (along, up), aside = points[last] - points[first], points[first + 1 : last] - points[first]
        length = float(np.hypot(along, up))
        away = np.abs(along * aside[:, 1] - up * aside[:, 0]) / length if length else np.hypot(*aside.T)
        bend = first + 1 + int(np.argmax(away))
        if away.max() > km:
            yield bend
            waiting += [(first, bend), (bend, last)]

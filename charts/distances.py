"""The map with lines from the province's capital to the capital of each regency, and how far it is: straight lines."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from charts import province
from charts.chart import Chart
from charts.map import KEY, participants_map
from charts.plots import LegendEntry, MapPlot, Point, Stroke, lines
from charts.table import Number
from charts.words import names_by_code, noted, number_of
from data import indicators
from data.province import PROVINCE
from data.view import View, cached
from geo import shapes

__all__ = ["KEY", "map_with_distances"]

PARTS = 4  # straight pieces of a line; a great circle leaves the middle of one by less than 0.1 km here
DOT = 5.0  # px across, a capital

Place = tuple[float, float]  # longitude, latitude


@cached(64)
def map_with_distances(view: View) -> Chart:
    """Return the province map with great-circle lines from the province's capital, and the km beside each name.

    They are no routes of ships: nothing is known of those. A regency without coordinates has no line.
    """
    chart, words = participants_map(view), view.words
    plot = chart.plot
    assert isinstance(plot, MapPlot)
    km = indicators.distance_to_capital(view.tables)
    capitals = _capitals(view)
    if PROVINCE.capital not in capitals:
        return chart
    far = {code: number_of(km, code) for code in capitals if code != PROVINCE.capital}
    capital = view.tables["regencies"].set_index("code").capital[PROVINCE.capital]
    start, note = capitals[PROVINCE.capital], words("distances.straight", name=capital)
    drawn = replace(
        plot,
        labels=province.labels(words, names_by_code(view.tables), _names(view, plot, far), plot.circles),
        strokes=(*plot.strokes, *(s for code in far for s in _line(start, capitals[code]))),
        points=tuple(Point(*shapes.project(*place), size=DOT) for place in capitals.values()),
        key=replace(plot.key, entries=(*plot.key.entries, LegendEntry(note, line=True))),
    )
    return replace(chart, text=replace(chart.text, subtitle=noted(words, chart.text.subtitle, note)), plot=drawn)


def _capitals(view: View) -> dict[str, Place]:
    rows = view.tables["regencies"].dropna(subset=["longitude", "latitude"])
    return {str(row.code): (float(row.longitude), float(row.latitude)) for _, row in rows.iterrows()}


def _line(start: Place, end: Place) -> Iterator[Stroke]:
    """Yield the pieces of the great circle between two places (longitude and latitude)."""
    along = list(_great_circle(start, end))
    for (x0, y0), (x1, y1) in itertools.pairwise(along):
        yield Stroke(x0, y0, x1, y1, 1.2, below=False, accent=True)


def _great_circle(start: Place, end: Place) -> Iterator[tuple[float, float]]:
    a, b = (_on_sphere(place) for place in (start, end))
    angle = np.arccos(np.clip(a @ b, -1, 1))
    for part in np.linspace(0, 1, PARTS + 1):
        x, y, z = (np.sin((1 - part) * angle) * a + np.sin(part * angle) * b) / np.sin(angle) if angle else a
        at = shapes.project(np.degrees(np.arctan2(y, x)), np.degrees(np.arcsin(np.clip(z, -1, 1))))
        yield float(at[0]), float(at[1])


def _on_sphere(place: Place) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    longitude, latitude = np.radians(place[0]), np.radians(place[1])
    return np.array([
        np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)
    ])  # fmt: skip


def _names(view: View, plot: MapPlot, far: dict[str, Number]) -> dict[str, province.Name]:
    """Return each regency's name with how far it is, or without where that has no room."""
    names, circles = names_by_code(view.tables), {circle.code for circle in plot.circles}
    written = {}
    for code in sorted(names, key=lambda code: code not in circles):
        name, away = names[code], view.words("map.km", n=far[code].text(view.words)) if code in far else ""
        if code in circles:
            written[code] = province.Name((lines(name, away, bold=1), lines(name, bold=1)))
        else:
            written[code] = province.Name((lines(name, away), lines(f"{name} {away}".strip())), quiet=True)
    return written

"""The map with distances from Ambon: great circles with their km, on choice, the choice kept in the address."""

import itertools

import brotli
import numpy as np
import pytest

from charts.distances import map_with_distances
from charts.map import participants_map
from charts.plots import MapPlot, Width
from data.indicators import distance_to_capital
from data.selection import Selection
from data.view import View
from geo import shapes
from locales import LANGUAGES, Words
from render import image, legend
from tests.charts.test_labels import faults
from tests.conftest import others_slow
from tests.invented import PACKAGED_TABLES, REGENCIES, Place, with_round
from tests.labels import PX

TABLES = PACKAGED_TABLES


def plot_of(view: View) -> MapPlot:
    plot = map_with_distances(view).plot
    assert isinstance(plot, MapPlot)
    return plot


def test_a_line_to_each_capital_from_ambon_is_as_long_as_it_says() -> None:
    lines = [stroke for stroke in plot_of(View(TABLES)).strokes if stroke.accent]
    rows = TABLES["regencies"].set_index("code")
    start = shapes.project(rows.longitude["81.71"], rows.latitude["81.71"])
    starts = [stroke for stroke in lines if (stroke.x0, stroke.y0) == pytest.approx(start)]
    assert len(starts) == 10
    km = distance_to_capital(TABLES).value
    for n, code in enumerate(code for code in rows.index if code != "81.71"):
        pieces = lines[n * 4 : n * 4 + 4]
        end = shapes.project(rows.longitude[code], rows.latitude[code])
        assert (pieces[-1].x1, pieces[-1].y1) == pytest.approx(end)
        drawn = sum(np.hypot(s.x1 - s.x0, s.y1 - s.y0) for s in pieces)
        assert drawn == pytest.approx(km[code], rel=0.01), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_that_they_are_straight_lines_and_no_routes(language: str) -> None:
    words = Words(language)
    chart = map_with_distances(View(TABLES, words=words))
    said = {"id": ("jarak lurus", "bukan rute pelayaran"), "en": ("straight-line", "not a shipping route")}[language]
    assert isinstance(chart.plot, MapPlot)
    for part in said:
        assert part in chart.text.subtitle.lower()
        assert part in chart.plot.key.entries[-1].text
        assert part in legend.html(chart.plot)
    km = words("map.km", n=words.number(707))
    assert km in [" ".join(run.text for run in line) for label in chart.plot.labels for line in label.lines]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 7, 99_999])
def test_words_still_meet_nothing(count: int, language: str) -> None:
    tables = with_round({code: Place([("anyaman", count)]) for code in REGENCIES}) if count else TABLES
    plot = plot_of(View(tables, Selection("2030" if count else "2022"), Words(language)))
    widths: list[Width] = ["wide", "narrow"]
    for width in widths:
        for px in PX[width]:
            assert faults(plot, width, px) == [], (width, px)


def test_without_the_choice_the_map_has_none() -> None:
    plot = participants_map(View(TABLES)).plot
    assert isinstance(plot, MapPlot)
    assert not [stroke for stroke in plot.strokes if stroke.accent]


@pytest.mark.integration
@pytest.mark.parametrize(
    ("build", "code"),
    others_slow(itertools.product([participants_map, map_with_distances], ["2022", "2023-2", "all"]), 5),
)
def test_the_drawing_of_the_province_travels_in_25_kb(build: object, code: str) -> None:
    drawn = image.svg(build(View(TABLES, Selection(code))))  # type: ignore[operator]
    assert len(brotli.compress(drawn.encode())) < 25_000

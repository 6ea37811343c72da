"""One small map a round, for one, two or twenty rounds: bounded, on one scale, each with its own words."""

import math
from collections import Counter

import numpy as np
import pytest

from charts import round_maps as small
from charts.map import participants_map
from charts.plots import MapPlot
from charts.round_maps import LATEST, columns, corners, round_maps
from charts.words import round_name
from data.indicators import participants_by_regency
from data.selection import Selection
from data.tables import Tables
from data.view import View
from locales import LANGUAGES, Words
from render import plotly
from render.engine import _measure
from story.slides import tell
from tests.harness.tables import TABLES
from tests.invented import Place, named, with_round

ID = Words("id")
CASES = {"as packaged": lambda: TABLES, "one more": lambda: with_round({"81.01": Place([("anyaman", 90)])}),
         "many": lambda: named(rounds=23)}  # fmt: skip


def first_round_alone() -> Tables:
    one = TABLES.rounds_in_order["round"].iloc[0]
    kept = {n: f[f["round"] == one] if "round" in f and n != "sources" else f for n, f in TABLES.frames.items()}
    return Tables(TABLES.folder, kept)


def plot_of(tables: Tables, words: Words = ID) -> MapPlot:
    plot = round_maps(View(tables, words=words)).plot
    assert isinstance(plot, MapPlot)
    return plot


@pytest.mark.parametrize("case", [*CASES, "one"])
def test_a_map_for_each_of_the_latest_rounds(case: str) -> None:
    tables = first_round_alone() if case == "one" else CASES[case]()
    codes = tables.rounds_in_order["round"].tolist()
    chart = round_maps(View(tables))
    plot = plot_of(tables)
    heads = [label.lines[0][0].text for label in plot.labels if label.width == "wide"]
    assert heads == [round_name(View(tables), code) for code in codes[-LATEST:]]
    assert len(plot.lands) == 11 * len(heads)
    assert 0.4 < plot.aspect < 4
    assert ("terakhir" in chart.text.subtitle) == (len(codes) > LATEST)
    assert len(plotly.figure(chart).to_json()) < 350_000
    assert str(len(codes)) in chart.text.headline


def test_four_stand_two_by_two_and_none_overlap() -> None:
    assert [columns(n) for n in (1, 2, 3, 4, 5, 9)] == [1, 2, 3, 2, 3, 3]
    west, south, east, north = small.FRAME
    for n in range(1, LATEST + 1):
        for i, (x, y) in enumerate(corners(n)):
            for left, low in corners(n)[i + 1 :]:
                assert abs(x - left) > east - west or abs(y - low) > north - south


def test_circles_are_on_one_scale_and_say_each_rounds_counts() -> None:
    plot = plot_of(TABLES)
    counts = [participants_by_regency(View(TABLES, Selection(c))).value for c in TABLES.rounds_in_order["round"]]
    stated = sorted(int(n) for of_round in counts for n in of_round.dropna())
    assert sorted(int(c.value.value) for c in plot.circles if c.value.value is not None) == stated
    for circle in plot.circles:
        if circle.value.value is None:
            assert circle.mark == "unsized"
        else:
            expected = small.LARGEST * math.sqrt(circle.value.value / max(stated))
            assert circle.radius == pytest.approx(max(expected, small.SMALLEST))
    assert Counter(c.code for c in plot.circles) == Counter(str(c) for of in counts for c in of.index)


def test_every_map_lies_in_its_own_frame() -> None:
    plot = plot_of(named(rounds=23))
    boxes = [(s.x0, s.y0, s.x1, s.y1) for s in plot.strokes if s.box]
    assert len(boxes) == LATEST
    for n, land in enumerate(plot.lands):
        west, south, east, north = boxes[n // 11]
        assert west <= np.nanmin(land.x) <= np.nanmax(land.x) <= east
        assert south <= np.nanmin(land.y) <= np.nanmax(land.y) <= north
    for circle in plot.circles:
        assert any(w < circle.x < e and s < circle.y < n for w, s, e, n in boxes)


def test_largest_circles_of_neighbours_do_not_meet() -> None:
    plot = participants_map(View(TABLES)).plot
    assert isinstance(plot, MapPlot)
    places = [(p.x, p.y) for p in plot.targets[-11:]]
    nearest = min(math.dist(a, b) for i, a in enumerate(places) for b in places[i + 1 :])
    assert nearest < 2 * small.LARGEST < 73, "Buru and Buru Selatan meet in any case; Ambon and Seram do not"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rounds", [0, 1, 2, 7, 23])
@pytest.mark.parametrize(("width", "px"), [("wide", 780), ("wide", 1200), ("narrow", 300)])
def test_words_keep_to_their_map(language: str, rounds: int, width: str, px: int) -> None:
    tables = named(rounds=rounds) if rounds else TABLES
    plot = plot_of(tables, Words(language))
    west, _, east, north = plot.extent
    km = (east - west) / px
    frame = small.FRAME
    labels = [label for label in plot.labels if label.width == width]
    for label in labels:
        letters = [("".join(run.text for run in line), any(run.bold for run in line)) for line in label.lines]
        wide = km * max(float(_measure(text, "12", "bold" if bold else "").split(",")[0]) for text, bold in letters)
        high = km * 15.6 * len(label.lines)
        assert wide < frame[2] - frame[0], (label.lines, px)
        assert label.y + high <= north + km, "nothing leaves the figure at its top"
        for box in (s for s in plot.strokes if s.box):
            beside = label.x + wide <= box.x0 or label.x >= box.x1
            assert beside or label.y >= box.y1 or label.y + high <= box.y0


@pytest.mark.integration
def test_the_story_has_it_where_rounds_are_compared() -> None:
    assert "round_maps" in [slide.key for slide in tell(View(TABLES, Selection("all"))).slides]
    assert "round_maps" not in [slide.key for slide in tell(View(TABLES, Selection("2022", "81.07"))).slides]
    assert "round_maps" not in [slide.key for slide in tell(View(first_round_alone(), Selection("2022"))).slides]


def test_no_regency_disappears_in_the_coarse_outlines_and_neighbours_still_share_their_border() -> None:
    outlines = {code: {(x, y) for x, y in zip(xs, ys, strict=True) if x == x} for code, xs, ys in small._outlines()}
    assert len(outlines) == 11
    assert all(len(points) >= 4 for points in outlines.values())
    for one, other in (("81.01", "81.06"), ("81.01", "81.05"), ("81.04", "81.09")):
        assert len(outlines[one] & outlines[other]) >= 5

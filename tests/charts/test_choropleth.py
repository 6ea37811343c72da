"""Maps of rates: few classes with round limits, what is not known is hollow, and every map says its key."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import style
from charts.choropleth import MOST, Classes, choropleth, classes
from charts.map import participants_map
from charts.plots import MapPlot
from charts.rates import rates_map
from charts.table import Number
from charts.words import names_by_code
from data.indicators import participants_per_100k
from data.selection import Selection
from data.tables import Tables
from data.view import View
from locales import LANGUAGES, Words
from render import image, legend, office, plotly
from tests.harness.tables import TABLES
from tests.invented import REGENCIES, Place, with_round

ID = Words("id")
NAMES = names_by_code(TABLES)


def is_round(number: float) -> bool:
    """Whether a number has at most two figures, or three of which the last is 5 (2.5, 7.5, 12.5)."""
    digits = f"{abs(number):.12g}".replace(".", "").strip("0")
    return len(digits) <= 2 or (len(digits) == 3 and digits[-1] == "5")


@pytest.mark.parametrize(
    ("values", "limits"),
    [
        ([18.4, 36.1, 45.3, 61.8, 71.1, 73.8], (0, 20, 40, 60, 80)),
        ([5.1, 9.9, 14.2, 19.7, 22.0, 27.5], (5, 10, 15, 20, 25, 30)),
        ([81_329, 97_020, 112_531, 132_337, 142_347, 217_389, 432_361, 90_470, 129_169], (0, 100_000, 200_000, 300_000, 400_000, 500_000)),
        ([31.63, 2.1, 2.2, 2.4, 3.0, 4.1, 6.0], (2, 5, 10, 20, 50)),
        ([7.0], (7, 8)),
        ([0.0], (0, 0.1)),
        ([-4.0, 3.0], (-4, -2, 0, 2, 4)),
    ],
)  # fmt: skip
def test_classes_by_hand(values: list[float], limits: tuple[float, ...]) -> None:
    assert classes(values).limits == pytest.approx(limits)


@given(st.lists(st.floats(-1e6, 1e9).map(lambda x: round(x, 6)), min_size=1, max_size=11))
def test_classes_are_few_and_hold_every_value(values: list[float]) -> None:
    of = classes(values)
    assert 1 <= of.count <= MOST
    assert list(of.limits) == sorted(set(of.limits))
    slack = 1e-9 * max(map(abs, of.limits))
    for value in values:
        place = of.of(value)
        assert of.limits[place] - slack <= value <= of.limits[place + 1] + slack


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=11))
def test_limits_are_round(values: list[int]) -> None:
    assert all(is_round(limit) for limit in classes([float(v) for v in values]).limits)


def test_a_limit_belongs_to_the_class_above_and_the_last_to_its_own() -> None:
    of = Classes((0, 10, 20))
    assert [of.of(v) for v in (0, 9.9, 10, 19.9, 20)] == [0, 0, 1, 1, 1]


def rated(values: dict[str, float], language: str = "id") -> MapPlot:
    numbers = {code: Number(value, decimals=1, percent=True) for code, value in values.items()}
    return choropleth(View(TABLES, words=Words(language)), numbers, "Persen", "tidak tersedia")


def test_what_is_not_known_is_hollow_named_and_never_the_lowest_class() -> None:
    plot = rated({"81.01": 0.0, "81.07": 12.5})
    looks = {land.code: land for land in plot.lands if land.code and not land.inset}
    assert {code for code, land in looks.items() if land.kind == "class"} == {"81.01", "81.07"}
    assert looks["81.04"].kind == "unknown"
    assert plotly._land(looks["81.04"], plot)["fillcolor"] == style.UNKNOWN_LAND
    assert plotly._land(looks["81.01"], plot)["fillcolor"] == style.tone(0) != style.UNKNOWN_LAND
    assert plot.key.entries[-1].text == "tidak tersedia"
    assert [entry.area for entry in plot.key.entries] == ["class"] * (len(plot.key.entries) - 1) + ["unknown"]


def test_the_key_says_nothing_is_missing_where_nothing_is() -> None:
    plot = rated(dict.fromkeys(NAMES, 4.0))
    assert [entry.area for entry in plot.key.entries] == ["class"]
    assert not [entry for entry in rated({}).key.entries if entry.area == "class"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_stand_beside_their_names(language: str) -> None:
    plot = rated({"81.07": 12.5}, language)
    words = Words(language)
    for width in ("wide", "narrow"):
        written = (label for label in plot.labels if label.width == width and label.kind == "name")
        texts = [" ".join(run.text for line in label.lines for run in line) for label in written]
        assert texts == [f"Kepulauan Aru {words.percent(12.5, 1)}"]


def lightness(rgba: str, page: str) -> float:
    r, g, b, a = (float(n) for n in re.findall(r"[\d.]+", rgba))
    on = [int(page[i : i + 2], 16) for i in (1, 3, 5)]
    mixed = "#" + "".join(f"{round(a * c + (1 - a) * p):02x}" for c, p in zip((r, g, b), on, strict=True))
    y = style.luminance(mixed)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize(("page", "ink", "apart"), [(style.PAPER, style.INK, 7.5), (style.DARK_PAPER, "#e8edf1", 4.5)])
def test_tones_are_told_apart_by_lightness_alone_and_bear_text(page: str, ink: str, apart: float) -> None:
    """Lightness is what every kind of colour vision shares."""
    steps = [lightness(style.tone(place / (MOST - 1)), page) for place in range(MOST)]
    ways = np.diff(steps) * (1 if page == style.DARK_PAPER else -1)
    assert min(ways) > apart, steps
    on_page = np.array([int(page[i : i + 2], 16) for i in (1, 3, 5)])
    r, g, b, a = (float(n) for n in re.findall(r"[\d.]+", style.tone(1)))
    deepest = "#" + "".join(f"{round(c):02x}" for c in a * np.array([r, g, b]) + (1 - a) * on_page)
    assert style.contrast(ink, deepest) >= 4.5


def test_the_rates_of_all_rounds(tables: Tables) -> None:
    chart = rates_map(View(tables, Selection("all"), ID))
    assert isinstance(chart.plot, MapPlot)
    looks = {land.code: land.kind for land in chart.plot.lands if land.code}
    known = {code for code, kind in looks.items() if kind == "class"}
    rates = participants_per_100k(View(tables, Selection("all"))).value
    assert known == set(rates.dropna().index)
    assert len(known) < rates.size, "what is named without a count has no rate"
    assert "Peserta per 100.000 penduduk" in chart.plot.key.title
    why = {code: "".join(run.text for line in told[1:] for run in line) for code, told in chart.plot.hovers.items()}
    assert why["81.01"] == "jumlah tidak disebut", "a source names it"
    assert why["81.02"] == "diketahui sebagian (2021)"
    assert why["81.04"] == ID("map.key.other")
    assert ID("map.key.other") not in {entry.text for entry in chart.plot.key.entries}, "not of all that is hollow"


# --- Keys ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "px", "letter"), [("wide", 780, 6.4), ("narrow", 360, 6.4)])
def test_a_drawing_has_its_key_below_the_land_and_inside_it(language: str, width: str, px: int, letter: float) -> None:
    for chart in (build(View(TABLES, Selection("all"), Words(language))) for build in (participants_map, rates_map)):
        assert isinstance(chart.plot, MapPlot)
        drawn = plotly.as_drawn(chart.plot, width)  # type: ignore[arg-type]
        west, low, east, _ = drawn.extent
        km = (east - west) / px
        assert low < chart.plot.extent[1]
        keys = [label for label in drawn.labels if label.kind == "key"]
        assert [label.lines[0][0].text for label in keys] == [
            *([chart.plot.key.title] if chart.plot.key.title else []), *(e.text for e in chart.plot.key.entries)
        ]  # fmt: skip
        boxes = [(key.x, key.x + km * letter * len(key.lines[0][0].text), key.y) for key in keys]
        for n, (left, right, y) in enumerate(boxes):
            assert west < left < right < east
            assert low < y - km * 6 < y + km * 6 < chart.plot.extent[1]
            for left_of, right_of, other in boxes[n + 1 :]:
                assert abs(y - other) > km * 12 or right < left_of or right_of < left


def test_a_page_says_the_key_as_text_and_its_map_has_no_strip() -> None:
    chart = participants_map(View(TABLES, Selection("2022"), ID))
    assert isinstance(chart.plot, MapPlot)
    html = legend.html(chart.plot)
    for entry in chart.plot.key.entries:
        assert entry.text in html
    assert tuple(plotly.figure(chart).layout.yaxis.range) == (chart.plot.extent[1], chart.plot.extent[3])
    assert image.height_of(chart, 1000) > image.height_of(chart, 1000, plotly.SCREEN)


def test_words_of_a_key_are_text_not_markup() -> None:
    numbers = {"81.07": Number(1.0)}
    plot = choropleth(View(TABLES, words=ID), numbers, "<b>x</b>", "<script>")
    assert "<b>" not in legend.html(plot)
    assert "<script>" not in legend.html(plot)


@pytest.mark.parametrize("count", [1, 3, 40, 80, 99_999])
def test_the_circles_of_the_key_are_true_to_the_map(count: int) -> None:
    from charts.map import LARGEST, SMALLEST, key_of

    entry = key_of(ID, count, ()).entries[-1]
    shown = [int(n.replace(".", "")) for n in re.findall(r"[\d.]+", entry.text)]
    assert max(shown) <= count
    for n, radius in zip(shown[::-1], entry.radii, strict=True):
        assert radius == pytest.approx(max(LARGEST * (n / count) ** 0.5, SMALLEST))


def test_a_key_of_nobody_has_no_circles() -> None:
    from charts.map import key_of

    assert [entry.mark for entry in key_of(ID, 0, ()).entries] == [None, None]


@pytest.mark.parametrize(
    ("values", "decimals"), [((12.0, 14.0, 17.5, 22.0), 0), ((0.4, 0.9, 2.2), 1), ((3, 28, 61), 0)]
)
def test_the_limits_of_classes_have_the_decimals_that_they_need(values: tuple[float, ...], decimals: int) -> None:
    numbers = dict(zip(NAMES, values, strict=False))
    ends = [end for entry in rated(numbers).key.entries if entry.area == "class" for end in entry.text.split("–")]
    assert {len(end.strip("%").partition(",")[2]) for end in ends} == {decimals}, ends


def test_a_key_explains_no_land_that_the_map_has_not() -> None:
    """With eleven regencies taking part it explained what "not named in the sources" looks like."""
    tables = with_round({code: Place([("anyaman", 20)]) for code in REGENCIES})
    for view in (View(tables, Selection("2030"), ID), View(TABLES, Selection("2023", group="recycling"), ID)):
        plot = participants_map(view).plot
        assert isinstance(plot, MapPlot)
        assert {e.area for e in plot.key.entries if e.area} == {land.kind for land in plot.lands} - {"context"}


@pytest.mark.parametrize("page", [style.PAPER, style.DARK_PAPER])
@pytest.mark.parametrize("kind", ["class", "unknown", "elsewhere"])
def test_the_coast_of_what_is_as_pale_or_dark_as_the_sea_is_told_from_both(kind: str, page: str) -> None:
    counted = participants_map(View(TABLES, Selection("2022"), ID)).plot
    assert isinstance(counted, MapPlot)
    plot = counted if kind == "elsewhere" else rated({"81.01": 0.0, "81.07": 12.5})
    land = next(land for land in plot.lands if land.kind == kind)
    line, sea = plotly._land(land, plot)["line"]["color"], over(style.SEA, page)
    for beside in (sea, over(legend.fill(land.kind), sea)):
        assert style.contrast(over(line, beside), beside) >= 3


def over(colour: str, page: str) -> str:
    top, opacity = office.rgba(colour)
    channels = (int(top[i : i + 2], 16) * opacity + int(page[i : i + 2], 16) * (1 - opacity) for i in (1, 3, 5))
    return "#" + "".join(f"{round(channel):02x}" for channel in channels)

"""One small map a round: where each took place, with the same scale of circles in all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from charts import province
from charts.chart import Chart, ChartText
from charts.map import key_of, mark_of, people_text, radius
from charts.plots import Area, Circle, Floats, Label, Land, Lines, MapPlot, Point, Stroke, lines
from charts.registry import figure
from charts.table import Column, Number, Table
from charts.words import (
    basis_column,
    formula,
    named,
    names_by_code,
    noted,
    number_of,
    regency_columns,
    round_name,
    scalar,
    source_line,
    sum_or_whole,
    with_numbers,
)
from data import indicators
from data.indicators import Indicator
from data.selection import Selection
from data.view import View
from geo import shapes, wording
from locales import Words

KEY = "round_maps"
LATEST = 9  # rounds that are drawn: three rows of three
FRAME = (-545.0, -342.0, 500.0, 318.0)  # km: what each map shows
BAND, GAP = 70.0, 50.0  # km: above each map for its words, as many times as maps stand side by side; between maps
LARGEST, SMALLEST, UNSIZED = 36.0, 10.0, 16.0  # km: radii of circles; neighbours' largest ones do not meet
Outline = tuple[str, Floats, Floats]  # a regency's code, and x and y of its points
GRID, ISLET = 4.0, 9.0  # km: what outlines are rounded to, and how far across an island is that is drawn


@dataclass(frozen=True)
class _Round:
    """A round: its code and name, the participants of its regencies by code, and of all together."""

    code: str
    name: str
    people: dict[str, Number]
    everybody: Number


@figure(KEY, most=16, by_selection=False)
def round_maps(view: View) -> Chart:
    """Return a small map of each of the latest rounds: land that took part, circles for participants."""
    words = view.words
    codes = [str(code) for code in view.tables.rounds_in_order["round"]][-LATEST:]
    counts = {code: indicators.participants_by_regency(view.of(Selection(code))) for code in codes}
    rounds = [_round(view, code, counts[code]) for code in codes]
    every = len(view.tables["rounds"])
    left_out = words.count("round_maps.latest", len(codes)) if every > len(codes) else ""
    return Chart(
        KEY,
        ChartText(
            _headline(view),
            noted(words, words("round_maps.subtitle"), left_out),
            words("round_maps.alt", listed="; ".join(_told(view, of) for of in rounds)),
            f"{source_line(view, list(counts.values()))} {wording.origin(words)}",
        ),
        _table(view, rounds, counts),
        _plot(view, rounds),
        words,
    )


def _round(view: View, code: str, counts: Indicator) -> _Round:
    everybody = scalar(indicators.participants(view.of(Selection(code))))
    return _Round(code, round_name(view, code), {str(c): number_of(counts, c) for c in counts.value.index}, everybody)


# --- What is drawn -------------------------------------------------------------------------------------------


def columns(rounds: int) -> int:
    """Return how many maps stand side by side: up to three, and four as two and two."""
    return 2 if rounds == 4 else max(min(rounds, 3), 1)


def corners(rounds: int) -> list[tuple[float, float]]:
    """Return where each map's south-west corner stands, in km; the first is at the top left."""
    west, south, east, north = FRAME
    wide, high = east - west + GAP, north - south + BAND * columns(rounds)
    return [(n % columns(rounds) * wide, -(n // columns(rounds) + 1) * high) for n in range(rounds)]


def _plot(view: View, rounds: list[_Round]) -> MapPlot:
    words, names = view.words, names_by_code(view.tables)
    numbers = [number for of in rounds for number in of.people.values()]
    most = max((number.value or 0.0 for number in numbers), default=0.0)
    west, south, east, north = FRAME
    places = corners(len(rounds))
    across = (east - west + GAP) * columns(len(rounds)) - GAP
    cells = list(zip(rounds, places, strict=True))
    outlines = list(_outlines())
    return MapPlot(
        (0.0, min((y for _, y in places), default=-1.0) - GAP / 2, across, 0.0),
        tuple(land for of, at in cells for land in _lands(of, at, names, outlines)),
        circles=tuple(circle for of, at in cells for circle in _circles(of, at, names, most)),
        labels=tuple(label for of, at in cells for label in _labels(words, of, at)),
        strokes=tuple(Stroke(x, y, x + east - west, y + north - south, 0.8, True, True) for x, y in places),
        targets=tuple(point for of, at in cells for point in _targets(of, at)),
        hovers={f"{of.code} {code}": _hover(words, of, code, name) for of in rounds for code, name in names.items()},
        key=key_of(words, most, numbers, LARGEST, SMALLEST),
    )


def _moved(at: tuple[float, float], x: float, y: float) -> tuple[float, float]:
    return x - FRAME[0] + at[0], y - FRAME[1] + at[1]


def _lands(
    of: _Round, at: tuple[float, float], names: dict[str, str], outlines: Iterable[Outline]
) -> Iterator[Land]:  # fmt: skip
    for code, x, y in outlines:
        kind: Area = "reached" if code in of.people else "other"
        yield Land(x - np.float32(FRAME[0] - at[0]), y - np.float32(FRAME[1] - at[1]), kind, name=names.get(code, ""))


def _outlines() -> Iterator[Outline]:
    """Yield outlines on a coarse grid: neighbours' common points stay common, and small islands go."""
    for shape in shapes.regencies():
        parts = np.split(np.column_stack([shape.x, shape.y]), np.flatnonzero(np.isnan(shape.x)))
        rings = [(np.rint(part[~np.isnan(part[:, 0])] / GRID) * GRID).astype("float32") for part in parts]
        large = [ring for ring in rings if np.ptp(ring, axis=0).max() >= ISLET]
        kept = large or [max(rings, key=lambda ring: float(np.ptp(ring, axis=0).max()))]
        gap = np.full((1, 2), np.nan)
        points = np.concatenate([part for ring in kept for part in (_thin(ring), gap)][:-1]).astype("float32")
        yield shape.code, points[:, 0], points[:, 1]


def _thin(ring: Floats) -> Floats:
    """Return a closed ring without points that repeat the one before or lie straight between two others."""
    points = ring[np.r_[True, (np.diff(ring, axis=0) != 0).any(axis=1)]]
    before, after = points[1:-1] - points[:-2], points[2:] - points[1:-1]
    turns = before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]
    kept: Floats = points[np.r_[True, turns, True]] if len(points) > 2 else points
    return kept


def _circles(of: _Round, at: tuple[float, float], names: dict[str, str], most: float) -> Iterator[Circle]:
    points = province.places()
    for code, number in of.people.items():
        if code in points:
            mark = mark_of(number)
            size = UNSIZED if mark == "unsized" else radius(number.value, most, LARGEST, SMALLEST)
            yield Circle(code, names.get(code, code), *_moved(at, *points[code]), size, number, mark)


def _labels(words: Words, of: _Round, at: tuple[float, float]) -> Iterator[Label]:
    """Yield the words above a map: the round and its participants; on a narrow screen as short as can be."""
    x, y = at[0], at[1] + FRAME[3] - FRAME[1] + GAP / 3
    number = of.everybody.text(words)
    reached = words.count("rounds.reached", len(of.people))
    told = words("round_maps.cell", participants=people_text(words, of.everybody), reached=reached)
    yield Label((*lines(of.name, bold=1), *lines(told)), x, y, "name", "left", "bottom", "wide", small=True)
    yield Label(lines(f"{of.name} · {number}", bold=1), x, y, "name", "left", "bottom", "narrow", small=True)


def _targets(of: _Round, at: tuple[float, float]) -> Iterator[Point]:
    """Yield the points where a pointer is told what a map says of a regency."""
    for code, place in province.places().items():
        yield Point(*_moved(at, *place), code=f"{of.code} {code}")


def _hover(words: Words, of: _Round, code: str, name: str) -> Lines:
    number = of.people.get(code)
    return lines(f"{name}, {of.name}", words("map.key.other") if number is None else people_text(words, number), bold=1)


# --- What is said --------------------------------------------------------------------------------------------


def _headline(view: View) -> str:
    words = view.words
    rows = view.tables["participation"]
    rounds = len(view.tables["rounds"])
    names = names_by_code(view.tables)
    times = rows.groupby("regency")["round"].nunique()
    again = [names[str(code)] for code in times[times > 1].index if str(code) in names]
    every = view.everything()
    values = {
        "reached": words.number(indicators.regencies_reached(every).value),
        "total": words.number(indicators.regencies_total(view.tables).value),
    }
    if rounds < 2 or not again:
        return words.count("round_maps.headline.once", rounds, **values)
    return words.count("round_maps.headline", rounds, again=named(words, again, "regency"), **values)


def _told(view: View, of: _Round) -> str:
    words = view.words
    listed = with_numbers(words, names_by_code(view.tables), of.people)
    return words("round_maps.one", round=of.name, listed=listed or words("round_maps.nobody"))


def _table(view: View, rounds: list[_Round], counts: dict[str, Indicator]) -> Table:
    words = view.words
    codes = list(names_by_code(view.tables))
    absent = Number(None, instead=words("table.none"))
    made, bases = [], []
    for n, of in enumerate(rounds, 1):
        cells = tuple(of.people.get(code, absent) for code in codes)
        basis = basis_column(words, cells)
        label, note = words("rounds.row", round=of.name), formula(words, counts[of.code])
        whole = sum_or_whole(f"round{n}", cells, of.everybody)
        made.append(Column(f"round{n}", label, cells, words("unit.person"), whole, note))
        bases.append(replace(basis, key=f"basis{n}", label=f"{basis.label} · {label}"))
    return Table((*regency_columns(view, codes), *made, *bases))

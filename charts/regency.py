"""One regency's own small map, with its capital."""

from dataclasses import replace

import numpy as np
import pandas as pd

from charts import absence
from charts.chart import Chart, ChartText
from charts.map import headline_of_one
from charts.plots import Label, Land, MapPlot, Point, Stroke, lines
from charts.registry import figure
from charts.table import NOTHING, Column, Table
from charts.words import Fact, facts, had, number_of, round_name, round_phrase, sentences, source_line
from data import indicators
from data.selection import Selection
from data.tables import Tables
from data.view import View, cached
from geo import shapes, wording
from locales import Words

KEY = "regency_map"
ASPECT = 1.35
MARGIN = 0.12  # of the regency's extent, on every side
SCALE_STEPS = (5, 10, 20, 50, 100)  # km
Frame = tuple[float, float, float, float]


@cached(128)
def regency_map(view: View, code: str) -> Chart:
    """Return one regency in the finer outlines, its neighbours in grey, its capital, and a scale bar."""
    words = view.words
    row = row_of(view.tables, code)
    name, capital = str(row["name"]), capital_of(row, words)
    of = view.of(replace(view.selection, regency=code))
    counts, km = indicators.participants_by_regency(of), indicators.distance_to_capital(view.tables)
    absent = absence.sentence(of)
    measured = "" if absent else words("regency.map.measured", rounds=round_phrase(of))
    plot, where = _plot(row, code, capital, words), words("regency.map.subtitle", name=name, capital=capital)
    grey = words("regency.map.others") if any(land.kind == "other" for land in plot.lands) else ""
    return Chart(
        KEY,
        ChartText(
            absent or headline_of_one(of, counts, km.value),
            sentences(where, grey, measured),
            words("regency.map.alt", name=name, capital=capital),
            f"{source_line(view, [km] if absent else [counts, km])} {wording.origin(words)}",
        ),
        _table(view, code),
        plot,
        words,
        (_worksheet(view, code),),
    )


def place(view: View, code: str) -> str:
    """Say where a regency is: how far its capital is from the province's, or that it is that."""
    name, km = str(row_of(view.tables, code)["name"]), number_of(indicators.distance_to_capital(view.tables), code)
    return view.words("regency.map.place" if km.value else "regency.map.seat", name=name, km=km.text(view.words))


@figure(KEY, needs_regency=True, has_numbers=False)  # it shows a place, nothing is counted
def map_of_selected(view: View) -> Chart:
    """Return the map of the selected regency."""
    return regency_map(view, view.selection.regency)


def row_of(tables: Tables, code: str) -> pd.Series:
    """Return the row of a regency."""
    rows = tables["regencies"]
    return rows[rows.code == code].iloc[0]


def capital_of(row: pd.Series, words: Words) -> str:
    """Return the name of a regency's capital, or that it is missing."""
    return row.capital if isinstance(row.capital, str) else words("missing")


def _plot(row: pd.Series, code: str, capital: str, words: Words) -> MapPlot:
    own = next(s for s in shapes.detail() if s.code == code)
    frame = west, south, east, north = _frame(own)
    lands = [Land(s.x, s.y, "context") for s in shapes.context() if _is_in(s, frame)]
    others = (s for s in shapes.regencies() if s.code != code and _is_in(s, frame))
    lands += [Land(s.x, s.y, "other", s.code, s.name) for s in others]
    x, y = (float(n) for n in shapes.project(float(row.longitude), float(row.latitude)))
    side = 1 if x < (west + east) / 2 else -1
    length = max((s for s in SCALE_STEPS if s < (east - west) / 3), default=SCALE_STEPS[0])
    scale = lines(words("map.km", n=words.number(length)))
    left, bottom = west + (east - west) * 0.05, south + (north - south) * 0.06
    return MapPlot(
        frame,
        (*lands, Land(own.x, own.y, "reached", own.code, own.name)),
        points=(Point(x, y, capital, code),),
        labels=(
            Label(lines(capital, bold=1), x, y, anchor="left" if side > 0 else "right", shift=(9 * side, 0)),
            Label(scale, left, bottom, anchor="left", valign="bottom", small=True, shift=(0, 3)),
        ),
        strokes=(Stroke(left, bottom, left + length, bottom, 1.5),),
    )


def _table(view: View, code: str) -> Table:
    """Return what the map shows as text: the regency, its capital, how large and how far it is."""
    words = view.words
    row = row_of(view.tables, code)
    measured = {key: indicators.measure(view.tables, key) for key in ("area_km2", "distance_to_capital")}
    values = (
        f"{number_of(of, code).text(words)} {words(f'unit.{of.unit}')}" if of.value.get(code) else NOTHING
        for of in measured.values()  # the province's capital has no distance from itself
    )
    names = (words("fact.capital"), *(words(f"measure.{key}") for key in measured))
    return Table((
        Column("what", words("table.what"), names),
        Column("value", str(row["name"]), (capital_of(row, words), *values)),
    ))  # fmt: skip


def _worksheet(view: View, code: str) -> Table:
    """Return every measure of the regency, and its participants in each round."""
    words = view.words
    rows = []
    for key in indicators.MEASURES:
        measure = indicators.measure(view.tables, key)
        number = number_of(measure, code, measure.form.decimals)
        rows.append(Fact(words(f"measure.{key}"), number, words(f"unit.{measure.unit}"), str(measure.year or "")))
    for round_code in view.tables.rounds_in_order["round"]:
        people = indicators.participants(view.of(Selection(round_code, code)))
        number = had(people)
        label = words("table.participants.of", rounds=round_name(view, round_code))
        rows.append(Fact(label, number, words(f"unit.{people.unit}"), str(people.year or "")))
    return facts(words, rows, words("table.year"), "table.none")


def _frame(shape: shapes.Shape) -> Frame:
    """Return the frame around a shape (west, south, east, north in km) with the map's proportions."""
    west, east = float(np.nanmin(shape.x)), float(np.nanmax(shape.x))
    south, north = float(np.nanmin(shape.y)), float(np.nanmax(shape.y))
    width, height = (east - west) * (1 + 2 * MARGIN), (north - south) * (1 + 2 * MARGIN)
    width, height = max(width, height * ASPECT), max(height, width / ASPECT)
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _is_in(shape: shapes.Shape, frame: Frame) -> bool:
    """Whether any of the shape's points lies in the frame."""
    west, south, east, north = frame
    return bool(((shape.x > west) & (shape.x < east) & (shape.y > south) & (shape.y < north)).any())

"""One regency's own small map, with its capital."""

import math

import numpy as np
import plotly.graph_objects as go

from charts import style
from charts.words import source_line
from data import indicators
from data.tables import Tables
from geo import shapes, wording
from locales import Words

KEY = "regency_map"
ASPECT = 1.35
MARGIN = 0.12  # of the regency's extent, on every side
SCALE_STEPS = (5, 10, 20, 50, 100)  # km


@style.kept
def regency_map(tables: Tables, code: str, words: Words) -> go.Figure:
    """Draw one regency in the finer outlines, its neighbours in grey, its capital, and a scale bar."""
    rows = tables["regencies"]
    row = rows[rows.code == code].iloc[0]
    own = next(s for s in shapes.detail() if s.code == code)
    frame = west, south, east, north = _frame(own)
    traces = [_land(s, style.CONTEXT_LAND) for s in shapes.context() if _is_in(s, frame)]
    traces += [_land(s, style.QUIET_LAND) for s in shapes.regencies() if s.code != code and _is_in(s, frame)]
    traces.append(_land(own, style.ACCENT_LAND))
    name = style.plain(row["name"])
    capital = row.capital if isinstance(row.capital, str) else words("missing")
    x, y = shapes.project(float(row.longitude), float(row.latitude))
    traces.append(
        go.Scatter(x=[x], y=[y], mode="markers", hoverinfo="skip",
                   marker={"size": 9, "color": style.ACCENT, "line": {"color": style.PAPER, "width": 1.5}})
    )  # fmt: skip
    length = max((s for s in SCALE_STEPS if s < (east - west) / 3), default=SCALE_STEPS[0])
    left, bottom = west + (east - west) * 0.05, south + (north - south) * 0.06
    left_half = x < (west + east) / 2
    about = style.About(
        KEY,
        name,
        words("regency.map.subtitle", name=name, capital=style.plain(capital)),
        words("regency.map.alt", name=row["name"], capital=capital),
        f"{source_line(words, tables, [indicators.distance_to_ambon(tables)])} {wording.origin(words)}",
        _table(tables, code, words),
        aspect=ASPECT,
    )
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    bar = {"color": style.BORDER, "width": 1.5}
    return style.figure(
        traces,
        about,
        height=340,
        plot_bgcolor=style.SEA,
        xaxis={**axis, "range": [west, east]},
        yaxis={**axis, "range": [south, north], "scaleanchor": "x"},
        annotations=[
            {"x": x, "y": y, "text": f"<b>{style.plain(capital)}</b>", "showarrow": False,
             "xanchor": "left" if left_half else "right", "xshift": 9 if left_half else -9},
            {"x": left, "y": bottom, "text": words("map.km", n=words.number(length)), "showarrow": False,
             "xanchor": "left", "yanchor": "bottom", "yshift": 3, "font": {"size": style.SMALL_SIZE}},
        ],
        shapes=[{"type": "line", "x0": left, "x1": left + length, "y0": bottom, "y1": bottom, "line": bar}],
    )  # fmt: skip


def _table(tables: Tables, code: str, words: Words) -> tuple[tuple[str, ...], ...]:
    """Return what the map shows as text: the regency, its capital, how large and how far it is."""
    row = tables["regencies"].set_index("code").loc[code]
    capital = row.capital if isinstance(row.capital, str) else words("missing")
    measured = ((key, indicators.measure(tables, key)) for key in ("area_km2", "distance_to_ambon"))
    return (
        (words("table.what"), str(row["name"])),
        (words("fact.capital"), capital),
        *(
            (words(f"measure.{key}"), f"{words.number(found.value[code])} {words(f'unit.{found.unit}')}")
            for key, found in measured
        ),
    )


def _frame(shape: shapes.Shape) -> tuple[float, float, float, float]:
    """Return the frame around a shape (west, south, east, north in km) with the map's proportions."""
    west, east = float(np.nanmin(shape.x)), float(np.nanmax(shape.x))
    south, north = float(np.nanmin(shape.y)), float(np.nanmax(shape.y))
    width, height = (east - west) * (1 + 2 * MARGIN), (north - south) * (1 + 2 * MARGIN)
    width, height = max(width, height * ASPECT), max(height, width / ASPECT)
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _is_in(shape: shapes.Shape, frame: tuple[float, float, float, float]) -> bool:
    """Whether any of the shape's points lies in the frame."""
    west, south, east, north = frame
    return bool(((shape.x > west) & (shape.x < east) & (shape.y > south) & (shape.y < north)).any())


def _land(shape: shapes.Shape, fill: str) -> go.Scatter:
    return go.Scatter(
        x=shape.x, y=shape.y, mode="lines", fill="toself", fillcolor=fill, hoverinfo="skip", name=shape.code,
        line={"color": style.BORDER, "width": 0.0 if math.isnan(shape.label[0]) else 0.6},
    )  # fmt: skip

"""One measure of all regencies, as dots in order: where does the chosen one stand?"""

import pandas as pd
import plotly.graph_objects as go

from charts import style
from charts.words import names_by_code, source_line
from data import indicators
from data.tables import Tables
from locales import Words

KEY = "rank"
ROW = 34  # px of height a regency
DIGITS = {"participants_per_100k": 1, "area_km2": 0, "density": 1, "distance_to_ambon": 0}


@style.kept
def regency_rank(tables: Tables, measure: str, regency: str, other: str, words: Words) -> go.Figure:
    """Draw a dot per regency, the largest on top; ``regency`` and ``other`` (codes, or "") stand out.

    A regency that the source is silent about is named below, without a dot.
    """
    found = indicators.measure(tables, measure)
    names = names_by_code(tables)
    known = found.value.dropna().sort_values(kind="stable")
    silent = [c for c in names if c not in known.index]
    codes = [*silent, *known.index]
    lit = [c in (regency, other) or not (regency or other) for c in codes]
    digits = DIGITS.get(measure, 0)
    labels = [words.number(found.value.get(c), digits) for c in codes]
    rows = [f"<b>{style.plain(names[c])}</b>" if c in (regency, other) else style.plain(names[c]) for c in codes]
    longest = float(known.max()) if len(known) else 1.0
    start = -longest * 0.03
    dots = go.Scatter(
        x=[None if c in silent else float(found.value[c]) for c in codes],
        y=list(range(len(codes))),
        mode="markers",
        customdata=codes,
        marker={"size": 14, "color": style.ACCENT, "opacity": [1.0 if on else 0.45 for on in lit]},
        hoverinfo="none",
    )
    about = style.About(
        KEY,
        _finding(words, measure, known, names, regency),
        words("rank.subtitle", measure=words(f"measure.{measure}"), unit=words(f"unit.{found.unit}")),
        words("rank.alt", measure=words(f"measure.{measure}"),
              listed=words.join(f"{names[c]} {t}" for c, t in zip(codes[::-1], labels[::-1], strict=True))),
        source_line(words, tables, [found]),
        ((words("table.regency"), words(f"measure.{measure}")),
         *((names[c], t) for c, t in zip(codes[::-1], labels[::-1], strict=True))),
    )  # fmt: skip
    return style.figure(
        [dots],
        about,
        height=ROW * len(codes) + 20,
        annotations=_numbers(dots, labels),
        shapes=_stems(start, dots),
        xaxis={"visible": False, "fixedrange": True, "range": [start, longest * 1.5]},
        yaxis={
            "tickvals": list(range(len(codes))), "ticktext": [f"{row}  " for row in rows], "fixedrange": True,
            "automargin": True, "showgrid": False, "zeroline": False, "range": [-0.6, len(codes) - 0.4],
            "tickfont": {"size": style.TEXT_SIZE},
        },
        **style.CLICKED,
    )  # fmt: skip


def _numbers(dots: go.Scatter, labels: list[str]) -> list[dict[str, object]]:
    """Return each value beside its dot; at the start of the line where there is none."""
    shared = {"showarrow": False, "xanchor": "left", "xshift": 12, "font": {"size": style.SMALL_SIZE}}
    return [{"x": x or 0.0, "y": y, "text": text, **shared} for x, y, text in zip(dots.x, dots.y, labels, strict=True)]


def _stems(start: float, dots: go.Scatter) -> list[dict[str, object]]:
    """Return a line from each name to its dot: it leads the eye there and runs through no number."""
    line = {"color": style.GRID, "width": 1.5}
    return [
        {"type": "line", "x0": start, "x1": x, "y0": y, "y1": y, "line": line, "layer": "below"}
        for x, y in zip(dots.x, dots.y, strict=True)
        if x is not None
    ]


def _finding(words: Words, measure: str, known: pd.Series, names: dict[str, str], regency: str) -> str:
    label = words(f"measure.{measure}")
    if regency and regency not in known.index:
        return words("rank.finding.missing", name=style.plain(names[regency]), measure=label)
    if regency and measure in ("participants", "participants_per_100k") and not known[regency]:
        return words("profile.finding.none", name=style.plain(names[regency]))
    if regency:
        place = int((known > known[regency]).sum()) + 1
        values = {"name": style.plain(names[regency]), "measure": label}
        return words("rank.finding", place=words.number(place), total=words.number(len(known)), **values)
    first = words.join(style.plain(names[c]) for c in indicators.leaders(known))
    return words("rank.finding.first", name=first, measure=label)

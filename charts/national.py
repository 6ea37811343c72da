"""The national frame: what IKM is to Indonesian industry, and how small one round is in it."""

from urllib.parse import quote

import pandas as pd
import plotly.graph_objects as go

from charts import style
from charts.words import round_phrase, source_line
from data import indicators
from data.selection import Selection
from data.tables import Tables
from locales import Words, significant

SHARES_KEY = "national_shares"
DOTS_KEY = "national_dots"
DOT_COLUMNS = 140


@style.kept
def national_shares(tables: Tables, words: Words) -> go.Figure:
    """Draw two bars of 100 %: the share of IKM in industrial units and in industrial employment."""
    bars = [
        (indicators.national(tables, "ikm_unit_share"), "ikm_units"),
        (indicators.national(tables, "ikm_worker_share"), "ikm_workers"),
    ]
    shares = [0.0 if pd.isna(share.value) else share.number for share, _ in bars]
    rows = ["units", "workers"]
    traces = [
        go.Bar(y=rows, x=shares, orientation="h", marker={"color": style.ACCENT}, width=0.34, hoverinfo="skip"),
        go.Bar(
            y=rows,
            x=[100 - s if s else 0 for s in shares],
            orientation="h",
            marker={"color": style.QUIET_LAND},
            width=0.34,
            hoverinfo="skip",
        ),
    ]
    notes = []
    for row, (share, count) in zip(rows, bars, strict=True):
        said = stated_amount(tables, words, count)
        text = words(f"national.bar.{row}", share=words.percent(share.value), amount=said)
        notes.append(
            {"x": 0, "y": row, "yshift": 27, "text": text, "showarrow": False, "xanchor": "left", "align": "left"}
        )
    about = style.About(
        SHARES_KEY,
        words("national.finding", units=words.percent(bars[0][0].value), workers=words.percent(bars[1][0].value)),
        words("national.subtitle"),
        words(
            "national.alt",
            units=words.percent(bars[0][0].value),
            workers=words.percent(bars[1][0].value),
            unit_count=stated_amount(tables, words, "ikm_units"),
            worker_count=stated_amount(tables, words, "ikm_workers"),
        ),
        source_line(words, tables, [share for share, _ in bars]),
        (
            (words("table.what"), words("table.share"), words("table.amount")),
            *(
                (words(f"indicator.{count}"), words.percent(share.value), stated_amount(tables, words, count))
                for share, count in bars
            ),
        ),
    )
    return style.figure(
        traces,
        about,
        barmode="stack",
        height=190,
        xaxis={"visible": False, "fixedrange": True, "range": [0, 100]},
        yaxis={"visible": False, "fixedrange": True, "autorange": "reversed", "range": [1.4, -0.85]},
        annotations=notes,
    )


def stated_amount(tables: Tables, words: Words, figure: str) -> str:
    """Return a national count as its source words it: "lebih dari 4,4 juta", "hingga 10,5 juta"."""
    amount = words.compact(indicators.national(tables, figure).value)
    qualifier = indicators.wording(tables, figure)
    return words(f"wording.{qualifier}", amount=amount) if qualifier else amount


@style.kept
def one_in_units(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw every IKM unit that there is to one participant as a dot, with one lit.

    The number of dots is the indicator rounded to three significant figures, since the number of units is
    itself rounded by its source. The field of dots is one vector pattern: 20,000 dots weigh as much as one.
    """
    selection = selection.only_round()
    found = indicators.units_per_participant(tables, selection)
    dots = 0 if pd.isna(found.value) else int(significant(found.number, 3))
    rows = -(-dots // DOT_COLUMNS)
    lit = (DOT_COLUMNS // 2 + 0.5, rows // 2 + 0.5)
    traces = [
        go.Scatter(
            x=[lit[0]], y=[lit[1]], mode="markers", hoverinfo="skip",
            marker={"size": 15, "color": style.ACCENT, "line": {"color": style.PAPER, "width": 2}},
        )
    ]  # fmt: skip
    about = style.About(
        DOTS_KEY,
        words("dots.finding" if dots == found.number else "dots.finding.about", n=words.number(dots)),
        words(
            "dots.subtitle",
            rounds=round_phrase(words, tables, selection),
            units=stated_amount(tables, words, "ikm_units"),
            participants=words.count("n.participants", indicators.participants(tables, selection).value),
        ),
        words("dots.alt", n=words.number(dots)),
        source_line(words, tables, [found]),
        ((words("table.what"), words("table.amount")), (words("indicator.units_per_participant"), words.number(dots))),
        aspect=DOT_COLUMNS / max(rows, 1),
    )
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    return style.figure(
        traces,
        about,
        height=360,
        xaxis={**axis, "range": [0, DOT_COLUMNS]},
        yaxis={**axis, "range": [0, max(rows, 1)], "scaleanchor": "x"},
        images=[
            {
                "source": _field_of_dots(dots), "xref": "x", "yref": "y", "x": 0, "y": rows, "sizex": DOT_COLUMNS,
                "sizey": rows, "sizing": "stretch", "layer": "below",
            }
        ],
    )  # fmt: skip


def _field_of_dots(dots: int) -> str:
    """Return an SVG image, as a data address, of exactly so many dots in rows of 140."""
    full, rest = divmod(dots, DOT_COLUMNS)
    rows = full + bool(rest)
    fields = [(DOT_COLUMNS, full, 0)] if full else []
    fields += [(rest, 1, full)] if rest else []
    rects = "".join(f'<rect y="{y}" width="{w}" height="{h}" fill="url(#d)"/>' for w, h, y in fields)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {DOT_COLUMNS} {rows}" '
        f'width="{DOT_COLUMNS * 8}" height="{rows * 8}">'
        '<pattern id="d" width="1" height="1" patternUnits="userSpaceOnUse">'
        '<circle cx=".5" cy=".5" r=".34" fill="#8a949c"/></pattern>'
        f"{rects}</svg>"
    )
    return "data:image/svg+xml," + quote(svg)

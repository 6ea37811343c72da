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
ROWS = ("units", "workers")
BAR = 0.34  # thickness of a bar, in rows: its label stands on its upper edge at any height
DOT_COLUMNS = 140


@style.kept
def national_shares(tables: Tables, words: Words) -> go.Figure:
    """Draw two bars of 100 %: the share of IKM in industrial units and in industrial employment."""
    shares = [indicators.national(tables, f"ikm_{name}_share") for name in ("unit", "worker")]
    values = [0.0 if pd.isna(share.value) else share.number for share in shares]
    rests = [100 - value if value else 0 for value in values]
    bars = [
        go.Bar(
            name=words(f"national.series.{name}"), y=ROWS, x=x, orientation="h", marker={"color": colour}, width=BAR,
            hoverinfo="skip", text=text, textposition="none",
        )
        for name, x, colour, text in (
            ("ikm", values, style.ACCENT, [words.percent(value) for value in values]),
            ("others", rests, style.QUIET_LAND, None),
        )
    ]  # fmt: skip
    said = {
        row: (words.percent(s.value), stated_amount(tables, words, f"ikm_{row}"))
        for row, s in zip(ROWS, shares, strict=True)
    }
    notes = [
        {"x": 0, "y": ROWS.index(row) - BAR / 2, "text": words(f"national.bar.{row}", share=share, amount=amount),
         "showarrow": False, "xanchor": "left", "yanchor": "bottom", "align": "left"}
        for row, (share, amount) in said.items()
    ]  # fmt: skip
    (units, unit_count), (workers, worker_count) = said.values()
    about = style.About(
        SHARES_KEY,
        words("national.finding", units=units, workers=workers),
        words("national.subtitle"),
        words("national.alt", units=units, workers=workers, unit_count=unit_count, worker_count=worker_count),
        source_line(words, tables, shares),
        (
            (words("table.what"), words("table.share"), words("table.amount")),
            *((words(f"indicator.ikm_{row}"), *cells) for row, cells in said.items()),
        ),
    )
    return style.figure(
        bars,
        about,
        barmode="stack",
        height=190,
        xaxis={"visible": False, "fixedrange": True, "range": [0, 100]},
        yaxis={
            "visible": False, "fixedrange": True, "range": [1.35, -0.62], "tickvals": ROWS,
            "ticktext": [words(f"national.row.{row}", amount=amount) for row, (_, amount) in said.items()],
        },
        annotations=notes,
    )  # fmt: skip


def stated_amount(tables: Tables, words: Words, figure: str) -> str:
    """Return a national count as its source words it: "lebih dari 4,4 juta", "hingga 10,5 juta"."""
    amount = words.compact(indicators.national(tables, figure).value)
    qualifier = indicators.wording(tables, figure)
    return words(f"wording.{qualifier}", amount=amount) if qualifier else amount


@style.kept
def one_in_units(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw every IKM unit that there is to one participant as a dot, with one lit.

    The number of dots is the indicator rounded to three significant figures, since the number of units is
    itself rounded by its source. The field of dots is one line a row, dashed: 20,000 dots weigh little more than one.
    """
    whole = selection.only_round()
    found = indicators.units_per_participant(tables, whole)
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
        _dots_finding(tables, selection, words, dots, dots == found.number),
        words(
            "dots.subtitle",
            rounds=round_phrase(tables, words, whole),
            units=stated_amount(tables, words, "ikm_units"),
            participants=words.count("n.participants", indicators.participants(tables, whole).value),
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


def _dots_finding(tables: Tables, selection: Selection, words: Words, dots: int, exact: bool) -> str:
    """Return the finding; beside a narrower selection it says that it is about the whole rounds."""
    finding = words("dots.finding" if exact else "dots.finding.about", n=words.number(dots))
    whole = selection.only_round()
    if selection == whole:
        return finding
    return words("dots.finding.whole", finding=finding, rounds=round_phrase(tables, words, whole))


def _field_of_dots(dots: int) -> str:
    """Return an SVG image, as a data address, of exactly so many dots in rows of 140."""
    full, rest = divmod(dots, DOT_COLUMNS)
    rows = full + bool(rest)
    lengths = [DOT_COLUMNS] * full + [rest] * bool(rest)
    # A dash of no length with round ends is a dot, one to every unit of the line.
    lines = "".join(f"M.5 {row + 0.5}h{length - 0.8:g}" for row, length in enumerate(lengths))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {DOT_COLUMNS} {rows}" '
        f'width="{DOT_COLUMNS * 8}" height="{rows * 8}">'
        f'<path d="{lines}" fill="none" stroke="#8a949c" stroke-width=".68" stroke-linecap="round" '
        'stroke-dasharray="0 1"/></svg>'
    )
    return "data:image/svg+xml," + quote(svg)

"""Horizontal bars, one a row, each labelled directly: what several figures draw."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts import style
from data.indicators import Basis

ROW = 46  # px of height a bar


@dataclass(frozen=True)
class Bar:
    """One bar: the code that a click selects, its name, value, and label (markup allowed), and whether it is lit.

    ``basis`` is what its value rests on.
    """

    code: str
    name: str
    value: float
    label: str
    lit: bool = True
    basis: Basis = "stated"


def bars(
    rows: Sequence[Bar],
    about: style.About,
    series: str,
    note: str = "",
    shares: bool = False,
    clicked: bool = False,
) -> go.Figure:
    """Draw the rows from top to bottom. ``series`` names the numbers in files, where estimates are marked.

    ``note`` names what the labels say after the number, and ``shares`` that it is the share of the sum. A
    click on a bar selects its code if ``clicked``.
    """
    drawn = rows[::-1]
    trace = go.Bar(
        name=series,
        x=[row.value for row in drawn],
        y=[style.plain(row.name) for row in drawn],
        orientation="h",
        customdata=[row.code for row in drawn],
        marker={"color": [style.ACCENT if row.lit else style.ACCENT_FAINT for row in drawn]},
        text=[f" {row.label}" for row in drawn],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": style.TEXT_SIZE},
        hoverinfo="none",
        width=0.62,
        meta={"estimated": [row.basis == "estimated" for row in drawn], "note": note, "shares": shares},
    )
    longest = max((row.value for row in drawn), default=1)
    room = 1.15 + 0.045 * max((len(re.sub("<[^>]*>", "", row.label)) for row in drawn), default=0)  # for the labels
    return style.figure(
        [trace],
        about,
        height=ROW * max(len(drawn), 1) + 20,
        **(style.CLICKED if clicked else {}),
        xaxis={"visible": False, "fixedrange": True, "range": [0, longest * room]},
        yaxis={
            "fixedrange": True,
            "automargin": True,
            "ticks": "",
            "showgrid": False,
            "ticksuffix": "  ",
            "tickfont": {"size": style.TEXT_SIZE},
        },
    )

"""Participants per regency: who sent how many."""

import pandas as pd
import plotly.graph_objects as go

from charts import style
from charts.words import names_by_code, round_phrase, source_line
from data import indicators
from data.selection import Selection
from data.tables import Tables
from locales import Words

KEY = "participants"
ROW = 46  # px of height a bar


@style.kept
def participants_bars(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw one bar per regency that took part, the largest on top, labelled with its count and share."""
    counts = indicators.participants_by_regency(tables, selection.every_regency())
    shares = indicators.share_by_regency(tables, selection.every_regency())
    names = names_by_code(tables)
    rounds = round_phrase(words, tables, selection)
    codes = list(counts.value.index)[::-1]
    values = [int(counts.value[c]) for c in codes]
    labels = [f" <b>{words.shown(counts.value[c], counts.basis)}</b>  {words.percent(shares.value[c])}" for c in codes]
    bars = go.Bar(
        x=values,
        y=[style.plain(names.get(c, c)) for c in codes],
        orientation="h",
        customdata=codes,
        marker={"color": [style.ACCENT if selection.regency in ("", c) else style.ACCENT_FAINT for c in codes]},
        text=labels,
        textposition="outside",
        cliponaxis=False,
        textfont={"size": style.TEXT_SIZE},
        hoverinfo="none",
        width=0.62,
    )
    about = style.About(
        KEY,
        _finding(words, counts, names, selection.regency, rounds),
        words("participants.subtitle", rounds=rounds),
        _alt(words, counts, names, rounds),
        source_line(words, tables, [counts, shares]),
        _table(words, counts, shares.value, names),
    )
    longest = max(values, default=1)
    return style.figure(
        [bars],
        about,
        height=ROW * max(len(codes), 1) + 20,
        xaxis={"visible": False, "fixedrange": True, "range": [0, longest * 1.5]},
        yaxis={
            "fixedrange": True,
            "automargin": True,
            "ticks": "",
            "showgrid": False,
            "ticksuffix": "  ",
            "tickfont": {"size": style.TEXT_SIZE},
        },
    )


def _finding(words: Words, counts: indicators.Indicator, names: dict[str, str], selected: str, rounds: str) -> str:
    """Say who sent most, in words that fit one leader, a tie, a single regency, or none."""
    values: pd.Series = counts.value
    first = indicators.leaders(values)
    if not first:
        return words("participants.finding.none")
    who = words.join(style.plain(names.get(c, c)) for c in first)
    total = words.shown(values.sum(), counts.basis)
    if selected and selected not in values.index:
        return words("participants.finding.absent", who=style.plain(names[selected]), rounds=rounds)
    if selected:
        n = words.shown(values[selected], counts.basis)
        return words("participants.finding.selected", who=style.plain(names[selected]), n=n, total=total)
    if len(values) == 1:
        return words("participants.finding.only", who=who, total=total)
    n = words.shown(values[first[0]], counts.basis)
    return words("participants.finding.tie" if len(first) > 1 else "participants.finding", who=who, n=n, total=total)


def _table(
    words: Words, counts: indicators.Indicator, shares: pd.Series, names: dict[str, str]
) -> tuple[tuple[str, ...], ...]:
    rows = [
        (names.get(str(c), str(c)), words.shown(n, counts.basis), words.percent(s, 1))
        for (c, n), s in zip(counts.value.items(), shares, strict=True)
    ]
    return ((words("table.regency"), words("table.participants"), words("table.share")), *rows)


def _alt(words: Words, counts: indicators.Indicator, names: dict[str, str], rounds: str) -> str:
    listed = words.join(f"{names.get(str(c), str(c))} {words.shown(n, counts.basis)}" for c, n in counts.value.items())
    return words("participants.alt", rounds=rounds, listed=listed or words("missing"))

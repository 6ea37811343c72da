"""The rounds one after the other: how many took part, and how far all of them together have reached."""

import plotly.graph_objects as go

from charts import style
from charts.bars import Bar, bars
from charts.words import names_by_code, source_line
from data import indicators
from data.selection import ALL_ROUNDS, Selection
from data.tables import Tables
from locales import Words

KEY = "rounds"
LATEST = 8  # rounds that the figure shows


@style.kept
def round_bars(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw the participants of the latest rounds, for the selected regency alone if there is one."""
    chosen = Selection(ALL_ROUNDS, selection.regency)
    counts = indicators.participants_by_round(tables, chosen)
    last = list(counts.value.items())[-LATEST:]
    reached = {code: indicators.regencies_reached(tables, Selection(str(code))).value for code, _ in last}
    rows = []
    for code, n in last:
        label = words.shown(n, counts.basis_of(code)) if n else words("rounds.absent")
        if not selection.regency:
            label += " · " + words.count("rounds.reached", reached[code])
        lit = selection.round in (ALL_ROUNDS, code)
        rows.append(
            Bar(str(code), words("rounds.row", round=str(code)), int(n), f"<b>{label}</b>", lit, counts.basis_of(code))
        )
    listed = words.join(f"{code} ({words.shown(n, counts.basis_of(code))})" for code, n in last)
    about = style.About(
        KEY,
        _finding(tables, chosen, words),
        words("rounds.subtitle"),
        words("rounds.alt", listed=listed),
        source_line(words, tables, [indicators.participants_by_round(tables, Selection(ALL_ROUNDS)), counts]),
        (
            (words("table.round"), words("table.participants"), words("kpi.regencies")),
            *(
                (
                    str(code),
                    words.shown(n, counts.basis_of(code)) if n else words("table.none"),
                    words.number(reached[code]),
                )
                for code, n in last
            ),
        ),
    )
    return bars(rows, about, words("table.participants"), words("kpi.regencies"))


def _finding(tables: Tables, chosen: Selection, words: Words) -> str:
    rounds = len(tables["rounds"])
    took_part = tables["participation"]
    if chosen.regency:
        times = int(took_part[took_part.regency == chosen.regency]["round"].nunique())
        name = style.plain(names_by_code(tables)[chosen.regency])
        return words.count("rounds.finding.regency", rounds, name=name, times=words.number(times))
    return words.count(
        "rounds.finding",
        rounds,
        reached=words.number(indicators.regencies_reached(tables, chosen).value),
        total=words.number(indicators.regencies_total(tables).value),
        participants=words.number(indicators.participants(tables, chosen).value),
    )

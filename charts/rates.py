"""Participants per 100,000 people: who was reached most for its size."""

import plotly.graph_objects as go

from charts import style
from charts.bars import Bar, bars
from charts.words import names_by_code, round_phrase, source_line
from data import indicators
from data.indicators import Indicator
from data.selection import Selection
from data.tables import Tables
from locales import Words

KEY = "rates"


@style.kept
def participant_rates(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw the participants per 100,000 people of each regency that took part, the highest on top."""
    found = indicators.participants_per_100k(tables, selection.every_regency())
    names = names_by_code(tables)
    rounds = round_phrase(tables, words, selection)
    rates = found.value.sort_values(ascending=False, kind="stable")
    shown = {str(c): words.shown(rate, found.basis_of(c), 1) for c, rate in rates.items()}
    listed = [(names.get(c, c), text) for c, text in shown.items()]
    about = style.About(
        KEY,
        _finding(words, found, names, shown, selection.regency, rounds),
        words("rates.subtitle", rounds=rounds),
        words("rates.alt", rounds=rounds, listed=words.join(" ".join(pair) for pair in listed) or words("missing")),
        source_line(words, tables, [found]),
        ((words("table.regency"), words("indicator.participants_per_100k")), *listed),
    )
    rows = [
        Bar(
            c,
            names.get(c, c),
            round(float(rates[c]), 1),
            f"<b>{text}</b>",
            selection.regency in ("", c),
            found.basis_of(c),
        )
        for c, text in shown.items()
    ]
    return bars(rows, about, words("indicator.participants_per_100k"))


def _finding(
    words: Words, found: Indicator, names: dict[str, str], shown: dict[str, str], selected: str, rounds: str
) -> str:
    """Say who was reached most for its size; of a selected regency, how much it was."""
    first = indicators.leaders(found.value)
    if not first:
        return words("participants.finding.none")
    if selected and selected not in shown:
        return words("participants.finding.absent", who=style.plain(names[selected]), rounds=rounds)
    if selected:
        return words("rates.finding.selected", who=style.plain(names[selected]), rate=shown[selected])
    who = words.join(style.plain(names[c]) for c in first)
    return words("rates.finding.only" if len(shown) == 1 else "rates.finding", who=who, rate=shown[first[0]])

"""Participants per regency: who sent how many."""

import pandas as pd
import plotly.graph_objects as go

from charts import style
from charts.bars import Bar, bars
from charts.words import names_by_code, round_phrase, source_line
from data import indicators
from data.selection import Selection
from data.tables import Tables
from locales import Words

KEY = "participants"


@style.kept
def participants_bars(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw one bar per regency that took part, the largest on top, labelled with its count and share."""
    counts = indicators.participants_by_regency(tables, selection.every_regency())
    shares = indicators.share_by_regency(tables, selection.every_regency())
    people = indicators.participants(tables, selection.every_regency())
    names = names_by_code(tables)
    rounds = round_phrase(tables, words, selection)
    rows = [
        Bar(
            str(code),
            names.get(str(code), str(code)),
            int(n),
            f"<b>{words.shown(n, counts.basis_of(code))} · {_share(words, shares, code)}</b>",
            selection.regency in ("", code),
            counts.basis_of(code),
        )
        for code, n in counts.value.items()
    ]
    about = style.About(
        KEY,
        _finding(words, counts, people, names, selection.regency, rounds),
        words("participants.subtitle", rounds=rounds),
        _alt(words, counts, names, rounds),
        source_line(words, tables, [counts, shares]),
        _table(words, counts, shares, names),
    )
    return bars(rows, about, words("table.participants"), words("table.share"), shares=True, clicked=True)


def _share(words: Words, shares: indicators.Indicator, code: object, digits: int = 0) -> str:
    return words.marked(words.percent(shares.value[code], digits), shares.basis_of(code))


def _finding(
    words: Words,
    counts: indicators.Indicator,
    people: indicators.Indicator,
    names: dict[str, str],
    selected: str,
    rounds: str,
) -> str:
    """Say who sent most, in words that fit one leader, a tie, a single regency, or none."""
    values: pd.Series = counts.value
    first = indicators.leaders(values)
    if not first:
        return words("participants.finding.none")
    who = words.join(style.plain(names.get(c, c)) for c in first)
    total = words.shown(values.sum(), people.basis)
    if selected and selected not in values.index:
        return words("participants.finding.absent", who=style.plain(names[selected]), rounds=rounds)
    if selected:
        n = words.shown(values[selected], counts.basis_of(selected))
        return words("participants.finding.selected", who=style.plain(names[selected]), n=n, total=total)
    if len(values) == 1:
        return words("participants.finding.only", who=who, total=total)
    n = words.shown(values[first[0]], counts.basis_of(first[0]))
    tie = "participants.finding.equal" if len(first) == len(values) else "participants.finding.tie"
    return words(tie if len(first) > 1 else "participants.finding", who=who, n=n, total=total)


def _table(
    words: Words, counts: indicators.Indicator, shares: indicators.Indicator, names: dict[str, str]
) -> tuple[tuple[str, ...], ...]:
    rows = [
        (names.get(str(c), str(c)), words.shown(n, counts.basis_of(c)), _share(words, shares, c, 1))
        for c, n in counts.value.items()
    ]
    return ((words("table.regency"), words("table.participants"), words("table.share")), *rows)


def _alt(words: Words, counts: indicators.Indicator, names: dict[str, str], rounds: str) -> str:
    listed = words.join(
        f"{names.get(str(c), str(c))} {words.shown(n, counts.basis_of(c))}" for c, n in counts.value.items()
    )
    return words("participants.alt", rounds=rounds, listed=listed or words("missing"))

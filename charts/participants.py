"""Participants per regency: who sent how many."""

from charts.absence import sentence
from charts.chart import Chart, ChartText
from charts.plots import Bars, Row, Series
from charts.registry import figure
from charts.table import Column, Number, Table, total
from charts.words import (
    added,
    basis_column,
    formula,
    named,
    names_by_code,
    noted,
    number_of,
    regency_columns,
    round_phrase,
    source_line,
)
from data import indicators
from data.indicators import Indicator
from data.view import View, cached
from locales import Words

KEY = "participants"


@figure(KEY)
@cached(128)
def participants_bars(view: View) -> Chart:
    """Return one bar per regency that took part, the largest on top, labelled with its count and share."""
    words = view.words
    every = view.selection.every_regency()
    counts, shares = indicators.participants_by_regency(view.of(every)), indicators.share_by_regency(view.of(every))
    people = indicators.participants(view.of(every))
    names = names_by_code(view.tables)
    rounds = round_phrase(view)
    codes = [str(code) for code in counts.value.index]
    numbers = tuple(number_of(counts, code) for code in codes)
    rows = tuple(
        Row(c, names.get(c, c), number_of(shares, c, percent=True).text(words), lit=view.selection.regency in ("", c))
        for c in codes
    )
    listed = words.join(f"{row.name} {n.text(words)}" for row, n in zip(rows, numbers, strict=True))
    return Chart(
        KEY,
        ChartText(
            sentence(view) or _headline(words, counts, people, names, view.selection.regency),
            noted(words, words("participants.subtitle", rounds=rounds), added(view)),
            sentence(view.of(every)) or words("participants.alt", rounds=rounds, listed=listed),
            source_line(view, [counts, shares]),
        ),
        _table(view, codes, numbers, counts, shares, people),
        Bars(
            rows,
            (Series(words("table.participants"), "people", numbers),),
            note=words("table.share"),
            shares=True,
            selects=("regency",),
        ),
        words,
    )


def _table(
    view: View, codes: list[str], numbers: tuple[Number, ...], counts: Indicator, shares: Indicator, people: Indicator,
) -> Table:  # fmt: skip
    words = view.words
    parts = tuple(
        Number(n.value, n.basis, 1, percent=True, formula="[people]/[people:total]")
        for n in (number_of(shares, code) for code in codes)
    )
    return Table((
        *regency_columns(view, codes),
        Column("people", words("table.participants"), numbers, words("unit.person"),
               total("people", numbers, people.basis), formula(words, counts)),
        Column("share", words("table.share"), parts, total=Number(100, decimals=1, percent=True,
               formula="SUM([share:all])"), note=formula(words, shares)),
        basis_column(words, numbers),
    ))  # fmt: skip


def _headline(words: Words, counts: Indicator, people: Indicator, names: dict[str, str], selected: str) -> str:
    """Say who sent most, in words that fit one leader, a tie, or a single regency."""
    values = counts.value
    first = indicators.leaders(values)
    who = named(words, (names.get(c, c) for c in first), "regency")
    everybody = words.shown(people.value, people.basis)
    if selected:
        n = number_of(counts, selected).text(words)
        return words("participants.finding.selected", who=names[selected], n=n, total=everybody)
    if len(values) == 1:
        only = "participants.finding.single" if values.sum() == 1 else "participants.finding.only"
        return words(only, who=who, total=everybody)
    n = number_of(counts, first[0]).text(words)
    tie = "participants.finding.equal" if len(first) == len(values) else "participants.finding.tie"
    return words(tie if len(first) > 1 else "participants.finding", who=who, n=n, total=everybody)

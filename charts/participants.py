"""Participants per regency: how many came from where."""

from dataclasses import replace

from charts.absence import sentence
from charts.chart import Chart, ChartText
from charts.plots import Bars, Row, Series
from charts.registry import figure
from charts.table import Column, Number, Table, total
from charts.words import (
    added,
    as_sentence,
    basis_column,
    formula,
    in_full,
    mark_column,
    named,
    names_by_code,
    not_split,
    noted,
    number_of,
    regency_columns,
    round_phrase,
    scalar,
    sentences,
    shown,
    source_line,
    sum_or_whole,
    with_numbers,
)
from data import indicators
from data.indicators import Indicator
from data.view import View
from locales import Words

KEY = "participants"


@figure(KEY)
def participants_bars(view: View) -> Chart:
    """Return one bar per regency that took part, the largest on top, labelled with its count and share."""
    words = view.words
    every = view.every_regency()
    counts, shares = indicators.participants_by_regency(every), indicators.share_by_regency(every)
    people = indicators.participants(every)
    names = names_by_code(view.tables)
    rounds = round_phrase(view)
    codes = [str(code) for code in counts.value.index]
    numbers = tuple(number_of(counts, code) for code in codes)
    parts = {code: number_of(shares, code, percent=True) for code in codes}
    rows = tuple(
        Row(c, names.get(c, c), n if n.value is not None else "", lit=view.selection.regency in ("", c))
        for c, n in parts.items()
    )
    series = Series(words("table.participants"), "people", numbers)
    listed = with_numbers(words, names, dict(zip(codes, numbers, strict=True)))
    return Chart(
        KEY,
        ChartText(
            sentence(view) or _headline(words, counts, people, names, view.selection.regency),
            noted(words, words("participants.subtitle", rounds=rounds), _notes(view, counts, people)),
            sentence(every) or words("participants.alt", rounds=rounds, listed=listed),
            source_line(view, [counts, shares]),
        ),
        _table(view, codes, numbers, counts, shares, people),
        Bars(rows, (series,), note=words("table.share"), shares=True, selects=("regency",)),
        words,
    )


def _notes(view: View, counts: Indicator, people: Indicator) -> str:
    """Return how far the numbers can be compared, and how many participants no source gives a regency for."""
    words = view.words
    is_told = counts.value.isna().all() or people.marks or view.selection.group  # by the headline, or not known
    rest = 0 if is_told else people.number - float(counts.value.sum())
    missing = words("participants.not_split", n=words.number(rest)) if rest and counts.marks else ""
    return sentences(added(view), not_split(view), missing)


def _table(
    view: View, codes: list[str], numbers: tuple[Number, ...], counts: Indicator, shares: Indicator, people: Indicator,
) -> Table:  # fmt: skip
    words = view.words
    parts = tuple(number_of(shares, code, 1, percent=True) for code in codes)
    everybody = sum_or_whole("people", numbers, scalar(people))
    of_all = Number(100, decimals=1, percent=True, formula="SUM([share:all])")
    if counts.marks:
        of_all = replace(total("share", parts, decimals=1), percent=True)
    return Table((
        *regency_columns(view, codes),
        Column("people", words("table.participants"), numbers, words("unit.person"),
               everybody, formula(words, counts)),
        Column("share", words("table.share"), tuple(n.computed("[people]/[people:total]") for n in parts),
               total=of_all, note=formula(words, shares)),
        basis_column(words, numbers),
        *mark_column(words, numbers),
    ))  # fmt: skip


def _headline(words: Words, counts: Indicator, people: Indicator, names: dict[str, str], selected: str) -> str:
    """Say from where the most came, in words that fit one leader, a tie, or a single regency."""
    values = counts.value
    first = indicators.leaders(values)
    who = named(words, (names.get(c, c) for c in first), "regency")
    everybody = shown(words, people)
    if selected:
        n = number_of(counts, selected)
        if len(values) == 1 and not (counts.marks or people.marks):
            return _headline_of_only(words, who, values.sum(), everybody)
        key = "participants.headline.selected" if n.value is not None else "participants.headline.selected.not_stated"
        return as_sentence(words(key, who=names[selected], n=n.in_sentence(words), total=everybody))
    if counts.marks or people.marks:
        return _headline_of_known(words, counts, everybody, names)
    if len(values) == 1:
        return _headline_of_only(words, who, values.sum(), everybody)
    most = number_of(counts, first[0]).in_sentence(words)
    tie = "participants.headline.equal" if len(first) == len(values) else "participants.headline.tie"
    return words(tie if len(first) > 1 else "participants.headline", who=who, n=most, total=everybody)


def _headline_of_only(words: Words, who: str, people: float, everybody: str) -> str:
    only = "participants.headline.single" if people == 1 else "participants.headline.only"
    return words(only, who=who, total=everybody)


def _headline_of_known(words: Words, counts: Indicator, everybody: str, names: dict[str, str]) -> str:
    """Say from where the most came, of those whose numbers are known in full: of the others more may have come."""
    known = in_full(counts)
    if known.empty:
        if counts.value.notna().any():
            return words("participants.headline.partly", total=everybody)
        return words.count("participants.headline.not_stated", len(counts.value), total=everybody)
    first = indicators.leaders(known)
    who = named(words, (names.get(c, c) for c in first), "regency")
    count = number_of(counts, first[0]).in_sentence(words)
    if len(known) == 1:
        return words("participants.headline.known.only", who=who, count=count, total=everybody)
    key = "participants.headline.known.tie" if len(first) > 1 else "participants.headline.known"
    return words.count(key, len(known), who=who, count=count, total=everybody)

"""Participants per 100,000 people: who had the most for its population."""

from collections.abc import Iterable
from dataclasses import replace

from charts.absence import of_regency, sentence
from charts.chart import Chart, ChartText
from charts.choropleth import choropleth
from charts.plots import Bars, Plot, Row, Series
from charts.registry import figure
from charts.table import Column, Number, Table
from charts.words import (
    added,
    basis_column,
    formula,
    in_full,
    mark_column,
    named,
    names_by_code,
    not_split,
    noted,
    number_of,
    population_column,
    regency_columns,
    round_phrase,
    scalar,
    sentences,
    source_line,
    sum_or_whole,
    with_numbers,
)
from data import indicators
from data.indicators import Indicator
from data.view import View
from geo import wording

KEY, MAP = "rates", "rates_map"
PER = 100_000  # people that a rate is given for


@figure(KEY)
def participant_rates(view: View) -> Chart:
    """Return the participants per 100,000 people of each regency that took part, the highest on top."""
    *_, numbers = _rates(view)
    shown = tuple(n if n.value is None else replace(n, value=round(n.value, 1)) for n in numbers.values())
    plot = Bars(
        regency_rows(view, numbers),
        (Series(view.words("indicator.participants_per_100k"), "rate", shown),),
    )
    return _chart(view, KEY, plot, sentences(added(view), not_split(view)), "rates.alt")


@figure(MAP)
def rates_map(view: View) -> Chart:
    """Return the participants per 100,000 people as a map of classes; who has no complete number stays hollow."""
    words, (_, names, numbers) = view.words, _rates(view)
    known = {code: number for code, number in numbers.items() if number.value is not None}
    silent = {
        code: words("not_stated") if code in numbers else of_regency(view, code, words("map.key.other"))
        for code in names
        if code not in known
    }
    unknown = words("map.key.incomplete") if len(set(silent.values())) > 1 else next(iter(silent.values()), "")
    title = words("indicator.participants_per_100k")
    plot = choropleth(view, known, title, unknown, silent)
    return _chart(view, MAP, plot, added(view), "rates.map.alt", f" {wording.origin(words)}")


def regency_rows(view: View, codes: Iterable[str]) -> tuple[Row, ...]:
    """Return the rows of bars of regencies, of which a selected one stands out."""
    names, selected = names_by_code(view.tables), view.selection.regency
    return tuple(Row(code, names.get(code, code), lit=selected in ("", code)) for code in codes)


def _rates(view: View) -> tuple[Indicator, dict[str, str], dict[str, Number]]:
    """Return the rates of the regencies, all names, and the rates as numbers, the highest first."""
    rates = indicators.participants_per_100k(view.every_regency())
    ranked = rates.value.sort_values(ascending=False, kind="stable", na_position="last")
    codes = [str(code) for code in ranked.index]
    return rates, names_by_code(view.tables), {code: number_of(rates, code, 1) for code in codes}


def _chart(view: View, key: str, plot: Plot, notes: str, alt: str, origin: str = "") -> Chart:
    """Return what bars and map say alike."""
    words, (rates, names, numbers), rounds = view.words, _rates(view), round_phrase(view)
    return Chart(
        key,
        ChartText(
            sentence(view) or _headline(view, rates, names, numbers),
            noted(words, words("rates.subtitle", rounds=rounds), notes),
            sentence(view.every_regency()) or words(alt, rounds=rounds, listed=with_numbers(words, names, numbers)),
            f"{source_line(view, [rates])}{origin}",
        ),
        _table(view, numbers, rates),
        plot,
        words,
    )


def _table(view: View, rates: dict[str, Number], indicator: Indicator) -> Table:
    words = view.words
    counts = indicators.participants_by_regency(view.every_regency())
    people = indicators.participants(view.every_regency())
    had = tuple(number_of(counts, code) for code in rates)
    living = population_column(view, rates)
    assert living.total
    everybody = living.total.value
    in_all = sum_or_whole("people", had, scalar(people))
    of_all = in_all.value / everybody * PER if everybody and in_all.value is not None else None
    person = words("unit.person")
    return Table((
        *regency_columns(view, list(rates)),
        Column("people", words("table.participants"), had, person, in_all, formula(words, counts), detail=True),
        living,
        Column("rate", words("indicator.participants_per_100k"),
               tuple(n.computed(f"[people]/[living]*{PER}") for n in rates.values()),
               total=Number(of_all, people.basis, 1, formula=f"[people:total]/[living:total]*{PER}", mark=in_all.mark),
               note=formula(words, indicator)),
        basis_column(words, rates.values()),
        *mark_column(words, rates.values()),
    ))  # fmt: skip


def _headline(view: View, rates: Indicator, names: dict[str, str], numbers: dict[str, Number]) -> str:
    """Say from where the most came for its population; of a selected regency, how many."""
    words, selected = view.words, view.selection.regency
    if selected:
        key = "rates.headline.selected" if numbers[selected].value is not None else "rates.headline.selected.not_stated"
        return words(key, who=names[selected], rate=numbers[selected].in_sentence(words))
    known = in_full(rates)
    if known.empty:
        return words("rates.headline.not_stated")
    first = indicators.leaders(known)
    who, rate = named(words, (names[c] for c in first), "regency"), numbers[first[0]].in_sentence(words)
    if rates.marks or indicators.participants(view).marks:
        if len(known) == 1:
            return words("rates.headline.known.only", who=who, rate=rate)
        return words.count("rates.headline.known", len(known), who=who, rate=rate)
    return words("rates.headline.selected" if len(numbers) == 1 else "rates.headline", who=who, rate=rate)

"""What is still to do: the people of the regencies not reached, and what an equal reach would take."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from charts.absence import in_sources, of_regency, sentence, telling
from charts.chart import Chart, ChartText
from charts.plots import Bars, Series
from charts.rates import PER, regency_rows
from charts.registry import figure
from charts.table import Column, Table, total
from charts.words import (
    basis_column,
    formula,
    in_full,
    named,
    names_by_code,
    number_of,
    of_every_group,
    others_in,
    population_column,
    regency_columns,
    sentences,
    source_line,
    with_numbers,
)
from data import indicators
from data.indicators import Indicator
from data.view import View

UNREACHED_KEY = "unreached"
LEVEL_KEY = "to_level"


def unreached_headline(view: View) -> str:
    """Say how many regencies the sources do not name, and how many people live there."""
    words, view = view.words, telling(view)
    others = indicators.not_named(view)
    if others.empty:
        return words("overview.not_reached.none")
    people = words.number(others.population.sum())
    return words.count("unreached.headline", len(others), people=people, sources=in_sources(view))


@figure(UNREACHED_KEY)
def unreached_people(view: View) -> Chart:
    """Return the population of each regency that the sources do not name (see ``not_named``), the largest on top."""
    words, view = view.words, telling(view)
    others = indicators.not_named(view).sort_values(["population", "code"], ascending=[False, True])
    population = indicators.measure(view.tables, "population")
    codes = [str(code) for code in others.code]
    numbers = {code: number_of(population, code) for code in codes}
    living, sources, names = tuple(numbers.values()), in_sources(view), names_by_code(view.tables)
    label = words("measure.population")
    return Chart(
        UNREACHED_KEY,
        ChartText(
            unreached_headline(view),
            words("unreached.subtitle", sources=sources),
            words("unreached.alt", sources=sources, listed=with_numbers(words, names, numbers) or words("missing")),
            source_line(view, [indicators.participants(view.only_round()), population]),
        ),
        Table((
            *regency_columns(view, codes),
            Column("living", label, living, words("unit.resident"), total("living", living)),
            basis_column(words, living),
            Column("others", words("table.others"), tuple(others_in(view, code) or None for code in codes)),
        )),
        Bars(regency_rows(view, codes), (Series(label, "living", living),)),
        words,
    )  # fmt: skip


@figure(LEVEL_KEY, paper=0.56)
def participants_to_level(view: View) -> Chart:
    """Return how many more participants each regency needs to be where the best reached one is: arithmetic."""
    words = view.words
    exact = indicators.participants_to_level(view.tables)
    gap = indicators.in_whole_people(exact)
    names = names_by_code(view.tables)
    rates = indicators.participants_per_100k(view.everything())
    best = indicators.leaders(in_full(rates))
    known = gap.value.dropna().sort_values(ascending=False, kind="stable")
    codes = [str(code) for code in known.index]
    numbers = {code: number_of(gap, code) for code in codes}
    level = words.number(rates.value[best[0]] if best else None, 1)
    who = named(words, (names[c] for c in best), "regency") if best else ""
    label = words("indicator.participants_to_level")
    left_out = words.join(names[code] for code in sorted(rates.marks))
    without = words("level.without", names=left_out) if left_out else ""
    return Chart(
        LEVEL_KEY,
        ChartText(
            sentence(view.everything()) or _headline(view, known, who, len(rates.marks)),
            of_every_group(view, sentences(words("level.subtitle", level=level, who=who or words("missing")), without)),
            words("level.alt", listed=with_numbers(words, names, numbers) or words("missing")),
            source_line(view, [gap]),
        ),
        _level_table(view, codes, exact, rates),
        Bars(regency_rows(view, codes), (Series(label, "more", tuple(numbers.values())),)),
        words,
    )


def _level_table(view: View, codes: Sequence[str], gap: Indicator, rates: Indicator) -> Table:
    """Return how the numbers come about: the level is the highest rate that any regency has had."""
    words = view.words
    everything, none = view.everything(), words("table.none")
    people = indicators.participants_by_regency(everything)
    whole = indicators.in_whole_people(gap)
    had = tuple(number_of(people, code) for code in codes)
    rate, exact, more = (
        tuple(number_of(of, code, decimals).computed(form) for code in codes)
        for of, decimals, form in (
            (rates, 1, f"[people]/[living]*{PER}"),
            (gap, 1, f"MAX([rate:all])*[living]/{PER}-[people]"),
            (whole, 0, "ROUNDUP(ROUND([exact],6),0)"),
        )
    )
    title, so_far, person = words("indicator.participants_to_level"), words("workbook.so_far"), words("unit.person")
    counts = (
        n if n.value is not None else replace(n, instead=of_regency(everything, code, none))
        for code, n in zip(codes, had, strict=True)
    )
    basis = basis_column(words, counts)
    return Table((
        *regency_columns(view, codes),
        population_column(view, codes),
        Column("people", so_far, had, person, total("people", had, people.basis), detail=True),
        Column("rate", words("indicator.participants_per_100k"), rate, note=formula(words, rates), detail=True),
        Column("exact", words("workbook.exact", what=title), exact, total=total("exact", exact, decimals=1),
               note=formula(words, gap), detail=True),
        Column("more", title, more, total=total("more", more), note=words("workbook.whole")),
        replace(basis, label=f"{basis.label} · {so_far}"),
    ))  # fmt: skip


def _headline(view: View, known: pd.Series, who: str, left_out: int) -> str:
    """Say how many more it takes; of how many regencies, where it cannot be computed for all."""
    if known.empty:
        return view.words("level.none")
    more = float(known.sum())
    rounds = indicators.participants_by_round(view.everything()).value
    values = {"who": who, "more": view.words.number(more), "times": view.words.number(more / float(rounds.mean()), 1)}
    if left_out:
        return view.words.count("level.headline.whole", int((known > 0).sum()), **values)  # not the highest itself
    return view.words("level.headline", **values)

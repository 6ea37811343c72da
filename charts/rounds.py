"""The rounds one after the other: how many took part, and how far all of them together have reached."""

from collections.abc import Iterable
from dataclasses import replace

from charts.absence import sentence
from charts.chart import Chart, ChartText
from charts.plots import Bars, Row, Series
from charts.registry import figure
from charts.table import Column, Number, Table, total
from charts.words import basis_column, comparability, formula, names_by_code, noted, number_of, source_line
from data import indicators
from data.indicators import Indicator
from data.selection import ALL_ROUNDS, Selection
from data.view import View, cached

KEY = "rounds"
LATEST = 8  # rounds that the figure shows


@figure(KEY)
@cached(128)
def round_bars(view: View) -> Chart:
    """Return the participants of the latest rounds, for the selected regency alone if there is one."""
    words = view.words
    chosen = Selection(ALL_ROUNDS, view.selection.regency)
    counts = indicators.participants_by_round(view.of(chosen))
    whole = indicators.participants_by_round(view.of(Selection(ALL_ROUNDS)))
    codes = [str(code) for code in counts.value.index][-LATEST:]
    numbers = {code: number_of(counts, code) for code in codes}
    reached = {code: indicators.regencies_reached(view.of(Selection(code))).value for code in codes}
    rows = tuple(
        Row(
            code,
            words("rounds.row", round=code),
            "" if view.selection.regency else words.count("rounds.reached", reached[code]),
            lit=view.selection.round in (ALL_ROUNDS, code),
        )
        for code in codes
    )
    bars = tuple(n if n.value else replace(n, instead=words("table.none")) for n in numbers.values())
    listed = words.join(f"{code} ({n.text(words)})" for code, n in zip(codes, bars, strict=True))
    return Chart(
        KEY,
        ChartText(
            sentence(view.of(chosen)) or _headline(view, chosen),
            noted(words, words("rounds.subtitle"), comparability(view.of(Selection(ALL_ROUNDS)))),
            words("rounds.alt", listed=listed),
            source_line(view, [_of_rounds(of, codes) for of in (whole, counts)]),
        ),
        _table(view, chosen, numbers, counts),
        Bars(rows, (Series(words("table.participants"), "people", bars),), note=words("kpi.regencies")),
        words,
    )


def _of_rounds(counts: Indicator, codes: Iterable[str]) -> Indicator:
    """Return the indicator with the sources of some rounds alone."""
    return replace(counts, sources=tuple(source for code in codes for source in counts.sources_of(code)))


def _table(view: View, chosen: Selection, numbers: dict[str, Number], counts: Indicator) -> Table:
    words = view.words
    absent = Number(None, instead=words("table.none"))
    people = tuple(n if n.value else absent for n in numbers.values())
    reached = (indicators.regencies_reached(view.of(Selection(code))) for code in numbers)
    every = indicators.regencies_reached(view.of(Selection(ALL_ROUNDS)))
    everybody = indicators.participants(view.of(chosen))
    return Table((
        Column("round", words("table.round"), tuple(numbers)),
        Column("people", words("table.participants"), people, words("unit.person"),
               total("people", people, everybody.basis), formula(words, counts)),
        *_trainings(view, chosen, list(numbers)),
        Column("regencies", words("kpi.regencies"), tuple(Number(float(i.value), i.basis) for i in reached),
               total=Number(float(every.value), every.basis), note=words("workbook.once")),
        basis_column(words, people),
    ))  # fmt: skip


def _trainings(view: View, chosen: Selection, codes: list[str]) -> list[Column]:
    """Return a column of activities and one of classes: they are not added."""
    taught = [indicators.trainings(view.of(replace(chosen, round=code))) for code in codes]
    columns = []
    for kind in sorted({str(kind) for of_round in taught for kind in of_round.value.index}):
        cells = tuple(number_of(of_round, kind) if kind in of_round.value.index else None for of_round in taught)
        label = view.words(f"kpi.trainings.{kind}")
        columns.append(Column(kind, label, cells, total=total(kind, cells), detail=True))
    return columns


def _headline(view: View, chosen: Selection) -> str:
    words = view.words
    rounds = len(view.tables["rounds"])
    took_part = view.tables["participation"]
    if chosen.regency:
        times = int(took_part[took_part.regency == chosen.regency]["round"].nunique())
        name = names_by_code(view.tables)[chosen.regency]
        return words.count("rounds.finding.regency", rounds, name=name, times=words.number(times))
    return words.count(
        "rounds.finding",
        rounds,
        reached=words.number(indicators.regencies_reached(view.of(chosen)).value),
        total=words.number(indicators.regencies_total(view.tables).value),
        participants=words.number(indicators.participants(view.of(chosen)).value),
    )

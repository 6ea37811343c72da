"""The rounds one after the other: how many took part, and how far all of them together have reached."""

from dataclasses import replace

from charts.chart import Chart, ChartText
from charts.plots import Bars, Row, Series
from charts.table import Column, Number, Table, total
from charts.words import basis_column, formula, names_by_code, number_of, source_line
from data import indicators
from data.indicators import Indicator
from data.selection import ALL_ROUNDS, Selection
from data.tables import Tables, kept
from locales import Words

KEY = "rounds"
LATEST = 8  # rounds that the figure shows


@kept(128)
def round_bars(tables: Tables, selection: Selection, words: Words) -> Chart:
    """Return the participants of the latest rounds, for the selected regency alone if there is one."""
    chosen = Selection(ALL_ROUNDS, selection.regency)
    counts = indicators.participants_by_round(tables, chosen)
    codes = [str(code) for code in counts.value.index][-LATEST:]
    numbers = {code: number_of(counts, code) for code in codes}
    reached = {code: indicators.regencies_reached(tables, Selection(code)).value for code in codes}
    rows = tuple(
        Row(
            code,
            words("rounds.row", round=code),
            "" if selection.regency else words.count("rounds.reached", reached[code]),
            lit=selection.round in (ALL_ROUNDS, code),
        )
        for code in codes
    )
    bars = tuple(n if n.value else replace(n, instead=words("rounds.absent")) for n in numbers.values())
    listed = words.join(f"{code} ({n.text(words)})" for code, n in numbers.items())
    return Chart(
        KEY,
        ChartText(
            _headline(tables, chosen, words),
            words("rounds.subtitle"),
            words("rounds.alt", listed=listed),
            source_line(words, tables, [indicators.participants_by_round(tables, Selection(ALL_ROUNDS)), counts]),
        ),
        _table(tables, words, chosen, numbers, counts),
        Bars(rows, (Series(words("table.participants"), "people", bars),), note=words("kpi.regencies")),
        words,
    )


def _table(tables: Tables, words: Words, chosen: Selection, numbers: dict[str, Number], counts: Indicator) -> Table:
    absent = Number(None, instead=words("table.none"))
    people = tuple(n if n.value else absent for n in numbers.values())
    reached = (indicators.regencies_reached(tables, Selection(code)) for code in numbers)
    every = indicators.regencies_reached(tables, Selection(ALL_ROUNDS))
    of_round = [float(indicators.trainings(tables, replace(chosen, round=code)).value) or None for code in numbers]
    trainings = tuple(Number(n) if n else Number(None, instead=words("table.none")) for n in of_round)
    everybody = indicators.participants(tables, chosen)
    return Table((
        Column("round", words("table.round"), tuple(numbers)),
        Column("people", words("table.participants"), people, words("unit.person"),
               total("people", people, everybody.basis), formula(words, counts)),
        Column("trainings", words("indicator.trainings"), trainings, total=total("trainings", trainings), detail=True),
        Column("regencies", words("kpi.regencies"), tuple(Number(float(i.value), i.basis) for i in reached),
               total=Number(float(every.value), every.basis), note=words("workbook.once")),
        basis_column(words, people),
    ))  # fmt: skip


def _headline(tables: Tables, chosen: Selection, words: Words) -> str:
    rounds = len(tables["rounds"])
    took_part = tables["participation"]
    if chosen.regency:
        times = int(took_part[took_part.regency == chosen.regency]["round"].nunique())
        name = names_by_code(tables)[chosen.regency]
        return words.count("rounds.finding.regency", rounds, name=name, times=words.number(times))
    return words.count(
        "rounds.finding",
        rounds,
        reached=words.number(indicators.regencies_reached(tables, chosen).value),
        total=words.number(indicators.regencies_total(tables).value),
        participants=words.number(indicators.participants(tables, chosen).value),
    )

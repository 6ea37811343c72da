"""The rounds one after the other: how many took part, and how far all of them together have reached."""

from collections.abc import Iterable
from dataclasses import replace

from charts.absence import sentence
from charts.chart import Chart, ChartText
from charts.plots import Bars, Row, Series
from charts.registry import figure
from charts.table import Column, Number, Table, total
from charts.words import (
    basis_column,
    comparability,
    formula,
    mark_column,
    names_by_code,
    noted,
    number_of,
    of_every_group,
    round_name,
    sentences,
    shown,
    source_line,
    stated_people,
    with_numbers,
)
from data import indicators
from data.indicators import Indicator
from data.selection import ALL_ROUNDS, Selection
from data.view import View
from locales import Words

KEY = "rounds"
LATEST = 8  # rounds that the figure shows


@figure(KEY)
def round_bars(view: View) -> Chart:
    """Return the participants of the latest rounds, for the selected regency alone if there is one."""
    words = view.words
    chosen = Selection(ALL_ROUNDS, view.selection.regency)
    counts = indicators.participants_by_round(view.of(chosen))
    whole = indicators.participants_by_round(view.everything())
    codes = [str(code) for code in counts.value.index][-LATEST:]
    numbers = {code: number_of(counts, code) for code in codes}
    reached = {code: indicators.regencies_reached(view.of(Selection(code))).value for code in codes}
    part = _in_part(view)
    bars = dict(sorted(({code: _shown(words, n) for code, n in numbers.items()} | part).items()))
    names = {code: round_name(view, code) for code in bars}
    rows = tuple(
        Row(
            code,
            words("rounds.row", round=name),
            words.count("rounds.reached", reached[code]) if code in reached and not view.selection.regency else "",
            lit=code not in part and view.selection.round in (ALL_ROUNDS, code),
        )
        for code, name in names.items()
    )
    subtitle = noted(words, words("rounds.subtitle"), _left_out(view, chosen))
    return Chart(
        KEY,
        ChartText(
            sentence(view.of(chosen)) or _headline(view, chosen),
            of_every_group(view, noted(words, subtitle, _notes(view, bool(part)))),
            words("rounds.alt", listed=with_numbers(words, names, bars)),
            source_line(view, [_of_rounds(of, codes) for of in (whole, counts)]),
        ),
        _table(view, chosen, numbers, counts),
        Bars(rows, (Series(words("table.participants"), "people", tuple(bars.values())),), note=words("kpi.regencies")),
        words,
    )


def _shown(words: Words, number: Number) -> Number:
    """Return a round's participants as they are shown: what no source names is said in words."""
    is_named = number.value or number.mark
    return number if is_named else replace(number, value=None, instead=words("table.none"))


def _in_part(view: View) -> dict[str, Number]:
    """Return what is known of each round that is known in part, in words: it is no bar, and enters no total."""
    words, names = view.words, names_by_code(view.tables)
    rows = indicators.known_in_part(view.tables, view.selection.regency)
    in_words = {}
    for code, part in rows.groupby("round"):
        numbers = (stated_people(row).in_sentence(words) for _, row in part.iterrows())
        text = words.join(
            words("rounds.part.one", name=names[str(regency)], n=n)
            for regency, n in zip(part.regency, numbers, strict=True)
        )
        in_words[str(code)] = Number(None, instead=text)
    return in_words


def _notes(view: View, has_part: bool) -> str:
    """Return what is to be known of the rounds: which is selected, which record what, and which are known in part."""
    lit = view.words("rounds.lit") if view.selection.round != ALL_ROUNDS else ""
    part = view.words("rounds.part") if has_part else ""
    return sentences(lit, comparability(view.everything()), part)


def _left_out(view: View, chosen: Selection) -> str:
    """Say that only the latest rounds are drawn; "" where all are."""
    every = len(indicators.participants_by_round(view.of(chosen)).value)
    return view.words.count("round_maps.latest", LATEST) if every > LATEST else ""


def _of_rounds(counts: Indicator, codes: Iterable[str]) -> Indicator:
    """Return the indicator with the sources of some rounds alone."""
    return replace(counts, sources=indicators.together(*map(counts.sources_of, codes)))


def _table(view: View, chosen: Selection, numbers: dict[str, Number], counts: Indicator) -> Table:
    words = view.words
    part = _in_part(view)
    shown = {code: _shown(words, n) for code, n in numbers.items()} | part
    codes = sorted(shown)
    people = tuple(shown[code] for code in codes)
    everybody = indicators.participants(view.of(chosen))
    return Table((
        Column("round", words("table.round"), tuple(round_name(view, code) for code in codes)),
        Column("people", words("table.participants"), people, words("unit.person"),
               total("people", people, everybody.basis), formula(words, counts)),
        *_trainings(view, chosen, codes, set(part)),
        *_regencies(view, chosen, codes, numbers),
        _basis(words, shown, part, codes),
        *_what_is_known(words, part, codes),
        *mark_column(words, people),
    ))  # fmt: skip


def _regencies(view: View, chosen: Selection, codes: list[str], known: Iterable[str]) -> tuple[Column, ...]:
    """Return how many regencies each round reached; nothing beside the participants of one of them."""
    if chosen.regency:
        return ()
    words = view.words
    reached = {code: indicators.regencies_reached(view.of(Selection(code))) for code in known}
    every = indicators.regencies_reached(view.of(chosen))
    cells = tuple(Number(float(reached[c].value), reached[c].basis) if c in reached else None for c in codes)
    total_ = Number(float(every.value), every.basis)
    return (Column("regencies", words("kpi.regencies"), cells, total=total_, note=words("workbook.once")),)


def _basis(words: Words, shown: dict[str, Number], part: dict[str, Number], codes: list[str]) -> Column:
    """Return what each number rests on; a round known in part says that it is."""
    column = basis_column(words, (shown[code] for code in codes))
    cells = (words("basis.part") if code in part else cell for code, cell in zip(codes, column.cells, strict=True))
    return replace(column, cells=tuple(cells))


def _what_is_known(words: Words, part: dict[str, Number], codes: list[str]) -> tuple[Column, ...]:
    """Return, for files, what is known of the rounds known in part: it is no number of theirs."""
    cells = tuple(part[code].instead if code in part else None for code in codes)
    return (Column("part", words("rounds.part.column"), cells, detail=True),) if part else ()


def _trainings(view: View, chosen: Selection, codes: list[str], without: set[str]) -> list[Column]:
    """Return a column of activities and one of classes: they are not added. Some rounds are ``without`` a count."""
    taught = {code: indicators.trainings(view.of(replace(chosen, round=code))) for code in codes if code not in without}
    columns = []
    for kind in sorted({str(kind) for of_round in taught.values() for kind in of_round.value.index}):
        cells = tuple(
            number_of(taught[code], kind) if code in taught and kind in taught[code].value.index else None
            for code in codes
        )
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
        return words.count("rounds.headline.regency", rounds, name=name, times=words.number(times))
    return words.count(
        "rounds.headline",
        rounds,
        reached=words.number(indicators.regencies_reached(view.of(chosen)).value),
        total=words.number(indicators.regencies_total(view.tables).value),
        participants=shown(words, indicators.participants(view.of(chosen))),
    )

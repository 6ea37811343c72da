"""The numbers behind each slide of the story, as columns of real numbers: what the workbook holds.

A table names its rows in the first column. Sums, shares and rates are formulas: whoever changes a number in a
sheet sees what follows from it.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pandas as pd
from xlsxwriter.utility import xl_col_to_name

from charts import style
from charts.round_maps import round_maps
from charts.rounds import LATEST
from charts.words import names_by_code
from data import indicators
from data.indicators import Indicator
from data.selection import ALL_ROUNDS, Selection
from data.view import View
from exports import figure_data
from exports.sheets import PERCENT, WHOLE, Cell, Column, Formula
from locales import Words, significant
from story import overview

ONE_DECIMAL = "#,##0.0"
PER = 100_000  # people that a rate is given for

Table = list[Column]
Build = Callable[[View], list[Table]]


def _value(value: object) -> float | None:
    """Return a number that a cell can hold; None where it is missing."""
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]


def _values(series: pd.Series, codes: Iterable[str]) -> list[float | None]:
    return [_value(series.get(code)) for code in codes]


def _sum(column: str, values: Sequence[Cell]) -> Formula:
    total = math.fsum(v.value if isinstance(v, Formula) else v for v in values if isinstance(v, Formula | float))
    return Formula(f"=SUM({column}{{first}}:{column}{{last}})", total)


def _regency_columns(view: View, codes: Sequence[str]) -> Table:
    names = names_by_code(view.tables)
    return [
        Column(view.words("table.regency"), [names.get(c, c) for c in codes]),
        Column(view.words("workbook.code"), list(codes), note=view.words("workbook.code.note")),
    ]


def _basis(words: Words, bases: Sequence[str], absent: str = "table.none") -> Column:
    """Return what the numbers of each row rest on; ``absent`` is the key of what is said where there is none."""
    return Column(words("table.basis"), [words(f"basis.{basis}") if basis else words(absent) for basis in bases])


def _formula(words: Words, indicator: Indicator) -> str:
    return words(f"formula.{indicator.key}")


def _facts(words: Words, rows: Sequence[tuple[str, Indicator, Cell, str, str]], last: str, absent: str) -> Table:
    """Return numbers of different kinds below each other: what, value, unit, basis, and what else there is to say.

    A row is its name, its indicator, the value, the number format, and the text of the last column. ``absent``
    names what has no value.
    """
    return [
        Column(words("table.what"), [row[0] for row in rows]),
        Column(
            words("numbers.value"), [row[2] for row in rows], number=[row[3] for row in rows],
            estimated=[row[1].basis == "estimated" for row in rows],
        ),
        Column(words("numbers.unit"), [words(f"unit.{row[1].unit}") for row in rows]),
        _basis(words, [row[1].basis if row[2] is not None else "" for row in rows], absent),
        Column(last, [row[4] or None for row in rows]),
    ]  # fmt: skip


def _opening(view: View) -> list[Table]:
    shown = overview.key_numbers(view)
    found = (
        indicators.participants(view),
        indicators.regencies_reached(view),
        indicators.trainings(view),
        indicators.units_per_participant(view),
    )
    rows = []
    for number, indicator in zip(shown, found, strict=True):
        if isinstance(indicator.value, pd.Series):
            rows += _by_kind(view.words, indicator, number.note)
            continue
        value = _value(indicator.value)
        if indicator.key == "units_per_participant" and value is not None:
            value = significant(value, 3)
        rows.append((number.label, indicator, value, WHOLE, number.note))
    return [_facts(view.words, rows, view.words("origin.note"), "table.none")]


def _by_kind(words: Words, trainings: Indicator, note: str) -> list[tuple[str, Indicator, Cell, str, str]]:
    """Return activities and classes as a row each: they are not added."""
    return [
        (words(f"kpi.trainings.{kind}"), replace(trainings, unit=str(kind)), float(number), WHOLE, note)
        for kind, number in trainings.value.items()
    ]


def _map(view: View) -> list[Table]:
    words = view.words
    counts = indicators.participants_by_regency(view.every_regency())
    km = indicators.distance_to_ambon(view.tables)
    codes = list(names_by_code(view.tables))
    people = _values(counts.value, codes)
    columns = [
        *_regency_columns(view, codes),
        _counted(words, counts, codes, people),
        Column(words("measure.distance_to_ambon"), _values(km.value, codes), "km", note=_formula(words, km)),
        _basis(words, ["" if n is None else counts.basis_of(c) for c, n in zip(codes, people, strict=True)]),
    ]
    return [columns]


def _counted(
    words: Words, counts: Indicator, codes: Sequence[str], people: Sequence[float | None],
    total: Cell = None, of_total: str = "",
) -> Column:  # fmt: skip
    """Return the column of participants, with estimates marked; ``of_total`` is the basis of the total below."""
    estimated = [n is not None and counts.basis_of(c) == "estimated" for c, n in zip(codes, people, strict=True)]
    title, unit = words("table.participants"), words("unit.person")
    return Column(
        title, people, unit, estimated=estimated, note=_formula(words, counts),
        total=total, total_estimated=of_total == "estimated",
    )  # fmt: skip


def _regency(view: View) -> list[Table]:
    words = view.words
    rows = []
    for key in indicators.MEASURES:
        measure = indicators.measure(view.tables, key)
        digits = measure.form.decimals
        form = f"{WHOLE}.{'0' * digits}" if digits else WHOLE
        year = str(measure.year or "")
        rows.append((words(f"measure.{key}"), measure, _value(measure.value.get(view.selection.regency)), form, year))
    for code in view.tables.rounds_in_order["round"]:
        people = indicators.participants(view.of(Selection(code, view.selection.regency)))
        label = words("table.participants.of", rounds=code)
        rows.append((label, people, _value(people.value) or None, WHOLE, str(people.year or "")))
    return [_facts(words, rows, words("table.year"), "table.none")]


def _who(view: View) -> list[Table]:
    words = view.words
    counts = indicators.participants_by_regency(view.every_regency())
    shares = indicators.share_by_regency(view.every_regency())
    codes = list(counts.value.index)
    people = _values(counts.value, codes)
    known = _values(shares.value, codes)
    parts = [None if n is None else Formula("=C{row}/C${total}", n / 100) for n in known]
    of_all = indicators.participants(view.every_regency()).basis
    counted = _counted(words, counts, codes, people, _sum("C", people), of_all)
    share = Column(
        words("table.share"), parts, number=PERCENT, estimated=[shares.basis_of(c) == "estimated" for c in codes],
        total=Formula("=SUM(D{first}:D{last})", 1.0), note=_formula(words, shares),
    )  # fmt: skip
    basis = _basis(words, [counts.basis_of(c) for c in codes])
    return [[*_regency_columns(view, codes), counted, share, basis]]


def _rates(view: View) -> list[Table]:
    words = view.words
    rates = indicators.participants_per_100k(view.every_regency())
    counts = indicators.participants_by_regency(view.every_regency())
    population = indicators.measure(view.tables, "population")
    ranked = rates.value.sort_values(ascending=False, kind="stable")
    codes = [str(code) for code in ranked.index]
    people, living = _values(counts.value, codes), _values(population.value, codes)
    total = indicators.participants(view.every_regency())
    counted = _counted(words, counts, codes, people, _sum("C", people), total.basis)
    of_all = math.fsum(n or 0 for n in people) / math.fsum(n or 0 for n in living) * PER
    columns = [
        *_regency_columns(view, codes),
        counted,
        Column(words("measure.population"), living, words("unit.person"), total=_sum("D", living)),
        Column(
            words(f"indicator.{rates.key}"),
            [None if n is None else Formula(f"=C{{row}}/D{{row}}*{PER}", n) for n in _values(ranked, codes)],
            number=ONE_DECIMAL, estimated=counted.estimated, note=_formula(words, rates),
            total=Formula(f"=C{{total}}/D{{total}}*{PER}", of_all), total_estimated=counted.total_estimated,
        ),
        _basis(words, [rates.basis_of(c) for c in codes]),
    ]  # fmt: skip
    return [columns]


def _what(view: View) -> list[Table]:
    """Return the participants of regencies × groups, and below them what was taught."""
    words = view.words
    everything = view.selection.only_round()
    rows = indicators.training_rows(view.of(everything))
    people = indicators.participants_by_regency_and_group(view.of(everything))
    codes = [str(c) for c in indicators.participants_by_regency(view.of(everything)).value.index]
    groups = view.tables["groups"].sort_values("position")
    groups = groups[groups.group.isin(rows.group)]
    in_group = indicators.participants_by_group(view.of(everything))
    table = _regency_columns(view, codes)
    for _, group in groups.iterrows():
        values = [_value(people.value.get((code, group.group))) for code in codes]
        estimated = [
            n is not None and people.basis_of((code, group.group)) == "estimated"
            for code, n in zip(codes, values, strict=True)
        ]
        total = _sum(xl_col_to_name(len(table)), values)
        table.append(
            Column(
                words.field(group, "short"), values, estimated=estimated, total=total,
                total_estimated=in_group.basis_of(group.group) == "estimated",
                colours=(style.group_colour(group.group),),
            )
        )  # fmt: skip
    last, after = (xl_col_to_name(len(table) + x) for x in (-1, 0))
    of_code = people.value.groupby(level=0).sum()
    sums = [Formula(f"=SUM(C{{row}}:{last}{{row}})", float(of_code.get(code, 0.0))) for code in codes]
    counted = Column(
        words("table.participants"), sums, words("unit.person"), total=_sum(after, sums),
        note=_formula(words, people),
    )  # fmt: skip
    return [[*table, counted], _taught(view, rows, people)] if codes else []


def _taught(view: View, rows: pd.DataFrame, people: Indicator) -> Table:
    """Return one row per regency and group: the activities, how many trainings and participants."""
    words = view.words
    names = names_by_code(view.tables)
    groups = {g.group: words.field(g, "short") for _, g in view.tables["groups"].iterrows()}
    activities = {a.activity: words.field(a, "name") for _, a in view.tables["activities"].iterrows()}
    kept = [((str(code), str(group)), part) for (code, group), part in rows.groupby(["regency", "group"], sort=False)]
    bases = [people.basis_of(key) for key, _ in kept]
    listed: list[Cell] = [words.join(activities[a] for a in part.activity) for _, part in kept]
    return [
        Column(words("table.regency"), [names[key[0]] for key, _ in kept]),
        Column(words("table.group"), [groups[key[1]] for key, _ in kept],
               colours=[style.group_colour(key[1]) for key, _ in kept]),
        Column(words("table.activities"), listed),
        *(
            Column(words(f"kpi.trainings.{kind}"), [float((part.kind == kind).sum()) or None for _, part in kept])
            for kind in sorted(rows.kind.unique())
        ),
        Column(words("table.participants"), [float(people.value[key]) for key, _ in kept], words("unit.person"),
               estimated=[basis == "estimated" for basis in bases]),
        _basis(words, bases),
    ]  # fmt: skip


def _rounds(view: View) -> list[Table]:
    words = view.words
    chosen = Selection(ALL_ROUNDS, view.selection.regency)
    counts = indicators.participants_by_round(view.of(chosen))
    codes = [str(c) for c in counts.value.index][-LATEST:]
    of_round = [indicators.participants(view.of(replace(chosen, round=code))) for code in codes]
    people = [_value(found.value) or None for found in of_round]
    reached = [float(indicators.regencies_reached(view.of(Selection(code))).value) for code in codes]
    taught = [indicators.trainings(view.of(replace(chosen, round=code))).value for code in codes]
    kinds = sorted({str(kind) for courses in taught for kind in courses.index})
    by_kind = {kind: [_value(courses.get(kind)) for courses in taught] for kind in kinds}
    every = float(indicators.regencies_reached(view.of(Selection(ALL_ROUNDS))).value)
    columns = [
        Column(words("table.round"), codes),
        _counted(words, counts, codes, people, _sum("B", people)),
        *(
            Column(words(f"kpi.trainings.{kind}"), numbers, total=_sum(xl_col_to_name(2 + x), numbers))
            for x, (kind, numbers) in enumerate(by_kind.items())
        ),
        Column(words("kpi.regencies"), reached, total=every, note=words("workbook.once")),
        _basis(words, [found.basis if n else "" for found, n in zip(of_round, people, strict=True)]),
    ]
    return [columns]


def _nation(view: View) -> list[Table]:
    words = view.words
    kinds = ("unit", "worker")
    shares = [indicators.national(view.tables, f"ikm_{kind}_share") for kind in kinds]
    amounts = [indicators.national(view.tables, f"ikm_{kind}s") for kind in kinds]
    wordings = [indicators.wording(view.tables, amount.key) for amount in amounts]
    known = [_value(share.value) for share in shares]
    columns = [
        Column(words("table.what"), [words(f"indicator.{amount.key}") for amount in amounts]),
        Column(words("national.series.ikm"), [None if n is None else n / 100 for n in known], number="0%"),
        Column(words("national.series.others"),
               [None if n is None else Formula("=1-B{row}", 1 - n / 100) for n in known], number="0%"),
        Column(words("table.amount"), [_value(amount.value) for amount in amounts]),
        Column(words("numbers.unit"), [words(f"unit.{amount.unit}") for amount in amounts]),
        Column(words("workbook.wording"),
               [words(f"wording.{said}", amount="").strip() if said else None for said in wordings]),
        _basis(words, [share.basis for share in shares]),
    ]  # fmt: skip
    return [columns]


def _dots(view: View) -> list[Table]:
    words = view.words
    chosen = view.selection.only_round()
    units, people = indicators.national(view.tables, "ikm_units"), indicators.participants(view.of(chosen))
    found = indicators.units_per_participant(view.of(chosen))
    value = _value(found.value)
    # To three figures, as the story says it: the number of units is itself rounded by its source.
    quotient = None
    if value is not None:
        quotient = Formula("=ROUND(B{first}/B{before},2-INT(LOG10(B{first}/B{before})))", significant(value, 3))
    rows = [
        (words(f"indicator.{units.key}"), units, _value(units.value), WHOLE, ""),
        (words(f"indicator.{people.key}"), people, _value(people.value), WHOLE, ""),
        (words(f"indicator.{found.key}"), found, quotient, WHOLE, _formula(words, found)),
    ]
    return [_facts(words, rows, words("numbers.formula"), "missing")]


def _unreached(view: View) -> list[Table]:
    others = indicators.not_named(view).sort_values(["population", "code"], ascending=[False, True])
    population = indicators.measure(view.tables, "population")
    living = _values(population.value, others.code)
    columns = [
        *_regency_columns(view, list(others.code)),
        Column(view.words("measure.population"), living, view.words("unit.person"), total=_sum("C", living)),
        _basis(view.words, [population.basis] * len(others)),
    ]
    return [columns]


def _follows(view: View) -> list[Table]:
    words = view.words
    gap = indicators.participants_to_level(view.tables)
    rates = indicators.participants_per_100k(view.of(Selection(ALL_ROUNDS)))
    known = gap.value.dropna().sort_values(ascending=False, kind="stable")
    codes = [str(code) for code in known.index]
    living = _values(indicators.measure(view.tables, "population").value, codes)
    people = _values(indicators.participants_by_regency(view.of(Selection(ALL_ROUNDS))).value, codes)
    had = [None if n is None else Formula(f"=D{{row}}/C{{row}}*{PER}", n) for n in _values(rates.value, codes)]
    exact = [Formula(f"=MAX(E${{first}}:E${{last}})*C{{row}}/{PER}-D{{row}}", float(known[c])) for c in codes]
    whole = [Formula("=ROUNDUP(ROUND(F{row},6),0)", float(math.ceil(round(n.value, 6)))) for n in exact]
    title, person = words(f"indicator.{gap.key}"), words("unit.person")
    columns = [
        *_regency_columns(view, codes),
        Column(words("measure.population"), living, person, total=_sum("C", living)),
        Column(words("workbook.so_far"), people, person, total=_sum("D", people)),
        Column(words(f"indicator.{rates.key}"), had, number=ONE_DECIMAL, note=_formula(words, rates)),
        Column(words("workbook.exact", what=title), exact, number=ONE_DECIMAL, total=_sum("F", exact),
               note=_formula(words, gap)),
        Column(title, whole, note=words("workbook.whole"), total=_sum("G", whole)),
    ]  # fmt: skip
    return [columns]


def _round_maps(view: View) -> list[Table]:
    return [[figure_data.column_of(column) for column in round_maps(view).table.columns]]


TABLES: dict[str, Build] = {
    "opening": _opening, "map": _map, "regency": _regency, "who": _who, "rates": _rates, "what": _what,
    "rounds": _rounds, "round_maps": _round_maps, "nation": _nation, "dots": _dots,
    "unreached": _unreached, "follows": _follows,
}  # fmt: skip

"""The training mix: what was taught where, as a matrix of regencies and activity groups."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from charts.absence import sentence
from charts.chart import Chart, ChartText
from charts.plots import Head, Matrix, Spot, Total, lines
from charts.registry import figure
from charts.table import NOTHING, Column, Number, Table, total
from charts.words import (
    as_sentence,
    basis_column,
    between,
    comparability,
    courses,
    formula,
    listed_rounds,
    mark_column,
    named,
    names_by_code,
    not_split,
    noted,
    number_of,
    regency_columns,
    regency_name,
    round_phrase,
    sentences,
    shown,
    source_line,
    within,
)
from data import indicators
from data.indicators import Indicator
from data.selection import Selection
from data.view import View
from locales import UNSURE, Words

KEY = "mix"
LARGEST, SMALLEST = 42.0, 6.0  # px: the diameter of the largest count shown, and the least at which one is seen

Cell = tuple[str, str]  # codes of a regency and a group


@figure(KEY, paper=0.72)
def training_mix(view: View) -> Chart:
    """Return a circle per regency and group, sized by participants: filled where stated, open where estimated."""
    whole = view.only_round()
    people = indicators.participants_by_regency_and_group(whole)
    by_group = indicators.trainings_by_group(whole)
    groups = _groups(whole)
    rounds = round_phrase(whole)
    kind = f"mix.subtitle.{people.basis}" if people.basis in UNSURE else "mix.subtitle"
    taught = _taught(whole)
    table = _table(whole, groups, taught, people)
    headline = sentence(view) or _headline(view, by_group, groups)
    return Chart(
        KEY,
        ChartText(
            headline,
            noted(view.words, view.words(kind, rounds=rounds), sentences(comparability(whole), not_split(whole))),
            sentence(whole) or _alt(whole, groups, rounds) if len(groups) else headline,
            source_line(view, [people, by_group]),
        ),
        table,
        _plot(view, groups, taught),
        view.words,
        (_worksheet(whole, groups, people), table),
    )


def _groups(whole: View) -> pd.DataFrame:
    """Return the rows of the groups that something was taught in."""
    groups = whole.tables["groups"].sort_values("position")
    return groups[groups.group.isin(indicators.training_rows(whole).group)]


def _taught(whole: View) -> dict[Cell, list[str]]:
    """Return the activities of the trainings in each regency and group, each named once."""
    names = {a.activity: whole.words.field(a, "name") for _, a in whole.tables["activities"].iterrows()}
    rows = indicators.training_rows(whole).groupby(["regency", "group"], sort=False)
    listed = {
        (str(code), str(group)): list(dict.fromkeys(names[a] for a in part.activity)) for (code, group), part in rows
    }
    return {cell: [first, *map(within, others)] for cell, (first, *others) in listed.items()}


def _plot(view: View, groups: pd.DataFrame, taught: dict[Cell, list[str]]) -> Matrix:
    words, whole = view.words, view.only_round()
    people = indicators.participants_by_regency_and_group(whole)
    in_group, by_group = indicators.participants_by_group(whole), indicators.trainings_by_group(whole)
    possible, kinds = _possible(whole), _kinds(by_group)
    columns = tuple(
        Head(str(g.group), words.field(g, "short"), words.field(g, "name"), role=str(g.group))
        for _, g in groups.iterrows()
    )
    counted = (words(f"mix.total.{kind}") for kind in kinds)
    below = lines(*counted, words("table.participants"), bold=len(kinds))
    return Matrix(
        _rows(whole),
        columns,
        tuple(
            _spot(words, view.selection, cell, number_of(people, cell), listed, possible.get(cell, ""))
            for cell, listed in taught.items()
        ),
        LARGEST / math.sqrt(people.value.max() if people.value.notna().any() else 1),
        SMALLEST,
        totals=tuple(Total(c.code, (*_counted(by_group, c.code), number_of(in_group, c.code))) for c in columns),
        total=below if columns else (),
        selects=("regency", "group"),
    )


def _possible(whole: View) -> dict[Cell, str]:
    """Return, for each estimate, between what it lies."""
    bounds = indicators.bounds_by_regency_and_group(whole)
    return {cell: between(whole.words, *ends) for cell, ends in bounds.items()}


def _kinds(by_group: Indicator) -> list[str]:
    """Return what the trainings are: "activity", "class", or both."""
    return sorted(set(by_group.value.index.get_level_values("kind")))


def _counted(by_group: Indicator, group: str) -> list[Number]:
    """Return a group's activities, or classes; where both occur each stands for itself and they are not added."""
    # None of a kind is named: that is a dash, and no count.
    return [
        number_of(by_group, key) if key in by_group.value.index else Number(None, instead=NOTHING)
        for key in ((group, kind) for kind in _kinds(by_group))
    ]


def _rows(whole: View) -> tuple[Head, ...]:
    """Return the regencies that took part, with how many activities or classes each had."""
    names = names_by_code(whole.tables)
    codes = [str(code) for code in indicators.participants_by_regency(whole).value.index]
    if indicators.training_rows(whole).empty:
        return ()
    had = {code: indicators.trainings(whole.of(replace(whole.selection, regency=code))) for code in codes}
    return tuple(
        Head(code, names[code], names[code], courses(whole.words, had[code].value, had[code].marks)) for code in codes
    )


def _spot(words: Words, selection: Selection, cell: Cell, number: Number, taught: Sequence[str], possible: str) -> Spot:
    code, group = cell
    count = words("mix.hover.estimated" if possible else "mix.hover", n=number.in_sentence(words), bounds=possible)
    lit = selection.regency in ("", code) and selection.group in ("", group)
    return Spot(code, group, number, lines(words.join(taught), count), lit)


def _table(whole: View, groups: pd.DataFrame, taught: dict[Cell, list[str]], people: Indicator) -> Table:
    """Return one row per regency and group: what was taught, how many activities, or classes, and participants."""
    words = whole.words
    short = {str(g.group): words.field(g, "short") for _, g in groups.iterrows()}
    numbers = tuple(number_of(people, cell) for cell in taught)
    return Table((
        *regency_columns(whole, [code for code, _ in taught]),
        Column("group", words("table.group"), tuple(short[group] for _, group in taught),
               roles=tuple(group for _, group in taught)),
        Column("activities", words("table.activities"), tuple(words.join(listed) for listed in taught.values())),
        *_numbers_of_trainings(whole, list(taught)),
        Column("people", words("table.participants"), numbers, words("unit.person")),
        *_bounds(whole, list(taught)),
        basis_column(words, numbers),
        *mark_column(words, numbers),
    ))  # fmt: skip


def _bounds(whole: View, cells: list[Cell]) -> tuple[Column, ...]:
    """Return the column of what is possible; none where nothing is an estimate."""
    possible, words = _possible(whole), whole.words
    texts = tuple(possible.get(cell) for cell in cells)
    return (Column("bounds", words("table.bounds"), texts, note=words("table.bounds.note")),) if possible else ()


def _numbers_of_trainings(whole: View, cells: list[Cell]) -> list[Column]:
    """Return a column of activities and one of classes: they are not added."""
    rows = indicators.training_rows(whole)
    numbers = rows.groupby(["kind", "regency", "group"]).size()
    return [
        Column(str(kind), whole.words(f"kpi.trainings.{kind}"),
               tuple(Number(float(numbers[kind, *cell]), "computed") if (kind, *cell) in numbers.index else None
                     for cell in cells), detail=True)
        for kind in sorted(rows.kind.unique())
    ]  # fmt: skip


def _worksheet(whole: View, groups: pd.DataFrame, people: Indicator) -> Table:
    """Return the participants of regencies × groups, a column a group, and their sums."""
    words = whole.words
    in_group, counts = indicators.participants_by_group(whole), indicators.participants_by_regency(whole)
    codes = [str(code) for code in counts.value.index]
    columns = []
    for _, group in groups.iterrows():
        key = str(group.group)
        cells = tuple(number_of(people, (code, key)) for code in codes)
        sums = total(key, cells, in_group.basis_of(key))
        sums = replace(sums, mark=in_group.mark_of(key) or sums.mark)
        columns.append(Column(key, words.field(group, "short"), cells, total=sums, role=key))
    summed = f"SUM({','.join(f'[{column.key}]' for column in columns)})"
    of_codes = tuple(
        _in_groups(total("", [column.cells[i] for column in columns], counts.basis_of(code)), counts, code, summed)
        for i, code in enumerate(codes)
    )
    everybody = indicators.participants(whole)
    people_column = Column(
        "people", words("table.participants"), of_codes, words("unit.person"),
        total("people", of_codes, everybody.basis), formula(words, people),
    )  # fmt: skip
    return Table((*regency_columns(whole, codes), *columns, people_column, *mark_column(words, of_codes)))


def _in_groups(summed: Number, counts: Indicator, code: str, formula: str) -> Number:
    """Return a regency's participants: the sum of its groups, unless the sources count more than they split."""
    own = number_of(counts, code)
    return replace(own, formula=formula) if own.value == summed.value else own


def _headline(view: View, by_group: Indicator, groups: pd.DataFrame) -> str:
    """Say which group was taught most, by the number of trainings; where these are of two kinds, how many of each.

    What no source says the kind of is said after it.
    """
    words = view.words
    more = indicators.untold(view)
    if more.empty or view.selection.group:
        return _headline_of_told(view, by_group, groups)
    rows = indicators.training_rows(view)
    codes = listed_rounds(view, sorted(more["round"].unique()))
    if view.selection.regency:
        who = names_by_code(view.tables)[view.selection.regency]
        if rows.empty:
            return words("mix.headline.untold.regency", who=who, rounds=codes)
        return words("mix.untold.regency", headline=_headline_of_selected(view, groups), rounds=codes)
    of_rounds = indicators.trainings(view).value
    if rows.empty:
        return words.count("mix.headline.untold", of_rounds.sum(), of=courses(words, of_rounds))
    rest = {str(kind): int(n) - int((rows.kind == kind).sum()) for kind, n in of_rounds.items()}
    listed = courses(words, pd.Series({kind: n for kind, n in rest.items() if n}))
    return words("mix.untold", headline=_headline_of_told(view, by_group, groups), more=listed)


def _headline_of_told(view: View, by_group: Indicator, groups: pd.DataFrame) -> str:
    words = view.words
    if view.selection.regency or view.selection.group:
        return _headline_of_selected(view, groups)
    by_kind = indicators.training_rows(view).kind.value_counts().sort_index()
    of = courses(words, by_kind)
    numbers = by_group.value.groupby(level="group").sum()
    first = indicators.leaders(numbers)
    names = (within(words.field(g, "name")) for _, g in groups[groups.group.isin(first)].iterrows())
    who = named(words, names, "group")
    if len(numbers) == 1:
        return as_sentence(words("mix.headline.only", who=who, of=of))
    if len(by_kind) > 1:
        return words.count("mix.headline.kinds", len(numbers), of=of)
    n = words.number(numbers[first[0]])
    return as_sentence(words("mix.headline.tie" if len(first) > 1 else "mix.headline", who=who, n=n, of=of))


def _headline_of_selected(view: View, groups: pd.DataFrame) -> str:
    """Say what the selected regency, or group, or both, had."""
    words = view.words
    rows = indicators.training_rows(view)
    who = regency_name(view)
    what = words.join(words.field(g, "name") for _, g in groups[groups.group == view.selection.group].iterrows())
    what = what.lower() if who else what
    by_kind = rows.kind.value_counts().sort_index()
    # Of a selected group there may be more than the sources name.
    marks = indicators.trainings(view).marks if view.selection.group else {}
    values = {"who": who, "what": what, "of": courses(words, by_kind, marks)}
    form = "group" if not who else "regency" if not view.selection.group else "both"
    if form == "regency":
        return words.count("mix.headline.regency", rows.group.nunique(), **values)
    from_where = indicators.regencies_reached(view)
    return words.count(f"mix.headline.{form}", from_where.value, n=shown(words, from_where), **values)


def _alt(whole: View, groups: pd.DataFrame, rounds: str) -> str:
    words = whole.words
    by_group, in_group = indicators.trainings_by_group(whole), indicators.participants_by_group(whole)
    listed = []
    for _, g in groups.iterrows():
        by_kind = by_group.value[g.group]
        marks = {kind: by_group.mark_of((g.group, kind)) for kind in by_kind.index}
        people = number_of(in_group, g.group).in_sentence(words)
        taught = courses(words, by_kind, marks)
        listed.append(words("mix.alt.group", group=words.field(g, "name"), trainings=taught, people=people))
    return words("mix.alt", rounds=rounds, listed="; ".join(listed))

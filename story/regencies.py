"""A regency in words: what the sources say it received, and which regencies they do not name."""

from dataclasses import dataclass, replace

import pandas as pd

from charts import absence
from charts.words import (
    courses,
    group_name,
    listed_rounds,
    named_rounds,
    names_by_code,
    number_of,
    others_in,
    people,
    round_name,
    round_phrase,
    scalar,
    shown,
    stated_people,
)
from data import indicators
from data.selection import ALL_ROUNDS, Selection
from data.view import View, cached
from story import beside, trainings


@cached(128)
def headline(view: View) -> str:
    """Say what the selected regency had, also in the other rounds; without one, how many regencies took part."""
    if not view.selection.regency:
        return absence.sentence(view) or _headline_of_all(view)
    every, absent = view.of(replace(view.selection, round=ALL_ROUNDS)), absence.sentence(view)
    if absent:
        return _elsewhere(view, every, absent) if absence.is_named(every) else absent
    is_stated = not pd.isna(indicators.participants(view).value)
    key = "profile.headline.group" if view.selection.group else "profile.headline"
    line = view.words(
        key if is_stated else "profile.headline.not_stated",
        name=names_by_code(view.tables)[view.selection.regency],
        participants=_participants(view),
        group=group_name(view).lower(),
        rounds=_named_in(view),
    )
    if _named_in(every) == _named_in(view):
        return line
    return view.words("profile.headline.more", line=line, participants=_participants(every), rounds=_named_in(every))


def _elsewhere(view: View, every: View, absent: str) -> str:
    """Say what a regency had in the other rounds, after the sentence that says what the selected one does not name."""
    of_regency = view.every_group()
    key = "" if not view.selection.group else ".name" if absence.is_named(of_regency) else ".group"
    return view.words(
        f"profile.headline.elsewhere{key}",
        absent=absent,
        name=names_by_code(view.tables)[view.selection.regency],
        group=group_name(view).lower(),
        participants=_participants(every),
        rounds=_named_in(every),
    )


def _participants(view: View) -> str:
    return people(view.words, scalar(indicators.participants(view)))


def _named_in(view: View) -> str:
    """Return which of the selected rounds name the selected regency and group."""
    return named_rounds(view, absence.naming_rounds(view))


def _headline_of_all(view: View) -> str:
    """Say how many regencies took part; without a group also how many no source names."""
    words, group = view.words, view.selection.group
    total = indicators.regencies_total(view.tables).value
    silent = len(indicators.not_named(view.of(Selection(ALL_ROUNDS))))
    part = {*indicators.known_in_part(view.tables).regency} - {*view.tables["participation"].regency}
    key = (
        "profile.headline.some"
        if view.selection.group
        else "profile.headline.all"
        if silent
        else "profile.headline.everyone"
    )
    line = words(
        key,
        n=shown(words, indicators.regencies_reached(view)),
        total=words.number(total),
        silent=words.number(silent),
        rounds=round_phrase(view),
    )
    return words.count("profile.headline.part", len(part), line=line) if part and silent and not group else line


def received_caption(view: View, code: str) -> str:
    """Return the caption of what a regency received."""
    had = indicators.trainings(view.of(Selection(ALL_ROUNDS, regency=code)))
    if had.value.empty:
        return view.words("profile.received.part")
    return view.words("profile.received", listed=courses(view.words, had.value, had.marks))


@cached(128)
def not_named_line(view: View) -> str:
    """Say how many regencies the sources do not name, and how many people live there."""
    view = absence.telling(view)
    others = indicators.not_named(view)
    if others.empty:
        return view.words("overview.not_reached.none")
    return view.words.count(
        "profile.not_named",
        len(others),
        people=view.words.number(others.population.sum()),
        sources=absence.in_sources(view),
    )


@dataclass(frozen=True)
class Fact:
    """One fact of a regency: what, and its value in words."""

    label: str
    value: str


@cached(128, by_selection=False)
def facts(view: View, code: str) -> list[Fact]:
    """Return a regency's profile: capital and every measure, each with its unit."""
    words = view.words
    rows = view.tables["regencies"]
    row = rows[rows.code == code].iloc[0]
    capital = row.capital if isinstance(row.capital, str) else words("missing")
    listed = [Fact(words("fact.kind"), words(f"kind.{row.kind}")), Fact(words("fact.capital"), capital)]
    for key in indicators.MEASURES:
        measure = indicators.measure(view.tables, key)
        value = measure.value.get(code)
        shown = words.number(value, measure.form.decimals)
        unit = "" if value is None or pd.isna(value) else " " + words(f"unit.{measure.unit}")
        listed.append(Fact(words(f"measure.{key}"), shown + unit))
        if key == "islands":
            listed.append(Fact(words("measure.islands_inhabited"), words.number(row.islands_inhabited)))
    return listed


def profile(view: View, code: str) -> list[list[str]]:
    """Return a regency's facts as a table, header first."""
    head = [view.words("table.what"), names_by_code(view.tables)[code]]
    return [head, *([fact.label, fact.value] for fact in facts(view, code))]


@cached(128, by_selection=False)
def received(view: View, code: str) -> list[list[str]]:
    """Return what a regency received in every round, header first; only the header if nothing."""
    frame = trainings.trainings(view.of(Selection("all", regency=code)), sort="activity")
    frame = frame.sort_values("round", kind="stable")
    head, *rows = trainings.training_table(
        frame.drop(columns=["regency", *trainings.BESIDE], errors="ignore"), view.words
    )
    return [head, *sorted([*rows, *_known_less(view, code)], key=lambda row: row[0])]


def _known_less(view: View, code: str) -> list[list[str]]:
    """Return what a regency received in rounds of which the sources do not say what was taught, or say a part only."""
    words, nothing = view.words, trainings.NOTHING
    lines = []
    for _, row in indicators.untold(view.of(Selection(ALL_ROUNDS, code))).iterrows():
        n, name = stated_people(words, row), round_name(view, row["round"])
        basis = words("basis.approximate" if row.participants_basis == "approximate" else "basis.stated")
        lines.append([name, words("trainings.kind_untold"), nothing, nothing, n, basis, nothing])
    for _, row in indicators.known_in_part(view.tables, code).iterrows():
        n = stated_people(words, row)
        part = beside.of_part(words, row)
        lines.append([round_name(view, row["round"]), part, nothing, nothing, n, words("basis.part"), nothing])
    return lines


@cached(4, by_selection=False)
def by_round(view: View) -> list[list[str]]:
    """Return the participants of every regency in each round and in all, header first; a dash where none names it."""
    words, everything = view.words, view.of(Selection(ALL_ROUNDS))
    codes = [str(code) for code in view.tables.rounds_in_order["round"]]
    counts = [indicators.participants_by_regency(view.of(Selection(code))) for code in (*codes, ALL_ROUNDS)]
    head = [words("table.regency"), *(round_name(view, code) for code in codes), words("control.round.all")]
    rows = []
    for code, name in names_by_code(view.tables).items():
        cells = [number_of(of, code).text(words) if code in of.value.index else trainings.NOTHING for of in counts]
        if cells[-1] == trainings.NOTHING:
            cells[-1] = absence.of_regency(everything, code, trainings.NOTHING)
        rows.append([name, *cells])
    return [head, *rows]


@cached(128, by_selection=False)
def by_others(view: View, code: str) -> list[list[str]]:
    """Return the trainings by others in a regency, header first: when, what, who, participants; never in a total."""
    words = view.words
    head = [words(f"table.{column}") for column in ("date", "activity", "organiser", "participants")]
    rows = []
    for _, row in indicators.trained_by_others(view.tables, code).iterrows():
        rows.append([words.period(row.start_date, row.days), words.field(row, "about"),
                     words.field(row, "organiser"), stated_people(words, row)])  # fmt: skip
    return [head, *rows]


@cached(128)
def not_named(view: View) -> list[list[str]]:
    """Return the regencies that the sources do not name, header first: people, distance, the rounds that do, others."""
    words = view.words
    others = indicators.not_named(absence.telling(view))
    km = indicators.distance_to_ambon(view.tables).value
    elsewhere = (
        view.tables["participation"].groupby("regency")["round"].agg(lambda rounds: listed_rounds(view, sorted(rounds)))
    )
    everything = view.of(Selection(ALL_ROUNDS))
    head = [words(f"table.{c}") for c in ("regency", "elsewhere", "others")]
    head[1:1] = [words("measure.population"), words("table.distance")]
    table = [
        [r["name"], words.number(r.population), words.number(km[r.code]),
         elsewhere.get(r.code) or absence.of_regency(everything, r.code, words("table.nowhere")),
         others_in(view, r.code) or "–"]
        for _, r in others.iterrows()
    ]  # fmt: skip
    is_everywhere = view.selection.every_regency() == Selection(ALL_ROUNDS)
    return [[cell for i, cell in enumerate(line) if i != 3 or not is_everywhere] for line in [head, *table]]


@cached(128, by_selection=False)
def compared(view: View, one: str, other: str) -> list[list[str]]:
    """Return two regencies side by side, header first: every fact, and the participants of every round."""
    words = view.words
    names = names_by_code(view.tables)
    both = zip(facts(view, one), facts(view, other), strict=True)
    rows = [[a.label, a.value, b.value] for a, b in both]
    for code in view.tables.rounds_in_order["round"]:
        counts = indicators.participants_by_regency(view.of(Selection(code)))
        shown = [
            number_of(counts, c).text(words) if c in counts.value.index else words("table.none") for c in (one, other)
        ]
        rows.append([words("table.participants.of", rounds=round_phrase(view.of(Selection(code)))), *shown])
    return [[words("table.what"), names[one], names[other]], *rows]

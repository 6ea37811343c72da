"""A regency in words: what the sources say it received, and which regencies they do not name."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from charts import absence
from charts.participants import participants_bars
from charts.regency import capital_of, row_of
from charts.table import NOTHING, Cell, Dated, Number, Table
from charts.words import (
    as_sentence,
    courses,
    group_name,
    known,
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
from data.indicators import Indicator
from data.selection import ALL_ROUNDS, Selection
from data.view import View, cached
from locales import Words
from story import beside, first_numbers, sources, trainings


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
    name, key = names_by_code(view.tables)[view.selection.regency], ".group" if view.selection.group else ""
    if key and absence.is_named(of_regency):  # then the sentence before says the group, unless none is told
        key = ".name" if name not in absent else key if absence.is_untold(view) else ""
    return view.words(
        f"profile.headline.elsewhere{key}",
        absent=absent,
        name=name,
        group=group_name(view).lower(),
        participants=_participants(_where_named(every)),
        rounds=_named_in(every),
    )


def standing(view: View) -> str:
    """Say by name what the selected regency was taught, and how its participants compare; "" if none names it."""
    if not view.selection.regency or not absence.is_named(view):
        return ""
    of, compared = indicators.trainings(view), first_numbers.compared(view)
    rate = f"{compared.label}: {compared.value} ({compared.note})"
    counted = courses(view.words, of.value, of.marks)
    is_listed = of.value.notna().all() and not indicators.training_rows(view).empty
    taught = as_sentence(f"{counted}{': ' if is_listed else '; '}{first_numbers.taught(view).note}")
    key = "regency.standing.unrated" if pd.isna(indicators.participants(view).value) else "regency.standing"
    return view.words(key, taught=taught, share=participants_bars(view).text.headline, rate=rate)


def _where_named(every: View) -> View:
    """Return the view of the one round that names the selection, whose number no other round makes a bound; else it."""
    codes = absence.naming_rounds(every)
    return every.of(replace(every.selection, round=codes[0])) if len(codes) == 1 else every


def _participants(view: View) -> str:
    return people(view.words, scalar(indicators.participants(view)))


def _named_in(view: View) -> str:
    """Return which of the selected rounds name the selected regency and group."""
    return named_rounds(view, absence.naming_rounds(view))


def _headline_of_all(view: View) -> str:
    """Say how many regencies took part; without a group also how many no source names."""
    words, group = view.words, view.selection.group
    reached, total = shown(words, indicators.regencies_reached(view)), indicators.regencies_total(view.tables).value
    silent = len(indicators.not_named(view.everything()))
    part = {*indicators.known_in_part(view.tables).regency} - {*view.tables["participation"].regency}
    key = "some" if group else "all" if silent else "everyone"
    counts = {"n": reached, "total": words.number(total), "silent": words.number(silent)}
    line = words(f"profile.headline.{key}", **counts, rounds=round_phrase(view))
    return words.count("profile.headline.part", len(part), line=line) if part and silent and not group else line


def received_caption(view: View, code: str) -> str:
    """Return the caption of what a regency received."""
    had = indicators.trainings(view.of(Selection(ALL_ROUNDS, regency=code)))
    if had.value.empty:
        return view.words("profile.received.part")
    return view.words("profile.received", listed=courses(view.words, had.value, had.marks))


def _islands(words: Words, row: pd.Series) -> list[tuple[str, str]]:
    """Return the registered islands and those inhabited: the largest are registered nowhere, so 0 needs words."""
    counted, inhabited = words.number(row.islands), words.number(row.islands_inhabited)
    if row.islands == 0:
        counted, inhabited = words("fact.islands.none"), NOTHING
    return [(words("measure.islands"), counted), (words("measure.islands_inhabited"), inhabited)]


@cached(128, by_selection=False)
def facts(view: View, code: str) -> list[tuple[str, str]]:
    """Return a regency's profile: capital and every measure, each by its name, in words with its unit."""
    words = view.words
    row = row_of(view.tables, code)
    listed = [(words("fact.kind"), words(f"kind.{row.kind}")), (words("fact.capital"), capital_of(row, words))]
    for key in indicators.MEASURES:
        measure, label = indicators.measure(view.tables, key), words(f"measure.{key}")
        value, unit = measure.value.get(code), words(f"unit.{measure.unit}")
        is_said = value is None or pd.isna(value) or unit.lower() in label.lower()
        shown = words.number(value, measure.form.decimals)
        if key == "distance_to_capital" and not value:  # it is the province's capital itself
            shown, is_said = NOTHING, True
        if key == "islands":
            listed += _islands(words, row)
        else:
            listed.append((label, shown if is_said else f"{shown} {unit}"))
    return listed


def profile(view: View, code: str) -> Table:
    """Return a regency's facts as a table."""
    heads = {"what": view.words("table.what"), code: names_by_code(view.tables)[code]}
    return Table.of(heads, facts(view, code))


@cached(128, by_selection=False)
def received(view: View, code: str) -> Table:
    """Return what a regency received in every round; no row if nothing."""
    frame = trainings.trainings(view.of(Selection(ALL_ROUNDS, regency=code)))
    shown = frame.drop(columns=["regency", *trainings.BESIDE], errors="ignore")
    return trainings.training_table(shown, view.words, _known_less(view, code)).arranged(view.words, "round")


def _known_less(view: View, code: str) -> Iterator[dict[str, Cell]]:
    """Yield what a regency received in rounds of which the sources do not say what was taught, or say a part only."""
    words = view.words
    for _, row in indicators.untold(view.of(Selection(ALL_ROUNDS, code))).iterrows():
        number = stated_people(row)
        basis = NOTHING if number.value is None else words(f"basis.{number.basis}")
        yield _less(view, row, words("trainings.kind_untold"), basis)
    for _, row in indicators.known_in_part(view.tables, code).iterrows():
        yield _less(view, row, beside.of_part(words, row), words("basis.part"))


def _less(view: View, row: pd.Series, what: str, basis: str) -> dict[str, Cell]:
    return {"round": round_name(view, row["round"]), "activity": what, "participants": stated_people(row),
            "basis": basis}  # fmt: skip


@cached(4, by_selection=False)
def by_round(view: View) -> Table:
    """Return the participants of every regency in each round and in all; a dash where none names it."""
    everything = view.everything()
    codes = [str(code) for code in view.tables.rounds_in_order["round"]]
    counts = [indicators.participants_by_regency(view.of(Selection(code))) for code in (*codes, ALL_ROUNDS)]
    heads = {"regency": view.words("table.regency"), **{code: round_name(view, code) for code in codes}}
    heads[ALL_ROUNDS] = view.words("control.round.all")
    rows: list[list[Cell]] = []
    for code, name in names_by_code(view.tables).items():
        cells = [_named(of, code, NOTHING) for of in counts]
        if code not in counts[-1].value.index:
            cells[-1] = Number(None, instead=absence.of_regency(everything, code, NOTHING))
        rows.append([name, *cells])
    return Table.of(heads, rows)


def _named(of: Indicator, code: str, instead: str) -> Number:
    """Return the participants of a regency, or what is said ``instead`` where no source names it."""
    return number_of(of, code) if code in of.value.index else Number(None, instead=instead)


def by_others(view: View, code: str) -> Table:
    """Return the trainings by others in a regency: when, what, who, participants, source; never in a total."""
    words, named = view.words, sources.names(view)
    heads = {column: words(f"table.{column}") for column in ("date", "activity", "organiser", "participants", "source")}
    rows: list[list[Cell]] = []
    for _, row in indicators.trained_by_others(view.tables, code).iterrows():
        when = Dated(words.period(row.start_date, row.days), row.start_date)
        rows.append([
            when, words.field(row, "about"), words.field(row, "organiser"), stated_people(row),
            named.get(str(row.source), str(row.source)),
        ])  # fmt: skip
    return Table.of(heads, rows)


@cached(128)
def not_named(view: View) -> Table:
    """Return the regencies that the sources do not name: people, distance, the rounds that do, others."""
    words, telling = view.words, absence.telling(view)
    others = indicators.not_named(telling)
    km = indicators.distance_to_capital(view.tables).value
    elsewhere = (
        view.tables["participation"].groupby("regency")["round"].agg(lambda rounds: listed_rounds(view, sorted(rounds)))
    )
    everything = view.everything()
    heads = {
        "regency": words("table.regency"), "population": words("measure.population"),
        "distance": words("table.distance"),
        "elsewhere": words("table.elsewhere.group" if telling.selection.group else "table.elsewhere"),
        "others": words("table.others"),
    }  # fmt: skip
    table = Table.of(heads, (
        [r["name"], known(r.population), known(km[r.code]) if km[r.code] else NOTHING,
         elsewhere.get(r.code) or absence.of_regency(everything, r.code, words("table.nowhere")),
         others_in(view, r.code) or NOTHING]
        for _, r in others.iterrows()
    ))  # fmt: skip
    is_everywhere = view.selection.every_regency() == Selection(ALL_ROUNDS)
    return Table(tuple(c for c in table.columns if c.key != "elsewhere" or not is_everywhere))


@cached(128, by_selection=False)
def compared(view: View, one: str, other: str) -> Table:
    """Return two regencies side by side: every fact, and the participants of every round."""
    words = view.words
    names = names_by_code(view.tables)
    both = zip(facts(view, one), facts(view, other), strict=True)
    rows: list[list[Cell]] = [[label, here, there] for (label, here), (_, there) in both]
    for code in view.tables.rounds_in_order["round"]:
        counts = indicators.participants_by_regency(view.of(Selection(code)))
        shown = [_named(counts, c, words("table.none")) for c in (one, other)]
        rows.append([words("table.participants.of", rounds=round_phrase(view.of(Selection(code)))), *shown])
    return Table.of({"what": words("table.what"), "one": names[one], "other": names[other]}, rows)

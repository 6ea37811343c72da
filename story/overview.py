"""The overview in words: its finding, its four numbers, its line on the national frame."""

from dataclasses import dataclass, replace

import pandas as pd

from charts import absence
from charts.national import stated_amount
from charts.words import (
    caption,
    comparability,
    group_name,
    names_by_code,
    noted,
    per_kind,
    round_phrase,
    source_line,
)
from data import indicators
from data.indicators import kept
from data.selection import ALL_ROUNDS, Selection
from data.tables import Tables
from locales import Words, significant


@dataclass(frozen=True)
class KeyNumber:
    """One of the large numbers: what it is, its value, and a note, all in the reader's language."""

    label: str
    value: str
    note: str


@kept
def eyebrow(tables: Tables, selection: Selection, words: Words) -> str:
    """Return the line above the finding: subject, place, year."""
    return words("overview.eyebrow", caption=caption(words, tables, selection))


@kept
def finding(tables: Tables, selection: Selection, words: Words) -> str:
    """Return the selection in one sentence: how many were trained, where, and in what, or what no source names."""
    absent = absence.sentence(tables, selection, words)
    if absent:
        return absent
    people = indicators.participants(tables, selection)
    values = {
        "participants": words.shown(people.value, people.basis),
        "total": words.number(indicators.regencies_total(tables).value),
        "rounds": round_phrase(tables, words, selection.every_group()),
        "name": names_by_code(tables).get(selection.regency, ""),
        "group": group_name(words, tables, selection).lower(),
    }
    if selection.regency:
        form = "both" if selection.group else "regency"
        return words(f"overview.finding.{form}", **values)
    key = "overview.finding.group" if selection.group else "overview.finding"
    return words.count(key, indicators.regencies_reached(tables, selection).value, **values)


@kept
def change_line(tables: Tables, selection: Selection, words: Words) -> str:
    """Return how the selection compares with itself in the round before; of all rounds, which of them name it.

    "" in the first round, and where the sources do not name the selection.
    """
    if not absence.is_named(tables, selection):
        return ""
    found = indicators.change(tables, selection)
    if found is None:
        return _rounds_that_name(tables, selection, words)
    if not absence.is_named(tables, replace(selection, round=found.before)):
        absent = absence.text(tables, replace(selection, round=found.before), words)
        return words("overview.change.earlier", absent=absent, earlier=found.earlier) if found.earlier else absent
    line = _difference(tables, found, _subject(tables, selection, words), words)
    if selection != selection.only_round():
        return line
    names = names_by_code(tables)
    new, repeated = (words.join(names[code] for code in codes) for codes in (found.new, found.repeated))
    more = (("overview.change.first", new), ("overview.change.again", repeated))
    return " ".join([line, *(words(key, names=listed) for key, listed in more if listed)])


def _difference(tables: Tables, found: indicators.Change, subject: str, words: Words) -> str:
    """Return both numbers, and the difference if both rounds record the same."""
    was, now = found.was, found.now
    shown = [words.count("n.participants", i.value, n=words.shown(i.value, i.basis)) for i in (was, now)]
    values = {"subject": subject, "before": found.before, "after": found.after, "was": shown[0], "now": shown[1]}
    if not found.same_unit:
        rounds = tables["rounds"].set_index("round").training_kind
        kinds = {f"{when}_kind": words(f"kpi.kind.{rounds[values[when]]}") for when in ("before", "after")}
        return words("overview.change.apart", **values, **kinds)
    if was.value == now.value:
        return words("overview.change.equal", **values)
    basis = "estimated" if "estimated" in (was.basis, now.basis) else "computed"
    key = "overview.change.more" if now.value > was.value else "overview.change.fewer"
    return words(key, n=words.shown(abs(now.value - was.value), basis), **values)


def _subject(tables: Tables, selection: Selection, words: Words) -> str:
    """Return who is meant, as the beginning of a sentence."""
    name, group = names_by_code(tables).get(selection.regency, ""), group_name(words, tables, selection)
    if name and group:
        return words("selection.of_group", rounds=name, group=group.lower())
    return name or group or words("overview.change.everybody")


def _rounds_that_name(tables: Tables, selection: Selection, words: Words) -> str:
    """Return which of all rounds name the selected regency or group, or which regencies several of them name."""
    rounds = tables["rounds"].sort_values(["year", "round"])["round"].tolist()
    if selection.round != ALL_ROUNDS or len(rounds) < 2:
        return ""
    if selection == selection.only_round():
        names = names_by_code(tables)
        times = tables["participation"].regency.value_counts()
        several = [names[str(code)] for code in sorted(times[times > 1].index)]
        return words("overview.change.several", names=words.join(several)) if several else ""
    named = [str(code) for code in rounds if absence.is_named(tables, replace(selection, round=code))]
    return words(
        "overview.change.rounds",
        subject=_subject(tables, selection, words),
        times=words.number(len(named)),
        n=words.number(len(rounds)),
        listed=words.join(named),
    )


@kept
def lead(tables: Tables, selection: Selection, words: Words) -> str:
    """Return who ran the round, and what is uncertain about its date."""
    rounds = selection.of(tables["rounds"])
    if len(rounds) != 1:
        text = words("overview.lead.all", n=words.number(len(rounds)))
        return noted(words, text, comparability(tables, selection, words))
    only = rounds.iloc[0]
    if pd.isna(only.partners_id):
        said = words("overview.lead.unnamed")
    else:
        said = words("overview.lead", partners=words.field(only, "partners"))
    if only.year_basis == "inferred":
        said += " " + words("overview.year.inferred", year=only.year)
    return said


@kept
def reading(tables: Tables, selection: Selection, words: Words) -> str:
    """Return what stands below the finding in files: what helps where the sources name nothing, then the lead."""
    parts = (absence.hint(tables, selection, words), lead(tables, selection, words))
    return " ".join(part for part in parts if part)


@kept
def key_participants(tables: Tables, selection: Selection, words: Words) -> KeyNumber:
    """Return the participants, with the average per activity, and per class."""
    people = indicators.participants(tables, selection)
    if not absence.is_named(tables, selection):
        return KeyNumber(words("kpi.participants"), "–", words("table.none"))
    average = indicators.participants_per_training(tables, selection)
    return KeyNumber(
        words("kpi.participants"),
        words.shown(people.value, people.basis),
        words("kpi.participants.note", listed=per_kind(words, average)),
    )


@kept
def key_regencies(tables: Tables, selection: Selection, words: Words) -> KeyNumber:
    """Return the regencies reached, with the share of the population that lives there."""
    if not absence.is_named(tables, selection):
        return KeyNumber(words("kpi.regencies"), "–", words("table.none"))
    reached = indicators.regencies_reached(tables, selection).value
    share = indicators.population_share_reached(tables, selection)
    total = words.number(indicators.regencies_total(tables).value)
    return KeyNumber(
        words("kpi.regencies"),
        words("kpi.regencies.value", reached=words.number(reached), total=total),
        words("kpi.regencies.note", share=words.percent(share.value), year=share.year),
    )


@kept
def key_trainings(tables: Tables, selection: Selection, words: Words) -> KeyNumber:
    """Return the activities and the classes, which are not added, with the number of groups that they fall into."""
    by_kind = indicators.trainings(tables, selection).value
    kinds = by_kind.index if len(by_kind) else selection.of(tables["rounds"]).training_kind.unique()
    label = words(f"kpi.trainings.{kinds[0] if len(kinds) == 1 else 'both'}")
    if by_kind.empty:
        return KeyNumber(label, "–", words("table.none"))
    groups = indicators.participants_by_group(tables, selection).value
    return KeyNumber(
        label,
        words.join(words.number(number) for number in by_kind),
        words.count("kpi.trainings.note", len(groups)),
    )


@kept
def key_units(tables: Tables, selection: Selection, words: Words) -> KeyNumber:
    """Return how many national IKM units there are to one participant, to three significant figures."""
    units = indicators.units_per_participant(tables, selection)
    if pd.isna(units.value):
        return KeyNumber(words("kpi.units"), "–", words("missing"))
    shown = words.marked(words.rounded(units.value), units.basis)
    is_exact = significant(units.value, 3) == units.value or units.basis == "estimated"  # which has its own sign
    note = "kpi.units.note" if is_exact else "kpi.units.note.about"
    return KeyNumber(words("kpi.units"), words("kpi.units.value", n=shown), words(note, n=shown))


@kept
def key_sources(tables: Tables, selection: Selection, words: Words) -> str:
    """Return where the large numbers come from, as one source line."""
    measured = (
        indicators.participants, indicators.regencies_reached, indicators.population_share_reached,
        indicators.trainings, indicators.units_per_participant,
    )  # fmt: skip
    return source_line(words, tables, [of(tables, selection) for of in measured])


MEASURED = (  # what the key numbers show, in their order
    indicators.participants, indicators.regencies_reached, indicators.trainings, indicators.units_per_participant,
)  # fmt: skip
KEY_NUMBERS = (key_participants, key_regencies, key_trainings, key_units)


def key_numbers(tables: Tables, selection: Selection, words: Words) -> list[KeyNumber]:
    """Return the four large numbers of the selection."""
    return [number(tables, selection, words) for number in KEY_NUMBERS]


@kept
def not_named(tables: Tables, selection: Selection, words: Words) -> str:
    """Name the regencies that the sources do not name, and how many people live there; "" where they name nobody."""
    others = indicators.not_named(tables, selection)
    if others.empty:
        return words("overview.not_reached.none")
    if not absence.is_named(tables, selection.every_regency()):
        return ""
    line = words.count(
        "overview.not_named",
        len(others),
        sources=absence.in_sources(tables, selection, words),
        names=words.join(others.name),
        people=words.number(others.population.sum()),
    )
    nowhere = others[~others.code.isin(tables["participation"].regency)]
    if nowhere.empty or (selection.round == ALL_ROUNDS and len(nowhere) == len(others)):
        return line
    return words("overview.not_named.found", line=line, names=words.join(nowhere.name))


@kept
def derived_line(tables: Tables, selection: Selection, words: Words) -> str:
    """Return what follows from the national figures by calculation, and says so."""
    line = words(
        "overview.derived.line",
        workers_per_unit=words.number(indicators.workers_per_unit(tables).value, 1),
        all_units=words.number(_millions(indicators.industrial_units(tables).value), 2),
        all_workers=words.number(_millions(indicators.industrial_workers(tables).value), 1),
    )
    rate = indicators.participants_per_million_units(tables, selection)
    shown = words.shown(rate.value, rate.basis)
    return words("overview.derived.selection", line=line, per_million=shown) if rate.value else line


def _millions(value: float) -> float:
    return value / 1e6


@kept
def national_line(tables: Tables, words: Words) -> str:
    """Return the national frame in one sentence."""
    return words(
        "overview.national.line",
        units=stated_amount(tables, words, "ikm_units"),
        unit_share=words.percent(indicators.national(tables, "ikm_unit_share").value),
        workers=stated_amount(tables, words, "ikm_workers"),
        worker_share=words.percent(indicators.national(tables, "ikm_worker_share").value),
    )

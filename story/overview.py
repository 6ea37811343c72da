"""The overview in words: its finding, its four numbers, its line on the national frame."""

from dataclasses import dataclass

import pandas as pd

from charts.national import stated_amount
from charts.words import caption, group_name, names_by_code, round_phrase, source_line
from data import indicators
from data.indicators import kept
from data.selection import Selection
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
    """Return the selection in one sentence: how many were trained, where, and in what."""
    reached = indicators.regencies_reached(tables, selection).value
    people = indicators.participants(tables, selection)
    values = {
        "participants": words.shown(people.value, people.basis),
        "total": words.number(indicators.regencies_total(tables).value),
        "rounds": round_phrase(tables, words, selection.every_group()),
        "name": names_by_code(tables).get(selection.regency, ""),
        "group": group_name(words, tables, selection).lower(),
    }
    if not reached:
        form = "regency" if selection.regency else "all"
        return words(f"overview.finding.none.{form}", **values)
    if selection.regency:
        form = "both" if selection.group else "regency"
        return words(f"overview.finding.{form}", **values)
    key = "overview.finding.group" if selection.group else "overview.finding"
    return words.count(key, reached, **values)


@kept
def change_line(tables: Tables, selection: Selection, words: Words) -> str:
    """Return what changed since the round before, or which regencies took part more than once; "" if neither."""
    names = names_by_code(tables)
    rounds = selection.only_round()
    found = indicators.change(tables, rounds)
    if found:
        return words.count(
            "overview.change.more" if found.participants >= 0 else "overview.change.fewer",
            abs(found.participants),
            before=found.before,
            new=words.join(names[c] for c in found.new) or words("overview.change.nobody"),
            repeated=words.join(names[c] for c in found.repeated) or words("overview.change.nobody"),
        )
    times = rounds.of(tables["participation"]).regency.value_counts()
    again = [names[str(c)] for c in sorted(times[times > 1].index)]
    return words("overview.change.again", names=words.join(again)) if again else ""


@kept
def empty_hint(tables: Tables, selection: Selection, words: Words) -> str:
    """Return what to do about a selection that nothing belongs to; "" for any other."""
    return "" if indicators.regencies_reached(tables, selection).value else words("overview.empty")


@kept
def lead(tables: Tables, selection: Selection, words: Words) -> str:
    """Return who ran the round, and what is uncertain about its date."""
    rounds = selection.of(tables["rounds"])
    if len(rounds) != 1:
        return words("overview.lead.all", n=words.number(len(rounds)))
    only = rounds.iloc[0]
    if pd.isna(only.partners_id):
        said = words("overview.lead.unnamed")
    else:
        said = words("overview.lead", partners=words.field(only, "partners"))
    if only.year_basis == "inferred":
        said += " " + words("overview.year.inferred", year=only.year)
    return said


@kept
def key_participants(tables: Tables, selection: Selection, words: Words) -> KeyNumber:
    """Return the participants, with the average per activity or class."""
    people = indicators.participants(tables, selection)
    average = indicators.participants_per_training(tables, selection)
    kind = words(f"kpi.kind.{indicators.training_kind(tables, selection)}")
    return KeyNumber(
        words("kpi.participants"),
        words.shown(people.value, people.basis),
        ""
        if pd.isna(average.value)
        else words("kpi.participants.note", average=words.shown(average.value, average.basis, 1), kind=kind),
    )


@kept
def key_regencies(tables: Tables, selection: Selection, words: Words) -> KeyNumber:
    """Return the regencies reached, with the share of the population that lives there."""
    reached = indicators.regencies_reached(tables, selection).value
    share = indicators.population_share_reached(tables, selection).value
    total = words.number(indicators.regencies_total(tables).value)
    return KeyNumber(
        words("kpi.regencies"),
        words("kpi.regencies.value", reached=words.number(reached), total=total),
        words("kpi.regencies.note", share=words.percent(share)) if reached else "",
    )


@kept
def key_trainings(tables: Tables, selection: Selection, words: Words) -> KeyNumber:
    """Return the activities or classes, with the number of groups that they fall into."""
    groups = indicators.trainings_by_group(tables, selection).value
    return KeyNumber(
        words(f"kpi.trainings.{indicators.training_kind(tables, selection)}"),
        words.number(indicators.trainings(tables, selection).value),
        words.count("kpi.trainings.note", len(groups)) if len(groups) else "",
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
def not_reached(tables: Tables, selection: Selection, words: Words) -> str:
    """Name the regencies that did not take part, and how many people live there."""
    rows = tables["regencies"]
    others = rows[~rows.code.isin(selection.only_round().of(tables["participation"]).regency)].sort_values("code")
    if others.empty:
        return words("overview.not_reached.none")
    people = words.number(others.population.sum())
    line = words.count("overview.not_reached", len(others), names=words.join(others.name), people=people)
    never = others[~others.code.isin(tables["participation"].regency)]
    if len(never) in (0, len(others)):
        return line
    return words("overview.not_reached.never", line=line, names=words.join(never.name))


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

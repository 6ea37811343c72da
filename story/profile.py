"""A regency in words: what the sources say it received, and which regencies they do not name."""

from dataclasses import replace

from charts import absence
from charts.words import courses, group_name, named_rounds, names_by_code, round_phrase
from data import indicators
from data.indicators import kept
from data.selection import ALL_ROUNDS, Selection
from data.tables import Tables
from locales import Words


@kept
def finding(tables: Tables, selection: Selection, words: Words) -> str:
    """Say what the selected regency had, also in the other rounds; without one, how many regencies took part."""
    if not selection.regency:
        return absence.sentence(tables, selection, words) or _finding_of_all(tables, selection, words)
    every = replace(selection, round=ALL_ROUNDS)
    if not absence.is_named(tables, every):
        return absence.sentence(tables, selection, words)
    in_all = _participants(tables, every, words)
    if not absence.is_named(tables, selection):
        absent = absence.sentence(tables, selection, words)
        key = "profile.finding.elsewhere.group" if selection.group else "profile.finding.elsewhere"
        name, rounds = names_by_code(tables)[selection.regency], _named_in(tables, every, words)
        return words(key, absent=absent, name=name, participants=in_all, rounds=rounds)
    line = words(
        "profile.finding.group" if selection.group else "profile.finding",
        name=names_by_code(tables)[selection.regency],
        participants=_participants(tables, selection, words),
        group=group_name(words, tables, selection).lower(),
        rounds=_named_in(tables, selection, words),
    )
    if indicators.participants(tables, every).value == indicators.participants(tables, selection).value:
        return line
    return words("profile.finding.more", line=line, participants=in_all, rounds=_named_in(tables, every, words))


def _participants(tables: Tables, selection: Selection, words: Words) -> str:
    people = indicators.participants(tables, selection)
    return words.count("n.participants", people.value, n=words.shown(people.value, people.basis))


def _named_in(tables: Tables, selection: Selection, words: Words) -> str:
    """Return which of the selected rounds name the selected regency and group."""
    rounds = selection.of(tables["rounds"]).sort_values(["year", "round"])["round"]
    named = [str(code) for code in rounds if absence.is_named(tables, replace(selection, round=code))]
    return named_rounds(words, named)


def _finding_of_all(tables: Tables, selection: Selection, words: Words) -> str:
    """Say how many regencies took part; without a group also how many no source names."""
    total = indicators.regencies_total(tables).value
    silent = len(indicators.not_named(tables, Selection(ALL_ROUNDS)))
    key = "profile.finding.some" if selection.group else "profile.finding.all" if silent else "profile.finding.everyone"
    return words(
        key,
        n=words.number(indicators.regencies_reached(tables, selection).value),
        total=words.number(total),
        silent=words.number(silent),
        rounds=round_phrase(tables, words, selection),
    )


@kept
def received_caption(tables: Tables, code: str, words: Words) -> str:
    """Return the caption of what a regency received."""
    had = indicators.trainings(tables, Selection(ALL_ROUNDS, regency=code)).value
    return words("profile.received", listed=courses(words, had))


@kept
def not_named(tables: Tables, selection: Selection, words: Words) -> str:
    """Say how many regencies the sources do not name, and how many people live there."""
    others = indicators.not_named(tables, selection)
    if others.empty:
        return words("overview.not_reached.none")
    return words.count(
        "profile.not_named",
        len(others),
        people=words.number(others.population.sum()),
        sources=absence.in_sources(tables, selection, words),
    )

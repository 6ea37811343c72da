"""A regency in words: what the sources say it received, and which regencies they do not name."""

from dataclasses import replace

import pandas as pd

from charts import absence
from charts.words import courses, group_name, named_rounds, names_by_code, people, round_phrase, scalar, shown
from data import indicators
from data.selection import ALL_ROUNDS, Selection
from data.view import View, cached


@cached(128)
def finding(view: View) -> str:
    """Say what the selected regency had, also in the other rounds; without one, how many regencies took part."""
    if not view.selection.regency:
        return absence.sentence(view) or _finding_of_all(view)
    every, absent = view.of(replace(view.selection, round=ALL_ROUNDS)), absence.sentence(view)
    if absent:
        return _elsewhere(view, every, absent) if absence.is_named(every) else absent
    is_stated = not pd.isna(indicators.participants(view).value)
    key = "profile.finding.group" if view.selection.group else "profile.finding"
    line = view.words(
        key if is_stated else "profile.finding.not_stated",
        name=names_by_code(view.tables)[view.selection.regency],
        participants=_participants(view),
        group=group_name(view).lower(),
        rounds=_named_in(view),
    )
    if _named_in(every) == _named_in(view):
        return line
    return view.words("profile.finding.more", line=line, participants=_participants(every), rounds=_named_in(every))


def _elsewhere(view: View, every: View, absent: str) -> str:
    """Say what a regency had in the other rounds, after the sentence that says what the selected one does not name."""
    of_regency = view.every_group()
    key = "" if not view.selection.group else ".name" if absence.is_named(of_regency) else ".group"
    return view.words(
        f"profile.finding.elsewhere{key}",
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
    return named_rounds(view.words, absence.naming_rounds(view))


def _finding_of_all(view: View) -> str:
    """Say how many regencies took part; without a group also how many no source names."""
    words, group = view.words, view.selection.group
    total = indicators.regencies_total(view.tables).value
    silent = len(indicators.not_named(view.of(Selection(ALL_ROUNDS))))
    part = {*indicators.known_in_part(view.tables).regency} - {*view.tables["participation"].regency}
    key = (
        "profile.finding.some"
        if view.selection.group
        else "profile.finding.all"
        if silent
        else "profile.finding.everyone"
    )
    line = words(
        key,
        n=shown(words, indicators.regencies_reached(view)),
        total=words.number(total),
        silent=words.number(silent),
        rounds=round_phrase(view),
    )
    return words.count("profile.finding.part", len(part), line=line) if part and silent and not group else line


@cached(128, by_selection=False)
def received_caption(view: View, code: str) -> str:
    """Return the caption of what a regency received."""
    had = indicators.trainings(view.of(Selection(ALL_ROUNDS, regency=code)))
    if had.value.empty:
        return view.words("profile.received.part")
    return view.words("profile.received", listed=courses(view.words, had.value, had.marks))


@cached(128)
def not_named(view: View) -> str:
    """Say how many regencies the sources do not name, and how many people live there."""
    others = indicators.not_named(view)
    if others.empty:
        return view.words("overview.not_reached.none")
    return view.words.count(
        "profile.not_named",
        len(others),
        people=view.words.number(others.population.sum()),
        sources=absence.in_sources(view),
    )

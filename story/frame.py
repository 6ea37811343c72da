"""The national frame in words and tables: what is stated, what follows from it, and the what-if."""

import math

import pandas as pd

from charts import absence
from charts.words import caption, noted, round_phrase
from data import indicators
from data.indicators import Indicator, kept
from data.selection import Selection
from data.tables import Tables
from locales import Words


@kept
def finding(tables: Tables, selection: Selection, words: Words) -> str:
    """Say what the selection is among the nation's IKM units; if no source names it, this, and the whole rounds."""
    people = indicators.participants(tables, selection)
    if people.value and selection != selection.only_round():
        rate = indicators.participants_per_million_units(tables, selection)
        said = {"participants": words.shown(people.value, people.basis), "caption": caption(words, tables, selection)}
        return words("frame.finding.selected", n=words.shown(rate.value, rate.basis), **said)
    rounds = selection.only_round()
    rate = indicators.participants_per_million_units(tables, rounds).value
    line = words("frame.finding", n=words.number(rate), rounds=round_phrase(tables, words, rounds))
    absent = absence.sentence(tables, selection, words)
    return noted(words, absent, line) if absent else line


@kept
def growth_line(tables: Tables, words: Words) -> str:
    """Return the nation's growth, as the source states it."""
    growth = indicators.national(tables, "growth")
    return words("frame.growth", growth=words.percent(growth.value, 2), year=growth.year or words("missing"))


@kept
def maluku(tables: Tables, words: Words) -> list[list[str]]:
    """Return Maluku beside Indonesia, header first: population, area, regencies."""
    rows = tables["regencies"]
    people, area = (indicators.share_of_indonesia(tables, c) for c in ("population", "area_km2"))
    nation = {f: indicators.national(tables, f).value for f in ("population", "area", "regencies")}
    share = None if pd.isna(nation["regencies"]) else len(rows) / float(nation["regencies"]) * 100
    return [
        [words("table.what"), words("frame.in_maluku"), words("frame.in_indonesia"), words("table.share")],
        [words("measure.population"), words.number(rows.population.sum()), words.number(nation["population"]),
         words.percent(people.value, 2)],
        [words("measure.area_km2") + f" ({words('unit.km2')})", words.number(rows.area_km2.sum()),
         words.number(nation["area"]), words.percent(area.value, 2)],
        [words("frame.regencies"), words.number(len(rows)), words.number(nation["regencies"]), words.percent(share, 2)],
    ]  # fmt: skip


@kept
def formulas(tables: Tables, selection: Selection, words: Words) -> list[list[str]]:
    """Return what is computed on this page with its formula, header first."""
    rounds = selection.only_round()
    found: list[tuple[Indicator, int]] = [
        (indicators.workers_per_unit(tables), 1),
        (indicators.industrial_units(tables), 0),
        (indicators.industrial_workers(tables), 0),
        (indicators.units_per_participant(tables, rounds), 0),
        (indicators.participants_per_million_units(tables, rounds), 1),
        (indicators.share_of_indonesia(tables, "population"), 2),
        (indicators.share_of_indonesia(tables, "area_km2"), 2),
    ]
    rows = [
        [words(f"indicator.{i.key}"), words.number(i.value, d), words(f"unit.{i.unit}"), words(f"formula.{i.key}")]
        for i, d in found
    ]
    return [[words("numbers.label"), words("numbers.value"), words("numbers.unit"), words("numbers.formula")], *rows]


def what_if(tables: Tables, words: Words, goal: float, per_round: int, per_year: float) -> str:
    """Say how long the goal (participants per 100,000 people) takes at a steady pace, as arithmetic."""
    years = indicators.years_to_coverage(tables, goal, per_round, per_year).value
    people = int(tables["regencies"].population.sum())
    already = indicators.participants(tables, Selection("all")).value
    values = {
        "goal": words.number(goal),
        "needed": words.number(math.ceil(goal * people / 100_000)),
        "already": words.number(already),
    }
    if not years:
        return words("frame.answer.reached", **values)
    return words("frame.answer", years=words.number(years, 1), **values)

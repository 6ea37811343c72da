"""The national frame in words and tables: what is stated, what follows from it, and the what-if."""

import math
from dataclasses import replace

import pandas as pd

from charts import absence
from charts.table import Cell, Table
from charts.words import (
    as_sentence,
    caption,
    formula,
    known,
    noted,
    per_million,
    round_phrase,
    scalar,
    shown,
    source_line,
)
from data import indicators
from data.indicators import Indicator
from data.view import View
from locales import FIGURES, needed, significant


def headline(view: View) -> str:
    """Say what the selection is among the nation's IKM units; if no source names it, this, and the whole rounds."""
    words = view.words
    people = indicators.participants(view)
    if people.number > 0 and view.selection != view.selection.only_round():
        rate = indicators.participants_per_million_units(view)
        facts = {"participants": shown(words, people), "caption": caption(view)}
        return as_sentence(words("frame.headline.selected", n=per_million(words, rate), **facts))
    rounds = view.selection.only_round()
    rate = indicators.participants_per_million_units(view.of(rounds))
    line = words("frame.headline", n=per_million(words, rate), rounds=round_phrase(view.of(rounds)))
    absent = absence.sentence(view)
    return noted(words, absent, line) if absent else line


def growth_line(view: View) -> str:
    """Return the nation's growth, as the source states it."""
    growth = indicators.national(view.tables, "growth")
    return view.words(
        "frame.growth", growth=view.words.percent(growth.value, 2), year=growth.year or view.words("missing")
    )


def province(view: View) -> Table:
    """Return Maluku beside Indonesia: population, area, regencies."""
    words = view.words
    rows = view.tables["regencies"]
    people, area = (indicators.share_of_indonesia(view.tables, c) for c in ("population", "area_km2"))
    nation = {f: indicators.national(view.tables, f).value for f in ("population", "area", "regencies")}
    share = None if pd.isna(nation["regencies"]) else len(rows) / float(nation["regencies"]) * 100
    heads = {
        "what": words("table.what"), "province": words("frame.in_province"),
        "nation": words("frame.in_indonesia"), "share": words("table.share"),
    }  # fmt: skip
    lines = (
        (words("measure.population"), rows.population.sum(), nation["population"], people.value),
        (words("measure.area_km2") + f" ({words('unit.km2')})", rows.area_km2.sum(), nation["area"], area.value),
        (words("frame.regencies"), len(rows), nation["regencies"], share),
    )
    return Table.of(heads, (
        [what, known(here), known(there), known(part, 2, percent=True)] for what, here, there, part in lines
    ))  # fmt: skip


def formulas(view: View) -> Table:
    """Return what is computed on this page with its formula."""
    words = view.words
    rounds = view.selection.only_round()
    listed: list[tuple[Indicator, int]] = [
        (indicators.workers_per_unit(view.tables), 1),
        (_to_figures(indicators.industrial_units(view.tables), FIGURES + 1), 0),  # as the sentences have them
        (_to_figures(indicators.industrial_workers(view.tables), FIGURES + 1), 0),
        (_to_figures(indicators.units_per_participant(view.of(rounds)), FIGURES), 0),
        (indicators.participants_per_million_units(view.of(rounds)), 0),
        (indicators.share_of_indonesia(view.tables, "population"), 2),
        (indicators.share_of_indonesia(view.tables, "area_km2"), 2),
    ]
    rows: list[list[Cell]] = [
        [words(f"indicator.{i.key}"), scalar(i, d), words(f"unit.{i.unit}"), formula(words, i)] for i, d in listed
    ]
    return Table.of({key: words(f"numbers.{key}") for key in ("label", "value", "unit", "formula")}, rows)


def _to_figures(indicator: Indicator, figures: int) -> Indicator:
    """Return an indicator that rests on rounded counts with as many significant figures as it bears."""
    return indicator if pd.isna(indicator.value) else replace(indicator, value=significant(indicator.number, figures))


def elsewhere(view: View) -> str:
    """Say what the same kind of round was elsewhere, which is in no total."""
    words, tables = view.words, view.tables
    figures = {"all": "new_entrepreneurs", "participants": "elsewhere_participants", "trainings": "elsewhere_trainings"}
    amounts = {name: words.number(indicators.national(tables, figure).value) for name, figure in figures.items()}
    return words(
        "national.elsewhere.text", each=words.number(indicators.elsewhere_per_training(tables).value), **amounts
    )


def elsewhere_sources(view: View) -> str:
    """Return the source line of ``elsewhere``."""
    used = (indicators.national(view.tables, "new_entrepreneurs"), indicators.elsewhere_per_training(view.tables))
    return f"{view.words('source.label')} {source_line(view, used)}"


def what_if(view: View, goal: float, per_round: int, per_year: float) -> str:
    """Say how long the goal (participants per 100,000 people) takes at a steady pace, as arithmetic."""
    words = view.words
    years = indicators.years_to_coverage(view.tables, goal, per_round, per_year).value
    people = int(view.tables["regencies"].population.sum())
    already = indicators.participants(view.everything())
    values = {
        "goal": words.number(goal),
        "needed": words.number(math.ceil(goal * people / 100_000)),
        "already": shown(words, already),
    }
    if not years:
        return words("frame.answer.reached", **values)
    pace = per_round * per_year
    return words(
        "frame.answer", years=words.number(years, needed(years, 1)), pace=words.number(pace, needed(pace, 1)), **values
    )

"""What the figures of indicators share: names of areas, periods in words, amounts with units, and how far they hold."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from babel import dates

from charts.plots import Axis, Lines, Tick, lines
from charts.table import Column, Number, Table
from charts.words import basis_column, code_columns, noted, one_of
from data import comparison, indicators, observations
from data.indicators import Indicator
from data.observations import Definition
from data.tables import Tables
from data.view import View, cached
from locales import Words, needed

UNITS = ((10**9, 10**9), (10**6, 10**6), (1000, 10_000), (1, 0))  # of an axis, in words, and from what it reaches on
STEPS = (1, 2, 2.5, 5, 10)
TICKS = 5  # at most, beside 0


@cached(4, by_selection=False)
def area_names(view: View) -> dict[str, str]:
    """Return the name of every area by its code."""
    return {row.area: view.words.field(row, "name") for _, row in view.tables["areas"].iterrows()}


def shown(view: View) -> Definition:
    """Return the indicator that is compared."""
    return comparison.indicator(view.tables, view.comparison)


def shown_period(view: View) -> str:
    """Return the period that is compared."""
    return comparison.period(view.tables, view.comparison)


def period_text(words: Words, period: str) -> str:
    """Return a period as people read it: 2025, triwulan II 2026, Oktober 2024, 18 Juli 2022, 2022–2023."""
    if "/" in period:
        return "–".join(period.split("/"))
    if "-Q" in period:
        year, _, quarter = period.partition("-Q")
        return words(f"period.quarter.{quarter}", year=year)
    match period.count("-"):
        case 1:
            day = dt.date.fromisoformat(f"{period}-01")
            return str(dates.format_date(day, "LLLL yyyy", locale=words.locale))
        case 2:
            return words.iso_date(period)
    return period


def years_of(period: str) -> float:
    """Return where a period stands on an axis of years: its middle, or its day."""
    year, _, rest = period.partition("/")[0].partition("-")
    if rest.startswith("Q"):
        return float(year) + (int(rest[1]) - 0.5) / 4
    if rest:
        month, _, day = rest.partition("-")
        return float(year) + (int(month) - 1 + (int(day) / 31 if day else 0.5)) / 12
    return float(year)


def title(view: View, definition: Definition, period: str) -> str:
    """Return what is measured, and when: "Usaha industri mikro dan kecil (IMK), 2025"."""
    name = definition.text(view.words, "name")
    return view.words("indicator.title", name=name, period=period_text(view.words, period)) if period else name


def observed(indicator: Indicator, definition: Definition, key: str) -> Number:
    """Return the value of one area or period as a chart carries it, which may be nothing."""
    return one_of(indicator, key, definition.decimals, definition.is_percent)


def in_full(view: View, text: str, numbers: Iterable[Number]) -> str:
    """Return a sentence about the highest or lowest; where some values are at least so much, for which it holds."""
    return view.words("indicator.in_full", text=text) if any(number.mark for number in numbers) else text


def amount(words: Words, definition: Definition, number: Number) -> str:
    """Return a number with its unit: "33.418 usaha", "17,5%"."""
    text = number.in_sentence(words)
    return text if number.value is None or definition.is_percent else f"{text} {words(f'unit.{definition.unit}')}"


def unit_of(words: Words, definition: Definition) -> str:
    """Return the unit in words."""
    return words(f"unit.{definition.unit}")


def caveat(view: View, definition: Definition) -> str:
    """Return how far an indicator compares, short enough for a slide: of a sample survey, why it swings."""
    if not definition.is_sampled:
        return definition.text(view.words, "comparability")
    swings = view.words("survey.caveat")
    return noted(view.words, swings, view.words("survey.imk")) if definition.concept == "IMK" else swings


def sureness(view: View, definition: Definition, used: Iterable[Indicator]) -> str:
    """Return why some of what is used is less than sure; "" where all of it is."""
    if all(quality == "high" for one in used if one.qualities is not None for quality in one.qualities):
        return ""
    keys = (definition.key, definition.numerator, definition.denominator)
    every = observations.definitions(view.tables)
    reasons = (every[key].text(view.words, "quality") for key in keys if key)
    return next((reason for reason in reasons if reason), "")


def measured(view: View, definition: Definition, used: Sequence[Indicator], *more: str) -> str:
    """Return a subtitle: the unit, how far the numbers compare, how sure they are, and what else there is to say."""
    parts = (caveat(view, definition), sureness(view, definition, used), *more)
    text = view.words("indicator.measured", unit=unit_of(view.words, definition))
    for part in dict.fromkeys(part for part in parts if part):
        text = noted(view.words, text, part)
    return text


def area_columns(view: View, codes: Sequence[str], kind: str) -> tuple[Column, Column]:
    """Return the columns that name the rows of a table of areas: name, and code in files."""
    return code_columns(view.words, "area", kind, area_names(view), codes)


def value_column(view: View, definition: Definition, numbers: Sequence[Number], key: str = "value") -> Column:
    """Return the column of an indicator's values, with what it means and how it is computed."""
    unit = "" if definition.is_percent else unit_of(view.words, definition)
    note = noted(view.words, definition.text(view.words, "definition"), formula(view, definition))
    return Column(key, definition.text(view.words, "name"), tuple(numbers), unit, note=note)


def quality_column(words: Words, indicator: Indicator, keys: Iterable[str]) -> Column:
    """Return the column that says how sure each value is; nothing where there is none."""
    known = indicator.value.dropna().index
    marks = tuple(words(f"quality.{indicator.quality_of(key)}") if key in known else None for key in keys)
    return Column("quality", words("table.quality"), marks)


def area_table(view: View, definition: Definition, of_areas: Indicator, numbers: Mapping[str, Number]) -> Table:
    """Return the values of areas (by code, in the order of the rows), how sure each is, and what it rests on."""
    return Table((
        *area_columns(view, list(numbers), definition.level),
        value_column(view, definition, tuple(numbers.values())),
        quality_column(view.words, of_areas, numbers),
        basis_column(view.words, numbers.values(), "missing"),
    ))  # fmt: skip


def formula(view: View, definition: Definition) -> str:
    """Return how an indicator is computed, in the names of what it is computed from; "" for one that is stated."""
    if not definition.numerator:
        return ""
    every, words = observations.definitions(view.tables), view.words
    above, below = (every[key].text(words, "name") for key in (definition.numerator, definition.denominator))
    if definition.factor == 1:
        return words("formula.quotient", above=above, below=below)
    return words("formula.quotient.times", above=above, below=below, factor=words.number(definition.factor))


def leading(numbers: Mapping[str, Number]) -> tuple[list[str], Number]:
    """Return the areas with the highest value that is known in full, and that value."""
    full = {code: n.value for code, n in numbers.items() if n.value is not None and not n.mark}
    known = pd.Series(full, dtype="float64")
    first = indicators.leaders(known)
    return first, numbers[first[0]] if first else Number(None)


def axis(words: Words, definition: Definition, name: str, top: float) -> Axis:
    """Return an axis from 0 that holds a value, with round ticks."""
    step = _step(top)
    count = max(math.ceil(top / step - 1e-9), 1)
    unit = 1 if definition.is_percent else next(unit for unit, least in UNITS if count * step >= least)
    texts = (_tick(words, definition, n * step, unit, needed(step / unit, 2)) for n in range(count + 1))
    ticks = tuple(Tick(n * step, text) for n, text in enumerate(texts))
    return Axis(name, count * step, ticks)


def _step(top: float) -> float:
    """Return the least round step with which few ticks reach a value."""
    if top <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(top / TICKS))
    return next(step * power for step in STEPS if top / (step * power) <= TICKS)


def _tick(words: Words, definition: Definition, value: float, unit: int, decimals: int) -> str:
    if unit > 1 and value:
        return words.scaled(value, unit, decimals)
    return words.percent(value, decimals) if definition.is_percent else words.number(value, decimals * bool(value))


def hover(words: Words, name: str, period: str, text: str, quality: str) -> Lines:
    """Return what a pointer is told of a value."""
    mark = "" if quality == "high" else words(f"quality.{quality}")
    return lines(name, period_text(words, period), text, mark, bold=1)


def missing_areas(tables: Tables, kind: str, period: str) -> tuple[str, ...]:
    """Return the areas of a kind that had no figures of their own yet in a period."""
    rows = observations.areas_of(tables, kind)
    return tuple(rows[rows.figures_since.notna() & (rows.figures_since > period[:4])].area)

"""Indicators of areas over time: small industry and its surroundings, and what follows from them.

What an indicator is (words, unit, definition, formula, how far it compares) stands in the table ``indicators``, its
values in ``observations``: a new one needs no code. One with a ``numerator`` and a ``denominator`` is computed, value
÷ value × factor. What other tables hold (population, participants) is read from there. An additive one is summed for
the area above, if every part of it is known: a sum of some would be called the whole.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from data import indicators
from data.indicators import REGISTER_YEAR, Basis, Indicator, Mark
from data.problem import Problem
from data.province import PROVINCE
from data.selection import ALL_ROUNDS, Selection
from data.tables import BrokenTableError, Tables, cached_on_tables, described, read
from data.view import View
from locales import Words

COUNTRY = "ID"
QUALITIES = ("high", "medium", "low")  # the best first
SURVEY = "sample_survey"
OF_SMALL_INDUSTRY = {"IKM", "IMK", "UMKM", "IKM terdaftar"}  # concepts that are never mixed


@dataclass(frozen=True, eq=False)
class Definition:
    """What the table ``indicators`` says of one.

    ``measure`` is "count" or "amount", which add up, or "rate"; ``level`` the kind of area that it compares
    ("regency", "province", "country"); ``better`` is "higher", "lower", or "" where neither is fair to say.
    """

    key: str
    unit: str
    decimals: int
    measure: str
    better: str
    concept: str
    areas: tuple[str, ...]
    collection: str
    numerator: str
    denominator: str
    factor: float
    row: pd.Series

    def text(self, words: Words, what: str) -> str:
        """Return its "name", "definition", "comparability", "quality" or "licence" in words; "" where there is none."""
        return words.stated(self.row, what)

    @property
    def level(self) -> str:
        """The kind of area that it compares."""
        return self.areas[0]

    @property
    def is_rate(self) -> bool:
        """Whether it does not add up: a share, an average, a rate."""
        return self.measure == "rate"

    @property
    def is_sampled(self) -> bool:
        """Whether it rests on a sample, so that its differences need not be differences in the world."""
        return self.collection == SURVEY

    @property
    def is_percent(self) -> bool:
        """Whether it is shown with a percent sign."""
        return self.unit == "percent"


@dataclass(frozen=True)
class Observation:
    """A value of one area in one period, with what it rests on. ``wording`` is "about", "more_than", "up_to" or "".

    A ``mark`` says that a part of it is not known: it is at least so much.
    """

    value: float
    basis: Basis
    quality: str
    sources: tuple[str, ...]
    wording: str = ""
    mark: Mark = ""


SPAN = "/"  # between the first and the last year of a period of several
Cells = dict[tuple[str, str], Observation]  # by area and period


@cached_on_tables(1)
def definitions(tables: Tables) -> dict[str, Definition]:
    """Return every indicator by its key, in the order of the table."""
    return {
        str(row.indicator): Definition(
            str(row.indicator), str(row.unit), int(row.decimals), str(row.measure),
            _text(row.direction), str(row.concept), tuple(row.areas.split()), str(row.collection), _text(row.numerator),
            _text(row.denominator), 1.0 if pd.isna(row.factor) else float(row.factor), row,
        )
        for _, row in tables["indicators"].sort_values("position").iterrows()
    }  # fmt: skip


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def are_mixed(one: Definition, other: Definition) -> bool:
    """Whether two indicators count small industry by different concepts, which nothing may set side by side."""
    return one.concept != other.concept and {one.concept, other.concept} <= OF_SMALL_INDUSTRY


# --- Cells ---------------------------------------------------------------------------------------------------


@cached_on_tables(256)
def cells(tables: Tables, key: str) -> Cells:
    """Return every value of an indicator by area and period. What no source states is absent.

    Raises ``BrokenTableError`` if it, or what it is computed from, has problems: others are not touched.
    """
    definition = definitions(tables)[key]
    if definition.numerator:
        return _quotients(definition, cells(tables, definition.numerator), cells(tables, definition.denominator))
    elsewhere = ELSEWHERE.get(key)
    own = elsewhere(tables) if elsewhere else _stated(tables, key)
    return own if definition.is_rate else {**_sums(tables, definition, own), **own}


def areas_with_values(tables: Tables, key: str) -> set[str]:
    """Return the areas of which any source states an indicator. Raises as ``cells`` does."""
    return {area for area, _ in cells(tables, key)}


@cached_on_tables(1)
def _sound_rows(tables: Tables) -> tuple[dict[str, pd.DataFrame], dict[str, tuple[Problem, ...]]]:
    """Return the observations of each indicator, and the problems of those that have any.

    A problem that names no row is one of the whole table: it raises ``BrokenTableError``.
    """
    problems = [p for p in tables.problems if p.file == "observations.csv"]
    if not problems:
        return _by_indicator(tables["observations"]), {}
    if any(problem.row is None or problem.row < 2 for problem in problems):
        raise BrokenTableError(tuple(problems))
    frame = tables.frames.get("observations")
    if frame is None:
        frame = _rows_as_text(tables)
    broken: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        key = str(frame.indicator.get(cast("int", problem.row) - 2, ""))
        broken[key] = (*broken.get(key, ()), problem)
    sound = frame[~frame.indicator.isin(broken)].dropna(subset=["indicator", "value"])
    sound = sound.assign(value=pd.to_numeric(sound.value))
    return _by_indicator(sound), broken


def _by_indicator(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {str(key): part for key, part in rows.groupby("indicator", sort=False)}


def _rows_as_text(tables: Tables) -> pd.DataFrame:
    """Return a table whose file has bad cells, as it stands there."""
    (resource,) = (r for r in described(tables.folder) if r["name"] == "observations")
    texts = {"fields": [{**field, "type": "string"} for field in resource["schema"]["fields"]]}
    try:
        return read(tables.folder / resource["path"], texts)
    except (ValueError, OSError) as error:
        raise BrokenTableError(tuple(p for p in tables.problems if p.file == "observations.csv")) from error


def _stated(tables: Tables, key: str) -> Cells:
    rows, broken = _sound_rows(tables)
    if key in broken:
        raise BrokenTableError(broken[key])
    if key not in rows:
        return {}
    columns = (rows[key][name] for name in ("area", "period", "value", "basis", "quality", "wording", "source", "copy"))
    return {
        (area, period): Observation(
            float(value), basis, quality, tuple(s for s in (source, copy) if not pd.isna(s)), _text(wording)
        )
        for area, period, value, basis, quality, wording, source, copy in zip(*columns, strict=True)
    }


def _population(tables: Tables) -> Cells:
    """Return the people of every regency, and of Indonesia."""
    year = str(REGISTER_YEAR)
    rows = tables["regencies"]
    living = zip(rows.code, rows.population, rows.source, strict=True)
    population: Cells = {(code, year): Observation(float(n), "stated", "high", (source,)) for code, n, source in living}
    nation = indicators.national(tables, "population")
    if not pd.isna(nation.value) and nation.year:
        population[COUNTRY, str(nation.year)] = Observation(nation.number, "stated", "high", nation.sources)
    return population


def _participants(tables: Tables) -> Cells:
    """Return the participants of every regency in all rounds (as one period), and of the province year by year."""
    rounds = tables.rounds_in_order.set_index("round")
    per_round = indicators.participants_by_round(View(tables, Selection(ALL_ROUNDS)))
    known = per_round.value.dropna()
    of_year = known.groupby(rounds.year.reindex(known.index).astype(int))
    by_period: Cells = {
        (PROVINCE.code, str(year)): Observation(
            float(counts.sum()), "stated" if len(counts) == 1 else "computed", "high",
            indicators.together(*map(per_round.sources_of, counts.index)),
        )
        for year, counts in of_year
    }  # fmt: skip
    counted = indicators.measure(tables, "participants")
    period = SPAN.join(dict.fromkeys((min(p for _, p in by_period), max(p for _, p in by_period)))) if by_period else ""
    for code, number in counted.value.dropna().items():
        by_period[str(code), period] = Observation(
            float(number), counted.basis_of(code), "high", counted.sources_of(code), mark=counted.mark_of(code)
        )  # fmt: skip
    return by_period


OF_ROUNDS = "bimtek"  # the concept of what the training rounds brought
# What other tables hold already: nothing is stored twice.
ELSEWHERE: dict[str, Callable[[Tables], Cells]] = {"population": _population, "participants": _participants}


def stored(tables: Tables) -> dict[str, Definition]:
    """Return the indicators whose values are kept as observations, by key: neither computed nor held elsewhere."""
    every = definitions(tables)
    return {key: one for key, one in every.items() if not one.numerator and key not in ELSEWHERE}


def _quotients(definition: Definition, above: Cells, below: Cells) -> Cells:
    """Return value ÷ value × factor wherever both are known in a period.

    Where the two have no period in common, such as participants of some years and the people of a later one, each
    value is divided by the area's latest, and so is one of several years together ("2022/2025"), whatever periods
    others have in common: the indicator's note on comparability says so.
    """
    meet = bool({period for _, period in above} & {period for _, period in below})
    latest: dict[str, str] = {}
    for area, period in below:
        latest[area] = max(latest.get(area, ""), period)
    quotients: Cells = {}
    for (area, period), one in above.items():
        at = period if meet and SPAN not in period else latest.get(area, "")
        other = below.get((area, at))
        if other and other.value and not other.mark:
            value = one.value / other.value * definition.factor
            quotients[area, period] = _computed(value, (one, other), one.mark)
    return quotients


def _computed(value: float, of: Sequence[Observation], mark: Mark = "") -> Observation:
    """Return what is computed of several observations: no surer than any of them, with the sources of all."""
    basis = indicators.weakest(("computed", *(one.basis for one in of)))
    sources = indicators.together(*(one.sources for one in of))
    return Observation(value, basis, worst(one.quality for one in of), sources, mark=mark)


def worst(qualities: Iterable[str]) -> str:
    """Return the quality of several numbers together."""
    return max(qualities, key=QUALITIES.index, default=QUALITIES[0])


def _sums(tables: Tables, definition: Definition, own: Cells) -> Cells:
    """Return the sum of each area above those of the indicator's level, for the periods in which all are known."""
    sums: Cells = {}
    rows = areas_of(tables, definition.level)
    for parent, parts in rows.groupby("parent"):
        for period in {period for _, period in own}:
            expected = parts[parts.figures_since.isna() | (parts.figures_since <= period[:4])].area
            known = [own[area, period] for area in expected if (area, period) in own]
            if known and len(known) == len(expected) and not any(part.mark for part in known):
                sums[str(parent), period] = _computed(sum(part.value for part in known), known)
    return sums


# --- What is asked of them -----------------------------------------------------------------------------------


@cached_on_tables(4)
def areas_of(tables: Tables, kind: str) -> pd.DataFrame:
    """Return the rows of the areas of a kind, in the order of their codes."""
    rows = tables["areas"]
    return rows[rows.kind == kind].sort_values("area")


@cached_on_tables(256)
def periods(tables: Tables, key: str) -> tuple[str, ...]:
    """Return the periods in which an indicator is known for any area of its level, in order of time."""
    level = set(areas_of(tables, definitions(tables)[key].level).area)
    return tuple(sorted({period for area, period in cells(tables, key) if area in level}))


@cached_on_tables(512)
def values(tables: Tables, key: str, period: str) -> Indicator:
    """Return an indicator in one period for every area of its level (by area); missing where no source states it."""
    codes = list(areas_of(tables, definitions(tables)[key].level).area)
    return _indicator(tables, key, {code: cells(tables, key).get((code, period)) for code in codes}, period)


def series(tables: Tables, key: str, area: str) -> Indicator:
    """Return an indicator of one area in every period (by period, in order of time)."""
    known = {period: observation for (code, period), observation in cells(tables, key).items() if code == area}
    return _indicator(tables, key, dict(sorted(known.items())), "")


def value(tables: Tables, key: str, area: str, period: str) -> Indicator:
    """Return an indicator of one area in one period, as one number; missing where no source states it."""
    observation = cells(tables, key).get((area, period))
    return _one(key, observation, definitions(tables)[key].unit, formula(tables, key), period)


def _one(key: str, observation: Observation | None, unit: str, text: str, period: str) -> Indicator:
    if observation is None:
        return Indicator(key, pd.NA, unit, "stated", text, (), _year(period))
    value, basis, sources = observation.value, observation.basis, observation.sources
    qualities = pd.Series([observation.quality], [""])
    return Indicator(key, value, unit, basis, text, sources, _year(period), qualities=qualities)


def _indicator(tables: Tables, key: str, by_area: dict[str, Observation | None], period: str) -> Indicator:
    known = {code: one for code, one in by_area.items() if one}
    values = pd.Series({code: one.value if one else None for code, one in by_area.items()}, dtype="Float64")
    bases = pd.Series({code: one.basis if one else "stated" for code, one in by_area.items()}, dtype="str")
    origins = {code: one.sources for code, one in known.items()}
    qualities = pd.Series({code: one.quality for code, one in known.items()}, dtype="str")
    marks = {code: one.mark for code, one in known.items() if one.mark} | _unstated(tables, key, by_area)
    basis = indicators.weakest(one.basis for one in known.values())
    sources, unit = indicators.together(*origins.values()), definitions(tables)[key].unit
    return Indicator(
        key, values, unit, basis, formula(tables, key), sources, _year(period), bases, origins, qualities, marks
    )


def _unstated(tables: Tables, key: str, by_area: dict[str, Observation | None]) -> dict[str, Mark]:
    """Return the areas that a round names without a number: they are none of those that no round names."""
    if definitions(tables)[key].concept != OF_ROUNDS:
        return {}
    marks = indicators.measure(tables, "participants").marks
    return {code: mark for code, mark in marks.items() if code in by_area and not by_area[code]}


def formula(tables: Tables, key: str) -> str:
    """Return how an indicator is computed, in the names of tables and columns."""
    definition = definitions(tables)[key]
    if not definition.numerator:
        return f"observations.value of {key}"
    times = "" if definition.factor == 1 else f" × {definition.factor:g}"
    return f"{definition.numerator} ÷ {definition.denominator}{times}"


def _year(period: str) -> int | None:
    return int(period[:4]) if period[:4].isdigit() and "/" not in period else None


def share_of_indonesia(tables: Tables, key: str, area: str, period: str) -> Indicator:
    """Return an area's share of Indonesia in an additive indicator (percent); missing where either is not known."""
    every = cells(tables, key)
    one, whole = every.get((area, period)), every.get((COUNTRY, period))
    text = f"{key} of the area ÷ {key} of Indonesia × 100"
    if definitions(tables)[key].is_rate or not one or not whole or not whole.value:
        return Indicator("share_of_indonesia", pd.NA, "percent", "computed", text, (), _year(period))
    share = _computed(one.value / whole.value * 100, (one, whole))
    return _one("share_of_indonesia", share, "percent", text, period)


@dataclass(frozen=True)
class Rank:
    """Where an area stands among those of its kind whose value is known: 1 is the largest; equal ones share a place."""

    place: int
    total: int


def rank(indicator: Indicator, area: str) -> Rank | None:
    """Return where an area stands among all values that are known in full; None where its own is not."""
    known = indicator.value.drop(index=list(indicator.marks)).dropna()
    if area not in known.index:
        return None
    return Rank(int((known > known[area]).sum()) + 1, len(known))


@dataclass(frozen=True)
class Span:
    """The lowest and the highest of a series and its latest, each with its period; ``gaps`` are years without a survey.

    What lies between the two is no growth: of a sample survey nobody can say how much of it is the sample's.
    """

    lowest: float
    lowest_in: str
    highest: float
    highest_in: str
    latest: float
    latest_in: str
    gaps: tuple[str, ...]


def span(tables: Tables, key: str, area: str) -> Span | None:
    """Return the span of an area's values over time; None where fewer than two are known."""
    known = series(tables, key, area).value.dropna()
    if len(known) < 2:
        return None
    ends = (str(known.idxmin()), str(known.idxmax()), str(known.index[-1]))
    low, high, last = ((float(known[period]), period) for period in ends)
    return Span(*low, *high, *last, gaps(list(map(str, known.index))))


def gaps(of: list[str]) -> tuple[str, ...]:
    """Return the years between the first and the last that are not among them; of other periods none."""
    if not of or not all(period.isdigit() for period in of):
        return ()
    return tuple(str(year) for year in range(int(of[0]), int(of[-1])) if str(year) not in of)

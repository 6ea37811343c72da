"""The indicators: pure functions from the tables to numbers that know their unit, formula and sources.

Every function takes the checked tables (and a selection, where it depends on one) and returns an
``Indicator``. Its ``key`` names the words for its label (``indicator.<key>``) and for its formula
(``formula.<key>``) in the catalogues. A table with problems raises ``BrokenTableError``.

Per-regency values are a Series indexed by the regency's code; a regency that a source says nothing about
is absent or missing, never 0.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast, get_args

import numpy as np
import pandas as pd

from data.selection import Selection
from data.tables import Tables, regency_participants
from data.tables import kept as keeping

Basis = Literal["stated", "computed", "estimated"]
BASES: tuple[Basis, ...] = get_args(Basis)  # the strongest first

PROVINCE_CAPITAL = "81.71"
OF_TRAININGS = (
    "Σ trainings.participants, or else (participants of the regency − Σ trainings.participants that are stated there)"
    " ÷ its other trainings, in whole people"
)
EARTH_RADIUS = 6371.0088  # km, the mean radius of WGS 84


@dataclass(frozen=True)
class Indicator:
    """A number, or one per regency or group, that can say where it comes from.

    ``formula`` is written in the names of tables and columns; ``basis`` is "stated" by a source,
    "computed" from stated numbers, or "estimated" where an assumption enters. Of several values it is the
    weakest; ``bases`` has each value's own where they may differ (same index).
    """

    key: str
    value: Any = field(hash=False)
    unit: str
    basis: Basis
    formula: str
    sources: tuple[str, ...]
    year: int | None = None
    bases: pd.Series | None = field(default=None, hash=False)

    def basis_of(self, key: Any) -> Basis:
        """Return what the value of one regency, group or round rests on."""
        return self.basis if self.bases is None else cast("Basis", self.bases[key])

    @property
    def number(self) -> float:
        """The value as one float; missing is nan."""
        return float("nan") if pd.isna(self.value) else float(self.value)


def kept[**P, R](compute: Callable[P, R]) -> Callable[P, R]:
    """Compute once per tables and selection. What comes back is shared: copy it before changing it."""
    return keeping(1024)(compute)


def _sources(*columns: pd.Series) -> tuple[str, ...]:
    """Return the source keys in the columns, each once, in order of appearance."""
    return tuple(dict.fromkeys(str(s) for c in columns for s in c.dropna()))


def _rounds(tables: Tables, selection: Selection) -> pd.DataFrame:
    return selection.of(tables["rounds"])


def _weakest(bases: Iterable[str]) -> Basis:
    """Return the basis of several numbers together."""
    return max(cast("Iterable[Basis]", bases), key=BASES.index, default="stated")


def _follows(basis: Basis) -> Basis:
    """Return the basis of what is computed from a number."""
    return _weakest((basis, "computed"))


def _bases_of_what_follows(counts: Indicator) -> pd.Series | None:
    return None if counts.bases is None else counts.bases.map(_follows)


def _year(tables: Tables, selection: Selection) -> int | None:
    years = _rounds(tables, selection).year.unique()
    return int(years[0]) if len(years) == 1 else None


def _one_national(tables: Tables, figure: str) -> pd.Series:
    rows = tables["national"]
    found = rows[rows.figure == figure]
    if found.empty:
        return pd.Series({"value": pd.NA, "unit": "", "year": pd.NA, "wording": pd.NA, "source": pd.NA})
    return found.iloc[0]


# --- Participants and trainings ----------------------------------------------------------------------------


@kept
def participants(tables: Tables, selection: Selection) -> Indicator:
    """Return the participants of the selection (people)."""
    if selection.regency or selection.group:
        counts = participants_by_regency(tables, selection)
        basis = _basis_of_sum(training_rows(tables, selection)) if selection.group else counts.basis
        return replace(counts, key="participants", value=int(counts.value.sum()), basis=basis, bases=None)
    rounds = _rounds(tables, selection)
    return Indicator(
        "participants",
        int(rounds.participants.sum()),
        "person",
        "stated" if len(rounds) == 1 else "computed",
        "Σ rounds.participants",
        _sources(rounds.source, rounds.second_source),
        _year(tables, selection),
    )


@kept
def participants_by_regency(tables: Tables, selection: Selection) -> Indicator:
    """Return the participants of each regency that took part (people, by code, largest first).

    With a group selected: those of the regency's trainings in that group, estimated where a source is silent.
    """
    if selection.group:
        found = _from_trainings(tables, selection, "participants_by_group", ("regency",), count=False)
        counts, bases, formula, sources = found.value, cast("pd.Series", found.bases), found.formula, found.sources
    else:
        rows = tables["participation"]
        chosen = selection.of(rows.assign(counted=regency_participants(rows, tables["trainings"])))
        of_regency = chosen.groupby("regency")
        counts = of_regency.counted.agg(lambda s: s.sum(skipna=False))
        stated = (of_regency["round"].nunique() == 1) & (of_regency.participants.count() == 1)
        bases = stated.map({True: "stated", False: "computed"})
        formula = "participation.participants, or else Σ trainings.participants"
        sources = _sources(chosen.source)
    names = tables["regencies"].set_index("code")["name"]
    ranked = pd.DataFrame({"n": counts, "name": names.reindex(counts.index)})
    ranked = ranked.sort_values(["n", "name"], ascending=[False, True])
    year = _year(tables, selection)
    return Indicator("participants_by_regency", ranked.n, "person", _weakest(bases), formula, sources, year, bases)


@kept
def trainings(tables: Tables, selection: Selection) -> Indicator:
    """Return the trainings of the selection: activities or classes, as each round's source counts them."""
    if selection.regency or selection.group:
        found = _from_trainings(tables, selection, "trainings", ("round",), count=True)
        return replace(found, value=int(found.value.sum()))
    rounds = _rounds(tables, selection)
    return Indicator(
        "trainings",
        int(rounds.trainings.sum()),
        "training",
        "stated" if len(rounds) == 1 else "computed",
        "Σ rounds.trainings",
        _sources(rounds.source),
        _year(tables, selection),
    )


@kept
def training_kind(tables: Tables, selection: Selection) -> str:
    """Return what the selection's trainings are called: "activity", "class", or "training" where both occur."""
    kinds = _rounds(tables, selection).training_kind.unique()
    return str(kinds[0]) if len(kinds) == 1 else "training"


@kept
def training_rows(tables: Tables, selection: Selection) -> pd.DataFrame:
    """Return one row per training of the selection, with its group, division, participants and their basis.

    Where a source does not state participants per training, what is left of the regency's participants is split
    evenly over its other trainings, in whole people that add up to it (the first of them have one more where it
    does not come out even). ``basis`` is then "estimated", or "computed" where there is one such training only;
    else it is "stated". ``shared`` counts the trainings of the round and regency that share what is left.
    """
    rows = tables["trainings"].merge(
        tables["activities"].drop(columns="source"), on="activity", how="left", validate="m:1"
    )
    took_part = tables["participation"]
    counts = took_part.assign(total=regency_participants(took_part, tables["trainings"]))
    keys = ["round", "regency"]
    rows = rows.merge(counts[[*keys, "total"]], on=keys, how="left", validate="m:1")
    silent = rows.participants.isna()
    of_regency = rows.assign(silent=silent).groupby(keys)
    rows["shared"] = of_regency.silent.transform("sum")
    left = rows.total - of_regency.participants.transform("sum")
    share, over = left // rows.shared, left % rows.shared
    share += (of_regency.silent.cumsum() <= over).astype("Int64")
    rows["basis"] = np.select([~silent, rows.shared == 1], ["stated", "computed"], "estimated")
    rows["participants"] = rows.participants.fillna(share)
    return selection.of(rows.drop(columns="total"))


def _basis_of_sum(rows: pd.DataFrame) -> Basis:
    """Return what the sum of participants over some trainings rests on.

    How a regency's participants are split matters only to a sum that holds some, but not all, of the trainings
    that share them.
    """
    guessed = rows[rows.basis == "estimated"].groupby(["round", "regency"]).shared
    if (guessed.size() < guessed.first()).any():
        return "estimated"
    return "stated" if rows.basis.tolist() == ["stated"] else "computed"


@kept
def _from_trainings(tables: Tables, selection: Selection, key: str, by: tuple[str, ...], count: bool) -> Indicator:
    rows = training_rows(tables, selection)
    parts = rows.groupby(list(by) if len(by) > 1 else by[0])
    bases = None if count else pd.Series({name: _basis_of_sum(part) for name, part in parts}, dtype="str")
    return Indicator(
        key,
        parts.size() if count else parts.participants.sum(),
        "training" if count else "person",
        "computed" if bases is None else _weakest(bases),
        "count(trainings)" if count else OF_TRAININGS,
        _sources(rows.source, pd.Series(["project"])),
        _year(tables, selection),
        bases,
    )


def trainings_by_group(tables: Tables, selection: Selection) -> Indicator:
    """Return the trainings of each activity group (count, by group)."""
    return _from_trainings(tables, selection, "trainings_by_group", ("group",), count=True)


def participants_by_group(tables: Tables, selection: Selection) -> Indicator:
    """Return the participants of each activity group (people, by group); estimated where a source is silent."""
    return _from_trainings(tables, selection, "participants_by_group", ("group",), count=False)


def trainings_by_regency_and_group(tables: Tables, selection: Selection) -> Indicator:
    """Return the trainings of each regency in each activity group (count, by (regency, group))."""
    return _from_trainings(tables, selection, "trainings_by_regency_and_group", ("regency", "group"), count=True)


def participants_by_regency_and_group(tables: Tables, selection: Selection) -> Indicator:
    """Return the participants of each regency in each group (people, by (regency, group)); may be estimated."""
    return _from_trainings(tables, selection, "participants_by_regency_and_group", ("regency", "group"), count=False)


@kept
def participants_per_training(tables: Tables, selection: Selection) -> Indicator:
    """Return the average participants per activity or class (people)."""
    people, courses = participants(tables, selection), trainings(tables, selection)
    return Indicator(
        "participants_per_training",
        people.value / courses.value if courses.value else pd.NA,
        "person",
        _follows(people.basis),
        "participants ÷ trainings",
        people.sources,
        people.year,
    )


@kept
def share_by_regency(tables: Tables, selection: Selection) -> Indicator:
    """Return each regency's share of the selection's participants (percent, by code)."""
    counts, people = participants_by_regency(tables, selection), participants(tables, selection)
    bases = counts.value.index.to_series().map(lambda code: _weakest((_follows(people.basis), counts.basis_of(code))))
    return Indicator(
        "share_by_regency",
        counts.value.astype("Float64") / counts.value.sum() * 100,
        "percent",
        _follows(counts.basis),
        "participants of the regency ÷ participants × 100",
        counts.sources,
        counts.year,
        bases,
    )


# --- Coverage ----------------------------------------------------------------------------------------------


def _took_part(tables: Tables, selection: Selection) -> pd.DataFrame:
    """Return the selected rows of participation; with a group selected, the trainings in that group."""
    return training_rows(tables, selection) if selection.group else selection.of(tables["participation"])


@kept
def regencies_reached(tables: Tables, selection: Selection) -> Indicator:
    """Return how many of the province's regencies took part (count)."""
    rows = _took_part(tables, selection)
    return Indicator(
        "regencies_reached",
        int(rows.regency.nunique()),
        "regency",
        "computed",
        "count(distinct participation.regency)",
        _sources(rows.source),
        _year(tables, selection),
    )


@kept
def regencies_total(tables: Tables) -> Indicator:
    """Return how many regencies the province has (count)."""
    rows = tables["regencies"]
    return Indicator("regencies_total", len(rows), "regency", "stated", "count(regencies)", _sources(rows.source), 2025)


@kept
def population_reached(tables: Tables, selection: Selection) -> Indicator:
    """Return the population of the regencies that took part (people)."""
    codes = _took_part(tables, selection).regency.unique()
    rows = tables["regencies"]
    chosen = rows[rows.code.isin(codes)]
    return Indicator(
        "population_reached",
        int(chosen.population.sum()),
        "person",
        "computed",
        "Σ regencies.population of the regencies that took part",
        _sources(chosen.source),
        2025,
    )


@kept
def population_share_reached(tables: Tables, selection: Selection) -> Indicator:
    """Return the share of the province's people who live in a regency that took part (percent)."""
    reached = population_reached(tables, selection)
    return Indicator(
        "population_share_reached",
        reached.value / int(tables["regencies"].population.sum()) * 100,
        "percent",
        "computed",
        "population_reached ÷ Σ regencies.population × 100",
        reached.sources,
        2025,
    )


@kept
def participants_per_100k(tables: Tables, selection: Selection) -> Indicator:
    """Return the participants per 100,000 people of each regency that took part (rate, by code)."""
    counts = participants_by_regency(tables, selection)
    people = tables["regencies"].set_index("code")
    return Indicator(
        "participants_per_100k",
        counts.value.astype("Float64") / people.population.reindex(counts.value.index) * 100_000,
        "per_100k",
        _follows(counts.basis),
        "participants of the regency ÷ regencies.population × 100000",
        (*counts.sources, *_sources(people.source)),
        counts.year,
        _bases_of_what_follows(counts),
    )


@kept
def distance_to_ambon(tables: Tables) -> Indicator:
    """Return the straight-line distance of each regency's capital from Ambon (km, by code).

    Great circle on a sphere (haversine); a regency without coordinates is missing.
    """
    rows = tables["regencies"].set_index("code")
    at = rows[["latitude", "longitude"]].astype("float64") * (np.pi / 180)
    value = pd.Series(np.nan, index=rows.index)
    if PROVINCE_CAPITAL in at.index:
        ambon = at.loc[PROVINCE_CAPITAL]
        half_chord = (
            np.sin((at.latitude - ambon.latitude) / 2) ** 2
            + np.cos(at.latitude) * np.cos(ambon.latitude) * np.sin((at.longitude - ambon.longitude) / 2) ** 2
        )
        value = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(half_chord))
    return Indicator(
        "distance_to_ambon",
        value,
        "km",
        "computed",
        "2 R asin √(sin²(Δφ/2) + cos φ cos φ₀ sin²(Δλ/2)), R = 6371.0088 km",
        _sources(rows.source),
        2025,
    )


# --- Between rounds and between regencies ------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """What changed from one round to the next: codes of regencies, and the difference in participants."""

    before: str
    after: str
    participants: int
    new: tuple[str, ...]
    repeated: tuple[str, ...]
    left: tuple[str, ...]


def change(tables: Tables, selection: Selection) -> Change | None:
    """Return what changed from the round before to the selected one; None for the first round and for all."""
    order = tables["rounds"].sort_values(["year", "round"])["round"].tolist()
    if selection.round not in order[1:]:
        return None
    before = replace(selection, round=order[order.index(selection.round) - 1])
    was, now = (participants_by_regency(tables, s.every_regency()).value for s in (before, selection))
    earlier = order[: order.index(selection.round)]
    rows = tables["participation"]
    known = set(rows[rows["round"].isin(earlier)].regency)
    return Change(
        before.round,
        selection.round,
        int(now.sum() - was.sum()),
        tuple(c for c in now.index if c not in known),
        tuple(c for c in now.index if c in known),
        tuple(c for c in was.index if c not in now.index),
    )


@kept
def participants_by_round(tables: Tables, selection: Selection) -> Indicator:
    """Return the participants of every round (people, by round, in order of time), whatever round is selected."""
    rounds = tables["rounds"].sort_values(["year", "round"])
    found = {code: participants(tables, replace(selection, round=code)) for code in rounds["round"]}
    bases = pd.Series({code: i.basis for code, i in found.items()}, dtype="str")
    return Indicator(
        "participants_by_round",
        pd.Series({code: i.value for code, i in found.items()}, dtype="Int64"),
        "person",
        _weakest(bases),
        "Σ participants of the round",
        tuple(dict.fromkeys(s for i in found.values() for s in i.sources)),
        bases=bases,
    )


def participants_to_level(tables: Tables) -> Indicator:
    """Return how many more participants each regency needs to be where the best reached one is (people, by code).

    The level is the highest number of participants per 100,000 people that any regency has had in all rounds
    together. Arithmetic, not a forecast. Missing for all where nobody has taken part.
    """
    everything = Selection("all")
    rates = participants_per_100k(tables, everything)
    people = tables["regencies"].set_index("code").population.astype("Float64")
    had = participants_by_regency(tables, everything).value.astype("Float64").reindex(people.index, fill_value=0)
    level = rates.value.max() if len(rates.value) else pd.NA
    return Indicator(
        "participants_to_level",
        level * people / 100_000 - had,
        "person",
        "computed",
        "max(participants per 100000 people) × regencies.population ÷ 100000 − participants",
        rates.sources,
    )


def in_whole_people(indicator: Indicator) -> Indicator:
    """Return a count of people with each value rounded up: nobody is trained in part."""
    return replace(indicator, value=np.ceil(indicator.value.round(6)))


MEASURES = ("population", "area_km2", "density", "districts", "villages", "islands", "distance_to_ambon")
# What regencies are ranked by: also what they received, in all rounds together.
RANKED = ("participants", "participants_per_100k", *MEASURES)


@kept
def measure(tables: Tables, key: str) -> Indicator:
    """Return one measure of every regency (by code), missing where a source is silent; see ``RANKED``."""
    rows = tables["regencies"].set_index("code")
    if key == "distance_to_ambon":
        return distance_to_ambon(tables)
    if key in ("participants", "participants_per_100k"):
        return _of_every_regency(tables, key)
    if key == "density":
        value, unit, basis, formula = rows.population / rows.area_km2, "per_km2", "computed", "population ÷ area_km2"
    else:
        unit = {"population": "person", "area_km2": "km2", "districts": "district"}.get(key, key.removesuffix("s"))
        value, basis, formula = rows[key], "stated", f"regencies.{key}"
    sources = _sources(rows.islands_source if key.startswith("islands") else rows.source)
    return Indicator(f"regency_{key}", value.astype("Float64"), unit, cast("Basis", basis), formula, sources, 2025)


def _of_every_regency(tables: Tables, key: str) -> Indicator:
    """Return participants, or their rate, in all rounds: a regency that no round lists sent nobody, which is known."""
    compute = participants_by_regency if key == "participants" else participants_per_100k
    found, codes = compute(tables, Selection("all")), tables["regencies"].code
    value = found.value.astype("Float64").reindex(codes, fill_value=0)
    return replace(
        found, value=value, bases=None if found.bases is None else found.bases.reindex(codes, fill_value="computed")
    )


def years_to_coverage(tables: Tables, per_100k: float, per_round: int, rounds_per_year: float) -> Indicator:
    """Return how many years it takes until Maluku has had so many participants per 100,000 people.

    Arithmetic from today's total of all rounds, at a steady pace; not a forecast. Missing if there is no pace.
    """
    population = int(tables["regencies"].population.sum())
    wanted = per_100k * population / 100_000 - participants(tables, Selection("all")).value
    pace = per_round * rounds_per_year
    value = max(0.0, wanted) / pace if pace > 0 else pd.NA
    formula = "(per_100k × population ÷ 100000 − participants) ÷ (per_round × rounds_per_year)"
    return Indicator(
        "years_to_coverage", value, "year", "computed", formula, ("project", *_sources(tables["regencies"].source))
    )


# --- The national frame ------------------------------------------------------------------------------------


@kept
def national(tables: Tables, figure: str) -> Indicator:
    """Return a stated national figure, such as ``ikm_units``; missing if the table has none."""
    row = _one_national(tables, figure)
    source = () if pd.isna(row.source) else (str(row.source),)
    year = None if pd.isna(row.year) else int(row.year)
    return Indicator(figure, row.value, row.unit, "stated", f"national.{figure}", source, year)


@kept
def wording(tables: Tables, figure: str) -> str | None:
    """Return how the source qualifies a national figure: "more_than", "up_to", or None."""
    value = _one_national(tables, figure).wording
    return None if pd.isna(value) else str(value)


def _of_national(
    tables: Tables, key: str, unit: str, formula: str, figures: tuple[str, ...], compute: Callable[..., float]
) -> Indicator:
    parts = [national(tables, f) for f in figures]
    value = pd.NA if any(pd.isna(p.value) for p in parts) else compute(*(p.number for p in parts))
    sources = tuple(dict.fromkeys(s for p in parts for s in p.sources))
    return Indicator(key, value, unit, "computed", formula, sources)


def workers_per_unit(tables: Tables) -> Indicator:
    """Return the average workers of an IKM unit (people per unit)."""
    figures = ("ikm_workers", "ikm_units")
    return _of_national(tables, "workers_per_unit", "person", "ikm_workers ÷ ikm_units", figures, lambda w, u: w / u)


def industrial_units(tables: Tables) -> Indicator:
    """Return the number of all industrial units that the IKM share implies (units)."""
    figures = ("ikm_units", "ikm_unit_share")
    formula = "ikm_units ÷ ikm_unit_share"
    return _of_national(tables, "industrial_units", "unit", formula, figures, lambda u, s: u / s * 100)


def industrial_workers(tables: Tables) -> Indicator:
    """Return the number of all industrial workers that the IKM share implies (people)."""
    figures = ("ikm_workers", "ikm_worker_share")
    formula = "ikm_workers ÷ ikm_worker_share"
    return _of_national(tables, "industrial_workers", "person", formula, figures, lambda w, s: w / s * 100)


def participants_per_million_units(tables: Tables, selection: Selection) -> Indicator:
    """Return the selection's participants per million national IKM units (rate)."""
    people = participants(tables, selection)
    return _with_participants(
        tables, people, "participants_per_million_units", "per_million", "participants ÷ ikm_units × 1000000",
        lambda units: people.value / units * 1e6,
    )  # fmt: skip


@kept
def units_per_participant(tables: Tables, selection: Selection) -> Indicator:
    """Return how many national IKM units there are to one participant (units)."""
    people = participants(tables, selection)
    return _with_participants(
        tables, people, "units_per_participant", "unit", "ikm_units ÷ participants",
        lambda units: units / people.value if people.value else float("nan"),
    )  # fmt: skip


def _with_participants(
    tables: Tables, people: Indicator, key: str, unit: str, formula: str, compute: Callable[[float], float]
) -> Indicator:
    found = _of_national(tables, key, unit, formula, ("ikm_units",), compute)
    sources = tuple(dict.fromkeys((*people.sources, *found.sources)))
    return Indicator(key, found.value, unit, _follows(people.basis), formula, sources, people.year)


@kept
def share_of_indonesia(tables: Tables, column: Literal["population", "area_km2"]) -> Indicator:
    """Return Maluku's share of Indonesia's population or area (percent)."""
    figure = {"population": "population", "area_km2": "area"}[column]
    total = float(tables["regencies"][column].sum())
    return _of_national(
        tables, f"{figure}_share_of_indonesia", "percent", f"Σ regencies.{column} ÷ national.{figure} × 100",
        (figure,), lambda nation: total / nation * 100,
    )  # fmt: skip


def leaders(values: pd.Series) -> list[str]:
    """Return the index of every largest value: more than one where there is a tie."""
    known = values.dropna()
    return [] if known.empty else [str(i) for i in known.index[known == known.max()]]

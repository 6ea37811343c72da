"""The indicators: pure functions from the tables to numbers that know their unit, formula and sources.

Every function takes a ``View``, or the checked tables where no selection matters, and returns an ``Indicator``: first
participants and trainings, then what compares rounds and regencies, last the national frame; ``FORMS`` says how each
is shown. Its ``key`` names the words for its label (``indicator.<key>``) and for its formula
(``formula.<key>``) in the catalogues. A table with problems raises ``BrokenTableError``.

Per-regency values are a Series indexed by the regency's code; a regency that a source says nothing about
is absent or missing, never 0.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast, get_args

import numpy as np
import pandas as pd

from data.participation import approximate, approximate_regencies, is_among, regency_participants
from data.province import PROVINCE
from data.selection import ALL_ROUNDS, Selection
from data.tables import WITH_BASIS, Tables, cached_on_tables
from data.view import View, cached

SEXES = ("women", "men")
Basis = Literal["stated", "computed", "approximate", "estimated"]
BASES: tuple[Basis, ...] = get_args(Basis)  # the strongest first
# What is not known of a value: a part of it, so that it is at least (or what is divided by it at most) so much; or all.
Mark = Literal["", "at_least", "at_most", "not_stated"]

PROVINCE_CAPITAL = PROVINCE.capital
OF_TRAININGS = (
    "Σ trainings.participants, or else (participants of the regency − Σ trainings.participants that are stated there)"
    " ÷ its other trainings, in whole people"
)
REGISTER_YEAR = 2025  # of the regencies: their source is the register of that year
EARTH_RADIUS = 6371.0088  # km, the mean radius of WGS 84


@dataclass(frozen=True)
class Form:
    """How a kind of number is shown: with so many ``decimals``, in ``millions``, on which ``pages`` (keys).

    ``listed_decimals`` are those of the page Sources, which shows one more of what is not a count.
    """

    decimals: int = 0
    pages: tuple[str, ...] = ("overview",)
    listed_decimals: int = 1
    millions: bool = False


FORMS = {
    "trainings_by_group": Form(pages=("overview", "trainings")),
    "participants_by_group": Form(pages=("overview", "trainings")),
    "participants_by_regency": Form(pages=("overview", "regencies")),
    "participants_by_sex": Form(pages=("overview", "regencies", "trainings")),
    "participants_target": Form(pages=("overview", "regencies", "trainings")),
    "participants_per_100k": Form(1, ("regencies", "present")),
    "participants_by_round": Form(pages=("present",)),
    "participants_to_level": Form(pages=("present",)),
    "regency_density": Form(1, ("regencies",)),
    "growth": Form(2, ("national",), 2),
    "population": Form(pages=("national",)),
    "area": Form(pages=("national",)),
    "new_entrepreneurs": Form(pages=("national",)),
    "elsewhere_participants": Form(pages=("national",)),
    "elsewhere_trainings": Form(pages=("national",)),
    "elsewhere_per_training": Form(pages=("national",)),
    "provinces": Form(pages=("sources",)),
    "regencies": Form(pages=("sources",)),
    "population_share_of_indonesia": Form(2, ("national",), 2),
    "area_share_of_indonesia": Form(2, ("national",), 2),
    "industrial_units": Form(2, listed_decimals=2, millions=True),  # they rest on rounded numbers
    "industrial_workers": Form(1, millions=True),
}
OF_A_REGENCY = Form(pages=("regencies",))


@dataclass(frozen=True)
class Indicator:
    """A number, or one per regency or group, that can say where it comes from.

    ``formula`` is written in the names of tables and columns; ``basis`` is "stated" by a source,
    "computed" from stated numbers, "approximate" where a source gives a number as such, or "estimated" where an
    assumption enters. Of several values it is the
    weakest; ``bases`` has each value's own where they may differ (same index). ``sources`` are those of the number
    and of nothing else; of several values they are those of all, and ``origins`` has each value's own where they
    differ. Of a selection that the sources do not name they are those that were searched.
    ``marks`` has what is not known of each value (key None: of the only one); a value "not_stated" is missing, though
    the sources name what it counts.
    """

    key: str
    value: Any = field(hash=False)
    unit: str
    basis: Basis
    formula: str
    sources: tuple[str, ...]
    year: int | None = None
    bases: pd.Series | None = field(default=None, hash=False)
    origins: Mapping[Any, tuple[str, ...]] | None = field(default=None, hash=False)
    qualities: pd.Series | None = field(default=None, hash=False)  # how sure each known value is: high, medium, low
    marks: Mapping[Any, Mark] = field(default_factory=dict, hash=False)

    def mark_of(self, key: Any = None) -> Mark:
        """Return what is not known of the value of one regency, group, round or kind, or (None) of the only one."""
        return self.marks.get(key, "")

    def basis_of(self, key: Any) -> Basis:
        """Return what the value of one regency, group or round rests on."""
        return self.basis if self.bases is None else cast("Basis", self.bases[key])

    def quality_of(self, key: Any) -> str:
        """Return how sure the value of one area or period is: "high" unless something else is said."""
        return "high" if self.qualities is None else str(self.qualities.get(key, "high"))

    def sources_of(self, key: Any) -> tuple[str, ...]:
        """Return the sources of the value of one regency, group, round or kind."""
        return self.sources if self.origins is None else self.origins.get(key, self.sources)

    @property
    def form(self) -> Form:
        """How it is shown, wherever it is."""
        return FORMS.get(self.key, OF_A_REGENCY if self.key.startswith("regency_") else Form())

    @property
    def number(self) -> float:
        """The value as one float; missing is nan."""
        return float("nan") if pd.isna(self.value) else float(self.value)


# What the page Sources lists: each registers itself, those of a selection and those that are the same for all.
OF_SELECTION: list[Callable[[View], Indicator]] = []
OF_TABLES: list[Callable[[Tables], Indicator]] = []


def of_selection(compute: Callable[[View], Indicator]) -> Callable[[View], Indicator]:
    """Register an indicator that each selection has a value of."""
    OF_SELECTION.append(compute)
    return compute


def of_tables(compute: Callable[[Tables], Indicator]) -> Callable[[Tables], Indicator]:
    """Register an indicator that does not depend on a selection."""
    OF_TABLES.append(compute)
    return compute


def _sources(*columns: pd.Series) -> tuple[str, ...]:
    """Return the source keys in the columns, each once, in order of appearance."""
    return tuple(dict.fromkeys(str(s) for c in columns for s in c.dropna()))


def _rounds(view: View) -> pd.DataFrame:
    return view.selection.of(view.tables["rounds"])


def weakest(bases: Iterable[str]) -> Basis:
    """Return the basis of several numbers together."""
    return max(cast("Iterable[Basis]", bases), key=BASES.index, default="stated")


def _follows(basis: Basis) -> Basis:
    """Return the basis of what is computed from a number."""
    return weakest((basis, "computed"))


def _mark(has_known: bool, lacks: bool) -> Mark:
    """Return the mark of a sum of which something is known, or not, and something is lacking, or not."""
    return "" if not lacks else "at_least" if has_known else "not_stated"


def _searched(view: View) -> tuple[str, ...]:
    """Return the sources of the selected rounds: also of what they do not name."""
    rounds = _rounds(view)
    return _sources(rounds.source, rounds.second_source)


def _origins(rows: pd.DataFrame, by: str | list[str], *columns: str) -> dict[Any, tuple[str, ...]]:
    """Return the sources in some columns of the rows, for each value of ``by``."""
    return {key: _sources(*(part[column] for column in columns)) for key, part in rows.groupby(by, sort=False)}


def together(*sources: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sources of several numbers together, each once."""
    return tuple(dict.fromkeys(source for some in sources for source in some))


def _year(view: View) -> int | None:
    years = _rounds(view).year.unique()
    return int(years[0]) if len(years) == 1 else None


def _one_national(tables: Tables, figure: str) -> pd.Series:
    rows = tables["national"]
    matching = rows[rows.figure == figure]
    if matching.empty:
        return pd.Series({"value": pd.NA, "unit": "", "year": pd.NA, "wording": pd.NA, "source": pd.NA})
    return matching.iloc[0]


# --- Participants and trainings ----------------------------------------------------------------------------


@of_selection
@cached(1024, by_language=False)
def participants(view: View) -> Indicator:
    """Return the participants of the selection (people)."""
    if view.selection.regency or view.selection.group:
        counts = participants_by_regency(view)
        basis = _basis_of_sum(training_rows(view)) if view.selection.group else counts.basis
        lacks = bool(counts.marks) or bool(view.selection.group and len(untold(view)))
        mark = _mark(bool(counts.value.notna().any()), lacks)
        value = pd.NA if mark == "not_stated" else int(counts.value.sum())
        return replace(counts, key="participants", value=value, basis=basis, bases=None, marks=_only(mark))
    rounds, formula = _rounds(view), "Σ rounds.participants"
    value = int(rounds.participants.sum())
    basis = "approximate" if approximate(rounds).any() else "stated" if len(rounds) == 1 else "computed"
    return Indicator("participants", value, "person", basis, formula, _searched(view), _year(view))


@of_selection
@cached(1024, by_language=False)
def participants_by_sex(view: View) -> Indicator:
    """Return the women and the men among the participants of the selection, where sources say (people, by column)."""
    formula = "Σ trainings.women (men), or else participation.women (men)"
    return _stated_beside(view, "participants_by_sex", SEXES, "person", formula)


@of_selection
@cached(1024, by_language=False)
def participants_target(view: View) -> Indicator:
    """Return how many participants were aimed for, where sources say (people, by column)."""
    formula = "Σ trainings.target, or else participation.target"
    return _stated_beside(view, "participants_target", ("target",), "person", formula)


def _stated_beside(view: View, key: str, columns: tuple[str, ...], unit: str, formula: str) -> Indicator:
    """Return what is stated beside the participants of trainings, or of regencies: at least that of those it is not."""
    took = view.selection.of(view.tables["participation"])
    trainings = training_rows(view)
    trainings = trainings[trainings.basis.isin(["stated", "approximate"])]
    everybody = participants(view)
    values, origins, marks = dict[str, int](), dict[str, tuple[str, ...]](), dict[str, Mark]()
    bases = dict[str, Basis]()
    for column in columns:
        of_regencies = took[took[column].notna() & took.participants.notna() & (not view.selection.group)]
        others = ~is_among(trainings, of_regencies)
        known = [of_regencies, trainings[others & trainings[column].notna()]]
        if any(map(len, known)):
            values[column] = sum(int(rows[column].sum()) for rows in known)
            origins[column] = _sources(*(rows.source for rows in known))
            is_about = column in WITH_BASIS and any(approximate(rows).any() for rows in known)
            bases[column] = "approximate" if is_about else "computed"
            counted = sum(int(rows.participants.sum()) for rows in known)
            marks |= {} if counted == everybody.value and not everybody.marks else {column: "at_least"}
    return Indicator(
        key, pd.Series(values, dtype="Int64"), unit, weakest(bases.values()), formula,
        together(*origins.values()) or _searched(view), _year(view), pd.Series(bases, dtype="str"), origins,
        marks=marks,
    )  # fmt: skip


def _only(mark: Mark) -> dict[None, Mark]:
    """Return the mark of the only value as ``Indicator.marks`` has it."""
    return {None: mark} if mark else {}


@cached(1024, by_language=False)
def untold(view: View) -> pd.DataFrame:
    """Return the selected rows of participation of which no source says what was taught, each with its ``kind``.

    Whatever group is selected: what was taught there may belong to any.
    """
    took, taught = view.selection.of(view.tables["participation"]), view.tables["trainings"]
    rows = took[~is_among(took, taught)]
    return rows.assign(kind=rows["round"].map(view.tables["rounds"].set_index("round").training_kind))


@of_selection
@cached(1024, by_language=False)
def participants_by_regency(view: View) -> Indicator:
    """Return the participants of each regency that took part (people, by code, largest first, not stated ones last).

    With a group selected: those of the regency's trainings in that group, estimated where a source is silent. Where
    the sources state some of a regency's participants only, the value is at least what they state.
    """
    if view.selection.group:
        told = _from_trainings(view, "participants_by_group", ("regency",), count=False)
        counts, bases, formula, origins = told.value, cast("pd.Series", told.bases), told.formula, told.origins
        marks = told.marks
    else:
        chosen = view.selection.of(_participation(view.tables))
        of_regency = chosen.groupby("regency")
        counts = of_regency.counted.sum(min_count=1)
        lacking = of_regency.counted.count() < of_regency.size()
        marks = {code: _mark(pd.notna(counts[code]), True) for code in lacking[lacking].index}
        stated = (of_regency.counted.count() == of_regency.participants.count()) & (of_regency.counted.count() <= 1)
        bases = stated.map({True: "stated", False: "computed"}).mask(of_regency.about.any(), "approximate")
        formula = "participation.participants, or else Σ trainings.participants"
        origins = _origins(_with_classes(view.tables, chosen), "regency", "source", "class_source")
    names = view.tables["regencies"].set_index("code")["name"]
    ranked = pd.DataFrame({"n": counts, "name": names.reindex(counts.index)})
    ranked = ranked.sort_values(["n", "name"], ascending=[False, True], na_position="last")
    sources, year, basis = together(*(origins or {}).values()) or _searched(view), _year(view), weakest(bases)
    return Indicator(
        "participants_by_regency", ranked.n, "person", basis, formula, sources, year, bases, origins, marks=marks
    )


@cached_on_tables(1)
def _participation(tables: Tables) -> pd.DataFrame:
    """Return the rows of participation, with the participants of each (``counted``) and whether they are ``about``."""
    rows, taught = tables["participation"], tables["trainings"]
    return rows.assign(counted=regency_participants(rows, taught), about=approximate_regencies(rows, taught))


def _with_classes(tables: Tables, chosen: pd.DataFrame) -> pd.DataFrame:
    """Return rows of participation with ``class_source``: that of the classes, where these make the count."""
    classes = tables["trainings"][["round", "regency", "source"]].drop_duplicates()
    classes = classes.rename(columns={"source": "class_source"})
    rows = chosen.merge(classes, on=["round", "regency"], how="left")
    return rows.assign(class_source=rows.class_source.where(rows.participants.isna()))


@of_selection
@cached(1024, by_language=False)
def trainings(view: View) -> Indicator:
    """Return the trainings of the selection by what their round's source counts: activities, or classes.

    A count by kind ("activity", "class"; none for a kind that does not occur). The two are different things, which
    nothing adds.
    """
    if view.selection.regency or view.selection.group:
        by_kind = _from_trainings(view, "trainings", ("kind",), count=True)
        return by_kind if view.selection.group else _with_untold_kinds(view, by_kind)
    rounds = _rounds(view)
    is_computed = rounds.trainings_basis == "computed"
    cited = rounds.assign(also=rounds.second_source.where(is_computed))
    value, formula = rounds.groupby("training_kind").trainings.sum(), "Σ rounds.trainings"
    basis: Basis = "stated" if len(rounds) == 1 and not is_computed.any() else "computed"
    sources, origins = _sources(cited.source, cited.also), _origins(cited, "training_kind", "source", "also")
    return Indicator("trainings", value, "training", basis, formula, sources, _year(view), origins=origins)


def _with_untold_kinds(view: View, by_kind: Indicator) -> Indicator:
    """Return a regency's trainings by kind with those kinds too of which no source says how many it had."""
    more = [str(kind) for kind in untold(view).kind.unique() if kind not in by_kind.value.index]
    value = pd.concat([by_kind.value.astype("Int64"), pd.Series(pd.NA, index=more, dtype="Int64")])
    told = _origins(untold(view), "kind", "source")
    origins = {**told, **(by_kind.origins or {})}
    marks: dict[Any, Mark] = {**by_kind.marks, **dict.fromkeys(more, "not_stated")}
    sources = together(*origins.values()) or by_kind.sources
    return replace(by_kind, value=value.sort_index(), origins=origins, marks=marks, sources=sources)


@cached(1024, by_language=False)
def training_rows(view: View) -> pd.DataFrame:
    """Return the selected rows of ``every_training``."""
    return view.selection.of(every_training(view.tables))


@cached_on_tables(1024)
def every_training(tables: Tables) -> pd.DataFrame:
    """Return one row per training, with kind, group, division, participants and their basis.

    Where a source does not state participants per training, what is left of the regency's participants is split
    evenly over its other trainings, in whole people that add up to it (the first of them have one more where it
    does not come out even). ``basis`` is then "estimated", or "computed" where there is one such training only;
    else it is "stated", or "approximate" where it rests on a count that is. ``is_about`` says whether it does, of an
    estimate too. ``shared`` counts the trainings of the round and regency that share what is ``left``, ``kind``
    is what the round's source counts, and ``total_source`` the source of the regency's participants where they enter.
    """
    rows = tables["trainings"].merge(
        tables["activities"].drop(columns="source"), on="activity", how="left", validate="m:1"
    )
    took_part = _participation(tables)
    counts = took_part.assign(
        total=took_part.counted, total_source=took_part.source, total_about=approximate(took_part)
    )
    keys = ["round", "regency"]
    rows = rows.merge(counts[[*keys, "total", "total_source", "total_about"]], on=keys, how="left", validate="m:1")
    rows["kind"] = rows["round"].map(tables["rounds"].set_index("round").training_kind)
    silent = rows.participants.isna()
    rows["total_source"] = rows.total_source.where(silent)
    about = approximate(rows)
    of_regency = rows.assign(silent=silent, about=about).groupby(keys)
    rows["shared"] = of_regency.silent.transform("sum")
    left = rows.total - of_regency.participants.transform("sum")
    share, over = left // rows.shared, left % rows.shared
    share += (of_regency.silent.cumsum() <= over).astype("Int64")
    rows["is_about"] = about | (silent & (rows.total_about.eq(other=True) | of_regency.about.transform("any")))
    is_guess = silent & (rows.shared > 1)
    rows["basis"] = np.select([is_guess, rows.is_about, ~silent], ["estimated", "approximate", "stated"], "computed")
    rows["participants"] = rows.participants.fillna(share)
    rows["left"] = left
    return rows.drop(columns=["total", "total_about"])


def _basis_of_sum(rows: pd.DataFrame) -> Basis:
    """Return what the sum of participants over some trainings rests on.

    How a regency's participants are split matters only to a sum that holds some, but not all, of the trainings
    that share them.
    """
    guessed = rows[rows.basis == "estimated"].groupby(["round", "regency"]).shared
    if (guessed.size() < guessed.first()).any():
        return "estimated"
    if rows.is_about.any():
        return "approximate"
    return "stated" if rows.basis.tolist() == ["stated"] else "computed"


@cached(1024, by_language=False)
def _from_trainings(view: View, key: str, by: tuple[str, ...], count: bool) -> Indicator:
    rows = training_rows(view)
    # Which group a training is in says the project.
    is_grouped = bool(view.selection.group) or "group" in by
    rows = rows.assign(by_project="project" if is_grouped else None)
    columns = ["source", *([] if count else ["total_source"]), "by_project"]
    index = list(by) if len(by) > 1 else by[0]
    parts = rows.groupby(index)
    bases = None if count else pd.Series({name: _basis_of_sum(part) for name, part in parts}, dtype="str")
    counts = parts.size() if count else parts.participants.sum(min_count=1)
    lacking = (parts.participants.count() < parts.size()) & (not count)
    marks = {
        name: _mark(pd.notna(counts[name]), True)
        for name in counts.index
        if lacking[name] or _may_have_more(by, name, untold(view))
    }
    unit, formula = ("training", "count(trainings)") if count else ("person", OF_TRAININGS)
    basis = "computed" if bases is None else weakest(bases)
    sources = _sources(*(rows[column] for column in columns)) or _searched(view)
    origins = _origins(rows, index, *columns)
    return Indicator(key, counts, unit, basis, formula, sources, _year(view), bases, origins, marks=marks)


def _may_have_more(by: tuple[str, ...], name: Any, more: pd.DataFrame) -> bool:
    """Whether what no source says the kind of may belong to one value of an index: what they have in common agrees."""
    of = dict(zip(by, name if isinstance(name, tuple) else (name,), strict=True))
    for column in ("regency", "kind"):
        if column in of:
            more = more[more[column] == of[column]]
    return not more.empty


@of_selection
def trainings_by_group(view: View) -> Indicator:
    """Return the activities, and the classes, of each activity group (count, by (group, kind))."""
    return _from_trainings(view, "trainings_by_group", ("group", "kind"), count=True)


@of_selection
def participants_by_group(view: View) -> Indicator:
    """Return the participants of each activity group (people, by group); estimated where a source is silent."""
    return _from_trainings(view, "participants_by_group", ("group",), count=False)


def participants_by_regency_and_group(view: View) -> Indicator:
    """Return the participants of each regency in each group (people, by (regency, group)); may be estimated."""
    return _from_trainings(view, "participants_by_regency_and_group", ("regency", "group"), count=False)


@cached(1024, by_language=False)
def bounds_by_regency_and_group(view: View) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Return between what the participants of each regency in each group lie (people); those that are estimates only.

    Where n trainings share what is left of a regency, each has from 1 to what is left − (n − 1).
    Of those that rest on an approximate count nobody knows it, and they are not among them.
    The upper one is None where the sources do not say what else the regency was taught.
    """
    people, rows, cell = participants_by_regency_and_group(view), training_rows(view), ["regency", "group"]
    is_guess = rows.basis == "estimated"
    stated = rows.assign(stated=rows.participants.mask(is_guess, 0), lacks=rows.participants.isna())
    of_cell = stated.groupby(cell, sort=False)[["stated", "lacks", "is_about"]].agg(
        {"stated": "sum", "lacks": "any", "is_about": "any"}
    )
    sharing = rows[is_guess].groupby([*cell, "round"])
    left, own = sharing.left.first(), sharing.size()
    others = sharing.shared.first() - own
    ends = pd.DataFrame({"low": own.where(others > 0, left), "high": left - others}).groupby(level=cell).sum()
    bounds: dict[tuple[str, str], tuple[int, int | None]] = {}
    for key, part in of_cell[~(of_cell.lacks | of_cell.is_about)].join(ends, how="inner").iterrows():
        regency, group = cast("tuple[str, str]", key)
        if people.basis_of((regency, group)) == "estimated":
            high = None if people.mark_of((regency, group)) else int(part.stated + part.high)
            bounds[str(regency), str(group)] = int(part.stated + part.low), high
    return bounds


@of_selection
@cached(1024, by_language=False)
def participants_per_training(view: View) -> Indicator:
    """Return the average participants per activity, and per class (people, by kind; see ``trainings``).

    None of a kind of which something is not stated.
    """
    people, courses = participants(view), trainings(view)
    if view.selection == view.selection.only_round():
        of_kind = _rounds(view).groupby("training_kind")
        averages = of_kind.participants.sum() / of_kind.trainings.sum()
        bases = pd.Series(_follows(people.basis), index=averages.index, dtype="str")
        origins = courses.origins
    else:
        rows = training_rows(view)
        lacking = {*untold(view).kind, *rows[rows.participants.isna()].kind}
        parts = rows[~rows.kind.isin(lacking)].groupby("kind")
        averages = parts.participants.mean()
        bases = pd.Series({kind: _follows(_basis_of_sum(part)) for kind, part in parts}, dtype="str")
        origins = _origins(rows, "kind", "source", "total_source")
    key, formula, sources = "participants_per_training", "participants ÷ trainings", (people.sources, courses.sources)
    basis = weakest(bases)
    return Indicator(key, averages, "person", basis, formula, together(*sources), people.year, bases, origins)


@of_selection
def share_by_regency(view: View) -> Indicator:
    """Return each regency's share of the selection's participants (percent, by code).

    Missing for all where the sum of all is not known: a part of at least so many is no share.
    """
    counts, people = participants_by_regency(view), participants(view)
    is_whole = not people.marks and bool(people.value)
    shares = counts.value.astype("Float64") / (people.value if is_whole else pd.NA) * 100
    bases = counts.value.index.to_series().map(lambda code: weakest((_follows(people.basis), counts.basis_of(code))))
    basis, marks = weakest((_follows(people.basis), counts.basis)), counts.marks if is_whole else {}
    formula = "participants of the regency ÷ participants × 100"
    return Indicator(
        "share_by_regency", shares, "percent", basis, formula, counts.sources, counts.year, bases, marks=marks
    )


# --- Coverage ----------------------------------------------------------------------------------------------


@cached(1024, by_language=False)
def took_part(view: View) -> pd.DataFrame:
    """Return the selected rows of participation; with a group selected, the trainings in that group."""
    return training_rows(view) if view.selection.group else view.selection.of(view.tables["participation"])


@of_selection
@cached(1024, by_language=False)
def regencies_reached(view: View) -> Indicator:
    """Return how many of the province's regencies took part (count); at least so many of a group that may be more."""
    rows, formula = took_part(view), "count(distinct participation.regency)"
    number, sources = int(rows.regency.nunique()), _sources(rows.source) or _searched(view)
    marks = _only(_mark_of_reach(view))
    return Indicator("regencies_reached", number, "regency", "computed", formula, sources, _year(view), marks=marks)


def _mark_of_reach(view: View) -> Mark:
    """Return whether a group may have reached more regencies than the sources say."""
    named = took_part(view)
    more = untold(view)
    return _mark(not named.empty, bool(view.selection.group) and not more[~more.regency.isin(named.regency)].empty)


@cached(1024, by_language=False)
def not_named(view: View) -> pd.DataFrame:
    """Return the rows of the regencies that the sources of the selected rounds do not name, for the selected group.

    In the order of their codes, whatever regency is selected. It is not known that they took no part. What a round
    that is known in part names is named too, where all rounds are selected and no group.
    """
    rows = view.tables["regencies"]
    named = {*took_part(view.every_regency()).regency}
    if view.selection.every_regency() == Selection(ALL_ROUNDS):
        named |= {*view.tables["partial_rounds"].regency}
    return rows[~rows.code.isin(named)].sort_values("code")


@cached_on_tables(64)
def known_in_part(tables: Tables, regency: str = "") -> pd.DataFrame:
    """Return the rounds known in part, in order of time: of a regency, or of all. They enter no total."""
    rows = tables["partial_rounds"].sort_values(["round", "regency"])
    return rows[rows.regency == regency] if regency else rows


@cached_on_tables(64)
def trained_by_others(tables: Tables, regency: str = "") -> pd.DataFrame:
    """Return the trainings by others, in order of time: in a regency, or in all. They are no part of any round."""
    rows = tables["other_trainings"].sort_values(["start_date", "training"])
    return rows[rows.regency == regency] if regency else rows


@of_tables
def regencies_total(tables: Tables) -> Indicator:
    """Return how many regencies the province has (count)."""
    rows, formula = tables["regencies"], "count(regencies)"
    return Indicator("regencies_total", len(rows), "regency", "stated", formula, _sources(rows.source), REGISTER_YEAR)


@of_selection
@cached(1024, by_language=False)
def population_reached(view: View) -> Indicator:
    """Return the population of the regencies that took part (people)."""
    named, rows = took_part(view), view.tables["regencies"]
    chosen = rows[rows.code.isin(named.regency)]
    people, formula = int(chosen.population.sum()), "Σ regencies.population of the regencies that took part"
    sources, marks = _sources(named.source, chosen.source) or _searched(view), _only(_mark_of_reach(view))
    return Indicator("population_reached", people, "resident", "computed", formula, sources, REGISTER_YEAR, marks=marks)


@of_selection
def population_share_reached(view: View) -> Indicator:
    """Return the share of the province's people who live in a regency that took part (percent)."""
    reached, rows = population_reached(view), view.tables["regencies"]
    share, formula = (
        reached.value / int(rows.population.sum()) * 100,
        "population_reached ÷ Σ regencies.population × 100",
    )
    sources, marks = together(reached.sources, _sources(rows.source)), reached.marks
    return Indicator(
        "population_share_reached", share, "percent", "computed", formula, sources, REGISTER_YEAR, marks=marks
    )


@of_selection
@cached(1024, by_language=False)
def participants_per_100k(view: View) -> Indicator:
    """Return the participants per 100,000 people of each regency that took part (rate, by code)."""
    counts = participants_by_regency(view)
    people = view.tables["regencies"].set_index("code").reindex(counts.value.index)
    origins = {code: together(counts.sources_of(code), _sources(people.source[[code]])) for code in people.index}
    rates = counts.value.astype("Float64") / people.population * 100_000
    formula = "participants of the regency ÷ regencies.population × 100000"
    sources, basis = together(counts.sources, *origins.values()), _follows(counts.basis)
    bases, year, marks = None if counts.bases is None else counts.bases.map(_follows), counts.year, counts.marks
    return Indicator(
        "participants_per_100k", rates, "per_100k", basis, formula, sources, year, bases, origins, marks=marks
    )


def distance_to_capital(tables: Tables) -> Indicator:
    """Return the straight-line distance of each regency's capital from the province's (km, by code).

    Great circle on a sphere (haversine); a regency without coordinates is missing.
    """
    rows = tables["regencies"].set_index("code")
    at = rows[["latitude", "longitude"]].astype("float64") * (np.pi / 180)
    value = pd.Series(np.nan, index=rows.index)
    if PROVINCE_CAPITAL in at.index:
        capital = at.loc[PROVINCE_CAPITAL]
        half_chord = (
            np.sin((at.latitude - capital.latitude) / 2) ** 2
            + np.cos(at.latitude) * np.cos(capital.latitude) * np.sin((at.longitude - capital.longitude) / 2) ** 2
        )
        value = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(half_chord))
    formula = "2 R asin √(sin²(Δφ/2) + cos φ cos φ₀ sin²(Δλ/2)), R = 6371.0088 km"
    return Indicator("distance_to_capital", value, "km", "computed", formula, _sources(rows.source), REGISTER_YEAR)


# --- Between rounds and between regencies ------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """The selection in its round beside itself in the round before.

    ``before`` and ``after`` are the rounds' codes, ``was`` and ``now`` the participants in them; ``earlier`` the latest
    of the earlier rounds whose sources name the selection, "" if none does. ``new`` and ``repeated`` are the codes of
    the selection's regencies that no earlier round's sources name, and of those that one does. ``same_unit`` says
    whether both rounds count the same: activities, or classes.
    """

    before: str
    after: str
    was: Indicator
    now: Indicator
    earlier: str
    new: tuple[str, ...]
    repeated: tuple[str, ...]
    same_unit: bool


def change(view: View) -> Change | None:
    """Return how the selection compares with itself in the round before; None for the first round and for all."""
    rounds = view.tables.rounds_in_order.set_index("round")
    order = rounds.index.tolist()
    if view.selection.round not in order[1:]:
        return None
    earlier = order[: order.index(view.selection.round)]
    named = {code: set(took_part(view.of(replace(view.selection, round=code))).regency) for code in earlier}
    now = participants_by_regency(view).value.index
    known = set().union(*named.values())
    return Change(
        earlier[-1],
        view.selection.round,
        participants(view.of(replace(view.selection, round=earlier[-1]))),
        participants(view),
        next((code for code in reversed(earlier) if named[code]), ""),
        tuple(code for code in now if code not in known),
        tuple(code for code in now if code in known),
        rounds.training_kind[earlier[-1]] == rounds.training_kind[view.selection.round],
    )


@cached(1024, by_language=False)
def participants_by_round(view: View) -> Indicator:
    """Return the participants of every round (people, by round, in order of time), whatever round is selected."""
    rounds = view.tables.rounds_in_order
    by_round = {code: participants(view.of(replace(view.selection, round=code))) for code in rounds["round"]}
    value = pd.Series({code: i.value for code, i in by_round.items()}, dtype="Int64")
    bases = pd.Series({code: i.basis for code, i in by_round.items()}, dtype="str")
    origins = {code: i.sources for code, i in by_round.items()}
    marks = {code: i.mark_of() for code, i in by_round.items() if i.marks}
    key, formula, sources = "participants_by_round", "Σ participants of the round", together(*origins.values())
    return Indicator(key, value, "person", weakest(bases), formula, sources, None, bases, origins, marks=marks)


def participants_to_level(tables: Tables) -> Indicator:
    """Return how many more participants each regency needs to be where the best reached one is (people, by code).

    The level is the highest number of participants per 100,000 people that any regency has had in all rounds
    together. Arithmetic, not a forecast. It holds for the regencies whose participants are stated in full, and for
    those that no source names (0 so far); it is missing for the others, and for all where nobody has taken part.
    """
    everything = Selection(ALL_ROUNDS)
    rates = participants_per_100k(View(tables, everything))
    people = tables["regencies"].set_index("code").population.astype("Float64")
    had = participants_by_regency(View(tables, everything)).value.astype("Float64").reindex(people.index, fill_value=0)
    level = rates.value.drop(index=list(rates.marks)).max() if len(rates.value) > len(rates.marks) else pd.NA
    more = (level * people / 100_000 - had).mask(people.index.isin(list(rates.marks)))
    formula = "max(participants per 100000 people) × regencies.population ÷ 100000 − participants"
    sources = together(rates.sources, _sources(tables["regencies"].source))
    marks: dict[Any, Mark] = dict.fromkeys(rates.marks, "not_stated")
    return Indicator("participants_to_level", more, "person", rates.basis, formula, sources, marks=marks)


def in_whole_people(indicator: Indicator) -> Indicator:
    """Return a count of people with each value rounded up: nobody is trained in part."""
    return replace(indicator, value=np.ceil(indicator.value.round(6)))


MEASURES = ("population", "area_km2", "density", "districts", "villages", "islands", "distance_to_capital")
# What regencies are ranked by: also what they received, in all rounds together.
RANKED = ("participants", "participants_per_100k", *MEASURES)


@cached_on_tables(1024)
def measure(tables: Tables, key: str) -> Indicator:
    """Return one measure of every regency (by code), missing where a source is silent; see ``RANKED``."""
    rows = tables["regencies"].set_index("code")
    if key == "distance_to_capital":
        return distance_to_capital(tables)
    if key in ("participants", "participants_per_100k"):
        return _of_every_regency(tables, key)
    if key == "density":
        value, unit, basis, formula = rows.population / rows.area_km2, "per_km2", "computed", "population ÷ area_km2"
    else:
        unit = {"population": "resident", "area_km2": "km2", "districts": "district"}.get(key, key.removesuffix("s"))
        value, basis, formula = rows[key], "stated", f"regencies.{key}"
    sources = _sources(rows.islands_source if key.startswith("islands") else rows.source)
    return Indicator(
        f"regency_{key}", value.astype("Float64"), unit, cast("Basis", basis), formula, sources, REGISTER_YEAR
    )


def _of_every_regency(tables: Tables, key: str) -> Indicator:
    """Return participants, or their rate, in all rounds; missing for a regency that no source names."""
    compute = participants_by_regency if key == "participants" else participants_per_100k
    indicator, codes = compute(View(tables, Selection(ALL_ROUNDS))), tables["regencies"].code
    bases = None if indicator.bases is None else indicator.bases.reindex(codes, fill_value="computed")
    return replace(indicator, value=indicator.value.astype("Float64").reindex(codes), bases=bases)


def years_to_coverage(tables: Tables, per_100k: float, per_round: int, rounds_per_year: float) -> Indicator:
    """Return how many years it takes until Maluku has had so many participants per 100,000 people.

    Arithmetic from today's total of all rounds, at a steady pace; not a forecast. Missing if there is no pace.
    """
    population = int(tables["regencies"].population.sum())
    people = participants(View(tables, Selection(ALL_ROUNDS)))
    wanted = per_100k * population / 100_000 - people.value
    pace = per_round * rounds_per_year
    value = max(0.0, wanted) / pace if pace > 0 else pd.NA
    formula = "(per_100k × population ÷ 100000 − participants) ÷ (per_round × rounds_per_year)"
    sources = together(("project",), people.sources, _sources(tables["regencies"].source))
    return Indicator("years_to_coverage", value, "year", _follows(people.basis), formula, sources)


# --- The national frame ------------------------------------------------------------------------------------


@cached_on_tables(1024)
def national(tables: Tables, figure: str) -> Indicator:
    """Return a stated national figure, such as ``ikm_units``; missing if the table has none."""
    row = _one_national(tables, figure)
    source = () if pd.isna(row.source) else (str(row.source),)
    year = None if pd.isna(row.year) else int(row.year)
    return Indicator(figure, row.value, row.unit, "stated", f"national.{figure}", source, year)


def month_of_frame(tables: Tables) -> str:
    """Return the month of the national IKM figures: 2022-07, that of the round which their source reports on; or ""."""
    rounds = tables["rounds"].dropna(subset="start_date")
    starts = rounds[rounds.source.isin(national(tables, "ikm_units").sources)].start_date
    return str(starts.iloc[-1])[:7] if len(starts) else ""


@cached_on_tables(64)
def wording(tables: Tables, figure: str) -> str | None:
    """Return how the source qualifies a national figure: "more_than", "up_to", or None."""
    value = _one_national(tables, figure).wording
    return None if pd.isna(value) else str(value)


def _of_national(
    tables: Tables, key: str, unit: str, formula: str, figures: tuple[str, ...], compute: Callable[..., float]
) -> Indicator:
    parts = [national(tables, f) for f in figures]
    value = pd.NA if any(pd.isna(p.value) for p in parts) else compute(*(p.number for p in parts))
    sources = together(*(part.sources for part in parts))
    return Indicator(key, value, unit, "computed", formula, sources)


def _quotient(tables: Tables, key: str, unit: str, above: str, below: str, times: float = 1.0) -> Indicator:
    return _of_national(tables, key, unit, f"{above} ÷ {below}", (above, below), lambda a, b: a / b * times)


@of_tables
def workers_per_unit(tables: Tables) -> Indicator:
    """Return the average workers of an IKM unit (people per unit)."""
    return _quotient(tables, "workers_per_unit", "person", "ikm_workers", "ikm_units")


@of_tables
def elsewhere_per_training(tables: Tables) -> Indicator:
    """Return the participants per training of the same kind of round in another province (people); context only."""
    return _quotient(tables, "elsewhere_per_training", "person", "elsewhere_participants", "elsewhere_trainings")


@of_tables
def industrial_units(tables: Tables) -> Indicator:
    """Return the number of all industrial units that the IKM share implies (units)."""
    return _quotient(tables, "industrial_units", "unit", "ikm_units", "ikm_unit_share", 100)


@of_tables
def industrial_workers(tables: Tables) -> Indicator:
    """Return the number of all industrial workers that the IKM share implies (people)."""
    return _quotient(tables, "industrial_workers", "person", "ikm_workers", "ikm_worker_share", 100)


@of_selection
def participants_per_million_units(view: View) -> Indicator:
    """Return the selection's participants per million national IKM units (rate)."""
    people = participants(view)
    return _with_participants(
        view.tables, people, "participants_per_million_units", "per_million", "participants ÷ ikm_units × 1000000",
        lambda units: people.number / units * 1e6, people.mark_of(),
    )  # fmt: skip


@of_selection
def units_per_participant(view: View) -> Indicator:
    """Return how many national IKM units there are to one participant (units)."""
    people = participants(view)
    return _with_participants(
        view.tables, people, "units_per_participant", "unit", "ikm_units ÷ participants",
        lambda units: units / people.number if people.number else float("nan"),
        "at_most" if people.mark_of() == "at_least" else people.mark_of(),
    )  # fmt: skip


def _with_participants(
    tables: Tables, people: Indicator, key: str, unit: str, formula: str, compute: Callable[[float], float], mark: Mark
) -> Indicator:
    result = _of_national(tables, key, unit, formula, ("ikm_units",), compute)
    sources = together(people.sources, result.sources)
    basis = _follows(people.basis)
    return Indicator(key, result.value, unit, basis, formula, sources, people.year, marks=_only(mark))


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

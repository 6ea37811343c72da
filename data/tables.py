"""Load the tables of a folder and check them against their descriptor and against each other.

A table with a problem is not served: asking for it raises ``BrokenTableError``, which carries every problem
found, so that a page can say what is wrong and still show what needs other tables only.
"""

import csv
import datetime as dt
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial, wraps
from pathlib import Path
from threading import Lock
from typing import Any, cast

import pandas as pd
from cachetools import LRUCache

from data import descriptor, settings
from data.descriptor import DESCRIPTOR
from data.patience import Patient
from data.problem import Problem
from data.province import PROVINCE
from data.schema_check import is_true_to

# Tables of some hundred rows: texts that pandas keeps by itself are compared in half the time of PyArrow's.
pd.set_option("mode.string_storage", "python")

PACKAGED = Path(__file__).parent
BOUNDARIES = Path(__file__).parent.parent / "geo" / f"{PROVINCE.file}.geojson"

PATIENCE = 10.0  # seconds that a look into a folder elsewhere may take, reading what has changed included

_DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "date": "str"}


class BrokenTableError(Exception):
    """A table that was asked for has problems, or is missing; ``problems`` lists them (at least one)."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems for whoever shows them."""
        super().__init__(", ".join(f"{p.file}: {p.reason}" for p in problems))
        self.problems = problems


OF_ROUNDS = ("rounds", "participation", "trainings")  # the tables of which each row is of one round, and is counted
WITH_BASIS = ("participants", "men", "women")  # counts that ``participants_basis`` says of whether they are approximate
MAY_BE_EMPTY = ("partial_rounds", "other_trainings")  # every round is known in full, nobody else trains


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of one folder. Frames are shared between readers: never change one, copy it first."""

    folder: Path
    frames: dict[str, pd.DataFrame]
    problems: tuple[Problem, ...] = ()
    state: int = 0  # the number of the journal's entry up to which rounds were added and corrected
    latest: dt.date | None = None  # the day of that entry
    created: dt.date | None = None  # the day on which the packaged ones were made, as the descriptor says
    number: int = field(init=False, default_factory=itertools.count().__next__)  # no other tables of a process have it
    memo: dict[Any, LRUCache[Any, Any]] = field(init=False, default_factory=dict, repr=False)  # see ``remembered``
    lock: Any = field(init=False, default_factory=Lock, repr=False)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the table ``name`` (without ``.csv``); raises ``BrokenTableError`` if it has problems."""
        mine = tuple(p for p in self.problems if p.file in (f"{name}.csv", DESCRIPTOR))
        if mine or name not in self.frames:
            raise BrokenTableError(mine or (Problem("missing_file", file=f"{name}.csv"),))
        return self.frames[name]

    @cached_property
    def rounds_in_order(self) -> pd.DataFrame:
        """The rounds in order of time; raises as asking for the table does."""
        return self["rounds"].sort_values(["year", "round"])

    @cached_property
    def date(self) -> dt.date:
        """The day these tables were made, or a round was last stored: the date that files carry.

        Raises ``BrokenTableError`` where the descriptor does not say the first.
        """
        if broken := tuple(p for p in self.problems if p.file == DESCRIPTOR):
            raise BrokenTableError(broken)
        made = self.created or _created(self.folder)
        return max(made, self.latest or made)


def of_round(tables: Tables, code: str) -> Tables:
    """Return the tables with the rows of one round alone: what holds of it is computed without the others."""
    frames = {
        name: _by_round(tables, name).get(code, frame.iloc[:0]) if name in OF_ROUNDS else frame
        for name, frame in tables.frames.items()
    }
    return replace(tables, frames=frames)


def remembered[R](tables: Tables, function: object, key: object, most: int, compute: Callable[[], R]) -> R:
    """Return what a function computed of the tables for a key, or compute and keep it.

    It goes with its tables, so nothing of an earlier state stays; of one state, ``most`` results of a function stay.
    """
    with tables.lock:
        results = tables.memo.setdefault(function, LRUCache(most))
        if key in results:
            return cast("R", results[key])
    computed = compute()
    with tables.lock:
        return cast("R", results.setdefault(key, computed))


def cached_on_tables[**P, R](most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function of tables and something else compute each result once, and share it: never change it."""

    def caching(compute: Callable[P, R]) -> Callable[P, R]:
        @wraps(compute)
        def known_or_computed(*given: P.args, **named: P.kwargs) -> R:
            key = (given[1:], tuple(named.items()))
            tables = cast("Tables", given[0])
            return remembered(tables, known_or_computed, key, most, lambda: compute(*given, **named))

        return known_or_computed

    return caching


@cached_on_tables(len(OF_ROUNDS))
def _by_round(tables: Tables, name: str) -> dict[str, pd.DataFrame]:
    return {str(code): rows for code, rows in tables.frames[name].groupby("round", sort=False)}


def folder_in_use() -> Path:
    """Return the folder of the tables: the environment variable IKM_DATA, else the packaged one."""
    return Path(settings.DATA.get() or PACKAGED)


def packaged() -> Tables:
    """Return the checked tables of the folder in use. They are read again only when one of their files has changed.

    Where another folder than our own does not answer (a dead mount), the last that were read of it stay in use, with a
    problem that says so.
    """
    folder = folder_in_use()
    return _look(folder) if folder == PACKAGED else _elsewhere(folder).tables()


class _Elsewhere:
    """A folder that may lie on a mount."""

    def __init__(self, folder: Path) -> None:
        self.last = Tables(folder, {}, (Problem("away", file=DESCRIPTOR),))
        self.looking = Patient(partial(_look, folder))

    def tables(self) -> Tables:
        """Return its tables, or the last that were read."""
        if fresh := self.looking.result(PATIENCE):
            self.last = fresh
            return fresh
        return _away(self.last)


@lru_cache(maxsize=4)
def _elsewhere(folder: Path) -> _Elsewhere:
    return _Elsewhere(folder)


@lru_cache(maxsize=2)
def _away(last: Tables) -> Tables:
    return replace(last, problems=(*last.problems, Problem("away", file=last.folder.name)))


_loading = Lock()


def _look(folder: Path) -> Tables:
    files = sorted([*folder.glob("*.csv"), folder / DESCRIPTOR])
    stamp = tuple((f.name, f.stat().st_mtime_ns, f.stat().st_size) for f in files if f.is_file())
    with _loading:  # who comes meanwhile waits for the same ones
        return _load_once(folder, stamp)


@lru_cache(maxsize=4)
def _load_once(folder: Path, _stamp: tuple[tuple[str, int, int], ...]) -> Tables:
    return load(folder)


def described(folder: Path) -> list[dict[str, Any]]:
    """Return what a folder's descriptor says of each table of which it says enough."""
    return descriptor.described(folder)[0]


def load(folder: Path) -> Tables:
    """Read and check every table that the folder's descriptor names. Never raises for bad content."""
    try:
        resources, faults = descriptor.described(folder)
        schemas = {r["name"]: r["schema"] for r in resources}
    except FileNotFoundError:
        return Tables(folder, {}, (Problem("missing_file", file=DESCRIPTOR),))
    except (OSError, ValueError, KeyError, TypeError):
        return Tables(folder, {}, (Problem("unreadable", file=DESCRIPTOR),))

    from data.observation_checks import observations_fit  # it names problems, which are defined here

    frames: dict[str, pd.DataFrame] = {}
    problems = [
        Problem("descriptor", details=(("found", place),), file=f"{table}.csv" if table else DESCRIPTOR)
        for table, place in faults
    ]
    for resource in resources:
        broken = check_file(folder, resource)
        problems += broken
        if not broken:
            frames[resource["name"]] = read(folder / resource["path"], resource["schema"])
    for check in (
        regencies_are_areas,  # before what follows from it: every row of another province's
        foreign_keys(schemas),
        boundary_codes,
        rounds_add_up,
        sexes_add_up,
        observations_fit,
    ):
        problems += check(frames)
    with suppress(ValueError, KeyError, TypeError, OSError):  # a day that is none: whoever asks for it is told
        return Tables(folder, frames, tuple(problems), created=_created(folder))
    return Tables(folder, frames, tuple(problems))


def _created(folder: Path) -> dt.date:
    return dt.date.fromisoformat(json.loads((folder / DESCRIPTOR).read_text("utf-8"))["created"][:10])


def read(path: Path, schema: dict[str, Any]) -> pd.DataFrame:
    """Read one CSV file with the types of its schema; an empty cell is missing, never 0 or ""."""
    dtypes = {f["name"]: _DTYPES[f["type"]] for f in schema["fields"]}
    return pd.read_csv(path, dtype=dtypes, encoding="utf-8-sig", keep_default_na=False, na_values=[""])


def frame_of(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pd.DataFrame:
    """Return rows as a table with the columns and types of its schema; what a row does not say is missing."""
    columns = {f["name"]: _DTYPES[f["type"]] for f in schema["fields"]}
    return pd.DataFrame([{c: row.get(c) for c in columns} for row in rows], columns=list(columns)).astype(columns)


def to_csv(frame: pd.DataFrame) -> bytes:
    """Return a table as its descriptor asks: UTF-8, commas, a decimal point, nothing in a missing cell.

    For machines, so nothing is put before a text that looks like a formula: the workbook is for reading.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in frame.astype(object).itertuples(index=False):
        writer.writerow(["" if pd.isna(v) else f"{v:.15g}" if isinstance(v, float) else v for v in row])
    return text.getvalue().encode()


def check_file(folder: Path, resource: dict[str, Any]) -> list[Problem]:
    """Check one file by itself: present, UTF-8, not empty, and true to its schema."""
    path = folder / resource["path"]
    name = path.name
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return [Problem("missing_file", file=name)]
    except OSError:
        return [Problem("unreadable", file=name)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [Problem("encoding", row=content[: error.start].count(b"\n") + 1, file=name)]
    if "\0" in text:
        return [Problem("encoding", row=text[: text.index("\0")].count("\n") + 1, file=name)]
    if not text.strip():
        return [Problem("empty_file", file=name)]
    if not text.strip().partition("\n")[2] and resource["name"] not in MAY_BE_EMPTY:
        return [Problem("no_rows", file=name)]
    head = text.partition("\n")[0]
    if "," not in head and (other := next((mark for mark in ";\t" if mark in head), "")):
        return [Problem("separator", details=(("found", other.strip() or "tab"),), row=1, file=name)]
    return [] if is_true_to(text, resource["schema"]) else list(_schema_problems(folder, resource))


def _schema_problems(folder: Path, resource: dict[str, Any]) -> Iterator[Problem]:
    # Frictionless takes half a second to import: only a process that has a broken table pays for it.
    from frictionless import Dialect, Resource, Schema
    from frictionless.formats import CsvControl

    # Keys into other tables are checked by foreign_keys: Frictionless would blame this table for a broken other one.
    schema = {k: v for k, v in resource["schema"].items() if k != "foreignKeys"}
    table = Resource(
        path=resource["path"], basepath=str(folder), encoding="utf-8-sig", schema=Schema.from_descriptor(schema),
        dialect=Dialect(controls=[CsvControl(delimiter=",")]),  # it would guess, and find a table of semicolons fine
    )  # fmt: skip
    for error in table.validate(limit_errors=50).flatten(["type", "rowNumber", "fieldName", "label", "cell", "note"]):
        yield _translate(resource["path"], *error)


_KINDS = {
    "type-error", "primary-key", "missing-label", "incorrect-label", "extra-label",
    "missing-cell", "extra-cell", "blank-row", "duplicate-label", "unique-error",
}  # fmt: skip
_CONSTRAINTS = {
    "required": "missing_cell",
    "minimum": "minimum",
    "maximum": "maximum",
    "enum": "enum",
    "pattern": "pattern",
}
_NOTE = re.compile(r'(?:constraint "(?P<name>\w+)"|type) is "(?P<rule>.*)"')


def _translate(
    file: str, kind: str, row: int | None, column: str | None, label: str | None, cell: str | None, note: str
) -> Problem:
    """Turn a Frictionless error into a problem; kinds that need no words of their own become ``schema``."""
    reason = kind.removesuffix("-error").replace("-", "_") if kind in _KINDS else "schema"
    match = _NOTE.match(note or "")
    if kind == "constraint-error" and match:
        reason = _CONSTRAINTS.get(match["name"], "schema")
    details = {
        "found": label if kind.endswith("label") else cell,
        "rule": match["rule"].removesuffix("/default") if match else None,
    }
    stated = tuple((k, str(v)) for k, v in details.items() if v is not None)
    return Problem(reason, column or "", details=stated, row=row, file=file)


Check = Callable[[dict[str, pd.DataFrame]], list[Problem]]


def foreign_keys(schemas: dict[str, dict[str, Any]]) -> Check:
    """Return a check that every key into another table exists there; broken tables are passed over."""

    def check(frames: dict[str, pd.DataFrame]) -> list[Problem]:
        problems = []
        for name, schema in schemas.items():
            for key in schema.get("foreignKeys", ()):
                column, target = key["fields"][0], key["reference"]["resource"]
                if name not in frames or target not in frames:
                    continue
                named = key["reference"]["fields"][0]
                problems += _unknown_keys(name, frames[name][column].dropna(), target, frames[target].get(named, ()))
        return problems

    return check


def _unknown_keys(table: str, keys: pd.Series, target: str, known: Iterable[str]) -> list[Problem]:
    return [
        Problem(
            "unknown_key",
            str(keys.name),
            details=(("found", str(key)), ("target", target)),
            row=_row(i),
            file=f"{table}.csv",
        )
        for i, key in keys[~keys.isin(known)].items()
    ]


def regencies_are_areas(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Check that the regencies are what is observed: one of another province among the areas is none of them."""
    if not {"regencies", "areas"} <= frames.keys():
        return []
    codes, areas = frames["regencies"].code, frames["areas"]
    observed = areas.area[areas.kind == "regency"]
    return _unknown_keys("regencies", codes, "areas", observed) + _unknown_keys("areas", observed, "regencies", codes)


def boundary_codes(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Check that every regency has a boundary. A missing boundary file is the map's problem, not the table's."""
    if "regencies" not in frames:
        return []
    drawn = _drawn(_named_boundaries()) or _drawn(BOUNDARIES)
    if drawn is None:
        return []
    codes = frames["regencies"].code
    return [
        Problem("no_boundary", "code", details=(("found", str(code)),), row=_row(i), file="regencies.csv")
        for i, code in codes[~codes.isin(drawn)].items()
    ]


def _named_boundaries() -> Path | None:
    """Return the file of the boundaries that IKM_GEO names, or else of the packaged ones; None if there is none."""
    folder = Path(settings.GEO.get() or BOUNDARIES.parent)
    try:
        return folder / f"{json.loads((folder / 'about.json').read_text('utf-8'))['stem']}.geojson"
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _drawn(file: Path | None) -> set[str] | None:
    """Return the codes that a boundary file draws; None where it says none."""
    try:
        return {f["properties"]["code"] for f in json.loads(file.read_text("utf-8"))["features"]} if file else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def rounds_add_up(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Check each round's totals against its regencies and its trainings.

    Of a round of which only the totals are known (``only_totals``) regencies may lack a count, and trainings; what
    there is of both must leave room for the rest.
    """
    if not {"rounds", "participation", "trainings"} <= frames.keys():
        return []
    participation, trainings = frames["participation"], frames["trainings"]
    open_rounds = only_totals(frames["rounds"])
    may_lack = participation["round"].isin(open_rounds)
    problems = _without_counterpart(participation, trainings, open_rounds)
    counts = regency_participants(participation, trainings)
    for i, number in counts[~may_lack].items():
        if pd.isna(number):
            problems.append(Problem("no_count", "participants", row=_row(i), file="participation.csv"))
    problems += _unlike_trainings(participation, trainings)
    for i, a_round in frames["rounds"].iterrows():
        of_round = counts[participation["round"] == a_round["round"]]
        taught = int((trainings["round"] == a_round["round"]).sum())
        totals = {
            "participants": ("participation.csv", of_round.sum(min_count=1), int(of_round.isna().sum())),
            "trainings": ("trainings.csv", taught, int(a_round["round"] in open_rounds and taught == 0)),
        }
        for column, (file, added, lacking) in totals.items():
            if _agrees(added, lacking, int(a_round[column]), a_round["round"] in open_rounds):
                continue
            details = (("found", str(added)), ("stated", str(a_round[column])), ("other", file))
            problems.append(Problem("total", column, details=details, row=_row(i), file="rounds.csv"))
    return problems


def sexes_add_up(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Check that the women and men of a row are no more than its participants, and where both are stated no fewer."""
    problems = []
    for name in ("participation", "trainings"):
        rows = frames.get(name, pd.DataFrame())
        if not {"participants", "men", "women"} <= {*rows}:
            continue
        added, is_whole = rows[["men", "women"]].sum(axis=1, min_count=1), rows[["men", "women"]].notna().all(axis=1)
        is_more, is_less = added > rows.participants, is_whole & (added < rows.participants)
        for reason, is_wrong in (("maximum", is_more), ("minimum", is_less)):
            for i in rows.index[is_wrong.fillna(value=False)]:
                details = (("found", str(added[i])), ("rule", str(rows.participants[i])))
                problems.append(Problem(reason, "women", details=details, row=_row(i), file=f"{name}.csv"))
    return problems


def _agrees(added: Any, lacking: int, stated: int, is_open: bool) -> bool:
    """Whether what is known goes with a stated total; each of the ``lacking`` counts is at least 1."""
    if not is_open:
        return not lacking and added is not pd.NA and bool(added == stated)
    known = 0 if added is pd.NA else int(added)
    return known + lacking <= stated if lacking else known <= stated


def only_totals(rounds: pd.DataFrame) -> set[str]:
    """Return the codes of the rounds of which the totals and the regencies are known, and not how they are split."""
    return set(rounds[rounds.known == "total"]["round"]) if "known" in rounds else set()


def _unlike_trainings(participation: pd.DataFrame, trainings: pd.DataFrame) -> list[Problem]:
    """Name the regencies whose stated total does not go with what is stated of their trainings.

    Where every training has a count they add up to it; where some have none, somebody is left for these.
    """
    keys = ["round", "regency"]
    counts = trainings.groupby(keys).participants.agg(["sum", "count", "size"])
    rows = participation.join(counts, on=keys)
    problems = []
    for i, row in rows.dropna(subset=["participants", "sum"]).iterrows():
        is_whole = row["count"] == row["size"]
        if row["sum"] == row.participants if is_whole else row["sum"] < row.participants:
            continue
        details = (("found", str(row["sum"])), ("stated", str(row.participants)), ("other", "trainings.csv"))
        reason = "total" if is_whole else "nobody_left"
        problems.append(Problem(reason, "participants", details=details, row=_row(i), file="participation.csv"))
    return problems


def regency_participants(participation: pd.DataFrame, trainings: pd.DataFrame) -> pd.Series:
    """Return the participants of each row of ``participation`` (people; same index).

    Stated where the source states them; else the sum over the regency's classes, if every class has a count.
    """
    keys = ["round", "regency"]
    classes = trainings.groupby(keys).participants
    sums = classes.sum().where(classes.count() == classes.size())
    summed = participation[keys].merge(
        sums.rename("summed"), left_on=keys, right_index=True, how="left", validate="1:1"
    )
    return participation.participants.fillna(summed.summed.astype("Int64"))


def approximate(rows: pd.DataFrame) -> pd.Series:
    """Return which rows state their participants as approximate (whether, same index)."""
    if "participants_basis" not in rows:
        return pd.Series(data=False, index=rows.index)
    return rows["participants_basis"].eq("approximate").fillna(value=False).astype(bool)


def is_among(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Return which rows have the round and the regency of any of the others (whether, same index)."""
    named = {*zip(others["round"], others.regency, strict=True)}
    return pd.Series([pair in named for pair in zip(rows["round"], rows.regency, strict=True)], rows.index, dtype=bool)


def approximate_regencies(participation: pd.DataFrame, trainings: pd.DataFrame) -> pd.Series:
    """Return of which rows ``regency_participants`` is approximate: as stated, or by a class of it (same index)."""
    by_class = participation.participants.isna() & is_among(participation, trainings[approximate(trainings)])
    return approximate(participation) | by_class


def _without_counterpart(participation: pd.DataFrame, trainings: pd.DataFrame, open_rounds: set[str]) -> list[Problem]:
    """Name the regencies of a round that have no training, and the trainings whose regency did not take part.

    In an open round, where the trainings are not known, a regency need not have one.
    """
    problems = []
    has_to = participation[~participation["round"].isin(open_rounds)]
    for (file, frame), (other_file, other) in (
        (("participation.csv", has_to), ("trainings.csv", trainings)),
        (("trainings.csv", trainings), ("participation.csv", participation)),
    ):
        problems += [
            Problem(
                "no_counterpart",
                "regency",
                details=(("found", row.regency), ("other", other_file)),
                row=_row(i),
                file=file,
            )
            for i, row in frame[~is_among(frame, other)].iterrows()
        ]
    return problems


def _row(index: Any) -> int:
    """Return the spreadsheet row of a frame's index: the header is row 1."""
    return int(index) + 2

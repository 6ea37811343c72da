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
from collections.abc import Callable, Iterator
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
from data.observation_checks import observations_fit
from data.patience import Patient
from data.problem import Problem
from data.schema_check import is_true_to
from data.table_checks import boundary_codes, foreign_keys, regencies_are_areas, rounds_add_up, sexes_add_up

# Tables of some hundred rows: texts that pandas keeps by itself are compared in half the time of PyArrow's.
pd.set_option("mode.string_storage", "python")

PACKAGED = Path(__file__).parent

PATIENCE = 10.0  # seconds that a look into a folder elsewhere may take, reading what has changed included

_DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "date": "str"}


class BrokenTableError(Exception):
    """A table that was asked for has problems, or is missing; ``problems`` lists them (at least one)."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems for whoever shows them."""
        super().__init__(", ".join(f"{p.file}: {p.reason}" for p in problems))
        self.problems = problems


OF_ROUNDS = ("rounds", "participation", "trainings")  # the tables of which each row is of one round, and is counted
BESIDE = ("men", "women", "target")  # counts beside that of the participants of a row
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
    """Let a function of tables and something else compute each result once (memoize), and share it: never change it."""

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

    frames: dict[str, pd.DataFrame] = {}
    problems = [
        Problem("descriptor", file=f"{table}.csv" if table else DESCRIPTOR).filled(found=place)
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


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table by column, in Python's own types; what is missing is None."""
    cells = frame.astype(object)
    return cast("list[dict[str, Any]]", cells.where(cells.notna(), None).to_dict("records"))


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
        return [Problem("separator", row=1, file=name).filled(found=other.strip() or "tab")]
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
    stated = {name: value for name, value in details.items() if value is not None}
    return Problem(reason, column or "", row=row, file=file).filled(**stated)

"""Validate the tables against each other and against the boundaries; tables that are broken are passed over."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from data import settings
from data.participation import is_among, only_totals, regency_participants
from data.problem import Problem
from data.province import PROVINCE

BOUNDARIES = Path(__file__).parent.parent / "geo" / f"{PROVINCE.file}.geojson"
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
        Problem("unknown_key", str(keys.name), row=_row(i), file=f"{table}.csv").filled(found=key, target=target)
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
        Problem("no_boundary", "code", row=_row(i), file="regencies.csv").filled(found=code)
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
            problem = Problem("total", column, row=_row(i), file="rounds.csv")
            problems.append(problem.filled(found=added, stated=a_round[column], other=file))
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
                problem = Problem(reason, "women", row=_row(i), file=f"{name}.csv")
                problems.append(problem.filled(found=added[i], rule=rows.participants[i]))
    return problems


def _agrees(added: Any, lacking: int, stated: int, is_open: bool) -> bool:
    """Whether what is known goes with a stated total; each of the ``lacking`` counts is at least 1."""
    if not is_open:
        return not lacking and added is not pd.NA and bool(added == stated)
    known = 0 if added is pd.NA else int(added)
    return known + lacking <= stated if lacking else known <= stated


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
        reason = "total" if is_whole else "nobody_left"
        problem = Problem(reason, "participants", row=_row(i), file="participation.csv")
        problems.append(problem.filled(found=row["sum"], stated=row.participants, other="trainings.csv"))
    return problems


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
            Problem("no_counterpart", "regency", row=_row(i), file=file).filled(found=row.regency, other=other_file)
            for i, row in frame[~is_among(frame, other)].iterrows()
        ]
    return problems


def _row(index: Any) -> int:
    """Return the spreadsheet row of a frame's index: the header is row 1."""
    return int(index) + 2

"""Whether a draft of a new round is one that is stored already: the same again, or a later report of it."""

from collections import Counter
from collections.abc import Set
from typing import Any

from data.participation import approximate
from data.problem import Problem
from data.rounds.checking.counts import Counts
from data.rounds.checking.names import Matched
from data.rounds.reading.grid import folded
from data.rounds.reading.sheet import Draft
from data.tables import Tables

Pairs = Counter[tuple[str, str]]  # regency and activity, "" where none is named


def free_code(year: int, there: Set[str]) -> str:
    """Return the first code of a year that no round has."""
    return next(code for n in range(1, 1000) if (code := f"{year}-{n}" if n > 1 else str(year)) not in there)


def stored_already(
    facts: dict[str, Any], draft: Draft, names: Matched, counts: Counts, tables: Tables
) -> Problem | None:
    """Return the problem that a draft is a round that is there already; None if it seems to be none.

    Among the rounds of its year, or of its first day, it is the same ("duplicate") where regencies, activities and
    counts are; a later report ("revised") where day or source are, or half of what either names. Whoever gave it a code
    of its own means another round: then it is no later report.
    """
    there = set(tables["rounds"]["round"])
    is_named = bool(draft.facts.get("round")) and facts["round"] not in there
    free = "" if is_named or not facts["year"] else free_code(facts["year"], there)
    mine: Pairs = Counter(zip(names.likely, names.activities, strict=True))
    most_alike = (0, 0), ""
    for _, other in tables["rounds"].iterrows():
        is_same_day = bool(facts["start_date"]) and str(other.start_date) == facts["start_date"].isoformat()
        if facts["year"] != other.year and not is_same_day:
            continue
        theirs = _pairs(str(other["round"]), tables)
        is_as_exact = (facts["basis"] == "approximate") == (other.participants_basis == "approximate")
        is_alike = mine == theirs and counts.total == other.participants and is_as_exact
        if is_alike and _count_alike(str(other["round"]), names, counts, tables):
            return Problem("duplicate", "round").filled(round=other["round"])
        shared, most = (mine & theirs).total(), max(mine.total(), theirs.total())
        if free and (is_same_day or _is_same_source(facts, str(other.source), tables) or 2 * shared >= most > 0):
            most_alike = max(most_alike, ((shared, int(is_same_day)), str(other["round"])))
    if not most_alike[1]:
        return None
    return Problem("revised", "round", fix=free).filled(round=most_alike[1], n=most_alike[0][0], of=mine.total())


def _pairs(code: str, tables: Tables) -> Pairs:
    """Return the regencies and activities of a round that is stored."""
    trainings, took_part = (tables[name][tables[name]["round"] == code] for name in ("trainings", "participation"))
    taught = set(trainings.regency)
    pairs = [*zip(trainings.regency, trainings.activity, strict=True)]
    return Counter([*pairs, *((regency, "") for regency in took_part.regency if regency not in taught)])


def _count_alike(code: str, names: Matched, counts: Counts, tables: Tables) -> bool:
    """Whether every training of which both state the participants has as many in the draft as in what is stored."""
    trainings = tables["trainings"][tables["trainings"]["round"] == code]
    people = trainings.participants.fillna(0)
    stored = Counter(zip(trainings.regency, trainings.activity, approximate(trainings), people, strict=True))
    lines = zip(names.likely, names.activities, counts.about, counts.lines, strict=True)
    mine = Counter((regency, activity, is_about, n or 0) for regency, activity, is_about, n in lines if activity)
    is_known = all(n for *_, n in stored) and all(n for *_, n in mine)
    return not is_known or stored == mine


def _is_same_source(facts: dict[str, Any], source: str, tables: Tables) -> bool:
    rows = tables["sources"][tables["sources"].source == source][["title", "publisher"]].fillna("").to_dict("records")
    mine = [folded(str(facts.get(f"source_{column}") or "")) for column in ("title", "publisher")]
    return all(mine) and any(mine == [folded(row["title"]), folded(row["publisher"])] for row in rows)

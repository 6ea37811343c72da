"""Check a draft of a round: every problem at once, each with its place and the fix proposed, or else its rows.

A draft without problems becomes the rows that an entry of the journal holds. Names are matched with the tables'
own; what only resembles one is proposed, never taken.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from data.rounds.findings import Finding
from data.rounds.journal import Rows
from data.rounds.names import matched
from data.rounds.sheet import DATES, FORMULA, Draft, Line, clean, plain
from data.rounds.values import as_date, as_number, checked_date, checked_number
from data.tables import Tables
from locales import LANGUAGES, Words

MOST_PEOPLE = 100_000  # participants in one cell
NEEDED = ("year", "total", "trainings", "source_title", "source_publisher")
NUMBERS = {"days": 366, "total": MOST_PEOPLE, "trainings": 10_000, "participants_per_class": 1_000}  # the most of each


@dataclass(frozen=True)
class Checked:
    """What a draft comes to: its problems, or else the code and the rows of its round."""

    findings: tuple[Finding, ...]
    code: str = ""
    rows: Rows = field(default_factory=dict, hash=False)


def check(draft: Draft, tables: Tables, correcting: str = "", version: int = 1) -> Checked:
    """Check a draft against the tables; ``correcting`` is the code of the round that it corrects, "" for a new one.

    ``version`` numbers the entry that it would become: its source is named by it. Raises ``BrokenTableError``.
    """
    found: list[Finding] = []
    facts = _checked_facts(draft, tables, correcting, found)
    regencies, activities, new = matched(draft, tables, found)
    counts = _counts(draft, regencies, found)
    if not draft.lines:
        found.append(Finding("no_lines"))
    _totals(facts, draft, regencies, counts, found)
    if found:
        return Checked(tuple(found))
    rows = _rows(facts, draft, regencies, activities, new, counts, tables, version)
    if not correcting and (twin := _twin(rows, tables)):
        return Checked((Finding("duplicate", details=(("round", twin),)),))
    return Checked((), facts["round"], rows)


def fixed(draft: Draft, findings: Iterable[Finding]) -> Draft:
    """Return the draft with every proposed fix applied."""
    facts = {f.field: f.fix for f in findings if f.fix and f.line is None}
    lines = list(draft.lines)
    for finding in findings:
        if finding.fix and finding.line is not None:
            lines[finding.line] = replace(
                lines[finding.line], texts={**lines[finding.line].texts, finding.field: finding.fix}
            )
    return replace(draft.with_facts(facts), lines=tuple(lines))


# --- Facts -------------------------------------------------------------------------------------------------


def _checked_facts(draft: Draft, tables: Tables, correcting: str, found: list[Finding]) -> dict[str, Any]:
    said = {name: text if text == FORMULA else clean(text) for name, text in draft.facts.items()}
    facts: dict[str, Any] = dict(said)
    for name in NEEDED:
        if not said.get(name):
            found.append(Finding("missing", name, fix=_proposed_fact(name, draft)))
    for name, most in NUMBERS.items():
        if said.get(name) == FORMULA:
            found.append(Finding("formula", name, fix=_proposed_fact(name, draft)))
        facts[name] = checked_number(said.get(name, "").replace(FORMULA, ""), name, None, found, most)
    for name in DATES:
        facts[name] = checked_date(said.get(name, ""), name, found)
    facts["year"] = _year(said.get("year", ""), found)
    url = said.get("source_url", "")
    if url and not re.fullmatch(r"https?://\S+", url):
        found.append(
            Finding("url", "source_url", fix=f"https://{url}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", url) else "")
        )
    facts["training_kind"] = _kind(said.get("training_kind", ""), found)
    facts["round"] = _code(said.get("round", ""), facts["year"], tables, correcting, found)
    for name in ("start_date", "source_date"):
        date = facts[name]
        if date and name == "start_date" and facts["year"] and date.year != facts["year"]:
            found.append(Finding("other_year", name, details=(("found", str(date.year)), ("year", str(facts["year"])))))
    return facts


def _proposed_fact(name: str, draft: Draft) -> str:
    """Propose the totals that the table adds up to, and the year of the date."""
    if name == "trainings":
        return str(len(draft.lines)) if draft.lines else ""
    if name == "total":
        counts = list(_shown_counts(draft).values())
        return str(sum(counts)) if counts and all(counts) else ""
    if name == "year":
        date = as_date(draft.facts.get("start_date", ""))
        return str(date.year) if date else ""
    return ""


def _shown_counts(draft: Draft) -> dict[str, int]:
    """Return the participants of each regency as far as the texts say them; 0 where they do not."""
    of: dict[str, list[Line]] = defaultdict(list)
    for line in draft.lines:
        of[plain(line["regency"])].append(line)
    return {
        regency: next((n for line in lines if (n := as_number(line["regency_participants"]))), None)
        or sum(as_number(line["participants"]) or 0 for line in lines)
        for regency, lines in of.items()
    }


def _year(text: str, found: list[Finding]) -> int | None:
    if not text:
        return None
    year = re.fullmatch(r"\D*(20\d\d)\D*", text)
    if not year:
        found.append(Finding("year", "year", details=(("found", text),)))
        return None
    return int(year[1])


def _kind(text: str, found: list[Finding]) -> str:
    known = {
        plain(Words(language)(f"sheet.kind.{kind}")): kind for language in LANGUAGES for kind in ("activity", "class")
    }
    if not text:
        return "activity"
    if plain(text) not in known:
        found.append(Finding("kind", "training_kind", details=(("found", text),)))
    return known.get(plain(text), "activity")


def _code(text: str, year: int | None, tables: Tables, correcting: str, found: list[Finding]) -> str:
    """Return the code of the round: its year, or with a number behind it where the year has a round already."""
    there = set(tables["rounds"]["round"])
    if correcting:
        known = tables["rounds"].set_index("round").year
        if year and correcting in known.index and year != known[correcting]:
            found.append(
                Finding("correcting_year", "year", fix=str(known[correcting]), details=(("round", correcting),))
            )
        return correcting
    if text and not re.fullmatch(r"\d{4}(-\d{1,3})?", text):
        found.append(Finding("code", "round", fix=str(year or ""), details=(("found", text),)))
        return ""
    code = text or str(year or "")
    if code in there:
        after = next(f"{year}-{n}" for n in range(2, 1000) if f"{year}-{n}" not in there)
        found.append(Finding("exists", "round", fix=after, details=(("round", code),)))
    elif text and year and not text.startswith(str(year)):
        found.append(Finding("code_year", "round", fix=str(year), details=(("found", text), ("year", str(year)))))
    return code


# --- Counts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Counts:
    """The participants of each line, and the total of each regency that has one stated."""

    lines: list[int | None]
    regencies: dict[str, int | None]


def _counts(draft: Draft, regencies: list[str], found: list[Finding]) -> _Counts:
    """Return the counts, and note regencies that have none, two, or one that its lines do not add up to."""
    lines = [
        checked_number(line["participants"], "participants", i, found, MOST_PEOPLE)
        for i, line in enumerate(draft.lines)
    ]
    stated: dict[str, int | None] = {}
    for i, (line, code) in enumerate(zip(draft.lines, regencies, strict=True)):
        if not code:
            continue
        number = checked_number(line["regency_participants"], "regency_participants", i, found, MOST_PEOPLE)
        before = stated.get(code)
        if number and before and number != before:
            details = (("found", str(number)), ("other", str(before)))
            found.append(Finding("two_totals", "regency_participants", i, str(before), details))
        stated[code] = before or number
    for code, total in stated.items():
        mine = [i for i, c in enumerate(regencies) if c == code]
        known = [n for i in mine if (n := lines[i]) is not None]
        if any(f.line in mine and f.field in ("participants", "regency_participants") for f in found):
            continue
        if not total and len(known) < len(mine):
            blank = next(i for i in mine if lines[i] is None)
            found.append(Finding("no_count", "participants" if known else "regency_participants", blank))
        elif total and len(known) == len(mine) and sum(known) != total:
            details = (("found", str(total)), ("sum", str(sum(known))))
            found.append(Finding("regency_total", "regency_participants", mine[0], str(sum(known)), details))
        elif total and known and len(known) < len(mine) and sum(known) >= total:
            details = (("found", str(total)), ("sum", str(sum(known))))
            found.append(Finding("regency_total", "regency_participants", mine[0], details=details))
    return _Counts(lines, stated)


def _totals(facts: dict[str, Any], draft: Draft, regencies: list[str], counts: _Counts, found: list[Finding]) -> None:
    """Hold the stated totals of the round against its table."""
    if facts["trainings"] and draft.lines and facts["trainings"] != len(draft.lines):
        details = (("found", str(facts["trainings"])), ("sum", str(len(draft.lines))))
        found.append(Finding("trainings_total", "trainings", fix=str(len(draft.lines)), details=details))
    if any(f.line is not None for f in found) or not all(regencies) or not regencies:
        return
    people = sum(_of_regency(code, regencies, counts) for code in counts.regencies)
    if facts["total"] and people != facts["total"]:
        details = (("found", str(facts["total"])), ("sum", str(people)))
        found.append(Finding("people_total", "total", fix=str(people), details=details))
    per_class = facts["participants_per_class"]
    for i, n in enumerate(counts.lines):
        if per_class and n and n != per_class:
            found.append(
                Finding("per_class", "participants", i, details=(("found", str(n)), ("stated", str(per_class))))
            )


def _of_regency(code: str, regencies: list[str], counts: _Counts) -> int:
    mine = (n or 0 for n, c in zip(counts.lines, regencies, strict=True) if c == code)
    return counts.regencies[code] or sum(mine)


# --- Rows --------------------------------------------------------------------------------------------------


def _rows(
    facts: dict[str, Any], draft: Draft, regencies: list[str], activities: list[str],
    new: dict[str, dict[str, Any]], counts: _Counts, tables: Tables, version: int,
) -> Rows:  # fmt: skip
    """Return the rows of the round by table, as its entry holds them."""
    code = facts["round"]
    sources = _sources(facts, tables, version)
    said = {"round": code, "source": sources["source"]}
    numbers: dict[str, int] = defaultdict(int)
    trainings = []
    for regency, activity, people in zip(regencies, activities, counts.lines, strict=True):
        numbers[regency] += 1
        row = {"regency": regency, "number": numbers[regency], "activity": activity, "participants": people}
        trainings.append({**said, **row})
    return {
        "rounds": [{
            **said, **sources, "year": facts["year"], "year_basis": _year_basis(facts, tables),
            "start_date": _iso(facts["start_date"]), "days": facts["days"], "participants": facts["total"],
            "trainings": facts["trainings"], "training_kind": facts["training_kind"],
            "participants_per_class": facts["participants_per_class"],
            "partners_id": facts.get("partners_id") or facts.get("partners_en") or None,
            "partners_en": facts.get("partners_en") or facts.get("partners_id") or None,
        }],
        "participation": [
            {**said, "regency": regency, "participants": total} for regency, total in counts.regencies.items()
        ],
        "trainings": trainings,
        "activities": [{**row, "source": "project"} for row in new.values()],
        "sources": [{"source": sources["source"], **_source(facts)}],
    }  # fmt: skip


def _source(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what the draft says of its source, by column of the table ``sources``."""
    return {
        "short": f"{facts['source_publisher']}, {facts['source_title']}"[:120],
        "title": facts["source_title"],
        "publisher": facts["source_publisher"],
        "published": _iso(facts["source_date"]),
        "url": facts.get("source_url") or None,
    }


def _sources(facts: dict[str, Any], tables: Tables, version: int) -> dict[str, Any]:
    """Return the keys of the round's source, and of its second one; a source that is known keeps its key."""
    said = {column: value for column, value in _source(facts).items() if column != "short"}
    known = tables["sources"]
    same = known[
        [all((None if pd.isna(row[c]) else row[c]) == v for c, v in said.items()) for _, row in known.iterrows()]
    ]
    if same.empty:
        return {"source": f"{_slug(facts['source_publisher'])}-{facts['round']}-{version}", "second_source": None}
    rounds = tables["rounds"]
    before = rounds[(rounds["round"] == facts["round"]) & (rounds.source == same.iloc[0].source)].second_source
    return {"source": str(same.iloc[0].source), "second_source": next((str(s) for s in before.dropna()), None)}


def _year_basis(facts: dict[str, Any], tables: Tables) -> str:
    """Return how the year is known: a correction leaves an inferred year inferred."""
    rounds = tables["rounds"]
    before = rounds[(rounds["round"] == facts["round"]) & (rounds.year == facts["year"])].year_basis
    return str(next(iter(before), "stated"))


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _slug(text: str) -> str:
    return plain(text).replace(" ", "-")[:40].strip("-") or "source"


def _twin(rows: Rows, tables: Tables) -> str:
    """Return the code of a round that says the same: the same year, regencies, activities and counts; "" if none."""
    year = rows["rounds"][0]["year"]
    mine = _fingerprint(pd.DataFrame(rows["trainings"]), rows["rounds"][0]["participants"])
    for _, other in tables["rounds"][tables["rounds"].year == year].iterrows():
        trainings = tables["trainings"][tables["trainings"]["round"] == other["round"]]
        if _fingerprint(trainings, other.participants) == mine:
            return str(other["round"])
    return ""


def _fingerprint(trainings: pd.DataFrame, participants: int) -> tuple[Any, ...]:
    return int(participants), tuple(sorted(zip(trainings.regency, trainings.activity, strict=True)))


def draft_of(tables: Tables, code: str, words: Words) -> Draft:
    """Return a round that is there already as a draft, to be corrected."""
    rounds = tables["rounds"].set_index("round").loc[code]
    sources = tables["sources"].set_index("source").loc[rounds.source]
    said = {
        "year": rounds.year, "round": code, "start_date": rounds.start_date, "days": rounds.days,
        "training_kind": words(f"sheet.kind.{rounds.training_kind}"), "total": rounds.participants,
        "trainings": rounds.trainings, "participants_per_class": rounds.participants_per_class,
        "partners_id": rounds.partners_id, "partners_en": rounds.partners_en, "source_title": sources.title,
        "source_publisher": sources.publisher, "source_date": sources.published, "source_url": sources.url,
    }  # fmt: skip
    facts = {name: str(value) for name, value in said.items() if not pd.isna(value)}
    return Draft(facts, tuple(_lines_of(tables, code, words)))


def _lines_of(tables: Tables, code: str, words: Words) -> Iterator[Line]:
    names = tables["regencies"].set_index("code")["name"]
    activities = tables["activities"].set_index("activity")
    took_part = tables["participation"]
    totals = took_part[took_part["round"] == code].set_index("regency").participants
    for _, row in tables["trainings"][tables["trainings"]["round"] == code].iterrows():
        values = {
            "regency": names[row.regency], "activity": words.field(activities.loc[row.activity], "name"),
            "participants": row.participants, "regency_participants": totals.get(row.regency),
        }  # fmt: skip
        yield Line({column: str(value) for column, value in values.items() if not pd.isna(value)})

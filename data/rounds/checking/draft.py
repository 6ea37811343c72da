"""Check (validate) a draft of a round: every problem at once, with its place and the fix proposed, or else its rows.

A draft without problems becomes the rows that an entry of the journal holds. Names are matched with the tables'
own; what only resembles one is proposed, never taken.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from data.problem import Problem
from data.rounds.checking import personal, values
from data.rounds.checking.counts import MOST_PEOPLE, Counts, counted, shown_sum
from data.rounds.checking.names import Matched, matched, named
from data.rounds.checking.stored import free_code, stored_already
from data.rounds.reading.grid import FORMULA, clean, folded, quoted
from data.rounds.reading.labels import COUNTS, FACTS
from data.rounds.reading.sheet import DATES, Draft
from data.rounds.reading.table import Line
from data.rounds.store.journal import Rows
from data.tables import BESIDE, WITH_BASIS, Tables
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words

LONGEST = 300  # letters of a fact or cell
NEEDED = ("year", "total", "trainings", "source_title", "source_publisher")
FREE = ("partners_id", "partners_en", "venue", "budget_source", "source_title", "source_publisher")
OF_SOURCE = ("partners_id", "partners_en", "source_title", "source_publisher")
KINDS = ("activity", "class")  # of what a round counts as trainings
KNOWN = ("all", "total", "part")  # of a round: also how it is split, its totals and regencies, or less than these
NOT_IN_PART = ("total", "trainings")  # of what is needed
OPTIONAL = (*DATES, "days", "budget", "participants_per_class", "training_kind", "source_url")
NUMBERS = {"days": 366, "total": MOST_PEOPLE, "trainings": 10_000, "participants_per_class": 1_000}  # the most of each


@dataclass(frozen=True)
class Checked:
    """What a draft comes to: its problems, or else the code and the rows of its round."""

    problems: tuple[Problem, ...]
    code: str = ""
    rows: Rows = field(default_factory=dict, hash=False)


def check(draft: Draft, tables: Tables, correcting: str = "", version: int = 1) -> Checked:
    """Check a draft against the tables; ``correcting`` is the code of the round that it corrects, "" for a new one.

    ``version`` numbers the entry that it would become: its source is named by it. Raises ``BrokenTableError``.
    """
    issues: list[Problem] = []
    written = _seen(draft, issues)
    facts = _checked_facts(written, tables, correcting, issues)
    _check_personal(written, issues)
    names = matched(written, tables, issues)
    counts = counted(written.lines, names.likely, facts["participants_per_class"], issues)
    issues = [problem for problem in issues if not _may_be_silent(problem, facts["known"])]
    is_unsaid = not (written.facts.get("known") or facts["participants_per_class"])
    if facts["total"] and is_unsaid and _has_no_split(written):
        # That only the total is known is one thing to confirm, not a count missing in every row.
        fix = Words(DEFAULT_LANGUAGE)("sheet.known.total")
        issues = [problem for problem in issues if problem.reason != "no_count"]
        issues.append(Problem("no_split", "known", fix=fix).filled(found=facts["total"]))
    if not written.lines:
        issues.append(Problem("no_lines"))
    _totals(facts, written, counts, issues)
    is_new = not correcting and facts["known"] != "part"
    if is_new and (there := stored_already(facts, written, names, counts, tables)):
        issues = [*(f for f in issues if f.reason != "exists"), there]
    if issues:
        return Checked(tuple(issues))
    rows = _rows_in_part if facts["known"] == "part" else _rows
    return Checked((), facts["round"], rows(facts, written, names, counts, tables, version))


def _has_no_split(draft: Draft) -> bool:
    """Whether no row says how many people came, nor may say it."""
    return bool(draft.lines) and not any(
        line["participants"] or line["regency_participants"] or line["men"] or "participants" in line.guessed
        for line in draft.lines
    )


def _may_be_silent(problem: Problem, known: str) -> bool:
    """Whether a problem is none, since the round is not known in full: its split, or its activities at all."""
    if known == "all" or problem.reason == "personal":
        return False
    is_of_activity = problem.field in ("activity", "group", "division", "activity_en")
    if known == "part" and (is_of_activity or problem.field in NOT_IN_PART):
        return True
    return problem.reason == "no_count" or (problem.reason == "missing" and problem.field == "activity")


def leniently(read: Draft, tables: Tables, answers: Mapping[str, str]) -> Draft:
    """Return a draft that was read from a file with names beside codes, without facts that do not keep it back.

    A fact that a round can do without, and that says nothing that can be read, counts among what was not read; so does
    a partner or source that may be a person's name: whoever knows it to be an office writes it down.
    Raises ``UnclearFileError`` where codes are of two lists.
    """
    issues: list[Problem] = []
    _values({name: text for name, text in read.facts.items() if name in OPTIONAL and text != FORMULA}, issues)
    wrong = {problem.field for problem in issues if not problem.fix}
    wrong |= {name for name in OF_SOURCE if personal.may_be_person(read.facts.get(name, ""))}
    unread = [f"{read.places.get(name, '')} {text}".strip() for name, text in read.facts.items() if name in wrong]
    facts = {name: text for name, text in read.facts.items() if name not in wrong}
    lines = []
    for line in read.lines:
        off = {name: line[name] for name in BESIDE if line[name] not in ("", FORMULA) and not _is_kept(line, name)}
        unread += [f"{read.places.get(name, '')}{line.row or ''} {text}" for name, text in off.items()]
        lines.append(replace(line, texts={n: text for n, text in line.texts.items() if n not in off}) if off else line)
    return named(replace(read, facts=facts, lines=tuple(lines), unread=(*read.unread, *unread)), tables, answers)


def _is_kept(line: Line, name: str) -> bool:
    """Whether a count that a line can do without can be read, or is none; or is approximate as that of all of it is."""
    issues: list[Problem] = []
    values.checked_number(line[name], name, None, issues, MOST_PEOPLE, least=0)
    total = line["participants"] or line["regency_participants"]
    return not issues or (all(problem.fix for problem in issues) and (not total or values.as_number(total) is None))


def fixed(draft: Draft, problems: Iterable[Problem]) -> Draft:
    """Return the draft with every proposed fix applied."""
    facts = {f.field: f.fix for f in problems if f.fix and f.line is None}
    lines = list(draft.lines)
    for problem in problems:
        if problem.fix and problem.line is not None:
            line = lines[problem.line]
            lines[problem.line] = replace(line, texts={**line.texts, problem.field: problem.fix})
    return replace(draft.with_facts(facts), lines=tuple(lines))


def _seen(draft: Draft, issues: list[Problem]) -> Draft:
    """Return the draft without what cannot be seen in its texts, and note those that are too long.

    Cells of the table that are too long are cut: none is stored, and there may be thousands to be compared with names.
    """

    def shown(texts: dict[str, str], line: int | None) -> dict[str, str]:
        seen = {k: cleaned for k, text in texts.items() if (cleaned := text if text == FORMULA else clean(text))}
        too_long = (name for name, text in seen.items() if len(text) > LONGEST)
        issues.extend(Problem("too_long", name, line).filled(most=LONGEST) for name in too_long)
        return seen if line is None else {k: cleaned[: LONGEST + 1] for k, cleaned in seen.items()}

    lines = tuple(replace(line, texts=shown(line.texts, i)) for i, line in enumerate(draft.lines))
    return replace(draft, facts=shown(draft.facts, None), lines=lines)


def _check_personal(draft: Draft, issues: list[Problem]) -> None:
    """Note personal data in the texts that are stored as they are, and propose each without them.

    What is left of a fact is proposed where it names an office: else it may still be somebody, or where they live.
    What is too long is not stored, and looked through once it has been shortened.
    """
    texts: list[tuple[str, int | None, str]] = [(name, None, draft.facts.get(name, "")) for name in FREE]
    texts += [(name, i, line[name]) for i, line in enumerate(draft.lines) for name in ("activity", "activity_en")]
    for name, i, text in texts:
        if len(text) <= LONGEST and personal.is_in(text):
            rest = personal.without(text)
            fix = rest if i is not None or personal.names_office(rest) else ""
            issues.append(Problem("personal", name, i, fix).filled(found=quoted(text)))
    if personal.is_in_address(url := draft.facts.get("source_url", "")):
        issues.append(Problem("personal", "source_url").filled(found=quoted(url)))


# --- Facts -------------------------------------------------------------------------------------------------


def _checked_facts(draft: Draft, tables: Tables, correcting: str, issues: list[Problem]) -> dict[str, Any]:
    texts = {name: "" if text == FORMULA else text for name, text in draft.facts.items()}
    for name, text in draft.facts.items():
        if text == FORMULA:
            issues.append(Problem("formula", name, fix=_proposed_fact(name, draft)))
    for name in NEEDED:
        if not draft.facts.get(name):
            issues.append(_missing(name, draft))
    facts = {**texts, **_values(texts, issues), "basis": _basis(values.is_about(texts.get("total", "")))}
    facts["round"] = _code(texts.get("round", ""), facts["year"], tables, correcting, issues)
    start = facts["start_date"]
    if start and facts["year"] and start.year != facts["year"]:
        issues.append(Problem("other_year", "start_date").filled(found=start.year, year=facts["year"]))
    return facts


def _values(texts: Mapping[str, str], issues: list[Problem]) -> dict[str, Any]:
    """Return the facts that are no free texts as what they mean, and note those that cannot be read."""
    facts: dict[str, Any] = {
        name: values.checked_number(texts.get(name, ""), name, None, issues, most) for name, most in NUMBERS.items()
    }
    facts |= {name: values.checked_date(texts.get(name, ""), name, issues) for name in DATES}
    facts["budget"] = values.checked_budget(texts.get("budget", ""), issues)
    facts["year"] = _year(texts.get("year", ""), issues)
    _check_url(texts.get("source_url", ""), issues)
    facts["training_kind"] = _key(texts.get("training_kind", ""), "training_kind", "kind", KINDS, issues)
    # How much of the round is known: all of it where nothing is said.
    facts["known"] = _key(texts.get("known", ""), "known", "known", KNOWN, issues)
    return facts


def _check_url(url: str, issues: list[Problem]) -> None:
    if url and not re.fullmatch(r"https?://[^\s<>\"'`{}|\\^]+", url):
        is_bare = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/[\w./?=&%#-]*)?", url, re.ASCII)
        issues.append(Problem("url", "source_url", fix=f"https://{url}" if is_bare else ""))


def _missing(name: str, draft: Draft) -> Problem:
    """Return the problem that a fact is missing; a total is not proposed where a title states another."""
    fix = _proposed_fact(name, draft)
    titled = values.as_number(draft.guessed.get("total", "")) if name == "total" else None
    if titled and fix and values.as_count(fix) != titled:
        return Problem("title_total", name).filled(found=titled, sum=fix)
    return Problem("missing", name, fix=fix)


def _proposed_fact(name: str, draft: Draft) -> str:
    """Propose the totals that the table adds up to, and the year of the date, or of the title."""
    if name == "trainings":
        return str(len(draft.lines)) if draft.lines and all(line["activity"] for line in draft.lines) else ""
    if name == "total":
        of: dict[str, list[Line]] = defaultdict(list)
        for line in draft.lines:
            of[folded(line["regency"])].append(line)
        sums = [shown_sum(lines) for lines in of.values()]
        about = any(values.is_about(line[name]) for line in draft.lines for name in COUNTS)
        is_clear = bool(sums) and all(sums) and not values.mixed(line["participants"] for line in draft.lines)
        return values.with_sign(sum(sums), about) if is_clear else ""
    if name == "year":
        date = values.as_date(draft.facts.get("start_date", ""))
        return str(date.year) if date else draft.guessed.get("year", "")
    return ""


def _year(text: str, issues: list[Problem]) -> int | None:
    if not text:
        return None
    year = re.fullmatch(r"\D*(20\d\d)\D*", text, re.ASCII)
    if not year:
        issues.append(Problem("year", "year").filled(found=quoted(text)))
        return None
    return int(year[1])


def _key(text: str, name: str, reason: str, keys: Sequence[str], issues: list[Problem]) -> str:
    """Return which of some keys a fact means by its words in a language; the first where nothing is said."""
    known = {folded(Words(language)(f"sheet.{reason}.{key}")): key for language in LANGUAGES for key in keys}
    if text and folded(text) not in known:
        issues.append(Problem(reason, name).filled(found=quoted(text)))
    return known.get(folded(text), keys[0])


def _code(text: str, year: int | None, tables: Tables, correcting: str, issues: list[Problem]) -> str:
    """Return the code of the round: its year, or with a number behind it where the year has a round already."""
    there = set(tables["rounds"]["round"])
    if correcting:
        known = tables["rounds"].set_index("round").year
        if year and correcting in known.index and year != known[correcting]:
            issues.append(Problem("correcting_year", "year", fix=str(known[correcting])).filled(round=correcting))
        return correcting
    free = free_code(year, there) if year else ""
    if text and not re.fullmatch(r"20\d\d(-\d{1,3})?", text, re.ASCII):
        issues.append(Problem("code", "round", fix=free).filled(found=quoted(text)))
        return ""
    code = text or str(year or "")
    if text and year and not text.startswith(str(year)):
        issues.append(Problem("code_year", "round", fix=free).filled(found=text, year=year))
    elif code in there:
        issues.append(Problem("exists", "round", fix=free).filled(round=code))
    return code


def _totals(facts: dict[str, Any], draft: Draft, counts: Counts, issues: list[Problem]) -> None:
    """Hold the stated totals of the round against its table; where only they are known it may fall short of them."""
    if facts["known"] == "part":
        return
    if facts["known"] == "total":
        _hold_parts(facts, draft, counts, issues)
        return
    n = len(draft.lines)
    if facts["trainings"] and n and facts["trainings"] != n:
        issues.append(Problem("trainings_total", "trainings", fix=str(n)).filled(found=facts["trainings"], sum=n))
    if facts["total"] and counts.total and counts.total != facts["total"]:
        # An exact total is not put right by what is approximate.
        fix = "" if counts.has_about and not facts["basis"] else values.with_sign(counts.total, counts.has_about)
        issues.append(Problem("people_total", "total", fix=fix).filled(found=facts["total"], sum=counts.total))


def _hold_parts(facts: dict[str, Any], draft: Draft, counts: Counts, issues: list[Problem]) -> None:
    """Note where what is known of the parts leaves too little of the totals for what is not."""
    taught = sum(bool(line["activity"]) for line in draft.lines)
    people = sum(n or 1 for n in counts.regencies.values())
    if facts["total"] and people > facts["total"]:
        issues.append(Problem("people_total", "total").filled(found=facts["total"], sum=people))
    if facts["trainings"] and taught > facts["trainings"]:
        issues.append(Problem("trainings_total", "trainings").filled(found=facts["trainings"], sum=taught))


# --- Rows --------------------------------------------------------------------------------------------------


def _rows_in_part(
    facts: dict[str, Any], draft: Draft, names: Matched, counts: Counts, tables: Tables, version: int
) -> Rows:
    """Return the rows of a round that is known in part: it is in the table of these, and in no other."""
    sources = _sources(facts, tables, version)
    about: dict[str, list[str]] = defaultdict(list)
    for regency, line in zip(names.regencies, draft.lines, strict=True):
        about[regency] += [line["activity"]] if line["activity"] else []
    people = _people(names, counts, set(names.regencies))
    return {
        "rounds": [], "participation": [], "trainings": [], "activities": [],
        "partial_rounds": [
            {
                "round": facts["round"], "regency": regency, "date": _iso(facts["start_date"]), "participants": n,
                "participants_basis": basis, **_held_at(facts),
                "about_id": "; ".join(about[regency]) or None, "about_en": "; ".join(about[regency]) or None,
                "source": sources["source"],
            }
            for regency, (n, basis) in people.items()
        ],
        "sources": [{"source": sources["source"], **_source(facts)}],
    }  # fmt: skip


def _basis(is_approximate: bool) -> str | None:
    """Return what a count rests on, as the tables have it: nothing where it is stated exactly."""
    return "approximate" if is_approximate else None


def _held_at(facts: dict[str, Any]) -> dict[str, Any]:
    """Return where a round was held, and its budget."""
    texts = {name: facts.get(name) or None for name in ("venue", "budget_source")}
    return {**texts, "budget": facts["budget"]}


def _rows(facts: dict[str, Any], draft: Draft, names: Matched, counts: Counts, tables: Tables, version: int) -> Rows:
    """Return the rows of the round by table, as its entry holds them."""
    code = facts["round"]
    sources = _sources(facts, tables, version)
    shared = {"round": code, "source": sources["source"]}
    pairs = zip(names.regencies, names.activities, strict=True)
    people = _people(names, counts, {regency for regency, activity in pairs if not activity})
    numbers: dict[str, int] = defaultdict(int)
    trainings = []
    for i, (regency, activity, n) in enumerate(zip(names.regencies, names.activities, counts.lines, strict=True)):
        if not activity:
            continue
        numbers[regency] += 1
        row = {"regency": regency, "number": numbers[regency], "activity": activity, "participants": n,
               "participants_basis": _basis(counts.about[i])}  # fmt: skip
        trainings.append({**shared, **row, **{name: mine[i] for name, mine in counts.beside.items()}})
    return {
        "rounds": [{
            **_kept(facts, tables), **shared, **sources, "known": facts["known"],
            "year": facts["year"], "year_basis": _year_basis(facts, tables),
            "start_date": _iso(facts["start_date"]), "days": facts["days"], "participants": facts["total"],
            "participants_basis": facts["basis"],
            "trainings": facts["trainings"], "training_kind": facts["training_kind"],
            "participants_per_class": facts["participants_per_class"],
            "partners_id": facts.get("partners_id") or facts.get("partners_en") or None,
            "partners_en": facts.get("partners_en") or facts.get("partners_id") or None,
            **_held_at(facts),
        }],
        "participation": [
            {
                **shared, "regency": regency, "participants": n, "participants_basis": basis,
                **_beside(names, counts, regency),
            }
            for regency, (n, basis) in people.items()
        ],
        "trainings": trainings,
        "activities": [{**row, "source": "project"} for row in names.new.values()],
        "sources": [{"source": sources["source"], **_source(facts)}],
    }  # fmt: skip


def _people(names: Matched, counts: Counts, of: set[str]) -> dict[str, tuple[int | None, str | None]]:
    """Return the participants of each regency as stated, and for those in ``of`` as all of its lines add up to; each
    with what it rests on.
    """
    lines: dict[str, list[int | None]] = defaultdict(list)
    for regency, n in zip(names.regencies, counts.lines, strict=True):
        lines[regency].append(n)
    added = {code: None if None in mine else sum(n or 0 for n in mine) for code, mine in lines.items() if code in of}
    about = {code for code, is_approximate in zip(names.regencies, counts.about, strict=True) if is_approximate}
    return {
        code: (stated, _basis(code in counts.about_regencies)) if stated
        else (added.get(code), _basis(bool(added.get(code)) and code in about))
        for code, stated in counts.regencies.items()
    }  # fmt: skip


def _beside(names: Matched, counts: Counts, regency: str) -> dict[str, int | None]:
    """Return men, women and target of a regency whose lines name no activity, where each of them says so."""
    mine = [i for i, code in enumerate(names.regencies) if code == regency]
    if any(names.activities[i] for i in mine):
        return dict.fromkeys(counts.beside)  # of its trainings
    return {
        name: None if None in (known := [of[i] for i in mine]) else sum(n or 0 for n in known)
        for name, of in counts.beside.items()
    }


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
    source = {column: value for column, value in _source(facts).items() if column != "short"}
    known = tables["sources"]
    same = known[
        [all((None if pd.isna(row[c]) else row[c]) == v for c, v in source.items()) for _, row in known.iterrows()]
    ]
    if same.empty:
        return {"source": f"{_slug(facts['source_publisher'])}-{facts['round']}-{version}", "second_source": None}
    rounds = tables["rounds"]
    before = rounds[(rounds["round"] == facts["round"]) & (rounds.source == same.iloc[0].source)].second_source
    return {"source": str(same.iloc[0].source), "second_source": next((str(s) for s in before.dropna()), None)}


def _kept(facts: dict[str, Any], tables: Tables) -> dict[str, Any]:
    """Return what the table says of the round and no form asks for; nothing of a date or number that changed."""
    rounds = tables["rounds"]
    before = rounds[rounds["round"] == facts["round"]]
    if before.empty:
        return {}
    row = before.astype(object).iloc[0]  # what is stored is of Python's own types
    columns = ["programme", "stage", "note_id", "note_en"]
    columns += ["date_basis", "date_source"] if row.start_date == _iso(facts["start_date"]) else []
    columns += ["trainings_basis"] if row.trainings == facts["trainings"] else []
    return {column: None if pd.isna(row[column]) else row[column] for column in columns}


def _year_basis(facts: dict[str, Any], tables: Tables) -> str:
    """Return how the year is known: a correction leaves an inferred year inferred."""
    rounds = tables["rounds"]
    before = rounds[(rounds["round"] == facts["round"]) & (rounds.year == facts["year"])].year_basis
    return str(next(iter(before), "stated"))


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _slug(text: str) -> str:
    return folded(text).replace(" ", "-")[:40].strip("-") or "source"


def draft_of(tables: Tables, code: str, words: Words) -> Draft:
    """Return a round that is there already as a draft, to be corrected."""
    rounds = tables["rounds"].set_index("round").loc[code]
    sources = tables["sources"].set_index("source").loc[rounds.source]
    stored = {name: rounds.get(name) for name in FACTS} | {
        "round": code, "total": _stated(rounds), "training_kind": words(f"sheet.kind.{rounds.training_kind}"),
        "known": words(f"sheet.known.{rounds.known}") if rounds.known == "total" else None,
        "source_title": sources.title, "source_publisher": sources.publisher, "source_date": sources.published,
        "source_url": sources.url,
    }  # fmt: skip
    return Draft(_known_texts(stored), tuple(_lines_of(tables, code, words)))


def _known_texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items() if not pd.isna(value)}


def _lines_of(tables: Tables, code: str, words: Words) -> Iterator[Line]:
    names = tables["regencies"].set_index("code")["name"]
    activities = tables["activities"].set_index("activity")
    trainings, took_part = (tables[name][tables[name]["round"] == code] for name in ("trainings", "participation"))
    mine = took_part.set_index("regency")
    totals = {str(regency): _stated(row) for regency, row in mine.iterrows()}
    for _, row in trainings.iterrows():
        yield Line(_known_texts({
            "regency": names[row.regency], "activity": words.field(activities.loc[row.activity], "name"),
            "participants": _stated(row), "regency_participants": totals.get(row.regency), **_stated_beside(row),
        }))  # fmt: skip
    taught = {*trainings.regency}
    for regency, n in totals.items():
        if regency not in taught:
            stated = {"regency_participants": n, **_stated_beside(mine.loc[regency])}
            yield Line(_known_texts({"regency": names[regency], **stated}))


def _stated(row: Any) -> Any:
    """Return the participants of a row as drafts have them; missing where they are not stated."""
    is_approximate = row.participants_basis == "approximate" and not pd.isna(row.participants)
    return values.with_sign(row.participants, is_approximate) if is_approximate else row.participants


def _stated_beside(row: Any) -> dict[str, Any]:
    """Return men, women and target of a row as drafts have them: men and women are as exact as the participants."""
    is_approximate = row.participants_basis == "approximate"
    return {
        name: values.with_sign(n, is_approximate and name in WITH_BASIS) if not pd.isna(n := row.get(name)) else n
        for name in BESIDE
    }  # fmt: skip

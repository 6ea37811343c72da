"""The rounds and their history in words: what is in use, what was done, what differs, what a new round changes."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Any

import pandas as pd

from charts.table import NOTHING, Cell, Dated, Number, Table
from charts.words import as_sentence, dotted, known, names_by_code, noted, round_name, stated_people
from data import indicators
from data.problem import Problem
from data.province import PROVINCE
from data.rounds import changes
from data.rounds.changes import Difference
from data.rounds.checking import personal
from data.rounds.checking.problems import sentence, shown, what
from data.rounds.checking.values import as_date
from data.rounds.reading.grid import quoted
from data.rounds.reading.labels import COLUMNS, FACTS
from data.rounds.reading.sheet import DATES, Draft
from data.rounds.reading.table import Line
from data.rounds.store import scope
from data.rounds.store.erasing import Place
from data.rounds.store.journal import Entry
from data.selection import ALL_ROUNDS, Selection
from data.tables import Tables, described
from data.view import View
from locales import Words
from story import overview, sources

LONGEST = 40  # differences that are listed; a new round is all difference
BASES = ("basis", "year_basis", "date_basis", "trainings_basis", "participants_basis")
IN_WORDS = {"known": "sheet.known", "training_kind": "sheet.kind", **dict.fromkeys(BASES, "basis")}  # by columns


def in_use(view: View, entries: Iterable[Entry]) -> Table:
    """Return the rounds in use: code, start, regencies, participants, trainings, source, origin."""
    words, titles, took_part = view.words, sources.names(view), view.tables["participation"]["round"]
    columns = ("round", "start", "regencies", "participants", "trainings", "source", "origin")
    newest = {entry.round: entry.action for entry in entries if entry.content and entry.action != "erase"}

    def line(row: pd.Series, start: str, regencies: float, trainings: Number, origin: str) -> list[Cell]:
        name, source = round_name(view, row["round"]), str(titles.get(row.source, row.source))
        return [name, start, Number(regencies), stated_people(row), trainings, source, words(origin)]

    lines = []
    for _, row in view.tables.rounds_in_order.iterrows():
        origin = f"rounds.action.{newest.get(str(row['round']), 'packaged')}"
        regencies = float((took_part == row["round"]).sum())
        lines.append(line(row, _start(row, words), regencies, known(row.trainings), origin))
    for _, row in indicators.known_in_part(view.tables).iterrows():
        lines.append(line(row, _day(row.date, words), 1.0, Number(None, mark="not_stated"), "basis.part"))
    return _table(columns, sorted(lines, key=lambda cells: str(cells[0])), words)


def _table(columns: Iterable[str], rows: Iterable[Sequence[Cell]], words: Words) -> Table:
    return Table.of({column: words(f"rounds.column.{column}") for column in columns}, rows)


def _day(value: object, words: Words) -> str:
    return Dated(words.iso_date(value), value) if isinstance(value, str) else words("missing")


def _start(a_round: pd.Series, words: Words) -> str:
    """Return on what day a round began, and whether that is inferred."""
    day = _day(a_round.start_date, words)
    inferred = isinstance(day, Dated) and overview.is_inferred(a_round)
    return Dated(words("overview.eyebrow.inferred", date=day), str(a_round.start_date)) if inferred else day


def _moment(at: dt.datetime, words: Words) -> Dated:
    """Return a point in time as the province's clocks show it."""
    return Dated(words.moment(at, PROVINCE.zone), at.astimezone(dt.UTC).isoformat())


def history(entries: Iterable[Entry], words: Words, with_who: bool) -> Table:
    """Return the entries, newest first; who made them, and the texts of those that were withdrawn, only for those who
    may know.
    """
    columns = ("entry", "at", "about", "action", "source", "reason", *(("who",) if with_who else ()))
    entries = tuple(entries)
    hidden: frozenset[int] = frozenset() if with_who else changes.withdrawn(entries)
    gone = words("rounds.withdrawn")
    about = {code: scope.label(code, words, entries) for code in {entry.round for entry in entries}}
    lines = [
        [
            Number(entry.id), _moment(entry.at, words), about[entry.round],
            words(f"rounds.action.{entry.action}"), NOTHING if entry.id in hidden else entry.source or NOTHING,
            gone if entry.id in hidden else entry.reason, *((entry.who,) if with_who else ()),
        ]
        for entry in entries
    ]  # fmt: skip
    return _table(columns, reversed(lines), words)


def state_name(entry: Entry | None, words: Words) -> str:
    """Return what a state is called: after which entry, or as packaged."""
    if entry is None:
        return words("rounds.state.packaged")
    about, action = scope.named(entry.round, words, [entry]), words(f"rounds.action.{entry.action}")
    return words("rounds.state.after", n=entry.id, at=_moment(entry.at, words), about=about, action=action)


def differences(view: View, every: list[Difference]) -> Table:
    """Return what differs: round or indicator, what, before, after; at most ``LONGEST`` lines."""
    names, place_of, words = _indicators(view), _naming(view), view.words
    rows = (
        [
            names.get(d.round) or scope.label(d.round, words), place_of(d),
            *(_value(d.column, value, words) for value in (d.before, d.after)),
        ]
        for d in every[:LONGEST]
    )  # fmt: skip
    return _table(("about", "what", "before", "after"), rows, words)


def _indicators(view: View) -> dict[str, str]:
    """Return what each indicator is called, by the code of its entries."""
    return {
        scope.of_indicator(row.indicator): view.words("rounds.indicator", name=view.words.field(row, "name"))
        for _, row in view.tables["indicators"].iterrows()
    }


def _naming(view: View) -> Callable[[Difference], str]:
    """Return what says of a difference which regency, period, activity and column it is about."""
    activities, areas = (
        {row[key]: view.words.field(row, "name") for _, row in view.tables[table].iterrows()}
        for table, key in (("activities", "activity"), ("areas", "area"))
    )
    titles = {
        field["name"]: sources.worded(field, "title", view.words)
        for resource in described(view.tables.folder)
        if resource["name"] in ("trainings", "partial_rounds", "rounds", "indicators", "observations")
        for field in resource["schema"]["fields"]
    }
    places = areas | names_by_code(view.tables)

    def place_of(difference: Difference) -> str:
        activity = activities.get(difference.activity, difference.activity)
        column = titles.get(difference.column, difference.column)
        return dotted(places.get(difference.regency, ""), difference.period, activity, column)

    return place_of


def _value(column: str, value: str | None, words: Words) -> str:
    """Return what a column has, as people read it."""
    if not value:
        return "–" if value is None else words("missing")
    if column in IN_WORDS:
        return words(f"{IN_WORDS[column]}.{value}")
    if column == "budget":
        return words("beside.rupiah", n=words.number(int(value)))
    return words.iso_date(value) if column in ("start_date", "date") else value


def headlines(before: Tables, after: Tables, code: str, words: Words) -> Table:
    """Return the sentences of the pages that a round changes: where, before, after."""
    rows = []
    name_of_round = round_name(View(after, words=words), code)
    for selection, name in ((Selection(code), name_of_round), (Selection(ALL_ROUNDS), words("control.round.all"))):
        was = overview.headline(View(before, selection, words)) if _has(View(before, selection)) else "–"
        now = overview.headline(View(after, selection, words)) if _has(View(after, selection)) else "–"
        if was != now:
            rows.append([f"{words('page.overview')} · {name}", was, now])
    return _table(("page", "before", "after"), rows, words)


def _has(view: View) -> bool:
    codes = view.tables["rounds"]["round"]
    return len(codes) > 1 if view.selection.round == ALL_ROUNDS else view.selection.round in set(codes)


def audit(lines: Iterable[dict[str, Any]], words: Words) -> Table:
    """Return the audit log, newest first."""
    columns = ("at", "who", "action", "about", "entry", "outcome")
    rows = [
        [_moment(dt.datetime.fromisoformat(line["at"]), words), line["who"], words(f"rounds.action.{line['action']}"),
         scope.label(line["round"], words) or NOTHING,
         Number(line["entry"]) if line["entry"] else Number(None, instead=NOTHING),
         words(f"rounds.outcome.{line['outcome']}")]
        for line in lines
    ]  # fmt: skip
    return _table(columns, reversed(rows), words)


def problems(issues: Iterable[Problem], draft: Draft, words: Words) -> list[str]:
    """Return the problems of a draft as sentences, each once, in the order of the form."""
    return list(dict.fromkeys(sentence(problem, draft, words) for problem in in_order(issues)))


def in_order(issues: Iterable[Problem]) -> list[Problem]:
    """Return problems as a form has them: those of facts first, then row by row."""
    return sorted(issues, key=lambda problem: -1 if problem.line is None else problem.line)


def of_fact(name: str, issues: Iterable[Problem], words: Words) -> str:
    """Say what is wrong with a fact of a draft, as it stands beside its field; "" if nothing is."""
    mine = [what(problem, words) for problem in issues if problem.field == name and problem.line is None]
    return as_sentence(" ".join(dict.fromkeys(mine)))


def read_as(name: str, text: str, words: Words) -> str:
    """Say which day a fact of a draft was understood as, where it was not written as readers see it; else ""."""
    date = as_date(text) if name in DATES else None
    return words("rounds.form.date", date=words.date(date)) if date and words.date(date) != text else ""


def of_lines(issues: Iterable[Problem], words: Words) -> dict[int, str]:
    """Say what is wrong with each row of a draft, as it stands in the row, in lines; others are left out."""
    of: dict[int, list[str]] = {}
    for problem in issues:
        if problem.line is not None:
            column = f"{words(f'sheet.{problem.field}')}:\n" if problem.field else ""
            of.setdefault(problem.line, []).append(column + what(problem, words))
    return {line: "\n".join(dict.fromkeys(texts)) for line, texts in of.items()}


def was_read(read: Draft, issues: Iterable[Problem], written: Draft, words: Words) -> str:
    """Say what was read of a file, and how much of it is to be corrected; "" without a file."""
    if not read.file:
        return ""
    told = words.count("rounds.read", len(read.lines), file=quoted(read.file), facts=words.number(len(read.facts)))
    wrong = len(problems(issues, written, words))
    return noted(words, told, words.count("rounds.problems", wrong)) if wrong else told


def confirmations(issues: Iterable[Problem], words: Words) -> list[tuple[str, list[Problem]]]:
    """Return the fixes that change what is stated, each to be confirmed by itself: what it changes, and where."""
    of: dict[tuple[str, ...], list[Problem]] = {}
    for problem in issues:
        if problem.fix and not problem.is_plain:
            details = dict(problem.details)
            was = details.get("label") or details.get("found", "")
            fix = "" if problem.reason == "unclear" else shown(problem.field, problem.fix, words)
            of.setdefault((problem.reason, problem.field, was, fix), []).append(problem)
    confirmed = []
    for (reason, field, was, fix), mine in of.items():
        label = f"{words(f'sheet.{field}')}: " + (f"“{was}”" if was else "–") + (f" → “{fix}”" if fix else "")
        if reason == "unclear":
            label = words("rounds.fix.column", label=was)
        confirmed.append((label + (f" ({len(mine)}×)" if len(mine) > 1 else ""), mine))
    return confirmed


def typed(shown: Draft, written: Draft, words: Words) -> str:
    """Say what of a draft was typed after it had last been shown with what it changes; "" if nothing."""
    sides = [(words(f"sheet.{n}"), shown.facts.get(n, ""), written.facts.get(n, "")) for n in FACTS]
    for i, (was, now) in enumerate(zip_longest(shown.lines, written.lines, fillvalue=Line({}))):
        row = words("problem.row", row=words.number(now.row or was.row or i + 1))
        sides += [(f"{row}, {words(f'sheet.{c}')}", was[c], now[c]) for c in COLUMNS]
    listed = [f"{label}: {was or '–'} → {now or '–'}" for label, was, now in sides if was != now]
    return words("rounds.typed", listed="; ".join(listed[:12])) if listed else ""


def places(view: View, every: Iterable[Place]) -> Table:
    """Return where a text stands that is to be erased: entry, round or indicator, what, what stays."""
    words = view.words
    titles = {
        (resource["name"], field["name"]): sources.worded(field, "title", words)
        for resource in described(view.tables.folder)
        for field in resource["schema"]["fields"]
    }
    own = {column: words(f"rounds.column.{column}") for column in ("source", "reason")}
    lines: list[list[Cell]] = [
        [
            Number(place.entry), scope.label(place.round, words),
            titles.get((place.table, place.column), own.get(place.column, place.column)), place.after,
        ]
        for place in every
    ]  # fmt: skip
    return _table(("entry", "about", "what", "after"), lines, words)


def wrong_reason(reason: str, words: Words) -> str:
    """Say why a reason for what is done is none: it is missing, or has personal data; "" of a good one."""
    if not reason:
        return words("rounds.reason.missing")
    return words("rounds.reason.personal") if personal.is_in(reason) else ""


def stored(entries: Iterable[Entry], words: Words, key: str = "rounds.stored") -> str:
    """Say what was stored, or of which rounds a text was erased, by the key of that sentence."""
    entries = tuple(entries)
    listed = (f"{scope.named(e.round, words, entries)} ({words('rounds.number', n=e.id)})" for e in entries)
    return words(key, listed=words.join(listed))

"""Where everything comes from: the sources, the tables with their descriptor, the known limits, and every number."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, cast

import pandas as pd

from charts.indicator_words import area_names, period_text
from charts.indicator_words import formula as quotient
from charts.national import stated_amount
from charts.table import NOTHING, Cell, Column, Dated, Linked, Table, beginning
from charts.table import Number as Amount
from charts.words import (
    citation,
    formula,
    group_names,
    in_line,
    names_by_code,
    of_all,
    publishers,
    round_choice,
    round_name,
)
from data import indicators, observations
from data.indicators import Indicator
from data.province import PROVINCE
from data.selection import ALL_ROUNDS, Selection, round_codes
from data.tables import BrokenTableError, described, of_round
from data.view import View, cached
from locales import Words, needed
from story.trainings import BESIDE

ROW = "source-"  # with what the name of a source's row begins


def limits(view: View) -> list[str]:
    """Return what is not known, or not as exactly as it looks."""
    return [view.words(f"sources.limit.{limit}") for limit in PROVINCE.limits]


def listed(view: View) -> Table:
    """Return the sources: as source lines name them, title, publisher, date, licence, note."""
    columns = ("short", "title", "publisher", "published", "accessed", "licence", "note")
    rows = (_source(row, view.words) for _, row in view.tables["sources"].iterrows())
    return Table.of({c: view.words(f"origin.{c}") for c in columns}, rows)


def row_name(source: object) -> str:
    """Return the name of a source's row, by which source lines lead to it."""
    return f"{ROW}{source}"


def _source(row: pd.Series, words: Words) -> list[str]:
    title, url = text_or_missing(row.title, words), "" if pd.isna(row.url) else str(row.url)
    address = f" ({url.removeprefix('https://')})" if url else ""
    publisher = text_or_missing(row.publisher, words)
    return [
        Linked([(name(row, words), "")], row_name(row.source)),
        Linked([(title + address, url)]),
        Linked([(publisher, _site(publisher))]),
        _date(row.published, words),
        _date(row.get("accessed"), words),
        text_or_missing(row.licence, words),
        words.field(row, "note"),
    ]


def _date(value: Any, words: Words) -> str:
    text = text_or_missing(value, words)
    return text if pd.isna(value) else Dated(words.iso_date(text) if text.count("-") == 2 else text, text)


def _site(publisher: str) -> str:
    """Return where a publisher is found that is called by the name of its site; "" for any other."""
    return f"https://{publisher}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+", publisher, re.ASCII) else ""


def linked(view: View, text: str) -> Linked:
    """Return a text in which each source that it names as source lines do leads to the row of that source."""
    rows, pattern = _named(view)
    parts, start = list[tuple[str, str]](), 0
    for match in pattern.finditer(text):
        parts += [(text[start : match.start()], ""), (match[0], row_name(rows[match[0]]))]
        start = match.end()
    return Linked([*(part for part in parts if part[0]), (text[start:], "")])


@cached(4, by_selection=False)
def _named(view: View) -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the key of each source by its name in source lines, and what finds these names, the longest first."""
    rows = {in_line(key): str(source) for source, key in publishers(view).items()}
    names = "|".join(re.escape(key) for key in sorted(rows, key=len, reverse=True))
    return rows, re.compile(rf"(?<!\w)(?:{names})(?!\w)" if names else r"(?!)")


def name(row: pd.Series, words: Words) -> str:
    """Return how source lines name a source; what is no publication has a name in words."""
    key = f"source.{row.source}"
    return citation(words, row) if not pd.isna(row.short) else words(key) if words.has(key) else str(row.source)


def names(view: View) -> dict[str, str]:
    """Return how source lines name each source, by its key."""
    return {key: called for key, (_, called, _) in _origins(view).items()}


def text_or_missing(value: Any, words: Words) -> str:
    """Return a cell as text; an empty one says so."""
    return words("missing") if pd.isna(value) else str(value)


def tables_in_use(view: View) -> list[tuple[str, str, str]]:
    """Return name, title and description of each table that is fine, in the reader's language."""
    return [
        (r["name"], worded(r, "title", view.words), worded(r, "description", view.words))
        for r in described(view.tables.folder)
        if r["name"] in view.tables.frames
    ]


def columns(view: View, name: str) -> Table:
    """Return the columns of a table: name, title, type, unit, description."""
    words = view.words
    resource = next(r for r in described(view.tables.folder) if r["name"] == name)
    rows = (
        (
            f["name"],
            worded(f, "title", words),
            f["type"],
            unit(f, words) or NOTHING,
            worded(f, "description", words) or NOTHING,
        )
        for f in resource["schema"]["fields"]
    )
    return Table.of({c: words(f"origin.{c}") for c in ("column", "title", "type", "unit", "description")}, rows)


def unit(column: dict[str, Any], words: Words) -> str:
    """Return the unit of a column in words; "" if it has none."""
    return words(f"unit.{column['unit']}") if "unit" in column else ""


@cached(64, by_selection=False, by_language=False)
def rows(view: View, name: str) -> Table:
    """Return a table as it is kept; an empty cell is a dash."""
    frame = view.tables[name]
    return Table(tuple(Column(str(c), str(c), tuple(map(_kept, frame[c].tolist()))) for c in frame.columns))


def _kept(value: Any) -> Cell:
    if pd.isna(value):
        return Amount(None, instead=NOTHING)
    return Amount(float(value), instead=f"{value:.15g}") if isinstance(value, int | float) else str(value)


def worded(resource: dict[str, Any], what: str, words: Words) -> str:
    """Return what a descriptor says in the reader's language; "" if nothing."""
    return str(resource.get(what if words.language == "id" else f"{what}_{words.language}", ""))


# --- Every number -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    """One number with its origin, in the reader's language."""

    label: str
    of: str
    value: str
    basis: str
    formula: str
    sources: str
    pages: Linked


@cached(128, by_selection=False)
def every_number(view: View) -> list[Number]:
    """Return every stated, computed and estimated number: national, per round, per regency and per group."""
    return list(_numbers(view))


@cached(128, by_selection=False)
def first_numbers(view: View, most: int) -> list[Number]:
    """Return the first of them, without working out those of each round."""
    return list(islice(_numbers(view), most))


def _numbers(view: View) -> Iterator[Number]:
    for figure in view.tables["national"].figure:
        yield _number(view, indicators.national(view.tables, figure), "")
    for of_tables in indicators.OF_TABLES:
        yield _number(view, of_tables(view.tables), "")
    for column in ("population", "area_km2"):
        yield _number(view, indicators.share_of_indonesia(view.tables, cast("Any", column)), "")
    yield from _spread(view, indicators.participants_by_round(view.everything()), "")
    more = indicators.in_whole_people(indicators.participants_to_level(view.tables))
    yield _number(view, replace(more, value=more.value.sum(), marks={}), "")
    yield from _spread(view, more, "")
    for code in round_codes(view.tables):
        alone = view if code == ALL_ROUNDS else replace(view, tables=of_round(view.tables, code))
        for compute in indicators.OF_SELECTION:
            yield from _spread(view, compute(alone.of(Selection(code))), round_choice(view, code))
    for key in indicators.MEASURES:
        yield from _spread(view, indicators.measure(view.tables, key), "")


@cached(4, by_selection=False)
def observed_numbers(view: View) -> list[Number]:
    """Return every value of every indicator, of each area and period: thousands, which only a search is told of."""
    return [number for key in observations.definitions(view.tables) for number in _observed(view, key)]


def _observed(view: View, key: str) -> Iterator[Number]:
    words, names, known = view.words, area_names(view), _origins(view)
    definition = observations.definitions(view.tables)[key]
    name, unit = definition.text(words, "name"), words(f"unit.{definition.unit}")
    how, pages = quotient(view, definition) or words("formula.stated"), _pages(("indicators",), words)
    try:
        values = observations.cells(view.tables, key)
    except BrokenTableError:
        return  # the page Indicators says what is wrong
    for (area, period), one in values.items():
        number = Amount(one.value, one.basis, definition.decimals, definition.is_percent, mark=one.mark)
        shown = number.text(words) if definition.is_percent else f"{number.text(words)} {unit}"
        named = "; ".join(called for _, called, _ in sorted({known[s] for s in one.sources if s in known}))
        of = f"{names.get(area, area)}, {period_text(words, period)}"
        yield Number(name, of, shown, words(f"basis.{one.basis}"), how, named, pages)


def matching(numbers: list[Number], text: str) -> list[Number]:
    """Return the numbers that have every word of the text, or words that begin so; those that have it whole first."""
    return ranked(numbers, text, lambda number: " ".join(vars(number).values()))


def by_name(view: View, search: str) -> str:
    """Return what is searched with today's name in the place of a regency's capital or earlier name."""
    rows = view.tables["regencies"]
    names = {str(capital).lower(): code for code, capital in zip(rows["code"], rows["capital"], strict=True)}
    today, text = names_by_code(view.tables), " ".join(search.lower().split())
    for other, code in (names | PROVINCE.called("old")).items():
        if code in today and today[code].lower() not in text:
            text = re.sub(rf"(?<!\w){re.escape(other)}(?!\w)", today[code].lower(), text)
    return text


def ranked[T](things: Iterable[T], search: str, text: Callable[[T], str]) -> list[T]:
    """Return the things whose text has every word that is searched, or words that begin so; the whole words first.

    A number is found as it is printed, never within another: "Aru" is not in "baru", 20 is in no 1.220.
    """
    starts = [beginning(part) for part in search.lower().split()]
    wholes = [re.compile(rf"{start.pattern}(?![\w%])(?![.,]\d)") for start in starts]
    hits = [(thing, text(thing).lower()) for thing in things]
    hits = [(thing, its) for thing, its in hits if all(start.search(its) for start in starts)]
    return [thing for thing, its in sorted(hits, key=lambda hit: -sum(bool(w.search(hit[1])) for w in wholes))]


def number_table(numbers: list[Number], view: View, to: Callable[[str], str]) -> Table:
    """Return the numbers; sources lead to their rows and pages there: ``to`` says the addresses of both."""
    columns = ("label", "of", "value", "basis", "formula", "sources", "pages")
    rows = (replace(n, sources=linked(view, n.sources).addressed(to), pages=n.pages.addressed(to)) for n in numbers)
    return Table.of({c: view.words(f"numbers.{c}") for c in columns}, ([getattr(n, c) for c in columns] for n in rows))


def _spread(view: View, indicator: Indicator, of: str) -> list[Number]:
    """Return one number for a single value, or one for each regency, group, round or kind, with its own sources."""
    if not isinstance(indicator.value, pd.Series):
        return [_number(view, indicator, of)]
    names, form = _names(view), indicator.form
    digits = max((needed(value, form.listed_decimals) for value in indicator.value), default=0)
    return [_of_one(view, indicator, key, of, names, of_all(indicator, key, digits)) for key in indicator.value.index]


def _names(view: View) -> dict[str, str]:
    """Return how each regency, group, round and kind is called, by its code."""
    names = names_by_code(view.tables) | group_names(view)
    names |= {kind: view.words(f"kpi.kind.{kind}") for kind in view.tables["rounds"].training_kind.unique()}
    names |= {code: round_name(view, code) for code in round_codes(view.tables)}
    return names | {column: view.words(f"sheet.{column}") for column in BESIDE}


@cached(4, by_selection=False)
def _origins(view: View) -> dict[str, tuple[int, str, str]]:
    """Return of each source, by its key, where it stands among all, its name and its title."""
    rows = view.tables["sources"]
    return {
        str(row.source): (i, name(row, view.words), "" if pd.isna(row.title) else str(row.title))
        for i, (_, row) in enumerate(rows.iterrows())
    }


def _of_one(view: View, indicator: Indicator, key: Any, of: str, names: dict[str, str], digits: int) -> Number:
    """Return one of an indicator's numbers, of so many decimals, with what it rests on."""
    parts = [str(part) for part in (key if isinstance(key, tuple) else (key,))]
    own = replace(
        indicator, value=indicator.value[key], basis=indicator.basis_of(key), bases=None,
        sources=indicator.sources_of(key), origins=None,
        marks={None: mark} if (mark := indicator.mark_of(key)) else {},
        unit=parts[-1] if indicator.unit == "training" else indicator.unit,
    )  # fmt: skip
    return _number(view, own, ", ".join(part for part in (of, *(names.get(p, p) for p in parts)) if part), digits)


def _number(view: View, indicator: Indicator, of: str, digits: int | None = None) -> Number:
    """Return a number with its origin; with as many decimals as those beside it need, or as it needs itself."""
    words = view.words
    missing = bool(pd.isna(indicator.value))
    unknown = words("not_stated" if indicator.marks else "missing")
    shown = unknown if missing else _shown(view, indicator, digits)
    year = f" ({indicator.year})" if indicator.year and not missing else ""
    known = _origins(view)
    origins = sorted({known[source] for source in indicator.sources if source in known})
    how = formula(words, indicator)
    quoted = _title_with([title for *_, title in origins], shown.split()[0]) if indicator.basis == "stated" else ""
    return Number(
        words(f"indicator.{indicator.key}"),
        of or words("numbers.all"),
        shown + year,
        words(f"basis.{indicator.basis}"),
        words("numbers.quoted", formula=how, title=quoted) if quoted else how,
        "; ".join(called for _, called, _ in origins),
        _pages(indicator.form.pages, words),
    )


def _pages(keys: Iterable[str], words: Words) -> Linked:
    """Return the names of pages, each of which leads there."""
    names = [[(words(f"page.{key}"), key), (", ", "")] for key in keys]
    return Linked([part for pair in names for part in pair][:-1])


def _shown(view: View, indicator: Indicator, digits: int | None) -> str:
    """Return the value with its unit, in the form in which the pages show it."""
    words, value, form = view.words, indicator.number, indicator.form
    key, unit = indicator.key, words(f"unit.{indicator.unit}")
    if digits is None:
        digits = needed(value / 1e6 if form.millions else value, form.listed_decimals)
    if key in ("ikm_units", "ikm_workers"):
        return f"{stated_amount(view, key)} {unit}"
    if form.millions:
        return f"{words('number.million', n=words.number(value / 1e6, digits))} {unit}"
    if key == "units_per_participant":
        return f"{words.marked(words.rounded(value), indicator.basis, indicator.mark_of(), in_sentence=False)} {unit}"
    if indicator.unit == "percent":
        return words.marked(words.percent(value, digits), indicator.basis, indicator.mark_of(), in_sentence=False)
    return f"{words.shown(value, indicator.basis, digits, indicator.mark_of(), in_sentence=False)} {unit}"


def _title_with(titles: Iterable[str], number: str) -> str:
    """Return the first title that quotes a number; "" if none does."""
    return next((title for title in titles if number in title.split()), "")

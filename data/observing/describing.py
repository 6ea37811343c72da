"""Which indicator observations are of: one of the tables, or a new one with what a file says of it."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data import observations
from data.observing import values
from data.observing.areas import TOTAL, Areas
from data.observing.reading import Cell, Written
from data.problem import Problem
from data.rounds.checking import personal
from data.rounds.checking.values import as_date
from data.rounds.reading.grid import folded, quoted
from data.rounds.store import scope
from data.tables import Tables, frame_of, records
from data.tables import described as resources
from locales import LANGUAGES, Words

CONCEPTS = ("IKM", "IMK", "UMKM", "IKM terdaftar")
NO_CONCEPT = ("lainnya", "lain", "other", "none", "tidak ada")  # the indicator is a concept of its own
UNITS = ("unit", "establishment", "person", "resident", "thousand_persons", "percent", "per_1000", "per_100k", "island",
         "thousand_rupiah", "million_rupiah", "billion_rupiah")  # fmt: skip
WHOLE = ("unit", "establishment", "person", "resident", "island")  # counted one by one
RATES, AMOUNTS = ("percent", "per_1000", "per_100k"), ("thousand_rupiah", "million_rupiah", "billion_rupiah")
COLLECTIONS = ("sample_survey", "household_survey", "register", "administrative", "accounts", "press")
NEEDED = ("definition_id", "unit", "concept")  # of a new indicator
CORRECTED = ("name_en", "definition_id", "definition_en", "comparability_id", "comparability_en")
SCALES = {  # what a title has in brackets, and how the key of such a unit begins
    "ribu": "thousand_", "thousand": "thousand_", "juta": "million_", "million": "million_", "miliar": "billion_",
    "milyar": "billion_", "billion": "billion_", "persen": "percent", "percent": "percent", "%": "percent",
}  # fmt: skip
BRACKETS = re.compile(r"\(([^()\d]{1,40})\)")
NAMED = {  # concepts in titles
    "IKM": r"\bikm\b|industri kecil (dan )?menengah", "UMKM": r"\bumkm\b|usaha mikro kecil (dan )?menengah",
    "IMK": r"\bimk\b|industri (skala )?mikro (dan )?kecil(?! (dan )?menengah)",
}  # fmt: skip
OF_SOURCE = ("source_publisher", "source_title")
MOST_DECIMALS = 6


@dataclass(frozen=True, eq=False)
class Described:
    """An indicator of a file: its row of the table, and the source of what is new."""

    key: str
    row: dict[str, Any] = field(hash=False)
    source: dict[str, Any] = field(hash=False)
    quality: str
    parent: str  # of the areas that it compares

    @property
    def level(self) -> str:
        """The kind of area that it compares."""
        return str(self.row["areas"]).split()[0]

    @property
    def is_whole(self) -> bool:
        """Whether it is counted one by one."""
        return bool(self.row["measure"] == "count" and self.row["decimals"] == 0)


@dataclass
class Review:
    """The review of a file: what it says, what that is held against, its indicators and its problems so far.

    ``version`` counts the entries that there are with a code; ``about`` has the indicators by what the file calls them.
    """

    written: Written
    tables: Tables
    areas: Areas
    version: Callable[[str], int]
    about: dict[str, Described] = field(default_factory=dict)
    issues: list[Problem] = field(default_factory=list)

    def note(
        self, reason: str, column: str = "", cell: Cell | None = None, /, fix: str = "", **details: object
    ) -> None:
        """Note a problem: of a fact, or of a cell in one of its columns."""
        row, at = (cell.row, cell.at.get(column, "")) if cell else (None, "")
        self.issues.append(Problem(reason, column, fix=fix, row=row, at=at).filled(**details))

    def indicator(self, cell: Cell) -> str:
        """Return what a cell says its indicator is, or else the file."""
        return cell["indicator"] or self.written.facts.get("indicator", "")

    def period(self, cell: Cell) -> str:
        """Return what a cell says its period is, or else the file."""
        return cell["period"] or self.written.facts.get("period", "")


def describe(review: Review) -> None:
    """Find the indicators of a file by what it calls them, and note what is wrong with what it says of them."""
    facts, areas = review.written.facts, review.areas
    for name, text in facts.items():
        if personal.is_in(text):
            review.note("personal", name)
    for column, keys in (("collection", COLLECTIONS), ("quality", observations.QUALITIES)):
        text = facts.get(column, "")
        if text and not chosen(column, text, keys):
            review.note("no_choice", column, found=quoted(text), listed=", ".join(keys))
    for name in dict.fromkeys(map(review.indicator, review.written.cells)):
        if row := _row(name, review):
            key = str(row["indicator"])
            source = _source(key, review)
            row = {**row, "source": row.get("source") or source.get("source")}
            kind = str(row["areas"]).split()[0]
            parents = Counter(areas.parents[code] for code, one in areas.kinds.items() if one == kind)
            quality = chosen("quality", facts.get("quality", ""), observations.QUALITIES) or "high"
            review.about[name] = Described(key, row, source, quality, parents.most_common(1)[0][0])
    _hold_titles(review)


def _hold_titles(review: Review) -> None:
    """Note titles in another scale, such as "(ribu jiwa)" or "(persen)", or of another concept than the indicators."""
    titles, rows = review.written.titles, [one.row for one in review.about.values()]
    inside = [text for title in titles for text in BRACKETS.findall(title)]
    scales = [(text, SCALES[word]) for text in inside for word in text.casefold().split() if word in SCALES]
    units = [str(row["unit"]) for row in rows]
    if scales and units and not any(unit.startswith(scale) for unit in units for _, scale in scales):
        review.note("other_scale", "unit", found=quoted(scales[0][0]), stated=units[0])
    for row in rows:
        concept = str(row["concept"]).removesuffix(" terdaftar")
        for title in (*titles, str(row["name_id"])):
            of_title = [name for name, pattern in NAMED.items() if re.search(pattern, folded(title))]
            if concept in NAMED and of_title and concept not in of_title:
                review.note("other_concept", "concept", found=quoted(title), stated=row["concept"])


def chosen(column: str, text: str, keys: Sequence[str]) -> str:
    """Return the key that a text is, or that is called so in any language; "" if none."""
    asked = folded(text)
    names = {folded(called(column, key, Words(language))): key for key in keys for language in LANGUAGES}
    return {**names, **{folded(key): key for key in keys}}.get(asked, "") if asked else ""


def called(column: str, key: str, words: Words) -> str:
    """Return what a key that may be chosen is called, "" where it has no words."""
    name = f"{column}.{key}"
    return words(name, amount="").strip() if words.has(name) else ""


def unit(text: str) -> str:
    """Return the key of a unit, from the key or its words; "" if it is none that figures can be shown in."""
    return chosen("unit", text, UNITS)


def frame(rows: Sequence[Mapping[str, Any]], tables: Tables) -> pd.DataFrame:
    """Return rows of indicators as a table."""
    (schema,) = (r["schema"] for r in resources(tables.folder) if r["name"] == "indicators")
    return frame_of([dict(row) for row in rows], schema)


def _row(name: str, review: Review) -> dict[str, Any] | None:
    """Return the row of an indicator; None, and a problem, if there is none that can take values."""
    if not name:
        review.note("missing_fact", "indicator")
        return None
    rows, facts = records(review.tables["indicators"]), review.written.facts
    row = {folded(row[c]): row for row in rows for c in ("name_en", "name_id", "indicator")}.get(folded(name))
    if row is None:
        return _new(name, review)
    if row["numerator"] or row["indicator"] in observations.ELSEWHERE:
        review.note("computed" if row["numerator"] else "elsewhere", found=row["indicator"])
        return None
    given = facts.get("unit", "")
    if given and unit(given) != row["unit"]:
        review.note("other_unit", "unit", found=quoted(given), stated=row["unit"])
    concept, stated = facts.get("concept", ""), str(row["concept"])
    of_both = [text if text in CONCEPTS else "" for text in (_concept(concept), stated)]
    if concept and of_both[0] != of_both[1]:
        review.note("other_concept", "concept", found=quoted(concept), stated=stated)
    corrected = {fact: text for fact in CORRECTED if (text := facts.get(fact))}
    return {**row, **corrected, "last_updated": _today()}


def _new(name: str, review: Review) -> dict[str, Any] | None:
    """Return the row of a new indicator, as far as possible from its values; what can't be known is asked for."""
    facts, known = review.written.facts, review.tables["indicators"].indicator
    missing = [fact for fact in NEEDED if not facts.get(fact)]
    if missing:
        review.note("new_indicator", found=quoted(name), listed=", ".join(known))
        for fact in missing:
            review.note("missing_fact", fact)
    of_unit, concept = unit(facts.get("unit", "")), _concept(facts.get("concept", ""))
    collection = chosen("collection", facts.get("collection", ""), COLLECTIONS) or "administrative"
    for fact, key, listed in (("unit", of_unit, UNITS), ("concept", concept, (*CONCEPTS, NO_CONCEPT[0]))):
        if facts.get(fact) and not key:
            review.note("no_choice", fact, found=quoted(facts[fact]), listed=", ".join(listed))
    if not of_unit or not concept or missing:
        return None
    key = re.sub(r"[^a-z0-9]+", "_", folded(name)).strip("_")[:60]
    key = key if key[:1].isalpha() else f"i_{key}".removesuffix("_")
    if key in set(known) or key == "i":
        review.note("key_taken", found=quoted(name), code=key)
        return None
    cells = [cell for cell in review.written.cells if review.indicator(cell) == name]
    measure = "rate" if of_unit in RATES else "amount" if of_unit in AMOUNTS else "count"
    is_of_industry = concept in CONCEPTS
    topic = "imk" if concept == "IMK" else "ikm" if is_of_industry else "economy"
    return {
        "indicator": key, "position": 1, "topic": topic,
        "name_id": name, "name_en": facts.get("name_en") or name, "definition_id": facts["definition_id"],
        "definition_en": facts.get("definition_en") or facts["definition_id"], "unit": of_unit,
        "decimals": 0 if of_unit in WHOLE else _decimals(cells), "measure": measure,
        "concept": concept if is_of_industry else key,
        "areas": _level(cells, review.areas), "frequency": _frequency(cells, review), "collection": collection,
        "minimum": None if of_unit in AMOUNTS else 0.0, "maximum": 100.0 if of_unit == "percent" else None,
        "comparability_id": facts.get("comparability_id"),
        "comparability_en": facts.get("comparability_en") or facts.get("comparability_id"),
        "last_updated": _today(),
    }  # fmt: skip


def _concept(text: str) -> str:
    """Return the concept that a text names; it is required, since concepts are never mixed."""
    return next((c for c in (*CONCEPTS, *NO_CONCEPT) if folded(c) == folded(text)), "") if text else ""


def _decimals(cells: Sequence[Cell]) -> int:
    """Return the most decimals of any value, where the sign before them is beyond doubt."""
    texts = [values.bare(cell["value"])[0].removesuffix("%").strip() for cell in cells]
    decimals = [len(t.rpartition(".")[2]) for t, c in zip(texts, cells, strict=True) if c.is_number and "." in t]
    marks = values.decimal_marks(t for t, c in zip(texts, cells, strict=True) if not c.is_number)
    if len(marks) == 1:
        mark = marks.pop()
        decimals += [len(t.rpartition(mark)[2]) for t in texts if re.fullmatch(rf"[-\d.,]*\{mark}\d+", t)]
    return min(max(decimals, default=0), MOST_DECIMALS)


def _level(cells: Sequence[Cell], areas: Areas) -> str:
    codes = (areas.code(cell["area"])[0] for cell in cells)
    kinds = Counter(areas.kinds[code] for code in codes if code not in ("", TOTAL))
    return kinds.most_common(1)[0][0] if kinds else "regency"


def _frequency(cells: Sequence[Cell], review: Review) -> str:
    """Return how often it is observed, from the form of its periods."""
    texts = {values.period(review.period(cell)) for cell in cells} - {""}
    if any("Q" in text for text in texts):
        return "Q"
    longest = max(map(len, texts), default=4)
    return {4: "A", 7: "M"}.get(longest, "D")


def _source(key: str, review: Review) -> dict[str, Any]:
    """Return the source of what is new, under the key that it has already if it is there; {} if none is named."""
    facts = review.written.facts
    if not any(facts.get(name) for name in OF_SOURCE) and all(cell["source"] for cell in review.written.cells):
        return {}
    for name in OF_SOURCE:
        if not facts.get(name):
            review.note("missing_fact", name)
    date = facts.get("source_date", "")
    published = date if re.fullmatch(r"\d{4}", date) else str(as_date(date) or "")
    url = facts.get("source_url", "")
    if date and not published:
        review.note("date", "source_date", found=quoted(date))
    if url and not re.fullmatch(r"https?://[^\s<>\"]+", url):
        review.note("url", "source_url", found=quoted(url))
    source = {
        "title": facts.get("source_title"), "publisher": facts.get("source_publisher"),
        "published": published or None, "url": url or None,
    }  # fmt: skip
    for row in records(review.tables["sources"]):
        if source.items() <= row.items():
            return row
    version = review.version(scope.of_indicator(key)) + 1
    slug = folded(source["publisher"] or "").replace(" ", "-")[:40].strip("-") or "source"
    short = f"{source['publisher']}, {source['title']}"[:120]
    return {"source": f"{slug}-{key.replace('_', '-')}-{version}", "short": short, **source}


def _today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()

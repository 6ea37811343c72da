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
from data.tables import Tables, frame_of
from data.tables import described as resources
from locales import LANGUAGES, Words

CONCEPTS = ("IKM", "IMK", "UMKM", "IKM terdaftar")
NO_CONCEPT = (
    "lainnya",
    "lain",
    "other",
    "none",
    "tidak ada",
)  # of none of these: the indicator is a concept of its own
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
    """An indicator of a file: its row of the table, the source of what is new, the sources that there are."""

    key: str
    row: dict[str, Any] = field(hash=False)
    source: dict[str, Any] = field(hash=False)
    sources: frozenset[str]
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


def of_cell(cell: Cell, written: Written) -> str:
    """Return what a cell says its indicator is, or else the file."""
    return cell["indicator"] or written.facts.get("indicator", "")


def described(
    written: Written, tables: Tables, areas: Areas, version: Callable[[str], int], issues: list[Problem]
) -> dict[str, Described]:
    """Return the indicators of a file by what it calls them, and note what is wrong with what it says of them."""
    for name, text in written.facts.items():
        if personal.is_in(text):
            issues.append(Problem("personal", name))
    for column, keys in (("collection", COLLECTIONS), ("quality", observations.QUALITIES)):
        text = written.facts.get(column, "")
        if text and not chosen(column, text, keys):
            details = (("found", quoted(text)), ("listed", ", ".join(keys)))
            issues.append(Problem("no_choice", column, details=details))
    about: dict[str, Described] = {}
    for name in dict.fromkeys(of_cell(cell, written) for cell in written.cells):
        row = _row(name, written, tables, areas, issues)
        if row:
            key = str(row["indicator"])
            source = _source(written, key, version(scope.of_indicator(key)) + 1, tables, issues)
            row = {**row, "source": row.get("source") or source.get("source")}
            kind = str(row["areas"]).split()[0]
            parents = Counter(areas.parents[code] for code, one in areas.kinds.items() if one == kind)
            quality = chosen("quality", written.facts.get("quality", ""), observations.QUALITIES) or "high"
            sources = frozenset(tables["sources"].source)
            about[name] = Described(key, row, source, sources, quality, parents.most_common(1)[0][0])
    _hold_titles(written, about, issues)
    return about


def _hold_titles(written: Written, about: Mapping[str, Described], issues: list[Problem]) -> None:
    """Note titles in another scale, such as "(ribu jiwa)" or "(persen)", or of another concept than the indicators."""
    inside = [text for title in written.titles for text in BRACKETS.findall(title)]
    scales = [(text, SCALES[word]) for text in inside for word in text.casefold().split() if word in SCALES]
    units = [str(one.row["unit"]) for one in about.values()]
    if scales and units and not any(unit.startswith(scale) for unit in units for _, scale in scales):
        details = (("found", quoted(scales[0][0])), ("stated", units[0]))
        issues.append(Problem("other_scale", "unit", details=details))
    for one in about.values():
        concept = str(one.row["concept"]).removesuffix(" terdaftar")
        for title in (*written.titles, str(one.row["name_id"])):
            of_title = [name for name, pattern in NAMED.items() if re.search(pattern, folded(title))]
            if concept in NAMED and of_title and concept not in of_title:
                details = (("found", quoted(title)), ("stated", str(one.row["concept"])))
                issues.append(Problem("other_concept", "concept", details=details))


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


def _row(
    name: str, written: Written, tables: Tables, areas: Areas, issues: list[Problem]
) -> dict[str, Any] | None:  # fmt: skip
    """Return the row of an indicator; None, and a problem, if there is none that can take values."""
    if not name:
        issues.append(Problem("missing_fact", "indicator"))
        return None
    rows = tables["indicators"]
    known = {folded(row[c]): row for row in rows.to_dict("records") for c in ("name_en", "name_id", "indicator")}
    row = known.get(folded(name))
    if row is None:
        return _new(name, written, areas, rows, issues)
    key = str(row["indicator"])
    if not pd.isna(row["numerator"]):
        issues.append(Problem("computed", details=(("found", key),)))
        return None
    if key in observations.ELSEWHERE:
        issues.append(Problem("elsewhere", details=(("found", key),)))
        return None
    given = written.facts.get("unit", "")
    if given and unit(given) != row["unit"]:
        issues.append(Problem("other_unit", "unit", details=(("found", quoted(given)), ("stated", row["unit"]))))
    concept, stated = written.facts.get("concept", ""), str(row["concept"])
    of_both = [text if text in CONCEPTS else "" for text in (_concept(concept), stated)]
    if concept and of_both[0] != of_both[1]:
        details = (("found", quoted(concept)), ("stated", stated))
        issues.append(Problem("other_concept", "concept", details=details))
    kept = {str(c): None if pd.isna(v) else v for c, v in row.items()}
    kept |= {fact: text for fact in CORRECTED if (text := written.facts.get(fact))}
    return {**kept, "position": int(row["position"]), "decimals": int(row["decimals"]), "last_updated": _today()}


def _new(
    name: str, written: Written, areas: Areas, rows: pd.DataFrame, issues: list[Problem]
) -> dict[str, Any] | None:  # fmt: skip
    """Return the row of a new indicator, as far as possible from its values; what can't be known is asked for."""
    facts = written.facts
    missing = [fact for fact in NEEDED if not facts.get(fact)]
    if missing:
        issues.append(
            Problem("new_indicator", details=(("found", quoted(name)), ("listed", ", ".join(rows.indicator))))
        )
        issues += [Problem("missing_fact", fact) for fact in missing]
    of_unit, concept = unit(facts.get("unit", "")), _concept(facts.get("concept", ""))
    collection = chosen("collection", facts.get("collection", ""), COLLECTIONS) or "administrative"
    for fact, key, listed in (("unit", of_unit, UNITS), ("concept", concept, (*CONCEPTS, NO_CONCEPT[0]))):
        if facts.get(fact) and not key:
            details = (("found", quoted(facts[fact])), ("listed", ", ".join(listed)))
            issues.append(Problem("no_choice", fact, details=details))
    if not of_unit or not concept or missing:
        return None
    key = re.sub(r"[^a-z0-9]+", "_", folded(name)).strip("_")[:60]
    key = key if key[:1].isalpha() else f"i_{key}".removesuffix("_")
    if key in set(rows.indicator) or key == "i":
        issues.append(Problem("key_taken", details=(("found", quoted(name)), ("code", key))))
        return None
    cells = [cell for cell in written.cells if of_cell(cell, written) == name]
    measure = "rate" if of_unit in RATES else "amount" if of_unit in AMOUNTS else "count"
    is_of_industry = concept in CONCEPTS
    topic = "imk" if concept == "IMK" else "ikm" if is_of_industry else "economy"
    return {
        "indicator": key, "position": 1, "topic": topic,
        "name_id": name, "name_en": facts.get("name_en") or name, "definition_id": facts["definition_id"],
        "definition_en": facts.get("definition_en") or facts["definition_id"], "unit": of_unit,
        "decimals": 0 if of_unit in WHOLE else _decimals(cells), "measure": measure,
        "concept": concept if is_of_industry else key,
        "areas": _level(cells, areas), "frequency": _frequency(cells, written), "collection": collection,
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


def _frequency(cells: Sequence[Cell], written: Written) -> str:
    """Return how often it is observed, from the form of its periods."""
    texts = {values.period(cell["period"] or written.facts.get("period", "")) for cell in cells} - {""}
    if any("Q" in text for text in texts):
        return "Q"
    longest = max(map(len, texts), default=4)
    return {4: "A", 7: "M"}.get(longest, "D")


def _source(written: Written, key: str, version: int, tables: Tables, issues: list[Problem]) -> dict[str, Any]:
    """Return the source of what is new, under the key that it has already if it is there; {} if none is named."""
    facts = written.facts
    if not any(facts.get(name) for name in OF_SOURCE) and all(cell["source"] for cell in written.cells):
        return {}
    issues += [f for name in OF_SOURCE if not facts.get(name) and (f := Problem("missing_fact", name)) not in issues]
    date = facts.get("source_date", "")
    published = date if re.fullmatch(r"\d{4}", date) else str(as_date(date) or "")
    url = facts.get("source_url", "")
    if date and not published:
        issues.append(Problem("date", "source_date", details=(("found", quoted(date)),)))
    if url and not re.fullmatch(r"https?://[^\s<>\"]+", url):
        issues.append(Problem("url", "source_url", details=(("found", quoted(url)),)))
    source = {
        "title": facts.get("source_title"), "publisher": facts.get("source_publisher"),
        "published": published or None, "url": url or None,
    }  # fmt: skip
    for row in tables["sources"].to_dict("records"):
        if all((None if pd.isna(row[c]) else row[c]) == value for c, value in source.items()):
            return {str(c): None if pd.isna(v) else v for c, v in row.items()}
    slug = folded(source["publisher"] or "").replace(" ", "-")[:40].strip("-") or "source"
    short = f"{source['publisher']}, {source['title']}"[:120]
    return {"source": f"{slug}-{key.replace('_', '-')}-{version}", "short": short, **source}


def _today() -> str:
    return dt.datetime.now(dt.UTC).date().isoformat()

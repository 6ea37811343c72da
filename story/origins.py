"""Where everything comes from: the sources, the tables with their descriptor, and the known limits."""

from typing import Any

import pandas as pd

from data.tables import Tables, described
from data.view import View
from locales import Words

LIMITS = ("activities", "year", "day", "open", "part", "islands", "capital", "groups", "rounded", "boundaries")


def limits(view: View) -> list[str]:
    """Return what is not known, or not as exactly as it looks."""
    return [view.words(f"sources.limit.{limit}") for limit in LIMITS]


def sources(view: View) -> list[list[str]]:
    """Return the sources, header first: as source lines name them, title, publisher, date, licence, note."""
    head = [view.words(f"origin.{c}") for c in ("short", "title", "publisher", "published", "licence", "note")]
    return [head, *(_source(row, view.words) for _, row in view.tables["sources"].iterrows())]


def _source(row: pd.Series, words: Words) -> list[str]:
    title = said_or_missing(row.title, words)
    address = "" if pd.isna(row.url) else f" ({str(row.url).removeprefix('https://')})"
    published = said_or_missing(row.published, words)
    return [
        name(row, words),
        title + address,
        said_or_missing(row.publisher, words),
        words.iso_date(published) if published.count("-") == 2 else published,
        said_or_missing(row.licence, words),
        words.field(row, "note"),
    ]


def name(row: pd.Series, words: Words) -> str:
    """Return how source lines name a source; what is no publication has a name in words."""
    key = f"source.{row.source}"
    return str(row.short) if not pd.isna(row.short) else words(key) if words.has(key) else str(row.source)


def said_or_missing(value: Any, words: Words) -> str:
    """Return a cell as text; an empty one says so."""
    return words("missing") if pd.isna(value) else str(value)


def tables_in_use(view: View) -> list[tuple[str, str, str]]:
    """Return name, title and description of each table that is fine, in the reader's language."""
    return [
        (r["name"], said(r, "title", view.words), said(r, "description", view.words))
        for r in described(view.tables.folder)
        if r["name"] in view.tables.frames
    ]


def columns(view: View, name: str) -> list[list[str]]:
    """Return the columns of a table, header first: name, title, type, unit, description."""
    words = view.words
    resource = next(r for r in described(view.tables.folder) if r["name"] == name)
    head = [words(f"origin.{c}") for c in ("column", "title", "type", "unit", "description")]
    return [
        head,
        *(
            [f["name"], said(f, "title", words), f["type"], unit(f, words) or "–", said(f, "description", words) or "–"]
            for f in resource["schema"]["fields"]
        ),
    ]


def unit(column: dict[str, Any], words: Words) -> str:
    """Return the unit of a column in words; "" if it has none."""
    key = f"unit.{column.get('unit')}"
    return words(key) if words.has(key) else str(column.get("unit", ""))


def rows(tables: Tables, name: str, most: int | None = None) -> list[list[str]]:
    """Return a table as text, header first, and at most so many of its rows; an empty cell is a dash."""
    frame = tables[name][:most]
    return [list(frame.columns), *(["–" if pd.isna(v) else str(v) for v in row] for row in frame.to_numpy().tolist())]


def said(resource: dict[str, Any], what: str, words: Words) -> str:
    """Return what a descriptor says in the reader's language; "" if nothing."""
    return str(resource.get(what if words.language == "id" else f"{what}_{words.language}", ""))

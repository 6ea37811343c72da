"""The form for observations: what the file is about, and a row for each area; as a spreadsheet or as CSV.

``data.observing.reading`` reads it back. A spreadsheet has a second sheet with what may be chosen.
"""

import io

import pandas as pd

from data import observations
from data.csv_file import csv_file
from data.observing import describing
from data.observing.checking import CHOICES
from data.observing.reading import FACTS
from data.tables import Tables
from locales import Words

OF_FORM = ("area", "period", "value", "basis", "quality", "wording")
OF_NEW = ("name_en", "definition_id", "definition_en", "concept", "collection", "comparability_id", "comparability_en")


def form(suffix: str, tables: Tables, key: str, words: Words) -> bytes:
    """Return the form for an indicator, or for a new one without ``key``; CSV where the suffix is ".csv", else XLSX."""
    rows = _rows(tables, key, words)
    if suffix.lower() == ".csv":
        return csv_file(rows, words)
    packed = io.BytesIO()
    texts_only = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(packed, engine="xlsxwriter", engine_kwargs=texts_only) as book:
        for title, content in (("observing.sheet", rows), ("sheet.codes", _codes(tables, words))):
            longest = max(map(len, content))
            cells = [[*row, *[""] * (longest - len(row))] for row in content]
            pd.DataFrame(cells).to_excel(book, sheet_name=words(title), header=False, index=False)
            book.sheets[words(title)].set_column(0, 2, 30)
    return packed.getvalue()


def _rows(tables: Tables, key: str, words: Words) -> list[list[str]]:
    known = observations.definitions(tables).get(key)
    facts = {"indicator": key, "unit": known.unit} if known else {}
    asked = [name for name in FACTS if name not in ("period", "decimal_mark", "sheet", "column")]
    asked = [name for name in asked if not known or name not in OF_NEW]
    areas = observations.areas_of(tables, known.level if known else "regency")
    return [
        *([words(f"observing.fact.{name}"), facts.get(name, "")] for name in asked),
        [],
        [words(f"observing.column.{name}") for name in OF_FORM],
        *([words.field(area, "name")] for _, area in areas.iterrows()),
    ]


def _codes(tables: Tables, words: Words) -> list[list[str]]:
    """Return what may be chosen: the indicators that there are, units, concepts, and what values may rest on."""
    stored = observations.stored(tables).values()
    lists = {"unit": describing.UNITS, "collection": describing.COLLECTIONS, **CHOICES}
    of_lists = [
        [words(f"observing.{'fact' if name in FACTS else 'column'}.{name}"), key, describing.called(name, key, words)]
        for name, keys in lists.items() for key in keys
    ]  # fmt: skip
    return [
        *([words("observing.fact.indicator"), one.key, one.text(words, "name")] for one in stored),
        *([words("observing.fact.concept"), concept] for concept in (*describing.CONCEPTS, describing.NO_CONCEPT[0])),
        *of_lists,
    ]

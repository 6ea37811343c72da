"""Whether a file is true to its schema (validated), decided in milliseconds: large tables load as fast as small ones.

This is stricter than Frictionless, never laxer: what it does not know, or does not like, it leaves to Frictionless,
which is slower and can say what is wrong. Where this says yes, Frictionless finds nothing.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable
from typing import Any

# One text for one value, where values have to differ: no "01" beside "1", no digits of other scripts.
_FORMS = {
    "string": re.compile(r"\S(?:.*\S)?", re.DOTALL),
    "integer": re.compile(r"0|-?[1-9][0-9]{0,14}"),
    "number": re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,12})?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_KNOWN = {"required", "unique", "minimum", "maximum", "enum", "pattern"}

Cells = Iterable[str]  # each text of a column once, without the empty one


def is_true_to(text: str, schema: dict[str, Any]) -> bool:
    """Return whether a CSV file's ``text`` holds what its Table Schema asks for; False where that is not sure."""
    try:
        return _is_true_to(text, schema)
    except (csv.Error, ValueError, KeyError, TypeError, re.error):
        return False


def _is_true_to(text: str, schema: dict[str, Any]) -> bool:
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    fields = schema["fields"]
    if head != [field["name"] for field in fields] or any(len(row) != len(head) for row in rows):
        return False
    columns = dict(zip(head, zip(*rows, strict=True), strict=True)) if rows else {}
    if len(columns) != len(head) or schema.get("missingValues") != [""] or not all(map(any, rows)):
        return False
    keys = schema.get("primaryKey", [])
    if any(
        field["type"] == "number" and (field["name"] in keys or "unique" in field.get("constraints", {}))
        for field in fields
    ):
        return False
    return all(_holds(columns[field["name"]], field) for field in fields) and _is_key(columns, keys)


def _is_key(columns: dict[str, tuple[str, ...]], keys: list[str]) -> bool:
    parts = list(zip(*(columns[key] for key in keys), strict=True))
    return len(set(parts)) == len(parts) and all(all(part) for part in parts)


def _holds(cells: tuple[str, ...], field: dict[str, Any]) -> bool:
    """Return whether a column's cells have the type that its field names, and keep its constraints."""
    rules = field.get("constraints", {})
    if field["type"] not in _FORMS or not rules.keys() <= _KNOWN or "format" in field:
        return False
    filled = [cell for cell in cells if cell]
    once = set(filled)
    if (rules.get("required") and len(filled) < len(cells)) or (rules.get("unique") and len(once) < len(filled)):
        return False
    checks: tuple[Callable[[Cells], bool], ...] = (
        lambda texts: all(map(_FORMS[field["type"]].fullmatch, texts)),
        lambda texts: field["type"] != "date" or all(map(dt.date.fromisoformat, texts)),
        lambda texts: "pattern" not in rules or all(map(re.compile(rules["pattern"]).fullmatch, texts)),
        lambda texts: "enum" not in rules or set(texts) <= set(map(str, rules["enum"])),
        lambda texts: _in_range(texts, rules),
    )
    return all(check(once) for check in checks)


def _in_range(texts: Cells, rules: dict[str, Any]) -> bool:
    """Return whether numbers keep a schema's least and greatest."""
    if not rules.keys() & {"minimum", "maximum"}:
        return True
    numbers = [float(text) for text in texts]
    low, high = float(rules.get("minimum", "-inf")), float(rules.get("maximum", "inf"))
    return all(low <= number <= high for number in numbers)

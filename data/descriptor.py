"""Read the descriptor of a folder of tables, and see whether it says of each what the dashboard needs to know."""

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from locales import DEFAULT_LANGUAGE, LANGUAGES

DESCRIPTOR = "datapackage.json"
TYPES = ("string", "integer", "number", "date")
_ENDINGS = tuple("" if code == DEFAULT_LANGUAGE else f"_{code}" for code in LANGUAGES)
TITLES, DESCRIPTIONS = (tuple(key + ending for ending in _ENDINGS) for key in ("title", "description"))
Checks = Iterator[tuple[str, bool]]  # places, and whether each is as it should be; what follows relies on it


def described(folder: Path) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Return what a folder's descriptor says of each table, and what of it is wrong: the table, "" for all, and where.

    A data package may carry boundaries besides. Raises ``OSError``, ``ValueError``, ``KeyError`` or ``TypeError``
    where there is no descriptor at all.
    """
    content = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    given = [(f"resources[{i}]", r) for i, r in enumerate(list(content["resources"]))]
    tables = [(place, r) for place, r in given if not isinstance(r, dict) or "schema" in r]
    faults = [] if _is_day(content.get("created")) else [("", "created")]
    names = Counter(r.get("name") for _, r in tables if isinstance(r, dict) and _is_text(r.get("name")))
    sound = []
    for place, resource in tables:
        if wrong := next((at for at, holds in _of_resource(resource, names) if not holds), None):
            name = str(resource.get("name")) if isinstance(resource, dict) else ""
            faults.append((name if names[name] == 1 else "", f"{place}.{wrong}"))
        else:
            sound.append(resource)
    return sound, faults


def with_sizes(descriptor: dict[str, Any], content: dict[str, bytes]) -> str:
    """Return a descriptor as text, in which each resource has the size and the checksum of its content (by path)."""
    for resource in descriptor["resources"]:
        made = content[resource["path"]]
        resource |= {"bytes": len(made), "hash": f"sha256:{hashlib.sha256(made).hexdigest()}"}
    return json.dumps(descriptor, ensure_ascii=False, indent=2)


def _of_resource(resource: Any, names: Counter[Any]) -> Checks:
    yield "name", isinstance(resource, dict) and names[resource.get("name") or None] == 1
    path = resource.get("path")
    yield "path", _is_text(path) and Path(path).name == path
    for key in (*TITLES, *DESCRIPTIONS):
        yield key, _is_text(resource.get(key))
    schema = resource["schema"]
    yield (
        "schema.fields",
        isinstance(schema, dict) and isinstance(schema.get("fields"), list) and bool(schema["fields"]),
    )
    for i, field in enumerate(schema["fields"]):
        yield from ((f"schema.fields[{i}].{at}", holds) for at, holds in _of_field(field))
    columns = [field["name"] for field in schema["fields"]]
    yield "schema.fields", len(set(columns)) == len(columns)
    missing, key = schema.get("missingValues", [""]), schema.get("primaryKey", [])
    yield "schema.missingValues", isinstance(missing, list) and all(isinstance(text, str) for text in missing)
    yield "schema.primaryKey", isinstance(key, list) and all(_is_text(name) and name in columns for name in key)
    yield "schema.foreignKeys", isinstance(schema.get("foreignKeys", []), list)
    for i, foreign in enumerate(schema.get("foreignKeys", [])):
        yield f"schema.foreignKeys[{i}]", _is_foreign(foreign, columns)


def _of_field(field: Any) -> Checks:
    yield "name", isinstance(field, dict) and _is_text(field.get("name"))
    yield "type", field.get("type") in TYPES if _is_text(field.get("type")) else False
    for key in TITLES:
        yield key, _is_text(field.get(key))
    rules = field.get("constraints", {})
    yield "constraints", isinstance(rules, dict)
    for name, rule in rules.items():
        yield f"constraints.{name}", _is_rule(name, rule)


def _is_rule(name: str, rule: Any) -> bool:
    match name:
        case "required" | "unique":
            return isinstance(rule, bool)
        case "minimum" | "maximum":
            return isinstance(rule, int | float) and not isinstance(rule, bool)
        case "enum":
            return isinstance(rule, list) and bool(rule) and all(isinstance(value, str | int | float) for value in rule)
        case "pattern":
            return isinstance(rule, str) and _is_pattern(rule)
        case _:
            return False


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _is_foreign(foreign: Any, columns: list[str]) -> bool:
    target = foreign.get("reference") if isinstance(foreign, dict) else None
    if not isinstance(target, dict) or not _is_text(target.get("resource")):
        return False
    own, there = foreign.get("fields"), target.get("fields")
    return (
        isinstance(own, list)
        and isinstance(there, list)
        and all(map(_is_text, (*own, *there)))
        and (len(own) == len(there) == 1 and own[0] in columns)
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(dt.date.fromisoformat(value[:10]))
    except ValueError:
        return False

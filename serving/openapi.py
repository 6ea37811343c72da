"""What there is below ``/v1/``, told to programs (OpenAPI 3.1) and to people (a page with examples).

Both are made of ``serving.api.ADDRESSES``, the table by which addresses answer.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from charts.figures import FIGURES
from data import comparison, settings
from data.parameters import LANGUAGE
from data.selection import group_codes, regency_codes, round_codes
from data.tables import Tables, described
from exports.layouts import layouts
from exports.media_types import media_type
from locales import LANGUAGES, Words
from pages import PAGES
from serving import api
from serving.api import Address

HERE = Path(__file__).parent
PROBLEM = "application/problem+json"
REFUSALS = (400, 404, 429, 503)
EXAMPLE = "observations.csv?indicator=poverty_rate&lang={language}"  # what the page's examples ask for

_layout = layouts(HERE)


def description(tables: Tables, words: Words) -> dict[str, Any]:
    """Return the OpenAPI description of the addresses, with the values that parameters may have for these tables."""
    return {
        "openapi": "3.1.0",
        "info": {"title": words("app.title"), "version": "1", "description": words("api.lead")},
        "servers": [{"url": f"{settings.own_address()}/v1"}],
        "paths": {f"/{one.pattern}": {"get": told} for one, told in _operations(tables, words)},
    }


def page(words: Words) -> bytes:
    """Return the page for people: every address with its parameters, and examples for the programs that they use."""
    base = settings.own_address() or words("api.address")
    filled = _layout.get_template("openapi.html.j2").render(
        words=words,
        addresses=[(some, words(f"api.{some[0].kind}")) for some in _kinds()],
        example=f"{base}/v1/{EXAMPLE.format(language=words.language)}",
        picture=f"{base}/v1/figures/rank.png?round=2023&lang={words.language}",
        languages=LANGUAGES,
    )
    return filled.encode()


def _kinds() -> list[list[Address]]:
    """Return the addresses, those together that differ in form alone."""
    kinds: dict[tuple[str, str, tuple[str, ...]], list[Address]] = {}
    for one in api.ADDRESSES:
        kinds.setdefault((one.kind, re.sub(r"\.\w+$", "", one.pattern), one.parameters), []).append(one)
    return list(kinds.values())


def _operations(tables: Tables, words: Words) -> Iterator[tuple[Address, dict[str, Any]]]:
    """Yield every address with its description; a name that takes, or needs, others than most has one of its own."""
    values = {
        "key": list(FIGURES),
        "name": [resource["name"] for resource in described(tables.folder)],
        "page": list(PAGES),
    }
    for one in api.ADDRESSES:
        name = "".join(re.findall(r"{(\w+)}", one.pattern))
        is_table, usual = one.kind == "table", list[str]()
        every = replace(one, parameters=()) if is_table else one
        for value in values.get(name, []):
            own = tuple(column for column in one.parameters if not is_table or column in tables[value])
            needs_regency = not is_table and value in FIGURES and FIGURES[value].needs_regency
            if own == every.parameters and not needs_regency:
                usual.append(value)
                continue
            alone = replace(one, pattern=one.pattern.replace(f"{{{name}}}", value), parameters=own)
            yield alone, _operation(alone, tables, words, needed=("regency",) if needs_regency else ())
        yield every, _operation(every, tables, words, {name: usual})


def _operation(
    one: Address, tables: Tables, words: Words, names: Mapping[str, Sequence[str]] = MappingProxyType({}),
    needed: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    kind = media_type(one.pattern) if "." in one.pattern else "application/json"
    refused = {"content": {PROBLEM: {"schema": {"type": "object"}}}}
    return {
        "summary": words(f"api.{one.kind}"),
        "operationId": re.sub(r"\W+", "_", one.pattern).strip("_"),
        "parameters": [*_in_path(one, names), *_in_query(one.parameters, tables, words, needed)],
        "responses": {
            "200": {"description": words("api.ok"), "content": {kind: {}}},
            **{str(status): {"description": words(f"answer.{status}"), **refused} for status in REFUSALS},
        },
    }


def _in_path(one: Address, values: Mapping[str, Sequence[str]]) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", one.pattern):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string", "enum": list(values[name])}}


def _in_query(names: Iterable[str], tables: Tables, words: Words, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    allowed: dict[str, list[str]] = {
        "round": round_codes(tables), "regency": regency_codes(tables), "group": group_codes(tables),
        "indicator": list(comparison.offered(tables)), "scale": list(api.SCALES), "clear": list(api.SWITCH),
        "plain": list(api.SWITCH), "theme": list(api.THEMES), LANGUAGE: list(LANGUAGES),
    }  # fmt: skip
    for name in (*names, LANGUAGE):
        schema: dict[str, Any] = {"type": "string", **({"enum": allowed[name]} if name in allowed else {})}
        must = {"required": True} if name in needed else {}
        yield {"name": name, "in": "query", **must, "description": words(f"api.parameter.{name}"), "schema": schema}


def as_json(tables: Tables, words: Words) -> bytes:
    """Return the description as a file."""
    return f"{json.dumps(description(tables, words), ensure_ascii=False, indent=1)}\n".encode()

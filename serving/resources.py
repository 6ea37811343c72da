"""What answers under ``/v1/``: a path and its parameters become bytes, or a refusal in words.

``figures/KEY.png``, ``tables/NAME.csv`` and ``files/deck.pptx``; ``rounds``, ``indicators`` and ``observations`` as
JSON, and with ``.csv`` behind them. Names are looked up in what there is, never on the disk. An answer depends on path
and parameters alone, not on ``Host`` or what a proxy forwards. What takes long is made by the processes of
``exports/jobs.py``.
"""

import json
import logging
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import pandas as pd
from cachetools import LRUCache, cached
from starlette.datastructures import Headers, QueryParams
from starlette.responses import Response

from charts.chart import Chart
from charts.figures import FIGURES
from charts.words import caption
from data import comparison, observations
from data.current import current
from data.descriptor import DESCRIPTIONS, TITLES
from data.parameters import COMPARISON, LANGUAGE, SELECTION
from data.problem import sentence
from data.selection import from_address, group_codes, regency_codes, round_codes
from data.tables import BrokenTableError, Tables, described, records, to_csv
from data.view import View
from exports import files, imprint, jobs
from exports.figure import NUMBERS, PICTURES, figure_file
from exports.jobs import FullError
from exports.media_types import media_type
from exports.outlets import COVERS, OF_PAGES, OUTLETS
from exports.worker import CardAsked, FigureAsked
from locales import LANGUAGES, Words, asked_for
from pages import FIRST, PAGES, chosen
from pages import described as described_page
from pages.parts.page import figures, text
from serving import openapi
from serving.api import ADDRESSES, ASIDE, FILES, OBSERVED, OF_ALL, QUICK, SCALES, SWITCH, THEMES, of_picture
from serving.responses import answer_with, since

RETRY = "20"  # seconds after which a file may be asked for again
COMPRESSED = ("csv", "geojson", "html", "json", "svg")
KEPT = 48_000_000  # bytes of files of figures that stay in memory
LISTED, LONGEST = 60, 80  # values that a refusal names, and letters of one that it repeats

log = logging.getLogger("dashboard")


@dataclass
class RefusedError(Exception):
    """What is asked for is not there, or not given: a key of the catalogues (``answer.<key>``) and a status.

    ``parameter`` is the one at fault, ``details`` fill the sentence's placeholders, ``allowed`` are its values.
    """

    key: str
    status: int
    parameter: str = ""
    details: dict[str, str] = field(default_factory=dict)
    allowed: Collection[str] = ()

    def headers(self, words: Words) -> dict[str, str]:
        """Return the headers of the refusal, in whatever form it is said."""
        headers = {"Content-Language": words.language, "Cache-Control": "no-store"}
        if self.status in (429, 503):
            headers["Retry-After"] = RETRY
        if self.status == 405:
            headers["Allow"] = "GET, HEAD, OPTIONS"
        return headers


@dataclass(frozen=True)
class Resource:
    """What is sent: content, the file's name, and whether a browser saves it or shows it."""

    content: bytes
    name: str
    is_saved: bool = False

    @property
    def ending(self) -> str:
        """By which its form is known."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True)
class Asked:
    """What an address asks for: its parameters, the tables in use, and the words of its language."""

    parameters: QueryParams
    tables: Tables
    words: Words
    is_gone: Callable[[], bool] = lambda: False  # whether the client has left

    def stays(self, *_progress: object) -> None:
        """Raise if the client has left: what it waits for is not made, unless others wait for it too."""
        if self.is_gone():
            raise RefusedError("full", 503)  # nobody reads it

    def of(self, *allowed: str) -> dict[str, str]:
        """Return the parameters that are given. Raises ``RefusedError`` for one that is not allowed, or given twice."""
        allowed = (*allowed, LANGUAGE)
        for name in self.parameters:
            if name not in allowed:
                key = "unknown_parameter" if name else "nameless_parameter"
                raise RefusedError(key, 400, name, {"name": name[:LONGEST]} if name else {}, allowed)
            if len(self.parameters.getlist(name)) > 1:
                raise RefusedError("repeated_parameter", 400, name, {"name": name})
        language = self.parameters.get(LANGUAGE, "")
        if language and language not in LANGUAGES:
            raise self.unknown(LANGUAGE, LANGUAGES)
        return {name: value for name, value in self.parameters.items() if value and name != LANGUAGE}

    def unknown(self, name: str, allowed: Collection[str] = ()) -> RefusedError:
        """Return the refusal of a parameter's value."""
        details = {"name": name, "value": self.parameters.get(name, "")[:LONGEST]}
        return RefusedError("unknown_value", 400, name, details, allowed)

    def one_of(self, name: str, allowed: Collection[str], usual: str) -> str:
        """Return a parameter's value, the usual one where none is given. Raises ``RefusedError`` for another."""
        value = self.parameters.get(name, "") or usual
        if value not in (*allowed, usual):
            raise self.unknown(name, allowed)
        return value

    def view(self, *more: str, compares: bool = False) -> View:
        """Return the view that is asked for; beside it, parameters of the names ``more`` may be given.

        Raises ``RefusedError`` as ``of`` does, and for a value that is not known.
        """
        given = self.of(*SELECTION, *(COMPARISON if compares else ()), *more)
        selection, unknown = from_address(given, self.tables)
        compared, wrong = comparison.from_address(given if compares else {}, self.tables)
        codes = {"round": round_codes, "regency": regency_codes, "group": group_codes}
        for name in (*unknown, *wrong):
            raise self.unknown(name, codes[name](self.tables) if name in codes else _compared(name, self.tables))
        return View(self.tables, selection, self.words, compared)


def _compared(name: str, tables: Tables) -> Collection[str]:
    return list(comparison.offered(tables)) if name in ("indicator", "against") else ()


def is_slow(name: str) -> bool:
    """Whether what a path names is made aside, so that it may be waited for."""
    kind, _, file = name.partition("/")
    return kind in ("files", "covers", "preview") or (
        kind == "figures" and not file.endswith(tuple(f".{form}" for form in QUICK))
    )


def response(
    name: str, parameters: QueryParams, headers: Headers, is_gone: Callable[[], bool] = lambda: False
) -> Response:
    """Return the answer to a request for what a path names below ``/v1/``; what cannot be given is said in words.

    Once ``is_gone``, the answer is wanted by nobody, and what it would be made of is not waited for.
    """
    try:
        with refusing(f"/v1/{name}", parameters):
            asked = Asked(parameters, current(), asked_for(parameters.get(LANGUAGE, "")), is_gone)
            return _sent(_resource(name, asked), asked, headers)
    except RefusedError as refused:
        return refusal(refused, parameters)


@contextmanager
def refusing(name: str, parameters: QueryParams) -> Iterator[None]:
    """Turn all that can fail while an answer is made into a ``RefusedError``; what nobody foresaw is logged."""
    try:
        yield
    except RefusedError:
        raise
    except FullError as full:
        raise RefusedError("full", 503) from full
    except BrokenTableError as broken:
        words = asked_for(parameters.get(LANGUAGE, ""))
        problems = "; ".join(sentence(problem, words) for problem in broken.problems[:3])
        raise RefusedError("broken", 503, details={"problems": problems}) from broken
    except Exception as error:
        log.exception("%s could not be made", name.encode("ascii", "replace").decode()[:LONGEST])
        raise RefusedError("failed", 500) from error


def refusal(refused: RefusedError, parameters: QueryParams) -> Response:
    """Return a refusal as ``application/problem+json`` (RFC 9457) in the language that is asked for."""
    words = asked_for(parameters.get(LANGUAGE, ""))
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": words(f"answer.{refused.status}"),
        "status": refused.status,
        "detail": words(f"answer.{refused.key}", **refused.details),
    }
    if refused.parameter:
        content["parameter"] = refused.parameter[:LONGEST]
    if refused.allowed:
        content["allowed"] = list(refused.allowed)[:LISTED]
    return Response(_json(content), refused.status, refused.headers(words), "application/problem+json")


def _sent(made: Resource, asked: Asked, headers: Headers) -> Response:
    encodes = made.ending in COMPRESSED and "range" not in headers  # a part is one of the content as it is
    sent = answer_with(headers, made.content, media_type(made.name), encodes, since(asked.tables.number))
    sent.headers["Content-Language"] = asked.words.language
    if sent.status_code == 200:
        kept = "attachment" if made.is_saved else "inline"
        sent.headers["Content-Disposition"] = f'{kept}; filename="{made.name}"'
    return sent


def _resource(name: str, asked: Asked) -> Resource:
    match name.split("/"):
        case ["" | "openapi.json" as what]:
            return _description(what, asked)
        case ["figures", file]:
            return _figure(*_parts(file), asked)
        case ["preview", file] if _parts(file)[1] == "png" and _parts(file)[0] in PAGES:
            return _preview(_parts(file)[0], asked)
        case ["covers", file] if _parts(file)[1] == "png" and _parts(file)[0] in COVERS:
            return _cover(_parts(file)[0], asked)
        case ["tables", file]:
            return _table(*_parts(file), asked)
        case ["files", file] if file in FILES:
            return _file(FILES[file], asked)
        case ["observations" | "observations.csv" | "observations.json"]:
            return _observations(_parts(name)[1] or "json", asked)
        case ["rounds" | "rounds.csv" | "rounds.json" | "indicators" | "indicators.csv" | "indicators.json"]:
            table, form = _parts(name)
            return _table(table, form or "json", asked)
    raise _absent()


def _description(what: str, asked: Asked) -> Resource:
    asked.of()
    if what:
        return Resource(openapi.as_json(asked.tables, asked.words), "openapi.json")
    return Resource(openapi.page(asked.words), "v1.html")


def _absent() -> RefusedError:
    return RefusedError("absent", 404, allowed=[f"/v1/{one.pattern}" for one in ADDRESSES])


def _parts(file: str) -> tuple[str, str]:
    name, _, form = file.rpartition(".")
    return (name, form) if name else (form, "")


# --- Figures -------------------------------------------------------------------------------------------------


def chart_asked(key: str, asked: Asked, *more: str) -> tuple[View, Chart]:
    """Return the chart of a key that is asked for, and its view; beside it, parameters ``more`` may be given.

    Raises ``RefusedError`` where there is no such figure, or for a parameter that is wrong or missing.
    """
    if key not in FIGURES:
        raise RefusedError("absent_figure", 404, details={"figure": key[:LONGEST]}, allowed=tuple(FIGURES))
    view = asked.view(*more, compares=True)
    if FIGURES[key].needs_regency and not view.selection.regency:
        raise RefusedError(
            "needs_regency", 400, "regency", {"figure": key, "name": "regency"}, regency_codes(view.tables)
        )
    return view, FIGURES[key](view)


def _figure(key: str, form: str, asked: Asked) -> Resource:
    if form not in (*ASIDE, *QUICK):
        raise _absent()
    view, chart = chart_asked(key, asked, *of_picture(form))
    scale = float(asked.one_of("scale", SCALES, "2"))
    clear, plain = (asked.one_of(name, SWITCH, "0") == "1" for name in ("clear", "plain"))
    dark = asked.one_of("theme", THEMES, "") == "dark"
    if form in NUMBERS and not chart.table.columns:
        raise RefusedError("no_numbers", 404, details={"figure": key})
    known = (view.tables.number, key, form, scale, clear, plain, dark, view.selection, view.comparison, view.words)

    def make() -> bytes:
        if form in QUICK:
            return figure_file(chart, form, view.tables.date)
        below = () if plain or form not in (*PICTURES, "pptx") else imprint.below(view, chart)
        return jobs.figure(FigureAsked(chart, form, view.tables.date, below, scale, clear, dark), asked.stays)

    return Resource(_kept(known, make), files.of_figure(view, key, form), form in ("pptx", "xlsx"))


@cached(LRUCache(KEPT, getsizeof=len), key=lambda known, _make: known, lock=Lock())
def _kept(_known: Hashable, make: Callable[[], bytes]) -> bytes:
    return make()


def _preview(page: str, asked: Asked) -> Resource:
    """Return the picture beside a link to a page: its headline and its first figure, else the overview's."""
    description = described_page(page)
    view = asked.view(compares=True)
    known = (view.tables.number, "preview", page, view.selection, view.comparison, view.words)

    def make() -> bytes:
        every = (*description.blocks, *described_page(FIRST).blocks)
        first = next(figures(every, view))
        title, date = view.words("app.title"), view.words.date(view.tables.date)
        foot = view.words("preview.foot", title=title, date=date)
        card = CardAsked(text(description.headline.text, view), caption(view), foot, first.build(view))
        return jobs.figure(card, asked.stays)

    return Resource(_kept(known, make), files.name(view, page, "png"))


# --- Files ---------------------------------------------------------------------------------------------------


def _file(key: str, asked: Asked) -> Resource:
    view = asked.view(*(("pages",) if key in OF_PAGES else ()))
    if key in OF_ALL:
        asked.of()
        view = View(view.tables, words=view.words)
    try:
        pages = chosen(asked.parameters.get("pages", ""))
    except ValueError as wrong:
        raise asked.unknown("pages", PAGES) from wrong
    outlet = replace(OUTLETS[key], pages=pages)
    return Resource(jobs.made(view, outlet, asked.stays), outlet.name(view), is_saved=True)


def _cover(key: str, asked: Asked) -> Resource:
    """Return the picture of the first slides or pages of a file."""
    view = asked.view()
    return Resource(jobs.made(view, COVERS[key], asked.stays), files.name(view, f"{key}-cover", "png"))


# --- Tables --------------------------------------------------------------------------------------------------


def _table(name: str, form: str, asked: Asked) -> Resource:
    """Return a table as it is kept, of the rows that the parameters ask for: all, if none is given."""
    resources = {resource["name"]: resource for resource in described(asked.tables.folder)}
    if name not in resources:
        raise RefusedError("absent_table", 404, details={"name": name[:LONGEST]}, allowed=tuple(resources))
    frame = asked.tables[name]
    mine = [column for column in SELECTION if column in frame]
    given = asked.of(*mine)
    asked.view(*mine)
    for column, code in given.items():
        if (column, code) != ("round", "all"):
            frame = frame[frame[column] == code]
    match form:
        case "csv":
            content = to_csv(frame)
        case "parquet":
            content = frame.reset_index(drop=True).to_parquet(index=False)
        case "json":
            content = _json({"metadata": _metadata(resources[name], asked), "rows": records(frame)})
        case _:
            raise _absent()
    return Resource(content, f"{name}.{form}", form != "json")


def _metadata(resource: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """Return what the descriptor says of a table: title, licence, sources' table, and each column with its unit."""
    package = json.loads((asked.tables.folder / "datapackage.json").read_text("utf-8"))
    kept = (*TITLES, *DESCRIPTIONS)
    return {
        **{name: resource[name] for name in ("name", *kept) if name in resource},
        "date": asked.tables.date.isoformat(),
        "licenses": resource.get("licenses", package.get("licenses", [])),
        "fields": [
            {name: column[name] for name in ("name", "type", "unit", *kept) if name in column}
            for column in resource["schema"]["fields"]
        ],
    }


def _json(content: Any) -> bytes:
    return f"{json.dumps(content, ensure_ascii=False, indent=1, default=str)}\n".encode()


# --- Observations --------------------------------------------------------------------------------------------


def _observations(form: str, asked: Asked) -> Resource:
    """Return every value of the indicators, computed ones too; ``indicator``, ``area`` and ``period`` narrow it."""
    given = asked.of(*OBSERVED)
    every = comparison.offered(asked.tables)
    if given.get("indicator", next(iter(every))) not in every:
        raise asked.unknown("indicator", list(every))
    keys = [given["indicator"]] if "indicator" in given else list(every)
    sound, broken = _sound(asked.tables, keys)
    known = [(key, area, period, one) for key, cells in sound.items() for (area, period), one in cells.items()]
    for name, place in (("area", 1), ("period", 2)):
        values = sorted({str(row[place]) for row in known})
        if name in given and given[name] not in values:
            raise asked.unknown(name, values)
        known = [row for row in known if given.get(name, row[place]) == row[place]]
    frame = pd.DataFrame(
        [
            {
                "indicator": key, "area": area, "period": period, "value": one.value, "unit": every[key].unit,
                "basis": one.basis, "quality": one.quality, "wording": one.wording, "mark": one.mark,
                "sources": " ".join(one.sources),
            }
            for key, area, period, one in known
        ]
    )  # fmt: skip
    name = "-".join(("observations", *keys[: len(given.get("indicator", "")) and 1]))
    if form == "csv":
        return Resource(to_csv(frame), f"{name}.csv", is_saved=True)
    about = [_about(every[key], asked.words) for key in sound]
    metadata = {"date": asked.tables.date.isoformat(), "indicators": about, "broken": broken}
    return Resource(_json({"metadata": metadata, "rows": records(frame)}), f"{name}.json")


def _sound(tables: Tables, keys: list[str]) -> tuple[dict[str, observations.Cells], list[str]]:
    """Return the values of indicators that are sound, and the keys of the others. Raises where none is."""
    sound, broken = {}, []
    for key in keys:
        try:
            sound[key] = observations.cells(tables, key)
        except BrokenTableError:
            broken.append(key)
            if len(broken) == len(keys):
                raise
    return sound, broken


def _about(one: observations.Definition, words: Words) -> dict[str, str]:
    texts = {what: one.text(words, what) for what in ("name", "definition", "comparability", "quality", "licence")}
    return {"indicator": one.key, "unit": one.unit, "concept": one.concept, "collection": one.collection, **texts}

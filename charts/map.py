"""The map of Maluku: who took part in the training rounds, and with how many participants."""

import math
from collections.abc import Iterator
from typing import Literal

import pandas as pd

from charts.absence import in_sources, sentence
from charts.chart import Chart, ChartText
from charts.plots import Circle, Label, Land, Lines, MapPlot, Point, Run, Stroke, Width, lines
from charts.registry import figure
from charts.table import Column, Number, Table
from charts.words import (
    basis_column,
    formula,
    names_by_code,
    number_of,
    regency_columns,
    round_phrase,
    source_line,
)
from data import indicators
from data.view import View, cached
from geo import shapes, wording
from locales import Words

KEY = "map"
LARGEST, SMALLEST = 24.0, 2.0  # km: the radius of the largest count shown, and the least at which one is seen
ASIDE, HALF = 40.0, 18.0  # km: from where on a name is above or below its place, and half of a name's height
SCALE_BAR = (305.0, -322.0, 200)  # x and y of its left end, and its length, in km

People = dict[str, Number]  # participants of the regencies that took part, by code


@figure(KEY, whole_width=True)
@cached(128)
def participants_map(view: View) -> Chart:
    """Return the province map: land that took part stands out, circles whose area shows participants, names beside.

    Raises ``BrokenTableError`` if a table or a boundary file that it needs has problems.
    """
    words = view.words
    counts = indicators.participants_by_regency(view.every_regency())
    took_part = {str(code): number_of(counts, code) for code in counts.value.index}
    km = indicators.distance_to_ambon(view.tables)
    names = names_by_code(view.tables)
    return Chart(
        KEY,
        ChartText(
            sentence(view) or _headline(view, counts),
            words("map.subtitle", rounds=round_phrase(view)),
            _alt(view, took_part, names),
            f"{source_line(view, [counts, km])} {wording.origin(words)}",
        ),
        _table(view, took_part, counts, km),
        _plot(words, took_part, names, view.selection.regency, in_sources(view)),
        words,
    )


def _plot(words: Words, took_part: People, names: dict[str, str], selected: str, sources: str) -> MapPlot:
    places = {s.code: s.label for s in shapes.regencies()}
    most = max((number.value or 1 for number in took_part.values()), default=1)
    targets = [*shapes.targets(), *((code, *place) for code, place in places.items())]
    return MapPlot(
        shapes.EXTENT,
        tuple(_lands(took_part, names)),
        circles=tuple(
            Circle(
                code, names[code], *places[code], max(LARGEST * math.sqrt((number.value or 0) / most), SMALLEST), number
            )
            for code, number in took_part.items()
            if code in places
        ),
        labels=(
            _scale_label(words),
            *_names(words, took_part, names, "narrow"),
            *_names(words, took_part, names, "wide"),
            *_place_names(words),
            *_inset_names(words, names),
        ),
        strokes=(*_inset_strokes(), *_scale_bar()),
        targets=tuple(Point(x, y, names[code], code) for code, x, y in targets if code in names),
        hovers={code: _hover(words, name, took_part.get(code), sources) for code, name in names.items()},
        selected=selected,
        selects=("regency",),
    )


def _lands(took_part: People, names: dict[str, str]) -> Iterator[Land]:
    """Yield what is filled: neighbours, the regencies, and the inset."""
    for shape in shapes.context():
        yield Land(shape.x, shape.y, "context")
    enlarged = [(True, shape) for inset in shapes.INSETS for shape in inset.shapes()]
    for is_inset, shape in [*((False, shape) for shape in shapes.regencies()), *enlarged]:
        kind: Literal["reached", "other"] = "reached" if shape.code in took_part else "other"
        yield Land(shape.x, shape.y, kind, shape.code, names.get(shape.code, shape.name), is_inset)


def _people(words: Words, number: Number) -> str:
    """Return a number of participants with its unit."""
    return words.count("n.participants", number.value or 0, n=number.text(words))


def _hover(words: Words, name: str, participants: Number | None, sources: str) -> Lines:
    silent = words("map.hover.none", sources=sources)
    return lines(name, silent if participants is None else _people(words, participants), bold=1)


def _names(words: Words, took_part: People, names: dict[str, str], width: Width) -> Iterator[Label]:
    """Yield the names of the regencies: with its count where one took part, quiet where not.

    A narrow map names those that took part only.
    """
    places, narrow = {s.code: s.label for s in shapes.regencies()}, width == "narrow"
    offsets = shapes.labels(narrow)
    for code, name in names.items():
        number = took_part.get(code)
        if code not in places or (narrow and number is None):
            continue
        text = lines(name)
        if number is not None:
            text = lines(name, _people(words, number), bold=1)
        if number is not None and narrow:
            text = ((Run(f"{name} "), Run(number.text(words), bold=True)),)
        at = offsets.get(code, shapes.Label())
        # A name above or below a circle is held by the side that faces it: how large type is on a map differs.
        side = 0 if narrow or abs(at.dy) < ASIDE else 1 if at.dy > 0 else -1
        x, y = places[code][0] + at.dx, places[code][1] + at.dy - side * HALF
        kind: Literal["name", "quiet"] = "quiet" if number is None else "name"
        small = narrow or number is None
        held: Literal["top", "middle", "bottom"] = "middle" if not side else "bottom" if side > 0 else "top"
        yield Label(text, x, y, kind, at.anchor, held, width, small, code=code)


def _place_names(words: Words) -> Iterator[Label]:
    """Yield the names of the seas, in italics, and of the neighbouring land."""
    for key, kind, x, y in shapes.places():
        is_sea = kind == "sea"
        text = lines(words(f"place.{key}"), italic=is_sea)
        yield Label(text, x, y, "sea" if is_sea else "place", width="wide", small=not is_sea)


def _inset_names(words: Words, names: dict[str, str]) -> Iterator[Label]:
    """Yield what is written at the insets: the title above, and whose land it shows."""
    for inset in shapes.INSETS:
        left, _, _, top = inset.frame()
        title = words(f"map.inset.{inset.key}", times=words.number(inset.scale, 1)).splitlines()
        yield Label(lines(*title), left, top, "title", "left", "bottom", "wide", small=True)
        for code, (x, y) in inset.names.items():
            if code in names:
                yield Label(lines(names[code]), x, y, "quiet", width="wide", small=True, code=code)


def _inset_strokes() -> Iterator[Stroke]:
    """Yield the insets' frames, the frames of what they show (no circle hides these), and the lines that join them."""
    for inset in shapes.INSETS:
        yield Stroke(*inset.frame(), 0.8, box=True, below=True)
        yield Stroke(*inset.shown(), 0.8, box=True)
        yield Stroke(*inset.join, 0.8, below=True)


def _scale_bar() -> Iterator[Stroke]:
    x, y, length = SCALE_BAR
    for ends in ((x, y, x + length, y), (x, y - 4, x, y + 4), (x + length, y - 4, x + length, y + 4)):
        yield Stroke(*ends, 1.5)


def _scale_label(words: Words) -> Label:
    x, y, length = SCALE_BAR
    text = lines(words("map.km", n=words.number(length)))
    return Label(text, x + length / 2, y, "place", valign="bottom", small=True, shift=(0, 3))


def _table(view: View, took_part: People, counts: indicators.Indicator, km: indicators.Indicator) -> Table:
    words = view.words
    codes = list(names_by_code(view.tables))
    absent = Number(None, instead=words("table.none"))
    people = tuple(took_part.get(code, absent) for code in codes)
    return Table((
        *regency_columns(view, codes),
        Column("people", words("table.participants"), people, words("unit.person"), note=formula(words, counts)),
        Column("distance", words("table.distance"), tuple(number_of(km, code) for code in codes),
               note=formula(words, km)),
        basis_column(words, people),
    ))  # fmt: skip


def _headline(view: View, counts: indicators.Indicator) -> str:
    """Say how far the selection reached: the participating regency whose capital is farthest from Ambon."""
    words = view.words
    names = names_by_code(view.tables)
    km = indicators.distance_to_ambon(view.tables).value
    if view.selection.regency:
        return _headline_of_one(view, counts, km)
    reached = km.reindex(counts.value.index).dropna()
    if reached.empty:
        return words.count("map.finding.somewhere", len(counts.value))
    if reached.max() == 0:
        return words("map.finding.near")
    farthest = names[str(reached.idxmax())]
    return words.count("map.finding", len(reached), name=farthest, km=words.number(round(reached.max())))


def _headline_of_one(view: View, counts: indicators.Indicator, km: pd.Series) -> str:
    """Say how many of the selected regency took part, and how far from Ambon it is."""
    words = view.words
    name = names_by_code(view.tables)[view.selection.regency]
    n = _people(words, number_of(counts, view.selection.regency))
    away = km.get(view.selection.regency)
    if pd.isna(away) or not away:
        return words("map.finding.here", name=name, participants=n)
    return words("map.finding.away", name=name, participants=n, km=words.number(round(away)))


def _alt(view: View, took_part: People, names: dict[str, str]) -> str:
    words = view.words
    listed = words.join(f"{names.get(code, code)} ({count.text(words)})" for code, count in took_part.items())
    others = [name for code, name in names.items() if code not in took_part]
    rounds = round_phrase(view)
    if not took_part:
        return words("map.alt.none", absent=sentence(view.every_regency()))
    if not others:
        return words("map.alt.all", rounds=rounds, listed=listed)
    sources = in_sources(view)
    return words("map.alt", rounds=rounds, listed=listed, sources=sources, others=words.join(others))

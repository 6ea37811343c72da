"""The map of Maluku, of proportional circles: who took part in the training rounds, with how many participants."""

import math
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from charts import province
from charts.absence import in_sources, of_regency, sentence, text
from charts.chart import Chart, ChartText
from charts.plots import Area, Circle, Legend, LegendEntry, Lines, MapPlot, Mark, lines
from charts.registry import figure
from charts.table import NOTHING, Column, Number, Table
from charts.words import (
    basis_column,
    formula,
    mark_column,
    names_by_code,
    not_split,
    noted,
    number_of,
    people,
    regency_columns,
    round_phrase,
    source_line,
    with_numbers,
)
from data import indicators
from data.province import PROVINCE
from data.selection import ALL_ROUNDS, Selection
from data.view import View
from geo import wording
from locales import Words

KEY = "map"
LARGEST, SMALLEST = 24.0, 2.0  # km: the radius of the largest count shown, and the least at which one is seen
# What the key explains where the map has it, by the mark.
MARKS: dict[Mark, str] = {"at_least": "map.key.at_least", "unsized": "not_stated"}

People = dict[str, Number]  # participants of the regencies that took part, by code
Names = dict[str, str]  # of all regencies, by code


@figure(KEY)
def participants_map(view: View) -> Chart:
    """Return the province map: land that took part stands out, circles whose area shows participants, names beside.

    Raises ``BrokenTableError`` if a table or a boundary file that it needs has problems.
    """
    words = view.words
    counts = indicators.participants_by_regency(view.every_regency())
    took_part = {str(code): number_of(counts, code) for code in counts.value.index}
    km = indicators.distance_to_capital(view.tables)
    names = names_by_code(view.tables)
    return Chart(
        KEY,
        ChartText(
            sentence(view) or _headline(view, counts),
            noted(words, words("map.subtitle", rounds=round_phrase(view)), not_split(view)),
            _alt(view, took_part, names),
            f"{source_line(view, [counts, km])} {wording.origin(words)}",
        ),
        _table(view, took_part, counts, km),
        plot(view, took_part, names),
        words,
    )


def plot(view: View, took_part: People, names: Names) -> MapPlot:
    """Return what the map draws, of those who took part, the largest first."""
    words = view.words
    places = province.places()
    most = max((number.value for number in took_part.values() if number.value), default=0)
    circles = tuple(
        Circle(code, names[code], *places[code], radius(number.value, most), number, mark_of(number))
        for code, number in took_part.items()
        if code in places
    )
    elsewhere = _elsewhere(view) - set(took_part)

    def fill(code: str) -> tuple[Area, float]:
        return ("reached" if code in took_part else "elsewhere" if code in elsewhere else "other"), 0.0

    key = key_of(words, most, took_part.values(), elsewhere=_key_of_elsewhere(view) if elsewhere else "")
    written, hovers = _names(view, took_part, names), _hovers(view, took_part, names)
    return province.plot(view, fill, written, took_part, hovers, key, circles, elsewhere)


def _elsewhere(view: View) -> set[str]:
    """Return the regencies that the sources of any round name, those of rounds known in part too."""
    rounds = (view.tables["participation"], indicators.known_in_part(view.tables))
    return {str(code) for rows in rounds for code in rows.regency}


def _key_of_elsewhere(view: View) -> str:
    """Return what it means that a regency is named outside the selection."""
    if view.selection.group:
        return view.words("map.key.elsewhere.group")
    return view.words("basis.part" if view.selection.round == ALL_ROUNDS else "map.key.elsewhere")


def radius(count: float | None, most: float, largest: float = LARGEST, smallest: float = SMALLEST) -> float:
    """Return the radius of a count's circle in km; what is named without a count has a mark of one size."""
    return largest / 3 if count is None else max(largest * math.sqrt(count / most), smallest)


def people_text(words: Words, number: Number) -> str:
    """Return a number of participants with its unit, or that it is the number that is not stated: short, for a map."""
    return number.text(words) if number.value is None else people(words, number, in_sentence=False)


def _hovers(view: View, took_part: People, names: Names) -> dict[str, Lines]:
    words = view.words
    silent = words("map.hover.none", sources=in_sources(view))
    texts = {
        code: people(words, took_part[code]) if code in took_part else of_regency(view, code, silent) for code in names
    }
    return {code: lines(names[code], text, bold=1) for code, text in texts.items()}


def _names(view: View, took_part: People, names: Names) -> dict[str, province.Name]:
    """Return what is written of the regencies, the largest first: with its count where one took part, quiet where not.

    Their count stands alone where a name has no room.
    """
    words, written = view.words, {}
    for code, number in took_part.items():
        name = names.get(code, code)
        people = lines(name, people_text(words, number), bold=1)
        written[code] = province.Name((people, *province.valued(name, number.text(words))))
    for code, name in names.items():
        part = of_regency(view, code, "")
        forms = (lines(name, part), lines(name)) if part else (lines(name),)
        written.setdefault(code, province.Name(forms, quiet=True))
    return written


def mark_of(number: Number) -> Mark:
    """Return how a count is drawn: what is named without one has a mark that says no size."""
    return "unsized" if number.value is None else "at_least" if number.mark == "at_least" else "count"


def key_of(
    words: Words,
    most: float,
    numbers: Iterable[Number],
    largest: float = LARGEST,
    smallest: float = SMALLEST,
    elsewhere: str = "",
) -> Legend:
    """Return what land and circles stand for, of a map whose largest circle (km) shows ``most``.

    Two round numbers have their circles, the larger no larger than ``most``; a mark that none of the ``numbers`` has
    is not explained. ``elsewhere`` says what is named outside the selection, if any is: then the rest no round names.
    """
    counts = [n for n in dict.fromkeys(_round_below(part) for part in (most, most / 5)) if n >= 1]
    radii = tuple(radius(n, most, largest, smallest) for n in counts)
    entries = [LegendEntry(words("map.key.reached"), "reached")]
    entries += [LegendEntry(elsewhere, "elsewhere")] if elsewhere else []
    entries.append(LegendEntry(words("map.key.nowhere" if elsewhere else "map.key.other"), "other"))
    if counts:
        listed = words.join(words.number(n) for n in reversed(counts))
        text = words.count("map.key.participants", counts[0], listed=listed)
        entries.append(LegendEntry(text, mark="count", radii=radii))
    marks = {mark_of(number) for number in numbers}
    small = (largest / 3,)
    entries += [LegendEntry(words(text), mark=mark, radii=small) for mark, text in MARKS.items() if mark in marks]
    return Legend(tuple(entries))


def _round_below(number: float) -> float:
    """Return the largest round number (1, 2 or 5 and noughts) that is no larger."""
    if number < 1:
        return 0.0
    power = 10.0 ** math.floor(math.log10(number))
    return max(step * power for step in (1, 2, 5) if step * power <= number)


def _table(view: View, took_part: People, counts: indicators.Indicator, km: indicators.Indicator) -> Table:
    words = view.words
    codes = list(names_by_code(view.tables))
    absent = {code: Number(None, instead=of_regency(view, code, words("table.none"))) for code in codes}
    counted = tuple(took_part.get(code, absent[code]) for code in codes)
    return Table((
        *regency_columns(view, codes),
        Column("people", words("table.participants"), counted, words("unit.person"), note=formula(words, counts)),
        Column("distance", words("table.distance"),
               tuple(replace(number_of(km, code), instead="" if km.value[code] else NOTHING) for code in codes),
               note=formula(words, km)),
        basis_column(words, counted),
        *mark_column(words, counted),
    ))  # fmt: skip


def _headline(view: View, counts: indicators.Indicator) -> str:
    """Say how far the selection reached: the participating regency whose capital is farthest from the province's."""
    words = view.words
    names = names_by_code(view.tables)
    km = indicators.distance_to_capital(view.tables).value
    if view.selection.regency:
        return headline_of_one(view, counts, km)
    reached = km.reindex(counts.value.index).dropna()
    if reached.empty:
        return words.count("map.headline.somewhere", len(counts.value))
    # Of a group it may be that rounds do not say who was taught it: others may have come from farther away.
    known = ".known" if indicators.regencies_reached(view).mark_of() else ""
    if reached.max() == 0:
        return words(f"map.headline.near{known}", name=names[PROVINCE.capital])
    farthest = names[str(reached.idxmax())]
    return words.count(f"map.headline{known}", len(reached), name=farthest, km=words.number(round(reached.max())))


def headline_of_one(view: View, counts: indicators.Indicator, km: pd.Series) -> str:
    """Say how many of the selected regency took part, and how far from the province's capital it is."""
    words = view.words
    name = names_by_code(view.tables)[view.selection.regency]
    n = people(words, number_of(counts, view.selection.regency))
    away = km.get(view.selection.regency)
    if pd.isna(away) or not away:
        return words("map.headline.here", name=name, participants=n)
    return words("map.headline.away", name=name, participants=n, km=words.number(round(away)))


def _alt(view: View, took_part: People, names: dict[str, str]) -> str:
    words = view.words
    if not took_part:
        return words("map.alt.none", absent=sentence(view.every_regency()))
    others = [str(code) for code in indicators.not_named(view).code]
    listed, silent = with_numbers(words, names, took_part), words.join(names[code] for code in others)
    key = "map.alt" if others else "map.alt.all"
    alt = words(key, rounds=round_phrase(view), listed=listed, sources=in_sources(view), others=silent)
    in_part = [code for code in names if code not in {*took_part, *others}]
    return " ".join((alt, *(text(view.of(Selection(ALL_ROUNDS, code))) for code in in_part)))

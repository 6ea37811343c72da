"""The map of Maluku: who took part in the training rounds, and with how many participants."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts import style
from charts.words import names_by_code, round_phrase, source_line
from data import indicators
from data.selection import Selection
from data.tables import Tables
from geo import shapes, wording
from locales import Words

KEY = "map"
KM_PER_ROOT = 2.8  # a circle's radius in km is this times the root of its participants: area shows the count
TARGET = 26  # px: the size of the invisible points that a click finds
OUTLINE = {"color": style.ACCENT, "width": 1.8}  # px, of the selected regency
SCALE_BAR = (305.0, -322.0, 200)  # x and y of its left end, and its length, in km


@dataclass(frozen=True)
class Count:
    """A regency's participants as the map says them: an estimate carries its sign."""

    n: float
    basis: str

    def number(self, words: Words) -> str:
        """Return the number alone."""
        return words.shown(self.n, self.basis)

    def people(self, words: Words) -> str:
        """Return the number with its unit."""
        return words.count("n.participants", self.n, n=self.number(words))


@style.kept
def participants_map(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw the province map: land that took part in the accent, circles sized by participants, names beside.

    Raises ``BrokenTableError`` if a table or a boundary file that it needs has problems.
    """
    counts = indicators.participants_by_regency(tables, selection.every_regency())
    took_part = {code: Count(n, counts.basis_of(code)) for code, n in counts.value.items()}
    names = names_by_code(tables)
    always, tight, roomy = _notes(words, took_part, names)
    notes = [*always, *tight, *roomy]
    west, south, east, north = shapes.EXTENT
    about = style.About(
        KEY,
        _finding(tables, selection, words, counts),
        words("map.subtitle", rounds=round_phrase(tables, words, selection)),
        _alt(tables, selection, words, took_part, names),
        f"{source_line(words, tables, [counts, indicators.distance_to_ambon(tables)])} {wording.origin(words)}",
        table=_table(words, tables, took_part, names),
        aspect=(east - west) / (north - south),
        tight=tuple(range(len(always), len(always) + len(tight))),
        roomy=tuple(range(len(always) + len(tight), len(notes))),
    )
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    return style.figure(
        [*_areas(words, took_part, names, selection.regency), _targets(words, took_part, names)],
        about,
        xaxis={**axis, "range": [west, east]},
        yaxis={**axis, "range": [south, north], "scaleanchor": "x"},
        plot_bgcolor=style.SEA,
        annotations=notes,
        shapes=[*_inset_lines(), *_scale_bar()],
        **style.CLICKED,
        height=620,
    )


def land_of(fig: go.Figure, code: str) -> list[int]:
    """Return which traces of the map, by their places, are a regency's land; none if the map does not show it."""
    return [i for i, trace in enumerate(fig.data) if trace.name in (code, f"inset {code}")]


def _areas(words: Words, took_part: dict[str, Count], names: dict[str, str], selected: str) -> list[go.Scatter]:
    """Return what is filled: neighbours, the regencies and the inset, then the circles on top."""
    hovers = {code: _hover(words, name, took_part.get(code)) for code, name in names.items()}
    land = [_land(shape, style.CONTEXT_LAND, "rgba(0,0,0,0)") for shape in shapes.context()]
    for kind, found in (("", shapes.regencies()), ("inset ", shapes.inset())):
        for shape in found:
            colour = style.ACCENT_LAND if shape.code in took_part else style.QUIET_LAND
            land.append(_land(shape, colour, style.BORDER, hovers.get(shape.code, ""), kind + shape.code))
            if shape.code == selected:
                land[-1].line = OUTLINE
    # The selected outline is drawn over its neighbours.
    land.sort(key=lambda trace: trace.name.removeprefix("inset ") == selected)
    places = {s.code: s.label for s in shapes.regencies()}
    circles = [
        _circle(places[code], KM_PER_ROOT * math.sqrt(count.n), hovers[code], code)
        for code, count in took_part.items()
        if code in places
    ]
    return land + circles


Notes = list[dict[str, object]]


def _notes(words: Words, took_part: dict[str, Count], names: dict[str, str]) -> tuple[Notes, Notes, Notes]:
    """Return what is written: always, on narrow screens only, and where there is room."""
    places = {s.code: s.label for s in shapes.regencies()}
    wide, narrow, anywhere = shapes.labels(), shapes.labels(narrow=True), shapes.Label()
    tight = [
        _name(words, name, took_part[code], places[code], narrow.get(code, anywhere), narrow=True)
        for code, name in names.items()
        if code in places and code in took_part
    ]
    roomy = [
        _name(words, name, took_part.get(code), places[code], wide.get(code, anywhere))
        for code, name in names.items()
        if code in places
    ]
    return _scale_label(words), tight, [*roomy, *_place_names(words), *_inset_names(words, names)]


def _land(shape: shapes.Shape, fill: str, border: str, hover: str = "", code: str = "") -> go.Scatter:
    return go.Scatter(
        x=shape.x,
        y=shape.y,
        mode="lines",
        fill="toself",
        fillcolor=fill,
        line={"color": border, "width": 0.6},
        name=code or "context",
        text=hover,
        hoveron="fills",
        hoverinfo="text" if hover else "skip",
    )


def _targets(words: Words, took_part: dict[str, Count], names: dict[str, str]) -> go.Scatter:
    """Return the invisible points that a click on land or circle finds: a click on a filled area selects nothing."""
    points = [p for p in shapes.targets() if p[0] in names]
    points += [(s.code, *s.label) for s in shapes.regencies() if s.code in names]
    return go.Scatter(
        x=[x for _, x, _ in points],
        y=[y for _, _, y in points],
        customdata=[code for code, _, _ in points],
        hovertext=[_hover(words, names[code], took_part.get(code)) for code, _, _ in points],
        hoverinfo="text",
        mode="markers",
        marker={"size": TARGET, "opacity": 0},
        name="targets",
    )


def _table(
    words: Words, tables: Tables, took_part: dict[str, Count], names: dict[str, str]
) -> tuple[tuple[str, ...], ...]:
    km = indicators.distance_to_ambon(tables).value
    rows = [
        (name, took_part[code].number(words) if code in took_part else words("table.none"), words.number(km.get(code)))
        for code, name in names.items()
    ]
    return ((words("table.regency"), words("table.participants"), words("table.distance")), *rows)


def _circle(centre: tuple[float, float], radius: float, hover: str, code: str) -> go.Scatter:
    turn = np.linspace(0, 2 * np.pi, 49)
    return go.Scatter(
        x=(centre[0] + radius * np.cos(turn)).round(1).astype("float32"),
        y=(centre[1] + radius * np.sin(turn)).round(1).astype("float32"),
        mode="lines",
        fill="toself",
        fillcolor=style.ACCENT,
        opacity=0.9,
        line={"color": style.PAPER, "width": 1.2},
        name=f"circle {code}",
        text=hover,
        hoveron="fills",
        hoverinfo="text",
    )


def _hover(words: Words, name: str, participants: Count | None) -> str:
    if participants is None:
        return words("map.hover.none", name=style.plain(name))
    return words("map.hover", name=style.plain(name), participants=participants.people(words))


def _name(
    words: Words,
    name: str,
    participants: Count | None,
    place: tuple[float, float],
    label: shapes.Label,
    narrow: bool = False,
) -> dict[str, object]:
    """Return a regency's name on the map: bold and with its count where it took part, quiet where not."""
    text, size = style.plain(name), style.SMALL_SIZE
    if participants is not None and narrow:
        text = f"{text} <b>{participants.number(words)}</b>"
    elif participants is not None:
        text, size = f"<b>{text}</b><br>{participants.people(words)}", style.TEXT_SIZE
    return {
        **_text(place[0] + label.dx, place[1] + label.dy, text),
        "xanchor": label.anchor,
        "align": label.anchor,
        "font": {"size": size},
        "opacity": 1 if participants is not None else style.QUIET,
    }


def _text(x: float, y: float, text: str) -> dict[str, object]:
    return {"x": x, "y": y, "text": text, "showarrow": False, "xref": "x", "yref": "y", "borderpad": 0}


def _place_names(words: Words) -> list[dict[str, object]]:
    """Return the names of the seas, in italics, and of the neighbouring land."""
    return [
        {
            **_text(x, y, f"<i>{words('place.' + key)}</i>" if kind == "sea" else words("place." + key)),
            "font": {"size": style.TEXT_SIZE + 1 if kind == "sea" else style.SMALL_SIZE},
            "opacity": style.QUIET,
        }
        for key, kind, x, y in shapes.places()
    ]


def _inset_names(words: Words, names: dict[str, str]) -> Notes:
    """Return what is written at the inset: its title above, and whose land it shows."""
    (left, _, _, top), _ = shapes.inset_frames()
    title = words("map.inset", times=words.number(shapes.INSET_SCALE, 1))
    notes = [{**_text(left, top, title), "xanchor": "left", "align": "left", "yanchor": "bottom"}]
    for code, (x, y) in shapes.INSET_NAMES.items():
        if code in names:
            notes.append(_text(x, y, style.plain(names[code])))
    return [{**n, "font": {"size": style.SMALL_SIZE}, "opacity": style.QUIET} for n in notes]


def _inset_lines() -> list[dict[str, object]]:
    """Return the inset's frame, the frame of what it shows, and the line that joins them."""
    frame, shown = shapes.inset_frames()
    line = {"color": style.BORDER, "width": 0.8}
    boxes = [
        {"type": "rect", "x0": b[0], "y0": b[1], "x1": b[2], "y1": b[3], "line": line, "layer": "below"}
        for b in (frame, shown)
    ]
    join = {"type": "line", "x0": frame[2], "y0": frame[3], "x1": shown[2], "y1": shown[1], "line": line}
    return [*boxes, {**join, "layer": "below"}]


def _scale_bar() -> list[dict[str, object]]:
    x, y, length = SCALE_BAR
    line = {"color": style.BORDER, "width": 1.5}
    ends = [(x, y, x + length, y), (x, y - 4, x, y + 4), (x + length, y - 4, x + length, y + 4)]
    return [{"type": "line", "x0": a, "y0": b, "x1": c, "y1": d, "line": line} for a, b, c, d in ends]


def _scale_label(words: Words) -> list[dict[str, object]]:
    x, y, length = SCALE_BAR
    text = words("map.km", n=words.number(length))
    note = {**_text(x + length / 2, y, text), "yanchor": "bottom", "yshift": 3}
    return [{**note, "font": {"size": style.SMALL_SIZE}, "opacity": style.QUIET}]


def _finding(tables: Tables, selection: Selection, words: Words, counts: indicators.Indicator) -> str:
    """Say how far the selection reached: the participating regency whose capital is farthest from Ambon."""
    names = names_by_code(tables)
    km = indicators.distance_to_ambon(tables).value
    if selection.regency:
        return _finding_of_one(tables, selection, words, counts, km)
    reached = km.reindex(counts.value.index).dropna()
    if counts.value.empty:
        total = words.number(indicators.regencies_total(tables).value)
        return words("map.finding.none", total=total, rounds=round_phrase(tables, words, selection))
    if reached.empty or reached.max() == 0:
        return words("map.finding.near")
    farthest = style.plain(names[str(reached.idxmax())])
    return words.count("map.finding", len(reached), name=farthest, km=words.number(round(reached.max())))


def _finding_of_one(
    tables: Tables, selection: Selection, words: Words, counts: indicators.Indicator, km: pd.Series
) -> str:
    """Say of the selected regency whether it took part, and how far from Ambon it is."""
    name = style.plain(names_by_code(tables)[selection.regency])
    if selection.regency not in counts.value.index:
        return words("map.finding.absent", name=name, rounds=round_phrase(tables, words, selection))
    n = Count(counts.value[selection.regency], counts.basis_of(selection.regency)).people(words)
    away = km.get(selection.regency)
    if pd.isna(away) or not away:
        return words("map.finding.here", name=name, participants=n)
    return words("map.finding.away", name=name, participants=n, km=words.number(round(away)))


def _alt(tables: Tables, selection: Selection, words: Words, took_part: dict[str, Count], names: dict[str, str]) -> str:
    listed = words.join(f"{names.get(code, code)} ({count.number(words)})" for code, count in took_part.items())
    others = [name for code, name in names.items() if code not in took_part]
    rounds = round_phrase(tables, words, selection)
    if not took_part:
        return words("map.alt.none", rounds=rounds)
    if not others:
        return words("map.alt.all", rounds=rounds, listed=listed)
    return words("map.alt", rounds=rounds, listed=listed, others=words.join(others))

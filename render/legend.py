"""The key of a map: as HTML below the map on a page, as a strip below the land in a drawing.

On a page its words wrap as any text does, and its circles grow with the map: they are sized by the width that both
have. A drawing has them in the map's own km.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from markupsafe import Markup, escape

from charts import placing, style
from charts.plots import Area, Circle, Floats, Label, Land, Legend, LegendEntry, MapPlot, Stroke, lines
from charts.table import Number
from locales import unbroken

FILLS: dict[Area, str] = {
    "reached": style.ACCENT_LAND,
    "elsewhere": style.ELSEWHERE_LAND,
    "other": style.QUIET_LAND,
    "context": style.CONTEXT_LAND,
    "unknown": style.UNKNOWN_LAND,
}


CIRCLE_OPACITY = 0.9
PALE: tuple[Area, ...] = ("elsewhere", "unknown", "class")  # what its coast alone tells from the sea


@dataclass(frozen=True)
class Measure:
    """How much room a key takes on a map of the province, in km: a letter's width, a row's height, swatches, gaps."""

    letter: float
    row: float
    swatch: tuple[float, float] = (34.0, 18.0)
    gap: float = 12.0

    def on(self, width: float) -> "Measure":
        """Return the same room on a map that is ``width`` km wide."""
        times = width / PROVINCE
        wide, high = self.swatch
        return Measure(self.letter * times, self.row * times, (wide * times, high * times), self.gap * times)


PROVINCE = 1105.0  # km across
WIDE, NARROW = Measure(11.0, 34.0), Measure(19.0, 52.0)  # room for words on files and on a phone


def fill(kind: Area, tone: float = 0.0) -> str:
    """Return the colour of an area."""
    return style.tone(tone) if kind == "class" else FILLS[kind]


def coast(kind: Area) -> tuple[str, float]:
    """Return the colour ("" for none) and the weight in px of an area's outline."""
    if kind in PALE:
        return style.OUTLINE, 0.9
    return "" if kind == "context" else style.BORDER, 0.6


def disc(circle: Circle) -> tuple[str, str, float, float]:
    """Return the colours of a count's circle and of its outline, the outline's px, and the circle's opacity."""
    if circle.mark == "unsized":
        return style.UNKNOWN_LAND, style.ACCENT, 2, 1
    return style.ACCENT, style.PAPER, 1.2, CIRCLE_OPACITY


# --- As a strip below the land --------------------------------------------------------------------------------


def keyed(plot: MapPlot, measure: Measure = WIDE) -> MapPlot:
    """Return a map whose extent has the key in a strip below the land."""
    if not plot.key.entries:
        return plot
    west, south, east, north = plot.extent
    measure = measure.on(east - west)
    rows = list(_rows(plot.key.entries, east - west - 2 * measure.gap, measure))
    lands, circles, labels = list[Land](), list[Circle](), list[Label]()
    strokes, y = [Stroke(west, south, east, south, 0.8)], south - measure.gap / 2
    if plot.key.title:
        title = lines(plot.key.title, bold=1)
        labels.append(Label(title, west + measure.gap, y - measure.row / 2, "key", "left", small=True))
        y -= measure.row
    for row in rows:
        x, high = west + measure.gap, max(measure.row, *(2 * outer(entry) + measure.gap for entry in row))
        for entry in row:
            land, discs, label = drawn(entry, x, y - high / 2, measure)
            lands, circles, labels = [*lands, *land], [*circles, *discs], [*labels, label]
            if entry.line:
                strokes.append(Stroke(x, y - high / 2, x + measure.swatch[0], y - high / 2, 1.2, accent=True))
            x += _wide(entry, measure)
        y -= high
    return replace(
        plot,
        extent=(west, y, east, north),
        lands=(*plot.lands, *lands),
        circles=(*plot.circles, *circles),
        labels=(*plot.labels, *labels),
        strokes=(*plot.strokes, *strokes),
        key=Legend(),
    )


def _rows(entries: tuple[LegendEntry, ...], room: float, measure: Measure) -> Iterator[list[LegendEntry]]:
    """Yield the entries row by row, as many in each as have room (km)."""
    row, used = list[LegendEntry](), 0.0
    for entry in entries:
        wide = _wide(entry, measure)
        if row and used + wide > room:
            yield row
            row, used = [], 0.0
        row.append(entry)
        used += wide
    yield row


def outer(entry: LegendEntry) -> float:
    """Return the radius of an entry's largest circle with its ring, in km: 0 without circles."""
    circles = (Circle("", "", 0.0, 0.0, radius, Number(None), entry.mark or "count") for radius in entry.radii)
    return max((circle.outer for circle in circles), default=0.0)


def _across(entry: LegendEntry, measure: Measure) -> float:
    """Return how wide an entry's mark is, in km."""
    return measure.swatch[0] if entry.area or entry.line else 2 * outer(entry)


def _wide(entry: LegendEntry, measure: Measure) -> float:
    """Return how much of a row an entry takes in km, with the gap after it."""
    return _across(entry, measure) + measure.letter * len(entry.text) + 3 * measure.gap


def drawn(entry: LegendEntry, x: float, y: float, measure: Measure) -> tuple[list[Land], list[Circle], Label]:
    """Return what an entry draws, from its left end (km): its area or its nested circles, and its words."""
    across = _across(entry, measure)
    label = Label(lines(entry.text), x + across + measure.gap, y, "key", "left", small=True)
    if entry.area:
        wide, high = measure.swatch
        return [Land(*_box(x, y - high / 2, x + wide, y + high / 2), entry.area, tone=entry.tone)], [], label
    middle, low = x + across / 2, y - max(entry.radii, default=0.0)
    return [], [Circle("", "", middle, low + r, r, Number(None), entry.mark or "count") for r in entry.radii], label


def _box(west: float, south: float, east: float, north: float) -> tuple[Floats, Floats]:
    return (
        np.array([west, east, east, west, west], "float32"),
        np.array([south, south, north, north, south], "float32"),
    )


# --- As HTML below the map ------------------------------------------------------------------------------------


def html(plot: MapPlot) -> Markup:
    """Return the key as an HTML list; empty without entries. Its circles are as large as those of a map as wide."""
    if not plot.key.entries:
        return Markup("")
    title = Markup('<p class="key-title">{}</p>').format(plot.key.title) if plot.key.title else Markup("")
    west, _, east, _ = plot.extent
    entries = Markup("").join(
        Markup("<li>{}{}</li>").format(_mark(entry, 100 / (east - west)), entry.text) for entry in plot.key.entries
    )
    larger = Markup(' style="--larger:{}"').format(f"{placing.ENLARGED:.3f}") if plot.listed else ""  # on a phone
    return Markup('<div class="key"{}>{}<ul role="list">{}</ul></div>').format(larger, title, entries)


def listed(plot: MapPlot, selected: str = "", address: Callable[[str], str] | None = None) -> Markup:
    """Return what a phone's map numbers as an HTML list, the ``selected`` marked; empty where it numbers nothing.

    With an ``address`` of each code a line is a link to it.
    """
    if not plot.listed:
        return Markup("")
    link = Markup('<a href="{}" data-code="{}"{}>{}</a>')
    items = []
    for one in plot.listed:
        line = Markup("{} <strong>{}</strong>").format(one.name, unbroken(one.value)) if one.value else escape(one.name)
        current = Markup(' aria-current="true"') if one.code == selected else ""
        items.append(link.format(address(one.code), one.code, current, line) if address else line)
    return Markup('<ol class="marks">{}</ol>').format(Markup("").join(map(Markup("<li>{}</li>").format, items)))


def _mark(entry: LegendEntry, per_km: float) -> Markup:
    """Return an entry's mark; ``per_km`` is the share of the map's width that a km takes, in percent."""
    if entry.area:
        look = Markup('<span class="area" style="--fill:{};--coast:{}"></span>')
        return look.format(fill(entry.area, entry.tone), coast(entry.area)[0])
    if entry.line:
        return Markup('<span class="line"></span>')
    if not entry.radii:  # a letter on the map, which its words begin with
        return Markup("")
    discs = Markup("").join(
        Markup('<span style="--wide:{}"></span>').format(f"{2 * radius * per_km:.2f}") for radius in entry.radii
    )
    whole = f"{2 * max(entry.radii, default=0.0) * per_km:.2f}"
    return Markup('<span class="discs {}" style="--wide:{}">{}</span>').format(entry.mark, whole, discs)

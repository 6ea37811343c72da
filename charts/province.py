"""What every map of the whole province shows: land, names, insets, the scale bar, and where clicks land."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Literal

from charts import placing
from charts.placing import Drawing
from charts.plots import (
    Area,
    Circle,
    Label,
    Land,
    Legend,
    LegendEntry,
    Lines,
    Listed,
    MapPlot,
    Point,
    Run,
    Stroke,
    lines,
)
from charts.table import Number
from charts.words import names_by_code
from data.province import PROVINCE
from data.view import View
from geo import shapes
from locales import Words, needed

JOIN_POINTS = 30  # on a line, closer to each other than words are high
PLAINLY = 1.4  # times as near as to another, a name in a hall is plainly its own's
ASIDE, HALF = 40.0, 18.0  # km: from where on a name is above or below its place, and half of a name's height

Fill = Callable[[str], tuple[Area, float]]


@dataclass(frozen=True)
class Name:
    """What is written of one regency: texts, the first that has room.

    A ``quiet`` name is small and chooses its place after the others; a narrow map has no room for it. A letter in a
    name's place stands at what it names (``is_letter``), not where the name was put by hand.
    """

    texts: tuple[Lines, ...]
    quiet: bool = False
    is_letter: bool = False


def valued(name: str, value: str) -> tuple[Lines, ...]:
    """Return a name with its value, below it or else beside it, and the value alone: the texts of a ``Name``."""
    beside = ((Run(f"{name} ", bold=True), Run(value)),)
    return lines(name, value, bold=1), beside, lines(value, bold=1)


def of_values(
    view: View, known: Mapping[str, Number], unknown: str, silent: Mapping[str, str] | None = None
) -> tuple[dict[str, Name], dict[str, Lines]]:
    """Return what is written of each regency, its name with its value, and what a pointer over it is told."""
    names = names_by_code(view.tables)
    texts = {**(silent or {}), **{code: number.text(view.words) for code, number in known.items()}}
    written = {
        code: Name(valued(name, texts[code])) if code in known else Name((lines(name),), quiet=True)
        for code, name in names.items()
    }
    return written, {code: lines(name, texts.get(code, unknown), bold=1) for code, name in names.items()}


def plot(
    view: View, fill: Fill, written: Mapping[str, Name], numbers: Mapping[str, Number], hovers: Mapping[str, Lines],
    key: Legend, circles: tuple[Circle, ...] = (), before: Collection[str] = (),
) -> MapPlot:  # fmt: skip
    """Return a map of the province whose regencies are selected by a click.

    ``fill`` says how each one's land is filled, ``written`` what is written of it; a phone lists them in the order of
    ``numbers``, then those of ``before``.
    """
    words, names = view.words, names_by_code(view.tables)
    filled = tuple(lands(names, fill))
    seen = {land.kind for land in filled}
    return MapPlot(
        shapes.EXTENT,
        filled,
        circles=circles,
        labels=labels(words, names, written, circles),
        listed=list_of(words, names, numbers, before),
        strokes=strokes(),
        targets=targets(names),
        hovers=dict(hovers),
        selected=view.selection.regency,
        selects=("regency",),
        key=replace(key, entries=tuple(one for one in key.entries if one.area is None or one.area in seen)),
    )


def lands(names: Mapping[str, str], fill: Fill) -> Iterator[Land]:
    """Yield what is filled: neighbours, the regencies, and the insets; ``fill`` says how a regency's land is filled."""
    for shape in shapes.context():
        yield Land(shape.x, shape.y, "context")
    enlarged = [(True, shape) for inset in shapes.INSETS for shape in inset.shapes()]
    for is_inset, shape in [*((False, shape) for shape in shapes.regencies()), *enlarged]:
        kind, tone = fill(shape.code)
        yield Land(shape.x, shape.y, kind, shape.code, names.get(shape.code, shape.name), is_inset, tone)


def list_of(
    words: Words, names: Mapping[str, str], numbers: Mapping[str, Number], before: Collection[str]
) -> tuple[Listed, ...]:
    """Return the regencies as a phone lists them: those with a number, then those of ``before``, then the rest."""
    rest = sorted((code for code in names if code not in numbers), key=lambda code: code not in before)
    with_number = (Listed(code, names[code], number.text(words)) for code, number in numbers.items() if code in names)
    return (*with_number, *(Listed(code, names[code]) for code in rest))


def places() -> dict[str, tuple[float, float]]:
    """Return the point of each regency, by code, where its circle or name belongs."""
    return {shape.code: shape.label for shape in shapes.regencies()}


def targets(names: Mapping[str, str]) -> tuple[Point, ...]:
    """Return the points that a click finds, those of the insets too."""
    points = [*shapes.targets(), *((code, *place) for code, place in places().items())]
    return tuple(Point(x, y, names[code], code) for code, x, y in points if code in names)


def labels(
    words: Words, names: Mapping[str, str], written: Mapping[str, Name], circles: Sequence[Circle] = ()
) -> tuple[Label, ...]:
    """Return all that is written on the map: scale, regencies (``written``, by code), seas and islands, insets.

    Names keep off each other and the ``circles``; the names of seas and islands give way to those of regencies.
    """
    inset = tuple(_inset_names(words, names))
    discs = [(circle.x, circle.y, circle.outer) for circle in circles]
    wide = tuple(_names(written, "wide", [*_covered((scale_label(words), *inset)), *_frames(), *_joins()], discs))
    narrow = tuple(_names(written, "narrow", [*_covered((scale_label(words),)), *_frames()], discs))
    taken = _covered(wide)
    others = (label for label in _place_names(words) if _is_clear(label, taken, discs))
    return (scale_label(words), *narrow, *wide, *others, *inset)


def on_slide(plot: MapPlot, width: Literal["slide", "hall"] = "slide") -> MapPlot:
    """Return a map with its names placed anew, all in the larger type of a slide; any map but the province's as it is.

    What the wide map has names for is named; where a name with its number has no room a letter stands, which the key
    explains. In a hall, where letters are larger still, a name that would stand nearer to another regency leaves its
    number to the key, or is a letter: nobody must read it as the other's. The scale, as large, would read as a line of
    the name above it: nobody measures there.
    """
    if plot.extent != shapes.EXTENT:
        return plot
    plot = _without_scale(plot) if width == "hall" else plot
    insets = {at for inset in shapes.INSETS for at in inset.names.values()}
    every = [replace(label, small=True) for label in plot.labels if label.width in ("any", "wide")]
    regencies = {label.code: label for label in every if label.code and (label.x, label.y) not in insets}
    fixed = [label for label in every if label.kind == "title" or label.width == "any" or (label.x, label.y) in insets]
    listed = {one.code: one for one in plot.listed if one.value and one.code in places()}
    written = {
        code: Name((of.lines, of.lines[:1]), quiet=True) if of.kind == "quiet" else _spelled(listed[code], of.lines)
        for code, of in regencies.items()
    }
    written |= {code: _spelled(one) for code, one in listed.items() if code not in written}
    discs = [(circle.x, circle.y, circle.outer) for circle in plot.circles]
    taken = [*_covered(fixed, width), *_frames(), *_joins()]
    if width == "hall":
        written = {code: Name(written[code].texts[:1]) for code in listed}  # colours tell the others
        near = {of.code for of in _names(written, width, taken, discs) if _is_near(of, width, places())}
        written |= {code: Name((lines(one.name, bold=1),)) for code, one in listed.items() if code not in near}
    letters = dict[str, str]()
    while True:
        names = [
            of
            for of in _names(written, width, taken, discs)
            if width != "hall" or of.code in letters or _is_near(of, width, listed)
        ]
        without = [code for code in listed if code not in {*letters, *(one.code for one in names)}]
        if not without:
            break
        code = without[0]  # one by one: a letter may leave the next name its room
        letters[code] = _letter(len(letters))
        written[code] = Name((lines(letters[code], bold=1),), is_letter=True)
    entries = [LegendEntry(f"{letter} = {listed[code].name} {listed[code].value}") for code, letter in letters.items()]
    bare = {of.code for of in names if len(of.lines) == len(of.lines[0]) == 1}
    entries += [
        LegendEntry(f"{listed[code].name}: {listed[code].value}") for code in listed if code in bare - {*letters}
    ]
    names = [replace(name, width="any") for name in names]
    taken += _covered(names, width)
    others = (label for label in every if label.kind in ("sea", "place") and label not in fixed)
    return replace(
        plot,
        labels=(*fixed, *names, *(of for of in others if _is_clear(of, taken, discs, width))),
        key=replace(plot.key, entries=(*plot.key.entries, *entries)),
    )


def _without_scale(plot: MapPlot) -> MapPlot:
    bar = {*scale_bar(PROVINCE.scale_bar)}
    labels = tuple(label for label in plot.labels if label.width != "any")
    return replace(plot, strokes=tuple(stroke for stroke in plot.strokes if stroke not in bar), labels=labels)


def _spelled(of: Listed, written: Lines = ()) -> Name:
    """Return a name with its number, first as it is ``written`` elsewhere; a number never stands alone."""
    *spelled, bare = valued(of.name, of.value)
    return Name((*([written] if written not in ((), bare) else []), *spelled))


def _letter(n: int) -> str:
    """Return the letter that stands for a name: A to Z, A1 …."""
    return f"{ascii_uppercase[n % len(ascii_uppercase)]}{n // len(ascii_uppercase) or ''}"


def strokes() -> tuple[Stroke, ...]:
    """Return the lines of the insets and of the scale bar."""
    return (*scale_bar(PROVINCE.scale_bar), *_inset_strokes())


def _names(
    written: Mapping[str, Name], width: Literal["wide", "narrow", "slide", "hall"], taken: Sequence[placing.Box],
    discs: Sequence[placing.Disc],
) -> Iterator[Label]:  # fmt: skip
    """Yield the names of the regencies, where each stands at a width."""
    wanted = list(_wanted(written, width))
    for name, text, spot in placing.placed(wanted, width, taken, discs):
        kind: Literal["name", "quiet"] = "quiet" if written[name.code].quiet else "name"
        of = "slide" if width == "hall" else width
        yield Label(text, spot.x, spot.y, kind, spot.anchor, spot.valign, of, name.small, code=name.code)


def _wanted(written: Mapping[str, Name], width: Drawing) -> Iterator[placing.Wanted]:
    """Yield the names that look for a place, those that are not quiet first."""
    at_point, offsets = places(), shapes.labels()
    for code, name in sorted(written.items(), key=lambda item: item[1].quiet):
        if code not in at_point or (name.quiet and width == "narrow"):
            continue
        at = shapes.Label() if name.is_letter else offsets.get(code, shapes.Label())
        # A name above or below a circle is held by the side that faces it: how large type is on a map differs.
        side = 0 if abs(at.dy) < ASIDE else 1 if at.dy > 0 else -1
        held: placing.Held = "middle" if not side else "bottom" if side > 0 else "top"
        x, y = at_point[code]
        spot = placing.Spot(x + at.dx, y + at.dy - side * HALF, at.anchor, held)
        yield placing.Wanted(code, name.texts, (x, y), spot, width != "wide" or name.quiet)


def _frames() -> list[placing.Box]:
    """Return what the insets cover."""
    return [inset.frame() for inset in shapes.INSETS]


def _joins() -> Iterator[placing.Box]:
    """Yield points along the lines that join the insets to what they show: a narrow map has no room beside them."""
    for inset in shapes.INSETS:
        x, y, end_x, end_y = inset.join
        for part in (n / JOIN_POINTS for n in range(JOIN_POINTS + 1)):
            here = x + (end_x - x) * part, y + (end_y - y) * part
            yield (*here, *here)


def _covered(written: Iterable[Label], width: Drawing = "wide") -> list[placing.Box]:
    """Return what labels of a map cover at most."""
    return [_box(label, width) for label in written]


def _box(label: Label, width: Drawing) -> placing.Box:
    spot = placing.Spot(label.x, label.y, label.anchor, label.valign)
    return placing.box_of(label.lines, label.small, spot, width)


def _is_near(label: Label, width: Drawing, others: Iterable[str]) -> bool:
    """Whether a name stands nearer to its regency than to the others."""
    return placing.is_near(_box(label, width), places()[label.code], (places()[code] for code in others), PLAINLY)


def _is_clear(
    label: Label, taken: Sequence[placing.Box], discs: Sequence[placing.Disc], width: Drawing = "wide"
) -> bool:
    return placing.is_free(_box(label, width), taken, discs)


def _place_names(words: Words) -> Iterator[Label]:
    """Yield the names of the seas, in italics, and of the neighbouring land."""
    for key, kind, x, y in shapes.places():
        is_sea = kind == "sea"
        text = lines(words(f"place.{key}"), italic=is_sea)
        yield Label(text, x, y, "sea" if is_sea else "place", width="wide", small=not is_sea)


def _inset_names(words: Words, names: Mapping[str, str]) -> Iterator[Label]:
    """Yield what is written at the insets: the title above, and whose land it shows."""
    for inset in shapes.INSETS:
        left, _, _, top = inset.frame()
        title = words(f"map.inset.{inset.key}", times=words.number(inset.scale, needed(inset.scale, 1))).splitlines()
        yield Label(lines(*title), left, top, "title", "left", "bottom", "wide", small=True)
        for code, (x, y) in inset.names.items():
            if code in names:
                side: Literal["left", "center"] = "left" if code in inset.pointers else "center"
                yield Label(lines(names[code]), x, y, "quiet", side, width="wide", small=True, code=code)


def _inset_strokes() -> Iterator[Stroke]:
    """Yield the insets' frames, the frames of what they show (no circle hides these), and the lines that join them."""
    for inset in shapes.INSETS:
        yield Stroke(*inset.frame(), 0.8, box=True, below=True)
        yield Stroke(*inset.shown(), 0.8, box=True)
        yield Stroke(*inset.join, 0.8, below=True)
        for code, end in inset.pointers.items():
            x, y = inset.names[code]
            yield Stroke(x - 3, y, *end, 0.8)


def scale_bar(at: tuple[float, float, float]) -> Iterator[Stroke]:
    """Yield the lines of a scale bar: its left end, and its length, in km."""
    x, y, length = at
    for ends in ((x, y, x + length, y), (x, y - 4, x, y + 4), (x + length, y - 4, x + length, y + 4)):
        yield Stroke(*ends, 1.5)


def scale_label(words: Words, at: tuple[float, float, float] = PROVINCE.scale_bar) -> Label:
    """Return what is written on a scale bar."""
    x, y, length = at
    text = lines(words("map.km", n=words.number(length)))
    return Label(text, x + length / 2, y, "place", valign="bottom", small=True, shift=(0, 3))

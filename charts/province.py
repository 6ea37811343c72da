"""What every map of the whole province shows: land, names, insets, the scale bar, and where clicks land."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from charts.plots import Area, Label, Land, Lines, Point, Stroke, Width, lines
from data.province import PROVINCE
from geo import shapes
from locales import Words

ASIDE, HALF = 40.0, 18.0  # km: from where on a name is above or below its place, and half of a name's height

Look = Callable[[str], tuple[Area, float]]


@dataclass(frozen=True)
class Name:
    """What is written of one regency, on a wide and on a narrow map (nothing there: ``narrow`` is empty)."""

    wide: Lines
    narrow: Lines = ()
    quiet: bool = False


def lands(names: Mapping[str, str], look: Look) -> Iterator[Land]:
    """Yield what is filled: neighbours, the regencies, and the insets; ``look`` says how a regency's land looks."""
    for shape in shapes.context():
        yield Land(shape.x, shape.y, "context")
    enlarged = [(True, shape) for inset in shapes.INSETS for shape in inset.shapes()]
    for is_inset, shape in [*((False, shape) for shape in shapes.regencies()), *enlarged]:
        kind, tone = look(shape.code)
        yield Land(shape.x, shape.y, kind, shape.code, names.get(shape.code, shape.name), is_inset, tone)


def places() -> dict[str, tuple[float, float]]:
    """Return the point of each regency, by code, where its circle or name belongs."""
    return {shape.code: shape.label for shape in shapes.regencies()}


def targets(names: Mapping[str, str]) -> tuple[Point, ...]:
    """Return the points that a click finds, those of the insets too."""
    points = [*shapes.targets(), *((code, *place) for code, place in places().items())]
    return tuple(Point(x, y, names[code], code) for code, x, y in points if code in names)


def labels(words: Words, names: Mapping[str, str], written: Mapping[str, Name]) -> tuple[Label, ...]:
    """Return all that is written on the map: scale, regencies (``written``, by code), seas and islands, insets."""
    return (
        _scale_label(words),
        *_names(written, "narrow"),
        *_names(written, "wide"),
        *_place_names(words),
        *_inset_names(words, names),
    )


def strokes() -> tuple[Stroke, ...]:
    """Return the lines of the insets and of the scale bar."""
    return (*_scale_bar(), *_inset_strokes())


def _names(written: Mapping[str, Name], width: Width) -> Iterator[Label]:
    """Yield the names of the regencies, where each stands at a width."""
    at_point, narrow = places(), width == "narrow"
    offsets = shapes.labels(narrow)
    for code, name in written.items():
        text = name.narrow if narrow else name.wide
        if code not in at_point or not text:
            continue
        at = offsets.get(code, shapes.Label())
        # A name above or below a circle is held by the side that faces it: how large type is on a map differs.
        side = 0 if narrow or abs(at.dy) < ASIDE else 1 if at.dy > 0 else -1
        x, y = at_point[code][0] + at.dx, at_point[code][1] + at.dy - side * HALF
        held: Literal["top", "middle", "bottom"] = "middle" if not side else "bottom" if side > 0 else "top"
        kind: Literal["name", "quiet"] = "quiet" if name.quiet else "name"
        yield Label(text, x, y, kind, at.anchor, held, width, narrow or name.quiet, code=code)


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
        title = words(f"map.inset.{inset.key}", times=words.number(inset.scale, 1)).splitlines()
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


def _scale_bar() -> Iterator[Stroke]:
    x, y, length = PROVINCE.scale_bar
    for ends in ((x, y, x + length, y), (x, y - 4, x, y + 4), (x + length, y - 4, x + length, y + 4)):
        yield Stroke(*ends, 1.5)


def _scale_label(words: Words) -> Label:
    x, y, length = PROVINCE.scale_bar
    text = lines(words("map.km", n=words.number(length)))
    return Label(text, x + length / 2, y, "place", valign="bottom", small=True, shift=(0, 3))

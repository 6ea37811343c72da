"""Points over time and between two axes as a scene of dots, lines and words, which screen and slide draw alike.

A scene has its own plane (``extent``: west, south, east, north); sizes and shifts are px, y and shifts go upwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from charts import style
from charts.plots import Cloud, Fellow, Lines, Moment, Panel, Panels
from locales import Words
from render import office

SINGLE_HEIGHT, PANEL_HEIGHT, CLOUD_HEIGHT, KEY_HEIGHT = 340, 128, 440, 24  # px
LARGE, SMALL = 13.0, 8.0  # px of a point
RANGE = 0.1  # opacity of the range between lowest and highest
OPEN = 0.12  # opacity of what fills an open point
NEAR_EDGE = 0.12  # of the width: from where on a label is held by its outer side
OVER = 0.25  # of a small panel's width: how far a number at its right end reaches back
LINE = 15.0  # px between two names, one below the other
WIDE, BESIDE = 0.45, 0.03  # of an axis: how far a name reaches on a phone, and where it begins
AWAY = 10.0  # px from a point to its name
MOST_SHIFT = 120  # px that a name moves at most
LONG = 6  # letters of a tick, from where on every second one is left out
RIGHT = 1.2  # times an axis' end: room for names
HEAD, FOOT = 42, 49  # px above the axes, for a title, and below them, for ticks and a title

Side = Literal["left", "center", "right"]
Valign = Literal["top", "middle", "bottom"]


@dataclass(frozen=True)
class Dot:
    """A point: where, how large, and its colours; ``code`` is what a click selects, ``name`` whose point it is."""

    x: float
    y: float
    size: float
    fill: str
    edge: str
    hover: Lines = ()
    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    ink: str
    weight: float = 1.0

    @property
    def ends(self) -> tuple[float, float, float, float]:
        """Both ends, x before y."""
        return self.x0, self.y0, self.x1, self.y1


@dataclass(frozen=True)
class Text:
    """Words, line by line: the point where their side and edge stand, moved by px to the right and up."""

    x: float
    y: float
    lines: tuple[str, ...]
    side: Side = "center"
    valign: Valign = "middle"
    shift: tuple[float, float] = (0.0, 0.0)
    bold: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Scene:
    """What is drawn: boxes (as the two ends of a diagonal, in one light tone), lines, dots and words, bottom first."""

    extent: tuple[float, float, float, float]
    height: int
    dots: tuple[Dot, ...]
    rules: tuple[Rule, ...]
    texts: tuple[Text, ...]
    boxes: tuple[tuple[float, float, float, float], ...] = ()


def scene(plot: Panels | Cloud, words: Words, height: float = CLOUD_HEIGHT, width: float = 0.0) -> Scene:
    """Return a plot as a scene; names between two axes are kept apart for a drawing of a ``height`` in px.

    With its ``width`` in px names are as wide as their letters; without (0) as on the narrowest phone.
    """
    return _panels(plot, words) if isinstance(plot, Panels) else _cloud(plot, height, width)


# --- Over time -----------------------------------------------------------------------------------------------


def _panels(plot: Panels, words: Words) -> Scene:
    numbered = list(enumerate(plot.panels))
    height = SINGLE_HEIGHT if plot.is_single else PANEL_HEIGHT * plot.rows + KEY_HEIGHT
    top = KEY_HEIGHT * plot.rows / height if plot.open_means else 0.0
    texts = [note for i, panel in numbered for note in _panel_words(plot, i, panel, words)]
    if plot.open_means:
        texts.append(Text(0, 0, (f"○ {plot.open_means}",), "left", "bottom", quiet=True))
    return Scene(
        (0.0, -float(plot.rows), float(plot.across), top),
        height,
        tuple(dot for i, panel in numbered for dot in _moment_dots(plot, i, panel)),
        tuple(rule for i, panel in numbered for rule in _panel_rules(plot, i, panel)),
        tuple(texts),
        tuple(_ranges(plot)),
    )


def _moment_dots(plot: Panels, i: int, panel: Panel) -> Iterator[Dot]:
    colour = style.ACCENT if panel.lit else style.OTHER_GROUP
    for moment in panel.moments:
        fill = colour if moment.sure else style.faint(colour, OPEN)
        x, y = plot.place(i, moment.at, moment.value.value or 0.0)
        yield Dot(x, y, LARGE if plot.is_single else SMALL, fill, colour, moment.hover, name=panel.name)


def _panel_words(plot: Panels, i: int, panel: Panel, words: Words) -> Iterator[Text]:
    """Yield a panel's name, its years, its labelled numbers, and what is said of its gaps."""
    row, column = divmod(i, plot.across)
    if not plot.is_single:
        yield Text(column + 0.06, -row - 0.06, (panel.name,), "left", "top", bold=panel.lit)
    for tick in plot.ticks:
        # Of several panels each has its first and last year, held by its outer side: neighbours stand close.
        alone = plot.is_single or len(plot.ticks) == 1
        side: Side = "center" if alone else "left" if tick is plot.ticks[0] else "right"
        yield Text(*plot.place(i, tick.at, 0), (tick.text,), side, "top", (0, -2), quiet=True)
    for gap in plot.gaps if plot.is_single else ():
        yield Text(*plot.place(i, gap.at, 0), tuple(gap.text.split()), "center", "bottom", (0, 6), quiet=True)
    for moment in panel.moments:
        if moment.labelled:
            yield _number(plot, i, moment, panel, words)


def _number(plot: Panels, i: int, moment: Moment, panel: Panel, words: Words) -> Text:
    """Return a moment's number above its point, and in a small panel above those that it reaches back over."""
    x, y = plot.place(i, moment.at, moment.value.value or 0.0)
    across = x % 1
    side: Side = "left" if across < NEAR_EDGE else "right" if across > 1 - NEAR_EDGE else "center"
    if side == "right" and not plot.is_single:
        others = (plot.place(i, other.at, other.value.value or 0.0) for other in panel.moments)
        y = max(up for beside, up in others if x - OVER < beside <= x)
    shift = {"left": -6.0, "right": 6.0, "center": 0.0}[side]
    return Text(x, y, (moment.value.text(words),), side, "bottom", (shift, 7), bold=panel.moments[-1] is moment)


def _panel_rules(plot: Panels, i: int, panel: Panel) -> Iterator[Rule]:
    """Yield the ground, and a stem to each point: nothing joins the points."""
    (left, ground), (right, _) = (plot.place(i, at, 0) for at in plot.span)
    yield Rule(left - 0.03, ground, right + 0.03, ground, style.BORDER)
    for moment in panel.moments:
        x, y = plot.place(i, moment.at, moment.value.value or 0.0)
        yield Rule(x, ground, x, y, style.GRID, 1.5)


def _ranges(plot: Panels) -> Iterator[tuple[float, float, float, float]]:
    """Yield the range between lowest and highest, of one panel alone."""
    known = [moment.value.value or 0.0 for panel in plot.panels for moment in panel.moments]
    if plot.is_single and len(known) > 1:
        (left, low), (right, high) = plot.place(0, plot.span[0], min(known)), plot.place(0, plot.span[1], max(known))
        yield left - 0.03, low, right + 0.03, high


# --- Between two axes ----------------------------------------------------------------------------------------


def _cloud(plot: Cloud, height: float, width: float) -> Scene:
    placings, end = _placings(plot, height, width), plot.x.end * RIGHT
    px = (height - HEAD - FOOT) / plot.y.end
    bottom, top = -FOOT / px, plot.y.end + HEAD / px
    is_all = all(fellow.lit for fellow in plot.fellows)
    return Scene(
        (plot.left, bottom, end, top),
        CLOUD_HEIGHT,
        tuple(_fellow_dot(plot, fellow) for fellow in plot.fellows),
        (
            Rule(0, 0, end, 0, style.BORDER),
            Rule(0, 0, 0, plot.y.end * 1.04, style.BORDER),
            *(Rule(0, tick.at, end, tick.at, style.GRID) for tick in plot.y.ticks if tick.at),
        ),
        (
            *_axis_words(plot, bottom, top),
            *(_name(plot, fellow, placings[fellow.code], is_all) for fellow in plot.fellows if fellow.named),
        ),
    )


def _fellow_dot(plot: Cloud, fellow: Fellow) -> Dot:
    edge = style.ACCENT if fellow.lit else style.OTHER_GROUP
    fill = style.faint(edge, OPEN) if fellow.x.value is None else edge
    size = LARGE if fellow.lit else SMALL + 2
    return Dot(*plot.place(fellow), size, fill, edge, fellow.hover, fellow.code, fellow.name)


Placing = tuple[Side, float, float]  # which side of a name is at its point, and by how many px it moves right and up


def _placings(plot: Cloud, height: float, width: float) -> dict[str, Placing]:
    """Return where each name stands beside its point, so that none lies on another or on another's point.

    It is at the right, the left, above or below, the first that is clear; else it moves up or down.
    """
    px, end = (height - HEAD - FOOT) / plot.y.end, plot.x.end or 1.0
    points = [(x / end, y * px) for x, y in map(plot.place, plot.fellows)]
    placings: dict[str, Placing] = {}
    placed: list[tuple[float, float, float]] = []  # from where to where a name reaches, and how high it stands
    for fellow in sorted((f for f in plot.fellows if f.named), key=lambda f: f.y.value or 0.0):
        x, y = plot.place(fellow)
        here, at = x / end, y * px
        wide = _wide(plot, fellow, width)
        for placing in _tries(fellow, here, wide):
            up, reach = placing[2], _reach(placing[0], here, wide)
            names = [other for start, stop, other in placed if start < reach[1] and reach[0] < stop]
            dots = [other for beside, other in points if reach[0] < beside < reach[1] and (beside, other) != (here, at)]
            if _is_clear(at + up, names, LINE) and _is_clear(at + up, dots, LINE * 0.75):
                break
        placed.append((*reach, at + up))
        placings[fellow.code] = placing
    return placings


def _wide(plot: Cloud, fellow: Fellow, width: float) -> float:
    """Return how far a name reaches from its point, in parts of the axis: on a phone, or in a drawing of a width."""
    end = plot.x.end or 1.0
    return (office.width(fellow.name, style.SMALL_SIZE) + AWAY) * (RIGHT - plot.left / end) / width if width else WIDE


def _reach(side: Side, here: float, wide: float) -> tuple[float, float]:
    """Return from where to where a name reaches, in parts of the axis."""
    beside = min(BESIDE, wide / 4)
    start = {"left": beside, "right": -wide, "center": -wide / 2}[side]
    return here + start, here + start + wide - beside * (side != "center")


def _tries(fellow: Fellow, here: float, wide: float) -> Iterator[Placing]:
    """Yield where a name may stand, the best first; in the strip beside the axes there is room at the right alone."""
    is_apart, fits = fellow.x.value is None, here + wide <= RIGHT
    if is_apart or fits:
        yield "left", AWAY, 0.0
    if not is_apart and here >= wide:
        yield "right", -AWAY, 0.0
    if not is_apart:
        yield from (("center", 0.0, up) for up in (LINE, -LINE))
    side: Side = "left" if is_apart or fits else "right"
    for step in range(1, MOST_SHIFT):
        for sign in (1, -1):
            yield side, AWAY if side == "left" else -AWAY, float(sign * step)


def _is_clear(at: float, others: list[float], room: float) -> bool:
    return all(abs(at - other) >= room for other in others)


def _name(plot: Cloud, fellow: Fellow, placing: Placing, is_all: bool) -> Text:
    """Return an area's name beside its point."""
    side, right, up = placing
    return Text(*plot.place(fellow), (fellow.name,), side, "middle", (right, up), bold=fellow.lit and not is_all)


def _axis_words(plot: Cloud, bottom: float, top: float) -> Iterator[Text]:
    """Yield what the axes measure, their ticks, and what the strip means."""
    is_long = max((len(tick.text) for tick in plot.x.ticks), default=0) > LONG
    for tick in plot.x.ticks[:: 2 if is_long else 1]:
        yield Text(tick.at, 0, (tick.text,), "center", "top", (0, -3), quiet=True)
    for tick in plot.y.ticks:
        if tick.at:
            yield Text(0, tick.at, (tick.text,), "right", "middle", (-LARGE / 2 - 3, 0), quiet=True)
    yield Text(plot.x.end * RIGHT, bottom, (f"{plot.x.title} →",), "right", "bottom")
    yield Text(0, top, (f"↑ {plot.y.title}",), "left", "top", (4, 0))
    if plot.strip:
        yield Text(plot.left, bottom, tuple(plot.strip.splitlines()), "left", "bottom", quiet=True)

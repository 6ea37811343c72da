"""The rules of style by which a page fits a drawn chart to its width and lights what is selected; what marks select.

A choice is a rule: it neither sends nor draws the chart again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from charts.chart import Chart, drawn_once
from charts.plots import Bars, Label, Lines, MapPlot, Matrix, Spot
from charts.style import DIMMED
from charts.table import text
from render.plotly import NAMED_FROM, OUTLINE, WIDER, figure, labels, marks, number_on

# The three sizes of screen, in letters as large as the reader has them; pages/parts/ui.css has the same limits.
IS_NARROW = "screen and (max-width: 62.5em)"  # charts leave out the labels that need room
IS_NOT_NARROW = "screen and (min-width: 62.501em)"
IS_PHONE = "screen and (max-width: 40em)"  # a map of the province is another drawing (render/phone.py)
IS_HALL = "screen and (min-width: 112.5em)"  # charts are read from the back of a hall
GROWN = 1.25  # times that labels are larger there
GROWN_ON_PAPER = "max(1, var(--width, 0) / 1000)"  # a drawing wider than 1000 px is made smaller than its letters bear

# The browser's own marks of what was clicked: they would outlive a choice that is made elsewhere.
_AS_IF_UNTOUCHED = (
    "{place} :is(.point, .points) path {{ opacity: 1 !important; }}",
    "{place} :is(.bartext, .textpoint text) {{ fill-opacity: 1 !important; }}",
)


def label_rules(chart: Chart, place: str) -> list[str]:
    """Return the rules by which each width shows the labels meant for it; ``place`` is what holds the chart.

    Paper shows those of the width that the chart was drawn at: the page's class "narrow" tells it (serving/print.js).
    """
    if isinstance(chart.plot, Matrix) and chart.plot.columns:
        return _head_rules(chart, chart.plot, place)
    if not isinstance(chart.plot, MapPlot):
        return []
    written = labels(chart.plot)
    wide, narrow = ([i for i, label in enumerate(written) if label.width == width] for width in ("wide", "narrow"))
    hidden = [
        (f"@media {IS_NARROW}", place, wide),
        ("@media print", f".narrow {place}", wide),
        (f"@media {IS_NOT_NARROW}", place, narrow),
        ("@media print", f":root:not(.narrow) {place}", narrow),
    ]
    rules = [
        f"{medium} {{ {_labels(where, left_out)} {{ display: none; }} }}"
        for medium, where, left_out in hidden
        if left_out
    ]
    larger = ((IS_HALL, GROWN), ("print", GROWN_ON_PAPER))
    return (
        [*rules, *(f"@media {medium} {{ {grown(chart, place, scale)} }}" for medium, scale in larger)] if rules else []
    )


def _head_rules(chart: Chart, plot: Matrix, place: str) -> list[str]:
    """Return the rules by which a matrix shows the names of its columns, and what stands beside its circles, as its
    place has room for them; paper, which is narrower than what is drawn, has the latter in the list below.

    Those for wider places are the last of what is written on it; a browser that cannot ask for a place's width shows
    none of them.
    """
    columns, first = len(plot.columns), _first_head(chart, plot)
    starts = range(first, first + columns * len(WIDER), columns)
    beside = _labels(place, _beside_circles(chart, plot))
    sets = [_labels(place, list(range(start, start + columns))) for start in starts]
    limits = [*(f" and (max-width: {wider - 0.02}px)" for wider in WIDER[1:]), ""]
    return [
        f"{', '.join([*sets, beside])} {{ display: none; }}",
        f"@media screen {{ @container (min-width: {NAMED_FROM}px) {{ {beside} {{ display: inline; }} }} }}",
        *(
            f"@container (min-width: {least}px){limit} {{ {heads} {{ display: inline; }} }}"
            for least, limit, heads in zip(WIDER, limits, sets, strict=True)
        ),
        f"@container (min-width: {WIDER[0]}px) {{ {place} .xtick {{ visibility: hidden; }} }}",
    ]


def grown(chart: Chart, place: str, scale: float | str) -> str:
    """Return the rules that set a map's labels larger, each from the side where it is held."""
    written: list[Label] = labels(chart.plot) if isinstance(chart.plot, MapPlot) else []
    sides = {side: [i for i, label in enumerate(written) if label.anchor == side] for side in SIDES}
    return " ".join(
        f"{_labels(place, of_side)} {{ transform-box: fill-box; transform-origin: {side} center; scale: {scale}; }}"
        for side, of_side in sides.items()
        if of_side
    )


SIDES = ("left", "center", "right")


def _labels(place: str, indices: Iterable[int]) -> str:
    return ", ".join(f'{place} .annotation[data-index="{i}"]' for i in indices)


def emphasis(chart: Chart, selected: Mapping[str, str], place: str) -> list[str]:
    """Return the rules that light what is selected: by its outline on a map, else by dimming the other marks.

    ``selected`` has the code of each parameter that a click selects, "" where all are. The chart is drawn with
    nothing selected.
    """
    chosen, selectable = [selected[name] for name in chart.plot.selects], marks(chart)
    if not (chosen and selectable):
        return []
    if isinstance(chart.plot, MapPlot):
        lines = ", ".join(f"{place} {mark}" for codes, mark in selectable if chosen == list(codes))
        lines += f', {place} path[data-code="{chosen[0]}"]' if lines else ""  # of a phone's drawing
        colour, width = OUTLINE.values()
        outline = f"stroke: {colour} !important; stroke-width: {width}px !important; stroke-opacity: 1 !important;"
        return [f"{lines} {{ {outline} }}"] if lines else []
    opacity = DIMMED["bar" if isinstance(chart.plot, Bars) else "scatter"]
    dimmed = [mark for codes, mark in selectable if _is_other(codes, chosen)]
    beside = (
        [i for i, spot in _beside_circles(chart, chart.plot).items() if _is_other((spot.row, spot.column), chosen)]
        if isinstance(chart.plot, Matrix)
        else []
    )
    # What stands on a dimmed circle stands on the page, more or less: it takes the page's colour of text.
    written = [number_on(mark) for mark in dimmed] if isinstance(chart.plot, Matrix) else []
    return [
        *(rule.format(place=place) for rule in _AS_IF_UNTOUCHED),
        *(f"{place} {mark} {{ opacity: {opacity} !important; }}" for mark in dimmed),
        *(f"{place} {number} {{ fill: currentColor !important; }}" for number in written),
        *([f"{_labels(place, beside)} {{ opacity: {DIMMED['text']} !important; }}"] if beside else []),
    ]


def _is_other(codes: Sequence[str], chosen: Sequence[str]) -> bool:
    return any(code not in ("", its) for code, its in zip(chosen, codes, strict=True))


def _first_head(chart: Chart, plot: Matrix) -> int:
    """Return where the names of the columns begin in what is written: they are the last of it."""
    return len(figure(chart).layout.annotations) - len(plot.columns) * len(WIDER)


def _beside_circles(chart: Chart, plot: Matrix) -> dict[int, Spot]:
    """Return the circles by the indices of what stands beside them: before the names of the columns."""
    end = _first_head(chart, plot)
    return dict(zip(range(end - len(plot.spots), end), plot.spots, strict=True))


@drawn_once
def told(chart: Chart) -> Markup:
    """Return what a choice of a chart's marks selects, as attributes of what holds the drawing (serving/marks.js).

    These are the figure's key, the names of the parameters, and codes, selector, words and labels of each mark.
    """
    selects = chart.plot.selects
    if not selects:
        return Markup()
    every = [[codes, selector, _words_of(chart, codes), *_labels_of(chart, codes)] for codes, selector in marks(chart)]
    return Markup(' data-figure="{}" data-selects="{}" data-marks="{}"').format(
        chart.key, ",".join(selects), json.dumps(every, ensure_ascii=False, separators=(",", ":"))
    )


def _labels_of(chart: Chart, codes: tuple[str, ...]) -> Iterator[list[int]]:
    """Yield which of a map's labels are names of what a mark stands for: a click on them selects it, too."""
    if isinstance(chart.plot, MapPlot):
        yield [i for i, label in enumerate(labels(chart.plot)) if label.code == codes[0]]


def _words_of(chart: Chart, codes: tuple[str, ...]) -> str:
    """Return what is told of a mark to who points at it or steps to it."""
    lines: Lines = ()
    match chart.plot:
        case MapPlot(hovers=hovers):
            lines = hovers.get(codes[0], ())
        case Matrix(spots=spots):
            lines = next(spot.hover for spot in spots if (spot.row, spot.column) == codes)
        case Bars(rows=rows, series=series):
            n, row = next((n, row) for n, row in enumerate(rows) if row.code == codes[0])
            cells = (*(one.values[n] for one in series), row.note)
            return " · ".join(filter(None, (row.name, *(text(cell, chart.words) for cell in cells))))
    return "\n".join("".join(run.text for run in line) for line in lines)

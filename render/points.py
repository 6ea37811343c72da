"""Points over time and between two axes, as Plotly draws them: traces and layout for ``render.plotly``."""

import html
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go

from charts import style
from charts.plots import Cloud, Fellow, Moment, Panel, Panels
from locales import Words

SINGLE_HEIGHT, PANEL_HEIGHT, CLOUD_HEIGHT = 340, 128, 440  # px
LARGE, SMALL = 13, 8  # px of a point
RANGE = 0.1  # opacity of the range between lowest and highest
OPEN = 0.12  # opacity of what fills an open point
NEAR_EDGE = 0.12  # of the width: from where on a label is held by its outer side
LINE = 15.0  # px between two names, one below the other
RIGHT, ABOVE = 1.2, 1.12  # times an axis' end: room for names
HIDDEN = {"visible": False, "fixedrange": True}

Settings = dict[str, Any]


def panels(plot: Panels, words: Words) -> tuple[list[go.Scatter], Settings]:
    """Return traces and layout of points over time."""
    notes, shapes = list[Settings](), list[Settings]()
    for i, panel in enumerate(plot.panels):
        notes += _panel_notes(plot, i, panel, words)
        shapes += _panel_shapes(plot, i, panel)
    if plot.open_means:
        text = html.escape(f"○ {plot.open_means}", quote=False)
        notes.append({**_small(0, 0, text), "xanchor": "left", "yanchor": "bottom", "opacity": style.QUIET})
    height = SINGLE_HEIGHT if plot.is_single else PANEL_HEIGHT * plot.rows + 24
    return [_points(plot, i, panel) for i, panel in enumerate(plot.panels)], {
        "height": height,
        "hovermode": "closest",
        "xaxis": {**HIDDEN, "range": [0, plot.across]},
        "yaxis": {**HIDDEN, "range": [-plot.rows, 24 * plot.rows / height if plot.open_means else 0]},
        "annotations": notes,
        "shapes": shapes,
    }


def _points(plot: Panels, i: int, panel: Panel) -> go.Scatter:
    places = [plot.place(i, moment.at, moment.value.value or 0.0) for moment in panel.moments]
    colour = style.ACCENT if panel.lit else style.OTHER_GROUP
    return go.Scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        mode="markers",
        name=panel.code,
        hovertext=[_hover(moment) for moment in panel.moments],
        hoverinfo="text",
        cliponaxis=False,
        marker={
            "size": LARGE if plot.is_single else SMALL,
            "color": [colour if moment.sure else style.faint(colour, OPEN) for moment in panel.moments],
            "line": {"color": colour, "width": 1.8 if plot.is_single else 1.4},
            "opacity": 1,
        },
    )


def _hover(moment: Moment) -> str:
    return "<br>".join("".join(html.escape(run.text, quote=False) for run in line) for line in moment.hover)


def _panel_notes(plot: Panels, i: int, panel: Panel, words: Words) -> Iterator[Settings]:
    """Yield a panel's name, its years, its labelled numbers, and what is said of its gaps."""
    row, column = divmod(i, plot.across)
    if not plot.is_single:
        name = html.escape(panel.name, quote=False)
        bold = f"<b>{name}</b>" if panel.lit else name
        yield {**_small(column + 0.06, -row - 0.06, bold), "xanchor": "left", "yanchor": "top"}
    for tick in plot.ticks:
        x, y = plot.place(i, tick.at, 0)
        # Of several panels each has its first and last year, held by its outer side: neighbours stand close.
        side = "center" if plot.is_single or len(plot.ticks) == 1 else "left" if tick is plot.ticks[0] else "right"
        yield {**_small(x, y, tick.text), "yanchor": "top", "yshift": -2, "xanchor": side, "opacity": style.QUIET}
    for gap in plot.gaps if plot.is_single else ():
        x, y = plot.place(i, gap.at, 0)
        text = html.escape(gap.text, quote=False).replace(" ", "<br>")
        yield {**_small(x, y, text), "yanchor": "bottom", "yshift": 6, "opacity": style.QUIET}
    for moment in panel.moments:
        if moment.labelled:
            yield _value(plot, i, moment, panel.moments[-1] is moment, words)


def _value(plot: Panels, i: int, moment: Moment, is_latest: bool, words: Words) -> Settings:
    x, y = plot.place(i, moment.at, moment.value.value or 0.0)
    text = html.escape(moment.value.text(words), quote=False)
    across = x % 1
    side = "left" if across < NEAR_EDGE else "right" if across > 1 - NEAR_EDGE else "center"
    shift = {"left": -6, "right": 6, "center": 0}[side]
    return {
        **_small(x, y, f"<b>{text}</b>" if is_latest else text),
        "xanchor": side, "yanchor": "bottom", "yshift": 7, "xshift": shift,
    }  # fmt: skip


def _panel_shapes(plot: Panels, i: int, panel: Panel) -> Iterator[Settings]:
    """Yield the ground, a stem to each point, and of one panel alone the range between lowest and highest."""
    start, end = plot.span
    (left, ground), (right, _) = plot.place(i, start, 0), plot.place(i, end, 0)
    known = [moment.value.value or 0.0 for moment in panel.moments]
    if plot.is_single and len(known) > 1:
        (_, low), (_, high) = (plot.place(i, start, value) for value in (min(known), max(known)))
        yield {
            "type": "rect", "x0": left - 0.03, "x1": right + 0.03, "y0": low, "y1": high, "layer": "below",
            "fillcolor": style.faint(style.ACCENT, RANGE), "line": {"color": "rgba(0,0,0,0)", "width": 0},
        }  # fmt: skip
    yield _line(left - 0.03, ground, right + 0.03, ground, style.BORDER)
    for moment in panel.moments:
        x, y = plot.place(i, moment.at, moment.value.value or 0.0)
        yield _line(x, ground, x, y, style.GRID, 1.5)


# --- Between two axes ----------------------------------------------------------------------------------------


def cloud(plot: Cloud, words: Words) -> tuple[list[go.Scatter], Settings]:
    """Return traces and layout of areas by two indicators."""
    del words  # ticks and names are in words already
    shifts = _shifts(plot)
    return [_fellows(plot)], {
        "height": CLOUD_HEIGHT,
        "hovermode": "closest",
        "xaxis": {**HIDDEN, "range": [plot.left, plot.x.end * RIGHT]},
        "yaxis": {**HIDDEN, "range": [-0.14 * plot.y.end, plot.y.end * ABOVE]},
        "annotations": [
            *_axis_notes(plot),
            *(_name(plot, fellow, shifts[fellow.code]) for fellow in plot.fellows if fellow.named),
        ],
        "shapes": list(_axis_shapes(plot)),
    }


def _fellows(plot: Cloud) -> go.Scatter:
    places = [plot.place(fellow) for fellow in plot.fellows]
    return go.Scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        mode="markers",
        customdata=[fellow.code for fellow in plot.fellows],
        hovertext=[
            "<br>".join(html.escape(run.text, quote=False) for line in fellow.hover for run in line)
            for fellow in plot.fellows
        ],
        hoverinfo="text",
        cliponaxis=False,
        marker={
            "size": [LARGE if fellow.lit else SMALL + 2 for fellow in plot.fellows],
            "color": [_colour(fellow) for fellow in plot.fellows],
            "line": {"color": [_edge(fellow) for fellow in plot.fellows], "width": 1.8},
            "opacity": 1,
        },
    )


def _edge(fellow: Fellow) -> str:
    return style.ACCENT if fellow.lit else style.OTHER_GROUP


def _colour(fellow: Fellow) -> str:
    return style.faint(_edge(fellow), OPEN) if fellow.x.value is None else _edge(fellow)


def _is_right(plot: Cloud, fellow: Fellow) -> bool:
    """Whether a name stands at its point's left: it would leave the drawing at the right."""
    return (fellow.x.value or 0.0) > 0.62 * plot.x.end * RIGHT


def _shifts(plot: Cloud) -> dict[str, float]:
    """Return by how many px each name moves up, so that none lies on another of its side."""
    px = CLOUD_HEIGHT / (plot.y.end * (ABOVE + 0.14))
    shifts: dict[str, float] = {}
    placed: list[tuple[float, float]] = []
    for fellow in sorted((f for f in plot.fellows if f.named), key=lambda f: f.y.value or 0.0):
        x, y = plot.place(fellow)
        side = x / (plot.x.end or 1.0)
        at = y * px
        while any(abs(at - other) < LINE and abs(side - beside) < 0.45 for beside, other in placed):
            at += 1.0
        placed.append((side, at))
        shifts[fellow.code] = at - y * px
    return shifts


def _name(plot: Cloud, fellow: Fellow, shift: float) -> Settings:
    x, y = plot.place(fellow)
    at_left = fellow.x.value is not None and _is_right(plot, fellow)
    name, is_all = html.escape(fellow.name, quote=False), all(other.lit for other in plot.fellows)
    return {
        **_small(x, y, f"<b>{name}</b>" if fellow.lit and not is_all else name),
        "xanchor": "right" if at_left else "left", "xshift": -10 if at_left else 10, "yshift": shift,
    }  # fmt: skip


def _axis_notes(plot: Cloud) -> Iterator[Settings]:
    """Yield what the axes measure, their ticks, and what the strip means."""
    for tick in plot.x.ticks:
        yield {**_small(tick.at, 0, tick.text), "yanchor": "top", "yshift": -3, "opacity": style.QUIET}
    for tick in plot.y.ticks:
        if tick.at:
            yield {**_small(0, tick.at, tick.text), "xanchor": "right", "xshift": -4, "opacity": style.QUIET}
    end = {"yanchor": "bottom", "xanchor": "right"}
    yield {**_small(plot.x.end * RIGHT, -0.14 * plot.y.end, f"{_escaped(plot.x.title)} →"), **end}
    top = {"yanchor": "top", "xanchor": "left", "xshift": 4}
    yield {**_small(0, plot.y.end * ABOVE, f"↑ {_escaped(plot.y.title)}"), **top}
    if plot.strip:
        text = _escaped(plot.strip).replace("\n", "<br>")
        below = {"yanchor": "bottom", "xanchor": "left", "align": "left", "opacity": style.QUIET}
        yield {**_small(plot.left, -0.14 * plot.y.end, text), **below}


def _axis_shapes(plot: Cloud) -> Iterator[Settings]:
    yield _line(0, 0, plot.x.end * RIGHT, 0, style.BORDER)
    yield _line(0, 0, 0, plot.y.end * 1.04, style.BORDER)
    for tick in plot.y.ticks:
        if tick.at:
            yield _line(0, tick.at, plot.x.end * RIGHT, tick.at, style.GRID)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, width: float = 1.0) -> Settings:
    ends = {"x0": x0, "y0": y0, "x1": x1, "y1": y1}
    return {"type": "line", **ends, "layer": "below", "line": {"color": colour, "width": width}}


def _small(x: float, y: float, text: str) -> Settings:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": style.SMALL_SIZE}}

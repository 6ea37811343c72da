"""A drawing that stands alone: the headline and what is measured above it, below it the sources and what else is said.

Who meets the picture in a letter, far from the page that it was on, reads all of it.
"""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from charts import style
from charts.chart import Chart
from charts.plots import MapPlot
from render.office import WIDER, balanced, wrapped

MARGIN, GAP = 32, 14  # px: at every side, and between the words and the drawing
HEADLINE, SUBTITLE, BELOW = 26, 15, 13  # px of type
LINE = 1.36  # height of a line, to its size
QUIET = "#4a5560"  # of what is said below: 7:1 on white
HALO = 3  # px: what is written on a map keeps clear of the land and borders below it, whatever their tone
HALOED = Markup('stroke="{}" stroke-width="{}" stroke-linejoin="round" paint-order="stroke"').format(style.PAPER, HALO)
OF_WORDS = r"(<text [^>]*?\bfill: )(?!rgb\(255, 255, 255\))(?:#\w+|rgb\([^)]*\))"  # their colour, unless white


def inside(width: int) -> int:
    """Return how wide the drawing is in a picture of a width, in px."""
    return width - 2 * MARGIN


def framed(drawn: str, chart: Chart, below: Iterable[str], width: int, height: int) -> tuple[str, int]:
    """Return a chart's drawing (SVG, ``inside(width)`` × ``height`` px) with its words, and how high all is in px.

    Below it stand its sources and then ``below``, a paragraph each. Where the drawing has a ground, the words stand
    on it too.
    """
    text, words = chart.text, chart.words
    y = float(MARGIN)
    head, y = _written([text.headline], y, width, HEADLINE, style.INK, bold=True)
    more, y = _written([text.subtitle], y, width, SUBTITLE, style.INK)
    top = round(y) + GAP
    closing = [f"{words('source.label')} {text.sources}", *below]
    foot, y = _written(closing, top + height + GAP, width, BELOW, QUIET)
    high = round(y) + MARGIN - GAP // 2
    ground = f'<rect width="{width}" height="{high}" fill="{style.PAPER}"/>' if _has_ground(drawn) else ""
    inner = re.sub("<svg ", f'<svg overflow="visible" x="{MARGIN}" y="{top}" ', drawn, count=1)
    if isinstance(chart.plot, MapPlot):  # its land goes on beyond it; what else is drawn stays inside
        frame = f'<rect x="{MARGIN}" y="{top}" width="{inside(width)}" height="{height}"/>'
        # Office programs know a clipping path; they draw all that leaves an <svg> inside another.
        inner = f'<clipPath id="frame-{chart.key}">{frame}</clipPath><g clip-path="url(#frame-{chart.key})">{inner}</g>'
    root = (
        f'<svg viewBox="0 0 {width} {high}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" height="{high}">'
    )
    return f"{root}{ground}{head}{more}{inner}{foot}</svg>", high


def darkened(drawn: str, width: int, high: int) -> str:
    """Return a drawing without paper for a dark page: its words light, as on the screen, below it a ground so high.

    White words stay: they stand on a colour.
    """
    ground = f'<rect width="{width}" height="{high}" fill="{style.DARK_PAPER}"/>' if high else ""
    drawn = drawn.replace(HALOED, HALOED.replace(style.PAPER, style.DARK_PAPER))
    lit = re.sub(OF_WORDS, rf"\g<1>{style.DARK_INK}", drawn)
    return re.sub(r"(?s)^(<svg [^>]*>)", rf"\g<1>{ground}", lit, count=1)


def _has_ground(drawn: str) -> bool:
    """Whether the drawing begins with a sheet of paper."""
    first = re.match(r"<svg [^>]*><rect [^>]*>", drawn)
    return first is not None and "fill-opacity: 0" not in first[0] and "fill: none" not in first[0]


def _written(
    paragraphs: Iterable[str], y: float, width: int, size: int, ink: str, bold: bool = False
) -> tuple[str, float]:
    """Return paragraphs as texts of SVG that begin at a height, and where they end, in px."""
    texts = []
    for paragraph in paragraphs:
        for line in (balanced if bold else wrapped)(paragraph, size, inside(width) * WIDER, bold):
            y += size * LINE
            texts.append(line_of_text(line, MARGIN, y - size * (LINE - 1), size, ink, bold))
    return "".join(texts), y


def line_of_text(text: str, x: int, y: float, size: int, ink: str, bold: bool = False) -> str:
    """Return a line of words as SVG; ``y`` is where its letters stand."""
    weight = "font-weight: bold; " if bold else ""
    rules = f"font-family: {style.FONT}; font-size: {size}px; {weight}fill: {ink}; fill-opacity: 1; white-space: pre"
    return f'<text x="{x}" y="{y:.1f}" style="{rules}">{escape(text)}</text>'

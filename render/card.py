"""The picture that stands beside a link in a message: the page's headline, what is selected, a figure, its name.

A map stands beside the words, any other figure below them.
"""

import io
import re

from PIL import Image

from charts import style
from charts.chart import Chart
from render import image
from render.framed import QUIET, line_of_text
from render.office import wrapped
from render.plotly import Form

WIDE, HIGH = 1200, 630  # px: what services that show links expect
MARGIN, GAP, LINE = 48, 18, 1.25  # px, and a line's height to its size
HEADLINES, CAPTION, FOOT = (44, 38, 32, 28), 24, 22  # px of type: the first in which the headline fits its lines
BESIDE = 430  # px of the words beside a map
MOST_LINES = {BESIDE: 8, WIDE - 2 * MARGIN: 2}  # of a headline, by the width of its words
DRAWN_MAP, DRAWN = 520, 724  # px: a chart is drawn as wide, and grown until its place is full, for letters to be read


def png(headline: str, caption: str, foot: str, chart: Chart) -> bytes:
    """Return the picture as a PNG of 1200 × 630 px."""
    content = io.BytesIO()
    painted(headline, caption, foot, chart).save(content, "PNG", optimize=True)
    return content.getvalue()


def painted(headline: str, caption: str, foot: str, chart: Chart, width: int = WIDE) -> Image.Image:
    """Return the picture as pixels, so many across; of a chart with nothing in it the words stand alone."""
    is_drawn = len(chart.rows) > 1
    is_beside = is_drawn and bool(chart.plot.aspect)
    words, y = _words(headline, caption, BESIDE if is_beside else WIDE - 2 * MARGIN)
    parts = [words, line_of_text(foot, MARGIN, HIGH - MARGIN / 2, FOOT, QUIET)]
    bottom = HIGH - MARGIN - FOOT
    if is_beside:
        left = 2 * MARGIN + BESIDE
        parts.append(_drawn(chart, DRAWN_MAP, (left, MARGIN, WIDE - MARGIN - left, bottom - MARGIN)))
    elif is_drawn:
        top = round(y) + GAP
        parts.append(_drawn(chart, DRAWN, (MARGIN, top, WIDE - 2 * MARGIN, bottom - top)))
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDE}" '
        f'height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}"><rect width="{WIDE}" height="{HIGH}" fill="{style.PAPER}"/>'
        f"{''.join(parts)}</svg>"
    )
    return image.painted(drawn, width).convert("RGB")


def _words(headline: str, caption: str, width: int) -> tuple[str, float]:
    """Return headline and caption as texts of SVG, and where they end, in px."""
    most = MOST_LINES[width]
    every = ((size, wrapped(headline, size, width, bold=True)) for size in HEADLINES)
    size, lines = next((size, lines) for size, lines in every if len(lines) <= most or size == HEADLINES[-1])
    y, texts = float(MARGIN), []
    for line in lines:
        y += size * LINE
        texts.append(line_of_text(line, MARGIN, y - size * (LINE - 1), size, style.INK, bold=True))
    y += GAP / 2
    for line in wrapped(caption, CAPTION, width):
        y += CAPTION * LINE
        texts.append(line_of_text(line, MARGIN, y - CAPTION * (LINE - 1), CAPTION, QUIET))
    return "".join(texts), y


def _drawn(chart: Chart, width: int, place: tuple[int, int, int, int]) -> str:
    """Return a chart as large as a place (left, top, width, height in px) has room for, in its middle."""
    form = Form("narrow")
    high = image.height_of(chart, width, form)
    left, top, most_wide, most_high = place
    scale = min(most_wide / width, most_high / high)
    wide, tall = width * scale, high * scale
    x, y = left + (most_wide - wide) / 2, top + (most_high - tall) / 2
    drawn = image.svg(chart, width, high, form)
    opening, _, rest = drawn.partition(">")
    sized = re.sub(r' (?:width|height)="\d+"', "", opening)
    at = f'<svg overflow="hidden" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" '
    return f"{sized.replace('<svg ', at, 1)}>{rest}"

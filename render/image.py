"""A chart as SVG or PNG, drawn without a browser.

The drawing engine lives in one thread of its own, since it keeps state per thread: every caller hands its figure to
that thread. When nobody has asked for a while it goes, with the 45 MB that it takes; it is back in 0.22 s.
Text is set in the fonts of ``render/fonts``.
"""

import ctypes
import hashlib
import io
import itertools
import math
import re
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from threading import Lock, Timer

import resvg_py
from cachetools import LRUCache
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from charts import style
from charts.chart import Chart
from charts.plots import MapPlot
from render import framed, office, plotly
from render.engine import Engine
from render.plotly import FILE, Drawn, Form, Settings

WIDTH = 1100  # px
MOST_PIXELS = 25_000_000  # of an image: some 300 MB while it is painted
KEPT = 400  # drawings that stay in memory, packed (7 kB each): the stories of some forty selections
IDLE = 10.0  # seconds that the engine waits for the next figure
FONTS = office.FONTS
FAMILY = "Maluku Sans"
DPI = 96  # an SVG's px to the inch
WORDS = '<g class="infolayer">'  # the engine's group of all that is written on a drawing

_drawings: LRUCache[bytes, bytes] = LRUCache(KEPT)
_lock = Lock()
_painter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")


def svg(chart: Chart, width: int = WIDTH, height: int | None = None, form: Form = FILE) -> str:
    """Return the chart as SVG text, ``width`` px wide; without a height, the chart's own shape gives it.

    What was drawn before of the same content in the same form is not drawn again, whoever the chart belongs to.
    """
    height = height or height_of(chart, width, form)
    fig = plotly.draw(chart, replace(form, height=height, across=width))
    content = hashlib.sha256(f"{chart.key} {width} {height} {fig.to_json()}".encode()).digest()
    with _lock:
        packed = _drawings.get(content)
    if packed:
        return zlib.decompress(packed).decode()
    drawn = _painter.submit(_draw, fig, chart.key, width, height).result()
    drawn = drawn.replace(WORDS, f"{WORDS[:-1]} {framed.HALOED}>", 1)
    with _lock:
        _drawings[content] = zlib.compress(drawn.encode(), 1)
    return drawn


def whole(
    chart: Chart, below: Sequence[str], width: int = WIDTH, form: Form = FILE, dark: bool = False
) -> tuple[str, int]:
    """Return the chart as SVG text that stands alone, with its words around it, and its height in px.

    ``below`` is what stands under its sources, a paragraph each; without any, the drawing stands there alone. In the
    ``dark`` theme its words are light, and its ground, if it has one, is that of a dark page.
    """
    drawn_in = replace(form, paper=False) if dark else form
    inside = framed.inside(width) if below else width
    drawn, high = svg(chart, inside, form=drawn_in), height_of(chart, inside, drawn_in)
    if below:
        drawn, high = framed.framed(drawn, chart, below, width, high)
    return (framed.darkened(drawn, width, high if form.paper else 0) if dark else drawn), high


def png(
    chart: Chart, width: int = WIDTH, scale: float = 2, clear: bool = False, below: Sequence[str] = (),
    dark: bool = False,
) -> bytes:  # fmt: skip
    """Return the chart as a PNG image of ``width × scale`` px, on white, or ``clear``: on nothing.

    With something to say ``below`` its sources it stands alone, and it may be ``dark`` (see ``whole``); what it shows
    and where it is from is in the file's own words either way. Whatever the scale, it says that it is as large on
    paper as the SVG is. It has at most ``MOST_PIXELS``: a larger scale gives the largest image that has no more.
    """
    drawn, high = whole(chart, below, width, Form("wide", paper=not clear), dark)
    scale = min(scale, math.sqrt(MOST_PIXELS / (width * (high + 1))))  # one more, since it is rounded
    picture = painted(drawn, int(width * scale))
    content = io.BytesIO()
    (picture if clear else picture.convert("RGB")).save(
        content, "PNG", dpi=(DPI * scale, DPI * scale), pnginfo=_metadata(chart, below)
    )
    return content.getvalue()


def painted(drawn: str, width: int | None = None) -> Image.Image:
    """Return a drawing (SVG) as pixels, ``width`` px wide or as it says itself, in the fonts of ``render/fonts``."""
    pixels = resvg_py.svg_to_bytes(
        drawn, width=width, skip_system_fonts=True, font_dirs=[str(FONTS)], font_family=FAMILY, sans_serif_family=FAMILY
    )
    return Image.open(io.BytesIO(pixels))


def _metadata(chart: Chart, below: Sequence[str]) -> PngInfo:
    """Return what the file says of itself, under the names that PNG has for it."""
    text, info = chart.text, PngInfo()
    about = {"Title": text.headline, "Description": f"{text.subtitle}\n{text.alt}", "Source": text.sources}
    for name, value in {**about, "Comment": "\n".join(below)}.items():
        if value:
            info.add_itxt(name, value, lang=chart.words.language)
    return info


def forget() -> None:
    """Forget every drawing that is kept, so that the next is drawn anew."""
    with _lock:
        _drawings.clear()


def height_of(chart: Chart, width: int, form: Form = FILE) -> int:
    """Return the height in px that the chart's own shape gives it at a width, in a form."""
    plot = chart.plot
    aspect = plotly.as_drawn(plot, form.width).aspect if isinstance(plot, MapPlot) else plot.aspect
    return round(width / aspect) if aspect else plotly.height(chart)


def _draw(fig: Drawn, key: str, width: int, height: int) -> str:
    engine = _engine()
    _rest_later()
    drawn = engine.svg(key, *_parts(fig, width, height))
    return _lean(drawn).replace("<svg ", f'<svg viewBox="0 0 {width} {height}" ', 1)


def _lean(svg: str) -> str:
    """Return a drawing without what nobody sees."""
    # Nothing that is drawn leaves the figure, and every clipping path costs a layer as large as the image.
    svg = re.sub(r' clip-path="url\([^"]*\)"|<clipPath.*?</clipPath>', "", svg, flags=re.DOTALL)
    svg = re.sub(r' id="(?:top)?defs-[^"]*"', "", svg)  # nothing names them, and a page has a drawing in each language
    # A space at a text's edge keeps a name off its bar; painters drop it unless it is a firm one.
    svg = re.sub("(?<=>) +| +(?=<)", lambda spaces: "\u00a0" * len(spaces[0]), svg)
    svg = re.sub(r'<path class="js-line"[^>]*stroke-opacity: 0;[^>]*/>', "", svg)
    svg = re.sub(r'<g class="(?!trace|point)[^"]*"></g>', "", svg)  # marks are counted among traces and points
    svg = svg.replace("<defs></defs>", "").replace("vector-effect: none; ", "")
    return re.sub(r' d="[^"]*"', lambda path: _shortened(path[0]), svg)


_POINT = re.compile(r"-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?")
_LINE = re.compile(rf"(M{_POINT.pattern})((?:L{_POINT.pattern})+)")


@lru_cache(maxsize=4096)  # the coasts of maps of a width are the same: a few hundred lines each
def _shortened(path: str) -> str:
    return _LINE.sub(_stepwise, re.sub(r"\d+\.\d+", _rounded, path))


def _stepwise(line: re.Match[str]) -> str:
    """Return a line that says each point from the one before: a third less to send, to the same tenth of a pixel."""
    points = [[round(10 * float(n)) for n in point.split(",")] for point in _POINT.findall(line[0])]
    steps = ((x - x0, y - y0) for (x0, y0), (x, y) in itertools.pairwise(points))
    return f"{line[1]}l{' '.join(f'{tenths(x)},{tenths(y)}' for x, y in steps)}"


def tenths(number: int) -> str:
    """Return tenths of a px as px, in fewest letters."""
    return f"{number / 10:.1f}".removesuffix(".0")


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _parts(fig: Drawn, width: int, height: int) -> tuple[list[Settings], Settings]:
    """Return data and layout for the engine, with see-through colours in place of see-through parts.

    The painter of pixels needs a layer as large as the image for every part that has an opacity of its own.
    """
    notes = list(map(_solid_note, fig.layout.get("annotations", ())))
    font = {**fig.layout["font"], "family": style.FONT}
    return list(map(_solid_trace, fig.data)), {
        **fig.layout, "font": font, "annotations": notes, "width": width, "height": height,
    }  # fmt: skip


def _solid_note(note: Settings) -> Settings:
    font = note.get("font", {})
    if (opacity := note.get("opacity", 1)) == 1:
        return note
    return {**note, "font": {**font, "color": style.faint(font.get("color", style.INK), opacity)}, "opacity": 1}


def _solid_trace(trace: Settings) -> Settings:
    if "fill" not in trace or (opacity := trace.get("opacity", 1)) == 1:
        return trace
    return {**trace, "fillcolor": style.faint(trace["fillcolor"], opacity), "opacity": 1}


@lru_cache(maxsize=1)  # called in the painter's thread only
def _engine() -> Engine:
    return Engine()


_resting: list[Timer] = []  # touched in the painter's thread only


def _rest_later() -> None:
    """Let the engine go when it has had nothing to draw for a while."""
    while _resting:
        _resting.pop().cancel()
    timer = Timer(IDLE, _rest)
    timer.daemon = True
    timer.start()
    _resting.append(timer)


def _close() -> None:
    if _engine.cache_info().currsize:  # it may be gone already
        _engine().close()
        _engine.cache_clear()


def _rest() -> None:
    with suppress(RuntimeError):  # the process is ending
        _painter.submit(_close).result()
        # The C library keeps what was given back to it, unless it is asked.
        if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
            trim(0)

"""A figure as SVG or PNG, drawn without a browser.

The drawing engine lives in one thread of its own, since it keeps state per thread: every caller hands its figure to
that thread. When nobody has asked for a while it goes, with the 40 MB that it takes; it is back in a fifth of a second.
Text is set in the fonts of ``exports/fonts``.
"""

import ctypes
import re
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock, Timer

import plotly.graph_objects as go
import resvg_py
from cachetools import LRUCache
from PIL import ImageFont

from charts import style

WIDTH = 1100  # px
KEPT = 400  # drawings that stay in memory, packed (7 kB each): the stories of some forty selections
IDLE = 10.0  # seconds that the engine waits for the next figure
FONTS = Path(__file__).parent / "fonts"
FAMILY = "Maluku Sans"

SEEDED = """Math.random = (function (seed) {{
  return function () {{ seed = (seed * 1664525 + 1013904223) % 4294967296; return seed / 4294967296; }};
}})({seed});"""

Form = Callable[[go.Figure], go.Figure]

_drawings: LRUCache[tuple[bytes, int, int, Form], bytes] = LRUCache(KEPT)
_lock = Lock()
_painter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")


def svg(fig: go.Figure, width: int = WIDTH, height: int | None = None, form: Form = style.wide) -> str:
    """Return the figure as SVG text, ``width`` px wide; without a height, the figure's own shape gives it.

    ``form`` turns the figure into what is drawn of it, by default that of slides and files. It is a function with a
    name: what was drawn before of the same figure in the same form is not drawn again, whoever the figure belongs to.
    """
    height = height or height_of(fig, width)
    content = (style.digest(fig), width, height, form)
    with _lock:
        packed = _drawings.get(content)
    if packed:
        return zlib.decompress(packed).decode()
    drawn = _painter.submit(_draw, form(fig), width, height).result()
    with _lock:
        _drawings[content] = zlib.compress(drawn.encode(), 1)
    return drawn


def png(fig: go.Figure, width: int = WIDTH, scale: float = 2, height: int | None = None, clear: bool = False) -> bytes:
    """Return the figure as a PNG image of ``width × scale`` px, on white, or ``clear``: on nothing."""
    drawn = svg(fig, width, height, _wide_without_paper if clear else style.wide)
    return bytes(
        resvg_py.svg_to_bytes(
            drawn,
            width=round(width * scale),
            skip_system_fonts=True,
            font_dirs=[str(FONTS)],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )


def forget() -> None:
    """Forget every drawing that is kept, so that the next is drawn anew."""
    with _lock:
        _drawings.clear()


def without_paper(fig: go.Figure) -> go.Figure:
    """Return a copy of the figure that shows what lies below it."""
    return style.copied(fig).update_layout(paper_bgcolor="rgba(0,0,0,0)")


def _wide_without_paper(fig: go.Figure) -> go.Figure:
    return style.wide(without_paper(fig))


def height_of(fig: go.Figure, width: int) -> int:
    """Return the height in px that the figure's own shape gives it at a width."""
    aspect = style.about(fig).aspect
    return round(width / aspect) if aspect else int(fig.layout.height)


def _draw(fig: go.Figure, width: int, height: int) -> str:
    engine = _engine()
    _rest_later()
    # The engine names its parts at random: seeded, the same figure gives the same bytes, and no two share a name.
    engine.context.eval(SEEDED.format(seed=zlib.crc32(style.about(fig).key.encode())))
    drawn = str(engine.render_svg(*_parts(fig), width=width, height=height))
    return _lean(drawn).replace("<svg ", f'<svg viewBox="0 0 {width} {height}" ', 1)


def _lean(svg: str) -> str:
    """Return a drawing without what nobody sees."""
    # Nothing that is drawn leaves the figure, and every clipping path costs a layer as large as the image.
    svg = re.sub(r' clip-path="url\([^"]*\)"', "", svg)
    svg = re.sub(r'<path class="js-line"[^>]*stroke-opacity: 0;[^>]*/>', "", svg)
    return re.sub(r' d="[^"]*"', lambda path: re.sub(r"\d+\.\d+", _rounded, path[0]), svg)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _parts(fig: go.Figure) -> tuple[object, object]:
    """Return data and layout for the engine, with see-through colours in place of see-through parts.

    The painter of pixels needs a layer as large as the image for every part that has an opacity of its own.
    """
    copy = style.copied(fig).update_layout(font_family=style.FONT)
    for note in copy.layout.annotations:
        if note.opacity is not None and note.opacity < 1:
            note.font.color, note.opacity = style.faint(note.font.color or style.INK, note.opacity), None
    for trace in copy.data:
        if trace.type == "scatter" and trace.fill and (trace.opacity or 1) < 1:
            trace.fillcolor, trace.opacity = style.faint(trace.fillcolor, trace.opacity), None
    figure = copy.to_dict()
    return figure["data"], figure["layout"]


@lru_cache(maxsize=1)  # called in the painter's thread only
def _engine():  # type: ignore[no-untyped-def]
    from plotly_print.engine import PrintEngine

    engine = PrintEngine()
    engine.context.add_callable("_measureTextRaw", _measure)
    return engine


_resting: list[Timer] = []  # touched in the painter's thread only


def _rest_later() -> None:
    """Let the engine go when it has had nothing to draw for a while."""
    while _resting:
        _resting.pop().cancel()
    timer = Timer(IDLE, _rest)
    timer.daemon = True
    timer.start()
    _resting.append(timer)


def _rest() -> None:
    with suppress(RuntimeError):  # the process is ending
        _painter.submit(_engine.cache_clear).result()
        # The C library keeps what was given back to it, unless it is asked.
        if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
            trim(0)


@lru_cache(maxsize=64)
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"MalukuSans-{'Bold' if bold else 'Regular'}.ttf"), size)


@lru_cache(maxsize=4096)
def _measure(text: str, _family: str, size: str, weight: str = "") -> str:
    """Return width, height, ascent and descent of a text in px, as the engine asks for them."""
    px = max(1, round(float(size or 12)))
    font = _font(px, weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600))
    ascent, descent = font.getmetrics()
    return f"{font.getlength(text):.2f},{ascent + descent:.2f},{ascent:.2f},{descent:.2f}"

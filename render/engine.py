"""Plotly without a browser: the engine of JavaScript, the page that it writes into, and the widths of our fonts."""

import json
import zlib
from pathlib import Path

import plotly_print
from py_mini_racer import MiniRacer, init_mini_racer

from render import office
from render.plotly import Settings

# Without the kinds of chart that nothing here uses: half the weight of the whole one.
PLOTLY = Path(plotly_print.__file__).parent / "js" / "plotly_comprehensive_2d.js"
SCRIPTS = (PLOTLY.with_name("micro_dom.js"), PLOTLY, Path(__file__).with_suffix(".js"))
# Nothing that it runs is compiled: that would take 30 MB more and memory that may be written and run.
FLAGS = ("--lite-mode", "--single-threaded")


class Engine:
    """Draws one figure after the other, in the thread that made it."""

    def __init__(self) -> None:
        """Start: a quarter of a second of a processor, and some 45 MB until it is closed."""
        init_mini_racer(flags=FLAGS, ignore_duplicate_init=True)
        self._context = MiniRacer()
        for script in SCRIPTS:
            self._context.eval(script.read_text("utf-8"))

    def svg(self, key: str, data: list[Settings], layout: Settings) -> str:
        """Return a figure as SVG text; ``key`` keeps the names of its parts apart from those of other figures."""
        draw = f"draw({zlib.crc32(key.encode())}, {json.dumps(data)}, {json.dumps(layout)})"
        while True:
            drawn = str(self._context.eval(draw))
            asked = json.loads(str(self._context.eval("asked()")))
            if not asked:
                return drawn
            # The engine waits for no answer: what it asked for is told, and it draws again.
            answers = [(*text, _measure(*text)) for text in asked]
            self._context.eval(f"told({json.dumps(answers)})")

    def close(self) -> None:
        """Give the memory back."""
        self._context.close()


def _measure(text: str, size: str, weight: str) -> str:
    """Return width, height, ascent and descent of a text in px, as the engine asks for them."""
    px = max(1, round(float(size or 12)))
    font = office.font(px, weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600))
    ascent, descent = font.getmetrics()
    return f"{font.getlength(text):.2f},{ascent + descent:.2f},{ascent:.2f},{descent:.2f}"

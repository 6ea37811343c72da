"""How long each outlet takes, and a picture against Kaleido's, which drives a browser."""

import itertools
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from bench.report import Row
from charts.chart import Chart
from charts.figures import FIGURES
from data.selection import Selection, regency_codes
from data.tables import PACKAGED, load
from data.view import View
from exports.build import build
from exports.outlets import OUTLETS, Outlet
from locales import Words
from render import image, plotly
from tests.harness.browser import CHROMIUM

RUNS = 3
LIMITS = {"deck": 1.5, "brief": 3.0, "workbook": 1.0, "bundle": 10.0}  # seconds
PICTURES = ("map", "participants", "mix", "rates")


def files() -> Iterator[Row]:
    """The outlets, each time for a selection nobody has asked for, and pictures of one size against Kaleido's."""
    os.environ["BROWSER_PATH"] = str(CHROMIUM)  # before Kaleido looks for one of its own
    import kaleido

    tables, words = load(PACKAGED), Words("id")
    selections = itertools.cycle(Selection(r, c) for c in regency_codes(tables) for r in ("2022", "all"))
    views = (View(tables, selection, words) for selection in selections)
    for outlet in (outlet for outlet in OUTLETS.values() if outlet.key in LIMITS):
        yield Row(f"{outlet.key} made", _median(partial(_made, outlet, views)), "s", LIMITS[outlet.key])
    for key in PICTURES:
        chart = FIGURES[key](View(tables, Selection("2022"), words))
        size = {"width": image.WIDTH, "height": image.height_of(chart, image.WIDTH), "scale": 2, "format": "png"}
        anew = _median(partial(_anew, chart))
        yield Row(f"PNG 2x of {key}, warm", _median(partial(image.png, chart)), "s", 0.5)
        # As Plotly's ``to_image`` calls it.
        theirs = _median(partial(kaleido.calc_fig_sync, vars(plotly.draw(chart, plotly.FILE)), opts=size))
        yield Row(f"PNG 2x of {key}: Kaleido's call over ours anew", theirs / anew, "×", 5, is_least=True)


def _made(outlet: Outlet, views: Iterator[View]) -> bytes:
    return build(outlet, next(views))


def _anew(chart: Chart) -> None:
    image.forget()
    image.png(chart)


def _median(make: Callable[[], object]) -> float:
    make()
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        make()
        taken.append(time.perf_counter() - begun)
    return median(taken)

"""How long each outlet takes, and a picture against Kaleido's, which drives a browser."""

import itertools
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from charts.chart import Chart
from charts.figures import FIGURES
from data.selection import Selection, regency_codes
from data.tables import PACKAGED, load
from data.view import View
from exports.outlets import OUTLETS, Outlet
from locales import Words
from render import image, plotly

LIMITS = {"deck": 1.5, "brief": 3.0, "workbook": 1.0, "bundle": 10.0}  # seconds
PICTURES = ("map", "participants", "mix", "rates")


def seconds(runs: int) -> dict[str, float]:
    """Return the median seconds of each outlet that has a limit, each time for a selection nobody has asked for."""
    tables, words = load(PACKAGED), Words("id")
    selections = itertools.cycle(Selection(r, c) for c in regency_codes(tables) for r in ("2022", "all"))

    def make(outlet: Outlet) -> bytes:
        return outlet.build(View(tables, next(selections), words), lambda _done, _name: None)

    return {outlet.key: _median(partial(make, outlet), runs) for outlet in OUTLETS if outlet.key in LIMITS}


def pictures(runs: int) -> dict[str, dict[str, float]]:
    """Return the median seconds of one PNG at twice the size, for each of some figures, all in the same size.

    Ours: ``warm``, its drawing kept since somebody saw it, and ``anew``. Kaleido's: ``call``, as Plotly's
    ``to_image`` does it.
    """
    import kaleido

    tables, words = load(PACKAGED), Words("id")
    charts = {key: FIGURES[key](View(tables, Selection("2022"), words)) for key in PICTURES}
    return {
        key: {
            "anew": _median(partial(_anew, chart), runs),
            "warm": _median(partial(image.png, chart), runs),
            "call": _median(partial(kaleido.calc_fig_sync, plotly.draw(chart, plotly.FILE), opts=_size(chart)), runs),
        }
        for key, chart in charts.items()
    }


def _size(chart: Chart) -> dict[str, object]:
    return {"width": image.WIDTH, "height": image.height_of(chart, image.WIDTH), "scale": 2, "format": "png"}


def _anew(chart: Chart) -> None:
    image.forget()
    image.png(chart)


def _median(make: Callable[[], object], runs: int) -> float:
    make()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        make()
        taken.append(time.perf_counter() - begun)
    return median(taken)

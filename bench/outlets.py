"""How long each outlet takes, and a picture against Kaleido's, which drives a browser."""

import itertools
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from charts.chart import Chart
from data.selection import Selection, regency_codes
from data.tables import PACKAGED, Tables, load
from exports.figures import FIGURES
from exports.outlets import OUTLETS, Outlet
from locales import Words
from render import image, plotly

LIMITS = {"deck": 1.5, "brief": 3.0, "workbook": 1.0, "bundle": 10.0}  # seconds
PICTURES = ("map", "participants", "mix", "rates")


def seconds(runs: int) -> dict[str, float]:
    """Return the median seconds of each outlet that has a limit, each time for a selection nobody has asked for."""
    tables, words = load(PACKAGED), Words("id")
    selections = itertools.cycle(Selection(r, c) for c in regency_codes(tables) for r in ("2022", "all"))
    found = {}
    for outlet in OUTLETS:
        if outlet.key in LIMITS:
            found[outlet.key] = _median(partial(_for_another, outlet, tables, selections, words), runs)
    return found


def _for_another(outlet: Outlet, tables: Tables, selections: Iterator[Selection], words: Words) -> bytes:
    return outlet.build(tables, next(selections), words, _silent)


def _silent(_done: float, _name: str) -> None:
    return


def pictures(runs: int) -> dict[str, dict[str, float]]:
    """Return the median seconds of one PNG at twice the size, for each of some figures, all in the same size.

    Ours: ``warm``, its drawing kept since somebody saw it, and ``anew``. Kaleido's: ``call``, as Plotly's
    ``to_image`` does it, and ``server``, with its browser kept running for this alone.
    """
    import kaleido

    tables, words = load(PACKAGED), Words("id")
    charts = {key: FIGURES[key](tables, Selection("2022"), words) for key in PICTURES}
    sizes = {key: _size(chart) for key, chart in charts.items()}
    figures = {key: plotly.draw(chart, plotly.FILE) for key, chart in charts.items()}
    found = {
        key: {
            "anew": _median(partial(_anew, charts[key]), runs),
            "warm": _median(partial(image.png, charts[key]), runs),
            "call": _median(partial(kaleido.calc_fig_sync, fig, opts=sizes[key]), runs),
        }
        for key, fig in figures.items()
    }
    kaleido.start_sync_server(silence_warnings=True)
    for key, fig in figures.items():
        found[key]["server"] = _median(partial(kaleido.calc_fig_sync, fig, opts=sizes[key]), runs)
    kaleido.stop_sync_server(silence_warnings=True)
    return found


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

"""The palette: contrast on both pages, and told apart by colour-blind readers."""

import itertools
from copy import deepcopy

import numpy as np
import pytest

from charts import style
from data.selection import Selection
from data.tables import Tables
from data.view import View
from exports.brief import brief
from exports.deck import deck
from exports.page import page
from exports.workbook import workbook
from locales import Words
from render import image, plotly
from render.plotly import Form
from story.slides import tell

# Machado, Oliveira & Fernandes (2009), severity 1.0, in linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
COLOURS = [style.ACCENT, *style.GROUPS.values()]


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def oklab(rgb: np.ndarray) -> np.ndarray:
    lms = np.array(
        [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
         [0.0883024619, 0.2817188376, 0.6299787005]]
    ) @ np.clip(rgb, 0, 1)  # fmt: skip
    return np.array(
        [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099],
         [0.0259040371, 0.7827717662, -0.808675766]]
    ) @ np.cbrt(lms)  # fmt: skip


@pytest.mark.parametrize("vision", VISION)
def test_colours_are_told_apart(vision: str) -> None:
    seen = {c: oklab(np.array(VISION[vision]) @ linear(c)) for c in COLOURS}
    for one, other in itertools.combinations(COLOURS, 2):
        # 0.02 is a difference that is just noticed in OKLab; large areas need three times that.
        assert np.linalg.norm(seen[one] - seen[other]) > 0.06, (vision, one, other)


@pytest.mark.parametrize("page", [style.PAPER, style.DARK_PAPER])
@pytest.mark.parametrize("colour", COLOURS)
def test_colours_stand_out_on_both_pages(page: str, colour: str) -> None:
    assert style.contrast(colour, page) >= 3


@pytest.mark.parametrize("colour", COLOURS)
def test_text_on_a_colour_is_readable(colour: str) -> None:
    assert style.contrast(style.ink_on(colour), colour) >= 4.5


def test_contrast_of_black_and_white_is_21() -> None:
    assert style.contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("ink", "page"), [(style.INK, style.PAPER), ("#e8edf1", style.DARK_PAPER)])
def test_quiet_text_keeps_its_contrast(ink: str, page: str) -> None:
    mixed = [
        round(style.QUIET * int(ink[i : i + 2], 16) + (1 - style.QUIET) * int(page[i : i + 2], 16)) for i in (1, 3, 5)
    ]
    assert style.contrast("#" + "".join(f"{c:02x}" for c in mixed), page) >= 4.5


class Untouchable(dict):
    """The properties of a figure that others read at the same time."""

    def __setitem__(self, key: str, value: object) -> None:
        raise AssertionError(f"{key} was set on a shared figure")

    def pop(self, key: str, *_: object) -> object:
        raise AssertionError(f"{key} was taken from a shared figure")

    def __deepcopy__(self, memo: dict[int, object]) -> dict[str, object]:
        return deepcopy(dict(self), memo)


@pytest.mark.slow
def test_no_outlet_touches_a_figure_that_others_read(tables: Tables) -> None:
    """Every session shows the same figure: a change while another thread copies it would break that thread."""
    selection, words = Selection("2023", "81.09"), Words("en")
    charts = [slide.chart for slide in tell(View(tables, selection, words)).slides if slide.chart]
    figures = [plotly.figure(chart) for chart in charts]
    kept = [(fig, fig._data, fig._layout) for fig in figures]
    try:
        for fig in figures:
            fig._data, fig._layout = [Untouchable(trace) for trace in fig._data], Untouchable(fig._layout)
        brief(View(tables, selection, words))
        deck(View(tables, selection, words))
        workbook(View(tables, selection, words))
        page(View(tables, selection, words))
        for chart, fig in zip(charts, figures, strict=True):
            image.png(chart, clear=True)
            image.svg(chart, form=Form("narrow", text=2))
            fig.to_json()
    finally:
        for fig, data, layout in kept:
            fig._data, fig._layout = data, layout

"""The small menu below every figure: pass it on, or take it away as a picture or as numbers, without the page running
again.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import streamlit as st

from charts.chart import Chart
from exports import files, imprint, jobs
from exports.figure import figure_file
from exports.media_types import media_type
from exports.worker import FigureAsked
from locales import Words
from pages.parts import address, sharing, ui

SCALES = (1, 2, 4)

Form = tuple[str, str, Callable[[], bytes]]  # label, end of the file's name, and what makes it


@st.fragment
def menu(chart: Chart, words: Words) -> None:
    """Show the menu. What it holds is sent when it is opened, and a file is made when its button is pressed."""
    with st.popover(words("take.figure"), key=f"take_{chart.key}", on_change="rerun") as opened:
        if opened.open:
            _share(chart)
            for label, forms in _offers(chart, words):
                ui.paragraph("subtitle", label)
                with st.container(horizontal=True, gap="small"):
                    _buttons(chart, forms)


def _share(chart: Chart) -> None:
    """Show the ways to pass a figure on: nothing where its addresses draw it otherwise than the page does."""
    view = address.current_view()
    if sharing.is_addressed(view, chart):
        st.html(sharing.html(view, chart, imprint.address(view, chart.key, st.context.url or "./")))


def _offers(chart: Chart, words: Words) -> Iterator[tuple[str, list[Form]]]:
    """Yield the kinds of file that there are of a figure, each with its forms."""
    view = address.current_view()
    below = imprint.below(view, chart, st.context.url or "")
    made = view.tables.date
    slide: Form = ("PPTX", ".pptx", lambda: jobs.figure(FigureAsked(chart, "pptx", made)))
    yield words("take.whole"), [*_pictures(chart, made, below), _quick(chart, made, "svg", below)]
    yield words("take.slide"), [slide]
    yield words("take.plain"), [*_pictures(chart, made, (), "-plain"), _quick(chart, made, "svg", kind="-plain")]
    yield words("take.clear"), _pictures(chart, made, (), "-clear")
    if chart.table.columns:
        yield words("take.numbers"), [_quick(chart, made, form) for form in ("csv", "xlsx")]


def _pictures(chart: Chart, made: dt.date, below: tuple[str, ...], kind: str = "") -> list[Form]:
    """Return a figure as PNG in several sizes."""

    def picture(scale: int) -> Form:
        label = chart.words(f"take.times.{scale}")
        return (
            label,
            f"-{scale}x{kind}.png",
            lambda: jobs.figure(FigureAsked(chart, "png", made, below, scale, kind == "-clear")),
        )

    return [picture(scale) for scale in SCALES]


def _quick(chart: Chart, made: dt.date, form: str, below: tuple[str, ...] = (), kind: str = "") -> Form:
    """Return a figure in a form that takes so little time that it is made here."""
    return form.upper(), f"{kind}.{form}", lambda: figure_file(chart, form, made, below)


def _buttons(chart: Chart, forms: Iterable[Form]) -> None:
    key = chart.key
    for label, ending, make in forms:
        name, _, form = ending.rpartition(".")
        st.download_button(
            label,
            make,
            file_name=files.of_figure(address.current_view(), key, form, name),
            mime=media_type(form),
            key=f"take_{key}{ending}",
            on_click="ignore",
        )

"""The small menu below every figure: take it away as a picture or as numbers, without the page running again."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import streamlit as st

from charts.chart import Chart
from exports import files, jobs
from exports.media_types import media_type
from locales import Words
from pages.parts import address, ui
from render import table

SCALES = (1, 2, 4)

Form = tuple[str, str, Callable[[], bytes]]  # label, end of the file's name, and what makes it


@st.fragment
def menu(chart: Chart, words: Words) -> None:
    """Show the menu. What it holds is sent when it is opened, and a file is made when its button is pressed."""
    with st.popover(words("take.figure"), key=f"take_{chart.key}", on_change="rerun") as opened:
        if opened.open:
            for label, forms in _offers(chart, words):
                ui.paragraph("subtitle", label)
                with st.container(horizontal=True, gap="small"):
                    _buttons(chart, words, forms)


def _offers(chart: Chart, words: Words) -> Iterator[tuple[str, list[Form]]]:
    """Yield the kinds of file that there are of a figure, each with its forms."""
    made = address.current_view().tables.date
    for label, clear in (("take.png", False), ("take.png.clear", True)):
        yield words(label), [_picture(chart, words, scale, clear) for scale in SCALES]
    yield words("take.vector"), [("SVG", ".svg", lambda: _vector(chart))]
    if chart.table.columns:
        yield (
            words("take.numbers"),
            [
                ("CSV", ".csv", lambda: table.csv(chart)),
                ("XLSX", ".xlsx", lambda: _xlsx(chart, made)),
            ],
        )


def _picture(chart: Chart, words: Words, scale: int, clear: bool) -> Form:
    ending = f"-{scale}x{'-clear' if clear else ''}.png"
    return words("take.times", n=scale), ending, lambda: jobs.picture(chart, scale, clear)


def _vector(chart: Chart) -> bytes:
    from render import vector  # as with numbers: who does not take it pays nothing

    return vector.svg_file(chart)


def _xlsx(chart: Chart, made: dt.date) -> bytes:
    from render import xlsx  # only who takes numbers away pays for what writes them

    return xlsx.numbers(chart, made)


def _buttons(chart: Chart, words: Words, forms: Iterable[Form]) -> None:
    key = chart.key
    for label, ending, make in forms:
        name, _, form = ending.rpartition(".")
        st.download_button(
            label,
            make,
            file_name=files.name(address.current_view(), f"{key}{name}", form),
            mime=media_type(form),
            key=f"take_{key}{ending}",
            on_click="ignore",
        )

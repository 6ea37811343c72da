"""The small menu below every figure: take it away as a picture or as numbers, without the page running again."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import plotly.graph_objects as go
import streamlit as st

from charts.style import about
from exports import files, image
from locales import Words
from pages.parts import look

SCALES = (1, 2, 4)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Form = tuple[str, str, str, Callable[[], bytes]]  # label, end of the file's name, media type, and what makes it


@st.fragment
def menu(fig: go.Figure, words: Words) -> None:
    """Show the menu. What it holds is sent when it is opened, and a file is made when its button is pressed."""
    with st.popover(words("take.figure"), key=f"take_{about(fig).key}", on_change="rerun") as opened:
        if opened.open:
            for label, forms in _offers(fig, words):
                look.paragraph("subtitle", label)
                with st.container(horizontal=True, gap="small"):
                    _buttons(fig, words, forms)


def _offers(fig: go.Figure, words: Words) -> Iterator[tuple[str, list[Form]]]:
    """Yield the kinds of file that there are of a figure, each with its forms."""
    made = st.session_state["reader"][0].date
    for label, clear in (("take.png", False), ("take.png.clear", True)):
        yield words(label), [_picture(fig, words, scale, clear) for scale in SCALES]
    yield words("take.vector"), [("SVG", ".svg", "image/svg+xml", lambda: image.svg(fig).encode())]
    if about(fig).table:
        yield (
            words("take.numbers"),
            [
                ("CSV", ".csv", "text/csv", lambda: _numbers(fig, words, "csv", made)),
                ("XLSX", ".xlsx", SHEET, lambda: _numbers(fig, words, "xlsx", made)),
            ],
        )


def _picture(fig: go.Figure, words: Words, scale: int, clear: bool) -> Form:
    ending = f"-{scale}x{'-clear' if clear else ''}.png"
    return words("take.times", n=scale), ending, "image/png", lambda: image.png(fig, scale=scale, clear=clear)


def _numbers(fig: go.Figure, words: Words, form: str, made: dt.date) -> bytes:
    from exports import figure_data  # only who takes numbers away pays for what writes them

    return figure_data.csv(fig, words) if form == "csv" else figure_data.xlsx(fig, words, made)


def _buttons(fig: go.Figure, words: Words, forms: Iterable[Form]) -> None:
    key = about(fig).key
    tables, selection, _ = st.session_state["reader"]
    for label, ending, media_type, make in forms:
        name, _, form = ending.rpartition(".")
        st.download_button(
            label,
            make,
            file_name=files.name(tables, selection, words, f"{key}{name}", form),
            mime=media_type,
            key=f"take_{key}{ending}",
            on_click="ignore",
        )

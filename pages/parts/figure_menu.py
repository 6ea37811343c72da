"""The small menu below every figure: pass it on, or take it away as a picture or as numbers, without the page running
again.
"""

import streamlit as st

from charts.chart import Chart
from exports import files, imprint, jobs
from exports.figure import Offer, offered
from exports.media_types import media_type
from exports.worker import FigureAsked
from locales import Words
from pages.parts import address, sharing, ui


@st.fragment
def menu(chart: Chart, words: Words) -> None:
    """Show the menu. What it holds is sent when it is opened, and a file is made when its button is pressed."""
    with st.popover(words("take.figure"), key=f"take_{chart.key}", on_change="rerun") as opened:
        if opened.open:
            _share(chart)
            for label, offers in offered(chart):
                ui.paragraph("subtitle", label)
                with st.container(horizontal=True, gap="small"):
                    for offer in offers:
                        _button(chart, offer)


def _share(chart: Chart) -> None:
    """Show the ways to pass a figure on: nothing where its addresses draw it otherwise than the page does."""
    view = address.current_view()
    if sharing.is_addressed(view, chart):
        st.html(sharing.html(view, chart, imprint.address(view, chart.key, st.context.url or "./")))


def _button(chart: Chart, offer: Offer) -> None:
    view, form, how = address.current_view(), offer.form, offer.how
    below = () if "plain" in how else imprint.below(view, chart, st.context.url or "")
    asked = FigureAsked(chart, form, view.tables.date, below, int(how.get("scale", 2)), "clear" in how)
    kind = "-clear" if asked.clear else "-plain" if "plain" in how else ""
    more = (f"-{how['scale']}x" if "scale" in how else "") + kind
    st.download_button(
        offer.label,
        lambda: jobs.figure(asked) if form in ("png", "pptx") else asked.file(),  # the others take little time
        file_name=files.of_figure(view, chart.key, form, more),
        mime=media_type(form),
        key=f"take_{chart.key}{more}.{form}",
        on_click="ignore",
    )

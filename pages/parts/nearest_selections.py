"""What a reader can do about a selection that the sources do not name: said below the title, one click each."""

from dataclasses import astuple

import streamlit as st

from charts import absence
from data.parameters import SELECTION
from data.selection import to_address
from data.view import View
from pages.parts import address, ui


def show(view: View) -> None:
    """Show which choice helps, and a button for each nearest selection that the sources do name; else nothing."""
    ui.paragraph("lead", absence.hint(view))
    others = absence.nearest(view)
    with st.container(horizontal=True, gap="small"):
        for other in others:
            st.button(
                absence.step(view, other),
                key="open_" + "_".join(astuple(other)),
                on_click=_select,
                args=(to_address(other, view.tables),),
            )


def _select(parameters: dict[str, str]) -> None:
    for name in SELECTION:
        address.select(name, parameters.get(name, ""))

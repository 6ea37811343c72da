"""What a reader can do about a selection that the sources do not name: said below the title, one click each."""

from dataclasses import astuple

import streamlit as st

from charts import absence
from charts.words import caption
from data.selection import Selection, to_address
from data.tables import Tables
from locales import Words
from pages.parts import address, look


def show(tables: Tables, selection: Selection, words: Words) -> None:
    """Show which choice helps, and a button for each nearest selection that the sources do name; else nothing."""
    look.paragraph("lead", absence.hint(tables, selection, words))
    others = absence.nearest(tables, selection)
    with st.container(horizontal=True, gap="small"):
        for other in others:
            st.button(
                words("absent.open", caption=caption(words, tables, other)),
                key="open_" + "_".join(astuple(other)),
                on_click=_select,
                args=(to_address(other, tables),),
            )


def _select(parameters: dict[str, str]) -> None:
    for name in address.CHOICES:
        address.select(name, parameters.get(name, ""))

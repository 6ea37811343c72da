"""Take away: every outlet of the story on one shelf, for the current selection."""

import streamlit as st

from charts.words import caption
from exports.outlets import OUTLETS
from pages.parts import look, shelf
from pages.parts.problems import guarded

tables, selection, words = st.session_state["reader"]

with guarded(words):
    look.heading(words("takeaway.title"), "takeaway", level=1)
    look.paragraph("lead", words("takeaway.lead", caption=caption(words, tables, selection)))
    for outlet in OUTLETS:
        shelf.show(outlet, tables, selection, words)
    look.paragraph("source", words("takeaway.figures"))
    look.paragraph("source", words("takeaway.command"))

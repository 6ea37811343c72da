"""Regencies: one regency's profile, what it received, how it compares; and which ones the sources do not name."""

import streamlit as st

from charts import absence
from charts.map import participants_map
from charts.rank import regency_rank
from charts.regency import regency_map
from charts.words import names_by_code
from data.indicators import RANKED
from data.selection import ALL_ROUNDS, Selection
from pages.parts import figure, look, ways_out
from pages.parts.problems import guarded
from story import lists, profile

tables, selection, words = st.session_state["reader"]

with guarded(words):
    code, names = selection.regency, names_by_code(tables)
    look.heading(profile.finding(tables, selection, words), "regencies", level=1)
    ways_out.show(tables, selection, words)

    if code:
        left, right = st.columns([1, 1.2], gap="large")
        with left:
            look.table(lists.profile(tables, code, words), words("regency.facts"))
            look.paragraph("source", words("regency.islands.note"))
        with right, guarded(words):
            figure.show(regency_map(tables, code, words), words, title=False)
        look.heading(words("regency.received", name=names[code]), "received")
        received = lists.received(tables, code, words)
        if len(received) > 1:
            look.table(received, profile.received_caption(tables, code, words))
        else:
            look.paragraph("empty", absence.text(tables, Selection(ALL_ROUNDS, code), words))
    else:
        look.paragraph("lead", words("regency.choose"))
        with guarded(words):
            figure.show_choices(participants_map, tables, selection, words)

look.heading(words("regency.compare"), "compare")
left, right = st.columns(2, gap="large")
other = ""
with guarded(words):
    code, names = selection.regency, names_by_code(tables)
    measure = left.selectbox(
        words("regency.measure"), RANKED, key="measure", persist_state="session",
        format_func=lambda m: words(f"measure.{m}"),
    )  # fmt: skip
    other = right.selectbox(
        words("regency.other"), ["", *(c for c in names if c != code)], key="other", persist_state="session",
        format_func=lambda c: names[c] if c else words("regency.other.none"), disabled=not code,
    )  # fmt: skip
    other = other if code else ""
    with left:
        figure.show(regency_rank(tables, measure, code, other, words), words)
    with right:
        if other:
            look.table(lists.compared(tables, code, other, words), words("regency.side_by_side"))
        elif code:
            look.paragraph("empty", words("regency.other.hint"))

# Whom the sources do not name stands beside the ranking while no second regency takes that place.
with st.container() if other else right, guarded(words):
    look.heading(profile.not_named(tables, selection, words), "not-named")
    silent = lists.not_named(tables, selection, words)
    if len(silent) > 1:
        look.table(silent, words("regency.not_named.caption", sources=absence.in_sources(tables, selection, words)))

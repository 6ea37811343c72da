"""Regencies: one regency's profile, what it received, how it compares; and which ones the sources do not name."""

import streamlit as st

from charts import absence
from charts.map import participants_map
from charts.rank import regency_rank
from charts.regency import regency_map
from charts.words import names_by_code
from data.indicators import RANKED
from data.selection import ALL_ROUNDS, Selection
from pages.parts import address, figure, look, ways_out
from pages.parts.problems import guarded
from story import lists, profile

view = address.current_view()
words = view.words

with guarded(words):
    code, names = view.selection.regency, names_by_code(view.tables)
    look.heading(profile.finding(view), "regencies", level=1)
    ways_out.show(view)

    if code:
        left, right = st.columns([1, 1.2], gap="large")
        with left:
            look.table(lists.profile(view, code), words("regency.facts"))
            look.paragraph("source", words("regency.islands.note"))
        with right, guarded(words):
            figure.show(regency_map(view, code), words, title=False)
        look.heading(words("regency.received", name=names[code]), "received")
        received = lists.received(view, code)
        if len(received) > 1:
            look.table(received, profile.received_caption(view, code))
        else:
            look.paragraph("empty", absence.text(view.of(Selection(ALL_ROUNDS, code))))
    else:
        look.paragraph("lead", words("regency.choose"))
        with guarded(words):
            figure.show_choices(view, participants_map)

look.heading(words("regency.compare"), "compare")
left, right = st.columns(2, gap="large")
other = ""
with guarded(words):
    code, names = view.selection.regency, names_by_code(view.tables)
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
        figure.show(regency_rank(view, measure, code, other), words)
    with right:
        if other:
            look.table(lists.compared(view, code, other), words("regency.side_by_side"))
        elif code:
            look.paragraph("empty", words("regency.other.hint"))

# Whom the sources do not name stands beside the ranking while no second regency takes that place.
with st.container() if other else right, guarded(words):
    look.heading(profile.not_named(view), "not-named")
    silent = lists.not_named(view)
    if len(silent) > 1:
        look.table(silent, words("regency.not_named.caption", sources=absence.in_sources(view)))

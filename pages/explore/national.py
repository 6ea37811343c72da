"""National frame: what IKM is to Indonesia, what Maluku's rounds are in it, and a little arithmetic."""

import streamlit as st

from charts.national import national_shares, one_in_units
from pages.parts import figure, look, ways_out
from pages.parts.problems import guarded
from story import frame

tables, selection, words = st.session_state["reader"]

with guarded(words):
    look.heading(frame.finding(tables, selection, words), "national", level=1)
    ways_out.show(tables, selection, words)
    look.paragraph("lead", frame.growth_line(tables, words))

left, right = st.columns(2, gap="large")
with left, guarded(words):
    figure.show(national_shares(tables, words), words)
    look.heading(words("frame.maluku"), "maluku")
    look.table(frame.maluku(tables, words), words("frame.maluku.caption"))
    with st.expander(words("frame.formulas"), key="formulas"):
        look.table(frame.formulas(tables, selection, words), words("frame.formulas.caption"))
with right, guarded(words):
    figure.show(one_in_units(tables, selection, words), words)

with guarded(words):
    look.heading(words("frame.whatif"), "what-if")
    look.paragraph("subtitle", words("frame.whatif.note"))
    a, b, c = st.columns(3)
    per_round = a.number_input(words("frame.per_round"), 1, 100_000, 220, 10, key="per_round", persist_state="session")
    per_year = b.number_input(words("frame.per_year"), 1, 52, 1, 1, key="per_year", persist_state="session")
    goal = c.number_input(words("frame.goal"), 1, 100_000, 100, 10, key="goal", persist_state="session")
    look.paragraph("answer", frame.what_if(tables, words, goal, per_round, per_year))

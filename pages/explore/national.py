"""National frame: what IKM is to Indonesia, what Maluku's rounds are in it, and a little arithmetic."""

import streamlit as st

from charts.national import national_shares, one_in_units
from pages.parts import address, figure, look, ways_out
from pages.parts.problems import guarded
from story import frame

view = address.current_view()
words = view.words

with guarded(words):
    look.heading(frame.finding(view), "national", level=1)
    ways_out.show(view)
    look.paragraph("lead", frame.growth_line(view))

left, right = st.columns(2, gap="large")
with left, guarded(words):
    figure.show(national_shares(view), words)
    look.heading(words("frame.maluku"), "maluku")
    look.table(frame.maluku(view), words("frame.maluku.caption"))
    with st.expander(words("frame.formulas"), key="formulas"):
        look.table(frame.formulas(view), words("frame.formulas.caption"))
with right, guarded(words):
    figure.show(one_in_units(view), words)

with guarded(words):
    look.heading(words("frame.whatif"), "what-if")
    look.paragraph("subtitle", words("frame.whatif.note"))
    a, b, c = st.columns(3)
    per_round = a.number_input(words("frame.per_round"), 1, 100_000, 220, 10, key="per_round", persist_state="session")
    per_year = b.number_input(words("frame.per_year"), 1, 52, 1, 1, key="per_year", persist_state="session")
    goal = c.number_input(words("frame.goal"), 1, 100_000, 100, 10, key="goal", persist_state="session")
    look.paragraph("answer", frame.what_if(view, goal, per_round, per_year))

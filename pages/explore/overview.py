"""Overview: the round in one sentence, four numbers, the map, who took part, what was taught, the national frame."""

import streamlit as st

from charts.map import participants_map
from charts.mix import training_mix
from charts.national import national_shares, one_in_units
from charts.participants import participants_bars
from geo import wording
from pages.parts import figure, look, ways_out
from pages.parts.problems import guarded
from story import overview

tables, selection, words = st.session_state["reader"]

with guarded(words):
    look.paragraph("eyebrow", overview.eyebrow(tables, selection, words))
    look.heading(overview.finding(tables, selection, words), "overview", level=1)
    ways_out.show(tables, selection, words)

numbers, hero = st.columns([1, 3.6], gap="medium")
with numbers, st.container(key="numbers", gap="medium"):
    for key_number in overview.KEY_NUMBERS:
        with guarded(words):
            shown = key_number(tables, selection, words)
            st.metric(shown.label, shown.value, shown.note, delta_color="off", delta_arrow="off")
with numbers, guarded(words):
    look.paragraph("subtitle", overview.lead(tables, selection, words))
    look.paragraph("subtitle", overview.change_line(tables, selection, words))
    look.paragraph("source", f"{words('source.label')} {overview.key_sources(tables, selection, words)}")
with hero, guarded(words):
    figure.show_choices(participants_map, tables, selection, words)

left, right = st.columns(2, gap="large")
with left, guarded(words):
    figure.show_choices(participants_bars, tables, selection, words)
    look.paragraph("lead", overview.not_named(tables, selection, words))
with right, guarded(words):
    figure.show_choices(training_mix, tables, selection, words)

left, right = st.columns(2, gap="large")
with left, guarded(words):
    look.heading(words("overview.national"), "national")
    look.paragraph("lead", overview.national_line(tables, words))
    look.paragraph("lead", overview.derived_line(tables, selection, words))
    figure.show(national_shares(tables, words), words)
with right, guarded(words):
    figure.show(one_in_units(tables, selection, words), words)

look.paragraph("footer", f"{words('overview.footer')} {wording.origin(words)}")

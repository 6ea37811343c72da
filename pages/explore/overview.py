"""Overview: the round in one sentence, four numbers, the map, who took part, what was taught, the national frame."""

import streamlit as st

from charts.map import participants_map
from charts.mix import training_mix
from charts.national import national_shares, one_in_units
from charts.participants import participants_bars
from geo import wording
from pages.parts import address, figure, look, ways_out
from pages.parts.problems import guarded
from story import overview

view = address.current_view()
words = view.words

with guarded(words):
    look.paragraph("eyebrow", overview.eyebrow(view))
    look.heading(overview.finding(view), "overview", level=1)
    ways_out.show(view)

numbers, hero = st.columns([1, 3.6], gap="medium")
with numbers, st.container(key="numbers", gap="medium"):
    for key_number in overview.KEY_NUMBERS:
        with guarded(words):
            shown = key_number(view)
            st.metric(shown.label, shown.value, shown.note, delta_color="off", delta_arrow="off")
with numbers, guarded(words):
    look.paragraph("subtitle", overview.lead(view))
    look.paragraph("subtitle", overview.change_line(view))
    look.paragraph("source", f"{words('source.label')} {overview.key_sources(view)}")
with hero, guarded(words):
    figure.show_choices(view, participants_map)

left, right = st.columns(2, gap="large")
with left, guarded(words):
    figure.show_choices(view, participants_bars)
    look.paragraph("lead", overview.not_named(view))
with right, guarded(words):
    figure.show_choices(view, training_mix)

left, right = st.columns(2, gap="large")
with left, guarded(words):
    look.heading(words("overview.national"), "national")
    look.paragraph("lead", overview.national_line(view))
    look.paragraph("lead", overview.derived_line(view))
    figure.show(national_shares(view), words)
with right, guarded(words):
    figure.show(one_in_units(view), words)

look.paragraph("footer", f"{words('overview.footer')} {wording.origin(words)}")

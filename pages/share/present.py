"""Present: the story full screen, one finding a slide, made for a projector."""

import streamlit as st

from pages.parts import presenter
from pages.parts.problems import guarded
from story.slides import tell

tables, selection, words = st.session_state["reader"]

with guarded(words):
    presenter.show(tell(tables, selection, words), tables, words)

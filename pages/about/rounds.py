"""Rounds: who may add a training round, and the rounds."""

import streamlit as st

from pages.parts import editor, look

_tables, _selection, words = st.session_state["reader"]

look.heading(words("rounds.title"), "rounds", level=1)
editor.show(words)

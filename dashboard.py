"""The frame of every page: page setup, menu, language, round. Start with ``streamlit run dashboard.py``."""

from pathlib import Path

import streamlit as st

from data import tables
from pages.parts import address, look, problems

HERE = Path(__file__).parent

words = address.language()
st.set_page_config(page_title=words("app.title"), page_icon=str(HERE / "static" / "favicon.png"), layout="wide")
look.apply()

page = st.navigation(
    {words("menu.explore"): [st.Page("pages/explore/overview.py", title=words("page.overview"), default=True)]},
    position="hidden",
)
with problems.guarded(words):
    current = tables.current()
    with look.top_bar(words):
        selection = address.selection(current, words)
        address.language_switch(words)
    st.session_state["reader"] = (current, selection, words)
    page.run()

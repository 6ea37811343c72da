"""The frame of every page: page setup, menu, language, round. Start with ``streamlit run dashboard.py``."""

from pathlib import Path

import streamlit as st

from data import tables
from pages.parts import address, look, problems

HERE = Path(__file__).parent

words = address.language()
st.set_page_config(page_title=words("app.title"), page_icon=str(HERE / "static" / "favicon.png"), layout="wide")
look.apply()
address.notice_language(words)

page = st.navigation(
    {words("menu.explore"): [st.Page("pages/explore/overview.py", title=words("page.overview"), default=True)]},
    position="hidden",
)
current = tables.current()
selection = None
with look.top_bar(words):
    with problems.guarded(words):
        selection = address.round_switch(current, words)
    address.language_switch(words)
problems.banner(current, words)
if selection:
    st.session_state["reader"] = (current, selection, words)
    with problems.guarded(words):
        page.run()

"""The frame of every page: page setup, menu, language, selection. Start with ``streamlit run dashboard.py``."""

from pathlib import Path

import streamlit as st

from charts.words import tab_title
from data.current import current
from data.view import View
from pages import FIRST, MENU, described
from pages.parts import address, problems, ui

ICON = str(Path(__file__).parent / "static" / "favicon.png")

words = address.language()
pages = {
    words(f"menu.{folder}"): [
        st.Page(f"pages/{folder}/{name}.py", title=words(f"page.{name}"), default=name == FIRST) for name in names
    ]
    for folder, names in MENU.items()
}
page = st.navigation(pages, position="hidden")
address.remember(page)
st.set_page_config(page_title=f"{page.title} · {words('app.title')}", page_icon=ICON, layout="wide")
ui.apply()
ui.page_language(words)

tables = current()
with ui.bar("top_bar"):
    with st.container(key="brand", width="content"):
        st.page_link(next(iter(pages.values()))[0], label=words("app.title"))
    with ui.bar("menu"):
        for link in (link for group in pages.values() for link in group):
            st.page_link(link)
    address.language_switch(words)
problems.banner(View(tables, words=words))
with problems.guarded(words):
    selection, unknown = address.selection(tables)
    if described(page.url_path or FIRST).has_filters:
        with ui.bar("filters"):
            address.filters(View(tables, words=words), selection)
    st.set_page_config(page_title=tab_title(page.title, View(tables, selection, words)))
    comparison, unknown_too = address.compared(tables, page)
    address.notices(words, (*unknown, *unknown_too))
    address.remember_view(View(tables, selection, words, comparison))
    orders = st.container()
    page.run()
    with orders:
        address.unknown_orders(words)

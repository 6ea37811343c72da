"""Sources: every number with its origin, the sources, the tables, the boundaries, and what is not known."""

import streamlit as st

from geo import wording
from pages.parts import address, look
from pages.parts.problems import guarded
from story import numbers, origins

SHOWN = 25  # rows; searching narrows them

view = address.current_view()
words = view.words

look.heading(words("sources.title"), "sources", level=1)
look.paragraph("lead", words("sources.lead"))

with guarded(words):
    look.heading(words("sources.numbers"), "numbers")
    search = st.text_input(words("sources.search"), key="number_search", persist_state="session")
    found = numbers.search(numbers.every_number(view), search or "")
    if found:
        caption = words.count("sources.found", len(found), shown=min(SHOWN, len(found)))
        look.table(numbers.table(found[:SHOWN], words), caption)
    else:
        look.paragraph("empty", words("sources.none"))

with guarded(words):
    look.heading(words("sources.list"), "list")
    look.table(origins.sources(view), words("sources.list.caption"))

with guarded(words):
    look.heading(words("sources.tables"), "tables")
    for name, title, description in origins.tables_in_use(view):
        with st.expander(title, key=f"data_{name}"):
            look.paragraph("subtitle", description)
            look.table(origins.columns(view, name), words("sources.columns"))
            look.table(origins.rows(view.tables, name), f"{name}.csv")

look.heading(words("sources.boundaries"), "boundaries")
look.paragraph("lead", wording.account(words))
look.heading(words("sources.limits"), "limits")
look.listing([words(f"sources.limit.{limit}") for limit in origins.LIMITS])

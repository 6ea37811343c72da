"""Trainings: what was taught where, as a matrix to click and as a list to search, sort and take away."""

import streamlit as st

from charts.mix import training_mix
from pages.parts import address, figure, look, ways_out
from pages.parts.problems import guarded
from story import lists

view = address.current_view()
words = view.words

with guarded(words):
    look.heading(training_mix(view).text.headline, "trainings", level=1)
    ways_out.show(view)
    figure.show_choices(view, training_mix, title=False)

with guarded(words):
    look.heading(words("trainings.list"), "list")
    left, right = st.columns([2, 1])
    search = left.text_input(words("trainings.search"), key="search", persist_state="session")
    sort = right.selectbox(
        words("trainings.sort"), lists.SORTS, key="sort", persist_state="session",
        format_func=lambda column: words(f"table.{column}"),
    )  # fmt: skip
    rows = lists.trainings(view, search or "", sort)
    if rows.empty:
        look.paragraph("empty", lists.no_trainings(view))
    else:
        look.table(lists.training_table(rows, words), lists.training_caption(view, rows))
        st.download_button(
            words("trainings.download"),
            lists.training_csv(rows, words),
            file_name=f"{words('trainings.file')}-{view.selection.round}.csv",
            mime="text/csv",
            on_click="ignore",
        )
    look.paragraph("source", words("trainings.note"))

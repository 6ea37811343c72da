"""Rounds: which there are, adding and correcting them, and their history, in which every earlier state is kept."""

from charts.round_maps import round_maps
from charts.table import Table
from data.rounds.store.journal import journal
from data.view import View
from pages.parts.page import Figure, Heading, Headline, Live, Page, Paragraph, Part, TableBlock
from story import rounds


def sign_in(view: View) -> None:
    """Show who may write, or why nobody may."""
    from pages.parts import auth  # it and the forms need a running Streamlit

    auth.show(view.words)


def in_use(view: View) -> Table:
    """Return the rounds in use."""
    return rounds.in_use(view, journal().entries())


def enter(view: View) -> None:
    """Let who may write add or correct a round, or figures of an indicator."""
    import streamlit as st

    from pages.parts import auth, observation_form, round_form, ui

    if auth.current_editor():
        ui.heading(view.words("rounds.enter"), "enter")
        if st.toggle(view.words("observing.enter"), key="is_observing"):
            observation_form.show(view)
        else:
            round_form.show(view)


def templates(view: View) -> None:
    """Offer the template of a round, empty or of a round in use."""
    from pages.parts import round_form

    round_form.templates(view)


def states(view: View) -> None:
    """Show the history, and to who may write also who made it."""
    from pages.parts import auth, round_history

    round_history.show(view, HISTORY, journal().entries(), auth.current_editor())


def history(view: View) -> Table:
    """Return the history, as readers may know it."""
    return rounds.history(journal().entries(), view.words, with_who=False)


HISTORY = TableBlock(history, "rounds.history.caption", "rounds.no_entries", key="history")


PAGE = Page(
    "rounds",
    Headline("rounds.title", lead="rounds.lead", of_selection=False),
    (
        Live(sign_in),
        Part((Heading("rounds.in_use", "in-use"), TableBlock(in_use, "rounds.in_use.caption", key="rounds"))),
        Figure(round_maps),
        Part((
            Heading("template.heading", "template"),
            Paragraph("template.lead", "subtitle"),
            Live(templates),
        )),
        Live(enter),
        Part((Heading("rounds.history", "history"), Live(states, instead=(HISTORY,)))),
    ),
    has_filters=False,
)  # fmt: skip

if __name__ == "__main__":
    from pages.parts import live

    live.show(PAGE)

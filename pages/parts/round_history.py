"""The history of the rounds: every entry, any earlier state to view, compare and restore, and the backup."""

from collections.abc import Sequence

import streamlit as st

from data.rounds.checking import personal
from data.rounds.reading.sheet import clean
from data.rounds.store import backup, changes
from data.rounds.store.journal import Entry, journal
from data.selection import ALL_ROUNDS, Selection
from data.view import View
from exports.media_types import media_type
from exports.package import data_package
from locales import Words
from pages.parts import auth, flash, ui
from pages.parts.auth import Editor
from story import rounds, trainings


def show(view: View, entries: Sequence[Entry], writes: Editor | None) -> None:
    """Show the history; who made an entry, the audit log and the backup only to those who may write."""
    words = view.words
    if entries:
        ui.table(rounds.history(entries, words, writes is not None), words("rounds.history.caption"))
        _states(view, entries, writes)
    else:
        ui.paragraph("empty", words("rounds.no_entries"))
    if writes:
        name = f"{words('rounds.backup.file')}-{view.tables.date}.zip"
        with st.expander(words("rounds.audit"), key="audit"):
            ui.table(rounds.audit(journal().raw()[1], words), words("rounds.audit.caption"))
        st.download_button(
            words("rounds.backup"), lambda: backup.package(view.tables), file_name=name, mime=media_type(name),
            key="backup", on_click="ignore", help=words("rounds.backup.help"),
        )  # fmt: skip


def _states(view: View, entries: Sequence[Entry], writes: Editor | None) -> None:
    """Let the reader choose an earlier state, see it and what differs from today; let an editor restore it."""
    words = view.words
    by_number: dict[int, Entry | None] = {0: None, **{entry.id: entry for entry in entries}}
    state = st.selectbox(
        words("rounds.state.choose"), list(reversed(by_number)), key="state",
        format_func=lambda number: rounds.state_name(by_number[number], words),
    )  # fmt: skip
    then = changes.tables_at(state)
    before = [entry for entry in entries if entry.id <= state]
    ui.table(rounds.in_use(View(then, words=words), before), words("rounds.state.caption"))
    with st.expander(words("rounds.state.trainings"), key="state_trainings"):
        every = Selection(ALL_ROUNDS)
        rows = trainings.trainings(View(then, every, words))
        ui.table(trainings.training_table(rows, words), trainings.training_caption(View(then, every, words), rows))
    different = changes.differences(then, view.tables)
    if not different:
        ui.paragraph("empty", words("rounds.same"))
        return
    ui.table(rounds.differences(view, different), words.count("rounds.state.differences", len(different)))
    with ui.bar("state_buttons"):
        name = f"{words('rounds.backup.file')}-{state}.zip"
        st.download_button(
            words("rounds.state.data"), lambda: data_package(then), file_name=name, mime=media_type(name),
            key="state_data", on_click="ignore",
        )  # fmt: skip
    if writes:
        if st.session_state.pop("is_restored", False):
            st.session_state["restore_reason"] = ""
        reason = st.text_input(words("rounds.restore.reason"), key="restore_reason", max_chars=300)
        # What is asked for is read in this run, of which the page shows the state: not what an earlier one had shown.
        if st.button(words("rounds.restore"), key="restore"):
            _restore(state, clean(reason or ""), words)
        flash.show("restore")


def _restore(state: int, reason: str, words: Words) -> None:
    """Bring an earlier state back; the reason stays where that fails."""
    with flash.reporting(words, "restore"):
        writer = auth.require_editor()
        if not reason:
            flash.add("problem", words("rounds.reason.missing"), "restore")
            return
        if personal.is_in(reason):
            flash.add("problem", words("rounds.reason.personal"), "restore")
            return
        entries = changes.store(changes.restoring(state), writer.address, reason)
        st.session_state["is_restored"] = True
        flash.add("done", rounds.stored(entries, words) if entries else words("rounds.same"), "restore")
    if st.session_state.get("is_restored"):
        st.rerun()

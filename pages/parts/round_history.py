"""The history of the rounds: every entry, any earlier state to view, compare and restore, and the backup."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from data.rounds import changes
from data.rounds.reading.grid import clean
from data.rounds.store import backup
from data.rounds.store.erasing import LEAST, Eraser
from data.rounds.store.journal import Entry, journal
from data.selection import ALL_ROUNDS, Selection
from data.view import View
from exports.media_types import media_type
from exports.package import data_package
from locales import Words
from pages.parts import auth, flash, live, ui
from pages.parts.auth_rules import Access
from pages.parts.page import TableBlock
from story import rounds, trainings


def show(view: View, for_readers: TableBlock, entries: Sequence[Entry], writes: Access | None) -> None:
    """Show the history; who made an entry, the audit log and the backup only to those who may write."""
    words = view.words
    with_who = replace(for_readers, table=lambda _view: rounds.history(entries, words, with_who=True))
    live.draw([with_who if writes else for_readers], view)
    if entries:
        _states(view, entries, writes)
    if writes:
        name = f"{words('rounds.backup.file')}-{view.tables.date}.zip"
        with st.expander(words("rounds.erase"), key="erasing"):
            _erasing(view)
        with st.expander(words("rounds.audit"), key="audit"):
            ui.table(rounds.audit(journal().raw()[1], words), words, words("rounds.audit.caption"))
        st.download_button(
            words("rounds.backup"), lambda: backup.package(view.tables), file_name=name, mime=media_type(name),
            key="backup", on_click="ignore", help=words("rounds.backup.help"),
        )  # fmt: skip


def _states(view: View, entries: Sequence[Entry], writes: Access | None) -> None:
    """Let the reader choose an earlier state, see it and what differs from today; let an editor restore it."""
    words = view.words
    by_number: dict[int, Entry | None] = {0: None, **{entry.id: entry for entry in entries}}
    if not writes:
        by_number = {state: by_number[state] for state in changes.states_for_readers(entries)}
        if len(by_number) <= len(entries):
            ui.paragraph("notice", words("rounds.state.hidden"))
    newest = max(by_number)
    if st.session_state.get("state") == st.session_state.get("state_newest"):  # nobody chose another one
        st.session_state["state"] = newest
    st.session_state["state_newest"] = newest
    state = st.selectbox(
        words("rounds.state.choose"), list(reversed(by_number)), key="state",
        format_func=lambda number: rounds.state_name(by_number[number], words),
    )  # fmt: skip
    then = changes.tables_at(state)
    before = [entry for entry in entries if entry.id <= state]
    ui.table(rounds.in_use(View(then, words=words), before), words, words("rounds.state.caption"))
    with st.expander(words("rounds.state.trainings"), key="state_trainings"):
        every = Selection(ALL_ROUNDS)
        rows = trainings.trainings(View(then, every, words))
        table = trainings.training_table(rows, words)
        ui.table(table, words, trainings.training_caption(View(then, every, words), rows))
    different = changes.differences(then, view.tables)
    if not different:
        ui.paragraph("empty", words("rounds.same"))
        return
    ui.table(rounds.differences(view, different), words, words.count("rounds.state.differences", len(different)))
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


def _erasing(view: View) -> None:
    """Let an editor find a text with personal data wherever it is stored, and erase it there."""
    words = view.words
    ui.paragraph("lead", words("rounds.erase.lead"))
    if st.session_state.pop("is_erased", False):
        st.session_state.update(erase_text="", erase_reason="")
    text = st.text_input(words("rounds.erase.text"), key="erase_text", max_chars=300, autocomplete="off")
    if text and clean(text):
        try:
            eraser = changes.eraser(clean(text))
        except ValueError:
            ui.message("problem", words("rounds.erase.short", n=LEAST))
            return
        places = eraser.places(journal().raw()[0])
        if places:
            ui.table(rounds.places(view, places), words, words("rounds.erase.places"))
        else:
            ui.paragraph("empty", words("rounds.erase.none"))
        reason = st.text_input(words("rounds.erase.reason"), key="erase_reason", max_chars=300)
        # Only what was shown is erased: another text that is typed right before the click is shown first.
        is_shown = st.session_state.get("erase_shown") == places
        st.session_state["erase_shown"] = places
        if st.button(words("rounds.erase.button"), key="erase"):
            if is_shown:
                _erase(eraser, clean(reason or ""), words)
            else:
                ui.message("problem", words("rounds.erase.look"))
    flash.show("erase")


def _erase(eraser: Eraser, reason: str, words: Words) -> None:
    """Erase a text for good; what was entered stays where that fails."""
    with flash.reporting(words, "erase"):
        writer = auth.require_editor()
        why = rounds.wrong_reason(reason, words)
        if why or eraser.is_in(reason):
            flash.add("problem", why or words("rounds.reason.personal"), "erase")
            return
        entries = changes.erase(eraser, writer.address, reason)
        st.session_state["is_erased"] = True
        done = f"{rounds.stored(entries, words, 'rounds.erase.done')} {words('rounds.erase.backups')}"
        flash.add("done", done if entries else words("rounds.erase.none"), "erase")
        st.rerun()


def _restore(state: int, reason: str, words: Words) -> None:
    """Bring an earlier state back; the reason stays where that fails."""
    with flash.reporting(words, "restore"):
        writer = auth.require_editor()
        if why := rounds.wrong_reason(reason, words):
            flash.add("problem", why, "restore")
            return
        entries = changes.store(changes.restoring(state), writer.address, reason)
        st.session_state["is_restored"] = True
        flash.add("done", rounds.stored(entries, words) if entries else words("rounds.same"), "restore")
        st.rerun()

"""Where an editor adds or corrects a round: a file or the table itself, every problem at once, a preview, storing.

What was entered stays in the session until it is stored, whatever goes wrong meanwhile.
"""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from charts.map import participants_map
from data.rounds import changes, draft
from data.rounds.draft import Checked
from data.rounds.journal import ConflictError, Proposal
from data.rounds.sheet import (
    COLUMNS,
    FACTS,
    FORMULA,
    MOST_BYTES,
    Draft,
    Line,
    UnreadableFileError,
    clean,
    file_name,
    read,
)
from data.selection import Selection
from data.tables import Tables
from exports import template
from exports.outlets import OFFICE
from locales import Words
from pages.parts import editor, figure, look, notes
from story import rounds

SHEET = f"{OFFICE}.spreadsheetml.sheet"
KINDS = ("xlsx", "csv")


def templates(tables: Tables, words: Words) -> None:
    """Offer the form as a spreadsheet and as CSV, empty and filled, in the page's language."""
    name = words("template.file")
    example = draft.draft_of(tables, template.example(tables), words)
    with look.bar("templates"):
        for key, label, make, file, kind in (
            ("xlsx", "XLSX", lambda: template.xlsx_form(Draft(), tables, words), f"{name}.xlsx", SHEET),
            ("csv", "CSV", lambda: template.csv_form(Draft(), words), f"{name}.csv", "text/csv"),
            ("example", words("template.example"), lambda: template.csv_form(example, words),
             f"{name}-{words('sheet.example').lower()}.csv", "text/csv"),
        ):  # fmt: skip
            st.download_button(label, make, file_name=file, mime=kind, key=f"template_{key}", on_click="ignore")


def show(tables: Tables, words: Words) -> None:
    """Show the desk."""
    correcting = _what(tables, words)
    written = _entered(_base(), tables, words)
    if not written.facts and not written.lines:
        return
    seen = _seen(correcting, written)
    found = draft.check(written, tables, correcting, seen + 1)
    look.paragraph("source", rounds.skipped(written, words))
    if found.findings:
        _problems(found, written, words)
    else:
        _preview(found, tables, correcting, seen, words)


def _seen(correcting: str, written: Draft) -> int:
    """Return the version of the round that the editor saw: of one that is corrected, when it was laid on the desk."""
    if correcting:
        return int(st.session_state.setdefault("seen", changes.version(correcting)))
    return changes.version(written.facts.get("round") or written.facts.get("year", ""))


def _what(tables: Tables, words: Words) -> str:
    """Ask whether a round is new or corrects one; return the code of the one it corrects, "" for a new one."""
    codes = tables["rounds"].sort_values(["year", "round"])["round"].tolist()
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    correcting = left.selectbox(
        words("rounds.which"), ["", *codes], key="correcting", on_change=lambda: _take_up(tables, words),
        format_func=lambda code: words("rounds.correct", round=code) if code else words("rounds.new"),
    )  # fmt: skip
    with right, st.container(key="upload"):
        look.relabel("upload", words("rounds.choose_file"))
        sent = st.file_uploader(
            words("rounds.upload", most=MOST_BYTES // 1_000_000), KINDS,
            key=f"upload_{_number()}", max_upload_size=MOST_BYTES // 1_000_000,
        )  # fmt: skip
    if sent and st.session_state.get("read") != sent.file_id:
        _take(sent)
    refused = st.session_state.get("refused")
    if sent and isinstance(refused, UnreadableFileError):
        # It stays as long as the file is there: a note is gone with the next run, whoever asked for that.
        look.note("problem", f"{file_name(sent.name)}: {words(f'upload.{refused.reason}', **refused.details)}")
    return str(correcting or "")


def _take_up(tables: Tables, words: Words) -> None:
    """Put the round that is to be corrected on the desk, or an empty form."""
    code = st.session_state["correcting"]
    st.session_state["seen"] = changes.version(code)
    _put(draft.draft_of(tables, code, words) if code else Draft())


def _take(sent: UploadedFile) -> None:
    """Read a file onto the desk, or keep why that can't be done; what was there stays then."""
    st.session_state["read"], st.session_state["refused"] = sent.file_id, None
    try:
        _put(read(sent.name, sent.getvalue()))
    except UnreadableFileError as error:
        st.session_state["refused"] = error
        return
    st.rerun()


def _number() -> int:
    """Return how often the desk was laid anew: its elements begin anew with it."""
    return int(st.session_state.setdefault("desk", 0))


def _base() -> Draft:
    base = st.session_state.get("draft")
    return base if isinstance(base, Draft) else Draft()


def _put(written: Draft) -> None:
    st.session_state["draft"] = written
    st.session_state["desk"] = _number() + 1


def _entered(base: Draft, tables: Tables, words: Words) -> Draft:
    """Show the draft to be edited; return it as it stands."""
    return replace(base, facts=_facts(base, words), lines=_lines(base, tables, words))


def _facts(base: Draft, words: Words) -> dict[str, str]:
    begins = {name: text for name, text in base.facts.items() if text != FORMULA}
    facts = {}
    with st.container(key="facts"):
        columns = st.columns(2, gap="medium")
        for i, name in enumerate(FACTS):
            label = words(f"sheet.{name}") + (" *" if name in draft.NEEDED else "")
            key = f"fact_{name}_{_number()}"
            facts[name] = columns[i % 2].text_input(label, begins.get(name, ""), key=key, max_chars=300)
    return {name: text.strip() for name, text in facts.items() if text and text.strip()}


def _lines(base: Draft, tables: Tables, words: Words) -> tuple[Line, ...]:
    look.paragraph("subtitle", words("rounds.lines"))
    frame = pd.DataFrame([[line[c] for c in COLUMNS] for line in base.lines], columns=list(COLUMNS), dtype="str")
    edited = st.data_editor(
        frame, key=f"lines_{_number()}", num_rows="dynamic", hide_index=True, placeholder="",
        alt=words("rounds.lines"), column_config=_columns(frame, tables, words),
    )  # fmt: skip
    lines = []
    for index, (_, row) in zip(edited.index.astype(str), edited.iterrows(), strict=True):
        texts = {c: str(row[c]).strip() for c in COLUMNS if not pd.isna(row[c]) and str(row[c]).strip()}
        at = int(index) if index.isdigit() else len(base.lines)
        if texts:
            lines.append(replace(base.lines[at], texts=texts) if at < len(base.lines) else Line(texts))
    return tuple(lines)


def _columns(frame: pd.DataFrame, tables: Tables, words: Words) -> dict[str, Any]:
    """Return how each column is edited: from a list, to which what was written already is added, or as free text."""
    lists = template.choices(tables, words)
    del lists["activity"]  # a new activity can be written
    config: dict[str, Any] = {c: st.column_config.TextColumn(words(f"sheet.{c}"), max_chars=300) for c in COLUMNS}
    for column, names in lists.items():
        options = list(dict.fromkeys([*names, *(text for text in frame[column] if text)]))
        config[column] = st.column_config.SelectboxColumn(words(f"sheet.{column}"), options=options)
    return config


def _problems(found: Checked, written: Draft, words: Words) -> None:
    """List every problem, and offer to take all fixes that are proposed."""
    said = rounds.problems(found.findings, written, words)
    with st.container(border=True, key="findings"):
        look.heading(words.count("rounds.problems", len(said)), "problems", level=2)
        look.listing(said)
        proposed = [finding for finding in found.findings if finding.fix]
        if proposed:
            st.button(
                words.count("rounds.fix", len(proposed)), key="fix", type="primary",
                on_click=lambda: _put(draft.fixed(written, found.findings)),
            )  # fmt: skip


def _preview(found: Checked, tables: Tables, correcting: str, seen: int, words: Words) -> None:
    """Show what the pages will say, and store it on demand."""
    after = changes.with_draft(found, tables)
    different = changes.differences(tables, after)
    if not different:
        look.paragraph("notice", words("rounds.unchanged", round=correcting))
        return
    asked = _proposal(found, correcting, seen)
    look.heading(words("rounds.preview"), "preview", level=2)
    look.table(rounds.findings(tables, after, found.code, words), words("rounds.preview.pages"))
    with st.expander(words("rounds.preview.map"), key="preview_map"):
        figure.show(participants_map(after, Selection(found.code), words), words)
    look.table(rounds.differences(different, after, words), words.count("rounds.preview.values", len(different)))
    reason = st.text_input(words("rounds.reason"), key="reason", help=words("rounds.reason.help"), max_chars=300)
    st.button(
        words("rounds.store"), key="store", type="primary", disabled=not clean(reason or ""),
        on_click=lambda: _store(asked, words),
    )  # fmt: skip
    if not clean(reason or ""):
        look.paragraph("source", words("rounds.reason.needed"))


def _proposal(found: Checked, correcting: str, seen: int) -> Proposal:
    """Return what will be stored: the same proposal until it changes, so that storing it twice stores it once."""
    kept = st.session_state.get("proposal")
    if not isinstance(kept, Proposal) or (kept.rows, kept.seen) != (found.rows, seen):
        kept = st.session_state["proposal"] = changes.proposal(found, correcting, seen)
    return kept


def _store(asked: Proposal, words: Words) -> None:
    """Store what was previewed; on success the desk is cleared, otherwise all stays and the reason is said."""
    with notes.told(words):
        writer = editor.require_editor()
        try:
            entries = changes.store([asked], writer.address, clean(st.session_state["reason"]))
        except ConflictError as conflict:
            st.session_state["seen"] = conflict.entry.version  # told of it: storing again is meant
            raise
        st.session_state.update(correcting="", reason="")
        _put(Draft())
        notes.add("done", rounds.stored(entries, words))

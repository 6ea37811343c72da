"""Where an editor adds or corrects a round: a file or the table itself, every problem at once, a preview, storing.

What was entered stays in the session until it is stored, whatever goes wrong meanwhile. A click only notes what is
asked for. It is done in a run that begins after the browser has sent everything that was typed before the click: the
table keeps a cell for a moment (150 ms in Streamlit 1.67), so the answer of a fragment is awaited that the browser
sends later than that. Such a run reads every field and stores or mends exactly what it has read.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from charts.map import participants_map
from charts.words import noted
from data.problem import Problem
from data.rounds import changes
from data.rounds.changes import Difference
from data.rounds.checking import draft
from data.rounds.checking.draft import Checked
from data.rounds.checking.problems import not_read, shown
from data.rounds.reading.grid import FORMULA, UnclearFileError, UnreadableFileError, clean, quoted
from data.rounds.reading.labels import COLUMNS, FACTS
from data.rounds.reading.sheet import DATES, Draft, file_name, read
from data.rounds.reading.table import Line
from data.rounds.store import pending
from data.rounds.store.journal import ConflictError, Proposal, journal
from data.rounds.store.pending import Pending
from data.selection import Selection
from data.tables import Tables
from data.view import View
from exports import template
from exports.media_types import media_type
from locales import Words
from pages.parts import auth, figure, flash, ui, uploader
from story import rounds

SPARE = 5  # empty rows below those that are filled in
CHECK = "check"  # the column that says what is wrong with its row
NARROW, WIDE = 90, 400  # px of that column, without problems and with some
ROW, HEIGHT = 74, 460  # px of a row with room for lines, and of the table: nothing below it moves when rows grow
EXAMPLE = dt.date(2024, 5, 14)  # as a date may be written
ANSWERS_AFTER = 0.3  # seconds: longer than the table keeps a cell to itself


@dataclass(frozen=True)
class Asked:
    """What a click asks for, "store", "fix" or "rows", and what the page had shown by then.

    ``is_ready`` tells that everything has come that was typed before the click.
    """

    what: str
    shown: Draft
    problems: tuple[Problem, ...]
    is_ready: bool = False


@dataclass
class Form:
    """What a session has of the form, until it is stored.

    ``draft`` was put into it, ``number`` counts how often: its elements begin anew each time. ``entered`` stands in it,
    None until it was shown. ``taken_up`` is the round that it corrects, ``seen`` the version of that which its editor
    saw. ``file`` is the file that was read, by the ``answers`` that were given; ``refused`` is the
    name of one that could not be, and why. ``begun`` stood in it before anybody typed, ``replaced`` is what was typed
    into when something else took its place, with its round and the version of that. ``asked`` is what clicks ask for,
    one after the other, ``refusal`` why it was not done, and with what was entered; ``proposal`` is what is being
    stored, and ``kept`` what is kept should the session end.
    """

    draft: Draft = field(default_factory=Draft)
    number: int = 0
    entered: Draft | None = None
    begun: Draft | None = None
    replaced: tuple[Draft, str, int] | None = None
    taken_up: str = ""
    seen: int = 0
    file: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    refused: tuple[str, UnreadableFileError] | None = None
    asked: tuple[Asked, ...] = ()
    refusal: tuple[str, Draft, str] | None = None
    proposal: Proposal | None = None
    is_stored: bool = False
    kept: Pending | None = None

    def put(self, written: Draft) -> None:
        """Fill it anew."""
        self.draft, self.number = written, self.number + 1

    def put_anew(self, written: Draft, standing: Draft, correcting: str, seen: int) -> None:
        """Fill it with something else; what was typed into what stands there until now can be brought back."""
        is_typed = standing != Draft() and self.begun not in (None, standing)
        self.replaced = (standing, self.taken_up, self.seen) if is_typed else None
        self.begun, self.taken_up, self.seen = None, correcting, seen
        self.put(written)


def _form() -> Form:
    form = st.session_state.get("round_form")
    if not isinstance(form, Form):
        form = st.session_state["round_form"] = Form()
    return form


def templates(view: View) -> None:
    """Offer the form as a spreadsheet and as CSV, empty and filled, in the page's language."""
    words = view.words
    name = words("template.file")
    example = draft.draft_of(view.tables, template.example(view.tables), words)
    with ui.bar("templates"):
        for key, label, make, file in (
            ("xlsx", "XLSX", lambda: template.xlsx_form(view, Draft()), f"{name}.xlsx"),
            ("csv", "CSV", lambda: template.csv_form(Draft(), words), f"{name}.csv"),
            ("example", words("template.example"), lambda: template.csv_form(example, words),
             f"{name}-{words('sheet.example').lower()}.csv"),
        ):  # fmt: skip
            st.download_button(
                label, make, file_name=file, mime=media_type(file), key=f"template_{key}", on_click="ignore"
            )


def show(view: View) -> None:
    """Show the form."""
    try:
        _resume(view)
        correcting, below_file = _what(view)
        base = _form().draft
        beside = _facts(base, view.words)
        rows = _rows(base)
        written = _form().entered = _standing()
        _form().begun = _form().begun or written
        with below_file:
            _replaced(view.words)
        if not (written.facts or written.lines):
            _table(view, base, rows, ())
            _forget()
            flash.show("form")
            return
        seen = _seen(correcting, written, view.tables)
        checked = draft.check(written, view.tables, correcting, seen + 1)
        with below_file:
            ui.paragraph("notice", _still(view.words))
            ui.paragraph(
                "notice" if base.file else "source", rounds.was_read(base, checked.problems, written, view.words)
            )
        for name, place in beside.items():
            with place:
                wrong = rounds.of_fact(name, checked.problems, view.words)
                ui.paragraph("at-field", wrong)
                ui.paragraph("source", "" if wrong else rounds.read_as(name, written.facts.get(name, ""), view.words))
        _table(view, base, rows, checked.problems)
        _checked(view, Pending(written, "", correcting, seen), checked)
    except Exception:
        _form().asked = ()  # where the page fails, no click stores anything later
        raise


def _checked(view: View, entered: Pending, checked: Checked) -> None:
    """Do what is asked for with what stands in the form, and show what is wrong or what storing it would change.

    Reason and button stand above everything that changes with what is typed: nothing moves away under a click.
    """
    words, written = view.words, entered.written
    after = view.tables if checked.problems else changes.with_draft(checked, view.tables)
    different = changes.differences(view.tables, after)
    asked = next(iter(_form().asked), None)
    with st.container(key="storing"):
        entered = replace(entered, reason=_reason(written, checked, words))
        _keep(entered)
        if asked and asked.is_ready:
            _form().asked = _form().asked[1:]
            _do(asked, entered, checked, bool(different), words)
            asked = next(iter(_form().asked), None)
        ui.paragraph("notice", _still(words))
        ui.paragraph("source", words("rounds.storing" if asked else "rounds.reason.needed"))
        refused = _form().refusal
        if refused and refused[1:] == (written, entered.reason):
            ui.message("problem", refused[0])
        flash.show("form")
    ui.paragraph("source", not_read(written, words))
    if checked.problems:
        _problems(checked, written, words)
    elif different:
        _preview(view, checked, after, different)
    else:
        ui.paragraph("notice", words("rounds.unchanged", round=checked.code))
    if asked:
        _answer([])


# --- What is in the form ------------------------------------------------------------------------------------


def _resume(view: View) -> None:
    """Fill the form as it was left: empty after storing, with what was entered when its editor was on another page, or
    when the page was loaded anew or the server ended.
    """
    form = _form()
    if form.is_stored:
        st.session_state.update(correcting="", reason="")
        _forget()
        st.session_state["round_form"] = Form(number=form.number + 1)
    elif "correcting" not in st.session_state:
        form.asked = ()
        if form.entered is None:
            _bring_back(view)
        st.session_state["correcting"] = form.taken_up
        form.put(form.entered or Draft())


def _bring_back(view: View) -> None:
    """Put what stood in the form of a session that has ended into it again, or say under which number it was stored."""
    words, editor = view.words, auth.current_editor()
    left = pending.left(editor.address, auth.session(), auth.is_live) if editor else None
    if not editor or not left:
        return
    entries = tuple(entry for entry in journal().entries() if left.token and entry.token == left.token)
    if entries:
        pending.drop(editor.address, auth.session())
        flash.add("done", rounds.stored(entries, words), "form")
        return
    if left.correcting not in ("", *view.tables["rounds"]["round"]):
        left = replace(left, correcting="")
    kind, key = ("problem", "rounds.form.interrupted") if left.token else ("done", "rounds.form.kept")
    flash.add(kind, words(key), "form")
    form, st.session_state["reason"] = _form(), left.reason
    form.taken_up, form.seen, form.entered = left.correcting, left.seen, left.written
    form.begun = Draft()  # it was typed


def _keep(pending_form: Pending) -> None:
    """Keep what stands in the form, should the session end before it is stored."""
    editor = auth.current_editor()
    if editor and _form().kept != pending_form:
        pending.keep(editor.address, auth.session(), pending_form)
        _form().kept = pending_form


def _forget() -> None:
    editor = auth.current_editor()
    if editor and _form().kept:
        _form().kept = None
        pending.drop(editor.address, auth.session())


def _seen(correcting: str, written: Draft, tables: Tables) -> int:
    """Return the version of the round that the editor saw: of one that is corrected, when it was put into the form."""
    if correcting:
        return _form().seen
    return changes.version(written.facts.get("round") or written.facts.get("year", ""), tables.state)


def _what(view: View) -> tuple[str, DeltaGenerator]:
    """Ask whether a round is new or corrects one, and for a file.

    Returned are the code of the one it corrects, "" for a new one, and the place where it is said what was read.
    """
    words = view.words
    codes = view.tables.rounds_in_order["round"].tolist()
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    correcting = left.selectbox(
        words("rounds.which"), ["", *codes], key="correcting",
        format_func=lambda code: words("rounds.correct", round=code) if code else words("rounds.new"),
    )  # fmt: skip
    if correcting != _form().taken_up:
        _take_up(view, correcting)
    with right:
        sent = uploader.show("upload", "rounds.upload", f"upload_{_form().number}", words)
    if sent and _form().file != sent.file_id:
        _form().file, _form().answers = sent.file_id, {}
        _take(sent, view.tables)
    refused = _form().refused = _form().refused if sent else None
    if refused:
        name, error = refused
        # It stays as long as the file is there: a note is gone with the next run, whoever asked for that.
        kind = "question" if isinstance(error, UnclearFileError) else "problem"
        ui.message(kind, error.sentence(name, words))
        if sent and isinstance(error, UnclearFileError):
            _question(view, error, sent)
    return str(correcting), st.container(key="was_read")


def _take_up(view: View, code: str) -> None:
    """Put the round that is to be corrected into the form, or nothing; a file that lies there corrects it."""
    flash.clear()
    form, seen = _form(), changes.version(code, view.tables.state) if code else 0
    if code and form.draft.file:
        form.taken_up, form.seen = code, seen
    else:
        stored = draft.draft_of(view.tables, code, view.words) if code else Draft()
        form.put_anew(stored, _standing(), code, seen)


def _take(sent: UploadedFile, tables: Tables) -> None:
    """Read a file into the form, or keep why that can't be done; what was there stays then."""
    flash.clear()
    form = _form()
    try:
        written = draft.leniently(read(sent.name, sent.getvalue(), form.answers), tables, form.answers)
    except UnreadableFileError as error:
        form.refused = file_name(sent.name), error
        return
    form.refused = None
    form.put_anew(written, _standing(), form.taken_up, form.seen)
    st.rerun()


def _still(words: Words) -> str:
    """Say that what stands in the form is not of the file that lies above it; "" where none lies there unread."""
    refused, file = _form().refused, _form().draft.file
    if not refused:
        return ""
    return words("rounds.still" if file else "rounds.still_typed", unread=quoted(refused[0]), file=quoted(file))


def _replaced(words: Words) -> None:
    """Say that what was typed gave way to something else, and offer to bring it back."""
    with st.container(key="replaced"):
        if _form().replaced:
            ui.paragraph("notice", words("rounds.replaced"))
            st.button(words("rounds.replaced.back"), key="bring_back", on_click=_exchange)


def _exchange() -> None:
    """Bring back what was typed before something else took its place; that can be brought back in its turn."""
    form = _form()
    if form.replaced:
        written, correcting, seen = form.replaced
        form.begun, form.refused = Draft(), None
        form.put_anew(written, _standing(), correcting, seen)
        form.begun = Draft()
        st.session_state["correcting"] = correcting


def _question(view: View, unclear: UnclearFileError, sent: UploadedFile) -> None:
    """Ask how a file is meant, and read it again with the answer."""
    asked = {c.value: view.words(f"choice.{c.reason}", **dict(c.details)) for c in unclear.choices}
    answer = st.radio(
        view.words("rounds.answer"), list(asked), index=None, key=f"answer_{unclear.key}_{sent.file_id}",
        format_func=lambda value: asked.get(value, ""),
    )  # fmt: skip
    if answer:
        _form().answers = {**_form().answers, unclear.key: answer}
        _take(sent, view.tables)
        st.rerun()  # with what is unclear next


def _facts(base: Draft, words: Words) -> dict[str, DeltaGenerator]:
    """Show the facts to be edited; return the place below each for what is wrong with it."""
    beside = {}
    begins = {name: shown(name, text, words) for name, text in base.facts.items() if text != FORMULA}
    with st.container(key="facts"):
        for name, place in zip(FACTS, ui.in_pairs(), strict=False):
            label = words(f"sheet.{name}") + (" *" if name in draft.NEEDED else "")
            example = words.date(EXAMPLE) if name in DATES else None
            place.text_input(label, begins.get(name, ""), key=_fact_key(name), max_chars=300, placeholder=example)
            beside[name] = place.container(key=f"beside_{name}")
    return beside


def _fact_key(name: str) -> str:
    return f"fact_{name}_{_form().number}"


def _standing() -> Draft:
    """Return what stands in the form, as far as the browser has sent it."""
    base, state = _form().draft, st.session_state
    if any(_fact_key(name) not in state for name in FACTS):  # it is not shown
        return _form().entered or base
    facts = {name: text.strip() for name in FACTS if (text := state[_fact_key(name)]) and text.strip()}
    return replace(base, facts=facts, lines=_lines(base, _rows(base)))


def _rows(base: Draft) -> list[dict[str, str]]:
    """Return the texts of the table's rows as they stand: what was put into it, and what was typed since."""
    typed = st.session_state.get(_table_key(), {}).get("edited_rows", {})
    rows = ({c: line[c] for c in COLUMNS} for line in _laid(base))
    texts = ({c: str((row | typed.get(n, {})).get(c) or "").strip() for c in COLUMNS} for n, row in enumerate(rows))
    return [{c: text for c, text in row.items() if text} for row in texts]


def _lines(base: Draft, rows: Sequence[dict[str, str]]) -> tuple[Line, ...]:
    """Return the rows that say something, each with the place from which it was read."""
    return tuple(
        replace(base.lines[n], texts=texts) if n < len(base.lines) else Line(texts)
        for n, texts in enumerate(rows)
        if texts
    )


def _laid(base: Draft) -> list[Line]:
    """Return the rows of the table before anybody types: those that were read, and some empty ones."""
    return [*base.lines, *(Line({}) for _ in range(SPARE))]


def _table_key() -> str:
    return f"lines_{_form().number}"


def _table(view: View, base: Draft, rows: Sequence[dict[str, str]], issues: Sequence[Problem]) -> None:
    """Show the table to be edited; what is wrong with a row stands at its beginning.

    Its number of rows is fixed, since only then does Streamlit keep what was typed when that column changes.
    """
    words = view.words
    ui.paragraph("subtitle", noted(words, words("rounds.lines"), words("rounds.lines.empty")))
    wrong, filled = rounds.of_lines(issues, words), [n for n, texts in enumerate(rows) if texts]
    notes = {n: wrong.get(line, "✓") for line, n in enumerate(filled)}
    cells = [[notes.get(n, ""), *(line[c] for c in COLUMNS)] for n, line in enumerate(_laid(base))]
    frame = pd.DataFrame(cells, columns=[CHECK, *COLUMNS], dtype="str")
    st.data_editor(
        frame, key=_table_key(), hide_index=True, placeholder="", alt=words("rounds.lines"), height=HEIGHT,
        row_height=ROW if wrong else None,
        column_config=_columns(view, frame, WIDE if wrong else NARROW),
    )  # fmt: skip
    st.button(
        words("rounds.rows"), key="rows", disabled=len(filled) < len(rows) - 1, on_click=_ask,
        args=(Asked("rows", _form().entered or Draft(), ()),),
    )  # fmt: skip


def _columns(view: View, frame: pd.DataFrame, width: int) -> dict[str, Any]:
    """Return how each column is edited: from a list, to which what was written already is added, or as free text.

    The first one is not edited; it has that width.
    """
    lists = template.choices(view)
    del lists["activity"]  # a new activity can be written
    config: dict[str, Any] = {c: st.column_config.TextColumn(view.words(f"sheet.{c}"), max_chars=300) for c in COLUMNS}
    for column, names in lists.items():
        options = list(dict.fromkeys([*names, *(text for text in frame[column] if text)]))
        config[column] = st.column_config.SelectboxColumn(view.words(f"sheet.{column}"), options=options)
    check = st.column_config.TextColumn(view.words("rounds.check"), disabled=True, pinned=True, width=width)
    return {CHECK: check, **config}


# --- What is asked for -------------------------------------------------------------------------------------


def _reason(written: Draft, checked: Checked, words: Words) -> str:
    """Ask for the reason, offer to store, and return the reason as it stands."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    reason = left.text_input(words("rounds.reason"), key="reason", help=words("rounds.reason.help"), max_chars=300)
    right.button(
        words("rounds.store"), key="store", type="primary", width="stretch",
        on_click=_ask, args=(Asked("store", written, checked.problems),),
    )  # fmt: skip
    return clean(reason or "")


def _ask(asked: Asked) -> None:
    """Note what a click asks for, after what others do that were not done yet; once more the same is the same."""
    form = _form()
    form.asked = (*(one for one in form.asked if one.what != asked.what or one.what == "fix"), asked)


@st.fragment(run_every=ANSWERS_AFTER)
def _answer(drawn: list[bool]) -> None:
    """Have the browser answer: what it kept to itself at the click has been sent when its answer comes."""
    asked = _form().asked
    if drawn and asked:
        _form().asked = (replace(asked[0], is_ready=True), *asked[1:])
        st.rerun()
    drawn.append(True)


def _do(asked: Asked, entered: Pending, checked: Checked, is_different: bool, words: Words) -> None:
    """Do what was asked for with what was entered, or keep why not."""
    why = ""
    if asked.what == "fix":
        # Only what the page had proposed: what was typed since may have brought other proposals.
        fixes = [problem for problem in checked.problems if problem in asked.problems]
        _form().put(draft.fixed(entered.written, fixes))
        st.rerun()
    elif asked.what == "rows":
        _form().put(entered.written)  # empty rows follow those that are filled in
        st.rerun()
    elif wrong := rounds.wrong_reason(entered.reason, words):
        why = wrong
    elif checked.problems:
        why = words.count("rounds.store.problems", len(rounds.problems(checked.problems, entered.written, words)))
    elif not is_different:
        why = words("rounds.unchanged", round=checked.code)
    else:
        _store(entered, checked, rounds.typed(asked.shown, entered.written, words), words)
    _form().refusal = (why, entered.written, entered.reason) if why else None


def _store(entered: Pending, checked: Checked, typed: str, words: Words) -> None:
    """Store what was entered; on success the form is cleared, otherwise all stays and the reason is said."""
    with flash.reporting(words, "form"):
        writer = auth.require_editor()
        proposal = _proposal(checked, entered.correcting, entered.seen)
        _keep(replace(entered, token=proposal.token))
        try:
            entries = changes.store([proposal], writer.address, entered.reason)
        except ConflictError as conflict:
            _form().seen = conflict.entry.version  # told of it: storing again is meant
            raise
        _form().is_stored = True
        flash.add("done", f"{rounds.stored(entries, words)} {typed}".rstrip(), "form")
        st.rerun()


def _proposal(checked: Checked, correcting: str, seen: int) -> Proposal:
    """Return what will be stored: the same proposal until it changes, so that storing it twice stores it once."""
    proposal = _form().proposal
    if not proposal or (proposal.rows, proposal.seen) != (checked.rows, seen):
        proposal = _form().proposal = changes.proposal(checked, correcting, seen)
    return proposal


# --- What comes of it --------------------------------------------------------------------------------------


def _problems(checked: Checked, written: Draft, words: Words) -> None:
    """List every problem; offer to fill in what follows at once, and to confirm each change of what is stated."""
    problems = rounds.problems(checked.problems, written, words)
    with st.container(border=True, key="problems"):
        ui.heading(words.count("rounds.problems", len(problems)), "problems", level=2)
        if simple := tuple(problem for problem in checked.problems if problem.is_plain):
            st.button(
                words.count("rounds.fix", len(simple)), key="fix", type="primary",
                on_click=_ask, args=(Asked("fix", written, simple),),
            )  # fmt: skip
        ui.listing(problems)
        for code in dict.fromkeys(dict(f.details).get("round", "") for f in checked.problems if f.is_of_stored):
            label = words("rounds.is_correction", round=code)
            st.button(label, key=f"correct_{code}", on_click=_correct, args=(code, changes.version(code)))
        confirmations = rounds.confirmations(checked.problems, words)
        ui.paragraph("source", words("rounds.fix.each") if confirmations else "")
        for i, (label, mine) in enumerate(confirmations):
            st.button(label, key=f"fix_one_{i}", on_click=_ask, args=(Asked("fix", written, tuple(mine)),))


def _correct(code: str, seen: int) -> None:
    """Make what stands in the form the correction of a round that is stored."""
    st.session_state["correcting"] = _form().taken_up = code
    _form().seen = seen


def _preview(view: View, checked: Checked, after: Tables, different: list[Difference]) -> None:
    """Show what the pages will say."""
    words = view.words
    ui.heading(words("rounds.preview"), "preview", level=2)
    if (sentences := rounds.headlines(view.tables, after, checked.code, words)).rows:
        ui.table(sentences, words, words("rounds.preview.pages"))
    if checked.rows["rounds"]:  # one known in part is on no map
        # What follows each key that is typed draws no map that nobody looks at.
        with st.expander(words("rounds.preview.map"), key="preview_map", on_change="rerun") as folded:
            if folded.open:
                chart = participants_map(View(after, Selection(checked.code), words))
                figure.show_chart(chart, view, chart.text.headline)
    differing = rounds.differences(View(after, words=words), different)
    ui.table(differing, words, words.count("rounds.preview.values", len(different)))

"""Where an editor brings in figures of an indicator: a file, every problem at once, a preview, storing.

Everything is one form, which the browser sends as a whole: what is stored is what stood there at the click.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data import comparison, observations
from data.observing import checking, describing, problems, reading, template
from data.observing.areas import Areas
from data.observing.checking import Checked
from data.problem import sentence as problem_sentence
from data.rounds import changes
from data.rounds.checking.names import SYSTEMS
from data.rounds.reading.grid import UnreadableFileError, clean
from data.rounds.reading.sheet import file_name
from data.rounds.store import scope
from data.selection import Comparison
from data.tables import BrokenTableError, Tables
from data.view import View
from exports.media_types import media_type
from locales import Words
from pages.parts import auth, flash, ui, uploader
from story import indicators, rounds

OF_NEW = ("name_en", "definition_id", "definition_en", "unit", "concept")
OF_FILE = ("source_publisher", "source_title", "source_date", "source_url", "period", "column", "sheet", "decimal_mark")
PLACE = "observing"  # of the notes


@dataclass(frozen=True)
class Given:
    """What was sent beside the file: facts, whose codes it has, and the reason, None where it is only checked."""

    facts: Mapping[str, str]
    codes: str
    reason: str | None


def show(view: View) -> None:
    """Show the form, and what a check says of the file in it."""
    words = view.words
    ui.paragraph("subtitle", words("observing.lead"))
    known = observations.stored(view.tables)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    key = left.selectbox(
        words("observing.which"), ["", *known], key="observing_key",
        format_func=lambda key: known[key].text(words, "name") if key else words("observing.new"),
    )  # fmt: skip
    name = f"{words('observing.file')}.xlsx"
    right.download_button(
        words("observing.form"), lambda: template.form(".xlsx", view.tables, key, words), file_name=name,
        mime=media_type(name), key="observing_template", on_click="ignore", width="stretch",
    )  # fmt: skip
    number = int(st.session_state.setdefault("observing_number", 0))
    with st.form(f"observing_{number}", enter_to_submit=False):
        sent = uploader.show("observing_upload", "observing.upload", f"observing_file_{number}", words)
        facts, codes, beside = _facts(key, number, words)
        reason = st.text_input(words("rounds.reason"), key=f"observing_reason_{number}", max_chars=300)
        check, store, _ = st.columns([1, 1, 2])
        is_asked = check.form_submit_button(words("rounds.check"), width="stretch")
        is_stored = store.form_submit_button(words("rounds.store"), type="primary", width="stretch")
    flash.show(PLACE)
    wrong = dict[str, list[str]]()
    if (is_asked or is_stored) and not sent:
        ui.message("problem", words("observing.no_file"))
    if sent and (is_asked or is_stored or st.session_state.get("observing_shown") == sent.file_id):
        st.session_state["observing_shown"] = sent.file_id
        given = Given(facts, codes, clean(reason or "") if is_stored else None)
        wrong = _checked(view, sent.name, sent.getvalue(), given)
    for name, place in beside.items():
        with place:
            ui.paragraph("at-field", " ".join(wrong.get(name, ())))
            ui.paragraph("source", "" if name in wrong else rounds.read_as(name, facts.get(name, ""), words))


def _facts(key: str, number: int, words: Words) -> tuple[dict[str, str], str, dict[str, DeltaGenerator]]:
    """Ask for what a file may not say; return that, whose codes of regencies it has, and the place below each field."""
    names = [*(() if key else ("indicator", *OF_NEW)), *OF_FILE]
    lists: dict[str, tuple[str, ...]] = {
        "unit": describing.UNITS,
        "concept": (*describing.CONCEPTS, describing.NO_CONCEPT[0]),
        "decimal_mark": (",", "."),
    }
    facts: dict[str, str | None] = {"indicator": key}
    beside = {}
    places = ui.in_pairs()
    for name, place in zip(names, places, strict=False):
        label, at = words(f"observing.fact.{name}"), f"observing_{name}_{number}"
        if name in lists:
            facts[name] = place.selectbox(label, ["", *lists[name]], key=at, format_func=_called(name, words))
        else:
            facts[name] = place.text_input(label, key=at, max_chars=300)
        beside[name] = place.container(key=f"beside_{at}")
    codes = next(places).selectbox(
        words("observing.codes"), ["", *SYSTEMS], key=f"observing_codes_{number}",
        format_func=lambda one: words(f"observing.codes.{one or 'names'}"),
    )  # fmt: skip
    return {name: clean(text) for name, text in facts.items() if text and clean(text)}, codes, beside


def _called(name: str, words: Words) -> Callable[[str], str]:
    """Return what names the choices of a fact."""
    return lambda key: describing.called(name, key, words) or key or "–"


def _checked(view: View, name: str, content: bytes, given: Given) -> dict[str, list[str]]:
    """Read and check the file, say what is wrong or what it changes, and store it if a reason for that is given.

    Returned is what is wrong with the facts of the form, by their names.
    """
    words, tables = view.words, view.tables
    areas = Areas(tables, given.codes)
    try:
        written = reading.read(name, content, areas, given.facts)
        checked = checking.check(written, tables, areas, changes.version)
        after = changes.with_contents(checked.contents, tables)
    except UnreadableFileError as error:
        ui.message("problem", error.sentence(file_name(name), words))
        return {}
    except BrokenTableError as broken:
        ui.listing([problem_sentence(problem, words) for problem in broken.problems])
        return {}
    notes = problems.notes(written, areas, checked.missing, checked.totals, words)
    ui.paragraph("source", " ".join(notes))
    if checked.problems:
        return _problems(checked, written, words)
    _changes(view, checked, after, given.reason)
    return {}


def _problems(checked: Checked, written: reading.Written, words: Words) -> dict[str, list[str]]:
    """List every problem; return those of the form's facts by name."""
    sentences = list(dict.fromkeys(problems.sentence(problem, written, words) for problem in checked.problems))
    ui.heading(words.count("rounds.problems", len(sentences)), "observing-problems", level=2)
    ui.listing(sentences)
    of_facts: dict[str, list[str]] = {}
    for problem in checked.problems:
        if problem.field and not (problem.at or problem.row):
            of_facts.setdefault(problem.field, []).append(problems.sentence(problem, written, words))
    return of_facts


def _changes(view: View, checked: Checked, after: Tables, reason: str | None) -> None:
    """Show what storing would change, and store it if a reason for that is given."""
    words, tables = view.words, view.tables
    different = changes.differences(tables, after)
    if all(difference.column == "last_updated" for difference in different):
        named = words.join(scope.called(rows, words) for rows in checked.contents.values())
        ui.paragraph("notice", words("observing.unchanged", about=named))
        return
    if reason is not None:
        _store(view, checked, reason)
    else:
        st.session_state["observing_seen"] = {c: changes.version(c, tables.state) for c in checked.contents}
    different.sort(key=lambda difference: not difference.period)
    shown = View(after, words=words)
    ui.heading(words("rounds.preview"), "observing-preview", level=2)
    for code in checked.contents:
        if (key := scope.key_in(code, "indicators")) in comparison.offered(after):
            ui.paragraph("lead", indicators.headline(View(after, words=words, comparison=Comparison(key))))
    ui.table(rounds.differences(shown, different), words, words.count("rounds.preview.values", len(different)))


def _store(view: View, checked: Checked, reason: str) -> None:
    """Store what was checked; the form is emptied, or all of it stays and the reason is said."""
    words = view.words
    if why := rounds.wrong_reason(reason, words):
        ui.message("problem", why)
        return
    with flash.reporting(words, PLACE):
        writer = auth.require_editor()
        shown = st.session_state.pop("observing_seen", {})  # once told of a conflict, storing again is meant
        seen = {code: shown.get(code, changes.version(code)) for code in checked.contents}
        entries = changes.store(checked.proposals(view.tables, seen), writer.address, reason)
        st.session_state["observing_number"] += 1
        st.session_state.pop("observing_shown", None)
        flash.add("done", rounds.stored(entries, words), PLACE)
        st.rerun()
    flash.show(PLACE)

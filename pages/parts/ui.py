"""The look that Streamlit's settings cannot give: the top bar, figure shapes, hidden address boxes, print."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import render.table
from charts.table import Table
from exports.layouts import TEXT_STYLES, styles
from locales import Words, unbroken
from pages import language_script
from pages.parts.page import notice
from render import links
from render.table import Sorting

STYLES = styles(TEXT_STYLES, Path(__file__).with_name("ui.css"))

# Streamlit's own words, and the keys of the reader's (serving/access.js). What ends in a space, other words follow; a #
# stands for a number.
ENGLISH = {
    "Skip to main content": "skip", "Open": "open", "No results": "no_results", "Link to heading": "heading",
    "Press Enter to apply": "enter", "Choose an option": "choose", "Choose options": "choose", "Clear value": "empty",
    "Connection error": "away", "Connection timed out.": "away.text",
    "Streamlit server is not responding. Are you connected to the internet?": "away.text",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "away.text",
    "Clear all": "empty", "Increment": "more", "Decrement": "less", "Help for ": "help", "Remove ": "remove",
    "Select all": "all", "Select # matches": "all.found", "Selected values": "chosen", "Multiselect options": "options",
    "Selectbox options": "options",
    "You can only select up to # options. Remove an option first.": "most",
    "Number is outside the allowed range. Please enter a value between # and #.": "range",
    "Number is below the allowed range. Please enter a value greater than or equal to #.": "range.least",
    "Number is above the allowed range. Please enter a value less than or equal to #.": "range.most",
    "Dataframe column menu": "column", "Sort ascending": "column.up", "Sort descending": "column.down",
    "Autosize": "column.fit", "Pin column": "column.pin", "Unpin column": "column.unpin", "Hide column": "column.hide",
    "Copy column name": "column.copy", "Format": "column.format", "No data": "no_data",
    "Clear entry": "empty", "No options": "no_results", "Invalid input.": "invalid", "Add files": "files",
    "File must be #MB or smaller.": "file.most",
    "All selected options have been cleared.": "cleared", "Type to search": "search.how",
    "Next Result": "search.next", "Previous Result": "search.before", "Close Search": "search.close",
    "Connection lost. Please wait for the app to reconnect, then try again.": "away.text",
    "Statistics": "column.statistics", "Values": "column.values", "Empty": "column.empty",
    "Distinct": "column.distinct", "Minimum": "column.least", "Maximum": "column.most", "Average": "column.mean",
    "Median": "column.median", "Sum": "column.sum", "Range": "column.range", "Standard deviation": "column.deviation",
    "Minimum length": "column.shortest", "Maximum length": "column.longest", "Average length": "column.length",
    "Based on sample": "column.sample", "Automatic": "form.automatic", "Localized": "form.local",
    "Plain": "form.plain", "Compact": "form.compact", "Dollar": "form.dollar", "Percent": "form.percent",
    "Scientific": "form.scientific", "Accounting": "form.accounting", "Calendar": "form.calendar",
    "Distance": "form.distance", "Duration": "form.duration", "Incompatible value": "cell.wrong",
    "The value cannot be interpreted as a number.": "cell.number",
    "The value cannot be interpreted as a datetime object.": "cell.date", "Drag and drop a file here": "file.drop",
}  # fmt: skip
TOOLBAR = {  # of a table in which an editor writes: each word under the mouse, and before the name of the table
    "Show/hide columns": "columns", "Download as CSV": "csv",
    "Search": "search", "Fullscreen": "full", "Close fullscreen": "full.close",
}  # fmt: skip


def apply() -> None:
    """Apply the look; called once at the top of every run."""
    st.html(f"<style>{STYLES}</style>")


def page_language(words: Words) -> None:
    """Tell browsers and screen readers which language the page is in."""
    st.html(f"<script>{language_script(words.language)}</script>", unsafe_allow_javascript=True)
    english = {text: words(f"access.{key}") for text, key in (ENGLISH | TOOLBAR).items()}
    english |= {f"{text}: ": f"{english[text]}: " for text in TOOLBAR}
    english["file upload"] = english["Upload"] = words("rounds.choose_file")
    english |= {f"Error: {text}": english[text] for text in ENGLISH if text.startswith("Number")}
    names = {"menu": words("access.menu"), "english": english}
    shown = html.escape(json.dumps(names, ensure_ascii=False), quote=False).replace("'", "&#39;")  # it is full of "
    st.html(f"<div class='names' hidden data-names='{shown}'></div>")


def labels(codes: Mapping[int, str]) -> None:
    """Tell the page which regency each label of the map above selects when it is clicked (serving/access.js)."""
    st.html(f'<div class="labels" hidden data-codes="{html.escape(json.dumps(codes), quote=True)}"></div>')


def table(table: Table, words: Words, caption: str, sorting: Sorting | None = None) -> None:
    """Show a table; with a ``sorting`` its heads sort it."""
    st.html(render.table.html(table, words, caption, sorting))


def bar(name: str) -> DeltaGenerator:
    """Return a horizontal bar above every page."""
    return st.container(key=name, horizontal=True, vertical_alignment="center", gap="small")


def in_pairs() -> Iterator[DeltaGenerator]:
    """Yield places for fields, two in a row: on a phone, where they stand below each other, they keep their order."""
    while True:
        yield from st.columns(2, gap="medium")


def heading(text: str, anchor: str, level: int = 2) -> None:
    """Show a page's title (level 1) or a section's (level 2). Markdown in it is shown, not obeyed."""
    shown = html.escape(unbroken(text), quote=False)
    shown = re.sub(r"([\\`*_\[\]$~]|:(?=\w))", r"\\\1", shown)
    (st.title if level == 1 else st.header)(shown, anchor=anchor)


def paragraph(kind: str, text: str) -> None:
    """Show a paragraph of a named kind (see text.css). ``text`` is shown as it is, with its links: no markup is obeyed.

    An empty text shows nothing but keeps its place, so that what follows is not drawn anew when it comes or goes.
    """
    if not text:
        st.container()
        return
    st.html(f'<div class="{kind}">{links.markup(text)}</div>')


def message(kind: str, text: str) -> None:
    """Show what came of an action, for screen readers at once: ``kind`` is "done", "question" or "problem"."""
    role = "alert" if kind == "problem" else "status"
    st.html(f'<div class="note {kind}" role="{role}">{html.escape(text, quote=False)}</div>')


def listing(items: Sequence[str], kind: str = "lead") -> None:
    """Show a list of paragraphs of a kind that text.css knows."""
    st.html(f'<ul class="{kind}">' + "".join(f"<li>{links.markup(item)}</li>" for item in items) + "</ul>")


def ignored_value(words: Words, name: str, value: str) -> None:
    """Tell the reader quietly that an address parameter has a value that is none of its own, and what is shown."""
    st.html(notice(words, name, value))

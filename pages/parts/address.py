"""The reader's choices, kept in the address bar in codes that no translation changes.

A bound text box that nobody sees holds each code in the address; the control that the reader sees has
translated labels. So a copied link means the same in both languages, and Back and Forward step through it.
"""

from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from charts.table import Table
from charts.words import group_names, regency_choices, round_choice
from data import comparison
from data.parameters import COMPARISON, LANGUAGE, SELECTION
from data.selection import (
    Comparison,
    Selection,
    default_round,
    from_address,
    group_codes,
    regency_codes,
    round_codes,
    to_address,
)
from data.tables import Tables
from data.view import View
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words, asked_for
from pages import FIRST, described
from pages.parts import sorting, ui
from render.table import Sorting

SIDE_BY_SIDE = 8  # rounds that may stand beside each other; more of them are a list


def carried(name: str) -> str:
    """Return the address parameter ``name`` as the reader's session carries it; "" where it is not set."""
    with st.container(key=f"hidden_address_{name}"):  # no reader sees it
        return str(st.text_input(name, key=name, bind="query-params", label_visibility="collapsed") or "")


def remember(page: StreamlitPage) -> None:
    """Remember the page that is open, so that the presenter, which covers all, knows the way back."""
    if page.url_path != "present":
        st.session_state["page_before"] = page.url_path


def language() -> Words:
    """Return the words of the reader's language: ``lang`` in the address, else what the browser prefers."""
    return asked_for(carried(LANGUAGE), st.context.headers.get("Accept-Language", ""))


def selection(tables: Tables) -> tuple[Selection, list[str]]:
    """Return what the address selects, and the parameters whose value is unknown."""
    return from_address({name: carried(name) for name in SELECTION}, tables)


def compared(tables: Tables, page: StreamlitPage) -> tuple[Comparison, list[str]]:
    """Return what the address compares, and the parameters whose value is unknown; nothing on pages that do not."""
    if not described(page.url_path or FIRST).compares:
        return Comparison(), []
    return comparison.from_address({name: carried(name) for name in COMPARISON}, tables)


def choice(
    name: str,
    label: str,
    options: Sequence[str],
    chosen: str | tuple[str, ...],
    text: Callable[[str], str],
    placeholder: str = "",
    default: str = "",
    is_disabled: bool = False,
    has_label: bool = True,
) -> None:
    """Let the reader choose one, or several, of a list; the choice goes into the address.

    ``placeholder`` stands where none of several is chosen yet; the ``default`` needs no parameter.
    """
    control = f"{name}_choice"
    if isinstance(chosen, str):
        st.session_state[control] = chosen if chosen in options else options[0]
        st.selectbox(
            label,
            options,
            key=control,
            format_func=text,
            disabled=is_disabled,
            label_visibility="visible" if has_label else "collapsed",
            on_change=lambda: _choose(name, st.session_state[control], default),
        )
        return
    st.session_state[control] = [code for code in chosen if code in options]
    st.multiselect(
        label, options, key=control, format_func=text, max_selections=comparison.MOST_AREAS - 1,
        placeholder=placeholder, on_change=lambda: select(name, ",".join(st.session_state[control])),
    )  # fmt: skip


def _choose(name: str, code: str, default: str) -> None:
    """Put a choice into the address; with another indicator, what was chosen for the one before goes."""
    if name == COMPARISON[0]:
        for other in COMPARISON[1:]:
            select(other, "")
    select(name, code, default)


def notices(words: Words, unknown: Sequence[str] = ()) -> None:
    """Tell the reader quietly which values of the address are none."""
    asked = st.session_state.get(LANGUAGE, "")
    if asked and asked not in LANGUAGES:
        ui.ignored_value(words, LANGUAGE, asked)
    for name in unknown:
        ui.ignored_value(words, name, st.session_state[name])
    if wrong := sorting.unread(str(st.session_state.get(sorting.KEY) or "")):
        ui.ignored_value(words, sorting.KEY, wrong)


def unknown_orders(words: Words) -> None:
    """Tell the reader quietly, once the page is drawn, which tables have no such column to be sorted by."""
    asked = str(st.session_state.get(sorting.KEY) or "")
    if wrong := sorting.wrong(asked, st.session_state["tables"]):
        ui.ignored_value(words, sorting.KEY, sorting.written(wrong))


def select(name: str, code: str, default: str = "") -> None:
    """Put a choice into the address. To be called from a callback: the bound box must not yet be drawn."""
    st.session_state[name] = "" if code == default else code


def language_switch(words: Words) -> None:
    """Let the reader change the language."""
    _segments(
        LANGUAGE, words("control.language"), LANGUAGES, words.language, lambda code: Words(code).called,
        DEFAULT_LANGUAGE if words.is_usual else "",
    )  # fmt: skip


def filters(view: View, chosen: Selection) -> None:
    """Let the reader choose round, regency and group, and clear all of it."""
    words, codes = view.words, round_codes(view.tables)
    show = _segments if len(codes) <= SIDE_BY_SIDE else partial(choice, has_label=False)
    show("round", words("control.round"), codes, chosen.round, partial(round_choice, view),
         default=default_round(view.tables))  # fmt: skip
    names, groups = regency_choices(view), group_names(view)
    choice("regency", words("control.regency"), ["", *regency_codes(view.tables)], chosen.regency,
           lambda code: names[code] if code else words("control.regency.all"), has_label=False)  # fmt: skip
    choice("group", words("control.group"), ["", *group_codes(view.tables)], chosen.group,
           lambda code: groups[code] if code else words("control.group.all"), has_label=False)  # fmt: skip
    st.button(words("control.clear"), key="clear", on_click=clear, disabled=not to_address(chosen, view.tables))


def clear() -> None:
    """Take every choice but the language back."""
    for name in SELECTION:
        select(name, "")


def _segments(
    name: str, label: str, codes: Sequence[str], shown: str, text: Callable[[str], str], default: str
) -> None:
    control = f"{name}_choice"
    st.session_state[control] = shown
    st.segmented_control(
        label, codes, key=control, format_func=text, required=True, label_visibility="collapsed",
        on_change=lambda: select(name, st.session_state[control], default),
    )  # fmt: skip


def sorted_table(table: str, drawn: Table) -> Sorting:
    """Return how a table of the page is sorted, and where each of its heads leads: to another order of it."""
    st.session_state["tables"][table] = drawn.columns
    given = {**st.query_params.to_dict(), sorting.KEY: ""}

    def here(asked: str) -> str:
        return "?" + urlencode({name: value for name, value in {**given, sorting.KEY: asked}.items() if value})

    return sorting.of(str(st.session_state.get(sorting.KEY) or ""), table, here)


def remember_view(view: View) -> None:
    """Keep the reader's view for the page that runs next, and which tables that has."""
    st.session_state["view"], st.session_state["tables"] = view, {}


def current_view() -> View:
    """Return the view that the page is to show."""
    view = st.session_state["view"]
    assert isinstance(view, View)
    return view

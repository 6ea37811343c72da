"""The reader's choices, kept in the address bar in codes that no translation changes.

A bound text box that nobody sees holds the code in the address; the control that the reader sees has
translated labels. So a copied link means the same in both languages, and Back and Forward step through it.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from data.selection import Selection, default_round, from_address, round_codes
from data.tables import Tables
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words
from pages.parts import look


def _carried(name: str) -> str:
    """Return the address parameter ``name`` as the reader's session carries it; "" where it is not set."""
    with look.hidden(f"address_{name}"):
        return str(st.text_input(name, key=name, bind="query-params", label_visibility="collapsed") or "")


def _choice(name: str, label: str, codes: Sequence[str], shown: str, default: str, text: Callable[[str], str]) -> None:
    """Show a control for the parameter ``name``; choosing writes the code into the address."""
    control = f"{name}_choice"
    st.session_state[control] = shown

    def chosen() -> None:
        code = st.session_state[control] or shown  # a second click on the chosen code takes nothing away
        st.session_state[name] = "" if code == default else code

    st.segmented_control(
        label, codes, key=control, format_func=text, on_change=chosen, label_visibility="collapsed", required=True
    )


def language() -> Words:
    """Return the words of the reader's language: ``lang`` in the address, else Indonesian."""
    code = _carried("lang")
    return Words(code if code in LANGUAGES else DEFAULT_LANGUAGE)


def notice_language(words: Words) -> None:
    """Tell the reader if the address asks for a language that there is none of."""
    asked = st.session_state.get("lang", "")
    if asked and asked not in LANGUAGES:
        look.ignored_parameter(words, "lang", asked)


def language_switch(words: Words) -> None:
    """Let the reader change the language."""
    _choice(
        "lang",
        words("control.language"),
        LANGUAGES,
        words.language,
        DEFAULT_LANGUAGE,
        lambda code: Words(code)(f"language.{code}"),
    )


def round_switch(tables: Tables, words: Words) -> Selection:
    """Let the reader choose the round, and return the selection; an unknown ``round`` is named and ignored."""
    code = _carried("round")
    chosen, unknown = from_address({"round": code}, tables)
    if unknown:
        look.ignored_parameter(words, "round", code)
    _choice(
        "round",
        words("control.round"),
        round_codes(tables),
        chosen.round,
        default_round(tables),
        lambda r: words("control.round.all") if r == "all" else r,
    )
    return chosen

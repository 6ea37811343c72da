"""The look that Streamlit's settings cannot give: the top bar, figure shapes, hidden address boxes, print."""

import html
import re
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from locales import Words

# The three sizes of screen; look.css has the same limits.
IS_NARROW = "max-width: 1000px"  # figures leave out the labels that need room
IS_NOT_NARROW = "min-width: 1000.02px"
IS_HALL = "min-width: 1800px"  # figures are read from the back of a hall

STYLES = Path(__file__).with_suffix(".css")


def apply() -> None:
    """Apply the look; called once at the top of every run."""
    st.html(STYLES)


def hidden(name: str) -> DeltaGenerator:
    """Return a container that the reader does not see."""
    return st.container(key=f"hidden_{name}")


def top_bar(words: Words) -> DeltaGenerator:
    """Return the bar above every page, with the name of the dashboard; the controls go into it."""
    bar = st.container(key="top_bar", horizontal=True, vertical_alignment="center", gap="small")
    with bar:
        paragraph("brand", words("app.title"), width="stretch")
    return bar


def heading(text: str, anchor: str, level: int = 2) -> None:
    """Show a page's title (level 1) or a section's (level 2). Markdown in it is shown, not obeyed."""
    shown = html.escape(html.unescape(text), quote=False)
    shown = re.sub(r"([\\`*_\[\]$~]|:(?=\w))", r"\\\1", shown)
    (st.title if level == 1 else st.header)(shown, anchor=anchor)


def paragraph(kind: str, text: str, width: "str" = "stretch") -> None:
    """Show a paragraph of a named kind (see look.css). ``text`` is shown as it is: no markup in it is obeyed."""
    st.html(f'<div class="{kind}">{html.escape(text, quote=False)}</div>', width=width)  # type: ignore[arg-type]


def ignored_parameter(words: Words, name: str, value: str) -> None:
    """Tell the reader quietly that an address parameter was not understood."""
    text = words("notice.parameter", name=html.escape(name), value=html.escape(value[:40]))
    st.html(f'<div class="notice" role="status">{text}</div>')

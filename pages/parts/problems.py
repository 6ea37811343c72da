"""Messages for what goes wrong: in the reader's language, never a traceback, and the rest keeps working."""

import html
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data.check import sentence
from data.tables import BrokenTableError
from locales import Words

log = logging.getLogger("dashboard")


@contextmanager
def guarded(words: Words) -> Iterator[None]:
    """Run one part of a page; if its data have problems, say which and why in its place.

    What is not foreseen goes to the log under a reference that the reader sees too.
    """
    try:
        yield
    except BrokenTableError as unavailable:
        listed = "".join(f"<li>{html.escape(sentence(p, words))}</li>" for p in unavailable.problems[:8])
        with st.container(border=True):
            st.html(
                f'<div role="alert"><strong>{words("problem.heading")}</strong><ul>{listed}</ul>'
                f"{words('problem.advice')}</div>"
            )
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("unexpected error, reference %s", reference)
        with st.container(border=True):
            st.html(f'<div role="alert">{words("problem.unexpected", reference=reference)}</div>')

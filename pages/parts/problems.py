"""Messages for what goes wrong: in the reader's language, never a traceback, and the rest keeps working."""

import html
import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from data.current import STORE
from data.problem import Problem, sentence
from data.rounds.store.errors import StoreError
from data.tables import BrokenTableError
from data.view import View
from geo import shapes
from locales import Words

SHOWN = 12  # problems that the banner lists; `python -m data.check` lists them all

log = logging.getLogger("dashboard")


def banner(view: View) -> None:
    """Say once, above the page, what is wrong with the tables: file, row, column, reason; and with the store."""
    words = view.words
    store = [p for p in view.tables.problems if p.reason.startswith(STORE)]
    files = [p for p in view.tables.problems if p not in store]
    if files:
        lines = [sentence(p, words) for p in files[:SHOWN]]
        if len(files) > SHOWN:
            lines.append(words.count("problem.more", len(files) - SHOWN))
        _box(words("problem.banner"), lines, words("problem.advice"))
    if boundaries := shapes.boundaries().problem:
        _box(words("problem.boundaries.banner"), [sentence(boundaries, words)], words("problem.boundaries.advice"))
    if store:
        _box(words("problem.store.banner"), [sentence(p, words) for p in store], words("problem.store.advice"))


def of_store(error: StoreError, words: Words) -> str:
    """Return what is wrong with the store, with a reference under which the log has it too."""
    message = "the store failed: %s, reference %s"
    log.error(message, error.reason, error.reference, exc_info=error, extra={"reference": error.reference})
    return f"{words(f'problem.store_{error.reason}')} ({words('problem.reference', reference=error.reference)})"


@contextmanager
def guarded(words: Words) -> Iterator[None]:
    """Run one part of a page; if its data have problems, say in its place which files are at fault.

    What is not foreseen goes to the log under a reference that the reader sees too.
    """
    try:
        yield
    except BrokenTableError as broken:
        _box(words("problem.heading"), _lines_here(broken.problems, words))
    except StoreError as error:
        _box(words("problem.heading"), [of_store(error, words)])
    except Exception:
        _box(words("problem.heading"), [unexpected(words)])


def unexpected(words: Words) -> str:
    """Return a sentence on what was just raised and nobody foresaw, with a reference under which the log has it."""
    reference = secrets.token_hex(4)
    log.exception("unexpected error, reference %s", reference, extra={"reference": reference})
    return words("problem.unexpected", reference=reference)


def _lines_here(problems: Iterable[Problem], words: Words) -> list[str]:
    """Name the files; the banner has said what is wrong with a table, so only other files are explained here."""
    return list(dict.fromkeys(p.file if "/" not in p.file else sentence(p, words) for p in problems))


def _box(heading: str, lines: list[str], advice: str = "") -> None:
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    with st.container(border=True):
        st.html(f'<div class="problem" role="alert"><strong>{heading}</strong><ul>{items}</ul>{advice}</div>')

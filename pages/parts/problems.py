"""Messages for what goes wrong: in the reader's language, never a traceback, and the rest keeps working."""

import html
import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from data.check import sentence
from data.rounds.errors import StoreError
from data.tables import BrokenTableError, Problem, Tables
from locales import Words

SHOWN = 12  # problems that the banner lists; `python -m data.check` lists them all

log = logging.getLogger("dashboard")


def banner(tables: Tables, words: Words) -> None:
    """Say once, above the page, what is wrong with the tables: file, row, column, reason."""
    if tables.problems:
        said = [sentence(p, words) for p in tables.problems[:SHOWN]]
        if len(tables.problems) > SHOWN:
            said.append(words.count("problem.more", len(tables.problems) - SHOWN))
        _box(words("problem.banner"), said, words("problem.advice"))


@contextmanager
def guarded(words: Words) -> Iterator[None]:
    """Run one part of a page; if its data have problems, say in its place which files are at fault.

    What is not foreseen goes to the log under a reference that the reader sees too.
    """
    try:
        yield
    except BrokenTableError as broken:
        _box(words("problem.heading"), _said_here(broken.problems, words))
    except StoreError as error:
        _box(words("problem.heading"), [words(f"problem.store_{error.reason}")])
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("unexpected error, reference %s", reference, extra={"reference": reference})
        _box(words("problem.heading"), [words("problem.unexpected", reference=reference)])


def _said_here(problems: Iterable[Problem], words: Words) -> list[str]:
    """Name the files; the banner has said what is wrong with a table, so only other files are explained here."""
    return list(dict.fromkeys(p.file if "/" not in p.file else sentence(p, words) for p in problems))


def _box(heading: str, lines: list[str], advice: str = "") -> None:
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    with st.container(border=True):
        st.html(f'<div class="problem" role="alert"><strong>{heading}</strong><ul>{items}</ul>{advice}</div>')

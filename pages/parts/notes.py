"""What came of an action, said once on the page that is drawn after it."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data.check import sentence
from data.rounds.errors import StoreError
from data.tables import BrokenTableError
from locales import Words
from pages.parts import editor, look, problems

log = logging.getLogger("dashboard")


def add(kind: str, text: str) -> None:
    """Keep a note for the next drawing; ``kind`` is "done" or "problem"."""
    st.session_state.setdefault("notes", []).append((kind, text))


def show() -> None:
    """Show the notes that were kept, and forget them."""
    for kind, text in st.session_state.pop("notes", []):
        look.note(kind, text)


@contextmanager
def told(words: Words) -> Iterator[None]:
    """Do something that may fail; whatever goes wrong becomes a note, and nothing that was entered is lost."""
    from data.rounds.journal import ConflictError

    try:
        yield
    except editor.MayNotWriteError as refused:
        add("problem", editor.reason(refused.standing, words))
    except ConflictError as conflict:
        add("problem", words("rounds.conflict", round=conflict.entry.round))
    except StoreError as error:
        add("problem", words("rounds.not_stored", why=problems.of_store(error, words)))
    except BrokenTableError as broken:
        why = "; ".join(sentence(problem, words) for problem in broken.problems[:5])
        add("problem", words("rounds.not_stored", why=why))
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("unexpected error, reference %s", reference, extra={"reference": reference})
        add("problem", words("problem.unexpected", reference=reference))

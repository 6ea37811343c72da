"""What came of an action, said on the page that is drawn after it, and while that page is drawn again by itself."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data.problem import sentence
from data.rounds.store.errors import NotScrubbedError, StoreError
from data.tables import BrokenTableError
from locales import Words
from pages.parts import auth, problems, ui

READ = 30.0  # seconds that a note stays


def add(kind: str, text: str, place: str) -> None:
    """Keep a note; ``kind`` is "done" or "problem", ``place`` where it is shown: beside what was clicked."""
    st.session_state.setdefault("notes", []).append((kind, text, place, time.monotonic()))


def show(place: str) -> None:
    """Show a place's new notes: a round that was stored draws open pages again, and must not take them away."""
    notes = [note for note in st.session_state.get("notes", []) if time.monotonic() - note[3] < READ]
    st.session_state["notes"] = notes
    for kind, text, where, _ in notes:
        if where == place:
            ui.message(kind, text)


def clear() -> None:
    """Forget all notes: what they said came of something else than what is on the page now."""
    st.session_state["notes"] = []


@contextmanager
def reporting(words: Words, place: str) -> Iterator[None]:
    """Do something that may fail; whatever goes wrong becomes a note, and nothing that was entered is lost."""
    from data.rounds.store import scope
    from data.rounds.store.journal import ConflictError

    clear()
    try:
        yield
    except auth.MayNotWriteError as refused:
        add("problem", auth.reason(refused.access, words), place)
    except ConflictError as conflict:
        add(
            "problem", words("rounds.conflict", about=scope.named(conflict.entry.round, words, [conflict.entry])), place
        )
    except NotScrubbedError as error:
        add("problem", words("rounds.erase.remains", why=problems.of_store(error, words)), place)
    except StoreError as error:
        add("problem", words("rounds.not_stored", why=problems.of_store(error, words)), place)
    except BrokenTableError as broken:
        why = "; ".join(sentence(problem, words) for problem in broken.problems[:5])
        add("problem", words("rounds.not_stored", why=why), place)
    except Exception:
        add("problem", problems.unexpected(words), place)

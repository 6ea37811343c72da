"""One outlet: what it is and holds, and the button that makes and downloads it.

The button makes the file; the one that downloads it then stands in its place and is pressed by ``serving/access.js``.
"""

import logging
import secrets

import streamlit as st

from data.tables import BrokenTableError
from data.view import View
from exports.jobs import FullError, is_made, made
from exports.outlets import Outlet
from pages.parts import file_preview, ui

log = logging.getLogger("dashboard")


def show(view: View, outlet: Outlet) -> None:
    """Show one outlet. What it makes is ready at once for everybody who asks for the same selection."""
    words = view.words
    with st.container(key=f"outlet_{outlet.key}", border=True):
        shown = file_preview.cover(view, outlet)
        left, *middle, right = st.columns([3, 2, 1] if shown else [5, 1], vertical_alignment="center")
        with left:
            ui.heading(words(f"outlet.{outlet.key}.name"), outlet.key, level=3)
            st.html(file_preview.description(view, outlet))
        for column in middle:
            column.html(shown)
        place = right.empty()
        ready = is_made(view, outlet)
        asked = not ready and place.button(
            words("takeaway.make"), key=f"make_{outlet.key}", width="stretch",
            help=words("takeaway.make.help", name=words(f"outlet.{outlet.key}.name")),
        )  # fmt: skip
        if ready or (asked and _make(view, outlet)):
            content = made(view, outlet)
            place.download_button(
                words("takeaway.download", size=words.number(max(len(content) / 1e6, 0.1), 1)),
                content,
                file_name=outlet.name(view),
                mime=outlet.media_type,
                key=f"download_{outlet.key}",
                type="primary",
                width="stretch",
                on_click="ignore",
            )


def _make(view: View, outlet: Outlet) -> bool:
    """Make the file while the reader sees that it is being made; say what failed if it fails."""
    words = view.words
    name = words(f"outlet.{outlet.key}.name")
    shown = st.progress(0.0, words("takeaway.making", name=name))

    def waits(before: int, done: float, file: str) -> None:
        making = words("takeaway.making", name=file or name)
        shown.progress(done, words.count("takeaway.waiting", before, name=name) if before else making)

    try:
        made(view, outlet, waits)
    except FullError:
        st.error(words("takeaway.full"))
        return False
    except BrokenTableError as broken:
        st.error(words("takeaway.broken", name=name, files=words.join(sorted({p.file for p in broken.problems}))))
        return False
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("%s could not be made, reference %s", outlet.key, reference, extra={"reference": reference})
        st.error(words("takeaway.failed", name=name, reference=reference))
        return False
    finally:
        shown.empty()
    return True

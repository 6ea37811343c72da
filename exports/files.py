"""How files are named."""

import re
import unicodedata
from collections.abc import Iterable

from charts.words import group_name, regency_name, round_choice
from data.view import View, cached


@cached(1024)
def name(view: View, what: str, ending: str) -> str:
    """Return a file's name: what it is, the selection, the language, the date of the tables.

    Only small Latin letters, digits and hyphens: ``bimtek-ikm-maluku-2022-kepulauan-aru-id-2026-11-24.pptx``.
    """
    selection = view.selection
    rounds, group = round_choice(view, selection.round), group_name(view) or selection.group
    parts = (what, rounds, regency_name(view), group, view.words.language)
    return _joined((*parts, view.tables.date.isoformat()), ending)


def of_all(view: View, what: str, ending: str) -> str:
    """Return the name of a file that no selection and no language changes: what it is, and the date of the tables."""
    return _joined((what, view.tables.date.isoformat()), ending)


def _joined(parts: Iterable[str], ending: str) -> str:
    return "-".join(slug for part in parts if (slug := _slug(part))) + f".{ending}"


def of_figure(view: View, key: str, ending: str, more: str = "") -> str:
    """Return the name of a figure's file: what it shows in the reader's words, where there are some."""
    known = f"file.figure.{key}"
    return name(view, (view.words(known) if view.words.has(known) else key) + more, ending)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]

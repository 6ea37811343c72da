"""What a check finds in a draft, and how it is said: place, problem, and the fix proposed."""

import datetime as dt
import re
from dataclasses import dataclass

from data.rounds.reading.grid import quoted
from data.rounds.reading.sheet import DATES, Draft
from locales import Words

MOST_LISTED = 12  # rows or columns that were not read


@dataclass(frozen=True)
class Finding:
    """One problem of a draft: ``reason`` is a key of the catalogues (``finding.<reason>``).

    ``field`` is the fact or column it is about, ``line`` the index of the line (None for a fact); ``fix`` is the text
    that is proposed for that cell, "" if only the editor can know.
    """

    reason: str
    field: str = ""
    line: int | None = None
    fix: str = ""
    details: tuple[tuple[str, str], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the fix only fills in what follows from the rest: it changes no name, year or number that is stated.

        Every other fix is to be confirmed by itself, by somebody who has seen both.
        """
        follows = self.reason == "missing" and self.field in ("total", "trainings")
        return bool(self.fix) and (follows or self.reason in ("added", "formula", "url", "no_count"))

    @property
    def is_of_stored(self) -> bool:
        """Whether it says that the round is stored already, under the code among the details."""
        return self.reason in ("exists", "revised", "duplicate")


def sentence(finding: Finding, draft: Draft, words: Words) -> str:
    """Say a problem with its place: sheet, row and column, what is wrong, and the fix proposed."""
    line = draft.lines[finding.line] if finding.line is not None and finding.line < len(draft.lines) else None
    sheet = (line and line.sheet) or draft.sheet
    place = [words("finding.sheet", sheet=sheet)] if sheet else []
    if finding.line is not None:
        place.append(words("problem.row", row=words.number((line and line.row) or finding.line + 1)))
    if finding.field:
        label, at = words(f"sheet.{finding.field}"), draft.places.get(finding.field, "")
        place.append(words("finding.cell" if line is None else "finding.column", column=label, at=at) if at else label)
    text = words(f"finding.{finding.reason}", **dict(finding.details))
    fix = " " + words("finding.fix", fix=shown(finding.field, finding.fix, words)) if finding.fix else ""
    return f"{', '.join(place)}: {text}{fix}" if place else f"{text}{fix}"


def shown(name: str, text: str, words: Words) -> str:
    """Return a fact or cell as it is shown: a date in full, anything else as it is."""
    return words.date(dt.date.fromisoformat(text)) if name in DATES and re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def not_read(draft: Draft, words: Words) -> str:
    """Say which rows of a file were not read as trainings, and which columns and facts not at all; "" if none."""
    parts = []
    if draft.skipped:
        parts.append(words("rounds.skipped", rows=words.join(str(row) for row in draft.skipped[:MOST_LISTED])))
    if draft.unread:
        listed = words.join(f"“{quoted(head)}”" for head in draft.unread[:MOST_LISTED])
        parts.append(words("rounds.unread", listed=listed))
    return " ".join(parts)

"""What a check finds in a draft, and how it is said: place, problem, and the fix proposed."""

import datetime as dt
import re

from data.problem import Problem
from data.rounds.reading.grid import quoted
from data.rounds.reading.sheet import DATES, Draft
from locales import Words

MOST_LISTED = 12  # rows or columns that were not read


def sentence(problem: Problem, draft: Draft, words: Words) -> str:
    """Say a problem with its place: sheet, row and column, what is wrong, and the fix proposed."""
    line = draft.lines[problem.line] if problem.line is not None and problem.line < len(draft.lines) else None
    sheet = (line and line.sheet) or draft.sheet
    place = [words("draft.problem.sheet", sheet=sheet)] if sheet else []
    if problem.line is not None:
        place.append(words("problem.row", row=words.number((line and line.row) or problem.line + 1)))
    if problem.field:
        label, at = words(f"sheet.{problem.field}"), draft.places.get(problem.field, "")
        key = "draft.problem.cell" if line is None else "draft.problem.column"
        place.append(words(key, column=label, at=at) if at else label)
    return f"{', '.join(place)}: {what(problem, words)}" if place else what(problem, words)


def what(problem: Problem, words: Words) -> str:
    """Say what is wrong and the fix proposed, without the place: as it stands beside the field itself."""
    text = words(f"draft.problem.{problem.reason}", **dict(problem.details))
    if not problem.fix:
        return text
    return f"{text} {words('draft.problem.fix', fix=shown(problem.field, problem.fix, words))}"


def shown(name: str, text: str, words: Words) -> str:
    """Return a fact or cell as it is shown: a date in full, anything else as it is."""
    return words.date(dt.date.fromisoformat(text)) if name in DATES and re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def not_read(draft: Draft, words: Words) -> str:
    """Say which rows of a file were not read as trainings, which columns, facts and sheets not at all; "" if none."""
    parts = []
    if draft.skipped:
        parts.append(words("rounds.skipped", rows=words.join(str(row) for row in draft.skipped[:MOST_LISTED])))
    for key, names in (("rounds.unread", draft.unread), ("rounds.unread.sheets", draft.unread_sheets)):
        if names:
            parts.append(words(key, listed=words.join(f"“{quoted(name)}”" for name in names[:MOST_LISTED])))
    return " ".join(parts)

"""What a check finds in a file of observations, and how it is said: sheet, row, column, what is wrong, what to do."""

from data.observing.areas import Areas
from data.observing.reading import Written
from data.problem import Problem
from locales import Words

OF_TABLES = ("minimum", "maximum", "not_whole", "wrong_area", "wrong_period")  # said as of the packaged tables


def sentence(problem: Problem, written: Written, words: Words) -> str:
    """Say a problem with its place and its fix."""
    place = [words("draft.problem.sheet", sheet=written.sheet)] if written.sheet else []
    if problem.row:
        place.append(words("problem.row", row=str(problem.row)))
    if problem.at:
        label = words(f"observing.column.{problem.field}") if problem.field else ""
        place.append(words("observing.column_at", at=problem.at, column=label).replace(" ()", ""))
    details = dict(problem.details)
    if problem.field and not problem.at:
        details |= {"fact": words(f"observing.fact.{problem.field}"), "name": problem.field}
    key = f"problem.{problem.reason}" if problem.reason in OF_TABLES else f"observing.problem.{problem.reason}"
    text = words(key, **details)
    advice = f"observing.fix.{problem.reason}"
    text += f". {words(advice)}." if words.has(advice) else "."
    fix = " " + words("draft.problem.fix", fix=problem.fix) if problem.fix else ""
    return f"{', '.join(place)}: {text}{fix}" if place else f"{text}{fix}"


def notes(written: Written, areas: Areas, missing: int, totals: tuple[int, ...], words: Words) -> list[str]:
    """Say how earlier names are read, and what was not stored: marks for what is not known, totals, other columns."""
    names = areas.names[words.language]
    sentences = [words("observing.note.renamed", found=text, name=names[code]) for text, code in areas.renamed.items()]
    if missing:
        sentences.append(words.count("observing.note.missing", missing))
    if totals:
        sentences.append(words("observing.note.totals", rows=words.join(map(str, totals))))
    if written.unread:
        sentences.append(words("observing.note.unread", listed=words.join(f"“{text}”" for text in written.unread)))
    return sentences

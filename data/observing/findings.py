"""What a check finds in a file of observations, and how it is said: sheet, row, column, what is wrong, what to do."""

from dataclasses import dataclass

from data.observing.areas import Areas
from data.observing.reading import Written
from locales import Words

OF_TABLES = ("minimum", "maximum", "not_whole", "wrong_area", "wrong_period")  # said as of the packaged tables


@dataclass(frozen=True)
class Finding:
    """One problem: ``reason`` is a key of the catalogues (``observing.finding.<reason>``).

    ``row`` counts from 1, 0 where it is of the whole; ``column`` has letters; ``field`` is the column or fact.
    """

    reason: str
    row: int = 0
    column: str = ""
    field: str = ""
    fix: str = ""
    details: tuple[tuple[str, str], ...] = ()


def sentence(finding: Finding, written: Written, words: Words) -> str:
    """Say a problem with its place and its fix."""
    place = [words("finding.sheet", sheet=written.sheet)] if written.sheet else []
    if finding.row:
        place.append(words("problem.row", row=str(finding.row)))
    if finding.column:
        label = words(f"observing.column.{finding.field}") if finding.field else ""
        place.append(words("observing.column_at", at=finding.column, column=label).replace(" ()", ""))
    fact = {"fact": words(f"observing.fact.{finding.field}"), "name": finding.field} if not finding.column else {}
    is_of_fact = finding.field and not finding.column
    details = {**dict(finding.details), **(fact if is_of_fact else {})}
    key = f"problem.{finding.reason}" if finding.reason in OF_TABLES else f"observing.finding.{finding.reason}"
    text = words(key, **details)
    advice = f"observing.fix.{finding.reason}"
    text += f". {words(advice)}." if words.has(advice) else "."
    fix = " " + words("finding.fix", fix=finding.fix) if finding.fix else ""
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

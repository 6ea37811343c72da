"""What is wrong with something that was read: a table, a file of observations, the draft of a round, boundaries."""

from dataclasses import dataclass, replace

from locales import Words


@dataclass(frozen=True)
class Problem:
    """One problem. ``reason`` is a key of the catalogues, below what was read; ``details`` fill its placeholders.

    ``field`` is the column or fact that it is about. Where it stands: in a ``file``, in its ``row`` as a spreadsheet
    counts (the first is 1) and the column with letters ``at``; in a draft, the index of its ``line`` (None for a fact).
    ``fix`` is the text proposed for that cell, "" if only the editor can know.
    """

    reason: str
    field: str = ""
    line: int | None = None
    fix: str = ""
    details: tuple[tuple[str, str], ...] = ()
    row: int | None = None
    at: str = ""
    file: str = ""

    def filled(self, **details: object) -> "Problem":
        """Return it with what fills its placeholders, as text."""
        return replace(self, details=tuple((name, str(value)) for name, value in details.items()))

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


def sentence(problem: Problem, words: Words) -> str:
    """Say in the reader's language what is wrong: file, row, column, reason."""
    place = [problem.file]
    if problem.row is not None:
        place.append(words("problem.row", row=words.number(problem.row)))
    if problem.field:
        place.append(words("problem.column", column=problem.field))
    details = {"found": "", "rule": "", "target": "", "stated": "", "other": "", **dict(problem.details)}
    if problem.reason == "type":
        details["rule"] = words(f"type.{details['rule']}")
    reference = f" ({words('problem.reference', reference=details['reference'])})" if "reference" in details else ""
    return f"{', '.join(place)}: {words('problem.' + problem.reason, **details)}{reference}"

"""What a cell of participants says besides one number: classes, several numbers, men and women."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.rounds.reading.grid import MOST_LISTED, Choice, Row, UnclearFileError, quoted
from data.rounds.reading.head import BY_SEX

N, FEW = r"(\d{1,6})", r"(\d{1,2})"
PEOPLE = r"\s*(?:orang|org|peserta|people|persons)?\.?\s*"
CLASSES = r"\s*(?:kelas|angkatan|kegiatan|bimtek|pelatihan|gelombang|kelompok|kali|class(?:es)?|trainings?)"
IN_CLASSES = (  # people and their classes, in this order and the other one
    (re.compile(rf"{N}{PEOPLE}[(/,;]\s*{FEW}{CLASSES}\s*\)?", re.IGNORECASE | re.ASCII), 1, 2),
    (re.compile(rf"{FEW}{CLASSES}\s*[(/,;:]\s*{N}{PEOPLE}\)?", re.IGNORECASE | re.ASCII), 2, 1),
)
TIMES = re.compile(rf"{FEW}(?:{CLASSES})?\s*(?:@|x|×|\*|masing-masing)\s*{N}{PEOPLE}", re.IGNORECASE)
SUM = re.compile(rf"{N}{PEOPLE}(?:\+\s*\d{{1,6}}{PEOPLE})+", re.IGNORECASE | re.ASCII)
MAN, WOMAN = r"\s*(?:laki-laki|laki|lk|l|pria|m)\b\.?", r"\s*(?:perempuan|pr|p|wanita|f)\b\.?"
BETWEEN, IS = r"[\s,;/+&dan]*", r"\s*[:=]?\s*"
SEXES = tuple(  # each with the sexes in the order of its numbers
    (re.compile(form, re.IGNORECASE | re.ASCII), order)
    for one, other, order in ((MAN, WOMAN, ("men", "women")), (WOMAN, MAN, ("women", "men")))
    for form in (rf"{N}{one}{BETWEEN}{N}{other}", rf"{one}{IS}{N}{BETWEEN}{other}{IS}{N}")
)


@dataclass(frozen=True)
class _Cell:
    """The numbers of a cell, each of people; ``classes`` is how many classes a single one may be of.

    ``sexes`` says of which sex each of two is, () if they are not of men and women.
    """

    numbers: tuple[int, ...]
    classes: int = 1
    sexes: tuple[str, ...] = ()


def written_out(rows: Sequence[Row], answers: Mapping[str, str], by_sex: tuple[str, ...]) -> list[Row]:
    """Return the rows with a number alone where a cell says more; its classes stand in a text of their own.

    ``by_sex`` are the sexes of "8/12", () if that is none. Whether several numbers in a cell are one training is
    asked: the answer ``cells`` is "sum" or "each". Raises ``UnclearFileError``.
    """
    cells = {i: cell for i, row in enumerate(rows) if row.kind == "training" and (cell := _read(row, by_sex))}
    several = {i: cell for i, cell in cells.items() if len(cell.numbers) > 1}
    if several and answers.get("cells") not in ("sum", "each"):
        listed = "; ".join(
            f"{rows[i].number + 1} “{quoted(rows[i].texts['participants'])}” = {sum(cell.numbers)}"
            for i, cell in [*several.items()][:MOST_LISTED]
        )
        raise UnclearFileError(
            "cells", "cells", [Choice("sum", "cells_sum"), Choice("each", "cells_each")], rows=listed
        )
    kept = list[Row]()
    for i, row in enumerate(rows):
        if i not in cells:
            kept.append(row)
            continue
        is_each = answers.get("cells") == "each"
        numbers = cells[i].numbers if is_each else (sum(cells[i].numbers),)
        classes = {"classes": str(cells[i].classes)} if cells[i].classes > 1 else {}
        sexes = zip(cells[i].sexes, map(str, cells[i].numbers), strict=False)
        more = {**classes, **(dict(sexes) if not is_each else {})}
        kept += [replace(row, texts={**row.texts, "participants": str(n), **more}) for n in numbers]
    return kept


def _read(row: Row, by_sex: tuple[str, ...]) -> _Cell | None:
    """Return what a cell says besides one number; None if it is one, or cannot be read."""
    text = row.texts.get("participants", "").strip()
    for form, people, classes in IN_CLASSES:
        if match := form.fullmatch(text):
            return _Cell((int(match[people]),), int(match[classes]))
    if match := TIMES.fullmatch(text):
        return _Cell((int(match[2]),) * int(match[1])) if int(match[1]) else None
    orders = (order for form, order in SEXES if form.fullmatch(text))
    sexes = by_sex if by_sex and BY_SEX.fullmatch(text) else next(orders, ())
    if sexes or SUM.fullmatch(text):
        return _Cell(tuple(int(n) for n in re.findall(r"\d+", text)), sexes=sexes)
    return None

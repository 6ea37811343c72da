"""What a cell of participants says besides one number: classes, several numbers, men and women."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from data.rounds.reading.grid import MOST_LISTED, MOST_QUOTED, Choice, Row, UnclearFileError, answered, quoted
from data.rounds.reading.head import BY_SEX

N, FEW = r"(\d{1,6})", r"(\d{1,2})"
PEOPLE = r"\s*(?:orang|org|peserta|people|persons)?\.?\s*"
CLASSES = r"\s*(?:kelas|kls|angkatan|kegiatan|bimtek|pelatihan|gelombang|kelompok|kali|class(?:es)?|trainings?)"
IN_CLASSES = (  # people and their classes, in this order and the other one
    (re.compile(rf"{N}{PEOPLE}[(/,;]\s*{FEW}{CLASSES}\s*\)?", re.IGNORECASE | re.ASCII), 1, 2),
    (re.compile(rf"{FEW}{CLASSES}\s*[(/,;:]\s*{N}{PEOPLE}\)?", re.IGNORECASE | re.ASCII), 2, 1),
)
TIMES = re.compile(
    rf"{FEW}(?:{CLASSES})?\s*(?:@|x|×|\*|masing-masing)\s*{N}{PEOPLE}(?:=\s*{N}{PEOPLE})?", re.IGNORECASE
)
ATTENDED = re.compile(  # "diikuti 20 orang", "setiap kelas @ 20 orang"
    rf"(?:(?:di(?:ikuti|hadiri)|attended) ?(?:oleh|by)?|(?:(?:se)?tiap|masing-masing){CLASSES}\s*@?|@(?=.*[a-z]))\s*"
    rf"{N}{PEOPLE}",
    re.IGNORECASE | re.ASCII,
)
SUM = re.compile(rf"{N}{PEOPLE}(?:\+\s*\d{{1,6}}{PEOPLE})+", re.IGNORECASE | re.ASCII)
MAN, WOMAN = (
    rf"\s*\(?(?:{names})(?![a-z])\)?\.?" for names in ("laki-laki|laki|lk|l|pria|m", "perempuan|pr|p|wanita|f")
)
BETWEEN, IS = r"[\s,;/+&dan]*", r"\s*[:=]?\s*"
BOTH = r"(?:jumlah|jml|jlh|total|=)?\s*[:=]?\s*"
SEXES = tuple(  # each with the sexes in the order of its numbers
    (re.compile(form, re.IGNORECASE | re.ASCII), order)
    for one, other, order in ((MAN, WOMAN, ("men", "women")), (WOMAN, MAN, ("women", "men")))
    for form in (rf"{N}{one}{BETWEEN}{N}{other}", rf"{one}{IS}\(?{N}{PEOPLE}\)?{BETWEEN}{other}{IS}\(?{N}{PEOPLE}\)?")
)

WITH_SEXES = (  # 20 (8 L, 12 P), and the other way round
    (
        re.compile(
            rf"{N}{PEOPLE}(?:[(:=,;]|terdiri (?:dari|atas)|yaitu|yakni|meliputi)+\s*(.+?)\)?", re.IGNORECASE | re.ASCII
        ),
        1,
        2,
    ),
    (re.compile(rf"(.+?)(?:\s*[(=,;/]\s*|\s+){BOTH}{N}{PEOPLE}\)?", re.IGNORECASE | re.ASCII), 2, 1),
)
AMONG = tuple(  # 20 (12 P)
    (re.compile(rf"{N}{PEOPLE}\(\s*(?:{N}{name}|{name}{IS}{N}{PEOPLE})\s*\)", re.IGNORECASE | re.ASCII), sex)
    for name, sex in ((MAN, "men"), (WOMAN, "women"))
)
OF = re.compile(  # 20 dari 25
    rf"{N}{PEOPLE}(?:\(?\s*(?:dari|of)(?:\s+target)?|\(\s*target)\s*[:=]?\s*{N}{PEOPLE}\)?", re.IGNORECASE | re.ASCII
)

AND_MORE = re.compile(
    rf"{N}{PEOPLE}(?:\(.*\d.*\)|\+\s*\d.*[^\W\d].*|(?:→|->|menjadi)\s*{N}{PEOPLE})", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True)
class _Cell:
    """The numbers of a cell, each of people; ``classes`` is how many classes a single one may be of.

    ``kinds`` says what each of several is: men and women, participants and their target, or who of them is what;
    () of any others.
    """

    numbers: tuple[int, ...]
    classes: int = 1
    kinds: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """How many took part, in one training."""
        return dict(zip(self.kinds, self.numbers, strict=False)).get("participants", sum(self.numbers))


def written_out(rows: Sequence[Row], answers: Mapping[str, str], order: tuple[str, ...]) -> list[Row]:
    """Return the rows with a number alone where a cell says more; its classes stand in a text of their own.

    ``order`` says what the numbers of "8/12" are, () if nothing does. Whether several numbers in a cell are one
    training is asked: the answer ``cells`` is "sum" or "each"; and whether one of two is a target: the answer
    ``of_target`` is "target" or "other". Raises ``UnclearFileError``.
    """
    cells = {
        i: cell for i, row in enumerate(rows) if row.kind in ("training", "heading") and (cell := _read(row, order))
    }
    targets = {i: cell for i, cell in cells.items() if "target" in cell.kinds}
    several = {i: cell for i, cell in cells.items() if len(cell.numbers) > 1 and "participants" not in cell.kinds}
    for asked, key, values in ((targets, "of_target", ("target", "other")), (several, "cells", ("sum", "each"))):
        listed = "; ".join(
            f"{rows[i].number + 1} “{quoted(rows[i].texts['participants'])}” = {cell.people}"
            for i, cell in [*asked.items()][:MOST_LISTED]
        )
        if asked:
            answered(answers, key, [Choice(value, f"{key}_{value}") for value in values], rows=listed)
    kept = list[Row]()
    for i, row in enumerate(rows):
        text = row.texts.get("participants", "") if i not in cells and row.kind in ("training", "heading") else ""
        if AND_MORE.fullmatch(text.strip()[:MOST_QUOTED]) and not _sexes(text.partition("(")[2].strip(" )")):
            kept.append(replace(row, texts={**row.texts, "participants": _chosen(row.number, text, answers)}))
            continue
        cell = cells.get(i)
        if cell is None or (i in targets and answers["of_target"] == "other"):
            kept.append(row)
            continue
        is_each = i in several and answers["cells"] == "each"
        classes = {"classes": str(cell.classes)} if cell.classes > 1 else {}
        kinds = {} if is_each else dict(zip(cell.kinds, map(str, cell.numbers), strict=False))
        for n in cell.numbers if is_each else (cell.people,):
            kept.append(replace(row, texts={**row.texts, **classes, **kinds, "participants": str(n)}))
    return kept


def _chosen(number: int, text: str, answers: Mapping[str, str]) -> str:
    """Return the one of several numbers in a cell that counts who took part: the answer ``cell`` with its row.

    As it is written where none of them is said to.
    """
    key, numbers = f"cell{number + 1}", [*dict.fromkeys(map(str, _numbers(text)))]
    if answers.get(key) not in (*numbers, "none"):
        choices = [Choice(n, "cell_number", (("n", n),)) for n in numbers] + [Choice("none", "cell_none")]
        raise UnclearFileError("cell", key, choices[:MOST_LISTED], row=str(number + 1), found=quoted(text))
    return text if answers[key] == "none" else answers[key]


def _read(row: Row, order: tuple[str, ...]) -> _Cell | None:
    """Return what a cell says besides one number; None if it is one, or cannot be read."""
    text = re.sub(r"^\((.+)\)$", r"\1", row.texts.get("participants", "").strip()[:MOST_QUOTED])
    for form, people, classes in IN_CLASSES:
        if match := form.fullmatch(text):
            return _Cell((int(match[people]),), int(match[classes]))
    if match := TIMES.fullmatch(text):
        is_product = not match[3] or int(match[1]) * int(match[2]) == int(match[3])
        return _Cell((int(match[2]),) * int(match[1])) if int(match[1]) and is_product else None
    if match := OF.fullmatch(text):
        return _Cell((int(match[1]), int(match[2])), kinds=("participants", "target"))
    if order and BY_SEX.fullmatch(text):
        return _Cell(_numbers(text), kinds=order)
    if match := ATTENDED.fullmatch(text):
        return _Cell((int(match[1]),))
    if SUM.fullmatch(text) or _sexes(text):
        return _Cell(_numbers(text), kinds=_sexes(text))
    return _with_sexes(text)


def _with_sexes(text: str) -> _Cell | None:
    """Return what a cell says of its people and of the men and women among them; None if it does not."""
    for form, sex in AMONG:
        if (match := form.fullmatch(text)) and (part := int(match[2] or match[3])) <= (both := int(match[1])):
            return _Cell((both, part, both - part), kinds=("participants", sex, "women" if sex == "men" else "men"))
    for form, both, parts in WITH_SEXES:
        match = form.fullmatch(text)
        if match and (kinds := _sexes(match[parts])) and sum(numbers := _numbers(match[parts])) == int(match[both]):
            return _Cell(numbers, kinds=kinds)
    return None


def with_sexes(text: str) -> dict[str, str]:
    """Return the participants of a cell of a wide table, with the men and women among them where it says so."""
    if cell := _with_sexes(text.strip()[:MOST_QUOTED]):
        return {"participants": str(cell.people), **dict(zip(cell.kinds, map(str, cell.numbers), strict=True))}
    return {"participants": text}


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", text))


def _sexes(text: str) -> tuple[str, ...]:
    """Return which of two numbers is that of men and which that of women; () where a text does not say so."""
    return next((kinds for form, kinds in SEXES if form.fullmatch(text.strip())), ())

"""Lists of people, one in each row: counted to the participants of their trainings; nothing of a person is kept."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from data.rounds.reading import labels
from data.rounds.reading.attendance import MARK, titles_of
from data.rounds.reading.grid import (
    MOST_LISTED,
    Choice,
    Grid,
    Row,
    UnreadableFileError,
    answered,
    folded,
    listed_rows,
    quoted,
)
from data.rounds.reading.head import Head, person_column, rest_of
from data.rounds.reading.labels import COUNTS, MEN, NUMBERED, WOMEN
from data.rounds.reading.wide import number

NOT_SAID = "?"  # stands for the regency of people whose row names none, where others do
NO_MARK = {"0", "-", "–", "—"}
ABSENT = {"0", "tidak", "tidak hadir", "absen", "tdk hadir", "no", "absent"}
FEWEST_NAMES, LONGEST_CELL = 3, 2_000  # lines of a cell that are surely names, and letters that are looked through
PAIR = re.compile(r"\s*(?:&|/|\+|\bdan\b|\band\b)\s*", re.IGNORECASE)  # what stands between the names of a couple
FORMS_OF_ADDRESS = {  # how somebody is greeted
    "men": {"bapak", "bpk", "tuan", "sdr", "saudara", "mr"},
    "women": {"ibu", "nyonya", "ny", "nona", "nn", "sdri", "saudari", "mrs", "ms"},
}
ABRIDGED = re.compile(r"(?:dst|dsb|dll|s\W?d\W?|(?:dan )?seterusnya|dan lain[ -]lain|etc)\.?|\.{2,}|…+", re.IGNORECASE)
LISTS = re.compile(r"\s*[,;\n/&+]\s*|\s+dan\s+")  # between the trainings of one person
LONG_NUMBER = re.compile(r"[(+'`]?\d[\d .()'`-]{8,30}")  # of an identity card or a telephone, and nothing else
MOST_DIGITS = 3  # of a number in a list of people
IDENTITY = 16  # digits of an identity number


def are_listed(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> bool:
    """Whether each row is a person, not a training: the answer ``persons``. Raises ``UnclearFileError``."""
    column = person_column(grid.rows[head.row])
    named = grid.rows[head.row][column] if column is not None else ""
    people = [row for row in _named(grid, head, rows) if row.kind == "training"]
    cells = [row.texts.get("participants", "1") for row in people]
    are_names = "participants" in head.columns and all(map(labels.may_be_name, cells))  # below "Peserta"
    if are_names and not named:
        named = grid.rows[head.row][head.columns["participants"]]
    if not named or not people or not (are_names or {*cells} <= {"1", "0"}):
        return False
    couples = [] if column is None or "usaha" in folded(named).split() or PAIR.search(named) else [column]
    if column is not None and (
        row := next((r for r in people if _names_several(r.whole[column]) or _names_couple(r.whole, couples)), None)
    ):
        raise UnreadableFileError("several_people", row=str(row.number + 1))
    choices = [Choice("count", "persons", (("n", str(len(people))),)), Choice("trainings", "no_persons")]
    return answered(answers, "persons", choices, head=quoted(named)) == "count"


def _names_several(text: str) -> bool:
    """Whether a cell names several people, in lines that are numbered or are names."""
    lines = [line for line in text[:LONGEST_CELL].split("\n") if line.strip()]
    names = [NUMBERED.sub("", line) for line in lines]
    numbered = sum(name != line for name, line in zip(names, lines, strict=True))
    return numbered > 1 or (len(lines) >= FEWEST_NAMES and all(map(labels.may_be_name, names)))


def _names_couple(whole: Sequence[str], columns: Sequence[int]) -> bool:
    """Whether a cell of some columns names two people in one line: "Simon Leka & Ina Leka"."""
    pairs = [PAIR.split(whole[i][:LONGEST_CELL]) for i in columns]
    return any(len(names) > 1 and all(map(labels.may_be_name, names)) for names in pairs)


def listed(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows of a list of people, those without a name put aside; refuse a list that is cut short.

    Raises ``UnclearFileError``.
    """
    rows = _named(grid, head, rows)
    _refuse_abridged(grid.rows[head.row], rows)
    _ask_left_out(grid.rows[head.row], rows, answers)
    return rows


def _refuse_abridged(heads: Sequence[str], rows: Sequence[Row]) -> None:
    """Refuse a list that goes on with "dst." below somebody's name: nobody says how many people it leaves out."""
    columns = [i for i, text in enumerate(heads) if labels.is_number(text) or labels.names_person(text)]
    for above, row in pairwise(rows):
        texts = [text for text in row.whole if text and not text.isdigit()]
        is_said = all(map(ABRIDGED.fullmatch, texts)) and any(ABRIDGED.fullmatch(row.whole[i]) for i in columns)
        if above.kind == "training" and is_said:
            raise UnreadableFileError("abridged", row=str(row.number + 1), found=quoted(texts[0]))


def _ask_left_out(heads: Sequence[str], rows: Sequence[Row], answers: Mapping[str, str]) -> None:
    """Ask whether a list whose numbering jumps leaves people out: the answer ``jump``; refuse one that does.

    Raises ``UnclearFileError``.
    """
    column = next((i for i, text in enumerate(heads) if labels.is_number(text)), None)
    if column is None:
        return
    numbered = [
        (row, int(n)) for row in rows if (n := row.whole[column].rstrip(".")).isdigit() and len(n) <= MOST_DIGITS
    ]
    jumps = {row.number: f"{n} → {m}" for (_, n), (row, m) in pairwise(numbered) if m > n + 1}
    choices = [Choice("count", "jump_count"), Choice("leaves_out", "jump_leaves_out")]
    if jumps and answered(answers, "jump", choices, rows=listed_rows(jumps)) == "leaves_out":
        first = min(jumps)
        raise UnreadableFileError("abridged", row=str(first + 1), found=jumps[first])


def _named(grid: Grid, head: Head, rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a list of people without those that name nobody.

    They were only made ready, have the number of the person above them where the others have names, or are titles.
    """
    heads = grid.rows[head.row]
    names = [i for i, text in enumerate(heads) if labels.names_person(text) or labels.is_identity(text)]
    called = next((i for i in names if {"nama", "name"} & {*folded(heads[i]).split()}), None)
    cells = [row.whole[called] for row in rows if row.kind == "training"] if called is not None else []
    has_names = any(c.isalpha() for text in cells for c in text)
    column, numbers = person_column(heads), {i for i, text in enumerate(heads) if labels.is_number(text)}
    is_numbered = any(row.whole[i].rstrip(".").isdigit() for row in rows if row.kind == "training" for i in numbers)

    def names_nobody(row: Row) -> bool:
        is_number = called is not None and has_names and LONG_NUMBER.fullmatch(row.whole[called]) is not None
        return is_number or (bool(names) and not any(row.whole[i] for i in names)) or is_title(row)

    def is_title(row: Row) -> bool:
        marks = {i: text for i, text in enumerate(row.whole) if text and i != column}
        if column is None or not row.whole[column] or not marks.keys() <= numbers:
            return False
        is_of_people = labels.titles_people(row.whole[column])
        return all(map(MARK.fullmatch, marks.values())) and (is_of_people or (bool(marks) and is_numbered))

    return [
        replace(row, kind="other", texts={}) if row.kind == "training" and names_nobody(row) else row for row in rows
    ]


def counted(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows of a list of people as those of its trainings, each with the number of people in its first row.

    Nothing else of a row is kept but whether it is a man or a woman; where one of a training does not say so, nobody
    of it is counted by sex. Whoever is marked as absent is not counted. Rows that were counted are of the kind
    "counted"; a total says how many people it states. Raises ``UnclearFileError`` where somebody is listed twice.
    """
    pair = {head.columns.get("men"), head.columns.get("women")} - {None}
    marks = [i for i in (*head.adds, head.columns.get("participants")) if i is not None and i not in pair]
    trainings = _trainings(rows, labels.only_regency(text for row in grid.rows[: head.row] for text in row))
    if row := next((row for row in rows if row.kind == "training" and _names_trainings(row)), None):
        raise UnreadableFileError("several_activities", row=str(row.number + 1))
    again = _listed_again(grid, head, rows, trainings, answers)
    of_people = [row.whole for row in rows if row.kind == "training"]
    other = {
        i for i, text in enumerate(grid.rows[head.row]) if not labels.is_number(text) and _counts_more(of_people, i)
    }
    of_sex = [i for i, text in enumerate(grid.rows[head.row]) if labels.is_of_sex(text)]
    key = labels.numbered_sexes(text for row in grid.rows for text in row)
    sexes = defaultdict[tuple[str, str], Counter[str]](Counter)
    first, kept = dict[tuple[str, str], Row](), list[Row]()
    for row, (regency, activity), title in zip(rows, trainings, titles_of(rows), strict=True):
        is_person = row.kind == "training"
        is_here = is_person and row.number not in again and not any(folded(row.whole[i]) in ABSENT for i in marks)
        of = labels.regency(regency), folded(activity)
        if is_here and of not in first:
            texts = {"regency": regency, "activity": activity, "participants": "0"}
            first[of] = replace(row, texts={name: text for name, text in texts.items() if text})
            kept.append(first[of])
        elif is_person:
            kept.append(replace(row, kind="counted" if is_here else "other", texts={}))
        elif (row.kind == "heading" and labels.titles_people(title)) or {*map(folded, row.whole)} & (MEN | WOMEN):
            kept.append(replace(row, kind="other", texts={}))
        else:
            kept.append(_with_total(head, row, other))
        if is_here:
            first[of].texts["participants"] = str(int(first[of].texts["participants"]) + 1)
            sexes[of][_sex(row, of_sex, key, title)] += 1
    for of, mine in sexes.items():
        if "" not in mine:
            first[of].texts.update({name: str(mine[name]) for name in ("men", "women")})
    return kept


def _names_trainings(row: Row) -> bool:
    """Whether the row of one person names several known trainings in a cell."""
    names = [name for name in LISTS.split(row.texts.get("activity", "")) if name.strip()]
    return len(names) > 1 and sum(map(labels.is_activity, names)) > 1


def _trainings(rows: Sequence[Row], titled: str) -> list[tuple[str, str]]:
    """Return regency and activity of each row of a list of people, without any address.

    What is written once holds for the rows below it; where it is written again in each, a blank is one that was left
    out, but between two that say the same. Where regencies stand in rows of their own, that of the first rows may be
    the one that stands above the head, ``titled``.
    """
    names = list[list[str]]()
    for column in ("regency", "activity"):
        texts = [row.texts.get(column, "") for row in rows]
        people = [text for row, text in zip(rows, texts, strict=True) if row.kind == "training"]
        is_again, above = any(one and one == other for one, other in pairwise(people)), ""
        if column == "regency" and any(texts) and not any(people):
            above = titled
        names.append([])
        for i, (row, text) in enumerate(zip(rows, texts, strict=True)):
            is_left_out = is_again and row.kind == "training" and next(filter(None, texts[i:]), "") != above
            above = text or ("" if is_left_out else above)
            names[-1].append(labels.without_address(above) if column == "regency" else above)
        if column == "regency" and any(names[-1]):
            names[-1] = [name or NOT_SAID for name in names[-1]]
    return list(zip(*names, strict=True))


def _counts_more(people: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column of a list of people counts something else than them: their money, their days, their children."""
    return any((number(whole[column]) or 0) > 1 for whole in people)


def _with_total(head: Head, row: Row, other: Set[int]) -> Row:
    """Return a total below a list of people with the number that it states, in whatever column; as it is, if in none.

    What it states of ``other`` columns is none of people. Of several numbers it is the one that the others add up to,
    or else their sum.
    """
    if row.kind not in ("total", "subtotal") or any(c in row.texts for c in COUNTS if c in head.columns):
        return row
    own = (text for i, text in enumerate(row.whole) if i not in other and text)
    counts = [n for text in own if text[0].isdigit() and (n := number(text))]
    if not counts:
        return row
    total = counts[-1] if len(counts) == 1 or counts[-1] == sum(counts[:-1]) else sum(counts)
    return replace(row, texts={**row.texts, "participants": str(total)})


def _listed_again(
    grid: Grid, head: Head, rows: Sequence[Row], trainings: Sequence[tuple[str, str]], answers: Mapping[str, str]
) -> set[int]:
    """Return the numbers of rows that are left out since they repeat a person of the same training.

    The answer ``twice`` is "each" or "once". Somebody is told by the identity number, or else by the whole row;
    neither is kept, nor shown. A number that a spreadsheet holds as such has lost its last digits.
    """
    of = defaultdict[Hashable, list[int]](list)
    columns = [i for i, text in enumerate(grid.rows[head.row]) if labels.is_identity(text)]
    for row, (regency, activity) in zip(rows, trainings, strict=True):
        if row.kind == "training":
            cells = (row.whole[i] for i in columns if (row.number, i) not in grid.numbers)
            identities = (digits for cell in cells if len(digits := re.sub(r"\D", "", cell)) == IDENTITY)
            person = next(identities, "") or rest_of(grid, head, row.whole)
            of[labels.regency(regency), folded(activity), person].append(row.number)
    twice = [mine for mine in of.values() if len(mine) > 1]
    listed = "; ".join(" = ".join(str(n + 1) for n in mine) for mine in twice[:MOST_LISTED])
    choices = [Choice("once", "twice_once"), Choice("each", "twice_each")]
    if not twice or answered(answers, "twice", choices, rows=listed) == "each":
        return set()
    return {number for mine in twice for number in mine[1:]}


def _sex(row: Row, of_sex: Sequence[int], key: Mapping[str, str], title: str) -> str:
    """Return what a row of a list says of a person, "men" or "women"; "" if neither, or both.

    It may say so by a number of the ``key``, or stand below a title that does.
    """
    texts = {key.get(text := folded(row.whole[i]), text) for i in of_sex} - {""}
    texts = texts or {folded(title[: labels.LONGEST_LABEL])}
    sexes = {name for name, words in (("men", MEN), ("women", WOMEN)) if texts & (words | FORMS_OF_ADDRESS[name])}
    sexes |= {name for name in ("men", "women") if row.texts.get(name, "–") not in NO_MARK}
    return sexes.pop() if len(sexes) == 1 else ""

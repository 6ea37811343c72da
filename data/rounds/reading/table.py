"""The table of trainings on a sheet: the rows below its head, what belongs together, where it ends.

What could be meant in two ways is not taken: it becomes a guess, to be proposed, or the file is refused.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise, takewhile

from data.rounds.reading import cells, ditto, footnotes, labels
from data.rounds.reading.attendance import MARK
from data.rounds.reading.grid import Grid, Row, UnreadableFileError, folded, letters
from data.rounds.reading.head import Head, heads_table, is_by_activity, person_column
from data.rounds.reading.labels import COUNTS, NUMBERED, TICKS
from data.rounds.reading.messages import COMMAS, LISTED, counted
from data.rounds.reading.questions import (
    are_listed,
    classes_of,
    is_each_period,
    note_classes,
    part_of,
    people_of,
    refuse_others,
    settled,
    takes_activity_above,
    with_classes,
    with_remarks,
    without_other_table,
)
from data.rounds.reading.sums import held
from data.rounds.reading.wide import Wide, added, number
from data.tables import BESIDE

Block = tuple[str, int, int]  # a count for several rows: its column, first and last row

LINES = re.compile(r"\n")
ONLY_NUMBER = re.compile(r"(?:[ivxl]{1,6}|[a-z]|\d{1,2})[.)]?", re.IGNORECASE)  # numbering in a column of names
FROM = re.compile(r"^(?:daftar )?peserta (?:dari|asal) ", re.IGNORECASE)  # before a regency, above its people
PLACE_AND_DAY = re.compile(
    r"(?!senin|selasa|rabu|kamis|jum|sabtu|minggu|ahad)"
    r"[a-z .'-]{3,30},\s*(?:\d{1,2}|[.…_ ]*)\s*[a-z]{3,9}\s+20\d\d",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """One row of the draft's table: a text for each column that is known, and the row that it stood in.

    ``guessed`` has, by column, what the row may say, and what it was taken from.
    """

    texts: dict[str, str] = field(hash=False)
    row: int | None = None
    guessed: dict[str, tuple[str, str]] = field(default_factory=dict, hash=False)
    sheet: str = ""  # where the draft is of several

    def __getitem__(self, column: str) -> str:
        """Return the text of a column; "" if it has none."""
        return self.texts.get(column, "")


@dataclass(frozen=True)
class Body:
    """What stands below a head; ``total`` is the stated total with its cell, ``end`` the row (from 0) after it.

    ``year`` is the one that a title among the rows names for them, ``unread`` are counts of several trainings together.
    """

    lines: tuple[Line, ...]
    skipped: tuple[int, ...]
    total: tuple[str, str] | None
    end: int
    year: str = ""
    unread: tuple[str, ...] = ()


# --- The rows below it -------------------------------------------------------------------------------------


def body(grid: Grid, head: Head, answers: Mapping[str, str], is_whole: bool = True) -> Body:
    """Return the rows below a head, read by the answers to what is unclear; of a round that is not known as a whole
    one that only names a regency says that people came from it.

    Raises ``UnclearFileError``, and ``UnreadableFileError`` if there is more than one table, or hidden rows.
    """
    titles = [text for row in grid.rows[: head.row] for text in row if text]
    grid = footnotes.shown(ditto.written_out(grid, head, answers), head.row, head.below)
    every = _with_sums_above(head, _with_sums(_with_activities(head, _with_whole_names(_kinds(grid, head)), titles)))
    of_people = person_column(grid.rows[head.row]) is not None
    every = every if of_people else _with_texts_below(every)
    every = _with_notes(_with_signature(_with_parts(every, grid.rows[head.row])))
    part = part_of(head, every, titles, answers, of_people)
    refuse_others(grid, head, part, answers)
    rows = without_other_table(list(part.rows), answers)
    end = next((i for i, row in enumerate(rows) if row.kind == "end"), len(rows))
    for row in rows:
        is_of_table = row.kind == "head" or (row.kind == "training" and _is_full(row))
        if row.kind == "other head" or (is_of_table and row.number >= _number(rows, end)):
            raise UnreadableFileError("second_table", row=str(row.number + 1))
    last = max((i for i, row in enumerate(rows[:end]) if row.kind == "training"), default=-1)
    after = max((i + 1 for i, row in enumerate(rows[:end]) if row.kind != "other"), default=end)
    first = next((i for i, row in enumerate(rows) if row.kind in ("training", "heading")), end)
    until = max((i + 1 for i in range(max(last + 1, first), end) if rows[i].kind == "total"), default=after)
    read = rows[:until]
    if hidden := [str(row.number + 1) for row in read if row.number + 1 in grid.hidden_rows]:
        raise UnreadableFileError("hidden_rows", at=", ".join(hidden[:10]))
    head, read = settled(grid, head, read, answers)
    named = grid.rows[head.row][head.columns["participants"]] if "participants" in head.columns else ""
    read = cells.written_out(read, answers, labels.by_sex(named) or labels.of_target(named))
    note_classes(grid, head, read)
    head = with_classes(grid, head, read, answers)
    read = held(grid, head, read, answers)
    read = with_remarks(grid, head, read, _number(rows, until), answers)
    each_period = is_each_period(head, read, answers)
    reading = _Reading(grid, head, each_period)
    reading.takes_lists = are_listed(read, answers)
    reading.takes_names = not is_whole
    if "regency" not in head.columns and any(labels.is_regency(_heading(r.texts, r.whole, head)) for r in read):
        reading.regency = labels.only_regency(titles)
    reading.repeats = _repeats(grid, head, read)
    reading.is_unnamed = _begins_unnamed(head, read)
    reading.takes_above = takes_activity_above(grid, head, read, answers)
    for i, row in enumerate(read):
        reading.take(row, read[i + 1 :])
    aside = {row.number + 1 for row in every} - {row.number + 1 for row in rows[:until]}
    skipped = tuple(sorted({*reading.skipped, *aside}))
    lines = tuple(reading.finished())
    return Body(lines, skipped, reading.total, _number(rows, until), part.year, (*reading.unread,))


def _with_whole_names(rows: list[Row]) -> list[Row]:
    """Return the rows; where a regency's name goes on alone in the next row ("Buru", "Selatan"), with all of it."""
    for row, below in pairwise(rows):
        name, rest = row.texts.get("regency", ""), below.texts.get("regency", "")
        is_alone = sum(map(bool, below.whole)) == 1 and not labels.is_regency(rest)
        if name and rest and is_alone and labels.is_regency(f"{name} {rest}"):
            row.texts["regency"] = f"{name} {rest}"
            below.texts, below.kind, below.whole = {}, "other", [""] * len(below.whole)
    return rows


def _with_activities(head: Head, rows: list[Row], titles: Sequence[str]) -> list[Row]:
    """Return the rows with the activity that stands above them in a row of its own, where no column names it.

    Above the first of them the title may name it. Where one such row names a known activity, all of them do.
    """
    named = [NUMBERED.sub("", text) for row in rows if (text := _alone(row, head))]
    if "activity" in head.columns or head.wide or not any(map(labels.heads_activity, named)):
        return rows
    above, kept = {*map(labels.activity_in, titles)} - {""}, list[Row]()
    activity = next(iter(above)) if len(above) == 1 else ""
    for row in rows:
        name = NUMBERED.sub("", _alone(row, head))
        known = labels.heads_activity(name)
        if known or (row.kind == "heading" and not labels.is_regency(name) and not _begins_part(name)):
            activity = known or name
            row = replace(row, kind="other", texts={})
        elif activity and (row.kind == "training" or (row.kind == "heading" and any(c in row.texts for c in COUNTS))):
            row = replace(row, kind="training", texts={"activity": activity, **row.texts})
        kept.append(row)
    return kept


def _begins_part(name: str) -> bool:
    return labels.names_part(name) or labels.names_section(name)


def _alone(row: Row, head: Head) -> str:
    """Return what a row says that says one thing, but maybe a number and a count; "" of any other."""
    texts = [text for text in row.whole if text]
    if len(texts) == 2 and MARK.fullmatch(texts[0]) and labels.heads_activity(texts[1]):
        return texts[1]
    if row.kind not in ("heading", "other"):
        return ""
    return texts[0] if len(texts) == 1 else _heading(row.texts, row.whole, head)


def _with_signature(rows: list[Row]) -> list[Row]:
    """Return the rows; one that says who is reached by what stands in those below it is none of the table."""
    kept = list(rows)
    for i, row in enumerate(rows):
        is_contact = row.kind == "end" and labels.is_contact(next(filter(None, row.whole)))
        j = i - 1
        while is_contact and j >= 0 and rows[j].kind in ("training", "heading", "other"):
            texts = [text for text in rows[j].whole if text]
            if labels.has_digit(texts) or any(labels.is_regency(t) or labels.heads_activity(t) for t in texts):
                break
            kept[j], j = replace(rows[j], kind="end"), j - 1
    return kept


def _with_texts_below(rows: list[Row]) -> list[Row]:
    """Return the rows; below the last total a text alone in its row, be it where activities are, is no training."""
    last = next((i for i in reversed(range(len(rows))) if rows[i].kind in ("total", "subtotal")), len(rows))
    below = [row for row in rows[last + 1 :] if row.kind in ("training", "heading")]
    if any(sum(map(bool, row.whole)) > 1 or labels.is_activity("".join(row.whole)) for row in below):
        return rows
    return [replace(row, kind="other", texts={}) if row in below else row for row in rows]


def _with_notes(rows: list[Row]) -> list[Row]:
    """Return the rows; a note that more of the table follows is none that stands below it."""
    signed = next(
        (i for i, row in enumerate(rows) if row.kind == "end" and not any(map(labels.is_note, row.whole))), None
    )
    last = max((i for i, row in enumerate(rows[:signed]) if row.kind == "training"), default=-1)
    return [replace(row, kind="other") if row.kind == "end" and i < last else row for i, row in enumerate(rows)]


def _repeats(grid: Grid, head: Head, rows: Sequence[Row]) -> bool:
    """Whether a regency is written out in rows that follow each other."""
    column = head.columns.get("regency", -1)
    names = [(row.texts.get("regency"), (row.number, column) in grid.tall) for row in rows if row.kind == "training"]
    return any(one == other and one[0] and not one[1] for one, other in pairwise(names))


def _begins_unnamed(head: Head, rows: Sequence[Row]) -> bool:
    """Whether the first training has no regency where others have: a name stands in the middle of its rows, maybe."""
    first = next((row for row in rows if row.kind in ("training", "heading") or row.texts.get("regency")), None)
    return "regency" in head.columns and bool(first and first.kind == "training" and not first.texts.get("regency"))


def _with_sums(rows: list[Row]) -> list[Row]:
    """Return the rows; one that holds nothing but the sum of what stands above it is a total.

    It may sum up all counts, those since the last sum, or those of the regency that it names again.
    """
    kept, counts, part, regency = list[Row](), list[int](), list[tuple[str, int]](), ""
    for row in rows:
        n, name = number(row.texts.get("participants", "")) or 0, row.texts.get("regency", "")
        cells = sum(map(bool, row.whole))
        mine = [count for of, count in part if of == name] if n and name and cells == 2 and name == regency else []
        if row.kind == "training" and n and cells == 1 and n in (sum(count for _, count in part), sum(counts)):
            row = replace(row, kind="total")
        elif len(mine) > 1 and n == sum(mine):
            row = replace(row, kind="subtotal")
        elif row.kind == "training":
            regency = name or regency
            counts, part = [*counts, n], [*part, (regency, n)]
        part = [] if row.kind in ("total", "subtotal") else part
        kept.append(row)
    return kept


def _with_sums_above(head: Head, rows: list[Row]) -> list[Row]:
    """Return the rows; one that names an activity, or a group, for its regencies below it, with their sum, is none."""
    kept, is_of_groups = list(rows), "activity" not in head.columns
    kinds = ("training", "heading") if is_of_groups else ("training",)  # all are headings where they name but a place

    def names_others(row: Row) -> bool:
        regency, activity = row.texts.get("regency", ""), row.texts.get("activity", "")
        return bool(activity) or (is_of_groups and bool(regency) and not labels.is_regency(regency))

    for i, row in enumerate(rows):
        if row.kind not in kinds or not names_others(row) or labels.is_regency(row.texts.get("regency", "")):
            continue
        below = list(takewhile(lambda r: r.kind not in kinds or not names_others(r), rows[i + 1 :]))
        mine = [r for r in below if r.kind in kinds and r.texts.get("regency")]
        counts = [number(people_of(head, r)) for r in mine]
        if mine and all(counts) and number(people_of(head, row)) in (0, sum(n or 0 for n in counts)):
            kept[i] = replace(row, kind="other", texts={})
            for r in mine if "activity" in row.texts else ():
                r.texts["activity"] = row.texts["activity"]
    return kept


def _with_parts(rows: list[Row], head_row: Sequence[str]) -> list[Row]:
    """Return the rows; one that has the sum of its districts, each in a row below or above it, is no training."""
    kept, parts = list(rows), [i for i, text in enumerate(head_row) if labels.names_district(text)]
    for i, row in enumerate(rows):
        names = {name: row.texts.get(name, "") for name in ("regency", "activity")}
        blank = next((j for j in parts if not row.whole[j]), None)
        if row.kind != "training" or not all(names.values()) or blank is None:
            continue
        for near in (rows[i + 1 :], rows[:i][::-1]):
            mine = list(takewhile(partial(_is_part_of, names, blank), near))
            counts = [number(r.texts.get("participants", "")) for r in mine]
            if mine and all(counts) and number(row.texts.get("participants", "")) == sum(n or 0 for n in counts):
                kept[i] = replace(row, kind="other", texts={})
                for r in mine:
                    r.texts.update(names)
                break
    return kept


def _is_part_of(names: Mapping[str, str], column: int, row: Row) -> bool:
    """Whether a row is a training of what another row names, as far as it names anything else, in a part of it."""
    is_same = all(row.texts.get(name, text) == text for name, text in names.items())
    return row.kind == "training" and is_same and bool(row.whole[column])


def _number(rows: Sequence[Row], i: int) -> int:
    return rows[i].number if i < len(rows) else (rows[-1].number + 1 if rows else 0)


def _is_full(row: Row) -> bool:
    return bool(row.texts.get("regency")) and any(re.search(r"\d", row.texts.get(c, "")) for c in COUNTS)


def _below(grid: Grid, head: Head) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below a head with their places, but its second row where it stands again on each page."""
    again = grid.rows[head.row + 1 : head.below]
    return ((at, whole) for at, whole in enumerate(grid.rows[head.below :], head.below) if whole not in again)


def _kinds(grid: Grid, head: Head) -> list[Row]:
    """Return the rows below a head that say something, each with its kind as far as it alone tells."""
    rows, is_headed = [], False  # whether a row above names the regency of those below it
    person = person_column(grid.rows[head.row])
    counts = (*head.adds, *(head.wide.columns if head.wide else ()))
    for at, whole in _below(grid, head):
        texts = {column: whole[i] for column, i in head.columns.items() if whole[i]}
        span = grid.tall.get((at, head.columns.get("participants", -1)))
        for column in BESIDE:  # of one training, where they are merged as its participants are
            if column in texts and grid.tall.get((at, head.columns[column]), span) != span:
                del texts[column]
        if any(whole):
            if head.wide and "participants" not in texts and (text := _added([whole[i] for i in head.wide.columns])):
                texts["participants"] = text
            place = texts.get("regency", "")
            if is_headed and texts.get("activity") and (ONLY_NUMBER.fullmatch(place) or labels.names_district(place)):
                del texts["regency"]  # the number of a training, or a part of the regency above; else it is a slip
            places = [head.columns[column] for column in texts if column in head.columns]
            places += [i for i in counts if whole[i]]
            places += [person] if person is not None and whole[person] else []  # another one of the same regency
            spans = [grid.tall.get((at, i), (at, at)) for i in places]
            is_continued = bool(spans) and all(first < at for first, _ in spans)  # merged with the row above
            kind = _kind(texts, whole, grid.rows[head.row], head, person)
            first = next(filter(None, whole))
            is_of_year = bool(head.wide) and labels.is_year(texts.get("regency", ""))  # another one, below all
            if (labels.is_statistic(first) or is_of_year) and not texts.get("activity"):
                kind = "other"
            kind = "continued" if is_continued else kind
            is_bare = person is None and not any(whole[i] for i in counts)  # beside people it may be their money
            is_bare = is_bare and not any(texts.get(name) for name in (*COUNTS, *BESIDE))
            if (is_bare or sum(map(bool, whole)) == 1) and (total := labels.total_in(" ".join(filter(None, whole)))):
                texts, kind = {"participants": total}, "total"
            rows.append(Row(at, texts, whole, kind))
            if kind == "heading" or texts.get("regency") or kind in ("total", "subtotal"):
                is_headed = kind == "heading"
    return rows if person is None else _with_places(rows, head)


def _with_places(rows: list[Row], head: Head) -> list[Row]:
    """Return the rows of a list of people; one that names a place for those below it says so in its texts.

    Where some of them name regencies, so do the others, known or not: those below them are of no regency above.
    """
    headings = [_heading(row.texts, row.whole, head) if row.kind == "heading" else "" for row in rows]
    names = [labels.without_address(FROM.sub("", heading)) for heading in headings]
    kept, has_regencies = list[Row](), any(map(labels.is_regency, names))
    for row, name in zip(rows, names, strict=True):
        may_be_place = bool(name) and (has_regencies or bool(labels.regencies_in(folded(name))))
        is_place = labels.is_regency(name) or (may_be_place and not _titles_other(name))
        kind = "other" if _begins_part(name) else row.kind
        kept.append(replace(row, kind=kind, texts={**row.texts, "regency": name} if is_place else row.texts))
    return kept


def _titles_other(name: str) -> bool:
    """Whether a title in a list of people says something else of those below it than where they are from."""
    is_of_part = _begins_part(name) or labels.names_district(name)
    return is_of_part or labels.titles_people(name) or bool(labels.heads_activity(NUMBERED.sub("", name)))


def _kind(texts: dict[str, str], whole: list[str], head_row: list[str], head: Head, person: int | None) -> str:
    activity, has_count = texts.get("activity", ""), any(re.match(r"[-−(=]?\s*\d", texts.get(c, "")) for c in COUNTS)
    kind = _kind_of_no_training(texts, whole, head_row, has_count)
    if kind and not (kind == "end" and _is_of_somebody(texts, whole, head_row, person)):
        return kind
    if person is None and not has_count and labels.is_contact(next(filter(None, whole))):
        return "end"
    if head.wide and not all(labels.is_nothing(whole[i]) for i in head.wide.columns):
        return "training"
    if _is_nothing(texts):
        return "other"
    is_person = person is not None and bool(whole[person]) and not labels.is_regency(whole[person])
    is_person = is_person and not (sum(map(bool, whole)) == 1 and labels.heads_activity("".join(whole)))
    counted = (whole[i] for i in head.adds if number(whole[i]) != 0)
    is_counted = any(texts.get(c) for c in COUNTS) or any(any(map(str.isdigit, text)) for text in counted)
    is_of_activity = is_counted and bool(texts.get("regency")) and is_by_activity(head)
    is_heading = bool(_heading(texts, whole, head))
    if is_person or is_of_activity or (activity and ("regency" in head.columns or is_counted or not is_heading)):
        return "training"
    return "heading" if is_heading else "training" if is_counted else "other"


def _kind_of_no_training(texts: dict[str, str], whole: list[str], head_row: list[str], has_count: bool) -> str:
    """Return the kind of a row that is a head, a total or stands below the table; "" of any other."""
    first, activity = next(text for text in whole if text), texts.get("activity", "")
    names = {labels.column(text)[0] for text in whole if text} - {""}
    if whole == head_row:
        return "head"
    is_numbered = labels.is_number(first) and sum(map(bool, whole)) > 2 and not any(c.isdigit() for c in "".join(whole))
    of_people = any(map(labels.names_person, whole)) and not any(c.isdigit() for c in "".join(whole))
    is_other = is_numbered and not names & {"regency", "activity", *COUNTS}
    if is_other or (of_people and sum(map(bool, whole)) > 1 and not any(map(labels.names_person, head_row))):
        return "other table"
    if heads_table(whole) or (names & {*COUNTS} and len(names) > 1 and not has_count):
        return "other head"
    if (labels.is_total(first) and first != activity) or _is_of_province(texts, has_count):
        return "subtotal" if labels.is_activity(activity) else "total"
    if labels.names_total(activity) or (labels.is_subtotal(first) and first != activity):
        return "total" if first == activity and labels.is_total(activity) else "subtotal"
    return "end" if not has_count and any(map(_ends, whole)) else ""


def _ends(text: str) -> bool:
    """Whether a cell begins a signature or a note below a table, or is the place and day of a signature."""
    return bool(text) and (labels.ends(text) or PLACE_AND_DAY.fullmatch(text) is not None)


def _is_of_somebody(
    texts: Mapping[str, str], whole: Sequence[str], head_row: Sequence[str], person: int | None
) -> bool:
    """Whether a row is a person or a training by its number or its regency, whatever it remarks of them.

    "Sumber Rejeki" is a business, and whoever is "Kepala Bidang" somewhere does not sign. Where a list of people has
    no other column that is known, its names suffice.
    """
    name = whole[person] if person is not None else ""
    named = [text for text in (name, texts.get("regency", ""), texts.get("activity", "")) if text]
    numbers = [i for i, text in enumerate(head_row) if labels.is_number(text)]
    known = numbers or [i for i, text in enumerate(head_row) if labels.column(text)[0] in ("regency", "activity")]
    is_numbered = any(whole[i].rstrip(".").isdigit() for i in numbers)
    is_placed = len(named) > 1 and labels.is_regency(texts.get("regency", ""))
    return bool(named) and not any(map(_ends, named)) and (is_numbered or is_placed or (bool(name) and not known))


def _is_of_province(texts: dict[str, str], has_count: bool) -> bool:
    """Whether a row says of the whole province what the others say of a regency."""
    name = re.sub(r" 20\d\d$", "", folded(texts.get("regency", "")))
    return has_count and not folded(texts.get("activity", "")) and name in labels.NAMES_OF_PROVINCE


def _is_nothing(texts: dict[str, str]) -> bool:
    """Whether a row says of a regency that there was no training: "nihil", "–", 0, and nothing else."""
    written = [texts.get(column, "") for column in ("activity", *COUNTS)]
    return any(written) and all(map(labels.is_nothing, written))


def _heading(texts: dict[str, str], whole: list[str], head: Head) -> str:
    """Return the regency that a row may name for the rows below it: it says nothing else, but maybe a count."""
    aside = {head.code, *(head.columns.get(c) for c in COUNTS), *(head.wide.columns if head.wide else ())}
    others = [text for i, text in enumerate(whole) if text and i not in aside]
    named = [text for text in others if not ONLY_NUMBER.fullmatch(text)]
    if len(named) != 1 or (texts.get("activity") and "regency" in head.columns):
        return ""
    if folded(named[0]) in labels.MEN | labels.WOMEN:
        return ""
    return re.sub(NUMBERED, "", texts.get("regency") or named[0])


class _Reading:
    """What is known while rows are read from top to bottom."""

    def __init__(self, grid: Grid, head: Head, each_period: bool) -> None:
        self.grid, self.head, self.each_period = grid, head, each_period
        self.lines: list[Line] = []
        self.skipped: list[int] = []
        self.unread: dict[str, None] = {}  # men and women of several trainings together
        self.shared: dict[Block, list[int]] = defaultdict(list)  # the lines that share one count
        self.counts: dict[Block, str] = {}
        self.repeats = False  # whether the regency is written in every row: a blank is then one that was left out
        self.is_unnamed = False  # whether a blank is of the regency above or of that below, nobody knows
        self.activity, self.takes_above = "", False  # the one that a row above names, and whether it holds below it
        self.regency, self.pending = "", ""  # what holds for the rows below: the regency, and its count
        self.takes_names = False  # whether a regency alone says that people came from it
        self.takes_lists = False  # whether activities stand one behind the other in a cell
        self.part = 0  # the first line since the last total
        self.sums: set[str] = set()  # what totals were called so far
        self.total: tuple[str, str] | None = None

    def take(self, row: Row, later: Sequence[Row]) -> None:
        """Take the next row; ``later`` are those below it."""
        regency = row.texts.get("regency", "")
        if row.kind == "training" and self._is_own_total(row):
            self._sum(replace(row, kind="subtotal"), later)
        elif row.kind == "training":
            self._training(row)
        elif row.kind == "heading":
            self._heading(row, later)
        elif row.kind == "subtotal" and labels.is_regency(regency) and regency != self.regency:
            self.skipped.append(row.number + 1)  # the sum of a regency above its rows
            self.regency, self.pending = regency, next((row.texts[c] for c in COUNTS if c in row.texts), "")
            self.part = len(self.lines)
        elif row.kind in ("total", "subtotal"):
            self._sum(row, later)
        elif row.kind in ("other", "end"):
            self.skipped.append(row.number + 1)
            if regency:
                self.regency, self.pending = regency, ""  # whatever it is, the rows below are no longer the one above's
                self.activity = row.texts.get("activity") or self.activity

    def _is_own_total(self, row: Row) -> bool:
        """Whether what stands where an activity should is the total of a regency above, or of an activity."""
        activity, above = row.texts.get("activity", ""), self.lines[self.part :]
        if row.texts.get("regency") or not labels.is_subtotal(activity):
            return False
        names = {name for line in above for name in (_name(line["regency"]), labels.bare_activity(line["activity"]))}
        return folded(activity).endswith(tuple(names - {""}))

    def _heading(self, row: Row, later: Sequence[Row]) -> None:
        name = _heading(row.texts, row.whole, self.head)
        below = next((r for r in later if r.kind not in ("other", "head")), None)
        count = next((row.texts[c] for c in COUNTS if c in row.texts), "")
        if below and below.kind == "training" and not below.texts.get("regency"):
            self.regency, self.pending = name, count
        elif not labels.is_nothing(count) or any(number(row.whole[i]) for i in self.head.adds):
            self._training(row)  # with a count, and its regency or its activity left out
        elif self.takes_names and row.texts.get("regency"):
            self._training(row)
        else:
            self.skipped.append(row.number + 1)

    def _training(self, row: Row) -> None:
        texts = self._with_activity(self._with_code(row))
        if texts.get("regency"):
            self.regency, self.pending = texts["regency"], ""
        elif self.regency and not (self.repeats or self.is_unnamed or self._only_counts(row)):
            texts["regency"] = self.regency
        if self.pending and "regency_participants" not in texts:
            texts["regency_participants"], self.pending = self.pending, ""
        if self.head.wide:
            self._cells(self.head.wide, row, texts)
            return
        blocks = self._blocks(row, texts)
        guessed = self._guessed(row)
        above = (self.regency if not self.is_unnamed else "") or (
            "regency" not in self.head.columns and labels.regency_behind(texts.get("activity", ""))
        )
        if above and "regency" not in texts:
            guessed["regency"] = above, ""
        # In the template a row is one activity, and a new one may be called anything.
        classes = classes_of(self.head, row)
        texts.pop("classes", "")
        parts = self._parts(row, texts, classes)
        for own in [dict(part) for part in parts for _ in range(classes)]:
            keys = [*blocks]
            if own.pop("activities", "") or (classes > 1 and not self.head.is_of_each_class):
                keys.append(("participants", row.number, row.number))
                guessed.pop("participants", None)
            for key in keys:
                self.shared[key].append(len(self.lines))
                self.counts[key] = own.pop(key[0], "") or self.counts.get(key, "")
            self.lines.append(Line(own, row.number + 1, guessed))

    def _parts(self, row: Row, texts: dict[str, str], classes: int) -> list[dict[str, str]]:
        """Return the texts of each activity of a row; which men and women of several each has, nobody says."""
        is_list = self.takes_lists and not labels.is_activity(texts.get("activity", ""))
        parts = _split(texts, LINES if "activity_en" in self.head.columns else COMMAS if is_list else LISTED)
        if len(parts) * classes == 1:
            return parts
        own = ("men", "women") if len(parts) == 1 and self.head.is_of_each_class else ()
        shared = [name for name in BESIDE if name not in own and name in texts]
        for name in shared:
            self._not_read(name, row.number, texts[name])
        return [{name: text for name, text in part.items() if name not in shared} for part in parts]

    def _only_counts(self, row: Row) -> bool:
        """Whether a row of a wide table has nothing but counts: of which regency, or of all of them, nobody says."""
        wide, heads = self.head.wide, self.grid.rows[self.head.row]
        before = row.whole[: min((*wide.columns, *wide.classes.values()))] if wide else []
        return bool(wide) and all(labels.is_number(head) for head, text in zip(heads, before, strict=False) if text)

    def _with_activity(self, texts: dict[str, str]) -> dict[str, str]:
        """Return the texts of a row with the activity that is written above for several of them."""
        self.activity = texts.get("activity") or self.activity
        return {"activity": self.activity, **texts} if self.activity and self.takes_above else texts

    def _cells(self, wide: Wide, row: Row, texts: dict[str, str]) -> None:
        """Take the counts of a row of a wide table: each is that of a training, but months that are of one."""
        counts = {name: _added([row.whole[i] for i in columns]) for name, columns in wide.cells}
        counts = {name: text for name, text in counts.items() if not labels.is_nothing(text)}
        own = {name: text for name, text in texts.items() if name not in (*COUNTS, *BESIDE, "marks")}
        if not counts:
            self.skipped.append(row.number + 1)
        elif "marks" in texts:
            stated = texts["participants"] if wide.total is not None else ""
            own |= {"regency_participants": stated} if stated else {}
            for name, text in counts.items():
                n = 1 if text.lower() in TICKS else number(text) or 0
                self.lines += [Line({**own, "activity": NUMBERED.sub("", name)}, row.number + 1) for _ in range(n)]
        elif wide.kind == "period" and not self.each_period:
            people = {"participants": _added(list(counts.values())), **_by_sex(wide, row, list(counts))}
            self.lines.append(Line({**own, **people}, row.number + 1))
        else:
            names = {} if wide.kind == "period" else {name: {wide.kind: NUMBERED.sub("", name)} for name in counts}
            names |= {name: {**own} for name, own in wide.named.items()}
            for name, text in counts.items():
                people, n = {**cells.with_sexes(text), **_by_sex(wide, row, [name])}, classes_of(self.head, row, name)
                if n > 1:  # of which class each is, nobody says
                    people = {"participants": text} if self.head.is_of_each_class else {}
                if not people:
                    block = ("participants", row.number, -dict(wide.cells)[name][0])
                    self.shared[block], self.counts[block] = [*range(len(self.lines), len(self.lines) + n)], text
                self.lines += [Line({**own, **names.get(name, {}), **people}, row.number + 1) for _ in range(n)]

    def _with_code(self, row: Row) -> dict[str, str]:
        """Return the texts of a row, its regency with the code beside it, so that the two are held together."""
        code = row.whole[self.head.code] if self.head.code is not None else ""
        if not labels.CODE.fullmatch(code):
            return dict(row.texts)
        name = row.texts.get("regency", "")
        if not name and self.regency.startswith(f"{code} "):
            return dict(row.texts)  # the name is written once, the code in every row
        return {**row.texts, "regency": f"{code} {name}".strip()}

    def _guessed(self, row: Row) -> dict[str, tuple[str, str]]:
        values = [row.whole[i] for i in self.head.adds]
        spans = (self.grid.tall.get((row.number, i), (0, 0)) for i in self.head.adds)
        rows = {at for first, last in spans for at in range(first + 1, last + 1)}
        if not any(values) or any(any(self.grid.own(at)) for at in rows):
            return {}  # of several rows together
        heads = self.grid.rows[self.head.row]
        units = {folded(text) for head, text in zip(heads, row.whole, strict=False) if labels.is_of_units(head)}
        if units - labels.UNITS - {""}:
            return {}  # "2 paket" are no people
        if len(values) == 1:
            return {"participants": (values[0], self.head.guess)}
        if all(re.fullmatch(r"\d{1,6}|-?", value, re.ASCII) for value in values):
            added = " + ".join(v if v.isdigit() else "0" for v in values if v)  # a blank may be none, or not stated
            return {"participants": (added, self.head.guess)}
        return {}

    def _blocks(self, row: Row, texts: dict[str, str]) -> list[Block]:
        """Return the counts of a row that are merged over several rows."""
        named = ((name, self.head.columns.get(name, -1)) for name in (*COUNTS, *BESIDE) if texts.get(name))
        spans = ((name, self.grid.tall.get((row.number, i))) for name, i in named)
        return [(name, *span) for name, span in spans if span]

    def _sum(self, row: Row, later: Sequence[Row]) -> None:
        """Take a total: of the part above it, of a regency if that is all of it, or of everything."""
        column = next((c for c in COUNTS if row.texts.get(c)), "")
        part = list(range(self.part, len(self.lines)))
        goes_on = any(r.kind == "training" for r in later)
        label = re.sub(r" ?\d+", "", folded(next(text for text in row.whole if text)))
        is_part = row.kind == "subtotal" or (goes_on and bool(self.lines)) or (len(part) > 0 and label in self.sums)
        self.part = len(self.lines)
        self.sums.add(label)
        if not is_part:
            if column:
                count, at = row.texts[column], self.head.columns.get(column, 0)
                at = next((i for i in (at, *range(len(row.whole))) if count in row.whole[i]), at)
                self.total = cells.with_sexes(count)["participants"], f"{letters(at)}{row.number + 1}"
            elif self.head.adds and (total := _added([row.whole[i] for i in self.head.adds])):
                self.total = total, f"{letters(self.head.adds[0])}{row.number + 1}"
            return
        self.skipped.append(row.number + 1)
        own = [i for i in part if label.endswith(_name(self.lines[i]["regency"]) or "?")]
        part = own or part  # a total that names its regency is of no other
        names = {_name(self.lines[i]["regency"]) for i in part}
        everywhere = [i for i, line in enumerate(self.lines) if _name(line["regency"]) in names]
        if column and len(names) == 1 and everywhere == part:
            for i in part:
                self.lines[i].texts.setdefault("regency_participants", row.texts[column])

    def finished(self) -> Iterator[Line]:
        """Yield the lines, with the counts that several share where these are all of a regency."""
        of: dict[str, list[int]] = defaultdict(list)
        for i, line in enumerate(self.lines):
            of[_name(line["regency"])].append(i)
        together = defaultdict[str, list[tuple[list[int], str]]](list)
        for block, mine in self.shared.items():
            column, count = block[0], self.counts[block]
            regencies = {_name(self.lines[i]["regency"]) for i in mine}
            if count and len(mine) == 1:
                self.lines[mine[0]].texts[column] = count
            elif count and column in BESIDE:
                self._not_read(column, block[1], count)
            elif not count or len(regencies) > 1:
                continue  # of several trainings together, or of several regencies
            elif column == "regency_participants":
                self._of_regency(mine, count)
            else:
                together[regencies.pop()].append((mine, count))
        for name, parts in together.items():
            shared = {i for mine, _ in parts for i in mine}
            own = [self.lines[i]["participants"] for i in of[name] if i not in shared]
            texts = [*own, *(count for _, count in parts)]
            if all(texts) and (len(texts) == 1 or None not in map(number, texts)):
                self._of_regency(of[name], texts[0] if len(texts) == 1 else str(sum(number(t) or 0 for t in texts)))
        yield from self.lines

    def _not_read(self, column: str, row: int, count: str) -> None:
        at = self.head.columns.get(column)
        self.unread[f"{letters(at) if at is not None else ''}{row + 1} {count}"] = None

    def _of_regency(self, mine: Sequence[int], count: str) -> None:
        """Note on its lines what a regency has in all; where a subtotal says something else, the check finds it."""
        for n, i in enumerate(mine):
            if n == 0 or "regency_participants" not in self.lines[i].texts:
                self.lines[i].texts["regency_participants"] = count


def _added(texts: Sequence[str]) -> str:
    """Return some counts as one; as they are written, for the check to find, where one of them is none."""
    texts = [text for text in texts if not labels.is_nothing(text)]
    people = added(cells.with_sexes(text)["participants"] for text in texts)
    return " + ".join(texts) if people is None or len(texts) == 1 else str(people or "")


def _by_sex(wide: Wide, row: Row, names: Sequence[str]) -> dict[str, str]:
    """Return the men and the women that a row of a wide table counts under some names; {} where one does not say."""
    pairs = [wide.sexes.get(name) for name in names]
    men, women = (added(row.whole[pair[i]] for pair in pairs if pair) for i in (0, 1))
    return {} if None in (*pairs, men, women) else {"men": str(men), "women": str(women)}


def _name(regency: str) -> str:
    """Return a regency's name as far as rows of one sheet are held together by it."""
    return re.sub(r"^(kabupaten|kab|kota) ", "", folded(regency))


def _split(texts: dict[str, str], between: re.Pattern[str]) -> list[dict[str, str]]:
    """Return the texts of each activity of a cell that lists several; ``activities`` marks those that share a count."""
    text = texts.get("activity", "")
    if labels.is_activity(" ".join(text.split())):
        return [{**texts, "activity": " ".join(text.split())}]
    if text.endswith("…"):
        return [texts]  # cut off: what it lists is not known
    parts = (labels.BULLET.sub("", part).strip(" ,") for part in between.split(_unwrapped(text)))
    activities = [NUMBERED.sub("", part) for part in parts if folded(part)]
    if not activities:
        return [texts]
    for each in (COMMAS.split(text), activities):
        if (named := counted(each)) and not texts.get("participants"):
            return [{**texts, **of, "activity": NUMBERED.sub("", of["activity"])} for of in named]
    if len(activities) < 2:
        return [{**texts, "activity": activities[0]}]
    counts = texts.get("participants", "").split("\n")
    if len(counts) == len(activities):
        return [{**texts, "activity": a, "participants": c} for a, c in zip(activities, counts, strict=True)]
    return [{**texts, "activity": activity, "activities": "shared"} for activity in activities]


def _unwrapped(text: str) -> str:
    """Return a cell without the line breaks that only wrap a name: the next line goes on in small letters."""
    lines = text.split("\n")
    if not lines[0][:1].isupper():
        return text
    joined = lines[0]
    for line in lines[1:]:
        joined += f" {line}" if (line[:1].islower() or line[:1] == "(") and not NUMBERED.match(line) else f"\n{line}"
    return joined

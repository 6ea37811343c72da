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
    listed_numbers,
    listed_rows,
    put_aside,
    quoted,
)
from data.rounds.reading.head import Head, number_column, person_column, rest_of
from data.rounds.reading.labels import COUNTS, MEN, NUMBERED, WOMEN
from data.rounds.reading.wide import number
from data.rounds.reading.words import words_of

NOT_SAID = "?"  # stands for the regency of people whose row names none, where others do
NO_MARK = {"0", "-", "–", "—"}
ABSENT = words_of("marked_absent")
FEWEST_NAMES, LONGEST_CELL = 3, 2_000  # lines of a cell that are surely names, and letters that are looked through
BESIDE = re.compile(  # heads of other people than those of the column of names
    r"nama ketua|nama anggota|(?:nama )?(?:peserta|anggota) (?:[2-9]|ii|iii|iv)"
)
PAIR = re.compile(r"\s*(?:&|/|\+|\bdan\b|\band\b)\s*", re.IGNORECASE)  # what stands between the names of a couple
FORMS_OF_ADDRESS = {"men": words_of("address_of_men"), "women": words_of("address_of_women")}
ABRIDGED = re.compile(r"(?:dst|dsb|dll|s\W?d\W?|(?:dan )?seterusnya|dan lain[ -]lain|etc)\.?|\.{2,}|…+", re.IGNORECASE)
SURELY = re.compile(r"\s*(?:&|;|\bdan\b|\band\b)\s*", re.IGNORECASE)  # between two names, be they of one word each
BRACKETS = re.compile(r"\([^()]*\)")
COMMAS = re.compile(r"\s*,\s*")
SEVERAL = re.compile(  # people in one cell that are not all named
    r"\b(?:dkk|cs)\b|\bdan kawan|(?:\b(?:bersama|beserta|dan|serta)|[&+])\s*(?:istri|suami|anak|keluarga|rombongan)\b"
    r"|\D\d+\s*(?:orang|org|peserta|anggota)\b|(?:^|\s)1[.)]\s*\D+\s2[.)]\s"
    r"|^\s*(?:kelompok|klp|keluarga|rombongan|kub)\b",
    re.IGNORECASE,
)
MANY = re.compile(  # people in one row: "3-20", "2 orang lainnya", "(daftar terlampir)"
    r"^\d{1,3}\s*(?:[-–]|s\W?d\W?|sampai)\s*\d{1,3}$|^\d+\s*(?:orang|org|peserta)\b|\bterlampir\b", re.IGNORECASE
)
IN_PEOPLE = re.compile(r"\d+\s*(?:orang|org|peserta|%)?", re.IGNORECASE)
FEWEST_OTHERS = 3  # times as many people as titles among them
LISTS = re.compile(r"\s*[,;\n/&+]\s*|\s+dan\s+")  # between the trainings of one person
LONG_NUMBER = re.compile(r"[(+'`]?\d[\d .()'`-]{8,30}")  # of an identity card or a telephone, and nothing else
MOST_DIGITS = 3  # of a number in a list of people
IDENTITY = 16  # digits of an identity number
FEWEST_TELLING = 6  # digits of a day of birth, or a telephone number, that tells people of one name apart


def are_listed(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> bool:
    """Whether each row is a person, not a training: the answer ``persons``. Raises ``UnclearFileError``."""
    people = [row for row in _named(grid, head, rows) if row.kind == "training"]
    cells = [row.texts.get("participants", "1") for row in people]
    are_names = "participants" in head.columns and _are_names(cells)  # below "Peserta"
    column = head.columns["participants"] if are_names else person_column(grid.rows[head.row])
    if column is None or not people or not (are_names or {*cells} <= {"1", "0"}):
        return False
    named = grid.rows[head.row][column]
    is_numbered = any(map(labels.is_number, grid.rows[head.row]))
    in_lines = [row for row in people if _names_in_lines(row.whole[column])]
    some = in_lines if len(in_lines) < len(people) else []  # or it is something else of each
    counts = [number(row.whole[i]) or 0 for row in people for i in head.adds]
    single = [row for row in people if not is_numbered or sum(map(bool, row.whole)) > 1]  # others may be titles
    if row := next((row for row in single if row in some or _names_several(row.whole[column], named)), None):
        if any(n > 1 for n in counts):
            return False  # beside the names of each training stands how many they are
        raise UnreadableFileError("several_people", row=str(row.number + 1))
    of_sexes = (number(row.texts.get(sex, "")) or 0 for row in people for sex in ("men", "women"))
    if {"men", "women"} <= head.columns.keys() and any(n > 1 for n in of_sexes):
        return False
    _refuse_beside(grid.rows[head.row], people, column)
    choices = [Choice("count", "persons", (("n", str(len(people))),)), Choice("trainings", "no_persons")]
    return answered(answers, "persons", choices, head=quoted(named)) == "count"


def _refuse_beside(heads: Sequence[str], people: Sequence[Row], column: int) -> None:
    """Refuse rows that name somebody else in another column: "Peserta 2", "Nama Ketua" beside "Nama Anggota"."""
    others = [i for i, text in enumerate(heads) if i != column and BESIDE.fullmatch(folded(text))]
    for row in people:
        if any(labels.may_be_name(row.whole[i]) and row.whole[i] != row.whole[column] for i in others):
            raise UnreadableFileError("several_people", row=str(row.number + 1))


def _names_several(text: str, head: str) -> bool:
    """Whether a cell below a head names several people: in lines, one behind the other, or as a group."""
    lines = [line for line in text[:LONGEST_CELL].split("\n") if line.strip()]
    names = [NUMBERED.sub("", line) for line in lines]
    numbered = sum(name != line for name, line in zip(names, lines, strict=True))
    if numbered > 1 or (len(lines) >= FEWEST_NAMES and all(map(labels.may_be_name, names))):
        return True
    if {"usaha", "ikm", "wub"} & {*folded(head).split()}:
        return False
    of_two = "\n" in head or PAIR.search(head) is not None  # "Nama / Jabatan"
    if of_two or SEVERAL.search(text[:LONGEST_CELL]):
        return not of_two
    text = BRACKETS.sub("", text[:LONGEST_CELL])
    surely, pair, listed = (between.split(text) for between in (SURELY, PAIR, COMMAS))
    is_several = len(surely) > 1 and all(labels.may_be_name(part, 1) for part in surely)
    is_pair = len(pair) > 1 and all(map(labels.may_be_name, pair))
    fewest = 1 if len(listed) >= FEWEST_NAMES else 2
    are_listed = len(listed) > 1 and all(labels.may_be_name(part, fewest) and _has_no_title(part) for part in listed)
    return is_several or is_pair or are_listed


def _has_no_title(text: str) -> bool:
    """Whether a part of a name is none of its titles: "S.Pd", "MSi", "Amd Keb"."""
    are_names = text.isupper() or all(word[1:].islower() or len(word) == 1 for word in text.split())
    return "." not in text and are_names and "amd" not in folded(text).split()


def _names_in_lines(text: str) -> bool:
    """Whether a cell has two lines of which each may be somebody's name."""
    lines = [line for line in text[:LONGEST_CELL].split("\n") if line.strip()]
    return len(lines) > 1 and all(labels.may_be_name(line) and _has_no_title(line) for line in lines)


def _are_names(cells: Sequence[str]) -> bool:
    """Whether what should count people names them; some may go by one name, or each by another."""
    are_letters = all(labels.may_be_name(cell, 1) and not labels.is_nothing(cell) for cell in cells)
    return are_letters and (sum(map(labels.may_be_name, cells)) * 2 >= len(cells) or len({*cells}) == len(cells) > 1)


def listed(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows of a list of people, those without a name put aside; refuse a list that is cut short.

    Raises ``UnclearFileError``.
    """
    rows, heads = _named(grid, head, rows), grid.rows[head.row]
    _refuse_abridged(heads, rows)
    _ask_left_out(heads, rows, answers)
    return _without_strays(head, heads, rows, answers)


def _without_strays(head: Head, heads: Sequence[str], rows: list[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows without those that have no number, or nothing but a name, unlike all others: ``strays``.

    Sums of some people are none, nor are titles, below which the numbers begin anew. Raises ``UnclearFileError``.
    """
    column, person = number_column(heads), person_column(heads)
    people = [row for row in rows if row.kind == "training"]
    if column is not None:
        strays = {row.number for row in people if not row.whole[column]}
    else:
        known = {person, head.columns.get("regency"), head.columns.get("activity")}
        alone = {row.number for row in people if sum(map(bool, row.whole)) == 1}
        others = [row for row in people if row.number not in alone]
        is_filled = any(all(row.whole[i] for row in others) for i in range(len(heads)) if i not in known)
        strays = alone if is_filled else set()
    if person is None or not strays or len(strays) * 2 > len(people):
        return rows
    sums = {row.number for row in people if row.number in strays and _sums_up(row, person)}
    strays_alone = strays - sums
    titles = {row.number for i, row in enumerate(rows) if row.number in strays_alone and _begins_list(rows, i, column)}
    asked = sorted(strays_alone - titles)
    listed = listed_numbers(asked)
    is_out = bool(asked) and answered(answers, "strays", ("leave_out", "count"), rows=listed) == "leave_out"
    out = {*sums, *(asked if is_out else ())}
    rows = put_aside(rows, out | titles)
    if len(strays) * FEWEST_OTHERS <= len(people) - len(strays):
        return rows
    # They are lines of the people above them, and no titles.
    return [replace(row, whole=[""] * len(row.whole)) if row.number in out else row for row in rows]


def _sums_up(row: Row, person: int) -> bool:
    """Whether a row without a number only says how many of some kind there were: "Perempuan", "2 orang"."""
    others = [text for i, text in enumerate(row.whole) if text and i != person]
    name = row.whole[person]
    is_kind = labels.titles_people(name) or labels.takes_part(name) or bool(labels.absence(name))
    return is_kind and bool(others) and all(map(IN_PEOPLE.fullmatch, others))


def _begins_list(rows: Sequence[Row], at: int, column: int | None) -> bool:
    """Whether a row that says one thing is followed by people numbered from 1 on."""
    below = next((row for row in rows[at + 1 :] if row.kind == "training"), None)
    is_anew = column is not None and below is not None and below.whole[column].rstrip(".") == "1"
    return is_anew and sum(map(bool, rows[at].whole)) == 1


def _refuse_abridged(heads: Sequence[str], rows: Sequence[Row]) -> None:
    """Refuse a list that goes on with "dst." below somebody's name: nobody says how many people it leaves out."""
    columns = [i for i, text in enumerate(heads) if labels.is_number(text) or labels.names_person(text)]
    for above, row in pairwise(rows):
        texts = [text for text in row.whole if text and not text.isdigit()]
        is_said = all(map(ABRIDGED.fullmatch, texts)) and any(ABRIDGED.fullmatch(row.whole[i]) for i in columns)
        is_said = is_said and not (len(texts) < sum(map(bool, row.whole)) and all(map(labels.is_nothing, texts)))
        span = next((row.whole[i] for i in columns if MANY.search(row.whole[i])), "")
        if span and row.kind == "training":
            raise UnreadableFileError("abridged", row=str(row.number + 1), found=quoted(span))
        if above.kind == "training" and is_said:
            raise UnreadableFileError("abridged", row=str(row.number + 1), found=quoted(texts[0]))


def _ask_left_out(heads: Sequence[str], rows: Sequence[Row], answers: Mapping[str, str]) -> None:
    """Ask whether a list whose numbering jumps leaves people out: the answer ``jump``; refuse one that does.

    Raises ``UnclearFileError``.
    """
    column = number_column(heads)
    if column is None:
        return
    numbered = [
        (row, int(n)) for row in rows if (n := row.whole[column].rstrip(".")).isdigit() and len(n) <= MOST_DIGITS
    ]
    between = {row.number for row in rows if row.kind == "training" and not row.whole[column]}  # numbers left out
    jumps = {
        row.number: f"{n} → {m}" for (above, n), (row, m) in pairwise(numbered)
        if m > n + 1 + len(between & {*range(above.number, row.number)})
    }  # fmt: skip
    if jumps and answered(answers, "jump", ("count", "leaves_out"), rows=listed_rows(jumps)) == "leaves_out":
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
        if called is not None and row.whole[called] and labels.says_nothing(row.whole[called]):
            return True
        is_number = called is not None and has_names and LONG_NUMBER.fullmatch(row.whole[called]) is not None
        return is_number or (bool(names) and not any(row.whole[i] for i in names)) or is_title(row)

    def is_title(row: Row) -> bool:
        marks = {i: text for i, text in enumerate(row.whole) if text and i != column}
        if column is None or not row.whole[column] or not marks.keys() <= numbers:
            return False
        is_of_people = labels.titles_people(row.whole[column])
        is_of_people |= is_numbered and not marks and labels.titles_class(row.whole[column])
        return all(map(MARK.fullmatch, marks.values())) and (is_of_people or (bool(marks) and is_numbered))

    return put_aside(rows, {row.number for row in rows if row.kind == "training" and names_nobody(row)})


def counted(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows of a list of people as those of its trainings, each with the number of people in its first row.

    Nothing else of a row is kept but whether it is a man or a woman; where one of a training does not say so, nobody
    of it is counted by sex. Whoever is marked as absent is not counted. Rows that were counted are of the kind
    "counted"; a total says how many people it states. Raises ``UnclearFileError`` where somebody is listed twice.
    """
    pair = {head.columns.get("men"), head.columns.get("women")} - {None}
    marks = [i for i in (*head.adds, head.columns.get("participants")) if i is not None and i not in pair]
    rows = _without_addresses(grid, head, rows, answers)
    trainings = _trainings(rows, labels.only_regency(text for row in grid.rows[: head.row] for text in row))
    if row := next((row for row in rows if row.kind == "training" and _names_trainings(row)), None):
        raise UnreadableFileError("several_activities", row=str(row.number + 1))
    again = _listed_again(grid, head, rows, trainings, answers)
    of_people, heads = [row.whole for row in rows if row.kind == "training"], grid.rows[head.row]
    other = {i for i, text in enumerate(heads) if not labels.is_number(text) and _counts_more(of_people, i)}
    of_sex = [i for i, text in enumerate(heads) if labels.is_of_sex(text)]
    key = _key_of_sexes(grid, head, of_people, of_sex, answers)
    sexes = defaultdict[tuple[str, str], Counter[str]](Counter)
    first, kept = dict[tuple[str, str], Row](), list[Row]()
    for row, (regency, activity), title in zip(rows, trainings, titles_of(rows), strict=True):
        is_person = row.kind == "training"
        is_title = row.kind == "heading" and (labels.titles_people(title) or labels.titles_class(title))
        is_here = is_person and row.number not in again and not any(folded(row.whole[i]) in ABSENT for i in marks)
        of = labels.regency(regency), folded(activity)
        if is_here and of not in first:
            texts = {"regency": regency, "activity": activity, "participants": "0"}
            first[of] = replace(row, texts={name: text for name, text in texts.items() if text})
            kept.append(first[of])
        elif is_person:
            kept.append(replace(row, kind="counted" if is_here else "other", texts={}))
        elif is_title or {*map(folded, row.whole)} & (MEN | WOMEN):
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

    The answer ``twice`` is "each" or "once". Somebody is told by the identity number, or else by the name and what
    else both rows say; neither is kept, nor shown. A number that a spreadsheet holds as such has lost its last digits.
    """
    of = defaultdict[Hashable, list[int]](list)
    columns = [i for i, text in enumerate(grid.rows[head.row]) if labels.is_identity(text)]
    name = person_column(grid.rows[head.row])
    people = defaultdict[Hashable, list[tuple[Hashable, tuple[str, ...], set[str]]]](list)
    telling = [i for i, text in enumerate(grid.rows[head.row]) if labels.of_person(text) in ("birth", "phone")]
    for row, (regency, activity) in zip(rows, trainings, strict=True):
        if row.kind == "training":
            cells = (row.whole[i] for i in columns if (row.number, i) not in grid.numbers)
            identities = (digits for cell in cells if len(digits := re.sub(r"\D", "", cell)) == IDENTITY)
            own = _rest_of(grid, head, row.whole)
            training = labels.regency(regency), folded(activity)
            person: Hashable = next(identities, "")
            if not person and name is not None and folded(row.whole[name]):
                alike = people[*training, folded(row.whole[name])]
                told = {n for i in telling if len(n := _digits(row.whole[i])) >= FEWEST_TELLING}
                same = (n for n, other, of_other in alike if told & of_other or _may_be_same(own, other))
                person = next(same, row.number)
                alike.append((person, own, told))
            of[*training, person or own].append(row.number)
    twice = [mine for mine in of.values() if len(mine) > 1]
    listed = "; ".join(" = ".join(str(n + 1) for n in mine) for mine in twice[:MOST_LISTED])
    if not twice or answered(answers, "twice", ("once", "each"), rows=listed) == "each":
        return set()
    return {number for mine in twice for number in mine[1:]}


def _may_be_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether what two rows say of somebody of one name is the same, as far as both say anything."""
    return all(a == b or not a or not b for a, b in zip(one, other, strict=True))


def _rest_of(grid: Grid, head: Head, whole: Sequence[str]) -> tuple[str, ...]:
    """Return what a row says of a person, but when it was filled in, and how the person was marked and signed."""
    heads, own = grid.rows[head.row], list(whole)
    for i, text in enumerate(heads):
        if labels.is_of_attendance(text) or labels.is_of_signatures(text) or labels.is_stamp(text):
            own[i] = ""
        elif labels.of_person(text) == "phone":
            own[i] = _digits(own[i])
    return rest_of(grid, head, own)


def _digits(text: str) -> str:
    """Return the digits of a telephone number, or a date, without what may stand before the number."""
    return re.sub(r"^(?:62|0)", "", re.sub(r"\D", "", text))


def _key_of_sexes(
    grid: Grid, head: Head, people: Sequence[Sequence[str]], columns: Sequence[int], answers: Mapping[str, str]
) -> dict[str, str]:
    """Return what stands for men and for women in some columns; of two numbers that nobody explains: ``sex_codes``.

    Raises ``UnclearFileError``.
    """
    key, heads = labels.numbered_sexes(text for row in grid.rows for text in row), grid.rows[head.row]
    cells = {folded(whole[i]) for whole in people for i in columns}
    if "w" in cells or any("w" in folded(heads[i]).split() for i in columns):
        key |= {"p": "pria", "w": "wanita"}
    codes = sorted(cells - {""})
    if key or len(columns) != 1 or codes not in (["1", "2"], ["0", "1"]):
        return key
    numbers = (("one", codes[0]), ("two", codes[1]))
    choices = [Choice(value, f"sex_codes_{value}", numbers) for value in ("lp", "pl", "none")]
    answer = answered(answers, "sex_codes", choices, head=quoted(heads[columns[0]]))
    return {} if answer == "none" else dict(zip(codes, answer, strict=True))


def _without_addresses(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> Sequence[Row]:
    """Return the rows, of their addresses the regency alone; where these name others than the title: ``address``.

    Raises ``UnclearFileError``.
    """
    column = head.columns.get("regency")
    of = "" if column is None else grid.rows[head.row][column]
    if labels.place(of) != "origin" or labels.says_origin(of):
        return rows
    above = (text for row in grid.rows[: head.row] for text in row)
    titled = {labels.regency(n): n for text in above for n in labels.hinted(text, labels.OFFICE | labels.VENUE)}
    own = {row.number: _of_address(row.texts.get("regency", "")) for row in rows if row.kind == "training"}
    named = {n: text.split(", ")[-1] for n, text in own.items()}
    others = {n: text for n, text in named.items() if labels.is_regency(text) and labels.regency(text) not in titled}
    if len(titled) == 1 and others:
        name = next(iter(titled.values())).title()
        choices = [Choice("rows", "address_rows"), Choice("title", "regency", (("name", name),))]
        if answered(answers, "address", choices, name=name, rows=listed_rows(others)) == "title":
            own = dict.fromkeys(own, name)
    return [replace(r, texts={**r.texts, "regency": own[r.number]}) if r.number in own else r for r in rows]


def _of_address(text: str) -> str:
    """Return the regency that an address names, ``NOT_SAID`` if none, so that nothing else of it is shown."""
    name = labels.without_address(text)
    return name if not text or labels.heads_place(name.split(", ")[-1]) else NOT_SAID


def _sex(row: Row, of_sex: Sequence[int], key: Mapping[str, str], title: str) -> str:
    """Return what a row of a list says of a person, "men" or "women"; "" if neither, or both.

    It may say so by a number of the ``key``, or stand below a title that does.
    """
    texts = {key.get(text := folded(row.whole[i]), text) for i in of_sex} - {""}
    texts = texts or {folded(title[: labels.LONGEST_LABEL])}
    sexes = {name for name, words in (("men", MEN), ("women", WOMEN)) if texts & (words | FORMS_OF_ADDRESS[name])}
    sexes |= {name for name in ("men", "women") if row.texts.get(name, "–") not in NO_MARK}
    return sexes.pop() if len(sexes) == 1 else ""

"""The head of a table of trainings: where it stands, which column is what, and what has to be asked about it.

What could be meant in two ways is not taken: it becomes a guess, to be proposed, or it is asked.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from data.rounds.reading import labels
from data.rounds.reading.grid import (
    MOST_COLUMNS,
    Choice,
    Grid,
    UnclearFileError,
    UnreadableFileError,
    all_of,
    answered,
    column_choice,
    folded,
    letters,
    quoted,
)
from data.rounds.reading.labels import BOTH, COUNTS, MEN, SHARES, SOME, TICKS, WOMEN
from data.rounds.reading.wide import Wide, added, has_only_numbers, is_head, number, wide_of
from data.rounds.reading.words import words_of
from locales import DEFAULT_LANGUAGE, Words

CORNER = re.compile(r"[/\\|\n]")  # between what names the rows and what names the columns
BY_SEX = re.compile(r"\d{1,6}\s*/\s*\d{1,6}", re.ASCII)  # men and women in one cell
ORDINAL = re.compile(r"[ivx]{1,4}|[a-h]", re.IGNORECASE)  # of a class
OF_PEOPLE = re.compile(r"\d\s*(?:(?:orang|org|peserta|people)\b|(?:kelas\s*)?[x×@]\s*\d)", re.IGNORECASE)
LISTED = re.compile(rf"{labels.NUMBERED.pattern}|{labels.BULLET.pattern}", re.IGNORECASE)
MILLIONS = re.compile(r"(?:\d{7,15}|\d{1,3}(?:\.\d{3}){2,4}|\d{1,3}(?:,\d{3}){2,4})(?:[.,]00?)?", re.ASCII)  # of rupiah
UNIT = re.compile(r"\((?:rp\.?|rupiah|hari|jam|jp|%|juta|ribu|rp\.? ?juta|orang/hari|oh)\)|rp\.?", re.IGNORECASE)
LONGEST_KIND = 20  # letters of a head that may be one of these
OF_KINDS = {"kabupaten": "regency", "kab": "regency", "kota": "city"}  # heads of which a row fills one
LONGEST_SEX = 40  # letters of a head of men, women or both
LEGEND = re.compile(  # "P = Peserta, L: Lulus"
    r"(?:^|[\s,;:.(\[])([A-Z]{1,2}\s*(?:[:=(]|adalah\b)|[A-Za-z]{1,3}\s*=)\s*([^\W\d_][^=:,;\d()\[\]]*?)"
    r"(?=\.?$|[,;)\]]|\s+(?:dan\s+)?[A-Za-z]{1,3}\s*[:=])"
)
PIVOTED = ("row labels", "label baris")  # the head of the rows of a pivot table
NAMELESS = words_of("nameless")
LETTERS = list("abcdefghijkl")
NAMES = ("regency", "activity")
NAMING = ("regency", "activity", *COUNTS)  # what the heads of a table surely name
TICKED = TICKS | words_of("ticked") | {"-", "–"}  # what stands below a training that somebody took part in, or not
MOST_OF_NOTE = 3  # cells of a row that explains an abbreviation
NEAR = 30  # rows below a head in which a name shows what its column holds
OVER_NAMES = words_of("over_names")
HEAD_WITHIN = 60  # rows in which the head of the table is looked for


@dataclass(frozen=True)
class Head:
    """The head of a table: the row of it (from 0), the first row below it, and which column is where.

    ``adds`` are columns that may add up to the participants, ``guess`` is what is said of them; ``years`` is the column
    of the year, if the table has one; ``unread`` are the heads of the columns that are not read. ``code`` is the column
    of regencies' codes beside their names, ``system`` whose codes a head says that there are; ``year`` is the one that
    the head of the count names; ``classes`` is the column of how many classes a row has, and
    ``is_of_each_class`` whether its count is that of each of them. ``pair`` are those of men and women beside that
    of both; ``wide`` are the columns of a table with a count in each cell, ``over`` the heads over its counts.
    """

    row: int
    below: int
    columns: dict[str, int]
    adds: tuple[int, ...] = ()
    guess: str = ""
    years: int | None = None
    unread: tuple[str, ...] = ()
    code: int | None = None
    system: str = ""
    year: str = ""
    classes: int | None = None
    is_of_each_class: bool = False
    pair: tuple[int, int] | None = None
    wide: Wide | None = None
    over: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Count:
    """Columns that together count people, all their heads in one, and what these say: see ``labels.counts``."""

    columns: tuple[int, ...]
    label: str
    kind: str
    is_sum: bool = False  # of two that are counted apart

    @property
    def value(self) -> str:
        """The answer that chooses it."""
        return "sum" if self.is_sum else letters(self.columns[0])


def has_head(grid: Grid) -> bool:
    """Whether a sheet seems to have a table of trainings, upright or on its side."""
    return head_row(grid) is not None or turned(grid) is not None


def head_of(grid: Grid, answers: Mapping[str, str]) -> Head | None:
    """Return the head of the table on a sheet, read by the answers to what is unclear; None if it has none.

    Raises ``UnclearFileError``, and ``UnreadableFileError``.
    """
    at = head_row(grid)
    if at is None:
        return None
    row = grid.rows[at]
    _refuse_across(grid, at)
    columns = {name: i for name, i in _named(grid, at).items() if not _numbers_classes(grid, at, i)}
    codes = _codes(grid, at)
    # Of several lists of codes that which says whose it is.
    code = next((i for i in codes if labels.system(row[i])), codes[0] if codes else None)
    system = labels.system(row[code]) if code is not None else ""
    places = _place_heads(grid, at)
    if wide := wide_of(grid, at, answers):
        return _wide_head(grid, at, wide, columns, answers)
    place = _place(grid, at, places, answers)
    if place in (None, code):
        place, code = code, None
    if place is not None:
        columns["regency"] = place
    sub = _second_head(grid, at)
    columns, adds, guess, year = _with_people(columns, grid, at, sub, answers)
    sexes = _sexes(grid, at, sub, columns.get("participants"), adds)
    columns |= dict(zip(("men", "women"), sexes, strict=True)) if sexes else _among(grid, at, columns)
    pair = sexes if "participants" in columns else None
    below = _first_row(grid, row, at + 1 + bool(sub or places.is_split))
    years, classes = _years(grid, at), _classes(row, columns)
    used = {*columns.values(), *adds, *(i for i in (years, code, classes) if i is not None)}
    columns |= _of_activities(grid, at, columns, used)
    used |= {*columns.values()}
    if (total := None if pair else _with_others(grid, at, columns, adds, used)) is not None:
        columns, adds, guess = {name: i for name, i in columns.items() if i != total}, (), ""
    is_counted = person_column(row) is not None or bool(adds or classes or {*COUNTS} & {*columns})
    if others := () if is_counted else _other_count(grid, at, below, sub, used - {total}, answers, total):
        columns, adds = ({**columns, "participants": others[0]}, ()) if len(others) == 1 else (columns, others)
        guess = " + ".join(row[i] for i in others)
        used |= {*others}
    if hidden := [letters(i) for i in sorted(used) if i + 1 in grid.hidden_columns]:
        raise UnreadableFileError("hidden", at=", ".join(hidden))
    unread = _unread(row, {*used, *(pair or ())})
    unread += tuple(text for i, text in enumerate(sub) if folded(text) in SOME and i not in used)
    over = _over_counts(grid, at, sub, columns, adds) if "count" not in answers else ()
    return Head(at, below, columns, adds, guess, years, unread, code, system, year, classes, pair=pair, over=over)


def _over_counts(
    grid: Grid, at: int, sub: Sequence[str], columns: Mapping[str, int], adds: Sequence[int]
) -> tuple[str, ...]:
    """Return the head that stands over those of men and women; () if none does."""
    counted = [*adds, *(columns[name] for name in COUNTS if name in columns)]
    return (_over(grid, at, min(counted)),) if sub and counted else ()


def _first_row(grid: Grid, row: list[str], below: int) -> int:
    """Return the first row of a table: below what numbers its columns, names their units, or says the head again."""
    rows = enumerate(grid.rows[below:], below)
    others = (at for at, own in rows if not (_is_numbering(own) or _says_again(row, own) or _is_of_units(own)))
    return next(others, len(grid.rows))


def _refuse_across(grid: Grid, at: int) -> None:
    """Refuse a list of people whose trainings stand beside each other: their names, or ticks below them."""
    person = person_column(grid.rows[at])
    if person is None:
        return
    people = [cells for cells in grid.rows[at + 1 :] if cells[person] not in ("", grid.rows[at][person])]
    below = {i: {cells[i].lower() for cells in people if cells[i]} for i in range(len(grid.rows[at]))}
    heads = {i: [cells[i] for cells in grid.rows[at : at + 2]] for i in below}  # a training may be the lower one
    ticked = [i for i, texts in below.items() if texts and texts <= TICKED and any(map(labels.is_activity, heads[i]))]
    named = [i for i, texts in below.items() if sum(map(labels.is_activity, texts)) * 2 > len(texts)]
    is_clear = any(labels.column(text)[0] == "activity" for text in grid.rows[at])
    if ticked or (len(named) > 1 and not is_clear):
        raise UnreadableFileError("activities_across", at=", ".join(map(letters, ticked or named)))


def _numbers_classes(grid: Grid, at: int, column: int) -> bool:
    """Whether a column of a list of people only says in which class each was, "A" or "II", and names no training."""
    cells = grid.below(at, column)
    is_of_people = person_column(grid.rows[at]) is not None and labels.may_count_classes(grid.rows[at][column])
    return is_of_people and bool(cells) and all(text.isdigit() or ORDINAL.fullmatch(text) for text in cells)


def _years(grid: Grid, at: int) -> int | None:
    """Return the column of the year, or of dates of several years; None if there is none."""
    row, below = grid.rows[at], [cells for cells in grid.rows[at + 1 :] if sum(map(bool, cells)) > 2]
    if (named := next((i for i, text in enumerate(row) if labels.fact(text) == "year"), None)) is not None:
        return named
    for i, text in enumerate(row if person_column(row) is None else ()):
        years = {labels.year_of(cells[i]) for cells in below if cells[i]}
        is_free = text and "" not in years and not labels.counts(text)
        if len(years - {""}) > 1 and (labels.is_of_time(text) or is_free):
            return i
    return None


def _codes(grid: Grid, at: int) -> list[int]:
    """Return the columns of codes: those with a regency's, if any has one."""
    named = [i for i, text in enumerate(grid.rows[at]) if labels.is_code(text)]
    of_regencies = [i for i in named if any(labels.CODE.fullmatch(cells[i]) for cells in grid.rows[at + 1 :])]
    return of_regencies or named


def _of_activities(grid: Grid, at: int, columns: Mapping[str, int], used: Set[int]) -> dict[str, int]:
    """Return the column of activities where no head surely names one: by its cells, or by a head with a year.

    Refuses one of what somebody would like to learn.
    """
    named = []
    for i, text in enumerate(grid.rows[at] if "activity" not in columns else ()):
        cells = grid.below(at, i)
        is_named = labels.names_activities_of_year(text) and not any(cell[0].isdigit() for cell in cells)
        if i not in used and (is_named or sum(map(labels.is_activity, cells)) * 2 > len(cells)):
            named.append(i)
    by_cells = {"activity": named[0]} if len(named) == 1 else {}
    chosen = {**columns, **by_cells}.get("activity")
    if chosen is not None and labels.is_wish(head := grid.rows[at][chosen]):
        raise UnreadableFileError("wished", at=letters(chosen), head=quoted(head))
    return by_cells


def _classes(row: Sequence[str], columns: Mapping[str, int]) -> int | None:
    """Return the column of how many classes a row has: one that says so, or what the people are counted by."""
    others = [i for i in range(len(row)) if i not in columns.values() and not labels.is_of_each_or_planned(row[i])]
    is_one = (labels.counts_classes, *((labels.may_count_classes,) if {*COUNTS} & {*columns} else ()))
    return next((i for named in is_one for i in others if named(row[i])), None)


def _among(grid: Grid, at: int, columns: Mapping[str, int]) -> dict[str, int]:
    """Return the column of the men, or of the women, whom the participants include, if it is the only one of a sex.

    A head that only names them is of those whom the participants include if nowhere there are more of them. One letter
    alone may as well be of who passed: "L" beside "TL".
    """
    row, both = grid.rows[at], columns.get("participants")
    heads = {i: folded(text) for i, text in enumerate(row) if len(folded(text)) > 1}
    named = {i: "men" if text in MEN else "women" for i, text in heads.items() if text in MEN | WOMEN}
    named |= {i: name for i, text in enumerate(row) if (name := labels.among(text))}
    if len(named) != 1 or both is None:
        return {}
    ((i, name),) = named.items()
    pairs = [(number(cells[i]), number(cells[both])) for cells in grid.rows[at + 1 :] if cells[i] and cells[both]]
    is_part = bool(pairs) and all(None not in pair and (pair[0] or 0) <= (pair[1] or 0) for pair in pairs)
    return {name: i} if is_part or labels.among(row[i]) else {}


def _unread(row: Sequence[str], used: set[int]) -> tuple[str, ...]:
    """Return the heads of the columns that are not read."""
    return tuple(t for i, t in enumerate(row) if t and i not in used and not labels.is_number(t))


def _wide_head(grid: Grid, at: int, wide: Wide, columns: dict[str, int], answers: Mapping[str, str]) -> Head:
    """Return the head of a table with a count in each cell; its participants are the totals of the rows."""
    row = grid.rows[at]
    aside = {*wide.columns, wide.under}
    columns = {name: i for name, i in columns.items() if i not in aside and name not in COUNTS}
    named = [i for i, text in enumerate(row) if labels.column(text)[0] == "regency" and not labels.is_code(text)]
    places = [i for i in named if i not in aside]
    are_regencies = any(labels.is_regency(cells[i]) for i in places for cells in grid.rows[wide.below :])
    if are_regencies and (wide.kind == "regency" or wide.named):
        raise UnreadableFileError("two_columns", at=grid.named(at, [*places, wide.columns[0]]))
    if wide.kind != "regency":
        place = _place(grid, at, _Places(list(row), False), answers)
        columns |= {"regency": place} if place is not None and place not in wide.columns else {}
    if wide.kind != "period":
        columns.pop(wide.kind, None)
    if wide.total is not None:
        columns["participants"] = wide.total
    used = {*columns.values(), *wide.columns, *wide.classes.values()}
    first = min((wide.columns[0], *wide.classes.values(), *(i for pair in wide.sexes.values() for i in pair)))
    under = range(first if wide.under is None else wide.under, wide.columns[-1])  # heads that stand over them
    if hidden := [letters(i) for i in sorted(used) if i + 1 in grid.hidden_columns]:
        raise UnreadableFileError("hidden", at=", ".join(hidden))
    below = wide.below + (wide.below < len(grid.rows) and _is_numbering(grid.rows[wide.below]))
    _refuse_headless(grid, at, wide, used)
    unread = _unread(row, {*used, *under})
    return Head(at, below, columns, years=_years(grid, at), unread=unread, year=wide.year, wide=wide, over=wide.over)


def _refuse_headless(grid: Grid, at: int, wide: Wide, used: Set[int]) -> None:
    """Refuse numbers beside those of a wide table that have no head, and are not the sums of its rows."""
    known, heads = used | {i for pair in wide.sexes.values() for i in pair}, {at, wide.below - 1}
    for i in range(wide.columns[0], len(grid.rows[at])):
        if i in known or any(grid.rows[n][i] for n in heads) or not _may_be_counts(grid, wide.below - 1, i, False):
            continue
        rows = [[number(cells[j]) or 0 for j in (i, *wide.columns)] for cells in grid.rows[wide.below :] if cells[i]]
        if any(first != sum(others) for first, *others in rows):
            raise UnreadableFileError("headless", at=letters(i))


def _sexes(grid: Grid, at: int, sub: Sequence[str], both: int | None, adds: Sequence[int]) -> tuple[int, int] | None:
    """Return the columns of men and women that add up to the participants, or stand under one head with them.

    None where there are none, or not both of them can be seen.
    """
    row, head = sub or grid.rows[at], grid.rows[at]
    over = [folded(_over(grid, at, i)) for i in adds]
    if sub and len(adds) == 2 and over[0] in MEN and over[1] in WOMEN:
        return adds[0], adds[1]
    if both is None and len(adds) == 1:
        both = adds[0]
    under = next((i for i in range(both, -1, -1) if head[i]), 0) if sub and both is not None else None
    first, after = _span(head, under)
    pairs = [pair for pair in _pairs(row, first, after) if both is not None or {*pair} == {*adds}]
    seen = [pair for pair in pairs if grid.hidden_columns.isdisjoint(i + 1 for i in pair)]
    near = {pair: _beside(row, pair, first, after) for pair in seen}
    own = [pair for pair in seen if both in near[pair]]
    free = [pair for pair in seen if both is None or not any(folded(row[i]) in BOTH for i in near[pair])]
    return own[0] if own else free[0] if len(free) == len(pairs) == 1 else None


def _with_people(
    columns: dict[str, int], grid: Grid, at: int, sub: Sequence[str], answers: Mapping[str, str]
) -> tuple[dict[str, int], tuple[int, ...], str, str]:
    """Return the columns with that of the participants, those that may add up to them, their heads, and their year."""
    if chosen := _count(grid, at, sub, answers):
        others = {name: i for name, i in columns.items() if name != "participants" and i not in chosen.columns}
        year = labels.year(chosen.label)
        if (target := _target(grid, at, sub, chosen)) is not None:
            others = {**others, "target": target}
        if len(chosen.columns) > 1:
            return others, chosen.columns, chosen.label, year
        return {**others, "participants": chosen.columns[0]}, (), "", year
    adds, guess, both = _people(grid.rows[at], sub, columns.get("participants"))
    if both is not None:
        # "L, P, Total peserta" totals the row.
        others = {name: i for name, i in columns.items() if name != "regency_participants" or i != both}
        return {**others, "participants": both}, adds, guess, ""
    return {name: i for name, i in columns.items() if name != "participants" or not adds}, adds, guess, ""


def _of_names(grid: Grid) -> Grid:
    """Return a sheet; "Peserta" over names, in a list of people that numbers them, say, is "Nama Peserta"."""
    for at, row in enumerate(grid.rows[:HEAD_WITHIN]):
        is_list = any(labels.is_number(t) or labels.is_of_signatures(t) or labels.of_person(t) for t in row if t)
        if not is_list or person_column(row) is not None:
            continue
        below = [{*grid.below(at, i)} for i in range(len(row))]
        are_names = [len(cells) > 1 and all(labels.may_be_name(text, 1) for text in cells) for cells in below]
        heads = ["Nama Peserta" if n and folded(t) in OVER_NAMES else t for n, t in zip(are_names, row, strict=True)]
        if heads != row:
            return grid.with_rows(at, heads)
    return grid


def flat(grid: Grid) -> Grid:
    """Return a sheet with its head in two rows at most: a third one, or a head that is written in two, is taken up."""
    grid = _of_names(_with_legend(grid))
    grid = _in_two_columns(
        _in_one_column(_named_by_cells(_with_sexes_beside(_in_one_language(_of_one_page(_with_corner(grid))))))
    )
    grid = _with_money(_unwrapped(grid))
    at = head_row(grid)
    grid = grid if at is None else _with_names_up(grid, at)
    for under in () if at is None or _second_head(grid, at) else (at, at + 1):
        if _are_told_apart_above(grid, under):
            over = [_over(grid, under - 1, i) if text else "" for i, text in enumerate(grid.own(under))]
            over = [text or above for text, above in zip(over, grid.rows[under - 1], strict=True)]
            return _in_one(grid.with_rows(under - 1, over), under - 1)
    if at is None:
        for i in range(min(len(grid.rows) - 1, HEAD_WITHIN)):
            one = _in_one(grid, i)
            if one.rows[i + 1] is not grid.rows[i + 1] and head_row(one) == i + 1:
                return one
        return grid
    grid = _with_sexes_up(grid, at)
    if at + 1 < len(grid.rows) and _goes_on_below(grid, at):
        return _in_one(grid, at)
    named = [text for text in grid.own(at + 1) if text]
    is_of_counts = bool(named) and all(labels.counts(text) or _only_of_sex(text) for text in named)
    if is_of_counts and _are_sexes({folded(text) for text in grid.own(at + 2) if text}):
        return _in_one(grid, at)
    return _as_one(grid, at) if _is_split_otherwise(grid, at) else grid


def _are_sexes(heads: Set[str]) -> bool:
    """Whether heads, as they are compared, are those of men and of women, and of what may stand beside these."""
    return bool(heads & MEN and heads & WOMEN) and heads <= MEN | WOMEN | BOTH | SOME | SHARES


def _with_legend(grid: Grid) -> Grid:
    """Return a sheet written out by what a note says that letters stand for: "P = Peserta, L = Lulus".

    These are heads, or all cells of a column, but in a list of people.
    """
    notes = (row for row in grid.rows if sum(map(bool, row)) <= MOST_OF_NOTE)
    texts = (" ".join(filter(None, row))[: labels.LONGEST_LABEL] for row in notes)
    of = {folded(key.removesuffix("adalah")): name for text in texts for key, name in LEGEND.findall(text)}
    full = [i for i, row in enumerate(grid.rows) if sum(map(bool, row)) > 1] if of else []
    at = next((i for i in full if any(labels.column(text)[0] for text in grid.rows[i])), None)
    if at is None:
        return grid
    cells = [{folded(grid.rows[n][i]) for n in full if n > at} - {""} for i in range(len(grid.rows[at]))]
    keyed = {i for i, mine in enumerate(cells) if mine <= {*of} and person_column(grid.rows[at]) is None}
    heads = {at, *(n for n in full if n == at + 1 and not labels.has_digit(grid.rows[n]))}
    rows = list(grid.rows)
    for n, row in enumerate(grid.rows):
        rows[n] = [of.get(folded(text), text) if n in heads or i in keyed else text for i, text in enumerate(row)]
    return replace(grid, rows=rows)


def _with_corner(grid: Grid) -> Grid:
    """Return a sheet whose head says what stands below its empty corner: regencies, or activities, as beside it.

    A corner that names both, "Bimtek/Daerah", is as good as empty.
    """
    for at, row in enumerate(grid.rows[:HEAD_WITHIN]):
        i = 1 if len(row) > 2 and labels.is_number(row[0]) else 0
        if len(row[i]) < LONGEST_SEX and {labels.column(part)[0] for part in CORNER.split(row[i])} >= {*NAMES}:
            row = [*row[:i], "", *row[i + 1 :]]
        names = [text for text in row if text]
        is_lower = at > 0 and sum(map(bool, grid.rows[at - 1])) > 1  # row of a head
        if len(names) < 2 or is_lower or row[i] or any(labels.column(text)[0] for text in names):
            continue
        below = next((cells[i] for cells in grid.rows[at + 1 :] if cells[i]), "")
        if sum(map(labels.is_activity, names)) > 1 and labels.is_regency(below):
            return grid.with_text(at, i, _usual("regency"))
        if sum(map(labels.is_regency, names)) > 1 and labels.is_activity(below):
            return grid.with_text(at, i, _usual("activity"))
    return grid


def _usual(name: str) -> str:
    """Return what the template calls a column."""
    return Words(DEFAULT_LANGUAGE)(f"sheet.{name}")


def _of_one_page(grid: Grid) -> Grid:
    """Return a sheet without the head that stands again on each page, right below a row of the table."""
    rows, seen, first = list(grid.rows), list[list[str]](), 0  # of the head's lower row
    for at, row in enumerate(grid.rows):
        above = grid.rows[at - 1] if at else []
        is_word = sum(map(bool, row)) > 1 and max(map(len, row)) <= labels.LONGEST_LABEL and not labels.has_digit(row)
        if is_word and first and row == grid.rows[first]:
            rows[at], first = [""] * len(row), 0
            continue
        first = 0
        if is_word and any(labels.column(text)[0] for text in row if text):
            name = next(filter(None, above), "")
            is_sum = labels.is_total(name) or labels.is_subtotal(name) or any(map(labels.names_total, above))
            is_below = labels.has_digit(above) and sum(map(bool, above)) > 1 and not is_sum
            if row in seen and is_below:
                rows[at], first = [""] * len(row), grid.rows.index(row) + 1
            seen.append(row)
    return replace(grid, rows=rows)


def _with_money(grid: Grid) -> Grid:
    """Return a sheet in which money is said to be money: "Realisasi" behind "Pagu" without a target, and millions."""
    rows = list(grid.rows)
    for at, row in enumerate(rows[:HEAD_WITHIN]):
        if {"regency", "activity"} <= {labels.column(text)[0] for text in row} and not any(map(labels.is_target, row)):
            for i, (before, text) in enumerate(pairwise(row), 1):
                is_alone = i + 1 == len(row) or bool(row[i + 1])
                cells = grid.below(at, i) if text and labels.counts(text) else []
                of_millions = 2 * sum(map(bool, map(MILLIONS.fullmatch, cells))) > len(cells)
                if is_alone and (of_millions or (labels.is_of_money(before) and folded(text) == "realisasi")):
                    rows[at] = [f"{t} (Rp)" if j == i else t for j, t in enumerate(rows[at])]
    return replace(grid, rows=rows)


def _with_names_up(grid: Grid, at: int) -> Grid:
    """Return a sheet with what the lower row of a head says of a time, a place or an activity in the head itself.

    "Waktu" may stand over "Mulai" and "Selesai" where "Peserta" stands over "L" and "P".
    """
    if at + 1 >= len(grid.rows) or is_head(grid, at):
        return grid
    row, low = grid.rows[at], grid.own(at + 1)
    over = {i: next((j for j in range(i, -1, -1) if row[j]), i) for i, text in enumerate(low) if text}
    is_split = all(any(k != i and j == over[k] for k in over) for i, j in over.items())
    if not is_split or any(low[i][0].isdigit() for i in over):
        return grid
    up = [i for i, j in over.items() if labels.splits_otherwise(row[j], low[i]) and not labels.place(row[j])]
    head = [f"{row[over[i]]} {low[i]}" if i in up else text for i, text in enumerate(row)]
    rest = ["" if i in up else text for i, text in enumerate(low)]
    return grid.with_rows(at, head, rest) if up else grid


def _goes_on_below(grid: Grid, at: int) -> bool:
    """Whether the row below a head names counts where the head itself says nothing: "Jumlah" in the lower row alone."""
    row, low = grid.rows[at], grid.own(at + 1)
    under = [i for i, text in enumerate(low) if text]
    is_free = all(not row[i] and not (row[i - 1 : i] and (at, i - 1) in grid.wide) for i in under)
    return bool(under) and is_free and all(labels.may_count(low[i]) or labels.counts(low[i]) for i in under)


def _are_told_apart_above(grid: Grid, at: int) -> bool:
    """Whether heads that stand again and again are told apart by what stands over each: "Rencana", "Realisasi"."""
    if not 0 < at < len(grid.rows):
        return False
    row, kinds = grid.rows[at], {labels.counts(text) for text in grid.rows[at - 1] if text}
    again = [(text, _over(grid, at - 1, i)) for i, text in enumerate(row) if text and row.count(text) > 1]
    is_count = any(labels.counts(text) for text, _ in again)
    return is_count and {"planned", "realised"} <= kinds and len({*again}) == len(again)


def _unwrapped(grid: Grid) -> Grid:
    """Return a sheet in which a regency whose name goes on in the row below, where nothing else stands, is in one."""
    rows = [list(cells) for cells in grid.rows]
    for above, cells in pairwise(rows):
        at = [i for i, text in enumerate(cells) if text]
        text = above[at[0]] if len(at) == 1 and sum(map(bool, above)) > 1 else ""
        if text[:1].isalpha() and not labels.is_regency(text) and labels.is_regency(f"{text} {cells[at[0]]}"):
            above[at[0]], cells[at[0]] = f"{text} {cells[at[0]]}", ""
    return replace(grid, rows=rows)


def _in_one_language(grid: Grid) -> Grid:
    """Return a sheet in which heads of men, women and both say so in one language alone."""
    return grid.with_rows(0, *([_sex_in_one_language(text) for text in row] for row in grid.rows[:HEAD_WITHIN]))


def _sex_in_one_language(text: str) -> str:
    parts = [folded(part) for part in re.split("[\n/|]", text)] if len(text) <= LONGEST_SEX else []
    return parts[0] if len(parts) > 1 and any({*parts} <= words for words in (MEN, WOMEN, BOTH)) else text


def _is_split_otherwise(grid: Grid, at: int) -> bool:
    """Whether the row below a head splits the participants into what nobody knows: by funds, by age."""
    if at + 1 >= len(grid.rows) or _second_head(grid, at) or is_head(grid, at):
        return False
    row, own = grid.rows[at], grid.own(at + 1)
    first = next((i for i, text in enumerate(row) if labels.names_people(text) or labels.may_count(text)), None)
    if first is None:
        return False
    _, after = _span(row, first)
    under = [text for text in own[first:after] if text]
    return len(under) > 1 and sum(map(bool, own)) == len(under) and all(number(text) is None for text in under)


def _with_sexes_beside(grid: Grid) -> Grid:
    """Return a sheet in which men and women that have a row each below a name alone stand beside that name.

    "Servis AC", and below it "- Laki-laki" and "- Perempuan" with their counts.
    """
    rows, i, name = [[*cells, ""] for cells in grid.rows], 0, ""
    for cells in rows:
        at = [n for n, text in enumerate(cells) if text]
        if name and len(at) > 1 and at[0] == i and folded(cells[i][:LONGEST_SEX]) in MEN | WOMEN:
            cells[i], cells[-1] = name, cells[i]
        else:
            i, name = (at[0], cells[at[0]]) if len(at) == 1 else (0, "")
    beside = {folded(cells[-1]) for cells in rows}
    first = next((n for n, cells in enumerate(grid.rows) if sum(map(bool, cells)) > 1), 0)
    if not (beside & MEN and beside & WOMEN) or rows[first][-1] or len(rows[0]) > MOST_COLUMNS:
        return grid
    rows[first][-1] = "Jenis kelamin"
    return replace(grid, rows=rows)


def _named_by_cells(grid: Grid) -> Grid:
    """Return a sheet in which heads that say nothing are named by their cells, all regencies or all activities."""
    rows = list(grid.rows)
    for at, row in enumerate(rows[:HEAD_WITHIN]):
        for i, text in enumerate(row):
            words = folded(text[:LONGEST_KIND])
            if not words or not (words in PIVOTED or {*words.split()} <= NAMELESS):
                continue
            others = {labels.column(t)[0] for t in row if t != text}
            names = (LISTED.sub("", cells[i][: labels.LONGEST_LABEL]) for cells in _counted(rows[at + 1 :]))
            below = [*takewhile(lambda n: not labels.ends(n), names)]
            kinds = {"activity" if labels.is_activity(n) else _kind_of_name(n) for n in below} - {"", "t"}
            if sum(map(labels.is_regency, row)) > 1 and any(map(labels.activity_in, below)):
                kinds = {"activity"}  # what is counted of each regency: "Jumlah peserta bimtek anyaman"
            if len(kinds) == 1 and (name := {"r": "regency"}.get(kind := kinds.pop(), kind)) not in {"o"} | others:
                rows[at] = [_usual(name) if j == i else t for j, t in enumerate(row)]
    return replace(grid, rows=rows)


def _counted(rows: Sequence[list[str]]) -> Sequence[list[str]]:
    """Return rows without the lines of text below the last that has several cells, or a name: "Terima kasih"."""
    names = ([text[: labels.LONGEST_LABEL] for text in cells if text] for cells in rows)
    is_row = (len(own) > 1 or any(labels.is_activity(n) or labels.is_regency(n) for n in own) for own in names)
    return rows[: max((n for n, is_one in enumerate(is_row, 1) if is_one), default=0)]


def _in_one_column(grid: Grid) -> Grid:
    """Return a sheet in which regencies and cities that have a column each, one of them filled in a row, share one."""
    for at, row in enumerate(grid.rows[:HEAD_WITHIN]):
        heads = {name: i for i, text in enumerate(row) if text and (name := folded(text[:LONGEST_KIND])) in OF_KINDS}
        if len(heads) < 2 or {OF_KINDS[name] for name in heads} != {*OF_KINDS.values()}:
            continue
        one, *others = sorted(heads.values())
        rows = [list(cells) for cells in grid.rows]
        rows[at][one], rows[at][others[0]] = _usual("regency"), ""
        for cells in rows[at + 1 :]:
            named = [cells[i] for i in (one, *others) if cells[i] and not labels.is_nothing(cells[i])]
            if len(others) > 1 or len({labels.regency(text) for text in named if labels.is_regency(text)}) > 1:
                return grid
            if labels.is_regency(next(iter(named), "")) or labels.is_nothing(cells[one]):
                cells[one], cells[others[0]] = next(iter(named), ""), ""
        return replace(grid, rows=rows)
    return grid


def _in_two_columns(grid: Grid) -> Grid:
    """Return a sheet in which activities or districts that stand in the column of their regencies do so no longer.

    They stand below their regency, or the regencies below their activity: activities get a column of their own, and
    districts are added up.
    """
    for at, row in enumerate(grid.rows[:HEAD_WITHIN]):
        for i, text in enumerate(row):
            if not text or labels.is_activity(text) or labels.is_regency(text):
                continue
            parts = {labels.column(part)[0] for part in re.split("[/\n]", text)} - {""}
            heads = [t for t in row if t not in ("", text) and not labels.year(t)]
            others = {labels.column(t)[0] or labels.counts(t) for t in heads} - {""}
            is_counted = others & {*COUNTS, "count"} or any(map(labels.may_count, heads))
            if is_counted and not others & {"regency", "activity"} and _names_both(grid, at, i):
                return grid.with_text(at, i, _usual("activity"))
            if not others or parts & {*COUNTS} or others & {"regency", "activity"}:
                continue
            near = [LISTED.sub("", cells[i][: labels.LONGEST_LABEL]) for cells in grid.rows[at + 1 : at + 1 + NEAR]]
            sums = [folded(name) for name in near if labels.is_subtotal(name)]
            are_named = any(map(labels.is_regency, near)) or any(map(labels.regencies_in, sums))
            if are_named and (taken := _by_outline(grid, at, i)) is not None:
                return taken
    return grid


def _names_both(grid: Grid, at: int, column: int) -> bool:
    """Whether most cells of a column name an activity and its regency, one behind the other."""
    cells = grid.below(at, column)
    both = [text for text in cells if labels.activity_in(text) and labels.regency_behind(text)]
    return len(both) * 2 > len(cells)


def _by_outline(grid: Grid, at: int, column: int) -> Grid | None:
    """Return a sheet with what a column names in columns of its own; None if it is no outline of regencies."""
    head = grid.rows[at][column]
    below = _counted(grid.rows[at + 1 :])
    names = [LISTED.sub("", cells[column][: labels.LONGEST_LABEL]) for cells in below]
    kinds = [*takewhile(lambda kind: kind != "end", map(_kind_of_name, names))]
    outline, free = "".join(kinds), [n for n, kind in zip(names, kinds, strict=False) if kind == "o"]
    if any(labels.column(name)[0] for name in free):
        return None
    if re.fullmatch("r[rto]*", outline) and any(map(labels.is_activity, names)):
        return _with_column(grid, at, column, ("regency", "activity"), [kind == "o" for kind in kinds])
    of_sums = ["r" if k == "t" and labels.regencies_in(folded(n)) else k for k, n in zip(kinds, names, strict=False)]
    if re.fullmatch("(?:o+r)+t?", of := "".join(of_sums)) and "oo" in of and any(map(labels.is_activity, free)):
        first = of_sums.index("r")
        raise UnreadableFileError("regencies_below", row=str(at + first + 2), found=quoted(names[first]))
    is_of_groups = labels.column(head)[0] == "regency" and not any(map(labels.heads_activity, free))
    if re.fullmatch("(?:or+t?)+t?", outline) and not labels.names_district(head) and not is_of_groups:
        closings = [True] * (len(grid.rows) - at - 1 - len(below)) if len(kinds) == len(below) else []
        return _with_column(grid, at, column, ("activity", "regency"), [*(kind == "r" for kind in kinds), *closings])
    of_districts = labels.names_district(head) or all(map(labels.names_district, free))
    is_read = of_districts and re.fullmatch("(?:ro*t?)+t?", outline) and "ro" in outline
    return _without_districts(grid, at, column, kinds) if is_read else None


def _kind_of_name(name: str) -> str:
    """Return a letter for what stands among names: a regency, a total, another name, or "end"; "" for none."""
    if labels.ends(name):
        return "end"
    if folded(name) in MEN | WOMEN | {""}:
        return ""
    is_sum = labels.is_total(name) or labels.is_subtotal(name) or folded(name) in labels.NAMES_OF_PROVINCE
    return "r" if labels.is_regency(name) else "t" if is_sum else "o"


def _with_column(grid: Grid, at: int, column: int, names: tuple[str, str], are_moved: Sequence[bool]) -> Grid:
    """Return a sheet with some cells of a column below its head in a new one, and both heads named."""
    rows = [[*cells, ""] for cells in grid.rows]
    rows[at][column], rows[at][-1] = map(_usual, names)
    for cells, is_moved in zip(rows[at + 1 :], are_moved, strict=False):
        if is_moved and (names[-1] == "regency" or sum(map(bool, cells)) > 1):
            cells[column], cells[-1] = "", LISTED.sub("", cells[column])
    return replace(grid, rows=rows)


def _without_districts(grid: Grid, at: int, column: int, kinds: Sequence[str]) -> Grid:
    """Return a sheet with the counts of districts added up to those of their regency, the row above them.

    As it is, where a regency states another sum, a cell is no number, or a district may be a regency misspelt.
    """
    rows = [list(cells) for cells in grid.rows]
    rows[at][column] = _usual("regency")
    counting = [i for i, text in enumerate(rows[at]) if i != column and not labels.is_number(text)]
    over, mine = rows[at], list[list[str]]()
    for cells, kind in zip([*rows[at + 1 :], rows[at]], [*kinds, "r"], strict=False):
        if kind == "o":
            if not any(map(number, cells)) or re.search(r"\b(kota|kab|kabupaten)\b", folded(cells[column])):
                return grid
            mine.append([*cells])
            cells[:] = [""] * len(cells)
        elif kind:
            for i in counting if mine else ():
                if not any(texts := [other[i] for other in mine]):
                    continue
                people = added(texts)
                if people is None or over[i] not in ("", str(people)):
                    return grid
                over[i] = str(people)
            over, mine = cells, []
    return replace(grid, rows=rows)


def _in_one(grid: Grid, at: int) -> Grid:
    """Return a sheet with two rows of a head in the lower of them; as it is, where that is no head."""
    own = grid.own(at + 1)
    if any(text[0].isdigit() and not labels.year(text) for text in own if text) or not any(own):
        return grid
    return _as_one(grid, at)


def _as_one(grid: Grid, at: int) -> Grid:
    above, own = grid.rows[at], grid.own(at + 1)
    one, over = list[str](), ""
    for text, low in zip(above, ("" if _only_of_sex(low) else low for low in own), strict=True):
        over = text or over
        text = "" if low and _only_of_sex(text) else text
        is_count = labels.column(text)[0] in COUNTS and bool(labels.counts(low))
        both = low if low and is_count else f"{text} {low}".strip()
        one.append(f"{over.split()[-1]} {low}" if over and ORDINAL.fullmatch(low) else both)  # "angkatan" over "II"
    return grid.with_rows(at, [""] * len(above), one)


def _with_sexes_up(grid: Grid, at: int) -> Grid:
    """Return a sheet with men and women in the head itself, where above them it says "by sex", or nothing."""
    sub = _second_head(grid, at)
    over = [grid.rows[at][i] for i, text in enumerate(sub) if text]
    if not any(over) or not all(_only_of_sex(text) and "%" not in text for text in over if text):
        return grid
    head = [low or text for text, low in zip(grid.rows[at], sub, strict=True)]
    tall = {place: rows for place, rows in grid.tall.items() if place[0] not in (at, at + 1)}
    return replace(grid.with_rows(at, head, [""] * len(sub)), tall=tall)


def _only_of_sex(text: str) -> bool:
    """Whether a head only says that what stands below it are men and women."""
    return bool(set(folded(text).split()) & labels.SEX)


def head_row(grid: Grid) -> int | None:
    """Return the row that names regencies and activities; else one that names activities and participants."""
    columns = [{labels.column(t)[0] for t in row if t and ":" not in row} for row in grid.rows[:HEAD_WITHIN]]
    for wanted in ({"regency", "activity"}, {"activity", "participants"}):
        for i, names in enumerate(columns):
            if wanted <= names:  # "Kelas" and "Peserta" may stand below each activity
                return i - 1 if i and is_head(grid, i - 1) else i
    for is_one in (is_head, _counts_regencies, _counts_activities, _lists_people):
        if (at := next((i for i, names in enumerate(columns) if names and is_one(grid, i)), None)) is not None:
            return at
    return None


def upright(grid: Grid, answers: Mapping[str, str]) -> Grid:
    """Return a sheet with its table upright, if it lies on its side and the answer ``turn`` is "turn".

    Raises ``UnclearFileError``, and refuses one that is not to be turned, or of whose cells more is known than a text:
    that they are noted on, hidden, struck out or merged from row to row.
    """
    stood = turned(grid)
    if stood is None:
        return grid
    heads = ", ".join(f"“{quoted(text)}”" for text in stood.rows[head_row(stood) or 0] if text)
    is_marked = any((grid.comments, grid.hidden_rows, grid.hidden_columns, grid.struck, grid.tall))
    choices = [Choice("turn", "turn"), Choice("keep", "turn_not")]
    if is_marked or answered(answers, "turn", choices, listed=heads) == "keep":
        raise UnreadableFileError("sideways", listed=heads)
    return stood


def turned(grid: Grid) -> Grid | None:
    """Return a sheet with rows and columns of its table exchanged; None if it does not lie on its side.

    It does if its heads stand below each other: regency and activity, or a count where it is no table otherwise.
    """
    rows = grid.rows
    full = [sum(map(bool, row)) > 1 for row in rows]
    first = full.index(True) if True in full else len(full)
    after = next((i for i in range(first, len(full)) if not full[i]), len(full))
    if any(full[i] and any(map(labels.names_person, rows[i][i < after :])) for i in range(first, len(rows))):
        return None  # what stands beside each other are facts of the list below them
    if after - first > 1 and all(rows[i][0].rstrip(".") == str(i - first) for i in range(first + 1, after)):
        rows = [*rows[:first], *([*row[1:], ""] for row in rows[first:after]), *rows[after:]]  # each is numbered
    below = [rows[i][0] for i in range(first, after)]
    names = {labels.column(text)[0] or labels.counts(text) for text in below}
    if any(len({labels.column(text)[0] for text in row} & {*NAMING}) > 1 for row in rows[:HEAD_WITHIN]):
        return None
    is_count = bool(names & {*COUNTS, "count", "realised"})
    if not {*NAMES} <= names and not (is_count and head_row(flat(grid)) is None):
        return None
    block = [list(column) for column in zip(*rows[first:after], strict=True) if any(column)]
    width = max(len(rows[0]), after - first)
    stood = [[*row, *[""] * (width - len(row))] for row in (*rows[:first], *block, *rows[after:])]
    one = flat(replace(grid, rows=stood, numbers=frozenset(), wide=frozenset(), marks={}))
    return one if width <= MOST_COLUMNS and head_row(one) == first else None


def _counts_regencies(grid: Grid, at: int) -> bool:
    """Whether a row is the head of a table that counts people by regency and names no activity."""
    row = grid.rows[at]
    places = [i for i, text in enumerate(row) if labels.column(text)[0] == "regency"]
    is_count = any(labels.counts(text) for i, text in enumerate(row) if text and i not in places)
    is_named = any(labels.is_regency(text) for i in places for text in grid.below(at, i))
    return is_named and bool(is_count or {*map(folded, row)} & MEN)


def _counts_activities(grid: Grid, at: int) -> bool:
    """Whether a row heads a table that counts people by activity, on a regency's sheet or beside regencies' names."""
    row = grid.rows[at]
    taught = [i for i, text in enumerate(row) if labels.column(text)[0] == "activity"]
    is_count = any(labels.counts(text) for i, text in enumerate(row) if text and i not in taught)
    if not taught or not (is_count or {*map(folded, row)} & MEN):
        return False
    is_of_one = any(labels.is_regency(text) or labels.regencies_in(text) for text in _titles(grid, at) if text)
    return is_of_one or any(_names_both(grid, at, i) for i in taught) or bool(_of_regencies(row, grid.rows[at + 1 :]))


def _lists_people(grid: Grid, at: int) -> bool:
    """Whether a row is the head of a list of people that names what else is said of them, or numbers them."""
    person, row = person_column(grid.rows[at]), grid.rows[at]
    below = [cells for cells in grid.rows[at + 1 :] if cells[person]] if person is not None else []
    is_named = any(labels.column(text)[0] in NAMES for text in row)
    return sum(map(bool, row)) > 1 and (len(below) > 1 - is_named or any(sum(map(bool, cells)) > 2 for cells in below))


def number_column(row: Sequence[str]) -> int | None:
    """Return the column in which a head numbers the rows; None if it does not."""
    return next((i for i, text in enumerate(row) if labels.is_number(text)), None)


def person_column(row: Sequence[str]) -> int | None:
    """Return the column in which a head names people, participants before businesses and numbers; None if none does."""
    words = {i: {*folded(text).split()} for i, text in enumerate(row) if labels.names_person(text)}
    others = words_of("no_participants")
    return min(words, key=lambda i: (not words[i] & labels.PEOPLE, bool(words[i] & others)), default=None)


def is_by_activity(head: Head) -> bool:
    """Whether regencies stand behind their activity, which may then be written once for several of them."""
    return head.columns.get("activity", len(head.columns)) < head.columns.get("regency", -1)


def heads_table(row: Sequence[str]) -> bool:
    """Whether a row names regencies and activities, or counts of one of them: it heads a table, wherever it stands."""
    names = {labels.column(text)[0] for text in row if text}
    are_sexes = {*map(folded, row)} & MEN and {*map(folded, row)} & WOMEN
    are_counts = any(map(labels.counts, filter(None, row))) and not labels.has_digit(row)
    is_of_counts = bool(names & {"regency", "activity"}) and (are_sexes or are_counts) and sum(map(bool, row)) > 1
    return {"regency", "activity"} <= names or is_of_counts


def _named(grid: Grid, at: int) -> dict[str, int]:
    """Return where each column is: of several names the surest; others are refused, but those that say the same."""
    row, below = grid.rows[at], grid.rows[at + 1 :]
    people = [i for i, text in enumerate(row) if labels.names_person(text)]
    if len({folded(row[i]) for i in people}) < len(people):  # two lists of people beside each other
        raise UnreadableFileError("two_columns", at=grid.named(at, people))
    ranked: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, text in enumerate(row):
        name, rank = labels.column(text)
        if name and name != "regency":
            ranked[name].append((rank, i))
    columns = {}
    for name, places in ranked.items():
        each = [(rank, i) for rank, i in places if name == "participants" and labels.is_per_class(row[i])]
        if each and any(map(labels.counts_classes, row)):
            places = each  # beside them their sum may stand, which they are held against
        places = [place for place in places if not labels.is_wish(row[place[1]])] or places
        best, i = min(places)
        twins = [j for rank, j in places if rank == best or name in COUNTS]
        twins = [j for j in twins if j == i or any(cells[j] != cells[i] for cells in below)]
        if len(twins) > 1:
            raise UnreadableFileError("two_columns", at=grid.named(at, twins))
        columns[name] = i
    return columns


@dataclass(frozen=True)
class _Places:
    """What the head says of each column as far as it is a place, and whether the row below belongs to it."""

    heads: list[str]
    is_split: bool


def _place_heads(grid: Grid, at: int) -> _Places:
    """Return the heads of columns with what stands above or below them, where a head of two rows says it of a place."""
    row = grid.rows[at]
    above = grid.rows[at - 1] if any(grid.tall.get((at, i), (at, at))[0] < at for i in range(len(row))) else []
    below = _places_below(grid, at)
    heads = []
    for i, text in enumerate(row):
        parts = [text]
        if above and (at, i) not in grid.tall:
            parts.insert(0, _over(grid, at - 1, i))
        if below and below[i]:
            parts = [*parts[:-1], text or _over(grid, at, i), below[i]]
        heads.append(" ".join(part for part in parts if part))
    return _Places(heads, bool(below))


def _over(grid: Grid, at: int, column: int) -> str:
    """Return the head that a column stands under in a row in which one may stand over several."""
    over = next((i for i in range(column, -1, -1) if grid.rows[at][i]), None)
    return "" if over is None or ((at, over) in grid.tall and over != column) else grid.rows[at][over]


def _places_below(grid: Grid, at: int) -> list[str]:
    """Return the row below a head if it splits a place, into where people come from and where they met; [] if not."""
    below = grid.rows[at + 1] if len(grid.rows) > at + 1 else []
    own = ["" if (at + 1, i) in grid.tall else text for i, text in enumerate(below)]
    texts = [text for text in own if text]
    if len(texts) < 2 or not all(labels.is_sub_head(text) for text in texts):
        return []
    over = (f"{grid.rows[at][i] or _over(grid, at, i)} {text}" for i, text in enumerate(own) if text)
    return own if any(map(labels.place, over)) else []


def _place(grid: Grid, at: int, places: _Places, answers: Mapping[str, str]) -> int | None:
    """Return the column of the regency that participants come from; None if there is none.

    Where a column may name the place of the training instead, or several name regencies, that is asked: the answer
    ``place`` is the letters of the column, or "none".
    """
    heads, below = places.heads, grid.rows[at + 1 + places.is_split :]
    named = [i for i, text in enumerate(heads) if labels.column(text)[0] == "regency" and not labels.is_code(text)]
    like = [i for i in named if any(labels.is_regency(cells[i]) for cells in below)]
    codes = _codes(grid, at)
    if not (is_named := bool(named)) and not codes and person_column(grid.rows[at]) is None:
        free = {i for i, t in enumerate(heads) if not (labels.column(t)[0] or labels.names_district(t))}
        like = named = [i for i in _of_regencies(heads, below) if i in free]
    if not like and codes:
        named = [i for i in named if not labels.place(heads[i])]  # a hotel, a town: the code says more
    if named and not like and not codes and all(labels.place(heads[i]) in ("venue", "place") for i in named):
        like = _of_regencies(heads, below)
    like = [i for i in like if not (labels.place(heads[i]) and _is_address(grid, at, [cells[i] for cells in below]))]
    others = _other_origins(grid, at, places, like or codes)
    if not like and person_column(grid.rows[at]) is not None:  # where somebody lives, unless it names a regency
        named = [i for i in named if any(labels.regencies_in(folded(cells[i])) for cells in below)]
    if not like and not codes and named and all(_names_venues(labels.place(heads[i]), below, i) for i in named):
        return None
    if not like and not (codes and others):
        return min(named, key=lambda i: labels.column(heads[i])[1], default=None)
    like = like or codes[:1]
    different = {tuple(labels.regency(cells[i]) for cells in below): i for i in reversed(like)}
    if is_named and len(different) == 1 and not others and any(labels.place(heads[i]) in ("", "origin") for i in like):
        return like[0]
    asked = sorted({*different.values(), *others})
    reason = "place" if len(asked) > 1 else "venue"
    first, kind = at + 1 + places.is_split, f"{reason}_column"
    choices = [column_choice(letters(i), heads[i], sample(grid, first, i), reason=kind) for i in asked]
    answer = answered(answers, "place", [*choices, Choice("none", "no_origin")], reason, row=str(at + 1))
    if answer == "none":
        raise UnreadableFileError("no_origin")
    return next(i for i in asked if letters(i) == answer)


def _titles(grid: Grid, at: int) -> Iterator[str]:
    """Yield what stands above a table: the sheet's name, and each cell of the rows before its head, folded."""
    return (folded(text[: labels.LONGEST_LABEL]) for text in (grid.title, *(t for row in grid.rows[:at] for t in row)))


def _is_address(grid: Grid, at: int, cells: Sequence[str]) -> bool:
    """Whether people's cells are villages and towns of the one regency that the titles name, and say no other."""
    titled = {labels.regency(name) for text in _titles(grid, at) for name in labels.regencies_in(text)}
    named = {labels.regency(text) for text in cells if labels.is_regency(text)}
    named |= {labels.regency(name) for text in cells for name in labels.regencies_in(folded(text))}
    is_of_one = person_column(grid.rows[at]) is not None and len(titled) == 1 and named <= titled
    return is_of_one and not all(map(labels.is_regency, filter(None, cells)))


def _of_regencies(heads: Sequence[str], below: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns most of whose cells are regencies, whatever they are called."""
    of = [[cells[i] for cells in below if cells[i]] for i in range(len(heads))]
    return [i for i, texts in enumerate(of) if sum(map(labels.is_regency, texts)) * 2 > len(texts)]


def _names_venues(kind: str, below: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column whose head may mean a venue names houses: "Hotel Amaris, Ambon"."""
    cells = [cells[column] for cells in below if cells[column]]
    return kind in ("venue", "place") and any(map(labels.is_venue, cells))


def _other_origins(grid: Grid, at: int, places: _Places, like: Sequence[int]) -> list[int]:
    """Return the columns besides those of regencies in which people may be said to come from elsewhere.

    These are one that is named so, whatever it says, and one whatever it is called whose cells are other regencies;
    none where one of the regencies' own is named so.
    """
    if not like or any(labels.says_origin(places.heads[i]) for i in like):
        return []
    below = [row for row in grid.rows[at + 1 + places.is_split :] if any(row)]
    taken, others, is_of_people = "", [], person_column(grid.rows[at]) is not None
    regencies = [taken := labels.regency(row[like[0]]) if row[like[0]] else taken for row in below]
    for i, head in enumerate(places.heads):
        if i in like or labels.is_code(head) or labels.is_of_birth(head):
            continue
        cells = [(row[i], regency) for row, regency in zip(below, regencies, strict=True) if row[i]]
        if labels.says_origin(head) and is_of_people:  # their addresses are nobody's concern
            is_other = any(labels.is_regency(text) for text, _ in cells)
        elif labels.says_origin(head):
            is_other = any(folded(text) and not text[0].isdigit() for text, _ in cells)
        else:
            counted = labels.is_note(head)  # "termasuk 5 orang dari Kota Tual" is no origin of all
            told = [(text, of) for text, of in cells if not (counted and any(map(str.isdigit, text)))]
            named = [(code, regency) for text, regency in told if (code := labels.origin(text))]
            is_free = labels.column(head)[0] in ("", "regency")
            is_other = is_free and len(named) * 2 > len(cells) and any(code != regency for code, regency in named)
        if is_other:
            others.append(i)
    return others


def sample(grid: Grid, below: int, column: int) -> str:
    """Return the first different cells of a column from a row (from 0) on."""
    cells = dict.fromkeys(quoted(text) for row in grid.rows[below:] if (text := row[column]))
    return ", ".join(list(cells)[:3])


def _count(grid: Grid, at: int, sub: Sequence[str], answers: Mapping[str, str]) -> _Count | None:
    """Return which of several counts is meant, of what was planned and what came of it, or of years; None if of none.

    That is asked: the answer ``count`` is the letters of its first column.
    """
    counts = [c for c in _counts(grid.rows[at], sub) if _has_numbers(grid, at, c.columns)]
    if any(c.kind == "cumulative" for c in counts):  # beside what came until then stands what came in the last month
        counts = [replace(c, kind="count") if not c.kind and labels.is_period(c.label) else c for c in counts]
    counts = [c for c in counts if c.kind]
    counts = _with_all(counts)
    is_unclear = any(c.kind != "count" for c in counts) or len({labels.year(c.label) for c in counts} - {""}) > 1
    if len({labels.year(c.label) for c in counts} - {""}) > 1:
        counts = [c for c in counts if labels.year(c.label)]  # a sum of several rounds is none
    unknown = _unknown_counts(grid, at, counts) if counts and not sub else []
    is_unclear = is_unclear or (len(counts) == 1 and bool(unknown) and person_column(grid.rows[at]) is None)
    counts += unknown if len({labels.year(count.label) for count in counts}) == 1 else []
    if len(counts) < 2 or not is_unclear:
        return None
    below = grid.rows[at + 1 + bool(sub) :]
    are_same = len({tuple(cells[i] for cells in below for i in count.columns) for count in counts}) == 1
    are_same = are_same and len({labels.year(count.label) for count in counts}) == 1
    for count in counts:
        if answers.get("count") == count.value or (are_same and count.kind in ("realised", "count")):
            return count
    choices = []
    for count in counts:
        cells = sample(grid, at + 1 + bool(sub), count.columns[0])
        choices.append(column_choice(" + ".join(map(letters, count.columns)), count.label, cells, count.value))
    reason = "cumulative" if all(count.kind == "cumulative" for count in counts) else "count"
    raise UnclearFileError(reason, "count", choices, row=str(at + 1))


def _with_all(counts: Sequence[_Count]) -> list[_Count]:
    """Return counts without those of who did not come; those who passed and those who did not are one more together."""
    kept = list(counts)
    for no in counts:
        yes = next((c for c in counts if folded(c.label) == labels.without_not(no.label)), None)
        if yes:
            kept.remove(no)
            if {*folded(yes.label).split()} & labels.PASSED:
                kept.append(_Count((*yes.columns, *no.columns), f"{yes.label} + {no.label}", "count", is_sum=True))
    return kept


def _target(grid: Grid, at: int, sub: Sequence[str], chosen: _Count) -> int | None:
    """Return the column of the target of what came of it; None if there is none, or several."""
    year = labels.year(chosen.label)
    targets = [
        count.columns[0]
        for count in _counts(grid.rows[at], sub)
        if count.kind == "planned" and labels.is_target(count.label) and len(count.columns) == 1
        and labels.year(count.label) == year and count.columns[0] + 1 not in grid.hidden_columns
    ]  # fmt: skip
    return targets[0] if len(targets) == 1 and chosen.kind in ("count", "realised") else None


def _with_others(grid: Grid, at: int, columns: Mapping[str, int], adds: Sequence[int], used: Set[int]) -> int | None:
    """Return the column of a count that is the sum of others in its row: of participants and of who else?"""
    total = columns.get("participants", adds[0] if len(adds) == 1 else None)
    row, sums = grid.rows[at], list[bool]()
    parts = [i for i, text in enumerate(row) if text and i not in used and labels.may_be_of_people(text)]
    parts = [i for i in parts if folded(row[i]) not in MEN | WOMEN | SOME and not any(c.isdigit() for c in row[i])]
    for cells in grid.rows[at + 1 :]:
        people = added(cells[i] for i in parts)
        if total is not None and (stated := number(cells[total])) and people is not None:
            sums.append(people == stated)
    return total if len(parts) > 1 and 2 * sum(sums) > len(sums) else None


def _other_count(
    grid: Grid, at: int, first: int, sub: Sequence[str], used: Set[int], answers: Mapping[str, str], total: int | None
) -> tuple[int, ...]:
    """Return which columns of numbers count the people where no head says so; () if none does.

    That is asked: the answer ``count`` is the letters of the column, "sum" for all of them, or "none". The ``total``
    is their sum, if there is one.
    """
    row, below = grid.rows[at], grid.rows[first:]
    asked = {}
    for i, text in enumerate(row):
        cells = [number(cells[i]) for cells in below if cells[i] and not cells[i].startswith("(")]
        are_counts = 2 * sum(n is not None for n in cells) >= len(cells) and any(cells)
        if (labels.by_sex(text) or labels.of_target(text)) and any(BY_SEX.fullmatch(cells[i]) for cells in below):
            return (i,)
        are_people = bool(cells) and all(OF_PEOPLE.search(cells[i]) for cells in below if cells[i])
        is_free = labels.may_be_of_people(text) or labels.column(text)[0] == "activity"
        may_be = are_people or (are_counts and is_free)
        is_split = sum(map(bool, sub[slice(*_span(row, i))])) > 1  # one of several columns is not what the head counts
        if text and i not in used and not is_split and (i == total or may_be):
            asked[letters(i)] = i
    heads = {folded(row[i]) for i in asked.values()}
    if bool(heads & MEN) != bool(heads & WOMEN):  # of one sex alone: nobody's number of participants
        asked = {name: i for name, i in asked.items() if folded(row[i]) not in MEN | WOMEN}
    if len(asked) == 1 and labels.counts_everybody(row[i := next(iter(asked.values()))]):
        return (i,)
    if not asked:
        return ()
    choices = [column_choice(name, row[i], sample(grid, at + 1, i)) for name, i in asked.items()]
    choices += [all_of(row[i] for i in asked.values())] * (len(asked) > 1 and total is None)
    choices.append(Choice("none", "no_count"))
    answer = answered(answers, "count", choices, "which_count", row=str(at + 1))
    return tuple(asked.values()) if answer == "sum" else (asked[answer],) if answer in asked else ()


def _unknown_counts(grid: Grid, at: int, counts: Sequence[_Count]) -> list[_Count]:
    """Return the columns of numbers beside some counts that nobody knows: who came after all, who left, or no head."""
    known, row = {i for count in counts for i in count.columns}, grid.rows[at]
    free = [i for i, text in enumerate(row) if i not in known and (not text or labels.may_be_of_more(text))]
    is_sure = any(labels.column(count.label)[0] == "participants" for count in counts)
    free = [i for i in free if not (is_sure and labels.STAFF.fullmatch(labels.bare(row[i])))]
    unknown = [_Count((i,), row[i] or "–", "count") for i in free if _may_be_counts(grid, at, i, bool(row[i]))]
    parts = {i for count in unknown for i in count.columns}
    rows = [[number(cells[i]) or 0 for i in (*known, *parts)] for cells in grid.rows[at + 1 :]]
    is_sum = len(known) == 1 and len(parts) > 1 and all(both == sum(of) for both, *of in rows)
    return [] if is_sum else unknown


def _may_be_counts(grid: Grid, at: int, column: int, is_headed: bool) -> bool:
    """Whether numbers stand below a head, and nothing else; without one, more than one, and not those of the rows."""
    texts = grid.below(at, column)
    if any(len(text) > labels.LONGEST_LABEL for text in texts) or not has_only_numbers(grid, at, column):
        return False
    is_row = texts == [str(n) for n in range(1, len(texts) + 1)]
    is_alone = len(texts) > 1 and not is_row and None not in map(number, texts)
    return (is_headed or is_alone) and any(map(number, texts)) and not all(map(labels.is_year, texts))


def _counts(head: Sequence[str], sub: Sequence[str]) -> list[_Count]:
    """Return what may count people, head by head: the columns that the row below splits it into, or itself."""
    counts = _counts_of_sexes(head, sub)
    for i, text in enumerate(head):
        first, after = _span(head, i) if sub else (i, i + 1)
        below = [j for j in range(first, after) if sub and sub[j]]
        pair, both = _men_and_women(sub, first, after) if below else ((), None)
        if not text:
            continue
        if pair:
            columns = pair if both is None else (both,)
            counts.append(_Count(columns, f"{text}: {' + '.join(sub[j] for j in columns)}", labels.counts(text)))
        elif below:
            counts += [_Count((j,), f"{text}: {sub[j]}", _kind_below(text, sub[j])) for j in below]
        else:
            counts.append(_Count((i,), text, labels.counts(text)))
    return counts


def _counts_of_sexes(head: Sequence[str], sub: Sequence[str]) -> list[_Count]:
    """Return what counts men and women together whose heads are split alike: into a target and what came of it."""
    men, women = (next((i for i, text in enumerate(head) if folded(text) in words), None) for words in (MEN, WOMEN))
    if not sub or men is None or women is None:
        return []
    pairs = [*zip(range(*_span(head, men)), range(*_span(head, women)), strict=False)]
    if len(pairs) < 2 or any(sub[i] != sub[j] or not sub[i] for i, j in pairs):
        return []
    both = f"{head[men]} + {head[women]}"
    return [_Count((i, j), f"{sub[i]}: {both}", labels.counts(sub[i])) for i, j in pairs]


def _kind_below(head: str, sub: str) -> str:
    """Return what a column counts whose head is split: what is said of it below, where the head is a count at all."""
    own = labels.counts(sub)
    return labels.counts(head) and own if own != "count" else labels.counts(head)


def _has_numbers(grid: Grid, at: int, columns: Sequence[int]) -> bool:
    """Whether some columns have numbers below their head, or nothing at all."""
    cells = [row[i] for row in grid.rows[at + 1 :] for i in columns if row[i]]
    return not cells or any(cell[0].isdigit() for cell in cells)


def _second_head(grid: Grid, at: int) -> list[str]:
    """Return the row below a head if it splits it, without what is merged; [] if not.

    It does so into men, women and both, into what was planned and what came of it, into sums up to some month, or into
    years.
    """
    own = grid.own(at + 1)
    # Beside a count a place may be split, and money may have its unit in the lower row.
    is_unit = [UNIT.fullmatch(text) or (text[:1] == "(" and folded(text) in labels.UNITS - BOTH) for text in own]
    own = ["" if labels.place(text) or of_unit else text for text, of_unit in zip(own, is_unit, strict=True)]
    texts = {folded(text) for text in own if text}
    if _are_sexes(texts):
        return own
    people = [text for text in texts if not labels.counts_no_people(text)]  # a budget may stand beside each
    names = {labels.counts(text) if text not in BOTH else "both" for text in people}
    years_above = {*map(labels.year, grid.rows[at])} - {""}
    is_of_years = any(map(labels.year, texts)) or len(years_above) > 1
    are_apart = is_of_years or bool(names & {"planned", "realised", "cumulative"})
    return own if are_apart and names and "" not in names and len(texts) > 1 else []


def _people(head: Sequence[str], sub: Sequence[str], named: int | None) -> tuple[tuple[int, ...], str, int | None]:
    """Return which columns may count participants, what is said of them, and the column that surely does.

    Men, women and both are looked for in the row below the head, if it is a second head: under the participants that
    it names, or under the only head that may mean them.
    """
    if not sub and named is not None:
        return (), "", named
    unclear = [i for i, text in enumerate(head) if labels.may_count(text) or labels.counts(text) == "cumulative"]
    under = named if named is not None else unclear[0] if len(unclear) == 1 else None
    row = sub or head
    pair, both = _men_and_women(row, *_span(head, under if sub else None))
    if not pair:
        return ((), "", None) if sub or under is None else ((under,), head[under], None)
    if both is None:
        return pair, " + ".join(row[i] for i in pair), None
    if not sub or named is not None:
        return (), "", both
    return (both,), f"{head[under if under is not None else both]}: {row[both]}", None


def _span(head: Sequence[str], under: int | None) -> tuple[int, int]:
    """Return the first and the last but one of the columns that a head stands over; all, if it is none."""
    if under is None:
        return 0, len(head)
    return under, next((i for i in range(under + 1, len(head)) if head[i]), len(head))


def _men_and_women(row: Sequence[str], first: int, after: int) -> tuple[tuple[int, ...], int | None]:
    """Return the columns of men and women, and that of both beside them; none if there are several such pairs."""
    pairs = _pairs(row, first, after)
    if len(pairs) != 1:
        return (), None
    beside = [j for j in _beside(row, pairs[0], first, after) if folded(row[j]) in BOTH]
    # Between them and their sum other counts may stand: whether it is their sum is seen where it is held against them.
    farther = [j for j in _without_shares(row, first, after) if folded(row[j]) in BOTH]
    return pairs[0], beside[0] if beside else farther[0] if len(farther) == 1 else None


def _pairs(row: Sequence[str], first: int, after: int) -> list[tuple[int, int]]:
    """Return the columns of men and of women that stand beside each other, whichever comes first."""
    heads, pairs = _without_shares(row, first, after), list[tuple[int, int]]()
    for i, j in pairwise(heads):
        pair = (i, j) if folded(row[i]) in MEN else (j, i)
        if folded(row[pair[0]]) in MEN and folded(row[pair[1]]) in WOMEN and (not pairs or i > max(pairs[-1])):
            pairs.append(pair)
    return pairs


def _beside(row: Sequence[str], pair: tuple[int, int], first: int, after: int) -> list[int]:
    """Return the columns behind and before those of men and women."""
    heads = _without_shares(row, first, after)
    left, right = heads.index(min(pair)), heads.index(max(pair))
    return [*heads[right + 1 : right + 2], *heads[max(left - 1, 0) : left]]


def _without_shares(row: Sequence[str], first: int, after: int) -> list[int]:
    """Return some columns without those of shares, which may stand behind each count."""
    return [i for i in range(first, after) if "%" not in row[i] and folded(row[i]) not in SHARES]


def _is_numbering(row: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3)."""
    texts = [folded(text.partition("=")[0]) for text in row if text]  # "6=4+5" is the sum of two columns
    if len(texts) >= 3 and texts in (labels.ROMAN[: len(texts)], LETTERS[: len(texts)]):
        return True
    first = int(texts[0]) if texts and re.fullmatch(r"\d", texts[0], re.ASCII) else 0
    is_full = len(texts) >= 3 or len(texts) == len(row) > 1
    return is_full and first == 1 and texts == [str(first + i) for i in range(len(texts))]


def _is_of_units(row: Sequence[str]) -> bool:
    """Whether a row below a head only says that people are counted: "(orang)"."""
    texts = [text for text in row if text]
    return bool(texts) and all(text.startswith("(") and folded(text) in labels.UNITS for text in texts)


def _says_again(head: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row names the columns of the head once more, in another language."""
    named = [(labels.column(one)[0], labels.column(other)[0]) for one, other in zip(head, row, strict=True) if other]
    return row != head and sum(bool(one) for one, _ in named) > 1 and all(one == other for one, other in named)


def rest_of(grid: Grid, head: Head, whole: Sequence[str]) -> tuple[str, ...]:
    """Return what a row says besides its number, its regency and its remarks."""
    heads, aside = grid.rows[head.row], {head.columns.get("regency"), head.code}
    return tuple(
        folded(text) for i, text in enumerate(whole)
        if i not in aside and not labels.is_number(heads[i]) and not labels.is_note(heads[i])
    )  # fmt: skip

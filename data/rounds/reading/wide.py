"""Tables that are wider than long: regencies, activities, months or quarters as columns, a count in each cell."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from data.rounds.reading import labels
from data.rounds.reading.grid import (
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
from data.rounds.reading.labels import BOTH, MEN, WOMEN
from data.rounds.reading.words import words_of

PART = re.compile(r"[IVX]{1,4}|\d{1,2}", re.ASCII)  # the number of a month or quarter
PARTS = words_of("parts_of_year")
FEWEST = 2  # columns that make a table wide
COUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:[.,]0)?(?:\s*(?:orang|org|peserta|people))?\.?", re.ASCII)

KINDS: Mapping[str, Callable[[str], bool]] = {
    "regency": labels.is_regency,
    "activity": labels.is_activity,
    "period": labels.is_period,
}
OF_PEOPLE = re.compile(  # what a head says besides the name whose people stand below it
    r"^(?:jumlah\s+)?(?:peserta|participants)(?:\s+dari)?\s+|\s*\((?:orang|org|peserta|people)\)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Wide:
    """The columns with counts of a wide table.

    ``kind`` is what their heads name: "regency", "activity" or "period". ``cells`` has, head by head, the name and the
    columns that add up to its count; ``total`` is the column of the rows' totals, if there is one, ``below`` the first
    row (from 0) below the head, and ``under`` the column whose head only stands over the others, if there is one.
    """

    kind: str
    cells: tuple[tuple[str, tuple[int, ...]], ...]
    below: int
    total: int | None = None
    under: int | None = None
    sexes: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)  # men and women of a name
    named: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)  # regency and activity of a name
    classes: Mapping[str, int] = field(default_factory=dict, hash=False)  # where the classes of a name are counted
    year: str = ""  # that stands over all names
    over: tuple[str, ...] = ()  # the heads that stand over the counts, or below their names

    @property
    def columns(self) -> tuple[int, ...]:
        """All columns with counts, but that of the totals."""
        return tuple(i for _, columns in self.cells for i in columns)


def number(text: str) -> int | None:
    """Return the count in a cell; 0 where it says that there is none, None where it cannot be read."""
    if labels.is_nothing(text):
        return 0
    match = COUNT.fullmatch(text.lower())
    return int(match[1].replace(".", "")) if match else None


def added(texts: Iterable[str]) -> int | None:
    """Return the sum of the counts in some cells; None where one of them cannot be read."""
    counts = [number(text) for text in texts]
    return None if None in counts else sum(n or 0 for n in counts)


def has_only_numbers(grid: Grid, at: int, column: int) -> bool:
    """Whether there are counts, and nothing else, below a cell, as far as rows have any: a signature has none."""
    below = (cells for cells in grid.rows[at + 1 :] if any(text and number(text) is not None for text in cells))
    cells = [cells[column] for cells in below if cells[column]]
    return bool(cells) and None not in map(number, cells)


def is_head(grid: Grid, at: int) -> bool:
    """Whether a row is the head of a wide table although it names no column of participants."""
    names = {labels.column(text)[0] for text in grid.rows[at] if text}
    own, below = _named(grid, at), _named_below(grid, at)
    of_time = own and own[0] == "regency" and any(map(labels.is_of_time, grid.rows[at]))
    return bool((names & {"regency", "activity"} and (own or below)) or of_time or (own and _both(grid, at + 1, below)))


def wide_of(grid: Grid, at: int, answers: Mapping[str, str]) -> Wide | None:
    """Return the columns of the wide table whose head stands in a row; None if it is none.

    Raises ``UnclearFileError`` where each head is split into what was planned and what came of it.
    """
    low, own = _named_below(grid, at), _named(grid, at)
    is_below = low and own and low[0] != "period" and own[0] in ("period", low[0])  # months, or groups, over them
    for row in (at + 1, at) if is_below or _both(grid, at + 1, low) else (at, at + 1):
        if named := own if row == at else low:
            people = {i: name for i, name in named[1].items() if _is_of_people(_over(grid, row, i))}
            if not people and not any(labels.column(text)[0] in labels.COUNTS for text in grid.rows[at]):
                people = dict(named[1])  # of whatever: that is asked
            if len(people) < FEWEST:
                return None
            kind, blocks = named[0], _blocks(_without_sums(grid, row, people) if named[0] == "period" else people)
            if by_sex := _by_sex(grid, row, blocks):
                cells, sexes = by_sex
                taken = {i for block in blocks for i in block}
                return Wide(kind, cells, row + 1, _total(grid, (at, row), taken), None, sexes)
            both = _both(grid, row, named)
            if kind == "period" and both:
                parts = _parts(grid, row, people, answers)
                of = {name: tuple(i for i in parts if both[i][0] == name) for name, _ in both.values()}
                over_all = "regency" if all(map(labels.is_regency, of)) else "activity"
                return Wide(over_all, tuple(of.items()), row + 1, _total(grid, (at, row), {*both}))
            names = {i: people[i] for i in both if i in people} or _block(grid, row, blocks, answers)
            names = {i: f"{both[i][0]}: {name}" if both else name for i, name in names.items()}
            over = {labels.column(text)[0]: i for i, text in enumerate(grid.rows[at]) if text and i in names}
            sub = _sub(grid, row, sorted(names))
            counted = _own_columns(grid, row, kind, names, blocks, sub, answers)
            names = {i: names[i] for i in counted}
            cells = tuple((names[i], columns) for i, columns in counted.items() if columns)
            if not cells:
                return None
            taken = {i for _, columns in cells for i in columns} | set(names)
            below = row + 1 + bool(sub)
            under = next((i for name, i in over.items() if name), None) if row > at else None
            sexes = {names[i]: pair for i in sorted(names) if (pair := _sexes(grid, row, i, sub))}
            of_both = {names[i]: of for i, (_, of) in both.items() if i in names}
            classes = {names[i]: j for i in sorted(names) if (j := _classes(grid, row, i, sub)) is not None}
            total = _total(grid, (at, row), taken)
            all_of_row = _columns(grid, row, total, sub, answers) if total is not None else ()
            total = all_of_row[0] if len(all_of_row) == 1 else None
            year = _year(grid, row, {i: "".join(sub[j] for j in counted[i] if sub) for i in names})
            heads = {} if answers.get("count") else _heads(grid, row, counted, sub)
            return Wide(kind, cells, below, total, under, sexes, of_both, classes, year, tuple(heads))
    return None


def _is_of_people(over: str) -> bool:
    """Whether what stands over a name does not say that something else than people is counted below."""
    return folded(over) in labels.OF_DAYS or not labels.counts_no_people(over)


def _named(grid: Grid, at: int) -> tuple[str, dict[int, str]] | None:
    """Return what kind of names the columns of a head have, and the names by column; None if they have none."""
    own = enumerate(grid.own(at))
    row = [_part_of(_over(grid, at, i), text) if PART.fullmatch(text) else text for i, text in own]
    if any(text[0].isdigit() for text in row if text and not (labels.is_period(text) or labels.is_regency(text))):
        return None  # a row of the table
    for kind, is_one in KINDS.items():
        heads = {i: _in_one_language(text) for i, text in enumerate(row) if text}
        if kind != "period":  # as many people at a time may be as many times the same people
            heads = {i: OF_PEOPLE.sub("", head) for i, head in heads.items()}
        named = {i: name for i, name in heads.items() if is_one(name)}
        first = {labels.begins_with(text) for text in named.values()}
        if kind == "period" and len(first) == 1 and "" not in first:
            continue  # all from the same month on: each has what the one before it has
        if len({folded(text) for text in named.values()}) >= FEWEST:
            above = enumerate(grid.rows[at - 1] if at else ())  # a name without a group, beside names that have one
            named |= {i: name for i, name in above if not row[i] and is_one(name) and has_only_numbers(grid, at, i)}
            return kind, _with_others(grid, at, grid.rows[at], named, kind)
    free = {i: text for i, text in enumerate(row) if text and folded(text) not in BOTH}
    has_activities = at > 0 and any(labels.column(text)[0] == "activity" for text in grid.rows[at - 1])
    is_below = at > 0 and sum(map(labels.is_regency, grid.rows[at - 1])) >= FEWEST and len(free) >= FEWEST
    are_named = (_may_be_activity(grid, at, i, at) and labels.is_regency(_over(grid, at, i)) for i in free)
    return ("period" if has_activities else "activity", free) if is_below and all(are_named) else None


def _without_sums(grid: Grid, at: int, names: Mapping[int, str]) -> dict[int, str]:
    """Return the names of periods without those that sum up shorter ones beside them: a quarter behind its months.

    Refuses a table in which such a sum is another one.
    """
    order, spans = sorted(names), {i: labels.months_in(name) for i, name in names.items()}
    if len(order) > 1 and spans[order[0]] > spans[order[1]]:  # the quarter first
        order.reverse()
    kept = list[int]()
    for n, i in enumerate(order):
        since = max((k for k in range(n) if spans[order[k]] >= spans[i]), default=-1)
        parts = [j for j in order[since + 1 : n] if j in kept]
        rows = [[number(row[j]) or 0 for j in (i, *parts)] for row in grid.rows[at + 1 :] if row[i]]
        if parts and any(whole != sum(of) for whole, *of in rows):
            listed = ", ".join(f"{letters(j)}{at + 1} “{quoted(names[j])}”" for j in sorted((*parts, i)))
            raise UnreadableFileError("two_columns", at=listed)
        kept += [] if parts else [i]
    return {i: names[i] for i in sorted(kept)}


def _named_below(grid: Grid, at: int) -> tuple[str, dict[int, str]] | None:
    """Return what the row below a head names; None if it is the first person of a list, or names nothing."""
    below = grid.rows[at + 1] if at + 1 < len(grid.rows) else []
    people = (i for i, text in enumerate(grid.rows[at]) if labels.names_person(text) and (at + 1, i) not in grid.tall)
    return None if any(below[i : i + 1] != [""] for i in people) else _named(grid, at + 1)


def _parts(grid: Grid, at: int, names: Mapping[int, str], answers: Mapping[str, str]) -> list[int]:
    """Return which columns below regencies count its people: those of one part, or all: the answer ``count``."""
    first = {name: i for i, name in sorted(names.items(), reverse=True)}
    chosen = dict(sorted((letters(i), name) for name, i in first.items()))
    choices = [*(column_choice(*one) for one in chosen.items()), all_of(chosen.values())]
    answer = answered(answers, "count", choices, "which_count", row=str(at + 1))
    return [i for i, name in sorted(names.items()) if answer == "sum" or name == chosen[answer]]


def _may_be_activity(grid: Grid, at: int, column: int, split: int) -> bool:
    """Whether nobody knows what a head names, and there are counts below it, or below the row that splits it."""
    text = grid.rows[at][column]
    is_known = labels.column(text)[0] or labels.counts(text) or labels.is_subtotal(text) or not labels.is_free(text)
    is_known = is_known or folded(text) in labels.NAMES_OF_PROVINCE
    return not is_known and has_only_numbers(grid, split, column)


def _both(grid: Grid, at: int, named: tuple[str, dict[int, str]] | None) -> dict[int, tuple[str, dict[str, str]]]:
    """Return what stands over each name with both: regencies, or activities, over what is neither or the other."""
    kind, names = named or ("", {})
    over = {i: _over(grid, at, i) for i in names}
    for other, is_one in (("activity", labels.is_activity), ("regency", labels.is_regency)):
        if other != kind and len({*over.values()}) >= FEWEST and all(map(is_one, over.values())):
            return {i: (over[i], {kind: name, other: over[i]}) for i, name in names.items()}
    return {}


def _in_one_language(name: str) -> str:
    """Return the first line of a head whose others say the same in another language; the head as it is otherwise."""
    first, *others = name.split("\n")
    return first if all(map(labels.is_free, others)) and not re.search(r"[%(\d]", "".join(others)) else name


def _over(grid: Grid, at: int, column: int) -> str:
    """Return what stands over a column in the row above; "" if nothing does, or a title alone."""
    row = grid.rows[at - 1] if at else []
    text = next((row[i] for i in range(column, -1, -1) if row and row[i]), "")
    return text if sum(map(bool, row)) > 1 else ""


def _part_of(over: str, text: str) -> str:
    """Return the number of a month or quarter with what it is a number of: "Triwulan", and "II" below it."""
    words = folded(over).split()
    of = next((word for word in words if word in PARTS), "")
    return f"{of} {text}" if of and {*words} <= {of, "per", "jumlah", "realisasi", *labels.PEOPLE} else text


def _heads(grid: Grid, at: int, own: Mapping[int, tuple[int, ...]], sub: Sequence[str]) -> dict[str, None]:
    """Return what stands over the names of columns, or below each of them, in their order."""
    above = grid.rows[at - 1] if at else []
    is_head = sum(map(bool, above)) > 1 and not any(map(labels.fact, above[: min(own)]))
    pivoted = [labels.PIVOTED.sub("", text) for text in above if labels.PIVOTED.match(text)]
    over = pivoted or [text for i, text in enumerate(above) if text and is_head and min(own) <= i <= max(own)]
    over = [text for text in over if folded(text) not in PARTS]
    return dict.fromkeys([*over, *(sub[at[0]] for at in own.values() if sub and len(at) == 1)])


def _blocks(names: Mapping[int, str]) -> list[dict[int, str]]:
    """Take the names of columns apart where they stand again."""
    blocks: list[dict[int, str]] = []
    for i, name in sorted(names.items()):
        if not blocks or labels.regency(name) in map(labels.regency, blocks[-1].values()):
            blocks.append({})
        blocks[-1][i] = name
    return blocks


def _by_sex(
    grid: Grid, at: int, blocks: Sequence[Mapping[int, str]]
) -> tuple[tuple[tuple[str, tuple[int, ...]], ...], dict[str, tuple[int, int]]] | None:
    """Return the columns of each name, and its men and women; None if the blocks are not of men and women."""
    over = {folded(_over(grid, at, min(block))): block for block in blocks}
    men, women, both = (next((b for o, b in over.items() if o in words), {}) for words in (MEN, WOMEN, BOTH))
    if not (men and women) or len(blocks) != len([block for block in (men, women, both) if block]):
        return None
    pairs = {name: (i, j) for i, name in men.items() for j, other in women.items() if name == other}
    totals = {name: (i,) for i, name in both.items()}
    if not len(pairs) == len(men) == len(women):
        return None
    return tuple((name, totals.get(name, pair)) for name, pair in pairs.items()), pairs


def _block(grid: Grid, at: int, blocks: Sequence[dict[int, str]], answers: Mapping[str, str]) -> dict[int, str]:
    """Return the names of one of several blocks in which they stand again: of a plan, of another year.

    Which one is asked: the answer ``count`` is the letters of its first column.
    """
    if len(blocks) == 1:
        return blocks[0]
    over = [_over(grid, at, min(block)) for block in blocks]
    are_parts = _are_parts(over) and {*map(len, blocks)} == {len(blocks[0])}
    choices = [
        column_choice(letters(min(block)), text, ", ".join(list(block.values())[:3]))
        for text, block in zip(over, blocks, strict=True)
    ]
    answer = answered(answers, "count", choices + [all_of(over)] * are_parts, row=str(at + 1))
    return next((block for block in blocks if letters(min(block)) == answer), blocks[0])


def _own_columns(
    grid: Grid, at: int, kind: str, names: Mapping[int, str], blocks: Sequence[Mapping[int, str]], sub: Sequence[str],
    answers: Mapping[str, str],
) -> dict[int, tuple[int, ...]]:  # fmt: skip
    """Return the columns that add up to the count of each name: below it, or in each of the blocks together.

    Of counts up to each of several months the last has what those before it have.
    """
    own = {i: _columns(grid, at, i, sub, answers) for i in sorted(names)}
    if kind == "period" and sub and all(labels.is_cumulative(sub[j]) for columns in own.values() for j in columns):
        return dict([max(own.items())])
    if len(blocks) < FEWEST or answers.get("count") != "sum":
        return own
    return {i: tuple(j for block in blocks for j, other in block.items() if other == names[i]) for i in own}


def _are_parts(heads: Sequence[str]) -> bool:
    """Whether what some heads count may be parts of the same people: classes, funds, months, who passed and who not."""
    words = [{*folded(text).split()} for text in heads]
    of_all = any(mine & labels.PASSED for mine in words) and not any(mine & labels.NOT for mine in words)
    kinds = {labels.counts(text) for text, mine in zip(heads, words, strict=True) if not mine & labels.PASSED}
    is_of_others = kinds & {"planned", "realised", "cumulative"} or any(map(labels.year, heads))
    of_people = {*map(labels.names_people, heads)}  # of some alone: instructors beside them
    return "" not in heads and len(of_people) == 1 and not (of_all or is_of_others)


def _with_others(grid: Grid, at: int, row: Sequence[str], named: dict[int, str], kind: str) -> dict[int, str]:
    """Return the names with those of columns between or beside them that hold counts and that nobody knows."""
    if kind == "period":
        return dict(named)
    heads = [i for i, text in enumerate(row) if text]
    width = max(other - i for i, other in pairwise(heads) if i in named)  # of a name that stands over several columns
    next_row = grid.rows[at + 1] if at + 1 < len(grid.rows) else [""] * len(row)
    below = next(iter(unsplit), "") if len(unsplit := {next_row[i] for i in named}) == 1 else ""
    split = at + bool(below and not below[0].isdigit())

    def is_one(i: int) -> bool:
        is_same = split == at or grid.rows[split][i] == below
        return i not in columns and is_same and _may_be_activity(grid, at, i, split)

    columns = dict(named)
    for i in (i for i in heads if i > min(named)):
        if i > max(columns) + width:
            break
        if is_one(i):
            columns[i] = row[i]
    for i in (i for i in reversed(heads) if i < min(named)):
        if i < min(columns) - width or not (labels.may_be_of_people(row[i]) and is_one(i)):
            break
        columns[i] = row[i]
    return columns


def _sub(grid: Grid, at: int, columns: Sequence[int]) -> list[str]:
    """Return the row below the names if it splits each of them; [] if not."""
    row = grid.own(at + 1)
    texts = [text for text in row if text]
    are_cells = any(text[0].isdigit() or labels.is_nothing(text) or labels.is_period(text) for text in texts)
    is_split = (
        (not are_cells or all(map(labels.is_year, texts)))
        and not any(row[: min(columns)])
        and not all(map(_is_aside, texts))
    )
    return row if is_split and all(row[i] for i in columns) else []


def _is_aside(text: str) -> bool:
    """Whether what stands below a name surely counts something else than people: classes, days, money."""
    is_of_people = folded(text) in MEN | WOMEN | BOTH or labels.counts(text)
    return not is_of_people and (not labels.may_be_of_people(text) or folded(text) in labels.UNITS_OF["days"])


def _year(grid: Grid, at: int, below: Mapping[int, str]) -> str:
    """Return the year that stands over all names, or below each where they are split by years; "" if there is none."""
    years = {labels.year(_over(grid, at, i)) or labels.year(text) for i, text in below.items()}
    return years.pop() if len(years) == 1 else ""


def _span(grid: Grid, at: int, column: int, sub: Sequence[str]) -> range:
    """Return the columns that a name stands over."""
    return range(column, next((j for j in range(column + 1, len(sub)) if grid.rows[at][j]), len(sub)))


def _classes(grid: Grid, at: int, column: int, sub: Sequence[str]) -> int | None:
    """Return the column that counts the classes of one name; None if there is none, or several."""
    are = {j: sub[j] for j in _span(grid, at, column, sub)}
    mine = [j for j, text in are.items() if labels.may_count_classes(text) or labels.bare(text) in labels.OF_ACTIVITY]
    return mine[0] if len(mine) == 1 else None


def _columns(grid: Grid, at: int, column: int, sub: Sequence[str], answers: Mapping[str, str]) -> tuple[int, ...]:
    """Return the columns that add up to the count of one name; none where only something else is counted."""
    if not sub or not sub[column]:
        return (column,)
    below = [j for j in _span(grid, at, column, sub) if sub[j] and not _is_aside(sub[j])]
    mine = {folded(sub[j]): j for j in below}
    if len(mine) < len(below):  # the next name does not stand over its own
        raise UnreadableFileError("two_columns", at=grid.named(at + 1, below))
    sexes = {name: j for name, j in mine.items() if name in MEN | WOMEN}
    both = next((j for name, j in mine.items() if name in BOTH), None)
    if sexes:
        return (both,) if both is not None else tuple(sexes.values())
    if len(mine) < FEWEST:
        return tuple(mine.values())
    answer, are_parts = answers.get("count", "").replace("-", " "), _are_parts([sub[j] for j in below])
    if answer not in mine and not (are_parts and answer == "sum"):
        choices = [column_choice(letters(j), sub[j], value=name.replace(" ", "-")) for name, j in mine.items()]
        choices += [all_of(sub[j] for j in below)] * are_parts
        raise UnclearFileError("count", "count", choices, row=str(at + 2))
    return tuple(mine.values()) if answer == "sum" else (mine[answer],)


def _sexes(grid: Grid, at: int, column: int, sub: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of men and women of one name; None if there are none."""
    men, women = ([j for j in _span(grid, at, column, sub) if folded(sub[j]) in names] for names in (MEN, WOMEN))
    is_seen = {j + 1 for j in (*men, *women)}.isdisjoint(grid.hidden_columns)
    return (men[0], women[0]) if len(men) == len(women) == 1 and is_seen else None


def _total(grid: Grid, rows: Sequence[int], taken: set[int]) -> int | None:
    """Return the column of the rows' totals beside the counts: behind them, or else before them."""
    columns: list[int] = [*range(max(taken) + 1, len(grid.rows[rows[0]])), *range(min(taken) - 1, -1, -1)]
    for i in columns:
        if i < min(taken) and not has_only_numbers(grid, max(rows), i):
            continue
        texts = [grid.rows[row][i] for row in rows if grid.rows[row][i]]
        is_of_all = any(folded(text) in BOTH | labels.NAMES_OF_PROVINCE for text in texts)
        if is_of_all or any(labels.column(text)[0] in labels.COUNTS or labels.may_count(text) for text in texts):
            return i
    return None

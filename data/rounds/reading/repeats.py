"""The same training listed twice: whether it counts twice is asked."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

from data.rounds.reading import labels
from data.rounds.reading.grid import MOST_LISTED, Choice, Grid, UnreadableFileError, answered, folded, quoted
from data.rounds.reading.head import Head, person_column, rest_of
from data.rounds.reading.table import Line


def without(grid: Grid, head: Head, lines: Sequence[Line], stated: str, answers: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the lines; of rows that say the same of the same training the first, or each (answer ``repeated``).

    Rows that differ in anything but their number and remarks are trainings of their own, and so are those of a sheet
    that states as many trainings (``stated``). Raises ``UnclearFileError``.
    """
    of = defaultdict[Hashable, list[Line]](list)
    for line in lines:
        if line["activity"] and line["participants"] and line.row:
            names = labels.regency(line["regency"]), folded(line["activity"]), line["participants"]
            of[names, rest_of(grid, head, grid.rows[line.row - 1])].append(line)
    twice = [mine for mine in of.values() if len({line.row for line in mine}) > 1]
    listed = "; ".join(
        f"{' = '.join(str(line.row) for line in mine)} “{quoted(mine[0]['activity'])}” ({mine[0]['participants']})"
        for mine in twice[:MOST_LISTED]
    )
    choices = [Choice("each", "repeated_each"), Choice("once", "repeated_once")]
    if not twice or stated == str(len(lines)) or answered(answers, "repeated", choices, rows=listed) == "each":
        return tuple(lines)
    again = {id(line) for mine in twice for line in mine if line.row != mine[0].row}
    return tuple(line for line in lines if id(line) not in again)


def chosen(grid: Grid, head: Head, lines: Sequence[Line], stated: str, answers: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the lines; of rows of the same training that only a column tells apart of which nobody knows what it is.

    A stage, a version, a remark ("semula"), who reported it, each day: the answer ``same`` is "each", the number (from
    1) of what the one that counts says there, or "none", which is refused. Raises ``UnclearFileError``.
    """
    of = defaultdict[Hashable, dict[int, Line]](dict)
    for line in lines:
        if line["activity"] and line["participants"] and line.row:
            of[labels.regency(line["regency"]), folded(line["activity"])].setdefault(line.row, line)
    groups = [[*mine] for mine in of.values() if len(mine) > 1]
    is_asked = {"sexes", "breakdown"} & {*answers} or person_column(grid.rows[head.row]) is not None
    if not groups or is_asked or stated == str(len(lines)):
        return tuple(lines)
    heads, used = grid.rows[head.row], _used(head)
    cells = [[[grid.rows[row - 1][i] for row in mine] for mine in groups] for i in range(len(heads))]
    told = {
        n for text, of in zip(heads, cells, strict=True) for n, mine in enumerate(of) if labels.tells_apart(text, mine)
    }
    revised = {(i, n) for i, of in enumerate(cells) for n, mine in enumerate(of) if any(map(labels.is_revision, mine))}
    apart = [n for n in range(len(groups)) if n not in told or any((i, n) in revised for i in range(len(heads)))]
    differ = {
        i: len({*cells[i][n]}) + len(heads) * ((i, n) in revised) for i, text in enumerate(heads) for n in apart
        if i not in used and len({*cells[i][n]}) > 1
        and ((i, n) in revised or (text and labels.may_tell(text, cells[i][n])))
    }  # fmt: skip
    if not differ:
        return tuple(lines)
    column = max(differ, key=lambda i: (differ[i], -i))
    mine = [n for n in apart if len({*cells[column][n]}) > 1]
    values = [text for text in cells[column][mine[0]] if text and all(text in cells[column][n] for n in mine)]
    values = [*dict.fromkeys(values)][:MOST_LISTED]
    listed = "; ".join([*dict.fromkeys(", ".join(map(str, groups[n])) for n in mine)][:MOST_LISTED])
    choices = [Choice("each", "same_each")]
    choices += [Choice(str(n), "same_value", (("found", quoted(text)),)) for n, text in enumerate(values, 1)]
    details = {"head": quoted(heads[column]), "rows": listed}
    answer = answered(answers, "same", [*choices, Choice("none", "same_none")], **details)
    if answer == "none":
        raise UnreadableFileError("same_people", **details)
    if answer == "each":
        return tuple(lines)
    out = {row for n in mine for row in groups[n] if grid.rows[row - 1][column] != values[int(answer) - 1]}
    return tuple(line for line in lines if line.row not in out)


def _used(head: Head) -> set[int | None]:
    wide = (*head.wide.columns, head.wide.total) if head.wide else ()
    return {*head.columns.values(), *head.adds, *(head.pair or ()), *wide, head.code, head.years}


def refuse_cumulative(lines: Sequence[Line], head: str) -> None:
    """Refuse counts that go on from row to row of the same training: none of them is that of its row."""
    of = Counter((labels.regency(line["regency"]), folded(line["activity"])) for line in lines)
    again = [str(line.row) for line in lines if of[labels.regency(line["regency"]), folded(line["activity"])] > 1]
    if again:
        raise UnreadableFileError("cumulative_rows", head=head, rows=", ".join(again[:MOST_LISTED]))

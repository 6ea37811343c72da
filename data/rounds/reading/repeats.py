"""The same training listed twice: whether it counts twice is asked."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

from data.rounds.reading import labels
from data.rounds.reading.grid import MOST_LISTED, Choice, Grid, UnreadableFileError, answered, folded, quoted
from data.rounds.reading.head import Head, rest_of
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


def refuse_cumulative(lines: Sequence[Line], head: str) -> None:
    """Refuse counts that go on from row to row of the same training: none of them is that of its row."""
    of = Counter((labels.regency(line["regency"]), folded(line["activity"])) for line in lines)
    again = [str(line.row) for line in lines if of[labels.regency(line["regency"]), folded(line["activity"])] > 1]
    if again:
        raise UnreadableFileError("cumulative_rows", head=head, rows=", ".join(again[:MOST_LISTED]))

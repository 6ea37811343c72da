"""What the brief says besides the slides: who received what, each activity by its name."""

from collections.abc import Iterator
from dataclasses import replace

from charts.words import group_names, names_by_code, number_of, round_name, source_line, stated_people
from data import indicators
from data.selection import ALL_ROUNDS
from data.view import View, cached
from story import beside


@cached(64)
def who_and_what(view: View) -> list[list[str]]:
    """Return who received what, header first: regency, round, participants, the activities by their names.

    Of a selected regency in every round, of all of them in the selected rounds. What is known in part is a row too.
    """
    words = view.words
    head = [words(f"table.{column}") for column in ("regency", "round", "participants", "activities")]
    names = names_by_code(view.tables)
    rows = [(code, round_, n, what) for code, round_, n, what in _rows(_asked(view))]
    return [
        head,
        *([names.get(code, code), round_name(view, round_), n, what] for code, round_, n, what in sorted(rows)),
    ]


def sources(view: View) -> str:
    """Return where that comes from, as a source line."""
    return source_line(view, [indicators.participants_by_regency(_asked(view)), indicators.trainings(_asked(view))])


def _asked(view: View) -> View:
    return view.of(replace(view.selection, round=ALL_ROUNDS)) if view.selection.regency else view


def _rows(view: View) -> Iterator[tuple[str, str, str, str]]:
    """Yield code, round, participants and activities, the numbers in words."""
    words = view.words
    for round_ in view.selection.of(view.tables["rounds"])["round"]:
        of_round = view.of(replace(view.selection, round=str(round_)))
        counts = indicators.participants_by_regency(of_round)
        for code in counts.value.index:
            activities = _activities(of_round, str(code)) or words("trainings.kind_untold")
            yield str(code), str(round_), number_of(counts, code).text(words), activities
    if view.selection.round == ALL_ROUNDS and not view.selection.group:
        for _, row in indicators.known_in_part(view.tables, view.selection.regency).iterrows():
            n = stated_people(row).text(words)
            yield str(row.regency), str(row["round"]), n, beside.of_part(words, row)


def _activities(view: View, code: str) -> str:
    """Return the names of a regency's activities, each once, those of a group beside each other."""
    rows = indicators.training_rows(view.of(replace(view.selection, regency=code)))
    order = list(group_names(view))
    listed = sorted((order.index(row.group) if row.group in order else 0, view.words.field(row, "name"))
                    for _, row in rows.iterrows())  # fmt: skip
    return "; ".join(dict.fromkeys(name for _, name in listed))

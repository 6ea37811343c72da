"""What the brief says besides the slides: who received what, each activity by its name."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from charts.words import group_names, names_by_code, number_of, round_name, source_line, stated_people
from data import indicators
from data.selection import ALL_ROUNDS
from data.view import View
from story import beside


def who_and_what(view: View) -> list[list[str]]:
    """Return who received what, header first: regency, round, participants, the activities by their names.

    Of a selected regency in every round, of all of them in the selected rounds. What is known in part is a row too.
    """
    words = view.words
    head = [words(f"table.{column}") for column in ("regency", "round", "participants", "activities")]
    names = names_by_code(view.tables)
    rows = sorted(_rows(_asked(view)))
    return [head, *([names.get(code, code), round_name(view, round_), n, what] for code, round_, n, what in rows)]


def activities(view: View) -> str:
    """Say by name what the selected regency received in each of the selected rounds; "" where no source names it."""
    return " ".join(
        view.words("story.regency_map.received", round=round_name(view, round_), activities=what.removesuffix("."))
        for _, round_, _, what in sorted(_rows(view))
    )


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
        activities = _activities(of_round)
        for code in counts.value.index:
            named = activities.get(code) or words("trainings.kind_untold")
            yield str(code), str(round_), number_of(counts, code).text(words), named
    if view.selection.round == ALL_ROUNDS and not view.selection.group:
        for _, row in indicators.known_in_part(view.tables, view.selection.regency).iterrows():
            n = stated_people(row).text(words)
            yield str(row.regency), str(row["round"]), n, beside.of_part(words, row)


def _activities(view: View) -> dict[str, str]:
    """Return the names of each regency's activities, each once, those of a group beside each other."""
    order = list(group_names(view))
    listed: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in indicators.training_rows(view).to_dict("records"):
        place = order.index(row["group"]) if row["group"] in order else 0
        listed[row["regency"]].append((place, view.words.field(row, "name")))
    return {code: "; ".join(dict.fromkeys(name for _, name in sorted(names))) for code, names in listed.items()}

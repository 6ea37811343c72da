"""The lists that pages show and let download: trainings, a regency's facts, the regencies that sources do not name."""

from dataclasses import dataclass

import pandas as pd

from charts import absence
from charts.words import between, courses, group_names, listed_rounds, names_by_code, number_of, others_in, round_phrase
from data import indicators
from data.selection import ALL_ROUNDS, Selection
from data.view import View, cached
from locales import Words

SORTS = ("regency", "activity", "group", "participants")


def trainings(view: View, search: str = "", sort: str = "regency") -> pd.DataFrame:
    """Return one row per training: round, regency, activity, group, division, participants, basis, bounds.

    Texts are in the reader's language, participants are numbers; ``search`` keeps the rows that contain
    every word of it, ``sort`` is one of ``SORTS``.
    """
    rows = indicators.training_rows(view)
    names = names_by_code(view.tables)
    divisions = {d.division: view.words.field(d, "name") for _, d in view.tables["divisions"].iterrows()}
    groups = group_names(view)
    frame = pd.DataFrame(
        {
            "round": rows["round"],
            "regency": rows.regency.map(names),
            "activity": [view.words.field(r, "name") for _, r in rows.iterrows()],
            "group": rows.group.map(groups),
            "division": [f"{d} {divisions[d]}" for d in rows.division],
            "participants": rows.participants,
            "basis": [view.words(f"basis.{b}") for b in rows.basis],
            "bounds": [_bounds(view.words, row) for _, row in rows.iterrows()],
        }
    )
    text = frame.astype(str).agg(" ".join, axis=1).str.lower() if len(frame) else pd.Series(dtype=str)
    for part in search.lower().split():
        frame = frame[text.reindex(frame.index).str.contains(part, regex=False)]
    by = {sort: sort != "participants", "round": True, "regency": True, "activity": True}
    return frame.sort_values(list(by), ascending=list(by.values()), kind="stable")


def _bounds(words: Words, training: pd.Series) -> str:
    """Return between what the participants of a training lie; "" where they are no estimate."""
    if training.basis != "estimated" or pd.isna(training.left):
        return ""
    return between(words, 1, float(training.left - training.shared + 1))


def training_table(frame: pd.DataFrame, words: Words) -> list[list[str]]:
    """Return the trainings as text, header first; an estimate carries its sign."""
    head = [words(f"table.{c}") for c in frame.columns]
    estimated = words("basis.estimated")
    rows = []
    for _, row in frame.iterrows():
        n = words.number(row.participants)
        shown = words("estimate", n=n) if row.basis == estimated else n
        rows.append([str(row[c]) if c != "participants" else shown for c in frame.columns])
    return [head, *rows]


def training_caption(view: View, frame: pd.DataFrame) -> str:
    """Return how many activities and how many classes a list holds: they are not added."""
    kinds = indicators.training_rows(view).kind
    return courses(view.words, kinds.reindex(frame.index).value_counts().sort_index())


def no_trainings(view: View) -> str:
    """Say why a list is empty: the sources name none, or do not say which, or none matches the search."""
    if indicators.training_rows(view).empty and not indicators.untold(view).empty:
        return untold(view)
    return absence.text(view) or view.words("trainings.empty")


@cached(128)
def untold(view: View) -> str:
    """Say of which rounds and regencies no source says what was taught; "" where all do."""
    rows = indicators.untold(view.every_group())
    names = names_by_code(view.tables)
    return " ".join(
        view.words("trainings.untold", round=code, names=view.words.join(names[str(c)] for c in part.regency))
        for code, part in rows.groupby("round")
    )


# The wide letters too: programs set to East Asian languages take them for the same.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Return a text for a CSV file that no spreadsheet program takes for a formula and runs."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text


def training_csv(frame: pd.DataFrame, words: Words) -> bytes:
    """Return the trainings as CSV with a heading in the reader's language; opens in spreadsheet programs."""
    named = frame.rename(columns={c: words(f"table.{c}") for c in frame.columns})
    named = named.map(lambda cell: harmless(cell) if isinstance(cell, str) else cell)
    return named.to_csv(index=False).encode("utf-8-sig")


@dataclass(frozen=True)
class Fact:
    """One fact of a regency: what, and its value in words."""

    label: str
    value: str


@cached(128, by_selection=False)
def facts(view: View, code: str) -> list[Fact]:
    """Return a regency's profile: capital and every measure, each with its unit."""
    words = view.words
    rows = view.tables["regencies"]
    row = rows[rows.code == code].iloc[0]
    capital = row.capital if isinstance(row.capital, str) else words("missing")
    found = [Fact(words("fact.kind"), words(f"kind.{row.kind}")), Fact(words("fact.capital"), capital)]
    for key in indicators.MEASURES:
        measure = indicators.measure(view.tables, key)
        value = measure.value.get(code)
        shown = words.number(value, measure.form.decimals)
        unit = "" if value is None or pd.isna(value) else " " + words(f"unit.{measure.unit}")
        found.append(Fact(words(f"measure.{key}"), shown + unit))
        if key == "islands":
            found.append(Fact(words("measure.islands_inhabited"), words.number(row.islands_inhabited)))
    return found


@cached(128, by_selection=False)
def profile(view: View, code: str) -> list[list[str]]:
    """Return a regency's facts as a table, header first."""
    head = [view.words("table.what"), names_by_code(view.tables)[code]]
    return [head, *([fact.label, fact.value] for fact in facts(view, code))]


@cached(128, by_selection=False)
def received(view: View, code: str) -> list[list[str]]:
    """Return what a regency received in every round, header first; only the header if nothing."""
    frame = trainings(view.of(Selection("all", regency=code)), sort="activity")
    frame = frame.sort_values("round", kind="stable")
    head, *rows = training_table(frame.drop(columns="regency"), view.words)
    return [head, *sorted([*rows, *_known_less(view, code)], key=lambda row: row[0])]


def _known_less(view: View, code: str) -> list[list[str]]:
    """Return what a regency received in rounds of which the sources do not say what was taught, or say a part only."""
    words = view.words
    lines = []
    for _, row in indicators.untold(view.of(Selection(ALL_ROUNDS, code))).iterrows():
        n = words.shown(row.participants, "stated", mark="not_stated")
        lines.append([str(row["round"]), words("trainings.kind_untold"), "–", "–", n, words("basis.stated"), ""])
    for _, row in indicators.known_in_part(view.tables, code).iterrows():
        n = words.shown(row.participants, "stated", mark="not_stated")
        said = words("trainings.part", about=words.field(row, "about"))
        lines.append([str(row["round"]), said, "–", "–", n, words("basis.part"), ""])
    return lines


@cached(128, by_selection=False)
def by_others(view: View, code: str) -> list[list[str]]:
    """Return the trainings by others in a regency, header first: when, what, who, participants; never in a total."""
    words = view.words
    head = [words(f"table.{column}") for column in ("date", "activity", "organiser", "participants")]
    rows = []
    for _, row in indicators.trained_by_others(view.tables, code).iterrows():
        basis = "estimated" if row.participants_basis == "approximate" else "stated"
        count = words.shown(row.participants, basis, mark="not_stated")
        rows.append([words.period(row.start_date, row.days), words.field(row, "about"),
                     words.field(row, "organiser"), count])  # fmt: skip
    return [head, *rows]


@cached(128)
def not_named(view: View) -> list[list[str]]:
    """Return the regencies that the sources do not name, header first: people, distance, the rounds that do, others."""
    words = view.words
    others = indicators.not_named(view)
    km = indicators.distance_to_ambon(view.tables).value
    elsewhere = (
        view.tables["participation"]
        .groupby("regency")["round"]
        .agg(lambda rounds: listed_rounds(words, sorted(rounds)))
    )
    everything = view.of(Selection(ALL_ROUNDS))
    head = [words(f"table.{c}") for c in ("regency", "elsewhere", "others")]
    head[1:1] = [words("measure.population"), words("table.distance")]
    table = [
        [r["name"], words.number(r.population), words.number(km[r.code]),
         elsewhere.get(r.code) or absence.of_regency(everything, r.code, words("table.nowhere")),
         others_in(view, r.code) or "–"]
        for _, r in others.iterrows()
    ]  # fmt: skip
    is_everywhere = view.selection.every_regency() == Selection(ALL_ROUNDS)
    return [[cell for i, cell in enumerate(line) if i != 3 or not is_everywhere] for line in [head, *table]]


@cached(128, by_selection=False)
def compared(view: View, one: str, other: str) -> list[list[str]]:
    """Return two regencies side by side, header first: every fact, and the participants of every round."""
    words = view.words
    names = names_by_code(view.tables)
    both = zip(facts(view, one), facts(view, other), strict=True)
    rows = [[a.label, a.value, b.value] for a, b in both]
    for code in view.tables.rounds_in_order["round"]:
        counts = indicators.participants_by_regency(view.of(Selection(code)))
        shown = [
            number_of(counts, c).text(words) if c in counts.value.index else words("table.none") for c in (one, other)
        ]
        rows.append([words("table.participants.of", rounds=round_phrase(view.of(Selection(code)))), *shown])
    return [[words("table.what"), names[one], names[other]], *rows]

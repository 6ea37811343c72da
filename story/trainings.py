"""The list of trainings: searched, sorted, as a table and as a file."""

from collections.abc import Iterable, Mapping

import pandas as pd

from charts.table import NOTHING, Cell, Number, Table
from charts.words import between, courses, group_names, names_by_code, publishers, round_name
from data import indicators, tables
from data.csv_file import csv_file
from data.indicators import Basis
from data.tables import WITH_BASIS
from data.view import View
from locales import UNSURE, Words

BESIDE = tuple(dict.fromkeys((*indicators.SEXES, *tables.BESIDE)))  # counts that are shown where any is stated


def trainings(view: View, search: str = "") -> pd.DataFrame:
    """Return one row per training: round, regency, activity, group, division, participants, basis, bounds.

    Behind the participants stand the counts beside them (women, men, target), where any training states them.

    Texts are in the reader's language, participants are numbers; ``search`` keeps the rows that contain
    every word of it.
    """
    rows = indicators.training_rows(view)
    names = names_by_code(view.tables)
    divisions = {d.division: view.words.field(d, "name") for _, d in view.tables["divisions"].iterrows()}
    groups = group_names(view)
    frame = pd.DataFrame(
        {
            "activity": [view.words.field(r, "name") for _, r in rows.iterrows()],  # what a row is called
            "regency": rows.regency.map(names),
            "round": [round_name(view, code) for code in rows["round"]],
            "group": rows.group.map(groups),
            "division": [f"{d} {divisions[d]}" for d in rows.division],
            "participants": rows.participants,
            **{name: rows[name] for name in BESIDE if rows[name].notna().any()},
            "basis": [view.words(f"basis.{b}") for b in rows.basis],
            "bounds": [_bounds(view.words, row) for _, row in rows.iterrows()],
        }
    )
    texts = frame.drop(columns=[*BESIDE], errors="ignore").astype(str).to_numpy()
    matches = [all(part in " ".join(row).lower() for part in search.lower().split()) for row in texts]
    frame = frame[pd.Series(matches, frame.index, dtype=bool)]
    return frame.sort_values(["regency", "round", "activity"], kind="stable")


def _bounds(words: Words, training: pd.Series) -> str:
    """Return between what the participants of a training lie; "" where they are no estimate."""
    if training.basis != "estimated" or training.is_about or pd.isna(training.left):
        return ""
    return between(words, 1, float(training.left - training.shared + 1))


def training_table(frame: pd.DataFrame, words: Words, more: Iterable[Mapping[str, Cell]] = ()) -> Table:
    """Return the trainings, and ``more`` rows; an estimate carries its sign, and what does not apply is a dash."""
    bases = {words(f"basis.{basis}"): basis for basis in UNSURE}
    rows = [_cells(row, bases) for _, row in frame.iterrows()]
    heads = {str(c): words(f"table.{c}") for c in frame.columns}
    return Table.of(heads, ([row.get(c, NOTHING) for c in heads] for row in (*rows, *more)))


def _cells(training: pd.Series, bases: Mapping[str, Basis]) -> dict[str, Cell]:
    """Return the cells of a training by their columns; women and men are approximate where its participants are."""
    basis = bases.get(training.basis, "stated")
    cells: dict[str, Cell] = {}
    for column, value in training.items():
        if column == "participants":
            cells[column] = Number(None if pd.isna(value) else float(value), basis)
        elif column in BESIDE:
            of: Basis = basis if column in WITH_BASIS and basis == "approximate" else "stated"
            cells[column] = Number(None, instead=NOTHING) if pd.isna(value) else Number(float(value), of)
        elif value:
            cells[str(column)] = str(value)
    return cells


def training_caption(view: View, frame: pd.DataFrame) -> str:
    """Return how many activities and how many classes a list holds: they are not added."""
    kinds = indicators.training_rows(view).kind
    return courses(view.words, kinds.reindex(frame.index).value_counts().sort_index())


def no_trainings(view: View) -> str:
    """Say why a list is empty: the sources do not say what was taught, or none matches the search."""
    if indicators.training_rows(view).empty and not indicators.untold(view).empty:
        return untold(view)
    return view.words("trainings.empty")


def untold(view: View) -> str:
    """Say of which rounds and regencies no source says what was taught; "" where all do."""
    rows = indicators.untold(view.every_group())
    names = names_by_code(view.tables)
    silent = {round_name(view, code): (names[str(c)] for c in part.regency) for code, part in rows.groupby("round")}
    return " ".join(view.words("trainings.untold", round=n, names=view.words.join(who)) for n, who in silent.items())


def training_csv(view: View, frame: pd.DataFrame) -> bytes:
    """Return the trainings as CSV with a heading in the reader's language, the regency's code, and the source."""
    words, rows = view.words, indicators.training_rows(view).loc[frame.index]
    named = frame.rename(columns={c: words(f"table.{c}") for c in frame.columns})
    named.insert(2, words("workbook.code"), rows.regency)
    named[words("table.source")] = rows.source.map(publishers(view))
    cells = named.astype(object).where(named.notna(), None).itertuples(index=False)
    return csv_file([[*named.columns], *cells], words)

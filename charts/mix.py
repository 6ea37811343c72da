"""The training mix: what was taught where, as a matrix of regencies and activity groups."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from charts import style
from charts.words import names_by_code, round_phrase, source_line
from data import indicators
from data.indicators import Indicator
from data.selection import Selection
from data.tables import Tables
from locales import Words

KEY = "mix"
ROW = 58  # px of height a regency
PX_PER_ROOT = 6.2  # a circle's diameter in px is this times the root of its participants
TOTALS_AT = -0.78  # the line of totals, in rows below the last regency


@dataclass(frozen=True)
class Matrix:
    """The matrix as it is drawn: rows (regency names, and how many trainings each had), columns, and cells.

    ``groups`` has the columns of the table groups and ``head``; ``cells`` one row per circle with regency,
    row, group, head, people, estimated, shown (the number in words) and taught (the activities).
    """

    rows: list[str]
    row_notes: list[str]
    groups: pd.DataFrame
    cells: pd.DataFrame


@style.kept
def training_mix(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw a circle per regency and group, sized by participants: filled where stated, open where estimated."""
    everything = selection.only_round()
    people = indicators.participants_by_regency_and_group(tables, everything)
    by_group = indicators.trainings_by_group(tables, everything)
    in_group = indicators.participants_by_group(tables, everything)
    matrix = _matrix(tables, everything, words, people)
    rounds = round_phrase(tables, words, selection)
    about = style.About(
        KEY,
        _finding(words, by_group, matrix.groups, selection, tables),
        words("mix.subtitle.estimated" if people.basis == "estimated" else "mix.subtitle", rounds=rounds),
        _alt(words, matrix.groups, by_group, in_group, rounds),
        source_line(words, tables, [people, by_group]),
        _table(words, matrix),
    )
    open_cells = matrix.cells[matrix.cells.estimated]
    return style.figure(
        [_circles(words, group.group, matrix.cells, selection) for _, group in matrix.groups.iterrows()],
        about,
        height=ROW * max(len(matrix.rows), 1) + 120,
        xaxis=_column_axis(matrix),
        yaxis=_row_axis(matrix),
        annotations=[
            *(_note(cell["head"], cell.row, cell.shown) for _, cell in open_cells.iterrows()),
            *_totals(words, matrix.groups, by_group, in_group),
        ],
        shapes=_rules(matrix),
        **style.CLICKED,
    )


def _matrix(tables: Tables, selection: Selection, words: Words, people: Indicator) -> Matrix:
    names = names_by_code(tables)
    order = indicators.participants_by_regency(tables, selection).value.index
    activities = tables["activities"].set_index("activity")
    rows = indicators.training_rows(tables, selection)
    groups = tables["groups"].sort_values("position")
    groups = groups[groups.group.isin(rows.group)]
    groups = groups.assign(head=[words.field(g, "short") for _, g in groups.iterrows()])

    heads: dict[object, str] = dict(zip(groups.group, groups["head"], strict=True))

    cells = []
    for (regency, group), trainings in rows.groupby(["regency", "group"], sort=False):
        n, basis = float(people.value.loc[(regency, group)]), people.basis_of((regency, group))
        cells.append(
            {
                "regency": regency,
                "row": style.plain(names[str(regency)]),
                "group": group,
                "head": heads[group],
                "people": n,
                "estimated": basis == "estimated",
                "shown": words.shown(n, basis),
                "taught": words.join(words.field(activities.loc[a], "name") for a in trainings.activity),
            }
        )
    columns = ["regency", "row", "group", "head", "people", "estimated", "shown", "taught"]
    frame = pd.DataFrame(cells, columns=columns).astype({"estimated": bool})
    per_row = rows.groupby("regency").size()
    kind = f"n.{indicators.training_kind(tables, selection)}"
    notes = [words.count(kind, per_row.get(c, 0)) for c in order]
    return Matrix([style.plain(names[c]) for c in order], notes, groups, frame)


def _circles(words: Words, group: str, all_cells: pd.DataFrame, selection: Selection) -> go.Scatter:
    """Return the circles of one group. The numbers of estimates are left to annotations: those stand on the
    page's own colour and take the page's text colour.
    """
    cells = all_cells[all_cells.group == group]
    colour = style.group_colour(group)
    selected = [selection.regency in ("", c) and selection.group in ("", group) for c in cells.regency]
    return go.Scatter(
        x=cells["head"],
        y=cells.row,
        mode="markers+text",
        name=group,
        customdata=cells[["regency", "group"]].to_numpy().tolist(),
        marker={
            "size": (PX_PER_ROOT * cells.people**0.5).tolist(),
            "color": [style.faint(colour) if e else colour for e in cells.estimated],
            "line": {"color": colour, "width": 1.6},
            "opacity": [1.0 if s else style.DIMMED["scatter"] for s in selected],
        },
        text=cells.shown.mask(cells.estimated, "").tolist(),
        textfont={"size": style.SMALL_SIZE, "color": style.ink_on(colour)},
        hovertext=[words("mix.hover", taught=style.plain(c.taught), n=c.shown) for _, c in cells.iterrows()],
        hoverinfo="text",
        cliponaxis=False,
    )


def _column_axis(matrix: Matrix) -> dict[str, object]:
    heads = matrix.groups["head"].tolist()
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": heads,
        "tickvals": heads,
        "ticktext": [style.plain(h).replace(" ", "<br>") for h in heads],
        "tickfont": {"size": style.SMALL_SIZE},
        "tickangle": 0,
        "range": [-0.5, max(len(heads), 1) - 0.5],
        "side": "top",
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _row_axis(matrix: Matrix) -> dict[str, object]:
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": matrix.rows[::-1],
        "tickvals": matrix.rows,
        "ticktext": [_row_label(*row) for row in zip(matrix.rows, matrix.row_notes, strict=True)],
        "tickfont": {"size": style.TEXT_SIZE},
        "ticks": "",
        "range": [TOTALS_AT - 0.27, max(len(matrix.rows), 1) - 0.5],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }


def _rules(matrix: Matrix) -> list[dict[str, object]]:
    """Return the lines between the rows: none runs through a number."""
    ends = {"type": "line", "x0": -0.5, "x1": max(len(matrix.groups), 1) - 0.5, "layer": "below"}
    line = {"color": style.GRID, "width": 1}
    return [{**ends, "y0": row - 0.5, "y1": row - 0.5, "line": line} for row in range(len(matrix.rows) + 1)]


def _row_label(name: str, note: str) -> str:
    return f"{name}  <br><span style='font-size:{style.SMALL_SIZE}px'>{note}  </span>"


def _note(x: object, y: object, text: str) -> dict[str, object]:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": style.SMALL_SIZE}}


def _totals(words: Words, groups: pd.DataFrame, by_group: Indicator, in_group: Indicator) -> list[dict[str, object]]:
    """Return the line below the matrix: trainings and participants of each group."""
    heads = zip(groups.group, groups["head"], strict=True)
    sums = [
        _note(head, TOTALS_AT, f"<b>{words.number(by_group.value[g])}</b><br>{_people(words, in_group, g)}")
        for g, head in heads
    ]
    side = {"xref": "paper", "xanchor": "right", "xshift": -10, "align": "right"}
    return [*sums, {**_note(0, TOTALS_AT, words("mix.total")), **side}]


def _people(words: Words, in_group: Indicator, group: str) -> str:
    return words.shown(in_group.value[group], in_group.basis_of(group))


def _finding(words: Words, by_group: Indicator, groups: pd.DataFrame, selection: Selection, tables: Tables) -> str:
    """Say which group was taught most, by the number of trainings, which every source states."""
    first = indicators.leaders(by_group.value)
    if not first:
        return words("mix.finding.none")
    who = style.plain(words.join(words.field(g, "name") for _, g in groups[groups.group.isin(first)].iterrows()))
    kind = f"n.{indicators.training_kind(tables, selection)}"
    if selection.regency or selection.group:
        return _finding_of_selected(words, groups, selection, tables, kind)
    of = words.count(kind, indicators.trainings(tables, selection).value)
    if len(by_group.value) == 1:
        return words("mix.finding.only", who=who, of=of)
    n = words.number(by_group.value[first[0]])
    return words("mix.finding.tie" if len(first) > 1 else "mix.finding", who=who, n=n, of=of)


def _finding_of_selected(words: Words, groups: pd.DataFrame, selection: Selection, tables: Tables, kind: str) -> str:
    """Say what the selected regency, or group, or both, had."""
    rows = indicators.training_rows(tables, selection)
    rounds = round_phrase(tables, words, selection)
    who = names_by_code(tables).get(selection.regency, "")
    what = words.join(words.field(g, "name") for _, g in groups[groups.group == selection.group].iterrows())
    values = {"who": style.plain(who), "what": style.plain(what), "rounds": rounds, "of": words.count(kind, len(rows))}
    form = "group" if not who else "regency" if not selection.group else "both"
    if rows.empty:
        return words("mix.finding.empty", rounds=rounds)
    if form == "regency":
        return words.count("mix.finding.regency", rows.group.nunique(), **values)
    return words.count(f"mix.finding.{form}", rows.regency.nunique(), **values)


def _table(words: Words, matrix: Matrix) -> tuple[tuple[str, ...], ...]:
    head = tuple(words(f"table.{c}") for c in ("regency", "group", "activities", "participants"))
    return (head, *((c.row, c["head"], c.taught, c.shown) for _, c in matrix.cells.iterrows()))


def _alt(words: Words, groups: pd.DataFrame, by_group: Indicator, in_group: Indicator, rounds: str) -> str:
    listed = "; ".join(
        words(
            "mix.alt.group",
            group=words.field(g, "name"),
            trainings=words.count("n.training", by_group.value[g.group]),
            people=_people(words, in_group, g.group),
        )
        for _, g in groups.iterrows()
    )
    return words("mix.alt", rounds=rounds, listed=listed or words("missing"))

"""The training mix: what was taught where, as a matrix of regencies and activity groups."""

import pandas as pd
import plotly.graph_objects as go

from charts import style
from charts.words import names_by_code, round_phrase, source_line
from data import indicators
from data.selection import Selection
from data.tables import Tables
from locales import Words

KEY = "mix"
ROW = 58  # px of height a regency
PX_PER_ROOT = 6.2  # a circle's diameter in px is this times the root of its participants


def training_mix(tables: Tables, selection: Selection, words: Words) -> go.Figure:
    """Draw a circle per regency and group, sized by participants: filled where stated, open where estimated."""
    rows = indicators.training_rows(tables, selection)
    people = indicators.participants_by_regency_and_group(tables, selection)
    by_group = indicators.trainings_by_group(tables, selection)
    in_group = indicators.participants_by_group(tables, selection)
    order = indicators.participants_by_regency(tables, selection).value.index
    names = names_by_code(tables)
    groups = tables["groups"].sort_values("position")
    groups = groups[groups.group.isin(by_group.value.index)]

    cells = rows.groupby(["regency", "group"], sort=False)
    open_cells = cells.basis.agg(lambda b: bool((b == "estimated").any()))
    taught = cells.activity.agg(list)
    activity = tables["activities"].set_index("activity")
    traces, estimates = [], []
    for _, group in groups.iterrows():
        at = [c for c in order if (c, group.group) in people.value.index]
        traces.append(
            _circles(
                words,
                [style.plain(names.get(c, c)) for c in at],
                words.field(group, "short"),
                [float(people.value[c, group.group]) for c in at],
                [bool(open_cells[c, group.group]) for c in at],
                [words.join(words.field(activity.loc[a], "name") for a in taught[c, group.group]) for c in at],
                [[c, group.group] for c in at],
                style.group_colour(group.group),
            )
        )
        estimates += [
            (words.field(group, "short"), style.plain(names.get(c, c)), people.value[c, group.group])
            for c in at
            if open_cells[c, group.group]
        ]
    heads = [words.field(g, "short") for _, g in groups.iterrows()]
    about = style.About(
        KEY,
        _finding(words, by_group, groups, selection, tables),
        words(
            "mix.subtitle.estimated" if people.basis == "estimated" else "mix.subtitle",
            rounds=round_phrase(words, tables, selection),
        ),
        _alt(words, groups, by_group, in_group, round_phrase(words, tables, selection)),
        source_line(words, tables, [people, by_group]),
    )
    totals = [
        f"<b>{words.number(by_group.value[g.group])}</b><br>{_people(words, in_group, g.group)}"
        for _, g in groups.iterrows()
    ]
    return style.figure(
        traces,
        about,
        height=ROW * max(len(order), 1) + 120,
        xaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": heads,
            "tickvals": heads,
            "ticktext": [style.plain(h).replace(" ", "<br>") for h in heads],
            "range": [-0.5, max(len(heads), 1) - 0.5],
            "side": "top",
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickangle": 0,
            "tickfont": {"size": style.SMALL_SIZE},
            "automargin": True,
        },
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [style.plain(names.get(c, c)) for c in order][::-1],
            "range": [-1.05, max(len(order), 1) - 0.5],
            "tickvals": [style.plain(names.get(c, c)) for c in order],
            "fixedrange": True,
            "automargin": True,
            "gridcolor": style.GRID,
            "zeroline": False,
            "ticks": "",
            "ticksuffix": "  ",
            "tickfont": {"size": style.TEXT_SIZE},
        },
        annotations=[
            *(
                _note(head, y, _shown(words, n, True)) for head, y, n in estimates
            ),
            *(_note(h, -0.78, t) for h, t in zip(heads, totals, strict=True)),
            {
                "x": 0, "xref": "paper", "xanchor": "right", "xshift": -10, "y": -0.78, "showarrow": False,
                "text": words("mix.total"), "align": "right", "font": {"size": style.SMALL_SIZE},
            },
        ],
        hovermode="closest",
    )  # fmt: skip


def _note(x: object, y: object, text: str) -> dict[str, object]:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": style.SMALL_SIZE}}


def _circles(
    words: Words,
    regencies: list[str],
    head: str,
    people: list[float],
    estimated: list[bool],
    taught: list[str],
    codes: list[list[str]],
    colour: str,
) -> go.Scatter:
    numbers = [_shown(words, n, e) for n, e in zip(people, estimated, strict=True)]
    return go.Scatter(
        x=[head] * len(regencies),
        y=regencies,
        mode="markers+text",
        customdata=codes,
        marker={
            "size": [PX_PER_ROOT * n**0.5 for n in people],
            "color": [style.faint(colour) if e else colour for e in estimated],
            "line": {"color": colour, "width": 1.6},
            "opacity": 1,
        },
        # Estimates stand on the page's own colour: their numbers are annotations, which take the page's text colour.
        text=["" if e else number for number, e in zip(numbers, estimated, strict=True)],
        textfont={"size": style.SMALL_SIZE, "color": style.ink_on(colour)},
        hovertext=[words("mix.hover", taught=style.plain(t), n=n) for t, n in zip(taught, numbers, strict=True)],
        hoverinfo="text",
        cliponaxis=False,
    )


def _shown(words: Words, n: float, estimated: bool) -> str:
    return words("estimate", n=words.number(n)) if estimated else words.number(n)


def _people(words: Words, in_group: indicators.Indicator, group: str) -> str:
    return _shown(words, in_group.value[group], in_group.basis == "estimated")


def _finding(
    words: Words,
    by_group: indicators.Indicator,
    groups: pd.DataFrame,
    selection: Selection,
    tables: Tables,
) -> str:
    first = indicators.leaders(by_group.value)
    if not first:
        return words("mix.finding.none")
    who = words.join(words.field(g, "name") for _, g in groups[groups.group.isin(first)].iterrows())
    total = indicators.trainings(tables, selection).value
    n = by_group.value[first[0]]
    kinds = selection.of(tables["rounds"]).training_kind.unique()
    of = words.count(f"n.{kinds[0]}" if len(kinds) == 1 else "n.training", total)
    if len(by_group.value) == 1:
        return words("mix.finding.only", who=style.plain(who), of=of)
    return words("mix.finding.tie" if len(first) > 1 else "mix.finding", who=style.plain(who), n=words.number(n), of=of)


def _alt(
    words: Words,
    groups: pd.DataFrame,
    by_group: indicators.Indicator,
    in_group: indicators.Indicator,
    rounds: str,
) -> str:
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

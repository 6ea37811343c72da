"""Show a figure as every page does: the finding as heading, what is measured, the chart, its source, its table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import plotly.graph_objects as go
import streamlit as st

from charts.map import KEY as MAP
from charts.map import OUTLINE, land_of
from charts.style import DIMMED, about
from data.selection import Selection
from data.tables import Tables
from locales import Words
from pages.parts import address, look, take

CONFIG = {"displayModeBar": False, "responsive": True}
POINTS = {  # where the browser has a trace's point, by their places
    "bar": ".barlayer > .trace:nth-child({}) .point:nth-child({}) path",
    "scatter": ".scatterlayer > .trace:nth-child({}) .points > path:nth-child({})",
}

Build = Callable[[Tables, Selection, Words], go.Figure]


def show_choices(
    build: Build, tables: Tables, selection: Selection, words: Words, selects: Sequence[str], title: bool = True
) -> None:
    """Show a figure whose drawing is the same whatever is selected by a click on it, but for what stands out.

    That is a rule of style: a choice neither sends nor draws the figure again.
    """
    drawn = build(tables, replace(selection, **dict.fromkeys(selects, "")), words)
    rules = (_outlined if about(drawn).key == MAP else _dimmed)(drawn, selection, selects)
    place = f".st-key-{about(drawn).key}"
    show(build(tables, selection, words), words, selects, title, drawn, [rule.replace("&", place) for rule in rules])


# The browser's own marks of what was clicked: they would outlive a choice that is made elsewhere.
_AS_IF_UNTOUCHED = (
    "& :is(.point, .points) path { opacity: 1 !important; }",
    "& :is(.bartext, .textpoint text) { fill-opacity: 1 !important; }",
)


def _outlined(drawn: go.Figure, selection: Selection, _selects: Sequence[str]) -> list[str]:
    """Return the rule that outlines the selected regency's land."""
    places = land_of(drawn, selection.regency) if selection.regency else []
    lines = ", ".join(f"& .scatterlayer > .trace:nth-child({i + 1}) .js-line" for i in places)
    colour, width = OUTLINE.values()
    outline = f"stroke: {colour} !important; stroke-width: {width}px !important; stroke-opacity: 1 !important;"
    return [f"{lines} {{ {outline} }}"] if places else []


def _dimmed(drawn: go.Figure, selection: Selection, selects: Sequence[str]) -> list[str]:
    """Return the rules that dim every bar or circle that is not selected."""
    chosen = [getattr(selection, name) for name in selects]
    rules = list(_AS_IF_UNTOUCHED)
    for t, trace in enumerate(drawn.data, 1):
        for i, data in enumerate(trace.customdata, 1):
            codes = [data] if isinstance(data, str) else data
            if any(code not in ("", its) for code, its in zip(chosen, codes, strict=True)):
                rules.append(f"& {POINTS[trace.type].format(t, i)} {{ opacity: {DIMMED[trace.type]} !important; }}")
    return rules


def show(
    fig: go.Figure,
    words: Words,
    selects: Sequence[str] = (),
    title: bool = True,
    drawn: go.Figure | None = None,
    rules: Sequence[str] = (),
) -> None:
    """Show a figure with its words. The element key is the figure's own key.

    ``selects`` names the address parameters that a click on a point sets, in the order of its customdata;
    the same choices are in the lists above every page, for keyboard and screen reader. ``drawn`` is what is drawn
    where the figure's own drawing is made of that and of some ``rules`` of style.
    """
    said = about(fig)
    look_of_figure(fig, rules)
    if title:
        look.heading(said.title, said.key)
    look.paragraph("subtitle", said.subtitle)
    with st.container(key=f"shape_{said.key}"):
        st.plotly_chart(
            drawn or fig,
            key=said.key,
            config=CONFIG,
            alt=said.alt,
            height="stretch" if said.aspect else "content",
            on_select=(lambda: _clicked(said.key, selects)) if selects else "ignore",
            selection_mode="points",
        )
    look.paragraph("source", f"{words('source.label')} {said.sources}")
    with st.container(key=f"below_{said.key}", horizontal=True, gap="small"):
        if said.table:
            with st.expander(words("table.show"), key=f"table_{said.key}"):
                look.table(said.table, said.subtitle)
        with st.container(width="content"):
            take.menu(fig, words)


def _clicked(key: str, selects: Sequence[str]) -> None:
    """Select what was clicked; a click on what is selected already takes the selection back."""
    points = [p["customdata"] for p in st.session_state[key]["selection"]["points"] if p.get("customdata")]
    # The browser counts clicks by itself: the second on the same point comes without it.
    last = f"clicked_{key}"
    data = points[0] if points else st.session_state.get(last)
    if not data:
        return
    st.session_state[last] = data
    codes = data if isinstance(data, list) else [data]
    chosen = dict(zip(selects, map(str, codes), strict=False))
    again = all(st.session_state.get(name) == code for name, code in chosen.items())
    for name, code in chosen.items():
        address.select(name, "" if again else code)


def look_of_figure(fig: go.Figure, more: Sequence[str] = ()) -> None:
    """Give a figure its shape at any width, each width the labels that are meant for it, and ``more`` rules."""
    said = about(fig)
    rules = [*look_rules(fig, f".st-key-{said.key}"), *more]
    if said.aspect:
        rules.append(f".st-key-shape_{said.key} {{ aspect-ratio: {said.aspect:.4f}; }}")
    if rules:
        st.html(f"<style>{' '.join(rules)}</style>")


def look_rules(fig: go.Figure, place: str) -> list[str]:
    """Return the style rules by which each width shows the labels meant for it; ``place`` is what holds the figure."""
    said = about(fig)
    rules = [
        f"@media {condition} {{ {_labels(place, left_out)} {{ display: none; }} }}"
        for condition, left_out in ((look.IS_NARROW, said.roomy), (look.IS_NOT_NARROW, said.tight))
        if left_out
    ]
    if said.roomy:
        rules.append(f"@media {look.IS_HALL} {{ {grown(fig, place, 1.25)} }}")
    return rules


def grown(fig: go.Figure, place: str, scale: float) -> str:
    """Return the rules that set a figure's labels larger, each from the side where it is held."""
    sides: dict[str, list[int]] = {"left": [], "center": [], "right": []}
    for i, note in enumerate(fig.layout.annotations):
        sides[note.xanchor or "center"].append(i)
    return " ".join(
        f"{_labels(place, of_side)} {{ transform-box: fill-box; transform-origin: {side} center; scale: {scale}; }}"
        for side, of_side in sides.items()
        if of_side
    )


def _labels(place: str, indices: Iterable[int]) -> str:
    return ", ".join(f'{place} .annotation[data-index="{i}"]' for i in indices)

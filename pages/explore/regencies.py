"""Regencies: what one received, or all in each round; how they compare, by rate and gap; whom no source names."""

from charts import absence
from charts.map import participants_map
from charts.rank import regency_rank
from charts.rates import participant_rates
from charts.reach import participants_to_level, unreached_headline
from charts.regency import map_of_selected
from charts.words import names_by_code, regency_choices
from data.indicators import RANKED
from data.selection import ALL_ROUNDS, Selection
from data.view import View
from pages.parts.page import (
    Block,
    Choice,
    Columns,
    Controls,
    Depending,
    Figure,
    Heading,
    Headline,
    Listing,
    Page,
    Paragraph,
    Part,
    TableBlock,
)
from story import beside, indicators, overview, regencies


def profile_or_map(view: View) -> tuple[Block, ...]:
    """Return what the selected regency received, and its profile; without one, all in every round, and the map."""
    code = view.selection.regency
    if not code:
        return (
            TableBlock(regencies.by_round, "regency.by_round", key="by_round"),
            Paragraph("regency.choose"),
            Figure(participants_map),
        )
    return (
        Paragraph(regencies.standing, "lead"),
        *received(view, code),
        *by_others(view, code),
        Heading("regency.facts", "profile"),
        Columns(
            (
                (
                    TableBlock(lambda view: regencies.profile(view, code), "regency.facts.caption"),
                    Paragraph("regency.islands.note", "source"),
                ),
                (Figure(map_of_selected, has_title=False),),
            ),
            widths=(1, 1.2),
        ),
        Part((
            Heading("regency.indicators", "indicators"),
            TableBlock(lambda view: indicators.of_regency(view, code), "regency.indicators.caption"),
            Listing(indicators.regency_notes, "source"),
        )),
    )  # fmt: skip


def received(view: View, code: str) -> tuple[Block, ...]:
    """Return what a regency received in all rounds; nothing where none names it, which the headline says."""
    if not regencies.received(view, code).height:
        return ()
    name = names_by_code(view.tables)[code]
    return (
        Heading(lambda view: view.words("regency.received", name=name), "received"),
        TableBlock(
            lambda view: regencies.received(view, code),
            lambda view: regencies.received_caption(view, code),
            key="received",
        ),
        Paragraph(lambda view: beside.sentence(view.of(Selection(ALL_ROUNDS, code))), "subtitle"),
    )


def by_others(view: View, code: str) -> tuple[Block, ...]:
    """Return the trainings by others in a regency, which are in no total; nothing where no source names one."""
    if not regencies.by_others(view, code).height:
        return ()
    return (
        Heading("table.others", "by-others"),
        TableBlock(lambda view: regencies.by_others(view, code), "regency.by_others.caption", key="by_others"),
    )


def others(view: View) -> list[str]:
    """Return the regencies that the selected one can be compared with: none of them first."""
    return ["", *(code for code in names_by_code(view.tables) if code != view.selection.regency)]


def name_of_other(view: View, code: str) -> str:
    """Return the name of a regency to compare with."""
    return regency_choices(view)[code] if code else view.words("regency.other.none")


def comparison(view: View, measure: str, other: str) -> tuple[Block, ...]:
    """Return the ranking, beside it the other regency or what all would need, and those that no source names."""
    code = view.selection.regency
    rank = Figure(lambda view: regency_rank(view, measure, code, other))
    not_named = Part((
        Heading(unreached_headline, "not-named"),
        TableBlock(
            regencies.not_named,
            lambda view: view.words("regency.not_named.caption", sources=absence.in_sources(absence.telling(view))),
            empty="",
            key="not_named",
        ),
    ))  # fmt: skip
    # A table of sentences takes the room of two: in half the page it was a column of words beside nothing.
    below = Columns(((not_named,), (Figure(participant_rates),)), widths=(1.8, 1))
    if other:
        beside = TableBlock(lambda view: regencies.compared(view, code, other), "regency.side_by_side")
        return (Columns(((rank,), (beside,))), Figure(participants_to_level), below)
    hint = Paragraph("regency.other.hint" if code else "", "empty")
    return (Columns(((rank,), (hint, Figure(participants_to_level)))), below)


PAGE = Page(
    "regencies",
    Headline(regencies.headline, above=lambda view: overview.eyebrow(view) if view.selection.regency else ""),
    (
        Depending(profile_or_map),
        Heading("regency.compare", "compare"),
        Controls(
            (
                Choice(
                    "measure",
                    "regency.measure",
                    options=lambda _view: RANKED,
                    option_text=lambda view, measure: view.words(f"measure.{measure}"),
                ),
                Choice(
                    "other", "regency.other", others, name_of_other, is_disabled=lambda view: not view.selection.regency
                ),
            ),
            comparison,
            gap="large",
        ),
    ),
)

if __name__ == "__main__":
    from pages.parts import live

    live.show(PAGE)

"""National frame: what IKM is to Indonesia, what Maluku's rounds are in it, and a little arithmetic."""

from charts.indicator_rank import indicator_rank
from charts.indicator_series import indicator_series
from charts.national import national_shares, one_in_units
from data.view import View
from pages.parts.page import (
    Amount,
    Block,
    Columns,
    Controls,
    Figure,
    Folded,
    Heading,
    Headline,
    Page,
    Paragraph,
    Part,
    TableBlock,
)
from story import indicators, national


def answer(_view: View, per_round: int, per_year: int, goal: int) -> tuple[Block, ...]:
    """Return how long the goal takes."""
    return (Paragraph(lambda view: national.what_if(view, goal, per_round, per_year), "answer"),)


PAGE = Page(
    "national",
    Headline(national.headline, lead=national.growth_line),
    (
        Columns((
            (
                Part((
                    Figure(national_shares),
                    Heading("frame.province", "province"),
                    TableBlock(national.province, "frame.province.caption"),
                    Folded("frame.formulas", "formulas", (TableBlock(national.formulas, "frame.formulas.caption"),)),
                )),
            ),
            (Figure(one_in_units),),
        )),
        Part((
            Heading("national.ministry", "ministry"),
            TableBlock(indicators.ikm_over_time, "national.ministry.caption", key="ministry"),
            Paragraph(indicators.ikm_note, "source"),
        )),
        Part((
            Heading("national.elsewhere", "elsewhere"),
            Paragraph(national.elsewhere),
            Paragraph(national.elsewhere_sources, "source"),
        )),
        Columns(((Figure(indicator_rank),), (Figure(indicator_series), Paragraph(indicators.answer)))),
        Part((
            Heading("frame.whatif", "what-if"),
            Paragraph("frame.whatif.note", "subtitle"),
            Controls(
                (
                    Amount("per_round", "indicator.participants_by_round", least=1, most=100_000, usual=220, step=10),
                    Amount("per_year", "frame.per_year", least=1, most=52, usual=1, step=1),
                    Amount("goal", "frame.goal", least=1, most=100_000, usual=100, step=10),
                ),
                answer,
            ),
        )),
    ),
)  # fmt: skip

if __name__ == "__main__":
    from pages.parts import live

    live.show(PAGE)

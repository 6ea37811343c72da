"""Overview: the round in one sentence, four numbers, the map, who took part, what was taught, the national frame."""

from charts.map import participants_map
from charts.mix import training_mix
from charts.national import national_shares, one_in_units
from charts.participants import participants_bars
from pages.parts import live
from pages.parts.page import Columns, Figure, Heading, Headline, Numbers, Page, Paragraph, Part
from story import overview

PAGE = Page(
    "overview",
    Headline(overview.finding, above=overview.eyebrow),
    (
        Columns(
            (
                (
                    Numbers(overview.KEY_NUMBERS),
                    Part((
                        Paragraph(overview.lead, "subtitle"),
                        Paragraph(overview.change_line, "subtitle"),
                        Paragraph(overview.source_of_numbers, "source"),
                    )),
                ),
                (Figure(participants_map),),
            ),
            widths=(1, 3.6),
            gap="medium",
        ),
        Columns((
            (Part((Figure(participants_bars), Paragraph(overview.not_named))),),
            (Figure(training_mix),),
        )),
        Columns((
            (
                Part((
                    Heading("overview.national", "national"),
                    Paragraph(overview.national_line),
                    Paragraph(overview.derived_line),
                    Figure(national_shares),
                )),
            ),
            (Figure(one_in_units),),
        )),
        Paragraph(overview.footer, "footer"),
    ),
)  # fmt: skip

if __name__ == "__main__":  # Streamlit runs the file of the page that is open
    live.show(PAGE)

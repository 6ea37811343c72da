"""Overview: the round in one sentence, what it says no number of, the map, who took part, what was taught."""

from charts.distances import map_with_distances
from charts.map import participants_map
from charts.mix import training_mix
from charts.national import national_shares
from charts.participants import participants_bars
from data.view import View
from pages.parts.page import Columns, Controls, Figure, Heading, Headline, Numbers, Page, Paragraph, Part, Switch
from story import first_numbers, overview


def province_map(_view: View, has_distances: bool) -> tuple[Figure]:
    """Return the map, with the distances from the capital where the reader wants them."""
    return (Figure(map_with_distances if has_distances else participants_map),)


PAGE = Page(
    "overview",
    Headline(overview.headline, above=overview.eyebrow),
    (
        Columns(
            (
                (
                    Numbers(first_numbers.NUMBERS),
                    Part((
                        Paragraph(overview.lead_below, "subtitle"),
                        Paragraph(overview.residents, "subtitle"),
                        Paragraph(overview.change_line, "subtitle"),
                    )),
                ),
                (Controls((Switch("distances", "distances.show"),), province_map, beneath=True),),
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
                    Paragraph(overview.derived_line),
                )),
            ),
            (Figure(national_shares),),
        )),
        Paragraph("overview.footer", "footer"),
    ),
)  # fmt: skip

if __name__ == "__main__":  # Streamlit runs the file of the page that is open
    from pages.parts import live

    live.show(PAGE)

"""Take away: every outlet of the story, for the current selection."""

from charts.words import caption
from data.view import View
from pages.parts.page import Files, Headline, Page, Paragraph, Part


def lead(view: View) -> str:
    """Say what the files are of."""
    return view.words("takeaway.lead", caption=caption(view))


PAGE = Page(
    "takeaway",
    Headline("takeaway.title", lead=lead, of_selection=False),
    (
        Part((
            Files(),
            Paragraph("takeaway.figures", "source"),
        )),
    ),
)  # fmt: skip

if __name__ == "__main__":
    from pages.parts import live

    live.show(PAGE)

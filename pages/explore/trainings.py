"""Trainings: what was taught where, as a matrix to click and as a list to search, sort and take away."""

from charts import absence
from charts.mix import training_mix
from data.view import View
from pages.parts.page import (
    Block,
    Controls,
    Depending,
    Download,
    Figure,
    Heading,
    Headline,
    Page,
    Paragraph,
    Part,
    Search,
    TableBlock,
)
from story import beside, trainings


def headline(view: View) -> str:
    """Return what the matrix finds."""
    return training_mix(view).text.headline


def matching(view: View, search: str) -> tuple[Block, ...]:
    """Return the list of the trainings that match, and its file; or that there are none."""
    rows = trainings.trainings(view, search)
    if rows.empty:
        return (Paragraph(trainings.no_trainings, "empty"),)
    return (
        Paragraph(trainings.untold, "subtitle"),
        Paragraph(beside.of_round, "subtitle"),
        Paragraph(beside.sentence, "subtitle"),
        TableBlock(
            lambda view: trainings.training_table(rows, view.words),
            lambda view: trainings.training_caption(view, rows),
            key="trainings",
            is_searched=False,
        ),
        Download(
            "trainings.download",
            lambda view: trainings.training_csv(view, rows),
            lambda view: f"{view.words('trainings.file')}-{view.selection.round}.csv",
        ),
    )


def listed(view: View) -> tuple[Block, ...]:
    """Return the list of the trainings; nothing where the sources name none, which the headline says."""
    if not absence.is_named(view):
        return ()
    return (
        Part(
            (
                Heading("trainings.list", "list"),
                Controls((Search("search", "trainings.search"),), matching),
                Paragraph("trainings.note", "source"),
            )
        ),
    )


PAGE = Page(
    "trainings",
    Headline(headline),
    (
        Figure(training_mix, has_title=False),
        Depending(listed),
    ),
)  # fmt: skip

if __name__ == "__main__":
    from pages.parts import live

    live.show(PAGE)

"""Sources: every number with its origin, the sources, the tables, the boundaries, and what is not known."""

from data.view import View
from geo import wording
from pages.parts import live
from pages.parts.page import (
    Block,
    Controls,
    Depending,
    Folded,
    Heading,
    Headline,
    Listing,
    Page,
    Paragraph,
    Part,
    Search,
    TableBlock,
)
from story import sources

MOST = 25  # rows; searching narrows them
MOST_OF_TABLE = 100  # rows of a table; the data package has all


def matching(view: View, search: str) -> tuple[Block, ...]:
    """Return the numbers that match, the first of them; or that there are none."""
    matches = sources.matching(sources.every_number(view), search)
    if not matches:
        return (Paragraph("sources.none", "empty"),)
    return (
        TableBlock(
            lambda view: sources.number_table(matches[:MOST], view.words),
            lambda view: view.words.count("sources.found", len(matches), shown=min(MOST, len(matches))),
        ),
    )


def tables(view: View) -> tuple[Block, ...]:
    """Return each table in use, folded."""
    return tuple(table(*described) for described in sources.tables_in_use(view))


def table(name: str, title: str, description: str) -> Folded:
    """Return a table, folded: what it is, its columns, its rows."""
    return Folded(
        lambda _view: title,
        f"data_{name}",
        (
            Paragraph(lambda _view: description, "subtitle"),
            TableBlock(lambda view: sources.columns(view, name), "sources.columns"),
            TableBlock(
                lambda view: sources.rows(view.tables, name, MOST_OF_TABLE), lambda view: rows_shown(view, name)
            ),
        ),
    )


def rows_shown(view: View, name: str) -> str:
    """Return the file of a table, and how many of its rows are shown if these are not all."""
    count = len(view.tables[name])
    if count <= MOST_OF_TABLE:
        return f"{name}.csv"
    return view.words.count("sources.rows", count, file=f"{name}.csv", shown=MOST_OF_TABLE)


PAGE = Page(
    "sources",
    Headline("sources.title", lead="sources.lead", of_selection=False),
    (
        Part((
            Heading("sources.numbers", "numbers"),
            Controls((Search("number_search", "sources.search"),), matching),
        )),
        Part((Heading("sources.list", "list"), TableBlock(sources.listed, "sources.list.caption"))),
        Part((Heading("sources.tables", "tables"), Depending(tables))),
        Heading("sources.boundaries", "boundaries"),
        Paragraph(lambda view: wording.account(view.words)),
        Heading("sources.limits", "limits"),
        Listing(sources.limits),
    ),
)  # fmt: skip

if __name__ == "__main__":
    live.show(PAGE)

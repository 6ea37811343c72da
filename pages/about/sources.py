"""Sources: every number with its origin, the sources, the tables, the boundaries, and what is not known."""

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from charts.table import Linked, Table
from data.view import View
from geo import wording
from pages.parts import links, page_texts
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
    text,
)
from story import sources

MOST = 25  # rows; searching narrows them
MOST_PLACES = 12  # where the pages print what is searched
MOST_OF_TABLE = 100  # rows of a table; the data package has all


def matching(view: View, search: str) -> tuple[Block, ...]:
    """Return the numbers that match, the first of them; or that there are none."""
    if not search.strip():
        first = sources.first_numbers(view, MOST)
        return _numbers(first, lambda view: view.words.count("sources.first", len(first)))
    search, asked = sources.by_name(view, search), search
    matches = sources.matching([*sources.every_number(view), *sources.observed_numbers(view)], search)
    texts = page_texts.everything(view)
    places = sources.ranked(texts, asked, lambda one: one.text) or sources.ranked(texts, search, lambda one: one.text)
    if not matches and not places and re.search(r"\d", asked):  # a number may be one of another selection
        places = sources.ranked(page_texts.of_others(view), asked, lambda one: one.text)
    if not matches and not places:
        return (Paragraph("sources.none", "empty"),)
    shown = min(MOST, len(matches))
    hits = _numbers(matches, lambda view: view.words.count("sources.found", len(matches), shown=shown))
    return (*hits, *_places(places, asked))


def _numbers(matches: list[sources.Number], caption: Callable[[View], str]) -> tuple[Block, ...]:
    """Return the numbers as a table, each with its sources and pages, which it leads to."""
    if not matches:
        return ()

    def led(view: View, name: str) -> str:
        return f"#{name}" if name.startswith(sources.ROW) else links.to(view, name)

    return (TableBlock(lambda view: sources.number_table(matches[:MOST], view, partial(led, view)), caption),)


def _places(places: list[page_texts.PageText], search: str) -> tuple[Block, ...]:
    """Return where the pages print what is searched, as links to there.

    The browser marks the words, and opens the table that they stand in; one that can't goes to the heading.
    """
    if not places:
        return ()
    marked = f":~:text={quote(search.strip(), safe='').replace('-', '%2D')}"

    def rows(view: View) -> Table:
        return Table.of(
            {column: view.words(f"page_texts.{column}") for column in ("page", "heading", "text")},
            (
                [
                    Linked([(view.words(f"page.{one.page}"), links.to(of, one.page, one.anchor + marked, one.slide))]),
                    one.heading,
                    one.text,
                ]
                for one in places[:MOST_PLACES]
                for of in [view.of(one.selection or view.selection)]
            ),
        )

    return (
        TableBlock(
            rows, lambda view: view.words.count("page_texts.found", len(places), shown=min(MOST_PLACES, len(places)))
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
                lambda view: sources.rows(view, name),
                lambda _view: f"{name}.csv",
                key=f"data_{name}",
                most=MOST_OF_TABLE,
            ),
        ),
    )


def places(view: View) -> Linked:
    """Return the page's sections in a line, each as a link to it: on a phone the page is long."""
    blocks = [one for block in PAGE.blocks for one in (block.blocks if isinstance(block, Part) else (block,))]
    parts = [(text(one.text, view), f"#{one.anchor}") for one in blocks if isinstance(one, Heading)]
    return Linked([part for place in parts for part in ((" · ", ""), place)][1:])


PAGE = Page(
    "sources",
    Headline("sources.title", lead="sources.lead", of_selection=False),
    (
        Paragraph(places, "lead"),
        Part((
            Heading("sources.numbers", "numbers"),
            Controls((Search("number_search", "sources.search"),), matching),
        )),
        Part((Heading("sources.list", "list"), TableBlock(sources.listed, "sources.list.caption", key="sources"))),
        Part((Heading("sources.tables", "tables"), Depending(tables))),
        Heading("sources.boundaries", "boundaries"),
        Paragraph(lambda view: wording.account(view.words)),
        Heading("sources.limits", "limits"),
        Listing(sources.limits),
    ),
    has_filters=False,
)  # fmt: skip

if __name__ == "__main__":
    from pages.parts import live

    live.show(PAGE)

"""The workbook: a cover, the numbers of every figure with native charts, the data tables, the sources."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from charts import style
from charts.table import Cell, Column, Number
from charts.words import in_line
from data.tables import described
from data.view import View
from locales import Words
from render import xlsx
from render.office import QUIET_INK
from render.xlsx import Book, Page, Place
from story import sources
from story.slides import Story, tell

SYMBOLS = {"km2": "km²", "degree": "°", "percent": "%"}
FIRST_SOURCE = 5  # the row of the sheet of sources, from 0, to which figures lead
GUIDE = ("estimate", "empty", "absent", "formulas", "notes")  # what the cover explains


@dataclass(frozen=True)
class Entry:
    """A line of the cover: a sheet, its title (a sheet's name is short), what it holds, and the key of its kind."""

    sheet: str
    title: str
    holds: str
    kind: str


def workbook(view: View) -> bytes:
    """Return the story of the selection as an Excel workbook; the same bytes for the same tables and selection.

    Raises ``BrokenTableError`` if a table that the story needs has problems.
    """
    words = view.words
    story = tell(view)
    book = Book(words, story.title, story.caption, story.sources, story.date)
    cover = Page(book, book.name(words("workbook.cover")))

    def entry(title: str, holds: str, kind: str) -> Entry:
        return Entry(book.name(title), title, holds, kind)

    slides = [
        (slide, entry(words(f"workbook.sheet.{slide.key}"), slide.title, "headlines"))
        for slide in story.slides
        if slide.chart
    ]
    data = [
        (resource, entry(words("workbook.data", title=title), holds, "tables"))
        for resource in described(view.tables.folder)
        if resource["name"] in view.tables.frames
        for title, holds in [[sources.worded(resource, key, words) for key in ("title", "description")]]
    ]
    columns, origins = (
        entry(words(f"workbook.{key}"), words(f"workbook.{key}.holds"), "origin") for key in ("columns", "sources")
    )
    _cover(cover, story, [*(of for _, of in slides + data), columns, origins], words)
    named = [in_line(str(name)) for name in sources.listed(view)["short"].cells]
    for slide, of in slides:
        assert slide.chart
        page = Page(book, of.sheet)
        page.link(cover.name)
        xlsx.write(page, slide.chart, slide.title)
        for row, source in enumerate(named, FIRST_SOURCE):
            if source in slide.chart.text.sources:
                page.lead(origins.sheet, row, source)
        page.close()
    for resource, of in data:
        _data(view, Page(book, of.sheet, landscape=True), cover.name, resource)
    _columns(view, Page(book, columns.sheet, landscape=True), cover.name)
    _sources(view, Page(book, origins.sheet, landscape=True), cover.name)
    return book.close()


def sheets(view: View) -> int:
    """Return how many sheets the workbook has: the cover, the headlines, the tables, their columns and the sources."""
    tables = [one for one in described(view.tables.folder) if one["name"] in view.tables.frames]
    return 1 + sum(slide.chart is not None for slide in tell(view).slides) + len(tables) + 2


def _cover(page: Page, story: Story, entries: Sequence[Entry], words: Words) -> None:
    page.sheet.set_tab_color(style.ACCENT)
    page.line(story.title, 22, bold=True, font_color=style.ACCENT)
    page.line(story.subtitle, 14)
    page.line(words("workbook.selection", caption=story.caption))
    page.line(words("page.made", date=words.date(story.date)), font_color=QUIET_INK)
    page.row += 1
    page.widths(260, 420)
    for kind in dict.fromkeys(entry.kind for entry in entries):
        page.head(words(f"workbook.kind.{kind}"), words("workbook.holds"))
        for entry in entries:
            if entry.kind == kind:
                page.pair(entry.title, entry.holds, entry.sheet)
        page.row += 1
    page.head(words("workbook.guide"), "")
    for key in GUIDE:
        page.pair(words(f"workbook.guide.{key}.sign"), words(f"workbook.guide.{key}"))
    page.close()


def _open(page: Page, cover: str, title: str, subtitle: str) -> None:
    page.link(cover)
    page.heading(title, subtitle)


def _fill(page: Page, columns: Sequence[Column]) -> Place:
    """Fill the rest of a sheet with a table whose head stays in sight."""
    place = page.table(columns)
    page.keep_head(place)
    page.close()
    return place


def _data(view: View, page: Page, cover: str, resource: dict[str, Any]) -> None:
    """Fill the sheet of one table: every row as it is kept, numbers as numbers, dates as dates."""
    words = view.words
    _open(page, cover, *(sources.worded(resource, what, words) for what in ("title", "description")))
    frame = view.tables[resource["name"]]
    place = _fill(page, [_kept(frame[f["name"]], f, words) for f in resource["schema"]["fields"]])
    page.list_object(place, resource["name"])


def _kept(values: pd.Series, field: dict[str, Any], words: Words) -> Column:
    """Return a column of a data table as its descriptor describes it."""
    kind, name = field["type"], field["name"]
    unit = field.get("unit", "")
    note = ". ".join(text for text in (name, sources.worded(field, "description", words)) if text)
    title = sources.worded(field, "title", words) or name
    cells = tuple(None if pd.isna(value) else _cell(value, kind, name) for value in values)
    return Column(name, title, cells, SYMBOLS.get(unit) or sources.unit(field, words), note=note)


def _cell(value: Any, kind: str, name: str) -> Cell:
    if kind == "integer" and name != "year":
        return Number(float(value))
    if kind in ("integer", "number"):
        return float(value)
    if kind == "date":
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    return str(value)


def _columns(view: View, page: Page, cover: str) -> None:
    """Fill the sheet that explains every column of every data table."""
    words = view.words
    _open(page, cover, words("workbook.columns"), words("workbook.columns.holds"))
    rows: list[list[str]] = []
    for name, title, _ in sources.tables_in_use(view):
        head, *of_table = sources.columns(view, name).texts(words)
        rows += [[title, *row] for row in of_table]
    titles = [words("workbook.table"), *head]
    _fill(page, [Column(title, title, tuple(row[x] for row in rows)) for x, title in enumerate(titles)])


def _sources(view: View, page: Page, cover: str) -> None:
    """Fill the sheet of sources."""
    _open(page, cover, view.words("workbook.sources"), view.words("workbook.sources.holds"))
    assert _fill(page, sources.listed(view).columns).first == FIRST_SOURCE

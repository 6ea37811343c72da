"""The form for a round: a spreadsheet or CSV file to fill in, with lists to choose from and a filled example.

``data.rounds.reading.sheet`` reads it back. The example is a round that is in the tables.
"""

import io
from collections.abc import Sequence

import pandas as pd
import xlsxwriter

from data.archive import settled
from data.csv_file import csv_file
from data.participation import only_totals
from data.rounds.checking.draft import KNOWN, NEEDED, draft_of
from data.rounds.reading.labels import COLUMNS, FACTS
from data.rounds.reading.sheet import Draft
from data.tables import Tables
from data.view import View
from locales import Words
from render.office import FONT, THEME
from render.xlsx import RULE, TEXTS_ONLY, TINT

EMPTY_ROWS = 200  # that the lists to choose from reach down to
WIDE = {"regency": 26, "activity": 40, "activity_en": 34, "group": 26, "division": 34}  # letters of a column


def layout(draft: Draft, words: Words) -> list[list[str]]:
    """Return a draft as rows of texts: the facts, an empty row, the head of the table, its lines."""
    facts = [[words(f"sheet.{name}") + (" *" if name in NEEDED else ""), draft.facts.get(name, "")] for name in FACTS]
    lines = [[line[column] for column in COLUMNS] for line in draft.lines]
    return [*facts, [], [words(f"sheet.{column}") for column in COLUMNS], *lines]


def csv_form(draft: Draft, words: Words) -> bytes:
    """Return a draft, empty or filled, as CSV."""
    return csv_file(layout(draft, words), words)


def xlsx_form(view: View, draft: Draft) -> bytes:
    """Return a draft as a spreadsheet with lists to choose from, how to fill it in, a filled example, and the codes."""
    words = view.words
    packed = io.BytesIO()
    type_of_all = {"default_format_properties": {"font_name": FONT}}
    book = xlsxwriter.Workbook(packed, {"in_memory": True, **TEXTS_ONLY, **type_of_all})
    book.set_properties({"title": words("template.title"), "author": words("app.title"), "created": view.tables.date})
    form = book.add_worksheet(words("sheet.data"))
    _write(book, form, draft, words)
    places = _codes(view, book)
    _offer(form, places, words)
    _write(book, book.add_worksheet(words("sheet.example")), draft_of(view.tables, example(view.tables), words), words)
    _help(book, words)
    book.close()
    return settled(packed.getvalue())


def example(tables: Tables) -> str:
    """Return the round that serves as example: the newest that is known in full, or else the newest."""
    rounds = tables.rounds_in_order["round"]
    full = rounds[~rounds.isin(only_totals(tables["rounds"]))]
    return str((rounds if full.empty else full).iloc[-1])


def _write(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, draft: Draft, words: Words) -> None:
    label = book.add_format({"bold": True, "font_color": THEME["dk2"]})
    cell = book.add_format({"border": 1, "border_color": RULE, "num_format": "@", "text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bg_color": TINT, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    for i, column in enumerate(COLUMNS):
        sheet.set_column(i, i, WIDE.get(column, 16))
    rows = layout(draft, words)
    for number, row in enumerate(rows):
        in_facts = number < len(FACTS)
        form = label if in_facts else head if number == len(FACTS) + 1 else cell
        for i, text in enumerate(row):
            sheet.write_string(number, i, text, cell if in_facts and i else form)
    sheet.freeze_panes(len(FACTS) + 2, 0)
    if not draft.lines:
        for number in range(len(rows), len(rows) + EMPTY_ROWS):
            for i in range(len(COLUMNS)):
                sheet.write_blank(number, i, None, cell)


def _codes(view: View, book: xlsxwriter.Workbook) -> dict[str, str]:
    """Write the sheet of codes; return for each column of the form where its list stands."""
    sheet = book.add_worksheet(view.words("sheet.codes"))
    bold = book.add_format({"bold": True, "bg_color": TINT, "bottom": 1})
    places = {}
    for i, (column, names) in enumerate(choices(view).items()):
        sheet.set_column(i, i, 44)
        sheet.write_string(0, i, view.words(f"sheet.{column}"), bold)
        for number, name in enumerate(names, 1):
            sheet.write_string(number, i, name)
        letter = chr(65 + i)
        places[column] = f"='{view.words('sheet.codes')}'!${letter}$2:${letter}${len(names) + 1}"
    sheet.freeze_panes(1, 0)
    return places


def choices(view: View) -> dict[str, list[str]]:
    """Return what the cells of some columns are chosen from, by column, in the reader's language."""
    return {
        "regency": [f"{r.code} {r['name']}" for _, r in view.tables["regencies"].sort_values("code").iterrows()],
        "activity": _names(view.tables["activities"], view.words),
        "group": _names(view.tables["groups"].sort_values("position"), view.words),
        "division": [f"{r.division} {view.words.field(r, 'name')}" for _, r in view.tables["divisions"].iterrows()],
    }


def _names(rows: pd.DataFrame, words: Words) -> list[str]:
    return [words.field(row, "name") for _, row in rows.iterrows()]


def _offer(sheet: xlsxwriter.worksheet.Worksheet, places: dict[str, str], words: Words) -> None:
    """Let the cells of the form offer their lists; what is not on one can still be written."""
    first = len(FACTS) + 2
    for i, column in enumerate(COLUMNS):
        if column in places:
            sheet.data_validation(first, i, first + EMPTY_ROWS - 1, i, {
                "validate": "list", "source": places[column], "error_type": "information",
                "error_title": words(f"sheet.{column}"), "error_message": words("template.other")[:255],
            })  # fmt: skip
    kinds = [words("sheet.kind.activity"), words("sheet.kind.class")]
    known = [words(f"sheet.known.{kind}") for kind in KNOWN]
    for fact, texts in (("training_kind", kinds), ("known", known)):
        row = FACTS.index(fact)
        sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": texts})


def _help(book: xlsxwriter.Workbook, words: Words) -> None:
    sheet = book.add_worksheet(words("sheet.help"))
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for number, text in enumerate(how_to(words)):
        sheet.write_string(number, 0, text)


def how_to(words: Words) -> Sequence[str]:
    """Return how to fill in the form, a sentence or two each."""
    return [words(f"template.help.{step}") for step in ("facts", "rows", "counts", "known", "new", "source", "free")]

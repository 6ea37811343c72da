"""CSV as spreadsheet programs of a language open it."""

import csv
import io
from collections.abc import Iterable, Sequence

from locales import DECIMAL, SEPARATOR, Words

# The wide letters too: programs set to East Asian languages take them for the same.
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_file(rows: Iterable[Sequence[object]], words: Words) -> bytes:
    """Return rows as CSV (UTF-8 with its mark), columns and decimals set apart as the language does; None is empty.

    No text of it is taken for a formula and run.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=SEPARATOR[words.language], lineterminator="\r\n")
    writer.writerows([_cell(content, words) for content in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _cell(content: object, words: Words) -> str:
    if isinstance(content, str):
        return harmless(content)
    return "" if content is None else f"{content}".replace(".", DECIMAL[words.language])


def harmless(text: str) -> str:
    """Return a text for a CSV file that no spreadsheet program takes for a formula and runs."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text

"""The table that editors type into: it is drawn on a canvas, and a field lies above the cell that is typed in."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as Late

TABLE = "[data-testid=stDataFrame]"
REGENCY, ACTIVITY = 1, 3  # columns, after the one that says what is wrong with a row
TEXT_FIELD, LIST_FIELD = "textarea.gdg-input", "#portal input"


def cell(page: Page, text: str) -> Locator:
    """Return the cells that say just this."""
    return page.locator(f"{TABLE} td", has_text=re.compile(f"^{re.escape(text)}$"))


def _open(page: Page, column: int, field: str, held: str | None = None) -> Locator:
    """Open a cell of the first row; one that is typed in shows what it held, another one is closed again.

    Only this is tried again: keys that come while the table takes the focus open nothing.
    """
    opened = page.locator(field)
    for _ in range(10):
        page.locator(TABLE).click(position={"x": 80, "y": 52})
        for key in (*["ArrowRight"] * column, "Enter"):
            page.keyboard.press(key)
        with suppress(Late):
            opened.wait_for(timeout=3_000)
            if held is None or opened.input_value() == held:
                return opened
        page.keyboard.press("Escape")
    raise AssertionError(f"column {column} of the first row can't be opened")


def type_cell(page: Page, text: str) -> Locator:
    """Type into the first row's activity, and leave the cell open; return the field."""
    held = page.locator(f'{TABLE} tr[aria-rowindex="2"] td[aria-colindex="{ACTIVITY + 1}"]')
    opened = _open(page, ACTIVITY, TEXT_FIELD, held.inner_text())
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    expect(opened).to_have_value(text)
    return opened


def enter_cell(page: Page, text: str) -> None:
    """Type into the first row's activity and leave the cell by keyboard; what was entered stands in the table then."""
    opened = type_cell(page, text)
    page.keyboard.press("Enter")
    expect(opened).to_have_count(0)
    expect(cell(page, text)).to_have_count(1)


def choose_cell(page: Page, text: str, key: str = "Enter") -> None:
    """Choose from the list of the first row's regency; without a key the list is left open."""
    _open(page, REGENCY, LIST_FIELD)
    page.keyboard.type(text)
    if key:
        page.keyboard.press(key)

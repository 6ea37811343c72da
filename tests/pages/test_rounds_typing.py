"""What is typed is what is stored: typed and clicked in a real browser, by keyboard and mouse, without a pause."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as Late

from data.rounds.store.journal import Journal
from data.rounds.store.where import SQLITE
from locales import Words
from pages.parts.ui import TOOLBAR
from tests.conftest import NewReader, others_slow, running_dashboard, until
from tests.pages.test_rounds import ROUND_2024, send

WRONG = ROUND_2024.replace(";130", ";129")
KINDS = ("field", "cell", "reason", "fix after a field", "fix after a cell")
WAYS = ("mouse", "keyboard")
# Each kind once, each way with every kind from ten tries on.
TRIES = range(50 if os.environ.get("IKM_SOAK") else len(KINDS))


class Desk:
    """The desk in a browser, and the journal that it writes to."""

    def __init__(self, page: Page, store: Path) -> None:
        self.page, self.journal = page, Journal(f"{SQLITE}{store}")

    def lay(self, content: str, year: int, total: str) -> None:
        """Send a recap, and wait until it lies on the desk."""
        send(self.page, "rekap.csv", content.replace("2024", str(year)).encode())
        self.has("fact_year", str(year))
        self.has("fact_total", total)
        expect(self.cell("Anyaman")).to_have_count(1)
        self.rest()

    def has(self, key: str, value: str) -> None:
        """Wait until a field has a value: what a new run replaces stays beside it until that run has ended."""
        self.page.wait_for_function(
            "([key, value]) => [...document.querySelectorAll(`[class*='st-key-${key}'] input`)]"
            ".map(box => box.value).join() === value",
            arg=[key, value],
        )

    def rest(self) -> None:
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")

    def box(self, key: str) -> Locator:
        return self.page.locator(f'[class*="st-key-{key}"] input')

    def cell(self, text: str) -> Locator:
        return self.page.locator("[data-testid=stDataFrame] td", has_text=re.compile(f"^{re.escape(text)}$"))

    def type_cell(self, text: str) -> None:
        """Type into the first row's activity, and leave the cell open."""
        opened = self.page.locator("textarea.gdg-input")
        for _ in range(10):  # keys that come while the table takes the focus open nothing
            self.page.locator("[data-testid=stDataFrame]").click(position={"x": 80, "y": 52})
            for key in ("ArrowRight", "ArrowRight", "Enter"):
                self.page.keyboard.press(key)
            with suppress(Late):
                opened.wait_for(timeout=3_000)
                if opened.input_value() in ("Anyaman", text):
                    break
            self.page.keyboard.press("Escape")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        expect(opened).to_have_value(text)

    def enter_cell(self, text: str) -> None:
        """Leave the cell by keyboard; its editor itself drops what is entered within milliseconds, and shows it."""
        self.page.keyboard.press("Enter")
        cell = self.cell(text)
        for _ in range(5):
            with suppress(AssertionError):
                expect(cell).to_have_count(1, timeout=2_000)
                return
            self.type_cell(text)
            self.page.keyboard.press("Enter")

    def click(self, key: str, way: str) -> None:
        button = self.page.locator(f".st-key-{key} button")
        if way == "mouse":
            button.click()
        else:
            button.focus()
            self.page.keyboard.press("Enter")

    def newest(self, number: int) -> tuple[str, dict[str, Any], str]:
        """The reason, the round and the first activity of an entry, once it is there and the desk is empty."""
        expect(self.page.locator(".note.done", has_text=f"(nomor {number})")).to_be_visible()
        self.rest()
        entry = self.journal.entries()[-1]
        assert entry.id == number
        return entry.reason, entry.content["rounds"][0], entry.content["trainings"][0]["activity"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("typing") / "rounds.sqlite"


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    with running_dashboard(IKM_STORE=str(store), IKM_LOCAL_EDITOR="1", STREAMLIT_SERVER_ADDRESS="127.0.0.1") as at:
        yield at


@pytest.mark.parametrize("tries", others_slow([TRIES[:2], TRIES[2:]]), ids=["few", "others"])
def test_what_was_typed_last_is_stored(address: str, store: Path, reader: NewReader, tables: Any, tries: range) -> None:
    desk = Desk(reader().open(f"{address}/rounds", figures=0), store)
    names = dict(zip(tables["activities"].name_id, tables["activities"].activity, strict=True))
    typed = [name for name in names if name not in ("Anyaman", "Servis AC")]
    for n in tries:
        number = len(desk.journal.entries()) + 1
        kind, way = KINDS[n % len(KINDS)], WAYS[n % 2]
        activity, reason, days = typed[n % len(typed)], f"alasan {n}", str(n % 7 + 1)
        is_wrong = kind.startswith("fix")
        desk.lay(WRONG if is_wrong else ROUND_2024, 2031 + n, "129" if is_wrong else "130")
        if kind != "reason":
            desk.box("reason").fill(reason)
        if "field" in kind or kind == "reason":
            desk.box("fact_days").press_sequentially(days)
        if "cell" in kind:
            desk.type_cell(activity)
            if way == "keyboard":
                desk.enter_cell(activity)
        if kind == "reason":
            desk.box("reason").press_sequentially(reason)
        if is_wrong:
            desk.click("fix_one_0", way)
            desk.has("fact_total", "130")
            desk.rest()
        desk.click("store", way)
        said, row, first = desk.newest(number)
        expected = names[activity] if "cell" in kind else "anyaman"
        assert (said, row["year"], first) == (reason, 2031 + n, expected), (kind, way)
        assert row["days"] == (None if "cell" in kind else int(days)), (kind, way)


def test_the_tools_of_the_table_are_named_in_the_pages_language(address: str, store: Path, reader: NewReader) -> None:
    """Streamlit's own words are English: on the buttons, and under the mouse."""
    desk = Desk(reader().open(f"{address}/rounds", figures=0), store)
    desk.lay(ROUND_2024, 2099, "130")
    tools = desk.page.locator("[data-testid=stElementToolbarButton] button")
    own = {Words("id")(f"access.{key}") for key in TOOLBAR.values()}
    expect(tools.first).to_have_attribute("aria-label", re.compile(f"^({'|'.join(own)})(: |$)"))
    names = tools.evaluate_all("tools => tools.map(tool => tool.ariaLabel.replace(/: .*/, ''))")
    assert len(names) > 2
    assert {*names} <= own


def test_a_page_that_is_loaded_anew_keeps_what_was_entered(address: str, store: Path, reader: NewReader) -> None:
    desk = Desk(reader().open(f"{address}/rounds", figures=0), store)
    desk.lay(ROUND_2024, 2098, "130")
    desk.box("reason").fill("laporan masuk")
    desk.box("fact_days").fill("7")
    desk.page.keyboard.press("Tab")
    written = '"days": "7"'  # kept by the run that the key brought, which may not have begun yet
    until(desk.page, lambda: any(written in draft.read_text() for draft in store.parent.glob("*-draft-*")), "not kept")
    desk.page.reload()
    desk.has("fact_days", "7")
    desk.has("reason", "laporan masuk")
    expect(desk.page.get_by_text(Words("id")("rounds.form.kept"))).to_be_visible()

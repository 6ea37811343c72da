"""What is typed is what is stored: typed and clicked in a real browser, by keyboard and mouse, without a pause."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests

from data.rounds.store.journal import Journal
from data.rounds.store.where import SQLITE
from locales import LANGUAGES, Words
from pages.parts.ui import TOOLBAR
from tests.conftest import NewReader, others_slow, running_dashboard, until
from tests.harness import editor
from tests.pages.test_rounds import ROUND_2024, send

WRONG = ROUND_2024.replace(";130", ";129")
KINDS = (
    "cell",
    "field",
    "reason",
    "listed cell",
    "open list",
    "select",
    "fix after a field",
    "fix after a cell",
    "file",
)
WAYS = ("mouse", "keyboard")
LISTED = ("listed cell", "open list")
# Each kind once; fifty of each, or of those that IKM_SOAK names, with it.
SOAK = os.environ.get("IKM_SOAK", "")
TRIED = [kind for kind in KINDS if kind in SOAK.split(",")] or [*KINDS]
TRIES = range(50 * len(TRIED) if SOAK else len(KINDS))


class Desk:
    """The desk in a browser, and the journal that it writes to."""

    def __init__(self, page: Page, store: Path) -> None:
        self.page, self.journal = page, Journal(f"{SQLITE}{store}")

    def lay(self, content: str, year: int, total: str) -> None:
        """Send a recap, and wait until it lies on the desk."""
        send(self.page, "rekap.csv", content.replace("2024", str(year)).encode())
        self.has("fact_year", str(year))
        self.has("fact_total", total)
        expect(editor.cell(self.page, "Anyaman")).to_have_count(1)
        self.rest()

    def renew(self) -> None:
        """Load the page anew."""
        self.page.reload()
        self.page.locator(".st-key-upload input[type=file]").wait_for(state="attached")
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

    def choose_round(self, code: str) -> None:
        box = self.page.locator(".st-key-correcting input")
        box.click()
        option = self.page.get_by_role("option", name=re.compile(rf"(^| ){code}( |$)"))
        option.click()

    def click(self, key: str, way: str) -> None:
        button = self.page.locator(f".st-key-{key} button")
        if way == "mouse":
            button.click()
        else:
            button.focus()
            self.page.keyboard.press("Enter")

    def newest(self, number: int) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """The reason, the round and the first activity of an entry, once it is there and the desk is empty."""
        said = re.compile(rf"\((nomor|number|no\.) {number}\)")
        expect(self.page.locator(".note.done", has_text=said)).to_be_in_viewport()
        self.rest()
        entry = self.journal.entries()[-1]
        assert entry.id == number
        return entry.reason, entry.content["rounds"][0], entry.content["trainings"][0]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("typing") / "rounds.sqlite"


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    with running_dashboard(IKM_STORE=str(store), IKM_LOCAL_EDITOR="1", STREAMLIT_SERVER_ADDRESS="127.0.0.1") as at:
        yield at


def test_a_click_is_not_lost_to_what_is_sent_right_after_it() -> None:
    """The table sends a cell a moment after the click: on a busy machine that is before the click's run has begun."""
    requests, sent = ScriptRequests(), (WidgetState(id="store", trigger_value=True), WidgetState(id="lines"))
    session = SimpleNamespace(_state=None, _client_state=ClientState(), _create_scriptrunner=requests.request_rerun)
    session._scriptrunner = SimpleNamespace(request_rerun=requests.request_rerun, request_stop=requests.request_stop)
    for widget in sent:
        AppSession.request_rerun(session, ClientState(widget_states=WidgetStates(widgets=[widget])))  # type: ignore[arg-type]
    begun = requests.on_scriptrunner_ready().rerun_data.widget_states
    assert begun
    assert {widget.id for widget in begun.widgets} == {"store", "lines"}


PRESSED = """(field, keys) => keys.forEach(key =>
    field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))"""


@pytest.mark.slow
def test_enter_right_after_a_letter_keeps_what_was_typed(address: str, store: Path, reader: NewReader) -> None:
    """Both before the browser had a moment for anything else, as on a busy machine."""
    desk = Desk(reader().open(f"{address}/rounds", figures=0), store)
    desk.lay(ROUND_2024, 2080, "130")
    field = editor.type_cell(desk.page, "Tenun modern")
    field.evaluate(PRESSED, ["n", "Enter"])
    expect(field).to_have_count(0)
    expect(editor.cell(desk.page, "Tenun modern")).to_have_count(2)  # one was there


@pytest.mark.parametrize("tries", others_slow([TRIES[:1], TRIES[1:]]), ids=["few", "others"])
def test_what_was_typed_last_is_stored(address: str, store: Path, reader: NewReader, tables: Any, tries: range) -> None:
    """In two tabs in turn, in both languages."""
    tabs = [Desk(reader().open(f"{address}/rounds?lang={language}", figures=0), store) for language in LANGUAGES]
    names = dict(zip(tables["activities"].name_id, tables["activities"].activity, strict=True))
    typed = [name for name in names if name not in ("Anyaman", "Servis AC")]
    for n in tries:
        kind, way, desk = TRIED[n % len(TRIED)], WAYS[n // len(TRIED) % 2], tabs[n % 2]
        try_one(desk, kind, way, 2001 + n if n < 21 else 2003 + n, typed[n % len(typed)], str(n % 7 + 1), names)


def try_one(desk: Desk, kind: str, way: str, year: int, activity: str, days: str, names: dict[str, str]) -> None:
    number, corrected = len(desk.journal.entries()) + 1, ""
    if kind == "select":
        corrected = desk.journal.entries()[-1].round if number > 1 else "2023"
        year = int(corrected[:4])
    reason, is_wrong = f"alasan {year}", kind.startswith("fix")
    desk.lay(WRONG if is_wrong else ROUND_2024, year, "129" if is_wrong else "130")
    if kind != "reason":
        desk.box("reason").fill(reason)
    if "cell" not in kind and kind not in LISTED:
        desk.box("fact_days").press_sequentially(days)
    type_into(desk, kind, way, activity, corrected)
    if kind == "reason":
        desk.box("reason").press_sequentially(reason)
    if is_wrong:
        desk.click("fix_one_0", way)
        desk.has("fact_total", "130")
        desk.rest()
    if kind == "file":
        send(desk.page, "lain.csv", ROUND_2024.replace("2024", str(year)).replace("Anyaman", activity).encode())
    desk.click("store", way)
    said, row, first = desk.newest(number)
    stored = first["activity"], first["regency"], row["days"]
    is_typed, place = kind in ("cell", "fix after a cell"), "81.09" if kind in LISTED else "81.72"
    expected = [
        (names[activity] if is_typed else "anyaman", place, None if "cell" in kind or kind in LISTED else int(days))
    ]
    if kind == "file":  # either file as a whole, never a mixture of them
        expected.append((names[activity], place, None))
    assert stored in expected, (kind, way)
    assert (said, row["round"]) == (reason, corrected or str(year)), (kind, way)


def type_into(desk: Desk, kind: str, way: str, activity: str, corrected: str) -> None:
    if kind in ("cell", "fix after a cell"):
        (editor.enter_cell if way == "keyboard" else editor.type_cell)(desk.page, activity)
    elif kind == "listed cell":
        editor.choose_cell(desk.page, "Buru Selatan")
    elif kind == "open list":
        editor.choose_cell(desk.page, "Buru Selatan", "" if way == "mouse" else "Tab")
    elif kind == "select":
        desk.choose_round(corrected)


def the_tools_of_the_table_are_named_in_the_pages_language(page: Page) -> None:
    """Streamlit's own words are English: on the buttons, and under the mouse."""
    tools = page.locator("[data-testid=stElementToolbarButton] button")
    own = {Words("id")(f"access.{key}") for key in TOOLBAR.values()}
    expect(tools.first).to_have_attribute("aria-label", re.compile(f"^({'|'.join(own)})(: |$)"))
    names = tools.evaluate_all("tools => tools.map(tool => tool.ariaLabel.replace(/: .*/, ''))")
    assert len(names) > 2
    assert {*names} <= own


@pytest.mark.slow  # `test_what_was_entered_outlives_the_server` has no browser
def test_a_page_that_is_loaded_anew_keeps_what_was_entered(address: str, store: Path, reader: NewReader) -> None:
    desk = Desk(reader().open(f"{address}/rounds", figures=0), store)
    desk.lay(ROUND_2024, 2090, "130")
    desk.box("reason").fill("muat ulang")
    desk.box("fact_days").press_sequentially("3")
    the_tools_of_the_table_are_named_in_the_pages_language(desk.page)
    what_was_entered_is_kept(desk, store.parent, "muat ulang")


@pytest.mark.slow
def test_a_page_that_is_loaded_anew_while_it_stores_stores_once(address: str, store: Path, reader: NewReader) -> None:
    desk = Desk(reader().open(f"{address}/rounds", figures=0), store)
    for n in range(10 if SOAK else 2):
        before, reason = len(desk.journal.entries()), f"muat ulang {n}"
        desk.lay(ROUND_2024, 2090 + n, "130")
        desk.box("reason").fill(reason)
        expect(desk.box("fact_days")).to_have_count(1)  # a form that comes back stands beside the old one for a moment
        desk.box("fact_days").press_sequentially("3")
        desk.click("store", "mouse")
        desk.page.wait_for_timeout(n * 120)  # at any moment of storing
        desk.renew()
        year, shown = desk.box("fact_year"), "3"

        def is_stored(before: int = before) -> bool:
            return len(desk.journal.entries()) > before

        def is_there(year: Locator = year, n: int = n) -> bool:
            return year.input_value() == str(2090 + n)

        until(desk.page, lambda: is_stored() or is_there(), "lost")
        if not is_stored():  # what is there is stored now
            desk.rest()
            shown = desk.box("fact_days").input_value()  # what was not sent yet went with the page
            desk.box("reason").fill(reason)
            desk.click("store", "mouse")
            until(desk.page, is_stored, "not stored")
        (entry,) = desk.journal.entries()[before:]
        assert entry.reason == reason
        assert entry.content["rounds"][0]["days"] in (3, int(shown) if shown else None)
        desk.renew()  # whatever the last click still does, it does to a page that is gone


def what_was_entered_is_kept(desk: Desk, folder: Path, reason: str) -> None:
    desk.page.keyboard.press("Tab")
    written = ('"days": "3"', reason)  # kept by the run that the key brought, which may not have begun yet

    def is_kept() -> bool:
        drafts = (file for file in folder.glob("*-draft-*") if file.name.count(".") == 1)  # another is being written
        return any(all(text in draft.read_text() for text in written) for draft in drafts)

    until(desk.page, is_kept, "not kept")
    desk.page.reload()
    desk.has("fact_days", "3")
    desk.has("reason", reason)
    expect(desk.page.get_by_text(Words("id")("rounds.form.kept"))).to_be_visible()
    desk.rest()

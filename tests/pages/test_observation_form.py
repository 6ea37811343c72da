"""The form for figures of an indicator: every problem, then a preview, then the journal; what fails loses nothing."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import observations
from data.current import current
from data.rounds import changes
from data.rounds.store import scope
from data.rounds.store.journal import Proposal, journal
from locales import LANGUAGES, Words
from pages.parts import auth
from tests.conftest import NewReader, running_dashboard
from tests.data.test_observing import CODE, KEY, NEW, OFFICE, rows
from tests.pages.test_rounds import choose, noted

pytestmark = pytest.mark.integration
WORDS = Words("id")


def page(language: str) -> None:
    from data.current import current
    from data.view import View
    from locales import Words
    from pages.parts import observation_form

    observation_form.show(View(current(), words=Words(language)))


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("IKM_STORE", str(tmp_path / "rounds.sqlite"))
    monkeypatch.setattr(auth, "require_editor", lambda: auth.Access("local", "siti@ikm.example"))


class Desk:
    """The form in a test, in a language."""

    def __init__(self, language: str = "id") -> None:
        self.words = Words(language)
        self.app = AppTest.from_function(page, default_timeout=120, args=(language,)).run()

    def send(self, content: str) -> None:
        self.app.get("file_uploader")[0].upload("ikm.csv", content.encode())

    def fill(self, **facts: str) -> None:
        for name, text in facts.items():
            boxes = [
                b for b in (*self.app.text_input, *self.app.selectbox) if str(b.key).startswith(f"observing_{name}_")
            ]
            boxes[0].set_value(text)

    def click(self, label: str) -> None:
        next(b for b in self.app.button if b.label == self.words(label)).click().run()
        assert not self.app.exception

    def says(self) -> str:
        return " ".join(str(e.proto.body) for e in self.app.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offices_table_is_checked_shown_and_stored(editor: None, language: str) -> None:
    desk = Desk(language)
    desk.send(OFFICE)
    desk.click("rounds.check")
    assert desk.words("observing.fact.indicator") in desk.says(), "what is missing is named"
    desk.fill(**NEW, reason="data 2024")
    desk.click("rounds.check")
    assert journal().state() == 0
    assert "2.750" in desk.says() or "2,750" in desk.says(), "what the page will say"
    desk.click("rounds.store")
    (entry,) = journal().entries()
    assert (entry.who, entry.reason) == ("siti@ikm.example", "data 2024")
    assert observations.value(current(), "ikm_menurut_dinas", "81.71", "2024").value == 2750
    assert desk.words("rounds.indicator", name=NEW["indicator"]) in desk.says()
    assert not any(box.value for box in desk.app.text_input), "the form is empty again"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_that_is_written_otherwise_shows_the_day_that_is_stored(editor: None, language: str) -> None:
    desk = Desk(language)
    desk.send(OFFICE)
    desk.fill(**NEW, source_date="05/06/2024")
    desk.click("rounds.check")
    understood = desk.words("rounds.form.date", date=desk.words.date(dt.date(2024, 6, 5)))
    assert understood in desk.says()
    desk.fill(source_date="45/06/2024")
    desk.click("rounds.check")
    assert understood not in desk.says()
    assert "45/06/2024" in desk.says(), "it is named as a problem"
    desk.fill(source_date="2024")
    desk.click("rounds.check")
    assert understood.partition("5")[0] not in desk.says(), "a year is stored as it is"


def test_problems_and_a_missing_reason_store_nothing(editor: None) -> None:
    desk = Desk()
    desk.click("rounds.store")
    assert WORDS("observing.no_file") in desk.says()
    desk.send(OFFICE.replace("2.510", "dua ribu"))
    desk.fill(**NEW, reason="uji")
    desk.click("rounds.store")
    assert "dua ribu" in desk.says()
    desk.send(OFFICE)
    desk.fill(reason="")
    desk.click("rounds.store")
    assert WORDS("rounds.reason.missing") in desk.says()
    assert journal().state() == 0


def test_who_stores_over_what_another_has_just_stored_is_told_once(editor: None) -> None:
    changes.store([Proposal(CODE, "add", rows({("81.01", "2024"): 1}), 0, "Dinas")], "amir", "uji")
    desk = Desk()
    desk.app.selectbox(key="observing_key").set_value(KEY).run()
    desk.send("Kabupaten;2024\nBuru;12\nKota Tual;7\n")
    desk.fill(source_title="Laporan", source_publisher="Dinas", reason="uji")
    desk.click("rounds.check")
    changes.store([Proposal(CODE, "correct", rows({("81.01", "2024"): 2}), 1, "Dinas")], "amir", "uji")
    desk.click("rounds.store")
    assert journal().state() == 2
    about = WORDS("rounds.indicator", name=f"IKM {KEY}")
    assert WORDS("rounds.conflict", about=about) in desk.says()
    desk.click("rounds.store")
    assert scope.of_indicator(KEY) == journal().entries()[-1].round
    cells = observations.cells(current(), KEY)
    assert {place: one.value for place, one in cells.items()} == {
        ("81.01", "2024"): 2, ("81.04", "2024"): 12, ("81.72", "2024"): 7,
    }  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[str]:
    """A dashboard for a single user at this machine."""
    store = str(tmp_path / "rounds.sqlite")
    with running_dashboard(IKM_STORE=store, IKM_LOCAL_EDITOR="1", STREAMLIT_SERVER_ADDRESS="127.0.0.1") as address:
        yield address


@pytest.mark.slow
def test_an_officer_brings_in_figures_of_an_indicator(desk: str, reader: NewReader) -> None:
    window = reader()
    page = window.open(f"{desk}/rounds", figures=0)
    page.locator(".st-key-is_observing label").first.click()
    page.locator(".st-key-observing_upload input[type=file]").set_input_files(
        {"name": "ikm.csv", "mimeType": "text/csv", "buffer": OFFICE.encode()}
    )
    page.get_by_text("ikm.csv", exact=True).wait_for()  # it has been sent
    for name in ("indicator", "definition_id"):
        page.locator(f'[class*="st-key-observing_{name}_"] input').fill(NEW[name])
    for name, option in (("unit", WORDS("unit.unit")), ("concept", NEW["concept"])):
        choose(page, f"observing_{name}_0", option)
    page.locator('[class*="st-key-observing_reason_"] input').fill("Data dinas 2024")
    page.get_by_role("button", name=WORDS("rounds.check"), exact=True).click()
    page.locator(".table", has_text="2750").first.wait_for()
    page.get_by_role("button", name=WORDS("rounds.store"), exact=True).click()
    assert NEW["indicator"] in noted(page, "done")
    page.wait_for_function("() => document.body.innerText.includes('Data dinas 2024')")  # in the history
    other = reader().open(f"{desk}/indicators?indicator=ikm_menurut_dinas", figures=0)
    other.locator("h1", has_text="2.750").wait_for()
    assert window.foreign == []
    assert [e for e in window.errors if "404" not in e and "main page" not in e] == []

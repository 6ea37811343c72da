"""Open pages show new rounds by themselves, and what their readers typed and chose stays."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from locales import Words
from tests.conftest import NewReader, location, running_dashboard, still
from tests.harness.editor import enter_cell
from tests.harness.tables import add_round
from tests.pages.test_rounds import choose


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store" / "rounds.sqlite"


@pytest.fixture
def desk(store: Path) -> Iterator[str]:
    """A dashboard at which whoever sits at this machine may write, with a store of its own."""
    with running_dashboard(IKM_STORE=str(store), IKM_LOCAL_EDITOR="1", STREAMLIT_SERVER_ADDRESS="127.0.0.1") as address:
        yield address


def rounds(page: Page) -> list[str]:
    return page.locator(".st-key-round_choice button").all_inner_texts()


@pytest.mark.slow  # three readers and an editor beside each other
def test_a_round_that_another_process_stored_shows_without_a_click(desk: str, store: Path, reader: NewReader) -> None:
    overview = reader().open(desk)
    chosen = reader().open(f"{desk}/regencies?round=2023&regency=81.02", figures=2)
    editor = reader().open(f"{desk}/rounds", figures=0)
    choose(editor, "correcting", Words("id")("rounds.correct", round="2023"))
    expect(editor.locator('[class*="st-key-fact_year"] input').last).to_have_value("2023")
    still(editor)
    box = editor.locator('[class*="st-key-fact_days"] input').last
    box.fill("7")
    box.press("Enter")
    enter_cell(editor, "Menyulam awan")
    problems = editor.locator(".st-key-problems")
    expect(problems).to_contain_text("awan")  # nobody knows such an activity
    said = problems.inner_text()
    editor.locator('[class*="st-key-fact_partners"] input').last.fill("belum selesai")  # typed, not yet sent
    before = rounds(overview)
    assert not add_round(store, 2024, 130, regency="Kota Tual")
    expect(overview.locator(".st-key-round_choice")).to_contain_text("2024")
    assert len(rounds(overview)) == len(before) + 1
    overview.locator(".st-key-round_choice button", has_text="2024").click()
    expect(overview.locator("h1")).to_contain_text("130")

    expect(chosen.locator(".st-key-round_choice")).to_contain_text("2024")
    assert {"round=2023", "regency=81.02"} <= set(re.split("[?&]", location(chosen)))
    assert "Maluku Tenggara" in chosen.locator("h1").inner_text()
    assert chosen.locator('.st-key-round_choice button[aria-checked="true"]').inner_text() == "2023 tahap I"

    expect(editor.locator("body")).to_contain_text("2024")
    still(editor)
    assert box.input_value() == "7"
    assert problems.inner_text() == said
    assert "2023" in editor.locator(".st-key-correcting input").input_value()
    assert editor.locator('[class*="st-key-fact_partners"] input').last.input_value() == "belum selesai"

    assert not add_round(store, 2024, 131, "--correct", "2024", regency="Kota Tual")
    expect(overview.locator("h1")).to_contain_text("131")

"""The map in a real browser: small regencies are found by a click, on the map and in its insets; distances on choice."""

import pytest
from playwright.sync_api import Page

from geo import shapes
from tests.conftest import NewReader, Reader, others_slow
from tests.pages.test_browser import click_on

SMALL = {"81.71": "ambon", "81.72": "kei"}  # and the inset that shows it
LINES = "() => document.querySelectorAll('.st-key-map .shapelayer path[style*=\"dasharray\"]').length"


def selected(page: Page, code: str) -> None:
    page.wait_for_function("code => new URLSearchParams(location.search).get('regency') === code", arg=code)


def clear(window: Reader) -> None:
    window.settle()
    window.page.get_by_role("button", name="Hapus pilihan").click()
    window.page.wait_for_function("() => !new URLSearchParams(location.search).get('regency')")
    window.settle()


@pytest.mark.parametrize("code", others_slow(SMALL))
def test_a_click_on_a_small_regency_selects_it(dashboard: str, reader: NewReader, code: str) -> None:
    window = reader(1366, 2400)
    page = window.open(dashboard)
    place = {s.code: s.label for s in shapes.regencies()}[code]
    inset = next(inset for inset in shapes.INSETS if inset.key == SMALL[code])
    for x, y in (place, inset.place(*place)):
        click_on(page, "map", x, y)
        selected(page, code)
        clear(window)
    assert window.errors == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "code"), others_slow([("Kota Ambon", "81.71"), ("Buru Selatan", "81.09")]))
def test_a_click_on_a_name_selects_what_it_names(dashboard: str, reader: NewReader, name: str, code: str) -> None:
    window = reader(1366, 1200)
    page = window.open(dashboard)
    label = page.locator(".st-key-map .annotation-text:visible", has_text=name).first
    for _ in range(2):
        box = label.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        selected(page, code)
        clear(window)
    assert window.errors == []


@pytest.mark.slow
def test_distances_are_shown_on_choice_and_stay_in_the_address(dashboard: str, reader: NewReader) -> None:
    window = reader(1366, 2400)
    page = window.open(dashboard)
    assert page.evaluate(LINES) == 0
    page.get_by_text("Tampilkan jarak lurus dari Ambon").click()
    page.locator(".st-key-map .annotation-text:visible", has_text="707 km").first.wait_for()
    page.wait_for_function("() => new URLSearchParams(location.search).get('distances') === 'true'")
    assert page.get_by_text("bukan rute pelayaran").count()
    again = reader(1366, 2400).open(f"{dashboard}/?distances=true&lang=en")
    again.locator(".st-key-map .annotation-text:visible", has_text="707 km").first.wait_for()
    assert again.get_by_text("not a shipping route").count()
    assert again.evaluate(LINES) == 40

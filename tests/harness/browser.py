"""The browser that set-up provides, and when a page in it is drawn."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from tests.harness.servers import ROOT

CHROMIUM = ROOT / ".venv" / "bin" / "chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 120_000  # ms that a busy machine may take for anything
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
DRAWN = "n => document.querySelectorAll('[data-testid=stPlotlyChart] .main-svg').length >= n"


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Start a browser, with flags of one's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*FLAGS, *flags], timeout=PATIENCE)
        yield browser
        browser.close()


def wait_until_drawn(page: Page, charts: int) -> None:
    """Wait until a live page has so many charts and its script has ended. Raises an error of Playwright's otherwise."""
    page.wait_for_selector(IDLE, timeout=PATIENCE)
    page.wait_for_function(DRAWN, arg=charts, timeout=PATIENCE)
    page.wait_for_selector("#first", state="detached", timeout=PATIENCE)


# What is pressed and is narrower or lower than a finger needs; what Streamlit shows to who presses keys alone is left out.
SMALL = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [role=radio], [role=button], [role=switch], [role=checkbox]')]
  .filter(e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }))
  .filter(e => !e.closest('[data-testid=stSkipToContent], #changed'))
  .map(e => [e.closest('label') ?? e, e.getAttribute('aria-label') || e.innerText || e.id || e.outerHTML.slice(0, 99)])
  .map(([e, name]) => [e.getBoundingClientRect(), name])
  .filter(([box]) => box.width && box.height && (box.width < 24 || box.height < 24))
  .map(([box, name]) => `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`)"""


def small_targets(page: Page) -> list[str]:
    """Return what is pressed on a page and is smaller than 24 px across or in height, with its name."""
    return list(page.evaluate(SMALL))

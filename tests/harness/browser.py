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

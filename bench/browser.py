"""What a browser sees: bytes, drawing times, the answer to a choice, a slow link."""

import time
from collections.abc import Callable
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page

from tests.harness.browser import PATIENCE, wait_until_drawn


def _reader(browser: Browser, far: bool = False, spares: bool = False) -> Page:
    """Open an empty window; ``far``: over 2 Mbit/s and 300 ms; ``spares``: it sends for no live page."""
    page = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="id-ID").new_page()
    if far:
        link = {"offline": False, "latency": 300, "downloadThroughput": 2e6 / 8, "uploadThroughput": 2e6 / 8}
        _session(page).send("Network.emulateNetworkConditions", link)
    if spares:
        page.add_init_script("localStorage.setItem('hemat-data', '1')")
    return page


def _session(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    return session


def _received(page: Page) -> list[int]:
    """Return the bytes of each answer, those of a websocket's too, as they come."""
    taken: list[int] = []
    session = _session(page)
    session.on("Network.loadingFinished", lambda e: taken.append(int(e["encodedDataLength"])))
    # The payload of a frame is told in base64; compression on the wire is not seen here, so this is an upper bound.
    session.on("Network.webSocketFrameReceived", lambda e: taken.append(len(e["response"]["payloadData"]) * 3 // 4))
    return taken


def wire_bytes(browser: Browser, address: str, charts: int) -> int:
    """Return the bytes that a cold visit takes until every chart is drawn."""
    page = _reader(browser)
    taken = _received(page)
    page.goto(address)
    wait_until_drawn(page, charts)
    page.wait_for_timeout(1000)
    page.context.close()
    return sum(taken)


def first_visit(browser: Browser, address: str) -> tuple[int, int, int]:
    """Return bytes and requests of a cold visit whose reader scrolls through all of the page, then a choice's bytes."""
    page = _reader(browser, spares=True)
    taken = _received(page)
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.querySelector('#first')?.scrollTo(0, 1e6); scrollTo(0, 1e6)")
    page.wait_for_load_state("networkidle")
    visit, requests = sum(taken), len(taken)
    _choose(page)
    page.context.close()
    return visit, requests, sum(taken) - visit


def chosen(browser: Browser, address: str, runs: int, far: bool = False) -> float:
    """Return the seconds from a choice of a regency until the page has answered."""
    page = _reader(browser, far, spares=True)
    page.goto(address, wait_until="networkidle")
    seconds = [_choose(page) for _ in range(runs)]
    page.context.close()
    return median(seconds)


def _choose(page: Page) -> float:
    """Choose the next regency; returns the seconds until the last change of the page."""
    turn = int(page.evaluate("sessionStorage.turn = (Number(sessionStorage.turn || 0) + 1) % 8"))
    regencies = page.locator("#first select[name=regency]")
    if not regencies.count():  # a static page: a link
        page.locator("a").nth(turn).click()
        page.wait_for_load_state("networkidle")
        return float(page.evaluate("performance.getEntriesByType('navigation')[0].domComplete / 1000"))
    title = page.locator("#first h1").inner_text()
    page.evaluate(WATCH, ["#first", "change"])
    regencies.select_option(index=1 + turn)
    page.wait_for_function("was => document.querySelector('#first h1').innerText !== was", arg=title, timeout=PATIENCE)
    return _answered(page, 500)


# From the choice until the last change of anything on the page: figures, texts, rules of style.
WATCH = """([place, event]) => {
  window.__chosen = window.__changed = 0;
  addEventListener(event, () => { window.__chosen = performance.now(); }, { capture: true, once: true });
  window.__watch?.disconnect();
  window.__watch = new MutationObserver(() => { if (window.__chosen) window.__changed = performance.now(); });
  window.__watch.observe(document.querySelector(place), { childList: true, characterData: true, subtree: true });
}"""


def _answered(page: Page, still: int) -> float:
    """Wait until nothing has changed for so many ms; returns the seconds from the choice until the last change."""
    quiet = "still => window.__changed && performance.now() - window.__changed > still"
    page.wait_for_function(quiet, arg=still, timeout=PATIENCE)
    return float(page.evaluate("(window.__changed - window.__chosen) / 1000"))


def rerun(browser: Browser, address: str, charts: int, key: str, options: list[int], runs: int) -> float:
    """Return the seconds from a choice in a list, of options by turns, until script and charts have answered."""
    page = _reader(browser)
    page.goto(address)
    wait_until_drawn(page, charts)
    box = page.locator(f"{key} [role=combobox]")
    seconds = []
    for i in range(runs):
        box.click()
        option = page.get_by_role("option").nth(options[i % len(options)])
        option.wait_for()
        page.evaluate(WATCH, ["[data-testid=stMain]", "click"])
        option.click()
        seconds.append(_answered(page, 700))
    page.context.close()
    return median(seconds)


def cold_and_warm(browser: Browser, address: str, charts: int, runs: int) -> tuple[float, float]:
    """Return the seconds from asking for the page to its charts, with an empty cache and with a full one."""
    seconds = []
    for _ in range(runs):
        page = _reader(browser)
        both = page, page.context.new_page()
        seconds.append([_visit(one, address, lambda one: wait_until_drawn(one, charts)) for one in both])
        page.context.close()
    cold, warm = map(median, zip(*seconds, strict=True))
    return cold, warm


def slow_link(browser: Browser, address: str, readable: str, runs: int) -> float:
    """Return the seconds until what is ``readable`` shows, cold, over a slow link."""

    def read(page: Page) -> None:
        page.wait_for_selector(readable, timeout=PATIENCE)

    return median(_visit(_reader(browser, far=True), address, read) for _ in range(runs))


def _visit(page: Page, address: str, wait: Callable[[Page], object]) -> float:
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    wait(page)
    seconds = time.perf_counter() - begun
    page.close()
    return seconds

"""What a browser sees: bytes, drawing times, the answer to a choice, a slow link."""

import time
from statistics import median

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.harness.browser import PATIENCE, wait_until_drawn


def wire_bytes(browser: Browser, address: str, charts: int) -> int:
    """Return the bytes that a cold visit takes until every chart is drawn, those of the websocket included."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="id-ID")
    page = context.new_page()
    session, taken = _session(page), [0]

    def add(size: float) -> None:
        taken[0] += int(size)

    session.on("Network.loadingFinished", lambda e: add(e["encodedDataLength"]))
    # The payload of a frame is told in base64; compression on the wire is not seen here, so this is an upper bound.
    session.on("Network.webSocketFrameReceived", lambda e: add(len(e["response"]["payloadData"]) * 3 / 4))
    page.goto(address)
    wait_until_drawn(page, charts)
    page.wait_for_timeout(1000)
    context.close()
    return taken[0]


def first_visit(browser: Browser, address: str) -> tuple[int, int, int]:
    """Return bytes and requests of a cold visit whose reader scrolls through all of the page, then a choice's bytes."""
    page = _reader(browser)
    taken: list[int] = []
    session = _session(page)
    session.on("Network.loadingFinished", lambda e: taken.append(int(e["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.querySelector('#first')?.scrollTo(0, 1e6); scrollTo(0, 1e6)")
    page.wait_for_load_state("networkidle")
    visit = list(taken)
    _choose(page)
    part = sum(taken) - sum(visit)
    page.close()
    return sum(visit), len(visit), part


def chosen(browser: Browser, address: str, runs: int, is_far: bool = False) -> float:
    """Return the seconds from a choice of a regency until the page has answered; ``is_far``: over a slow link."""
    page = _reader(browser, is_far)
    page.goto(address, wait_until="networkidle")
    seconds = [_choose(page) for _ in range(runs)]
    page.close()
    return median(seconds)


def _reader(browser: Browser, is_far: bool = False) -> Page:
    """Open a window of a reader who sends for no live page."""
    page = _far_away(browser) if is_far else browser.new_page(viewport={"width": 1440, "height": 1000})
    page.add_init_script("localStorage.setItem('hemat-data', '1')")
    return page


def _choose(page: Page) -> float:
    """Choose the next regency; returns the seconds until the last change of the page."""
    regencies = page.locator("#first select[name=regency]")
    if not regencies.count():  # a static page: a link
        page.locator("a").nth(_turn(page)).click()
        page.wait_for_load_state("networkidle")
        return float(page.evaluate("performance.getEntriesByType('navigation')[0].domComplete / 1000"))
    title = page.locator("#first h1").inner_text()
    page.evaluate(_WATCH.replace("[data-testid=stMain]", "#first").replace("'click'", "'change'"))
    regencies.select_option(index=1 + _turn(page))
    page.wait_for_function(
        "title => document.querySelector('#first h1').innerText !== title", arg=title, timeout=PATIENCE
    )
    page.wait_for_function("() => performance.now() - window.__changed > 500", timeout=PATIENCE)
    return float(page.evaluate("(window.__changed - window.__clicked) / 1000"))


def _turn(page: Page) -> int:
    """Return another number from 0 to 7 each time."""
    return int(page.evaluate("sessionStorage.turn = (Number(sessionStorage.turn || 0) + 1) % 8"))


def cold_and_warm(browser: Browser, address: str, charts: int, runs: int) -> tuple[float, float]:
    """Return the seconds from asking for the page to its charts, with an empty cache and with a full one."""
    cold, warm = [], []
    for _ in range(runs):
        context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="id-ID")
        cold.append(_visit(context, address, charts))
        warm.append(_visit(context, address, charts))
        context.close()
    return median(cold), median(warm)


def _visit(context: BrowserContext, address: str, charts: int) -> float:
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    wait_until_drawn(page, charts)
    seconds = time.perf_counter() - begun
    page.close()
    return seconds


def rerun(browser: Browser, address: str, charts: int, key: str, options: list[str], runs: int) -> float:
    """Return the seconds from a choice in a list until the script and every chart have answered."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(address)
    wait_until_drawn(page, charts)
    box = page.locator(key).get_by_role("combobox") if key else page.get_by_role("combobox")
    seconds = []
    for i in range(runs):
        box.click()
        option = page.get_by_role("option", name=options[i % len(options)], exact=True)
        option.wait_for()
        page.evaluate(_WATCH)
        option.click()
        page.wait_for_function("() => window.__changed && performance.now() - window.__changed > 700", timeout=PATIENCE)
        wait_until_drawn(page, charts)
        seconds.append(float(page.evaluate("(window.__changed - window.__clicked) / 1000")))
    page.close()
    return median(seconds)


# From the click until the last change of anything on the page: figures, texts, rules of style.
_WATCH = """() => {
  window.__clicked = window.__changed = 0;
  addEventListener('click', () => { window.__clicked = performance.now(); }, { capture: true, once: true });
  window.__watch?.disconnect();
  window.__watch = new MutationObserver(() => { if (window.__clicked) window.__changed = performance.now(); });
  const page = document.querySelector('[data-testid=stMain]');
  window.__watch.observe(page, { childList: true, characterData: true, subtree: true });
}"""


def slow_link(browser: Browser, address: str, readable: str, runs: int) -> float:
    """Return the seconds until what is ``readable`` shows, cold, over 2 Mbit/s with a round trip of 300 ms."""
    seconds = []
    for _ in range(runs):
        page = _far_away(browser)
        begun = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(readable, timeout=PATIENCE)
        seconds.append(time.perf_counter() - begun)
        page.close()
    return median(seconds)


def _far_away(browser: Browser) -> Page:
    """Open a window, with nothing kept from before, at the end of a slow link."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    _session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 300, "downloadThroughput": 2e6 / 8, "uploadThroughput": 2e6 / 8},
    )
    return page


def _session(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    return session

"""What several tests need: the tables, a copy of them to break, a running dashboard, a browser."""

import asyncio
import gc
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cachetools import LRUCache
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data.selection import Selection, group_codes, regency_codes, round_codes
from data.tables import PACKAGED, Tables, load
from locales import LANGUAGES, Words
from render import image
from serving import prerender
from tests.harness.browser import IDLE, PATIENCE, chromium, wait_until_drawn
from tests.harness.servers import DASHBOARD, ROOT, Server, running
from tests.services import new_database, running_postgres

# No test reads or writes the rounds of whoever runs it.
os.environ["IKM_STORE"] = str(Path(tempfile.mkdtemp()) / "none" / "rounds.sqlite")
os.environ.pop("DATABASE_URL", None)
os.environ["IKM_LIVE"] = "1"  # most tests in a browser are of the live page; test_choices.py is of what comes before
# How long an example takes says how busy the machine is: how fast the dashboard is, `make bench` measures. The same
# examples each time, since a change that is not at fault must not meet the failure; others with IKM_SOAK.
for _profile in ("tests", "thorough"):
    settings.register_profile(
        _profile, deadline=None, derandomize=not os.environ.get("IKM_SOAK"), suppress_health_check=list(HealthCheck)
    )
settings.load_profile("tests")
expect.set_options(timeout=PATIENCE)

# The browser finds no host but the loopback: what asks for another fails, and is kept.
ONLY_LOOPBACK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
# Files of tests that take longest: each runs in one process, so that they come first keeps none waiting at the end.
LONGEST = (
    "test_bounds", "test_labels", "test_browser", "test_rounds_hostile", "test_printing", "test_present",
    "test_sentences", "test_rounds", "test_brief", "test_rounds_typing", "test_serving", "test_overload",
    "test_real_sizes", "test_journal", "test_login", "test_deploy", "test_exports", "test_deck", "test_workbook",
    "test_choices", "test_faults", "test_estimates", "test_every_page", "test_addresses", "test_uploads",
    "test_vector", "test_jobs", "test_base_path", "test_pages", "test_erasing", "test_phone", "test_stand_alone",
    "test_soak", "test_hostile_requests", "test_page", "test_live_refresh", "test_observation_form",
    "test_streamlit_patches", "test_official", "test_indicator_figures", "test_map_in_browser", "test_limits",
    "test_stories", "test_observations", "test_description", "test_round_form", "test_draft", "test_sheet",
)  # fmt: skip
MORE_FLAGS = ("--force-color-profile=srgb", ONLY_LOOPBACK)
# What the outlets are tried with; each test adds its own.
SELECTIONS = {
    "2022": Selection("2022"),
    "2023": Selection("2023"),
    "all": Selection("all"),
    "aru": Selection("2022", "81.07"),
    "tenggara": Selection("2022", "81.02"),
}


# What a test of `make quick` must not start, by the program's name; the fixtures that do, or make a database of rounds,
# and those of `make test-all`.
SERVICES = {"streamlit", "node", "chromium", "soffice", "postgres", "initdb", "nginx"}
STARTING = {"dashboard", "shared", "browser", "desk", "served", "server", "store"}
SLOW = {"cluster", "lasting", "provider", "site", "drawn"}
SLOWLY = pytest.mark.slow
current: pytest.Item | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        for mark, fixtures in (("integration", STARTING), ("slow", SLOW)):
            if asked & fixtures:
                item.add_marker(mark)


def examples(few: int, many: int) -> settings:
    """Return the settings of a property: how many examples `make test` tries, and how many `make test-all`."""
    return settings(max_examples=many if settings.get_current_profile_name() == "thorough" else few)


def others_slow(values: Iterable[Any], every: int = sys.maxsize) -> list[Any]:
    """Return the values of a parameter: `make test` tries the first of ``every`` so many, `make test-all` the others."""
    return [
        value if i % every == 0 else pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=SLOWLY)
        for i, value in enumerate(values)
    ]


def sweep[T](values: Sequence[T]) -> list[Any]:
    """Return a language and values: `make test` tries a seventh of them, `make test-all` all of them in each language."""
    return others_slow([("id", values[::7]), *((language, values) for language in LANGUAGES)])


def pytest_collection_finish() -> None:
    """Let no search for garbage go through all that was imported: Streamlit searches after every run of a page.

    Few are needed besides: they took a twentieth of the processor.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    global current
    current = item
    return (yield)


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Let no test start a service that is not marked for it: `make quick` would not be quick."""
    if (
        event == "subprocess.Popen"
        and current
        and not {"integration", "slow"} & {mark.name for mark in current.iter_markers()}
    ):
        command = arguments[1] if isinstance(arguments[1], list | tuple) else [arguments[1]]
        started = SERVICES & {Path(os.fsdecode(part)).name for part in command}
        assert not started, f"mark a test that starts {started} as pytest.mark.integration or slow"


sys.addaudithook(_guard)


@pytest.fixture(autouse=True, scope="session")
def _every_key_has_words() -> Iterator[None]:
    """Let no test ask for words that no catalogue has, however their key is put together: readers would see the key.

    What a test registers for a trial has none.
    """

    def checked(get: Callable[..., str]) -> Callable[..., str]:
        def tell(words: Words, key: str, *number: float, **values: object) -> str:
            assert words.has(key) or key.endswith(".trial"), key
            return get(words, key, *number, **values)

        return tell

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Words, "__call__", checked(Words.__call__))
        patch.setattr(Words, "count", checked(Words.count))
        yield


def selections(tables: Tables) -> list[Selection]:
    """Selections in which every two choices meet; all that there are, with IKM_SOAK."""
    rounds, groups = round_codes(tables), ["", *group_codes(tables)]
    places = ["", *regency_codes(tables)]
    if os.environ.get("IKM_SOAK"):
        return [Selection(*codes) for codes in itertools.product(rounds, places, groups)]
    return [
        Selection(rounds[(r + g) % len(rounds)], place, group)
        for r, place in enumerate(places)
        for g, group in enumerate(groups)
    ]


def alternating[T](names: Iterable[T], others: Sequence[str]) -> list[tuple[T, str]]:
    """Pair each with one of the others by turns, where every pair would take long; every pair, with IKM_SOAK."""
    if os.environ.get("IKM_SOAK"):
        return list(itertools.product(names, others))
    return list(zip(names, itertools.cycle(others)))  # the others come round again


@pytest.fixture(scope="session")
def tables() -> Tables:
    return load(PACKAGED)


def known_in_full(tables: Tables) -> Tables:
    """The packaged tables with the rounds of 2022 and 2023 alone, which are known in full."""
    frames = dict(tables.frames)
    for name in ("rounds", "participation", "trainings", "partial_rounds"):
        frame = frames[name]
        frames[name] = frame[frame["round"].isin(["2022", "2023"])].reset_index(drop=True)
    return Tables(tables.folder, frames)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged tables that a test may break."""
    copy = tmp_path / "data"
    copy.mkdir()
    for file in [*PACKAGED.glob("*.csv"), PACKAGED / "datapackage.json"]:
        shutil.copy(file, copy)
    return copy


def write_row(folder: Path, name: str, alone: bool = False, **cells: object) -> None:
    """Add a row to a table of a folder, or make it the only one; a column that is not named stays empty."""
    path = folder / f"{name}.csv"
    lines = path.read_text("utf-8").splitlines()
    columns = lines[0].split(",")
    assert set(cells) <= set(columns), set(cells) - set(columns)
    row = ",".join(str(cells.get(column, "")) for column in columns)
    path.write_text("\n".join([*(lines[:1] if alone else lines), row]) + "\n", "utf-8")


@contextmanager
def running_dashboard(data: Path = PACKAGED, **settings: str) -> Iterator[str]:
    """Serve the dashboard on a free port of the loopback; yields its address. ``settings`` are environment variables."""
    with running(DASHBOARD, IKM_DATA=str(data), **settings) as server:
        yield server.address


def awaited[T](waits: Coroutine[object, object, T]) -> T:
    """What a coroutine returns; in a thread of its own, since the browser's loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, waits).result()


def office(folder: Path, form: str, *files: Path) -> None:
    """Let LibreOffice turn files into another form, in a folder."""
    program = ROOT / ".venv" / "bin" / "soffice"
    command = [str(program), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(folder), *map(str, files)], capture_output=True, check=True, timeout=300)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prerendered pages have no drawings, which take most of the time: for tests of all else that they say."""
    monkeypatch.setattr(prerender, "_views", LRUCache(prerender.KEPT, getsizeof=lambda view: view.size))
    monkeypatch.setattr(image, "svg", lambda *_, **__: '<svg width="1" height="1"></svg>')


@pytest.fixture(scope="session")
def shared() -> Iterator[Server]:
    """The server of all tests that leave it as it is."""
    with running(DASHBOARD, IKM_DATA=str(PACKAGED)) as server:
        yield server


@pytest.fixture(scope="session")
def dashboard(shared: Server) -> str:
    return shared.address


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The address of a real PostgreSQL, started for the first test that asks."""
    with running_postgres() as url:
        yield url


@pytest.fixture
def postgres(cluster: str) -> str:
    """The address of an empty database of its own: ``postgresql+psycopg://…``."""
    return new_database(cluster)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium(*MORE_FLAGS) as started:
        yield started


FOLLOW = """address => {
    history.pushState({}, '', address);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
}"""

# Resolves when nothing of the page has changed for a moment: what React still has to draw is drawn.
STILL = """() => new Promise((done, failed) => {
    let moment;
    const watch = new MutationObserver(() => again());
    const again = () => { clearTimeout(moment); moment = setTimeout(() => { watch.disconnect(); done(); }, 250); };
    setTimeout(() => failed(new Error('never still')), 60000);
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    again();
})"""


# Resolves when an image that is not there has failed: what asked for one before has been told so.
IMAGES_ENDED = """() => new Promise(done => {
    const image = new Image();
    image.onerror = image.onload = () => setTimeout(done);
    image.src = 'data:,';
})"""


def still(page: Page) -> None:
    """Wait until nothing of a page changes any more: what its script asked for is there, and drawn."""
    page.wait_for_selector(IDLE)
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate(STILL)


def location(page: Page) -> str:
    """The address as the page has it; Playwright's own ``page.url`` follows a moment later."""
    return str(page.evaluate("location.href"))


def until(page: Page, holds: Callable[[], bool], what: str) -> None:
    """Wait, while a page goes on, until something holds that Python alone can see."""
    end = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < end, what
        page.wait_for_timeout(20)


class Reader:
    """A browser window that keeps what went wrong in it, and cannot reach any host but the loopback."""

    def __init__(self, context: BrowserContext) -> None:
        self._forget()
        context.on("request", lambda r: self._keep(r.url))
        self.page: Page = context.new_page()
        self.page.on("websocket", self._listen)
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("requestfailed", lambda r: self.failed.append(r.url))
        self.page.on("response", lambda r: self.failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)

    def _forget(self) -> None:
        self.foreign: list[str] = []
        self.failed: list[str] = []
        self.errors: list[str] = []
        self.runs = 0  # of the script, that have ended

    def begin(self, width: int, height: int, scheme: str) -> None:
        """Let an empty window be of a size and of a colour scheme."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(media="null", color_scheme=scheme)  # type: ignore[arg-type]
        self._forget()

    def empty(self) -> None:
        """Keep nothing of the page: no entry, no cookie, no other window that it opened; the process that drew it stays."""
        for other in self.page.context.pages:
            if other is not self.page:
                other.close()
        self.page.unroute_all()
        if self.page.url.startswith("http"):
            self.page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
            self.page.goto(self.page.url)
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            self.page.unroute_all()
        else:
            self.page.goto("about:blank")
        self.page.context.clear_cookies()

    def _listen(self, socket: WebSocket) -> None:
        self._keep(socket.url)
        socket.on("framereceived", self._count)

    def _count(self, said: str | bytes) -> None:
        if isinstance(said, bytes):
            self.runs += ForwardMsg.FromString(said).WhichOneof("type") == "script_finished"

    def _keep(self, address: str) -> None:
        if not address.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            self.foreign.append(address)

    def open(self, address: str, figures: int = 4) -> Page:
        """Open an address and wait until the page with so many figures is drawn."""
        self.page.goto(address)
        self.settle(figures)
        return self.page

    def go(self, address: str, figures: int = 4) -> Page:
        """Follow an address inside the open page, as Back and Forward do: nothing is loaded anew."""
        runs = self.runs
        self.page.evaluate(FOLLOW, address)
        # What the browser shows of it can be over before anybody looks.
        until(self.page, lambda: self.runs > runs, f"no run for {address}")
        self.settle(figures)
        return self.page

    def settle(self, figures: int = 4) -> None:
        wait_until_drawn(self.page, figures)
        still(self.page)


# The word that the live page is late, after ten seconds, moves all below it: on a busy machine it may come at any time.
NEVER_LATE = """const style = new CSSStyleSheet(); style.replaceSync('#first .late { display: none !important }');
document.adoptedStyleSheets.push(style)"""


def new_context(
    browser: Browser, width: int = 1440, height: int = 900, may_be_late: bool = False, **settings: Any
) -> BrowserContext:
    """Return an empty browser of any of Playwright's settings; in it no first view says that the live page is late."""
    opened = browser.new_context(viewport={"width": width, "height": height}, **{"locale": "id-ID", **settings})
    opened.set_default_timeout(PATIENCE)
    if not may_be_late:
        opened.add_init_script(NEVER_LATE)
    return opened


NewContext = Callable[..., BrowserContext]
NewReader = Callable[..., Reader]


@pytest.fixture
def context(browser: Browser) -> Iterator[NewContext]:
    """Begin with an empty browser, of any of Playwright's settings, as often as one likes; closed after the test."""
    contexts: list[BrowserContext] = []

    def new(width: int = 1440, height: int = 900, **settings: Any) -> BrowserContext:
        contexts.append(new_context(browser, width, height, **settings))
        return contexts[-1]

    yield new
    for opened in contexts:
        opened.close()


@pytest.fixture
def reader(context: NewContext) -> NewReader:
    """Open windows of any size, colour scheme and browser language."""

    def new(
        width: int = 1440, height: int = 900, scheme: str = "light", locale: str = "id-ID", **settings: Any
    ) -> Reader:
        return Reader(context(width, height, color_scheme=scheme, locale=locale, **settings))

    return new

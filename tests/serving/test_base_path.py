"""Below a base path every address answers, and no link leads out of it."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from locales import Words
from serving import routes
from tests.conftest import NewContext, awaited, running_dashboard
from tests.harness import client as stream

pytestmark = pytest.mark.integration
BASE = "/ikm"
LINK = re.compile(r"""(?:href|src|action)="([^"]+)"|url\("([^"]+)"\)""")
ENDINGS = (".css", ".js", ".woff2", ".png", ".svg", ".csv", ".json", ".xml")
SLOW = re.compile(rf"{BASE}/(?:static|embed|v1/files|v1/figures|v1/preview)/")  # many, large; tried elsewhere


@pytest.fixture(scope="module")
def below() -> Iterator[httpx.Client]:
    with (
        running_dashboard(STREAMLIT_SERVER_BASE_URL_PATH=BASE) as address,
        httpx.Client(base_url=address, timeout=300) as reader,
    ):
        yield reader


def linked(answer: httpx.Response) -> set[str]:
    """Return where a document's links lead on its server, without parameters."""
    found = (next(filter(None, link)) for link in LINK.findall(answer.text))
    whole = (urlsplit(urljoin(str(answer.url), link.replace("&amp;", "&"))) for link in found)
    return {one.path for one in whole if one.netloc == answer.url.netloc.decode()}


@pytest.mark.slow
def test_no_link_leads_out(below: httpx.Client) -> None:
    leads: set[str] = set()
    for path in (*routes.addresses(), "/v1/", "/embed/map", "/nothing/here"):
        answer = below.get(f"{BASE}{path}?lang=en{'' if path == '/v1/' else '&regency=81.07'}")
        assert answer.status_code == (404 if path == "/nothing/here" else 200), path
        out = {link for link in linked(answer) if not link.startswith(f"{BASE}/")}
        assert not out, (path, out)
        leads |= linked(answer)
    assert len(leads) > 30
    pages = {f"{BASE}{path}" for path in routes.addresses()}  # asked for above
    for path in sorted(path for path in leads - pages if not SLOW.match(path)):
        assert below.get(path).status_code == 200, path


def test_what_is_asked_for_by_programs_is_there(below: httpx.Client) -> None:
    for path in ("health", "feed.xml", "robots.txt", "v1/rounds", "v1/figures/map.csv", "_stcore/health"):
        assert below.get(f"{BASE}/{path}").status_code == 200, path
        assert below.get(f"/{path}").status_code == 200, (
            "and for who asks the server itself, or a proxy that takes it off"
        )
    places = set(re.findall('href="([^"]*)"', below.get(f"{BASE}/feed.xml").text))
    assert places, "what the feed leads to"
    assert {place.startswith(f"{BASE}/") for place in places} == {True}
    assert below.get("/ikmx/").status_code == 404
    address = str(below.base_url).rstrip("/")

    async def drawn() -> stream.Drawn:
        async with stream.opened(f"{address}{BASE}") as socket:
            return await stream.Visit(socket).open(("", ""))

    assert awaited(drawn()).figures == 4


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (BASE, f"{BASE}/"),
        (f"{BASE}?lang=en", f"{BASE}/?lang=en"),
        (f"{BASE}/auth/login", f"{BASE}/"),  # nobody signs in here
        (f"{BASE}/regencies?areas=81.01&areas=81.02", "./regencies?areas=81.01%2C81.02"),
        (f"{BASE}//evil.example/", None),
    ],
)
def test_redirects_stay_below(below: httpx.Client, path: str, place: str | None) -> None:
    assert below.get(path).headers.get("location") == place


@pytest.mark.slow
def test_the_live_page_stays_below(context: NewContext) -> None:
    page = context(1366, 768).new_page()
    with running_dashboard(STREAMLIT_SERVER_BASE_URL_PATH=BASE, IKM_LIVE="0") as address:
        page.goto(f"{address}{BASE}/trainings?lang=en")
        page.get_by_role("button", name=Words("en")("first.live")).click()
        page.wait_for_selector("#first", state="detached")
        page.get_by_role("link", name=Words("en")("page.sources"), exact=True).first.click()
        expect(page.locator("#root h1")).not_to_have_text("")
        page.wait_for_url(f"**{BASE}/sources**")

"""The server: small files, safe headers, a first view that waits for nothing, and the live page in its place."""

import gzip
import http.server
import itertools
import re
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest
from cachetools import LRUCache
from fontTools.ttLib import TTFont
from markupsafe import escape
from playwright.sync_api import Page, Route
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from charts import absence
from charts.figures import FIGURES
from charts.words import round_name
from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words
from pages import MENU, described
from pages.parts.page import text
from render import plotly as drawing
from serving import prerender, responses, routes, static
from serving.headers import SecurityHeaders
from serving.responses import best_encoding
from serving.streamlit_patches import icon_font, index_page, plotly_bundle, tcp_nodelay
from story import first_numbers, overview
from tests.conftest import (
    IMAGES_ENDED,
    ROOT,
    STILL,
    NewContext,
    NewReader,
    awaited,
    others_slow,
    running_dashboard,
    still,
    until,
)

TABLES = load(PACKAGED)
PATHS = list(routes.addresses())
PLACES = {  # what must not move: its place in the first view and in the live page
    "h1": ("#first h1", "#root h1"),
    "first number": ("#first dd", "#root [data-testid=stMetricValue]"),
    "last number": ("#first dl > :last-child dd", "#root .st-key-numbers > :last-child [data-testid=stMetricValue]"),
    "map": ("#first .shape-map", "#root :is(.st-key-shape_map, .on-phone):visible"),
}


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    asked = urllib.request.Request(address, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(asked, timeout=120) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


@pytest.mark.parametrize(("path", "language"), others_slow(itertools.product(PATHS, LANGUAGES), 5))
def test_the_first_view_says_it_all_in_the_readers_language(dashboard: str, path: str, language: str) -> None:
    status, headers, body = get(f"{dashboard}{path}?round=all&regency=81.71&lang={language}", Accept_Encoding="br")
    assert (status, headers["content-encoding"]) == (200, "br")
    assert len(body) < (55_000 if path == "/present" else 40_000), "Present has all its slides"
    page = brotli.decompress(body).decode()
    words, selection = Words(language), Selection("all", "81.71")
    assert f'<html lang="{language}">' in page
    title = words(f"page.{routes.addresses()[path]}")
    named = rf"<title>{re.escape(title)} · (?:[^<]+ · )?{re.escape(words('app.title'))}</title>"
    assert re.search(named, page), "a window is called by its page and what is selected"
    assert re.search(r'<meta name="description" content="[^"]{40,}"', page)
    assert 'property="og:title"' in page
    view = View(TABLES, selection, words)
    headline = text(described(routes.addresses()[path]).headline.text, view)
    assert f"<h1>{escape(headline)}</h1>" in page
    if path == "/":
        for number in first_numbers.NUMBERS:
            assert f"<dd>{number(view).value}</dd>" in page
        assert page.count('class="annotation"') > 10
    assert "Kota Ambon" in page


def test_the_browsers_language_decides_where_the_address_does_not(dashboard: str) -> None:
    def language(path: str, accepted: str) -> str:
        status, headers, body = get(f"{dashboard}/{path}", Accept_Language=accepted, Accept_Encoding="identity")
        assert status == 200
        assert headers["vary"] == "Accept-Encoding, Accept-Language"
        assert headers["cache-control"] == "no-cache"
        page = body.decode()
        assert ('href="./trainings?lang=id"' in page) == (path == "?lang=id" and accepted == "en")
        return re.findall(r'<html lang="(\w+)">', page)[0]

    assert [language("", accepted) for accepted in ("id", "en", "*")] == ["id", "en", "id"]
    assert [language("?lang=id", "en"), language("?lang=id", "id"), language("?lang=en", "id")] == ["id", "id", "en"]
    tags = [get(dashboard, Accept_Language=accepted)[1]["etag"] for accepted in ("id", "en")]
    assert tags[0] != tags[1]
    assert get(dashboard, Accept_Language="en", If_None_Match=tags[0])[0] == 200


def test_every_hint_of_the_first_view_is_a_file(dashboard: str) -> None:
    page = get(dashboard + "/", Accept_Encoding="")[2].decode()
    hints = re.findall(r'(?:href|src)="\./((?:static|app|first)[^"]+)"', page)
    assert len(hints) > 100
    assert any("PlotlyChart" in hint for hint in hints)
    assert all(get(f"{dashboard}/{hint}")[0] == 200 for hint in hints)


def test_hints_name_what_the_browser_fetches(dashboard: str, reader: NewReader) -> None:
    page = get(dashboard + "/", Accept_Encoding="")[2].decode()
    window, fetched = reader(), []
    window.page.on("request", lambda request: fetched.append(request.url))
    window.open(dashboard)
    scripts = {url.rpartition("/")[2] for url in fetched if "/static/js/" in url}
    assert scripts <= set(re.findall(r"static/js/([^\"]+)", page)), "each is asked for at once, none is found late"


@pytest.mark.parametrize("language", others_slow(LANGUAGES))
def test_it_is_readable_without_javascript(dashboard: str, context: NewContext, language: str) -> None:
    page = context(390, 844, java_script_enabled=False).new_page()
    page.goto(f"{dashboard}/?lang={language}")
    words = Words(language)
    assert page.locator("h1").inner_text() == overview.headline(View(TABLES, Selection("2022"), words))
    assert page.locator("noscript").inner_text() == words("first.no_script")
    assert page.locator("dd").first.is_visible()
    assert page.locator("h1").bounding_box()["y"] < 345, "menu and choices leave a phone's first view to the page"
    assert page.locator("#first .shape-map svg:visible").bounding_box()["width"] > 300
    page.get_by_role("link", name=round_name(View(TABLES, words=words), "2023"), exact=True).click()
    assert page.locator("h1").inner_text() == overview.headline(View(TABLES, Selection("2023"), words))
    assert page.locator("html").get_attribute("lang") == language


def test_the_live_page_is_sent_for_after_the_first_paint_only(dashboard: str, context: NewContext) -> None:
    page = get(dashboard + "/", Accept_Encoding="")[2].decode()
    before, _, live = page.partition('<template id="live"')
    assert "static/js/" in live.partition("</template>")[0]
    assert not re.findall(r'<(?:script|link)[^>]*"\./(?:static|first)', before + live.partition("</template>")[2])
    window = context().new_page()
    window.add_init_script("window.requestAnimationFrame = () => 0")  # nothing is ever painted
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    window.goto(dashboard, wait_until="load")
    window.evaluate("fetch('robots.txt')")  # whatever was to be asked for until now has been
    assert [url for url in asked if url.endswith("robots.txt")]
    assert not [url for url in asked if "/static/js/" in url]


@pytest.mark.parametrize("width", others_slow([1440, 390, 1920]))
def test_the_live_page_takes_its_place_without_a_jump(dashboard: str, context: NewContext, width: int) -> None:
    window = context(width, 1000)
    first, fallback, live = window.new_page(), window.new_page(), window.new_page()
    for page in (first, fallback):
        page.route("**/static/js/index.*.js", lambda route: route.abort())
    fallback.route("**/*.woff2", lambda route: route.abort())
    for page in (first, fallback, live):
        page.goto(dashboard)
    first.evaluate("document.fonts.ready.then(() => null)")
    for before, _ in PLACES.values():
        assert place(first, before) == pytest.approx(place(fallback, before), abs=4), "before our font has come"
    live.wait_for_selector("#first", state="detached")
    for what, (before, after) in PLACES.items():
        (x, bottom), (other_x, other_bottom) = place(first, before), place(live, after)
        assert abs(x - other_x) <= 4, what
        assert abs(bottom - other_bottom) <= 8, (what, bottom, other_bottom)
    still(live)
    shifted = live.evaluate(
        "new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries().forEach(e =>"
        " sum += e.hadRecentInput ? 0 : e.value)).observe({type: 'layout-shift', buffered: true});"
        " setTimeout(() => done(sum), 500); })"
    )
    assert shifted < 0.05


def place(page: Page, selector: str) -> tuple[float, float]:
    """Return where an element begins and where it ends below."""
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"], box["y"] + box["height"]


# How much room each element of the first view takes that is seen, but those of drawings.
ROOM = """() => [...document.querySelectorAll('#first *:not(svg *)')].filter(e => e.checkVisibility()).map(element => {
    const { margin, padding, fontSize, lineHeight, display, borderWidth } = getComputedStyle(element);
    return [element.tagName, element.className.toString(), margin, padding, fontSize, lineHeight, display, borderWidth].join();
})"""
VISIBLE = (
    "() => [...document.querySelectorAll('#root *')].filter(e => getComputedStyle(e).visibility === 'visible').length"
)


def test_the_live_page_shows_even_if_the_script_that_shows_it_comes_last(dashboard: str, context: NewContext) -> None:
    page, alone = context().new_page(), context().new_page()
    alone.route("**/static/js/index.*.js", lambda route: route.abort())
    alone.goto(f"{dashboard}/rounds")
    held: list[Route] = []
    page.route("**/first-*.js", lambda route: held.append(route))
    page.goto(f"{dashboard}/rounds", wait_until="commit")
    page.wait_for_selector("#root h1", state="attached")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", state="attached")
    page.evaluate(STILL)
    assert page.locator("#first").is_visible()
    assert page.evaluate(VISIBLE) == 0
    assert page.evaluate(ROOM) == alone.evaluate(ROOM), "the live page's styles move nothing that is read"
    held[0].continue_()
    page.wait_for_selector("#first", state="detached")


def test_streamlits_files_are_small_and_stay(dashboard: str) -> None:
    for name in index_page.chunks()[:6]:
        status, headers, body = get(f"{dashboard}/{name}", Accept_Encoding="gzip, deflate, br")
        plain = (static.ROOT / name).read_bytes()
        assert (status, headers["content-encoding"]) == (200, "br")
        assert brotli.decompress(body) == plain
        assert "immutable" in headers["cache-control"]
        assert headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(get(f"{dashboard}/{name}", Accept_Encoding="gzip")[2]) == plain
        assert get(f"{dashboard}/{name}", Accept_Encoding="identity")[2] == plain
        again = get(f"{dashboard}/{name}", Accept_Encoding="br", If_None_Match=headers["etag"])
        assert (again[0], again[1]["etag"]) == (304, headers["etag"])


def test_the_best_form_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_CACHE", str(tmp_path))
    name = "/" + index_page.chunks()[0]
    files = static.Files()
    quick = files.body(name, "br")
    files._later.shutdown(wait=True)
    best = files.body(name, "br")
    assert brotli.decompress(quick) == brotli.decompress(best) == files.paths[name].read_bytes()
    assert len(best) <= len(quick)
    (kept,) = tmp_path.rglob("*.br")
    assert kept.read_bytes() == best
    kept.write_bytes(b"kept")
    assert static.Files().body(name, "br") == b"kept", "a new start reads what is kept"


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("IKM_CACHE", str(tmp_path / "file"))
    files, name = static.Files(), "/" + index_page.chunks()[0]
    assert files.best(name) == name
    assert brotli.decompress(files.body(name, "br")) == files.paths[name].read_bytes()


@pytest.mark.parametrize(
    "path",
    ["/static/../data/rounds.csv", "/static/%2e%2e/%2e%2e/etc/passwd", "/static//etc/passwd", "/static/js/..%2f..%2findex.html",
     "/app/static/../server.py", "/app/static/%2e%2e/server.py", "/static/js/"],
)  # fmt: skip
def test_nothing_else_is_served(dashboard: str, path: str) -> None:
    status, _, body = get(dashboard + path)
    assert status in (400, 403, 404), body[:80]


def script_for_figures() -> Path:
    (path,) = (static.ROOT / "static" / "js").glob(f"{plotly_bundle.SCRIPT}*.js")
    return path


def test_the_script_for_figures_holds_what_the_pages_draw_and_little_else(dashboard: str) -> None:
    path = script_for_figures()
    whole, lean = path.read_text("utf-8"), plotly_bundle.lean(path).decode()
    assert len(lean) < 0.4 * len(whole)
    for kept in ("lib/core.js", "lib/bar.js", "src/traces/scatter/index.js", "src/components/annotations/draw.js"):
        assert f'{{"{kept}"(' in lean, kept
    for left_out in ("src/traces/scatter3d/index.js", "stackgl_modules/index.js"):
        assert f'{{"{left_out}"(' in whole, left_out
        assert f'{{"{left_out}"(' not in lean, left_out
    with urllib.request.urlopen(f"{dashboard}/static/js/{path.name}") as answer:
        assert answer.read().decode() == lean
    tables = load(PACKAGED)
    drawn = {
        trace["type"]
        for build in FIGURES.values()
        for trace in drawing.draw(build(View(tables, Selection("2022", "81.07"), Words("id")))).data
    }
    assert drawn <= {"scatter", *plotly_bundle.KINDS}


@pytest.mark.integration
def test_a_script_that_is_made_otherwise_stays_whole() -> None:
    assert plotly_bundle.leaned("export const x = 1;") == "export const x = 1;"
    script = script_for_figures().read_text("utf-8")
    for known, other in (
        ('"lib/index.js"', '"lib/all.js"'),
        ('"lib/bar.js"', '"lib/bars.js"'),
        (".register([", ".take(["),
    ):
        changed = script.replace(known, other)
        assert plotly_bundle.leaned(changed) == changed, known


def test_icons_are_all_there() -> None:
    known = set(TTFont(icon_font.ICONS).getGlyphOrder())
    original = set(TTFont(icon_font.original()).getGlyphOrder())
    assert icon_font.named() & original <= known
    assert icon_font.ICONS.stat().st_size < 20_000


@pytest.mark.slow
@pytest.mark.integration
def test_building_the_icons_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    icon_font.build(tmp_path / "icons.woff2")
    assert (tmp_path / "icons.woff2").read_bytes() == icon_font.ICONS.read_bytes()


@pytest.mark.parametrize(
    "path", ["/", "/trainings", "/health", "/foo", "/static/js/none.js", "/_stcore/health", "/favicon.png"]
)
def test_every_answer_has_the_security_headers(dashboard: str, path: str) -> None:
    status, headers, _ = get(dashboard + path)
    assert status == 200 or headers["cache-control"] == "no-store", "no cache keeps an error"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline" not in policy.partition("style-src")[0]
    assert "'unsafe-eval'" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "same-origin"


def test_cookies_of_who_came_by_https_come_by_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the live page's own, where a trusted proxy speaks HTTPS; nobody else says so of himself."""
    monkeypatch.setenv("IKM_TRUSTED_PROXIES", "10.0.0.0/8")

    async def answered(_scope: Scope, _receive: Receive, send: Send) -> None:
        cookies = [(b"set-cookie", b"_streamlit_xsrf=2|x; Path=/"), (b"set-cookie", b"b=1; Secure")]
        await send({"type": "http.response.start", "status": 200, "headers": cookies})
        await send({"type": "http.response.body"})

    async def asked(peer: str, proto: str, url: str) -> list[str]:
        transport = httpx.ASGITransport(SecurityHeaders(answered), client=(peer, 1))
        async with httpx.AsyncClient(transport=transport) as client:
            return (await client.get(url, headers={"X-Forwarded-Proto": proto})).headers.get_list("set-cookie")

    def cookies(peer: str, proto: str, url: str = "http://dash.example/") -> list[str]:
        return awaited(asked(peer, proto, url))

    plain = ["_streamlit_xsrf=2|x; Path=/", "b=1; Secure"]
    secure = ["_streamlit_xsrf=2|x; Path=/; Secure", "b=1; Secure"]
    assert cookies("10.1.2.3", "https") == cookies("203.0.113.7", "", "https://dash.example/") == secure
    assert cookies("10.1.2.3", "http") == cookies("203.0.113.7", "https") == plain


def test_the_policy_holds_in_the_browser(dashboard: str, reader: NewReader) -> None:
    window = reader()
    page = window.open(dashboard)
    assert window.errors == []
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); }"
    )
    page.evaluate("() => { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 2\">'); }")
    assert page.evaluate("fetch('https://example.org/').then(() => 'reached', () => 'refused')") == "refused"
    page.evaluate(IMAGES_ENDED)
    assert page.evaluate("window.ran") is None
    until(page, lambda: any("Content Security Policy" in error for error in window.errors), "nothing was refused")
    assert window.foreign == [], "the policy refuses before anything is asked"


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """A page of another origin that shows the dashboard in a frame."""

    address = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f'<iframe src="{self.address}" width=1000 height=800></iframe>'.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@pytest.mark.slow
def test_who_may_embed_it_is_configured(dashboard: str, context: NewContext, elsewhere: str) -> None:
    for settings, shown in (({}, False), ({"IKM_FRAME_ANCESTORS": elsewhere}, True)):
        with running_dashboard(**settings) as address:
            Elsewhere.address = address
            page, told = context().new_page(), []
            page.on("console", lambda message, told=told: told.append(message.text))
            page.goto(elsewhere)
            if shown:
                page.frame_locator("iframe").locator("#root h1").wait_for()
            else:
                until(page, lambda told=told: any("frame-ancestors" in text for text in told), "it was not refused")
                assert page.frames[1].locator("#first, #root").count() == 0


def test_health_says_version_and_date_or_what_is_broken(dashboard: str, folder: Path) -> None:
    status, headers, body = get(dashboard + "/health")
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert f'"data":"{TABLES.date.isoformat()}"' in body.decode()
    (folder / "rounds.csv").unlink()
    with running_dashboard(folder) as broken:
        assert get(broken + "/health")[0] == 503
        assert b'<div id="root">' in get(broken + "/")[2], "the live page says what is wrong"


def test_answers_leave_at_once() -> None:
    class Gone:
        pass

    gone = weakref.proxy(Gone())  # among a process's objects are such: they raise whatever is asked of them
    with socket.create_server(("127.0.0.1", 0)) as port, socket.socket() as closed:
        closed.close()
        tcp_nodelay.apply()
        with socket.create_connection(port.getsockname()), port.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert type(gone) is weakref.ProxyType


def test_a_system_that_does_not_list_its_descriptors_starts_as_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tcp_nodelay, "DESCRIPTORS", tmp_path / "none")
    tcp_nodelay.apply()


def test_robots_are_told_plainly(dashboard: str) -> None:
    status, headers, body = get(dashboard + "/robots.txt")
    assert (status, headers["content-type"].partition(";")[0]) == (200, "text/plain")
    assert body.startswith(b"User-agent: *")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_page_is_not_found(dashboard: str, language: str) -> None:
    status, _, body = get(f"{dashboard}/foo<b>?lang={language}".replace("<b>", "%3Cb%3E"))
    assert status == 404
    assert Words(language)("unknown.title") in body.decode()
    assert "<b>" not in body.decode()


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [("sort=xyz", "sort", "xyz"), ("sort=foo.bar", "sort", "foo.bar"), ("sort=map.-none,participants.people", "sort", "map.-none"),
     ("round=2022&round=2023", "round", "2022,2023"), ("lang=id&lang=en", "lang", "id,en")],
)  # fmt: skip
def test_what_an_address_says_wrongly_is_told_and_not_said_again(
    query: str, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_ADDRESS", "https://bimtek.example")

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(Starlette(routes=routes.routes()))
        async with httpx.AsyncClient(transport=transport, base_url="http://here.example") as client:
            return await client.get(f"/?{query}", follow_redirects=True)

    page = awaited(answer()).text
    assert Words()(f"notice.value.{name}", value=value) in page
    canonical = re.findall(r'(?:canonical" href|og:url" content)="([^"]*)"', page)
    assert len(canonical) == 2
    assert not any(value in one.replace("%2C", ",") for one in canonical), canonical
    assert not re.search(r"sort=[^\"]*(?:xyz|foo|map.-none)", page), "no link says it again"


def test_a_right_order_of_a_table_is_no_mistake() -> None:
    page = prerender.view("overview", {"sort": "map.-people,regency_map.regency"}).page
    assert 'role="status">' not in page.partition('class="page"')[2].partition("<h1")[0]
    assert 'aria-sort="descending"' in page
    assert "regency_map.regency" in page, "a figure of another choice keeps its order"


@pytest.mark.parametrize(
    ("page", "chosen"),
    [
        ("overview", {"round": "2023", "group": "recycling"}),
        ("overview", {"round": "2023-2", "group": "repair"}),
        ("trainings", {"round": "2023", "group": "recycling"}),
        ("regencies", {"round": "2022", "group": "garden"}),
        ("overview", {"round": "2022", "regency": "81.04"}),
        ("overview", {"round": "all", "regency": "81.04", "group": "seafood"}),
        ("trainings", {"round": "2023", "regency": "81.02"}),
        ("regencies", {"round": "all", "regency": "81.72"}),
        ("regencies", {"round": "2023", "regency": "81.01", "group": "repair"}),
        ("national", {"round": "2023", "regency": "81.01"}),
    ],
)
def test_that_nothing_is_named_is_said_once(page: str, chosen: dict[str, str]) -> None:
    drawn = prerender.view(page, chosen).page.partition("<main")[2].partition("</main>")[0].replace("\u00a0", " ")
    drawn = re.sub(r"<(svg|style|script|textarea)\b.*?</\1>", "", drawn, flags=re.DOTALL)
    absent = absence.sentence(View(TABLES, Selection(**chosen), Words("id")))
    assert re.sub("<[^>]+>", "", drawn).count(absent) == 1


def test_the_first_link_leads_past_the_menu() -> None:
    """Readers by ear and axe take for such a link only what no other link stands before, hidden ones too."""
    for page in itertools.chain(*MENU.values()):
        first = re.search(r"<a [^>]*>", prerender.view(page, {}).page.partition("<body>")[2])
        assert first
        assert 'href="#main"' in first.group()


def test_what_an_address_says_wrongly_costs_no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = prerender.view("overview", {"lang": "en"})
    monkeypatch.setattr(prerender, "_drawn", lambda place: pytest.fail(f"drawn: {place.asked}"))
    for wrong in ({"round": "1066"}, {"sort": "foo.bar"}, {"sort": "map.-none", "group": "x"}, {"sort": "foo.bar,xyz"}):
        told = prerender.view("overview", {"lang": "en", **wrong})
        notices = re.findall(r'(?<=\n)<div class="notice" role="status">.*?</div>\n?', told.page)
        assert len(notices) == sum(len(value.split(",")) for value in wrong.values()), wrong
        assert re.sub(r'\n<div class="notice" role="status">.*?</div>(?=\n)', "", told.page) == usual.page
        assert brotli.decompress(told.body("br")).decode() == told.page


def test_an_order_costs_one_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where nobody has asked for the page without it; a wrong one costs none once that is there."""
    monkeypatch.setattr(prerender, "_views", LRUCache(prerender.KEPT, getsizeof=lambda view: view.size))
    content, drawn = prerender._content, list[Mapping[str, str]]()
    monkeypatch.setattr(prerender, "_content", lambda place: drawn.append(place.asked) or content(place))
    ordered = prerender.view("about", {"sort": "glossary.-term"})
    assert (drawn, 'aria-sort="descending"' in ordered.page) == ([{"sort": "glossary.-term"}], True)
    for wrong in ("glossary.-term,revised.none", "glossary.none", "none.term,glossary.-term"):
        told = prerender.view("about", {"sort": wrong})
        assert told.page.count('<div class="notice" role="status">') == 1
        assert ('aria-sort="descending"' in told.page) == ("-term" in wrong)
    assert drawn[1:] == [{"sort": "glossary.-term,revised.none"}, {}], "all else is there"


def test_an_unknown_page_names_all_pages_and_the_one_that_is_meant() -> None:
    for path, name in (
        ("/pelatihan", "trainings"), ("/unduh", "takeaway"), ("/Trainings", "trainings"), ("/overview", "overview"),
        ("/sources/", "sources"), ("/regency", "regencies"), ("/x/gambaran%20nasional", "national"), ("/wp-admin", ""),
    ):  # fmt: skip
        page = prerender.unanswered(path.replace("%20", " "), "id")
        found = re.search(r"<strong>(.*?)</strong>", page)
        assert (found[1] if found else "") == (Words("id")(f"page.{name}") if name else ""), path
        assert all(Words("id")(f"page.{key}") in page for keys in MENU.values() for key in keys)
    assert 'href="/trainings?lang=en"' in prerender.unanswered("/pelatihan", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_without_the_menu_has_the_dashboards_name_and_font(language: str) -> None:
    words, home = Words(language), "/" if language == DEFAULT_LANGUAGE else f"/?lang={language}"
    for page in (prerender.unanswered("/a/b", language), prerender.busy(language, 5)):
        assert f'<header><a href="{home}">{words("app.title")}</a></header>' in page
        for font in re.findall(r'src: url\("/app/([^"]+)"\)', page):
            assert (ROOT / font).is_file()
        assert page.count("@font-face") == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/x", "/_stcore/stream", "/_stcore/agent/x", "/app/server.py", "/app/static/none.css",
        "/media/none.zip", "/index.html", "/component/none/index.html", "/static/none.js", "/auth/none", "/trainings/_stcore/health",
        "/app/static/../x", "/app/static//x", "/app/static/%5Cx", "/app/static/%00",
    ],
)  # fmt: skip
def test_below_streamlits_folders_the_unknown_is_not_found_in_the_readers_language(
    dashboard: str, path: str, language: str
) -> None:
    status, headers, body = get(f"{dashboard}{path}?lang={language}")
    assert (status, headers["content-type"].partition(";")[0]) == (404, "text/html")
    assert Words(language)("unknown.title") in body.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path", ["/", "/trainings", "/feed.xml", "/robots.txt", "/health", "/_stcore/health", "/app/static/favicon.png"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_can_only_be_read_says_so_in_the_readers_language(
    dashboard: str, method: str, path: str, language: str
) -> None:
    answer = httpx.request(method, f"{dashboard}{path}", headers={"Accept-Language": language})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.headers["content-type"].startswith("text/html")
    assert Words(language)("answer.method") in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/favicon.png"])
def test_what_streamlit_serves_is_handed_on(dashboard: str, path: str) -> None:
    assert get(dashboard + path)[0] == 200


@pytest.mark.parametrize(
    "path", ["/data.csv", "/favicon.ico", "/.env", "/media", "/trainings/x.html", "/foo.bar/baz.js"]
)
def test_an_unknown_file_is_not_found(dashboard: str, path: str) -> None:
    status, headers, body = get(dashboard + path)
    assert status == 404
    assert b"static/js" not in body
    assert "content-security-policy" in headers


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br", "br"), ("gzip;q=0.5", "gzip"), ("br;q=0.5, gzip;q=0.8", "gzip"), ("br; q=0, gzip", "gzip"),
        ("br;q=0.0, gzip;q=0.000", ""), ("identity", ""), ("", ""), ("*", "br"), ("*;q=0", ""), ("br;q=0, *", "gzip"),
        ("identity, br;q=0.5", ""), ("identity;q=0.5, GZIP", "gzip"), ("br;q=a", ""), ("br;q=", ""), (";,;q=1", ""),
    ],
)  # fmt: skip
def test_a_body_is_compressed_as_the_client_likes_best(accepted: str, chosen: str) -> None:
    assert best_encoding(accepted) == chosen


@pytest.mark.parametrize("tags", ["{}", "W/{}", '"other", {}', 'W/"a",W/{} , "b"', "*"])
def test_what_a_client_has_is_not_sent_again(dashboard: str, tags: str) -> None:
    tag = get(dashboard + "/trainings")[1]["etag"]
    status, headers, body = get(dashboard + "/trainings", If_None_Match=tags.format(tag))
    assert (status, headers["etag"], body) == (304, tag, b"")
    assert get(dashboard + "/trainings", If_None_Match=f'"other", {tag[:-2]}"')[0] == 200


@pytest.mark.parametrize("path", ["/trainings", "/v1/rounds.csv"])
def test_bytes_of_different_encodings_have_different_tags(dashboard: str, path: str) -> None:
    tags = {one: get(dashboard + path, Accept_Encoding=one)[1]["etag"] for one in ("br", "gzip", "identity")}
    assert len(set(tags.values())) == 3, tags
    for encoding, tag in tags.items():
        assert get(dashboard + path, Accept_Encoding=encoding, If_None_Match=tag)[0] == 304


def test_what_has_not_changed_since_is_not_sent_again(dashboard: str) -> None:
    page = f"{dashboard}/trainings"
    since = get(page)[1]["last-modified"]
    assert get(page, If_Modified_Since=since)[0::2] == (304, b"")
    assert get(page, If_Modified_Since=since, If_None_Match='"other"')[0] == 200, "a tag says more"
    assert get(page, If_Modified_Since="Thu, 01 Jan 2026 00:00:00 GMT")[0] == 200


def test_of_two_states_of_the_tables_none_is_as_new_as_the_other() -> None:
    first, again, second = responses.since(-2), responses.since(-2), responses.since(-3)
    assert first == again < second < responses.since(-2)


def test_an_answer_that_fails_has_the_headers_and_no_traceback() -> None:
    sent: list[Any] = []

    async def fails(*_: Any) -> None:
        raise RuntimeError("a secret")

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    with pytest.raises(RuntimeError, match="a secret"):  # for the log
        awaited(SecurityHeaders(fails)({"type": "http"}, receive, send))
    start, body = sent
    assert start["status"] == 500
    assert b"content-security-policy" in dict(start["headers"])
    assert b"secret" not in body["body"]


@pytest.mark.slow
def test_a_direct_link_is_answered_first_of_all(context: NewContext) -> None:
    with running_dashboard() as address:
        page = context().new_page()
        page.goto(f"{address}/takeaway")
        page.wait_for_selector("#first", state="detached")
        still(page)
        assert page.get_by_role("dialog").count() == 0
        assert page.locator("h1").inner_text() == Words("id")("takeaway.title")


@pytest.mark.integration
def test_unknown_values_make_the_usual_view_and_are_named() -> None:
    usual = prerender.view("overview", {})
    assert prerender.view("overview", {"more": "1"}).tag == usual.tag
    asked = {"round": "1999", "regency": "<script>", "lang": "xx", "more": "1"}
    told = prerender.view("overview", asked).page
    notices = re.findall(r'<div class="notice" role="status">.*?</div>\n', told)
    assert [re.findall("<code>(.*)</code>", notice)[0] for notice in notices] == ["1999", "&lt;script&gt;", "xx"]
    assert re.sub(r'<div class="notice" role="status">.*?</div>\n', "", told) == usual.page
    assert prerender.view("overview", {"regency": "81.07"}).tag != usual.tag


def test_broken_tables_leave_the_frame(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "rounds.csv").write_text("nothing")
    monkeypatch.setenv("IKM_DATA", str(folder))
    page = prerender.view("overview", {}).body("").decode()
    assert 'id="root"' in page
    assert 'id="first"' not in page


WARM = """
import gc, threading
from serving import routes
ended = threading.Event()
ended.set()
routes._warm_up(ended)
print(gc.get_freeze_count(), len(gc.get_objects()))
"""


@pytest.mark.slow
@pytest.mark.integration
def test_looking_for_garbage_does_not_go_through_all_that_was_imported() -> None:
    """Streamlit does so after every run of a page: without this, it is most of what a reader costs."""
    ran = subprocess.run([sys.executable, "-c", WARM], cwd=ROOT, capture_output=True, text=True, check=True)
    passed_over, looked_through = map(int, ran.stdout.split())
    assert passed_over > 100_000
    assert looked_through < passed_over / 100

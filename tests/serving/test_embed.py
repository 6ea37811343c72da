"""A figure by itself in another site's page: what it says, who may show it, what is refused, and how high it is."""

import html
import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from starlette.datastructures import Headers, QueryParams

from charts.figures import FIGURES
from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from exports import places
from locales import Words
from serving import embed
from tests.conftest import NewContext, examples, others_slow
from tests.serving.test_hostile_requests import MARKUP, NASTY

TABLES = load(PACKAGED)


def direct(key: str, query: str = "") -> tuple[int, str]:
    """Ask without a server."""
    answer = embed.response(key, QueryParams(query), Headers())
    return answer.status_code, bytes(answer.body).decode()


@pytest.mark.parametrize("key", others_slow(FIGURES))
def test_every_figure_stands_by_itself(key: str) -> None:
    status, page = direct(key, "regency=81.07&round=2023&lang=en")
    chart = FIGURES[key](View(TABLES, Selection("2023", "81.07"), Words("en")))
    assert status == 200
    assert f"<h1>{escape(chart.text.headline)}</h1>" in page
    if len(chart.rows) > 1:
        assert escape(chart.text.sources) in page
        assert 'role="img"' in page
    *_, back = re.findall('<a href="([^"]*)" target="_top" rel="noopener">', page)
    shown_at = places.pages_of_figures(TABLES).get(key, "overview").replace("overview", "")
    assert html.unescape(back).startswith(f"../{shown_at}?round=2023&regency=81.07")
    assert back.endswith(f"lang=en#{key}")
    assert page.count("<script") == 1
    assert "stApp" not in page


def test_it_has_the_theme_that_is_asked_for_and_the_address_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_ADDRESS", "https://bimtek.example/")
    _, page = direct("rank", "theme=dark")
    assert '<html lang="id" class="dark">' in page
    assert 'href="https://bimtek.example/regencies?round=' in page


@pytest.mark.parametrize(
    ("path", "status", "named"),
    [
        ("rank?round=1999", 400, "round"), ("rank?regency=99.99", 400, "regency"), ("rank?theme=red", 400, "theme"),
        ("rank?lang=xx", 400, "lang"), ("rank?colour=red", 400, "colour"), ("regency_map", 400, "regency"),
        ("indicator_rank?indicator=x", 400, "indicator"), ("none", 404, "none"), ("", 404, ""), ("rank/x", 404, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_in_words(path: str, status: int, named: str) -> None:
    key, _, query = path.partition("?")
    answered, page = direct(key, query)
    assert answered == status
    (sentence,) = re.findall('<p role="alert">(.*?)</p>', page)
    assert named in sentence


@examples(20, 100)
@given(
    key=st.sampled_from(["rank", "mix", "regency_map"]) | st.text(max_size=20) | st.sampled_from(NASTY),
    pairs=st.lists(
        st.tuples(st.sampled_from(["round", "regency", "group", "lang", "theme"]) | st.text(max_size=6), st.sampled_from(NASTY) | st.text(max_size=20)),
        min_size=1, max_size=3,
    ),
)  # fmt: skip
def test_no_parameter_gets_markup_in(key: str, pairs: list[tuple[str, str]]) -> None:
    answer = embed.response(key, QueryParams(pairs), Headers())
    assert answer.status_code in (200, 400, 404)
    assert not MARKUP.search(bytes(answer.body).decode())
    assert "frame-ancestors" in answer.headers["content-security-policy"]


def test_who_may_show_it_is_configured_and_pages_keep_out(dashboard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = httpx.Client(base_url=dashboard, timeout=120)
    asked = client.get("/embed/rank", headers={"Host": "e.example", "X-Forwarded-Host": "e.example"})
    policy = asked.headers["content-security-policy"]
    assert (asked.status_code, "default-src 'none'" in policy, "frame-ancestors *" in policy) == (200, True, True)
    assert "x-frame-options" not in asked.headers
    assert "e.example" not in asked.text + str(asked.headers)
    again = client.get("/embed/rank", headers={"If-None-Match": asked.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    later = client.get("/embed/rank", headers={"If-Modified-Since": asked.headers["last-modified"]})
    assert (later.status_code, later.content) == (304, b"")
    for path in ("/", "/regencies", "/nothing"):
        assert "frame-ancestors 'self'" in client.get(path).headers["content-security-policy"]
    assert client.get("/embed").status_code == 404
    assert client.post("/embed/rank").status_code == 405
    monkeypatch.setenv("IKM_EMBED_ANCESTORS", "https://maluku.example")
    assert embed.policy().endswith("frame-ancestors https://maluku.example")


@pytest.mark.slow
def test_it_tells_the_page_around_it_how_high_it_is(dashboard: str, context: NewContext, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(f"""<iframe src="{dashboard}/embed/rank" width="800" height="100"></iframe>
      <script>addEventListener("message", event => {{
        document.querySelector("iframe").height = event.data.ikmHeight;
      }});</script>""")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    page = context().new_page()
    page.goto(f"http://localhost:{server.server_port}/")
    page.wait_for_function("() => document.querySelector('iframe').height > 300")
    inside = page.frames[1]
    assert inside.evaluate("document.documentElement.scrollHeight <= innerHeight"), "nothing to scroll"
    assert inside.evaluate("performance.getEntriesByType('resource').every(e => e.name.includes('/app/static/fonts/'))")
    server.shutdown()

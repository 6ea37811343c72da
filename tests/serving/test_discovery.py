"""Previews of links, the feed, the sitemap, robots.txt and security.txt: addresses are as they are set, or not there."""

import datetime as dt
import io
import re
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image
from starlette.applications import Starlette
from starlette.datastructures import Headers, QueryParams

from data.rounds import changes
from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from exports import worker
from locales import LANGUAGES, Words
from pages import MENU
from serving import discovery, prerender, resources, routes
from serving.controls import Place
from tests.conftest import awaited
from tests.entries import proposal

TABLES = load(PACKAGED)
PLACE = "https://bimtek.example"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("IKM_ADDRESS", f"{PLACE}/")
    return PLACE


@pytest.mark.integration
@pytest.mark.parametrize(("page", "query"), [("overview", "regency=81.07&lang=en"), ("trainings", ""), ("sources", "")])
def test_a_link_has_a_picture(page: str, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources.jobs, "figure", lambda asked, _waits: worker._made(asked, None, None))  # type: ignore[arg-type]
    answer = resources.response(f"preview/{page}.png", QueryParams(query), Headers())
    picture = Image.open(io.BytesIO(bytes(answer.body)))
    assert (answer.status_code, picture.size, picture.format) == (200, (1200, 630), "PNG")
    assert len(answer.body) < 300_000


@pytest.mark.parametrize(
    ("path", "status"),
    [("overview.png?round=1066", 400), ("overview.png?colour=red", 400), ("overview.svg", 404), ("none.png", 404)],
)
def test_a_picture_of_nothing_is_refused(path: str, status: int) -> None:
    name, _, query = path.partition("?")
    assert resources.response(f"preview/{name}", QueryParams(query), Headers()).status_code == status


@pytest.mark.integration
def test_a_page_names_itself_and_its_picture_by_the_set_address(place: str) -> None:
    view = View(TABLES, Selection("2023", "81.71"), Words("en"))
    page = prerender._page("regencies", view.words, prerender._content(Place("regencies", view)))
    tags = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', page))
    assert tags["og:url"] == f"{place}/regencies?round=2023&amp;regency=81.71&amp;lang=en"
    assert tags["og:image"] == f"{place}/v1/preview/regencies.png?round=2023&amp;regency=81.71&amp;lang=en"
    assert tags["twitter:card"] == "summary_large_image"
    assert f'<link rel="canonical" href="{tags["og:url"]}">' in page


def test_without_an_address_nothing_is_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IKM_ADDRESS", raising=False)
    page = prerender._page("overview", Words(), prerender._content(Place("overview", View(TABLES))))
    assert not re.search("og:url|og:image|canonical", page)
    assert discovery.sitemap() == ""
    assert "Sitemap" not in discovery.robots()


def test_the_sitemap_has_every_page_in_every_language(place: str) -> None:
    location = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    named = [node.text for node in fromstring(discovery.sitemap()).iter(location)]
    pages = [page for group in MENU.values() for page in group]
    assert len(named) == len(set(named)) == len(LANGUAGES) * (len(pages) + len(TABLES["regencies"]))
    assert all(str(address).startswith(f"{place}/") for address in named)
    assert f"Sitemap: {place}/sitemap.xml" in discovery.robots()


def test_the_feed_tells_of_rounds_in_the_language_asked_for(place: str) -> None:
    for language in LANGUAGES:
        feed = fromstring(discovery.feed(language))
        entries = feed.findall(f"{ATOM}entry")
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) >= len(TABLES["rounds"])
        for entry in entries:
            assert entry.findtext(f"{ATOM}title")
            assert entry.findtext(f"{ATOM}summary")
            assert dt.datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))).tzinfo
            assert entry.find(f"{ATOM}link").get("href").startswith(place)


def test_the_feed_has_no_text_of_what_was_withdrawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_STORE", str(tmp_path / "r.sqlite"))
    changes.store([proposal("2024")], "amir", "alasan pertama")
    assert "alasan pertama" in discovery.feed("id")
    changes.store([changes.withdrawing("2024")], "amir", "salah unggah")
    assert "alasan pertama" not in discovery.feed("id")
    assert "salah unggah" in discovery.feed("id")
    assert "amir" not in discovery.feed("id")


def test_holes_are_reported_to_who_is_named(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IKM_CONTACT", raising=False)
    assert discovery.security(dt.date(2026, 1, 1)) == ""
    monkeypatch.setenv("IKM_CONTACT", "data@kemenperin.example")
    lines = discovery.security(dt.date(2026, 1, 1)).splitlines()
    assert lines[:2] == ["Contact: mailto:data@kemenperin.example", "Expires: 2026-06-30T00:00:00Z"]
    assert f"Canonical: {place}/.well-known/security.txt" in lines


def test_what_an_address_makes_says_since_when_it_is_the_same(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As ``/sitemap.xml`` and ``/.well-known/security.txt`` are answered: the latter holds anew from each day."""
    monkeypatch.setenv("IKM_CONTACT", "data@kemenperin.example")
    paths = {route.path: route for route in routes.routes()}

    async def answers(path: str) -> list[httpx.Response]:
        transport = httpx.ASGITransport(Starlette(routes=[paths[path]]))
        async with httpx.AsyncClient(transport=transport, base_url=place) as client:
            first = await client.get(path)
            return [first, await client.get(path, headers={"If-Modified-Since": first.headers["last-modified"]})]

    midnight = dt.datetime.combine(dt.datetime.now(dt.UTC), dt.time(), dt.UTC)
    for path in ("/sitemap.xml", "/.well-known/security.txt"):
        first, again = awaited(answers(path))
        assert (first.status_code, again.status_code) == (200, 304), path
        assert parsedate_to_datetime(first.headers["last-modified"]) >= midnight, path


def test_what_is_not_set_is_not_there(dashboard: str) -> None:
    client = httpx.Client(base_url=dashboard, timeout=120, headers={"Host": "e.example"})
    for path in ("/sitemap.xml", "/.well-known/security.txt"):
        assert client.get(path).status_code == 404, path
    feed = client.get("/feed.xml?lang=en")
    assert (feed.status_code, feed.headers["content-type"].partition(";")[0]) == (200, "application/atom+xml")
    assert "e.example" not in feed.text
    assert client.get("/feed.xml?lang=en", headers={"If-None-Match": feed.headers["etag"]}).status_code == 304
    robots = client.get("/robots.txt")
    assert robots.text.startswith("User-agent: *\n")
    for path, answer in (("/feed.xml?lang=en", feed), ("/robots.txt", robots)):
        modified = answer.headers["last-modified"]
        assert dt.datetime.now(dt.UTC) >= parsedate_to_datetime(modified), path
        assert client.get(path, headers={"If-Modified-Since": modified}).status_code == 304, path

"""Addresses below /v1/: every figure, table and file over the wire, and what is refused with which words."""

import io
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import anyio
import anyio.to_thread
import httpx
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse, Response

from charts import style
from charts.figures import FIGURES
from data.current import current
from data.selection import Selection
from data.tables import PACKAGED, load
from exports import jobs
from exports.media_types import media_type
from exports.outlets import OUTLETS
from exports.worker import FigureAsked, FileAsked
from locales import LANGUAGES, Words
from serving import ranges, resources
from serving.addresses import MOST_OF_ONE, Addresses
from tests.conftest import awaited, examples
from tests.serving.test_hostile_requests import MARKUP, NASTY

TABLES = load(PACKAGED)
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def client(dashboard: str) -> httpx.Client:
    return httpx.Client(base_url=f"{dashboard}/v1", timeout=900)


def direct(name: str, query: str = "") -> tuple[int, bytes]:
    """Ask without a server."""
    answer = resources.response(name, QueryParams(query), Headers())
    return answer.status_code, bytes(answer.body)


def test_a_figure_comes_in_every_form(client: httpx.Client) -> None:
    starts = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF", "xlsx": b"PK", "csv": "\ufeff".encode(), "json": b"{"}
    for form, start in starts.items():
        answer = client.get(f"/figures/rank.{form}", params={"round": "2023", "lang": "en"})
        assert (answer.status_code, answer.content[: len(start)]) == (200, start), form
        assert answer.headers["content-type"].partition(";")[0] == media_type(form)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["last-modified"].endswith("GMT")
        assert ("accept-ranges" in answer.headers) == ("content-encoding" not in answer.headers)
        assert f"rank-2023-stage-i-en-{TABLES.date.isoformat()}.{form}" in answer.headers["content-disposition"]
        assert "content-security-policy" in answer.headers
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    named = client.get("/figures/round_maps.svg?lang=id").headers["content-disposition"]
    assert f"peta-putaran-2022-id-{TABLES.date.isoformat()}.svg" in named, "a file is named in the reader's language"
    said = client.get("/figures/rank.json", params={"round": "2023"}).json()
    assert said["language"] == "id"
    assert len(said["rows"]) == len(pd.read_csv(io.BytesIO(client.get("/figures/rank.csv?round=2023").content)))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/figures/rank.xlsx").content))
    assert book.active is not None
    assert book.active.max_row > 5


@pytest.mark.parametrize("key", FIGURES)
def test_every_figure_has_its_numbers_at_its_address(key: str) -> None:
    status, body = direct(f"figures/{key}.json", "regency=81.07&lang=en")
    if status == 404:
        assert json.loads(body)["detail"] == Words("en")("answer.no_numbers", figure=key)
        return
    said = json.loads(body, parse_constant=lambda name: pytest.fail(name))
    assert (status, said["key"]) == (200, key)
    assert all(set(row) == {column["key"] for column in said["columns"]} for row in said["rows"])


def test_tables_open_in_pandas_with_the_same_rows(client: httpx.Client) -> None:
    for name in TABLES.frames:
        rows = len(TABLES[name])
        assert len(pd.read_csv(io.BytesIO(client.get(f"/tables/{name}.csv").content))) == rows
        assert len(pd.read_parquet(io.BytesIO(client.get(f"/tables/{name}.parquet").content))) == rows
        said = client.get(f"/tables/{name}.json").json()
        assert len(said["rows"]) == rows
        assert said["metadata"]["licenses"]
    few = client.get("/tables/participation.json", params={"round": "2022", "regency": "81.07"}).json()["rows"]
    assert {(row["round"], row["regency"]) for row in few} == {("2022", "81.07")}
    assert all(
        isinstance(row["participants"], int) for row in client.get("/rounds").json()["rows"] if row["participants"]
    )
    assert client.get("/rounds.csv").content == client.get("/tables/rounds.csv").content


def test_observations_say_unit_basis_quality_and_source(client: httpx.Client) -> None:
    said = client.get("/observations", params={"indicator": "poverty_rate", "area": "81.07", "lang": "en"}).json()
    (about,) = said["metadata"]["indicators"]
    assert about["definition"]
    assert about["licence"]
    assert said["rows"]
    assert all(row["unit"] == "percent" and row["basis"] and row["quality"] and row["sources"] for row in said["rows"])
    twin = pd.read_csv(io.BytesIO(client.get("/observations.csv?indicator=poverty_rate&area=81.07").content))
    assert list(twin.value) == [row["value"] for row in said["rows"]]
    computed = client.get("/observations?indicator=participants_per_100k").json()["rows"]
    assert {row["basis"] for row in computed} <= {"computed", "estimated"}


def test_a_file_is_made_aside_and_kept(client: httpx.Client) -> None:
    answer = client.get("/files/workbook.xlsx?lang=en")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames
    again = client.get("/files/workbook.xlsx?lang=en", headers={"If-None-Match": f"W/{answer.headers['etag']}"})
    assert (again.status_code, again.content, again.headers["access-control-allow-origin"]) == (304, b"", "*")
    since = answer.headers["last-modified"]
    for asked, status in ((since, 304), ("Thu, 01 Jan 2026 00:00:00 GMT", 200), ("yesterday", 200), ("", 200)):
        assert client.get("/files/workbook.xlsx?lang=en", headers={"If-Modified-Since": asked}).status_code == status
    whole = client.get("/files/boundaries.geojson", headers={"Accept-Encoding": "gzip"})
    head = client.head("/files/boundaries.geojson", headers={"Accept-Encoding": "gzip"})
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-length", "content-encoding", "content-type"):
        assert head.headers[name] == whole.headers[name]
    assert json.loads(whole.content)["type"] == "FeatureCollection"


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("figures/rank.csv?round=1999", 400, "round"), ("figures/rank.csv?regency=99.99", 400, "regency"),
        ("figures/rank.csv?group=<b>", 400, "group"), ("figures/rank.csv?lang=xx", 400, "lang"),
        ("figures/rank.csv?colour=red", 400, "colour"), ("figures/rank.csv?round=2022&round=2023", 400, "round"),
        ("figures/rank.png?scale=900", 400, "scale"), ("figures/rank.png?clear=maybe", 400, "clear"),
        ("figures/rank.svg?scale=2", 400, "scale"), ("figures/indicator_rank.csv?indicator=none", 400, "indicator"),
        ("figures/indicator_rank.csv?period=1066", 400, "period"), ("figures/regency_map.svg", 400, "regency"),
        ("tables/sources.csv?round=2022", 400, "round"), ("tables/participation.csv?round=1999", 400, "round"),
        ("files/data.zip?round=2022", 400, "round"), ("files/deck.pptx?scale=2", 400, "scale"),
        ("observations?indicator=x", 400, "indicator"), ("observations?area=x", 400, "area"),
        ("observations?period=x", 400, "period"), ("figures/none.svg", 404, None), ("figures/rank.exe", 404, None),
        ("tables/none.csv", 404, None), ("tables/rounds.sqlite", 404, None), ("files/none.zip", 404, None),
        ("tables/..%2Frounds.csv", 404, None), ("files/%2e%2e/%2e%2e/server.py", 404, None), ("nothing", 404, None),
        ("figures", 404, None), ("figures/", 404, None), ("figures//rank.svg", 404, None), ("x" * 3000, 404, None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_in_words_that_name_it(path: str, status: int, parameter: str | None) -> None:
    name, _, query = path.partition("?")
    for language in ("id", "en"):
        asked = query if "lang=" in query else f"{query}&lang={language}"
        answer = resources.response(name, QueryParams(asked), Headers())
        said = json.loads(bytes(answer.body))
        assert (answer.status_code, answer.media_type, said.get("parameter")) == (status, PROBLEM, parameter)
        assert said["title"] == Words("id" if "lang=" in query else language)(f"answer.{status}")
        assert said["detail"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_value_without_a_parameter_is_called_that(language: str) -> None:
    said = json.loads(bytes(resources.response("rounds", QueryParams(f"=x&lang={language}"), Headers()).body))
    assert (said["status"], said["detail"]) == (400, Words(language)("answer.nameless_parameter"))


def test_refusals_travel_with_their_headers(client: httpx.Client) -> None:
    wrong = client.get("/figures/rank.csv?round=1999&lang=en")
    assert (wrong.status_code, wrong.headers["content-type"]) == (400, PROBLEM)
    assert wrong.headers["content-language"] == "en"
    assert wrong.headers["access-control-allow-origin"] == "*"
    assert "2022" in wrong.json()["allowed"]
    assert client.get("/nothing").status_code == 404
    for path in ("/../data/rounds.csv", "/tables/%2e%2e%2frounds.csv", "/files/..%5cserver.py", "//etc/passwd"):
        assert client.get(httpx.URL(str(client.base_url).rstrip("/") + path)).status_code in (400, 404), path
    refused = client.post("/rounds", content=b"x")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    asked = client.options("/rounds", headers={"Origin": "http://elsewhere.example"})
    assert (asked.status_code, asked.headers["access-control-allow-methods"]) == (204, "GET, HEAD, OPTIONS")
    usual, forged = (
        client.get("/rounds"),
        client.get("/rounds", headers={"Host": "e.example", "X-Forwarded-Host": "e.example"}),
    )
    assert usual.content == forged.content
    assert "e.example" not in str(forged.headers)


@examples(40, 150)
@given(
    name=st.sampled_from(["figures/rank.csv", "figures/indicator_rank.json", "tables/participation.json", "observations.csv", "rounds"]) | st.text(max_size=30),
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["round", "regency", "group", "lang", "indicator", "period", "against", "areas", "area", "scale"]) | st.text(max_size=6),
            st.sampled_from([*NASTY, "2022", "81.07", "en", ""]) | st.text(max_size=20),
        ),
        max_size=4,
    ),
)  # fmt: skip
def test_no_parameter_makes_it_fail(name: str, pairs: list[tuple[str, str]]) -> None:
    answer = resources.response(name, QueryParams(pairs), Headers())
    assert answer.status_code in (200, 400, 404), (name, pairs, answer.body)
    if answer.status_code != 200:
        said = json.loads(bytes(answer.body))
        assert said["status"] == answer.status_code
        assert len(answer.body) < 5_000
    elif answer.media_type == "text/html":
        assert not MARKUP.search(bytes(answer.body).decode())


def test_a_full_queue_says_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bytes:
        raise jobs.FullError

    monkeypatch.setattr(resources.jobs, "made", full)
    answer = resources.response("files/deck.pptx", QueryParams("lang=en"), Headers())
    assert (answer.status_code, answer.media_type) == (503, PROBLEM)
    assert int(answer.headers["retry-after"]) > 0
    assert json.loads(bytes(answer.body))["detail"] == Words("en")("answer.full")


def test_a_picture_waits_for_no_decks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_kept", lambda known, make: b"a picture")

    async def statuses() -> list[int]:
        app = Addresses(PlainTextResponse("a page"))
        while app.limiters["files"].available_tokens:
            app.limiters["files"].acquire_on_behalf_of_nowait(object())
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here.example") as client:
            paths = ("v1/files/deck.pptx", "v1/figures/rank.png?scale=1", "v1/rounds", "regencies")
            return [(await client.get(path)).status_code for path in paths]

    assert awaited(statuses()) == [503, 200, 200, 200]


def test_one_client_does_not_fill_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_file", lambda *_: resources.Resource(b"a deck", "deck.pptx"))

    async def answers() -> list[httpx.Response]:
        app = Addresses(PlainTextResponse("a page"))
        app.waiting["10.0.0.7"] = MOST_OF_ONE
        asked = []
        for address, path in (("10.0.0.7", "files/deck.pptx"), ("10.0.0.8", "files/deck.pptx"), ("10.0.0.7", "rounds")):
            transport = httpx.ASGITransport(app, client=(address, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://here.example/v1/") as one:
                asked.append(await one.get(path))
        assert app.waiting == {"10.0.0.7": MOST_OF_ONE}
        return asked

    refused, *others = awaited(answers())
    assert (refused.status_code, refused.headers["content-type"]) == (429, PROBLEM)
    assert int(refused.headers["retry-after"]) > 0
    assert [answer.status_code for answer in others] == [200, 200]


@pytest.mark.parametrize("path", ["files/deck.pptx", "figures/rank.png"])
def test_what_nobody_waits_for_any_more_is_not_made(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, left = threading.Event(), threading.Event()

    @contextmanager
    def never(*_: object) -> Iterator[jobs.Job]:
        asked.set()
        try:
            yield jobs.Job((FileAsked(OUTLETS["deck"], Selection(), "id"), 0), None)
        finally:
            left.set()

    for queue in (jobs.line, jobs.figures):
        monkeypatch.setattr(queue, "asked", never)
        monkeypatch.setattr(queue, "before", lambda _job: 1)
    monkeypatch.setattr(resources.jobs, "_files", {})
    monkeypatch.setattr(resources, "_kept", lambda _, make: make())
    sent: list[object] = []

    async def goes_away() -> None:
        messages = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> dict[str, object]:
            if message := next(messages, None):
                return message
            await anyio.to_thread.run_sync(asked.wait)
            return {"type": "http.disconnect"}

        async def send(message: object) -> None:
            sent.append(message)

        asks = {"method": "GET", "path": f"/v1/{path}", "query_string": b"", "headers": [], "client": ("10.0.0.7", 1)}
        app = Addresses(PlainTextResponse("a page"))
        await app({"type": "http", **asks}, receive, send)  # type: ignore[arg-type]
        assert not app.waiting

    awaited(goes_away())
    assert left.is_set()
    assert sent == []


def test_a_file_that_cannot_be_made_says_so_without_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> bytes:
        raise RuntimeError("a secret")

    monkeypatch.setattr(resources.jobs, "made", fails)
    status, body = direct("files/deck.pptx")
    assert status == 500
    assert b"secret" not in body


def test_a_broken_table_takes_down_its_own_addresses_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "groups.csv").write_text("nothing", "utf-8")
    monkeypatch.setenv("IKM_DATA", str(folder))
    assert current().problems
    status, body = direct("tables/groups.csv", "lang=en")
    assert status == 503
    assert "groups.csv" in json.loads(body)["detail"]
    assert direct("tables/rounds.csv")[0] == 200


@pytest.mark.slow
def test_pages_answer_while_forty_decks_are_asked_for(client: httpx.Client, dashboard: str) -> None:
    with ThreadPoolExecutor(60) as many:
        rounds, places = ("2022", "2023", "all"), [*TABLES["regencies"].code, ""]
        asked = [f"/files/deck.pptx?round={r}&regency={p}" for r in rounds for p in places]
        decks = [many.submit(client.get, address) for address in (*asked, *asked)]
        assert all(httpx.get(f"{dashboard}/?regency={place}", timeout=900).status_code == 200 for place in places)
        answers = [deck.result() for deck in decks]
    assert {answer.status_code for answer in answers} <= {200, 429, 503}
    assert all(answer.headers["retry-after"] for answer in answers if answer.status_code != 200)


def ranged(content: bytes, **headers: str) -> Response:
    whole = Response(content, headers={"ETag": '"one"', "Last-Modified": "Fri, 27 Nov 2026 00:00:00 GMT"})
    return ranges.part(Headers({name.replace("_", "-"): value for name, value in headers.items()}), whole)


@pytest.mark.parametrize(
    ("asked", "part", "told"),
    [
        ("bytes=0-0", b"0", "0-0/10"), ("bytes=2-4", b"234", "2-4/10"), ("bytes=7-", b"789", "7-9/10"),
        ("bytes=-3", b"789", "7-9/10"), ("bytes=-99", b"0123456789", "0-9/10"), ("bytes=8-99", b"89", "8-9/10"),
    ],
)  # fmt: skip
def test_a_part_of_a_file_is_sent_to_who_asks_for_it(asked: str, part: bytes, told: str) -> None:
    answer = ranged(b"0123456789", range=asked)
    assert (answer.status_code, answer.body, answer.headers["content-range"]) == (206, part, f"bytes {told}")
    assert answer.headers["content-length"] == str(len(part))
    assert answer.headers["etag"] == '"one"'
    again = ranged(b"0123456789", range=asked, if_range='"one"')
    assert (again.status_code, again.body) == (206, part)
    assert ranged(b"0123456789", range=asked, if_range='"another"').status_code == 200


def test_what_is_no_part_is_refused_or_the_whole() -> None:
    for asked in ("bytes=10-", "bytes=10-12", "bytes=-0"):
        answer = ranged(b"0123456789", range=asked)
        assert (answer.status_code, answer.body, answer.headers["content-range"]) == (416, b"", "bytes */10")
    others = ("", "bytes=", "bytes=-", "bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes=1-" + "9" * 40)
    for asked in others:
        assert ranged(b"0123456789", range=asked).status_code == 200, asked
    assert ranged(b"", range="bytes=0-").status_code == 416
    packed = Response(b"0123", headers={"Content-Encoding": "br"})
    assert ranges.part(Headers({"range": "bytes=0-1"}), packed) is packed


def test_a_part_is_sent_to_who_would_take_the_whole_compressed(client: httpx.Client) -> None:
    """As most programs ask: they name the encodings that they know whatever they ask for."""
    for path in ("/rounds.csv", "/figures/rank.svg"):
        whole = client.get(path, headers={"Accept-Encoding": "gzip, br"})
        assert whole.headers["content-encoding"] == "br"
        asked = {"Accept-Encoding": "gzip, br", "Range": "bytes=4-13"}
        part = client.get(path, headers=asked)
        assert (part.status_code, part.content) == (206, whole.content[4:14])
        assert client.get(path, headers={**asked, "If-Range": part.headers["etag"]}).status_code == 206
        packed = client.get(path, headers={**asked, "If-Range": whole.headers["etag"]})
        assert (packed.status_code, packed.content) == (200, whole.content), "the rest of other bytes is none"


def test_a_download_goes_on_where_it_broke_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources.jobs, "made", lambda *_: b"0123456789")

    async def answers() -> list[httpx.Response]:
        transport = httpx.ASGITransport(Addresses(PlainTextResponse("a page")))
        async with httpx.AsyncClient(transport=transport, base_url="http://here.example/v1/") as one:
            whole = await one.get("files/deck.pptx")
            tag = {"Range": "bytes=4-", "If-Range": whole.headers["etag"]}
            return [
                whole,
                await one.get("files/deck.pptx", headers=tag),
                await one.head("files/deck.pptx", headers=tag),
            ]

    whole, rest, head = awaited(answers())
    assert (whole.status_code, whole.headers["accept-ranges"]) == (200, "bytes")
    assert (rest.status_code, rest.content) == (206, b"456789")
    assert rest.headers["access-control-allow-origin"] == "*"
    assert "Content-Range" in rest.headers["access-control-expose-headers"]
    assert "Range" in rest.headers["access-control-allow-headers"]
    assert head.status_code == 200, "parts are parts of what is got"


@pytest.mark.integration
def test_a_picture_for_a_dark_page_is_light_on_dark() -> None:
    usual, dark = (direct("figures/rank.svg", f"plain=1{more}")[1].decode() for more in ("", "&theme=dark"))
    assert style.DARK_PAPER in dark
    assert style.DARK_PAPER not in usual
    assert dark.count(style.DARK_INK) > 5
    assert "rgb(27, 39, 51)" not in dark
    assert direct("figures/rank.svg", "theme=blue")[0] == 400
    assert direct("figures/rank.pdf", "theme=dark")[0] == 400, "paper is white"


def test_a_picture_leads_to_the_page_on_which_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_ADDRESS", "https://bimtek.example/")
    asked: list[FigureAsked] = []
    monkeypatch.setattr(resources.jobs, "figure", lambda figure, *_: asked.append(figure) or b"a picture")
    monkeypatch.setattr(resources, "_kept", lambda _, make: make())
    for key, page in (("map", ""), ("rank", "regencies"), ("regency_map", "regencies"), ("round_maps", "rounds")):
        assert direct(f"figures/{key}.png", "regency=81.07")[0] == 200
        assert f"https://bimtek.example/{page}?round=2022&regency=81.07#{key}" in asked[-1].below[-1]

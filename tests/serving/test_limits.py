"""Whoever uploads or signs in too often waits; everybody else does not."""

import itertools
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin

from locales import Words
from serving import limits
from serving.limits import Limit, RateLimit, client
from serving.streamlit_patches import uploaded_files
from tests.conftest import awaited, running_dashboard
from tests.harness import client as stream

UPLOAD = "/_stcore/upload_file/session/file"


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Shop:
    """An application that says yes to everything, behind the limits."""

    def __init__(self, clock: Clock) -> None:
        methods = ["GET", "PUT"]
        self.app = Starlette(
            routes=[Route("/{path:path}", self.yes, methods=methods)], middleware=[Middleware(RateLimit, clock=clock)]
        )

    @staticmethod
    def yes(_request: Request) -> Response:
        return Response("yes")

    def ask(self, path: str, times: int, method: str = "PUT", cookie: str = "") -> list[httpx.Response]:
        async def asked() -> list[httpx.Response]:
            transport = httpx.ASGITransport(self.app, client=("203.0.113.7", 5000))
            async with httpx.AsyncClient(transport=transport, base_url="http://shop") as reader:
                return [await reader.request(method, path, headers={"Cookie": cookie}) for _ in range(times)]

        return awaited(asked())

    def codes(self, path: str, times: int, method: str = "PUT", cookie: str = "") -> list[int]:
        return [answer.status_code for answer in self.ask(path, times, method, cookie)]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [(UPLOAD, 30), ("/auth/login", 20), ("/auth/logout", 20), ("/oauth2callback", 20)],
)
def test_too_often_is_refused_until_the_time_has_passed(clock: Clock, path: str, allowed: int) -> None:
    shop = Shop(clock)
    assert shop.codes(path, allowed + 1) == [200] * allowed + [429]
    assert shop.ask(path, 1)[0].headers["retry-after"] == str(60 // allowed)
    clock.now += 60 / allowed
    assert shop.codes(path, 2) == [200, 429]
    clock.now += 600
    assert shop.codes(path, allowed + 1) == [200] * allowed + [429]


@pytest.mark.parametrize("cookie", ["ikm_reader={:032x}", "_streamlit_xsrf=2|00|11|{}"])
def test_an_office_behind_one_address_signs_in(clock: Clock, cookie: str) -> None:
    shop = Shop(clock)
    sign_in = [("/auth/login", cookie), ("/oauth2callback", f"{cookie}; _streamlit_session=x")]
    for editor in range(30):
        assert [shop.codes(path, 1, "GET", cookies.format(editor)) for path, cookies in sign_in] == [[200], [200]]
    assert shop.codes("/auth/login", 21, "GET", cookie.format(99)) == [200] * 20 + [429]  # one of them in haste
    # A browser for each attempt helps nobody for long; neither does a state that somebody made up.
    assert {429} < {*(shop.codes("/auth/login", 1, "GET", cookie.format(n))[0] for n in range(100, 500))}
    assert shop.codes("/oauth2callback", 1, "GET", "_streamlit_session=x") == [429]


def test_the_rest_is_not_counted(clock: Clock) -> None:
    shop = Shop(clock)
    paths = ("/", "/trainings", "/static/js/index.js", "/authors", "/_stcore/health", "/media/a.zip")
    assert {code for path in paths for code in shop.codes(path, 40, "GET")} == {200}


def test_one_clients_haste_is_not_anothers(clock: Clock) -> None:
    limit = Limit(20)
    assert [limit.wait("a", 0) for _ in range(20)] == [0] * 20
    assert limit.wait("a", 0) == 3
    assert limit.wait("b", 0) == 0


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REMEMBERED", 3)
    limit = Limit(1)
    for name in "abcda":
        limit.wait(name, 0)
    assert len(limit._left) == 3
    assert limit.wait("d", 0) > 0  # who came last is still known


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # anybody can write that
        ("10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # only the last is the proxy's
        ("10.1.2.3", "nonsense", "unknown"),
        ("10.1.2.3", None, "10.1.2.3"),
        ("::ffff:10.1.2.3", "198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        ("testclient", None, "unknown"),
    ],
)
def test_who_asks(monkeypatch: pytest.MonkeyPatch, peer: str, forwarded: str | None, expected: str) -> None:
    monkeypatch.setenv("IKM_TRUSTED_PROXIES", "192.0.2.1, 10.0.0.0/8")
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    assert client({"type": "http", "client": (peer, 1), "headers": headers}) == expected


def test_a_proxy_that_is_no_address_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_TRUSTED_PROXIES", "nginx")
    with pytest.raises(ValueError, match="nginx"):
        limits.trusted_proxies()


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """A dashboard of its own: nobody else has used up its tokens. This machine is its proxy."""
    with running_dashboard(IKM_TRUSTED_PROXIES="127.0.0.1") as address:
        yield address


def until_refused(ask: Callable[[], httpx.Response], a_minute: int) -> httpx.Response:
    """The answer that refuses: after as many as a minute allows, and those that came back while they were asked."""
    begun = time.monotonic()
    for asked in range(10 * a_minute):
        answer = ask()
        if answer.status_code == 429:
            came_back = (time.monotonic() - begun) * a_minute / 60
            assert a_minute <= asked <= a_minute + came_back + 1
            return answer
    raise AssertionError("nothing was refused")


def test_the_dashboard_limits_uploads_and_sign_in(served: str) -> None:
    with httpx.Client(base_url=served, timeout=120) as reader:
        uploads = until_refused(lambda: reader.put(UPLOAD, files={"file": b"x"}), 30)
        assert 1 <= int(uploads.headers["retry-after"]) <= 2
        assert "Content-Security-Policy" in uploads.headers
        refused = until_refused(lambda: reader.get("/auth/login", headers={"Referer": f"{served}/rounds?lang=en"}), 20)
        assert (Words("en")("answer.haste") in refused.text, "retry-after" in refused.headers) == (True, True)
        assert reader.get("/health").status_code == 200


@pytest.mark.integration
def test_no_header_makes_another_client() -> None:
    """Where no proxy is trusted, and everybody seems to be on this machine."""
    with running_dashboard() as address, httpx.Client(base_url=address, timeout=120) as reader:
        numbers = itertools.count()
        forged = ("X-Forwarded-For", "X-Real-IP", "Forwarded")
        until_refused(
            lambda: reader.get("/auth/login", headers=dict.fromkeys(forged, f"198.51.100.{next(numbers)}")), 20
        )


def test_each_client_behind_a_trusted_proxy_counts_for_itself(served: str) -> None:
    with httpx.Client(base_url=served, timeout=120) as proxy:
        until_refused(lambda: proxy.get("/auth/login", headers={"X-Forwarded-For": "198.51.100.7"}), 20)
        assert proxy.get("/auth/login", headers={"X-Forwarded-For": "198.51.100.8"}).status_code != 429


TOKEN = "2|00000000|00000000000000000000000000000000|1700000000"
FORM = {"X-Xsrftoken": TOKEN, "Cookie": f"_streamlit_xsrf={TOKEN}"}


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    """A dashboard at which whoever sits at this machine may write."""
    with running_dashboard(IKM_LOCAL_EDITOR="1", STREAMLIT_SERVER_ADDRESS="127.0.0.1") as address:
        yield address


def test_files_are_taken_from_editors_only(desk: str, served: str) -> None:
    for address, page in ((served, "rounds"), (desk, "")):  # nobody may write there; here it is another page
        with session(address, page) as name, httpx.Client(base_url=address, headers=FORM, timeout=120) as reader:
            forwarded = {"X-Forwarded-For": "198.51.100.9"}  # a client of its own
            refused = reader.put(f"/_stcore/upload_file/{name}/file", files={"file": b"x"}, headers=forwarded)
            assert (refused.status_code, Words("id")("answer.editors") in refused.text) == (403, True)
            assert reader.put("/_stcore/upload_file/nobody/file", files={"file": b"x"}).status_code in (403, 429)


def test_a_file_that_is_too_large_is_refused(desk: str) -> None:
    with session(desk, "rounds") as name, httpx.Client(base_url=desk, headers=FORM, timeout=120) as reader:
        address = f"/_stcore/upload_file/{name}/file"
        assert reader.put(address, files={"file": bytes(1024)}).status_code == 204
        assert reader.put(address, files={"file": bytes(6 * 1024 * 1024)}).status_code == 413


def test_of_a_session_the_last_few_files_are_kept(desk: str) -> None:
    with session(desk, "rounds") as name, httpx.Client(base_url=desk, headers=FORM, timeout=120) as reader:
        for number in range(uploaded_files.KEPT + 5):
            sent = reader.put(f"/_stcore/upload_file/{name}/{number}", files={"file": bytes(1_000_000)})
            assert sent.status_code == 204
        held = re.search(r'cache_type="UploadedFileManager".* (\d+)', reader.get("/_stcore/metrics").text)
        assert held
        assert int(held[1]) < (uploaded_files.KEPT + 1) * 1_000_000


@contextmanager
def session(address: str, page: str) -> Iterator[str]:
    """Open a page without a browser and wait until it is drawn; yields the session's name."""
    with stream.opened_sync(address, origin=Origin(address)) as socket:
        socket.send(stream.asks_for(page).SerializeToString())
        name = ""
        while True:
            message = ForwardMsg.FromString(bytes(socket.recv(timeout=120, decode=False)))
            if message.WhichOneof("type") == "new_session":
                name = message.new_session.initialize.session_id
            if message.WhichOneof("type") == "script_finished":
                break
        yield name

"""Hostile readers with a browser's or a program's means: any address, any message, any request; the next reader sees nothing of it."""

import http.client
import json
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from serving import routes
from serving.headers import SecurityHeaders
from tests.conftest import examples, running_dashboard
from tests.harness.client import asks_for, opened_sync

PAGES = [path.strip("/") for path in routes.addresses()]
NAMES = [
    "round",
    "regency",
    "group",
    "lang",
    "rank",
    "by",
    "slide",
    "state",
    "q",
    "page",
    "embed",
    "embed_options",
    "__proto__",
]
NASTY = [
    "<script>window.hit=1</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE entries; --", "{{7*7}}", "${7*7}",
    "../../../etc/passwd", "..\\..\\x", "%s%n", "\0", "\r\nSet-Cookie: a=b", "2022\u202e", "８１.07", "81.07 ", "-1", "1e999", "NaN",
    "9" * 400, "a" * 5000, "\ud7ff\U0010ffff", "javascript:alert(1)", "=cmd|' /C calc'!A1", "[link](http://evil.example)", ":material/home:", "$\\LaTeX$",
]  # fmt: skip
MARKUP = re.compile(r"<script>window\.hit|<img src=x|onerror=alert\(1\)>")
VALUES = st.one_of(
    st.sampled_from(NASTY), st.sampled_from(["2022", "all", "81.07", "en", "seafood"]), st.text(max_size=40)
)
ADDRESSES = st.tuples(
    st.sampled_from(PAGES),
    st.lists(st.tuples(st.sampled_from(NAMES) | st.text(min_size=1, max_size=8), VALUES), max_size=5).map(
        lambda pairs: "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    ),
)
# A file that one reader had made is ready for all: where another could have it made, it is there to be saved.
FILE = {"download_button": "button"}
many = examples(20, 100)


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


class Program:
    """A program in a browser's place: a session of its own, and whatever messages one likes."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.widgets: list[str] = []

    def run(self, page: str = "", query: str = "", states: list[WidgetState] | None = None) -> list[Any]:
        """Ask for a run; return the elements of the page in their order, as a browser shows them when it has ended.

        An element that took another's place is the one that counts: whether the other was sent at all is up to chance.
        """
        asked = asks_for(page, query)
        asked.rerun_script.widget_states.widgets.extend(states or [])
        self.socket.send(asked.SerializeToString())
        elements: dict[tuple[int, ...], Any] = {}
        while True:
            packed = self.socket.recv(timeout=120)
            assert isinstance(packed, bytes)
            said = ForwardMsg.FromString(packed)
            if said.WhichOneof("type") == "new_session":
                elements = {}
            if said.WhichOneof("type") == "delta" and said.delta.WhichOneof("type") == "new_element":
                elements[tuple(said.metadata.delta_path)] = said.delta.new_element
            if (
                said.WhichOneof("type") == "script_finished"
                and said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                shown = [element for _, element in sorted(elements.items())]
                self.widgets = [i for e in shown if (i := getattr(getattr(e, e.WhichOneof("type")), "id", ""))]
                return shown


@contextmanager
def connected(address: str) -> Iterator[Program]:
    with opened_sync(address) as socket:
        yield Program(socket)


@pytest.fixture(scope="module")
def program(dashboard: str) -> Iterator[Program]:
    with connected(dashboard) as program:
        yield program


def kinds(elements: list[Any]) -> list[str]:
    return [element.WhichOneof("type") for element in elements]


@many
@given(address=ADDRESSES)
def test_any_address_is_answered_with_its_text_as_text(dashboard: str, address: tuple[str, str]) -> None:
    page, query = address
    status, headers, body = ask(dashboard, "GET", f"/{page}?{query}")
    if status == 303:  # what is given twice is one value
        status, headers, body = ask(dashboard, "GET", headers["location"].removeprefix("."))
    assert status == 200
    assert not MARKUP.search(body)
    assert "Traceback" not in body
    assert "set-cookie" not in headers
    assert "content-security-policy" in headers


@many
@given(address=ADDRESSES)
def test_any_address_makes_a_page_without_an_error(program: Program, address: tuple[str, str]) -> None:
    elements = program.run(*address)
    assert "exception" not in kinds(elements)
    assert len(elements) > 10
    for element in elements:
        if element.WhichOneof("type") in ("html", "markdown", "heading"):
            shown = getattr(element, element.WhichOneof("type"))
            assert not MARKUP.search(shown.body), element


def forged(chance: random.Random, known: list[str]) -> list[WidgetState]:
    """Answers of controls that no browser would send: of the wrong kind, out of range, of controls that are not there."""
    states = []
    for _ in range(chance.randint(1, 6)):
        state = WidgetState(id=chance.choice([*known, "$$ID-none", "x" * 500]))
        match chance.randrange(6):
            case 0:
                state.int_value = chance.choice([-1, 999, 2**62])
            case 1:
                state.string_value = chance.choice(NASTY)
            case 2:
                state.bool_value = True
            case 3:
                state.json_value = chance.choice(
                    ["{", "[]", "null", json.dumps({"selection": {"points": [{"location": "<b>"}]}})]
                )
            case 4:
                state.string_array_value.data.extend(chance.choices(NASTY, k=3))
            case _:
                state.bytes_value = b"\xff\0"
        states.append(state)
    return states


@pytest.mark.parametrize("page", PAGES)
def test_forged_answers_harm_nobody_else(dashboard: str, page: str) -> None:
    chance = random.Random(page)
    with connected(dashboard) as other, connected(dashboard) as hostile:
        usual = kinds(other.run(page))
        hostile.run(page)
        for _ in range(25):
            said = str(hostile.run(page, states=forged(chance, hostile.widgets)))
            assert "Traceback" not in said
            assert "site-packages" not in said
            assert not re.search(r'body: "[^"]*<script>window', said)
        now = kinds(other.run(page))
        assert "exception" not in now
        assert [FILE.get(kind, kind) for kind in now] == [FILE.get(kind, kind) for kind in usual]


@pytest.mark.parametrize(
    "message",
    [b"", b"\xff" * 50, b"\x0a\xff\xff\xff\xff\x0f", "text instead of bytes", b"\0" * 1_000_000],
    ids=range(5),
)
def test_a_message_that_is_none_ends_nothing_but_its_session(dashboard: str, message: bytes | str) -> None:
    with connected(dashboard) as other:
        with connected(dashboard) as hostile:
            hostile.socket.send(message)
        assert "exception" not in kinds(other.run())


@pytest.mark.integration
def test_a_message_that_is_too_large_ends_its_session() -> None:
    with running_dashboard() as address:
        with connected(address) as hostile:
            with suppress(ConnectionClosed):  # the server may end it while it is still being sent
                hostile.socket.send(b"\0" * 60_000_000)
            with pytest.raises(ConnectionClosed):
                hostile.socket.recv(timeout=120)
        assert ask(address, "GET", "/health")[0] == 200


def ask(address: str, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    said = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, said


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/health", "/static/index.html", "/_stcore/health", "/auth/login"])
def test_other_methods_do_nothing(dashboard: str, method: str, path: str) -> None:
    status, _, said = ask(dashboard, method, path, Content_Length="0")
    assert status < 500
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/" + "a" * 50_000, {}), ("/%00", {}), ("/%ff%fe", {}), ("//evil.example/", {}), ("/..;/", {}), ("/?" + "a=1&" * 10_000, {}),
        ("/?lang=en%0d%0aX-Forged:%201", {}), ("/", {"Host": "evil.example"}), ("/", {"Accept_Encoding": "br;q=a, " * 500}),
        ("/", {"If_None_Match": "x" * 8_000}), ("/", {"Cookie": "_streamlit_user=" + "A" * 8_000}), ("/", {"X_Forwarded_For": "<b>, " * 500}),
        ("/", {"Range": "bytes=0-0," * 500}), ("/auth/login?provider=%3Cb%3E", {}), ("/oauth2callback?code=x&state=y", {}), ("/_stcore/upload_file/x/y", {}),
        ("/_stcore/host-config?x=%3Cscript%3E", {}), ("/media/..%2f..%2fetc%2fpasswd", {}), ("/component/x/..%2f..%2fserver.py", {}),
    ],
    ids=range(19),
)  # fmt: skip
def test_odd_requests_are_refused_or_answered_as_ever(dashboard: str, path: str, headers: dict[str, str]) -> None:
    try:
        status, answered, said = ask(dashboard, "GET", path, **headers)
    except (http.client.HTTPException, ConnectionError):
        status, answered, said = 400, {}, ""  # the connection was ended
    assert status < 500
    assert "x-forged" not in answered
    assert "evil.example" not in answered.get("location", "")
    assert "Traceback" not in said
    assert "root:x:0:" not in said, "a file of the system"
    assert not re.search(r"<b>|<script>window", said.partition("<body")[2] if status == 404 else "")
    assert ask(dashboard, "GET", "/health")[0] == 200


def test_the_headers_are_those_of_the_policy() -> None:
    named = {name.lower() for name in SecurityHeaders(lambda *_: None).headers}  # type: ignore[arg-type,return-value]
    assert {
        "content-security-policy",
        "x-content-type-options",
        "referrer-policy",
        "cross-origin-opener-policy",
    } <= named

"""One cheap client against the server: what it sends, opens and leaves behind costs others nothing."""

import http.client
import json
import socket
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from uvicorn.protocols.http.h11_impl import H11Protocol
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from serving import routes, websockets
from serving.streamlit_patches import slow_headers
from tests.harness.client import asks_for, opened_sync
from tests.harness.servers import DASHBOARD, Server, free_port, running
from tests.harness.tables import with_rounds
from tests.services import wait_until

pytestmark = pytest.mark.slow
SHORT = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "2"}  # seconds that a session is kept whose reader has left


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(DASHBOARD, **SHORT) as server:
        visit(server)
        yield server


def visit(server: Server) -> None:
    """Open the page, wait until it is drawn, leave."""
    with opened_sync(server.address) as socket:
        socket.send(asks_for().SerializeToString())
        drawn(socket)


def drawn(socket: ClientConnection) -> None:
    while ForwardMsg.FromString(bytes(socket.recv(timeout=120, decode=False))).WhichOneof("type") != "script_finished":
        pass


def status(server: Server, path: str = "/health") -> int:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=120)
    connection.request("GET", path)
    return connection.getresponse().status


def frame(payload: bytes, first: int) -> bytes:
    """A websocket's frame with a mask of zeros; ``first`` is its first byte: flags and kind."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else struct.pack("!BH", 0x80 | 126, size)
    return bytes([first]) + length + bytes(4) + payload


def zeros(size: int) -> bytes:
    """So many zeros, compressed as a websocket's message is."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -12)
    return packer.compress(bytes(size)) + packer.flush(zlib.Z_SYNC_FLUSH)


def test_messages_that_never_end_take_little_memory(server: Server) -> None:
    before = server.memory()
    bomb = frame(zeros(18_000_000), 0x42)  # compressed, binary, not the last
    with ExitStack() as stack:
        sockets = [stack.enter_context(opened_sync(server.address)) for _ in range(40)]
        for socket in sockets:
            with suppress(OSError):
                socket.socket.sendall(bomb)
        assert status(server) == 200
        visit(server)  # what was sent has been read: everybody's turn comes in order
        grown = server.memory() - before
    assert grown < 100


@pytest.mark.parametrize("size", [18_000_000, websockets.LARGEST // 2], ids=["too large", "allowed"])
def test_what_sessions_remember_is_bounded(server: Server, size: int) -> None:
    before = server.memory()
    asked = asks_for("a" * size).SerializeToString()
    with ExitStack() as stack:
        sockets = [stack.enter_context(opened_sync(server.address)) for _ in range(30)]
        for socket in sockets:
            with suppress(ConnectionClosed):
                socket.send(asked)
        for socket in sockets:
            with suppress(ConnectionClosed):
                drawn(socket)
        grown = server.memory() - before
    assert grown < 100


def test_what_visitors_leave_goes_by_itself() -> None:
    with running(DASHBOARD, **SHORT) as server:
        visit(server)
        before = files(server)  # with one who has left
        for _ in range(30):
            visit(server)
        wait_until(lambda: files(server) <= before, "the files of those who left were not closed", 120)


def test_a_head_that_is_never_whole_holds_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """It sends a byte now and then; who sends whole requests keeps the connection."""
    for name in ("connection_made", "data_received"):
        monkeypatch.setattr(H11Protocol, name, getattr(H11Protocol, name))
    monkeypatch.setattr(slow_headers, "SECONDS", 1.0)
    slow_headers.apply()
    port = free_port()
    settings = {"http": "h11", "log_level": "error", "timeout_keep_alive": 600}
    server = uvicorn.Server(uvicorn.Config(PlainTextResponse("yes"), port=port, **settings))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait_until(lambda: server.started, "it did not start")
        whole = http.client.HTTPConnection("127.0.0.1", port)
        ask(whole)
        kept = whole.sock
        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.settimeout(0.1)
            slow.sendall(b"GET / HTTP/1.1\r\nX: ")
            wait_until(lambda: ask(whole) and has_closed(slow), "it is still open")
        assert ask(whole)
        assert whole.sock is kept
    finally:
        server.should_exit = True
        thread.join()


def ask(connection: http.client.HTTPConnection) -> bool:
    connection.request("GET", "/")
    return connection.getresponse().read() == b"yes"


def has_closed(slow: socket.socket) -> bool:
    """Send a byte more; whether the other end has closed."""
    try:
        slow.sendall(b"a")
        return not slow.recv(1000)
    except TimeoutError:
        return False
    except OSError:
        return True


@contextmanager
def few_files(most: int) -> Iterator[None]:
    """Let programs that are started have so many files open at first; they may ask for more."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def files(server: Server) -> int:
    return len(list(Path(f"/proc/{server.process}/fd").iterdir()))


def test_visitors_who_left_take_no_files_from_those_who_come() -> None:
    with ExitStack() as stack:
        with few_files(256):
            server = stack.enter_context(running(DASHBOARD))
        for _ in range(110):  # each leaves three files behind for a while
            with opened_sync(server.address) as socket:
                socket.send(asks_for().SerializeToString())
                socket.recv(timeout=120)
        visit(server)
        assert status(server, "/") == 200
        assert "Too many open files" not in server.said()


SENSELESS = {
    "empty": b"",
    "of a developer's": BackMsg(debug_shutdown_runtime=True).SerializeToString(),
    "none at all": b"\xff" * 50,
    "text": "text",
    "text that is none": None,
}


def is_closed(socket: ClientConnection) -> bool:
    """Whether the server closes it, once what it had to say is read. Raises ``TimeoutError`` if it says nothing more."""
    try:
        while True:
            socket.recv(timeout=120)
    except ConnectionClosed:
        return True


@pytest.mark.parametrize("kind", SENSELESS)
def test_senseless_messages_fill_no_log_and_end_their_socket(server: Server, kind: str) -> None:
    begins = len(server.said())
    for _ in range(20):
        with opened_sync(server.address) as socket:
            message = SENSELESS[kind]
            with suppress(ConnectionClosed, OSError):
                for _ in range(500):
                    if message is None:
                        socket.socket.sendall(frame(b"\xff\xfe", 0x81))
                    else:
                        socket.send(message)
            assert is_closed(socket)
    visit(server)
    lines = server.said()[begins:].splitlines()
    assert len(lines) < 40
    assert not [line for line in lines if json.loads(line)["level"] in ("ERROR", "CRITICAL")]


def test_a_client_has_so_many_sockets_and_no_more(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(websockets.SOCKETS):
            stack.enter_context(opened_sync(server.address))
        with pytest.raises(InvalidStatus) as refused:
            opened_sync(server.address)
        assert refused.value.response.status_code == 429
    wait_until(lambda: can_open(server), "those who left are still counted")


def can_open(server: Server) -> bool:
    try:
        with opened_sync(server.address):
            return True
    except InvalidStatus:
        return False


def test_strangers_raise_no_alert(server: Server) -> None:
    begins = len(server.said())
    for path in (
        "/oauth2callback",
        "/oauth2callback?code=x&state=y",
        "/oauth2callback?error=x",
        "/auth/login",
        "/auth/logout",
    ):
        assert status(server, path) < 500
    raised = [
        line for line in server.said()[begins:].splitlines() if json.loads(line)["level"] in ("ERROR", "CRITICAL")
    ]
    assert not raised


def test_pages_with_fifty_rounds_stay_far_below_the_limit_of_a_message(tmp_path: Path) -> None:
    with_rounds(tmp_path, 50)
    largest = {}
    with running(DASHBOARD, IKM_DATA=str(tmp_path)) as server, opened_sync(server.address) as socket:
        for path in routes.addresses():
            socket.send(asks_for(path.strip("/")).SerializeToString())
            largest[path] = 0
            kinds = set()
            while "script_finished" not in kinds:
                packed = bytes(socket.recv(timeout=120, decode=False))
                message = ForwardMsg.FromString(packed)
                largest[path] = max(largest[path], len(packed))
                kinds |= {message.WhichOneof("type"), message.delta.new_element.WhichOneof("type")}
            assert "exception" not in kinds, path
    # Presenting takes most: all slides at once, with a small map for each of nine rounds. The limit is 1 MB.
    assert max(largest.values()) < 700_000, largest

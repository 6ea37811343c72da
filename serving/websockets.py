"""What one client may do on its websockets: how many it opens, how large and how frequent its messages are."""

import asyncio
import logging
import time
from collections import Counter
from dataclasses import dataclass

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg

from serving.limits import client

SOCKETS = 250  # open at once for each client; a process serves some 150 readers (docs/OPERATIONS.md)
LARGEST = 500_000  # bytes of a message: a form of three thousand lines that were pasted into it
A_SECOND, AT_ONCE = 20, 100  # messages of one websocket; what comes faster waits
# The websocket's codes: a kind of data that is not taken, a breach of policy, a message that is too large.
NOT_BINARY, SENSELESS, TOO_LARGE = 1003, 1008, 1009

log = logging.getLogger("dashboard")


@dataclass
class Pace:
    """So many messages a second; after a pause, as many at once as ``AT_ONCE``."""

    left: float = AT_ONCE
    then: float = 0.0

    def wait(self, now: float) -> float:
        """Count a message that came at ``now``, in seconds; returns for how long it has to wait."""
        self.left = min(AT_ONCE, self.left + (now - self.then) * A_SECOND) - 1
        self.then = now
        return max(0.0, -self.left / A_SECOND)


class WebsocketLimits:
    """Refuse a client's websockets beyond ``SOCKETS``, and close those that send what no browser sends."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on message by message."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        who = client(scope)
        if self.open[who] >= SOCKETS:
            await receive()  # that it wants to connect
            # No page reads it.
            refusal = Response(status_code=429, headers={"Retry-After": "30", "Cache-Control": "no-store"})
            await WebSocket(scope, receive, send).send_denial_response(refusal)
            return
        self.open[who] += 1
        try:
            await self.app(scope, _guarded(receive, send), send)
        finally:
            self.open[who] -= 1
            if not self.open[who]:
                del self.open[who]


def _guarded(receive: Receive, send: Send) -> Receive:
    pace = Pace(then=time.monotonic())

    async def guarded() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        code = refusal(message)
        if not code:
            await asyncio.sleep(pace.wait(time.monotonic()))
            return message
        log.warning("a websocket was closed for what it sent: code %d", code)
        await send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    return guarded


def refusal(message: Message) -> int:
    """Return the websocket's code for why a message is refused, 0 if it is one that a browser sends."""
    content = message.get("bytes")
    if content is None:
        return NOT_BINARY
    if len(content) > LARGEST:
        return TOO_LARGE
    try:
        kind = BackMsg.FromString(content).WhichOneof("type")
    except DecodeError:
        return SENSELESS
    return SENSELESS if kind is None or kind.startswith("debug_") else 0

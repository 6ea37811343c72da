"""Websockets of other sites' pages are refused."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config
from streamlit.web.server.server_util import allowlisted_origins

REFUSED = 1008  # the websocket's code for a breach of policy; before the handshake it is answered 403


class SameOrigin:
    """Refuse a websocket that a page of another origin opens, unless ``server.corsAllowedOrigins`` names it.

    Streamlit would refuse it too, but lets in every page of this machine, whatever its port, and first asks an
    outside service for this server's own address, while everybody waits.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on."""
        if scope["type"] == "websocket" and not is_allowed(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": REFUSED})
            return
        await self.app(scope, receive, send)


def is_allowed(headers: Headers) -> bool:
    """Whether a page of the origin that the headers name may speak with this server. Programs name none."""
    origin = headers.get("origin")
    if origin is None or not config.get_option("server.enableCORS"):
        return True
    try:
        return urlsplit(origin).netloc == headers.get("host") or origin in allowlisted_origins()
    except ValueError:
        return False

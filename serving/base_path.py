"""Below a base path (``--server.baseUrlPath=/ikm``) everything is as it is at the root.

Streamlit answers below the base itself; ours does not know of it. So the base is taken off what comes in before
anything of ours sees it, put on again for Streamlit, and the other way round for where an answer leads. A proxy may
take the base off as well, or leave it on.
"""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def base() -> str:
    """Return the base path, "" for the root, else with a stroke at its beginning and none at its end."""
    named = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{named}" if named else ""


class WithoutBase:
    """Outside of all that is ours: it asks and answers as if it were at the root."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.base = base()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on without the base."""
        if not self.base or scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if scope["path"] == self.base and scope["type"] == "http":
            # Links of the first page are relative to what is below.
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"{self.base}/{f'?{query}' if query else ''}", 307)(scope, receive, send)
            return
        inner = {**scope, "path": self._without(scope["path"]), "headers": list(scope["headers"])}
        if scope["type"] == "http":
            headers = MutableHeaders(scope=inner)
            if "referer" in headers:
                headers["referer"] = self._referred(headers["referer"])
        await self.app(inner, receive, leading(send, lambda place: f"{self.base}{place}"))

    def _without(self, path: str) -> str:
        return path.removeprefix(self.base) if path.startswith(f"{self.base}/") else path

    def _referred(self, address: str) -> str:
        try:
            parts = urlsplit(address)
        except ValueError:
            return address
        return urlunsplit(parts._replace(path=self._without(parts.path)))


class WithBase:
    """Inside of all that is ours: Streamlit's own addresses are below the base again."""

    def __init__(self, app: ASGIApp, ours: frozenset[str]) -> None:
        """Wrap an application; ``ours`` are the paths of the routes that are not Streamlit's."""
        self.app = app
        self.base = base()
        self.ours = ours

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on with the base."""
        if not self.base or scope["type"] not in ("http", "websocket") or scope["path"] in self.ours:
            await self.app(scope, receive, send)
            return
        inner = {**scope, "path": f"{self.base}{scope['path']}"}
        await self.app(inner, receive, leading(send, lambda place: place.removeprefix(self.base) or "/"))


def leading(send: Send, changed: Callable[[str], str]) -> Send:
    """Return what sends an answer with another place in Location, where that names a place of this server."""

    async def led(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            place = headers.get("location", "")
            if place.startswith("/") and not place.startswith("//"):
                headers["location"] = changed(place)
        await send(message)

    return led

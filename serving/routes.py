"""What the server answers besides Streamlit itself: the pages' first views, their script, health, and 404."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from data.tables import current
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words
from serving import first, static

VERSION = (Path(__file__).parent.parent / "CHANGELOG.md").read_text("utf-8").partition("## ")[2].split()[0]
STREAMLITS = ("_stcore", "static", "media", "app", "component", "auth", "oauth2callback", "health")


def routes() -> list[Route]:
    """Return the routes of the server."""
    name, content = first.script()

    def script(_request: Request) -> Response:
        return Response(content, media_type="text/javascript", headers={"Cache-Control": static.FOREVER})

    return [
        *(Route(path, _page(page)) for path, page in first.addresses().items()),
        Route(f"/{name}", script),
        Route("/health", health),
    ]


def _page(page: str):  # type: ignore[no-untyped-def]
    async def answer(request: Request) -> Response:
        view = await run_in_threadpool(first.view, page, dict(request.query_params))
        headers = {"Cache-Control": "no-cache", "ETag": view.tag, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == view.tag:
            return Response(status_code=304, headers=headers)
        encoding = static.best_encoding(request.headers.get("accept-encoding", ""))
        if encoding:
            headers["Content-Encoding"] = encoding
        return HTMLResponse(view.bodies[encoding], headers=headers)

    return answer


def health(_request: Request) -> JSONResponse:
    """Say whether the server and its tables are well: 200, or 503 where a table has problems."""
    tables = current()
    said = {
        "status": "broken tables" if tables.problems else "ok",
        "version": VERSION,
        "data": None if tables.problems else tables.date.isoformat(),
    }
    return JSONResponse(said, 503 if tables.problems else 200, headers={"Cache-Control": "no-store"})


class Unknown:
    """Answer 404, in the reader's language, where there is no such page."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.known = {path.strip("/") for path in first.addresses()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        name = scope["path"].strip("/") if scope["type"] == "http" else ""
        top = name.partition("/")[0]
        if name in self.known or "." in name or top in STREAMLITS or "/_stcore/" in f"/{name}/":
            await self.app(scope, receive, send)
            return
        asked = Request(scope).query_params.get("lang", "")
        words = Words(asked if asked in LANGUAGES else DEFAULT_LANGUAGE)
        layout = jinja2.Template((Path(__file__).parent / "unknown.html.j2").read_text("utf-8"), autoescape=True)
        await HTMLResponse(layout.render(words=words, path=scope["path"]), 404)(scope, receive, send)


@asynccontextmanager
async def started(_app: object) -> AsyncIterator[None]:
    """Make the first views beforehand, in the background, so that the first reader does not wait for them."""
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    yield


def _warm_up() -> None:
    for language in LANGUAGES:
        first.view("overview", {"lang": language})

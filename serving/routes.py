"""What the server answers besides Streamlit itself: the pages' first views, their script, health, and 404.

The server is to be healthy soon: what is heavy to import (tables, figures, words) is imported by the warm-up.
"""

import asyncio
import gc
import itertools
import re
import threading
import time
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data import settings
from data.parameters import LANGUAGE
from pages import FIRST, PAGES, path_of
from serving import discovery, logs, scripts, streamlit_patches
from serving.base_path import base
from serving.limits import client, trusted_proxies
from serving.responses import ASK_AGAIN, FOREVER, answer, answer_with, since
from serving.streamlit_patches import index_page, session_expiry

if TYPE_CHECKING:
    from serving.prerender import Prerendered

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
VERSION: str = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"]
DISCOVERED: dict[str, tuple[Callable[[Request], str], str]] = {
    "/robots.txt": (lambda _request: discovery.robots(), "text/plain"),
    "/sitemap.xml": (lambda _request: discovery.sitemap(), "application/xml"),
    "/feed.xml": (lambda request: discovery.feed(request.query_params.get(LANGUAGE, "")), "application/atom+xml"),
    "/.well-known/security.txt": (lambda _request: discovery.security(datetime.now(UTC).date()), "text/plain"),
}
ACCEPTED = "Accept-Language"
_imported = threading.Event()
PAUSE = 5  # seconds after which a reader is asked to come again
GUESS = "x-guess"  # the header by which serving/choices.js asks for what a reader may choose next
NO_HEADERS, KEPT = Headers(), ("allow", "retry-after")  # headers of an answer that is said in our words
METRICS = "_stcore/metrics"
ODD = re.compile(r"//|[\\\0]|(?:^|/)\.\.(?:/|$)")  # in a path: Streamlit would answer plainly, in English


def routes() -> list[Route]:
    """Return the routes of the server. Raises ``ValueError`` if ``IKM_TRUSTED_PROXIES`` names no addresses."""
    trusted_proxies()  # a server that would believe nobody, or anybody, does not start
    name = scripts.name_of_choices()

    def script(_request: Request) -> Response:
        return Response(scripts.content(), media_type="text/javascript", headers={"Cache-Control": FOREVER})

    def choices(request: Request) -> Response:
        return answer(request.headers, scripts.packed_choices, "text/javascript", f'"{name}"', FOREVER)

    return [
        *(Route(path, _page(page)) for path, page in addresses().items()),
        Route(f"/{scripts.name()}", script),
        Route(f"/{name}", choices),
        Route("/live.html", _live),
        Route("/health", health),
        *(Route(path, discovery.answered(make, kind, _missing)) for path, (make, kind) in DISCOVERED.items()),
    ]


def _live(request: Request) -> Response:
    from serving import prerender

    return answer_with(request.headers, prerender.live().encode(), "text/html")


def _missing(request: Request, status: int = 404) -> Response:
    """Say why there is no answer in the reader's language: that of the address, else of the page that led here."""
    from serving import prerender

    came_from = QueryParams(request.headers.get("referer", "").partition("?")[2])
    language = request.query_params.get(LANGUAGE) or came_from.get(LANGUAGE, "")
    accepted = request.headers.get(ACCEPTED, "")
    page = prerender.unanswered(request.url.path, language, accepted, status)
    return HTMLResponse(page, status, headers={"Vary": ACCEPTED})


def addresses() -> dict[str, str]:
    """Return the pages by the path that they answer at."""
    return {f"/{path_of(name)}": name for name in PAGES}


def _page(page: str) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        asked = request.query_params
        if len(asked.multi_items()) > len(asked):  # a form names each of several by itself; of one there are not two
            joined = {name: ",".join(asked.getlist(name)) for name in asked}
            return RedirectResponse(f"./{path_of(page)}?{urlencode(joined)}", 303)
        view = await _drawn(page, request, client(request.scope))
        if not view:
            words = await run_in_threadpool(_busy, request)
            return HTMLResponse(words, 503, {"Retry-After": str(PAUSE), "Cache-Control": "no-store"})
        modified = None if view.number is None else since(view.number)
        response = answer(request.headers, view.body, "text/html", view.tag, ASK_AGAIN, modified=modified)
        response.headers["Vary"] += f", {ACCEPTED}"  # links name the language where the browser prefers another
        return response

    return answered


async def _drawn(page: str, request: Request, who: str) -> "Prerendered | None":
    """Return a page, or None where so many wait to be drawn that the reader is to come again.

    No thread waits for a drawing: pages that are there already find theirs free.
    """
    from serving import prerender, queue

    parameters, is_guess = request.query_params, GUESS in request.headers
    accepted = request.headers.get(ACCEPTED, "")

    def view() -> "Prerendered | Future[Prerendered]":
        made = prerender.asked(page, parameters, accepted, who, is_guess)
        return part(made) if isinstance(made, prerender.Prerendered) else made

    def part(made: "Prerendered") -> "Prerendered":
        return prerender.part(made, parameters[prerender.PART]) if prerender.PART in parameters else made

    try:
        made = await run_in_threadpool(view)
    except queue.FullError:
        return None
    if isinstance(made, prerender.Prerendered):
        return made
    return await run_in_threadpool(part, await asyncio.shield(asyncio.wrap_future(made)))  # others may wait for it


def _busy(request: Request) -> str:
    from serving import prerender

    return prerender.busy(request.query_params.get(LANGUAGE, ""), PAUSE, request.headers.get(ACCEPTED, ""))


def health(_request: Request) -> JSONResponse:
    """Say whether the server, its tables and the store of rounds are well: 200, or 503 where a table has problems.

    A store that fails does not count: readers are served without it, and every replica would be taken out at once.
    """
    from data.current import STORE, current

    tables = current()
    store = [p.reason.removeprefix(STORE) for p in tables.problems if p.reason.startswith(STORE)]
    is_broken = len(tables.problems) > len(store)
    content = {
        "status": "broken tables" if is_broken else "ok",
        "version": VERSION,
        "data": None if is_broken else tables.date.isoformat(),
        "rounds": store[0] if store else "ok",
        "state": tables.state,
    }
    return JSONResponse(content, 503 if is_broken else 200, headers={"Cache-Control": "no-store"})


class Unanswered:
    """Say in the reader's language that there is no such page or file (404), or why it is not answered.

    What has no route is not handed on: Streamlit would answer with its own index page. What has one and is not found,
    not by that method, not for this reader or not as often, is said in our words too.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        files = {path.name for path in index_page.ROOT.iterdir() if path.is_file()} - {"index.html"}  # Streamlit's own
        self.known = {*files, *(route.path.strip("/") for route in routes())}
        self.base = base()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = scope["path"].strip("/")
        # How many readers there are is the operators' business: they ask the server itself, not a proxy.
        is_public = name.endswith(METRICS) and "x-forwarded-for" in Headers(scope=scope)
        if is_public or ODD.search(name) or not (name in self.known or self._is_streamlits(scope)):
            await self._miss(scope, receive, send)
            return
        plain: Message | None = None  # the head of an answer in a framework's words

        async def unless_plain(message: Message) -> None:
            nonlocal plain
            if message["type"] == "http.response.start" and message["status"] in (403, 404, 405, 429):
                ours = Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
                plain = None if ours else message
            if not plain:
                await send(message)

        await self.app(scope, receive, unless_plain)
        if plain:
            await self._miss(scope, receive, send, plain["status"], Headers(raw=plain["headers"]))

    def _is_streamlits(self, scope: Scope) -> bool:
        """Whether one of Streamlit's own routes answers; its files, below them, are answered from the same names."""
        asked = {**scope, "path": f"{self.base}{scope['path']}"}
        own = (route for route in scope["app"].routes if isinstance(route, Route))
        return any(route.matches(asked)[0] is not Match.NONE for route in own)

    @staticmethod
    async def _miss(scope: Scope, receive: Receive, send: Send, status: int = 404, plain: Headers = NO_HEADERS) -> None:
        response = await run_in_threadpool(_missing, Request(scope), status)
        response.headers.update({name: plain[name] for name in KEPT if name in plain})
        await response(scope, receive, send)


class WaitUntilWarm:
    """Let everything but questions of health wait until the imports are done.

    Two threads that import at once can meet half a library: Plotly looks for pandas wherever it finds its name.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, then hand on."""
        waits = scope["type"] in ("http", "websocket") and scope["path"] != "/_stcore/health"
        if waits and not _imported.is_set():
            await run_in_threadpool(_imported.wait)
        await self.app(scope, receive, send)


@asynccontextmanager
async def started(_app: object) -> AsyncIterator[None]:
    """Import what is heavy and make the first views, in the background: the first reader does not pay for it.

    Answers leave at once, files stay until they are fetched. Then watch for new rounds, until the server ends.
    """
    for name in streamlit_patches.AT_START:
        streamlit_patches.applies(name)
    ended, loop = threading.Event(), asyncio.get_running_loop()
    threading.Thread(target=_warm_up, args=(ended,), name="warm-up", daemon=True).start()
    threading.Thread(target=_watch, args=(loop, ended), name="watch", daemon=True).start()
    tidying = [asyncio.create_task(_tell())]
    if streamlit_patches.applies("session_expiry"):
        tidying.append(asyncio.create_task(session_expiry.watch()))
    yield
    for task in tidying:
        task.cancel()
    ended.set()
    if _imported.is_set():
        from serving import prerender

        prerender.cancel()


async def _tell() -> None:
    """Say how many equal lines were kept out of the log."""
    while True:
        await asyncio.sleep(logs.MINUTE)
        logs.tell()


def _watch(loop: asyncio.AbstractEventLoop, ended: threading.Event) -> None:
    """Look for new rounds from the moment at which readers are let in."""
    _imported.wait()
    if streamlit_patches.applies("live_refresh"):
        from serving.streamlit_patches import live_refresh

        live_refresh.watch(loop, ended)


def _warm_up(ended: threading.Event) -> None:
    try:
        from locales import LANGUAGES
        from serving import prerender
    finally:
        _imported.set()
    for name in streamlit_patches.WITH_FILES:
        streamlit_patches.applies(name)
    prerender.view(FIRST, {LANGUAGE: LANGUAGES[0]})
    # Streamlit looks for garbage after every run of a page, and while it looks through all that was imported, every
    # other reader waits. What is there by now stays: it is not looked through again.
    gc.collect()
    gc.freeze()
    if settings.LIVE.get() == "0":
        _make_ahead(ended)


def _make_ahead(ended: threading.Event) -> None:
    """Make the pages that readers ask for first, of every round in every language, until the server ends.

    Where pages answer by themselves nobody is to wait for a drawing. It rests as long as it works: readers go first.
    """
    from data.current import current
    from data.selection import round_codes
    from locales import LANGUAGES
    from serving import prerender

    for code, language, page in itertools.product(round_codes(current()), LANGUAGES, PAGES):
        begun = time.monotonic()
        prerender.view(page, {LANGUAGE: language, "round": code})
        if ended.wait(time.monotonic() - begun):
            return

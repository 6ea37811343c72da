"""Read-only addresses: each figure, table and file under ``/v1/``, named as on the command line; a figure for another
site's page under ``/embed/``.

``serving/resources.py`` and ``serving/embed.py`` say what there is. Those who wait for a file wait in threads of their
own, so that readers' pages find theirs free.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from threading import Event

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from serving import ranges
from serving.limits import client

PREFIX, EMBED = "/v1", "/embed"
METHODS = "GET, HEAD, OPTIONS"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match, Range, If-Range",
    "Access-Control-Expose-Headers": (
        "ETag, Last-Modified, Content-Disposition, Retry-After, Accept-Ranges, Content-Range"
    ),
}
WAITING = {  # requests of a kind that may wait at once; beyond them they are asked to come again
    "files": 40,
    "preview": 10,
    "covers": 10,
    "figures": 40,  # a picture is quickly made: it waits for no decks
    "": 4,  # what takes no time: these wait as long as it takes
}


MOST_OF_ONE = 20  # files that may wait for one client: an office behind one address has room, and nobody fills the line


class Addresses:
    """Answer what is asked for under ``/v1/`` and ``/embed/``; everything else goes on."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.limiters = {kind: anyio.CapacityLimiter(most) for kind, most in WAITING.items()}
        self.waiting: Counter[str] = Counter()  # files, by the client that asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith((f"{PREFIX}/", f"{EMBED}/")):
            await self.app(scope, receive, send)
            return
        response = await self._answer(Request(scope), receive)
        if response is None:
            return  # nobody is there any more
        if not scope["path"].startswith(EMBED):
            response.headers.update(CORS)
        await response(scope, receive, send)

    async def _answer(self, request: Request, receive: Receive) -> Response | None:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": METHODS})
        if request.scope["path"] == PREFIX:  # its page leads on from where it is
            return RedirectResponse(f"./v1/?{request.url.query}".rstrip("?"), 308)
        from serving import embed, resources  # heavy: the warm-up has imported it

        is_embedded = request.scope["path"].startswith(EMBED)
        name = request.scope["path"].removeprefix(EMBED if is_embedded else PREFIX).strip("/")
        kind = "figures" if is_embedded else name.partition("/")[0] if resources.is_slow(name) else ""
        limiter, quick = self.limiters[kind], self.limiters[""]
        asks = client(request.scope) if kind == "files" else ""
        refused = None
        if request.method not in ("GET", "HEAD"):
            refused = resources.RefusedError("method", 405)
        elif asks and self.waiting[asks] >= MOST_OF_ONE:
            refused = resources.RefusedError("many", 429)
        elif kind and limiter.available_tokens < 1:
            refused = resources.RefusedError("full", 503)
        if refused:
            refuse = embed.refusal if is_embedded else resources.refusal
            return await anyio.to_thread.run_sync(refuse, refused, request.query_params, limiter=quick)
        given = (name, request.query_params, request.headers)
        if is_embedded:
            return await anyio.to_thread.run_sync(embed.response, *given, limiter=limiter)
        self.waiting[asks] += 1
        try:
            made = await _unless_gone(receive, partial(resources.response, *given), limiter)
            return ranges.part(request.headers, made) if made and request.method == "GET" else made
        finally:
            self.waiting[asks] -= 1
            if not self.waiting[asks]:
                del self.waiting[asks]


async def _unless_gone(
    receive: Receive, make: Callable[..., Response], limiter: anyio.CapacityLimiter
) -> Response | None:
    """Return what is made in a thread, or None if the client leaves before: what nobody waits for is not made."""
    gone = Event()
    response: Response | None = None

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()
        group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        response = await anyio.to_thread.run_sync(partial(make, is_gone=gone.is_set), limiter=limiter)
        group.cancel_scope.cancel()
    return None if gone.is_set() else response

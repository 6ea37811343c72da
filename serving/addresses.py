"""Read-only addresses: each figure, table and file under ``/v1/``, named as on the command line; a figure for another
site's page under ``/embed/``.

``serving/resources.py`` and ``serving/embed.py`` say what there is. Those who wait for a file wait in threads of their
own, so that readers' pages find theirs free.
"""

from functools import partial

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX, EMBED = "/v1", "/embed"
METHODS = "GET, HEAD, OPTIONS"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Content-Disposition, Retry-After",
}
WAITING = {  # requests of a kind that may wait at once; beyond them they are asked to come again
    "files": 40,
    "preview": 10,
    "figures": 40,  # a picture is quickly made: it waits for no decks
    "": 4,  # what takes no time: these wait as long as it takes
}


class Addresses:
    """Answer what is asked for under ``/v1/``; everything else goes on."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.limiters = {kind: anyio.CapacityLimiter(most) for kind, most in WAITING.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith((f"{PREFIX}/", f"{EMBED}/")):
            await self.app(scope, receive, send)
            return
        response = await self._answer(Request(scope))
        if not scope["path"].startswith(EMBED):
            response.headers.update(CORS)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": METHODS})
        from serving import embed, resources  # heavy: the warm-up has imported it

        is_embedded = request.scope["path"].startswith(EMBED)
        name = request.scope["path"].removeprefix(EMBED if is_embedded else PREFIX).strip("/")
        kind = "figures" if is_embedded else name.partition("/")[0] if resources.is_slow(name) else ""
        limiter, quick = self.limiters[kind], self.limiters[""]
        refused = None
        if request.method not in ("GET", "HEAD"):
            refused = resources.RefusedError("method", 405)
        elif kind and limiter.available_tokens < 1:
            refused = resources.RefusedError("full", 503)
        by = embed if is_embedded else resources
        ask = (
            partial(by.refusal, refused, request.query_params)
            if refused
            else partial(by.response, name, request.query_params, request.headers)
        )
        return await anyio.to_thread.run_sync(ask, limiter=quick if refused else limiter)

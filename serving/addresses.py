"""Read-only addresses under ``/v1/``: each figure, table and file, named as on the command line.

``serving/resources.py`` says what there is. Those who wait for a file wait in threads of their own, so that readers'
pages find theirs free.
"""

from functools import partial

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/v1"
METHODS = "GET, HEAD, OPTIONS"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Content-Disposition, Retry-After",
}
WAITING = {  # requests of a kind that may wait at once; beyond them they are asked to come again
    "files": 40,
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
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(f"{PREFIX}/"):
            await self.app(scope, receive, send)
            return
        response = await self._answer(Request(scope))
        response.headers.update(CORS)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": METHODS})
        from serving import resources  # heavy: the warm-up has imported it

        name = request.scope["path"].removeprefix(PREFIX).strip("/")
        kind = name.partition("/")[0] if resources.is_slow(name) else ""
        limiter, quick = self.limiters[kind], self.limiters[""]
        refused = None
        if request.method not in ("GET", "HEAD"):
            refused = resources.RefusedError("method", 405)
        elif kind and limiter.available_tokens < 1:
            refused = resources.RefusedError("full", 503)
        ask = (
            partial(resources.refusal, refused, request.query_params)
            if refused
            else partial(resources.response, name, request.query_params, request.headers)
        )
        return await anyio.to_thread.run_sync(ask, limiter=quick if refused else limiter)

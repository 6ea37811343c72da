"""How a body is answered: compressed as the client allows, and not at all if the client has it."""

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import Response

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


def answer(
    asked: Headers, body: Callable[[str], bytes], kind: str, tag: str, keep: str, encodes: bool = True
) -> Response:
    """Return the answer to a request with these headers.

    ``body`` gives the content in an encoding (br, gzip, or "" for as it is), ``kind`` is its media type, ``tag``
    changes with it, ``keep`` says how long it may be kept; without ``encodes`` it is sent as it is.
    """
    headers = {"Cache-Control": keep, "Vary": "Accept-Encoding", "ETag": tag}
    if asked.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    encoding = best_encoding(asked.get("accept-encoding", "")) if encodes else ""
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body(encoding), headers=headers, media_type=kind)


def best_encoding(accepted: str) -> str:
    """Return the smallest encoding that a client accepts."""
    known = {part.partition(";")[0].strip() for part in accepted.split(",") if "q=0" not in part.replace(" ", "")}
    return "br" if "br" in known else "gzip" if "gzip" in known else ""

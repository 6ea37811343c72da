"""How a body is answered: compressed as the client allows, and not at all if the client has it."""

import gzip
import re
from collections.abc import Callable

import brotli
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
    if has_already(asked, tag):
        return Response(status_code=304, headers=headers)
    encoding = best_encoding(asked.get("accept-encoding", "")) if encodes else ""
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body(encoding), headers=headers, media_type=kind)


def packed(content: bytes, encoding: str) -> bytes:
    """Return content in an encoding, quickly: br, gzip, or "" for as it is."""
    match encoding:
        case "br":
            return bytes(brotli.compress(content, quality=5))
        case "gzip":
            return gzip.compress(content, 6, mtime=0)
    return content


def has_already(asked: Headers, tag: str) -> bool:
    """Whether the client has the content of a tag: it names it, alone or among others, also as a weak one, or any."""
    known = ",".join(asked.getlist("if-none-match"))
    return known.strip() == "*" or tag in re.findall(r'"[^"]*"', known)


def best_encoding(accepted: str) -> str:
    """Return the encoding that a client likes best, of equals the smallest; "" for the content as it is."""
    weights = dict(map(_weighted, accepted.lower().split(",")))
    others = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda name: weights.get(name, others))
    weight = weights.get(best, others)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


def _weighted(part: str) -> tuple[str, float]:
    """Return an encoding and how much it is liked, 0 to 1; one whose weight is no number is not."""
    name, _, parameters = part.partition(";")
    weight = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", parameters)
    return name.strip(), float(weight[1]) if weight else float(not parameters.strip())

"""How a body is answered: compressed as the client allows, and not at all if the client has it."""

import gzip
import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from threading import Lock

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

_served = -1, datetime.fromtimestamp(0, UTC)  # tables, and the moment from which they are served
_lock = Lock()


def answer(
    asked: Headers, body: Callable[[str], bytes], kind: str, tag: str, keep: str, encodes: bool = True,
    modified: datetime | None = None,
) -> Response:  # fmt: skip
    """Return the answer to a request with these headers.

    ``body`` gives the content in an encoding (br, gzip, or "" for as it is), ``kind`` is its media type, ``tag``
    changes with it, ``keep`` says how long it may be kept; without ``encodes`` it is sent as it is. ``modified`` is
    the moment since which it is the same.

    Each encoding has a tag of its own: its bytes are others, and parts of one tag are put together.
    """
    encoding = best_encoding(asked.get("accept-encoding", "")) if encodes else ""
    tag = f'{tag[:-1]}-{encoding}"' if encoding else tag
    headers = {"Cache-Control": keep, "Vary": "Accept-Encoding", "ETag": tag}
    if modified:
        headers["Last-Modified"] = format_datetime(modified, usegmt=True)
    if has_already(asked, tag) or ("if-none-match" not in asked and modified and _is_as_new(asked, modified)):
        return Response(status_code=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body(encoding), headers=headers, media_type=kind)


def answer_with(
    asked: Headers, content: bytes, kind: str, encodes: bool = True, modified: datetime | None = None
) -> Response:
    """Return the answer to a request with these headers: content that is there already, and may be another next time.

    ``kind``, ``encodes`` and ``modified`` are as ``answer`` has them.
    """
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    return answer(asked, lambda encoding: packed(content, encoding), kind, tag, ASK_AGAIN, encodes, modified)


def packed(content: bytes, encoding: str, quality: int = 5) -> bytes:
    """Return content in an encoding: br (of a quality up to 11; 5 is quick), gzip, or "" for as it is."""
    match encoding:
        case "br":
            return bytes(brotli.compress(content, quality=quality))
        case "gzip":
            return gzip.compress(content, 6, mtime=0)
    return content


def has_already(asked: Headers, tag: str) -> bool:
    """Whether the client has the content of a tag: it names it, alone or among others, also as a weak one, or any."""
    known = ",".join(asked.getlist("if-none-match"))
    return known.strip() == "*" or tag in re.findall(r'"[^"]*"', known)


def _is_as_new(asked: Headers, modified: datetime) -> bool:
    """Whether the client has the content since it is the same; a date that is none counts as not given."""
    try:
        known = parsedate_to_datetime(asked.get("if-modified-since", ""))
    except ValueError:
        return False
    return (known if known.tzinfo else known.replace(tzinfo=UTC)) >= modified


def since(number: int) -> datetime:
    """Return the moment from which this process serves the tables of a number; of two states none has the same."""
    global _served
    with _lock:
        if _served[0] != number:
            _served = number, max(datetime.now(UTC).replace(microsecond=0), _served[1] + timedelta(seconds=1))
        return _served[1]


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

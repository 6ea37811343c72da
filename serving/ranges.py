"""Parts of a file: who has lost the line fetches the rest (RFC 9110, section 14)."""

import re

from starlette.datastructures import Headers
from starlette.responses import Response


def part(asked: Headers, whole: Response) -> Response:
    """Return the part of an answer that ``Range`` asks for: 206, or 416 where the content has no such part.

    The whole stays what is answered where several parts or another unit are asked for, where the content has changed
    (``If-Range``), and where it is sent compressed.
    """
    if whole.status_code != 200 or "content-encoding" in whole.headers:
        return whole
    whole.headers["Accept-Ranges"] = "bytes"
    known, span = asked.get("if-range", ""), _span(asked.get("range", ""), len(whole.body))
    if span is None or (known and known not in (whole.headers.get("etag"), whole.headers.get("last-modified"))):
        return whole
    start, stop = span
    if start >= stop:
        headers = {"Content-Range": f"bytes */{len(whole.body)}", "Accept-Ranges": "bytes", "Cache-Control": "no-store"}
        return Response(status_code=416, headers=headers)
    kept = {name: value for name, value in whole.headers.items() if name != "content-length"}
    content = bytes(whole.body[start:stop])
    return Response(content, 206, {**kept, "Content-Range": f"bytes {start}-{stop - 1}/{len(whole.body)}"})


def _span(asked: str, length: int) -> tuple[int, int] | None:
    """Return from which byte and before which one; an empty span where there is no such part, None for no one part."""
    match = re.fullmatch(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", asked, re.ASCII | re.IGNORECASE)
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:  # so many at the end
        return max(0, length - int(last)), length if int(last) else 0
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last or length) + 1, length)

"""The scripts of a page: one makes choices until the live page is there, and sends for it when it is needed; a short
one sends for it where that is at once. Another puts the live page in its place, and readies it for paper and for those
who hear it or press keys. Both pass figures on, step from mark to mark of a figure, and tell a changed headline.
"""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from serving.responses import packed

HERE = Path(__file__).parent
BOTH = ("marks.js", "share.js")
CHOICES = [HERE / name for name in (*BOTH, "choices.js")]
SCRIPTS = [HERE / name for name in (*BOTH, "prerender.js", "print.js", "access.js")]
INDENT_OR_COMMENT = re.compile(rb"^[ ]*(?://.*\n)?", re.MULTILINE)  # what a browser does not read is not sent
# The live page is sent for once the first view has been painted: nothing of it delays what can be read already. (A page
# in the background is not painted.) The security policy knows this script by its hash.
SENDS_FOR_LIVE_PAGE = """
(function () {
  const send = () => document.body.append(document.getElementById("live").content);
  document.hidden ? send() : requestAnimationFrame(() => setTimeout(send));
})();
"""


def content() -> bytes:
    """Return the script that puts the live page in the first view's place, readies figures for paper, and names."""
    return b"\n".join(script.read_bytes() for script in SCRIPTS)


def choices() -> bytes:
    """Return the script that makes choices on a page that is not live yet, and sends for the live one when needed."""
    return b"\n".join(INDENT_OR_COMMENT.sub(b"", script.read_bytes()) for script in CHOICES)


@lru_cache(maxsize=3)
def packed_choices(encoding: str) -> bytes:
    """Return that script in an encoding, as small as it gets."""
    return packed(choices(), encoding, 11)


def name() -> str:
    """Return the name of the script that puts the live page in its place: browsers may keep it for ever."""
    return f"first-{_version(content())}.js"


def name_of_choices() -> str:
    """Return the name of the script that makes choices: browsers may keep it for ever."""
    return f"choices-{_version(choices())}.js"


def named_by_hash(script: str) -> str:
    """Return what a Content-Security-Policy calls a script in the page itself, which it lets run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _version(script: bytes) -> str:
    return hashlib.sha256(script).hexdigest()[:10]

"""The scripts of the first view: one in the page, that sends for the live page, and one that puts it in its place."""

import hashlib
from pathlib import Path

SCRIPT = Path(__file__).with_name("prerender.js")
# The live page is sent for once the first view has been painted: nothing of it delays what can be read already. (A page
# in the background is not painted.) The security policy knows this script by its hash.
SENDS_FOR_LIVE_PAGE = """
(function () {
  const send = () => document.body.append(document.getElementById("live").content);
  document.hidden ? send() : requestAnimationFrame(() => setTimeout(send));
})();
"""


def content() -> bytes:
    """Return the script that puts the live page in the first view's place."""
    return SCRIPT.read_bytes()


def name() -> str:
    """Return the name of the second: browsers may keep it for ever."""
    return f"first-{hashlib.sha256(content()).hexdigest()[:10]}.js"

"""The scripts of a page: one in it sends for the live page, one puts that in its place, and readies it
for paper and for those who hear it or press keys.
"""

import hashlib
from pathlib import Path

SCRIPTS = [Path(__file__).with_name(name) for name in ("prerender.js", "print.js", "access.js")]
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


def name() -> str:
    """Return the name of the second: browsers may keep it for ever."""
    return f"first-{hashlib.sha256(content()).hexdigest()[:10]}.js"

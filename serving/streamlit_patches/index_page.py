"""What Streamlit's own page begins with, so that the first view can load it later and put it in its place.

What: the scripts and styles that its index.html names, and those that the pages' elements need besides.
Why: the first view stands in for index.html: it loads the live page once it has been painted, asks for all of its
    scripts at once, and goes when the live page says that it has been drawn.
Read in: Streamlit 1.67 (static/index.html; static/js/index.*.js names the parts that prerender.js looks for).
If it fails: readers get Streamlit's own page, without a first view.
Guarded by: tests/serving/test_streamlit_patches.py, test_a_streamlit_that_looks_different_still_shows_the_dashboard.
"""

import re
from functools import lru_cache
from pathlib import Path

from streamlit import file_util

ROOT = Path(file_util.get_static_dir())
MOUNTED = '<div id="root">'
MARKS = ("stApp", "stMain", "data-test-script-state")  # by which prerender.js knows that the live page has been drawn
# The elements that the pages are made of; each is a script of this name that Streamlit's front end loads on demand.
ELEMENTS = (
    "CustomTheme", "Html", "TextInput", "PageLink", "ButtonGroup", "Selectbox", "Button", "Metric", "Expander",
    "Popover", "Checkbox", "DownloadButton", "PlotlyChart", "BidiComponent",
)  # fmt: skip


def apply() -> None:
    """See whether the page is made as the first view takes it to be. Raises ``LookupError`` if not."""
    if not (scripts := front_end()["entry"]):
        raise LookupError("index.html names no script")
    if MOUNTED not in original():
        raise LookupError(f"index.html has no {MOUNTED}")
    script = "".join((ROOT / name).read_text("utf-8") for name in scripts)
    if missing := [mark for mark in MARKS if mark not in script]:
        raise LookupError(f"the front end names no {', '.join(missing)}")


def original() -> str:
    """Return Streamlit's own page."""
    return (ROOT / "index.html").read_text("utf-8")


@lru_cache(maxsize=1)
def front_end() -> dict[str, list[str]]:
    """Return the scripts and styles that Streamlit's own page begins with."""
    index = original()
    return {
        "entry": re.findall(r'<script type="module"[^>]*src="\./([^"]+)"', index),
        "modules": re.findall(r'<link rel="modulepreload"[^>]*href="\./([^"]+)"', index),
        "styles": re.findall(r'<link rel="stylesheet"[^>]*href="\./([^"]+)"', index),
    }


@lru_cache(maxsize=1)
def chunks() -> list[str]:
    """Return the scripts that the pages need besides the first ones, in the order in which they are needed."""
    scripts = ROOT / "static" / "js"
    needed: dict[str, None] = {}
    for element in ELEMENTS:
        for path in sorted(scripts.glob(f"{element}.*.js")):
            _follow(path, needed)
    first = {*front_end()["entry"], *front_end()["modules"]}
    return [chunk for name in needed if (chunk := f"static/js/{name}") not in first]


def _follow(path: Path, needed: dict[str, None]) -> None:
    """Add a script after those that it imports."""
    if path.name in needed or not path.is_file():
        return
    needed[path.name] = None
    for name in re.findall(r'(?:from|import)\s*["`]\./([\w.-]+\.js)["`]', path.read_text("utf-8")):
        _follow(path.parent / name, needed)

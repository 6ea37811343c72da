"""Streamlit's script for figures: without the kinds that no page draws, and with no click lost after a movement.

What: the script holds some 1,200 modules of Plotly, each as ``NAME=wrap({"PATH"(...){...}}),`` and asked for as
    ``NAME()``. Those that what the pages draw does not ask for are emptied: tiled maps, 3D and forty more, two thirds
    of it. What the mouse points at is looked up at each movement, not at most every 50 ms. Browsers keep the script
    for a year under Streamlit's own name for it: a change reaches them with the next version of Streamlit only.
Why: 0.45 MB travel instead of 1.18, and a figure starts in a third of the time. A look-up that waits and comes while
    the button is down forgets what is pointed at, and the click then selects nothing.
Read in: Streamlit 1.67 (static/js/PlotlyChart.*.js, Plotly 4.2).
If it fails: the script stays whole; a click within 50 ms of a movement may be lost.
Guarded by: tests/serving/test_serving.py, test_the_script_for_figures_holds_what_the_pages_draw_and_little_else;
    tests/pages/test_browser.py,
    test_a_click_selects_and_the_next_takes_it_back_however_quick_and_whatever_was_chosen_between.
"""

import re
from functools import lru_cache
from pathlib import Path

from streamlit import file_util

SCRIPT = "PlotlyChart."  # how its file's name begins
KINDS = ("bar",)  # that the pages draw beside "scatter", which is part of Plotly's core
MODULE = re.compile(r'([\w$]+)=[\w$]+\(\{"([^"]+)"\(')
ASKS_FOR = re.compile(r"([\w$]+)\(\)")
WAITS = re.compile(r"(\.HOVERID,)[\w$]+\.HOVERMINTIME")
REGISTERS = re.compile(r"\.register\(\[((?:[\w$]+\(\),?)+)\]\)")


def apply() -> None:
    """See whether the script can be made smaller. Raises ``LookupError`` if not."""
    scripts = list((Path(file_util.get_static_dir()) / "static" / "js").glob(f"{SCRIPT}*.js"))
    if not scripts or any(len(lean(path)) == path.stat().st_size for path in scripts):
        raise LookupError(f"{SCRIPT}*.js is not made of modules")
    if not all(WAITS.search(path.read_text("utf-8")) for path in scripts):
        raise LookupError(f"{SCRIPT}*.js does not wait before it looks up what is pointed at")


@lru_cache(maxsize=1)
def lean(path: Path) -> bytes:
    """Return the script of a file without what no page needs and without its wait."""
    return WAITS.sub(r"\1-1", leaned(path.read_text("utf-8"))).encode()


def leaned(script: str) -> str:
    """Return a script without the modules that no page needs; as it is, if it is not made of such modules."""
    starts = list(MODULE.finditer(script))
    if not starts:
        return script
    ends = [*(start.start() for start in starts[1:]), len(script)]
    modules = {start[1]: script[start.start() : end] for start, end in zip(starts, ends, strict=True)}
    names = {start[2]: start[1] for start in starts}
    index = script.find('"lib/index.js"')
    registers = REGISTERS.search(script, max(index, 0))
    roots = [names.get(f"lib/{kind}.js", "") for kind in ("core", *KINDS)]
    if index < 0 or not registers or not all(roots) or len(modules) < len(starts):
        return script
    needed = _needed(modules, roots)
    parts = [
        content if name in needed or not content.endswith("}}),") else f"{name}=0," for name, content in modules.items()
    ]
    kinds = ",".join(f"{name}()" for name in roots[1:])
    return (script[: starts[0].start()] + "".join(parts)).replace(registers[0], f".register([{kinds}])")


def _needed(modules: dict[str, str], roots: list[str]) -> set[str]:
    """Return the modules that some others ask for, directly or through others, and themselves."""
    needed: set[str] = set()
    asked = set(roots)
    while asked:
        name = asked.pop()
        needed.add(name)
        asked |= modules.keys() & set(ASKS_FOR.findall(modules[name])) - needed
    return needed

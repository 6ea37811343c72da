"""Makes files of invented rounds, each in a process of its own that the system holds to limits.

A file may take 500 MB, and ends. ``python -m tests.file_trial`` takes lines of JSON (case, outlet or
figure, language, path) and answers each with one: what it took, or how it failed.
"""

import json
import os
import resource
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from charts.figures import FIGURES
from data.selection import Selection
from data.tables import Tables
from data.view import View
from exports import brief, deck, package, page, workbook  # noqa: F401  (before the limits)
from exports.build import build
from exports.outlets import OUTLETS
from locales import Words
from render import image, table
from tests.invented import named, spread, with_round

SECONDS, MEMORY = 90, 500_000_000  # what takes longer never ends; how long it takes, `make bench` measures
CODE = "2030"
SIZES = (1, 3, 15, 20, 57, 70, 190, 100_000)
CASES: dict[str, Callable[[], Tables]] = {
    **{f"{n} in one class": partial(lambda n: with_round(spread(n), CODE), n) for n in SIZES},
    **{f"{n} everywhere": partial(lambda n: with_round(spread(n, 11, 5, silent=True), CODE), n) for n in SIZES},
    "names of 200 letters": named,
    "names of 200 letters without a space": partial(named, unbroken=True),
    "many rounds of long names": partial(named, rounds=23),
}
LARGEST_SCALE = 8


def make(case: str, what: str, language: str) -> bytes:
    """Return the file of an outlet, or of a figure in a form (``map.png``), for a case."""
    view = View(CASES[case](), Selection("all" if case.startswith("many") else CODE), Words(language))
    figure, _, form = what.partition(".")
    if not form:
        return build(OUTLETS[what], view)
    chart = FIGURES[figure](view)
    if form == "png":
        return image.png(chart, scale=LARGEST_SCALE)
    return image.svg(chart).encode() if form == "svg" else table.csv(chart)


def _limited(asked: dict[str, str]) -> None:
    """Make a file within the limits, in a process that ends with it."""
    used = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (used + MEMORY, used + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Path(asked["path"]).write_bytes(make(asked["case"], asked["what"], asked["language"]))


def _tried(asked: dict[str, str]) -> dict[str, Any]:
    child = os.fork()
    if not child:
        status = 70
        with suppress(BaseException):
            try:
                _limited(asked)
                status = 0
            except BaseException:
                os.write(2, traceback.format_exc().encode())
        os._exit(status)
    _, status, used = os.wait4(child, 0)
    return {"failed": status, "seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_tried(json.loads(line))) + "\n")
        sys.stdout.flush()

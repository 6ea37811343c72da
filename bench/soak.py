"""A quarter of an hour of readers, and an editor who adds and corrects rounds meanwhile: ``make soak``.

Everything stays on the loopback. It fails on any error, any page that is not whole, and memory that grows. Prints a
table, saves it in .cache/bench/soak (``--out FOLDER`` for another), and exits 1 if a target is missed, 2 if the
server or the readers broke down.
"""

import argparse
import json
import sys
import tempfile
import time
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import load
from bench.report import Row, tell
from tests.harness.servers import DASHBOARD, ROOT, Server, running
from tests.harness.tables import add_round

SAMPLES = 10.0  # seconds between two looks at the memory
CORRECTIONS = 5  # of a round, before the next is added
# In the last third some 150 visits end: a session that kept but 50 kB would show. Allocators and caches that still
# fill move the median by one or two MB.
MOST_GROWTH = 8.0  # MB
JUDGED = 300.0  # seconds: in a shorter run caches still fill


@dataclass
class Watched:
    """What was seen of the server meanwhile: its share of all memory (PSS, MB), entries, errors."""

    shared: list[float] = field(default_factory=list)
    entries: int = 0
    errors: list[str] = field(default_factory=list)

    def growth(self) -> float:
        """Return by how many MB the median of the last third is above that of the middle third."""
        third = len(self.shared) // 3
        return median(self.shared[-third:]) - median(self.shared[third:-third])


def watch(server: Server, crowd: "Future[load.Tally]", file: Path, every: float) -> Watched:
    """Sample the memory, and store an entry every so many seconds, until the readers have left."""
    watched, begun, edit = Watched(), time.monotonic(), every / 2
    while not crowd.done():
        elapsed = time.monotonic() - begun
        watched.shared.append(server.shared_memory())
        print(f"{elapsed:5.0f} s  {watched.shared[-1]:6.1f} MB", file=sys.stderr, flush=True)
        if elapsed > edit:
            edit += every
            # Of a regency that took part before: which have never taken part is said on pages of other rounds too.
            rounds, corrects = divmod(watched.entries, CORRECTIONS + 1)
            more = ["--correct", str(2030 + rounds)] if corrects else []
            wrong = add_round(file, 2030 + rounds, 100 + watched.entries, *more)
            watched.errors += [wrong] if wrong else []
            watched.entries += not wrong
        wait([crowd], begun + elapsed + SAMPLES - time.monotonic())
    watched.errors += [line for line in server.said().splitlines() if is_error(line)]
    return watched


def is_error(line: str) -> bool:
    """Whether a line of the server's log tells of an error."""
    try:
        return bool(json.loads(line)["level"] in ("ERROR", "CRITICAL"))
    except (ValueError, KeyError, TypeError):
        return "Traceback" in line or "Error" in line


def soak(seconds: float, readers: int, every: float, views: int) -> tuple[list[Row], list[str]]:
    """Soak; returns rows and every error. Raises an error if the server or the readers broke down."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store" / "rounds.sqlite"
        with running(DASHBOARD, DATABASE_URL="", IKM_STORE=str(file)) as server:
            expected = load.started(load.learn, server.address, views).result()
            crowd = load.started(load.browse, server.address, expected, readers, seconds)
            watched = watch(server, crowd, file, every)
    errors = [*crowd.result().errors, *watched.errors]
    return rows_of(crowd.result(), watched, errors, seconds, readers), errors


def rows_of(tally: load.Tally, watched: Watched, errors: list[str], seconds: float, readers: int) -> list[Row]:
    """Return what was measured; a row whose least is 0 is for the record."""
    waited = tally.seconds or [0.0]
    recorded = [
        ("readers", readers, 0), ("views", len(tally.seconds), readers), ("visits", tally.visits, 0),
        ("files taken away", tally.downloads, 1), ("entries stored meanwhile", watched.entries, 0),
        ("pages that showed a new round by themselves", tally.pushed, 0),
    ]  # fmt: skip
    rows = [
        Row("errors and pages that were not whole", len(errors), "count", 0),
        *(Row(what, count, "count", least, is_least=True) for what, count, least in recorded),
        Row("a view, median", median(waited), "s", 1.0),
        Row("a view, 95th percentile", load.p95(waited), "s", 3.0),
        Row("most memory (PSS)", max(watched.shared), "MB", 0, is_least=True),
    ]
    if seconds >= JUDGED:
        rows.append(Row("memory (PSS), last third over middle third", watched.growth(), "MB", MOST_GROWTH))
    return rows


def main(given: list[str]) -> int:
    """Soak as the arguments say; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=900.0)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--every", type=float, default=30.0, help="seconds between two entries")
    parser.add_argument("--views", type=int, default=len(load.VIEWS), help="how many views of the dashboard they open")
    parser.add_argument("--out", type=Path, default=ROOT / ".cache" / "bench" / "soak")
    asked = parser.parse_args(given)
    try:
        rows, errors = soak(asked.seconds, asked.readers, asked.every, asked.views)
    except (RuntimeError, OSError) as error:
        print(f"soak: {error}", file=sys.stderr)
        return 2
    for wrong in errors[:20]:
        print(f"✗ {wrong}", file=sys.stderr)
    return tell(rows, asked.out)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

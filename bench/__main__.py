"""Measure everything: ``make bench``, or ``python -m bench PART ...`` for some parts.

Prints one table, saves it in .cache/bench, and exits 1 if a target is missed, 2 if a server or browser misbehaved.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Error as BrowserError

from bench import browser, lighthouse, load, outlets
from bench.report import Row, tell
from tests.harness.browser import chromium
from tests.harness.servers import DASHBOARD, ROOT, App, Server, running

RUNS = 5
FEW = 3
FLOORS = Path(__file__).parent / "floors"
BARE = ("--server.headless", "true", "--browser.gatherUsageStats", "false", "--browser.serverAddress", "localhost")
HELLO = App("hello", FLOORS, "hello.py", BARE)
ONE_CHART = App("one chart", FLOORS, "one_chart.py", BARE)
STATIC = App("static", FLOORS, "static.py", BARE)
CHARTS = {DASHBOARD: 4, ONE_CHART: 1}
LIVE, READING = {"IKM_LIVE": "1"}, {"IKM_LIVE": "0"}  # the live page at once, or the one that answers by itself
SETTLED = 3.0  # seconds after which ended sessions are gone


def wire() -> Iterator[Row]:
    """Bytes and seconds in the browser, cold and warm, and over a slow link."""
    size, cold, warm = {}, {}, {}
    with chromium() as window:
        for app, charts in CHARTS.items():
            with running(app, **LIVE) as server:
                size[app] = browser.wire_bytes(window, server.address, charts)
                cold[app], warm[app] = browser.cold_and_warm(window, server.address, charts, RUNS)
        with running(DASHBOARD, **LIVE) as server:
            slow = browser.slow_link(window, server.address, "#first .shape-map svg", FEW)
    yield Row("bytes on the wire, cold", size[DASHBOARD] / 1e6, "MB", 0.30, size[ONE_CHART] / 1e6)
    yield Row("cold, until the map can be clicked", cold[DASHBOARD], "s", 1.4, cold[ONE_CHART])
    yield Row("warm, until the map can be clicked", warm[DASHBOARD], "s", 2.0, warm[ONE_CHART])
    yield Row("numbers and map readable, 2 Mbit/s and 300 ms", slow, "s", 2.5)


def reading() -> Iterator[Row]:
    """A reader of the page that answers by itself, beside a static page: what comes, and a choice, near and far."""
    visits, near, far = {}, {}, {}
    with chromium() as window:
        for app in (DASHBOARD, STATIC):
            with running(app, **READING) as server:
                browser.chosen(window, server.address, RUNS)  # what is drawn once
                visits[app] = browser.first_visit(window, server.address)
                near[app] = browser.chosen(window, server.address, RUNS)
                far[app] = browser.chosen(window, server.address, FEW, far=True)
    sent, requests, part = visits[DASHBOARD]
    yield Row("first visit, all read", sent / 1e3, "kB", 90)
    yield Row("first visit, all read, beside a static page", sent / 1e3, "kB", 100, visits[STATIC][0] / 1e3)
    yield Row("first visit, all read", requests, "requests", 8)
    yield Row("a choice of a regency", part / 1e3, "kB", 15)
    yield Row("a choice until the page has answered", near[DASHBOARD], "s", 0.05)
    yield Row("the same beside a static page", near[DASHBOARD], "s", 10, near[STATIC])
    yield Row("the same, 2 Mbit/s and 300 ms", far[DASHBOARD], "s", 0.7)
    yield Row("the same, 2 Mbit/s and 300 ms, beside a static page", far[DASHBOARD], "s", 2, far[STATIC])


def readers() -> Iterator[Row]:
    """What prerendered choices cost: how many a second, and a thousand readers who read and choose."""
    with running(DASHBOARD, **READING) as server:
        load.started(load.read, server.address, 1, 40).result()  # drawn once
        begun = server.processor()
        seconds, taken = load.started(load.read, server.address, 16, 150).result()
        spent = server.processor() - begun
        _, waited = load.started(load.read, server.address, 1000, 4, 20).result()
    yield Row("prerendered choices a second", len(taken) / seconds, "/s", 300, is_least=True)
    yield Row("processor time of 1,000 choices", spent / len(taken) * 1000, "s", 3.3)
    yield Row("1,000 readers who read and choose, 95th percentile", load.p95(waited), "s", 1.0)


def choice() -> Iterator[Row]:
    """The answer to a choice, and the server's share of it."""
    queries = [f"regency={code}" for code in ("81.01", "81.02", "81.03", "81.04", "81.05")]
    with chromium() as window:
        with running(DASHBOARD, **LIVE) as server:
            ours = browser.rerun(window, server.address, 5, ".st-key-regency_choice", [7, 4, 10, 3], 9)
            script = load.started(load.alone, server.address, queries).result()
        with running(ONE_CHART) as server:
            floor = browser.rerun(window, server.address, 1, "", [1, 2, 0], 9)
    yield Row("choosing a regency until the page has answered", ours, "s", 2.5, floor)
    yield Row("server time of the script, median", script, "ms", 40)


def paint() -> Iterator[Row]:
    """Lighthouse's mobile profile, where there is a Lighthouse."""
    targets = {
        "first contentful paint": 1000, "largest contentful paint": 1300, "interactive": 1500,
        "total blocking time": 50, "cumulative layout shift": 0.02,
    }  # fmt: skip
    found = {}
    if not lighthouse.PROGRAM:
        return
    for app in (DASHBOARD, STATIC):
        with running(app, **READING) as server:
            lighthouse.measure(server.address, 1, [])  # the first visit warms the server
            found[app] = lighthouse.measure(server.address, FEW, [*targets])
    ours, floor = found[DASHBOARD], found[STATIC]
    for name, most in targets.items():
        yield Row(f"Lighthouse: {name}", ours[name], "score" if most < 1 else "ms", most)
    for name in [*targets][:3]:
        yield Row(f"Lighthouse: {name}, beside a static page", ours[name], "ms", 2, floor[name])
    for name in lighthouse.CATEGORIES:
        yield Row(f"Lighthouse: {name}", ours[name], "score", 100, is_least=True)


def start() -> Iterator[Row]:
    """From starting the server until it answers that it is healthy."""
    taken: dict[App, list[float]] = {DASHBOARD: [], HELLO: []}
    for app in [*taken] * RUNS:
        with running(app, **LIVE) as server:
            taken[app].append(server.started)
    yield Row("start until healthy", median(taken[DASHBOARD]), "s", 1.5, median(taken[HELLO]))


def crowd() -> Iterator[Row]:
    """Readers at once, and the memory of sessions."""
    ten, per_session, left, p95 = {}, 0.0, 0.0, {}
    for app in (DASHBOARD, HELLO):
        with running(app, **LIVE) as server:
            _at_once(server, 2)
            time.sleep(SETTLED)
            ten[app] = _memory_with(server, 10)
            if app is DASHBOARD:
                per_session = (_memory_with(server, 40) - ten[app]) / 30
                before = server.memory()
                for _ in range(3):
                    _at_once(server, 40)
                    time.sleep(SETTLED)
                left = server.memory() - before
            p95[app] = _at_once(server, 100)
    yield Row("memory with ten sessions", ten[DASHBOARD], "MB", 2.2, ten[HELLO])
    yield Row("memory of one further session", per_session, "MB", 2.0)
    yield Row("memory kept after 120 more sessions ended", left, "MB", 20)
    yield Row("100 readers at once, 95th percentile", p95[DASHBOARD], "s", 3.0, p95[HELLO])


def _at_once(server: Server, count: int) -> float:
    """Return the 95th percentile of the seconds of so many readers at once."""
    return load.p95(load.started(load.at_once, server.address, count, 0).result())


def _memory_with(server: Server, count: int) -> float:
    crowd = load.started(load.at_once, server.address, count, 6)
    time.sleep(5.0)
    memory = server.memory()
    crowd.result()
    time.sleep(SETTLED)
    return memory


PARTS = {part.__name__: part for part in (reading, readers, wire, choice, paint, start, crowd, outlets.files)}


def main(given: list[str]) -> int:
    """Measure the parts that are asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    rows: list[Row] = []
    for part in parser.parse_args(given).parts or PARTS:
        print(f"{part} ...", file=sys.stderr)
        try:
            rows += PARTS[part]()
        except (RuntimeError, OSError, BrowserError) as error:
            print(f"bench: {part}: {error}", file=sys.stderr)
            return 2
    return tell(rows, ROOT / ".cache" / "bench")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

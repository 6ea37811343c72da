"""Measure everything: ``make bench``, or ``python -m bench PART ...`` for some parts.

Prints one table, saves it in .cache/bench (``--out FOLDER`` for another), and exits 1 if a target is missed, 2 if a
server or browser misbehaved.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Error as BrowserError

from bench import browser, growth, lighthouse, outlets, readers, servers
from bench.report import Growth, Row, printed, save
from bench.servers import DASHBOARD, FIVE_CHARTS, HELLO, ONE_CHART, App
from data.tables import PACKAGED

RUNS = 5
FEW = 3
OUT = Path(__file__).parent.parent / ".cache" / "bench"
CHARTS = {DASHBOARD: 5, ONE_CHART: 1, FIVE_CHARTS: 5}
WEIGHED = (DASHBOARD, ONE_CHART)
SETTLED = 3.0  # seconds after which ended sessions are gone

Measured = tuple[list[Row], list[Growth]]


def wire() -> Measured:
    """Bytes and seconds in the browser, cold and warm, and over a slow link."""
    size, cold, warm = {}, {}, {}
    with browser.chromium() as chromium:
        for app, charts in CHARTS.items():
            with servers.running(app) as server:
                if app in WEIGHED:
                    size[app] = browser.wire_bytes(chromium, server.address, charts)
                cold[app], warm[app] = browser.cold_and_warm(chromium, server.address, charts, RUNS)
        with servers.running(DASHBOARD) as server:
            slow = browser.slow_link(chromium, server.address, "#first .first-map svg", FEW)
    return [
        Row("bytes on the wire, cold", size[DASHBOARD] / 1e6, "MB", 0.30, size[ONE_CHART] / 1e6),
        Row("cold, until the map can be clicked", cold[DASHBOARD], "s", 1.4, cold[ONE_CHART]),
        Row("warm, until the map can be clicked", warm[DASHBOARD], "s", 2.0, warm[ONE_CHART]),
        Row("cold, a bare page with five charts", cold[FIVE_CHARTS], "s", 0, cold[ONE_CHART], is_least=True),
        Row("numbers and map readable, 2 Mbit/s and 300 ms", slow, "s", 2.5),
    ], []


def choice() -> Measured:
    """The answer to a choice, and the server's share of it."""
    with browser.chromium() as chromium:
        with servers.running(DASHBOARD) as server:
            names = ["Kepulauan Aru", "Buru", "Kota Ambon", "Kepulauan Tanimbar"]
            ours = browser.rerun(chromium, server.address, 5, ".st-key-regency_choice", names, 9)
        with servers.running(ONE_CHART) as server:
            floor = browser.rerun(chromium, server.address, 1, "", ["2", "3", "1"], 9)
        with servers.running(FIVE_CHARTS) as server:
            three = browser.rerun(chromium, server.address, 5, "", ["2", "3", "1"], 9)
    return [
        Row("choosing a regency until the page has answered", ours, "s", 2.5, floor),
        Row("a choice that changes three of five bare charts", three, "s", 0, floor, is_least=True),
        Row("server time of the script, median", growth.script_ms(PACKAGED), "ms", 40),
    ], []


def paint() -> Measured:
    """Lighthouse's mobile profile."""
    if not lighthouse.is_there():
        print("Lighthouse is missing and could not be installed: install Node.js and npm; its rows are left out.")
        return [], []
    found = {}
    for app in (DASHBOARD, ONE_CHART):
        with servers.running(app) as server:
            lighthouse.measure(server.address, 1)  # the first visit warms the server
            found[app] = lighthouse.measure(server.address, FEW)
    ours, floor = found[DASHBOARD], found[ONE_CHART]
    targets = {
        "first contentful paint": 0.15, "largest contentful paint": 0.35, "interactive": 0.40,
        "total blocking time": 0.5, "blocking tasks in all": 1.0,
    }  # fmt: skip
    rows = [Row(f"Lighthouse: {name}", ours[name], "ms", most, floor[name]) for name, most in targets.items()]
    rows.append(Row("Lighthouse: layout shift", ours["layout shift"], "score", 0.05))
    return rows + [Row(f"Lighthouse: {c}", ours[c], "score", 100, is_least=True) for c in lighthouse.CATEGORIES], []


def start() -> Measured:
    """From starting the server until it answers that it is healthy."""
    taken: dict[App, list[float]] = {DASHBOARD: [], HELLO: []}
    for _ in range(RUNS):
        for app in taken:
            with servers.running(app) as server:
                taken[app].append(server.started)
    return [Row("start until healthy", median(taken[DASHBOARD]), "s", 1.5, median(taken[HELLO]))], []


def crowd() -> Measured:
    """Readers at once, the memory of sessions, and how both grow."""
    rows, sizes = [], [1, 10, 50, 100, 200]
    ten, per_session, left, p95, grown = {}, 0.0, 0.0, {}, []
    for app in (DASHBOARD, HELLO):
        with servers.running(app) as server:
            readers.summary(readers.from_outside(server.address, 2))
            time.sleep(SETTLED)
            ten[app] = _memory_with(server, 10)
            if app is DASHBOARD:
                more = _memory_with(server, 40)
                per_session = (more - ten[app]) / 30
                before = server.memory()
                for _ in range(3):
                    readers.summary(readers.from_outside(server.address, 40))
                    time.sleep(SETTLED)
                left = server.memory() - before
            found = readers.summary(readers.from_outside(server.address, 100))
            p95[app] = found["p95"]
            if app is DASHBOARD:
                grown = [readers.summary(readers.from_outside(server.address, n))["p95"] for n in sizes]
    rows = [
        Row("memory with ten sessions", ten[DASHBOARD], "MB", 2.2, ten[HELLO]),
        Row("memory of one further session", per_session, "MB", 2.0),
        Row("memory kept after 120 more sessions ended", left, "MB", 20),
        Row("100 readers at once, 95th percentile", p95[DASHBOARD], "s", 3.0, p95[HELLO]),
    ]
    return rows, [Growth("readers at once, 95th percentile", sizes, grown, "s")]


def _memory_with(server: servers.Server, count: int) -> float:
    process = readers.from_outside(server.address, count, hold=6.0)
    time.sleep(5.0)
    memory = server.memory()
    readers.summary(process)
    time.sleep(SETTLED)
    return memory


def grow() -> Measured:
    """How the script and the indicators grow with the tables."""
    rounds, regencies = [2, 20, 200], [11, 110, 514]
    return [], [
        Growth("script with rounds in the tables", rounds, [growth.rounds_ms(n) for n in rounds], "ms"),
        Growth("indicators with regencies", regencies, [growth.indicators_ms(n) for n in regencies], "ms"),
    ]


def files() -> Measured:
    """The outlets, and pictures against Kaleido's."""
    found, drawn = outlets.seconds(FEW), outlets.pictures(FEW)
    rows = [Row(f"{key} made", found[key], "s", limit) for key, limit in outlets.LIMITS.items()]
    for key, took in drawn.items():
        call, server = took["call"] / took["anew"], took["server"] / took["warm"]
        rows += [
            Row(f"PNG 2x of {key}, warm", took["warm"], "s", 0.5),
            Row(f"PNG 2x of {key}: Kaleido's call over ours anew", call, "×", 5, is_least=True),
            Row(f"PNG 2x of {key}: Kaleido's server over ours warm", server, "×", 0, is_least=True),
        ]
    return rows, []


PARTS: dict[str, Callable[[], Measured]] = {
    "wire": wire, "choice": choice, "paint": paint, "start": start, "crowd": crowd, "grow": grow, "files": files,
}  # fmt: skip


def main(given: list[str]) -> int:
    """Measure the parts that are asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args(given)
    rows: list[Row] = []
    growths: list[Growth] = []
    for part in asked.parts or PARTS:
        print(f"{part} ...", file=sys.stderr)
        try:
            measured, grown = PARTS[part]()
        except (RuntimeError, BrowserError) as error:
            print(f"bench: {part}: {error}", file=sys.stderr)
            return 2
        rows, growths = rows + measured, growths + grown
    print(printed(rows, growths))
    if rows:
        save(rows, growths, asked.out)
    return int(not all(row.is_met for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

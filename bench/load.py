"""Readers without a browser, as many as one likes, in a process of their own that prints JSON.

``python -m bench.load at_once ADDRESS COUNT HOLD``: so many open the overview at once and stay for some seconds.
``python -m bench.load read ADDRESS READERS CHOICES [SECONDS]``: so many open the prerendered overview and choose so
often, spread over some seconds.
``python -m bench.load alone ADDRESS QUERY ...``: one opens the overview, each time with the next query.
``python -m bench.load browse ADDRESS COUNT SECONDS VIEWS``: they browse as people do: come, look at some pages, choose,
take a file away, leave, and come again; a line is printed when they begin.
"""

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import httpx

from tests.harness.client import LIMIT, Drawn, View, Visit, opened

RUNS = 21
LOOK = (4.0, 20.0)  # seconds that a reader looks at a view; evenly spread, 12 on average
VISIT = (3, 12)  # views of one visit
DOWNLOADS = 0.15  # the share of views from which a file is taken
PAGES = ("", "trainings", "regencies", "national", "present", "takeaway", "sources", "rounds")
# The round is always named: what a view of it says does not change while other rounds are added.
CHOICES = (
    "round=2022", "round=2023", "round=2022&regency=81.07", "round=2023&regency=81.02", "round=2022&group=seafood",
)  # fmt: skip
VIEWS: list[View] = [(page, f"{choice}&lang={lang}") for page in PAGES for choice in CHOICES for lang in ("id", "en")]


@dataclass
class Tally:
    """How all readers fared: seconds of each view, files taken, runs that nobody asked for (a round was stored)."""

    seconds: list[float] = field(default_factory=list)
    visits: int = 0
    downloads: int = 0
    pushed: int = 0
    errors: list[str] = field(default_factory=list)


def started(what: str, *arguments: object) -> "subprocess.Popen[str]":
    """Start what is described above in a second process."""
    command = [sys.executable, "-m", "bench.load", what, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def result(process: "subprocess.Popen[str]") -> Any:
    """Return what a process printed last. Raises ``RuntimeError`` if it failed."""
    out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("the readers broke down")
    return json.loads(out)


def p95(seconds: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(seconds)[max(0, int(len(seconds) * 0.95) - 1)]


async def at_once(address: str, count: str, hold: str) -> list[float]:
    """Return each reader's seconds until the overview was whole. Raises ``ConnectionError`` if one met an error."""

    async def read() -> tuple[float, Drawn]:
        begun = time.perf_counter()
        async with opened(address) as socket:
            drawn = await Visit(socket).open(("", ""))
            seconds = time.perf_counter() - begun
            await asyncio.sleep(float(hold))
            return seconds, drawn

    read_by_all = await asyncio.gather(*(read() for _ in range(int(count))))
    if len({(drawn.title, drawn.figures, drawn.elements) for _, drawn in read_by_all}) > 1:
        raise ConnectionError("a reader did not get the whole page")
    return [seconds for seconds, _ in read_by_all]


async def read(address: str, readers: str, choices: str, over: str = "0") -> dict[str, Any]:
    """Let readers choose one regency after the other on a connection each; returns all seconds, and those of each."""
    host, _, port = address.removeprefix("http://").partition(":")
    taken: list[float] = []

    async def one(number: int) -> None:
        await asyncio.sleep(number / int(readers) * float(over))
        stream, out = await asyncio.open_connection(host, int(port))
        for n in range(int(choices)):
            query = f"regency=81.{1 + (number + n) % 9:02}&drawn=" if n else ""
            begun = time.perf_counter()
            out.write(f"GET /?{query} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: br\r\n\r\n".encode())
            head = await stream.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise ConnectionError(head.decode())
            await stream.readexactly(int(head.lower().partition(b"content-length:")[2].split()[0]))
            taken.append(time.perf_counter() - begun)
        out.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(int(readers))))
    return {"seconds": time.perf_counter() - begun, "taken": taken}


async def alone(address: str, *queries: str) -> float:
    """Return the median milliseconds of a run, every query having been asked by some reader before."""
    taken = []
    async with opened(address) as socket:
        visit = Visit(socket)
        for n in range(RUNS + 2 * len(queries)):
            begun = time.perf_counter()
            await visit.open(("", queries[n % len(queries)]))
            taken.append(time.perf_counter() - begun)
    return median(taken[2 * len(queries) :]) * 1000


async def browse(address: str, count: str, seconds: str, views: str) -> dict[str, Any]:
    """Let so many readers browse for so long, once the views are known; returns the tally."""
    tally = Tally()
    async with httpx.AsyncClient(base_url=address, timeout=LIMIT, trust_env=False) as web:
        expected: dict[View, Drawn] = {}
        async with opened(address) as socket:
            for view in VIEWS[:: -(-len(VIEWS) // int(views))]:  # with nobody else there
                expected[view] = await Visit(socket).open(view)
        print("they browse", flush=True)
        end = time.monotonic() + float(seconds)
        chances = (random.Random(n) for n in range(int(count)))  # noqa: S311
        await asyncio.gather(*(_come_and_go(address, web, expected, tally, chance, end) for chance in chances))
    return vars(tally)


async def _come_and_go(
    address: str, web: httpx.AsyncClient, expected: dict[View, Drawn], tally: Tally, chance: random.Random, end: float
) -> None:
    await asyncio.sleep(chance.uniform(0, LOOK[1]))
    while time.monotonic() < end:
        tally.visits += 1
        try:
            page, query = first = chance.choice(list(expected))
            (await web.get(f"/{page}?{query}")).raise_for_status()
            async with opened(address) as socket:
                await _look_around(Visit(socket, expected), web, first, tally, chance, end)
        except Exception as error:
            tally.errors.append(repr(error)[:400])
            await asyncio.sleep(1)


async def _look_around(
    visit: Visit, web: httpx.AsyncClient, view: View, tally: Tally, chance: random.Random, end: float
) -> None:
    for _ in range(chance.randint(*VISIT)):
        begun = time.monotonic()
        drawn = await visit.open(view)
        tally.seconds.append(time.monotonic() - begun)
        if (drawn.files or drawn.menus) and chance.random() < DOWNLOADS:
            files = drawn.files or await visit.unfold(view, chance.choice(drawn.menus))
            if files and (address := await visit.make(chance.choice(files))):
                (await web.get(address)).raise_for_status()
                tally.downloads += 1
        pushed = await visit.look(min(chance.uniform(*LOOK), max(0.1, end - time.monotonic())))
        tally.pushed += pushed
        if time.monotonic() > end:
            return
        view = chance.choice(list(visit.expected))


if __name__ == "__main__":
    work = {"at_once": at_once, "read": read, "alone": alone, "browse": browse}[sys.argv[1]]
    print(json.dumps(asyncio.run(work(*sys.argv[2:]))))  # type: ignore[operator]

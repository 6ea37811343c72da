"""Readers without a browser, as many as one likes, in a process of their own."""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
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


@cache
def _process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"))  # the browser's threads do not live through a fork


def _run(work: Callable[..., Coroutine[Any, Any, Any]], given: tuple[Any, ...]) -> Any:
    return asyncio.run(work(*given))


def started[**P, T](work: Callable[P, Coroutine[Any, Any, T]], *given: P.args, **_: P.kwargs) -> Future[T]:
    """Let readers do one of what stands below, in the second process."""
    return _process().submit(_run, work, given)


def p95(seconds: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(seconds)[max(0, int(len(seconds) * 0.95) - 1)]


async def at_once(address: str, count: int, hold: float) -> list[float]:
    """So many open the overview and stay; returns their seconds. Raises ``ConnectionError`` if one met an error."""

    async def read() -> tuple[float, Drawn]:
        begun = time.perf_counter()
        async with opened(address) as socket:
            drawn = await Visit(socket).open(("", ""))
            seconds = time.perf_counter() - begun
            await asyncio.sleep(hold)
            return seconds, drawn

    read_by_all = await asyncio.gather(*(read() for _ in range(count)))
    if len({(drawn.title, drawn.figures, drawn.elements) for _, drawn in read_by_all}) > 1:
        raise ConnectionError("a reader did not get the whole page")
    return [seconds for seconds, _ in read_by_all]


async def read(address: str, readers: int, choices: int, over: float = 0) -> tuple[float, list[float]]:
    """Readers choose one regency after the other on a connection each; returns all seconds, and those of each."""
    host, _, port = address.removeprefix("http://").partition(":")
    taken: list[float] = []

    async def one(number: int) -> None:
        await asyncio.sleep(number / readers * over)
        stream, out = await asyncio.open_connection(host, int(port))
        for n in range(choices):
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
    await asyncio.gather(*(one(number) for number in range(readers)))
    return time.perf_counter() - begun, taken


async def alone(address: str, queries: Sequence[str]) -> float:
    """Return the median milliseconds of a run, every query having been asked by some reader before."""
    taken = []
    async with opened(address) as socket:
        visit = Visit(socket)
        for n in range(RUNS + 2 * len(queries)):
            begun = time.perf_counter()
            await visit.open(("", queries[n % len(queries)]))
            taken.append(time.perf_counter() - begun)
    return median(taken[2 * len(queries) :]) * 1000


async def learn(address: str, views: int) -> dict[View, Drawn]:
    """Return what so many views consist of, with nobody else there."""
    async with opened(address) as socket:
        return {view: await Visit(socket).open(view) for view in VIEWS[:: -(-len(VIEWS) // views)]}


async def browse(address: str, expected: dict[View, Drawn], count: int, seconds: float) -> Tally:
    """So many browse as people do: come, look at pages, choose, take a file away, leave, and come again."""
    tally, end = Tally(), time.monotonic() + seconds
    async with httpx.AsyncClient(base_url=address, timeout=LIMIT, trust_env=False) as web:

        async def come_and_go(chance: random.Random) -> None:
            await asyncio.sleep(chance.uniform(0, LOOK[1]))
            while time.monotonic() < end:
                tally.visits += 1
                try:
                    page, query = first = chance.choice(list(expected))
                    (await web.get(f"/{page}?{query}")).raise_for_status()
                    async with opened(address) as socket:
                        await look_around(Visit(socket, expected), first, chance)
                except Exception as error:
                    tally.errors.append(repr(error)[:400])
                    await asyncio.sleep(1)

        async def look_around(visit: Visit, view: View, chance: random.Random) -> None:
            for _ in range(chance.randint(*VISIT)):
                begun = time.monotonic()
                drawn = await visit.open(view)
                tally.seconds.append(time.monotonic() - begun)
                if (drawn.files or drawn.menus) and chance.random() < DOWNLOADS:
                    files = drawn.files or await visit.unfold(view, chance.choice(drawn.menus))
                    if files and (file := await visit.make(chance.choice(files))):
                        (await web.get(file)).raise_for_status()
                        tally.downloads += 1
                tally.pushed += await visit.look(min(chance.uniform(*LOOK), max(0.1, end - time.monotonic())))
                if time.monotonic() > end:
                    return
                view = chance.choice(list(expected))

        await asyncio.gather(*(come_and_go(random.Random(n)) for n in range(count)))  # noqa: S311
    return tally

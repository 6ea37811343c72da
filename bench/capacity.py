"""How many readers one process holds: readers who browse, with the time to look that people take between two views.

``python -m bench.capacity COUNT ...`` serves the dashboard once and lets so many readers browse for a minute, one
count after the other. The server's own processor time says what a reader costs, whatever else the machine does;
the waiting times hold for this machine, with the readers on it too. ``DATABASE_URL`` and ``IKM_STORE`` are obeyed.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from websockets.asyncio.client import ClientConnection

from bench.servers import DASHBOARD, Server, running
from bench.stream import asks_for, opened

LOOK = (10.0, 30.0)  # seconds that a reader looks at a view; evenly spread, 20 on average
LASTS = 60.0  # seconds that are measured, after everybody has come
# What a reader opens, one after the other: pages as the menu names them, with choices of round and regency.
VIEWS = (
    ("", ""), ("", "round=2023"), ("trainings", ""), ("regencies", ""), ("regencies", "regency=81.07"),
    ("national", ""), ("", "regency=81.72"), ("sources", ""),
)  # fmt: skip
ENDS = 200  # bytes: the message that ends a run is shorter; longer ones need not be unpacked to know


@dataclass(frozen=True)
class Browsed:
    """How one reader fared: the seconds of each view, the bytes received (before compression), and what went wrong."""

    seconds: list[float]
    size: int
    error: str = ""


@dataclass(frozen=True)
class Load:
    """What so many readers cost: views, seconds waited, and the server's processor time and memory."""

    readers: int
    views: int
    p50: float
    p95: float
    processor: float  # milliseconds a view
    busy: float  # share of one core
    memory: float  # MB in all
    session: float  # MB that one reader added
    size: float  # kB a view, before compression
    errors: int


async def browse(address: str, begin: float, end: float) -> Browsed:
    """Come at a time, look at one view after the other until the end; both in ``time.monotonic``'s seconds."""
    seconds: list[float] = []
    size = 0
    await asyncio.sleep(max(0.0, begin - time.monotonic()))
    try:
        async with opened(address) as socket:
            view = random.randrange(len(VIEWS))  # noqa: S311
            while time.monotonic() < end:
                begun = time.monotonic()
                size += await _view(socket, *VIEWS[view % len(VIEWS)])
                seconds.append(time.monotonic() - begun)
                view += 1
                await asyncio.sleep(random.uniform(*LOOK))  # noqa: S311
    except Exception as error:
        return Browsed(seconds, size, repr(error)[:200])
    return Browsed(seconds, size)


async def _view(socket: ClientConnection, page: str, query: str) -> int:
    """Open a view and take all of it; returns its bytes."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    await socket.send(asks_for(page, query).SerializeToString())
    size = 0
    async for packed in socket:
        size += len(packed)
        if len(packed) < ENDS and ForwardMsg.FromString(bytes(packed)).WhichOneof("type") == "script_finished":  # type: ignore[arg-type]
            return size
    raise ConnectionError("the view was not finished")


async def crowd(address: str, count: int) -> list[Browsed]:
    """Let so many readers come over twenty seconds and browse."""
    now = time.monotonic()
    come = LOOK[1] - LOOK[0]
    return list(
        await asyncio.gather(*(browse(address, now + come * n / count, now + come + LASTS) for n in range(count)))
    )


def measured(server: Server, count: int) -> Load:
    """Measure a crowd that browses from a second process. Raises ``CalledProcessError`` if that fails."""
    memory, begun = server.memory(), _processor(server.process)
    command = [sys.executable, "-m", "bench.capacity", "--crowd", server.address, str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        time.sleep(LASTS)  # nearly at the end, while everybody is there
        most = server.memory()
        said, _ = process.communicate()
    spent = _processor(server.process) - begun
    browsed = [Browsed(**one) for one in json.loads(said)]
    seconds = sorted(second for one in browsed for second in one.seconds)
    return Load(
        readers=count,
        views=len(seconds),
        p50=median(seconds),
        p95=seconds[max(0, int(len(seconds) * 0.95) - 1)],
        processor=1000 * spent / len(seconds),
        busy=spent / (LASTS + LOOK[1] - LOOK[0]),
        memory=most,
        session=(most - memory) / count,
        size=sum(one.size for one in browsed) / len(seconds) / 1000,
        errors=sum(1 for one in browsed if one.error),
    )


def _processor(process: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(counts: list[int]) -> None:
    """Print a line for each count."""
    print("readers  views    p50 s    p95 s  ms/view  core  MB  MB/reader  kB/view  errors")
    with running(DASHBOARD) as server:
        asyncio.run(crowd_once(server.address))
        for count in counts:
            load = measured(server, count)
            print(
                f"{load.readers:7}{load.views:7}{load.p50:9.2f}{load.p95:9.2f}{load.processor:9.0f}{load.busy:6.2f}"
                f"{load.memory:6.0f}{load.session:9.2f}{load.size:9.0f}{load.errors:8}",
                flush=True,
            )
            time.sleep(3)  # until the sessions are gone


async def crowd_once(address: str) -> None:
    """Open every view once: what is made only once is made by then."""
    async with opened(address) as socket:
        for view in VIEWS:
            await _view(socket, *view)


if __name__ == "__main__":
    if sys.argv[1] == "--crowd":
        print(json.dumps([vars(one) for one in asyncio.run(crowd(sys.argv[2], int(sys.argv[3])))]))
    else:
        main([int(count) for count in sys.argv[1:]])

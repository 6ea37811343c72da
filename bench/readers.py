"""Readers without a browser: real websockets that open the page and take everything the server sends.

Run as ``python -m bench.readers ADDRESS COUNT HOLD``, in a process of its own; prints JSON.
"""

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass

from bench.stream import asks_for, opened

LIMIT = 120  # seconds that a reader waits at most


@dataclass(frozen=True)
class Opened:
    """How one reader fared: seconds until the page was whole, how many messages and bytes, and what went wrong."""

    seconds: float
    messages: int
    size: int
    error: str = ""


async def read(address: str, hold: float, query: str = "") -> Opened:
    """Open the page, take all of it, stay for ``hold`` seconds."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    begun, messages, size = time.perf_counter(), 0, 0
    try:
        async with asyncio.timeout(LIMIT), opened(address) as socket:
            await socket.send(asks_for(query=query).SerializeToString())
            async for packed in socket:
                messages, size = messages + 1, size + len(packed)
                said = ForwardMsg.FromString(packed)
                if said.WhichOneof("type") == "delta" and said.delta.new_element.WhichOneof("type") == "exception":
                    return Opened(time.perf_counter() - begun, messages, size, "exception")
                if said.WhichOneof("type") == "script_finished":
                    break
            seconds = time.perf_counter() - begun
            await asyncio.sleep(hold)
            return Opened(seconds, messages, size)
    except Exception as error:
        return Opened(time.perf_counter() - begun, messages, size, repr(error)[:200])


async def crowd(address: str, count: int, hold: float) -> list[Opened]:
    """Open the page for so many readers at once."""
    return list(await asyncio.gather(*(read(address, hold) for _ in range(count))))


def from_outside(address: str, count: int, hold: float = 0.0) -> "subprocess.Popen[str]":
    """Start a crowd in a second process; its output is what ``summary`` reads."""
    command = [sys.executable, "-m", "bench.readers", address, str(count), str(hold)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def summary(process: "subprocess.Popen[str]") -> dict[str, float]:
    """Return what a crowd measured. Raises ``RuntimeError`` if a reader met an error or got less than others."""
    said, _ = process.communicate(timeout=LIMIT + 60)
    opened = [Opened(**one) for one in json.loads(said)]
    wrong = [one.error for one in opened if one.error]
    if wrong:
        raise RuntimeError(f"{len(wrong)} of {len(opened)} readers met an error: {wrong[0]}")
    if min(one.messages for one in opened) < 0.9 * max(one.messages for one in opened):
        raise RuntimeError("a reader did not get the whole page")
    seconds = sorted(one.seconds for one in opened)
    return {
        "p50": seconds[len(seconds) // 2],
        "p95": seconds[max(0, int(len(seconds) * 0.95) - 1)],
        "bytes": opened[0].size,
    }


if __name__ == "__main__":
    found = asyncio.run(crowd(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
    print(json.dumps([vars(one) for one in found]))

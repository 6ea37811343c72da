"""The server's own time: a run of the overview's script on a real server, or the indicators alone in this process.

``python -m bench.script ADDRESS QUERY ...`` asks a server for the overview, each time with the next query, and prints
the median time until the run has ended, in milliseconds, everything that it sends being taken; ``--regencies N``
computes the indicators on N regencies.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from websockets.sync.client import ClientConnection

from bench.stream import asks_for, opened_sync

RUNS = 21


def overview(address: str, queries: Sequence[str]) -> float:
    """Return the median milliseconds of a run, every query having been asked by some reader before."""
    with opened_sync(address) as socket:
        taken = [_run(socket, queries[n % len(queries)]) for n in range(RUNS + 2 * len(queries))]
    return median(taken[2 * len(queries) :]) * 1000


def _run(socket: ClientConnection, query: str) -> float:
    """Ask for a run and return the seconds until it has ended. Raises ``RuntimeError`` if the page shows an error."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    asked = asks_for(query=query)
    asked.rerun_script.is_history_navigation = True  # the address says all
    begun, messages = time.perf_counter(), 0
    socket.send(asked.SerializeToString())
    while True:
        said = ForwardMsg.FromString(socket.recv(timeout=60))
        messages += 1
        if said.WhichOneof("type") == "delta" and said.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(said.delta.new_element.exception.message)
        if said.WhichOneof("type") == "script_finished" and messages > 20:  # a run that was overtaken ends early
            return time.perf_counter() - begun


def regencies(count: int) -> float:
    """Return the median milliseconds of the indicators of the overview on so many regencies."""
    import pandas as pd

    from data import indicators
    from data.selection import Selection
    from data.tables import PACKAGED, load

    real = load(PACKAGED)
    rows = real["regencies"]
    copies = [rows.assign(code=[f"{n:02}.{code[3:]}" for code in rows.code]) for n in range(10, 10 + -(-count // 11))]
    part = real["participation"]
    parts = [part.assign(regency=[f"{n:02}.{code[3:]}" for code in part.regency]) for n in range(10, 10 + len(copies))]
    frames = {**real.frames, "regencies": pd.concat(copies).head(count).reset_index(drop=True)}
    frames["participation"] = pd.concat([part, *parts]).reset_index(drop=True)
    taken = []
    for _ in range(RUNS):
        tables = replace(real, frames=dict(frames))
        begun = time.perf_counter()
        for key in indicators.MEASURES:
            indicators.measure(tables, key)
        for find in (indicators.participants, indicators.participants_by_regency, indicators.regencies_reached,
                     indicators.participants_per_100k, indicators.share_by_regency):  # fmt: skip
            find(tables, Selection("2022"))
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1000


if __name__ == "__main__":
    asked = sys.argv[1:]
    print(regencies(int(asked[1])) if asked[0] == "--regencies" else overview(asked[0], asked[1:]))

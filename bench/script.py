"""The server's own time: a run of the overview's script, or the indicators alone, in this process.

``python -m bench.script FOLDER`` runs the script on the tables of a folder and prints the median of its runs in
milliseconds, each with another selection; ``--regencies N`` computes the indicators on N regencies.
"""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
RUNS = 21


def overview(folder: Path) -> float:
    """Return the median milliseconds of a run, every selection having been shown to some reader before."""
    os.environ["IKM_DATA"] = str(folder)
    from streamlit.testing.v1 import AppTest

    from data.selection import regency_codes
    from data.tables import load

    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    codes = ["", *regency_codes(load(folder))][:6]
    taken = []
    for n in range(RUNS + len(codes)):
        app.text_input(key="regency").set_value(codes[n % len(codes)])
        begun = time.perf_counter()
        app.run()
        taken.append(time.perf_counter() - begun)
        if app.exception:
            raise RuntimeError(str(app.exception[0].value))
    return median(taken[len(codes) :]) * 1000


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
    print(regencies(int(asked[1])) if asked[0] == "--regencies" else overview(Path(asked[0])))

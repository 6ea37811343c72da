"""A quarter of an hour of readers, and an editor who adds and corrects rounds meanwhile: ``make soak``.

Everything stays on the loopback. It fails on any error, any page that is not whole, and memory that grows. Prints a
table, saves it in .cache/bench/soak (``--out FOLDER`` for another), and exits 1 if a target is missed, 2 if the
server or the readers broke down.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.report import Growth, Row, printed, save
from bench.servers import DASHBOARD, ROOT, Server, running
from bench.visitors import VIEWS

SAMPLES = 10.0  # seconds between two looks at the memory
EDITS = 30.0  # seconds between two entries
CORRECTIONS = 5  # of a round, before the next is added
# In the last third some 150 visits end: a session that kept but 50 kB would show. Allocators and caches that still
# fill move the median by one or two MB.
MOST_GROWTH = 8.0  # MB
JUDGED = 300.0  # seconds: in a shorter run caches still fill
OUT = ROOT / ".cache" / "bench" / "soak"
# A regency that took part before: which have never taken part is said on pages of other rounds too.
FORM = """Tahun;{year}
Jumlah peserta seluruhnya;{people}
Jumlah kegiatan atau kelas;1
Judul sumber;Laporan akhir
Penerbit sumber;Disperindag Provinsi Maluku
Kabupaten/kota;Kegiatan;Peserta
Kota Ambon;Ikan asap cair;{people}
"""


@dataclass
class Watched:
    """What was seen of the server meanwhile."""

    at: list[int] = field(default_factory=list)  # seconds
    shared: list[float] = field(default_factory=list)  # MB: its share of all memory (PSS)
    resident: list[float] = field(default_factory=list)  # MB (RSS)
    entries: int = 0
    errors: list[str] = field(default_factory=list)

    def growth(self) -> float:
        """Return by how many MB the median of the last third is above that of the middle third."""
        third = len(self.shared) // 3
        return median(self.shared[-third:]) - median(self.shared[third:-third])


def shared_memory(process: int) -> float:
    """Return the share of all memory that a process holds, in MB; what it shares with others counts in parts."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


class Editor:
    """Whoever adds and corrects rounds, with the command line."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        """Write forms into a folder; ``settings`` name the store."""
        self.file, self.settings, self.stored = folder / "laporan.csv", settings, 0

    def store(self) -> str:
        """Add the next round, or correct the last; returns what went wrong, "" if nothing did."""
        rounds, corrections = divmod(self.stored, CORRECTIONS + 1)
        year = 2030 + rounds
        self.file.write_text(FORM.format(year=year, people=100 + self.stored), encoding="utf-8")
        more = ["--correct", str(year)] if corrections else []
        command = [sys.executable, "-m", "data.rounds", "add", str(self.file), "--reason", "soak", *more]
        done = subprocess.run(command, cwd=ROOT, env=self.settings, capture_output=True, text=True, check=False)
        self.stored += not done.returncode
        return done.stderr.strip()[-400:]


def watch(server: Server, crowd: "subprocess.Popen[bytes]", editor: Editor, every: float) -> Watched:
    """Sample the memory and let the editor work until the readers have left."""
    watched, begun = Watched(), time.monotonic()
    edit = every / 2
    while crowd.poll() is None:
        elapsed = time.monotonic() - begun
        watched.at.append(round(elapsed))
        watched.shared.append(shared_memory(server.process))
        watched.resident.append(server.memory())
        print(f"{watched.at[-1]:5} s  {watched.shared[-1]:6.1f} MB", file=sys.stderr, flush=True)
        if elapsed > edit:
            edit += every
            watched.errors += [wrong] if (wrong := editor.store()) else []
        while crowd.poll() is None and time.monotonic() < begun + elapsed + SAMPLES:
            time.sleep(0.2)
    watched.entries = editor.stored
    watched.errors += [line for line in server.said().splitlines() if _is_error(line)]
    return watched


def _is_error(line: str) -> bool:
    try:
        return bool(json.loads(line)["level"] in ("ERROR", "CRITICAL"))
    except (ValueError, KeyError, TypeError):
        return "Traceback" in line or "Error" in line


def soak(seconds: float, readers: int, every: float, views: int) -> tuple[list[Row], list[Growth], list[str]]:
    """Soak; returns rows, growths and every error. Raises ``RuntimeError`` if the server or the readers broke down."""
    with tempfile.TemporaryDirectory() as folder:
        store = {"DATABASE_URL": "", "IKM_STORE": f"{folder}/store/rounds.sqlite"}
        editor = Editor(Path(folder), {**os.environ, **store})
        with running(DASHBOARD, **store) as server:
            command = [sys.executable, "-m", "bench.visitors", server.address, str(readers), str(seconds), str(views)]
            said = Path(folder) / "said"
            with said.open("w") as file, subprocess.Popen(command, cwd=ROOT, stdout=file) as crowd:
                while crowd.poll() is None and not said.stat().st_size:  # they learn every view first
                    time.sleep(0.2)
                watched = watch(server, crowd, editor, every)
            if crowd.returncode:
                raise RuntimeError("the readers broke down")
            tally = json.loads(said.read_text("utf-8").splitlines()[-1])
    errors = [*tally["errors"], *watched.errors]
    growth = Growth("memory (PSS) after so many seconds", watched.at, watched.shared, "MB")
    return rows_of(tally, watched, errors, seconds, readers), [growth], errors


def rows_of(tally: dict[str, Any], watched: Watched, errors: list[str], seconds: float, readers: int) -> list[Row]:
    """Return what was measured; a row whose least is 0 is for the record."""
    waited = sorted(tally["seconds"]) or [0.0]
    rows = [
        Row("errors and pages that were not whole", len(errors), "count", 0),
        Row("readers", readers, "count", 0, is_least=True),
        Row("views", len(tally["seconds"]), "count", readers, is_least=True),
        Row("visits", tally["visits"], "count", 0, is_least=True),
        Row("files taken away", tally["downloads"], "count", 1, is_least=True),
        Row("entries stored meanwhile", watched.entries, "count", 0, is_least=True),
        Row("pages that showed a new round by themselves", tally["pushed"], "count", 0, is_least=True),
        Row("a view, median", median(waited), "s", 1.0),
        Row("a view, 95th percentile", waited[max(0, int(len(waited) * 0.95) - 1)], "s", 3.0),
        Row("most memory (RSS)", max(watched.resident), "MB", 0, is_least=True),
    ]
    if seconds >= JUDGED:
        rows.append(Row("memory (PSS), last third over middle third", watched.growth(), "MB", MOST_GROWTH))
    return rows


def main(given: list[str]) -> int:
    """Soak as the arguments say; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=900.0)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--every", type=float, default=EDITS, help="seconds between two entries")
    parser.add_argument("--views", type=int, default=len(VIEWS), help="how many views of the dashboard they open")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args(given)
    try:
        rows, growths, errors = soak(asked.seconds, asked.readers, asked.every, asked.views)
    except RuntimeError as error:
        print(f"soak: {error}", file=sys.stderr)
        return 2
    print(printed(rows, growths))
    for wrong in errors[:20]:
        print(f"✗ {wrong}", file=sys.stderr)
    save(rows, growths, asked.out)
    return int(not all(row.is_met for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

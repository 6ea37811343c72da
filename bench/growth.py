"""How work grows: more sessions, more rounds in the tables, more regencies."""

import csv
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import servers
from data.selection import regency_codes
from data.tables import PACKAGED, load

ROOT = Path(__file__).parent.parent


def with_rounds(folder: Path, count: int) -> None:
    """Copy the tables with so many rounds: the one of 2023, again and again."""
    _copy(folder)
    rounds, participation, trainings = (_read(folder, name) for name in ("rounds", "participation", "trainings"))
    (pattern,) = [row for row in rounds if row["round"] == "2023"]
    held = {name: [r for r in rows if r["round"] == "2023"] for name, rows in
            (("participation", participation), ("trainings", trainings))}  # fmt: skip
    for n in range(count - 2):
        year = 2024 + n % 70
        code = str(year) if n < 70 else f"{year}-{n // 70 + 1}"
        rounds.append({**pattern, "round": code, "year": str(year)})
        participation += [{**row, "round": code} for row in held["participation"]]
        trainings += [{**row, "round": code} for row in held["trainings"]]
    for name, rows in (("rounds", rounds), ("participation", participation), ("trainings", trainings)):
        _write(folder, name, rows)


def script_ms(folder: Path) -> float:
    """Return the median milliseconds of a run of the overview on the tables of a folder, as its reader waits for it."""
    codes = regency_codes(load(folder))[:5]
    with servers.running(servers.DASHBOARD, IKM_DATA=str(folder)) as server:
        return _alone(server.address, "", *(f"regency={code}" for code in codes))


def indicators_ms(regencies: int) -> float:
    """Return the median milliseconds of every indicator on tables with so many regencies, nothing kept."""
    return _alone("--regencies", str(regencies))


def _alone(*arguments: str) -> float:
    """Return what ``bench.script`` measures, in a process of its own."""
    command = [sys.executable, "-m", "bench.script", *arguments]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300).stdout
    return float(said.split()[-1])


def rounds_ms(count: int) -> float:
    """Return the median milliseconds of the overview's script with so many rounds in the tables."""
    with tempfile.TemporaryDirectory() as folder:
        with_rounds(Path(folder), count)
        return script_ms(Path(folder))


def _copy(folder: Path) -> None:
    for path in [*PACKAGED.glob("*.csv"), PACKAGED / "datapackage.json"]:
        shutil.copy(path, folder)


def _read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)

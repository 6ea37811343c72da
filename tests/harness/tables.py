"""The packaged tables: as they are, and with as many rounds as one likes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd

from data.tables import PACKAGED, load
from tests.harness.servers import ROOT

# Shared by tests that replace nothing of the product: what is computed of them is computed once.
TABLES = load(PACKAGED)
FORM = """Tahun;{year}
Jumlah peserta seluruhnya;{people}
Jumlah kegiatan atau kelas;1
Judul sumber;Laporan akhir
Penerbit sumber;Disperindag Provinsi Maluku
Kabupaten/kota;Kegiatan;Peserta
{regency};Ikan asap cair;{people}
"""


def with_rounds(folder: Path, count: int) -> None:
    """Copy the tables into a folder with so many rounds: the one of 2023, again and again."""
    for path in [*PACKAGED.glob("*.csv"), PACKAGED / "datapackage.json"]:
        shutil.copy(path, folder)
    years = [2024 + n % 70 for n in range(count - 2)]
    codes = [str(year) if n < 70 else f"{year}-{n // 70 + 1}" for n, year in enumerate(years)]
    for name in ("rounds", "participation", "trainings"):
        table = pd.read_csv(folder / f"{name}.csv", dtype=str)
        pattern = table[table["round"] == "2023"]
        more = [pattern.assign(round=code) for code in codes]
        if name == "rounds":
            more = [rows.assign(year=str(year)) for rows, year in zip(more, years, strict=True)]
        pd.concat([table, *more]).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def add_round(store: Path, year: int, people: int, *more: str, regency: str = "Kota Ambon") -> str:
    """Store a round of one activity by the command line; returns what went wrong, "" if nothing did."""
    file = store.parent.parent / f"{year}.csv"
    file.write_text(FORM.format(year=year, people=people, regency=regency), encoding="utf-8")
    command = [sys.executable, "-m", "data.rounds", "add", str(file), "--reason", "uji", *more]
    own = {**os.environ, "DATABASE_URL": "", "IKM_STORE": str(store)}
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False, timeout=120)
    return done.stderr.strip()[-400:] if done.returncode else ""

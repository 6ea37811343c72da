"""The packaged tables: as they are, and with as many rounds as one likes."""

import shutil
from pathlib import Path

import pandas as pd

from data.tables import PACKAGED, load

# Shared by tests that replace nothing of the product: what is computed of them is computed once.
TABLES = load(PACKAGED)


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

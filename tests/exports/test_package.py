"""The data package, opened by Frictionless, GeoPandas and the dashboard itself."""

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from frictionless import Package

from data.tables import PACKAGED, BrokenTableError, Tables, load
from exports.package import boundaries_geojson, boundaries_gpkg, data_package
from tests.harness.tables import TABLES


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(data_package(TABLES))) as packed:
        packed.extractall(folder)
    return folder


@pytest.mark.integration
def test_frictionless_finds_it_valid(unpacked: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        cwd=unpacked, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
    named = {resource.name for resource in Package(str(unpacked / "datapackage.json")).resources}
    assert named == {*TABLES.frames, "boundaries", "boundaries-geopackage"}


def test_its_tables_are_the_same_tables(unpacked: Path) -> None:
    again = load(unpacked)
    assert not again.problems
    for name, frame in TABLES.frames.items():
        pd.testing.assert_frame_equal(again[name], frame)


def test_the_boundaries_open_in_a_geographic_program(unpacked: Path) -> None:
    drawn = gpd.read_file(unpacked / "boundaries" / "maluku.geojson")
    assert sorted(drawn.code) == sorted(TABLES["regencies"].code)
    packed = gpd.read_file(unpacked / "boundaries" / "maluku.gpkg", layer="regencies")
    assert packed.crs.to_epsg() == 4326
    assert (
        "ODbL" in json.loads(boundaries_geojson())["licence"]
        or "Open Data" in json.loads(boundaries_geojson())["licence"]
    )
    assert (unpacked / "boundaries" / "maluku.gpkg").read_bytes() == boundaries_gpkg()


def test_its_readme_names_every_file_in_both_languages(unpacked: Path) -> None:
    readme = (unpacked / "README.md").read_text("utf-8")
    for resource in json.loads((unpacked / "datapackage.json").read_text("utf-8"))["resources"]:
        assert readme.count(f"- `{resource['path']}`: ") >= 2
        assert len((unpacked / resource["path"]).read_bytes()) == resource["bytes"]
    assert "## Isi" in readme
    assert "## Contents" in readme


def test_it_is_the_same_bytes_again() -> None:
    assert data_package(TABLES) == data_package(load(PACKAGED))


def test_an_unpacked_package_packs_again_as_it_was(unpacked: Path) -> None:
    assert data_package(load(unpacked)) == data_package(TABLES)


def test_added_rounds_have_a_version_a_date_and_their_sources() -> None:
    sources = pd.concat([TABLES["sources"], TABLES["sources"].tail(1).assign(source="added", title="Rekap <baru>")])
    later = Tables(
        TABLES.folder, {**TABLES.frames, "sources": sources}, state=3, latest=TABLES.date + dt.timedelta(days=9)
    )
    with zipfile.ZipFile(io.BytesIO(data_package(later))) as packed:
        descriptor = json.loads(packed.read("datapackage.json"))
    assert descriptor["version"].endswith("+3")
    assert descriptor["created"].startswith(str(later.date))
    assert len(descriptor["sources"]) == len(sources)
    assert "Rekap <baru>" in descriptor["sources"][-1]["title"]
    assert not [one for one in descriptor["sources"] if "nan" in one["title"].split(", ")]


def test_a_broken_table_makes_no_package(folder: Path) -> None:
    (folder / "rounds.csv").unlink()
    with pytest.raises(BrokenTableError):
        data_package(load(folder))

"""The boundaries against official areas and capitals, and that they can be built again."""

import itertools
import json
import re
from pathlib import Path

import brotli
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data.tables import BrokenTableError, Tables
from geo import build, files, indicative, shapes, shoreline

FILES = ["maluku", "maluku-detail"]
TIMOR_LESTE = gpd.GeoSeries(gpd.points_from_xy([125.58, 127.32], [-8.24, -8.42]), crs=4326)  # Atauro and Jaco


@pytest.fixture(scope="module", params=FILES)
def regencies(request: pytest.FixtureRequest) -> gpd.GeoSeries:
    frame = gpd.read_file(files.HERE / f"{request.param}.geojson").set_index("code")
    return frame.to_crs(files.EQUAL_AREA).geometry


@pytest.fixture(scope="module")
def official(tables: Tables) -> pd.DataFrame:
    return tables["regencies"].set_index("code")


def test_all_eleven_regencies_are_there(regencies: gpd.GeoSeries, official: pd.DataFrame) -> None:
    assert list(regencies.index) == list(official.index)


def test_areas_are_close_to_the_official_ones(regencies: gpd.GeoSeries, official: pd.DataFrame) -> None:
    difference = regencies.area / 1e6 / official.area_km2.astype(float) - 1
    assert difference.abs().max() < 0.04, difference.round(3).to_dict()
    assert abs(regencies.area.sum() / 1e6 / official.area_km2.sum() - 1) < 0.01


@pytest.fixture(scope="module")
def villages() -> gpd.GeoDataFrame:
    frame = indicative.villages()
    return frame[frame.regency.str.startswith("81")].reset_index(drop=True)


def on_own_land(villages: gpd.GeoDataFrame, regencies: gpd.GeoSeries, east: float = 0, north: float = 0) -> pd.Series:
    """Share of each regency's villages on its land if the land were moved so many metres."""
    own = gpd.GeoSeries(regencies[villages.regency].to_numpy(), index=villages.index, crs=regencies.crs)
    return villages.translate(-east, -north).within(own).groupby(villages.regency).mean()


def test_villages_lie_on_their_regency(villages: gpd.GeoDataFrame, regencies: gpd.GeoSeries) -> None:
    share = on_own_land(villages, regencies)
    # Some villages are several islands with a middle in the water: most of all in Tual (3 of 30).
    assert share.min() >= 0.9, share.round(3).to_dict()
    assert share["81.71"] == share["81.04"] == share["81.09"] == 1


def test_the_shoreline_lies_where_the_villages_are(villages: gpd.GeoDataFrame, regencies: gpd.GeoSeries) -> None:
    weights = villages.groupby("regency").size()

    def everywhere(east: float, north: float) -> float:
        return float((on_own_land(villages, regencies, east, north) * weights).sum() / weights.sum())

    ways = np.arange(0, 2 * np.pi, np.pi / 4)
    shifted = [everywhere(1000 * np.cos(way), 1000 * np.sin(way)) for way in ways]
    assert max(shifted) < everywhere(0, 0) - 0.03


def test_the_provenance_states_the_share_as_it_is(villages: gpd.GeoDataFrame) -> None:
    finer = gpd.read_file(files.HERE / "maluku-detail.geojson").set_index("code").to_crs(files.EQUAL_AREA).geometry
    share, count = on_own_land(villages, finer), villages.groupby("regency").size()
    text = (files.HERE / "PROVENANCE.md").read_text("utf-8")
    stated = re.findall(r"^\| (81\.\d\d) [\w ]+ \| (\d+) \| [01]\.\d+ \| ([01]\.\d+) \|", text, re.M)
    assert stated == [(code, str(count[code]), f"{share[code]:.3f}") for code in finer.index]


def test_a_small_village_beside_a_large_one_keeps_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    island = shapely.box(0, 0, 12_000, 3_000)
    edges = (0, 8_000, 9_000, 12_000)
    areas = [shapely.box(a, 0, b, 3_000) for a, b in itertools.pairwise(edges)]
    homes = gpd.GeoDataFrame(
        {"regency": ["a", "b", "b"], "district": ["1", "2", "3"]},
        geometry=[a.centroid for a in areas],
        crs=files.EQUAL_AREA,
    )
    monkeypatch.setattr(
        indicative,
        "district_error",
        lambda pieces, _: sum(abs(p.area - a.area) for p, a in zip(pieces, areas, strict=True)),
    )
    halfway = indicative.cells(shapely.get_coordinates(homes.geometry.values), island)
    fitted = indicative.cells(indicative.fitted(island, homes), island)
    assert abs(fitted[0].area - areas[0].area) < 0.3 * abs(halfway[0].area - areas[0].area)
    assert sum(piece.area for piece in fitted) == pytest.approx(island.area)


def test_the_extract_of_the_shoreline_is_cut_to_the_area_and_in_a_fixed_order() -> None:
    inside, across, outside = (
        shapely.box(128, -4, 128.1, -3.9),
        shapely.box(136, -5, 137, -4),
        shapely.box(10, 10, 11, 11),
    )
    kept = shoreline.extract(shapely.MultiPolygon([outside, inside, across]))
    assert list(kept.bounds.maxx) == [136.4, 128.1]
    assert kept.to_wkb().tolist() == shoreline.extract(shapely.MultiPolygon([across, inside])).to_wkb().tolist()


def test_each_capital_lies_in_its_own_regency(regencies: gpd.GeoSeries, official: pd.DataFrame) -> None:
    towns = gpd.GeoSeries(gpd.points_from_xy(official.longitude, official.latitude), index=official.index, crs=4326)
    towns = towns.to_crs(files.EQUAL_AREA)
    for code, town in towns.items():
        assert list(regencies.index[regencies.contains(town)]) == [code]


def test_shapes_are_valid_and_do_not_overlap(regencies: gpd.GeoSeries) -> None:
    assert regencies.is_valid.all()
    for one, other in itertools.combinations(regencies.index, 2):
        assert regencies[one].intersection(regencies[other]).area == 0, (one, other)


def test_no_gaps_between_neighbours_on_one_island(regencies: gpd.GeoSeries) -> None:
    together = shapely.union_all(list(regencies))
    assert sum(len(part.interiors) for part in shapely.get_parts(together)) == 0
    # Seram, Buru and Ambon are shared: their regencies meet along a border.
    for one, other in (("81.01", "81.06"), ("81.01", "81.05"), ("81.04", "81.09"), ("81.01", "81.71")):
        assert regencies[one].intersection(regencies[other]).length > 5_000, (one, other)


def test_the_islands_of_timor_leste_are_not_in_it(regencies: gpd.GeoSeries) -> None:
    for island in TIMOR_LESTE.to_crs(files.EQUAL_AREA):
        assert regencies.distance(island).min() > 10_000


def test_no_land_of_another_province_is_in_it() -> None:
    """An island at the edge of the study area went to Buru Selatan, 250 km away: its village was not among the inputs."""
    west, south, east, north = shapes.EXTENT
    for shape in shapes.detail():
        assert west < np.nanmin(shape.x), shape.name
        assert np.nanmax(shape.x) < east, shape.name
        assert south < np.nanmin(shape.y), shape.name
        assert np.nanmax(shape.y) < north, shape.name


def test_neighbours_do_not_cover_maluku(regencies: gpd.GeoSeries) -> None:
    context = gpd.read_file(files.HERE / "context.geojson").to_crs(files.EQUAL_AREA).union_all()
    assert shapely.union_all(list(regencies)).intersection(context).area / regencies.area.sum() < 0.001


def test_files_are_small() -> None:
    assert (files.HERE / "maluku.geojson").stat().st_size < 150_000
    assert (files.HERE / "maluku-detail.geojson").stat().st_size < 1_000_000


def test_outlines_travel_fast() -> None:
    """All outlines of the province map as SVG paths at a tenth of a pixel (1 km is a pixel), compressed as served."""
    drawn = [*shapes.context(), *shapes.regencies(), *(s for inset in shapes.INSETS for s in inset.shapes())]
    paths = [
        "".join(
            f"{'M' if np.isnan(before) else 'L'}{x:.1f},{y:.1f}"
            for before, x, y in zip(np.r_[np.nan, s.x], s.x, s.y, strict=False)
            if not np.isnan(x)
        )
        for s in drawn
    ]
    assert len(brotli.compress("Z".join(paths).encode())) < 26_000


@pytest.mark.slow
@pytest.mark.integration
def test_building_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    build.build(tmp_path)
    for name in ("maluku", "maluku-detail", "maluku-inset-ambon", "maluku-inset-kei", "context"):
        assert (tmp_path / f"{name}.geojson").read_bytes() == (files.HERE / f"{name}.geojson").read_bytes(), name
    for name in ("targets.csv", "maluku.gpkg", "about.json"):
        assert (tmp_path / name).read_bytes() == (files.HERE / name).read_bytes(), name


def test_the_geopackage_holds_the_finer_regencies_and_the_context() -> None:
    path = files.HERE / "maluku.gpkg"
    assert gpd.list_layers(path).name.tolist() == ["regencies", "context"]
    packed, drawn = gpd.read_file(path, layer="regencies"), gpd.read_file(files.HERE / "maluku-detail.geojson")
    assert (len(packed), packed.crs.to_epsg()) == (11, 4326)
    same = ["code", "name", "area_km2", "label_lon", "label_lat"]
    pd.testing.assert_frame_equal(packed[same], drawn[same])
    assert packed.to_crs(files.EQUAL_AREA).area.tolist() == pytest.approx(drawn.to_crs(files.EQUAL_AREA).area.tolist())
    around, ground = gpd.read_file(path, layer="context"), gpd.read_file(files.HERE / "context.geojson")
    assert around.union_all().area == pytest.approx(ground.union_all().area)


def test_label_points_lie_in_their_regency() -> None:
    for feature in json.loads((files.HERE / "maluku-detail.geojson").read_text())["features"]:
        about = feature["properties"]
        assert shapely.contains_xy(shapely.geometry.shape(feature["geometry"]), about["label_lon"], about["label_lat"])


def test_the_plane_is_true_to_scale(tables: Tables) -> None:
    x, y = shapes.project(np.array([128.1813, 134.21459]), np.array([-3.69432, -5.77518]))
    assert np.hypot(x[1] - x[0], y[1] - y[0]) == pytest.approx(707, rel=0.01)


@pytest.mark.parametrize(
    ("inset", "city"), list(zip(shapes.INSETS, ("81.71", "81.72"), strict=True)), ids=lambda x: getattr(x, "key", x)
)
def test_an_inset_holds_its_city_stays_in_its_frame_and_can_be_clicked(inset: shapes.Inset, city: str) -> None:
    left, bottom, right, top = inset.frame()
    assert city in {s.code for s in inset.shapes()} & set(inset.names)
    for shape in inset.shapes():
        assert left - 0.2 <= np.nanmin(shape.x) <= np.nanmax(shape.x) <= right + 0.2
        assert bottom - 0.2 <= np.nanmin(shape.y) <= np.nanmax(shape.y) <= top + 0.2
    assert [code for code, x, y in shapes.targets() if code == city and left < x < right and bottom < y < top]


def test_insets_cover_no_land_and_no_other_inset() -> None:
    frames = [shapely.box(*inset.frame()) for inset in shapes.INSETS]
    assert not frames[0].intersects(frames[1])
    for shape in (*shapes.regencies(), *shapes.context()):
        seen = ~np.isnan(shape.x)
        for frame in frames:
            assert not shapely.contains_xy(frame, shape.x[seen], shape.y[seen]).any(), shape.name


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "missing_file"), ("{", "unreadable"), ('{"features":[{}]}', "unreadable")]
)
def test_a_broken_boundary_file_is_named(tmp_path: Path, content: str | None, reason: str) -> None:
    path = tmp_path / "maluku.geojson"
    if content is not None:
        path.write_text(content)
    with pytest.raises(BrokenTableError) as raised:
        shapes._read(path)
    assert [(p.file, p.reason) for p in raised.value.problems] == [("IKM_GEO/maluku.geojson", reason)]

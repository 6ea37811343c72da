"""Write boundaries as the files that the dashboard draws and hands out, whatever they were made from."""

import csv
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely import Geometry, MultiPolygon, Polygon

from data.province import PROVINCE
from geo.shapes import INSETS, RECIPE

HERE = Path(__file__).parent

WGS84 = "EPSG:4326"
EQUAL_AREA = "+proj=laea +lat_0=-5.5 +lon_0=130.5 +ellps=WGS84 +units=m"
M2_PER_SQUARE_DEGREE = 111_000.0**2  # near the equator

# (tolerance in m, smallest island in m², decimals of a degree)
PROVINCE_LEVEL = (420.0, 0.7e6, 4)
DETAIL_LEVEL = (90.0, 0.15e6, 4)
INSET_LEVEL = (150.0, 0.3e6, 4)
CONTEXT_LEVEL = (2000.0, 25e6, 2)

TARGET_STEP = 20_000.0  # m between the points that a click on the map can find
TARGET_ISLAND = 4e6  # m²: smaller islands need no point of their own

# Other provinces' insets show their smallest regency.
INSET_SHARE = 0.01  # of the province: a regency smaller than that needs an inset
INSET_MARGIN = 0.15  # of its size

MADE = "2026-11-24T00:00:00.000Z"  # what the GeoPackage says about its age: the day of this recipe


@dataclass(frozen=True)
class About:
    """What a set of boundaries is: the province's code, whether a named source vouches for it, the source's words."""

    province: str
    official: bool
    source: str
    licence: str

    @property
    def stem(self) -> str:
        """How the names of the files begin."""
        return PROVINCE.file if self.province == PROVINCE.code else f"provinsi-{self.province}"


INDICATIVE = About(PROVINCE.code, False, RECIPE, "ODbL 1.0")


def polygons_of(shape: Geometry) -> list[Polygon]:
    """Return the polygons in a shape; points and lines that intersections leave behind are dropped."""
    if isinstance(shape, Polygon):
        return [shape]
    return [polygon for part in getattr(shape, "geoms", ()) for polygon in polygons_of(part)]


def polygons_only(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Make every shape a valid MultiPolygon."""
    return shapes.make_valid().map(lambda shape: MultiPolygon(polygons_of(shape)))


def simplify(shapes: gpd.GeoSeries, level: tuple[float, float, int]) -> gpd.GeoSeries:
    """Simplify so that shared borders stay shared, drop small islands and holes, and round the coordinates (WGS 84).

    The largest part of a shape is always kept.
    """
    tolerance, smallest, decimals = level

    def big_enough(shape: MultiPolygon) -> MultiPolygon:
        parts = sorted(shapely.get_parts(shape), key=lambda p: (-p.area, p.bounds))
        return MultiPolygon([p for i, p in enumerate(parts) if i == 0 or p.area >= smallest])

    simple = polygons_only(shapes.simplify_coverage(tolerance)).map(big_enough)
    rounded = polygons_only(simple.to_crs(WGS84).set_precision(10.0**-decimals))
    return rounded.map(lambda shape: ordered(without_holes(shape, smallest / M2_PER_SQUARE_DEGREE)))


def without_holes(shape: MultiPolygon, smallest: float) -> MultiPolygon:
    """Return a shape without holes smaller than ``smallest``: narrow mouths of bays close when they are simplified."""
    return MultiPolygon(
        [Polygon(p.exterior, [r for r in p.interiors if Polygon(r).area >= smallest]) for p in polygons_of(shape)]
    )


def ordered(shape: MultiPolygon) -> MultiPolygon:
    """Return a shape with its points in a fixed order, outer rings counter-clockwise as GeoJSON asks."""
    return shapely.orient_polygons(shapely.normalize(shape))


def label_points(shapes: gpd.GeoSeries) -> pd.DataFrame:
    """Return longitude and latitude of the point deepest inside the largest part of each shape."""
    largest = shapes.map(lambda s: max(shapely.get_parts(s), key=lambda p: p.area))
    deepest = largest.map(lambda p: shapely.get_point(shapely.maximum_inscribed_circle(p), 0))
    wgs84 = gpd.GeoSeries(deepest, crs=shapes.crs).to_crs(WGS84)
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


def write_geopackage(path: Path, layers: dict[str, gpd.GeoDataFrame], about: About) -> None:
    """Write a GeoPackage with one layer a frame; the same bytes whenever it is written."""
    kind = "boundaries" if about.official else "indicative boundaries, not legal ones"
    descriptions = {
        "regencies": f"Regencies and cities: {kind}. {about.licence}; {about.source}",
        "context": f"Neighbouring land, for the background. {about.licence}; {about.source}",
    }
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": MADE})
    for name, frame in layers.items():
        frame.to_file(path, layer=name, driver="GPKG", append=path.exists(), DESCRIPTION=descriptions[name])
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


def inset_frames(shapes: gpd.GeoSeries, province: str) -> dict[str, Geometry]:
    """Return what the insets enlarge (WGS 84) by the ending of their files.

    Those of the dashboard's province are drawn up with the map; elsewhere it is the smallest regency, if the map shows
    it too small.
    """
    if province == PROVINCE.code:
        return {f"-{inset.key}": shapely.box(*inset.area) for inset in INSETS}
    smallest = shapes[[shapes.area.idxmin()]]
    if smallest.area.iloc[0] > INSET_SHARE * shapes.area.sum():
        return {}
    west, south, east, north = smallest.to_crs(WGS84).total_bounds
    margin = INSET_MARGIN * max(east - west, north - south)
    return {"": shapely.box(west, south, east, north).buffer(margin, join_style="mitre")}


def write_all(
    folder: Path, regencies: gpd.GeoSeries, neighbours: gpd.GeoSeries, names: dict[str, str], about: About
) -> None:
    """Write every boundary file of the regencies (index: code) and the land around them (both equal-area)."""
    stem = about.stem
    told = pd.DataFrame({"name": names}).join((regencies.area / 1e6).round(1).rename("area_km2"))
    told = told.join(label_points(regencies)).loc[regencies.index]
    write(folder / f"{stem}.geojson", simplify(regencies, PROVINCE_LEVEL), told)
    click_targets(regencies).to_csv(folder / "targets.csv", index=False, lineterminator="\n")
    detail = simplify(regencies, DETAIL_LEVEL)
    write(folder / f"{stem}-detail.geojson", detail, told)

    enlarged = simplify(regencies, INSET_LEVEL)
    for key, frame in inset_frames(regencies, about.province).items():
        inset = polygons_only(enlarged.intersection(frame))
        write(folder / f"{stem}-inset{key}.geojson", inset[~inset.is_empty].map(ordered), told[["name"]])

    around = MultiPolygon(polygons_of(neighbours.union_all()))
    context = simplify(gpd.GeoSeries([around], index=["context"], crs=regencies.crs), CONTEXT_LEVEL)
    context = context[~context.is_empty]
    write(folder / "context.geojson", context, pd.DataFrame(index=["context"]))

    regions = gpd.GeoDataFrame(told, geometry=detail).rename_axis("code").reset_index()
    surroundings = gpd.GeoDataFrame({"name": list(context.index)}, geometry=context.to_list(), crs=WGS84)
    write_geopackage(folder / f"{stem}.gpkg", {"regencies": regions, "context": surroundings}, about)
    text = json.dumps({"stem": stem, **asdict(about)}, ensure_ascii=False, indent=2)
    (folder / "about.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")

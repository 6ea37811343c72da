"""Every address below ``/v1/`` in one table: ``serving/resources.py`` answers, ``serving/openapi.py`` tells of it."""

from dataclasses import dataclass

from data.parameters import COMPARISON, SELECTION
from exports.figure import PICTURES
from exports.outlets import COVERS, OF_PAGES, OUTLETS

QUICK = ("csv", "json")  # forms of a figure that take no time
ASIDE = (*PICTURES, "pptx", "xlsx")
FILES = {
    "deck.pptx": "deck",
    "brief.pdf": "brief",
    "workbook.xlsx": "workbook",
    "page.html": "page",
    "light.html": "page_light",
    "data.zip": "data",
    "boundaries.geojson": "boundaries",
    "boundaries.gpkg": "boundaries_gpkg",
    "everything.zip": "bundle",
}
OF_ALL = tuple(key for key, outlet in OUTLETS.items() if outlet.of_all)  # files that no selection changes
THEMES = ("light", "dark")
SCALES = ("1", "1.5", "2", "3", "4")  # of a picture
SWITCH = ("0", "1")
OBSERVED = ("indicator", "area", "period")  # by which observations are chosen


@dataclass(frozen=True)
class Address:
    """An address below ``/v1/``: its pattern, what it gives (a key of the catalogues, ``api.KIND``), its parameters.

    Each takes the language too. A table takes those of its parameters that it has as columns.
    """

    pattern: str
    kind: str
    parameters: tuple[str, ...] = ()


def of_picture(form: str) -> tuple[str, ...]:
    """Return the parameters of a figure in a form that say how it is drawn."""
    every = {"png": ("scale", "clear", "plain", "theme"), "svg": ("plain", "theme"), "pdf": ("plain",)}
    return every.get(form, ())


def _of_file(key: str) -> tuple[str, ...]:
    return () if key in OF_ALL else (*SELECTION, "pages") if key in OF_PAGES else SELECTION


ADDRESSES = (
    *(
        Address(f"figures/{{key}}.{form}", "figure", (*SELECTION, *COMPARISON, *of_picture(form)))
        for form in (*ASIDE, *QUICK)
    ),
    Address("preview/{page}.png", "preview", (*SELECTION, *COMPARISON)),
    *(Address(f"tables/{{name}}.{form}", "table", SELECTION) for form in ("csv", "json", "parquet")),
    *(Address(f"files/{name}", "file", _of_file(key)) for name, key in FILES.items()),
    *(Address(f"covers/{key}.png", "cover", SELECTION) for key in COVERS),
    *(Address(f"indicators{form}", "indicators") for form in ("", ".json", ".csv")),
    *(Address(f"rounds{form}", "rounds", ("round",)) for form in ("", ".json", ".csv")),
    *(Address(f"observations{form}", "observations", OBSERVED) for form in ("", ".json", ".csv")),
)

"""The province that the dashboard is about: what is peculiar to it, read from ``geo/province.json``.

What is said of it alone stands beside that file (``province.id.po`` …), as do its boundaries; its regencies are a
table. docs/CHANGING.md says what another province needs.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class Province:
    """One province.

    ``code`` is the ministry's (two digits), ``name`` what files that are read call it, ``file`` how the names of its
    own files begin, ``capital`` the code of the regency from whose capital distances are counted, ``neighbours`` the
    codes of the provinces that it is compared with first, ``default_round`` the round shown where none is asked for.
    Maps are drawn on a plane in km around ``origin`` (longitude, latitude): ``extent`` is what they show, ``scale_bar``
    the left end of theirs and its length, ``insets`` what they show enlarged (see ``geo.shapes.Inset``);
    ``phone`` is how a phone's map is put together (see ``geo.shapes.Panel``), as one piece where it says nothing.
    ``aliases`` are what regencies are called besides their names, by kind: in short, earlier, by their seat; ``bps``
    are the ministry's codes by those of the statistics office, of which some are another regency's there. ``glossary``
    are the terms that readers find explained, each with the code of the source of what is said of it; ``limits`` what
    is not known of it, in the order in which the words ``sources.limit.…`` are listed.
    """

    code: str
    name: str
    file: str
    capital: str
    neighbours: tuple[str, ...]
    default_round: str
    utc_offset: int  # hours
    origin: tuple[float, float]
    extent: Box
    scale_bar: tuple[float, float, float]
    aliases: dict[str, dict[str, str]]
    bps: dict[str, str]
    glossary: dict[str, str]
    limits: tuple[str, ...]
    insets: tuple[dict[str, Any], ...]
    phone: dict[str, Any] = field(default_factory=dict)

    def called(self, kind: str = "") -> dict[str, str]:
        """Return the code of a regency by its other names in small letters: of a kind, or of any."""
        kinds = [self.aliases.get(kind, {})] if kind else self.aliases.values()
        return {alias.lower(): code for aliases in kinds for alias, code in aliases.items()}

    def earlier_names(self, code: str) -> list[str]:
        """Return what a regency was called before, as it was written."""
        return [alias for alias, of in self.aliases.get("old", {}).items() if of == code]

    @property
    def zone(self) -> dt.timezone:
        """The time that its clocks show."""
        return dt.timezone(dt.timedelta(hours=self.utc_offset))


def read(path: Path) -> Province:
    """Return the province that a file describes."""
    described = json.loads(path.read_text("utf-8"), object_hook=_tuples)
    return Province(**described)


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


PROVINCE = read(Path(__file__).parent.parent / "geo" / "province.json")

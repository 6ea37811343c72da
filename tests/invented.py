"""Rounds that nobody held: any regencies, trainings and counts, some of them left out as sources leave them out."""

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data.rounds.store.journal import Rows
from data.rounds.store.merge import with_rounds
from data.tables import PACKAGED, Tables, load

PACKAGED_TABLES = load(PACKAGED)
SOURCE = {
    "title": "Laporan", "short": "Dinas", "publisher": "Dinas", "published": "2030-01-02", "url": None, "licence": None,
    "note_id": None, "note_en": None,
}  # fmt: skip
REGENCIES = sorted(PACKAGED_TABLES["regencies"].code)
ACTIVITIES = PACKAGED_TABLES["activities"].activity.tolist()
GROUP = PACKAGED_TABLES["activities"].set_index("activity").group.to_dict()


@dataclass(frozen=True)
class Place:
    """A regency in a round: activity and true participants of each training, and of these which no source states.

    A regency with such a training has its total stated; another only if ``total``.
    """

    trainings: Sequence[tuple[str, int]]
    silent: frozenset[int] = frozenset()
    total: bool = True

    @property
    def people(self) -> int:
        return sum(count for _, count in self.trainings)

    @property
    def stated(self) -> int | None:
        return self.people if self.total or self.silent else None


def content(code: str, places: Mapping[str, Place], activities: Sequence[dict[str, Any]] = (), **facts: Any) -> Rows:
    """Return the rows of a round."""
    source = f"sumber-{code}"
    rows: Rows = {
        "rounds": [{
            "round": code, "year": int(code[:4]), "year_basis": "stated", "start_date": None, "days": 3,
            "participants": sum(place.people for place in places.values()),
            "trainings": sum(len(place.trainings) for place in places.values()), "training_kind": "activity",
            "participants_per_class": None, "partners_id": None, "partners_en": None, "source": source,
            "second_source": None, **facts,
        }],
        "participation": [
            {"round": code, "regency": regency, "participants": place.stated, "source": source}
            for regency, place in places.items()
        ],
        "trainings": [
            {
                "round": code, "regency": regency, "number": i + 1, "activity": activity,
                "participants": None if i in place.silent else count, "source": source,
            }
            for regency, place in places.items()
            for i, (activity, count) in enumerate(place.trainings)
        ],
        "sources": [{**SOURCE, "source": source}],
        "activities": list(activities),
    }  # fmt: skip
    return rows


def with_round(places: Mapping[str, Place], code: str = "2030", base: Tables = PACKAGED_TABLES, **more: Any) -> Tables:
    """Return the packaged tables with one more round."""
    return with_rounds(base, {code: content(code, places, **more)})


def spread(people: int, regencies: int = 1, trainings: int = 1, silent: bool = False) -> dict[str, Place]:
    """Return a round of so many people, evenly over regencies and their trainings, each of another kind."""
    kinds = itertools.cycle(ACTIVITIES[::3])
    places = {}
    for code, in_regency in zip(REGENCIES, parts(people, regencies), strict=False):
        counts = [n for n in parts(in_regency, trainings) if n]
        places[code] = Place(
            [(next(kinds), n) for n in counts], frozenset(range(len(counts)) if silent else ()), total=True
        )
    return {code: place for code, place in places.items() if place.trainings}


def parts(whole: int, number: int) -> list[int]:
    """Return whole numbers that add up to a whole, as like each other as can be."""
    return [whole // number + (i < whole % number) for i in range(number)]


LETTERS = 200  # of a long name


def long_name(start: str, unbroken: bool = False) -> str:
    """Return a name of 200 letters, of words or (so that nothing can be wrapped) of one."""
    more = "panjangsekali" if unbroken else " dan pengolahan hasil laut"
    return (start + more * LETTERS)[:LETTERS].strip()


def long_named(people: int = 1100, unbroken: bool = False) -> tuple[dict[str, Place], list[dict[str, Any]]]:
    """Return a round of all regencies with five trainings each, and its activities: every name has 200 letters."""
    groups = sorted(set(GROUP.values()))
    activities = [
        {
            "activity": f"panjang-{i}", "name_id": long_name(f"Pelatihan {i}", unbroken),
            "name_en": long_name(f"Training {i}", unbroken), "group": group, "division": "10", "source": "project",
        }
        for i, group in enumerate(groups)
    ]  # fmt: skip
    each = parts(people, len(REGENCIES))
    places = {
        code: Place([(activities[i]["activity"], n) for i, n in enumerate(parts(of, 5))], frozenset(range(5)))
        for code, of in zip(REGENCIES, each, strict=True)
    }
    return places, activities


def named(unbroken: bool = False, rounds: int = 1) -> Tables:
    """Return the packaged tables with rounds whose names have 200 letters."""
    places, activities = long_named(unbroken=unbroken)
    partners = {"partners_id": long_name("Mitra", unbroken), "partners_en": long_name("Partner", unbroken)}
    source = {key: long_name("Laporan", unbroken) for key in ("title", "short", "publisher", "note_id", "note_en")}
    held = {}
    for year in range(2030, 2030 + rounds):
        rows = content(str(year), places, activities, **partners)
        rows["sources"][0] |= source
        held[str(year)] = rows
    return with_rounds(PACKAGED_TABLES, held)


def many_rounds() -> Tables:
    """Return the tables with a hundred more rounds."""
    held = {}
    for i in range(100):
        year, stage = divmod(i, 4)
        code = f"{2024 + year}" + (f"-{stage + 1}" if stage else "")
        held[code] = content(code, spread(20 + 13 * (i % 17), 1 + i % 11, 1 + i % 3, silent=i % 2 == 0))
    return with_rounds(PACKAGED_TABLES, held)


def long_names() -> Tables:
    """Return the tables with activities, groups and divisions that are called by 200 letters, every second unbroken."""
    frames = dict(PACKAGED_TABLES.frames)
    for name in ("activities", "groups", "divisions"):
        frame = frames[name].copy()
        for column in (c for c in ("name_id", "name_en") if c in frame):
            frame[column] = [
                f"{text} {'takterputus' * 17 if i % 2 else 'panjang sekali ' * 13}".strip()
                for i, text in enumerate(frame[column])
            ]
        frames[name] = frame
    return Tables(PACKAGED_TABLES.folder, frames)


def fifty() -> Tables:
    """Return the tables with 39 more regencies, which have boundaries nowhere, and a round in all fifty."""
    frames = dict(PACKAGED_TABLES.frames)
    regencies = frames["regencies"]
    more = regencies.iloc[[0] * (50 - len(regencies))].copy()
    more["code"] = [f"81.{n}" for n in range(20, 20 + len(more))]
    more["name"] = [f"Kabupaten Baru {n}" for n in range(1, len(more) + 1)]
    frames["regencies"] = pd.concat([regencies, more], ignore_index=True)
    tables = Tables(PACKAGED_TABLES.folder, frames)
    places = {code: Place([("anyaman", 20 + i)]) for i, code in enumerate(frames["regencies"].code)}
    return with_rounds(tables, {"2030": content("2030", places)})


def long_regencies() -> Tables:
    """Return the fifty regencies, of which the new ones are called by 200 letters, every second unbroken."""
    tables = fifty()
    regencies = tables["regencies"].copy()
    known = len(PACKAGED_TABLES["regencies"])
    regencies["name"] = [
        long_name(name, unbroken=i % 2 == 1) if i >= known else name for i, name in enumerate(regencies["name"])
    ]
    return Tables(tables.folder, {**tables.frames, "regencies": regencies})


def squares(folder: Path, codes: Sequence[str]) -> None:
    """Write boundaries of regencies into a folder, as IKM_GEO names one: a square each, ten in a row."""
    features = []
    for i, code in enumerate(codes):
        x, y = 126 + i % 10, -8 + i // 10
        ring = [[x, y], [x + 0.9, y], [x + 0.9, y + 0.9], [x, y + 0.9], [x, y]]
        about = {"code": code, "name": code, "label_lon": x + 0.45, "label_lat": y + 0.45}
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": about, "geometry": shape})
    folder.mkdir(exist_ok=True)
    about = {"stem": "kotak", "official": True, "source": "Karangan", "licence": "CC0"}
    (folder / "about.json").write_text(json.dumps(about), "utf-8")
    (folder / "kotak.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")

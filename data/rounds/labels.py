"""What the heads of columns and the labels of facts mean: the template's words, and those of ``labels.csv``."""

import csv
import re
from functools import lru_cache
from pathlib import Path

from data.rounds.grid import plain
from locales import LANGUAGES, Words

HERE = Path(__file__).parent

FACTS = (
    "year", "round", "start_date", "days", "training_kind", "total", "trainings", "participants_per_class",
    "partners_id", "partners_en", "source_title", "source_publisher", "source_date", "source_url",
)  # fmt: skip
COLUMNS = ("regency", "regency_participants", "activity", "participants", "group", "division", "activity_en")
OF_PLACE = r"(sub ?)?(jumlah|jml|total)( (kab|kabupaten|kota|daerah|peserta|per)\b|$)"
LONGEST_LABEL = 200  # letters
COUNTS = ("participants", "regency_participants")
MEN, WOMEN = (
    {"l", "lk", "laki", "laki laki", "pria", "male", "m", "men"},
    {"p", "pr", "perempuan", "wanita", "female", "f", "women"},
)
BOTH = {"jumlah", "jml", "jlh", "total", "l p"}
# What may stand in brackets behind the head of a count, or the label of a number, without changing what it counts.
UNITS = {"orang", "org", "peserta", "people", "persons", "l p", "lk pr", "laki laki perempuan", "jiwa"}
UNITS_OF = {"days": {"hari", "days", "hr"}, "total": UNITS, "participants_per_class": UNITS} | dict.fromkeys(
    COUNTS, UNITS
)


@lru_cache(maxsize=1)
def _known() -> dict[str, dict[str, tuple[str, int]]]:
    """Return what each label names and how surely, 0 for the most so, by kind of label."""
    named = [(f, Words(language)(f"sheet.{f}")) for language in LANGUAGES for f in (*FACTS, *COLUMNS)]
    with (HERE / "labels.csv").open(encoding="utf-8") as file:
        named += [(row["field"], row["label"]) for row in csv.DictReader(file)]
    known: dict[str, dict[str, tuple[str, int]]] = {}
    for rank, (name, label) in enumerate(named):
        kind = "facts" if name in FACTS else "columns" if name in COLUMNS else name
        known.setdefault(kind, {}).setdefault(bare(label), (name, rank))
    return known


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a label as it is compared: what stands in brackets is its unit, and no part of it; "" if it is none."""
    return plain(re.sub(r"\([^()]*\)", " ", text)) if len(text) <= LONGEST_LABEL else ""


def fact(text: str) -> str:
    """Return the fact that a label names; "" if none."""
    name = _known()["facts"].get(bare(text), ("", 0))[0]
    return name if _counts_the_same(text, name) else ""


def column(text: str) -> tuple[str, int]:
    """Return the column that a head names, and how surely (0 for the most so); "" if none."""
    name, rank = _known()["columns"].get(bare(text), ("", 0))
    return (name, rank) if _counts_the_same(text, name) else ("", 0)


def may_count(text: str) -> bool:
    """Whether a column with this head may count participants, or anything else."""
    return _is(text, "unclear") and _counts_the_same(text, "participants")


def is_total(text: str) -> bool:
    """Whether a row that begins so holds a total."""
    return _is(text, "total_row")


def names_total(activity: str) -> bool:
    """Whether what stands where an activity should is a total: "Total quality management" is an activity."""
    said = plain(activity)
    return said in _known()["total_row"] or re.match(OF_PLACE, said) is not None


def is_subtotal(text: str) -> bool:
    """Whether a row that begins so holds the total of a part."""
    return bare(text).startswith(("jumlah ", "subtotal", "sub total", "sub jumlah", "total ", "jml ")) and not is_total(
        text
    )


@lru_cache(maxsize=4096)
def ends(text: str) -> bool:
    """Whether a cell begins what stands below a table: a signature, a note."""
    said = f"{plain(text[:LONGEST_LABEL])} "
    return any(said.startswith(f"{word} ") for word in _known()["end"])


def is_reference(title: str) -> bool:
    """Whether a sheet is one of the template's own that only help to fill it in."""
    names = (Words(language)(f"sheet.{name}") for language in LANGUAGES for name in ("example", "codes", "help"))
    return plain(title) in {plain(name) for name in names}


def _is(text: str, kind: str) -> bool:
    return bare(text) in _known()[kind]


def _counts_the_same(text: str, name: str) -> bool:
    """Whether the units behind a label, if there are any, are those of what it names: "Jumlah (Rp)" is no count."""
    if name not in UNITS_OF:
        return True
    return {plain(unit) for unit in re.findall(r"\(([^()]*)\)", text)} <= UNITS_OF[name]

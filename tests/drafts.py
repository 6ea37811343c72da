"""Drafts of rounds for tests: a good one, and Hypothesis strategies that make any number of good ones."""

import datetime as dt
from dataclasses import replace

import pandas as pd
from hypothesis import strategies as st

from data.rounds.reading.sheet import Draft, Line
from data.tables import Tables
from tests.harness.tables import TABLES

REGENCIES = [str(name) for name in TABLES["regencies"]["name"]]
ACTIVITIES = [str(name) for name in TABLES["activities"].name_id]
FACTS = {
    "year": "2024", "start_date": "14 Mei 2024", "days": "4", "total": "130", "trainings": "4",
    "partners_id": "Kementerian Perindustrian", "source_title": "Laporan akhir bimtek 2024",
    "source_publisher": "Disperindag Provinsi Maluku", "source_date": "2024-06-03", "source_url": "https://example.id/laporan.pdf",
}  # fmt: skip
GOOD = Draft(
    FACTS,
    tuple(
        Line({"regency": regency, "activity": activity, "participants": count}, row)
        for row, (regency, activity, count) in enumerate(
            [("Kota Tual", "Anyaman", "20"), ("Kota Tual", "Servis AC", "30"),
             ("Maluku Tenggara", "Tenun modern", "40"), ("Maluku Tenggara", "Olahan hasil laut", "40")], 8,
        )
    ),
    "rekap.xlsx", "Rekap", {"total": "B2", "regency": "A", "participants": "C"},
)  # fmt: skip


def changed(line: int, draft: Draft = GOOD, **texts: str) -> Draft:
    """The draft with other texts in a line; "" leaves one out."""
    lines = list(draft.lines)
    said = {k: v for k, v in {**lines[line].texts, **texts}.items() if v}
    lines[line] = replace(lines[line], texts=said)
    return replace(draft, lines=tuple(lines))


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cn"]) | st.sampled_from("<>&\"'={}%\u202e\u200b\ud800\0\t"), min_size=1, max_size=60
).filter(lambda text: any(c.isalnum() and c.isascii() for c in text))  # fmt: skip
FREE = TEXT | st.sampled_from(
    ["<script>alert(1)</script>", "=HYPERLINK(1)", "{braces} %s", "**tebal** [x](y)", "Dinas “X” – Ambon"]
)


@st.composite
def good_drafts(draw: st.DrawFn) -> Draft:
    """Drafts of a new round that are right: their totals add up, their names are known."""
    year = draw(st.integers(2000, 2099).filter(lambda y: y not in (2022, 2023)))
    lines, total = [], 0
    for regency in draw(st.lists(st.sampled_from(REGENCIES), min_size=1, max_size=5, unique=True)):
        names = draw(st.lists(st.sampled_from(ACTIVITIES), min_size=1, max_size=4))
        counts = draw(st.lists(st.integers(1, 2000), min_size=len(names), max_size=len(names)))
        way = draw(st.sampled_from(["lines", "regency", "both"]))
        stated = {"regency_participants": str(sum(counts))} if way != "lines" else {}
        for name, count in zip(names, counts, strict=True):
            own = {"participants": str(count)} if way != "regency" else {}
            lines.append(Line({"regency": regency, "activity": name, **own, **stated}))
        total += sum(counts)
    facts = {
        "year": str(year), "total": str(total), "trainings": str(len(lines)),
        "training_kind": draw(st.sampled_from(["kegiatan", "kelas"])),
        "source_title": draw(FREE), "source_publisher": draw(FREE),
    }  # fmt: skip
    if draw(st.booleans()):
        day = draw(st.dates(dt.date(year, 1, 1), dt.date(year, 12, 31)))
        facts |= {"start_date": day.isoformat(), "days": str(draw(st.integers(1, 366)))}
    if draw(st.booleans()):
        facts |= {"partners_id": draw(FREE), "partners_en": draw(FREE), "source_date": f"{year}-01-02"}
    return Draft(facts, tuple(lines))


def rows_of(tables: Tables, code: str) -> dict[str, pd.DataFrame]:
    """The rows of a round in each of the tables that have some."""
    return {
        name: tables[name][tables[name]["round"] == code].reset_index(drop=True)
        for name in ("rounds", "participation", "trainings")
    }

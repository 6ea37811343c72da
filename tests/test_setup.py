"""The set-up says in one sentence what is missing, and does nothing when nothing has changed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

TOOLS = ("sh", "dirname", "cmp", "cp", "rm", "ln", "id", "mkdir", "cat", "env", "uname", "sed")


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A checkout with nothing set up, and a PATH with nothing but the plainest tools."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("setup.sh", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, checkout)
    # What this machine has outside of PATH is out of sight as well.
    script = checkout / "setup.sh"
    script.write_text(script.read_text().replace(" /usr/", f" {tmp_path}/usr/"))
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        if found:
            (tools / tool).symlink_to(found)
    return checkout


def set_up(checkout: Path, what: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": str(checkout.parent / "bin"), "HOME": str(checkout.parent), **environment}
    return subprocess.run(
        ["sh", "setup.sh", what], cwd=checkout, env=clean, capture_output=True, text=True, check=False
    )


def test_without_any_python(fresh: Path) -> None:
    ran = set_up(fresh, "run")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith(
        "Python 3.12 or newer is missing and could not be fetched: install it"
    )


def test_a_python_that_is_too_old_is_passed_over(fresh: Path) -> None:
    old = fresh.parent / "bin" / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    ran = set_up(fresh, "run")
    assert ran.returncode == 1
    assert "Python 3.12 or newer is missing" in ran.stderr


def test_the_program_that_fetches_a_python_is_pinned_with_its_hashes(fresh: Path) -> None:
    """An old Python makes the environment; what its pip is asked for is kept, and nothing is fetched."""
    old = fresh.parent / "bin" / "python3"
    makes = 'mkdir -p "$3/bin"; cp "$0" "$3/bin/python"'  # which may be run
    pip = """printf '#!/bin/sh\\necho "$@" >asked\\nexit 1\\n' >"$3/bin/python\""""
    old.write_text(f'#!/bin/sh\n[ "$2" = venv ] || exit 1\n{makes}\n{pip}\n')
    old.chmod(0o755)
    assert set_up(fresh, "run").returncode == 1
    asked = (fresh / "asked").read_text()
    assert "--require-hashes --no-deps -r .cache/uv.txt" in asked
    pinned = (fresh / ".cache" / "uv.txt").read_text().splitlines()
    assert pinned[0].startswith("uv==")
    assert len(pinned) > 5
    assert all(line.startswith("    --hash=sha256:") for line in pinned[1:])


@pytest.mark.slow
@pytest.mark.integration
def test_a_newer_python_in_a_version_managers_folder_is_found(fresh: Path) -> None:
    folder = fresh.parent / ".pyenv" / "versions" / "3.12.99" / "bin"
    folder.mkdir(parents=True)
    (folder / "python3").symlink_to(Path(sys.executable).resolve())
    ran = set_up(fresh, "run", PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert (fresh / ".venv" / "bin" / "python").exists()
    assert ran.returncode == 1
    assert "The packages of requirements.txt could not be installed" in ran.stderr.splitlines()[-1]


def with_packages(fresh: Path) -> None:
    """Let the checkout look as if the packages of Python were installed."""
    (fresh / ".venv" / "bin").mkdir(parents=True)
    (fresh / ".venv" / "bin" / "python").symlink_to(sys.executable)
    shutil.copy(fresh / "requirements-dev.txt", fresh / ".venv" / "installed-requirements-dev")


def program(fresh: Path, name: str) -> Path:
    """Put a program of that name on the PATH."""
    path = fresh.parent / "bin" / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def elsewhere(fresh: Path, place: str) -> Path:
    """Put PostgreSQL's programs where Debian does: on nobody's PATH."""
    folder = fresh.parent / place
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        program(fresh, name).rename(folder / name)
    return folder


@pytest.mark.parametrize(
    ("there", "name", "what"),
    [
        ((), "Chromium", "your system's chromium package, or set CHROMIUM to its path,"),
        (("chromium",), "LibreOffice", "your system's libreoffice packages"),
        (("chromium", "libreoffice", "pdftotext"), "Poppler", "your system's poppler-utils package"),
        (("chromium", "libreoffice", "pdftotext", "pdftoppm"), "nginx", "your system's nginx package"),
        (
            ("chromium", "libreoffice", "pdftotext", "pdftoppm", "nginx"),
            "PostgreSQL",
            "your system's postgresql package",
        ),
    ],
)
def test_without_a_program(fresh: Path, there: tuple[str, ...], name: str, what: str) -> None:
    with_packages(fresh)
    for tool in there:
        program(fresh, tool)
    ran = set_up(fresh, "dev")
    assert ran.returncode == 1
    assert ran.stderr == f"{name} is missing and could not be installed: install {what} and run this again.\n"


def test_programs_are_found_and_chromium_may_be_named(fresh: Path) -> None:
    with_packages(fresh)
    for name in ("soffice", "pdftotext", "pdftoppm", "nginx"):
        program(fresh, name)
    servers = elsewhere(fresh, "usr/lib/postgresql/15/bin")
    browser = program(fresh, "my-browser").rename(fresh.parent / "my-chromium")
    assert set_up(fresh, "dev", CHROMIUM=str(browser)).returncode == 0
    assert (fresh / ".venv" / "bin" / "chromium").readlink() == browser
    assert (fresh / ".venv" / "bin" / "soffice").readlink() == fresh.parent / "bin" / "soffice"
    assert (fresh / ".venv" / "bin" / "initdb").readlink() == servers / "initdb"


def test_a_second_time_is_silent(fresh: Path) -> None:
    test_programs_are_found_and_chromium_may_be_named(fresh)
    for what in ("dev", "run"):
        ran = set_up(fresh, what)
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_an_unknown_word_is_refused(fresh: Path) -> None:
    ran = set_up(fresh, "all")
    assert (ran.returncode, ran.stderr) == (1, "Usage: sh setup.sh [run|dev]\n")

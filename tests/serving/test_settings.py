"""Every setting is in one table, and the docs have the same."""

import re
from pathlib import Path

import pytest

from data import settings
from data.settings import SETTINGS
from tests.conftest import ROOT

OURS = re.compile(r"\b(IKM_[A-Z_]+?|DATABASE_URL)(?:_FILE)?\b")


def test_the_docs_have_every_setting_as_it_is() -> None:
    docs = (ROOT / "docs" / "OPERATIONS.md").read_text("utf-8")
    rows = [line for line in docs.splitlines() if re.match(r"\| `(IKM_|DATABASE_URL)", line)]
    assert rows == [f"| `{one.name}` | {one.help} | {one.shown} |" for one in SETTINGS]


def test_no_setting_is_read_elsewhere() -> None:
    names = {one.name for one in SETTINGS}
    for folder in ("data", "geo", "charts", "story", "exports", "pages", "serving"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text("utf-8")
            assert set(OURS.findall(text)) <= names, path
            assert not re.search(r"os\.environ[^\n]*(?:IKM_|DATABASE_URL)|getenv", text), path


def test_no_file_of_the_deployment_names_another() -> None:
    names = {one.name for one in SETTINGS}
    others = {"IKM_VERSION", "IKM_SOAK"}  # Compose's own, and the tests'
    for path in [ROOT / "Makefile", *(path for path in (ROOT / "deploy").rglob("*") if path.is_file())]:
        assert set(OURS.findall(path.read_text("utf-8"))) <= names | others, path


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "database"
    file.write_text("postgresql://ikm:x@db/ikm\n")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))
    assert settings.DATABASE_URL.get() == "postgresql://ikm:x@db/ikm"
    monkeypatch.setenv("DATABASE_URL", "sqlite:///here")
    assert settings.DATABASE_URL.get() == "sqlite:///here"
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "none"))
    with pytest.raises(FileNotFoundError, match="none"):
        settings.DATABASE_URL.get()


@pytest.mark.parametrize("given", [None, ""])
def test_what_is_not_set_or_empty_means_the_default(monkeypatch: pytest.MonkeyPatch, given: str | None) -> None:
    for one in SETTINGS:
        monkeypatch.delenv(one.name, raising=False)
        if given is not None:
            monkeypatch.setenv(one.name, given)
        assert one.get() == one.default
    monkeypatch.setenv("IKM_EDITORS", "siti@kemenperin.example")
    assert settings.EDITORS.get() == "siti@kemenperin.example"

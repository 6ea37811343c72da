"""A folder of tables that does not answer hangs nobody: what was read last stays in use."""

import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.requests import Request

from data import tables
from data.current import current
from data.patience import Patient
from serving import routes
from tests.services import wait_until


def test_who_asks_waits_but_so_long_and_nothing_is_begun_twice() -> None:
    may_end, begun = threading.Event(), []

    def work() -> int:
        begun.append(1)
        may_end.wait()
        return len(begun)

    patient = Patient(work)
    assert patient.result(0.01) is None
    assert patient.result(0) is None
    assert len(begun) == 1
    may_end.set()
    assert patient.result(120) in (1, 2)


def test_what_the_work_raises_is_raised() -> None:
    def work() -> int:
        raise TimeoutError("the disk says so")

    with pytest.raises(TimeoutError, match="the disk"):
        Patient(work).result(120)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(tables.PACKAGED, tmp_path / "tables", ignore=lambda _, names: [n for n in names if "." not in n])
    monkeypatch.setenv("IKM_DATA", str(tmp_path / "tables"))
    return tmp_path / "tables"


def soon(holds: Callable[[], bool]) -> None:
    wait_until(holds, "it did not come back")


def test_a_file_that_hangs_hangs_no_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = current()
    assert not usual.problems
    monkeypatch.setattr(tables, "PATIENCE", 0.1)
    file = folder / "rounds.csv"
    content = file.read_bytes()
    file.unlink()
    os.mkfifo(file)  # whoever reads it waits until somebody writes
    hung = current()
    assert [(problem.reason, problem.file) for problem in hung.problems] == [("away", "tables")]
    assert hung["rounds"].equals(usual["rounds"])
    assert hung.date == usual.date
    assert current() is hung
    answer = routes.health(Request({"type": "http", "headers": []}))
    assert (answer.status_code, json.loads(bytes(answer.body))["status"]) == (503, "broken tables")
    (folder / "again").write_bytes(content)
    with file.open("wb"):  # it answers again, and whoever opens it next finds what was there
        (folder / "again").replace(file)
    soon(lambda: not current().problems)
    assert current()["rounds"].equals(usual["rounds"])

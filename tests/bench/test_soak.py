"""The soak in short: a few readers for a few seconds, with an editor; and what it would fail on."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from bench import load, soak
from bench.soak import Watched
from tests.conftest import awaited
from tests.harness.client import LIMIT, Drawn, Visit, opened
from tests.harness.servers import DASHBOARD, ROOT, running
from tests.harness.tables import add_round


@pytest.mark.slow
def test_a_short_soak_meets_no_error(tmp_path: Path) -> None:
    asked = ["--seconds", "26", "--readers", "6", "--every", "10", "--views", "16", "--out", str(tmp_path)]
    # A process of its own: its readers begin what is the main module here, and a page that a test ran may be that.
    done = subprocess.run([sys.executable, "-m", "bench.soak", *asked], cwd=ROOT, check=False)
    assert done.returncode in (0, 1)  # 1: slower than it may be
    rows = {row["what"]: row["value"] for row in json.loads((tmp_path / "results.json").read_text("utf-8"))["rows"]}
    assert rows["errors and pages that were not whole"] == 0
    assert rows["entries stored meanwhile"] >= 1


def test_a_visitor_takes_a_file_from_a_menu(dashboard: str) -> None:
    """In the short soak above chance decides whether anybody does."""

    async def taken() -> tuple[int, int]:
        view = ("", "round=2022&lang=id")
        async with httpx.AsyncClient(base_url=dashboard, trust_env=False) as web, opened(dashboard) as socket:
            visit = Visit(socket)
            files = await visit.unfold(view, (await visit.open(view)).menus[0])
            return len(files), (await web.get(await visit.make(files[-1]))).status_code

    assert awaited(taken()) == (14, 200)


@pytest.mark.slow
def test_a_visitor_is_shown_a_new_round(tmp_path: Path) -> None:
    """In the short soak above chance decides whether anybody looks at a page that long."""
    file = tmp_path / "store" / "rounds.sqlite"
    with running(DASHBOARD, DATABASE_URL="", IKM_STORE=str(file)) as server:

        async def shown() -> int:
            async with opened(server.address) as socket, asyncio.timeout(LIMIT):
                visit = Visit(socket)
                await visit.open(("", "round=2022&lang=id"))
                assert not await asyncio.to_thread(add_round, file, 2030, 100)
                return await visit.next_run()

        assert awaited(shown()) >= 1


def test_memory_that_grows_fails() -> None:
    flat = Watched(shared=[100.0] * 10 + [300.0, 301.0] * 10)
    assert flat.growth() < soak.MOST_GROWTH
    grows = Watched(shared=[300.0 + n for n in range(60)])
    assert grows.growth() > soak.MOST_GROWTH
    tally = load.Tally([0.1] * 99, visits=9, downloads=1, pushed=1)
    assert not all(row.is_met for row in soak.rows_of(tally, grows, [], 900, 50))
    assert not all(row.is_met for row in soak.rows_of(tally, Watched(shared=[1.0]), ["an error"], 20, 50))


def test_pages_that_are_wrong_or_not_whole_are_noticed() -> None:
    def message(kind: str, **content: object) -> SimpleNamespace:
        element = SimpleNamespace(WhichOneof=lambda _: kind, **{kind: SimpleNamespace(**content)})
        block = SimpleNamespace(WhichOneof=lambda _: None)
        delta = SimpleNamespace(new_element=element, add_block=block)
        return SimpleNamespace(WhichOneof=lambda _: "delta", delta=delta)

    for harm in (
        message("exception"),
        message("alert"),
        message("html", body='<div class="problem" role="alert">'),
        message("html", body='<div class="note problem">'),
    ):
        drawn = Drawn()
        drawn.add(harm)
        assert drawn.wrong
    for title, figures, elements, whole in (
        ("a", 5, 99, True),
        ("b", 5, 100, False),
        ("a", 4, 100, False),
        ("a", 5, 50, False),
    ):
        assert Drawn(title, figures, elements).is_like(Drawn("a", 5, 100)) == whole


def test_errors_in_the_servers_log_are_counted() -> None:
    said = ['{"level": "ERROR"}', '{"level": "INFO"}', "  URL: http://127.0.0.1", "Traceback (most recent call last):"]
    assert [soak.is_error(line) for line in said] == [True, False, False, True]

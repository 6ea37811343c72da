"""Files are made one at a time by a process of their own: once for all who ask, in the order of asking, and aside."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection

from charts.figures import FIGURES
from data.problem import Problem
from data.selection import Selection, regency_codes
from data.tables import BrokenTableError, Tables
from data.view import View
from exports import jobs, worker
from exports.build import build
from exports.jobs import FullError, Job, Queue
from exports.outlets import OUTLETS, Outlet
from exports.worker import FigureAsked, FileAsked
from locales import Words
from render import image
from tests.conftest import awaited
from tests.harness.client import Visit, asks_for, opened, opened_sync
from tests.harness.servers import DASHBOARD, Server, running
from tests.services import wait_until

ID = Words("id")


class Pretended:
    """A process that makes files, as tests want it: it says what a file is called when it is let."""

    started: list["Pretended"]
    asked: list[str]
    let: threading.Semaphore
    answers: dict[str, tuple[str, Any]]

    def __init__(self) -> None:
        self.started.append(self)
        self.is_ended = False

    def ask(self, asked: worker.Asked, _tables: Tables | None) -> None:
        assert isinstance(asked, FileAsked)
        self.asked.append(asked.outlet.key)

    def told(self, _seconds: float) -> tuple[str, Any]:
        self.let.acquire()
        name = self.asked[-1]
        if name == "dies":
            raise worker.EndedError(name)
        return self.answers.get(name, (worker.DONE, name.encode()))

    def end(self) -> None:
        self.is_ended = True


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> type[Pretended]:
    monkeypatch.setattr(jobs, "Worker", Pretended)
    Pretended.started, Pretended.asked, Pretended.let, Pretended.answers = [], [], threading.Semaphore(0), {}
    return Pretended


def result(queue: Queue, tables: Tables, name: str) -> bytes:
    with queue.asked(file(name), tables) as job:
        job.ended.wait()
        return job.result()


def file(name: str) -> FileAsked:
    return FileAsked(Outlet(name, "txt"), Selection(), "id")


def waits(queue: Queue, pretended: type[Pretended], most: int) -> None:
    """Wait until so many jobs are in the line and the first is being made."""
    wait_until(lambda: len(queue._jobs) == most and bool(pretended.asked), "the line is not as long")


def test_what_ten_ask_for_is_made_once(pretended: type[Pretended], tables: Tables) -> None:
    queue = Queue()
    with ThreadPoolExecutor(10) as pool:
        asked = [pool.submit(result, queue, tables, "deck") for _ in range(10)]
        wait_until(lambda: any(job.waiting == 10 for job in queue._jobs.values()), "not all wait")
        pretended.let.release()
        assert {one.result() for one in asked} == {b"deck"}
    assert pretended.asked == ["deck"]


def test_files_come_in_the_order_of_asking_and_each_knows_its_place(pretended: type[Pretended], tables: Tables) -> None:
    queue, names = Queue(), ["a", "b", "c", "d"]
    with ExitStack() as stack:
        line: list[Job] = []
        for name in names:
            line.append(stack.enter_context(queue.asked(file(name), tables)))
            waits(queue, pretended, len(line))
        assert [queue.before(job) for job in line] == [0, 1, 2, 3]
        for done, job in enumerate(line, 1):
            pretended.let.release()
            job.ended.wait()
            assert [queue.before(other) for other in line[done + 1 :]] == list(range(1, len(line) - done))
    assert pretended.asked == names
    assert len(pretended.started) == 1


def test_who_leaves_the_line_is_not_waited_for(pretended: type[Pretended], tables: Tables) -> None:
    queue = Queue()
    with queue.asked(file("a"), tables) as first:
        waits(queue, pretended, 1)
        with queue.asked(file("left"), tables):
            pass
        with queue.asked(file("b"), tables) as second:
            pretended.let.release(2)
            second.ended.wait()
    assert (first.result(), second.result()) == (b"a", b"b")
    assert pretended.asked == ["a", "b"]


def test_the_line_has_an_end(pretended: type[Pretended], tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST", 2)
    queue = Queue()
    with ExitStack() as stack:
        last = [stack.enter_context(queue.asked(file(name), tables)) for name in "abc"][-1]
        with pytest.raises(FullError), queue.asked(file("d"), tables):
            pass
        pretended.let.release(3)
        last.ended.wait()


def test_what_fails_is_told_to_who_asked_and_the_next_is_made(pretended: type[Pretended], tables: Tables) -> None:
    queue = Queue()
    problem = Problem("missing_file", file="rounds.csv")
    pretended.answers = {"broken": (worker.BROKEN, (problem,)), "fails": (worker.FAILED, ("KeyError('x')", "where"))}
    pretended.let.release(4)
    with pytest.raises(BrokenTableError) as broken:
        result(queue, tables, "broken")
    assert broken.value.problems == (problem,)
    with pytest.raises(worker.FileError, match="KeyError") as failed:
        result(queue, tables, "fails")
    assert failed.value.__notes__ == ["where"]
    assert len(pretended.started) == 1
    with pytest.raises(worker.EndedError):
        result(queue, tables, "dies")
    assert pretended.started[0].is_ended
    assert result(queue, tables, "deck") == b"deck"
    assert len(pretended.started) == 2


def test_the_process_goes_when_nobody_asks_and_comes_back(pretended: type[Pretended], tables: Tables) -> None:
    queue = Queue(idle=0.01)
    for count in (1, 2):
        pretended.let.release()
        assert result(queue, tables, "deck") == b"deck"
        wait_until(lambda: queue._thread is None, "the thread stays")
        assert [one.is_ended for one in pretended.started] == [True] * count


@pytest.mark.integration
def test_a_process_makes_the_same_file_as_the_command_line(tables: Tables) -> None:
    outlet = OUTLETS["workbook"]
    queue = Queue()
    with queue.asked(file(outlet.key), tables) as job:
        job.ended.wait()
    queue.end()
    assert job.result() == build(outlet, View(tables, Selection(), ID))


@pytest.mark.integration
def test_a_picture_is_painted_aside(tables: Tables) -> None:
    """While the pixels are painted Python waits: it must not be the readers'."""
    chart = FIGURES["mix"](View(tables, Selection(), ID))
    asked = FigureAsked(chart, "png", tables.date, scale=1)
    assert jobs.figure(asked) == image.png(chart, scale=1)
    assert jobs.figures._worker
    jobs.figures.end()


class Session:
    """A reader of the page Take away."""

    def __init__(self, socket: ClientConnection, query: str) -> None:
        self.socket, self.query = socket, query
        self.buttons: dict[str, str] = {}
        self.said: list[str] = []

    def run(self, press: str = "") -> set[str]:
        """Run the page, with a button pressed; return the labels of its downloads."""
        asked = asks_for("takeaway", self.query)
        if press:
            asked.rerun_script.widget_states.widgets.add(id=self.buttons[press], trigger_value=True)
        self.socket.send(asked.SerializeToString())
        downloads = set()
        while True:
            message = ForwardMsg.FromString(bytes(self.socket.recv(timeout=120, decode=False)))
            element = message.delta.new_element
            match element.WhichOneof("type"):
                case "button":
                    self.buttons[element.button.help] = element.button.id
                case "download_button":
                    downloads.add(element.download_button.id)
                case "progress":
                    self.said.append(element.progress.text)
            assert element.WhichOneof("type") not in ("exception", "alert"), element
            if message.WhichOneof("type") == "script_finished":
                return downloads


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(DASHBOARD) as server:
        yield server


def children(server: Server) -> list[int]:
    """Return the processes that the server has started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            if int(path.read_text().rpartition(")")[2].split()[1]) == server.process:
                found.append(int(path.parent.name))
    return found


def made(server: Server) -> int:
    return server.said().count("the file deck was made")


@pytest.mark.slow
@pytest.mark.parametrize("queries", ["one", "many"])
def test_many_decks_at_once(server: Server, tables: Tables, queries: str) -> None:
    """Ten readers ask for the same deck, or each for another: so many are made, by one process, and all get theirs."""
    wanted = (
        [f"regency={code}&lang=id" for code in regency_codes(tables)[:10]] if queries == "many" else ["lang=id"] * 10
    )
    press = ID("takeaway.make.help", name=ID("outlet.deck.name"))
    before = made(server)
    with ExitStack() as stack, ThreadPoolExecutor(10) as pool:
        sessions = [Session(stack.enter_context(opened_sync(server.address)), query) for query in wanted]
        ready = list(pool.map(Session.run, sessions))
        asked = [pool.submit(session.run, press) for session in sessions]
        wait_until(lambda: bool(children(server)), "no process makes files")
        assert len(children(server)) == 1
        assert all(len(one.result() - had) == 1 for one, had in zip(asked, ready, strict=True))
    assert made(server) - before == len(set(wanted))
    told = {text for session in sessions for text in session.said}
    if queries == "many":
        assert any(text == ID.count("takeaway.waiting", 3, name=ID("outlet.deck.name")) for text in told), told


def test_the_picture_of_a_menu_is_painted_aside(shared: Server) -> None:
    async def taken() -> bytes:
        async with httpx.AsyncClient(base_url=shared.address, trust_env=False) as web, opened(shared.address) as socket:
            reader = Visit(socket)
            view = ("", "round=2022&lang=id")
            pictures = await reader.unfold(view, (await reader.open(view)).menus[0])
            return (await web.get(await reader.make(pictures[0]))).content

    assert awaited(taken()).startswith(b"\x89PNG")
    assert "the figure map.png was made" in shared.said()

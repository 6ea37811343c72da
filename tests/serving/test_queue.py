"""Pages that must be drawn first wait in a queue: one at a time, each once, and what is there already waits for none."""

import asyncio
import threading
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette

from data.parameters import LANGUAGE
from serving import prerender, queue, routes
from serving.controls import Place
from serving.prerender import Prerendered
from serving.queue import MOST, MOST_OF_ONE, FullError, Queue
from tests.conftest import awaited


class Painter:
    """Counts what is made and holds it back until it may go on."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.made: list[object] = []
        self.at_once = 0

    def make(self, what: object) -> object:
        self.at_once += 1
        assert self.at_once == 1
        self.may_go_on.wait()
        self.made.append(what)
        self.at_once -= 1
        return what


@pytest.fixture
def painter() -> Iterator[Painter]:
    one = Painter()
    yield one
    one.may_go_on.set()


def test_each_is_made_once_and_one_at_a_time(painter: Painter) -> None:
    pages: Queue[object] = Queue("test")
    asked = [pages.join(n % 3, lambda n=n % 3: painter.make(n), f"client {n}") for n in range(9)]  # type: ignore[misc]
    painter.may_go_on.set()
    assert [one.result() for one in asked] == [n % 3 for n in range(9)]
    assert painter.made == [0, 1, 2]


def test_so_many_wait_and_so_many_of_one_client(painter: Painter) -> None:
    pages: Queue[object] = Queue("test")

    def ask(key: object, client: str, is_guess: bool = False) -> object:
        return pages.join(key, lambda: painter.make(key), client, is_guess)

    for n in range(MOST_OF_ONE):
        ask(n, "greedy")
    with pytest.raises(FullError):
        ask("more", "greedy")
    with pytest.raises(FullError):
        ask("a guess", "another", is_guess=True)
    assert ask(0, "greedy") is ask(0, "another")  # what is being made anyway is nobody's burden
    for n in range(MOST_OF_ONE, MOST):
        ask(n, f"client {n}")
    with pytest.raises(FullError):
        ask("more", "the last")
    ask("ahead", "")  # the server's own, for all readers
    painter.may_go_on.set()


def test_what_fails_leaves_the_queue() -> None:
    pages: Queue[object] = Queue("test")
    with pytest.raises(ZeroDivisionError):
        pages.join("a", lambda: 1 / 0, "client").result()
    assert pages.join("a", lambda: "made", "client").result() == "made"


def test_a_server_that_ends_draws_no_more(painter: Painter) -> None:
    pages: Queue[object] = Queue("test")
    first, second = (pages.join(n, lambda n=n: painter.make(n)) for n in range(2))  # type: ignore[misc]
    pages.cancel()
    painter.may_go_on.set()
    assert (first.result(), second.cancelled(), painter.made) == (0, True, [0])


@pytest.mark.integration
@pytest.mark.parametrize(("language", "title"), [("id", "Sebentar lagi"), ("en", "In a moment")])
def test_beyond_the_queue_a_reader_is_asked_to_come_again(
    painter: Painter, monkeypatch: pytest.MonkeyPatch, language: str, title: str
) -> None:
    """While drawings wait, what was drawn before is answered, also to more readers than there are threads."""
    monkeypatch.setattr(prerender, "_queue", Queue("test"))
    monkeypatch.setattr(queue, "MOST", 2)
    there = prerender.view("overview", {LANGUAGE: language})
    monkeypatch.setattr(prerender, "_content", lambda place: painter.make(place) and {})
    monkeypatch.setattr(prerender, "_page", lambda page, *_: f"{page} is drawn")

    async def asked() -> tuple[list[httpx.Response], list[httpx.Response], list[httpx.Response], httpx.Response]:
        app = httpx.ASGITransport(Starlette(routes=routes.routes()))
        async with httpx.AsyncClient(transport=app, base_url="http://dash.example", timeout=120) as reader:
            cold = [asyncio.create_task(reader.get(f"/trainings?search=a{n % 2}&lang={language}")) for n in range(60)]
            while len(prerender._queue._waiting) < 2:
                await asyncio.sleep(0.01)
            warm = await asyncio.gather(*(reader.get(f"/?lang={language}") for _ in range(60)))
            refused = [
                await reader.get(f"/trainings?search=b&lang={language}"),
                await reader.get("/sources?number_search=b"),
            ]
            guessed = await reader.get(f"/trainings?search=c&lang={language}", headers={"X-Guess": "1"})
            painter.may_go_on.set()
            return await asyncio.gather(*cold), list(warm), refused, guessed

    cold, warm, refused, guessed = awaited(asked())
    assert {(one.status_code, one.text) for one in cold} == {(200, "trainings is drawn")}
    assert {one.headers["etag"].replace("-br", "") for one in warm} == {there.tag}
    assert [one.status_code for one in (*refused, guessed)] == [503] * 3
    assert refused[0].headers["retry-after"] == "5"
    assert refused[0].headers["cache-control"] == "no-store"
    assert title in refused[0].text
    assert 'http-equiv="refresh" content="5"' in refused[0].text
    assert len(painter.made) == 2
    assert all(isinstance(place, Place) for place in painter.made)
    assert isinstance(there, Prerendered)

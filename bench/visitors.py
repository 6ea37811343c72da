"""Readers who browse as people do: they come, look at some pages, choose, take a file away, leave, and come again.

Run as ``python -m bench.visitors ADDRESS COUNT SECONDS VIEWS``, in a process of its own; prints a line when they begin
to browse so many of the views, and JSON at the end.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
from websockets.asyncio.client import ClientConnection

from bench.stream import asks_for, opened

LOOK = (4.0, 20.0)  # seconds that a reader looks at a view; evenly spread, 12 on average
VISIT = (3, 12)  # views of one visit
DOWNLOADS = 0.15  # the share of views from which a file is taken
LIMIT = 60.0  # seconds until a view that is not whole counts as incomplete
PAGES = ("", "trainings", "regencies", "national", "present", "takeaway", "sources", "rounds")
# The round is always named: what a view of it says does not change while other rounds are added.
CHOICES = (
    "round=2022",
    "round=2023",
    "round=2022&regency=81.07",
    "round=2023&regency=81.02",
    "round=2022&group=seafood",
)
LANGUAGES = ("id", "en")

View = tuple[str, str]
VIEWS: list[View] = [(page, f"{choice}&lang={lang}") for page in PAGES for choice in CHOICES for lang in LANGUAGES]


@dataclass
class Drawn:
    """What arrived of a page since its run began: title, figures, elements, menus, files on offer, what is wrong.

    A menu is its own identifier and that of its part of the page.
    """

    title: str = ""
    figures: int = 0
    elements: int = 0
    menus: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    wrong: str = ""

    def add(self, said: object) -> None:
        """Count a message in."""
        if said.WhichOneof("type") != "delta":  # type: ignore[attr-defined]
            return
        block = said.delta.add_block  # type: ignore[attr-defined]
        if block.WhichOneof("type") == "popover":
            self.menus.append((block.popover.id, said.delta.fragment_id))  # type: ignore[attr-defined]
        element = said.delta.new_element  # type: ignore[attr-defined]
        kind = element.WhichOneof("type")
        self.elements += 1
        self.figures += kind == "plotly_chart"
        if kind == "heading" and element.heading.tag == "h1":
            self.title = element.heading.body
        if kind == "download_button" and element.download_button.deferred_file_id:
            self.files.append(element.download_button.deferred_file_id)
        if kind in ("exception", "alert"):
            self.wrong = kind
        if kind == "html" and ('class="problem"' in element.html.body or 'class="note problem"' in element.html.body):
            self.wrong = element.html.body[:300]


@dataclass
class Tally:
    """How all readers fared."""

    seconds: list[float] = field(default_factory=list)
    visits: int = 0
    downloads: int = 0
    pushed: int = 0  # runs that nobody asked for: a round was stored
    errors: list[str] = field(default_factory=list)


class Visit:
    """One visit: a session on a websocket of its own."""

    def __init__(
        self, socket: ClientConnection, web: httpx.AsyncClient, expected: dict[View, Drawn], tally: Tally
    ) -> None:
        """Begin; ``expected`` is what views consist of when nobody else is there."""
        self.socket, self.web, self.expected, self.tally = socket, web, expected, tally
        self.drawn = Drawn()
        self.session = ""

    async def open(self, view: View) -> Drawn:
        """Open a view and take all of it. Raises ``ConnectionError`` if it is not whole or something is wrong."""
        asked = asks_for(*view)
        asked.rerun_script.is_history_navigation = True  # the address says all, as for a link that is opened
        begun = time.monotonic()
        await self.socket.send(asked.SerializeToString())
        try:
            async with asyncio.timeout(LIMIT):
                while not (await self._next_run() and self._is_whole(view)):
                    pass
        except TimeoutError:
            title, figures, elements = self.drawn.title, self.drawn.figures, self.drawn.elements
            raise ConnectionError(f"{view} is not whole: {title}, {figures} figures, {elements} elements") from None
        self.tally.seconds.append(time.monotonic() - begun)
        return self.drawn

    def _is_whole(self, view: View) -> bool:
        """Whether what arrived is the view: a run that was asked for before may have ended first."""
        whole, drawn = self.expected.get(view), self.drawn
        if whole is None:
            return True
        same = (drawn.title, drawn.figures) == (whole.title, whole.figures)
        return same and drawn.elements >= 0.9 * whole.elements

    async def _next_run(self) -> bool:
        """Read until a run has ended; whether it ended well. Raises ``ConnectionError`` if something is wrong."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        while True:
            said = ForwardMsg.FromString(await self._received())
            kind = said.WhichOneof("type")
            if kind == "new_session":
                self.drawn = Drawn()
                self.session = said.new_session.initialize.session_id
            self.drawn.add(said)
            _require(not self.drawn.wrong, self.drawn.wrong)
            if kind == "script_finished":
                return bool(said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)

    async def look(self, seconds: float) -> None:
        """Look at the view, and take what the server sends meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    ended_well = await self._next_run()
                    self.tally.pushed += ended_well  # apart: other readers count while this one waits
        except TimeoutError:
            return

    async def unfold(self, view: View, menu: tuple[str, str]) -> list[str]:
        """Open a menu of the view; returns the files that it offers, none if the page was drawn anew meanwhile."""
        asked = asks_for(*view)
        asked.rerun_script.widget_states.widgets.add(id=menu[0], bool_value=True)
        asked.rerun_script.fragment_id = menu[1]
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(LIMIT):
            await self._next_run()
        return self.drawn.files

    async def take(self, file: str) -> None:
        """Take a file away, as the menu below a figure does."""
        if address := await self.make(file):
            answer = await self.web.get(address)
            _require(answer.status_code == 200 and bool(answer.content), f"a file was not sent: {answer.status_code}")
            self.tally.downloads += 1

    async def make(self, file: str) -> str:
        """Let a file be made; returns its address, "" if the page was drawn anew and offers it no longer."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        asked = BackMsg()
        asked.backend_operation_request.request_id = file
        asked.backend_operation_request.session_id = self.session
        asked.backend_operation_request.deferred_file.file_id = file
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(LIMIT):
            while True:
                said = ForwardMsg.FromString(await self._received())
                kind = said.WhichOneof("type")
                if kind == "new_session":
                    self.drawn = Drawn()
                    return ""
                if kind == "backend_operation_response":
                    made = said.backend_operation_response
                    _require(not made.error_msg, f"a file was not made: {made.error_msg}")
                    return str(made.deferred_file.url)

    async def _received(self) -> bytes:
        said = await self.socket.recv()
        return said if isinstance(said, bytes) else said.encode()


def _require(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise ConnectionError(otherwise)


async def learn(address: str, web: httpx.AsyncClient, views: Sequence[View]) -> dict[View, Drawn]:
    """Open every view once, with nobody else there; returns what each consists of."""
    expected: dict[View, Drawn] = {}
    async with opened(address) as socket:
        visit = Visit(socket, web, {}, Tally())
        for view in views:
            expected[view] = await visit.open(view)
    return expected


async def browse(
    address: str, web: httpx.AsyncClient, expected: dict[View, Drawn], tally: Tally, chance: random.Random, end: float
) -> None:
    """Be one reader until the end."""
    await asyncio.sleep(chance.uniform(0, LOOK[1]))
    while time.monotonic() < end:
        tally.visits += 1
        try:
            page, query = first = chance.choice(list(expected))
            _require((await web.get(f"/{page}?{query}")).status_code == 200, f"no first view of {first}")
            async with opened(address) as socket:
                visit = Visit(socket, web, expected, tally)
                await _look_around(visit, first, chance, end)
        except Exception as error:
            tally.errors.append(repr(error)[:400])
            await asyncio.sleep(1)


async def _look_around(visit: Visit, view: View, chance: random.Random, end: float) -> None:
    for _ in range(chance.randint(*VISIT)):
        drawn = await visit.open(view)
        if (drawn.files or drawn.menus) and chance.random() < DOWNLOADS:
            files = drawn.files or await visit.unfold(view, chance.choice(drawn.menus))
            if files:
                await visit.take(chance.choice(files))
        await visit.look(min(chance.uniform(*LOOK), max(0.1, end - time.monotonic())))
        if time.monotonic() > end:
            return
        view = chance.choice(list(visit.expected))


async def crowd(address: str, count: int, seconds: float, views: int) -> Tally:
    """Let so many readers browse for so long, once the views are known."""
    tally = Tally()
    async with httpx.AsyncClient(base_url=address, timeout=LIMIT, trust_env=False) as web:
        expected = await learn(address, web, VIEWS[:: -(-len(VIEWS) // views)])
        print("they browse", flush=True)
        end = time.monotonic() + seconds
        readers = (browse(address, web, expected, tally, random.Random(n), end) for n in range(count))  # noqa: S311
        await asyncio.gather(*readers)
    return tally


if __name__ == "__main__":
    address, count, seconds, views = sys.argv[1:]
    print(json.dumps(vars(asyncio.run(crowd(address, int(count), float(seconds), int(views))))))

"""A reader without a browser: the stream that a browser opens, what is asked on it, and what arrives."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.sync.client import ClientConnection as SyncConnection
from websockets.sync.client import connect as connect_sync
from websockets.typing import Subprotocol

AS_BROWSERS_DO: dict[str, Any] = {
    "subprotocols": [Subprotocol("streamlit")],
    "max_size": None,
    "proxy": None,
    "open_timeout": 120,
}
LIMIT = 120.0  # seconds until a view that is not whole counts as incomplete

View = tuple[str, str]  # a page as the menu names it, and what stands behind "?" in its address


def opened(address: str, **more: Any) -> connect:
    """Return a server's stream, to be opened with ``async with``; ``more`` is for the library that opens it."""
    return connect(_place(address), **{**AS_BROWSERS_DO, **more})


def opened_sync(address: str, **more: Any) -> SyncConnection:
    """Open a server's stream, for a program that does one thing after the other."""
    stream: SyncConnection = connect_sync(_place(address), **{**AS_BROWSERS_DO, **more})
    return stream


def asks_for(page: str = "", query: str = "") -> BackMsg:
    """Return the message that asks for a run of a page, with what stands behind ``?`` in its address."""
    asked = BackMsg()
    asked.rerun_script.page_name, asked.rerun_script.query_string = page, query
    return asked


def _place(address: str) -> str:
    return f"ws{address.removeprefix('http')}/_stcore/stream"


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

    def add(self, message: Any) -> None:
        """Count a message in."""
        if message.WhichOneof("type") != "delta":
            return
        block, element = message.delta.add_block, message.delta.new_element
        if block.WhichOneof("type") == "popover":
            self.menus.append((block.popover.id, message.delta.fragment_id))
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

    def is_like(self, whole: "Drawn | None") -> bool:
        """Whether this is the whole view: a run that was asked for before may have ended first."""
        if whole is None:
            return True
        return (self.title, self.figures) == (whole.title, whole.figures) and self.elements >= 0.9 * whole.elements


class Visit:
    """One visit: a session on a stream of its own. Raises ``ConnectionError`` where something is wrong or missing."""

    def __init__(self, socket: ClientConnection, expected: dict[View, Drawn] | None = None) -> None:
        """Begin; ``expected`` is what views consist of when nobody else is there."""
        self.socket, self.expected = socket, expected or {}
        self.drawn, self.session = Drawn(), ""

    async def open(self, view: View) -> Drawn:
        """Open a view and take all of it."""
        asked = asks_for(*view)
        asked.rerun_script.is_history_navigation = True  # the address says all, as for a link that is opened
        await self.socket.send(asked.SerializeToString())
        try:
            async with asyncio.timeout(LIMIT):
                while not (await self.next_run() and self.drawn.is_like(self.expected.get(view))):
                    pass
        except TimeoutError:
            raise ConnectionError(f"{view} is not whole: {self.drawn}") from None
        return self.drawn

    async def look(self, seconds: float) -> int:
        """Take what the server sends for so long; returns how often it drew the page without being asked."""
        runs = 0
        try:
            async with asyncio.timeout(seconds):
                while True:
                    runs += await self.next_run()
        except TimeoutError:
            return runs

    async def unfold(self, view: View, menu: tuple[str, str]) -> list[str]:
        """Open a menu of the view; returns the files that it offers, none if the page was drawn anew meanwhile."""
        asked = asks_for(*view)
        asked.rerun_script.widget_states.widgets.add(id=menu[0], bool_value=True)
        asked.rerun_script.fragment_id = menu[1]
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(LIMIT):
            await self.next_run()
        return self.drawn.files

    async def make(self, file: str) -> str:
        """Let a file be made; returns its address, "" if the page was drawn anew and offers it no longer."""
        asked = BackMsg()
        asked.backend_operation_request.request_id = file
        asked.backend_operation_request.session_id = self.session
        asked.backend_operation_request.deferred_file.file_id = file
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(LIMIT):
            while True:
                message = await self._received()
                kind = message.WhichOneof("type")
                if kind == "new_session":
                    return ""
                if kind == "backend_operation_response":
                    made = message.backend_operation_response
                    if made.error_msg:
                        raise ConnectionError(f"a file was not made: {made.error_msg}")
                    return str(made.deferred_file.url)

    async def next_run(self) -> bool:
        """Read until a run has ended; whether it ended well."""
        while True:
            message = await self._received()
            if self.drawn.wrong:
                raise ConnectionError(self.drawn.wrong)
            if message.WhichOneof("type") == "script_finished":
                return bool(message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)

    async def _received(self) -> ForwardMsg:
        message: ForwardMsg = ForwardMsg.FromString(await self.socket.recv(decode=False))
        if message.WhichOneof("type") == "new_session":
            self.drawn, self.session = Drawn(), message.new_session.initialize.session_id
        self.drawn.add(message)
        return message

"""The stream between a server and a reader, as a browser opens it: messages in both directions, on a websocket."""

from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import connect
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as connect_sync
from websockets.typing import Subprotocol

AS_BROWSERS_DO: dict[str, Any] = {"subprotocols": [Subprotocol("streamlit")], "max_size": None, "proxy": None}


def opened(address: str, **more: Any) -> connect:
    """Return a server's stream, to be opened with ``async with``; ``more`` is for the library that opens it."""
    return connect(_place(address), **{**AS_BROWSERS_DO, **more})


def opened_sync(address: str, **more: Any) -> ClientConnection:
    """Open a server's stream, for a program that does one thing after the other."""
    stream: ClientConnection = connect_sync(_place(address), **{**AS_BROWSERS_DO, **more})
    return stream


def asks_for(page: str = "", query: str = "") -> BackMsg:
    """Return the message that asks for a run of a page, with what stands behind ``?`` in its address."""
    asked = BackMsg()
    asked.rerun_script.page_name, asked.rerun_script.query_string = page, query
    return asked


def _place(address: str) -> str:
    return f"ws{address.removeprefix('http')}/_stcore/stream"

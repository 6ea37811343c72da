"""The stream between a server and a reader, as a browser opens it: messages in both directions, on a websocket."""

from typing import Any

from websockets.asyncio.client import connect
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as connect_sync
from websockets.typing import Subprotocol

AS_BROWSERS_DO: dict[str, Any] = {"subprotocols": [Subprotocol("streamlit")], "max_size": None, "proxy": None}


def opened(address: str) -> connect:
    """Return a server's stream, to be opened with ``async with``."""
    return connect(_place(address), **AS_BROWSERS_DO)


def opened_sync(address: str) -> ClientConnection:
    """Open a server's stream, for a program that does one thing after the other."""
    stream: ClientConnection = connect_sync(_place(address), **AS_BROWSERS_DO)
    return stream


def _place(address: str) -> str:
    return f"ws{address.removeprefix('http')}/_stcore/stream"

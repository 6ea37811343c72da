"""A message of a reader's is bounded before it is unpacked, and no larger than a browser's ever is.

What: the websocket's limit for what comes in is that of serving/websockets.py, not that for what goes out.
Why: a message that is never ended waits in memory, unpacked, up to the limit: at 1 MB a client's 250 websockets hold
    250 MB. Streamlit has one setting for both ways (server.maxMessageSize), counted in whole MB.
Read in: Streamlit 1.67, uvicorn 0.54 (websockets_sansio_impl.py makes a ServerProtocol for each connection).
If it fails: the limit is server.maxMessageSize, 1 MB.
Guarded by: tests/serving/test_overload.py, test_messages_that_never_end_take_little_memory.
"""

from typing import Any

from uvicorn.protocols.websockets import websockets_sansio_impl
from websockets.server import ServerProtocol

from serving.websockets import LARGEST


def apply() -> None:
    """Bound the messages of every connection that is made from now on."""
    if websockets_sansio_impl.ServerProtocol is not ServerProtocol:  # type: ignore[attr-defined]
        raise TypeError("uvicorn makes its connections of another class")
    websockets_sansio_impl.ServerProtocol = _Bounded  # type: ignore[attr-defined]


class _Bounded(ServerProtocol):
    def __init__(self, *given: Any, max_size: object = None, **named: Any) -> None:
        """Make a connection whose messages are no larger than ours, whatever the server's setting is."""
        super().__init__(*given, max_size=LARGEST, **named)

"""Who sends the head of a request slowly, or never to its end, holds no connection for long.

What: uvicorn closes a connection whose next request's head is not whole so many seconds after it began.
Why: a connection takes a file and memory; uvicorn waits for a head for ever, and a byte now and then keeps it waiting.
Public way: none; nginx before the dashboard has one (client_header_timeout).
Read in: Streamlit 1.67, uvicorn 0.54 (protocols/http/h11_impl.py: H11Protocol; it has no such limit).
If it fails: as with plain uvicorn, slow clients hold connections as long as they like.
Guarded by: tests/serving/test_overload.py, test_a_head_that_is_never_whole_holds_no_connection.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 15.0


def apply() -> None:
    """Bound the time of every connection that is made from now on."""
    made, received = H11Protocol.connection_made, H11Protocol.data_received
    if not hasattr(H11Protocol, "timeout_keep_alive_handler"):
        raise AttributeError("H11Protocol.timeout_keep_alive_handler")

    def connection_made(protocol: H11Protocol, transport: asyncio.Transport) -> None:
        made(protocol, transport)
        _wait(protocol)

    def data_received(protocol: H11Protocol, data: bytes) -> None:
        received(protocol, data)
        waits: Any = getattr(protocol, "head_due", None)
        if protocol.conn.their_state is not h11.IDLE:  # it is whole
            if waits:
                waits.cancel()
            protocol.head_due = None  # type: ignore[attr-defined]
        elif waits is None:
            _wait(protocol)

    H11Protocol.connection_made = connection_made  # type: ignore[assignment, method-assign]
    H11Protocol.data_received = data_received  # type: ignore[assignment, method-assign]


def _wait(protocol: H11Protocol) -> None:
    due = protocol.loop.call_later(SECONDS, protocol.timeout_keep_alive_handler)
    protocol.head_due = due  # type: ignore[attr-defined]

"""Answers leave at once.

Streamlit opens its port without naming the protocol, so Python leaves Nagle's algorithm on: what follows the first
packets of an answer waits until the reader's machine has confirmed them, 40 ms on a fast link and a whole round trip on
a slow one.
"""

import gc
import socket


def send_at_once() -> None:
    """Switch that waiting off for every port that this process listens on; connections take it over from the port."""
    for found in gc.get_objects():
        if isinstance(found, socket.socket) and _is_listening(found):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _is_listening(found: socket.socket) -> bool:
    try:
        is_open = found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
    except OSError:  # closed
        return False
    return is_open and found.family in (socket.AF_INET, socket.AF_INET6)

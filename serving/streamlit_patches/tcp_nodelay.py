"""Answers leave at once.

What: TCP_NODELAY is set for every port that this process listens on.
Why: Streamlit opens its port without naming the protocol, so Python leaves Nagle's algorithm on: what follows the
    first packets of an answer waits until the reader's machine has confirmed them, 40 ms on a fast link and a whole
    round trip on a slow one.
Public way: none within ``streamlit run``; under ``uvicorn server:app`` asyncio names the protocol by itself.
Read in: Streamlit 1.67 (web/server/starlette/starlette_server.py, _bind_socket).
If it fails: answers leave as just said.
Guarded by: tests/serving/test_serving.py, test_answers_leave_at_once.
"""

import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

# The descriptors that this process has open, one a name; where a system has no such folder, answers leave as ever.
DESCRIPTORS = Path("/dev/fd")


def apply() -> None:
    """Switch that waiting off for every port that this process listens on; connections take it over from the port."""
    descriptors = [int(path.name) for path in DESCRIPTORS.iterdir()] if DESCRIPTORS.is_dir() else []
    for descriptor in descriptors:
        with suppress(OSError):  # closed meanwhile, by another thread
            _switch_off(descriptor)


def _switch_off(descriptor: int) -> None:
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        return
    with socket.socket(fileno=os.dup(descriptor)) as port:  # a name of our own for the same port: ours to close
        listens = port.family in (socket.AF_INET, socket.AF_INET6) and port.type == socket.SOCK_STREAM
        if listens and port.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            port.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

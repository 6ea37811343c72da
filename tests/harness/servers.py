"""Servers, each in a process of its own: the dashboard, or any other app."""

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent.parent
STREAMLIT = [sys.executable, "-m", "streamlit", "run"]

STARTS = 180.0  # seconds that starting or stopping may take on a busy machine
PORTS = (16_000, 32_000)  # below those that systems hand out


@dataclass(frozen=True)
class App:
    """What is served: its name in the results, its folder, script and further arguments."""

    name: str
    folder: Path
    script: str
    arguments: tuple[str, ...] = ()


DASHBOARD = App("dashboard", ROOT, "server.py")


@dataclass(frozen=True)
class Server:
    """A server that answers: its address, its process, and the seconds that it took to be healthy."""

    address: str
    process: int
    started: float
    log: IO[bytes]

    def said(self) -> str:
        """Return what the server has written so far, to its standard output and error."""
        # Read at a place of its own: seeking would move where the server writes.
        return os.pread(self.log.fileno(), os.fstat(self.log.fileno()).st_size, 0).decode()

    def processor(self) -> float:
        """Return the processor time that the process has used, in seconds."""
        fields = Path(f"/proc/{self.process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the memory that the process holds, in MB (RSS)."""
        return self._megabytes("status", "VmRSS:")

    def shared_memory(self) -> float:
        """Return its share of all memory, in MB (PSS): what it shares with others counts in parts."""
        return self._megabytes("smaps_rollup", "Pss:")

    def _megabytes(self, file: str, name: str) -> float:
        lines = Path(f"/proc/{self.process}/{file}").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


@contextmanager
def running(app: App, **settings: str) -> Iterator[Server]:
    """Start an app on a free port, with environment variables of its own, and stop it at the end.

    Raises ``RuntimeError``, with what the server said, if it does not become healthy.
    """
    port = free_port()
    command = [*STREAMLIT, app.script, "--server.port", str(port), *app.arguments]
    begun = time.perf_counter()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=app.folder, env={**os.environ, **settings}, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            while not _is_healthy(address):
                if process.poll() is not None or time.perf_counter() - begun > STARTS:
                    log.seek(0)
                    raise RuntimeError(f"{app.name} did not become healthy: {log.read().decode()}")
                time.sleep(0.01)
            yield Server(address, process.pid, time.perf_counter() - begun, log)
        finally:
            process.terminate()
            process.wait(STARTS)


def free_port() -> int:
    """Return a port of the loopback that nobody listens on, and that nobody is given who asks the system for any."""
    while True:
        port = random.randint(*PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _is_healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
            return True
    except OSError:
        return False

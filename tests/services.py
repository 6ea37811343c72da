"""Services that tests run beside the dashboard: a PostgreSQL cluster and an nginx, each on a free loopback port."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from tests.harness.servers import free_port

ROOT = Path(__file__).parent.parent
PROGRAMS = ROOT / ".venv" / "bin"
OWNER = "maluku"
# What a test cluster need not be: safe against power cuts.
HASTY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


def wait_until(ready: Callable[[], bool], what: str, seconds: float = 120) -> None:
    """Return as soon as something holds. Raises ``TimeoutError``, naming what did not come about."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} within {seconds:.0f} s")
        time.sleep(0.05)


def _unprivileged() -> dict[str, Any]:
    """Return how a process is started that may not be root's: PostgreSQL refuses to run as root."""
    if os.getuid():
        return {}
    names = [user.pw_name for user in pwd.getpwall()]
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Cluster:
    """A PostgreSQL cluster in a folder of its own, that can be stopped and started again at the same address.

    It listens on the loopback alone and asks for a password, as a real one does.
    """

    def __init__(self, settings: Sequence[str] = HASTY) -> None:
        """Make the files of the cluster; ``settings`` are PostgreSQL's, as ``name=value``."""
        self._who = _unprivileged()
        # Not pytest's folder: its parents are root's alone when root runs the tests.
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        password, secret = secrets.token_hex(12), self.folder / "password"
        secret.write_text(password)
        if self._who:
            for path in (self.folder, secret):
                os.chown(path, self._who["user"], self._who["group"])
        # The links are resolved: who is not root may not be let into the folder that they lie in.
        make = [str((PROGRAMS / "initdb").resolve()), "-D", str(self.folder / "cluster"), "-U", OWNER]
        make += ["-A", "scram-sha-256", "--pwfile", str(secret), "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        subprocess.run(make, check=True, capture_output=True, cwd=self.folder, **self._who)
        port = free_port()
        self.settings = ["listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=", *settings]
        self.url = f"postgresql+psycopg://{OWNER}:{password}@127.0.0.1:{port}/postgres"
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def owner(self) -> tuple[int, int]:
        """The user and the group that it runs as."""
        return self._who.get("user", os.getuid()), self._who.get("group", os.getgid())

    def start(self) -> None:
        """Serve, and return when it answers."""
        command = [str((PROGRAMS / "postgres").resolve()), "-D", str(self.folder / "cluster")]
        for setting in self.settings:
            command += ["-c", setting]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=self.folder, **self._who)
        wait_until(lambda: _answers(self.url), "PostgreSQL did not answer")

    def stop(self, how: int = signal.SIGQUIT) -> None:
        """Stop serving: at once, as if it crashed, or by another signal."""
        if self.server:
            self.server.send_signal(how)
            self.server.wait(60)
            self.server = None

    def connected(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """Return a connection of the test's own, to do harm with."""
        return _connected(self.url)


@contextmanager
def running_cluster(settings: Sequence[str] = HASTY) -> Iterator[Cluster]:
    """Make a PostgreSQL cluster, serve it, remove it."""
    cluster = Cluster(settings)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)


@contextmanager
def running_postgres() -> Iterator[str]:
    """Make a PostgreSQL cluster, serve it, remove it; yields the address of its first database."""
    with running_cluster() as cluster:
        yield cluster.url


def _answers(url: str) -> bool:
    try:
        with _connected(url):
            return True
    except psycopg.OperationalError:
        return False


def _connected(url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, connect_timeout=5)


def new_database(url: str) -> str:
    """Make an empty database in a cluster; returns its address."""
    name = f"test_{secrets.token_hex(6)}"
    with _connected(url) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def nginx_in_front(configuration: str, port: int, folder: Path) -> Iterator[str]:
    """Serve with nginx as a whole configuration says, in a folder of its own; yields the address at a port."""
    file = folder / "nginx.conf"
    file.write_text(configuration, encoding="utf-8")
    (folder / "mime.types").touch()
    # Root's nginx works as another user, who is not let into a folder of root's.
    options = "daemon off;" if os.getuid() else "daemon off; user root;"
    command = [str(PROGRAMS / "nginx"), "-p", str(folder), "-c", str(file), "-e", str(folder / "error.log")]
    server = subprocess.Popen([*command, "-g", options], cwd=folder)
    try:
        wait_until(lambda: _listens(port) or server.poll() is not None, "nginx did not listen")
        if server.poll() is not None:
            raise RuntimeError(f"nginx did not start: {(folder / 'error.log').read_text('utf-8')}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

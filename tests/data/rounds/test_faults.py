"""What can go wrong with the store of rounds, done to real parts: readers go on reading, nothing acknowledged is lost.

``make test`` tries those without PostgreSQL, ``make test-all`` the others; ``IKM_SOAK=1`` lets the long ones run long.
"""

import json
import os
import pwd
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from data import current as current_module
from data.current import current, is_stored
from data.rounds import changes
from data.rounds.store import journal as journal_module
from data.rounds.store import where
from data.rounds.store.errors import StoreError
from data.rounds.store.journal import ConflictError, Journal, Proposal, entry_of, journal
from data.tables import Tables
from locales import LANGUAGES, Words
from serving import prerender, routes
from tests.conftest import ROOT, NewReader, running_dashboard
from tests.entries import content, other, pair, proposal
from tests.services import Cluster, running_cluster, wait_until

IS_LONG = os.environ.get("IKM_SOAK") == "1"
KILLS = 50  # of a writer to SQLite
KILLS_OF_WRITER = 50 if IS_LONG else 12  # to PostgreSQL
KILLS_OF_SERVER = 20 if IS_LONG else 4


def stored(*proposals: Proposal) -> int:
    """Store rounds; returns the newest entry's number."""
    return journal().store(proposals, "amir", "uji")[-1].id


def shown(code: str = "2024") -> int | None:
    """Return what readers see of a round at this moment: its participants."""
    rounds = current()["rounds"]
    return next((int(p) for r, p in zip(rounds["round"], rounds.participants, strict=True) if r == code), None)


def trouble(tables: Tables) -> str:
    """Return why the store of some tables could not be read, "" where it could."""
    return next((p.reason for p in tables.problems if p.reason.startswith("store_")), "")


def health() -> dict[str, Any]:
    answer = routes.health(Request({"type": "http"}))
    return {"code": answer.status_code, **json.loads(bytes(answer.body))}


def record(figures: str) -> None:
    """Say what was measured: ``pytest -rA`` shows it."""
    sys.stdout.write(f"{figures}\n")


def found_again() -> None:
    """Wait until a store that failed, and is back, is served again: it is asked aside, now and then."""
    wait_until(lambda: is_stored(current()), "the store was not found again")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the SQLite store that is in use; it is not there yet."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("IKM_STORE", str(tmp_path / "store" / "rounds.sqlite"))
    return where.default_file()


@pytest.fixture(scope="module")
def lasting() -> Iterator[Cluster]:
    """A PostgreSQL that may be stopped and killed: what it acknowledged outlives that."""
    with running_cluster(("fsync=off", "full_page_writes=on", "synchronous_commit=on")) as cluster:
        yield cluster


@pytest.fixture
def cluster(lasting: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """That PostgreSQL, in use, with an empty database; running again after the test."""
    from tests.services import new_database

    monkeypatch.setenv("DATABASE_URL", new_database(lasting.url))
    yield lasting
    if not lasting.server:
        lasting.start()


# --- The database is gone ----------------------------------------------------------------------------------


def test_gone_at_the_start(cluster: Cluster) -> None:
    cluster.stop()
    tables = current()
    assert trouble(tables) == "store_unreachable"
    assert tables["rounds"]["round"].tolist() == ["2022", "2023", "2023-2"], "what was packaged is served"
    assert (health()["code"], health()["rounds"]) == (200, "unreachable")
    with pytest.raises(StoreError):
        stored(proposal("2024"))
    cluster.start()
    found_again()
    assert stored(proposal("2024", 130)) == 1
    assert shown() == 130
    assert (health()["rounds"], health()["state"]) == ("ok", 1)


def test_gone_between_two_reads(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(proposal("2024", 130))
    assert shown() == 130
    cluster.stop()
    assert shown() == 130, "the last known rounds go on being served"
    tables = current()
    assert trouble(tables) == "store_unreachable"
    asked_by: list[threading.Thread] = []
    newest = Journal.newest
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "newest", lambda store: asked_by.append(threading.current_thread()) or newest(store))
        while len(asked_by) < 3:
            assert current() is tables, "nothing is made anew meanwhile"
            time.sleep(0.05)
    assert threading.current_thread() not in asked_by, "nobody waits for a store that is known to be gone"
    cluster.start()
    found_again()
    assert stored(proposal("2024", 131, seen=1)) == 2
    assert shown() == 131


def test_the_servers_restart_is_not_noticed(cluster: Cluster) -> None:
    stored(proposal("2024", 130))
    cluster.stop()
    cluster.start()
    assert (shown(), trouble(current())) == (130, "")
    assert stored(proposal("2024", 131, seen=1)) == 2


def test_frozen_in_the_middle_of_a_read(cluster: Cluster) -> None:
    stored(proposal("2024", 130))
    assert shown() == 130
    with cluster.connected() as connection:
        backends = [
            row[0] for row in connection.execute("SELECT pid FROM pg_stat_activity WHERE backend_type LIKE 'client%'")
        ]
    assert cluster.server
    frozen = [cluster.server.pid, *backends]
    for process in frozen:
        _signal(process, signal.SIGSTOP)
    try:
        tables = current()  # which would never come if an answer were waited for without end
        assert (shown(), trouble(tables)) == (130, "store_unreachable")
    finally:
        for process in frozen:
            _signal(process, signal.SIGCONT)
    found_again()


def _signal(process: int, which: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, which)


def test_gone_in_the_middle_of_a_write(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(proposal("2024", 130))
    asked = proposal("2024", 131, seen=1)
    audited = journal_module._audit

    def harmed(*arguments: Any) -> None:
        audited(*arguments)  # the entry and its line are written, not yet committed
        cluster.stop()

    monkeypatch.setattr(journal_module, "_audit", harmed)
    with pytest.raises(StoreError) as refused:
        stored(asked)
    assert refused.value.reason == "unreachable"
    monkeypatch.setattr(journal_module, "_audit", audited)
    cluster.start()
    found_again()
    assert shown() == 130, "nothing of it is there"
    assert len(journal().raw()[1]) == 1
    assert stored(asked) == stored(asked), "stored again, it is there once"
    assert [entry.version for entry in journal().entries()] == [1, 2]


def test_a_connection_cut_in_the_middle_of_a_write(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(proposal("2024", 130))
    audited = journal_module._audit

    def harmed(connection: Any, *arguments: Any) -> None:
        audited(connection, *arguments)
        with cluster.connected() as other:
            other.execute(
                "SELECT pg_terminate_backend(%s)", (connection.connection.driver_connection.info.backend_pid,)
            )

    monkeypatch.setattr(journal_module, "_audit", harmed)
    with pytest.raises(StoreError):
        stored(proposal("2024", 131, seen=1))
    monkeypatch.setattr(journal_module, "_audit", audited)
    assert [entry.version for entry in journal().entries()] == [1]
    assert stored(proposal("2024", 132, seen=1)) > 1


def test_a_database_that_only_reads(cluster: Cluster) -> None:
    stored(proposal("2024", 130))
    name = where.address().rpartition("/")[2]
    with cluster.connected() as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
    assert shown() == 130
    with pytest.raises(StoreError) as refused:
        stored(proposal("2024", 131, seen=1))
    assert refused.value.reason == "read_only"
    assert (shown(), trouble(current())) == (130, "")


def test_a_writer_that_never_ends_is_not_waited_for_without_end(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data.rounds.store import database

    stored(proposal("2024", 130))
    monkeypatch.setattr(database, "WRITING", 2.0)
    held = Journal(where.address())
    with held._transaction(write=True):
        with pytest.raises(StoreError):
            stored(proposal("2024", 131, seen=1))
        assert shown() == 130, "readers wait for no writer"


# --- The disk is full, or can't be written -----------------------------------------------------------------


@contextmanager
def disk(folder: Path, size: str) -> Iterator[None]:
    """Let a folder be a disk of a size of its own; the test is skipped where none can be made."""
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("making a small disk needs the right to mount")
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", folder], check=False, capture_output=True)
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of one megabyte, where anybody may come: pytest closes its own folder whenever a run begins."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "disk"
        folder.mkdir()
        with disk(folder, "1m"):
            yield folder


def fill(folder: Path) -> None:
    """Leave no room on a disk."""
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(b"x" * 4096)
        except OSError:
            pass


def test_the_disk_is_full(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_STORE", str(small_disk / "rounds.sqlite"))
    stored(proposal("2024", 130))
    fill(small_disk)
    with pytest.raises(StoreError) as refused:
        stored(*(proposal(f"2030-{n}", n) for n in range(1, 999)))
    assert refused.value.reason == "full"
    kept = journal().state()
    assert shown() == 129 + kept
    assert trouble(current()) == "", "it can still be read"
    fresh = Journal(f"{where.address()}")
    assert len(fresh.entries()) == kept, "by a server that starts now, too"
    (small_disk / "ballast").unlink()
    assert stored(proposal("2024", 200, seen=kept)) == kept + 1
    assert shown() == 200


@pytest.mark.integration
def test_the_disk_was_full_from_the_start(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_STORE", str(small_disk / "rounds.sqlite"))
    fill(small_disk)
    with pytest.raises(StoreError) as refused:
        stored(proposal("2024", 130))
    assert refused.value.reason == "full"
    assert current()["rounds"]["round"].tolist() == ["2022", "2023", "2023-2"]
    (small_disk / "ballast").unlink()
    found_again()
    assert stored(proposal("2024", 130)) == 1


def test_the_disk_of_postgresql_is_full(lasting: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = lasting.folder / "disk"
    folder.mkdir()
    with disk(folder, "16m"):
        shutil.chown(folder, *lasting.owner)
        folder.chmod(0o700)
        with lasting.connected() as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{folder}'".encode())
            connection.execute(b"CREATE DATABASE small TABLESPACE small")
        try:
            monkeypatch.setenv("DATABASE_URL", lasting.url.replace("/postgres", "/small"))
            stored(proposal("2024", 130))
            fill(folder)
            with pytest.raises(StoreError) as refused:
                stored(*(proposal(f"2030-{n}", n) for n in range(1, 2000)))
            assert refused.value.reason == "full"
            assert (shown(), trouble(current())) == (130, ""), "it can still be read"
            (folder / "ballast").unlink()
            assert stored(proposal("2024", 131, seen=1)) == 2
        finally:
            with lasting.connected() as connection:
                connection.execute(b"DROP DATABASE small WITH (FORCE)")
                connection.execute(b"DROP TABLESPACE small")


LIMITED = """
import resource, signal, sys
from data.rounds.store.errors import StoreError
from data.rounds.store.journal import journal
from tests.entries import proposal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal().store([proposal("2024", 130)], "amir", "")
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    for n in range(1, 99):
        journal().store([proposal("2024", 130 + n, seen=n)], "amir", "")
except StoreError as error:
    print(error.reason, n, len(journal().entries()))
"""


@pytest.mark.integration
def test_files_may_not_grow(file: Path) -> None:
    """As a quota does it; it needs no rights."""
    done = subprocess.run([sys.executable, "-c", LIMITED], cwd=ROOT, capture_output=True, text=True, check=True)
    reason, failed, kept = done.stdout.split()
    assert reason in ("full", "unreachable")
    assert failed == kept
    assert len(journal().entries()) == int(kept)
    assert stored(proposal("2024", 999, seen=int(kept))) == int(kept) + 1


@pytest.mark.integration
@pytest.mark.parametrize("how", ["folder", "disk"])
def test_a_place_that_can_only_be_read(how: str, small_disk: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever serves is not root there: nothing may be written, everything can be read."""
    store = small_disk / "store" / "rounds.sqlite"
    monkeypatch.setenv("IKM_STORE", str(store))
    stored(proposal("2024", 130))
    if how == "disk":
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
        assert shown() == 130
        with pytest.raises(StoreError) as refused:
            stored(proposal("2024", 131, seen=1))
        assert refused.value.reason == "read_only"
        assert (shown(), trouble(current())) == (130, "")
        assert Journal(where.address()).state() == 1
        monkeypatch.setenv("IKM_STORE", str(small_disk / "another" / "rounds.sqlite"))
        with pytest.raises(StoreError) as refused:
            stored(proposal("2024", 130))
        assert refused.value.reason == "read_only"
        return
    for path in (store, store.parent):
        path.chmod(0o444 if path.is_file() else 0o555)
    assert as_nobody(store) == ["1 read_only 1", "2 read_only"]


READING = """
import os, sys
from data.rounds.store.errors import StoreError
from data.rounds.store.journal import Journal
from tests.entries import proposal
store, user, group = Journal(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
new = Journal(sys.argv[1].replace("rounds.sqlite", "new/rounds.sqlite"))
import alembic.command, alembic.config, pandas, sqlalchemy.dialects.sqlite  # before it may read less
if os.getuid() == 0:
    os.setgroups([]); os.setgid(group); os.setuid(user)
state = store.state()
def tried(journal):
    try:
        journal.store([proposal("2024", 131, seen=1)], "amir", "")
        return "stored"
    except StoreError as error:
        return error.reason
print(state, tried(store), store.state())
print(2, tried(new))
"""


def as_nobody(store: Path) -> list[str]:
    """Try to read and to write a store without root's rights, which no permissions bind."""
    for parent in [store.parent.parent, *store.parents]:
        if parent.stat().st_mode & 0o005 != 0o005:
            parent.chmod(parent.stat().st_mode | 0o055)
    user = pwd.getpwnam("nobody")
    command = [sys.executable, "-c", READING, f"sqlite:///{store}", str(user.pw_uid), str(user.pw_gid)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


# --- Killed at any moment ----------------------------------------------------------------------------------


class Watcher:
    """A reader who looks all the time, and keeps whatever is not whole."""

    def __init__(self) -> None:
        self.store = Journal(where.address())
        self.wrong: list[str] = []
        self.looks = self.failed = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watcher":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.01):
            try:
                entries = self.store.entries()
            except StoreError as error:
                self.failed += 1
                if error.reason == "corrupt":
                    self.wrong.append("corrupt")
                continue
            self.looks += 1
            codes = {entry.round for entry in entries}
            self.wrong += [code for code in codes if other(code) not in codes]


def all_are_there(acknowledged: list[list[int]]) -> None:
    by_id = {entry.id: entry for entry in journal().entries()}  # each one's digest is checked
    for number, *ids in acknowledged:
        for one in ids:
            assert by_id[one].content["rounds"][0]["participants"] == number
    codes = [entry.round for entry in by_id.values()]
    assert all(other(code) in codes for code in codes)
    assert len(codes) == len(set(codes))


def forked_writers(kills: int, chance: random.Random) -> list[list[int]]:
    """Let ``kills`` writers store, one after the other, and kill each at some moment.

    They are forks of one process that has imported everything, so each begins at once.
    """
    acknowledged: list[list[int]] = []
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert nursery.stdin
    assert nursery.stdout
    for turn in range(kills):
        nursery.stdin.write(f"{turn * 1000}\n")
        nursery.stdin.flush()
        writer, least = int(nursery.stdout.readline()), chance.randint(0, 4)
        told = [
            nursery.stdout.readline() for _ in range(least)
        ]  # however slow the machine is, so many are acknowledged
        time.sleep(chance.uniform(0, 0.05))  # a moment within the next
        os.kill(writer, signal.SIGKILL)
        while (line := nursery.stdout.readline()) != "ended\n":
            told.append(line)
        whole = [line for line in told if line.count(" ") == 2 and line.endswith("\n")]
        acknowledged += [[int(word) for word in line.split()] for line in whole]
    nursery.stdin.close()
    nursery.wait()
    return acknowledged


# Reads what its child says, so that a line that was cut off is known as one.
NURSERY = """
import os, sys
from data.rounds.store.journal import Journal, journal
from data.rounds.store.where import address
from tests.entries import pair
journal().prepare()
from data.rounds.store import database
database.engine.cache_clear()  # a connection must not be shared with a fork
for line in sys.stdin:
    out, to = os.pipe()
    writer = os.fork()
    if not writer:
        os.close(out)
        store, first = Journal(address()), int(line)
        for number in range(first, first + 1000):
            entries = store.store(pair(number), "amir", "uji")
            os.write(to, f"{number} {entries[0].id} {entries[1].id}\\n".encode())
        os._exit(0)
    os.close(to)
    print(writer, flush=True)
    with os.fdopen(out) as said:
        for told in said:
            print(told if told.endswith("\\n") else told + "\\n", end="", flush=True)
    os.waitpid(writer, 0)
    print("ended", flush=True)
"""


@pytest.mark.slow
def test_a_writer_killed_at_fifty_moments_loses_nothing_that_was_acknowledged(file: Path) -> None:
    journal().prepare()
    with Watcher() as watcher:
        acknowledged = forked_writers(KILLS, random.Random(2022))
    all_are_there(acknowledged)
    record(f"{KILLS} kills, {len(acknowledged)} pairs acknowledged, {watcher.looks} looks, {watcher.failed} failed")
    assert watcher.wrong == []
    assert watcher.failed == 0
    assert watcher.looks > 0
    assert len(acknowledged) > KILLS // 2
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert stored(proposal("2024", 130)) > acknowledged[-1][-1]


def test_a_killed_writer_leaves_postgresql_whole(cluster: Cluster) -> None:
    journal().prepare()
    with Watcher() as watcher:
        acknowledged = forked_writers(KILLS_OF_WRITER, random.Random(2023))
    all_are_there(acknowledged)
    record(f"{KILLS_OF_WRITER} kills, {len(acknowledged)} pairs acknowledged, {watcher.looks} looks")
    assert watcher.wrong == []
    assert len(acknowledged) > KILLS_OF_WRITER // 2
    assert stored(proposal("2024", 130)) > acknowledged[-1][-1]


def test_a_killed_server_loses_nothing_that_was_acknowledged(cluster: Cluster) -> None:
    journal().prepare()
    chance, acknowledged, turn = random.Random(2024), [], 0
    with Watcher() as watcher:
        while turn < KILLS_OF_SERVER:
            done = threading.Event()
            said: list[list[int]] = []
            writer = threading.Thread(target=_store_until, args=(turn, done, said))
            writer.start()
            least = chance.randint(1, 8)
            wait_until(lambda said=said, least=least: len(said) >= least, "nothing was acknowledged")
            time.sleep(chance.uniform(0, 0.05))  # a moment within the next
            cluster.stop()  # at once, as in a crash
            done.set()
            writer.join()
            acknowledged += said
            cluster.start()
            turn += 1
    all_are_there(acknowledged)
    record(f"{KILLS_OF_SERVER} kills, {len(acknowledged)} pairs acknowledged, {watcher.looks} looks")
    assert watcher.wrong == []
    assert len(acknowledged) > KILLS_OF_SERVER // 2
    assert stored(proposal("2024", 130)) > acknowledged[-1][-1]


def _store_until(turn: int, done: threading.Event, said: list[list[int]]) -> None:
    for number in range(turn * 1000, turn * 1000 + 1000):
        try:
            entries = journal().store(pair(number), "amir", "uji")
        except StoreError:
            if done.wait(0.05):
                return
            continue
        said.append([number, *(entry.id for entry in entries)])


# --- Damaged -----------------------------------------------------------------------------------------------


def _bytes(at: Callable[[int], int], what: bytes) -> Callable[[Path], None]:
    def harm(file: Path) -> None:
        with file.open("r+b") as opened:
            opened.seek(at(file.stat().st_size))
            opened.write(what)

    return harm


def _changed(column: str, text: str) -> Callable[[Path], None]:
    def harm(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            value = text if text.startswith("CAST") else f"'{text}'"
            connection.execute(f"UPDATE entries SET {column} = {value} WHERE id = 3")
            connection.commit()

    return harm


def _truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _other_file(file: Path) -> None:
    file.write_text("Tahun;2024\n" * 900, encoding="utf-8")


DAMAGE: dict[str, Callable[[Path], None]] = {
    "its header": _bytes(lambda _: 0, b"\xff" * 100),
    "pages in the middle": _bytes(lambda size: size // 4, os.urandom(16_384)),
    "cut in half": _truncated,
    "another file": _other_file,
    "an edited content": _changed("content", json.dumps(content("2024", 999))),
    "an edited name": _changed("who", "orang lain"),
    "an edited round": _changed("round", "2030"),
    "text that is none": _changed("who", "CAST(x'fffe' AS TEXT)"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_said_and_readers_are_served(
    damage: str, file: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(30):
        stored(proposal("2024", 130 + n, seen=n))
    DAMAGE[damage](file)
    for kept in (current_module._store, current_module._merged, journal_module._journal):
        kept.cache_clear()  # as in a server that starts now
    tables = current()
    assert trouble(tables) == "store_corrupt"
    assert tables["rounds"]["round"].tolist() == ["2022", "2023", "2023-2"], "what was packaged is served"
    assert (health()["code"], health()["rounds"]) == (200, "corrupt")
    reference = dict(tables.problems[-1].details)["reference"]
    assert [record.__dict__.get("reference") for record in caplog.records].count(reference) == 1
    with pytest.raises(StoreError):
        journal().entries()


def test_a_damaged_file_found_later_leaves_the_last_known_rounds(file: Path) -> None:
    for n in range(30):
        stored(proposal("2024", 130 + n, seen=n))
    assert shown() == 159
    DAMAGE["its header"](file)
    assert (shown(), trouble(current())) == (159, "store_corrupt")


def test_rubbish_in_the_log_beside_the_file_is_passed_over(file: Path) -> None:
    stored(proposal("2024", 130))
    file.with_name("rounds.sqlite-wal").write_bytes(os.urandom(50_000))
    assert (shown(), trouble(current())) == (130, "")
    assert stored(proposal("2024", 131, seen=1)) == 2
    assert shown() == 131


@pytest.mark.integration
def test_the_file_vanishes(file: Path) -> None:
    stored(proposal("2024", 130))
    assert shown() == 130
    shutil.move(file.parent, file.parent.with_name("elsewhere"))
    assert (shown(), trouble(current())) == (130, "store_unreachable")
    shutil.move(file.parent.with_name("elsewhere"), file.parent)
    found_again()
    assert stored(proposal("2024", 131, seen=1)) == 2


def test_the_file_is_replaced_by_another(file: Path) -> None:
    stored(proposal("2024", 130))
    assert shown() == 130
    shutil.move(file, file.with_name("old"))
    assert stored(proposal("2025", 90)) == 1
    assert (shown("2024"), shown("2025")) == (None, 90)


@pytest.mark.slow  # a server of its own; `test_first_views_do_not_outlive_the_trouble` needs none
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_it_and_goes_on(language: str, file: Path, reader: NewReader) -> None:
    stored(proposal("2024", 130))
    DAMAGE["its header"](file)
    words = Words(language)
    with running_dashboard(IKM_STORE=str(file)) as address:
        window = reader()
        page = window.open(f"{address}/?lang={language}")
        said = page.locator("[role=alert]").first.inner_text()
        assert words("problem.store.banner") in said
        assert words("problem.store_corrupt") in said
        assert "220" in page.locator("h1").inner_text()
        with urllib.request.urlopen(f"{address}/health") as answer:
            assert (answer.status, json.load(answer)["rounds"]) == (200, "corrupt")
        page.goto(f"{address}/rounds?lang={language}")
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        assert words("problem.store_corrupt") in page.locator(".problem").last.inner_text()
        assert "Traceback" not in page.locator("body").inner_text()


@pytest.mark.integration
def test_first_views_do_not_outlive_the_trouble(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(proposal("2024", 130))
    assert b"130" in prerender.view("overview", {"round": "2024"}).body("")
    stored(proposal("2024", 131, seen=1))
    shutil.move(file.parent, file.parent.with_name("elsewhere"))
    kept = len(prerender._views)
    prerender.view("overview", {"round": "2024"})
    assert len(prerender._views) == kept, "what is made without the store is not kept"
    shutil.move(file.parent.with_name("elsewhere"), file.parent)
    found_again()
    assert b"131" in prerender.view("overview", {"round": "2024"}).body("")


# --- Clocks, and two at once -------------------------------------------------------------------------------


def test_order_does_not_depend_on_clocks(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = [
        "2026-05-01T08:00:00+00:00",
        "1999-12-31T23:59:59+00:00",
        "2099-01-01T00:00:00+00:00",
        "2026-05-01T08:00:00+00:00",
    ]
    for n, at in enumerate(times):
        monkeypatch.setattr(journal_module, "_now", lambda at=at: at)
        stored(proposal("2024", 130 + n, seen=n))
        assert shown() == 130 + n
    entries = journal().entries()
    assert [entry.id for entry in entries] == [1, 2, 3, 4]
    assert [entry.at.isoformat() for entry in entries] == times
    changes.store(changes.restoring(2), "amir", "kembali")
    assert shown() == 131


def test_of_two_editors_the_second_is_told_and_loses_nothing(file: Path) -> None:
    seen = changes.version("2023")
    second = proposal("2023", 212, seen)
    changes.store([proposal("2023", 211, seen)], "amir", "uji")
    with pytest.raises(ConflictError) as conflict:
        changes.store([second], "budi", "uji")
    assert conflict.value.entry.content["rounds"][0]["participants"] == 211
    assert shown("2023") == 211
    again = Proposal("2023", "correct", second.rows, conflict.value.entry.version, second.source)
    assert stored(again) == 2
    assert shown("2023") == 212
    assert entry_of(journal().raw()[0][0]) == journal().entries()[0]

"""The journal of rounds, in SQLite and in a real PostgreSQL: nothing is lost, changed or stored twice."""

import csv
import io
import json
import os
import re
import secrets
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest.mock import ANY

import pytest
import sqlalchemy as sa
from frictionless import Package

from data.current import current
from data.rounds import changes
from data.rounds.__main__ import main
from data.rounds.store import backup, database, where
from data.rounds.store.errors import StoreError
from data.rounds.store.journal import HEAD, ConflictError, Entry, Journal, Proposal, entry_of, journal, metadata
from data.tables import PACKAGED, Tables, load
from locales import Words
from tests.conftest import ROOT, others_slow
from tests.entries import proposal
from tests.services import new_database

KINDS = ("sqlite", "postgresql")
Store = Callable[[], str]


@pytest.fixture
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Make the address of an empty store, by kind."""

    def new(kind: str) -> str:
        if kind == "postgresql":
            return new_database(request.getfixturevalue("cluster"))
        return f"sqlite:///{tmp_path}/{secrets.token_hex(4)}/rounds.sqlite"

    return new


@pytest.fixture(params=others_slow(KINDS))
def store(request: pytest.FixtureRequest, new_store: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the empty store that is in use, of either kind."""
    address = new_store(request.param)
    monkeypatch.setenv("DATABASE_URL", address)
    return where.address()


def stored(*proposals: Proposal, reason: str = "uji") -> tuple[Entry, ...]:
    return changes.store(proposals, "amir@example.go.id", reason)


def participants(tables: Tables) -> dict[str, int]:
    rounds = tables["rounds"]
    return dict(zip(rounds["round"], rounds.participants.astype(int), strict=True))


def child(code: str, *arguments: str, **settings: str) -> "subprocess.Popen[str]":
    """Start Python on some lines, as another server's process would run them."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env={**os.environ, **settings}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_nothing_is_made_by_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("IKM_STORE", str(tmp_path / "store" / "rounds.sqlite"))
    assert where.is_empty()
    assert current().state == 0
    assert journal().state() == 0
    assert journal().entries() == ()
    assert changes.version("2022") == 0
    assert list(tmp_path.iterdir()) == []


def test_a_round_is_added_corrected_withdrawn_and_every_state_is_kept(store: str) -> None:
    as_packaged = participants(current())
    (added,) = stored(proposal("2024", 130))
    assert (added.id, added.version, added.action, added.who) == (1, 1, "add", "amir@example.go.id")
    assert participants(current()) == {**as_packaged, "2024": 130}
    stored(proposal("2024", 131, seen=1))
    assert participants(current())["2024"] == 131
    stored(proposal("2022", 221))  # one that was packaged is corrected like any other
    assert participants(current()) == {**as_packaged, "2024": 131, "2022": 221}
    assert current()["trainings"]["round"].tolist().count("2022") == 1, "its rows take the place of the packaged ones"
    stored(changes.withdrawing("2024"), changes.withdrawing("2022"))
    assert participants(current()) == as_packaged
    states = [participants(changes.tables_at(state)) for state in range(6)]
    assert [found.get("2024") for found in states] == [None, 130, 131, 131, None, None]
    assert [found["2022"] for found in states] == [220, 220, 220, 221, 221, 220]
    assert [(e.id, e.version, e.action) for e in journal().entries() if e.round == "2024"] == [
        (1, 1, "add"), (2, 2, "correct"), (4, 3, "withdraw"),
    ]  # fmt: skip


@pytest.mark.integration
def test_any_state_is_restored_by_further_entries(store: str) -> None:
    as_packaged = participants(current())
    stored(proposal("2024", 130))
    stored(proposal("2025", 90))
    stored(proposal("2022", 221))
    stored(proposal("2024", 140, seen=1))
    for state in (2, 4, 0, 3, 1, 2):
        then = participants(changes.tables_at(state))
        entries = stored(*changes.restoring(state), reason="kembali") if changes.restoring(state) else ()
        assert participants(current()) == then
        assert {entry.action for entry in entries} <= {"restore"}
        assert changes.restoring(state) == []
    assert participants(changes.tables_at(0)) == as_packaged
    assert journal().state() == len(journal().entries()) > 4


def test_no_row_is_ever_changed_or_deleted(store: str) -> None:
    def refused() -> None:
        with pytest.raises(ConflictError):
            stored(proposal("2024", 9, seen=1))

    stored(proposal("2024", 130))
    entries, audit = journal().raw()
    for step in (
        lambda: stored(proposal("2024", 131, seen=1)),
        lambda: stored(changes.withdrawing("2024")),
        lambda: stored(*changes.restoring(1)),
        refused,
        lambda: backup.bring_back(backup.package(current())),
    ):
        step()
        more_entries, more_audit = journal().raw()
        assert more_entries[: len(entries)] == entries
        assert more_audit[: len(audit)] == audit
        entries, audit = more_entries, more_audit
    assert (len(entries), len(audit)) == (4, 5)
    assert audit[-1]["outcome"] == "conflict"
    statements = []
    for python in (ROOT / "data" / "rounds").rglob("*.py"):
        statements += re.findall(r"\.(update|delete)\(\)|\b(UPDATE|DELETE FROM) ", python.read_text("utf-8"))
    assert len(statements) == 2, "the code has no statement that could, but for erasing: test_erasing.py"


def test_differences_name_what_changed(store: str) -> None:
    before = current()
    stored(proposal("2024", 130))
    added = changes.differences(before, current())
    assert {(d.column, d.before, d.after) for d in added if not d.regency} >= {("participants", None, "130")}
    assert {(d.regency, d.after) for d in added if d.regency and not d.activity} == {("81.72", "130")}
    was = current()
    stored(proposal("2024", 131, seen=1))
    changed = changes.differences(was, current())
    assert {(d.before, d.after) for d in changed} == {("130", "131")}
    assert len(changed) == 3, "of the round, of the regency, of the training"
    assert changes.differences(current(), current()) == []


def test_storing_the_same_proposal_again_stores_it_once(store: str) -> None:
    asked = proposal("2024", 130)
    assert stored(asked) == stored(asked) == stored(asked)
    assert journal().state() == 1
    assert len(journal().raw()[1]) == 1


def test_all_proposals_are_stored_or_none(store: str) -> None:
    stored(proposal("2024", 130))
    with pytest.raises(ConflictError):
        stored(proposal("2025", 50), proposal("2024", 131, seen=0), proposal("2026", 60))
    assert [entry.round for entry in journal().entries()] == ["2024"]


def test_of_threads_that_store_one_round_the_first_wins_and_the_others_are_told(store: str) -> None:
    stored(proposal("2024", 130))
    outcomes: list[int | str] = []
    at_once = threading.Barrier(8)

    def editor(number: int) -> None:
        asked = proposal("2024", 200 + number, seen=1)
        at_once.wait()
        try:
            outcomes.append(journal().store([asked], f"editor {number}", "")[0].content["rounds"][0]["participants"])
        except ConflictError as conflict:
            outcomes.append(f"after {conflict.entry.content['rounds'][0]['participants']}")

    threads = [threading.Thread(target=editor, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    (winner,) = [said for said in outcomes if isinstance(said, int)]
    assert [said for said in outcomes if said != winner] == [f"after {winner}"] * 7
    assert participants(current())["2024"] == winner
    assert journal().state() == 2
    assert [line["outcome"] for line in journal().raw()[1]].count("conflict") == 7


EDITOR = """
import sys
from data.rounds.store.journal import ConflictError, journal
from tests.entries import proposal
journal().state()
print("ready", flush=True)
sys.stdin.readline()
for step in range(int(sys.argv[2])):
    code = f"20{30 + step}-{sys.argv[1]}"
    journal().store([proposal(code, 100 + step)], sys.argv[1], "")
try:
    journal().store([proposal("2024", 1000 + int(sys.argv[1]))], sys.argv[1], "")
    print("stored")
except ConflictError:
    print("told")
"""


@pytest.mark.integration
def test_processes_number_their_entries_in_the_order_of_storing(store: str) -> None:
    journal().prepare()
    editors = [child(EDITOR, str(n), "8") for n in range(2, 5)]
    for editor in editors:
        assert editor.stdout
        assert editor.stdin
        assert editor.stdout.readline() == "ready\n"
    for editor in editors:
        editor.stdin.write("go\n")
        editor.stdin.flush()
    seen: list[int] = []
    while any(editor.poll() is None for editor in editors):
        ids = [entry.id for entry in journal().entries()]
        assert ids[: len(seen)] == seen, "an entry never appears before one that was seen already"
        assert ids == sorted(ids)
        seen = ids
    said = [editor.communicate()[0].strip() for editor in editors]
    assert [editor.returncode for editor in editors] == [0, 0, 0]
    assert sorted(said) == ["stored", "told", "told"]
    assert len(journal().entries()) == 3 * 8 + 1


@pytest.mark.integration
def test_processes_that_start_at_once_make_one_database(store: str) -> None:
    code = "import sys; sys.stdin.readline(); from data.rounds.store.journal import journal; journal().prepare(); print(journal().state())"
    servers = [child(code) for _ in range(4)]
    for server in servers:
        assert server.stdin
        server.stdin.write("go\n")
        server.stdin.flush()
    assert [server.communicate(timeout=300) for server in servers] == [("0\n", "")] * 4
    stored(proposal("2024"))
    with closing(database.engine(store).connect()) as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM alembic_version")) == 1


def test_a_file_that_another_server_is_making_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "rounds.sqlite"
    monkeypatch.setenv("IKM_STORE", str(file))
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE other (id)")
        other.execute("BEGIN IMMEDIATE")  # SQLite turns away at once whoever asks for a log now
        ending = threading.Timer(0.5, other.commit)
        ending.start()
        journal().prepare()
        ending.join()
    assert len(stored(proposal("2024"))) == 1


def test_the_migrated_form_is_the_one_that_the_code_knows(store: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    journal().prepare()
    with closing(database.engine(store).connect()) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, metadata) == []
    config = Config()
    config.set_main_option("script_location", str(ROOT / "data" / "rounds" / "store" / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_database_of_a_newer_version_is_left_alone(store: str) -> None:
    stored(proposal("2024"))
    with database.engine(store).connect() as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    other = Journal(store)
    for ask in (other.state, other.entries, other.raw, other.prepare, lambda: other.store([proposal("2025")], "", "")):
        with pytest.raises(StoreError) as refused:
            ask()
        assert refused.value.reason == "newer"


@pytest.mark.parametrize(
    "address", ["nonsense", "mysql://a@127.0.0.1/b", "postgresql://a@127.0.0.1:port/b", "oracle+x://"]
)
def test_an_address_that_is_none_is_said_to_be_unreachable(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(StoreError) as refused:
        journal().state()
    assert refused.value.reason == "unreachable"
    tables = current()
    assert tables.problems[-1].reason == "store_unreachable"
    assert participants(tables) == participants(load(PACKAGED))


# --- Backups -----------------------------------------------------------------------------------------------


def history(count: int = 4) -> None:
    stored(proposal("2024", 130))
    stored(proposal("2022", 221), reason='kutip " dan, koma\ndan baris')
    for n in range(2, count):
        stored(proposal("2024", 130 + n, seen=n - 1))
    with pytest.raises(ConflictError):
        stored(proposal("2024", 1, seen=0))


@pytest.mark.slow
@pytest.mark.parametrize("kinds", [("sqlite", "postgresql", "sqlite"), ("postgresql", "sqlite", "postgresql")])
def test_a_backup_comes_back_the_same_in_another_kind_of_database(
    kinds: tuple[str, ...], new_store: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", new_store(kinds[0]))
    history()
    first, raw = backup.package(current()), journal().raw()
    for kind in kinds[1:]:
        monkeypatch.setenv("DATABASE_URL", new_store(kind))
        assert backup.bring_back(first).new == 4
        assert backup.bring_back(first).new == 0, "once more changes nothing"
        assert journal().raw() == raw
        assert backup.package(current()) == first, "the same bytes"
        assert stored(proposal("2026", 60))[0].id == 5, "and it goes on from there"
        assert backup.bring_back(first).new == 0


def test_a_later_backup_brings_what_is_missing(
    new_store: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = new_store("sqlite"), new_store("sqlite")
    monkeypatch.setenv("DATABASE_URL", addresses[0])
    history(2)
    early = backup.package(current())
    stored(proposal("2026"))
    late = backup.package(current())
    monkeypatch.setenv("DATABASE_URL", addresses[1])
    assert [backup.bring_back(archive).new for archive in (early, late, early)] == [2, 1, 0]


@pytest.mark.integration
def test_a_backup_is_a_valid_data_package(store: str, tmp_path: Path) -> None:
    history()
    file = tmp_path / "cadangan.zip"
    file.write_bytes(backup.package(current()))
    report = Package(str(file)).validate()
    assert report.valid, report.flatten(["title", "message"])
    assert {task.name for task in report.tasks} >= {"rounds", "participation", "entries", "audit"}


def repacked(archive: bytes, change: Callable[[dict[str, bytes]], None], rehash: bool = False) -> bytes:
    """Return a backup after something was done to its files, with digests that fit or without."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    if rehash:
        import hashlib

        descriptor = json.loads(files["datapackage.json"])
        for resource in descriptor["resources"]:
            resource["hash"] = f"sha256:{hashlib.sha256(files[resource['path']]).hexdigest()}"
        files["datapackage.json"] = json.dumps(descriptor).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, said in files.items():
            packed.writestr(name, said)
    return made.getvalue()


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    def in_files(files: dict[str, bytes]) -> None:
        del files[name]

    return in_files


def rows_changed(change: Callable[[list[dict[str, str]]], object]) -> Callable[[dict[str, bytes]], None]:
    def in_files(files: dict[str, bytes]) -> None:
        rows = list(csv.DictReader(io.StringIO(files["entries.csv"].decode(), newline="")))
        columns = list(rows[0])
        change(rows)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files["entries.csv"] = text.getvalue().encode()

    return in_files


HARM: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "unreadable"),
    "no archive": (lambda _: b"PK but no archive" * 50, "unreadable"),
    "half": (lambda a: a[: len(a) // 2], "unreadable"),
    "a flipped byte": (lambda a: a[:200] + bytes([a[200] ^ 255]) + a[201:], "damaged"),
    "a table exchanged": (lambda a: repacked(a, lambda f: f.update({"entries.csv": f["audit.csv"]})), "damaged"),
    "a table missing": (lambda a: repacked(a, without("audit.csv")), "unreadable"),
    "no descriptor": (lambda a: repacked(a, without("datapackage.json")), "unreadable"),
    "another package": (lambda a: repacked(a, lambda f: f.update({"datapackage.json": b'{"resources": []}'})), "unreadable"),
    "a table that is not brought back": (lambda a: repacked(a, lambda f: f.update({"areas.csv": b"x"})), "damaged"),
    "other columns": (lambda a: repacked(a, lambda f: f.update({"entries.csv": f["audit.csv"]}), True), "unreadable"),
    "an edited entry": (lambda a: repacked(a, rows_changed(lambda r: r[0].update(who="X")), True), "damaged"),
    "an edited content": (lambda a: repacked(a, rows_changed(lambda r: r[0].update(content="{}")), True), "damaged"),
    "entries exchanged": (lambda a: repacked(a, rows_changed(lambda r: r.reverse()), True), "damaged"),
    "an entry twice": (lambda a: repacked(a, rows_changed(lambda r: r.append(r[-1])), True), "damaged"),
    "an entry left out": (lambda a: repacked(a, rows_changed(lambda r: r.pop(0)), True), "damaged"),
    "a number that is none": (lambda a: repacked(a, rows_changed(lambda r: r[0].update(id="x")), True), "unreadable"),
}  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup to be harmed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{tmp_path_factory.mktemp('store')}/rounds.sqlite")
        history()
        return backup.package(current())


@pytest.mark.parametrize("harm", HARM)
def test_a_backup_that_is_damaged_or_none_is_refused(
    harm: str, archive: bytes, new_store: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    do, reason = HARM[harm]
    harmed = do(archive)
    monkeypatch.setenv("DATABASE_URL", new_store("sqlite"))
    with pytest.raises(backup.BackupError) as refused:
        backup.bring_back(harmed)
    assert refused.value.reason == reason
    assert Words("id").has(f"backup.{reason}")
    assert journal().state() == 0


def test_a_backup_of_another_journal_is_refused(
    store: str, new_store: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    history()
    archive, raw = backup.package(current()), journal().raw()
    monkeypatch.setenv("DATABASE_URL", new_store("sqlite"))
    stored(proposal("2025"))
    with pytest.raises(backup.BackupError) as refused:
        backup.bring_back(archive)
    assert refused.value.reason == "other"
    assert journal().state() == 1
    monkeypatch.setenv("DATABASE_URL", store)
    assert journal().raw() == raw


def test_what_was_changed_behind_the_journals_back_is_noticed(store: str) -> None:
    history()
    for column in ("who", "round", "at", "content", "reason", "version"):
        row = dict(journal().raw()[0][0])
        entry_of(row)
        row[column] = 7 if column == "version" else f"{row[column]} "
        with pytest.raises(StoreError) as refused:
            entry_of(row)
        assert refused.value.reason == "corrupt"


# --- The command line --------------------------------------------------------------------------------------

FORM = """Tahun;2024
Jumlah peserta seluruhnya;130
Jumlah kegiatan atau kelas;1
Judul sumber;Laporan akhir
Penerbit sumber;Disperindag Provinsi Maluku
Kabupaten/kota;Kegiatan;Peserta
Kota Tual;Ikan asap cair;130
"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    file = tmp_path / "laporan.csv"
    file.write_text(FORM, encoding="utf-8")
    return file


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run a command; returns the exit code and what it said, where it belongs."""

    def command(*given: object) -> tuple[int, str]:
        try:
            code = main([str(part) for part in given])
        except SystemExit as ended:
            code = int(str(ended.code))
        said = capsys.readouterr()
        assert bool(said.err) == bool(code)
        return code, said.err if code else said.out

    return command


Run = Callable[..., tuple[int, str]]


@pytest.mark.integration
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_command_line_does_everything(store: str, run: Run, form: Path, tmp_path: Path, language: str) -> None:
    words, reason = Words(language), ("--reason", "laporan masuk")

    def ask(*given: object) -> tuple[int, str]:
        return run("--lang", language, *given)

    assert ask("history") == (0, f"{words('rounds.no_entries')}\n")
    assert ask("list")[1].splitlines()[0] == words("rounds.state", state=0)
    code, said = ask("add", form, "--check")
    assert (code, said.splitlines()[-1]) == (0, words("rounds.checked", round="2024"))
    assert journal().state() == 0
    assert ask("add", form) == (1, "data.rounds: --reason is needed\n")
    code, said = ask("add", form, *reason, "--who", "amir")
    assert code == 0
    assert said.splitlines()[-1].endswith(
        f"2024 v1  {words('rounds.action.add')}  amir  {journal().entries()[0].source}  laporan masuk"
    )
    assert "130" in said
    form.write_text(FORM.replace("130", "131"), encoding="utf-8")
    assert ask("add", form, "--correct", "2024", *reason)[0] == 0
    code, said = ask("list")
    assert said.splitlines()[0] == words("rounds.state", state=2)
    assert any(line.startswith("2024  131  1  ") for line in said.splitlines())
    assert any(line.startswith("2024  130  1  ") for line in ask("list", "--state", 1)[1].splitlines())
    assert ask("withdraw", "2024", *reason)[0] == 0
    assert "2024" not in ask("list")[1]
    assert ask("restore", 1, *reason)[0] == 0
    assert ask("restore", 1, *reason) == (0, f"{words('rounds.same')}\n")
    assert len(ask("history", "2024")[1].splitlines()) == 4
    assert ask("history", "2022") == (0, f"{words('rounds.no_entries')}\n")
    file = tmp_path / "cadangan.zip"
    assert ask("export", file) == (0, f"{words('rounds.exported', file=file, state=4)}\n")
    assert ask("restore", file) == (0, f"{words.count('rounds.brought_back', 0)}\n")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_command_line_says_what_is_wrong(store: str, run: Run, form: Path, tmp_path: Path, language: str) -> None:
    words, reason = Words(language), ("--reason", "uji")

    def ask(*given: object) -> tuple[int, str]:
        return run("--lang", language, *given)

    assert ask("withdraw", "2024", *reason) == (
        1,
        f"{words('rounds.unknown', about=words('rounds.round', round='2024'))}\n",
    )
    assert ask("restore", 9, *reason) == (1, f"{words('rounds.no_state', state=9)}\n")
    assert ask("add", form, "--correct", "1999", *reason) == (
        1,
        f"{words('rounds.unknown', about=words('rounds.round', round='1999'))}\n",
    )
    (tmp_path / "bad.zip").write_bytes(b"no")
    assert ask("restore", tmp_path / "bad.zip") == (1, f"{tmp_path}/bad.zip: {words('backup.unreadable')}\n")
    for missing in (tmp_path / "none.csv", tmp_path):
        assert ask("add", missing, *reason) == (1, f"{words('rounds.no_file', file=missing)}\n")
    form.write_text(
        FORM.replace("Kota Tual", "Kota Tuall").replace("Jumlah peserta seluruhnya;130", "Jumlah peserta seluruhnya;x")
    )
    code, said = ask("add", form, *reason)
    assert code == 1
    assert len(said.splitlines()) >= 2, "every problem at once"
    assert "Tuall" in said
    assert ask("add", form, "--check") == (1, said), "a check that finds something is no success"
    assert journal().state() == 0


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_command_line_asks_what_is_unclear(store: str, run: Run, form: Path, language: str) -> None:
    form.write_text(
        FORM.replace("Kabupaten/kota;Kegiatan", "Kode;Lokasi;Kegiatan").replace("Kota Tual;", "8101;Hotel Contoh;"),
        "utf-8",
    )
    code, said = run("--lang", language, "add", form, "--reason", "uji")
    assert code == 1
    assert said.splitlines()[0] == f"laporan.csv: {Words(language)('upload.codes')}"
    assert "--answer codes=bps" in said
    assert "8101 = Kepulauan Tanimbar" in said
    assert "8101 = Maluku Tengah" in said
    assert run("add", form, "--reason", "uji", "--answer", "codes=mana saja") == (1, said if language == "id" else ANY)
    assert journal().state() == 0
    assert run("add", form, "--reason", "uji", "--answer", "codes=bps")[0] == 0
    (entry,) = journal().entries()
    assert [row["regency"] for row in entry.content["trainings"]] == ["81.03"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_changes_what_is_stated_is_confirmed_one_by_one(store: str, run: Run, form: Path, language: str) -> None:
    form.write_text(FORM.replace("Kota Tual", "Kota Tuall"), "utf-8")
    row = next(n for n, line in enumerate(FORM.splitlines(), 1) if "Kota Tual" in line)
    ask, proposal = ("--lang", language, "add", form, "--reason", "uji"), f"regency:{row}=Kota Tual"
    code, answer = run(*ask, "--fix")
    assert (code, f'--confirm "{proposal}"' in answer) == (1, True)
    wrong = f"regency:{row}=Kota Ambon"
    refusal = Words(language)("rounds.confirm_unknown", text=wrong)
    assert run(*ask, "--confirm", wrong) == (1, f"{refusal}\n")
    assert run(*ask, "--confirm", proposal)[0] == 0


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_new_activity_is_stored_from_the_command_line(store: str, run: Run, form: Path, language: str) -> None:
    words, reason = Words(language), ("--reason", "uji")
    form.write_text(FORM.replace("Ikan asap cair", "Sirup pala"), "utf-8")
    code, said = run("--lang", language, "add", form, "--check", *reason)
    assert code == 1
    assert words("rounds.activity_by", name="Sirup pala") in said
    code, said = run("--lang", language, "add", form, *reason, "--activity", "Sirup kenari=Olahan hasil kebun;11")
    assert (code, said) == (1, f"{words('rounds.activity_unknown', listed='“sirup kenari”')}\n")
    assert run("add", form, *reason, "--activity", "Sirup pala") == (
        1,
        "data.rounds: --activity Sirup pala: NAME=TEXT\n",
    )
    assert run("add", form, *reason, "--answer", "codes")[0] == 1
    assert run("add", form, *reason, "--activity", "Sirup pala=Olahan hasil kebun;99")[0] == 1
    assert run("add", form, *reason, "--activity", "Sirup pala=Olahan hasil kebun;11")[0] == 0
    (entry,) = journal().entries()
    assert [(row["name_id"], row["division"]) for row in entry.content["activities"]] == [("Sirup pala", "11")]


@pytest.mark.integration
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_later_report_of_a_round_is_recognised(store: str, run: Run, form: Path, language: str) -> None:
    words, reason = Words(language), ("--reason", "uji")
    assert run("add", form, *reason)[0] == 0
    form.write_text(FORM.replace("130", "131"), "utf-8")
    code, said = run("--lang", language, "add", form, *reason)
    assert code == 1
    assert words("draft.problem.revised", round="2024", n=1, of=1) in said
    assert words("rounds.correct_by", round="2024") in said
    assert "130 → 131" in said
    assert run("add", form, *reason, "--check", "--correct", "2024")[0] == 0
    assert run("add", form, *reason, "--fact", "round=2024-2")[0] == 0  # whoever says so means another round
    assert [(entry.round, entry.version) for entry in journal().entries()] == [("2024", 1), ("2024-2", 1)]


def test_fixes_are_taken_until_nothing_more_follows(store: str, run: Run, form: Path) -> None:
    form.write_text(
        FORM.replace("Jumlah peserta seluruhnya;130\n", "").replace("Jumlah kegiatan atau kelas;1\n", ""), "utf-8"
    )
    assert run("add", form, "--reason", "uji")[0] == 1
    assert run("add", form, "--reason", "uji", "--fix")[0] == 0
    assert [row["participants"] for row in journal().entries()[0].content["rounds"]] == [130]


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_was_not_read_is_named_and_what_changes_nothing_is_no_success(
    store: str, run: Run, form: Path, language: str
) -> None:
    words = Words(language)
    form.write_text(
        FORM.replace("Kegiatan;", "Kegiatan;Anggaran;").replace("cair;", "cair;5;") + "Buru;nihil;;-\n", "utf-8"
    )
    code, said = run("--lang", language, "add", form, "--reason", "uji")
    assert code == 0, said
    assert words("rounds.unread", listed="“Anggaran”") in said
    code, said = run("--lang", language, "add", form, "--reason", "uji", "--correct", "2024")
    assert code == 1
    assert words("rounds.unchanged", round="2024") in said
    assert len(journal().entries()) == 1
    assert run("--lang", language, "withdraw", "2024", "--reason", "a.n. Peserta Satu") == (
        1,
        f"{words('rounds.reason.personal')}\n",
    )


def test_a_user_without_a_name_and_a_terminal_with_few_letters(
    store: str, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, "ascii", write_through=True))
    assert main(["add", str(form), "--reason", "laporan “masuk”"]) == 0
    assert b'laporan "masuk"' in written.getvalue()
    assert b"-> 130" in written.getvalue()
    assert b"?" not in written.getvalue()
    assert journal().entries()[0].who.startswith("uid ")


def test_what_a_terminal_of_few_letters_shows_is_what_is_confirmed(run: Run, store: str, form: Path) -> None:
    form.write_text(FORM.replace(";130", ";± 130"), encoding="utf-8")
    code, said = run("add", form, "--reason", "uji")
    shown = re.findall(r'--confirm "(.*?)"', said)
    assert code == 1
    assert any("≈" in text for text in shown)
    confirmed = [option for text in shown for option in ("--confirm", text.replace("≈", "~"))]
    assert run("add", form, "--reason", "uji", *confirmed)[0] == 0
    code, said = run("add", form, "--reason", "uji", "--confirm", "participants:9=~ 5")
    assert "participants:9=~ 5" in said


@pytest.mark.integration
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
def test_what_is_stored_is_no_failure_where_nobody_reads_what_is_said(tmp_path: Path, form: Path) -> None:
    def done(*given: str) -> tuple[int, str]:
        settings = {**os.environ, "IKM_STORE": str(tmp_path / "store" / "rounds.sqlite")}
        settings.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "data.rounds", *given]
        with Path("/dev/full").open("w") as full:
            ended = subprocess.run(
                command,
                cwd=ROOT,
                env=settings,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
                timeout=300,
            )
        return ended.returncode, ended.stderr

    code, said = done("add", str(form), "--reason", "uji")
    assert (code, said.count("\n"), "Traceback" in said) == (0, 1, False)
    assert done("list")[0] == 1, "what was only asked for has not come"


def test_a_system_without_a_locale_loses_no_letter_of_a_reason(run: Run, store: str, form: Path) -> None:
    reason = "laporan “masuk” ±"
    for number, given in enumerate((reason, reason.encode().decode("ascii", "surrogateescape"), "nomor 1"), 130):
        form.write_text(FORM.replace("130", str(number)), encoding="utf-8")
        assert run("add", form, "--reason", given, *(("--correct", "2024") if number > 130 else ()))[0] == 0
    assert [entry.reason for entry in journal().entries()] == [reason, reason, "nomor 1"]


@pytest.mark.parametrize("given", [[], ["fly"], ["add"], ["list", "--state", "x"], ["--lang", "fr", "list"]])
def test_a_wrong_argument_gets_one_line_and_code_2(run: Run, given: list[str]) -> None:
    code, said = run(*given)
    assert code == 2
    assert said.startswith("data.rounds: ")
    assert said.count("\n") == 1


@pytest.mark.integration
def test_the_command_line_is_a_program(tmp_path: Path, form: Path) -> None:
    settings = {**os.environ, "IKM_STORE": str(tmp_path / "store" / "rounds.sqlite")}
    settings.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "data.rounds", "add", str(form), "--reason", "uji"]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    command[3:] = ["restore", "7", "--reason", "uji"]
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.slow
@pytest.mark.integration
def test_programs_say_that_the_store_fails_without_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "rounds.sqlite"
    file.write_bytes(b"no database" * 999)
    settings = {**os.environ, "IKM_STORE": str(file), "DATABASE_URL": ""}
    said = f"rounds.sqlite: {Words('id')('problem.store_corrupt')}"
    for asked, code in (
        (["data.rounds", "list"], 1),
        (["data.rounds", "history"], 1),
        (["data.rounds", "export", str(tmp_path / "a.zip")], 1),
        (["exports", "data", "--out", str(tmp_path / "b.zip")], 0),
    ):
        command = [sys.executable, "-m", *asked]
        done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == code
        assert done.stderr.startswith(said)
        assert "Traceback" not in done.stderr

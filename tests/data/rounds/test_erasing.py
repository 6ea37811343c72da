"""A text with personal data is taken out of every state: nothing has it afterwards, and the journal says so."""

import io
import json
import logging
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import make_url
from streamlit.testing.v1 import AppTest

from data.current import current
from data.rounds import changes
from data.rounds.__main__ import main
from data.rounds.store import backup, database, where
from data.rounds.store.erasing import Eraser
from data.rounds.store.errors import NotScrubbedError, StoreError
from data.rounds.store.journal import ConflictError, Entry, Proposal, entry_of, journal
from data.tables import BrokenTableError
from locales import LANGUAGES, Words
from pages.parts import auth
from story import rounds
from tests.conftest import ROOT, others_slow
from tests.entries import proposal
from tests.services import new_database, running_cluster

NIK = "8171010101900099"
PARTS = b"8171010101900099", b"8171 0101 0190 0099", b"8171-0101"


@pytest.fixture(params=others_slow(("sqlite", "postgresql")))
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the empty store that is in use, of either kind."""
    kind = request.param
    made = (
        new_database(request.getfixturevalue("cluster")) if kind == "postgresql" else f"sqlite:///{tmp_path}/s/r.sqlite"
    )
    monkeypatch.setenv("DATABASE_URL", made)
    return where.address()


def another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Use another store, which is empty."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other/r.sqlite")


def named(code: str, participants: int, seen: int = 0) -> Proposal:
    """Return what stores a round with a NIK in its source, a note, an activity's name and two keys."""
    made = proposal(code, participants, seen)
    made.rows["sources"][0] |= {
        "title": f"Laporan, NIK {NIK}",
        "source": f"dinas-nik-{NIK}",
        "note_id": "8171 0101 0190 0099",
    }
    activity = f"sagu-oleh-{NIK}"
    activities = current()["activities"]
    kind = {c: activities.iloc[0][c] for c in activities.columns if c not in ("activity", "name_id", "name_en")}
    made.rows["activities"] = [
        {"activity": activity, "name_id": f"Sagu oleh {NIK}", "name_en": f"Sago by {NIK}", **kind}
    ]
    made.rows["trainings"][0]["activity"] = activity
    for table in ("rounds", "participation", "trainings"):
        for row in made.rows[table]:
            row["source"] = f"dinas-nik-{NIK}"
    return made


def history() -> None:
    """Store three entries with a NIK, of which one is withdrawn, and one without."""
    changes.store([named("2024", 130)], "amir", f"atas permintaan {NIK}")
    changes.store([proposal("2025", 60)], "amir", "tanpa")
    changes.store([named("2024", 131, 1)], "amir", "8171 0101 0190 0099 lagi")
    changes.store([named("2026", 20)], "amir", "uji")
    changes.store([changes.withdrawing("2026")], "amir", "salah")


def erase(text: str = NIK) -> tuple[Entry, ...]:
    return changes.erase(changes.eraser(text), "siti", "permintaan pemilik data")


def files(store: str) -> bytes:
    """Return every byte that the store has: its files, or all that a server's tables say."""
    if file := where.file_of(store):
        return b"\n".join(part.read_bytes() for part in file.parent.iterdir())
    with database.engine(store).connect() as connection:
        tables = (connection.execute(sa.text(f"SELECT * FROM {name}")).all() for name in ("entries", "audit"))
        return repr([list(rows) for rows in tables]).encode()


def test_an_erased_number_is_found_in_no_byte(store: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    history()
    states = [len(changes.tables_at(n)["rounds"]) for n in range(6)]
    assert any(part in files(store) for part in PARTS)
    entries = erase()
    assert [(e.round, e.action, e.version, e.who, e.erased) for e in entries] == [
        ("2024", "erase", 3, "siti", (1, 3)), ("2026", "erase", 3, "siti", (4,)),
    ]  # fmt: skip
    kept = files(store) + backup.package(current())
    assert [part for part in PARTS if part in kept] == []
    assert NIK not in caplog.text
    assert [part for n in range(8) for part in PARTS if part.decode() in repr(changes.tables_at(n).frames)] == []
    assert [len(changes.tables_at(n)["rounds"]) for n in range(6)] == states, "every state is there as it was"
    assert current()["sources"].title.tolist().count("Laporan, NIK […]") == 1
    assert not current().problems
    assert erase() == (), "asked again it is nowhere"


def test_the_journal_keeps_that_when_and_by_whom_and_can_be_verified(store: str) -> None:
    history()
    before = {row["id"]: row["digest"] for row in journal().raw()[0]}
    erase()
    rows, audit = journal().raw()
    for row in rows:
        entry_of(row)
    assert [row["id"] for row in rows if before.get(row["id"], row["digest"]) != row["digest"]] == [1, 3, 4]
    assert not set(before.values()) & {row["digest"] for row in rows if row["id"] in (1, 3, 4)}
    assert before[1] not in repr((rows, audit)), "a digest of the text would let it be guessed"
    noted = [(line["who"], line["action"], line["entry"], line["outcome"]) for line in audit if line["who"] == "siti"]
    assert noted[:3] == [("siti", "erase", number, "erased") for number in (1, 3, 4)]
    harmed = {**rows[0], "reason": "lain"}
    with pytest.raises(StoreError):
        entry_of(harmed)


def test_who_saw_the_round_before_can_not_store_the_text_again(store: str) -> None:
    history()
    erase()
    with pytest.raises(ConflictError):
        changes.store([named("2024", 140, 2)], "amir", "uji")


def test_what_would_leave_the_tables_unsound_is_not_erased(store: str) -> None:
    made = proposal("2024")
    changes.store([made], "amir", "uji")
    rows = journal().raw()
    with pytest.raises(BrokenTableError):
        erase("81.72")  # the code of a regency
    with pytest.raises(ValueError, match="ab"):
        erase("ab")
    assert journal().raw() == rows


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (NIK, "NIK 8171–0101–0190–0099"), (NIK, "8171_0101_0190_0099"), (NIK, "(8171) 0101: 0190·0099"),
        (NIK, "８１７１０１０１０１９０００９９"), ("081200000099", "+62 812-0000-0099"),
        ("+62 812 0000 0099", "0812.0000.0099"), ("6281200000099", "wa 081200000099"),
    ],
)  # fmt: skip
def test_a_number_is_erased_however_it_is_written(asked: str, text: str) -> None:
    eraser = Eraser(asked)
    assert eraser.is_in(text)
    assert not any(part in eraser._without(text) for part in ("0190", "0000", "９９"))


@pytest.mark.parametrize("text", ["8171, 0101, 0190, 0099", "18171010101900099", "81710101019000991", "0812 0000 009"])
def test_other_numbers_are_left(text: str) -> None:
    assert not Eraser(NIK).is_in(text)
    assert not Eraser("081200000099").is_in(text)


@pytest.mark.parametrize("text", ["Peserta  Satu", "peserta satu", "PESERTA SATU"])
def test_a_name_is_erased_however_it_is_written(store: str, text: str) -> None:
    made = proposal("2024")
    made.rows["rounds"][0]["partners_id"] = "Disperindag, Peserta Satu dan Peserta Satunya"
    changes.store([made], "amir", "uji")
    erase(text)
    assert "Disperindag, […] dan Peserta Satunya" in current()["rounds"].partners_id.tolist()


def test_a_backup_from_before_is_told_apart_and_a_later_one_erases(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history()
    early = backup.package(current())
    erase()
    late = backup.package(current())
    brought = backup.bring_back(early)
    assert (brought.new, brought.older) == (0, 3)
    assert not any(part in files(store) for part in PARTS), "what is here stays erased"
    another(monkeypatch, tmp_path)
    assert backup.bring_back(early).new == 5
    assert any(part in files(where.address()) for part in PARTS)
    brought = backup.bring_back(late)
    assert (brought.new, brought.erased) == (2, 3)
    assert not any(part in files(where.address()) for part in PARTS), "with the later backup it is erased here too"
    assert backup.package(current()) == late


def test_a_backup_in_which_more_was_changed_than_erased_is_refused(store: str) -> None:
    history()
    rows = journal().raw()[0]
    rows[1] = {**rows[0], "id": 2}
    with pytest.raises(backup.BackupError):
        backup._require_order(rows)
    erase()
    rows = journal().raw()[0]
    backup._require_order(rows)
    rows[0]["digest"] = "0" * 64
    with pytest.raises(backup.BackupError):
        backup._require_order(rows)


def test_remains_in_the_file_are_said_and_cleaned_when_asked_again(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def busy(_address: str) -> None:
        raise StoreError("busy")

    history()
    with monkeypatch.context() as patch:
        patch.setattr(database, "scrub", busy)
        assert main(["erase", NIK, "--reason", "permintaan"]) == 1
        assert Words("id")("problem.store_busy") in capsys.readouterr().err
        with pytest.raises(NotScrubbedError):
            erase()
    assert not json.dumps(journal().raw()).count(NIK)
    assert erase() == ()
    assert not any(part in files(store) for part in PARTS)


@pytest.mark.slow
def test_the_files_of_a_server_s_tables_have_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with running_cluster() as cluster:
        address = new_database(cluster.url)
        monkeypatch.setenv("DATABASE_URL", address)

        def parts(folder: str) -> bool:
            with cluster.connected() as opened:
                opened.execute("CHECKPOINT")
            paths = (path for path in (cluster.folder / "cluster" / folder).rglob("*") if path.is_file())
            content = b"".join(path.read_bytes() for path in paths)
            return any(part in content for part in PARTS)

        history()
        assert parts("base")
        erase()
        assert not parts("base")
        assert parts("pg_wal"), "its own log is whoever runs it's to clear: docs/SECURITY.md says so"
        other = make_url(address).set(username="other", password="other")
        with cluster.connected() as opened:
            opened.execute("CREATE ROLE other LOGIN PASSWORD 'other'")
        with pytest.raises(StoreError, match="read_only"):
            database.scrub(other.render_as_string(hide_password=False))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_erases(
    store: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words, reason = Words(language), ("--reason", "permintaan pemilik data")

    def run(*given: str) -> tuple[int, str]:
        code = main(["--lang", language, *given])
        out, err = capsys.readouterr()
        return code, out + err

    history()
    assert run("erase", "ab", *reason)[0] == 1
    assert run("erase", NIK, "--reason", f"nomor {NIK}") == (1, f"{words('rounds.reason.personal')}\n")
    code, text = run("erase", NIK, "--check")
    assert (code, journal().state()) == (0, 5)
    assert "1  2024  sources.title: Laporan, NIK […]" in text
    monkeypatch.setattr("sys.stdin", io.StringIO(f" {NIK}\n"))
    code, text = run("erase", *reason, "--who", "siti")
    assert code == 0
    assert text.splitlines()[-1] == words("rounds.erase.backups")
    assert words("rounds.action.erase") in text
    assert NIK not in text
    assert run("erase", NIK, *reason) == (0, f"{words('rounds.erase.none')}\n")
    assert words("rounds.action.erase") in run("history")[1]


def test_readers_do_not_see_the_texts_of_withdrawn_entries(store: str) -> None:
    made = proposal("2024")
    changes.store([made], "amir", "alasan pertama")
    changes.store([proposal("2025")], "amir", "alasan kedua")
    changes.store([changes.withdrawing("2024")], "amir", "salah unggah")
    changes.store([proposal("2024", 131, 2)], "amir", "alasan keempat")
    entries, words = journal().entries(), Words("id")
    for is_editor in (False, True):
        text = repr(rounds.history(entries, words, is_editor))
        assert ("alasan pertama" in text) == is_editor
        assert all(reason in text for reason in ("alasan kedua", "salah unggah", "alasan keempat"))
    assert changes.states_for_readers(entries) == [0, 3, 4]


@pytest.mark.integration
def test_an_editor_erases_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("IKM_STORE", str(tmp_path / "r.sqlite"))
    monkeypatch.setattr(auth, "_access", lambda: auth.Access("local", "siti"))
    history()
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300).run()
    app.switch_page("pages/about/rounds.py").run()
    words = Words("id")
    app.text_input(key="erase_text").set_value(NIK).run()
    app.text_input(key="erase_reason").set_value(f"karena {NIK}").run()
    app.button(key="erase").click().run()
    assert words("rounds.reason.personal") in shown(app)
    app.text_input(key="erase_text").set_value("Laporan").run()
    app.text_input(key="erase_text").set_value(NIK)
    app.button(key="erase").click().run()
    assert words("rounds.erase.look") in shown(app)
    assert journal().state() == 5
    app.text_input(key="erase_reason").set_value("permintaan pemilik data").run()
    app.button(key="erase").click().run()
    assert not app.exception
    assert journal().state() == 7
    assert NIK not in files(where.address()).decode("utf-8", "replace")
    assert words("rounds.erase.backups") in shown(app)
    assert words("rounds.erase.done", listed="").partition(":")[0] in shown(app), "not that something was stored"
    assert app.text_input(key="erase_text").value == ""


def shown(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))

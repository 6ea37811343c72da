"""Files by the clock: made, and mailed, when the data have changed, and else not; tried as a timer runs them."""

import email.policy
import os
from email.parser import BytesParser
from pathlib import Path

import pytest

from data import settings
from data.current import current
from data.rounds import changes
from data.view import View
from exports import scheduled
from exports.__main__ import main
from locales import LANGUAGES, Words
from tests.entries import proposal

MAILER = """#!/bin/sh
printf '%s\\n' "$*" >"$0.arguments"
cat >"$0.message"
[ ! -e "$0.fails" ] || { echo "no route to host" >&2; exit 75; }
"""


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_STORE", str(tmp_path / "r.sqlite"))
    monkeypatch.setenv("IKM_ADDRESS", "https://bimtek.example")


@pytest.fixture
def mailer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "bin" / "sendmail"
    path.parent.mkdir()
    path.write_text(MAILER)
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}{os.environ['PATH']}")
    return path


def run(out: Path, *more: str) -> int:
    return main(["image", "--figure", "rank", "--out", str(out), "--when-changed", *more])


def test_a_file_is_made_anew_only_when_the_data_or_the_wish_have_changed(tmp_path: Path) -> None:
    out = tmp_path / "rank.csv"
    assert run(out) == 0
    assert out.read_bytes().startswith("\ufeff".encode())
    out.write_bytes(b"as it was left")
    assert run(out) == scheduled.UNCHANGED
    assert out.read_bytes() == b"as it was left", "nothing is written"
    changes.store([proposal("2024")], "amir", "putaran baru")
    assert run(out) == 0
    assert out.read_bytes() != b"as it was left"
    assert run(out) == scheduled.UNCHANGED
    assert run(out, "--lang", "en") == 0, "another wish"
    out.unlink()
    assert run(out, "--lang", "en") == 0, "a file that is gone is made anew"
    assert run(tmp_path / "two.csv", "--round", "2022") == 0
    assert sorted(p.name for p in tmp_path.glob("*.csv*")) == ["rank.csv", "rank.csv.state", "two.csv", "two.csv.state"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_mailed_once(
    tmp_path: Path, mailer: Path, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.CONTACT.name, "data@maluku.example")
    out, words = tmp_path / "rank.csv", Words(language)
    asked = ("--regency", "81.07", "--lang", language, "--mail", "kepala@a.example, dprd@b.example")
    assert run(out, *asked) == 0
    assert mailer.with_name("sendmail.arguments").read_text() == "-i -- kepala@a.example dprd@b.example\n"
    sent = BytesParser(policy=email.policy.default).parsebytes(mailer.with_name("sendmail.message").read_bytes())
    view = View(current(), words=words)
    assert words("app.title") in sent["Subject"]
    assert "Kepulauan Aru" in sent["Subject"]
    text = sent.get_body().get_content()
    assert words.date(view.tables.date) in text
    assert words("about.status") in text
    assert "https://bimtek.example/?regency=81.07" in text
    (attached,) = sent.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("rank.csv", "text/csv")
    assert attached.get_payload(decode=True) == out.read_bytes()
    mailer.with_name("sendmail.message").unlink()
    assert run(out, *asked) == scheduled.UNCHANGED
    assert not mailer.with_name("sendmail.message").exists()
    assert words("scheduled.unchanged", file=out) in capsys.readouterr().err


def test_what_could_not_be_mailed_is_mailed_the_next_time(
    tmp_path: Path, mailer: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, fails = tmp_path / "rank.csv", mailer.with_name("sendmail.fails")
    fails.touch()
    assert run(out, "--mail", "kepala@a.example") == 1
    assert "no route to host" in capsys.readouterr().err
    fails.unlink()
    assert run(out, "--mail", "kepala@a.example") == 0
    assert run(out, "--mail", "kepala@a.example") == scheduled.UNCHANGED
    monkeypatch.setattr(scheduled, "MAILERS", ("no-such-mailer",))
    assert run(out, "--mail", "dprd@b.example") == 1
    assert Words()("scheduled.no_mailer", file=out) in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["kepala", "-oQ/tmp@x", "a@b.example\nBcc: c@d.example", "<a@b.example>"])
def test_what_is_no_address_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(tmp_path / "rank.csv", f"--mail={wrong}")
    assert ended.value.code == 2
    assert not list(tmp_path.glob("rank*"))


def test_nothing_is_made_while_it_is_not_known_what_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IKM_STORE", str(tmp_path / "broken.sqlite"))
    (tmp_path / "broken.sqlite").write_bytes(b"no database" * 100)
    assert run(tmp_path / "rank.csv") == 1
    assert capsys.readouterr().err
    assert not list(tmp_path.glob("rank*"))


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fails)
    assert run(tmp_path / "rank.csv") == 1
    assert not [p for p in tmp_path.iterdir() if "rank" in p.name]


def test_a_file_is_never_open_to_more_people_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, modes, real = tmp_path / "rank.csv", list[int](), Path.write_bytes
    out.write_bytes(b"old")
    out.chmod(0o600)

    def written(path: Path, content: bytes) -> int:
        modes.append(path.stat().st_mode & 0o777)
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", written)
    scheduled.write(out, b"new")
    assert (modes, out.stat().st_mode & 0o777) == ([0o600], 0o600)


def test_a_link_in_the_place_of_what_is_written_is_not_followed(tmp_path: Path) -> None:
    out, other = tmp_path / "rank.csv", tmp_path / "other"
    other.write_bytes(b"untouched")
    (tmp_path / f".{out.name}.{os.getpid()}").symlink_to(other)
    with pytest.raises(FileExistsError):
        scheduled.write(out, b"new")
    scheduled.write(out, b"new")
    assert (out.read_bytes(), other.read_bytes()) == (b"new", b"untouched")

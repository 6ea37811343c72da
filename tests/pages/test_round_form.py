"""The form of a round without a browser: a click is done once everything typed has come, with what is entered by then."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from data.rounds import changes
from data.rounds.reading.labels import FACTS
from data.rounds.reading.sheet import Draft
from data.rounds.reading.table import Line
from data.rounds.store import pending, where
from data.rounds.store.errors import StoreError
from data.rounds.store.journal import Entry, journal
from data.rounds.store.pending import Pending
from locales import Words
from pages.parts import auth, round_form
from tests.pages.test_rounds import ROUND_2024
from tests.recaps import text

pytestmark = pytest.mark.integration
WORDS = Words("id")


def page() -> None:
    import streamlit as st

    from data.current import current
    from data.view import View
    from locales import Words
    from pages.parts import round_form

    if st.toggle("here", True, key="here"):
        round_form.show(View(current(), words=Words("id")))


class Desk:
    """The form in a test; ``answer`` is what the browser sends when it has sent everything else."""

    def __init__(self) -> None:
        self.app = AppTest.from_function(page, default_timeout=120).run()

    def send(self, content: str) -> None:
        self.app.get("file_uploader")[0].upload("rekap.csv", content.encode())
        self.app.run()

    def write(self, name: str, value: str) -> None:
        (box,) = [box for box in self.app.text_input if str(box.key).startswith(name)]
        box.set_value(value)

    def click(self, key: str) -> None:
        self.app.button(key=key).click().run()

    def answer(self) -> None:
        form = self.app.session_state["round_form"]
        form.asked = (replace(form.asked[0], is_ready=True), *form.asked[1:])
        self.app.run()

    def says(self) -> str:
        return " ".join(str(e.proto.body) for e in self.app.get("html"))

    def holds(self, name: str) -> str:
        return next(str(box.value) for box in self.app.text_input if str(box.key).startswith(name))


@pytest.fixture
def new_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Desk]:
    monkeypatch.setenv("IKM_STORE", str(tmp_path / "rounds.sqlite"))
    monkeypatch.setattr(auth, "require_editor", lambda: auth.Access("local", "siti@ikm.example"))
    return Desk


def blocks(place: Block) -> Iterator[Block]:
    """Yield what of the page holds others, at any depth."""
    for child in place.children.values():
        if isinstance(child, Block):
            yield child
            yield from blocks(child)


def newest() -> Entry:
    return journal().entries()[-1]


def test_fields_come_in_their_order_where_they_stand_below_each_other(new_desk: Callable[[], Desk]) -> None:
    """On a phone the left column stood whole before the right one."""
    names = [str(box.key).removeprefix("fact_") for box in new_desk().app.text_input if "fact_" in str(box.key)]
    assert [name.rpartition("_")[0] for name in names] == list(FACTS)


def test_one_click_stores_what_came_after_it_and_says_so(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.send(ROUND_2024)
    desk.write("reason", "laporan masuk")
    desk.click("store")
    assert journal().state() == 0  # what was typed before the click may still be on its way
    assert WORDS("rounds.storing") in desk.says()
    desk.write("fact_days", "7")
    desk.answer()
    assert (newest().content["rounds"][0]["days"], newest().reason) == (7, "laporan masuk")
    assert f"{WORDS('sheet.days')}: – → 7" in desk.says()
    assert desk.holds("fact_year") == ""


def test_what_is_missing_is_said_beside_the_button_until_something_else_is_entered(
    new_desk: Callable[[], Desk],
) -> None:
    desk = new_desk()
    desk.send(ROUND_2024)
    desk.click("store")
    desk.answer()
    assert WORDS("rounds.reason.missing") in desk.says()
    desk.write("reason", "laporan masuk")
    desk.app.run()
    assert WORDS("rounds.reason.missing") not in desk.says()
    desk.write("fact_total", "999")
    desk.click("store")
    desk.answer()
    assert WORDS.count("rounds.store.problems", 1) in desk.says()
    assert journal().state() == 0
    assert desk.holds("reason") == "laporan masuk"


def test_what_is_wrong_with_a_field_stands_beside_it(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.send(ROUND_2024)
    desk.write("fact_year", "20x4")
    desk.app.run()
    marks = {e.proto.body for e in desk.app.get("html") if "at-field" in e.proto.body}
    said = WORDS("draft.problem.year", found="20x4")
    assert f'<div class="at-field">{said}</div>' in marks
    assert said in desk.says().replace("at-field", "", 1), "and once more in the list of all"
    (beside,) = [block for block in blocks(desk.app.main) if getattr(block.proto, "id", "").endswith("-beside_year")]
    assert said in beside.children[0].proto.body
    desk.write("fact_year", "2024")
    desk.app.run()
    assert "at-field" not in desk.says()


def checks(desk: Desk) -> list[str]:
    """Return what stands at the beginning of each row of the table."""
    (table,) = desk.app.dataframe
    return [str(text) for text in table.value["check"]]


def test_what_is_wrong_with_a_row_stands_in_the_row(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    assert checks(desk) == [""] * round_form.SPARE
    desk.send(ROUND_2024.replace("Servis AC;30", "Servis AC;tiga"))
    assert WORDS("sheet.participants") in checks(desk)[1]
    assert "tiga" in checks(desk)[1]
    assert [checks(desk)[0], *checks(desk)[2:]] == ["✓", "✓", "✓", *[""] * round_form.SPARE]
    said = WORDS.count("rounds.read", 4, file="rekap.csv", facts="6")
    assert f"{said} {WORDS.count('rounds.problems', 1)}" in desk.says(), "where the file was put"


def test_a_date_reads_as_a_reader_writes_it(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.app.selectbox(key="correcting").set_value("2023").run()
    assert desk.holds("fact_start_date") == "30 Oktober 2023"
    assert WORDS("rounds.unchanged", round="2023") in desk.says(), "and means the same day"
    assert WORDS("rounds.form.date", date="30 Oktober 2023") not in desk.says(), "which needs no saying"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("05/06/2024", "5 Juni 2024"),
        ("6 Mei s.d. 8 Mei 2024", "6 Mei 2024"),
        ("45418", "6 Mei 2024"),
        ("31/2/2024", ""),
    ],
)
def test_a_date_that_is_written_otherwise_says_which_day_was_understood(
    new_desk: Callable[[], Desk], written: str, read: str
) -> None:
    desk = new_desk()
    desk.write("fact_start_date", written)
    desk.app.run()
    if read:
        assert WORDS("rounds.form.date", date=read) in desk.says()
    else:
        assert WORDS("rounds.form.date", date="@").split("@")[0] not in desk.says()


def test_only_what_the_page_had_proposed_is_changed(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.send(ROUND_2024.replace(";130", ";129").replace("Kota Tual", "Kota Tuall"))
    assert not [button for button in desk.app.button if button.key == "fix"]  # nothing that only fills in
    labels = {button.key: button.label for button in desk.app.button if str(button.key).startswith("fix_one")}
    (total,) = [key for key, label in labels.items() if "129" in label]
    desk.click(str(total))
    desk.write("fact_trainings", "5")
    desk.write("fact_days", "3")
    desk.answer()
    assert (desk.holds("fact_total"), desk.holds("fact_days"), desk.holds("fact_trainings")) == ("130", "3", "5")
    assert "Kota Tuall" in desk.says()  # that is to be confirmed by itself


def test_what_was_clicked_right_before_storing_is_done_first(new_desk: Callable[[], Desk]) -> None:
    """The second click had taken the place of the first one: nothing was mended, and storing was refused for that."""
    desk = new_desk()
    desk.send(ROUND_2024.replace("Jumlah kegiatan atau kelas;4\n", ""))
    desk.write("reason", "laporan masuk")
    for key in ("fix", "store", "store"):
        desk.click(key)
    desk.answer()
    assert (desk.holds("fact_trainings"), journal().state()) == ("4", 0)
    desk.answer()
    assert (newest().content["rounds"][0]["trainings"], journal().state()) == (4, 1)
    assert f"{WORDS('sheet.trainings')}: – → 4" in desk.says(), "which was not shown before the click"
    assert desk.app.session_state["round_form"].asked == ()


def test_an_old_click_stores_nothing_later(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.send(ROUND_2024)
    desk.write("reason", "laporan masuk")
    desk.click("store")
    desk.app.toggle(key="here").set_value(False).run()
    desk.app.toggle(key="here").set_value(True).run()
    assert desk.app.session_state["round_form"].asked == ()
    assert desk.holds("fact_year") == "2024"
    assert journal().state() == 0


def test_what_a_file_leaves_open_is_asked_and_it_is_read_again(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.send(text([["Kode", "Kegiatan", "Peserta"], [8101, "Anyaman", 20], [8105, "Servis AC", 7]]))
    (question,) = desk.app.radio
    assert question.value is None
    assert any("8101 = Kepulauan Tanimbar" in option for option in question.options)
    question.set_value("bps").run()
    assert not desk.app.radio
    assert "81.03 Kepulauan Tanimbar" in str(desk.app.session_state["round_form"].draft.lines)


def test_of_a_file_that_cannot_be_read_it_is_said_that_the_form_is_not_of_it(new_desk: Callable[[], Desk]) -> None:
    """Below "foto.jpg: a picture" stood what another file had brought, and its button stored that."""
    desk = new_desk()
    desk.send("nothing")
    assert WORDS("rounds.still_typed", unread="rekap.csv") not in desk.says(), "nothing stands in the form"
    desk.write("fact_year", "2024")
    desk.app.run()
    assert desk.says().count(WORDS("rounds.still_typed", unread="rekap.csv")) == 2, (
        "below the file, and beside the button"
    )
    desk.send(ROUND_2024)
    desk.send("nothing")
    assert desk.says().count(WORDS("rounds.still", unread="rekap.csv", file="rekap.csv")) == 2
    desk.send(text([["Kode", "Kegiatan", "Peserta"], [8101, "Anyaman", 20], [8105, "Servis AC", 7]]))
    assert desk.says().count(WORDS("rounds.still", unread="rekap.csv", file="rekap.csv")) == 2, (
        "until what is asked has been answered"
    )
    desk.app.radio[0].set_value("bps").run()
    assert WORDS("rounds.still", unread="rekap.csv", file="rekap.csv") not in desk.says()


def test_what_was_typed_comes_back_after_another_file_or_round_took_its_place(new_desk: Callable[[], Desk]) -> None:
    desk, other = new_desk(), ROUND_2024.replace("2024", "2025")
    desk.send(ROUND_2024)
    desk.send(other)
    assert WORDS("rounds.replaced") not in desk.says(), "nothing was typed"
    desk.write("fact_days", "7")  # the run of the file is the first that has it
    desk.send(ROUND_2024)
    assert WORDS("rounds.replaced") in desk.says()
    desk.click("bring_back")
    assert (desk.holds("fact_year"), desk.holds("fact_days")) == ("2025", "7")
    desk.click("bring_back")
    assert (desk.holds("fact_year"), desk.holds("fact_days")) == ("2024", "")
    desk.click("bring_back")
    for code in ("2023", ""):  # another round, and an empty form
        desk.app.selectbox(key="correcting").set_value(code).run()
        desk.write("fact_venue", "Aula")
        desk.app.run()
    desk.app.selectbox(key="correcting").set_value("2022").run()
    desk.click("bring_back")
    assert (desk.app.selectbox(key="correcting").value, desk.holds("fact_venue")) == ("", "Aula")


def send_the_round_and_then_its_later_report(desk: Desk) -> None:
    desk.send(ROUND_2024)
    desk.write("reason", "laporan masuk")
    desk.click("store")
    desk.answer()
    desk.send(ROUND_2024.replace(";130", ";135").replace("Olahan hasil laut;40", "Olahan hasil laut;45"))


def store_the_correction(desk: Desk) -> None:
    assert desk.holds("fact_total") == "135"
    desk.write("reason", "angka akhir")
    desk.click("store")
    desk.answer()
    assert (newest().action, newest().version, newest().content["rounds"][0]["participants"]) == ("correct", 2, 135)


def test_a_file_on_the_desk_becomes_the_correction_of_the_round_that_is_chosen(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    send_the_round_and_then_its_later_report(desk)
    assert "2024-2" in desk.says() or "2024" in desk.says()
    desk.app.selectbox(key="correcting").select("2024").run()
    store_the_correction(desk)


def test_a_later_report_is_recognised_and_becomes_the_correction(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    send_the_round_and_then_its_later_report(desk)
    desk.click("correct_2024")
    assert desk.app.selectbox(key="correcting").value == "2024"
    store_the_correction(desk)


@pytest.fixture
def after_an_end(new_desk: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch) -> Callable[[], Desk]:
    """The form of an editor in a server that was started anew."""
    monkeypatch.setattr(auth, "current_editor", lambda: auth.Access("local", "siti@ikm.example"))

    def again() -> Desk:
        monkeypatch.setattr(pending, "RUN", f"{pending.RUN}+")
        return new_desk()

    return again


def test_what_was_entered_outlives_the_server(after_an_end: Callable[[], Desk]) -> None:
    desk = after_an_end()
    desk.send(ROUND_2024)
    desk.write("reason", "laporan masuk")
    desk.write("fact_days", "7")
    desk.app.run()
    desk = after_an_end()
    assert WORDS("rounds.form.kept") in desk.says()
    assert (desk.holds("fact_days"), desk.holds("reason")) == ("7", "laporan masuk")
    desk.click("store")
    desk.answer()
    assert newest().reason == "laporan masuk"
    assert WORDS("rounds.form.kept") not in after_an_end().says(), "what is stored is not brought back"


@pytest.mark.parametrize("is_stored", [True, False])
def test_an_editor_is_told_whether_it_was_stored_when_the_server_ended_while_storing(
    after_an_end: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch, is_stored: bool
) -> None:
    store = changes.store

    def ending(*asked: Any) -> tuple[Entry, ...]:
        if is_stored:
            store(*asked)
        raise StoreError("unreachable")

    desk = after_an_end()
    desk.send(ROUND_2024)
    desk.write("reason", "laporan masuk")
    with monkeypatch.context() as patch:
        patch.setattr(changes, "store", ending)
        desk.click("store")
        desk.answer()
    desk = after_an_end()
    assert journal().state() == int(is_stored)
    assert (WORDS("rounds.number", n=1) in desk.says()) == is_stored
    assert (WORDS("rounds.form.interrupted") in desk.says()) == (not is_stored)
    if not is_stored:
        assert desk.holds("reason") == "laporan masuk"


def test_what_was_entered_is_kept_for_a_day_and_goes_with_an_erasure(
    after_an_end: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = Pending(
        Draft({"year": "2024"}, (Line({"regency": "Buru"}, 3, {"participants": ("5 + 15", "L + P")}),), unread=("No",))
    )
    after_an_end()
    siti, open_page, closed = "siti@ikm.example", lambda _: True, lambda _: False
    pending.keep(siti, "one", form)
    assert pending.left(siti, "two", open_page) is None, "it is in a session of this server"
    assert pending.left("budi@ikm.example", "two", closed) is None
    assert pending.left(siti, "two", closed) == form, "its page was loaded anew"
    monkeypatch.setattr(pending, "RUN", "another")
    assert pending.left(siti, "three", open_page).written.lines == form.written.lines  # type: ignore[union-attr]
    changes.erase(changes.eraser("8171010101900099"), siti, "permintaan")
    assert pending.left(siti, "four", closed) is None
    pending.keep(siti, "four", form)
    monkeypatch.setattr(pending, "LONGEST", -1)
    assert pending.left(siti, "five", closed) is None
    assert not list(where.default_file().parent.glob("*-draft-*"))


def test_what_is_kept_of_a_form_has_no_personal_data(after_an_end: Callable[[], Desk]) -> None:
    """A file may name somebody in its source: that lay on the disk until its editor had taken it out, or for a day."""
    desk = after_an_end()
    desk.send(ROUND_2024.replace("Laporan akhir bimtek 2024", "Laporan akhir, CP: Peserta Satu (081200000001)"))
    desk.write("reason", "kata 8171010101900099")
    desk.app.run()
    kept = "".join(file.read_text() for file in where.default_file().parent.glob("*-draft-*"))
    assert "Laporan akhir" in kept
    assert [text for text in ("Peserta Satu", "081200000001", "8171010101900099") if text in kept] == []
    desk = after_an_end()
    assert (desk.holds("fact_source_title"), desk.holds("reason")) == ("Laporan akhir", "kata")


def test_that_a_round_was_stored_is_not_said_below_the_next_file(new_desk: Callable[[], Desk]) -> None:
    desk = new_desk()
    desk.send(ROUND_2024)
    desk.write("reason", "laporan masuk")
    desk.click("store")
    desk.answer()
    assert WORDS("rounds.number", n=1) in desk.says()
    desk.send(ROUND_2024)
    assert WORDS("rounds.number", n=1) not in desk.says()
    desk.click("correct_2024")
    desk.write("fact_days", "4")
    desk.app.run()
    assert WORDS.count("rounds.preview.values", 1) in desk.says()
    assert WORDS("rounds.preview.pages") not in desk.says(), "no sentence changes: no table of them"


def history() -> None:
    from data.current import current
    from data.rounds.store.journal import journal
    from data.view import View
    from locales import Words
    from pages.about.rounds import HISTORY
    from pages.parts import auth, round_history

    entries = journal().entries()
    round_history.show(View(current(), words=Words("id")), HISTORY, entries, auth.Access("local", "siti@ikm.example"))


def test_the_history_shows_the_newest_state_until_another_is_chosen(new_desk: Callable[[], Desk]) -> None:
    """After the next round was stored it showed the state before it, and offered to restore that."""
    states, shown = [], AppTest.from_function(history, default_timeout=120)
    for year in ("2024", "2025", "2026"):
        desk = new_desk()
        desk.send(ROUND_2024.replace("2024", year))
        desk.write("reason", "laporan masuk")
        desk.click("store")
        desk.answer()
        states.append(shown.run().selectbox(key="state").value)
        if year == "2025":
            shown.selectbox(key="state").set_value(1)
    assert states == [1, 2, 1]

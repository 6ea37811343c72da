"""The numbers beside the overview's map: what the headline does not say, with names."""

import pytest

from charts.plots import BigNumber, BigNumbers
from charts.words import listed_names
from data.selection import Selection
from data.tables import PACKAGED, Tables, load
from data.view import View
from locales import LANGUAGES, Words
from story import first_numbers, overview
from story.slides import tell
from tests.conftest import selections


def test_the_first_look_names_what_was_taught_and_whom_no_round_names(tables: Tables) -> None:
    taught, silent, nation = (number(View(tables, Selection("2022"), Words("id"))) for number in first_numbers.NUMBERS)
    assert taught.note.startswith("anyaman dan kerajinan, daur ulang, reparasi dan servis, dan pengolahan hasil laut;")
    assert (silent.value, silent.note) == ("3 dari 11", "Buru, Seram Bagian Timur, dan Kota Tual")
    assert nation.note == (
        "di Indonesia lebih dari 4,4 juta unit IKM dengan hingga 10,5 juta tenaga kerja, 65% dari tenaga kerja industri"
    )


def test_of_a_regency_it_names_the_activities_and_the_gap_to_the_most(tables: Tables) -> None:
    taught, compared, _ = (
        number(View(tables, Selection("2022", "81.03"), Words("en"))) for number in first_numbers.NUMBERS
    )
    assert "lontar" in taught.note
    assert compared.note == "highest: Kepulauan Aru 71.1; gap 25.8"
    assert compared.value == "45.3"
    repairs = first_numbers.taught(View(tables, Selection("2023", "81.71"), Words("id")))
    assert "servis AC" in repairs.note
    tual = first_numbers.compared(View(tables, Selection("all", "81.72"), Words("id")))
    assert "Kota Tual" in tual.note, "of whom nothing is known it is said that no round names it"
    assert (tual.value, tual.unit) == ("3 dari 11", "regency"), "no number of regencies is one per 100,000 people"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_only_one_is_not_the_most_of_one(tables: Tables, language: str) -> None:
    view = View(tables, Selection("2022", "81.71", "recycling"), Words(language))
    assert first_numbers.compared(view).note == view.words("kpi.rate.only")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["2022", "2023", "2023-2", "all"])
def test_no_number_of_the_headline_is_said_again(tables: Tables, language: str, code: str) -> None:
    view = View(tables, Selection(code), Words(language))
    people = overview.key_participants(view).value
    assert people in overview.headline(view)
    assert people not in [number(view).value for number in first_numbers.NUMBERS]
    assert len({number(view).value for number in first_numbers.NUMBERS}) == len(first_numbers.NUMBERS)


def test_of_many_names_the_first_are_listed_and_the_others_counted() -> None:
    names = [f"Daerah {i}" for i in range(42)]
    assert listed_names(Words("id"), names[:12]).endswith("Daerah 10, dan Daerah 11")
    assert listed_names(Words("id"), names).endswith("Daerah 9, dan 32 lainnya")
    assert listed_names(Words("en"), names).endswith("Daerah 9 and 32 others")


def test_no_number_is_called_the_highest_where_another_is_at_least_as_high() -> None:
    """Of repairs Kepulauan Aru had at least 35.5 per 100,000, more than the highest complete number."""
    view = View(load(PACKAGED), Selection("all", "81.09", "repair"), Words("en"))
    assert first_numbers.compared(view).note == "highest complete number: Maluku Barat Daya 30.9; gap 12.5"
    first = View(load(PACKAGED), Selection("all", "81.09"), Words("id"))
    assert first_numbers.compared(first).note == "tertinggi di antara 4 kabupaten/kota yang jumlahnya lengkap"
    ambon = View(load(PACKAGED), Selection("all", "81.71"), Words("en"))
    told = first_numbers.compared(ambon)
    assert (told.value, told.note) == ("36.1", "highest complete number: Buru Selatan 73.8; gap 37.7"), "as they stand"
    garden = View(load(PACKAGED), Selection("all", "81.08", "garden"), Words("en"))
    assert first_numbers.compared(garden).note == "highest complete number: Buru Selatan 18.4; gap 2.9", (
        "of Aru it is not told"
    )
    tanimbar = first_numbers.compared(View(load(PACKAGED), Selection("all", "81.03", "seafood"), Words("en")))
    assert (tanimbar.value, tanimbar.note) == ("≈ 15", "highest complete number: Buru Selatan 18.4; gap ≈ 3")
    estimated = View(load(PACKAGED), Selection("2022", "81.07", "repair"), Words("en"))
    assert first_numbers.compared(estimated).note == "the highest of the 3 regencies and cities of origin"


def test_the_opening_slide_answers_by_name() -> None:
    everybody, aru, tual = (opening(code) for code in ("", "81.07", "81.72"))
    assert [number.value for number in everybody[:3]] == ["220", "4 dari 11", "11"]
    assert everybody[1].note == "tidak disebut pada putaran mana pun: Buru, Seram Bagian Timur, dan Kota Tual"
    assert "65%" in everybody[3].note
    assert [number.value for number in aru[:3]] == ["80", "71,1", "4"], "that one regency is one of eleven says nothing"
    assert aru[2].note.startswith("pengelolaan daging ikan, anyaman lidi, ")
    assert (tual[1].value, "Kota Tual" in tual[1].note) == ("3 dari 11", True)


def opening(code: str) -> tuple[BigNumber, ...]:
    chart = tell(View(load(PACKAGED), Selection("2022", code), Words("id"))).slides[0].chart
    assert chart
    assert isinstance(chart.plot, BigNumbers)
    return chart.plot.numbers


def test_what_is_many_is_counted_on_the_opening_slide(tables: Tables) -> None:
    for selection in selections(tables):
        for number in first_numbers.OPENING:
            assert len(number(View(tables, selection, Words("en"))).note) <= first_numbers.ROOM, selection

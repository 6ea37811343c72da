"""Tables as their readers have them: sorted by what cells mean, not by how they are written, and searched."""

import re

import pytest

from charts.table import NOTHING, Cell, Dated, Number, Table
from charts.words import per_million
from data.indicators import participants_per_million_units
from data.selection import Selection
from data.view import View
from locales import LANGUAGES, Words
from pages.parts import sorting
from render.office import number_format
from story import overview
from tests.harness.tables import TABLES

ID = Words("id")
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("Kota Tual", Number(1_200), Dated("5 Juli 2022", "2022-07-05")),
    ("buru", Number(90, "estimated"), Dated("30 Oktober 2023", "2023-10-30")),
    ("Élat", Number(None, instead=NOTHING), NOTHING),
    ("Aru", Number(90), Dated("2022", "2022")),
)
TABLE = Table.of({"name": "Nama", "people": "Orang", "start": "Mulai"}, ROWS)


def names(by: str = "", search: str = "") -> str:
    return " ".join(str(name)[0] for name in TABLE.arranged(ID, by, search)["name"].cells)


def test_numbers_are_sorted_as_numbers_dates_as_days_and_names_as_a_dictionary_has_them() -> None:
    assert names() == names("nobody") == "K b É A"
    assert (names("name"), names("-name")) == ("A b É K", "K É b A")
    assert (names("people"), names("-people")) == ("b A K É", "K b A É"), "what is missing is last, alike stay in order"
    assert (names("start"), names("-start")) == ("A K b É", "b K A É")


def test_a_search_finds_words_as_they_are_printed() -> None:
    assert names("", "ARU") == "A", "not within another word"
    assert names("", "1.200") == "K"
    assert names("", "200") == ""
    assert names("-people", "2022") == "K A"
    empty = TABLE.arranged(ID, "people", "Seram")
    assert (empty.height, [column.key for column in empty.columns]) == (0, ["name", "people", "start"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_available_is_last(language: str) -> None:
    words = Words(language)
    table = Table.of({"a": "a"}, [[words("missing")], ["Zeta"], [Number(None)], [Number(3)]])
    assert [table.arranged(words, by).texts(words)[2:0:-1] for by in ("a", "-a")] == [
        (("Zeta",), ("3",)), (("3",), ("Zeta",)),
    ]  # fmt: skip


def test_clicks_on_a_head_sort_the_other_way_and_then_no_more() -> None:
    people, name = TABLE["people"], TABLE["name"]
    asked = "rounds.-start"
    orders = []
    for column in (people, people, people, name, name, people):
        heads = sorting.of(asked, "received", str)
        asked = heads.address(column)
        orders.append(sorting.read(asked).get("received", ""))
        assert sorting.read(asked)["rounds"] == "-start", "another table stays as it is"
    assert orders == ["-people", "people", "", "name", "-name", "-people"]
    assert [sorting.of(asked, "received", str).direction(c) for c in (people, name)] == ["descending", ""]


@pytest.mark.parametrize("asked", ["'", "a", "a.", ".b", "a.b,<script>.c", "a.b" + ",a.c" * 1000, "a.-\n"])
def test_what_is_no_order_is_not_taken(asked: str) -> None:
    assert set(sorting.read(asked)) <= {"a"}
    assert sorting.read(sorting.written(sorting.read(asked))) == sorting.read(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_has_one_sign(language: str) -> None:
    words, number = Words(language), Number(20, "estimated", mark="at_least")
    assert number.text(words) == "≥ 20"
    assert number.in_sentence(words) == f"{words('mark.at_least')} ≈ 20"
    assert Number(20, "estimated").text(words) == Number(20, "approximate").in_sentence(words) == "≈ 20"
    assert number_format(number, language).endswith('"≥ "#,##0'), "in a workbook and on a slide too"
    assert number_format(Number(20, "estimated"), language).endswith('"≈ "#,##0')
    assert words("mark.at_least") in words("sign.at_least"), "which is explained"


def test_an_estimate_has_no_more_decimals_than_it_bears() -> None:
    """One rule for words, tables and workbooks: two figures, whatever decimals its kind of number has."""
    words = Words("en")
    for value, text in ((9.09, "≈ 9.1"), (45.31, "≈ 45"), (0.227, "≈ 0.23"), (155.4, "≈ 155"), (99.96, "≈ 100")):
        number = Number(value, "estimated", decimals=2)
        assert number.text(words) == words.shown(value, "estimated", 2) == text
        assert number_format(number, "en").endswith("#,##0" + re.sub(r"\d", "0", "".join(text.partition(".")[1:])))
    assert Number(45.31, "computed", decimals=1).text(words) == "45.3"


def test_what_rests_on_a_rounded_count_has_as_many_figures() -> None:
    view = View(TABLES, Selection("2022", "81.71"), Words("en"))
    assert per_million(view.words, participants_per_million_units(view)) == "9.1"
    assert overview.key_units(View(TABLES, Selection("2022", "81.03"), Words("en"))).value == "1 : 73,000"
    assert overview.key_units(View(TABLES, Selection("2022"), Words("en"))).value == "1 : 20,000"

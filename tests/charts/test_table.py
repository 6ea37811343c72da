"""Tables as their readers have them: sorted by what cells mean, not by how they are written, and searched."""

import itertools
import re

import pandas as pd
import pytest

from charts.figures import FIGURES
from charts.indicator_words import axis
from charts.table import NOTHING, Cell, Dated, Number, Table
from charts.words import number_of, per_million
from data import comparison, observations
from data.indicators import Indicator, participants_per_million_units
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
    assert Number(20, "stated", mark="at_least").in_sentence(words) == f"{words('mark.at_least')} 20", "read aloud"
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


def test_estimates_of_one_column_have_the_same_decimals() -> None:
    """ "≈ 18" stood beside "≈ 9,2"."""
    values = pd.Series({"a": 18.3, "b": 9.24, "c": 73.81, "d": 0.31})
    bases = pd.Series({"a": "approximate", "b": "approximate", "c": "computed", "d": "approximate"})
    rates = Indicator("rate", values, "per_100k", "approximate", "", (), bases=bases)
    texts = [number_of(rates, key, 1).text(Words("id")) for key in values.index]
    assert texts == ["≈ 18", "≈ 9", "73,8", "≈ 0,3"], "none of them would be 0"


def test_what_rests_on_a_rounded_count_has_as_many_figures() -> None:
    view = View(TABLES, Selection("2022", "81.71"), Words("en"))
    assert per_million(view.words, participants_per_million_units(view)) == "9.1"
    assert overview.key_units(View(TABLES, Selection("2022", "81.03"), Words("en"))).value == "1 : 73,000"
    assert overview.key_units(View(TABLES, Selection("2022"), Words("en"))).value == "1 : 20,000"


def printed_decimals(text: str) -> int:
    return len(match[1]) if (match := re.search(r"\d,(\d+)", text)) else 0


def test_the_numbers_of_a_column_have_the_same_decimals() -> None:
    """An estimate has as many as it bears; the numbers of a profile are of different kinds."""
    tables, words = TABLES, Words("id")
    views = [View(tables, Selection(code), words) for code in ("2022", "all")]
    views += [views[1].comparing(indicator=key) for key in comparison.offered(tables)]
    for view, build in itertools.product(views, FIGURES.values()):
        if build.needs_regency or (view.comparison.indicator and not build.key.startswith("indicator")):
            continue
        chart = build(view)
        for column in (column for sheet in (chart.table, *chart.worksheet) for column in sheet.columns):
            numbers = [cell for cell in column.cells if isinstance(cell, Number) and not (cell.instead or cell.mark)]
            texts = [n.text(words) for n in numbers if n.value is not None and not n.is_estimate]
            assert len({printed_decimals(text) for text in texts}) <= 1, (chart.key, view.comparison, texts)


def test_the_ticks_of_an_axis_have_the_same_form() -> None:
    words = Words("id")
    for top in (0.3, 0.9, 1.2, 4, 9, 12.4, 45, 999, 7_000, 12_345, 400_000, 1_900_000, 2.3e9):
        definition = observations.definitions(TABLES)["population"]
        texts = [tick.text for tick in axis(words, definition, "", top).ticks[1:]]
        assert len({(printed_decimals(text), text.partition(" ")[2]) for text in texts}) == 1, texts

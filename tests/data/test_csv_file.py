"""CSV files: numbers as a language writes them, and no text that a spreadsheet program runs."""

from decimal import Decimal

import pytest

from data.csv_file import csv_file, harmless
from locales import Words


def test_numbers_and_columns_are_set_apart_as_the_language_does() -> None:
    rows = [["Kota", "Nilai"], ["Kota Ambon", Decimal("2.50")], ["Kota Tual", None], ["Buru", -3]]
    lines = {language: csv_file(rows, Words(language)).decode("utf-8-sig").split("\r\n") for language in ("id", "en")}
    assert lines["id"] == ["Kota;Nilai", "Kota Ambon;2,50", "Kota Tual;", "Buru;-3", ""]
    assert lines["en"] == ["Kota,Nilai", "Kota Ambon,2.50", "Kota Tual,", "Buru,-3", ""]


@pytest.mark.parametrize("sign", list("=+-@\t\r\n＝＋－＠"))
def test_no_text_of_a_file_begins_as_a_formula_does(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless("Anyaman") == "Anyaman"

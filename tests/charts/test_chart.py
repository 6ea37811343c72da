"""A chart's table: numbers that keep their form and basis, and formulas by key."""

import pytest

from charts.table import Column, Number, Table, total
from locales import Words

ID, EN = Words("id"), Words("en")


@pytest.mark.parametrize(
    ("number", "indonesian", "english"),
    [
        (Number(1200), "1.200", "1,200"),
        (Number(1200, "estimated"), "≈ 1.200", "≈ 1,200"),
        (Number(0), "0", "0"),
        (Number(2.25, decimals=1), "2,2", "2.2"),
        (Number(36.4, percent=True), "36%", "36%"),
        (Number(None, "estimated"), ID("missing"), EN("missing")),
        (Number(0, instead="–"), "–", "–"),
    ],
)
def test_a_number_is_formed_in_one_place(number: Number, indonesian: str, english: str) -> None:
    assert number.text(ID) == indonesian
    assert number.text(EN) == english


def test_details_are_left_out_beside_the_figure() -> None:
    people = (Number(3), Number(None), Number(4, "estimated"))
    table = Table(
        (
            Column("name", "Kabupaten", ("A <b>", "B & C", '"D"')),
            Column("code", "Kode", ("1", "2", "3"), detail=True),
            Column("people", "Peserta", people, "orang", total=total("people", people, "estimated")),
        )
    )
    assert table.texts(ID) == (("Kabupaten", "Peserta"), ("A <b>", "3"), ("B & C", ID("missing")), ('"D"', "≈ 4"))
    assert table["people"].is_numeric
    assert not table["name"].is_numeric
    assert table["people"].total == Number(7, "estimated", formula="SUM([people:all])")
    assert Table().texts(ID) == ()


def test_a_column_without_a_number_reads_as_text_and_stands_as_text_does() -> None:
    """A round of which the sources give no number of any regency: words stand on the left, as their head does."""
    unknown = (Number(None, mark="not_stated"), Number(None, instead="not named"), Number(0, instead="–"))
    for cells, is_right in (
        (unknown, False),
        ((*unknown, Number(0)), True),
        ((*unknown, Number(9, instead="9 of 11")), True),
    ):
        column = Column("people", "Peserta", cells)
        assert (column.is_numeric, column.is_set_right) == (True, is_right)


def test_columns_have_one_length() -> None:
    with pytest.raises(ValueError, match="people"):
        Table((Column("name", "", ("A",)), Column("people", "", ())))

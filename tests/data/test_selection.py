"""The selection goes to the address and back without loss, for every combination."""

from hypothesis import given
from hypothesis import strategies as st

from charts.words import caption
from data.selection import Selection, from_address, group_codes, regency_codes, round_codes, to_address
from data.tables import Tables
from data.view import View
from locales import Words
from tests.conftest import examples
from tests.harness.tables import TABLES

SELECTIONS = st.builds(
    Selection,
    st.sampled_from(round_codes(TABLES)),
    st.sampled_from(["", *regency_codes(TABLES)]),
    st.sampled_from(["", *group_codes(TABLES)]),
)


@given(SELECTIONS)
def test_round_trip(selection: Selection) -> None:
    assert from_address(to_address(selection, TABLES), TABLES) == (selection, [])


@given(SELECTIONS)
def test_a_default_needs_no_parameter(selection: Selection) -> None:
    address = to_address(selection, TABLES)
    assert "" not in address.values()
    assert ("round" in address) == (selection.round != "2022")


@given(st.dictionaries(st.sampled_from(["round", "regency", "group", "lang", "x"]), st.text(max_size=30)))
def test_any_address_is_read(address: dict[str, str]) -> None:
    selection, unknown = from_address(address, TABLES)
    assert from_address(to_address(selection, TABLES), TABLES) == (selection, [])
    for name in unknown:
        assert address[name]
        assert getattr(selection, name) in ("", "2022")


def test_bad_parameters_are_named_and_the_good_ones_kept() -> None:
    address = {"round": "2023", "regency": "99.99", "group": "repair"}
    assert from_address(address, TABLES) == (Selection("2023", "", "repair"), ["regency"])


@examples(60, 200)
@given(SELECTIONS)
def test_caption_names_everything_in_both_languages(selection: Selection) -> None:
    for language, every in (
        ("id", "2022, 2023 tahap I, dan 2023 tahap II"), ("en", "2022, 2023 stage I and 2023 stage II"),
    ):  # fmt: skip
        said = caption(View(TABLES, selection, Words(language)))
        assert said.startswith(every if selection.round == "all" else selection.round[:4])
        assert "2023-2" not in said, "a round is called by its name, its code is for addresses and files"
        assert said.count(" · ") == bool(selection.regency) + bool(selection.group)


def test_rows_are_filtered_by_the_columns_they_have(tables: Tables) -> None:
    selection = Selection("2022", "81.07", "repair")
    assert len(selection.of(tables["participation"])) == 1
    assert len(selection.of(tables["rounds"])) == 1
    assert len(selection.of(tables["groups"])) == 1
    assert len(selection.of(tables["national"])) == len(tables["national"])

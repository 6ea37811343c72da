"""The indicators against numbers worked by hand, and each with its words, formula and sources."""

import inspect

import pandas as pd
import pytest
from pyproj import Geod

from charts.words import formula
from data import indicators
from data.indicators import Indicator
from data.selection import Selection, default_round, round_codes
from data.tables import Tables, load
from data.view import View
from locales import LANGUAGES, Words

Y2022, Y2023, STAGE_2, ALL = Selection("2022"), Selection("2023"), Selection("2023-2"), Selection("all")
OF_SELECTION = [
    *indicators.OF_SELECTION,
    indicators.participants_by_regency_and_group,
    indicators.participants_by_round,
]
OF_TABLES = [*indicators.OF_TABLES, indicators.distance_to_capital]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Y2022, {"81.07": 80, "81.03": 60, "81.71": 40, "81.06": 40}),
        (Y2023, {"81.71": 90, "81.09": 60, "81.08": 60}),
        (STAGE_2, {"81.07": None, "81.01": None, "81.06": None}),
        (ALL, {"81.71": 130, "81.07": 80, "81.09": 60, "81.03": 60, "81.08": 60, "81.06": 40, "81.01": None}),
    ],
)
def test_participants_per_regency(tables: Tables, selection: Selection, expected: dict[str, int]) -> None:
    found = indicators.participants_by_regency(View(tables, selection))
    assert {code: None if pd.isna(n) else n for code, n in found.value.items()} == expected
    assert list(found.value.index) == list(expected), "largest first, then by name"
    totals = {"2022": 220, "2023": 210, "2023-2": 200, "all": 630}
    assert indicators.participants(View(tables, selection)).value == totals[selection.round]


def test_basis_of_participants(tables: Tables) -> None:
    bases = [indicators.participants_by_regency(View(tables, s)).basis for s in (Y2022, Y2023, ALL)]
    assert bases == ["stated", "computed", "computed"]
    assert indicators.participants(View(tables, Y2023)).basis == "stated"
    assert indicators.participants_by_group(View(tables, Y2022)).basis == "estimated"
    assert indicators.participants_by_group(View(tables, Y2023)).basis == "computed"
    assert indicators.participants_by_group(View(tables, ALL)).basis == "estimated"


@pytest.mark.parametrize(
    ("selection", "activities", "people"),
    [
        (Y2022, {"seafood": 3, "crafts": 3, "repair": 4, "recycling": 1}, {"seafood": 60, "crafts": 60, "repair": 80, "recycling": 20}),
        (Y2023, {"seafood": 2, "garden": 3, "crafts": 4, "repair": 5}, {"seafood": 30, "garden": 45, "crafts": 60, "repair": 75}),
        (ALL, {"seafood": 5, "garden": 3, "crafts": 7, "repair": 9, "recycling": 1},
         {"seafood": 90, "garden": 45, "crafts": 120, "repair": 155, "recycling": 20}),
    ],
)  # fmt: skip
def test_groups(tables: Tables, selection: Selection, activities: dict[str, int], people: dict[str, int]) -> None:
    assert (
        indicators.trainings_by_group(View(tables, selection)).value.groupby(level="group").sum().to_dict()
        == activities
    )
    assert indicators.participants_by_group(View(tables, selection)).value.to_dict() == people
    if selection != ALL:  # of which 16 classes are in no group that a source names
        assert indicators.trainings(View(tables, selection)).value.sum() == sum(activities.values())
    assert indicators.participants_by_regency_and_group(View(tables, selection)).value.sum() == sum(people.values())


def test_participants_per_activity_are_an_even_split_of_20_in_2022_and_stated_in_2023(tables: Tables) -> None:
    rows = indicators.training_rows(View(tables, ALL))
    assert set(rows[rows["round"] == "2022"].participants) == {20}
    assert set(rows[rows["round"] == "2022"].basis) == {"estimated"}
    assert set(rows[rows["round"] == "2023"].participants) == {15}
    assert set(rows[rows["round"] == "2023"].basis) == {"stated"}


def test_shares_and_coverage(tables: Tables) -> None:
    shares = indicators.share_by_regency(View(tables, Y2022)).value
    assert shares["81.07"] == pytest.approx(36.3636, abs=1e-4)
    assert shares.sum() == pytest.approx(100)
    assert [indicators.regencies_reached(View(tables, s)).value for s in (Y2022, Y2023, STAGE_2, ALL)] == [4, 3, 3, 7]
    assert indicators.regencies_total(tables).value == 11
    # Ambon 359,661 + Seram Bagian Barat 217,389 + Tanimbar 132,337 + Aru 112,531
    assert indicators.population_reached(View(tables, Y2022)).value == 821_918
    assert indicators.population_share_reached(View(tables, Y2022)).value == pytest.approx(821_918 / 1_935_586 * 100)


def test_rates(tables: Tables) -> None:
    per_100k = indicators.participants_per_100k(View(tables, Y2022)).value
    assert per_100k["81.07"] == pytest.approx(80 / 112_531 * 100_000)
    averages = [
        indicators.participants_per_training(View(tables, s)).value.to_dict() for s in (Y2022, Y2023, STAGE_2, ALL)
    ]
    assert averages == [
        {"activity": 20}, {"class": 15}, {"class": 12.5}, {"activity": 20, "class": pytest.approx(410 / 30)}
    ]  # fmt: skip


def test_activities_and_classes_are_never_added(tables: Tables) -> None:
    assert indicators.trainings(View(tables, ALL)).value.to_dict() == {"activity": 11, "class": 30}
    repair = indicators.trainings_by_group(View(tables, ALL))
    assert repair.value["repair"].to_dict() == {"activity": 4, "class": 5}
    assert (repair.mark_of(("repair", "activity")), repair.mark_of(("repair", "class"))) == ("", "at_least")
    assert indicators.trainings(View(tables, Selection("all", "81.71"))).value.to_dict() == {"activity": 2, "class": 6}
    aru = indicators.trainings(View(tables, Selection("all", "81.07")))
    assert aru.value["activity"] == 4
    assert pd.isna(aru.value["class"])
    assert dict(aru.marks) == {"class": "not_stated"}
    assert indicators.trainings(View(tables, Selection("2022", "81.01"))).value.empty


def test_distances_agree_with_the_ellipsoid_and_start_at_ambon(tables: Tables) -> None:
    found = indicators.distance_to_capital(tables).value
    rows = tables["regencies"].set_index("code")
    ambon = rows.loc["81.71"]
    for code, row in rows.iterrows():
        *_, metres = Geod(ellps="WGS84").inv(ambon.longitude, ambon.latitude, row.longitude, row.latitude)
        assert found[code] == pytest.approx(metres / 1000, rel=0.006, abs=1e-9)
    assert found["81.71"] == 0
    assert round(found["81.07"]) == 707


def test_national_frame(tables: Tables) -> None:
    stated = {
        "ikm_units": 4_400_000,
        "ikm_unit_share": 99,
        "ikm_workers": 10_500_000,
        "ikm_worker_share": 65,
        "growth": 3.69,
        "new_entrepreneurs": 12_700,
        "elsewhere_participants": 240,
        "elsewhere_trainings": 12,
    }
    assert indicators.elsewhere_per_training(tables).value == 20
    assert {k: indicators.national(tables, k).value for k in stated} == stated
    assert (indicators.wording(tables, "ikm_units"), indicators.wording(tables, "ikm_workers")) == (
        "more_than",
        "up_to",
    )
    assert indicators.workers_per_unit(tables).value == pytest.approx(2.386, abs=1e-3)
    assert indicators.industrial_units(tables).value == pytest.approx(4_444_444, abs=1)
    assert indicators.industrial_workers(tables).value == pytest.approx(16_153_846, abs=1)
    assert indicators.participants_per_million_units(View(tables, Y2022)).value == pytest.approx(50)
    assert indicators.units_per_participant(View(tables, Y2022)).value == 20_000
    assert indicators.share_of_indonesia(tables, "population").value == pytest.approx(0.6792, abs=1e-4)
    assert indicators.share_of_indonesia(tables, "area_km2").value == pytest.approx(2.4416, abs=1e-4)


def test_a_missing_national_figure_is_missing_not_zero(folder: object, tables: Tables) -> None:
    frames = {**tables.frames, "national": tables["national"].query("figure != 'ikm_units'")}
    without = Tables(tables.folder, frames)
    for found in (
        indicators.national(without, "ikm_units"),
        indicators.workers_per_unit(without),
        indicators.units_per_participant(View(without, Y2022)),
    ):
        assert pd.isna(found.value)


def every_indicator(tables: Tables) -> list[Indicator]:
    found = [f(View(tables, s)) for f in OF_SELECTION for s in (Y2022, Y2023, ALL)]
    found += [f(tables) for f in OF_TABLES]
    found += [indicators.share_of_indonesia(tables, c) for c in ("population", "area_km2")]
    return found + [indicators.national(tables, f) for f in tables["national"].figure]


def test_every_indicator_of_a_view_or_of_the_tables_is_listed_with_the_numbers() -> None:
    for name, compute in vars(indicators).items():
        is_own = inspect.isfunction(compute) and compute.__module__ == indicators.__name__ and not name.startswith("_")
        if is_own and inspect.signature(compute).return_annotation is Indicator:
            told = list(inspect.signature(compute).parameters)
            assert told != ["view"] or compute in OF_SELECTION, name
            # What it takes to level is listed in whole people.
            assert told != ["tables"] or compute in (*OF_TABLES, indicators.participants_to_level), name


def test_every_indicator_says_where_it_comes_from(tables: Tables) -> None:
    sources = set(tables["sources"].source)
    found = every_indicator(tables)
    for indicator in found:
        assert indicator.formula, indicator.key
        assert indicator.unit, indicator.key
        assert indicator.sources, indicator.key
        assert set(indicator.sources) <= sources, indicator.key
        assert indicator.basis in ("stated", "computed", "estimated")
        for language in LANGUAGES:
            words = Words(language)
            assert words.has(f"indicator.{indicator.key}"), indicator.key
            assert not formula(words, indicator).startswith("formula."), indicator.key
            assert words.has(f"unit.{indicator.unit}"), indicator.unit


def test_what_changed_between_rounds(tables: Tables) -> None:
    assert indicators.change(View(tables, Y2022)) is None
    assert indicators.change(View(tables, ALL)) is None
    found = indicators.change(View(tables, Y2023))
    assert found is not None
    assert (found.before, found.was.value, found.now.value) == ("2022", 220, 210)
    assert (set(found.new), set(found.repeated)) == ({"81.08", "81.09"}, {"81.71"})
    assert not found.same_unit, "activities in one round, classes in the other"


@pytest.mark.parametrize(
    ("selection", "was", "now", "earlier"),
    [
        (Selection("2023", "81.71"), 40, 90, "2022"), (Selection("2023", "81.07"), 80, 0, "2022"),
        (Selection("2023", "81.09"), 0, 60, ""), (Selection("2023", group="repair"), 80, 75, "2022"),
        (Selection("2023", group="garden"), 0, 45, ""), (Selection("2023", "81.71", "repair"), 0, 30, ""),
    ],
)  # fmt: skip
def test_a_selection_is_compared_with_itself(
    tables: Tables, selection: Selection, was: int, now: int, earlier: str
) -> None:
    found = indicators.change(View(tables, selection))
    assert found is not None
    assert (found.was.value, found.now.value, found.earlier) == (was, now, earlier)


def test_selecting_a_regency_or_a_group(tables: Tables) -> None:
    aru = Selection("2022", "81.07")
    assert indicators.participants(View(tables, aru)).value == 80
    assert indicators.participants(View(tables, aru)).basis == "stated"
    assert indicators.trainings(View(tables, aru)).value.to_dict() == {"activity": 4}
    assert indicators.units_per_participant(View(tables, aru)).value == 55_000
    repair = Selection("2022", group="repair")
    assert (
        indicators.participants(View(tables, repair)).value,
        indicators.participants(View(tables, repair)).basis,
    ) == (
        80,
        "estimated",
    )
    assert indicators.regencies_reached(View(tables, repair)).value == 3
    both = Selection("2022", "81.07", "repair")
    assert indicators.participants(View(tables, both)).value == 40
    nothing = Selection("2022", "81.01")
    assert indicators.participants(View(tables, nothing)).value == 0
    assert pd.isna(indicators.units_per_participant(View(tables, nothing)).value)


@pytest.mark.parametrize("key", indicators.RANKED)
def test_measures_cover_every_regency(tables: Tables, key: str) -> None:
    found = indicators.measure(tables, key)
    assert set(found.value.index) == set(tables["regencies"].code)
    silent = {"participants": 5, "participants_per_100k": 5}  # four are not named, one has no count
    assert found.value.isna().sum() == silent.get(key, 0), "what no source names is missing, not 0"


def test_the_what_if_is_plain_arithmetic(tables: Tables) -> None:
    # 100 per 100,000 of 1,935,586 people are 1,935.586 participants; 630 are trained; 220 a year.
    assert indicators.years_to_coverage(tables, 100, 220, 1).value == pytest.approx((1935.586 - 630) / 220)
    assert indicators.years_to_coverage(tables, 1, 220, 1).value == 0
    assert pd.isna(indicators.years_to_coverage(tables, 100, 0, 1).value)


def test_leaders_names_every_tie() -> None:
    assert indicators.leaders(pd.Series({"a": 1, "b": 3, "c": 3})) == ["b", "c"]
    assert indicators.leaders(pd.Series({"a": pd.NA}, dtype="Int64")) == []


def test_with_one_round_there_is_nothing_to_put_together(folder) -> None:  # type: ignore[no-untyped-def]
    for file in ("rounds", "participation", "trainings"):
        path = folder / f"{file}.csv"
        path.write_text("".join(line for line in path.open() if not line.startswith(("2022", "2023-2"))))
    tables = load(folder)
    assert tables.problems == ()
    assert round_codes(tables) == ["2023"]
    assert default_round(tables) == "2023"


# --- What is not stated -------------------------------------------------------------------------------------

ARU, TENGAH, AMBON = "81.07", "81.01", "81.71"


def test_what_is_stated_of_a_part_is_at_least_so_much(tables: Tables) -> None:
    found = indicators.participants_by_regency(View(tables, ALL))
    assert dict(found.marks) == {ARU: "at_least", "81.06": "at_least", TENGAH: "not_stated"}
    for compute in (indicators.participants_per_100k, indicators.share_by_regency):
        assert dict(compute(View(tables, ALL)).marks) == dict(found.marks), "what follows is no surer"
    shares = indicators.share_by_regency(View(tables, ALL)).value
    assert shares[AMBON] == pytest.approx(130 / 630 * 100), "of all, also of those that no source splits"
    assert shares.sum() == pytest.approx(430 / 630 * 100)


@pytest.mark.parametrize(
    ("selection", "value", "mark"),
    [
        (ALL, 630, ""), (STAGE_2, 200, ""), (Selection("all", ARU), 80, "at_least"), (Selection("2022", ARU), 80, ""),
        (Selection("all", TENGAH), None, "not_stated"), (Selection("2023-2", ARU), None, "not_stated"),
        (Selection("all", AMBON), 130, ""), (Selection("all", group="garden"), 45, "at_least"),
        (Selection("all", AMBON, "garden"), 15, ""), (Selection("2023-2", group="garden"), None, "not_stated"),
    ],
)  # fmt: skip
def test_participants_say_what_is_not_known_of_them(
    tables: Tables, selection: Selection, value: int | None, mark: str
) -> None:
    found = indicators.participants(View(tables, selection))
    assert (None if pd.isna(found.value) else found.value, found.mark_of()) == (value, mark)
    units = indicators.units_per_participant(View(tables, selection))
    assert units.mark_of() == {"at_least": "at_most"}.get(mark, mark), "the more participants, the fewer units to one"
    assert pd.isna(units.value) == (value is None)


def test_no_more_is_needed_than_what_the_known_numbers_say(tables: Tables) -> None:
    gap = indicators.participants_to_level(tables)
    assert set(gap.value.index[gap.value.isna()]) == {ARU, TENGAH, "81.06"}
    level = 60 / 81_329  # Buru Selatan, the highest of those that are known in full
    assert gap.value["81.72"] == pytest.approx(level * 90_470)


def test_three_regencies_are_named_for_no_year(tables: Tables) -> None:
    names = indicators.not_named(View(tables, ALL)).name.tolist()
    assert names == ["Buru", "Seram Bagian Timur", "Kota Tual"]
    assert indicators.known_in_part(tables, "81.02")["round"].tolist() == ["2021"]
    assert indicators.participants(View(tables, Selection("all", "81.02"))).value == 0, "known in part is in no total"


def test_trainings_by_others_are_in_no_total(tables: Tables) -> None:
    rows = indicators.trained_by_others(tables)
    assert (len(rows), int(rows.participants.sum())) == (8, 290)
    assert rows.participants_basis.tolist().count("approximate") == 1
    assert indicators.participants(View(tables, ALL)).value == 630
    assert len(indicators.trained_by_others(tables, "81.72")) == 2

"""The observations hold the facts, broken ones are named, and what is computed from them says how and how far."""

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from data import observations
from data.observations import COUNTRY
from data.problem import sentence
from data.province import PROVINCE
from data.schema_check import is_true_to
from data.tables import PACKAGED, BrokenTableError, Tables, _schema_problems, described, load
from locales import LANGUAGES, Words
from tests.conftest import ROOT, others_slow
from tests.invented import Place, with_round

# Maluku by the survey of micro and small industry: establishments, micro, small, workers, output in million rupiah.
MALUKU = {
    "2013": (35872, 35208, 664, 61487, 1787307), "2019": (25004, 24839, 165, 35719, 1593273),
    "2020": (22201, 21890, 311, 32888, 1279691), "2021": (35364, 35253, 111, 53896, 2332638),
    "2022": (33613, 33406, 207, 56259, 2140947), "2023": (61507, 61308, 199, 90661, 2763163),
    "2024": (43495, 41326, 2169, 101382, 1926593), "2025": (33418, 32021, 1397, 60198, 2378773),
}  # fmt: skip
KEYS = ("imk_establishments", "imk_establishments_micro", "imk_establishments_small", "imk_workers", "imk_output")
INDONESIA = {
    "2022": (4339228, 9416779), "2023": (4500584, 9843840), "2024": (4413445, 10471272), "2025": (4461888, 9484645),
}  # fmt: skip


@pytest.mark.parametrize("year", MALUKU)
def test_small_industry_of_maluku_is_as_the_survey_has_it(tables: Tables, year: str) -> None:
    assert tuple(observations.value(tables, key, PROVINCE.code, year).value for key in KEYS) == MALUKU[year]


@pytest.mark.parametrize("year", INDONESIA)
def test_provinces_add_up_to_indonesia(tables: Tables, year: str) -> None:
    whole = [observations.value(tables, key, COUNTRY, year) for key in ("imk_establishments", "imk_workers")]
    assert tuple(one.value for one in whole) == INDONESIA[year]
    assert {one.basis for one in whole} == {"computed"}


def test_a_sum_of_some_is_not_called_the_whole(tables: Tables) -> None:
    """Two provinces have no figure of 2013: neither has Indonesia. Four that are new since 2024 are not missed before."""
    assert observations.value(tables, "imk_establishments", COUNTRY, "2013").sources == ()
    assert observations.value(tables, "imk_establishments", COUNTRY, "2015").sources
    assert observations.value(tables, "business_actors", PROVINCE.code, "2026-01").basis == "stated"


def test_the_survey_has_38_provinces_and_no_year_2016(tables: Tables) -> None:
    rows = tables["observations"]
    imk = rows[rows.indicator == "imk_establishments"]
    assert imk.area.nunique() == 38
    assert sorted(imk.period.unique()) == [str(year) for year in range(2013, 2026) if year != 2016]
    assert set(rows[rows.period.isin(["2024", "2025"]) & rows.indicator.str.startswith("imk_")].quality) == {"medium"}
    assert set(rows[rows.indicator.str.startswith("imk_") & (rows.period < "2024")].quality) == {"high"}


def test_what_is_computed_is_as_counted_by_hand(tables: Tables) -> None:
    def number(key: str, area: str, period: str) -> float:
        return float(observations.value(tables, key, area, period).value)

    assert number("participants_per_1000_imk", PROVINCE.code, "2022") == pytest.approx(220 / 33613 * 1000)
    assert number("imk_workers_per_establishment", PROVINCE.code, "2022") == pytest.approx(56259 / 33613)
    assert number("imk_output_per_establishment", PROVINCE.code, "2025") == pytest.approx(2378773 / 33418)
    assert number("imk_establishments_per_1000", PROVINCE.code, "2025") == pytest.approx(33418 / 1935586 * 1000)
    assert number("imk_establishments_per_1000", COUNTRY, "2025") == pytest.approx(4461888 / 284973643 * 1000)
    assert round(number("manufacturing_share", "81.08", "2026-Q2"), 2) == 31.63
    assert round(number("manufacturing_share", PROVINCE.code, "2026-Q2"), 2) == 6.49
    assert round(number("poor_people", PROVINCE.code, "2025"), 2) == 287.77
    share = observations.share_of_indonesia(tables, "imk_establishments", PROVINCE.code, "2022")
    assert round(share.value, 2) == 0.77
    assert share.basis == "computed"
    assert not observations.share_of_indonesia(tables, "poverty_rate", PROVINCE.code, "2025").sources, (
        "rates have no share"
    )


def test_need_is_measured_only_where_participants_are_known(tables: Tables) -> None:
    (period,) = observations.periods(tables, "participants_per_1000_poor")
    rates = observations.values(tables, "participants_per_1000_poor", period)
    counts = observations.values(tables, "participants", period)
    assert rates.value.notna().tolist() == counts.value.notna().tolist()
    assert rates.value["81.07"] == pytest.approx(counts.value["81.07"] / 22.25)
    assert "bps-poverty" in rates.sources_of("81.07")


def test_a_round_of_the_year_of_the_people_takes_no_rate_away() -> None:
    tables = with_round({"81.71": Place([("anyaman", 10)])}, "2025")
    known = observations.cells(tables, "participants_per_100k")
    people = tables["regencies"].set_index("code").population
    assert known["81.71", "2022/2025"].value == pytest.approx(140 / people["81.71"] * 100_000)
    assert known["81.07", "2022/2025"].value == pytest.approx(80 / people["81.07"] * 100_000)


def test_the_rank_counts_those_that_are_known(tables: Tables) -> None:
    of_2025 = observations.values(tables, "imk_establishments", "2025")
    assert observations.rank(of_2025, PROVINCE.code) == observations.Rank(25, 38)
    assert observations.rank(observations.values(tables, "imk_establishments", "2015"), "93") is None


def test_a_span_is_lowest_and_highest_with_their_years(tables: Tables) -> None:
    span = observations.span(tables, "imk_establishments", PROVINCE.code)
    assert span == observations.Span(19575, "2015", 61507, "2023", 33418, "2025", ("2016",))


def test_the_ministrys_figures_stand_with_their_dates(tables: Tables) -> None:
    units = observations.series(tables, "ikm_units", COUNTRY)
    assert dict(units.value) == {"2022-07-18": 4_400_000, "2024-10": 4_520_000, "2025-11-13": 4_430_000}
    assert len(set(units.origins.values())) == 3
    assert "2024-10" not in observations.series(tables, "ikm_worker_share", COUNTRY).value.index, "not stated, not 0"


@pytest.mark.parametrize("language", LANGUAGES)
def test_different_concepts_meet_only_where_the_text_says_so(tables: Tables, language: str) -> None:
    """IKM, IMK and UMKM are never one number's parts unless the note beside it names both."""
    definitions, words = observations.definitions(tables), Words(language)
    for definition in definitions.values():
        if not definition.numerator:
            continue
        parts = {definitions[key].concept for key in (definition.numerator, definition.denominator)}
        if len(parts) > 1:
            assert definition.text(words, "comparability"), definition.key
        if "IMK" in parts and parts - {"IMK"}:
            assert {"IKM", "IMK"} <= set(
                definition.text(words, "comparability").replace(",", " ").replace(".", " ").split()
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_says_what_it_is(tables: Tables, language: str) -> None:
    words = Words(language)
    for definition in observations.definitions(tables).values():
        for what in ("name", "definition", "licence"):
            assert definition.text(words, what), (definition.key, what)
        assert words.has(f"unit.{definition.unit}"), definition.unit
        known = observations.cells(tables, definition.key).values()
        if any(one.quality != "high" for one in known):
            parts = [definition.key, definition.numerator, definition.denominator]
            reasons = [observations.definitions(tables)[key].text(words, "quality") for key in parts if key]
            assert any(reasons), f"{definition.key}: a mark needs its reason"


# --- Broken ones ---------------------------------------------------------------------------------------------


def change(file: str, old: str, new: str) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert old in text, old
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    return changed


def row_of(folder: Path, file: str, start: str) -> int:
    lines = (folder / file).read_text("utf-8").splitlines()
    return next(i for i, line in enumerate(lines, 1) if line.startswith(start))


POVERTY = "poverty_rate,81.07,2025,23.1,"
BROKEN = {
    "unknown area": (change("observations.csv", POVERTY, "poverty_rate,81.77,2025,23.1,"), "area", "unknown_key"),
    "a total among regencies": (change("observations.csv", POVERTY, "poverty_rate,81,2025,23.1,"), "area", "wrong_area"),
    "unknown indicator": (change("observations.csv", POVERTY, "poverty_rat,81.07,2025,23.1,"), "indicator", "unknown_key"),
    "a year that is none": (change("observations.csv", POVERTY, "poverty_rate,81.07,205,23.1,"), "period", "pattern"),
    "a quarter of a yearly one": (change("observations.csv", POVERTY, "poverty_rate,81.07,2025-Q1,23.1,"), "period", "wrong_period"),
    "text in a number": (change("observations.csv", POVERTY, "poverty_rate,81.07,2025,23 persen,"), "value", "type"),
    "a decimal comma": (change("observations.csv", POVERTY, 'poverty_rate,81.07,2025,"23,1",'), "value", "type"),
    "more than 100 percent": (change("observations.csv", POVERTY, "poverty_rate,81.07,2025,123.1,"), "value", "maximum"),
    "a negative count": (change("observations.csv", "imk_establishments,81,2025,33418", "imk_establishments,81,2025,-33418"), "value", "minimum"),
    "half an establishment": (change("observations.csv", "imk_establishments,81,2025,33418", "imk_establishments,81,2025,33418.5"), "value", "not_whole"),
    "two values for one cell": (change("observations.csv", "poverty_rate,81.08,2025,", "poverty_rate,81.07,2025,"), None, "primary_key"),
    "a value of what is computed": (change("observations.csv", POVERTY, "manufacturing_share,81.07,2026-Q1,23.1,"), "indicator", "computed_already"),
    "an unknown source": (change("observations.csv", "poverty_rate,81.07,2025,23.1,stated,A,high,,bps-poverty", "poverty_rate,81.07,2025,23.1,stated,A,high,,bps"), "source", "unknown_key"),
    "no quality": (change("observations.csv", "poverty_rate,81.07,2025,23.1,stated,A,high", "poverty_rate,81.07,2025,23.1,stated,A,"), "quality", "missing_cell"),
    "unknown unit": (change("indicators.csv", "percent,2,rate,lower", "persen,2,rate,lower"), "unit", "unknown_unit"),
    "half a formula": (change("indicators.csv", "manufacturing_grdp,grdp,100", "manufacturing_grdp,grdp,"), "numerator", "half_formula"),
    "a formula of nothing": (change("indicators.csv", "manufacturing_grdp,grdp,100", "manufacturing_gdp,grdp,100"), "numerator", "unknown_key"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_observation_is_named_with_its_row_and_column(case: str, folder: Path) -> None:
    break_it, column, reason = BROKEN[case]
    before = {file: (folder / file).read_text("utf-8").splitlines() for file in ("observations.csv", "indicators.csv")}
    break_it(folder)
    changed = {
        (file, i)
        for file, lines in before.items()
        for i, (old, new) in enumerate(zip(lines, (folder / file).read_text("utf-8").splitlines(), strict=True), 1)
        if old != new
    }
    problems = load(folder).problems
    assert [p for p in problems if (p.file, p.row) in changed and (p.field or None, p.reason) == (column, reason)], (
        problems
    )
    for language in LANGUAGES:
        for problem in problems:
            text = sentence(problem, Words(language))
            assert problem.file in text
            assert not {"problem.", "{"} & set(text.split()), text


def test_all_that_is_wrong_is_named_at_once(folder: Path) -> None:
    for case in ("a total among regencies", "a negative count", "unknown unit"):
        BROKEN[case][0](folder)
    assert {"wrong_area", "minimum", "unknown_unit"} <= {problem.reason for problem in load(folder).problems}


@pytest.mark.parametrize("case", ["more than 100 percent", "a total among regencies", "text in a number"])
def test_a_broken_indicator_takes_down_its_own_figures_only(case: str, folder: Path) -> None:
    BROKEN[case][0](folder)
    tables = load(folder)
    with pytest.raises(BrokenTableError) as raised:
        observations.values(tables, "poverty_rate", "2025")
    assert raised.value.problems
    assert observations.value(tables, "imk_establishments", PROVINCE.code, "2022").value == 33613
    assert observations.value(tables, "participants_per_1000_imk", PROVINCE.code, "2022").basis == "computed"
    assert len(tables["regencies"]) == 11


def test_without_the_table_every_indicator_says_so(folder: Path) -> None:
    (folder / "observations.csv").unlink()
    tables = load(folder)
    with pytest.raises(BrokenTableError):
        observations.values(tables, "imk_establishments", "2025")
    assert observations.values(tables, "population", "2025").value.sum() == 1_935_586, "that stands elsewhere"


# --- The quick check -----------------------------------------------------------------------------------------

MUTATIONS: dict[str, Callable[[list[list[str]]], None]] = {
    "as it is": lambda rows: None,
    "another head": lambda rows: rows[0].__setitem__(0, "x"),
    "a head twice": lambda rows: rows[0].__setitem__(1, rows[0][0]),
    "a head less": lambda rows: rows[0].pop(),
    "columns exchanged": lambda rows: rows[0].reverse(),
    "a short row": lambda rows: rows[2].pop(),
    "a long row": lambda rows: rows[2].append("x"),
    "a blank row": lambda rows: rows.insert(2, []),
    "an empty row": lambda rows: rows.insert(2, [""] * len(rows[0])),
    "a row twice": lambda rows: rows.append(list(rows[1])),
    **{
        f"{text!r} in column {column}": lambda rows, column=column, text=text: rows[1].__setitem__(
            column % len(rows[0]), text
        )
        for column in range(13)
        for text in ("", " ", "x", "-1", "1.5", "1e3", "0x1", "٣", "nan", "inf", "2023-02-30", "1,5", "101", " 5", "5\n")
    },
}  # fmt: skip


@pytest.mark.integration
@pytest.mark.parametrize("name", others_slow((resource["name"] for resource in described(PACKAGED)), 4))
def test_the_quick_check_is_never_laxer_than_frictionless(name: str, tmp_path: Path) -> None:
    (resource,) = (r for r in described(PACKAGED) if r["name"] == name)
    with (PACKAGED / resource["path"]).open(encoding="utf-8", newline="") as file:
        whole = list(csv.reader(file))
    for mutation, change_rows in MUTATIONS.items():
        rows = [list(row) for row in whole[:6]]
        change_rows(rows)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        if mutation == "as it is":
            assert is_true_to(text.getvalue(), resource["schema"])
        elif is_true_to(text.getvalue(), resource["schema"]):
            (tmp_path / resource["path"]).write_text(text.getvalue(), "utf-8")
            assert not list(_schema_problems(tmp_path, resource)), mutation


@pytest.mark.integration
def test_sound_tables_load_without_frictionless() -> None:
    """It takes half a second to import and as long to read the observations: a start does not pay for either."""
    code = "import sys; from data.tables import *; assert not load(PACKAGED).problems; print('frictionless' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"

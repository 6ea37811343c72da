"""Figures of indicators: true for every indicator, period and area in both languages, and no growth where there is none."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.indicator_map import indicator_map
from charts.indicator_rank import indicator_rank
from charts.indicator_scatter import indicator_scatter
from charts.indicator_series import indicator_panels, indicator_series
from charts.plots import Cloud, Dots, MapPlot, Panels
from data import comparison, observations
from data.observations import COUNTRY
from data.parameters import COMPARISON
from data.province import PROVINCE
from data.selection import Comparison, Selection
from data.tables import BrokenTableError, Tables, load
from data.view import View
from exports.__main__ import main
from locales import LANGUAGES, Words
from render import plotly, points
from story import indicators
from tests.conftest import others_slow
from tests.harness.tables import TABLES

BUILDERS = (indicator_rank, indicator_series, indicator_panels, indicator_scatter, indicator_map)
KEYS = list(comparison.offered(TABLES))
# What nobody may say of a sample survey's years.
GROWTH = {
    "id": r"\b(naik|turun|tumbuh|meningkat|menurun|bertambah \d|berkurang \d)\b",
    "en": r"\b(grew|rose|fell|increased?|decreased?|growing|declin\w+)\b",
}
RAW = re.compile(r"[{}]|\bnan\b|<NA>|None|\b(indicator|indicators|survey|unit|quality|period)(_\w+)?\.[a-z_.]+")


def view(language: str = "id", regency: str = "", **chosen: str | tuple[str, ...]) -> View:
    return View(TABLES, Selection("2022", regency), Words(language), Comparison(**chosen))  # type: ignore[arg-type]


def every_choice(language: str) -> Iterator[View]:
    """Each indicator in its first and latest period, with and without a regency."""
    for key in KEYS:
        known = comparison.periods(TABLES, key)
        for period in dict.fromkeys((known[0], known[-1])):
            for regency in ("", "81.07"):
                yield view(language, regency, indicator=key, period=period)


@pytest.mark.integration
@pytest.mark.parametrize(("language", "step"), others_slow([("id", 7), *((language, 1) for language in LANGUAGES)]))
def test_every_figure_says_what_it_is_for_every_choice(language: str, step: int) -> None:
    for chosen in itertools.islice(every_choice(language), 0, None, step):
        definition = comparison.indicator(TABLES, chosen.comparison)
        for build in BUILDERS:
            text = build(chosen).text
            for said in (text.headline, text.subtitle, text.alt, text.sources):
                assert said, (build.__name__, chosen.comparison)
                assert not RAW.search(said), said
                if definition.is_sampled:
                    assert not re.search(GROWTH[language], said), said
        assert indicators.headline(chosen)
        assert not RAW.search(indicators.answer(chosen)), indicators.answer(chosen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_the_leader_leads_and_the_place_is_counted(language: str, key: str) -> None:
    """Headlines against the cells themselves, not against what the figures computed of them."""
    definition, words = observations.definitions(TABLES)[key], Words(language)
    names = {row.area: words.field(row, "name") for _, row in TABLES["areas"].iterrows()}
    cells = observations.cells(TABLES, key)
    for period in comparison.periods(TABLES, key):
        known = {
            area: one.value
            for (area, at), one in cells.items()
            if at == period and not one.mark and area in set(observations.areas_of(TABLES, definition.level).area)
        }
        said = indicator_rank(view(language, indicator=key, period=period)).text.headline
        if definition.level == "province" and len(known) > 1:
            place = 1 + sum(value > known[PROVINCE.code] for value in known.values())
            assert f" {Words(language).ordinal(place)} " in f" {said} ".replace("ke-", " "), said
            assert str(len(known)) in said
        elif definition.level == "regency" and len(known) > 1:
            leaders = [names[area] for area, value in known.items() if value == max(known.values())]
            assert len(leaders) > 3 or all(name in said for name in leaders), (said, leaders)


@pytest.mark.parametrize("language", LANGUAGES)
def test_panels_and_points_say_of_how_many_and_are_one_sentence(language: str) -> None:
    """Panels are of the chosen provinces, not of all; a name in the middle of a headline begins as it does in a sentence."""
    shown = view(language, areas=("31", "81"))
    assert " 2 " in indicator_panels(shown).text.headline
    for against in ("imk_workers", "imk_output_per_establishment"):
        second = indicator_scatter(view(language, against=against)).text.headline.split("; ")[1]
        assert second[0].islower() or second.startswith("Output"), second


def test_the_honest_answer_can_be_read() -> None:
    """How many small industries are there in Maluku, and is that growing?"""
    for language, expected in {
        "id": ("33.418 usaha", "0,75%", "ke-25 dari 38", "Tidak dapat disimpulkan", "19.575 (2015)", "61.507 (2023)", "≈ 8.500"),
        "en": ("33,418 establishments", "0.75%", "rank 25 of 38", "cannot be told", "19,575 (2015)", "61,507 (2023)", "≈ 8,500"),
    }.items():  # fmt: skip
        said = indicators.answer(view(language))
        for part in expected:
            assert part in said, said
    assert "bukan pertumbuhan" in indicators.headline(view())


def test_the_years_are_points_that_nothing_joins() -> None:
    plot = indicator_series(view()).plot
    assert isinstance(plot, Panels)
    (panel,) = plot.panels
    assert [moment.period for moment in panel.moments if not moment.sure] == ["2024", "2025"], "quality medium is open"
    assert [gap.at for gap in plot.gaps] == [2016.0]
    assert plot.gaps[0].text == "tidak ada survei"
    assert {m.period for m in panel.moments if m.labelled} == {"2015", "2023", "2025"}, "lowest, highest, latest"
    drawn = plotly.figure(indicator_series(view()))
    assert all(trace.mode == "markers" for trace in drawn.data), "no line"
    assert not [note for note in drawn.layout.annotations if note.showarrow], "no arrow"
    colours = drawn.data[0].marker.color
    assert [colour.startswith("rgba") for colour in colours] == [not m.sure for m in panel.moments]


def test_a_mark_of_quality_has_its_reason_beside_it() -> None:
    for language, reason in {"id": "satu salinan (mutu sedang)", "en": "one copy each (quality medium)"}.items():
        for build in (indicator_rank, indicator_series, indicator_panels):
            assert reason in build(view(language)).text.subtitle
    assert "mutu sedang" in indicator_series(view()).plot.open_means  # type: ignore[union-attr]


def test_the_copper_of_wetar_is_named_where_its_share_is_shown() -> None:
    for build in (indicator_map, indicator_rank, indicator_panels):
        assert "Wetar" in build(view(indicator="manufacturing_share")).text.subtitle


def test_the_rank_has_all_38_provinces_and_maluku_lit() -> None:
    plot = indicator_rank(view()).plot
    assert isinstance(plot, Dots)
    assert len(plot.dots) == 38
    assert [dot.code for dot in plot.dots if dot.chosen] == [PROVINCE.code]
    values = [dot.value.value for dot in plot.dots]
    assert values == sorted(values, reverse=True)
    early = indicator_rank(view(indicator="imk_establishments", period="2015")).plot
    assert len(early.dots) == 34, "provinces that are newer than the year are not missing from it"  # type: ignore[union-attr]
    assert COUNTRY in {dot.code for dot in indicator_rank(view(indicator="imk_workers_per_establishment")).plot.dots}  # type: ignore[union-attr]


def test_rates_shade_the_map_and_counts_are_circles() -> None:
    rate, count = (indicator_map(view(indicator=key)).plot for key in ("poverty_rate", "poor_people"))
    assert isinstance(rate, MapPlot)
    assert isinstance(count, MapPlot)
    assert not rate.circles
    assert {land.kind for land in rate.lands if land.code} == {"class"}
    assert len(count.circles) == 11
    assert not [land for land in count.lands if land.kind == "class"]
    areas = {circle.code: circle.radius**2 for circle in count.circles}
    assert areas["81.01"] / areas["81.06"] == pytest.approx(63.05 / 38.01, rel=0.01)


def test_who_has_the_need_and_no_participants_stands_apart() -> None:
    plot = indicator_scatter(view(indicator="poverty_rate")).plot
    assert isinstance(plot, Cloud)
    counts = observations.values(
        TABLES, "participants_per_100k", comparison.periods(TABLES, "participants_per_100k")[-1]
    )
    silent = {fellow.code for fellow in plot.fellows if fellow.x.value is None}
    assert silent == set(counts.value.index[counts.value.isna()])
    assert silent
    assert plot.strip, "why they stand there"
    assert all(plot.place(fellow)[0] < 0 for fellow in plot.fellows if fellow.code in silent), "not at 0"
    drawn = plotly.figure(indicator_scatter(view(indicator="poverty_rate"))).data[0]
    for fellow, colour in zip(plot.fellows, drawn.marker.color, strict=True):
        assert colour.startswith("rgba") == (fellow.code in silent)


@pytest.mark.parametrize(("width", "height", "letter"), [(360, points.CLOUD_HEIGHT, 6.0), (540, 270, 7.2)])
def test_no_name_lies_on_another_or_on_anothers_point(width: int, height: int, letter: float) -> None:
    plot = indicator_scatter(view(indicator="poverty_rate")).plot
    assert isinstance(plot, Cloud)
    drawn = points.scene(plot, Words(), height)
    west, south, east, north = drawn.extent
    px, across = height / (north - south), width / (east - west)  # as on a phone, and on a slide
    boxes = []
    for said in drawn.texts[-len(plot.fellows) :]:
        x, y, long = said.x * across + said.shift[0], said.y * px + said.shift[1], letter * len(said.lines[0])
        boxes.append((x - long * {"left": 0, "right": 1, "center": 0.5}[said.side], y - letter, long, 2 * letter))
    for (x, y, w, h), (x2, y2, w2, h2) in itertools.combinations(boxes, 2):
        assert x + w < x2 or x2 + w2 < x or y + h <= y2 or y2 + h2 <= y
    for x, y, w, h in boxes:
        assert not [dot for dot in drawn.dots if x < dot.x * across < x + w and y < dot.y * px < y + h]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_below_a_regencys_indicators_says_whose_it_is(language: str) -> None:
    words, notes = Words(language), indicators.regency_notes(view(language))
    for key, definition in observations.definitions(TABLES).items():
        for note in (definition.text(words, "comparability"), definition.text(words, "quality")):
            if note and key in indicators.OF_REGENCIES:
                [told] = [told for told in notes if note in told]
                assert definition.text(words, "name") in told.removesuffix(f" – {note}"), (key, note)


def test_small_industry_by_other_concepts_is_never_set_beside() -> None:
    definitions = observations.definitions(TABLES)
    for key in KEYS:
        for other in comparison.partners(TABLES, key):
            concepts = {definitions[key].concept, definitions[other].concept}
            assert len(concepts & observations.OF_SMALL_INDUSTRY) < 2, (key, other)


CHOICES = st.builds(
    Comparison,
    st.sampled_from(["", *KEYS]),
    st.sampled_from(["", "2025", "2022", "2026-Q2", "2022-07-18"]),
    st.sampled_from(["", *KEYS]),
    st.lists(st.sampled_from(list(TABLES["areas"].area)), max_size=4, unique=True).map(tuple),
)


@settings(max_examples=60)
@given(CHOICES)
def test_the_address_brings_a_comparison_back(chosen: Comparison) -> None:
    read, unknown = comparison.from_address(comparison.to_address(chosen), TABLES)
    assert comparison.from_address(comparison.to_address(read), TABLES) == (read, [])
    assert set(unknown) <= set(COMPARISON)
    if not unknown:
        assert read == chosen
    assert comparison.period(TABLES, read) in comparison.periods(TABLES, comparison.indicator(TABLES, read).key)


@given(st.dictionaries(st.sampled_from([*COMPARISON, "x"]), st.text(max_size=30)))
def test_any_address_is_read(address: dict[str, str]) -> None:
    read, unknown = comparison.from_address(address, TABLES)
    assert comparison.from_address(comparison.to_address(read), TABLES) == (read, [])
    assert all(address[name] for name in unknown)


def test_a_broken_indicator_leaves_the_other_figures(folder: Path) -> None:
    text = (folder / "observations.csv").read_text("utf-8")
    (folder / "observations.csv").write_text(
        text.replace("poverty_rate,81.07,2025,23.1,", "poverty_rate,81.07,2025,231,")
    )
    tables = load(folder)
    with pytest.raises(BrokenTableError):
        indicator_map(View(tables, comparison=Comparison("poverty_rate")))
    assert indicator_map(View(tables, comparison=Comparison("poor_people"))).rows
    assert indicator_rank(View(tables)).rows
    of_regency = indicators.of_regency(View(tables), "81.07")
    assert of_regency["name"].cells.count("Persentase penduduk miskin") == 0
    assert of_regency.height > 3


def test_a_figure_of_an_indicator_is_made_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rank.csv"
    wanted = ["image", "--figure", "indicator_rank", "--out", str(file)]
    assert main([*wanted, "--indicator", "poverty_rate", "--period", "2021"]) == 0
    rows = file.read_text("utf-8-sig").splitlines()
    assert "29,55" in rows[1], "Maluku Barat Daya had the highest rate of 2021"
    assert len(rows) == 12
    with pytest.raises(SystemExit) as ended:
        main([*wanted, "--indicator", "kemiskinan"])
    assert ended.value.code == 2
    assert "--indicator 'kemiskinan' is not known" in capsys.readouterr().err


def test_the_ministrys_dates_stand_below_the_founding_frame(tables: Tables) -> None:
    rows = indicators.ikm_over_time(View(tables)).texts(Words("id"))
    assert [row[2] for row in rows[1:]] == ["99%", "99,7%", "99,77%", "99,79%"]
    assert rows[1][1:5] == ("lebih dari 4,4 juta", "99%", "hingga 10,5 juta", "65%")
    assert rows[3][4] == "–", "not stated is not 0"
    assert len({row[-1] for row in rows[1:]}) == 4, "each date has its source"


def test_a_small_panels_number_lies_on_no_point() -> None:
    """That of East Nusa Tenggara lay on the point of the year before."""
    for key in ("imk_establishments", "poverty_rate", "manufacturing_grdp"):
        drawn = points.scene(indicator_panels(view(indicator=key)).plot, Words("id"))
        for number in (text for text in drawn.texts if text.side == "right" and text.valign == "bottom"):
            below = [dot.y for dot in drawn.dots if 0 <= number.x - dot.x < 0.2 and int(dot.x) == int(number.x)]
            row = [y for y in below if int(-y) == int(-number.y)]
            assert row, key
            assert max(row) <= number.y, key

"""Estimates of any round: they add up to what is stated, in whole people, and only they carry the sign of one."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import product

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.map import participants_map
from charts.mix import training_mix
from charts.participants import participants_bars
from charts.rates import participant_rates
from charts.rounds import round_bars
from data import indicators
from data.rounds.store.merge import with_rounds
from data.selection import Selection
from data.table_checks import rounds_add_up
from data.tables import Tables
from data.view import View
from exports.deck import deck
from exports.workbook import workbook
from locales import LANGUAGES, Words
from render import plotly, table
from story import overview, trainings
from tests.conftest import examples, others_slow
from tests.invented import ACTIVITIES, GROUP, PACKAGED_TABLES, REGENCIES, Place, content, with_round

ID = Words("id")
CODE = "2030"
FEW = examples(5, 25)


@st.composite
def places(draw: st.DrawFn) -> Place:
    counts = draw(st.lists(st.integers(1, 400), min_size=1, max_size=6))
    kinds = draw(st.lists(st.sampled_from(ACTIVITIES), min_size=len(counts), max_size=len(counts)))
    silent = draw(st.sets(st.integers(0, len(counts) - 1)))
    return Place(list(zip(kinds, counts, strict=True)), frozenset(silent), draw(st.booleans()))


rounds = st.dictionaries(st.sampled_from(REGENCIES), places(), min_size=1, max_size=6)
several = st.dictionaries(st.sampled_from(["2030", "2030-2", "2031"]), rounds, min_size=1, max_size=3)


def whole(found: indicators.Indicator) -> bool:
    return all(float(n).is_integer() for n in found.value)


def selected(
    held: dict[str, dict[str, Place]], selection: Selection
) -> Iterator[tuple[tuple[str, str], str, int, bool, int]]:
    """The trainings of a selection: round and regency, group, true count, whether silent, silent ones there."""
    for code, of_round in held.items():
        if selection.round not in (code, "all"):
            continue
        for regency, place in of_round.items():
            for i, (activity, count) in enumerate(place.trainings):
                if selection.regency in ("", regency) and selection.group in ("", GROUP[activity]):
                    yield (code, regency), GROUP[activity], count, i in place.silent, len(place.silent)


def agree(value: float, basis: str, rows: list[tuple[tuple[str, str], str, int, bool, int]]) -> None:
    """A sum is an estimate if it holds some, but not all, of what is split; any other is the truth."""
    split = Counter(place for place, _, _, silent, _ in rows if silent)
    of = {place: n for place, *_, n in rows}
    is_estimate = any(n < of[place] for place, n in split.items())
    assert (basis == "estimated") == is_estimate
    if not is_estimate:
        assert value == sum(count for _, _, count, _, _ in rows)


@pytest.mark.integration
@given(several)
@examples(3, 30)
def test_every_sum_agrees_and_every_basis_is_its_own(held: dict[str, dict[str, Place]]) -> None:
    # Not among the packaged rounds: what is said of "all" is said of these.
    frames = {
        name: frame if "round" not in frame else frame[[False] * len(frame)]
        for name, frame in PACKAGED_TABLES.frames.items()
    }
    base = Tables(PACKAGED_TABLES.folder, frames)
    tables = with_rounds(base, {code: content(code, of_round) for code, of_round in held.items()})
    assert rounds_add_up(tables.frames) == []
    for code in (*held, "all"):
        every = Selection(code)
        people = sum(place.people for r, of in held.items() for place in of.values() if code in (r, "all"))
        by = [
            indicators.participants_by_regency, indicators.participants_by_group,
            indicators.participants_by_regency_and_group,
        ]  # fmt: skip
        for compute in by:
            found = compute(View(tables, every))
            assert whole(found)
            assert found.value.sum() == people == indicators.participants(View(tables, every)).value
            for key, value in found.value.items():
                regency, group = key if isinstance(key, tuple) else (key, "") if key in REGENCIES else ("", key)
                agree(value, found.basis_of(key), list(selected(held, Selection(code, regency, group))))
        for regency, group in product(("", *REGENCIES[:3]), ("", *set(GROUP.values()))):
            if not (regency or group):
                continue
            chosen = Selection(code, regency, group)
            found = indicators.participants(View(tables, chosen))
            agree(found.value, found.basis, list(selected(held, chosen)))
            of_regencies = indicators.participants_by_regency(View(tables, chosen))
            assert of_regencies.value.sum() == found.value
            shares = indicators.share_by_regency(View(tables, chosen))
            rates = indicators.participants_per_100k(View(tables, chosen))
            for key in of_regencies.value.index:
                is_estimate = of_regencies.basis_of(key) == "estimated"
                assert (rates.basis_of(key) == "estimated") == is_estimate
                assert (shares.basis_of(key) == "estimated") == (is_estimate or found.basis == "estimated")


@given(rounds)
@FEW
def test_what_is_left_is_split_evenly_and_what_is_stated_stays(held: dict[str, Place]) -> None:
    rows = indicators.training_rows(View(with_round(held), Selection(CODE)))
    for regency, place in held.items():
        shown = rows[rows.regency == regency].sort_values("number")
        assert shown.participants.sum() == place.people
        for i, (_, count) in enumerate(place.trainings):
            if i not in place.silent:
                assert (shown.iloc[i].participants, shown.iloc[i].basis) == (count, "stated")
        split = shown.iloc[sorted(place.silent)]
        if len(split):
            assert split.participants.max() - split.participants.min() <= 1
            assert set(split.basis) == {"computed" if len(split) == 1 else "estimated"}


def number(text: str) -> int:
    return int(re.sub(r"[≈. ]|<[^>]*>", "", text.partition("·")[0]))


def is_marked(text: str) -> bool:
    return "≈" in text.partition("·")[0]


@pytest.mark.integration
@given(rounds, st.sampled_from(["", *sorted(set(GROUP.values()))]))
@FEW
def test_what_figures_show_is_what_the_indicators_say(held: dict[str, Place], group: str) -> None:
    tables, chosen = with_round(held), Selection(CODE, group=group)
    counts = indicators.participants_by_regency(View(tables, chosen))
    names = tables["regencies"].set_index("code")["name"]
    expected = {names[c]: (int(n), counts.basis_of(c) == "estimated") for c, n in counts.value.items()}

    bars = participants_bars(View(tables, chosen, ID))
    drawn = plotly.figure(bars).data[0]
    labels = {name: (number(t), is_marked(t)) for name, t in zip(drawn.y, drawn.text, strict=True)}
    assert labels == expected
    rows = {row[0]: (number(row[1]), is_marked(row[1])) for row in bars.rows[1:]}
    assert rows == expected
    on_map = {
        r[0]: (number(r[1]), is_marked(r[1]))
        for r in participants_map(View(tables, chosen, ID)).rows[1:]
        if r[1] not in (ID("table.none"), ID("table.none.group"))
    }
    assert on_map == expected
    rates = {row[0]: is_marked(row[1]) for row in participant_rates(View(tables, chosen, ID)).rows[1:]}
    assert rates == {name: mark for name, (_, mark) in expected.items()}

    mix = training_mix(View(tables, chosen, ID))
    assert sum(number(row[3]) for row in mix.rows[1:]) == sum(place.people for place in held.values())
    (listed, *_) = [trainings.training_table(trainings.trainings(View(tables, chosen, ID)), ID).texts(ID)]
    people = indicators.participants(View(tables, chosen)).value
    assert sum(number(row[5]) for row in listed[1:]) == people
    shown = overview.key_participants(View(tables, chosen, ID)).value
    assert shown == "–" if people == 0 else number(shown) == people


# What a demanding reader counted: 57 over two is 29 and 28, 33 of which 14 are stated leave 10 and 9.
AMBON, BURU, TUAL = "81.71", "81.04", "81.72"
WORKED = {
    AMBON: Place([("anyaman", 29), ("servis-ac", 28)], frozenset({0, 1})),
    BURU: Place([("ikan-asap-cair", 14), ("anyaman", 10), ("servis-ac", 9)], frozenset({1, 2})),
    TUAL: Place([("servis-ac", 15)]),
}
EXPECTED = {
    (AMBON, "crafts"): (29, True), (AMBON, "repair"): (28, True), (BURU, "seafood"): (14, False),
    (BURU, "crafts"): (10, True), (BURU, "repair"): (9, True), (TUAL, "repair"): (15, False),
}  # fmt: skip


@pytest.fixture(scope="module")
def worked() -> Tables:
    return with_round(WORKED)


def test_the_matrix_and_its_totals(worked: Tables) -> None:
    fig = plotly.figure(training_mix(View(worked, Selection(CODE), ID)))
    texts = Counter(note.text for note in fig.layout.annotations)
    assert all(texts[f"≈ {n}"] for (n, mark) in EXPECTED.values() if mark)
    inside = [text for trace in fig.data for text in trace.text if text]
    assert sorted(inside) == ["14", "15"]
    assert {"<b>1</b><br>14", "<b>2</b><br>≈ 39", "<b>3</b><br>≈ 52"} <= set(texts)


def test_a_stated_number_has_no_sign_beside_an_estimate(worked: Tables) -> None:
    chosen = Selection(CODE, group="repair")
    bars = participants_bars(View(worked, chosen, ID))
    assert [text.strip() for text in plotly.figure(bars).data[0].text[::-1]] == [
        "<b>≈ 28 · ≈ 54%</b>",
        "<b>15 · ≈ 29%</b>",
        "<b>≈ 9 · ≈ 17%</b>",
    ]
    text = " ".join(" ".join(row) for row in participant_rates(View(worked, chosen, ID)).rows)
    assert text.count("≈") == 2
    notes = " ".join(note.text for note in plotly.figure(participants_map(View(worked, chosen, ID))).layout.annotations)
    assert "<br>15 peserta" in notes
    assert "<br>≈ 28 peserta" in notes
    assert bars.text.headline == "Peserta terbanyak berasal dari Kota Ambon: ≈ 28 dari ≈ 52"
    rows = list(csv.reader(io.StringIO(table.csv(bars).decode("utf-8-sig")), delimiter=";"))
    estimated, stated = ID("basis.estimated"), ID("basis.stated")
    assert [(row[2], row[4]) for row in rows[1:]] == [("28", estimated), ("15", stated), ("9", estimated)]


def test_what_rests_on_an_estimate_is_one(worked: Tables) -> None:
    chosen = Selection(CODE, group="repair")
    for compute in (
        indicators.participants_per_training, indicators.units_per_participant,
        indicators.participants_per_million_units,
    ):  # fmt: skip
        assert compute(View(worked, chosen)).basis == "estimated"
        assert compute(View(worked, Selection(CODE))).basis == "computed"
    assert "≈" in overview.key_units(View(worked, chosen, ID)).value
    assert "≈" in overview.key_participants(View(worked, chosen, ID)).note


def test_rounds_carry_the_sign_each_for_itself(worked: Tables) -> None:
    rows = round_bars(View(worked, Selection(CODE, AMBON), ID)).rows
    named = {row[0]: row[1] for row in rows[1:]}
    assert [named[code] for code in ("2022", "2023 tahap I", CODE)] == ["40", "90", "57"]


@pytest.mark.integration
@pytest.mark.parametrize("language", others_slow(LANGUAGES))
def test_the_sheets_add_up_by_their_formulas(worked: Tables, language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(View(worked, Selection(CODE), Words(language)))))
    sheet = book[Words(language)("workbook.sheet.mix")]
    cells = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, int | float) and c.column > 2]
    values = [c for c in cells if c.row < 12 and c.number_format != "General"]
    found = Counter((c.value, "≈" in c.number_format) for c in values)
    assert found == Counter(EXPECTED.values())
    marked = {c.coordinate: "≈" in c.number_format for row in sheet.iter_rows() for c in row if c.data_type == "f"}
    assert sum(marked.values()) == 2, "the sums of crafts and repair; what regencies had is stated, and so is the whole"
    columns = training_mix(View(worked, Selection(CODE), Words(language))).sheets[0].columns
    assert [column.total.value for column in columns[2:]] == [14, 39, 52, 105]
    assert [number.value for number in columns[-1].cells] == [57, 33, 15]


@pytest.mark.integration
def test_the_deck_marks_single_bars(worked: Tables) -> None:
    packed = zipfile.ZipFile(io.BytesIO(deck(View(worked, Selection(CODE, group="repair"), ID))))
    charts = [
        packed.read(name).decode() for name in packed.namelist() if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)
    ]
    (who,) = [xml for xml in charts if "≈" in xml and "CELLRANGE" in xml and ">28.0<" in xml]
    labels = dict(re.findall(r'<c:dLbl><c:idx val="(\d)"/>.*?<c:numFmt formatCode="([^"]*)"', who.replace("'", '"')))
    assert ["≈" in labels[row] for row in "012"] == [True, False, True]
    embedded = [name for name in packed.namelist() if name.endswith(".xlsx")]
    sheets = [openpyxl.load_workbook(io.BytesIO(packed.read(name))).active for name in embedded]
    (sheet,) = [s for s in sheets if s["B2"].value == 28 and s["C2"].value]
    assert ["≈" in sheet.cell(row, 2).number_format for row in (2, 3, 4)] == [True, False, True]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (Place([("anyaman", 20), ("servis-ac", 15)]), "total"),
        (Place([("anyaman", 20), ("servis-ac", 25)]), "total"),
        (Place([("anyaman", 45), ("servis-ac", 1)], frozenset({1})), "nobody_left"),
        (Place([("anyaman", 40), ("servis-ac", 1)], frozenset({1})), "nobody_left"),
    ],
)
def test_trainings_that_contradict_their_total_are_named(place: Place, reason: str) -> None:
    rows = content(CODE, {AMBON: place}, participants=40)
    rows["participation"][0]["participants"] = 40
    tables = with_rounds(PACKAGED_TABLES, {CODE: rows})
    (problem,) = [p for p in rounds_add_up(tables.frames) if p.file == "participation.csv"]
    assert (problem.reason, problem.field, problem.row) == (reason, "participants", 12)
    assert ("stated", "40") in problem.details


def test_a_figure_of_bars_names_its_own_estimates() -> None:
    (series,) = participants_bars(View(with_round(WORKED), Selection(CODE, group="crafts"), ID)).plot.series
    assert [number.is_estimate for number in series.values] == [True, True]

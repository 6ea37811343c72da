"""A count that its source gives as approximate is stored as such, once that is confirmed, and shown so everywhere."""

import io
import json
from dataclasses import replace

import openpyxl
import pytest

from charts.map import participants_map
from charts.mix import training_mix
from charts.participants import participants_bars
from charts.rounds import round_bars
from data import indicators
from data.rounds import changes
from data.rounds.checking.draft import check, draft_of, fixed, leniently
from data.rounds.reading import sheet
from data.rounds.reading.sheet import Draft, Line
from data.rounds.store.merge import checked, with_rounds
from data.selection import Selection
from data.tables import Tables
from data.view import View
from exports.figure import figure_file
from exports.workbook import workbook
from locales import LANGUAGES, Words
from render import table
from story import beside, brief, overview, regencies, trainings
from story.rounds import confirmations
from tests.drafts import FACTS, GOOD, TABLES, changed
from tests.recaps import xlsx

ABOUT = changed(0, changed(1, participants="sekitar 30"), participants="± 20")
ABOUT = replace(ABOUT, facts={name: text for name, text in FACTS.items() if name != "total"})


def confirmed(draft: Draft) -> Draft:
    """The draft with each proposal leniently, by itself."""
    while problems := [problem for problem in check(draft, TABLES).problems if problem.fix]:
        draft = fixed(draft, problems[:1])
    return draft


def stored(draft: Draft) -> Tables:
    done = check(confirmed(draft), TABLES)
    assert done.problems == ()
    after = with_rounds(TABLES, {done.code: done.rows})
    assert checked(after) == ()
    return after


def test_it_is_asked_about_one_by_one() -> None:
    problems = check(ABOUT, TABLES).problems
    assert not any(problem.is_plain for problem in problems if problem.reason == "approximate")
    labels = [label for label, _ in confirmations(problems, Words("en"))]
    assert [label.partition(": ")[2] for label in labels] == ["“± 20” → “≈ 20”", "“sekitar 30” → “≈ 30”"]
    assert confirmed(ABOUT).facts["total"] == "≈ 130"


def test_it_is_stored_compared_and_corrected_as_such() -> None:
    after = stored(ABOUT)
    assert (
        after["trainings"].query("round == '2024'").participants_basis.fillna("").tolist()
        == ["approximate"] * 2 + [""] * 2
    )
    (total,) = after["rounds"].query("round == '2024'").participants_basis
    assert total == "approximate"
    again = draft_of(after, "2024", Words("id"))
    assert [line["participants"] for line in again.lines] == ["≈ 20", "≈ 30", "40", "40"]
    assert check(again, after, "2024").problems == ()
    exact = replace(again, facts={**again.facts, "total": "130"}, lines=tuple(
        replace(line, texts={**line.texts, "participants": line["participants"].removeprefix("≈ ")}) for line in again.lines
    ))  # fmt: skip
    rows = check(exact, after, "2024").rows
    different = changes.differences(after, with_rounds(TABLES, {"2024": rows}))
    assert {(d.regency, d.activity, d.column, d.before, d.after) for d in different} == {
        ("", "", "participants_basis", "approximate", ""), ("81.72", "", "participants_basis", "approximate", ""),
        ("81.72", "anyaman", "participants_basis", "approximate", ""),
        ("81.72", "servis-ac", "participants_basis", "approximate", ""),
    }  # fmt: skip
    new = replace(exact, facts={**exact.facts, "round": ""})
    assert "duplicate" not in {problem.reason for problem in check(new, after).problems}


def test_it_is_said_wherever_the_number_is() -> None:
    after = stored(ABOUT)
    for language in LANGUAGES:
        words = Words(language)
        one, tual = View(after, Selection("2024"), words), View(after, Selection("2024", "81.72"), words)
        every = View(after, Selection("all"), words)
        assert "≈ 130" in overview.headline(one)
        assert "≈ 760" in overview.headline(every)
        assert "≈ 50" in regencies.headline(tual)
        assert [row[2] for row in brief.who_and_what(one) if row[0] == "Kota Tual"] == ["≈ 50"]
        listed = trainings.training_table(trainings.trainings(one), words).texts(words)
        assert sorted(row[5] for row in listed[1:]) == ["40", "40", "≈ 20", "≈ 30"]
        assert {row[7] for row in listed[1:]} == {"–"}, "between what it lies nobody knows"
        for chart in (participants_bars(one), participants_map(one), round_bars(every), training_mix(one)):
            shown = " ".join(cell for row in chart.rows for cell in row)
            assert "≈" in shown, chart.key
            assert words("basis.approximate") in table.csv(chart).decode("utf-8-sig"), chart.key
            assert "≈" in chart.text.sources, chart.key
        assert words("basis.estimated") not in " ".join(cell for row in training_mix(one).rows for cell in row)


@pytest.mark.integration
def test_files_say_it() -> None:
    after = stored(ABOUT)
    view = View(after, Selection("2024"), Words("en"))
    assert '"basis": "approximate"' in json.dumps(json.loads(figure_file(participants_bars(view), "json", after.date)))
    book = openpyxl.load_workbook(io.BytesIO(workbook(view)))
    rows = [row for sheet in book for row in sheet.iter_rows() if "Kota Tual" in [cell.value for cell in row]]
    cells = [cell for row in rows for cell in row if cell.value == 50]
    assert cells
    assert all("≈" in cell.number_format for cell in cells)


def test_what_is_split_over_the_rest_rests_on_it() -> None:
    lines = (
        Line({"regency": "Kota Tual", "activity": "Anyaman", "regency_participants": "± 50"}),
        Line({"regency": "Kota Tual", "activity": "Servis AC", "regency_participants": "± 50"}),
        Line({"regency": "Kepulauan Aru", "activity": "Anyaman", "participants": "20"}),
    )
    facts = {name: text for name, text in FACTS.items() if name not in ("total", "trainings")}
    after = stored(replace(GOOD, facts=facts, lines=lines))
    view = View(after, Selection("2024"))
    assert indicators.participants_by_regency(view).basis_of("81.72") == "approximate"
    assert indicators.participants_by_regency(view).basis_of("81.07") == "computed"
    assert indicators.participants(view).basis == "approximate"
    assert indicators.training_rows(view).basis.tolist() == ["estimated", "estimated", "stated"]
    assert indicators.bounds_by_regency_and_group(view) == {}


def test_of_a_round_known_in_part_and_of_one_whose_split_is_not_known() -> None:
    facts = {**FACTS, "known": "sebagian", "venue": "Balai Desa", "budget": "Rp 25 juta", "budget_source": "APBD"}
    part = stored(replace(GOOD, facts=facts, lines=(Line({"regency": "Kota Tual", "participants": "± 25"}),)))
    (row,) = part["partial_rounds"].query("round == '2024'").to_dict("records")
    assert (row["participants"], row["participants_basis"]) == (25, "approximate")
    for language in LANGUAGES:
        words = Words(language)
        told = " ".join(regencies.received(View(part, words=words), "81.72").texts(words)[-1])
        assert "≈ 25" in told
        assert all(text in told for text in ("Balai Desa", "APBD", words("beside.rupiah", n=words.number(25_000_000))))
        assert any("Balai Desa" in row[3] for row in brief.who_and_what(View(part, Selection("all"), words)))
    facts = {**FACTS, "known": "jumlah seluruhnya", "total": "sekitar 200", "trainings": "5"}
    open_round = stored(replace(GOOD, facts=facts, lines=(Line({"regency": "Kota Tual"}),)))
    assert indicators.participants(View(open_round, Selection("2024"))).basis == "approximate"


def test_women_and_men_are_approximate_where_their_sum_is() -> None:
    rows = [["Kabupaten/kota", "Kegiatan", "L", "P", "Jumlah"], ["Kota Tual", "Anyaman", "± 20", "± 15", None],
            ["Buru", "Anyaman", 10, "± 5", "± 15"], ["Buru", "Servis AC", "± 8", "± 2", 10]]  # fmt: skip
    read = leniently(sheet.read("rekap.xlsx", xlsx(rows)), TABLES, {})
    assert read.unread == ("C4 ± 8", "D4 ± 2"), "what is approximate of an exact number is not kept"
    facts = {name: text for name, text in FACTS.items() if name not in ("total", "trainings")}
    draft = confirmed(replace(read, facts=facts))
    assert [line["participants"] for line in draft.lines] == ["≈ 35", "≈ 15", "10"]
    after = stored(draft)
    mine = after["trainings"].query("round == '2024'").sort_values(["regency", "activity"])
    assert mine[["men", "women"]].astype("Int64").fillna(0).to_numpy().tolist() == [[10, 5], [0, 0], [20, 15]]
    again = draft_of(after, "2024", Words("id"))
    assert sorted(line["men"] for line in again.lines) == ["", "≈ 10", "≈ 20"]
    assert check(again, after, "2024").problems == ()
    view = View(after, Selection("2024", "81.72"), Words("en"))
    assert indicators.participants_by_sex(view).basis == "approximate"
    assert "≈ 15" in beside.sentence(view)
    (row,) = trainings.training_table(trainings.trainings(view), view.words).texts(view.words)[1:]
    assert row.count("≈ 15") == row.count("≈ 20") == 1

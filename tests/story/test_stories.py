"""Every sentence and list, for every selection in both languages: complete, and true to its numbers."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from charts import absence
from charts.chart import Chart
from charts.indicator_scatter import indicator_scatter
from charts.map import participants_map
from charts.mix import training_mix
from charts.national import one_in_units
from charts.participants import participants_bars
from charts.rank import regency_rank
from charts.rates import participant_rates
from charts.reach import participants_to_level, unreached_headline, unreached_people
from charts.regency import regency_map
from charts.rounds import round_bars
from charts.words import regency_choices, round_name
from data import comparison, indicators
from data.indicators import RANKED
from data.problem import Problem
from data.rounds.store.merge import with_rounds
from data.selection import Comparison, Selection, group_codes, regency_codes, round_codes
from data.tables import MAY_BE_EMPTY, PACKAGED, Tables, load, of_round
from data.view import View
from exports import imprint
from locales import LANGUAGES, Words
from render.office import width
from story import beside, national, overview, regencies, rounds, sources, trainings
from story import indicators as told_indicators
from story.slides import tell
from tests.conftest import known_in_full, selections, sweep
from tests.invented import Place, content
from tests.story import KEY_NUMBERS, key_numbers

TABLES = load(PACKAGED)


@pytest.fixture(scope="session")
def tables() -> Tables:
    """The sentences here are those of two rounds that are known in full; of others tests/story/test_sentences.py has some."""
    return known_in_full(TABLES)


SELECTIONS = selections(TABLES)
BROKEN = re.compile(r"[{}]|\bnan\b|<NA>|\bNone\b(?! of)|\b[a-z]+\.[a-z_]+\.[a-z_]+\b|\(\)|  ,|, ,")
KNOWN = ("rakyatmaluku.fajar.co.id", "ekonomi.bisnis.com", "jateng.tribunnews.com")


def complete(text: str) -> bool:
    for name in KNOWN:
        text = text.replace(name, "")
    return bool(text) and not BROKEN.search(text)


def test_every_two_choices_meet() -> None:
    chosen = {(s.round, s.regency, s.group) for s in SELECTIONS}
    every = (round_codes(TABLES), ["", *regency_codes(TABLES)], ["", *group_codes(TABLES)])
    for one, other in itertools.combinations(range(3), 2):
        assert {(c[one], c[other]) for c in chosen} == set(itertools.product(every[one], every[other]))


@pytest.mark.integration
@pytest.mark.parametrize(("language", "every"), sweep(SELECTIONS))
def test_every_selection_reads_right(language: str, every: list[Selection]) -> None:
    words = Words(language)
    for selection in every:
        people = indicators.participants(View(TABLES, selection)).value
        title = overview.headline(View(TABLES, selection, words))
        assert complete(title), (selection, title)
        named = absence.is_named(View(TABLES, selection, words))
        assert bool(absence.hint(View(TABLES, selection, words))) == (not named), selection
        assert named or pd.isna(people) or people == 0, selection
        if pd.notna(people) and people:
            assert words.number(people) in title, (selection, title)
        for number in KEY_NUMBERS:
            shown = number(View(TABLES, selection, words))
            assert complete(shown.label), selection
            assert complete(shown.value), selection
        for sentence in (
            regencies.headline,
            unreached_headline,
            national.headline,
            overview.lead,
            overview.eyebrow,
        ):
            assert complete(sentence(View(TABLES, selection, words))), (selection, sentence)
        for build in (participants_map, participants_bars, training_mix):
            chart = build(View(TABLES, selection, words))
            for text in (chart.text.headline, chart.text.subtitle, chart.text.alt, chart.text.sources):
                assert complete(text), (selection, text)
            assert len(chart.rows) >= 1
            assert len({len(row) for row in chart.rows}) == 1


def test_a_finding_names_the_rounds_that_name_the_regency(tables: Tables) -> None:
    words = Words("id")
    tanimbar = View(tables, Selection("all", "81.03", "repair"), words)
    assert overview.headline(tanimbar) == (
        "≈ 20 wirausaha baru IKM dari Kepulauan Tanimbar dilatih dalam reparasi dan servis (2022)"
    )
    assert regencies.headline(View(tables, Selection("2023", "81.07"), words)) == (
        "Kepulauan Aru tidak disebut dalam sumber putaran 2023; 80 peserta pada putaran 2022"
    )
    assert regencies.headline(View(tables, Selection("2022", "81.71", "garden"), words)) == (
        "Sumber putaran 2022 tidak menyebut kegiatan olahan hasil kebun; "
        "Kota Ambon: 15 peserta dalam olahan hasil kebun pada putaran 2023"
    )
    assert regencies.headline(View(tables, Selection("2023", "81.03", "crafts"), words)) == (
        "Kepulauan Tanimbar tidak disebut dalam sumber putaran 2023; ≈ 20 peserta dalam anyaman dan kerajinan pada putaran 2022"
    )
    assert regencies.headline(View(tables, Selection("2022", "81.71"), words)) == (
        "Kota Ambon: 40 peserta pada putaran 2022; 130 peserta pada putaran 2022 dan 2023"
    )


def test_who_may_be_counted_twice_is_no_number_of_people(tables: Tables) -> None:
    """Of all rounds it was said that 130 were trained: 40 and 90, of whom some may be the same."""
    words = Words("id")
    told = [
        overview.headline(View(tables, Selection("all", *of), words)) for of in (("81.71",), ("", "repair"), ("81.03",))
    ]
    assert told[0] == "130 keikutsertaan wirausaha baru IKM dari Kota Ambon (2022 dan 2023)"
    assert "keikutsertaan" in told[1]
    assert told[2] == "60 wirausaha baru IKM dari Kepulauan Tanimbar dilatih (2022)"


def test_titles_agree_with_the_selected_regency(tables: Tables) -> None:
    words = Words("id")
    aru = Selection("2022", "81.07")
    assert overview.headline(View(tables, aru, words)) == "80 wirausaha baru IKM dari Kepulauan Aru dilatih (2022)"
    assert participants_bars(View(tables, aru, words)).text.headline == "80 dari 220 peserta berasal dari Kepulauan Aru"
    assert (
        training_mix(View(tables, aru, words)).text.headline
        == "Peserta asal Kepulauan Aru mengikuti 4 kegiatan dalam 3 kelompok"
    )
    nothing = Selection("2022", "81.01")
    absent = "Maluku Tengah tidak disebut dalam sumber yang ditemukan (putaran 2022 dan 2023)"
    assert overview.headline(View(tables, nothing, words)) == absent
    assert participants_map(View(tables, nothing, words)).text.headline == absent
    assert training_mix(View(tables, nothing, words)).text.headline == absent
    assert national.headline(View(tables, nothing, words)).startswith(f"{absent}. Bimtek 2022: 50 peserta")
    repair = Selection("2022", group="repair")
    assert overview.headline(View(tables, repair, words)) == (
        "≈ 80 wirausaha baru IKM asal 3 dari 11 kabupaten/kota dilatih dalam reparasi dan servis"
    )


APART = "No difference is computed, since round 2022 records by activity and round 2023 by class."


@pytest.mark.parametrize(
    ("selection", "line"),
    [
        (Selection("2022"), ""),
        (Selection("2023"), (f"All of Maluku: 220 participants in round 2022, 210 participants in round 2023. {APART} "
         "Named for the first time: Buru Selatan and Maluku Barat Daya. Named in an earlier round too: Kota Ambon.")),
        (Selection("2023", "81.71"), f"Kota Ambon: 40 participants in round 2022, 90 participants in round 2023. {APART}"),
        (Selection("2023", "81.07"), ""),
        (Selection("2023", "81.09"), "Buru Selatan is not named in the sources of round 2022."),
        (Selection("2023", group="repair"),
         f"Repair and service: ≈ 80 participants in round 2022, 75 participants in round 2023. {APART}"),
        (Selection("2023", group="garden"),
         "The sources of round 2022 name no activity in garden and plantation produce."),
        (Selection("2023", group="recycling"), ""),
        (Selection("all"), "Named in more than one round: Kota Ambon."),
        (Selection("all", "81.71"), "Kota Ambon: named in 2 of 2 rounds (2022 and 2023)."),
        (Selection("all", "81.07"), "Kepulauan Aru: named in 1 of 2 rounds (2022)."),
        (Selection("all", "81.01"), ""),
    ],
)  # fmt: skip
def test_a_selection_is_compared_with_itself_alone(tables: Tables, selection: Selection, line: str) -> None:
    assert overview.change_line(View(tables, selection, Words("en"))) == line


def test_the_list_of_trainings_is_searched_and_sorted(tables: Tables) -> None:
    words = Words("id")
    everything = trainings.trainings(View(tables, Selection("all"), words))
    assert len(everything) == 25
    assert list(trainings.trainings(View(tables, Selection("all"), words), "aru reparasi").activity) == [
        "Perbaikan telepon seluler", "Reparasi mesin kapal angkutan",
    ]  # fmt: skip
    assert trainings.trainings(View(tables, Selection("all"), words), "tembikar").empty
    assert trainings.trainings(View(tables, Selection("2022", "81.01"), words)).empty
    by_people = trainings.training_table(everything, words).arranged(words, "-participants")["participants"].cells
    assert [cell.value for cell in by_people] == sorted(everything.participants, reverse=True)  # type: ignore[union-attr]
    table = trainings.training_table(trainings.trainings(View(tables, Selection("2022", "81.07"), words)), words)
    assert table.texts(words)[1][5:] == ("≈ 20", "perkiraan (dianggap terbagi rata)", "1–77")
    stated = trainings.training_table(trainings.trainings(View(tables, Selection("2023"), words)), words)
    assert set(stated["bounds"].cells) == {"–"}, "a stated number has no bounds, and its cell is not left blank"
    every = View(tables, Selection("all"), words)
    csv = trainings.training_csv(every, everything).decode("utf-8-sig").splitlines()
    heads = "Kegiatan;Kabupaten/kota;Kode;Putaran;Kelompok;Golongan pokok KBLI 2020;Peserta;Status data;Kisaran;Sumber"
    assert csv[0] == heads
    assert any(row.startswith("Perbaikan telepon seluler;Kepulauan Aru;81.07;2022;") for row in csv)
    assert {row.split(";")[-1] for row in csv[1:]} == {"ANTARA Ambon 127321", "potretmaluku.id (2023)"}
    assert len(csv) == 26
    hostile = everything.assign(activity="=HYPERLINK(1)")
    assert "'=HYPERLINK(1);" in trainings.training_csv(every, hostile).decode("utf-8-sig")


@pytest.mark.parametrize("code", regency_codes(TABLES))
def test_every_regency_has_a_profile_a_map_and_a_rank(tables: Tables, code: str) -> None:
    words = Words("id")
    row = tables["regencies"].set_index("code").loc[code]
    facts = dict(regencies.profile(View(tables, words=words), code).rows)
    assert facts["Jumlah penduduk"].startswith(words.number(row.population))
    assert facts["Ibu kota"] == row.capital
    chart = regency_map(View(tables, words=words), code)
    assert row.capital in chart.text.alt
    for measure in RANKED:
        chart = regency_rank(View(tables, words=words), measure, code, "")
        assert complete(chart.text.headline)
        assert len(chart.rows) == 12
    received = regencies.received(View(tables, words=words), code).height
    assert received == indicators.trainings(View(tables, Selection("all", code))).value.sum()


def test_the_ranking_begins_with_what_each_received(tables: Tables) -> None:
    words = Words("en")
    fig = regency_rank(View(tables, words=words), "participants", "81.07", "")
    assert (
        fig.text.headline
        == "Participants in all rounds: Kepulauan Aru ranks 2nd of the 6 regencies and cities named in the sources"
    )
    assert fig.rows[1:3] == (("Kota Ambon", "130"), ("Kepulauan Aru", "80"))
    nobody = regency_rank(View(tables, words=words), "participants", "81.02", "")
    assert nobody.text.headline == "Maluku Tenggara is not named in the sources found (rounds 2022 and 2023)"
    assert ("Maluku Tenggara", "not named in the sources") in nobody.rows


def test_what_no_source_names_is_told_from_what_other_rounds_name(tables: Tables) -> None:
    words = Words("id")
    assert (
        regencies.headline(View(tables, Selection("2022"), words))
        == "Peserta bimtek 2022 berasal dari 4 di antara 11 kabupaten/kota; 5 tidak disebut pada putaran mana pun"
    )
    rows = {row[0]: row[3] for row in regencies.not_named(View(tables, Selection("2022"), words)).rows}
    assert rows["Buru"] == "tidak disebut dalam sumber yang ditemukan"
    assert rows["Buru Selatan"] == "2023"
    line = overview.not_named(View(tables, Selection("2022"), words))
    assert line.startswith("Tidak disebut dalam sumber putaran 2022: Maluku Tengah")
    assert "Tidak disebut pada putaran mana pun: Maluku Tengah" in line
    assert "Seram Bagian Timur, dan Kota Tual. Ada pula pelatihan oleh penyelenggara lain, di luar jumlah:" in line
    assert "putaran mana pun" not in overview.not_named(View(tables, Selection("all"), words))


def test_beside_a_narrower_selection_the_dots_say_what_they_count(tables: Tables) -> None:
    aru, nobody, words = Selection("2022", "81.07"), Selection("2022", "81.02"), Words("en")
    assert one_in_units(View(tables, aru, words)).text.headline.endswith("(all participants of 2022)")
    assert national.headline(View(tables, aru, words)).startswith(
        "80 participants (2022 · Kepulauan Aru) amount to 18 per million"
    )
    assert "This selection has 18 participants" in overview.derived_line(View(tables, aru, words))
    assert "The training of 2022 amounts to 50" in national.headline(View(tables, nobody, words))
    assert "amounts to" not in overview.derived_line(View(tables, nobody, words))


def test_who_is_all_of_them_is_not_some_of_them(tables: Tables) -> None:
    ambon = View(tables, Selection("2022", "81.71", "recycling"), Words("id"))
    assert participants_bars(ambon).text.headline == "Seluruh ≈ 20 peserta berasal dari Kota Ambon"


def test_a_step_promises_no_activities_of_a_round_that_tells_none() -> None:
    """The second stage of 2023 names Maluku Tengah, and nothing that was taught."""
    repair = View(TABLES, Selection("2022", "81.01", "repair"), Words("id"))
    assert absence.nearest(repair) == (Selection("2023-2", "81.01"),)
    assert absence.hint(repair).endswith("untuk melihat Maluku Tengah.")


def test_a_step_says_where_it_leads() -> None:
    def steps(selection: Selection, language: str) -> list[str]:
        view = View(TABLES, selection, Words(language))
        return [absence.step(view, other) for other in absence.nearest(view)]

    assert steps(Selection("all", "81.04"), "en") == ["Open: All rounds · All regencies and cities"]
    assert steps(Selection("2022", "81.04", "recycling"), "id") == ["Buka: 2022 · Semua kabupaten/kota · Daur ulang"]
    assert steps(Selection("2022", "81.08", "seafood"), "en") == ["Open: 2023 stage I · Maluku Barat Daya · All groups"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_named_for_other_groups_is_not_called_unnamed(language: str) -> None:
    """In 2022 Seram Bagian Barat is named, for crafts and repairs; Buru is not."""
    words = Words(language)
    told = {row[0]: row[1] for row in participants_map(View(TABLES, Selection("2022", group="seafood"), words)).rows}
    assert (told["Seram Bagian Barat"], told["Buru"]) == (words("table.none.group"), words("table.none"))


@pytest.mark.parametrize("group", ["", *group_codes(TABLES)])
def test_no_round_is_called_another_than_itself(group: str) -> None:
    """Who is not named for a group may be named in the same round for others."""
    words = Words("en")
    for code in round_codes(TABLES):
        view = View(TABLES, Selection(code, group=group), words)
        listed = {column.label: column.cells for column in regencies.not_named(view).columns}
        others = " ".join(map(str, listed.get(words("table.elsewhere"), ())))
        assert not re.search(rf"{round_name(view, code)}(?!I)", others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_known_in_part_is_not_called_unnamed(language: str) -> None:
    """No round that is known in full names Maluku Tenggara; a source of 2021 does, so no others need to."""
    view = View(TABLES, Selection("all", "81.02"), Words(language))
    told = view.words.count("table.partial", 1, rounds="2021")
    assert {number.note for number in key_numbers(view)} == {told}
    asked = [q.asked for q in tell(view).slides[0].questions]
    assert view.words("story.headline.absent.asked") not in asked
    buru = tell(View(TABLES, Selection("all", "81.04"), view.words)).slides[0]
    assert view.words("story.headline.absent.asked") in [q.asked for q in buru.questions]


def test_of_those_not_named_also_the_one_known_in_part_is_named_elsewhere() -> None:
    slides = {slide.key: slide for slide in tell(View(TABLES, Selection("2022"), Words("id"))).slides}
    assert "Maluku Tenggara" in slides["unreached"].questions[0].answer, "2021, known in part"


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_named_without_a_group_is_not_called_unnamed(language: str) -> None:
    """The second stage of 2023 names Kepulauan Aru, and nothing that was taught."""
    words = Words(language)
    aru = View(TABLES, Selection("2023-2", "81.07", "repair"), words)
    assert {number.note for number in key_numbers(aru)} == {words("not_stated")}
    buru = View(TABLES, Selection("2023-2", "81.04", "repair"), words)
    assert words("table.none") in {number.note for number in key_numbers(buru)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_no_number_is_told_from_who_is_not_named(language: str) -> None:
    """The second stage of 2023 names Maluku Tengah, without a number or what was taught; no round names Buru."""
    words = Words(language)
    assert words("not_stated") not in words("table.none")
    for selection in (
        Selection("all"),
        Selection("2023-2"),
        Selection("all", group="repair"),
        Selection("2023-2", group="repair"),
    ):
        told = {row[0]: row[1] for row in participants_map(View(TABLES, selection, words)).rows}
        expected = words("table.untold" if selection.group else "not_stated")
        assert (told["Maluku Tengah"], told["Buru"]) == (expected, words("table.none")), selection
    shown = {one.name: one.value for one in participants_map(View(TABLES, Selection("2023-2"), words)).plot.listed}
    assert shown["Maluku Tengah"] == words("not_stated")
    received = regencies.received(View(TABLES, words=words), "81.01").texts(words)
    assert [row for row in received if words("not_stated") in row and words("basis.stated") in row] == []
    ranked = regency_rank(View(TABLES, words=words), "participants", "81.01", "").text.headline
    assert f"Maluku Tengah ({words('not_stated')})" in ranked
    against = indicator_scatter(View(TABLES, words=words, comparison=Comparison(indicator="poverty_rate")))
    rates = dict(zip(against.table["area"].cells, against.table["x"].cells, strict=True))
    assert rates["Maluku Tengah"].text(words) == words("not_stated")
    assert rates["Buru"].text(words) == words("missing")


@pytest.mark.parametrize("code", round_codes(TABLES))
def test_a_regency_s_picture_says_what_it_had_or_that_it_is_not_named(code: str) -> None:
    for regency in regency_codes(TABLES):
        view = View(TABLES, Selection(code, regency), Words("id"))
        text = regency_map(view, regency).text
        if absence.is_named(view):
            assert "peserta" in text.headline
            assert "Peserta bimtek" in text.subtitle
        else:
            assert text.headline == absence.sentence(view)
            assert text.headline not in text.subtitle


def test_a_slide_that_a_group_does_not_narrow_says_so() -> None:
    slides = {
        slide.key: slide for slide in tell(View(TABLES, Selection("2023", group="recycling"), Words("id"))).slides
    }
    every = {slide.key: slide for slide in tell(View(TABLES, Selection("2023"), Words("id"))).slides}
    same = [key for key in slides if key in every and every[key].title == slides[key].title]
    about_rounds = {"rounds", "round_maps", "indicator_scatter", "to_level"}
    assert about_rounds <= set(same), "the group changes nothing that they say"
    for key in about_rounds:
        assert slides[key].reading == f"{every[key].reading.removesuffix('.')}. Semua kelompok kegiatan."


@pytest.mark.parametrize("build", [participants_to_level, round_bars])
def test_a_figure_that_a_group_does_not_narrow_says_so(build: Callable[[View], Chart]) -> None:
    assert build(View(TABLES, Selection("all", group="repair"), Words("en"))).text.subtitle.endswith(
        "All activity groups."
    )
    assert "All activity groups" not in build(View(TABLES, Selection("all"), Words("en"))).text.subtitle


def test_beside_one_regency_s_participants_stand_no_others_regencies() -> None:
    """The 60 of Buru Selatan stood beside 3, which is how many regencies the whole round had."""
    columns = [[column.key for column in round_bars(View(TABLES, one)).table.shown]
               for one in (Selection("2023", "81.09"), Selection("2023"))]  # fmt: skip
    assert columns == [["round", "people"], ["round", "people", "regencies"]]


def test_one_complete_number_is_not_the_most_of_one() -> None:
    view = View(TABLES, Selection("all", group="recycling"), Words("en"))
    assert participants_bars(view).text.headline == (
        "The only complete number is that of Kota Ambon: ≈ 20 of at least ≈ 20 participants"
    )
    assert (
        participant_rates(view).text.headline
        == "The only complete number is that of Kota Ambon: ≈ 5.6 per 100,000 people"
    )


def test_that_participants_have_no_regency_is_said_once() -> None:
    told = [participants_bars(View(TABLES, Selection(code), Words("en"))).text.subtitle for code in ("2023-2", "all")]
    assert [text.count("200 participants") for text in told] == [0, 1]
    assert told[1].endswith("≥: at least. 200 participants are therefore not included here.")


def test_a_headline_has_a_name_once() -> None:
    told = regencies.headline(View(TABLES, Selection("2022", "81.71", "crafts"), Words("en")))
    assert told.count("Kota Ambon") == 1
    assert told.endswith("; 30 participants in round 2023 stage I")
    untold = regencies.headline(View(TABLES, Selection("2023-2", "81.07", "crafts"), Words("en")))
    assert untold.endswith(
        "do not detail what was taught; Kepulauan Aru: ≈ 20 participants in weaving and crafts in round 2022"
    )


def test_nobody_is_the_only_one_where_a_round_does_not_say_what_was_taught() -> None:
    titles = [
        participants_map(View(TABLES, Selection(code, group="recycling"), Words("en"))).text.headline
        for code in ("2022", "all")
    ]
    assert titles == [
        "Participants came from Kota Ambon only",
        "Where the sources detail what was taught, participants came from Kota Ambon",
    ]
    farthest = participants_map(View(TABLES, Selection("all", group="garden"), Words("id"))).text.headline
    assert farthest == "Peserta terjauh yang diketahui berasal dari Maluku Barat Daya, 497 km dari Ambon"


def test_a_regency_s_page_begins_with_what_it_got_by_name_when_and_how_it_compares() -> None:
    """The first lines answer alone; of whom no source names they repeat nothing of the headline."""
    view = View(TABLES, Selection("2022", "81.07"), Words("id"))
    for part in ("anyaman lidi", "80 dari 220", "71,1", "tertinggi di antara 4"):
        assert part in regencies.standing(view)
    both = regencies.standing(View(TABLES, Selection("all", "81.06"), Words("id")))
    assert both.startswith("2 kegiatan; jumlah kelas tidak disebut; kerajinan plastik"), (
        "of what the number is not stated"
    )
    assert "per 100.000" not in regencies.standing(View(TABLES, Selection("2023-2", "81.07"), Words("id")))
    assert [regencies.standing(View(TABLES, Selection("2022", code))) for code in ("", "81.01", "81.05")] == [""] * 3


def test_a_regency_s_map_says_what_is_grey() -> None:
    """Grey is who is not named on the map of all: here it is every other."""
    for code in regency_codes(TABLES):
        chart = regency_map(View(TABLES, Selection("all"), Words("en")), code)
        has_others = any(land.kind == "other" for land in chart.plot.lands)  # type: ignore[union-attr]
        assert ("Grey: other regencies" in chart.text.subtitle) == has_others


def test_of_groups_that_share_a_headline_the_second_has_no_capital() -> None:
    trained = {"81.01": Place([("anyaman-lidi", 20), ("ikan-asap-cair", 20)])}
    tables = with_rounds(TABLES, {"2031": content("2031", trained)})
    told = training_mix(View(tables, Selection("2031"), Words("en"))).text.headline
    assert told.casefold() == "seafood processing and weaving and crafts were taught most, 1 of 2 activities each"
    assert told[1:] == told[1:].lower()


def test_tables_that_may_be_empty_leave_every_sentence(folder: Path) -> None:
    """Every round is known in full, and nobody else trains."""
    for name in MAY_BE_EMPTY:
        path = folder / f"{name}.csv"
        path.write_text(path.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    tables = load(folder)
    assert not tables.problems
    for chosen in (Selection("2022"), Selection("all", "81.07"), Selection("2023", "81.05")):
        view = View(tables, chosen, Words("id"))
        assert overview.headline(view)
        assert "di luar jumlah" not in overview.not_named(view)
        assert not regencies.by_others(view, "81.07").height
        assert tell(view).slides


@pytest.mark.parametrize("code", ["all", *round_codes(TABLES)])
def test_what_stands_out_among_the_rounds_is_said(code: str) -> None:
    chart = round_bars(View(TABLES, Selection(code), Words("en")))
    lit = {row.lit for row in chart.plot.rows if row.note}  # type: ignore[union-attr]
    assert ("Full colour: the selected round" in chart.text.subtitle) == (lit == {True, False})


def test_what_is_known_names_nothing_that_is_not() -> None:
    def known(selection: Selection) -> str:
        slides = {slide.key: slide for slide in tell(View(TABLES, selection, Words("en"))).slides}
        return slides["participants"].questions[0].answer

    assert known(Selection("all", group="garden")).endswith("What is known: at least 3 classes.")
    assert known(Selection("2022")).endswith("What is known: 11 activities; participants on average: 20 per activity.")


def test_a_shared_rank_says_that_it_is_shared() -> None:
    """Buru Selatan, Kepulauan Tanimbar and Maluku Barat Daya had 60 participants each."""
    told = regency_rank(View(TABLES, words=Words("en")), "participants", "81.09", "").text.headline
    assert "ranks 2nd (tied) of the 4" in told
    assert "tied" not in regency_rank(View(TABLES, words=Words("en")), "participants", "81.71", "").text.headline


def test_equal_numbers_have_no_leader(tables: Tables) -> None:
    title = participants_bars(View(tables, Selection("2022", group="seafood"), Words("en"))).text.headline
    assert title.startswith("Equally many participants came from ")
    assert title.endswith(": ≈ 20 of ≈ 60 each")


def test_a_missing_measure_is_said_not_drawn(tables: Tables) -> None:
    rows = tables["regencies"].copy()
    rows.loc[rows.code == "81.71", "islands"] = pd.NA
    tables = replace(tables, frames={**tables.frames, "regencies": rows})
    fig = regency_rank(View(tables, words=Words("id")), "islands", "81.71", "")
    assert fig.text.headline == "Pulau terdaftar: Kota Ambon tidak tersedia"
    dots = {dot.code: dot.value.value for dot in fig.plot.dots}
    assert dots["81.71"] is None
    assert dots["81.04"] == 4


def test_two_regencies_side_by_side(tables: Tables) -> None:
    rows = regencies.compared(View(tables, words=Words("id")), "81.07", "81.01").texts(Words("id"))
    assert rows[0][1:] == ("Kepulauan Aru", "Maluku Tengah")
    assert rows[-2] == ("Peserta 2022", "80", "tidak disebut dalam sumber")


def test_what_is_not_named_is_listed_with_its_people(tables: Tables) -> None:
    rows = regencies.not_named(View(tables, Selection("all"), Words("en"))).rows
    assert [r[0] for r in rows] == ["Maluku Tengah", "Maluku Tenggara", "Buru", "Seram Bagian Timur", "Kota Tual"]
    assert unreached_headline(View(tables, Selection("all"), Words("en"))) == (
        "5 regencies and cities with 935,319 people (2025) are not named in the sources found"
    )


def test_when_a_round_was_stands_above_its_headline_and_who_ran_it_below() -> None:
    """In the first view of every screen, each once; what is inferred says so."""
    lines = {code: overview.eyebrow(View(TABLES, Selection(code), Words("id"))) for code in ("2022", "2023", "all")}
    assert lines["2022"].endswith(" · 2022 · 5–7 Juli 2022 (disimpulkan)")
    assert lines["2023"].endswith(" · 30 Oktober – 2 November 2023")
    assert "November" not in lines["all"]
    below = overview.lead_below(View(TABLES, Selection("2022"), Words("id")))
    assert "Ditjen IKMA Kementerian Perindustrian" in below
    assert "Juli" not in below
    assert "Juli" in overview.lead(View(TABLES, Selection("2022"), Words("id"))), "where nothing stands above"


def test_where_no_source_says_what_was_taught_nobody_is_listed_for_a_group() -> None:
    """Only whom the round's sources do not name is: who was named may have been taught anything."""
    told, untold = (View(TABLES, Selection("2023-2", group=group), Words("en")) for group in ("", "repair"))
    assert {row[0] for row in regencies.not_named(told).rows}.isdisjoint({"Kepulauan Aru", "Maluku Tengah"})
    assert regencies.not_named(untold) == regencies.not_named(told)
    assert unreached_headline(untold) == unreached_headline(told)
    assert unreached_people(untold).text == unreached_people(told).text
    assert absence.telling(View(TABLES, Selection("all", group="repair"))).selection.group == "repair"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_its_origin(tables: Tables, language: str) -> None:
    words = Words(language)
    found = sources.every_number(View(tables, words=words))
    assert len(found) > 150
    for number in found:
        for text in vars(number).values():
            assert complete(text), number
    assert not [n for n in found if n.label.startswith("indicator.")], "every label has words"
    everything = sources.every_number(View(TABLES, words=words))
    assert not [n for n in everything if "2023-2" in n.of], "a round is called by its name"


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [("aru 2022 peserta", "Peserta per kabupaten/kota", "80 orang (2022)"), ("tenaga kerja per unit", "Tenaga kerja per unit IKM", "2,4 orang"),
     ("pertumbuhan", "Pertumbuhan ekonomi nasional", "3,69% (2021)"),
     ("4,4 juta", "Unit usaha IKM", "lebih dari 4,4 juta unit usaha"), ("99%", "Persentase IKM terhadap unit usaha industri", "99%"),
     ("16,2 juta", "Seluruh tenaga kerja industri", "16,2 juta orang"), ("10.000", "Unit IKM nasional per peserta", "10.000 unit usaha"),
     ("1.004", "Tambahan peserta", "1.004 orang")],
)  # fmt: skip
def test_a_number_is_found_by_searching(tables: Tables, text: str, label: str, value: str) -> None:
    found = sources.matching(sources.every_number(View(tables, words=Words("id"))), text)
    assert (label, value) in [(n.label, n.value) for n in found]


@pytest.mark.parametrize("search", ["MTB", "maluku tenggara barat", "Saumlaki", "Saumlaki 2025", "Kepulauan Tanimbar"])
def test_a_regency_is_found_by_its_capital_and_its_earlier_name(tables: Tables, search: str) -> None:
    view = View(tables, words=Words("id"))
    assert sources.by_name(view, "Kota Tual 90.470") == "kota tual 90.470"
    found = sources.matching(sources.every_number(view), sources.by_name(view, search))
    assert {n.of for n in found if n.label == "Jumlah penduduk"} == {"Kepulauan Tanimbar"}


def test_lists_name_capitals_and_earlier_names(tables: Tables) -> None:
    choices = regency_choices(View(tables, words=Words("id")))
    assert choices["81.03"] == "Kepulauan Tanimbar (Saumlaki; dahulu Maluku Tenggara Barat, MTB)"
    assert choices["81.07"] == "Kepulauan Aru (Dobo)"
    assert choices["81.71"] == "Kota Ambon", "which says its capital already"
    assert regency_choices(View(tables, words=Words("en")))["81.03"].endswith("formerly Maluku Tenggara Barat, MTB)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_regency_is_0_km_from_itself_and_inhabitants_are_counted_as_such(tables: Tables, language: str) -> None:
    view = View(tables, words=Words(language))
    told = {code: [value for _, value in regencies.facts(view, code)] for code in regency_codes(tables)}
    assert not [code for code, values in told.items() if f"0 {view.words('unit.km')}" in values]
    assert f"0 {view.words('unit.km')}" not in [row[1] for row in regency_map(view, "81.71").rows]
    assert "0" not in [row[2] for row in participants_map(view).rows]
    people = view.words("unit.resident")
    assert all(sum(value.endswith(f" {people}") for value in values) == 1 for values in told.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_city_without_registered_islands_says_why(language: str) -> None:
    words = Words(language)
    told = dict(regencies.facts(View(TABLES, words=words), "81.71"))
    assert told[words("measure.islands")] == words("fact.islands.none")
    assert told[words("measure.islands_inhabited")] == "–"


def test_a_number_that_is_not_stated_is_not_joined_to_one_that_is() -> None:
    view = View(TABLES, Selection("all", "81.06"), Words("id"))
    number = overview.key_trainings(view)
    assert (number.label, number.value) == ("Kegiatan usaha produktif; jumlah kelas tidak disebut", "2")
    assert regencies.received_caption(view, "81.06") == "Semua putaran: 2 kegiatan; jumlah kelas tidak disebut"


def test_a_figure_explains_each_sign_once() -> None:
    view = View(TABLES, Selection("all"), Words("id"))
    chart = training_mix(view)
    told = [chart.text.subtitle, *imprint.below(view, chart)]
    assert [" ".join(told).count(f"{sign}:") for sign in "≥≈"] == [1, 1]


def test_a_stated_number_is_quoted_from_its_source(tables: Tables) -> None:
    found = {(n.label, n.of): n.formula for n in sources.every_number(View(tables, words=Words("id")))}
    assert "“Kemenperin gelar bimtek untuk 220 wirausaha baru IKM di Maluku”" in found["Peserta per putaran", "2022"]
    assert "“melampaui”" in found["Unit usaha IKM", "seluruhnya"]


def test_sources_are_named_as_source_lines_name_them(tables: Tables) -> None:
    rows = {row[0]: row for row in sources.listed(View(tables, words=Words("en"))).rows}
    assert rows["potretmaluku.id (2023)"][3] == "30 October 2023"
    assert rows["ANTARA Ambon 127321"][1].endswith("(ambon.antaranews.com/berita/127321)")
    assert rows["this dashboard"][1] == "not available"


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_are_described_in_both_languages(tables: Tables, language: str) -> None:
    words = Words(language)
    described = sources.tables_in_use(View(tables, words=words))
    assert [name for name, *_ in described] == list(tables.frames)
    for name, title, description in described:
        assert title
        assert description
        assert sources.rows(View(tables), name).height == len(tables[name])
        assert all(sources.columns(View(tables, words=words), name)["title"].cells)


@pytest.mark.parametrize(
    ("search", "of"),
    [
        ("31,63%", "Maluku Barat Daya, triwulan II 2026"),
        ("27.364", "Maluku Tengah, 2025"),
        ("843.886", "Jawa Tengah, 2025"),
    ],
)
def test_values_of_indicators_are_found_with_their_sources(search: str, of: str) -> None:
    """They were found of the selected regency and the first indicator alone."""
    (found,) = sources.matching(sources.observed_numbers(View(TABLES, words=Words("id"))), search)
    assert (found.of, found.sources.partition(",")[0]) == (of, "BPS")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_of_a_regency_names_its_source(language: str) -> None:
    listed = told_indicators.of_regency(View(TABLES, words=Words(language)), "81.07")["source"].cells
    assert [str(cell)[:3] for cell in listed] == ["Kep", "BPS", "BPS", "BPS", "BPS", "ANT", "ANT"]


def test_what_is_to_be_corrected_is_listed_row_by_row() -> None:
    """Row 5 stood before row 4: an unknown name was told before a count that is none."""
    issues = [Problem("draft.missing", "a"), *(Problem("draft.missing", "b", line=line) for line in (2, 1))]
    assert [problem.line for problem in rounds.in_order(issues)] == [None, 1, 2]


@pytest.mark.parametrize(("language", "inferred"), [("id", "(disimpulkan)"), ("en", "(inferred)")])
def test_days_that_no_source_states_are_marked_in_the_list_of_rounds(language: str, inferred: str) -> None:
    listed = rounds.in_use(View(TABLES, words=Words(language)), [])["start"].cells
    assert [inferred in str(start) for start in listed] == [False, False, True, False, True], listed


def test_what_if_in_words(tables: Tables) -> None:
    at_a_pace = national.what_if(View(tables, words=Words("id")), 100, 220, 1.5)
    assert "Dengan 330 peserta per tahun, sisanya memerlukan sekitar 4,6 tahun" in at_a_pace, (
        "on paper alone it says at what"
    )
    assert "sudah tercapai" in national.what_if(View(tables, words=Words("id")), 10, 220, 1)


def test_sources_are_named_in_the_language_of_the_page() -> None:
    english = "\n".join(map(str, sources.listed(View(TABLES, words=Words("en")))["short"].cells))
    assert "copy by kaelasyadira" in english
    assert "Ministry of Industry" in english
    assert not re.findall("salinan|Survei|kemiskinan|triwulanan|per kapita|Kementerian", english)
    assert "salinan kaelasyadira" in "\n".join(map(str, sources.listed(View(TABLES))["short"].cells))


def test_all_regencies_stand_side_by_side_over_all_rounds() -> None:
    head, *rows = regencies.by_round(View(TABLES)).texts(Words("id"))
    assert head == ("Kabupaten/kota", "2022", "2023 tahap I", "2023 tahap II", "Semua putaran")
    cells = {row[0]: row[1:] for row in rows}
    assert len(cells) == 11
    assert cells["Kota Ambon"] == ("40", "90", "–", "130")
    assert cells["Kepulauan Aru"] == ("80", "–", "jumlah tidak disebut", "≥ 80")
    assert cells["Maluku Tengah"] == ("–", "–", "jumlah tidak disebut", "jumlah tidak disebut")
    assert cells["Maluku Tenggara"] == ("–", "–", "–", "diketahui sebagian (2021)")
    assert cells["Buru"] == ("–",) * 4


def test_women_men_and_target_are_said_where_they_are_known(tables: Tables) -> None:
    of_2022 = tables["trainings"]["round"].eq("2022") & tables["trainings"].regency.eq("81.71")
    rows = tables["trainings"].copy()
    rows.loc[of_2022, ["participants", "men", "women", "target"]] = [20, 8, 12, 25]
    known = replace(tables, frames={**tables.frames, "trainings": rows})
    of_ambon = View(known, Selection("2022", "81.71"), Words("id"))
    assert (
        beside.sentence(of_ambon)
        == "Di antara pesertanya: 24 perempuan dan 16 laki-laki. Peserta yang ditargetkan: 50."
    )
    whole = View(known, Selection("2022"), Words("en"))
    assert (
        "Among the participants: at least 24 women and at least 16 men. Participants aimed for: at least 50."
        in overview.lead(whole)
    )
    table = trainings.training_table(trainings.trainings(of_ambon), of_ambon.words).texts(of_ambon.words)
    assert [cells[6:9] for cells in table[1:]] == [("12", "8", "25")] * 2
    assert beside.sentence(View(tables, Selection("2022"), Words("id"))) == ""


def test_the_first_numbers_need_no_round_worked_out(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    view = View(tables, words=Words("id"))
    everything = sources.every_number(view)
    monkeypatch.setattr(indicators, "OF_SELECTION", [lambda _view: pytest.fail("a round was worked out")])
    assert sources.first_numbers(view, 25) == everything[:25]


def test_a_round_by_itself_has_the_numbers_that_it_has_among_all(tables: Tables) -> None:
    for code in tables["rounds"]["round"]:
        alone, among = View(of_round(tables, code), Selection(code)), View(tables, Selection(code))
        for compute in indicators.OF_SELECTION:
            one, other = compute(alone), compute(among)
            assert repr(one) == repr(other), (code, one.key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_indicators_are_read_whole_where_they_are_chosen(language: str) -> None:
    """The lists have 23.5rem (pages/parts/ui.css, serving/prerender.css), of which the arrow takes some."""
    view = View(TABLES, words=Words(language))
    names = [told_indicators.choice_text(view, key) for key in comparison.offered(TABLES)]
    assert len(set(names)) == len(names)
    assert max(width(name, 14) for name in names) < 23.5 * 16 - 46

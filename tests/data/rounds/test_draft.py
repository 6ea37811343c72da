"""The check of a draft: every problem with its place and its fix, and nothing stored that is not exactly right."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.figures import FIGURES
from data.problem import Problem
from data.rounds import changes
from data.rounds.checking.draft import MOST_PEOPLE, check, draft_of, fixed
from data.rounds.checking.names import named
from data.rounds.checking.problems import sentence
from data.rounds.checking.values import as_date, as_number, as_rupiah
from data.rounds.reading.grid import FORMULA, UnclearFileError, clean
from data.rounds.reading.sheet import Draft
from data.rounds.reading.table import Line
from data.rounds.store.merge import checked, with_rounds
from data.selection import Selection
from data.tables import Tables
from data.view import View
from locales import LANGUAGES, Words
from story import overview
from story.rounds import confirmations
from tests.conftest import examples
from tests.drafts import ACTIVITIES, FACTS, FREE, GOOD, REGENCIES, TABLES, changed, good_drafts, rows_of
from tests.invented import content, spread

NEW = {"group": "Olahan hasil kebun", "division": "11 Industri minuman"}


def found(draft: Draft, correcting: str = "") -> list[Problem]:
    return list(check(draft, TABLES, correcting).problems)


def with_facts(**facts: str) -> Draft:
    return replace(GOOD, facts={k: v for k, v in {**FACTS, **facts}.items() if v})


def stated(count: str, *lines: int) -> Draft:
    draft = GOOD
    for line in lines or (0,):
        draft = changed(line, draft, regency_participants=count)
    return draft


TWINS = draft_of(TABLES, "2023", Words("id"))
LATER = changed(
    0,
    replace(
        TWINS,
        lines=tuple(Line({k: v for k, v in line.texts.items() if k != "regency_participants"}) for line in TWINS.lines),
    ),
    participants="20",
)
LATER = replace(LATER, facts={**LATER.facts, "round": "", "participants_per_class": "", "total": "215"})
# Each draft, and the problem that is in it and no other: reason, field, line, fix.
PROBLEMS: dict[str, tuple[Draft, tuple[str, str, int | None, str]]] = {
    "no year": (with_facts(year="", start_date="14 Mei 2024"), ("missing", "year", None, "2024")),
    "no year, but in the title": (
        replace(with_facts(year="", start_date=""), guessed={"year": "2024"}), ("missing", "year", None, "2024"),
    ),
    "no total": (with_facts(total=""), ("missing", "total", None, "130")),
    "no number of trainings": (with_facts(trainings=""), ("missing", "trainings", None, "4")),
    "no source": (with_facts(source_title=""), ("missing", "source_title", None, "")),
    "nobody published it": (with_facts(source_publisher=" \u200b"), ("missing", "source_publisher", None, "")),
    "the year is none": (with_facts(year="tahun ini", start_date=""), ("year", "year", None, "")),
    "a telephone number": (
        with_facts(source_title="Laporan, HP 0812-3456-7890"), ("personal", "source_title", None, "Laporan"),
    ),
    "known in a way that is none": (with_facts(known="separuh"), ("known", "known", None, "")),
    "two years": (with_facts(year="2023/2024"), ("year", "year", None, "")),
    "another year's date": (with_facts(start_date="14 Mei 2023"), ("other_year", "start_date", None, "")),
    "a day that there is not": (with_facts(start_date="31 Februari 2024"), ("date", "start_date", None, "")),
    "days that are a word": (with_facts(days="empat"), ("number", "days", None, "4")),
    "a count in words": (changed(0, participants="dua puluh orang"), ("number", "participants", 0, "20")),
    "days without end": (with_facts(days="367"), ("maximum", "days", None, "")),
    "no address": (with_facts(source_url="javascript:alert(1)"), ("url", "source_url", None, "")),
    "an address with markup": (with_facts(source_url='https://x.id/"onclick="alert(1)'), ("url", "source_url", None, "")),
    "an address without https": (with_facts(source_url="maluku.go.id/a.pdf"), ("url", "source_url", None, "https://maluku.go.id/a.pdf")),
    "a budget in words": (with_facts(budget="dua ratus juta"), ("budget", "budget", None, "")),
    "a part of a rupiah": (with_facts(budget="250.5"), ("budget", "budget", None, "")),
    "an unknown kind": (with_facts(training_kind="angkatan"), ("kind", "training_kind", None, "")),
    "a code that is none": (with_facts(round="Putaran II"), ("code", "round", None, "2024")),
    "a code of another year": (with_facts(round="2025"), ("code_year", "round", None, "2024")),
    "a year that has a round": (with_facts(year="2023", start_date="14 Mei 2023"), ("exists", "round", None, "2023-3")),
    "the same round again": (replace(TWINS, facts={**TWINS.facts, "round": ""}), ("duplicate", "round", None, "")),
    "the same round again, with another code": (replace(TWINS, facts={**TWINS.facts, "round": "2023-3"}), ("duplicate", "round", None, "")),
    "a later report of a round": (LATER, ("revised", "round", None, "2023-3")),
    "a round of the same day": (
        replace(with_facts(year="2023", start_date="30 Oktober 2023")), ("revised", "round", None, "2023-3"),
    ),
    "nothing in the table": (replace(with_facts(), lines=()), ("no_lines", "", None, "")),
    "a total one off": (with_facts(total="131"), ("people_total", "total", None, "130")),
    "a number of trainings one off": (with_facts(trainings="5"), ("trainings_total", "trainings", None, "4")),
    "a total that is not worked out": (with_facts(total=FORMULA), ("formula", "total", None, "130")),
    "a title of a thousand letters": (with_facts(source_title="x" * 1000), ("too_long", "source_title", None, "")),
    "a regency misspelt": (changed(0, regency="Kota Tuall"), ("regency", "regency", 0, "Kota Tual")),
    "a regency's short form": (changed(2, regency="Malra"), ("regency", "regency", 2, "Maluku Tenggara")),
    "an earlier name": (changed(0, regency="Kab. Maluku Tenggara Barat"), ("regency", "regency", 0, "Kepulauan Tanimbar")),
    "a name with the earlier one": (changed(0, regency="Kab. Kep. Tanimbar (d/h MTB)"), ("regency", "regency", 0, "Kepulauan Tanimbar")),
    "an earlier name, misspelt": (changed(0, regency="Maluku Tenggara Brt"), ("regency", "regency", 0, "Kepulauan Tanimbar")),
    "its capital": (changed(0, regency="Dobo"), ("regency", "regency", 0, "Kepulauan Aru")),
    "a city as a regency": (changed(0, regency="Kab. Tual"), ("regency", "regency", 0, "Kota Tual")),
    "an English name": (changed(0, regency="Tual City"), ("regency", "regency", 0, "Kota Tual")),
    "an English name with a direction": (changed(0, regency="Western Seram Regency"), ("regency", "regency", 0, "Seram Bagian Barat")),
    "another province, in English": (changed(0, regency="North Maluku"), ("regency", "regency", 0, "")),
    "digits that a scanner saw for letters": (changed(0, regency="K0ta Tua1"), ("regency", "regency", 0, "Kota Tual")),
    "a sum that no program worked out, beside men and women": (
        changed(0, participants=FORMULA, men="8", women="12"), ("added", "participants", 0, "20"),
    ),
    "another province": (changed(0, regency="Maluku Utara"), ("regency", "regency", 0, "")),
    "two regencies in one cell": (changed(0, regency="Maluku Tengah & SBB"), ("regencies", "regency", 0, "")),
    "an activity among words that say nothing": (
        changed(0, activity="Bimtek Peningkatan Keterampilan IKM Anyaman Angk. II"), ("activity", "activity", 0, "Anyaman"),
    ),
    "an activity of which the known one is but a word": (changed(0, activity="Pemasaran Anyaman"), ("activity", "activity", 0, "")),
    "two regencies, with a dash": (changed(0, regency="Ambon - Malteng"), ("regencies", "regency", 0, "")),
    "two regencies, with and": (changed(0, regency="Buru dan Buru Selatan"), ("regencies", "regency", 0, "")),
    "a regency cut short": (changed(0, regency="Seram Bag. Timur"), ("regency", "regency", 0, "Seram Bagian Timur")),
    "a regency of another province": (changed(0, regency="Manokwari"), ("regency", "regency", 0, "")),
    "a code of another province": (changed(0, regency="91.05"), ("regency", "regency", 0, "")),
    "a code cut short": (changed(0, regency="81.1"), ("regency", "regency", 0, "")),
    "a district's code": (changed(0, regency="81.07.01"), ("regency", "regency", 0, "")),
    "a code beside another's name": (changed(0, regency="81.07 Kota Tual"), ("code_name", "regency", 0, "")),
    "a code of two lists": (changed(0, regency="8101"), ("regency_code", "regency", 0, "")),
    "a code of two lists beside a third regency": (changed(0, regency="8105 Buru"), ("code_name", "regency", 0, "")),
    "a code that the head says is BPS's, beside the name that the ministry gives it": (
        replace(changed(0, regency="8101 Maluku Tengah"), system="bps"), ("code_name", "regency", 0, ""),
    ),
    "no regency": (changed(0, regency=""), ("missing", "regency", 0, "")),
    "no activity": (changed(1, activity=""), ("missing", "activity", 1, "")),
    "an activity misspelt": (changed(1, activity="Servis A C"), ("activity", "activity", 1, "Servis AC")),
    "an activity with a remark": (changed(0, activity="Anyaman (A)"), ("activity", "activity", 0, "Anyaman")),
    "an activity that only sounds alike": (changed(1, activity="Servis PC"), ("activity", "activity", 1, "")),
    "an activity with one word more": (changed(1, activity="Anyaman rotan"), ("activity", "activity", 1, "")),
    "an unknown activity": (changed(1, activity="Sirup pala"), ("activity", "activity", 1, "")),
    "a new activity without its division": (changed(1, activity="Sirup pala", group=NEW["group"]), ("missing", "division", 1, "")),
    "a new activity without its group": (changed(1, activity="Sirup pala", division="11"), ("missing", "group", 1, "")),
    "a group misspelt": (changed(1, activity="Sirup pala", division="11", group="Olahan hasil kebum"), ("unknown", "group", 1, "Olahan hasil kebun")),
    "a division that there is not": (changed(1, activity="Sirup pala", group="garden", division="99"), ("unknown", "division", 1, "")),
    "a division's number beside another's name": (
        changed(1, activity="Sirup pala", group="garden", division="11 Industri makanan"), ("unknown", "division", 1, ""),
    ),
    "a known activity in another group": (changed(1, group="Daur ulang"), ("other_kind", "group", 1, "Reparasi dan servis")),
    "a known activity under another name": (changed(1, activity_en="Weaving"), ("other_kind", "activity_en", 1, "Air-conditioner servicing")),
    "another activity's English name": (changed(1, activity="Anyaman pandan", activity_en="Weaving", group="crafts", division="16"), ("taken", "activity_en", 1, "")),
    "a count below zero": (changed(0, participants="-20"), ("minimum", "participants", 0, "")),
    "a count of zero": (changed(0, participants="0"), ("minimum", "participants", 0, "")),
    "a huge count": (changed(0, participants=str(MOST_PEOPLE + 1)), ("maximum", "participants", 0, "")),
    "a count of 400 digits": (changed(0, participants="9" * 290), ("number", "participants", 0, "")),
    "a part of a person": (changed(0, participants="20.5"), ("number", "participants", 0, "")),
    "an error of the spreadsheet": (changed(0, participants="#REF!"), ("number", "participants", 0, "")),
    "classes, not people": (changed(0, participants="2 kelas"), ("number", "participants", 0, "")),
    "digits of another script": (changed(0, participants="٢٠"), ("number", "participants", 0, "")),
    "a formula that is not worked out": (changed(0, participants=FORMULA), ("formula", "participants", 0, "")),
    "a count that only may be one": (
        replace(GOOD, lines=(replace(GOOD.lines[0], texts={"regency": "Kota Tual", "activity": "Anyaman"}, guessed={"participants": ("20", "Jumlah")}), *GOOD.lines[1:])),
        ("unclear", "participants", 0, "20"),
    ),
    "men and women, to be added": (
        replace(GOOD, lines=(replace(GOOD.lines[0], texts={"regency": "Kota Tual", "activity": "Anyaman"}, guessed={"participants": ("8 + 12", "L + P")}), *GOOD.lines[1:])),
        ("added", "participants", 0, "20"),
    ),
    "a tick": (changed(0, participants="✓"), ("tick", "participants", 0, "")),
    "about so many": (changed(0, participants="± 20"), ("approximate", "participants", 0, "≈ 20")),
    "about so many people": (changed(0, participants="sekitar 20 orang"), ("approximate", "participants", 0, "≈ 20")),
    "about so many, in brackets": (changed(0, participants="20 (perkiraan)"), ("approximate", "participants", 0, "≈ 20")),
    "more than so many": (changed(0, participants="lebih dari 20"), ("approximate", "participants", 0, "")),
    "about so many women": (changed(0, women="± 8"), ("exact", "women", 0, "")),
    "some tens": (changed(0, participants="20-an"), ("approximate", "participants", 0, "≈ 20")),
    "some tens of people": (changed(0, participants="20-an orang"), ("approximate", "participants", 0, "≈ 20")),
    "digits of full width": (changed(0, participants="２０"), ("number", "participants", 0, "20")),
    "an estimate": (changed(0, participants="20 (est.)"), ("approximate", "participants", 0, "≈ 20")),
    "an approximate total that is not the sum": (with_facts(total="≈ 140"), ("people_total", "total", None, "130")),
    "an exact total that approximate counts do not reach": (
        changed(0, with_facts(total="131"), participants="≈ 20"), ("people_total", "total", None, ""),
    ),
    "thousands or decimals": (
        changed(0, changed(1, participants="30.00"), participants="20.000"),
        ("mixed_signs", "participants", 0, ""),
    ),
    "a number and its words that differ": (changed(0, participants="20 (dua belas) orang"), ("number", "participants", 0, "")),
    "a number that is not stated": (changed(0, with_facts(known="jumlah seluruhnya"), participants="belum lapor"), ("unstated", "participants", 0, "–")),
    "a number with the mark of a note": (changed(0, participants="20*)"), ("marked", "participants", 0, "20")),
    "a letter O for the digit 0": (changed(0, participants="2O"), ("misread", "participants", 0, "20")),
    "a letter l for the digit 1": (changed(0, with_facts(total="125"), participants="l5"), ("misread", "participants", 0, "15")),
    "15 men, perhaps": (changed(0, participants="15l"), ("number", "participants", 0, "")),
    "two numbers": (changed(0, participants="25 (20)"), ("several", "participants", 0, "")),
    "a count left out": (changed(0, participants=""), ("no_count", "participants", 0, "")),
    "no count for a regency": (changed(0, changed(1, participants=""), participants=""), ("no_count", "regency_participants", 0, "")),
    "only the total": (
        replace(GOOD, lines=tuple(replace(line, texts={k: v for k, v in line.texts.items() if k != "participants"}) for line in GOOD.lines)),
        ("no_split", "known", None, "jumlah seluruhnya"),
    ),
    "personal data": (with_facts(source_title="Laporan, HP 0812-0000-0001"), ("personal", "source_title", None, "Laporan")),
    "men and women who are not those who took part": (
        changed(0, men="8", women="11"), ("sexes", "women", 0, ""),
    ),
    "more men than took part": (changed(0, men="21"), ("sexes", "men", 0, "")),
    "a regency's total one off": (stated("51"), ("regency_total", "regency_participants", 0, "")),
    "a regency's total below one of its lines": (changed(1, stated("20"), participants=""), ("regency_total", "regency_participants", 0, "")),
}  # fmt: skip


@pytest.mark.parametrize(("draft", "problem"), PROBLEMS.values(), ids=list(PROBLEMS))
def test_a_problem_is_found_where_it_is(draft: Draft, problem: tuple[str, str, int | None, str]) -> None:
    assert [(f.reason, f.field, f.line, f.fix) for f in found(draft)] == [problem]
    (problem,) = found(draft)
    for language in LANGUAGES:
        said = sentence(problem, draft, Words(language))
        assert "draft.problem." not in said
        assert "sheet." not in said
        assert problem.line is None or str(GOOD.lines[problem.line].row) in said
    if problem.fix:
        assert found(fixed(draft, [problem])) == []


def test_a_good_draft_has_none() -> None:
    assert found(GOOD) == []


def test_every_reason_is_tried_here() -> None:
    said = {reason for _, (reason, *_) in PROBLEMS.values()} | {
        "two_totals",
        "per_class",
        "correcting_year",
        "mixed_codes",
        "title_total",
    }
    for language in LANGUAGES:
        words = Words(language)
        assert all(words.has(f"draft.problem.{reason}") for reason in said)
    keys = {key for key in Words("id")._texts._catalog if isinstance(key, str) and key.startswith("draft.problem.")}  # type: ignore[attr-defined]
    assert keys == {f"draft.problem.{r}" for r in said | {"sheet", "cell", "column", "fix"}}


def test_codes_of_both_lists_are_not_mixed() -> None:
    mixed = found(changed(0, changed(1, regency="8105 Kepulauan Aru"), regency="8101 Maluku Tengah"))
    assert [(f.reason, f.line) for f in mixed if f.field == "regency"] == [("mixed_codes", 0), ("mixed_codes", 1)]


def test_short_names_are_known_and_earlier_ones_are_asked_about_once() -> None:
    texts = ["SBB", "Kab. SBT", "M.B.D.", "Kab. Kep. Aru", "Kodya Ambon", "Kab. MTB", "Maluku Tenggara Barat", "Dobo"]
    draft = replace(GOOD, lines=tuple(Line({"regency": text}, i) for i, text in enumerate(texts)))
    with pytest.raises(UnclearFileError) as asked:
        named(draft, TABLES, {})
    assert (asked.value.key, [choice.value for choice in asked.value.choices]) == ("old_names", ["same", "apart"])
    for language in LANGUAGES:
        words = Words(language)
        assert "“Kab. MTB” = 81.03 Kepulauan Tanimbar" in words("upload.old_names", **asked.value.details)
        assert all(words.has(f"choice.{choice.reason}") for choice in asked.value.choices)
    known = ["81.06 Seram Bagian Barat", "81.05 Seram Bagian Timur", "81.08 Maluku Barat Daya"]
    same = [line["regency"] for line in named(draft, TABLES, {"old_names": "same"}).lines]
    assert same == [*known, *texts[3:5], *["81.03 Kepulauan Tanimbar"] * 2, "Dobo"]
    apart = [line["regency"] for line in named(draft, TABLES, {"old_names": "apart"}).lines]
    assert apart == [*known, *texts[3:]]
    found = [
        f.line for f in check(named(draft, TABLES, {"old_names": "same"}), TABLES).problems if f.field == "regency"
    ]
    assert found == [7]  # a seat may only be where the training was: it is proposed


OF_TWO_LISTS = {  # how codes are written, whose list the head says, and the regencies that they are; None: asked
    "four digits": (["8101", "8103", "8171"], "", None),
    "four digits that both lists give to the same": (["8104", "8102", "8171"], "", ["81.04", "81.02", "81.71"]),
    "a dot": (["81.01", "81.05", "81.71"], "", ["81.01", "81.05", "81.71"]),
    "with and without a dot": (["81.01", "8103", "81.71"], "", None),
    "the head says BPS": (["8101", "8105", "8107"], "bps", ["81.03", "81.07", "81.05"]),
    "the head says BPS, with a dot": (["81.01", "81.05", "81.07"], "bps", None),
    "the head says Kemendagri": (["8101", "8105", "8107"], "kemendagri", ["81.01", "81.05", "81.07"]),
    "names beside them, of BPS": (["8101 Kep. Tanimbar", "8103", "8171"], "", ["81.03", "81.01", "81.71"]),
    "names beside them, of the ministry": (["8101 - Kab. Maluku Tengah", "8103", "8171"], "", ["81.01", "81.03", "81.71"]),
    "an earlier name beside them": (["8103 Kab. MTB", "8101", "8171"], "", ["81.03", "81.01", "81.71"]),
    "in brackets, a name behind": (["[8101] Kep. Tanimbar", "[8103]", "8171"], "", ["81.03", "81.01", "81.71"]),
    "in brackets, a name before": (["Maluku Tengah (8101)", "8103", "8171"], "", ["81.01", "81.03", "81.71"]),
    "a capital beside them": (["8101 Saumlaki", "8103 Masohi", "8171"], "", ["81.03", "81.01", "81.71"]),
    "a name that says nothing of the list": (["8171 Kota Ambon", "8101", "8104"], "", None),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "system", "codes"), OF_TWO_LISTS.values(), ids=list(OF_TWO_LISTS))
def test_no_code_is_taken_for_one_of_two_regencies(texts: list[str], system: str, codes: list[str] | None) -> None:
    draft = replace(GOOD, system=system, lines=tuple(Line({"regency": text}, i) for i, text in enumerate(texts)))
    if codes is None:
        with pytest.raises(UnclearFileError) as asked:
            named(draft, TABLES, {})
        assert [choice.value for choice in asked.value.choices] == ["bps", "kemendagri"]
        said = [Words("id")(f"choice.{c.reason}", **dict(c.details)) for c in asked.value.choices]
        assert all(re.search(r"81\.?0[1357] = (Kepulauan|Maluku|Seram)", text) for text in said)  # by name, both ways
        assert [f for f in check(draft, TABLES).problems if f.reason == "regency_code"]
        of_bps = named(draft, TABLES, {"codes": "bps"}).lines
        of_ministry = named(draft, TABLES, {"codes": "kemendagri"}).lines
        assert of_bps != of_ministry
        assert [line["regency"][3:5] for line in of_ministry] == [re.findall(r"\d\d", text)[1] for text in texts]
        return
    lines = [line["regency"] for line in named(draft, TABLES, {}).lines]
    assert lines == [f"{code} {TABLES['regencies'].set_index('code')['name'][code]}" for code in codes]
    assert [
        f for f in check(replace(draft, lines=named(draft, TABLES, {}).lines), TABLES).problems if f.field == "regency"
    ] == []


def test_a_number_beside_its_own_words_is_that_number() -> None:
    for text in (
        "20 (dua puluh) orang",
        "20 orang (dua puluh)",
        "1.250 (seribu dua ratus lima puluh) peserta",
        "11 (sebelas)",
    ):
        assert as_number(text) == int(re.sub(r"\D", "", text)), text
    assert as_number("20 (dua belas)") is None


def test_no_total_is_proposed_where_a_regency_has_two() -> None:
    (missing,) = [f for f in found(replace(stated("51"), facts={**FACTS, "total": ""})) if f.field == "total"]
    assert missing.fix == ""


def test_two_totals_of_a_regency() -> None:
    draft = changed(
        0, changed(1, regency_participants="55", participants=""), regency_participants="50", participants=""
    )
    (problem,) = found(draft)
    assert (problem.reason, problem.line, problem.fix) == ("two_totals", 1, "50")
    assert found(fixed(draft, [problem])) == []


def test_the_participants_of_each_class() -> None:
    assert [(f.reason, f.line) for f in found(with_facts(participants_per_class="20"))] == [
        ("per_class", i) for i in (1, 2, 3)
    ]
    same = replace(TWINS, facts={**TWINS.facts, "participants_per_class": "16"})
    (problem,) = found(same, "2023")
    assert (problem.reason, problem.field, problem.line, problem.fix) == (
        "per_class",
        "participants_per_class",
        None,
        "15",
    )
    blank = replace(
        TWINS, lines=tuple(Line({k: v for k, v in line.texts.items() if k != "participants"}) for line in TWINS.lines)
    )
    assert {f.fix for f in found(blank, "2023")} == {"15"}
    assert found(fixed(blank, found(blank, "2023")), "2023") == []


def test_what_is_stated_is_changed_by_no_button_that_takes_all() -> None:
    for draft, (reason, field, _, fix) in PROBLEMS.values():
        (problem,) = found(draft)
        stated = dict(problem.details).get("found", "")
        if fix and problem.is_plain:
            assert not stated, (reason, field)
            assert field in ("total", "trainings", "participants", "source_url"), (reason, field)
        elif fix:
            ((label, mine),) = confirmations([problem], Words("id"))
            assert mine == [problem]
            assert reason == "unclear" or fix in label or fix in ("2024-05-14",), label
            assert stated in label or not stated, label


def test_all_problems_are_told_at_once_and_one_step_mends_them() -> None:
    draft = changed(0, changed(1, with_facts(total="129", trainings="3", year="", source_url="maluku.go.id")
                               , activity="Servis A C"), regency="Kota Tuall", regency_participants="51")  # fmt: skip
    draft = changed(1, draft, regency="Tual", regency_participants="52")
    problems = found(draft)
    assert {(f.reason, f.line) for f in problems} == {
        ("people_total", None), ("trainings_total", None), ("missing", None), ("url", None), ("activity", 1),
        ("regency", 0), ("regency_total", 0), ("regency_total", 1),
    }  # fmt: skip
    # Whether a regency's total holds or its activities do, nobody is offered.
    assert {f.reason for f in found(fixed(draft, problems))} == {"regency_total"}


def test_a_second_round_of_a_year_has_a_code_of_its_own() -> None:
    again = with_facts(year="2023", start_date="14 Mei 2023", round="2023-3")
    done = check(again, TABLES)
    assert (done.problems, done.code) == ((), "2023-3")
    assert with_rounds(TABLES, {done.code: done.rows})["rounds"]["round"].tolist() == [
        "2022",
        "2023",
        "2023-2",
        "2023-3",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["2022", "2023", "2023-2"])
def test_a_packaged_round_corrected_into_itself_changes_nothing(language: str, code: str) -> None:
    done = check(draft_of(TABLES, code, Words(language)), TABLES, code)
    assert done.problems == ()
    after = with_rounds(TABLES, {code: done.rows})
    assert checked(after) == ()
    for name, rows in rows_of(TABLES, code).items():
        pd.testing.assert_frame_equal(rows_of(after, code)[name], rows)


def test_a_correction_may_not_change_the_year() -> None:
    (problem,) = found(replace(TWINS, facts={**TWINS.facts, "year": "2024", "start_date": ""}), "2023")
    assert (problem.reason, problem.field, problem.fix) == ("correcting_year", "year", "2023")


def test_a_new_activity_comes_with_its_group_and_division() -> None:
    draft = changed(1, activity="Sirup pala", activity_en="Nutmeg syrup", **NEW)
    done = check(changed(0, draft, activity="Sirup pala"), TABLES)
    assert done.problems == ()
    assert done.rows["activities"] == [
        {"activity": "sirup-pala", "name_id": "Sirup pala", "name_en": "Nutmeg syrup", "group": "garden", "division": "11", "source": "project"}
    ]  # fmt: skip
    after = with_rounds(TABLES, {done.code: done.rows})
    assert checked(after) == ()
    # It may be named in either language from then on.
    assert check(changed(1, activity="Nutmeg syrup"), after, done.code).problems == ()


def test_new_activities_that_begin_alike_stay_apart() -> None:
    names = [f"{'Pelatihan pembuatan sabun dari minyak kelapa murni bagi pemula '}{n}" for n in ("satu", "dua")]
    draft = changed(0, activity=names[0], group="garden", division="20")
    done = check(changed(1, draft, activity=names[1], group="garden", division="20"), TABLES)
    assert len({row["activity"] for row in done.rows["activities"]}) == 2
    assert checked(with_rounds(TABLES, {done.code: done.rows})) == ()


def test_an_activity_is_not_given_two_groups() -> None:
    draft = changed(0, activity="Sirup pala", **NEW)
    (problem,) = found(changed(1, draft, activity="Sirup pala", group="crafts", division="11"))
    assert (problem.reason, problem.field, problem.line, problem.fix) == (
        "other_kind",
        "group",
        1,
        "Olahan hasil kebun",
    )


@pytest.mark.parametrize("division", list(TABLES["divisions"].division))
def test_every_division_can_be_named(division: str) -> None:
    rows = TABLES["divisions"].set_index("division")
    for said in (division, f"{division} {rows.name_id[division]}", str(rows.name_en[division]), f"{division}000"):
        done = check(changed(1, activity="Sirup pala", group="garden", division=said), TABLES)
        assert done.rows["activities"][0]["division"] == division


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Kota Ambon", "81.71"), ("Ambon", "81.71"), ("KOTA  AMBON", "81.71"), ("81.71", "81.71"), ("8171", "81.71"), ("81 71", "81.71"),
        ("81.71 Kota Ambon", "81.71"), ("1. Kota Ambon", "81.71"), ("a) Kota Ambon", "81.71"), ("Kab. Kep. Aru", "81.07"),
        ("Kabupaten Kepulauan Aru", "81.07"), ("81.07 Kab. Kepulauan Aru", "81.07"), ("Buru", "81.04"), ("Kab Buru Selatan", "81.09"),
        ("81.07 Aru", "81.07"), ("Kabupaten Maluku Tenggara", "81.02"), ("Tual", "81.72"), ("\u202eKota Tual\u202c", "81.72"),
    ],
)  # fmt: skip
def test_a_regency_s_own_names(said: str, code: str) -> None:
    draft = replace(
        with_facts(total="20", trainings="1"),
        lines=(Line({"regency": said, "activity": "Anyaman", "participants": "20"}),),
    )
    assert check(draft, TABLES).rows["trainings"][0]["regency"] == code


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("40", 40), ("1.200", 1200), ("1,200", 1200), ("40 orang", 40), ("40 Peserta", 40), ("40 org.", 40), ("40,0", 40), ("40.00", 40),
        ("1.200,00", 1200), ("007", 7), ("1.2", None), ("1.20", None), ("1.2000", None), ("12.34.567", None), ("1.000,000", None), ("", None), ("٤٠", None), ("4e1", None),
        ("40 kelas", None), ("40/50", None), ("20+20", None), ("½", None), ("²", None), ("inf", None), ("nan", None), ("True", None), ("0x10", None),
    ],
)  # fmt: skip
def test_counts_as_people_write_them(said: str, number: int | None) -> None:
    assert as_number(said) == number


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024-05-06", "2024-05-06"), ("2024-05-06 00:00:00", "2024-05-06"), ("6/5/2024", "2024-05-06"), ("06.05.2024", "2024-05-06"),
        ("6 Mei 2024", "2024-05-06"), ("6 May 2024", "2024-05-06"), ("May 6, 2024", "2024-05-06"), ("Senin, 6 Mei 2024", "2024-05-06"),
        ("14 - 17 Mei 2024", "2024-05-14"), ("14-17 Mei 2024", "2024-05-14"), ("14 s/d 17 Mei 2024", "2024-05-14"), ("14 s.d. 17 Mei 2024", "2024-05-14"),
        ("14 sd 17 Mei 2024", "2024-05-14"), ("14 – 17 Mei 2024", "2024-05-14"), ("Selasa s/d Jumat, 14 s/d 17 Mei 2024", "2024-05-14"),
        ("30 April - 3 Mei 2024", "2024-04-30"), ("30 Desember 2024 s.d. 2 Januari 2025", "2024-12-30"), ("5 Agt 2024", "2024-08-05"), ("5 Mrt 2024", "2024-03-05"),
        ("5 Agustus 2024", "2024-08-05"), ("5 Sept. 2024", "2024-09-05"), ("5 Nopember 2024", "2024-11-05"), ("45418", "2024-05-06"),
        ("6 Mei '24", "2024-05-06"), ("6-Mei-24", "2024-05-06"), ("Senin, 06 Mei 2024 (3 hari)", "2024-05-06"), ("6mei2024", "2024-05-06"),
        ("6 s/d 8/5/2024", "2024-05-06"), ("06-08/05/2024", "2024-05-06"), ("Mulai 6 Mei 2024, pukul 08.00 WIT", "2024-05-06"),
        ("6 Mei 2024 s.d. selesai", "2024-05-06"), ("14-16 Agts 2024", "2024-08-14"), ("6 s/d 16", None), ("24/05/06", None),
        ("31/2/2024", None), ("6 Meja 2024", None), ("Mei 2024", None), ("2024", None), ("6/5/24", None), ("99999", None), ("", None),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(said: str, day: str | None) -> None:
    assert (
        (found_day := as_date(said)) is None
        if day is None
        else (found_day := as_date(said)) and found_day.isoformat() == day
    )


# --- Any draft ---------------------------------------------------------------------------------------------


@examples(15, 60)
@given(good_drafts(), st.sampled_from(LANGUAGES))
def test_any_good_draft_is_stored_as_it_was(draft: Draft, language: str) -> None:
    done = check(draft, TABLES)
    assert done.problems == ()
    after = with_rounds(TABLES, {done.code: done.rows})
    again = draft_of(after, done.code, Words(language))
    said = {name: clean(text) for name, text in draft.facts.items()}
    same = {name: text for name, text in again.facts.items() if name in said and name != "training_kind"}
    assert same == {name: text for name, text in said.items() if name != "training_kind"}
    assert len(again.lines) == len(draft.lines)
    for line, was in zip(again.lines, draft.lines, strict=True):
        assert line["regency"] == was["regency"]
        assert line["participants"] == was["participants"]
        assert line["regency_participants"] == was["regency_participants"]
    # Corrected into itself, it is the same round.
    once_more = check(again, after, done.code)
    assert once_more.problems == ()
    for name in ("participation", "trainings"):
        assert once_more.rows[name] == done.rows[name]


@examples(4, 10)
@given(good_drafts())
def test_the_tables_with_any_good_draft_are_sound(draft: Draft) -> None:
    done = check(draft, TABLES)
    assert checked(with_rounds(TABLES, {done.code: done.rows})) == ()


WRONG_COUNTS = st.sampled_from(
    ["-1", "0", "1.5", "banyak", "100001", "9" * 200, "#REF!", "1e3", "=1+1", "٢٠", "nan", "True"]
)
UNKNOWN = FREE.map(lambda text: f"xq{text}qx")


@examples(20, 100)
@given(good_drafts(), st.data())
def test_any_mutation_is_refused_where_it_is(draft: Draft, data: st.DataObject) -> None:
    line = data.draw(st.integers(0, len(draft.lines) - 1))
    field = data.draw(st.sampled_from(["participants", "regency", "activity", "total", "trainings", "dropped"]))
    wrong: str | None
    if field == "dropped":
        draft, place = replace(draft, lines=draft.lines[:line] + draft.lines[line + 1 :]), ("trainings", None)
        if not draft.lines:
            place = ("", None)
    elif field in ("total", "trainings"):
        wrong = str(int(draft.facts[field]) + data.draw(st.integers(1, 5)))
        draft, place = draft.with_facts({field: wrong}), (field, None)
    else:
        wrong = data.draw(WRONG_COUNTS if field == "participants" else UNKNOWN)
        draft, place = changed(line, draft, **{field: wrong}), (field, line)
    problems = found(draft)
    assert place in {(f.field, f.line) for f in problems}
    for problem in problems:
        assert sentence(problem, draft, Words("id"))


@examples(20, 100)
@given(st.sampled_from(REGENCIES), st.integers(0, 30), st.sampled_from("abcxyz "))
def test_a_misspelt_regency_is_never_taken_for_one(name: str, at: int, letter: str) -> None:
    said = name[: at % (len(name) + 1)] + letter + name[at % (len(name) + 1) :]
    draft = replace(
        with_facts(total="20", trainings="1"),
        lines=(Line({"regency": said, "activity": "Anyaman", "participants": "20"}),),
    )
    done = check(draft, TABLES)
    if " ".join(said.split()).casefold() != name.casefold():
        assert [f.reason for f in done.problems] == ["regency"]
        assert done.problems[0].fix in (name, *REGENCIES)


def test_a_table_of_two_thousand_misspelt_rows_is_checked_soon(tables: Tables) -> None:
    lines = tuple(
        Line({"regency": f"Kota Tual{i}", "activity": f"{ACTIVITIES[i % 17]}{i}", "participants": "x"})
        for i in range(2000)
    )
    done = check(replace(GOOD, lines=lines), tables)
    assert len(done.problems) > 6000


# --- Rounds that are not known in full ----------------------------------------------------------------------

OPEN = Draft(
    {**FACTS, "known": "jumlah seluruhnya", "total": "120", "trainings": "8"},
    (
        Line({"regency": "Kota Tual"}), Line({"regency": "Buru", "regency_participants": "30"}),
        Line({"regency": "Kota Ambon", "activity": "Anyaman", "participants": "15"}),
    ),
)  # fmt: skip


def test_a_round_of_which_only_the_totals_are_known_is_stored_as_such() -> None:
    done = check(OPEN, TABLES)
    assert done.problems == ()
    after = with_rounds(TABLES, {done.code: done.rows})
    assert checked(after) == ()
    (row,) = done.rows["rounds"]
    assert (row["known"], row["participants"], row["trainings"]) == ("total", 120, 8)
    people = {row["regency"]: row["participants"] for row in done.rows["participation"]}
    assert people == {"81.72": None, "81.04": 30, "81.71": None}, "nothing is split that no source splits"
    assert [row["regency"] for row in done.rows["trainings"]] == ["81.71"]
    again = draft_of(after, done.code, Words("en"))
    assert again.facts["known"] == "totals only"
    assert {line["regency"] for line in again.lines} == {"Kota Tual", "Buru", "Kota Ambon"}


@pytest.mark.parametrize(
    ("facts", "field"), [({"total": "31"}, "total"), ({"total": "46", "trainings": "0"}, "trainings")]
)
def test_what_is_known_of_the_parts_leaves_room_for_the_rest(facts: dict[str, str], field: str) -> None:
    problems = found(replace(OPEN, facts={**OPEN.facts, **facts}))
    assert [problem.field for problem in problems] == [field]


@pytest.mark.parametrize("known", ["jumlah seluruhnya", "sebagian"])
def test_a_round_without_activities_has_the_sum_of_all_rows_of_a_regency(known: str) -> None:
    lines = [
        Line({"regency": r, "participants": n}) for r, n in (("Kota Tual", "20"), ("Buru", "15"), ("Kota Tual", "5"))
    ]
    draft = replace(with_facts(known=known, total="40", trainings=""), lines=tuple(lines))
    missing = [(f.reason, f.field, f.fix) for f in found(draft)]
    assert missing == ([] if known == "sebagian" else [("missing", "trainings", "")])  # rows are no trainings here
    rows = check(draft.with_facts({"trainings": "3"}), TABLES).rows
    stored = rows["participation"] or rows["partial_rounds"]
    assert {row["regency"]: row["participants"] for row in stored} == {"81.72": 25, "81.04": 15}


def test_a_round_known_in_part_enters_no_total() -> None:
    facts = {k: v for k, v in FACTS.items() if k not in ("total", "trainings")} | {"known": "sebagian"}
    lines = (Line({"regency": "Buru", "activity": "garmen dan pandai besi", "participants": "40"}),)
    done = check(Draft(facts, lines), TABLES)
    assert (done.problems, done.code) == ((), "2024")
    after = with_rounds(TABLES, {done.code: done.rows})
    assert checked(after) == ()
    assert after["rounds"]["round"].tolist() == TABLES["rounds"]["round"].tolist()
    (row,) = done.rows["partial_rounds"]
    assert (row["regency"], row["participants"], row["about_id"]) == ("81.04", 40, "garmen dan pandai besi")
    whole = check(GOOD, after)
    final = with_rounds(after, {whole.code: whole.rows})
    assert "2024" not in set(final["partial_rounds"]["round"]), "what becomes known in full is in part no longer"


@pytest.mark.parametrize("code", list(TABLES["rounds"]["round"]))
def test_a_correction_of_a_packaged_round_can_be_stored(code: str) -> None:
    draft = draft_of(TABLES, code, Words("id"))
    done = check(replace(draft, facts={**draft.facts, "days": "5"}), TABLES, code, 1)
    assert done.problems == ()
    assert json.loads(json.dumps(done.rows)) == done.rows


def test_a_correction_keeps_what_no_form_asks_for() -> None:
    draft = draft_of(TABLES, "2023-2", Words("id"))
    done = check(draft.with_facts({"start_date": "2023-11-06"}), TABLES, "2023-2")
    (row,) = done.rows["rounds"]
    assert (row["programme"], row["stage"]) == ("2023", 2)
    assert row.get("date_basis") is None, "what was inferred is not what is stated now"


@pytest.mark.parametrize(
    ("text", "rupiah"),
    [
        ("Rp 250.000.000,00", 250_000_000), ("Rp. 1.250.000,-", 1_250_000), ("250000000", 250_000_000),
        ("250,000,000", 250_000_000), ("Rp250 juta", 250_000_000), ("1,5 miliar", 1_500_000_000),
        ("1.5 miliar", None), ("250 ribu", None), ("Rp", None), ("12.34", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it_or_not_at_all(text: str, rupiah: int | None) -> None:
    assert as_rupiah(text) == rupiah


def test_venue_and_budget_are_stored_and_corrected() -> None:
    facts = {"venue": "Hotel Santika, Ambon", "budget": "Rp 250.000.000,00", "budget_source": "DAK Nonfisik"}
    checked = check(with_facts(**facts), TABLES)
    assert checked.problems == ()
    (row,) = checked.rows["rounds"]
    assert (row["venue"], row["budget"], row["budget_source"]) == ("Hotel Santika, Ambon", 250_000_000, "DAK Nonfisik")
    after = changes.with_draft(checked, TABLES)
    again = draft_of(after, "2024", Words("id"))
    assert {name: again.facts[name] for name in facts} == {**facts, "budget": "250000000"}
    lead = overview.lead(View(after, Selection("2024"), Words("id")))
    assert "Tempat pelaksanaan: Hotel Santika, Ambon. Anggaran putaran: Rp250.000.000 (DAK Nonfisik)." in lead


def test_a_total_is_not_proposed_where_a_title_states_another() -> None:
    facts = {name: text for name, text in FACTS.items() if name != "total"}
    for titled, problem in (("140", ("title_total", "")), ("130", ("missing", "130"))):
        (found,) = check(replace(GOOD, facts=facts, guessed={"total": titled}), TABLES).problems
        assert (found.reason, found.fix) == problem
    assert check(replace(GOOD, guessed={"total": "140"}), TABLES).problems == ()


def test_thousands_set_off_by_a_space_are_confirmed_one_by_one() -> None:
    problem = found(changed(0, participants="1\u202f020"))[0]
    assert (problem.reason, problem.fix, problem.is_plain) == ("number", "1020", False)


def test_a_round_known_in_part_can_be_completed_also_the_last_of_them() -> None:
    """The table of such rounds is empty then, and still sound."""
    known = {str(code): content(str(code), spread(20, 2)) for code in TABLES["partial_rounds"]["round"]}
    assert len(known) > 1
    after = changes.with_contents(known, TABLES)
    assert after["partial_rounds"].empty
    for draw in FIGURES.values():
        if not draw.needs_regency:
            assert draw(View(after, Selection("all"), Words("id"))).text.headline


@pytest.mark.parametrize("name", ["Kota Sorong", "Kab. Halmahera Utara", "Lainnya", "Panitia", "Luar Maluku"])
def test_what_is_no_regency_of_the_province_may_be_left_out_with_the_sum_that_counts_it(name: str) -> None:
    draft = changed(1, changed(0, with_facts(), regency="Kota Tual"), regency=name)
    draft = draft.with_facts({"total": str(sum(int(line["participants"]) for line in draft.lines))})
    with pytest.raises(UnclearFileError) as asked:
        named(draft, TABLES, {})
    assert asked.value.key == "outside"
    assert f"“{name}”" in asked.value.details["rows"]
    left = named(draft, TABLES, {"outside": "leave_out"})
    assert name not in {line["regency"] for line in left.lines}
    assert "total" not in left.facts
    assert len(named(draft, TABLES, {"outside": "apart"}).lines) == len(draft.lines)
    wrong = replace(draft, facts={**draft.facts, "total": "999"})  # of nobody: the check finds it
    assert named(wrong, TABLES, {"outside": "leave_out"}).facts["total"] == "999"


@pytest.mark.parametrize(
    "name", ["Kota Ambonn", "Pulau Buru", "Kec. Sirimau", "Kota Ambon dan Kab. Buru", "Maluku Tengh", "99"]
)
def test_what_may_be_a_regency_or_a_part_of_one_is_not_offered_to_be_left_out(name: str) -> None:
    draft = changed(1, changed(0, regency="Kota Tual"), regency=name)
    assert len(named(draft, TABLES, {}).lines) == len(draft.lines)

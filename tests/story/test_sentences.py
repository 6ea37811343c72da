"""Sentences against numbers: no selection, of the packaged rounds or of invented ones, says what is not so.

What is expected is counted here from the rows of the tables, not taken from the indicators.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import absence
from charts.map import participants_map
from charts.mix import training_mix
from charts.national import one_in_units
from charts.participants import participants_bars
from charts.rank import RECEIVED, rank_of_selected, regency_rank
from charts.rates import participant_rates
from charts.reach import participants_to_level, unreached_headline, unreached_people
from charts.round_maps import round_maps
from charts.rounds import round_bars
from charts.table import Number
from charts.words import courses, round_name
from data import indicators
from data.rounds.store.merge import with_rounds
from data.selection import ALL_ROUNDS, Selection, group_codes, regency_codes, round_codes
from data.table_checks import rounds_add_up
from data.tables import Tables
from data.view import View
from locales import LANGUAGES, Words
from render import table
from story import first_numbers, national, overview, regencies, sources
from story.slides import tell
from tests.conftest import examples, others_slow, selections, sweep
from tests.harness.tables import TABLES
from tests.invented import PACKAGED_TABLES, Place, content, spread
from tests.story import key_numbers

ALLOWED = "Tidak disebut belum tentu berarti tidak ada peserta dari sana"
# What no source names is not known to be absent, and activities are not added to classes.
BANNED = {
    "id": r"\b(belum|tidak) pernah\b|\bbelum ikut\b|\btidak ikut\b|\bbelum ada\b|\btidak satu pun\b|\d pelatihan\b|"
    r"\bmengirim\b|\bmenjangkau\b|\bterjangkau\b|\bSumber: ;|^; |\b17,2\b(?!%)",
    "en": r"\bnever\b|\bdid not take part\b|\btook no part\b|\bnone of\b|\bno participants\b|\bnot yet\b|\d trainings?\b|"
    r"\bsent (?:the most|equally|no)\b|\bsent \S+ of\b|\breached (?:most|as far)\b|\brounds? reached\b|\bhave reached\b|\bSource: ;|^; |\b17\.2\b(?!%)",
}
UNSTATED = {"id": "tidak disebut", "en": "not stated"}  # however a sentence says it
FIGURES = (participants_map, participants_bars, training_mix, participant_rates, unreached_people, round_bars,
           one_in_units, participants_to_level)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """What the rows of the tables say of a selection: regencies with participants, trainings by kind, and the sources
    of the participants, of the trainings, and of the rounds. ``total`` is None where no source states any of it,
    ``lacking`` has the regencies of which a part is not stated, ``untold`` those of which no source says what they were
    taught, by kind.
    """

    total: float | None
    people: dict[str, float]
    lacking: frozenset[str]
    untold: frozenset[tuple[str, str]]
    kinds: dict[str, int]
    regencies: frozenset[str]
    sources: frozenset[str]
    taught: frozenset[str]
    searched: frozenset[str]


@cache
def rows_of(tables: Tables) -> list[dict[str, Any]]:
    """Return one row per round and regency: its counts, sources and trainings as the tables have them."""
    rounds = {row["round"]: row for row in tables["rounds"].to_dict("records")}
    groups = dict(zip(tables["activities"].activity, tables["activities"].group, strict=True))
    trainings = [{**row, "group": groups[row["activity"]]} for row in tables["trainings"].to_dict("records")]
    return [
        {
            **row,
            "kind": rounds[row["round"]]["training_kind"],
            "taught": [t for t in trainings if (t["round"], t["regency"]) == (row["round"], row["regency"])],
        }
        for row in tables["participation"].to_dict("records")
    ]


@cache
def counted(tables: Tables, selection: Selection) -> Counted:
    """Count the rows of a selection by hand."""
    people: dict[str, float] = {}
    kinds: dict[str, int] = {}
    sources, taught = set[str](), set[str]()
    named, lacking, untold = set[str](), set[str](), set[tuple[str, str]]()
    for row in rows_of(tables):
        mine = [t for t in row["taught"] if selection.group in ("", t["group"])]
        is_chosen = selection.round in (ALL_ROUNDS, row["round"]) and selection.regency in ("", row["regency"])
        if is_chosen and not row["taught"]:
            untold.add((row["regency"], row["kind"]))
        if not is_chosen or not (mine or (not row["taught"] and not selection.group)):
            continue
        named.add(row["regency"])
        of_trainings = {t["source"] for t in mine}
        taught |= of_trainings
        if selection.group:
            silent = any(pd.isna(t["participants"]) for t in mine)
            n = sum(row["participants"] / len(row["taught"]) if silent else t["participants"] for t in mine)
            sources |= of_trainings | ({row["source"]} if silent else set())
        else:
            stated = not pd.isna(row["participants"])
            n = row["participants"] if stated else sum(t["participants"] for t in mine) if mine else None
            sources |= {row["source"]} | (set() if stated else of_trainings)
        if n is None:
            lacking.add(row["regency"])
        else:
            people[row["regency"]] = people.get(row["regency"], 0) + float(n)
        if mine:
            kinds[row["kind"]] = kinds.get(row["kind"], 0) + len(mine)
    rounds = selection.every_regency().of(tables["rounds"])
    searched = frozenset({*rounds.source, *rounds.second_source.dropna()})
    total = sum(people.values()) if people else None if named else 0.0
    if selection == selection.only_round():
        total = float(rounds.participants.sum())
    if selection.group:
        lacking |= {regency for regency, _ in untold}
    return Counted(
        total, people, frozenset(lacking), frozenset(untold), kinds, frozenset(named), frozenset(sources),
        frozenset(taught), searched,
    )  # fmt: skip


def is_bound(selection: Selection, own: Counted) -> bool:
    """Whether the participants of a selection are at least so many: what all of a round had is stated."""
    return bool(own.lacking) and own.total is not None and selection != selection.only_round()


def every_selection(tables: Tables) -> Iterator[Selection]:
    choices = (round_codes(tables), ["", *regency_codes(tables)], ["", *group_codes(tables)])
    return itertools.starmap(Selection, itertools.product(*choices))


def some(tables: Tables) -> list[Selection]:
    return selections(tables)[::7]


def texts_of(tables: Tables, selection: Selection, words: Words) -> dict[str, str]:
    """Return what the pages say in sentences, by its place."""
    found = {
        "headline": overview.headline(View(tables, selection, words)),
        "hint": absence.hint(View(tables, selection, words)),
        "lead": overview.lead(View(tables, selection, words)),
        "change": overview.change_line(View(tables, selection, words)),
        "not_named": overview.not_named(View(tables, selection, words)),
        "sources": key_sources(View(tables, selection, words)),
        "derived": overview.derived_line(View(tables, selection, words)),
        "regencies": regencies.headline(View(tables, selection, words)),
        "regencies.not_named": unreached_headline(View(tables, selection, words)),
        "national": national.headline(View(tables, selection, words)),
    }
    for n in key_numbers(View(tables, selection, words)):
        found[f"kpi {n.label}"] = f"{n.label}: {n.value} ({n.note})"
    for number in (*first_numbers.NUMBERS, *first_numbers.OPENING):
        n = number(View(tables, selection, words))
        found[f"first {n.label}"] = f"{n.label}: {n.value} ({n.note})"
    for build in (participants_map, participants_bars, training_mix, participant_rates):
        chart = build(View(tables, selection, words))
        found |= {f"{chart.key}.{part}": text for part, text in vars(chart.text).items()}
        found[f"{chart.key}.table"] = " | ".join(" ".join(row) for row in chart.rows)
    return found


def is_banned(text: str, language: str) -> bool:
    return bool(re.search(BANNED[language], text.replace(ALLOWED, ""), re.IGNORECASE))


def agree(tables: Tables, selection: Selection, words: Words) -> None:
    """Fail where the sentences of a selection contradict its numbers or each other."""
    own = counted(tables, selection)
    everywhere = counted(tables, Selection(selection.round, "", selection.group))
    said = texts_of(tables, selection, words)
    for place, text in said.items():
        assert not is_banned(text, words.language), (selection, place, text)
        assert not re.search(r"[{}]|\bnan\b|<NA>", text), (selection, place, text)
        assert not (place.endswith("headline") and re.search("[≥≤]", text)), (selection, place, text)
        if not place.endswith(("sources", "table")):
            assert text[:1] == text[:1].upper(), (selection, place, text)
        assert not re.search(r"\b(about|sekitar|more than|lebih dari|up to|hingga) [≈≥≤]", text), (
            selection,
            place,
            text,
        )
    names = tables["regencies"].set_index("code")["name"]
    silent = len({*names.index} - everywhere.regencies - known_in_part(tables, selection))
    _empty_or_not(tables, selection, words, said, own)
    _change(tables, selection, words, said)
    if silent and everywhere.regencies:
        assert words.number(silent) in said["not_named"] or silent == 1, (selection, said["not_named"])
        assert said["regencies.not_named"].startswith(f"{silent} "), (selection, said["regencies.not_named"])
    alt = said["map.alt"]
    for code in known_in_part(tables, selection) - everywhere.regencies if everywhere.regencies else ():
        assert absence.sentence(View(tables, Selection(ALL_ROUNDS, code), words)) in alt, (selection, alt)
        assert len(re.findall(rf"{names[code]}(?! [A-Z])", alt)) == 1, (
            selection,
            "it is no regency without a name",
            alt,
        )
    for code, name in names.items():
        said_of = re.search(
            re.escape(name) + r" \(((?:≥ |minimal |at least )?(?:≈ )?[\d.,]+|" + words("not_stated") + r")\)", alt
        )
        assert bool(said_of) == (code in everywhere.regencies), (selection, name, alt)
        if said_of:
            assert bool(re.match("≥|minimal|at least", said_of[1])) == (
                code in everywhere.lacking and code in everywhere.people
            ), (selection, alt)
            assert (said_of[1] == words("not_stated")) == (code not in everywhere.people), (selection, name, alt)
    ranks = [said["participants.headline"], said["rates.headline"]]
    if everywhere.lacking and not selection.regency and everywhere.people:
        whole = everywhere.people.keys() - everywhere.lacking
        told = f"{words.number(len(whole))} " if len(whole) > 1 else "".join(names[code] for code in whole)
        assert all(told in text for text in ranks), (selection, ranks)


def known_in_part(tables: Tables, selection: Selection) -> set[str]:
    """Return the regencies that rounds known in part name: where all rounds are meant, they are named too."""
    is_all = selection.every_regency() == Selection(ALL_ROUNDS)
    return set(tables["partial_rounds"].regency) if is_all else set()


def _empty_or_not(tables: Tables, selection: Selection, words: Words, said: dict[str, str], own: Counted) -> None:
    """One and the same sentence says everywhere that nothing is named, and offers what does show something."""
    absent = absence.sentence(View(tables, selection, words))
    assert bool(absent) == (not own.regencies), selection
    titles = [said[key] for key in ("headline", "map.headline", "participants.headline", "mix.headline")]
    if not absent:
        n = UNSTATED[words.language] if own.total is None else words.number(own.total)
        assert n in said["headline"], (selection, said["headline"])
        before = said["headline"].partition(n)[0].lower()
        assert "≥ ≈" not in before, (selection, said["headline"])
        says_bound = "≥" in before or words("mark.at_least") in before
        assert says_bound == is_bound(selection, own), (selection, said["headline"])
        if own.total is not None:
            assert n in said["national"] or selection == selection.only_round(), (selection, said["national"])
        open_kinds = {kind for _, kind in own.untold} if selection.group else set()
        listed = [
            words.count(f"n.{k}", count, n=words.shown(count, "", mark="at_least" if k in open_kinds else ""))
            for k, count in sorted(own.kinds.items())
        ]
        if selection.group and not selection.regency:
            where = words.shown(len(own.regencies), "", mark="at_least" if own.untold else "")
            assert f" {where} " in said["mix.headline"] or where == "1", (selection, said["mix.headline"])
        if own.kinds and (selection.regency or selection.group or len(own.kinds) > 1):
            assert words.join(listed) in said["mix.headline"], (selection, said["mix.headline"])
        assert not said["hint"]
        return
    assert set(titles) == {absent}, (selection, titles)
    assert absent in said["regencies"]
    assert said["national"].startswith(absent)
    subject = [
        tables["regencies"].set_index("code")["name"].get(selection.regency, ""),
        _group(tables, selection, words),
    ]
    is_untold = bool(own.untold) and not any(r["taught"] for r in rows_of(tables) if r["round"] == selection.round)
    assert is_untold or any(name and name in absent for name in subject), (selection, absent)
    codes = [str(code) for code in tables["rounds"]["round"]]
    names = {code: round_name(View(tables, words=words), code) for code in codes}
    named_rounds = [code for code in codes if re.search(rf"(?<![\w-]){re.escape(names[code])}(?![\w-])", absent)]
    part = tables["partial_rounds"]
    if (
        selection.regency in set(part.regency)
        and not counted(tables, Selection(ALL_ROUNDS, selection.regency)).regencies
    ):
        assert str(part[part.regency == selection.regency]["round"].iloc[0]) in absent, (selection, absent)
    else:
        assert named_rounds in ([selection.round], sorted(codes)), (selection, absent)
    others = absence.nearest(View(tables, selection))
    assert others, (selection, "somebody is named somewhere")
    assert said["hint"]
    for other in others:
        assert counted(tables, other).regencies, (selection, other, "a step that shows nothing")
    # No other round is offered where none helps, and one is wherever it does.
    helps = [c for c in codes if counted(tables, Selection(c, selection.regency, selection.group)).regencies]
    same = [other for other in others if (other.regency, other.group) == (selection.regency, selection.group)]
    assert bool(same) == bool(helps), (selection, others)
    if selection.regency and len(helps) == 1:  # what its page says of the one round that names it is that round's
        there = Selection(helps[0], selection.regency, selection.group)
        own, told = counted(tables, there), said["regencies"].removeprefix(absent)
        n = UNSTATED[words.language] if own.total is None else words.number(own.total)
        assert n in told, (selection, said["regencies"])
        assert ("≥" in told or words("mark.at_least") in told) == is_bound(there, own), (selection, said["regencies"])
        assert subject[1] in said["regencies"].lower(), (selection, said["regencies"])


def _group(tables: Tables, selection: Selection, words: Words) -> str:
    rows = tables["groups"].set_index("group")
    return words.field(rows.loc[selection.group], "name").lower() if selection.group else ""


def _change(tables: Tables, selection: Selection, words: Words, said: dict[str, str]) -> None:
    """The change line has no number but those of the selection itself, in its round and in the one before."""
    order = [str(code) for code in tables["rounds"].sort_values(["year", "round"])["round"]]
    line = said["change"]
    if selection.round not in order[1:] or not counted(tables, selection).regencies:
        assert selection.round == ALL_ROUNDS or not line, (selection, line)
        return
    before = order[order.index(selection.round) - 1]
    was, now = (counted(tables, Selection(c, selection.regency, selection.group)) for c in (before, selection.round))
    for code in order:
        line = re.sub(rf"(?<![\w-]){re.escape(code)}(?![\w-])", "", line)
    shown = {int(re.sub(r"\D", "", n)) for n in re.findall(r"\d[\d.,]*", line)}
    if not was.regencies:
        assert not shown, (selection, said["change"])
        return
    if is_bound(selection, was) or is_bound(selection, now) or None in (was.total, now.total):
        assert shown <= {round(c.total) for c in (was, now) if c.total is not None}, (selection, said["change"])
        return  # no difference is said
    people = [round(c.total or 0) for c in (was, now)]
    kinds = tables["rounds"].set_index("round").training_kind
    expected = {*people} | ({abs(people[0] - people[1])} if kinds[before] == kinds[selection.round] else set())
    assert set(people) <= shown <= expected, (selection, said["change"], people)


@pytest.mark.integration
@pytest.mark.parametrize(
    ("language", "every"), others_slow([("id", some), *((language, every_selection) for language in LANGUAGES)])
)
def test_every_selection_of_the_packaged_rounds_agrees_with_its_numbers(
    language: str, every: Callable[[Tables], Iterable[Selection]]
) -> None:
    for selection in every(TABLES):
        agree(TABLES, selection, Words(language))


# --- Invented rounds ---------------------------------------------------------------------------------------

CODES = ["2018", "2019", "2019-2", "2024"]
REGENCIES, ACTIVITIES = regency_codes(TABLES), TABLES["activities"].activity.tolist()


@st.composite
def invented(draw: st.DrawFn) -> Tables:
    """Return tables with one to four rounds that nobody held: any regencies and activities, some counts stated."""
    frames: dict[str, list[dict[str, Any]]] = {"rounds": [], "participation": [], "trainings": [], "sources": []}
    for code in sorted(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True))):
        keys = [f"berita-{code}", f"kelas-{code}", f"kedua-{code}"]
        frames["sources"] += [{"source": key, "short": key, "note_id": "-", "note_en": "-"} for key in keys]
        places = draw(st.lists(st.sampled_from(REGENCIES), min_size=1, max_size=11, unique=True))
        is_open = draw(st.booleans())
        total = n_trainings = 0
        for regency in places:
            activities = draw(st.lists(st.sampled_from(ACTIVITIES), min_size=1, max_size=4))
            each = draw(st.integers(1, 40))
            total, n_trainings = total + each * len(activities), n_trainings + len(activities)
            if is_open and draw(st.booleans()):
                known = draw(st.sampled_from([None, each * len(activities)]))
                frames["participation"].append(
                    {"round": code, "regency": regency, "participants": known, "source": keys[0]}
                )
                continue
            by_class = draw(st.booleans())
            frames["participation"].append({
                "round": code, "regency": regency, "participants": None if by_class else each * len(activities),
                "source": keys[0],
            })  # fmt: skip
            frames["trainings"] += [
                {"round": code, "regency": regency, "number": i, "activity": activity,
                 "participants": each if by_class else None, "source": keys[1]}
                for i, activity in enumerate(activities, 1)
            ]  # fmt: skip
        frames["rounds"].append({
            "round": code, "year": int(code[:4]), "year_basis": draw(st.sampled_from(["stated", "inferred"])),
            "participants": total, "trainings": n_trainings,
            "training_kind": draw(st.sampled_from(["activity", "class"])), "source": keys[0],
            "second_source": draw(st.sampled_from([None, keys[2]])), "known": "total" if is_open else "all",
        })  # fmt: skip
    made = {
        name: pd.DataFrame(rows, columns=TABLES[name].columns).astype(TABLES[name].dtypes)
        for name, rows in frames.items()
    }
    made["sources"] = pd.concat([TABLES["sources"], made["sources"]], ignore_index=True)
    tables = Tables(TABLES.folder, {**TABLES.frames, **made})
    assert rounds_add_up(tables.frames) == []
    return tables


A_FEW = examples(2, 20)


@pytest.mark.integration
@A_FEW
@given(invented(), st.data())
def test_selections_of_invented_rounds_agree_with_their_numbers(tables: Tables, data: st.DataObject) -> None:
    every = list(every_selection(tables))
    for selection in data.draw(st.lists(st.sampled_from(every), min_size=8, max_size=8, unique=True)):
        agree(tables, selection, Words(data.draw(st.sampled_from(LANGUAGES))))


# --- Sources -----------------------------------------------------------------------------------------------


def shorts(tables: Tables, keys: frozenset[str]) -> set[str]:
    rows = tables["sources"].dropna(subset="short").set_index("source").short
    return {str(rows[key]) for key in keys if key in rows}


def publishers(line: str, tables: Tables) -> set[str]:
    names = re.split(r"; |\. |\.$", re.sub(r" \(\d+ (?:sumber|sources)\)", "", line))
    return {s for s in map(str, tables["sources"].short.dropna()) if s in names}


@pytest.mark.parametrize(("language", "name"), [("id", "Dinas (3 sumber)"), ("en", "Dinas (3 sources)")])
def test_what_several_sources_are_called_stands_once(language: str, name: str) -> None:
    tables = with_rounds(PACKAGED_TABLES, {f"{2030 + n}": content(f"{2030 + n}", spread(20, 2)) for n in range(3)})
    line = participants_bars(View(tables, Selection("all"), Words(language))).text.sources
    assert line.count("Dinas") == 1
    assert name in line


def key_sources(view: View) -> str:
    """Return the source lines of the large numbers."""
    return "; ".join(number.sources for number in key_numbers(view) if number.sources)


def check_sources(tables: Tables, selection: Selection, words: Words) -> None:
    """Each source line names the sources of its rows, and of no other round."""
    registers = {str(s) for s in tables["sources"].short.dropna()} & {"Kepmendagri 300.2.2-2138/2025"}
    everywhere = counted(tables, selection.every_regency())
    expected = shorts(tables, everywhere.sources or everywhere.searched)
    line = publishers(participants_bars(View(tables, selection, words)).text.sources, tables)
    assert line == expected, (selection, line, expected)
    line = publishers(participants_map(View(tables, selection, words)).text.sources, tables)
    assert line - registers == expected - registers, (selection, line, expected)
    for of in (key_sources, national.headline):
        assert "; ;" not in of(View(tables, selection, words))
    line = publishers(key_sources(View(tables, selection, words)), tables)
    own = counted(tables, selection)
    frame_sources = registers | {"ANTARA Ambon 127321"}  # population; the national units
    assert line - frame_sources <= shorts(tables, own.searched | own.sources | own.taught), (selection, line)
    of_people = own.searched if selection == selection.only_round() else own.sources
    assert shorts(tables, of_people) <= line, (selection, line)


@pytest.mark.parametrize(
    ("language", "every"), others_slow([("id", some), *((language, every_selection) for language in LANGUAGES)])
)
def test_source_lines_are_those_of_the_numbers_shown(
    language: str, every: Callable[[Tables], Iterable[Selection]]
) -> None:
    for selection in every(TABLES):
        check_sources(TABLES, selection, Words(language))


@A_FEW
@given(invented(), st.data())
def test_source_lines_of_invented_rounds_are_those_of_the_numbers_shown(tables: Tables, data: st.DataObject) -> None:
    for selection in data.draw(st.lists(st.sampled_from(list(every_selection(tables))), min_size=6, max_size=6)):
        check_sources(tables, selection, Words("id"))


def check_listed_sources(tables: Tables) -> None:
    """Of the page Sources: each number of one round names no source of another round, and those of its own rows."""
    words = Words("en")
    of_round = {str(c): counted(tables, Selection(str(c))) for c in tables["rounds"]["round"]}
    every = frozenset().union(*(own.searched | own.sources for own in of_round.values()))
    names = {name: code for code, name in tables["regencies"].set_index("code")["name"].items()}
    for number in sources.every_number(View(tables, words=words)):
        first, _, rest = number.of.partition(", ")
        if first not in of_round:
            continue
        named = set(number.sources.split("; ")) & shorts(tables, every)
        national = {"ANTARA Ambon 127321"} if "IKM" in number.label else set()
        own = of_round[first]
        assert named - national <= shorts(tables, own.searched | own.sources), number
        if rest in names and number.label != words("indicator.share_by_regency"):
            of_regency = counted(tables, Selection(first, names[rest]))
            assert named == shorts(tables, of_regency.sources), number


def test_listed_numbers_name_the_sources_of_their_round_alone() -> None:
    check_listed_sources(TABLES)
    found = {(n.label, n.of): n for n in sources.every_number(View(TABLES, words=Words("en")))}
    assert found["Participants per round", "2022"].sources == "ANTARA Ambon 127321; beritabeta.com"
    assert found["Participants per round", "2023 stage I"].sources == (
        "potretmaluku.id (2023); rakyatmaluku.fajar.co.id (2023)"
    )
    assert found["Participants by regency and city", "All rounds, Kepulauan Aru"].sources == (
        "ANTARA Ambon 127321; siwalimanews.com (2023)"
    )
    assert "Kepmendagri" in found["Share of Maluku’s population in the regencies and cities of origin", "2022"].sources


@A_FEW
@given(invented())
def test_listed_numbers_of_invented_rounds_name_the_sources_of_their_round_alone(tables: Tables) -> None:
    check_listed_sources(tables)


# --- Slides, lists and files -------------------------------------------------------------------------------


@cache
def catalogue_texts(language: str) -> tuple[str, ...]:
    from tests.locales.test_locales import texts

    return tuple(text for forms in texts(language).values() for text in forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_of_the_catalogues_say_never(language: str) -> None:
    said = [text for text in catalogue_texts(language) if re.search(r"[Pp]eserta|[Bb]imtek|regenc|daerah|took", text)]
    assert not [text for text in said if is_banned(text, language)]


@pytest.mark.integration
@pytest.mark.parametrize(("language", "every"), sweep(selections(TABLES)))
def test_slides_and_notes_agree_with_their_numbers(language: str, every: list[Selection]) -> None:
    words = Words(language)
    for selection in every:
        absent = absence.sentence(View(TABLES, selection, words))
        everywhere = absence.sentence(View(TABLES, selection.every_regency(), words))
        slides = {slide.key: slide for slide in tell(View(TABLES, selection, words)).slides}
        for slide in slides.values():
            texts = [slide.title, slide.reading, slide.sources, slide.say, slide.alt]
            texts += [text for q in slide.questions for text in (q.asked, q.answer, q.sources)]
            for text in texts:
                assert not is_banned(text, language), (selection, slide.key, text)
        assert (slides["headline"].title == absent) == bool(absent), selection
        assert (slides["headline"].say == words("story.headline.nobody.say")) == bool(absent), selection
        taught = indicators.training_rows(View(TABLES, selection.only_round())).kind.value_counts().sort_index()
        mix = slides.get("mix")
        assert not mix or courses(words, taught) in mix.say, (selection, mix.say)
        in_part = {*TABLES["partial_rounds"].regency} if selection.round == ALL_ROUNDS else set()
        is_silent = selection.regency and not counted(TABLES, Selection(selection.round, selection.regency)).regencies
        is_silent = is_silent and selection.regency not in in_part
        answers = [question.answer for question in slides["headline"].questions]
        adds_up = all(row["known"] == "all" for _, row in selection.of(TABLES["rounds"]).iterrows())
        assert absent or any(words("story.headline.adds_up") in answer for answer in answers) == adds_up, selection
        assert (words("story.headline.absent.answer") in answers) == bool(is_silent), (selection, answers)
        titles = [slide.title for slide in slides.values()]
        assert sorted(set(titles)) == sorted(titles), (selection, "a headline is told once")
        is_split = bool(counted(TABLES, selection.every_regency()).people) and not absent
        assert is_split == ("participants" in slides) == ("rates" in slides), "no slide of bars that nobody can draw"
        assert not (everywhere and "unreached" in slides), "beside “nothing is named” no list of who is not"


@pytest.mark.parametrize(("language", "every"), sweep(selections(TABLES)))
def test_tables_and_files_of_figures_say_that_it_is_the_sources_that_are_silent(
    language: str, every: list[Selection]
) -> None:
    words = Words(language)
    for selection in every:
        for build in FIGURES:
            chart = build(View(TABLES, selection, words))
            for text in (*vars(chart.text).values(), *itertools.chain(*chart.rows)):
                assert not is_banned(text, language), (selection, chart.key, text)
    csv = table.csv(participants_map(View(TABLES, Selection("2022"), words))).decode("utf-8-sig")
    assert csv.count(words("table.none")) == 7, "the number is missing, and the column beside it says why"
    for code, measure in itertools.product(["", *regency_codes(TABLES)], RECEIVED):
        chart = regency_rank(View(TABLES, words=words), measure, code, "")
        texts = [row[1] for row in chart.rows]
        assert texts.count(words("table.none")) == 3, "what no source names for any year"
        assert texts.count(words("not_stated")) == 1
        assert "0" not in texts
        assert not is_banned(chart.text.headline + chart.text.alt, language)
    for code in regency_codes(TABLES):
        for row in regencies.compared(View(TABLES, words=words), code, "81.07").texts(words):
            assert not is_banned(" ".join(row), language)


def test_a_figure_with_nothing_to_draw_has_no_rows(tables: Tables) -> None:
    bare = participants_bars(View(tables, Selection("2023", group="recycling"), Words("id")))
    assert len(bare.rows) == 1
    assert bare.text.sources.startswith("potretmaluku.id (2023); rakyatmaluku")


# --- What is not stated --------------------------------------------------------------------------------------


def numbers_in(tables: Tables, selection: Selection, words: Words) -> Iterator[tuple[str, str, Number]]:
    """Yield every number of the tables of the figures: figure, column, number."""
    for build in (*FIGURES, rank_of_selected, round_maps):
        chart = build(View(tables, selection, words))
        for sheet in (chart.table, *chart.worksheet):
            for column in sheet.columns:
                for cell in column.cells:
                    if isinstance(cell, Number):
                        yield chart.key, column.key, cell


def check_unstated(tables: Tables, selection: Selection) -> None:
    """No count is 0, no known part exceeds its whole, and what follows from a part is at least, or at most, so much."""
    view = View(tables, selection)
    for key, column, number in numbers_in(tables, selection, view.words):
        if column in ("people", "activity", "class", "rate") and number.value is not None:
            assert number.value > 0, (selection, key, column)
        if number.mark == "at_least" and number.value is not None:
            assert number.text(view.words).startswith("≥ "), (selection, key, number)
            assert "≥ ≈" not in number.in_sentence(view.words), "one sign, the other in a word"
        if number.mark == "not_stated":
            assert number.value is None, (selection, key, number)
            assert number.text(view.words) == "jumlah tidak disebut" or number.instead, (selection, key, number)
    counts, people = indicators.participants_by_regency(view), indicators.participants(view)
    if not pd.isna(people.value):
        assert counts.value.sum() <= people.value, selection
    shares = indicators.share_by_regency(view).value.dropna()
    assert shares.sum() <= 100 + 1e-9, selection
    assert dict(indicators.participants_per_100k(view).marks) == dict(counts.marks)


def test_no_number_is_made_up_where_the_packaged_rounds_state_none() -> None:
    for selection in [*map(Selection, round_codes(TABLES)), *selections(TABLES)[::6]]:
        check_unstated(TABLES, selection)


def test_who_was_taught_what_no_source_says_is_counted_as_stated() -> None:
    rows = content("2030", {"81.01": Place([("anyaman", 20)]), "81.72": Place([("anyaman", 30)])})
    rows["trainings"] = [row for row in rows["trainings"] if row["regency"] == "81.01"]
    tables = with_rounds(TABLES, {"2030": rows})
    for selection in (Selection("2030"), Selection("all")):
        check_unstated(tables, selection)
    sheet = training_mix(View(tables, Selection("2030"))).worksheet[0]
    people = dict(zip(sheet["code"].cells, sheet["people"].cells, strict=True))
    assert {code: (number.value, bool(number.formula)) for code, number in people.items()} == {
        "81.72": (30, False), "81.01": (20, True),
    }  # fmt: skip


@pytest.mark.integration
@A_FEW
@given(invented(), st.data())
def test_no_number_is_made_up_where_invented_rounds_state_none(tables: Tables, data: st.DataObject) -> None:
    for selection in data.draw(st.lists(st.sampled_from(list(every_selection(tables))), min_size=3, max_size=3)):
        check_unstated(tables, selection)

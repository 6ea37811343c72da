"""The catalogues have the same keys and placeholders, are really translated, and hold every word in use."""

import datetime as dt
import re
import string
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest

from data.parameters import of_language
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words, asked_for, catalogue, needed, preferred, significant, unbroken
from tests.conftest import ROOT

# The same in both languages: names, symbols, and sentences made of placeholders only.
SAME = {
    "formula.quotient", "formula.quotient.times", "indicator.title", "indicator_map.key", "indicator_rank.alt",
    "province", "province.capital", "province.file", "moment", "regency.standing", "regency.standing.unrated", "frame.in_province", "frame.in_indonesia", "selection.of_group", "noted", "indicators.regency.note", "absent.text", "regency.also", "kpi.average", "map.headline.here", "estimate", "at_least", "at_most", "between", "kpi.units.value", "map.km", "round_maps.cell", "place.papua", "place.wetar", "place.kisar", "place.leti", "place.babar",
    "sources.line.stated", "national.series.ikm", "take.times.2", "unit.rupiah", "workbook.back", "workbook.data",
    "workbook.guide.estimate.sign", "workbook.kind.tables",
}  # fmt: skip
CODE = [
    p
    for f in ("locales", "data", "geo", "charts", "story", "exports", "render", "pages", "serving")
    for p in (ROOT / f).rglob("*.py")
] + [
    ROOT / "dashboard.py",
    ROOT / "server.py",
]


@cache
def texts(language: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for message in catalogue(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_all_catalogues_have_the_same_keys_in_the_same_order() -> None:
    for language in LANGUAGES:
        assert list(texts(language)) == list(texts(DEFAULT_LANGUAGE)), language


def test_all_catalogues_have_the_same_placeholders() -> None:
    for key in texts(DEFAULT_LANGUAGE):
        # A plural form may leave a number out ("a regency"), but none may ask for what others do not have.
        every = [texts(language)[key] for language in LANGUAGES]
        everywhere = set.union(*(placeholders(text) for forms in every for text in forms))
        for forms in every:
            assert placeholders(forms[-1]) == everywhere, key


def test_nothing_is_empty_fuzzy_or_untranslated() -> None:
    for language in LANGUAGES:
        assert not [m.id for m in catalogue(language) if m.id and m.fuzzy]
        assert not [key for key, forms in texts(language).items() if not all(forms)]
    alike = {key for key, forms in texts("id").items() if forms[-1] == texts("en")[key][-1]}
    assert alike == SAME


def test_no_english_word_in_an_indonesian_text() -> None:
    english = re.compile(r"\b(the|of|and|with|is|are|participants?|training|regenc\w+|not|map|source|share)\b", re.I)
    for key, forms in texts("id").items():
        for text in forms:
            assert not english.search(re.sub(r"<.*?>|\{.*?\}", "", text)), (key, text)


# The glossary (page About): one word for each thing. What stands here is another word for it, or no word that an
# official publication would print; then the keys that may have it, "…*" for all that begin so.
STAGES = ("round.stage", "overview.lead.stage", "glossary.*", "sources.limit.open")
SHORT = (  # where there is little room, in an editor's forms and on the command line "regency" stands for both
    "absent.what.*", "page.regencies", "regency.side_by_side", "rounds.*", "story.regency_map.islands.answer",
    "choice.*", "draft.problem.*", "geo.*", "observing.*", "problem.*", "template.*", "upload.*",
)  # fmt: skip
ASKED = ("*.questions", "*.asked")  # "Yang mungkin ditanyakan"
NOT_PRINTED = {
    "id": {
        r"gelombang|angkatan": (), r"tahap": STAGES,
        r"ikut bimtek|yang ikut|mengirim peserta|terjangkau|menjangkau": (),
        r"disebutkan|dinyatakan|menyatakan|tertera|belum disebut": ("editor.unverified",),
        r"sebagian diketahui|paling sedikit sekian": (), r"100\.000 jiwa|laju per": (),
        r"kerangka nasional|batas hukum|pengandaian|menyala|tempat tinggal|punya asal|membingkai|ramalan": (),
        r"silakan|peladen|salindia|keadaan|editor": (), r"pekerja|dihitung dari angka itu|yang mungkin": ASKED,
    },
    "en": {
        r"regencies(?! and cities)": SHORT, r"trainings": (), r"reached (most|as far)|sent participants": (),
        r"at least so (many|much)|in no total|enters? no total": (),
        r"national frame|take (it )?away|home to|legal|mend(ed)?|is number": (),
        r"the lit|computed from these": (), r"do not say (what|of which)": (), r"(can|do|does|is)[’']?n?[’']t|can not": (), r"\w+'\w*": (),
    },
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_for_each_thing_as_a_statistics_office_would_print_it(language: str) -> None:
    for pattern, keys in NOT_PRINTED.get(language, {}).items():
        word = re.compile(rf"\b({pattern})\b", re.I)
        printed = {
            key for key, forms in texts(language).items() if word.search(re.sub(r"\{.*?\}", "", " ".join(forms)))
        }
        assert not {key for key in printed if not any(fnmatchcase(key, allowed) for allowed in keys)}, pattern


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_sentences_end_as_sentences_do(language: str) -> None:
    """But for messages about a file, which others go on from."""
    several, ended = re.compile(r"[a-z)]\. [A-Z{≥]"), re.compile(r"[.?!:}”)]$")
    said = ((key, form) for key, forms in texts(language).items() for form in forms)
    open_ended = {key for key, form in said if several.search(form) and not ended.search(form.strip())}
    assert not {key for key in open_ended if not key.startswith(("upload.", "problem."))}


def test_every_key_in_the_code_has_words() -> None:
    known = texts("id")
    used = set()
    for path in CODE:
        code = path.read_text("utf-8")
        used |= set(re.findall(r'words(?:\.count)?\(\s*"([a-z_.]+)"', code))
        for prefix in re.findall(r'words(?:\.count)?\(\s*f"([a-z_.]+\.)\{', code):
            assert any(key.startswith(prefix) for key in known), (path, prefix)
    assert {key for key in used if not key.endswith(".")} - set(known) == set()


def test_every_key_is_used() -> None:
    code = "\n".join(
        p.read_text("utf-8")
        for p in [
            *CODE,
            *(ROOT / "serving").glob("*.j2"),
            *(ROOT / "tests").rglob("*.py"),
            *(ROOT / "data").glob("*.csv"),
            *(ROOT / "geo").glob("*.csv"),
        ]
    )
    quoted = {text for _, text in re.findall(r"""(?=(["'])([\w.-]+)\1)""", code)}
    begun = {a or b for a, b in re.findall(r"""f["']([\w.]+)\.\{|["']([\w.]+)\.["'] \+""", code)}
    for key in texts("id"):
        prefix, _, last = key.rpartition(".")
        assert {key, last} & quoted or {prefix, prefix.split(".")[0]} & begun, key


@pytest.mark.parametrize(
    ("value", "digits", "id_", "en"),
    [
        (0, 0, "0", "0"), (-1200, 0, "-1.200", "-1,200"), (20000, 0, "20.000", "20,000"), (999.96, 1, "1.000,0", "1,000.0"),
        (2.386, 1, "2,4", "2.4"), (None, 0, "tidak tersedia", "not available"),
        (float("nan"), 0, "tidak tersedia", "not available"), (1_935_586, 0, "1.935.586", "1,935,586"),
    ],
)  # fmt: skip
def test_numbers(value: float | None, digits: int, id_: str, en: str) -> None:
    assert (Words("id").number(value, digits), Words("en").number(value, digits)) == (id_, en)


@pytest.mark.parametrize(
    ("value", "id_", "en"),
    [
        (4_400_000, "4,4 juta", "4.4 million"), (10_500_000, "10,5 juta", "10.5 million"), (0, "0", "0"),
        (999_999, "1 juta", "1 million"), (1e9, "1 miliar", "1 billion"), (None, "tidak tersedia", "not available"),
    ],
)  # fmt: skip
def test_large_numbers(value: float | None, id_: str, en: str) -> None:
    assert (Words("id").compact(value), Words("en").compact(value)) == (id_, en)


@pytest.mark.parametrize(
    ("value", "id_", "en"),
    [
        (65, "65,00%", "65.00%"),
        (3.69, "3,69%", "3.69%"),
        (None, "tidak tersedia", "not available"),
        (0, "0,00%", "0.00%"),
        (-2, "-2,00%", "-2.00%"),
    ],
)
def test_percentages(value: float | None, id_: str, en: str) -> None:
    assert (Words("id").percent(value, 2), Words("en").percent(value, 2)) == (id_, en)


@pytest.mark.parametrize(("value", "digits"), [(20.0, 0), (17.2, 1), (99.77, 2), (0.123, 2), (19.999, 0), (None, 0)])
def test_a_number_beside_no_others_has_no_zeros_behind_its_decimal_sign(value: float | None, digits: int) -> None:
    assert needed(value, 2) == digits


def test_rounding_to_significant_figures() -> None:
    assert [significant(n, 3) for n in (20_000, 20_952.38, 10_232.6, 999.6)] == [20_000, 21_000, 10_200, 1000]
    assert Words("id").rounded(20_952.38) == "21.000"


def test_dates_and_lists() -> None:
    day = dt.date(2023, 10, 30)
    assert (Words("id").date(day), Words("en").date(day)) == ("30 Oktober 2023", "30 October 2023")
    assert [Words(language).join(["a", "b", "c"]) for language in ("id", "en")] == ["a, b, dan c", "a, b and c"]
    days = [("2022-07-05", 3), ("2022-07-30", 4), ("2022-12-31", 2), ("2022-07-05", 1)]
    assert [Words("en").period(*one) for one in days] == [
        "5–7 July 2022",
        "30 July – 2 August 2022",
        "31 December 2022 – 1 January 2023",
        "5 July 2022",
    ]
    assert Words("id").period(*days[0]) == "5–7 Juli 2022"


def test_names_with_an_and_are_told_apart_in_a_list() -> None:
    assert Words("en").join(["crafts", "repair and service", "seafood"]) == "crafts, repair and service, and seafood"
    assert Words("id").join(["reparasi dan servis", "daur ulang"]) == "reparasi dan servis dan daur ulang"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"name_id": "Anyaman", "name_en": "Weaving"}, "Weaving"),
        ({"name_id": "Anyaman", "name_en": float("nan")}, "Anyaman"), ({"name_id": "Anyaman"}, "Anyaman"),
        ({"name_id": None}, ""),
    ],
)  # fmt: skip
def test_a_table_without_a_text_of_a_language_has_that_of_the_default_one(row: dict[str, Any], name: str) -> None:
    words = Words("en")
    assert (words.stated(row, "name"), words.field(row, "name")) == (name, name or words("missing"))


def test_a_language_says_what_it_is_called() -> None:
    assert [Words(language).called for language in ("id", "en")] == ["Indonesia", "English"]


def test_counting_follows_the_language() -> None:
    assert [Words("en").count("n.activity", n) for n in (0, 1, 11)] == ["0 activities", "1 activity", "11 activities"]
    assert [Words("id").count("n.activity", n) for n in (1, 11)] == ["1 kegiatan", "11 kegiatan"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "id"), ("*", "id"), ("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7", "id"), ("en-US,en;q=0.9", "en"), ("EN", "en"),
        ("en-US,en;q=0.9,id;q=0.8", "en"), ("en,id", "id"), ("ms,nl;q=0.5", "id"), ("en;q=0", "id"), ("en;q=x", "id"),
        ("de,en;q=0.5", "en"), ("id;q=0.4, en;q=0.5", "en"), ("x" * 9000, "id"),
    ],
)  # fmt: skip
def test_a_browser_that_clearly_prefers_english_gets_it(accepted: str, language: str) -> None:
    assert preferred(accepted) == language
    assert asked_for("", accepted).language == language
    assert asked_for("id", accepted).language == "id", "what the address says wins"
    assert of_language(asked_for("id", accepted)) == ({} if language == "id" else {"lang": "id"}), "and goes along"
    assert of_language(asked_for("en", accepted)) == {"lang": "en"}


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        Words("fr")


def test_no_line_ends_between_a_number_and_what_it_counts_in() -> None:
    assert unbroken("≥ 40 of 4.4 million, 707 km") == "≥\u00a040 of 4.4\u00a0million, 707\u00a0km"
    assert unbroken("2023 tahap I, 60 peserta") == "2023 tahap I, 60 peserta"
    assert unbroken("masing-masing 12-12, small-scale") == "masing-\u2060masing 12-12, small-scale"


def test_a_small_percentage_is_not_none() -> None:
    assert [Words("id").percent(value) for value in (0, 0.129, 0.4, 0.6, 65)] == ["0%", "0,1%", "0,4%", "1%", "65%"]


def test_a_place_in_an_order_is_written_as_each_language_does() -> None:
    assert [Words("en").ordinal(place) for place in (1, 2, 3, 11, 22, 25)] == [
        "1st",
        "2nd",
        "3rd",
        "11th",
        "22nd",
        "25th",
    ]
    assert Words("id").ordinal(25) == "25"

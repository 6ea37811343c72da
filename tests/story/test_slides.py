"""The story: complete for every selection, in order, and never against its own figures."""

import re
from functools import cache

import pytest

from data import indicators
from data.selection import Selection, regency_codes
from data.tables import load
from data.view import View
from locales import LANGUAGES, Words
from story.slides import Slide, Story, tell
from tests.conftest import selections, sweep
from tests.harness.tables import TABLES
from tests.invented import named
from tests.story.test_stories import complete

pytestmark = pytest.mark.integration
SELECTIONS = selections(TABLES)
ORDER = (
    "headline",
    "map",
    "regency_map",
    "participants",
    "rates",
    "mix",
    "rounds",
    "round_maps",
    "national_shares",
    "national_dots",
    "indicator_series",
    "indicator_scatter",
    "unreached",
    "to_level",
    "sources",
)


NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@cache
def told(selection: Selection, language: str) -> Story:
    return tell(View(TABLES, selection, Words(language)))


@pytest.mark.parametrize(("language", "every"), sweep(SELECTIONS))
def test_every_selection_has_a_whole_story(language: str, every: list[Selection]) -> None:
    Words(language)
    for selection in every:
        slides = told(selection, language).slides
        keys = [slide.key for slide in slides]
        assert keys == [key for key in ORDER if key in keys]
        assert 8 <= len(slides) <= 15, selection
        assert {"headline", "map", "national_shares", "sources"} <= set(keys)
        assert ("regency_map" in keys) == bool(selection.regency)
        for slide in slides:
            assert not _repeats(slide), slide.say
            assert not slide.reading.startswith(f"{slide.title}."), (
                selection,
                slide.key,
                "said twice, one below the other",
            )
            assert bool(slide.chart) != bool(slide.table)
            texts = [slide.title, slide.reading, slide.sources, slide.say, slide.alt]
            texts += [text for q in slide.questions for text in (q.asked, q.answer, q.sources)]
            for text in texts:
                assert complete(text), (selection, slide.key, text)
                assert "&" not in text or "&amp;" not in text


def _repeats(slide: Slide) -> bool:
    """Whether a sentence of the note has two numbers or more, and none that the title above it has not."""
    said = (set(NUMBER.findall(sentence)) for sentence in re.split(r"(?<=[.;]) ", slide.say))
    return any(len(numbers) > 1 and numbers <= set(NUMBER.findall(slide.title)) for numbers in said)


@pytest.mark.parametrize(("language", "every"), sweep(SELECTIONS))
def test_titles_say_what_their_figures_show(language: str, every: list[Selection]) -> None:
    Words(language)
    for selection in every:
        for slide in told(selection, language).slides:
            if slide.chart and slide.key not in ("headline", "regency_map", "indicator_series"):
                # What the first slide has said is not said again: the map then has a title of its own.
                assert slide.title == slide.chart.text.headline or slide.key == "map"
            if slide.chart and slide.key in ("participants", "rates", "rounds", "unreached", "to_level"):
                assert _bars_agree(slide), (selection, slide.key)


def _bars_agree(slide: Slide) -> bool:
    """Every number of the table is a label on a bar, and the bars are as long as they say."""
    (series,) = slide.chart.plot.series
    table = slide.chart.table[series.column].cells
    return len(table) == len(series.values) and all(
        cell.text(slide.chart.words) == number.text(slide.chart.words) or number.value == 0
        for cell, number in zip(table, series.values, strict=True)
    )


def test_numbers_by_hand() -> None:
    """4 of 11, 220, 80 ÷ 112,531, 7 regencies, and 60 ÷ 81,329 for the people of 8 regencies less their participants.

    The other three (Aru, Seram Bagian Barat, Maluku Tengah) took part in a round that states no number of theirs.
    """
    slides = {slide.key: slide for slide in tell(View(TABLES, Selection(), Words("en"))).slides}
    assert (
        slides["headline"].title
        == "220 new small-industry entrepreneurs from 4 of Maluku’s 11 regencies and cities were trained"
    )
    assert "71.1" in slides["rates"].title
    assert slides["rounds"].title.startswith("630 participants of 3 rounds came from 7 of 11 regencies and cities")
    assert slides["unreached"].title.startswith("7 regencies and cities with 1,113,668 people")
    assert "7 regencies" in slides["to_level"].title  # Buru Selatan itself takes no more
    assert "560" in slides["to_level"].title  # 556 and a bit, each regency's share rounded up to a whole person
    assert "2.7 times" in slides["to_level"].title
    assert slides["to_level"].chart is not None
    assert sum(n.value for n in slides["to_level"].chart.table["more"].cells if n.value is not None) == 560
    gap = indicators.participants_to_level(TABLES)
    people = 1_935_586 - 112_531 - 217_389 - 432_361
    assert round(gap.value.sum()) == round(60 / 81_329 * people - (430 - 80 - 40)) == 556
    assert gap.value["81.09"] == pytest.approx(0)


def test_a_round_that_never_was_leaves_nothing_out_of_place(folder) -> None:  # type: ignore[no-untyped-def]
    """Every regency took part: no slide on those not reached, and nothing says so."""
    rows = [(folder / "participation.csv").read_text().splitlines()[0]]
    rows += [f"2022,{code},20,,,,,antara-2022" for code in regency_codes(TABLES)]
    (folder / "participation.csv").write_text("\n".join(rows) + "\n")
    first = (folder / "rounds.csv").read_text().splitlines()[:2]  # 2022, with 220 participants and 11 activities
    (folder / "rounds.csv").write_text("\n".join(first) + "\n")
    header = (folder / "trainings.csv").read_text().splitlines()[0]
    rows = [f"2022,{code},1,anyaman,,,,,,antara-2022" for code in regency_codes(TABLES)]
    (folder / "trainings.csv").write_text("\n".join([header, *rows]) + "\n")
    tables = load(folder)
    assert tables.problems == ()
    for language in LANGUAGES:
        keys = [slide.key for slide in tell(View(tables, Selection(), Words(language))).slides]
        assert "unreached" not in keys
        assert 8 <= len(keys) <= 15


@pytest.mark.parametrize(
    ("code", "group", "taught"),
    [
        ("81.07", "", "2022: Pengelolaan daging ikan; Anyaman lidi; Perbaikan telepon seluler; Reparasi mesin kapal"),
        ("81.71", "repair", "2023 tahap I: Servis AC; Servis motor tempel/motor laut"),
        ("81.01", "", "2023 tahap II: tidak dirinci dalam sumber"),
    ],
)
def test_the_slide_of_a_regency_names_its_activities(code: str, group: str, taught: str) -> None:
    (slide,) = (one for one in tell(View(TABLES, Selection("all", code, group))).slides if one.key == "regency_map")
    assert taught in slide.reading
    assert taught in slide.say


def test_what_a_map_has_no_room_for_stands_in_the_notes() -> None:
    view = View(named(), Selection("2030", "81.07"))
    (slide,) = (one for one in tell(view).slides if one.key == "regency_map")
    names = [view.words.field(row, "name") for row in indicators.training_rows(view).to_dict("records")]
    assert len(slide.reading) < 620
    assert all(name in slide.say for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_slide_says_of_what_day_the_data_are(language: str) -> None:
    """A deck said nowhere how old it is, and the brief's bare date was read as its own."""
    words = Words(language)
    assert words("about.updated", date=words.date(TABLES.date)) in told(Selection("2022"), language).slides[-1].sources

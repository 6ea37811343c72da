"""Rounds of one person and of a hundred thousand, and names of 200 letters: figures, pictures and files are bounded.

`make test` tries one round through every outlet and the extremes in every figure, `make test-all` every size and shape.
"""

import io
import itertools
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from PIL import Image
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from charts import map as province_map
from charts import mix, plots, style
from charts.figures import FIGURES
from charts.map import participants_map
from charts.mix import training_mix
from charts.national import one_in_units
from charts.plots import MOST_COLUMNS, MOST_MARKS, BigNumber, BigNumbers, UnitField, Width
from charts.rounds import round_bars
from data.rounds.store.merge import files
from data.selection import Selection
from data.table_checks import rounds_add_up
from data.tables import Tables
from data.view import View
from geo import shapes
from locales import LANGUAGES, Words
from render import engine, framed, image, office, phone, plotly, screen, table
from render.image import MOST_PIXELS
from story.slides import tell
from tests.conftest import ROOT, alternating, others_slow
from tests.file_trial import CASES, CODE, SIZES
from tests.invented import PACKAGED_TABLES, REGENCIES, Place, long_regencies, named, spread, with_round
from tests.paper import letters

ID = Words("id")
DRAWN = [key for key, figure in FIGURES.items() if not figure.needs_regency]
FIRST = "100000 everywhere"  # `make test` tries it, `make test-all` the others too
SHAPES = [(*shape, language) for shape, language in alternating(itertools.product(CASES, DRAWN), LANGUAGES)]
# Of the sizes the ends, of the long names those that no line can break; all of them, with IKM_SOAK.
NAMED = ["names of 200 letters without a space", "many rounds of long names"]
BUNDLED = [*CASES] if os.environ.get("IKM_SOAK") else [FIRST, f"{SIZES[0]} in one class", *NAMED]


@lru_cache(maxsize=1)  # its figures are tried one after the other
def tables_of(case: str) -> Tables:
    return CASES[case]()


def test_invented_rounds_are_sound() -> None:
    for make in CASES.values():
        assert rounds_add_up(make().frames) == []


# --- Figures -----------------------------------------------------------------------------------------------


@pytest.mark.integration
@pytest.mark.parametrize(("case", "key", "language"), others_slow(SHAPES, 23))
def test_a_figure_has_a_bounded_shape(case: str, key: str, language: str) -> None:
    chart = FIGURES[key](View(tables_of(case), Selection(CODE), Words(language)))
    height = image.height_of(chart, image.WIDTH)
    assert 30 < height < 1.4 * image.WIDTH
    assert len(plotly.figure(chart).to_json()) < 350_000
    assert len(chart.text.headline) < 250
    assert len(chart.text.sources) < 450, "a source line names what two lines hold"
    assert table.csv(chart).startswith(b"\xef\xbb\xbf"), "its numbers are a file"


@pytest.mark.parametrize(
    "units", [1, 2, 44, 999, 4_400, 20_000, 21_000, 24_000, 24_100, 62_900, 77_200, 1_470_000, 4_400_000]
)
def test_the_field_of_dots_is_bounded_and_true_to_the_number(units: int) -> None:
    field = UnitField(units)
    assert field.count * field.scale == units, "no mark stands for less than the others"
    assert field.count <= MOST_MARKS
    assert field.columns <= MOST_COLUMNS
    assert 0.8 < field.columns / field.rows <= 4
    assert re.fullmatch("[125]0*", str(field.scale))
    assert field.scale == 1 or units / field.scale > MOST_MARKS / 5, "the scale is as fine as can be"


@pytest.mark.parametrize(
    ("people", "marks", "scale"), [(1, 22_000, 200), (20, 22_000, 10), (220, 20_000, 1), (100_000, 44, 1)]
)
def test_the_dots_say_what_one_of_them_is(people: int, marks: int, scale: int) -> None:
    chart = one_in_units(View(with_round(spread(people)), Selection(CODE), ID))
    drawn = unquote(plotly.figure(chart).layout.images[0].source.removeprefix("data:image/svg+xml,"))
    assert sum(round(float(length) + 0.8) for length in re.findall(r"h([\d.]+)", drawn)) == marks
    assert f"Setiap titik {ID.number(scale) if scale > 1 else 'satu'} unit IKM" in chart.text.subtitle
    slides = tell(View(with_round(spread(people)), Selection(CODE), ID)).slides
    assert "0 peserta per sejuta" not in next(slide for slide in slides if slide.key == "national_dots").say.replace(
        "50 p", ""
    )


@pytest.mark.parametrize("counts", [(1,), (1, 3), (15, 20, 57), (80, 40), (99_999, 1, 190), (100_000,) * 11])
def test_circles_are_scaled_to_the_largest_count_shown(counts: tuple[int, ...]) -> None:
    places = {code: Place([("anyaman", n)]) for code, n in zip(REGENCIES, counts, strict=False)}
    tables = with_round(places)
    radii = {circle.code: circle.radius for circle in participants_map(View(tables, Selection(CODE), ID)).plot.circles}
    assert max(radii.values()) == pytest.approx(province_map.LARGEST, abs=0.1)
    for code, place in places.items():
        expected = province_map.LARGEST * (place.people / max(counts)) ** 0.5
        assert radii[code] == pytest.approx(max(expected, province_map.SMALLEST), abs=0.1)
    drawn = plotly.figure(training_mix(View(tables, Selection(CODE), ID))).data
    sizes = [size for trace in drawn for size in trace.marker.size]
    assert max(sizes) == pytest.approx(mix.LARGEST)
    assert min(sizes) >= mix.SMALLEST


@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize("counts", [(1, 2), (99_999, 15), (190, 1), (100_000, 90_000)])
def test_a_number_stands_in_its_circle_only_where_that_has_room(counts: tuple[int, int], silent: bool) -> None:
    place = Place([("anyaman", counts[0]), ("servis-ac", counts[1])], frozenset({0, 1} if silent else ()))
    fig = plotly.figure(training_mix(View(with_round({"81.71": place}), Selection(CODE), ID)))
    texts: list[str] = []
    for trace in fig.data:
        for size, text in zip(trace.marker.size, trace.text, strict=True):
            texts += [text] * bool(text)
            assert not text or wide(text) < size, "white or black on the circle's colour, nowhere else"
    notes = [
        n for n in fig.layout.annotations if "<" not in n.text and n.yref != "paper" and n.xshift != plotly.NAME_AT
    ]
    beside = [note for note in notes if note.yshift]
    for note in notes:
        size = max(s for trace in fig.data for x, s in zip(trace.x, trace.marker.size, strict=True) if x == note.x)
        inside = not note.yshift
        assert wide(note.text) < size + 4 if inside else -note.yshift >= size / 2 + 6
    assert len(texts) + len(notes) == 2, "each number once"
    assert fig.layout.height == (plotly.MATRIX_ROW_WITH_NOTES if beside else plotly.MATRIX_ROW) + 120


def wide(text: str, size: float = style.SMALL_SIZE, bold: bool = False) -> float:
    return float(engine._measure(text, str(size), "bold" if bold else "normal").split(",")[0])


def test_names_of_columns_are_broken_where_a_column_is_narrower_alone() -> None:
    chart = training_mix(View(PACKAGED_TABLES, Selection("2022"), ID))
    for width, lines in ((1080, 1), (600, 2), (320, 3)):
        names = plotly.draw(chart, plotly.Form(across=width)).layout["xaxis"]["ticktext"]
        assert max(name.count("<br>") + 1 for name in names) == lines
        assert {name.replace("<br>", " ") for name in names} == {head.name for head in chart.plot.columns}


def test_a_live_matrix_has_the_names_of_its_columns_for_places_of_several_widths() -> None:
    """It is one drawing at any width; on a laptop each word of "Anyaman dan kerajinan" stood on its own line."""
    chart = training_mix(View(PACKAGED_TABLES, Selection("2022"), ID))
    heads = [head.name for head in chart.plot.columns]
    notes = plotly.figure(chart).layout.annotations
    assert [note.text for note in notes[-len(heads) :]] == heads, "one line each where the place is widest"
    beside = max(office.width(f"{plotly.BEFORE}{head.name}{plotly.AFTER}", style.TEXT_SIZE) for head in chart.plot.rows)
    for start, across in enumerate(plotly.WIDER, -len(plotly.WIDER)):
        of_width = notes[len(heads) * start :][: len(heads)]
        lines = [(line, note.font.size) for note in of_width for line in note.text.split("<br>")]
        assert max(office.width(*line) for line in lines) < (across - beside) / len(heads), "none runs into the next"
    shown = [
        rule for rule in screen.label_rules(chart, ".x") if f'.x .annotation[data-index="{len(notes) - 1}"]' in rule
    ]
    assert [rule.partition(" {")[0].startswith("@container (min-width: 880px)") for rule in shown] == [False, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_live_matrix_names_what_was_taught_beside_its_circles_where_a_page_is_wide(language: str) -> None:
    view = View(PACKAGED_TABLES, Selection("all"), Words(language))
    chart, other = training_mix(view), Selection("all", regency="81.71")
    notes = plotly.figure(chart).layout.annotations
    beside = {i: note for i, note in enumerate(notes) if note.xshift == plotly.NAME_AT}
    taught = ["".join(run.text for run in spot.hover[0]) for spot in chart.plot.spots]
    assert [note.text.replace("<br>", " ") for note in beside.values()] == taught
    assert max(note.text.count("<br>") for note in beside.values()) < plotly.NAME_LINES
    first = f'.x .annotation[data-index="{min(beside)}"]'
    hidden, shown = (rule for rule in screen.label_rules(chart, ".x") if first in rule)
    assert hidden.endswith("{ display: none; }")
    assert shown.startswith(f"@media screen {{ @container (min-width: {plotly.NAMED_FROM}px) {{ ")
    *_, dimmed = screen.emphasis(chart, {"regency": other.regency, "group": ""}, ".x")
    assert {i for i in beside if f'"{i}"]' in dimmed} == {
        i for i, spot in zip(beside, chart.plot.spots, strict=True) if spot.row != other.regency
    }


def test_a_wide_picture_names_what_was_taught_and_a_slide_does_not() -> None:
    chart = training_mix(View(PACKAGED_TABLES, Selection("2022"), ID))
    first = "".join(run.text for run in chart.plot.spots[0].hover[0])

    def drawn(form: plotly.Form) -> str:
        return " ".join(note["text"].replace("<br>", " ") for note in plotly.draw(chart, form).layout["annotations"])

    assert first in drawn(plotly.Form("wide", across=image.WIDTH))
    for form in (plotly.Form("wide", 1.2, across=image.WIDTH), plotly.Form("wide", across=600), plotly.Form("narrow")):
        assert first not in drawn(form)


def test_what_has_no_room_beside_a_circle_is_left_out() -> None:
    assert plotly._in_lines(plots.lines("Reparasi" * 9), 120) == [" "]
    *whole, last = plotly._in_lines(plots.lines("Reparasi mesin " * 20), 120)
    assert (len(whole), last) == (plotly.NAME_LINES - 1, "…")


@pytest.mark.parametrize("width", ["narrow", "any"])  # before the live page, and on it
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_a_phones_columns_do_not_run_into_each_other(language: str, width: Width) -> None:
    chart = training_mix(View(PACKAGED_TABLES, Selection("all"), Words(language)))
    layout = plotly.draw(chart, plotly.Form(width, across=phone.WIDTH)).layout
    rows = max(office.width(head.name, style.TEXT_SIZE) for head in chart.plot.rows)
    lines = "<br>".join(layout["xaxis"]["ticktext"]).split("<br>")
    assert max(office.width(line, layout["xaxis"]["tickfont"]["size"]) for line in lines) <= (phone.WIDTH - rows) / 5


@pytest.mark.parametrize("key", ["rates", "participants", "rank"])
@pytest.mark.parametrize("across", [310, 1100])
def test_long_names_leave_a_figure_its_bars(key: str, across: int) -> None:
    """A name of 200 letters took the whole width; it is cut off, and whole under the mouse and in the table."""
    chart = FIGURES[key](View(long_regencies(), Selection("2030"), ID))
    drawn = plotly.draw(chart, plotly.Form(across=across))
    for name in drawn.layout["yaxis"]["ticktext"]:
        assert office.width(name, style.TEXT_SIZE) <= max(plotly.LONGEST_NAME, across / 2) + 10
    (trace,) = drawn.data
    cut = [name.strip().endswith("…") for name in drawn.layout["yaxis"]["ticktext"]]
    assert any(cut)
    assert [info == "text" for info in trace["hoverinfo"]] == cut
    whole = {row[0] for row in chart.rows[1:]}
    told = zip(trace["hovertext"], cut, strict=True)
    assert {letters(text.replace("<br>", "")) for text, one in told if one} <= {letters(name) for name in whole}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["mix", "rank", "rates_map"])
def test_a_pictures_headline_has_lines_of_about_one_length(key: str, language: str) -> None:
    headline = FIGURES[key](View(PACKAGED_TABLES, Selection("all"), Words(language))).text.headline
    for room in (300, 500, 1036):
        lines = office.balanced(headline, framed.HEADLINE, room, bold=True)
        assert " ".join(lines) == headline
        assert len(lines) == len(office.wrapped(headline, framed.HEADLINE, room, bold=True))
        widths = [office.width(line, framed.HEADLINE, bold=True) for line in lines]
        assert widths[-1] > 0.3 * max(widths)


@pytest.mark.parametrize("paper", [1.0, 0.5])
def test_what_stands_in_the_place_of_bars_has_its_row(paper: float) -> None:
    chart = round_bars(View(PACKAGED_TABLES, Selection("2022"), ID))
    notes = plotly.draw(chart).layout["annotations"]
    lines = max(note["text"].count("<br>") + 1 for note in notes)
    assert lines > 1
    assert plotly.height(chart, paper) >= len(chart.plot.rows) * lines * style.SMALL_SIZE * 1.25


def test_the_inset_frame_is_drawn_over_the_circles() -> None:
    plot = participants_map(View(with_round({"81.71": Place([("anyaman", 220)])}), Selection(CODE), ID)).plot
    shown = {inset.shown() for inset in shapes.INSETS}
    frames = [stroke for stroke in plot.strokes if (stroke.x0, stroke.y0, stroke.x1, stroke.y1) in shown]
    assert len(frames) == len(shown) > 0
    assert not any(frame.below for frame in frames)


def numbers(values: list[str]) -> BigNumbers:
    return BigNumbers(tuple(BigNumber("", value, "") for value in values))


def test_large_numbers_fit_their_columns() -> None:
    for values in (["1", "1 dari 11", "1", "1 : 4.400.000"], ["100.000", "11 dari 11", "55", "1 : ≈ 23.200"]):
        size = plotly._largest(numbers(values))
        for value in values:
            assert wide(value, size, bold=True) < 240 * 0.9
    assert plotly._largest(numbers(["1 : 20.000"] * 4)) == plotly.VALUE_SIZE


# --- Words -------------------------------------------------------------------------------------------------


def test_what_is_many_is_counted_not_listed() -> None:
    everyone = with_round({code: Place([("anyaman", 100)]) for code in REGENCIES})
    title = FIGURES["participants"](View(everyone, Selection(CODE), ID)).text.headline
    assert title == "Peserta dari 11 kabupaten/kota sama banyak: masing-masing 100 dari 1.100"
    rounds = named(rounds=23)
    assert "26 putaran 2022–2052" in FIGURES["participants"](View(rounds, Selection("all"), ID)).text.subtitle
    assert "… (23 sumber)" in FIGURES["participants"](View(rounds, Selection("all"), ID)).text.sources
    names = [f"{i} {short}" for i, short in enumerate(rounds["sources"].short)]
    others = Tables(rounds.folder, {**rounds.frames, "sources": rounds["sources"].assign(short=names)})
    assert re.search(
        r"…; dan \d+ sumber lain", FIGURES["participants"](View(others, Selection("all"), ID)).text.sources
    )
    assert (
        FIGURES["participants"](View(with_round(spread(1)), Selection(CODE), ID)).text.headline
        == "Satu-satunya peserta berasal dari Maluku Tengah"
    )


# --- Files -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str, str], bytes]]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.file_trial"]
    program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    path = tmp_path_factory.mktemp("made") / "file"

    def make(case: str, what: str, language: str = "id") -> bytes:
        assert program.stdin
        assert program.stdout
        program.stdin.write(json.dumps({"case": case, "what": what, "language": language, "path": str(path)}) + "\n")
        program.stdin.flush()
        used = json.loads(program.stdout.readline())
        assert not used["failed"], (case, what, used)
        return path.read_bytes()

    yield make
    program.stdin.close() if program.stdin else None
    program.wait(60)


Made = Callable[..., bytes]


@pytest.mark.slow
@pytest.mark.parametrize("case", BUNDLED)
def test_every_file_is_made_within_500_mb_and_ends(made: Made, case: str) -> None:
    content = made(case, "bundle", LANGUAGES[len(case) % 2])  # which holds all others
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        found = {Path(name).suffix: packed.read(name) for name in packed.namelist()}
        pictures = [packed.read(name) for name in packed.namelist() if name.endswith(".png")]
    assert len(Presentation(io.BytesIO(found[".pptx"])).slides) >= 10
    assert len(openpyxl.load_workbook(io.BytesIO(found[".xlsx"])).sheetnames) > 15
    assert found[".pdf"].startswith(b"%PDF")
    for picture in pictures:
        width, height = Image.open(io.BytesIO(picture)).size
        assert width * height <= MOST_PIXELS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "figure"),
    [(FIRST, "national_dots"), (FIRST, "participants"), *alternating([c for c in BUNDLED if c != FIRST], DRAWN)],
)
def test_the_largest_picture_is_bounded(made: Made, case: str, figure: str) -> None:
    width, height = Image.open(io.BytesIO(made(case, f"{figure}.png"))).size
    assert width >= 1100
    assert width * height <= MOST_PIXELS


@pytest.mark.slow
def test_a_long_table_goes_on_on_the_next_slide(made: Made) -> None:
    slides = Presentation(io.BytesIO(made("many rounds of long names", "deck"))).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert len(tables) > 1
    titles = [slide.shapes.title.text_frame.text for slide in slides][-len(tables) :]
    assert titles[0].endswith(f"(1\N{NO-BREAK SPACE}dari\N{NO-BREAK SPACE}{len(tables)})")
    listed = [row.cells[0].text for table in tables for row in list(table.rows)[1:]]
    assert sum(text.startswith("Laporan") for text in listed) == 23
    assert len(set(listed)) + 22 == len(listed), "the others are named once"


# --- Pages -------------------------------------------------------------------------------------------------


@pytest.mark.integration
@pytest.mark.parametrize("people", others_slow([100_000, *SIZES[:-1]]))
def test_pages_show_the_round(people: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in files(with_round(spread(people, 4, 3))).items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setenv("IKM_DATA", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    app.query_params["round"] = CODE
    app.run()
    assert not app.exception
    assert ID.number(people) in app.title[0].value
    assert len(app.get("plotly_chart")) == 4

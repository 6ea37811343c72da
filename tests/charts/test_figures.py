"""Every figure: the values it shows, its words in both languages, and that it draws without a browser."""

import base64
import io
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from PIL import Image, ImageFont

from charts import style
from charts.chart import Chart
from charts.figures import FIGURES
from charts.map import LARGEST, participants_map
from charts.mix import training_mix
from charts.national import national_shares, one_in_units
from charts.participants import participants_bars
from charts.rank import regency_rank
from charts.registry import figure
from charts.rounds import round_bars
from data.selection import Selection
from data.tables import Tables, load
from data.view import View
from locales import LANGUAGES, Words
from render import image, phone, plotly, screen
from render.table import csv
from tests.conftest import others_slow, write_row

ROUNDS = ["2022", "2023", "2023-2", "all"]
BUILDERS = {
    "map": participants_map,
    "participants": participants_bars,
    "mix": training_mix,
    "national_shares": national_shares,
    "national_dots": one_in_units,
}
ID, EN = Words("id"), Words("en")


def words_on(fig: go.Figure) -> str:
    return " ".join(note.text for note in fig.layout.annotations)


def numbers(packed: dict[str, str]) -> object:
    """Return numbers that Plotly is given packed."""
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])


def area(x: object, y: object) -> float:
    """Area of a closed ring (shoelace)."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


@pytest.mark.parametrize("code", ROUNDS)
def test_map_shows_every_regency_and_circles_by_area(tables: Tables, code: str) -> None:
    from data.indicators import participants_by_regency

    counts = participants_by_regency(View(tables, Selection(code))).value
    plot = participants_map(View(tables, Selection(code), ID)).plot
    land = [land for land in plot.lands if land.code and not land.inset]
    assert len(land) == 11
    assert {shape.code for shape in land if shape.kind == "reached"} == set(counts.index)
    known = {str(c): None if pd.isna(n) else n for c, n in counts.items()}
    assert {circle.code: circle.value.value for circle in plot.circles} == known
    drawn = plotly.figure(participants_map(View(tables, Selection(code), ID))).data[len(plot.lands) :]
    for circle, trace in zip(plot.circles, drawn, strict=False):
        if circle.value.value is None:
            continue  # a mark and no measure
        expected = np.pi * LARGEST**2 * counts[circle.code] / counts.max()
        assert area(numbers(trace.x), numbers(trace.y)) == pytest.approx(expected, rel=0.03)


def test_map_shades_land_that_took_part(tables: Tables) -> None:
    chart = participants_map(View(tables, Selection("2022"), ID))
    fills = {
        "reached": style.ACCENT_LAND,
        "elsewhere": style.ELSEWHERE_LAND,
        "other": style.QUIET_LAND,
        "context": style.CONTEXT_LAND,
    }
    drawn = zip(chart.plot.lands, plotly.figure(chart).data, strict=False)
    assert all(trace.fillcolor == fills[land.kind] for land, trace in drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_tells_apart_who_is_named_elsewhere_and_who_nowhere(tables: Tables, language: str) -> None:
    plots = {code: participants_map(View(tables, Selection(code), Words(language))).plot for code in ("2022", "all")}
    looks = {code: {land.code: land.kind for land in plot.lands if land.code} for code, plot in plots.items()}
    nowhere = {"81.04", "81.05", "81.72"}
    assert {code for code, kind in looks["2022"].items() if kind == "other"} == nowhere
    assert {"81.01", "81.02", "81.08", "81.09"} == {code for code, kind in looks["2022"].items() if kind == "elsewhere"}
    assert {code for code, kind in looks["all"].items() if kind == "elsewhere"} == {"81.02"}, "known in part"
    for plot in plots.values():
        assert [entry.area for entry in plot.key.entries][:3] == ["reached", "elsewhere", "other"]


def test_map_names_places_seas_scale_and_inset(tables: Tables) -> None:
    texts = words_on(plotly.figure(participants_map(View(tables, Selection("2022"), ID))))
    for name in (*tables["regencies"].name, "Laut Banda", "Laut Seram", "Laut Arafura", "200 km", "Pulau Ambon"):
        assert name in texts
    assert "<i>Laut Banda</i>" in texts
    assert "<b>Kepulauan Aru</b><br>80 peserta" in texts


def test_map_scale_bar_is_200_km_long(tables: Tables) -> None:
    strokes = participants_map(View(tables, Selection("2022"), ID)).plot.strokes
    longest = next(s for s in strokes if not s.box and not s.below)
    assert longest.x1 - longest.x0 == 200


def test_map_travels_light(tables: Tables) -> None:
    assert len(plotly.figure(participants_map(View(tables, Selection("all"), ID))).to_json()) < 150_000


def test_bars_read_back(tables: Tables) -> None:
    bar = plotly.figure(participants_bars(View(tables, Selection("2022"), ID))).data[0]
    assert dict(zip(bar.customdata, bar.x, strict=True)) == {"81.06": 40, "81.71": 40, "81.03": 60, "81.07": 80}
    assert bar.text[-1] == " <b>80 · 36%</b>"


def test_of_bars_of_at_least_so_much_that_of_the_selected_regency_is_outlined(tables: Tables) -> None:
    outlined = {}
    for code in ("", "81.07", "81.71"):
        bar = plotly.figure(participants_bars(View(tables, Selection("all", code), ID))).data[0]
        outlined[code] = {row for row, line in zip(bar.customdata, bar.marker.line.width, strict=True) if line}
    outlined[""].discard("81.01")  # which has no bar
    assert outlined == {"": {"81.06", "81.07"}, "81.07": {"81.07"}, "81.71": set()}


@pytest.mark.parametrize("px", [330, 740, 1100])
@pytest.mark.parametrize("key", ["participants", "rates", "unreached", "to_level", "rounds"])
def test_the_longest_bar_takes_the_width_that_names_and_labels_leave(tables: Tables, key: str, px: int) -> None:
    view = View(tables, Selection("all"), EN)
    drawn = image.svg(FIGURES[key](view), px)
    shift = float(re.search(r'class="xy" transform="translate\(([\d.]+),', drawn)[1])
    bars = [float(end) for end in re.findall(r'<path d="M0,[\d.]+V[\d.]+H([\d.]+)', drawn)]
    label = r'translate\(([\d.]+),[\d.]+\)" style="[^"]*">\u00a0<tspan style="font-weight:bold">([^<]*)'
    font = ImageFont.truetype(str(image.FONTS / "MalukuSans-Bold.ttf"), style.TEXT_SIZE)
    ends = [shift + float(middle) + font.getlength(unescape(text)) / 2 for middle, text in re.findall(label, drawn)]
    assert len(bars) in (len(ends), len(ends) - 1), "each has its label, that of 0 too"
    assert px - 25 < max(ends) <= px
    assert max(bars) > px / 8, "there is a bar where a figure is narrowest"


def test_mix_marks_estimates(tables: Tables) -> None:
    charts = [training_mix(View(tables, Selection(code), ID)) for code in ("2022", "2023")]
    estimated, stated = map(plotly.figure, charts)
    for trace in estimated.data:
        assert all(c.startswith("rgba") for c in trace.marker.color), "estimates are open circles"
        assert set(trace.text) == {""}
    assert sum(a.text.startswith("≈ ") and "<" not in a.text for a in estimated.layout.annotations) == 10
    for trace in stated.data:
        assert all(c.startswith("#") for c in trace.marker.color)
        assert all(n in ("15", "30") for n in trace.text)
    assert "≈" not in " ".join(a.text for a in stated.layout.annotations)
    assert "perkiraan" in charts[0].text.subtitle


@pytest.mark.parametrize("words", [ID, EN])
def test_what_stands_in_the_place_of_a_bar_has_room_in_half_a_page(tables: Tables, words: Words) -> None:
    notes = plotly.figure(FIGURES["rounds"](View(tables, Selection("all"), words))).layout.annotations
    assert len(notes) >= 2
    for note in notes:
        size = note.font.size or style.TEXT_SIZE
        font = ImageFont.truetype(str(image.FONTS / "MalukuSans-Regular.ttf"), size)
        assert max(map(font.getlength, unescape(note.text).split("<br>"))) < 205, note.text


def test_a_number_on_a_dimmed_circle_takes_the_colour_of_text(tables: Tables) -> None:
    dimmed = training_mix(View(tables, Selection("2023", "81.08"), ID))
    drawn = plotly.figure(dimmed)
    for trace in drawn.data:
        for lit, text in zip(trace.marker.opacity, trace.text, strict=True):
            assert bool(text) == (lit == 1), "white or black is readable on the full colour only"
    assert sum(note.text in ("15", "30") for note in drawn.layout.annotations) == 8
    whole = training_mix(View(tables, Selection("2023"), ID))
    rules = screen.emphasis(whole, {"regency": "81.08", "group": ""}, ".mix")
    faded = [rule for rule in rules if f"opacity: {style.DIMMED['scatter']} " in rule]
    assert len(faded) == len([rule for rule in rules if ".textpoint:nth" in rule and "currentColor" in rule]) == 8


def test_mix_names_an_activity_of_two_classes_once(tables: Tables) -> None:
    taught = next(c for c in training_mix(View(tables, Selection("2023"), ID)).table.columns if c.key == "activities")
    assert "Anyaman" in taught.cells
    assert not any("Anyaman dan Anyaman" in str(cell) for cell in taught.cells)


def test_mix_names_the_second_activity_within_the_list(tables: Tables) -> None:
    taught = next(c for c in training_mix(View(tables, Selection("2022"), ID)).table.columns if c.key == "activities")
    assert "Perbaikan telepon seluler dan reparasi mesin kapal angkutan" in taught.cells


def test_mix_names_groups_above_and_regencies_beside(tables: Tables) -> None:
    fig = plotly.figure(training_mix(View(tables, Selection("2022"), ID)))
    assert [t.replace("<br>", " ") for t in fig.layout.xaxis.ticktext] == [
        "Hasil laut",
        "Anyaman dan kerajinan",
        "Reparasi dan servis",
        "Daur ulang",
    ]
    assert [re.sub("<.*?>| +", " ", t).split("  ")[0].strip() for t in fig.layout.yaxis.ticktext[::-1]] == [
        "Kepulauan Aru",
        "Kepulauan Tanimbar",
        "Kota Ambon",
        "Seram Bagian Barat",
    ]
    assert "4 kegiatan" in fig.layout.yaxis.ticktext[-1]


def test_mix_keeps_group_colours(tables: Tables) -> None:
    for code in ROUNDS:
        for trace in plotly.figure(training_mix(View(tables, Selection(code), ID))).data:
            group = trace.customdata[0][1]
            assert trace.marker.line.color == style.group_colour(group)


def test_national_shares_read_back(tables: Tables) -> None:
    fig = plotly.figure(national_shares(View(tables, words=ID)))
    assert list(fig.data[0].x) == [99, 65]
    texts = " ".join(a.text for a in fig.layout.annotations)
    assert "<b>99%</b>" in texts
    assert "lebih dari 4,4 juta" in texts
    assert "hingga 10,5 juta" in texts


@pytest.mark.parametrize(("code", "dots"), [("2022", 20_000), ("2023", 21_000), ("all", 7000)])
def test_one_dot_for_each_unit(tables: Tables, code: str, dots: int) -> None:
    chart = one_in_units(View(tables, Selection(code), EN))
    fig = plotly.figure(chart)
    svg = ET.fromstring(unquote(fig.layout.images[0].source.removeprefix("data:image/svg+xml,")))
    rows = re.findall(r"h([\d.]+)", svg.find(".//{http://www.w3.org/2000/svg}path").get("d"))
    assert sum(round(float(length) + 0.8) for length in rows) == dots, "a dashed line is a row of dots, one to a unit"
    assert [trace.name for trace in fig.data] == ["lit"], "one is lit"
    assert f"{dots:,}" in chart.text.headline


@pytest.mark.parametrize(("builder", "code", "language"), list(itertools.product(BUILDERS, ROUNDS, LANGUAGES)))
def test_every_figure_says_what_it_is(tables: Tables, builder: str, code: str, language: str) -> None:
    chart = BUILDERS[builder](View(tables, Selection(code), Words(language)))
    assert chart.key == builder
    for text in (chart.text.headline, chart.text.subtitle, chart.text.alt, chart.text.sources):
        assert text
        assert not re.search(
            r"[{}]|\bnan\b|<NA>|None|\b[a-z_]+\.[a-z_]+\.[a-z_]+", text.replace("rakyatmaluku.fajar.co.id", "")
        ), text
    assert len(chart.text.alt) > 40


@pytest.mark.integration
@pytest.mark.parametrize(("builder", "code"), others_slow(itertools.product(BUILDERS, ROUNDS), 3))
def test_every_figure_draws_without_a_browser(tables: Tables, builder: str, code: str) -> None:
    fig = BUILDERS[builder](View(tables, Selection(code), ID))
    svg = image.svg(fig, 800)
    assert ET.fromstring(svg).tag.endswith("svg")
    picture = Image.open(io.BytesIO(image.png(fig, 800, scale=1)))
    assert picture.width == 800
    # Something of the accent, or of a group's colour, is really drawn.
    colours = {c for _, c in picture.convert("RGB").getcolors(1 << 24)}
    wanted = [style.ACCENT, *style.GROUPS.values()]
    assert (
        any(tuple(int(h[i : i + 2], 16) for i in (1, 3, 5)) in colours for h in wanted)
        or builder == "map"
        or (
            code == "2023-2" and builder in ("participants", "mix")  # of which no source states the numbers
        )
    )


@pytest.mark.integration
def test_a_figure_is_built_once_and_never_changed(tables: Tables) -> None:
    for build in BUILDERS.values():
        fig = build(View(tables, Selection("2022"), Words("id")))
        assert build(View(tables, Selection("2022"), Words("id"))) is fig
        before = plotly.figure(fig).to_json()
        image.svg(fig)
        assert plotly.figure(fig).to_json() == before


def test_figures_do_not_change_the_tables(tables: Tables) -> None:
    before = {name: frame.copy() for name, frame in tables.frames.items()}
    for build in BUILDERS.values():
        build(View(tables, Selection("all"), ID))
    for name, frame in tables.frames.items():
        assert frame.equals(before[name]), name


@pytest.fixture
def one_regency(folder: Path) -> Tables:
    said = {"round": "2022", "source": "antara-2022", "participants": 30}
    write_row(folder, "rounds", True, **said, year=2022, year_basis="stated", trainings=1, training_kind="class")
    write_row(folder, "participation", True, **said, regency="81.71")
    write_row(folder, "trainings", True, **said, regency="81.71", number=1, activity="anyaman")
    return load(folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_regency_reads_right(one_regency: Tables, language: str) -> None:
    assert one_regency.problems == ()
    words = Words(language)
    titles = {k: b(View(one_regency, Selection("2022"), words)).text.headline for k, b in BUILDERS.items()}
    expected = {
        "id": ("Peserta hanya berasal dari Kota Ambon", "Seluruh 30 peserta berasal dari Kota Ambon",
               "Semua pelatihan (1 kelas) termasuk kelompok anyaman dan kerajinan"),
        "en": ("Participants came from Kota Ambon only", "All 30 participants came from Kota Ambon",
               "All training (1 class) was in weaving and crafts"),
    }  # fmt: skip
    assert (titles["map"], titles["participants"], titles["mix"]) == expected[language]


def test_a_tie_names_everyone(tables: Tables) -> None:
    rows = tables["participation"].copy()
    rows.loc[rows.regency == "81.07", "participants"] = 60
    rounds = tables["rounds"].copy()
    rounds.loc[rounds["round"] == "2022", "participants"] = 200
    tied = Tables(tables.folder, {**tables.frames, "participation": rows, "rounds": rounds})
    title = participants_bars(View(tied, Selection("2022"), ID)).text.headline
    assert title == "Peserta terbanyak berasal dari Kepulauan Aru dan Kepulauan Tanimbar, masing-masing 60 dari 200"


def test_markup_in_names_is_shown_not_obeyed(tables: Tables) -> None:
    rows = tables["regencies"].copy()
    rows.loc[rows.code == "81.07", "name"] = "<script>alert(1)</script> & <b>bold</b>"
    hostile = Tables(tables.folder, {**tables.frames, "regencies": rows})
    for build in BUILDERS.values():
        drawn = str(plotly.figure(build(View(hostile, Selection("2022"), ID))).to_plotly_json())
        assert "<script" not in drawn
        assert "<b>bold" not in drawn
    assert (
        "<script>alert(1)</script> & <b>bold</b>"
        in participants_bars(View(hostile, Selection("2022"), ID)).text.headline
    )


def test_an_unknown_group_still_has_a_colour() -> None:
    assert style.group_colour("pottery") == style.OTHER_GROUP


def test_no_line_runs_through_a_number(tables: Tables) -> None:
    """The matrix has its lines between the rows; on the ranking each ends at its dot, before the number."""
    mix = plotly.figure(training_mix(View(tables, Selection("all"), ID)))
    assert [line.y0 % 1 for line in mix.layout.shapes] == [0.5] * 8
    rank = plotly.figure(regency_rank(View(tables, words=ID), "population", "81.07", ""))
    dots = rank.data[0]
    (lines,) = rank.layout.shapes
    ends = [(float(x), int(y)) for x, y in re.findall(r"L([^,]+),(\d+)", lines.path)]
    assert ends == list(zip(dots.x, dots.y, strict=True))
    assert not mix.layout.yaxis.showgrid
    assert not rank.layout.yaxis.showgrid


@pytest.mark.parametrize("build", BUILDERS.values(), ids=list(BUILDERS))
def test_a_chart_is_drawn_once_and_its_content_names_it(tables: Tables, build: Callable[..., Chart]) -> None:
    one, other = (build(View(tables, Selection(code), ID)) for code in ("2022", "2023"))
    assert plotly.figure(one) is plotly.figure(one)
    assert plotly.figure(one).to_dict() is plotly.figure(one).to_dict()
    assert phone.svg(one) is phone.svg(one)
    revisions = [plotly.figure(chart).layout.datarevision for chart in (one, other)]
    assert one is other or revisions[0] != revisions[1]
    again = build(View(Tables(tables.folder, tables.frames), Selection("2022"), ID))
    assert plotly.figure(again).layout.datarevision == revisions[0]


def test_the_map_is_the_same_for_every_regency_but_for_its_outline(tables: Tables) -> None:
    plain, chosen = (
        participants_map(View(tables, Selection(), ID)),
        participants_map(View(tables, Selection("2022", "81.07"), ID)),
    )
    assert plain.text.alt == chosen.text.alt, "a new description would draw the map anew"
    one, other = plotly.figure(plain), plotly.figure(chosen)
    outlined = [trace for trace in other.data if trace.line.to_plotly_json() == plotly.OUTLINE]
    assert len(outlined) == 1
    assert not [trace for trace in one.data if trace.line.to_plotly_json() == plotly.OUTLINE]
    places = [mark for codes, mark in plotly.marks(plain) if codes == ("81.07",)]
    (place,) = [int(re.search(r"nth-child\((\d+)\)", mark)[1]) for mark in places]
    np.testing.assert_array_equal(one.data[place - 1].x, outlined[0].x)
    assert sum(codes == ("81.71",) for codes, _ in plotly.marks(plain)) == 2, "Ambon is in the inset too"
    assert not [mark for codes, mark in plotly.marks(plain) if codes == ("99.99",)]


@pytest.mark.parametrize("build", [participants_bars, training_mix])
def test_the_browser_finds_each_mark_by_its_codes(tables: Tables, build: Callable[..., Chart]) -> None:
    chart = build(View(tables, Selection("all"), ID))
    marks = dict(plotly.marks(chart))
    for t, trace in enumerate(plotly.figure(chart).data, 1):
        for i, data in enumerate(trace.customdata, 1):
            place = marks.pop((data,) if isinstance(data, str) else tuple(data))
            assert [int(n) for n in re.findall(r"nth-child\((\d+)\)", place)] == [t, i]
    assert not marks


@pytest.mark.parametrize("height", [190, 450, 900])
def test_the_national_shares_are_named_above_their_bars_at_any_height(tables: Tables, height: int) -> None:
    drawn = image.svg(national_shares(View(tables, words=ID)), 1000, height)
    tops = [float(y) for y in re.findall(r'<path d="M0,([\d.]+)V[\d.]+H(?:990|650)V', drawn)]
    labels = [
        float(y) + float(tall)
        for y, tall in re.findall(
            r'class="cursor-pointer" transform="translate\(0,([\d.]+)\)"><rect[^>]* height="(\d+)"', drawn
        )
    ]
    assert len(tops) == len(labels) == 2
    assert all(0 <= top - label < 5 for top, label in zip(tops, labels, strict=True)), (tops, labels)


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_registers_itself_by_the_key_of_its_chart(tables: Tables, key: str) -> None:
    chart = FIGURES[key](View(tables, Selection("2022", "81.07"), ID))
    assert chart.key == key == FIGURES[key].key
    assert FIGURES[key].has_numbers == any(column.is_numeric for column in chart.table.columns)


def test_what_is_known_in_part_is_not_called_unnamed_in_files(tables: Tables) -> None:
    for key in ("map", "rank", "to_level"):
        rows = csv(FIGURES[key](View(tables, Selection("all"), ID))).decode().splitlines()
        (row,) = (row for row in rows if row.startswith("Maluku Tenggara;"))
        assert "diketahui sebagian (2021)" in row
        assert "tidak disebut dalam sumber" not in row.split(";")


def test_no_two_figures_have_one_key() -> None:
    with pytest.raises(ValueError, match="map"):
        figure("map")(participants_map)


@pytest.mark.parametrize(("width", "lines"), [(310, 2), (image.WIDTH, 1)])
def test_what_stands_in_the_place_of_a_bar_takes_as_few_lines_as_it_has_room_for(
    tables: Tables, width: int, lines: int
) -> None:
    drawn = image.svg(round_bars(View(tables, words=ID)), width)
    (part,) = re.findall(r"<text[^>]*>(?:<tspan[^>]*>)?\s*Maluku Tenggara.*?</text>", drawn)
    assert max(part.count('class="line"'), 1) == lines

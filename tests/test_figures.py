"""Every figure: the values it shows, its words in both languages, and that it draws without a browser."""

import io
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import plotly.graph_objects as go
import pytest
from PIL import Image

from charts import style
from charts.map import KM_PER_ROOT, OUTLINE, land_of, participants_map
from charts.mix import training_mix
from charts.national import national_shares, one_in_units
from charts.participants import participants_bars
from charts.rank import regency_rank
from data.selection import Selection
from data.tables import Tables, load
from exports import image
from locales import LANGUAGES, Words

ROUNDS = ["2022", "2023", "all"]
BUILDERS = {
    "map": participants_map,
    "participants": participants_bars,
    "mix": training_mix,
    "national_shares": lambda tables, _selection, words: national_shares(tables, words),
    "national_dots": one_in_units,
}
ID, EN = Words("id"), Words("en")


def traces(fig: go.Figure, prefix: str) -> dict[str, go.Scatter]:
    return {t.name.removeprefix(prefix): t for t in fig.data if t.name and t.name.startswith(prefix)}


def area(x: object, y: object) -> float:
    """Area of a closed ring (shoelace)."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


@pytest.mark.parametrize("code", ROUNDS)
def test_map_shows_every_regency_and_circles_by_area(tables: Tables, code: str) -> None:
    from data.indicators import participants_by_regency

    counts = participants_by_regency(tables, Selection(code)).value
    fig = participants_map(tables, Selection(code), ID)
    land = traces(fig, "81.")
    assert len(land) == 11
    for short, trace in land.items():
        accent = f"81.{short}" in counts.index
        assert trace.fillcolor == (style.ACCENT_LAND if accent else style.QUIET_LAND)
    circles = traces(fig, "circle ")
    assert set(circles) == set(counts.index)
    for regency, circle in circles.items():
        assert area(circle.x, circle.y) == pytest.approx(np.pi * KM_PER_ROOT**2 * counts[regency], rel=0.03)


def test_map_names_places_seas_scale_and_inset(tables: Tables) -> None:
    texts = " ".join(a.text for a in participants_map(tables, Selection("2022"), ID).layout.annotations)
    for name in (*tables["regencies"].name, "Laut Banda", "Laut Seram", "Laut Arafura", "200 km", "Pulau Ambon"):
        assert name in texts
    assert "<i>Laut Banda</i>" in texts
    assert "<b>Kepulauan Aru</b><br>80 peserta" in texts


def test_map_scale_bar_is_200_km_long(tables: Tables) -> None:
    bar = [s for s in participants_map(tables, Selection("2022"), ID).layout.shapes if s.type == "line"][1]
    assert bar.x1 - bar.x0 == 200


def test_map_travels_light(tables: Tables) -> None:
    assert len(participants_map(tables, Selection("all"), ID).to_json()) < 150_000


def test_bars_read_back(tables: Tables) -> None:
    bar = participants_bars(tables, Selection("2022"), ID).data[0]
    assert dict(zip(bar.customdata, bar.x, strict=True)) == {"81.06": 40, "81.71": 40, "81.03": 60, "81.07": 80}
    assert bar.text[-1] == " <b>80 · 36%</b>"


def test_mix_marks_estimates(tables: Tables) -> None:
    estimated, stated = training_mix(tables, Selection("2022"), ID), training_mix(tables, Selection("2023"), ID)
    for trace in estimated.data:
        assert all(c.startswith("rgba") for c in trace.marker.color), "estimates are open circles"
        assert set(trace.text) == {""}
    assert sum(a.text.startswith("≈ ") and "<" not in a.text for a in estimated.layout.annotations) == 10
    for trace in stated.data:
        assert all(c.startswith("#") for c in trace.marker.color)
        assert all(n in ("15", "30") for n in trace.text)
    assert "≈" not in " ".join(a.text for a in stated.layout.annotations)
    assert "perkiraan" in style.about(estimated).subtitle


def test_mix_names_groups_above_and_regencies_beside(tables: Tables) -> None:
    fig = training_mix(tables, Selection("2022"), ID)
    assert [t.replace("<br>", " ") for t in fig.layout.xaxis.ticktext] == [
        "Hasil laut",
        "Anyaman dan kerajinan",
        "Reparasi dan servis",
        "Daur ulang",
    ]
    assert [re.sub("<.*?>| +", " ", t).split("  ")[0].strip() for t in fig.layout.yaxis.ticktext] == [
        "Kepulauan Aru",
        "Kepulauan Tanimbar",
        "Kota Ambon",
        "Seram Bagian Barat",
    ]
    assert "4 kegiatan" in fig.layout.yaxis.ticktext[0]


def test_mix_keeps_group_colours(tables: Tables) -> None:
    for code in ROUNDS:
        for trace in training_mix(tables, Selection(code), ID).data:
            group = trace.customdata[0][1]
            assert trace.marker.line.color == style.group_colour(group)


def test_national_shares_read_back(tables: Tables) -> None:
    fig = national_shares(tables, ID)
    assert list(fig.data[0].x) == [99, 65]
    texts = " ".join(a.text for a in fig.layout.annotations)
    assert "<b>99%</b>" in texts
    assert "lebih dari 4,4 juta" in texts
    assert "hingga 10,5 juta" in texts


@pytest.mark.parametrize(("code", "dots"), [("2022", 20_000), ("2023", 21_000), ("all", 10_200)])
def test_one_dot_for_each_unit(tables: Tables, code: str, dots: int) -> None:
    fig = one_in_units(tables, Selection(code), EN)
    svg = ET.fromstring(unquote(fig.layout.images[0].source.removeprefix("data:image/svg+xml,")))
    rows = re.findall(r"h([\d.]+)", svg.find(".//{http://www.w3.org/2000/svg}path").get("d"))
    assert sum(round(float(length) + 0.8) for length in rows) == dots, "a dashed line is a row of dots, one to a unit"
    assert len(fig.data[0].x) == 1, "one is lit"
    assert f"{dots:,}" in style.about(fig).title


@pytest.mark.parametrize(("builder", "code", "language"), list(itertools.product(BUILDERS, ROUNDS, LANGUAGES)))
def test_every_figure_says_what_it_is(tables: Tables, builder: str, code: str, language: str) -> None:
    about = style.about(BUILDERS[builder](tables, Selection(code), Words(language)))
    assert about.key == builder
    for text in (about.title, about.subtitle, about.alt, about.sources):
        assert text
        assert not re.search(
            r"[{}]|\bnan\b|<NA>|None|\b[a-z_]+\.[a-z_]+\.[a-z_]+", text.replace("rakyatmaluku.fajar.co.id", "")
        ), text
    assert len(about.alt) > 40


@pytest.mark.parametrize(("builder", "code"), list(itertools.product(BUILDERS, ROUNDS)))
def test_every_figure_draws_without_a_browser(tables: Tables, builder: str, code: str) -> None:
    fig = BUILDERS[builder](tables, Selection(code), ID)
    svg = image.svg(fig, 800)
    assert ET.fromstring(svg).tag.endswith("svg")
    picture = Image.open(io.BytesIO(image.png(fig, 800, scale=1)))
    assert picture.width == 800
    # Something of the accent, or of a group's colour, is really drawn.
    colours = {c for _, c in picture.convert("RGB").getcolors(1 << 24)}
    wanted = [style.ACCENT, *style.GROUPS.values()]
    assert any(tuple(int(h[i : i + 2], 16) for i in (1, 3, 5)) in colours for h in wanted) or builder == "map"


def test_a_figure_is_built_once_and_never_changed(tables: Tables) -> None:
    for build in BUILDERS.values():
        fig = build(tables, Selection("2022"), Words("id"))
        assert build(tables, Selection("2022"), Words("id")) is fig
        before = fig.to_json()
        image.svg(fig)
        assert fig.to_json() == before


def test_figures_do_not_change_the_tables(tables: Tables) -> None:
    before = {name: frame.copy() for name, frame in tables.frames.items()}
    for build in BUILDERS.values():
        build(tables, Selection("all"), ID)
    for name, frame in tables.frames.items():
        assert frame.equals(before[name]), name


@pytest.fixture
def one_regency(folder: Path) -> Tables:
    for file, row in {
        "rounds.csv": "2022,2022,stated,,,30,1,class,30,,,antara-2022,\n",
        "participation.csv": "2022,81.71,30,antara-2022\n",
        "trainings.csv": "2022,81.71,1,anyaman,30,antara-2022\n",
    }.items():
        header = (folder / file).read_text().splitlines()[0]
        (folder / file).write_text(header + "\n" + row)
    return load(folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_regency_reads_right(one_regency: Tables, language: str) -> None:
    assert one_regency.problems == ()
    words = Words(language)
    titles = {k: style.about(b(one_regency, Selection("2022"), words)).title for k, b in BUILDERS.items()}
    expected = {
        "id": ("Bimtek berlangsung di Kota Ambon saja", "Seluruh 30 peserta berasal dari Kota Ambon",
               "Semua pelatihan (1 kelas) termasuk kelompok Anyaman dan kerajinan"),
        "en": ("The training took place in Kota Ambon alone", "All 30 participants came from Kota Ambon",
               "All training (1 class) was in Weaving and crafts"),
    }  # fmt: skip
    assert (titles["map"], titles["participants"], titles["mix"]) == expected[language]


def test_a_tie_names_everyone(tables: Tables) -> None:
    rows = tables["participation"].copy()
    rows.loc[rows.regency == "81.07", "participants"] = 60
    tied = Tables(tables.folder, {**tables.frames, "participation": rows})
    title = style.about(participants_bars(tied, Selection("2022"), ID)).title
    assert title == "Kepulauan Aru dan Kepulauan Tanimbar mengirim peserta terbanyak, masing-masing 60 dari 200"


def test_markup_in_names_is_shown_not_obeyed(tables: Tables) -> None:
    rows = tables["regencies"].copy()
    rows.loc[rows.code == "81.07", "name"] = "<script>alert(1)</script>"
    hostile = Tables(tables.folder, {**tables.frames, "regencies": rows})
    for build in BUILDERS.values():
        fig = build(hostile, Selection("2022"), ID)
        assert "<script" not in str(fig.to_plotly_json())


def test_an_unknown_group_still_has_a_colour() -> None:
    assert style.group_colour("pottery") == style.OTHER_GROUP


def test_no_line_runs_through_a_number(tables: Tables) -> None:
    """The matrix has its lines between the rows; on the ranking each ends at its dot, before the number."""
    mix = training_mix(tables, Selection("all"), ID)
    assert [line.y0 % 1 for line in mix.layout.shapes] == [0.5] * 7
    rank = regency_rank(tables, "population", "81.07", "", ID)
    dots = rank.data[0]
    assert [(line.x1, line.y1) for line in rank.layout.shapes] == list(zip(dots.x, dots.y, strict=True))
    assert not mix.layout.yaxis.showgrid
    assert not rank.layout.yaxis.showgrid


@pytest.mark.parametrize("build", BUILDERS.values(), ids=list(BUILDERS))
def test_what_is_sent_of_a_figure_is_made_once_and_names_it(tables: Tables, build: Callable[..., go.Figure]) -> None:
    one, other = build(tables, Selection("2022"), ID), build(tables, Selection("2023"), ID)
    sent = one.to_dict()
    assert sent["data"] is one.to_dict()["data"]
    assert "meta" not in sent["layout"], "the words are set beside the figure"
    assert one is other or sent["layout"]["datarevision"] != other.to_dict()["layout"]["datarevision"]
    assert sent["layout"]["datarevision"] == type(one)(one.data, one.layout).to_dict()["layout"]["datarevision"]


def test_the_map_is_the_same_for_every_regency_but_for_its_outline(tables: Tables) -> None:
    plain, chosen = participants_map(tables, Selection(), ID), participants_map(tables, Selection("2022", "81.07"), ID)
    assert [trace.name for trace in plain.data] != [trace.name for trace in chosen.data], "the outline is drawn last"
    (place,) = land_of(plain, "81.07")
    (drawn,) = [trace for trace in chosen.data if trace.name == "81.07"]
    assert drawn.line.to_plotly_json() == OUTLINE
    np.testing.assert_array_equal(drawn.x, plain.data[place].x)
    assert len(land_of(plain, "81.71")) == 2, "Ambon is in the inset too"
    assert land_of(plain, "99.99") == []
    assert style.about(plain).alt == style.about(chosen).alt, "a new description would draw the map anew"


@pytest.mark.parametrize("height", [190, 450, 900])
def test_the_national_shares_are_named_above_their_bars_at_any_height(tables: Tables, height: int) -> None:
    drawn = image.svg(national_shares(tables, ID), 1000, height)
    tops = [float(y) for y in re.findall(r'<path d="M0,([\d.]+)V[\d.]+H(?:990|650)V', drawn)]
    labels = [
        float(y) + float(tall)
        for y, tall in re.findall(
            r'class="cursor-pointer" transform="translate\(0,([\d.]+)\)"><rect[^>]* height="(\d+)"', drawn
        )
    ]
    assert len(tops) == len(labels) == 2
    assert all(0 <= top - label < 5 for top, label in zip(tops, labels, strict=True)), (tops, labels)

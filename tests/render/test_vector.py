"""A figure's SVG file: whole and the same in every program, whatever fonts are there."""

import dataclasses
import html
import io
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from PIL import Image

from charts import style
from charts.figures import FIGURES
from charts.plots import MapPlot, UnitField
from data.selection import Selection
from data.tables import Tables, load
from data.view import View
from locales import LANGUAGES, Words
from render import framed, image
from render.vector import LINK, svg_file
from tests.conftest import NewContext, alternating, office, others_slow
from tests.harness.tables import TABLES
from tests.invented import Place, with_round

ARU, EVERY = Selection("2022", "81.07"), Selection("all")
CASES = alternating(FIGURES, sorted(LANGUAGES))
FIELD = "national_dots"  # free of text, and of dots smaller than what two programs round alike
DARK = 140  # of a grey's 255: letters on white or on a light tone

# Each text's box, and the drawing's own, as the browser has drawn them.
BOXES = """() => { const box = e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
    return [box(document.documentElement),
        [...document.querySelectorAll('[aria-label]')].map(e => [e.getAttribute('aria-label'), ...box(e)])]; }"""


def written(key: str, selection: Selection, language: str) -> bytes:
    return svg_file(FIGURES[key](View(TABLES, selection, Words(language))))


def grey(content: bytes) -> np.ndarray:
    picture = Image.open(io.BytesIO(content)).convert("RGBA")
    return np.asarray(Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("L")).astype(int)


def from_afar(picture: np.ndarray) -> np.ndarray:
    """Return a picture of which a point is 10 × 10 px of the other."""
    small = (picture.shape[1] // 10, picture.shape[0] // 10)
    return np.asarray(Image.fromarray(picture.astype(np.uint8)).resize(small, Image.Resampling.BOX)).astype(int)


@pytest.mark.integration
@pytest.mark.parametrize(("key", "language"), others_slow(itertools.product(FIGURES, LANGUAGES), 5))
def test_it_says_what_it_shows_and_needs_no_font(key: str, language: str) -> None:
    chart = FIGURES[key](View(TABLES, ARU, Words(language)))
    content = svg_file(chart)
    drawing = ET.fromstring(content)
    words = {e.tag.rpartition("}")[2]: e.text for e in drawing if e.tag.endswith(("title", "desc"))}
    text = chart.text
    assert words == {"title": text.headline, "desc": f"{text.alt}\n{chart.words('source.label')} {text.sources}"}
    assert b"<text" not in content
    assert b"font-family" not in content
    assert len(content) < len(image.svg(chart)) + 40_000
    drawn = [re.sub("<[^>]*>", "", html.unescape(text)) for text in re.findall("<text.*?</text>", image.svg(chart))]
    labels = [e.get("aria-label") for e in drawing.iter() if e.get("aria-label")]
    assert ["".join(label.split()) for label in labels] == ["".join(line.split()) for line in drawn]
    assert labels or key == FIELD


@pytest.mark.integration
@pytest.mark.parametrize(("key", "language"), others_slow(CASES, 3))
def test_without_any_font_it_looks_as_with_ours(key: str, language: str) -> None:
    chart = FIGURES[key](View(TABLES, EVERY if key != "regency_map" else ARU, Words(language)))
    ours = grey(image.png(chart, scale=1))
    bare = grey(resvg_py.svg_to_bytes(svg_file(chart).decode(), skip_system_fonts=True))
    assert bare.shape == ours.shape
    if key == FIELD:
        bare, ours = from_afar(bare), from_afar(ours)
    assert np.abs(bare - ours).mean() < 1, "of 255: the edges of letters"
    assert (bare < DARK).sum() == pytest.approx((ours < DARK).sum(), rel=0.03)


MOVED = re.compile(r"translate\((-?[\d.]+)")


def begins(part: ET.Element, x: float = 0.0) -> Iterator[tuple[float, str]]:
    """Where each line of each text of a drawing begins, in px from the left, and the text."""
    x += sum(float(moved) for moved in MOVED.findall(part.get("transform", "")))
    for child in part:
        if text := part.get("aria-label"):
            yield x + sum(float(moved) for moved in MOVED.findall(child.get("transform", ""))), text
        else:
            yield from begins(child, x)


@pytest.mark.integration
@pytest.mark.parametrize(("regency", "language"), others_slow(itertools.product(["81.04", "81.71"], LANGUAGES)))
def test_of_one_regency_with_a_short_name_nothing_is_cut(regency: str, language: str) -> None:
    tables = with_round({regency: Place([("anyaman", 100_000)])})
    for key in (key for key in FIGURES if key != "regency_map"):
        drawing = ET.fromstring(svg_file(FIGURES[key](View(tables, Selection("2030"), Words(language)))))
        assert [(key, text, x) for x, text in begins(drawing) if x < -1] == []  # the engine rounds


@pytest.mark.integration
@pytest.mark.parametrize("cases", others_slow([CASES[::5], CASES]), ids=["few", "all"])
def test_every_name_is_inside_and_none_lies_on_another(
    context: NewContext, tmp_path: Path, cases: list[tuple[str, str]]
) -> None:
    page = context().new_page()
    for (key, language), selection in itertools.product(cases, (ARU, Selection("2023", "81.71"))):
        file = tmp_path / f"{key}-{language}.svg"
        file.write_bytes(written(key, selection, language))
        page.goto(file.as_uri())
        (left, top, right, bottom), labels = page.evaluate(BOXES)
        for name, x0, y0, x1, y1 in labels:
            assert x0 >= left, (key, name)
            assert y0 >= top, (key, name)
            assert x1 <= right, (key, name)
            assert y1 <= bottom, (key, name)
        for (one, *a), (other, *b) in itertools.combinations(labels, 2):
            across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            assert across < 1 or down < 1, (key, one, other)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("key", ["map", "rates_map", "indicator_map"])
def test_what_is_written_on_a_map_keeps_clear_of_the_land_below_it(key: str, dark: bool) -> None:
    chart = FIGURES[key](View(TABLES, ARU, Words("id")))
    paper = style.DARK_PAPER if dark else style.PAPER
    assert f'<g class="infolayer" stroke="{paper}"' in image.whole(chart, ("x",), dark=dark)[0]
    groups = ET.fromstring(svg_file(chart, ("x",), dark)).iterfind(".//{*}g[@class='infolayer']//{*}g[@aria-label]")
    texts = [list(group) for group in groups]
    assert texts
    for halo, letters in texts:  # all of it below all letters
        assert (halo.get(f"{{{LINK}}}href"), halo.get("stroke")) == (f"#{letters.get('id')}", paper)
        for run in letters:
            scale = float(re.findall(r"scale\(([\d.]+)", run.get("transform", ""))[0])
            assert float(run.get("stroke-width", 0)) * scale == pytest.approx(framed.HALO, rel=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("below", [(), ("x",)], ids=["plain", "with its words"])
def test_it_looks_the_same_in_libreoffice(tmp_path: Path, below: Sequence[str]) -> None:
    charts = {key: figure(View(TABLES, ARU, Words("id"))) for key, figure in FIGURES.items()}
    charts = {key: chart for key, chart in charts.items() if not below or isinstance(chart.plot, MapPlot)}
    files = [tmp_path / f"{key}.svg" for key in charts]
    for chart, file in zip(charts.values(), files, strict=True):
        file.write_bytes(svg_file(chart, below))
    office(tmp_path, "png", *files)
    for key in charts:
        ours = Image.fromarray(grey(image.png(charts[key], scale=1, below=below)).astype(np.uint8))
        theirs = grey((tmp_path / f"{key}.png").read_bytes())
        assert abs(theirs.shape[0] - ours.height) <= 2, key  # nothing sticks out
        assert abs(theirs.shape[1] - ours.width) <= 2, key
        same = np.asarray(ours.resize(theirs.shape[::-1])).astype(int)
        assert np.abs(from_afar(theirs) - from_afar(same)).max() < 30, key
        for margin in (theirs[:, : framed.MARGIN - 2], theirs[:, 2 - framed.MARGIN :]) if below else ():
            assert margin.min() > 250, f"{key}: land leaves the map"
        if key == FIELD or below:  # small type has other greys at its edges
            continue
        assert np.abs(theirs - same).mean() < 3, key
        assert (theirs < DARK).sum() == pytest.approx((same < DARK).sum(), rel=0.12), key


@pytest.mark.parametrize(("units", "scale"), [(1, 1), (139, 1), (20_000, 1), (24_000, 1), (4_400_000, 200)])
def test_a_field_of_dots_is_as_many_circles(units: int, scale: int) -> None:
    chart = FIGURES[FIELD](View(TABLES, ARU, Words("id")))
    field = UnitField(units)
    drawing = ET.fromstring(svg_file(dataclasses.replace(chart, plot=field)))
    assert not [e for e in drawing.iter() if e.tag.endswith("}image")]
    row = sum(1 for e in drawing.iter() if e.tag.endswith("}circle"))
    again = [e for e in drawing.iter() if e.tag.endswith("}use") and e.get(f"{{{LINK}}}href") == "#row"]
    assert field.scale == scale
    assert row + len(again) * field.columns == field.count


def test_letters_that_the_font_lacks_stay_text_at_their_own_place(folder: Path) -> None:
    regencies = folder / "regencies.csv"
    regencies.write_text(regencies.read_text("utf-8").replace("Kepulauan Aru", "Aru 島 & <b>"), "utf-8")
    tables: Tables = load(folder)
    drawing = ET.fromstring(svg_file(FIGURES["participants"](View(tables, Selection("2022"), Words("id")))))
    (text,) = [e for e in drawing.iter() if e.tag.endswith("}text")]
    assert (text.text or "").strip() == "Aru 島 & <b>"
    assert float(text.get("x", "-1")) >= 0
    assert sum(1 for e in drawing.iter() if e.tag.endswith("}use")) > 20


@pytest.mark.integration
def test_a_picture_is_as_large_on_paper_as_the_drawing_whatever_its_scale() -> None:
    chart = FIGURES["participants"](View(TABLES, EVERY, Words("id")))
    for scale in (1, 2, 4):
        picture = Image.open(io.BytesIO(image.png(chart, scale=scale)))
        assert picture.width / picture.info["dpi"][0] == pytest.approx(image.WIDTH / 96, rel=0.001)
        assert picture.mode == "RGB"
    assert Image.open(io.BytesIO(image.png(chart, clear=True))).mode == "RGBA"

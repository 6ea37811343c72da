"""Outlets together: pictures, names, the bundle, the command line, many at once."""

import io
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation

from charts.figures import FIGURES
from data.selection import Selection
from data.tables import PACKAGED, load
from data.view import View
from exports import contents, files
from exports.__main__ import main
from exports.build import build
from exports.jobs import made
from exports.outlets import COVERS, OUTLETS
from locales import Words
from render import image
from render.plotly import Form
from story.slides import tell
from tests.conftest import ROOT, others_slow
from tests.services import wait_until

TABLES = load(PACKAGED)
ARU = Selection("2022", "81.07")


@pytest.mark.integration
@pytest.mark.parametrize("key", others_slow(FIGURES, 4))
def test_every_figure_becomes_a_picture_of_any_size(key: str) -> None:
    fig = FIGURES[key](View(TABLES, ARU, Words("id")))
    svg = image.svg(fig)
    assert re.search(r"<svg [^>]*viewBox", svg)
    assert svg.count("<text") >= 1 or key == "national_dots"
    assert "http" not in re.sub(r"http(://|%3A//)www.w3.org", "", svg)
    height = int(re.search(r'height="(\d+)"', svg)[1])
    picture = Image.open(io.BytesIO(image.png(fig, scale=1)))
    assert picture.size == (image.WIDTH, height)
    assert picture.convert("RGBA").getpixel((0, 0))[3] == 255
    clear = Image.open(io.BytesIO(image.png(fig, scale=1, clear=True)))
    assert clear.convert("RGBA").getextrema()[3][0] < 255


@pytest.mark.integration
def test_a_picture_grows_with_its_scale() -> None:
    fig = FIGURES["participants"](View(TABLES, Selection(), Words("id")))
    sizes = [Image.open(io.BytesIO(image.png(fig, scale=scale))).size for scale in (1, 2, 4)]
    assert sizes[1:] == [(sizes[0][0] * n, sizes[0][1] * n) for n in (2, 4)]


@pytest.mark.integration
@pytest.mark.parametrize("step", others_slow([4, 1]))
def test_pictures_are_the_same_bytes_and_many_at_once_never_mix(step: int) -> None:
    figures = [build(View(TABLES, ARU, Words("en"))) for build in list(FIGURES.values())[::step]]
    alone = [image.png(fig, scale=1) for fig in figures]
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(lambda i: image.png(figures[i % len(figures)], scale=1), range(2 * len(figures))))
    assert together == alone * 2


@pytest.mark.integration
def test_the_engine_goes_when_nobody_asks_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    fig = FIGURES["rates"](View(TABLES, ARU, Words("id")))
    small, large = Form("wide"), Form("wide", text=1.5)
    image.forget()
    drawn = {small: image.svg(fig, form=small)}
    with monkeypatch.context() as soon:
        soon.setattr(image, "IDLE", 0.05)
        drawn[large] = image.svg(fig, form=large)
    wait_until(lambda: image._engine.cache_info().currsize == 0, "the engine has gone")
    image.forget()
    again = {form: image.svg(fig, form=form) for form in (large, small)}
    assert again == drawn, "whatever it drew before"


def test_file_names_say_what_they_hold() -> None:
    named = {outlet.key: outlet.name(View(TABLES, ARU, Words("id"))) for outlet in OUTLETS.values()}
    date = TABLES.date.isoformat()
    assert named["deck"] == f"paparan-bimtek-ikm-maluku-2022-kepulauan-aru-id-{date}.pptx"
    assert len(set(named.values())) == len(OUTLETS)
    assert named["data"] == f"data-bimtek-ikm-maluku-{date}.zip", "all rounds in both languages, whatever is selected"
    for outlet in OUTLETS.values():
        assert ("-2022-" in named[outlet.key]) != outlet.of_all
    chosen = {
        language: files.name(View(TABLES, Selection("all", group="repair"), Words(language)), "x", "csv")
        for language in ("id", "en")
    }
    assert chosen["id"] == f"x-semua-putaran-reparasi-dan-servis-id-{date}.csv", "in the reader's words"
    assert chosen["en"] == f"x-all-rounds-repair-and-service-en-{date}.csv"
    odd = files.name(View(TABLES, Selection("../../etc", "81.07", "<b>"), Words("en")), "x", "csv")
    assert odd == f"x-etc-kepulauan-aru-b-en-{date}.csv"


@pytest.mark.parametrize("key", [key for key, outlet in OUTLETS.items() if outlet.of_all])
def test_what_no_selection_changes_is_the_same_for_all(key: str) -> None:
    one, other = (
        build(OUTLETS[key], view) for view in (View(TABLES, ARU, Words("id")), View(TABLES, words=Words("en")))
    )
    assert one == other


@pytest.mark.slow
def test_bundle_holds_every_outlet_and_every_figure() -> None:
    steps: list[float] = []
    words = Words("en")
    view = View(TABLES, Selection(), words)
    content = build(OUTLETS["bundle"], view, lambda done, _name: steps.append(done))
    assert steps == sorted(steps)
    assert 0 <= steps[0] < steps[-1] < 1
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        readme = packed.read("README.txt").decode()
        made_files = {
            outlet.key: packed.read(outlet.name(view)) for outlet in OUTLETS.values() if outlet.key != "bundle"
        }
    made_files["bundle"] = content
    for outlet in OUTLETS.values():
        assert outlet.size / 2 < len(made_files[outlet.key]) / 1e6 < outlet.size * 2, (
            "readers are told about how large it is"
        )
    slides = len(Presentation(io.BytesIO(made_files["deck"])).slides)
    sheets = len(load_workbook(io.BytesIO(made_files["workbook"])).sheetnames)
    for key, count in (("deck", f"{slides} slides"), ("workbook", f"{sheets} sheets"), ("brief", "2 pages")):
        outlet = OUTLETS[key]
        assert contents.summary(view, outlet).startswith(f"{count} · about 0.")
    for outlet in OUTLETS.values():
        if outlet.key != "bundle":
            name = outlet.name(View(TABLES, Selection(), words))
            assert name in names
            assert name in readme
    drawn = sum(slide.chart is not None for slide in tell(View(TABLES, Selection(), words)).slides)
    assert sum(name.endswith(".svg") for name in names) == sum(name.endswith(".png") for name in names) == drawn
    assert "2022" in readme


@pytest.mark.integration
@pytest.mark.parametrize("key", COVERS)
def test_a_file_has_a_picture_of_its_first_slides_or_pages(key: str) -> None:
    small = made(View(TABLES, ARU, Words("id")), COVERS[key])
    picture = Image.open(io.BytesIO(small))
    assert picture.size == contents.COVER
    assert len(small) < 100_000
    assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 20, "something is drawn"


def test_a_file_is_made_once_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    outlet = OUTLETS["data"]
    assert made(View(TABLES, Selection(), Words("id")), outlet) is made(View(TABLES, Selection(), Words("id")), outlet)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "exports", *arguments], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--list"),
        (["deck"], "--out"),
        (["film", "--out", "x.mp4"], "film"),
        (["deck", "--out", "x.pdf"], ".pptx"),
        (["deck", "--round", "2024", "--out", "x.pptx"], "2024"),
        (["deck", "--regency", "82.01", "--out", "x.pptx"], "82.01"),
        (["image", "--figure", "regency_map", "--out", "x.png"], "--regency"),
        (["image", "--scale", "99", "--out", "x.png"], "--scale"),
        (["image", "--scale", "0.00001", "--out", "x.png"], "--scale"),
        (["image", "--scale", "nan", "--out", "x.png"], "--scale"),
        (["brief", "--out", "no/such/folder/x.pdf"], "no/such/folder"),
        (["brief", "--colour", "red", "--out", "x.pdf"], "--colour"),
    ],
)
def test_a_wrong_argument_gets_one_line_and_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert said in printed.err


@pytest.mark.integration
def test_the_program_ends_as_its_main_does() -> None:
    done = run("film", "--out", "x.mp4")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


@pytest.mark.integration
def test_list_names_every_kind_and_figure() -> None:
    listed = run("--list")
    assert listed.returncode == 0
    assert [line.split("\t")[0] for line in listed.stdout.splitlines()] == [
        "image", "deck", "brief", "workbook", "page", "data", "bundle",
    ]  # fmt: skip
    assert all(key in listed.stdout for key in FIGURES)


@pytest.mark.integration
def test_files_from_the_command_line(tmp_path: Path) -> None:
    picture = tmp_path / "aru.png"
    done = run(
        "image", "--figure", "regency_map", "--regency", "81.07", "--lang", "en", "--scale", "1", "--out", str(picture)
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "2022 · Kepulauan Aru" in done.stderr
    assert Image.open(picture).width == image.WIDTH
    brief = tmp_path / "brief.pdf"
    assert run("brief", "--round", "all", "--out", str(brief)).returncode == 0
    assert brief.read_bytes().startswith(b"%PDF-1.7")


def test_the_picture_of_a_file_is_painted_no_larger_than_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each slide was painted at three times its width: the picture came late."""
    painted, widths = image.painted, list[int | None]()

    def counting(drawn: str, width: int | None = None) -> Image.Image:
        widths.append(width)
        return painted(drawn, width)

    monkeypatch.setattr(image, "painted", counting)
    assert Image.open(io.BytesIO(contents.deck_cover(View(TABLES, ARU, Words("id"))))).size == contents.COVER
    assert len(widths) == contents.SHOWN
    assert all(width and width <= contents.COVER[0] / 2 for width in widths)

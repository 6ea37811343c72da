"""Boundaries that the user brings: files in many shapes become the dashboard's, and what is wrong is named."""

import itertools
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from streamlit.testing.v1 import AppTest

from geo import build, columns, files, official, shapes, wording
from locales import Words
from tests.conftest import ROOT

pytestmark = pytest.mark.integration
UTM = "EPSG:32752"
OLD_NAMES = {"Kepulauan Tanimbar": "KABUPATEN MALUKU TENGGARA BARAT", "Kepulauan Aru": "Kab. Kep. Aru"}
SQUARE = shapely.box(127.0, 1.0, 127.5, 1.5)

Ask = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def regencies() -> gpd.GeoDataFrame:
    return gpd.read_file(files.HERE / "maluku-detail.geojson")[["code", "name", "geometry"]]


@pytest.fixture(scope="module")
def villages(regencies: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The regencies cut into squares, with ten-digit codes among columns that look like codes but are none."""
    steps = itertools.product(np.arange(125, 136, 0.5), np.arange(-9, -2, 0.5))
    grid = gpd.GeoDataFrame(geometry=[shapely.box(x, y, x + 0.5, y + 0.5) for x, y in steps], crs=4326)
    cut = gpd.overlay(regencies, grid, keep_geom_type=True)
    return gpd.GeoDataFrame(
        {
            "OBJECTID": range(8101, 8101 + len(cut)),
            "KDEPUM": [f"{code.replace('.', '')}{i:06d}" for i, code in enumerate(cut.code)],
            "WADMKD": [f"Desa {i}" for i in range(len(cut))],
            "WADMKK": cut["name"],
            "LUASHA": 8171.0,
        },
        geometry=cut.geometry,
    )


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run the command line; returns the exit code and what it printed."""

    def asked(*given: object) -> tuple[int, str]:
        code = build.main([str(g) for g in given])
        return code, capsys.readouterr().out

    return asked


def saved(frame: gpd.GeoDataFrame, path: Path, **options: object) -> Path:
    frame.to_file(path, **options)
    return path


def shape_of(folder: Path, name: str = "maluku-detail") -> gpd.GeoSeries:
    return gpd.read_file(folder / f"{name}.geojson").set_index("code").to_crs(files.EQUAL_AREA).geometry


def assert_same_land(folder: Path, regencies: gpd.GeoDataFrame) -> None:
    was = regencies.set_index("code").to_crs(files.EQUAL_AREA).geometry
    now = shape_of(folder)
    assert list(now.index) == list(was.index)
    for code in now.index:
        assert now[code].intersection(was[code]).area / now[code].union(was[code]).area > 0.985, code


# --- What can be read ----------------------------------------------------------------------------------------


def test_a_shapefile_of_villages_in_metres_becomes_the_regencies(
    tmp_path: Path, villages: gpd.GeoDataFrame, regencies: gpd.GeoDataFrame, ask: Ask
) -> None:
    path = saved(villages.to_crs(UTM), tmp_path / "desa.shp")
    code, told = ask("--from", path, "--to", tmp_path / "out", "--source", "BIG 2026", "--licence", "CC BY 4.0")
    assert code == 0, told
    assert "kolom KDEPUM" in told
    assert f"{len(villages)} baris" in told
    assert told.count("ibu kota di dalam") == 11
    assert len(re.findall(r"sekarang (?:99|100) %", told)) == 11
    assert_same_land(tmp_path / "out", regencies)


def test_borders_stay_shared_in_both_levels(tmp_path: Path, villages: gpd.GeoDataFrame, ask: Ask) -> None:
    path = saved(villages, tmp_path / "desa.gpkg")
    assert ask("--from", path, "--to", tmp_path / "out")[0] == 0
    for name in ("maluku", "maluku-detail"):
        made = shape_of(tmp_path / "out", name)
        assert made.is_valid.all()
        for one, other in itertools.combinations(made.index, 2):
            assert made[one].intersection(made[other]).area == 0, (one, other)
        for one, other in (("81.01", "81.06"), ("81.01", "81.05"), ("81.04", "81.09"), ("81.01", "81.71")):
            assert made[one].intersection(made[other]).length > 5_000, (one, other)
        assert sum(len(part.interiors) for part in shapely.get_parts(shapely.union_all(list(made)))) == 0


def test_a_shapefile_in_a_folder_of_a_zip_file(
    tmp_path: Path, villages: gpd.GeoDataFrame, regencies: gpd.GeoDataFrame, ask: Ask
) -> None:
    saved(villages, tmp_path / "desa.shp")
    packed = tmp_path / "Desa Maluku.ZIP"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("desa.*"):
            archive.write(part, f"data/RBI/{part.name}")
        archive.writestr("baca dulu.txt", "RBI")
    assert ask("--from", packed, "--to", tmp_path / "out")[0] == 0
    assert_same_land(tmp_path / "out", regencies)


@pytest.mark.parametrize("driver", ["KML", "LIBKML"])
def test_names_in_a_kml_file_in_old_and_odd_spellings(
    tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask, driver: str
) -> None:
    named = regencies.assign(Name=[OLD_NAMES.get(n, n.upper()) for n in regencies.name])[["Name", "geometry"]]
    code, told = ask("--from", saved(named, tmp_path / "kab.kml", driver=driver), "--to", tmp_path / "out")
    assert code == 0, told
    assert_same_land(tmp_path / "out", regencies)


def test_a_kml_file_whose_attributes_stand_in_a_table(tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask) -> None:
    cells = "<table><tr><td>NO</td><td>{0}</td></tr><tr><td><b>KAB_KOTA</b></td><td>{1}</td></tr></table>"
    described = regencies.assign(
        Name="poligon", Description=[cells.format(i, n) for i, n in enumerate(regencies.name)]
    )[["Name", "Description", "geometry"]]
    code, told = ask("--check", saved(described, tmp_path / "kab.kml", driver="KML"))
    assert code == 0, told
    assert "kolom KAB_KOTA" in told


@pytest.mark.parametrize(
    "spell",
    [lambda c: c, lambda c: f"{c} ", lambda c: c.replace(".", ""), lambda c: int(c.replace(".", "")), float,
     lambda c: f"{c.replace('.', '')}.0", lambda c: f"{c[:2]} {c[3:]}", lambda c: f"{c} KABUPATEN X", lambda c: f"{c}.01.2001"],
)  # fmt: skip
def test_codes_in_any_spelling(tmp_path: Path, regencies: gpd.GeoDataFrame, spell: Callable[[str], object]) -> None:
    wanted = columns.Wanted("81", dict(zip(regencies.code, regencies.name, strict=True)), {})
    frame = pd.DataFrame({"ID": [spell(c) for c in regencies.code], "FID": range(11)})
    found = columns.matched(frame, wanted)
    assert (found.column, list(found.codes)) == ("ID", list(regencies.code))


@pytest.mark.parametrize("form", ["{}", "KAB. {}", "{}, Maluku", "{} (Maluku)", "{} - Provinsi Maluku", "81.99 {}"])
def test_names_in_any_spelling(regencies: gpd.GeoDataFrame, form: str) -> None:
    wanted = columns.Wanted("81", dict(zip(regencies.code, regencies.name, strict=True)), {})
    names = [form.format(n) for n in regencies.name.str.replace("Bagian", "Bag.").str.replace("Kepulauan ", "Kep.")]
    found = columns.matched(pd.DataFrame({"ket": names, "luas": 8101.5}), wanted)
    assert list(found.codes[2:9]) == list(regencies.code[2:9])  # the cities are none of these kinds


def test_codes_that_the_table_does_not_have_are_told(tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask) -> None:
    new = gpd.GeoDataFrame(
        {"code": ["81.10"], "name": ["Baru"]}, geometry=[shapely.box(130, -5, 130.1, -5.1)], crs=4326
    )
    code, told = ask("--check", saved(pd.concat([regencies, new]), tmp_path / "kab.gpkg"))
    assert code == 0
    assert "tidak ada dalam tabel: 81.10" in told


def test_three_dimensions_and_several_layers(tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask) -> None:
    path = tmp_path / "rbi.gpkg"
    regencies.set_geometry(regencies.representative_point()).to_file(path, layer="ibukota")
    regencies[["name", "geometry"]].iloc[:3].to_file(path, layer="sebagian")
    regencies.set_geometry(regencies.force_3d()).rename(columns={"code": "kode"}).to_file(path, layer="kabkota")
    code, told = ask("--from", path, "--to", tmp_path / "out")
    assert code == 0, told
    assert "lapisan kabkota" in told
    assert not gpd.read_file(tmp_path / "out" / "maluku.geojson").has_z.any()
    assert "81.04 Buru, 81.05" in ask("--check", path, "--layer", "sebagian")[1]


@pytest.mark.parametrize("named", [True, False])
def test_the_statistics_offices_codes_are_told_apart(
    tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask, named: bool
) -> None:
    bps = {ministry: theirs for theirs, ministry in columns.kemendagri_by_bps().items()}
    frame = regencies.assign(IDKAB=regencies.code.map(bps).str.replace(".", ""), NMKAB=regencies.name.str.upper())
    frame = frame[["IDKAB", "NMKAB", "geometry"] if named else ["IDKAB", "geometry"]]
    code, told = ask("--from", saved(frame, tmp_path / "bps.geojson"), "--to", tmp_path / "out")
    assert code == 0, told
    assert "kode BPS" in told
    assert_same_land(tmp_path / "out", regencies)
    # Told that they are the ministry's, the command says what does not fit.
    odd = ask("--check", tmp_path / "bps.geojson", "--codes", "kemendagri")
    assert odd[0] == 1 if named else "!" in odd[1]


def test_degrees_need_no_crs_and_metres_do(tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask) -> None:
    for name, crs in (("degrees", 4326), ("metres", UTM)):
        saved(regencies.to_crs(crs), tmp_path / f"{name}.shp").with_suffix(".prj").unlink()
    code, told = ask("--check", tmp_path / "degrees.shp")
    assert code == 0
    assert "dibaca sebagai derajat" in told
    code, told = ask("--check", tmp_path / "metres.shp")
    assert code == 1
    assert "--crs" in told
    assert ask("--check", tmp_path / "metres.shp", "--crs", UTM)[0] == 0
    assert "tidak dikenal" in ask("--check", tmp_path / "metres.shp", "--crs", "EPSG:seratus")[1]
    assert "tidak terletak di Indonesia" in ask("--check", tmp_path / "metres.shp", "--crs", "EPSG:32633")[1]


def test_rings_that_cross_themselves_are_repaired(tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask) -> None:
    tie = shapely.Polygon([(126.2, -8.4), (126.3, -8.3), (126.3, -8.4), (126.2, -8.3)])
    crossing = pd.concat(
        [regencies, gpd.GeoDataFrame({"code": ["81.08"], "name": ["Maluku Barat Daya"]}, geometry=[tie], crs=4326)]
    )
    code, told = ask("--from", saved(crossing, tmp_path / "kab.gpkg"), "--to", tmp_path / "out")
    assert code == 0, told
    assert "memotong dirinya sendiri" in told
    assert shape_of(tmp_path / "out").is_valid.all()


def test_other_provinces_become_the_land_around(tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask) -> None:
    north = gpd.GeoDataFrame(
        {"code": ["82.01"], "name": ["Utara"]}, geometry=[shapely.box(127.5, -2.0, 128.0, -2.4)], crs=4326
    )
    path = saved(pd.concat([regencies, north]), tmp_path / "semua.gpkg")
    assert ask("--from", path, "--to", tmp_path / "out")[0] == 0
    assert list(shape_of(tmp_path / "out").index) == list(regencies.code)
    around = gpd.read_file(tmp_path / "out" / "context.geojson").union_all()
    assert around.intersection(north.geometry[0]).area > 0.9 * north.geometry[0].area


# --- Another province ----------------------------------------------------------------------------------------


def test_another_provinces_villages_become_its_regencies(tmp_path: Path, ask: Ask) -> None:
    """A made-up north: two regencies of four villages, and a small city between them."""
    boxes = {
        "8201010001": (127.0, 1.0, 127.5, 1.5), "8201010002": (127.5, 1.0, 128.0, 1.5),
        "8202010001": (127.0, 1.5, 127.5, 2.0), "8202010002": (127.56, 1.5, 128.0, 2.0),
        "8271010001": (127.5, 1.5, 127.56, 1.56), "8202010003": (127.5, 1.56, 127.56, 2.0),
    }  # fmt: skip
    names = {"8201": "HALMAHERA BARAT", "8202": "HALMAHERA UTARA", "8271": "KOTA TERNATE"}
    frame = gpd.GeoDataFrame(
        {"kode_desa": list(boxes), "kabkota": [names[c[:4]] for c in boxes], "desa": [f"Desa {c}" for c in boxes]},
        geometry=[shapely.box(*b) for b in boxes.values()],
        crs=4326,
    )
    path = saved(frame, tmp_path / "desa82.gpkg")
    assert "bukan 81" in ask("--check", path)[1]
    out = tmp_path / "out"
    code, told = ask("--from", path, "--province", "82", "--to", out, "--source", "BIG", "--licence", "terbuka")
    assert code == 0, told
    made = gpd.read_file(out / "provinsi-82.geojson")
    assert dict(zip(made.code, made.name, strict=True)) == {
        "82.01": "Halmahera Barat", "82.02": "Halmahera Utara", "82.71": "Kota Ternate",
    }  # fmt: skip
    assert made.area_km2.sum() == pytest.approx(shapely.box(127, 1, 128, 2).area * 111.2 * 110.6, rel=0.01)
    assert "82.71" in set(gpd.read_file(out / "provinsi-82-inset.geojson").code)
    with pytest.raises(SystemExit):
        ask("--from", path, "--province", "82")  # the dashboard's own boundaries stay


def test_boundaries_take_the_place_of_another_provinces(
    tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the province has been changed, and the files that lie there are still those of the one before."""
    north = gpd.GeoDataFrame(
        {"kode": ["8201"], "nama": ["Utara"]}, geometry=[shapely.box(127.5, -2.4, 128, -2)], crs=4326
    )
    here, ours = tmp_path / "geo", saved(regencies, tmp_path / "sini.gpkg")
    assert ask("--from", saved(north, tmp_path / "utara.gpkg"), "--province", "82", "--to", here)[0] == 0
    monkeypatch.setattr(build, "HERE", here)
    assert ask("--from", ours, "--to", here)[0] == 0
    assert list(shape_of(here).index) == list(regencies.code)
    around = gpd.read_file(here / "context.geojson").union_all()
    assert around.intersects(north.geometry[0])


@pytest.mark.parametrize("prefix", ["KABUPATEN ", "Kab. ", "KAB.", "Kabupaten ", ""])
def test_regencies_of_another_province_are_named_without_their_kind(tmp_path: Path, ask: Ask, prefix: str) -> None:
    names = [f"{prefix}{'HALMAHERA BARAT' if prefix.isupper() or not prefix else 'Halmahera Barat'}", "KOTA TERNATE"]
    frame = gpd.GeoDataFrame(
        {"kode": ["8201", "8271"], "WADMKK": names},
        geometry=[shapely.box(127.0, 1.0, 127.5, 1.5), shapely.box(127.5, 1.0, 127.6, 1.1)],
        crs=4326,
    )
    path, out = saved(frame, tmp_path / "kab82.gpkg"), tmp_path / "out"
    code, told = ask("--from", path, "--province", "82", "--to", out)
    assert code == 0, told
    assert sorted(gpd.read_file(out / "provinsi-82.geojson").name) == ["Halmahera Barat", "Kota Ternate"]
    table = tmp_path / "tabel.csv"
    table.write_text("code,name\n82.01,Kabupaten Halmahera Barat\n82.71,Kota Ternate\n")
    named = saved(frame[["WADMKK", "geometry"]], tmp_path / "nama82.gpkg")
    code, told = ask("--check", named, "--province", "82", "--table", table)
    assert code == 0, told


# --- What cannot be read -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory, regencies: gpd.GeoDataFrame) -> dict[str, tuple[Path, str]]:
    """Files that cannot be used, and what has to be said of each."""
    tmp_path = tmp_path_factory.mktemp("broken")
    text, empty, halved = tmp_path / "batas.shp", tmp_path / "kosong.zip", tmp_path / "separuh.zip"
    text.write_text("bukan Shapefile")
    for ending in (".dbf", ".shx"):
        text.with_suffix(ending).write_text("x")
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("catatan.txt", "kosong")
    saved(regencies, tmp_path / "kab.shp")
    with zipfile.ZipFile(halved, "w") as archive:
        for ending in (".shp", ".shx", ".prj"):
            archive.write(tmp_path / f"kab{ending}", f"kab{ending}")
    points = regencies.set_geometry(regencies.representative_point())
    swapped = regencies.assign(name=regencies.name.replace({"Kota Tual": "Kota Ambon"}))
    twice = pd.concat([regencies, regencies[regencies.code == "81.71"].assign(code="81.72", name="Kota Tual")])
    doubled = regencies[["code", "geometry"]].replace({"81.72": "81.71"})
    cut = saved(regencies, tmp_path / "utuh.gpkg").read_bytes()
    (tmp_path / "putus.gpkg").write_bytes(cut[: len(cut) // 2])
    north = gpd.GeoDataFrame({"kode": ["82.01"]}, geometry=[SQUARE], crs=4326)
    return {
        "a code twice": (saved(doubled, tmp_path / "kembar.gpkg"), "81.71 tertulis pada beberapa baris (10, 11)"),
        "cut off": (tmp_path / "putus.gpkg", "putus.gpkg bukan berkas batas"),
        "no file": (tmp_path / "tidak-ada.shp", "tidak ada"),
        "no boundary file": (text, "bukan berkas batas"),
        "no data in the zip": (empty, "tidak memuat Shapefile"),
        "no dbf": (halved, ".dbf tidak ada"),
        "points": (saved(points, tmp_path / "titik.gpkg"), "tidak memuat poligon"),
        "two missing": (saved(regencies.iloc[:9], tmp_path / "sembilan.gpkg"), "81.71 Kota Ambon, 81.72 Kota Tual"),
        "code and name differ": (saved(swapped, tmp_path / "tukar.gpkg"), "milik 81.71"),
        "a polygon twice": (saved(twice, tmp_path / "ganda.gpkg"), "81.71 dan 81.72 bertumpang tindih"),
        "another province": (saved(north, tmp_path / "utara.geojson"), "dari provinsi 82"),
        "no codes": (saved(regencies[["geometry"]].assign(x="?"), tmp_path / "polos.gpkg"), "--code atau --name"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "case",
    ["no file", "no boundary file", "no data in the zip", "no dbf", "points", "two missing", "code and name differ",
     "a polygon twice", "another province", "no codes", "a code twice", "cut off"],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_changes(
    tmp_path: Path, broken: dict[str, tuple[Path, str]], ask: Ask, case: str
) -> None:
    path, expected = broken[case]
    out = tmp_path / "out"
    out.mkdir()
    (out / "about.json").write_text("as it was")
    code, told = ask("--from", path, "--to", out)
    assert code == 1
    assert expected in told
    assert "tidak diubah" in told
    assert [(f.name, f.read_text()) for f in out.iterdir()] == [("about.json", "as it was")]
    english = ask("--check", path, "--lang", "en")[1]
    assert "cannot be used" in english
    assert not re.search(r"Traceback|geo\.[a-z_]+", told + english)


def test_too_much_detail_is_refused_in_words(
    tmp_path: Path, villages: gpd.GeoDataFrame, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(villages, tmp_path / "desa.gpkg")
    monkeypatch.setattr(official, "MOST_POINTS", 1000)
    monkeypatch.setattr(official, "BATCH", 5)
    assert "lebih dari 1,000 titik" in ask("--check", path)[1]
    text = saved(villages, tmp_path / "desa.geojson")
    monkeypatch.setattr(official, "MOST_TEXT", 1000)
    assert "simpan sebagai GeoPackage" in ask("--check", text)[1]
    monkeypatch.setattr(official, "MOST_BYTES", 1000)
    assert "potong menurut provinsi" in ask("--check", path)[1]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["--layer", "batas"], "tidak ada lapisan batas; yang ada: kab"),
        (["--code", "KODE"], "tidak ada kolom KODE; yang ada: code, name"),
        (["--name", "code"], "--code atau --name"),
    ],
)
def test_wrong_choices_list_the_right_ones(
    tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask, given: list[str], expected: str
) -> None:
    code, told = ask("--check", saved(regencies, tmp_path / "kab.gpkg"), *given)
    assert code == 1
    assert expected in told


def test_a_wrong_argument_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    for given in (
        ["--from", "a", "--check", "b"],
        ["--from", "a", "--source", "BIG"],
        ["--check", "a", "--province", "8"],
    ):
        with pytest.raises(SystemExit) as stopped:
            build.main(given)
        assert stopped.value.code == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask) -> None:
    (tmp_path / "berkas").write_text("a file, no folder")
    code, told = ask("--from", saved(regencies, tmp_path / "kab.gpkg"), "--to", tmp_path / "berkas")
    assert code == 1
    assert "tidak dapat ditulisi" in told


def test_an_area_that_is_far_off_is_marked(tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask) -> None:
    smaller = regencies.copy()
    tual = smaller.code == "81.72"
    smaller.loc[tual, "geometry"] = smaller[tual].scale(0.5, 0.5)
    told = ask("--check", saved(smaller, tmp_path / "kab.gpkg"))[1]
    assert re.findall(r"^! (81\.\d\d)", told, re.M) == ["81.72"]
    assert "1 daerah bertanda !" in told


# --- The dashboard takes them --------------------------------------------------------------------------------


NAMED = ("--source", "Badan Informasi Geospasial, 2026", "--licence", "CC BY 4.0")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, regencies: gpd.GeoDataFrame) -> Path:
    """A folder with a file of boundaries, and what was made of it with a named source."""
    folder = tmp_path_factory.mktemp("built")
    path = saved(regencies, folder / "kab.gpkg")
    assert build.main(["--from", str(path), "--to", str(folder / "batas"), *NAMED]) == 0
    return folder


@pytest.fixture
def brought(tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with boundaries of a named source, which IKM_GEO names."""
    folder = shutil.copytree(built / "batas", tmp_path / "batas")
    monkeypatch.setenv("IKM_GEO", str(folder))
    return folder


def test_the_words_of_the_source_take_the_place_of_indicative(brought: Path) -> None:
    from exports.package import boundaries_geojson

    used = shapes.boundaries()
    assert (used.folder, used.official, used.problem) == (brought, True, None)
    assert {s.code for s in shapes.regencies()} == {s.code for s in shapes.detail()} == set(files.names())
    assert all(inset.shapes() for inset in shapes.INSETS)
    assert shapes.targets()
    for language in ("id", "en"):
        words = Words(language)
        for text in (wording.origin(words), wording.account(words)):
            assert "Badan Informasi Geospasial, 2026" in text
            assert not re.search("indikatif|indicative|OpenStreetMap", text)
    head = json.loads(boundaries_geojson())
    assert (head["source"], head["licence"]) == ("Badan Informasi Geospasial, 2026", "CC BY 4.0")
    text = (brought / "PROVENANCE.md").read_text("utf-8")
    assert "Sumber: Badan Informasi Geospasial, 2026. Lisensi: CC BY 4.0. Berkas: kab.gpkg." in text
    assert "Licence: CC BY 4.0" in text


def test_the_same_file_gives_the_same_bytes(tmp_path: Path, built: Path, ask: Ask) -> None:
    again = tmp_path / "lagi"
    ask("--from", built / "kab.gpkg", "--to", again, *NAMED)
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {
        p.name: p.read_bytes() for p in (built / "batas").iterdir()
    }


def test_without_a_source_they_stay_indicative(
    tmp_path: Path, regencies: gpd.GeoDataFrame, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("--from", saved(regencies, tmp_path / "kab.gpkg"), "--to", tmp_path / "batas")[0] == 0
    monkeypatch.setenv("IKM_GEO", str(tmp_path / "batas"))
    assert not shapes.boundaries().official
    assert wording.origin(Words("id")) == "Batas wilayah indikatif dari berkas kab.gpkg, bukan batas resmi."


@pytest.mark.parametrize(
    ("harm", "file", "reason"),
    [
        (lambda f: (f / "about.json").unlink(), "IKM_GEO/about.json", "missing_file"),
        (lambda f: (f / "maluku.geojson").write_text("{"), "IKM_GEO/maluku.geojson", "unreadable"),
        (lambda f: (f / "targets.csv").write_text("code\n81.01\n"), "IKM_GEO/targets.csv", "unreadable"),
        (lambda f: (f / "maluku.gpkg").unlink(), "IKM_GEO/maluku.gpkg", "missing_file"),
        (
            lambda f: (f / "maluku.geojson").write_text((f / "maluku.geojson").read_text().replace('"code":"81.72"', '"code":"81.99"')),
            "IKM_GEO/maluku.geojson", "no_boundary",
        ),
    ],
)  # fmt: skip
def test_broken_ones_give_way_to_the_packaged_ones(
    brought: Path, harm: Callable[[Path], object], file: str, reason: str
) -> None:
    harm(brought)
    shapes._read.cache_clear()
    shapes._in_use.cache_clear()
    used = shapes.boundaries()
    assert used.folder == files.HERE
    assert used.problem is not None
    assert (used.problem.file, used.problem.reason) == (file, reason)
    assert len(shapes.regencies()) == 11


def test_a_banner_says_that_they_are_broken(brought: Path) -> None:
    (brought / "context.geojson").unlink()
    shapes._read.cache_clear()
    shapes._in_use.cache_clear()
    for language, expected in (("id", "IKM_GEO tidak dapat dipakai"), ("en", "IKM_GEO names cannot be used")):
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
        app.query_params["lang"] = language
        app.run()
        text = "\n".join(e.proto.body for e in app.get("html"))
        assert expected in text
        assert "IKM_GEO/context.geojson" in text


def test_the_app_loads_nothing_spatial() -> None:
    everything = (
        "import importlib, pkgutil, sys\n"
        "import charts, data, exports, geo, locales, serving, story\n"
        "for package in (charts, data, exports, serving, story):\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not module.name.endswith('__main__') and 'migrations' not in module.name: importlib.import_module(module.name)\n"
        "import geo.shapes, geo.wording\n"
        "geo.shapes.regencies(), geo.shapes.targets()\n"
        "print(sorted({'geopandas', 'shapely', 'pyogrio', 'pyproj'} & set(sys.modules)))\n"
    )
    answer = subprocess.run([sys.executable, "-c", everything], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[-1] == "[]"

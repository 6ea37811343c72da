"""The pages through Streamlit's own test runner: both languages, every round, broken tables."""

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from locales import LANGUAGES
from tests.conftest import ROOT, others_slow
from tests.data.test_tables import BROKEN

pytestmark = pytest.mark.integration
FIGURES = ["map", "participants", "mix", "national_shares"]
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(data: Path | None = None, **parameters: str) -> AppTest:
        if data:
            monkeypatch.setenv("IKM_DATA", str(data))
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
        app.query_params.update(parameters)
        return app.run()

    return opened


def said(app: AppTest) -> str:
    """Everything that the page says: titles, headings, metrics and HTML."""
    parts = [e.value for e in (*app.title, *app.header)]
    parts += [f"{m.label} {m.value} {m.delta}" for m in app.metric]
    return "\n".join([*parts, *(e.proto.body for e in app.get("html"))])


def charts(app: AppTest) -> list[str]:
    return [c.proto.id.rsplit("-", 1)[-1] for c in app.get("plotly_chart")]


def test_overview_in_indonesian(open_page: Open) -> None:
    app = open_page()
    assert not app.exception
    assert app.title[0].value == "220 wirausaha baru IKM asal 4 dari 11 kabupaten/kota di Maluku dilatih"
    assert [m.value for m in app.metric] == ["11", "3 dari 11", "1 : 20.000"]
    for text in ("4,4 juta", "10,5 juta", "65%", "99%", "2,4 tenaga kerja", "4,44 juta", "16,2 juta", "50 peserta"):
        assert text in said(app)
    assert charts(app) == FIGURES


def test_overview_in_english(open_page: Open) -> None:
    app = open_page(lang="en")
    assert (
        app.title[0].value
        == "220 new small-industry entrepreneurs from 4 of Maluku’s 11 regencies and cities were trained"
    )
    assert [m.value for m in app.metric] == ["11", "3 of 11", "1 : 20,000"]
    assert "4.4 million" in said(app)
    assert "Sumber" not in said(app)


def drawn(code: str) -> list[str]:
    """The figures of a round: of what no source says the kind of there is no matrix, its headline says so."""
    return [key for key in FIGURES if (code, key) != ("2023-2", "mix")]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("2022", ["11", "3 dari 11", "1 : 20.000"]),
        ("2023", ["14", "3 dari 11", "1 : 21.000"]),
        ("2023-2", ["16", "3 dari 11", "1 : 22.000"]),
        ("all", ["11 dan 30", "3 dari 11", "1 : 7.000"]),
    ],
)
def test_every_round(open_page: Open, code: str, values: list[str]) -> None:
    app = open_page(round=code)
    assert [m.value for m in app.metric] == values
    assert charts(app) == drawn(code)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["2022", "2023", "2023-2", "all"])
def test_every_figure_has_a_text_alternative_and_a_source(open_page: Open, language: str, code: str) -> None:
    app = open_page(lang=language, round=code)
    assert all(len(c.proto.alt) > 40 for c in app.get("plotly_chart"))
    label = {"id": "Sumber:", "en": "Source:"}[language]
    assert said(app).count(f'class="source">{label}') == len(drawn(code))
    assert said(app).count('<details class="origin">') == 3, "each large number has its own"


def test_changing_round_and_language(open_page: Open) -> None:
    app = open_page()
    _language, rounds = app.get("button_group")
    rounds.set_value("2023").run()
    assert app.metric[0].value == "14"
    app.get("button_group")[0].set_value("en").run()
    assert app.title[0].value.startswith("210 new small-industry entrepreneurs")
    app.get("button_group")[1].set_value("2022").run()
    assert app.title[0].value.startswith("220 new small-industry entrepreneurs")


@pytest.mark.parametrize("value", ["1999", "ALL", "<script>alert(1)</script>", "2022'--", "x" * 500])
def test_an_unknown_round_is_named_and_ignored(open_page: Open, value: str) -> None:
    app = open_page(round=value)
    assert not app.exception
    assert app.metric[0].value == "11"
    assert "</code> tidak termasuk putaran yang dapat dipilih" in said(app)
    assert "<script>alert" not in said(app)


def test_an_unknown_language_is_named_and_ignored(open_page: Open) -> None:
    app = open_page(lang="fr")
    assert app.metric[1].value == "3 dari 11"
    assert "<code>fr</code> bukan bahasa dasbor ini" in said(app)


def test_an_order_of_no_column_is_named(open_page: Open) -> None:
    """As the prerendered page says it; a figure of another choice keeps its order."""
    told = "<code>map.-none</code>"
    assert told in said(open_page(sort="map.-none,regency_map.regency"))
    assert 'class="notice"' not in said(open_page(sort="map.-people,regency_map.regency"))


@pytest.mark.parametrize(("case", "language"), others_slow(itertools.product(BROKEN, LANGUAGES), 7))
def test_a_broken_table_is_said_on_the_page(open_page: Open, folder: Path, case: str, language: str) -> None:
    break_it, (file, *_rest) = BROKEN[case]
    break_it(folder)
    app = open_page(folder, lang=language)
    assert not app.exception
    assert file in said(app)
    assert {"id": "Ada masalah pada tabel data", "en": "There are problems in the data tables"}[language] in said(app)
    assert "Traceback" not in said(app)


def test_the_rest_keeps_working_without_the_national_frame(open_page: Open, folder: Path) -> None:
    (folder / "national.csv").unlink()
    app = open_page(folder)
    assert [m.value for m in app.metric] == ["11", "3 dari 11"]
    assert charts(app) == ["map", "participants", "mix"]


def test_the_rest_keeps_working_without_a_boundary_file(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from data.tables import packaged
    from geo import shapes

    for file in ("labels.csv", "places.csv"):
        shutil.copy(shapes.HERE / file, tmp_path)
    monkeypatch.setattr(shapes, "HERE", tmp_path)
    packaged().memo.clear()
    app = open_page()
    assert charts(app) == FIGURES[1:]
    assert "geo/maluku.geojson: berkas tidak ditemukan" in said(app)


def test_what_nobody_foresaw_is_a_message_with_a_reference(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from story import overview

    def fail(*_: object) -> str:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(overview, "derived_line", fail)
    app = open_page()
    assert not app.exception
    assert "Terjadi kesalahan yang tidak terduga" in said(app)
    assert "secret detail" not in said(app)
    assert charts(app)[:3] == FIGURES[:3]


def test_markup_in_names_never_reaches_the_page(open_page: Open, folder: Path) -> None:
    path = folder / "regencies.csv"
    path.write_text(path.read_text().replace("Kepulauan Aru", "<img src=x onerror=alert(1)>"))
    app = open_page(folder)
    assert "<img" not in said(app)
    assert "&lt;img" in said(app)

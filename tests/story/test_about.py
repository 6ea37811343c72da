"""What the dashboard says of itself: nothing that is not set or known is made up, and each term has a source."""

import pytest

from data.province import PROVINCE
from data.tables import PACKAGED, load
from data.view import View
from locales import LANGUAGES, Words
from pages import MENU, described
from serving.blocks import Drawing
from serving.controls import Place
from story import about

TABLES = load(PACKAGED)
PAGES = [page for pages in MENU.values() for page in pages]


def drawn(language: str, page: str = "about") -> str:
    return str(Drawing(Place(page, View(TABLES, words=Words(language)), {})).page(described(page)))


SETTINGS = ("IKM_KEEPER", "IKM_CONTACT", "IKM_NEXT_UPDATE", "IKM_ADDRESS")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_says_what_it_is_and_whose(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    view = View(TABLES, words=Words(language))
    assert about.foot(view) == " ".join((view.words("about.status"), about.updated(view)))
    monkeypatch.setenv("IKM_KEEPER", "Dinas <b> Maluku")
    monkeypatch.setenv("IKM_CONTACT", "data@maluku.example")
    monkeypatch.setenv("IKM_NEXT_UPDATE", "2027-01-31")
    foot = about.foot(view)
    assert "Dinas <b> Maluku" in foot
    assert about.following(view) in foot
    assert foot.endswith("data@maluku.example.")
    monkeypatch.setenv("IKM_CONTACT", "mailto:data@maluku.example")
    assert about.foot(view) == foot


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_each_page_ends_with_it_and_leads_to_about(page: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_CONTACT", "data@maluku.example")
    monkeypatch.setattr("serving.figures.drawing", lambda *_: ("", []))  # which is not tried here
    last = drawn(language, page).rpartition("<p ")[2]
    words = Words(language)
    assert words("about.status") in last
    assert '<a href="mailto:data@maluku.example">data@maluku.example</a>' in last
    about_page = "./about" if words.is_default else f"./about?lang={language}"
    assert f'<a href="{about_page}">{words("about.title")}</a>' in last
    for heading, place in about.PLACES.items():
        assert f'<a href="{about_page}#{place}">{words(f"about.heading.{heading}")}</a>' in last
        assert f'id="{place}"' in drawn(language)


def test_a_day_is_named_only_where_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    view = View(TABLES, words=Words("en"))
    assert about.following(view) == view.words("about.next.open")
    monkeypatch.setenv("IKM_NEXT_UPDATE", "soon")
    assert about.following(view) == view.words("about.next.open")
    monkeypatch.setenv("IKM_NEXT_UPDATE", "2027-01-31")
    assert "31 January 2027" in about.following(view)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_term_has_a_meaning_and_a_source(language: str) -> None:
    head, *lines = about.glossary(View(TABLES, words=Words(language))).texts(Words(language))
    assert len(lines) == len(PROVINCE.glossary) + len(about.TERMS)
    assert all(len(line) == len(head) and all(line) and line[2] != "–" for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_who_keeps_it_and_how_it_is_cited(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_KEEPER", "Disperindag Maluku")
    monkeypatch.setenv("IKM_ADDRESS", "https://bimtek.example")
    view = View(TABLES, words=Words(language))
    page = drawn(language)
    assert f"<h1>{view.words('about.title')}</h1>" in page
    assert "Disperindag Maluku" in page
    assert about.citation(view) in page
    assert "https://bimtek.example" in about.citation(view)
    assert view.words("about.contact.open") in page
    monkeypatch.setenv("IKM_KEEPER", "Dinas <b> Maluku")
    assert "<b>" not in drawn(language)

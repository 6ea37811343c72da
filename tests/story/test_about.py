"""What the dashboard says of itself: nothing that is not set or known is made up, and each term has a source."""

import pytest

from data.province import PROVINCE
from data.tables import PACKAGED, load
from data.view import View
from locales import LANGUAGES, Words
from serving.about import page as drawn
from story import about

TABLES = load(PACKAGED)
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
    foot = about.foot(view)
    assert "Dinas <b> Maluku" in foot
    assert foot.endswith("data@maluku.example")


def test_a_day_is_named_only_where_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    view = View(TABLES, words=Words("en"))
    assert about.following(view) == view.words("about.next.open")
    monkeypatch.setenv("IKM_NEXT_UPDATE", "soon")
    assert about.following(view) == view.words("about.next.open")
    monkeypatch.setenv("IKM_NEXT_UPDATE", "2027-01-31")
    assert "January 31, 2027" in about.following(view)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_term_has_a_meaning_and_a_source(language: str) -> None:
    head, *lines = about.glossary(View(TABLES, words=Words(language)))
    assert len(lines) == len(PROVINCE.glossary)
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

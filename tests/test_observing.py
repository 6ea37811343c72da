"""Indicators and their observations are added and corrected as rounds are: in the journal, with every state kept."""

from pathlib import Path
from typing import Any

import pytest

from data import observations
from data.current import current
from data.rounds.store import changes, scope
from data.rounds.store.journal import Entry, Proposal, Rows, journal
from data.rounds.store.merge import checked, with_rounds
from data.tables import BrokenTableError, packaged
from data.view import View
from locales import LANGUAGES, Words
from story import rounds
from tests.entries import SOURCE, proposal

KEY = "ikm_of_office"
CODE = scope.of_indicator(KEY)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("IKM_STORE", str(tmp_path / "store" / "rounds.sqlite"))


def rows(values: dict[tuple[str, str], float], key: str = KEY, **more: Any) -> Rows:
    """Return the rows of an indicator with so much in each area and period."""
    about = {
        "indicator": key, "position": 1, "topic": "ikm", "name_id": f"IKM {key}", "name_en": f"Small {key}",
        "definition_id": "Menurut dinas.", "definition_en": "By the office.", "unit": "unit", "decimals": 0,
        "measure": "count", "concept": "IKM", "areas": "regency", "frequency": "A", "collection": "administrative",
        "minimum": 0, "source": f"s-{key}", "last_updated": "2026-11-27", **more,
    }  # fmt: skip
    of = {"basis": "stated", "obs_status": "A", "quality": "high", "source": f"s-{key}"}
    return {
        "indicators": [about],
        "observations": [
            {"indicator": key, "area": area, "period": period, "value": value, **of}
            for (area, period), value in values.items()
        ],
        "sources": [{"source": f"s-{key}", **SOURCE}],
    }


def stored(content: Rows, seen: int = 0, key: str = KEY) -> Entry:
    (entry,) = changes.store([Proposal(scope.of_indicator(key), "add", content, seen, "Dinas")], "amir", "uji")
    return entry


def values() -> dict[tuple[str, str], float]:
    return {place: one.value for place, one in observations.cells(current(), KEY).items()}


def test_an_indicator_is_added_corrected_withdrawn_and_restored(store: None) -> None:
    first = {("81.01", "2024"): 812.0, ("81.71", "2024"): 1500.0}
    stored(rows(first))
    assert values() == first
    stored(rows({**first, ("81.71", "2024"): 1501.0}), seen=1)
    assert values()["81.71", "2024"] == 1501
    changes.store([changes.withdrawing(CODE)], "amir", "salah")
    assert KEY not in observations.definitions(current())
    changes.store(changes.restoring(1), "amir", "kembali")
    assert values() == first
    assert [(e.round, e.version) for e in journal().entries()] == [(CODE, n) for n in (1, 2, 3, 4)]


def test_a_packaged_indicator_keeps_its_place_and_new_ones_come_last(store: None) -> None:
    was = list(observations.definitions(packaged()))
    stored(rows({("81.01", "2024"): 1}, "poverty_rate"), key="poverty_rate")
    for key in ("b_new", "a_new"):
        stored(rows({("81.01", "2024"): 1}, key), key=key)
    assert list(observations.definitions(current())) == [*was, "b_new", "a_new"]
    assert len(observations.cells(current(), "poverty_rate")) == 1, "an entry has the whole of an indicator"
    assert checked(current()) == ()


def test_rounds_and_indicators_leave_each_other_alone(store: None) -> None:
    changes.store([proposal("2024", 130)], "amir", "uji")
    stored(rows({("81.01", "2024"): 1}))
    assert {"2022", "2024"} <= set(current()["rounds"]["round"])
    changes.store([changes.withdrawing("2024")], "amir", "uji")
    assert values() == {("81.01", "2024"): 1}


def test_an_unsound_indicator_is_not_stored_and_one_that_became_so_takes_down_its_own_figures_only(store: None) -> None:
    unsound = rows({("81.01", "2024"): -5, ("81", "2024"): 7})
    with pytest.raises(BrokenTableError) as broken:
        stored(unsound)
    assert {problem.reason for problem in broken.value.problems} == {"minimum", "wrong_area"}
    assert journal().entries() == ()
    tables = with_rounds(packaged(), {CODE: unsound, scope.of_indicator("fine"): rows({("81.01", "2024"): 3}, "fine")})
    with pytest.raises(BrokenTableError):
        observations.cells(tables, KEY)
    assert observations.cells(tables, "fine")["81.01", "2024"].value == 3
    assert observations.cells(tables, "poverty_rate") == observations.cells(packaged(), "poverty_rate")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_names_the_indicator_and_what_differs(store: None, language: str) -> None:
    words = Words(language)
    before = current()
    stored(rows({("81.01", "2024"): 812}))
    entry = changes.store([changes.withdrawing(CODE)], "amir", "salah")[0]
    name = words("rounds.indicator", name={"id": f"IKM {KEY}", "en": f"Small {KEY}"}[language])
    assert {line[2] for line in rounds.history(journal().entries(), words, True)[1:]} == {name}
    assert name in rounds.stored([journal().entries()[0]], words)
    assert rounds.state_name(entry, words)
    different = changes.differences(before, changes.tables_at(1))
    told = {(d.regency, d.period, d.column): (d.before, d.after) for d in different}
    assert told["81.01", "2024", "value"] == (None, "812")
    assert told["", "", "unit"] == (None, "unit")
    after = changes.tables_at(1)
    assert all(d.round == CODE for d in different)
    lines = rounds.differences(View(after, words=words), different)
    assert {line[0] for line in lines[1:]} == {name}
    assert any(line[1].startswith("Maluku Tengah · 2024") and line[3] == "812" for line in lines)

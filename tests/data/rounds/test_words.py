"""The table of the words by which files are understood: its form, and that code and table know the same kinds."""

import ast
import csv

import pytest

from data.rounds.reading.grid import folded
from data.rounds.reading.words import kinds, words_of
from tests.conftest import ROOT

READING = ROOT / "data" / "rounds" / "reading"
PLACE = {"words_of": 0, "_has": 1}  # of the kind among what a function is called with


def kinds_in_code() -> set[str]:
    asked = set()
    for path in (ROOT / "data" / "rounds").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PLACE:
                kind = node.args[PLACE[node.func.id]]
                asked |= {kind.value} if isinstance(kind, ast.Constant) else set()
    return asked


def rows() -> list[tuple[str, str]]:
    with (READING / "words.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["kind", "word"]
    return [(kind, word) for kind, word in rows]


def test_words_are_sorted_by_kind_and_stand_there_once() -> None:
    assert rows() == sorted({*rows()})


def test_words_are_written_as_they_are_compared() -> None:
    assert [word for _, word in rows() if not word or word != folded(word)] == []


def test_code_asks_for_the_kinds_that_the_table_has() -> None:
    assert kinds_in_code() == {*kinds()}


def test_what_is_hidden_is_a_word_of_another_kind() -> None:
    others = {word for kind, text in rows() if kind != "hidden" for word in text.split()}
    assert words_of("hidden") <= others


def test_a_kind_that_the_table_lacks_is_named() -> None:
    with pytest.raises(LookupError, match="no words of the kind “plannned”"):
        words_of("plannned")

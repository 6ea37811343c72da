"""The words by which files and messages are understood, by kind: the rows of ``words.csv``, beside this module."""

import csv
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def kinds() -> dict[str, frozenset[str]]:
    """Return the words of each kind, as they are compared (``grid.folded``)."""
    of: dict[str, set[str]] = {}
    with Path(__file__).with_name("words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            of.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(words) for kind, words in of.items()}


def words_of(kind: str) -> frozenset[str]:
    """Return the words of a kind. Raises ``LookupError`` where ``words.csv`` has none of it."""
    if kind not in kinds():
        raise LookupError(f"words.csv has no words of the kind “{kind}”")
    return kinds()[kind]


def either(words: Iterable[str]) -> str:
    """Return words as a regular expression looks for one of them."""
    return "|".join(sorted(words))

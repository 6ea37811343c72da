"""What an entry of the journal is about: a round, by its code, or an indicator, by its key behind ``PREFIX``."""

from collections.abc import Iterable

from data.rounds.store.journal import Entry, Rows
from locales import Words

PREFIX = "indicator:"
# The tables of which an entry replaces rows, and the column that says which: a round that is known in full is no
# longer known in part, and an entry of an indicator has all of its observations.
OF_ROUNDS = dict.fromkeys(("rounds", "participation", "trainings", "partial_rounds"), "round")
OF_INDICATORS = dict.fromkeys(("indicators", "observations"), "indicator")
OWNED = {**OF_ROUNDS, **OF_INDICATORS}


def of_indicator(key: str) -> str:
    """Return the code of an indicator's entries."""
    return f"{PREFIX}{key}"


def is_indicator(code: str) -> bool:
    """Whether entries with this code are of an indicator."""
    return code.startswith(PREFIX)


def key_in(code: str, table: str) -> str:
    """Return what the rows of an entry have in the column of a table that says whose they are; "" if it has none."""
    return code.removeprefix(PREFIX) if (table in OF_INDICATORS) == is_indicator(code) else ""


def label(code: str, words: Words, entries: Iterable[Entry] = ()) -> str:
    """Return what an entry is about as readers know it: the round's code, or the name that the indicator has last."""
    if not is_indicator(code):
        return code
    contents = [entry.content for entry in entries if entry.round == code and entry.content.get("indicators")]
    return called(contents[-1], words) if contents else words("rounds.indicator", name=key_in(code, "indicators"))


def called(rows: Rows, words: Words) -> str:
    """Return what the indicator of an entry's rows is called."""
    return words("rounds.indicator", name=words.field(rows["indicators"][-1], "name"))


def named(code: str, words: Words, entries: Iterable[Entry] = ()) -> str:
    """Return the same inside a sentence: "round 2022", or the indicator."""
    about = label(code, words, entries)
    return about if is_indicator(code) else words("rounds.round", round=about)

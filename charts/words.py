"""What several figures say in words: source lines, names, the round in a phrase."""

from collections.abc import Iterable

import pandas as pd

from charts.style import plain
from data.indicators import Indicator
from data.selection import Selection
from data.tables import Tables
from locales import Words


def source_line(words: Words, tables: Tables, indicators: Iterable[Indicator]) -> str:
    """Return the publishers behind the indicators, each once, and whether something was computed or estimated."""
    used = list(indicators)
    short = tables["sources"].set_index("source").short
    keys = [key for key in dict.fromkeys(s for i in used for s in i.sources) if not pd.isna(short.get(key))]
    bases = {i.basis for i in used}
    basis = "estimated" if "estimated" in bases else "computed" if "computed" in bases else "stated"
    return words(f"sources.line.{basis}", names="; ".join(plain(short[key]) for key in keys))


def names_by_code(tables: Tables) -> dict[str, str]:
    """Return the name of each regency by its code."""
    regencies = tables["regencies"]
    return dict(zip(regencies.code, regencies.name, strict=True))


def round_phrase(words: Words, tables: Tables, selection: Selection) -> str:
    """Return the selected round as a phrase: the year, or the years together."""
    rounds = selection.of(tables["rounds"]).sort_values(["year", "round"])
    return words.join(str(code) for code in rounds["round"])

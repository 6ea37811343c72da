"""What several figures say in words: source lines, names, the round in a phrase."""

from collections.abc import Iterable

from charts.style import plain
from data.indicators import Indicator
from data.selection import Selection
from data.tables import Tables, kept
from locales import Words


def source_line(words: Words, tables: Tables, indicators: Iterable[Indicator]) -> str:
    """Return the publishers behind the indicators, each once, and whether something was computed or estimated."""
    used = list(indicators)
    short = _publishers(tables)
    keys = [key for key in dict.fromkeys(s for i in used for s in i.sources) if key in short]
    bases = {i.basis for i in used}
    basis = "estimated" if "estimated" in bases else "computed" if "computed" in bases else "stated"
    return words(f"sources.line.{basis}", names="; ".join(short[key] for key in keys))


@kept(1)
def _publishers(tables: Tables) -> dict[str, str]:
    sources = tables["sources"].dropna(subset="short")
    return {str(row.source): plain(str(row.short)) for row in sources.itertuples()}


@kept(1)
def names_by_code(tables: Tables) -> dict[str, str]:
    """Return the name of each regency by its code."""
    regencies = tables["regencies"]
    return dict(zip(regencies.code, regencies.name, strict=True))


@kept(4)
def group_names(tables: Tables, words: Words) -> dict[str, str]:
    """Return the name of each activity group by its key."""
    return {row.group: words.field(row, "name") for _, row in tables["groups"].iterrows()}


@kept(128)
def round_phrase(tables: Tables, words: Words, selection: Selection) -> str:
    """Return what is counted as a phrase: the round, or the rounds together, and the group if one is selected."""
    rounds = selection.of(tables["rounds"]).sort_values(["year", "round"])
    phrase = words.join(str(code) for code in rounds["round"])
    group = group_name(words, tables, selection)
    return words("selection.of_group", rounds=phrase, group=group.lower()) if group else phrase


def group_name(words: Words, tables: Tables, selection: Selection) -> str:
    """Return the name of the selected activity group; "" if none is selected."""
    return group_names(tables, words).get(selection.group, "")


def caption(words: Words, tables: Tables, selection: Selection) -> str:
    """Return the whole selection as one line, for pages and files: round, regency, group."""
    rounds = round_phrase(tables, words, selection.every_group())
    parts = [rounds, names_by_code(tables).get(selection.regency), group_name(words, tables, selection)]
    return " · ".join(part for part in parts if part)

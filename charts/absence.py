"""What the sources do not name: one true sentence for a selection that nothing belongs to, and what helps.

That no source names a regency does not say that it took no part: nothing here says "never" or "did not".
"""

from dataclasses import replace

from charts.words import group_name, names_by_code
from data import indicators
from data.indicators import kept
from data.selection import ALL_ROUNDS, Selection, round_codes
from data.tables import Tables
from locales import Words

MOST = 3  # rounds that are offered, the latest first


def is_named(tables: Tables, selection: Selection) -> bool:
    """Whether the sources name anything that belongs to the selection."""
    return not indicators.took_part(tables, selection).empty


@kept
def sentence(tables: Tables, selection: Selection, words: Words) -> str:
    """Say of a selection that nothing belongs to what the sources do not name, as widely as it is true; else ""."""
    if is_named(tables, selection):
        return ""
    absent = next(wide for wide in _widest_first(selection) if not is_named(tables, wide))
    key = "both" if absent.regency and absent.group else "regency" if absent.regency else "group"
    if not absent.regency and not absent.group:
        key = "anybody"
    codes = _rounds(tables, absent)
    values = {"rounds": words.join(codes), **_names(tables, absent, words)}
    if absent.round == ALL_ROUNDS:
        return words.count(f"absent.{key}.found", len(codes), **values)
    return words(f"absent.{key}.round", **values)


def text(tables: Tables, selection: Selection, words: Words) -> str:
    """Return ``sentence`` as a paragraph of its own, with a full stop; "" if there is none."""
    said = sentence(tables, selection, words)
    return words("absent.text", sentence=said) if said else ""


def _widest_first(selection: Selection) -> list[Selection]:
    every = replace(selection, round=ALL_ROUNDS)
    return [
        every.every_group(), every.every_regency(), selection.every_group(), selection.every_regency(), every, selection
    ]  # fmt: skip


def _rounds(tables: Tables, selection: Selection) -> list[str]:
    return [str(code) for code in selection.of(tables["rounds"]).sort_values(["year", "round"])["round"]]


def _names(tables: Tables, selection: Selection, words: Words) -> dict[str, str]:
    return {
        "name": names_by_code(tables).get(selection.regency, ""),
        "group": group_name(words, tables, selection).lower(),
    }


@kept
def nearest(tables: Tables, selection: Selection) -> tuple[Selection, ...]:
    """Return the nearest selections that the sources do name: the same in other rounds, else with fewer choices.

    Empty for a selection that they name, and where they name nobody at all.
    """
    if is_named(tables, selection):
        return ()
    rounds = [code for code in reversed(round_codes(tables)) if code not in (ALL_ROUNDS, selection.round)]
    for fewer in (selection, selection.every_group(), selection.every_regency(), selection.only_round()):
        for tried in ([fewer], [replace(fewer, round=code) for code in rounds]):
            named = [one for one in tried if is_named(tables, one)]
            if named:
                return tuple(named[:MOST])
    return ()


@kept
def hint(tables: Tables, selection: Selection, words: Words) -> str:
    """Say which choice shows something for a selection that the sources do not name; "" for any other."""
    others = nearest(tables, selection)
    if not others:
        return ""
    first = others[0]
    choices = []
    if first.round != selection.round:
        choices.append(words("absent.choice.round", rounds=words.either(sorted(one.round for one in others))))
    if first.regency != selection.regency:
        choices.append(f"“{words('control.regency.all')}”")
    if first.group != selection.group:
        choices.append(f"“{words('control.group.all')}”")
    return words("absent.hint", choices=words.join(choices), what=_what(tables, selection, first, words))


def _what(tables: Tables, selection: Selection, other: Selection, words: Words) -> str:
    """Return what another selection shows, beside what the given one does not."""
    if other.regency and not selection.group:
        return names_by_code(tables)[other.regency]
    if other.regency:
        key = "both" if other.group else "other_groups"
    elif selection.regency:
        key = "other_regencies.group" if other.group else "other_regencies"
    else:
        key = "group" if other.group else "groups"
    return words(f"absent.what.{key}", **_names(tables, other, words))


def in_sources(tables: Tables, selection: Selection, words: Words) -> str:
    """Return which sources are meant, as a phrase: those of the selected round, or all that were found; for a group."""
    rounds = words.join(_rounds(tables, selection))
    sources = words("absent.in.found") if selection.round == ALL_ROUNDS else words("absent.in.round", rounds=rounds)
    group = group_name(words, tables, selection).lower()
    return words("absent.in.group", sources=sources, group=group) if group else sources

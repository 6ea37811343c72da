"""What the sources do not name: one true sentence for a selection that nothing belongs to, and what helps.

That no source names a regency does not say that it took no part: nothing here says "never" or "did not".
"""

from dataclasses import replace

from charts.words import dotted, group_name, listed_rounds, names_by_code, regency_name, round_choice, round_name
from data import indicators
from data.selection import ALL_ROUNDS, Selection, round_codes
from data.view import View, cached

MOST = 3  # rounds that are offered, the latest first


def is_named(view: View) -> bool:
    """Whether the sources name anything that belongs to the selection."""
    return not indicators.took_part(view).empty


def naming_rounds(view: View) -> list[str]:
    """Return which of the selected rounds name the selected regency and group, in order of time."""
    return [code for code in _rounds(view) if is_named(view.of(replace(view.selection, round=code)))]


@cached(128)
def sentence(view: View) -> str:
    """Say of a selection that nothing belongs to what the sources do not name, as widely as it is true; else ""."""
    if is_named(view):
        return ""
    if is_untold(view):
        is_told_elsewhere = not indicators.training_rows(view.every_group().every_regency()).empty
        key = "absent.untold.regency" if is_told_elsewhere else "absent.untold.round"
        return view.words(key, rounds=round_name(view, view.selection.round), **_names(view))
    absent = next(wide for wide in _widest_first(view.selection) if not is_named(view.of(wide)))
    if part := _known_in_part(view.of(absent)):
        return part
    key = "both" if absent.regency and absent.group else "regency" if absent.regency else "group"
    if not absent.regency and not absent.group:
        key = "anybody"
    codes = _rounds(view.of(absent))
    values = {"rounds": view.words.join(round_name(view, code) for code in codes), **_names(view.of(absent))}
    if absent.round == ALL_ROUNDS:
        return view.words.count(f"absent.{key}.found", len(codes), **values)
    return view.words(f"absent.{key}.round", **values)


def is_untold(view: View) -> bool:
    """Whether the sources of the selected round name what is selected, but no group for any of it."""
    selection = view.selection
    if selection.round == ALL_ROUNDS or not selection.group or not is_named(view.every_group()):
        return False
    return indicators.training_rows(view.every_group()).empty and not indicators.untold(view).empty


def telling(view: View) -> View:
    """Return the view, without its group where no source of the round says of anybody what was taught.

    Who had nothing of that group is not known then; whom the round's sources do not name is.
    """
    return view.every_group() if is_untold(view.every_regency()) else view


def _known_in_part(view: View) -> str:
    """Say of a regency, over all rounds, that only a part of what it had is known; "" of any other selection."""
    if view.selection != Selection(ALL_ROUNDS, view.selection.regency) or not view.selection.regency:
        return ""
    rounds = indicators.known_in_part(view.tables, view.selection.regency)["round"]
    name, listed = names_by_code(view.tables)[view.selection.regency], listed_rounds(view, rounds)
    return view.words.count("absent.partial", len(rounds), name=name, rounds=listed) if len(rounds) else ""


def of_regency(view: View, code: str, otherwise: str) -> str:
    """Return what stands in the place of a regency's number that no selected source names.

    Of a group it may be that a source names the regency without what was taught, or for other groups, and over all
    rounds a regency may be known in part; else it is ``otherwise``.
    """
    if view.selection.group and code in set(indicators.untold(view.every_regency()).regency):
        return view.words("table.untold")
    if view.selection.group and is_named(view.of(Selection(view.selection.round, code))):
        return view.words("table.none.group")
    if view.selection.round != ALL_ROUNDS:
        return otherwise
    rounds = indicators.known_in_part(view.tables, code)["round"]
    if rounds.empty:
        return otherwise
    return view.words.count("table.partial", len(rounds), rounds=listed_rounds(view, rounds))


def text(view: View) -> str:
    """Return ``sentence`` as a paragraph of its own, with a full stop; "" if there is none."""
    told = sentence(view)
    return view.words("absent.text", sentence=told) if told else ""


def _widest_first(selection: Selection) -> list[Selection]:
    every = replace(selection, round=ALL_ROUNDS)
    return [
        every.every_group(), every.every_regency(), selection.every_group(), selection.every_regency(), every, selection
    ]  # fmt: skip


def _rounds(view: View) -> list[str]:
    return [str(code) for code in view.selection.of(view.tables.rounds_in_order)["round"]]


def _names(view: View) -> dict[str, str]:
    return {"name": regency_name(view), "group": group_name(view).lower()}


def nearest(view: View) -> tuple[Selection, ...]:
    """Return the nearest selections that the sources do name: the same in other rounds, else with fewer choices.

    Empty for a selection that they name, and where they name nobody at all.
    """
    if is_named(view):
        return ()
    rounds = [code for code in reversed(round_codes(view.tables)) if code not in (ALL_ROUNDS, view.selection.round)]
    own = view.selection
    for fewer in (own, own.every_group(), own.every_regency(), own.only_round()):
        for tried in ([fewer], [replace(fewer, round=code) for code in rounds]):
            named = [one for one in tried if is_named(view.of(one))]
            if named:
                return tuple(named[:MOST])
    return ()


def hint(view: View) -> str:
    """Say which choice shows something for a selection that the sources do not name; "" for any other."""
    words = view.words
    others = nearest(view)
    if not others:
        return ""
    first = others[0]
    choices = []
    if first.round != view.selection.round:
        named = [round_name(view, code) for code in sorted(one.round for one in others)]
        choices.append(words("absent.choice.round", rounds=words.either(named)))
    if first.regency != view.selection.regency:
        choices.append(f"“{words('control.regency.all')}”")
    if first.group != view.selection.group:
        choices.append(f"“{words('control.group.all')}”")
    return words("absent.hint", choices=words.join(choices), what=_what(view, first))


def step(view: View, other: Selection) -> str:
    """Return the words of what leads to another selection: its round, then what is selected or no longer is."""
    words, target = view.words, view.of(other)
    parts = [round_choice(view, other.round), names_by_code(view.tables).get(other.regency, ""), group_name(target)]
    if view.selection.regency and not other.regency:
        parts[1] = words("control.regency.all")
    if view.selection.group and not other.group:
        parts[2] = words("control.group.all")
    return words("absent.open", caption=dotted(*parts))


def _what(view: View, other: Selection) -> str:
    """Return what another selection shows, beside what the given one does not."""
    if other.regency and (not view.selection.group or indicators.training_rows(view.of(other)).empty):
        return names_by_code(view.tables)[other.regency]
    if other.regency:
        key = "both" if other.group else "other_groups"
    elif view.selection.regency:
        key = "other_regencies.group" if other.group else "other_regencies"
    else:
        key = "group" if other.group else "groups"
    return view.words(f"absent.what.{key}", **_names(view.of(other)))


def in_sources(view: View) -> str:
    """Return which sources are meant, as a phrase: those of the selected round, or all that were found; for a group."""
    words = view.words
    rounds = words.join(round_name(view, code) for code in _rounds(view))
    sources = (
        words("absent.in.found") if view.selection.round == ALL_ROUNDS else words("absent.in.round", rounds=rounds)
    )
    group = group_name(view).lower()
    return words("absent.in.group", sources=sources, group=group) if group else sources

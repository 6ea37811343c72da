"""The large numbers beside the overview's map, and those that open the story: what a headline has not said already.

What was taught, by name; whom no round names, or how the selected regency compares; how small that is in the nation.
"""

from dataclasses import replace

from charts.national import stated_amount
from charts.table import Number
from charts.words import group_names, in_full, listed_names, names_by_code, number_of, per_kind, source_line, within
from data import indicators
from data.indicators import Indicator
from data.view import View, cached
from story.overview import KeyNumber, key_participants, key_regencies, key_trainings, key_units

ROOM = 130  # letters below a number of the opening slide


@cached(128)
def taught(view: View) -> KeyNumber:
    """Return the activities and the classes with what they are: groups, or the activities of what is selected."""
    words, number = view.words, key_trainings(view)
    average = indicators.participants_per_training(view)
    listed, per = words.join(_taught(view)), per_kind(words, average)
    if not listed:
        return number
    note = words("kpi.taught.average", what=listed, listed=per) if per else listed
    return replace(number, note=note, sources=source_line(view, [indicators.trainings(view), average]))


def _taught(view: View) -> list[str]:
    """Return the groups of what was taught; of a regency or a group, each activity once."""
    if not (view.selection.regency or view.selection.group):
        groups = group_names(view)
        return [groups[str(code)].lower() for code in indicators.participants_by_group(view).value.index]
    names = {str(a.activity): view.words.field(a, "name") for _, a in view.tables["activities"].iterrows()}
    listed = dict.fromkeys(names[str(code)] for code in indicators.training_rows(view).activity)
    return [within(name) for name in listed]


def compared(view: View) -> KeyNumber:
    """Return what the selected regency had for its population, and its gap to the most; else whom no round names."""
    code, rates = view.selection.regency, indicators.participants_per_100k(view.every_regency())
    if code not in rates.value.index:
        return silent(view)
    own, label = number_of(rates, code, 1), view.words("indicator.participants_per_100k")
    sources = source_line(view, [rates])
    return KeyNumber(label, own.text(view.words), _gap(view, rates, own), rates.unit, sources, own)


def _gap(view: View, rates: Indicator, own: Number) -> str:
    """Say how far the selected regency's own rate is behind the most, as far as that is known."""
    words, known = view.words, in_full(rates)
    if known.empty:
        return words("rates.headline.not_stated")
    best = indicators.leaders(known)
    # What is only known to be at least so much, or of whom no source says what was taught, may be higher.
    whole = ".whole" if rates.marks or indicators.participants(view.every_regency()).marks else ""
    if view.selection.regency in best:
        return words.count(f"kpi.rate.most{whole}", len(known)) if len(known) > 1 else words(f"kpi.rate.only{whole}")
    names, first = names_by_code(view.tables), number_of(rates, best[0], 1)
    told = {"who": words.join(names[one] for one in best), "rate": first.in_sentence(words)}
    if own.value is None or own.mark or first.value is None:
        return words("kpi.rate.other", **told)
    ahead, behind = (round(n.value or 0, n.shown_decimals) for n in (first, own))  # as the two stand beside it
    basis = indicators.weakest((own.basis, first.basis))
    gap = words.shown(ahead - behind, basis, min(first.shown_decimals, own.shown_decimals))
    return words(f"kpi.rate.gap{whole}", gap=gap, **told)


def silent(view: View) -> KeyNumber:
    """Return how many regencies no round names, with their names."""
    words, everything = view.words, view.everything()
    others, reached = indicators.not_named(everything), indicators.regencies_reached(everything)
    total = words.number(indicators.regencies_total(view.tables).value)
    value = words("kpi.regencies.value", reached=words.number(len(others)), total=total)
    note = listed_names(words, others.name) if len(others) else words("overview.not_reached.none")
    return KeyNumber(words("kpi.silent"), value, note, reached.unit, source_line(view, [reached]))


@cached(128)
def in_the_nation(view: View) -> KeyNumber:
    """Return the IKM units of the nation to one participant, with how many there are and how many work in them."""
    words, number = view.words, key_units(view)
    units, workers = (stated_amount(view, figure) for figure in ("ikm_units", "ikm_workers"))
    share = words.percent(indicators.national(view.tables, "ikm_worker_share").value)
    note = words("kpi.units.nation", units=units, workers=workers, share=share)
    frame = [indicators.national(view.tables, figure) for figure in ("ikm_units", "ikm_workers", "ikm_worker_share")]
    return replace(number, note=note, sources=source_line(view, [indicators.units_per_participant(view), *frame]))


def origin(view: View) -> KeyNumber:
    """Return how the selected regency compares; else how many the participants came from, and whom no round names."""
    if view.selection.regency:
        return compared(view)
    number, unnamed = key_regencies(view), silent(view)
    others = indicators.not_named(view.everything())
    note = view.words("kpi.regencies.silent", names=listed_names(view.words, others.name))
    if not number.sources or others.empty or len(note) > ROOM:
        return number
    return replace(number, note=note, sources=unnamed.sources)


def activities(view: View) -> KeyNumber:
    """Return the activities and the classes with what they are, where there is room for it."""
    number, listed = key_trainings(view), view.words.join(_taught(view))
    return replace(number, note=listed) if listed and len(listed) <= ROOM else number


NUMBERS = (taught, compared, in_the_nation)
OPENING = (key_participants, origin, activities, in_the_nation)

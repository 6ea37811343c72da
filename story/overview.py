"""The overview in words: its headline, its four numbers, its line on the national frame."""

from dataclasses import dataclass, replace

import pandas as pd

from charts import absence
from charts.national import stated_amount
from charts.table import Number
from charts.words import (
    as_sentence,
    caption,
    comparability,
    courses,
    dotted,
    group_name,
    listed_names,
    listed_rounds,
    names_by_code,
    not_split,
    noted,
    organisers,
    people,
    per_kind,
    per_million,
    regency_name,
    roman,
    round_name,
    scalar,
    sentences,
    shown,
    source_line,
)
from data import indicators
from data.participation import approximate
from data.selection import ALL_ROUNDS
from data.view import View, cached
from geo import wording
from locales import FIGURES, UNSURE, Words, significant
from story import beside


@dataclass(frozen=True)
class KeyNumber:
    """One of the large numbers: what it is, its value, a note and its own sources, all in the reader's language.

    ``unit`` (a key ``unit.…``) is that of its ``number``, which is None where there is none, or several side by side.
    """

    label: str
    value: str
    note: str
    unit: str
    sources: str = ""
    number: Number | None = None


@cached(128)
def eyebrow(view: View) -> str:
    """Return the line above the headline: subject, place, selection; of one round also its dates."""
    words = view.words
    line, rounds = words("overview.eyebrow", caption=caption(view)), view.selection.of(view.tables["rounds"])
    if len(rounds) != 1:
        return line
    only = rounds.iloc[0]
    date = words.period(only.start_date, only.days) if isinstance(only.start_date, str) else ""
    if date and is_inferred(only):
        date = words("overview.eyebrow.inferred", date=date)
    return dotted(line, date)


@cached(128)
def headline(view: View) -> str:
    """Return the selection in one sentence: how many were trained, where, and in what, or what no source names."""
    words = view.words
    absent = absence.sentence(view)
    if absent:
        return absent
    count = indicators.participants(view)
    values = {
        "participants": shown(words, count),
        "total": words.number(indicators.regencies_total(view.tables).value),
        "rounds": view.words.join(round_name(view, code) for code in absence.naming_rounds(view)),
        "name": regency_name(view),
        "group": group_name(view).lower(),
    }
    again = ".all" if _may_count_again(view) else ""
    if view.selection.regency:
        form = "both" if view.selection.group else "regency"
        unknown = ".not_stated" if pd.isna(count.value) else again
        return as_sentence(words(f"overview.headline.{form}{unknown}", **values))
    key = f"overview.headline{'.group' if view.selection.group else ''}{again}"
    reached = indicators.regencies_reached(view)
    return as_sentence(words.count(key, reached.value, **{**values, "n": shown(words, reached)}))


def _may_count_again(view: View) -> bool:
    """Whether numbers of several rounds are added: whoever took part in two of them is in both."""
    if view.selection.round != ALL_ROUNDS:
        return False
    rounds = (view.of(replace(view.selection, round=code)) for code in absence.naming_rounds(view))
    return len([one for one in rounds if pd.notna(indicators.participants(one).value)]) > 1


def change_line(view: View) -> str:
    """Return how the selection compares with itself in the round before; of all rounds, which of them name it.

    "" in the first round, and where the sources do not name the selection.
    """
    if not absence.is_named(view):
        return ""
    changed = indicators.change(view)
    if changed is None:
        return _rounds_that_name(view)
    if not absence.is_named(view.of(replace(view.selection, round=changed.before))):
        absent = absence.text(view.of(replace(view.selection, round=changed.before)))
        earlier = round_name(view, changed.earlier)
        return view.words("overview.change.earlier", absent=absent, earlier=earlier) if changed.earlier else absent
    line = _difference(view, changed, _subject(view))
    if view.selection != view.selection.only_round():
        return line
    names = names_by_code(view.tables)
    new, repeated = (view.words.join(names[code] for code in codes) for codes in (changed.new, changed.repeated))
    more = (("overview.change.first", new), ("overview.change.again", repeated))
    return " ".join([line, *(view.words(key, names=listed) for key, listed in more if listed)])


def _difference(view: View, changed: indicators.Change, subject: str) -> str:
    """Return both numbers, and the difference if both rounds record the same."""
    words = view.words
    was, now = changed.was, changed.now
    sides = [people(words, scalar(i)) for i in (was, now)]
    before, after = (round_name(view, code) for code in (changed.before, changed.after))
    values = {"subject": subject, "before": before, "after": after, "was": sides[0], "now": sides[1]}
    if was.marks or now.marks:
        return words("overview.change.not_stated", **values)
    if not changed.same_unit:
        rounds = view.tables["rounds"].set_index("round").training_kind
        kinds = {f"{when}_kind": words(f"kpi.kind.{rounds[getattr(changed, when)]}") for when in ("before", "after")}
        return words("overview.change.apart", **values, **kinds)
    if was.value == now.value:
        return words("overview.change.equal", **values)
    basis = indicators.weakest((was.basis, now.basis, "computed"))
    key = "overview.change.more" if now.value > was.value else "overview.change.fewer"
    return words(key, n=words.shown(abs(now.value - was.value), basis), **values)


def _subject(view: View) -> str:
    """Return who is meant, as the beginning of a sentence."""
    name, group = regency_name(view), group_name(view)
    if name and group:
        return view.words("selection.of_group", rounds=name, group=group.lower())
    return name or group or view.words("overview.change.everybody")


def _rounds_that_name(view: View) -> str:
    """Return which of all rounds name the selected regency or group, or which regencies several of them name."""
    words = view.words
    rounds = view.tables.rounds_in_order["round"].tolist()
    if view.selection.round != ALL_ROUNDS or len(rounds) < 2:
        return ""
    if view.selection == view.selection.only_round():
        names = names_by_code(view.tables)
        times = view.tables["participation"].regency.value_counts()
        several = [names[str(code)] for code in sorted(times[times > 1].index)]
        return words("overview.change.several", names=words.join(several)) if several else ""
    named = absence.naming_rounds(view)
    return words(
        "overview.change.rounds",
        subject=_subject(view),
        times=words.number(len(named)),
        n=words.number(len(rounds)),
        listed=words.join(round_name(view, code) for code in named),
    )


def lead_below(view: View) -> str:
    """Return the lead where the eyebrow has said when the round was."""
    return lead(view, has_date=False)


@cached(128)
def lead(view: View, has_date: bool = True) -> str:
    """Return who ran the round, when, of which programme it is a stage, and what of it is not stated."""
    words = view.words
    rounds = view.selection.of(view.tables["rounds"])
    if len(rounds) != 1:
        text = words("overview.lead.all", n=words.number(len(rounds)))
        text = sentences(text, beside.sentence(view))
        return noted(words, text, sentences(comparability(view), not_split(view)))
    only = rounds.iloc[0]
    if pd.isna(only.partners_id):
        opening = words("overview.lead.unnamed")
    else:
        opening = words("overview.lead", partners=words.field(only, "partners"))
    date = _date(words, only) if has_date or not isinstance(only.start_date, str) else ""
    told = beside.of_round(view), beside.sentence(view), _stage(view, only), not_split(view)
    return sentences(opening, date, *told)


def _date(words: Words, a_round: pd.Series) -> str:
    """Return when a round was, and whether that is inferred."""
    if not isinstance(a_round.start_date, str):
        return words("overview.year.inferred", year=a_round.year) if a_round.year_basis == "inferred" else ""
    key = "overview.lead.date.inferred" if is_inferred(a_round) else "overview.lead.date"
    return words(key, date=words.period(a_round.start_date, a_round.days))


def is_inferred(a_round: pd.Series) -> bool:
    """Whether no source states the year or the day of a round."""
    return "inferred" in (a_round.year_basis, a_round.date_basis)


def _stage(view: View, a_round: pd.Series) -> str:
    """Return of which programme a round is a stage, and what its stages come to together; "" of any other."""
    rounds = view.tables.rounds_in_order
    stages = rounds[rounds.programme == a_round.programme]
    others = [code for code in stages["round"] if code != a_round["round"]]
    if pd.isna(a_round.programme) or pd.isna(a_round.stage) or not others:
        return ""
    words = view.words
    return words.count(
        "overview.lead.stage",
        len(others),
        stage=roman(int(a_round.stage)),
        programme=a_round.programme,
        others=listed_rounds(view, others),
        participants=words.shown(stages.participants.sum(), "approximate" if approximate(stages).any() else "computed"),
        courses=courses(words, stages.groupby("training_kind").trainings.sum()),
    )


def residents(view: View) -> str:
    """Return which share of the people lives where the participants came from; "" of one regency."""
    share = indicators.population_share_reached(view)
    if view.selection.regency or not absence.is_named(view) or not share.value:
        return ""
    shown_share = view.words.marked(view.words.percent(share.value), share.basis, share.mark_of())
    return view.words("overview.residents", share=shown_share, year=share.year)


def _nothing(view: View, label: str, unit: str) -> KeyNumber:
    """Return a number of a selection that nothing belongs to: who is named without a group, or in part, is named."""
    none = view.words("table.none")
    if absence.is_untold(view):
        none = view.words("not_stated")
    elif view.selection.regency:
        none = absence.of_regency(view, view.selection.regency, none)
    return KeyNumber(label, "–", none, unit)


def key_participants(view: View) -> KeyNumber:
    """Return the participants, with the average per activity, and per class."""
    words, label = view.words, view.words("kpi.participants")
    count = indicators.participants(view)
    if not absence.is_named(view):
        return _nothing(view, label, count.unit)
    average = indicators.participants_per_training(view)
    listed = per_kind(words, average)
    note = words("kpi.participants.note", listed=listed) if listed else words("kpi.participants.no_average")
    value = shown(words, count, in_sentence=False)
    sources = source_line(view, [count, average])
    return KeyNumber(label, value, note, count.unit, sources, scalar(count, instead=value))


def key_regencies(view: View) -> KeyNumber:
    """Return the regencies reached, with the share of the population that lives there."""
    words, label = view.words, view.words("kpi.regencies")
    reached = indicators.regencies_reached(view)
    if not absence.is_named(view):
        return _nothing(view, label, reached.unit)
    share = indicators.population_share_reached(view)
    total = words.number(indicators.regencies_total(view.tables).value)
    value = words("kpi.regencies.value", reached=shown(words, reached, in_sentence=False), total=total)
    shown_share = words.marked(words.percent(share.value), share.basis, share.mark_of())
    note = words("kpi.regencies.note", share=shown_share, year=share.year)
    sources = source_line(view, [reached, share])
    return KeyNumber(label, value, note, reached.unit, sources, scalar(reached, instead=value))


def key_trainings(view: View) -> KeyNumber:
    """Return the activities and the classes, which are not added, with the number of groups that they fall into."""
    words = view.words
    counted = indicators.trainings(view)
    by_kind = counted.value
    unit = str(by_kind.index[0]) if len(by_kind) == 1 else counted.unit
    untold = by_kind.index[by_kind.isna()] if by_kind.notna().any() else []
    by_kind = by_kind.drop(untold)
    kinds = by_kind.index if len(by_kind) else view.selection.of(view.tables["rounds"]).training_kind.unique()
    label = words(f"kpi.trainings.{kinds[0] if len(kinds) == 1 else 'both'}")
    if by_kind.empty:
        return _nothing(view, label, unit)
    groups = indicators.participants_by_group(view).value
    told = (words.shown(n, "computed", mark=counted.mark_of(kind), in_sentence=False) for kind, n in by_kind.items())
    label = "; ".join((label, *(words("n.not_stated", kind=words(f"unit.{kind}")) for kind in untold)))
    note = words.count("kpi.trainings.note", len(groups)) if len(groups) else words("kpi.trainings.untold")
    value, is_one = words.join(told), len(counted.value) == 1
    number = scalar(replace(counted, value=counted.value.iloc[0]), instead=value) if is_one else None
    return KeyNumber(label, value, note, unit, source_line(view, [counted]), number)


def key_units(view: View) -> KeyNumber:
    """Return how many national IKM units there are to one participant, to as many figures as it bears."""
    words, label = view.words, view.words("kpi.units")
    units = indicators.units_per_participant(view)
    if not absence.is_named(view):
        return _nothing(view, label, units.unit)
    if pd.isna(units.value):
        note = words("not_stated" if units.marks else "missing")
        return KeyNumber(label, "–", note, units.unit, number=scalar(units, instead="–"))
    rounded, rests_on = words.rounded(units.value), (units.basis, units.mark_of())
    has_sign = units.basis in UNSURE or bool(units.mark_of())
    exact = significant(units.value, FIGURES)
    note = "kpi.units.note" if has_sign or exact == units.value else "kpi.units.note.about"
    value = words("kpi.units.value", n=words.marked(rounded, *rests_on, in_sentence=False))
    told = words(note, n=words.marked(rounded, *rests_on))
    number = scalar(replace(units, value=exact), instead=value)
    return KeyNumber(label, value, told, units.unit, source_line(view, [units]), number)


def footer(view: View) -> str:
    """Return what stands below all: whose data these are, and where the boundaries come from."""
    return f"{view.words('overview.footer')} {wording.origin(view.words)}"


@cached(128)
def not_named(view: View) -> str:
    """Name the regencies that the sources do not name, and how many people live there; "" where they name nobody."""
    words = view.words
    others = indicators.not_named(view)
    if others.empty:
        return words("overview.not_reached.none")
    if not absence.is_named(view.every_regency()):
        return ""
    told = {"names": listed_names(words, others.name), "people": words.number(others.population.sum())}
    line = words.count("overview.not_named", len(others), sources=absence.in_sources(view), **told)
    nowhere = indicators.not_named(view.everything())
    if not nowhere.empty and not (view.selection.round == ALL_ROUNDS and len(nowhere) == len(others)):
        line = words("overview.not_named.found", line=line, names=listed_names(words, nowhere.name))
    return _with_part_and_others(view, line)


def _with_part_and_others(view: View, line: str) -> str:
    """Return a line on the regencies that are not named with what is known of them all the same.

    That is: the rounds known in part, and who else trained where no source of any round names the regency.
    """
    words, names = view.words, names_by_code(view.tables)
    whole = {*view.tables["participation"].regency}
    part = indicators.known_in_part(view.tables)
    part = part[~part.regency.isin(whole)]
    if not part.empty:
        rows = (f"{names[str(row.regency)]} ({row['round']})" for _, row in part.iterrows())
        line = words("overview.not_named.part", line=line, listed=words.join(rows))
    silent = [code for code in names if code not in whole and not indicators.trained_by_others(view.tables, code).empty]
    if not silent:
        return line
    listed = words.join(f"{names[code]} ({organisers(view, code)})" for code in silent)
    return words("overview.others", line=line, listed=listed)


def derived_line(view: View) -> str:
    """Return what follows from the national figures by calculation, and says so."""
    words = view.words
    line = words(
        "overview.derived.line",
        workers_per_unit=words.number(indicators.workers_per_unit(view.tables).value, 1),
        all_units=words.number(indicators.industrial_units(view.tables).value / 1e6, 2),
        all_workers=words.number(indicators.industrial_workers(view.tables).value / 1e6, 1),
    )
    rate = indicators.participants_per_million_units(view)
    is_known = not pd.isna(rate.value) and rate.value
    return words("overview.derived.selection", line=line, per_million=per_million(words, rate)) if is_known else line


def national_line(view: View) -> str:
    """Return the national frame in one sentence."""
    return view.words(
        "overview.national.line",
        units=stated_amount(view, "ikm_units"),
        unit_share=view.words.percent(indicators.national(view.tables, "ikm_unit_share").value),
        workers=stated_amount(view, "ikm_workers"),
        worker_share=view.words.percent(indicators.national(view.tables, "ikm_worker_share").value),
    )

"""A regency in words: what it received, and which regencies have had nothing yet."""

from charts.words import names_by_code, round_phrase
from data import indicators
from data.indicators import kept
from data.selection import Selection
from data.tables import Tables
from locales import Words


@kept
def finding(tables: Tables, selection: Selection, words: Words) -> str:
    """Say what the selected regency had in all rounds together; without one, how many took part, and how many never."""
    counts = indicators.participants_by_regency(tables, Selection("all")).value
    if not selection.regency:
        return _finding_of_all(tables, selection, words)
    name = names_by_code(tables)[selection.regency]
    if selection.regency not in counts.index:
        return words("profile.finding.none", name=name)
    rows = tables["participation"]
    rounds = rows[rows.regency == selection.regency]["round"]
    return words(
        "profile.finding",
        name=name,
        participants=words.count("n.participants", counts[selection.regency]),
        rounds=words.join(sorted(rounds)),
    )


def _finding_of_all(tables: Tables, selection: Selection, words: Words) -> str:
    rounds = selection.only_round()
    total = indicators.regencies_total(tables).value
    never = total - indicators.regencies_reached(tables, Selection("all")).value
    return words(
        "profile.finding.all" if never else "profile.finding.everyone",
        n=words.number(indicators.regencies_reached(tables, rounds).value),
        total=words.number(total),
        never=words.number(never),
        rounds=round_phrase(tables, words, rounds),
    )


@kept
def received_caption(tables: Tables, code: str, words: Words) -> str:
    """Return the caption of what a regency received."""
    had = indicators.trainings(tables, Selection("all", regency=code)).value
    return words.count("profile.received", had)


@kept
def not_reached(tables: Tables, selection: Selection, words: Words) -> str:
    """Say how many regencies the selected rounds did not reach, and how many people live there."""
    rows = tables["regencies"]
    rounds = selection.only_round()
    others = rows[~rows.code.isin(rounds.of(tables["participation"]).regency)]
    if others.empty:
        return words("overview.not_reached.none")
    return words.count(
        "profile.not_reached",
        len(others),
        people=words.number(others.population.sum()),
        rounds=round_phrase(tables, words, rounds),
    )

"""The story: what the selection has to say, as an ordered list of slides. Every outlet takes it from here.

A slide is a finding as its title, one figure (or one table), one line of reading help, its sources, and what
the speaker says and may be asked. All of it is plain text in one language; outlets escape it as they need.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from charts import absence
from charts.chart import Chart
from charts.headline import headline
from charts.map import participants_map
from charts.mix import training_mix
from charts.national import national_shares, one_in_units, stated_amount
from charts.participants import participants_bars
from charts.rates import participant_rates
from charts.reach import participants_to_level, unreached_people
from charts.regency import regency_map
from charts.rounds import round_bars
from charts.table import Number
from charts.words import (
    Fact,
    caption,
    courses,
    named_rounds,
    names_by_code,
    per_kind,
    round_phrase,
    scalar,
    source_line,
)
from data import indicators
from data.indicators import Indicator
from data.selection import ALL_ROUNDS, Selection
from data.tables import Tables, kept
from geo import shapes, wording
from locales import Words, significant
from story import overview, profile


@dataclass(frozen=True)
class Question:
    """What the speaker may be asked, the answer, and the answer's source line."""

    asked: str
    answer: str
    sources: str


@dataclass(frozen=True, eq=False)
class Slide:
    """One finding. Either ``chart`` or ``table`` (its first row the header) carries it."""

    key: str
    title: str
    reading: str
    sources: str
    say: str
    questions: tuple[Question, ...]
    chart: Chart | None = None
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def alt(self) -> str:
        """The chart's text alternative."""
        return self.chart.text.alt if self.chart else self.title


@dataclass(frozen=True, eq=False)
class Story:
    """The slides of one selection in one language. ``caption`` is the selection in words, ``date`` the tables' own."""

    title: str
    subtitle: str
    caption: str
    language: str
    selection: Selection
    date: dt.date
    sources: tuple[str, ...]
    slides: tuple[Slide, ...]


@dataclass(frozen=True, eq=False)
class _Telling:
    """What every slide is told from."""

    tables: Tables
    selection: Selection
    words: Words
    values: dict[str, str]

    def slide(
        self,
        key: str,
        chart: Chart,
        asked: Iterable[tuple[str, Sequence[Indicator]]] = (),
        title: str = "",
        say: str = "",
    ) -> Slide:
        questions = tuple(
            Question(
                self.words(f"story.{name}.asked", **self.values),
                self.words(f"story.{name}.answer", **self.values),
                source_line(self.words, self.tables, used),
            )
            for name, used in asked
        )
        return Slide(
            key,
            title or chart.text.headline,
            chart.text.subtitle,
            chart.text.sources,
            self.words(f"story.{say or key}.say", **self.values),
            questions,
            chart,
        )


@kept(64)
def tell(tables: Tables, selection: Selection, words: Words) -> Story:
    """Return the story of the selection: 8 to 12 slides, fewer only where nobody took part.

    Raises ``BrokenTableError`` if a table that it needs has problems.
    """
    telling = _Telling(tables, selection, words, _values(tables, selection, words))
    slides = [slide for build in SLIDES if (slide := build(telling)) is not None]
    return Story(
        words("story.title"),
        overview.finding(tables, selection, words),
        caption(words, tables, selection),
        words.language,
        selection,
        tables.date,
        tuple(row[0] for row in _sources_table(tables, words)[1:]),
        tuple(slides),
    )


def _values(tables: Tables, selection: Selection, words: Words) -> dict[str, str]:
    """Return the numbers that the notes speak of, in words: of the round and group, whatever regency is selected."""
    of_round = selection.every_regency()
    rows = tables["regencies"]
    took_part = tables["participation"]
    absent = indicators.not_named(tables, of_round)
    whole = selection.only_round()
    ever = set(took_part.regency)
    times = took_part.groupby("regency")["round"].nunique()
    names = names_by_code(tables)
    people = indicators.participants(tables, of_round)
    average = indicators.participants_per_training(tables, of_round)
    rate = indicators.participants_per_million_units(tables, whole)
    per_round = indicators.participants_by_round(tables, Selection(ALL_ROUNDS))
    rounds = selection.of(tables["rounds"])
    inferred = rounds[rounds.year_basis == "inferred"]
    notes = tables["sources"][tables["sources"].source.isin(inferred.source)]
    return {
        "boundaries": shapes.boundaries().source,
        "rounds": round_phrase(tables, words, of_round),
        "absent": absence.sentence(tables, of_round, words),
        "participants": words.shown(people.value, people.basis),
        "reached": words.number(indicators.regencies_reached(tables, of_round).value),
        "total": words.number(len(rows)),
        "missing": words.number(len(absent)),
        "missing_people": words.number(absent.population.sum()),
        "elsewhere": words.join(r["name"] for _, r in absent.iterrows() if r.code in ever) or words("story.nobody"),
        "again": words.join(names[str(c)] for c in times[times > 1].index) or words("story.nobody"),
        "sources": absence.in_sources(tables, of_round, words),
        "courses": courses(words, indicators.trainings(tables, of_round).value),
        "average": per_kind(words, average),
        "taught": courses(words, indicators.trainings(tables, whole).value),
        "taught_in": named_rounds(words, [str(code) for code in rounds.sort_values(["year", "round"])["round"]]),
        "groups": words.number(len(indicators.participants_by_group(tables, whole).value)),
        "per_million": words.shown(rate.value, rate.basis),
        "units": stated_amount(tables, words, "ikm_units"),
        "workers": stated_amount(tables, words, "ikm_workers"),
        "inferred": words.join(inferred["round"]),
        "year_note": " ".join(words.field(r, "note") for _, r in notes.iterrows()),
        "national": overview.national_line(tables, words),
        "per_round": words.number(float(per_round.value.mean()), 1),
        "name": names.get(selection.regency, ""),
    }  # fmt: skip


def _anyone(t: _Telling) -> bool:
    return absence.is_named(t.tables, t.selection.every_regency())


def _opening(t: _Telling) -> Slide:
    facts = _key_facts(t)
    people = indicators.participants(t.tables, t.selection)
    used = [people, indicators.population_reached(t.tables, t.selection), indicators.national(t.tables, "ikm_units")]
    text = (
        overview.finding(t.tables, t.selection, t.words),
        overview.reading(t.tables, t.selection, t.words),
        source_line(t.words, t.tables, used),
    )
    named = absence.is_named(t.tables, t.selection)
    asked: list[tuple[str, Sequence[Indicator]]] = [("opening.counts" if named else "opening.absent", [people])]
    rounds = t.selection.of(t.tables["rounds"])
    if (rounds.year_basis == "inferred").any():
        asked.append(("opening.year", [indicators.participants(t.tables, t.selection.only_round())]))
    return t.slide("opening", headline(facts, text, t.words), asked)


def _key_facts(t: _Telling) -> list[Fact]:
    """Return the four large numbers with their values; units are to three figures, as their source rounds them."""
    facts = []
    for shown, of in zip(overview.key_numbers(t.tables, t.selection, t.words), overview.MEASURED, strict=True):
        indicator = of(t.tables, t.selection)
        if isinstance(indicator.value, pd.Series) and len(indicator.value) == 1:
            indicator = replace(indicator, value=indicator.value.iloc[0], unit=str(indicator.value.index[0]))
        is_one = not isinstance(indicator.value, pd.Series) and absence.is_named(t.tables, t.selection)
        # Activities and classes stand side by side; what the sources do not name is no number.
        number = scalar(indicator, instead=shown.value) if is_one else Number(None, instead=shown.value)
        if indicator.key == "units_per_participant" and number.value is not None:
            number = replace(number, value=significant(number.value, 3))
        facts.append(Fact(shown.label, number, t.words(f"unit.{indicator.unit}"), shown.note))
    return facts


def _map(t: _Telling) -> Slide:
    km = indicators.distance_to_ambon(t.tables)
    borders = "map.borders_sourced" if shapes.boundaries().official else "map.borders"
    asked = [("map.distance", [km]), (borders, [km])]
    key = "map" if _anyone(t) else "map.nobody"
    return t.slide("map", participants_map(t.tables, t.selection, t.words), asked, say=key)


def _regency(t: _Telling) -> Slide | None:
    if not t.selection.regency:
        return None
    fig = regency_map(t.tables, t.selection.regency, t.words)
    asked = [("regency.islands", [indicators.measure(t.tables, "islands")])]
    return t.slide("regency", fig, asked, title=profile.finding(t.tables, t.selection, t.words))


def _who(t: _Telling) -> Slide | None:
    if not _anyone(t):
        return None
    average = indicators.participants_per_training(t.tables, t.selection.every_regency())
    return t.slide("who", participants_bars(t.tables, t.selection, t.words), [("who.why", [average])])


def _rates(t: _Telling) -> Slide | None:
    if not _anyone(t):
        return None
    people = indicators.measure(t.tables, "population")
    return t.slide("rates", participant_rates(t.tables, t.selection, t.words), [("rates.year", [people])])


def _what(t: _Telling) -> Slide:
    fig = training_mix(t.tables, t.selection, t.words)
    counted = indicators.trainings(t.tables, t.selection.only_round())
    people = indicators.participants_by_regency_and_group(t.tables, t.selection.only_round())
    asked: list[tuple[str, Sequence[Indicator]]] = [("what.groups", [counted])]
    if people.basis == "estimated":
        asked.append(("what.estimate", [people]))
    return t.slide("what", fig, asked)


def _rounds(t: _Telling) -> Slide:
    counts = indicators.participants_by_round(t.tables, Selection(ALL_ROUNDS))
    return t.slide("rounds", round_bars(t.tables, t.selection, t.words), [("rounds.again", [counts])])


def _nation(t: _Telling) -> Slide:
    used = [indicators.national(t.tables, "ikm_units"), indicators.national(t.tables, "ikm_workers")]
    return t.slide("nation", national_shares(t.tables, t.words), [("nation.sure", used)])


def _dots(t: _Telling) -> Slide | None:
    rounds = t.selection.only_round()
    if not indicators.participants(t.tables, rounds).value:
        return None
    used = [indicators.units_per_participant(t.tables, rounds)]
    return t.slide("dots", one_in_units(t.tables, t.selection, t.words), [("dots.started", used)])


def _unreached(t: _Telling) -> Slide | None:
    if not _anyone(t) or indicators.not_named(t.tables, t.selection).empty:
        return None
    used = [indicators.regencies_reached(t.tables, t.selection.every_regency())]
    return t.slide("unreached", unreached_people(t.tables, t.selection, t.words), [("unreached.other", used)])


def _follows(t: _Telling) -> Slide | None:
    if t.tables["participation"].empty:
        return None
    used = [indicators.participants_to_level(t.tables)]
    return t.slide("follows", participants_to_level(t.tables, t.selection, t.words), [("follows.target", used)])


def _sources_table(tables: Tables, words: Words) -> tuple[tuple[str, ...], ...]:
    rows = tables["sources"].dropna(subset=["short"])
    head = (words("origin.title"), words("origin.note"))
    return (head, *((str(r.short), words.field(r, "note")) for _, r in rows.iterrows()))


def _sources(t: _Telling) -> Slide:
    table = _sources_table(t.tables, t.words)
    title = t.words("story.sources.title", n=t.words.number(len(table) - 1))
    reading = t.words("story.sources.reading")
    footer = f"{t.words('overview.footer')} {wording.origin(t.words)}"
    return Slide("sources", title, reading, footer, t.words("story.sources.say"), (), None, table)


SLIDES: tuple[Callable[[_Telling], Slide | None], ...] = (
    _opening, _map, _regency, _who, _rates, _what, _rounds, _nation, _dots, _unreached, _follows, _sources,
)  # fmt: skip

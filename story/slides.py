"""The story: what the selection has to say, as an ordered list of slides. Every outlet takes it from here.

A slide is a headline as its title, one figure (or one table), one line of reading help, its sources, and what
the speaker says and may be asked. All of it is plain text in one language; outlets escape it as they need.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from charts import absence
from charts.chart import Chart
from charts.headline import headline
from charts.indicator_scatter import indicator_scatter
from charts.indicator_series import indicator_series
from charts.map import participants_map
from charts.mix import training_mix
from charts.national import national_shares, one_in_units, stated_amount
from charts.participants import participants_bars
from charts.rates import participant_rates
from charts.reach import participants_to_level, unreached_people
from charts.regency import place, regency_map
from charts.round_maps import round_maps
from charts.rounds import round_bars
from charts.table import Linked, Number
from charts.words import (
    Fact,
    caption,
    citation,
    courses,
    named_rounds,
    names_by_code,
    not_split,
    number_of,
    of_every_group,
    per_kind,
    per_million,
    round_name,
    round_phrase,
    scalar,
    shown,
    source_line,
)
from data import comparison, indicators, observations, settings
from data.indicators import Indicator
from data.province import PROVINCE
from data.selection import ALL_ROUNDS, Selection
from data.view import View, cached
from geo import shapes
from locales import FIGURES, Words, needed, significant
from story import brief, overview, regencies, sources
from story.first_numbers import MEASURED, OPENING

INDUSTRY = "imk_establishments"  # how big small industry is
NEED = "poverty_rate"  # what participants are set against
LONGEST_BESIDE = 620  # letters that are read beside a map on a slide


@dataclass(frozen=True)
class Question:
    """What the speaker may be asked, the answer, and the answer's source line."""

    asked: str
    answer: str
    sources: str


@dataclass(frozen=True, eq=False)
class Slide:
    """One headline. Either ``chart`` or ``table`` (its first row the header) carries it."""

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

    view: View
    values: dict[str, str]

    def slide(
        self, chart: Chart, asked: Iterable[tuple[str, Sequence[Indicator]]] = (), title: str = "", say: str = ""
    ) -> Slide:
        questions = tuple(
            Question(
                self.view.words(f"story.{name}.asked", **self.values),
                self.view.words(f"story.{name}.answer", **self.values),
                source_line(self.view, used),
            )
            for name, used in asked
        )
        return Slide(
            chart.key,
            title or chart.text.headline,
            chart.text.subtitle,
            chart.text.sources,
            self.view.words(f"story.{say or chart.key}.say", subtitle=chart.text.subtitle, **self.values),
            questions,
            chart,
        )


@cached(64)
def tell(view: View) -> Story:
    """Return the story of the selection: 8 to 15 slides, fewer only where nobody took part.

    Raises ``BrokenTableError`` if a table that it needs has problems.
    """
    telling = _Telling(view, _values(view))
    slides: dict[str, Slide] = {}
    for build in SLIDES:
        # A headline is told once: where no source names the regency, most figures have nothing else to say.
        if (slide := build(telling)) is not None:
            slides.setdefault(slide.title, slide)
    return Story(
        view.words("story.title"),
        overview.headline(view),
        caption(view),
        view.words.language,
        view.selection,
        view.tables.date,
        tuple(row[0] for row in _sources_table(telling)[1:]),
        tuple(slides.values()),
    )


def _values(view: View) -> dict[str, str]:
    """Return the numbers that the notes speak of, in words: of the round and group, whatever regency is selected."""
    words = view.words
    of_round = view.every_regency()
    rows = view.tables["regencies"]
    took_part = view.tables["participation"]
    absent = indicators.not_named(of_round)
    whole = view.selection.only_round()
    ever = {*took_part.regency, *indicators.known_in_part(view.tables).regency}
    times = took_part.groupby("regency")["round"].nunique()
    names = names_by_code(view.tables)
    people, had = indicators.participants(of_round), indicators.trainings(of_round)
    taught = courses(words, had.value, had.marks)
    average = per_kind(words, indicators.participants_per_training(of_round))
    grouped = indicators.trainings_by_group(view.of(whole)).value
    rate = indicators.participants_per_million_units(view.of(whole))
    per_round = float(indicators.participants_by_round(view.of(Selection(ALL_ROUNDS))).value.mean())
    rounds = view.selection.of(view.tables.rounds_in_order)
    inferred = rounds[rounds.year_basis == "inferred"]
    notes = view.tables["sources"][view.tables["sources"].source.isin(inferred.source)]
    return {
        "boundaries": shapes.boundaries().source,
        "rounds": round_phrase(of_round),
        "absent": absence.sentence(of_round),
        "split": not_split(view) or words("story.headline.adds_up"),
        "participants": shown(words, people),
        "reached": shown(words, indicators.regencies_reached(of_round)),
        "total": words.number(len(rows)),
        "elsewhere": words.join(r["name"] for _, r in absent.iterrows() if r.code in ever) or words("story.nobody"),
        "again": words.join(names[str(c)] for c in times[times > 1].index) or words("story.nobody"),
        "sources": absence.in_sources(of_round),
        "known": words("story.participants.known", courses=taught, average=average) if average else taught,
        "taught": courses(words, grouped.groupby(level="kind").sum()),
        "taught_in": named_rounds(view, [str(code) for code in rounds["round"]]),
        "groups": words.number(len(indicators.participants_by_group(view.of(whole)).value)),
        "per_million": per_million(words, rate),
        "units": stated_amount(view, "ikm_units"),
        "workers": stated_amount(view, "ikm_workers"),
        "inferred": words.join(round_name(view, code) for code in inferred["round"]),
        "year_note": " ".join(words.field(r, "note") for _, r in notes.iterrows()),
        "national": overview.national_line(view),
        "per_round": words.number(per_round, needed(per_round, 1)),
        "name": names.get(view.selection.regency, ""),
    }  # fmt: skip


def _anyone(t: _Telling) -> bool:
    return absence.is_named(t.view.every_regency())


def _opening(t: _Telling) -> Slide:
    people = indicators.participants(t.view)
    everything = t.view.of(Selection(ALL_ROUNDS))
    by_people = indicators.participants_per_100k(t.view.every_regency())
    second = by_people if t.view.selection.regency else indicators.regencies_reached(everything)
    nation = [indicators.national(t.view.tables, figure) for figure in ("ikm_units", "ikm_workers", "ikm_worker_share")]
    used = [people, indicators.trainings(t.view), second, *nation]
    text = (overview.headline(t.view), overview.lead(t.view), source_line(t.view, used))
    named, asked = absence.is_named(t.view), list[tuple[str, Sequence[Indicator]]]()
    if named:
        asked.append(("headline.counts", [people]))
    elif _is_unnamed(t):
        asked.append(("headline.absent", [people]))
    rounds = t.view.selection.of(t.view.tables["rounds"])
    if (rounds.year_basis == "inferred").any():
        asked.append(("headline.year", [indicators.participants(t.view.only_round())]))
    chart = headline(_key_facts(t), text, t.view.words, list(_counted_facts(t)))
    return t.slide(chart, asked, say="headline" if named else "headline.nobody")


def _is_unnamed(t: _Telling) -> bool:
    """Whether no selected source names the selected regency; over all rounds, none that is known in part either."""
    code, is_any = t.view.selection.regency, t.view.selection.round == ALL_ROUNDS
    is_in_part = is_any and not indicators.known_in_part(t.view.tables, code).empty
    return bool(code) and not is_in_part and not absence.is_named(t.view.every_group())


def _key_facts(t: _Telling) -> list[Fact]:
    """Return the four large numbers with their values; units are to as many figures as their source has."""
    facts, code = [], t.view.selection.regency
    rates = indicators.participants_per_100k(t.view.every_regency())
    for key_number, of in zip((number(t.view) for number in OPENING), MEASURED, strict=True):
        indicator = of(t.view)
        if of is indicators.regencies_reached and code:  # the selected regency is one: how it compares says more
            is_known = code in rates.value.index
            rate = number_of(rates, code, 1) if is_known else Number(None, instead=key_number.value)
            facts.append(Fact(key_number.label, rate, t.view.words(f"unit.{rates.unit}"), key_number.note))
            continue
        if isinstance(indicator.value, pd.Series) and len(indicator.value) == 1:
            indicator = replace(indicator, value=indicator.value.iloc[0], unit=str(indicator.value.index[0]))
        is_one = not isinstance(indicator.value, pd.Series) and absence.is_named(t.view)
        # Activities and classes stand side by side; what the sources do not name is no number.
        number = scalar(indicator, instead=key_number.value) if is_one else Number(None, instead=key_number.value)
        if indicator.key == "units_per_participant" and number.value is not None:
            number = replace(number, value=significant(number.value, FIGURES))
        facts.append(Fact(key_number.label, number, t.view.words(f"unit.{indicator.unit}"), key_number.note))
    return facts


def _counted_facts(t: _Telling) -> Iterator[Fact]:
    """Yield the large numbers one by one: activities and classes, which are not added, each by itself."""
    for fact, of in zip(_key_facts(t), MEASURED, strict=True):
        counted = of(t.view)
        if not isinstance(counted.value, pd.Series):
            yield fact
            continue
        for kind in counted.value.index:
            number = number_of(counted, kind)
            yield Fact(t.view.words(f"kpi.trainings.{kind}"), number, t.view.words(f"unit.{kind}"), fact.more)


def _map(t: _Telling) -> Slide:
    km = indicators.distance_to_capital(t.view.tables)
    borders = "map.borders_sourced" if shapes.boundaries().official else "map.borders"
    asked = [("map.distance", [km]), (borders, [km])]
    key = "map" if _anyone(t) else "map.nobody"
    chart, title = participants_map(t.view), ""
    reading = chart.text.subtitle
    if chart.text.headline == overview.headline(t.view):  # said on the first slide: here, what the map shows beside it
        title = participants_map(t.view.every_regency()).text.headline
        if title == chart.text.headline:
            title, _, reading = reading.partition(". ")
            title = title.removesuffix(".")
    return replace(t.slide(chart, asked, title, key), reading=reading)


def _regency(t: _Telling) -> Slide | None:
    if not t.view.selection.regency:
        return None
    fig = regency_map(t.view, t.view.selection.regency)
    asked = [("regency_map.islands", [indicators.measure(t.view.tables, "islands")])]
    title, received = regencies.headline(t.view), brief.activities(t.view)
    slide = t.slide(
        fig, asked, title=place(t.view, t.view.selection.regency) if title == overview.headline(t.view) else title
    )
    reading = " ".join(part for part in (slide.reading, received) if part)
    # More than the place beside a map has room for is told in the notes alone.
    say = " ".join(part for part in (slide.say, received) if part)
    return replace(slide, reading=reading if len(reading) <= LONGEST_BESIDE else slide.reading, say=say)


def _who(t: _Telling) -> Slide | None:
    if not _anyone(t) or not _is_split(t):
        return None
    average = indicators.participants_per_training(t.view.every_regency())
    return t.slide(participants_bars(t.view), [("participants.why", [average])])


def _rates(t: _Telling) -> Slide | None:
    if not _anyone(t) or not _is_split(t):
        return None
    people = indicators.measure(t.view.tables, "population")
    return t.slide(participant_rates(t.view), [("rates.year", [people])])


def _is_split(t: _Telling) -> bool:
    """Whether the number of any regency is known: where none is, a slide of them would be empty."""
    return bool(indicators.participants_by_regency(t.view.every_regency()).value.notna().any())


def _what(t: _Telling) -> Slide | None:
    if _anyone(t) and indicators.training_rows(t.view.only_round()).empty:
        return None  # no source says what was taught
    fig = training_mix(t.view)
    counted = indicators.trainings(t.view.only_round())
    people = indicators.participants_by_regency_and_group(t.view.only_round())
    asked: list[tuple[str, Sequence[Indicator]]] = [("mix.groups", [counted])]
    if people.basis == "estimated":
        asked.append(("mix.estimate", [people]))
    return t.slide(fig, asked)


def _rounds(t: _Telling) -> Slide:
    counts = indicators.participants_by_round(t.view.of(Selection(ALL_ROUNDS)))
    return t.slide(round_bars(t.view), [("rounds.again", [counts])])


def _round_maps(t: _Telling) -> Slide | None:
    if t.view.selection.regency or len(t.view.tables["rounds"]) < 2:
        return None
    slide = t.slide(round_maps(t.view))
    return replace(slide, reading=of_every_group(t.view, slide.reading))


def _nation(t: _Telling) -> Slide:
    used = [indicators.national(t.view.tables, "ikm_units"), indicators.national(t.view.tables, "ikm_workers")]
    return t.slide(national_shares(t.view), [("national_shares.sure", used)])


def _industry(t: _Telling) -> Slide | None:
    """Say how big small industry is in the province, and that a survey's swing is no growth."""
    if not comparison.periods(t.view.tables, INDUSTRY):
        return None
    used = [_in_industry(t)]
    chart = indicator_series(t.view.comparing(indicator=INDUSTRY))
    asked: list[tuple[str, Sequence[Indicator]]] = [
        ("indicator_series.growth", used),
        ("indicator_series.concept", used),
    ]
    span = observations.span(t.view.tables, INDUSTRY, PROVINCE.code)
    ends = {"low": t.view.words.number(span.lowest), "high": t.view.words.number(span.highest)} if span else {}
    title = t.view.words("story.indicator_series.title", **ends) if span else ""
    slide = t.slide(chart, asked, title)
    return replace(slide, reading=t.view.words("story.indicator_series.reading"))


def _need(t: _Telling) -> Slide | None:
    """Say where the need is, and who has it and no participants in the sources."""
    if not comparison.periods(t.view.tables, NEED):
        return None
    view = t.view.comparing(indicator=NEED)
    used = [_in_need(t)]
    slide = t.slide(indicator_scatter(view), [("indicator_scatter.poor", used)])
    if comparison.against(t.view.tables, view.comparison) != comparison.PARTNERS[0]:
        return replace(slide, reading=of_every_group(t.view, slide.reading))  # whose axes are others
    return replace(slide, reading=of_every_group(t.view, t.view.words("story.indicator_scatter.reading")))


def _in_industry(t: _Telling) -> Indicator:
    return observations.series(t.view.tables, INDUSTRY, PROVINCE.code)


def _in_need(t: _Telling) -> Indicator:
    return observations.values(t.view.tables, NEED, observations.periods(t.view.tables, NEED)[-1])


def _dots(t: _Telling) -> Slide | None:
    rounds = t.view.selection.only_round()
    if not indicators.participants(t.view.of(rounds)).value:
        return None
    used = [indicators.units_per_participant(t.view.of(rounds))]
    return t.slide(one_in_units(t.view), [("national_dots.started", used)])


def _unreached(t: _Telling) -> Slide | None:
    if not _anyone(t) or indicators.not_named(t.view).empty:
        return None
    used = [indicators.regencies_reached(t.view.every_regency())]
    return t.slide(unreached_people(t.view), [("unreached.other", used)])


def _follows(t: _Telling) -> Slide | None:
    if t.view.tables["participation"].empty:
        return None
    used = [indicators.participants_to_level(t.view.tables)]
    return t.slide(participants_to_level(t.view), [("to_level.target", used)])


def _used(t: _Telling) -> set[str]:
    """Return the sources of what the slides show: rounds, regencies, nation, indicators, boundaries."""
    selected, tables = t.view.only_round().selection, t.view.tables
    rounds = selected.of(tables["rounds"])
    columns = [rounds.source, rounds.second_source, rounds.date_source]
    columns += [selected.of(tables[name]).source for name in ("participation", "trainings")]
    regencies = tables["regencies"]
    columns += [regencies.source, regencies.islands_source, regencies.inhabited_source, tables["national"].source]
    if selected.round == ALL_ROUNDS:
        columns.append(tables["partial_rounds"].source)
    shown = ((INDUSTRY, _in_industry), (NEED, _in_need))
    of_indicators = (key for name, used in shown if comparison.periods(tables, name) for key in used(t).sources)
    return {"osm-shoreline", *of_indicators, *(str(key) for column in columns for key in column.dropna())}


def _sources_table(t: _Telling) -> tuple[tuple[str, ...], ...]:
    rows = t.view.tables["sources"].dropna(subset=["short"])
    rows = rows[rows.source.isin(_used(t))]
    words = t.view.words
    head = (words("origin.title"), words("origin.note"))
    return (head, *((_led_outside(words, r), words.field(r, "note")) for _, r in rows.iterrows()))


def _led_outside(words: Words, row: pd.Series) -> Linked:
    """Return how source lines name a source, with its address outside, if it has one."""
    return Linked([(citation(words, row), "" if pd.isna(row.url) else str(row.url))], sources.row_name(row.source))


def _sources(t: _Telling) -> Slide:
    """Return the last slide: all sources, of what day the tables are, and where they are found anew."""
    table, words, where = _sources_table(t), t.view.words, settings.own_address()
    title = words("story.sources.title", n=words.number(len(table) - 1))
    as_of = words("about.updated", date=words.date(t.view.tables.date))
    address = words("imprint.address", address=where) if where else ""
    closing = " ".join(part for part in (overview.footer(t.view), as_of, address) if part)
    return Slide("sources", title, words("story.sources.reading"), closing, words("story.sources.say"), (), None, table)


SLIDES: tuple[Callable[[_Telling], Slide | None], ...] = (
    _opening, _map, _regency, _who, _rates, _what, _rounds, _round_maps, _nation, _dots,
    _industry, _need, _unreached, _follows, _sources,
)  # fmt: skip

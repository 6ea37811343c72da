"""The story: what the selection has to say, as an ordered list of slides. Every outlet takes it from here.

A slide is a headline as its title, one figure (or one table), one line of reading help, its sources, and what
the speaker says and may be asked. All of it is plain text in one language; outlets escape it as they need.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
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
    sentences,
    shown,
    source_line,
)
from data import comparison, indicators, observations, settings
from data.indicators import Indicator
from data.province import PROVINCE
from data.selection import ALL_ROUNDS, Selection
from data.view import View, cached
from geo import shapes
from locales import Words, needed
from story import brief, overview, regencies, sources
from story.first_numbers import OPENING

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


Asked = tuple[str, Sequence[Indicator]]  # the key of a question, and what answers it


def _slide(
    view: View, chart: Chart, asked: Iterable[Asked] = (), title: str = "", reading: str | None = None, say: str = ""
) -> Slide:
    """Return a chart's slide; title and reading help are the chart's own, unless others are given."""
    values, text = _values(view), chart.text
    reading = text.subtitle if reading is None else reading
    questions = tuple(
        Question(
            view.words(f"story.{name}.asked", **values),
            view.words(f"story.{name}.answer", **values),
            source_line(view, used),
        )
        for name, used in asked
    )
    notes = view.words(f"story.{say or chart.key}.say", subtitle=text.subtitle, **values)
    return Slide(chart.key, title or text.headline, reading, text.sources, notes, questions, chart)


@cached(64)
def tell(view: View) -> Story:
    """Return the story of the selection: 8 to 15 slides, fewer only where nobody took part.

    Raises ``BrokenTableError`` if a table that it needs has problems.
    """
    slides: dict[str, Slide] = {}
    for build in SLIDES:
        # A headline is told once: where no source names the regency, most figures have nothing else to say.
        if (slide := build(view)) is not None:
            slides.setdefault(slide.title, slide)
    return Story(
        view.words("story.title"),
        overview.headline(view),
        caption(view),
        view.words.language,
        view.selection,
        view.tables.date,
        tuple(row[0] for row in _sources_table(view)[1:]),
        tuple(slides.values()),
    )


@cached(4)
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
    per_round = float(indicators.participants_by_round(view.everything()).value.mean())
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


def _anyone(view: View) -> bool:
    return absence.is_named(view.every_regency())


def _opening(view: View) -> Slide:
    people = indicators.participants(view)
    everything = view.everything()
    by_people = indicators.participants_per_100k(view.every_regency())
    second = by_people if view.selection.regency else indicators.regencies_reached(everything)
    nation = [indicators.national(view.tables, figure) for figure in ("ikm_units", "ikm_workers", "ikm_worker_share")]
    used = [people, indicators.trainings(view), second, *nation]
    text = (overview.headline(view), overview.lead(view), source_line(view, used))
    named, asked = absence.is_named(view), list[Asked]()
    if named:
        asked.append(("headline.counts", [people]))
    elif _is_unnamed(view):
        asked.append(("headline.absent", [people]))
    rounds = view.selection.of(view.tables["rounds"])
    if (rounds.year_basis == "inferred").any():
        asked.append(("headline.year", [indicators.participants(view.only_round())]))
    chart = headline(_key_facts(view), text, view.words, _counted_facts(view))
    return _slide(view, chart, asked, say="headline" if named else "headline.nobody")


def _is_unnamed(view: View) -> bool:
    """Whether no selected source names the selected regency; over all rounds, none that is known in part either."""
    code, is_any = view.selection.regency, view.selection.round == ALL_ROUNDS
    is_in_part = is_any and not indicators.known_in_part(view.tables, code).empty
    return bool(code) and not is_in_part and not absence.is_named(view.every_group())


def _key_facts(view: View) -> list[Fact]:
    """Return the four large numbers with their values; units are to as many figures as their source has."""
    return [
        Fact(one.label, one.number or Number(None, instead=one.value), view.words(f"unit.{one.unit}"), one.note)
        for one in (number(view) for number in OPENING)
    ]


def _counted_facts(view: View) -> list[Fact]:
    """Return the large numbers one by one: activities and classes, which are not added, each by itself."""
    people, origin, taught, nation = _key_facts(view)
    counted = indicators.trainings(view)
    kinds = (
        Fact(view.words(f"kpi.trainings.{kind}"), number_of(counted, kind), view.words(f"unit.{kind}"), taught.more)
        for kind in counted.value.index
    )
    return [people, origin, *kinds, nation]


def _map(view: View) -> Slide:
    km = indicators.distance_to_capital(view.tables)
    borders = "map.borders_sourced" if shapes.boundaries().official else "map.borders"
    asked = [("map.distance", [km]), (borders, [km])]
    key = "map" if _anyone(view) else "map.nobody"
    chart, title, reading = participants_map(view), "", None
    if chart.text.headline == overview.headline(view):  # said on the first slide: here, what the map shows beside it
        title = participants_map(view.every_regency()).text.headline
        if title == chart.text.headline:
            title, _, reading = chart.text.subtitle.partition(". ")
            title = title.removesuffix(".")
    return _slide(view, chart, asked, title, reading, key)


def _regency(view: View) -> Slide | None:
    if not view.selection.regency:
        return None
    fig = regency_map(view, view.selection.regency)
    asked = [("regency_map.islands", [indicators.measure(view.tables, "islands")])]
    title, received = regencies.headline(view), brief.activities(view)
    title = place(view, view.selection.regency) if title == overview.headline(view) else title
    reading = sentences(fig.text.subtitle, received)
    # More than the place beside a map has room for is told in the notes alone.
    slide = _slide(view, fig, asked, title, reading if len(reading) <= LONGEST_BESIDE else None)
    return replace(slide, say=sentences(slide.say, received))


def _who(view: View) -> Slide | None:
    if not _anyone(view) or not _is_split(view):
        return None
    average = indicators.participants_per_training(view.every_regency())
    return _slide(view, participants_bars(view), [("participants.why", [average])])


def _rates(view: View) -> Slide | None:
    if not _anyone(view) or not _is_split(view):
        return None
    people = indicators.measure(view.tables, "population")
    return _slide(view, participant_rates(view), [("rates.year", [people])])


def _is_split(view: View) -> bool:
    """Whether the number of any regency is known: where none is, a slide of them would be empty."""
    return bool(indicators.participants_by_regency(view.every_regency()).value.notna().any())


def _what(view: View) -> Slide | None:
    if _anyone(view) and indicators.training_rows(view.only_round()).empty:
        return None  # no source says what was taught
    fig = training_mix(view)
    counted = indicators.trainings(view.only_round())
    people = indicators.participants_by_regency_and_group(view.only_round())
    asked: list[Asked] = [("mix.groups", [counted])]
    if people.basis == "estimated":
        asked.append(("mix.estimate", [people]))
    return _slide(view, fig, asked)


def _rounds(view: View) -> Slide:
    counts = indicators.participants_by_round(view.everything())
    return _slide(view, round_bars(view), [("rounds.again", [counts])])


def _round_maps(view: View) -> Slide | None:
    if view.selection.regency or len(view.tables["rounds"]) < 2:
        return None
    chart = round_maps(view)
    return _slide(view, chart, reading=of_every_group(view, chart.text.subtitle))


def _nation(view: View) -> Slide:
    used = [indicators.national(view.tables, "ikm_units"), indicators.national(view.tables, "ikm_workers")]
    return _slide(view, national_shares(view), [("national_shares.sure", used)])


def _industry(view: View) -> Slide | None:
    """Say how big small industry is in the province, and that a survey's swing is no growth."""
    if not comparison.periods(view.tables, INDUSTRY):
        return None
    chart = indicator_series(view.comparing(indicator=INDUSTRY))
    asked = [(f"indicator_series.{question}", [_in_industry(view)]) for question in ("growth", "concept")]
    span = observations.span(view.tables, INDUSTRY, PROVINCE.code)
    ends = {"low": view.words.number(span.lowest), "high": view.words.number(span.highest)} if span else {}
    title = view.words("story.indicator_series.title", **ends) if span else ""
    return _slide(view, chart, asked, title, view.words("story.indicator_series.reading"))


def _need(view: View) -> Slide | None:
    """Say where the need is, and who has it and no participants in the sources."""
    if not comparison.periods(view.tables, NEED):
        return None
    compared = view.comparing(indicator=NEED)
    chart, reading = indicator_scatter(compared), view.words("story.indicator_scatter.reading")
    if comparison.against(view.tables, compared.comparison) != comparison.PARTNERS[0]:
        reading = chart.text.subtitle  # its axes are others
    asked = [("indicator_scatter.poor", [_in_need(view)])]
    return _slide(view, chart, asked, reading=of_every_group(view, reading))


def _in_industry(view: View) -> Indicator:
    return observations.series(view.tables, INDUSTRY, PROVINCE.code)


def _in_need(view: View) -> Indicator:
    return observations.values(view.tables, NEED, observations.periods(view.tables, NEED)[-1])


def _dots(view: View) -> Slide | None:
    rounds = view.selection.only_round()
    if not indicators.participants(view.of(rounds)).value:
        return None
    used = [indicators.units_per_participant(view.of(rounds))]
    return _slide(view, one_in_units(view), [("national_dots.started", used)])


def _unreached(view: View) -> Slide | None:
    if not _anyone(view) or indicators.not_named(view).empty:
        return None
    used = [indicators.regencies_reached(view.every_regency())]
    return _slide(view, unreached_people(view), [("unreached.other", used)])


def _follows(view: View) -> Slide | None:
    if view.tables["participation"].empty:
        return None
    used = [indicators.participants_to_level(view.tables)]
    return _slide(view, participants_to_level(view), [("to_level.target", used)])


def _used(view: View) -> set[str]:
    """Return the sources of what the slides show: rounds, regencies, nation, indicators, boundaries."""
    selected, tables = view.only_round().selection, view.tables
    rounds = selected.of(tables["rounds"])
    columns = [rounds.source, rounds.second_source, rounds.date_source]
    columns += [selected.of(tables[name]).source for name in ("participation", "trainings")]
    regencies = tables["regencies"]
    columns += [regencies.source, regencies.islands_source, regencies.inhabited_source, tables["national"].source]
    if selected.round == ALL_ROUNDS:
        columns.append(tables["partial_rounds"].source)
    shown = ((INDUSTRY, _in_industry), (NEED, _in_need))
    of_indicators = (key for name, used in shown if comparison.periods(tables, name) for key in used(view).sources)
    return {"osm-shoreline", *of_indicators, *(str(key) for column in columns for key in column.dropna())}


def _sources_table(view: View) -> tuple[tuple[str, ...], ...]:
    rows = view.tables["sources"].dropna(subset=["short"])
    rows = rows[rows.source.isin(_used(view))]
    words = view.words
    head = (words("origin.title"), words("origin.note"))
    return (head, *((_led_outside(words, r), words.field(r, "note")) for _, r in rows.iterrows()))


def _led_outside(words: Words, row: pd.Series) -> Linked:
    """Return how source lines name a source, with its address outside, if it has one."""
    return Linked([(citation(words, row), "" if pd.isna(row.url) else str(row.url))], sources.row_name(row.source))


def _sources(view: View) -> Slide:
    """Return the last slide: all sources, of what day the tables are, and where they are found anew."""
    table, words, where = _sources_table(view), view.words, settings.own_address()
    title = words("story.sources.title", n=words.number(len(table) - 1))
    as_of = words("about.updated", date=words.date(view.tables.date))
    address = words("imprint.address", address=where) if where else ""
    closing = sentences(overview.footer(view), as_of, address)
    return Slide("sources", title, words("story.sources.reading"), closing, words("story.sources.say"), (), None, table)


SLIDES: tuple[Callable[[View], Slide | None], ...] = (
    _opening, _map, _regency, _who, _rates, _what, _rounds, _round_maps, _nation, _dots,
    _industry, _need, _unreached, _follows, _sources,
)  # fmt: skip

"""Indicators in words and tables: what the page says first, what an indicator is, a regency's own, the ministry's."""

from collections.abc import Iterable

import pandas as pd

from charts.indicator_rank import indicator_rank, lit_area
from charts.indicator_series import area_shown, indicator_series
from charts.indicator_words import amount, area_names, formula, observed, period_text, shown, shown_period, unit_of
from charts.national import stated_amount
from charts.table import NOTHING, Cell, Dated, Number, Table
from charts.words import noted, scalar, sentences
from data import comparison, indicators, observations
from data.indicators import Indicator
from data.observations import COUNTRY, Definition
from data.province import PROVINCE
from data.view import View, cached
from locales import needed
from story.sources import names as source_names

# What a regency's page shows beside its rounds, in this order.
OF_REGENCIES = (
    "population", "poverty_rate", "poor_people", "grdp_per_head", "manufacturing_share", "participants_per_100k",
    "participants_per_1000_poor",
)  # fmt: skip
OF_THE_MINISTRY = ("ikm_units", "ikm_unit_share", "ikm_workers", "ikm_worker_share", "ikm_output_share")
FOUNDING = ("ikm_units", "ikm_unit_share", "ikm_workers", "ikm_worker_share")  # as the national frame has them
REGISTERED = "ikm_registered"
ABOUT = "about"
COUNTED = "imk_establishments"


def headline(view: View) -> str:
    """Say what the chosen indicator shows: over the years where it is known of the province, else who leads."""
    level = shown(view).level
    return (indicator_rank if level == "regency" else indicator_series)(view).text.headline


@cached(128, by_comparison=True)
def answer(view: View) -> str:
    """Say how much of the indicator there is in Maluku, and whether that tells of growth; "" for one of regencies."""
    words, definition, period = view.words, shown(view), shown_period(view)
    if definition.level == "regency":
        return definition.text(words, "definition")
    area = area_shown(view, definition)
    series = observations.series(view.tables, definition.key, area)
    known = period if period in series.value.index else str(series.value.index[-1])
    value = amount(words, definition, observed(series, definition, known))
    return sentences(
        words(
            "indicators.answer", area=area_names(view)[area], period=period_text(words, known),
            name=definition.text(words, "name"), value=_worded(view, definition, area, known, value),
        ),
        _among_provinces(view, definition, known),
        _growth(view, definition, area),
        _registered(view) if definition.key == COUNTED else "",
    )  # fmt: skip


def _worded(view: View, definition: Definition, area: str, period: str, text: str) -> str:
    """Return an amount as its source words it: "lebih dari 8.500"; one that is about so much has its sign already."""
    observation = observations.cells(view.tables, definition.key).get((area, period))
    return (
        view.words(f"wording.{observation.wording}", amount=text)
        if observation and observation.wording not in ("", ABOUT)
        else text
    )


def _among_provinces(view: View, definition: Definition, period: str) -> str:
    if definition.level != "province":
        return ""
    place = observations.rank(observations.values(view.tables, definition.key, period), PROVINCE.code)
    if place is None or place.total == 1:
        return ""
    words = view.words
    values = {"place": words.number(place.place), "total": words.number(place.total)}
    share = observations.share_of_indonesia(view.tables, definition.key, PROVINCE.code, period)
    if pd.isna(share.value):
        return words("indicators.answer.place", **values)
    return words("indicators.answer.share", share=words.percent(share.value, 2), **values)


def _growth(view: View, definition: Definition, area: str) -> str:
    """Say of a sample survey between what its figures swing, and that this tells neither growth nor decline."""
    span = observations.span(view.tables, definition.key, area) if definition.is_sampled else None
    if span is None:
        return ""
    series = observations.series(view.tables, definition.key, area)
    low, high = (observed(series, definition, period).text(view.words) for period in (span.lowest_in, span.highest_in))
    return view.words(
        "indicators.answer.swing", low=low, low_in=span.lowest_in, high=high, high_in=span.highest_in
    )  # fmt: skip


def _registered(view: View) -> str:
    """Say how many IKM are registered with the office, which is another concept; "" where that is not known."""
    if not (periods := comparison.periods(view.tables, REGISTERED)):
        return ""
    definition, period = observations.definitions(view.tables)[REGISTERED], periods[-1]
    registered = observations.value(view.tables, REGISTERED, PROVINCE.code, period)
    if pd.isna(registered.value):
        return ""
    number = view.words.shown(registered.value, registered.basis)
    return view.words(
        "indicators.answer.registered", period=period_text(view.words, period),
        value=_worded(view, definition, PROVINCE.code, period, number),
    )  # fmt: skip


@cached(128, by_selection=False, by_comparison=True)
def metadata(view: View) -> Table:
    """Return what the chosen indicator is: definition, unit, formula, comparability, quality, source."""
    words, definition = view.words, shown(view)
    direction = (
        words(f"indicators.better.{definition.better}") if definition.better else words("indicators.better.none")
    )
    rows = (
        ("definition", definition.text(words, "definition")),
        ("unit", unit_of(words, definition)),
        ("concept", definition.concept if definition.concept in observations.OF_SMALL_INDUSTRY else ""),
        ("formula", formula(view, definition)),
        ("better", direction),
        ("comparability", definition.text(words, "comparability")),
        ("quality", definition.text(words, "quality")),
        ("source", source_names(view)[str(definition.row.source)]),
        ("licence", definition.text(words, "licence")),
        ("updated", words.iso_date(str(definition.row.last_updated))),
    )
    heads = {"what": words("table.what"), "text": definition.text(words, "name")}
    return Table.of(heads, ([words(f"indicators.about.{key}"), text] for key, text in rows if text))


# --- A regency's own -----------------------------------------------------------------------------------------


@cached(128, by_selection=False)
def of_regency(view: View, code: str) -> Table:
    """Return a regency's indicators: value with unit, period, place among the regencies, quality, source.

    One that has problems is left out: the others stand.
    """
    heads = {key: view.words(f"indicators.head.{key}") for key in ("name", "value", "period", "place", "quality")}
    heads["source"] = view.words("table.source")
    known = [key for key in OF_REGENCIES if comparison.periods(view.tables, key)]
    return Table.of(heads, [_of_regency(view, code, key) for key in known])


def _of_regency(view: View, code: str, key: str) -> list[str]:
    words, definition = view.words, observations.definitions(view.tables)[key]
    period = observations.periods(view.tables, key)[-1]
    of_all = observations.values(view.tables, key, period)
    number, place = observed(of_all, definition, code), observations.rank(of_all, code)
    named = source_names(view)
    return [
        definition.text(words, "name"),
        amount(words, definition, number),
        period_text(words, period),
        words("indicators.place", place=words.number(place.place), total=words.number(place.total))
        if place
        else NOTHING,
        words(f"quality.{of_all.quality_of(code)}") if place else NOTHING,
        "; ".join(named[key] for key in of_all.sources_of(code) if key in named) or NOTHING,
    ]


def regency_notes(view: View) -> list[str]:
    """Return how far a regency's indicators compare, and why some are less than sure: each note once, and of which."""
    words, every = view.words, observations.definitions(view.tables)
    named: dict[str, list[str]] = {}
    for one in (every[key] for key in OF_REGENCIES if key in every):
        for note in filter(None, (one.text(words, "comparability"), one.text(words, "quality"))):
            named.setdefault(note, []).append(one.text(words, "name"))
    return [words("indicators.regency.note", names=words.join(names), note=note) for note, names in named.items()]


# --- The ministry's figures ----------------------------------------------------------------------------------


@cached(4, by_selection=False)
def ikm_over_time(view: View) -> Table:
    """Return the ministry's IKM figures by date: the founding frame, then those that came later.

    Where two dates differ both stand here, each with its source. What a source does not state is a dash.
    """
    words, every = view.words, observations.definitions(view.tables)
    cells = {key: observations.cells(view.tables, key) for key in OF_THE_MINISTRY}
    periods = sorted({period for of_key in cells.values() for _, period in of_key})
    heads = {"date": words("indicators.head.date"), **{key: every[key].text(words, "name") for key in OF_THE_MINISTRY}}
    heads["source"] = words("source.label").rstrip(":")
    rows = [_founding(view)]
    for period in periods:
        series = [observations.value(view.tables, key, COUNTRY, period) for key in OF_THE_MINISTRY]
        sources = _short_sources(view, series)
        rows.append([
            Dated(period_text(words, period), period),
            *(_stated(view, one, every[key]) for key, one in zip(OF_THE_MINISTRY, series, strict=True)),
            sources,
        ])  # fmt: skip
    return Table.of(heads, rows)


def _founding(view: View) -> list[Cell]:
    """Return the row of the founding frame, dated by the round that its source reports on."""
    words = view.words
    of_frame = [indicators.national(view.tables, key) for key in FOUNDING]
    when: Cell = words("indicators.founding")
    if month := indicators.month_of_frame(view.tables):
        when = Dated(period_text(words, month), month)
    shown_in = {key: scalar(one, instead=stated_amount(view, key)) for key, one in zip(FOUNDING, of_frame, strict=True)}
    nothing = Number(None, instead=NOTHING)
    return [when, *(shown_in.get(key, nothing) for key in OF_THE_MINISTRY), _short_sources(view, of_frame)]


def _stated(view: View, of: Indicator, definition: Definition) -> Number:
    if pd.isna(of.value):
        return Number(None, instead=NOTHING)
    if definition.is_percent:
        as_stated = needed(of.value, definition.decimals)  # each row is another source's word
        return Number(float(of.value), decimals=as_stated, percent=True)
    millions = view.words.number(of.value / 1e6, 2) + " " + view.words("unit.million")
    return Number(float(of.value), instead=millions)


def _short_sources(view: View, used: Iterable[Indicator]) -> str:
    names = source_names(view)
    return "; ".join(dict.fromkeys(names[key] for one in used for key in one.sources if key in names))


def ikm_note(view: View) -> str:
    """Say that the founding frame stays the headline, where the ministry's figures are from, that IKM is not IMK."""
    definition = observations.definitions(view.tables)[OF_THE_MINISTRY[0]]
    text = noted(view.words, view.words("indicators.ikm.note"), definition.text(view.words, "comparability"))
    return noted(view.words, text, definition.text(view.words, "quality"))


# --- What can be chosen --------------------------------------------------------------------------------------


def choice_text(view: View, key: str) -> str:
    """Return an indicator as the list to choose from has it: short enough to be read whole in it."""
    definition = observations.definitions(view.tables).get(key)
    return definition.text(view.words, "name") if definition else key


def area_choices(view: View) -> list[str]:
    """Return the areas that can stand beside each other, Maluku and the selected regency apart."""
    definition = shown(view)
    every = observations.areas_of(view.tables, definition.level).area
    known = observations.areas_with_values(view.tables, definition.key)
    return [code for code in every if code in known and code != PROVINCE.code]


def is_compared(view: View) -> bool:
    """Whether the chosen indicator can be set against another."""
    return bool(comparison.against(view.tables, view.comparison))


def has_years(view: View) -> bool:
    """Whether one area's years stand for the chosen indicator: those of the selected regency, Maluku, or Indonesia."""
    definition = shown(view)
    known = observations.areas_with_values(view.tables, definition.key)
    return bool(known & {lit_area(view, definition), PROVINCE.code, COUNTRY})

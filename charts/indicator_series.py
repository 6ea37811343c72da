"""An indicator over the years: of one area with its range, and of several areas side by side on one scale.

A sample survey's years are points that nothing joins: what lies between them may be the sample's, and no line, arrow
or sentence here calls it growth.
"""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from charts.chart import Chart, ChartText
from charts.indicator_rank import lit_area
from charts.indicator_words import (
    amount,
    area_columns,
    area_names,
    hover,
    in_full,
    measured,
    observed,
    period_text,
    quality_column,
    shown,
    value_column,
    years_of,
)
from charts.plots import Moment, Panel, Panels, Tick
from charts.registry import figure
from charts.table import Column, Number, Table
from charts.words import basis_column, source_line, with_numbers
from data import comparison, observations
from data.indicators import Indicator
from data.observations import COUNTRY, Definition
from data.province import PROVINCE
from data.view import View

KEY, PANELS_KEY = "indicator_series", "indicator_panels"
CLOSE = 0.1  # of the scale: of two labelled neighbours that are closer, the later keeps its label


def area_shown(view: View, definition: Definition) -> str:
    """Return the area whose years are shown: the selected regency, else the province, else the nation."""
    known = observations.areas_with_values(view.tables, definition.key)
    wanted = (lit_area(view, definition), PROVINCE.code, COUNTRY)
    return next((area for area in wanted if area in known), "") or min(known, default=PROVINCE.code)


@figure(KEY, by_comparison=True)
def indicator_series(view: View) -> Chart:
    """Return every known value of one area as a point in time, and the range that they span.

    Raises ``BrokenTableError`` if the indicator has problems.
    """
    words, definition = view.words, shown(view)
    area = area_shown(view, definition)
    series = observations.series(view.tables, definition.key, area)
    periods = [str(period) for period in series.value.index]
    numbers = [observed(series, definition, period) for period in periods]
    texts = {period: period_text(words, period) for period in periods}
    listed = with_numbers(words, texts, dict(zip(periods, numbers, strict=True)))
    name = area_names(view)[area]
    panel, gaps = Panel(area, name, _moments(view, definition, series, name)), _gaps(view, definition, periods)
    open_means = words("quality.open") if _is_unsure(series) else ""
    plot = Panels((panel,), *_scale(periods, numbers), _ticks(view, periods), gaps, open_means)
    return Chart(
        KEY,
        ChartText(
            headline(view, definition, area, series),
            measured(view, definition, [series]),
            words("indicator_series.alt", name=definition.text(words, "name"), area=name, listed=listed),
            source_line(view, [series]),
        ),
        Table((
            Column("period", words("table.year"), tuple(texts.values())),
            value_column(view, definition, numbers),
            quality_column(words, series, periods),
            basis_column(words, numbers, "missing"),
        )),
        plot,
        words,
    )  # fmt: skip


def _is_unsure(series: Indicator) -> bool:
    return series.qualities is not None and bool((series.qualities != "high").any())


def _scale(periods: Sequence[str], numbers: Sequence[Number]) -> tuple[tuple[float, float], float]:
    years = [years_of(period) for period in periods] or [0.0]
    return (min(years), max(years)), max((number.value or 0.0 for number in numbers), default=1.0) or 1.0


def _moments(view: View, definition: Definition, series: Indicator, name: str) -> tuple[Moment, ...]:
    """Return a point a period; the lowest, the highest and the latest carry their numbers."""
    words = view.words
    known = series.value.dropna()
    top = float(known.max()) if len(known) else 0.0
    marked = {str(known.idxmin()), str(known.idxmax()), str(known.index[-1])} if len(known) else set()
    order = [str(period) for period in known.index]
    for before, after in itertools.pairwise(order):
        if {before, after} <= marked and abs(float(known[before]) - float(known[after])) < CLOSE * top:
            marked.discard(before)
    if len(order) <= 3:
        marked = set(order)
    return tuple(
        Moment(
            period, years_of(period), number := observed(series, definition, period),
            series.quality_of(period) == "high", period in marked,
            hover(words, name, period, amount(words, definition, number), series.quality_of(period)),
        )
        for period in order
    )  # fmt: skip


def _ticks(view: View, periods: Sequence[str]) -> tuple[Tick, ...]:
    """Return the years below the points: every second one where they are many, the latest always."""
    if not periods:
        return ()
    years = list(map(str, range(int(periods[0][:4]), int(periods[-1][:4]) + 1)))
    if all(period.isdigit() for period in periods) and len(years) > 1:
        step = 2 if len(years) > 7 else 1
        return tuple(Tick(float(year), year) for year in years[::-1][::step][::-1])
    return tuple(Tick(years_of(period), period_text(view.words, period)) for period in periods)


def _gaps(view: View, definition: Definition, periods: list[str]) -> tuple[Tick, ...]:
    """Return the years without a survey, with words that say so."""
    if definition.concept != "IMK":
        return ()
    return tuple(Tick(float(year), view.words("survey.none")) for year in observations.gaps(periods))


def headline(view: View, definition: Definition, area: str, series: Indicator) -> str:
    """Say between what an area's values lie; of a sample survey also that their differences are no growth."""
    words = view.words
    values = {"name": definition.text(words, "name"), "area": area_names(view)[area]}
    known = [str(period) for period in series.value.dropna().index]
    if not known:
        return words("indicator_series.none", **values)
    if len(known) == 1:
        number = amount(words, definition, observed(series, definition, known[0]))
        return words("indicator_series.one", value=number, period=period_text(words, known[0]), **values)
    span = observations.span(view.tables, definition.key, area)
    assert span is not None
    ends = {
        f"{end}{what}": text
        for end, period in (("low", span.lowest_in), ("high", span.highest_in), ("latest", span.latest_in))
        for what, text in (("", observed(series, definition, period).text(words)), ("_in", period_text(words, period)))
    }
    if ends["low"] == ends["high"]:
        return words("indicator_series.one", value=ends["latest"], period=ends["latest_in"], **values)
    return words("indicator_series.survey" if definition.is_sampled else "indicator_series.span", **values, **ends)


# --- Several areas -------------------------------------------------------------------------------------------


@figure(PANELS_KEY, by_comparison=True)
def indicator_panels(view: View) -> Chart:
    """Return the years of several areas side by side, on the same scale: the chosen ones, or all regencies.

    Raises ``BrokenTableError`` if the indicator has problems.
    """
    words, definition = view.words, shown(view)
    codes = comparison.areas(view.tables, view.comparison)
    every = {code: observations.series(view.tables, definition.key, code) for code in codes}
    every = {code: series for code, series in every.items() if series.value.notna().any()}
    periods = sorted({str(period) for series in every.values() for period in series.value.index})
    numbers = [observed(s, definition, str(p)) for s in every.values() for p in s.value.index]
    names, lit = area_names(view), lit_area(view, definition)
    span, top = _scale(periods, numbers)
    panels = tuple(
        Panel(code, names[code], _bare(_moments(view, definition, series, names[code])), lit in ("", code))
        for code, series in every.items()
    )
    ticks = _ticks(view, periods)
    ends = tuple(dict.fromkeys((ticks[0], ticks[-1]))) if ticks else ()
    unsure = any(_is_unsure(series) for series in every.values())
    listed = words.join(names[code] for code in every)
    return Chart(
        PANELS_KEY,
        ChartText(
            _panels_headline(view, definition, every),
            measured(view, definition, list(every.values()), words("indicator_panels.scale")),
            words("indicator_panels.alt", name=definition.text(words, "name"), listed=listed or words("missing")),
            source_line(view, every.values()),
        ),
        _panels_table(view, definition, every, periods),
        Panels(panels, span, top, ends, open_means=words("quality.open") if unsure else ""),
        words,
    )


def _bare(moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """Return points of which only the latest carries its number: a small panel has no room for more."""
    return tuple(replace(moment, labelled=moment is moments[-1]) for moment in moments)


def _panels_headline(view: View, definition: Definition, every: dict[str, Indicator]) -> str:
    """Say between what the latest values of the areas lie."""
    words, names = view.words, area_names(view)
    last = {code: str(series.value.dropna().index[-1]) for code, series in every.items()}
    numbers = {code: observed(every[code], definition, period) for code, period in last.items()}
    latest = {code: (last[code], number.value or 0.0) for code, number in numbers.items() if not number.mark}
    name = definition.text(words, "name")
    if not latest:
        return words("indicator_panels.none", name=name)
    told = {"name": name, "n": words.number(len(latest))}
    low, high = (choose(latest, key=lambda code: latest[code][1]) for choose in (min, max))
    ends = {
        f"{end}{what}": text
        for end, code in (("low", low), ("high", high))
        for what, text in (
            ("", amount(words, definition, observed(every[code], definition, latest[code][0]))),
            ("_area", names[code]),
        )
    }
    if latest[low][1] == latest[high][1]:
        return words("indicator_panels.equal", value=ends["low"], **told)
    return in_full(view, words("indicator_panels.headline", **told, **ends), numbers.values())


def _panels_table(view: View, definition: Definition, every: dict[str, Indicator], periods: Sequence[str]) -> Table:
    """Return a row an area and a column a period."""
    unit = "" if definition.is_percent else view.words(f"unit.{definition.unit}")
    cells = {period: tuple(observed(series, definition, period) for series in every.values()) for period in periods}
    columns = (Column(period, period_text(view.words, period), values, unit) for period, values in cells.items())
    return Table((*area_columns(view, list(every), definition.level), *columns))

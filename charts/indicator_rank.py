"""An indicator of all areas of a kind in one period, as dots in order: where does Maluku, or a regency, stand?"""

from charts.chart import Chart, ChartText
from charts.indicator_words import (
    amount,
    area_names,
    area_table,
    in_full,
    leading,
    measured,
    missing_areas,
    observed,
    shown,
    shown_period,
    title,
)
from charts.plots import Dot, Dots
from charts.registry import figure
from charts.table import Number
from charts.words import named, source_line, with_numbers
from data import observations
from data.indicators import Indicator
from data.observations import COUNTRY, Definition
from data.province import PROVINCE
from data.view import View

KEY = "indicator_rank"


@figure(KEY, by_comparison=True)
def indicator_rank(view: View) -> Chart:
    """Return a dot per area, the largest on top; Maluku, or the selected regency, stands out.

    An area of which no source states a value is named below, without a dot. A rate of Indonesia stands among them.
    Raises ``BrokenTableError`` if the indicator has problems.
    """
    words = view.words
    definition, period = shown(view), shown_period(view)
    of_areas = observations.values(view.tables, definition.key, period)
    numbers = _in_order(view, definition, of_areas, period)
    names = area_names(view)
    lit = lit_area(view, definition)
    listed = with_numbers(words, names, numbers)
    used = [of_areas, *([_of_nation(view, definition, period)] if COUNTRY in numbers else [])]
    dots = tuple(
        Dot(code, names[code], number, code == lit, not lit or code in (lit, COUNTRY))
        for code, number in numbers.items()
    )
    return Chart(
        KEY,
        ChartText(
            headline(view, definition, period, numbers),
            measured(view, definition, used, _without(view, definition, of_areas, period)),
            words("indicator_rank.alt", title=title(view, definition, period), listed=listed),
            source_line(view, used),
        ),
        area_table(view, definition, of_areas, numbers),
        Dots(dots, selects=("regency",) if definition.level == "regency" else ()),
        words,
    )


def lit_area(view: View, definition: Definition) -> str:
    """Return the area that stands out: Maluku among provinces, the selected regency among regencies, or none."""
    return {"province": PROVINCE.code, "regency": view.selection.regency}.get(definition.level, "")


def _in_order(view: View, definition: Definition, of_areas: Indicator, period: str) -> dict[str, Number]:
    """Return the known values, the largest first, then the areas without; not those that are newer than the period."""
    missing = missing_areas(view.tables, definition.level, period)
    known = of_areas.value.dropna()
    every = {str(code): float(value) for code, value in known.items()}
    nation = _of_nation(view, definition, period)
    if definition.level == "province" and definition.is_rate and nation.sources:
        every[COUNTRY] = nation.number
    ranked = sorted(every, key=lambda code: (-every[code], code))
    silent = [code for code in of_areas.value.index if code not in known.index and code not in missing]
    if len(silent) > len(known):  # one or two values among many areas: the others would fill the figure with nothing
        silent = []
    numbers = {code: observed(of_areas, definition, code) for code in [*ranked, *silent]}
    if COUNTRY in every:
        numbers[COUNTRY] = Number(nation.number, nation.basis, definition.decimals, definition.is_percent)
    return numbers


def _of_nation(view: View, definition: Definition, period: str) -> Indicator:
    return observations.value(view.tables, definition.key, COUNTRY, period)


def _without(view: View, definition: Definition, of_areas: Indicator, period: str) -> str:
    """Say of how many areas there is no value, apart from those that were not there yet."""
    gone = missing_areas(view.tables, definition.level, period)
    silent = [code for code in of_areas.value.index[of_areas.value.isna()] if code not in gone]
    return view.words.count(f"indicator.without.{definition.level}", len(silent)) if silent else ""


def headline(view: View, definition: Definition, period: str, numbers: dict[str, Number]) -> str:
    """Say where Maluku or the selected regency stands among those whose value is known; else who has the highest."""
    words, names = view.words, area_names(view)
    what = title(view, definition, period)
    ranked = {code: number for code, number in numbers.items() if number.value is not None and code != COUNTRY}
    if not ranked:
        return words("indicator_rank.none", title=what)
    lit = lit_area(view, definition)
    if lit and lit not in ranked:
        return words("indicator_rank.missing", title=what, area=names[lit])
    own = {"title": what, "area": names[lit], "value": amount(words, definition, ranked[lit])} if lit else {}
    if lit and ranked[lit].mark:
        return words("indicator_rank.only", **own)
    first, highest = leading(ranked)
    if len(ranked) == 1 and first:
        value = amount(words, definition, highest)
        if COUNTRY in numbers:
            nation = amount(words, definition, numbers[COUNTRY])
            return words("indicator_rank.beside", title=what, area=names[first[0]], value=value, nation=nation)
        return words("indicator_rank.only", title=what, area=names[first[0]], value=value)
    if not lit:
        who = named(words, (names[code] for code in first), "regency")
        line = words("indicator_rank.first", title=what, who=who, value=amount(words, definition, highest))
        return in_full(view, line if first else words("indicator_rank.none", title=what), ranked.values())
    full = [number.value or 0.0 for number in ranked.values() if not number.mark]
    place = sum(value > (ranked[lit].value or 0.0) for value in full) + 1
    among = {"place": words.ordinal(place), "total": words.number(len(full))}
    return in_full(view, words(f"indicator_rank.place.{definition.level}", **own, **among), ranked.values())

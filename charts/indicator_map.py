"""An indicator of Maluku's regencies on the map: rates shade the land, counts are circles, unknown is hollow."""

from charts import province
from charts.chart import Chart, ChartText
from charts.choropleth import choropleth
from charts.indicator_rank import headline
from charts.indicator_words import (
    area_table,
    measured,
    observed,
    shown,
    shown_period,
    title,
    unit_of,
)
from charts.map import LARGEST, radius
from charts.plots import Area, Circle, Legend, LegendEntry, MapPlot
from charts.registry import figure
from charts.table import Number
from charts.words import names_by_code, source_line, with_numbers
from data import observations
from data.view import View
from geo import wording

KEY = "indicator_map"
REGENCY = "regency"

Values = dict[str, Number]


def of_map(view: View) -> View:
    """Return the view of an indicator that the map can show: for one of provinces that of the first of regencies."""
    if shown(view).level == REGENCY:
        return view
    first = next(key for key, one in observations.definitions(view.tables).items() if one.level == REGENCY)
    return view.comparing(indicator=first)


@figure(KEY, by_comparison=True)
def indicator_map(view: View) -> Chart:
    """Return the map of the province by an indicator of its regencies; for another, that of the first such.

    Raises ``BrokenTableError`` if the indicator or a boundary file has problems.
    """
    view = of_map(view)
    words, definition, period = view.words, shown(view), shown_period(view)
    of_areas = observations.values(view.tables, definition.key, period)
    names = names_by_code(view.tables)
    numbers = {code: observed(of_areas, definition, code) for code in names}
    what, unknown = title(view, definition, period), words("indicator_map.unknown")
    key = what if definition.is_percent else words("indicator_map.key", title=what, unit=unit_of(words, definition))
    draw = choropleth if definition.is_rate else circles
    listed = with_numbers(words, names, numbers)
    return Chart(
        KEY,
        ChartText(
            headline(view, definition, period, numbers),
            measured(view, definition, [of_areas]),
            words("indicator_rank.alt", title=what, listed=listed),
            f"{source_line(view, [of_areas])} {wording.origin(words)}",
        ),
        area_table(view, definition, of_areas, numbers),
        draw(view, numbers, key, unknown),
        words,
    )


def circles(view: View, numbers: Values, title: str, unknown: str) -> MapPlot:
    """Return the province with a circle for each regency's count, its area for the count; hollow land is unknown."""
    words, names = view.words, names_by_code(view.tables)
    known = {code: n for code, n in numbers.items() if n.value is not None}
    most = max((n.value or 0.0 for n in known.values()), default=0.0) or 1.0
    places = province.places()
    largest = Number(most, decimals=next(iter(known.values())).decimals if known else 0)
    entries = [LegendEntry(largest.text(words), mark="count", radii=(LARGEST,))] if known else []
    if any(number.mark for number in known.values()):
        entries.append(LegendEntry(words("map.key.at_least"), mark="at_least", radii=(LARGEST / 2,)))
    if len(known) < len(names):
        entries.append(LegendEntry(unknown, "unknown"))
    discs = tuple(
        Circle(code, names[code], *places[code], radius(n.value, most), n, "at_least" if n.mark else "count")
        for code, n in known.items()
        if code in places and n.value
    )
    ranked = sorted(known.items(), key=lambda item: -(item[1].value or 0.0))
    written, hovers = province.of_values(view, known, unknown)

    def fill(code: str) -> tuple[Area, float]:
        return ("other" if code in known else "unknown"), 0.0

    key = Legend(tuple(entries), title)
    return province.plot(view, fill, written, dict(ranked), hovers, key, discs)

"""A choropleth, a map of rates: regencies in tones of their classes, values beside names; what is unknown is hollow."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from charts import province
from charts.plots import Area, Legend, LegendEntry, MapPlot
from charts.table import Number
from charts.words import names_by_code
from data.view import View
from locales import Words, needed

MOST = 5  # classes: more tones are not told apart
STEPS = (1.0, 2.0, 2.5, 5.0)  # times a power of ten: the widths of classes of one width
SERIES = ((1.0, 2.0, 5.0), (1.0, 5.0), (1.0,))  # times powers of ten: the limits of classes that grow


@dataclass(frozen=True)
class Classes:
    """Classes of values by their round ``limits``, ascending; a limit belongs to the class above it, the last to it."""

    limits: tuple[float, ...]

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(self.limits) - 1

    def of(self, value: float) -> int:
        """Return the class of a value, from 0."""
        return min(sum(value >= limit for limit in self.limits[1:]), self.count - 1)

    def tone(self, place: int) -> float:
        """Return the tone of a class: 0 of the lowest, 1 of the highest."""
        return place / (self.count - 1) if self.count > 1 else 0.5


def classes(values: Sequence[float]) -> Classes:
    """Return classes with round limits for some finite values (at least one): at most ``MOST``.

    They are of one width, unless that puts more than half of the values into one of them and growing classes
    (1, 2, 5, 10 ...) tell more apart.
    """
    candidates = [Classes(_even(min(values), max(values)))]
    if min(values) > 0 and _fullest(candidates[0], values) > len(values) / 2:
        candidates += [Classes(limits) for limits in _growing(min(values), max(values))]
    return min(candidates, key=lambda of: _fullest(of, values))


def _fullest(of: Classes, values: Sequence[float]) -> int:
    placed = [of.of(value) for value in values]
    return max(placed.count(place) for place in set(placed))


def _even(least: float, most: float) -> tuple[float, ...]:
    """Return the limits of the narrowest classes of one round width that hold all from ``least`` to ``most``."""
    span = most - least or abs(most) or 1.0
    power = 10.0 ** math.floor(math.log10(span / MOST))
    for width in (step * power * ten for ten in (1, 10, 100) for step in STEPS):
        first, last = math.floor(least / width), max(math.ceil(most / width), math.floor(least / width) + 1)
        if last - first <= MOST:
            break
    return tuple(_exact(n * width) for n in range(first, last + 1))


def _growing(least: float, most: float) -> Iterator[tuple[float, ...]]:
    """Yield limits from each series that hold all from ``least`` to ``most`` in few classes."""
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    for series in SERIES:
        steps = [_exact(step * 10.0**power) for power in powers for step in series]
        first = max((i for i, step in enumerate(steps) if step <= least), default=0)
        last = next((i for i, step in enumerate(steps) if step >= most and i > first), len(steps) - 1)
        if 0 < last - first <= MOST:
            yield tuple(steps[first : last + 1])


def _exact(number: float) -> float:
    """Return a round number without what binary fractions add to it."""
    return float(f"{number:.10g}")


def choropleth(
    view: View, numbers: Mapping[str, Number], title: str, unknown: str, silent: Mapping[str, str] | None = None
) -> MapPlot:
    """Return the province in the tones of its regencies' classes.

    ``numbers`` are the rates that are known of them, by code (shares, averages, anything that may be shaded: counts are
    circles, see ``charts.map``). ``title`` stands above the key and says what is measured, with its unit and year;
    ``unknown`` says there what it means that a regency is left hollow, ``silent`` of some what it means of each.
    """
    words, names = view.words, names_by_code(view.tables)
    known = {code: n.value for code, n in numbers.items() if code in names and n.value is not None}
    of = classes(list(known.values())) if known else Classes((0.0, 1.0))

    def fill(code: str) -> tuple[Area, float]:
        return ("class", of.tone(of.of(known[code]))) if code in known else ("unknown", 0.0)

    ranked = sorted(known, key=lambda code: -known[code])
    key = Legend(tuple(_entries(words, of, numbers, known, len(known) < len(names), unknown)), title)
    shown = {code: numbers[code] for code in ranked}
    written, hovers = province.of_values(view, shown, unknown, silent)
    return province.plot(view, fill, written, shown, hovers, key)


def _entries(
    words: Words, of: Classes, numbers: Mapping[str, Number], known: Mapping[str, float], some: bool, unknown: str
) -> Iterator[LegendEntry]:
    """Yield the classes that hold a value or lie between two that do, and what is hollow if there is any."""
    like = next((numbers[code] for code in known), None)
    decimals = max((needed(limit, 2) for limit in of.limits), default=0)
    for place, limits in enumerate(itertools.pairwise(of.limits)):
        if like is not None:
            low, high = (_limit(words, like, limit, decimals) for limit in limits)
            yield LegendEntry(words("between", low=low, high=high), "class", of.tone(place))
    if some:
        yield LegendEntry(unknown, "unknown")


def _limit(words: Words, like: Number, limit: float, decimals: int) -> str:
    """Return a limit in the form of the numbers, exact: no estimate, and with the decimals that the limits need."""
    return replace(like, value=limit, basis="stated", decimals=decimals, instead="", formula="", mark="").text(words)

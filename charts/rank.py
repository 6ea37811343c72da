"""One measure of all regencies, as dots in order: where does the chosen one stand?"""

import pandas as pd

from charts.chart import Chart, ChartText
from charts.plots import Dot, Dots
from charts.table import Column, Table
from charts.words import basis_column, formula, names_by_code, number_of, regency_columns, source_line
from data import indicators
from data.tables import Tables, kept
from locales import Words

KEY = "rank"
DIGITS = {"participants_per_100k": 1, "area_km2": 0, "density": 1, "distance_to_ambon": 0}


@kept(128)
def regency_rank(tables: Tables, measure: str, regency: str, other: str, words: Words) -> Chart:
    """Return a dot per regency, the largest on top; ``regency`` and ``other`` (codes, or "") stand out.

    A regency that the source is silent about is named below, without a dot.
    """
    indicator = indicators.measure(tables, measure)
    names = names_by_code(tables)
    known = indicator.value.dropna().sort_values(kind="stable")
    codes = [*map(str, known.index[::-1]), *[c for c in names if c not in known.index][::-1]]
    numbers = {code: number_of(indicator, code, DIGITS.get(measure, 0)) for code in codes}
    label = words(f"measure.{measure}")
    chosen = [code for code in (regency, other) if code]
    dots = tuple(
        Dot(code, names[code], number, code in chosen, not chosen or code in chosen) for code, number in numbers.items()
    )
    return Chart(
        KEY,
        ChartText(
            _headline(words, measure, known, names, regency),
            words("rank.subtitle", measure=label, unit=words(f"unit.{indicator.unit}")),
            words(
                "rank.alt", measure=label, listed=words.join(f"{names[c]} {n.text(words)}" for c, n in numbers.items())
            ),
            source_line(words, tables, [indicator]),
        ),
        Table((
            *regency_columns(tables, words, codes),
            Column(measure, label, tuple(numbers.values()), words(f"unit.{indicator.unit}"),
                   note=formula(words, indicator)),
            basis_column(words, numbers.values(), "missing"),
        )),
        Dots(dots, selects=("regency",)),
        words,
    )  # fmt: skip


def _headline(words: Words, measure: str, known: pd.Series, names: dict[str, str], regency: str) -> str:
    label = words(f"measure.{measure}")
    if regency and regency not in known.index:
        return words("rank.finding.missing", name=names[regency], measure=label)
    if regency and measure in ("participants", "participants_per_100k") and not known[regency]:
        return words("profile.finding.none", name=names[regency])
    if regency:
        place = int((known > known[regency]).sum()) + 1
        values = {"name": names[regency], "measure": label}
        return words("rank.finding", place=words.number(place), total=words.number(len(known)), **values)
    first = words.join(names[c] for c in indicators.leaders(known))
    return words("rank.finding.first", name=first, measure=label)

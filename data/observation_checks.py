"""Check the observations against what the table of indicators says of each: areas, periods, units, range, formulas."""

import re
from collections.abc import Iterator

import pandas as pd

from data.problem import Problem
from locales import Words

FIRST_ROW = 2  # of a table's rows, as a spreadsheet counts
PERIODS = {
    "A": re.compile(r"\d{4}"),
    "Q": re.compile(r"\d{4}-Q[1-4]"),
    "M": re.compile(r"\d{4}(-\d{2})?"),
    "D": re.compile(r"\d{4}(-\d{2}){0,2}"),  # as of a day, as far as it is known
}
OBSERVATIONS, INDICATORS = "observations.csv", "indicators.csv"


def observations_fit(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Name every observation that its indicator does not allow, and every indicator that is not whole.

    Broken tables are passed over, and keys into other tables that lead nowhere: they have been named already.
    """
    if not {"observations", "indicators", "areas"} <= frames.keys():
        return []
    indicators = frames["indicators"].set_index("indicator")
    kinds = frames["areas"].set_index("area").kind
    rows = frames["observations"]
    known = rows[rows.indicator.isin(indicators.index) & rows.area.isin(kinds.index)]
    of_row = indicators.reindex(known.indicator).set_index(known.index)
    return [
        *_of_indicators(indicators.reset_index()),
        *_wrong_areas(known, known.area.map(kinds), of_row.areas),
        *_wrong_periods(known, of_row.frequency),
        *_out_of_range(known, of_row),
        *_computed_already(known, of_row),
    ]


def _named(rows: pd.DataFrame, is_wrong: pd.Series, reason: str, column: str, rule: pd.Series) -> Iterator[Problem]:
    for i, value, wanted, indicator in zip(
        rows.index[is_wrong], rows[column][is_wrong], rule[is_wrong], rows.indicator[is_wrong], strict=True
    ):
        shown = f"{value:.15g}" if column == "value" else str(value)
        rule_shown = f"{wanted:.15g}" if isinstance(wanted, float) else str(wanted)
        problem = Problem(reason, column, row=FIRST_ROW + int(i), file=OBSERVATIONS)
        yield problem.filled(found=shown, rule=rule_shown, target=indicator)


def _wrong_areas(rows: pd.DataFrame, kinds: pd.Series, allowed: pd.Series) -> Iterator[Problem]:
    """Yield the rows of areas that the indicator is not given for: a total among regencies is one."""
    fits = [kind in areas.split() for kind, areas in zip(kinds, allowed, strict=True)]
    yield from _named(rows, ~pd.Series(fits, rows.index, dtype="bool"), "wrong_area", "area", allowed)


def _wrong_periods(rows: pd.DataFrame, frequencies: pd.Series) -> Iterator[Problem]:
    pairs = pd.DataFrame({"period": rows.period, "frequency": frequencies})
    forms = {pair: bool(PERIODS[pair[1]].fullmatch(pair[0])) for pair in set(pairs.itertuples(index=False, name=None))}
    fits = [forms[pair] for pair in pairs.itertuples(index=False, name=None)]
    shown = frequencies.map({"A": "2025", "Q": "2025-Q1", "M": "2025-01", "D": "2025-01-31"})
    yield from _named(rows, ~pd.Series(fits, rows.index, dtype="bool"), "wrong_period", "period", shown)


def _out_of_range(rows: pd.DataFrame, of_row: pd.DataFrame) -> Iterator[Problem]:
    value = rows.value
    yield from _named(rows, (value < of_row.minimum).fillna(False), "minimum", "value", of_row.minimum)
    yield from _named(rows, (value > of_row.maximum).fillna(False), "maximum", "value", of_row.maximum)
    is_count = (of_row.measure == "count") & (of_row.decimals == 0)
    yield from _named(rows, is_count & (value % 1 != 0), "not_whole", "value", of_row.unit)


def _computed_already(rows: pd.DataFrame, of_row: pd.DataFrame) -> Iterator[Problem]:
    """Yield what is stated of an indicator that is computed: there would be two values for one cell."""
    yield from _named(rows, of_row.numerator.notna(), "computed_already", "indicator", of_row.numerator)


def _of_indicators(indicators: pd.DataFrame) -> Iterator[Problem]:
    """Yield units without words, formulas of which half is missing, and quotients of two concepts without a note."""
    words, concepts = Words(), indicators.set_index("indicator").concept
    for i, (_, row) in enumerate(indicators.iterrows()):
        parts = [part for part in (row.numerator, row.denominator, row.factor) if not pd.isna(part)]
        are_mixed = len(parts) == 3 and len({concepts.get(part) for part in parts[:2]}) > 1
        is_explained = row[["comparability_id", "comparability_en"]].notna().all()
        for is_wrong, reason, column, value in (
            (not words.has(f"unit.{row.unit}"), "unknown_unit", "unit", row.unit),
            (len(parts) in (1, 2), "half_formula", "numerator", row.indicator),
            (are_mixed and not is_explained, "unexplained", "comparability_id", row.indicator),
        ):
            if is_wrong:
                yield Problem(reason, column, row=FIRST_ROW + i, file=INDICATORS).filled(found=value)

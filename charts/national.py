"""The national frame: what IKM is to Indonesian industry, and how small one round is in it."""

from dataclasses import replace

import pandas as pd

from charts.chart import Chart, ChartText
from charts.indicator_words import period_text
from charts.plots import Bars, Row, Run, Series, UnitField
from charts.registry import figure
from charts.table import Column, Number, Table
from charts.words import Fact, added, basis_column, facts, formula, noted, people, round_phrase, scalar, source_line
from data import indicators
from data.indicators import Indicator
from data.view import View
from locales import FIGURES, UNSURE, needed, significant

SHARES_KEY = "national_shares"
DOTS_KEY = "national_dots"
ROWS = ("units", "workers")


@figure(SHARES_KEY, by_selection=False)
def national_shares(view: View) -> Chart:
    """Return two bars of 100 %: the share of IKM in industrial units and in industrial employment."""
    words = view.words
    ikm = words("national.series.ikm")
    shares = [indicators.national(view.tables, f"ikm_{name}_share") for name in ("unit", "worker")]
    amounts = [stated_amount(view, f"ikm_{row}") for row in ROWS]
    values = tuple(scalar(share, percent=True) for share in shares)
    rests = tuple(
        Number(None if n.value is None else 100 - n.value, n.basis, percent=True, formula="100%-[ikm]") for n in values
    )
    others = Series(words("national.series.others"), "others", rests, "rest", labelled=False)
    texts, month = [value.text(words) for value in values], indicators.month_of_frame(view.tables)
    table = _shares_table(view, values, rests, amounts)
    rows = tuple(
        Row(
            row,
            words(f"national.row.{row}", amount=amount),
            above=((Run(text, bold=True), Run(" " + words(f"national.bar.{row}", amount=amount))),),
        )
        for row, text, amount in zip(ROWS, texts, amounts, strict=True)
    )
    return Chart(
        SHARES_KEY,
        ChartText(
            words("national.headline", units=texts[0], workers=texts[1]),
            words("national.subtitle.month", month=period_text(words, month)) if month else words("national.subtitle"),
            words("national.alt", units=texts[0], workers=texts[1], unit_count=amounts[0], worker_count=amounts[1]),
            source_line(view, shares),
        ),
        table,
        Bars(rows, (Series(ikm, "ikm", values), others), stacked=True),
        words,
        # A sheet has what the others have beside it, by the names of both.
        (Table(tuple(replace(c, label=ikm) if c.key == "ikm" else c for c in table.columns)),),
    )


def _shares_table(view: View, shares: tuple[Number, ...], rests: tuple[Number, ...], amounts: list[str]) -> Table:
    words = view.words
    counts = [indicators.national(view.tables, f"ikm_{row}") for row in ROWS]
    wordings = [indicators.wording(view.tables, count.key) for count in counts]
    return Table((
        Column("what", words("table.what"), tuple(words(f"indicator.ikm_{row}") for row in ROWS)),
        Column("ikm", words("table.share"), shares),
        Column("others", words("national.series.others"), rests, detail=True),
        Column("amount", words("table.amount"),
               tuple(scalar(count, instead=text) for count, text in zip(counts, amounts, strict=True))),
        Column("unit", words("numbers.unit"), tuple(words(f"unit.{count.unit}") for count in counts), detail=True),
        Column("wording", words("workbook.wording"),
               tuple(words(f"wording.{key}", amount="").strip() if key else None for key in wordings), detail=True),
        basis_column(words, shares),
    ))  # fmt: skip


def stated_amount(view: View, figure: str) -> str:
    """Return a national figure as its source words it: "lebih dari 4,4 juta", "hingga 10,5 juta"."""
    of, words = indicators.national(view.tables, figure), view.words
    amount = words.percent(of.value, needed(of.value, 2)) if of.unit == "percent" else words.compact(of.value)
    qualifier = indicators.wording(view.tables, figure)
    return words(f"wording.{qualifier}", amount=amount) if qualifier else amount


@figure(DOTS_KEY)
def one_in_units(view: View) -> Chart:
    """Return the IKM units that there are to one participant as dots, with one lit.

    Their number is the indicator rounded to as many significant figures as it bears, since the number of units is
    itself rounded by its source. Where they are many, a dot stands for several (see ``UnitField``).
    """
    words = view.words
    whole = view.only_round()
    indicator = indicators.units_per_participant(whole)
    units = 0 if pd.isna(indicator.value) else round(significant(indicator.number, FIGURES))
    field = UnitField(units)
    counts = {"n": words.number(units), "marks": words.number(field.count), "scale": words.number(field.scale)}
    return Chart(
        DOTS_KEY,
        ChartText(
            _dots_headline(view, units, units == indicator.number and indicator.basis not in UNSURE),
            noted(words, _dots_subtitle(whole, field.scale), added(whole)),
            words("dots.alt" if field.scale == 1 else "dots.alt.several", **counts),
            source_line(view, [indicator]),
        ),
        Table((
            Column("what", words("table.what"), (words("indicator.units_per_participant"),)),
            Column("value", words("table.amount"), (Number(float(units), indicator.basis),)),
            Column("unit", words("numbers.unit"), (words(f"unit.{indicator.unit}"),), detail=True),
        )),
        field,
        words,
        (_dots_worksheet(whole, indicator),),
    )  # fmt: skip


def _dots_worksheet(whole: View, indicator: Indicator) -> Table:
    """Return how the number comes about: units by participants, to as many figures as the story says."""
    words = whole.words
    units, people = indicators.national(whole.tables, "ikm_units"), indicators.participants(whole)
    quotient = scalar(indicator)
    if quotient.value is not None:
        exact = "[value:first]/[value:before]"
        rounded = f"ROUND({exact},{FIGURES - 1}-INT(LOG10({exact})))"
        quotient = Number(significant(quotient.value, FIGURES), indicator.basis, formula=rounded)
    how = formula(words, indicator)
    listed = ((units, scalar(units), ""), (people, scalar(people), ""), (indicator, quotient, how))
    rows = [Fact(words(f"indicator.{of.key}"), n, words(f"unit.{of.unit}"), more) for of, n, more in listed]
    return facts(words, rows, words("numbers.formula"))


def _dots_subtitle(whole: View, scale: int) -> str:
    return whole.words(
        "dots.subtitle" if scale == 1 else "dots.subtitle.several",
        scale=whole.words.number(scale),
        rounds=round_phrase(whole),
        units=stated_amount(whole, "ikm_units"),
        participants=people(whole.words, scalar(indicators.participants(whole))),
    )


def _dots_headline(view: View, dots: int, exact: bool) -> str:
    """Return the headline; beside a narrower selection it says that it is about the whole rounds."""
    headline = view.words("dots.headline" if exact else "dots.headline.about", n=view.words.number(dots))
    whole = view.only_round()
    if view.selection == whole.selection:
        return headline
    return view.words("dots.headline.whole", headline=headline, rounds=round_phrase(whole))

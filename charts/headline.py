"""A few large numbers side by side: what opens the story."""

from collections.abc import Sequence

from charts.chart import Chart, ChartText
from charts.plots import BigNumber, BigNumbers
from charts.words import Fact, facts
from locales import Words

KEY = "headline"


def headline(numbers: Sequence[Fact], text: tuple[str, str, str], words: Words, counted: Sequence[Fact] = ()) -> Chart:
    """Return facts as a chart of large numbers; ``text`` is its headline, subtitle and source line.

    ``counted`` are the facts of a workbook: those of which each is one number.
    """
    title, subtitle, sources = text
    shown = tuple(BigNumber(fact.what, fact.number.text(words), fact.more) for fact in numbers)
    alt = "; ".join(f"{number.label}: {number.value}" for number in shown)
    table, sheet = (facts(words, rows, words("origin.note"), "table.none") for rows in (numbers, counted))
    return Chart(
        KEY, ChartText(title, subtitle, alt, sources), table, BigNumbers(shown), words, (sheet,) * bool(counted)
    )

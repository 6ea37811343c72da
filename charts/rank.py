"""One measure of all regencies, as dots in order: where does the chosen one stand?"""

from charts.absence import of_regency, sentence
from charts.chart import Chart, ChartText
from charts.plots import Dot, Dots
from charts.registry import figure
from charts.table import Column, Number, Table
from charts.words import (
    basis_column,
    formula,
    in_full,
    mark_column,
    named,
    names_by_code,
    not_split,
    noted,
    number_of,
    regency_columns,
    sentences,
    source_line,
    with_numbers,
)
from data import indicators
from data.indicators import Indicator
from data.selection import ALL_ROUNDS, Selection
from data.view import View, cached
from locales import Words

KEY = "rank"
RECEIVED = {"participants": "added", "participants_per_100k": "population"}  # in all rounds: how far they compare


@cached(128, by_selection=False)
def regency_rank(view: View, measure: str, regency: str, other: str) -> Chart:
    """Return a dot per regency, the largest on top; ``regency`` and ``other`` (codes, or "") stand out.

    A regency that the source is silent about, or that no source names, is named below, without a dot.
    """
    words = view.words
    indicator = indicators.measure(view.tables, measure)
    names = names_by_code(view.tables)
    known = indicator.value.dropna().sort_values(kind="stable")
    codes = [*map(str, known.index[::-1]), *[c for c in names if c not in known.index][::-1]]
    numbers = {code: number_of(indicator, code, indicator.form.decimals) for code in codes}
    if measure in RECEIVED:
        all_rounds = view.everything()
        silent = {code: of_regency(all_rounds, code, words("table.none")) for code in codes}
        numbers = {
            code: n if n.value is not None or n.mark else Number(None, instead=silent[code])
            for code, n in numbers.items()
        }
    label = words(f"measure.{measure}")
    chosen = [code for code in (regency, other) if code]
    dots = tuple(
        Dot(code, names[code], number, code in chosen, not chosen or code in chosen) for code, number in numbers.items()
    )
    return Chart(
        KEY,
        ChartText(
            _absent(view, measure, indicator, regency) or _headline(words, indicator, measure, names, regency),
            _subtitle(view, measure, indicator.unit),
            words("rank.alt", measure=label, listed=with_numbers(words, names, numbers)),
            source_line(view, [indicator]),
        ),
        Table((
            *regency_columns(view, codes),
            Column(measure, label, tuple(numbers.values()), words(f"unit.{indicator.unit}"),
                   note=formula(words, indicator)),
            basis_column(words, numbers.values(), "table.none" if measure in RECEIVED else "missing"),
            *mark_column(words, numbers.values()),
        )),
        Dots(dots, selects=("regency",)),
        words,
    )  # fmt: skip


@figure(KEY)
def rank_of_selected(view: View) -> Chart:
    """Return the ranking by what regencies received, in which the selected one stands out."""
    return regency_rank(view, indicators.RANKED[0], view.selection.regency, "")


def _subtitle(view: View, measure: str, unit: str) -> str:
    """Return what is measured; of what the rounds brought also how far they can be compared."""
    words = view.words
    text = words("rank.subtitle", measure=words(f"measure.{measure}"), unit=words(f"unit.{unit}"))
    if measure not in RECEIVED:
        return text
    notes = words(f"comparability.{RECEIVED[measure]}"), not_split(view.everything())
    return noted(words, text, sentences(*notes))


def _absent(view: View, measure: str, indicator: Indicator, regency: str) -> str:
    """Say of a regency that it, and where nobody is known that nobody, is named in the sources; else ""."""
    known = {*indicator.value.dropna().index, *indicator.marks}
    if measure not in RECEIVED or (regency in known if regency else known):
        return ""
    return sentence(view.of(Selection(ALL_ROUNDS, regency)))


def _headline(words: Words, indicator: Indicator, measure: str, names: dict[str, str], regency: str) -> str:
    """Say who is first, or where the selected one stands, among those whose numbers are known in full."""
    label, known = words(f"measure.{measure}"), in_full(indicator)
    if regency and indicator.mark_of(regency):
        n = number_of(indicator, regency, indicator.form.decimals).in_sentence(words)
        return words("rank.headline.bound", name=names[regency], measure=label, n=n)
    if known.empty and indicator.marks:
        return words("rank.headline.open", measure=label)
    if regency and regency not in known.index:
        return words("rank.headline.missing", name=names[regency], measure=label)
    if regency:
        place = words.ordinal(int((known > known[regency]).sum()) + 1)
        if (known == known[regency]).sum() > 1:
            place = words("rank.tied", place=place)
        values = {"name": names[regency], "measure": label}
        of = ".whole" if indicator.marks else ".named" if measure in RECEIVED else ""
        return words(f"rank.headline{of}", place=place, total=words.number(len(known)), **values)
    first = named(words, (names[c] for c in indicators.leaders(known)), "regency")
    if indicator.marks:
        return words("rank.headline.first.whole", name=first, measure=label, total=words.number(len(known)))
    return words("rank.headline.first", name=first, measure=label)

"""Two indicators against each other: each area between both, and apart those of which one is not known."""

from charts.chart import Chart, ChartText
from charts.indicator_rank import lit_area
from charts.indicator_words import (
    amount,
    area_columns,
    area_names,
    axis,
    caveat,
    in_full,
    leading,
    observed,
    shown,
    shown_period,
    sureness,
    title,
    value_column,
)
from charts.plots import Cloud, Fellow, lines
from charts.registry import figure
from charts.table import Number, Table
from charts.words import named, noted, sentences, source_line, within
from data import comparison, observations
from data.observations import OF_ROUNDS, Definition
from data.view import View

KEY = "indicator_scatter"
FEW = 12  # areas that are all named; of more, the lit one and the extremes
EXTREMES = 3

Values = dict[str, Number]


@figure(KEY, by_comparison=True)
def indicator_scatter(view: View) -> Chart:
    """Return the areas by two indicators. What the rounds brought lies on the first axis: who has it stands right.

    An area without it stands in a strip beside the axes, open: that no source names it is not 0.
    Raises ``BrokenTableError`` if an indicator has problems.
    """
    words = view.words
    (one, one_in), (other, other_in) = _pair(view)
    measured = [observations.values(view.tables, d.key, p) for d, p in ((one, one_in), (other, other_in))]
    codes = [str(code) for code in measured[1].value.dropna().index]
    x, y = ({code: observed(of, d, code) for code in codes} for of, d in zip(measured, (one, other), strict=True))
    titles = [title(view, definition, period) for definition, period in ((one, one_in), (other, other_in))]
    ends = [max((n.value or 0.0 for n in values.values()), default=1.0) for values in (x, y)]
    axes = [axis(words, d, text, end) for d, text, end in zip((one, other), titles, ends, strict=True)]
    is_apart = any(x[code].value is None for code in codes)
    strip = words(f"indicator_scatter.strip.{'named' if one.concept == OF_ROUNDS else 'known'}")
    caveats = sentences(*dict.fromkeys((caveat(view, one), caveat(view, other))))
    subtitle = noted(words, words("indicator_scatter.subtitle", x=titles[0], y=titles[1]), caveats)
    for reason in dict.fromkeys(sureness(view, d, [of]) for d, of in zip((one, other), measured, strict=True)):
        subtitle = noted(words, subtitle, reason)
    if any(number.mark == "at_least" for number in (*x.values(), *y.values())):
        subtitle = noted(words, subtitle, words("indicator_scatter.at_least"))
    names = area_names(view)
    listed = words.join(f"{names[c]} ({x[c].in_sentence(words)}; {y[c].in_sentence(words)})" for c in codes)
    return Chart(
        KEY,
        ChartText(
            _headline(view, one, other, x, y),
            subtitle,
            words("indicator_scatter.alt", x=titles[0], y=titles[1], listed=listed or words("missing")),
            source_line(view, measured),
        ),
        Table((
            *area_columns(view, codes, one.level),
            value_column(view, one, [x[code] for code in codes], "x"),
            value_column(view, other, [y[code] for code in codes], "y"),
        )),
        Cloud(
            tuple(_fellows(view, one, other, x, y)), x=axes[0], y=axes[1],
            strip=strip if is_apart else "", selects=("regency",) if one.level == "regency" else (),
        ),
        words,
    )  # fmt: skip


def _pair(view: View) -> tuple[tuple[Definition, str], tuple[Definition, str]]:
    """Return both indicators with their periods, what the rounds brought first.

    The second is taken in the period of the first if it is known then, else in its latest.
    """
    definition, period = shown(view), shown_period(view)
    key = comparison.against(view.tables, view.comparison)
    if not key:
        return (definition, period), (definition, period)
    other = observations.definitions(view.tables)[key]
    known = observations.periods(view.tables, key)
    pair = (definition, period), (other, period if period in known else known[-1])
    return (pair[1], pair[0]) if other.concept == OF_ROUNDS and definition.concept != OF_ROUNDS else pair


def _fellows(view: View, one: Definition, other: Definition, x: Values, y: Values) -> list[Fellow]:
    words, names, lit = view.words, area_names(view), lit_area(view, one)
    told = set(x)
    if len(x) > FEW:
        told = {lit}
        for values in (x, y):
            known = {code: number.value for code, number in values.items() if number.value is not None}
            told |= set(sorted(known, key=known.__getitem__)[-EXTREMES:])
    fellows = []
    for code, here in x.items():
        both = ((one, here), (other, y[code]))
        name = f"{names[code]} ≥" if any(number.mark == "at_least" for _, number in both) else names[code]
        amounts = (f"{of.text(words, 'name')}: {amount(words, of, number)}" for of, number in both)
        hover = lines(names[code], *amounts, bold=1)
        fellows.append(Fellow(code, name, here, y[code], code in told, lit in ("", code), hover))
    return fellows


def _headline(view: View, one: Definition, other: Definition, x: Values, y: Values) -> str:
    """Say who has much of the second and is not named by any round; of other pairs who has most of each."""
    words, names = view.words, area_names(view)
    if one.key == other.key or not x:
        return words("indicator_scatter.none", name=one.text(words, "name"))
    if one.concept == OF_ROUNDS and other.better == "lower":
        return _need(view, other, x, y)
    first = [named(words, (names[code] for code in leading(v)[0]), d.level) for d, v in ((one, x), (other, y))]
    line = words(
        "indicator_scatter.headline",
        x=one.text(words, "name"), y=within(other.text(words, "name")),
        x_first=first[0] or words("missing"), y_first=first[1] or words("missing"),
    )  # fmt: skip
    return in_full(view, line, [*x.values(), *y.values()])


def _need(view: View, need: Definition, x: Values, y: Values) -> str:
    """Say how many of the areas in the upper half of a need no round's source gives participants of."""
    words, names = view.words, area_names(view)
    ranked = sorted(y, key=lambda code: -(y[code].value or 0.0))
    middle = y[ranked[len(ranked) // 2]].value or 0.0
    upper = [code for code in ranked if (y[code].value or 0.0) >= middle]
    silent = [code for code in upper if x[code].value is None]
    values = {
        "need": within(need.text(words, "name")), "total": words.number(len(upper)),
        "least": amount(words, need, y[upper[-1]]) if upper else words("missing"),
    }  # fmt: skip
    if not silent:
        return words("indicator_scatter.need.all", **values)
    return words(
        "indicator_scatter.need", n=words.number(len(silent)), who=words.join(names[c] for c in silent), **values
    )

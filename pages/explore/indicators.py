"""Indicators: small industry and its surroundings; what is shown and compared stands in the address."""

from charts.indicator_map import indicator_map
from charts.indicator_rank import indicator_rank
from charts.indicator_scatter import indicator_scatter
from charts.indicator_series import indicator_panels, indicator_series
from charts.indicator_words import area_names, period_text, shown, shown_period
from data import comparison
from data.view import View
from pages.parts.page import (
    AddressChoice,
    AddressControls,
    Block,
    Columns,
    Depending,
    Figure,
    Heading,
    Headline,
    Page,
    Part,
    TableBlock,
)
from story import indicators


def figures(view: View) -> tuple[Block, ...]:
    """Return the figures of the chosen indicator: what there is depends on whether regencies or provinces have it."""
    # The selected regency stands out in the drawing itself, not by a rule of style: each is drawn for this view.
    series, rank, panels, scatter = (
        Figure(lambda _view, build=build: build(view), has_title=build is not first(view))  # type: ignore[misc]
        for build in (indicator_series, indicator_rank, indicator_panels, indicator_scatter)
    )
    against = (scatter,) if indicators.is_compared(view) else ()
    match shown(view).level:
        case "regency":
            years = (series,) if indicators.has_years(view) else ()
            return (Figure(indicator_map, has_title=False), Columns(((rank, *against), (panels, *years))))
        case "province":
            return (series, Columns(((rank,), (panels, *against))))
    return (series,)


def first(view: View) -> object:
    """Return the figure whose headline is the page's."""
    return indicator_rank if shown(view).level == "regency" else indicator_series


PAGE = Page(
    "indicators",
    Headline(indicators.headline, lead=indicators.answer, of_selection=False),
    (
        AddressControls((
            AddressChoice(
                "indicator", "indicators.choose",
                options=lambda view: list(comparison.offered(view.tables)),
                option_text=indicators.choice_text,
                chosen=lambda view: shown(view).key,
            ),
            AddressChoice(
                "period", "indicators.choose.period",
                options=lambda view: list(reversed(comparison.periods(view.tables, shown(view).key))),
                option_text=lambda view, period: period_text(view.words, period),
                chosen=shown_period,
            ),
            AddressChoice(
                "against", "indicators.choose.against",
                options=lambda view: comparison.partners(view.tables, shown(view).key),
                option_text=indicators.choice_text,
                chosen=lambda view: comparison.against(view.tables, view.comparison),
            ),
            AddressChoice(
                "areas", "indicators.choose.areas",
                options=indicators.area_choices,
                option_text=lambda view, code: area_names(view).get(code, code),
                chosen=lambda view: view.comparison.areas,
            ),
        ), widths=(2.2, 0.8, 2.2, 1.4)),
        Depending(figures),
        Part((Heading("indicators.about", "about"), TableBlock(indicators.metadata, "indicators.about.caption"))),
    ),
    compares=True,
)  # fmt: skip

if __name__ == "__main__":
    from pages.parts import live

    live.show(PAGE)

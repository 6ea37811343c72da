"""The figures that can be taken away by name."""

from collections.abc import Callable

from charts.chart import Chart
from charts.map import participants_map
from charts.mix import training_mix
from charts.national import national_shares, one_in_units
from charts.participants import participants_bars
from charts.rank import regency_rank
from charts.rates import participant_rates
from charts.reach import participants_to_level, unreached_people
from charts.regency import regency_map
from charts.rounds import round_bars
from data.indicators import RANKED
from data.view import View

FIGURES: dict[str, Callable[[View], Chart]] = {
    "map": participants_map,
    "participants": participants_bars,
    "rates": participant_rates,
    "mix": training_mix,
    "rounds": round_bars,
    "national_shares": national_shares,
    "national_dots": one_in_units,
    "unreached": unreached_people,
    "to_level": participants_to_level,
    "rank": lambda view: regency_rank(view, RANKED[0], view.selection.regency, ""),
    "regency_map": lambda view: regency_map(view, view.selection.regency),
}
NEEDS_REGENCY = ("regency_map",)
NO_NUMBERS = ("regency_map",)  # it shows a place, nothing is counted

"""Each figure registers itself in its own file; ``charts.figures.FIGURES`` has all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from charts.chart import Chart
from data.view import View, cached

Build = Callable[[View], Chart]


@dataclass(frozen=True)
class Figure:
    """A figure that can be taken away by its key, which its chart has too; call it with a view to get the chart.

    ``needs_regency``: there is none without a selected regency. ``has_numbers``: what it shows is counted, and can be
    taken as a table. On paper its rows stand ``paper`` times as far apart as on a screen.
    """

    key: str
    build: Build
    needs_regency: bool = False
    has_numbers: bool = True
    paper: float = 0.7

    def __call__(self, view: View) -> Chart:
        """Return the figure's chart of a view."""
        return self.build(view)


REGISTERED: dict[str, Figure] = {}


def figure(
    key: str, needs_regency: bool = False, has_numbers: bool = True, paper: float = 0.7, most: int = 128,
    by_selection: bool = True, by_comparison: bool = False,
) -> Callable[[Build], Build]:  # fmt: skip
    """Register a function of a view as the figure of a key; raises ``ValueError`` if another has it.

    ``most`` charts of it stay, one a view (see ``data.view.cached``).
    """

    def register(build: Build) -> Build:
        if key in REGISTERED:
            raise ValueError(key)
        shared = cached(most, by_selection, by_comparison=by_comparison)(build)
        REGISTERED[key] = Figure(key, shared, needs_regency, has_numbers, paper)
        return shared

    return register

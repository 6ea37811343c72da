"""A chart is data: what a figure is, before anybody draws it.

A function of ``charts/`` returns a ``Chart``; the renderers of ``render/`` are the only ones that draw it:

- ``render.plotly``: the figure for the screen, which ``render.image`` turns into SVG and PNG. It escapes texts for
  Plotly, and says where the browser has a mark, so that a selection can light it.
- ``render.table``: the table beside it as HTML, its numbers as CSV.
- ``render.pptx``: native PowerPoint. ``Bars`` become a chart with its data sheet: names of ``rows`` as categories, a
  series each, every number in its own form (``Number``: decimals, percent, ≈ and ≥, ``instead`` where 0 is said in
  words), the row's ``note`` after it; where ``Bars.shares``, the sheet computes the notes. A row whose number is
  missing has no bar: what its label would say stands beside its name. The other plots become one group of shapes,
  named by the ``name`` of what they show, with ``text.alt``: circles and points as ellipses, ``Land`` as freeforms,
  labels and heads as text boxes, ``UnitField`` as a picture. (``Dots`` are on no slide, and not drawn there.)
- ``render.xlsx``: the tables of ``sheets`` with formulas, totals, notes and number forms, and ``Bars`` as a native
  chart of the columns that ``Series.column`` names. A ``Matrix`` is stacked bars of the columns with a ``role``.

No renderer takes a drawing, a label or a formed number apart: what it needs and does not find here is added here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from weakref import WeakKeyDictionary

from charts.plots import Plot
from charts.table import Table
from locales import Words


@dataclass(frozen=True)
class ChartText:
    """What a chart says in one language, as plain text that nobody escaped.

    ``headline`` is what it shows, ``subtitle`` what is measured, unit and year, ``alt`` the text alternative, and
    ``sources`` the source line (without its label).
    """

    headline: str
    subtitle: str
    alt: str
    sources: str


@dataclass(frozen=True, eq=False)
class Chart:
    """One figure: its key (the same on pages, slides and in file names), words, numbers, and what is drawn.

    ``table`` is what stands beside it and is taken away as its numbers. ``worksheet`` are the tables that a workbook
    has of it, if not the same. Two charts are the same only if they are one: whoever shares it shares what was drawn.
    """

    key: str
    text: ChartText
    table: Table
    plot: Plot
    words: Words
    worksheet: tuple[Table, ...] = ()

    @property
    def sheets(self) -> tuple[Table, ...]:
        """The tables that a workbook has of it; what is drawn there comes from the first."""
        return self.worksheet or (self.table,)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: it has a table, which has no row. Its headline says why."""
        return bool(self.table.shown) and not self.table.height

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table beside it as plain text; the first row is the header, none without a table."""
        return self.table.texts(self.words)


def drawn_once[R](draw: Callable[[Chart], R]) -> Callable[[Chart], R]:
    """Let a renderer draw each chart once, and share what it drew as long as the chart lives: never change it."""
    drawn = WeakKeyDictionary[Chart, R]()

    @wraps(draw)
    def known_or_drawn(chart: Chart) -> R:
        if (known := drawn.get(chart)) is None:
            drawn[chart] = known = draw(chart)
        return known

    return known_or_drawn

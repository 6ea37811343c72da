"""What the outlets that still read drawings need of a chart; it goes with them."""

import plotly.graph_objects as go

from charts.chart import Chart
from charts.plots import Bars, Land, MapPlot, Matrix
from render import plotly


def drawn(chart: Chart) -> go.Figure:
    """Return the chart as a figure whose traces are named by what they show."""
    fig = plotly.draw(chart, plotly.FILE)
    head = chart.table.shown[0].label if chart.table.shown else ""
    fig.layout.meta = {"key": chart.key, "head": head, "is_matrix": isinstance(chart.plot, Matrix)}
    if isinstance(chart.plot, Bars):
        for trace, series in zip(fig.data, chart.plot.series, strict=True):
            marks = [number.is_estimate for number in series.values]
            note, shares = chart.plot.note, chart.plot.shares
            marks = marks if chart.plot.stacked else marks[::-1]
            trace.meta = {"estimated": marks, "note": note, "shares": shares}
    if isinstance(chart.plot, MapPlot):
        plot = plotly.as_drawn(chart.plot, plotly.FILE.width)
        lands = [_land(land) for land in plotly.in_order(plot)]
        circles = [f"circle {circle.code}" if circle.code else "key" for circle in plot.circles]
        for trace, name in zip(fig.data, [*lands, *circles], strict=False):
            trace.name = name
    return fig


def _land(land: Land) -> str:
    if not land.code:
        return "context" if land.kind == "context" else "key"
    return f"inset {land.code}" if land.inset else land.code

"""A figure as SVG or PNG, drawn without a browser."""

import plotly.graph_objects as go
import plotly_print
import resvg_py

from charts import style

WIDTH = 1100  # px


def svg(fig: go.Figure, width: int = WIDTH) -> str:
    """Return the figure as SVG text, ``width`` px wide; its height follows from the figure's shape."""
    aspect = style.about(fig).aspect
    height = round(width / aspect) if aspect else fig.layout.height
    return str(plotly_print.to_svg(style.wide(fig), width=width, height=height))


def png(fig: go.Figure, width: int = WIDTH, scale: float = 2) -> bytes:
    """Return the figure as a PNG image of ``width × scale`` px."""
    return bytes(resvg_py.svg_to_bytes(svg(fig, width), width=round(width * scale)))

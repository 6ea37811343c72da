"""A few large numbers side by side: what opens the story."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts import style

ASPECT = 3.2
VALUE_SIZE, LABEL_SIZE = 44, 17


def headline(numbers: Sequence[tuple[str, str, str]], about: style.About) -> go.Figure:
    """Draw numbers (label, value, note) in equal columns: label above, note below."""
    notes = []
    for i, (label, value, note) in enumerate(numbers):
        for y, text, size in (
            (0.8, label, LABEL_SIZE),
            (0.5, f"<b>{value}</b>", VALUE_SIZE),
            (0.2, note, style.TEXT_SIZE),
        ):
            at = {"x": i + 0.06, "y": y, "xref": "x", "yref": "y", "xanchor": "left", "align": "left"}
            wrapped = "<br>".join(_wrapped(style.plain(text) if size != VALUE_SIZE else text))
            ink = style.ACCENT if size == VALUE_SIZE else style.INK
            notes.append({**at, "text": wrapped, "showarrow": False, "font": {"size": size, "color": ink}})
    rules = [
        {"type": "line", "x0": i, "x1": i, "y0": 0.08, "y1": 0.92, "line": {"color": style.ACCENT, "width": 3}}
        for i in range(len(numbers))
    ]
    return style.figure(
        [go.Scatter(x=[0], y=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip")],
        about,
        height=300,
        xaxis={"visible": False, "fixedrange": True, "range": [0, max(len(numbers), 1)]},
        yaxis={"visible": False, "fixedrange": True, "range": [0, 1]},
        annotations=notes,
        shapes=rules,
    )


def _wrapped(text: str, width: int = 26) -> list[str]:
    """Break a text into lines of at most ``width`` letters, between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines

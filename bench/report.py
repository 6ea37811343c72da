"""What was measured: as a table, as JSON and CSV, and as one picture."""

import csv
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import plotly.graph_objects as go

from charts import style
from exports import image


@dataclass(frozen=True)
class Row:
    """One measurement: what, its value, the floor's, their ratio, and the most that the ratio (or value) may be.

    Without a floor the target is for the value itself. ``is_least`` turns the target round: at least so much.
    """

    what: str
    value: float
    unit: str
    target: float
    floor: float | None = None
    is_least: bool = False

    @property
    def measure(self) -> float:
        """The number that the target is for."""
        return self.value / self.floor if self.floor else self.value

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        return self.measure >= self.target if self.is_least else self.measure <= self.target


@dataclass(frozen=True)
class Growth:
    """How something grows: its value for each size."""

    what: str
    sizes: list[int]
    values: list[float]
    unit: str


def printed(rows: list[Row], growths: list[Growth]) -> str:
    """Return the results as a table."""
    lines = [f"{'':58}{'value':>12}{'floor':>12}{'ratio':>9}{'target':>9}"]
    for row in rows:
        floor = f"{row.floor:,.2f}" if row.floor else ""
        ratio = f"{row.measure:.2f}" if row.floor else ""
        sign = "≥" if row.is_least else "≤"
        lines.append(
            f"{'✓' if row.is_met else '✗'} {f'{row.what} ({row.unit})':56}{row.value:12,.2f}{floor:>12}{ratio:>9}"
            f"{sign + f'{row.target:g}':>9}"
        )
    for growth in growths:
        pairs = ", ".join(f"{size}: {value:,.1f}" for size, value in zip(growth.sizes, growth.values, strict=True))
        lines.append(f"  {growth.what} ({growth.unit}): {pairs}")
    return "\n".join(lines)


def save(rows: list[Row], growths: list[Growth], folder: Path) -> None:
    """Write results.json, results.csv and results.png."""
    folder.mkdir(parents=True, exist_ok=True)
    measured = [asdict(row) | {"measure": row.measure, "is_met": row.is_met} for row in rows]
    content = {"rows": measured, "growth": [asdict(growth) for growth in growths]}
    (folder / "results.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    with (folder / "results.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, measured[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(measured)
    (folder / "results.png").write_bytes(image.png(picture(rows, growths)))


def picture(rows: list[Row], growths: list[Growth]) -> go.Figure:
    """Draw every measurement as a share of its target, and below it how work grows."""
    shown = [row for row in rows[::-1] if row.target]  # a row without a target is for the record
    share = [row.target / row.measure if row.is_least else row.measure / row.target for row in shown]
    lit = [style.ACCENT if row.is_met else "#c4462f" for row in shown]
    high = 60 + 26 * len(shown) + 300 * bool(growths)
    top = 1 if not growths else 1 - 26 * len(shown) / high
    bars = go.Bar(
        x=[min(s, 3) for s in share], y=[row.what for row in shown], orientation="h", marker={"color": lit},
        text=[f"{s:.2f}" for s in share], textposition="outside", cliponaxis=False,
    )  # fmt: skip
    layout: dict[str, object] = {
        "xaxis": {"title": "share of what the target allows (1 = just met)", "range": [0, 3.2], "side": "top"},
        "yaxis": {"domain": [top, 1], "automargin": True},
        "shapes": [{"type": "line", "x0": 1, "x1": 1, "y0": top, "y1": 1, "yref": "paper", "line": {"width": 1}}],
    }
    traces: list[go.Bar | go.Scatter] = [bars]
    for n, growth in enumerate(growths, 2):
        left, width = (n - 2) / len(growths), 0.8 / len(growths)
        traces.append(
            go.Scatter(x=growth.sizes, y=growth.values, mode="lines+markers", xaxis=f"x{n}", yaxis=f"y{n}",
                       line={"color": style.ACCENT})
        )  # fmt: skip
        layout[f"xaxis{n}"] = {"domain": [left, left + width], "anchor": f"y{n}", "title": growth.what}
        layout[f"yaxis{n}"] = {
            "domain": [0.05, top - 0.1],
            "anchor": f"x{n}",
            "rangemode": "tozero",
            "title": growth.unit,
        }
    about = style.About("bench", "", "", "", "")
    return style.figure(traces, about, height=high, **layout, margin={"l": 10, "r": 10, "t": 60, "b": 40})

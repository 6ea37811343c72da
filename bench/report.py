"""What was measured: as a table, and as JSON."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


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


def printed(rows: list[Row]) -> str:
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
    return "\n".join(lines)


def save(rows: list[Row], folder: Path) -> None:
    """Write results.json."""
    folder.mkdir(parents=True, exist_ok=True)
    measured = [asdict(row) | {"measure": row.measure, "is_met": row.is_met} for row in rows]
    (folder / "results.json").write_text(json.dumps({"rows": measured}, indent=1, ensure_ascii=False) + "\n", "utf-8")

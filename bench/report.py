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


def tell(rows: list[Row], folder: Path) -> int:
    """Print the results as a table, write results.json, and return the exit code: 1 if a target is missed."""
    print(f"{'':58}{'value':>12}{'floor':>12}{'ratio':>9}{'target':>9}")
    for row in rows:
        floor, ratio = (f"{row.floor:,.2f}", f"{row.measure:.2f}") if row.floor else ("", "")
        what, target = f"{row.what} ({row.unit})", f"{'≥' if row.is_least else '≤'}{row.target:g}"
        print(f"{'✓' if row.is_met else '✗'} {what:56}{row.value:12,.2f}{floor:>12}{ratio:>9}{target:>9}")
    folder.mkdir(parents=True, exist_ok=True)
    measured = [asdict(row) | {"measure": row.measure, "is_met": row.is_met} for row in rows]
    (folder / "results.json").write_text(json.dumps({"rows": measured}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(not all(row.is_met for row in rows))

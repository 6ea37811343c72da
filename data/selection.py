"""What a reader has selected, and its form in the address bar."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.tables import Tables

ALL_ROUNDS = "all"
DEFAULT_ROUND = "2022"


@dataclass(frozen=True)
class Selection:
    """The reader's choice, in codes: ``round`` is a round's code, or "all" for every round together."""

    round: str = DEFAULT_ROUND

    @property
    def is_all(self) -> bool:
        """Whether every round is selected together."""
        return self.round == ALL_ROUNDS

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of ``frame`` (with a column ``round``) that are selected."""
        return frame if self.is_all else frame[frame["round"] == self.round]


def round_codes(tables: Tables) -> list[str]:
    """Return the codes that the address parameter ``round`` takes: each round in order of time, then "all"."""
    rounds = tables["rounds"].sort_values(["year", "round"])["round"].tolist()
    return [*rounds, ALL_ROUNDS] if len(rounds) > 1 else rounds


def default_round(tables: Tables) -> str:
    """Return the round that is shown where none is asked for: 2022, the founding one, or else the first."""
    codes = round_codes(tables)
    return DEFAULT_ROUND if DEFAULT_ROUND in codes else codes[0]


def from_address(parameters: Mapping[str, str], tables: Tables) -> tuple[Selection, list[str]]:
    """Read a selection from address parameters; also return the names of parameters whose value is unknown."""
    code = parameters.get("round") or default_round(tables)
    if code in round_codes(tables):
        return Selection(code), []
    return Selection(default_round(tables)), ["round"]


def to_address(selection: Selection, tables: Tables) -> dict[str, str]:
    """Return the parameters that bring the selection back; a default needs none."""
    return {} if selection.round == default_round(tables) else {"round": selection.round}

"""What a reader has selected, and its form in the address bar."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_

import pandas as pd

from data.province import PROVINCE
from data.tables import Tables, cached_on_tables

ALL_ROUNDS = "all"


@dataclass(frozen=True)
class Selection:
    """The reader's choice, in codes.

    ``round`` is a round's code, or "all" for every round together; ``regency`` a regency's code (81.07) and
    ``group`` an activity group's key, each "" where the reader wants all.
    """

    round: str = PROVINCE.default_round
    regency: str = ""
    group: str = ""

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of ``frame`` that are selected, as far as it has the columns round, regency, group."""
        chosen = {"round": "" if self.round == ALL_ROUNDS else self.round, "regency": self.regency, "group": self.group}
        asked = [frame[column] == code for column, code in chosen.items() if code and column in frame]
        return frame[reduce(and_, asked)] if asked else frame

    def only_round(self) -> "Selection":
        """Return the selection without regency and group."""
        return Selection(self.round)

    def every_regency(self) -> "Selection":
        """Return the selection for all regencies: what a figure draws that compares them."""
        return replace(self, regency="")

    def every_group(self) -> "Selection":
        """Return the selection for all activity groups."""
        return replace(self, group="")


@dataclass(frozen=True)
class Comparison:
    """What a reader of indicators compares, in codes: an indicator, a period, a second indicator, areas beside Maluku.

    Each is "" (or none) where the reader leaves it open; what is then shown says ``data.comparison``.
    """

    indicator: str = ""
    period: str = ""
    against: str = ""
    areas: tuple[str, ...] = ()


@cached_on_tables(1)
def round_codes(tables: Tables) -> list[str]:
    """Return the codes that the address parameter ``round`` takes: each round in order of time, then "all"."""
    rounds = tables.rounds_in_order["round"].tolist()
    return [*rounds, ALL_ROUNDS] if len(rounds) > 1 else rounds


def regency_codes(tables: Tables) -> list[str]:
    """Return the codes that the address parameter ``regency`` takes."""
    return sorted(tables["regencies"].code)


def group_codes(tables: Tables) -> list[str]:
    """Return the keys that the address parameter ``group`` takes."""
    return tables["groups"].sort_values("position").group.tolist()


def default_round(tables: Tables) -> str:
    """Return the round that is shown where none is asked for: the one that the province names, or else the first."""
    codes = round_codes(tables)
    return PROVINCE.default_round if PROVINCE.default_round in codes else codes[0]


def from_address(parameters: Mapping[str, str], tables: Tables) -> tuple[Selection, list[str]]:
    """Read a selection from address parameters; also return the names of parameters whose value is unknown."""
    known = {"round": round_codes, "regency": regency_codes, "group": group_codes}
    asked = {name: parameters.get(name, "") for name in known}
    unknown = [name for name, codes in known.items() if asked[name] and asked[name] not in codes(tables)]
    chosen = {name: "" if name in unknown else code for name, code in asked.items()}
    return Selection(chosen["round"] or default_round(tables), chosen["regency"], chosen["group"]), unknown


def to_address(selection: Selection, tables: Tables) -> dict[str, str]:
    """Return the parameters that bring the selection back; a default needs none."""
    code = "" if selection.round == default_round(tables) else selection.round
    parameters = {"round": code, "regency": selection.regency, "group": selection.group}
    return {name: value for name, value in parameters.items() if value}

"""How a reader has the tables of a page: by which column each is sorted, as one address parameter says it.

``sort=received.participants,rounds.-start`` sorts the table ``received`` by its participants, the smallest first, and
``rounds`` by their start, the latest first.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from charts.table import Column
from render.table import Sorting

KEY = "sort"
LONGEST = 200  # letters of the parameter
PART = re.compile(r"([\w-]+?)\.(-?[\w.-]+)")


def read(asked: str) -> dict[str, str]:
    """Return the column of each sorted table, by the table's key; "-" before it for the largest first."""
    matches = (PART.fullmatch(part) for part in asked[:LONGEST].split(","))
    return {match[1]: match[2] for match in matches if match}


def unread(asked: str) -> str:
    """Return what of the parameter names no table and column."""
    return ",".join(part for part in asked.split(",") if part and not PART.fullmatch(part))


def written(orders: dict[str, str]) -> str:
    """Return the parameter's value."""
    return ",".join(f"{table}.{by}" for table, by in orders.items() if by)


def of(asked: str, table: str, address: Callable[[str], str]) -> Sorting:
    """Return how a table is sorted, and where its heads lead: to the ``address`` of another value of the parameter."""
    by = read(asked).get(table, "")

    def turned(column: Column) -> str:
        return address(written({**read(asked), table: _next(by, column)}))

    return Sorting(by, turned)


def _next(by: str, column: Column) -> str:
    """Return what a click on a head sorts by: by its column, numbers the largest first; the other way; not at all."""
    ways = [f"-{column.key}", column.key, ""] if column.is_set_right else [column.key, f"-{column.key}", ""]
    return dict(pairwise(ways)).get(by, ways[0])

"""How a reader has the tables of a page: by which column each is sorted, as one address parameter says it.

``sort=received.participants,rounds.-start`` sorts the table ``received`` by its participants, the smallest first, and
``rounds`` by their start, the latest first.
"""

import re
from collections.abc import Callable, Collection, Mapping
from itertools import pairwise

from charts.figures import FIGURES
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


def wrong(asked: str, tables: Mapping[str, Collection[Column]]) -> dict[str, str]:
    """Return the orders by a column that its table does not have; ``tables`` are the columns of those on the page.

    A figure that it does not show now keeps its order: it comes back with another choice.
    """
    keys = {table: {column.key for column in columns} for table, columns in tables.items()}
    return {
        table: by
        for table, by in read(asked).items()
        if (by.removeprefix("-") not in keys[table] if table in keys else table not in FIGURES)
    }


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

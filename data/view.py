"""What everything below the pages is told: the tables in use, what the reader has selected, and the language.

What is computed of them is kept in a cache by ``cached``; of tables alone by ``data.tables.cached_on_tables``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, cast

from data.selection import ALL_ROUNDS, Comparison, Selection
from data.tables import Tables, remembered
from locales import Words


@dataclass(frozen=True)
class View:
    """A reader's view: tables, selection and words travel together, and nothing below needs more to know.

    Without a selection it is the default one, without words Indonesian; numbers do not depend on words. What indicators
    are compared matters to their own figures alone.
    """

    tables: Tables
    selection: Selection = field(default_factory=Selection)
    words: Words = field(default_factory=Words)
    comparison: Comparison = field(default_factory=Comparison)

    def of(self, selection: Selection) -> "View":
        """Return the view of another selection."""
        return replace(self, selection=selection)

    def comparing(self, **chosen: Any) -> "View":
        """Return the view of another comparison: what is not given is left open."""
        return replace(self, comparison=Comparison(**chosen))

    def only_round(self) -> "View":
        """Return the view without regency and group."""
        return self.of(self.selection.only_round())

    def everything(self) -> "View":
        """Return the view of all rounds, regencies and groups together."""
        return self.of(Selection(ALL_ROUNDS))

    def every_regency(self) -> "View":
        """Return the view of all regencies: what a figure shows that compares them."""
        return self.of(self.selection.every_regency())

    def every_group(self) -> "View":
        """Return the view of all activity groups."""
        return self.of(self.selection.every_group())


def cached[**P, R](
    most: int, by_selection: bool = True, by_language: bool = True, by_comparison: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function of a ``View`` and more compute each result once per tables, and share it: never change it.

    ``most`` results stay, as long as their tables do. What does not depend on the selection, the language or the
    comparison is computed once for all of them: it is told the default one.
    What takes less than a millisecond and is not asked for by the thousand is computed anew instead.
    """

    def caching(compute: Callable[P, R]) -> Callable[P, R]:
        @wraps(compute)
        def known_or_computed(*given: P.args, **named: P.kwargs) -> R:
            asked = cast("View", given[0])
            view = View(
                asked.tables,
                asked.selection if by_selection else Selection(),
                asked.words if by_language else Words(),
                asked.comparison if by_comparison else Comparison(),
            )
            key = (view.selection, view.words, view.comparison, given[1:], tuple(named.items()))
            return remembered(
                view.tables,
                known_or_computed,
                key,
                most,
                lambda: compute(view, *given[1:], **named),  # type: ignore[arg-type]
            )

        return known_or_computed

    return caching

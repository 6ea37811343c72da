"""What readers are to know of the dashboard itself: what it is, how new it is, who keeps it, what its words mean."""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from charts.table import NOTHING, Linked, Table
from charts.words import sentences
from data import settings
from data.province import PROVINCE
from data.view import View
from story import sources

if TYPE_CHECKING:
    from data.rounds.store.journal import Entry

TERMS = ("round", "participant", "training", "regency", "not_named")  # the dashboard's own words, one for each thing
PLACES = {  # on the page About, by its heading: what has no room at every page's foot
    "revised": "revised", "keeper": "keeper", "access": "accessibility", "glossary": "glossary", "cite": "cite",
    "licence": "licence",
}  # fmt: skip
REVISES = ("correct", "withdraw", "restore")  # what is done to a round that readers had seen


def foot(view: View) -> Linked:
    """Return what stands at every page's foot: what the numbers are, how new, whose, where to report errors."""
    due = following(view) if _next_day() else ""
    text = sentences(view.words("about.status"), updated(view), due, keeper(view))
    report = reported(view)
    return Linked(((text, ""), *([(" ", ""), *report.parts, (".", "")] if report else [])))


def dates(view: View) -> list[str]:
    """Return how new the tables are and when they are due next, if that is set (``IKM_NEXT_UPDATE``)."""
    return [updated(view), following(view)]


def updated(view: View) -> str:
    """Return how new the tables are."""
    return view.words("about.updated", date=view.words.date(view.tables.date))


def following(view: View) -> str:
    """Return when the next update is due, or that no day is set."""
    day = _next_day()
    return view.words("about.next", date=view.words.date(day)) if day else view.words("about.next.open")


def _next_day() -> dt.date | None:
    with suppress(ValueError):
        return dt.date.fromisoformat(settings.NEXT_UPDATE.get())
    return None


def keeper(view: View) -> str:
    """Return who keeps the dashboard (``IKM_KEEPER``); "" where nobody is named."""
    return view.words("about.keeper", name=settings.KEEPER.get()) if settings.KEEPER.get() else ""


def reported(view: View) -> Linked:
    """Return where an error is reported (``IKM_CONTACT``), and leads there; an empty text where nobody is named."""
    contact = settings.CONTACT.get()
    if not contact:
        return Linked(())
    before, _, after = view.words("about.contact", address="\n").partition("\n")
    shown = contact.removeprefix("mailto:").removeprefix("tel:")
    return Linked(((before, ""), (shown, settings.contact_address()), (after, "")))


def responsible(view: View) -> list[str]:
    """Return who keeps the dashboard and where an error is reported, or that it is not said."""
    return [keeper(view) or view.words("about.keeper.open"), reported(view) or view.words("about.contact.open")]


def revised(view: View, entries: "Iterable[Entry]") -> Table:
    """Return what was corrected, withdrawn or restored, newest first; who did it is not said."""
    from story import rounds  # it loads a database and what reads files: every page's foot needs neither

    return rounds.history([entry for entry in entries if entry.action in REVISES], view.words, with_who=False)


def glossary(view: View) -> Table:
    """Return each term: what it means, and where that is from."""
    words = view.words
    names = sources.names(view)
    lines = [
        [term, words(f"glossary.{term.lower()}"), names.get(source, NOTHING)]
        for term, source in PROVINCE.glossary.items()
    ]
    own = [[words(f"glossary.term.{term}"), words(f"glossary.{term}"), words("source.project")] for term in TERMS]
    heads = {column: words(f"glossary.column.{column}") for column in ("term", "meaning", "source")}
    return Table.of(heads, [*own, *lines])


def citation(view: View) -> str:
    """Return how the dashboard is cited: its keeper, if one is named, its title, the day of the data, its address."""
    title, date = view.words("app.title"), view.words.date(view.tables.date)
    parts = (settings.KEEPER.get(), view.words("about.cite", title=title, date=date), settings.ADDRESS.get())
    return ". ".join(part for part in parts if part)

"""What programs ask for that follow, find or warn: the feed, ``sitemap.xml``, ``robots.txt``, ``security.txt``.

Addresses begin with the dashboard's own (``IKM_ADDRESS``); what a request says of its host is never believed. What
cannot be said without it is not there.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from cachetools import LRUCache, cached
from starlette.requests import Request
from starlette.responses import Response

from data import settings
from data.parameters import LANGUAGE, address, of_language
from exports.layouts import layouts
from pages import FIRST, PAGES, path_of
from serving.base_path import base
from serving.responses import answer_with, since

if TYPE_CHECKING:
    from data.tables import Tables
    from locales import Words

HERE = Path(__file__).parent
VALID = dt.timedelta(days=180)  # of security.txt, from the day on which it is asked for

_layout = layouts(HERE)


def page_address(page: str, parameters: dict[str, str]) -> str:
    """Return where a page is."""
    return address(f"{settings.own_address() or base()}/{path_of(page)}", parameters, safe=",")


def robots() -> str:
    """Return ``robots.txt``: pages may be found, files need not be made for who only looks."""
    sitemap = f"Sitemap: {settings.own_address()}/sitemap.xml\n" if settings.own_address() else ""
    return f"User-agent: *\nDisallow: /v1/files/\nDisallow: /embed/\nAllow: /\n{sitemap}"


def security(today: dt.date) -> str:
    """Return ``security.txt`` (RFC 9116) of a day; "" where nobody is named to write to (``IKM_CONTACT``)."""
    address = settings.contact_address()
    if not address:
        return ""
    canonical = f"Canonical: {settings.own_address()}/.well-known/security.txt\n" if settings.own_address() else ""
    return f"Contact: {address}\nExpires: {today + VALID}T00:00:00Z\nPreferred-Languages: id, en\n{canonical}"


def sitemap() -> str:
    """Return ``sitemap.xml``: each page and each regency's, in every language; "" without an address."""
    if not settings.own_address():
        return ""
    from data.current import current
    from data.selection import regency_codes
    from locales import LANGUAGES, Words

    tables = current()
    every: list[tuple[str, dict[str, str]]] = [(page, {}) for page in PAGES]
    every += [("regencies", {"regency": code}) for code in regency_codes(tables)]
    places = [
        {code: page_address(page, {**chosen, **of_language(Words(code))}) for code in LANGUAGES}
        for page, chosen in every
    ]
    return _layout.get_template("sitemap.xml.j2").render(places=places, date=tables.date.isoformat())


def feed(language: str) -> str:
    """Return the Atom feed in a language: what was stored, newest first, then the rounds as they were packaged."""
    from data.current import current
    from locales import asked_for

    tables, words = current(), asked_for(language)
    entries = [*_stored(words), *_packaged(tables, words)]
    here = f"{settings.own_address() or base()}/feed.xml"
    return _layout.get_template("feed.xml.j2").render(
        words=words,
        entries=entries,
        updated=max((entry["updated"] for entry in entries), default=_midnight(tables.date)),
        id=_name("feed", words.language),
        here=address(here, {LANGUAGE: words.language}),
        page=page_address("rounds", of_language(words)),
    )


def _stored(words: "Words") -> Iterator[dict[str, str]]:
    """Yield what was stored, newest first; who stored it, and why what was withdrawn since, is not said."""
    from data.current import current
    from data.rounds import changes
    from data.rounds.store import scope, where
    from data.rounds.store.errors import StoreError
    from data.rounds.store.journal import journal

    if where.is_empty() or not current().state:
        return
    try:
        entries = journal().entries()
    except StoreError:
        return  # the pages say so
    hidden = changes.withdrawn(entries)
    for entry in reversed(entries):
        reason = words("rounds.withdrawn") if entry.id in hidden else entry.reason
        yield {
            "id": _name("entry", str(entry.id), entry.at.isoformat()),
            "title": f"{scope.label(entry.round, words, entries)}: {words(f'rounds.action.{entry.action}')}",
            "text": "".join(letter for letter in reason if letter.isprintable()),
            "updated": entry.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
            "link": page_address("rounds", of_language(words)),
        }


@cached(LRUCache(4), lambda tables, words: (tables.number, words.language, settings.own_address()), Lock())
def _packaged(tables: "Tables", words: "Words") -> list[dict[str, str]]:
    """Return the rounds in use, newest first, each with its headline and as new as the tables are."""
    from charts.words import round_name
    from data.selection import ALL_ROUNDS, Selection, round_codes
    from data.view import View
    from story import overview

    def entry(code: str) -> dict[str, str]:
        headline = overview.headline(View(tables, Selection(code), words))
        return {
            "id": _name("round", code, hashlib.sha256(headline.encode()).hexdigest()),
            "title": round_name(View(tables, words=words), code),
            "text": headline,
            "updated": _midnight(tables.date),
            "link": page_address(FIRST, {"round": code, **of_language(words)}),
        }

    return [entry(code) for code in reversed(round_codes(tables)) if code != ALL_ROUNDS]


def _midnight(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00+00:00"


def _name(*parts: str) -> str:
    """Return a name that stays the same wherever the dashboard is served."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("ikm-dashboard", *parts))).urn


def answered(
    make: Callable[[Request], str], kind: str, missing: Callable[[Request], Response]
) -> Callable[[Request], Response]:
    """Return what answers with a text that is made when it is asked for, or as ``missing`` does where it is empty.

    It is the same since the tables and settings are, or since midnight: ``security.txt`` holds anew from each day.
    """

    def respond(request: Request) -> Response:
        from data.current import current

        midnight = dt.datetime.combine(dt.datetime.now(dt.UTC), dt.time(), dt.UTC)
        modified = max(since(current().number), midnight)
        content = make(request).encode()
        if not content:
            return missing(request)
        return answer_with(request.headers, content, kind, modified=modified)

    return respond

"""The prerendered page, a reader's first view: all that a page says, for any choice, before anything has been loaded.

Also without JavaScript: the answer to a page's address carries all of the page, in the reader's language and for
what the address selects, from the description from which the live page is drawn. That takes its place once it is drawn.
"""

import difflib
import hashlib
import logging
import re
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock

import brotli
from cachetools import LRUCache

from charts.words import caption, round_choice, tab_title
from data import comparison, settings
from data.current import current, is_stored
from data.parameters import LANGUAGE, SELECTION, address, of_language
from data.selection import Comparison, default_round, from_address, round_codes
from data.view import View
from exports.layouts import TEXT_STYLES, layouts, styles
from locales import LANGUAGES, Words, asked_for
from pages import PAGES, described, path_of
from pages.parts import sorting
from pages.parts.page import notice, text
from serving import controls, discovery, scripts
from serving.base_path import base
from serving.blocks import Drawing
from serving.controls import Columns, Place
from serving.figures import OUTLINE
from serving.queue import Queue
from serving.responses import packed
from serving.streamlit_patches import applies, index_page

HERE = Path(__file__).parent
KEPT = 48_000_000  # bytes of pages that stay in memory: some two hundred
PAGE_BEGINS, MAIN_BEGINS = '<div class="page">', '<main id="main" tabindex="-1">'
DRAWN = re.compile(r'data-(?:drawn|land)="(\w+)"')
SHAPE = re.compile(r'(<div class="shape [^>]*data-drawn="(\w+)" data-land="(\w*)"[^>]*>).*?(?=</div>)', re.DOTALL)
PART = "drawn"  # the parameter by which a page's part is asked for
MOST_LETTERS = 500  # of an address that is remembered
LEVEL = 10  # of Brotli, for a view: made once, sent often; the best takes four times as long and saves 2 % more
QUICK = 5  # the same for what is sent once
UNANSWERED = {  # title and text of the page that says why, by the status
    403: ("answer.403", "answer.editors"), 404: ("unknown.title", "unknown.text"),
    405: ("answer.405", "answer.method"), 429: ("answer.429", "answer.haste"),
}  # fmt: skip
CLOSE = 0.7  # how much alike the name of a page has to be to be proposed

_layout = layouts(HERE)
_addresses: LRUCache[tuple[object, ...], tuple[object, ...]] = LRUCache(4096)  # what a page's addresses ask for
_queue: Queue["Prerendered"] = Queue("pages")
_views: LRUCache[tuple[object, ...], "Prerendered"] = LRUCache(KEPT, getsizeof=lambda view: view.size)
_lock = Lock()
log = logging.getLogger("dashboard")


class Prerendered:
    """One page as HTML, with its tag, and the number of the tables that it is made of.

    ``columns`` are those of the tables on it that can be sorted.
    """

    def __init__(
        self, page: str, number: int | None = None, columns: Columns | None = None, level: int = LEVEL
    ) -> None:
        """Compress the page once."""
        self.page, self.number, self.columns = page, number, columns or {}
        plain = page.encode()
        self._bodies: dict[str, bytes] = {"": plain, "br": brotli.compress(plain, quality=level)}
        self.drawn = frozenset(DRAWN.findall(page))  # what its drawings are called
        self.size: int = len(plain) + 3 * len(self._bodies["br"])  # as gzip it is less than twice as large
        self.tag = f'"{hashlib.sha256(plain).hexdigest()[:16]}"'

    def body(self, encoding: str) -> bytes:
        """Return it in an encoding: br, gzip (made once it is asked for: hardly a browser does), or "" for as it is."""
        if encoding not in self._bodies:
            self._bodies[encoding] = packed(self._bodies[""], encoding)
        return self._bodies[encoding]


def part(made: Prerendered, known: str) -> Prerendered:
    """Return what a choice changes of a page: title, rules of style and the page, without the drawings that are known.

    ``known`` are the drawings' names, with commas between, as ``data-drawn`` has them, and those of the land in them
    (``data-land``): the outlines of land that is known are left empty.
    """
    names = made.drawn & frozenset(known.split(","))
    key = (made.tag, names)
    with _lock:
        if key in _views:
            return _views[key]

    def drawing(shape: re.Match[str]) -> str:
        if shape[2] in names:
            return shape[1]
        return OUTLINE.sub("", shape[0]) if shape[3] in names else shape[0]

    start, end = made.page.find(PAGE_BEGINS), made.page.find('<div id="root">')
    if start < 0:
        return made
    head = "".join(re.findall(r"<title>.*?</title>|<style id=.*?</style>", made.page[:start], re.DOTALL))
    changed = Prerendered(head + SHAPE.sub(drawing, made.page[start:end]), made.number)
    with _lock:
        if changed.size <= KEPT:
            _views[key] = changed
    return changed


def view(page: str, parameters: Mapping[str, str], accepted: str = "") -> Prerendered:
    """Return a page's first view for what its address asks for; see ``asked``."""
    made = asked(page, parameters, accepted)
    return made if isinstance(made, Prerendered) else made.result()


def asked(
    page: str, parameters: Mapping[str, str], accepted: str = "", client: str = "", is_guess: bool = False
) -> Prerendered | Future[Prerendered]:
    """Return a page's first view for what its address asks for, or the one that will be drawn when its turn comes.

    Where the address names no language, ``accepted`` decides: the header ``Accept-Language``.
    Unknown values count as not given, and the page says so. Where Streamlit's own page is not made as expected, that is
    what is returned.
    Raises ``serving.queue.FullError`` where a client (not the server itself: "") is to come again.
    """
    if not applies("index_page"):
        return _streamlits()
    tables = current()
    words = asked_for(parameters.get(LANGUAGE, ""), accepted)
    given = sorted(one for one in parameters.items() if one[0] != PART)
    address = (page, tables.number, settings.LIVE.get(), words, words.is_usual, *given)
    with _lock:
        known = _addresses.get(address)
        if known and known in _views:
            return _views[known]
    try:
        selection, unknown = from_address(parameters, tables)
        compared, unknown_too = Comparison(), list[str]()
        if described(page).compares:
            compared, unknown_too = comparison.from_address(parameters, tables)
        unknown += [*unknown_too, *(() if parameters.get(LANGUAGE, "") in ("", *LANGUAGES) else (LANGUAGE,))]
        seen = View(tables, selection, words, compared)
        wrong = sorting.unread(parameters.get(sorting.KEY, ""))
        ignored = (*((name, parameters[name]) for name in unknown), *(((sorting.KEY, wrong),) if wrong else ()))
        chosen = controls.read(parameters, described(page).parameters(seen), seen)
    except Exception:
        return _without_content(page, words)
    place = Place(page, seen, chosen, ignored)
    key = _key(place)
    with _lock:
        if sum(map(len, (*parameters, *parameters.values()))) < MOST_LETTERS:
            _addresses[address] = key
        if key in _views:
            return _views[key]
    return _queue.join(key, partial(_made, place), client, is_guess)


def _key(place: Place) -> tuple[object, ...]:
    """Return all that a page is made of."""
    seen = place.view
    shown = (seen.selection, seen.words, seen.words.is_usual, seen.comparison, tuple(place.asked.items()))
    return (place.page, seen.tables.number, *shown, place.ignored, settings.LIVE.get())


def _made(place: Place) -> Prerendered:
    """Return a page: the one that is kept, or drawn now.

    What its address says wrongly is told above the page that it has without: addresses that say something wrong are
    without end, and none of them costs a drawing.
    """
    with _lock:
        if (key := _key(place)) in _views:
            return _views[key]
    if place.ignored:
        return _told(_made(replace(place, ignored=())), place)
    if sorting.KEY in place.asked:
        usual = place.unsorted()
        if _key(usual) not in _views and not place.settled((made := _drawn(place)).columns).ignored:
            return made
        settled = place.settled(_made(usual).columns)
        if settled.ignored:
            return _made(settled)
    return _drawn(place)


def _told(made: Prerendered, place: Place) -> Prerendered:
    """Return a page with notices of what its address says wrongly; they are not kept, and so compressed quickly."""
    notices = "\n".join(notice(place.view.words, *one) for one in place.ignored)
    return Prerendered(made.page.replace(MAIN_BEGINS, f"{MAIN_BEGINS}\n{notices}", 1), made.number, level=QUICK)


def _drawn(place: Place) -> Prerendered:
    """Draw a page; it is kept, if it says no order wrongly and does not only hold until the store of rounds answers."""
    try:
        page = _page(place.page, place.view.words, _content(place))
        made = Prerendered(page, place.view.tables.number, place.drawn)
    except Exception:
        return _without_content(place.page, place.view.words)
    with _lock:
        if is_stored(place.view.tables) and made.size <= KEPT and not place.settled(made.columns).ignored:
            _views[_key(place)] = made
    return made


def _without_content(page: str, words: Words) -> Prerendered:
    """Return a page after what was just raised: the live page says what is wrong, in the reader's language."""
    log.exception("the first view of %s could not be made", page)
    return Prerendered(_page(page, words, {}))


def cancel() -> None:
    """Draw no more of the pages that wait: the server ends."""
    _queue.cancel()


@lru_cache(maxsize=1)
def _streamlits() -> Prerendered:
    return Prerendered(index_page.original())


def busy(language: str, seconds: int, accepted: str = "") -> str:
    """Return the page that says that many pages are being drawn, and asks again by itself after so many seconds."""
    words = asked_for(language, accepted)
    return _plain("busy.html.j2", words, words("busy.title"), seconds=seconds)


def _plain(layout: str, words: Words, title: str, **more: object) -> str:
    """Return a page without the menu: under the dashboard's name, which leads to the first page, in its font."""
    home = address(f"{base()}/", of_language(words))
    return _layout.get_template(layout).render(words=words, title=title, home=home, base=base(), **more)


def unanswered(path: str, language: str, accepted: str = "", status: int = 404) -> str:
    """Return the page that says why there is no answer, which pages are there, and which one may be meant.

    There is no such page (404), it can only be read (405), takes files from editors only (403), or was asked for too
    often (429).
    """
    words = asked_for(language, accepted)
    pages = {name: address(f"{base()}/{path_of(name)}", of_language(words)) for name in PAGES}
    called = {Words(code)(f"page.{name}").lower(): name for code in LANGUAGES for name in PAGES}
    called |= {name: name for name in PAGES}
    near = difflib.get_close_matches(path.rstrip("/").rpartition("/")[2].lower(), called, 1, CLOSE)
    meant = called[near[0]] if near else ""
    title, text = UNANSWERED[status]
    text = words(text, path=path[:80])
    return _plain("unanswered.html.j2", words, words(title), text=text, pages=pages, meant=meant)


def _content(place: Place) -> dict[str, object]:
    """Return what the page says."""
    view, description, drawing = place.view, described(place.page), Drawing(place)
    codes = round_codes(view.tables)
    return {
        "title": tab_title(view.words(f"page.{place.page}"), view),
        "headline": text(description.headline.text, view),
        "content": drawing.page(description),
        "summary": drawing.summary,
        "rules": "\n".join(drawing.rules),
        **_shared(place),
        "sends_at_once": drawing.needs_live or settings.LIVE.get() != "0",
        "caption": caption(view),
        "round": view.selection.round,
        "rounds": {
            code: place.here(round="" if code == default_round(view.tables) else code)
            for code in (codes if controls.are_side_by_side(view) else ())
        },
        "round_names": {code: round_choice(view, code) for code in codes},
        "has_filters": description.has_filters,
        "filters": controls.filters(place),
        "clear": place.here(**dict.fromkeys(SELECTION, "")) if place.selected else "",
        "pages": {name: place.address(name, place.selected) for name in PAGES},
        "languages": {
            code: replace(place, view=replace(view, words=view.words.other(code))).here() for code in LANGUAGES
        },
    }


def _shared(place: Place) -> dict[str, str]:
    """Return the addresses that a message with a link is shown by; "" where the dashboard's own is not set."""
    words = place.view.words
    parameters = {**place.parameters, **of_language(words)}
    own = settings.own_address()
    preview = f"{own}/v1/preview/{place.page}.png"
    seen = {key: value for key, value in place.parameters.items() if key not in place.asked}
    return {
        "shared_at": discovery.page_address(place.page, parameters) if own else "",
        "preview": address(preview, {**seen, LANGUAGE: words.language}, safe=",") if own else "",
    }


def _page(page: str, words: Words, content: dict[str, object]) -> str:
    """Return a page; one that says nothing, since the tables are broken, sends for the live page at once."""
    return _layout.get_template("prerender.html.j2").render(
        words=words, page=page, live=live(), choices=scripts.name_of_choices(),
        css=styles(TEXT_STYLES, HERE / "prerender.css"),
        **({"sends_at_once": True} | content), sends_for_live_page=scripts.SENDS_FOR_LIVE_PAGE,
    )  # fmt: skip


@lru_cache(maxsize=1)
def live() -> str:
    """Return what the live page begins with: its scripts and styles, its elements', and what puts it in place."""
    return _layout.get_template("live.html.j2").render(
        front_end=index_page.front_end(), chunks=index_page.chunks(), script=scripts.name()
    )

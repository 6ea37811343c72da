"""The first view: what a reader can read before anything has been loaded, also without JavaScript.

The answer to a page's address already carries the beginning of the page, in the reader's language and for the
selection in the address: the headline and the blocks up to the first figure, from the same description from which the
live page is drawn. That takes its place when it has drawn itself.
"""

import gzip
import hashlib
import logging
from functools import lru_cache
from pathlib import Path
from threading import Lock
from urllib.parse import urlencode

import brotli
import jinja2
from cachetools import LRUCache

from charts.words import caption, group_names, names_by_code, round_name
from data import comparison
from data.current import current, is_stored
from data.parameters import LANGUAGE, of_language
from data.selection import ALL_ROUNDS, Comparison, Selection, from_address, round_codes, to_address
from data.view import View
from locales import LANGUAGES, Words, asked_for
from pages import FIRST, MENU, described
from pages.parts.page import text
from serving import discovery, scripts
from serving.blocks import Drawing
from serving.streamlit_patches import applies, index_page

HERE = Path(__file__).parent
TEXT_STYLES = HERE.parent / "pages" / "parts" / "text.css"
KEPT = 256  # views that stay in memory
LEVEL = 9  # of Brotli, for a view: made once, sent often

_layout = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
)
_views: LRUCache[tuple[str, int, Selection, Words, Comparison], "Prerendered"] = LRUCache(KEPT)
_lock = Lock()
log = logging.getLogger("dashboard")


class Prerendered:
    """One page as HTML, plain and compressed, with its tag."""

    def __init__(self, page: str) -> None:
        """Compress the page once."""
        plain = page.encode()
        self.bodies = {"": plain, "gzip": gzip.compress(plain, 9, mtime=0), "br": brotli.compress(plain, quality=LEVEL)}
        self.tag = f'"{hashlib.sha256(plain).hexdigest()[:16]}"'


def view(page: str, parameters: dict[str, str]) -> Prerendered:
    """Return a page's first view for what its address asks for. Unknown parameters count as not given.

    Where Streamlit's own page is not made as expected, that is what is returned.
    """
    if not applies("index_page"):
        return _streamlits()
    tables = current()
    words = asked_for(parameters.get(LANGUAGE, ""))
    try:
        selection, _ = from_address(parameters, tables)
        compared = comparison.from_address(parameters, tables)[0] if described(page).compares else Comparison()
        key = (page, tables.number, selection, words, compared)
        with _lock:
            if key in _views:
                return _views[key]
        made = Prerendered(_page(page, words, _content(View(tables, selection, words, compared), page)))
        if not is_stored(tables):
            return made  # it holds until the store answers
    except Exception:
        # The live page says what is wrong with the tables, in the reader's language.
        log.exception("the first view of %s could not be made", page)
        return Prerendered(_page(page, words, {}))
    with _lock:
        return _views.setdefault(key, made)


@lru_cache(maxsize=1)
def _streamlits() -> Prerendered:
    return Prerendered(index_page.original())


def unknown(path: str, language: str) -> str:
    """Return the page that says, in the language asked for, that there is no such page."""
    return _layout.get_template("unknown.html.j2").render(words=asked_for(language), path=path)


def _content(view: View, page: str) -> dict[str, object]:
    """Return what the view says."""
    words = view.words
    parameters = to_address(view.selection, view.tables)
    drawing = Drawing(view, lambda other: _address(page, words, to_address(other, view.tables)))
    here = {**parameters, **comparison.to_address(view.comparison)}  # what this page's address has
    description = described(page)
    return {
        "headline": text(description.headline.text, view),
        "content": drawing.page(description),
        "summary": drawing.summary,
        "rules": "\n".join(drawing.rules),
        **_shared(page, words, here),
        "narrowed": bool(parameters),
        "caption": caption(view),
        "round": view.selection.round,
        "rounds": {code: _address(page, words, {**here, "round": code}) for code in round_codes(view.tables)},
        "round_names": {code: round_name(view, code) for code in round_codes(view.tables)},
        "all_rounds": ALL_ROUNDS,
        "chosen": (
            names_by_code(view.tables).get(view.selection.regency) or words("control.regency.all"),
            group_names(view).get(view.selection.group) or words("control.group.all"),
        ),
        "pages": {name: _address(name, words, parameters) for names in MENU.values() for name in names},
        "languages": {code: _address(page, Words(code), here) for code in LANGUAGES},
    }


def _shared(page: str, words: Words, here: dict[str, str]) -> dict[str, str]:
    """Return the addresses that a message with a link is shown by; "" where the dashboard's own is not set."""
    parameters = {**here, **of_language(words)}
    place = discovery.own_address()
    preview = f"{place}/v1/preview/{page}.png?{urlencode({**parameters, LANGUAGE: words.language}, safe=',')}"
    return {
        "shared_at": discovery.page_address(page, parameters) if place else "",
        "preview": preview if place else "",
    }


def _address(page: str, words: Words, parameters: dict[str, str]) -> str:
    query = urlencode({**parameters, **of_language(words)})
    return ("./" if page == FIRST else f"./{page}") + (f"?{query}" if query else "")


def _page(page: str, words: Words, content: dict[str, object]) -> str:
    return _layout.get_template("prerender.html.j2").render(
        words=words, page=page, front_end=index_page.front_end(), chunks=index_page.chunks(), script=scripts.name(),
        sends_for_live_page=scripts.SENDS_FOR_LIVE_PAGE,
        css=TEXT_STYLES.read_text("utf-8") + (HERE / "prerender.css").read_text("utf-8"), **content,
    )  # fmt: skip

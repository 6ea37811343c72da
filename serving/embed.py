"""One figure by itself for a page of another site: ``/embed/KEY`` with the parameters of a page.

It is a document of its own: headline, what is measured, drawing, source, numbers, and the way back to its page. Nothing
of the live page is in it, nor a form, a cookie or another host; its one script tells the page around it how high it is.
"""

from pathlib import Path

from markupsafe import Markup
from starlette.datastructures import Headers, QueryParams
from starlette.responses import HTMLResponse, Response

from charts.plots import MapPlot
from data import settings
from data.current import current
from data.parameters import LANGUAGE, address, of_language
from data.view import View
from exports import imprint, places
from exports.layouts import TEXT_STYLES, layouts
from locales import Words, asked_for, unbroken
from pages import FIRST, path_of
from render import legend, table
from serving.api import THEMES
from serving.figures import drawing
from serving.resources import Asked, RefusedError, chart_asked, refusing
from serving.responses import answer_with, since
from serving.scripts import named_by_hash

HERE = Path(__file__).parent
WIDTH = 900  # px of the drawing
TELLS_HEIGHT = """
(function () {
  if (parent === window) return;
  const tell = () => parent.postMessage({ ikmHeight: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(document.body);
})();
"""

_layout = layouts(HERE)


def response(key: str, parameters: QueryParams, headers: Headers) -> Response:
    """Return the document of a figure; what cannot be given is said in words, in a document too."""
    words = asked_for(parameters.get(LANGUAGE, ""))
    try:
        with refusing(f"/embed/{key}", parameters):
            asked = Asked(parameters, current(), words)
            content = _document(key, asked).encode()
    except RefusedError as refused:
        return refusal(refused, parameters)
    sent = answer_with(headers, content, "text/html; charset=utf-8", modified=since(asked.tables.number))
    sent.headers.update({"Content-Language": words.language, "Content-Security-Policy": policy()})
    return sent


def refusal(refused: RefusedError, parameters: QueryParams) -> Response:
    """Return a refusal as a document in the language that is asked for."""
    words = asked_for(parameters.get(LANGUAGE, ""))
    sentence = words(f"answer.{refused.key}", **refused.details)
    page = _filled(words, title=words(f"answer.{refused.status}"), theme="", refused=sentence, back=_page(words, FIRST))
    return HTMLResponse(page, refused.status, {**refused.headers(words), "Content-Security-Policy": policy()})


def policy() -> str:
    """Return the Content-Security-Policy of a figure by itself: who may show it says ``IKM_EMBED_ANCESTORS``."""
    return "; ".join((
        "default-src 'none'",
        f"script-src {named_by_hash(TELLS_HEIGHT)}",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        f"frame-ancestors {settings.EMBED_ANCESTORS.get()}",
    ))  # fmt: skip


def _document(key: str, asked: Asked) -> str:
    view, chart = chart_asked(key, asked, "theme")
    theme = asked.one_of("theme", THEMES, "")  # without one it is as the reader's device has it
    has_drawing = not chart.is_empty
    drawn, rules = drawing(chart, WIDTH) if has_drawing else (Markup(), [])
    return _filled(
        view.words,
        title=unbroken(chart.text.headline),
        theme=theme,
        chart=chart,
        drawn=drawn,
        rules="\n".join(rules),
        key=legend.listed(chart.plot) + legend.html(chart.plot) if isinstance(chart.plot, MapPlot) else "",
        table=table.of_chart(chart) if has_drawing and chart.table.columns else "",
        back=_shown_at(view, key),
        about=_page(view.words, "about"),
    )


def _filled(words: Words, **content: object) -> str:
    css = TEXT_STYLES.read_text("utf-8") + (HERE / "embed.css").read_text("utf-8")
    return _layout.get_template("embed.html.j2").render(words=words, css=css, script=TELLS_HEIGHT, **content)


def _shown_at(view: View, key: str) -> str:
    """Return the address of the page that shows a figure, at the figure."""
    return imprint.address(view, key, _path(places.page_of(key, view.tables)))


def _page(words: Words, page: str) -> str:
    return address(_path(page), of_language(words))


def _path(page: str) -> str:
    return f"{settings.own_address() or '..'}/{path_of(page)}"

"""A page as a file: drawn from its description in both languages, opened from disk, without any network.

Without a choice it is Present, which is the story. In full it is interactive and carries the drawing engine; the light
form has drawn figures only, and no script.
"""

import base64
import html
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from charts import style
from charts.chart import Chart
from charts.table import Linked
from charts.words import caption
from data.view import View
from exports.blocks import InFile, places
from exports.layouts import TEXT_STYLES, layouts
from locales import LANGUAGES, Words
from pages import described
from pages.parts import links
from pages.parts.page import Page, text
from render import engine, image, plotly
from render.links import markup
from story import about
from story.slides import tell

HERE = Path(__file__).parent
WEB_FONTS = HERE.parent / "static" / "fonts"
FACES = {"Regular": (400, "normal"), "Bold": (700, "normal"), "Italic": (400, "italic")}
STORY = ("present",)
SHAPE = re.compile(r"<path [^>]{150,}/>")  # outlines of land and the like
EMPTY = re.compile(r'<g(?: class="[^"]*")?></g>')  # the drawing engine's places for what a figure has none of
LOOK = re.compile(r' style="([^"]*)"')  # of a part of a drawing

_layout = layouts(HERE)


@dataclass(frozen=True)
class Told:
    """The pages in one language."""

    words: Words
    caption: str
    content: Markup
    foot: Markup
    charts: dict[str, Chart]


def page(view: View, light: bool = False, pages: Sequence[str] = STORY) -> bytes:
    """Return pages of the menu, for what is selected, as an HTML file; it opens in the language of ``words``.

    Raises what a block of them fails with.
    """
    shown = [described(key) for key in pages]
    languages = sorted(LANGUAGES, key=lambda language: language != view.words.language)
    told = [_told(replace(view, words=Words(language)), shown, not light) for language in languages]
    shared, contents = _shared([_bare(one.content) for one in told])
    looks, (shared, *contents) = _ruled([shared, *contents])
    charts = {name: chart for one in told for name, chart in one.charts.items()}
    filled = _layout.get_template("page.html.j2").render(
        told=[replace(one, content=content) for one, content in zip(told, contents, strict=True)],
        shared=shared,
        words=view.words,
        headline=text(shown[0].headline.text, view),
        caption=caption(view),
        keywords="; ".join(tell(view).sources),
        date=view.tables.date,
        fonts=_faces(),
        style=TEXT_STYLES.read_text("utf-8") + (HERE / "page.css").read_text("utf-8") + looks,
        engine="" if light else engine.PLOTLY.read_text("utf-8").replace("</script", "<\\/script"),
        figures="" if light else _figures(charts),
        script=(HERE / "page.js").read_text("utf-8"),
    )
    return filled.encode()


def _told(view: View, pages: Sequence[Page], is_live: bool) -> Told:
    prefixes = [f"{view.words.language}-{page.key}-" for page in pages]
    known, charts = places(pages, view, prefixes), dict[str, Chart]()
    article = Markup('<article id="{}">{}</article>')
    drawings = [InFile(view, prefix, known, is_live, charts) for prefix in prefixes]
    articles = [
        article.format(one.prefix.rstrip("-"), one.page(page)) for one, page in zip(drawings, pages, strict=True)
    ]
    return Told(view.words, caption(view), Markup("\n").join(articles), markup(_foot(drawings[0])), charts)


def _foot(drawing: InFile) -> Linked:
    """Return the line at every page's foot, which leads to About where that can be reached."""
    view = drawing.view
    address = drawing.address(links.to(view, "about"))
    lead = ((" ", ""), (view.words("about.title"), address))
    return Linked((*about.foot(view).parts, *(lead if address else ())))


def _bare(content: str) -> Markup:
    """Return what is shown without its drawings' empty groups, also those of empty groups: a fifteenth less to send."""
    while EMPTY.search(content):
        content = EMPTY.sub("", content)
    return Markup(content)  # noqa: S704  # nosec B704


def _shared(contents: Sequence[Markup]) -> tuple[Markup, list[Markup]]:
    """Return the shapes that are drawn more than once, and what shows each from there: a third less to send."""
    times = Counter(shape for content in contents for shape in SHAPE.findall(content))
    names = {shape: f"s{n}" for n, shape in enumerate(one for one, count in times.items() if count > 1)}

    def shown(shape: re.Match[str]) -> str:
        return f'<use href="#{names[shape[0]]}"/>' if shape[0] in names else shape[0]

    kept = "".join(shape.replace("<path ", f'<path id="{name}" ', 1) for shape, name in names.items())
    return Markup(kept), [Markup(SHAPE.sub(shown, content)) for content in contents]  # noqa: S704  # nosec B704


def _ruled(contents: Sequence[Markup]) -> tuple[str, list[Markup]]:
    """Return the looks of all parts of drawings as rules, and what refers to them: a quarter less to send."""
    looks = dict.fromkeys(look for content in contents for look in LOOK.findall(content))
    names = {look: f"{n}" for n, look in enumerate(looks)}
    rules = "".join(f'[data-look="{name}"]{{{html.unescape(look)}}}' for look, name in names.items())
    shown = (LOOK.sub(lambda look: f' data-look="{names[look[1]]}"', content) for content in contents)
    return rules, [Markup(content) for content in shown]  # noqa: S704  # nosec B704


def _figures(charts: dict[str, Chart]) -> str:
    """Return what the engine draws of each figure, as a script may hold it."""
    drawn = {name: plotly.draw(chart, plotly.FILE) for name, chart in charts.items()}
    look: dict[str, Any] = {"clickmode": "event", "font": {"family": image.FAMILY, "size": style.TEXT_SIZE}}
    figures = {name: {"data": one.data, "layout": one.layout | look} for name, one in drawn.items()}
    return json.dumps(figures, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _faces() -> str:
    faces = []
    for name, (weight, slant) in FACES.items():
        data = base64.b64encode((WEB_FONTS / f"{image.FAMILY.replace(' ', '')}-{name}.woff2").read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{image.FAMILY}";font-weight:{weight};font-style:{slant};'
            f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
        )
    return "".join(faces)

"""The page: the story in both languages as one HTML file that opens from disk, without any network.

In full it is interactive and carries the drawing engine; the light form has drawn figures only, and no script.
"""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
import plotly_print

from charts.chart import Chart
from charts.table import Linked
from data import settings
from data.parameters import of_language
from data.view import View
from locales import LANGUAGES, Words
from render import image, links, plotly
from story import about, overview, sources
from story.slides import Story, tell

HERE = Path(__file__).parent
WEB_FONTS = HERE.parent / "static" / "fonts"
# The drawing engine without the kinds of chart that nothing here uses: half the weight of the whole one.
ENGINE = Path(plotly_print.__file__).parent / "js" / "plotly_comprehensive_2d.js"
WIDTH = 1040  # px of a figure
FACES = {"Regular": (400, "normal"), "Bold": (700, "normal"), "Italic": (400, "italic")}

_layout = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
)


def page(view: View, light: bool = False) -> bytes:
    """Return the story of the selection as an HTML file; it opens in the language of ``words``."""
    languages = sorted(LANGUAGES, key=lambda language: language != view.words.language)
    tellings = [_telling(View(view.tables, view.selection, Words(language))) for language in languages]
    story = tellings[0]["story"]
    filled = _layout.get_template("page.html.j2").render(
        tellings=tellings,
        author=view.words("app.title"),
        keywords="; ".join(story.sources),
        date=story.date.isoformat(),
        fonts=_faces(),
        style=(HERE / "page.css").read_text("utf-8"),
        engine="" if light else ENGINE.read_text("utf-8").replace("</script", "<\\/script"),
        figures=""
        if light
        else json.dumps(_figures(tellings), ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"),
        script=(HERE / "page.js").read_text("utf-8"),
    )
    return filled.encode()


def _telling(view: View) -> dict[str, Any]:
    """Return all that the layout shows in one language."""
    story = tell(view)
    rows = {slide.key: slide.table or (slide.chart.rows if slide.chart else ()) for slide in story.slides if slide}
    return {
        "language": view.words.language,
        "words": view.words,
        "story": story,
        "numbers": overview.key_numbers(view),
        "drawings": {key: image.svg(chart, WIDTH) for key, chart in _drawn(story)},
        "rows": rows,
        "led": lambda text: links.markup(_led(view, text, rows["sources"])),
        "cell": links.markup,
        "anchor": lambda text: text.anchor if isinstance(text, Linked) else "",
        "foot": links.markup(_foot(view)),
    }


def _foot(view: View) -> Linked:
    """Return the line at every page's foot; to About it leads where the dashboard's own address is set."""
    own = settings.ADDRESS.get().rstrip("/")
    lead = ((" ", ""), (view.words("about.title"), f"{own}/about?{urlencode(of_language(view.words))}".rstrip("?")))
    return Linked((*about.foot(view).parts, *(lead if own else ())))


def _led(view: View, text: str, rows: Sequence[Sequence[str]]) -> Linked:
    """Return a source line in which each source leads to its row in the last table of the page, if it has one."""
    here = {row[0].anchor for row in rows if isinstance(row[0], Linked)}
    lead = sources.linked(view, text)
    return lead.addressed(lambda row: f"#{view.words.language}-{row}" if row in here else "")


def _drawn(story: Story) -> list[tuple[str, Chart]]:
    """Return the charts below the four numbers of the opening, which are text here."""
    return [(slide.key, slide.chart) for slide in story.slides[1:] if slide.chart]


def _figures(tellings: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        f"{telling['language']}-{key}": json.loads(
            plotly.draw(chart, plotly.FILE).update_layout(font_family=image.FAMILY, clickmode="event").to_json()
        )
        for telling in tellings
        for key, chart in _drawn(telling["story"])
    }


def _faces() -> str:
    faces = []
    for name, (weight, slant) in FACES.items():
        data = base64.b64encode((WEB_FONTS / f"{image.FAMILY.replace(' ', '')}-{name}.woff2").read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"{image.FAMILY}";font-weight:{weight};font-style:{slant};'
            f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
        )
    return "".join(faces)

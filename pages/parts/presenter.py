"""The presenter: all slides of the story in the reader's browser at once, so that the next one is always there."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup

from charts import placing, province
from charts.chart import Chart
from charts.plots import Bars, BigNumbers, Cloud, Dots, Legend, MapPlot, Panels
from data.parameters import of_language
from data.selection import to_address
from data.view import View
from locales import Words, unbroken
from render import image, legend
from render.plotly import Form
from story.slides import Slide, Story

HERE = Path(__file__).parent
SLIDE_WIDTH, SLIDE_HEIGHT = 1000, 450  # px of a figure on a slide; the browser enlarges it to the screen
PHONE_WIDTH = 400  # px; a phone shows a drawing of its own, not a strip of the large one
BROAD = 2.5  # times as wide as high: the key of such a map stands under it
FOR_A_HALL = Form("wide", text=1.2, paper=False)  # text on a slide is read from the back of a hall
BARS_FOR_A_HALL = Form("wide", text=1.5, paper=False)  # their rows have room: 2.5 % of the height at 1024 x 768, too
# Points, or one regency, with their few names are drawn small and enlarged more: 2.5 % of the screen's height.
SCENE_WIDTH, SCENE_HEIGHT = 540, 270  # px
FOR_A_PHONE = Form("narrow", paper=False)

_presenter = st.components.v2.component(
    "presenter",
    html='<div class="stage" tabindex="-1"></div>',
    css=(HERE / "presenter.css").read_text("utf-8"),
    js=(HERE / "presenter.js").read_text("utf-8"),
)

CONTROLS = (
    "previous", "next", "notes", "full", "leave", "of", "questions", "slides", "speaker", "help", "keys",
    "upcoming", "last",
)  # fmt: skip


def show(view: View, story: Story) -> None:
    """Present the story over the whole window. Leaving brings the reader back to the page that was open before."""
    words = view.words
    st.html(
        "<style>.st-key-top_bar, .st-key-filters { display: none; }"
        " @page { size: A4 landscape; }"
        " @media print { .block-container > div > :not(.st-key-presenter) { display: none !important; } }</style>"
    )
    _presenter(
        key="presenter",
        data={
            "language": words.language,
            "title": f"{story.title} · {story.caption}",
            "address": {**to_address(story.selection, view.tables), **of_language(words)},
            "back": st.session_state.get("page_before", ""),
            "slides": slides(story, words, "Mobi" in (st.context.headers.get("User-Agent") or "")),
            "words": {name: words(f"present.{name}") for name in CONTROLS},
        },
    )


@lru_cache(maxsize=16)
def slides(story: Story, words: Words, phone: bool = False) -> list[dict[str, Any]]:
    """Return the slides as the browser shows them: texts, and each figure as SVG, narrow for a phone."""
    return [
        {
            "key": slide.key,
            "title": unbroken(slide.title),
            "reading": slide.reading,
            "sources": f"{words('source.label')} {slide.sources}" if slide.chart else slide.sources,
            "alt": slide.alt,
            "svg": _drawn(slide, phone),
            "legend": "" if phone else _key(slide),
            "numbers": _big_numbers(slide),
            "table": slide.table,
            "say": slide.say,
            "questions": [
                {"asked": q.asked, "answer": q.answer, "sources": f"{words('source.label')} {q.sources}"}
                for q in slide.questions
            ],
        }
        for slide in story.slides
    ]


def _big_numbers(slide: Slide) -> list[list[str]]:
    """Return label, value and note of each of the opening's numbers."""
    plot = slide.chart.plot if slide.chart else None
    return [[n.label, n.value, n.note] for n in plot.numbers] if isinstance(plot, BigNumbers) else []


def _drawn(slide: Slide, phone: bool) -> str:
    if slide.chart is None or isinstance(slide.chart.plot, BigNumbers):
        return ""
    if plot := _map(slide):  # as large as the hall asks for, its names are few
        in_hall = replace(province.on_slide(plot, "hall"), key=Legend())
        return _at_width(replace(slide.chart, plot=in_hall), int(placing.HALL_PX))
    if phone:
        return _at_width(slide.chart, PHONE_WIDTH)
    if isinstance(slide.chart.plot, Panels | Cloud):
        return _framed(image.svg(slide.chart, SCENE_WIDTH, SCENE_HEIGHT, FOR_A_HALL), SCENE_WIDTH, SCENE_HEIGHT)
    if isinstance(slide.chart.plot, MapPlot) and 0 < slide.chart.plot.aspect <= BROAD:  # of one regency
        across = round(SCENE_HEIGHT * slide.chart.plot.aspect)
        return _framed(image.svg(slide.chart, across, SCENE_HEIGHT, BARS_FOR_A_HALL), across, SCENE_HEIGHT)
    form = BARS_FOR_A_HALL if isinstance(slide.chart.plot, Bars | Dots) else FOR_A_HALL
    height = image.height_of(slide.chart, SLIDE_WIDTH, form) if slide.chart.plot.aspect else SLIDE_HEIGHT
    return _framed(image.svg(slide.chart, SLIDE_WIDTH, height, form), SLIDE_WIDTH, height)


def _map(slide: Slide) -> MapPlot | None:
    """Return a slide's map that has names for a narrow drawing; None for any other figure."""
    plot = slide.chart.plot if slide.chart else None
    return plot if isinstance(plot, MapPlot) and any(label.width == "narrow" for label in plot.labels) else None


def _key(slide: Slide) -> str:
    """Return what stands beside a map, or under a broad one: its colours and marks; circles have their numbers."""
    plot = _map(slide)
    if not plot:
        return ""
    of_hall = province.on_slide(plot, "hall").key
    entries = tuple(entry for entry in of_hall.entries if entry.mark != "count")
    key = legend.html(replace(plot, key=replace(of_hall, entries=entries)))
    return Markup('<div class="under">{}</div>').format(key) if plot.aspect > BROAD else key


def _at_width(chart: Chart, width: int) -> str:
    """Return the narrow drawing of a chart at a width (px)."""
    return _framed(image.svg(chart, width, form=FOR_A_PHONE), width, image.height_of(chart, width, FOR_A_PHONE))


def _framed(svg: str, width: int, height: int) -> str:
    """Keep what a drawing has beyond its edge, such as land, out of sight."""
    return f'<svg viewBox="0 0 {width} {height}">{svg}</svg>'

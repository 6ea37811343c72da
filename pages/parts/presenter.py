"""The presenter: all slides of the story in the reader's browser at once, so that the next one is always there."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from charts import style
from data.selection import to_address
from data.tables import Tables
from exports import image
from locales import DEFAULT_LANGUAGE, Words
from story.slides import Slide, Story

HERE = Path(__file__).parent
SLIDE_WIDTH, SLIDE_HEIGHT = 1000, 450  # px of a figure on a slide; the browser enlarges it to the screen
PHONE_WIDTH = 400  # px; a phone shows a drawing of its own, not a strip of the large one
TEXT_GROWTH = 1.2  # text on a slide is read from the back of a hall

_presenter = st.components.v2.component(
    "presenter",
    html='<div class="stage" tabindex="-1"></div>',
    css=(HERE / "presenter.css").read_text("utf-8"),
    js=(HERE / "presenter.js").read_text("utf-8"),
)

OPENING = "opening"  # its four numbers are text, which fits any screen
CONTROLS = ("previous", "next", "notes", "full", "leave", "of", "questions", "slides")


def show(story: Story, tables: Tables, words: Words) -> None:
    """Present the story over the whole window. Leaving brings the reader back to the page that was open before."""
    st.html("<style>.st-key-top_bar, .st-key-filters { display: none; }</style>")
    language = {} if words.language == DEFAULT_LANGUAGE else {"lang": words.language}
    _presenter(
        key="presenter",
        data={
            "language": words.language,
            "title": f"{story.title} · {story.caption}",
            "address": {**to_address(story.selection, tables), **language},
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
            "title": slide.title,
            "reading": slide.reading,
            "sources": f"{words('source.label')} {slide.sources}" if slide.figure else slide.sources,
            "alt": slide.alt,
            "svg": _drawn_for_a_phone(slide) if phone else _drawn(slide),
            "numbers": style.about(slide.figure).table[1:] if slide.key == OPENING else (),
            "table": slide.table,
            "say": slide.say,
            "questions": [
                {"asked": q.asked, "answer": q.answer, "sources": f"{words('source.label')} {q.sources}"}
                for q in slide.questions
            ],
        }
        for slide in story.slides
    ]


def _drawn(slide: Slide) -> str:
    if slide.figure is None or slide.key == OPENING:
        return ""
    aspect = style.about(slide.figure).aspect
    width, height = (SLIDE_WIDTH, round(SLIDE_WIDTH / aspect)) if aspect else (SLIDE_WIDTH, SLIDE_HEIGHT)
    return _framed(image.svg(slide.figure, width, height, _for_a_hall), width, height)


def _for_a_hall(fig: go.Figure) -> go.Figure:
    return style.wide(style.enlarged(fig, TEXT_GROWTH))


def _drawn_for_a_phone(slide: Slide) -> str:
    if slide.figure is None or slide.key == OPENING:
        return ""
    drawn = image.svg(slide.figure, PHONE_WIDTH, form=style.narrow)
    return _framed(drawn, PHONE_WIDTH, image.height_of(slide.figure, PHONE_WIDTH))


def _framed(svg: str, width: int, height: int) -> str:
    """Keep what a drawing has beyond its edge, such as land, out of sight."""
    return f'<svg viewBox="0 0 {width} {height}">{svg}</svg>'

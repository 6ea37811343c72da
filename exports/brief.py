"""The brief: the story on two to four A4 pages, as a tagged PDF (PDF/UA-1) with vector figures and its fonts in it."""

import datetime as dt
import json
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from charts import style
from charts.figures import FIGURES
from charts.plots import Bars, Matrix, UnitField
from data.view import View
from render import image, plotly
from story import overview
from story.slides import Slide, tell

LAYOUT = Path(__file__).with_suffix(".typ")
FULL_WIDTH, HALF_WIDTH = 780, 370  # px of a figure across the page, and across half of it
FIELD = 60  # % of its place that a field of dots takes: it is as high as wide, and says little more when larger
TIGHT = 0.9  # of the height that rows have on paper elsewhere: the brief has at most four pages


def brief(view: View) -> bytes:
    """Return the story of the selection as a PDF file; the same bytes for the same tables and selection."""
    words = view.words
    story = tell(view)
    opening, *findings, sources = story.slides
    said = {
        "title": story.title,
        "subtitle": story.subtitle,
        "caption": story.caption,
        "author": words("app.title"),
        "keywords": list(story.sources),
        "language": words.language,
        "date": words.date(story.date),
        "year": story.date.year,
        "month": story.date.month,
        "day": story.date.day,
        "accent": style.ACCENT,
        "ink": style.INK,
        "source-label": words("source.label"),
        "lead": opening.reading,
        "numbers": [[n.label, n.value, n.note] for n in overview.key_numbers(view)],
        "rows": _rows(findings),
        "sources": {"title": sources.title, "table": sources.table, "closing": sources.sources},
    }
    made = dt.datetime.combine(story.date, dt.time(), dt.UTC)
    compiler = typst.Compiler(
        str(LAYOUT), font_paths=[str(image.FONTS)], ignore_system_fonts=True, sys_inputs={"brief": json.dumps(said)}
    )
    compiled = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    assert isinstance(compiled, bytes)
    return compiled


def _rows(findings: list[Slide]) -> list[list[dict[str, Any]]]:
    """Return the findings row by row: what needs the whole width alone, the rest in pairs."""
    rows: list[list[dict[str, Any]]] = []
    for wide, run in groupby(findings, key=_is_wide):
        slides = list(run)
        step = 1 if wide else 2
        for pair in (slides[i : i + step] for i in range(0, len(slides), step)):
            rows.append([_finding(slide, HALF_WIDTH if len(pair) == 2 else FULL_WIDTH) for slide in pair])
    return rows


def _is_wide(slide: Slide) -> bool:
    return slide.chart is not None and FIGURES[slide.chart.key].whole_width


def _finding(slide: Slide, width: int) -> dict[str, Any]:
    assert slide.chart is not None
    plot, paper = slide.chart.plot, FIGURES[slide.chart.key].paper
    paper *= TIGHT if isinstance(plot, Bars | Matrix) else 1
    height = None if plot.aspect else round(plotly.height(slide.chart) * paper)
    return {
        "title": slide.title,
        "reading": slide.reading,
        "sources": slide.sources,
        "alt": slide.alt,
        "width": FIELD if isinstance(plot, UnitField) else 100,
        "svg": image.svg(slide.chart, width, height),
    }

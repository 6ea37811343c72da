"""A figure by itself as a file: picture, drawing, page, slide or numbers.

What writes a form is imported when it is first asked for: who makes no such file pays nothing for it.
"""

import datetime as dt
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from charts.chart import Chart
from charts.table import Cell, Number, text
from locales import Words
from render import image, table

PICTURES = ("png", "svg", "pdf")
NUMBERS = ("csv", "xlsx", "json")
FORMS = (*PICTURES, "pptx", *NUMBERS)
SCALES = (1, 2, 4)  # of the pictures that are offered
# The files that a menu below a figure offers: what they are called, their forms, and how each is made.
OFFERED: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    ("take.whole", ("png", "svg"), {}),
    ("take.slide", ("pptx",), {}),
    ("take.plain", ("png", "svg"), {"plain": "1"}),
    ("take.clear", ("png",), {"plain": "1", "clear": "1"}),
    ("take.numbers", ("csv", "xlsx"), {}),
)
PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#set document(title: sys.inputs.title)
#set text(lang: sys.inputs.language)
#image(bytes(sys.inputs.drawing), format: "svg", alt: sys.inputs.alt)
"""


@dataclass(frozen=True)
class Offer:
    """A file of a figure that is offered: its label and form, and how it is made, as parameters of its address."""

    label: str
    form: str
    how: Mapping[str, str]


def offered(chart: Chart) -> Iterator[tuple[str, list[Offer]]]:
    """Yield the kinds of file that there are of a figure, each with its files: pictures in several sizes."""
    words = chart.words
    for kind, forms, how in OFFERED:
        sizes = [Offer(words(f"take.times.{scale}"), "png", {"scale": str(scale), **how}) for scale in SCALES]
        files = [sizes if form == "png" else [Offer(form.upper(), form, how)] for form in forms]
        if chart.table.columns or forms[0] not in NUMBERS:
            yield words(kind), [offer for some in files for offer in some]


def figure_file(
    chart: Chart, form: str, made: dt.date, below: Sequence[str] = (), scale: float = 2, clear: bool = False,
    dark: bool = False,
) -> bytes:  # fmt: skip
    """Return a chart as a file of one of ``FORMS``; ``scale`` and ``clear`` are those of a PNG, ``dark`` of SVG too.

    ``made`` is the day of the tables, ``below`` what a picture or slide says below its sources. Raises ``KeyError`` for
    another form.
    """
    match form:
        case "png":
            return image.png(chart, scale=scale, clear=clear, below=below, dark=dark)
        case "svg":
            from render import vector

            return vector.svg_file(chart, below, dark)
        case "pdf":
            return _pdf(chart, made, below)
        case "pptx":
            from exports import deck

            return deck.one_slide(chart, made, below)
        case "csv":
            return table.csv(chart)
        case "xlsx":
            from render import xlsx

            return xlsx.numbers(chart, made)
        case "json":
            return _json(chart, made)
    raise KeyError(form)


def _pdf(chart: Chart, made: dt.date, below: Sequence[str]) -> bytes:
    import typst

    # Letters, not outlines as in an SVG file: the fonts are in it, so it can be searched and read aloud.
    facts = {"title": chart.text.headline, "alt": chart.text.alt, "language": chart.words.language}
    given = {**facts, "drawing": image.whole(chart, below)[0]}
    compiler = typst.Compiler(font_paths=[image.FONTS], ignore_system_fonts=True, sys_inputs=given)
    day = dt.datetime.combine(made, dt.time(), dt.UTC)
    compiled = compiler.compile(PAGE, format="pdf", pdf_standards=["ua-1"], timestamp=day)
    assert isinstance(compiled, bytes)
    return compiled


def _json(chart: Chart, made: dt.date) -> bytes:
    content = {
        "key": chart.key,
        "language": chart.words.language,
        **asdict(chart.text),
        "date": made.isoformat(),
        "columns": [
            {"key": column.key, "label": column.label, "unit": column.unit, "note": column.note}
            for column in chart.table.columns
        ],
        "rows": [
            {column.key: _cell(cell, chart.words) for column, cell in zip(chart.table.columns, row, strict=True)}
            for row in zip(*(column.cells for column in chart.table.columns), strict=True)
        ],
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()


def _cell(cell: Cell, words: Words) -> Any:
    """Return a number with what it rests on and what people read; anything else as its text, or as it is."""
    match cell:
        case Number():
            return {"value": _finite(cell.value), "basis": cell.basis, "mark": cell.mark, "text": cell.text(words)}
        case float():
            return _finite(cell)
        case None | str() | int():
            return cell
    return cell.isoformat() if isinstance(cell, dt.date) else text(cell, words)


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None

"""Draw a page's description as HTML: for the first view its beginning, up to the first figure.

A control counts as a reader finds it, and files are named. What only the live page can do (controls, files, what has
widgets of its own) ends the first view, after what stands for it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import assert_never

from markupsafe import Markup

import render.table
from charts import absence
from charts.chart import Chart
from charts.plots import MapPlot
from charts.words import caption
from data.selection import Selection
from data.view import View
from locales import unbroken
from pages.parts.page import (
    AddressControls,
    Block,
    Columns,
    Content,
    Controls,
    Depending,
    Download,
    Figure,
    Files,
    Folded,
    Heading,
    Listing,
    Live,
    Numbers,
    Page,
    Paragraph,
    Part,
    TableBlock,
    text,
)
from render import image, mapkey, screen
from render.plotly import Form

WIDE, NARROW = Form(paper=False), Form("narrow", paper=False)
PHONE, PHONE_WIDTH = "screen and (max-width: 640px)", 360  # px of a drawing that is made for a phone
GROWN_ON_PHONE = 2.4  # times that the labels of a map are larger there
GAPS = {"small": 1, "medium": 2, "large": 4}  # rem between columns, as Streamlit has them
REM, WIDTH = 16, 1256  # px, and of a page on a laptop

Address = Callable[[Selection], str]


@dataclass
class Drawing:
    """One page as HTML. ``address`` returns where the page shows another selection.

    After drawing, ``rules`` are the rules of style that its figures need, and ``summary`` is its first paragraph.
    """

    view: View
    address: Address
    is_whole: bool = False
    rules: list[str] = field(default_factory=list)
    summary: str = ""
    has_ended: bool = False
    width: float = WIDTH  # px, of the column that is being drawn

    def page(self, page: Page) -> Markup:
        """Return the headline and the blocks of a page. Raises what a block fails with."""
        headline, view = page.headline, self.view
        parts = [
            self._paragraph("eyebrow", text(headline.above, view)),
            Markup("<h1>{}</h1>").format(unbroken(text(headline.text, view))),
            self._nearest() if headline.of_selection else Markup(),
            self._paragraph("lead", text(headline.lead, view)),
        ]
        return Markup("\n").join([*parts, self.blocks(page.blocks)])

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Return blocks, as many as belong to what is drawn."""
        return Markup("\n").join(self.block(block) for block in blocks if not self.has_ended)

    def block(self, block: Block) -> Markup:
        """Return one block."""
        view = self.view
        match block:
            case Depending():
                return self.blocks(block.blocks(view))
            case Part():
                return self.blocks(block.blocks)
            case Folded():
                label, inner = text(block.label, view), self.blocks(block.blocks)
                return Markup("<details><summary>{}</summary>{}</details>").format(label, inner)
            case Columns():
                return self._columns(block)
            case Controls():
                return self._live_only(block.blocks(view, *block.defaults(view)))
            case Live():
                return self._live_only(block.instead)
            case _:
                return self._content(block)

    def _live_only(self, instead: Iterable[Block]) -> Markup:
        """Return what stands for what only the live page can do, with which a first view ends."""
        drawn = self.blocks(instead)
        self.has_ended = not self.is_whole
        return drawn

    def _content(self, block: Content) -> Markup:
        view = self.view
        match block:
            case Heading():
                return Markup('<h2 id="{}">{}</h2>').format(block.anchor, unbroken(text(block.text, view)))
            case Paragraph():
                return self._paragraph(block.kind, text(block.text, view))
            case Listing():
                items = Markup("").join(Markup("<li>{}</li>").format(item) for item in block.items(view))
                return Markup('<ul class="lead">{}</ul>').format(items)
            case Numbers():
                return self._numbers(block)
            case Figure():
                return self._figure(block)
            case TableBlock():
                return self._table(block)
            case Download():
                return self._live_only(())
            case Files():
                return self._live_only([Listing(block.names)])
            case AddressControls():
                return Markup()  # what depends on them stands below: the address has the choices
            case _:
                assert_never(block)

    def _paragraph(self, kind: str, content: str) -> Markup:
        if kind in ("lead", "subtitle"):
            self.summary = self.summary or content
        return Markup('<p class="{}">{}</p>').format(kind, content) if content else Markup()

    def _nearest(self) -> Markup:
        """Say which choice helps where the sources do not name the selection, with a link for each."""
        view, link = self.view, Markup(' <a href="{}">{}</a>')
        links = (
            link.format(self.address(other), view.words("absent.open", caption=caption(view.of(other))))
            for other in absence.nearest(view)
        )
        hint = absence.hint(view)
        return Markup('<p class="lead">{}{}</p>').format(hint, Markup("").join(links)) if hint else Markup()

    def _numbers(self, block: Numbers) -> Markup:
        number = Markup('<div><dt>{}</dt><dd>{}</dd><dd class="note">{}</dd></div>')
        shown = [compute(self.view) for compute in block.numbers]
        return Markup("<dl>{}</dl>").format(Markup("").join(number.format(n.label, n.value, n.note) for n in shown))

    def _table(self, block: TableBlock) -> Markup:
        rows = block.rows(self.view)
        if block.empty is not None and len(rows) == 1:
            return self._paragraph("empty", text(block.empty, self.view))
        return render.table.of_texts(rows, text(block.caption, self.view))

    def _columns(self, block: Columns) -> Markup:
        column = Markup('<div style="--width: {}">{}</div>')
        whole, width = sum(block.widths), self.width
        columns = []
        for part, blocks in zip(block.widths, block.columns, strict=True):
            self.width = width * part / whole - GAPS[block.gap] * REM / 2
            columns.append(column.format(f"{part / whole:.4f}", self.blocks(blocks)))
        self.width = width
        return Markup('<div class="columns" style="--gap: {}rem">{}</div>').format(
            GAPS[block.gap], Markup("").join(columns)
        )

    def _figure(self, block: Figure) -> Markup:
        chart, words = block.build(self.view), self.view.words
        parts = [Markup("<h2>{}</h2>").format(unbroken(chart.text.headline))] if block.has_title else []
        if len(chart.rows) != 1:  # else there is nothing to draw: the headline says why
            parts += [
                self._paragraph("subtitle", chart.text.subtitle),
                self._drawn(chart),
                mapkey.html(chart.plot) if isinstance(chart.plot, MapPlot) else Markup(),
                self._paragraph("source", f"{words('source.label')} {chart.text.sources}"),
            ]
        self.has_ended = not self.is_whole
        return Markup('<div class="figure">{}</div>').format(Markup("\n").join(parts))

    def _drawn(self, chart: Chart) -> Markup:
        drawn, rules = drawing(chart, round(self.width), "#first ")
        self.rules += rules
        return drawn


def drawing(chart: Chart, width: int, place: str = "") -> tuple[Markup, list[str]]:
    """Return a chart's drawing in its place, ``width`` px wide on a laptop, and the rules of style that it needs.

    On a phone that of a map has larger labels, and any other is one of its own. ``place`` begins the rules' selectors.
    """
    place, rules = f"{place}.shape-{chart.key}", []
    wide = image.svg(chart, width, form=WIDE)
    if chart.plot.aspect:
        rules = screen.label_rules(chart, place)
        rules.append(f"@media {PHONE} {{ {screen.grown(chart, place, GROWN_ON_PHONE)} }}")
        drawings = [_svg(wide, "any")]
    else:
        drawings = [_svg(wide, "wide"), _svg(image.svg(chart, PHONE_WIDTH, form=NARROW), "narrow")]
    shape = Markup('<div class="shape shape-{}" role="img" aria-label="{}">{}</div>')
    return shape.format(chart.key, chart.text.alt, Markup("").join(drawings)), rules


def _svg(drawn: str, width: str) -> Markup:
    """Return a drawing that is as wide as its place, hidden from screen readers: its place has the text alternative."""
    named = drawn.replace("<svg ", f'<svg class="{width}" aria-hidden="true" ', 1)
    return Markup(re.sub(r' (?:width|height)="\d+"', "", named, count=2))  # noqa: S704  # nosec B704

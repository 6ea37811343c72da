"""Draw a page's description as HTML: every block of it, in the order in which it is read.

What a file shows of a page is ``InFile``: no controls, and links only to what the file holds. The prerendered page
(``serving/blocks.py``) draws the same description with its controls, and with menus and addresses of the server.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never
from urllib.parse import quote, urlsplit

from markupsafe import Markup

import render.table
from charts.chart import Chart
from charts.plots import MapPlot
from charts.table import Linked, Table
from data import settings
from data.view import View
from exports import contents
from exports.media_types import media_type
from exports.outlets import OUTLETS
from locales import unbroken
from pages.parts import links
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
    leaves,
    text,
    title,
)
from render import framed, image, legend, phone
from render.links import markup
from render.plotly import Form
from render.simplify import simplified
from render.table import Sorting

WIDTH = framed.inside(image.WIDTH)  # px of a figure: as a picture has it, so that one drawing serves both


class Drawing(ABC):
    """One page as HTML; what an outlet has of its own, it draws itself. Each method raises what a block fails with."""

    view: View
    prefix: str = ""  # of every name of a place in it

    def page(self, page: Page) -> Markup:
        """Return the headline and the blocks of a page."""
        headline, view = page.headline, self.view
        parts = [
            self.paragraph("eyebrow", text(headline.above, view)),
            Markup("<h1>{}</h1>").format(unbroken(text(headline.text, view))),
            self.nearest() if headline.of_selection else Markup(),
            self.paragraph("lead", text(headline.lead, view)),
        ]
        return Markup("\n").join([*parts, self.blocks(self.shown(page))])

    def shown(self, page: Page) -> tuple[Block, ...]:
        """Return the blocks of a page that are drawn."""
        return page.blocks

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Return blocks."""
        return Markup("\n").join(map(self.block, blocks))

    def block(self, block: Block) -> Markup:
        """Return one block."""
        match block:
            case Depending():
                return self.blocks(block.blocks(self.view))
            case Part():
                return self.part(block)
            case Folded():
                label, inner = text(block.label, self.view), self.blocks(block.blocks)
                fold = Markup('<details id="{}{}"{}><summary>{}</summary>{}</details>')
                is_open = Markup(" open") if self.is_open(block) else ""
                return fold.format(self.prefix, block.key, is_open, label, inner)
            case Columns():
                return self.columns(block)
            case Controls():
                return self.controls(block)
            case Live():
                return self.live(block)
            case _:
                return self._content(block)

    def _content(self, block: Content) -> Markup:
        view = self.view
        match block:
            case Heading():
                return self.heading(text(block.text, view), block.anchor)
            case Paragraph():
                return self.paragraph(block.kind, text(block.text, view))
            case Listing():
                items = (Markup("<li>{}</li>").format(markup(self.led(item))) for item in block.items(view))
                return Markup('<ul class="{}">{}</ul>').format(block.kind, Markup("").join(items))
            case Numbers():
                return self._numbers(block)
            case Figure():
                return self.figure(block)
            case TableBlock():
                return self._table(block)
            case Download():
                name, link = block.file_name(view), Markup('<p class="files"><a href="{}" download="{}">{}</a></p>')
                address = f"data:{media_type(name)},{quote(block.content(view))}"
                return link.format(address, name, text(block.label, view))
            case Files():
                return self.files()
            case AddressControls():
                return self.address_controls(block)
            case _:
                assert_never(block)

    def heading(self, content: str, anchor: str) -> Markup:
        """Return the heading of a section, with its place."""
        return Markup('<h2 id="{}{}">{}</h2>').format(self.prefix, anchor, unbroken(content))

    def paragraph(self, kind: str, content: str) -> Markup:
        """Return a paragraph; nothing of an empty text."""
        shown = links.of_sources(self.view, content) if kind == "source" else content
        return Markup('<p class="{}">{}</p>').format(kind, markup(self.led(shown))) if content else Markup()

    def _numbers(self, block: Numbers) -> Markup:
        number = Markup('<div><dt>{}</dt><dd>{}</dd><dd class="note">{}</dd><dd class="fold">{}</dd></div>')
        computed = [compute(self.view) for compute in block.numbers]
        listed = (number.format(n.label, n.value, n.note, links.origin(self.view, n, self.led)) for n in computed)
        return Markup("<dl>{}</dl>").format(Markup("").join(listed))

    def _table(self, block: TableBlock) -> Markup:
        table = block.table(self.view)
        if block.empty is not None and not table.height:
            return self.paragraph("empty", text(block.empty, self.view))
        return self.table(block, table)

    def table(self, block: TableBlock, table: Table, search: str = "", sorting: Sorting | None = None) -> Markup:
        """Return a table, searched and sorted where an outlet has readers that do."""
        shown, caption = block.arranged(table, self.view, sorting.by if sorting else "", search)
        return render.table.html(shown, self.view.words, caption, sorting, self._cell)

    def _cell(self, content: str) -> str:
        cell = self.led(content)
        return Linked(cell.parts, self.prefix + cell.anchor) if isinstance(cell, Linked) and cell.anchor else cell

    def led(self, content: str) -> str:
        """Return a text that leads where this outlet can lead; as it is, where the page's own addresses hold."""
        return content

    def nearest(self) -> Markup:
        """Return the choices that help where the sources do not name the selection."""
        return Markup()

    def is_open(self, _block: Folded) -> bool:
        """Whether what is folded is open before a reader unfolds it."""
        return False

    def part(self, block: Part) -> Markup:
        """Return blocks that belong together."""
        return self.blocks(block.blocks)

    @abstractmethod
    def columns(self, block: Columns) -> Markup:
        """Return columns."""

    @abstractmethod
    def controls(self, block: Controls) -> Markup:
        """Return controls, and what depends on them."""

    @abstractmethod
    def address_controls(self, block: AddressControls) -> Markup:
        """Return lists whose choices are in the address."""

    @abstractmethod
    def live(self, block: Live) -> Markup:
        """Return what stands for a block that has widgets of its own."""

    @abstractmethod
    def figure(self, block: Figure) -> Markup:
        """Return a figure, with its words, source and table."""

    @abstractmethod
    def files(self) -> Markup:
        """Return the files for the world."""


@dataclass
class InFile(Drawing):
    """One page in a file that needs no server: nothing to choose; its figures also as ``charts``, by their place."""

    view: View
    prefix: str = ""
    places: Mapping[str, str] = field(default_factory=dict)  # in the file, by what pages call them
    is_live: bool = False  # whether a script takes each drawing's place
    charts: dict[str, Chart] = field(default_factory=dict)

    def led(self, content: str) -> str:
        """Return a text that leads to places in the file, or to the dashboard where its address is set."""
        return content.addressed(self.address) if isinstance(content, Linked) else content

    def address(self, address: str) -> str:
        """Return where an address of a page leads from the file; "" where it leads nowhere."""
        own, parts = settings.own_address(), urlsplit(address)
        if parts.scheme:
            return address
        place = self.places.get(parts.fragment or parts.path.removeprefix("./"), "")
        return f"#{place}" if place else f"{own}/{address.removeprefix('./')}" if own and parts.path else ""

    def part(self, block: Part) -> Markup:
        """Return a section, which paper keeps together."""
        return Markup("<section>{}</section>").format(self.blocks(block.blocks))

    def columns(self, block: Columns) -> Markup:
        """Return the columns below each other, as a document has them."""
        return Markup("\n").join(map(self.blocks, block.columns))

    def controls(self, block: Controls) -> Markup:
        """Return what a reader sees who has touched no control."""
        return self.blocks(block.blocks(self.view, *block.defaults(self.view)))

    def address_controls(self, _block: AddressControls) -> Markup:
        """Return nothing: a file shows one choice."""
        return Markup()

    def live(self, block: Live) -> Markup:
        """Return the same as blocks."""
        return self.blocks(block.in_file or block.instead)

    def figure(self, block: Figure) -> Markup:
        """Return a figure, drawn."""
        chart, view = block.build(self.view), self.view
        headline = title(block, chart, view)
        if headline is None:
            return Markup()
        heading = self.heading(headline, chart.key) if headline else Markup()
        if chart.is_empty and not isinstance(chart.plot, MapPlot):
            return heading  # nothing to draw: the headline says why
        source = self.paragraph("source", f"{view.words('source.label')} {chart.text.sources}")
        parts = [heading, self.paragraph("subtitle", chart.text.subtitle), self._shape(chart), _on_phone(chart), source]
        return Markup("\n").join([*parts, _table_of(chart)])

    def _shape(self, chart: Chart) -> Markup:
        name, aspect = f"{self.prefix}{chart.key}", chart.plot.aspect
        self.charts[name] = chart
        kind = "square" if 0 < aspect < 1.2 else "map" if isinstance(chart.plot, MapPlot) else ""
        figure = Markup('<figure class="{}" role="img" aria-label="{}"{}>{}</figure>')
        live = Markup(' data-figure="{}" data-aspect="{}"').format(name, aspect) if self.is_live else ""
        drawn = Markup(image.svg(chart, WIDTH) + _narrow(chart))  # noqa: S704  # nosec B704
        return figure.format(kind, chart.text.alt, live, drawn)

    def files(self) -> Markup:
        """Return what files there are, and what each holds."""
        words = self.view.words
        file = Markup('<section><h2>{}</h2><p class="subtitle">{}</p><p class="source">{}</p></section>')
        return Markup("\n").join(
            file.format(
                words(f"outlet.{one.key}.name"), words(f"outlet.{one.key}"), contents.summary(self.view, one)
            )
            for one in OUTLETS.values()
        )  # fmt: skip


def places(pages: Iterable[Page], view: View, prefixes: Sequence[str]) -> dict[str, str]:
    """Return the places in a file of several pages, by what pages call them: pages, headings and rows that lead."""
    named: dict[str, str] = {}
    for page, prefix in zip(pages, prefixes, strict=True):
        named.setdefault(page.key, prefix.rstrip("-"))
        for block in leaves(page.blocks, view, in_file=True):
            if isinstance(block, Heading):
                named.setdefault(block.anchor, f"{prefix}{block.anchor}")
            elif isinstance(block, TableBlock):
                cells = (cell for column in block.table(view).columns for cell in column.cells)
                anchors = (cell.anchor for cell in cells if isinstance(cell, Linked))
                named.update({one: f"{prefix}{one}" for one in anchors if one})
    return named


def _narrow(chart: Chart) -> str:
    """Return the drawing that phones have: the map of the province has its own, what is a square anywhere has none."""
    if drawn := phone.svg(chart):
        return str(drawn)
    plot = chart.plot
    if isinstance(plot, MapPlot):  # points and outlines that a phone does not show are not sent
        chart = replace(chart, plot=replace(simplified(plot, phone.WIDTH / 2), targets=()))
    elif plot.aspect:
        return ""
    return image.svg(chart, phone.WIDTH, form=Form("narrow")).replace("<svg ", '<svg class="narrow" ', 1)


def _on_phone(chart: Chart) -> Markup:
    """Return what explains the map that a phone shows: the names to its numbers, and its key."""
    if not isinstance(chart.plot, MapPlot) or not chart.plot.listed:
        return Markup()
    return Markup('<div class="on-phone">{}{}</div>').format(legend.listed(chart.plot), legend.html(chart.plot))


def _table_of(chart: Chart) -> Markup:
    if not chart.table.columns:
        return Markup()
    fold = Markup("<details><summary>{}</summary>{}</details>")
    return fold.format(chart.words("table.show"), render.table.of_chart(chart))

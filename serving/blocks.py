"""Draw a page's description as HTML: every block of it, in the order in which the live page has them.

What only the live page can do (an editor's forms, the slides) is told by ``needs_live``; what stands for it is drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from markupsafe import Markup

import render.table
from charts import absence
from charts.words import caption
from data.view import View
from exports.media_types import media_type
from locales import unbroken
from pages.parts import links, shelf
from pages.parts.origin import origin
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
from render.links import markup
from serving import controls, figures
from serving.controls import Place
from serving.resources import FILES, OF_ALL

GAPS = {"small": 1, "medium": 2, "large": 4}  # rem between columns, as Streamlit has them
REM, WIDTH = 16, 1256  # px, and of a page on a laptop


@dataclass
class Drawing:
    """One page as HTML.

    After drawing, ``rules`` are the rules of style that its figures need, ``summary`` is its first paragraph, and
    ``needs_live`` says whether it has what only the live page can do.
    """

    place: Place
    rules: list[str] = field(default_factory=list)
    summary: str = ""
    needs_live: bool = False
    width: float = WIDTH  # px, of the column that is being drawn

    @property
    def view(self) -> View:
        """What is shown."""
        return self.place.view

    def page(self, page: Page) -> Markup:
        """Return the headline and the blocks of a page. Raises what a block fails with."""
        headline, view = page.headline, self.view
        parts = [
            self._paragraph("eyebrow", text(headline.above, view)),
            Markup("<h1>{}</h1>").format(unbroken(text(headline.text, view))),
            self._nearest() if headline.of_selection else Markup(),
            self._paragraph("lead", text(headline.lead, view)),
        ]
        return Markup("\n").join([*parts, self.blocks(page.whole)])

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Return blocks."""
        return Markup("\n").join(map(self.block, blocks))

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
                return Markup('<details id="{}"><summary>{}</summary>{}</details>').format(block.key, label, inner)
            case Columns():
                return self._columns(block)
            case Controls():
                return self._controls(block)
            case Live():
                self.needs_live = True
                return self.blocks(block.instead)
            case _:
                return self._content(block)

    def _controls(self, block: Controls) -> Markup:
        asked = self.place.asked
        values = [control.read(self.view, asked.get(control.key, "")) for control in block.controls]
        parts = [controls.of_block(self.place, block, values), self.blocks(block.blocks(self.view, *values))]
        return Markup("\n").join(reversed(parts) if block.beneath else parts)

    def _content(self, block: Content) -> Markup:
        view = self.view
        match block:
            case Heading():
                return Markup('<h2 id="{}">{}</h2>').format(block.anchor, unbroken(text(block.text, view)))
            case Paragraph():
                return self._paragraph(block.kind, text(block.text, view))
            case Listing():
                items = Markup("").join(Markup("<li>{}</li>").format(markup(item)) for item in block.items(view))
                return Markup('<ul class="lead">{}</ul>').format(items)
            case Numbers():
                return self._numbers(block)
            case Figure():
                drawn, rules = figures.html(self.place, block, self.width)
                self.rules += rules
                return drawn
            case TableBlock():
                return self._table(block)
            case Download():
                name, link = block.file_name(view), Markup('<p class="files"><a href="{}" download="{}">{}</a></p>')
                address = figures.data_address(block.content(view), media_type(name))
                return link.format(address, name, text(block.label, view))
            case Files():
                return self._files(block)
            case AddressControls():
                return controls.of_address(self.place, block)
            case _:
                assert_never(block)

    def _paragraph(self, kind: str, content: str) -> Markup:
        if kind in ("lead", "subtitle"):
            self.summary = self.summary or content
        shown = markup(links.of_sources(self.view, content) if kind == "source" else content)
        return Markup('<p class="{}">{}</p>').format(kind, shown) if content else Markup()

    def _nearest(self) -> Markup:
        """Say which choice helps where the sources do not name the selection, with a link for each."""
        view, link = self.view, Markup(' <a href="{}">{}</a>')
        links = (
            link.format(self.place.of(other), view.words("absent.open", caption=caption(view.of(other))))
            for other in absence.nearest(view)
        )
        hint = absence.hint(view)
        return Markup('<p class="lead">{}{}</p>').format(hint, Markup("").join(links)) if hint else Markup()

    def _numbers(self, block: Numbers) -> Markup:
        number = Markup('<div><dt>{}</dt><dd>{}</dd><dd class="note">{}</dd><dd class="fold">{}</dd></div>')
        shown = [compute(self.view) for compute in block.numbers]
        listed = (number.format(n.label, n.value, n.note, origin(self.view, n)) for n in shown)
        return Markup("<dl>{}</dl>").format(Markup("").join(listed))

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

    def _files(self, block: Files) -> Markup:
        words = self.view.words
        item = Markup(
            '<section class="outlet"><div><h2>{}</h2>{}'
            '<p class="files"><a href="{}" download>{}</a></p></div>{}</section>'
        )
        names = {key: name for name, key in FILES.items()}
        return Markup("\n").join(
            item.format(
                words(f"outlet.{outlet.key}.name"), shelf.about(self.view, outlet),
                self.place.address(
                    f"v1/files/{names[outlet.key]}", {} if outlet.key in OF_ALL else self.place.selected
                ),
                words("control.download", name=names[outlet.key]), shelf.cover(self.view, outlet),
            )
            for outlet in block.outlets
        )  # fmt: skip

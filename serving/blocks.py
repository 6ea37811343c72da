"""Draw a page's description for the prerendered page: every block of it, with controls, menus and addresses.

What only the live page can do (an editor's forms, the slides) is told by ``needs_live``; what stands for it is drawn.
"""

from dataclasses import dataclass, field

from markupsafe import Markup

from charts import absence
from charts.table import Table
from data.view import View
from exports import blocks
from exports.outlets import OUTLETS
from pages.parts import file_preview, sorting
from pages.parts.page import AddressControls, Block, Columns, Controls, Figure, Folded, Live, Page, TableBlock
from render.table import Sorting
from serving import controls, figures
from serving.api import FILES, OF_ALL
from serving.controls import Place

GAPS = {"small": 1, "medium": 2, "large": 4}  # rem between columns, as Streamlit has them
REM, WIDTH = 16, 1256  # px, and of a page on a laptop


@dataclass
class Drawing(blocks.Drawing):
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
    def view(self) -> View:  # type: ignore[override]
        """What is shown."""
        return self.place.view

    def shown(self, page: Page) -> tuple[Block, ...]:
        """Return the blocks of a page, and what stands at every page's foot."""
        return page.whole

    def paragraph(self, kind: str, content: str) -> Markup:
        """Return a paragraph; the first is the page's summary. What stands for absent addresses is left out."""
        if kind == "unserved":
            return Markup()
        if kind in ("lead", "subtitle"):
            self.summary = self.summary or content
        return super().paragraph(kind, content)

    def live(self, block: Live) -> Markup:
        """Return what stands for a block for which the live page is sent."""
        self.needs_live = True
        return self.blocks(block.instead)

    def controls(self, block: Controls) -> Markup:
        """Return controls with their values, and what depends on these."""
        asked = self.place.asked
        values = [control.read(self.view, asked.get(control.key, "")) for control in block.controls]
        parts = [controls.of_block(self.place, block, values), self.blocks(block.blocks(self.view, *values))]
        return Markup("\n").join(reversed(parts) if block.beneath else parts)

    def table(self, block: TableBlock, table: Table, search: str = "", sorting: Sorting | None = None) -> Markup:
        """Return a table as its reader has it: its heads sort it, and the field above a long one searches it."""
        if not block.key:
            return super().table(block, table, search, sorting)
        place, field = self.place, Markup()
        if block.has_search(table):
            search = place.asked.get(block.search.key, "")
            field = controls.of_search(place, block.search, search)
        drawn = super().table(block, table, search, place.sorting(block.key, table))
        return Markup('{}<div id="{}">{}</div>').format(field, place.table_name(block.key), drawn)

    def is_open(self, block: Folded) -> bool:
        """Whether what is folded is open: where its reader sorts or searches a table in it."""
        tables = (one for one in block.blocks if isinstance(one, TableBlock) and one.key)
        asked, sorted_ = self.place.asked, sorting.read(self.place.asked.get(sorting.KEY, ""))
        return any(one.key in sorted_ or one.search.key in asked for one in tables)

    def address_controls(self, block: AddressControls) -> Markup:
        """Return lists whose choices are in the address."""
        return controls.of_address(self.place, block)

    def figure(self, block: Figure) -> Markup:
        """Return a figure with its menu."""
        drawn, rules = figures.html(self.place, block, self.width)
        self.rules += rules
        return drawn

    def nearest(self) -> Markup:
        """Say which choice helps where the sources do not name the selection, with a link for each."""
        view, link = self.view, Markup(' <a href="{}">{}</a>')
        links = (link.format(self.place.of(other), absence.step(view, other)) for other in absence.nearest(view))
        hint = absence.hint(view)
        return Markup('<p class="lead">{}{}</p>').format(hint, Markup("").join(links)) if hint else Markup()

    def columns(self, block: Columns) -> Markup:
        """Return columns side by side, as wide as the live page has them."""
        column = Markup('<div style="--width: {}">{}</div>')
        whole, width = sum(block.widths), self.width
        columns = []
        for part, inner in zip(block.widths, block.columns, strict=True):
            self.width = width * part / whole - GAPS[block.gap] * REM / 2
            columns.append(column.format(f"{part / whole:.4f}", self.blocks(inner)))
        self.width = width
        return Markup('<div class="columns" style="--gap: {}rem">{}</div>').format(
            GAPS[block.gap], Markup("").join(columns)
        )

    def files(self) -> Markup:
        """Return the files for the world: what each holds, how it begins, and its address."""
        words = self.view.words
        item = Markup(
            '<section class="outlet"><div><h2>{}</h2>{}'
            '<p class="files"><a href="{}" download>{}</a></p></div>{}</section>'
        )
        names = {key: name for name, key in FILES.items()}
        return Markup("\n").join(
            item.format(
                words(f"outlet.{outlet.key}.name"), file_preview.description(self.view, outlet),
                self.place.address(
                    f"v1/files/{names[outlet.key]}", {} if outlet.key in OF_ALL else self.place.selected
                ),
                words("control.download", name=words(f"outlet.{outlet.key}.name")),
                file_preview.cover(self.view, outlet),
            )
            for outlet in OUTLETS.values()
        )  # fmt: skip

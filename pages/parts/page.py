"""What a page is, before anybody draws it: its headline and its blocks, in the order in which they are read.

A page's file (``pages/GROUP/NAME.py``) has one description, ``PAGE``, readable from top to bottom as the page is.
``pages.parts.live`` draws it with Streamlit, ``serving.blocks`` as HTML for who has nothing loaded yet, and
``exports.page`` as a file that needs no server. A block holds functions of a ``View``, not what they return: each block
is computed where it is drawn, and fails by itself. Descriptions stand below the outlets, and know neither files nor
Streamlit: what a live block needs of these, it imports when it is drawn.

A text is a key of the catalogues, or a function of the view that returns it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from markupsafe import Markup, escape

from charts import absence
from charts.chart import Chart
from charts.table import Linked, Table
from data.tables import BrokenTableError
from data.view import View
from locales import Words
from pages.parts import links, sorting
from story import about
from story.overview import KeyNumber

Text = str | Callable[[View], str]
Kind = Literal[
    "lead", "subtitle", "source", "footer", "foot", "empty", "answer", "asked", "way", "served", "unserved"
]  # fmt: skip
Gap = Literal["small", "medium", "large"]
LONGEST_SEARCH = 100  # letters
FEW = 20  # rows of a table that need no search: a page of them


@dataclass(frozen=True)
class Headline:
    """What the page says, as its title; above it a line of its own, below it a paragraph.

    ``of_selection``: it speaks of what the reader has selected; where the sources do not name that, the nearest
    selections that they do name are offered below it.
    """

    text: Text
    above: Text = ""
    lead: Text = ""
    of_selection: bool = True


@dataclass(frozen=True)
class Heading:
    """The heading of a section, and its anchor in the address."""

    text: Text
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``kind`` is a class of text.css. Of an empty text nothing is seen.

    What is ``served`` needs the addresses of ``server.py``; ``unserved`` stands there where Streamlit runs alone.
    """

    text: Text
    kind: Kind = "lead"


@dataclass(frozen=True)
class Listing:
    """A list of paragraphs; ``kind`` is their class of text.css."""

    items: Callable[[View], Sequence[str]]
    kind: Kind = "lead"


@dataclass(frozen=True)
class Numbers:
    """Large numbers, each with its label and a note."""

    numbers: tuple[Callable[[View], KeyNumber], ...]


@dataclass(frozen=True)
class Figure:
    """A chart with its words, source, table and files. Without its title where the page has that as its headline."""

    build: Callable[[View], Chart]
    has_title: bool = True


@dataclass(frozen=True)
class TableBlock:
    """A table; ``empty`` is said instead where it has no row.

    With a ``key`` readers sort it and, where it has more than a few rows, search it: the address says how. Without one
    its rows are of different kinds, and stand in one order. No more than ``most`` rows are shown.
    """

    table: Callable[[View], Table]
    caption: Text
    empty: Text | None = None
    key: str = ""
    most: int | None = None
    is_searched: bool = True  # unless a control above it does that

    @property
    def search(self) -> "Search":
        """The box for words that its rows have."""
        return Search(f"search_{self.key}", "table.search")

    def has_search(self, table: Table) -> bool:
        """Whether there is so much of it that it can be searched."""
        return bool(self.key) and self.is_searched and table.height > FEW

    def arranged(self, table: Table, view: View, by: str, search: str) -> "tuple[Table, str]":
        """Return what is shown of it, and its caption, which says how much of it that is if it is not all."""
        words, caption = view.words, text(self.caption, view)
        matches = table.arranged(words, by, search)
        shown = links.of_column(view, matches.of_rows(range(matches.height)[: self.most]))
        if shown.height == table.height:
            return shown, caption
        key, of = ("table.part.found", matches) if shown.height < matches.height and search else ("table.part", table)
        return shown, words.count(key, of.height, caption=caption, shown=words.number(shown.height))


@dataclass(frozen=True)
class Download:
    """One file, made of what the page shows."""

    label: Text
    content: Callable[[View], bytes]
    file_name: Callable[[View], str]


@dataclass(frozen=True)
class Files:
    """Every file for the world, made when it is asked for."""


@dataclass(frozen=True)
class Choice:
    """A list to choose one of; the first is chosen without a reader, and where ``is_disabled``."""

    key: str
    label: Text
    options: Callable[[View], Sequence[str]]
    option_text: Callable[[View, str], str]
    is_disabled: Callable[[View], bool] = lambda _view: False

    def default(self, view: View) -> str:
        """Return what is chosen without a reader."""
        return self.options(view)[0]

    def read(self, view: View, asked: str) -> str:
        """Return what an address asks for, or what is chosen without a reader."""
        return asked if asked in self.options(view) and not self.is_disabled(view) else self.default(view)


@dataclass(frozen=True)
class Search:
    """A box for words; empty without a reader."""

    key: str
    label: Text

    def default(self, _view: View) -> str:
        """Return what is searched without a reader."""
        return ""

    def read(self, _view: View, asked: str) -> str:
        """Return what an address asks for, as much of it as anybody types."""
        return " ".join(asked.split())[:LONGEST_SEARCH]


@dataclass(frozen=True)
class Amount:
    """A box for a whole number between two others."""

    key: str
    label: Text
    least: int
    most: int
    usual: int
    step: int

    def default(self, _view: View) -> int:
        """Return the number without a reader."""
        return self.usual

    def read(self, _view: View, asked: str) -> int:
        """Return what an address asks for, or the number without a reader."""
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= len(str(self.most)) else 0
        return number if self.least <= number <= self.most else self.usual


@dataclass(frozen=True)
class Switch:
    """Something that is shown or left out; off without a reader. The address keeps it."""

    key: str
    label: Text

    def default(self, _view: View) -> bool:
        """Return whether it is on without a reader."""
        return False

    def read(self, _view: View, asked: str) -> bool:
        """Return whether an address asks for it."""
        return asked.lower() == "true"


@dataclass(frozen=True)
class Sort:
    """By which columns the tables of a page are sorted (see ``pages.parts.sorting``); a click on a head says it."""

    key: str = sorting.KEY

    def default(self, _view: View) -> str:
        """Return how they are sorted without a reader."""
        return ""

    def read(self, _view: View, asked: str) -> str:
        """Return what an address asks for, as far as it can be read."""
        return sorting.written(sorting.read(asked))


Control = Choice | Search | Amount | Switch


@dataclass(frozen=True)
class Controls:
    """Controls side by side, and below them the blocks that depend on their values (given in order).

    The controls stand ``beneath`` the blocks where they change a detail of what is read first.
    """

    controls: tuple[Control, ...]
    blocks: Callable[..., "tuple[Block, ...]"]  # of the view and the value of each control
    gap: Gap = "small"
    beneath: bool = False

    def defaults(self, view: View) -> list[Any]:
        """Return the values without a reader."""
        return [control.default(view) for control in self.controls]


@dataclass(frozen=True)
class AddressChoice:
    """A list whose choice is an address parameter: ``chosen`` is what the view has, codes where it takes several.

    The first view has it already, so that what depends on it can stand there too.
    """

    key: str
    label: Text
    options: Callable[[View], Sequence[str]]
    option_text: Callable[[View, str], str]
    chosen: Callable[[View], str | tuple[str, ...]]


@dataclass(frozen=True)
class AddressControls:
    """Lists side by side whose choices are in the address."""

    controls: tuple[AddressChoice, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Depending:
    """Blocks of which there are others for another view."""

    blocks: "Callable[[View], tuple[Block, ...]]"


@dataclass(frozen=True)
class Part:
    """Blocks that fail together: one message takes the place of what is missing."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True)
class Folded:
    """Blocks that a reader unfolds; ``key`` names them in the page."""

    label: Text
    key: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True)
class Columns:
    """Columns side by side, below each other on a narrow screen."""

    columns: "tuple[tuple[Block, ...], ...]"
    widths: tuple[float, ...] = (1, 1)
    gap: Gap = "large"


@dataclass(frozen=True)
class Live:
    """What has widgets of its own, and is drawn by Streamlit alone; ``instead`` stands there in every other outlet.

    ``in_file`` stands there in a file, for which no live page can come, where that says more.
    """

    draw: Callable[[View], object]
    instead: "tuple[Block, ...]" = ()
    in_file: "tuple[Block, ...]" = ()


Content = Heading | Paragraph | Listing | Numbers | Figure | TableBlock | Download | Files | AddressControls
Group = Controls | Depending | Part | Folded | Columns | Live  # which hold other blocks
Block = Content | Group


@dataclass(frozen=True)
class Page:
    """One page: its key (file, address, menu, words), its headline and its blocks.

    ``compares``: its address says what is compared, beside what is selected.
    ``covers_window``: its one live block says all itself, the headline too.
    ``has_filters``: something on it depends on what is selected.
    """

    key: str
    headline: Headline
    blocks: tuple[Block, ...]
    covers_window: bool = False
    compares: bool = False
    has_filters: bool = True

    def parameters(self, view: View) -> "Iterator[Control | Sort]":
        """Yield what readers set on the page itself."""
        yield Sort()
        yield from controls(self.blocks, view)

    @property
    def whole(self) -> tuple[Block, ...]:
        """The blocks, and what stands at every page's foot."""
        return (*self.blocks, FOOT)


def foot(view: View) -> Linked:
    """Return the line at every page's foot, which leads to About and to what it has on each of the matters of trust."""
    ways = [(" ", ""), (view.words("about.title"), links.to(view, "about"))]
    for key, place in about.PLACES.items():
        ways += [(" · ", ""), (view.words(f"about.heading.{key}"), links.to(view, "about", place))]
    return Linked((*about.foot(view).parts, *ways))


FOOT = Paragraph(foot, "foot")


def leaves(blocks: "Iterable[Block]", view: View, in_file: bool = False) -> "Iterator[Block]":
    """Yield the blocks of a view that hold no others, and controls, as a reader finds them who has touched none."""
    for block in blocks:
        match block:
            case Controls():
                yield block
                yield from leaves(block.blocks(view, *block.defaults(view)), view, in_file)
            case Depending():
                yield from leaves(block.blocks(view), view, in_file)
            case Part() | Folded():
                yield from leaves(block.blocks, view, in_file)
            case Columns():
                for column in block.columns:
                    yield from leaves(column, view, in_file)
            case Live():
                yield from leaves((in_file and block.in_file) or block.instead, view, in_file)
            case _:
                yield block


def drawn(block: Figure, chart: Chart, view: View) -> Chart:
    """Return a figure's chart as it is drawn: what a click on it selects only stands out by rules of style."""
    selects = chart.plot.selects
    return block.build(view.of(replace(view.selection, **dict.fromkeys(selects, "")))) if selects else chart


def title(block: Figure, chart: Chart, view: View) -> str | None:
    """Return a figure's headline; where the page's own has said it, that of what is drawn all the same, or none ("").

    None where nothing is drawn for the reason that the page's headline gives: such a figure says no more.
    """
    try:
        absent = absence.sentence(view)
    except BrokenTableError:  # a figure of other tables has its own headline all the same
        absent = ""
    if chart.is_empty and chart.text.headline == absent:
        return None
    own = (one.text.headline for one in (chart, drawn(block, chart, view)) if block.has_title)
    return next((headline for headline in own if headline != absent), "")


def figures(blocks: "Iterable[Block]", view: View) -> Iterator[Figure]:
    """Yield the figures among blocks of a view, as a page shows them to who has chosen nothing but the view."""
    return (block for block in leaves(blocks, view) if isinstance(block, Figure))


def notice(words: Words, name: str, value: str) -> Markup:
    """Return what tells a reader that an address parameter has a value that is none of its own, and what is shown."""
    told = Markup(words(f"notice.value.{name}", value=escape(value[:40])))  # noqa: S704  # nosec B704: our own markup
    return Markup('<div class="notice" role="status">{}</div>').format(told)


def text(of: Text, view: View) -> str:
    """Return a text in the reader's language; "" where there is none."""
    if callable(of):
        return of(view)
    return view.words(of) if of else ""


def controls(blocks: Iterable[Block], view: View) -> Iterator[Control]:
    """Yield the controls of blocks, wherever they stand, and of those that depend on what nobody has set yet."""
    for block in leaves(blocks, view):
        match block:
            case Controls():
                yield from block.controls
            case TableBlock(key=key) if key:
                yield block.search

"""What every figure shares: the palette, the Plotly template, and what a figure says about itself.

A figure has no title inside: page, slide and file each set it in their own type. The words travel with the
figure in ``layout.meta`` (see ``About``), so that no outlet has to compute them again.

Colours are used on white and on a dark page: each has at least 3:1 against both, and all are told apart by
readers with protanopia, deuteranopia and tritanopia (tests/test_style.py). Text takes the page's own colour.
"""

import hashlib
import html
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass

import plotly.graph_objects as go

from data.tables import kept as keeping

ACCENT = "#1f66b3"
GROUPS = {
    "seafood": "#098c8f",
    "garden": "#79a015",
    "crafts": "#995c0b",
    "repair": "#b074c3",
    "recycling": "#ca5665",
}
OTHER_GROUP = "#7d8790"  # a group that the palette does not know yet

INK = "#1b2733"
BLACK = "#000000"
PAPER = "#ffffff"
DARK_PAPER = "#10171c"

DIMMED = {"bar": 0.42, "scatter": 0.3}  # opacity of what is not selected, beside what is
ACCENT_FAINT = f"rgba(31,102,179,{DIMMED['bar']})"
ACCENT_LAND = "rgba(31,102,179,0.44)"
QUIET_LAND = "rgba(125,135,144,0.34)"
CONTEXT_LAND = "rgba(125,135,144,0.16)"
SEA = "rgba(70,130,180,0.07)"
BORDER = "rgba(90,102,114,0.55)"
GRID = "rgba(125,135,144,0.25)"

FONT = "Maluku Sans, Arial, sans-serif"
TEXT_SIZE = 14
SMALL_SIZE = 12
# A figure whose points select something says so: the page would add it, and the browser draw the figure anew.
CLICKED = {"clickmode": "event+select", "hovermode": "closest"}
QUIET = 0.78  # opacity of secondary text: the contrast stays above 4.5:1 on both pages

TEMPLATE = go.layout.Template(
    layout=go.Layout(
        font={"family": FONT, "size": TEXT_SIZE, "color": INK},
        paper_bgcolor=PAPER,
        plot_bgcolor="rgba(0,0,0,0)",
        colorway=[ACCENT, *GROUPS.values()],
        hoverlabel={"font": {"family": FONT, "size": TEXT_SIZE}},
        showlegend=False,
    )
)


@dataclass(frozen=True)
class About:
    """What a figure says about itself, in one language.

    ``title`` is the finding, ``subtitle`` what is measured, unit and year, ``alt`` the text alternative,
    ``sources`` the source line, ``table`` its numbers as text (the first row is the header), and ``aspect``
    width ÷ height where the figure has a fixed shape (else 0).
    ``roomy`` are the annotations (by index) that a screen under 1000 px leaves out, ``tight`` those that only
    such a screen shows.
    """

    key: str
    title: str
    subtitle: str
    alt: str
    sources: str
    table: tuple[tuple[str, ...], ...] = ()
    aspect: float = 0.0
    roomy: tuple[int, ...] = ()
    tight: tuple[int, ...] = ()


class Figure(go.Figure):  # type: ignore[misc]  # Plotly carries no types
    """A figure that is drawn once and shown often: what browsers and files are sent of it is made once too."""

    def to_dict(self) -> dict[str, object]:
        """Return what the figure consists of. Its parts are shared: copy them before changing them."""
        if not hasattr(self, "_sent"):
            sent = super().to_dict()
            sent["layout"].pop("meta", None)  # the words are set beside the figure
            # The browser is given each figure twice, at two widths: by this it knows that the data are the same.
            sent["layout"]["datarevision"] = zlib.crc32(str(sent).encode())
            self._sent = sent
        return dict(self._sent)


def figure(traces: list[go.Scatter | go.Bar], about: About, **layout: object) -> go.Figure:
    """Return a figure with the shared template and what it says about itself."""
    settings = {
        "template": TEMPLATE,
        "meta": asdict(about),
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "dragmode": False,
        "font": {"size": TEXT_SIZE},
        **layout,
    }
    made = Figure(traces, settings)
    made._said = about
    return made


def digest(fig: go.Figure) -> bytes:
    """Return what tells the figure from every other that looks different: of a shared one it is computed once."""
    known: bytes | None = getattr(fig, "_digest", None)
    if known is None:
        content = f"{about(fig).key} {fig.to_json()}"
        known = hashlib.sha256(content.encode()).digest()
        if isinstance(fig, Figure):  # nobody changes it
            fig._digest = known
    return known


def copied(fig: go.Figure) -> go.Figure:
    """Return a copy that may be changed. ``go.Figure(fig)`` would touch the original, which other threads read."""
    return go.Figure([trace.to_plotly_json() for trace in fig.data], fig.layout.to_plotly_json())


def wide(fig: go.Figure) -> go.Figure:
    """Return a copy of the figure without what only a narrow screen shows: the form for slides and files."""
    left_out = about(fig).tight
    copy = copied(fig)
    copy.layout.annotations = [a for i, a in enumerate(fig.layout.annotations) if i not in left_out]
    return copy


def narrow(fig: go.Figure) -> go.Figure:
    """Return a copy of the figure without what only a wide screen shows: the form for a phone."""
    left_out = about(fig).roomy
    copy = copied(fig)
    copy.layout.annotations = [a for i, a in enumerate(fig.layout.annotations) if i not in left_out]
    return copy


def enlarged(fig: go.Figure, times: float) -> go.Figure:
    """Return a copy of the figure with all its text larger: the form for a projector."""
    copy = copied(fig)
    copy.update_layout(font_size=TEXT_SIZE * times)
    for part in (*copy.layout.annotations, copy.layout.xaxis, copy.layout.yaxis):
        font = part.tickfont if part in (copy.layout.xaxis, copy.layout.yaxis) else part.font
        font.size = (font.size or TEXT_SIZE) * times
    for trace in copy.data:
        if trace.textfont.size:
            trace.textfont.size *= times
    return copy


def kept[**P](build: Callable[P, go.Figure]) -> Callable[P, go.Figure]:
    """Build each figure once per tables, selection and language; every session shows the same one.

    So nobody may change a figure: copy it first, as ``wide`` does.
    """
    return keeping(128)(build)


def about(fig: go.Figure) -> About:
    """Return what the figure says about itself."""
    known: About | None = getattr(fig, "_said", None)
    if known:
        return known  # reading it from the layout takes a thousand times as long
    said = dict(fig.layout.meta)
    rows = tuple(tuple(row) for row in said.pop("table"))
    return About(table=rows, **said)


def group_colour(group: str) -> str:
    """Return the colour of an activity group: the same on every figure, slide and sheet."""
    return GROUPS.get(group, OTHER_GROUP)


def colour(role: str, lit: bool = True) -> str:
    """Return the colour of a role: "accent", "rest", or an activity group; of bars that are not ``lit``, paler."""
    if role == "accent":
        return ACCENT if lit else ACCENT_FAINT
    return QUIET_LAND if role == "rest" else group_colour(role)


def faint(colour: str, opacity: float = 0.18) -> str:
    """Return a hex colour as a light tone of itself: the look of an estimate."""
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r},{g},{b},{opacity})"


def luminance(colour: str) -> float:
    """Return the relative luminance of a hex colour, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two hex colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Return the text colour, black or white, that reads better on a hex colour."""
    return max((BLACK, PAPER), key=lambda ink: contrast(ink, colour))


def plain(text: str) -> str:
    """Return a text from the tables as Plotly shows it: markup in it is shown, never obeyed."""
    return html.escape(text, quote=False)

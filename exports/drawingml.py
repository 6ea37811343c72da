"""The language of Office drawings: places, colours, and Plotly's marked-up words in it. Lengths are points."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from xml.sax.saxutils import escape

from PIL import ImageFont

from charts import style
from render.image import FONTS

EMU = 12_700  # Office's unit of length, to the point
WIDER = 1.12  # the deck's font runs wider than the one that is measured
LINE = 1.16  # height of a line of type, to its size
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LANGUAGES = {"id": "id-ID", "en": "en-GB"}

QUIET_INK = "#4d5760"  # secondary text: INK at style.QUIET on white
THEME = {
    "dk1": style.INK,
    "lt1": style.PAPER,
    "dk2": QUIET_INK,
    "lt2": "#f1f5f9",
    "accent1": style.ACCENT,
    **{f"accent{i}": colour for i, colour in enumerate(style.GROUPS.values(), 2)},
}
ALIGNED = {"left": "l", "center": "ctr", "right": "r"}
SLOTS = {colour: {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}.get(n, n) for n, colour in THEME.items()}


@dataclass(frozen=True)
class Area:
    """A rectangle on a slide."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def meets(self, other: "Area") -> bool:
        """Whether the two share a place."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Area") -> bool:
        """Whether the other lies wholly inside."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def moved(self, right: float, down: float) -> "Area":
        """Return it further right and down."""
        return replace(self, left=self.left + right, top=self.top + down)

    def grown(self, by: float) -> "Area":
        """Return it larger on every side."""
        return Area(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)

    def xml(self, before: str = "a:", inner: str = "") -> str:
        """Return the place as ``xfrm``; ``inner`` is what follows the size."""
        x, y, w, h = (round(n * EMU) for n in (self.left, self.top, self.width, self.height))
        return f'<{before}xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/>{inner}</{before}xfrm>'


def around(areas: Sequence[Area]) -> Area:
    """Return the smallest area that holds all of them."""
    left, top = min(a.left for a in areas), min(a.top for a in areas)
    return Area(left, top, max(a.right for a in areas) - left, max(a.bottom for a in areas) - top)


def colour(said: str, opacity: float = 1.0) -> str:
    """Return a colour (#rrggbb or rgba()) as XML, the theme's where it is one; "" where nothing would show."""
    if said.startswith("rgba"):
        *rgb, alpha = said.removeprefix("rgba(").rstrip(")").split(",")
        said, opacity = "#" + "".join(f"{int(c):02x}" for c in rgb), opacity * float(alpha)
    if not opacity:
        return ""
    tag, value = ("schemeClr", SLOTS[said]) if said in SLOTS else ("srgbClr", said[1:].upper())
    inner = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
    return f'<a:{tag} val="{value}">{inner}</a:{tag}>'


def fill(said: str, opacity: float = 1.0) -> str:
    """Return a plain fill as XML."""
    found = colour(said, opacity)
    return f"<a:solidFill>{found}</a:solidFill>" if found else "<a:noFill/>"


def outline(said: str | None, px: float | None, opacity: float = 1.0, dashed: bool = False) -> str:
    """Return a line as XML, so many px thick on screen; none without a colour or thickness."""
    if not said or not px or not colour(said, opacity):
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="sysDash"/>' if dashed else ""
    return f'<a:ln w="{max(round(px * EMU * 0.75), EMU // 2)}">{fill(said, opacity)}{dash}<a:round/></a:ln>'


@dataclass(frozen=True)
class Run:
    """Words in one style; ``size`` 0 where nothing is said."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    size: float = 0.0


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[Run]] = [[]]
        self._open = [Run()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.lines.append([])
            return
        now = self._open[-1]
        said = (dict(attrs).get("style") or "").partition("font-size:")[2].partition("px")[0]
        self._open.append(Run("", now.bold or tag == "b", now.italic or tag == "i", float(said or now.size)))

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.lines[-1].append(replace(self._open[-1], text=data))


def lines_of(markup: str) -> list[list[Run]]:
    """Read Plotly's markup (b, i, br, span with a font size) as lines of words, without space around them."""
    parser = _Markup()
    parser.feed(markup)
    parser.close()
    for line in parser.lines:
        if line:
            line[0] = replace(line[0], text=line[0].text.lstrip())
            line[-1] = replace(line[-1], text=line[-1].text.rstrip())
    return [[run for run in line if run.text] for line in parser.lines]


def plain(markup: str) -> str:
    """Return the words of Plotly's markup alone."""
    return " ".join("".join(run.text for run in line) for line in lines_of(markup))


def width(text: str, size: float, bold: bool = False) -> float:
    """Return about how wide a text is set."""
    return float(_font(bold).getlength(text)) * size / 100 * WIDER


def wide_of(line: Sequence[Run]) -> float:
    """Return about how wide a line is set."""
    return sum(width(run.text, run.size, run.bold) for run in line)


def wrapped(lines: Sequence[Sequence[Run]], limit: float) -> list[list[Run]]:
    """Return words broken into lines no wider than the limit, wherever they were broken before."""
    words = [replace(run, text=word) for line in lines for run in line for word in run.text.split()]
    broken = [words[:1]]
    for word in words[1:]:
        joined = [*broken[-1], replace(word, text=f" {word.text}")]
        if wide_of(joined) <= limit:
            broken[-1] = joined
        else:
            broken.append([word])
    return broken


@lru_cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"MalukuSans-{'Bold' if bold else 'Regular'}.ttf"), 100)


def paragraphs(lines: Sequence[Sequence[Run]], lang: str, ink: str = "", align: str = "") -> str:
    """Return lines of words as XML, with their type in points; the place decides about what is not said."""
    side = f'<a:pPr algn="{ALIGNED[align]}"/>' if align else ""
    return "".join(f"<a:p>{side}{''.join(_run(run, lang, ink) for run in line)}</a:p>" for line in lines)


def _run(run: Run, lang: str, ink: str) -> str:
    said = f' sz="{round(run.size * 100)}"' if run.size else ""
    said += ' b="1"' * run.bold + ' i="1"' * run.italic
    inner = fill(ink) if ink else ""
    return f'<a:r><a:rPr lang="{lang}"{said}>{inner}</a:rPr><a:t>{escape(run.text)}</a:t></a:r>'


def decorative() -> str:
    """Return the mark of a shape that says nothing: a screen reader passes over it."""
    return (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    )

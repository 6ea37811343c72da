"""What Office files share: the theme, tags of languages, number formats, colours, and the room that words take.

Lengths are points.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from charts import style
from charts.table import Number

EMU = 12_700  # Office's unit of length, to the point
FONT = "Arial"  # on every office machine
FONTS = Path(__file__).parent / "fonts"
WIDER = 1.12  # it runs wider than the font that is measured
LINE = 1.16  # height of a line of type, to its size
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LANGUAGES = {"id": "id-ID", "en": "en-GB"}
SEPARATORS = {"id": "[$-421]", "en": "[$-809]"}  # of numbers, where the program heeds it
SIGNS = {"at_least": '"≥ "', "at_most": '"≤ "'}  # before the number in a format
ESTIMATE = '"≈ "'

QUIET_INK = "#4d5760"  # secondary text: INK at style.QUIET on white
THEME = {
    "dk1": style.INK,
    "lt1": style.PAPER,
    "dk2": QUIET_INK,
    "lt2": "#f1f5f9",
    "accent1": style.ACCENT,
    **{f"accent{i}": colour for i, colour in enumerate(style.GROUPS.values(), 2)},
}
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

    def fitted(self, aspect: float) -> "Area":
        """Return the largest part of it with a shape (width ÷ height): at its right, in the middle of its height."""
        width, height = min(self.width, self.height * aspect), min(self.height, self.width / aspect)
        return Area(self.right - width, self.top + (self.height - height) / 2, width, height)


def number_format(number: Number, language: str, percent: str = "%") -> str:
    """Return the format in which a cell or label shows a number: decimals, percent, one sign at most.

    What is said instead of 0 is shown for 0. ``percent`` is "%" where 0.65 is 65 %, and '"%"' where 65 is.
    """
    form = "#,##0" + f".{'0' * number.shown_decimals}" * bool(number.shown_decimals) + percent * number.percent
    signed = SEPARATORS[language] + (SIGNS.get(number.mark) or ESTIMATE * number.is_estimate) + form
    instead = number.instead.replace('"', "”")
    return f'{signed};-{signed};"{instead}"' if instead and not number.value else signed


def rgba(ink: str) -> tuple[str, float]:
    """Split a colour, as CSS writes it, into #rrggbb and its opacity; "" is none."""
    if not ink.startswith("rgba"):
        return ink, float(bool(ink))
    *rgb, alpha = ink.removeprefix("rgba(").rstrip(")").split(",")
    return "#" + "".join(f"{int(c):02x}" for c in rgb), float(alpha)


def colour(ink: str, opacity: float = 1.0) -> str:
    """Return ``a:schemeClr`` where the theme has a colour (#rrggbb or rgba()), else ``a:srgbClr``."""
    plain, alpha = rgba(ink)
    tag, value = ("schemeClr", SLOTS[plain]) if plain in SLOTS else ("srgbClr", plain[1:].upper())
    inner = f'<a:alpha val="{round(opacity * alpha * 100_000)}"/>' if opacity * alpha < 1 else ""
    return f'<a:{tag} {NAMESPACES} val="{value}">{inner}</a:{tag}>'


def fill(ink: str) -> str:
    """Return a plain fill as XML."""
    return f"<a:solidFill>{colour(ink)}</a:solidFill>"


@lru_cache(32_768)  # a long table says the same words again and again
def width(text: str, size: float, bold: bool = False) -> float:
    """Return about how wide a text is set."""
    return float(font(100, bold).getlength(text)) * size / 100 * WIDER


def wrapped(text: str, size: float, limit: float, bold: bool = False) -> list[str]:
    """Return a text in lines no wider than the limit, broken between words; a longer word is broken anywhere."""
    lines = [""]
    for word in text.split():
        if width(f"{lines[-1]} {word}".strip(), size, bold) <= limit:
            lines[-1] = f"{lines[-1]} {word}".strip()
            continue
        lines.append("")
        for letter in [word] if width(word, size, bold) <= limit else word:
            if lines[-1] and width(lines[-1] + letter, size, bold) > limit:
                lines.append("")
            lines[-1] += letter
    return lines if lines[0] else lines[1:] or lines


def shortened(text: str, size: float, limit: float, bold: bool = False) -> str:
    """Return a text as it is, or as many of its letters as there is room for, and "…"."""
    if width(text, size, bold) <= limit:
        return text
    kept = bisect_right(range(len(text)), limit, key=lambda n: width(f"{text[:n]}…", size, bold)) - 1
    return f"{text[: max(kept, 1)].rstrip()}…"


def balanced(text: str, size: float, limit: float, bold: bool = False) -> list[str]:
    """Return a text in as few lines as have room, about as long as each other: no word stands alone in the last."""
    fewest, narrow = wrapped(text, size, limit, bold), limit / 2
    while limit - narrow > size / 2:
        middle = (narrow + limit) / 2
        if len(wrapped(text, size, middle, bold)) > len(fewest):
            narrow = middle
        else:
            limit = middle
    return wrapped(text, size, limit, bold)


@lru_cache(maxsize=64)
def font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """Return the font in which words are measured, in px of height."""
    return ImageFont.truetype(str(FONTS / f"MalukuSans-{'Bold' if bold else 'Regular'}.ttf"), size)


def decorative() -> str:
    """Return the mark of a shape that says nothing: a screen reader passes over it."""
    return (
        f'<a:extLst {NAMESPACES}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    )


def theme() -> bytes:
    """Return the theme: colours and fonts of every Office file that leaves."""
    colours = "".join(f'<a:{n}><a:srgbClr val="{c[1:].upper()}"/></a:{n}>' for n, c in THEME.items())
    links = (("hlink", style.ACCENT), ("folHlink", QUIET_INK))
    colours += "".join(f'<a:{n}><a:srgbClr val="{c[1:].upper()}"/></a:{n}>' for n, c in links)
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{w}">{plain}<a:prstDash val="solid"/></a:ln>' for w in (9525, 19050, 28575))
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<a:theme {NAMESPACES} name="Maluku"><a:themeElements><a:clrScheme name="Maluku">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Maluku"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Maluku"><a:fillStyleLst>{plain * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{plain * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    ).encode()

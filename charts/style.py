"""What every figure shares, whoever draws it: the palette, the type and its sizes.

Colours are used on white and on a dark page: each has at least 3:1 against both, and all are told apart by
readers with protanopia, deuteranopia and tritanopia (tests/charts/test_style.py). Text takes the page's own colour.
"""

ACCENT = "#1f66b3"
GROUPS = {"seafood": "#098c8f", "garden": "#79a015", "crafts": "#995c0b", "repair": "#b074c3", "recycling": "#ca5665"}
OTHER_GROUP = "#7d8790"  # a group that the palette does not know yet

INK = "#1b2733"
BLACK = "#000000"
PAPER = "#ffffff"
DARK_PAPER = "#10171c"
DARK_INK = "#e8edf1"

DIMMED = {"bar": 0.42, "scatter": 0.3, "text": 0.65}  # opacity of what is not selected, beside what is
ACCENT_FAINT = f"rgba(31,102,179,{DIMMED['bar']})"
ACCENT_LAND = "rgba(31,102,179,0.44)"
ELSEWHERE_LAND = "rgba(31,102,179,0.2)"
QUIET_LAND = "rgba(125,135,144,0.34)"
CONTEXT_LAND = "rgba(125,135,144,0.16)"
UNKNOWN_LAND = "rgba(0,0,0,0)"  # hollow
PALEST, DEEPEST = 0.18, 0.72  # opacity of the accent in the lowest and the highest class: text stays readable on both
SEA = "rgba(70,130,180,0.07)"
BORDER = "rgba(90,102,114,0.55)"
OUTLINE = "#6b7681"  # of what is hollow or pale: 3:1 against the sea and the palest class, on both pages
GRID = "rgba(125,135,144,0.25)"

FONT = "Maluku Sans, Arial, sans-serif"
TEXT_SIZE = 14
SMALL_SIZE = 12
QUIET = 0.78  # opacity of secondary text: the contrast stays above 4.5:1 on both pages


def group_colour(group: str) -> str:
    """Return the colour of an activity group: the same on every figure, slide and sheet."""
    return GROUPS.get(group, OTHER_GROUP)


def colour(role: str, lit: bool = True) -> str:
    """Return the colour of a role: "accent", "rest", or an activity group; of bars that are not ``lit``, paler."""
    if role == "accent":
        return ACCENT if lit else ACCENT_FAINT
    return QUIET_LAND if role == "rest" else group_colour(role)


def tone(place: float) -> str:
    """Return the colour of a class, 0 for the lowest to 1 for the highest: pale to deep on paper.

    One hue that differs by lightness alone, so that every eye sees its order.
    """
    return faint(ACCENT, round(PALEST + (DEEPEST - PALEST) * place, 2))


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

"""A chart as an SVG file that looks the same in every program, whatever fonts are there.

Its letters are outlines, so no program sets them in a font of its own, wider than what was measured. What each text
says stands beside its outlines (``aria-label``), its headline and description at the top (``title``, ``desc``). A field
of dots is circles: LibreOffice leaves out a picture inside a picture, and dashes that are dots.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from PIL import ImageFont

from charts.chart import Chart
from charts.plots import UnitField
from charts.style import FONT
from render import framed, image, plotly

SVG, LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HELD = {"start": 0.0, "middle": 0.5, "end": 1.0}  # by which part of its width a line stands at its place
DRAWN_WITH = ("fill", "fill-opacity")  # of a text's style, what its outlines keep

ET.register_namespace("", SVG)
ET.register_namespace("xlink", LINK)


@dataclass(frozen=True)
class Run:
    """Some letters of one face and size (px)."""

    text: str
    face: str
    size: float

    @property
    def width(self) -> float:
        """Their width in px."""
        return _face(self.face).width(self.text) / _face(self.face).em * self.size

    @property
    def is_drawable(self) -> bool:
        """Whether the face has every letter."""
        return all(_face(self.face).has(letter) for letter in self.text)


class Face:
    """One of the fonts in ``render/fonts``: its letters' outlines and places, in the font's own units."""

    def __init__(self, name: str) -> None:
        """Open the font."""
        path = image.FONTS / f"{image.FAMILY.replace(' ', '')}-{name}.ttf"
        font = TTFont(path)
        self.name = name
        self.em: int = font["head"].unitsPerEm
        self._names: dict[int, str] = font.getBestCmap()
        self._glyphs = font.getGlyphSet()
        self._type = ImageFont.truetype(str(path), self.em)

    def has(self, letter: str) -> bool:
        """Whether there is an outline of a letter; space needs none."""
        return letter.isspace() or ord(letter) in self._names

    def width(self, text: str) -> float:
        """Return how wide a text is, as the drawing engine was told."""
        return float(self._type.getlength(text))

    def places(self, text: str) -> list[float]:
        """Return where each letter of a text begins."""
        widths = {letter: self.width(letter) for letter in set(text)}
        return [self.width(text[: i + 1]) - widths[letter] for i, letter in enumerate(text)]

    def outline(self, letter: str) -> str:
        """Return a letter's outline as an SVG path; its y goes upwards."""
        pen = SVGPathPen(self._glyphs, ntos=lambda number: f"{number:.0f}")
        self._glyphs[self._names[ord(letter)]].draw(pen)
        return str(pen.getCommands())


@lru_cache(maxsize=4)
def _face(name: str) -> Face:
    return Face(name)


def svg_file(chart: Chart, below: Sequence[str] = (), dark: bool = False) -> bytes:
    """Return the chart as an SVG file with its letters as outlines, its headline, description and sources.

    With something to say ``below`` its sources it stands alone (see ``image.whole``).
    """
    drawing = fromstring(image.whole(chart, below, dark=dark)[0])
    letters: dict[str, str] = {}
    halos = _halos(drawing)
    for parent in list(drawing.iter()):
        for place, child in enumerate(parent):
            if child.tag == _named("text"):
                parent[place] = _outlined(child, letters)
                if child in halos:
                    _surround(parent[place], *halos[child])
            elif child.tag == _named("image") and isinstance(chart.plot, UnitField):
                parent[place] = _field(child, chart.plot)
    shapes = ET.Element(_named("defs"))
    shapes.extend(ET.Element(_named("path"), id=key, d=outline) for key, outline in letters.items())
    drawing.insert(0, shapes)
    _describe(drawing, chart)
    return bytes(ET.tostring(drawing, encoding="utf-8", xml_declaration=True))


def _halos(drawing: Any) -> dict[Any, tuple[str, str]]:
    """Return the colour of each text's halo, and a name for its letters: outlines draw their halos themselves."""
    groups = [group for group in drawing.iter() if group.attrib.pop("paint-order", None)]
    texts = [(group.attrib.pop("stroke"), group.iter(_named("text"))) for group in groups]
    colours = [(text, colour) for colour, of_group in texts for text in of_group]
    return {text: (colour, f"w{n}") for n, (text, colour) in enumerate(colours)}


def _surround(text: Any, colour: str, name: str) -> None:
    """Draw a text's halo below all its letters: each would cover the one before with its own."""
    letters = ET.Element(_named("g"), id=name)
    letters.extend(text)
    halo = {f"{{{LINK}}}href": f"#{name}", "stroke": colour}
    text[:] = [ET.Element(_named("use"), halo), letters]


def _describe(drawing: Any, chart: Chart) -> None:
    """Put at the top what the chart says and what it shows, with its sources."""
    text = chart.text
    texts = {"title": text.headline, "desc": f"{text.alt}\n{chart.words('source.label')} {text.sources}"}
    for place, (tag, words) in enumerate(texts.items()):
        element = ET.Element(_named(tag), id=f"{chart.key}-{tag}")
        element.text = words
        drawing.insert(place, element)
    drawing.set("role", "img")
    drawing.set("aria-labelledby", " ".join(f"{chart.key}-{tag}" for tag in texts))


def _field(picture: Any, plot: UnitField) -> Any:
    """Return a field of dots as circles, in the place of its picture: one row, and every row that is like it."""
    x, y, width, height = (float(picture.get(name, "0")) for name in ("x", "y", "width", "height"))
    scale = f"scale({width / plot.columns:.5f} {height / plot.rows:.5f})"
    field = ET.Element(_named("g"), transform=f"translate({x:.2f} {y:.2f}) {scale}", fill=plotly.UNIT_COLOR)
    for row, length in enumerate(plotly.row_lengths(plot)):
        if row and length == plot.columns:
            ET.SubElement(field, _named("use"), {f"{{{LINK}}}href": "#row", "y": str(row)})
            continue
        dots = ET.SubElement(field, _named("g"), {} if row else {"id": "row"})
        for column in range(length):
            place = {"cx": f"{column + 0.5}", "cy": f"{row + 0.5}", "r": f"{plotly.UNIT_SIZE / 2:g}"}
            ET.SubElement(dots, _named("circle"), place)
    return field


def _outlined(text: Any, letters: dict[str, str]) -> Any:
    """Return a text as a group of outlines, and keep each letter's outline in ``letters`` once."""
    style = _style(text)
    group = ET.Element(_named("g"), {name: style[name] for name in DRAWN_WITH if name in style})
    if moved := text.get("transform"):
        group.set("transform", moved)
    lines = list(_lines(text, style))
    group.set("aria-label", " ".join("".join(run.text for run in runs).strip() for _, _, runs in lines))
    for x, y, runs in lines:
        left = x - HELD[text.get("text-anchor", "start")] * sum(run.width for run in runs)
        for run in runs:
            group.append(_letters(run, left, y, letters) if run.is_drawable else _as_text(run, left, y))
            left += run.width
    group.tail = text.tail
    return group


def _lines(text: Any, style: dict[str, str]) -> Iterator[tuple[float, float, list[Run]]]:
    """Yield where each line of a text stands (x and y in px), and what it consists of."""
    size = float(style["font-size"].removesuffix("px"))
    lines = [child for child in text if child.get("class") == "line"] or [text]
    for line in lines:
        down = float(line.get("dy", "0em").removesuffix("em")) * size
        x, y = (float(line.get(side, text.get(side, "0"))) for side in "xy")
        yield x, y + down, list(_runs(line, style))


def _runs(part: Any, style: dict[str, str]) -> Iterator[Run]:
    """Yield the letters of a part of a text, those of its own parts in their own faces and sizes."""
    style = {**style, **_style(part)}
    bold, italic = style.get("font-weight") == "bold", style.get("font-style") == "italic"
    face, size = "Bold" if bold else "Italic" if italic else "Regular", float(style["font-size"].removesuffix("px"))
    if part.text:
        yield Run(part.text, face, size)
    for child in part:
        yield from _runs(child, style)
        if child.tail:
            yield Run(child.tail, face, size)


def _letters(run: Run, x: float, y: float, letters: dict[str, str]) -> Any:
    """Return a run as outlines, scaled from the font's units to its size."""
    face = _face(run.face)
    scale = run.size / face.em
    moves = f"translate({x:.2f} {y:.2f}) scale({scale:.5f} {-scale:.5f})"
    halo = f"{framed.HALO / scale:.0f}"  # where it has one
    group = ET.Element(_named("g"), {"transform": moves, "stroke-width": halo})
    for letter, at in zip(run.text, face.places(run.text), strict=True):
        if letter.isspace():
            continue
        key = f"{face.name[0].lower()}{ord(letter):x}"
        letters[key] = letters.get(key) or face.outline(letter)
        ET.SubElement(group, _named("use"), {f"{{{LINK}}}href": f"#{key}", "x": f"{at:.0f}"})
    return group


def _as_text(run: Run, x: float, y: float) -> Any:
    """Return a run as text at its own place: the fonts lack some of its letters, another program's may not."""
    weight = {"font-weight": "bold"} if run.face == "Bold" else {}
    element = ET.Element(
        _named("text"), {"x": f"{x:.2f}", "y": f"{y:.2f}", "font-family": FONT, "font-size": f"{run.size:g}", **weight}
    )
    element.text = run.text
    return element


def _style(element: Any) -> dict[str, str]:
    """Return the rules of an element's own style."""
    rules = (rule.partition(":") for rule in (element.get("style") or "").split(";"))
    return {name.strip(): value.strip() for name, _, value in rules if value}


def _named(tag: str) -> str:
    return f"{{{SVG}}}{tag}"

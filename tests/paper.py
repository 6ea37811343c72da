"""A printed page as tests look at it: its letters with their places and inks, and its pixels."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from charts import style

POINTS_TO_MM = 25.4 / 72
FINE = 3  # px to the point
EDGE = 8.0  # mm of every page that stay white
MOSTLY = 120  # of a colour's 255: a letter on white is darker than this


@dataclass(frozen=True)
class Line:
    """A piece of text and its box in points, from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Sheet:
    """One page of a PDF file."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.page = page
        self.width, self.height = page.get_size()
        self.text = page.get_textpage()

    def lines(self) -> Iterator[Line]:
        """Every piece of text that stands on one line, in the order in which it was written."""
        letters = self.text.get_text_range()
        for piece in re.finditer(r"[^\r\n]+", letters):
            boxes = [self.text.get_charbox(i) for i in range(*piece.span()) if not letters[i].isspace()]
            if boxes:
                lefts, bottoms, rights, tops = zip(*boxes, strict=True)
                top, bottom = self.height - max(tops), self.height - min(bottoms)
                yield Line(piece[0].strip(), min(lefts), top, max(rights), bottom)

    def written(self) -> str:
        """Its text in the order in which it was drawn: what stands side by side is not mixed up."""
        pieces = []
        for piece in self.page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            size = raw.FPDFTextObj_GetText(piece.raw, self.text.raw, None, 0)
            buffer = raw.create_string_buffer(size)
            raw.FPDFTextObj_GetText(piece.raw, self.text.raw, raw.cast(buffer, raw.POINTER(raw.FPDF_WCHAR)), size)
            pieces.append(buffer.raw[: size - 2].decode("utf-16-le"))
        return "".join(pieces)

    def read(self) -> str:
        """Its text without spaces, line after line; pdfium has a sign of its own for a hyphen at a line's end."""
        return letters(self.text.get_text_range()).replace("\ufffe", "-")

    def smallest(self) -> float:
        """In how many points its smallest letters are."""
        letters, turn, sizes = self.text.get_text_range(), raw.FS_MATRIX(), [99.0]
        for i, letter in enumerate(letters):
            if letter.isalnum() and raw.FPDFText_GetMatrix(self.text.raw, i, turn):
                sizes.append(raw.FPDFText_GetFontSize(self.text.raw, i) * abs(turn.d))
        return min(sizes)

    def inks(self) -> set[tuple[int, int, int]]:
        """The colours of its letters."""
        found = set()
        for letters in self.page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            channels = [raw.c_uint() for _ in range(4)]
            raw.FPDFPageObj_GetFillColor(letters.raw, *channels)
            found.add(tuple(channel.value for channel in channels[:3]))
        return found

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        """The page as it looks: rows of pixels of red, green and blue."""
        return np.asarray(self.page.render(scale=FINE).to_pil().convert("RGB"))

    def bars(self) -> list[float]:
        """Of each bar that the accent fills from the left: how much of it is filled."""
        rows = zip(*(near(self.pixels, colour).sum(axis=1) for colour in (style.ACCENT, "#d4d7da")), strict=True)
        return [float(lit / (lit + rest)) for lit, rest in rows if lit > self.pixels.shape[1] / 5 and rest]


def near(pixels: NDArray[np.uint8], colour: str) -> NDArray[np.bool_]:
    """Which pixels have about a colour (#rrggbb)."""
    wanted = [np.int16(int(colour[i : i + 2], 16)) for i in (1, 3, 5)]
    return np.logical_and.reduce([np.abs(pixels[..., i] - of) < 8 for i, of in enumerate(wanted)])


def letters(text: str) -> str:
    """A text without its spaces."""
    return "".join(text.split())


def sheets(content: bytes) -> list[Sheet]:
    """The pages of a PDF file."""
    return [Sheet(page) for page in pdfium.PdfDocument(content)]


def faults(sheet: Sheet, headings: set[str]) -> list[str]:
    """What is wrong with a printed page: ink at its edges, light letters, a heading alone, words on a figure."""
    pixels, lines = sheet.pixels, list(sheet.lines())
    found = []
    edge = round(EDGE / POINTS_TO_MM * FINE)
    if any((strip < 255).any() for strip in (pixels[:edge], pixels[-edge:], pixels[:, :edge], pixels[:, -edge:])):
        found.append("something lies at the edge")
    found += [f"light ink {ink}" for ink in sheet.inks() if min(ink) > MOSTLY]
    if lines and any(heading.endswith(max(lines, key=lambda line: line.bottom).text) for heading in headings):
        found.append("a heading is the last on its page")
    for line in lines:
        if line.text.startswith(("Sumber:", "Source:")):
            box = pixels[int(line.top * FINE) : int(line.bottom * FINE), int(line.left * FINE) : int(line.right * FINE)]
            if np.median(box) < 255:
                found.append(f"{line.text[:30]} stands on something")
    return found

"""The deck's master, as ``template.pptx`` has it: an empty deck with one layout for each kind of slide.

It is drawn in PowerPoint, not in code. The names of its layouts and its prompts are keys of the catalogues; its
colours and fonts are those of the theme (``render/office.py``), whatever it was drawn with.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Show
from pptx.slide import SlideLayout

from locales import Words
from render.office import EMU, LANGUAGES, Area, theme

TEMPLATE = Path(__file__).with_name("template.pptx")
SMALL = 11.0  # points, of the sources

# What a layout's placeholders are found by, and the layouts in the order of the file.
FOOTER_ID, NUMBER_ID, READING_ID, ABOVE_ID, CONTENT_ID = range(11, 16)
LAYOUTS = OPENING, CHART, WIDE, BESIDE_TEXT, TABLE = "opening", "chart", "wide", "beside", "table"

# Where a figure of shapes stands: no placeholder takes one.
FIGURES = {OPENING: Area(44, 284, 872, 200), WIDE: Area(44, 160, 872, 322), BESIDE_TEXT: Area(312, 112, 604, 370)}


def template(language: str) -> Show:
    """Return an empty deck with the master and its layouts, named in the language."""
    words, show = Words(language), Presentation(str(TEMPLATE))
    for master in (show.slide_master, show.notes_master):
        master.part.part_related_by(RT.THEME).blob = theme()
    for one in (show.slide_master, *show.slide_layouts):
        for run in one.element.iter(qn("a:r"), qn("a:fld")):
            run.find(qn("a:rPr")).set("lang", LANGUAGES[language])
        for text in (run.find(qn("a:t")) for run in one.element.iter(qn("a:r"))):
            text.text = words(f"deck.prompt.{text.text}")
    for one in show.slide_layouts:
        one.element.cSld.set("name", words(f"deck.layout.{one.name}"))
    return show


def layout(show: Show, key: str) -> SlideLayout:
    """Return a layout of a deck made from the template."""
    return show.slide_layouts[LAYOUTS.index(key)]


@lru_cache
def area(key: str, number: int) -> Area:
    """Return where a placeholder of a layout stands."""
    holders: Any = layout(Presentation(str(TEMPLATE)), key).placeholders
    holder = next(one for one in holders if one.placeholder_format.idx == number)
    return Area(*(length / EMU for length in (holder.left, holder.top, holder.width, holder.height)))

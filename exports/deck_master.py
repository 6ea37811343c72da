"""The deck's master: theme colours and fonts, and one layout for each kind of slide; made once per language."""

import io
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Show
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Emu

from charts import style
from locales import Words
from render.office import EMU, LANGUAGES, NAMESPACES, QUIET_INK, Area, decorative, fill, paragraph, theme

SMALL = 11.0  # points, of the sources and the number
SLIDE = Area(0, 0, 960, 540)  # 16:9, 13.33 inches across

LEFT, ACROSS = 44, 872
TITLE = Area(LEFT, 24, ACROSS, 70)
READING = Area(LEFT, 110, ACROSS, 48)
FIGURE = Area(LEFT, 162, ACROSS, 320)
WHOLE_WIDTH = Area(LEFT, 158, ACROSS, 324)
SIDE = Area(LEFT, 116, 252, 366)
BESIDE = Area(312, 112, 604, 370)
SOURCES = Area(LEFT, 497, 800, 30)
NUMBER = Area(LEFT + ACROSS - 60, 497, 60, 30)
OPENING_ABOVE = Area(LEFT, 36, ACROSS, 30)
OPENING_TITLE = Area(LEFT, 70, ACROSS, 122)
OPENING_READING = Area(LEFT, 206, ACROSS, 66)
OPENING_FIGURE = Area(LEFT, 292, ACROSS, 184)
TITLE_RULE = Area(LEFT, 99, 64, 4)
SOURCES_RULE = Area(LEFT, 490, ACROSS, 0.75)
OPENING_BAND = Area(0, 0, SLIDE.width, 12)

# What a layout's placeholders are found by.
FOOTER_ID, NUMBER_ID, READING_ID, ABOVE_ID, CONTENT_ID = range(11, 16)

# The layouts, in the order of the file.
LAYOUTS = OPENING, CHART, WIDE, BESIDE_TEXT, TABLE = "opening", "chart", "wide", "beside", "table"

FLUSH = 'lIns="0" tIns="0" rIns="0" bIns="0"'  # text stands on the margins
TREE_HEAD = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


@lru_cache(maxsize=len(LANGUAGES))
def template(language: str) -> bytes:
    """Return an empty deck with the master and its layouts, named in the language."""
    words = Words(language)
    show = _with_notes(Presentation())
    show.slide_width, show.slide_height = Emu(round(SLIDE.width * EMU)), Emu(round(SLIDE.height * EMU))
    show.element.find(qn("p:sldSz")).attrib.pop("type")
    _drop_leftovers(show)
    for master in (show.slide_master, show.notes_master):
        master.part.part_related_by(RT.THEME).blob = theme()
    _master(show.slide_master, words)
    layouts = list(show.slide_layouts)
    for layout, key in zip(layouts, LAYOUTS, strict=False):
        _layout(layout, words, key)
    for layout in layouts[len(LAYOUTS) :]:
        show.slide_layouts.remove(layout)
    return _packed(show)


def layout(show: Show, key: str) -> SlideLayout:
    """Return a layout of a deck made from the template."""
    return show.slide_layouts[LAYOUTS.index(key)]


def holder(number: int, kind: str, name: str, box: Area | None, text: str, body: str = "", levels: str = "") -> str:
    """Return a placeholder as XML. ``kind`` is its type and idx; without a box it takes the place of the one above it.

    ``text`` are its paragraphs, ``body`` the attributes of its text body, ``levels`` its list style.
    """
    place = "" if box is None else f'{box.xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>'
        f"<p:txBody><a:bodyPr {body}/><a:lstStyle>{levels}</a:lstStyle>{text}</p:txBody></p:sp>"
    )


def footer(text: str) -> str:
    """Return a footer placeholder with paragraphs, as XML."""
    return holder(90, f'type="ftr" sz="quarter" idx="{FOOTER_ID}"', "Footer", None, text)


def slide_number(language: str) -> str:
    """Return a placeholder that Office fills with the slide's number, as XML."""
    return holder(91, f'type="sldNum" sz="quarter" idx="{NUMBER_ID}"', "Slide Number", None, _number(language))


def _number(language: str) -> str:
    return (
        '<a:p><a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        f'<a:rPr lang="{LANGUAGES[language]}"/><a:t>‹#›</a:t></a:fld></a:p>'
    )


def _with_notes(show: Show) -> Show:
    """Return the deck with a notes master that its presentation lists."""
    notes = show.part.relate_to(show.notes_master.part, RT.NOTES_MASTER)
    listed = f'<p:notesMasterIdLst {NAMESPACES}><p:notesMasterId r:id="{notes}"/></p:notesMasterIdLst>'
    show.element.find(qn("p:sldMasterIdLst")).addnext(parse_xml(listed))
    return Presentation(io.BytesIO(_packed(show)))


def _packed(show: Show) -> bytes:
    packed = io.BytesIO()
    show.save(packed)
    return packed.getvalue()


def _drop_leftovers(show: Show) -> None:
    """Remove what the packaged empty deck carries along: printer settings, a thumbnail, who made it."""
    for owner, kinds in (
        (show.part, (RT.PRINTER_SETTINGS,)),
        (show.part.package, (RT.THUMBNAIL, RT.EXTENDED_PROPERTIES)),
    ):
        for kind in kinds:
            owner.drop_rel(owner.relate_to(owner.part_related_by(kind), kind))


def _level(size: float, ink: str, font: str = "mn", bold: bool = False, align: str = "l", number: int = 1) -> str:
    return (
        f'<a:lvl{number}pPr marL="0" indent="0" algn="{align}"><a:lnSpc><a:spcPct val="95000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/><a:defRPr sz="{round(size * 100)}" b="{int(bold)}" '
        f'kern="1200">{fill(ink)}<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/>'
        f'<a:cs typeface="+{font}-cs"/></a:defRPr></a:lvl{number}pPr>'
    )


def _rule(number: int, box: Area, ink: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="">{decorative()}</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr>{box.xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill(ink)}'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _prompt(words: Words, key: str) -> str:
    """Return what an empty placeholder asks for."""
    return paragraph(words(f"deck.prompt.{key}"), words.language)


def _master(master: SlideMaster, words: Words) -> None:
    small = _level(SMALL, QUIET_INK), _level(SMALL, QUIET_INK, align="r")
    holders = (
        holder(2, 'type="title"', "Title", TITLE, _prompt(words, "title"), f'{FLUSH} anchor="b"'),
        holder(3, 'type="body" idx="1"', "Text", READING, _prompt(words, "reading"), FLUSH),
        holder(4, 'type="ftr" sz="quarter" idx="3"', "Footer", SOURCES, _prompt(words, "sources"), FLUSH, small[0]),
        holder(5, 'type="sldNum" sz="quarter" idx="4"', "Slide Number", NUMBER, _number(words.language), FLUSH,
               small[1]),
    )  # fmt: skip
    rules = _rule(6, TITLE_RULE, style.ACCENT) + _rule(7, SOURCES_RULE, QUIET_INK)
    background = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    _replace(master.element, "cSld", f"{background}<p:spTree>{TREE_HEAD}{rules}{''.join(holders)}</p:spTree>")
    levels = "".join(_level(18, style.INK, number=n) for n in range(1, 10))
    title, body = _level(28, style.INK, "mj", bold=True), _level(16, QUIET_INK)
    kinds = (("titleStyle", title), ("bodyStyle", body), ("otherStyle", levels))
    _replace(master.element, "txStyles", "".join(f"<p:{kind}>{levels}</p:{kind}>" for kind, levels in kinds))


def _placeholders(words: Words, key: str) -> str:
    """Return the placeholders of a layout above its footer, as XML."""
    kind, reading = f'type="body" idx="{READING_ID}"', _prompt(words, "reading")
    if key == OPENING:
        above, subject = f'type="body" idx="{ABOVE_ID}"', _level(20, style.ACCENT, bold=True)
        big = _level(36, style.INK, "mj", bold=True)
        return (
            holder(4, above, "Subject", OPENING_ABOVE, _prompt(words, "subject"), f'{FLUSH} anchor="b"', subject)
            + holder(2, 'type="title"', "Title", OPENING_TITLE, _prompt(words, "title"), f'{FLUSH} anchor="t"', big)
            + holder(3, kind, "Reading", OPENING_READING, reading, FLUSH)
        )
    title = holder(2, 'type="title"', "Title", None, _prompt(words, "title"))
    if key == BESIDE_TEXT:
        return title + holder(3, kind, "Reading", SIDE, reading, FLUSH, _level(20, QUIET_INK))
    content = {CHART: "chart", TABLE: "tbl"}.get(key)
    inside = f'type="{content}" idx="{CONTENT_ID}"'
    return (
        title
        + holder(3, kind, "Reading", READING, reading, FLUSH)
        + (holder(4, inside, "Content", FIGURE, _prompt(words, "content")) if content else "")
    )


def _layout(layout: SlideLayout, words: Words, key: str) -> None:
    parts = _placeholders(words, key) + footer(_prompt(words, "sources")) + slide_number(words.language)
    rules = _rule(11, OPENING_BAND, style.ACCENT) + _rule(12, SOURCES_RULE, QUIET_INK) if key == OPENING else ""
    name = f"name={quoteattr(words(f'deck.layout.{key}'))}"
    _replace(layout.element, "cSld", f"<p:spTree>{TREE_HEAD}{rules}{parts}</p:spTree>", name)
    layout.element.attrib.pop("type", None)
    layout.element.attrib.update({"preserve": "1", "userDrawn": "1", "showMasterSp": str(int(key != OPENING))})


def _replace(element: Any, tag: str, content: str, attributes: str = "") -> None:
    """Put new content in place of a child of a master or layout."""
    element.replace(element.find(qn(f"p:{tag}")), parse_xml(f"<p:{tag} {NAMESPACES} {attributes}>{content}</p:{tag}>"))

"""The story as a slide deck: native charts, shapes and tables on a master of its own, with the speaker's notes."""

import copy
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Show
from pptx.slide import Slide as Page
from pptx.util import Pt

from charts import style
from charts.chart import Chart
from charts.plots import Bars, BigNumbers
from charts.table import Linked
from charts.words import sentences
from data.archive import settled
from data.view import View
from exports import deck_master, imprint
from exports.deck_master import ABOVE_ID, CONTENT_ID, FOOTER_ID, NUMBER_ID, READING_ID
from locales import Words, unbroken
from render import pptx
from render.office import EMU, LANGUAGES, LINE, NAMESPACES, Area, balanced, fill, width, wrapped
from story.slides import Slide, tell

TALL = 2.0  # width ÷ height of a figure that has its text beside it
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # Office's own style without fills and lines
PADDING = 4.0  # points above and below the words of a cell
LONELY = 0.4  # of a title's longest line: a last line so short stands alone
SPARE = (1.08, 1.05, 1.02, 1.0)  # times the longest line, which other fonts set wider: the most that leaves none alone
OPENING_TYPE = 36.0  # points: of the opening's title, as its layout has it
TITLE_TYPE = (28.0, 24.0, 22.0, 20.0, 18.0)  # points: the layout's own, and the first smaller one that fits
READING_TYPE = (16.0, 15.0, 14.0, pptx.LEGIBLE)
SIDE_TYPE = (20.0, 18.0, 16.0, 15.0, 14.0)
TABLE_TYPE = (16.0, 15.0, 14.0, pptx.LEGIBLE)  # points, the first that fits; rows that have no room have a next slide
FIRST_COLUMN = 0.34  # of a table's width
LONGEST = 255  # letters of a document property


def deck(view: View) -> bytes:
    """Return the story of the selection as a PowerPoint file; the same bytes for the same tables and selection."""
    story = tell(view)
    show = deck_master.template(view.words.language)
    for slide in story.slides:
        for part in parts(slide, view.words):
            _add(show, part, f"{story.title} · {story.caption}", story.date, view.words)
    _describe(show, (story.title, story.caption, story.subtitle), story.sources, story.date, view.words)
    return _packed(show)


def one_slide(chart: Chart, made: dt.date, below: Sequence[str] = ()) -> bytes:
    """Return a chart as a PowerPoint file of one slide, with its text alternative as what the speaker says.

    ``made`` is the day of the tables, ``below`` what a picture says below its sources: here it is in the notes, and the
    last of it, where it is from, behind the sources. The same bytes for the same chart, day and words.
    """
    words, text = chart.words, chart.text
    show = deck_master.template(words.language)
    sources, say = " ".join((text.sources, *below[-1:])), " ".join((text.alt, *below))
    slide = Slide(chart.key, text.headline, text.subtitle, sources, say, (), chart)
    _add(show, slide, words("app.title"), made, words)
    _describe(show, (text.headline, text.subtitle, text.alt), (text.sources,), made, words)
    return _packed(show)


def _packed(show: Show) -> bytes:
    packed = io.BytesIO()
    show.save(packed)
    return settled(packed.getvalue())


def _layout(slide: Slide) -> str:
    if slide.chart is None:
        return deck_master.TABLE
    if isinstance(slide.chart.plot, BigNumbers):
        return deck_master.OPENING
    if isinstance(slide.chart.plot, Bars):
        return deck_master.CHART
    return deck_master.BESIDE_TEXT if 0 < slide.chart.plot.aspect <= TALL else deck_master.WIDE


def _add(show: Show, slide: Slide, above: str, made: dt.date, words: Words) -> None:
    """Add one slide: what stands above, title, reading, figure or table, sources, number, notes."""
    kind = _layout(slide)
    page = show.slides.add_slide(deck_master.layout(show, kind))
    signs = imprint.signs(slide.chart, slide.reading) if slide.chart else ""
    texts = {0: unbroken(slide.title), READING_ID: sentences(slide.reading, signs), ABOVE_ID: above}
    for holder in page.placeholders:
        if holder.placeholder_format.idx in texts:
            _say(holder.text_frame, texts[holder.placeholder_format.idx], words)
    if kind == deck_master.OPENING:
        _balance(page.shapes.title, OPENING_TYPE)
    else:
        _fit(page.shapes.title, TITLE_TYPE, bold=True)
    column = deck_master.area(kind, READING_ID) if kind == deck_master.BESIDE_TEXT else None
    if slide.chart is not None and column:
        key = pptx.key_height(slide.chart, column, deck_master.FIGURES[kind])
        _fit(page.placeholders[READING_ID], SIDE_TYPE, less=key)
    else:
        _fit(page.placeholders[READING_ID], READING_TYPE)
    if slide.chart is None:
        _insert_table(page, slide, words)
    elif isinstance(slide.chart.plot, Bars):
        holder = page.placeholders[CONTENT_ID]
        if slide.chart.plot.rows:
            pptx.insert_chart(page, holder, slide.chart, made)
        else:  # the title says why there is none
            page.shapes.element.remove(holder.element)
    else:
        pptx.draw(page, slide.chart, deck_master.FIGURES[kind], column)
    sources = slide.sources if slide.chart is None else f"{words('source.label')} {slide.sources}"
    _add_footer(page, sources, words)
    _add_notes(page, slide, words)


def _fit(holder: Any, sizes: tuple[float, ...], bold: bool = False, less: float = 0.0) -> None:
    """Set a text that is too long for its place in smaller type; ``less`` is how much of its height is not free."""
    text, wide, high = holder.text_frame.text, holder.width / EMU, holder.height / EMU - less
    fits = (size for size in sizes if len(wrapped(text, size, wide, bold)) * size * LINE <= high)
    size = next(fits, sizes[-1])
    if bold:
        _balance(holder, size)
    if size != sizes[0]:
        holder.text_frame.paragraphs[0].runs[0].font.size = Pt(size)


def _balance(title: Any, size: float) -> None:
    """Leave room at a title's right edge where its last line would else be a word or two: then both are as long."""
    text, wide = title.text_frame.text, title.width / EMU
    longest = max(width(line, size, bold=True) for line in balanced(text, size, wide, bold=True))
    rooms = [wide, *(spare * longest for spare in SPARE if spare * longest < wide)]
    best = next((room for room in rooms if not _is_lonely(text, size, room)), rooms[-1])
    if best < wide:
        title.text_frame.margin_right = Pt(wide - best)


def _is_lonely(text: str, size: float, room: float) -> bool:
    """Whether a title's last line is much shorter than its longest."""
    lengths = [width(line, size, bold=True) for line in wrapped(text, size, room, bold=True)]
    return len(lengths) > 1 and lengths[-1] < LONELY * max(lengths)


def _add_footer(page: Page, text: str, words: Words) -> None:
    """Add the sources and the slide's number, which python-pptx leaves out of a new slide.

    Their lines are paragraphs, since LibreOffice breaks a long footer inside a word.
    """
    holders: Any = page.slide_layout.placeholders
    for holder in holders:
        if holder.placeholder_format.idx in (FOOTER_ID, NUMBER_ID):
            page.shapes.clone_placeholder(holder)
            added: Any = page.placeholders[holder.placeholder_format.idx]
            if holder.placeholder_format.idx == NUMBER_ID:
                added.text_frame._txBody.p_lst[0].append(copy.deepcopy(next(holder.element.iter(qn("a:fld")))))
                continue
            for i, line in enumerate(wrapped(text, deck_master.SMALL, added.width / EMU)):
                _say(added.text_frame, line, words, more=i > 0)


def parts(slide: Slide, words: Words) -> list[Slide]:
    """Return a slide as it is, or one whose table is too long for it as several."""
    if slide.chart is not None:
        return [slide]
    head, *rows = slide.table
    widths, parts = _widths(slide), [[head]]
    for row in rows:
        if sum(_row_height(line, widths, TABLE_TYPE[-1]) for line in [*parts[-1], row]) > _table_area().height:
            parts.append([head])
        parts[-1].append(row)
    if len(parts) == 1:
        return [slide]
    titles = (words("deck.part", title=slide.title, n=n, of=len(parts)) for n in range(1, len(parts) + 1))
    return [replace(slide, title=title, table=tuple(part)) for title, part in zip(titles, parts, strict=True)]


def _table_area() -> Area:
    return deck_master.area(deck_master.TABLE, CONTENT_ID)


def _widths(slide: Slide) -> list[float]:
    """Return the widths of a table's columns in points."""
    rest = (1 - FIRST_COLUMN) / max(len(slide.table[0]) - 1, 1)
    return [_table_area().width * (rest if column else FIRST_COLUMN) for column in range(len(slide.table[0]))]


def _insert_table(page: Page, slide: Slide, words: Words) -> None:
    """Put the slide's table into its placeholder, in the largest type with which it fits."""
    high = _table_area().height
    frame = page.placeholders[CONTENT_ID].insert_table(len(slide.table), len(slide.table[0]))
    pptx.describe(frame, slide.alt)
    table = frame.table
    table._tbl.tblPr.find("{*}tableStyleId").text = PLAIN_TABLE
    widths = _widths(slide)
    sizes = (size for size in TABLE_TYPE if sum(_row_height(row, widths, size) for row in slide.table) <= high)
    size = next(sizes, TABLE_TYPE[-1])
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Pt(wide)
    for row, texts in zip(table.rows, slide.table, strict=True):
        row.height = Pt(_row_height(texts, widths, size))
        for cell, text in zip(row.cells, texts, strict=True):
            head = texts is slide.table[0]
            _say(cell.text_frame, text, words, bold=head)
            (run, *_) = cell.text_frame.paragraphs[0].runs
            run.font.size = Pt(size)
            if isinstance(text, Linked) and text.outside:
                run.hyperlink.address = text.outside
            cell.margin_top = cell.margin_bottom = Pt(PADDING)
            cell._tc.get_or_add_tcPr().append(_line_below(style.ACCENT if head else style.GRID, 1.5 if head else 0.75))


def _line_below(ink: str, points: float) -> Any:
    return parse_xml(f'<a:lnB {NAMESPACES} w="{Pt(points)}">{fill(ink)}<a:round/></a:lnB>')


def _row_height(texts: tuple[str, ...], widths: list[float], size: float) -> float:
    lines = max(-(-width(text, size) // (wide - 20)) for text, wide in zip(texts, widths, strict=True))
    return max(lines, 1) * size * LINE + 2 * PADDING


def _say(frame: Any, text: str, words: Words, bold: bool = False, more: bool = False) -> None:
    """Write a paragraph, below what is there if there is ``more`` to say."""
    paragraph = frame.add_paragraph() if more else frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = text
    run.font.language_id = pptx.LANGUAGE_IDS[words.language]
    if bold:
        run.font.bold = True


def _add_notes(page: Page, slide: Slide, words: Words) -> None:
    """Write what the speaker says and may be asked, with the answers and their sources."""
    notes: Any = page.notes_slide
    for holder in notes.placeholders:
        if holder.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            notes.shapes.element.remove(holder.element)
    frame = notes.notes_text_frame
    _say(frame, words("deck.say"), words, bold=True)
    _say(frame, slide.say, words, more=True)
    if slide.questions:
        _say(frame, words("story.questions"), words, bold=True, more=True)
    for question in slide.questions:
        _say(frame, question.asked, words, bold=True, more=True)
        _say(frame, question.answer, words, more=True)
        _say(frame, f"{words('source.label')} {question.sources}", words, more=True)


def _describe(show: Show, texts: tuple[str, str, str], sources: Sequence[str], made: dt.date, words: Words) -> None:
    """Set the document's properties; ``texts`` are its title, subject and comments."""
    properties = show.core_properties
    properties.title, properties.subject, properties.comments = (text[:LONGEST] for text in texts)
    properties.author = properties.last_modified_by = words("app.title")
    properties.keywords = "; ".join(sources)[:LONGEST]
    properties.language = LANGUAGES[words.language]
    properties.created = properties.modified = dt.datetime.combine(made, dt.time())
    properties.revision = 1

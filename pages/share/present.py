"""Present: the story full screen, one headline a slide, made for a projector; in a file, one slide below the other."""

from collections.abc import Iterator
from dataclasses import replace

from charts.chart import Chart
from charts.table import Linked, Table
from data.view import View
from pages.parts.page import (
    Block,
    Depending,
    Figure,
    Folded,
    Heading,
    Headline,
    Listing,
    Live,
    Numbers,
    Page,
    Paragraph,
    Part,
    TableBlock,
)
from story import overview
from story.first_numbers import OPENING
from story.slides import Question, Slide, tell


def slides(view: View) -> None:
    """Show the slides."""
    from pages.parts import presenter  # it registers with a running Streamlit

    presenter.show(view, tell(view))


def below_each_other(view: View) -> tuple[Block, ...]:
    """Return the slides as blocks, but for the first: its words and its numbers stand above them."""
    return tuple(Part(tuple(_blocks(slide))) for slide in tell(view).slides[1:])


def with_notes(view: View) -> tuple[Block, ...]:
    """Return the slides as blocks, the first one's rest too, each with its notes and a way to the next."""
    first, *others = tell(view).slides
    after = [*others, None]
    parts = (
        Part((*_blocks(slide), _notes(slide), *_way_on(following)))
        for slide, following in zip(others, after[1:], strict=True)
    )
    return (Folded("present.list", "slides", (Listing(_listed),)), _notes(first), *_way_on(after[0]), *parts)


def _listed(view: View) -> list[str]:
    return [Linked([(slide.title, f"#{slide.key}")]) for slide in tell(view).slides[1:]]


def _notes(slide: Slide) -> Folded:
    return Folded("present.say", f"notes-{slide.key}", (Paragraph(lambda _view: slide.say),))


def _way_on(following: Slide | None) -> tuple[Paragraph, ...]:
    """Return the link to the next slide; nothing after the last."""
    if following is None:
        return ()
    return (Paragraph(lambda view: Linked([(view.words("present.upcoming"), f"#{following.key}")]), "way"),)


def _blocks(slide: Slide) -> Iterator[Block]:
    if slide.chart:
        yield Figure(lambda _view: _titled(slide, slide.chart))  # type: ignore[arg-type]
    else:
        yield Heading(lambda _view: slide.title, slide.key)
        yield Paragraph(lambda _view: slide.reading, "subtitle")
    if slide.table:
        head, *rows = slide.table
        yield TableBlock(
            lambda _view: Table.of({str(n): label for n, label in enumerate(head)}, rows), lambda _view: slide.title
        )
        yield Paragraph(lambda _view: slide.sources, "source")
    if slide.questions:
        answers = (block for question in slide.questions for block in _answered(question))
        yield Folded("story.questions", f"questions-{slide.key}", tuple(answers))


def _titled(slide: Slide, chart: Chart) -> Chart:
    """Return a slide's figure with the words of the slide."""
    return replace(chart, text=replace(chart.text, headline=slide.title, subtitle=slide.reading))


def _answered(question: Question) -> Iterator[Block]:
    yield Paragraph(lambda _view: question.asked, "asked")
    yield Paragraph(lambda _view: question.answer)
    yield Paragraph(lambda view: f"{view.words('source.label')} {question.sources}", "source")


NUMBERS = Numbers(OPENING)
PAGE = Page(
    "present",
    Headline(overview.headline),
    (
        Live(
            slides,
            instead=(Paragraph(overview.lead), NUMBERS, Depending(with_notes)),
            in_file=(Paragraph(overview.lead), NUMBERS, Depending(below_each_other)),
        ),
    ),
    covers_window=True,
)

if __name__ == "__main__":
    from pages.parts import live

    live.show(PAGE)

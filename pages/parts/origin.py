"""The sources of one large number, folded below it."""

from collections.abc import Callable

from markupsafe import Markup

from data.view import View
from pages.parts import links
from render.links import markup
from story.overview import KeyNumber


def origin(view: View, number: KeyNumber, led: Callable[[str], str] = lambda text: text) -> Markup:
    """Return where a large number comes from, which a reader unfolds; of no sources an empty place as high.

    ``led`` turns the links to the sources into an outlet's own.
    """
    if not number.sources:
        return Markup('<div class="origin"></div>')
    fold = Markup('<details class="origin"><summary aria-label="{}: {}">{}</summary>{}</details>')
    label = view.words("source.label").rstrip(": ")
    return fold.format(label, number.label, label, markup(led(links.of_sources(view, number.sources))))

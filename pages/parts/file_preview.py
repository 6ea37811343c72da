"""What a reader sees of a file before it is made: what it holds, how large it is, and its first slides or pages."""

from markupsafe import Markup

from data.parameters import address, of_language
from data.selection import to_address
from data.view import View
from exports.contents import COVER, summary
from exports.outlets import COVERS, Outlet


def description(view: View, outlet: Outlet) -> Markup:
    """Return what a file is and holds, in two paragraphs."""
    paragraphs = Markup('<p class="subtitle">{}</p><p class="source">{}</p>')
    return paragraphs.format(view.words(f"outlet.{outlet.key}"), summary(view, outlet))


def cover(view: View, outlet: Outlet) -> Markup:
    """Return the picture of a file's first slides or pages; nothing for a file that has none."""
    if outlet.key not in COVERS:
        return Markup()
    given = {**to_address(view.selection, view.tables), **of_language(view.words)}
    picture = Markup('<img class="cover" loading="lazy" src="{}" width="{}" height="{}" alt="{}">')
    label = view.words("contents.cover", name=view.words(f"outlet.{outlet.key}.name"))
    return picture.format(address(f"./v1/covers/{outlet.key}.png", given), *COVER, label)

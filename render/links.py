"""Texts of which parts lead somewhere, as HTML."""

from markupsafe import Markup, escape

from charts.table import Linked


def markup(text: str) -> Markup:
    """Return a text as HTML: what leads somewhere as a link. No markup in it is obeyed."""
    if not isinstance(text, Linked):
        return escape(str(text))
    link = Markup('<a href="{}">{}</a>')
    return Markup("").join(link.format(address, part) if address else escape(part) for part, address in text.parts)


def anchor(text: str) -> Markup:
    """Return the attribute by which others lead to a text; "" where none do."""
    name = text.anchor if isinstance(text, Linked) else ""
    return Markup(' id="{}"').format(name) if name else Markup()

"""Take away: every outlet of the story on one shelf, for the current selection."""

from charts.words import caption
from exports.outlets import OUTLETS
from pages.parts import address, look, shelf
from pages.parts.problems import guarded

view = address.current_view()
words = view.words

with guarded(words):
    look.heading(words("takeaway.title"), "takeaway", level=1)
    look.paragraph("lead", words("takeaway.lead", caption=caption(view)))
    for outlet in OUTLETS:
        shelf.show(view, outlet)
    look.paragraph("source", words("takeaway.figures"))
    look.paragraph("source", words("takeaway.command"))

"""Rounds: which there are, adding and correcting them, and their history, in which every earlier state is kept."""

from data.rounds.journal import journal
from pages.parts import address, desk, editor, look, records
from pages.parts.problems import guarded
from story import rounds

view = address.current_view()
words = view.words

look.heading(words("rounds.title"), "rounds", level=1)
look.paragraph("lead", words("rounds.lead"))
writes = editor.show(words)

with guarded(words):
    entries = journal().entries()
    look.heading(words("rounds.in_use"), "in-use")
    look.table(rounds.in_use(view, entries), words("rounds.in_use.caption"))

with guarded(words):
    look.heading(words("template.heading"), "template")
    look.paragraph("subtitle", words("template.lead"))
    desk.templates(view)

if writes:
    with guarded(words):
        look.heading(words("rounds.enter"), "enter")
        desk.show(view)

with guarded(words):
    look.heading(words("rounds.history"), "history")
    records.show(view, journal().entries(), writes)

"""Present: the story full screen, one finding a slide, made for a projector."""

from pages.parts import address, presenter
from pages.parts.problems import guarded
from story.slides import tell

view = address.current_view()
words = view.words

with guarded(words):
    presenter.show(view, tell(view))

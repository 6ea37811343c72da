"""Present: the story full screen, one headline a slide, made for a projector."""

from data.view import View
from pages.parts import live
from pages.parts.page import Headline, Live, Numbers, Page
from story import overview
from story.slides import tell


def slides(view: View) -> None:
    """Show the slides."""
    from pages.parts import presenter  # it registers with a running Streamlit

    presenter.show(view, tell(view))


PAGE = Page(
    "present",
    Headline(overview.headline),
    (Live(slides, instead=(Numbers(overview.KEY_NUMBERS),)),),
    covers_window=True,
)

if __name__ == "__main__":
    live.show(PAGE)

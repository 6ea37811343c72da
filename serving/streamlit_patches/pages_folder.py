"""The folder pages/ is this project's own.

What: Streamlit is told that there is no folder of pages in its first form.
Why: it would take the folder for one until the first reader has come, and answer that reader's direct link with "Page
    not found".
Read in: Streamlit 1.67 (runtime/pages_manager.py).
If it fails: as just said.
Guarded by: tests/serving/test_serving.py, test_a_direct_link_is_answered_first_of_all.
"""

from streamlit.runtime.pages_manager import PagesManager


def apply() -> None:
    """Switch Streamlit's first form of pages off."""
    if not isinstance(PagesManager.uses_pages_directory, bool | None):
        raise TypeError("PagesManager.uses_pages_directory")
    PagesManager.uses_pages_directory = False

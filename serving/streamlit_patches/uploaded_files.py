"""Of the files that a session uploaded only the last few stay in memory.

What: after each upload the oldest beyond KEPT are removed.
Why: Streamlit keeps every file of a session until its reader has left, whether the page still shows it or not.
Read in: Streamlit 1.67 (runtime/memory_uploaded_file_manager.py: file_storage, remove_file).
If it fails: files stay until their editor has left, 30 a minute of 5 MB at most.
Guarded by: tests/serving/test_limits.py, test_of_a_session_the_last_few_files_are_kept.
"""

from typing import Any

from streamlit.runtime import Runtime

KEPT = 4


def apply() -> None:
    """See whether the files are kept as expected. Raises ``AttributeError`` if not."""
    manager: Any = Runtime.instance().uploaded_file_mgr
    manager.file_storage.get("", {})
    manager.remove_file  # noqa: B018


def drop_oldest(session: str) -> None:
    """Remove what a session uploaded before its last files."""
    manager: Any = Runtime.instance().uploaded_file_mgr
    for file in list(manager.file_storage.get(session, {}))[:-KEPT]:
        manager.remove_file(session, file)

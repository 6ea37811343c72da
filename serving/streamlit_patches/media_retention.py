"""A file that was made for a reader is there until it has been fetched, however busy the server is.

What: what Streamlit would delete stays for minutes, within a bound of memory.
Why: Streamlit makes a file when its button is pressed and drops it at the second run that ends afterwards, whoever's:
    with fifty readers that is before a slow link has asked for it.
Read in: Streamlit 1.67 (runtime/media_file_manager.py, runtime/memory_media_file_storage.py).
If it fails: files go as just said; the reader presses the button again.
Guarded by: tests/serving/test_media_retention.py.
"""

import time
from collections.abc import Callable

from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileManager

STAY = 300.0  # seconds
MOST = 32_000_000  # bytes that wait to be fetched; beyond, the oldest go first


def apply() -> None:
    """Let the running server's made files stay."""
    manager = Runtime.instance().media_file_mgr
    storage = manager._storage
    if not manager.can_read_files:
        raise TypeError("the storage of made files does not give them back")
    storage.delete_file = DelayedDelete(manager, storage.delete_file)  # type: ignore[method-assign]


class DelayedDelete:
    """What is called in place of Streamlit's deletion, always while it holds the manager's lock."""

    def __init__(
        self, manager: MediaFileManager, delete: Callable[[str], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        """Wrap the deletion of a manager's files."""
        self._manager, self._delete, self._now = manager, delete, now
        self._since: dict[str, tuple[float, int]] = {}  # when it was given up, and its bytes; the oldest first

    def __call__(self, file_id: str) -> None:
        """Note that nobody refers to a file any longer, and delete those that have waited long enough."""
        file = self._manager.read_file(file_id)
        self._since.pop(file_id, None)
        self._since[file_id] = self._now(), len(file.content) if file else 0
        waiting = sum(size for _, size in self._since.values())
        for name, (since, size) in list(self._since.items()):
            if since + STAY > self._now() and waiting <= MOST:
                return
            del self._since[name]
            waiting -= size
            if name == file_id or name not in self._manager._file_metadata:  # else somebody made the same file again
                self._delete(name)

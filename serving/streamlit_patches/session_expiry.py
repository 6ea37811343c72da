"""What readers left behind goes when its time is over, also where nobody comes after them.

What: sessions whose reader has been away for server.disconnectedSessionTTL (two minutes) are shut down, and their
    memory goes back to the system.
Why: Streamlit looks for them only when the next reader comes: memory, files and uploads of all that were left (128 at
    most, three open files each) stay for ever on a server that nobody visits.
Read in: Streamlit 1.67 (runtime/memory_session_storage.py; TTLCache.expire returns what it removed).
If it fails: they go when the next reader comes.
Guarded by: tests/serving/test_overload.py, test_what_visitors_leave_goes_by_itself.
"""

import asyncio
import ctypes
import gc
from typing import Any

from streamlit import config
from streamlit.runtime import Runtime

OFTEN, SELDOM = 1.0, 30.0  # seconds between two looks: a quarter of the time that sessions have, within these


def apply() -> None:
    """See whether sessions that were left are kept as expected. Raises ``AttributeError`` if not."""
    _left().expire()


def _left() -> Any:
    return Runtime.instance()._session_mgr._session_storage._cache  # type: ignore[attr-defined]


async def watch() -> None:
    """Look for expired sessions until the task is cancelled."""
    pause = min(SELDOM, max(OFTEN, config.get_option("server.disconnectedSessionTTL") / 4))
    while True:
        await asyncio.sleep(pause)
        if expire(_left()):
            await asyncio.to_thread(_give_back)


def expire(cache: Any) -> int:
    """Shut down the sessions that have expired, on the event loop; return how many they were."""
    expired = cache.expire()
    for _, info in expired:
        info.session.shutdown()
    return len(expired)


def _give_back() -> None:
    """Find what is left in circles, and let the C library give back what it keeps for later."""
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)

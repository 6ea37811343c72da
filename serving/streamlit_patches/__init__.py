"""What touches the inside of Streamlit, and of uvicorn below it: one file a patch, all with the same head.

Each says what it does, why, which version it was read in, how it fails and which test guards it. ``apply`` applies a
patch, or sees whether it would; where a later version looks different it raises, one line in the log says so, and the
dashboard works without it, plainer.
"""

import logging
from importlib import import_module
from importlib.metadata import version
from threading import RLock

# Each is applied at the latest when the log is set up, server.py is read, the server has begun, a file is asked for.
WITH_LOG = ("log_handlers",)
AT_IMPORT = ("pages_folder", "forwarded_addresses", "message_size", "slow_headers")
AT_START = ("tcp_nodelay", "media_retention", "session_expiry", "uploaded_files", "live_refresh")
WITH_FILES = ("index_page", "icon_font", "plotly_bundle", "cell_editor")

log = logging.getLogger("dashboard")


_applied: dict[str, bool] = {}
_lock = RLock()


def applies(name: str) -> bool:
    """Apply a patch at its first call; whether it applied. What it raises is one line in the log."""
    with _lock:
        if name not in _applied:
            _applied[name] = _is_applied(name)
        return _applied[name]


def _is_applied(name: str) -> bool:
    try:
        import_module(f"{__name__}.{name}").apply()
    except Exception as error:
        kind, installed = type(error).__name__, version("streamlit")
        log.warning("patch %s does not apply to Streamlit %s: %s: %s", name, installed, kind, error)
        return False
    return True

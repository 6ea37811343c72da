"""What touches the inside of Streamlit, and of uvicorn below it: one file a patch, all with the same head.

Each says what it does, why, which version it was read in, how it fails and which test guards it. Where a later version
looks different a patch is skipped with one line in the log, and the dashboard works without it.
"""

import logging
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version

# Applied when server.py is read, in this order.
AT_IMPORT = ("forwarded_addresses", "message_size")

log = logging.getLogger("dashboard")


def apply_at_import() -> None:
    """Apply the patches that must be there before the server listens."""
    for name in AT_IMPORT:
        attempt(name, import_module(f"{__name__}.{name}").apply)


def attempt(name: str, patch: Callable[[], None]) -> bool:
    """Apply a patch; whether it applied. Whatever it raises is one line in the log: nothing depends on it."""
    try:
        patch()
    except Exception as error:
        does_not_apply(name, error)
        return False
    return True


def does_not_apply(name: str, error: Exception) -> None:
    """Say that a patch does not apply, and why."""
    kind = type(error).__name__
    log.warning("patch %s does not apply to Streamlit %s: %s: %s", name, version("streamlit"), kind, error)

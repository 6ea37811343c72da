"""The script that puts the live page in the first view's place, under a name that changes with it."""

import hashlib
from pathlib import Path

SCRIPT = Path(__file__).with_name("first.js")


def content() -> bytes:
    """Return the script."""
    return SCRIPT.read_bytes()


def name() -> str:
    """Return its name: browsers may keep it for ever."""
    return f"first-{hashlib.sha256(content()).hexdigest()[:10]}.js"

"""Where the journal of rounds is kept; apart from it, so that a server without one need not load a database."""

import os
from pathlib import Path

from data import settings
from data.province import PROVINCE

FILE = "rounds.sqlite"
SQLITE = "sqlite:///"


def address() -> str:
    """Return the database's address: DATABASE_URL, or else that of the SQLite file."""
    if url := settings.DATABASE_URL.get():
        # The short forms that hosting services hand out mean the same database.
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                return f"postgresql+psycopg://{url.removeprefix(short)}"
        return url
    return f"{SQLITE}{default_file()}"


def default_file() -> Path:
    """Return the SQLite file: IKM_STORE, or one outside the dashboard's own folder, so that it survives upgrades."""
    if named := settings.STORE.get():
        return Path(named).expanduser().absolute()
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / f"{PROVINCE.file}-ikm" / FILE


def file_of(url: str) -> Path | None:
    """Return the file of a SQLite address; None for another database."""
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


def is_empty() -> bool:
    """Whether nothing has ever been stored, as far as can be told without opening a database."""
    file = file_of(address())
    return file is not None and not file.exists()

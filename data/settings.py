"""Every setting of the environment in one table: its name, its default, and what it does, as in docs/OPERATIONS.md."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.province import PROVINCE


@dataclass(frozen=True)
class Setting:
    """A variable of the environment. ``default`` is what an unset or empty one means, ``shown`` how docs say that.

    A secret need not stand in the environment: ``NAME_FILE`` names a file that holds the value, read once.
    """

    name: str
    help: str
    default: str = ""
    shown: str = ""

    def get(self) -> str:
        """Return what the environment says at this moment, or the default.

        Raises ``OSError`` if it names a file that cannot be read.
        """
        file = os.environ.get(f"{self.name}_FILE")
        return os.environ.get(self.name) or (file and _content(file)) or self.default


@cache
def _content(file: str) -> str:
    return Path(file).read_text("utf-8").strip()


DATABASE_URL = Setting(
    "DATABASE_URL",
    "the PostgreSQL that keeps the rounds: `postgresql://USER:PASSWORD@HOST/NAME`",
    shown="a SQLite file",
)
STORE = Setting(
    "IKM_STORE",
    "the SQLite file, where there is no `DATABASE_URL`",
    shown=f"`$XDG_DATA_HOME/{PROVINCE.file}-ikm/rounds.sqlite`",
)
DATA = Setting("IKM_DATA", "a folder with the packaged tables", shown="`data/`")
GEO = Setting(
    "IKM_GEO",
    "a folder with boundaries that `python -m geo.build --from FILE --to FOLDER` wrote; read when the server "
    "starts. Broken ones are named in a banner, and the packaged ones are drawn",
    shown="`geo/`",
)
CACHE = Setting("IKM_CACHE", "the folder of compressed files", shown="`.cache/`")
TRUSTED_PROXIES = Setting(
    "IKM_TRUSTED_PROXIES",
    "addresses or networks, with commas between, whose `X-Forwarded-For` is believed when uploads (30 a minute), "
    "sign-ins (20) and websockets (250 at once) are limited per client. Without it, behind a proxy, all readers are "
    "one client",
    shown="nobody",
)
FRAME_ANCESTORS = Setting(
    "IKM_FRAME_ANCESTORS", "the sites that may embed the dashboard", default="'self'", shown="itself"
)
EMBED_ANCESTORS = Setting(
    "IKM_EMBED_ANCESTORS",
    "the sites that may show a single figure (`/embed/KEY`) in a page of theirs: it has no session, no form and no "
    "cookie. `'none'` for nobody, or addresses with spaces between",
    default="*",
    shown="every site",
)
ADDRESS = Setting(
    "IKM_ADDRESS",
    "where readers find the dashboard, as `https://bimtek.example`: the address in pictures that no page was open for "
    "(from `/v1/` or the command line), previews of links, "
    "the feed and the sitemap begin with it. What a request says of its host is never believed",
    shown="left out",
)
KEEPER = Setting(
    "IKM_KEEPER",
    "who keeps this dashboard, as readers are to know the office: on `/about` and at every page's foot",
    shown="not said",
)
CONTACT = Setting(
    "IKM_CONTACT",
    "where an error or a hole is reported: a mail address or `https://…`: on `/about`, at every page's foot and in "
    "`/.well-known/security.txt`, which is not there without it",
    shown="not said",
)
NEXT_UPDATE = Setting(
    "IKM_NEXT_UPDATE",
    "the day on which the next update of the data is due, as `2027-01-31`: on `/about` and at every page's foot",
    shown="not said",
)
LIVE = Setting(
    "IKM_LIVE",
    "0: a page answers by itself and sends for the live one when it needs that, the reader asks for it, or has been "
    "idle for seven seconds (never by itself on a slow or dear link). 1: at once. `LIVE=1 make run` sets it",
    default="0",
    shown="0",
)
EDITORS = Setting(
    "IKM_EDITORS", 'the addresses that may write, with commas or spaces between (see "Login")', shown="nobody"
)
SESSION_HOURS = Setting(
    "IKM_SESSION_HOURS",
    "how many hours after signing in one may write, fractions allowed; Streamlit's own cookie lasts 30 days, but "
    "writes nothing after this",
    default="8",
    shown="8",
)
LOCAL_EDITOR = Setting(
    "IKM_LOCAL_EDITOR",
    "1: without a provider, anybody at this machine may write, if the server is started with "
    "`--server.address 127.0.0.1`. `EDIT=1 make run` sets both",
    shown="off",
)
SETTINGS = (
    DATABASE_URL, STORE, DATA, GEO, CACHE, TRUSTED_PROXIES, FRAME_ANCESTORS, EMBED_ANCESTORS, ADDRESS,
    KEEPER, CONTACT, NEXT_UPDATE, LIVE, EDITORS, SESSION_HOURS, LOCAL_EDITOR,
)  # fmt: skip


def own_address() -> str:
    """Return where readers find the dashboard (``IKM_ADDRESS``), without a stroke at its end; "" if it is not set."""
    return ADDRESS.get().rstrip("/")


def contact_address() -> str:
    """Return ``IKM_CONTACT`` as an address that a link leads to; "" where it is not set."""
    contact = CONTACT.get()
    return f"mailto:{contact}" if contact and not contact.startswith(("https://", "mailto:", "tel:")) else contact

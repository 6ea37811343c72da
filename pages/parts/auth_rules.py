"""Who may write: the rules for a sign-in and for the machine's own user. Nothing here draws or asks Streamlit."""

import getpass
import hashlib
import ipaddress
import json
import logging
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from cachetools import TTLCache

from data import settings

AHEAD = 120  # seconds by which the provider's clock may be ahead, as Authlib allows them
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
CALLBACK = "/oauth2callback"  # the path that Streamlit answers the provider at
SHORTEST_SECRET = 32  # characters: who guesses the cookie's secret signs in as anybody
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")

UPLOADERS, A_DAY = 10_000, 24 * 3600  # sessions whose files are taken at most, and for how many seconds

log = logging.getLogger("dashboard")
_uploaders: TTLCache[str, bool] = TTLCache(UPLOADERS, A_DAY)
_lock = Lock()


@dataclass(frozen=True)
class Access:
    """Where a reader stands: ``login`` and ``local`` may write, every other state says why not."""

    state: str
    address: str = ""

    @property
    def may_write(self) -> bool:
        """Whether writing is allowed."""
        return self.state in ("login", "local")


def let_upload(session: str, access: Access) -> None:
    """Take files from a session from now on if its reader may write, and no longer otherwise."""
    with _lock:
        if access.may_write:
            _uploaders[session] = True
        else:
            _uploaders.pop(session, None)


def may_upload(session: str) -> bool:
    """Whether files are taken from a session: a page that asks for one was drawn in it, for somebody who may write."""
    with _lock:
        return session in _uploaders


def editors() -> frozenset[str]:
    """Return the addresses that may write: IKM_EDITORS, separated by commas or spaces."""
    return frozenset(folded(address) for address in re.split(r"[\s,;]+", settings.EDITORS.get()) if address)


def folded(address: str) -> str:
    """Return an address for comparing. Beyond ASCII nothing is folded: the Kelvin sign is no k."""
    return address.casefold() if address.isascii() else address


def hours() -> float:
    """Return how long a sign-in may write, in hours: IKM_SESSION_HOURS, or 8 where that is no positive number."""
    try:
        number = float(settings.SESSION_HOURS.get())
    except ValueError:
        number = math.nan
    return number if 0 < number < math.inf else float(settings.SESSION_HOURS.default)


def faults(auth: Mapping[str, Any]) -> list[str]:
    """Return what is missing or unsafe in the section [auth], as names of settings: never a value."""
    wrong = [f"{name} is missing" for name in NEEDED if not isinstance(auth.get(name), str) or not auth[name]]
    if wrong:
        return wrong
    if len(auth["cookie_secret"]) < SHORTEST_SECRET:
        wrong.append(f"cookie_secret is shorter than {SHORTEST_SECRET} characters")
    if not auth["redirect_uri"].endswith(CALLBACK):
        wrong.append(f"redirect_uri does not end with {CALLBACK}")
    # Over plain HTTP whoever listens could take the sign-in, or answer in the provider's place.
    return wrong + [
        f"{name} is not https" for name in ("redirect_uri", "server_metadata_url") if not _is_private(auth[name])
    ]


def _is_private(address: str) -> bool:
    return address.startswith("https://") or (address.startswith("http://") and is_loopback(_name(address)))


def signed_in(claims: Mapping[str, Any], now: float) -> Access:
    """Return where the claims of an identity token put their reader at a time in seconds since 1970."""
    if claims.get("is_logged_in") is not True:
        return Access("out")
    address = claims.get("email")
    if not isinstance(address, str) or not address:
        return Access("nameless")
    if not _is_fresh(claims.get("iat"), now):
        return Access("expired", address)
    if not is_verified(claims):
        return Access("unverified", address)
    return Access("login", folded(address)) if folded(address) in editors() else Access("unlisted", address)


def is_verified(claims: Mapping[str, Any]) -> bool:
    """Whether the provider vouches for the address: ``email_verified`` is true.

    Only where that claim is absent, Entra's ``xms_edov`` (the owner of the domain is verified) says it instead.
    A provider that says neither is not believed: its users might enter any address.
    """
    if "email_verified" in claims:
        return claims["email_verified"] is True
    return claims.get("xms_edov") in (True, "1", "true")  # Entra has written it in each of these ways


def _is_fresh(issued: object, now: float) -> bool:
    """Whether a token was issued recently enough. Not ``auth_time``: signing in again would not always renew it."""
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return False
    return -AHEAD <= now - issued < hours() * 3600


def sign_in(claims: Mapping[str, Any]) -> str:
    """Return what names one sign-in among all, without saying whose it is."""
    parts = [str(claims.get(name)) for name in ("iss", "sub", "iat", "nonce", "jti")]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def has_local_switch() -> bool:
    """Whether the switch for a single user at this machine is on."""
    return settings.LOCAL_EDITOR.get() == "1"


def is_local(listens: str | None, headers: Mapping[str, str], ip: str | None) -> bool:
    """Whether a request comes from this machine, asked for it by a loopback name, and came straight to the server.

    ``listens`` is the address that the server listens at, ``ip`` the one that the request comes from (None for
    the loopback, as Streamlit has it). The name protects from pages that let a name of theirs point here; a page
    of another origin, even of this machine, and whatever comes through a proxy is not local.
    """
    host = headers.get("host", "")
    return (
        is_loopback(listens or "")
        and (ip is None or is_loopback(ip))
        and is_loopback(_name(f"//{host}"))
        and urlsplit(headers.get("origin", "")).netloc == host
        and not any(headers.get(name) for name in FORWARDED)
    )


def is_loopback(name: str) -> bool:
    """Whether a host name or address means this machine."""
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def machine_user() -> str:
    """Return who is recorded for the local switch: the operating system's user at ``local``."""
    try:
        return f"{getpass.getuser()}@local"
    except (OSError, KeyError, ImportError):  # a container may run under a number without a name
        return "unnamed@local"

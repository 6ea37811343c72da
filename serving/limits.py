"""Rate limits: how often one client may upload and sign in, a bucket of tokens each, in this process's memory.

An office shares an address: who signs in is counted by browser, beside a wide limit for the address. Behind several
replicas each counts for itself; the balancer (``deploy/nginx.conf``) limits before them.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from data import settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
READER, LIVE, STATE = "ikm_reader", "_streamlit_xsrf", "_streamlit_session"  # cookies: nginx's, a page's, a sign-in's
REMEMBERED = 10_000  # clients per limit; beyond them the one that was quiet for longest is forgotten


@dataclass
class Limit:
    """So many requests a minute for each client; after a pause, as many at once."""

    per_minute: int
    _left: "OrderedDict[str, tuple[float, float]]" = field(default_factory=OrderedDict)  # tokens, and when

    def wait(self, client: str, now: float) -> float:
        """Take a token; returns 0, or the seconds until there is one again (and none is taken)."""
        rate = self.per_minute / 60
        tokens, then = self._left.pop(client, (float(self.per_minute), now))
        tokens = min(float(self.per_minute), tokens + (now - then) * rate)
        taken = tokens >= 1
        self._left[client] = (tokens - taken, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if taken else (1 - tokens) / rate


def trusted_proxies() -> tuple[Network, ...]:
    """Return the networks of ``IKM_TRUSTED_PROXIES``: addresses or networks, with commas between.

    Raises ``ValueError`` for what is neither.
    """
    return _networks(settings.TRUSTED_PROXIES.get())


@lru_cache(maxsize=2)
def _networks(named: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(name.strip(), strict=False) for name in named.split(",") if name.strip())


def client(scope: Scope) -> str:
    """Return who asks: the socket's address, or what a trusted proxy says in X-Forwarded-For.

    Only its last entry is the proxy's own; what stands before it anybody may have written. An IPv6 client is its
    network: one subscriber holds 2⁶⁴ addresses.
    """
    peer = (scope.get("client") or ("unknown", 0))[0]
    if _is_proxy(peer):
        header = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
        peer = header.rpartition(",")[2].strip() or peer
    address = _address(peer)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address or "unknown")


def is_https(scope: Scope) -> bool:
    """Whether the reader came by HTTPS: to this server, or to a trusted proxy, which says so in X-Forwarded-Proto."""
    peer = (scope.get("client") or ("unknown", 0))[0]
    named = Headers(scope=scope).get("x-forwarded-proto", "") if _is_proxy(peer) else ""
    return "https" in (scope["scheme"], named.rpartition(",")[2].strip())


def _is_proxy(peer: str) -> bool:
    """Whether who is connected is a proxy that is believed."""
    address = _address(peer)
    return address is not None and any(address in network for network in trusted_proxies())


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return an address, an IPv4 one in IPv6's clothes as what it is; None for anything else."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


class RateLimit:
    """Answer 429 to clients that upload or sign in too often."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        """Wrap an application."""
        self.app, self.clock = app, clock
        self.uploads, self.sign_ins, self.office = Limit(30), Limit(20), Limit(300)

    def limits(self, scope: Scope) -> Iterator[tuple[Limit, str]]:
        """Yield each limit that a request is under, with the name that it counts there."""
        path, who = scope["path"], client(scope)
        if "/_stcore/upload_file/" in path:
            yield self.uploads, who
        elif path.split("/")[1] in ("auth", "oauth2callback"):
            yield self.office, who
            cookies = Request(scope).cookies
            # The token of the live page is masked anew each time, the moment at which it was first given stays.
            browser = cookies.get(READER) or cookies.get(LIVE, "").rpartition("|")[2]
            if STATE not in cookies or not path.startswith("/oauth2callback"):
                yield self.sign_ins, f"{who} {browser[:40]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        limits = self.limits(scope) if scope["type"] == "http" else iter(())
        wait = max((limit.wait(name, self.clock()) for limit, name in limits), default=0.0)
        if not wait:
            await self.app(scope, receive, send)
            return
        await Response(status_code=429, headers={"Retry-After": str(math.ceil(wait))})(scope, receive, send)

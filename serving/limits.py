"""How often one client may upload and sign in: a bucket of tokens each, in this process's memory.

Behind several replicas each counts for itself; the balancer (``deploy/nginx.conf``) limits before them.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from data import settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
REMEMBERED = 10_000  # clients per limit; beyond them the one that was quiet for longest is forgotten
REFUSED = "Terlalu banyak permintaan; coba lagi sebentar lagi. / Too many requests; try again in a moment.\n"


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
    named = settings.TRUSTED_PROXIES.get().split(",")
    return tuple(ipaddress.ip_network(name.strip(), strict=False) for name in named if name.strip())


def client(scope: Scope, proxies: tuple[Network, ...]) -> str:
    """Return who asks: the socket's address, or what a trusted proxy says in X-Forwarded-For.

    Only its last entry is the proxy's own; what stands before it anybody may have written. An IPv6 client is its
    network: one subscriber holds 2⁶⁴ addresses.
    """
    peer = (scope.get("client") or ("unknown", 0))[0]
    if _is_in(peer, proxies):
        header = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
        peer = header.rpartition(",")[2].strip() or peer
    address = _address(peer)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address or "unknown")


def _is_in(peer: str, networks: tuple[Network, ...]) -> bool:
    address = _address(peer)
    return address is not None and any(address in network for network in networks)


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
        """Wrap an application. Raises ``ValueError`` if ``IKM_TRUSTED_PROXIES`` names no addresses."""
        self.app = app
        self.clock = clock
        self.proxies = trusted_proxies()
        self.uploads, self.sign_ins = Limit(30), Limit(20)

    def limit(self, path: str) -> Limit | None:
        """Return the limit that an address is under, or None."""
        if "/_stcore/upload_file/" in path:
            return self.uploads
        return self.sign_ins if path.split("/")[1] in ("auth", "oauth2callback") else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        limit = self.limit(scope["path"]) if scope["type"] == "http" else None
        wait = limit.wait(client(scope, self.proxies), self.clock()) if limit else 0.0
        if not wait:
            await self.app(scope, receive, send)
            return
        headers = {"Retry-After": str(math.ceil(wait)), "Cache-Control": "no-store"}
        await PlainTextResponse(REFUSED, 429, headers)(scope, receive, send)

"""The security headers of every answer."""

import base64
import hashlib
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data import settings
from pages import language_script
from serving.scripts import SENDS_FOR_LIVE_PAGE

CATALOGUES = Path(__file__).parent.parent / "locales"


def policy() -> str:
    """Return the Content-Security-Policy.

    Nothing comes from elsewhere and no inline script runs but the one that names the language and the one
    that sends for the live page. ``blob:`` is what
    Streamlit loads the presenter's script from; styles in the page are how its elements are drawn.
    ``IKM_FRAME_ANCESTORS`` names the sites that may embed the dashboard (none by default but itself).
    """
    languages = (path.stem for path in CATALOGUES.glob("*.po"))  # read lightly: the server starts with this
    inline = (SENDS_FOR_LIVE_PAGE, *map(language_script, sorted(languages)))
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in inline)
    return "; ".join((
        "default-src 'self'",
        f"script-src 'self' blob: 'wasm-unsafe-eval' {hashes}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        f"frame-ancestors {settings.FRAME_ANCESTORS.get()}",
    ))  # fmt: skip


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class SecurityHeaders:
    """Give every answer the headers."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.headers = {
            "Content-Security-Policy": policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)

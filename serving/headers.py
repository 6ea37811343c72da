"""The security headers of every answer, the Content-Security-Policy (CSP) above all."""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_origin_from_redirect_uri

from data import settings
from pages import language_script
from serving.limits import is_https
from serving.scripts import SENDS_FOR_LIVE_PAGE, named_by_hash

FAILED = "Terjadi kesalahan; coba lagi sebentar lagi. / Something went wrong; try again in a moment.\n"
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
    hashes = " ".join(map(named_by_hash, inline))
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


class SecurityHeaders:
    """Give every answer the headers, and let cookies of who comes by HTTPS come by nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app
        self.headers = {
            "Content-Security-Policy": policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers added; also where the answer fails, which Starlette would say without them."""
        is_begun = False

        async def with_headers(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                headers = MutableHeaders(scope=message)
                headers.update({name: text for name, text in self.headers.items() if name not in headers})
                if "frame-ancestors 'self'" in headers["Content-Security-Policy"]:
                    headers["X-Frame-Options"] = "SAMEORIGIN"  # for scanners and browsers that know no policy
                if message["status"] >= 400:
                    headers.setdefault("Cache-Control", "no-store")  # what is not there now may come
                if "set-cookie" in headers and _is_secure(scope):
                    _secure(headers)
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, with_headers)
        except Exception:
            if not is_begun:
                failed = PlainTextResponse(FAILED, 500, {"Cache-Control": "no-store"})
                await failed(scope, receive, with_headers)
            raise  # it is for the log


def _is_secure(scope: Scope) -> bool:
    """Whether the reader came by HTTPS, or those who sign in do."""
    return is_https(scope) or (get_origin_from_redirect_uri() or "").startswith("https://")


def _secure(headers: MutableHeaders) -> None:
    """Let cookies travel over HTTPS only: Streamlit leaves that out where it does not speak HTTPS itself."""
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        headers.append("Set-Cookie", cookie if "; secure" in cookie.lower() else f"{cookie}; Secure")

"""What Streamlit's sign-in lacks: the way back to the page it began on, and a plain word when it fails."""

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_secrets_auth_section

from data import parameters
from serving.routes import addresses

LOGIN, LOGOUT, CALLBACK = "/auth/login", "/auth/logout", "/oauth2callback"
COOKIE = "ikm_back"
HOUR = 3600  # seconds that a reader has at the provider


class LoginReturn:
    """Bring whoever signs in or out back to the page that they came from, with their language and selection.

    Streamlit sends everybody to "/". The browser says where it comes from (Referer, which the policy of
    ``headers.py`` keeps within this site); a cookie remembers it while the reader is at the provider.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as Streamlit does, but lead back."""
        if scope["type"] != "http" or scope["path"] not in (LOGIN, LOGOUT, CALLBACK):
            await self.app(scope, receive, send)
            return
        if not get_secrets_auth_section():
            # Nobody signs in here.
            await RedirectResponse("/", 302, {"Cache-Control": "no-store"})(scope, receive, send)
            return
        request = Request(scope)
        back = came_from(request.headers) or page(unquote(request.cookies.get(COOKIE, "")))

        async def led(message: Message) -> None:
            if message["type"] == "http.response.start":
                _lead(message, request, back)
            await send(message)

        await self.app(scope, receive, led)


def _lead(message: Message, request: Request, back: str) -> None:
    """Change the head of Streamlit's answer: where it leads, what the browser remembers."""
    headers = MutableHeaders(scope=message)
    if has_failed(request, message["status"], headers):
        message["status"] = 302
        headers["Location"] = f"{back or '/'}{'&' if '?' in back else '?'}login=failed"
    elif headers.get("location") == "/" and back:
        headers["Location"] = back
    stays = (
        request.url.path != CALLBACK and message["status"] == 302 and not headers.get("location", "/").startswith("/")
    )
    headers.append("Set-Cookie", _cookie(back if stays else ""))
    headers["Cache-Control"] = "no-store"


def came_from(headers: Headers) -> str:
    """Return the page that a request came from, or "" if that is none of this server's."""
    return page(headers.get("referer", ""), headers.get("host", ""))


def page(address: str, host: str = "") -> str:
    """Return an address of this server's pages, with what it may carry; "" if it is anything else.

    ``host`` is what an absolute address must name.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.netloc != host or parts.path not in addresses():
        return ""
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name in parameters.EVERY])
    return parts.path + (f"?{query}" if query else "")


def has_failed(request: Request, status: int, headers: Headers) -> bool:
    """Whether a sign-in has failed: the provider could not be asked, refused, or did not say who it is."""
    if request.url.path == LOGIN:
        return status >= 400
    # A callback without state is the provider's answer to a sign-out.
    asked = {"state", "error"} & request.query_params.keys()
    return request.url.path == CALLBACK and bool(asked) and not any(map(_signs_in, headers.getlist("set-cookie")))


def _signs_in(cookie: str) -> bool:
    name, _, value = cookie.partition("=")
    return name == "_streamlit_user" and not value.startswith('""')


def _cookie(back: str) -> str:
    """Return the cookie that remembers the way back; "" forgets it."""
    return f"{COOKIE}={quote(back, safe='')}; Max-Age={HOUR if back else 0}; Path=/; HttpOnly; SameSite=Lax"

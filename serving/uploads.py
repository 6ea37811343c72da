"""Uploads are taken from editors only, and of each session only the last few are kept."""

import re
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts.auth_rules import may_upload
from serving.streamlit_patches import applies, uploaded_files

PLACE = re.compile(r"/_stcore/upload_file/([^/]+)/")
MOST_DRAINED = 8_000_000  # bytes; nginx passes on 6 MB at the most


class _Body:
    """The body of a request, of which what nobody read can be let pass.

    A proxy that still sends when it is answered takes a refusal for a server that broke down.
    """

    def __init__(self, receive: Receive) -> None:
        """Wrap what receives it."""
        self._receive, self._has_ended = receive, False

    async def __call__(self) -> Message:
        """Return the next part."""
        message = await self._receive()
        self._has_ended = not message.get("more_body", False)
        return message

    async def drain(self) -> None:
        """Read what is left of it, but not without end."""
        left = MOST_DRAINED
        while not self._has_ended and left > 0:
            left -= len((await self()).get("body", b""))


class EditorsUploads:
    """Answer 403 to whoever uploads without a page that asks for a file: those of editors do."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on and keep what a session uploaded within its bounds."""
        place = PLACE.search(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if place is None:
            await self.app(scope, receive, send)
            return
        session, body = place[1], _Body(receive)
        if not may_upload(session):
            await body.drain()
            await Response(status_code=HTTPStatus.FORBIDDEN)(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message.get("status") == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                await body.drain()
            await send(message)

        await self.app(scope, body, answer)
        if applies("uploaded_files"):
            uploaded_files.drop_oldest(session)

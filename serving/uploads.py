"""Uploads are taken from editors only, and of each session only the last few are kept."""

import re

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.parts.auth_rules import may_upload
from serving.streamlit_patches import applies, uploaded_files

PLACE = re.compile(r"/_stcore/upload_file/([^/]+)/")
REFUSED = "Berkas hanya diterima dari penyunting. / Files are taken from editors only.\n"


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
        session = place[1]
        if not may_upload(session):
            await PlainTextResponse(REFUSED, 403, {"Cache-Control": "no-store"})(scope, receive, send)
            return
        await self.app(scope, receive, send)
        if applies("uploaded_files"):
            uploaded_files.drop_oldest(session)

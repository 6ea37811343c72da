"""The server: the dashboard with small files, safe headers and a first view. ``make run`` starts it."""

from pathlib import Path

from starlette.middleware import Middleware
from streamlit import App
from streamlit.runtime.pages_manager import PagesManager

from serving import descriptors, logs, streamlit_patches
from serving.headers import SecurityHeaders
from serving.limits import Limits
from serving.login import WayBack
from serving.origin import SameOrigin
from serving.routes import Ready, Unknown, routes, started
from serving.static import StaticFiles
from serving.uploads import EditorsUploads
from serving.websockets import WebsocketLimits

# The folder pages/ is this project's own: Streamlit would take it for its first form of pages until the first
# reader has come, and answer that reader's direct link with "Page not found".
PagesManager.uses_pages_directory = False

logs.install()
descriptors.raise_limit()
streamlit_patches.apply_at_import()

app = App(
    Path(__file__).with_name("dashboard.py"),
    routes=routes(),
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(SameOrigin),
        Middleware(WebsocketLimits),
        Middleware(Limits),
        Middleware(EditorsUploads),
        Middleware(WayBack),
        Middleware(StaticFiles),
        Middleware(Ready),
        Middleware(Unknown),
    ],
    lifespan=started,
)

"""The server: the dashboard with small files, safe headers and a first view. ``make run`` starts it."""

from pathlib import Path

from starlette.middleware import Middleware
from streamlit import App

from serving import descriptors, logs, streamlit_patches
from serving.addresses import Addresses
from serving.base_path import WithBase, WithoutBase
from serving.headers import SecurityHeaders
from serving.limits import RateLimit
from serving.login import LoginReturn
from serving.origin import SameOrigin
from serving.routes import Unanswered, WaitUntilWarm, routes, started
from serving.static import StaticFiles
from serving.uploads import EditorsUploads
from serving.websockets import WebsocketLimits

logs.install()
descriptors.raise_limit()
for name in streamlit_patches.AT_IMPORT:
    streamlit_patches.applies(name)

ours = routes()
app = App(
    Path(__file__).with_name("dashboard.py"),
    routes=ours,
    middleware=[
        Middleware(WithoutBase),
        Middleware(SecurityHeaders),
        Middleware(SameOrigin),
        Middleware(WebsocketLimits),
        Middleware(StaticFiles),
        Middleware(WaitUntilWarm),
        Middleware(Addresses),
        Middleware(Unanswered),
        Middleware(RateLimit),
        Middleware(EditorsUploads),
        Middleware(LoginReturn),
        Middleware(WithBase, ours=frozenset(route.path for route in ours)),
    ],
    lifespan=started,
)

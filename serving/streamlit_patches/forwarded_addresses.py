"""The client's address is the socket's: no header of the client's own changes it.

What: uvicorn is kept from replacing it by X-Forwarded-For; who may is said by IKM_TRUSTED_PROXIES (serving/limits.py).
Why: uvicorn believes that header from 127.0.0.1, where every local client and every proxy on the same machine is.
Public way: the environment variable FORWARDED_ALLOW_IPS, where it is set, is obeyed; a server that is already reading
    its application cannot set it for itself.
Read in: Streamlit 1.67, uvicorn 0.54 (config.py, Config.load wraps the application after it has been imported).
If it fails: as with plain uvicorn: limits for each client can be passed by who can open 127.0.0.1.
Guarded by: tests/serving/test_limits.py, test_no_header_makes_another_client.
"""

import os

from starlette.types import ASGIApp
from uvicorn import config


def apply() -> None:
    """Leave uvicorn's handling of the headers out, unless the environment asks for it."""
    if "FORWARDED_ALLOW_IPS" in os.environ:
        return
    if not hasattr(config, "ProxyHeadersMiddleware"):
        raise AttributeError("uvicorn.config.ProxyHeadersMiddleware")
    config.ProxyHeadersMiddleware = _as_it_is


def _as_it_is(app: ASGIApp, trusted_hosts: object = None) -> ASGIApp:
    return app

"""Open pages show new rounds by themselves: whoever stored them, in this process or in another.

What: every two seconds the tables in use are compared with those seen before; where rounds were added or corrected,
    each open session is asked to run again, with everything that its reader has typed and chosen.
Why: Streamlit runs a page when its reader does something, and has no public way to ask for it from outside.
Public way: a fragment with run_every in every page; docs/RELIABILITY.md says what it costs.
Read in: Streamlit 1.67 (runtime/app_session.py, runtime/state/session_state.py, runtime/state/query_params.py).
If it fails: pages show new rounds at their next click.
Guarded by: tests/serving/test_live_refresh.py.
"""

import asyncio
import gc
import logging
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.state.session_state import WStates

from data.rounds.store import where

if TYPE_CHECKING:
    from data.tables import Tables

EVERY = 2.0  # seconds between two looks at the store
APART = 0.02  # seconds between two looks at whether a session's run has ended
LONGEST = 2.0  # seconds that are waited for a run before the next session is asked
BUSY = 0.25  # seconds until a session that is running is asked again
TRIES = 240

log = logging.getLogger("dashboard")


def apply() -> None:
    """See whether the running server has what sessions are asked by. Raises ``AttributeError`` if not."""
    Runtime.instance()._session_mgr.list_active_sessions  # noqa: B018
    for name in ("request_rerun", "session_state"):
        getattr(AppSession, name)


def watch(loop: asyncio.AbstractEventLoop, ended: threading.Event) -> None:
    """Look at the store until ``ended`` is set; sessions are asked on the server's event loop."""
    seen: Tables | None = None
    while not ended.is_set():
        try:
            tables = _tables()
            if seen and tables and tables.state != seen.state:
                asyncio.run_coroutine_threadsafe(_ask_all(), loop)
            seen = tables or seen
        except Exception:
            log.exception("open pages could not be told of new rounds")
        ended.wait(EVERY)


def _tables() -> "Tables | None":
    """Return the tables in use, or None where the store says nothing new: it is empty or does not answer."""
    from data.current import current, is_stored
    from data.tables import packaged

    if where.is_empty():
        return packaged()
    tables = current()
    return tables if is_stored(tables) else None


async def _ask_all() -> None:
    """Ask every open session to run again, one after the other.

    After each, as long as it took belongs to readers who click meanwhile.
    """
    waiting = [info.session for info in Runtime.instance()._session_mgr.list_active_sessions()]
    for _ in range(TRIES):
        later = []
        for session in waiting:
            if _ask(session):
                begun = time.monotonic()
                await _ended(session)
                await asyncio.sleep(time.monotonic() - begun)
            else:
                later.append(session)
        if not later:
            break
        waiting = later
        await asyncio.sleep(BUSY)
    # Earlier tables hold every figure that was made of them, in circles that nothing but this finds at once.
    await asyncio.to_thread(gc.collect)


async def _ended(session: AppSession) -> None:
    """Wait until a session's run has ended, but not longer than the longest should take."""
    for _ in range(round(LONGEST / APART)):
        await asyncio.sleep(APART)
        if not _is_running(session):
            return


def _is_running(session: AppSession) -> bool:
    return session._state == AppSessionState.APP_IS_RUNNING or session._scriptrunner is not None


def _ask(session: AppSession) -> bool:
    """Ask a session to run again; False if it is to be asked later.

    One that is running is left to end: a run that is stopped would forget the click that it began with.
    """
    if _is_running(session):
        return False
    try:
        if session._state != AppSessionState.SHUTDOWN_REQUESTED:
            session.request_rerun(_client_state(session))
    except Exception:
        log.exception("an open page could not be told of new rounds")
    return True


def _client_state(session: AppSession) -> ClientState:
    """Return what the reader's browser would send: the page, its address and the state of every element."""
    inside = session.session_state
    elements = WStates(widget_metadata=inside._new_widget_state.widget_metadata)
    for name in elements.widget_metadata:
        with suppress(KeyError):  # it has no value yet
            elements.set_from_value(name, inside[name])
    parameters = dict(inside.query_params._query_params)
    for name in inside.query_params._bindings_by_param:
        # Browsers write into the address what a bound element says; the server is told with the next click.
        parameters[name] = str(inside[name] or "")
    state = ClientState()
    state.CopyFrom(session._client_state)
    state.query_string = urlencode({name: value for name, value in parameters.items() if value}, doseq=True)
    state.widget_states.widgets.extend(elements.as_widget_states())
    return state

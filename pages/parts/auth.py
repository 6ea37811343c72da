"""Who may write, on the page: the sign-in strip, and the check right before anything is stored.

Reading is open. Writing needs a sign-in through OpenID Connect with an address on the editors' list, or the
switch for a single user at this machine. The rules are in ``auth_rules.py``; docs/OPERATIONS.md says how to set up.
"""

import logging
import time
from functools import lru_cache
from threading import Lock

import streamlit as st
from cachetools import TTLCache
from streamlit import config, runtime
from streamlit.auth_util import get_secrets_auth_section
from streamlit.runtime.scriptrunner import get_script_run_ctx

from locales import Words
from pages.parts import auth_rules, ui
from pages.parts.auth_rules import Access

REMEMBERED = 31 * 24 * 3600  # seconds: longer than Streamlit accepts its cookie

log = logging.getLogger("dashboard")
_ended: TTLCache[str, bool] = TTLCache(maxsize=100_000, ttl=REMEMBERED)
_lock = Lock()


class MayNotWriteError(PermissionError):
    """Whoever asked to write may not, or no longer; ``access`` says why."""

    def __init__(self, access: Access) -> None:
        """Keep why."""
        super().__init__(access.state)
        self.access = access


def current_editor() -> Access | None:
    """Return who may write at this moment, or None."""
    access = _access()
    return access if access.may_write else None


def require_editor() -> Access:
    """Return who writes; the audit log records the address. To be called right before storing: a page may be late.

    Raises ``MayNotWriteError``; ``reason`` says it in the reader's language.
    """
    access = _access()
    if not access.may_write:
        log.warning("writing refused: %s", access.state)
        raise MayNotWriteError(access)
    return access


def reason(access: Access, words: Words) -> str:
    """Return who is writing, or why nobody is, as a sentence."""
    return words(f"editor.{access.state}", address=access.address)


def show(words: Words) -> None:
    """Draw the sign-in strip: who may write, or why nobody may and what to do."""
    access = _access()
    if of := session():
        auth_rules.let_upload(of, access)
    with st.container(key="editor"):
        if access.state == "out" and st.query_params.get("login") == "failed":
            ui.paragraph("notice", words("editor.failed"))
        ui.paragraph("notice", reason(access, words))
        with ui.bar("editor_buttons"):
            if access.state in ("out", "expired"):
                st.button(words("editor.sign_in"), key="sign_in", type="primary", on_click=st.login)
            if access.state in ("login", "expired", "unverified", "unlisted", "nameless"):
                st.button(words("editor.sign_out"), key="sign_out", on_click=_sign_out)


def _access() -> Access:
    """Return where the reader stands now: a provider that is set up decides alone, the switch only without one."""
    auth = get_secrets_auth_section()
    if auth:
        wrong = auth_rules.faults(auth)
        if config.get_option("server.trustedUserHeaders"):
            wrong.append("server.trustedUserHeaders is set: whoever reaches the server could name any address")
        if wrong:
            _complain(tuple(wrong))
            return Access("faulty")
        claims = st.user.to_dict()
        with _lock:
            is_ended = auth_rules.sign_in(claims) in _ended
        return Access("out") if is_ended else auth_rules.signed_in(claims, time.time())
    if not auth_rules.has_local_switch():
        _tell_how()
        return Access("off")
    listens, context = config.get_option("server.address"), st.context
    if auth_rules.is_local(listens, context.headers, context.ip_address):
        return Access("local", auth_rules.machine_user())
    return Access("elsewhere")


@lru_cache
def _complain(wrong: tuple[str, ...]) -> None:
    """Say once in the log what is wrong with the provider's settings; names only."""
    log.warning("login is off: [auth]: %s", "; ".join(wrong))


@lru_cache
def _tell_how() -> None:
    """Say once in the log how rounds can be added: readers of the page cannot change that."""
    log.info("adding rounds is off: no [auth] in .streamlit/secrets.toml (docs/OPERATIONS.md, Login), nor EDIT=1")


def _sign_out() -> None:
    """End this sign-in everywhere: Streamlit alone would leave other tabs, and a copied cookie, signed in."""
    with _lock:
        _ended[auth_rules.sign_in(st.user.to_dict())] = True
    st.logout()


def session() -> str:
    """Return the name of the session in which the page runs; "" outside of any."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def is_live(session: str) -> bool:
    """Whether a session of this server still has its page: not closed, nor loaded anew."""
    return runtime.exists() and runtime.get_instance().is_active_session(session)

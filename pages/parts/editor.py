"""Who may write, on the page: the sign-in strip, and the check right before anything is stored.

Reading is open. Writing needs a sign-in through OpenID Connect with an address on the editors' list, or the
switch for a single user at this machine. The rules are in ``admission.py``; docs/OPERATIONS.md says how to set up.
"""

import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import streamlit as st
from cachetools import TTLCache
from streamlit import config
from streamlit.auth_util import get_secrets_auth_section
from streamlit.runtime.scriptrunner import get_script_run_ctx

from locales import Words
from pages.parts import admission, look
from pages.parts.admission import Standing

REMEMBERED = 31 * 24 * 3600  # seconds: longer than Streamlit accepts its cookie

log = logging.getLogger("dashboard")
_ended: TTLCache[str, bool] = TTLCache(maxsize=100_000, ttl=REMEMBERED)
_lock = Lock()


@dataclass(frozen=True)
class Editor:
    """Who may write: ``address`` is what the audit log records, ``how`` is "login" or "local"."""

    address: str
    how: str


class MayNotWriteError(PermissionError):
    """Whoever asked to write may not, or no longer; ``standing`` says why."""

    def __init__(self, standing: Standing) -> None:
        """Keep why."""
        super().__init__(standing.state)
        self.standing = standing


def current_editor() -> Editor | None:
    """Return who may write at this moment, or None."""
    found = _standing()
    return Editor(found.address, found.state) if found.may_write else None


def require_editor() -> Editor:
    """Return who writes. To be called right before storing: a page drawn in time may be sent too late.

    Raises ``MayNotWriteError``; ``reason`` says it in the reader's language.
    """
    found = _standing()
    if not found.may_write:
        log.warning("writing refused: %s", found.state)
        raise MayNotWriteError(found)
    return Editor(found.address, found.state)


def reason(standing: Standing, words: Words) -> str:
    """Return who is writing, or why nobody is, as a sentence."""
    return words(f"editor.{standing.state}", address=standing.address)


def show(words: Words) -> Editor | None:
    """Draw the sign-in strip: who may write, or why nobody may and what to do. Returns who may."""
    found = _standing()
    if context := get_script_run_ctx():
        admission.let_upload(context.session_id, found)
    with st.container(key="editor"):
        if found.state == "out" and st.query_params.get("login") == "failed":
            look.paragraph("notice", words("editor.failed"))
        look.paragraph("notice", reason(found, words))
        with look.bar("editor_buttons"):
            if found.state in ("out", "expired"):
                st.button(words("editor.sign_in"), key="sign_in", type="primary", on_click=_sign_in)
            if found.state in ("login", "expired", "unverified", "unlisted", "nameless"):
                st.button(words("editor.sign_out"), key="sign_out", on_click=_sign_out)
    return Editor(found.address, found.state) if found.may_write else None


def _standing() -> Standing:
    """Return where the reader stands now: a provider that is set up decides alone, the switch only without one."""
    auth = get_secrets_auth_section()
    if auth:
        wrong = admission.faults(auth)
        if config.get_option("server.trustedUserHeaders"):
            wrong.append("server.trustedUserHeaders is set: whoever reaches the server could name any address")
        if wrong:
            _complain(tuple(wrong))
            return Standing("faulty")
        claims = st.user.to_dict()
        with _lock:
            is_ended = admission.sign_in(claims) in _ended
        return Standing("out") if is_ended else admission.signed_in(claims, time.time())
    if not admission.has_local_switch():
        return Standing("off")
    listens, context = config.get_option("server.address"), st.context
    if admission.is_local(listens, context.headers, context.ip_address):
        return Standing("local", admission.machine_user())
    return Standing("elsewhere")


@lru_cache
def _complain(wrong: tuple[str, ...]) -> None:
    """Say once in the log what is wrong with the provider's settings; names only."""
    log.warning("login is off: [auth]: %s", "; ".join(wrong))


def _sign_in() -> None:
    st.login()


def _sign_out() -> None:
    """End this sign-in everywhere: Streamlit alone would leave other tabs, and a copied cookie, signed in."""
    with _lock:
        _ended[admission.sign_in(st.user.to_dict())] = True
    st.logout()

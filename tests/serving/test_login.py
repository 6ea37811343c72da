"""Who may write, tried with a real OpenID provider on the loopback, in a browser and on the wire."""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import Page
from starlette.datastructures import Headers
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    decode_signed_value,
    generate_xsrf_token_string,
)
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from data import parameters
from locales import LANGUAGES, Words
from pages.parts import auth, auth_rules
from serving import login
from serving.routes import addresses
from tests.conftest import ROOT, NewReader, Reader, location, others_slow, still
from tests.harness.servers import DASHBOARD, Server, free_port, running
from tests.services import wait_until

EDITOR = "editor@ikm.example"  # as the list has it; the provider writes it with capitals
NOTICE = ".st-key-editor .notice"
ID = Words("id")
LOCAL = {"IKM_LOCAL_EDITOR": "1", "STREAMLIT_SERVER_ADDRESS": "127.0.0.1"}  # as `EDIT=1 make run` sets them


@dataclass(frozen=True)
class Provider:
    """The provider: where it is, and the secrets of the one client that it knows."""

    address: str
    client_secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie_secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    def settings(self, **changed: str) -> str:
        """The section [auth] of Streamlit's secrets.toml."""
        values = {
            "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": self.cookie_secret,
            "client_id": "dashboard",
            "client_secret": self.client_secret,
            "server_metadata_url": f"{self.address}/o/.well-known/openid-configuration",
            **changed,
        }
        return "[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in values.items() if value)


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    folder, port = tmp_path_factory.mktemp("provider"), free_port()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
    made = Provider(f"http://127.0.0.1:{port}")
    settings = {
        "PROVIDER_FOLDER": str(folder), "PROVIDER_PORT": str(port), "PROVIDER_SECRET": made.client_secret,
        "PROVIDER_PASSWORD": made.password,
    }  # fmt: skip
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "tests.provider.server"]
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log)
        try:
            keys = f"{made.address}/o/.well-known/jwks.json"
            wait_until(lambda: process.poll() is not None or answers(keys), "the provider did not start")
            assert process.poll() is None, (folder / "log").read_text()
            yield made
        finally:
            process.terminate()
            process.wait(60)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10):
            return True
    except OSError:
        return False


@contextmanager
def dashboard_with(folder: Path, auth: str, **settings: str) -> Iterator[Server]:
    """Serve the dashboard with a secrets file and a store of its own."""
    file = folder / "secrets.toml"
    file.write_text(auth)
    own = {"STREAMLIT_SECRETS_FILES": str(file), "IKM_STORE": str(folder / "rounds.sqlite"), "IKM_EDITORS": EDITOR}
    with running(DASHBOARD, **{**own, **settings}) as server:
        yield server


@pytest.fixture(scope="module")
def served(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with dashboard_with(tmp_path_factory.mktemp("served"), provider.settings()) as server:
        yield server


def rounds(window: Reader, server: Server, language: str = "id", more: str = "") -> Page:
    return window.open(f"{server.address}/rounds?lang={language}{more}", figures=0)


def sign_in(page: Page, provider: Provider, name: str, words: Words = ID) -> None:
    page.get_by_role("button", name=words("editor.sign_in")).click()
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(provider.password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/rounds**")


def says(page: Page, text: str) -> None:
    page.locator(NOTICE).get_by_text(text, exact=True).wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_editor_signs_in_and_is_back_on_the_page(
    served: Server, provider: Provider, reader: NewReader, language: str
) -> None:
    window, words = reader(), Words(language)
    page = rounds(window, served, language, "&round=2023")
    says(page, words("editor.out"))
    sign_in(page, provider, "editor", words)
    says(page, words("editor.login", address=EDITOR))
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(location(page)).query)
    assert query == {"round": ["2023"], "lang": [language]}
    still(page)
    assert window.foreign == []
    # Streamlit asks for its health below the page first; nothing else fails, and the policy refuses nothing.
    assert all("404" in error for error in window.errors)
    assert all("/rounds/_stcore/" in address for address in window.failed)
    cookies = {c["name"]: c for c in page.context.cookies()}
    assert cookies["_streamlit_user"]["httpOnly"]
    assert cookies["_streamlit_user"]["sameSite"] == "Lax"
    assert login.COOKIE not in cookies, "the way back is forgotten once it is walked"


def test_whoever_is_no_editor_is_told_why(served: Server, provider: Provider, reader: NewReader) -> None:
    page, urls = rounds(reader(), served), []
    page.on("request", lambda request: urls.append(request.url))
    sign_in(page, provider, "other")
    says(page, ID("editor.unlisted", address="other@ikm.example"))
    page.get_by_role("button", name=ID("editor.sign_out")).wait_for()
    for name, state in (("unverified", "unverified"), ("silent", "unverified"), ("nameless", "nameless")):
        cookies = signed_in_as(name, next(url for url in urls if "/auth/login?" in url), provider)
        assert wire(served, cookies=cookies) == [ID(f"editor.{state}", address=f"{name}@ikm.example")]


def signed_in_as(name: str, begin: str, provider: Provider) -> dict[str, str]:
    """Walk through the sign-in as a browser does, without one, from where the button leads; returns the cookies."""
    with httpx.Client(follow_redirects=True, trust_env=False) as web:
        form = web.get(begin)
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
        filled = {"username": name, "password": provider.password, "csrfmiddlewaretoken": token}
        assert web.post(form.url, data=filled).status_code == 200
        return {
            cookie.name: cookie.value or "" for cookie in web.cookies.jar if cookie.name.startswith("_streamlit_user")
        }


def test_signing_out_ends_it_here_in_other_tabs_and_at_the_provider(
    served: Server, provider: Provider, reader: NewReader
) -> None:
    page = rounds(reader(), served, "en", "&round=2023")
    words = Words("en")
    sign_in(page, provider, "editor", words)
    says(page, words("editor.login", address=EDITOR))
    copied = page.context.cookies()
    tab = page.context.new_page()
    tab.goto(f"{served.address}/rounds?lang=en")
    says(tab, words("editor.login", address=EDITOR))

    page.get_by_role("button", name=words("editor.sign_out")).click()
    says(page, words("editor.out"))
    assert location(page).startswith(f"{served.address}/rounds?")
    assert "lang=en" in location(page)
    assert not {c["name"] for c in page.context.cookies()} & {"_streamlit_user", "_streamlit_user_tokens"}

    tab.get_by_role("radio", name="Indonesia").click()
    says(tab, ID("editor.out"))
    page.get_by_role("button", name=words("editor.sign_in")).click()
    page.get_by_label("Password").wait_for()  # the provider asks again: its own session has ended

    thief = reader()
    thief.page.context.add_cookies(copied)  # type: ignore[arg-type]
    says(rounds(thief, served), ID("editor.out"))


def test_a_session_expires(provider: Provider, tmp_path: Path, reader: NewReader) -> None:
    with dashboard_with(tmp_path, provider.settings(), IKM_SESSION_HOURS="0.0001") as server:
        page = rounds(reader(), server)
        sign_in(page, provider, "editor")
        says(page, ID("editor.expired", address="Editor@IKM.example"))
        page.get_by_role("button", name=ID("editor.sign_in")).wait_for()


def test_a_sign_in_that_fails_says_so(provider: Provider, tmp_path: Path, reader: NewReader) -> None:
    wrong = secrets.token_urlsafe(32)
    with dashboard_with(tmp_path, provider.settings(client_secret=wrong)) as server:
        page = rounds(reader(), server, "en")
        sign_in(page, provider, "editor", Words("en"))
        says(page, Words("en")("editor.failed"))
        says(page, Words("en")("editor.out"))
        log = server.said()
    assert "OAuth token exchange failed" in log
    assert not [secret for secret in (wrong, provider.cookie_secret, provider.password) if secret in log]


def test_a_provider_that_is_down_is_said(provider: Provider, tmp_path: Path, reader: NewReader) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/.well-known/openid-configuration"
    with dashboard_with(tmp_path, provider.settings(server_metadata_url=nowhere)) as server:
        page = rounds(reader(), server)
        page.get_by_role("button", name=ID("editor.sign_in")).click()
        says(page, ID("editor.failed"))


def test_no_secret_reaches_the_log_or_the_page(served: Server, provider: Provider, reader: NewReader) -> None:
    window, urls = reader(), []
    page = rounds(window, served)
    page.on("request", lambda request: urls.append(request.url))
    sign_in(page, provider, "editor")
    says(page, ID("editor.login", address=EDITOR))
    callback = next(url for url in urls if "/oauth2callback?" in url)
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(callback).query)
    cookies = {c["name"]: c["value"] for c in page.context.cookies() if c["name"].startswith("_streamlit_user")}
    tokens = json.loads(decoded(provider, "_streamlit_user_tokens", cookies["_streamlit_user_tokens"]))
    # A callback that nobody began, and a provider that says no, are logged as well.
    for again in (callback, f"{served.address}/oauth2callback?error=access_denied&state=x&error_description=no%0Ano"):
        page.goto(again)
    kept = [provider.client_secret, provider.cookie_secret, provider.password, *query["code"], *cookies.values()]
    kept += [tokens["id_token"], tokens["access_token"]]
    assert all(len(secret) > 10 for secret in kept)
    log, shown = served.said(), page.content()
    assert "Missing provider for OAuth callback" in log
    assert not [secret for secret in kept if secret in log or secret in shown]


def decoded(provider: Provider, name: str, value: str) -> str:
    found = decode_signed_value(provider.cookie_secret, name, value)
    assert found
    return found.decode()


@pytest.mark.parametrize("language", others_slow(LANGUAGES))
def test_without_a_provider_writing_is_off_and_the_page_says_who_adds_rounds(
    dashboard: str, reader: NewReader, language: str
) -> None:
    page = reader().open(f"{dashboard}/rounds?lang={language}", figures=0)
    says(page, Words(language)("editor.off"))
    assert page.locator(".st-key-editor button").count() == 0


@pytest.mark.slow  # a server of its own; the officer's journey uses the switch
@pytest.mark.integration
def test_the_local_switch_lets_this_machine_write(reader: NewReader, tmp_path: Path) -> None:
    with dashboard_with(tmp_path, "", **LOCAL) as server:
        page = rounds(reader(), server, "en")
        says(page, Words("en")("editor.local", address=auth_rules.machine_user()))
        says_so = ID("editor.local", address=auth_rules.machine_user())
        port = server.address.rpartition(":")[2]
        assert wire(server, host=f"localhost:{port}") == [says_so]
        assert wire(server, host=f"127.0.0.1:{port}") == [says_so]
        elsewhere = [ID("editor.elsewhere")]
        assert wire(server, host="evil.example") == elsewhere, "a foreign name that points here"
        assert wire(server, host=f"evil.example:{port}") == elsewhere
        assert wire(server, host=f"127.0.0.1.evil.example:{port}") == elsewhere
        assert wire(server, origin="") == elsewhere, "a program that names no origin, as the agents' API"
        for name in auth_rules.FORWARDED:
            assert wire(server, headers={name: "127.0.0.1"}) == elsewhere, "what a proxy hands on"
        for origin in ("http://evil.example", "http://127.0.0.1:1", "null"):
            with pytest.raises(InvalidStatus, match="403"):
                wire(server, origin=origin)


def test_the_local_switch_does_not_count_where_others_reach_the_server(provider: Provider, tmp_path: Path) -> None:
    with dashboard_with(tmp_path, "", IKM_LOCAL_EDITOR="1") as server:
        assert wire(server) == [ID("editor.elsewhere")]
    with dashboard_with(tmp_path, provider.settings(), **LOCAL) as server:
        assert wire(server) == [ID("editor.out")], "with a provider the switch is nothing"
    with dashboard_with(tmp_path, provider.settings(client_secret=""), **LOCAL) as server:
        assert wire(server) == [ID("editor.faulty")]
        assert "client_secret is missing" in server.said()
    with dashboard_with(
        tmp_path, provider.settings(), STREAMLIT_SERVER_TRUSTED_USER_HEADERS='{"X-User": "email"}'
    ) as server:
        assert wire(server, headers={"X-User": EDITOR}) == [ID("editor.faulty")]


def wire(
    server: Server,
    host: str = "",
    origin: str | None = None,
    cookies: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> list[str]:
    """Ask for the page Rounds as a program may, with any headers; returns what the sign-in strip says."""
    own = server.address.removeprefix("http://")
    host, place = host or own, urllib.parse.urlsplit(server.address)
    token = generate_xsrf_token_string()
    sent = {
        "Cookie": "; ".join(f"{k}={v}" for k, v in {"_streamlit_xsrf": token, **(cookies or {})}.items()),
        **(headers or {}),
    }
    with (
        socket.create_connection((place.hostname, place.port)) as plain,
        connect(
            f"ws://{host}/_stcore/stream",
            sock=plain,
            additional_headers=sent,
            subprotocols=["streamlit", token],  # type: ignore[list-item]
            origin=(f"http://{host}" if origin is None else origin or None),
            max_size=None,
            open_timeout=120,  # type: ignore[arg-type]
        ) as stream,
    ):
        ask = BackMsg()
        ask.rerun_script.page_name = "rounds"
        stream.send(ask.SerializeToString())
        return strip(stream)  # type: ignore[arg-type]


def strip(stream: Iterator[bytes]) -> list[str]:
    """Read messages until the page is drawn, and return the notices in it."""
    said = []
    for message in stream:
        forward = ForwardMsg.FromString(message)
        said += re.findall(r'class="notice">([^<]*)<', forward.delta.new_element.html.body)
        if forward.WhichOneof("type") == "script_finished":
            break
    return said


def claims(**changed: object) -> dict[str, object]:
    return {
        "email": EDITOR, "email_verified": True, "iat": time.time(), "sub": "1", "is_logged_in": True,
        "provider": "default", **changed,
    }  # fmt: skip


def test_a_forged_or_tampered_cookie_signs_nobody_in(served: Server, provider: Provider, reader: NewReader) -> None:
    def cookie(secret: str, name: str = "_streamlit_user", **changed: object) -> dict[str, str]:
        said = json.dumps(claims(**{"origin": served.address, **changed}))
        return {"_streamlit_user": create_signed_value(secret, name, said).decode()}

    genuine = cookie(provider.cookie_secret)
    assert wire(served, cookies=genuine) == [ID("editor.login", address=EDITOR)], (
        "so the forged ones fail by their fault"
    )
    out = [ID("editor.out")]
    value = genuine["_streamlit_user"]
    signature = value.rsplit(".", 2)[1:]  # with its time
    other = cookie(provider.cookie_secret, email="other@ikm.example")["_streamlit_user"].rsplit(".", 2)[0]
    for forged in (
        cookie(""), cookie("x" * 32), cookie(provider.client_secret), cookie(provider.cookie_secret, "_streamlit_session"),
        cookie(provider.cookie_secret, origin="http://evil.example"),
        {"_streamlit_user": ".".join([other, *signature])}, {"_streamlit_user": value[:-5] + ("A" if value[-5] != "A" else "B") + value[-4:]},
        {"_streamlit_user": ".".join(signature)}, {"_streamlit_user": json.dumps(claims())}, {"_streamlit_user_tokens": value},
    ):  # fmt: skip
        assert wire(served, cookies=forged) == out, forged
    assert wire(served, cookies={**genuine, "_streamlit_xsrf": generate_xsrf_token_string()}) == out, (
        "the page's token is not the cookie's"
    )

    window = reader()
    forged = {"name": "_streamlit_user", "value": cookie("x" * 32)["_streamlit_user"], "url": served.address}
    window.page.context.add_cookies([forged])  # type: ignore[list-item]
    says(rounds(window, served), ID("editor.out"))


def test_a_page_of_another_site_cannot_speak_with_the_server(served: Server, provider: Provider) -> None:
    genuine = create_signed_value(provider.cookie_secret, "_streamlit_user", json.dumps(claims(origin=served.address)))
    cookies = {"_streamlit_user": genuine.decode()}
    assert wire(served, cookies=cookies) == [ID("editor.login", address=EDITOR)]
    port = served.address.rpartition(":")[2]
    for origin in (
        "http://evil.example", "http://localhost:3000", f"http://127.0.0.1.evil.example:{port}", "null", "http://[",
    ):  # fmt: skip
        with pytest.raises(InvalidStatus, match="403"):
            wire(served, origin=origin, cookies=cookies)
    assert "external IP" not in served.said(), "nobody outside is asked who this server is"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://dash.example/rounds?lang=en&round=2023&login=failed&x=1", "/rounds?lang=en&round=2023"),
        ("http://dash.example/", "/"),
        ("http://dash.example/rounds?lang=a%0d%0aSet-Cookie:x", "/rounds?lang=a%0D%0ASet-Cookie%3Ax"),
        ("http://evil.example/rounds", ""), ("http://dash.example:81/rounds", ""), ("http://dash.example@evil.example/rounds", ""),
        ("http://dash.example//evil.example", ""), ("http://dash.example/auth/logout", ""), ("http://[", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_way_back_leads_to_a_page_of_this_server_only(referer: str, back: str) -> None:
    assert login.came_from(Headers({"host": "dash.example", "referer": referer})) == back
    assert login.page(back) == back, "nor elsewhere with a cookie that somebody has changed"
    assert login.page("//evil.example/rounds") == login.page("https://evil.example/rounds") == ""
    assert "/rounds" in addresses()
    kept = f"/rounds?{urllib.parse.urlencode(dict.fromkeys(parameters.EVERY, 'x'))}"
    assert login.page(f"{kept}&other=x") == kept, "with all that a copied link keeps"


def test_cookies_travel_over_https_only_where_the_dashboard_does(provider: Provider, tmp_path: Path) -> None:
    auth = provider.settings(redirect_uri="https://ikm.example/oauth2callback")
    with (
        dashboard_with(tmp_path, auth) as server,
        socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2]))) as plain,
    ):
        plain.sendall(
            b"GET /auth/logout HTTP/1.1\r\nHost: ikm.example\r\nReferer: https://ikm.example/rounds?lang=en\r\n"
            b"Cookie: _streamlit_user=x\r\nConnection: close\r\n\r\n"
        )
        answer = b"".join(iter(lambda: plain.recv(65536), b"")).decode()
    cookies = re.findall(r"(?i)^set-cookie: (.+)\r$", answer, re.M)
    assert len(cookies) > 2
    assert all(cookie.count("; Secure") == 1 for cookie in cookies)
    assert "\r\nlocation: /rounds?lang=en\r\n" in answer.lower(), "the provider knows of no sign-out: straight back"


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "login"), ({"email": "EDITOR@ikm.EXAMPLE"}, "login"),
        ({"is_logged_in": False}, "out"), ({"is_logged_in": "yes"}, "out"),
        ({"email": None}, "nameless"), ({"email": ""}, "nameless"), ({"email": [EDITOR]}, "nameless"),
        ({"email_verified": False}, "unverified"), ({"email_verified": "true"}, "unverified"), ({"email_verified": None}, "unverified"),
        ({"email_verified": False, "xms_edov": True}, "unverified"),
        ({"email": "other@ikm.example"}, "unlisted"), ({"email": "editor@ikm.example.evil"}, "unlisted"),
        ({"email": "editor@i\u212am.example"}, "unlisted"),  # the Kelvin sign, which folds to k
        ({"iat": time.time() - 8 * 3600 - 1}, "expired"), ({"iat": time.time() + 24 * 3600}, "expired"), ({"iat": None}, "expired"),
        ({"iat": True}, "expired"), ({"iat": "now"}, "expired"), ({"iat": float("nan")}, "expired"),
        ({"iat": time.time() - 7 * 3600}, "login"),
    ],
)  # fmt: skip
def test_what_a_token_must_say(monkeypatch: pytest.MonkeyPatch, changed: dict[str, object], state: str) -> None:
    monkeypatch.setenv("IKM_EDITORS", f"a@b.example, {EDITOR.title()}\n;c@d.example")
    assert auth_rules.signed_in(claims(**changed), time.time()).state == state


@pytest.mark.parametrize(
    ("edov", "is_verified"), [(True, True), ("1", True), (1, True), (False, False), ("0", False), (None, False)]
)
def test_entra_says_it_in_its_own_way(edov: object, is_verified: bool) -> None:
    said = {**claims(), "xms_edov": edov}
    del said["email_verified"]
    assert auth_rules.is_verified(said) is is_verified


def test_a_machine_user_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setattr(auth_rules.getpass, "getuser", nobody)
    assert auth_rules.machine_user() == "unnamed@local"


def test_an_empty_list_lets_nobody_write(monkeypatch: pytest.MonkeyPatch) -> None:
    for listed in ("", " , ", "@", "*"):
        monkeypatch.setenv("IKM_EDITORS", listed)
        assert auth_rules.signed_in(claims(), time.time()).state == "unlisted"


@pytest.mark.parametrize(
    ("said", "hours"), [("", 8), ("12", 12), ("0.5", 0.5), ("0", 8), ("-1", 8), ("inf", 8), ("nan", 8), ("eight", 8)]
)
def test_hours(monkeypatch: pytest.MonkeyPatch, said: str, hours: float) -> None:
    monkeypatch.setenv("IKM_SESSION_HOURS", said)
    assert auth_rules.hours() == hours


AUTH = {
    "redirect_uri": "https://ikm.example/oauth2callback", "cookie_secret": "c" * 32, "client_id": "i",
    "client_secret": "s", "server_metadata_url": "https://id.example/.well-known/openid-configuration",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"client_secret": ""}, "client_secret is missing"), ({"cookie_secret": 5}, "cookie_secret is missing"),
        ({"cookie_secret": "xxx"}, "cookie_secret is shorter than 32 characters"),
        ({"redirect_uri": "https://ikm.example/"}, "redirect_uri does not end with /oauth2callback"),
        ({"redirect_uri": "http://ikm.example/oauth2callback"}, "redirect_uri is not https"),
        ({"redirect_uri": "http://localhost.evil.example/oauth2callback"}, "redirect_uri is not https"),
        ({"server_metadata_url": "http://id.example/"}, "server_metadata_url is not https"),
        ({"server_metadata_url": "http://[::1"}, "server_metadata_url is not https"),
    ],
)  # fmt: skip
def test_unsafe_settings_are_named(changed: dict[str, object], fault: str) -> None:
    assert auth_rules.faults({**AUTH, **changed}) == [fault]
    local = {"redirect_uri": "http://localhost:8501/oauth2callback", "server_metadata_url": "http://[::1]:9/x"}
    assert auth_rules.faults(AUTH) == auth_rules.faults({**AUTH, **local}) == []


def written() -> None:
    """A page that stores something when its button is pressed."""
    import streamlit as st

    from locales import Words
    from pages.parts import auth

    words = Words("en")
    auth.show(words)
    if st.button("Store", key="store"):
        try:
            st.text(f"stored by {auth.require_editor()}")
        except auth.MayNotWriteError as refused:
            st.text(f"refused: {auth.reason(refused.access, words)}")


def test_a_page_drawn_in_time_and_sent_too_late_stores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "get_secrets_auth_section", lambda: AUTH)
    monkeypatch.setenv("IKM_EDITORS", EDITOR)
    app = AppTest.from_function(written, default_timeout=300)
    app.user = claims()
    app.run().button(key="store").click().run()
    assert app.text[0].value == f"stored by {auth.Access('login', EDITOR)}"
    later = time.time() + 8 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    app.button(key="store").click().run()
    assert app.text[0].value == f"refused: {Words('en')('editor.expired', address=EDITOR)}"

"""A real OpenID provider for the tests: Django with django-oauth-toolkit, in a process of its own on the loopback.

``python -m tests.provider.server`` serves it, told by the environment where (PROVIDER_FOLDER, PROVIDER_PORT), the
client's secret (PROVIDER_SECRET), and the word with which anybody signs in as any of ``USERS`` (PROVIDER_PASSWORD).
The folder holds ``key.pem``, the RSA key that it signs with; its database is made there.
"""
# ruff: noqa: E402 — Django wants its settings before its modules are imported.

import os
from pathlib import Path

import django
from django.conf import settings

FOLDER, PORT = Path(os.environ["PROVIDER_FOLDER"]), int(os.environ["PROVIDER_PORT"])
CLIENT, SECRET = "dashboard", os.environ["PROVIDER_SECRET"]
PASSWORD = os.environ["PROVIDER_PASSWORD"]
USERS = {  # who there is: address, and the claims that say whether it is verified
    "editor": ("Editor@IKM.example", {"email_verified": True}),
    "other": ("other@ikm.example", {"email_verified": True}),
    "unverified": ("unverified@ikm.example", {"email_verified": False}),
    "silent": ("silent@ikm.example", {}),
    "nameless": (None, {}),
}

if not settings.configured:
    settings.configure(
        SECRET_KEY=os.urandom(32).hex(),
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.provider.server",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "provider.sqlite3"}},
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"],
                    "loaders": [
                        (
                            "django.template.loaders.locmem.Loader",
                            {
                                "registration/login.html": '<!DOCTYPE html><html lang="en"><title>Provider</title>'
                                '<form method="post">{% csrf_token %}{{ form.as_p }}<button>Log in</button></form>'
                            },
                        ),
                        "django.template.loaders.app_directories.Loader",
                    ],
                },
            }
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # quick; nothing here is to be kept
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGIN_URL="/login/",
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{PORT}/o",
            "OIDC_RSA_PRIVATE_KEY": (FOLDER / "key.pem").read_text(),
            "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
            "OIDC_RP_INITIATED_LOGOUT_ALWAYS_PROMPT": False,
            "OAUTH2_VALIDATOR_CLASS": "tests.provider.server.Validator",
            "SCOPES": {"openid": "who", "email": "address", "profile": "name"},
            "PKCE_REQUIRED": True,
        },
    )
    django.setup()

from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.management import call_command
from django.urls import include, path
from oauth2_provider.models import Application
from oauth2_provider.oauth2_validators import OAuth2Validator

urlpatterns = [
    path("login/", LoginView.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]


class Validator(OAuth2Validator):
    """Adds the address, and whether it is verified, to the identity token."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: object) -> dict[str, object]:
        address, verified = USERS[request.user.username]  # type: ignore[attr-defined]
        return {"email": address, **verified} if address else {}


def prepare() -> None:
    """Make the database, the users and the one client."""
    call_command("migrate", verbosity=0)
    for name, (address, _) in USERS.items():
        User.objects.create_user(name, address or "", PASSWORD)
    # Any port of the loopback: RFC 8252 asks providers to allow that.
    callback = "http://127.0.0.1/oauth2callback"
    Application.objects.create(
        name="Dashboard",
        client_id=CLIENT,
        client_secret=SECRET,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        redirect_uris=callback,
        post_logout_redirect_uris=callback,
        skip_authorization=True,
    )


if __name__ == "__main__":
    prepare()
    call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, verbosity=0)

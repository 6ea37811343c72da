"""The parameters of a page's address: what a copied link keeps. Light to import, since the sign-in needs them too."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from locales import Words

SELECTION = ("round", "regency", "group")
COMPARISON = ("indicator", "period", "against", "areas")
LANGUAGE = "lang"
EVERY = (*SELECTION, *COMPARISON, LANGUAGE)


def of_language(words: "Words") -> dict[str, str]:
    """Return what an address says of the language: nothing of the default one."""
    return {} if words.is_default else {LANGUAGE: words.language}


def address(path: str, parameters: Mapping[str, str], safe: str = "") -> str:
    """Return the address of a path with its parameters, but for empty ones; ``safe`` signs stand there as they are."""
    query = urlencode({name: value for name, value in parameters.items() if value}, safe=safe)
    return f"{path}?{query}" if query else path

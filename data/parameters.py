"""The parameters of a page's address: what a copied link keeps. Light to import, since the sign-in needs them too."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from locales import Words

SELECTION = ("round", "regency", "group")
COMPARISON = ("indicator", "period", "against", "areas")
LANGUAGE = "lang"
EVERY = (*SELECTION, *COMPARISON, LANGUAGE)


def of_language(words: "Words") -> dict[str, str]:
    """Return what an address says of the language: nothing of the default one."""
    return {} if words.is_default else {LANGUAGE: words.language}

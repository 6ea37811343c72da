"""What is said of the boundaries in use: indicative ones are called so, others carry the words of their source."""

from geo import shapes
from locales import Words


def origin(words: Words) -> str:
    """Return one sentence for captions and footers."""
    used = shapes.boundaries()
    if used.by_recipe:
        return words("boundaries.indicative")
    return words("boundaries.sourced" if used.official else "boundaries.unnamed", source=used.source)


def licence(words: Words) -> str:
    """Return one sentence on what their licence asks whoever passes a map on to say; "" where none is stated."""
    used = shapes.boundaries()
    if used.by_recipe:
        return words("boundaries.licence.indicative")
    return words("boundaries.licence", licence=used.licence) if used.licence else ""


def account(words: Words) -> str:
    """Return how the boundaries were made, for the page of sources and for files."""
    used = shapes.boundaries()
    if used.by_recipe:
        return words("sources.boundaries.text")
    if used.official:
        return words("sources.boundaries.sourced", source=used.source, licence=used.licence)
    return words("sources.boundaries.unnamed", source=used.source)

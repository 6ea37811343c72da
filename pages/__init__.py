"""The pages, one file each, in folders that are the groups of the menu."""

MENU = {
    "explore": ("overview", "trainings", "regencies", "national"),
    "share": ("present", "takeaway"),
    "about": ("sources", "rounds"),
}
FIRST = "overview"  # the page that answers at "/"


def language_script(language: str) -> str:
    """Return the one script that a page carries in itself: the server's security policy knows it by its hash."""
    return f"document.documentElement.lang = '{language}';"

"""The pages, one file each, in folders that are the groups of the menu."""

MENU = {
    "explore": ("overview", "trainings", "regencies", "national"),
    "share": ("present", "takeaway"),
    "about": ("sources",),
}
FIRST = "overview"  # the page that answers at "/"

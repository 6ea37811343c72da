"""What the tests of the story share."""

from data.view import View
from story import overview

KEY_NUMBERS = (overview.key_participants, overview.key_regencies, overview.key_trainings, overview.key_units)


def key_numbers(view: View) -> list[overview.KeyNumber]:
    """Return the large numbers of a selection."""
    return [number(view) for number in KEY_NUMBERS]

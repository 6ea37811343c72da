"""What sources state beside the number of participants: how many were women and men, and how many were aimed for."""

from data import indicators
from data.view import View, cached


@cached(128)
def sentence(view: View) -> str:
    """Say how many participants of the selection were women, and men, and how many were aimed for; "" if unknown."""
    words = view.words
    sexes, target = indicators.participants_by_sex(view), indicators.participants_target(view)
    listed = words.join(
        words(f"beside.{key}", n=words.shown(n, "stated", mark=sexes.mark_of(key))) for key, n in sexes.value.items()
    )
    sentences = [words("beside.sexes", listed=listed)] if listed else []
    sentences += [
        words("beside.target", n=words.shown(n, "stated", mark=target.mark_of(key))) for key, n in target.value.items()
    ]
    return " ".join(sentences)

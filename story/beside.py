"""What sources state beside the participants: women and men (gender), the target, venue and budget of a round."""

import pandas as pd

from data import indicators
from data.view import View
from locales import Words


def sentence(view: View) -> str:
    """Say how many participants of the selection were women, and men, and how many were aimed for; "" if unknown."""
    words = view.words
    sexes, target = indicators.participants_by_sex(view), indicators.participants_target(view)
    listed = words.join(
        words(f"beside.{key}", n=words.shown(n, sexes.basis_of(key), mark=sexes.mark_of(key)))
        for key, n in sexes.value.items()
    )
    sentences = [words("beside.sexes", listed=listed)] if listed else []
    sentences += [
        words("beside.target", n=words.shown(n, "stated", mark=target.mark_of(key))) for key, n in target.value.items()
    ]
    return " ".join(sentences)


def of_round(view: View) -> str:
    """Say where the selected round was held, and its budget; "" where no source says so, or of several rounds."""
    rounds = view.selection.of(view.tables["rounds"])
    return _held_at(view.words, rounds.iloc[0]) if len(rounds) == 1 else ""


def of_part(words: Words, row: pd.Series) -> str:
    """Say what is known of a round known in part in a regency: what was taught, where it was held, its budget."""
    about = words("trainings.part", about=words.field(row, "about"))
    held = _held_at(words, row)
    return f"{about.removesuffix('.')}. {held}" if held else about


def _held_at(words: Words, row: pd.Series) -> str:
    only = {name: value for name, value in row.items() if not pd.isna(value)}
    sentences = [words("beside.venue", venue=only["venue"])] if "venue" in only else []
    amount = words("beside.rupiah", n=words.number(only["budget"])) if "budget" in only else ""
    if amount and "budget_source" in only:
        sentences.append(words("beside.budget.of", amount=amount, source=only["budget_source"]))
    elif amount:
        sentences.append(words("beside.budget", amount=amount))
    elif "budget_source" in only:
        sentences.append(words("beside.funds", source=only["budget_source"]))
    return " ".join(sentences)

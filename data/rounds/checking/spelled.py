"""Numbers as Indonesian letters spell them out beside their digits: "20 (dua puluh) orang"."""

import re

ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
SCALES = {"puluh": 10, "ratus": 100}


def spelled(text: str) -> int | None:
    """Return the number that words spell ("seratus dua puluh lima"), below a million; None if they spell none."""
    total, below, digit = 0, 0, 0
    for word in re.sub(r"\bse(?=(?:puluh|belas|ratus|ribu)\b)", "satu ", text.lower()).split():
        if word in ONES:
            digit = ONES.index(word)
        elif word == "belas":
            below, digit = below + 10 + digit, 0
        elif word in SCALES:
            below, digit = below + digit * SCALES[word], 0
        elif word == "ribu":
            total, below, digit = (below + digit) * 1000, 0, 0
        else:
            return None
    return total + below + digit if text.strip() else None

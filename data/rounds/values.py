"""Counts and dates as people write them."""

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

from data.rounds.findings import Finding
from data.rounds.sheet import FORMULA, clean
from locales import LANGUAGES, Words


def as_number(text: str) -> int | None:
    """Return a count as people write it ("40", "1.200", "40 orang"); None if it is none."""
    bare = re.sub(r"\s*(orang|org|peserta|people|participants|hari|days|kelas)\.?$", "", clean(text).lower()).strip()
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", bare):
        bare = re.sub(r"[.,]", "", bare)
    bare = re.sub(r"[.,]0+$", "", bare)
    return int(bare) if re.fullmatch(r"\d{1,12}", bare) and bare.isascii() else None


def checked_number(text: str, name: str, line: int | None, found: list[Finding], most: int) -> int | None:
    """Return a count, or None where there is none or it is wrong."""
    if text in ("", "-", "–", "—"):
        return None
    number = as_number(text)
    details = (("found", text.strip("\u2063")),)
    if text == FORMULA:
        found.append(Finding("formula", name, line))
    elif number is None:
        minus = re.fullmatch(r"[-−]\s*\d+", text)
        found.append(Finding("minimum" if minus else "number", name, line, details=details))
    elif number < 1:
        found.append(Finding("minimum", name, line, details=details))
    elif number > most:
        found.append(Finding("maximum", name, line, details=(*details, ("most", str(most)))))
    else:
        return number
    return None


def as_date(text: str) -> dt.date | None:
    """Return a date as people write it: 2024-05-06, 6/5/2024, 6 Mei 2024, or a spreadsheet's number of a day."""
    said = clean(text).lower()
    months = {name[:3]: month for name, month in _months()}
    forms: tuple[tuple[str, Callable[[re.Match[str]], tuple[int, int, int]]], ...] = (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", lambda m: (int(m[1]), int(m[2]), int(m[3]))),
        (r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", lambda m: (int(m[3]), int(m[2]), int(m[1]))),
        (r"(?:[a-z']+,?\s+)?(\d{1,2})(?:\s*(?:-|–|s\.?d\.?|sampai)\s*\d{1,2})?\s+([a-z]{3,9})\.?,?\s+(\d{4})",
         lambda m: (int(m[3]), months.get(m[2][:3], 0), int(m[1]))),
        (r"([a-z]{3,9})\.?\s+(\d{1,2}),\s+(\d{4})", lambda m: (int(m[3]), months.get(m[1][:3], 0), int(m[2]))),
    )  # fmt: skip
    try:
        for form, parts in forms:
            if matched := re.fullmatch(form, said):
                return dt.date(*parts(matched))
        if re.fullmatch(r"\d{5}", said) and 36_526 <= int(said) <= 73_050:  # the years 2000 to 2099
            return dt.date(1899, 12, 30) + dt.timedelta(int(said))
    except ValueError:
        pass
    return None


@lru_cache(maxsize=1)
def _months() -> list[tuple[str, int]]:
    return [
        (name.lower(), month)
        for language in LANGUAGES
        for month, name in Words(language).locale.months["format"]["wide"].items()
    ]


def checked_date(text: str, name: str, found: list[Finding]) -> dt.date | None:
    """Return a date, or None where there is none or it is wrong."""
    if not text:
        return None
    date = as_date(text)
    if date is None or not 2000 <= date.year <= 2100:
        found.append(Finding("date", name, details=(("found", text),)))
        return None
    return date

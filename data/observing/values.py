"""Numbers and periods as offices and BPS write them. A mark for what is not known is missing, never 0."""

import re
from collections.abc import Iterable

from data.rounds.checking.values import as_date
from data.rounds.reading.grid import clean

MISSING = re.compile(r"[-–—‒−.…*\s]*|n\.?/?a\.?|tidak tersedia|belum tersedia|not available|nan|null", re.IGNORECASE)
# A digit with a bracket right behind a number is none: 1501) may be 150 with a footnote, or 1501.
FOOTNOTE = r"\s*(?P<mark>\*{1,3}\)?|[¹²³⁴-⁹]+[)⁾]?|(?<!\d)\d\)|(?<=[\d\s])[a-dr]\)|(?<=\d)\s?r)$"
PROVISIONAL = "*"
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_Q = r"(?:triwulan|tw|trw|kuartal|quarter|q)[. -]*(iv|i{1,3}|[1-4])"
QUARTER_FIRST, QUARTER_LAST = re.compile(rf"{_Q}[ ,/-]*(\d{{4}})"), re.compile(rf"(\d{{4}})[ ,/-]*{_Q}")
YEAR = re.compile(r"(?:tahun|thn|th|year)?[. ]*((?:199|20\d)\d)(?:\.0)?(?:\d\))?")
ISO = re.compile(r"(?:199|20\d)\d-\d\d(?:-\d\d)?")
OTHER = {",": ".", ".": ","}
ONE_GROUP = re.compile(r"[-+]?\d{1,3}[.,]\d{3}")  # 12.345: thousands, or three decimals


def is_missing(text: str) -> bool:
    """Whether a cell says nothing: it is empty, or has one of the marks of a statistical table."""
    return MISSING.fullmatch(text.strip()) is not None


def bare(text: str) -> tuple[str, bool]:
    """Return a text without the mark of a footnote behind it, and whether that says that it is provisional."""
    text = clean(text)
    match = re.search(FOOTNOTE, text)
    return (text[: match.start()], match["mark"].startswith(PROVISIONAL)) if match else (text, False)


def period(text: str) -> str:
    """Return a period in the form of the tables, from a year, quarter, month or day; "" if it is none."""
    text = bare(text)[0].lower()
    if year := YEAR.fullmatch(text):
        return year[1]
    if match := QUARTER_FIRST.fullmatch(text):
        return f"{match[2]}-Q{QUARTERS.get(match[1], match[1])}"
    if match := QUARTER_LAST.fullmatch(text):
        return f"{match[1]}-Q{QUARTERS.get(match[2], match[2])}"
    if ISO.fullmatch(text):
        return text
    if text and not text[0].isdigit() and (month := as_date(f"1 {text}")):
        return f"{month:%Y-%m}"
    return ""


def decimal_marks(texts: Iterable[str]) -> set[str]:
    """Return which signs the texts surely use before decimals: the one that stands last, or before no three digits."""
    marks = set()
    for text in texts:
        number = re.sub(r"[^\d.,]", "", text)
        for mark, other in OTHER.items():
            of_decimals = rf"\d+\{mark}(\d{{1,2}}|\d{{4,}})|[\d{other}]*\{other}\d{{3}}\{mark}\d+"
            if re.fullmatch(of_decimals, number) or re.fullmatch(rf"\d{{1,3}}(\{other}\d{{3}}){{2,}}", number):
                marks.add(mark)
    return marks


def number(text: str, mark: str, is_whole: bool) -> float | None:
    """Return the number that a text says with ``mark`` before its decimals; None if it says none.

    Of what is counted one by one, a sign before three digits parts thousands.
    """
    text = re.sub(r"(?<=\d) (?=\d{3}(\D|$))", "", re.sub(r"^[−–](?=\d)", "-", text))
    if is_whole and re.fullmatch(r"[-+]?\d{1,3}(\.\d{3})+|[-+]?\d{1,3}(,\d{3})+", text):
        return float(re.sub(r"[.,]", "", text))
    other = OTHER[mark]
    if re.fullmatch(rf"[-+]?(\d+|\d{{1,3}}(\{other}\d{{3}})+)(\{mark}\d+)?", text, re.ASCII):
        return float(text.replace(other, "").replace(mark, "."))
    return None

"""Counts and dates as people write them."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from data.problem import Problem
from data.rounds.checking.spelled import spelled
from data.rounds.reading.grid import FORMULA, clean, quoted
from data.rounds.reading.words import either, words_of
from data.tables import WITH_BASIS
from locales import LANGUAGES, Words

PEOPLE = words_of("people_behind")
UNITS = {"days": words_of("days_behind"), "trainings": words_of("trainings_behind")}  # behind all others, people
NOT_STATED = ("", "-", "–", "—")
SIGN = "≈"

# Counts that a source may give as approximate; what stands before such a number, or behind it in brackets.
APPROXIMABLE = (*WITH_BASIS, "regency_participants", "total")
ABOUT = (
    r"±|\+\s*/?\s*-|~|≈|∼|sekitar|kurang\s+lebih|kira-kira|[kl]\.?\s?[lk]\.?|lebih\s+kurang|about|approx\.?|ca\.?|circa"
)
GUESSED = r"est\w*\.?|perk\w*\.?|kira-kira|about|approx\w*\.?"
TENS = r"-?an(?:\s+(?:orang|org|peserta))?"  # behind a number: "20-an orang"
AS_ABOUT = re.compile(
    rf"(?:{ABOUT})\s*(\d.*)|(\d[\d.,]*)(?:\s*\w+)?(?:\s*\(\s*(?:{GUESSED})\s*\)|\s?{TENS})", re.IGNORECASE
)
BOUNDS = r"hampir|lebih\s+dari|kurang\s+dari|minimal|maksimal|almost|over|more\s+than|less\s+than|[<>≥≤]"
MISREAD = str.maketrans("oOlI|", "00111")  # letters that are typed, or that a scanner takes, for digits
NO_COUNTS = {  # what stands for a number of people and is none, by the problem that it is
    "misread": re.compile(r"(?=\D*\d)(?=.*[oOlI|])[1-9lI|][\doOlI|]{0,3}[\doO]", re.ASCII),  # "15l" may be men
    "unstated": re.compile(
        r"(?:belum|blm|tidak|tdk)\s+(?:me)?(?:lapor\w*|ada\s+(?:data|laporan)|(?:di)?(?:sebut\w*|ketahui|laporkan|data)|tersedia|terdata)"
        r"|data\s+(?:belum|tidak)\s+(?:ada|tersedia)|n\.?/?a\.?|t/?t|\?{1,3}|\.{2,}|…|no\s+data|not\s+(?:stated|available|reported)|unknown",
        re.IGNORECASE,
    ),  # that the number is not known
    "tick": re.compile(r"[✓✔☑√✗vx]|ya|yes|ada|hadir", re.IGNORECASE),
    "approximate": re.compile(
        rf"(?:{ABOUT}|{BOUNDS})\s*\d.*|\d[\d.,]*\s*(?:[+?]|{TENS}|(?:\w+\s*)?\(\s*(?:{GUESSED})[^()]*\))", re.IGNORECASE
    ),
    "marked": re.compile(
        r"(?:(\d[\d.,]*)(?:\s*(?:\*{1,3}|†|‡|[¹²³⁴-⁹]{1,2})\s*\)?|\s+[a-d\d]\))|(\d[\d.,]*)[a-d\d]\))(?: : .*)?",
        re.DOTALL,
    ),  # with the mark of a note, and the note
    "several": re.compile(  # no date, nor a number with an exponent
        r"(?!\d{1,4}([-/])\d{1,2}\1\d|[\d.]+e[+-]?\d+$)\d[\d.,]*\s*[^\d.,\s][^\d]*\d.*", re.DOTALL | re.IGNORECASE
    ),
}


def as_number(text: str, name: str = "participants") -> int | None:
    """Return a count as people write it ("40", "1.200", "40 orang"); None if it is none.

    ``name`` is the fact or column that it stands in: "2 kelas" is no number of participants.
    """
    unit = either(UNITS.get(name, PEOPLE))
    bare = _without_unit(text, name)
    if beside := re.fullmatch(rf"(\d[\d.]*)\s*(?:{unit})?\s*\(([a-z\s]+)\)", bare, re.ASCII):
        number = as_number(beside[1], name)
        return number if number is not None and number == spelled(beside[2]) else None
    bare = re.sub(r"(?<=\d)[.,]0{0,2}$", "", bare)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+", bare, re.ASCII):
        bare = re.sub(r"[.,]", "", bare)
    return int(bare) if re.fullmatch(r"\d{1,12}", bare, re.ASCII) else None


def _usual(text: str) -> str:
    """Return a number without spaces between its thousands, its digits as they are usual; other texts as they are."""
    plain = unicodedata.normalize("NFKC", clean(text))
    return re.sub(r"(?<=\d) (?=\d{3}\b)", "", plain) if re.match(r"\d{1,3}(?: \d{3})+\b", plain) else plain


def _without_unit(text: str, name: str) -> str:
    return re.sub(rf"\s*(?:{either(UNITS.get(name, PEOPLE))})\.?$", "", clean(text).lower())


def is_about(text: str) -> bool:
    """Whether a text is a count that is stated as approximate, in the form in which drafts have it: "≈ 20"."""
    return text.startswith(SIGN) and as_number(text.removeprefix(SIGN)) is not None


def as_count(text: str) -> int | None:
    """Return a count of people that may be approximate ("40", "≈ 20"); None if it is none."""
    return as_number(text.removeprefix(SIGN) if is_about(text) else text)


def read_count(text: str, name: str) -> int | None:
    """Return a count of people that may be approximate, in whatever words ("40", "± 20"); None if it is none."""
    number = as_count(text)
    return number if number is not None else _as_about(text, name)


def with_sign(number: object, is_approximate: object) -> str:
    """Return a count as drafts have it."""
    return f"{SIGN} {number}" if is_approximate else str(number)


def mixed(texts: Iterable[str]) -> set[str]:
    """Return the signs, "." or ",", that set off thousands in some counts of a file and may be something else there.

    So it is where other counts have decimals behind the same sign ("20.00" beside "20.000"), or both signs occur.
    """
    bare = [clean(text) for text in texts]
    thousands = {text[-4] for text in bare if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text, re.ASCII)}
    decimals = {match[1] for text in bare if (match := re.fullmatch(r"\d+([.,])\d{1,2}", text, re.ASCII))}
    in_thousands = (text for text in bare if text[-4:-3] in thousands)
    if thousands and not decimals and all(re.fullmatch(r"\d{1,3}[.,]000", text) for text in in_thousands):
        return thousands  # "20.000" and "15.000": thousands, or three decimals of 20 and 15
    return thousands if len(thousands) > 1 else thousands & decimals


def _as_about(text: str, name: str) -> int | None:
    """Return the number of a text that gives it as approximate in other words ("± 20"); None if it does not."""
    match = AS_ABOUT.fullmatch(text.strip()) if name in APPROXIMABLE else None
    return as_number(match[1] or match[2], name) if match else None


def checked_number(
    text: str, name: str, line: int | None, issues: list[Problem], most: int, least: int = 1
) -> int | None:
    """Return a count, or None where there is none or it is wrong."""
    if text in NOT_STATED:
        return None
    number = as_count(text) if name in APPROXIMABLE else as_number(text, name)
    if text == FORMULA:
        issues.append(Problem("formula", name, line))
    elif number is None:
        minus = re.fullmatch(r"[-−–]\s*\d[\d.,]*", text)
        reason = next((kind for kind, form in NO_COUNTS.items() if form.fullmatch(text.strip())), "number")
        if reason == "approximate" and name not in APPROXIMABLE:
            reason = "exact"
        # A number with a mark is taken only by who has read the note: it may say that it is none of people.
        marked = NO_COUNTS["marked"].fullmatch(text.strip()) if reason == "marked" else None
        about = _as_about(text, name)
        number = about or spelled(_without_unit(text, name)) or as_number(_usual(text), name)
        if reason == "misread":
            number = as_number(text.strip().translate(MISREAD), name)
        elif marked:
            number = as_number(marked[1] or "", name)
        fix = with_sign(number, about) if number and least <= number <= most else ""
        fix = "–" if reason == "unstated" else fix
        issues.append(Problem("minimum" if minus else reason, name, line, fix).filled(found=quoted(text)))
    elif number < least:
        issues.append(Problem("minimum", name, line).filled(found=quoted(text)))
    elif number > most:
        issues.append(Problem("maximum", name, line).filled(found=quoted(text), most=most))
    else:
        return number
    return None


MOST_RUPIAH = 10**12
MONEY = re.compile(
    r"(?:rp\.?|idr)?\s*(?:(\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,15})(?:[.,]00?|,-)?"
    r"|(\d{1,6}(?:,\d{1,3})?)\s*(juta|jt|miliar|milyar|m|million|billion))(?:\s*(?:rupiah|,-))?\.?",
    re.ASCII,
)
SCALES = {"juta": 10**6, "jt": 10**6, "million": 10**6}


def as_rupiah(text: str) -> int | None:
    """Return an amount as people write it ("Rp 250.000.000,00", "1,5 miliar"), in rupiah; None if it is none."""
    match = MONEY.fullmatch(clean(text).lower())
    if not match:
        return None
    if match[1]:
        return int(re.sub(r"[.,]", "", match[1]))
    amount = Decimal(match[2].replace(",", ".")) * SCALES.get(match[3], 10**9)
    return int(amount) if amount == int(amount) else None


def checked_budget(text: str, issues: list[Problem]) -> int | None:
    """Return a budget in rupiah, or None where there is none or it cannot be read."""
    if text in NOT_STATED:
        return None
    amount = as_rupiah(text)
    if amount is None or not 0 < amount <= MOST_RUPIAH:
        issues.append(Problem("budget", "budget").filled(found=quoted(text)))
        return None
    return amount


TO = r"\s*(?:-|–|—|s\s*[./]?\s*d\.?|sampai(?:\s+dengan)?|hingga|to)\s*"  # between the first and the last day
WEEKDAYS = (
    r"(?:(?:hari|tgl|tanggal)?[\s.:/]*)?(?:[a-z'’]+(?:" + TO + r"[a-z'’]+)?\s*[,/]\s*)?(?:(?:tgl|tanggal)[\s.:]*)?"
)
DAY, MONTH, YEAR = r"(\d{1,2})", r"([a-z]{3,9})\.?,?", r"(\d{4})"
AND = r"(?:\s*(?:,|&|dan|and)\s*\d{1,2}){1,9}"  # days that are listed one by one
IN_WORDS = (  # each with the places of day, month and year of its first day
    (WEEKDAYS + DAY + rf"(?:{AND}|{TO}\d{{1,2}})?\s+" + MONTH + r"\s+" + YEAR, (1, 2, 3)),
    (WEEKDAYS + DAY + r"[-/]" + MONTH + r"[-/]" + YEAR, (1, 2, 3)),
    (WEEKDAYS + DAY + r"\s+" + MONTH + TO + r"\d{1,2}\s+[a-z]{3,9}\.?,?\s+" + YEAR, (1, 2, 3)),
    (WEEKDAYS + DAY + r"\s+" + MONTH + r"\s+" + YEAR + TO + r"\d{1,2}\s+[a-z]{3,9}\.?,?\s+\d{4}", (1, 2, 3)),
    (MONTH + r"\s+" + DAY + r",\s+" + YEAR, (2, 1, 3)),
)
IN_NUMBERS = (
    (YEAR + r"[-/]" + DAY + r"[-/]" + DAY + r"(?:[ t]0?0:00(?::00)?)?", (3, 2, 1)),
    (YEAR + r"-" + DAY + r"-" + DAY + TO + r"\d{4}-\d{1,2}-\d{1,2}", (3, 2, 1)),
    (WEEKDAYS + DAY + rf"(?:{TO}\d{{1,2}})?[./-]" + DAY + r"[./-]" + YEAR, (1, 2, 3)),
    (WEEKDAYS + DAY + r"[./-]" + DAY + r"[./-]" + YEAR + TO + r"\d{1,2}[./-]\d{1,2}[./-]\d{4}", (1, 2, 3)),
)


def as_date(text: str) -> dt.date | None:
    """Return a date as people write it: 2024-05-06, 6/5/2024, 6 Mei 2024, or a spreadsheet's number of a day.

    Of a span of days it is the first.
    """
    date = _spelled_usually(clean(text).lower())
    try:
        for form, (day, month, year) in (*IN_NUMBERS, *IN_WORDS):
            if match := re.fullmatch(form, date, re.ASCII):
                number = int(match[month]) if match[month].isdigit() else _month(match[month])
                return dt.date(int(match[year]), number, int(match[day]))
        if re.fullmatch(r"\d{5}", date, re.ASCII) and 36_526 <= int(date) <= 73_050:  # the years 2000 to 2099
            return dt.date(1899, 12, 30) + dt.timedelta(int(date))
    except ValueError:
        pass
    return None


def _spelled_usually(date: str) -> str:
    """Return a date without what may stand around it (hours, days in brackets), its parts apart, its year in full."""
    if not date.isascii():
        date = re.sub("[–—]", "-", date.replace("’", "'"))
    date = re.sub(r"\s*\([^()]*\)$|[\s,]*\b(?:pukul|pkl|jam)\b.*$|\s*s\W{0,2}d\W*selesai$|^(?:mulai|tmt)\s+", "", date)
    date = re.sub(r"(?<=\d)(?=[a-z]{3})|(?<=[a-z]{3})(?=\d)", " ", date)
    return re.sub(r"(?<=[a-z]{3})([ /-])'?(\d\d)$", r"\g<1>20\2", date)


def _month(name: str) -> int:
    """Return a month from its name or the beginning of it; 0 if it is none."""
    return next((month for known, month in _months() if known.startswith(name)), 0)


@lru_cache(maxsize=1)
def _months() -> list[tuple[str, int]]:
    months = (Words(language).locale.months["format"]["wide"].items() for language in LANGUAGES)
    names = [(name.lower(), month) for of in months for month, name in of]
    as_offices_write = {"agt": 8, "agts": 8, "agst": 8, "nopember": 11, "pebruari": 2, "mrt": 3}  # short, or earlier
    return [*names, *as_offices_write.items()]


def checked_date(text: str, name: str, issues: list[Problem]) -> dt.date | None:
    """Return a date, or None where there is none or it is wrong."""
    if text in NOT_STATED:
        return None
    date = as_date(text)
    if date is None or not 2000 <= date.year <= 2100:
        issues.append(Problem("date", name).filled(found=quoted(text)))
        return None
    return date

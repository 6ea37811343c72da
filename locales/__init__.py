"""Words, numbers and dates in the reader's language (i18n): Indonesian (default) and English.

The words are gettext catalogues, ``id.po`` and ``en.po``, with the same keys; what is said of the province alone
stands in its folder (``geo/province.id.po`` …). Numbers and dates follow the Unicode locale data through Babel.
"""

import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from babel import Locale, dates, lists, numbers
from babel.messages import Catalog, mofile, pofile
from babel.support import Translations

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"
FORMS = {"en": "en_GB"}  # of dates and lists, where they are not those of the language by itself
# What spreadsheet programs of a language take a CSV file apart by, and its decimal sign.
SEPARATOR, DECIMAL = {"id": ";", "en": ","}, {"id": ",", "en": "."}
CATALOGUES = Path(__file__).parent
OF_THE_PROVINCE = CATALOGUES.parent / "geo"


def catalogue(language: str) -> Catalog:
    """Return every text of a language by its key, the province's own among them."""
    texts = Catalog(language)
    for path in (CATALOGUES / f"{language}.po", OF_THE_PROVINCE / f"province.{language}.po"):
        with path.open("rb") as file:
            for message in pofile.read_po(file, locale=language):
                texts[message.id] = message
    return texts


@lru_cache
def _catalogue(language: str) -> Translations:
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


@lru_cache
def _names(language: str) -> dict[str, str]:
    """Return what every text may name by a placeholder: the province (also in names of files), its capital and time."""
    keys = ("province", "province.capital", "province.zone", "province.file")
    return {key.replace(".", "_"): _catalogue(language).gettext(key) for key in keys}


def asked_for(language: str, accepted: str = "") -> "Words":
    """Return the words of the language that an address asks for; of none, or one without a catalogue, the preferred.

    ``accepted`` is what the reader's browser says of languages: an HTTP header ``Accept-Language``.
    """
    usual = preferred(accepted)
    return Words(language if language in LANGUAGES else usual, is_usual=usual == DEFAULT_LANGUAGE)


def preferred(accepted: str) -> str:
    """Return the language of a header ``Accept-Language``: Indonesian, but where another is clearly liked better."""
    weights = dict.fromkeys(LANGUAGES, 0.0)
    for part in accepted.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        language = name.partition("-")[0]
        if language in weights and re.fullmatch(r"([01](\.\d{0,3})?)?", weight):
            weights[language] = max(weights[language], float(weight or 1))
    return max(LANGUAGES, key=lambda language: (weights[language], language == DEFAULT_LANGUAGE))


class Words:
    """The words and number forms of one language; call it with a key to get a sentence."""

    def __init__(self, language: str = DEFAULT_LANGUAGE, is_usual: bool = True) -> None:
        """Raise ``ValueError`` for a language that has no catalogue.

        ``is_usual``: the reader's browser gets the default language where an address names none.
        """
        if language not in LANGUAGES:
            raise ValueError(language)
        self.language = language
        self.is_usual = is_usual
        self.locale = Locale.parse(FORMS.get(language, language))
        self._texts = _catalogue(language)

    def __eq__(self, other: object) -> bool:
        """Two of one language are the same: figures are kept by language."""
        return isinstance(other, Words) and other.language == self.language

    def __hash__(self) -> int:
        """Hash by language."""
        return hash(self.language)

    def __reduce__(self) -> tuple[type["Words"], tuple[str]]:
        """Let another process make its own of the same language."""
        return Words, (self.language,)

    @property
    def is_default(self) -> bool:
        """Whether a reader who asks for no language gets this one."""
        return self.language == DEFAULT_LANGUAGE and self.is_usual

    @property
    def called(self) -> str:
        """What the language calls itself: "English"."""
        return str(self.locale.language_name).capitalize()

    def other(self, language: str) -> "Words":
        """Return the words of another language for the same reader."""
        return Words(language, self.is_usual)

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of ``key`` with its placeholders filled."""
        return self._texts.gettext(key).format(**{**_names(self.language), **values})

    def count(self, key: str, number: float, **values: object) -> str:
        """Return the text of ``key`` in the number that ``number`` asks for; ``{n}`` is the number, formatted."""
        text = self._texts.ngettext(key, key, int(number))
        return text.format(**{**_names(self.language), "n": self.number(number), **values})

    def has(self, key: str) -> bool:
        """Whether the catalogue has a text for ``key``."""
        return self._texts.gettext(key) != key

    def field(self, row: "pd.Series | Mapping[Any, Any]", name: str) -> str:
        """Return the column ``name`` of a table's row in this language (``name_id``, ``name_en`` …)."""
        return self.stated(row, name) or self("missing")

    def stated(self, row: "pd.Series | Mapping[Any, Any]", name: str) -> str:
        """Return the same as ``field``, "" where it is missing: of no text in this language that in the default one."""
        own, usual = (row.get(f"{name}_{language}") for language in (self.language, DEFAULT_LANGUAGE))
        value = usual if pd.isna(own) else own
        return "" if pd.isna(value) else str(value)

    def number(self, value: float | None, digits: int = 0) -> str:
        """Format a number with ``digits`` decimals, as all beside it have; missing becomes words, never 0."""
        if value is None or pd.isna(value):
            return self("missing")
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return str(numbers.format_decimal(value, format=pattern, locale=self.locale))

    def shown(self, value: float | None, basis: str, digits: int = 0, mark: str = "", in_sentence: bool = True) -> str:
        """Format a number with ``digits`` decimals; what is not exact carries its sign, and so does a bound.

        A missing one is "not stated" if its ``mark`` says so.
        """
        if mark == "not_stated" and (value is None or pd.isna(value)):
            return self("not_stated")
        return self.marked(self.number(value, borne(value, basis, digits)), basis, mark, in_sentence)

    def marked(self, number: str, basis: str, mark: str = "", in_sentence: bool = True) -> str:
        """Return a number that is formatted already with the sign of an estimate or of a bound, if it is one.

        One that is both has one sign, that of the bound; in a sentence, which is read aloud, a word says the bound.
        """
        shown = self("estimate", n=number) if basis in UNSURE else number
        if mark not in ("at_least", "at_most"):
            return shown
        return f"{self(f'mark.{mark}')} {shown}" if in_sentence else self(mark, n=number)

    def percent(self, value: float | None, digits: int = 0) -> str:
        """Format a percentage that is given as 65 for 65%; 0.129 is no 0% but 0.1%."""
        if value is None or pd.isna(value):
            return self("missing")
        if value and not round(value, digits):  # a little is not none
            digits = -math.floor(math.log10(abs(value)))
        pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
        return str(numbers.format_percent(value / 100, format=pattern, locale=self.locale))

    def ordinal(self, place: int) -> str:
        """Format a place in an order: 3rd (in Indonesian "ke-" stands before it, in the sentence)."""
        return self(f"ordinal.{Locale.parse(self.locale).ordinal_form(place)}", n=self.number(place))

    def compact(self, value: float | None) -> str:
        """Format a large number in words: 4,4 juta, 4.4 million."""
        if value is None or pd.isna(value):
            return self("missing")
        value = significant(value, 3)  # first, so that 999,999 becomes 1 million and not 1000 thousand
        return str(numbers.format_compact_decimal(value, format_type="long", locale=self.locale, fraction_digits=1))

    def scaled(self, value: float, unit: int, digits: int) -> str:
        """Format a number in thousands, millions, or billions: 0,5 juta beside 1,0 juta."""
        one = numbers.format_compact_decimal(unit, format_type="long", locale=self.locale)
        return str(one).replace("1", self.number(value / unit, digits))

    def rounded(self, value: float | None) -> str:
        """Format a number rounded to as many significant figures as what rests on a rounded source bears."""
        return self.number(None if value is None or pd.isna(value) else significant(value, FIGURES))

    def date(self, value: dt.date) -> str:
        """Format a date in full: 30 Oktober 2023."""
        return dates.format_date(value, format="long", locale=self.locale)

    def iso_date(self, text: str) -> str:
        """Format a date that is given as 2023-10-30."""
        return self.date(dt.date.fromisoformat(text))

    def period(self, start: str, days: float | None) -> str:
        """Format the days that something took, from its first one: 5–7 Juli 2022; without a length its first day."""
        first = dt.date.fromisoformat(start)
        if days is None or pd.isna(days) or days <= 1:
            return self.date(first)
        last = first + dt.timedelta(days=int(days) - 1)
        if first.year != last.year:
            return f"{self.date(first)} – {self.date(last)}"
        if first.month != last.month:
            return f"{dates.format_date(first, 'd MMMM', locale=self.locale)} – {self.date(last)}"
        return f"{first.day}–{self.date(last)}"

    def moment(self, value: dt.datetime, zone: dt.timezone) -> str:
        """Format a point in time as clocks of a zone show it: 30 Oktober 2023 09.30 WIT."""
        there = value.astimezone(zone)
        time = dates.format_time(there, "HH.mm", locale=self.locale)
        return self("moment", date=self.date(there), time=time)

    def join(self, items: Iterable[str]) -> str:
        """Join names as a sentence does: A, B, dan C; names that have an "and" themselves are told apart by a comma."""
        listed = list(items)
        serial = self.language == "en" and any(" and " in item for item in listed)
        return lists.format_list(listed, locale="en" if serial else self.locale)

    def either(self, items: Iterable[str]) -> str:
        """Join what can be chosen from: A, B, atau C."""
        return lists.format_list(list(items), style="or", locale=self.locale)


# How many significant figures a number bears that rests on a rounded count ("more than 4.4 million") or an assumption.
FIGURES = 2
# What numbers with the sign ≈ rest on: a source's own word, or an assumption.
UNSURE: tuple[Literal["approximate", "estimated"], ...] = ("approximate", "estimated")


def borne(value: float | None, basis: str, digits: int) -> int:
    """Return how many of so many decimals a number bears: one with the sign ≈ has none beyond its ``FIGURES``."""
    if basis not in UNSURE or value is None or pd.isna(value) or not value:
        return digits
    return min(digits, max(FIGURES - 1 - math.floor(math.log10(abs(value))), 0))


def needed(value: float | None, most: int) -> int:
    """Return how many of so many decimals a number needs that stands beside no others: none for its zeros."""
    if value is None or pd.isna(value):
        return 0
    return next((digits for digits in range(most) if round(value, digits) == round(value, most)), most)


def unbroken(text: str) -> str:
    """Return a text in which no line ends between a number and its sign (≈, ≥, ≤), its "million" or its "km".

    Nor does one end within a doubled word ("rata-rata").
    """
    whole = re.sub(r"\b([^\W\d]+)-(?=\1)", "\\1-\N{WORD JOINER}", text)
    return re.sub(r"(?<=[≈≥≤]) (?=\d)|(?<=\d) (?=(?:ribu|juta|thousand|million|km)\b)", "\N{NO-BREAK SPACE}", whole)


def significant(value: float, figures: int) -> float:
    """Round to a number of significant figures: 20952 to three is 21000."""
    return float(f"{value:.{figures - 1}e}")

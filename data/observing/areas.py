"""Areas as tables name them: regencies and cities, provinces, Indonesia, and the row of a total."""

import re

from data.observing.values import bare
from data.rounds.checking.names import Regencies, alias
from data.rounds.reading import labels
from data.rounds.reading.grid import folded
from data.tables import Tables
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words

TOTAL = "="  # stands for a row that only says that it is a total
PROVINCES = {  # as else they are called
    "daerah khusus ibukota jakarta": "31", "daerah khusus jakarta": "31", "jakarta": "31",
    "daerah istimewa yogyakarta": "34", "d i yogyakarta": "34", "yogyakarta": "34", "nanggroe aceh darussalam": "11",
    "bangka belitung": "19",
}  # fmt: skip


class Areas:
    """The areas by every name that is surely theirs."""

    def __init__(self, tables: Tables, system: str = "") -> None:
        """Take the areas of the tables; ``system`` says whose codes of regencies are meant ("bps", "kemendagri")."""
        rows = tables["areas"]
        self.kinds: dict[str, str] = dict(zip(rows.area, rows.kind, strict=True))
        self.parents: dict[str, str] = dict(zip(rows.area, rows.parent.fillna(""), strict=True))
        named = rows.to_dict("records")
        self.names = {code: {row["area"]: Words(code).field(row, "name") for row in named} for code in LANGUAGES}
        self.renamed: dict[str, str] = {}  # earlier names that were met, to be told how they are read
        self._regencies = Regencies(tables["regencies"], system)
        self._known = dict(PROVINCES)
        for names in self.names.values():
            self._known |= {folded(name): code for code, name in names.items() if self.kinds[code] != "regency"}
        self._known |= {f"{code}00": code for code in self.kinds if len(code) == 2}
        self._known |= {folded(code): code for code in self.kinds if self.kinds[code] != "regency"}

    def code(self, text: str) -> tuple[str, str]:
        """Return the code that a text surely names (``TOTAL`` for a total), or else a name that it resembles."""
        text = bare(text)[0]
        if labels.is_total(text):
            return TOTAL, ""
        asked = re.sub(r"^(provinsi|propinsi|prov) ", "", folded(labels.NUMBERED.sub("", text) or text))
        wide = self._known.get(re.sub(r"^kep ", "kepulauan ", asked), "")
        if wide and wide in self.kinds:
            return wide, ""
        code, guess = self._regencies.named(text)
        code = code or alias(text, "short")
        if not code and (code := alias(text, "old")) in self.kinds:
            self.renamed[text] = code
        return (code, "") if code in self.kinds else ("", self.names[DEFAULT_LANGUAGE].get(guess, ""))

    def is_of_other(self, text: str, code: str) -> bool:
        """Whether a code beside a name is that of another regency, by whoever's list of codes."""
        readings = self._regencies.readings(text)
        return bool(readings) and code not in readings.values()

    def is_area(self, text: str) -> bool:
        """Whether a text names an area; a total names none."""
        return bool(text.strip()) and self.code(text)[0] not in ("", TOTAL)

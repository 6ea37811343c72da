"""Taking a text out of every entry of the journal, as the law on personal data demands (UU 27/2022).

An entry that held the text is sealed anew: the digest that it had before is kept nowhere, as a number of so few
possible digits could be guessed from it. Which entries those are, and their new digests, stands in the entries with
the action "erase", which are sealed like any other.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MARK = "[…]"  # what stands where a text was erased
LEAST = 4  # letters or digits of a text that can be erased
BETWEEN = r"(?:[^\w,;]|_){0,3}"  # signs that part the digits of one number
FULL_WIDTH = "０１２３４５６７８９"
PHONE = re.compile(r"(62(?=8\d{7})|0(?=8\d{7}))?(.*)")  # the same with the country's number and without
ERASED = "erased"  # where an entry's content says which entries were sealed anew with it: their numbers and digests
MADE_OF_TEXTS = {"activities": "activity", "sources": "source", "indicators": "indicator"}  # keys, by table


@dataclass(frozen=True)
class Place:
    """Where an entry has the text: ``table`` and ``column`` (``table`` is "" for the entry's own), and what stays."""

    entry: int
    round: str
    table: str
    column: str
    after: str


class Eraser:
    """Takes one text out of entries, however large its letters are and however its words or digits stand apart.

    ``kept`` are keys that stay, as the packaged tables have them. A key of an activity, a source or an indicator was
    made of the text that it is called by: where that goes, the key goes, in all entries alike.
    """

    def __init__(self, text: str, kept: Iterable[str] = ()) -> None:
        """Take the text; raises ``ValueError`` if it is too short to mean one person's data."""
        bare = "".join(c for c in text if c.isalnum())
        if len(bare) < LEAST:
            raise ValueError(text)
        if bare.isdecimal():
            country, rest = PHONE.match(bare).groups()  # type: ignore[union-attr]  # it matches any digits
            digits = [*(["(?:62|0)"] if country else []), *(f"[{c}{FULL_WIDTH[int(c)]}]" for c in rest)]
            pattern = rf"(?<!\d){BETWEEN.join(digits)}(?!\d)"
        else:
            pattern = rf"(?<!\w){r'\s+'.join(map(re.escape, text.split()))}(?!\w)"
        self._pattern = re.compile(pattern, re.IGNORECASE)
        self._kept = frozenset(kept)

    def is_in(self, text: str) -> bool:
        """Whether a text has what is to be erased."""
        return self._pattern.search(text) is not None

    def places(self, rows: Iterable[Mapping[str, Any]]) -> list[Place]:
        """Return where entries, as the database has them, have the text; each is named once."""
        rows = list(rows)
        keys = self._keys(rows)
        places = []
        for row in rows:
            named = [("", name, row[name]) for name in ("source", "reason")]
            named += [(table, *item) for table, line in _lines(row) for item in line.items()]
            places += [
                Place(row["id"], row["round"], table, column, self._without(text))
                for table, column, text in named
                if isinstance(text, str) and text not in keys and self.is_in(text)
            ]
        return list(dict.fromkeys(places))

    def changed(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the entries that are others without the text, their digests still as they were."""
        rows = [dict(row) for row in rows]
        keys = self._keys(rows)
        changed = []
        for row in rows:
            content = _mapped(json.loads(row["content"]), lambda text: keys.get(text) or self._without(text))
            kind, colon, key = row["round"].rpartition(":")  # of an indicator's entries
            without = {
                **row, "round": f"{kind}{colon}{keys.get(key, key)}",
                "source": self._without(row["source"]), "reason": self._without(row["reason"]),
                "content": json.dumps(content, ensure_ascii=False, sort_keys=True),
            }  # fmt: skip
            if without != row:
                changed.append(without)
        return changed

    def _keys(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """Return what each key becomes: another one where it was made of the text, or what it is."""
        keys: dict[str, str] = {key: key for key in self._kept}
        for row in rows:
            for table, line in _lines(row):
                key = line.get(MADE_OF_TEXTS.get(table, ""))
                if not key or key in self._kept:
                    continue
                keys.setdefault(key, key)
                if keys[key] == key and any(isinstance(text, str) and self.is_in(text) for text in line.values()):
                    keys[key] = f"x-{secrets.token_hex(4)}"
        return keys

    def _without(self, text: str) -> str:
        return self._pattern.sub(MARK, text)


def erased_by(row: Mapping[str, Any]) -> dict[int, str]:
    """Return the digests of the entries that were sealed anew with an entry of the database, by their numbers."""
    return {int(one["entry"]): str(one["digest"]) for one in json.loads(row["content"]).get(ERASED, ())}


def _lines(row: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the rows that an entry has, each with its table."""
    return [(table, line) for table, lines in json.loads(row["content"]).items() for line in lines]


def _mapped(content: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, list[dict[str, Any]]]:
    return {
        table: [{k: change(v) if isinstance(v, str) else v for k, v in line.items()} for line in lines]
        for table, lines in content.items()
    }

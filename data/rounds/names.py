"""Names as people write them: regencies, activities, groups, divisions. What only resembles one is proposed."""

import difflib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from data.rounds.findings import Finding
from data.rounds.sheet import HERE, Draft, Line, clean, plain
from data.tables import Tables

CLOSE = 0.8  # how much alike a name has to be to be proposed


def matched(
    draft: Draft, tables: Tables, found: list[Finding]
) -> tuple[list[str], list[str], dict[str, dict[str, Any]]]:
    """Return the regency's code and the activity's key of each line, and the new activities by key."""
    regencies, activities = [], []
    new: dict[str, dict[str, Any]] = {}
    known = _known_activities(tables)
    for i, line in enumerate(draft.lines):
        regencies.append(_regency(line["regency"], i, tables, found))
        name = clean(line["activity"])
        key = known.get(plain(name), "")
        if not name or not plain(name):
            found.append(Finding("missing", "activity", i))
        elif not key and (row := _new_activity(name, line, i, tables, known, found)):
            key = row["activity"]
            new.setdefault(key, row)
        activities.append(key)
    return regencies, activities, new


def _regency(text: str, line: int, tables: Tables, found: list[Finding]) -> str:
    """Return the code of a regency from its code or name; what only resembles one is proposed."""
    rows = tables["regencies"]
    name = clean(text)
    if not name:
        found.append(Finding("missing", "regency", line))
        return ""
    code = re.match(r"(\d{2})[. ]?(\d{1,2})\b", name)
    if code:
        asked = f"{code[1]}.{code[2].ljust(2, '0')}"
        if asked in set(rows.code):
            return asked
    known = {plain(r["name"]): str(r.code) for _, r in rows.iterrows()}
    known |= {f"{r.kind} {plain(r['name']).removeprefix(f'{r.kind} ')}": str(r.code) for _, r in rows.iterrows()}
    known |= {plain(name).removeprefix("kota "): c for name, c in list(known.items()) if name.startswith("kota ")}
    asked = re.sub(r"^(kab|kabupaten|kota) ", lambda m: "" if m[1] != "kota" else "kota ", plain(name))
    asked = re.sub(r"\bkep\b", "kepulauan", asked)
    if asked in known:
        return known[asked]
    guess = _aliases().get(asked) or next(iter(_alike(asked, known)), "")
    names = dict(zip(rows.code, rows["name"], strict=True))
    found.append(Finding("regency", "regency", line, names.get(guess, ""), (("found", name),)))
    return ""


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    """Return what offices call a regency by besides its name: short forms, earlier names, capitals."""
    frame = pd.read_csv(HERE / "aliases.csv", dtype="str")
    return dict(zip(frame.alias, frame.code, strict=True))


def _alike(asked: str, known: dict[str, str]) -> list[str]:
    return [known[name] for name in difflib.get_close_matches(asked, known, n=1, cutoff=CLOSE)]


def _known_activities(tables: Tables) -> dict[str, str]:
    rows = tables["activities"]
    columns = (rows.activity, rows.name_en, rows.name_id)
    return {plain(str(name)): str(key) for names in columns for name, key in zip(names, rows.activity, strict=True)}


def _new_activity(
    name: str, line: Line, i: int, tables: Tables, known: dict[str, str], found: list[Finding]
) -> dict[str, Any] | None:
    """Return the row of an activity that no table has yet; None, and a problem, without its group or division."""
    rows = tables["activities"].set_index("activity")
    if not line["group"] and not line["division"]:
        guess = next(iter(_alike(plain(name), known)), "")
        fix = str(rows.name_id.get(guess, "")) if guess else ""
        found.append(Finding("activity", "activity", i, fix, (("found", name),)))
        return None
    group = _one_of(
        line["group"], i, "group", tables["groups"], ("group", "name_id", "name_en", "short_id", "short_en"), found
    )
    division = _division(line["division"], i, tables, found)
    if not group or not division:
        return None
    key = re.sub(r" ", "-", plain(name))[:60].strip("-")
    english = clean(line["activity_en"]) or name
    return {"activity": key, "name_id": name, "name_en": english, "group": group, "division": division}


def _one_of(text: str, line: int, column: str, rows: pd.DataFrame, names: Sequence[str], found: list[Finding]) -> str:
    known = {plain(str(row[name])): str(row[names[0]]) for _, row in rows.iterrows() for name in names}
    if not text:
        found.append(Finding("missing", column, line))
    elif plain(text) in known:
        return known[plain(text)]
    else:
        near = next(iter(_alike(plain(text), known)), "")
        fix = str(rows.set_index(names[0])["name_id"].get(near, "")) if near else ""
        found.append(Finding("unknown", column, line, fix, (("found", text),)))
    return ""


def _division(text: str, line: int, tables: Tables, found: list[Finding]) -> str:
    """Return a KBLI division from its two digits, from two digits with the name behind, or from its name."""
    rows = tables["divisions"]
    digits = re.match(r"\d{2}\b", clean(text))
    if digits and digits[0] in set(rows.division):
        return digits[0]
    return _one_of(clean(text), line, "division", rows, ("division", "name_id", "name_en"), found)

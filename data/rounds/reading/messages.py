"""Messages: names with their people ("Anyaman: 20 orang"), each in a line below what it belongs to, or behind it."""

import re
from collections.abc import Callable, Sequence

from data.rounds.reading import labels
from data.rounds.reading.grid import MOST_ROWS, Grid, UnreadableFileError, folded, quoted
from data.rounds.reading.labels import MEN, WOMEN
from locales import DEFAULT_LANGUAGE, Words

COMMAS = re.compile(r"(?:[,/&+]|\bdan\b|\band\b)(?![^()]{0,60}\))", re.IGNORECASE)  # between the activities of one cell
LISTED = re.compile(r"\n|;|·|•|(?:^|\s)\d{1,2}[.)]\s")  # what stands between the activities that one cell lists
COUNTED = re.compile(  # an activity with its people: "Anyaman: 20 orang"
    r"((?:(?!\d{1,6} *(?:orang|org|peserta|people)\b).)*?[^\W\d])(?:\s*[(:=,–-]\s*|\s+)"
    r"(\d{1,4})\s*(?:orang|org|peserta|people)\b\.?\s*\)?",
    re.IGNORECASE | re.DOTALL,
)
PEOPLE = re.compile(r"\d\s*(?:orang|org|peserta|people)\b", re.IGNORECASE)
IN_WORDS = re.compile(r"\w \s*(?:orang|org|peserta|people)\b", re.IGNORECASE)  # "dua puluh orang"
ALONE = re.compile(r"(.*[^\W\d])\W{1,3}\d{1,3}\.?")  # a number of nothing: "Anyaman: 20"
BY_SEX = re.compile(r"([a-z]+)[ .:=]{0,3}(\d{1,4})|(\d{1,4})[ ]?(?:(?:orang|org) )?([a-z]+)")
BETWEEN = re.compile(r"\b(?:terdiri (?:dari|atas)|di ?antaranya|termasuk|yaitu|dan|orang|org)\b|[(),;/&]|[.:]$")
REMARK = re.compile(r"\s{0,3}\(([^()]{1,60})\)$")  # behind a count: "(batal)"
CORRECTED = {"ralat", "koreksi", "correction"}  # what a line says of another


def grid_of(text: str, has_table: Callable[[Grid], bool]) -> Grid | None:
    """Return the cells of a message; None if a text is none.

    Several activities may stand behind their regency. Their heads take the empty line above them; else the first two
    lines share a row, or there is one more than there are lines.
    """
    lines = [labels.BULLET.sub("", line.strip("* _\t")).strip("* ") for line in text.splitlines()[:MOST_ROWS]]
    words = Words(DEFAULT_LANGUAGE)
    heads: tuple[str, ...] = ("regency", "activity")
    rows = [_behind_regency(line) for line in lines]
    if not any(labels.is_regency(row[0]) and _listed(row[1]) for row in rows if len(row) > 1):
        rows, heads = [_with_people(line) for line in lines], ("Uraian", "participants", "men", "women", "Keterangan")
        if sum(len(row) > 1 for row in rows) < 2:
            return None
    names = (labels.NUMBERED.sub("", row[0].partition(":")[0]).strip() for row in rows)
    is_named = (len(r) > 1 or labels.is_regency(n) or labels.is_activity(n) for n, r in zip(names, rows, strict=True))
    first = next(i for i, named in enumerate(is_named) if named)
    for number, (line, row) in enumerate(zip(lines[first:], rows[first:], strict=True), first + 1):
        _refuse_unread(line, row, number)
    above = rows[: first - 1] if first and not lines[first - 1] else rows[:first]
    if len(above) == first > 1:
        above[:2] = [lines[:2]]
    heads = heads[: max(map(len, rows))]
    rows = [*above, [words(f"sheet.{name}") if name.islower() else name for name in heads], *rows[first:]]
    cells = {(n, i): text for n, row in enumerate(rows, 1) for i, text in enumerate(row, 1) if text}
    grid = Grid.of("", cells, (), False, (), ())
    return grid if has_table(grid) else None


def _refuse_unread(line: str, row: Sequence[str], number: int) -> None:
    """Refuse a message with a line that says something of another, or counts people and is not understood."""
    words = {*folded(line[: labels.LONGEST_LABEL]).split()}
    is_heading = not any(map(str.isdigit, line))
    is_off = is_heading and (labels.is_called_off(line) or (len(row) == 1 and _says_more(line)))
    is_off |= folded(row[0][: labels.LONGEST_LABEL]) in labels.REALISED
    if is_off or words & (labels.TARGET | CORRECTED):
        raise UnreadableFileError("line_apart", row=str(number), found=quoted(line))
    name = labels.NUMBERED.sub("", row[0])
    alone = ALONE.fullmatch(name[: labels.LONGEST_LABEL])
    if len(row) == 2 and not row[1].isdigit():  # behind a regency
        has_count = any(map(str.isdigit, row[1])) or IN_WORDS.search(row[1])
        is_unclear = bool(has_count) and not _listed(row[1])
    elif len(row) == 1:
        is_counted = PEOPLE.search(line) or (alone and labels.is_activity(alone[1]))
        is_unclear = bool(is_counted) and not (labels.is_total(name.partition(":")[0]) or labels.total_in(name))
    else:
        is_unclear = labels.is_absent(name)
    if is_unclear:
        raise UnreadableFileError("line_unclear", row=str(number), found=quoted(line))


def _says_more(line: str) -> bool:
    """Whether a line begins with a regency and says something else of it than an activity: "Buru menyusul"."""
    words = [word for word in folded(labels.NUMBERED.sub("", line[: labels.LONGEST_LABEL])).split() if word]
    begins = any(labels.is_regency(" ".join(words[:n])) for n in range(1, len(words)))
    return begins and not labels.is_regency(" ".join(words)) and not labels.activity_in(line)


def _behind_regency(line: str) -> list[str]:
    """Return a line as a regency and what stands behind it; whole, if neither is known."""
    name, _, rest = line.partition(":")
    name, rest = labels.NUMBERED.sub("", name).strip(), rest.strip()
    if len(line) > labels.LONGEST_LABEL or not rest:
        return [line]
    is_known = labels.is_regency(name) or any(labels.is_activity(of["activity"]) for of in _listed(rest))
    return [name, rest] if is_known else [line]


def _listed(text: str) -> list[dict[str, str]]:
    """Return the activities that a text lists, each with its people, by column; [] if it is no such list."""
    parts = ([part for part in between.split(text) if part.strip()] for between in (COMMAS, LISTED))
    return next(filter(None, map(counted, parts)), [])


def _with_people(line: str) -> list[str]:
    """Return a line as a name, its people, maybe men and women, and a remark; whole, if it counts nobody."""
    if len(line) > labels.LONGEST_LABEL:  # prose, and to look for a count in it would take long
        return [line]
    if of := _counted(line):
        return [*of.values()]
    remark = REMARK.search(line)
    of = _counted(line[: remark.start()]) if remark else {}
    return [of["activity"], of["participants"], "", "", remark[1]] if of and remark else [line]


def counted(parts: Sequence[str]) -> list[dict[str, str]]:
    """Return each of some activities with its people, by column; [] if one of them counts none."""
    named = [_counted(part.strip()) for part in parts]
    others = (labels.is_absent(of["activity"]) or folded(of["activity"]) in MEN | WOMEN for of in named if of)
    return named if all(named) and not any(others) else []


def _counted(text: str) -> dict[str, str]:
    """Return an activity, its people, and the men and women among them, by column; {} if a text says nothing so."""
    if not (match := COUNTED.match(text)) or _ends_with_sex(match[1]):
        return {}
    of = {"activity": match[1], "participants": match[2]}
    sexes = _by_sex(text[match.end() :])
    return {} if sexes is None else {**of, **_with_rest(sexes, int(match[2]))}


def _ends_with_sex(name: str) -> bool:
    """Whether a name has a sex behind it, so that what follows counts only a part of its people."""
    label = folded(name)
    return label not in MEN | WOMEN and any(label.endswith(f" {sex}") for sex in MEN | WOMEN)


def _by_sex(text: str) -> dict[str, int] | None:
    """Return the men and the women that stand behind a count: "(L 2, P 18)"; None if it says anything else."""
    rest = " ".join(BETWEEN.sub(" ", re.sub(r"\blaki[ -]laki\b", "laki", text.lower().strip())).split())
    sexes = dict[str, int]()
    while rest:
        match = BY_SEX.match(rest)
        word, n = (match[1] or match[4], match[2] or match[3]) if match else ("", "")
        sex = "men" if word in MEN else "women" if word in WOMEN else ""
        if not match or not sex or sex in sexes:
            return None
        sexes[sex], rest = int(n), rest[match.end() :].strip()
    return sexes


def _with_rest(sexes: dict[str, int], people: int) -> dict[str, str]:
    """Return men and women as texts; where only the one are stated, the others are the rest of the people."""
    if len(sexes) == 1:
        ((sex, n),) = sexes.items()
        sexes |= {"women" if sex == "men" else "men": people - n} if n <= people else {}
    return {name: str(sexes[name]) for name in ("men", "women") if name in sexes}

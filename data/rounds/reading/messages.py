"""Messages: names with their people ("Anyaman: 20 orang"), each in a line below what it belongs to, or behind it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from data.rounds.reading import labels, prose
from data.rounds.reading.grid import Grid, UnreadableFileError, folded, quoted
from data.rounds.reading.labels import MEN, WOMEN
from data.rounds.reading.words import words_of
from locales import DEFAULT_LANGUAGE, Words

COMMAS = re.compile(r"(?:[,/&+]|\bdan\b|\band\b)(?![^()]{0,60}\))", re.IGNORECASE)  # between the activities of one cell
LISTED = re.compile(r"\n|;|·|•|(?:^|\s)\d{1,2}[.)]\s")  # what stands between the activities that one cell lists
IN_WORDS = re.compile(rf"\w \s*{prose.UNIT}\b", re.IGNORECASE)  # "dua puluh orang"
NO_COUNT = re.compile(  # numbers that count nobody, and what stands in an address
    r"\b20\d\d\b|\d{5,}|\b(?:jl|jln|jalan|rt|rw|no|nomor|km|lantai|telp|hp|wa|fax|pukul|jam)\b.*", re.IGNORECASE
)
NUMBERS = re.compile(r"(?<![\d.,/-])\d{1,4}\b(?![.,/-]\d)")
DAYS = re.compile(r"(?:hari|day)\b", re.IGNORECASE)
KINDS = re.compile(r"(?:kota|kab|kabupaten|provinsi)\b", re.IGNORECASE)
THANKS = words_of("thanks")
REMARK = re.compile(r"\s{0,3}\(([^()]{1,60})\)$")  # behind a count: "(batal)"
BY = re.compile(r"(.+?)\s*(?:\b(oleh|bersama|pak|bpk|ibu|bu|sdri?)\b|[–—(/,-])[\s.]*(.+)")
LONG_NUMBER = re.compile(r"\+?\d(?:[ -]?\d){8,}")  # of a telephone, or an identity card
Written = tuple[int, str]  # a line as it was written, and which one it is (from 0)
CORRECTED = words_of("corrected")  # what a line says of another


VAGUE = words_of("vague")  # before a count that is no count of all: "Anyaman sekitar 20 orang"


def grid_of(text: str, has_table: Callable[[Grid], bool]) -> Grid | None:
    """Return the cells of a message; None if a text is none.

    Several activities may stand behind their regency. Their heads take the empty line above them; else the first two
    lines share a row, or there is one more than there are lines.
    """
    lines, written = prose.plain(text)
    words = Words(DEFAULT_LANGUAGE)
    heads: tuple[str, ...] = ("regency", "activity")
    rows = [_behind_regency(line) for line in lines]
    if not any(labels.is_regency(row[0]) and _listed(row[1]) for row in rows if len(row) > 1):
        rows, heads = [_with_people(line) for line in lines], ("Uraian", "participants", "men", "women", "Keterangan")
        if sum(len(row) > 1 for row in rows) < 2:
            told = "\n".join(prose.as_one(text))
            return grid_of(told, has_table) if told not in ("", text) else None
    names = (labels.NUMBERED.sub("", row[0].partition(":")[0]).strip() for row in rows)
    is_named = (len(r) > 1 or labels.is_regency(n) or labels.is_activity(n) for n, r in zip(names, rows, strict=True))
    first = next(i for i, named in enumerate(is_named) if named or prose.is_count(lines[i]))
    # Of another message that this one answers: "> Kota Ambon: …".
    quoted_lines = [i for i, (_, line) in enumerate(written) if line.lstrip().startswith(">")]
    if 0 < len(counted_there := [i for i in quoted_lines if len(rows[i]) > 1]) < sum(len(row) > 1 for row in rows):
        raise _refusal("line_apart", counted_there[0], written)  # what it quotes, or what it says now
    for i in range(len(lines)):
        if i < first and (_counts_people(lines[i]) or _names_training(lines[i])):
            raise _refusal("line_unclear", i, written)
        if i >= first and (i not in quoted_lines or len(rows[i]) > 1):
            _refuse_unread(lines[i], rows[i], i, written)
    counts = {n for row in rows if len(row) > 1 for n in NUMBERS.findall(" ".join(row[1:3]))}
    for i in range(first, len(lines)):  # "yg 15 salah, hrsnya 17"
        if len(rows[i]) == 1 and counts & {*NUMBERS.findall(_bare(lines[i]))} and not _is_heading(lines[i]):
            raise _refusal("line_unclear", i, written)
    _refuse_marked(rows, written)
    _refuse_between(lines, rows, written)
    _refuse_again(rows, written)
    above = rows[: first - 1] if first and not lines[first - 1] else rows[:first]
    of = [number for number, _ in written]
    numbers = [*of[: len(above)], of[first], *of[first:]]
    if len(above) == first > 1:
        above[:2], numbers[:2] = [lines[:2]], of[:1]
    heads = heads[: max(map(len, rows))]
    rows = [*above, [words(f"sheet.{name}") if name.islower() else name for name in heads], *rows[first:]]
    cells = {(n, i): text for n, row in enumerate(rows, 1) for i, text in enumerate(row, 1) if text}
    grid = replace(Grid.of("", cells, (), False, (), ()), lines=tuple(numbers))
    return grid if has_table(grid) else None


def refusal(text: str) -> UnreadableFileError:
    """Return why a text that is no table, and no message, is not read: its first line that seems to count people."""
    lines, written = prose.plain(text)
    for i, line in enumerate(lines):
        if (prose.PEOPLE.search(line) and not labels.is_subtotal(line)) or _has_number(line):
            return _refusal("line_unclear", i, written)
    return UnreadableFileError("no_table_text")


def _refusal(reason: str, i: int, written: Sequence[Written], **details: str) -> UnreadableFileError:
    number, line = written[i]
    sent = prose.SENT.match(line)  # by somebody
    line = prose.nameless(LONG_NUMBER.sub("…", line[sent.end() :] if sent else line))
    return UnreadableFileError(reason, row=str(number + 1), found=quoted(line), **details)


def _refuse_unread(line: str, row: Sequence[str], i: int, written: Sequence[Written]) -> None:
    """Refuse a message with a line that says something of another, or counts people and is not understood."""
    words = {*folded(line[: labels.LONGEST_LABEL]).split()}
    is_heading = not any(map(str.isdigit, line))
    is_off = is_heading and (labels.is_called_off(line) or (len(row) == 1 and _says_more(line)))
    is_off |= folded(row[0][: labels.LONGEST_LABEL]) in labels.REALISED
    is_off |= len(row) > 1 and labels.is_called_off(row[0])
    is_off |= len(row) == 2 and _is_awaited(row[1])
    if is_off or words & (labels.TARGET | CORRECTED):
        raise _refusal("line_apart", i, written)
    name = labels.NUMBERED.sub("", row[0])
    if len(row) == 2 and not row[1].isdigit():  # behind a regency
        has_count = any(map(str.isdigit, row[1])) or IN_WORDS.search(row[1])
        is_unclear = bool(has_count) and not (listed := _listed(row[1]))
        is_unclear |= bool(has_count) and any(_is_no_name(of["activity"]) for of in listed)
    elif len(row) == 1:
        is_counted = prose.PEOPLE.search(line) or _has_number(name)
        is_unclear = bool(is_counted) and not (labels.is_total(name.partition(":")[0]) or labels.total_in(name))
        is_unclear |= _counts_people(line)
    else:
        is_unclear = labels.is_absent(name) or folded(name) in MEN | WOMEN or _has_digits(name) or _adds_name(name)
        is_unclear |= ":" in name and bool(labels.mentions(name))
        is_unclear |= any(map(_has_number, row[4:]))  # "(Ambon 20, Tual 15)"
    if is_unclear:
        raise _refusal("line_unclear", i, written)


def _is_awaited(text: str) -> bool:
    """Whether what stands behind a regency says that it has nothing yet: "belum ada laporan", "menyusul"."""
    is_said = labels.is_called_off(text) or bool({*folded(text[: labels.LONGEST_LABEL]).split()[:1]} & labels.NOT)
    return is_said and not any(map(str.isdigit, text)) and not labels.is_nothing(text)


def _is_no_name(activity: str) -> bool:
    """Whether what stands where an activity should names a place, has a number, or is vague: "Servis AC: Ambon 20"."""
    name = re.sub(r"^di ", "", activity.strip())
    is_vague = next(reversed(folded(name).split()), "") in labels.PLANNED | labels.NOT | VAGUE
    is_place = labels.is_regency(name) or bool(labels.mentions(name))
    return ":" in name or is_vague or _has_digits(name) or _adds_name(name) or is_place


def _adds_name(activity: str) -> bool:
    """Whether a known activity has behind it what may be somebody's name: "Anyaman – Siti Latu", "Anyaman oleh …"."""
    match = BY.fullmatch(activity)
    if not match or not labels.is_activity(match[1]) or labels.activity_in(match[3]):
        return False
    return bool(match[2]) or (match[3].istitle() and " " in match[3])


def _counts_people(line: str) -> bool:
    """Whether a line that states no total counts people, in digits or in words: "masing-masing 20 orang"."""
    name = line.partition(":")[0]
    if len(line) > labels.LONGEST_LABEL or labels.is_total(name) or labels.is_subtotal(line) or labels.fact(name):
        return False
    return bool((prose.PEOPLE.search(line) and not labels.total_in(line)) or labels.counts_in_words(line))


def _has_digits(activity: str) -> bool:
    """Whether what stands where an activity should has a number that is not that of its class: "Anyaman 18 dari"."""
    return any(word.isdigit() for word in labels.bare_activity(labels.NUMBERED.sub("", activity)).split())


def _bare(text: str) -> str:
    """Return a text without numbers that count nobody."""
    return NO_COUNT.sub(" ", prose.undated(labels.NUMBERED.sub("", text[: labels.LONGEST_LABEL])))


def _has_number(text: str) -> bool:
    """Whether a text names a regency or an activity and has a number that is no date, year, class or address."""
    if len(text) > labels.LONGEST_LABEL or labels.fact(text.partition(":")[0]) or labels.heads_activity(text):
        return False
    bare = _bare(text)
    return any(map(str.isdigit, bare)) and bool(labels.mentions(bare) or labels.activity_in(bare))


def _names_training(line: str) -> bool:
    """Whether a line has a number beside a regency and its activity: "Ambon Servis AC 8" may be its eighth class."""
    parts = NUMBERS.split(line) if _has_number(line) and labels.mentions(line) else []
    return any(map(labels.activity_in, parts))


def _refuse_between(lines: Sequence[str], rows: Sequence[Sequence[str]], written: Sequence[Written]) -> None:
    """Refuse a message with a line between its counts that says of those below it something that is not understood."""
    counts = [i for i, row in enumerate(rows) if len(row) > 1]
    is_whole = any(labels.is_regency(rows[i][0]) and _listed(rows[i][1]) for i in counts)
    for i in range(counts[0], counts[-1]):
        name = labels.NUMBERED.sub("", lines[i]).rstrip(" :")
        # People may be listed below their number.
        is_person = is_whole and labels.NUMBERED.match(lines[i]) and labels.may_be_name(name)
        if len(rows[i]) == 1 and any(map(str.isalnum, name)) and not (is_person or _is_heading(name)):
            raise _refusal("line_heading", i, written)


def _refuse_marked(rows: Sequence[Sequence[str]], written: Sequence[Written]) -> None:
    """Refuse a message of which only some counts are ticked, or crossed out: the others may be of what was not held."""
    marks = {i: frozenset(prose.MARKS & {*written[i][1]}) for i, row in enumerate(rows) if len(row) > 1}
    as_many = Counter(marks.values())
    if len(as_many) > 1:
        raise _refusal("line_apart", min(reversed([*marks]), key=lambda i: as_many[marks[i]]), written)


def _is_part(name: str) -> bool:
    """Whether a line names a stage or a month, or a part of the people, and no day: the same people come on each."""
    is_part = labels.names_part(name) or labels.names_section(name) or labels.is_period(name)
    return is_part and not DAYS.match(name)


def _is_place(name: str) -> bool:
    return labels.is_regency(name) or labels.is_other_province(name) or KINDS.match(name) is not None


def _is_heading(name: str) -> bool:
    """Whether a line names what those below it are of: a place, an activity, a time; or is a total, or a fact."""
    if len(name) > labels.LONGEST_LABEL:
        return True
    label = name.partition(":")[0]
    is_activity = labels.heads_activity(name) or labels.activity_behind(name)
    is_total = labels.is_total(label) or labels.is_subtotal(name) or labels.total_in(name)
    is_known = is_activity or is_total or labels.fact(label) or folded(name) in THANKS
    return bool(is_known or _is_place(name) or _is_part(name))


def _refuse_again(rows: Sequence[Sequence[str]], written: Sequence[Written]) -> None:
    """Refuse a message that counts one training twice, and not the same: the second may correct the first."""
    counts, above = dict[tuple[str, ...], tuple[int, str]](), {"part": "", "regency": "", "activity": ""}
    for i, row in enumerate(rows):
        name = labels.NUMBERED.sub("", row[0]).rstrip(" :")
        if len(row) == 1 and _is_part(name):
            above = {"part": folded(name), "regency": "", "activity": ""}
        elif len(row) == 1 and _is_place(name):
            above["regency"] = name
        elif len(row) == 1 and (labels.heads_activity(name) or labels.activity_behind(name)):
            above["activity"] = name
        listed = _listed(row[1]) if len(row) == 2 else []
        if len(row) > 2 or (len(row) == 2 and row[1].isdigit()):
            listed = [{"activity": above["activity"] if labels.is_regency(name) else name, "participants": row[1]}]
            if labels.is_regency(name) and not above["activity"]:
                above["regency"] = name  # with the sum of those below it
            name = name if labels.is_regency(name) else above["regency"]
        for of in listed:
            key = (above["part"], labels.regency(name), folded(of["activity"]))
            first, n = counts.setdefault(key, (i, of["participants"]))
            if n != of["participants"]:
                raise _refusal("line_again", i, written, first=str(written[first][0] + 1))


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
    others = (labels.is_absent(of["activity"]) or labels.names_section(of["activity"]) for of in named if of)
    return named if all(named) and not any(others) else []


def _counted(text: str) -> dict[str, str]:
    """Return an activity, its people, and the men and women among them, by column; {} if a text says nothing so."""
    if not (match := prose.COUNTED.match(text)) or _ends_with_sex(match[1]):
        return {}
    of = {"activity": match[1], "participants": match[2]}
    sexes = prose.by_sex(text[match.end() :])
    return {} if sexes is None else {**of, **_with_rest(sexes, int(match[2]))}


def _ends_with_sex(name: str) -> bool:
    """Whether a name has a sex behind it, so that what follows counts only a part of its people."""
    label = folded(name)
    return label not in MEN | WOMEN and any(label.endswith(f" {sex}") for sex in MEN | WOMEN)


def _with_rest(sexes: dict[str, int], people: int) -> dict[str, str]:
    """Return men and women as texts; where only the one are stated, the others are the rest of the people."""
    if len(sexes) == 1:
        ((sex, n),) = sexes.items()
        sexes |= {"women" if sex == "men" else "men": people - n} if n <= people else {}
    return {name: str(sexes[name]) for name in ("men", "women") if name in sexes}

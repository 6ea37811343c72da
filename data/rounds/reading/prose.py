"""Messages as people write them, each line in the one way that ``messages`` reads: "Ambon: Anyaman 20 orang"."""

import re
import unicodedata
from collections.abc import Sequence, Set
from functools import lru_cache

from data.rounds.reading import labels
from data.rounds.reading.grid import MOST_ROWS, folded
from data.rounds.reading.words import kinds, words_of

UNIT = r"(?:orang|org|peserta|people)"
PEOPLE = re.compile(rf"\d\s*{UNIT}\b", re.IGNORECASE)
COUNTED = re.compile(  # an activity with its people: "Anyaman: 20 orang"
    rf"((?:(?!\d{{1,6}} *{UNIT}\b).)*?[^\W\d])(?:\s*[(:=,–-]\s*|\s+)(\d{{1,4}})\s*{UNIT}\b\.?\s*\)?",
    re.IGNORECASE | re.DOTALL,
)
BY_SEX = re.compile(r"([a-z]+)[ .:=]{0,3}(\d{1,4})|(\d{1,4})[ ]?(?:(?:orang|org) )?([a-z]+)")
BETWEEN = re.compile(
    r"\b(?:terdiri (?:dari|atas)|di ?antaranya|termasuk|yaitu|dan|orang|org)\b|[(),;/&+]|(?<!\S)[-–:](?=\s)|[.:]$"
)
SEX = r"(?:laki[ -]?laki|laki2?|lk|l|pria|perempuan|wanita|prmpn|pr|p)"
OF_SEX = re.compile(rf"\b{SEX}\b[ .:=]{{0,3}}\d{{1,4}}\b|\b\d{{1,4}}\s*(?:{UNIT}\s*)?{SEX}\b", re.IGNORECASE)
DAY, TIME = r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?", r"\d{1,2}[.:]\d\d(?:[.:]\d\d)?(?:\s?[ap]\.?m\.?)?"
SENT = re.compile(  # before each line of a copied chat: "[10:32, 3/5/2024] Peserta 9: "
    rf"^\W{{0,3}}(?:{DAY},?\s{TIME}|{TIME},?\s{DAY})(?:\]|\s-)\s*(?:([^:]{{1,40}}):\s+|.*$)", re.IGNORECASE
)
MONTH = (
    r"(?:januari|january|jan|februari|pebruari|february|feb|maret|march|mar|april|apr|mei|may|juni|june|jun|juli|july"
    r"|jul|agustus|august|ags|agt|agu|aug|september|sept|sep|oktober|october|okt|oct|november|nopember|nov|nop"
    r"|desember|december|des|dec)\b\.?"
)
WEEKDAY = r"(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)"
UNTIL = r"\s*(?:-|–|—|s\.?\s?/?\s?d\.?|sampai|dan|&)\s*"
DATE = re.compile(
    rf"[(]?(?:\b(?:pada|hari|tgl|tanggal|{WEEKDAY})\b[ .,:/]*)*"
    rf"\b\d{{1,2}}(?:\s+{MONTH}(?:\s+20\d\d)?)?(?:{UNTIL}\d{{1,2}})?\s+{MONTH}(?:\s*(20\d\d)\b)?[)]?"
    rf"|[(]?\b(?:tgl|tanggal)[ .:]*\d{{1,2}}(?:{UNTIL}\d{{1,2}})?(?:[/.-]\d{{1,2}}(?:[/.-](20\d\d|\d\d))?)?\b[)]?"
    rf"|^(?:hari )?{WEEKDAY}\b[ ,:]*",
    re.IGNORECASE,
)
ARROW = re.compile(r"\s*(?:[-=]+>|[←-⇿➔-➾⬀-⯿]\ufe0f?)\s*")
SIGNS = str.maketrans({"👨": " L ", "👩": " P ", "♂": " L ", "♀": " P ", "\u20e3": "", "[": "(", "]": ")"})
MARKS = {*"✅☑✔❌❎✖✗✘⛔🚫⏳⌛🔜❓☐⬜🔲🟢🔴🟡🟠🔵⚪⚫⚠⏸🔄👎"}  # by which some lines say that it was held, or not
KEYCAP = re.compile(r"^(\d(?:\ufe0f?\u20e3\d)*)\ufe0f?\u20e3\s*")  # the number of a line, in pictures
OTHER_UNITS = re.compile(r"(?<=\d)\s*(?:pst|psrt|pax|perajin|pengrajin)\b", re.IGNORECASE)
ALL_SAID = "(?:hadir semua|semua hadir|lengkap|luring|daring|fix|final|selesai|tuntas)"
ADDED = re.compile(  # what changes no count: "<Pesan ini diedit>", "20 orang (hadir semua)"
    rf"\s*<[^<>\d]{{1,60}}>|(?<=\w)\s?\({ALL_SAID}\)"
    rf"|(?<=\w)(?:, ?| - | \*){ALL_SAID}\*?\.?$|\s*[;,](?: ?(?:dan|serta))?$"
    r"|(?:(?<=orang)|(?<=org)|(?<=peserta))\s?(?:\(|di )(?:hotel|aula|balai|gedung|kantor|ruang|blk)\b[^\d,;:()]*\)?$",
    re.IGNORECASE,
)
ENDING = re.compile(rf"(.*?)[\s:=()–-]*(\b\d{{1,4}}\s*{UNIT}\b.*)", re.IGNORECASE)  # a name, and what is counted
BARE = re.compile(
    r"((?:\d{1,2}[.)]\s+)?\D*[^\W\d]\)?)(\s*[:=(–-]\s*|\s+)(\d{1,3})\s*\)?\.?(\s*\([^()]*\))?"
)  # a count without a unit
BEHIND = re.compile(rf"(\d{{1,4}}\s*{UNIT})\b\s*(\D+)", re.IGNORECASE)  # names behind their count
TOTAL = re.compile(rf"(?:jadi |dengan )?(\D*\d[\d.]*\s*{UNIT})\b\W*([^\d]*)", re.IGNORECASE)
APART = re.compile(
    r"\s*[:()/|]\s*|\s+[–—-]\s+|\s*[–—]\s*|,\s+|(?:\s+(?:dilaksanakan|diselenggarakan|diadakan|bertempat))?\s+di\s+",
    re.IGNORECASE,
)
BEFORE_COUNT = re.compile(  # between a name and its count: "Anyaman diikuti oleh 20 orang", "Anyaman, 20 orang"
    r"(?<=\w)(?:,|,?\s+(?:dengan |oleh |jumlah |peserta |yang |yg |selama )*"
    r"(?:sebanyak|sejumlah|berjumlah|diikuti|dihadiri|peserta|hadir|1 (?:angkatan|kelas|kls|gelombang)|\d{1,2} hari)"
    r"(?: oleh)?[,:]?){1,3}\s*"
    rf"(?=\d{{1,4}}\s*{UNIT}\b)",
    re.IGNORECASE,
)
COUNT_ALONE = re.compile(rf"\d{{1,4}}\s*{UNIT}\b(?!\s+di\b)", re.IGNORECASE)
IN_WORDS = re.compile(rf"(\d{{1,4}})\s*\(((?:{'|'.join(labels.NUMERALS)}|\s)+)\)(?=\s*{UNIT}\b)", re.IGNORECASE)
MOST_CLASSES = 9  # "Anyaman 2" may be its second class
LONGEST = 4 * labels.LONGEST_LABEL  # letters of a line that are looked through
MOST_LINES = 200  # in which sentences are looked for
BOLD = re.compile(r"(?<!\w)([*_])(?=\S)([^*_]+)(?<=\S)\1(?!\w)")
CONTACT = r"(?:pic|cp|pj|contact person|kontak|narahubung|penanggung jawab)"
OF_CONTACT = re.compile(rf"{CONTACT}\b[^\d()]*(?:\+?\d[\d -]{{8,}})?", re.IGNORECASE)  # a line of its own
NAMED = re.compile(  # in brackets: "(PIC Maria Latu)", "(Pak Budi)"
    rf"\s*\((?:{CONTACT}|pak|bapak|bpk|bu|ibu|sdri?)\b[.:]?(?-i:\s[A-Z][\w.'-]*){{1,3}}\)", re.IGNORECASE
)
OF_CLASS = re.compile(
    rf"\b(angkatan|kelas|gelombang|tahap|batch)(?: ke)?[ -]([1-9])(?![\w.,/-]*\d)(?!\s*{UNIT})", re.IGNORECASE
)
OF_STAGE = r"(?:\s(?:angkatan|gelombang|tahap|batch|kelas)(?:\ske)?\s(?:[ivx]{1,4}|\d))"
NAMELESS = re.compile(rf"[\d ]+|{MONTH}|{WEEKDAY}")
CLASSES = r"(?:bimtek|kegiatan|keg|pelatihan|kelas|kls)\b"
WITH_CLASSES = re.compile(  # beside a total: "Total 2 kelas, 35 orang"
    rf"^((?:total|jumlah|jml)\b\D*)\d{{1,3}}\s?{CLASSES}[\s,/&]*(?:dengan|dan)?\s*(?=\d)", re.IGNORECASE
)
YEAR = re.compile(r"\b20\d\d\b", re.ASCII)
AROUND = words_of("around_count")  # words of a sentence that change nothing of what it counts
COUNTING = words_of("before_count")  # before a count without a unit

Part = tuple[str, str, dict[str, int]]  # of a sentence: its kind, its text, the men and women of a count
OF_BLOCK = {"activity", "regency", "participants"}
OF_ONE = {"start_date", "days", "venue"}  # facts that are of one training alone where several are written so


def plain(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the lines of a message, each as it is read: without sender, dates and marks, its regency first.

    What only belongs to another line is empty. A sentence may become several lines: beside them stands of which line
    (from 0) each is, and how that was written. Above all stands the year that sentences name.
    """
    written = text.splitlines()[:MOST_ROWS]
    lines, of = [_bare(line) for line in written], [*range(len(written))]
    told = {i: _clauses(line) for i, line in enumerate(lines[:MOST_LINES]) if _is_whole(written[i])}
    years = _years(" ".join(lines[i] for i, clauses in told.items() if clauses))
    is_one = not years or years == _years(" ".join(lines))
    if is_one and len(years) < 2 and 0 < sum(map(len, told.values())) < MOST_ROWS:
        pairs = [(line, i) for i, own in enumerate(lines) for line in told.get(i) or [own]]
        pairs = [*((f"Tahun {year}", 0) for year in years), *pairs]
        lines, of = [line for line, _ in pairs], [i for _, i in pairs]
    if not any(PEOPLE.search(line) for line in lines if not labels.is_subtotal(line)):
        lines = [_with_unit(line) for line in lines]
    lines = [_with_both_sexes(_total_alone(line)) for line in _with_counts_below(_without_dates(lines))]
    lines = _of_blocks(_with_sexes_below(lines))
    return _in_context([_regency_first(line) for line in lines]), [(i, written[i]) for i in of]


def as_one(text: str) -> list[str]:
    """Return the lines of a message that only together say something, as one sentence does; [] if they do not."""
    written = text.splitlines()[:MOST_ROWS]
    text = " . ".join(filter(None, map(_bare, written)))
    clauses = _clauses(text) if all(map(_is_whole, written)) else []
    return [*(f"Tahun {year}" for year in _years(text)), *clauses] if clauses else []


def _years(text: str) -> set[str]:
    dated = (year for match in DATE.findall(text) for year in match if year)
    return {f"20{year[-2:]}" for year in (*dated, *YEAR.findall(text))}


def _is_whole(line: str) -> bool:
    """Whether all of a line is looked at, and it is no row of cells."""
    return len(line) < LONGEST and "\t" not in line


def nameless(text: str) -> str:
    """Return a text without what may be somebody's name: unknown words in capitals, and those behind "Pak"."""
    kept, is_behind = list[str](), False
    for word in text.split():
        label = folded(word)
        is_known = {*label.split()} <= _words() or NAMELESS.fullmatch(label) is not None
        if is_known:
            is_behind = label in labels.BEFORE_NAMES or OF_CONTACT.fullmatch(label) is not None
        hides = not is_known and (is_behind or word.strip("(“\"'*_")[:1].isupper())
        kept += [] if hides and kept[-1:] == ["…"] else ["…" if hides else word]
    return " ".join(kept)


@lru_cache(maxsize=1)
def _words() -> Set[str]:
    """Return all words that are no names: of the table of words, but those that are hidden, of places and trainings."""
    listed = {word for words in kinds().values() for text in words for word in text.split()}
    names = {word for of in labels.names() for name in of for word in name.split()}
    return listed - words_of("hidden") | names


@lru_cache(maxsize=1)
def _part() -> re.Pattern[str]:
    """Return the parts of a sentence: sexes, years, people, classes, bare numbers, activities, regencies, words."""
    activities, regencies = ("|".join(sorted(names, key=len, reverse=True)) for names in labels.names())
    return re.compile(
        rf"(?P<S>{OF_SEX.pattern})(?![ .:=]{{0,3}}\d)|(?P<Y>20\d\d)\b(?!\s*or)|(?P<N>\d{{1,4}})\s*{UNIT}\b"
        rf"|(?P<C>\d{{1,2}})\s?{CLASSES}|(?P<B>\d{{1,3}})(?![\w%]|[.,/-]\d)|(?P<A>(?:{activities}){OF_STAGE}?)\b"
        rf"|(?P<R>(?:(?:kota|kab|kabupaten)\.?\s)?(?:{regencies}))\b|(?P<W>[^\W\d]+)|[\s.:()/&=–-]+|[,;](?=\s|$)",
        re.IGNORECASE,
    )


def _parts(text: str) -> list[Part]:
    """Return the parts of a sentence that count, in order, men and women with their people; [] if one is not known."""
    parts, at, before = list[Part](), 0, ""
    while at < len(text):
        match = _part().match(text, at)
        kind = (match.lastgroup or "") if match else "W"
        own = match[kind] if match and kind else ""
        is_unknown = kind == "W" and own.lower() not in AROUND
        if kind == "B" and (before == "R" or before in COUNTING or (before == "A" and int(own) > MOST_CLASSES)):
            kind = "N"
        if not match or is_unknown or kind == "B":
            return []
        at = match.end()
        if kind == "S":
            sexes = by_sex(own) or {}
            is_of_people = bool(parts) and parts[-1][0] == "N" and not {*parts[-1][2]} & {*sexes}
            people = parts.pop() if is_of_people else ("N", "", {})
            parts.append(("N", people[1], people[2] | sexes))
        elif kind in ("N", "C", "A", "R"):
            parts.append((kind, own, {}))
        before = own.lower() if kind == "W" else kind or before
    return parts


def _clauses(line: str) -> list[str]:
    """Return what a sentence counts, each training alone: "Ambon: Anyaman 20 orang"; [] if any word of it is not known.

    One activity may have several regencies, or one regency several activities; a total has to be the sum of them.
    """
    if len(_years(line)) > 1 or len(line) >= LONGEST or not any(map(str.isdigit, line)):
        return []
    parts = _parts(DATE.sub(" ", IN_WORDS.sub(_in_digits, labels.NUMBERED.sub("", line))))
    classes = {int(own) for kind, own, _ in parts if kind == "C"}
    parts = [part for part in parts if part[0] != "C"]
    counts = [i for i, (kind, _, _) in enumerate(parts) if kind == "N"]
    if not PEOPLE.search(line) and all(_people(parts[i]) <= MOST_CLASSES for i in counts):
        return []  # which may be classes
    for total in (None, counts[-1], counts[0]) if len(counts) > 1 else (None,):
        of = _of_shape([part for i, part in enumerate(parts) if i != total])
        people = [_people(one["N"]) for one in of]
        is_sum = total is None or _people(parts[total]) == sum(people)
        if of and all(people) and is_sum and classes <= {len(of)}:
            return [_shown(one) for one in of]
    return []


def _people(part: Part) -> int:
    """Return the people of a count; 0 where its men and women are others, or nobody knows how many there are."""
    _, own, sexes = part
    added = sum(sexes.values())
    people = int(own) if own else added if len(sexes) == 2 else 0
    return people if added == people or (len(sexes) < 2 and added <= people) else 0


def _shown(of: dict[str, Part]) -> str:
    people = f"{_people(of['N'])} orang{_in_brackets(of['N'][2])}"
    return " ".join([*(f"{of[kind][1]}{end}" for kind, end in (("R", ":"), ("A", "")) if kind in of), people])


def _of_shape(parts: list[Part]) -> list[dict[str, Part]]:
    """Return the trainings of a sentence, each by kind of its parts, where these stand in one order; else []."""
    kinds = "".join(part[0] for part in parts)
    first, times = 0, len(kinds)
    if sorted(kinds[:3]) == ["A", "N", "R"] and kinds == kinds[:3] * (times // 3):
        size = 3
    else:
        first, size = int(kinds[:1] in ("A", "R") and times % 2), 2
        pair = kinds[first : first + 2]
        wanted = ({"A": "NR", "R": "AN"}[kinds[0]],) if first else ("NR", "AN")
        if times < 3 or "".join(sorted(pair)) not in wanted or kinds[first:] != pair * ((times - first) // 2):
            return []
    return [{part[0]: part for part in (*parts[:first], *parts[i : i + size])} for i in range(first, times, size)]


def is_count(line: str) -> bool:
    """Whether a line counts the people of names that are known, or several counts."""
    match = ENDING.fullmatch(line) if len(line) <= labels.LONGEST_LABEL else None
    names = _names(match[1]) if match else []
    return (bool(names) and all(map(_is_known, names))) or len(PEOPLE.findall(line[: labels.LONGEST_LABEL])) > 1


def undated(text: str) -> str:
    """Return a text without the days that it names."""
    return re.sub(r"\s+([:,])", r"\1", DATE.sub(" ", text)).strip(" ,:") if DATE.search(text) else text


def by_sex(text: str) -> dict[str, int] | None:
    """Return the men and the women that a text counts: "(L 2, P 18)"; None if it says anything else."""
    rest = " ".join(BETWEEN.sub(" ", re.sub(r"\blaki[ -]laki\b", "laki", text.lower().strip())).split())
    sexes = dict[str, int]()
    while rest:
        match = BY_SEX.match(rest)
        word, n = (match[1] or match[4], match[2] or match[3]) if match else ("", "")
        sex = "men" if word in labels.MEN else "women" if word in labels.WOMEN else ""
        if not match or not sex or sex in sexes:
            return None
        sexes[sex], rest = int(n), rest[match.end() :].strip()
    return sexes


def _bare(line: str) -> str:
    """Return a line without who sent it when, and without bullets and pictures; an arrow before a count is a colon."""
    line = " ".join(line.strip().removeprefix(">")[:LONGEST].split())
    if OF_CONTACT.fullmatch(line.strip("* _-")):
        return ""
    line = NAMED.sub("", ADDED.sub("", line))
    line = OF_CLASS.sub(lambda match: f"{match[1]} {labels.ROMAN[int(match[2]) - 1].upper()}", line)
    if sent := SENT.match(line):
        sender = f"{sent[1]}: " if sent[1] and labels.is_regency(sent[1].strip()) else ""
        line = sender + line[sent.end() :]
    line = OTHER_UNITS.sub(" orang", KEYCAP.sub(r"\1. ", line).translate(SIGNS))
    line = BOLD.sub(r"\2", ARROW.sub(": ", line).removeprefix(": "))
    line = "".join(" " if unicodedata.category(c) in ("So", "Sk") else c for c in line if c != "\ufe0f")
    return " ".join(labels.BULLET.sub("", line.strip("* _\t")).strip("* ").split())


def _names(text: str) -> list[str]:
    """Return the names that stand apart in a text, without the number of a list before them."""
    return [part for part in APART.split(labels.NUMBERED.sub("", text)) if part]


def _apart(names: list[str]) -> list[str]:
    """Return some names; the regency and the activity that stand in one behind each other are two."""
    words = names[0].split() if len(names) == 1 else []
    parts = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words)))
    return next(([*pair] for pair in parts if sorted(map(_kind, pair)) == ["activity", "regency"]), names)


def _is_known(name: str) -> bool:
    return labels.is_regency(name) or labels.is_activity(name)


def _with_unit(line: str) -> str:
    """Return a line whose count has no unit with one, where it stands behind names that are known."""
    match = BARE.fullmatch(line) if len(line) <= labels.LONGEST_LABEL else None
    if not match or not any(map(_is_known, _apart(_names(match[1])))) or (match[4] and not by_sex(match[4])):
        return line
    is_clear = bool(match[2].strip()) or labels.is_regency(match[1]) or int(match[3]) > MOST_CLASSES
    return f"{match[1]}: {match[3]} orang{match[4] or ''}" if is_clear else line


def _without_dates(lines: Sequence[str]) -> list[str]:
    """Return the lines, those that count people without their days, if these are of one year."""
    shown = {i: undated(line) for i, line in enumerate(lines) if len(line) <= labels.LONGEST_LABEL}
    shown = {i: line for i, line in shown.items() if PEOPLE.search(lines[i]) and PEOPLE.search(line)}
    years = {year[-2:] for i in shown for match in DATE.findall(lines[i]) for year in match if year}
    return [*lines] if len(years) > 1 else [shown.get(i, line) for i, line in enumerate(lines)]


def _total_alone(line: str) -> str:
    """Return a line that states the total without what else it says: "Jadi total 60 orang. Terima kasih"."""
    match = TOTAL.fullmatch(WITH_CLASSES.sub(r"\1", line)) if len(line) <= labels.LONGEST_LABEL else None
    is_total = match and labels.total_in(match[1]) and not (labels.mentions(match[2]) or labels.activity_in(match[2]))
    return match[1] if match and is_total else line


def _in_digits(match: re.Match[str]) -> str:
    """Return a number without what it is in words, if both are the same: "20 (dua puluh)"."""
    return match[1] if labels.number_in_words(match[2]) == int(match[1]) else match[0]


def _with_counts_below(lines: Sequence[str]) -> list[str]:
    """Return the lines, a count that stands alone in its own behind the name above it, with nothing else before it."""
    is_label = [labels.column(line.partition(":")[0])[0] == "participants" for line in lines]
    kept = [
        line if own or len(line) > labels.LONGEST_LABEL else BEFORE_COUNT.sub(" ", IN_WORDS.sub(_in_digits, line))
        for line, own in zip(lines, is_label, strict=True)
    ]
    for i, line in enumerate(kept):
        above = kept[i - 1].rstrip(" :") if i else ""
        if above and COUNT_ALONE.match(line) and not any(map(str.isdigit, above)):
            kept[i - 1], kept[i] = f"{above}: {line}", ""
    return kept


def _with_sexes(name: str, sexes: dict[str, int]) -> str:
    return f"{name}: {sum(sexes.values())} orang (L {sexes['men']}, P {sexes['women']})"


def _with_both_sexes(line: str) -> str:
    """Return a line that counts men and women with their sum: "Servis AC: L 14 orang, P 6 orang"."""
    match = OF_SEX.search(line[: labels.LONGEST_LABEL])
    name = labels.NUMBERED.sub("", line[: match.start()]).strip(" :=(,–-") if match else ""
    if not match or not name or any(map(str.isdigit, name)) or folded(name) in labels.MEN | labels.WOMEN:
        return line
    sexes = by_sex(line[match.start() :])
    return _with_sexes(name, sexes) if sexes and len(sexes) == 2 else line


def _with_sexes_below(lines: Sequence[str]) -> list[str]:
    """Return the lines, those of the men and of the women below something behind it: its people, or a part of them."""
    kept, at = [*lines], 1
    while at < len(kept):
        until, sexes = at, dict[str, int]()
        while until < len(kept) and (of := by_sex(kept[until][: labels.LONGEST_LABEL])) and not {*of} & {*sexes}:
            until, sexes = until + 1, sexes | of
        above = kept[at - 1]
        counted, added = COUNTED.fullmatch(above) if sexes else None, sum(sexes.values())
        if counted and (added == int(counted[2]) or (added < int(counted[2]) and len(sexes) == 1)):
            kept[at - 1] += _in_brackets(sexes)
        elif len(sexes) == 2 and above and not any(map(str.isdigit, above)):
            kept[at - 1] = _with_sexes(above.rstrip(" :"), sexes)
        else:
            at += 1
            continue
        kept[at:until] = [""] * (until - at)
        at = until + 1
    return kept


def _in_brackets(sexes: dict[str, int]) -> str:
    """Return men and women as they stand behind their sum: " (L 2, P 18)"; "" without any."""
    listed = ", ".join(f"{'L' if sex == 'men' else 'P'} {n}" for sex, n in sexes.items())
    return f" ({listed})" if listed else ""


def _of_blocks(lines: Sequence[str]) -> list[str]:
    """Return the lines; where trainings are written as labels below each other, each in that of its count."""
    kept, blocks = [*lines], list[dict[str, int]]()
    values = [line.partition(":")[2].strip() for line in lines]
    for i, line in enumerate(lines):
        label = line.partition(":")[0]
        kind = labels.column(label)[0] if values[i] and len(line) <= labels.LONGEST_LABEL else ""
        if kind not in OF_BLOCK or (kind == "participants" and not re.match(r"\d{1,4}\b", values[i])):
            continue
        if not blocks or kind in blocks[-1]:
            blocks.append({})
        blocks[-1][kind] = i
    mine = {i for block in blocks for i in block.values()}
    others = [line for i, line in enumerate(lines) if i not in mine and not labels.is_subtotal(line)]
    is_whole = all({"activity", "participants"} <= {*block} for block in blocks)
    if not blocks or not is_whole or any(map(COUNTED.match, others)):
        return kept
    for block in blocks:
        place = values[block["regency"]] if "regency" in block else ""
        place = place if labels.is_regency(place) else labels.without_address(place) or place
        people = re.sub(rf"^(\d{{1,4}})(?:\s*{UNIT}\b)?", r"\1 orang", values[block["participants"]])
        for i in block.values():
            kept[i] = ""
        kept[block["participants"]] = f"{place}: {values[block['activity']]} {people}".removeprefix(": ")
    if len(blocks) > 1:  # the days and houses of each
        kept = ["" if labels.fact(line.partition(":")[0]) in OF_ONE else line for line in kept]
    return kept


def _regency_first(line: str) -> str:
    """Return a line that names a regency and an activity, in whatever order, as "Ambon: Anyaman 20 orang"."""
    match = ENDING.fullmatch(line) if len(line) <= labels.LONGEST_LABEL else None
    name = labels.NUMBERED.sub("", match[1]) if match else ""
    if not match or any(map(str.isdigit, name)):
        return line
    names, people = _names(name), match[2]
    if len(names) < 2 and (behind := BEHIND.fullmatch(people)) and all(map(_is_known, _names(behind[2]))):
        names, people = [*names, *_names(behind[2])], behind[1]
    names = _apart(names)
    regencies = [name for name in names if labels.is_regency(name)]
    if len(names) != 2 or len(regencies) != 1:
        return line
    (activity,) = (name for name in names if name not in regencies)
    is_clear = "," not in name and (names[0] in regencies or "(" in name)  # not "Maaf, Ambon …", nor "Ralat: Ambon …"
    return f"{regencies[0]}: {activity} {people}" if is_clear or labels.is_activity(activity) else line


def _kind(name: str) -> str:
    return "regency" if labels.is_regency(name) else "activity" if labels.is_activity(name) else ""


def _in_context(lines: Sequence[str]) -> list[str]:
    """Return the lines; where some have their regency before them, so have those below a line that names one alone."""
    kept, above = [*lines], ""
    matches = [ENDING.fullmatch(line) if len(line) <= labels.LONGEST_LABEL else None for line in lines]
    named = [_names(match[1]) if match else [] for match in matches]
    if not any(len(names) == 2 and labels.is_regency(names[0]) for names in named):
        return kept
    for i, (line, match, names) in enumerate(zip(lines, matches, named, strict=True)):
        name = labels.NUMBERED.sub("", line).rstrip(" :")
        if _is_known(name):
            above = name
        elif len(names) != 1 or not match:
            above = "" if match else above
        elif above and {_kind(above), _kind(names[0])} == {"regency", "activity"}:
            pair = (names[0], above) if labels.is_regency(names[0]) else (above, names[0])
            kept[i] = f"{pair[0]}: {pair[1]} {match[2]}"
    return kept

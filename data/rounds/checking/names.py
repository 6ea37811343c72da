"""Names as people write them: regencies, activities, groups, divisions. What only resembles one is proposed."""

import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from data.problem import Problem
from data.province import PROVINCE
from data.rounds.reading import labels
from data.rounds.reading.grid import MOST_LISTED, Choice, UnclearFileError, answered, folded, quoted
from data.rounds.reading.sheet import Draft
from data.rounds.reading.table import Line
from data.rounds.reading.wide import number
from data.tables import Tables

SYSTEMS = ("bps", "kemendagri")  # whose lists of codes there are
KINDS = ("short", "old")  # of other names that are surely a regency's; its seat may be where a training was
APART = Choice("apart", "old_names_apart")  # that a name means none of the regencies that are proposed
CLOSE = 0.8  # how much alike a name has to be to be proposed
LONGEST_KEY = 60
LONGEST_SHORT = 5  # letters of what may be short for a regency
PLACED = r"(?: (?:bagi|untuk) .*)?(?: di)? (?:kota|kab|kabupaten) .*"  # where, and for whom, a training was
# A regency, and a part of it behind it.
PART_BEHIND = re.compile(r"([^(),]{2,60})(?:\(|,(?= ?kec))([^(),]{2,60})\)?", re.IGNORECASE)
FORMERLY = re.compile(r"\((?:d/?h|dahulu|dulu|eks|formerly)\b[^()]*\)", re.IGNORECASE)  # "Kep. Tanimbar (d/h MTB)"
MISREAD = str.maketrans("01", "ol")  # digits that a scanner took for letters


@dataclass(frozen=True)
class Matched:
    """What the names in a draft mean, line by line, "" where that is not certain.

    ``likely`` has what the regency is taken for while the rest of the draft is checked: its code, that of the one
    that is proposed, or the name as it is written. ``new`` are the rows of activities that no table has, by key.
    """

    regencies: list[str]
    likely: list[str]
    activities: list[str]
    new: dict[str, dict[str, Any]]


def matched(draft: Draft, tables: Tables, issues: list[Problem]) -> Matched:
    """Return what the names of a draft mean, and note those that are not known."""
    regencies, activities = Regencies(tables["regencies"], draft.system), _Activities(tables)
    mine: list[Problem] = []
    codes = [regencies.code(line, i, mine) for i, line in enumerate(draft.lines)]
    if len(regencies.implied(draft.lines)) > 1:
        mine += [
            Problem("mixed_codes", "regency", i).filled(found=quoted(line["regency"]))
            for i, line in enumerate(draft.lines)
            if [*regencies.readings(line["regency"])] in ([s] for s in SYSTEMS)
        ]
    likely = [
        code or guess or f"?{folded(line['regency'])}" for (code, guess), line in zip(codes, draft.lines, strict=True)
    ]
    # A new activity may stand in several rows, and say its group and division in any of them.
    keys = dict[int, str]()
    for i, line in sorted(enumerate(draft.lines), key=lambda numbered: not _says_kind(numbered[1])):
        keys[i] = activities.key(line, i, mine)
    issues += sorted(mine, key=lambda problem: problem.line or 0)
    return Matched([code for code, _ in codes], likely, [keys[i] for i in range(len(draft.lines))], activities.new)


def _says_kind(line: Line) -> bool:
    return bool(line["group"] or line["division"])


# --- Regencies ---------------------------------------------------------------------------------------------


CODED = re.compile(r"[\[(]?(\d{2})([. ]?)(\d{2})[\])]?(?:[ .:–-]+(\D.*))?", re.ASCII)
BETWEEN = re.compile(r"[,;/&+\n–-]|\b(?:dan|serta|and)\b", re.IGNORECASE)  # the regencies that one cell lists
CODE_LAST = re.compile(r"(\D+?) *[\[(](\d{2}[. ]?\d{2})[\])]", re.ASCII)


def named(draft: Draft, tables: Tables, answers: Mapping[str, str]) -> Draft:
    """Return a draft with the name beside every code of a regency, for its reader to see.

    Four digits are read by BPS's list or by the ministry's, in which four codes are other regencies: by the one that
    the head names, or that the names beside codes agree with; otherwise that is asked (answer ``codes``).
    Raises ``UnclearFileError``.
    """
    regencies = Regencies(tables["regencies"], draft.system)
    implied = regencies.implied(draft.lines)
    unclear = sorted({line["regency"] for line in draft.lines if len(regencies.readings(line["regency"])) > 1})
    chosen = next(iter(implied)) if len(implied) == 1 else answers.get("codes", "")
    if unclear and chosen not in SYSTEMS:
        raise UnclearFileError("codes", "codes", [regencies.choice(system, unclear) for system in SYSTEMS])
    called = _called(draft, regencies, answers)
    draft = _inside(draft, regencies, {*called}, answers)
    lines = []
    for line in draft.lines:
        readings = regencies.readings(line["regency"])
        code = readings.get("") or (readings.get(chosen) if len(implied) < 2 or len(readings) > 1 else "")
        code = code or called.get(line["regency"], "")
        text = f"{code} {regencies.names[code]}" if code else line["regency"]
        lines.append(replace(line, texts={**line.texts, "regency": text}) if code else line)
    return replace(draft, lines=tuple(lines))


def _inside(draft: Draft, regencies: "Regencies", known: Set[str], answers: Mapping[str, str]) -> Draft:
    """Return a draft without the lines of what is, and resembles, no regency of the province: the answer ``outside``.

    A sum that is stated for all lines goes with them, where it is theirs. Raises ``UnclearFileError``.
    """
    texts = {line["regency"] for line in draft.lines} - known
    outside = {text for text in texts if folded(text) and not _coded(text) and regencies.is_unlike(text)}
    lines = [line for line in draft.lines if line["regency"] in outside]
    if not 0 < len(lines) < len(draft.lines) or len(lines) > MOST_LISTED:
        return draft
    named = [
        f"{line.row or '–'} “{quoted(line['regency'])}” "
        f"({quoted(line['activity'] or '–')}, {quoted(line['participants'] or '–')})"
        for line in lines
    ]
    choices = [Choice("leave_out", "province_leave_out"), APART]
    if answered(answers, "outside", choices, rows="; ".join(named)) == "apart":
        return draft
    kept = tuple(line for line in draft.lines if line["regency"] not in outside)
    rows = {line.row for line in kept}
    skipped = {*draft.skipped, *(line.row for line in lines if line.row and line.row not in rows)}
    counts = [number(text) if (text := line["participants"]) else None for line in draft.lines]
    is_theirs = None in counts or sum(filter(None, counts)) == number(draft.facts.get("total", ""))
    sums = {"trainings", *(["total"] if is_theirs else [])}
    facts, places = ({k: text for k, text in of.items() if k not in sums} for of in (draft.facts, draft.places))
    return replace(draft, lines=kept, facts=facts, places=places, skipped=tuple(sorted(skipped)))


def _called(draft: Draft, regencies: "Regencies", answers: Mapping[str, str]) -> dict[str, str]:
    """Return the regency of each text that is what offices call it in short, or its earlier name.

    Whether an earlier name means what is called otherwise today is asked once (answer ``old_names``).
    """
    texts = {text: _bare(text) for line in draft.lines if folded(text := line["regency"])}
    known = {kind: PROVINCE.called(kind) for kind in KINDS}
    of = {
        kind: {text: names[bare] for text, bare in texts.items() if names.get(bare) in regencies.names}
        for kind, names in known.items()
    }
    of["short"] |= _short(draft, regencies, {*of["short"], *of["old"]}, answers)
    listed = "; ".join(f"“{quoted(text)}” = {code} {regencies.names[code]}" for text, code in of["old"].items())
    choices = [Choice("same", "old_names"), APART]
    is_same = bool(listed) and answered(answers, "old_names", choices, listed=listed) == "same"
    return of["short"] | (of["old"] if is_same else {})


def _short(draft: Draft, regencies: "Regencies", known: Set[str], answers: Mapping[str, str]) -> dict[str, str]:
    """Return the regency of each short form that nobody knows: each is asked once (answer ``short-…``)."""
    meant = dict[str, str]()
    for text, n in Counter(line["regency"] for line in draft.lines).items():
        bare = folded(text)
        is_short = len(text) <= LONGEST_SHORT and text.isupper() and bare.isalpha()
        if not is_short or text in known or regencies.named(text) != ("", ""):
            continue
        names = {code: re.sub("^kota ", "", _bare(name)).replace(" ", "") for code, name in regencies.names.items()}
        likely = [code for code, name in names.items() if _is_short(bare, name)] or [*names]
        choices = [*(Choice(code, "regency", (("name", regencies.names[code]),)) for code in likely), APART]
        answer = answered(answers, f"short-{bare}", choices, "short", found=quoted(text), n=str(n))
        meant |= {text: answer} if answer != APART.value else {}
    return meant


def _bare(text: str) -> str:
    """Return a regency's name as it is compared, without what kind it is; a city keeps that."""
    return re.sub(r"^(kabupaten|kab) ", "", _in_full(text))


class Regencies:
    """The regencies by every name that is surely theirs."""

    def __init__(self, rows: pd.DataFrame, system: str) -> None:
        """Take the table of regencies; ``system`` says whose codes are meant, "" if that is not known."""
        self.system = system
        self.names = dict(zip(rows.code, rows["name"], strict=True))
        self.known: dict[str, str] = {}
        for code, name, kind in zip(rows.code, rows["name"], rows.kind, strict=True):
            bare = re.sub(r"^(kota|kabupaten) ", "", folded(name))
            self.known |= {f"{kind} {bare}": code, **({f"kab {bare}": code} if kind == "kabupaten" else {})}
            self.known.setdefault(bare, code)
        self.guesses: dict[str, str] = {}

    def code(self, line: Line, i: int, issues: list[Problem]) -> tuple[str, str]:
        """Return the code of a regency from its code or name, or else the code of the one that it resembles."""
        text = line["regency"]
        if not folded(text):
            above = line.guessed.get("regency", ("", ""))[0]  # the regency of the row above
            guess = next(filter(None, self.named(above)), "") if above else ""
            issues.append(Problem("missing", "regency", i, self.names.get(guess, "")))
            return "", guess
        code, guess = self.named(text)
        if code:
            return code, ""
        readings, of_each = self.readings(text), self._of_each(text)
        names = {name: self.names.get(of_each.get(name, ""), "–") for name in SYSTEMS}
        listed = self._listed(text)
        if len(listed) > 1:
            reason, guess = "regencies", ""
        elif of_each:
            reason = "regency_code" if len(readings) > 1 else "code_name"
        else:
            reason = "regency"
        details = {"found": quoted(text), **names, "listed": ", ".join(self.names[code] for code in listed)}
        issues.append(Problem(reason, "regency", i, self.names.get(guess, "")).filled(**details))
        return "", guess

    def _listed(self, text: str) -> list[str]:
        """Return the regencies that a cell names one behind the other."""
        parts = (re.sub(r"\([^()]*\)", " ", part) for part in BETWEEN.split(text))
        codes = (self.known.get(_in_full(part), "") or PROVINCE.called().get(_bare(part), "") for part in parts)
        return list(dict.fromkeys(code for code in codes if code in self.names))

    def named(self, text: str) -> tuple[str, str]:
        """Return the code of the regency that a text surely names, or else of the one that it resembles."""
        coded, asked, readings = _coded(text), _in_full(text), self.readings(text)
        code = next(iter(readings.values())) if len(readings) == 1 else "" if coded else self.known.get(asked, "")
        bare = _in_full(FORMERLY.sub(" ", text))
        guess = self._guess(asked) or self._guess(folded(text)) or self.known.get(bare, "")
        guess = guess or self._guess(_in_full(text.rpartition(",")[2]))  # "Leihitu, Malteng"
        if part := PART_BEHIND.fullmatch(text):  # "Kota Ambon (Sirimau)", but not "Tual (Maluku Tenggara)"
            guess = guess or ("" if _in_full(part[2]) in self.known else self.known.get(_in_full(part[1]), ""))
        if text.startswith(labels.BEHIND_PLACE):
            return "", code or guess
        return (code, "") if code or coded else ("", guess)

    def is_unlike(self, text: str) -> bool:
        """Whether a text neither names nor resembles a regency, nor a part of one."""
        names = {re.sub("^kota ", "", _bare(name)) for name in self.names.values()} | {*PROVINCE.called()}
        words = f" {folded(text)} "
        is_part = labels.names_district(text) or any(f" {name} " in words for name in names)
        is_name = any(map(str.isalpha, text)) and not is_part
        return is_name and self.named(text) == ("", "") and len(self._listed(text)) < 2

    def readings(self, text: str) -> dict[str, str]:
        """Return the code that a text with a code may mean, by whose list; by "" where all agree; {} without a code.

        A name beside it rules out what it does not name. The ministry writes codes with a dot.
        """
        coded = _coded(text)
        if not coded:
            return {}
        readings = self._of_each(text)
        if len(set(readings.values())) == 1:
            readings = {"": readings["kemendagri"]}
        elif coded[2] == "." and self.system != "bps":
            readings = {"": readings["kemendagri"]} if readings else {}
        elif coded[2] != "." and self.system:
            readings = {self.system: readings[self.system]} if readings else {}
        if beside := _in_full(coded[4] or ""):
            meant = self.known.get(beside) or PROVINCE.called().get(re.sub(r"^(kabupaten|kab|kota) ", "", beside), "")
            readings = {system: code for system, code in readings.items() if code == meant}
        return readings

    def _of_each(self, text: str) -> dict[str, str]:
        """Return the regency of the code in a text by each list; {} if it is in none."""
        coded = _coded(text)
        number = coded[1] + coded[3] if coded else ""
        if number not in PROVINCE.bps:
            return {}
        return {"bps": PROVINCE.bps[number], "kemendagri": f"{number[:2]}.{number[2:]}"}

    def implied(self, lines: Sequence[Line]) -> set[str]:
        """Return whose lists the codes are from that can be of one alone."""
        readings = (self.readings(line["regency"]) for line in lines)
        return {next(iter(codes)) for codes in readings if len(codes) == 1} - {""}

    def choice(self, system: str, texts: Sequence[str]) -> Choice:
        """Return the answer that codes are from a list, with what they would mean."""
        listed = "; ".join(f"{quoted(text)} = {self.names[self._of_each(text)[system]]}" for text in texts)
        return Choice(system, f"codes_{system}", (("listed", listed),))

    def _guess(self, asked: str) -> str:
        if asked not in self.guesses:
            bare = labels.from_english(re.sub(r"^(kabupaten|kab|kota) ", "", asked))
            near = (
                PROVINCE.called().get(bare)
                or self.known.get(bare)
                or self._before_count(bare)
                or self.known.get(bare.translate(MISREAD), "")
                or _alike(asked, PROVINCE.called("old") | self.known)
            )
            self.guesses[asked] = near if near in self.names else ""
        return self.guesses[asked]

    def _before_count(self, bare: str) -> str:
        """Return the code of what is named before a count: "tual 20 org"."""
        return self.known.get(re.sub(r" \d{1,6}(?: (?:orang|org|peserta))?$", "", bare), "")


def _coded(text: str) -> re.Match[str] | None:
    """Take apart a code, and a name before or behind it: "8103", "81.03 Tanimbar", "Maluku Tengah (8103)"."""
    return CODED.fullmatch(text if not (last := CODE_LAST.fullmatch(text)) else f"{last[2]} {last[1]}")


def _in_full(text: str) -> str:
    """Return a regency's name as it is compared: without a number before it, short forms written out."""
    name = folded(re.sub(r"^\d{1,2}[.)]? ?(?=[^\W\d])", "", labels.NUMBERED.sub("", text)))
    name = re.sub(r"\bkep\b", "kepulauan", labels.INITIALS.sub(r"\1", name))
    name = re.sub(r"^(?:kotamadya|kodya|kotip|kotif) ", "kota ", name)
    name = re.sub(r"^(?:pemerintah|pem|pemda) (?=kota |kab |kabupaten )", "", name)
    name = re.sub(r"^pemkot ", "kota ", re.sub(r"^pemkab ", "kabupaten ", name))
    return re.sub(rf"(?: (?:prov|provinsi|propinsi))? {PROVINCE.name.lower()}$", "", name)


def alias(name: str, kind: str) -> str:
    """Return the code of the regency that is surely meant by another name of a kind of ``KINDS``; "" if none is."""
    return PROVINCE.called(kind).get(_bare(name), "")


def _alike(asked: str, known: dict[str, str]) -> str:
    """Return what the known name that is most alike stands for; "" if none is alike enough, word by word.

    "Maluku Utara" is no slip of the pen for "Maluku Tenggara", nor "Servis PC" for "Servis AC".
    """
    near = difflib.get_close_matches(asked, known, n=3, cutoff=CLOSE)
    return next((known[name] for name in near if _is_slip(asked, name)), "")


def _is_slip(one: str, other: str) -> bool:
    """Whether two names differ by slips of the pen alone: in spaces, or in words that are alike or cut short."""
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(
        a == b
        or (min(len(a), len(b)) > 2 and (_is_short(a, b) or _is_short(b, a)))
        or (min(len(a), len(b)) > 2 and difflib.SequenceMatcher(None, a, b).ratio() >= CLOSE)
        for a, b in zip(words, others, strict=True)
    )


def _is_short(short: str, word: str) -> bool:
    """Whether a word is written with some of its letters, in their order: "brt" for "barat"."""
    letters = iter(word)
    return word[:1] == short[:1] and all(letter in letters for letter in short)


# --- Activities --------------------------------------------------------------------------------------------


class _Activities:
    """The activities by every name of theirs, and those that a draft adds."""

    def __init__(self, tables: Tables) -> None:
        listed = _List(tables["activities"], ("activity", "name_en", "name_id"))
        self.rows, self.known = listed.rows, listed.known
        self.lists = {
            "group": _List(tables["groups"], ("group", "short_en", "short_id", "name_en", "name_id")),
            "division": _List(tables["divisions"], ("division", "name_en", "name_id")),
        }
        self.new: dict[str, dict[str, Any]] = {}
        self.guesses: dict[str, str] = {}

    def key(self, line: Line, i: int, issues: list[Problem]) -> str:
        """Return the key of a line's activity; "", and a problem, if it is not certain."""
        name = line["activity"]
        asked = folded(name)
        key = self.known.get(asked) or self.known.get(labels.bare_activity(name), "")
        if not asked:
            issues.append(Problem("missing", "activity", i))
        elif not key and not _says_kind(line):
            issues.append(Problem("activity", "activity", i, self._guess(asked)).filled(found=quoted(name)))
        elif not key:
            key = self._add(name, line, i, issues)
        else:
            self._hold(key, line, i, issues)
        return key

    def _guess(self, asked: str) -> str:
        if asked not in self.guesses:
            placed = re.sub(PLACED, "", labels.bare_activity(asked))  # "bimtek anyaman bagi ikm di kota tual"
            bare = self.known.get(re.sub(r" [a-z0-9]$", "", asked)) or self.known.get(placed, "")
            near = self.rows.get(_alike(asked, self.known) or bare or self.known.get(labels.named_among(placed), ""))
            self.guesses[asked] = str(near["name_id"]) if near else ""
        return self.guesses[asked]

    def _hold(self, key: str, line: Line, i: int, issues: list[Problem]) -> None:
        """Note where a line says of a known activity something else than is known."""
        row = self.new.get(key) or self.rows[key]
        for column, names in self.lists.items():
            if line[column] and (stated := names.key(line[column], column, i, issues)) and stated != row[column]:
                known = names.name(row[column])
                issues.append(Problem("other_kind", column, i, known).filled(found=quoted(line[column]), stated=known))
        text, known = line["activity_en"], row["name_en"]
        if text and folded(text) != folded(known):
            issues.append(Problem("other_kind", "activity_en", i, known).filled(found=quoted(text), stated=known))

    def _add(self, name: str, line: Line, i: int, issues: list[Problem]) -> str:
        """Take up an activity that no table has yet; return its key, "" without its group or division."""
        keys = {column: names.key(line[column], column, i, issues) for column, names in self.lists.items()}
        english = line["activity_en"] or name
        if folded(english) in self.known:
            issues.append(Problem("taken", "activity_en", i).filled(found=quoted(english)))
            return ""
        if not all(keys.values()):
            return ""
        key = _key(name, {*self.rows, *self.new})
        self.new[key] = {"activity": key, "name_id": name, "name_en": english, **keys}
        self.known |= {folded(name): key, folded(english): key}
        return key


def _key(name: str, taken: set[str]) -> str:
    """Return a key for a new activity: its name in small letters without accents, made different if it is taken."""
    bare = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")
    if bare and len(bare) <= LONGEST_KEY and bare not in taken:
        return bare
    digest = hashlib.sha256(folded(name).encode()).hexdigest()[:8]
    return f"{bare[: LONGEST_KEY - 9].strip('-') or 'kegiatan'}-{digest}"


class _List:
    """A list that one is to be chosen from, by key and by every name."""

    def __init__(self, rows: pd.DataFrame, names: Sequence[str]) -> None:
        self.rows = {str(row[names[0]]): row for row in rows.to_dict("records")}
        self.known = {folded(str(row[name])): key for name in names for key, row in self.rows.items()}
        self.has_numbers = all(key.isdigit() for key in self.rows)

    def name(self, key: str) -> str:
        """Return the name of a key, with the number if it is one."""
        name = str(self.rows[key]["name_id"])
        return f"{key} {name}" if self.has_numbers else name

    def key(self, text: str, column: str, line: int, issues: list[Problem]) -> str:
        """Return the key of a text; "", and a problem, if it is none. A KBLI class counts as its division."""
        digits = re.fullmatch(r"(\d{2})\d{0,3}(?:\b\W*(\D.*))?", text, re.ASCII) if self.has_numbers else None
        if digits and digits[1] in self.rows and self.known.get(folded(digits[2] or ""), digits[1]) == digits[1]:
            return digits[1]
        if not digits and folded(text) in self.known:
            return self.known[folded(text)]
        near = "" if digits else _alike(folded(text), self.known)
        fix = self.name(near) if text and near else ""
        issues.append(Problem("unknown" if text else "missing", column, line, fix).filled(found=quoted(text)))
        return ""

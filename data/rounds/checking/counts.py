"""The participants of a draft: of each line, of each regency, of the round, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from data.problem import Problem
from data.rounds.checking.values import as_count, as_number, checked_number, is_about, mixed, read_count, with_sign
from data.rounds.reading.grid import FORMULA, quoted
from data.rounds.reading.table import Line
from data.tables import BESIDE, WITH_BASIS

MOST_PEOPLE = 30_000  # participants in one cell; a day as a spreadsheet counts it is more


@dataclass(frozen=True)
class Counts:
    """The participants of each line, the total of each regency that has one stated, and the sum of all.

    ``total`` is None where a count is missing or in doubt. ``about`` says of each line, and
    ``about_regencies`` names the regencies, whose count is stated as approximate.
    """

    lines: list[int | None]
    regencies: dict[str, int | None]
    total: int | None
    beside: dict[str, list[int | None]] = field(default_factory=dict)  # men, women and target of each line
    about: list[bool] = field(default_factory=list)
    about_regencies: frozenset[str] = frozenset()

    @property
    def has_about(self) -> bool:
        """Whether any count is approximate."""
        return any(self.about) or bool(self.about_regencies)


def counted(lines: Sequence[Line], regencies: list[str], per_class: int | None, issues: list[Problem]) -> Counts:
    """Return the counts of some lines, and note what is wrong with them; ``per_class`` are the people of each class.

    A regency goes by its code, or by what it is taken for while its name is in doubt.
    """
    doubted: set[int] = set()
    people, stated = [], []
    signs = mixed(line["participants"] or _guess(line)[0] for line in lines)
    for i, line in enumerate(lines):
        before = len(issues)
        people.append(_count(line, i, issues, signs))
        stated.append(checked_number(line["regency_participants"], "regency_participants", i, issues, MOST_PEOPLE))
        if any(f.reason not in ("unclear", "added") for f in issues[before:]):
            doubted.add(i)
    of: dict[str, list[int]] = defaultdict(list)
    for i, code in enumerate(regencies):
        of[code].append(i)
    sums = [
        _regency_sum(mine, people, stated, per_class, issues) if doubted.isdisjoint(mine) else None
        for mine in of.values()
    ]
    _check_per_class(per_class, people, issues)
    totals = {code: next((n for i in mine if (n := stated[i])), None) for code, mine in of.items()}
    known = [n for n in sums if n is not None]
    total = sum(known) if known and len(known) == len(sums) else None
    about = frozenset(c for c, mine in of.items() if any(is_about(lines[i]["regency_participants"]) for i in mine))
    of_lines = [is_about(line["participants"]) for line in lines]
    return Counts(people, totals, total, _beside(lines, people, issues), of_lines, about)


def _beside(lines: Sequence[Line], people: Sequence[int | None], issues: list[Problem]) -> dict[str, list[int | None]]:
    """Return men, women and target of each line, and note where men and women are not those who took part.

    They are approximate only where the participants are: which of a row's counts are, its basis says for all.
    """
    beside: dict[str, list[int | None]] = {
        name: [_one_beside(line, name, i, issues) for i, line in enumerate(lines)] for name in BESIDE
    }
    for i, (n, men, women) in enumerate(zip(people, beside["men"], beside["women"], strict=True)):
        stated = n if lines[i]["activity"] or n is not None else as_count(lines[i]["regency_participants"])
        added = (men or 0) + (women or 0)
        is_whole = men is not None and women is not None
        if stated is not None and (added > stated or (is_whole and added != stated)):
            column, both = "women" if women is not None else "men", f"{men or 0} + {women or 0} = {added}"
            issues.append(Problem("sexes", column, i).filled(found=stated, sum=both))
    return beside


def _one_beside(line: Line, name: str, i: int, issues: list[Problem]) -> int | None:
    total, text = line["participants"] or line["regency_participants"], line[name]
    is_of_exact = name in WITH_BASIS and as_number(total) is not None
    if is_of_exact and as_number(text) is None and read_count(text, name) is not None:
        issues.append(Problem("exact", name, i).filled(found=quoted(text)))
        return None
    return checked_number(text, name, i, issues, MOST_PEOPLE, least=0)


def shown_sum(lines: Sequence[Line]) -> int:
    """Return the participants of one regency's lines as far as the texts say them; 0 where they do not, or disagree."""
    counts = [as_count(line["participants"]) if line["participants"] else _added(_guess(line)[0]) for line in lines]
    stated = next((n for line in lines if (n := as_count(line["regency_participants"]))), None)
    added = sum(n or 0 for n in counts) if all(counts) else 0
    return 0 if stated and added and stated != added else stated or added


def _guess(line: Line) -> tuple[str, str]:
    is_alone = line["activity"] or not line["regency_participants"]
    if line["men"] and line["women"] and is_alone and "participants" not in line.guessed:
        return f"{line['men']} + {line['women']}", "L + P"
    return line.guessed.get("participants", ("", ""))


def _count(line: Line, i: int, issues: list[Problem], signs: set[str]) -> int | None:
    """Return the participants of a line; what only may be a count is proposed, and goes by that for the totals.

    Nobody can tell what a number with one of the ``signs`` is (see ``mixed``).
    """
    text, label = _guess(line)
    written = line["participants"] if line["participants"] != FORMULA else text
    written = written or text
    if any(written[-4:-3] == sign and written[-3:].isdigit() for sign in signs):
        issues.append(Problem("mixed_signs", "participants", i).filled(found=quoted(written)))
        return None
    number = _added(text)
    is_stated = line["participants"] and not (line["participants"] == FORMULA and text)  # the sum of both, surely
    if is_stated or number is None or not 1 <= number <= MOST_PEOPLE:
        return checked_number(line["participants"], "participants", i, issues, MOST_PEOPLE)
    fix = with_sign(number, any(as_number(part) is None for part in text.split(" + ")))
    reason = "added" if " + " in text else "unclear"
    issues.append(Problem(reason, "participants", i, fix).filled(label=quoted(label), sum=text))
    return number


def _added(text: str) -> int | None:
    """Return a count, or what men and women add up to: "5 + 15"."""
    counts = [read_count(part, "men") if " + " in text else as_number(part) for part in text.split(" + ")]
    return None if None in counts else sum(n or 0 for n in counts)


def _regency_sum(
    mine: list[int], people: list[int | None], stated: list[int | None], per_class: int | None, issues: list[Problem]
) -> int | None:
    """Return the participants of a regency; None, and a problem, where it has none, or too few of its lines do."""
    known = [n for i in mine if (n := people[i]) is not None]
    total, added = next((n for i in mine if (n := stated[i])), None), sum(known)
    is_whole = len(known) == len(mine)
    if total is None and not is_whole:
        blank = [i for i in mine if people[i] is None]
        if per_class:
            issues += [Problem("no_count", "participants", i, str(per_class)) for i in blank]
        else:
            issues.append(Problem("no_count", "participants" if known else "regency_participants", blank[0]))
        return None
    if is_whole or (known and total is not None and added >= total):
        return _held(mine, stated, added, is_whole, issues)
    for i in mine:
        if stated[i] and stated[i] != total:
            issues.append(
                Problem("two_totals", "regency_participants", i, str(total)).filled(found=stated[i], other=total)
            )
    return total


def _held(mine: list[int], stated: list[int | None], added: int, is_whole: bool, issues: list[Problem]) -> int | None:
    """Hold a regency's stated totals against what its lines add up to; some of them alone cannot reach it."""
    for i in mine:
        if stated[i] and (stated[i] != added or not is_whole):
            # Which of the two holds only the source can say: neither is put in the other's place.
            issues.append(Problem("regency_total", "regency_participants", i).filled(found=stated[i], sum=added))
    return added if is_whole else None


def _check_per_class(stated: int | None, people: list[int | None], issues: list[Problem]) -> None:
    """Hold the stated participants of each class against the lines; where all of these agree, it is what is wrong."""
    known = {n for n in people if n is not None}
    if not stated or known <= {stated}:
        return
    if len(known) == 1 and len(people) > 1 and None not in people:
        (only,) = known
        issues.append(Problem("per_class", "participants_per_class", fix=str(only)).filled(found=only, stated=stated))
        return
    for i, n in enumerate(people):
        if n is not None and n != stated:
            issues.append(Problem("per_class", "participants", i).filled(found=n, stated=stated))

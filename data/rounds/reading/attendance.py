"""Who of a list of people took part: what is marked, signed or remarked beside them, and the titles above them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import takewhile

from data.rounds.reading import labels
from data.rounds.reading.grid import (
    MOST_LISTED,
    Choice,
    Grid,
    Row,
    UnreadableFileError,
    answered,
    folded,
    listed_numbers,
    listed_rows,
    put_aside,
    quoted,
)
from data.rounds.reading.head import Head, number_column, person_column
from data.rounds.reading.words import words_of

AWAY = words_of("away_one_day")  # of one day
NO_TICKS = words_of("no_ticks") | {"", "-", "–", "—", "✗", "û", *AWAY}
MARK = re.compile(r"(?:[a-h]|[ivx]{1,4})[.)]?", re.IGNORECASE)  # of a title among numbered rows: "A", "II."
ASIDE = re.compile(  # behind a name, or in its place: "(mengundurkan diri)", "- mundur", "Perwakilan Kelompok Melati"
    r"(?:\(|\s[-–]\s|^(?=(?:per)?wakil|utusan))([^()]{3,60}?)\)?\s*$", re.IGNORECASE
)
STARRED = re.compile(r"[^\W\d][.)]?\s*[*†¹²]+\)?\s*$")  # behind a name, for a note below the table
YES = words_of("yes")
LINE_TO_SIGN = re.compile(r"(?:\d{1,3}[.)]?)?[\s.…_-]*")  # on which nobody signed yet
COUNTED = re.compile(r"(\d+)\s*(?:%|/.*|dari.*|hari|kali|x)?", re.ASCII)  # on how many days somebody was there
OF_SOME = words_of("of_marks")  # in a note below a list
MORE = re.compile(r"\b(?:di ?tambah|di luar)\b.*\d")  # people who are not listed
HERE = re.compile(
    r"^(?:jumlah )?(?:yang )?hadir (\d{1,3})\b(?! (?:orang|org|peserta))"
    r"|^(?:l|laki laki) (\d{1,3}) (?:orang )?(?:dan )?(?:p|perempuan) (\d{1,3})\b"
)
MOST_INITIALS = 3  # letters
MOST_MARK = 2  # letters of a mark; times and dates are longer
MOST_NOTED = 3  # cells of a row below a list that notes something
FEWEST_LETTERS = 3  # of a word that may tell a name
FEWEST_FREE = 4  # people with something else beside each: their businesses, say, and no remarks


def present(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows of a list of people without those who did not take part: the answer ``absent``.

    So is whoever has no mark in the columns of attendance, has another status than those who took part, or stands below
    a title of others ("Narasumber"). What else is remarked of some, or titles some, is asked about: ``noted``.
    Whoever is marked so in the column that counts them is left out anyhow. Raises ``UnclearFileError``.
    """
    heads = grid.rows[head.row]
    person, people = person_column(heads), [row for row in rows if row.kind == "training"]
    aside = {*head.columns.values(), person} - {head.columns.get("participants")}
    has_roles = {i for i in range(len(heads)) if any(_is_role(row.whole[i]) for row in people)}
    aside -= has_roles  # "Kelompok": Peserta, Panitia
    columns = [i for i, text in enumerate(heads) if i not in aside and not labels.is_of_owned(text)]
    names = {word for row in people if person is not None for word in _words(row.whole[person])}
    names = {word for word in names if len(word) >= FEWEST_LETTERS}
    off = {n: labels.absence(text) for n, text in _titled(rows).items() if labels.absence(text)}
    away, missed = _away(heads, people, columns)
    off |= away
    marked, counts = [i for i in columns if i not in missed], {*head.adds, head.columns.get("participants")}
    without, other, days, ticked = _without_marks(heads, people, marked, names, answers, counts)
    other |= {} if without or ticked else {n: text for mine in missed.values() for n, text in mine.items()}
    off = without | off
    behind = _behind(grid, heads, people, person)
    off |= {n: _shown(text, names) for n, text in behind.items() if labels.absence(text)}
    remarks = [i for i in columns if not heads[i] or labels.is_of_remarks(heads[i]) or i in has_roles]
    here = {row.number for row in people for i in remarks if labels.was_here(row.whole[i])}  # though nothing is marked
    off = {n: text for n, text in off.items() if n not in without or n not in here}
    off |= {n: _shown(text, names) for n, text in other.items() if labels.absence(text)}
    columns, remarks = ([i for i in mine if i not in days] for mine in (columns, remarks))
    off |= _said_away(heads, people, columns, {*remarks}, ticked, names)
    rows = _without_absent(rows, off, answers)
    noted = {n: text for n, text in _titles_to_ask(grid, head, rows, people).items() if n not in off}
    shown = dict(noted)
    for i in columns:
        if i in remarks or labels.is_of_results(heads[i]) or labels.is_status(heads[i]):
            mine, words = _remarked(people, i, i not in remarks or not heads[i] or labels.is_note(heads[i]), names)
            noted |= {n: text for n, text in mine.items() if n not in off}
            shown |= words
    asides = {n: word for n, text in behind.items() if (word := labels.bearing(text))}
    shown |= asides
    other |= asides
    noted |= {n: text for n, text in other.items() if n not in off}
    starred = {row.number for row in people if person is not None and STARRED.search(row.whole[person])}
    noted |= {n: "*" for n in starred if n not in {*off, *noted} and len(starred) < len(people)}
    shown |= {n: text for n, text in noted.items() if _is_nameless(text, names) and not text.istitle()}
    rows = put_aside(rows, noted) if noted and _leaves_out(noted, shown, answers) else list(rows)
    _ask_of_notes(grid, people, names, answers)
    return rows


def _without_absent(rows: Sequence[Row], off: Mapping[int, str], answers: Mapping[str, str]) -> Sequence[Row]:
    """Return the rows without those who took no part: ``absent``; of others who only did not pass: ``failed``."""
    failed = {n: text for n, text in off.items() if labels.has_failed(text)}
    others = {n: text for n, text in off.items() if n not in failed}
    choices = [Choice("leave_out", "absent_leave_out"), Choice("count", "absent_count")]
    for key, mine in (("absent", others or failed), ("failed", failed if others else {})):
        listed = listed_rows(dict(sorted(mine.items())))
        if mine and answered(answers, key, choices, "absent", rows=listed) == "leave_out":
            rows = put_aside(rows, mine)
    return rows


def _said_away(
    heads: Sequence[str], people: Sequence[Row], columns: Sequence[int], remarks: Set[int], ticked: Set[int],
    names: Set[str],
) -> dict[int, str]:  # fmt: skip
    """Return of whom a status or a remark says that they took no part, by row."""
    off = dict[int, str]()
    for i in columns:
        texts = {row.number: row.whole[i] for row in people if row.whole[i]}
        if i in remarks:  # of whoever is marked as there, they may tell of one day
            texts = {n: text for n, text in texts.items() if n not in ticked and labels.absence(text)}
            off |= {n: _shown(text, names) for n, text in texts.items()}
            continue
        off |= {n: _shown(text, names) for n, text in texts.items() if labels.is_absent(text)}
        if labels.is_status(heads[i]) and any(map(labels.takes_part, texts.values())):  # or it may be marital
            off |= {n: text for n, text in texts.items() if not labels.takes_part(text)}
    return off


def _titles_to_ask(grid: Grid, head: Head, rows: Sequence[Row], people: Sequence[Row]) -> dict[int, str]:
    """Return the titles of people that may say that these took no part, by row."""
    titles, heads = _titled(rows), grid.rows[head.row]
    goes_on = _numbered_on(heads, [row for row in people if row.number in titles], titles)
    noted = {n: text for n, text in titles.items() if not _is_usual(grid, head, text)}
    return {n: text for n, text in noted.items() if n not in goes_on or labels.bearing(text)}


def _away(
    heads: Sequence[str], people: Sequence[Row], columns: Sequence[int]
) -> tuple[dict[int, str], dict[int, dict[int, str]]]:
    """Return who is marked as away ("Tidak hadir": v), and by column, and row, on how many days people were.

    In what only may count these days ("Absen (hari)") most never were away.
    """
    is_asked, off, missed = any(folded(text) in YES for text in heads), dict[int, str](), dict[int, dict[int, str]]()
    for i in columns:
        is_away = labels.is_absent(heads[i]) or (is_asked and folded(heads[i]) in labels.NOT)
        is_away = is_away and folded(heads[i]) not in labels.ROLL
        cells = {row.number: row.whole[i].lower() for row in people}
        if is_away:
            marks = labels.TICKS | ({"x", "1"} if {*cells.values()} <= {"", "-", "0", "1"} else {"x"})
            off |= {n: heads[i] for n, text in cells.items() if text in marks}
        counts = {n: count for n, text in cells.items() if n not in off and (count := _count(text))}
        if is_away or (labels.counts_absence(heads[i]) and 0 < len(counts) * 2 < len(people)):
            missed[i] = {n: f"{heads[i]}: {count}" for n, count in counts.items()}
    return off, missed


def _behind(grid: Grid, heads: Sequence[str], people: Sequence[Row], person: int | None) -> dict[int, str]:
    """Return what is noted on people, is said in passing beside them, or else stands behind their names, by row."""
    named = {row.number: ASIDE.search(row.whole[person]) for row in people} if person is not None else {}
    noted = {row.number: text for row in people if (text := grid.comments.get(row.number, ""))}
    owned = [(row, row.whole[i]) for i, text in enumerate(heads) if labels.is_of_owned(text) for row in people]
    passing = {row.number: word for row, text in owned if (word := labels.in_passing(text))}
    return {n: match[1] for n, match in named.items() if match} | passing | noted


def _remarked(
    people: Sequence[Row], column: int, is_free: bool, names: Set[str]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return the remarks that may say of some people that they took no part, and what is shown of them.

    Where they are free, and do not say of some that they were participants, others say something else; but where few
    have any, whatever is not known as harmless may say it.
    """
    texts = {row.number: row.whole[column] for row in people}
    mine, few = _free(texts), {n: text for n, text in texts.items() if text}
    if is_free and not any(map(_is_role, few.values())):
        mine = {n: text for n, text in mine.items() if labels.bearing(text)}
        is_few = len(few) * 2 < len(people)
        mine |= {n: text for n, text in few.items() if is_few and not labels.is_harmless(text)}
    words = {n: _bearing(text) if is_free else text for n, text in mine.items()}
    return mine, {n: text for n, text in words.items() if text and not _words(text) & names}


def _bearing(text: str) -> str:
    words = labels.bearing(text)
    return text if folded(text) == words else words


def _ask_of_notes(grid: Grid, people: Sequence[Row], names: Set[str], answers: Mapping[str, str]) -> None:
    """Ask whether a list leaves out those of whom a note below it says that they were away: the answer ``notes``.

    What counts them is a remark, see ``with_remarks``. Raises ``UnclearFileError``.
    """
    last, notes = max((row.number for row in people), default=len(grid.rows)), list[str]()
    below = takewhile(lambda whole: sum(map(bool, whole)) <= MOST_NOTED, grid.rows[last + 1 :])
    for at, whole in enumerate(below, last + 1):
        words = _words(text := " ".join(filter(None, whole)))
        is_of_some = bool(words & OF_SOME or (words & (names | labels.BEFORE_NAMES) and not labels.has_digit(whole)))
        if (is_of_some and labels.bearing(text)) or MORE.search(folded(text)) or _counts_others(text, len(people)):
            notes.append(str(at + 1))
    choices = [Choice("count", "notes_count"), Choice("mixed", "noted_mixed")]
    rows = ", ".join(notes[:MOST_LISTED])
    if notes and answered(answers, "notes", choices, rows=rows) == "mixed":
        raise UnreadableFileError("noted_mixed", rows=rows)


def _counts_others(note: str, people: int) -> bool:
    """Whether a note says that other people were there than those listed: "Hadir: 2 orang", "L = 1, P = 1"."""
    match = HERE.search(folded(note))
    return match is not None and sum(int(n) for n in match.groups() if n) != people


def _words(text: str) -> set[str]:
    return {*folded(text).split()}


def _without_marks(
    heads: Sequence[str], people: Sequence[Row], columns: Sequence[int], names: Set[str], answers: Mapping[str, str],
    aside: Set[int | None],
) -> tuple[dict[int, str], dict[int, str], set[int], set[int]]:  # fmt: skip
    """Return what stands where others are marked as there: in columns of attendance, else of signatures, else of ticks.

    Beside it, by row, what may mean either, the columns that were looked at, and who is marked as there. Raises
    ``UnclearFileError`` where nobody knows which mark says so.
    """
    of_counts = [i for i in aside if i is not None and {row.whole[i] for row in people} <= {"0", "1"}]
    days = [i for i in columns if labels.is_of_attendance(heads[i]) and i not in of_counts]
    given = {i: [row.whole[i] for row in people] for i in days}
    counted = [i for i in days if any((_count(text) or 0) > 1 or "%" in heads[i] + text for text in given[i])]
    off = {row.number: f"{heads[i]}: 0" for row in people for i in counted if _count(row.whole[i]) == 0}
    there, unclear = _marked(heads, people, [i for i in days if i not in counted], names, answers)
    # People may sign in turns in two columns.
    signed = [i for i in columns if labels.is_of_signatures(heads[i] or heads[max(i - 1, 0)])]
    if not there and not unclear:
        cells = {i: {row.whole[i].lower() for row in people} for i in signed}
        there = {i: frozenset(mine) for i, texts in cells.items() if (mine := {*filter(_is_signed, texts)})}
    if not there and not counted and not unclear:
        others = (i for i in columns if i not in (*days, *signed))
        there = {i: ticks for i in others if (ticks := _ticks(row.whole[i].lower() for row in people))}
    name = f"{heads[min(there)]}: " if len(there) == 1 else ""
    for row in people if there else ():
        own = [text for i in sorted(there) if (text := row.whole[i])]
        if not any(row.whole[i].lower() in there[i] for i in there) and not unclear & {*map(str.lower, own)}:
            first = next((text for text in own if not labels.is_nothing(text)), "–")
            off.setdefault(row.number, name + first)
    other = {row.number: text for row in people for i in days if (text := row.whole[i]).lower() in unclear}
    here = {row.number for row in people if any(row.whole[i].lower() in there[i] for i in there)}
    return off, {n: text for n, text in other.items() if n not in here}, {*there, *(days if unclear else ())}, here


def _marked(
    heads: Sequence[str], people: Sequence[Row], days: Sequence[int], names: Set[str], answers: Mapping[str, str]
) -> tuple[dict[int, frozenset[str]], frozenset[str]]:
    """Return what says in columns of attendance that somebody was there, by column, and what may say something else.

    Where no mark is known, which of two says so is the answer ``marks``. Raises ``UnclearFileError``.
    """
    cells = Counter(cell for row in people for cell in {row.whole[i].lower() for i in days})
    there = {text for text in cells if labels.takes_part(text) and not labels.bearing(text)}  # not "Hadir (diwakili)"
    ticks = {*cells} & labels.TICKS | there or {*cells} & {"x"}
    other = {text for text in cells if text == "1" or not (_denies(text) or LINE_TO_SIGN.fullmatch(text))} - ticks
    if is_roll := any(folded(heads[i]) in labels.ROLL for i in days):
        ticks, other = ticks & {"h", "hadir"}, other | ticks - {"h", "hadir"}  # who was there, or who was not
    if "0" in cells and other == {"1"} and not ticks:
        ticks, other = other, set()
    is_filled_in = any(_words(text) & names for text in other)  # by their own names, or the times, or how
    is_denied = any(len(text) > MOST_MARK and _denies(text) for text in cells)
    is_filled_in = is_filled_in or (is_denied and all(len(text) > MOST_MARK for text in other))
    are_initials = len(other) > 2 and all(cells[text] == 1 and len(text) <= MOST_INITIALS for text in other)
    is_filled_in = is_filled_in or (are_initials and not ticks)
    are_times = all(len(text) > MOST_MARK and any(map(str.isdigit, text)) for text in other)
    if is_filled_in or (are_times and other):
        filled = {text for text in other if not labels.bearing(text)}
        ticks, other = ticks | filled, other - filled
    if not ticks and 0 < len(other) <= 2 and len(cells) > 1:
        asked = {*cells} if is_roll and len(cells) == 2 else other
        in_order = sorted(asked, key=lambda text: (not text, -cells[text], text))
        choices = [
            Choice(str(n), "marks", (("found", quoted(text) or "–"), ("n", str(cells[text]))))
            for n, text in enumerate(in_order, 1)
        ]
        columns = ", ".join(f"“{quoted(heads[i])}”" for i in days[:MOST_LISTED])
        answer = answered(answers, "marks", [*choices, Choice("all", "marks_all")], columns=columns)
        ticks, other = ({*cells} if answer == "all" else {in_order[int(answer) - 1]}), set()
    return {i: frozenset(ticks) for i in days if ticks}, frozenset(other)


def _denies(text: str) -> bool:
    """Whether a mark of attendance, in small letters, says that somebody was not there."""
    return text in NO_TICKS or bool(_words(text) & labels.NOT) or bool(labels.absence(text))


def _count(text: str) -> int | None:
    """Return on how many days somebody was there; None if a text counts none."""
    match = COUNTED.fullmatch(text.strip().lower())
    return int(match[1]) if match else None


def _is_signed(text: str) -> bool:
    """Whether somebody signed, be it with one letter."""
    return (text in ("i", "a", "s", "t") or not _denies(text)) and not LINE_TO_SIGN.fullmatch(text)


def _ticks(texts: Iterable[str]) -> frozenset[str]:
    """Return what stands for presence in a column of marks; nothing if it is none."""
    cells = {text for text in texts if text}
    ticks = cells & labels.TICKS or cells & {"x"}
    is_roman = "i" in cells and cells <= {"i", "v", "x"}  # a number of a class
    return frozenset(ticks) if cells <= labels.TICKS | NO_TICKS and not is_roman else frozenset()


def titles_of(rows: Sequence[Row]) -> list[str]:
    """Return what stands in a row of its own above each row; "" where nothing does."""
    titles, title = list[str](), ""
    for row in rows:
        texts = [text for text in row.whole if text]
        texts = texts[1:] if len(texts) == 2 and MARK.fullmatch(texts[0]) else texts
        if row.kind in ("heading", "other") and len(texts) == 1:
            title = labels.NUMBERED.sub("", texts[0])
        titles.append(title)
    return titles


def _titled(rows: Sequence[Row]) -> dict[int, str]:
    return {row.number: title for row, title in zip(rows, titles_of(rows), strict=True) if row.kind == "training"}


def _numbered_on(heads: Sequence[str], people: Sequence[Row], titles: Mapping[int, str]) -> set[int]:
    """Return the rows of people below titles at which their numbers do not begin anew."""
    column, goes_on = number_column(heads), set[int]()
    above, is_anew = "", True
    for row in people if column is not None else ():
        title = titles[row.number]
        is_anew = row.whole[column or 0].rstrip(".") in ("", "1") if title != above else is_anew
        above = title
        goes_on |= set() if is_anew else {row.number}
    return goes_on


def _is_usual(grid: Grid, head: Head, title: str) -> bool:
    """Whether a title among the people says nothing of who they are, but where and when, or that they took part."""
    above = {text for row in grid.rows[: head.row] for text in row}
    is_place = labels.heads_place(title) or bool(labels.regencies_in(folded(title)))
    is_label = ":" in title.rstrip(": ") or not any(map(str.isalpha, title)) or title in above
    is_activity = bool(labels.heads_activity(title) or labels.activity_in(title))
    is_group = labels.titles_group(title) or labels.is_of_attendance(title)  # of whom, or of which day
    return is_place or is_label or is_activity or is_group or bool(_words(title) & labels.USUAL)


def _free(texts: Mapping[int, str]) -> dict[int, str]:
    """Return the remarks that not all people share, and that do not say what is usual of somebody who took part."""
    every = [folded(text) for text in texts.values()]
    is_of_each = len({*every}) == len(every) >= FEWEST_FREE and all(every)
    if len({*every}) == 1:
        return {}
    mine = {n: text for n, text in texts.items() if text and not labels.is_usual_remark(text)}
    return {n: text for n, text in mine.items() if not is_of_each or labels.bearing(text)}


def _is_role(text: str) -> bool:
    return folded(text) in ("peserta", "participant")


def _is_nameless(text: str, names: Set[str]) -> bool:
    """Whether a remark surely names nobody: it goes on in small letters, and does not say who came for whom."""
    return not any(word[:1].isupper() for word in text.split()[1:]) and not _words(text) & (names | labels.BEFORE_NAMES)


def _shown(text: str, names: Set[str]) -> str:
    """Return what a question says of a remark that tells of an absence: no name that stands behind it."""
    return text if _is_nameless(text, names) else labels.absence(text)


def _leaves_out(noted: Mapping[int, str], shown: Mapping[int, str], answers: Mapping[str, str]) -> bool:
    """Whether the answer ``noted`` is that whoever has one of some remarks, or titles, was no participant.

    Raises ``UnclearFileError``.
    """
    of = defaultdict[str, list[int]](list)
    for n, text in sorted(noted.items()):
        of[folded(text)].append(n)
    listed = []
    for mine in [*of.values()][:MOST_LISTED]:
        listed.append(listed_numbers(mine) + "".join(f" “{quoted(shown[n])}”" for n in mine[:1] if n in shown))
    rows = "; ".join(listed)
    if (answer := answered(answers, "noted", ("count", "leave_out", "mixed"), rows=rows)) == "mixed":
        raise UnreadableFileError("noted_mixed", rows=rows)
    return answer == "leave_out"

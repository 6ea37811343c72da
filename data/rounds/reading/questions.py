"""What has to be asked about a table before its rows are read: whatever in them can be meant in two ways."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from data.rounds.reading import attendance, labels, persons, prose
from data.rounds.reading.grid import (
    MOST_LISTED,
    Choice,
    Grid,
    Row,
    UnclearFileError,
    UnreadableFileError,
    all_of,
    answered,
    column_choice,
    folded,
    letters,
    listed_rows,
    put_aside,
    quoted,
)
from data.rounds.reading.head import LISTED, Head, is_by_activity, person_column, sample
from data.rounds.reading.labels import BOTH, COUNTS, MEN, SOME, WOMEN
from data.rounds.reading.messages import COMMAS
from data.rounds.reading.wide import FEWEST, Wide, number
from data.rounds.reading.words import words_of

FEWEST_WORDS = 3  # of a title
FEWEST_PERIODS = 3  # that show whether counts go on
MOST_TRAININGS = 5  # of a kind that a regency has in a round

NAMES = ("regency", "activity")  # by which rows are of the same training
OF_TRAINERS = "|".join(sorted(labels.OF_TRAINERS))
OF_NOBODY = re.compile(  # numbers in a remark that count no participants: days, money, what is numbered, who taught
    r"\b(?:rp|no|nomor|tgl|tanggal|pukul|jam|hari|hr|minggu|pekan|bulan|bln|angkatan|angk|gelombang|tahap|batch|termin"
    r"|semester|triwulan|tw|kelas|kelompok|sesi|ruang|lantai|lt|rt|rw|km|pasal|level|modul|bagian|sm[apk]n?|lampiran|hal"
    r"|halaman|target|kuota|rencana|undangan|dari)\b[\s.:-]{0,3}(?:ke\W)?\d[\d.,:/-]*(?:\s*(?:&|dan|s[./]?d\.?)\s*\d+)*"
    rf"|\b\d{{1,2}}(?:\W{{0,2}}(?:s[./]?d\.?|dan|sampai|hingga)?\W{{0,2}}\d{{1,2}})?\W{{0,2}}\b{labels.MONTH}[a-z]{{0,6}}\b(?:\W\d{{2,4}}\b)?"
    r"|\b\d[\d.,]*\W?(?:hari|hr|jam|jp|jpl|menit|tahun|thn|bulan|bln|minggu|pekan|juta|jt|ribu|rb|unit|paket|set|buah"
    r"|lembar|jenis|produk|kecamatan|kec|desa|pendaftar|undangan)\b|\b1\W?(?:kelas|kegiatan|keg|angkatan|gelombang|kali)\b"
    rf"|\b\d{{1,3}} (?:orang |org )?(?:{OF_TRAINERS})\b|\b(?:{OF_TRAINERS})\W{{1,3}}\d{{1,3}} ?(?:orang|org)\b"
    r"|(?<!\d)\(?0\d{2,3}\)?[ -]?\d[\d -]{4,}"  # a telephone, a house
    r"|\b(?:hotel|wisma|penginapan|rumah makan|rm|kafe|cafe|gedung|jl|jln|jalan)\b[^,;()\d]{0,30}\d+\b"
    r"(?! ?(?:orang|org|peserta))",
    re.IGNORECASE | re.ASCII,
)
IN_REMARK = re.compile(r"(?<![\w.,/-])(?!20\d\d\b(?! orang| peserta))(\d{1,4})(?!\d|\s?%|\s?persen|[.,/-]\w)", re.ASCII)
NOTED_CLASSES = re.compile(r"[\Wx]{0,2}(\d{1,2}) ?(?:kelas|kls|angkatan|gelombang|rombel)", re.IGNORECASE | re.ASCII)
BESIDE_COUNT = re.compile(  # what is said beside a count that bears on it, besides numbers
    r"\b(?:peserta|orang)(?:nya)? (?:yang )?sama\b|\bmerangkap\b|\b(?:ter|di)hitung (?:juga|dua kali)\b"
    r"|\bsame (?:people|participants)\b|\b(?:hadir|kehadiran|peserta|ikut)\W{0,3}(?!100)\d{1,3}\s?%"
    r"|\b(?!100)\d{1,3}\s?% ?hadir"
    rf"|(?:\b(?:termasuk|ditambah|plus)\b|\+)[^,;]{{0,20}}\b(?:{labels.OTHERS})\b|\b(?:di)?cek\b|\bkonfirmasi\b"
    r"|\b(?:angka|data) (?:sasaran|target|rencana|usulan)\b|\bdalam (?:ribuan|ratusan|persen)\b|\borang[- ]hari\b"
    r"|\b(?:double|dobel|duplikat|gabungan|sama (?:dengan|dgn) (?:no|nomor))\b|^(?:di)?ulang$|^nihil$"
    r"|\bper (?:kelas|angkatan)\b|^@ ?\d+(?: ?(?:orang|org|peserta))?$|\b(?:se)?harusnya\b|\bdiganti\b"
    r"|\b(?:perkiraan|estimasi|sekitar \d+|kurang lebih|kira-kira|(?:dua|tiga) (?:kelas|angkatan))\b|±|\?$"
    r"|\b(?:tidak|tdk|belum|blm|bukan) (?:semua|seluruh|hadir|ikut|penuh|dihitung|termasuk)\b",
    re.IGNORECASE,
)
OF_A_YEAR = re.compile(  # a remark that says when a training was
    rf"(?:(?:pelaksanaan|(?:di)?laksana(?:kan)?|kegiatan|tahun|ta|tgl|bulan|data|{labels.MONTH}[a-z]{{0,6}})\W{{1,3}})+20\d\d",
    re.IGNORECASE | re.ASCII,
)
OF_PEOPLE = re.compile(r"\b(\d{1,5})\s*(?:orang|org|peserta|people|participants)\b", re.IGNORECASE | re.ASCII)
LONGEST_REMARK = 400  # letters that are looked through
FROM_OTHERS = labels.PEOPLE | words_of("from_others")
ABOUT_COUNTS = words_of("about_counts")
REMARK_OF_ALL = re.compile(  # what the counts of a table are of, said below it
    r"\b(?:(?:angka|jumlah|data|peserta|semua(?:nya)?)\b"
    r".*\b(?:merupakan|adalah|masih|berupa|termasuk|belum termasuk|di luar)\b"
    r".*\b(?:target|rencana|usulan|kuota|panitia|narasumber|pendamping|instruktur|undangan|pendaftar|calon))\b"
    r"|\b(?:(?:belum|blm|tidak) (?:final|fix|lengkap|valid|pasti)|data sementara)\b"
    r"|\b(?:hadir|datang|ikut)\b.*\b(?:hanya|cuma|separuh|setengah|sebagian)\b(?! \d)"
    r"|\b(?:hanya|cuma|separuh|setengah|sebagian)\b (?!\d).*\b(?:hadir|datang|ikut)\b"
    r"|\b(?:angka|jumlah|data|laporan|peserta|semuanya|hadir|datang|ikut)(?:nya)?\b[^.,;\d]*"
    r"\b(?:masih|sementara|menyusul|kurang|berubah|lama|keliru|salah(?! satu)|(?:belum|blm|tidak|tdk|bukan)"
    r"(?! (?:hadir|lulus|ikut|datang|dapat|bisa)\b))\b"
    r"|\b(?:sudah|belum|blm|tidak|tdk) termasuk\b(?! p(?:ajak|pn|ph)\b)|\babaikan\b"
    rf"|^\W*(?:ket|keterangan|catatan|nb)\b[^;]{{0,60}}\btermasuk\b[^,;]{{0,20}}\b(?:{labels.OTHERS})\b"
    r"|\bdikali(?:kan)?\b|\btermasuk (?:tahun |ta )?20\d\d\b"
    r"|^\W*(?:angka|data|jumlah)\b[^.,;\d]*\b(?:target|rencana|sasaran|usulan|kuota|proyeksi)\W*$",
    re.IGNORECASE,
)
CORRECTING = re.compile(  # what is said of counts elsewhere, with others
    r"\b(?:hadir|ralat|koreksi|revisi|perbaikan|(?:se)?harusnya|yang benar|terealisasi|attended|correction)\b",
    re.IGNORECASE,
)


WITHDREW = re.compile(
    r"\b\d+ (?:orang|peserta)\b[^.;]*\b(?:mundur|mengundurkan|gugur|batal|(?:tidak|tdk|tak) (?:jadi|hadir|ikut))\b",
    re.IGNORECASE,
)
TRAINED = re.compile(  # how many took part, in a column of texts
    r"\b(?:diikuti|dihadiri|hadir|attended)(?: oleh| by)? (\d{1,5})\b"
    r"|\b(\d{1,5}) (?:orang )?(?:peserta|participants)\b",
    re.IGNORECASE | re.ASCII,
)
OF_SEX = MEN | WOMEN | BOTH
OUT = (Choice("leave_out", "leave_out"), Choice("count", "count"))  # whether rows are left out
CLASSES = (Choice("each", "each_class"), Choice("all", "all_classes"))  # what the count of several classes is of
WHO = ("all", "others")  # whom a table counts


@dataclass(frozen=True)
class Part:
    """Rows of a table that stand under a title of their own: the title, its year if it names one, and the rows."""

    title: str
    year: str
    rows: tuple[Row, ...]
    is_of_all: bool = False  # parts together


def part_of(
    head: Head, rows: Sequence[Row], titles: Sequence[str], answers: Mapping[str, str], of_people: bool
) -> Part:
    """Return the part of a sheet that is read, where it holds several recaps or sections by year or stage.

    So are those of what was planned, held and called off, of men and women, and of what nobody knows, but in a list
    ``of_people``. Which one is asked: the answer ``part`` is its number from 1, or "all" where they can be one round.
    Raises ``UnclearFileError``, and refuses a part that is a plan.
    """
    parts = [part for part in _parts(head, rows, titles, of_people) if _trainings(part.rows)]
    years = {part.year for part in parts} - {""}
    if len(parts) < 2:
        return Part("", "", tuple(rows))
    is_one = len(years) < 2 and not any(labels.says_planned(p.title) or labels.is_called_off(p.title) for p in parts)
    choices = [Choice(str(n), "part", _title_and_extent(part)) for n, part in enumerate(parts, 1)]
    answer = answered(answers, "part", choices + [Choice("all", "all_parts")] * is_one)
    if answer == "all":
        return Part("", next(iter(years), ""), tuple(_with_sex_of_part(parts, rows)), is_of_all=True)
    chosen = parts[int(answer) - 1]
    chosen = chosen if answer == "1" else replace(chosen, title=chosen.title or "–")
    if labels.says_planned(chosen.title):
        raise UnreadableFileError("no_people", found=quoted(chosen.title))
    if sum(row.kind == "total" for part in parts for row in part.rows) >= len(parts):
        return chosen
    return replace(chosen, rows=tuple(row for row in chosen.rows if row.kind != "total"))  # one total for all of them


def _with_sex_of_part(parts: Sequence[Part], rows: Sequence[Row]) -> list[Row]:
    """Return the rows; where one part has the men and another the women, each with that in a column behind its own."""
    sexes = [folded(labels.NUMBERED.sub("", part.title)) for part in parts]
    if not ({*sexes} & MEN and {*sexes} & WOMEN and {*sexes} <= MEN | WOMEN):
        return [*rows]
    of = {row.number: sex for part, sex in zip(parts, sexes, strict=True) for row in _trainings(part.rows)}
    return [replace(row, whole=[*row.whole, of.get(row.number, "")]) for row in rows]


def without_other_table(rows: list[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows above a table of another kind; that it has no others is asked: the answer ``other_table``.

    Raises ``UnclearFileError``, and refuses a file in which it has some.
    """
    first = next((i for i, row in enumerate(rows) if row.kind in ("training", "heading")), len(rows))
    at = next((i for i, row in enumerate(rows) if row.kind in ("other table", "other head") and i > first), None)
    if at is None:
        return rows
    row, listed = str(rows[at].number + 1), " | ".join(quoted(text) for text in rows[at].whole if text)
    is_needed = answered(answers, "other_table", ("leave_out", "needed"), row=row, listed=listed) == "needed"
    if is_needed or any(other.kind in ("head", "other head") for other in rows[at + 1 :]):
        raise UnreadableFileError("second_table", row=row)
    return rows[:at]


def _parts(head: Head, rows: Sequence[Row], titles: Sequence[str], of_people: bool) -> list[Part]:
    """Take rows apart where a row names a part of them, and where the head stands again below a title or a total."""
    has_names = {*NAMES} <= {*head.columns, head.wide.kind if head.wide else ""}  # else rows alone name one of them
    of_year = next((text for text in titles if labels.year(text) and not labels.names_law(text)), "")
    title = titles[-1] if titles and labels.names_section(titles[-1]) else of_year
    parts, mine, between, year = [], list[Row](), list[Row](), labels.year(of_year)
    for row in rows:
        texts = [text for text in row.whole if text]
        texts = texts[1:] if len(texts) == 2 and labels.NUMBERED.fullmatch(f"{texts[0].rstrip('.)')}. ") else texts
        is_free = has_names and {*row.texts} <= {"regency"} and not row.whole[head.columns.get("activity", -1)]
        is_free = is_free and not {*texts} & {*titles} and labels.may_name_section("".join(texts))
        is_section = len(texts) == 1 and not of_people and (is_free or labels.names_section(texts[0]))
        is_title = row.kind in ("heading", "other") and (any(map(labels.names_part, texts)) or is_section)
        if is_title or (row.kind == "head" and _begins_anew(between, titles)):
            parts.append(Part(title, year, tuple(mine)))
            named = texts if is_title else [text for r in between if r.kind in ("heading", "other") for text in r.whole]
            title, mine = max(named, key=len, default=""), []
            year = labels.year(title)
        mine.append(row)
        between = [] if row.kind == "training" or is_title else [*between, row]
    return [*parts, Part(title, year, tuple(mine))]


def _begins_anew(between: Sequence[Row], titles: Sequence[str]) -> bool:
    """Whether a head that stands again begins another table, and no other page of it, with its title again."""
    if any(row.kind == "end" for row in between):
        return False
    texts = {text for row in between if row.kind in ("heading", "other") for text in row.whole if text}
    if texts and all(labels.is_regency(re.sub(r"^\w{1,4}[.)]\s+", "", text)) for text in texts):
        return False  # the same table goes on with another regency
    return bool(texts - set(titles)) or any(row.kind == "total" for row in between)


def _title_and_extent(part: Part) -> tuple[tuple[str, str], ...]:
    numbers = [str(row.number + 1) for row in _trainings(part.rows)]
    return ("title", quoted(part.title) or "–"), ("first", numbers[0]), ("last", numbers[-1])


def settled(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> tuple[Head, list[Row]]:
    """Return head and rows as the answers say; what is not read of them is of the kind "other".

    Raises ``UnclearFileError`` with the next question.
    """
    rows = _of_province(grid, head, rows, answers)
    kept = _of_one_year(head, [_of_this_year(head, row) for row in rows], answers)
    for step in (_realised, _in_people, _held, _broken_down):
        kept = step(grid, head, kept, answers)
    if persons.are_listed(grid, head, kept, answers):
        kept = attendance.present(grid, head, persons.listed(grid, head, kept, answers), answers)
        return replace(head, adds=(), guess="", classes=None), persons.counted(grid, head, kept, answers)
    both = _of_both_sexes(grid, head, _with_sexes_below(head, kept), answers)
    if both is not kept:
        head, kept = replace(head, adds=(), guess="", wide=_with_sexes(head.wide, len(rows[0].whole))), both
    if _totals_rows(grid, head, kept, answers):
        names = {"regency_participants": "participants"}
        head = replace(head, columns={names.get(name, name): i for name, i in head.columns.items()})
        kept = [replace(row, texts={names.get(k, k): text for k, text in row.texts.items()}) for row in kept]
    return head, kept if head.pair else [_with_rest(row) for row in kept]


def _with_rest(row: Row) -> Row:
    """Return a row with the men whom it has besides the women of whom it speaks, or the women besides the men."""
    texts = {name: text for name in ("men", "women") if (text := row.texts.get(name, ""))}
    people, n = number(row.texts.get("participants", "")), number(next(iter(texts.values()), ""))
    if row.kind != "training" or len(texts) != 1 or not people or n is None or n > people:
        return row
    return replace(row, texts={**row.texts, ("women" if "men" in texts else "men"): str(people - n)})


def refuse_others(grid: Grid, head: Head, part: Part, answers: Mapping[str, str]) -> None:
    """Ask about a table of which a title, or a head over its counts, says that it counts anything else than people.

    That may be a plan, a part of the people, what was called off, trainings, money; the answer ``people`` is "all" or
    "others". Raises ``UnclearFileError``, and refuses a table that counts others.
    """
    columns = [*head.adds, *(head.columns[name] for name in COUNTS if name in head.columns)]
    columns += head.wide.columns if head.wide else ()
    heads = [text for row in grid.rows[head.row : head.below] for i in columns if (text := row[i])]
    is_list = person_column(grid.rows[head.row]) is not None
    is_clear = "count" in answers or is_list or any(map(labels.names_people, (*heads, *head.over)))
    texts = [[text for text in row if text] for row in grid.rows]
    titles = [grid.title, *(text for row in texts[: head.row] for text in row if len(row) == 1 or _is_title(text))]
    if part.is_of_all:
        titles = [text for text in titles if not labels.names_section(text)]
    elif not (part.title or is_list):
        titles += [row[0] for row in texts[head.below : head.below + 1] if len(row) == 1]
    elif part.title and part.title not in titles:  # what stands above the table is of its first part
        titles = [grid.title, *([] if folded(part.title) in MEN | WOMEN else [part.title])]
    if "count" in answers:  # of what was planned, and what came of it
        titles = [text for text in titles if not {*folded(text).split()} & (labels.PLANNED | labels.PLANS)]
    others = [
        text for text in titles if labels.titles_others(text, is_clear) or (is_list and labels.lists_others(text))
    ]
    others += [text for text in heads if head.wide and ("%" in text or labels.names_scale(text))]
    years = {labels.year(text) for text in titles if not labels.names_law(text)} - {""}
    each = [text for text in heads if labels.is_per_class(text) and head.classes is None and not head.wide]
    others += [*each, *(text for text in heads if "ikm peserta" in folded(text))]
    others += [text for text in heads if len(years) == 1 and not head.year and labels.year(text) not in ("", *years)]
    others += [text for text in head.over if labels.heads_others(text, len(head.over) == 1)]
    below = (row[0] for row in texts[head.below :] if len(row) == 1)
    others += [] if is_clear else [text for text in below if labels.names_scale(text)]
    others += [] if is_clear or any(map(labels.names_people, titles)) else _of_trainings(head, part)
    shown = quoted(prose.nameless(others[0]) if grid.lines else others[0]) if others else ""
    if others and answered(answers, "people", WHO, found=shown) == "others":
        raise UnreadableFileError("no_people", found=shown)


def _of_trainings(head: Head, part: Part) -> list[str]:
    """Return the counts of a wide table as a text where all are so few that they may be numbers of trainings."""
    cells = [row.whole[i] for row in _trainings(part.rows) for i in (head.wide.columns if head.wide else ())]
    counts = [number(text) for text in cells]
    are_few = len(list(filter(None, counts))) > FEWEST and all(n is not None and n <= MOST_TRAININGS for n in counts)
    return [", ".join([text for text in cells if text][:MOST_LISTED])] if are_few else []


def refuse_plan(file: str, answers: Mapping[str, str]) -> None:
    """Ask whether a file that is called a plan counts who took part: the answer ``people``; refuse it if it does not.

    Raises ``UnclearFileError``.
    """
    is_plan = labels.titles_plan(file.rpartition(".")[0]) and "count" not in answers
    if is_plan and answered(answers, "people", WHO, found=quoted(file)) == "others":
        raise UnreadableFileError("no_people", found=quoted(file))


def _is_title(text: str) -> bool:
    return len(folded(text).split()) >= FEWEST_WORDS and not any(map(str.isdigit, text.partition(":")[2]))


def cumulative(grid: Grid, head: Head) -> str:
    """Return what says that counts are cumulative: the head of the count, a title, or a note; "" if nothing does."""
    counted = [*head.adds, *(head.columns[name] for name in ("participants",) if name in head.columns)]
    if named := next((grid.rows[head.row][i] for i in counted if labels.is_cumulative(grid.rows[head.row][i])), ""):
        return named
    over = [grid.rows[head.row][head.wide.columns[0]]] if head.wide and head.wide.kind == "period" else []
    around = (text for row in (*grid.rows[: head.row], *grid.rows[head.below :]) for text in row)
    return next((text for text in (*over, *around) if labels.says_cumulative(text)), "")


def with_cumulative(grid: Grid, head: Head, answers: Mapping[str, str]) -> Head:
    """Return the head with the column that holds of several periods whose counts go on: the answer ``count``.

    Raises ``UnclearFileError``.
    """
    is_said = bool(head.wide and head.wide.kind == "period" and cumulative(grid, head))
    if head.wide and (is_said or _never_falls(grid, head)):
        names = {letters(at[0]): (name, at[0]) for name, at in head.wide.cells if len(at) == 1}
        choices = [column_choice(at, name, sample(grid, head.below, i)) for at, (name, i) in names.items()]
        choices.append(all_of(name for name, _ in names.values()))
        reason = "cumulative" if is_said else "grows"
        if (answer := answered(answers, "count", choices, reason, row=str(head.row + 1))) != "sum":
            others = tuple(name for name, i in names.values() if i != names[answer][1])
            columns = {**head.columns, "participants": names[answer][1]}
            return replace(head, columns=columns, wide=None, unread=(*head.unread, *others))
    return head


def _never_falls(grid: Grid, head: Head) -> bool:
    """Whether the counts of each row grow from period to period, as sums do that go on, and no total says otherwise."""
    wide = head.wide
    if not wide or wide.kind != "period" or wide.total is not None or len(wide.columns) < FEWEST_PERIODS:
        return False
    cells = [[row[i] for i in wide.columns] for row in grid.rows[head.below :]]
    counts = [[number(text) or 0 for text in row] for row in cells if all(row) and None not in map(number, row)]
    return len(counts) > 1 and all(row == sorted(row) and row[0] < row[-1] for row in counts)


def ask_cumulative(text: str, answers: Mapping[str, str], reason: str = "says_cumulative") -> None:
    """Ask whether counts that are said to be cumulative, or of years, are of this round alone: ``cumulative``.

    Raises ``UnclearFileError``, and refuses a file that counts earlier rounds too.
    """
    if answered(answers, "cumulative", ("round", "more"), reason, found=quoted(text)) == "more":
        raise UnreadableFileError("cumulative_more", found=quoted(text))


def ask_years(titles: Iterable[Sequence[str]], facts: Mapping[str, str], answers: Mapping[str, str]) -> None:
    """Ask whether a table whose title names several years, and that says of none of them that it is its own, is of one.

    Raises ``UnclearFileError``, and refuses a file that counts several rounds together.
    """
    texts = [text for row in titles for text in row]
    spanning = next(filter(labels.spans_years, texts), "")
    if spanning and not facts.get("year") and not any(labels.year(t) for t in texts if not labels.spans_years(t)):
        ask_cumulative(spanning, answers, "spans_years")


def without_activities(grid: Grid, head: Head, answers: Mapping[str, str]) -> tuple[str, str]:
    """Return how much is known of a table that names no activities ("total", "part"), and the activity that all share.

    That is asked: the answer ``activities`` is "total", "part", "title" for the one that a title names, or "missing".
    Raises ``UnclearFileError``, and refuses a file of which a column is missing.
    """
    alone = (texts[-1] for row in grid.rows[head.below :] if 0 < len(texts := [text for text in row if text]) <= 2)
    has_wide = head.wide and (head.wide.kind == "activity" or head.wide.named)
    if "activity" in head.columns or has_wide or any(labels.heads_activity(LISTED.sub("", text)) for text in alone):
        return "", ""
    if len(labelled := {*labels.labelled(grid.rows[: head.row], "activity")} - {""}) == 1:
        return "", labelled.pop()
    if labels.is_activity(grid.title):
        return "", grid.title
    titles = [text for row in grid.rows[: head.row] for text in row if text]
    named = {*map(labels.activity_in, titles)} - {""} or {*map(labels.activity_behind, titles)} - {""}
    title = named.pop() if len(named) == 1 else ""
    taught = [labels.named_among(folded(labels.activity_behind(text))) for text in titles]
    if title and folded(title) in taught and (grid.lines or person_column(grid.rows[head.row]) is not None):
        return "", title  # of a list, or a message: it stands in the rows, to be corrected
    values = [*(["title"] if title else []), "total", "part", "missing"]
    own = "title_each" if answers.get("sheet") == "all" else "title"  # the answer holds for each of the sheets
    reasons = {value: f"activities_{own if value == 'title' else value}" for value in values}
    choices = [Choice(value, reason, (("title", title),)) for value, reason in reasons.items()]
    answer = answered(answers, "activities", choices, row=str(head.row + 1))
    if answer == "missing":
        raise UnreadableFileError("no_activities")
    return ("", title) if answer == "title" else (answer, "")


def _named(row: Row, above: Mapping[str, str]) -> dict[str, str]:
    """Return the regency and the activity of a row; of what it leaves out, that of the row above it."""
    return {name: row.texts.get(name) or above.get(name, "") for name in NAMES}


def _by_training(rows: Iterable[Row]) -> dict[tuple[str, ...], list[Row]]:
    """Return the rows of each training, by its regency and its activity."""
    of, above = defaultdict[tuple[str, ...], list[Row]](list), dict[str, str]()
    for row in rows:
        above = _named(row, above)
        of[*map(folded, above.values())].append(row)
    return of


def _trainings(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.kind == "training"]


def _of_province(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> Sequence[Row]:
    """Return the rows without those of other provinces, where a column, or the regency's, names these: ``province``.

    Raises ``UnclearFileError``, and refuses a file whose rows are not to be left out.
    """
    columns = [i for i, text in enumerate(grid.rows[head.row]) if labels.names_province(text)]
    others, name = dict[int, str](), ""
    for row in _trainings(rows):
        name = (row.whole[columns[0]] if len(columns) == 1 else "") or name
        if folded(name) not in labels.NAMES_OF_PROVINCE | {""} and not number(name):
            others[row.number] = name
        elif labels.is_other_province(regency := row.texts.get("regency", "")):
            others[row.number] = regency
    if not others or len(others) == len(_trainings(rows)):
        return rows
    if answered(answers, "province", ("leave_out", "needed"), rows=listed_rows(others)) == "needed":
        raise UnreadableFileError("other_province", rows=listed_rows(others))
    return put_aside(rows, {*others, *(row.number for row in rows if row.kind in ("total", "subtotal"))})


def _of_this_year(head: Head, row: Row) -> Row:
    """Return a row; where the head has several years, one without a count in this one is none of its trainings."""
    counts = [row.whole[i] for i in head.adds] or [row.texts.get("participants", "")]
    is_out = head.year and row.kind == "training" and all(folded(n) in ("", "0", "nihil") for n in counts)
    return replace(row, kind="other") if is_out else row


def _of_one_year(head: Head, rows: list[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows of one of several years that a column names: the answer ``year``."""
    if head.years is None:
        return rows
    years, year = dict[int, str](), ""
    for row in _trainings(rows):
        year = years[row.number] = labels.year_of(row.whole[head.years]) or year
    of_each = Counter(year for year in years.values() if year)
    if len(of_each) < 2:
        return rows
    if answers.get("year") not in of_each:
        choices = [Choice(year, "rows", (("found", year), ("n", str(n)))) for year, n in sorted(of_each.items())]
        raise UnclearFileError("years", "year", choices[-MOST_LISTED:])
    is_out = {number for number, year in years.items() if year != answers["year"]}
    return [replace(row, kind="other") if row.number in is_out or row.kind == "total" else row for row in rows]


def _broken_down(grid: Grid, head: Head, rows: list[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows of groups, ages or months of a training, or those of all of them: the answer ``breakdown``.

    A training that has only the ones, or only the other, keeps them. Raises ``UnclearFileError``.
    """
    used = {*head.columns.values(), *head.adds, head.code, head.years, person_column(grid.rows[head.row])}
    used |= {*(head.wide.columns if head.wide else ())}
    people = _trainings(rows)
    for i, named in enumerate(grid.rows[head.row] if people else ()):
        texts = {row.whole[i] for row in people if row.whole[i]}
        is_mixed = 0 < sum(map(labels.is_of_all, texts)) < len(texts) and not {*map(folded, texts)} <= OF_SEX
        if i in used or labels.is_note(named) or not is_mixed:
            continue
        trainings = _by_training(people)
        parts = {of: [row for row in mine if not labels.is_of_all(row.whole[i])] for of, mine in trainings.items()}
        sums = {of: row for of, mine in trainings.items() for row in mine if labels.is_of_all(row.whole[i])}
        both = {of for of in sums if parts[of]}
        unlike = {sums[of].number: people_of(head, sums[of]) for of in both if not _adds_up(head, sums[of], parts[of])}
        if not both:
            continue
        listed = listed_rows(dict(sorted((unlike or {row.number: row.whole[i] for row in sums.values()}).items())))
        reason, details = "breakdown_unlike" if unlike else "breakdown", {"head": quoted(named), "rows": listed}
        of_sums = answered(answers, "breakdown", ("sums", "parts"), reason, **details) == "sums"
        off = {row.number for of in both for row in (parts[of] if of_sums else [sums[of]])}
        return [_with_names_alone(row) if row.number in off else row for row in rows]
    return rows


def _with_names_alone(row: Row) -> Row:
    """Return a row that is not read; the rows below it may be of the regency and the activity that it names."""
    return replace(row, kind="other", texts={name: text for name, text in row.texts.items() if name in NAMES})


def _adds_up(head: Head, whole: Row, parts: Sequence[Row]) -> bool:
    """Whether each count of a row is the sum of those of its parts."""
    if not head.wide:
        return number(people_of(head, whole)) == sum(number(people_of(head, part)) or 0 for part in parts)
    return all(
        (number(whole.whole[i]) or 0) == sum(number(part.whole[i]) or 0 for part in parts) for i in head.wide.columns
    )


def _of_both_sexes(grid: Grid, head: Head, rows: list[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows; where men and women of a training stand in rows of their own, added up (answer ``sexes``).

    So are those of each age or schooling.
    """
    used = {*head.columns.values(), *head.adds, head.code, head.years, head.classes}
    people = _trainings(rows)
    for i in range(len(people[0].whole) if people else 0):
        texts = {folded(row.whole[i]) for row in people if row.whole[i]}
        of_sexes = texts & MEN and texts & WOMEN and texts <= MEN | WOMEN | BOTH
        is_named = any(map(labels.is_of_groups, grid.rows[head.row][i : i + 1])) and "breakdown" not in answers
        of_groups = is_named and not (of_sexes or head.wide) and _are_alike(people, i)
        if i in used or not (of_sexes or of_groups):
            continue
        choices = [Choice("add", "add_groups" if of_groups else "add_sexes"), Choice("apart", "sexes_apart")]
        listed = listed_rows({row.number: row.whole[i] for row in people})
        answered(answers, "sexes", choices, "groups" if of_groups else "sexes", rows=listed)
        if answers["sexes"] == "add":
            return _added_cells(head.wide, rows, i) if head.wide else _added(_with_people(head, rows), i)
        return rows
    return rows


def _are_alike(rows: Sequence[Row], column: int) -> bool:
    """Whether rows of the same training say something else in a column."""
    texts = ([row.whole[column] for row in mine] for mine in _by_training(rows).values())
    return any(len({*of}) == len(of) > 1 for of in texts)


def _with_sexes_below(head: Head, rows: list[Row]) -> list[Row]:
    """Return the rows; where the men and the women of a training stand below it among the names, beside it."""
    sexes = [_sex_of(row.texts.get("activity", "")) or _sex_of(row.texts.get("regency", "")) for row in rows]
    named = (row.texts.get(name, "") for row in rows for name in ("activity", "regency"))
    if not ({"men", "women"} <= {*sexes} or "some" in sexes or any(map(labels.among, named))):
        return rows
    kept, over, of_all = list[Row](), None, _are_of_all(head, rows, sexes)
    for row, sex in zip(rows, sexes, strict=True):
        if sex and (of_all or over):
            if over and not of_all and sex != "some":  # a part of them, which is counted already
                over.texts[sex] = _plus(over.texts.get(sex, ""), people_of(head, row))
            kept.append(replace(row, kind="other", texts={}))
        else:
            over = replace(row, texts=dict(row.texts)) if row.kind in ("training", "heading") and not sex else over
            kept.append(over if over and over.number == row.number else row)
    for row in kept:
        mine = [row.texts[sex] for sex in ("men", "women") if row.texts.get(sex)]
        if mine:
            row.kind = "training"
            row.texts["participants"] = people_of(head, row) or (mine[0] if len(mine) == 1 else _plus(*mine))
    return kept


def _are_of_all(head: Head, rows: Sequence[Row], sexes: Sequence[str]) -> bool:
    """Whether men and women that stand below the last of several trainings alone are not its own: those of all."""
    own = [
        (row, sex) for row, sex in zip(rows, sexes, strict=True)
        if row.kind == "training" or (row.kind == "heading" and people_of(head, row))
    ]  # fmt: skip
    above, below = ([row for row, sex in own if bool(sex) == is_below] for is_below in (False, True))
    if len(above) < 2 or own[-1][0] is above[-1] or [row for row, _ in own] != above + below:
        return False
    people = number(people_of(head, above[-1]))
    added = sum(number(people_of(head, row)) or 0 for row, sex in own if sex not in ("", "some"))
    return not people or added > people or (len(below) > 1 and added != people)


def _sex_of(text: str) -> str:
    label = folded(re.sub(r"^\s*[a-z\d]{1,2}[.)]\s*", "", text))
    sex = "men" if label in MEN else "women" if label in WOMEN else "some" if label in SOME else ""
    return sex or labels.among(text)


def people_of(head: Head, row: Row) -> str:
    """Return what a row says of its participants, in a column of them or in one that only may count them."""
    adds = row.whole[head.adds[0]] if len(head.adds) == 1 else ""
    return row.texts.get("participants", adds)


def _with_people(head: Head, rows: Iterable[Row]) -> list[Row]:
    """Return the rows of men and of women: what stands in them counts people, whatever its head says."""
    return [
        replace(row, texts={**row.texts, "participants": text})
        if row.kind == "training" and (text := people_of(head, row)) else row
        for row in rows
    ]  # fmt: skip


def _added(rows: list[Row], column: int) -> list[Row]:
    """Return the rows with one for each training, its count that of the men and the women below each other."""
    first, kept, above = dict[tuple[str, str], Row](), list[Row](), dict[str, str]()
    for row in rows:
        if row.kind != "training":
            above = _named(row, above) if row.kind == "other" else above  # one that was called off
            kept.append(row)
            continue
        names = _named(row, above)
        above = names
        of = folded(names["regency"]), folded(names["activity"])
        marked = folded(row.whole[column])
        is_both, sex = marked in BOTH, "men" if marked in MEN else "women" if marked in WOMEN else ""
        if of not in first or is_both:
            before = first.get(of)
            texts = {**{name: text for name, text in names.items() if text}, **row.texts}
            texts |= {name: before.texts[name] for name in ("men", "women") if before and name in before.texts}
            first[of] = replace(row, texts=texts)
            if before and before.texts.get("participants") != texts.get("participants"):
                texts["participants"] = f"{before.texts.get('participants')} ≠ {texts.get('participants')}"
            kept = [replace(other, kind="other") if other is before else other for other in kept] + [first[of]]
        else:
            texts = first[of].texts
            for count in COUNTS:
                texts |= {count: _plus(texts.get(count, ""), row.texts.get(count, ""))} if count in row.texts else {}
            kept.append(replace(row, kind="other"))
        if sex and (own := row.texts.get("participants")):
            mine = first[of].texts
            mine[sex] = _plus(mine.get(sex, ""), own)
    return kept


def _added_cells(wide: Wide, rows: list[Row], column: int) -> list[Row]:
    """Return the rows of a wide table with one for each name, whose counts are those of men and women together.

    Behind its cells stand those of the men, and those of the women (see ``_with_sexes``).
    """
    columns = [*wide.columns, *((wide.total,) if wide.total else ())]
    first, kept, above = dict[tuple[str, str], Row](), list[Row](), dict[str, str]()
    for row in rows:
        if row.kind != "training" or folded(row.whole[column]) in BOTH:
            kept.append(replace(row, kind="other", texts={}) if row.kind == "training" else row)
            continue
        above = _named(row, above)
        of = folded(above["regency"]), folded(above["activity"])
        n, marked, is_first = len(row.whole), folded(row.whole[column]), of not in first
        if is_first:
            first[of] = replace(row, whole=[*row.whole, *[""] * (2 * n)])
        whole = first[of].whole
        for i in columns:
            one, other = ("" if labels.is_nothing(text) else text for text in (whole[i], row.whole[i]))
            whole[i] = other if is_first else _plus(one, other)
            for behind, sex in ((n, MEN), (2 * n, WOMEN)):  # "?" for those of whom nothing is said
                whole[behind + i] = _plus(whole[behind + i], "?" if not marked else other if marked in sex else "")
        kept.append(first[of] if is_first else replace(row, kind="other", texts={}))
    return kept


def _with_sexes(wide: Wide | None, n: int) -> Wide | None:
    """Return the columns of a wide table with those of men and women that stand behind its ``n`` own."""
    sexes = {name: (n + at[0], 2 * n + at[0]) for name, at in wide.cells if len(at) == 1} if wide else {}
    return replace(wide, sexes=sexes) if wide and len(sexes) == len(wide.cells) else wide


def _plus(one: str, other: str) -> str:
    """Return two counts as one; as they are written, for the check to find, where they are no plain numbers."""
    one, other = ("" if labels.is_nothing(text) and not text.isdigit() else text for text in (one, other))
    if one.isdigit() and other.isdigit() and one.isascii() and other.isascii():
        return str(int(one) + int(other))
    return f"{one} + {other}" if one and other else one or other


def _realised(grid: Grid, head: Head, rows: list[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows without those of what was only planned, or of days or money: ``rows`` is what the others say."""
    used = {*head.columns.values(), *head.adds, head.code, head.years, head.classes}
    for i in range(len(rows[0].whole) if rows else 0):
        cells = Counter(row.whole[i] for row in rows if row.whole[i] and row.kind in ("training", "heading"))
        is_list = person_column(grid.rows[head.row]) is not None
        named = 0 if is_list else sum(labels.column(text)[0] == "participants" for text in cells)
        shorts = {labels.SHORT.get(folded(text), "") for text in cells}  # "T" and "R"
        some = any(map(labels.says_planned, cells)) or 0 < named < len(cells) or shorts == {*labels.SHORT.values()}
        sexes = [] if is_list else [text for text in cells if folded(text) in OF_SEX]
        sexes = sexes if {*map(folded, sexes)} & MEN and {*map(folded, sexes)} & WOMEN else []
        if i in used or not (some or 0 < len(sexes) < len(cells)):
            continue
        values = {"sexes": " + ".join(sexes)} if sexes else {}  # which are added up
        values |= {folded(text).replace(" ", "-"): text for text in cells if text not in sexes}
        cells[values.get("sexes", "")] = sum(cells[text] for text in sexes)
        unmarked = sum(not row.whole[i] for row in _trainings(rows))
        if unmarked:
            values["blank"] = ""
        if answers.get("rows") not in values:
            choices = [
                Choice(value, "rows", (("found", quoted(text)), ("n", str(cells[text]))))
                if text
                else Choice(value, "rows_blank", (("n", str(unmarked)),))
                for value, text in values.items()
            ]
            raise UnclearFileError("rows", "rows", choices[:MOST_LISTED])
        return _only(head, rows, i, sexes if answers["rows"] == "sexes" else [values[answers["rows"]]])
    return rows


def _only(head: Head, rows: Iterable[Row], column: int, wanted: Sequence[str]) -> list[Row]:
    """Return the rows, those that say something else in a column put aside; names are often written once for both."""
    kept, above = [], dict[str, str]()
    targets = defaultdict[tuple[str, str], list[str]](list)
    for row in rows:
        if row.kind == "training" or (row.kind == "heading" and row.whole[column]):
            names = _named(row, above)
            above = names if row.texts.get("activity") else {**above, **{k: v for k, v in names.items() if v}}
            is_other = folded(row.whole[column]) not in map(folded, wanted)
            of = folded(names["regency"]), folded(names["activity"])
            if is_other and labels.is_target(row.whole[column]):
                targets[of].append(people_of(head, row))
            texts = {**{k: v for k, v in names.items() if v}, **row.texts}
            row = replace(row, kind="other" if is_other else "training", texts=texts)
        kept.append(row)
    return [_with_target(row, targets) for row in kept] if not labels.says_planned(wanted[0]) else kept


def _with_target(row: Row, targets: Mapping[tuple[str, str], Sequence[str]]) -> Row:
    """Return a row with the target that another one states for the same training, if one alone does."""
    of = folded(row.texts.get("regency", "")), folded(row.texts.get("activity", ""))
    mine = [text for text in targets.get(of, ()) if text]
    return replace(row, texts={**row.texts, "target": mine[0]}) if row.kind == "training" and len(mine) == 1 else row


def _in_people(grid: Grid, head: Head, rows: list[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows without those counted in another unit than people, if the answer ``units`` is "leave_out"."""
    columns = [i for i, text in enumerate(grid.rows[head.row]) if labels.is_of_units(text)]
    units = {row.number: unit for row in _trainings(rows) if (unit := _unit_of(head, row, columns))}
    other = {number: unit for number, unit in units.items() if folded(unit) not in labels.UNITS}
    is_of_all = len(other) == len(units) and not head.wide  # its head alone counts nobody
    choices, reason = ((OUT[0], Choice("count", "units_people")), "units_of_cells") if head.wide else (OUT, "")
    if not other or is_of_all or answered(answers, "units", choices, reason, rows=listed_rows(other)) == "count":
        return rows
    return put_aside(rows, other)


def _unit_of(head: Head, row: Row, columns: Sequence[int]) -> str:
    """Return what a row counts in, in a column of units or behind its count; "" if it does not say."""
    behind = re.fullmatch(r"\d[\d.]*\s+([a-z]{2,12})\.?", people_of(head, row), re.IGNORECASE)
    return next((row.whole[i] for i in columns if row.whole[i]), behind[1] if behind else "")


def _held(grid: Grid, head: Head, rows: list[Row], answers: Mapping[str, str]) -> list[Row]:
    """Return the rows without those called off or struck out, if the answer ``called_off`` is "leave_out".

    Those that were moved elsewhere, or merged with others, are asked about apart: the answer ``moved``.

    Where a column tells a status, so is whatever does not say that the training took place while others say another.
    """
    off = {}
    is_list = person_column(grid.rows[head.row]) is not None  # of whom somebody may not have come, see ``persons``
    statuses = [] if is_list else _statuses(grid, head, rows)
    for row in _trainings(rows):
        struck = [text for i, text in enumerate(row.whole) if text and (row.number, i) in grid.struck]
        none = [row.texts[c] for c in COUNTS if folded(row.texts.get(c, "")) in ("0", "nihil")]
        none += [text for text in row.whole if folded(text) == "nihil"] if not number(people_of(head, row)) else []
        none = [] if any(folded(text) in MEN | WOMEN for text in row.whole) else none  # no men among them, or no women
        open_ = [text for of in statuses if (text := of.get(row.number, ""))]
        open_ += [t for of, t in zip(grid.rows[head.row], row.whole, strict=False) if labels.is_planned_then(of, t)]
        own = [text for i, text in enumerate(row.whole) if not (is_list and labels.is_of_owned(grid.rows[head.row][i]))]
        texts = [*own, grid.comments.get(row.number, "")]
        texts = [text for text in texts if not (is_list and folded(text) in labels.NOT)]  # whatever is not yet
        if marks := [text for text in texts if text and labels.is_called_off(text)] or struck or none or open_:
            off[row.number] = marks[0]
    moved = {number: text for number, text in off.items() if labels.is_moved(text)}
    moved = {} if len(moved) == len(off) else moved  # both in one file are asked about apart
    for key, mine in (("called_off", {n: text for n, text in off.items() if n not in moved}), ("moved", moved)):
        if mine and answered(answers, key, OUT, "called_off", rows=listed_rows(mine)) == "leave_out":
            rows = [replace(row, kind="other") if row.number in mine else row for row in rows]
    return rows


def _statuses(grid: Grid, head: Head, rows: Sequence[Row]) -> list[dict[int, str]]:
    """Return for each column that says which trainings took place what it says of those that did not, by row."""
    used, columns = {*head.columns.values(), *head.adds, *(head.wide.columns if head.wide else ())}, []
    trainings = _trainings(rows)
    for i, named in enumerate(grid.rows[head.row]):
        if not (labels.is_called_off(named) or labels.says_held(named) or labels.is_status(named)):
            continue
        cells = {row.number: row.whole[i] for row in trainings}
        texts = {text.lower() for text in cells.values() if text}
        done = {text for text in texts if labels.is_done(text) or text in labels.TICKS}
        if i in used or not texts:
            continue
        if labels.is_called_off(named) and texts <= labels.TICKS | labels.UNTICKED:
            ticks = labels.TICKS | {"x"}
            columns.append({n: f"{named}: {text}" for n, text in cells.items() if text.lower() in ticks})
        elif labels.says_held(named) and (done or texts & labels.NOT) and texts - done <= labels.UNTICKED:
            columns.append({n: f"{named}: {text or '–'}" for n, text in cells.items() if text.lower() not in done})
        elif labels.is_status(named) and len(texts) > 1 and (done or any(map(labels.is_called_off, texts))):
            columns.append({n: text for n, text in cells.items() if text and text.lower() not in done})
    return columns


def _remarks(grid: Grid, head: Head) -> list[int]:
    used = {*head.columns.values(), *head.adds, head.code}
    return [i for i, text in enumerate(grid.rows[head.row]) if i not in used and (not text or labels.is_note(text))]


def note_classes(grid: Grid, head: Head, rows: Iterable[Row]) -> None:
    """Write into each row how many classes a remark alone says that it has: "2 kelas"."""
    columns = [] if head.wide or head.classes is not None else _remarks(grid, head)
    for row in _trainings(rows):
        for noted in filter(None, (NOTED_CLASSES.fullmatch(row.whole[i]) for i in columns)):
            row.texts["classes"] = noted[1]


@lru_cache(maxsize=4096)
def _told(remark: str) -> tuple[frozenset[str], frozenset[str], bool]:
    """Return the numbers of a remark, its words, and whether it bears on a count whatever its row says."""
    left = OF_NOBODY.sub(" ", remark)
    is_said = BESIDE_COUNT.search(remark) or REMARK_OF_ALL.search(remark) or labels.counts_in_words(left)
    return frozenset(IN_REMARK.findall(left)), frozenset(re.findall(r"[a-z]+", remark.lower())), bool(is_said)


def _bears(remark: str, own: Set[str], regency: str) -> bool:
    """Whether a remark bears on a count: by another number than those of its row, another regency, or by words."""
    counts, words, is_said = _told(remark)
    are_sexes = bool(words & MEN and words & WOMEN) and str(sum(map(int, counts))) in own
    is_from = bool(regency and words & FROM_OTHERS and labels.mentions(remark) - {regency})
    return is_from or is_said or not (counts <= own or are_sexes)


def _is_of_all(note: str, is_list: bool) -> bool:
    """Whether a note below a table may change what its counts are of: "Catatan: No. 2 batal", "angka per angkatan"."""
    is_off = labels.is_called_off(note) and (labels.mentions(note) or labels.activity_in(note))
    is_note = not is_list and (note[:1] == "*" or labels.is_note(note) or is_off) and not labels.is_cumulative(note)
    is_note = is_note and ("=" not in note or "+" in note)  # no legend
    is_note = is_note and not OF_PEOPLE.search(note)  # which is held against the counts by itself
    is_about = labels.is_called_off(note) or labels.says_planned(note) or labels.mentions(note)
    is_about = is_about or {*folded(note).split()} & ABOUT_COUNTS
    is_said = REMARK_OF_ALL.search(note) or (not is_list and WITHDREW.search(note))
    return bool(is_said or (is_note and is_about))


def with_remarks(grid: Grid, head: Head, rows: list[Row], below: int, answers: Mapping[str, str]) -> list[Row]:
    """Return the rows; where a remark counts other people than its row does, the answer ``remarks`` says what holds.

    With "type" the remark stands in the place of the count, for the editor to write what it means. A note of the
    whole table (from row ``below`` on) that says what its counts are of is of all rows.
    """
    columns, heads = _remarks(grid, head), grid.rows[head.row]
    aside = {*columns, *(i for i, text in enumerate(heads) if labels.is_number(text))}
    is_list = person_column(heads) is not None
    under = [row for n, row in enumerate(grid.rows[head.below :], head.below) if n >= below or sum(map(bool, row)) == 1]
    notes = [text for row in under for text in row if _is_of_all(text[:LONGEST_REMARK], is_list)]
    notes += [] if is_list else _other_sums(grid, head, rows)
    remarks = _of_others(head, rows, [text for row in under for text in row if text])
    told = [] if is_list else _told_beside(grid, head)
    years = {labels.year(text) for text in (grid.title, *(t for cells in grid.rows[: head.row] for t in cells))} - {""}
    regency, year = "", years.pop() if len(years) == 1 else ""
    for row in _trainings(rows):
        regency = "" if "place" in answers else labels.regency(row.texts.get("regency", "")) or regency
        own = {*row.texts.values(), *(text for i, text in enumerate(row.whole) if i not in aside)}
        own |= {str(sum(number(row.whole[i]) or 0 for i in head.adds))} if head.adds else set()
        texts = [row.whole[i] for i in columns if heads[i] or not row.whole[i].isdigit()]
        texts = [text[:LONGEST_REMARK] for text in (*texts, grid.comments.get(row.number, "")) if text]
        other = [text for text in texts if (OF_PEOPLE.search(text) if is_list else _bears(text, own, regency))]
        other += [text for text in texts if OF_A_YEAR.fullmatch(text) and year not in ("", labels.year(text))]
        other += [text for i in told if not _trained(text := row.whole[i][:LONGEST_REMARK]) <= own]
        other += [noted] if labels.is_revision(noted := grid.comments.get(row.number, "")) else []
        if other or notes:
            remarks[row.number] = quoted((other or notes)[0])
    if is_list or grid.lines:
        remarks = {n: prose.nameless(text) for n, text in remarks.items()}
    if not remarks or answered(answers, "remarks", ("hold", "type"), rows=listed_rows(remarks)) == "hold":
        return rows
    return [
        replace(row, texts={**row.texts, "participants": remarks[row.number]}) if row.number in remarks else row
        for row in rows
    ]


def _told_beside(grid: Grid, head: Head) -> list[int]:
    """Return the columns that are not read, and may tell in words how many took part: "Uraian", "Hasil"."""
    used = {*head.columns.values(), *head.adds, *(head.pair or ()), head.code, head.years, head.classes}
    used |= {*(head.wide.columns if head.wide else ()), *_remarks(grid, head)}
    return [i for i, text in enumerate(grid.rows[head.row]) if i not in used and not labels.counts(text)]


@lru_cache(maxsize=4096)
def _trained(text: str) -> frozenset[str]:
    return frozenset(n for match in TRAINED.finditer(text) for n in match.groups() if n)


def _other_sums(grid: Grid, head: Head, rows: Sequence[Row]) -> list[str]:
    """Return the sums below the rows that are of others than these: "Jumlah hadir 30" below "Jumlah 35"."""
    people, columns = _trainings(rows), [head.columns["participants"]] if "participants" in head.columns else head.adds
    if not people or any(column in columns for _, column in grid.tall):
        return []

    def count(cells: Sequence[str]) -> int:
        return sum(number(cells[i]) or 0 for i in columns)

    below = grid.rows[people[-1].number + 1 :]
    sums = [(next(filter(None, cells)), n) for cells in below if (n := count(cells))]
    known = {sum(count(row.whole) for row in people), *(n for name, n in sums if labels.is_total(name))}
    others = [(name, n) for name, n in sums[len(sums) > 1 :] if n not in known and not labels.mentions(name)]
    return [f"{name} {n}" for name, n in others if {*folded(name).split()} & (labels.REALISED - labels.PASSED)]


def _of_others(head: Head, rows: Sequence[Row], notes: Sequence[str]) -> dict[int, str]:
    """Return the rows (from 0) of which a note of the table says another count than theirs, each with the note.

    It may name a regency or an activity of theirs; one that names none is of all, where it corrects something.
    """
    of, above = dict[int, tuple[str, str, int]](), dict.fromkeys(NAMES, "")
    for row in _trainings(rows):
        above |= {name: text for name in NAMES if (text := row.texts.get(name))}
        activity = labels.activity_in(above["activity"])
        of[row.number] = labels.regency(above["regency"]), activity, number(people_of(head, row)) or 0
    others = dict[int, str]()
    for note in notes:
        text = note[:LONGEST_REMARK]
        corrects = CORRECTING.search(text) is not None
        stated = {*map(int, OF_PEOPLE.findall(text) if not corrects else IN_REMARK.findall(text))}
        if not stated or labels.total_in(text) or labels.is_total(text.partition(":")[0]) or labels.is_subtotal(text):
            continue
        if labels.is_absent(re.split(r"\d", text)[0].strip(" :")) and not corrects:
            continue  # who was there, and took no part
        codes, activity = labels.mentions(text), labels.activity_in(text)
        mine = {
            n: count for n, (code, name, count) in of.items()
            if (code in codes or not codes) and (activity == name or not (activity and name))
        }  # fmt: skip
        sums = {sum(count for mine_of, _, count in of.values() if mine_of == code) for code in codes}
        if (codes or activity or corrects) and not stated <= {*mine.values(), sum(mine.values()), *sums}:
            others |= {n: quoted(note) for n in mine}
    return others


def _totals_rows(grid: Grid, head: Head, rows: list[Row], answers: Mapping[str, str]) -> bool:
    """Whether "Total peserta" totals each row, and not its regency: the answer ``total``."""
    column = head.columns.get("regency_participants")
    if column is None or "participants" in head.columns or not labels.is_unclear_total(grid.rows[head.row][column]):
        return False
    of, regency = defaultdict[str, list[str]](list), ""
    for row in _trainings(rows):
        regency = row.texts.get("regency") or regency
        if (text := row.texts.get("regency_participants")) and (row.number, column) not in grid.tall:
            of[regency].append(text)
    several = next(((name, texts) for name, texts in of.items() if len(texts) > 1), None)
    if several is None:  # of one training each both are the same here, but other sheets may go on with the regency
        return len(of) == len(_trainings(rows))
    listed = f"{quoted(several[0])}: {', '.join(several[1][:MOST_LISTED])}"
    text = quoted(grid.rows[head.row][column])
    return answered(answers, "total", ("row", "regency"), head=text, listed=listed) == "row"


def with_classes(grid: Grid, head: Head, rows: list[Row], answers: Mapping[str, str]) -> Head:
    """Return the head with what a count is of where a row has several classes: the answer ``classes``.

    A number below "Angkatan" says how many there are, or which one it is.
    """
    column = head.columns.get("participants")
    if head.wide:
        return _with_classes_of_cells(head, head.wide, rows, answers)
    several = [row for row in _trainings(rows) if classes_of(head, row) > 1]
    if not several or column is None:
        return head
    if _are_ordinals(head, _trainings(rows)) and not labels.counts_classes(grid.rows[head.row][head.classes or 0]):
        return replace(head, classes=None)
    texts, row = grid.rows[head.row], several[0]
    of = column if head.classes is None or any("classes" in row.texts for row in several) else head.classes
    is_number = of == column or labels.counts_classes(texts[of])
    if is_number and labels.is_per_class(texts[column]):
        return replace(head, is_of_each_class=True)
    choices, reason = (CLASSES, "classes") if is_number else ((*CLASSES, Choice("one", "one_class")), "which_class")
    details = {"row": str(row.number + 1), "head": quoted(texts[of]), "n": str(classes_of(head, row))}
    people = quoted(row.texts.get("participants") or "–")
    answer = answered(answers, "classes", choices, reason, **details, found=people)
    return replace(head, is_of_each_class=answer == "each", classes=None if answer == "one" else head.classes)


def _with_classes_of_cells(head: Head, wide: Wide, rows: Sequence[Row], answers: Mapping[str, str]) -> Head:
    """Return the head with what the counts of cells are of that have their classes beside them."""
    cells = ((row, name, at) for row in _trainings(rows) for name, at in wide.cells)
    if not (several := next((cell for cell in cells if classes_of(head, *cell[:2]) > 1), None)):
        return head
    row, name, at = several
    details = {"row": str(row.number + 1), "head": quoted(name), "n": str(classes_of(head, row, name))}
    answer = answered(answers, "classes", CLASSES, **details, found=" + ".join(row.whole[i] or "–" for i in at))
    return replace(head, is_of_each_class=answer == "each")


def _are_ordinals(head: Head, rows: Sequence[Row]) -> bool:
    """Whether the numbers of classes number them: 1, 2, 3 of the same training, or of all."""
    if any("classes" in row.texts for row in rows):
        return False
    return any(
        all([classes_of(head, row) for row in mine] == [*range(1, len(mine) + 1)] for mine in parts)
        for parts in ([rows], _by_training(rows).values())
    )


def takes_activity_above(grid: Grid, head: Head, rows: Sequence[Row], answers: Mapping[str, str]) -> bool:
    """Whether rows without an activity are of the one that is written above them: the answer ``activity_above``.

    Below headings they are, and where rows without one have no number and all others do. Raises ``UnclearFileError``.
    """
    if "activity" not in head.columns or not is_by_activity(head):
        return False
    trainings = [row for row in rows if row.kind == "training"]
    without = [row for row in trainings if not row.texts.get("activity")]
    columns = [i for i, text in enumerate(grid.rows[head.row]) if labels.is_number(text)]
    is_numbered = (any(row.whole[i] for i in columns) == bool(row.texts.get("activity")) for row in trainings)
    if not without or (columns and all(is_numbered)):
        return bool(without)
    listed = ", ".join(str(row.number + 1) for row in without[:MOST_LISTED])
    choices = [Choice("above", "activity_above"), Choice("missing", "activity_missing")]
    return answered(answers, "activity_above", choices, rows=listed) == "above"


def are_listed(rows: Iterable[Row], answers: Mapping[str, str]) -> bool:
    """Whether what one cell names one behind the other, some of it known, is a training each: the answer ``lists``."""
    several = {
        row.number: text for row in _trainings(rows)
        if len(parts := COMMAS.split(text := row.texts.get("activity", ""))) > 1
        and not labels.is_activity(text) and any(map(labels.is_activity, parts))
    }  # fmt: skip
    return bool(several) and answered(answers, "lists", ("each", "one"), rows=listed_rows(several)) == "each"


def is_each_period(head: Head, rows: Iterable[Row], answers: Mapping[str, str]) -> bool:
    """Whether the counts of a row by months are trainings of their own: the answer ``periods``."""
    if not head.wide or head.wide.kind != "period":
        return False
    cells = head.wide.cells
    named = ((row, [n for n, at in cells if any(not labels.is_nothing(row.whole[i]) for i in at)]) for row in rows)
    several = [(row, names) for row, names in named if row.kind == "training" and len(names) > 1]
    if not several:
        return False
    row, names = several[0]
    details = {"row": str(row.number + 1), "listed": ", ".join(names[:MOST_LISTED])}
    return answered(answers, "periods", ("row", "each"), **details) == "each"


def classes_of(head: Head, row: Row, name: str = "") -> int:
    """Return how many classes a row has, or what a wide table has under a name; 1 where it does not say."""
    at = head.wide.classes.get(name) if head.wide else head.classes
    beside = row.whole[at].split(" ")[0] if at is not None else ""
    digits = row.texts.get("classes", beside)
    return int(digits) if digits.isascii() and digits.isdigit() and 0 < int(digits[:4]) <= 200 else 1

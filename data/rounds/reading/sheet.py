"""Read what an office sends, a table in a file of any usual kind, into a draft of a round: texts with their places.

Nothing in a file is ever run or followed: no macro, formula, link or entity. What is larger than a round can be is
refused before it is unpacked. The table may stand anywhere on a sheet, below titles and facts, above a signature
(``table`` reads it); a file that could be read in two ways is refused, with the reason.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from types import MappingProxyType

from data.rounds.reading import apart, head, labels, messages, questions, repeats, sheets, table, wide
from data.rounds.reading.grid import (
    MOST_ROWS,
    Grid,
    UnclearFileError,
    UnreadableFileError,
    clean,
    folded,
    letters,
    quoted,
    require_within,
    text_of,
)
from data.rounds.reading.table import Line
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words

MOST_BYTES = 5_000_000  # of a file
MOST_NAME = 100  # letters of a file's name that are kept
MARKED = re.compile(r"^'(?=[=+@\t\r\n＝＋－＠-])")  # what keeps a text in a CSV file from being taken for a formula
OTHER_KINDS = (  # how files begin that are no table, and what is said of them
    (b"%PDF", "pdf"), (b"{\\rt", "unknown_kind"), (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"), (b"GIF8", "picture"), (b"RIFF", "picture"), (b"II*\0", "picture"), (b"MM\0*", "picture"),
    (b"ftyp", "picture"), (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
)  # fmt: skip
PEOPLE = re.compile(
    r"(?<![\d.,/-])(\d{2,6}|\d{1,3}(?:\.\d{3})+)\s+(?:orang|org|peserta|participants|people)\b",
    re.IGNORECASE | re.ASCII,
)
COUNTED = re.compile(r"\b(?:sebanyak|jumlah|total|oleh)(?: peserta)?:?\s+20\d\d\s+(?:orang|peserta)\b", re.IGNORECASE)
FEWEST_BETWEEN = 3  # separators in each line of a table
QUOTED_ROW = re.compile(r'\s*"(?:[^"]|"")*"\s*')
SENT = re.compile(  # when a letter was sent, or a list printed: not when the trainings were
    r"\W*(?:sent|date|dikirim|terkirim|received|diterima|printed|(?:tgl\.?|tanggal) (?:cetak|unduh|kirim)|dicetak"
    r"|diunduh|exported|generated|pada .* menulis|on .* wrote)\b",
    re.IGNORECASE,
)
PARTS = re.compile(r"\S+(?: \S+)*")  # of a line whose columns are set apart by two spaces or more
NOTHING: Mapping[str, str] = MappingProxyType({})
DATES = ("start_date", "source_date")
HEAD_ROWS = 3  # at most
OF_COLUMNS = {"count", "place"}  # questions that are answered by a column of a sheet
OF_ROWS = {  # and those of its rows, besides "cell" with the number of one
    "part", "regency", "called_off", "remarks", "sums", "repeated", "twice", "absent", "units", "province",
    "other_table", "moved", "jump", "breakdown", "people", "noted", "strays", "lists", "marks",
    "notes", "same", "failed", "address",
}  # fmt: skip
CELL = re.compile(r"cell\d+", re.ASCII)
HasTable = Callable[[Grid], bool]


@dataclass(frozen=True)
class Draft:
    """A round as somebody wrote it down: texts, not yet checked.

    ``facts`` has a text for each of ``labels.FACTS`` that is known, ``places`` the cell that each fact and each column
    was found in (column letters for a column), ``skipped`` the rows that hold something but no training, ``unread``
    the heads of columns that were not read. ``guessed`` has facts that the sheet only hints at, to be proposed.
    ``system`` says whose codes the regencies are written with, "bps" or "kemendagri"; "" where no head says so.
    ``unread_sheets`` are the names of sheets that hold a list and gave nothing.
    """

    facts: dict[str, str] = field(default_factory=dict, hash=False)
    lines: tuple[Line, ...] = ()
    file: str = ""
    sheet: str = ""
    places: dict[str, str] = field(default_factory=dict, hash=False)
    skipped: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()
    guessed: dict[str, str] = field(default_factory=dict, hash=False)
    system: str = ""
    unread_sheets: tuple[str, ...] = ()

    def with_facts(self, facts: dict[str, str]) -> "Draft":
        """Return the draft with some facts in the place of its own."""
        return replace(self, facts={**self.facts, **facts})


def read(name: str, content: bytes, answers: Mapping[str, str] = NOTHING) -> Draft:
    """Read a file by the answers (question → answer) to what is unclear in it.

    Raises ``UnclearFileError`` with the next question, and ``UnreadableFileError`` for what can't be read at all.
    """
    file = file_name(name)
    shown = grids(content, lambda grid: head.has_head(grid) or head.has_head(head.flat(grid)))
    listing = [grid for grid in shown if not sheets.is_form(grid)]
    if shown and not listing:
        raise UnreadableFileError("forms")
    parts = (part for grid in listing for part in sheets.beside(head.upright(grid, answers)))
    shown = [one for part in parts for one in sheets.below(part)]
    seen = [flat for grid in shown if head.has_head(flat := head.flat(grid))]
    chosen = sheets.chosen(seen, answers)
    drafts = [*_each(file, chosen, answers)]
    if not drafts:
        raise UnreadableFileError("no_table")
    filled = [draft for draft in drafts if draft.lines] or drafts[:1]
    titles = {draft.sheet for draft in filled}
    for grid in shown:
        if any(sheets.goes_on(grid, draft.places) for draft in filled) and not head.has_head(head.flat(grid)):
            raise UnreadableFileError("goes_on", at=clean(grid.title))
    unread = tuple(title for grid in shown if sheets.is_list(grid) and (title := clean(grid.title)) not in titles)
    questions.refuse_plan(file, answers)
    return replace(_joined(filled, sheets.repeated(chosen)) if len(filled) > 1 else filled[0], unread_sheets=unread)


def _each(file: str, chosen: Sequence[Grid], answers: Mapping[str, str]) -> Iterator[Draft]:
    """Yield the drafts of some sheets, the number of the sheet before the key of its own answers ("2.count").

    What is asked of the rows of one is asked again of each other, and so is what is asked of its columns where the
    head is not the same. Raises ``UnreadableFileError``, which names the sheet where there are several.
    """
    heads = dict[tuple[str, ...], int]()
    for n, grid in enumerate(chosen, 1):
        rows = grid.rows[head.head_row(grid) or 0 :][:HEAD_ROWS]
        top = [rows[0], *takewhile(lambda row: not labels.has_digit(row), rows[1:])]
        first = heads.setdefault(tuple(folded(text) for row in top for text in row), n)
        try:
            draft = _draft(file, grid, {_own(key, n, first): answer for key, answer in answers.items()})
        except UnreadableFileError as error:
            if error.reason == "no_people" and len(chosen) > 1:
                continue  # another sheet has those who took part
            error.sheet = grid.title if len(chosen) > 1 else ""
            if isinstance(error, UnclearFileError) and (of := _sheet_of(error.key, n, first)) > 1:
                error.key = f"{of}.{error.key}"
            raise
        if draft:
            yield draft


def _sheet_of(key: str, n: int, first: int) -> int:
    """Return which sheet's answer holds on sheet ``n``, ``first`` being the first with the same head."""
    return n if key in OF_ROWS or CELL.fullmatch(key) else first if key in OF_COLUMNS else 1


def _own(key: str, n: int, first: int) -> str:
    """Return the key of an answer as it is on one sheet; another's has its number before it."""
    number, _, name = key.rpartition(".")
    return name if int(number or 1) == _sheet_of(name, n, first) else f"{number or 1}.{name}"


def _joined(drafts: Sequence[Draft], again: set[str]) -> Draft:
    """Return the draft of a round that several sheets hold together; ``again`` are those that list the same people."""
    facts = sheets.joined(
        [{**draft.guessed, **draft.facts} for draft in drafts], [draft.lines for draft in drafts],
        [draft.sheet in again for draft in drafts],
    )  # fmt: skip
    facts = {name: text for name, text in facts.items() if any(name in draft.facts for draft in drafts)}
    lines = tuple(replace(line, sheet=draft.sheet) for draft in drafts for line in draft.lines)
    unread = tuple(dict.fromkeys(head for draft in drafts for head in draft.unread))
    systems = {draft.system for draft in drafts}
    system = systems.pop() if len(systems) == 1 else ""
    columns = {name: at for name, at in drafts[0].places.items() if name in labels.COLUMNS}
    return Draft(facts, lines, drafts[0].file, "", columns, (), unread, drafts[0].guessed, system)


def file_name(name: str) -> str:
    """Return a file's name as it is shown: without folders, and without what cannot be seen."""
    return clean(re.split(r"[/\\]", name)[-1])[:MOST_NAME]


def grids(content: bytes, has_table: HasTable) -> list[Grid]:
    """Return the sheets of a file in which a table is looked for. Raises ``UnreadableFileError``."""
    if len(content) > MOST_BYTES:
        raise UnreadableFileError("too_large", most=str(MOST_BYTES // 1_000_000))
    if not content.strip(b"\0\t\r\n "):
        raise UnreadableFileError("empty")
    return list(_grids(content, has_table))


def _grids(content: bytes, has_table: HasTable) -> Iterator[Grid]:
    if kind := apart.kind_of(content):
        yield from _of_letter(kind, content, has_table)
    elif content[:2] == b"PK":
        from data.rounds.reading import xlsx  # OpenPyXL takes 12 MB: only a server that is given a workbook pays for it

        yield from _shown(xlsx.grids(content), has_table)
    elif kind := next((kind for begin, kind in OTHER_KINDS if begin in (content[: len(begin)], content[4:8])), ""):
        raise UnreadableFileError(kind)
    elif content.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith((b"<", b"{", b"[{")):
        raise UnreadableFileError("unknown_kind")
    else:
        yield _csv(_decoded(content), has_table)


def _of_letter(kind: str, content: bytes, has_table: HasTable) -> Sequence[Grid]:
    """Return the sheets of a file of another program; of a letter or a page without a table what it says as a message.

    The last sheet of a page is all that it says. Raises ``UnreadableFileError``.
    """
    read = apart.grids(kind, content)
    shown = _shown(read[:1] if kind == "html" else read, has_table)
    lines = {"docx": read, "html": read[1:]}.get(kind, [])
    letter = "\n".join(" ".join(filter(None, row)) for grid in lines for row in grid.rows)
    if kind == "html" and not letter:
        raise UnreadableFileError("unknown_kind")
    if not letter or any(map(has_table, shown)):
        return shown
    if message := messages.grid_of(letter, has_table):
        return [message]
    refusal = messages.refusal(letter)
    is_text = not any(sum(map(bool, row)) > 1 for grid in shown for row in grid.rows)
    if is_text and (refusal.reason == "line_unclear" or b"<tr" not in content.lower()):
        raise refusal
    return shown


def _shown(grids: Sequence[Grid], has_table: HasTable) -> Sequence[Grid]:
    """Return the sheets that their reader sees, without the template's own helps."""
    seen = [grid for grid in grids if not labels.is_reference(grid.title)]
    shown = [grid for grid in seen if not grid.is_hidden]
    if not any(map(has_table, shown)):
        for grid in seen:
            if grid.is_hidden and has_table(grid):
                raise UnreadableFileError("hidden", at=grid.title)
    return shown


# --- CSV ---------------------------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    """Decode a text file: UTF-8, UTF-16 with its mark, else the western Windows code page."""
    sample = content[:400]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif 2 * max(zeros := (sample[::2].count(0), sample[1::2].count(0))) > len(sample) // 2:  # without its mark
        encodings = ["utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise UnreadableFileError("binary")
        return text
    raise UnreadableFileError("binary" if b"\0" in content and "cp1252" in encodings else "encoding")


def _csv(text: str, has_table: HasTable) -> Grid:
    """Take a text apart by the separator with which it has a table; if none does, by the one that it has most."""
    first, _, rest = text.partition("\n")
    if named := re.fullmatch(r"sep=(.)\r?", first):
        return _separated(rest, named[1], 2)
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(map(QUOTED_ROW.fullmatch, lines)):  # a column of rows that was saved as a table again
        text = "\n".join(line.strip()[1:-1].replace('""', '"') for line in text.splitlines())
    sample = "\n".join(text.splitlines()[:40])
    separators = sorted((s for s in ";\t,|│" if s in sample), key=sample.count, reverse=True) or [","]
    problem: UnreadableFileError | None = None
    for separator in separators:
        try:
            grid = _separated(text, separator, 1)
        except UnreadableFileError as error:
            problem = problem or error
            continue
        if has_table(grid):
            _require_heads(grid)
            return grid
    if columns := _in_columns(text.expandtabs(), has_table) or messages.grid_of(text, has_table):
        return columns
    if len(lines) > 1 and all(line.count(separators[0]) >= FEWEST_BETWEEN for line in lines):  # of people, maybe
        raise problem or UnreadableFileError("no_table")
    raise problem or messages.refusal(text)


def _require_heads(grid: Grid) -> None:
    """Refuse a text file in which numbers stand behind the last head: a comma in one may have parted it.

    A head in two rows may end in the lower one, which says nothing below the first column.
    """
    at = head.head_row(grid)
    if at is None:
        return
    below = list(takewhile(lambda row: not row[0] and not any(t[0].isdigit() for t in row if t), grid.rows[at + 1 :]))
    last = max((i for row in (grid.rows[at], *below) for i, text in enumerate(row) if text), default=0)
    for number, row in enumerate(grid.rows[at + 1 + len(below) :], at + 2 + len(below)):
        is_row = sum(map(bool, row[: last + 1])) > 1
        if is_row and any(text[0].isdigit() for text in row[last + 1 :] if text):
            raise UnreadableFileError("ragged", row=str(number))


def _in_columns(text: str, has_table: HasTable) -> Grid | None:
    """Return the cells of a text whose columns only stand below each other; None if it has no table of that kind.

    A part of a line belongs to the head that it stands below. Raises ``UnreadableFileError`` where that is not clear.
    """
    lines = text.splitlines()[:MOST_ROWS]
    for at, line in enumerate(lines[: head.HEAD_WITHIN]):
        heads = [match.span() for match in PARTS.finditer(line)]
        cells = {(n, 1): above.strip() for n, above in enumerate(lines[:at], 1)}
        one = cells | dict(_cells([line], [*heads], at + 1))
        is_list = any(labels.names_person(line[start:end]) for start, end in heads)  # known by the rows below it
        if len(heads) < 2 or not (is_list or has_table(Grid.of("", one, (), False, (), ()))):
            continue
        grid = Grid.of("", cells | dict(_cells(lines[at:], heads, at + 1)), (), False, (), ())
        if has_table(grid):
            return grid
    return None


def _cells(lines: Sequence[str], heads: Sequence[tuple[int, int]], first: int) -> Iterator[tuple[tuple[int, int], str]]:
    for number, line in enumerate(lines, first):
        parts = list(PARTS.finditer(line))
        if not parts or not any(c.isalnum() for c in line):
            continue
        below = [[i for i, (start, end) in enumerate(heads, 1) if p.start() < end and start < p.end()] for p in parts]
        if all(len(columns) == 1 for columns in below) and len({columns[0] for columns in below}) == len(parts):
            places = [columns[0] for columns in below]
        elif len(parts) == len(heads):
            places = [*range(1, len(heads) + 1)]
        elif len(parts) > 1 and any(part[0].strip().isdigit() for part in parts):
            raise UnreadableFileError("columns", row=str(number))
        else:
            yield (number, 1), line.strip()
            continue
        yield from (((number, column), part[0]) for column, part in zip(places, parts, strict=True))


def _separated(text: str, separator: str, first: int) -> Grid:
    """Return the cells of a CSV file, the first of them in row ``first``; a row of it may take several lines."""
    cells: dict[tuple[int, int], str] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, row in enumerate(reader, first):
            require_within(number, 1)
            for column, value in enumerate(row, 1):
                if text_of(value):
                    require_within(number, column)
                    cells[number, column] = MARKED.sub("", value)
    except csv.Error as error:
        # A quotation mark that is opened and never closed would swallow the rows below it.
        raise UnreadableFileError("quotes", row=str(reader.line_num)) from error
    return Grid.of("", cells, (), False, (), ())


# --- From cells to a draft ---------------------------------------------------------------------------------


def _draft(file: str, grid: Grid, answers: Mapping[str, str]) -> Draft | None:
    """Return what a sheet says of a round; None if no row of it looks like the head of the table."""
    at = head.head_row(grid)
    if scaled := next((t for row in grid.rows[: (at or 0) + 2] for t in row if labels.is_scaled(t)), ""):
        raise UnreadableFileError("scaled", found=quoted(scaled))
    top = head.head_of(grid, answers)
    if top is None:
        return None
    no_facts = [[""] * len(row) if ":" in row else row for row in grid.rows[: top.row]]  # "Kegiatan", ":", "Anyaman"
    above = head.head_row(replace(grid, rows=no_facts))
    if above is not None and above < top.row - 1:
        raise UnreadableFileError("second_table", row=str(top.row + 1))
    _refuse_above(grid, top)
    goes_on = not (top.wide and top.wide.kind == "period")  # from row to row, not from column to column
    top = questions.with_cumulative(grid, top, answers)
    known, activity = questions.without_activities(grid, top, answers)
    facts, places = _facts(grid.rows[: top.row], 0, beside=True)
    body = table.body(grid, top, answers, is_whole=folded(facts.get("known", "")) not in _not_whole())
    below, below_places = _facts(grid.rows[body.end :], body.end, beside=False)
    facts, places = {**below, **facts}, {**below_places, **places}
    if year := top.year or body.year or _year(grid, top, body.lines, facts.get("year", "")):
        facts["year"] = year
    if body.total and "total" not in facts:
        facts["total"], places["total"] = body.total
    places |= {column: letters(i) for column, i in top.columns.items()}
    hints = _year_below(grid, top, body.lines) | _hints([*grid.rows[: top.row], [grid.title]])
    lines = sheets.of_regency(grid, top.row, body.lines, answers)
    if cumulative := questions.cumulative(grid, top):
        repeats.refuse_cumulative(lines, quoted(cumulative))
        if goes_on and labels.says_cumulative(cumulative):
            questions.ask_cumulative(cumulative, answers)
    questions.ask_years(grid.rows[: top.row], facts | hints, answers)
    lines = repeats.without(grid, top, lines, facts.get("trainings", ""), answers)
    lines = repeats.chosen(grid, top, lines, facts.get("trainings", ""), answers)
    if known:
        facts.setdefault("known", Words(DEFAULT_LANGUAGE)(f"sheet.known.{known}"))
    if activity:
        lines = tuple(replace(line, texts={**line.texts, "activity": activity}) for line in lines)
    is_by_sex = any("men" in line.texts for line in lines)
    unread = (*(text for text in top.unread if not (is_by_sex and labels.is_of_sex(text))), *body.unread)
    draft = Draft(facts, lines, file, clean(grid.title), places, body.skipped, unread, hints, top.system)
    return _by_line(draft, grid.lines) if grid.lines else draft


def _by_line(draft: Draft, of: Sequence[int]) -> Draft:
    """Return the draft of a message, its rows numbered as its lines are."""
    lines = tuple(replace(line, row=of[line.row - 1] + 1) if line.row else line for line in draft.lines)
    return replace(draft, lines=lines, skipped=tuple(sorted({of[n - 1] + 1 for n in draft.skipped})))


def _not_whole() -> set[str]:
    """Return the words for a round of which only the totals are known, or less than these."""
    return {folded(Words(language)(f"sheet.known.{known}")) for language in LANGUAGES for known in ("total", "part")}


def _refuse_above(grid: Grid, top: head.Head) -> None:
    """Refuse a sheet with a training above the head, in its columns: another table, of which nothing would be read."""
    names = [top.columns[name] for name in ("regency", "activity") if name in top.columns]
    counts = [*top.adds, *(top.columns[name] for name in labels.COUNTS if name in top.columns)]
    counts += top.wide.columns if top.wide else ()
    for row in grid.rows[: top.row]:
        is_named = any(labels.is_regency(row[i]) or labels.is_activity(row[i]) for i in names)
        if is_named and any(row[i] and wide.number(row[i]) for i in counts):
            raise UnreadableFileError("second_table", row=str(top.row + 1))


def _year(grid: Grid, top: head.Head, lines: Sequence[Line], fact: str) -> str:
    """Return the year of the fact and of a column of the table, "" if none says it; several are several rounds."""
    texts = {fact, *(grid.rows[line.row - 1][top.years] for line in lines if line.row and top.years is not None)}
    years = sorted({_only_year(text) for text in texts if text})
    if len(years) > 1:
        raise UnreadableFileError("several_years", years=", ".join(years[:5]))
    return years[0] if years else ""


def _only_year(text: str) -> str:
    match = re.fullmatch(r"\D*(20\d\d)\D*", text, re.ASCII)
    return match[1] if match else labels.year_of(text) or text


def _facts(rows: Iterable[list[str]], first: int, beside: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Return the facts in some rows: a label with its value after a colon in the same cell, or ``beside`` it."""
    facts: dict[str, str] = {}
    places: dict[str, str] = {}
    for number, row in enumerate(rows, first + 1):
        at = 0
        while at < len(row):
            label, colon, rest = row[at].partition(":")
            name = labels.fact(label if colon else row[at])
            value, place = rest.strip(), at
            if name and not value and beside:
                place, value = next(((j, t) for j, t in enumerate(row[at + 1 :], at + 1) if t.strip(" :")), (at, ""))
                value = value.lstrip(": ")
            if name and value and name not in facts and not labels.fact(value.partition(":")[0]):
                facts[name], places[name] = value, f"{letters(place)}{number}"
                at = place
            at += 1
    return facts, places


def _year_below(grid: Grid, top: head.Head, lines: Sequence[Line]) -> dict[str, str]:
    """Return the year that the heads of the table hint at, or else the dates of its rows, if they name one alone."""
    heads = grid.rows[top.row]
    dates = [i for i, text in enumerate(heads) if labels.is_of_time(text)]
    cells = [text for line in lines if line.row for i in dates if (text := grid.rows[line.row - 1][i])]
    in_heads = {year for row in grid.rows[top.row : top.below] for text in row if (year := labels.year(text))}
    years = in_heads or {*map(labels.year_of, cells)}
    return {"year": year} if len(years) == 1 and (year := years.pop()) else {}


def _hints(rows: Iterable[list[str]]) -> dict[str, str]:
    """Return what titles only hint at: the year, if they name one that is not a law's, and how many people came."""
    texts = (text for row in rows for text in row if not SENT.match(text))
    titles = [text for text in texts if not (labels.names_law(text) or labels.spans_years(text))]
    years = {year for text in titles for year in re.findall(r"(?<!\d)20\d\d(?!\d)", COUNTED.sub("", text), re.ASCII)}
    hints = {"year": years.pop()} if len(years) == 1 else {}
    people = {match[1] for text in titles if not labels.counts_part(text) for match in PEOPLE.finditer(text)}
    return hints | ({"total": people.pop()} if len(people) == 1 else {})

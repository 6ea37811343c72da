"""A sheet as cells in rows and columns, whatever file it came from, and the limits of what is read."""

import datetime as dt
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from locales import Words

MOST_ROWS, MOST_COLUMNS = 2_000, 60
MOST_TEXT = 5_000  # letters that are kept of a cell
MOST_QUOTED = 80  # letters of a text that a problem repeats
MOST_LISTED = 8  # rows or cells that a question lists
SPACED = re.compile(r"[a-z](?: [a-z]){3,}")  # "J U M L A H"
BROKEN = re.compile(r"\b([^\W\d_]{2,})-\s([a-z]{2,})\b")  # a word at the end of a line
LONGEST_MARK = 3  # letters of a mark above the line that leads to a footnote
RAISED = re.compile(r"\ue000(.*?)\ue001", re.DOTALL)  # such a mark, as readers of files hand it on
FORMULA = "\u2063="  # stands for a formula that no program has worked out yet

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from 1


class UnreadableFileError(Exception):
    """A file from which no draft can be read; ``reason`` is a key of the catalogues (``upload.<reason>``).

    ``sheet`` is the title of the sheet that it is of, where several are read.
    """

    sheet = ""

    def __init__(self, reason: str, **details: str) -> None:
        """Keep the reason and what its words need."""
        super().__init__(reason)
        self.reason, self.details = reason, details

    def sentence(self, name: str, words: "Words") -> str:
        """Say why the file of that name cannot be read."""
        at = f"{name}, {words('draft.problem.sheet', sheet=quoted(self.sheet))}" if self.sheet else name
        return f"{at}: {words(f'upload.{self.reason}', **self.details)}"


@dataclass(frozen=True)
class Choice:
    """One answer to a question: ``value`` is the answer, ``reason`` a key of the catalogues (``choice.<reason>``)."""

    value: str
    reason: str
    details: tuple[tuple[str, str], ...] = ()


Choices = Sequence[Choice | str]


def column_choice(at: str, head: str, sample: str = "…", value: str = "", reason: str = "place_column") -> Choice:
    """Return a column as an answer, by default its letters; its head and its first cells tell which one it is."""
    return Choice(value or at, reason, (("at", at), ("head", quoted(head)), ("sample", sample)))


def all_of(heads: Iterable[str]) -> Choice:
    """Return the answer that several columns count together, by their heads."""
    return Choice("sum", "sum_of_columns", (("listed", " + ".join(f"“{quoted(head)}”" for head in heads)),))


class UnclearFileError(UnreadableFileError):
    """A file that can be read in several ways: whoever knows it has to choose, and it is read again with the answer.

    ``key`` names the question, ``choices`` are its answers; ``reason`` asks it.
    """

    def __init__(self, reason: str, key: str, choices: Sequence[Choice], **details: str) -> None:
        """Keep the question and its answers."""
        super().__init__(reason, **details)
        self.key, self.choices = key, tuple(choices)


def answered(answers: Mapping[str, str], key: str, choices: Choices, reason: str = "", **details: str) -> str:
    """Return the answer to a question, one of the choices; a text among these has the words ``<key>_<text>``.

    Raises ``UnclearFileError`` where there is no answer yet.
    """
    given = [Choice(choice, f"{key}_{choice}") if isinstance(choice, str) else choice for choice in choices]
    if (answer := answers.get(key, "")) not in {choice.value for choice in given}:
        raise UnclearFileError(reason or key, key, given, **details)
    return answer


def listed_rows(texts: Mapping[int, str]) -> str:
    """Return the first of some rows (from 0) as a question lists them, with what each says, or several of them."""
    of = dict[str, list[int]]()
    for number, text in texts.items():
        of.setdefault(quoted(text), []).append(number)
    return "; ".join(f"{listed_numbers(numbers)} “{text}”" for text, numbers in [*of.items()][:MOST_LISTED])


@dataclass(frozen=True)
class Grid:
    """A sheet: its texts by row and column (from 0), as its reader sees them.

    A merged cell says the same in all of its rows, in its first column. ``tall`` has, for every place (from 0) of a
    merged cell that spans rows, the first and last of them; ``hidden_rows`` and ``hidden_columns`` count from 1.
    ``struck`` are the places (from 0) of cells that are struck out, ``comments`` what is noted on cells by row
    (from 0), ``numbers`` the places of those that hold a number, whatever its text looks like; ``wide`` are the first
    places of merged cells that span columns, ``marks`` the raised marks that lead to a footnote, by place.
    ``lines`` says of each row of a message which line (from 0) it is of.
    """

    title: str
    rows: list[list[str]]
    tall: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[tuple[int, int]] = frozenset()
    comments: Mapping[int, str] = field(default_factory=dict, hash=False)
    numbers: frozenset[tuple[int, int]] = frozenset()
    wide: frozenset[tuple[int, int]] = frozenset()
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict, hash=False)
    lines: tuple[int, ...] = ()

    @classmethod
    def of(
        cls, title: str, cells: Mapping[tuple[int, int], Cell], areas: Iterable[Area],
        is_hidden: bool, hidden_rows: Iterable[int], hidden_columns: Iterable[int],
    ) -> "Grid":  # fmt: skip
        """Make a sheet of cells by row and column (from 1)."""
        raised = {(row - 1, column - 1): mark[1] for (row, column), v in cells.items() if (mark := _mark(v))}
        if raised:
            cells = {at: RAISED.sub("", v) if isinstance(v, str) else v for at, v in cells.items()}
        texts = {place: text for place, value in cells.items() if (text := text_of(value))}
        last_row, last_column = max((row for row, _ in texts), default=0), max((c for _, c in texts), default=0)
        rows = [[""] * last_column for _ in range(last_row)]
        for (row, column), text in texts.items():
            rows[row - 1][column - 1] = text
        tall: dict[tuple[int, int], tuple[int, int]] = {}
        wide = set()
        for top, left, bottom, right in areas:
            if right > left:
                wide.add((top - 1, left - 1))
            if bottom > top and (text := texts.get((top, left), "")):
                for row in range(top - 1, min(bottom, last_row)):
                    if (row, left - 1) in tall:  # no program lets merged cells overlap
                        raise UnreadableFileError("broken")
                    rows[row][left - 1] = text
                    tall[row, left - 1] = (top - 1, min(bottom, last_row) - 1)
        numbers = frozenset((r - 1, c - 1) for (r, c), value in cells.items() if type(value) in (int, float))
        hidden = frozenset(hidden_rows), frozenset(hidden_columns)
        return cls(title, rows, tall, is_hidden, *hidden, numbers=numbers, wide=frozenset(wide), marks=raised)

    def own(self, at: int) -> list[str]:
        """Return a row without what is merged from above; [] behind the last row."""
        row = self.rows[at] if at < len(self.rows) else []
        return ["" if self.tall.get((at, i), (at, at))[0] < at else text for i, text in enumerate(row)]

    def below(self, at: int, column: int) -> list[str]:
        """Return what stands in a column below a row, without blanks."""
        return [cells[column] for cells in self.rows[at + 1 :] if cells[column]]

    def named(self, at: int, columns: Iterable[int]) -> str:
        """Return cells of a row as a problem names them: their places, and what they say."""
        return ", ".join(f"{letters(i)}{at + 1} “{quoted(self.rows[at][i])}”" for i in columns)

    def with_rows(self, at: int, *rows: list[str]) -> "Grid":
        """Return the sheet with other rows from a row on."""
        return replace(self, rows=[*self.rows[:at], *rows, *self.rows[at + len(rows) :]])

    def with_text(self, at: int, column: int, text: str) -> "Grid":
        """Return the sheet with another text in a cell."""
        return self.with_rows(at, [text if i == column else other for i, other in enumerate(self.rows[at])])


def require_within(row: int, column: int) -> None:
    """Refuse a cell (from 1) that lies beyond what is read of a sheet."""
    if row > MOST_ROWS:
        raise UnreadableFileError("too_many_rows", most=str(MOST_ROWS))
    if column > MOST_COLUMNS:
        raise UnreadableFileError("too_wide", most=str(MOST_COLUMNS))


def raised(text: str) -> str:
    """Return a text above the line as a reader of files hands it on: the mark of a footnote apart from its text."""
    mark = text.strip()
    return f"\ue000{mark}\ue001" if len(mark) <= LONGEST_MARK else text


def _mark(value: Cell) -> re.Match[str] | None:
    return RAISED.search(value) if isinstance(value, str) and "\ue000" in value else None


@dataclass
class Row:
    """A row of a sheet below the head: its number (from 0), its own texts by column, and the whole of it."""

    number: int
    texts: dict[str, str]
    whole: list[str]
    kind: str = ""


def put_aside(rows: Iterable[Row], numbers: Container[int]) -> list[Row]:
    """Return the rows, those of some numbers (from 0) as rows that say nothing."""
    return [replace(row, kind="other", texts={}) if row.number in numbers else row for row in rows]


def listed_numbers(numbers: Sequence[int]) -> str:
    """Return the first of some rows (from 0) as a question lists them."""
    return ", ".join(str(n + 1) for n in numbers[:MOST_LISTED]) + " …" * (len(numbers) > MOST_LISTED)


class _Seen(dict[int, str | None]):
    """What of a text can be seen, letter by letter: a space for what separates, nothing for what has no shape."""

    def __missing__(self, point: int) -> str | None:
        kind = unicodedata.category(chr(point))
        shown = " " if kind in ("Zs", "Cc", "Zl", "Zp") else None if kind in ("Cf", "Co", "Cs", "Cn") else chr(point)
        self[point] = shown
        return shown


_seen = _Seen()


@lru_cache(maxsize=2048)  # one text may stand in thousands of cells
def clean(text: str) -> str:
    """Return a text without what cannot be seen: control and direction marks, doubled spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_seen).split())


def quoted(text: str) -> str:
    """Return a text as a problem repeats it: on one line, cut where it is long."""
    cleaned = clean(text[: 4 * MOST_QUOTED])
    return cleaned if len(cleaned) <= MOST_QUOTED else f"{cleaned[: MOST_QUOTED - 1]}…"


def text_of(value: Cell) -> str:
    """Return a cell as the text that its reader sees; a line break in it stays one, what is cut off ends in …."""
    if value is None:
        return ""
    if isinstance(value, str):
        return FORMULA if value == FORMULA else _text_of(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%Y-%m-%d") if value.year >= 1000 else str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


FORM = re.compile(  # the parts of a number format: words, currencies, what shows nothing, places of digits, other signs
    r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|@'
    r"|(?P<places>general|[0#?][0#?.,]*(?:e[+-]0+)?)|(?P<end>;)|(?P<sign>.)",
    re.IGNORECASE,
)
NO_WORDS = re.compile(r"(?:\b(?:orang|org|peserta)\b|[\s.,()+/:'-])*", re.IGNORECASE)  # of a number of people


def shown(number: float, form: str) -> int | float | str:
    """Return a number as its format shows it where that adds words, a percent sign or a scale; else as it is."""
    texts, factor, scale = ["", ""], 1, 0
    for part in FORM.finditer(form):
        if part["end"] and number <= 0:
            return number
        if part["end"]:
            break
        if part["places"]:
            texts, scale = [*texts, ""], scale + len(part["places"]) - len(part["places"].rstrip(","))
            continue
        texts[-1] += part[part.lastindex] if part.lastindex else ""
        factor = 100 if part["sign"] == "%" else factor
    before, after = texts[1], "".join(texts[2:])
    if not scale and NO_WORDS.fullmatch(before + after):
        return number
    digits = text_of(round(number * factor / 1000**scale, 9)) if texts[2:] else ""
    return f"{before}{digits}{after}{('', ' ribu', ' juta')[min(scale, 2)]}"


@lru_cache(maxsize=2048)
def _text_of(text: str) -> str:
    lines = (re.sub(r"^'(?=\d)", "", clean(line)) for line in text[:MOST_TEXT].splitlines())  # a number kept as text
    whole = BROKEN.sub(_in_one_word, "\n".join(line for line in lines if line))
    return whole + "…" * (len(text) > MOST_TEXT)


def _in_one_word(parts: re.Match[str]) -> str:
    """Return a word that is broken at the end of a line ("Pe- serta") in one; "laki- laki" keeps its hyphen."""
    return parts[1] + "-" * (parts[1].lower() == parts[2]) + parts[2]


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a label or name as it is compared: small letters, no accents, no punctuation."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    words = " ".join(re.sub(r"[\W_]+", " ", bare).split())
    return words.replace(" ", "") if SPACED.fullmatch(words) else words


def letters(index: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name

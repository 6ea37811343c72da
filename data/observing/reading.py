"""Read observations from a file: the template's long form, or a table of areas down and periods across.

A table may stand anywhere on a sheet, below titles and facts, above notes. Nothing is judged here: every cell is kept
with its place, for ``checking`` to say what is wrong with it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from data.observing import values
from data.observing.areas import Areas
from data.rounds.reading import labels, sheet
from data.rounds.reading.grid import Grid, UnreadableFileError, clean, folded, letters, quoted
from locales import LANGUAGES, Words

FACTS = (
    "indicator", "name_en", "definition_id", "definition_en", "unit", "concept", "collection", "comparability_id",
    "comparability_en", "quality", "source_title", "source_publisher", "source_date", "source_url", "period",
    "decimal_mark", "sheet", "column",
)  # fmt: skip
COLUMNS = (
    "indicator",
    "area",
    "period",
    "value",
    "unit",
    "basis",
    "obs_status",
    "quality",
    "wording",
    "source",
    "copy",
)
ALSO = {  # what heads are called besides the words of the catalogues
    "area": {"daerah", "kabupaten", "kabupaten kota", "kab kota", "kab", "kota", "provinsi", "province", "regency",
             "kode wilayah", "area code"},
    "period": {"tahun", "year", "th", "thn"},
    "value": {"angka", "jumlah", "obs value"},
}  # fmt: skip
WITHIN = 12  # rows above the first area in which the head is looked for
NUMBERING = re.compile(r"\(?\d{1,2}\)?")
RANKS = {"peringkat", "rank", "ranking", "rangking", "urutan"}


@dataclass(frozen=True)
class Cell:
    """One value with what stands beside it: texts by column, ``at`` the letters of the columns, its row from 1."""

    texts: dict[str, str] = field(hash=False)
    at: dict[str, str] = field(hash=False)
    row: int
    is_number: bool  # whether the cell of the value holds a number, whatever its text looks like
    is_edge: bool  # whether its row stands above all areas of the table's kind, or below them
    doubt: str = ""  # why the value may not be meant as it stands: "hidden", "struck", "merged"

    def __getitem__(self, name: str) -> str:
        """Return the text of a column, "" if it has none."""
        return self.texts.get(name, "")


@dataclass(frozen=True)
class Written:
    """What a file says: its facts, its cells, heads that were not read; ``unnamed`` are columns without a period."""

    facts: dict[str, str] = field(hash=False)
    cells: tuple[Cell, ...]
    file: str = ""
    sheet: str = ""
    unread: tuple[str, ...] = ()
    unnamed: tuple[tuple[str, str], ...] = ()  # letters and head
    titles: tuple[str, ...] = ()  # what stands above the table and at its heads


@dataclass(frozen=True)
class _Table:
    """Where a table stands (from 0): the row of its head, the columns of the long form, or the period of each."""

    head: int
    area: int
    columns: dict[str, int]
    periods: dict[int, str]
    unread: tuple[str, ...] = ()
    unnamed: tuple[tuple[str, str], ...] = ()
    code: int | None = None  # the column with codes of areas beside their names


def read(name: str, content: bytes, areas: Areas, facts: Mapping[str, str]) -> Written:
    """Read a file; what is given as a fact stands before what the file says. Raises ``UnreadableFileError``."""
    grids = _grids(content, areas)
    column = facts.get("column", "")
    tables = [(grid, _with_codes(grid, table)) for grid in grids if (table := _table(grid, areas, column))]
    if facts.get("sheet"):
        tables = [(grid, table) for grid, table in tables if clean(grid.title) == facts["sheet"]]
    if not tables:
        raise UnreadableFileError("no_observations")
    if len(tables) > 1:
        titles = ", ".join(f"“{quoted(grid.title)}”" for grid, _ in tables)
        raise UnreadableFileError("several_observation_sheets", sheets=titles)
    ((grid, table),) = tables
    written = {**_source_below(grid, table), **_facts(grid, table), **facts}
    cells = tuple(_long(grid, table) if table.columns else _wide(grid, table, areas))
    above = tuple(text for row in grid.rows[: table.head + 1] for text in row if text)
    return Written(written, cells, sheet.file_name(name), clean(grid.title), table.unread, table.unnamed, above)


def _grids(content: bytes, areas: Areas) -> list[Grid]:
    try:
        return sheet.grids(content, lambda grid: _table(grid, areas) is not None)
    except UnreadableFileError as error:
        if error.reason in ("no_table", "no_table_text"):  # which says what a round would need
            raise UnreadableFileError("no_observations") from error
        raise


# --- Where the table is --------------------------------------------------------------------------------------


def _table(grid: Grid, areas: Areas, column: str = "") -> _Table | None:
    """Find the table of a sheet; ``column`` is the head of the one that is wanted of several columns of numbers."""
    for at, row in enumerate(grid.rows):
        columns = _long_head(row)
        if {"area", "period", "value"} <= columns.keys():
            used = set(columns.values())
            unread = tuple(text for c, text in enumerate(row) if text and c not in used)
            return _Table(at, columns["area"], columns, {}, unread)
    return _wide_table(grid, areas, column)


def _long_head(row: Sequence[str]) -> dict[str, int]:
    """Return the columns that a row names; a single head that says nothing else is that of the value."""
    columns: dict[str, int] = {}
    other = []
    for i, text in enumerate(row):
        name = _columns().get(folded(text), "")
        if name and name not in columns:
            columns[name] = i
        elif text and not labels.is_code(text) and folded(text) not in ("no", "nomor"):
            other.append(i)
    if "value" not in columns and len(other) == 1:
        columns["value"] = other[0]
    return columns


def _columns() -> dict[str, str]:
    named = {folded(Words(language)(f"observing.column.{name}")): name for language in LANGUAGES for name in COLUMNS}
    also = {text: name for name, texts in ALSO.items() for text in texts}
    return {**also, **{folded(name): name for name in COLUMNS}, **named}


def _wide_table(grid: Grid, areas: Areas, column: str) -> _Table | None:
    """Find the column with the names of areas, and the row above them with the periods."""
    named: dict[int, list[int]] = {}
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            if areas.is_area(text):
                named.setdefault(c, []).append(r)
    if not named:
        return None
    # Names before codes: the numbers of rows may be codes of provinces.
    area = max(
        named, key=lambda c: (sum(bool(re.search(r"[^\W\d_]", grid.rows[r][c])) for r in named[c]), len(named[c]), -c)
    )
    first = named[area][0]
    above = range(max(0, first - WITHIN), first)
    of_row = {r: {c: t for c, t in enumerate(grid.rows[r]) if c != area and values.period(t)} for r in above}
    head = max(above, key=lambda r: (len(of_row[r]), -r), default=-1)
    periods = of_row.get(head, {})
    if not periods:
        head = max((r for r in above if grid.rows[r][area]), default=first - 1)
    others = [c for c in _with_numbers(grid, named[area]) if c not in periods and c != area]
    heads = {c: text for c in others if not _is_numbering(text := _head(grid, head, c))}
    if not periods and column:
        heads = {c: text for c, text in heads.items() if folded(text) == folded(column)}
    if not periods and len(named[area]) < 2:
        return None
    ranks = tuple(text for text in heads.values() if folded(text) in RANKS) if not periods else ()
    heads = {c: text for c, text in heads.items() if text not in ranks}
    if not periods and len(heads) == 1:
        return _Table(head, area, {}, dict.fromkeys(heads, ""), ranks)
    # What begins as a number does is a year that was meant, such as 2O24 or 202A.
    unnamed = {c: text for c, text in heads.items() if not periods or not re.match(r"[^\W\d]", text)}
    return _Table(
        head, area, {}, periods, (*ranks, *(text for c, text in heads.items() if c not in unnamed)),
        tuple((letters(c), text) for c, text in unnamed.items()),
    )  # fmt: skip


def _with_codes(grid: Grid, table: _Table) -> _Table:
    coded = (c for c, text in enumerate(_head_row(grid, table)) if c != table.area and text and labels.is_code(text))
    return replace(table, code=next(coded, None))


def _head_row(grid: Grid, table: _Table) -> Sequence[str]:
    return grid.rows[table.head] if table.head >= 0 else []


def _with_numbers(grid: Grid, rows: Sequence[int]) -> list[int]:
    return sorted({c for r in rows for c, text in enumerate(grid.rows[r]) if re.match(r"[-+]?\d", text)})


def _is_numbering(head: str) -> bool:
    """Whether a column with this head has codes, or the numbers of rows."""
    return labels.is_code(head) or folded(head) in ("no", "nomor", "no urut", "number")


def _head(grid: Grid, head: int, column: int) -> str:
    """Return what stands above a column: in the row of the head, or in one above it."""
    return next((t for r in range(head, max(-1, head - 3), -1) if r >= 0 and (t := grid.rows[r][column])), "")


# --- Its cells -----------------------------------------------------------------------------------------------


def _long(grid: Grid, table: _Table) -> Iterator[Cell]:
    at = {name: letters(c) for name, c in table.columns.items()}
    for r in range(table.head + 1, len(grid.rows)):
        texts = {name: grid.rows[r][c] for name, c in table.columns.items() if grid.rows[r][c]}
        if (
            set(texts) <= {"area"}
            or not texts.keys() & {"area", "value"}
            or ("value" not in texts and "period" not in texts)
        ):
            continue  # a note, or an area of the template that was not filled in
        yield _cell(grid, table, (r, table.columns["value"]), texts, at)


def _wide(grid: Grid, table: _Table, areas: Areas) -> Iterator[Cell]:
    rows = [r for r in range(table.head + 1, len(grid.rows)) if any(grid.rows[r][c] for c in table.periods)]
    first = next((r for r in rows if areas.is_area(grid.rows[r][table.area])), len(grid.rows))
    rows = [r for r in rows if r > first or not _is_of_head(grid.rows[r], table)]
    kinds = {r: areas.kinds.get(areas.code(grid.rows[r][table.area])[0], "") for r in rows}
    most = Counter(kind for kind in kinds.values() if kind).most_common(1)
    inside = [r for r in rows if most and kinds[r] == most[0][0]]
    for r in rows:
        for c, text in table.periods.items():
            texts = {"area": grid.rows[r][table.area], "period": text, "value": grid.rows[r][c]}
            at = {"area": letters(table.area), "period": letters(c), "value": letters(c)}
            yield _cell(grid, table, (r, c), texts, at, is_edge=not inside[:1] <= [r] <= inside[-1:])


def _cell(
    grid: Grid, table: _Table, place: tuple[int, int], texts: dict[str, str], at: dict[str, str], is_edge: bool = False
) -> Cell:
    """Return the cell of the value at a place (row and column from 0), with the code of its area beside it."""
    row, column = place
    if table.code is not None:
        texts, at = {**texts, "code": grid.rows[row][table.code]}, {**at, "code": letters(table.code)}
    return Cell(texts, at, row + 1, place in grid.numbers, is_edge, _doubt(grid, row, column))


def _doubt(grid: Grid, row: int, column: int) -> str:
    """Return why the value of a cell may not be meant as it stands, or not for it alone; "" if nothing says so."""
    if row + 1 in grid.hidden_rows or column + 1 in grid.hidden_columns:
        return "hidden"
    if (row, column) in grid.struck:
        return "struck"
    return "merged" if (row, column) in grid.tall or (row, column) in grid.wide else ""


def _is_of_head(row: Sequence[str], table: _Table) -> bool:
    """Whether a row below the periods still belongs to the head: the numbers of columns, or units."""
    area, texts = row[table.area], [row[c] for c in table.periods if row[c]]
    if area and not NUMBERING.fullmatch(area):
        return False
    if not all(NUMBERING.fullmatch(text) for text in texts):
        return not any(re.search(r"\d", text) for text in texts)
    numbers = [int(text.strip("()")) for text in ([area] if area else []) + texts]
    is_counted = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return is_counted or all(text.startswith("(") for text in texts)


# --- What stands around it -----------------------------------------------------------------------------------


def _facts(grid: Grid, table: _Table) -> dict[str, str]:
    """Return the facts above the table: a label with its value behind a colon, or in the next cell."""
    known = {folded(Words(language)(f"observing.fact.{name}")): name for language in LANGUAGES for name in FACTS}
    facts: dict[str, str] = {}
    above = grid.rows[: table.head]
    for row in above:
        for c, text in enumerate(row[:2]):
            label, _, rest = text.partition(":")
            name = known.get(folded(label), "") or labels.fact(label)
            value = rest.strip() or next((t for t in row[c + 1 :] if t), "")
            if name in FACTS and value:
                facts.setdefault(name, value)
    texts = (text for row in (*above, _head_row(grid, table)) for text in row)
    years = {year for text in texts for year in re.findall(r"(?<!\d)(?:199|20\d)\d(?!\d)", text)}
    if not any(table.periods.values()) and not table.columns and len(years) == 1:
        facts.setdefault("period", years.pop())
    return facts


def _source_below(grid: Grid, table: _Table) -> dict[str, str]:
    """Return the source that a note below the table names: who published it, and the title above the table."""
    for row in grid.rows[table.head + 1 :]:
        for text in row[:2]:
            label, colon, rest = text.partition(":")
            if colon and folded(label) in ("sumber", "source", "sumber data") and rest.strip():
                titles = [t for above in grid.rows[: table.head] for t in above if len(t) > 12]
                title = max(titles, key=len, default=rest.strip())
                return {"source_publisher": rest.strip(), "source_title": title}
    return {}

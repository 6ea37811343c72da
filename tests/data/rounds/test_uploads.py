"""More than a thousand files, good, bad and hostile: each is read exactly right, or refused with words.

`make test` tries a fifth of them, `make test-all` more than a thousand, IKM_SOAK=1 twenty times as many.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.rounds.checking.draft import draft_of
from data.rounds.reading.ditto import DITTO
from data.view import View
from exports import template
from locales import Words
from tests.conftest import ROOT, examples, others_slow
from tests.drafts import TABLES, TEXT
from tests.hostile import CELLS, FILE_NAMES, FILES, FULL, PLAIN, RIGHT, Hostile, with_text
from tests.recaps import quoted, text, xlsx
from tests.trial import MEMORY, SECONDS, Outcome, attempt

SOAK = 20 if os.environ.get("IKM_SOAK") else 1
EXAMPLES = {"layouts": 450, "spoiled": 250, "bytes of text": 150, "bytes of workbooks": 100, "anything": 150}
USUAL = [
    ["81.72", "anyaman", 20],
    ["81.72", "servis-ac", 30],
    ["81.02", "tenun-modern", 40],
    ["81.02", "olahan-hasil-laut", 40],
]


def many(kind: str) -> settings:
    return examples(EXAMPLES[kind] // 5 * SOAK, EXAMPLES[kind] * SOAK)


def test_there_are_more_than_a_thousand() -> None:
    assert sum(EXAMPLES.values()) >= 1000


# --- Made by hand ------------------------------------------------------------------------------------------


class Trial:
    """A program that tries files, each within the limits of the system."""

    def __init__(self, program: "subprocess.Popen[str]", folder: Path) -> None:
        self.program, self.folder, self.seconds, self.megabytes = program, folder, 0.0, 0.0

    def of(self, name: str, content: bytes) -> Outcome:
        path = self.folder / "file"
        path.write_bytes(content)
        assert self.program.stdin
        assert self.program.stdout
        print(json.dumps({"name": name, "path": str(path)}), file=self.program.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self.program.stdout.readline())
        assert "failed" not in answer, f"ended by the system or by an error: {answer}"
        return Outcome(**answer)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    few = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # threads take address space that no file uses
    command = [sys.executable, "-W", "ignore", "-m", "tests.trial"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, **few}
    ) as program:
        yield Trial(program, tmp_path_factory.mktemp("files"))
        assert program.stdin
        program.stdin.close()


@pytest.mark.integration
@pytest.mark.parametrize("hostile", others_slow(FILES.values(), 3), ids=list(FILES))
def test_a_hostile_file_costs_little_and_gets_its_answer(trial: Trial, hostile: Hostile, record_property: Any) -> None:
    outcome = trial.of(hostile.name, hostile.make())
    assert {outcome.kind, *outcome.reasons} & set(hostile.expected), outcome
    assert outcome.kind != RIGHT or outcome.trainings == USUAL
    assert outcome.megabytes < MEMORY / 1e6
    assert outcome.seconds < SECONDS
    record_property("seconds", outcome.seconds)
    record_property("megabytes", outcome.megabytes)


@pytest.mark.parametrize(("column", "cell", "expected"), CELLS.values(), ids=list(CELLS))
def test_a_hostile_cell_is_right_or_named(column: int, cell: str, expected: tuple[str, ...]) -> None:
    changed = [list(row) for row in FULL]
    changed[7][column] = cell
    contents = [with_text(cell, column)]
    if cell.isprintable() and not cell.startswith("="):
        contents.append(xlsx(changed))
    for content in contents:
        outcome = attempt("rekap", content)
        assert {outcome.kind, *outcome.reasons} & set(expected), outcome
        assert outcome.kind != RIGHT or outcome.trainings == USUAL


@pytest.mark.integration
@pytest.mark.parametrize("name", FILE_NAMES, ids=range(len(FILE_NAMES)))
def test_the_name_of_a_file_leads_nowhere(trial: Trial, name: str) -> None:
    assert trial.of(name, PLAIN).trainings == USUAL


# --- Made at random: layouts that say the same -------------------------------------------------------------

Training = tuple[str, str, int]


@st.composite
def rounds_of(draw: st.DrawFn) -> list[Training]:
    """The trainings of a round: regency, activity, participants."""
    names = TABLES["regencies"]["name"].tolist()
    activities = TABLES["activities"].name_id.tolist()
    regencies = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
    return [
        (regency, draw(st.sampled_from(activities)), draw(st.integers(1, 999)))
        for regency in regencies
        for _ in range(draw(st.integers(1, 4)))
    ]


@dataclass
class Sheet:
    """A sheet that says it: its rows, its merged areas, and where some of its cells are (row and column from 0)."""

    rows: list[list[Any]]
    columns: list[str]
    merged: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def row(self, **cells: Any) -> None:
        self.rows.append([cells.get(column) for column in self.columns])

    def sum(self, label: str, total: int) -> None:
        self.row(participants=total)
        if self.columns[0] != "participants":
            self.rows[-1][0] = label


@st.composite
def layouts(draw: st.DrawFn, trainings: list[Training]) -> Sheet:
    """Any way of writing some trainings down."""
    total = sum(count for *_, count in trainings)
    facts: list[list[Any]] = [
        ["Tahun", 2031], ["Jumlah peserta seluruhnya", total], ["Jumlah kegiatan atau kelas", len(trainings)],
        ["Judul sumber", "Laporan akhir"], ["Penerbit sumber", "Dinas Perindustrian"],
    ]  # fmt: skip
    draw(st.randoms(use_true_random=False)).shuffle(facts)
    titles = draw(st.sampled_from([[], [["REKAPITULASI PESERTA"], []]]))
    more = draw(st.sampled_from([[], ["no"], ["note"]]))
    columns = draw(st.permutations(["regency", "activity", "participants", *more]))
    made = Sheet([*titles, *facts, *[[]] * draw(st.integers(0, 2))], list(columns))
    made.row(
        regency=draw(st.sampled_from(["Kabupaten/kota", "Kab./Kota", "DAERAH PESERTA", "Regency or city"])),
        activity=draw(st.sampled_from(["Kegiatan", "Jenis Pelatihan", "Activity"])),
        participants=draw(st.sampled_from(["Peserta", "Jumlah Peserta (orang)", "Participants"])),
        no="No.", note="Keterangan",
    )  # fmt: skip
    way, has_sums = draw(st.sampled_from(["each", "blank", "merged", "heading"])), draw(st.booleans())
    for regency in dict.fromkeys(name for name, *_ in trainings):
        mine = [(activity, count) for name, activity, count in trainings if name == regency]
        _part(draw, made, regency, mine, way)
        if has_sums and columns[0] != "participants":
            made.sum(f"Jumlah {regency}", sum(count for _, count in mine))
    if draw(st.booleans()) and columns[0] != "participants":
        made.sum("TOTAL", total)
    if draw(st.booleans()):
        below = ["Ambon, 5 Juni 2031", "Kepala Dinas", "", "NIP. 19700101 199503 1 001"]
        made.rows += [[], *([None, None, said] for said in below)]
    return made


def _part(draw: st.DrawFn, made: Sheet, regency: str, mine: list[tuple[str, int]], way: str) -> None:
    """Write the rows of one regency."""
    if way == "heading":
        made.row(regency=regency)
    first = len(made.rows)
    at = {column: made.columns.index(column) for column in ("regency", "activity", "participants")}
    made.places = {column: (first - (way == "heading" and column == "regency"), i) for column, i in at.items()}
    for n, (activity, count) in enumerate(mine):
        shown = draw(st.sampled_from([count, str(count), f"{count} orang"]))
        said = regency if way == "each" or (n == 0 and way != "heading") else None
        made.row(regency=said, activity=activity, participants=shown, no=n + 1)
    if way == "merged" and len(mine) > 1:
        letter = openpyxl.utils.get_column_letter(at["regency"] + 1)
        made.merged.append(f"{letter}{first + 1}:{letter}{len(made.rows)}")


def as_file(draw: Any, rows: list[list[Any]], merged: list[str]) -> bytes:
    """The sheet as a workbook, or as text of some encoding with some separator."""
    if merged or draw(st.booleans()):
        return xlsx(rows, merged)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return quoted(rows, draw(st.sampled_from([";", ",", "\t"]))).encode(encoding, "replace")


def meant(trainings: list[Training]) -> list[list[Any]]:
    codes = TABLES["regencies"].set_index("name").code
    keys = TABLES["activities"].set_index("name_id").activity
    return [[codes[regency], keys[activity], count] for regency, activity, count in trainings]


@pytest.mark.integration
@many("layouts")
@given(st.data())
def test_any_layout_of_a_round_is_read_exactly(data: st.DataObject) -> None:
    trainings = data.draw(rounds_of())
    made = data.draw(layouts(trainings))
    outcome = attempt("rekap", as_file(data.draw, made.rows, made.merged))
    assert outcome.reasons == []
    assert outcome.trainings == meant(trainings)
    assert outcome.total == sum(count for *_, count in trainings)


@pytest.mark.integration
@many("spoiled")
@given(st.data())
def test_a_cell_that_is_wrong_is_never_stored(data: st.DataObject) -> None:
    trainings = data.draw(rounds_of())
    made = data.draw(layouts(trainings))
    column = data.draw(st.sampled_from(list(made.places)))
    number, i = made.places[column]
    kind = data.draw(st.sampled_from(["text", "number", "empty", "near"]))
    old = str(made.rows[number][i])
    new: Any = None
    if kind == "near":
        new = data.draw(st.integers(-5, 1200)) if column == "participants" else f"{old[:3]}x{old[3:]}"
    elif kind == "text":
        new = data.draw(TEXT)
    elif kind == "number":
        new = data.draw(st.floats() | st.integers(-(10**9), 10**9))
    assume(not DITTO.fullmatch(str(new)))  # which means what stands above
    made.rows[number][i] = new
    if made.merged:
        outcome = attempt("rekap", as_workbook(made.rows, made.merged))
    else:
        outcome = attempt("rekap", text(made.rows, "\t").encode("utf-8", "replace"))
    may_mean = [
        meant(trainings),
        *(meant(one) for one in without_last(trainings) if column == "regency" and new is None),
    ]
    if outcome.kind == RIGHT:
        assert outcome.total == sum(count for *_, count in trainings)
        # A count that is left out is not known; the regency's own is stated then.
        assert any(
            all(o[:2] == m[:2] and o[2] in (None, m[2]) for o, m in zip(outcome.trainings, one, strict=True))
            for one in may_mean
        )


def without_last(trainings: list[Training]) -> Iterator[list[Training]]:
    """What trainings say when the last regency's name is left out: where each is written once, it is the one above."""
    last = trainings[-1][0]
    first = next(i for i, (name, *_) in enumerate(trainings) if name == last)
    for end in range(first + 1, len(trainings) + 1) if first else ():
        above = [(trainings[first - 1][0], *rest) for _, *rest in trainings[first:end]]
        yield [*trainings[:first], *above, *trainings[end:]]  # type: ignore[list-item]


def as_workbook(rows: list[list[Any]], merged: list[str]) -> bytes:
    """A workbook of the rows, without what a workbook cannot hold."""
    legal = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE
    kept = [
        [legal.sub("", v).encode("utf-8", "ignore").decode().lstrip("=") if isinstance(v, str) else v for v in row]
        for row in rows
    ]
    return xlsx(kept, merged)


# --- Made at random: bytes ---------------------------------------------------------------------------------

WORDS = Words("id")
TEXTS = [text(FULL).encode(), text(FULL).encode("utf-16"), template.csv_form(draft_of(TABLES, "2023", WORDS), WORDS)]
BOOKS = [PLAIN, template.xlsx_form(View(TABLES, words=WORDS), draft_of(TABLES, "2022", WORDS))]


@st.composite
def broken(draw: st.DrawFn, files: list[bytes]) -> bytes:
    """A real file with some of its bytes changed, dropped, doubled or put in."""
    content = bytearray(draw(st.sampled_from(files)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        much = draw(st.integers(1, 40))
        match draw(st.sampled_from(["change", "drop", "double", "insert", "cut"])):
            case "change" if content:
                content[at] = draw(st.integers(0, 255))
            case "drop":
                del content[at : at + much]
            case "double":
                content[at:at] = content[at : at + much]
            case "insert":
                content[at:at] = draw(st.binary(max_size=20))
            case "cut" if draw(st.booleans()):
                del content[at:]
    return bytes(content)


def is_sound(outcome: Outcome) -> bool:
    """Whether what would be stored adds up, where anything would."""
    counts = [count for *_, count in outcome.trainings]
    return outcome.kind != RIGHT or None in counts or sum(counts) == outcome.total


@pytest.mark.integration
@many("bytes of text")
@given(broken(TEXTS))
def test_text_with_broken_bytes(content: bytes) -> None:
    assert is_sound(attempt("rekap.csv", content))


@pytest.mark.integration
@many("bytes of workbooks")
@given(broken(BOOKS))
def test_a_workbook_with_broken_bytes(content: bytes) -> None:
    outcome = attempt("rekap.xlsx", content)
    assert outcome.kind != RIGHT or outcome.trainings == USUAL


CELL = TEXT | st.integers() | st.floats() | st.booleans() | st.none() | st.datetimes() | st.sampled_from(
    ["Kabupaten/kota", "Kegiatan", "Peserta", "Jumlah", "Kota Tual", "Anyaman", "L", "P", "TOTAL", "Tahun", "2024", "20", "-", "=1+1"]
)  # fmt: skip


@pytest.mark.integration
@many("anything")
@given(st.lists(st.lists(CELL, max_size=8), max_size=14), st.data())
def test_any_cells_whatsoever(rows: list[list[Any]], data: st.DataObject) -> None:
    if data.draw(st.booleans()):
        assert is_sound(
            attempt("x.csv", text([["Kabupaten", "Kegiatan", "Peserta"], *rows]).encode("utf-8", "replace"))
        )
        return
    book = openpyxl.Workbook()
    for n, row in enumerate(rows, 1):
        for i, value in enumerate(row, 1):
            kept = (
                openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value).encode("utf-8", "ignore").decode()
                if isinstance(value, str)
                else value
            )
            book.active.cell(n, i, kept)
    for _ in range(data.draw(st.integers(0, 3))):
        top, left = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 8))
        book.active.merge_cells(
            start_row=top, start_column=left, end_row=top + data.draw(st.integers(0, 3)), end_column=left + 1
        )
    packed = io.BytesIO()
    book.save(packed)
    assert is_sound(attempt("x.xlsx", packed.getvalue()))

"""What several charts say: source lines, names, the round in a phrase, and columns that their tables share."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from charts.table import Cell, Column, Number, Table, total
from data import indicators
from data.indicators import Indicator, Mark
from data.participation import only_totals
from data.province import PROVINCE
from data.selection import ALL_ROUNDS, to_address
from data.tables import Tables, cached_on_tables
from data.view import View, cached
from locales import FIGURES, UNSURE, Words, borne, needed, significant

LONGEST_NAME, LONGEST_LINE = 60, 150  # letters of a source's name, and of all in a source line
MOST_NAMES, MOST_ROUNDS = 3, 4  # that a sentence names one by one
MOST_LISTED = 12  # names that are listed where each matters


def source_line(view: View, shown: Iterable[Indicator]) -> str:
    """Return the publishers behind the indicators, each once, and whether something was computed or estimated."""
    used = list(shown)
    short = publishers(view)
    keys = [key for key in dict.fromkeys(s for i in used for s in i.sources) if key in short]
    bases = {i.basis for i in used}
    basis = next((b for b in ("estimated", "approximate", "computed") if b in bases), "stated")
    names = _enumerated(view.words, [short[key] for key in keys]) or view.words("source.project")
    return view.words(f"sources.line.{basis}", names=names)


def _enumerated(words: Words, names: list[str]) -> str:
    """Return names one after the other, as many as two lines hold, and how many more there are: a list names all.

    What several sources are called stands once, with their number.
    """
    shown, more = list[str](), len(names)
    for name, n in Counter(map(in_line, names)).items():
        text = name if n == 1 else words.count("sources.line.same", n, name=name)
        if shown and len("; ".join([*shown, text])) > LONGEST_LINE:
            break
        shown.append(text)
        more -= n
    text = "; ".join(shown)
    return words.count("sources.line.more", more, names=text) if more else text


def in_line(name: str) -> str:
    """Return the name of a source as a line has it: no longer than lines bear."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def named(words: Words, names: Iterable[str], kind: str) -> str:
    """Return some names as a sentence has them; where they are many, how many of their kind (``n.<kind>``)."""
    listed = list(names)
    return words.join(listed) if len(listed) <= MOST_NAMES else words.count(f"n.{kind}", len(listed))


def listed_names(words: Words, names: Iterable[str]) -> str:
    """Return names where each matters; of more than a dozen the first ten, and how many others there are."""
    listed = list(names)
    if len(listed) <= MOST_LISTED:
        return words.join(listed)
    shown = MOST_LISTED - 2
    return words.count("names.others", len(listed) - shown, names=", ".join(listed[:shown]))


@cached_on_tables(1)
def _stages(tables: Tables) -> dict[str, tuple[str, int]]:
    """Return the programme and the stage of each round whose programme has several rounds, by the round's code."""
    rounds = tables["rounds"].dropna(subset=["programme", "stage"])
    several = rounds[rounds.groupby("programme").stage.transform("size") > 1]
    return {str(row["round"]): (str(row.programme), int(row.stage)) for _, row in several.iterrows()}


def with_numbers(words: Words, names: Mapping[str, str], numbers: Mapping[str, Number]) -> str:
    """Return names with their numbers as a phrase: Buru (12) dan Kota Tual (≈ 20)."""
    return words.join(f"{names.get(key, key)} ({number.in_sentence(words)})" for key, number in numbers.items())


def sentences(*parts: str) -> str:
    """Return sentences one after the other, without those that there are not."""
    return " ".join(filter(None, parts))


def dotted(*parts: str) -> str:
    """Return what stands beside each other in a line, without what there is not."""
    return " · ".join(filter(None, parts))


def round_name(view: View, code: object) -> str:
    """Return a round as people name it: by its code, or by its stage where its programme has several rounds."""
    programme, stage = _stages(view.tables).get(str(code), ("", 0))
    return view.words("round.stage", programme=programme, stage=roman(stage)) if stage else str(code)


def listed_rounds(view: View, codes: Iterable[object]) -> str:
    """Return rounds, in order of time, as a phrase: each by its name, or the first and last where they are many."""
    listed = [round_name(view, code) for code in codes]
    if len(listed) <= MOST_ROUNDS:
        return view.words.join(listed)
    return view.words.count("n.rounds", len(listed), first=listed[0], last=listed[-1])


def roman(number: int) -> str:
    """Return the number of a stage in Roman numerals, as programmes write it: II."""
    numerals = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    for value, letters in numerals:
        if number >= value:
            return letters + roman(number - value)
    return ""


def per_million(words: Words, rate: Indicator) -> str:
    """Return a rate per million units: whole, or below ten with as many figures as it bears."""
    is_whole = pd.isna(rate.value) or rate.number >= 10
    value = rate.value if is_whole else significant(rate.number, FIGURES)
    return words.shown(value, rate.basis, needed(value, 2 * (not is_whole)), rate.mark_of())


@cached(4, by_selection=False)
def publishers(view: View) -> dict[str, str]:
    """Return how source lines name each source, by its key; what is no publication is not among them."""
    sources = view.tables["sources"].dropna(subset="short")
    return {str(row.source): citation(view.words, row) for _, row in sources.iterrows()}


def citation(words: Words, row: pd.Series) -> str:
    """Return how source lines name a source (a row of the table ``sources``), in the reader's language."""
    own = row.get(f"short_{words.language}")
    return str(row.short if own is None or pd.isna(own) else own)


@cached_on_tables(1)
def names_by_code(tables: Tables) -> dict[str, str]:
    """Return the name of each regency by its code."""
    regencies = tables["regencies"]
    return dict(zip(regencies.code, regencies.name, strict=True))


def regency_choices(view: View) -> dict[str, str]:
    """Return each regency by its code as lists have it: with its capital and earlier names, by which it is found."""
    words, rows = view.words, view.tables["regencies"]
    choices = {}
    for code, name, capital in zip(rows["code"], rows["name"], rows["capital"], strict=True):
        earlier = ", ".join(PROVINCE.earlier_names(code))
        seat = "" if pd.isna(capital) or capital in name else str(capital)
        also = "; ".join(part for part in (seat, earlier and words("regency.formerly", names=earlier)) if part)
        choices[code] = words("regency.also", name=name, also=also) if also else name
    return choices


@cached(4, by_selection=False)
def group_names(view: View) -> dict[str, str]:
    """Return the name of each activity group by its key."""
    return {row.group: view.words.field(row, "name") for _, row in view.tables["groups"].iterrows()}


@cached(128)
def round_phrase(view: View) -> str:
    """Return what is counted as a phrase: the round, or the rounds together, and the group if one is selected."""
    rounds = view.selection.of(view.tables.rounds_in_order)
    phrase = listed_rounds(view, rounds["round"])
    group = group_name(view)
    return view.words("selection.of_group", rounds=phrase, group=group.lower()) if group else phrase


def regency_name(view: View) -> str:
    """Return the name of the selected regency; "" if none is selected."""
    return names_by_code(view.tables).get(view.selection.regency, "")


def group_name(view: View) -> str:
    """Return the name of the selected activity group; "" if none is selected."""
    return group_names(view).get(view.selection.group, "")


def tab_title(page: str, view: View) -> str:
    """Return what a window is called: its page, what is selected, the dashboard."""
    selected = caption(view) if to_address(view.selection, view.tables) else ""
    return dotted(page, selected, view.words("app.title"))


def caption(view: View) -> str:
    """Return the whole selection as one line, for pages and files: round, regency, group."""
    return dotted(round_phrase(view.every_group()), regency_name(view), group_name(view))


def number_of(indicator: Indicator, key: object, decimals: int = 0, percent: bool = False) -> Number:
    """Return an indicator's value of one regency, group or round as a chart carries it, which may be nothing."""
    number = one_of(indicator, key, decimals, percent)
    return number if number.value is None else replace(number, decimals=of_all(indicator, key, decimals))


def one_of(indicator: Indicator, key: object, decimals: int, percent: bool) -> Number:
    """Return an indicator's value of one key as a chart carries it, with so many decimals whatever stands beside it."""
    value, mark = indicator.value.get(key), indicator.mark_of(key)
    if value is None or pd.isna(value):
        return Number(None, decimals=decimals, percent=percent, mark=mark)
    return Number(float(value), indicator.basis_of(key), decimals, percent, mark=mark)


def of_all(indicator: Indicator, key: object, decimals: int) -> int:
    """Return with how many decimals a value stands among the others: what has the sign ≈ with what all such bear.

    A value that would be 0 then has its first figure.
    """
    if not decimals or indicator.basis_of(key) not in UNSURE:
        return decimals
    known = indicator.value.dropna()
    fewest = min(borne(value, indicator.basis_of(one), decimals) for one, value in known.items())
    own = abs(float(indicator.value[key]))
    return max(fewest, min(decimals, -math.floor(math.log10(own)))) if own else fewest


def scalar(indicator: Indicator, decimals: int = 0, percent: bool = False, instead: str = "") -> Number:
    """Return an indicator of one value as a chart carries it."""
    value = None if pd.isna(indicator.value) else float(indicator.value)
    return Number(value, indicator.basis, decimals, percent, instead, mark=indicator.mark_of())


def known(value: float | None, decimals: int = 0, percent: bool = False) -> Number:
    """Return a value of a table as a chart carries it: what is missing is no number."""
    return Number(None if value is None or pd.isna(value) else float(value), decimals=decimals, percent=percent)


def shown(words: Words, indicator: Indicator, decimals: int = 0, in_sentence: bool = True) -> str:
    """Return an indicator of one value as people read it."""
    return words.shown(indicator.value, indicator.basis, decimals, indicator.mark_of(), in_sentence)


def as_sentence(text: str) -> str:
    """Return a text that begins as a sentence does."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """Return a text that begins as it does within a sentence; an abbreviation stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def people(words: Words, number: Number, in_sentence: bool = True) -> str:
    """Return a number of participants with its unit, or that it is not stated."""
    if number.value is None:
        return words("n.people_not_stated")
    return words.count("n.participants", number.value, n=number.text(words, in_sentence))


def had(indicator: Indicator) -> Number:
    """Return an indicator of one value as a chart carries it; what no source names is missing, never 0."""
    number = scalar(indicator)
    return number if number.value else replace(number, value=None)


def round_choice(view: View, code: str) -> str:
    """Return a round as the choice of rounds has it, that of all of them too."""
    return view.words("control.round.all") if code == ALL_ROUNDS else round_name(view, code)


def in_full(indicator: Indicator) -> pd.Series:
    """Return the values of an indicator that are known in full: what can be ranked."""
    known: pd.Series = indicator.value.drop(index=list(indicator.marks)).dropna()
    return known


def sum_or_whole(key: str, cells: Sequence[Cell], whole: Number) -> Number:
    """Return the sum of a column; where a part of it is not stated, the ``whole`` that the sources state besides."""
    summed = total(key, cells, whole.basis)
    return whole if summed.mark and not whole.mark else summed


def formula(words: Words, indicator: Indicator) -> str:
    """Return how an indicator is computed, in words; a number that stands in its source needs none of its own."""
    key = f"formula.{indicator.key}"
    return words(key if indicator.basis != "stated" or words.has(key) else "formula.stated")


def regency_columns(view: View, codes: Sequence[str]) -> tuple[Column, Column]:
    """Return the columns that name the rows of a table of regencies: name, and code in files."""
    return code_columns(view.words, "regency", "regency", names_by_code(view.tables), codes)


def code_columns(
    words: Words, key: str, kind: str, names: Mapping[str, str], codes: Sequence[str]
) -> tuple[Column, Column]:
    """Return a column of names, under its ``key`` and the word for their kind, and one of their codes."""
    return (
        Column(key, words(f"table.{kind}"), tuple(names.get(code, code) for code in codes)),
        Column("code", words("workbook.code"), tuple(codes), note=words("workbook.code.note"), detail=True),
    )


def population_column(view: View, codes: Iterable[str]) -> Column:
    """Return, for files, how many people live in each regency, with their sum."""
    population = indicators.measure(view.tables, "population")
    living = tuple(number_of(population, code) for code in codes)
    return Column("living", view.words("measure.population"), living, view.words("unit.person"),
                  total("living", living), detail=True)  # fmt: skip


def mark_column(words: Words, numbers: Iterable[Number]) -> tuple[Column, ...]:
    """Return, for files, what is not known of each number, as a column of its own; none where all are complete."""
    listed = list(numbers)
    if not any(number.mark for number in listed):
        return ()
    texts = (
        words("not_stated" if number.mark == "not_stated" else f"mark.{number.mark or 'whole'}")
        if number.mark or number.value is not None
        else None  # no source names it
        for number in listed
    )
    return (Column("mark", words("table.mark"), tuple(texts), detail=True),)


def basis_column(words: Words, numbers: Iterable[Number], absent: str = "table.none") -> Column:
    """Return, for files, what each number rests on, or what is read in its place; else ``absent`` (a key) says it."""
    bases = (
        words(f"basis.{n.basis}") if n.value is not None else n.instead or words("not_stated" if n.mark else absent)
        for n in numbers
    )
    return Column("basis", words("table.basis"), tuple(bases), detail=True)


@cached(128, by_selection=False)
def others_in(view: View, code: str) -> str:
    """Return who else trained in a regency, in what and when, as a phrase; "" where no source says so."""
    rows = indicators.trained_by_others(view.tables, code)
    return "; ".join(_by_others(view.words, row) for _, row in rows.iterrows())


def organisers(view: View, code: str) -> str:
    """Return who else trained in a regency, each with the years: Disperindag Maluku 2022 dan 2024."""
    rows = indicators.trained_by_others(view.tables, code)
    rows = rows.assign(who=[view.words.field(row, "organiser") for _, row in rows.iterrows()])
    return "; ".join(
        f"{who} {view.words.join(dict.fromkeys(date[:4] for date in part.start_date))}"
        for who, part in rows.groupby("who", sort=False)
    )


def _by_others(words: Words, row: pd.Series) -> str:
    texts = {column: words.field(row, column) for column in ("organiser", "about")}
    count, date = stated_people(row).in_sentence(words), words.period(row.start_date, row.days)
    return words("others.one", date=date, participants=count, **texts)


def stated_people(row: pd.Series) -> Number:
    """Return the participants of a row as its source states them: exactly, as approximate, or not at all."""
    if pd.isna(row.participants):
        return Number(None, mark="not_stated")
    return Number(
        float(row.participants), "approximate" if row.get("participants_basis") == "approximate" else "stated"
    )


def between(words: Words, low: float, high: float | None) -> str:
    """Return between what a number lies: 1–39; without an upper bound at least what."""
    if high is None:
        return words("at_least", n=words.number(low))
    return words("between", low=words.number(low), high=words.number(high))


@dataclass(frozen=True)
class Fact:
    """A number of its own kind among others: its name, its unit in words, and what else there is to say."""

    what: str
    number: Number
    unit: str
    more: str = ""


def facts(words: Words, rows: Sequence[Fact], more: str, absent: str = "missing") -> Table:
    """Return facts as a table; ``more`` heads the last column, ``absent`` is the key of what a missing basis says."""
    return Table((
        Column("what", words("table.what"), tuple(row.what for row in rows)),
        Column("value", words("numbers.value"), tuple(row.number for row in rows)),
        Column("unit", words("numbers.unit"), tuple(row.unit for row in rows), detail=True),
        basis_column(words, [row.number for row in rows], absent),
        Column("more", more, tuple(row.more or None for row in rows)),
    ))  # fmt: skip


def named_rounds(view: View, codes: Sequence[str]) -> str:
    """Return rounds as a phrase: putaran 2022 dan 2023."""
    listed = listed_rounds(view, codes)
    return view.words.count("rounds.phrase", len(codes), rounds=listed) if len(codes) <= MOST_ROUNDS else listed


def added(view: View) -> str:
    """Say that the selected rounds are added, where there are several; else ""."""
    return view.words("comparability.added") if len(view.selection.of(view.tables["rounds"])) > 1 else ""


@cached(128)
def not_split(view: View) -> str:
    """Say which of the selected rounds do not state participants per regency; "" where all do.

    Where others do, numbers that are at least so much have a sign, which is explained.
    """
    rounds = view.selection.of(view.tables.rounds_in_order)
    codes = only_totals(rounds)
    if not codes:
        return ""
    listed = listed_rounds(view, (code for code in rounds["round"] if code in codes))
    told = view.words.count("comparability.open", len(codes), rounds=listed)
    return view.words("comparability.bound", text=told) if len(codes) < len(rounds) else told


def of_every_group(view: View, text: str) -> str:
    """Return what says what is measured, with a note where a group is selected that does not narrow it."""
    return noted(view.words, text, view.words("every_group")) if view.selection.group else text


def noted(words: Words, text: str, note: str) -> str:
    """Return a text with a note after it, if there is one."""
    return words("noted", text=text.removesuffix("."), note=as_sentence(note)) if note else text


def courses(words: Words, by_kind: pd.Series, marks: Mapping[Any, Mark] | None = None) -> str:
    """Return how many activities and how many classes there are, side by side: they are not added.

    What is not stated of one is not read as of both.
    """
    told = (_course(words, str(k), n, (marks or {}).get(k, "")) for k, n in by_kind.items())
    return "; ".join(told) if by_kind.isna().any() else words.join(told)


def _course(words: Words, kind: str, number: float, mark: Mark) -> str:
    if pd.isna(number):
        return words("n.not_stated", kind=words(f"unit.{kind}"))
    return words.count(f"n.{kind}", number, n=words.shown(number, "computed", mark=mark))


def per_kind(words: Words, average: Indicator) -> str:
    """Return an average by kind as a phrase: 20 per kegiatan dan 15 per kelas."""
    return words.join(
        words("kpi.average", n=words.shown(n, average.basis_of(kind), needed(n, 1)), kind=words(f"kpi.kind.{kind}"))
        for kind, n in average.value.items()
    )


def comparability(view: View) -> str:
    """Say which of the selected rounds record activities and which classes; "" where all record the same."""
    rounds = view.selection.of(view.tables.rounds_in_order)
    if rounds.training_kind.nunique() < 2:
        return ""
    parts = [
        view.words(f"comparability.{kind}", rounds=listed_rounds(view, part["round"]))
        for kind, part in rounds.groupby("training_kind")
    ]
    return view.words("comparability", listed=view.words.join(parts))

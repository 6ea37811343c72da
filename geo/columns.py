"""Which regency a row of a boundary file belongs to: codes and names in any spelling, in whatever column they stand."""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from data.problem import Problem
from data.province import PROVINCE

KEMENDAGRI, BPS = "kemendagri", "bps"

CODE_LENGTHS = (4, 6, 7, 10)  # of a regency, a district (Kemendagri, BPS), a village
UNIFORM = 0.95  # share of a column's values that have to look like codes of one length
PROVINCES = range(11, 98)

_NAME_AFTER = re.compile(r"^(\d[\d. ]*\d)[\s:–-]+\D.*$")  # 81.71 Kota Ambon
_CELLS = re.compile(r"<td[^>]*>(.*?)</td>\s*<td[^>]*>(.*?)</td>", re.S | re.I)


class RefusedError(Exception):
    """A boundary file cannot be taken in; ``problems`` says why (at least one)."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems for whoever shows them."""
        super().__init__(", ".join(p.reason for p in problems))
        self.problems = problems


def refused(reason: str, **details: object) -> RefusedError:
    """Return the error for one problem."""
    return RefusedError(Problem(reason).filled(**details))


@dataclass(frozen=True)
class Matched:
    """The regency of each row ("" where it is none of the province's), and how it was found.

    ``system`` says whose codes they are ("?" if nothing tells), or is "" for names; ``beside`` is the regency that
    each row's name says, where codes and names stand side by side.
    """

    codes: pd.Series
    column: str
    system: str
    beside: pd.Series | None = None
    unknown: tuple[str, ...] = ()  # codes of the province that are no regency's

    @property
    def regencies(self) -> frozenset[str]:
        """The regencies that have a row."""
        return frozenset(self.codes) - {""}


@dataclass(frozen=True)
class Wanted:
    """What is looked for: the province, its regencies' names and other names by code, and whose codes to expect."""

    province: str
    names: Mapping[str, str]
    kinds: Mapping[str, str]
    system: str = ""

    def by_name(self) -> dict[str, str]:
        """Return the code by every name that is surely a regency's: with and without its kind, earlier names too."""
        known: dict[str, str] = {}
        for code, name in self.names.items():
            bare = folded(name)
            kind = self.kinds.get(code) or ("kota" if bare.startswith("kota ") else "kabupaten")
            bare = re.sub(r"^(kota|kabupaten) ", "", bare)
            known[_key(f"{kind} {bare}")] = code
            # A bare name that a regency and a city share means the regency.
            if kind == "kabupaten" or _key(bare) not in known:
                known[_key(bare)] = code
        for alias, code in PROVINCE.called().items():
            if code in self.names:
                known = {_key(alias): code, _key(f"kabupaten {alias}"): code, **known}
        return known


def _key(text: object) -> str:
    """Return a name without its spaces: some files write MalukuTengah."""
    return folded(text).replace(" ", "")


def folded(text: object) -> str:
    """Return a name as it is compared: small letters without accents and marks, short forms written out."""
    bare = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().lower()
    bare = " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())
    bare = re.sub(r"^kab ", "kabupaten ", bare)
    bare = re.sub(r"^kota administrasi |^kotamadya |^kodya ", "kota ", bare)
    bare = re.sub(r"^\d[\d ]* ", "", bare)
    return re.sub(r"\bkep\b", "kepulauan", re.sub(r"\bbag\b", "bagian", bare))


def kemendagri_by_bps() -> dict[str, str]:
    """Return the ministry's code of each regency by the statistics office's, where the two differ or may be taken."""
    return {f"{bps[:2]}.{bps[2:]}": code for bps, code in PROVINCE.bps.items()}


def matched(frame: pd.DataFrame, wanted: Wanted, code: str = "", name: str = "") -> Matched:
    """Return the regency of each row of a layer's attributes, from the columns that the user names or the best ones.

    Raises ``RefusedError`` if a named column is not there, or no column tells regencies of the province apart.
    """
    frame = with_described(frame)
    frame.columns = frame.columns.map(str)
    codes = [_column(frame, code)] if code else ([] if name else list(frame.columns))
    named = [_column(frame, name)] if name else list(frame.columns)
    by_code = [m for column in codes if (m := _by_code(frame[column], wanted))]
    by_name = [m for column in named if (m := _by_name(frame[column], wanted))]
    best_name = max(by_name, key=lambda m: len(m.regencies), default=None)
    # A column of counters may meet every code once; one of codes has them in every row.
    best = max(
        by_code, key=lambda m: (len(m.regencies), (m.codes != "").sum(), -_length(frame[m.column])), default=None
    )
    if best is None and best_name is None:
        raise _unmatched(frame, wanted, codes)
    if best is None or (best_name is not None and len(best_name.regencies) > len(best.regencies)):
        assert best_name is not None
        return best_name
    beside = best_name.codes if best_name else None
    return Matched(*_of_system(best, best_name, wanted), beside=beside, unknown=best.unknown)


def _column(frame: pd.DataFrame, asked: str) -> str:
    for column in frame.columns:
        if folded(column) == folded(asked):
            return str(column)
    raise refused("no_column", column=asked, columns=", ".join(frame.columns))


def _unmatched(frame: pd.DataFrame, wanted: Wanted, codes: Iterable[str]) -> RefusedError:
    """Say which provinces the file's codes are of, if they are codes at all, else which columns there are."""
    provinces = {str(value)[:2] for column in codes for value in _digits(frame[column]).unique() if value}
    if provinces:
        return refused("other_province", found=", ".join(sorted(provinces)[:6]), province=wanted.province)
    return refused("no_match", columns=", ".join(frame.columns) or "–", province=wanted.province)


def _by_code(values: pd.Series, wanted: Wanted) -> Matched | None:
    digits = _digits(values)
    ours = digits[digits.str[:2] == wanted.province]
    if ours.empty:
        return None
    codes = (digits.str[:2] + "." + digits.str[2:4]).where(digits.index.isin(ours.index), "")
    known = codes if not wanted.names else codes.where(codes.isin(list(wanted.names)), "")
    unknown = tuple(sorted(set(codes) - set(known)))
    return Matched(known, str(values.name), KEMENDAGRI, unknown=unknown) if (known != "").any() else None


def _by_name(values: pd.Series, wanted: Wanted) -> Matched | None:
    if pd.api.types.is_numeric_dtype(values):
        return None
    known = wanted.by_name()
    codes = values.map(lambda v: _named(v, known) if isinstance(v, str) else "").astype(object)
    return Matched(codes, str(values.name), "") if (codes != "").any() else None


def _named(text: str, known: Mapping[str, str]) -> str:
    """Return the code of a name, also with its province behind it (Buru, Maluku)."""
    return known.get(_key(text)) or known.get(_key(re.split(r",|\(|\s[-–]\s", text)[0]), "")


def _digits(values: pd.Series) -> pd.Series:
    """Return a column's codes as digits without marks; all "" if it does not hold codes of one length."""
    if pd.api.types.is_float_dtype(values):
        whole = (values.dropna() % 1 == 0).all()
        texts = values.map(lambda v: "" if pd.isna(v) else f"{v:.0f}" if whole else f"{v:.2f}")
    else:
        texts = values.map(lambda v: "" if v is None or pd.isna(v) else str(v).strip())
    texts = texts.astype(object).str.replace(_NAME_AFTER, r"\1", regex=True)
    digits = texts.str.replace(r"(?<=\d{4})\.0$|[.\s\u00a0_-]", "", regex=True)
    lengths = digits[digits != ""].str.len()
    usual = lengths.mode()
    if usual.empty or usual[0] not in CODE_LENGTHS:
        return digits.map(lambda _: "")
    fits = digits.str.fullmatch(rf"\d{{{usual[0]}}}") & digits.str[:2].isin([str(p) for p in PROVINCES])
    return digits.where(fits, "") if fits.sum() >= UNIFORM * len(lengths) else digits.map(lambda _: "")


def _length(values: pd.Series) -> int:
    return int(_digits(values).str.len().max())


def _of_system(best: Matched, named: Matched | None, wanted: Wanted) -> tuple[pd.Series, str, str]:
    """Return codes, column and system, with the statistics office's codes turned into the ministry's.

    Whose they are is what the user says, else what the names beside them say; else it stays open for the capitals.
    """
    turned = as_bps(best.codes)
    if wanted.system == BPS:
        return turned, best.column, BPS
    if wanted.system == KEMENDAGRI or named is None:
        return best.codes, best.column, wanted.system or "?"
    both = (best.codes != "") & (named.codes != "")
    agree, agree_bps = (best.codes[both] == named.codes[both]).mean(), (turned[both] == named.codes[both]).mean()
    return (turned, best.column, BPS) if agree_bps > agree else (best.codes, best.column, KEMENDAGRI)


def as_bps(codes: pd.Series) -> pd.Series:
    """Read codes as the statistics office's, and return the ministry's."""
    turn = kemendagri_by_bps()
    return codes.map(lambda code: turn.get(code, code))


def with_described(frame: pd.DataFrame) -> pd.DataFrame:
    """Return attributes with columns for what a KML file says in the tables of its descriptions."""
    for column in [c for c in frame.columns if folded(c) == "description"]:
        rows = frame[column].map(lambda text: _CELLS.findall(text) if isinstance(text, str) else [])
        cells = [{_bare(k): _bare(v) for k, v in row} for row in rows]
        described = pd.DataFrame(cells, index=frame.index)
        frame = frame.join(described[[c for c in described.columns if c and c not in frame.columns]])
    return frame.copy()


def _bare(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def inconsistent(match: Matched) -> list[Problem]:
    """Return the codes that stand beside the name of another regency: those rows carry a wrong code or name."""
    if match.beside is None:
        return []
    wrong = (match.codes != "") & (match.beside != "") & (match.codes != match.beside)
    problems = []
    for (code, other), rows in match.codes[wrong].groupby([match.codes[wrong], match.beside[wrong]]):
        lines = ", ".join(str(int(i) + 1) for i in rows.index[:6])
        problems.append(Problem("mismatch").filled(code=code, other=other, rows=lines))
    return problems

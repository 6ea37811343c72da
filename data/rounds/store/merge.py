"""The packaged tables and the journal's entries together: what every page and file is made from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from data.descriptor import DESCRIPTOR
from data.observation_checks import observations_fit
from data.problem import Problem
from data.rounds.store.journal import Entry, Rows
from data.rounds.store.scope import OF_INDICATORS, OWNED, is_indicator, key_in
from data.table_checks import foreign_keys
from data.tables import Tables, described, frame_of, load, to_csv

SHARED = {"sources": "source", "activities": "activity"}  # an entry adds to these what is not there yet, by this key


def newest(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return the newest entry of each round and of each indicator."""
    return {entry.round: entry for entry in entries}


def merged(packaged: Tables, entries: Sequence[Entry]) -> Tables:
    """Return the tables with every round and indicator as its newest entry says; the packaged ones stay as they are."""
    if not entries:
        return packaged
    contents = {code: entry.content for code, entry in newest(entries).items() if entry.content}
    tables = with_rounds(packaged, contents)
    return replace(tables, state=entries[-1].id, latest=max(entry.at.date() for entry in entries))


def with_rounds(packaged: Tables, contents: dict[str, Rows]) -> Tables:
    """Return the tables with the rows of some rounds and indicators (by the code of their entries) in the place of
    the packaged ones. Broken tables stay broken; an indicator that no longer fits takes down its own figures only.
    """
    schemas = {r["name"]: r["schema"] for r in described(packaged.folder)} if packaged.frames else {}
    frames = dict(packaged.frames)
    for name in (*OWNED, *SHARED):
        if name in frames:
            added = [row for rows in contents.values() for row in rows.get(name, ())]
            frames[name] = _with(frames[name], name, added, contents, schemas[name])
    if not any(map(is_indicator, contents)):
        return replace(packaged, frames=frames)
    if "indicators" in frames:
        frames["indicators"] = _in_order(frames["indicators"], packaged.frames["indicators"])
    return replace(packaged, frames=frames, problems=_problems(packaged, frames, schemas))


def _with(
    frame: pd.DataFrame, name: str, added: list[dict[str, Any]], contents: dict[str, Rows], schema: dict[str, Any]
) -> pd.DataFrame:
    if name in OWNED:
        replaced = [key for code in contents if (key := key_in(code, name))]
        if not replaced:
            return frame
        kept = frame[~frame[OWNED[name]].isin(replaced)]
    else:
        key = SHARED[name]
        there = set(frame[key])
        added = [row for row in {row[key]: row for row in reversed(added)}.values() if row[key] not in there][::-1]
        kept = frame
    return pd.concat([kept, frame_of(added, schema)], ignore_index=True) if added else kept.reset_index(drop=True)


def _in_order(rows: pd.DataFrame, packaged: pd.DataFrame) -> pd.DataFrame:
    """Put the indicators where they were, and those that were added behind them: two editors may add one at once."""
    before = dict(zip(packaged.indicator, packaged.position, strict=True))
    last = int(max(before.values(), default=0))
    new = {key: last + n for n, key in enumerate((key for key in rows.indicator if key not in before), 1)}
    return rows.assign(position=pd.array([{**new, **before}[key] for key in rows.indicator], "Int64"))


def _problems(packaged: Tables, frames: dict[str, pd.DataFrame], schemas: dict[str, Any]) -> tuple[Problem, ...]:
    """Return the problems of the tables, those of indicators found anew: rows have moved, and some are new.

    A table that is among the frames is true to its schema: whatever is wrong with it, these checks found.
    """
    files = {f"{name}.csv" for name in OF_INDICATORS if name in frames}
    anew = (*foreign_keys(schemas)(frames), *observations_fit(frames))
    return (*(p for p in packaged.problems if p.file not in files), *(p for p in anew if p.file in files))


def checked(tables: Tables) -> tuple[Problem, ...]:
    """Check merged tables as strictly as the packaged ones: written out, read again and held against the descriptor."""
    with TemporaryDirectory() as folder:
        for name, content in files(tables).items():
            (Path(folder) / name).write_bytes(content)
        return load(Path(folder)).problems


def files(tables: Tables) -> dict[str, bytes]:
    """Return the tables and their descriptor as files (name → content)."""
    content = {r["path"]: to_csv(tables[r["name"]]) for r in described(tables.folder)}
    return {DESCRIPTOR: (tables.folder / DESCRIPTOR).read_bytes(), **content}

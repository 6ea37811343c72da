"""The packaged tables and the journal's entries together: what every page and file is made from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from data.descriptor import DESCRIPTOR
from data.rounds.store.journal import Entry, Rows
from data.tables import Problem, Tables, described, frame_of, load, to_csv

# An entry replaces a round's rows in these: one that is known in full is no longer known in part.
OF_ROUNDS = ("rounds", "participation", "trainings", "partial_rounds")
SHARED = {"sources": "source", "activities": "activity"}  # and adds to these what is not there yet, by this key


def newest(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return the newest entry of each round."""
    return {entry.round: entry for entry in entries}


def merged(packaged: Tables, entries: Sequence[Entry]) -> Tables:
    """Return the tables with every round as its newest entry says; the packaged tables stay as they are."""
    if not entries:
        return packaged
    contents = {code: entry.content for code, entry in newest(entries).items() if entry.content}
    tables = with_rounds(packaged, contents)
    return replace(tables, state=entries[-1].id, latest=max(entry.at.date() for entry in entries))


def with_rounds(packaged: Tables, contents: dict[str, Rows]) -> Tables:
    """Return the tables with the rows of some rounds in the place of the packaged ones. Broken tables stay broken."""
    schemas = {r["name"]: r["schema"] for r in described(packaged.folder)} if packaged.frames else {}
    frames = dict(packaged.frames)
    for name in (*OF_ROUNDS, *SHARED):
        if name in frames:
            added = [row for rows in contents.values() for row in rows.get(name, ())]
            frames[name] = _with(frames[name], name, added, contents, schemas[name])
    return replace(packaged, frames=frames)


def _with(
    frame: pd.DataFrame, name: str, added: list[dict[str, Any]], contents: dict[str, Rows], schema: dict[str, Any]
) -> pd.DataFrame:
    if name in OF_ROUNDS:
        kept = frame[~frame["round"].isin(list(contents))]
    else:
        key = SHARED[name]
        there = set(frame[key])
        added = [row for row in {row[key]: row for row in reversed(added)}.values() if row[key] not in there][::-1]
        kept = frame
    return pd.concat([kept, frame_of(added, schema)], ignore_index=True) if added else kept.reset_index(drop=True)


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

"""The journal as a file, to keep elsewhere and to bring back: a Frictionless data package as ZIP."""

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

from data.archive import zipped
from data.descriptor import DESCRIPTOR, with_sizes
from data.rounds.store.erasing import erased_by
from data.rounds.store.errors import StoreError
from data.rounds.store.journal import Adopted, OtherJournalError, entry_of, journal
from data.rounds.store.merge import files
from data.tables import Tables

SCHEMAS = Path(__file__).with_name("journal.json")  # the descriptors of both tables of the journal
MOST = 200_000_000  # bytes that a backup may unpack to


class BackupError(Exception):
    """A file is no backup of this kind, or is damaged; ``reason`` is a key of the catalogues (``backup.<reason>``)."""

    def __init__(self, reason: str) -> None:
        """Keep the reason for whoever shows it."""
        super().__init__(reason)
        self.reason = reason


def package(tables: Tables) -> bytes:
    """Return the tables in use, every entry of the journal and its audit log as one ZIP file.

    Raises ``StoreError``, and ``BrokenTableError`` if a table has problems.
    """
    content = files(tables)
    descriptor = json.loads(content[DESCRIPTOR])
    resources = json.loads(SCHEMAS.read_text("utf-8"))
    for resource, rows in zip(resources, journal().raw(), strict=True):
        content[resource["path"]] = _csv(rows, [f["name"] for f in resource["schema"]["fields"]])
    descriptor["resources"] += [r for r in resources if r["path"] not in {d["path"] for d in descriptor["resources"]}]
    content[DESCRIPTOR] = with_sizes(descriptor, content).encode()
    return zipped(content)


def bring_back(archive: bytes) -> Adopted:
    """Append what a backup has to a journal that is empty or the beginning of it; return what that brought.

    Raises ``BackupError``, also where the journal here says something else, and ``StoreError``.
    """
    entries, audit = _unpacked(archive)
    if any(None in (value for name, value in row.items() if name != "entry") for row in [*entries, *audit]):
        raise BackupError("damaged")
    try:
        for row in entries:
            entry_of(row)
    except StoreError as error:
        raise BackupError("damaged") from error
    _require_order(entries)
    try:
        return journal().adopt(entries, audit)
    except OtherJournalError as error:
        raise BackupError("other") from error


def _unpacked(archive: bytes) -> list[list[dict[str, Any]]]:
    """Return the rows of both tables of the journal."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST:
                raise BackupError("unreadable")
            told = {r["path"]: r.get("hash", "") for r in json.loads(packed.read(DESCRIPTOR))["resources"]}
            # All of it, also what is not brought back: a backup of which a part is damaged is not to be relied on.
            content = {name: packed.read(name) for name in {*packed.namelist(), *told}}
            resources = json.loads(SCHEMAS.read_text("utf-8"))
            if not told.keys() >= {r["path"] for r in resources}:
                raise BackupError("unreadable")
            if any(told[path] != f"sha256:{hashlib.sha256(content[path]).hexdigest()}" for path in told):
                raise BackupError("damaged")
            return [_rows(content[r["path"]], r["schema"]["fields"]) for r in resources]
    except zlib.error as error:
        raise BackupError("damaged") from error
    except zipfile.BadZipFile as error:
        # The list of files in it could be read, one of the files could not.
        raise BackupError("damaged" if "CRC" in str(error) else "unreadable") from error
    except (KeyError, ValueError, TypeError, AttributeError, OSError, RuntimeError, csv.Error) as error:
        raise BackupError("unreadable") from error


def _require_order(entries: list[dict[str, Any]]) -> None:
    """Refuse entries that no journal can have written: numbers that do not rise, versions that are not 1, 2, 3,
    and such as are not sealed as an erasure left them.
    """
    versions: Counter[str] = Counter()
    digests = {number: digest for row in entries for number, digest in erased_by(row).items()}
    before, tokens = 0, set()
    for row in entries:
        versions[row["round"]] += 1
        if row["id"] <= before or row["version"] != versions[row["round"]] or row["token"] in tokens:
            raise BackupError("damaged")
        if digests.get(row["id"], row["digest"]) != row["digest"]:  # the one that was sealed last holds
            raise BackupError("damaged")
        before = row["id"]
        tokens.add(row["token"])


def _csv(rows: list[dict[str, Any]], columns: list[str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _rows(content: bytes, fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    whole = {f["name"] for f in fields if f["type"] == "integer"}
    # No translation of line ends: a text may have its own.
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    if rows.fieldnames != [f["name"] for f in fields]:
        raise BackupError("unreadable")
    return [{k: (int(v) if v else None) if k in whole else v for k, v in row.items()} for row in rows]

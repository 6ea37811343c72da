"""The journal as a file, to keep elsewhere and to bring back: a Frictionless data package as ZIP."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from data.archive import zipped
from data.rounds.journal import journal
from data.rounds.merge import files
from data.tables import DESCRIPTOR, Tables

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
    for resource in descriptor["resources"]:
        resource["bytes"] = len(content[resource["path"]])
        resource["hash"] = f"sha256:{hashlib.sha256(content[resource['path']]).hexdigest()}"
    content[DESCRIPTOR] = json.dumps(descriptor, ensure_ascii=False, indent=2).encode()
    return zipped(content)


def bring_back(archive: bytes) -> int:
    """Append what a backup has to a journal that is empty or the beginning of it; return how many entries were new.

    Raises ``BackupError``, also where the journal here says something else, and ``StoreError``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST:
                raise BackupError("unreadable")
            told = {r["path"]: r.get("hash", "") for r in json.loads(packed.read(DESCRIPTOR))["resources"]}
            tables = []
            for resource in json.loads(SCHEMAS.read_text("utf-8")):
                content = packed.read(resource["path"])
                if told[resource["path"]] != f"sha256:{hashlib.sha256(content).hexdigest()}":
                    raise BackupError("damaged")
                tables.append(_rows(content, resource["schema"]["fields"]))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BackupError("unreadable") from error
    try:
        return journal().adopt(*tables)
    except ValueError as error:
        raise BackupError("other") from error


def _csv(rows: list[dict[str, Any]], columns: list[str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _rows(content: bytes, fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    csv.field_size_limit(MOST)
    whole = {f["name"] for f in fields if f["type"] == "integer"}
    rows = csv.DictReader(io.StringIO(content.decode()))
    return [{k: (int(v) if v else None) if k in whole else v for k, v in row.items()} for row in rows]

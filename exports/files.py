"""What every outlet shares: how files are named, and ZIP files that are the same bytes for the same content."""

import io
import re
import unicodedata
import zipfile
from functools import lru_cache

from charts.words import names_by_code
from data.selection import Selection
from data.tables import Tables
from locales import Words

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can hold


@lru_cache(maxsize=1024)
def name(tables: Tables, selection: Selection, words: Words, what: str, ending: str) -> str:
    """Return a file's name: what it is, the selection, the language, the date of the tables.

    Only small Latin letters, digits and hyphens: ``bimtek-ikm-maluku-2022-kepulauan-aru-id-2026-11-24.pptx``.
    """
    regency = names_by_code(tables).get(selection.regency, "")
    parts = (what, selection.round, regency, selection.group, words.language, tables.date.isoformat())
    return "-".join(slug for part in parts if (slug := _slug(part))) + f".{ending}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP file of the files (path → content), in their order, all dated to the same moment."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in files.items():
            archive.writestr(_entry(path), content)
    return packed.getvalue()


def settled(archive: bytes) -> bytes:
    """Return a ZIP file (an Office document is one) with every date in it set to the same moment."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return zipped({info.filename: packed.read(info) for info in packed.infolist()})


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry

"""What every outlet shares: how files are named, and ZIP files that are the same bytes for the same content."""

import io
import re
import unicodedata
import zipfile

from charts.words import names_by_code
from data.archive import zipped
from data.view import View, cached


@cached(1024)
def name(view: View, what: str, ending: str) -> str:
    """Return a file's name: what it is, the selection, the language, the date of the tables.

    Only small Latin letters, digits and hyphens: ``bimtek-ikm-maluku-2022-kepulauan-aru-id-2026-11-24.pptx``.
    """
    regency = names_by_code(view.tables).get(view.selection.regency, "")
    parts = (
        what,
        view.selection.round,
        regency,
        view.selection.group,
        view.words.language,
        view.tables.date.isoformat(),
    )
    return "-".join(slug for part in parts if (slug := _slug(part))) + f".{ending}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]


def settled(archive: bytes) -> bytes:
    """Return a ZIP file (an Office document is one) with every date in it set to the same moment."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return zipped({info.filename: packed.read(info) for info in packed.infolist()})

"""ZIP files that are the same bytes for the same content."""

import io
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can hold


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

"""Streamlit's own files, compressed once as hard as Brotli can, and kept on disk between starts.

``python -m serving.static`` compresses beforehand what the pages need; ``make setup`` does so.
"""

import gzip
import hashlib
import itertools
import mimetypes
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock

import brotli
import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from data import settings
from serving.responses import FOREVER, answer
from serving.streamlit_patches import applies, cell_editor, icon_font, index_page, plotly_bundle
from serving.streamlit_patches.index_page import ROOT

FONTS = Path(__file__).parent.parent / "static" / "fonts"
PREFIX = "/static/"
TEXT = {".js", ".css", ".svg", ".json", ".html", ".map"}
CHANGED = {plotly_bundle.SCRIPT: plotly_bundle.lean, cell_editor.SCRIPT: cell_editor.patient}
EDITION = "3"  # of what is changed in Streamlit's scripts: compressed files of another are not used
BEST, QUICK = 11, 5  # Brotli's levels: for the disk, and for who comes before the best is made


def cache() -> Path:
    """Return the folder of compressed files: ``IKM_CACHE``, or .cache beside the dashboard; one for each content."""
    base = Path(settings.CACHE.get() or Path(__file__).parent.parent / ".cache")
    return base / "-".join(("static", streamlit.__version__, EDITION, *plotly_bundle.KINDS))


def lighter_fonts() -> dict[str, Path]:
    """Return smaller files for fonts of Streamlit's that hold far more letters and icons than are ever shown.

    Its text font is seen only for the moment before the theme, which has the same letters, is known.
    """
    media = ROOT / "static" / "media"
    texts = {"Upright": "Regular", "Italic": "Italic"}
    lighter = {
        path.name: FONTS / f"MalukuSans-{ours}.woff2"
        for slant, ours in texts.items()
        for path in media.glob(f"SourceSansVF-{slant}.*.woff2")
    }
    icons = {icon_font.original().name: icon_font.ICONS} if applies("icon_font") else {}
    return {**icons, **lighter}


class Files:
    """The compressed files: made once, kept on disk where that can be written, else in memory."""

    def __init__(self) -> None:
        """List what there is: only what is listed is ever served."""
        self.paths = {f"/{path.relative_to(ROOT)}": path for path in (ROOT / "static").rglob("*") if path.is_file()}
        self.paths |= {f"{PREFIX}media/{name}": path for name, path in lighter_fonts().items()}
        self._made: dict[tuple[str, str], bytes] = {}
        self._lock = Lock()
        self._later = ThreadPoolExecutor(1, thread_name_prefix="compress")
        self._waiting: set[str] = set()

    def body(self, name: str, encoding: str) -> bytes:
        """Return a file in an encoding: br, gzip or "" for as it is."""
        if not encoding:
            return self._plain(name)
        with self._lock:
            if (name, encoding) in self._made:
                return self._made[name, encoding]
        kept = self._kept(name, encoding)
        if kept.is_file():
            return self._keep(name, encoding, kept.read_bytes())
        plain = self._plain(name)
        if encoding == "gzip":
            return self._keep(name, encoding, gzip.compress(plain, 9, mtime=0))
        with self._lock:
            if name not in self._waiting:
                self._waiting.add(name)
                self._later.submit(self.best, name)
        return bytes(brotli.compress(plain, quality=QUICK))

    def best(self, name: str) -> str:
        """Compress a file as hard as Brotli can and keep it; returns its name."""
        kept = self._kept(name, "br")
        if not kept.is_file():
            body = brotli.compress(self._plain(name), quality=BEST)
            self._keep(name, "br", body)
            try:
                kept.parent.mkdir(parents=True, exist_ok=True)
                part = kept.with_suffix(f".{os.getpid()}.part")
                part.write_bytes(body)
                part.replace(kept)  # at once: another server may read the same folder
            except OSError:
                pass  # a folder that can't be written: memory keeps it
        return name

    def _plain(self, name: str) -> bytes:
        path = self.paths[name]
        for script, changed in CHANGED.items():
            if path.name.startswith(script):
                return changed(path)
        return path.read_bytes()

    def _keep(self, name: str, encoding: str, body: bytes) -> bytes:
        with self._lock:
            return self._made.setdefault((name, encoding), body)

    def _kept(self, name: str, encoding: str) -> Path:
        return cache() / f"{name.strip('/').replace('/', '-')}.{encoding}"


@lru_cache(maxsize=1)
def files() -> Files:
    """Return the files of this process."""
    return Files()


def prepare() -> Iterator[str]:
    """Compress what the pages need; yields each name when it is done."""
    names = [f"/{name}" for name in itertools.chain(*index_page.front_end().values(), index_page.chunks())]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(files().best, names)


class StaticFiles:
    """Answer requests for Streamlit's own files; everything else goes on."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        asks = scope["type"] == "http" and scope["path"].startswith(PREFIX) and scope["method"] in ("GET", "HEAD")
        if not asks or scope["path"] not in files().paths:
            await self.app(scope, receive, send)
            return
        response = await run_in_threadpool(_answer, scope["path"], Headers(scope=scope))
        await response(scope, receive, send)


def _answer(name: str, asked: Headers) -> Response:
    path = files().paths[name]
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = "text/javascript" if path.suffix == ".js" else guessed
    return answer(asked, partial(files().body, name), kind, _etag(path), FOREVER, path.suffix in TEXT)


def _etag(path: Path) -> str:
    about = path.stat()
    return f'"{hashlib.sha256(f"{path.name} {about.st_size} {streamlit.__version__}".encode()).hexdigest()[:16]}"'


if __name__ == "__main__":
    for _ in prepare():
        pass

"""Streamlit's icon font, reduced to the icons that Streamlit itself names.

What: ``icons.woff2`` is sent in place of the font. ``python -m serving.streamlit_patches.icon_font`` builds it again,
    after taking a new version of Streamlit. The font is Material Symbols Rounded by Google, Apache License 2.0.
Why: 8 kB travel instead of 350.
Read in: Streamlit 1.67 (static/media/MaterialSymbols-Rounded.*.woff2).
If it fails: the whole font travels.
Guarded by: tests/serving/test_serving.py, test_icons_are_all_there; tests/serving/test_streamlit_patches.py.
"""

import re
import string
from pathlib import Path

from streamlit import file_util

ICONS = Path(__file__).with_name("icons.woff2")
STREAMLIT = Path(file_util.get_static_dir()) / "static"


def apply() -> None:
    """See whether the font is there. Raises ``LookupError`` if not."""
    original()


def original() -> Path:
    """Return the icon font as Streamlit has it. Raises ``LookupError`` if there is none of that name."""
    for path in (STREAMLIT / "media").glob("MaterialSymbols-Rounded.*.woff2"):
        return path
    raise LookupError("static/media/MaterialSymbols-Rounded.*.woff2")


def named() -> set[str]:
    """Return the names of the icons that Streamlit's own elements show."""
    scripts = (path.read_text("utf-8") for path in (STREAMLIT / "js").glob("*.js"))
    return {name for script in scripts for name in re.findall(r":material/(\w+)", script)}


def build(path: Path) -> None:
    """Write the reduced font: the same bytes for the same version of Streamlit."""
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_closure=False, glyph_names=True, recalc_timestamp=False)
    font = subset.load_font(str(original()), options)
    there = set(font.getGlyphOrder())
    reducer = subset.Subsetter(options)
    reducer.populate(glyphs=sorted(named() & there), text=string.ascii_lowercase + string.digits + "_")
    reducer.subset(font)
    subset.save_font(font, str(path), options)


if __name__ == "__main__":
    build(ICONS)

"""Build ``icons.woff2``: Streamlit's icon font, reduced to the icons that Streamlit itself names.

Run with ``python -m serving.icons`` after taking a new version of Streamlit. The font is Material Symbols
Rounded by Google, Apache License 2.0.
"""

import re
import string
from pathlib import Path

from streamlit import file_util

ICONS = Path(__file__).with_name("icons.woff2")
STREAMLIT = Path(file_util.get_static_dir()) / "static"


def original() -> Path:
    """Return the icon font as Streamlit has it."""
    return next((STREAMLIT / "media").glob("MaterialSymbols-Rounded.*.woff2"))


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

"""Streamlit's script for the field above a cell of a table: what is typed quickly and ended with Enter is kept.

What: after each key the field looks, once the browser is idle, whether a key has ended it; it looks after those keys
    only that end it.
Why: on a busy machine the look that belongs to a letter comes after Enter was pressed, ends the field as that letter
    does, without its text, and what was typed is lost: 3 of 14 tries beside one other job.
Read in: Streamlit 1.67 (static/js/data-grid-overlay-editor.*.js, glide-data-grid 6).
If it fails: the script stays as it is; who types quicker than the browser draws may have to type a cell again.
Guarded by: tests/pages/test_rounds_typing.py, test_enter_right_after_a_letter_keeps_what_was_typed.
"""

import re
from functools import lru_cache
from pathlib import Path

from streamlit import file_util

SCRIPT = "data-grid-overlay-editor."  # how its file's name begins
LOOKS = re.compile(r"(?=window\.setTimeout\(\(\)=>\{![\w$]+\.current&&([\w$]+)\.current!==void 0&&)")


def apply() -> None:
    """See whether the script is made as expected. Raises ``LookupError`` if not."""
    scripts = list((Path(file_util.get_static_dir()) / "static" / "js").glob(f"{SCRIPT}*.js"))
    if not scripts or any(len(LOOKS.findall(path.read_text("utf-8"))) != 1 for path in scripts):
        raise LookupError(f"{SCRIPT}*.js does not look after each key")


@lru_cache(maxsize=1)
def patient(path: Path) -> bytes:
    """Return the script of a file, looking after those keys only that end the field."""
    return LOOKS.sub(r"\1.current!==void 0&&", path.read_text("utf-8")).encode()

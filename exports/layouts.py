"""Layouts to fill, and the styles of text that every page has, live or not."""

import re
from pathlib import Path

import jinja2

TEXT_STYLES = Path(__file__).parents[1] / "pages" / "parts" / "text.css"
INDENT_OR_COMMENT = re.compile(r"/\*.*?\*/\s*|^ +", re.DOTALL | re.MULTILINE)


def styles(*files: Path) -> str:
    """Return the styles of some files without what a browser does not read of them."""
    return INDENT_OR_COMMENT.sub("", "".join(file.read_text("utf-8") for file in files))


def layouts(folder: Path) -> jinja2.Environment:
    """Return the layouts of a folder: what fills them is escaped, and what they ask for must be given."""
    loader, strict = jinja2.FileSystemLoader(folder), jinja2.StrictUndefined
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, undefined=strict)

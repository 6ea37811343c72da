"""Build the boundary files: ``python -m geo.build [FOLDER]``, with the same bytes every time."""

import sys
from pathlib import Path

from geo.files import HERE, write_all
from geo.indicative import boundaries


def build(folder: Path) -> None:
    """Build the boundary files and the click targets into ``folder``."""
    write_all(folder, *boundaries())


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)

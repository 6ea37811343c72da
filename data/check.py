"""Check the tables of a folder: ``python -m data.check [FOLDER]``.

Prints every problem as file, row, column and reason and exits 1, or says how many rows of how many tables are fine.
"""

import sys
from pathlib import Path

from data.problem import sentence
from data.tables import PACKAGED, load
from locales import Words


def main(arguments: list[str]) -> int:
    """Check the folder that the arguments name, or the packaged one; return the exit code."""
    words = Words("en")
    tables = load(Path(arguments[0]) if arguments else PACKAGED)
    for problem in tables.problems:
        print(sentence(problem, words))
    if tables.problems:
        return 1
    rows = sum(len(frame) for frame in tables.frames.values())
    print(f"{rows} rows of {len(tables.frames)} tables are fine.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

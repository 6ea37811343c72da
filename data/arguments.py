"""What the command lines share."""

import argparse
from typing import NoReturn


class Arguments(argparse.ArgumentParser):
    """A parser of arguments that says in one line what is wrong with them."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with exit code 2."""
        self.exit(2, f"{self.prog.removeprefix('python -m ').partition(' ')[0]}: {message}\n")

"""The figures that can be taken away by name: every module of this folder is asked for those that it registers."""

import pkgutil
from importlib import import_module
from pathlib import Path

from charts.registry import REGISTERED as FIGURES

for _module in pkgutil.iter_modules([str(Path(__file__).parent)]):
    import_module(f"charts.{_module.name}")

__all__ = ["FIGURES"]

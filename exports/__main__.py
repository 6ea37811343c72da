"""Make a file from the command line: ``python -m exports KIND --out PATH``; ``--list`` says what there is.

The ending of PATH chooses the form where a kind has several: a figure as .png, .svg, .pdf, .pptx, .csv, .xlsx
or .json, the data as .zip, .geojson or .gpkg. A wrong argument gets one line and exit code 2, a file that can't be
made exit code 1. With ``--when-changed`` exit code 3 says that the data are as they were.
"""

import argparse
import logging
import re
import sys
from dataclasses import replace
from pathlib import Path

from charts.figures import FIGURES
from charts.words import caption
from data import comparison
from data.arguments import Arguments
from data.current import current, is_stored
from data.problem import sentence
from data.selection import Selection, default_round, group_codes, regency_codes, round_codes
from data.tables import BrokenTableError, Tables
from data.view import View
from exports import imprint, scheduled
from exports.build import build
from exports.figure import FORMS, NUMBERS, figure_file
from exports.outlets import OUTLETS
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words
from pages import PAGES, chosen

KINDS = {
    "deck": {".pptx": "deck"},
    "brief": {".pdf": "brief"},
    "workbook": {".xlsx": "workbook"},
    "page": {".html": "page"},
    "data": {".zip": "data", ".geojson": "boundaries", ".gpkg": "boundaries_gpkg"},
    "bundle": {".zip": "bundle"},
}
IMAGE = "image"
ENDINGS = [f".{form}" for form in FORMS]
ADDRESS = re.compile(r"[^\s@,<>\"\-][^\s@,<>\"]*@[^\s@,<>\"]+")


def _arguments(given: list[str], tables: Tables) -> argparse.Namespace:
    parser = Arguments(prog="python -m exports", description=__doc__, allow_abbrev=False)
    parser.add_argument("kind", nargs="?", choices=[IMAGE, *KINDS])
    parser.add_argument("--list", action="store_true", help="list the kinds of file and the figures")
    parser.add_argument("--figure", choices=FIGURES, default="map")
    parser.add_argument("--round", choices=round_codes(tables), default=default_round(tables))
    parser.add_argument("--regency", choices=regency_codes(tables), default="")
    parser.add_argument("--group", choices=group_codes(tables), default="")
    for name, what in (
        ("indicator", "key of an indicator, for figures of indicators"),
        ("period", "one of its periods: 2025, 2026-Q2"),
        ("against", "key of a second indicator"),
        ("areas", "codes of areas side by side, with commas"),
    ):
        parser.add_argument(f"--{name}", default="", help=what)
    parser.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    parser.add_argument(
        "--scale", type=float, default=2.0, help="of a PNG image of up to 25 million pixels: 1, 2, 4 ..."
    )
    parser.add_argument("--clear", action="store_true", help="a PNG image without its white ground")
    parser.add_argument("--plain", action="store_true", help="a PNG, SVG or PDF image without its headline and sources")
    parser.add_argument("--pages", default="", help="pages of the menu in one file, with commas; else the story")
    parser.add_argument("--light", action="store_true", help="the page without script")
    parser.add_argument("--out", type=Path)
    parser.add_argument(
        "--when-changed", action="store_true",
        help=f"only if the data have changed since the file was made so; else exit code {scheduled.UNCHANGED}",
    )  # fmt: skip
    parser.add_argument(
        "--mail", default="", help="addresses, with commas, to which the system's mailer sends the file"
    )
    asked = parser.parse_args(given)
    if not asked.list:
        _check(parser, asked)
        _, unknown = comparison.from_address(vars(asked), tables)
        if unknown:
            parser.error(f"--{unknown[0]} {getattr(asked, unknown[0])!r} is not known")
    return asked


def _check(parser: Arguments, asked: argparse.Namespace) -> None:
    """Refuse what each argument allows by itself but not together."""
    if not asked.kind or not asked.out:
        parser.error("a kind of file and --out PATH are needed; --list says what there is")
    endings = ENDINGS if asked.kind == IMAGE else list(KINDS[asked.kind])
    if asked.out.suffix not in endings:
        parser.error(f"--out has to end in {' or '.join(endings)} for {asked.kind}")
    if asked.kind == IMAGE and FIGURES[asked.figure].needs_regency and not asked.regency:
        parser.error(f"the figure {asked.figure} needs --regency")
    if asked.kind == IMAGE and not FIGURES[asked.figure].has_numbers and asked.out.suffix[1:] in NUMBERS:
        others = ", ".join(ending for ending in ENDINGS if ending[1:] not in NUMBERS)
        parser.error(f"the figure {asked.figure} has no numbers of its own; --out has to end in one of {others}")
    try:
        chosen(asked.pages)
    except ValueError as unknown:
        parser.error(f"--pages: {unknown} is none of {', '.join(PAGES)}")
    if not 0.1 <= asked.scale <= 8:
        parser.error("--scale is a number from 0.1 to 8")
    if wrong := [one for one in addresses(asked.mail) if not ADDRESS.fullmatch(one)]:
        parser.error(f"--mail {wrong[0]!r} is no address")
    if not asked.out.parent.is_dir():
        parser.error(f"there is no folder {asked.out.parent}")


def addresses(given: str) -> list[str]:
    """Return the addresses of ``--mail``."""
    return [one for part in given.split(",") if (one := part.strip())]


def _view(asked: argparse.Namespace, tables: Tables) -> View:
    compared, _ = comparison.from_address(vars(asked), tables)
    return View(tables, Selection(asked.round, asked.regency, asked.group), Words(asked.lang), compared)


def _written(asked: argparse.Namespace, view: View) -> int:
    """Write the file if it is due, and mail it if that is asked; return the exit code."""
    words, out = view.words, asked.out
    if asked.when_changed and not is_stored(view.tables):
        return 1  # what has changed is not known
    mark = scheduled.data_mark(view.tables, sorted(vars(asked).items())) if asked.when_changed else ""
    if mark and not scheduled.is_due(out, mark):
        print(words("scheduled.unchanged", file=out), file=sys.stderr)
        return scheduled.UNCHANGED
    content = _make(asked, view)
    if mark:
        scheduled.forget(out)
        scheduled.write(out, content)
    else:
        out.write_bytes(content)
    if to := addresses(asked.mail):
        try:
            scheduled.mail(to, view, content, out.name)
        except scheduled.MailError as error:
            key = "scheduled.not_mailed" if str(error) else "scheduled.no_mailer"
            print(words(key, file=out, reason=error), file=sys.stderr)
            return 1
        print(words("scheduled.mailed", file=out, to=words.join(to)), file=sys.stderr)
    if mark:
        scheduled.keep(out, mark)
    return 0


def _make(asked: argparse.Namespace, view: View) -> bytes:
    print(f"{asked.out}: {caption(view)} ...", file=sys.stderr)
    if asked.kind == IMAGE:
        chart = FIGURES[asked.figure](view)
        below = () if asked.plain else imprint.below(view, chart)
        return figure_file(chart, asked.out.suffix[1:], view.tables.date, below, asked.scale, asked.clear)
    key = "page_light" if asked.light and asked.kind == "page" else KINDS[asked.kind][asked.out.suffix]
    outlet = OUTLETS[key]
    if asked.kind == "page":
        outlet = replace(outlet, pages=chosen(asked.pages))
    return build(outlet, view, lambda done, name: print(f"{done:4.0%}  {name}", file=sys.stderr))


def main(given: list[str]) -> int:
    """Make the file that the arguments ask for; return the exit code."""
    logging.getLogger("dashboard").addHandler(logging.NullHandler())  # what fails is said here, without a traceback
    tables, words = current(), Words()
    if not is_stored(tables):
        print(sentence(tables.problems[-1], words), file=sys.stderr)
    try:
        asked = _arguments(given, tables)
        words = Words(asked.lang)
        if asked.list:
            print(f"{IMAGE}\t{words('outlet.image')} ({', '.join(FIGURES)})")
            for kind, forms in KINDS.items():
                print(f"{kind}\t{words(f'outlet.{kind}')} ({', '.join(forms)})")
            return 0
        return _written(asked, _view(asked, tables))
    except BrokenTableError as broken:
        for problem in broken.problems:
            print(sentence(problem, words), file=sys.stderr)
    except OSError as error:
        print(f"exports: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The journal from the command line: ``python -m data.rounds add FILE``, observe, history, restore, erase, export.

Exit code 0 means that all was done as asked. A file that can't be stored, or that changes nothing, gets every problem
in one list and exit code 1, with --check too: 0 says then that the file can be stored as it is. A wrong argument gets
one line and exit code 2.
"""

import argparse
import getpass
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from data import observations
from data.arguments import Arguments
from data.current import current
from data.observing import checking, reading, template
from data.observing.areas import Areas
from data.observing.problems import notes
from data.observing.problems import sentence as observing_sentence
from data.observing.reading import FACTS
from data.problem import Problem
from data.problem import sentence as problem_sentence
from data.rounds import changes
from data.rounds.checking import draft, personal, problems
from data.rounds.checking.names import SYSTEMS
from data.rounds.reading import labels, sheet
from data.rounds.reading.grid import UnclearFileError, UnreadableFileError, clean, folded
from data.rounds.store import backup, scope
from data.rounds.store.erasing import LEAST
from data.rounds.store.errors import NotScrubbedError, StoreError
from data.rounds.store.journal import Adopted, ConflictError, Entry, Proposal, journal
from data.tables import BrokenTableError, Tables
from locales import DEFAULT_LANGUAGE, LANGUAGES, Words

PLAIN = str.maketrans({
    "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "·": "|", "→": "->", "≈": "~", "≠": "!=", "…": "...",
    "±": "+/-", "×": "x",
})  # fmt: skip


def _arguments(given: list[str]) -> argparse.Namespace:
    parser = Arguments(prog="python -m data.rounds", description=__doc__, allow_abbrev=False)
    parser.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    does = parser.add_subparsers(dest="does", required=True)
    add = does.add_parser("add", help="store a round from a spreadsheet or CSV file")
    add.add_argument("file", type=Path)
    add.add_argument("--correct", default="", metavar="ROUND", help="the round that the file corrects")
    _add_pairs(add, "--fact", "NAME=TEXT", f"one of {', '.join(labels.FACTS)}")
    _add_pairs(add, "--answer", "QUESTION=ANSWER", "what is unclear in the file")
    _add_pairs(add, "--activity", "NAME=GROUP;DIVISION", "the kind of a new activity")
    add.add_argument("--fix", action="store_true", help="take the fixes that change nothing that is stated")
    _add_pairs(add, "--confirm", "FIELD[:ROW]=TEXT", "a proposal that changes what is stated")
    add.add_argument("--check", action="store_true", help="check only, store nothing")
    observe = does.add_parser("observe", help="store observations of an indicator from a spreadsheet or CSV file")
    observe.add_argument("file", type=Path)
    _add_pairs(observe, "--fact", "NAME=TEXT", f"one of {', '.join(FACTS)}")
    observe.add_argument("--codes", choices=SYSTEMS, default="", help="whose codes of regencies are meant")
    observe.add_argument("--check", action="store_true", help="check only, store nothing")
    form = does.add_parser("template", help="write the form for observations, as .xlsx or .csv")
    form.add_argument("file", type=Path)
    form.add_argument("--indicator", default="", help="one that there is, for its areas and unit")
    does.add_parser("list", help="list the rounds in use").add_argument("--state", type=int)
    does.add_parser("history", help="list the entries").add_argument("round", nargs="?", default="")
    for command in (add, observe, *_changing(does)):
        command.add_argument("--reason", default="", help="why; it stays in the history")
        command.add_argument("--who", default=_user(), help="who; the user of this computer by default")
    does.add_parser("export", help="write everything to a file, to keep elsewhere").add_argument("file", type=Path)
    return parser.parse_args(given)


def _add_pairs(command: Arguments, option: str, form: str, text: str) -> None:
    """Add an option that may be given several times, each with a name and what it stands for: see ``_pairs``."""
    command.add_argument(option, action="append", default=[], metavar=form, help=text)


def _changing(does: "argparse._SubParsersAction[Arguments]") -> tuple[Arguments, ...]:
    """Add what changes what is stored: withdraw, restore, erase."""
    withdraw = does.add_parser("withdraw", help="take the entries of a round, or of indicator:KEY, out of effect")
    withdraw.add_argument("round")
    restore = does.add_parser("restore", help="go back to the state after an entry, or bring a backup back")
    restore.add_argument("state", help="the number of an entry, 0 for as packaged, or a file that export wrote")
    erase = does.add_parser("erase", help="take a text with personal data out of every entry and every state")
    erase.add_argument("text", nargs="?", default="-", help="the text; without one, or -, a line of standard input")
    erase.add_argument("--check", action="store_true", help="say where it stands only, erase nothing")
    return withdraw, restore, erase


def _as_typed(text: str) -> str:
    """Return an argument with the letters that a system without a locale takes for bytes: nothing typed is lost."""
    try:
        return text.encode("ascii", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return text


def _user() -> str:
    """Return who uses this computer: the name, or the number where the system has none for it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "?"


class RefusedError(Exception):
    """Something can't be done; its arguments are the lines that say why."""


def _reason(asked: argparse.Namespace) -> str:
    if not asked.reason.strip():
        raise RefusedError("data.rounds: --reason is needed")
    if personal.is_in(asked.reason):
        raise RefusedError(Words(asked.lang)("rounds.reason.personal"))
    return clean(asked.reason)


def _add(asked: argparse.Namespace, words: Words) -> list[str]:
    tables = current()
    if asked.correct and asked.correct not in set(tables["rounds"]["round"]):
        raise RefusedError(words("rounds.unknown", about=scope.named(asked.correct, words)))
    facts = _pairs(asked.fact, "--fact", labels.FACTS)
    written = _with_activities(_read(asked, tables, words).with_facts(facts), asked, words)
    seen = changes.version(asked.correct or written.facts.get("year", ""))
    checked = draft.check(written, tables, asked.correct, seen + 1)
    confirmed, taken = {_plain(text): text for text in asked.confirm}, set[str]()
    while fixes := [
        f for f in checked.problems if (asked.fix and f.is_plain) or _plain(_proposal(f, written)) in confirmed
    ]:
        # What is filled in may bring what follows from that in its turn.
        mended = draft.fixed(written, fixes)
        taken |= {_plain(_proposal(problem, written)) for problem in fixes}
        if mended == written:
            break
        written, checked = mended, draft.check(mended, tables, asked.correct, seen + 1)
    if unknown := confirmed.keys() - taken:
        raise RefusedError(*(words("rounds.confirm_unknown", text=confirmed[text]) for text in sorted(unknown)))
    about = [f"{asked.file.name}: {text}" for text in (problems.not_read(written, words),) if text]
    if checked.problems:
        sentences = [f"{asked.file.name}: {problems.sentence(f, written, words)}" for f in checked.problems]
        proposals = (_proposal(f, written) for f in checked.problems if not f.is_plain)
        sentences += [words("rounds.confirm_by", text=text) for text in dict.fromkeys(filter(None, proposals))]
        names = dict.fromkeys(
            written.lines[f.line or 0]["activity"] for f in checked.problems if f.reason == "activity"
        )
        sentences += [words("rounds.activity_by", name=name) for name in names]
        if names or any(f.field == "group" for f in checked.problems):
            groups = "; ".join(words.field(row, "name") for _, row in tables["groups"].iterrows())
            sentences.append(f"{words('sheet.group')}: {groups}")
        for problem in checked.problems:
            sentences += _as_correction(problem, written, tables, words) if problem.is_of_stored else []
        raise RefusedError(*about, *sentences)
    seen = changes.version(checked.code)
    after = changes.with_draft(checked, tables)
    different = changes.differences(tables, after)
    if not different:
        raise RefusedError(*about, words("rounds.unchanged", round=checked.code))
    lines = [*about, *(_difference(d, words, after) for d in different)]
    if asked.check:
        return [*lines, words("rounds.checked", round=checked.code)]
    return [*lines, *_stored([changes.proposal(checked, asked.correct, seen)], asked, words)]


def _stored(
    proposals: Sequence[Proposal], asked: argparse.Namespace, words: Words, among: Sequence[Entry] = ()
) -> list[str]:
    """Store proposals; return the lines of their entries."""
    return [_entry(entry, words, among) for entry in changes.store(proposals, asked.who, _reason(asked))]


def _proposal(problem: Problem, written: sheet.Draft) -> str:
    """Return how a proposal is confirmed: the field, the row, and what is proposed; "" if nothing is."""
    if not problem.fix:
        return ""
    row = "" if problem.line is None else f":{written.lines[problem.line].row or problem.line + 1}"
    return f"{problem.field}{row}={problem.fix}"


def _as_correction(problem: Problem, written: sheet.Draft, tables: Tables, words: Words) -> list[str]:
    """Say what a file would change as the correction of the round that it seems to be; without more to mend."""
    code = dict(problem.details)["round"]
    checked = draft.check(written, tables, code, changes.version(code) + 1)
    if checked.problems:
        return []
    after = changes.with_draft(checked, tables)
    lines = [_difference(d, words, after) for d in changes.differences(tables, after)]
    return [words("rounds.correct_by", round=code), *lines] if lines else []


def _pairs(given: Sequence[str], option: str, names: Sequence[str] = ()) -> dict[str, str]:
    """Return what an option says, NAME=TEXT each time it is given; ``names`` are those there are, if only they are."""
    for text in given:
        if "=" not in text or (names and text.partition("=")[0] not in names):
            raise RefusedError(f"data.rounds: {option} {text}: {', '.join(names) or 'NAME=TEXT'}")
    return {name.strip(): value.strip() for name, _, value in (text.partition("=") for text in given)}


def _with_activities(written: sheet.Draft, asked: argparse.Namespace, words: Words) -> sheet.Draft:
    """Return a draft with group and division of the activities whose kinds were given."""
    kinds = {folded(name): kind for name, kind in _pairs(asked.activity, "--activity").items()}
    if unknown := kinds.keys() - {folded(line["activity"]) for line in written.lines}:
        listed = words.join(f"“{name}”" for name in sorted(unknown))
        raise RefusedError(words("rounds.activity_unknown", listed=listed))
    lines = []
    for line in written.lines:
        group, _, division = kinds.get(folded(line["activity"]), "").partition(";")
        texts = {"group": group.strip(), "division": division.strip()} if group else {}
        lines.append(replace(line, texts={**line.texts, **texts}))
    return replace(written, lines=tuple(lines))


def _read(asked: argparse.Namespace, tables: Tables, words: Words) -> sheet.Draft:
    """Read the file by the answers that were given; what is still unclear is refused, with the answers there are."""
    answers = _pairs(asked.answer, "--answer")
    try:
        read = sheet.read(asked.file.name, asked.file.read_bytes(), answers)
        return draft.leniently(read, tables, answers)
    except UnreadableFileError as error:
        lines = [error.sentence(asked.file.name, words)]
        if isinstance(error, UnclearFileError):
            texts = ((c.value, words(f"choice.{c.reason}", **dict(c.details))) for c in error.choices)
            lines += [words("rounds.answer_by", question=error.key, value=v, choice=text) for v, text in texts]
        raise RefusedError(*lines) from error


def _template(asked: argparse.Namespace, words: Words) -> list[str]:
    """Write the form for observations, over no file that is there."""
    known = observations.definitions(current())
    if asked.indicator and asked.indicator not in known:
        listed = ", ".join(known)
        raise RefusedError(words("observing.template.unknown", found=asked.indicator, listed=listed))
    if asked.file.suffix.lower() not in (".xlsx", ".csv"):
        raise RefusedError(words("observing.template.kind", file=asked.file))
    if asked.file.exists():
        raise RefusedError(words("observing.template.exists", file=asked.file))
    asked.file.write_bytes(template.form(asked.file.suffix, current(), asked.indicator, words))
    return [words("observing.template.written", file=asked.file)]


def _observe(asked: argparse.Namespace, words: Words) -> list[str]:
    """Check observations as a whole and store them, each indicator of the file as one entry."""
    tables = current()
    areas, facts = Areas(tables, asked.codes), _pairs(asked.fact, "--fact", FACTS)
    by = words("observing.fact_by", listed=", ".join(FACTS))
    try:
        written = reading.read(asked.file.name, asked.file.read_bytes(), areas, facts)
    except UnreadableFileError as error:
        raise RefusedError(error.sentence(asked.file.name, words), by) from error
    checked = checking.check(written, tables, areas, changes.version)
    seen = {code: changes.version(code) for code in checked.contents}
    about = [f"{asked.file.name}: {text}" for text in notes(written, areas, checked.missing, checked.totals, words)]
    if checked.problems:
        sentences = (f"{asked.file.name}: {observing_sentence(f, written, words)}" for f in checked.problems)
        raise RefusedError(*about, *dict.fromkeys(sentences), by)
    after = changes.with_contents(checked.contents, tables)
    different = changes.differences(tables, after)
    named = words.join(scope.called(rows, words) for rows in checked.contents.values())
    if all(difference.column == "last_updated" for difference in different):
        raise RefusedError(*about, words("observing.unchanged", about=named))
    lines = [*about, *(_difference(d, words, after) for d in different if d.column == "value" or not d.period)]
    if asked.check:
        return [*lines, words("observing.checked", about=named)]
    return [*lines, *_stored(checked.proposals(tables, seen), asked, words)]


def _difference(difference: changes.Difference, words: Words, tables: Tables) -> str:
    names = dict(zip(tables["regencies"].code, tables["regencies"]["name"], strict=True))
    names |= {row["area"]: words.field(row, "name") for row in tables["areas"].to_dict("records")}
    about = scope.key_in(difference.round, "indicators") or difference.round
    column = "" if difference.period and difference.column == "value" else difference.column
    place = [about, names.get(difference.regency, ""), difference.period, difference.activity, column]
    was, now = ("–" if value is None else value or "?" for value in (difference.before, difference.after))
    return f"{' · '.join(part for part in place if part)}: {was} → {now}"


def _entry(entry: Entry, words: Words, among: Sequence[Entry] = ()) -> str:
    at = entry.at.strftime("%Y-%m-%d %H:%M UTC")
    action = words(f"rounds.action.{entry.action}")
    about = scope.label(entry.round, words, (*among, entry))
    about += f" ({entry.round})" if scope.is_indicator(entry.round) else ""  # what withdraw takes
    return f"{entry.id}  {at}  {about} v{entry.version}  {action}  {entry.who}  {entry.source}  {entry.reason}"


def _list(asked: argparse.Namespace, words: Words) -> list[str]:
    # Not the last known rounds: where the store can't be read, that is the answer.
    tables = changes.tables_at(journal().state() if asked.state is None else asked.state)
    rows = tables.rounds_in_order
    lines = (
        f"{row['round']}  {words.shown(row.participants, str(row.participants_basis))}"
        f"  {words.number(row.trainings)}  {row.source}"
        for _, row in rows.iterrows()
    )
    return [words("rounds.state", state=tables.state), *lines]


def _restore(asked: argparse.Namespace, words: Words) -> list[str]:
    if not asked.state.isdigit():
        try:
            return _brought(backup.bring_back(Path(asked.state).read_bytes()), words)
        except backup.BackupError as error:
            raise RefusedError(f"{asked.state}: {words(f'backup.{error.reason}')}") from error
    if int(asked.state) > journal().state():
        raise RefusedError(words("rounds.no_state", state=asked.state))
    proposals = changes.restoring(int(asked.state))
    return _stored(proposals, asked, words) if proposals else [words("rounds.same")]


def _brought(brought: Adopted, words: Words) -> list[str]:
    """Say what a backup brought, and which of it is from before a text was erased."""
    lines = [words.count("rounds.brought_back", brought.new)]
    if brought.erased:
        lines.append(words.count("rounds.brought_erased", brought.erased))
    if brought.older:
        lines.append(words.count("rounds.brought_older", brought.older))
    return [*lines, words("rounds.brought_after")] if brought.new else lines


def _erase(asked: argparse.Namespace, words: Words) -> list[str]:
    """Take a text out of every entry; one that is typed on the command line stays in the shell's own history."""
    try:
        eraser = changes.eraser(clean(sys.stdin.readline() if asked.text == "-" else asked.text))
    except ValueError as error:
        raise RefusedError(words("rounds.erase.short", n=LEAST)) from error
    rows = journal().raw()[0]
    lines = [
        f"{place.entry}  {place.round}  {f'{place.table}.' if place.table else ''}{place.column}: {place.after}"
        for place in eraser.places(rows)
    ]
    if asked.check:
        return lines or [words("rounds.erase.none")]
    reason = _reason(asked)
    if eraser.is_in(reason):
        raise RefusedError(words("rounds.reason.personal"))
    entries = changes.erase(eraser, asked.who, reason)  # also where nothing has it: the files may still have
    if not entries:
        return [words("rounds.erase.none")]
    return [*lines, *(_entry(entry, words, entries) for entry in entries), words("rounds.erase.backups")]


def _withdraw(asked: argparse.Namespace, words: Words) -> list[str]:
    entries = [entry for entry in journal().entries() if entry.round == asked.round]
    if not entries or not entries[-1].content:  # there is nothing in effect
        raise RefusedError(words("rounds.unknown", about=scope.named(asked.round, words)))
    return _stored([changes.withdrawing(asked.round)], asked, words, entries)


def _history(asked: argparse.Namespace, words: Words) -> list[str]:
    entries = journal().entries()
    shown = [_entry(e, words, entries) for e in entries if asked.round in ("", e.round)]
    return shown or [words("rounds.no_entries")]


def _export(asked: argparse.Namespace, words: Words) -> list[str]:
    asked.file.write_bytes(backup.package(current()))
    return [words("rounds.exported", file=asked.file, state=journal().state())]


DOES = {
    "add": _add, "observe": _observe, "template": _template, "list": _list, "history": _history, "withdraw": _withdraw,
    "restore": _restore, "erase": _erase, "export": _export,
}  # fmt: skip


def main(given: list[str]) -> int:
    """Do what the arguments ask for; return the exit code."""
    logging.getLogger("dashboard").addHandler(logging.NullHandler())  # what fails is said below, without a traceback
    asked = _arguments([_as_typed(text) for text in given])
    words = Words(asked.lang)
    try:
        lines, code = DOES[asked.does](asked, words), 0
    except RefusedError as refused:
        lines, code = list(refused.args), 1
    except BrokenTableError as broken:
        lines, code = [problem_sentence(problem, words) for problem in broken.problems], 1
    except ConflictError as conflict:
        about = scope.named(conflict.entry.round, words, [conflict.entry])
        lines, code = [words("rounds.conflict", about=about), _entry(conflict.entry, words)], 1
    except NotScrubbedError as error:
        lines, code = [words("rounds.erase.remains", why=words(f"problem.store_{error.reason}"))], 1
    except StoreError as error:
        lines, code = [f"{journal().name}: {words(f'problem.store_{error.reason}')}"], 1
    except OSError as error:
        lines, code = [words("rounds.no_file", file=error.filename) if error.filename else f"data.rounds: {error}"], 1
    is_said = _say(lines, sys.stderr if code else sys.stdout)
    return code if is_said or asked.does not in ("list", "history") else 1


def _say(lines: Sequence[str], out: TextIO) -> bool:
    """Print lines; return whether that could be done. What is stored stays so, also where nobody reads on."""
    try:
        print(_in_letters_of(getattr(out, "encoding", None) or "utf-8", "\n".join(lines)), file=out, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())  # Python writes once more when it ends
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"data.rounds: {error}\n")
        return False
    return True


def _plain(text: str) -> str:
    """Return a text as a terminal of few letters shows it, and as it is typed there."""
    return text.translate(PLAIN)


def _in_letters_of(encoding: str, text: str) -> str:
    """Return a text in letters that a terminal has: "≈ 20" must not become "? 20"."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return _plain(text).encode(encoding, "replace").decode(encoding)
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

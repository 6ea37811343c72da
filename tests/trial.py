"""Reads an uploaded file as the desk does; as a program, each in a process of its own that the system holds to limits.

A process may use 5 s of a processor and 500 MB more than a server that waits, and may write no file, open no
connection and start no program but the reader of other programs' files. ``python -m tests.trial`` takes lines of JSON (name, path) and answers each with one.
"""

import json
import os
import resource
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data.rounds.checking import draft
from data.rounds.checking.problems import sentence
from data.rounds.reading import formats, sheet
from locales import LANGUAGES, Words
from tests.drafts import TABLES

SECONDS, MEMORY = 5, 500_000_000
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "shutil.", "ctypes.dlopen")


@dataclass(frozen=True)
class Outcome:
    """What became of a file: "refused", "problems" or "right", why, and the trainings that would be stored.

    ``trainings`` are regency, activity and participants; ``seconds`` and ``megabytes`` are what it took.
    """

    kind: str
    reasons: list[str]
    trainings: list[list[Any]]
    total: int = 0
    seconds: float = 0
    megabytes: float = 0


def attempt(name: str, content: bytes) -> Outcome:
    """Read and check a file, and say whatever is wrong with it in every language; lets any other error through."""
    try:
        written = sheet.read(name, content)
    except sheet.UnreadableFileError as error:
        key, details = f"upload.{error.reason}", error.details
        said = [Words(language)(key, **details) for language in LANGUAGES if Words(language).has(key)]
        return Outcome("refused", [error.reason] if len(said) == len(LANGUAGES) else ["no words"], [])
    done = draft.check(written, TABLES)
    for language in LANGUAGES:
        said = [sentence(problem, written, Words(language)) for problem in done.problems]
        assert all(text and "draft.problem." not in text for text in said)
    if done.problems:
        return Outcome("problems", sorted({problem.reason for problem in done.problems}), [])
    rows = [[row["regency"], row["activity"], row["participants"]] for row in done.rows["trainings"]]
    return Outcome("right", [], rows, done.rows["rounds"][0]["participants"])


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop whatever reading a file has no business with."""
    is_file = event == "open" and not isinstance(arguments[0], int)  # a number is a pipe that is open already
    writes = is_file and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    is_reader = event == "subprocess.Popen" and arguments[1][:-1] == [sys.executable, "-m", formats.__name__]
    if writes or (event.startswith(FORBIDDEN) and not is_reader):
        os.write(2, f"{event} {arguments}\n".encode())
        os._exit(77)


def _limited(name: str, content: bytes, answer: int) -> None:
    """Try a file within the limits, in a process that ends with it."""
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_guard)
    os.write(answer, json.dumps(asdict(attempt(name, content))).encode())


def _tried(name: str, path: str) -> dict[str, Any]:
    content = Path(path).read_bytes()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 70
        with suppress(BaseException):
            try:
                _limited(name, content, writing)
                status = 0
            except BaseException as error:
                os.write(2, f"{name[:60]!r}: {error!r}"[:2000].encode(errors="replace"))
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        answer = answers.read()
    _, status, used = os.wait4(child, 0)
    if status:
        return {"failed": status, "seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}
    return {**json.loads(answer), "seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


if __name__ == "__main__":
    attempt("warm.csv", b"Kabupaten;Kegiatan\nBuru;Anyaman\n")  # what is read once is there before the limits
    import zipfile  # noqa: F401

    from data.rounds.reading import xlsx  # noqa: F401

    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(_tried(asked["name"], asked["path"])) + "\n")
        sys.stdout.flush()

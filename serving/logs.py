"""What the server says to its operators: one JSON object a line, with nothing in it that opens a door.

Fields: time (UTC), level, logger, message; where there is one, the reference that the reader was given, and the
exception's type and traceback. At a terminal, where a person reads, the lines stay plain.
"""

import json
import logging
import math
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO

from serving.streamlit_patches import WITH_LOG, applies

HIDDEN = "***"
NAMES = "password|passwd|secret|token|api_?key|authorization"
# Names are as long as names are: an unbounded pattern would take its time over a long text without a gap.
NAME = rf"\b[\w.-]{{0,40}}(?:{NAMES})(?:[_.-][\w.-]{{0,40}})?"
VALUE = r""""[^"]*"|'[^']*'|(?:Bearer |Basic )?[^\s,;&"']+"""
SECRETS = (
    # A password in an address: the part between the user's name and the host.
    (re.compile(r"(\b[a-z][a-z0-9+.-]{0,30}://[^\s:/@]{0,80}:)[^\s/@]+@", re.IGNORECASE), rf"\1{HIDDEN}@"),
    # Whatever is called a secret: name=value, "name": "value".
    (re.compile(rf"""({NAME}["']?\s*[=:]\s*)(?:{VALUE})""", re.IGNORECASE), rf"\1{HIDDEN}"),
    # What comes back from a sign-in, in the address.
    (re.compile(r"([?&](?:code|state)=)[^\s&\"']+"), rf"\1{HIDDEN}"),
    # A token that anyone would know as one.
    (re.compile(r"\b(Bearer )[\w.~+/-]+=*"), rf"\1{HIDDEN}"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?"), HIDDEN),
)

# Equal records (same logger, level and text before its values are filled in) that are written within a minute. What
# the dashboard itself says has a reference that a reader may report.
MOST, MOST_OF_OURS, MINUTE = 10, 100, 60.0
# What Streamlit and uvicorn call an error though any client can cause it: a sign-in that nobody began, a cookie that is
# none, a message that is none. Operators are woken by errors.
BY_CLIENTS = (
    ("streamlit.web.server.starlette.starlette_auth_routes", ""),
    ("streamlit.web.server.starlette.starlette_websocket", ""),
    ("streamlit.runtime.app_session", "Error processing back message"),
    ("uvicorn.error", "Invalid UTF-8 sequence received from client."),
)


def masked(text: str) -> str:
    """Return a text without passwords and tokens."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


class Lines(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line: dict[str, str] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        reference = getattr(record, "reference", None)
        if reference is not None:
            line["reference"] = str(reference)
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__qualname__
            line["traceback"] = masked(self.formatException(record.exc_info))
        return json.dumps(line)


@dataclass
class Repeats:
    """Counts equal records: ``MOST`` a minute are written, the others are told by one record that says how many."""

    _seen: dict[tuple[str, int, str], tuple[float, int]] = field(default_factory=dict)  # since when, and how many

    def is_written(self, record: logging.LogRecord) -> bool:
        """Count a record; whether it is to be written."""
        key = record.name, record.levelno, str(record.msg)
        since, count = self._seen.get(key, (record.created, 0))
        self._seen[key] = since, count + 1
        return count < _most(record.name)

    def over(self, now: float) -> Iterator[logging.LogRecord]:
        """Forget the records whose minute is over; yield, for those that were not all written, one that says so."""
        for (name, level, text), (since, count) in list(self._seen.items()):
            if now - since < MINUTE:
                continue
            del self._seen[name, level, text]
            if (dropped := count - _most(name)) > 0:
                more = "%d more like this within a minute: %s"
                yield logging.LogRecord(name, level, "", 0, more, (dropped, text), None)


def _most(name: str) -> int:
    return MOST_OF_OURS if name.partition(".")[0] == "dashboard" else MOST


class Sparing(logging.StreamHandler[TextIO]):
    """Writes records to the standard error; of equal ones only the first of each minute, and how many there were."""

    def __init__(self) -> None:
        """Begin with nothing written."""
        super().__init__()
        self._repeats = Repeats()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, unless it was written often enough; called with the handler's lock held."""
        self._tell(record.created)
        if self._repeats.is_written(record):
            super().emit(record)

    def _tell(self, now: float) -> None:
        for told in self._repeats.over(now):
            super().emit(told)

    def tell(self, now: float = math.inf) -> None:
        """Say how many records were not written of those whose minute is over at ``now``; by default of all."""
        with self.lock or nullcontext():
            self._tell(now)

    def close(self) -> None:
        """Say what has not been said yet; called when the process ends."""
        self.tell()
        super().close()


def tell() -> None:
    """Say what was not written in a minute that is over; for when nothing else is written."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, Sparing):
            handler.tell(time.time())


def install() -> None:
    """Let every logger of this process write such lines to the standard error, unless that is a terminal."""
    if sys.stderr.isatty():
        return
    handler = Sparing()
    handler.setFormatter(Lines())
    handler.addFilter(_is_worth_a_line)
    logging.getLogger().addHandler(handler)
    logging.getLogger("dashboard").setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    threading.excepthook = _in_a_thread
    for name in WITH_LOG:
        applies(name)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Let warnings pass, and what the dashboard itself has to say; not that a connection came or went.

    What any client can cause passes as a warning at most.
    """
    text = str(record.msg)
    if record.levelno > logging.WARNING and any(record.name == name and text.startswith(of) for name, of in BY_CLIENTS):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] == "dashboard"


def _in_a_thread(stopped: threading.ExceptHookArgs) -> None:
    name = stopped.thread.name if stopped.thread else "?"
    if stopped.exc_type is not SystemExit:
        raised = (stopped.exc_type, stopped.exc_value or stopped.exc_type(), stopped.exc_traceback)
        logging.getLogger("dashboard").critical("the thread %s stopped", name, exc_info=raised)

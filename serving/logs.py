"""What the server says to its operators: one JSON object a line, with nothing in it that opens a door.

Fields: time (UTC), level, logger, message; where there is one, the reference that the reader was given, and the
exception's type and traceback. At a terminal, where a person reads, the lines stay plain.
"""

import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime

import streamlit.logger

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


def masked(text: str) -> str:
    """Return a text without passwords and tokens."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


class Lines(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        said: dict[str, str] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        reference = getattr(record, "reference", None)
        if reference is not None:
            said["reference"] = str(reference)
        if record.exc_info and record.exc_info[0]:
            said["exception"] = record.exc_info[0].__qualname__
            said["traceback"] = masked(self.formatException(record.exc_info))
        return json.dumps(said)


def install() -> None:
    """Let every logger of this process write such lines to the standard error, unless that is a terminal."""
    if sys.stderr.isatty():
        return
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    handler.addFilter(_is_worth_a_line)
    logging.getLogger().addHandler(handler)
    logging.getLogger("dashboard").setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    threading.excepthook = _in_a_thread
    # Streamlit gives each of its loggers, and uvicorn's, a handler of its own, whenever the logger is first asked for.
    streamlit.logger.setup_formatter = _hand_up
    streamlit.logger.init_uvicorn_logs()
    streamlit.logger.update_formatter()


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Let warnings pass, and what the dashboard itself has to say; not that a connection came or went."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] == "dashboard"


def _hand_up(logger: logging.Logger) -> None:
    """Let a logger's records go to the root's handler, in place of any of its own."""
    logger.handlers.clear()
    logger.propagate = True


def _in_a_thread(stopped: threading.ExceptHookArgs) -> None:
    name = stopped.thread.name if stopped.thread else "?"
    if stopped.exc_type is not SystemExit:
        raised = (stopped.exc_type, stopped.exc_value or stopped.exc_type(), stopped.exc_traceback)
        logging.getLogger("dashboard").critical("the thread %s stopped", name, exc_info=raised)

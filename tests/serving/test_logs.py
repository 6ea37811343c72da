"""What operators read: one JSON object a line, with the reference that the reader was given, and no secret in it."""

import json
import logging
import subprocess
import sys
import time

import pytest

from serving import logs
from serving.logs import Lines, Repeats, masked
from tests.conftest import ROOT


def record(message: str, *values: object, error: Exception | None = None, **extra: object) -> logging.LogRecord:
    about = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("dashboard", logging.ERROR, __file__, 1, message, values, about)
    made.created = 1_700_000_000.25
    vars(made).update(extra)
    return made


def test_a_line_has_its_fields() -> None:
    said = json.loads(Lines().format(record("round %s added", "2024")))
    assert said == {
        "time": "2023-11-14T22:13:20.250+00:00",
        "level": "ERROR",
        "logger": "dashboard",
        "message": "round 2024 added",
    }


def test_an_exception_is_one_line() -> None:
    try:
        int("postgresql://maluku:opensesame@db/ikm\nis not there")
    except ValueError as error:
        line = Lines().format(record("unexpected error, reference %s", "ab12", error=error, reference="ab12"))
    assert "\n" not in line
    assert "opensesame" not in line
    said = json.loads(line)
    assert (said["reference"], said["exception"]) == ("ab12", "ValueError")
    assert said["traceback"].startswith("Traceback")
    assert "test_logs.py" in said["traceback"]


def test_nobody_writes_a_line_of_his_own() -> None:
    line = Lines().format(record('a name\n{"level": "INFO"}\u2028\u0085\x1b[31m'))
    assert len(line.splitlines()) == 1
    assert line.isascii()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgresql+psycopg://maluku:pa:ss@db:5432/ikm", "postgresql+psycopg://maluku:***@db:5432/ikm"),
        ("see https://example.org:8443/a@b", "see https://example.org:8443/a@b"),
        ("client_secret = 'two words' next", "client_secret = *** next"),
        ('{"access_token": "abc", "a": 1}', '{"access_token": ***, "a": 1}'),
        ("cookie_secret=abc, next", "cookie_secret=***, next"),
        ("Authorization: Bearer abc.def", "Authorization: ***"),
        ("sent Bearer abc.def=", "sent Bearer ***"),
        ("/oauth2callback?code=4/0AX&state=xyz HTTP", "/oauth2callback?code=***&state=*** HTTP"),
        ("it was eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln!", "it was ***!"),
        ("activities.csv, row 3: the code is unknown", "activities.csv, row 3: the code is unknown"),
        ("secretary: Ibu Siti", "secretary: Ibu Siti"),
    ],
)
def test_secrets_are_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_equal_lines_are_few_and_say_how_many_they_were() -> None:
    repeats = Repeats()

    def said(text: str, at: float, logger: str = "streamlit.x") -> logging.LogRecord:
        made = logging.LogRecord(logger, logging.WARNING, __file__, 1, text, (), None)
        made.created = at
        return made

    written = [repeats.is_written(said("no handler", 10 + n / 1000)) for n in range(5000)]
    assert written == [True] * logs.MOST + [False] * (5000 - logs.MOST)
    assert repeats.is_written(said("something else", 12))
    assert sum(repeats.is_written(said("reference %s", 12, "dashboard")) for _ in range(500)) == logs.MOST_OF_OURS
    assert not list(repeats.over(50))
    told = [record.getMessage() for record in repeats.over(10 + logs.MINUTE)]
    assert told == [f"{5000 - logs.MOST} more like this within a minute: no handler"]
    assert repeats.is_written(said("no handler", 10 + logs.MINUTE))


BY_A_CLIENT = """
import logging
from serving import logs
logs.install()
for _ in range(300):
    logging.getLogger("streamlit.runtime").warning("no handler for %s", None)
try:
    b"\\xff".decode()
except UnicodeDecodeError:
    logging.getLogger("uvicorn.error").exception("Invalid UTF-8 sequence received from client.")
"""


@pytest.mark.integration
def test_what_a_client_can_cause_is_no_error_and_is_told_at_the_end() -> None:
    ran = subprocess.run([sys.executable, "-c", BY_A_CLIENT], cwd=ROOT, capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in ran.stderr.splitlines()]
    assert {one["level"] for one in said} == {"WARNING"}
    assert [one["message"] for one in said[logs.MOST :]] == [
        "Invalid UTF-8 sequence received from client.",
        "290 more like this within a minute: no handler for %s",
    ]


SPEAKING = """
import logging, threading, warnings
import streamlit.logger
from serving import logs
logs.install()
streamlit.logger.get_logger("streamlit.early").warning("a warning of Streamlit's")
streamlit.logger.get_logger("streamlit.later").info("said to nobody")
logging.getLogger("uvicorn.error").info("connection open")
logging.getLogger("uvicorn.error").error("a worker's error")
logging.getLogger("dashboard").info("a round was added")
logging.getLogger("sqlalchemy").warning("a library's")
warnings.warn("an old way", stacklevel=1)
thread = threading.Thread(target=lambda: 1 / 0, name="warm-up")
thread.start()
thread.join()
"""


@pytest.mark.integration
def test_every_logger_writes_such_lines() -> None:
    ran = subprocess.run([sys.executable, "-c", SPEAKING], cwd=ROOT, capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [(one["logger"], one["level"]) for one in said] == [
        ("streamlit.early", "WARNING"),
        ("uvicorn.error", "ERROR"),
        ("dashboard", "INFO"),
        ("sqlalchemy", "WARNING"),
        ("py.warnings", "WARNING"),
        ("dashboard", "CRITICAL"),
    ]
    assert said[-1]["exception"] == "ZeroDivisionError"
    assert said[-1]["message"] == "the thread warm-up stopped"


UNDER_UVICORN = """
import logging, uvicorn
uvicorn.Config("server:app").load()  # sets up uvicorn's own loggers, then reads server.py
logging.getLogger("uvicorn.error").error("a worker's error")
"""


@pytest.mark.integration
def test_uvicorn_is_heard_though_it_comes_first() -> None:
    ran = subprocess.run([sys.executable, "-c", UNDER_UVICORN], cwd=ROOT, capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [one["message"] for one in said] == ["a worker's error"]


def test_the_reference_that_a_reader_sees_is_a_field(caplog: pytest.LogCaptureFixture) -> None:
    from streamlit.testing.v1 import AppTest

    def page() -> None:
        from locales import Words
        from pages.parts import problems

        with problems.guarded(Words("en")):
            raise RuntimeError("unforeseen")

    shown = AppTest.from_function(page, default_timeout=300).run()
    assert not shown.exception
    said = json.loads(Lines().format(caplog.records[-1]))
    assert said["reference"] in shown.get("html")[0].proto.body
    assert said["exception"] == "RuntimeError"


def test_a_long_text_takes_no_time() -> None:
    begun = time.process_time()
    for text in ("a." * 50_000, "a" * 100_000, "token" * 20_000, "a:" * 50_000, "x://" * 25_000):
        masked(text)
    assert time.process_time() - begun < 20, "what reads it again and again takes minutes"

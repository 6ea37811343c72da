"""Streamlit's and uvicorn's loggers write as the dashboard's do.

What: each hands its records to the root's handler, in place of one of its own.
Why: Streamlit gives each of its loggers, and uvicorn's, a handler whenever the logger is first asked for: lines that
    are no JSON, with secrets not masked, as many as anybody causes.
Read in: Streamlit 1.67 (logger.py).
If it fails: their lines are plain text beside the dashboard's.
Guarded by: tests/serving/test_logs.py, test_every_logger_writes_such_lines.
"""

import logging

import streamlit.logger


def apply() -> None:
    """Take the handlers away, now and whenever a logger is made."""
    for name in ("setup_formatter", "init_uvicorn_logs", "update_formatter"):
        getattr(streamlit.logger, name)
    streamlit.logger.setup_formatter = _hand_up
    streamlit.logger.init_uvicorn_logs()
    streamlit.logger.update_formatter()


def _hand_up(logger: logging.Logger) -> None:
    """Let a logger's records go to the root's handler, in place of any of its own."""
    logger.handlers.clear()
    logger.propagate = True

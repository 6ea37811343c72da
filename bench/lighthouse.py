"""Lighthouse, where there is one on the path, in its default mobile profile: simulated throttling."""

import json
import os
import shutil
import subprocess
from statistics import median
from typing import Any

from tests.harness.browser import CHROMIUM, FLAGS

PROGRAM = shutil.which("lighthouse")  # nothing is installed for a measurement
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def measure(address: str, runs: int, audits: list[str]) -> dict[str, float]:
    """Return the medians of audits (ms; a shift has no unit) and of the scores (0 to 100)."""
    reports = [_run(address) for _ in range(runs)]
    times = {name: median(r["audits"][name.replace(" ", "-")]["numericValue"] for r in reports) for name in audits}
    return times | {name: median(r["categories"][name]["score"] * 100 for r in reports) for name in CATEGORIES}


def _run(address: str) -> Any:
    command = [str(PROGRAM), address, "--quiet", "--output", "json", f"--chrome-flags=--headless {' '.join(FLAGS)}"]
    own = {**os.environ, "CHROME_PATH": str(CHROMIUM)}
    return json.loads(subprocess.run(command, env=own, check=True, capture_output=True, timeout=240).stdout)

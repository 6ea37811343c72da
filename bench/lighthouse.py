"""Lighthouse, where there is one on the path, in its default mobile profile: simulated throttling."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from tests.harness.browser import CHROMIUM, FLAGS

AUDITS = {
    "first contentful paint": "first-contentful-paint",
    "largest contentful paint": "largest-contentful-paint",
    "interactive": "interactive",
    "total blocking time": "total-blocking-time",
    "layout shift": "cumulative-layout-shift",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def is_there() -> bool:
    """Whether Lighthouse is on the path: nothing is installed for a measurement."""
    return bool(shutil.which("lighthouse"))


def measure(address: str, runs: int) -> dict[str, float]:
    """Return the medians of the audits (ms; the shift has no unit) and of the scores (0 to 100)."""
    reports = [_run(address) for _ in range(runs)]
    times = {name: median(r["audits"][audit]["numericValue"] for r in reports) for name, audit in AUDITS.items()}
    return times | {name: median(r["categories"][name]["score"] * 100 for r in reports) for name in CATEGORIES}


def _run(address: str) -> dict[str, Any]:
    flags = " ".join(["--headless", *FLAGS])
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [str(shutil.which("lighthouse")), address, "--quiet", "--output", "json", "--output-path", str(report),
             f"--chrome-flags={flags}"],
            env={**os.environ, "CHROME_PATH": str(CHROMIUM)}, check=True, capture_output=True, timeout=240,
        )  # fmt: skip
        return dict(json.loads(report.read_text("utf-8")))

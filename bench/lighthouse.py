"""Lighthouse, from the npm registry, in its default mobile profile."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from statistics import median
from typing import Any

from tests.harness.browser import CHROMIUM, FLAGS
from tests.harness.servers import ROOT

VERSION = "13"
HOME = ROOT / ".cache" / "lighthouse"
AUDITS = {
    "first contentful paint": "first-contentful-paint",
    "largest contentful paint": "largest-contentful-paint",
    "interactive": "interactive",
    "total blocking time": "total-blocking-time",
    "layout shift": "cumulative-layout-shift",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def is_there() -> bool:
    """Whether Lighthouse could be found or installed: it needs Node.js and npm."""
    if not shutil.which("npm"):
        return False
    program = HOME / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
        subprocess.run(command, cwd=HOME, check=False, capture_output=True)
    return program.exists()


def measure(address: str, runs: int) -> dict[str, float]:
    """Return the medians of the audits (ms; the shift has no unit) and the scores (0 to 100)."""
    reports = [_run(address) for _ in range(runs)]
    found = {name: median(r["audits"][audit]["numericValue"] for r in reports) for name, audit in AUDITS.items()}
    return found | {name: min(r["categories"][name]["score"] * 100 for r in reports) for name in CATEGORIES}


def _run(address: str) -> dict[str, Any]:
    report = HOME / "report.json"
    flags = " ".join(["--headless", *FLAGS])
    command = [str(HOME / "node_modules" / ".bin" / "lighthouse"), address, "--quiet", "--output", "json"]
    subprocess.run(
        [*command, "--output-path", str(report), f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": str(CHROMIUM)}, check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return dict(json.loads(Path(report).read_text("utf-8")))

"""A real browser that reaches nothing beyond this machine."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@dataclass(frozen=True)
class Visit:
    """A page after its scripts have run, and the addresses it asked for."""

    document: str
    requested: frozenset[str]


def visit(browser: str, url: str, folder: Path) -> Visit:
    log = folder / "requests.json"
    command = [
        browser,
        "--headless",
        "--no-sandbox",  # CI runs as root
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-proxy-server",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        f"--user-data-dir={folder / 'profile'}",
        f"--log-net-log={log}",
        "--virtual-time-budget=10000",
        "--dump-dom",
        url,
    ]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    return Visit(shown.stdout, frozenset(_requested(log, url)))


def _requested(log: Path, url: str) -> list[str]:
    """What the page asked for; what the browser asks for itself has no page as its initiator."""
    origin = url.rsplit("/", 1)[0]
    events = (event.get("params", {}) for event in json.loads(log.read_text())["events"])
    return [event["url"] for event in events if event.get("initiator") == origin]

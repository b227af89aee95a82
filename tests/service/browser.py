"""A real browser that reaches nothing beyond this machine."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

SECONDS = 120
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    "--no-sandbox",  # CI runs as root
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def find_browser() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def driven(browser: str) -> Iterator[Browser]:
    """The browser, to be told what to do."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser, args=list(_OPTIONS))
        try:
            yield launched
        finally:
            launched.close()


@dataclass(frozen=True)
class Visit:
    """A page after its scripts have run, and the addresses it asked for."""

    document: str
    requested: frozenset[str]


def visit(browser: str, url: str, folder: Path) -> Visit:
    log = folder / "requests.json"
    command = [
        browser,
        *_OPTIONS,
        "--headless",
        "--disable-gpu",
        "--no-first-run",
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

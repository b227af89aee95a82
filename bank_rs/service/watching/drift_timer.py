"""Starts a comparison of what was answered with the model's reference now and then."""

import fcntl
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from threading import Event, Thread
from typing import Final

from bank_rs.settings import Settings

CHILD: Final = "bank_rs.loop.drift.compare_now"
"""Named and not imported: the loop knows the service, and not the other way round."""

CHILD_SECONDS: Final = 300
LOCK_FILE: Final = "drift.lock"

_LOOK_SECONDS: Final = 0.1
_END_SECONDS: Final = 2.0
_LONGEST_REASON: Final = 300
_SECRETS: Final = {"api_keys", "client_key"}

logger = logging.getLogger(__name__)


class DriftTimer:
    """One thread that starts a process for each comparison; of one state folder, one process does.

    The next falls due an interval after the last, whichever service made that. Alarms are logged
    when they begin and when they end.

    Parameters
    ----------
    settings
        How often, and everything the comparison needs.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = Event()
        self._alarms: dict[str, list[str]] = {}
        self._trouble = ""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Compare for the time of the block, if it is to be done at all."""
        if not (self._settings.drift_seconds and self._settings.log_share):
            yield
            return
        thread = Thread(target=self._loop, name="drift", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join(_END_SECONDS)

    def _loop(self) -> None:
        while not self._stopping.is_set():
            try:
                if file := self._locked():
                    with file:
                        self._lead(file)
            except OSError as error:
                self._say_trouble(f"{self._settings.state_dir} cannot be used ({error.strerror})")
            except Exception:
                logger.exception("comparing what was answered failed")
            self._stopping.wait(self._settings.drift_seconds)

    def _locked(self) -> FileIO | None:
        """The file that one process at a time holds; the kernel gives it on when it ends."""
        folder = self._settings.state_dir
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK_FILE).open("a+b", buffering=0)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file

    def _lead(self, file: FileIO) -> None:
        """Compare whenever it is due, for as long as this process lives."""
        file.seek(0)
        noted = file.read()
        last = int(noted) if noted.isdigit() else _noted_now(file)
        left = min(last - time.time(), 0) + self._settings.drift_seconds
        while not self._stopping.wait(max(left, 0)):
            _noted_now(file)
            self._compare()
            left = self._settings.drift_seconds

    def _compare(self) -> None:
        command = (sys.executable, "-m", CHILD)
        threads = dict.fromkeys(
            ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), "1"
        )
        child = subprocess.Popen(  # noqa: S603 - nothing of a request's reaches it
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | threads,
        )
        try:
            said, reason = self._answer_of(child)
        finally:
            child.kill()
            child.wait()
        if self._stopping.is_set():
            return
        self._say_trouble("" if child.returncode == 0 else _last_line(reason))
        if child.returncode == 0:
            self._say_alarms(json.loads(said))

    def _answer_of(self, child: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
        """What it writes to its two outputs, unless this process is to end before it does."""
        deadline = time.monotonic() + CHILD_SECONDS
        given: bytes | None = self._settings.model_dump_json(exclude=_SECRETS).encode()
        while not self._stopping.is_set() and time.monotonic() < deadline:
            try:
                return child.communicate(given, _LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                given = None
        return b"", b"it took too long"

    def _say_alarms(self, found: dict[str, list[str]]) -> None:
        for window, names in found.items():
            before = self._alarms.get(window, [])
            if began := [name for name in names if name not in before]:
                logger.warning("drift of the last %s: %s", window, "; ".join(began))
            if ended := [name for name in before if name not in names]:
                logger.info("no more drift of the last %s: %s", window, "; ".join(ended))
        self._alarms |= found

    def _say_trouble(self, trouble: str) -> None:
        if trouble and trouble != self._trouble:
            logger.warning("what was answered cannot be compared: %s", trouble)
        self._trouble = trouble


def _noted_now(file: FileIO) -> int:
    """Write down that a comparison begins, and when, in seconds since 1970."""
    now = int(time.time())
    file.truncate(0)
    file.write(b"%d" % now)
    return now


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().split("\n")
    return lines[-1][:_LONGEST_REASON]

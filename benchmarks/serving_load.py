"""Load on a server, by wrk (https://github.com/wg/wrk)."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from serving_process import Served

_SCRIPT: Final = Path(__file__).with_name("serving_load.lua")
_TIMEOUT: Final = "20s"
_SPARE_SECONDS: Final = 60

Answers = Literal["plain", "timed", "polite"]
"""How answers are taken, see ``serving_load.lua``."""


@dataclass(frozen=True)
class Target:
    """What is sent where.

    Attributes
    ----------
    path
        Of the route.
    bodies
        File of `write_bodies`.
    media_type
        Of the bodies.
    """

    path: str
    bodies: Path
    media_type: str = "application/json"


@dataclass(frozen=True)
class Load:
    """What came of a load.

    Attributes
    ----------
    requests, unavailable, failed
        Answers in all; of these with 503 where they were told apart; with any other status than
        200, or none.
    seconds
        How long it lasted.
    p50, p99
        Of the time to the answer, in ms; where they were told apart, of answers with 200.
    wrk_cpu, workers_cpu
        CPU seconds of either.
    """

    requests: int
    unavailable: int
    failed: int
    seconds: float
    p50: float
    p99: float
    wrk_cpu: float
    workers_cpu: float

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds

    @property
    def good_rate(self) -> float:
        """Answers with 200 per second."""
        return (self.requests - self.unavailable - self.failed) / self.seconds

    @property
    def cpu_microseconds(self) -> float:
        """Of the workers for a request."""
        return 1e6 * self.workers_cpu / self.requests


def check_wrk() -> None:
    """Say how to get wrk where it is not there."""
    if shutil.which("wrk") is None:
        sys.exit("This benchmark needs wrk on the PATH: apt install wrk")


def load(
    server: Served, target: Target, connections: int, seconds: float, answers: Answers = "plain"
) -> Load:
    """Ask as fast as answers come on each connection, and wait for the end."""
    before = server.cpu_seconds()
    process = _wrk(server, target, connections, seconds, answers)
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    after = server.cpu_seconds()
    if process.returncode:
        sys.exit(f"wrk ended with {process.returncode}")
    said = json.loads(output.splitlines()[-1])
    return Load(
        said["requests"],
        said["unavailable"],
        said["failed"],
        said["microseconds"] / 1e6,
        said["p50"] / 1e3,
        said["p99"] / 1e3,
        usage.ru_utime + usage.ru_stime,
        after - before,
    )


@contextmanager
def beside(server: Served, target: Target, connections: int) -> Iterator[None]:
    """A load that lasts as long as the block."""
    process = _wrk(server, target, connections, 600, "plain")
    try:
        yield
    finally:
        process.terminate()
        process.communicate(timeout=_SPARE_SECONDS)


def _wrk(
    server: Served, target: Target, connections: int, seconds: float, answers: Answers
) -> subprocess.Popen[bytes]:
    command = [
        *("wrk", "--threads", "1", "--connections", str(connections)),
        *("--duration", f"{max(1, round(seconds))}s", "--timeout", _TIMEOUT, "--latency"),
        *("--script", str(_SCRIPT), f"{server.url}{target.path}"),
        *("--", str(target.bodies), target.media_type, answers),
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE)

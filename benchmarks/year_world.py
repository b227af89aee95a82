"""All that `make run` runs, on ports and in a folder of its own, and how it is spoken to."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx2

from bank_rs.settings import Settings
from bank_rs.stack.environment import environment
from bank_rs.stack.ports import PURPOSES, is_free

ROOT: Final = Path(__file__).parents[1]
BANK_RS: Final = Path(sys.executable).with_name("bank-rs")
VERSION: Final = "x-model-version"

_BELOW_EPHEMERAL: Final = range(20_000, 32_000)
_START_SECONDS: Final = 300
_END_SECONDS: Final = 60
_NDJSON: Final = {"content-type": "application/x-ndjson"}


@dataclass(frozen=True, slots=True)
class World:
    """A running stack.

    Attributes
    ----------
    settings
        Of all its processes.
    http
        Speaks to the service.
    """

    settings: Settings
    http: httpx2.Client

    def serve(self, bodies: Iterable[bytes]) -> Counter[str]:
        """Send batches one after the other; the versions that answered, by batches.

        Raises
        ------
        AssertionError
            If one was not answered, or a record of it was not.
        """
        versions: Counter[str] = Counter()
        for body in bodies:
            answer = self.http.post("/predict/batch", content=body, headers=_NDJSON)
            assert answer.status_code == httpx2.codes.OK, answer.text
            assert b'"problem"' not in answer.content
            versions[answer.headers[VERSION]] += 1
        return versions

    def version(self) -> str:
        """The version that answers now."""
        version: str = self.http.get("/").json()["model_version"]
        return version

    def await_version(self, version: str, seconds: float = 60.0) -> float:
        """Wait until a version answers; the seconds it took.

        Raises
        ------
        TimeoutError
            If it does not in time.
        """
        started = time.monotonic()
        while self.version() != version:
            if time.monotonic() - started > seconds:
                raise TimeoutError(f"version {version} does not serve after {seconds:g} s")
            time.sleep(0.1)
        return time.monotonic() - started

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Give a command of bank-rs, as somebody would who works with this stack."""
        return subprocess.run(
            [BANK_RS, *arguments],
            cwd=ROOT,
            env=environment(self.settings),
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def world(settings: Settings) -> Iterator[World]:
    """Run a stack for the time of the block.

    Parameters
    ----------
    settings
        Its folders; ports are those of `free_ports`.

    Raises
    ------
    RuntimeError
        If it does not start; the message is what it said last.
    """
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    said = settings.state_dir / "run.log"
    with said.open("wb") as log:
        stack = subprocess.Popen(
            [BANK_RS, "run"],
            cwd=ROOT,
            env=environment(settings),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    address = settings.address(settings.port)
    try:
        with httpx2.Client(base_url=address, timeout=60, trust_env=False) as http:
            _await_ready(http, stack, said)
            yield World(settings, http)
    finally:
        stack.send_signal(signal.SIGINT)
        stack.wait(_END_SECONDS)


def free_ports() -> dict[str, Any]:
    """A free port for each setting that is one."""
    chosen = random.SystemRandom().sample(_BELOW_EPHEMERAL, 200)
    free = (port for port in chosen if is_free("127.0.0.1", port))
    return dict(zip(PURPOSES, free, strict=False))


def _await_ready(http: httpx2.Client, stack: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and stack.poll() is None:
        try:
            if http.get("/health/ready").is_success:
                return
        except httpx2.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the stack does not start: {said.read_text('utf-8')[-2000:]}")

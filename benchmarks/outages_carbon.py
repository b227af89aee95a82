"""The real carbon, to be kept away and brought back, and what its files hold."""

import json
import os
import random
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Self

from bank_rs.settings import Settings
from bank_rs.stack.environment import environment
from bank_rs.stack.graphite import check_graphite, start_carbon
from bank_rs.stack.interrupt import SIGNALS
from bank_rs.stack.ports import is_free
from bank_rs.stack.process import Process
from bank_rs.stack.supervisor import Supervisor

HOST: Final = "127.0.0.1"

_ROOT: Final = Path(__file__).parents[1]
_PORTS: Final = range(20_000, 32_000)
"""Below those that connections are given, so that a port stays free while nobody listens."""

_READY_SECONDS: Final = 60
_LOWEST: Final = 19
_FETCH: Final = """
import json, sys, whisper
found = whisper.fetch(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
print(json.dumps(found[1] if found else []))
"""


class Carbon:
    """Carbon as ``make run`` starts it, at the lowest priority.

    Elsewhere it has a machine of its own, and what its start takes of this one is not what is
    asked here.
    """

    def __init__(self, folder: Path, interval: int) -> None:
        chosen = random.sample(_PORTS, 200)
        self.port, query_port = [port for port in chosen if is_free(HOST, port)][:2]
        self._settings = Settings(
            host=HOST,
            graphite_port=self.port,
            carbon_query_port=query_port,
            graphite_venv=_ROOT / ".venv-graphite",
            metrics_interval=interval,
            state_dir=folder,
        )
        check_graphite(self._settings)
        self._runs = ExitStack()
        self._process: Process | None = None

    @classmethod
    @contextmanager
    def running(cls, folder: Path, interval: int) -> Iterator[Self]:
        """One that runs for the time of the block."""
        carbon = cls(folder, interval)
        try:
            carbon.start()
            yield carbon
        finally:
            carbon.resume()
            carbon.stop()

    def start(self) -> None:
        """Start it with the files it has and wait until it listens."""
        supervisor = self._runs.enter_context(_supervising(self._settings))
        self._process = start_carbon(supervisor, self._settings)
        os.setpriority(os.PRIO_PGRP, self._process.group, _LOWEST)
        supervisor.await_ready(self._process, self._listens, _READY_SECONDS)

    def stop(self) -> None:
        """Let it write what it has, and end it."""
        self._runs.close()
        self._process = None

    def end(self) -> None:
        """End it as a restart does: what it has not written is lost."""
        self._signal(signal.SIGTERM)
        if self._process is not None:
            self._process.child.wait()
        self.stop()

    def pause(self) -> None:
        """Let it read no more."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it read on."""
        self._signal(signal.SIGCONT)

    def points(self, name: str, since: int, until: int) -> list[float | None]:
        """What its file has for each interval after a moment, up to another."""
        file = self._settings.state_dir.joinpath("graphite", "whisper", *name.split("."))
        if not file.with_suffix(".wsp").exists():
            return []
        python = self._settings.graphite_venv / "bin" / "python"
        given = (str(file.with_suffix(".wsp")), str(since), str(until))
        found = subprocess.run([python, "-c", _FETCH, *given], capture_output=True, check=True)
        points: list[float | None] = json.loads(found.stdout)
        return points

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.exit_code is None:
            os.killpg(self._process.group, number)

    def _listens(self) -> bool:
        try:
            socket.create_connection((HOST, self.port), 1).close()
        except OSError:
            return False
        return True


@contextmanager
def _supervising(settings: Settings) -> Iterator[Supervisor]:
    """A supervisor that leaves signals alone: Ctrl-C is to end the benchmark."""
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    logs = settings.state_dir / "log"
    with Supervisor(environment(settings), logs, lambda _: None) as supervisor:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        yield supervisor

"""A real Graphite, carbon and graphite-web, as `make run` starts it, on ports of its own."""

import html
import os
import random
import signal
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from bank_rs.settings import Settings
from bank_rs.stack.carbon import PROBE, drain
from bank_rs.stack.environment import environment
from bank_rs.stack.graphite import await_graphite, start_carbon, start_web
from bank_rs.stack.interrupt import SIGNALS
from bank_rs.stack.ports import is_free
from bank_rs.stack.process import Process
from bank_rs.stack.supervisor import Supervisor
from tests.waiting import wait_until

ROOT = Path(__file__).parents[1]
BELOW_EPHEMERAL = range(20_000, 32_000)
"""Ports that no outgoing connection is given, so that carbon finds its own free again."""

Point = str | tuple[str, float, float]


class RenderError(Exception):
    """Graphite refused a target; its own words."""


@dataclass
class Graphite:
    """One Graphite.

    Attributes
    ----------
    settings
        Of its ports and folders; `state_dir` holds its logs too.
    carbon
        The process that receives; None while it is stopped.
    """

    settings: Settings
    carbon: Process | None = field(default=None, init=False)
    _carbon_runs: ExitStack = field(default_factory=ExitStack, init=False)

    @property
    def url(self) -> str:
        """Of graphite-web."""
        return self.settings.address(self.settings.graphite_web_port)

    @property
    def whisper(self) -> Path:
        """Folder of the series' files."""
        return self.settings.state_dir / "graphite" / "whisper"

    def send(self, points: Iterable[Point]) -> None:
        """Send plaintext lines, or (name, value, timestamp) tuples, in one connection."""
        lines = (point if isinstance(point, str) else " ".join(map(str, point)) for point in points)
        text = "".join(f"{line.rstrip()}\n" for line in lines)
        with socket.create_connection(("127.0.0.1", self.settings.graphite_port), 5) as carbon:
            carbon.sendall(text.encode())

    def store(self, points: Iterable[Point]) -> None:
        """Send points and wait until they are in their files."""
        file = self.whisper.joinpath(*PROBE.split(".")).with_suffix(".wsp")
        before = file.stat().st_mtime_ns
        self.send([*points, (PROBE, 1, time.time())])
        wait_until(lambda: file.stat().st_mtime_ns != before, 60)
        drain(self.settings)  # carbon writes in any order; its next look is past all of them

    def render(self, target: str, **query: str | float) -> list[dict]:
        """Series with ``target`` and ``datapoints`` of [value, timestamp].

        Parameters
        ----------
        target
            What is asked.
        **query
            Of the render API; ``from_`` stands for ``from``.
        """
        asked = {name.rstrip("_"): value for name, value in query.items()}
        asked |= {"target": target, "format": "json"}
        answer = httpx2.post(f"{self.url}/render", data=asked, timeout=60, trust_env=False)
        if not answer.is_success:
            # the page of an unexpected error ends with its traceback
            words = answer.text.partition("</pre>")[0].strip().splitlines()
            raise RenderError(f"{target}: {html.unescape(words[-1])}")
        return answer.json()

    def values(self, target: str, **query: str | float) -> list[float]:
        """The values of all series of a target, holes left out."""
        series = self.render(target, **query)
        return [value for one in series for value, _ in one["datapoints"] if value is not None]

    def start_carbon(self) -> None:
        """Start carbon at its port, with the files it has."""
        supervisor = self._carbon_runs.enter_context(supervising(self.settings))
        self.carbon = start_carbon(supervisor, self.settings)
        supervisor.await_ready(self.carbon, self._carbon_listens, 60)

    def stop_carbon(self) -> None:
        """Stop carbon in order: it writes first what it was sent."""
        self._carbon_runs.close()
        self.carbon = None

    def restart_carbon(self) -> None:
        """Stop carbon in order and start it again."""
        self.stop_carbon()
        self.start_carbon()

    def kill_carbon(self) -> None:
        """Kill carbon: what it has not written is lost."""
        self._signal_carbon(signal.SIGKILL)
        self.carbon.child.wait(20)
        self.stop_carbon()

    def pause_carbon(self) -> None:
        """Let carbon accept connections, as its kernel does, and read nothing."""
        self._signal_carbon(signal.SIGSTOP)

    def resume_carbon(self) -> None:
        """Let carbon read on."""
        self._signal_carbon(signal.SIGCONT)

    def _signal_carbon(self, number: int) -> None:
        os.killpg(self.carbon.group, number)

    def _carbon_listens(self) -> bool:
        try:
            self.send([])
        except OSError:
            return False
        return True


@contextmanager
def running_graphite(folder: Path, interval: int = 10, **settings: object) -> Iterator[Graphite]:
    """Run a Graphite for the time of the block.

    Parameters
    ----------
    folder
        Of its files and logs; what is there already is kept.
    interval
        Seconds of its finest archive.
    **settings
        Further settings, as the prefix.
    """
    ports = free_ports("graphite_port", "graphite_web_port", "carbon_query_port")
    given = ports | {"metrics_interval": interval, "state_dir": folder} | settings
    graphite = Graphite(
        Settings(_env_file=None, graphite_venv=ROOT / ".venv-graphite", **given),
    )
    with supervising(graphite.settings) as supervisor:
        graphite.start_carbon()
        try:
            web = start_web(supervisor, graphite.settings)
            await_graphite(supervisor, web, graphite.settings)
            yield graphite
        finally:
            if graphite.carbon is not None:
                graphite.resume_carbon()
            graphite.stop_carbon()


@contextmanager
def supervising(settings: Settings) -> Iterator[Supervisor]:
    """A supervisor that leaves signals alone: Ctrl-C is to end the tests."""
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    logs = settings.state_dir / "log"
    with Supervisor(environment(settings), logs, lambda _: None) as supervisor:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        yield supervisor


def free_ports(*names: str) -> dict[str, int]:
    """A free port for each name, the same to the next who asks only by chance."""
    chosen = random.SystemRandom().sample(BELOW_EPHEMERAL, 200)
    free = (port for port in chosen if is_free("127.0.0.1", port))
    return dict(zip(names, free, strict=False))

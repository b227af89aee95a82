"""The stack of ``docker-compose.yaml`` as a project of its own that leaves nothing behind."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.request import urlopen

from containers_engine import Engine
from serving_process import HOST, free_port

BASE: Final = f"python:{os.environ.get('PYTHON_TAG', '3.11-slim')}"
"""What our own images start from."""

PROXY: Final = "proxy"
SERVICES: Final = ("app", "mlflow", "graphite", "grafana")
"""What ``docker compose up`` leaves running."""

_PROJECT: Final = "bank-rs-bench"
_ALONE: Final = f"{_PROJECT}-alone"
_OURS: Final = f"label=com.docker.compose.project={_PROJECT}"
_SERVICE: Final = '{{.Label "com.docker.compose.service"}} {{.ID}}'
_HEALTHY_SECONDS: Final = 150
_POLL_SECONDS: Final = 0.02
_PORTS: Final = (
    "BANK_RS_PORT",
    "BANK_RS_APP_PORT",
    "BANK_RS_MLFLOW_PORT",
    "BANK_RS_GRAPHITE_PORT",
    "BANK_RS_GRAPHITE_WEB_PORT",
    "GRAFANA_PORT",
)


@dataclass(frozen=True)
class Start:
    """How long a start took, in seconds.

    Attributes
    ----------
    healthy
        From the command until every service was healthy.
    ready
        From the start of the service's own container until it took requests.
    """

    healthy: float
    ready: float


@dataclass(frozen=True)
class Stack:
    """A Compose project with the default settings, on free ports.

    Attributes
    ----------
    engine
        What runs it.
    services
        Those of `SERVICES` that are started.
    """

    engine: Engine
    services: tuple[str, ...]

    @property
    def image(self) -> str:
        """Of the service."""
        return f"bank-rs:{self.engine.variables['BANK_RS_TAG']}"

    @property
    def jobs_image(self) -> str:
        """Of MLflow's server and the jobs."""
        return f"bank-rs-jobs:{self.engine.variables['BANK_RS_TAG']}"

    def port(self, variable: str) -> int:
        """Where a part of it listens."""
        return int(self.engine.variables[variable])

    def url(self, variable: str) -> str:
        """Address of what listens at the port of a variable."""
        return f"http://{HOST}:{self.port(variable)}"

    def fetch_images(self) -> None:
        """Build our own images and pull the others, where they are missing."""
        known = json.loads(self._compose("config", "--format", "json"))["services"]
        images = {known[name]["image"] for name in (*self.services, PROXY)} | {BASE}
        targets = {self.image: "app", self.jobs_image: "jobs"}
        for image in images:
            if self.engine.has_image(image):
                continue
            if image in targets:
                self.engine.build(image, targets[image])
            else:
                self.engine.ask("pull", image)

    def up(self, *services: str) -> float:
        """Start services, wait until all are healthy, and say how many seconds it took."""
        begin = time.perf_counter()
        limit = ("--wait", "--wait-timeout", str(_HEALTHY_SECONDS))
        self._compose("up", "-d", "--no-build", "--pull", "never", *limit, *services)
        return time.perf_counter() - begin

    def start(self) -> Start:
        """Start all that is wanted."""
        with ThreadPoolExecutor(1) as pool:
            going = pool.submit(self.up, *self.services)
            ready = _await_ready(self.url("BANK_RS_APP_PORT"), going.done)
            healthy = going.result()
        begin: str = self.engine.inspect(self.containers()["app"])["State"]["StartedAt"]
        return Start(healthy, ready - datetime.fromisoformat(begin).timestamp())

    def start_alone(self) -> float:
        """Start the service's image with nothing beside it: seconds until it takes requests."""
        begin, port = time.time(), free_port()
        self.engine.ask("run", "-d", "--name", _ALONE, "-p", f"{HOST}:{port}:8000", self.image)
        try:
            return _await_ready(f"http://{HOST}:{port}", lambda: False) - begin
        finally:
            self.engine.remove(_ALONE)

    def down(self, *options: str) -> None:
        """End and remove all of it; its volumes only with ``-v``."""
        self._compose("down", "-t", "5", *options)

    def clear(self) -> None:
        """Remove whatever bears the project's name."""
        self.engine.remove(_ALONE)
        self.down("-v")

    def containers(self) -> dict[str, str]:
        """Identifier of each service's container that runs."""
        lines = self.engine.ask("ps", "--filter", _OURS, "--format", _SERVICE).splitlines()
        return dict(sorted((line.split()[0], line.split()[1]) for line in lines))

    def own_url(self) -> str | None:
        """Address of the service's container itself, where this machine can reach it."""
        networks = self.engine.inspect(self.containers()["app"])["NetworkSettings"]["Networks"]
        (network,) = networks.values()
        url = f"http://{network['IPAddress']}:8000"
        return url if _is_ready(url) else None

    def _compose(self, *arguments: str) -> str:
        return self.engine.compose_project(_PROJECT, *arguments)


@contextmanager
def stack(tag: str, services: tuple[str, ...]) -> Iterator[Stack]:
    """Start nothing yet, and take everything down in the end."""
    variables = {port: str(free_port()) for port in _PORTS} | {"BANK_RS_TAG": tag}
    found = Stack(Engine.of_this_machine(variables), services)
    found.clear()
    try:
        yield found
    finally:
        found.clear()


def _await_ready(url: str, ended: Callable[[], bool]) -> float:
    """When the service first took requests or its start ended, in seconds since the epoch."""
    deadline = time.monotonic() + _HEALTHY_SECONDS
    while not (_is_ready(url) or ended()):
        if time.monotonic() > deadline:
            sys.exit(f"the service at {url} did not become ready within {_HEALTHY_SECONDS} s")
        time.sleep(_POLL_SECONDS)
    return time.time()


def _is_ready(url: str) -> bool:
    try:
        with urlopen(f"{url}/health/ready", timeout=2):
            return True
    except OSError:
        return False

"""One `docker compose up`, on ports and volumes of its own."""

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.containers.engine import Engine, run
from tests.waiting import wait_until

PORTS = (
    "BANK_RS_PORT",
    "BANK_RS_MLFLOW_PORT",
    "BANK_RS_GRAPHITE_PORT",
    "BANK_RS_GRAPHITE_WEB_PORT",
    "GRAFANA_PORT",
)
CORE = ("app", "mlflow", "graphite")
"""What can be had everywhere; Grafana's image is in no package registry."""


@dataclass(frozen=True)
class Stack:
    """A Compose project.

    Attributes
    ----------
    engine
        What runs it.
    project
        Its name, and the first part of those of its containers and volumes.
    variables
        What Compose reads instead of ``.env``.
    profiles
        The profiles that are on.
    """

    engine: Engine
    project: str
    variables: Mapping[str, str]
    profiles: tuple[str, ...] = field(default=())

    def compose(self, *arguments: str, seconds: float = 300) -> str:
        """What ``docker compose ...`` prints."""
        profiles = [part for name in self.profiles for part in ("--profile", name)]
        command = [*self.engine.compose, "--env-file", "/dev/null", "-p", self.project]
        return run([*command, *profiles, *arguments], seconds, self.variables)

    def up(self, *services: str, options: tuple[str, ...] = ()) -> None:
        """Start services and those they need, and wait until all are healthy."""
        waiting = ("--no-build", "--pull", "never", "--wait", "--wait-timeout", "150")
        self.compose("up", "-d", *waiting, *options, *services)

    def down(self, *options: str) -> None:
        """End and remove all of it; its volumes only with ``-v``."""
        self.compose("down", "-t", "5", *options)

    def url(self, port: str) -> str:
        """Address of what listens on the port of a variable."""
        return f"http://127.0.0.1:{self.variables[port]}"

    def containers(self, service: str) -> list[str]:
        """Names of a service's containers, running or not, in their order."""
        listed = self.compose("ps", "-a", "--format", "json", service)
        return sorted(json.loads(line)["Name"] for line in listed.splitlines())

    def state(self, container: str) -> dict[str, Any]:
        """What the engine knows of a container."""
        found: dict[str, Any] = json.loads(self.engine.ask("inspect", container))[0]
        return found

    def kill(self, container: str) -> None:
        """End its processes as a machine out of memory would; `docker kill` counts as a wish."""
        pid = self.state(container)["State"]["Pid"]
        image = f"bank-rs:{self.variables['BANK_RS_TAG']}"
        killer = ("--rm", "--pid", "host", "--user", "root", image)
        self.engine.ask("run", *killer, "python", "-c", f"import os; os.kill({pid}, 9)")

    def await_healthy(self, container: str, restarts: int = 0, seconds: float = 90) -> None:
        """Wait until a container is healthy again after so many restarts."""

        def recovered() -> bool:
            state = self.state(container)
            healthy = state["State"].get("Health", {}).get("Status") == "healthy"
            return healthy and int(state["RestartCount"]) >= restarts

        wait_until(recovered, seconds)

    def get(self, port: str, path: str) -> Any:
        """The JSON at a path; raises `httpx2.HTTPError`."""
        answer = httpx2.get(self.url(port) + path, timeout=10)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def stack(engine: Engine, project: str, tag: str, **variables: str) -> Iterator[Stack]:
    """A project that leaves nothing behind."""
    profiles = tuple(filter(None, variables.pop("profiles", "").split(",")))
    found = Stack(engine, project, {**free_ports(PORTS), "BANK_RS_TAG": tag, **variables}, profiles)
    found.down("-v")
    try:
        yield found
    finally:
        found.down("-v")


def free_ports(names: tuple[str, ...]) -> dict[str, str]:
    """A free port for each name, all of them different."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in names]
        for bound in sockets:
            bound.bind(("127.0.0.1", 0))
        return {
            name: str(bound.getsockname()[1]) for name, bound in zip(names, sockets, strict=True)
        }

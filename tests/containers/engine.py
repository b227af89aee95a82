"""The container engine of this machine, and the two commands it is spoken to with."""

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


class NoEngineError(Exception):
    """No engine answers here; the message is what the command said."""


class CommandError(Exception):
    """A command failed; the message ends with what it said."""


@dataclass(frozen=True)
class Engine:
    """Docker and Compose.

    Attributes
    ----------
    docker, compose
        Their commands; variables DOCKER and COMPOSE name others than those of a usual machine.
    """

    docker: tuple[str, ...]
    compose: tuple[str, ...]

    @classmethod
    def of_this_machine(cls) -> "Engine":
        """Raises `NoEngineError` if it does not answer."""
        docker = tuple(shlex.split(os.environ.get("DOCKER", "docker")))
        compose = tuple(shlex.split(os.environ.get("COMPOSE", "docker compose")))
        for command in ([*docker, "version"], [*compose, "version"]):
            try:
                run(command)
            except (CommandError, OSError) as error:
                raise NoEngineError(f"{shlex.join(command)}: {error}") from error
        return cls(docker, compose)

    def ask(self, *arguments: str) -> str:
        """What ``docker ...`` prints; raises `CommandError`."""
        return run([*self.docker, *arguments])


def run(
    command: Sequence[str], seconds: float = 600, variables: Mapping[str, str] | None = None
) -> str:
    """Return what a command prints; raises `CommandError`."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(variables or {})},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-40:])
        raise CommandError(f"{shlex.join(command)} ended with {done.returncode}:\n{said}")
    return done.stdout

"""Docker and Compose, as a benchmark speaks to them."""

import json
import math
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

_ROOT: Final = Path(__file__).parents[1]
_USUAL: Final = {"DOCKER": "docker", "COMPOSE": "docker compose"}
_OWN: Final = ("BANK_RS_", "COMPOSE_", "MLFLOW_")
"""First parts of variables that would change what is measured."""

_LAST_LINES: Final = 20
_USAGE: Final = re.compile(r"([\d.]+)([kKMGT]?)(i?)B")


@dataclass(frozen=True)
class Engine:
    """The two commands; a failure of either ends the run.

    Attributes
    ----------
    docker, compose
        Their words; variables DOCKER and COMPOSE name others than the usual ones.
    variables
        What both see instead of ``.env``.
    """

    docker: tuple[str, ...]
    compose: tuple[str, ...]
    variables: Mapping[str, str]

    @classmethod
    def of_this_machine(cls, variables: Mapping[str, str]) -> Self:
        """As the environment names it, if it answers."""
        docker, compose = (
            tuple(shlex.split(os.environ.get(name, usual))) for name, usual in _USUAL.items()
        )
        found = cls(docker, compose, variables)
        for variable, command in zip(_USUAL, (docker, compose), strict=True):
            if not found._answers(*command, "version"):
                sys.exit(
                    f"'{shlex.join(command)} version' fails: start the engine, or name the command "
                    f"with variable {variable}"
                )
        return found

    def ask(self, *arguments: str) -> str:
        """What ``docker ...`` prints."""
        return self._checked(*self.docker, *arguments)

    def compose_project(self, project: str, *arguments: str) -> str:
        """What ``docker compose ...`` prints."""
        fixed = ("--env-file", os.devnull, "-p", project, "--profile", "scale")
        return self._checked(*self.compose, *fixed, *arguments)

    def has_image(self, image: str) -> bool:
        """Whether the image need not be built or pulled."""
        return self._answers(*self.docker, "image", "inspect", image)

    def build(self, image: str, target: str) -> None:
        """Build a target of the Dockerfile; certificates of PIP_CERT are its secret."""
        bundle = os.environ.get("PIP_CERT")
        secret = ("--secret", f"id=cacert,src={bundle}") if bundle else ()
        base = ("--build-arg", "PYTHON_TAG")
        self.ask("build", *secret, *base, "--target", target, "-t", image, ".")

    def inspect(self, name: str) -> dict[str, Any]:
        """What is known of an image or a container."""
        found: dict[str, Any] = json.loads(self.ask("inspect", name))[0]
        return found

    def remove(self, container: str) -> None:
        """End and remove a container, if it is there."""
        self._run(*self.docker, "rm", "-f", "-v", container)

    def megabytes(self, container: str) -> float:
        """Memory of a container, without file pages that rest; 10^6 bytes each."""
        said = self.ask("stats", "--no-stream", "--format", "{{.MemUsage}}", container)
        return _megabytes(said)

    def _answers(self, *command: str) -> bool:
        try:
            return self._run(*command).returncode == 0
        except OSError:
            return False

    def _checked(self, *command: str) -> str:
        done = self._run(*command)
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).splitlines()[-_LAST_LINES:])
            sys.exit(f"{shlex.join(command)} ended with {done.returncode}:\n{said}")
        return done.stdout

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        own = {name: v for name, v in os.environ.items() if not name.startswith(_OWN)}
        environment = {**own, "DOCKER_BUILDKIT": "1", **self.variables}
        return subprocess.run(
            command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False
        )


def _megabytes(usage: str) -> float:
    found = _USAGE.match(usage)
    if found is None:
        sys.exit(f"docker stats says '{usage.strip()}' where memory is expected, such as 1.5MiB")
    number, prefix, binary = found.groups()
    power = " kMGT".index(prefix.replace("K", "k") or " ")
    step = 1024.0 if binary else 1000.0
    return float(number) * math.pow(step, power) / 1e6

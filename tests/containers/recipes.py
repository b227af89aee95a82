"""The recipes of docs/operations.md, run as they stand there."""

import re
import shlex
from contextlib import AbstractContextManager
from pathlib import Path

from tests.containers.engine import ROOT, Engine, run
from tests.containers.images import export
from tests.containers.stack import Stack, stack

DOCUMENT = ROOT / "docs" / "operations.md"
WITHOUT_GRAFANA = "services: {grafana: {profiles: [not-here]}}\n"
"""Its image is in no package registry, and the recipes start all there is."""


def recipe(heading: str) -> str:
    """The commands under a heading, of the first block that is marked as bash."""
    pattern = rf"^##+ {re.escape(heading)}$((?:(?!^##).)*?)^```bash$(.*?)^```$"
    found = re.search(pattern, DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found, f"{DOCUMENT} has no commands under {heading!r}"
    return found[2]


def checkout(folder: Path) -> Path:
    """Copy what the containers mount and the recipes write beside, so that both are the test's."""
    (export(folder) / "without-grafana.yaml").write_text(WITHOUT_GRAFANA, "utf-8")
    return folder


def stack_in(
    folder: Path, engine: Engine, project: str, tag: str, *more: str, **variables: str
) -> AbstractContextManager[Stack]:
    """A stack of a checkout, with further Compose files of it."""
    files = ("docker-compose.yaml", *more, "without-grafana.yaml")
    variables["COMPOSE_FILE"] = ":".join(str(folder / name) for name in files)
    return stack(engine, project, tag, **variables)


def follow(heading: str, stack: Stack, folder: Path, **variables: str) -> str:
    """What a recipe prints; raises `CommandError` at the first command that fails."""
    compose, docker = shlex.join(stack.engine.compose), shlex.join(stack.engine.docker)
    either = f'if [[ $1 == compose ]]; then shift; command {compose} "$@"'
    commands = (
        f"cd {shlex.quote(str(folder))}",
        f'docker() {{ {either}; else command {docker} "$@"; fi; }}',
        recipe(heading),
    )
    chosen = {"COMPOSE_PROJECT_NAME": stack.project, "COMPOSE_PROFILES": ",".join(stack.profiles)}
    environment = {**stack.variables, **chosen, **variables}
    return run(["bash", "-euo", "pipefail", "-c", "\n".join(commands)], 300, environment)

import sys
from pathlib import Path
from typing import Final

import httpx2

from bank_rs.registry.alias_reader import AliasReader
from bank_rs.settings import Settings
from bank_rs.stack.process import Process
from bank_rs.stack.supervisor import Supervisor

_API: Final = "/api/2.0/mlflow"
_ANSWER_SECONDS = 10.0
_START_SECONDS = 120.0
_REGISTER_SECONDS = 120.0


def start_mlflow(supervisor: Supervisor) -> Process:
    """Start the tracking server."""
    return supervisor.start("mlflow", (Path("run_mlflow.sh").absolute(),), Path.cwd())


def await_mlflow(supervisor: Supervisor, process: Process, settings: Settings) -> None:
    """Wait until the server answers a search for experiments."""
    url = f"{settings.tracking_uri}{_API}/experiments/search"

    def ready() -> bool:
        try:
            answer = httpx2.post(url, json={"max_results": 1}, timeout=5, trust_env=False)
        except httpx2.HTTPError:
            return False
        return answer.is_success

    supervisor.await_ready(process, ready, _START_SECONDS)


def has_champion(settings: Settings) -> bool:
    """Whether the alias that is served points to a version whose hash is known.

    ``bank-rs register`` would find out too, seconds later: it imports MLflow to ask.
    """
    names = (settings.tracking_uri, settings.model_name, settings.model_alias)
    with AliasReader(*names, _ANSWER_SECONDS) as reader:
        found = reader.read()
    return found is not None and found.sha256 is not None


def register_champion(supervisor: Supervisor) -> None:
    """Register the champion shipped with the repository."""
    command = (Path(sys.executable).with_name("bank-rs"), "register")
    supervisor.finish(supervisor.start("register", command, Path.cwd()), _REGISTER_SECONDS)

"""A real stack whose parts can be ended one by one, which `bank-rs run` would end with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mlflow import MlflowClient

from bank_rs.settings import Settings
from bank_rs.stack.graphite import await_graphite, start_carbon, start_web
from bank_rs.stack.mlflow import await_mlflow, register_champion, start_mlflow
from bank_rs.stack.ports import PURPOSES
from bank_rs.stack.process import Process
from bank_rs.stack.service import await_service, start_service
from tests.graphite import free_ports, supervising

ROOT = Path(__file__).parents[2]
KEY = "key-of-the-smoke-test"


@dataclass
class Running:
    """A running stack: its settings, and its processes by name."""

    settings: Settings
    processes: dict[str, Process]

    @property
    def variables(self) -> dict[str, str]:
        ports = {f"BANK_RS_{name.upper()}": str(getattr(self.settings, name)) for name in PURPOSES}
        return ports | {"BANK_RS_API_KEY": KEY}

    @property
    def client(self) -> MlflowClient:
        return MlflowClient(self.settings.tracking_uri)

    def promote_copy(self, sha256: str) -> None:
        """Make a copy of the first version the champion, with a hash said to be its file's."""
        copied = self.client.copy_model_version("models:/bank-rs/1", "bank-rs")
        self.client.set_model_version_tag("bank-rs", copied.version, "sha256", sha256)
        self.client.set_registered_model_alias("bank-rs", "champion", copied.version)


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    settings = Settings(
        _env_file=None,
        state_dir=folder,
        graphite_venv=ROOT / ".venv-graphite",
        metrics_interval=1,
        poll_seconds=1,
        api_keys=KEY,
        **free_ports(*PURPOSES),
    )
    with supervising(settings) as supervisor:
        mlflow = start_mlflow(supervisor)
        carbon, web = start_carbon(supervisor, settings), start_web(supervisor, settings)
        await_graphite(supervisor, web, settings)
        await_mlflow(supervisor, mlflow, settings)
        register_champion(supervisor)
        service = start_service(supervisor, settings)
        await_service(supervisor, service, settings)
        processes = {"mlflow": mlflow, "carbon": carbon, "graphite": web, "service": service}
        yield Running(settings, processes)
